"""The typed tree a style is parsed into: what the XML says, with nothing worked out yet."""

from typing import Literal, NamedTuple

Attributes = dict[str, str]


class Format(NamedTuple):
    """Affixes, formatting, quotes, case and display, as any rendering element may carry them.

    Attributes:
        marks: Marks that open the formatting, outermost first (see `citekit.csl.richtext`).
        display: Mark of the `display` value, or "".
    """

    prefix: str = ""
    suffix: str = ""
    marks: str = ""
    display: str = ""
    quotes: bool = False
    strip_periods: bool = False
    text_case: str = ""


PLAIN = Format()


class Text(NamedTuple):
    """`cs:text`: a variable, macro, term or literal value."""

    source: Literal["variable", "macro", "term", "value"]
    value: str
    form: str
    plural: bool
    format: Format


class DatePart(NamedTuple):
    """`cs:date-part`: a day, month or year."""

    name: str
    form: str
    range_delimiter: str
    format: Format


class Date(NamedTuple):
    """`cs:date`, localized when `form` is set."""

    variable: str
    form: str
    date_parts: str
    delimiter: str
    parts: tuple[DatePart, ...]
    format: Format


class Number(NamedTuple):
    """`cs:number`."""

    variable: str
    form: str
    format: Format


class Label(NamedTuple):
    """`cs:label`; `variable` is empty inside `cs:names`."""

    variable: str
    form: str
    plural: str
    format: Format


class NamePart(NamedTuple):
    """`cs:name-part`."""

    name: str
    format: Format


class Name(NamedTuple):
    """`cs:name`: its options as written (inheritance is resolved later), parts and formatting."""

    options: Attributes
    parts: tuple[NamePart, ...]
    format: Format


class EtAl(NamedTuple):
    """`cs:et-al`."""

    term: str
    format: Format


class Names(NamedTuple):
    """`cs:names`; children that are absent are None."""

    variables: tuple[str, ...]
    options: Attributes
    name: Name | None
    et_al: EtAl | None
    label: Label | None
    label_first: bool
    substitute: "tuple[Node, ...]"
    format: Format


class Group(NamedTuple):
    """`cs:group`; also the body of a layout."""

    children: "tuple[Node, ...]"
    delimiter: str
    format: Format


class Test(NamedTuple):
    """One condition of a branch, for one value."""

    kind: str
    value: str


class Branch(NamedTuple):
    """`cs:if`, `cs:else-if`, or `cs:else` (which has no tests).

    Attributes:
        types: The item types tested for.
        tests: All other conditions.
    """

    types: frozenset[str]
    tests: tuple[Test, ...]
    match: str
    children: "tuple[Node, ...]"


class Choose(NamedTuple):
    """`cs:choose`."""

    branches: tuple[Branch, ...]


Node = Text | Date | Number | Label | Names | Group | Choose


class Key(NamedTuple):
    """`cs:key` of a sort."""

    variable: str
    macro: str
    descending: bool
    options: Attributes


class Layout(NamedTuple):
    """`cs:citation` or `cs:bibliography`: options, sort keys, and what is rendered."""

    options: Attributes
    sort: tuple[Key, ...]
    children: tuple[Node, ...]
    delimiter: str
    format: Format


class Term(NamedTuple):
    """One form of a term in both numbers, with its genders."""

    single: str
    multiple: str
    gender: str = ""
    match: str = ""


class LocaleData(NamedTuple):
    """`cs:locale`, in a style or a file of its own.

    Attributes:
        terms: By name, form and gender form.
    """

    language: str
    terms: dict[tuple[str, str, str], Term]
    dates: dict[str, Date]
    options: Attributes


class Style(NamedTuple):
    """An independent style."""

    title: str
    class_: str
    default_locale: str
    options: Attributes
    citation: Layout
    bibliography: Layout | None
    macros: dict[str, tuple[Node, ...]]
    locales: tuple[LocaleData, ...] = ()
