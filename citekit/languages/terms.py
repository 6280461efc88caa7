"""Words that citekit itself prints, in the language of its reader."""

from citekit.languages._load import load


def term(name: str, language: str) -> str:
    """Return a word in a language, or in English where that language has none.

    Args:
        name: Its name in the `terms` of the languages' data, such as `references`.
        language: A BCP 47 tag.

    Raises:
        KeyError: No language has this word.

    >>> term("references", "kk-KZ"), term("references", "fr")
    ('Әдебиеттер', 'References')
    """
    for tag in (language, language.partition("-")[0], "en"):
        words = load(tag, "terms")
        if name in words:
            return str(words[name])
    raise KeyError(name)
