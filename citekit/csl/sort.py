"""Sort keys: what a style sorts by, made comparable."""

import re
from collections.abc import Callable

from citekit.csl.richtext import strip_marks

_LEADING = re.compile(r"^[\s\"'“”‘’„«»‹›\[\]()]+")
_DIGITS = re.compile(r"\d+")
_ELISION = re.compile(r"\b([a-zà-ÿ]{1,2})['’](?=[^\W\d_])")


def prepared(text: str) -> str:
    """Take out of rendered text what does not count in sorting.

    An elided word is a word: "d’Wander" stands with "d Wander", before "de Frinkle".

    >>> prepared("“Abai” d’Orient")
    'Abai” d Orient'
    """
    if not text.isascii():
        text = strip_marks(text)
    if "’" in text or "'" in text:
        text = _ELISION.sub(r"\1 ", text)
    return _LEADING.sub("", text).strip() if text and not text[0].isalnum() else text


def number_key(text: str) -> str:
    """Write the numbers in a value so that they sort as numbers.

    >>> number_key("12a") > number_key("2b")
    True
    """
    return _DIGITS.sub(lambda found: found.group().zfill(10), strip_marks(text))


def text_key(locale: str) -> Callable[[str], str]:
    """Return the function that makes keys for one `cs:key` in the alphabet of a locale.

    Case and punctuation do not count, so that the next `cs:key` decides between texts that differ
    in nothing else. Numbers in a text count as numbers.

    >>> sorted(["Zoe", "éclair", "10 things", "9 things"], key=text_key("en"))
    ['9 things', '10 things', 'éclair', 'Zoe']
    """
    # Imported here: what a style does not sort needs no alphabet.
    from citekit.languages.collation import collator

    collate = collator(locale)
    known: dict[str, str] = {}

    def key(text: str) -> str:
        found = known.get(text)
        if found is None:
            letters, _, _case = collate(number_key(text)).rpartition("\0")
            found = known[text] = letters
        return found

    return key
