"""Who made a thing: persons with their names in several languages, and organisations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import Discriminator, Tag, model_validator
from pydantic_core import PydanticCustomError

from citekit.model.base import LanguageTag, Localized, Model, Text, TextMapping
from citekit.model.identifiers import ORCID, ROR, URL


class PersonName(Model):
    """A person's name in one language, in the parts of CSL 1.0.2 and the patronymic.

    >>> PersonName(family="Досмағамбетова", initials="Г. И.").given_part
    'Г. И.'
    """

    family: str | None = None
    """The family name, `Жексембаева`; also the only name of somebody who has one."""
    given: str | None = None
    """Given names in full, without the patronymic: `Қуанышбек`."""
    patronymic: str | None = None
    """The patronymic in full: `Иванович`, `Серікқызы`."""
    initials: str | None = None
    """Initials of given name and patronymic as they are to be printed, `В. А.`, `Қ.-Ж.`; needed
    only where the full names are not known."""
    dropping_particle: str | None = None
    """A particle that is dropped where only the family name stands: `de` in Alfred de Musset."""
    non_dropping_particle: str | None = None
    """A particle that always stands before the family name: `van` in Vincent van Gogh."""
    suffix: str | None = None
    """`Jr.`, `III`."""
    literal: str | None = None
    """The whole name, where it cannot or must not be taken apart: a pseudonym."""

    @model_validator(mode="after")
    def _names_somebody(self) -> Self:
        if not (self.family or self.given or self.literal):
            raise PydanticCustomError(
                "name_empty", "a name needs a family name, given name or literal"
            )
        return self

    @property
    def given_part(self) -> str:
        """What stands for the given names: in full where they are known, else the initials."""
        return " ".join(filter(None, (self.given, self.patronymic))) or self.initials or ""


PersonNames = Localized[PersonName]
"""A person's name as it is written in each language."""


class Organization(Model):
    """A body: an institution that employs, publishes, funds, or itself is an author.

    >>> Organization(name=Text({"kk": "Ғылым ордасы"})).name.original
    'Ғылым ордасы'
    """

    name: Text
    ror: ROR | None = None
    city: Text | None = None
    country: Text | None = None
    country_code: str | None = None
    """ISO 3166-1 alpha-2: `KZ`."""
    url: URL | None = None


class Affiliation(Model):
    """One post of one person: as what, in which department, of which organisation.

    Persons share an affiliation by having equal ones.
    """

    organization: Organization | None = None
    department: Text | None = None
    position: Text | None = None
    """The post: `профессор міндетін атқарушы`."""
    address: Text | None = None


class Person(Model):
    """Somebody, with the name as it is written in each language.

    >>> Person.named("Абай", language="kk").name.original.family
    'Абай'
    """

    name: PersonNames
    orcid: ORCID | None = None
    identifiers: TextMapping = TextMapping()
    """Other identifiers by scheme: `spin`, `scopus`, `researcherid`, `isni`."""
    email: str | None = None
    corresponding: bool = False
    degree: Text | None = None
    """The academic degree: `саясат ғылымдарының докторы`, `PhD`."""
    academic_title: Text | None = None
    """The academic title: `профессор`, `доцент`."""
    affiliation: tuple[Affiliation, ...] = ()
    contribution: tuple[str, ...] = ()
    """Roles of the CRediT taxonomy."""

    @classmethod
    def named(cls, family: str, given: str | None = None, *, language: LanguageTag = "und") -> Self:
        """Make a person from the parts of the name in one language."""
        name = PersonName(family=family, given=given)
        return cls(name=PersonNames({language: name}))


def _agent_kind(value: Any) -> str:
    if isinstance(value, Mapping):
        name = value.get("name")
        inner = next(iter(name.values()), None) if isinstance(name, Mapping) else name
        return "person" if isinstance(inner, Mapping | PersonName) else "organization"
    return "person" if isinstance(value, Person) else "organization"


Agent = Annotated[
    Annotated[Person, Tag("person")] | Annotated[Organization, Tag("organization")],
    Discriminator(_agent_kind),
]
"""A person or an organisation: in a record file a person's name has parts."""
