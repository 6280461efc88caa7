"""How names are written: one by one, and in lists."""

from typing import NamedTuple

from citekit.csl.initials import initialize
from citekit.csl.persons import MAX_INTERNED, PersonName, is_east_asian, join_particle
from citekit.csl.richtext import CLOSE, strip_marks
from citekit.csl.textcase import CASES
from citekit.csl.tree import PLAIN, Format


class NameFormat(NamedTuple):
    """How single names are written.

    Attributes:
        form: "long", "short" or "count".
        initialize_with: None when given names are not shortened.
        family: What is around family names, and how they are written.
        given: The same for given names.
        whole: The same for a name as a whole.
        sorting: The names are not for print but to sort by.
    """

    form: str = "long"
    initialize: bool = True
    initialize_with: str | None = None
    hyphenate: bool = True
    sort_separator: str = ", "
    demote: str = "display-and-sort"
    family: Format = PLAIN
    given: Format = PLAIN
    whole: Format = PLAIN
    sorting: bool = False


FULL, INITIALS, SHORT = 2, 1, 0
"""How much of a given name is shown."""


def format_name(name: PersonName, style: NameFormat, inverted: bool, level: int) -> str:
    """Write one name.

    Args:
        name: Whose.
        style: How.
        inverted: The family name comes first.
        level: At least so much of the given name (disambiguation raises it).
    """
    text, whole = _parts_of_name(name, style, inverted, level), style.whole
    if whole is PLAIN:
        return text
    # What stands around a person's name does not stand around an institution.
    return _case(text, whole) if name.literal else _wrap(text, whole)


def _parts_of_name(name: PersonName, style: NameFormat, inverted: bool, level: int) -> str:
    family_format, given_format = style.family, style.given
    if name.simple and family_format is PLAIN and given_format is PLAIN:
        given = name.given
        if not given or (style.form == "short" and level == SHORT):
            return name.family
        if style.initialize_with is not None and level < FULL:
            given = initialize(given, style.initialize_with, style.hyphenate, style.initialize)
        if inverted:
            return f"{name.family}{style.sort_separator}{given}"
        return f"{given}{name.family}" if given.endswith("\xa0") else f"{given} {name.family}"
    if name.literal:
        return _case(name.literal, family_format)
    long = style.form != "short" or level > SHORT
    if name.static:
        given = name.given if long else ""
        joined = "" if not given or is_east_asian(given) else " "
        return _case(name.family, family_format) + joined + _case(given, given_format)
    family = join_particle(name.non_dropping, name.family)
    if not long:
        if style.sorting and style.demote == "display-and-sort":
            family = f"{name.family}{style.sort_separator}{name.non_dropping}"
        return _wrap(family, family_format)
    given = name.given
    if given and style.initialize_with is not None and level < FULL:
        given = initialize(given, style.initialize_with, style.hyphenate, style.initialize)
    if not inverted:
        given_part = _case(given, given_format)
        core = join_particle(
            _case(name.non_dropping, family_format), _case(name.family, family_format)
        )
        if name.dropping:
            core = join_particle(_case(name.dropping, given_format), core)
        if name.suffix:
            core += (", " if name.comma_suffix else " ") + _suffix(name, style)
        core = family_format.prefix + core + family_format.suffix
        if not given_part:
            return core
        given_part = given_format.prefix + given_part + given_format.suffix
        return given_part + core if given_part.endswith(("\xa0", " ")) else f"{given_part} {core}"
    core = _case(name.family, family_format)
    dropping = _case(name.dropping.strip(), given_format)
    non_dropping = _case(name.non_dropping, family_format)
    if style.demote == "display-and-sort":
        particles = join_particle(dropping, non_dropping.strip())
    else:
        particles = dropping
        core = join_particle(non_dropping, core)
    core = family_format.prefix + core + family_format.suffix
    given_part = " ".join(p for p in (_case(given.strip(), given_format), particles) if p)
    if given_part:
        core += style.sort_separator + given_format.prefix + given_part + given_format.suffix
    if name.suffix:
        core += (style.sort_separator or " ") + _suffix(name, style)
    return core


def _suffix(name: PersonName, style: NameFormat) -> str:
    """Return "Jr." without its stop where initials have none ("Bauer MT Jr")."""
    if style.initialize_with is None or "." in style.initialize_with:
        return name.suffix
    return name.suffix.replace(".", "")


def _case(text: str, style: Format) -> str:
    if style.text_case:
        text = CASES[style.text_case](text) if style.text_case in CASES else text
    if style.strip_periods:
        text = text.replace(".", "")
    return style.marks + text + CLOSE * len(style.marks) if style.marks and text else text


def _wrap(text: str, style: Format) -> str:
    return style.prefix + _case(text, style) + style.suffix


class _Written(dict[PersonName, str]):
    """Names as one style writes them, each worked out when it is first asked for."""

    def __init__(self, style: NameFormat, inverted: bool, level: int) -> None:
        self._how = (style, inverted, level)

    def __missing__(self, name: PersonName) -> str:
        if len(self) > MAX_INTERNED:
            self.clear()
        self[name] = text = format_name(name, *self._how)
        return text


