"""The rules: each is one function that looks at a record and yields findings.

A rule is found by its decorator. What a finding says stands in `catalogue.toml` under its code, so
a new rule is a function here and a row there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from citekit.checks.catalogue import finding, retell
from citekit.languages.lookalikes import lookalike_edits
from citekit.model import (
    NAME_FIELDS,
    UNDETERMINED,
    Article,
    Date,
    Finding,
    Identifier,
    Localized,
    Model,
    Person,
    Work,
)

Rule = Callable[[Any], Iterable[Finding]]

RULES: dict[type[Work], list[Rule]] = {Work: [], Article: []}
"""The rules for every work, and those for articles only."""

KEYWORDS_ASKED = (5, 10)
ABSTRACT_WORDS_ASKED = (100, 300)
"""What journals of Kazakhstan's list of recommended editions usually ask for, least and most."""


def rule(kind: type[Work]) -> Callable[[Rule], Rule]:
    """Register a rule for works of this kind."""

    def register(function: Rule) -> Rule:
        RULES[kind].append(function)
        return function

    return register


def check(work: Work, *, language: str = "en") -> tuple[Finding, ...]:
    """Return what is wrong with a record, the gravest first.

    What was remarked on when the document was read is part of it, unless a person has edited the
    field since.

    Args:
        work: Any record.
        language: In which the findings are told: `en`, `ru` or `kk`.
    """
    found: list[Finding] = []
    if isinstance(work, Article):
        found.extend(f for f in work.findings if not _edited(work, f.path))
    located = {(f.code, f.path) for f in found}
    for kind, rules in RULES.items():
        if isinstance(work, kind):
            for one in rules:
                found.extend(f for f in one(work) if (f.code, f.path) not in located)
    unique = dict.fromkeys(retell(f, language) for f in found)
    order = {"error": 0, "warning": 1, "info": 2}
    return tuple(sorted(unique, key=lambda f: order[f.severity]))


def _edited(article: Article, path: str) -> bool:
    source = article.provenance.get(path)
    return source is not None and source.method == "edited"


# Every work


@rule(Work)
def has_author(work: Work) -> Iterator[Finding]:
    """Somebody is responsible for the work: an author, an editor or another maker."""
    responsible = any(getattr(work, name) for name in NAME_FIELDS)
    if not (responsible or work.heading or work.responsibility) and work.type not in _AUTHORLESS:
        yield finding("author.missing", "author")


_AUTHORLESS = frozenset(
    (
        *("legislation", "regulation", "bill", "treaty", "legal_case", "standard", "periodical"),
        *("webpage", "entry-encyclopedia", "entry-dictionary", "collection", "map", "document"),
    )
)


@rule(Work)
def has_title(work: Work) -> Iterator[Finding]:
    """The title is there in every language in which the record speaks."""
    if work.title is None:
        yield finding("title.none", "title")
        return
    for tag in _languages(work):
        if tag not in work.title:
            yield finding(f"title.missing.{tag}", "title", tag=tag)


@rule(Work)
def has_year(work: Work) -> Iterator[Finding]:
    """The date of publication has a year."""
    if work.issued is None:
        yield finding("date.year.missing", "issued")


@rule(Work)
def dates_are_dates(work: Work) -> Iterator[Finding]:
    """A date can be reckoned with."""
    for path, value in _leaves(work):
        if isinstance(value, Date) and value.literal is not None:
            yield finding("date.literal", path, value=value.literal)


@rule(Work)
def identifiers_are_well_formed(work: Work) -> Iterator[Finding]:
    """Identifiers have the form of their scheme and the right check digit."""
    for path, value in _leaves(work):
        if isinstance(value, Identifier) and (problem := value.problem):
            yield finding("id.invalid", path, label=value.label, value=value, problem=problem)


@rule(Work)
def language_is_named(work: Work) -> Iterator[Finding]:
    """The language of the work is known: by it go terms, initials and order."""
    if work.language is None and (work.title is None or work.title.language == UNDETERMINED):
        yield finding("language.missing", "language")


@rule(Work)
def pages_run_forwards(work: Work) -> Iterator[Finding]:
    """A page range does not end before it begins."""
    for stretch in (work.page or "").split(","):
        match = _RANGE.fullmatch(stretch.strip())
        if match and _before(match[2], match[1]):
            turned = f"{match[2]}–{match[1]}"
            yield finding("page.reversed", "page", page=stretch.strip(), suggestion=turned)


_RANGE = re.compile(r"(\d+)\s*[-–—]\s*(\d+)")


def _before(last: str, first: str) -> bool:
    # "1103–10" abbreviates 1110 and is not reversed.
    full = first[: len(first) - len(last)] + last if len(last) < len(first) else last
    return int(full) < int(first)


