"""Files that are meant to exhaust a reader are refused, or read, in bounded time and memory."""

import io
import zipfile
from pathlib import Path

import pytest

from citekit.extract import ExtractError, extract, extract_bytes, extract_text
from citekit.extract.sources import docx, pdf
from tests.extract.pdf import make_pdf

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_ENTITY = '<!DOCTYPE article [<!ENTITY a "aaa"><!ENTITY b "&a;&a;">]><article><p>&b;</p></article>'


def packed(document: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", document)
    return made.getvalue()


def test_a_docx_of_very_many_paragraphs() -> None:
    one = "<w:p><w:r><w:t>a</w:t></w:r></w:p>"
    body = one * (docx.MOST_PARAGRAPHS + 1)
    with pytest.raises(ExtractError, match="paragraphs are more than"):
        extract_bytes(packed(f"<w:document {_W}><w:body>{body}</w:body></w:document>"), "a.docx")


def test_a_file_larger_than_any_issue_is_not_opened(tmp_path: Path) -> None:
    file = tmp_path / "big.txt"
    with file.open("wb") as stream:
        stream.truncate(200_000_000)
    with pytest.raises(ExtractError, match="200 MB is more than an article or an issue has"):
        extract(file)


@pytest.mark.parametrize(
    "data",
    [
        f'<?xml version="1.0"?>{_ENTITY}'.encode(),
        f'<?xml version="1.0"?><!--{" " * 200_000}-->{_ENTITY}'.encode(),
        f'<?xml version="1.0" encoding="utf-16"?>{_ENTITY}'.encode("utf-16"),
    ],
    ids=["plain", "far below", "utf-16"],
)
def test_entities_are_refused_wherever_they_are_declared(data: bytes) -> None:
    try:
        text = extract_bytes(data, "a.xml").source.text
    except ExtractError as error:
        assert "entity" in str(error)
    else:
        assert "aaaaaa" not in text


def test_markup_nested_a_million_deep() -> None:
    with pytest.raises(ExtractError, match="not well-formed"):
        extract_bytes(b"<?xml version='1.0'?>" + b"<a>" * 1_000_000, "a.xml")
    with pytest.raises(ExtractError, match=r"there is no text in it$"):
        extract_bytes(b"<!doctype html><html>" + b"<div>" * 1_000_000, "a.html")


def test_a_pdf_with_a_broken_table_of_its_parts_is_read_all_the_same() -> None:
    pytest.importorskip("pypdfium2")
    made = make_pdf(["УДК 323\n\nА. Б. Ким\n\nО ЯЗЫКЕ"])
    broken = made.replace(b"startxref", b"startxxxx") + b"\nstartxref\n99999999\n%%EOF"
    assert extract_bytes(broken, "a.pdf").article.udc == ("323",)


def test_a_pdf_of_very_many_pages() -> None:
    pytest.importorskip("pypdfium2")
    with pytest.raises(ExtractError, match="pages are more than an issue has"):
        extract_bytes(make_pdf(["a"] * (pdf.MOST_PAGES + 1)), "a.pdf")


@pytest.mark.parametrize(
    "unit",
    [
        "а" + " " * 2000,
        "А.",
        "А Б ",
        "Т е к с т  ",
        "a@b.c",
        "10.1234/",
        "1\n\n",
        "(Ким 2010 ",
        "[1; 2, с. 3] ",
        "/1, с. 2",
        "УДК 1;",
        "ÌÅÌËÅÊÅÒÒ ",
        "Литература\n1. Ким А. Книга. М., 2001.\n\n",
    ],
)
def test_what_is_repeated_without_end_takes_no_more_than_its_length(unit: str) -> None:
    text = (unit * 40_000)[:40_000]
    assert extract_text(text).source.text == text
