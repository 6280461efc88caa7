"""Identifiers as types: each normalises what it is given and says what is wrong with it.

An identifier is text. What a source says is kept even when it is wrong, because a record must be
able to hold what was printed; `problem` then says why it cannot be right, and checks report it.

>>> DOI("https://doi.org/10.1000/182")
'10.1000/182'
>>> ORCID("0000-0002-1825-0098").problem
'the check digit is wrong'
>>> UDC("323.1").problem is None
True
"""

from __future__ import annotations

import re
from typing import Any, ClassVar, Self

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

_SPACES = re.compile(r"[\s\u00a0\u200b\ufeff]+")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))


class Identifier(str):
    """Text that names one thing within a scheme.

    `problem` is None for a well-formed identifier, else why it cannot be right in a clause that
    completes "the … 123 is doubtful:". `url` is where it resolves, or None.
    """

    __slots__ = ()

    label: ClassVar[str]
    """The scheme's usual name."""
    form: ClassVar[re.Pattern[str]]
    """What a well-formed value matches completely."""
    example: ClassVar[str]
    resolver: ClassVar[str] = ""
    """What stands before the value in its URL."""
    prefix: ClassVar[re.Pattern[str]] = re.compile("")
    """What may stand before the value and is dropped."""

    def __new__(cls, value: str) -> Self:
        """Take `value` without its label, resolver or stray spaces."""
        return super().__new__(cls, cls._normalise(_SPACES.sub(" ", value).strip()))

    @classmethod
    def _normalise(cls, value: str) -> str:
        return cls.prefix.sub("", value, count=1)

    @property
    def problem(self) -> str | None:
        """Why this cannot be right, or None."""
        if not self.form.fullmatch(self):
            return f"it does not have the form of {self.example}"
        return None if self._check() else "the check digit is wrong"

    def _check(self) -> bool:
        return True

    @property
    def url(self) -> str | None:
        """Where the identifier resolves, or None for a scheme without a resolver."""
        return self.resolver + self if self.resolver else None

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: type[Any], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            cls,
            core_schema.str_schema(min_length=1),
            serialization=core_schema.to_string_ser_schema(),
        )


class DOI(Identifier):
    """A digital object identifier (ISO 26324); letters are kept but do not distinguish."""

    label = "DOI"
    form = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
    example = "10.1000/182"
    resolver = "https://doi.org/"
    prefix = re.compile(
        r"^(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi\s*:?\s*|urn:doi:|info:doi/)", re.I
    )

    @property
    def key(self) -> str:
        """The form in which two DOIs are compared."""
        return self.lower()


def _digits(value: str) -> str:
    return value.translate(_DASHES).upper().replace("Х", "X")


class ISSN(Identifier):
    """An international standard serial number (ISO 3297)."""

    label = "ISSN"
    form = re.compile(r"\d{4}-\d{3}[\dX]")
    example = "2708-4132"
    resolver = "https://portal.issn.org/resource/ISSN/"
    prefix = re.compile(r"^(?:urn:issn:|[ep]?-?issn(?:-l)?\s*:?)\s*", re.I)

    @classmethod
    def _normalise(cls, value: str) -> str:
        bare = _digits(super()._normalise(value)).replace("-", "").replace(" ", "")
        return f"{bare[:4]}-{bare[4:]}" if len(bare) == 8 else super()._normalise(value)

    def _check(self) -> bool:
        from stdnum import issn

        return bool(issn.is_valid(self))


class ISBN(Identifier):
    """An international standard book number (ISO 2108), hyphens as printed."""

    label = "ISBN"
    form = re.compile(r"(?=(?:[\d-]*\d){9}[\d-]*[\dXХ]$|97[89][\d-]+$)[\d -]*[\dXХ]")
    example = "978-5-02-038500-3"
    prefix = re.compile(r"^(?:urn:isbn:|isbn(?:-1[03])?\s*:?)\s*", re.I)

    @classmethod
    def _normalise(cls, value: str) -> str:
        return super()._normalise(value).translate(_DASHES)

    def _check(self) -> bool:
        from stdnum import isbn

        return bool(isbn.is_valid(_digits(self)))

    @property
    def key(self) -> str:
        """The thirteen bare digits in which two ISBNs are compared, where it is valid."""
        from stdnum import isbn

        bare = _digits(self)
        return str(isbn.to_isbn13(isbn.compact(bare))) if isbn.is_valid(bare) else bare


class ORCID(Identifier):
    """An open researcher and contributor identifier (ISO 27729)."""

    label = "ORCID"
    form = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
    example = "0000-0002-1825-0097"
    resolver = "https://orcid.org/"
    prefix = re.compile(r"^(?:(?:https?://)?(?:www\.)?orcid\.org/|orcid(?:\s*id)?\s*:?\s*)", re.I)

    @classmethod
    def _normalise(cls, value: str) -> str:
        rest = super()._normalise(value).rstrip("/")
        bare = _digits(rest).replace("-", "").replace(" ", "")
        return "-".join(re.findall("....", bare)) if len(bare) == 16 else rest

    def _check(self) -> bool:
        from stdnum import isni

        return bool(isni.is_valid(self.replace("-", "")))


_ROR_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


class ROR(Identifier):
    """An identifier of the Research Organization Registry."""

    label = "ROR"
    form = re.compile(r"0[a-hj-km-np-tv-z0-9]{6}\d\d")
    example = "03q0vrn42"
    resolver = "https://ror.org/"
    prefix = re.compile(r"^(?:(?:https?://)?(?:www\.)?ror\.org/|ror\s*:?\s*)", re.I)

    @classmethod
    def _normalise(cls, value: str) -> str:
        return super()._normalise(value).rstrip("/").lower()

    def _check(self) -> bool:
        number = 0
        for letter in self[:-2]:
            number = number * 32 + _ROR_ALPHABET.index(letter)
        return int(self[-2:]) == 98 - number * 100 % 97


