"""Make the GOST styles from their one source: `python styles/build.py [--check]`.

CSL has no include. Eight styles that share nine tenths of their macros are therefore kept in
`source/gost.xml`, where the standards stand side by side, and profiled as DocBook texts are:
`only` and `not` choose elements by the tags of a variant, `$name` is an attribute of the variant.
The files made are committed, so that Zotero and others can use them as they are.
"""

import sys
from copy import deepcopy
from pathlib import Path

from lxml import etree

HERE = Path(__file__).parent
CSL = "http://purl.org/net/xbiblio/csl"
REPOSITORY = "https://citekit.org/styles/"
"""Where the styles' identifying URIs begin; a name, not an address."""
NOTE = " Made by styles/build.py from styles/source/gost.xml: edit there. "
MARKS = frozenset({"citekit:item-language", "citekit:prescribed-punctuation"})
"""Macros that tell our processor something and are never called."""
INFO = f"""<info xmlns="{CSL}">
<title>{{title}}</title><id>{REPOSITORY}{{id}}</id>
<link href="{REPOSITORY}{{id}}" rel="self"/>
<author><name>citekit contributors</name></author>
<category citation-format="{{format}}"/><category field="generic-base"/>
<summary>{{summary}}</summary><updated>2026-11-23T00:00:00+00:00</updated>
<rights license="https://creativecommons.org/licenses/by-sa/3.0/">CC BY-SA 3.0 or MIT</rights>
</info>
"""


def styles() -> dict[str, bytes]:
    """Return the XML of every variant of the source by its id."""
    parser = etree.XMLParser(remove_blank_text=True)
    source = etree.parse(HERE / "source" / "gost.xml", parser).getroot()
    return {v.get("id"): _style(source, v) for v in source.findall(f"{{{CSL}}}variant")}


def _style(source: etree._Element, variant: etree._Element) -> bytes:
    tags = set(variant.get("tags").split())
    style = etree.Element(f"{{{CSL}}}style", nsmap={None: CSL})
    style.attrib.update({"class": variant.get("class"), "version": "1.0"})
    style.attrib.update({"default-locale": "ru-RU", "demote-non-dropping-particle": "never"})
    style.set("initialize-with-hyphen", "true")
    style.set("page-range-format", "expanded")
    style.append(etree.Comment(NOTE))
    style.append(etree.fromstring(INFO.format(**variant.attrib, format=_format(tags))))
    for part in source:
        if part.tag != variant.tag and isinstance(part.tag, str) and _wanted(part, tags):
            style.append(_profiled(deepcopy(part), tags, variant))
    _drop_unused(style)
    etree.cleanup_namespaces(style)
    etree.indent(style)
    return etree.tostring(style, xml_declaration=True, encoding="utf-8") + b"\n"


def _format(tags: set[str]) -> str:
    if "note" in tags:
        return "note"
    return "numeric" if "numeric" in tags else "author"


def _wanted(element: etree._Element, tags: set[str]) -> bool:
    only, excluded = element.get("only"), element.get("not", "")
    return (only is None or bool(tags & set(only.split()))) and not tags & set(excluded.split())


def _profiled(element: etree._Element, tags: set[str], variant: etree._Element) -> etree._Element:
    for child in list(element):
        if not isinstance(child.tag, str) or not _wanted(child, tags):
            element.remove(child)
        else:
            _profiled(child, tags, variant)
    if element.tag == f"{{{CSL}}}choose":
        _mend(element)
    for name, value in element.attrib.items():
        if name in ("only", "not"):
            del element.attrib[name]
        elif value.startswith("$"):
            element.set(name, variant.get(value[1:]))
    element.tail = None
    return element


def _mend(choose: etree._Element) -> None:
    """Let the first branch left be an `if`: the one before it belonged to another variant."""
    if len(choose) and choose[0].tag == f"{{{CSL}}}else-if":
        choose[0].tag = f"{{{CSL}}}if"


def _drop_unused(style: etree._Element) -> None:
    macros = {m.get("name"): m for m in style.findall(f"{{{CSL}}}macro")}
    used: set[str] = {n for n in macros if n in MARKS}
    todo = [e for e in style if e.tag in (f"{{{CSL}}}citation", f"{{{CSL}}}bibliography")]
    while todo:
        for call in todo.pop().iter(f"{{{CSL}}}text", f"{{{CSL}}}key"):
            name = call.get("macro")
            if name and name not in used:
                used |= {name, f"{name}:delimiter"}
                todo.append(macros[name])
    for name, macro in macros.items():
        if name not in used:
            style.remove(macro)


def main() -> int:
    """Write the styles; with `--check` only say whether they are as the source makes them."""
    stale = 0
    for name, xml in styles().items():
        path = HERE / f"{name}.csl"
        if "--check" in sys.argv:
            stale += not path.exists() or path.read_bytes() != xml
        else:
            path.write_bytes(xml)
    return stale


if __name__ == "__main__":
    sys.exit(main())
