"""The library on the web: pages for people, files for programs, OAI-PMH for harvesters.

An ASGI application on Starlette (chosen over bare ASGI for its routing, compression and test
client, and because it brings two small packages only).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from citekit.formats import Format, FormatError, get, names
from citekit.model import URL, Work
from citekit.repository.oai import oai_identifier, respond, utc
from citekit.repository.sets import RecordSet
from citekit.repository.store import COUNTED, Record, Store, StoreError
from citekit.web import feeds, pages
from citekit.web.guard import Guard, TooLargeError
from citekit.web.negotiate import best_language, best_media_type

_PAGE = 20
_HTML = "text/html"
_MEDIA_ALIASES = {"application/json": "csl-json", "application/xml": "oai-dc"}
_STATIC = {"style.css": "text/css", "copy.js": "text/javascript"}
_SAFE_NAME = re.compile(r"[^A-Za-z0-9._-]+")


def make_app(store: Store, *, base_url: str | None = None) -> Guard:
    """Return the ASGI application that serves a library.

    Args:
        store: The library.
        base_url: Where it is reached, `https://library.example.kz`; as the request says when None.
    """
    site = _Site(store, base_url)
    static = files(__package__) / "static"

    def asset(name: str, media_type: str) -> Callable[[Request], Awaitable[Response]]:
        content = (static / name).read_bytes()
        headers = {"cache-control": "max-age=3600"}

        async def give(request: Request) -> Response:
            return Response(content, media_type=media_type, headers=headers)

        return give

    routes = [
        *(Route(f"/static/{name}", asset(name, kind)) for name, kind in _STATIC.items()),
        Route("/", site.root),
        Route("/oai", site.oai, methods=["GET", "POST"]),
        Route("/robots.txt", site.robots),
        Route("/sitemap.xml", site.sitemap),
        Route("/sitemap-{number:int}.xml", site.sitemap_part),
        Route("/record/{id:path}", site.record),
        Route("/set/{spec}", site.set_anywhere),
        Route("/export/{format}/{id:path}", site.export),
        Route("/{lang}", site.home_without_slash),
        Route("/{lang}/", site.home),
        Route("/{lang}/feed.atom", site.feed),
        Route("/{lang}/set/{spec}", site.set),
        Route("/{lang}/record/{id:path}", site.record_page),
    ]
    app = Starlette(
        routes=routes,
        middleware=[Middleware(GZipMiddleware, minimum_size=512)],
        exception_handlers={
            HTTPException: site.error,
            StoreError: site.busy,
            TooLargeError: site.too_large,
        },
    )
    app.router.redirect_slashes = False
    return Guard(app)


class _Site:
    """The handlers of requests, around one library."""

    def __init__(self, store: Store, base_url: str | None) -> None:
        self._store = store
        self._base_url = base_url.rstrip("/") if base_url else None
        self._root = quote(urlsplit(self._base_url or "").path, safe="/%")
        self._templates = Environment(
            loader=PackageLoader("citekit.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._formats = [f for f in map(get, names()) if f.write is not None]
        self._demanding = {f.name for f in self._formats if not _holds(f, Work())}
        self._formats_of = lru_cache(maxsize=4096)(self._find_formats)
        self._page_of = lru_cache(maxsize=256)(self._render_record)

    # Where things are

    def _base(self, request: Request) -> str:
        return self._base_url or str(request.base_url).rstrip("/")

    def _lang(self, request: Request) -> str:
        """Return the language that the path names, or raise 404."""
        lang = str(request.path_params["lang"])
        if lang not in pages.strings():
            raise HTTPException(404)
        return lang

    def _preferred(self, request: Request) -> str:
        return best_language(request.headers.get("accept-language", ""), [*pages.strings()])

    def _found(self, request: Request) -> Record:
        id = str(request.path_params["id"])
        record = self._store.get(id) if id.isprintable() else None
        if record is None:
            raise HTTPException(404)
        if record.deleted:
            raise HTTPException(410)
        return record

    def _render(self, template: str, lang: str, base: str, path: str, **values: object) -> str:
        site = self._store.setting("name")
        said = pages.strings()
        return self._templates.get_template(template).render(
            lang=lang,
            base=base,
            root=self._root,
            path=path,
            t=SimpleNamespace(**said[lang]),
            languages={code: row["language"] for code, row in said.items()},
            **{"site": site, "title": site, "query": "", **values},
        )

    # Pages

    def root(self, request: Request) -> Response:
        query = f"?{request.url.query}" if request.url.query else ""
        target = f"{self._base(request)}/{self._preferred(request)}/{query}"
        return RedirectResponse(target, 302, headers={"vary": "Accept-Language"})

    def home_without_slash(self, request: Request) -> Response:
        return RedirectResponse(f"{self._base(request)}/{self._lang(request)}/", 302)

    def home(self, request: Request) -> Response:
        lang, base = self._lang(request), self._base(request)
        query = request.query_params.get("q", "").strip()[:500]
        if not query:
            return self._latest(lang, base)
        page = _page_number(request)
        found = self._store.search(query, _PAGE, (page - 1) * _PAGE)
        said = pages.strings()[lang]
        count = said["found_many" if found.total >= COUNTED else "found"].format(n=found.total)
        return self._list(
            lang,
            base,
            "/",
            found.records,
            page,
            more=page * _PAGE < found.total,
            heading=said["search_label"],
            title=query,
            q=query,
            count=count,
            nothing=said["nothing"],
            query=f"?{urlencode({'q': query})}",
        )

    def _latest(self, lang: str, base: str) -> Response:
        said = pages.strings()[lang]
        groups = self._groups(lang)
        return self._list(
            lang,
            base,
            "/",
            self._store.latest(_PAGE),
            1,
            more=False,
            heading=said["latest"],
            nothing=said["empty"],
            groups=groups,
        )

    def _groups(self, lang: str) -> list[dict[str, Any]]:
        """Return the sets by which one can browse: journals, languages, main classes."""
        said = pages.strings()[lang]
        kinds = {"journal": said["journal"], "language": said["by_language"], "udc": said["udc"]}
        groups = [{"name": name, "sets": self._sets(lang, kind)} for kind, name in kinds.items()]
        return [group for group in groups if group["sets"]]

    def _sets(self, lang: str, within: str) -> list[dict[str, str]]:
        return [
            {"url": f"{self._root}/{lang}{pages.set_path(one.spec)}", "name": _set_name(one, lang)}
            for one in self._store.sets(500, within=within)
        ]

    def set_anywhere(self, request: Request) -> Response:
        target = f"{self._base(request)}/{self._preferred(request)}"
        path = pages.set_path(str(request.path_params["spec"]))
        return RedirectResponse(target + path, 302, headers={"vary": "Accept-Language"})

    def set(self, request: Request) -> Response:
        lang, base = self._lang(request), self._base(request)
        found = self._store.set_named(str(request.path_params["spec"]))
        if found is None:
            raise HTTPException(404)
        page = _page_number(request)
        records = self._store.in_set(found.spec, _PAGE + 1, (page - 1) * _PAGE)
        parts = self._sets(lang, found.spec)
        return self._list(
            lang,
            base,
            pages.set_path(found.spec),
            records[:_PAGE],
            page,
            more=len(records) > _PAGE,
            heading=_set_name(found, lang),
            title=_set_name(found, lang),
            nothing=pages.strings()[lang]["nothing"],
            groups=[{"name": _set_name(found, lang), "sets": parts}] if parts else [],
        )

    def _list(
        self,
        lang: str,
        base: str,
        path: str,
        records: list[Record],
        page: int,
        *,
        more: bool,
        **values: Any,
    ) -> Response:
        works = [(record.id, record.work) for record in records]
        entries = [
            {
                "url": f"{self._root}/{lang}{pages.record_path(id)}",
                "title": pages.title(work, lang),
                "byline": pages.byline(work, lang),
            }
            for id, work in works
        ]

        def address(number: int) -> str:
            query = {"q": values["q"]} if "q" in values else {}
            return f"{self._root}/{lang}{path}?{urlencode({**query, 'page': number})}"

        html = self._render(
            "list.html",
            lang,
            base,
            path,
            entries=entries,
            start=(page - 1) * _PAGE + 1,
            previous=address(page - 1) if page > 1 else None,
            next=address(page + 1) if more else None,
            **{"groups": [], **values},
        )
        return Response(html, media_type=_HTML)

    # Records

    def record(self, request: Request) -> Response:
        record = self._found(request)
        data = self._negotiated(request, record)
        if data is not None:
            return data
        target = f"{self._base(request)}/{self._preferred(request)}{pages.record_path(record.id)}"
        return RedirectResponse(target, 302, headers={"vary": "Accept, Accept-Language"})

    def record_page(self, request: Request) -> Response:
        lang = self._lang(request)
        record = self._found(request)
        data = self._negotiated(request, record)
        if data is not None:
            return data
        base = self._base(request)
        site = self._store.setting("name")
        name = zlib.crc32(site.encode())
        etag = f'"{record.version}-{record.position.datestamp}-{lang}-{name:x}"'
        headers = {
            "vary": "Accept",
            "etag": etag,
            "last-modified": _http_date(record.datestamp),
            "link": _link_header(self._links(record, record.work, base)),
        }
        if request.headers.get("if-none-match") == etag:
            return Response(status_code=304, headers=headers)
        html = self._page_of(record, lang, base, site)
        return Response(html, media_type=_HTML, headers=headers)

    def _links(self, record: Record, work: Work, base: str) -> list[pages.Link]:
        formats = [(f.name, f.media_type) for f in self._formats_of(record)]
        return pages.links(record, work, base, formats)

    def _find_formats(self, record: Record) -> tuple[Format, ...]:
        """Return the formats that can hold a record; most hold any, so few are tried."""
        work = record.work
        return tuple(f for f in self._formats if f.name not in self._demanding or _holds(f, work))

    def _render_record(self, record: Record, lang: str, base: str, site: str) -> str:
        """Return a record's page; `site` is its library's name, on which it depends too."""
        work = record.work
        here = f"{base}{pages.record_path(record.id)}"
        described = work if work.url else work.model_copy(update={"url": URL(here)})
        return self._render(
            "record.html",
            lang,
            base,
            pages.record_path(record.id),
            site=site,
            title=pages.title(work, lang).text,
            heading=pages.title(work, lang),
            other_titles=pages.other_titles(work, lang),
            authors=pages.authors(work, lang),
            facts=pages.facts(work, lang, self._root, record.specs),
            abstracts=pages.abstracts(work, lang),
            keywords=pages.keywords(work, lang),
            citations=pages.citations(work, lang),
            references=pages.references(work, lang),
            downloads=pages.downloads(record.id, self._root, self._formats_of(record)),
            links=self._links(record, work, base),
            tags=pages.meta_tags(described, lang),
            coins=pages.coins(described, lang),
            json_ld=pages.json_ld(described),
            oai=oai_identifier(self._store.setting("namespace"), record.id),
            version=record.version,
            changed=utc(record.position.datestamp),
        )

    def _negotiated(self, request: Request, record: Record) -> Response | None:
        """Return the record as data where the client would rather have that than a page."""
        formats = self._formats_of(record)
        offers = {f.media_type.partition(";")[0]: f.name for f in reversed(formats)}
        known = {f.name for f in formats}
        offers |= {kind: name for kind, name in _MEDIA_ALIASES.items() if name in known}
        offers.pop(_HTML, None)
        accept = request.headers.get("accept", "")
        chosen = best_media_type(accept, [_HTML, *offers])
        if chosen is None:
            raise HTTPException(406)
        if chosen == _HTML:
            return None
        response = self._data(record, get(offers[chosen]))
        response.headers["vary"] = "Accept"
        response.headers["link"] = _link_header(
            [pages.Link("describes", f"{self._base(request)}{pages.record_path(record.id)}")]
        )
        return response

    def export(self, request: Request) -> Response:
        record = self._found(request)
        name = str(request.path_params["format"])
        format = next((f for f in self._formats if f.name == name), None)
        if format is None:
            raise HTTPException(404)
        response = self._data(record, format)
        ending = format.extensions[0] if format.extensions else ""
        whole = f"{record.id}{ending}"
        plain = _SAFE_NAME.sub("-", whole).strip("-.") or f"record{ending}"
        response.headers["content-disposition"] = (
            f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(whole, safe='')}"
        )
        return response

    @staticmethod
    def _data(record: Record, format: Format) -> Response:
        try:
            content = _exported(format, record.work)
        except FormatError as error:
            raise HTTPException(422, str(error)) from None
        headers = {"last-modified": _http_date(record.datestamp)}
        return Response(content, media_type=format.media_type, headers=headers)

    # For programs

    async def oai(self, request: Request) -> Response:
        if request.method == "POST":
            raw = (await request.body()).decode("utf-8", "replace")
        else:
            raw = request.url.query
        try:
            pairs = parse_qsl(raw, keep_blank_values=True, max_num_fields=50, errors="replace")
        except ValueError:
            raise HTTPException(400) from None
        base = f"{self._base(request)}/oai"
        content = await run_in_threadpool(respond, self._store, pairs, base)
        return Response(content, media_type="text/xml")

    def feed(self, request: Request) -> Response:
        lang = self._lang(request)
        content = feeds.atom(self._store, lang, self._base(request))
        return Response(content, media_type="application/atom+xml")

    def sitemap(self, request: Request) -> Response:
        content = feeds.sitemap_index(self._store, self._base(request))
        return Response(content, media_type="application/xml")

    def sitemap_part(self, request: Request) -> Response:
        number = int(request.path_params["number"])
        content = feeds.sitemap(self._store, self._base(request), number)
        if content is None:
            raise HTTPException(404)
        return Response(content, media_type="application/xml")

    def robots(self, request: Request) -> Response:
        base = self._base(request)
        return PlainTextResponse(f"User-agent: *\nAllow: /\nSitemap: {base}/sitemap.xml\n")

    # Errors

    def error(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        kinds = {404: "missing", 410: "removed"}
        if error.status_code not in kinds:
            return PlainTextResponse(f"{error.detail}\n", error.status_code, headers=error.headers)
        first = request.url.path.split("/")[1]
        lang = first if first in pages.strings() else self._preferred(request)
        said, kind = pages.strings()[lang], kinds[error.status_code]
        html = self._render(
            "message.html",
            lang,
            self._base(request),
            "/",
            title=said[kind],
            heading=said[kind],
            message=said[f"{kind}_text"],
        )
        return Response(html, error.status_code, media_type=_HTML)

    def too_large(self, request: Request, error: Exception) -> Response:
        return PlainTextResponse("The request is too large.\n", 413)

    def busy(self, request: Request, error: Exception) -> Response:
        # The message may name a file; that is nobody's business here.
        headers = {"retry-after": "10"}
        return PlainTextResponse("The library is busy; try again.\n", 503, headers=headers)


def _exported(format: Format, work: Work) -> bytes:
    """Return a record in a format.

    Raises:
        FormatError: The format demands what the record has not.
    """
    from citekit.api import export

    content, account = export([work], format.name)
    refused = next((loss.reason for loss in account.losses if not loss.path), None)
    if refused is not None:
        raise FormatError(f"{format.title} cannot hold this record: {refused}")
    return content


def _holds(format: Format, work: Work) -> bool:
    try:
        return bool(_exported(format, work))
    except FormatError:
        return False


def _page_number(request: Request) -> int:
    text = request.query_params.get("page", "1")
    return min(max(int(text), 1), COUNTED // _PAGE) if text.isascii() and text.isdigit() else 1


def _set_name(found: RecordSet, lang: str) -> str:
    """Return a set's name for people: a language's own name, a class in the page's language.

    >>> _set_name(RecordSet("language:kk", "kk"), "en")
    'Қазақша'
    >>> _set_name(RecordSet("udc:5", "UDC 5"), "kk")
    'ӘОЖ 5'
    """
    if found.spec.startswith("udc"):
        return found.name.replace("UDC", pages.strings()[lang]["udc"])
    return pages.strings().get(found.name, {}).get("language", found.name)


def _http_date(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")


def _link_header(links: list[pages.Link]) -> str:
    """Return links as RFC 8288 writes them; addresses are percent-encoded already."""
    return ", ".join(
        f'<{link.href}>; rel="{link.rel}"' + (f'; type="{link.type}"' if link.type else "")
        for link in links
    )
