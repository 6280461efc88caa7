"""Crossref's deposit schema 5.4.0, and every answer of Crossref in XML."""

from citekit.formats._crossref import Version, format_of

FORMAT = format_of("crossref", Version("5.4.0", alternative_names=False))
