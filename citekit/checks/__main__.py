"""Prints the catalogue of findings as the page `docs/findings.md`."""

from citekit.checks.catalogue import markdown

print(markdown(), end="")
