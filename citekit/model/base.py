"""What every part of a record is built on: immutable models and text in several languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Generic, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    GetJsonSchemaHandler,
    RootModel,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from citekit.model._language_tag import normalise_tag

T = TypeVar("T")

UNDETERMINED = "und"
"""The language tag of text whose language nobody has named (ISO 639-2)."""


class Model(BaseModel):
    """An immutable value; unknown fields are refused and text is never guessed from numbers."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


def _tag(value: str) -> str:
    normal = normalise_tag(value)
    if normal is None:
        raise PydanticCustomError(
            "language_tag",
            "{value} is not a language tag; write a BCP 47 tag such as kk, ru, en or kk-Latn",
            {"value": repr(value)},
        )
    return normal


LanguageTag = Annotated[str, AfterValidator(_tag)]
"""A well-formed BCP 47 language tag in its normal case: `kk`, `ru`, `kk-Latn`, `en-GB`."""


class _Mapped(RootModel[tuple[tuple[str, T], ...]], Generic[T]):
    """A mapping that cannot change, kept as pairs and written as a mapping."""

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _from_mapping(cls, value: Any) -> Any:
        return tuple(value.items()) if isinstance(value, Mapping) else value

    @model_serializer(mode="wrap")
    def _to_mapping(self, handler: SerializerFunctionWrapHandler) -> Any:
        return dict(handler(self))

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = handler.resolve_ref_schema(handler(core_schema))
        if schema.get("type") == "array":
            value = schema["items"]["prefixItems"][1]
            about = {k: v for k, v in schema.items() if k in ("title", "description")}
            schema.clear()
            schema.update({"type": "object", "additionalProperties": value, **about})
        return schema

    def __reduce__(self) -> tuple[Any, ...]:
        # A parametrised class cannot be found by name when it is unpickled; its parts can.
        generic = type(self).__pydantic_generic_metadata__
        return _rebuild, (generic["origin"], generic["args"], self.root)

    def __iter__(self) -> Iterator[str]:  # type: ignore[override]
        return iter(key for key, _ in self.root)

    def __len__(self) -> int:
        return len(self.root)

    def __contains__(self, key: object) -> bool:
        return any(k == key for k, _ in self.root)

    def __getitem__(self, key: str) -> T:
        for k, value in self.root:
            if k == key:
                return value
        raise KeyError(key)

    def get(self, key: str) -> T | None:
        """Return the value at exactly this key, or None."""
        return next((value for k, value in self.root if k == key), None)

    def items(self) -> tuple[tuple[str, T], ...]:
        """Return the pairs in order."""
        return self.root

    def values(self) -> tuple[T, ...]:
        """Return the values in order."""
        return tuple(value for _, value in self.root)


def _rebuild(origin: Any, args: tuple[Any, ...], root: tuple[Any, ...]) -> Any:
    return origin[args].model_construct(root)


class FrozenMapping(_Mapped[T], Generic[T]):
    """A mapping from text to values that cannot change; it keeps its order.

    >>> FrozenMapping[str]({"series": "B"})["series"]
    'B'
    """

    root: tuple[tuple[str, T], ...] = ()

    if TYPE_CHECKING:

        def __init__(self, root: Mapping[str, T] = ...) -> None: ...


class Localized(_Mapped[T], Generic[T]):
    """One value in several languages, keyed by BCP 47 tag; the first is the original.

    In a record file it is a mapping, `title: {kk: …, ru: …}`; a bare value stands for one whose
    language is not known (`und`).

    Raises:
        pydantic.ValidationError: A key is not a well-formed tag or occurs twice, or there is none.

    >>> title = Localized[str]({"kk": "Абай жолы", "en": "The Path of Abai"})
    >>> title.original, title.language
    ('Абай жолы', 'kk')
    >>> title.best("ru", "en")
    'The Path of Abai'

    """

    root: tuple[tuple[LanguageTag, T], ...]

    if TYPE_CHECKING:

        def __init__(self, root: Mapping[str, T]) -> None: ...

    @model_validator(mode="before")
    @classmethod
    def _from_mapping(cls, value: Any) -> Any:
        if isinstance(value, Mapping):
            return tuple(value.items())
        # Pairs are what a mapping was turned into; anything else is a bare value.
        pairs = isinstance(value, tuple) and all(
            isinstance(v, tuple) and len(v) == 2 for v in value
        )
        return value if pairs or value is None else ((UNDETERMINED, value),)

    @model_validator(mode="after")
    def _has_distinct_languages(self) -> Self:
        if not self.root:
            raise PydanticCustomError(
                "localized_empty", "no value in any language; leave the field out"
            )
        if len({tag for tag, _ in self.root}) < len(self.root):
            raise PydanticCustomError("localized_twice", "one language stands twice")
        return self

    @model_serializer(mode="wrap")
    def _to_mapping(self, handler: SerializerFunctionWrapHandler) -> Any:
        pairs = handler(self)
        if len(pairs) == 1 and pairs[0][0] == UNDETERMINED and isinstance(pairs[0][1], str):
            return pairs[0][1]
        return dict(pairs)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = super().__get_pydantic_json_schema__(core_schema, handler)
        value = schema.get("additionalProperties", {})
        if value.get("type") == "string":
            mapping = {k: schema.pop(k) for k in ("type", "additionalProperties")}
            schema["anyOf"] = [mapping, {"type": "string"}]
        return schema

    @property
    def language(self) -> str:
        """The tag of the original."""
        return self.root[0][0]

    @property
    def languages(self) -> tuple[str, ...]:
        """All tags, the original's first."""
        return tuple(tag for tag, _ in self.root)

    @property
    def original(self) -> T:
        """The value in the language in which the thing was made."""
        return self.root[0][1]

    @property
    def translations(self) -> tuple[tuple[str, T], ...]:
        """All pairs but the original's."""
        return self.root[1:]

    def best(self, *languages: str | None) -> T:
        """Return the value in the first of these languages that there is, else the original.

        A tag also finds a more or less specific one of the same language and script
        (RFC 4647 lookup): `en` finds `en-GB`, and `ru-RU` finds `ru`, but `kk` not `kk-Latn`.
        """
        for wanted in languages:
            if wanted is None:
                continue
            found = self.get(wanted)
            if found is not None:
                return found
            key = _language_and_script(wanted)
            for tag, value in self.root:
                if _language_and_script(tag) == key:
                    return value
        return self.original

    def with_language(self, tag: str, value: T) -> Self:
        """Return a copy in which `tag` holds `value`; a new language goes last."""
        pairs = dict(self.root) | {tag: value}
        return type(self)(pairs)


def _language_and_script(tag: str) -> tuple[str, str]:
    subtags = tag.split("-")
    script = next((s for s in subtags[1:] if len(s) == 4 and s.isalpha()), "")
    return subtags[0].lower(), script.title()


Text = Localized[str]
"""Text in several languages."""
Keywords = Localized[tuple[str, ...]]
"""Lists of words in several languages."""
TextMapping = FrozenMapping[str]
"""Text by text."""
