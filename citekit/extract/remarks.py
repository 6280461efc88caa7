"""Findings that only the document shows, or whose place only the document knows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from citekit.checks import check, finding
from citekit.extract._data import languages, load
from citekit.extract.mentions import Mention
from citekit.extract.people import likeness
from citekit.languages.hyphens import is_compound
from citekit.model import Article, Finding, Person, Span

if TYPE_CHECKING:
    from citekit.extract.record import Draft

Place = tuple[int, int]
Remark = Callable[["Draft", Article, Sequence[Place], Sequence[Mention]], Iterator[Finding]]


def remarks(
    draft: Draft, article: Article, body: Sequence[Place], mentions: Sequence[Mention]
) -> Iterator[Finding]:
    """Yield what a careful editor would remark on in the text."""
    for remark in _REMARKS:
        yield from remark(draft, article, body, mentions)


def _words(draft: Draft, spans: Sequence[Span], most: int = 6) -> str:
    said = [re.sub(r"\s+", " ", draft.source.text[slice(*span)]) for span in spans[:most]]
    return ", ".join(said) + (" …" if len(spans) > most else "")


def _damage(
    draft: Draft, article: Article, body: Sequence[Place], mentions: Sequence[Mention]
) -> Iterator[Finding]:
    """What was repaired: encodings, letters of two scripts, spaced full stops."""
    by_code: dict[str, list[Span]] = {}
    for repair in draft.repaired.repairs:
        by_code.setdefault(repair.code, []).append(repair.span)
    for code, spans in by_code.items():
        if code.startswith("encoding.mojibake."):
            joined = _joined(draft, sorted(spans))
            kind = code.removeprefix("encoding.mojibake.")
            yield finding(code, "", joined, kind=kind, words=_words(draft, joined))
    mixed = sorted(set(by_code.get("text.mixed-script", ())))
    if mixed:
        meant = {
            r.span: r.repaired for r in draft.repaired.repairs if r.code == "text.mixed-script"
        }
        yield finding(
            "text.mixed-script",
            "document",
            mixed,
            words=_words(draft, mixed),
            suggestion=", ".join(dict.fromkeys(meant[s] for s in mixed[:6])),
        )
    spaced = [
        s
        for s in by_code.get("text.space-before-punctuation", ())
        if draft.source.text[s[1] : s[1] + 1] == "."
    ]
    if len(spaced) > 3:
        yield finding("text.space-before-full-stop", "", count=str(len(spaced)))


def _joined(draft: Draft, spans: Sequence[Span]) -> list[Span]:
    """Join stretches between which there is only white space."""
    made: list[Span] = []
    for start, end in spans:
        if made and not draft.source.text[made[-1][1] : start].strip():
            made[-1] = (made[-1][0], end)
        else:
            made.append((start, end))
    return made


def _header(
    draft: Draft, article: Article, body: Sequence[Place], mentions: Sequence[Mention]
) -> Iterator[Finding]:
    """What is wrong with the journal's header, and headers that stand in the text."""
    if article.container_title:
        for language, title in article.container_title.items():
            source = article.provenance.get(f"container_title.{language}")
            if title.endswith("[…]") and source and source.span:
                start = draft.source.text.rfind("\n", 0, source.span[0]) + 1
                end = draft.source.text.find("\n", source.span[1])
                yield finding(
                    "journal.title.truncated",
                    f"container_title.{language}",
                    [(start, end)],
                    tag=language,
                    value=title,
                )
    for it in draft.furniture:
        if it.kind == "short title":
            yield finding("running-header.in-body", "", [it.span], value=it.text)