@rule(Work)
def words_keep_to_one_script(work: Work) -> Iterator[Finding]:
    """No word mixes Latin and Cyrillic letters that only look right."""
    for path, value in _leaves(work):
        if path.startswith(_PROSE) and not isinstance(value, Identifier):
            edits = list(lookalike_edits(value))
            if edits:
                words = ", ".join(value[edit.start : edit.end] for edit in edits)
                meant = ", ".join(edit.new for edit in edits)
                yield finding("text.mixed-script", path, words=words, suggestion=meant)


_PROSE = ("title", "abstract", "keyword", "author", "editor", "container_title", "publisher")


# Articles


@rule(Article)
def has_abstract(article: Article) -> Iterator[Finding]:
    """There is an abstract in every language in which the record speaks."""
    for tag in _languages(article):
        if article.abstract is None or tag not in article.abstract:
            yield finding(f"abstract.missing.{tag}", "abstract", tag=tag)


@rule(Article)
def abstract_is_long_enough(article: Article) -> Iterator[Finding]:
    """Abstracts have the length that journals ask for."""
    counts = {tag: len(text.split()) for tag, text in _pairs(article.abstract)}
    if any(count < ABSTRACT_WORDS_ASKED[0] for count in counts.values()):
        least, most = map(str, ABSTRACT_WORDS_ASKED)
        yield finding(
            "abstract.too-short", "abstract", counts=_counts(counts), least=least, most=most
        )


@rule(Article)
def has_keywords(article: Article) -> Iterator[Finding]:
    """There are keywords in every language in which the record speaks."""
    for tag in _languages(article):
        if article.keyword is None or tag not in article.keyword:
            yield finding(f"keywords.missing.{tag}", "keyword", tag=tag)


@rule(Article)
def keywords_match(article: Article) -> Iterator[Finding]:
    """There are as many keywords in one language as in another, and enough of them."""
    counts = {tag: len(words) for tag, words in _pairs(article.keyword)}
    if len(set(counts.values())) > 1:
        yield finding("keywords.count", "keyword", counts=_counts(counts))
    if counts and min(counts.values()) < KEYWORDS_ASKED[0]:
        least, most = map(str, KEYWORDS_ASKED)
        fewest = str(min(counts.values()))
        yield finding("keywords.too-few", "keyword", count=fewest, least=least, most=most)


@rule(Article)
def authors_have_latin_names(article: Article) -> Iterator[Finding]:
    """Every author's name is given in Latin letters too: indexes and DOI agencies need it."""
    without = [
        name.family or name.literal or name.given or ""
        for person in _people(article)
        if not any((n.family or n.literal or n.given or "").isascii() for n in person.name.values())
        and not any(_is_latin(n.family or n.literal or "") for n in person.name.values())
        for name in (person.name.original,)
    ]
    if without:
        yield finding("author.name.missing-translations", "author", names=", ".join(without))


def _is_latin(text: str) -> bool:
    return all(ord(letter) < 0x250 for letter in text if letter.isalpha()) and text != ""


@rule(Article)
def authors_have_affiliations(article: Article) -> Iterator[Finding]:
    """Every author has an institution that the document itself names."""
    for position, person in enumerate(article.author):
        if not isinstance(person, Person):
            continue
        path = f"author.{position}.affiliation"
        printed = any(
            affiliation.organization is not None
            and not _inferred(article, f"{path}.{i}.organization")
            for i, affiliation in enumerate(person.affiliation)
        )
        if not printed:
            name = person.name.original
            yield finding(
                "author.affiliation.missing",
                path,
                name=" ".join(filter(None, (name.family or name.literal, name.given_part))),
            )


def _inferred(article: Article, path: str) -> bool:
    source = article.provenance.get(path)
    return source is not None and source.method == "inferred"


@rule(Article)
def somebody_can_be_written_to(article: Article) -> Iterator[Finding]:
    """There is a corresponding author or at least one e-mail address."""
    if not any(person.email or person.corresponding for person in _people(article)):
        yield finding("author.email.missing", "author")


@rule(Article)
def somebody_has_an_orcid(article: Article) -> Iterator[Finding]:
    """Authors have ORCID iDs."""
    if not any(person.orcid for person in _people(article)):
        yield finding("id.orcid.missing", "author")


@rule(Article)
def has_identifiers(article: Article) -> Iterator[Finding]:
    """The article has a DOI, its journal an ISSN, its subject a UDC number and an IRSTI code."""
    if article.doi is None:
        yield finding("id.doi.missing", "doi")
    if article.issn is None and article.eissn is None:
        yield finding("id.issn.missing", "issn")
    if not article.udc:
        yield finding("id.udc.missing", "udc")
    elif not article.irsti:
        yield finding("id.irsti.missing", "irsti")


@rule(Article)
def has_place_in_journal(article: Article) -> Iterator[Finding]:
    """The journal is named, with volume or issue and pages."""
    if article.container_title is None:
        yield finding("container.missing", "container_title")
    if article.volume is None and article.issue is None:
        yield finding("volume.missing", "volume")
    if article.page is None:
        yield finding("page.missing", "page")
    elif article.page.isdigit() and article.number_of_pages != "1":
        yield finding("page.last.missing", "page", page=article.page)


