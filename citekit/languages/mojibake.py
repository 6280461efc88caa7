"""Undoes readings in a wrong encoding: whole texts, single lines, single runs of a line.

Damage in real files is per font, hence per line or per run, and letters that the wrong encoding
lacked survive in the middle of it (`ÌÅÌËÅÊÅÒÒІÊ` holds a true `І`). So nothing here re-encodes a
string: characters are mapped one by one, and a reading is taken only when it looks like language
where the text before did not (`plausible.py`).

This has to come before any other repair: folded quotes or composed accents cannot be mapped back.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from citekit.languages._load import load
from citekit.languages.plausible import cyrillic_languages, plausibility
from citekit.languages.repaired import Edit

# A reading must reach this plausibility and beat the text as it stands by this much; and the first
# find of a kind, by this many pairs of letters.
_ENOUGH, _GAIN, _EVIDENCE = 0.72, 0.18, 3.5
# Below this a line is noise. How many of the longest lines are asked.
_NOISE, _SAMPLE = 0.58, 12
# Lines that are read in every way, at most, spread over the text.
_VOTERS = 400
# Characters of the longest line: a whole book may be one.
_LONG = 1000
_LETTER = re.compile(r"[^\W\d_]")
_TOKEN = re.compile(r"[^ \t\n]+")
# Sound characters, but not after a letter without a space.
_ODD_TAILS = frozenset("°©±²³·")
_ILL_CASED = re.compile(r"[^\W\d_A-ZА-ЯЁ][А-ЯЁ]")
_LOST = -1  # the byte of a character shown as U+FFFD
_PLAIN = frozenset(map(chr, range(0x09, 0x7F)))


class Misreading(NamedTuple):
    """Bytes of one encoding taken for another: the code of the repair and the way back."""

    code: str
    table: dict[int, str]
    cyrillic: bool  # what was read is Cyrillic too: a damaged word looks like a word

    def undo(self, text: str) -> str:
        """Return `text` read as it was meant."""
        return text.translate(self.table)


def _characters(encoding: str) -> dict[str, int]:
    """Return the character that each high byte shows as in `encoding`, mapped to the byte.

    Where the encoding leaves a byte undefined, programs show a C1 control character.
    """
    shown = {chr(byte): byte for byte in range(0x80, 0xA0)}
    for byte in range(0x80, 0x100):
        try:
            shown[bytes([byte]).decode(encoding)] = byte
        except UnicodeDecodeError:
            continue
    return shown


def _name(encoding: str) -> str:
    names: dict[str, str] = load("damage", "encodings")["names"]
    return names.get(encoding, encoding)


@cache
def misreadings() -> tuple[Misreading, ...]:
    """Return the single-byte misreadings and misplaced fonts that we know.

    >>> [m.undo("ñëóæáà") for m in misreadings() if m.code.endswith("cp1251-as-latin1")]
    ['служба']
    """
    data = load("damage", "encodings")
    found = []
    for meant, taken in data["misreadings"]:
        table: dict[int, str] = {}
        for shown, byte in _characters(taken).items():
            true = bytes([byte]).decode(meant, errors="ignore")
            if true and true != shown:
                table[ord(shown)] = true
        code = f"encoding.mojibake.{_name(meant)}-as-{_name(taken)}"
        found.append(Misreading(code, table, "р" in _characters(taken)))
    for name, font in data["fonts"].items():
        table = {ord(p): c for p, c in zip(font["places"], font["letters"], strict=True)}
        found.append(Misreading(f"encoding.font.{name}", table, True))
    return tuple(found)


@cache
def _sound() -> frozenset[str]:
    """Return the characters of sound Cyrillic text: letters of our languages and punctuation."""
    letters = {c for language in cyrillic_languages() for c in _alphabet(language)}
    plain = load("damage", "encodings")["sound"]
    return frozenset(letters | {c.upper() for c in letters} | set(plain))


@cache
def _suspicious() -> re.Pattern[str]:
    """Return what does not belong in sound text; only lines that hold it are looked at closely."""
    sound = re.escape("".join(sorted(_sound())))
    ill_cased = r"\b[а-яё]{1,2}[А-ЯЁ]{2,}|[А-ЯЁ][а-яё]{1,3}[А-ЯЁ]{2}"
    return re.compile(rf"[^\x09-\x7e{sound}]|{ill_cased}|{_CAPITAL_YA.pattern}")


@cache
def _unsound() -> re.Pattern[str]:
    return re.compile(rf"[^\x09-\x7e{re.escape(''.join(sorted(_sound())))}]")


# A capital after a small letter: what is suspicious of letters that are sound by themselves.
_ILL_CAPITAL = re.compile(r"[А-ЯЁ](?<=[а-яё].)")
# MacCyrillic has its small я where cp1251 has the capital: `сохранЯет`.
_CAPITAL_YA = re.compile(r"(?<=[а-яё]{2})Я(?![А-ЯЁ])")


def _alphabet(language: str) -> str:
    return str(load(language, "letters").get("alphabet", ""))


# --- one byte taken for one character ------------------------------------------------------------


def single_byte_edits(text: str) -> Iterator[Edit]:
    """Yield the edits that undo readings of one single-byte encoding as another.

    >>> [edit.new for edit in single_byte_edits("ÌÅÌËÅÊÅÒÒІÊ ãîñóäàðñòâåííîå")]
    ['МЕМЛЕКЕТТІК государственное']
    """
    spans = list(_line_spans(text))
    suspects = _suspects(text, [start for start, _ in spans])
    if not suspects:
        # koi8-r read as cp1251, and the reverse, make other words of the same letters.
        longest = sorted(range(len(spans)), key=lambda n: spans[n][0] - spans[n][1])[:_SAMPLE]
        suspects = [n for n in longest if _is_noise(text[slice(*spans[n])])]
    votes: dict[str, float] = {}
    for number in suspects[:: 1 + len(suspects) // _VOTERS]:
        line = text[slice(*spans[number])]
        found = _best(line, _explaining(line), first=True)
        if found:
            votes[found[0].code] = votes.get(found[0].code, 0.0) + found[1]
    if not votes:
        return
    # Damage comes in company: what is sure of some lines is looked for in all of them, the kind
    # with most evidence first; and short lines beside a damaged one follow it.
    kinds = tuple(
        sorted((m for m in misreadings() if m.code in votes), key=lambda m: -votes[m.code])
    )
    chosen: dict[int, Misreading] = {}
    for number, (start, end) in enumerate(spans):
        if found := _best(text[start:end], kinds, first=False):
            chosen[number] = found[0]
    for number, (start, end) in enumerate(spans):
        line = text[start:end]
        if number in chosen:
            yield from _line_edits(line, start, chosen[number])
            continue
        beside = chosen.get(number - 1) or chosen.get(number + 1)
        if beside and not beside.cyrillic and _all_damaged(line, beside):
            yield Edit(start, end, beside.undo(line), beside.code)


def _suspects(text: str, starts: list[int]) -> list[int]:
    """Return the numbers of the lines that hold what does not belong in sound text.

    Args:
        text: The text.
        starts: Where its lines begin.
    """
    places = [m.start() for m in _unsound().finditer(text)]
    for match in _ILL_CAPITAL.finditer(text):
        around = text[max(0, match.start() - 4) : match.end() + 3]
        places += [match.start()] if _suspicious().search(around) else []
    return sorted({bisect_right(starts, place) - 1 for place in places})


def _is_noise(line: str) -> bool:
    """Tell whether a line in Cyrillic does not look like language at all."""
    cyrillic = sum("\u0400" <= c <= "\u045f" for c in line)
    return cyrillic > 8 and cyrillic * 2 > len(line) and plausibility(line) < _NOISE


@cache
def _explained() -> dict[str, frozenset[str]]:
    """Return the suspicious characters, each with the misreadings that make a letter of it."""
    found: dict[str, set[str]] = {}
    for kind in misreadings():
        for code, true in kind.table.items():
            if chr(code) not in _sound() and (true.isalpha() or true in _sound()):
                found.setdefault(chr(code), set()).add(kind.code)
    return {char: frozenset(codes) for char, codes in found.items()}


def _explaining(line: str) -> tuple[Misreading, ...]:
    """Return the misreadings that may explain `line`: most of its suspicious characters each.

    Few lines with a strange sign (`≤`, `µ`) are damaged: this keeps the rest from being read in
    two dozen ways.
    """
    strange = list(_suspicious().finditer(line))
    signs = [
        m[0] for m in strange if m[0] not in "Я" and len(m[0]) == 1 and _in_word(line, m.start())
    ]
    if signs:
        explained = _explained()
        codes = Counter(code for c in signs for code in explained.get(c, ()))
        return tuple(
            kind
            for kind in misreadings()
            if codes[kind.code] * 2 > len(signs) and (kind.cyrillic or codes[kind.code] > _EVIDENCE)
        )
    # Only capitals and small letters changed: here and there, or throughout (`рТЙЧЕФ`).
    if strange and all(_CAPITAL_YA.match(line, m.start()) for m in strange):
        return tuple(kind for kind in misreadings() if kind.table.get(ord("Я")) == "я")
    if (strange and all(len(m[0]) == 1 for m in strange)) or not _is_noise(line):
        return ()
    return tuple(kind for kind in misreadings() if kind.cyrillic)


def _in_word(line: str, at: int) -> bool:
    """Tell whether the character at `at` is a letter, or is beside a letter or another sign."""
    beside = line[max(0, at - 1) : at] + line[at + 1 : at + 2]
    return line[at].isalpha() or any(c.isalpha() or c > "\u00ff" for c in beside)


def _line_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the lines; of a very long one, pieces that end at a space."""
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        while end - start > _LONG:
            cut = text.rfind(" ", start + 1, start + _LONG)
            cut = start + _LONG if cut < 0 else cut
            yield start, cut
            start = cut
        yield start, end
        start = end + 1


