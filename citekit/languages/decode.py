"""Bytes of unknown encoding to text."""

import codecs
import re
from typing import NamedTuple

from citekit.languages._load import load
from citekit.languages.plausible import plausibility
from citekit.languages.repaired import Repair

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HIGH_WORD = re.compile(
    rb"[^\x00-\x40\x5b-\x60\x7b-\x7f]*[\x80-\xff][^\x00-\x40\x5b-\x60\x7b-\x7f]*"
)
# A foreign letter beside a Latin one: an accent.
_ACCENTED = re.compile(rb"[A-Za-z][\xc0-\xff]|[\xc0-\xff][A-Za-z]")
# Signs that no word has inside.
_INSIDE = re.compile(r"(?<=[^\W\d_])[^\w\s'’-](?=[^\W\d_])")
_SAMPLE_WORDS = 600
# Readings below this are noise, and say nothing about the encoding.
_CYRILLIC = 0.55


class Decoded(NamedTuple):
    """A text, the encoding its bytes were in, and what had to be repaired to read it.

    Line ends are LF: spans count code points of this text.
    """

    text: str
    encoding: str
    repairs: tuple[Repair, ...]


def decode(data: bytes) -> Decoded:
    """Decode `data`, whose encoding is not known.

    A byte order mark decides, then UTF-16 by its pattern, then UTF-8 if it is valid, or as good as
    valid; of the single-byte encodings the one whose reading looks most like language. Lines in
    another encoding than the rest are a matter for `repair`.

    >>> decode("государственная служба".encode("koi8-r"))[:2]
    ('государственная служба', 'koi8-r')
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding)
    if utf16 := _utf16(data[:4096]):
        return _decoded(data, utf16)
    try:
        return Decoded(_lines(data.decode("utf-8")), "utf-8", ())
    except UnicodeDecodeError:
        pass
    found = _decoded(data, "utf-8")
    sequences = sum(byte >= 0xC2 for byte in data[:100_000])
    if found.text[:100_000].count("\ufffd") * 20 <= sequences:
        return found
    return _decoded(data, _single_byte(data))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _decoded(data: bytes, encoding: str) -> Decoded:
    """Decode `data` as `encoding`; bytes that it does not have become U+FFFD, each a repair."""
    text = _lines(data.decode(encoding, errors="replace"))
    lost = [m.start() for m in re.finditer("\ufffd", text)] if "\ufffd" in text else []
    repairs = tuple(
        Repair(f"encoding.invalid.{encoding}", (at, at + 1), "\ufffd", "\ufffd") for at in lost
    )
    return Decoded(text, encoding, repairs)


def _utf16(sample: bytes) -> str | None:
    """Return which UTF-16 `sample` is: every second byte names a block, 00 or 04 in our scripts."""
    if len(sample) < 4 or len(sample) % 2:
        sample = sample[: len(sample) // 2 * 2]
    pairs = len(sample) // 2
    if not pairs:
        return None
    for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        blocks = sum(byte in (0x00, 0x04, 0x20) for byte in high)
        if blocks >= 0.9 * pairs and any(byte in (0x00, 0x04) for byte in high):
            return encoding
    return None


def _single_byte(data: bytes) -> str:
    """Return the single-byte encoding under which `data` reads most like language."""
    words: list[bytes] = []
    accented = 0
    for match in _HIGH_WORD.finditer(data[:400_000]):
        if _ACCENTED.search(match[0]):
            accented += 1
        elif len(match[0]) > 1:
            words.append(match[0])
        if len(words) == _SAMPLE_WORDS:
            break
    if accented > len(words):
        return "cp1252"
    sample = b" ".join(words)
    best, best_score = "cp1251", _CYRILLIC
    for encoding in load("damage", "encodings")["candidates"]:
        reading = sample.decode(encoding, errors="replace")
        score = plausibility(reading) - 2 * len(_INSIDE.findall(reading)) / (len(reading) + 1)
        if score > best_score:
            best, best_score = encoding, score
    return codecs.lookup(best).name
