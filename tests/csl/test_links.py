"""Links of identifiers (CSL 1.0.2, Appendix VI)."""

import json

import pytest

from citekit.csl import processor
from tests.csl.support import book, listed, style

DOI = '<text variable="DOI" prefix="doi: "/>'


def entry(layout: str, output: str = "html", **fields: str) -> str:
    csl = style("", bibliography=f"<bibliography><layout>{layout}</layout></bibliography>")
    text = listed(csl, book(**fields), output=output, links=True)[0]
    return text.removeprefix('  <div class="csl-entry">').removesuffix("</div>")


@pytest.mark.parametrize(
    ("layout", "fields", "printed"),
    [
        (
            '<text variable="URL"/>',
            {"URL": "https://example.org/a?b&c"},
            '<a href="https://example.org/a?b&#38;c">https://example.org/a?b&#38;c</a>',
        ),
        (DOI, {"DOI": "10.5555/x"}, 'doi: <a href="https://doi.org/10.5555/x">10.5555/x</a>'),
        (
            '<text variable="PMID" prefix="PMID: " suffix="."/>',
            {"PMID": "123"},
            'PMID: <a href="https://www.ncbi.nlm.nih.gov/pubmed/123">123</a>.',
        ),
        (
            '<text variable="PMCID"/>',
            {"PMCID": "PMC12"},
            '<a href="https://www.ncbi.nlm.nih.gov/pmc/articles/PMC12">PMC12</a>',
        ),
        (
            '<text variable="DOI" prefix="At https://doi.org/"/>',
            {"DOI": "10.5555/x"},
            'At <a href="https://doi.org/10.5555/x">https://doi.org/10.5555/x</a>',
        ),
        (
            '<text value="https://doi.org/"/><text variable="DOI"/>',
            {"DOI": "10.5555/x"},
            '<a href="https://doi.org/10.5555/x">https://doi.org/10.5555/x</a>',
        ),
        (
            '<text variable="DOI"/>',
            {"DOI": '10.5555/<a>"#'},
            '<a href="https://doi.org/10.5555/%3Ca%3E%22%23">10.5555/&#60;a&#62;"#</a>',
        ),
        ('<text variable="URL"/>', {"URL": "javascript:alert(1)"}, "javascript:alert(1)"),
        ('<text variable="title"/>', {"URL": "https://example.org"}, "Words"),
    ],
)
def test_identifiers_are_anchored(layout: str, fields: dict[str, str], printed: str) -> None:
    """Rendered URI components belong to the anchor, other affixes do not."""
    assert entry(layout, **fields) == printed


@pytest.mark.parametrize(
    ("output", "printed"),
    [
        ("markdown", "doi: [10.5555/a\\_(b)](https://doi.org/10.5555/a_%28b%29)"),
        ("latex", r"doi: \href{https://doi.org/10.5555/a\_(b)}{10.5555/a\_(b)}"),
        ("typst", r'doi: #link("https://doi.org/10.5555/a_(b)")[10.5555/a\_(b)]'),
        ("rst", r"doi: \ `10.5555/a\_(b) <https://doi.org/10.5555/a_(b)>`__\ "),
        ("text", "doi: 10.5555/a_(b)"),
    ],
)
def test_formats_have_links_of_their_own(output: str, printed: str) -> None:
    assert entry(DOI, output, DOI="10.5555/a_(b)") == printed


def test_rtf_links_are_fields() -> None:
    address = r'{\field{\*\fldinst{HYPERLINK "https://doi.org/10.5555/x"}}{\fldrslt{10.5555/x}}}'
    assert address in entry(DOI, "rtf", DOI="10.5555/x")


def test_runs_name_the_address() -> None:
    assert json.loads(entry(DOI, "runs", DOI="10.5555/x")) == [
        {"text": "doi: "},
        {"text": "10.5555/x", "link": "https://doi.org/10.5555/x"},
    ]


def test_without_the_option_nothing_is_a_link() -> None:
    csl = style(DOI, bibliography=f"<bibliography><layout>{DOI}</layout></bibliography>")
    item = book(DOI="10.5555/x")
    assert "<a " not in listed(csl, item, output="html")[0]
    made = processor(csl, [item], output="html", links=True)
    assert "<a " in str(made.bibliography())
