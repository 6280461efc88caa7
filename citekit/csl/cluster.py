"""Putting the cites of one citation together: sorted, grouped, collapsed, joined."""

from collections.abc import Callable
from typing import NamedTuple

from citekit.csl.richtext import CLOSE, GLUE, open_marks
from citekit.csl.tree import Layout

_JOINS_ITSELF = tuple(",;:.")
_ENDS_ITSELF = tuple(",.")


class Rendered(NamedTuple):
    """A cite, rendered, with what collapsing has to know of it.

    Attributes:
        text: The cite without its prefix and suffix.
        prefix: Text of the author before the cite.
        suffix: Text of the author after it.
        names: Rendered names at the head; cites with equal ones form a group.
        number: Citation number, when the cite prints it.
        year_suffix: The suffix the cite prints.
        without_names: Renders the cite without its names.
        without_suffix: Renders the cite without names and suffix: equal for equal years.
        locator: A place within the item is cited.
    """

    text: str
    prefix: str = ""
    suffix: str = ""
    names: str = ""
    number: int = 0
    year_suffix: str = ""
    without_names: Callable[[], str] | None = None
    without_suffix: Callable[[], str] | None = None
    locator: bool = False

    @property
    def plain(self) -> bool:
        """Tell whether nothing but the item is cited."""
        return not (self.locator or self.prefix or self.suffix)

    def full(self) -> str:
        """Return the cite with prefix and suffix."""
        text = self.prefix + self.text + self.suffix
        if self.text.startswith(_JOINS_ITSELF) and not self.prefix:
            return GLUE + text  # only what an author writes before a cite replaces the delimiter
        return text

    def before(self, delimiter: str) -> str:
        """Return what of a delimiter follows: its space, after a point the author has set."""
        if not self.suffix.endswith(_ENDS_ITSELF):
            return delimiter
        return delimiter[len(delimiter.rstrip()) :]


class Joining(NamedTuple):
    """How a style joins the cites of a citation."""

    delimiter: str
    collapse: str
    group_delimiter: str
    year_suffix_delimiter: str
    after_collapse: str
    groups: bool

    @classmethod
    def of(cls, layout: Layout, in_text: bool) -> "Joining":
        """Read the options of a citation element; `in_text` is the class of the style."""
        options = layout.options
        collapse = options.get("collapse", "")
        if collapse.startswith("year-suffix") and (
            options.get("disambiguate-add-year-suffix") != "true"
        ):
            collapse = "year"
        # The specification's ", " is meant for collapsed years in running text.
        usual = ", " if in_text and "after-collapse-delimiter" not in options else layout.delimiter
        group = options.get("cite-group-delimiter", layout.delimiter)
        return cls(
            delimiter=layout.delimiter,
            collapse=collapse,
            group_delimiter=options.get("cite-group-delimiter", usual),
            year_suffix_delimiter=options.get("year-suffix-delimiter", group),
            after_collapse=options.get("after-collapse-delimiter", layout.delimiter),
            groups="cite-group-delimiter" in options or collapse.startswith("year"),
        )


def join_cites(cites: list[Rendered], joining: Joining) -> str:
    """Join rendered cites as the style wants them."""
    if len(cites) == 1:
        return cites[0].full()
    if joining.collapse == "citation-number":
        return _numbers(cites, joining)
    if joining.groups:
        return _grouped(cites, joining)
    return _joined([(c.full(), c.before(joining.delimiter)) for c in cites])


def _joined(pieces: list[tuple[str, str]]) -> str:
    """Join texts, each with the delimiter that follows it."""
    out: list[str] = []
    pieces = [p for p in pieces if p[0]]
    for i, (text, delimiter) in enumerate(pieces):
        out.append(text)
        if i + 1 < len(pieces) and not pieces[i + 1][0].startswith(_JOINS_ITSELF):
            out.append(delimiter)
    return "".join(out)


def _numbers(cites: list[Rendered], joining: Joining) -> str:
    """Collapse runs of three and more citation numbers to ranges."""
    pieces: list[tuple[str, str]] = []
    i = 0
    while i < len(cites):
        end = i
        while end + 1 < len(cites) and _follows(cites[end], cites[end + 1]):
            end += 1
        if end - i >= 2:
            pieces.append((f"{cites[i].full()}–{cites[end].full()}", joining.delimiter))
        else:
            for j in range(i, end + 1):
                pieces.append((cites[j].full(), cites[j].before(joining.delimiter)))
        i = end + 1
    return _joined(pieces)


def _follows(one: Rendered, two: Rendered) -> bool:
    apart = one.suffix or one.locator or not two.plain
    return bool(one.number) and two.number == one.number + 1 and not apart


