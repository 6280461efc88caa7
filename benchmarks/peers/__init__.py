"""The programs citekit is measured against: where each is found, and how it is started.

None of them is needed to use citekit. In the environment of the checkout:

    pip install -e ".[benchmarks]"                    # pandoc (pypandoc_binary), typst
    npm install --prefix benchmarks/.peers citeproc   # citeproc-js, run by node
    apt install pandoc                                # or any other pandoc on the PATH
    apt install ghc libghc-citeproc-dev libghc-aeson-dev    # citeproc-hs; compiled when first run

A peer that is not there is said to be missing, with the reason.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from citekit.resources import package_folder

HERE = Path(__file__).parent
NODE_MODULES = HERE.parent / ".peers"
"""Where `npm install --prefix` puts citeproc-js, and compiled programs are; git ignores it."""


class MissingError(Exception):
    """A peer cannot be run here; the message says what is missing."""


@dataclass(frozen=True)
class Job:
    """One measurement: every item cited once, in order, then the bibliography.

    Attributes:
        style: A CSL file.
        locale: Locale asked for; empty for the style's own.
        items: A CSL-JSON file.
        folder: A folder to write in, which is thrown away afterwards.
    """

    style: Path
    locale: str
    items: Path
    folder: Path


@dataclass(frozen=True)
class Start:
    """How to run a job: the command, its standard input, whether it prints its own times."""

    command: list[str]
    input: str = ""
    tells_times: bool = False


@dataclass(frozen=True)
class Peer:
    """A program: its name, how to start it for a job, and its version."""

    name: str
    start: Callable[[Job], Start]
    version: Callable[[], str]


def _package(name: str) -> Path:
    folder = package_folder(name)
    if folder is None:
        raise MissingError(f'the Python package {name}: pip install -e ".[benchmarks]"')
    return folder


def _installed(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return ""


def _first_line(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return done.stdout.partition("\n")[0].split()[-1]


def _python(driver: str) -> Callable[[Job], Start]:
    def start(job: Job) -> Start:
        command = [sys.executable, str(HERE / driver), str(job.style), str(job.items), job.locale]
        return Start(command, tells_times=True)

    return start


def node() -> str:
    """The path of node, once citeproc-js is there for it, too."""
    found = shutil.which("node")
    if not found:
        raise MissingError("node is not on the PATH")
    if not (NODE_MODULES / "node_modules" / "citeproc").is_dir():
        raise MissingError("npm install --prefix benchmarks/.peers citeproc")
    return found


def citeproc_js_job(items: Path, styles: list[dict[str, str]], **more: Any) -> str:
    """The job that `run_citeproc_js.cjs` reads from its standard input.

    Args:
        items: A CSL-JSON file.
        styles: Each with name, path and locale.
        more: What else the driver knows: format, clusters, quiet.
    """
    job: dict[str, Any] = {
        "modules": str(NODE_MODULES.resolve()),
        "items": str(items),
        "locales": [
            str(HERE.parent.parent / "styles"),
            str(_package("citeproc") / "data" / "locales"),
        ],
        "format": "text",
        "styles": styles,
        "clusters": None,
        **more,
    }
    return json.dumps(job)


def _citeproc_js(job: Job) -> Start:
    style = {"name": job.style.stem, "path": str(job.style), "locale": job.locale}
    command = [node(), "--max-old-space-size=8192", str(HERE / "run_citeproc_js.cjs")]
    return Start(command, citeproc_js_job(job.items, [style]), tells_times=True)


def _citeproc_js_version() -> str:
    package = NODE_MODULES / "node_modules" / "citeproc" / "package.json"
    return str(json.loads(package.read_text("utf-8"))["version"])


def _bundled_pandoc() -> str:
    return str(_package("pypandoc") / "files" / "pandoc")


def _system_pandoc() -> str:
    found = shutil.which("pandoc")
    if not found:
        raise MissingError("no pandoc on the PATH")
    return found


def _pandoc(program: Callable[[], str]) -> Callable[[Job], Start]:
    def start(job: Job) -> Start:
        from benchmarks.peers.documents import write_markdown

        command = [program(), "--citeproc", f"--csl={job.style}", f"--bibliography={job.items}"]
        if job.locale:
            command.append(f"--metadata=lang:{job.locale}")
        return Start([*command, "--to=plain", "--wrap=none", str(write_markdown(job))])

    return start


def _citeproc_hs_version() -> str:
    """Return the version of the library that ghc would compile with."""
    if not shutil.which("ghc"):
        raise MissingError("ghc is not on the PATH")
    command = ["ghc-pkg", "field", "citeproc", "version", "--simple-output"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode:
        raise MissingError("ghc has no package citeproc: apt install libghc-citeproc-dev")
    return done.stdout.strip()


def _citeproc_hs(job: Job) -> Start:
    """Start our program around the Haskell library, compiled for this version of both."""
    source = HERE / "run_citeproc_hs.hs"
    content = hashlib.sha256(source.read_bytes()).hexdigest()[:8]
    program = NODE_MODULES / f"citeproc-hs-{_citeproc_hs_version()}-{content}"
    if not program.is_file():
        NODE_MODULES.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            command = ["ghc", "-O2", "-v0", "-package", "citeproc", "-outputdir", folder]
            command += ["-o", str(program), str(source)]
            done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
        if done.returncode:
            raise MissingError(f"ghc cannot compile {source.name}: {done.stderr.strip()}")
    return Start([str(program), str(job.style), str(job.items), job.locale])


def _typst(job: Job) -> Start:
    from benchmarks.peers.documents import write_typst

    _package("typst")
    return Start([sys.executable, str(HERE / "run_typst.py"), str(write_typst(job))])


PEERS = {
    peer.name: peer
    for peer in (
        Peer("citekit", _python("run_citekit.py"), lambda: _installed("citekit")),
        Peer("citeproc-py", _python("run_citeproc_py.py"), lambda: _installed("citeproc-py")),
        Peer("citeproc-js", _citeproc_js, _citeproc_js_version),
        Peer(
            "pandoc",
            _pandoc(_bundled_pandoc),
            lambda: _first_line([_bundled_pandoc(), "--version"]),
        ),
        Peer(
            "pandoc-system",
            _pandoc(_system_pandoc),
            lambda: _first_line([_system_pandoc(), "--version"]),
        ),
        Peer("citeproc-hs", _citeproc_hs, _citeproc_hs_version),
        Peer("typst", _typst, lambda: _installed("typst")),
    )
}
