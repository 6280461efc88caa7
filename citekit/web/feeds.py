"""What search engines and readers of news ask for: a sitemap (sitemaps.org) and Atom (RFC 4287)."""

from __future__ import annotations

from lxml import etree

from citekit.repository.metadata import element_with
from citekit.repository.oai import oai_identifier, utc
from citekit.repository.store import Store
from citekit.web import pages

_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

SITEMAP_SIZE = 10_000
"""How many keys one sitemap covers (sitemaps.org allows 50 000 addresses and 50 MB)."""
_FEED_SIZE = 50


def sitemap_index(store: Store, base: str) -> bytes:
    """Return the list of sitemaps."""
    root = element_with(f"{{{_SITEMAP}}}sitemapindex", {None: _SITEMAP})
    for number in range(1, -(-store.last_key() // SITEMAP_SIZE) + 1):
        entry = etree.SubElement(root, f"{{{_SITEMAP}}}sitemap")
        etree.SubElement(entry, f"{{{_SITEMAP}}}loc").text = f"{base}/sitemap-{number}.xml"
    return _bytes(root)


def sitemap(store: Store, base: str, number: int) -> bytes | None:
    """Return one sitemap with each record's page in every language, or None if there is none."""
    if not 1 <= number <= -(-store.last_key() // SITEMAP_SIZE):
        return None
    root = element_with(f"{{{_SITEMAP}}}urlset", {None: _SITEMAP, "xhtml": _XHTML})
    last = number * SITEMAP_SIZE
    for id, stamp in store.by_key(last - SITEMAP_SIZE + 1, last):
        path = pages.record_path(id)
        entry = etree.SubElement(root, f"{{{_SITEMAP}}}url")
        etree.SubElement(entry, f"{{{_SITEMAP}}}loc").text = f"{base}{path}"
        etree.SubElement(entry, f"{{{_SITEMAP}}}lastmod").text = utc(stamp)
        for lang in pages.strings():
            link = etree.SubElement(entry, f"{{{_XHTML}}}link")
            link.set("rel", "alternate")
            link.set("hreflang", lang)
            link.set("href", f"{base}/{lang}{path}")
    return _bytes(root)


def atom(store: Store, lang: str, base: str) -> bytes:
    """Return the latest records as a feed in a language."""
    name, namespace = store.setting("name"), store.setting("namespace")
    root = element_with(f"{{{_ATOM}}}feed", {None: _ATOM})
    root.set(_XML_LANG, lang)
    records = store.latest(_FEED_SIZE)

    def add(parent: etree._Element, tag: str, text: str | None = None, **attributes: str) -> None:
        made = etree.SubElement(parent, f"{{{_ATOM}}}{tag}")
        made.text = text
        for key, value in attributes.items():
            made.set(_XML_LANG if key == "lang" else key, value)

    add(root, "id", f"{base}/{lang}/feed.atom")
    add(root, "title", name)
    add(root, "updated", utc(records[0].position.datestamp if records else 0))
    add(root, "link", None, rel="self", href=f"{base}/{lang}/feed.atom")
    add(root, "link", None, rel="alternate", href=f"{base}/{lang}/")
    for record in records:
        work = record.work
        entry = etree.SubElement(root, f"{{{_ATOM}}}entry")
        add(entry, "id", oai_identifier(namespace, record.id))
        shown = pages.title(work, lang)
        add(entry, "title", _legal(shown.text), **({"lang": shown.tag} if shown.tag else {}))
        add(entry, "updated", utc(record.position.datestamp))
        href = f"{base}/{lang}{pages.record_path(record.id)}"
        add(entry, "link", None, rel="alternate", type="text/html", href=href)
        made_by = [pages.name(agent, lang).text for agent in work.author] or [name]
        for each in made_by:
            author = etree.SubElement(entry, f"{{{_ATOM}}}author")
            add(author, "name", _legal(each))
        abstract = pages.best(work.abstract, lang)
        if abstract:
            add(entry, "summary", _legal(abstract.text))
    return _bytes(root)


def _legal(text: str) -> str:
    """Return text without the characters that XML has no place for."""
    return "".join(c for c in text if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff"))


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)
