"""Links of identifiers in a bibliography (CSL 1.0.2, Appendix VI)."""

import re
from urllib.parse import quote

from citekit.csl.richtext import LINK_DOI, LINK_PMCID, LINK_PMID, LINK_URL, MARKS, strip_marks

LINK_MARKS = {"URL": LINK_URL, "DOI": LINK_DOI, "PMID": LINK_PMID, "PMCID": LINK_PMCID}
"""The mark that opens each variable that is a link."""
_BASES = {
    LINK_DOI: "https://doi.org/",
    LINK_PMID: "https://www.ncbi.nlm.nih.gov/pubmed/",
    LINK_PMCID: "https://www.ncbi.nlm.nih.gov/pmc/articles/",
}
_ADDRESS = re.compile(r"(?:https?|ftp)://\S", re.IGNORECASE)
_PREFIX = re.compile(r"^(?:doi|pmid|pmcid):\s*", re.IGNORECASE)
_UNSAFE = re.compile(r"[\s\"<>\\^`{|}]")
_BASE_BEFORE = re.compile(f"(https?://[^\\s{MARKS}]*)([{LINK_DOI}{LINK_PMID}{LINK_PMCID}])")


def target(mark: str, anchor: str) -> str:
    """Return where an identifier leads; "" when it is no address.

    Args:
        mark: Which identifier it is.
        anchor: What is printed for it, as rich text.

    >>> target(LINK_DOI, "10.5555/a<b>"), target(LINK_URL, "https://example.org/a b")
    ('https://doi.org/10.5555/a%3Cb%3E', 'https://example.org/a%20b')
    >>> target(LINK_URL, "javascript:alert(1)")
    ''
    """
    text = strip_marks(anchor).strip().replace("’", "'")
    if _ADDRESS.match(text):
        return _UNSAFE.sub(lambda found: quote(found.group()), text)
    base = _BASES.get(mark, "")
    return base + quote(_PREFIX.sub("", text), safe="/:;()@!$&'*+,=~") if base and text else ""


def with_bases(text: str) -> str:
    """Take what makes a URI of an identifier ("https://doi.org/") into the anchor of its link."""
    return _BASE_BEFORE.sub(r"\2\1", text)
