"""The catalogue of findings: what each code means, in the languages of the users."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from citekit.languages.tags import language_name
from citekit.model import Finding, Severity, Span, TextMapping

LANGUAGES = ("en", "ru", "kk")
"""The languages in which findings are told."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of finding."""

    code: str
    severity: Severity
    message: dict[str, str]
    """By language; `{name}`s are filled from the finding's values."""
    cure: dict[str, str]
    example: str


@cache
def catalogue() -> dict[str, Entry]:
    """Return every kind of finding by its code."""
    rows = tomllib.loads(files("citekit.checks").joinpath("catalogue.toml").read_text("utf-8"))
    return {
        code: Entry(
            code,
            row["severity"],
            {language: row[language] for language in LANGUAGES},
            row.get("cure", {}),
            row["example"],
        )
        for code, row in rows.items()
    }


def entry(code: str) -> Entry:
    """Return the entry of a code, with or without the language tag at its end.

    Raises:
        KeyError: The catalogue has no such code.

    >>> entry("title.missing.en").severity
    'error'
    """
    known = catalogue()
    return known[code if code in known else code.rpartition(".")[0]]


def finding(
    code: str,
    path: str = "",
    spans: Sequence[Span] = (),
    *,
    language: str = "en",
    suggestion: str | None = None,
    **values: str,
) -> Finding:
    """Make a finding whose message comes from the catalogue.

    Args:
        code: A code of the catalogue; where it is one for each language, with the tag at its end.
        path: Where in the record.
        spans: Where in the source text.
        language: In which the message is told: `en`, `ru` or `kk`.
        suggestion: The value that is probably meant, where the cure does not say it.
        values: What the message speaks of.

    >>> finding("citation.order", number="2").message
    'The first citation is 2, not 1.'
    """
    if suggestion is not None:
        values["suggestion"] = suggestion
    bare = Finding(
        code=code,
        severity=entry(code).severity,
        message="-",
        path=path,
        spans=tuple(spans),
        values=TextMapping(values),
    )
    return retell(bare, language)


def retell(found: Finding, language: str) -> Finding:
    """Return a finding told in another language; one that is not in the catalogue stays as it is.

    >>> retell(finding("citation.order", number="2"), "kk").message
    'Мәтіндегі бірінші сілтеме 1 емес, 2.'
    """
    try:
        row = entry(found.code)
    except KeyError:
        return found
    values = _Values(found.values.items())
    told = language if language in row.message else LANGUAGES[0]
    if "tag" in values:
        values["language"] = language_name(values["tag"], told)
    cure = row.cure.get(told, "").format_map(values)
    return found.model_copy(
        update={"message": row.message[told].format_map(values), "suggestion": cure or None}
    )


class _Values(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def markdown() -> str:
    """Return the catalogue as the page `docs/findings.md`."""
    lines = [
        "# Findings",
        "",
        "What `citekit check` and `citekit extract` can remark on. Messages and cures are told in",
        "English, Russian and Kazakh (`--language`). A code that ends in a language tag, such as",
        "`title.missing.en`, stands here without it. This page is printed by",
        "`python -m citekit.checks`.",
        "",
        "| code | severity | what it says | cure | example |",
        "|---|---|---|---|---|",
    ]
    for code, row in sorted(catalogue().items()):
        cells = (f"`{code}`", row.severity, row.message["en"], row.cure.get("en", ""), row.example)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"
