"""The JSON Schemas of the record, for editors and for other languages.

They stand in `metadata/schema/` and are made anew with:

    python -m citekit.model.schema metadata/schema
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from citekit.model import Article, Work

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
# Scalars of a record file are text, yet people rightly leave the quotes off a year or a volume.
_SCALAR = {"type": ["string", "number", "boolean"]}


def schemas() -> dict[str, dict[str, Any]]:
    """Return the schemas by the names of their files.

    >>> sorted(schemas())
    ['article.schema.json', 'work.schema.json']
    """
    return {f"{kind.__name__.lower()}.schema.json": _schema(kind) for kind in (Article, Work)}


def _schema(kind: type[Work]) -> dict[str, Any]:
    made = kind.model_json_schema(mode="validation")
    return {"$schema": _DIALECT, **_lenient(made)}


def _lenient(value: Any) -> Any:
    if isinstance(value, list):
        return [_lenient(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    made = {key: _lenient(inner) for key, inner in value.items()}
    return made | _SCALAR if made.get("type") == "string" and "enum" not in made else made


def main() -> None:
    """Write the schemas into the folder named on the command line."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        text = json.dumps(schema, ensure_ascii=False, indent=1)
        folder.joinpath(name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
