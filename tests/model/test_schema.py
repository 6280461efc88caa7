"""The published JSON Schemas say what the models say."""

import json

import pytest

from citekit.model.schema import schemas
from citekit.resources import resource


@pytest.mark.parametrize("name", sorted(schemas()))
def test_the_schema_in_metadata_is_that_of_the_models(name: str) -> None:
    published = json.loads(resource("metadata", "schema", name).read_text("utf-8"))
    assert published == json.loads(json.dumps(schemas()[name])), (
        "run python -m citekit.model.schema metadata/schema"
    )