def _best(
    line: str, kinds: tuple[Misreading, ...], *, first: bool
) -> tuple[Misreading, float] | None:
    """Return the misreading that best explains `line` and how many pairs of letters speak for it.

    `None` when the line reads well enough as it is. Of kinds that do equally well the first wins.
    A `first` find in a text needs more evidence than lines beside others that were found damaged,
    whose kinds come in the order of their evidence and are not lightly passed over.
    """
    enough, evidence, better = (_ENOUGH, _EVIDENCE, 1.02) if first else (_ENOUGH - 0.15, 0.0, 1.3)
    best, best_weight = None, 0.0
    for kind in kinds:
        spans = list(_damaged_spans(line, kind))
        if not spans:
            continue
        before = " ".join(line[a:b] for a, b in spans)
        after = kind.undo(before)
        if len(_suspicious().findall(after)) > len(_suspicious().findall(before)):
            continue
        score = plausibility(after)
        gain = score - plausibility(before)
        weight = gain * sum(map(str.isalpha, after))
        if score >= enough and gain >= _GAIN and weight >= max(evidence, best_weight * better):
            best, best_weight = kind, weight
    return (best, best_weight) if best else None


def _line_edits(line: str, offset: int, kind: Misreading) -> Iterator[Edit]:
    for start, end in _damaged_spans(line, kind):
        new = kind.undo(line[start:end])
        if new != line[start:end]:
            yield Edit(offset + start, offset + end, new, kind.code)


