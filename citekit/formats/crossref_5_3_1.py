"""Crossref's deposit schema 5.3.1, the newest that DOAJ accepts; names have their other forms."""

from citekit.formats._crossref import Version, format_of

FORMAT = format_of("crossref-5-3-1", Version("5.3.1", alternative_names=True))
