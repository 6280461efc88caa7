"""COinS: OpenURL in a `span`, by which tools find works in a page.

Each author is an `rft.au` with the family name first, a body's name with a comma at its end, so
that it is not taken apart. The first author does not stand in `rft.aulast` and `rft.aufirst` once
more: Zotero takes the two for different people unless they agree to the letter. OpenURL has no key
for abstract, keywords and licence; Dublin Core's `rft.description`, `rft.subject` and `rft.rights`
are read in every context. That matters where a page has meta tags too: Zotero reads COinS first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO
from urllib.parse import parse_qsl, urlencode

from citekit.formats import _html
from citekit.formats._account import encoded
from citekit.formats._codes import language_tag
from citekit.formats._record import (
    Plain,
    first_last,
    identifier_of,
    identifiers,
    inverted,
    iso,
    name_in,
    named,
    ordered,
    page_of,
    parts,
    primary,
    record,
)
from citekit.formats.base import Account, Format, FormatError, Unread
from citekit.model import DOI, ISSN, UNDETERMINED, Person, Work

Pairs = list[tuple[str, str]]

_JOURNAL = "info:ofi/fmt:kev:mtx:journal"
_BOOK = "info:ofi/fmt:kev:mtx:book"
_DISSERTATION = "info:ofi/fmt:kev:mtx:dissertation"
_GENRES = {
    "article-journal": (_JOURNAL, "article"),
    "book": (_BOOK, "book"),
    "chapter": (_BOOK, "bookitem"),
    "paper-conference": (_BOOK, "proceeding"),
    "report": (_BOOK, "report"),
    "thesis": (_DISSERTATION, "dissertation"),
}
_KINDS = {pair: kind for kind, pair in _GENRES.items()} | {
    (_JOURNAL, "proceeding"): "paper-conference"
}


def encode(work: Work) -> Pairs:
    """Return a work as the keys and values of an OpenURL."""
    known = work.type if work.type in _GENRES else "article-journal"
    if work.type not in _GENRES and work.container_title is None:
        known = "book"
    form, genre = _GENRES[known]
    pairs: Pairs = [("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", form)]

    def add(key: str, value: object) -> None:
        if value:
            pairs.append((f"rft.{key}", str(value)))

    if form != _DISSERTATION:
        add("genre", genre)
    title, container = primary(work.title, work), primary(work.container_title, work)
    whole = form == _JOURNAL or genre in ("bookitem", "proceeding")
    add("atitle" if whole else "btitle" if form == _BOOK else "title", title)
    add("jtitle" if form == _JOURNAL else "btitle", container if whole else "")
    add("stitle", primary(work.container_title_short, work))
    for agent in work.author:
        comma = "" if isinstance(agent, Person) else ","
        add("au", inverted(name_in(agent, work)) + comma)
    add("date", iso(work.issued))
    for key, value in (("volume", work.volume), ("issue", work.issue), ("edition", work.edition)):
        add(key, value)
    first, last = first_last(work.page)
    add("spage", first)
    add("epage", last)
    add("pages", f"{first}-{last}" if last else first)
    add("artnum", work.number)
    add("issn", work.issn)
    add("eissn", work.eissn)
    add("isbn", next(iter(work.isbn), None))
    add("place", primary(work.publisher_place, work))
    add("inst" if form == _DISSERTATION else "pub", primary(work.publisher, work))
    add("tpages", work.number_of_pages)
    add("language", work.language)
    add("description", primary(work.abstract, work))
    for _, words in ordered(work.keyword, work)[:1]:
        for word in words:
            add("subject", word)
    add("rights", work.license)
    for field, text in identifiers(work):
        if field == "doi":
            pairs.append(("rft_id", f"info:doi/{work.doi}"))
        elif field == "pmid":
            pairs.append(("rft_id", f"info:pmid/{work.pmid}"))
        elif field != "isbn":
            pairs.append(("rft_id", text))
    return pairs


def decode(pairs: Pairs) -> Work:
    """Return the work that the keys and values describe.

    Raises:
        FormatError: A value is not what its field can hold.
    """
    said: dict[str, list[str]] = {}
    for key, value in pairs:
        said.setdefault(key, []).append(value)

    def get(*keys: str) -> str:
        return next((said[f"rft.{key}"][0] for key in keys if f"rft.{key}" in said), "")

    form = next(iter(said.get("rft_val_fmt", ())), "")
    language = language_tag(get("language"))
    tag = language or UNDETERMINED
    genre = "dissertation" if form == _DISSERTATION else get("genre")
    part = get("atitle")
    plain: Plain = {
        "type": _KINDS.get((form, genre))
        or ("article-journal" if form == _JOURNAL else "document"),
        "language": language,
        "title": {tag: part or get("btitle", "title")},
        "container_title": {tag: get("jtitle", "btitle", "title") if part else ""},
        "container_title_short": {tag: get("stitle")},
        "issued": get("date"),
        "volume": get("volume"),
        "issue": get("issue"),
        "edition": get("edition"),
        "page": page_of(get("spage"), get("epage")) or page_of(get("pages")),
        "number": get("artnum"),
        "issn": get("issn") and str(ISSN(get("issn"))),
        "eissn": get("eissn") and str(ISSN(get("eissn"))),
        "isbn": [get("isbn")],
        "publisher": {tag: get("pub", "inst")},
        "publisher_place": {tag: get("place")},
        "number_of_pages": get("tpages"),
        "abstract": {tag: get("description")},
        "keyword": {tag: said.get("rft.subject", [])},
        "license": get("rights"),
        "author": [],
    }
    for text in said.get("rft_id", ()):
        if text.startswith("info:doi/"):
            plain["doi"] = str(DOI(text))
        elif text.startswith("info:pmid/"):
            plain["pmid"] = text.removeprefix("info:pmid/")
        elif found := identifier_of(text):
            plain.setdefault(*found)
    first = parts(get("aulast"), get("aufirst")) if get("aulast") or get("aufirst") else None
    for position, name in enumerate(said.get("rft.au", ())):
        if position == 0 and first is not None:
            plain["author"].append({"name": {tag: first}})
        else:
            plain["author"].append(_spoken(name, tag))
    if not plain["author"] and first is not None:
        plain["author"].append({"name": {tag: first}})
    return record(plain)


def _spoken(name: str, tag: str) -> Plain:
    if name.endswith(","):
        return {"name": {tag: name.rstrip(" ,")}}
    if "," in name:
        return named(name, tag)
    given, _, family = name.rpartition(" ")
    return {"name": {tag: parts(family, given) if given else name}}


def read(stream: BinaryIO) -> Iterator[Work | Unread]:
    """Read every `span` of a page.

    Raises:
        FormatError: The page has none.
    """
    found = 0
    for span in _html.parse(_html.whole(stream)).iter("span"):
        if "Z3988" not in (span.get("class") or "").split():
            continue
        found += 1
        title = span.get("title") or ""
        try:
            yield decode(parse_qsl(title, max_num_fields=1000))
        except (FormatError, ValueError) as error:
            yield Unread(str(error), int(str(span.sourceline or 1)), raw=title)
    if not found:
        raise FormatError('the page has no <span class="Z3988">')


def span(work: Work) -> str:
    """Return a work as the element that stands in a page."""
    return _line(encode(work))


def _line(pairs: Pairs) -> str:
    return f'<span class="Z3988" title="{_html.attribute(urlencode(pairs))}"></span>'


def write(works: Iterable[Work], stream: BinaryIO, account: Account) -> None:
    """Write a line for each work."""
    for pairs in encoded(works, encode, decode, account):
        stream.write((_line(pairs) + "\n").encode())


FORMAT = Format(
    name="coins",
    title="COinS",
    media_type="text/html",
    extensions=(".html",),
    read=read,
    write=write,
    sniff=lambda head: (
        re.search(rb"class=[\"'][^\"']*Z3988", head) is not None and b"citation_title" not in head
    ),
    specification="https://archive.org/details/OpenURLCOinS",
    frame=(b"", b"", b""),
)
