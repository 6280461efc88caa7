"""`citekit check`: what is wrong with records, where, and how to mend it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from citekit.cli import _options

if TYPE_CHECKING:
    from citekit.model import Finding

_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}
_SEVERITIES = ("error", "warning", "info")
_PLURALS = {"error": "errors", "warning": "warnings", "info": "infos"}


@click.command()
@click.argument("files", nargs=-1, metavar="FILE...")
@click.option("--from", "source_format", metavar="FORMAT", help="The format of every FILE.")
@click.option(
    "--fail-on",
    type=click.Choice(_SEVERITIES),
    help="Exit with 1 when there is a finding as grave as this, or graver.",
)
@_options.findings_language("--language")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--codes", is_flag=True, help="List every kind of finding instead.")
def check(
    files: tuple[str, ...],
    source_format: str | None,
    fail_on: str | None,
    language: str,
    as_json: bool,
    codes: bool,
) -> None:
    """List what is wrong with records, where, and how to mend it.

    FILE is a record, any other file that citekit reads, or a library; - is standard input.
    Findings alone do not make the command fail, unless --fail-on says so.

    \b
    Exit codes:
      0  every record was read
      1  a file or record could not be read, or there are findings by --fail-on
      2  the command line is wrong

    \b
    Examples:
      citekit check article.yaml
      citekit check article.yaml --language kk
      citekit check *.yaml --fail-on error --json
      citekit check --codes
    """
    if codes:
        _list_codes(language, as_json)
        return
    if not files:
        raise click.UsageError("Missing argument 'FILE...'.")
    from citekit.checks import check as find
    from citekit.cli._files import Failure
    from citekit.cli._records import describe, each_record
    from citekit.formats import Unread

    failed = False
    report: list[dict[str, object]] = []
    for path in files:
        try:
            for position, record in enumerate(each_record(path, source_format), start=1):
                if isinstance(record, Unread):
                    failed = True
                    message = describe(path, position, record)
                    report.append({"file": path, "record": record.key, "error": message})
                    if not as_json:
                        click.echo(message, err=True)
                    continue
                findings = find(record, language=language)
                failed |= fail_on is not None and any(_grave(f.severity, fail_on) for f in findings)
                name = record.id or (str(position) if position > 1 else None)
                report.append(
                    {
                        "file": path,
                        "record": name,
                        "findings": [
                            f.model_dump(mode="json", exclude={"values"}) for f in findings
                        ],
                    }
                )
                if not as_json:
                    _print(path, name, findings)
        except Failure as failure:
            failed = True
            report.append({"file": path, "record": None, "error": failure.message})
            if not as_json:
                click.echo(f"Error: {failure.message}", err=True)
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False, indent=1))
    if failed:
        raise click.exceptions.Exit(1)


def _grave(severity: str, fail_on: str) -> bool:
    return _SEVERITIES.index(severity) <= _SEVERITIES.index(fail_on)


def _print(path: str, name: str | None, findings: tuple[Finding, ...]) -> None:
    click.secho(path if name is None else f"{path}: {name}", bold=True)
    for finding in findings:
        mark = click.style(f"{finding.severity:7}", fg=_COLOURS[finding.severity])
        place = finding.path + "".join(f" @{a}–{b}" for a, b in finding.spans[:3])
        if len(finding.spans) > 3:
            place += " …"
        click.echo(f"  {mark} {finding.message} {click.style(place, dim=True)}".rstrip())
        cure = f"{finding.suggestion}  " if finding.suggestion else ""
        click.echo(f"          {cure}{click.style(f'[{finding.code}]', dim=True)}")
    counts = [(s, sum(f.severity == s for f in findings)) for s in _SEVERITIES]
    summary = ", ".join(
        f"{count} {_PLURALS[s] if count > 1 else s}" for s, count in counts if count
    )
    click.echo(f"  {summary or 'nothing found'}")


def _list_codes(language: str, as_json: bool) -> None:
    from citekit.checks import catalogue

    rows = [
        {
            "code": entry.code,
            "severity": entry.severity,
            "message": entry.message[language],
            "cure": entry.cure.get(language, ""),
            "example": entry.example,
        }
        for entry in catalogue().values()
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        mark = click.style(f"{row['severity']:7}", fg=_COLOURS[row["severity"]])
        click.echo(f"{mark} {row['code']}\n        {row['message']} {row['cure']}")