class Joints(NamedTuple):
    """What stands between the names of a list, with all that is inherited and localized.

    Attributes:
        and_spaced: The conjunction with its spaces, or "".
        precedes_last: When the delimiter stands before the last name.
        precedes_et_al: When it stands before "et al.".
        et_al_min: From so many names on the list is cut; 0 for never.
        et_al_use_first: To so many names.
        use_last: A cut list ends with an ellipsis and the last name.
        sort_order: Which names have the family name first: "first", "all" or none.
    """

    delimiter: str = ", "
    and_spaced: str = ""
    precedes_last: str = "contextual"
    precedes_et_al: str = "contextual"
    et_al_min: int = 0
    et_al_use_first: int = 1
    use_last: bool = False
    sort_order: str = ""
    et_al: str = ""
    et_al_space: str = " "


class NameList:
    """Writes lists of names in one way.

    Attributes:
        format: How single names are written.
        joints: What stands between them.
    """

    __slots__ = ("_first", "_rest", "_written", "format", "joints")

    def __init__(self, style: NameFormat, joints: Joints) -> None:
        self.format, self.joints = style, joints
        self._written: dict[tuple[bool, int], _Written] = {}
        self._first = self._table(bool(joints.sort_order), 0)
        self._rest = self._table(joints.sort_order == "all", 0)

    def _table(self, inverted: bool, level: int) -> _Written:
        key = (inverted, level)
        if key not in self._written:
            self._written[key] = _Written(self.format, inverted, level)
        return self._written[key]

    def one(self, name: PersonName, inverted: bool, level: int) -> str:
        """Write one name, remembering the result."""
        return self._table(inverted, level)[name]

    def shown(self, count: int, extra: int = 0) -> int:
        """Return how many of `count` names are written before "et al."."""
        joints = self.joints
        if joints.et_al_min and count >= joints.et_al_min and joints.et_al_use_first < count:
            return min(count, max(joints.et_al_use_first, extra))
        return count

    def render(
        self, names: tuple[PersonName, ...], extra: int = 0, levels: tuple[int, ...] = ()
    ) -> str:
        """Write a list of names.

        Args:
            names: At least one.
            extra: Show at least so many names (disambiguation).
            levels: For each name in turn, how much of the given name at least.
        """
        if len(names) == 1 and not levels:
            return self._first[names[0]]
        return self.join(names, self.texts(names, extra, levels))

    def texts(
        self, names: tuple[PersonName, ...], extra: int = 0, levels: tuple[int, ...] = ()
    ) -> list[str]:
        """Write the names of a list that are shown."""
        total = len(names)
        if levels:
            order = self.joints.sort_order
            shown = names[: self.shown(total, extra)]
            padded = levels + (0,) * (len(shown) - len(levels))
            return [
                self.one(n, order == "all" or (i == 0 and order == "first"), padded[i])
                for i, n in enumerate(shown)
            ]
        out = [self._first[names[0]]]
        if total > 1:
            rest = self._rest
            out += [rest[n] for n in names[1 : self.shown(total, extra)]]
        return out

    def join(self, names: tuple[PersonName, ...], texts: list[str]) -> str:
        """Join the texts of the names that are shown, the first of `names`."""
        shown, total = len(texts), len(names)
        joints = self.joints
        delimiter = joints.delimiter
        if shown == total:
            if total == 1:
                return texts[0]
            if not joints.and_spaced:
                return delimiter.join(texts)
            head = delimiter.join(texts[:-1])
            if self._delimits(joints.precedes_last, names, total - 1):
                word = joints.and_spaced
                return head + delimiter + (
                    word.lstrip(" ") if delimiter[-1:].isspace() else word) + texts[-1]  # fmt: skip
            return head + joints.and_spaced + texts[-1]
        head = delimiter.join(texts)
        if joints.use_last and total - shown >= 2:
            return f"{head}{delimiter}… {self._rest[names[-1]]}"
        if not joints.et_al:
            return head
        space = joints.et_al_space
        if self._delimits(joints.precedes_et_al, names, shown):
            space = delimiter
        # A list that is cut is one name in this, too: "Dalman, P., et al.," before the year.
        return _wrap(f"{head}{space}{joints.et_al}", self.format.whole)

    def _delimits(self, rule: str, names: tuple[PersonName, ...], before: int) -> bool:
        """Tell whether the delimiter stands after the first `before` names."""
        if rule == "contextual":
            return before > 1
        if rule == "after-inverted-name":
            name, order = names[before - 1], self.joints.sort_order
            inverted = order == "all" or (order == "first" and before == 1)
            return inverted and not (name.literal or name.static)
        return rule == "always"


def spaced_conjunction(word: str) -> str:
    """Put spaces around an "and" that is a word of its own.

    A conjunction in an East Asian script, or the Hebrew letter vav, is written onto its
    neighbours.
    """
    if not word:
        return ""
    before = "" if word[0] == "\u05d5" or is_east_asian(word[0]) else " "
    after = "" if word[-1].isspace() or is_east_asian(word[-1]) else " "
    return before + word + after


def space_before_et_al(term: str) -> str:
    """Return the space that stands before "et al.": none in East Asian scripts."""
    return "" if is_east_asian(strip_marks(term)[:1]) else " "
