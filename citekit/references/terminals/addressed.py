"""Addresses and identifiers: where a source is found, and by what number it is known."""

from __future__ import annotations

from citekit.references.terminals.common import ANY, DIGITS, Rows, Terminal, any_of, folded
from citekit.references.vocabulary import first_words

_SITE = (
    r"[\w-]{1,60}(?:\.[\w-]{1,60}){0,5}\.(?:kz|ru|com|org|net|edu|gov|info|ua|de|uk|eu|рф"
    r"|қаз|io|su|by|uz|kg)"
)
_ADDRESS = (
    r"(?:(?:https?|ftp)\s?:\s?/{1,2}\s?[^\s<>«»]{2,900}|www\.[^\s<>«»]{3,400}"
    rf"|{_SITE}(?:/[^\s<>«»]{{0,400}})?(?![\w.]))"
)
_DOI = r"10\s?\.\s?\d{4,9}(?:\.\d+)?\s?/\s?[^\s;,\[\]«»]{1,200}(?:,(?=\S)[^\s;\[\]«»]{1,100})?"


def rows() -> Rows:
    """Yield the terminals of this kind."""
    modes = rf"{any_of('access_mode')}(?!\w)"
    yield DIGITS, Terminal("DOI", 6, rf"(?P<doi>{_DOI})")
    yield DIGITS, Terminal("ISBN", 3.5, r"(?P<isbn>97[89][-– ]?\d[-– \d]{8,13}[\dXХ])(?!\w)")
    yield (
        first_words("access_mode"),
        Terminal("URL", 7, rf"(?:{modes}|\s?:|\s){{1,4}}(?:/{{2}}\s?)?(?P<url>{_ADDRESS})"),
    )
    yield (
        first_words("access_mode"),
        Terminal(
            "ACCESS",
            3.5,
            r"(?:(?i:режим доступа|режим доступу|доступ)\s?:\s?(?=\S)|(?=Доступ из))"
            r"(?P<access>[^–\[(]{3,120}?)(?=\.?\s[–-]\s|\.\s[A-ZА-Я]|\.?\s?$)",
        ),
    )
    yield (
        first_words("access_free"),
        Terminal("ACCESS", 4, rf"(?P<access>{any_of('access_free')})(?=\s?[.,;(–-]|\s?$)"),
    )
    yield (
        folded("doi"),
        Terminal(
            "DOI",
            7,
            r"(?i:doi)(?:\s{0,14}[:.;]|\s){0,14}(?:(?:https?\s?:\s?//)?(?:dx\.)?doi\.org/)?"
            rf"(?:doi\s?:\s?)?(?P<doi>{_DOI})",
        ),
    )
    yield folded("doi"), Terminal("DOI", 7, rf"(?i:doi)\.org/(?P<doi>{_DOI})")
    yield (
        folded("https"),
        Terminal("DOI", 7.5, rf"https?\s?:\s?//\s?(?:dx\.|www\.)?doi\.org/(?P<doi>{_DOI})"),
    )
    yield folded("http", "https", "ftp", "www"), Terminal("URL", 6, rf"(?P<url>{_ADDRESS})")
    yield (
        folded("isbn"),
        Terminal(
            "ISBN",
            6,
            r"(?i:isbn)(?:-1[03])?\s?[:.]?\s?"
            r"(?P<isbn>[\dXХ][\d–\- ]{7,16}[\dXХхx](?:\s?\([^()]{1,20}\)){0,2})",
        ),
    )
    yield (
        folded("issn"),
        Terminal(
            "ISSN",
            6,
            r"(?i:issn)\s?(?:\([^()]{1,12}\))?\s?[:.]?\s?(?P<issn>\d{4}\s?[-–]\s?\d{3}[\dXХхx])",
        ),
    )
    yield (
        folded("arxiv"),
        Terminal(
            "ARXIV",
            5,
            r"(?i:arxiv(?:\s?preprint\s?(?:arxiv)?)?)\s?[:.]\s?(?P<arxiv>\d{4}\.\d{4,5}(?:v\d+)?)",
        ),
    )
    yield folded("pmid"), Terminal("PMID", 5, r"(?i:pmid)\s?:?\s?(?P<pmid>\d{4,9})")
    yield folded("pmcid"), Terminal("PMID", 5, r"(?i:pmcid)\s?:?\s?(?P<pmcid>PMC\d{4,9})")
    yield folded("edn"), Terminal("EDN", 5, r"(?i:edn)\s?:?\s?(?P<edn>[A-Z]{6})(?!\w)")
    yield (
        ANY,
        Terminal("URL", 3, rf"(?P<url>{_SITE}(?:/[^\s<>«»]{{0,400}})?)(?![\w.])"),
    )
