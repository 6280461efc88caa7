"""What Zotero's import translators find in our files.

The translators are on no registry. Each function here says in a few lines where one of them looks
for a field, as far as that decides what arrives: which element, which of several values, and how
several are joined. `WITHOUT` lists what a translator does not read wherever it stands.
"""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from lxml import etree, html

from citekit import api, formats
from citekit.formats import Account
from citekit.model import Work
from tests.formats.samples import FULL

Found = dict[str, Any]
ROOT = Path(__file__).resolve().parents[2]
FIELDS = ("authors", "title", "journal", "volume", "issue", "pages", "date")
MORE = ("doi", "language", "abstract")
WITHOUT: dict[str, tuple[str, ...]] = {
    "marcxml": ("doi",),
    "oai-dc": ("volume", "issue", "pages"),
    "coins": (),
}
SPACES = {
    "m": "http://www.loc.gov/mods/v3",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "bibo": "http://purl.org/ontology/bibo/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "marc": "http://www.loc.gov/MARC21/slim",
}


def written(name: str, work: Work) -> bytes:
    stream = io.BytesIO()
    formats.get(name).write([work], stream, Account())  # type: ignore[misc]
    return stream.getvalue()


def tree(data: bytes) -> Any:
    return etree.fromstring(data)


def page(data: bytes) -> Any:
    return html.fromstring(data.decode())


def each(node: Any, path: str) -> list[str]:
    return [
        str(n if isinstance(n, str) else "".join(n.itertext())).strip()
        for n in node.xpath(path, namespaces=SPACES)
    ]


def first(node: Any, path: str) -> str | None:
    return next(iter(each(node, path)), None)


def comma(text: str) -> tuple[str, str]:
    """A name taken apart at its comma; one at the end of the whole is dropped."""
    last, _, rest = text.strip(" .,").partition(",")
    return " ".join(last.split()), rest.strip()


def ris(data: bytes) -> Found:
    said: dict[str, list[str]] = {}
    for tag, value in re.findall(r"(?m)^([A-Z][A-Z0-9])  - (.*)$", data.decode()):
        said.setdefault(tag, []).append(value)
    one = {tag: values[0] for tag, values in said.items()}
    return {
        "authors": [comma(name) for name in said["AU"]],
        "title": one["TI"],
        "journal": one.get("T2"),
        "volume": one.get("VL"),
        "issue": one.get("IS"),
        "pages": "-".join(one[tag] for tag in ("SP", "EP") if tag in one),
        "date": one.get("DA", one.get("PY")),
        "doi": one.get("DO"),
        "language": one.get("LA"),
        "abstract": one.get("AB"),
    }


def bibtex(data: bytes) -> Found:
    entry = data.decode().split("\n}\n")[0]
    said = dict(re.findall(r"(?m)^\t([\w+:-]+) = \{?(.*?)\}?,?$", entry))
    plain = {name: value.replace("{", "").replace("}", "") for name, value in said.items()}
    assert "family=" not in plain["author"], "extended names arrive in one piece"
    return {
        "authors": [comma(name) for name in plain["author"].split(" and ")],
        "title": plain["title"],
        "journal": plain.get("journal", plain.get("journaltitle")),
        "volume": plain.get("volume"),
        "issue": plain.get("number"),
        "pages": plain.get("pages"),
        "date": plain.get("date", plain.get("year")),
        "doi": plain.get("doi"),
        "language": plain.get("language"),
        "abstract": plain.get("abstract"),
    }


def csl_json(data: bytes) -> Found:
    (item,) = json.loads(data)
    date = item["issued"]
    return {
        "authors": [(a.get("family") or a["literal"], a.get("given", "")) for a in item["author"]],
        "title": item["title"],
        "journal": item.get("container-title"),
        "volume": item.get("volume"),
        "issue": item.get("issue"),
        "pages": item.get("page"),
        "date": date.get("literal") or "-".join(f"{n:02d}" for n in date["date-parts"][0]),
        "doi": item.get("DOI"),
        "language": item.get("language"),
        "abstract": item.get("abstract"),
    }


