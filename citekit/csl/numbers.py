"""Numbers as CSL prints them: ranges, ordinals, Roman numerals, plural or not."""

import re
from functools import lru_cache

from citekit.csl.locale import Locale
from citekit.csl.richtext import GLUE, superscripts

_NUMERIC = re.compile(
    r"^[^\W\d_]*[^\s\w,&–—-]*\d+[^\W\d_]*(?:\s*[,&–—-]\s*[^\W\d_]*[^\s\w,&–—-]*\d+[^\W\d_]*)*$"
)
_ROMAN_NUMERIC = re.compile(r"^[ivxlcdm]+(?:\s*[,&–-]\s*[ivxlcdm]+)*$", re.IGNORECASE)
_TOKEN = re.compile(r"(\s*(?:\\-|[-–—,&;])\s*|\s+and\s+)")
_PLURAL = re.compile(r"\d[^\d\\]*?(?:[-–—,;&]|\sand\s)\s*[^\W\d_]{0,3}\d|[ivxlc]\s*[-–]\s*[ivxlc]")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_CODE = re.compile(r"[^\W\d_]+-\d")  # "TR-88-49" is one number
_LABEL = re.compile(r"(?<![\w.])(?P<label>[^\W\d_]{1,6}\.?|§|¶)\s*(?=\d)")
_EMBEDDED = {
    "p.": "page", "pp.": "page", "ch.": "chapter", "chap.": "chapter", "chaps.": "chapter",
    "fig.": "figure", "figs.": "figure", "sec.": "section", "secs.": "section",
    "vol.": "volume", "vols.": "volume", "no.": "issue", "nos.": "issue", "n.": "note",
    "nn.": "note", "para.": "paragraph", "paras.": "paragraph", "pt.": "part", "pts.": "part",
    "l.": "line", "ll.": "line", "v.": "verse", "vv.": "verse", "bk.": "book", "art.": "article",
    "col.": "column", "cols.": "column", "fol.": "folio", "fols.": "folio", "op.": "opus",
    "sv.": "sub-verbo", "app.": "appendix", "r.": "rule",
}  # fmt: skip


@lru_cache(4096)
def is_numeric(text: str) -> bool:
    """Tell whether a value is numeric in CSL's sense.

    >>> [is_numeric(v) for v in ("2nd", "L2d", "2, 3", "2-4", "second", "2nd edition")]
    [True, True, True, True, False, False]
    """
    return bool(_NUMERIC.match(text.strip()))


@lru_cache(4096)
def is_plural(text: str) -> bool:
    r"""Tell whether a value holds several numbers, so that its label is plural.

    >>> [is_plural(v) for v in ("1", "1-3", "2 & 4", "4, 5", r"327\\-30", "TR-88-49")]
    [False, True, True, True, False, False]
    """
    first = _first_chunk(text)
    return bool(_PLURAL.search(first)) and not _CODE.match(first)


def _first_chunk(text: str) -> str:
    """Leave out what follows a label of its own: "367-368, fig. 333" counts its pages only."""
    found = _embedded(text)
    return text[: found.start()] if found else text


_LOCATOR_LABELS = {"": "page", "sub verbo": "sub-verbo"}  # with a space before CSL 1.0.2


def labelled_locator(label: str, locator: str) -> tuple[str, str]:
    """Return the type of a locator and the locator; a label typed into it decides.

    >>> labelled_locator("", "12"), labelled_locator("page", "ch. 3")
    (('page', '12'), ('chapter', '3'))
    """
    found = _LABEL.match(locator)
    typed = _EMBEDDED.get(found.group("label").lower()) if found else None
    if found and typed:
        return typed, locator[found.end() :]
    return _LOCATOR_LABELS.get(label, label), locator


def _embedded(text: str) -> re.Match[str] | None:
    """Return the first label inside a value, if one stands there."""
    for found in _LABEL.finditer(text, 1):
        if found.group("label").lower() in _EMBEDDED:
            return found
    return None


def counts_more_than_one(text: str) -> bool:
    """Tell whether a number of pages or volumes is above one."""
    digits = re.search(r"\d+", text)
    return is_plural(text) or bool(digits and int(digits.group()) > 1)


