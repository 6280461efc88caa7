"""The head of an article in each of its languages, put together from runs of lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from dataclasses import replace as dataclass_replace
from functools import cache

from citekit.extract._data import words
from citekit.extract.affiliations import Institution, Piece, split_institutions
from citekit.extract.document import Line
from citekit.extract.evidence import Seen, spoken_of
from citekit.extract.labelling import Run
from citekit.extract.names import Author, parse_names
from citekit.extract.places import emails_in
from citekit.extract.posts import Post, read_post
from citekit.extract.tongue import fits, language_of, letters_in, script_by, script_of
from citekit.languages import Words, join_lines
from citekit.model import ORCID

Place = tuple[int, int]
"""Where something stands in the repaired text."""


@dataclass(frozen=True, slots=True)
class Block:
    """A field in one language: its text, where it stands, and the label that named it.

    Attributes:
        language: BCP 47 tag.
        text: The lines joined.
        place: Where it stands in the repaired text.
        label: Where its label stands, if it has one.
        run: The number of its run in the document.
        confidence: From 0 to 1.
    """

    language: str
    text: str
    place: Place
    label: Place | None
    run: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Writer:
    """An author as one language prints her, with what stands under her name.

    Attributes:
        author: The name and its marks.
        place: Where the name stands in the repaired text.
        block: Where the name and all under it stand.
        post: Posts and degrees under the name.
        emails: E-mail addresses under the name, with their places.
        offset: Where the text that `post` was read from begins.
    """

    author: Author
    place: Place
    block: Place
    post: Post | None = None
    emails: tuple[tuple[str, Place], ...] = ()
    post_lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Byline:
    """The authors and institutions of one language.

    Attributes:
        language: BCP 47 tag.
        writers: The authors, in order.
        institutions: The institutions, in order.
        emails: E-mail addresses that stand under all of them.
        run: The number of the first run.
        orcids: ORCID iDs that stand in it, in order, with their places.
    """

    language: str
    writers: tuple[Writer, ...]
    institutions: tuple[Institution, ...]
    emails: tuple[tuple[str, Place], ...]
    run: int
    orcids: tuple[tuple[str, Place], ...] = ()


@dataclass(slots=True)
class Heads:
    """What the heads of an article say, by language."""

    titles: dict[str, Block] = field(default_factory=dict)
    abstracts: dict[str, Block] = field(default_factory=dict)
    keywords: dict[str, Block] = field(default_factory=dict)
    bylines: dict[str, Byline] = field(default_factory=dict)


def heads_of(runs: Sequence[Run], evidence: Words | None) -> Heads:
    """Put together titles, bylines, abstracts and keywords by language."""
    heads = Heads()
    _abstracts(runs, heads, evidence)
    titles = list(_titles(runs, evidence))
    for block in titles:
        known = heads.titles.get(block.language)
        if known is None or block.confidence > known.confidence:
            heads.titles[block.language] = block
    for byline in _bylines(runs, titles, heads, evidence):
        known_byline = heads.bylines.get(byline.language)
        if known_byline is None or (not known_byline.writers and byline.writers):
            heads.bylines[byline.language] = byline
    return heads


def _block(
    seen: Sequence[Seen],
    run: int,
    confidence: float,
    evidence: Words | None,
    language: str | None = None,
) -> Block | None:
    """Join lines into a block, its label taken off."""
    if not seen:
        return None
    label = (
        seen[0].label if seen[0].label and seen[0].label.field in ("abstract", "keywords") else None
    )
    first = seen[0].line
    cut = label.end if label else 0
    pieces = [first.text[cut:], *(s.line.text for s in seen[1:])]
    text = join_lines("\n".join(p for p in pieces if p), evidence).text.strip()
    if not text:
        return None
    body = (
        [s.line for s in seen[1:]]
        if label and not first.text[cut:].strip()
        else [s.line for s in seen]
    )
    start = first.start + cut if body and body[0] is first else body[0].start
    end = max(line.end for line in body)
    if label:
        lead = first.text[label.start : cut].rstrip()
        where = (first.start + label.start, first.start + label.start + len(lead))
    found = language or language_of(text, label)
    return Block(found, text, (start, end), where if label else None, run, confidence)


def _abstracts(runs: Sequence[Run], heads: Heads, evidence: Words | None) -> None:
    for n, run in enumerate(_whole(runs)):
        if run.kind == "S":
            opens = n == 0 or runs[n - 1].kind in "TAFCS"
            for seen in _by_script(run.seen):
                labelled = bool(seen[0].label and seen[0].label.field == "abstract")
                seen, tail = _keyword_tail(seen) if not labelled else (seen, ())
                closes = n + 1 < len(runs) and runs[n + 1].kind == "K"
                sure = 0.98 if labelled else (0.85 if opens else 0.4) + 0.05 * closes
                block = _block(seen, n, sure, evidence)
                if block and len(block.text) > 60:
                    known = heads.abstracts.get(block.language)
                    if known is None or known.confidence < block.confidence:
                        heads.abstracts[block.language] = block
                extra = _block(tail, n, 0.6, evidence)
                if extra:
                    heads.keywords.setdefault(extra.language, extra)
        elif run.kind == "K" and run.seen[0].label and run.seen[0].label.field == "keywords":
            block = _block(run.seen, n, 0.98, evidence)
            if block:
                heads.keywords.setdefault(block.language, block)


def _whole(runs: Sequence[Run]) -> list[Run]:
    """Put together abstracts that a header and a page number not repeated elsewhere interrupt."""
    made = list(runs)
    for n in range(len(made) - 1):
        if made[n].kind != "S":
            continue
        after = n + 1
        while after < len(made) and after <= n + 2 and all(map(_is_furniture, made[after].seen)):
            after += 1
        rest = made[after] if n + 1 < after < len(made) else None
        if (
            rest
            and rest.kind == "S"
            and not (rest.seen[0].label and rest.seen[0].label.field == "abstract")
        ):
            made[n] = Run("S", (*made[n].seen, *rest.seen))
            made[after] = Run("H", rest.seen)
    return made


def _is_furniture(seen: Seen) -> bool:
    return bool(seen.features & {"serial", "marks"}) and len(seen.line.text) < 80


def _by_script(seen: Sequence[Seen]) -> Iterator[Sequence[Seen]]:
    """Part lines where the script changes: an abstract in Russian, then one in English."""
    begin = 0
    for i in range(1, len(seen) + 1):
        if i == len(seen):
            yield seen[begin:]
            return
        here = _script(seen, i, i + 1)
        if not here or here == _script(seen, i - 1, i):
            continue
        before, after = _script(seen, begin, i), _script(seen, i, min(len(seen), i + 2))
        changes = before and here != before and after == here
        ended = re.search(r"[.!?:]\s*$", seen[i - 1].line.text)
        if changes and ended and len(seen[i].line.text) > 30:
            yield seen[begin:i]
            begin = i


def _script(seen: Sequence[Seen], start: int, end: int) -> str:
    counts = [letters_in(s.line.text) for s in seen[start:end]]
    return script_by(sum(latin for latin, _ in counts), sum(cyrillic for _, cyrillic in counts))


def _keyword_tail(seen: Sequence[Seen]) -> tuple[Sequence[Seen], Sequence[Seen]]:
    """Part the list of words that follows an abstract without a label."""
    for i in range(len(seen) - 1, max(0, len(seen) - 5), -1):
        if seen[i].line.blank and not seen[i].line.furniture:
            text = " ".join(s.line.text for s in seen[i:])
            commas = text.count(",") + text.count(";")
            if commas >= 3 and len(text) / (commas + 1) < 40 and not re.search(r"[.!?]\s+\S", text):
                return seen[:i], seen[i:]
    return seen, ()


# --- titles --------------------------------------------------------------------------------------


def _titles(runs: Sequence[Run], evidence: Words | None) -> Iterator[Block]:
    for n, run in enumerate(runs):
        if run.kind != "T":
            continue
        before = runs[n - 1].kind if n else "^"
        after = runs[n + 1].kind if n + 1 < len(runs) else "$"
        confidence = (
            0.5
            + 0.15 * (before in "ACF^")
            + 0.2 * (after in "AFS")
            + 0.1 * ("A" in (before, after))
        )
        if n + 2 < len(runs) and runs[n + 1].kind == "T":
            confidence += 0.1
        lines = [
            s
            for s in run.seen
            if not (s.label and s.label.field == "other" and len(s.line.text) < 30)
        ]
        for seen in _title_parts(lines):
            capitals = any("caps" in s.features for s in seen)
            block = _block(seen, n, min(0.97, confidence + 0.05 * capitals), evidence)
            if block and 8 < len(block.text) < _LONGEST_TITLE and _is_legible(block.text):
                yield block


_LONGEST_TITLE = 1500


def _is_legible(text: str) -> bool:
    """Tell whether most letters are of scripts that we know: fonts may make any of them."""
    return sum(letters_in(text)) > 0.7 * sum(map(str.isalpha, text)) and not _ODD.search(text)


_ODD = re.compile("[\u0180-\u018e\u0190-\u0258\u025a-\u02ff]{2}")


def _title_parts(seen: Sequence[Seen]) -> Iterator[Sequence[Seen]]:
    begin = 0
    if not seen:
        return
    for i in range(1, len(seen) + 1):
        if i == len(seen):
            yield seen[begin:]
            return
        before, here = _script(seen, begin, i), script_of(seen[i].line.text)
        changed = here and before and here != before
        apart = (
            seen[i].line.blank
            and not seen[i].line.furniture
            and (("caps" in seen[i].features) != ("caps" in seen[i - 1].features))
        )
        if changed or apart:
            yield seen[begin:i]
            begin = i


# --- bylines -------------------------------------------------------------------------------------


def _groups(runs: Sequence[Run]) -> Iterator[tuple[int, int]]:
    """Yield where bylines begin and end: neighbouring runs of authors and affiliations."""
    at = 0
    while at < len(runs):
        if runs[at].kind not in "AF":
            at += 1
            continue
        end = at + 1
        while end < len(runs) and runs[end].kind in "AF":
            end += 1
        if any(run.kind == "A" for run in runs[at:end]):
            yield at, end
        at = end


def _bylines(
    runs: Sequence[Run], titles: Sequence[Block], heads: Heads, evidence: Words | None
) -> Iterator[Byline]:
    groups = list(_groups(runs))
    if not groups:
        return
    first_title = min((t.run for t in heads.titles.values()), default=0)
    title_first = first_title < groups[0][0]
    for start, end in groups:
        lines = [(run.kind, seen) for run in runs[start:end] for seen in run.seen]
        for script, part in _script_parts(lines):
            language = _byline_language(script, start, end, runs, titles, heads, title_first)
            byline = _byline(language, part, start, evidence)
            if byline.writers:
                yield byline
    # Affiliations that stand apart from the authors, after title or abstract.
    for n, run in enumerate(runs):
        if run.kind == "F" and not any(start <= n < end for start, end in groups):
            yield from _loose(run, n, runs, groups, heads, evidence)


def _loose(
    run: Run,
    n: int,
    runs: Sequence[Run],
    groups: Sequence[tuple[int, int]],
    heads: Heads,
    evidence: Words | None,
) -> Iterator[Byline]:
    text = " ".join(line.text for line in run.lines)
    language = language_of(text)
    byline = heads.bylines.get(language)
    if (
        byline
        and not byline.institutions
        and not any(w.post and w.post.organization for w in byline.writers)
    ):
        pieces = [Piece(line.text, line.start, line.end) for line in run.lines]
        heads.bylines[language] = Byline(
            language,
            byline.writers,
            tuple(split_institutions(pieces, evidence)),
            byline.emails,
            byline.run,
        )
    return
    yield


def _script_parts(
    lines: Sequence[tuple[str, Seen]],
) -> Iterator[tuple[str, list[tuple[str, Seen]]]]:
    """Part a byline in which two scripts are mixed line by line; else keep it whole."""
    scripts = [script_of(seen.line.text) for _, seen in lines]
    names = {
        script
        for script, (kind, seen) in zip(scripts, lines, strict=True)
        if kind == "A" and seen.names.authors
    }
    if names != {"Latn", "Cyrl"}:
        whole = next(iter(names), "") or script_of(" ".join(seen.line.text for _, seen in lines))
        yield whole, list(lines)
        return
    last = ""
    parts: dict[str, list[tuple[str, Seen]]] = {"Cyrl": [], "Latn": []}
    for script, item in zip(scripts, lines, strict=True):
        contact = "@" in item[1].line.text
        use = last if contact and last else script or last or "Cyrl"
        parts[use].append(item)
        last = use if not contact else last
    yield from parts.items()


def _byline_language(
    script: str,
    start: int,
    end: int,
    runs: Sequence[Run],
    titles: Sequence[Block],
    heads: Heads,
    title_first: bool,
) -> str:
    """Name the language of a byline by the title and abstract beside it: names have none."""
    blocks = [*titles, *heads.abstracts.values(), *heads.keywords.values()]
    near = [b for b in blocks if fits(b.language, "a" if script == "Latn" else "ж")]
    if not near:
        return "en" if script == "Latn" else "ru"
    own = {t.run for t in titles}
    before = [b for b in near if b.run < start]
    after = [b for b in near if b.run >= end]
    nearest_before = max(before, key=lambda b: b.run, default=None)
    nearest_after = min(after, key=lambda b: b.run, default=None)
    if title_first and nearest_before and nearest_before.run in own:
        return nearest_before.language
    chosen = nearest_after or nearest_before
    assert chosen is not None
    return chosen.language


def _byline(
    language: str, lines: Sequence[tuple[str, Seen]], run: int, evidence: Words | None
) -> Byline:
    sections: list[tuple[list[Line], list[Line]]] = []
    running: set[int] = set()  # those in which what an author is follows her name as one text
    for kind, seen in lines:
        line = seen.line
        noted = "note" in seen.features and bool(seen.names.authors)
        if (
            kind == "A"
            or (noted and "head-note" in seen.features)
            or (seen.names.covered > 0.75 and seen.names.strong and not sections)
        ):
            text = line.text
            if not sections or (sections[-1][1] and not _only_marks(sections[-1][1])):
                sections.append(([], []))
            elif sections[-1][1]:
                sections[-1][0].extend(sections[-1][1])
                sections[-1][1].clear()
            if seen.label and seen.label.field == "authors":
                cut = seen.label.end
                line = Line(text[cut:], line.start + cut, line.end, line.blank)
            if noted:
                running.add(len(sections) - 1)
                line, about = _parted(line, seen.names.authors[0].end)
                sections[-1][1].append(about)
            sections[-1][0].append(line)
        elif sections:
            sections[-1][1].append(line)
        else:
            sections.append(([], [line]))
    writers: list[Writer] = []
    shared: list[Line] = []
    emails: list[tuple[str, Place]] = []
    single = len([s for s in sections if s[0]]) > 1
    for n, (name_lines, under) in enumerate(sections):
        found, rest = _writers(name_lines)
        under = [*rest, *under]
        alone = len(found) == 1 and (single or all(len(s[0]) <= 1 for s in sections))
        addresses = [
            (mail, (line.start + a, line.start + b))
            for line in under
            for mail, a, b in emails_in(line.text)
        ]
        personal = alone and (single or _personal(under))
        if personal and found:
            under = _without_name(under, found[0].author)
            raw = "\n".join(it.text for it in under) if n in running else _clauses(under)
            post = read_post(join_lines(raw, evidence).text)
            block_end = max(
                [line.end for line in under if line.text.strip()], default=found[0].place[1]
            )
            block_end = _without_tail(under, block_end)
            writers.append(
                Writer(
                    found[0].author,
                    found[0].place,
                    (found[0].place[0], block_end),
                    post,
                    tuple(addresses),
                    tuple(under),
                )
            )
            if not post.organization:
                shared += under if not single and not post.position else []
        else:
            writers += found
            shared += under
            emails += addresses
    pieces = [Piece(line.text, line.start, line.end) for line in shared]
    institutions = tuple(split_institutions(pieces, evidence)) if pieces else ()
    institutions = tuple(it for it in institutions if re.search(r"[^\W\d_]{3}", it.name))
    orcids = tuple(
        (match[0], (seen.line.start + match.start(), seen.line.start + match.end()))
        for _, seen in lines
        for match in _ORCID.finditer(seen.line.text)
        if ORCID(match[0]).problem is None
    )
    return Byline(language, tuple(writers), institutions, tuple(emails), run, orcids)


def _parted(line: Line, end: int) -> tuple[Line, Line]:
    """Part a line into the name and its marks, which end at a dash or colon, and what follows."""
    dash = re.compile(r"\s*[–—:-]\s*").search(line.text, end)
    cut, begin = dash.span() if dash else (end, end)
    return (
        line._replace(text=line.text[:cut], end=line.start + cut),
        line._replace(text=line.text[begin:], start=line.start + begin, blank=0),
    )


_ORCID = re.compile(r"(?<![\d-])\d{4}-\d{4}-\d{4}-\d{3}[\dXХ](?![\d-])")


def _without_name(lines: list[Line], author: Author) -> list[Line]:
    """Cut off the full name with which a note under an author's name begins: `*Name – post`."""
    for line in lines[:1]:
        full = parse_names(line.text[:120], weak=False).authors[:1]
        if full and full[0].family == author.family and full[0].start <= 2:
            dash = re.compile(r"\s*[–—:-]\s").match(line.text, full[0].end)
            if dash:
                return [_from(line, dash.end()), *lines[1:]]
    return lines


