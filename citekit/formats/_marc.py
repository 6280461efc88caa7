"""MARC 21 bibliographic records, in whichever of their two forms.

Names and titles stand in the script of the work in the fields themselves, and in their other forms
in linked fields 880 (MARC 21, appendix D, model A). MARC has no language for a parallel title, a
summary or an uncontrolled term; it stands in the local subfield `$9`, by ISO 639-2/B. A summary in
another language is a linked form too: Zotero takes field 520 for the abstract only where there is
one. Of a host it takes what `773 $g` says in the words that MARC's own examples have there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from citekit.formats import _source
from citekit.formats._codes import (
    language_code,
    language_tag,
    read_role,
    read_type,
    roles,
    written_type,
)
from citekit.formats._record import (
    Plain,
    edtf,
    first_last,
    inverted,
    iso,
    localized,
    name_in,
    name_tag,
    named,
    one_line,
    ordered,
    organizations,
    others,
    page_of,
    parts,
    primary,
    record,
)
from citekit.languages.tags import language_script
from citekit.model import (
    ISSN,
    ORCID,
    UNDETERMINED,
    Agent,
    Localized,
    Organization,
    Person,
    Work,
)

_ISO = "iso639-2b"
_SCRIPTS = {"Cyrl": "(N", "Latn": "(B", "Arab": "(3", "Grek": "(S", "Hebr": "(2"}
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_IDS = {
    "doi": "doi",
    "hdl": "handle",
    "urn": "urn",
    "pmid": "pmid",
    "pmcid": "pmcid",
    "arxiv": "arxiv",
    "edn": "edn",
}
_CLASSES = {"rugasnti": "irsti", "rubbk": "bbk", "jelc": "jel"}
_PARTS = frozenset(
    (
        "article-journal",
        "article-magazine",
        "article-newspaper",
        "chapter",
        "paper-conference",
        "entry",
        "entry-dictionary",
        "entry-encyclopedia",
        "review",
        "review-book",
    )
)
_DATES = {"Received: ": "received", "Accepted: ": "accepted", "Revised: ": "revised"}
_SHORT = "Short title:"


@dataclass(slots=True)
class Field:
    """A variable field: tag, indicators, and subfields in order; a control field has a value."""

    tag: str
    indicators: str = "  "
    subfields: list[tuple[str, str]] = field(default_factory=list)
    value: str = ""

    def get(self, *codes: str) -> str:
        """Return the first subfield with one of these codes, or ""."""
        return next((text for code, text in self.subfields if code in codes), "")

    def all(self, code: str) -> list[str]:
        """Return every subfield of a code."""
        return [text for each, text in self.subfields if each == code]


@dataclass(slots=True)
class Record:
    """A record: its leader and fields in order."""

    leader: str
    fields: list[Field]

    def each(self, *tags: str) -> Iterator[Field]:
        """Yield the fields of these tags."""
        return (f for f in self.fields if f.tag in tags)

    def get(self, tag: str, *codes: str) -> str:
        """Return the first such subfield of the first field that has one, or ""."""
        return next((text for f in self.each(tag) if (text := f.get(*codes))), "")


class _Builder:
    """Collects fields, and the linked ones that go to the end."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.fields: list[Field] = []
        self._linked: list[Field] = []
        self._links = 0

    def add(self, tag: str, indicators: str, *subfields: tuple[str, object]) -> Field | None:
        """Add a field with those of its subfields that say something."""
        kept = [(code, text) for code, value in subfields if (text := one_line(str(value or "")))]
        if not [code for code, _ in kept if code not in "24679"]:
            return None
        made = Field(tag, indicators, kept)
        self.fields.append(made)
        return made

    def link(self, main: Field | None, tag: str, *subfields: tuple[str, object]) -> None:
        """Add another form of a field, in the language `tag`, as a linked 880."""
        if main is None:
            return
        # The link may stand once in a field; all its other forms have the same number.
        if not main.get("6"):
            self._links += 1
            main.subfields.insert(0, ("6", f"880-{self._links:02d}"))
        number = main.get("6").removeprefix("880-")
        kept = [(code, text) for code, value in subfields if (text := one_line(str(value or "")))]
        script = _SCRIPTS.get(_script(tag, kept[0][1] if kept else ""), "")
        linked = f"{main.tag}-{number}{f'/{script}' if script else ''}"
        code = language_code(tag, _ISO)
        said = [("9", code)] if code else []
        self._linked.append(Field("880", main.indicators, [("6", linked), *kept, *said]))

    def done(self) -> list[Field]:
        """Return all fields in the order of their tags."""
        return sorted(self.fields, key=lambda f: f.tag) + self._linked


