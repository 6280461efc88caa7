"""What the GOST standards derive from a record, as extension variables of its CSL item.

CSL is the layout; it cannot count authors, compare a number with a title, or put a record of a
patent together. `prepare` does that once, as data: it returns a CSL item whose `custom` holds the
variables that the macros `citekit:NAME` of our GOST styles print. Whatever the record says itself
(`responsibility`, `heading`, `extent`, ...) is kept; only what is missing is derived. Words and
figures are in `gost.toml`; docs/gost.md lists the variables.

>>> book = {"type": "book", "title": "Логистика", "language": "ru", "author": [
...     {"family": "Пахомов", "given": "В. И."}], "custom": {"et-al": True}}
>>> prepare(book, "gost-7.1-2003")["custom"]["responsibility"]
['В. И. Пахомов [и др.]']
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from citekit.references import gost_areas as areas
from citekit.references import gost_kinds as kinds
from citekit.references.gost_draft import Draft
from citekit.references.gost_names import Item
from citekit.references.gost_responsibility import responsibility
from citekit.references.gost_words import Words, agency_of, language_of, standard_of, words_of

_STEPS = (
    areas.labels,
    *(areas.title, areas.edition, areas.date, areas.pages, areas.isbn, areas.volume),
    *(kinds.patent, kinds.act, kinds.standard_number, kinds.event, kinds.archive),
    *(kinds.deposit, kinds.defence, kinds.review),
    *(areas.details, responsibility, areas.host_numbering, areas.electronic),
    *(areas.imprint, areas.content),
)
"""What is derived, in this order: a later step sees what the earlier ones said."""


def prepare(
    item: Mapping[str, Any],
    style: str,
    *,
    locator: str = "",
    words: Mapping[str, Words] | None = None,
) -> Item:
    """Return the CSL item with the extension variables that a GOST style prints.

    Args:
        item: A CSL-JSON object; it is not changed.
        style: Name of the style. For a style that is not a GOST the item comes back as it is.
        locator: The pages cited, for a list in which references name them (R 7.0.5, 4.9.4).
        words: The user's own words by language, as in `gost.toml`.
    """
    standard = standard_of(style)
    if standard is None:
        return dict(item)
    own = item.get("custom")
    prepared: Item = {**item, "custom": _filled(own) if isinstance(own, Mapping) else {}}
    if locator:
        prepared["page"] = locator
    language = language_of(item)
    if not item.get("language") and language != "und":
        prepared["language"] = language
    in_text = re.search("-(?:note|inline)", style) is not None
    custom, own_words = prepared["custom"], words_of(language, words)
    described_in = agency_of(prepared, language)
    agency = own_words if described_in == language else words_of(described_in, words)
    draft = Draft(prepared, custom, standard, own_words, agency, in_text)
    for derive in _STEPS:
        derive(draft)
    return prepared


def _filled(custom: Mapping[str, Any]) -> Item:
    """Return extension variables without the empty members of lists."""
    return {k: [v for v in vs if v] if isinstance(vs, list) else vs for k, vs in custom.items()}
