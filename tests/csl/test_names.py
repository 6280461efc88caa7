"""Names: initials, particles, order, lists cut short."""

from typing import Any

import pytest

from tests.csl.support import book, cited, person, style


def names(attributes: str, *people: dict[str, Any], before: str = "", root: str = "") -> str:
    csl = style(
        f'<names variable="author"><name {attributes}/></names>', before=before, attributes=root
    )
    return cited(csl, book(author=list(people)))


@pytest.mark.parametrize(
    ("given", "with_", "initials"),
    [
        ("John Jeeves", ". ", "J. J."),
        ("John Jeeves", ".", "J.J."),
        ("John Jeeves", "", "JJ"),
        ("Jean-Luc", ".", "J.-L."),
        ("J.-L.", ".", "J.-L."),
        ("J. R. R.", ".", "J.R.R."),
        ("Ph. M.E.", ". ", "Ph. M. E."),
        ("Guo-ping", "", "G"),
        ("Мұхтар Омарханұлы", ". ", "М. О."),
        ("Әлихан", ".", "Ә."),
        ("Ғалым", ".", "Ғ."),
        ("Қаныш Имантайұлы", ".", "Қ.И."),
        ("Өтебай", ". ", "Ө."),
        ("Юрий В.", ". ", "Ю. В."),
    ],
)
def test_initials(given: str, with_: str, initials: str) -> None:
    assert names(f'initialize-with="{with_}"', person("X", given)) == f"{initials} X"


def test_initials_without_hyphen() -> None:
    root = 'initialize-with-hyphen="false"'
    assert names('initialize-with="."', person("X", "Jean-Luc"), root=root) == "J.L. X"


@pytest.mark.parametrize(
    ("demote", "printed"),
    [
        ("never", "van Gogh, Vincent; Humboldt, Alexander von"),
        ("sort-only", "van Gogh, Vincent; Humboldt, Alexander von"),
        ("display-and-sort", "Gogh, Vincent van; Humboldt, Alexander von"),
    ],
)
def test_particles_of_inverted_names(demote: str, printed: str) -> None:
    people = (person("van Gogh", "Vincent"), person("Humboldt", "Alexander von"))
    root = f'demote-non-dropping-particle="{demote}"'
    assert names('name-as-sort-order="all" delimiter="; "', *people, root=root) == printed


@pytest.mark.parametrize(
    ("name", "short"),
    [
        (person("van Gogh", "Vincent"), "van Gogh"),
        (person("Humboldt", "Alexander von"), "Humboldt"),
        (person("d'Alembert", "Jean"), "d’Alembert"),
        (person("al-Farabi", "Abu Nasr"), "al-Farabi"),
        (person('"Van Dyke"', "Dick"), "Van Dyke"),
        (person("毛", "泽东"), "毛"),
        ({"literal": "Ғылым академиясы"}, "Ғылым академиясы"),
    ],
)
def test_short_names_keep_the_particles_that_stay(name: dict[str, Any], short: str) -> None:
    assert names('form="short"', name) == short


def test_east_asian_names_are_never_turned_round() -> None:
    assert names('name-as-sort-order="all"', person("我妻", "栄")) == "我妻栄"


@pytest.mark.parametrize(
    ("attributes", "printed"),
    [
        ('and="text"', "A X, B Y, and C Z"),
        ('and="symbol" delimiter-precedes-last="never"', "A X, B Y & C Z"),
        ('et-al-min="3" et-al-use-first="1"', "A X et al."),
        ('et-al-min="3" et-al-use-first="2"', "A X, B Y, et al."),
        ('et-al-min="3" et-al-use-first="1" et-al-use-last="true"', "A X, … C Z"),
        ('form="count"', "3"),
        ('name-as-sort-order="first" and="text" delimiter-precedes-last="after-inverted-name"',
         "X, A, B Y and C Z"),
    ],
)  # fmt: skip
def test_lists(attributes: str, printed: str) -> None:
    people = (person("X", "A"), person("Y", "B"), person("Z", "C"))
    assert names(attributes, *people) == printed


def test_editor_and_translator_who_are_the_same() -> None:
    csl = style(
        '<names variable="editor translator" delimiter="; ">'
        '<name/><label form="short" prefix=" (" suffix=")"/></names>'
    )
    both = [person("Auezov", "M")]
    assert cited(csl, book(editor=both, translator=both)) == "M Auezov (ed. & trans.)"
    other = [person("Tazhibayev", "T")]
    assert (
        cited(csl, book(editor=both, translator=other)) == "M Auezov (ed.); T Tazhibayev (trans.)"
    )


def test_what_a_substitute_prints_is_not_printed_again() -> None:
    csl = style(
        '<group delimiter=". "><names variable="author"><substitute><names variable="editor"/>'
        '<text variable="title"/></substitute></names><names variable="editor"/>'
        '<text variable="title"/></group>'
    )
    assert cited(csl, book(author=[], editor=[person("Auezov", "M")])) == "M Auezov. Words"
    assert cited(csl, book(author=[])) == "Words"


def test_a_label_may_be_in_any_case() -> None:
    label = '<label form="verb" text-case="capitalize-first" suffix=" "/>'
    csl = style(f'<names variable="editor">{label}<name/></names>')
    assert cited(csl, book(editor=[person("Auezov")])) == "Edited by Auezov"
