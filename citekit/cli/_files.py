"""Files for commands: `-` for the standard streams, nothing half-written, nothing overwritten."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import click


class Failure(click.ClickException):
    """A command could not do its work: one line on standard error, exit code 1."""

    exit_code = 1


@contextmanager
def open_input(path: str) -> Iterator[BinaryIO]:
    """Open a file to be read, or standard input for `-`.

    Raises:
        Failure: There is no such file, or it may not be read.
    """
    if path == "-":
        yield sys.stdin.buffer
        return
    with ExitStack() as stack:
        try:
            stream = stack.enter_context(Path(path).open("rb"))
        except OSError as error:
            raise Failure(f"{path}: {(error.strerror or str(error)).lower()}") from None
        yield stream


@contextmanager
def open_output(path: str | None, *, force: bool = False) -> Iterator[BinaryIO]:
    """Open a file to be written whole or not at all; standard output for `-` or None.

    The text goes to a temporary file in the same folder, which takes the place of `path` only when
    the block ends without an error.

    Raises:
        Failure: The file exists and `force` is not set, or it cannot be written.
    """
    if path is None or path == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target = Path(path)
    if target.exists() and not force:
        raise Failure(f"{path} exists; give --force to replace it")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent or ".")
    except OSError as error:
        raise Failure(f"{path}: {(error.strerror or str(error)).lower()}") from None
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod((target.stat().st_mode & 0o777) if target.exists() else 0o666 & ~umask)
        temporary.replace(target)
    except OSError as error:
        raise Failure(f"{path}: {(error.strerror or str(error)).lower()}") from None
    finally:
        with suppress(OSError):
            temporary.unlink()
