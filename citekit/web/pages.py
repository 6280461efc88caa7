"""What pages show of records, in the language of the page: plain values, made for the templates.

Nothing here is HTML but the citations, of which only typographic tags are let through; the
templates escape everything else.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from markupsafe import Markup, escape

from citekit.formats import Format, html_meta, schema_org
from citekit.formats import coins as formats_coins
from citekit.model import UNDETERMINED, Article, Localized, Organization, Person, PersonName, Work
from citekit.model.agents import Agent
from citekit.repository.store import Record

log = logging.getLogger(__name__)

_TYPOGRAPHIC = frozenset(("i", "b", "sub", "sup", "em", "strong"))
_WEB = re.compile(r"(?:https?|ftp)://[^\s\"'<>\\^`{|}]+", re.I)

Strings = dict[str, str]


class Tagged(NamedTuple):
    """Text, and its language where that is not the page's."""

    text: str
    tag: str | None = None


class Fact(NamedTuple):
    """One line of the table of facts."""

    label: str
    text: str
    tag: str | None = None
    url: str | None = None


class Link(NamedTuple):
    """A typed link of the record to something (RFC 8288), as signposting.org wants it."""

    rel: str
    href: str
    type: str | None = None


class Author(NamedTuple):
    """Somebody who made the work."""

    name: Tagged
    orcid: str | None
    affiliations: list[Tagged]


class Download(NamedTuple):
    """The work in a format."""

    url: str
    title: str
    type: str


class Citation(NamedTuple):
    """The work as a style cites it."""

    title: str
    html: Markup


@cache
def strings() -> dict[str, Strings]:
    """Return what the pages say, by language, as `strings/` has it; Kazakh first."""
    found = {
        entry.name.removesuffix(".json"): json.loads(entry.read_text("utf-8"))
        for entry in (files(__package__) / "strings").iterdir()
        if entry.name.endswith(".json")
    }
    return dict(sorted(found.items(), key=lambda row: row[1]["order"]))


def web_address(text: str | None) -> str | None:
    """Return an address only if it leads to the web: never `javascript:` or `data:`.

    >>> web_address("https://example.org/а")
    'https://example.org/%D0%B0'
    >>> web_address("javascript:alert(1)") is None
    True
    """
    if text is None or not _WEB.fullmatch(text):
        return None
    return quote(text, safe="%/:?#[]@!$&()*+,;=~.-_")


def record_path(id: str) -> str:
    """Return the path of a record's page, without the language.

    >>> record_path("doi:10.1/а?")
    '/record/doi:10.1/%D0%B0%3F'
    """
    return f"/record/{quote(id, safe='/:;,@!~()*._-')}"


def best(text: Localized[str] | None, lang: str) -> Tagged | None:
    """Return a text in the language of the page, else in its own."""
    if text is None:
        return None
    value = text.best(lang)
    tag = next(tag for tag, each in text.items() if each is value)
    return Tagged(value, _foreign(tag, lang))


def _foreign(tag: str, lang: str) -> str | None:
    return None if tag in (lang, UNDETERMINED) else tag


def title(work: Work, lang: str) -> Tagged:
    """Return the title as the page shows it."""
    return best(work.title, lang) or Tagged(strings()[lang]["untitled"])


def name(agent: Agent, lang: str) -> Tagged:
    """Return a name in the order in which its language has it."""
    value = agent.name.best(lang)
    tag = next(tag for tag, each in agent.name.items() if each is value)
    if not isinstance(value, PersonName):
        return Tagged(str(value), _foreign(tag, lang))
    if value.literal:
        return Tagged(value.literal, _foreign(tag, lang))
    order = strings().get(tag.partition("-")[0], strings()[lang])["name"]
    particles = (value.dropping_particle, value.non_dropping_particle, value.family)
    family = " ".join(filter(None, particles))
    shown = order.format(family=family, given=value.given_part).strip()
    return Tagged(" ".join(filter(None, (shown, value.suffix))), _foreign(tag, lang))


def byline(work: Work, lang: str) -> str:
    """Return who, where and when, in a line."""
    names = ", ".join(name(agent, lang).text for agent in work.author[:5])
    if len(work.author) > 5:
        names += " …"
    container = best(work.container_title, lang)
    year = str(work.issued.year) if work.issued and work.issued.year is not None else None
    return " · ".join(filter(None, (names, container and container.text, year)))


def authors(work: Work, lang: str) -> list[Author]:
    """Return the authors with their affiliations."""
    return [
        Author(
            name(agent, lang),
            web_address(agent.orcid.url) if isinstance(agent, Person) and agent.orcid else None,
            list(_affiliations(agent, lang)),
        )
        for agent in work.author
    ]