def endnote_xml(data: bytes) -> Found:
    node = tree(data).find(".//record")
    date, year = first(node, "dates/pub-dates/date"), first(node, "dates/year")
    return {
        "authors": [comma(name) for name in each(node, "contributors/authors/author")],
        "title": first(node, "titles/title"),
        "journal": first(node, "titles/secondary-title"),
        "volume": first(node, "volume"),
        "issue": first(node, "issue"),
        "pages": first(node, "pages"),
        "date": date if date and re.search(r"\d{4}", date) else f"{date or ''} {year}",
        "doi": first(node, "electronic-resource-num"),
        "language": first(node, "language"),
        "abstract": first(node, "abstract"),
    }


def mods(data: bytes) -> Found:
    (node,) = tree(data).xpath("descendant-or-self::m:mods", namespaces=SPACES)
    part = "m:relatedItem[@type='host']/m:part"
    start, end = (first(node, f"{part}/m:extent[@unit='pages']/m:{at}") for at in ("start", "end"))
    names = node.xpath("m:name[m:role/m:roleTerm='aut']", namespaces=SPACES)
    return {
        "authors": [
            (
                first(n, "m:namePart[@type='family']") or first(n, "m:namePart"),
                first(n, "m:namePart[@type='given']") or "",
            )
            for n in names
        ],
        "title": first(node, "m:titleInfo[not(@type)]/m:title"),
        "journal": first(node, "m:relatedItem[@type='host']/m:titleInfo[not(@type)]/m:title"),
        "volume": first(node, f"{part}/m:detail[@type='volume']/m:number"),
        "issue": first(node, f"{part}/m:detail[@type='issue']/m:number"),
        # One end alone would arrive as `25null`.
        "pages": start if start == end else f"{start}-{end or 'null'}",
        "date": first(node, "m:originInfo/m:dateIssued[@encoding]"),
        "doi": first(node, "m:identifier[@type='doi']"),
        "language": each(node, "m:language/m:languageTerm[@type='code']")[-1],
        "abstract": "\n\n".join(each(node, "m:abstract")),
    }


def marcxml(data: bytes) -> Found:
    (node,) = tree(data).xpath("//marc:record", namespaces=SPACES)

    def field(tag: str, code: str) -> list[str]:
        return each(node, f"marc:datafield[@tag='{tag}']/marc:subfield[@code='{code}']")

    assert field("773", "7") == ["nnas"], "by this it is an article"
    place = (field("773", "g") or [""])[0]
    volume = re.search(r"vol\.\s*(\d+)", place)
    issue = re.search(r"vol\.\s*\d+\s*,\s*no\.\s*(\d+)", place)
    pages = re.search(r"[ps]\.\s*(\d+(-\d+)?)", place)
    year = re.search(r"\d{4}", place)
    summaries = field("520", "a")
    return {
        "authors": [
            comma(name)
            for tag in ("100", "110", "700", "710")
            for name in each(
                node,
                f"marc:datafield[@tag='{tag}'][marc:subfield[@code='4']='aut']"
                "/marc:subfield[@code='a']",
            )
        ],
        "title": field("245", "a")[0].strip(" .,/:;"),
        "journal": field("773", "t")[0],
        "volume": volume[1] if volume else None,
        "issue": issue[1] if issue else None,
        "pages": pages[1] if pages else None,
        "date": year[0] if year else field("264", "c")[0],
        "language": field("041", "a")[0],
        # Of several it makes notes.
        "abstract": summaries[0] if len(summaries) == 1 else None,
    }


def rdf(data: bytes) -> Found:
    (node,) = tree(data).xpath("bibo:*", namespaces=SPACES)

    def joined(home: Any, path: str) -> str | None:
        return ",".join(each(home, path)) or None

    issue, journal = "dcterms:isPartOf/bibo:Issue", "dcterms:isPartOf/bibo:Journal"
    people = node.xpath("bibo:authorList/rdf:Seq/rdf:li/foaf:*", namespaces=SPACES)
    return {
        "authors": [
            (first(p, "foaf:surname") or first(p, "foaf:name"), first(p, "foaf:givenname") or "")
            for p in people
        ],
        "title": joined(node, "dcterms:title"),
        "journal": joined(node, f"{issue}/{journal}/dcterms:title"),
        "volume": joined(node, f"{issue}/bibo:volume"),
        "issue": joined(node, f"{issue}/bibo:issue"),
        "pages": joined(node, "bibo:pages"),
        "date": joined(node, f"{issue}/dcterms:date"),
        "doi": joined(node, "bibo:doi"),
        "language": joined(node, "dcterms:language"),
        "abstract": joined(node, "dcterms:abstract"),
    }


