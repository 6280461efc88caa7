"""The lists of sources that a journal asks for: by GOST, and romanised for readers abroad.

Journals in Kazakhstan want the sources twice: «Әдебиеттер тізімі / Список литературы» in original
letters, and *References* in Latin ones. What varies from journal to journal is a field of
`Profile`; profiles by name are in `lists.toml`.

>>> from citekit.model import Article, Reference, Text, Work
>>> book = Work(type="book", title=Text({"ru": "Логистика", "en": "Logistics"}), issued="2006")
>>> article = Article(references=(Reference(number="1", work=book),))
>>> [entry.text for made in lists(article, ["gost", "kaznpu-acs"]) for entry in made.entries]
['1. Логистика. – 2006.', '1. Logistika [Logistics]. 2006.']
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from citekit.model import Article, Finding, Reference, Work
from citekit.references.remarks import (
    data,
    primary,
    remark,
    remarks,
    takes_terms_by_item,
    tongue,
    without_controls,
)

if TYPE_CHECKING:
    from citekit.csl import Entry
    from citekit.csl.styles import Style

Item = dict[str, Any]
Terms = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Profile:
    """What one journal wants of one list; the fields are told in `lists.toml`."""

    name: str
    style: str
    title: str = ""
    romanised: bool = False
    repeat: str = "all"
    tag: str = ""
    source: str = "both"
    order: str = "cited"
    numbered: bool = True
    systems: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """A list as it is printed.

    Attributes:
        profile: What was asked for.
        heading: What stands over it.
        entries: Id and text of each, in the output format; numbers are part of the text.
        findings: What a careful editor would remark on.
    """

    profile: Profile
    heading: str
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...] = ()


class ListError(ValueError):
    """There is no such list, or an option has a value that it cannot have."""


def profiles() -> dict[str, Profile]:
    """Return the profiles by name.

    >>> profiles()["apa-romanized"].tag
    '[in {language}]'
    """
    return {name: _profile(name, row) for name, row in data()["lists"].items()}


def _profile(name: str, row: Mapping[str, Any]) -> Profile:
    defaults = data()["defaults"]
    systems = {**defaults["systems"], **row.get("systems", {})}
    return Profile(**{**defaults, **row, "name": name, "systems": systems})


def profile(name: str, **options: Any) -> Profile:
    """Return a profile by its name, or that of a style, with options changed.

    Raises:
        ListError: An option is unknown or has a value that it cannot have.

    >>> profile("apa-romanized", tag="").tag
    ''
    """
    found = profiles().get(name) or _profile(name, {"style": name})
    unknown = options.keys() - set(Profile.__dataclass_fields__)
    if unknown:
        raise ListError(f"unknown option {min(unknown)!r} of a list")
    for option, allowed in _ALLOWED.items():
        if options.get(option, allowed[0]) not in allowed:
            raise ListError(f"{option} is {options[option]!r}; it may be {', '.join(allowed)}")
    systems = {**found.systems, **options.pop("systems", {})}
    return replace(found, **options, systems=systems)


_ALLOWED = {
    "repeat": ("all", "cyrillic"),
    "source": ("both", "romanised"),
    "order": ("cited", "alphabetical", "laws"),
}


def lists(
    article: Article,
    names: Sequence[str | Profile] = ("gost", "apa-romanized"),
    *,
    language: str | None = None,
    output: str = "text",
    terms: Terms | None = None,
    findings_language: str = "en",
) -> list[ReferenceList]:
    """Return the lists of an article's sources.

    Args:
        article: The article; `references` are its sources.
        names: Names of profiles or styles, or profiles.
        language: The language of headings; by default that of the article.
        output: Output format of the entries: "text", "html", "markdown", "latex", "rtf", ...
        terms: The user's own terms by language and name: `{"kk": {"accessed": "қаралған күні"}}`.
        findings_language: The language of findings: `en`, `ru`, `kk`.

    Raises:
        citekit.csl.CSLError: A style cannot be found or used, or the output format is unknown.
    """
    own = article.title.language if article.title else ""
    shown = language or article.language or own or "en"
    sources = [_Source.of(n, r) for n, r in enumerate(article.references, start=1)]
    wanted = [profile(n) if isinstance(n, str) else n for n in names]
    return [_list(sources, p, shown, output, terms or {}, findings_language) for p in wanted]


def article_of(works: Sequence[Work]) -> Article:
    """Return the article among the records of a file, or one that cites them all."""
    articles = [w for w in works if isinstance(w, Article) and w.references]
    if len(articles) == 1 and len(works) == 1:
        return articles[0]
    return Article(references=tuple(Reference(work=w) for w in works))


def as_text(found: Iterable[ReferenceList], output: str = "text") -> str:
    """Return lists with their headings as one text of the output format."""
    from citekit.csl.writers import writer

    printer = writer(output)
    before, after = data()["headings_in"].get(output, ("", "\n\n"))
    parts = [
        before
        + printer.escape(made.heading)
        + after
        + printer.between.join(e.text for e in made.entries)
        for made in found
    ]
    start, end = printer.body
    return start + "\n\n".join(parts) + end


@dataclass(frozen=True, slots=True)
class _Source:
    """A reference with its number in the order of citation."""

    number: str
    reference: Reference
    work: Work | None
    language: str

    @classmethod
    def of(cls, position: int, reference: Reference) -> _Source:
        work = reference.work
        return cls(reference.number or str(position), reference, work, tongue(work))

    @property
    def printed(self) -> str:
        """What it is read by in a list: author, title, or the string as printed."""
        if self.work is None:
            return self.reference.as_printed or ""
        names = [n.best(self.language) for a in self.work.author[:3] if (n := a.name)]
        heads = [n if isinstance(n, str) else n.family or n.literal or "" for n in names]
        title = self.work.title.best(self.language) if self.work.title else ""
        return " ".join(filter(None, (self.work.heading, *heads, title)))


def _list(
    sources: Sequence[_Source],
    wanted: Profile,
    language: str,
    output: str,
    terms: Terms,
    findings_language: str,
) -> ReferenceList:
    from citekit.csl.styles import find_style

    kept = [s for s in sources if wanted.repeat == "all" or _CYRILLIC.search(s.printed)]
    style = find_style(wanted.style)
    pairs = [
        (source, _item(source, wanted, style.info.name, terms, id_=str(n)))
        for n, source in enumerate(kept, start=1)
    ]
    if wanted.order == "cited":
        # The text cites by these numbers, so both lists and a part of one keep them.
        for source, item in pairs:
            item["custom"] = {**item.get("custom", {}), "number": source.number}
    else:
        pairs = in_order(pairs, by_force=wanted.order == "laws")
    kept = [source for source, _ in pairs]
    cleaned = [without_controls(item) for _, item in pairs]
    entries = _render([item for item, _ in cleaned], wanted, style, output, terms)
    findings = [
        finding
        for source, (item, damaged) in zip(kept, cleaned, strict=True)
        for finding in _findings(
            source, item, wanted, damaged, takes_terms_by_item(style.source), findings_language
        )
    ]
    headings, told = data()["headings"], primary(language)
    heading = headings["en" if wanted.romanised or told not in headings else told]
    return ReferenceList(wanted, heading, tuple(entries), tuple(findings))


# --- order -----------------------------------------------------------------------------------


def in_order(
    pairs: Iterable[tuple[_Source, Item]], *, by_force: bool = False
) -> list[tuple[_Source, Item]]:
    """Return sources, each with its item as it is printed, in the order of the alphabet.

    Cyrillic letters stand before Latin ones; works of one author alone before those with others,
    then by title (R 7.0.5, 9.2, and the practice of libraries); acts, if asked, first by force.
    """
    from citekit.languages.collation import collator
    from citekit.references.gost_names import family_name, given_name, people_of

    alphabet = collator("kk", ("Cyrl", "Latn"))

    def key(pair: tuple[_Source, Item]) -> tuple[Any, ...]:
        source, item = pair
        custom, title = item.get("custom", {}), str(item.get("title") or "")
        first = custom.get("as-printed") or custom.get("heading")
        if item["type"] == "standard" and "heading" not in custom:
            first = item.get("number")
        names = [f"{family_name(p)} {given_name(p)}" for p in people_of(item.get("author"))]
        heads = [alphabet(str(text)) for text in ([first] if first else names or [title])]
        rank = _force(source.work) if by_force else 0
        return rank, heads[0], len(heads) > 1, heads[1:], alphabet(title), source.number

    return sorted(pairs, key=key)


def _force(work: Work | None) -> int:
    """The rank of an act by its force; what is no act comes after all of them."""
    laws = data()["laws"]
    ranks = laws["ranks"]
    if work is None or work.type not in laws["types"]:
        return len(ranks) + 1
    title = work.title.original if work.title else ""
    text = " ".join(filter(None, (work.heading, work.genre, *work.other_title_information, title)))
    found = (n for n, pattern in enumerate(ranks) if re.search(pattern, text, re.IGNORECASE))
    return next(found, len(ranks))


# --- items -----------------------------------------------------------------------------------

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_IN_WORDS = ("other-title-information", "specific-details", "notes", "volume-information", "extent")


def _item(source: _Source, wanted: Profile, style: str, terms: Terms, id_: str) -> Item:
    from citekit.formats.csl_json import to_item
    from citekit.references.gost import prepare
    from citekit.references.gost_words import known_languages, words_of
    from citekit.references.romanised import Romaniser

    romaniser = Romaniser(wanted.systems, both=wanted.source == "both")
    if source.work is None:
        printed = source.reference.as_printed or ""
        if wanted.romanised:
            printed = source.reference.romanized or romaniser.text(printed, source.language)
        return {"id": id_, "type": "document", "custom": {"as-printed": printed.strip()}}
    item = to_item(source.work)
    prepared = prepare(item, style, words=terms)
    if not wanted.romanised:
        return prepared | {"id": id_}
    # Words are inflected and notes sorted in the work's own letters, before they are romanised.
    own, derived = item.get("custom", {}), prepared.get("custom", {})
    item["custom"] = {**own, **{name: derived[name] for name in _IN_WORDS if name in derived}}
    foreign = _CYRILLIC.search(source.printed) is not None
    words = romaniser.words(known_languages(), lambda tag: words_of(tag, terms))
    item = prepare(romaniser.item(source.work, item), style, words=words) | {"id": id_}
    names = data()["languages"].get(primary(source.language))
    if wanted.tag and foreign and names:
        tag = wanted.tag.format(language=names[0], short=names[1])
        item["custom"] = {**item.get("custom", {}), "language-tag": tag}
    return item


# --- rendering -------------------------------------------------------------------------------


def _render(
    items: Sequence[Item], wanted: Profile, style: Style, output: str, terms: Terms
) -> list[Entry]:
    from citekit.csl import processor
    from citekit.references.adapted import as_list, with_terms

    if not items:
        return []
    systems = wanted.systems if wanted.romanised else {}
    source = as_list(with_terms(style.source, terms), numbered=wanted.numbered, systems=systems)
    locale = "en-US" if wanted.romanised else style.info.default_locale or None
    made = processor(source, items, locale=locale, output=output)
    by_id = {entry.id: entry for entry in made.bibliography().entries}
    return [by_id[item["id"]] for item in items if item["id"] in by_id]


# --- findings --------------------------------------------------------------------------------


def _findings(
    source: _Source,
    item: Item,
    wanted: Profile,
    damaged: Sequence[str],
    terms_by_item: bool,
    language: str,
) -> Iterator[Finding]:
    """Yield what is wrong with one source of a list."""
    work, number = source.work, source.number
    if work is None:
        for name in damaged:
            yield remark("list.characters.control", number, language, field=name)
        yield remark("list.not-understood", number, language)
        return
    yield from remarks(
        work, item, number, damaged=damaged, terms_by_item=terms_by_item, language=language
    )
    foreign = wanted.romanised and _CYRILLIC.search(source.printed)
    if foreign and work.title is not None and not _has_english(work):
        yield remark("list.translation.missing", number, language)


def _has_english(work: Work) -> bool:
    return work.title is not None and any(primary(t) == "en" for t in work.title.languages)
