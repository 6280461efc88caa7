"""What can be seen of a line, before anybody says what it is."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from citekit.extract._data import words
from citekit.extract.blocks import block_features
from citekit.extract.codes import ORCID_FORM, bare_code, leading_codes
from citekit.extract.document import Line
from citekit.extract.names import NOBODY, Names, capitals_in, is_led_by_name, parse_names
from citekit.extract.vocabulary import Label, labels_of

_EMAIL = re.compile(r"\w@[\w-]+|@[\w-]+\.\w|e-?mail", re.I)
_PHONE = re.compile(r"(?:тел|tel|phone|ph|факс|fax)\.?\s*[:.]?\s*[+(\d]|\+\d[\d\s()-]{8,}", re.I)
_ORCID_LINK = re.compile(r"[\s,;(]*(?:orcid\W*)?(?:https?://)?orcid\.org/\S+\)?\s*$", re.I)
_CITED = re.compile(r"\[\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*[^\]]{0,20}\]|\(\w+,? (?:19|20)\d\d\w?\)")
_MARKS = re.compile(r"[\d\s*,;¹²³⁰-⁹†‡.]+")
_REFERENCE = re.compile(
    r"^\[?\d{1,3}[\].)]\s*\S|//|\bURL\b|https?://|[–—-]\s?(?:С|C|P|Р|б|S)\.\s?\d|(?:19|20)\d\d\.\s*[–—-]|\bdoi\b"
    r"|\((?:19|20)\d\d[a-zа-я]?\)\.\s|\d+\s?[сcрp]\.\s*$|[–—]\s?\d+\s?(?:с|c|б|p|p)\b|\bISBN\b|№\s?\d|Vol\.\s?\d|Т\.\s?\d",
    re.I,
)
_NUMBERED = re.compile(r"^\[?\d{1,3}[\].)]\s*\S|^\d{1,3}\s+[^\W\d_a-zа-я]")
_SERIAL = re.compile(
    r"№\s?\d|\bISSN\b|\bVol\.|\bVolume\s\d|\bNo\.?\s?\d|\bВып\b|\bТ\.\s?\d|Вестник|ВЕСТНИК|Хабаршы|ХАБАРШЫ|Известия|ИЗВЕСТИЯ"
    r"|Bulletin|BULLETIN|Journal of|JOURNAL|Журнал|ЖУРНАЛ|журн\.|Серия|СЕРИЯ|Series|ISSN"
    r"|Ведомости|ВЕДОМОСТИ"
    r"|Учен\w+ записки|Труды|Proceedings|Хабарлары|ХАБАРЛАРЫ|News of|NEWS OF|Жаршысы"
)
_NOTE = re.compile(r"[\s*\d¹²³⁴]{0,4}[–—:-]\s*(?:$|[^\W\d_])")
# From the stop on: lines are searched for it faster than for words.
_SENTENCE = re.compile(r"[.!?](?<=[^\W\d_]{3}.)(?:\s+[^\W\d_a-zа-яё]|(?<=\.)$)")
_SEEN = 3000
"""More of a line is not looked at."""
_STOP = re.compile(r"[.!?…][»”\")\]]?$")
_INSTITUTION = re.compile(r"university|institute|университет|институт|академия", re.I)
_SHELF_MARK = re.compile(r"[А-Я]\s?\d{2,3}")
_RUN = re.compile(r"[^\W\d_]+")
_IN_WORD = re.compile(r"\w")
_DIGIT = re.compile(r"\d")
# With which letters the words of `_SERIAL` begin; what else a line must have to be a reference, or
# to hold a telephone.
_SERIAL_BEGINS = frozenset(
    "iss eis pis vol no вып т вес хаб изв bul jou жур сер ser вед уче тру pro new жар".split()
)
_REFERENCE_SIGNS = ("//", "url", "http", "doi", "isbn")
_PHONE_SIGNS = ("+", "тел", "tel", "phone", "ph", "факс", "fax")
_KEYS = (
    ("organizations", "org"),
    ("degrees", "degree"),
    ("positions", "position"),
    ("titles", "position"),
    ("streets", "street"),
)


@cache
def pattern(key: str) -> re.Pattern[str]:
    """Return the pattern of vocabulary words: stems, at the beginning of a word."""
    found = sorted(words("people", key), key=len, reverse=True)
    whole = [w for w in found if w.isascii() or (w.isupper() and len(w) <= 5)]
    stems = [w for w in found if w not in whole]
    parts = [re.escape(w) + (r"\b" if w[-1].isalpha() else "") for w in whole]
    for w in stems:
        parts += map(re.escape, (w, w.upper(), w[0].upper() + w[1:]))
    return re.compile(r"(?<![^\W\d_])(?:" + "|".join(dict.fromkeys(parts)) + ")")


class _Stem(NamedTuple):
    """A word of the vocabulary: how it may be spelled, whether it must end there, what it shows."""

    spellings: tuple[str, ...]
    whole: bool
    feature: str


@cache
def _stems() -> dict[str, tuple[_Stem, ...]]:
    """Return the vocabulary by its first letters: most lines have none and are soon done with."""
    found: dict[str, list[_Stem]] = {}
    for key, feature in _KEYS:
        for word in words("people", key):
            whole = word.isascii() or (word.isupper() and len(word) <= 5)
            cased = (word,) if whole else (word, word.upper(), word[0].upper() + word[1:])
            stem = _Stem(cased, whole and word[-1].isalpha(), feature)
            found.setdefault(_RUN.findall(word.lower())[0][:3], []).append(stem)
    return {begin: tuple(stems) for begin, stems in found.items()}


def spoken_of(text: str, begins: Set[str] | None = None) -> set[str]:
    """Return what the words of a line speak of: `org`, `degree`, `position`, `street`.

    Args:
        text: The line.
        begins: The first three letters of its words, in small letters, where they are known.

    >>> sorted(spoken_of("Доцент кафедры КазНУ, канд. филос. наук"))
    ['degree', 'org', 'position']
    """
    stems = _stems()
    found: set[str] = set()
    if begins is None:
        begins = {word[:3] for word in _RUN.findall(text.lower())}
    if begins.isdisjoint(stems):
        return found
    for match in _RUN.finditer(text):
        at = match.start()
        for stem in stems.get(match[0][:3].lower(), ()):
            if stem.feature not in found and text.startswith(stem.spellings, at):
                end = at + len(stem.spellings[0])
                if not (stem.whole and _IN_WORD.match(text, end)):
                    found.add(stem.feature)
    return found


@cache
def _countries() -> frozenset[str]:
    return frozenset(name.lower() for name in words("people", "countries"))


def _ends_with_country(text: str) -> bool:
    """Tell whether a line ends as an address does: with a country, or a country and a city."""
    parts = [part.strip(" ().;") for part in text.lower().rsplit(",", 2)]
    if any(part in _countries() for part in parts[-2:]):
        return True
    return len(parts) > 1 and parts[-1].rsplit(" ", 1)[-1] in _countries()


@dataclass(frozen=True, slots=True)
class Seen:
    """A line and what is seen of it.

    Attributes:
        line: The line.
        features: Names of what holds of it.
        names: What it holds when it is read as a list of authors.
        label: The label with which it begins, if it does.
    """

    line: Line
    features: frozenset[str]
    names: Names
    label: Label | None


_LABELLED_ALONE = {"references", "romanized", "notes", "authors", "body"}


def _label(text: str) -> Label | None:
    """Return the label that `text` surely begins with."""
    for label in labels_of(text):
        rest = text[label.end :].strip()
        if label.field in _LABELLED_ALONE and len(rest) > 60 and label.field != "body":
            if label.field == "notes" and label.sure and _opens_with_name(rest):
                return label
            continue
        if label.field == "references" and rest and not label.sure:
            continue
        if label.sure or (label.exact and not rest):
            return label
        if (label.exact and " " in label.text and rest[:1].isupper()) or (
            label.field
            in ("keywords", "received", "accepted", "funding", "correspondence", "affiliation")
            and label.exact
            and (len(label.text) > 8 or rest[:1].isdigit())
        ):
            return label
    return None


def _is_text(seen: Seen) -> bool:
    return {"full", "lower"} <= seen.features and "names" not in seen.features


def _opens_with_name(text: str) -> bool:
    names = parse_names(text[:120], weak=False)
    return bool(names.authors) and names.authors[0].start == 0


def look(lines: Sequence[Line], *, begins: bool = True) -> list[Seen]:
    """Return what is seen of each line, its neighbours considered.

    Args:
        lines: Some lines that follow each other.
        begins: Whether the document begins with them.
    """
    base = [_look(line) for line in lines]
    _name_lists(base)
    running = _paragraphs(base)
    leading = _before_keywords(base)
    noted = _under_notes(base)
    blocks = block_features(base, begins=begins)
    listed = _listed(base)
    made: list[Seen] = []
    for i, seen in enumerate(base):
        features = {*seen.features, *blocks[i]}
        if i:
            if "names" in base[i - 1].features:
                features.add("after-names")
            if base[i - 1].features & {"org", "email", "country"}:
                features.add("after-org")
            if "marks" in base[i - 1].features:
                features.add("after-marks")
            if _restarts(base[i - 1], seen):
                features.add("restarts")
            before = base[i - 1].label
            unended = not lines[i].blank and "stop" not in base[i - 1].features
            if before and before.field == "affiliation" and unended:
                features.add("after-affiliation")
            if before and before.field == "abstract" and len(base[i - 1].line.text) < 30:
                features.add("after-abstract")
        following = next(
            (
                base[j]
                for j in range(i + 1, min(i + 4, len(base)))
                if "marks" not in base[j].features
            ),
            None,
        )
        if following is not None:
            if "names" in following.features or (
                following.label and following.label.field == "authors"
            ):
                features.add("before-names")
            if following.features & {"org", "email", "country", "degree"}:
                features.add("before-org")
            if "country" in following.features:
                features.add("before-country")
            if _restarts(seen, following):
                features.add("before-restart")
            if following.label and following.label.field == "abstract":
                features.add("before-abstract")
        near = []
        if i and "restarts" not in features:
            near.append(base[i - 1])
        if i + 1 < len(base) and "before-restart" not in features:
            near.append(base[i + 1])
        if "short" in features and any(
            "org" in base[j].features and "short" in base[j].features
            for j in range(max(0, i - 2), min(len(base), i + 3))
            if j != i
        ):
            features.add("beside-org")
        if i and (
            base[i - 1].features & {"comma", "hyphen"}
            or ("starts-lower" in features and not lines[i].blank)
        ):
            features.add("continues")
        if i and "stop" not in base[i - 1].features and not lines[i].blank:
            features.add("unfinished")
        if (
            "full" in features
            and "lower" in features
            and ("stop" in features or any(_is_text(other) for other in near))
        ):
            features.add("prose")
        if i + 1 < len(base) and lines[i + 1].blank and {"full", "lower"} <= base[i + 1].features:
            features.add("before-prose")
        if (
            "marks" in features
            and following is not None
            and "names" in following.features
            and any("names" in base[j].features for j in range(max(0, i - 3), i))
        ):
            features.add("between-names")
        if i in leading:
            features.add("before-keywords")
        if i in noted and i not in leading:
            features.add("under-notes")
        if i in running:
            features.add("prose")
        if blocks[i] or ("names" in features and "degree" in features):
            features.discard("prose")
        if "title-block" in blocks[i]:
            features -= {"wordless", "starts-digit"}
        # `Methods. We asked …` within an abstract: one with parts.
        if i in listed:
            features.add("listed")
        if {"numbered", "reference"} <= features:
            features.add("entry")
        if i in leading and seen.label and seen.label.field == "body":
            features.discard("label:body")
        if i and features & _NAMED and _bears_name(lines[i - 1].text):
            features -= _NAMED
        line = lines[i]
        if line.blank and not line.furniture:
            previous = base[i - 1] if i else None
            features.add("gap")
            if previous is None or "stop" in previous.features:
                features.add("paragraph")
        if i == 0:
            features.add("first")
        made.append(Seen(line, frozenset(features), seen.names, seen.label))
    return made


_LISTS = frozenset({"references", "romanized"})
_ENTRY = re.compile(r"\[?(\d{1,3})[\].)]?\s+\S")
_ENTRY_LINES = 14


def _under_notes(base: Sequence[Seen]) -> set[int]:
    """Return the lines under the heading of notes about authors, up to what surely is none."""
    found: set[int] = set()
    for i, seen in enumerate(base):
        if seen.label is None or seen.label.field != "notes":
            continue
        for j in range(i + 1, min(len(base), i + _ENTRY_LINES * 3)):
            label = base[j].label
            if (label and label.field not in ("correspondence", "notes", "other")) or (
                base[j].features & {"caps", "code", "doi"}
                and not base[j].features & {"names", "orcid"}
            ):
                break
            found.add(j)
    return found


def _listed(base: Sequence[Seen]) -> set[int]:
    """Return the lines under the heading of a list whose entries are numbered from 1 on."""
    found: set[int] = set()
    for i, seen in enumerate(base):
        if seen.label is None or seen.label.field not in _LISTS:
            continue
        found |= _unnumbered(base, i)
        wanted, last = 1, i
        for j in range(i + 1, len(base)):
            match = _ENTRY.match(base[j].line.text)
            if match and int(match[1]) == wanted:
                found.update(range(last + 1, j + 1))
                wanted, last = wanted + 1, j
            label = base[j].label
            if j - last > _ENTRY_LINES or (label and label.field in (*_LISTS, "notes")):
                break
        end = last + 1
        while (
            wanted > 2
            and end < min(len(base), last + 5)
            and not (
                base[end].line.blank or base[end].label or not base[end].line.text.strip("_-–—= ")
            )
        ):
            found.add(end)
            end += 1
    return found


_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")


def _unnumbered(base: Sequence[Seen], heading: int) -> set[int]:
    """Return the lines under the heading of a list that has no numbers, while years go on."""
    end = heading + 1
    years = 0
    while end < len(base) and not base[end].label:
        if base[end].line.blank and end > heading + 1:
            near = " ".join(it.line.text for it in base[end : end + 3])
            if not (base[end].features & {"names", "names-part"} and _YEAR.search(near)):
                break
        years += _YEAR.search(base[end].line.text) is not None
        end += 1
    lines = end - heading - 1
    return set(range(heading + 1, end)) if years > 1 and years * 4 > lines else set()


_NAMED = frozenset({"names", "names-weak", "names-part", "full-name"})


@cache
def _list_stems() -> re.Pattern[str]:
    stems = "|".join(map(re.escape, words("labels", "list_stems")))
    return re.compile(rf"(?<!\w)(?:{stems})", re.I)


def _name_lists(base: list[Seen]) -> None:
    """Label short lines that speak of literature above a numbered entry: headings of lists."""
    for i in range(len(base) - 1):
        seen, following = base[i], base[i + 1]
        if (
            seen.label is None
            and len(seen.line.text) < 70
            and seen.line.text.count(" ") < 7
            and "stop" not in seen.features
            and _FIRST_ENTRY.match(following.line.text)
            and _list_stems().search(seen.line.text)
        ):
            text = seen.line.text
            label = Label("references", (), len(text), True, False, text)
            features = seen.features | {"label:references"}
            base[i] = Seen(seen.line, features, seen.names, label)


_FIRST_ENTRY = re.compile(r"\[?1[\].)]?\s+\S")


@cache
def _namesake() -> re.Pattern[str]:
    before = "|".join(map(re.escape, words("people", "named_before")))
    return re.compile(rf"(?<!\w)(?:{before})$", re.I)


def _bears_name(text: str) -> bool:
    """Tell whether a line ends so that a name must follow: `University named after`."""
    return bool(_namesake().search(text))


_NO_PROSE = frozenset({"names", "email", "code", "caps", "marks", "country"})


def _paragraphs(base: Sequence[Seen]) -> set[int]:
    """Return the lines of running text: blocks of lines without a blank one, of about one width."""
    found: set[int] = set()
    begin = 0
    for i in range(len(base) + 1):
        ends = (
            i == len(base)
            or not _running(base[i])
            or (
                i > begin
                and (base[i].line.blank > 0 or _restarts(base[i - 1], base[i]) or _begins(base[i]))
            )
        )
        if not ends:
            continue
        opening = base[begin].label if begin < len(base) else None
        if opening and opening.field == "keywords":
            begin = next((j + 1 for j in range(begin, i) if "stop" in base[j].features), i)
        widths = sorted(len(seen.line.text) for seen in base[begin:i])
        if len(widths) >= 3:
            usual = widths[len(widths) // 2]
            first = begin
            while first < i and len(base[first].line.text) < 0.8 * usual and usual > 60:
                first += 1
            sentences = sum(bool(_SENTENCE.search(seen.line.text)) for seen in base[first:i])
            if usual >= 25 and (sentences or len(widths) >= 6 or usual > 75):
                found.update(range(first, i))
        begin = i if i < len(base) and _running(base[i]) else i + 1
    return found


_FAR = 45


def _before_keywords(base: Sequence[Seen]) -> set[int]:
    """Return the lines of text that end with keywords: an abstract, labelled or not."""
    found: set[int] = set()
    for i, seen in enumerate(base):
        if seen.label is None or seen.label.field != "keywords":
            continue
        for j in range(i - 1, max(-1, i - _FAR), -1):
            label = base[j].label
            if base[j].features & _NO_PROSE - {"marks", "country"} or (
                label and label.field not in ("other", "body")
            ):
                break
            below = base[j + 1]
            apart = below.line.blank and not below.line.furniture and "stop" not in base[j].features
            if j + 1 < i and (apart or _restarts(base[j], below)):
                break  # a title above its abstract
            found.add(j)
    return found


def _running(seen: Seen) -> bool:
    return "lower" in seen.features and not seen.features & _NO_PROSE and len(seen.line.text) > 12


def _restarts(before: Seen, seen: Seen) -> bool:
    """Tell whether a line begins anew though the one before it, a short one, ends no sentence."""
    first = seen.line.text.lstrip('«“"(')[:1]
    return (
        first.isupper()
        and not before.features & {"stop", "comma", "hyphen", "marks"}
        and len(before.line.text) < 0.72 * len(seen.line.text)
        and {"lower"} <= seen.features
    )


def _begins(seen: Seen) -> bool:
    return seen.label is not None and seen.label.field in ("abstract", "keywords", "body")


def _look(line: Line) -> Seen:
    text = line.text[:_SEEN]
    low = text.lower()
    upper = capitals_in(text)
    runs = _RUN.findall(low)
    letters = sum(map(len, runs))
    digits = _DIGIT.search(text) is not None
    begins = {word[:3] for word in runs}
    spoken = spoken_of(text, begins)
    features = {"any"}
    label = _label(text)
    if label:
        features.add(f"label:{label.field}")
    body = text[label.end :] if label and label.field in ("authors", "correspondence") else text
    if leading_codes(text) or bare_code(text) or _SHELF_MARK.fullmatch(text):
        features.add("doi" if re.match(r"\W*(?:doi|https?)", text, re.I) else "code")
    if _MARKS.fullmatch(text):
        features.add("marks")
    if not letters:
        features.add("wordless")
    names = NOBODY
    if "orcid.org" in low and (link := _ORCID_LINK.search(body)):
        body = body[: link.start()]
    if upper and len(text) < 600:
        names = parse_names(body)
        opens = bool(names.authors) and not any(c.isalpha() for c in body[: names.authors[0].start])
        if (
            (names.covered > 0.75 or (spoken and _only_posts(body, names)))
            and names.strong
            and not (names.strong == 1 and _INSTITUTION.search(body))
        ) or _all_marked(names):
            features.add("names")
        elif names.covered > 0.75 and names.authors and "org" not in spoken_of(body):
            features.add("names-weak")
        elif opens and names.strong and not _ends_with_country(text):
            features.add("names-part")
        if opens and _full(names):
            features.add("full-name")
        if is_led_by_name(body, names) and spoken & {"degree", "position"}:
            features.add("described")
        what = names.strong or spoken & {"degree", "position", "org"}
        if opens and what and _NOTE.match(body, names.authors[0].end):
            features.add("note")
    if letters >= 6 and upper > 0.8 * letters:
        features.add("caps")
    elif letters and upper < 0.25 * letters:
        features.add("lower")
    features |= spoken if digits else spoken - {"street"}
    if _ends_with_country(text):
        features.add("country")
    if ("@" in text or "mail" in low) and _EMAIL.search(text):
        features.add("email")
    if "names" in features:
        pass  # an ORCID beside a name is the author's
    elif "orcid" in low or (text.count("-") > 2 and ORCID_FORM.search(text)):
        features.add("orcid")
    if digits and any(sign in low for sign in _PHONE_SIGNS) and _PHONE.search(text):
        features.add("phone")
    if digits and ("[" in text or "(" in text) and _CITED.search(text):
        features.add("cited")
    if (digits or any(sign in low for sign in _REFERENCE_SIGNS)) and _REFERENCE.search(text):
        features.add("reference")
    if digits and _NUMBERED.match(text):
        features.add("numbered")
    if ("№" in text or not begins.isdisjoint(_SERIAL_BEGINS)) and _SERIAL.search(text):
        features.add("serial")
    if _STOP.search(line.text[-40:]):
        features.add("stop")
    if line.text.endswith((",", ";")):
        features.add("comma")
    elif line.text.endswith(("-", "¬", "\u00ad")):
        features.add("hyphen")
    if text.startswith("©") and "names" not in features:
        features.add("copyright")
    if len(text) > 60 and text.count(" ") > 5:
        features.add("full")
    elif len(text) < 40:
        features.add("short")
    first = text.lstrip('«“"([*© ')[:1]
    if first.islower():
        features.add("starts-lower")
    elif first.isdigit():
        features.add("starts-digit")
    if text.count(",") + text.count(";") >= 3:
        features.add("commas")
    if line.size > 1.15:
        features.add("big")
    if line.bold:
        features.add("bold")
    return Seen(line, frozenset(features), names, label)


@cache
def _post_words() -> re.Pattern[str]:
    found = {w for key in ("degrees", "titles", "positions") for w in words("people", key)}
    spelled = "|".join(map(re.escape, sorted(found, key=len, reverse=True)))
    return re.compile(rf"(?:{spelled})[\w.-]*|[\W\d]+", re.I)


def _only_posts(text: str, names: Names) -> bool:
    """Tell whether what is not a name in a line are degrees and titles: `к.т.н. Петрова А.С.`."""
    if not names.strong or not names.rest or pattern("organizations").search(text):
        return False
    return all(_post_words().sub("", text[slice(*span)]) == "" for span in names.rest)


def _all_marked(names: Names) -> bool:
    """Tell whether a line is nothing but two or more names with marks: `Анна Ким1, Денис Ли2`."""
    return names.covered > 0.95 and len(names.authors) > 1 and all(a.marks for a in names.authors)


def _full(names: Names) -> bool:
    return bool(names.authors and names.authors[0].given and names.authors[0].patronymic)
