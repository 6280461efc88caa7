"""Pages say in three languages what the record says, to people and to programs."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl

import pytest
from lxml import etree, html

from citekit.formats import get, names
from citekit.model import Work
from citekit.repository import Store
from citekit.web import pages
from citekit.web.negotiate import best_language, best_media_type

LANGUAGES = ["kk", "ru", "en"]
TITLES = {
    "kk": "Қазақ тілінің 1-мақаласы",
    "ru": "Статья 1 о казахском языке",
    "en": "Article 1 on the Kazakh language",
}


def page(client: Any, path: str, status: int = 200, **headers: str) -> Any:
    response = client.get(path, headers={"accept": "text/html", **headers})
    assert response.status_code == status, response.text
    return html.fromstring(response.text)


def test_every_language_says_the_same_things() -> None:
    assert list(pages.strings()) == LANGUAGES
    assert len({tuple(said) for said in pages.strings().values()}) == 1
    folder = files("citekit.web")
    used = "".join(
        entry.read_text("utf-8")
        for part in ("templates", ".")
        for entry in folder.joinpath(part).iterdir()
        if entry.name.endswith((".html", ".py"))
    )
    unused = [key for key in pages.strings()["en"] if not re.search(rf"[\"'.]{key}\b", used)]
    assert not [key for key in unused if not key.endswith("_text")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_record_in_the_language_of_the_page(client: Any, lang: str) -> None:
    root = page(client, f"/{lang}/record/a1")
    assert root.get("lang") == lang
    assert root.findtext(".//h1") == TITLES[lang]
    assert root.findtext(".//title").startswith(TITLES[lang])
    others = [item.text_content() for item in root.xpath("//section[h2/@id='other-titles']//li")]
    assert others == [TITLES[code] for code in LANGUAGES if code != lang]
    hreflang = {
        link.get("hreflang"): link.get("href") for link in root.xpath("//head/link[@hreflang]")
    }
    assert hreflang == {
        **{code: f"http://localhost/{code}/record/a1" for code in LANGUAGES},
        "x-default": "http://localhost/record/a1",
    }
    assert pages.strings()[lang]["abstract"] in root.text_content()
    assert "https://orcid.org/0000-0002-1825-0097" in root.xpath("//a/@href")
    assert root.xpath("//section[h2/@id='references']//li")[0].text == "Әуезов М. Абай жолы."


@pytest.mark.parametrize(
    ("lang", "called"),
    [("ru", "ГОСТ в журналах"), ("kk", "журналдарындағы ГОСТ"), ("en", "GOST as")],
)
def test_styles_are_named_in_the_language_of_the_page(client: Any, lang: str, called: str) -> None:
    names = page(client, f"/{lang}/record/a1").xpath("//dl[@class='citations']//dt/text()")
    assert called in names[2]
    assert any("APA" in name for name in names)


def test_text_in_another_language_says_so(client: Any) -> None:
    root = page(client, "/ru/record/a1")
    abstract = root.xpath("//section[p='An abstract.']")[0]
    assert abstract.get("lang") == "en"
    heading = page(client, "/kk/").xpath("//h2[a]")[0]
    assert heading.find("a").get("lang") is not None or "Қазақ" in heading.text_content()


def test_pages_are_whole_without_scripts(client: Any) -> None:
    root = page(client, "/en/record/a1")
    assert all(button.get("hidden") is not None for button in root.xpath("//button[@data-copy]"))
    assert {button.text for button in root.xpath("//button[@data-copy]")} == {"Copy"}
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    for button in root.xpath("//button[@data-copy]"):
        assert root.get_element_by_id(button.get("data-copy")).text_content().strip()
    assert not root.xpath("//@style | //@onclick | //style")


@pytest.mark.parametrize("format", [f for f in names() if get(f).write])
def test_every_format_can_be_downloaded(client: Any, format: str) -> None:
    root = page(client, "/en/record/a1")
    response = client.get(f"/export/{format}/a1")
    offered = f"/export/{format}/a1" in root.xpath("//a/@href")
    assert response.status_code == (200 if offered else 422), response.text
    if offered:
        assert response.content
        assert response.headers["content-disposition"].startswith('attachment; filename="a1')


def test_only_what_can_be_made_is_offered(client: Any) -> None:
    offered = [path.split("/")[2] for path in page(client, "/en/record/a1").xpath("//li/a/@href")
               if path.startswith("/export/")]  # fmt: skip
    assert offered[:5] == ["ris", "bibtex", "biblatex", "endnote-xml", "csl-json"]
    assert "datacite" in offered
    # Crossref wants the address of the page, which this record does not name.
    assert "crossref" not in offered
    accept = "application/vnd.crossref.deposit+xml, application/x-bibtex;q=0.1"
    response = client.get("/record/a1", headers={"accept": accept})
    assert response.headers["content-type"].startswith("application/x-bibtex")
    assert "crossref" not in response.headers["link"]


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("application/vnd.citationstyles.csl+json", "application/vnd.citationstyles.csl+json"),
        ("application/x-bibtex", "application/x-bibtex"),
        ("application/x-research-info-systems", "application/x-research-info-systems"),
        ("application/x-bibtex;q=0.5, application/vnd.citationstyles.csl+json", "csl+json"),
        ("application/json", "csl+json"),
    ],
)
@pytest.mark.parametrize("path", ["/record/a1", "/ru/record/a1"])
def test_programs_get_what_they_ask_for(client: Any, path: str, accept: str, expected: str) -> None:
    response = client.get(path, headers={"accept": accept})
    assert response.status_code == 200
    assert expected in response.headers["content-type"]
    assert "Accept" in response.headers["vary"]
    if "json" in expected:
        assert json.loads(response.content)[0]["DOI"] == "10.26577/test.1"


def test_people_are_led_to_their_language(client: Any) -> None:
    headers = {"accept": "text/html,*/*;q=0.8", "accept-language": "ru-RU,ru;q=0.9,en;q=0.5"}
    response = client.get("/record/a1", headers=headers)
    assert (response.status_code, response.headers["location"]) == (
        302,
        "http://localhost/ru/record/a1",
    )
    assert client.get("/record/a1", headers={"accept": "image/png"}).status_code == 406


def test_signposts(client: Any) -> None:
    header = client.get("/en/record/a1", headers={"accept": "text/html"}).headers["link"]
    rels = re.findall(r'<([^>]+)>; rel="([a-z-]+)"', header)
    assert ("https://doi.org/10.26577/test.1", "cite-as") in rels
    assert ("https://orcid.org/0000-0002-1825-0097", "author") in rels
    assert ("https://creativecommons.org/licenses/by/4.0/", "license") in rels
    assert ("https://schema.org/AboutPage", "type") in rels
    assert ("http://localhost/export/csl-json/a1", "describedby") in rels
    root = page(client, "/en/record/a1")
    in_head = {(link.get("href"), link.get("rel")) for link in root.xpath("//head/link[@rel]")}
    assert set(rels) <= in_head


def test_tags_for_indexes_and_reference_managers(client: Any) -> None:
    root = page(client, "/ru/record/a1")

    def said(name: str) -> list[str]:
        found: list[str] = root.xpath(f"//meta[@name='{name}']/@content")
        return found

    assert said("citation_title") == [TITLES["ru"]]
    assert said("citation_language") == ["kk"]
    assert said("citation_author") == ["Әуезов, Мұхтар"]
    assert said("citation_doi") == ["10.26577/test.1"]
    assert said("citation_abstract_html_url") == ["http://localhost/record/a1"]
    assert said("citation_volume") + said("citation_firstpage") == ["72", "1"]
    data = json.loads(root.xpath("string(//script[@type='application/ld+json'])"))
    assert data["@id"] == "https://doi.org/10.26577/test.1"
    assert data["headline"] == TITLES["kk"]
    (title,) = root.xpath("//span[@class='Z3988']/@title")
    pairs = parse_qsl(title)
    assert ("rft.atitle", TITLES["ru"]) in pairs
    assert ("rft.language", "kk") in pairs
    assert ("rft_id", "info:doi/10.26577/test.1") in pairs


def test_our_own_readers_read_our_own_page(client: Any) -> None:
    for format in ("html-meta", "schema-org", "coins"):
        text = client.get("/kk/record/a1", headers={"accept": "text/html"}).content
        read = get(format).read
        assert read is not None
        (work,) = read(BytesIO(text))
        assert isinstance(work, Work)
        assert work.title is not None
        assert work.title.best("kk") == TITLES["kk"]
        assert work.doi == "10.26577/test.1"


def test_an_unchanged_page_is_not_sent_again(client: Any, store: Store) -> None:
    first = client.get("/en/record/a1", headers={"accept": "text/html"})
    again = {"accept": "text/html", "if-none-match": first.headers["etag"]}
    assert client.get("/en/record/a1", headers=again).status_code == 304
    record = store.get("a1")
    assert record is not None
    list(store.add([record.work.model_copy(update={"volume": "99"})]))
    assert client.get("/en/record/a1", headers=again).status_code == 200
    again["if-none-match"] = client.get("/en/record/a1", headers=again).headers["etag"]
    store.configure(name="Another name")
    assert client.get("/en/record/a1", headers=again).status_code == 200
    assert "Another name" in page(client, "/en/record/a1").findtext(".//title")


def test_search_and_its_pages(client: Any) -> None:
    root = page(client, "/ru/?q=статьи")
    assert "29" in root.xpath("string(//p[@role='status'])")
    assert len(root.xpath("//ol/li")) == 20
    following = root.xpath("//a[@rel='next']/@href")[0]
    assert len(page(client, following).xpath("//ol/li")) == 9
    assert (
        page(client, "/en/?q=nothing+of+it")
        .xpath("string(//main)")
        .strip()
        .endswith("Nothing was found.")
    )
    for odd in ("-1", "0", "9" * 50, "x", "½"):
        page(client, f"/en/?q=kazakh&page={odd}")


def test_sets_can_be_browsed(client: Any) -> None:
    root = page(client, "/kk/")
    address = next(a for a in root.xpath("//ul/li/a/@href") if "journal:1563-0234" in a)
    journal = page(client, address)
    assert journal.findtext(".//h1") == "Хабаршы"
    issue = next(a for a in journal.xpath("//ul/li/a/@href") if "2024-72-3" in a)
    assert page(client, issue).xpath("//ol/li")
    page(client, "/kk/set/language:kk?page=2")
    page(client, "/kk/set/none", 404)


def test_what_is_not_there(client: Any) -> None:
    for path in ("/kk/record/none", "/xx/", "/xx/record/a1", "/export/none/a1", "/nothing"):
        page(client, path, 404)
    gone = page(client, "/ru/record/a7", 410)
    assert gone.findtext(".//h1") == pages.strings()["ru"]["removed"]
    assert client.get("/export/bibtex/a7").status_code == 410


def test_feed_and_sitemap(client: Any) -> None:
    feed = etree.fromstring(client.get("/ru/feed.atom").content)
    atom = "{http://www.w3.org/2005/Atom}"
    entries = feed.findall(f"{atom}entry")
    assert len(entries) == 30
    assert {entry.findtext(f"{atom}title") for entry in entries} >= {TITLES["ru"]}
    for entry in entries:
        assert entry.findtext(f"{atom}id")
        assert entry.find(f"{atom}author") is not None
    index = etree.fromstring(client.get("/sitemap.xml").content)
    (address,) = index.xpath("//*[local-name()='loc']/text()")
    addresses = etree.fromstring(client.get(address).content).xpath(
        "//*[local-name()='loc']/text()"
    )
    assert len(addresses) == 30
    assert "http://localhost/record/a1" in addresses
    assert client.get("/sitemap-2.xml").status_code == 404
    assert "sitemap.xml" in client.get("/robots.txt").text


def test_oai_by_get_post_and_gzip(client: Any) -> None:
    got = client.get("/oai?verb=Identify", headers={"accept-encoding": "gzip"})
    assert got.headers["content-encoding"] == "gzip"
    assert got.headers["content-type"].startswith("text/xml")
    assert b"<baseURL>http://localhost/oai</baseURL>" in got.content
    posted = client.post(
        "/oai",
        data={
            "verb": "GetRecord",
            "metadataPrefix": "oai_dc",
            "identifier": "oai:library.invalid:a1",
        },
    )
    assert "Қазақ тілінің" in posted.text
    assert 'code="badVerb"' in client.get("/oai").text
    assert 'code="badVerb"' in client.get("/oai?verb=Identify&verb=Identify").text


def test_a_site_behind_a_path_names_itself_so(store: Store) -> None:
    from starlette.testclient import TestClient

    from citekit.web.app import make_app

    app = make_app(store, base_url="https://journal.kz/library/")
    with TestClient(app) as client:
        root = html.fromstring(client.get("/en/record/a1", headers={"accept": "text/html"}).text)
        assert root.xpath("//link[@rel='canonical']/@href") == [
            "https://journal.kz/library/en/record/a1"
        ]
        assert root.xpath("//link[@rel='stylesheet']/@href") == ["/library/static/style.css"]
        assert (
            "<baseURL>https://journal.kz/library/oai</baseURL>"
            in client.get("/oai?verb=Identify").text
        )


def test_preferences() -> None:
    offers = ["text/html", "application/x-bibtex"]
    assert best_media_type("", offers) == "text/html"
    assert best_media_type("*/*", offers) == "text/html"
    assert best_media_type("text/*;q=0.1, application/x-bibtex;q=0.2", offers) == offers[1]
    assert best_media_type("text/html;q=0, */*", offers) == offers[1]
    assert best_media_type("text/html;q=nonsense", offers) is None
    assert best_language("de", LANGUAGES) == "kk"
    assert best_language("en;q=0.3, kk;q=0.2", LANGUAGES) == "en"
