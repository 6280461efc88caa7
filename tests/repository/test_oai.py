"""The OAI-PMH provider answers as the protocol says, every answer valid by its schema."""

from __future__ import annotations

import runpy
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from citekit.model import Text
from citekit.repository import Store, open_library
from citekit.repository.metadata import metadata_formats
from citekit.repository.oai import TOKEN_SECONDS, oai_identifier, respond, utc
from citekit.repository.tokens import BadTokenError, Token

from .conftest import article

OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"
BASE = "http://localhost/oai"
SHARED = Path(__file__).resolve().parents[3] / "shared"


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema | None:
    """The protocol's own schema, where it is at hand."""
    path = SHARED / "schemas" / "validate.py"
    if not path.exists():
        return None
    validate: dict[str, Any] = runpy.run_path(str(path))
    schema: etree.XMLSchema = validate["load"]("oai-pmh")
    return schema


Ask = Callable[..., etree._Element]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Store]:
    """25 records, of which one is deleted."""
    with open_library(tmp_path / "lib.db", create=True) as store:
        list(store.add(article(n) for n in range(1, 26)))
        store.remove(["a7"])
        yield store


@pytest.fixture
def ask(library: Store, schema: etree.XMLSchema | None) -> Ask:
    """Ask with a query string; the answer is checked against the schema first."""

    def call(query: str, page: int = 10, now: int | None = None) -> etree._Element:
        pairs = parse_qsl(query, keep_blank_values=True)
        root = etree.fromstring(respond(library, pairs, BASE, page=page, now=now))
        if schema is not None:
            schema.assertValid(root)
        return root

    return call


def codes(root: etree._Element) -> list[str]:
    return [str(error.get("code")) for error in root.iter(f"{OAI}error")]


def texts(root: etree._Element, name: str) -> list[str]:
    return [element.text or "" for element in root.iter(f"{OAI}{name}")]


def test_identify(ask: Ask) -> None:
    root = ask("verb=Identify")
    assert texts(root, "deletedRecord") == ["persistent"]
    assert texts(root, "granularity") == ["YYYY-MM-DDThh:mm:ssZ"]
    assert texts(root, "baseURL") == [BASE]
    request = root.find(f"{OAI}request")
    assert request is not None
    assert (request.text, dict(request.attrib)) == (BASE, {"verb": "Identify"})


def test_formats_are_those_that_citekit_writes(ask: Ask) -> None:
    prefixes = texts(ask("verb=ListMetadataFormats"), "metadataPrefix")
    assert prefixes[0] == "oai_dc"
    assert prefixes == list(metadata_formats())
    one = ask("verb=ListMetadataFormats&identifier=oai:library.invalid:a1")
    assert texts(one, "metadataPrefix") == prefixes


def test_get_record_keeps_every_language(ask: Ask) -> None:
    root = ask("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:library.invalid:a1")
    xml_lang = "{http://www.w3.org/XML/1998/namespace}lang"
    titles = {title.get(xml_lang): title.text for title in root.iter(f"{DC}title")}
    assert titles == dict(article(1).title.items())  # type: ignore[union-attr]


def test_a_deleted_record_is_a_header(ask: Ask) -> None:
    root = ask("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:library.invalid:a7")
    header = root.find(f".//{OAI}header")
    assert header is not None
    assert header.get("status") == "deleted"
    assert root.find(f".//{OAI}metadata") is None
    assert "language:kk" in texts(root, "setSpec")


@pytest.mark.parametrize("prefix", [p for p in metadata_formats() if p != "oai_dc"])
def test_every_other_format_declares_its_namespace(
    library: Store, prefix: str, schema: etree.XMLSchema | None
) -> None:
    pairs = [("verb", "ListRecords"), ("metadataPrefix", prefix)]
    root = etree.fromstring(respond(library, pairs, BASE))
    if schema is not None and prefix in ("mods", "marcxml"):
        schema.assertValid(root)
    namespace = metadata_formats()[prefix].namespace
    found = [metadata[0] for metadata in root.iter(f"{OAI}metadata")]
    assert len(found) == 24
    assert all(etree.QName(element).namespace for element in found)
    assert all(namespace in element.nsmap.values() for element in found)