def _groups(cites: list[Rendered]) -> list[list[Rendered]]:
    """Bring cites with the same names together, each group at the place of its first."""
    groups: dict[object, list[Rendered]] = {}
    for i, cite in enumerate(cites):
        # A style may print nothing but the year.
        alone = cite.without_suffix() if cite.year_suffix and cite.without_suffix else i
        groups.setdefault(cite.names or alone, []).append(cite)
    return list(groups.values())


def _grouped(cites: list[Rendered], joining: Joining) -> str:
    pieces: list[tuple[str, str]] = []
    for group in _groups(cites):
        if joining.collapse.startswith("year"):
            group = _by_suffix(group)
            group_pieces, collapsed = _collapsed(group, joining)
        else:
            group_pieces = [(c.full(), c.before(joining.group_delimiter)) for c in group]
            collapsed = False
        last_text, _ = group_pieces[-1]
        after = joining.after_collapse if collapsed else joining.delimiter
        pieces += [*group_pieces[:-1], (last_text, group[-1].before(after))]
    return _joined(pieces)


def _by_suffix(group: list[Rendered]) -> list[Rendered]:
    """Put the cites of one year into the order of their suffixes, at the places they have."""
    years: dict[str, list[int]] = {}
    for i, cite in enumerate(group):
        if cite.year_suffix and cite.without_suffix and cite.plain:
            years.setdefault(cite.without_suffix(), []).append(i)
    ordered = list(group)
    for places in years.values():
        cites = sorted((group[i] for i in places), key=_ordinal)
        for i, cite in zip(places, cites, strict=True):
            ordered[i] = cite
    return ordered


def _collapsed(group: list[Rendered], joining: Joining) -> tuple[list[tuple[str, str]], bool]:
    """Print names once for a group, and equal years once when year-suffixes collapse."""
    pieces: list[tuple[str, str]] = []
    collapsed = False
    i = 0
    while i < len(group):
        cite = group[i]
        if i and cite.without_names is not None:
            text = cite.prefix + cite.without_names() + cite.suffix
            collapsed = True
        else:
            text = cite.full()
        if joining.collapse.startswith("year-suffix"):
            run = _same_year(group, i)
            if len(run) > 1:
                pieces += _suffix_run(text, run, joining)
                collapsed = True
                i += len(run)
                continue
        pieces.append((text, cite.before(joining.group_delimiter)))
        i += 1
    return pieces, collapsed


def _same_year(group: list[Rendered], i: int) -> list[Rendered]:
    """Return the cites from `i` on that differ in their year-suffix only."""
    first = group[i]
    if not first.year_suffix or first.without_suffix is None or first.locator:
        return [first]
    year = first.without_suffix()
    run = [first]
    for cite in group[i + 1 :]:
        if cite.locator or not cite.year_suffix or cite.without_suffix is None:
            break
        if cite.without_suffix() != year:
            break
        run.append(cite)
    return run


def _suffix_run(text: str, run: list[Rendered], joining: Joining) -> list[tuple[str, str]]:
    """Print a year once and the suffixes after it; three and more in a row may be a range."""
    ranged = joining.collapse == "year-suffix-ranged"
    pieces: list[tuple[str, str]] = []
    i = 0
    while i < len(run):
        end = i
        while ranged and end + 1 < len(run) and _continues(run[end], run[end + 1]):
            end += 1
        texts = [text if j == 0 else _suffix_alone(run[j]) for j in range(i, end + 1)]
        if len(texts) > 2:
            texts = [f"{texts[0]}–{texts[-1]}"]
        pieces += [(t, joining.year_suffix_delimiter) for t in texts[:-1]]
        apart = end + 1 == len(run) or run[end].suffix or not run[end + 1].plain
        after = joining.group_delimiter if apart else joining.year_suffix_delimiter
        pieces.append((texts[-1], run[end].before(after)))
        i = end + 1
    return pieces


def _continues(one: Rendered, two: Rendered) -> bool:
    """Tell whether two suffixes may stand in one range."""
    return not one.suffix and two.plain and _ordinal(two) == _ordinal(one) + 1


def _suffix_alone(cite: Rendered) -> str:
    """Return the year-suffix in the formatting it has after the year, with the cite's affixes."""
    suffix = cite.year_suffix
    whole = cite.without_names() if cite.without_names else ""
    at = whole.rfind(suffix)
    if at >= 0 and not whole.isascii():
        opened = open_marks(whole[:at])
        suffix = "".join(opened) + suffix + CLOSE * len(opened)
    return cite.prefix + suffix + cite.suffix


def _ordinal(cite: Rendered) -> int:
    number = 0
    for letter in cite.year_suffix:
        number = number * 26 + ord(letter) - ord("a") + 1
    return number
