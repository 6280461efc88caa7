"""Variations of the CSL test suite beside citeproc-js: what the fixtures do not ask, asked.

    python -m benchmarks.mutate SUITE [--count 1000] [--seed 1] [--only PREFIX] [--changes 1]

SUITE is a folder of fixtures. Every round takes one, changes its style, its items or its cites in
a few places at random (an attribute, a value, an element more or less), and lets both processors
render it. What differs is printed with what was changed; `--changes 0` compares the fixtures as
they are. Nothing here says who is right: the specification does.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

from benchmarks.compare_js import Difference, signature
from benchmarks.peers import HERE, NODE_MODULES, citeproc_js_job, node
from benchmarks.quality.csl_suite import read_fixture, render
from citekit.csl.items import NAME_VARIABLES

CSL = "{http://purl.org/net/xbiblio/csl}"
Fixture = dict[str, str]

DATA: dict[str, Any] = json.loads((HERE.parent / "mutations.json").read_text("utf-8"))
"""For each element the attributes it may have with values, and values for items and cites."""


def mutate(fixture: Fixture, chance: random.Random) -> str:
    """Change a fixture in one place; return what was done, or "" when nothing could be."""
    kinds: list[Callable[[Fixture, random.Random], str]] = [_style, _item, _cite]
    return chance.choices(kinds, (6, 4, 2))[0](fixture, chance)


def _style(fixture: Fixture, chance: random.Random) -> str:
    root = etree.fromstring(fixture["CSL"].strip().encode())
    elements = [e for e in root.iter(f"{CSL}*") if _tag(e) in DATA["attributes"]]
    element: Any = chance.choice(elements)
    attributes = DATA["attributes"][_tag(element)]
    roll = chance.random()
    if roll < 0.08 and _tag(element) in DATA["removable"] and len(element.getparent()) > 1:
        element.getparent().remove(element)
        done = f"without <{_tag(element)}>"
    elif roll < 0.14 and _tag(element) in ("text", "names", "date", "number", "group", "choose"):
        group = etree.Element(f"{CSL}group", delimiter=chance.choice([", ", ". ", ""]))
        element.addprevious(group)
        group.append(element)
        done = f"<{_tag(element)}> in a group"
    else:
        name = chance.choice(list(attributes))
        value = chance.choice(attributes[name])
        if value is None:
            element.attrib.pop(name, None)
        else:
            element.set(name, value)
        done = f"<{_tag(element)} {name}={value!r}>"
    fixture["CSL"] = etree.tostring(root, encoding="unicode")
    return done


def _tag(element: Any) -> str:
    return str(etree.QName(element).localname)


def _item(fixture: Fixture, chance: random.Random) -> str:
    items = json.loads(fixture["INPUT"])
    item = chance.choice(items)
    values = DATA["values"]
    asked = set(re.findall(r'"([\w-]+)"', fixture["CSL"])) | set(item)
    name = chance.choice(sorted(n for n in asked if n in values or n in item) or ["title"])
    if name == "id":
        return ""
    if name in NAME_VARIABLES:
        return _people(fixture, items, item.setdefault(name, []), chance)
    value = chance.choice(values.get(name, values["title"]))
    if value is None:
        item.pop(name, None)
    else:
        item[name] = value
    fixture["INPUT"] = json.dumps(items, ensure_ascii=False)
    return f"{name} = {json.dumps(value, ensure_ascii=False)}"


def _people(fixture: Fixture, items: list[Any], people: list[Any], chance: random.Random) -> str:
    roll = chance.random()
    if roll < 0.2 and len(people) > 1:
        people.pop(chance.randrange(len(people)))
    elif roll < 0.6:
        people.insert(chance.randrange(len(people) + 1), chance.choice(DATA["people"]))
    elif people:
        people[chance.randrange(len(people))] = chance.choice(DATA["people"])
    fixture["INPUT"] = json.dumps(items, ensure_ascii=False)
    return "people"


def _cite(fixture: Fixture, chance: random.Random) -> str:
    values = DATA["cites"]
    key = chance.choice(list(values))
    value = chance.choice(values[key])
    if "CITATIONS" in fixture:
        steps = json.loads(fixture["CITATIONS"])
        if key == "position":
            return ""
        chance.choice(chance.choice(steps)[0]["citationItems"])[key] = value
        fixture["CITATIONS"] = json.dumps(steps)
        return f"cite {key} = {value!r}"
    if fixture["MODE"].strip() != "citation" and "CITATION-ITEMS" not in fixture:
        return ""
    ids = [{"id": i["id"]} for i in json.loads(fixture["INPUT"]) if "id" in i]
    clusters = json.loads(fixture["CITATION-ITEMS"]) if "CITATION-ITEMS" in fixture else [ids]
    cluster = chance.choice(clusters)
    if not cluster:
        return ""
    if chance.random() < 0.2:
        cluster.append(dict(chance.choice(cluster)))
    chance.choice(cluster)[key] = value
    fixture["CITATION-ITEMS"] = json.dumps(clusters)
    return f"cite {key} = {value!r}"


def ours(fixture: Fixture) -> str:
    """What citekit makes of a fixture."""
    try:
        return render(fixture)
    except Exception as error:
        return f"ERROR {type(error).__name__}: {error}"


def theirs(fixtures: list[Fixture]) -> list[str]:
    """What citeproc-js makes of fixtures; "ERROR" and why where it fails."""
    job = json.loads(citeproc_js_job(Path(), []))
    question = {"modules": str(NODE_MODULES.resolve()), "locales": job["locales"]}
    done = subprocess.run(
        [node(), str(HERE / "run_suite.cjs")],
        input=json.dumps({**question, "fixtures": fixtures}),
        capture_output=True, text=True, encoding="utf-8", timeout=900, check=True,
    )  # fmt: skip
    answers = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return [a["text"] if "text" in a else f"ERROR {a['error']}" for a in answers]


def tidy(text: str) -> str:
    """The text without white space at the ends of lines."""
    return "\n".join(line.rstrip() for line in text.rstrip().split("\n"))


class Variation(NamedTuple):
    """A fixture, by name, with what was changed in it."""

    name: str
    done: str
    fixture: Fixture


def variations(suite: Path, arguments: argparse.Namespace) -> list[Variation]:
    """Make as many variations of the fixtures as are asked for, the same ones for a seed."""
    chance = random.Random(arguments.seed)
    seeds = [
        Variation(path.stem, "", found)
        for path in sorted(suite.glob(f"{arguments.only}*.txt"))
        if "CSL" in (found := read_fixture(path)) and "header" not in found["MODE"]
    ]
    made: list[Variation] = [] if arguments.changes else seeds
    while len(made) < arguments.count and arguments.changes:
        seed = chance.choice(seeds)
        fixture = dict(seed.fixture)
        done = [mutate(fixture, chance) for _ in range(arguments.changes)]
        if any(done):
            made.append(Variation(seed.name, "; ".join(d for d in done if d), fixture))
    return made


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutate", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("suite", type=Path)
    parser.add_argument("--count", type=int, default=1000, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", metavar="PREFIX", help="of the fixtures' names")
    parser.add_argument("--changes", type=int, default=1, help="in each fixture")
    parser.add_argument("--show", default="", metavar="DIFFERENCE", help="whole, those like it")
    arguments = parser.parse_args()
    cases = variations(arguments.suite, arguments)
    answers = theirs([case.fixture for case in cases])
    groups: dict[str, list[tuple[Variation, str, str]]] = defaultdict(list)
    equal = refused = 0
    for case, answer in zip(cases, answers, strict=True):
        mine, other = tidy(ours(case.fixture)), tidy(answer)
        if mine == other:
            equal += 1
        elif other.startswith("ERROR"):
            refused += 1
        else:
            shape = signature(Difference(case.name, "", (), mine, other))
            groups[shape].append((case, mine, other))
    for shape, members in sorted(groups.items(), key=lambda g: len(g[1])):
        case, mine, other = members[0]
        print(f"{len(members):4} × {shape}\n       {case.name}: {case.done}")
        print(f"  citekit {mine}\n  js      {other}\n")
        if arguments.show and arguments.show in f"{case.name}: {case.done}":
            print(*case.fixture.values(), sep="\n")
    print(f"{equal} of {len(cases)} equal, citeproc-js fails on {refused}")


if __name__ == "__main__":
    main()