@pytest.mark.parametrize("verb", ["ListRecords", "ListIdentifiers"])
@pytest.mark.parametrize("page", [1, 10, 12, 25, 100])
def test_lists_go_on_until_every_record_has_come_once(ask: Ask, verb: str, page: int) -> None:
    root = ask(f"verb={verb}&metadataPrefix=oai_dc&set=language", page)
    seen = texts(root, "identifier")
    while (token := root.find(f".//{OAI}resumptionToken")) is not None and token.text:
        assert token.get("completeListSize") == "25"
        assert int(str(token.get("cursor"))) + page == len(seen)
        root = ask(f"verb={verb}&resumptionToken={token.text}", page)
        seen += texts(root, "identifier")
    assert sorted(seen) == sorted(f"oai:library.invalid:a{n}" for n in range(1, 26))
    assert (token is None) == (page >= 25)


def test_a_list_survives_changes_while_it_is_read(ask: Ask, library: Store) -> None:
    root = ask("verb=ListIdentifiers&metadataPrefix=oai_dc")
    seen = texts(root, "identifier")
    time.sleep(1.1)
    list(library.add([article(1, volume="99"), article(20, volume="99"), article(99)]))
    library.remove(["a21"])
    while (token := root.find(f".//{OAI}resumptionToken")) is not None and token.text:
        root = ask(f"verb=ListIdentifiers&resumptionToken={token.text}")
        seen += texts(root, "identifier")
    assert set(seen) == {f"oai:library.invalid:a{n}" for n in (*range(1, 26), 99)}
    assert seen.count("oai:library.invalid:a1") == 2, "changed after it was listed"
    assert seen.count("oai:library.invalid:a20") == 1, "changed before it was listed"


