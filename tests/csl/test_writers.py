"""Output formats: the same entry in each, and what must not get through."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citekit.csl.locale import Locale
from citekit.csl.richtext import BOLD, CLOSE, ITALIC, SMALL_CAPS, SUP, clean
from citekit.csl.writers import writer, writer_names
from tests.csl.support import book, listed, style

LAYOUT = '<text variable="title" font-style="italic"/><text variable="note" prefix=". "/>'
CSL = style("", bibliography=f"<bibliography><layout>{LAYOUT}</layout></bibliography>")
ITEM = book(title="Ән <b>&</b> x<sup>2</sup>", note="50% of {a}_b <script>")
ENGLISH = Locale("en-US")


@pytest.mark.parametrize(
    ("output", "printed"),
    [
        ("text", "Ән & x2. 50% of {a}_b <script>"),
        ("html", '  <div class="csl-entry"><i>Ән <b>&#38;</b> x<sup>2</sup></i>. '
                 "50% of {a}_b &#60;script&#62;</div>"),
        ("markdown", r"*Ән **\&** x^2^*. 50% of \{a\}\_b \<script\>"),
        ("latex", r"\textit{Ән \textbf{\&} x\textsuperscript{2}}. "
                  r"50\% of \{a\}\_b \textless{}script\textgreater{}"),
        ("rtf", r"{\pard {\i \u1240?\u1085? {\b &} x{\super 2}}. 50% of \{a\}_b <script>\par}"),
        ("typst", r"#emph[Ән #strong[&] x#super[2]]. 50% of \{a\}\_b \<script\>"),
        ("rst", r"\ *Ән & x2*\ . 50% of {a}\_b <script>"),
    ],
)  # fmt: skip
def test_an_entry_in_each_format(output: str, printed: str) -> None:
    assert listed(CSL, ITEM, output=output) == [printed]


def test_runs() -> None:
    (entry,) = listed(CSL, ITEM, output="runs")
    assert json.loads(entry)[:3] == [
        {"text": "Ән ", "italic": True},
        {"text": "&", "italic": True, "bold": True},
        {"text": " x", "italic": True},
    ]


@given(st.text())
def test_plain_text_is_printed_as_it_is(text: str) -> None:
    assert writer("text").write(clean(text), ENGLISH) == clean(text)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_rtf_is_ascii_and_its_braces_balance(text: str) -> None:
    printed = writer("rtf").write(ITALIC + clean(text) + CLOSE, ENGLISH)
    assert printed.isascii()
    bare = printed.replace("\\\\", "").replace("\\{", "").replace("\\}", "")
    assert bare.count("{") == bare.count("}")


@given(st.lists(st.sampled_from([ITALIC, BOLD, SMALL_CAPS, SUP, CLOSE, "a", "б "]), max_size=12))
def test_whatever_is_opened_is_closed(marks: list[str]) -> None:
    text = "".join(marks)
    html = writer("html").write(text, ENGLISH)
    for tag in ("i", "b", "sup", "span"):
        assert html.count(f"<{tag}") == html.count(f"</{tag}>")
    latex = writer("latex").write(text, ENGLISH)
    assert latex.count("{") == latex.count("}")


def test_every_format_is_named() -> None:
    assert writer_names() == [
        "html", "latex", "markdown", "rst", "rtf", "runs", "text", "typst",
    ]  # fmt: skip
