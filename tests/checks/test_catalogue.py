"""The documentation's table of findings is the catalogue."""

from citekit.checks.catalogue import markdown
from tests.conftest import ROOT


def test_the_page_of_findings_is_current() -> None:
    page = (ROOT / "docs" / "findings.md").read_text("utf-8")
    assert page == markdown(), "run python -m citekit.checks > docs/findings.md"