def test_a_record_that_a_format_cannot_hold_does_not_end_the_list(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    from citekit.repository import oai

    real = oai.disseminate

    def picky(work: Any, target: Any) -> Any:
        if work.id.startswith("a1"):
            raise ValueError("no")
        return real(work, target)

    monkeypatch.setattr(oai, "disseminate", picky)
    root = ask("verb=ListRecords&metadataPrefix=oai_dc", 3)
    seen = texts(root, "identifier")
    while (token := root.find(f".//{OAI}resumptionToken")) is not None and token.text:
        root = ask(f"verb=ListRecords&resumptionToken={token.text}", 3)
        seen += texts(root, "identifier")
    assert len(seen) == 25 - 11
    single = "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:library.invalid:a1"
    assert codes(ask(single)) == ["cannotDisseminateFormat"]


def test_dates_limit_a_list_and_both_ends_are_in(ask: Ask, library: Store) -> None:
    stamp = library.page(1)[0].position.datestamp
    day = utc(stamp)[:10]
    query = "verb=ListIdentifiers&metadataPrefix=oai_dc"
    assert len(texts(ask(f"{query}&from={day}&until={day}", 99), "identifier")) == 25
    exact = f"{query}&from={utc(stamp)}&until={utc(stamp)}"
    assert len(texts(ask(exact, 99), "identifier")) >= 24
    assert codes(ask(f"{query}&until={utc(stamp - 1)}")) == ["noRecordsMatch"]
    assert codes(ask(f"{query}&from={utc(stamp + 60)}")) == ["noRecordsMatch"]


def test_sets_are_listed_in_pieces(ask: Ask) -> None:
    root = ask("verb=ListSets", 3)
    seen = texts(root, "setSpec")
    while (token := root.find(f".//{OAI}resumptionToken")) is not None and token.text:
        root = ask(f"verb=ListSets&resumptionToken={token.text}", 3)
        seen += texts(root, "setSpec")
    assert seen == sorted(seen)
    assert "journal:1563-0234:2024-72-3" in seen
    assert "udc:8:81" in seen


def test_every_set_that_is_listed_stands_in_the_headers_of_its_records(ask: Ask) -> None:
    """The protocol's validator takes the first set, asks for a record of it, and looks there."""
    for spec in texts(ask("verb=ListSets", 99), "setSpec"):
        root = ask(f"verb=ListIdentifiers&metadataPrefix=oai_dc&set={spec}", 99)
        first = texts(root, "identifier")[0]
        one = ask(f"verb=GetRecord&metadataPrefix=oai_dc&identifier={first}")
        assert spec in texts(one, "setSpec")
        stamp = texts(one, "datestamp")[0]
        both = f"verb=ListRecords&metadataPrefix=oai_dc&from={stamp}&until={stamp}"
        assert first in texts(ask(both, 99), "identifier")


ERRORS = {
    "": "badVerb",
    "junk": "badVerb",
    "verb=junk": "badVerb",
    "verb=Identify&verb=Identify": "badVerb",
    "verb=Identify&junk=1": "badArgument",
    "verb=Identify&%D3%98=1": "badArgument",
    "verb=GetRecord&metadataPrefix=oai_dc": "badArgument",
    "verb=GetRecord&identifier=oai:library.invalid:a1": "badArgument",
    "verb=GetRecord&identifier=x&identifier=y&metadataPrefix=oai_dc": "badArgument",
    "verb=GetRecord&identifier=invalid%22id&metadataPrefix=oai_dc": "badArgument",
    "verb=GetRecord&identifier=%00&metadataPrefix=oai_dc": "badArgument",
    "verb=GetRecord&identifier=oai:library.invalid:none&metadataPrefix=oai_dc": "idDoesNotExist",
    "verb=GetRecord&identifier=oai:library.invalid:%2561%2531&metadataPrefix=oai_dc": (
        "idDoesNotExist"
    ),
    "verb=GetRecord&identifier=a1&metadataPrefix=oai_dc": "idDoesNotExist",
    "verb=GetRecord&identifier=oai:library.invalid:a1&metadataPrefix=no": "cannotDisseminateFormat",
    "verb=ListMetadataFormats&identifier=oai:library.invalid:none": "idDoesNotExist",
    "verb=ListMetadataFormats&identifier=oai:library.invalid:a7": "noMetadataFormats",
    "verb=ListRecords": "badArgument",
    "verb=ListRecords&metadataPrefix=": "badArgument",
    "verb=ListRecords&metadataPrefix=no": "cannotDisseminateFormat",
    "verb=ListRecords&metadataPrefix=oai_dc&from=junk": "badArgument",
    "verb=ListRecords&metadataPrefix=oai_dc&until=2024-02-30": "badArgument",
    "verb=ListRecords&metadataPrefix=oai_dc&from=2024-01-01T00:00:00": "badArgument",
    "verb=ListRecords&metadataPrefix=oai_dc&from=2024-01-01T00:00:00.5Z": "badArgument",
    "verb=ListRecords&metadataPrefix=oai_dc&from=2002-02-05&until=2002-02-06T05:35:00Z": (
        "badArgument"
    ),
    "verb=ListRecords&metadataPrefix=oai_dc&from=2003-01-01&until=2002-01-01": "badArgument",
    "verb=ListRecords&metadataPrefix=oai_dc&until=1990-01-10": "noRecordsMatch",
    "verb=ListRecords&metadataPrefix=oai_dc&set=none": "noRecordsMatch",
    "verb=ListRecords&metadataPrefix=oai_dc&set=a%20b": "badArgument",
    "verb=ListRecords&resumptionToken=junk": "badResumptionToken",
    "verb=ListRecords&resumptionToken=": "badArgument",
    "verb=ListRecords&resumptionToken=junk&until=1990-01-10": "badArgument",
    "verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=junk&until=1990-01-10": "badArgument",
    "verb=ListSets&resumptionToken=%F0%9F%98%80": "badArgument",
}


@pytest.mark.parametrize("query", ERRORS)
def test_every_error_has_its_code(ask: Ask, query: str) -> None:
    root = ask(query)
    assert set(codes(root)) == {ERRORS[query]}
    request = root.find(f"{OAI}request")
    assert request is not None
    assert bool(request.attrib) == (ERRORS[query] not in ("badVerb", "badArgument"))
    assert all(error.text for error in root.iter(f"{OAI}error"))


def test_all_that_is_wrong_with_a_request_is_said(ask: Ask) -> None:
    root = ask("verb=ListRecords&from=x&from=y&what=1")
    assert [error.text for error in root.iter(f"{OAI}error")] == [
        "'what' is no argument of ListRecords",
        "'from' stands twice",
        "metadataPrefix is required",
        "the value of from is malformed",
    ]


def test_tokens_expire_and_cannot_be_forged_or_lent(ask: Ask, library: Store) -> None:
    root = ask("verb=ListRecords&metadataPrefix=oai_dc")
    token = root.findtext(f".//{OAI}resumptionToken")
    assert token
    late = int(time.time()) + TOKEN_SECONDS + 5
    for query, now in (
        (f"verb=ListRecords&resumptionToken={token}", late),
        (f"verb=ListIdentifiers&resumptionToken={token}", None),
        (f"verb=ListRecords&resumptionToken={token[:-2]}", None),
        (f"verb=ListRecords&resumptionToken=A{token[1:]}", None),
    ):
        assert codes(ask(query, now=now)) == ["badResumptionToken"]
    forged = Token("ListRecords", (0, 0), 0, 1, late, "oai_dc").sealed("another secret")
    assert codes(ask(f"verb=ListRecords&resumptionToken={forged}")) == ["badResumptionToken"]


def test_an_empty_library_answers_too(tmp_path: Path) -> None:
    with open_library(tmp_path / "empty.db", create=True) as store:
        for query, code in (("ListSets", "noSetHierarchy"), ("ListRecords", "noRecordsMatch")):
            pairs = [("verb", query)]
            if query == "ListRecords":
                pairs.append(("metadataPrefix", "oai_dc"))
            assert codes(etree.fromstring(respond(store, pairs, BASE))) == [code]
        assert b"earliestDatestamp" in respond(store, [("verb", "Identify")], BASE)


def test_ids_of_any_letters_go_out_and_come_back(ask: Ask, library: Store) -> None:
    odd = "Әуезов & Ко <1942> 100%/#?"
    list(library.add([article(50, id=odd)]))
    from urllib.parse import quote

    said = oai_identifier("library.invalid", odd)
    root = ask(f"verb=GetRecord&metadataPrefix=oai_dc&identifier={quote(said, safe='')}")
    assert texts(root, "identifier") == [said]


def test_text_that_xml_cannot_hold_does_no_harm(ask: Ask, library: Store) -> None:
    list(library.add([article(60, title=Text({"en": "<b>&amp;</b> ]]> \x0b end"}))]))
    root = ask("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:library.invalid:a60")
    title = root.findtext(f".//{DC}title")
    assert title is not None
    assert "<b>&amp;</b> ]]>" in title


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["verb", "metadataPrefix", "identifier", "set", "from", "x"])
            | st.text(max_size=5),
            st.sampled_from(["ListRecords", "GetRecord", "oai_dc", "2024-01-01", "language:kk"])
            | st.text(max_size=20),
        ),
        max_size=5,
    )
)
@example([("verb", "ListRecords"), ("\x1f", "a"), ("\x1f", "b")])
def test_any_request_has_a_valid_answer(
    library: Store, schema: etree.XMLSchema | None, pairs: list[tuple[str, str]]
) -> None:
    root = etree.fromstring(respond(library, pairs, BASE))
    if schema is not None:
        schema.assertValid(root)


@given(st.text(max_size=80))
def test_no_text_opens_as_a_token(text: str) -> None:
    with pytest.raises(BadTokenError):
        Token.opened(text, "secret")
