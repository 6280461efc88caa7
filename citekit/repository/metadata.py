"""The formats in which records are disseminated over OAI-PMH: our formats under their prefixes.

`data/metadata_formats.json` names each prefix with the namespace and schema that harvesters expect;
a format that citekit does not write is not offered.
"""

from __future__ import annotations

import io
import json
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Any, NamedTuple, cast

from lxml import etree

from citekit.formats import Account, get, names
from citekit.model import Work


class MetadataFormat(NamedTuple):
    """One format of OAI-PMH 2.0 §2.5."""

    prefix: str
    format: str
    """The name of our format."""
    namespace: str
    schema: str


@cache
def metadata_formats() -> dict[str, MetadataFormat]:
    """Return what can be disseminated, by prefix; `oai_dc`, which all must offer, is the first.

    >>> next(iter(metadata_formats()))
    'oai_dc'
    """
    text = (files(__package__) / "data" / "metadata_formats.json").read_text("utf-8")
    known = names()
    rows = [MetadataFormat(**row) for row in json.loads(text)]
    return {row.prefix: row for row in rows if row.format in known and get(row.format).write}


def disseminate(work: Work, target: MetadataFormat) -> etree._Element:
    """Return a record as an element in a metadata format.

    Raises:
        FormatError: The record lacks what the format cannot do without.
    """
    module = import_module(f"citekit.formats.{target.format.replace('-', '_')}")
    encode = getattr(module, "encode", None)
    if encode is not None:
        return _within(cast(etree._Element, encode(work)), target.namespace)
    stream = io.BytesIO()
    write = get(target.format).write
    assert write is not None
    write([work], stream, Account())
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return _within(etree.fromstring(stream.getvalue(), parser), target.namespace)


def element_with(tag: str, nsmap: dict[str | None, str]) -> etree._Element:
    """Return an element that declares these namespaces; None is the one without a prefix."""
    return etree.Element(tag, nsmap=cast(Any, nsmap))


def _within(element: etree._Element, namespace: str) -> etree._Element:
    """Put an element of no namespace (JATS) into one: OAI-PMH's schema allows no other."""
    if etree.QName(element).namespace is not None:
        return element
    nsmap: dict[str | None, str] = {**element.nsmap, None: namespace}
    return _moved(element, namespace, nsmap)


def _moved(element: etree._Element, namespace: str, nsmap: dict[str | None, str]) -> etree._Element:
    name = etree.QName(element)
    made = element_with(f"{{{name.namespace or namespace}}}{name.localname}", nsmap)
    for key, value in element.attrib.items():
        made.set(key, value)
    made.text, made.tail = element.text, element.tail
    for child in element.iterchildren("*"):
        made.append(_moved(child, namespace, {}))
    return made
