"""JATS is read as it is marked; citations are found in its text."""

from citekit.extract import extract_bytes
from citekit.model import Person

JATS = """<?xml version="1.0"?>
<article xmlns:xlink="http://www.w3.org/1999/xlink" xml:lang="kk" article-type="research-article">
<front><journal-meta><journal-title-group><journal-title>Хабаршы</journal-title>
</journal-title-group><issn>1563-0234</issn></journal-meta><article-meta>
<article-id pub-id-type="doi">10.1000/182</article-id>
<title-group><article-title>Тіл туралы</article-title>
<trans-title-group xml:lang="en"><trans-title>On language</trans-title></trans-title-group>
</title-group><contrib-group><contrib contrib-type="author"><name><surname>Ким</surname>
<given-names>А. Б.</given-names></name><email>a@b.kz</email></contrib></contrib-group>
<volume>3</volume><fpage>5</fpage><lpage>9</lpage>
<abstract><p>Мақалада тіл туралы айтылады.</p></abstract>
<kwd-group xml:lang="kk"><kwd>тіл</kwd><kwd>сөз</kwd></kwd-group></article-meta></front>
<body><sec><title>Кіріспе</title><p>Бұл белгілі [<xref ref-type="bibr" rid="r1">1</xref>, 45 б.].
Тағы да айтылған [2].</p></sec></body>
<back><ref-list><ref id="r1"><label>1</label><mixed-citation>Әуезов М. Абай жолы. – Алматы:
Жазушы, 1997. – 608 б.</mixed-citation></ref><ref id="r2"><label>2</label>
<mixed-citation>Ли В. Книга. – М., 2001.</mixed-citation></ref></ref-list></back></article>"""


def test_the_record_is_that_of_the_markup() -> None:
    article = extract_bytes(JATS.encode(), "a.xml").article
    assert article.title is not None
    assert article.abstract is not None
    assert dict(article.title.items()) == {"kk": "Тіл туралы", "en": "On language"}
    assert (article.doi, article.volume, article.page) == ("10.1000/182", "3", "5–9")
    assert article.abstract["kk"] == "Мақалада тіл туралы айтылады."
    [author] = article.author
    assert isinstance(author, Person)
    assert (author.name.original.family, author.email) == ("Ким", "a@b.kz")
    assert len(article.references) == 2
    assert article.provenance["title"].method == "imported"


def test_citations_are_found_in_the_body() -> None:
    extraction = extract_bytes(JATS.encode(), "a.xml")
    first, second = extraction.article.citations
    assert (first.as_printed, second.as_printed) == ("[1, 45 б.]", "[2]")
    assert first.cites[0].locator is not None
    assert first.cites[0].locator.first == 45
    assert first.span is not None
    assert extraction.source.text[slice(*first.span)] == "[1, 45 б.]"


def test_other_xml_is_read_as_text() -> None:
    text = "<?xml version='1.0'?><doc><p>УДК 323</p><p>О ЯЗЫКЕ</p><p>А. Б. Ким</p></doc>"
    assert extract_bytes(text.encode(), "a.xml").article.udc == ("323",)