def coins(data: bytes) -> Found:
    (span,) = page(data).xpath("descendant-or-self::span[@class='Z3988']")
    pairs = parse_qsl(span.get("title"))
    said = dict(reversed(pairs))
    assert "rft.aulast" not in said, "the first author would arrive twice"
    return {
        "authors": [comma(value) for key, value in pairs if key == "rft.au"],
        "title": said["rft.atitle"],
        "journal": said.get("rft.jtitle"),
        "volume": said.get("rft.volume"),
        "issue": said.get("rft.issue"),
        "pages": said.get("rft.pages"),
        "date": said.get("rft.date"),
        "doi": next((v[9:] for k, v in pairs if v.startswith("info:doi/")), None),
        "language": said.get("rft.language"),
        "abstract": said.get("rft.description"),
    }


def html_meta(data: bytes) -> Found:
    said: dict[str, list[str]] = {}
    for tag in page(data).iter("meta"):
        said.setdefault(tag.get("name") or "", []).append(tag.get("content") or "")

    def joined(name: str) -> str | None:
        return ", ".join(said.get(name, ())) or None

    for name in said["citation_author"]:
        last, _, rest = name.partition(", ")
        assert not (" " in last and " " in rest), "it would be taken for two authors"
    ends = (joined("citation_firstpage"), joined("citation_lastpage"))
    return {
        "authors": [comma(name) for name in said["citation_author"]],
        "title": joined("citation_title"),
        "journal": joined("citation_journal_title"),
        "volume": joined("citation_volume"),
        "issue": joined("citation_issue"),
        "pages": "-".join(filter(None, ends)),
        "date": joined("citation_publication_date"),
        "doi": joined("citation_doi"),
        "language": joined("citation_language"),
        "abstract": joined("citation_abstract"),
    }


def datacite_json(data: bytes) -> Found:
    said = json.loads(data)
    host = next(i for i in said["relatedItems"] if i["relationType"] == "IsPublishedIn")
    return {
        "authors": [
            (a["familyName"], a["givenName"]) if a.get("givenName") else comma(a["name"])
            for a in said["creators"]
        ],
        "title": "".join(t["title"] for t in said["titles"] if "titleType" not in t),
        "journal": host["titles"][0]["title"],
        "volume": host.get("volume"),
        "issue": host.get("issue"),
        "pages": "-".join(host[at] for at in ("firstPage", "lastPage") if at in host),
        "date": next(d["date"] for d in said["dates"] if d["dateType"] == "Issued"),
        "doi": said["doi"],
        "language": said["language"],
        "abstract": [
            d["description"] for d in said["descriptions"] if d["descriptionType"] == "Abstract"
        ][-1],
    }


def oai_dc(data: bytes) -> Found:
    node = tree(data)
    urls = each(node, "dc:identifier")
    return {
        "authors": [comma(name) for name in each(node, "dc:creator")],
        "title": first(node, "dc:title"),
        "journal": first(node, "dc:source"),
        "date": first(node, "dc:date"),
        "doi": next((u.removeprefix("https://doi.org/") for u in urls if "doi.org" in u), None),
        "language": first(node, "dc:language"),
        "abstract": first(node, "dc:description"),
    }


READERS: dict[str, Callable[[bytes], Found]] = {
    "bibtex": bibtex,
    "biblatex": bibtex,
    "ris": ris,
    "csl-json": csl_json,
    "endnote-xml": endnote_xml,
    "mods": mods,
    "mets": mods,
    "marcxml": marcxml,
    "rdf": rdf,
    "coins": coins,
    "html-meta": html_meta,
    "datacite-json": datacite_json,
    "oai-dc": oai_dc,
}