def _script(tag: str, text: str) -> str:
    if _CYRILLIC.search(text):
        return "Cyrl"
    try:
        return language_script(tag)
    except ValueError:
        return "Latn"


def encode(work: Work) -> Record:
    """Return a work as a record."""
    build = _Builder(work)
    if work.id is not None:
        build.fields.append(Field("001", value=one_line(work.id)))
    build.fields.append(Field("008", value=_fixed(work)))
    for isbn in work.isbn:
        build.add("020", "  ", ("a", isbn))
    part = work.type in _PARTS or work.container_title is not None
    if not part:
        build.add("022", "  ", ("a", work.issn))
    for source, name in _IDS.items():
        build.add("024", "7 ", ("a", getattr(work, name)), ("2", source))
    build.add("041", "0 ", ("a", language_code(work.language, _ISO)), *_summary_languages(work))
    for code in work.udc:
        build.add("080", "  ", ("a", code))
    for source, name in _CLASSES.items():
        for code in getattr(work, name):
            build.add("084", "  ", ("a", code), ("2", source))
    _add_agents(build)
    _add_titles(build)
    build.add("250", "  ", ("a", work.edition))
    places = () if part else (("a", primary(work.publisher_place, work)),)
    publishers = () if part else (("b", primary(work.publisher, work)),)
    build.add("264", " 1", *places, *publishers, ("c", work.issued))
    build.add("300", "  ", ("a", work.number_of_pages))
    series = primary(work.collection_title, work)
    build.add("490", "0 ", ("a", series), ("v", work.collection_number if series else None))
    for note in (work.note, *work.notes):
        build.add("500", "  ", ("a", note))
    for label, name in _DATES.items():
        if date := getattr(work, name, None):
            build.add("500", "  ", ("a", label + date))
    for reference in getattr(work, "references", ()):
        build.add("504", "  ", ("a", reference.as_printed))
    summary: Field | None = None
    for tag, text in ordered(work.abstract, work):
        if summary is None:
            summary = build.add("520", "3 ", ("a", text), ("9", language_code(tag, _ISO)))
        else:
            build.link(summary, tag, ("a", text))
    for tag, text in ordered(getattr(work, "funding", None), work):
        build.add("536", "  ", ("a", text), ("9", language_code(tag, _ISO)))
    if work.license is not None:
        build.add("540", "  ", ("u" if "://" in work.license else "a", work.license))
    build.add("542", "  ", ("f", getattr(work, "copyright", None)))
    for tag, words in ordered(work.keyword, work):
        for word in words:
            build.add("653", "0 ", ("a", word), ("9", language_code(tag, _ISO)))
    word = written_type(work.type, "mods")
    build.add("655", " 7", ("a", word or work.type), ("2", "marcgt" if word else "csl"))
    build.add("655", " 4", ("a", work.genre))
    if part:
        _add_host(build)
    build.add("852", "  ", ("h", work.call_number))
    build.add("856", "40", ("u", work.url))
    build.add("856", "40", ("u", getattr(work, "pdf_url", None)), ("q", "application/pdf"))
    return Record(_leader(work, part), build.done())


def _leader(work: Work, part: bool) -> str:
    level = ("b" if work.type.startswith("article") else "a") if part else "m"
    return f"00000na{level} a2200000 c 4500"


def _fixed(work: Work) -> str:
    """Return field 008: the dates, the country and the language."""
    day = iso(work.issued)
    year = day[:4] or "uuuu"
    code = language_code(work.language, _ISO) or "und"
    return f"{'000000'}{'s' if day else 'n'}{year}    xx |||||||||||||||||{code} d".ljust(40)[:40]


def _summary_languages(work: Work) -> list[tuple[str, str | None]]:
    return [("b", language_code(tag, _ISO)) for tag, _ in ordered(work.abstract, work)]


