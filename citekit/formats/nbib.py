"""PubMed's nbib, the tagged lines of MEDLINE; only read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from citekit.formats import _tagged
from citekit.formats._codes import language_tag
from citekit.formats._record import Plain, named, page_of, parts, put, record
from citekit.formats._tagged import Pairs
from citekit.formats.base import Format, FormatError, Unread
from citekit.model import ISSN, ORCID, UNDETERMINED, Work

_GRAMMAR = _tagged.Grammar(
    re.compile(r"(?P<tag>[A-Z]{2,4})\s{0,2}- (?P<value>.*)"), frozenset(("PMID",))
)
_PLAIN = {"VI": "volume", "IP": "issue", "PMC": "pmcid", "EN": "edition", "PMID": "pmid"}
_TEXTS = {
    "TI": "title",
    "BTI": "container_title",
    "JT": "container_title",
    "TA": "container_title_short",
    "PL": "publisher_place",
    "PB": "publisher",
    "AB": "abstract",
}
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_SEASONS = {"Spring": 21, "Summer": 22, "Fall": 23, "Autumn": 23, "Winter": 24}
_HISTORY = re.compile(r"(\d{4})/(\d\d)/(\d\d).*\[(received|accepted|revised)\]")


def decode(pairs: Pairs) -> Work:
    """Return the work that the tags describe.

    Raises:
        FormatError: A value is not what its field can hold.
    """
    said: dict[str, list[str]] = {}
    for tag, value in pairs:
        said.setdefault(tag, []).append(value)
    language = next((t for t in map(language_tag, said.get("LA", ())) if t), None)
    tag = language or UNDETERMINED
    plain: Plain = {
        "type": "article-journal" if "JT" in said or "TA" in said else "book",
        "language": language,
        "author": _authors(pairs, tag),
        "editor": [named(name, tag) for name in said.get("FED", ())],
        "issued": _date(said.get("DP", [""])[0]),
        "page": _pages(said.get("PG", [""])[0]),
        "keyword": {tag: [word.lstrip("*") for word in said.get("OT", ())]},
    }
    for at, field in _PLAIN.items():
        plain[field] = next(iter(said.get(at, ())), None)
    for at, field in _TEXTS.items():
        if at in said:
            plain[field] = {tag: said[at][0]}
    if "TT" in said:
        plain["title"] = {tag: said["TT"][0].rstrip(".")}
        plain["title"]["en"] = said.get("TI", [""])[0].strip("[].")
    elif "title" in plain:
        plain["title"] = {tag: plain["title"][tag].rstrip(".")}
    for value in (*said.get("LID", ()), *said.get("AID", ())):
        text, _, kind = value.rpartition(" ")
        if kind == "[doi]":
            plain.setdefault("doi", text)
        elif kind == "[pii]" and not plain["page"]:
            plain.setdefault("number", text)
    for value in said.get("IS", ()):
        issn = ISSN(value.split(" ")[0])
        electronic = "Electronic" in value or "issn" in plain
        plain.setdefault("eissn" if electronic else "issn", str(issn))
    plain["isbn"] = [value.split(" ")[0] for value in said.get("ISBN", ())]
    for value in said.get("PHST", ()):
        if match := _HISTORY.match(value):
            plain[match[4]] = "-".join(match.groups()[:3])
    return record(plain)


def _authors(pairs: Pairs, tag: str) -> list[Plain]:
    """Return the authors in full, each with the affiliations and identifiers that follow."""
    tags = {at for at, _ in pairs}
    found: list[Plain] = []
    for at, value in pairs:
        if at == "FAU" or (at == "AU" and "FAU" not in tags):
            family, _, given = value.partition(" " if at == "AU" else ",")
            initials = " ".join(f"{letter}." for letter in given) if at == "AU" else given.strip()
            found.append({"name": {tag: parts(family, initials)}})
        elif at == "CN":
            found.append({"name": {tag: value}})
        elif at == "AD" and found:
            posts = found[-1].get("affiliation", [])
            put(found[-1], affiliation=[*posts, {"organization": {"name": {tag: value}}}])
        elif at == "AUID" and found and value.upper().startswith("ORCID"):
            put(found[-1], orcid=str(ORCID(value.split(":", 1)[1])))
    return found


def _date(text: str) -> str | None:
    """Return `2020 Mar 14`, `2020 Spring` or `2019 Dec-2020 Jan` as EDTF."""
    words = text.replace("-", " ").split()
    if not words or not words[0].isdigit():
        return text or None
    if len(words) > 1 and words[1] in _SEASONS:
        return f"{words[0]}-{_SEASONS[words[1]]}"
    if len(words) > 1 and words[1] in _MONTHS:
        month = f"{words[0]}-{_MONTHS.index(words[1]) + 1:02d}"
        day = len(words) == 3 and words[2].isdigit()
        return f"{month}-{int(words[2]):02d}" if day else month
    return words[0]


def _pages(text: str) -> str | None:
    """Return `1234-45`, which leaves out figures that repeat, in full."""
    first, dash, last = text.partition("-")
    if dash and first.isdigit() and last.isdigit() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return page_of(first, last)


def read(stream: BinaryIO) -> Iterator[Work | Unread]:
    """Read records one by one."""
    for item in _tagged.records(stream, _GRAMMAR):
        if isinstance(item, Unread):
            yield item
            continue
        pairs, line, raw = item
        try:
            yield decode(pairs)
        except FormatError as error:
            yield Unread(str(error), line, raw=raw)


FORMAT = Format(
    name="nbib",
    title="PubMed nbib",
    media_type="application/nbib",
    extensions=(".nbib",),
    read=read,
    sniff=lambda head: re.search(rb"(?m)\A\W*PMID- \d", head) is not None,
    specification="https://pubmed.ncbi.nlm.nih.gov/help/#pubmed-format",
)
