"""Works, articles and who made them."""

import pytest
from pydantic import ValidationError

from citekit.model import (
    DATE_FIELDS,
    ITEM_TYPES,
    NAME_FIELDS,
    Article,
    Locator,
    Organization,
    Person,
    PersonName,
    Provenance,
    Text,
    Work,
)


def test_all_item_types_and_name_variables_of_csl_are_there() -> None:
    assert len(ITEM_TYPES) == 45
    assert len(NAME_FIELDS) == 27
    assert len(DATE_FIELDS) == 6


def test_persons_and_organisations_are_told_apart_by_their_names() -> None:
    work = Work.model_validate(
        {"author": [{"name": {"kk": {"family": "Әуезов", "given": "Мұхтар"}}},
                    {"name": {"ru": "ВИНИТИ"}}, {"name": "Unesco"}]}
    )  # fmt: skip
    assert [type(agent) for agent in work.author] == [Person, Organization, Organization]


def test_a_name_names_somebody() -> None:
    with pytest.raises(ValidationError, match="a name needs"):
        PersonName(suffix="Jr.")


def test_unknown_fields_and_guessed_types_are_refused() -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        Work.model_validate({"titel": "x"})
    with pytest.raises(ValidationError, match="valid string"):
        Work.model_validate({"volume": 12})


def test_an_inferred_value_says_its_basis() -> None:
    with pytest.raises(ValidationError, match="must say its basis"):
        Provenance(method="inferred")
    assert Provenance(method="inferred", basis="same department as author 1").basis


def test_a_locator_knows_when_it_runs_backwards() -> None:
    assert Locator(value="26–25", first=26, last=25).is_reversed
    assert not Locator(value="25–26", first=25, last=26).is_reversed
    assert not Locator(value="iv").is_reversed


def test_equal_records_are_one() -> None:
    made = [Article(title=Text({"kk": "Келісім"}), author=(Person.named("Абай"),)) for _ in "ab"]
    assert len(set(made)) == 1
