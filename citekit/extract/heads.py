"""The head of an article in each of its languages, put together from runs of lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from citekit.extract._data import languages
from citekit.extract.affiliations import Piece, split_institutions
from citekit.extract.bylines import Byline, read_byline
from citekit.extract.evidence import Seen
from citekit.extract.labelling import Run
from citekit.extract.tongue import fits, language_of, letters_in, script_by, script_of
from citekit.languages import Words, identify, join_lines

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
    titles = [_in_known_language(title, heads) for title in _titles(runs, evidence)]
    for block in titles:
        known = heads.titles.get(block.language)
        if known is None or block.confidence > known.confidence:
            heads.titles[block.language] = block
    groups = list(_groups(runs))
    for byline in _bylines(runs, groups, titles, heads, evidence):
        heads.bylines.setdefault(byline.language, byline)
    # Affiliations that stand apart from the authors, after title or abstract.
    for n, run in enumerate(runs):
        if run.kind == "F" and not any(start <= n < end for start, end in groups):
            _add_loose(run, heads, evidence)
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
        parts = list(_title_parts(lines))
        for number, seen in enumerate(parts):
            capitals = any("caps" in s.features for s in seen)
            sure = min(0.97, confidence + 0.05 * capitals)
            rubric = number + 1 < len(parts) and _is_rubric(seen)
            block = _block(seen, n, sure - 0.3 * rubric, evidence)
            if block and 8 < len(block.text) < _LONGEST_TITLE and _is_legible(block.text):
                yield block


def _is_rubric(seen: Sequence[Seen]) -> bool:
    """Tell whether a part above a title names a section of the journal: a few words."""
    return len(seen) == 1 and seen[0].line.text.count(" ") < _RUBRIC


_RUBRIC = 2
_LONGEST_TITLE = 1500


def _in_known_language(title: Block, heads: Heads) -> Block:
    """Give a title the language of the only abstract or keywords in its script, where unsure."""
    known = {*heads.abstracts, *heads.keywords}
    near = [tag for tag in known if fits(tag, title.text)]
    if title.language in known or len(near) != 1 or identify(title.text, languages()).score > 0.95:
        return title
    return replace(title, language=near[0])


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
        gap = seen[i].line.blank and not seen[i].line.furniture
        apart = gap and (
            ("caps" in seen[i].features) != ("caps" in seen[i - 1].features)
            or _is_rubric(seen[begin:i])
        )
        apart = apart or _tongues_differ(seen[begin:i], seen[i:])
        if changed or apart:
            yield seen[begin:i]
            begin = i


def _tongues_differ(above: Sequence[Seen], below: Sequence[Seen]) -> bool:
    """Tell whether lines are titles in two languages of one script, the one above the other."""
    texts = [" ".join(it.line.text for it in part) for part in (above, below[:1])]
    if above[-1].features & {"comma", "hyphen"} or min(t.count(" ") for t in texts) < 2:
        return False
    if below[0].features & {"starts-lower"}:
        return False
    first, second = (identify(text, languages()) for text in texts)
    return first.language != second.language and min(first.score, second.score) > 0.999


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
    runs: Sequence[Run],
    groups: Sequence[tuple[int, int]],
    titles: Sequence[Block],
    heads: Heads,
    evidence: Words | None,
) -> Iterator[Byline]:
    if not groups:
        return
    first_title = min((t.run for t in heads.titles.values()), default=0)
    title_first = first_title < groups[0][0]
    for start, end in groups:
        lines = [(run.kind, seen) for run in runs[start:end] for seen in run.seen]
        for script, part in _script_parts(lines):
            language = _byline_language(script, start, end, runs, titles, heads, title_first)
            byline = read_byline(language, part, start, evidence)
            if byline.writers:
                yield byline


def _add_loose(run: Run, heads: Heads, evidence: Words | None) -> None:
    """Give a byline that has no institutions those of a run which stands apart from it."""
    language = language_of(" ".join(line.text for line in run.lines))
    byline = heads.bylines.get(language)
    if (
        byline
        and not byline.institutions
        and not any(w.post and w.post.organization for w in byline.writers)
    ):
        pieces = [Piece(line.text, line.start, line.end) for line in run.lines]
        institutions = tuple(split_institutions(pieces, evidence))
        heads.bylines[language] = replace(byline, institutions=institutions)


_ADDRESS = re.compile(r"https?://\S+|\S+@\S+")


def _script_parts(
    lines: Sequence[tuple[str, Seen]],
) -> Iterator[tuple[str, list[tuple[str, Seen]]]]:
    """Part a byline in which two scripts are mixed line by line; else keep it whole."""
    scripts = [script_of(_ADDRESS.sub("", seen.line.text)) for _, seen in lines]
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