def _labels(
    draft: Draft, article: Article, body: Sequence[Place], mentions: Sequence[Mention]
) -> Iterator[Finding]:
    """Labels that are unusual, damaged, missing or in another language than what they name."""
    variants = {
        a: b
        for language in languages()
        for a, b in load(language, "labels").get("variants", {}).items()
    }
    for scheme in ("udc", "irsti"):
        source = article.provenance.get(f"{scheme}.0")
        if source is None or source.label is None:
            continue
        printed = draft.source.text[slice(*source.label)]
        for variant, usual in variants.items():
            if printed.strip(" .:") == variant and scheme == "udc":
                yield finding(
                    "udc.label.variant", "udc.0", [source.label], value=variant, suggestion=usual
                )
        own = [
            tag
            for tag in languages()
            if printed.strip(" .:") in load(tag, "labels").get(scheme, ())
        ]
        if scheme == "irsti" and own and article.language and article.language not in own:
            yield finding(
                "irsti.label-language-differs",
                "irsti.0",
                [source.label],
                value=printed,
                tag=article.language,
            )
    for name, blocks in (("abstract", draft.heads.abstracts), ("keyword", draft.heads.keywords)):
        for language, block in blocks.items():
            path = f"{name}.{language}"
            if block.label is None:
                if name == "abstract":
                    yield finding("abstract.unlabelled", path, tag=language)
                continue
            span = draft.repaired.span(*block.label)
            printed = draft.source.text[slice(*span)]
            label = re.sub(r"\W+$", "", draft.repaired.text[slice(*block.label)])
            repairs = [
                r for r in draft.repaired.repairs if r.span[0] < span[1] and span[0] < r.span[1]
            ]
            if re.search(r"(?:[^\W\d_] ){4}", printed):
                yield finding("label.letterspaced", path, [span], value=printed)
            if any(r.code == "text.mixed-script" for r in repairs):
                yield finding("label.mixed-script", path, [span], value=printed)
            field = "keywords" if name == "keyword" else name
            tags = [t for t in languages() if label in load(t, "labels").get(field, ())]
            if tags and language not in tags:
                yield finding("label.language-differs", path, [span], value=label, tag=language)


def _abstracts(
    draft: Draft, article: Article, body: Sequence[Place], mentions: Sequence[Mention]
) -> Iterator[Finding]:
    """Abstracts that are broken, or speak of another number of authors."""
    broken: list[Span] = []
    singular: list[Span] = []
    for language, block in sorted(draft.heads.abstracts.items(), key=lambda item: item[1].place):
        start, end = draft.repaired.span(*block.place)
        inside = [f for f in draft.furniture if start < f.span[0] and f.span[1] < end]
        if inside:
            yield finding(
                "abstract.interrupted-by-page-furniture",
                f"abstract.{language}",
                [f.span for f in inside],
                value=", ".join(f.text for f in inside),
            )
        else:
            for match in re.finditer(
                r"\S*[^\s.!?]\s*\n[^\S\n]*\n\s*\w+", draft.source.text[start:end]
            ):
                broken.append((start + match.start(), start + match.end()))
        words = load(language, "people").get("one_author")
        if words and len(article.author) > 1:
            found = list(re.finditer(words["singular"], draft.repaired.text[slice(*block.place)]))
            many = re.search(words["plural"], draft.repaired.text[slice(*block.place)])
            if found and not many:
                at = block.place[0]
                singular.append(draft.repaired.span(at + found[0].start(), at + found[0].end()))
    if broken:
        yield finding("abstract.split-by-blank-line", "abstract", broken)
    if singular and len(singular) == len(draft.heads.abstracts):
        yield finding("author.count.mismatch", "abstract", singular, count=str(len(article.author)))


def _people(
    draft: Draft, article: Article, body: Sequence[Place], mentions: Sequence[Mention]
) -> Iterator[Finding]:
    """Names that mix scripts, and persons whose names differ from language to language."""
    for n, person in enumerate(article.author):
        if not isinstance(person, Person):
            continue
        for language, name in person.name.items():
            path = f"author.{n}.name.{language}"
            source = article.provenance.get(path)
            span = source.span if source else None
            if span and any(
                r.code == "text.mixed-script" and r.span[0] < span[1] and span[0] < r.span[1]
                for r in draft.repaired.repairs
            ):
                yield finding(
                    "author.name.mixed-script",
                    path,
                    [span],
                    value=draft.source.text[slice(*span)],
                    suggestion=" ".join(filter(None, (name.family, name.given_part))),
                )
        names = [name for name in person.name.values() if name.family]
        said = ", ".join(dict.fromkeys(f"{name.family} {name.given_part}" for name in names))
        if any(likeness(a.family or "", b.family or "") < 0.7 for a in names for b in names):
            yield finding("author.family.differs-by-language", f"author.{n}", names=said)
        if len({len((name.initials or name.given_part).split()) for name in names}) > 1:
            yield finding("author.initials.count-differs-by-language", f"author.{n}", names=said)