def roman(number: int) -> str:
    """Write a number in lower-case Roman numerals.

    >>> roman(1949)
    'mcmxlix'
    """
    if not 0 < number < 6000:
        return str(number)
    out = []
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        out.append(letters * count)
    return "".join(out)


def ordinal(number: int, locale: Locale, gender: str, long: bool = False) -> str:
    """Write a number as an ordinal."""
    if long and 1 <= number <= 10:
        term = locale.term(f"long-ordinal-{number:02d}", gender=gender)
        if term:
            return term
    return f"{number}{superscripts(locale.ordinal_suffix(number, gender))}"


def format_number(text: str, form: str, locale: Locale, gender: str = "") -> str:
    """Format the value of a number variable.

    Args:
        text: The value.
        form: "numeric", "ordinal", "long-ordinal" or "roman".
        locale: Gives ordinals and the word for an ampersand.
        gender: Gender of the noun that is counted.
    """
    if text.isdigit():
        return _one(text, form, locale, gender)
    if not is_numeric(text) and not _LABEL.search(text):
        if _ROMAN_NUMERIC.match(text):
            return _join(_TOKEN.split(text), locale)
        return localize_separators(text, locale) if any(c.isdigit() for c in text) else text
    label = _embedded(text)
    if label is not None:
        return format_number(text[: label.start()].rstrip(" ,"), form, locale, gender) + ", " + (
            embedded_labels(text[label.start() :], locale, at_start=True))  # fmt: skip
    parts = _TOKEN.split(text)
    for i in range(0, len(parts), 2):
        parts[i] = _one(parts[i].strip(), form, locale, gender)
    return embedded_labels(_join(parts, locale), locale)


def _one(text: str, form: str, locale: Locale, gender: str) -> str:
    if form == "numeric" or not text.isdigit():
        return text
    number = int(text)
    if form == "roman":
        return roman(number)
    return ordinal(number, locale, gender, form == "long-ordinal")


def _join(parts: list[str], locale: Locale) -> str:
    """Join numbers and the separators between them, each separator in its normal form."""
    out = [parts[0]]
    for i in range(1, len(parts), 2):
        separator, after = parts[i], parts[i + 1]
        sign = separator.strip()
        if sign in ("&", "and"):
            word = locale.ampersand if sign == "&" else locale.term("and")
            out.append(f" {word} ")
        elif sign == ",":
            out.append(", ")
        elif sign == ";":
            out.append("; ")
        elif sign == "\\-":
            out.append("-")
        elif sign in ("-", "–") and parts[i - 1] and after:
            out.append(locale.term("page-range-delimiter") or "–" if sign == "-" else sign)
        else:
            out.append(sign)
        out.append(after)
    return "".join(out)


def localize_separators(text: str, locale: Locale) -> str:
    """Normalise hyphens, commas and ampersands between numbers; leave words alone."""
    parts = _TOKEN.split(text)
    if len(parts) == 1:
        return embedded_labels(text, locale)
    for i in range(1, len(parts), 2):
        before, after = parts[i - 1][-1:], parts[i + 1][:1]
        if before.isdigit() and after.isdigit():
            continue
        if parts[i].strip() in ("&", ",", "and", "\\-"):
            continue
        return embedded_labels(text, locale)
    return embedded_labels(_join(parts, locale), locale)


def embedded_labels(text: str, locale: Locale, at_start: bool = False) -> str:
    """Print labels inside a number ("7, p. 3-8") as the locale writes them.

    What stands after the label decides whether it is plural.
    """
    if text.isdigit():
        return text
    found = _LABEL.search(text)
    if found is None:
        return text
    name = _EMBEDDED.get(found.group("label").lower())
    if name is None or (found.start() == 0 and not at_start):
        return text
    rest = localize_separators(text[found.end() :], locale)
    label = locale.term(name, "short", is_plural(rest))
    return f"{text[: found.start()]}{label} {embedded_labels(rest, locale)}" if label else text


# --- page ranges ------------------------------------------------------------------------------

_RANGE = re.compile(r"([^\W\d_]*)(\d+)(?:\s*[-–—]\s*)([^\W\d_]*)(\d+)(?![\w-])")
_PLAIN_RANGE = re.compile(r"(\d+)[-–](\d+)$")
_PAGE_CHUNK = re.compile(r"(\s*[,&;]\s*|\s+and\s+)")


