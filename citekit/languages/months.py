"""Names of the months in every language that has them in its data."""

from functools import cache
from typing import Literal

from citekit.languages._load import folders_with, load

Form = Literal["full", "dated", "short"]


def month_name(month: int, language: str, form: Form = "full") -> str:
    """Return the name of `month` (1 to 12).

    Args:
        month: The number of the month.
        language: The language of the name (BCP 47).
        form: `full`, alone; `dated`, after the number of a day; `short`. Where a language has no
            form of its own, the full one.

    Raises:
        ValueError: There is no such month, or no months in the data of the language.

    >>> month_name(3, "kk"), month_name(3, "ru", "dated"), month_name(9, "en", "short")
    ('наурыз', 'марта', 'Sept.')
    """
    data = load(language, "months") or load(language.partition("-")[0], "months")
    if not data:
        raise ValueError(
            f"no names of months in {language!r}; there are in {', '.join(folders_with('months'))}"
        )
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {month}")
    return str(data.get(form, data["full"])[month - 1])


def month_number(word: str, language: str | None = None) -> int | None:
    """Return the number of the month that `word` names, in any form and with or without its stop.

    >>> month_number("наурыз"), month_number("27 шілдедегі"), month_number("Sept.")
    (3, None, 9)
    >>> month_number("шілдедегі"), month_number("МАРТА"), month_number("март", "en")
    (7, 3, None)
    """
    languages = (language,) if language else None
    return _numbers(languages).get(word.strip().rstrip(".").lower())


@cache
def _numbers(languages: tuple[str, ...] | None) -> dict[str, int]:
    found: dict[str, int] = {}
    # The languages of our articles win where a name is another month elsewhere (ru ноябрь first).
    for language in languages or ("kk", "ru", "en", *folders_with("months")):
        data = load(language, "months") or load(language.partition("-")[0], "months")
        for form in ("full", "dated", "short"):
            for number, name in enumerate(data.get(form, ()), 1):
                found.setdefault(name.rstrip(".").lower(), number)
        for number, names in enumerate(data.get("forms", ()), 1):
            for name in names:
                found.setdefault(name.lower(), number)
    return found
