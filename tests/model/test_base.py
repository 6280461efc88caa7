"""Text in several languages: the ground floor of every record."""

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from citekit.model import FrozenMapping, Keywords, Localized, Model, PersonName, PersonNames, Text

TAGS = st.sampled_from(["kk", "ru", "en", "kk-Latn", "en-GB", "uz-Cyrl", "de", "und"])
TEXTS = st.dictionaries(TAGS, st.text(min_size=1), min_size=1)


def test_the_first_language_is_the_original() -> None:
    title = Text({"ru": "Путь Абая", "kk": "Абай жолы"})
    assert (title.language, title.original) == ("ru", "Путь Абая")
    assert title.translations == (("kk", "Абай жолы"),)


def test_a_bare_value_has_no_language() -> None:
    assert Text.model_validate("Абай").languages == ("und",)
    assert Keywords.model_validate(("a", "b")).original == ("a", "b")
    assert Text.model_validate("Абай").model_dump() == "Абай"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("kk", "қазақша"),
        ("kk-Latn", "qazaqsha"),
        ("en-US", "in English"),
        ("de", "қазақша"),
        (None, "қазақша"),
    ],
)
def test_best_looks_up_as_rfc_4647_does(wanted: str | None, found: str) -> None:
    text = Text({"kk": "қазақша", "kk-Latn": "qazaqsha", "en-GB": "in English"})
    assert text.best(wanted) == found


def test_tags_are_normalised_and_checked() -> None:
    assert Text.model_validate({"KK_latn": "a"}).languages == ("kk-Latn",)
    with pytest.raises(ValidationError, match="'russian' is not a language tag"):
        Text.model_validate({"russian": "a"})


def test_no_language_twice_and_not_none_at_all() -> None:
    with pytest.raises(ValidationError, match="one language stands twice"):
        Text.model_validate((("kk", "a"), ("KK", "b")))
    with pytest.raises(ValidationError, match="no value in any language"):
        Text.model_validate({})


def test_values_cannot_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Text({"kk": "a"}).root = ()  # type: ignore[misc]


@given(TEXTS)
def test_round_trips(texts: dict[str, str]) -> None:
    text = Text(texts)
    assert Text.model_validate(text.model_dump()) == text
    assert Text.model_validate_json(text.model_dump_json()) == text
    assert pickle.loads(pickle.dumps(text)) == copy.deepcopy(text) == text
    assert hash(text) == hash(Text(texts))


@given(TEXTS, TAGS, st.text(min_size=1))
def test_with_language_changes_one_language_only(
    texts: dict[str, str], tag: str, value: str
) -> None:
    changed = Text(texts).with_language(tag, value)
    assert dict(changed.items()) == texts | {tag: value}


def test_generic_values_can_be_pickled() -> None:
    names = PersonNames({"kk": PersonName(family="Әуезов")})
    assert pickle.loads(pickle.dumps(names)) == names
    assert isinstance(names, Localized)


def test_a_frozen_mapping_keeps_its_order() -> None:
    class Holder(Model):
        extra: FrozenMapping[str] = FrozenMapping[str]()

    held = Holder.model_validate({"extra": {"b": "1", "a": "2"}})
    assert list(held.extra) == ["b", "a"]
    assert "a" in held.extra and held.extra.get("c") is None
    with pytest.raises(KeyError):
        held.extra["c"]