@rule(Article)
def has_history(article: Article) -> Iterator[Finding]:
    """The dates of receipt and acceptance are known."""
    if article.received is None and article.accepted is None:
        yield finding("date.received.missing", "received")


@rule(Article)
def citations_and_list_agree(article: Article) -> Iterator[Finding]:
    """Every cited source is in the list, every source in the list is cited."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for citation in article.citations:
        for cite in citation.cites:
            spans.setdefault(cite.reference, []).extend([citation.span] if citation.span else [])
    cited = _in_order(spans)
    listed = {key for r in article.references for key in (r.number, _id(r.work)) if key}
    if not article.references:
        where = [span for reference in cited for span in spans[reference]]
        if cited:
            yield finding("references.missing", "references", where, numbers=", ".join(cited))
        else:
            yield finding("references.empty", "references")
        return
    missing = [reference for reference in cited if reference not in listed]
    if missing:
        where = [span for reference in missing for span in spans[reference]]
        code = "references.cited-but-missing"
        yield finding(code, "references", where, numbers=", ".join(missing))
    if cited:
        idle = [
            r.number or _id(r.work) or str(position)
            for position, r in enumerate(article.references, start=1)
            if not {r.number, _id(r.work)} & spans.keys()
        ]
        if idle:
            yield finding("references.never-cited", "references", numbers=", ".join(idle))


def _id(work: Work | None) -> str | None:
    return work.id if work is not None else None


@rule(Article)
def reference_numbers_are_unique(article: Article) -> Iterator[Finding]:
    """No two references have one number."""
    counts = Counter(r.number for r in article.references if r.number is not None)
    for number, count in counts.items():
        if count > 1:
            yield finding("references.duplicate-number", "references", number=number)


@rule(Article)
def references_are_understood(article: Article) -> Iterator[Finding]:
    """Every reference has been taken apart into fields."""
    for position, reference in enumerate(article.references):
        if reference.work is None:
            number = reference.number or str(position + 1)
            yield finding("reference.not-understood", f"references.{position}", number=number)


@rule(Article)
def numbers_are_cited_in_order(article: Article) -> Iterator[Finding]:
    """Citations by number begin with 1 and leave none out."""
    cites = [(c.reference, citation.span) for citation in article.citations for c in citation.cites]
    numbers = [int(reference) for reference, _ in cites if reference.isdigit()]
    if not numbers or len(numbers) < len(cites):
        return
    if numbers[0] != 1:
        span = cites[0][1]
        yield finding("citation.order", "citations", [span] if span else [], number=str(numbers[0]))
    uncited = sorted(set(range(1, max(numbers))) - set(numbers))
    if uncited and not article.references:
        yield finding("citation.uncited-number", "citations", numbers=", ".join(map(str, uncited)))


@rule(Article)
def locators_run_forwards(article: Article) -> Iterator[Finding]:
    """A page range in a citation does not end before it begins."""
    for position, citation in enumerate(article.citations):
        for cite in citation.cites:
            locator = cite.locator
            if locator is not None and locator.is_reversed:
                yield finding(
                    "citation.locator.reversed",
                    f"citations.{position}",
                    [citation.span] if citation.span else [],
                    locator=locator.value,
                    suggestion=f"{locator.last}–{locator.first}",
                )


# What the rules share


def _languages(work: Work) -> tuple[str, ...]:
    """Return the languages in which title, abstract or keywords speak, the original's first."""
    fields: tuple[Localized[Any] | None, ...] = (work.title, work.abstract, work.keyword)
    tags = dict.fromkeys(tag for field in fields if field is not None for tag in field.languages)
    return tuple(tag for tag in tags if tag != UNDETERMINED)


def _pairs(value: Localized[Any] | None) -> tuple[tuple[str, Any], ...]:
    return value.items() if value is not None else ()


def _people(work: Work) -> list[Person]:
    return [agent for agent in work.author if isinstance(agent, Person)]


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{tag} {count}" for tag, count in counts.items())


def _in_order(keys: Iterable[str]) -> list[str]:
    return sorted(keys, key=lambda key: (not key.isdigit(), int(key) if key.isdigit() else 0, key))


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every text in a record with its path; references speak for themselves."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, tuple):
        for position, inner in enumerate(value):
            yield from _leaves(inner, f"{path}.{position}")
    elif isinstance(value, Localized):
        for tag, inner in value.items():
            yield from _leaves(inner, f"{path}.{tag}")
    elif isinstance(value, Model):
        for name in _checked_fields(type(value)):
            inner = getattr(value, name)
            if inner is not None and inner != ():
                yield from _leaves(inner, f"{path}.{name}" if path else name)


@cache
def _checked_fields(kind: type[Model]) -> tuple[str, ...]:
    apart = ("references", "mentions", "citations", "provenance", "findings", "document", "extra")
    return tuple(name for name in kind.model_fields if name not in apart)