def _add_agents(build: _Builder) -> None:
    work, first = build.work, True
    for name, code in roles("marc"):
        for agent in getattr(work, name):
            main = "1" if first and name == "author" else "7"
            _add_agent(build, agent, main, code)
            first = False


def _add_agent(build: _Builder, agent: Agent, main: str, code: str) -> None:
    work = build.work
    name = name_in(agent, work)
    tag = name_tag(agent, work)
    other_language = ("9", language_code(tag, _ISO) if tag != work.language else None)
    if isinstance(agent, Organization) or isinstance(name, str):
        text = name if isinstance(name, str) else inverted(name)
        personal = isinstance(agent, Person)
        field_ = build.add(
            f"{main}{'00' if personal else '10'}",
            "0 " if personal else "2 ",
            ("a", text),
            ("4", code),
            other_language,
        )
    else:
        affiliations = [primary(o.name, work) for o in organizations(agent)]
        field_ = build.add(
            f"{main}00",
            "1 " if "," in inverted(name) else "0 ",
            ("a", inverted(name)),
            ("c", primary(agent.degree, work)),
            *(("u", each) for each in affiliations),
            ("0", agent.orcid.url if agent.orcid is not None else None),
            ("4", code),
            other_language,
        )
    names: Localized[object] = agent.name  # type: ignore[assignment]
    for other, value in others(names, work):
        build.link(field_, other, ("a", inverted(value)))


def _add_titles(build: _Builder) -> None:
    work = build.work
    for position, (tag, title) in enumerate(ordered(work.title, work)):
        code = ("9", language_code(tag, _ISO))
        if position == 0:
            build.add("245", "10", ("a", title), code if tag != work.language else ("9", None))
        else:
            build.add("246", "11", ("a", title), code)
    build.add("246", "1 ", ("i", _SHORT), ("a", primary(work.title_short, work)))
    if work.title_short is None:
        build.fields = [f for f in build.fields if f.get("i") != _SHORT]


def _add_host(build: _Builder) -> None:
    work = build.work
    titles = ordered(work.container_title, work)
    title = titles[0][1] if titles else ""
    place, publisher = primary(work.publisher_place, work), primary(work.publisher, work)
    serial = work.type.startswith(("article", "review"))
    field_ = build.add(
        "773",
        "0 ",
        ("t", title),
        ("p", primary(work.container_title_short, work)),
        ("d", " : ".join(filter(None, (place, publisher)))),
        ("g", _place_in_host(work)),
        ("x", work.issn),
        ("x", work.eissn),
        ("7", "nnas" if serial else "nnam"),
    )
    for other, text in titles[1:]:
        build.link(field_, other, ("t", text))


def _place_in_host(work: Work) -> str:
    """Return volume, issue, year and pages: `vol. 7, no. 3 (2015), p. 25-30`."""
    numbers = [f"{label}. {n}" for label, n in (("vol", work.volume), ("no", work.issue)) if n]
    year = f"({work.issued.year})" if work.issued is not None and work.issued.year else ""
    place = " ".join(filter(None, (", ".join(numbers), year)))
    pages = "-".join(filter(None, first_last(work.page)))
    return ", ".join(filter(None, (place, pages and f"p. {pages}")))


_PLACE = re.compile(
    r"(?i)(?:vol\. (?P<volume>[^,()]+?))?(?:(?:^|, )no\. (?P<issue>[^,()]+?))?"
    r"(?:(?:^| )\(\d{4}\))?(?:(?:^|, )p\. (?P<page>.+))?"
)


# Reading


