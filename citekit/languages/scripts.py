"""Which script a letter, a word or a text is in (ISO 15924)."""

import re
from collections import Counter
from functools import lru_cache

# The blocks of the scripts that are met in lists of references; others are `Zzzz`.
_BLOCKS = (
    ("Latn", "A-Za-zªº\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff\u2c60-\u2c7f"
             "\ua722-\ua7ff\ufb00-\ufb06\uff21-\uff5a"),
    ("Cyrl", "\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f"),
    ("Grek", "\u0370-\u03ff\u1f00-\u1fff"),
    ("Arab", "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff"),
    ("Hebr", "\u0590-\u05ff"),
    ("Armn", "\u0530-\u058f"),
    ("Geor", "\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2f"),
    ("Hani", "\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"),
    ("Hira", "\u3041-\u309f"),
    ("Kana", "\u30a0-\u30ff"),
    ("Hang", "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"),
    ("Deva", "\u0900-\u097f"),
    ("Mong", "\u1800-\u18af"),
)  # fmt: skip
_PATTERNS = tuple((name, re.compile(f"[{block}]")) for name, block in _BLOCKS)
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=4096)
def script_of(char: str) -> str | None:
    """Return the script of one letter, `Zzzz` if it is none of ours, `None` if it is no letter.

    >>> script_of("ә"), script_of("q"), script_of("5")
    ('Cyrl', 'Latn', None)
    """
    if not char.isalpha():
        return None
    return next((name for name, pattern in _PATTERNS if pattern.match(char)), "Zzzz")


def scripts_of(text: str) -> dict[str, int]:
    """Return how many letters of each script `text` has, the most frequent script first.

    >>> scripts_of("Қазақ tili!")
    {'Cyrl': 5, 'Latn': 4}
    """
    found = Counter(script for c in text if (script := script_of(c)))
    return dict(found.most_common())


def main_script(text: str) -> str | None:
    """Return the script that most letters of `text` are in, or `None` when it has no letters.

    >>> main_script("ISSN 2708-4132 (баспа, мерзімді)")
    'Cyrl'
    """
    return next(iter(scripts_of(text)), None)


def mixed_script_words(text: str) -> list[tuple[int, int]]:
    """Return the spans of the words of `text` that hold letters of more than one script.

    >>> text = "Tүйін сөздер, Na-КМЦ"
    >>> [text[a:b] for a, b in mixed_script_words(text)]
    ['Tүйін']
    """
    return [
        m.span() for m in _WORD.finditer(text) if not m[0].isascii() and len(scripts_of(m[0])) > 1
    ]