def _citations(
    draft: Draft, article: Article, body: Sequence[Place], mentions: Sequence[Mention]
) -> Iterator[Finding]:
    """Citations after the full stop, quotations and works without any."""
    after: list[Span] = []
    for citation in article.citations:
        if citation.span and draft.source.text[: citation.span[0]].rstrip().endswith("."):
            after.append(citation.span)
    if after and len(after) * 2 < len(article.citations):
        yield finding(
            "citation.after-full-stop", "citations", after, citations=_words(draft, after)
        )
    for n, mention in enumerate(mentions):
        if mention.cited:
            continue
        if mention.quotes:
            span = draft.repaired.span(*mention.head)
            yield finding(
                "quote.unreferenced", f"mentions.{n}", [span], value=_words(draft, [span])
            )
        elif (
            mention.reference.work
            and mention.reference.work.type == "book"
            and mention.reference.span
        ):
            yield finding(
                "work.named-unreferenced",
                f"mentions.{n}",
                [mention.reference.span],
                value=mention.reference.as_printed or "",
            )


def _quotes(
    draft: Draft, article: Article, body: Sequence[Place], mentions: Sequence[Mention]
) -> Iterator[Finding]:
    """Closing quotation marks without an opening one."""
    text = draft.repaired.text
    lone: list[Span] = []
    for start, end in body:
        depth = 0
        for match in re.finditer("[«»]", text[start:end]):
            depth += 1 if match[0] == "«" else -1
            if depth < 0:
                depth = 0
                at = start + match.end()
                words = re.search(r"\S+\s+\S*$", text[max(0, at - 120) : at])
                if words:
                    lone.append(draft.repaired.span(at - len(words[0]), at))
    if 0 < len(lone) <= 20:
        yield finding("text.quote.unbalanced", "", lone, value=_words(draft, lone))


# Scans for hyphens; the word before is read backwards from there.
_LINE_END = re.compile(r"-[ \t]*\n[ \t]*([^\W\d_]+)")
_WORD_BEFORE = re.compile(r"[^\W\d_]+\Z")


def _hyphens(
    draft: Draft, article: Article, body: Sequence[Place], mentions: Sequence[Mention]
) -> Iterator[Finding]:
    """Hyphens at line ends, where all of them belong to their words."""
    text = draft.repaired.text
    found: list[Span] = []
    for start, end in body:
        for match in _LINE_END.finditer(text, start, end):
            head = _WORD_BEFORE.search(text, max(start, match.start() - 60), match.start())
            if head is None:
                continue
            if not is_compound(head[0], match[1], draft.words):
                return
            found.append(draft.repaired.span(head.start(), match.end()))
    if len(found) > 1:
        yield finding("text.line-end-hyphen", "", found, words=_words(draft, found))


_LOCATED = (
    "keywords.too-few",
    "keywords.count",
    "abstract.too-short",
    "page.last.missing",
    "author.affiliation.missing",
)


def _located(
    draft: Draft, article: Article, body: Sequence[Place], mentions: Sequence[Mention]
) -> Iterator[Finding]:
    """What the rules find in the record, with its place in the document."""
    for found in check(article):
        if found.code not in _LOCATED or found.spans:
            continue
        if found.path == "page":
            first = article.provenance.get("page")
            spans = [first.span] if first and first.span else []
            spans += [(s.offset, s.offset + 1) for s in draft.pages.starts]
        elif found.path.startswith("author."):
            names = [
                v.span
                for k, v in article.provenance.items()
                if k.startswith(".".join(found.path.split(".")[:2]) + ".name.")
            ]
            spans = [span for span in names if span]
        else:
            below = [
                v.span
                for k, v in article.provenance.items()
                if re.fullmatch(rf"{found.path}\.[A-Za-z-]+", k)
            ]
            spans = [span for span in below if span]
        yield found.model_copy(update={"spans": tuple(spans)})


_REMARKS: tuple[Remark, ...] = (
    _damage,
    _header,
    _labels,
    _abstracts,
    _people,
    _citations,
    _quotes,
    _hyphens,
    _located,
)