def _damaged_spans(line: str, kind: Misreading) -> Iterator[tuple[int, int]]:
    """Yield the runs of words in `line` that `kind` may have damaged.

    Where a damaged word does not look Cyrillic it can be told from sound words beside it: most of
    its letters are foreign. A run has at least one word with three of them in a row; single ones
    (`è` for `и`) count only in its company, for `à` and `é` are words of other languages.
    """
    runs: list[list[tuple[int, int]]] = []
    run: list[tuple[int, int]] = []
    strong = any_strong = False
    for token in _TOKEN.finditer(line):
        damaged = _changed(token[0], kind) if kind.cyrillic else _damaged(token[0], kind)
        if damaged:
            run.append(token.span())
            strong = strong or kind.cyrillic or damaged >= 3
        else:
            if run and (strong or _all_foreign(line, run, kind)):
                runs.append(run)
            any_strong = any_strong or strong
            run, strong = [], False
    if run and (strong or _all_foreign(line, run, kind)):
        runs.append(run)
    if any_strong or strong:
        yield from ((run[0][0], run[-1][1]) for run in runs)


def _all_foreign(line: str, run: list[tuple[int, int]], kind: Misreading) -> bool:
    """Tell whether the words of a weak run are nothing but letters that `kind` explains."""
    return all(
        ord(c) in kind.table and c not in _sound() and kind.table[ord(c)].isalpha()
        for start, end in run
        for c in line[start:end]
    )


