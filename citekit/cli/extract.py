"""`citekit extract`: articles in any format into records, one or a whole folder."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from citekit.cli import _options

if TYPE_CHECKING:
    from citekit.extract.document import Source
    from citekit.extract.reader import Extraction
    from citekit.model import Finding

_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}
_ENDINGS = (".txt", ".pdf", ".docx", ".html", ".htm", ".xml", ".text", ".md")
_RECORDS = frozenset((".yaml", ".yml", ".json", ".bib", ".ris", ".nbib", ".mrc"))


@click.command()
@click.argument("files", nargs=-1, metavar="FILE...", required=True)
@click.option(
    "-o", "--output", metavar="PATH", help="Where to write: a file, or a folder for several."
)
@click.option("--explain", is_flag=True, help="Show every field with its source line instead.")
@click.option("--no-repair", is_flag=True, help="Leave damaged text as it is.")
@click.option("--encoding", metavar="NAME", help="The encoding of a text; found unless given.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON instead of YAML.")
@click.option("--report", metavar="PAGE", help="Write the text with its fields in colour, as HTML.")
@click.option("--force", is_flag=True, help="Replace files that exist.")
@_options.findings_language("--language")
def extract(
    files: tuple[str, ...],
    output: str | None,
    explain: bool,
    no_repair: bool,
    encoding: str | None,
    as_json: bool,
    report: str | None,
    force: bool,
    language: str,
) -> None:
    """Read an article into a record.

    FILE is a text in any encoding, PDF, DOCX, HTML or JATS XML; - is standard input. A folder
    stands for all such files below it. The findings go to standard error.

    With several files, and with an issue whose articles are in one file, the records go to the
    folder given with -o; those that are there already are left out, so that an interrupted run
    goes on where it stopped. A file that cannot be read is named and stops nothing.

    \b
    Exit codes:
      0  everything was read
      1  a file could not be read or written
      2  the command line is wrong

    \b
    Examples:
      citekit extract article.pdf -o article.yaml
      citekit extract article.txt --explain
      citekit extract issue/ -o records/
      citekit extract issue.pdf -o records/
      cat article.txt | citekit extract - --json
    """
    paths = [path for file in files for path in _files(file)]
    manner = _Manner(not no_repair, encoding)
    if not paths:
        from citekit.cli._files import Failure

        raise Failure(f"{', '.join(files)}: there is no file to read in it")
    into_folder = output is not None and (output.endswith(("/", os.sep)) or Path(output).is_dir())
    if len(paths) == 1 and not Path(files[0]).is_dir() and not into_folder:
        _one(paths[0], output, explain, manner, as_json, report, force, language)
    elif explain or report:
        raise click.UsageError("--explain and --report take one file.")
    elif output is None or (Path(output).exists() and not Path(output).is_dir()):
        raise click.UsageError("several files need a folder: -o FOLDER.")
    else:
        _many(paths, Path(output), manner, as_json, force, language)


def _files(path: str) -> Iterator[str]:
    folder = Path(path)
    if path == "-" or not folder.is_dir():
        yield path
        return
    for file in sorted(folder.rglob("*")):
        if file.suffix.lower() in _ENDINGS and file.is_file():
            yield str(file)


class _Manner(NamedTuple):
    """How files are read."""

    mend: bool
    encoding: str | None


def _articles(path: str, manner: _Manner) -> list[Source]:
    """Open a file, and return the articles in it: an issue holds several.

    Raises:
        Failure: It cannot be read.
    """
    from citekit.cli._files import Failure, open_input
    from citekit.extract import ExtractError
    from citekit.extract.issue import articles_of
    from citekit.extract.sources import MOST_BYTES, open_source, source_of

    if Path(path).suffix.lower() in _RECORDS:
        raise Failure(f"{path}: this holds records already; see citekit check and citekit convert")
    try:
        if path == "-":
            with open_input(path) as stream:
                source = source_of(stream.read(MOST_BYTES + 1), "-", manner.encoding)
        else:
            source = open_source(path, manner.encoding)
        return articles_of(source, mend=manner.mend)
    except ExtractError as error:
        raise Failure(str(error)) from None
    except OSError as error:
        raise Failure(f"{path}: {(error.strerror or str(error)).lower()}") from None


def _understood(source: Source, manner: _Manner) -> Extraction:
    """Read one article.

    Raises:
        Failure: There is nothing of an article in it.
    """
    from citekit.cli._files import Failure
    from citekit.extract.reader import read

    made = read(source, mend=manner.mend)
    article = made.article
    if not (article.title or article.author or article.abstract or article.references):
        raise Failure(
            f"{source.name}: no title, author, abstract or reference was found; is it an article?"
        )
    return made


def _serialised(extraction: Extraction, as_json: bool) -> bytes:
    if as_json:
        from citekit.formats.yaml import as_mapping

        text = json.dumps(as_mapping(extraction.article), ensure_ascii=False, indent=1) + "\n"
    else:
        from citekit.formats.yaml import dumps, schema_comment

        text = schema_comment(extraction.article) + dumps(extraction.article)
    return text.encode("utf-8")


def _one(
    path: str,
    output: str | None,
    explain: bool,
    manner: _Manner,
    as_json: bool,
    report: str | None,
    force: bool,
    language: str,
) -> None:
    from citekit.cli._files import open_output

    sources = _articles(path, manner)
    if len(sources) > 1:
        click.echo(
            f"{path} holds {len(sources)} articles, of which this is the first; "
            "-o FOLDER/ reads them all",
            err=True,
        )
    extraction = _understood(sources[0], manner)
    if report:
        from citekit.extract.report import page

        with open_output(report, force=force) as stream:
            stream.write(page(extraction, language).encode("utf-8"))
    if explain:
        from citekit.extract.report import explain as lines

        click.echo("\n".join(lines(extraction)))
        return
    if output or not report:
        with open_output(output, force=force) as stream:
            stream.write(_serialised(extraction, as_json))
    if output or report:
        _print_findings(_findings(extraction, language))


def _findings(extraction: Extraction, language: str) -> tuple[Finding, ...]:
    from citekit.checks import check

    return check(extraction.article, language=language)


def _print_findings(found: tuple[Finding, ...]) -> None:
    for finding in found:
        severity = click.style(f"{finding.severity:7}", fg=_COLOURS[finding.severity])
        click.echo(f"{severity} {finding.code}: {finding.message}", err=True)


def _many(
    paths: list[str], folder: Path, manner: _Manner, as_json: bool, force: bool, language: str
) -> None:
    """Read many files; one that fails is named at the end and stops nothing."""
    from citekit.cli._files import Failure, open_output

    folder.mkdir(parents=True, exist_ok=True)
    failures: list[str] = []
    codes: Counter[str] = Counter()
    written = left = 0
    targets = _targets(paths, folder, ".json" if as_json else ".yaml")
    with click.progressbar(
        list(zip(paths, targets, strict=True)),
        label="Reading",
        file=sys.stderr,
    ) as bar:
        for path, record in bar:
            if record.exists() and not force:
                left += 1
                continue
            try:
                sources = _articles(path, manner)
            except Failure as failure:
                failures.append(failure.message)
                continue
            except Exception as error:
                failures.append(f"{path}: {type(error).__name__}: {error}")
                continue
            for source, target in zip(sources, _numbered(record, len(sources)), strict=True):
                if target.exists() and not force:
                    left += 1
                    continue
                try:
                    extraction = _understood(source, manner)
                    with open_output(str(target), force=force) as stream:
                        stream.write(_serialised(extraction, as_json))
                except Failure as failure:
                    failures.append(failure.message)
                    continue
                except Exception as error:  # one bad file stops nothing
                    failures.append(f"{source.name}: {type(error).__name__}: {error}")
                    continue
                written += 1
                codes.update(f"{f.severity:7} {f.code}" for f in _findings(extraction, language))
    click.echo(f"{written} written, {left} there already, {len(failures)} not read", err=True)
    for code, count in codes.most_common():
        click.echo(f"{count:5}  {code}", err=True)
    for message in failures:
        click.echo(f"Error: {message}", err=True)
    if failures:
        raise SystemExit(1)


def _numbered(record: Path, count: int) -> list[Path]:
    """Name the records of the articles in one file: `issue-01.yaml`, `issue-02.yaml` …

    >>> [path.name for path in _numbered(Path("issue.yaml"), 2)]
    ['issue-01.yaml', 'issue-02.yaml']
    """
    if count == 1:
        return [record]
    return [record.with_name(f"{record.stem}-{n:02}{record.suffix}") for n in range(1, count + 1)]


def _targets(paths: list[str], folder: Path, ending: str) -> list[Path]:
    """Name the record of each file: by its stem, and by all its name where stems collide."""
    stems = Counter(Path(path).stem for path in paths)
    names = Counter(Path(path).name for path in paths)
    made = []
    for path in paths:
        file = Path(path)
        if stems[file.stem] == 1:
            name = file.stem
        elif names[file.name] == 1:
            name = file.name
        else:
            name = "-".join(
                part for part in file.with_suffix("").parts if part not in ("/", "..", ".")
            )
        made.append(folder / (name + ending))
    return made