def page_range(text: str, format_name: str, locale: Locale) -> str:
    r"""Format the page ranges in a value.

    Args:
        text: As given, e.g. "321-328, 400".
        format_name: A value of `page-range-format`, or "" to leave the digits alone.
        locale: Gives the delimiter.

    >>> from citekit.csl.locale import Locale
    >>> page_range("2787-2816", "minimal", Locale("en-US"))
    '2787–816'
    """
    if text.isdigit():
        return text
    delimiter = locale.page_delimiter
    found = _PLAIN_RANGE.match(text)
    if found:
        begin, end = found.groups()
        if not format_name:
            return f"{begin}{delimiter}{end}"
        return _short_range("", begin, end, format_name, delimiter)
    chunks = _PAGE_CHUNK.split(text)
    for i in range(0, len(chunks), 2):
        chunks[i] = _page_chunk(chunks[i], format_name, delimiter)
    return embedded_labels(_join_pages(chunks, locale), locale)


def _join_pages(chunks: list[str], locale: Locale) -> str:
    out = [chunks[0]]
    for i in range(1, len(chunks), 2):
        sign = chunks[i].strip()
        if sign == "&":
            out.append(f" {locale.ampersand} ")
        elif sign == "and":
            out.append(f" {locale.term('and')} ")
        else:
            out.append(f"{sign} ")
        out.append(chunks[i + 1])
    return "".join(out)


def _page_chunk(text: str, format_name: str, delimiter: str) -> str:
    if "\\-" in text:
        return text.replace("\\-", GLUE + "-").replace(GLUE, "")
    parts = re.split(r"\s*[-–—]+\s*", text)
    if len(parts) != 2 or not all(parts):
        return text if len(parts) != 2 else text.strip().replace("-", delimiter)
    first, last = parts
    if not (any(c.isdigit() for c in first) and any(c.isdigit() for c in last)):
        if _ROMAN_NUMERIC.match(first) and _ROMAN_NUMERIC.match(last):
            return f"{first}{delimiter}{last}"
        return text
    if format_name:
        found_first = re.match(r"^(.*?[^\W\d_]+|[^\W\d_]*)(\d+)$", first)
        found_last = re.match(r"^(.*?[^\W\d_]+|[^\W\d_]*)(\d+)$", last)
        if not (found_first and found_last):
            return f"{first}{delimiter}{last}"
        prefix, begin = found_first.groups()
        prefix_last, end = found_last.groups()
        if prefix != prefix_last:
            return f"{first}-{last}"
        return _short_range(prefix, begin, end, format_name, delimiter)
    return f"{first}{delimiter}{last}"


def _short_range(prefix: str, begin: str, end: str, format_name: str, delimiter: str) -> str:
    full = end if len(end) >= len(begin) else begin[: len(begin) - len(end)] + end
    if int(full) < int(begin):
        return f"{prefix}{begin}-{prefix}{end}"
    if format_name == "expanded":
        return f"{prefix}{begin}{delimiter}{prefix}{full}"
    if format_name.startswith("chicago"):
        short = _chicago(begin, full, format_name)
    else:
        keep = 2 if format_name == "minimal-two" else 1
        short = _changed(begin, full, keep)
    return f"{prefix}{begin}{delimiter}{short}"


def _changed(begin: str, end: str, at_least: int) -> str:
    """Return the digits of `end` from the first that differs, `at_least` so many."""
    if len(begin) != len(end):
        return end
    i = next((i for i, (a, b) in enumerate(zip(begin, end, strict=True)) if a != b), len(end) - 1)
    return end[min(i, len(end) - min(at_least, len(end))) :]


def _chicago(begin: str, end: str, format_name: str) -> str:
    number = int(begin)
    if number < 100 or number % 100 == 0 or len(begin) != len(end):
        return end
    if number % 100 < 10:
        return _changed(begin, end, 1)
    short = _changed(begin, end, 2)
    if format_name != "chicago-16" and len(begin) == 4 and len(short) >= 3:
        return end
    return short