def _affiliations(agent: Agent, lang: str) -> Iterator[Tagged]:
    if isinstance(agent, Organization):
        return
    for post in agent.affiliation:
        shown = best(post.organization.name, lang) if post.organization else None
        if shown:
            yield shown


def facts(work: Work, lang: str, root: str, specs: Iterable[str]) -> list[Fact]:
    """Return the table of facts."""
    return [fact for fact in _facts(work, lang, root, specs) if fact.text]


def _facts(work: Work, lang: str, root: str, specs: Iterable[str]) -> Iterator[Fact]:
    said = strings()[lang]
    container = best(work.container_title, lang)
    if container:
        journals = sorted(spec for spec in specs if spec.startswith("journal:"))
        url = f"{root}/{lang}{set_path(journals[0])}" if journals else None
        yield Fact(said["source"], container.text, container.tag, url)
    yield Fact(said["volume"], work.volume or "")
    yield Fact(said["issue"], work.issue or "")
    yield Fact(said["page"], work.page or "")
    yield Fact(said["published"], str(work.issued or ""))
    if isinstance(work, Article):
        yield Fact(said["received"], str(work.received or ""))
        yield Fact(said["accepted"], str(work.accepted or ""))
    publisher = best(work.publisher, lang)
    if publisher:
        yield Fact(said["publisher"], publisher.text, publisher.tag)
    if work.doi:
        yield Fact("DOI", work.doi, None, web_address(work.doi.url))
    yield Fact("ISSN", ", ".join(filter(None, (work.issn, work.eissn))))
    yield Fact("ISBN", ", ".join(work.isbn))
    yield Fact(said["udc_code"], ", ".join(work.udc))
    yield Fact(said["irsti"], ", ".join(work.irsti))
    yield Fact(said["bbk"], ", ".join(work.bbk))
    yield Fact("JEL", ", ".join(work.jel))
    if work.language:
        shown = strings().get(work.language, {}).get("language", work.language)
        yield Fact(said["work_language"], shown, _foreign(work.language, lang))
    yield Fact(said["license"], work.license or "", None, web_address(work.license))
    if work.url:
        yield Fact(said["link"], work.url, None, web_address(work.url))
    if isinstance(work, Article) and work.pdf_url:
        yield Fact(said["pdf"], work.pdf_url, None, web_address(work.pdf_url))


def set_path(spec: str) -> str:
    """Return the path of a set's page, without the language."""
    return f"/set/{quote(spec, safe=':')}"


def other_titles(work: Work, lang: str) -> list[Tagged]:
    """Return the title in the languages that the heading does not show."""
    if work.title is None:
        return []
    shown = work.title.best(lang)
    return [Tagged(text, _foreign(t, lang)) for t, text in work.title.items() if text is not shown]


def in_order(text: Localized[Any] | None, lang: str) -> list[tuple[str, Any]]:
    """Return a text in all its languages, the page's first."""
    if text is None:
        return []
    first = text.best(lang)
    return sorted(text.items(), key=lambda pair: pair[1] is not first)


def abstracts(work: Work, lang: str) -> list[Tagged]:
    """Return the abstracts, the page's language first."""
    return [
        Tagged(text, None if t == UNDETERMINED else t) for t, text in in_order(work.abstract, lang)
    ]


def keywords(work: Work, lang: str) -> list[Tagged]:
    """Return the keywords, the page's language first."""
    return [
        Tagged(", ".join(words), None if t == UNDETERMINED else t)
        for t, words in in_order(work.keyword, lang)
    ]


def citations(work: Work, lang: str) -> list[Citation]:
    """Return the work in each style of `styles.json` that is installed.

    The names there, in the page's language, go before the styles' own titles.
    """
    from citekit.api import cite
    from citekit.csl.errors import StyleError
    from citekit.csl.styles import find_style

    bare = work.model_copy(update={"references": ()}) if isinstance(work, Article) else work
    found = []
    for style, called in _styles().items():
        try:
            entries = cite([bare], style, language=lang, output="html").works.entries
            shown = called.get(lang) or find_style(style).info.title
        except StyleError:
            continue
        except Exception:
            # One style that fails must not cost the reader the page.
            log.exception("no citation in %s of %r", style, work.id)
            continue
        found += [Citation(shown, typographic(entry.text)) for entry in entries[:1]]
    return found


@cache
def _styles() -> dict[str, Strings]:
    found: dict[str, Strings] = json.loads((files(__package__) / "styles.json").read_text("utf-8"))
    return found