def _from(line: Line, at: int) -> Line:
    return line._replace(text=line.text[at:], start=line.start + at, blank=0)


def _without_tail(lines: Sequence[Line], end: int) -> int:
    """Return the end of the last line without its closing punctuation."""
    last = max(lines, key=lambda line: line.end, default=None)
    if last is None:
        return end
    return end - (len(last.text) - len(last.text.rstrip(" ;,.")))


def _only_marks(lines: Sequence[Line]) -> bool:
    return all(not re.search(r"[^\W\d_]", line.text) for line in lines)


def _personal(lines: Sequence[Line]) -> bool:
    """Tell whether lines under a single author speak of a post or a degree."""
    post = read_post(_clauses(lines))
    return bool(post.degree or post.position)


def _clauses(lines: Sequence[Line]) -> str:
    """Join lines about one author, a comma where one clause ends with its line."""
    made = ""
    for line in lines:
        text = line.text
        if (
            made
            and not made.rstrip().endswith((",", ";", "-"))
            and (
                (_ends_name(made) and re.match(r"[«“\"]", text))
                or (text[:1].isupper() and "org" in spoken_of(text))
            )
        ):
            made = made.rstrip() + ","
        made += ("\n" if made else "") + text
    return made


@cache
def _name_end() -> re.Pattern[str]:
    stems = [w for w in words("people", "organizations") if len(w) > 5]
    return re.compile(r"(?:" + "|".join(map(re.escape, stems)) + r")\w*\s*$", re.I)