def _changed(token: str, kind: Misreading) -> int:
    """Return how many characters of `token` read otherwise under `kind`."""
    return sum(ord(c) in kind.table for c in token)


def _damaged(token: str, kind: Misreading) -> int:
    """Return the longest run of letters in `token` that `kind` explains, 0 if it is sound."""
    if token.isascii():
        return 0
    foreign = longest = current = sound = 0
    for c in token:
        true = kind.table.get(ord(c))
        if true is None:
            if c.isalpha():
                sound += 1
            else:
                current = 0
        else:
            foreign += 1
            current = current + 1 if true.isalpha() else 0
            longest = max(longest, current)
    return max(longest, 1) if foreign > sound else 0


def _all_damaged(line: str, kind: Misreading) -> bool:
    tokens = _TOKEN.findall(line)
    wordy = [t for t in tokens if _LETTER.search(kind.undo(t))]
    return bool(wordy) and all(_damaged(t, kind) for t in wordy)


# --- several bytes taken for several characters --------------------------------------------------


class _Utf8As(NamedTuple):
    code: str
    bytes_of: dict[str, int]
    sign: re.Pattern[str]  # a pair that no sound text holds: without one there is nothing to read
    run: re.Pattern[str]


@cache
def _utf8_readings() -> tuple[_Utf8As, ...]:
    found = []
    for taken in load("damage", "encodings")["utf8_as"]:
        shown = _characters(taken)
        # A byte that the encoding lacks may be shown so; cp1251 lacks 0x98 alone.
        shown |= {"\ufffd": 0x98 if taken == "cp1251" else _LOST}

        def among(
            low: int,
            high: int,
            without: frozenset[str] = frozenset(),
            shown: dict[str, int] = shown,
        ) -> str:
            chars = (c for c, b in shown.items() if low <= b <= high and c not in without)
            return "[" + re.escape("".join(chars)) + "]"

        tail = f"(?:{among(0x80, 0xBF)}|\ufffd)"
        two = among(0xC2, 0xDF)
        sequence = f"(?:{two}{tail}|{among(0xE2, 0xEF)}{tail}{tail})"
        if taken == "cp1251":
            # Inside a run: a no-break space made plain (Р), and the lost second byte of И.
            lead = among(0xD0, 0xD0)
            sequence = f"(?:{sequence}|{lead} (?={two}{tail})|{lead}\\?|{lead}(?={two}{tail}))"
        code = f"encoding.mojibake.utf8-as-{_name(taken)}"
        # Spaces and ASCII are the same in both readings: a run goes on across them.
        run = re.compile(f"{sequence}(?:[ !-@\\[-`{{-~\\n]*{sequence})*")
        lead, odd_tail = among(0xC2, 0xEF), among(0x80, 0xBF, _sound() - _ODD_TAILS)
        odd_lead = among(0xC2, 0xEF, _sound())
        pairs = [f"{lead}{odd_tail}"] + ([f"{odd_lead}{tail}"] if odd_lead != "[]" else [])
        found.append(_Utf8As(code, shown, re.compile("|".join(pairs)), run))
    return tuple(found)


def utf8_edits(text: str) -> Iterator[Edit]:
    """Yield the edits that undo readings of UTF-8 as a single-byte encoding.

    >>> [edit.new for edit in utf8_edits("РљР»СЋС‡РµРІС‹Рµ СЃР»РѕРІР°")]
    ['Ключевые слова']
    """
    signed = _utf8_signs(text)
    readings = (
        _utf8_found(text, reading) for reading in _utf8_readings() if reading.code in signed
    )
    yield from max(readings, key=_length, default=[])


def _utf8_signs(text: str) -> set[str]:
    """Return the codes of the readings of which `text` has a sign.

    A sign holds a character that is odd in sound text: only around those it is looked for.
    """
    found: set[str] = set()
    for odd in _odd().finditer(text):
        around = text[max(0, odd.start() - 1) : odd.end() + 1]
        for reading in _utf8_readings():
            if reading.code not in found and reading.sign.search(around):
                found.add(reading.code)
    return found


