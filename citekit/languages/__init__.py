"""Scripts, languages, transliteration, collation and the repair of text.

Imports nothing of citekit. What is known of a language stands in its folder under `data/`.
"""

from typing import TYPE_CHECKING

from citekit.lazy import lazy

if TYPE_CHECKING:
    from citekit.languages.casing import is_shouted, lower, sentence_case, spellings, upper
    from citekit.languages.collation import collator, sort_key
    from citekit.languages.decode import Decoded, decode
    from citekit.languages.hyphens import Words
    from citekit.languages.identify import Identified, identify, identify_all
    from citekit.languages.months import month_name, month_number
    from citekit.languages.names import (
        initials,
        is_initials,
        is_particle,
        is_patronymic,
        split_given,
    )
    from citekit.languages.repair import PASSES, join_lines, repair
    from citekit.languages.repaired import Edit, Repair, Repaired
    from citekit.languages.romanise import System, deromanise, romanise, systems
    from citekit.languages.scripts import main_script, mixed_script_words, script_of, scripts_of
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
    "collator",
    "decode",
    "deromanise",
    "identify",
    "identify_all",
    "initials",
    "is_initials",
    "is_particle",
    "is_patronymic",
    "is_shouted",
    "join_lines",
    "language_code",
    "language_name",
    "language_script",
    "lower",
    "main_script",
    "mixed_script_words",
    "month_name",
    "month_number",
    "normalise_tag",
    "parse_language",
    "repair",
    "romanise",
    "script_of",
    "scripts_of",
    "sentence_case",
    "sort_key",
    "spellings",
    "split_given",
    "systems",
    "upper",
]

lazy(
    __name__,
    {
        "casing": "is_shouted lower sentence_case spellings upper",
        "collation": "collator sort_key",
        "decode": "Decoded decode",
        "hyphens": "Words",
        "identify": "Identified identify identify_all",
        "months": "month_name month_number",
        "names": "initials is_initials is_particle is_patronymic split_given",
        "repair": "PASSES join_lines repair",
        "repaired": "Edit Repair Repaired",
        "romanise": "System deromanise romanise systems",
        "scripts": "main_script mixed_script_words script_of scripts_of",
        "tags": "language_code language_name language_script normalise_tag parse_language",
    },
)
