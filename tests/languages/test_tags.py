"""Language tags and the codes that formats want."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citekit.languages import (
    language_code,
    language_name,
    language_script,
    normalise_tag,
    parse_language,
)
from citekit.languages._load import load
from citekit.languages.tags import CodeSystem

CODES = [
    # tag, 639-1, 639-2/B, 639-2/T, babel, eLIBRARY
    ("kk", "kk", "kaz", "kaz", "kazakh", "KKZ"),
    ("ru", "ru", "rus", "rus", "russian", "RUS"),
    ("en", "en", "eng", "eng", "english", "ENG"),
    ("de", "de", "ger", "deu", "ngerman", "DEU"),
    ("fr", "fr", "fre", "fra", "french", "FRE"),
    ("es", "es", "spa", "spa", "spanish", "ESP"),
    ("uk", "uk", "ukr", "ukr", "ukrainian", "UKR"),
    ("ky", "ky", "kir", "kir", "kyrgyz", "KIR"),
    ("cs", "cs", "cze", "ces", "czech", "CES"),
    ("zh", "zh", "chi", "zho", "chinese", "ZHO"),
]
SYSTEMS: tuple[CodeSystem, ...] = ("iso639-1", "iso639-2b", "iso639-2t", "babel", "elibrary")


@pytest.mark.parametrize("row", CODES, ids=lambda row: row[0])
def test_every_code_is_written_and_read(row: tuple[str, ...]) -> None:
    tag, *codes = row
    assert [language_code(tag, system) for system in SYSTEMS] == codes
    assert [parse_language(code) for code in codes] == [tag] * len(codes)


@pytest.mark.parametrize(
    ("value", "tag"),
    [
        ("казахский", "kk"), ("Казахский язык", "kk"), ("на казахском языке", "kk"),
        ("қазақ тілі", "kk"), ("қазақша", "kk"), ("[in Kazakh]", "kk"), ("(In Russian)", "ru"),
        ("орыс тілі", "ru"), ("Russian", "ru"), ("американ", None), ("american", "en"),
        ("kk-KZ", "kk-KZ"), ("ru_RU", "ru-RU"), ("kk-Latn", "kk-Latn"), ("", None), ("??", None),
        ("немецкий", "de"), ("өзбек тілі", "uz"), ("украинский", "uk"), ("magyar", "hu"),
    ],
)  # fmt: skip
def test_names_are_read(value: str, tag: str | None) -> None:
    assert parse_language(value) == tag


@pytest.mark.parametrize(
    ("given_tag", "tag"),
    [
        ("KK", "kk"), ("kk_kz", "kk-KZ"), ("KAZ", "kk"), ("ger", "de"), ("deu", "de"),
        ("sr-latn-rs", "sr-Latn-RS"), ("iw", "he"), ("mo", "ro-MD"), ("zh-cmn", "cmn"),
        ("de-1996", "de-1996"), ("kk-Latn-t-kk-cyrl", "kk-Latn-t-kk-cyrl"), ("es-419", "es-419"),
        ("und", "und"), ("mul", "mul"), ("chv", "cv"), ("sah", "sah"),
        ("en-x-Private", "en-x-private"),
    ],
)  # fmt: skip
def test_tags_are_normalised(given_tag: str, tag: str) -> None:
    assert normalise_tag(given_tag) == tag


@pytest.mark.parametrize(
    "wrong", ["", "k", "kazakh", "xx", "kk-", "kk--KZ", "ru ru", "қаз", "a" * 500]
)
def test_what_is_no_tag_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(wrong))):
        normalise_tag(wrong)


def test_a_dialect_falls_back_to_its_language() -> None:
    assert language_code("nb", "elibrary") == "NOR"
    assert language_code("kk-Latn-KZ", "elibrary") == "KKZ"
    assert language_code("tlh", "elibrary") is None
    assert language_name("de-AT", "ru") == "немецкий"


@pytest.mark.parametrize("tag", ["kk", "ru", "uk", "ky", "sr"])
def test_cyrillic_is_written_in_cyrillic(tag: str) -> None:
    assert language_script(tag) == "Cyrl"
    assert language_script(f"{tag}-Latn") == "Latn"


def test_the_table_is_sound() -> None:
    for tag, row in load("codes", "languages").items():
        assert normalise_tag(tag) == tag
        assert row["en"]
        if "elibrary" in row:
            assert parse_language(row["elibrary"]) == tag


def test_elibrary_codes_are_those_of_the_schema(shared: Path) -> None:
    schema = (shared / "schemas/rsci/rsci-journal.xsd").read_text(encoding="utf-8")
    listed = re.search(r'name="typeLang".*?</xs:simpleType>', schema, re.DOTALL)
    assert listed
    codes = set(re.findall(r'enumeration value="(\w+)"', listed[0]))
    ours = {row["elibrary"] for row in load("codes", "languages").values() if "elibrary" in row}
    assert ours <= codes
    assert codes - ours == {"UNK"}  # a second code for "any"


@given(st.text(max_size=30))
def test_anything_can_be_asked(value: str) -> None:
    tag = parse_language(value)
    assert tag is None or normalise_tag(tag) == tag
