"""Bad input: every reader says what is wrong, within bounds, and reads the good records."""

import io
import subprocess
import sys
from typing import Any

import pytest

from citekit import formats
from citekit.formats import Account, Format, FormatError, Unread
from citekit.model import Work
from tests.formats.samples import FULL

ALL = [f for f in map(formats.get, formats.names()) if f.read]
WHOLE = ("cff", "coins", "csl-yaml", "dspace-saf", "html-meta", "yaml")
"""What is read whole, and therefore only up to a size, which the message names."""
OF_ISSUES = ("rsci",)
"""What has all its articles in one element: a break in one of them is a break of the whole."""
RECORD_BY_RECORD = [f for f in ALL if f.write and f.name not in (*WHOLE, *OF_ISSUES)]
AUTHOR = "Досмағамбетова"
every = pytest.mark.parametrize
by_name: dict[str, Any] = {"ids": lambda f: f.name}


class Filled(io.RawIOBase):
    """A file with a stretch of the same letter in it, which takes no room."""

    def __init__(self, head: bytes, size: int, tail: bytes) -> None:
        self._parts: list[Any] = [head, size, tail]

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while self._parts and not self._parts[0]:
            del self._parts[0]
        if not self._parts:
            return 0
        part = self._parts[0]
        data = b"x" * min(len(buffer), part) if isinstance(part, int) else part[: len(buffer)]
        self._parts[0] = part - len(data) if isinstance(part, int) else part[len(data) :]
        buffer[: len(data)] = data
        return len(data)


def three(target: Format) -> bytes:
    """Three records; those at the ends are to survive whatever happens to the second."""
    others = [FULL.model_copy(update={"id": f"record-{n}"}) for n in (1, 2, 3)]
    stream = io.BytesIO()
    target.write(others, stream, Account())  # type: ignore[misc]
    return stream.getvalue()


def parted(target: Format) -> tuple[bytes, bytes]:
    """The file up to a name in the second record, and the rest of it."""
    data = three(target)
    marks = [n for n in range(len(data)) if data.startswith(AUTHOR.encode(), n)]
    at = marks[len(marks) // 3]
    return data[:at], data[at:]


def read(source: Format, stream: io.RawIOBase | bytes) -> tuple[list[Work], list[Unread]]:
    raw = io.BytesIO(stream) if isinstance(stream, bytes) else io.BufferedReader(stream)
    found = list(source.read(raw))  # type: ignore[misc]
    return (
        [each for each in found if isinstance(each, Work)],
        [each for each in found if isinstance(each, Unread)],
    )


def titled(work: Work) -> bool:
    assert FULL.title is not None
    return work.title is not None and FULL.title.original in work.title.root[0]


@every("source", ALL, **by_name)
def test_an_endless_line_is_refused_with_the_limit(source: Format) -> None:
    with pytest.raises(FormatError) as refused:
        read(source, Filled(b"", 600 * 2**20, b""))
    assert str(refused.value)


@every("source", [f for f in ALL if f.name in WHOLE], **by_name)
def test_what_is_read_whole_says_up_to_which_size(source: Format) -> None:
    head, tail = three(source), b""
    with pytest.raises(FormatError, match=r"larger than \d+ MiB"):
        read(source, Filled(head, 600 * 2**20, tail))


@every("source", RECORD_BY_RECORD, **by_name)
def test_a_line_that_is_too_long_costs_one_record(source: Format) -> None:
    head, tail = parted(source)
    good, bad = read(source, Filled(head, 48 * 2**20, tail))
    assert len(bad) == 1
    assert "MiB" in bad[0].message or "MB" in bad[0].message or "bytes" in bad[0].message
    assert len(bad[0].raw) < 2**24
    assert len([work for work in good if titled(work)]) == 2


@every("source", RECORD_BY_RECORD, **by_name)
def test_a_wrong_encoding_costs_one_record(source: Format) -> None:
    head, tail = parted(source)
    wrong = AUTHOR.encode("cp1251", "replace")
    good, bad = read(source, head + wrong + tail.removeprefix(AUTHOR.encode()))
    assert len(bad) == 1
    # A letter more or less is all that MARC's lengths tell.
    assert "UTF-8" in bad[0].message or source.name == "marc"
    assert len([work for work in good if titled(work)]) == 2


BROKEN = {"{": b"{", '"': b'"', "<": b"<", "&": b"&nope;", "</x>": b"</x>"}
HURT = {"bibtex": ("{",), "biblatex": ("{",)}
IN_JSON = ('"',)
IN_XML = ("<", "&", "</x>")


def hurt() -> list[tuple[Format, str]]:
    pairs = []
    for source in RECORD_BY_RECORD:
        if source.media_type.endswith("json"):
            marks: tuple[str, ...] = IN_JSON
        elif source.media_type.endswith("xml"):
            marks = IN_XML
        else:
            marks = HURT.get(source.name, ())
        pairs += [(source, mark) for mark in marks]
    return pairs


@every(("source", "mark"), hurt(), ids=lambda v: v if isinstance(v, str) else v.name)
def test_a_stray_mark_costs_one_record(source: Format, mark: str) -> None:
    head, tail = parted(source)
    good, bad = read(source, head + BROKEN[mark] + tail)
    assert bad
    assert bad[0].line or bad[0].message
    assert len([work for work in good if titled(work)]) == 2, bad


def test_what_is_within_a_broken_record_is_no_record() -> None:
    source = formats.get("rdf")
    head, tail = parted(source)
    good, bad = read(source, head + b"<" + tail)
    assert [work.type for work in good] == ["article-journal"] * 2
    assert len(bad) == 1


def test_a_prefix_that_is_not_declared_is_refused() -> None:
    with pytest.raises(FormatError):
        list(formats.get("dcterms").read(io.BytesIO(b"<q><dcterms:title>A</dcterms:title></q>")))


def test_the_lines_behind_a_broken_record_are_those_of_the_file() -> None:
    source = formats.get("mods")
    head, tail = parted(source)
    spoilt = tail.replace("Гүлнар".encode(), b"&nope;", 2)
    _, bad = read(source, head + b"<" + spoilt)
    lines = (head + b"<" + spoilt).split(b"\n")
    assert len(bad) == 2
    assert b"&nope;" in lines[int(bad[1].line or 0) - 1]


def test_duplicate_keys_lose_nothing() -> None:
    twice = b"@book{a, title={One}}\n@book{a, title={Two}, title={Three}}\n"
    good, bad = read(formats.get("bibtex"), twice)
    assert [work.id for work in good] == ["a", "a-2"]
    assert "Three" in str(good[1].extra)
    assert not bad
    with pytest.raises(FormatError, match="line 3: title stands twice"):
        read(formats.get("csl-yaml"), b"references:\n- title: a\n  title: b\n")


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (700 * 2**20, 700 * 2**20))
from tests.formats.test_bad_input import Filled, formats, parted, read
for name in sys.argv[1:]:
    head, tail = parted(formats.get(name))
    good, bad = read(formats.get(name), Filled(head, 2**30, tail))
    print(name, len(good), bad[0].message)
"""


def test_a_line_of_a_gibibyte_is_passed_over_in_bounded_memory() -> None:
    names = ("ris", "bibtex", "mods", "marc")
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, *names], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr[-2000:]
    said = done.stdout.splitlines()
    assert [line.split()[:2] for line in said] == [[name, "2"] for name in names]
