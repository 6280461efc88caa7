"""The best reading of a string's pieces: every piece gets the label of an area.

A reading is a path through the pieces. Each step costs or earns what `data/grammar.toml` says about
one area after another through that punctuation, and what the piece's own words say about the area.
The best path is found by dynamic programming over (label, has a host been named, has a year been),
piece by piece, so that the work is linear in the number of pieces.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple, cast, get_args

from citekit.references.pieces import Mark, Piece
from citekit.references.vocabulary import BIT, bits, countries, places, short_places, table

FREE = ("TITLE", "INFO", "PARALLEL", "RESP", "CTITLE", "CINFO", "CRESP", "PLACE", "PUBLISHER",
        "PARTTITLE", "GENRE", "SERIES", "NOTE", "LEFTOVER")  # fmt: skip
"""The areas of free text, which announce themselves only by where they stand and by their words."""

BEFORE_HOST = frozenset(
    (
        "HEAD",
        "EDS",
        "YEARP",
        "HEADING",
        "STANDARD",
        "TITLE",
        "INFO",
        "PARALLEL",
        "RESP",
        "PARTTITLE",
    )
)
_MAIN = frozenset(
    ("BEGIN", "HEAD", "EDS", "YEARP", "HEADING", "STANDARD", "PATENT", "ARCHIVE", "TITLE",
        "PARALLEL",
     "HOSTHEAD", "GMD", "INFO", "GENRE", "RESP", "CTITLE", "CINFO", "CRESP", "ACT", "PARTTITLE")
)  # fmt: skip


class Reading(NamedTuple):
    """The labels of the pieces, how well they fit, and how much better than the next best."""

    labels: tuple[str, ...]
    score: float
    margins: tuple[float, ...]


@cache
def transitions() -> dict[str, dict[str, dict[str, float]]]:
    """Return the grammar: label, then label, then mark, to score."""
    data = table("grammar")
    groups: dict[str, list[str]] = data["groups"]
    rows = {k: v for k, v in data.items() if k not in ("groups", "tail")}

    def spread(row: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
        wide = {m: marks for name, marks in row.items() if name in groups for m in groups[name]}
        return {**wide, **{k: v for k, v in row.items() if k not in groups}}

    tail = spread(data["tail"])
    result: dict[str, dict[str, dict[str, float]]] = {}
    members = {m for group in groups.values() for m in group}
    for label in sorted(members | set(rows)):
        row = spread(rows.get(label, {}))
        result[label] = row if label in _MAIN else {**tail, **row}
    return result


_Key = tuple[str, bool, bool]
_YEARS = frozenset(("YEAR", "JOURNAL"))


_HOSTS = frozenset(("CTITLE", "HOSTHEAD"))
_State = tuple[float, _Key | None]
"""The score of the best path to a key, and the key before it."""


@cache
def _by_mark() -> dict[Mark, dict[str, dict[str, float]]]:
    """Return the grammar the other way round: mark, then label, then label, to score."""
    result: dict[Mark, dict[str, dict[str, float]]] = {mark: {} for mark in get_args(Mark)}
    for label, row in transitions().items():
        for candidate, marks in row.items():
            for mark, score in marks.items():
                result[cast(Mark, mark)].setdefault(label, {})[candidate] = score
    return result


@cache
def _gains() -> dict[Mark, dict[str, tuple[float, float, float]]]:
    """Return what a label can gain through a mark: at the most, without a host, with one."""
    result: dict[Mark, dict[str, tuple[float, float, float]]] = {}
    for mark, rows in _by_mark().items():
        best: dict[str, float] = {}
        for row in rows.values():
            for candidate, score in row.items():
                best[candidate] = max(score, best.get(candidate, score))
        result[mark] = {
            candidate: (fit + max(_HOST_MATTERS.get(candidate, _NOTHING)),
                        *_HOST_MATTERS.get(candidate, _NOTHING))
            for candidate, fit in best.items()
        }  # fmt: skip
    return result


_BEAM = 6.5
"""A path this much worse than the best one so far is given up."""
_WIDTH = 7
_REPEATED_YEAR = 3.5


def read(found: list[Piece]) -> Reading:
    """Return the best reading of the pieces."""
    layer: dict[_Key, _State] = {("BEGIN", False, False): (0.0, None)}
    layers = []
    for index, piece in enumerate(found):
        weigh = _weighed if piece.element is None else _weighed_again
        weighed = weigh(piece.mark, tuple(_options(piece, found, index)))
        following = _step(layer, piece.mark, weighed)
        if not following:
            # No rule leads on from here: what follows is kept, and the reading goes on behind it.
            best_key, best = next(iter(layer.items()))
            following[("LEFTOVER", *best_key[1:])] = (best[0] - 6, best_key)
        if len(following) > 1:
            ranked = sorted(following.items(), key=_by_score, reverse=True)
            least = ranked[0][1][0] - _BEAM
            following = {k: s for k, s in ranked[:_WIDTH] if s[0] > least}
        layers.append(following)
        layer = following
    return _traced(layers)


def _by_score(path: tuple[_Key, _State]) -> float:
    return path[1][0]


_Options = tuple[tuple[str, float], ...]


def _weighed(mark: Mark, options: _Options) -> list[tuple[float, str, float, float]]:
    """Return options by the most they can add: that, label, worth without a host and with one."""
    gains = _gains()[mark]
    weighed = [
        (own + gain[0], label, own + gain[1], own + gain[2])
        for label, own in options
        if (gain := gains.get(label)) is not None
    ]
    weighed.sort(reverse=True)
    return weighed


_weighed_again = lru_cache(maxsize=4096)(_weighed)
"""For elements, whose options come again and again; those of free text hardly do."""


def _step(
    layer: dict[_Key, _State], mark: Mark, weighed: list[tuple[float, str, float, float]]
) -> dict[_Key, _State]:
    """Return the best path to each key behind one more piece.

    What cannot come within `_BEAM` of the best path is not looked at: states come in the order of
    their scores, and options in the order of the most that they can add.
    """
    rows = _by_mark()[mark]
    following: dict[_Key, _State] = {}
    floor = float("-inf")
    for key, (total, _) in layer.items():
        label, hosted, dated = key
        row = rows.get(label)
        if row is None:
            continue
        for bound, candidate, alone, within in weighed:
            if total + bound <= floor:
                break
            fit = row.get(candidate)
            if fit is None:
                continue
            now_hosted = hosted or candidate in _HOSTS
            score = total + fit + (within if now_hosted else alone)
            is_year = candidate in _YEARS
            if is_year and dated:
                score -= _REPEATED_YEAR
            if score <= floor:
                continue
            target = (candidate, now_hosted, dated or is_year)
            best = following.get(target)
            if best is None or score > best[0]:
                following[target] = (score, key)
                floor = max(floor, score - _BEAM)
    return following


def _traced(layers: list[dict[_Key, _State]]) -> Reading:
    key, (total, _) = next(iter(layers[-1].items()))
    labels, margins = [], []
    for states in reversed(layers):
        score, back = states[key]
        labels.append(key[0])
        # The states stand in the order of their scores.
        rival = next((s[0] for k, s in states.items() if k[0] != key[0]), score - 8)
        margins.append(score - rival)
        if back is None:
            break
        key = back
    return Reading(tuple(reversed(labels)), total, tuple(reversed(margins)))


_NOTHING = (0.0, 0.0)
# What an element is worth (without a host, with one).
_HOST_MATTERS = {
    "TITLE": (0.0, -2.0),
    "ISSUE": (-3.0, 0.5),
    "NUMBERS": (-4.0, 0.5),
    "JOURNAL": (-4.0, 0.5),
    "BAREPAGES": (-3.0, 0.3),
    "BARENUMBER": (-1.5, 0.0),
    "VOLUME": (-0.8, 0.3),
    "PAGES": (-1.2, 0.5),
    "EXTENT": (0.5, -0.5),
    "PLACE": (0.2, -0.2),
    "PUBLISHER": (0.0, -0.4),
    "SERIES": (0.3, -0.3),
    "GENRE": (0.0, -1.0),
    "YEAR": (0.0, 0.0),
    "RESP": (0.0, -4.0),
    "INFO": (0.0, -3.0),
    "CRESP": (-4.0, 0.0),
    "CINFO": (-4.0, 0.0),
}

_NUMBERED_PART = re.compile(r"(?i:вып|шығ|вип|vyp)")
_INITIALS = re.compile(r"(?<!\w)[^\W\d_]\.\s?(?:[^\W\d_]\.)?")
_ACRONYM = re.compile(r"\((?=[^)]{0,9}[A-ZА-Я][^)]{0,9}[A-ZА-Я])[\w&-]{2,10}(?:['’]?\s?\d{2,4})?\)")
_BRACKETED = re.compile(r"[(\[].*[)\]]\.?$")
_QUOTED = re.compile(r"[«“\"„].*[»”\"“]$")
_PLACE = re.compile(
    r"(?:г\.\s?|қ\.\s?)?(?:[^\W\d_]{1,3}\.?-?){0,2}[^\W\d_]{1,20}\.?(?:[\s/-][^\W\d_]{1,16}\.?){0,2}$"
)
_SPACED_DASH = re.compile(r"\s[-–]\s?|(?<=\w)[-–]\s")
_PLACE_PREFIX = re.compile(r"^(?:г|қ|город|g)\.\s?", re.I)
_SUPPLIED = re.compile(r"^\[?(?:Б\.\s?м|б\.\s?и|Б\.\s?и|S\.\s?l|s\.\s?n)\.?", re.I)


def _options(piece: Piece, found: list[Piece], index: int) -> list[tuple[str, float]]:
    """Return the labels that a piece may have, each with what its own words are worth."""
    if piece.names is not None:
        if index:
            return [
                ("HOSTHEAD", piece.names.score - 1),
                ("CTITLE", 1.5 - piece.names.score * 0.2),
                ("RESP", 0.5),
            ]
        return [("HEAD", piece.names.score), ("TITLE", -1.0), ("RESP", -1.0)]
    if piece.element is not None:
        return _element_options(piece, found, index)
    return _free_options(piece, found, index)


def _element_options(piece: Piece, found: list[Piece], index: int) -> list[tuple[str, float]]:
    assert piece.element is not None
    if index and piece.mark == "colon" and found[index - 1].first_bits & BIT["notes"]:
        return [("NOTE", 5.0), ("LEFTOVER", -3.0)]
    label, score = piece.element.label, piece.element.score
    if score >= 5.5:
        return [(label, score), ("TITLE", -1.5), ("NOTE", -2.0), ("LEFTOVER", -3.0)]
    options = [
        (label, score),
        ("TITLE", -1.5),
        ("CTITLE", -1.8),
        ("NOTE", -2.0),
        ("LEFTOVER", -3.0),
    ]
    if score < 5:
        options += [("INFO", -1.8), ("CINFO", -1.5), ("PUBLISHER", -3.0), ("RESP", -2.5),
                    ("CRESP", -2.5), ("PARTTITLE", -2.5)]  # fmt: skip
    if label == "YEAR":
        if index <= 2:
            options.append(("YEARP", 2.0))
        if _counts_on(found, index):
            options.append(("BAREPAGES", score + 0.5))  # `Sensors 20(5), 1432 (2020)`
        if "to" in piece.element.fields:
            options[0] = (label, 3.0)
            options[1] = ("TITLE", 0.0)
    if label == "ISSUE" and _NUMBERED_PART.match(piece.text):
        options.append(("PART", score - 0.5))
    if label in ("GMD",):
        options.append(("NOTE", -2.0))
    if (
        label == "BARENUMBER"
        and index
        and found[index - 1].element is not None
        and (
            found[index - 1].element.label in ("NUMBERS", "VOLUME", "ISSUE", "BARENUMBER")  # type: ignore[union-attr]
        )
    ):
        options.append(("BAREPAGES", 1.0))
    return options


def _has_range_of_pages(found: list[Piece], index: int) -> bool:
    """Whether an article is described, so that editors are those of its host."""
    return found[0].names is not None and any(
        p.element is not None and p.element.label == "PAGES" and "–" in p.text.replace("-", "–")
        for p in found[index + 1 :]
    )


def _ends_apa(found: list[Piece], index: int) -> bool:
    """Whether the piece closes `Author. (2020). Title. Publisher`, but for addresses."""
    if (
        index < 2
        or found[index].mark != "dot"
        or not any(p.element is not None and p.element.label == "YEARP" for p in found[:3])
    ):
        return False
    return all(
        p.mark == "comma" if p.element is None else p.element.label in _ADDRESSES
        for p in found[index + 1 :]
    )


_ADDRESSES = frozenset(("DOI", "URL", "ACCESSED", "ISBN", "TAG", "ACCESS"))


def _counts_on(found: list[Piece], index: int) -> bool:
    """Whether what looks like a year is a page: behind volume and issue, before the year."""
    if index == 0 or index + 1 >= len(found):
        return False
    before, after = found[index - 1].element, found[index + 1].element
    return (
        before is not None
        and before.label in ("NUMBERS", "VOLUME", "ISSUE", "BARENUMBER")
        and after is not None
        and after.label == "YEARP"
    )


def _free_options(piece: Piece, found: list[Piece], index: int) -> list[tuple[str, float]]:
    known, first, size, text = piece.bits, piece.first_bits, piece.size, piece.text
    lower = text[:1].islower()
    paren = bool(_BRACKETED.match(text))
    quoted = bool(_QUOTED.match(text))
    initials = bool(_INITIALS.search(text))
    role = first & _ROLES
    length = min(size, 8) * 0.12
    in_host = 0.0
    next_mark: Mark | None = found[index + 1].mark if index + 1 < len(found) else None
    title = (
        0.3
        + length
        + (0.6 if quoted else 0)
        - (1.5 if role else 0)
        - (2.0 if paren and index else 0)
    )
    if role and piece.mark == "slash" and _has_range_of_pages(found, index):
        in_host = 1.5
    if size == 0:
        title -= 1.0
    if first & BIT["notes"]:
        title -= 1.5
    info = (
        -0.6
        + (3.2 if first & BIT["genre"] else 0.9 if known & BIT["genre"] else 0)
        + (0.3 if lower else 0)
    )
    if role:
        info -= 1.5
    resp = (
        -1.0
        + (1.6 if initials else 0)
        + (3.2 if role else 0)
        + (1.5 if known & BIT["body_words"] else 0)
    )
    if known & BIT["publisher_words"] and not initials and not role:
        resp -= 0.8
    host = (
        0.2
        + length
        + (1.3 if known & BIT["serial_words"] else 0)
        + (1.2 if known & BIT["meeting_words"] else 0)
    )
    if index == 0 and not first & BIT["serial_words"]:
        # A reference that begins with its host has no title: `Вопр. философии. 1992. № 10.`
        host -= 3.5
    if paren and not _ACRONYM.fullmatch(text):
        host -= 1.5
    if role:
        host -= 1.5
    if lower:
        host -= 0.4
    options = [
        ("TITLE", title),
        ("PARALLEL", title - 0.3),
        ("INFO", info),
        ("RESP", resp),
        ("CTITLE", host),
        (
            "CINFO",
            info
            + (
                0.9
                if known & (BIT["meeting_words"] | BIT["conference_words"])
                else 0.3
                if paren
                else 0
            ),
        ),
        ("CRESP", resp + in_host),
        ("PARTTITLE", title - 0.4),
        (
            "PLACE",
            _place_score(text, size, piece.mark, next_mark)
            + (2.0 if _heads_imprint(found, index) else 0)
            + (4.5 if _has_country(found, index) else 0),
        ),
        (
            "PUBLISHER",
            _publisher_score(piece, lower, quoted, paren, role)
            + (1.5 if known & BIT["publisher_words"] and _is_place(found, index + 1) else 0),
        ),
        ("LEFTOVER", -3.5 - 0.12 * size),
    ]
    if _ends_apa(found, index):
        wanted = (
            "CTITLE"
            if known & BIT["serial_words"] and not known & BIT["publisher_words"]
            else "PUBLISHER"
        )
        options = [(label, own + (2.5 if label == wanted else 0)) for label, own in options]
    if index == 0:
        options.append(("HEAD", _body_score(piece, found)))
    note = -2.2 + (5.5 if first & BIT["notes"] else 0) - (0 if size else 0.5)
    if text[:1] == "[" and text[-1:] == "]":
        note += 0.5
    options.append(("NOTE", note))
    if first & BIT["thesis"] or (known & BIT["thesis"] and size < 12):
        sure = first & BIT["thesis"] or "..." in text or "…" in text
        options.append(("GENRE", 6.5 if sure else 2.5))
    if piece.mark != "colonsp" or size < 14:
        options.append(("GENRE", -4.0)) if not known & BIT["thesis"] else None
    if paren and text[0] == "(" and size and not _ACRONYM.fullmatch(text):
        options.append(("SERIES", 3.2))
    elif re.match(r"(?:Сер|Серия|Ser|Series)\b", text):
        options.append(("SERIES", 0.5))
    return options


_ROLES = BIT["editor"] | BIT["translator"] | BIT["compiler"] | BIT["role"]


def _body_score(piece: Piece, found: list[Piece]) -> float:
    """Return how well a body stands as author: `Ministry of Labour. (2022). Report`."""
    following = found[1] if len(found) > 1 else None
    if following is None or not piece.text[:1].isupper():
        return -20.0
    if not piece.bits & BIT["body_words"]:
        return 2.0 if _is_before_title(piece, found) else -20.0
    if following.element is not None:
        by_label = {"YEARP": 3.0, "YEAR": -2.0}
        return by_label.get(following.element.label, -20.0)
    own = piece.first_bits | bits(piece.text.rpartition(" ")[2])
    if piece.bits & BIT["archive_words"]:
        return -20.0
    sentence = following.mark == "dot" and following.size > 2 and 1 < piece.size < 12
    return 0.5 if sentence and own & BIT["body_words"] else -20.0


def _is_before_title(piece: Piece, found: list[Piece]) -> bool:
    """Whether a name not known stands as author: `Statista. (2023). Number of users`."""
    if len(found) < 3 or piece.size > 6 or found[2].element is not None:
        return False
    year, title = found[1].element, found[2]
    return (
        year is not None
        and year.label == "YEARP"
        and title.size > 2
        and not title.bits & BIT["publisher_words"]
    )


def _has_country(found: list[Piece], index: int) -> bool:
    """Whether a country or state follows a place that is not known: `Abuja, Nigeria`."""
    if index + 1 >= len(found) or found[index + 1].mark != "comma" or found[index].size > 3:
        return False
    return found[index + 1].text.strip(" .").lower() in countries()


def _is_place(found: list[Piece], index: int) -> bool:
    """Whether a known place stands there behind a comma: `OECD Publishing, Paris`."""
    if index >= len(found) or found[index].mark != "comma":
        return False
    return found[index].text.strip(" .").lower() in places()


def _heads_imprint(found: list[Piece], index: int) -> bool:
    """Whether the piece stands in `Place: Publisher, 2002`, known or not."""
    if found[index].mark in ("colon", "colonsp", "none", "slash", "host"):
        return False
    if index + 2 >= len(found) or found[index + 1].mark not in ("colon", "colonsp"):
        return False
    year = found[index + 2]
    return (
        year.mark in ("comma", "semi") and year.element is not None and year.element.label == "YEAR"
    )


def _place_score(text: str, size: int, mark: str, next_mark: str | None) -> float:
    bare = _PLACE_PREFIX.sub("", text.strip("[]() ")).rstrip(". ?")
    if " " in bare:
        bare = _SPACED_DASH.sub("-", bare)
    key = bare.lower()
    if key in short_places() and len(bare) <= 3:
        return 3.2
    if key in countries():
        return 1.0 if mark == "comma" else -2.0
    if key in places():
        return 3.4 if text[:1].isupper() or text[:1] in "[гқ" else 1.0
    if _SUPPLIED.match(text):
        return 3.0
    if size == 0 or size > 4 or not bare[:1].isupper():
        return -5.0
    if text[:2] in ("г.", "қ.", "g.") and size <= 3:
        return 2.5
    score = -2.2 - 0.5 * (size - 1)
    if next_mark in ("colonsp", "colon"):
        score += 1.2
    elif size > 1 or bare[:1] <= "z":
        # `– Morgan Kaufmann, 1994`: without a colon an unknown name is rather a publisher.
        score -= 1.2
    if not _PLACE.match(bare):
        score -= 2.0
    return score


def _publisher_score(piece: Piece, lower: bool, quoted: bool, paren: bool, role: int) -> float:
    score = -0.4
    if piece.bits & BIT["preprint_words"] and piece.size < 4:
        score += 3.0
    elif piece.bits & BIT["publisher_words"]:
        score += 1.8
    elif piece.bits & BIT["body_words"]:
        score += 0.8
    if quoted:
        score += 1.0
    if lower and not piece.first_bits & BIT["publisher_words"]:
        score -= 0.7
    if paren or role:
        score -= 2.0
    if piece.size == 0:
        score -= 2.0
    if piece.size > 7:
        score -= 0.25 * (piece.size - 7)
    return score
