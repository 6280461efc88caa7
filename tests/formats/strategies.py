"""Any valid record, made from the types of the model itself: a new field is tested from its birth."""

import string
import types
import typing
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from pydantic import BaseModel, RootModel

from citekit.formats._record import record
from citekit.model import ITEM_TYPES, Article, Date, Identifier, Localized, Work
from citekit.model.base import FrozenMapping

LETTERS = string.ascii_letters + string.digits + "абвгжйщыюяАБВЖЩЮЯәғқңөұүһіӘҒҚҢӨҰҮІєїґéüßñçŁ"
MARKS = "     .,:;-–—'\"«»“”()[]{}/\\|&%#$_^~<>=+*@!?№§©°\u00a0"
TAGS = ("kk", "ru", "en", "und", "kk-Latn", "de", "uk")

texts = (
    st.text(LETTERS + LETTERS + MARKS, min_size=1, max_size=24)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
words = st.text(LETTERS, min_size=1, max_size=12)
dates = st.one_of(
    st.dates().map(lambda day: day.isoformat()),
    st.sampled_from(("2015", "2015-04", "1942/1956", "1905~", "2024-22", "-0044", "б. г.")),
).map(Date)
IDENTIFIERS = {
    "DOI": (
        "10.1000/182",
        "10.58805/kazutb.v.4.25-524",
        "10.1002/(SICI)1097-4571(199)50:1<1::A>3.0",
    ),
    "ISSN": ("2708-4132", "2663-1830", "1563-0234"),
    "ISBN": ("978-5-02-038500-3", "5-02-013850-9"),
    "ORCID": ("0000-0002-1825-0097", "0000-0001-5109-3700"),
    "ROR": ("03q0vrn42", "05dxps055"),
    "UDC": ("323.1", "556.5:004.8", "821.512.122(574)"),
    "IRSTI": ("11.15.37", "06.35.31"),
    "BBK": ("66.3(5Каз)",),
    "JEL": ("O15", "C45"),
    "URL": ("https://example.org/a?b=1&c=%D0%B0#x", "http://example.kz/мақала_1"),
}

ONE_NAME = {"family", "given", "initials", "literal"}
special: dict[str, st.SearchStrategy[Any]] = {
    "page": st.sampled_from(("25–30", "e12", "7", "1–2, 5", "25-30", "S1–S9", "iv")),
    "volume": st.sampled_from(("7", "12", "LXX")),
    "issue": st.sampled_from(("3", "2-3", "спец.")),
    "id": st.one_of(st.from_regex(r"[a-z]{1,8}[0-9]{4}", fullmatch=True), texts),
    "language": st.sampled_from(tuple(tag for tag in TAGS if tag != "und")),
    "country_code": st.sampled_from(("KZ", "RU")),
    "email": st.just("a.b@example.kz"),
    "confidence": st.sampled_from((0.5, 1.0)),
    "initials": st.sampled_from(("В. А.", "Қ.-Ж.", "J.")),
}


def _of(annotation: Any) -> st.SearchStrategy[Any]:
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return _of(args[0])
    if origin in (typing.Union, types.UnionType):
        return st.one_of(*(_of(arg) for arg in args if arg is not type(None)))
    if origin is typing.Literal:
        return st.sampled_from(args)
    if origin is tuple:
        if args[-1] is Ellipsis:
            return st.lists(_of(args[0]), min_size=1, max_size=2)
        return st.tuples(*map(_of, args))
    if annotation is str:
        return texts
    if annotation in (int, float, bool):
        return special["confidence"] if annotation is float else st.integers(0, 1)
    if annotation is Date:
        return dates
    if isinstance(annotation, type) and issubclass(annotation, Identifier):
        label = annotation.label
        return st.sampled_from(IDENTIFIERS.get(label, (annotation.example,)))
    if isinstance(annotation, type) and issubclass(annotation, Localized | FrozenMapping):
        value = annotation.model_fields["root"].annotation
        inner = typing.get_args(typing.get_args(value)[0])[1]
        keys = st.sampled_from(TAGS) if issubclass(annotation, Localized) else words
        return st.dictionaries(keys, _of(inner), min_size=1, max_size=3)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        assert not issubclass(annotation, RootModel)
        return models(annotation)
    raise NotImplementedError(annotation)


_made: dict[type[BaseModel], st.SearchStrategy[Any]] = {}


def models(kind: type[BaseModel]) -> st.SearchStrategy[Any]:
    """Plain values for a model: a few of its fields, its required ones always."""
    if kind not in _made:
        _made[kind] = st.deferred(lambda: _fields(kind))
    return _made[kind]


def _fields(kind: type[BaseModel]) -> st.SearchStrategy[Any]:
    fields = {
        name: special[name] if name in special else _of(info.annotation)
        for name, info in kind.model_fields.items()
        if name != "schema_version"
    }
    required = {name for name, info in kind.model_fields.items() if info.is_required()}

    @st.composite
    def make(draw: Callable[[Any], Any]) -> dict[str, Any]:
        free = [name for name in fields if name not in required]
        chosen = set(draw(st.lists(st.sampled_from(free), max_size=6))) if free else set()
        plain = {name: draw(fields[name]) for name in fields if name in required | chosen}
        if kind.__name__ == "PersonName" and not plain.keys() & {"family", "given", "literal"}:
            plain["family"] = draw(words)
        if plain.get("method") == "inferred":
            plain.setdefault("basis", "б")
        return plain

    return make()


def works(target: str = "") -> st.SearchStrategy[Work]:
    """Valid records, each with all that a format cannot do without and a few other fields."""
    fields = models(Article)
    types = ("article-journal",) if target in ARTICLES_ONLY else ITEM_TYPES
    fixed = st.fixed_dictionaries(
        {
            name: special[name] if name in special else _of(Article.model_fields[name].annotation)
            for name in NEEDS.get(target, ())
        }
        | {"type": st.sampled_from(types)}
    )
    return st.tuples(fields, fixed).map(lambda pair: record(pair[0] | pair[1]))


ARTICLES_ONLY = frozenset(("crossref", "crossref-5-3-1", "doaj", "doaj-json", "rsci"))
NEEDS: dict[str, tuple[str, ...]] = {
    "crossref": ("doi", "url", "issued", "title", "container_title"),
    "crossref-5-3-1": ("doi", "url", "issued", "title", "container_title"),
    "datacite": ("doi", "issued", "title", "author", "publisher"),
    "doaj": ("title", "issued", "container_title", "issn", "url"),
    "doaj-json": ("title", "issued", "container_title", "issn", "url"),
    "datacite-json": ("doi", "issued", "title"),
    "rsci": ("title", "issn", "issued"),
}
"""What a record must have to be written at all; of anything less the account says so."""
