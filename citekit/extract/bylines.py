"""Authors and institutions as one language prints them, from the lines of a byline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from dataclasses import replace as dataclass_replace

from citekit.extract.affiliations import Institution, Piece, split_institutions
from citekit.extract.codes import ORCID_FORM
from citekit.extract.document import Line
from citekit.extract.evidence import Seen, spoken_of
from citekit.extract.names import Author, parse_names
from citekit.extract.places import emails_in
from citekit.extract.posts import Post, house_end, read_post
from citekit.languages import Words, join_lines
from citekit.model import ORCID

Place = tuple[int, int]
"""Where something stands in the repaired text."""


@dataclass(frozen=True, slots=True)
class Writer:
    """An author as one language prints her, with what stands under her name.

    Attributes:
        author: The name and its marks.
        place: Where the name stands in the repaired text.
        block: Where the name and all under it stand.
        post: Posts and degrees under the name.
        emails: E-mail addresses under the name, with their places.
        post_lines: The lines that `post` was read from.
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


def read_byline(
    language: str, lines: Sequence[tuple[str, Seen]], run: int, evidence: Words | None
) -> Byline:
    """Read a byline.

    Args:
        language: Its language.
        lines: Its lines, with the kind of each.
        run: The number of its first run.
        evidence: The words of the text, by which broken ones are joined.
    """
    sections: list[tuple[list[Line], list[Line]]] = []
    running: set[int] = set()  # those in which what an author is follows her name as one text
    each = bool(lines) and "described" in lines[0][1].features
    for kind, seen in lines:
        line = seen.line
        if each and "described" in seen.features:
            kind = "A"
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
            post = _filled(read_post(join_lines(raw, evidence).text), found[0].post)
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
        for match in ORCID_FORM.finditer(seen.line.text)
        if ORCID(match[0]).problem is None
    )
    return Byline(language, tuple(writers), institutions, tuple(emails), run, orcids)


def _filled(post: Post, beside: Post | None) -> Post:
    """Add to what stands under a name what stands beside it."""
    said = {f.name: getattr(beside, f.name) for f in fields(post)} if beside else {}
    unsaid = {k: v for k, v in said.items() if v and getattr(post, k) is None}
    return dataclass_replace(post, **unsaid) if unsaid else post


def _parted(line: Line, end: int) -> tuple[Line, Line]:
    """Part a line into the name and its marks, which end at a dash or colon, and what follows."""
    dash = re.compile(r"\s*[–—:-]\s*").search(line.text, end)
    cut, begin = dash.span() if dash else (end, end)
    return (
        line._replace(text=line.text[:cut], end=line.start + cut),
        line._replace(text=line.text[begin:], start=line.start + begin, blank=0),
    )


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
                (house_end().search(made) and re.match(r"[«“\"]", text))
                or (text[:1].isupper() and "org" in spoken_of(text))
            )
        ):
            made = made.rstrip() + ","
        made += ("\n" if made else "") + text
    return made


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