def _ends_name(text: str) -> bool:
    return bool(_name_end().search(text))


def _writers(lines: Sequence[Line]) -> tuple[list[Writer], list[Line]]:
    """Read the authors of some lines, and return what is left of the lines beside them."""
    if not lines:
        return [], []
    text = ""
    starts: list[tuple[int, int]] = []  # where each line begins in `text`, and in the document
    for line in lines:
        if text:
            text += "\n"
        starts.append((len(text), line.start))
        text += line.text
    names = parse_names(text)
    ends = [a.start for a in names.authors[1:]] + [len(text)]

    def where(at: int) -> int:
        begin, origin = max((s for s in starts if s[0] <= at), key=lambda s: s[0])
        return origin + at - begin

    posts: dict[int, Post] = {}
    rest_spans = []
    # `к.т.н. Петрова А.С., доцент Ким В.В.`: what begins the lines is said of the first.
    ahead = bool(names.rest and names.authors and names.rest[0][0] < names.authors[0].start)
    ahead = ahead and not names.rest[-1][0] > names.authors[-1].start
    for a, b in names.rest:
        owner = next(
            (
                n
                for n, author in enumerate(names.authors)
                if (b <= author.start if ahead else author.end <= a < ends[n])
            ),
            None,
        )
        post = read_post(text[a:b]) if owner is not None else None
        if (
            owner is not None
            and post
            and not post.organization
            and (post.degree or post.title or post.position)
        ):
            posts[owner] = post
        else:
            rest_spans.append((a, b))
    writers = [
        Writer(a, (where(a.start), where(a.end - 1) + 1), (where(a.start), where(a.end - 1) + 1))
        for a in names.authors
    ]
    writers = [
        dataclass_replace(w, post=posts[n]) if n in posts else w for n, w in enumerate(writers)
    ]
    rest = [
        Line(text[a:b], where(a), where(b - 1) + 1)
        for a, b in rest_spans
        if len(text[a:b].strip()) > 3
    ]
    return writers, rest