WANTED: Found = {
    "authors": [
        ("Жексембаева", "В. А."),
        ("Досмағамбетова", "Гүлнар"),
        ("Ғылым ордасы", ""),
    ],
    "title": "Этносаралық келісім: қазақстандық үлгі",
    "journal": "Мемлекеттік басқару және мемлекеттік қызмет",
    "volume": "7",
    "issue": "3",
    "pages": "25-30",
    "date": "2015-06-28",
    "doi": "10.58805/kazutb.v.4.25-524",
    "language": "kk",
    "abstract": "Бұл мақалада этносаралық келісім моделі қарастырылған.",
}
OTHERWISE: dict[tuple[str, str], str] = {
    # Zotero keeps these as they are; its own dates understand each of them.
    ("endnote-xml", "date"): "Jun 28 2015",
    ("marcxml", "date"): "2015",
    ("marcxml", "language"): "kaz",
    ("bibtex", "language"): "kazakh",
    ("biblatex", "language"): "kazakh",
    # It has one field for abstracts and takes MODS's all, the first first.
    ("mods", "abstract"): WANTED["abstract"],
    ("mets", "abstract"): WANTED["abstract"],
    ("oai-dc", "journal"): WANTED["journal"],
}
MORE_IN_IT = {("mods", "abstract"), ("mets", "abstract"), ("oai-dc", "journal")}


def plain(value: Any) -> Any:
    """Dashes and the marks between the parts of a date do not matter."""
    if isinstance(value, list):
        return [(a, b.rstrip(".")) for a, b in value]
    text = re.sub("--|–", "-", value).replace("/", "-")
    return text.strip("-")


@pytest.mark.parametrize("field", (*FIELDS, *MORE))
@pytest.mark.parametrize("name", READERS)
def test_it_finds_every_field_of_a_full_record(name: str, field: str) -> None:
    found = READERS[name](written(name, FULL))
    if field in WITHOUT.get(name, ()):
        assert found.get(field) is None
        return
    wanted = plain(OTHERWISE.get((name, field), WANTED[field]))
    said = plain(found[field])
    if (name, field) in MORE_IN_IT:
        assert said.startswith(wanted)
    else:
        assert said == wanted


@pytest.mark.parametrize("name", [n for n in READERS if n != "datacite-json"])
def test_it_finds_what_the_finished_record_of_the_model_article_says(name: str) -> None:
    (work,) = api.read(ROOT / "metadata" / "zheksembayeva-ethnic-accord.yaml")
    found = READERS[name](written(name, work))
    assert plain(found["authors"]) == [("Жексембаева", "В. А"), ("Досмағамбетова", "Г. И")]
    assert found["title"] == work.title.original  # type: ignore[union-attr]
    assert found["journal"].startswith(work.container_title.original)  # type: ignore[union-attr]
    if "pages" not in WITHOUT.get(name, ()):
        assert plain(found["pages"]) == "25-30"
    assert "2016" in found["date"]
    assert found["language"].startswith(("kk", "kaz"))
    assert found["abstract"].startswith(work.abstract.original)  # type: ignore[union-attr]


@pytest.mark.parametrize("name", READERS)
def test_it_finds_names_of_several_words_and_a_single_page(name: str) -> None:
    data = json.loads(FULL.model_dump_json(exclude_defaults=True)) | {
        "author": [{"name": {"kk": {"family": "ван Гог", "given": "Винсент Виллем"}}}],
        "page": "25",
        "type": "article-journal",
    }
    found = READERS[name](written(name, type(FULL).model_validate(data)))
    assert found["authors"] == [("ван Гог", "Винсент Виллем")]
    if "pages" not in WITHOUT.get(name, ()):
        assert found["pages"] == "25"


def test_it_finds_the_ends_of_pages_that_are_no_single_range() -> None:
    work = FULL.model_copy(update={"page": "1–2, 5"})
    assert mods(written("mods", work))["pages"] == "1-5"
    (again,) = api.read(written("mods", work), format="mods")
    assert again.page == "1–2, 5"


def test_it_finds_the_number_of_an_article_that_has_no_pages() -> None:
    work = FULL.model_copy(update={"page": None, "number": "e102"})
    for name in ("ris", "bibtex"):
        assert READERS[name](written(name, work))["pages"] == "e102"
        (again,) = api.read(written(name, work), format=name)
        assert (again.page, again.number) == (None, "e102")


def test_coins_have_the_keywords_for_zotero_reads_no_other_tags_of_the_page() -> None:
    (span,) = page(written("coins", FULL)).xpath("descendant-or-self::span[@class='Z3988']")
    tags = [value for key, value in parse_qsl(span.get("title")) if key == "rft.subject"]

    assert FULL.keyword is not None
    assert tags == list(FULL.keyword.original)
