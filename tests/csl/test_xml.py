"""Reading the XML of styles: namespaces, encodings, lines, and what is refused."""

import pytest

from citekit.csl.errors import StyleError
from citekit.csl.xml import MAX_DEPTH, read_xml

CSL = 'xmlns="http://purl.org/net/xbiblio/csl"'


def test_names_are_bare_in_the_namespace_of_csl_only() -> None:
    root = read_xml(f"""<c:style {CSL.replace("xmlns", "xmlns:c")} xml:lang="kk" class="note">
      <c:info/><other/><x:info xmlns:x="urn:x"/></c:style>""")
    assert [child.tag for child in root] == ["info", "{}other", "{urn:x}info"]
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "kk"
    assert (root.tag, root.get("class"), root.get("version", "1.0")) == ("style", "note", "1.0")


def test_text_is_that_before_the_first_child_and_lines_are_known() -> None:
    root = read_xml(f"<style {CSL}>a<!-- b -->c &amp; <i/>\n<b>d</b></style>")
    assert (root.text, root.find("b").text) == ("ac & ", "d")  # type: ignore[union-attr]
    assert [child.sourceline for child in root] == [1, 2]
    assert [e.tag for e in root.iterfind("b/c")] == [] and root.find("z/b") is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1251", "utf-8-sig"])
def test_bytes_are_of_the_encoding_they_declare(encoding: str) -> None:
    name = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{name}"?><style {CSL}>Абай</style>'
    assert read_xml(text.encode(encoding)).text == "Абай"
    assert read_xml(f"\n{text}").text == "Абай"  # of text already decoded it says nothing


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("", "locale is not well-formed XML: no element found, line 1"),
        ("<a>\n<b></a>", "locale is not well-formed XML: mismatched tag, line 2"),
        ("<a>&nbsp;</a>", "undefined entity"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "declares XML entities"),
        ('<!DOCTYPE a [<!ENTITY % b SYSTEM "file:///etc/passwd"> %b;]><a/>', "XML entities"),
        ("<a>" * (MAX_DEPTH + 1) + "</a>" * (MAX_DEPTH + 1), "nested deeper than 120"),
        ("<a>" + " " * 16_000_000 + "</a>", "more than 16000000 is refused"),
    ],
)
def test_what_is_no_good_is_refused_with_a_reason(source: str, message: str) -> None:
    with pytest.raises(StyleError, match=message):
        read_xml(source, "locale")
