"""Notes about authors at the end of an article: full names, degrees, posts, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from citekit.extract.bylines import Writer
from citekit.extract.codes import ORCID_FORM
from citekit.extract.document import Line
from citekit.extract.evidence import pattern
from citekit.extract.labelling import Run
from citekit.extract.names import Author, initials_of, ordinary_case, parse_names
from citekit.extract.places import emails_in
from citekit.extract.posts import Post, read_post
from citekit.extract.tongue import fits, language_of

Place = tuple[int, int]
_SEPARATOR = re.compile(r"[\s*\d¹²³⁴⁵⁶⁷⁸⁹]*(?:[–—:-]|,|\(|$)")


@dataclass(frozen=True, slots=True)
class Note:
    """What a note says of one author.

    Attributes:
        language: BCP 47 tag.
        writer: The name as the note prints it.
        text: What follows the name.
        post: Degree, post and institution.
        email: The address and its place in the repaired text.
        orcid: The ORCID iD as printed.
        place: Where the note stands in the repaired text.
        shared: The post whose institution is this author's too: it alone names one, at the end.
    """

    language: str
    writer: Writer | None
    text: str
    post: Post | None
    email: tuple[str, Place] | None
    orcid: str | None
    place: Place = (0, 0)
    shared: Post | None = None


def read_notes(runs: Sequence[Run]) -> list[Note]:
    """Return the notes about authors, in order."""
    made: list[Note] = []
    for run in runs:
        if run.kind != "N":
            continue
        lines = list(run.lines)
        label = run.seen[0].label
        language = ""
        if label and label.field == "notes":
            language = label.languages[0] if len(label.languages) == 1 else ""
            rest = lines[0].text[label.end :].strip()
            if rest:
                cut = lines[0].text.index(rest, label.end)
                lines[0] = Line(rest, lines[0].start + cut, lines[0].end)
            else:
                lines = lines[1:]
        made += _shared(_notes(lines, language))
    return made


def _shared(notes: list[Note]) -> list[Note]:
    """Say of notes without an institution that theirs is the one that the last note names."""
    houses = [note.post for note in notes if note.post and note.post.organization]
    if len(houses) != 1 or notes[-1].post is not houses[0]:
        return notes
    return [replace(note, shared=houses[0]) for note in notes[:-1]] + notes[-1:]


def _notes(lines: Sequence[Line], language: str) -> list[Note]:
    text = ""
    starts: list[tuple[int, int]] = []
    for line in lines:
        text += "\n" if text else ""
        starts.append((len(text), line.start))
        text += line.text

    def where(at: int) -> int:
        begin, origin = max((s for s in starts if s[0] <= at), key=lambda s: s[0])
        return origin + at - begin

    names = [a for a in parse_names(text, weak=False).authors if _opens(text, a.start, a.end)]
    known = {a.start for a in names}
    names += [a for a in _plain(text) if a.start not in known]
    names.sort(key=lambda a: a.start)
    found = []
    for n, author in enumerate(names):
        end = names[n + 1].start if n + 1 < len(names) else len(text)
        about = text[author.end : end].lstrip(" *–—:-,(").rstrip(" ;,\n")
        alone = text[author.end : author.end + 1] == "\n"
        mails = emails_in(text[author.end : end])
        mail = None
        if mails:
            value, a, b = mails[0]
            mail = (value, (where(author.end + a), where(author.end + b - 1) + 1))
        orcid = ORCID_FORM.search(text, author.end, end)
        place = (where(author.start), where(author.end - 1) + 1)
        said = text[author.start : end]
        spoken = language if language and fits(language, said) else language_of(said)
        found.append(
            Note(
                spoken,
                Writer(author, place, place),
                about,
                read_post(_by_lines(about, alone)) if about else None,
                mail,
                orcid[0] if orcid else None,
                (place[0], where(end - 1) + 1),
            )
        )
    return found


def _by_lines(text: str, alone: bool) -> str:
    """Part by commas what stands on lines of its own under a name that has one."""
    return re.sub(r"(?<![,;-])\n(?=[^\W\d_a-zа-я])", ",\n", text) if alone else text


_PLAIN = re.compile(
    r"^[\s*\d.)•]*(?P<given>[^\W\d_a-zа-я][\w'’-]+)\s(?P<family>[^\W\d_a-zа-я][\w'’-]+)\s?[\d*¹²³]*\s[–—-]\s",
    re.M,
)


def _plain(text: str) -> Iterator[Author]:
    """Yield the names that are but two words, and begin a line that goes on after a dash."""
    for match in _PLAIN.finditer(text):
        given, family = match["given"], match["family"]
        if not (given.isupper() or family.islower() or pattern("organizations").search(match[0])):
            start, end = match.start("given"), match.end("family")
            short = initials_of(given)
            yield Author(ordinary_case(family), given, None, short, (), False, start, end)


def _opens(text: str, start: int, end: int) -> bool:
    """Tell whether a name opens a note: it begins a line or follows a semicolon."""
    before = text[:start].rstrip(" *0123456789¹²³⁴⁵⁶⁷⁸⁹•")
    return (not before or before[-1] in "\n;.)") and bool(
        _SEPARATOR.match(text, end) or text[end : end + 1] in ";,"
    )