def decode(found: Record) -> Work:
    """Return the work that a record describes.

    Raises:
        FormatError: A value is not what its field can hold.
    """
    language = language_tag(found.get("041", "a")) or _language_of(found)
    tag = language or UNDETERMINED
    linked = _links(found)
    titles = list(found.each("245"))[:1]
    plain: Plain = {
        "id": next((f.value for f in found.each("001")), None),
        "type": _type(found),
        "language": language,
        "title": _localized([(f, _title(f)) for f in titles], linked, language, _title),
        "isbn": [f.get("a").split(" ")[0] for f in found.each("020")],
        "edition": found.get("250", "a"),
        "issued": _date(found),
        "number_of_pages": found.get("300", "a"),
        "collection_title": {tag: found.get("490", "a").rstrip(" ;")},
        "collection_number": found.get("490", "v"),
        "call_number": found.get("852", "h"),
        "copyright": found.get("542", "f"),
        "license": found.get("540", "u", "a"),
        "udc": [f.get("a") for f in found.each("080")],
        "references": [{"as_printed": f.get("a")} for f in found.each("504")],
    }
    for f in found.each("246"):
        if f.get("i") == _SHORT:
            plain["title_short"] = {tag: f.get("a")}
        elif f.indicators[1:] == "1":
            plain["title"].setdefault(_own(f, None) or UNDETERMINED, _title(f))
    for f in found.each("022"):
        plain.setdefault("issn", str(ISSN(f.get("a"))))
    for f in found.each("024"):
        if name := _IDS.get(f.get("2").lower()):
            plain.setdefault(name, f.get("a"))
    for f in found.each("084"):
        if name := _CLASSES.get(f.get("2")):
            plain.setdefault(name, []).append(f.get("a"))
    for f in found.each("264", "260"):
        plain.setdefault("publisher_place", {tag: f.get("a").rstrip(" :")})
        plain.setdefault("publisher", {tag: f.get("b").rstrip(" ,")})
    for f in found.each("100", "110", "700", "710"):
        code = f.get("4") or f.get("e")
        role = read_role(code.rpartition("/")[2], "marc") or (
            "author" if f.tag[0] == "1" or not code else "contributor"
        )
        plain.setdefault(role, []).append(_agent(f, linked, language))
    _take_notes(found, plain)
    _take_texts(found, plain, linked, language)
    _take_host(found, plain, linked, language)
    for f in found.each("856"):
        pdf = "pdf" in f.get("q").lower() or f.get("u").lower().endswith(".pdf")
        plain.setdefault("pdf_url" if pdf and f.get("q") else "url", f.get("u"))
    return record(plain)


def _language_of(found: Record) -> str | None:
    fixed = next((f.value for f in found.each("008")), "")
    return language_tag(fixed[35:38]) if len(fixed) >= 38 else None


def _links(found: Record) -> dict[str, list[Field]]:
    """Return the linked fields by the place they are linked from, `245-02`."""
    links: dict[str, list[Field]] = {}
    for f in found.each("880"):
        links.setdefault(f.get("6").partition("/")[0], []).append(f)
    return links


def _forms(f: Field, linked: dict[str, list[Field]]) -> list[Field]:
    """Return a field and its other forms."""
    number = f.get("6").partition("-")[2][:2]
    return [f, *linked.get(f"{f.tag}-{number}", ())]


def _own(f: Field, language: str | None) -> str | None:
    """Return the language that a field names, else one told from its script."""
    named_ = language_tag(f.get("9"))
    if named_:
        return named_
    text = " ".join(value for code, value in f.subfields if code in "at")
    if language and f.tag == "880" and not f.get("9"):
        return language if bool(_CYRILLIC.search(text)) == _cyrillic(language) else None
    if language and _cyrillic(language) and _LATIN.search(text) and not _CYRILLIC.search(text):
        # A cataloguer's romanisation, if the original is linked to it.
        return f"{language}-Latn" if f.get("6") else language
    return language


def _cyrillic(language: str) -> bool:
    return _script(language, "") == "Cyrl"


def _localized(
    fields: list[tuple[Field, str]],
    linked: dict[str, list[Field]],
    language: str | None,
    text_of: object,
) -> Plain:
    assert callable(text_of)
    pairs = [(_own(form, language), text_of(form)) for f, _ in fields for form in _forms(f, linked)]
    # The original first, where a cataloguer put its romanisation into the field itself.
    pairs.sort(key=lambda pair: bool(pair[0] and pair[0].endswith("-Latn")))
    return localized(pairs)


def _title(f: Field) -> str:
    title = f.get("a").rstrip(" /=")
    rest = f.get("b").rstrip(" /=")
    if not rest:
        return title.rstrip(" :") if title.endswith(" :") else title
    return f"{title.rstrip(' :')}: {rest}"