_UDC_NUMBER = r"\d{1,3}(?:(?<=\d{3})(?:\.\d{1,3})*)?"
_UDC_AUXILIARY = (
    r"(?:\((?:=|0|\.)?[\d.,/:+=\-]+(?:[\"“”'«»\d.\-/]*)\)|[\"“”«»][\d.\-/]+[\"“”«»]|=[\d.'\-]+|-\d[\d.]*|'\d[\d.]*"
    r"|\.0\d[\d.]*|[A-ZА-Я][A-Za-zА-Яа-я.\-]*|\*\d+)"
)


class UDC(Identifier):
    """A Universal Decimal Classification number (ӘОЖ, УДК), simple or compound."""

    label = "UDC"
    form = re.compile(
        rf"\[?{_UDC_NUMBER}{_UDC_AUXILIARY}*\]?"
        rf"(?:\s?(?:::?|\+|/)\s?\[?(?:{_UDC_NUMBER}|\.\d+){_UDC_AUXILIARY}*\]?)*"
    )
    example = "323.1"
    prefix = re.compile(r"^(?:ӘОЖ|ӘОК|УДК|ЭОЖ|UDC)\s*:?\s*", re.I)

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers of which a compound one is built, `("004", "37")` for `004:37`."""
        return tuple(n for n in re.split(r"\s?(?:::?|\+|/)\s?", self) if n)


class IRSTI(Identifier):
    """A code of the state rubricator (ҒТАМР, МРНТИ, ГРНТИ): two digits at each of three levels."""

    label = "IRSTI"
    form = re.compile(r"\d\d(?:\.\d\d){0,2}")
    example = "11.25.07"
    prefix = re.compile(r"^(?:ҒТАМР|ХҒТАР|FTAMP|МРНТИ|ГРНТИ|IRSTI|GRNTI)\s*:?\s*", re.I)


class BBK(Identifier):
    """A code of the library-bibliographical classification (ББК, КБЖ)."""

    label = "BBK"
    form = re.compile(r"[\dА-ЯЁA-Z][\dА-ЯЁа-яёA-Z.()=+/:,\-\s]*")
    example = "66.3(5Каз)"
    prefix = re.compile(r"^(?:ББК|КБЖ|BBK|LBC)\s*:?\s*", re.I)


class JEL(Identifier):
    """A code of the Journal of Economic Literature's classification."""

    label = "JEL"
    form = re.compile(r"[A-Z]\d{0,2}")
    example = "O15"
    prefix = re.compile(r"^JEL\s*:?\s*", re.I)


class ArXiv(Identifier):
    """An arXiv identifier, new (`2401.12345v2`) or old (`math/0309136`)."""

    label = "arXiv"
    form = re.compile(r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?")
    example = "2401.12345"
    resolver = "https://arxiv.org/abs/"
    prefix = re.compile(r"^(?:(?:https?://)?arxiv\.org/abs/|arxiv\s*:?\s*)", re.I)


class PMID(Identifier):
    """A PubMed identifier."""

    label = "PMID"
    form = re.compile(r"[1-9]\d{0,8}")
    example = "31978945"
    resolver = "https://pubmed.ncbi.nlm.nih.gov/"
    prefix = re.compile(r"^(?:(?:https?://)?pubmed\.ncbi\.nlm\.nih\.gov/|pmid\s*:?\s*)", re.I)


class PMCID(Identifier):
    """A PubMed Central identifier."""

    label = "PMCID"
    form = re.compile(r"PMC\d+")
    example = "PMC7092803"
    resolver = "https://www.ncbi.nlm.nih.gov/pmc/articles/"
    prefix = re.compile(r"^(?:pmcid\s*:?\s*)", re.I)


class EDN(Identifier):
    """An eLIBRARY document number: six letters."""

    label = "EDN"
    form = re.compile(r"[A-Z]{6}")
    example = "ABCDEF"
    resolver = "https://elibrary.ru/"
    prefix = re.compile(r"^(?:(?:https?://)?(?:www\.)?elibrary\.ru/|edn\s*:?\s*)", re.I)


class URN(Identifier):
    """A uniform resource name (RFC 8141)."""

    label = "URN"
    form = re.compile(r"urn:[a-z0-9][a-z0-9-]{1,31}:\S+", re.I)
    example = "urn:nbn:de:101-2013"


class Handle(Identifier):
    """A handle (RFC 3650), of which a DOI is one kind."""

    label = "Handle"
    form = re.compile(r"\d+(?:\.\d+)*/\S+")
    example = "2027/mdp.390150"
    resolver = "https://hdl.handle.net/"
    prefix = re.compile(r"^(?:(?:https?://)?hdl\.handle\.net/|hdl\s*:?\s*)", re.I)


class URL(Identifier):
    """An absolute address on the web (RFC 3986), in which letters of any script may stand."""

    label = "URL"
    form = re.compile(r"(?:https?|ftp)://[^\s/?#]+\.[^\s]+|(?:https?|ftp)://localhost\S*", re.I)
    example = "https://example.org/article"

    @property
    def url(self) -> str:
        """The address itself."""
        return str(self)


SCHEMES: dict[str, type[Identifier]] = {
    kind.label.lower(): kind
    for kind in (
        DOI,
        ISSN,
        ISBN,
        ORCID,
        ROR,
        UDC,
        IRSTI,
        BBK,
        JEL,
        ArXiv,
        PMID,
        PMCID,
        EDN,
        URN,
        Handle,
        URL,
    )
}
"""Every scheme by its name in small letters."""
