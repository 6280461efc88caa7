"""Where a value comes from, and what is wrong with it."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from citekit.model.base import FrozenMapping, Model, TextMapping

Severity = Literal["error", "warning", "info"]
"""`error`: wrong or required and missing; `warning`: probably wrong; `info`: worth knowing."""

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""From the gravest down."""

Method = Literal["printed", "repaired", "inferred", "imported", "edited"]
"""How a value came into the record: as printed; printed but damaged, and repaired; concluded from
other values; taken from a file of another format; written or corrected by a person."""

Span = tuple[int, int]
"""A stretch of the source text: Unicode code points from 0, end exclusive, lines ending in LF."""


class Provenance(Model):
    """Where one field of a record comes from and how sure that is.

    >>> Provenance(span=(396, 467), page="25", confidence=0.99).method
    'printed'
    """

    method: Method = "printed"
    span: Span | None = None
    page: str | None = None
    as_printed: str | None = None
    """The source's own text, where the field differs from it."""
    label: Span | None = None
    """Where the label stands that names the field."""
    basis: str | None = None
    """Why an inferred value is believed."""
    confidence: float | None = None
    """From 0 to 1."""

    @model_validator(mode="after")
    def _inferred_has_basis(self) -> Self:
        if self.method == "inferred" and not self.basis:
            raise PydanticCustomError("basis_missing", "an inferred value must say its basis")
        return self


ProvenanceMapping = FrozenMapping[Provenance]
"""Provenance by the path of the field."""


class SourceDocument(Model):
    """The document that a record was read from."""

    name: str
    """The file's name, without folders."""
    media_type: str | None = None
    sha256: str | None = None
    characters: int | None = None
    """Length of its text in Unicode code points."""
    encoding: str | None = None


class Finding(Model):
    """Something that a careful editor would remark on. Findings stop nothing.

    >>> finding = Finding(code="id.doi.missing", severity="warning", message="No DOI.", path="doi")
    >>> str(finding)
    'warning id.doi.missing doi: No DOI.'
    """

    code: str
    """What kind of finding: lower-case words with dots, documented in docs/findings.md."""
    severity: Severity
    message: str
    """A sentence or two for the user, in the language asked for."""
    path: str = ""
    """Where in the record: names and positions from 0 with dots, `author.1.affiliation.0`."""
    spans: tuple[Span, ...] = ()
    """Where in the source text."""
    suggestion: str | None = None
    """The cure, or the value that is probably meant."""
    values: TextMapping = TextMapping()
    """What the message speaks of, by name, so that it can be told in another language."""

    def __str__(self) -> str:
        """Return severity, code, path and message in a line."""
        return f"{self.severity} {' '.join(filter(None, (self.code, self.path)))}: {self.message}"
