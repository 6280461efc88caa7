"""The formats in which records are disseminated over OAI-PMH: our formats under their prefixes.

`data/metadata_formats.json` names each prefix with the namespace and schema that harvesters expect;
a format that citekit does not write is not offered.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Any, NamedTuple, cast

from lxml import etree

from citekit.formats import Account, Unread, get, names
from citekit.model import Work


class MetadataFormat(NamedTuple):
    """One format of OAI-PMH 2.0 §2.5."""

    prefix: str
    format: str
    """The name of our format."""
    namespace: str
    schema: str
    bare: bool = False
    """The format itself has no namespace; this one is what its elements are put into."""


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
        made = cast(etree._Element, encode(work))
    else:
        stream = io.BytesIO()
        write = get(target.format).write
        assert write is not None
        write([work], stream, Account())
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        made = etree.fromstring(stream.getvalue(), parser)
    if etree.QName(made).namespace is not None:
        return made
    # JATS has no namespace, and OAI-PMH's schema allows only elements that have one.
    return _renamed(made, None, target.namespace, {**made.nsmap, None: target.namespace})


def take_in(element: etree._Element, source: MetadataFormat) -> Work | Unread:
    """Return the record that an element in a metadata format describes.

    Raises:
        FormatError: The element is not of the format.
    """
    read = get(source.format).read
    assert read is not None
    namespace = etree.QName(element).namespace
    if source.bare and namespace:
        named = {prefix: name for prefix, name in element.nsmap.items() if name != namespace}
        element = _renamed(element, namespace, None, named)
    found = next(iter(read(io.BytesIO(etree.tostring(element, with_tail=False)))), None)
    return found or Unread("there is no record in it")


def element_with(tag: str, nsmap: Mapping[Any, str]) -> etree._Element:
    """Return an element that declares these namespaces; None is the one without a prefix."""
    return etree.Element(tag, nsmap=cast(Any, nsmap))


def _renamed(
    element: etree._Element, old: str | None, new: str | None, nsmap: Mapping[Any, str]
) -> etree._Element:
    """Return an element whose elements of one namespace are in another."""
    name = etree.QName(element)
    namespace = new if name.namespace == old else name.namespace
    made = element_with(f"{{{namespace}}}{name.localname}" if namespace else name.localname, nsmap)
    for key, value in element.attrib.items():
        made.set(key, value)
    made.text, made.tail = element.text, element.tail
    for child in element.iterchildren("*"):
        made.append(_renamed(child, old, new, {}))
    return made
