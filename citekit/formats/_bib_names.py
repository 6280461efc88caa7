"""Names as BibTeX and BibLaTeX have them: `von Last, Jr, First`, parted by `and`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from citekit.formats import _latex
from citekit.formats._record import Plain, direct, family_of, given_of, parts, person
from citekit.model import UNDETERMINED, Agent, Person, PersonName

_INITIALS_RUN = re.compile(r"(?<=\.)(?=[^\W\d_]\.)")
_TOKEN = re.compile(r"(?:\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}|\\.|[^\s{}\\])+")


def name(value: PersonName | str) -> str:
    """Return a name as BibTeX has it: `von Last, Jr, First`, or the whole in braces.

    >>> name(PersonName(family="Гог", non_dropping_particle="ван", given="Винсент"))
    'ван Гог, Винсент'
    >>> name("Ғылым ордасы")
    '{Ғылым ордасы}'
    """
    if isinstance(value, str):
        return f"{{{_latex.encode(value)}}}"
    if value.literal is not None:
        return f"{{{_latex.encode(value.literal)}}}"
    family, given = _latex.encode(family_of(value)), _guard(_latex.encode(given_of(value)))
    if not given and not value.suffix:
        return family if family and " " not in family and not _odd(family) else f"{{{family}}}"
    if not family:
        return f"{{{_latex.encode(direct(value))}}}"
    if _odd(family):
        family = f"{{{family}}}"
    suffix = f", {_guard(_latex.encode(value.suffix))}" if value.suffix else ""
    return f"{family}{suffix}, {given}" if given else f"{family}{suffix}, {{}}"


def _odd(text: str) -> bool:
    return "," in text or re.search(r"(?i)(?:^|\s)and(?:\s|$)|=", text) is not None


def _guard(text: str) -> str:
    return f"{{{text}}}" if _odd(text) or text.lower() == "others" else text


def split_names(text: str) -> list[str]:
    """Return the names that ` and ` parts, outside of braces.

    >>> split_names("Иванова, А. and {Наука and жизнь} and others")
    ['Иванова, А.', '{Наука and жизнь}', 'others']
    """
    return [" ".join(words) for words in _split(_TOKEN.findall(text), lambda t: t.lower() == "and")]


def _split(tokens: Iterable[str], parts_at: Any) -> list[list[str]]:
    groups: list[list[str]] = [[]]
    for token in tokens:
        if parts_at(token):
            groups.append([])
        else:
            groups[-1].append(token)
    return [group for group in groups if group]


def read_name(text: str) -> Plain | str | None:
    """Return the parts of one name, text for a name in braces, or None for an empty place.

    >>> read_name("van Gogh, Vincent")["non_dropping_particle"]
    'van'
    >>> read_name("family=Иванова, given={Айгуль}")["given"]
    'Айгуль'
    """
    pieces = commas(text)
    if len(pieces) == 1 and text[:1] == "{" and text[-1:] == "}":
        return _latex.decode(text) or None
    if pieces and all(re.match(r"[a-z-]+\s*=", piece) for piece in pieces):
        return _extended(pieces)
    if len(pieces) == 1:
        tokens = _TOKEN.findall(text)
        if len(tokens) == 1:
            return parts(_latex.decode(text))
        start = next((i for i, t in enumerate(tokens[:-1]) if t[:1].islower()), len(tokens) - 1)
        return _parts(" ".join(tokens[start:]), " ".join(tokens[:start]), None)
    family, *middle, given = pieces
    return _parts(family, given, middle[0] if middle else None)


def _parts(family: str, given: str, suffix: str | None) -> Plain:
    tokens = _TOKEN.findall(family)
    particles = 0
    while particles < len(tokens) - 1 and tokens[particles][:1].islower():
        particles += 1
    last = _latex.decode(" ".join(tokens[particles:]))
    if not last:
        return parts(None, _latex.decode(given))
    made = parts(last, _INITIALS_RUN.sub(" ", _latex.decode(given)), _latex.decode(suffix or ""))
    made["non_dropping_particle"] = _latex.decode(" ".join(tokens[:particles]))
    return made


def _extended(pieces: list[str]) -> Plain:
    said = {
        key.strip(): _latex.decode(value.strip().strip('"'))
        for key, _, value in (piece.partition("=") for piece in pieces)
    }
    made = parts(said.get("family"), said.get("given"), said.get("suffix"))
    prefix = "dropping_particle" if said.get("useprefix") == "false" else "non_dropping_particle"
    return made | {prefix: said.get("prefix")}


def commas(text: str) -> list[str]:
    pieces, depth, start = [], 0, 0
    for at, letter in enumerate(text):
        depth += (letter == "{") - (letter == "}")
        if letter == "," and depth == 0:
            pieces.append(text[start:at].strip())
            start = at + 1
    return [*pieces, text[start:].strip()]


def agents(text: str, tag: str | None) -> tuple[list[Plain], bool]:
    """Return the persons and bodies of a field, and whether `and others` ended it."""
    found: list[Plain] = []
    et_al = False
    for each in split_names(text):
        if each.lower() == "others":
            et_al = True
            continue
        value = read_name(each)
        if isinstance(value, str):
            found.append({"name": {tag or UNDETERMINED: value}})
        elif value is not None:
            found.append(person({tag or UNDETERMINED: value}))
    return found, et_al


def agent_list(field: tuple[Agent, ...], value: Any) -> str:
    """Return a value for each agent in order, `{}` where there is none; "" if all are empty."""
    values = [value(agent) if isinstance(agent, Person) else "" for agent in field]
    return " and ".join(v or "{}" for v in values) if any(values) else ""
