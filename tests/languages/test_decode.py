"""Bytes of unknown encoding."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citekit.languages import decode

RUSSIAN = "Исследование проблемы государственной службы и её развития в Республике Казахстан.\n"
KAZAKH = "Қазақстан Республикасындағы мемлекеттік қызметтің даму ерекшеліктері туралы.\n"


@pytest.mark.parametrize("text", [RUSSIAN, KAZAKH, RUSSIAN + "Abstract. " * 40])
@pytest.mark.parametrize(
    "encoding", ["cp1251", "koi8-r", "cp866", "mac-cyrillic", "iso8859-5", "kz1048", "utf-8"]
)
def test_the_encoding_is_found(text: str, encoding: str) -> None:
    data = text.encode(encoding, errors="ignore")
    assert decode(data).text == data.decode(encoding)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-8"])
def test_a_byte_order_mark_decides_and_goes(encoding: str) -> None:
    bom = "\ufeff".encode(encoding)
    assert decode(bom + KAZAKH.encode(encoding)) == (KAZAKH, encoding, ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_needs_no_mark(encoding: str) -> None:
    assert decode(KAZAKH.encode(encoding)).encoding == encoding


@pytest.mark.parametrize("text", ["Une étude où l'été à Paris", "Die Prüfung für Bücher"])
def test_accents_are_not_cyrillic(text: str) -> None:
    assert decode(text.encode("cp1252"))[:2] == (text, "cp1252")


def test_a_few_broken_bytes_do_not_change_the_encoding() -> None:
    data = (RUSSIAN * 3).encode() + b"\xd0"
    found = decode(data)
    assert found.encoding == "utf-8"
    assert found.text == RUSSIAN * 3 + "\ufffd"
    assert [r.code for r in found.repairs] == ["encoding.invalid.utf-8"]
    assert found.repairs[0].span == (len(found.text) - 1, len(found.text))


def test_line_ends_are_line_feeds() -> None:
    assert decode(codecs.BOM_UTF8 + b"a\r\nb\rc\n").text == "a\nb\nc\n"


@given(st.binary(max_size=300))
def test_any_bytes_become_text(data: bytes) -> None:
    assert isinstance(decode(data).text, str)