@cache
def _odd() -> re.Pattern[str]:
    return re.compile(rf"[^\x09-\x7e{re.escape(''.join(sorted(_sound() - _ODD_TAILS)))}]+")


def _length(found: list[Edit]) -> int:
    return sum(len(edit.new) for edit in found)


def _utf8_found(text: str, reading: _Utf8As) -> list[Edit]:
    """Return the edits that undo `reading`: those that are certain, and others in their company."""
    runs = [edit for m in reading.run.finditer(text) if (edit := _utf8_run(m, reading))]
    certain = [edit for edit in runs if _is_certain(text, edit)]
    if not certain:
        return []
    return [edit for edit in runs if edit in certain or _is_likely(text, edit)]


def _utf8_run(match: re.Match[str], reading: _Utf8As) -> Edit | None:
    """Return the edit for one run of sequences, or `None` if it is not of our letters."""
    run = match[0]
    new: list[str] = []
    widths: list[int] = []
    at = sequences = strange = 0
    while at < len(run):
        character, width = _utf8_character(run, at, reading.bytes_of)
        if not character:
            return None
        if character not in _PLAIN:
            sequences += 1
            strange += character not in _sound() and character != "\ufffd"
        new.append(character)
        widths.append(width)
        at += width
    # A formula may hold any sign; a text is made of letters that we know.
    if strange * 8 > sequences:
        return None
    return Edit(*match.span(), "".join(new), reading.code, tuple(widths))


def _is_certain(text: str, edit: Edit) -> bool:
    """Tell whether a run is long or strange enough to be UTF-8 misread and not honest text.

    Few pairs may be chance: `РК»` closes a quotation. They count inside a word that holds a sign
    which no word holds, and that reads better without it: `сУ©йлеу`.
    """
    if sum(c not in _PLAIN for c in edit.new) >= 4:
        return True
    before, after = _in_their_word(text, edit)
    in_word = not before.isalpha() and len(after) > len(edit.new)
    return in_word and plausibility(after) >= _NOISE and _is_likely(text, edit)


def _is_likely(text: str, edit: Edit) -> bool:
    """Tell whether a short run reads better as UTF-8, and stands in a word or alone as one."""
    before, after = _in_their_word(text, edit)
    if not after.isalpha() or _suspicious().search(
        before.replace(text[edit.start : edit.end], " ")
    ):
        return False
    tail = text[edit.end - 1]
    closes = tail in _sound() and not tail.isalpha() and not text[edit.end : edit.end + 1].islower()
    ill_formed = not before.isalpha() or bool(_ILL_CASED.search(before))
    alone = len(after) == len(edit.new)
    return (
        not closes
        and (ill_formed or alone)
        and (alone or plausibility(after) > plausibility(before))
    )


def _in_their_word(text: str, edit: Edit) -> tuple[str, str]:
    """Return the word around an edit, before it and after it."""
    start, end = edit.start, edit.end
    while start and _LETTER.match(text[start - 1]):
        start -= 1
    while end < len(text) and _LETTER.match(text[end]):
        end += 1
    return text[start:end], text[start : edit.start] + edit.new + text[edit.end : end]


def _utf8_character(run: str, at: int, bytes_of: dict[str, int]) -> tuple[str, int]:
    """Return the character that starts at `at`, and how many characters of `run` it took.

    An empty character says that the run is not UTF-8.
    """
    lead = bytes_of.get(run[at], 0)
    if lead < 0xC2:
        return run[at], 1
    width = 2 if lead < 0xE0 else 3
    if _LOST in (bytes_of.get(c, 0) for c in run[at + 1 : at + width]):
        return "\ufffd", width
    raw = bytes([lead, *(bytes_of.get(c, 0) for c in run[at + 1 : at + width])])
    try:
        return raw.decode("utf-8"), width
    except UnicodeDecodeError:
        pass
    if lead == 0xD0:
        following = run[at + 1 : at + 2]
        if following == " ":
            return "Р", 2  # D0 A0, whose no-break space was made a plain one
        return "И", 2 if following == "?" else 1  # D0 98, whose second byte cp1251 lacks
    return "", 1
