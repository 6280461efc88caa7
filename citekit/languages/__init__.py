"""Scripts, languages, transliteration, collation and the repair of text.

Imports nothing of citekit. What is known of a language stands in its folder under `data/`.
"""

from citekit.languages.decode import Decoded, decode
from citekit.languages.hyphens import Words
from citekit.languages.identify import Identified, identify, identify_all
from citekit.languages.repair import PASSES, join_lines, repair
from citekit.languages.repaired import Edit, Repair, Repaired
from citekit.languages.romanise import System, deromanise, romanise, systems
from citekit.languages.tags import (
    language_code,
    language_name,
    language_script,
    normalise_tag,
    parse_language,
)

__all__ = [
    "PASSES",
    "Decoded",
    "Edit",
    "Identified",
    "Repair",
    "Repaired",
    "System",
    "Words",
    "decode",
    "deromanise",
    "identify",
    "identify_all",
    "join_lines",
    "language_code",
    "language_name",
    "language_script",
    "normalise_tag",
    "parse_language",
    "repair",
    "romanise",
    "systems",
]
