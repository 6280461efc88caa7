"""The articles of the gold as records."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from citekit.formats._record import record
from citekit.model import Work


@cache
def works_of(shared: Path) -> list[Work]:
    files = sorted((shared / "articles").glob("**/*gold.json"))
    return [work for work in map(_work, files) if work is not None]


def _work(file: Path) -> Work | None:
    gold = json.loads(file.read_text("utf-8"))
    titles = {tag: t["text"] for tag, t in (gold.get("title") or {}).items() if t and t.get("text")}
    if not titles:
        return None
    journal, pages = gold.get("journal") or {}, gold.get("pages") or {}
    ids = gold.get("identifiers") or {}
    issn = journal.get("issn") or []
    issn = issn if isinstance(issn, list) else [issn]
    plain: dict[str, Any] = {
        "id": gold["id"],
        "type": "article-journal",
        "language": (gold.get("document") or {}).get("language"),
        "title": titles,
        "author": _authors(gold.get("authors") or []),
        "abstract": _texts(gold.get("abstract") or {}),
        "keyword": {
            tag: [_text(word) for word in (k.get("items") or k.get("keywords") or [])]
            for tag, k in (gold.get("keywords") or {}).items()
            if isinstance(k, dict)
        },
        "container_title": {
            tag: title
            for tag, title in (journal.get("title") or {}).items()
            if title and len(tag) == 2
        }
        if isinstance(journal.get("title"), dict)
        else {"und": journal.get("title")},
        "publisher": {t: p for t, p in (journal.get("publisher") or {}).items() if p},
        "issued": journal.get("year"),
        "volume": journal.get("volume"),
        "issue": journal.get("issue"),
        "page": "–".join(str(pages[k]) for k in ("first", "last") if pages.get(k)),
        "doi": (ids.get("doi") or {}).get("value"),
        "udc": [each["value"] for each in ids.get("udc") or []],
        "irsti": [each["value"] for each in ids.get("irsti") or []],
        **dict(zip(("issn", "eissn"), issn, strict=False)),
    }
    return record({k: str(v) if isinstance(v, int) else v for k, v in plain.items()})


def _text(value: Any) -> str:
    return value if isinstance(value, str) else str(value.get("text") or "")


def _texts(values: Any) -> dict[str, str]:
    return {tag: _text(v) for tag, v in values.items() if v and _text(v)}


def _authors(authors: Any) -> list[dict[str, Any]]:
    by_language = authors if isinstance(authors, dict) else {"und": authors}
    made: list[dict[str, Any]] = []
    for tag, people in by_language.items():
        for position, person in enumerate(people or []):
            if not person.get("family"):
                continue
            if position >= len(made):
                made.append(
                    {"name": {}, "orcid": person.get("orcid"), "email": person.get("email")}
                )
            parts = {key: person.get(key) for key in ("family", "given", "initials")}
            made[position]["name"].setdefault(tag, parts)
    return [{k: v for k, v in each.items() if isinstance(v, str | dict)} for each in made]
