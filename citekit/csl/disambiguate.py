"""Telling apart cites that look the same: names, given names, conditions, year-suffixes.

Cites are grouped by their rendered text; only groups with more than one item are worked on, and
each attempt renders that group again and splits it by the new texts.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

from citekit.csl.compile_names import Nameset
from citekit.csl.items import Item
from citekit.csl.names import FULL, INITIALS, NameList
from citekit.csl.persons import PersonName

Expansion = dict[int, tuple[int, tuple[int, ...]]]


class Distinction(NamedTuple):
    """What sets the cites of an item apart.

    Attributes:
        expand: By nameset: how many names at least, and how much of each given name.
        disambiguate: So many of the `disambiguate` conditions test true.
        year_suffix: "a", "b", ...
    """

    expand: Expansion
    disambiguate: int = 0
    year_suffix: str = ""


class Rules(NamedTuple):
    """The options of `cs:citation` that turn the methods on."""

    add_names: bool
    add_givenname: bool
    givenname_rule: str
    year_suffix: bool
    condition: bool

    @classmethod
    def of(cls, options: dict[str, str], condition: bool) -> "Rules":
        """Read the options of a citation element."""
        return cls(
            add_names=options.get("disambiguate-add-names") == "true",
            add_givenname=options.get("disambiguate-add-givenname") == "true",
            givenname_rule=options.get("givenname-disambiguation-rule", "by-cite"),
            year_suffix=options.get("disambiguate-add-year-suffix") == "true",
            condition=condition,
        )

    @property
    def any(self) -> bool:
        """Tell whether there is anything to do."""
        return self.add_names or self.add_givenname or self.year_suffix or self.condition


TextOf = Callable[[Item, Distinction], str]
NamesetsOf = Callable[[Item], list[Nameset]]
Found = dict[str, Distinction]


class Disambiguator:
    """One run over the items of a document."""

    def __init__(
        self, rules: Rules, text: TextOf, namesets: NamesetsOf, conditions: Callable[[Item], int]
    ) -> None:
        """Prepare a run.

        Args:
            rules: Which methods are used.
            text: Renders the cite of an item with a distinction, without year-suffix.
            namesets: The name lists that the cite of an item prints.
            conditions: How often the cite of an item asks whether to disambiguate.
        """
        self._rules = rules
        self._text = text
        self._namesets = namesets
        self._conditions = conditions
        self._found: Found = {}
        self._now: dict[str, str] = {}

    def run(self, items: Iterable[Item]) -> Found:
        """Return the distinctions that are needed, by item id."""
        rules = self._rules
        listed = list(items)
        if rules.add_givenname and rules.givenname_rule != "by-cite":
            self._expand_names(listed)
        left = False
        for group in self._groups(listed):
            rest = [group]
            if rules.add_names or (rules.add_givenname and rules.givenname_rule == "by-cite"):
                rest = self._names(group)
            if rules.condition:
                rest = [g for r in rest for g in self._condition(r)]
            left = left or bool(rest)
        if rules.year_suffix and left:
            self._year_suffixes(listed)
        return self._found

    def _get(self, item: Item) -> Distinction:
        return self._found.get(item.id) or NOTHING

    def _groups(self, items: list[Item]) -> list[list[Item]]:
        """Return the groups of items whose cites read the same."""
        now, get = self._now, self._found.get
        by_text: dict[str, list[Item]] = defaultdict(list)
        for item in items:
            text = now.get(item.id)
            if text is None:
                text = now[item.id] = self._text(item, get(item.id) or NOTHING)
            by_text[text].append(item)
        return [g for g in by_text.values() if len(g) > 1]

    def _split(self, group: list[Item], trial: dict[str, Distinction]) -> dict[str, list[Item]]:
        parts: dict[str, list[Item]] = defaultdict(list)
        for item in group:
            parts[self._text(item, trial[item.id])].append(item)
        return parts

    def _accept(self, trial: dict[str, Distinction], parts: dict[str, list[Item]]) -> None:
        """Keep what a trial has found."""
        self._found.update(trial)
        for text, members in parts.items():
            for item in members:
                self._now[item.id] = text

    # --- names ---------------------------------------------------------------------------

    def _names(self, group: list[Item]) -> list[list[Item]]:
        """Expand and add names; return the groups that are left."""
        work: list[tuple[list[Item], int]] = [(group, 0)]
        left: list[list[Item]] = []
        while work:
            members, step = work.pop()
            outcome = self._improve(members, step)
            if outcome is None:
                left.append(members)
                continue
            parts, next_step = outcome
            for part in parts:
                if len(part) > 1:
                    work.append((part, next_step))
        return left

    def _improve(self, members: list[Item], step: int) -> tuple[list[list[Item]], int] | None:
        """Go on with the attempts from number `step` until one splits the group."""
        attempts = self._attempts(members)
        base = {i.id: self._get(i) for i in members}
        pending = dict(base)
        for number in range(step, len(attempts)):
            trial = {
                i.id: Distinction(
                    attempts[number](i, pending[i.id].expand), base[i.id].disambiguate
                )
                for i in members
            }
            parts = self._split(members, trial)
            if len(parts) > 1:
                self._accept(trial, parts)
                return list(parts.values()), number + 1
            if attempts[number].keeps:
                pending = trial
        return None

    def _attempts(self, members: list[Item]) -> list["_Attempt"]:
        """List what may be tried, in order: given names shown, then names added."""
        rules = self._rules
        by_cite = rules.add_givenname and rules.givenname_rule == "by-cite"
        attempts: list[_Attempt] = []
        namesets = self._namesets(members[0])
        for nameset in namesets:
            lengths = [len(i.names.get(nameset.variable, ())) for i in members]
            shown = max((nameset.style.shown(n) for n in lengths), default=0)
            most = max(lengths, default=0)
            levels = self._levels(nameset) if by_cite else ()
            for position in range(shown):
                attempts += [_Attempt(nameset, 0, position, level) for level in levels]
            if not rules.add_names:
                continue
            for count in range(shown + 1, most + 1):
                attempts.append(_Attempt(nameset, count, -1, 0))
                attempts += [_Attempt(nameset, count, count - 1, level) for level in levels]
        return attempts

    @staticmethod
    def _levels(nameset: Nameset) -> tuple[int, ...]:
        return _steps(nameset.style)

    def _expand_names(self, items: list[Item]) -> None:
        """Show as much of each name as tells it from all other names in the document."""
        rule = self._rules.givenname_rule
        primary = rule.startswith("primary-name")
        initials_only = rule.endswith("with-initials")
        crowds: dict[str, dict[str, PersonName]] = defaultdict(dict)
        uses: list[tuple[Item, Nameset, tuple[PersonName, ...]]] = []
        for item in items:
            for nameset in self._namesets(item):
                names = item.names.get(nameset.variable, ())
                shown = names[: 1 if primary else nameset.style.shown(len(names))]
                if self._rules.add_names and not primary:
                    shown = names
                uses.append((item, nameset, shown))
                for name in shown:
                    crowds[name.short].setdefault(name.spelling, name)
        judges: dict[int, _Judge] = {}
        for item, nameset, shown in uses:
            style = nameset.style
            judge = judges.get(id(style))
            if judge is None:
                judge = judges[id(style)] = _Judge(style, crowds, initials_only)
            levels = [judge[name] for name in shown]
            if any(levels):
                distinction = self._found.setdefault(item.id, Distinction({}))
                distinction.expand[nameset.place] = (0, tuple(levels))

    # --- condition and year-suffix ---------------------------------------------------------

    def _condition(self, group: list[Item]) -> list[list[Item]]:
        """Let the conditions test true one after the other, until the cites differ."""
        work, left = [(group, 1)], []
        while work:
            members, count = work.pop()
            if count > self._conditions(members[0]):
                left.append(members)
                continue
            trial = {i.id: self._get(i)._replace(disambiguate=count) for i in members}
            parts = self._split(members, trial)
            if len(parts) == 1:
                work.append((members, count + 1))
                continue
            self._accept(trial, parts)
            work += [(part, count + 1) for part in parts.values() if len(part) > 1]
        return left

    def _year_suffixes(self, items: list[Item]) -> None:
        """Number the members of each group that is left, in the order of the bibliography."""
        order = {item.id: n for n, item in enumerate(items)}
        for group in self._groups(items):
            for n, item in enumerate(sorted(group, key=lambda i: order[i.id])):
                distinction = self._get(item)._replace(year_suffix=suffix_letters(n))
                self._found[item.id] = distinction


class _Judge(dict[PersonName, int]):
    """How much of each given name one style has to show, so that names are told apart."""

    def __init__(
        self, style: NameList, crowds: dict[str, dict[str, PersonName]], initials_only: bool
    ) -> None:
        """Prepare to judge.

        Args:
            style: How names are written.
            initials_only: Initials are all that may be added.
            crowds: By what is shown at least: the names that share it, by spelling.
        """
        self._style, self._crowds = style, crowds
        steps = _steps(style)
        if initials_only:  # where a style has no initials, there is nothing to add
            steps = (INITIALS,) if INITIALS in steps and FULL in steps else ()
        self._ladder = [0, *steps]
        self._counts: dict[tuple[str, int], Counter[str]] = {}

    def __missing__(self, name: PersonName) -> int:
        self[name] = level = self._level(name)
        return level

    def _level(self, name: PersonName) -> int:
        crowd = self._crowds[name.short]
        if len(crowd) < 2 or name.literal:
            return 0
        one, best, fewest = self._style.one, 0, len(crowd) + 1
        for level in self._ladder:
            counts = self._counts.get((name.short, level))
            if counts is None:
                texts = (one(other, False, level) for other in crowd.values())
                counts = self._counts[name.short, level] = Counter(texts)
            alike = counts[one(name, False, level)]
            if alike == 1:
                return level
            if alike < fewest:
                best, fewest = level, alike
        return best  # no step tells the name from all others; this one does from most of them


def _steps(style: NameList) -> tuple[int, ...]:
    """How much more of a given name a style can show, step by step.

    First as the long form has it, which is in full where nothing is initialized: so the
    bibliography, which may initialize, shows initials for what the citation had to spell out.
    """
    form = style.format
    initials = form.initialize_with is not None and form.initialize
    if form.form == "short":
        return (INITIALS, FULL) if initials else (INITIALS,)
    return (FULL,) if initials else ()


class _Attempt(NamedTuple):
    """Show at least `least` names of a nameset, and `level` of the given name at `position`."""

    nameset: Nameset
    least: int
    position: int
    level: int

    @property
    def keeps(self) -> bool:
        """An added name stays while the next ones are tried; an expanded one does not."""
        return self.position < 0

    def __call__(self, item: Item, expand: Expansion) -> Expansion:
        count, levels = expand.get(self.nameset.place, (0, ()))
        have = len(item.names.get(self.nameset.variable, ()))
        if self.position >= 0 and self.position < have:
            padded = list(levels) + [0] * (self.position + 1 - len(levels))
            padded[self.position] = max(padded[self.position], self.level)
            levels = tuple(padded)
        return {**expand, self.nameset.place: (max(count, self.least), levels)}


NOTHING = Distinction({})


def suffix_letters(number: int) -> str:
    """Return the year-suffix of the n-th of a group, from 0.

    >>> [suffix_letters(n) for n in (0, 25, 26, 52, 701, 702)]
    ['a', 'z', 'aa', 'ba', 'zz', 'aaa']
    """
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
