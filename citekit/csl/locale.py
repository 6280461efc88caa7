"""Terms, dates and options of a language, merged as the specification says.

Sources, first found wins: the style's `cs:locale` for the dialect, for the language, for all;
then the locale file of the dialect, of the language's main dialect, and of en-US.
"""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from citekit.csl import tree
from citekit.csl.errors import CSLError
from citekit.csl.parse import parse_locale
from citekit.csl.richtext import QuotePairs
from citekit.csl.xml import read_xml
from citekit.resources import package_folder, resource

_FORM_FALLBACK = {
    "verb-short": ("verb-short", "verb", "long"),
    "verb": ("verb", "long"),
    "symbol": ("symbol", "short", "long"),
    "short": ("short", "long"),
    "long": ("long",),
}


def _sources() -> Iterable[Path]:
    """Folders that hold `locales-*.xml`, ours first."""
    return (resource("styles"), _official())


@cache
def _official() -> Path:
    """The folder of the official locales, which citeproc-py ships."""
    package = package_folder("citeproc")
    if package is None:
        raise CSLError("the CSL locales come with citeproc-py, which is not installed")
    return package / "data" / "locales"


@cache
def _primary_dialects() -> dict[str, str]:
    listed = (_official() / "locales.json").read_text("utf-8")
    dialects: dict[str, str] = json.loads(listed)["primary-dialects"]
    for entry in resource("styles").iterdir():
        if entry.name.startswith("locales-") and entry.name.endswith(".xml"):
            tag = entry.name[len("locales-") : -len(".xml")]
            dialects.setdefault(tag.split("-")[0], tag)
    return dialects


@cache
def _file(tag: str) -> tree.LocaleData | None:
    """Read the locale file of exactly this tag, if there is one."""
    for folder in _sources():
        path = folder.joinpath(f"locales-{tag}.xml")
        if path.is_file():
            return parse_locale(read_xml(path.read_bytes(), "locale"))
    return None


def resolve_tag(tag: str) -> str:
    """Return the tag of the locale file that serves a language tag; en-US when none does.

    >>> resolve_tag("de"), resolve_tag("de-AT"), resolve_tag("en-x-private"), resolve_tag("tlh")
    ('de-DE', 'de-AT', 'en-US', 'en-US')
    """
    tag = normal_tag(tag)
    if tag and _file(tag) is not None:
        return tag
    return _primary_dialects().get(tag.split("-")[0], "en-US")


@cache
def normal_tag(tag: str) -> str:
    """Write a language tag in its usual case, without extensions or unusable characters."""
    parts = tag.replace("_", "-").split("-x-")[0].split("-")
    if not all(p.isascii() and p.isalnum() for p in parts):
        return ""
    out = [parts[0].lower()]
    for part in parts[1:]:
        out.append(part.title() if len(part) == 4 else part.upper() if len(part) == 2 else part)
    return "-".join(out)


class Locale:
    """The merged data of one language, for one style.

    Attributes:
        ampersand: The symbol for "and"; the ampersand itself where a language names none.
        page_delimiter: What stands between the first and the last page of a range.
    """

    def __init__(self, tag: str, style_locales: Iterable[tree.LocaleData] = ()) -> None:
        """Merge for a BCP 47 tag; `style_locales` are the style's own."""
        self.tag = normal_tag(tag) or "en-US"
        self.language = self.tag.split("-")[0]
        own = list(style_locales)
        file_tag = resolve_tag(self.tag)
        chain: list[tree.LocaleData] = []
        for wanted in dict.fromkeys((self.tag, file_tag, self.language)):
            chain += [d for d in own if d.language and normal_tag(d.language) == wanted]
        chain += [d for d in own if not d.language]
        main = _primary_dialects().get(file_tag.split("-")[0], "en-US")
        chain += [d for t in dict.fromkeys((file_tag, main, "en-US")) if (d := _file(t))]
        self._terms: dict[tuple[str, str, str], tree.Term] = {}
        self.dates: dict[str, tree.Date] = {}
        self.options: tree.Attributes = {}
        for data in reversed(chain):
            if not any(data is one for one in own):
                # Another form of a term in its own language stands before English in the right one.
                names = {name for name, _, _ in data.terms}
                self._terms = {k: v for k, v in self._terms.items() if k[0] not in names}
            if any(name == "ordinal" or name.startswith("ordinal-") for name, _, _ in data.terms):
                # The ordinals of a language are one system: they are replaced together.
                self._terms = {
                    k: v for k, v in self._terms.items()
                    if not (k[0] == "ordinal" or k[0].startswith("ordinal-"))
                }  # fmt: skip
            self._terms.update(data.terms)
            self.dates.update(data.dates)
            self.options.update(data.options)
        self.punctuation_in_quote = self.options.get("punctuation-in-quote") == "true"
        self.limit_day_ordinals = self.options.get("limit-day-ordinals-to-day-1") == "true"
        ampersand = self._terms.get(("and", "symbol", ""))
        self.ampersand = ampersand.single if ampersand else "&"
        self.page_delimiter = self.term("page-range-delimiter") or "–"
        self.quotes: QuotePairs = (
            (self.term("open-quote") or "“", self.term("close-quote") or "”"),
            (self.term("open-inner-quote") or "‘", self.term("close-inner-quote") or "’"),
        )

    def entry(self, name: str, form: str = "long", gender: str = "") -> tree.Term | None:
        """Return a term in the wanted form, or the nearest form there is."""
        for candidate in _FORM_FALLBACK.get(form, ("long",)):
            term = self._terms.get((name, candidate, gender))
            if term is None and gender:
                term = self._terms.get((name, candidate, ""))
            if term is not None:
                return term
        return None

    def term(self, name: str, form: str = "long", plural: bool = False, gender: str = "") -> str:
        """Return the text of a term; empty when no locale has it."""
        found = self.entry(name, form, gender)
        if found is None:
            return ""
        return found.multiple if plural else found.single

    def gender(self, name: str) -> str:
        """Return the grammatical gender of a term, or ""."""
        found = self.entry(name)
        return found.gender if found else ""

    def ordinal_suffix(self, number: int, gender: str) -> str:
        """Return what is written after a number to make it an ordinal."""
        if ("ordinal", "long", "") not in self._terms and self._terms.get(
            ("ordinal-04", "long", "")
        ):
            return self._ordinal_1_0(number)
        for rest, usual in ((number % 100, "last-two-digits"), (number % 10, "last-digit")):
            if usual == "last-two-digits" and number < 10:
                continue
            name = f"ordinal-{rest:02d}"
            term = self._terms.get((name, "long", gender)) or self._terms.get((name, "long", ""))
            if term is None:
                continue
            match = term.match or ("last-two-digits" if rest >= 10 else "last-digit")
            if match == "whole-number" and number != rest:
                continue
            if match == "last-two-digits" and number % 100 != rest:
                continue
            if match == "last-digit" and usual != "last-digit":
                continue
            return term.single
        # A language may have no neuter: then the masculine, as grammars do.
        for form in (gender, "", "masculine", "feminine"):
            term = self._terms.get(("ordinal", "long", form))
            if term is not None:
                return term.single
        return ""

    def _ordinal_1_0(self, number: int) -> str:
        """Follow the scheme of CSL 1.0: 01, 02, 03, and 04 for all others."""
        last = number % 10
        teen = number % 100 in (11, 12, 13)
        return self.term(f"ordinal-0{last if 1 <= last <= 3 and not teen else 4}")