def _type(found: Record) -> str:
    for f in found.each("655"):
        word = f.get("a")
        kind = word if f.get("2") == "csl" else read_type(word.rstrip("."), "mods")
        if kind and f.get("2") in ("csl", "marcgt"):
            return kind
    level = found.leader[7:8]
    if level == "m":
        return "book"
    return "article-journal" if level in ("a", "b") else "document"


def _date(found: Record) -> str | None:
    text = found.get("264", "c") or found.get("260", "c")
    if text:
        return edtf(text.strip("[].c© ")) or text
    fixed = next((f.value for f in found.each("008")), "")
    return edtf(fixed[7:11])


def _agent(f: Field, linked: dict[str, list[Field]], language: str | None) -> Plain:
    names: Plain = {}
    for form in sorted(
        _forms(f, linked), key=lambda each: (_own(each, language) or "").endswith("-Latn")
    ):
        tag = _own(form, language) or UNDETERMINED
        text = form.get("a").rstrip(" ,") if form.get("a").endswith(",") else form.get("a")
        if f.tag.endswith("10"):
            names.setdefault(tag, text)
        elif f.indicators[0] == "1" or "," in text:
            names.setdefault(tag, next(iter(named(text, tag)["name"].values())))
        elif f.indicators[0] == "0" and f.get("0", "u", "c"):
            names.setdefault(tag, parts(text))
        else:
            names.setdefault(tag, {"literal": text})
    whole = {t: n if not isinstance(n, str) else {"literal": n} for t, n in names.items()}
    if f.tag.endswith("10"):
        return {"name": names}
    first = next((t for t in whole), UNDETERMINED)
    orcids = [t for code in "01" for t in f.all(code) if "orcid" in t.lower()]
    return {
        "name": whole,
        "orcid": str(ORCID(orcids[0].removeprefix("(orcid)"))) if orcids else None,
        "degree": {first: f.get("c")},
        "affiliation": [{"organization": {"name": {first: text}}} for text in f.all("u")],
    }


def _take_notes(found: Record, plain: Plain) -> None:
    notes: list[str] = []
    for f in found.each("500"):
        text = f.get("a")
        label = next((label for label in _DATES if text.startswith(label)), None)
        if label is None:
            notes.append(text)
        else:
            plain[_DATES[label]] = text.removeprefix(label)
    if notes:
        plain["note"], plain["notes"] = notes[0], notes[1:]
    genres = [f.get("a") for f in found.each("655") if f.indicators[1:] == "4"]
    plain["genre"] = next(iter(genres), None)


def _take_texts(
    found: Record, plain: Plain, linked: dict[str, list[Field]], language: str | None
) -> None:
    def texts(tag: str) -> Plain:
        forms = [form for f in found.each(tag) for form in _forms(f, linked)]
        own = language if len(forms) == 1 else None
        return localized((language_tag(form.get("9")) or own, form.get("a")) for form in forms)

    plain["abstract"], plain["funding"] = texts("520"), texts("536")
    words: dict[str, list[str]] = {}
    for f in found.each("653", "650"):
        words.setdefault(language_tag(f.get("9")) or UNDETERMINED, []).extend(f.all("a"))
    plain["keyword"] = words


def _take_host(
    found: Record, plain: Plain, linked: dict[str, list[Field]], language: str | None
) -> None:
    for f in list(found.each("773"))[:1]:
        tag = language or UNDETERMINED
        plain["container_title"] = localized(
            (_own(form, language), form.get("t")) for form in _forms(f, linked)
        )
        plain["container_title_short"] = {tag: f.get("p")}
        place, colon, publisher = f.get("d").partition(" : ")
        if colon:
            plain["publisher_place"] = {tag: place}
            plain["publisher"] = {tag: publisher}
        elif place:
            plain["publisher"] = {tag: place}
        plain |= zip(("issn", "eissn"), (str(ISSN(x)) for x in f.all("x")), strict=False)
        plain |= _read_place(f.get("g"))


def _read_place(text: str) -> Plain:
    """Return volume, issue and pages, also where they have the labels of other languages."""
    if match := _PLACE.fullmatch(text):
        said = {name: value for name, value in match.groupdict().items() if value}
    else:
        said = _source.read(f"-; {text}")
        del said["container_title"]
    return said | ({"page": page_of(said["page"])} if "page" in said else {})