def references(work: Work, lang: str) -> list[str | Markup]:
    """Return the cited sources as printed, or in our first style where they were not."""
    if not isinstance(work, Article) or not work.references:
        return []
    from citekit.api import cite

    if all(reference.as_printed for reference in work.references):
        return [reference.as_printed or "" for reference in work.references]
    style = next(iter(_styles()))
    entries = cite([work], style, language=lang, output="html").sources.entries
    return [typographic(entry.text) for entry in entries]


def typographic(html: str) -> Markup:
    """Return text with its italics and the like, and nothing else of its markup.

    The number that a style puts before an entry is left out: it counts a list that is not here.

    >>> typographic('<div onclick="x()"><i>Хабаршы</i><script>bad()</script> &lt;b&gt;</div>')
    Markup('<i>Хабаршы</i> &lt;b&gt;')
    """
    from lxml import html as lxml_html

    root = lxml_html.fragment_fromstring(html, create_parent="div")
    return Markup("").join(_typographic(root)).strip()


def _typographic(element: Any) -> Iterator[Markup]:
    yield escape(element.text or "")
    for child in element:
        name = child.tag if isinstance(child.tag, str) else ""
        if name not in ("script", "style", "") and child.get("class") != "csl-left-margin":
            inner = Markup("").join(_typographic(child))
            yield Markup(f"<{name}>{inner}</{name}>") if name in _TYPOGRAPHIC else inner
        yield escape(child.tail or "")


def downloads(id: str, root: str, formats: Sequence[Format]) -> tuple[list[Download], ...]:
    """Return the formats of `managers.json`, in its order, and the others."""
    chosen = json.loads((files(__package__) / "managers.json").read_text("utf-8"))
    known = {f.name: f for f in formats}
    first = [known[name] for name in chosen if name in known]
    rest = [f for f in formats if f.name not in chosen]
    return tuple(
        [Download(f"{root}{export_path(f.name, id)}", f.title, f.media_type) for f in group]
        for group in (first, rest)
    )


def meta_tags(work: Work, lang: str) -> list[html_meta.Tag]:
    """Return the tags by which indexes and Zotero know an article's page.

    They say what the page says, in its language; only `citation_language` is the work's own.
    """
    return [
        tag._replace(content=work.language or "") if tag.name == "citation_language" else tag
        for tag in html_meta.encode(_as_read_in(work, lang))
        if work.language or tag.name != "citation_language"
    ]


def coins(work: Work, lang: str) -> str:
    """Return the work as a COinS, the OpenURL that stands in a span's title; see `meta_tags`."""
    pairs = formats_coins.encode(_as_read_in(work, lang))
    said = [pair for pair in pairs if pair[0] != "rft.language"]
    return urlencode([*said, ("rft.language", work.language)] if work.language else said)


def _as_read_in(work: Work, lang: str) -> Work:
    """Return a work that formats take for one in the page's language, if its title has that."""
    known = work.title is not None and lang in dict(work.title.items())
    return work.model_copy(update={"language": lang}) if known else work


def json_ld(work: Work) -> Markup:
    """Return the work as JSON-LD that can stand in a script element.

    There nothing is escaped, and only `<` could end it; JSON has another way to write that.
    """
    text = json.dumps(schema_org.encode(work), ensure_ascii=False, indent=1)
    return Markup(text.replace("<", "\\u003c"))


def links(record: Record, work: Work, base: str, formats: Iterable[tuple[str, str]]) -> list[Link]:
    """Return the record's signposting links: what cites, describes, licenses and makes it."""
    found = [
        Link("type", "https://schema.org/AboutPage"),
        Link("type", "https://schema.org/ScholarlyArticle"),
    ]
    address = (work.doi and work.doi.url) or work.url
    cite_as = web_address(address) or f"{base}{record_path(record.id)}"
    found.append(Link("cite-as", cite_as))
    found += [Link("author", author.orcid) for author in authors(work, "en") if author.orcid]
    license_url = web_address(work.license)
    if license_url:
        found.append(Link("license", license_url))
    if isinstance(work, Article) and web_address(work.pdf_url):
        found.append(Link("item", web_address(work.pdf_url) or "", "application/pdf"))
    found += [
        Link("describedby", f"{base}{export_path(format, record.id)}", media_type)
        for format, media_type in formats
    ]
    return found


def export_path(format: str, id: str) -> str:
    """Return the path at which a record is downloaded in a format."""
    return f"/export/{format}/{quote(id, safe='/:;,@!~()*._-')}"
