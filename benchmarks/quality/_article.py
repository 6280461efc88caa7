"""One article read and compared with its gold, field by field (see `extract`)."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from benchmarks.quality._tally import Case, Tally, short
from citekit.model import Article, Person, PersonName, Provenance


def compare(case: Case, source: Path, codes: dict[str, Tally]) -> float:
    from citekit.checks import check
    from citekit.extract import extract

    begin = time.process_time()  # other work on the machine does not count
    extraction = extract(source, works=False)  # the gold has no fields of references
    seconds = time.process_time() - begin
    article = extraction.article
    gold = case.gold
    _texts(case, article)
    _authors(case, article)
    _codes(case, article)
    _journal(case, article)
    _dates(case, article)
    _citations(case, article)
    _references(case, article, extraction)
    _pages(case, article, extraction)
    _languages(case)
    _mentions(case, article)
    _findings(case, check(article), codes)
    if "language" in gold.get("document", {}):
        case.count(
            "language",
            [gold["document"]["language"]],
            [article.language] if article.language else [],
        )
    return seconds


def _flat(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "").strip()


def _by_language(value: Any) -> dict[str, Any]:
    return dict(value.items()) if value is not None else {}


def _span(
    case: Case, name: str, path: str, article: Article, expected: Any, part: str = "span"
) -> None:
    """Compare where a field stands."""
    source = article.provenance.get(path)
    got = getattr(source, part) if source else None
    case.count(name, [list(expected)] if expected else [], [list(got)] if got else [])


def _texts(case: Case, article: Article) -> None:
    gold = case.gold
    strict = gold["id"].startswith("seed")
    titles = _by_language(article.title)
    for language, value in (gold.get("title") or {}).items():
        got = _flat(titles.pop(language, None))
        if value is None:
            case.count("title", [], [got] if got else [])
            continue
        exact = "text" in value
        wanted = _flat(value["text"] if exact else value["as_printed"])
        caseless = (
            [
                wanted.casefold(),
            ],
            [got.casefold()] if got else [],
        )
        case.count("title", *caseless)
        if exact:
            case.count("title, with case", [wanted], [got] if got else [])
        if value.get("span"):
            _span(case, "title span", f"title.{language}", article, value["span"])
    case.count("title", [], [f"{k}: {v}" for k, v in titles.items()])
    abstracts = _by_language(article.abstract)
    for language, value in (gold.get("abstract") or {}).items():
        got = abstracts.pop(language, None)
        case.count(
            "abstract",
            [_flat(value["text"])] if value else [],
            [_flat(got)] if got else [],
            _alike(0.98),
        )
        if value and value.get("span") and not value.get("exclude_spans") and strict:
            _span(case, "abstract span", f"abstract.{language}", article, value["span"])
        if value and isinstance(value.get("label"), dict):
            _span(
                case, "label span", f"abstract.{language}", article, value["label"]["span"], "label"
            )
    case.count("abstract", [], [f"{k}: {v}" for k, v in abstracts.items()])
    keywords = _by_language(article.keyword)
    for language, value in (gold.get("keywords") or {}).items():
        got_items = [_flat(item) for item in keywords.pop(language, ())]
        items = (
            [unicodedata.normalize("NFKC", _flat(item)) for item in value["items"]] if value else []
        )
        case.count("keywords", items, got_items)
        case.count(
            "keywords, whole list", [items] if items else [], [got_items] if got_items else []
        )
        if value and value.get("span"):
            source = article.provenance.get(f"keyword.{language}")
            got_span = _without_stop(case, source.span) if source and source.span else None
            expected = _without_stop(case, value["span"])
            case.count("keywords span", [expected], [got_span] if got_span else [])
        if value and isinstance(value.get("label"), dict):
            _span(
                case, "label span", f"keyword.{language}", article, value["label"]["span"], "label"
            )
    case.count("keywords", [], [item for items in keywords.values() for item in items])


def _without_stop(case: Case, span: Any) -> list[int]:
    """Leave out the final full stop: some gold has it within the span, some without."""
    text = case.text[slice(*span)].rstrip(" .\n")
    return [span[0], span[0] + len(text)]


def _alike(least: float) -> Callable[[Any, Any], bool]:
    def same(a: str, b: str) -> bool:
        if a == b:
            return True
        if not a or not b or not 0.9 < len(a) / len(b) < 1.12:
            return False
        matcher = SequenceMatcher(None, a, b, autojunk=False)
        return matcher.quick_ratio() >= least and matcher.ratio() >= least

    return same


def _initials(name: PersonName) -> str:
    if name.initials:
        return name.initials
    parts = [word for word in name.given_part.split() if word]
    return " ".join(part if part.endswith(".") else part[0] + "." for part in parts)


_ALIKE = str.maketrans("АВЕКМНОРСТХУІасеорхуі", "ABEKMHOPCTXYIaceopxyi")


def _name_key(text: str) -> str:
    """Fold look-alike letters: some gold has names as printed, a Cyrillic А in a Latin name."""
    return _flat(text).translate(_ALIKE)


def _is(name: PersonName, author: dict[str, Any]) -> bool:
    wanted = _name_key(f"{author['family']} {author['initials']}")
    return _name_key(f"{name.family} {_initials(name)}") == wanted


def _authors(case: Case, article: Article) -> None:
    gold = case.gold["authors"]
    languages = {"kk": gold} if isinstance(gold, list) else gold
    people = [p for p in article.author if isinstance(p, Person)]
    seen = set()
    for language, authors in languages.items():
        seen.add(language)
        expected = [_name_key(f"{a['family']} {a['initials']}") for a in authors or ()]
        named = [(i, p) for i, p in enumerate(people) if p.name.get(language)]
        got = [
            _name_key(f"{p.name[language].family} {_initials(p.name[language])}") for _, p in named
        ]
        _ordered(case, "authors", expected, got)
        for author in authors or ():
            if author.get("span") and not author.get("repaired"):
                index = next((i for i, p in named if _is(p.name[language], author)), None)
                path = f"author.{index}.name.{language}"
                _span(case, "author span", path, article, author["span"])
            _affiliation(case, article, language, author, named)
        if isinstance(gold, list):
            _posts(case, article, authors, named)
    for language in {tag for p in people for tag in p.name} - seen:
        case.count(
            "authors",
            [],
            [f"{language}: {p.name[language].family}" for p in people if p.name.get(language)],
        )
    emails = {v.lower() for vs in (case.gold.get("corresponding_email") or {}).values() for v in vs}
    emails |= {
        a["email"].lower()
        for authors in languages.values()
        for a in authors or ()
        if a.get("email")
    }
    if emails or "corresponding_email" in case.gold:
        case.count(
            "e-mail", sorted(emails), sorted({p.email.lower() for p in people if p.email} & emails)
        )


def _ordered(case: Case, name: str, expected: list[str], got: list[str]) -> None:
    """Count values that must come in order: a longest common subsequence."""
    tally = case.tallies.setdefault(name, Tally())
    matcher = SequenceMatcher(None, expected, got, autojunk=False)
    right = sum(block.size for block in matcher.get_matching_blocks())
    tally.right += right
    tally.gold += len(expected)
    tally.found += len(got)
    if right < max(len(expected), len(got)):
        case.wrong.add(name)
        case.failures.append(f"{name}\n      gold  {short(expected)}\n      found {short(got)}")


_NOISE = frozenset("г қ м город қаласы city".split())


def _bag(text: str | None) -> tuple[str, ...]:
    """Return the words of an affiliation, its number and the signs of cities left out."""
    words = re.findall(r"[^\W_]+", re.sub(r"^\s*\d{1,2}\s+", "", text or "").lower())
    return tuple(word for word in words if word not in _NOISE)


def _affiliation(
    case: Case,
    article: Article,
    language: str,
    author: dict[str, Any],
    named: list[tuple[int, Person]],
) -> None:
    expected = _expected_affiliations(case.gold, language, author)
    if expected is None:
        return
    person = next((p for _, p in named if _is(p.name[language], author)), None)
    got = []
    for affiliation in person.affiliation if person else ():
        house = affiliation.organization
        if house is None:
            continue
        if house.name.get(language) is None:
            continue
        parts = [house.name[language]]
        for part in (affiliation.address, house.city, house.country):
            value = part.get(language) if part else None
            if value:
                parts.append(value)
        got.append(" ".join(parts))
    case.count("affiliation", expected, got, lambda a, b: sorted(_bag(a)) == sorted(_bag(b)))


def _expected_affiliations(
    gold: dict[str, Any], language: str, author: dict[str, Any]
) -> list[str] | None:
    own = author.get("affiliation")
    if isinstance(own, dict):
        return [own[language]] if own.get(language) else []
    listed = (gold.get("affiliations") or {}).get(language)
    if not listed:
        return None
    rows = []
    for row in listed:
        if isinstance(row, dict):
            rows.append((row.get("mark"), row["name"]))
        else:
            mark = re.match(r"\s*(\d{1,2})\s", row)
            rows.append((mark[1] if mark else None, row))
    marks = {m for mark in author.get("aff_marks") or () for m in re.split(r"\s*,\s*", mark)}
    if marks:
        chosen = [name for mark, name in rows if mark and marks & set(re.split(r"\s*,\s*", mark))]
        if chosen:
            return chosen
    return [name for _, name in rows] if len(rows) == 1 else None


def _posts(
    case: Case, article: Article, authors: list[dict[str, Any]], named: list[tuple[int, Person]]
) -> None:
    """Compare post, department and degree, which the seed has."""
    for n, author in enumerate(authors):
        person = named[n][1] if n < len(named) else None
        first = person.affiliation[0] if person and person.affiliation else None
        got = {
            "position": first.position if first else None,
            "department": first.department if first else None,
            "degree": person.degree if person else None,
        }
        for name, value in got.items():
            if author.get(name):
                case.count(
                    name, [author[name]["kk"]], [value["kk"]] if value and "kk" in value else []
                )
        if author.get("degree", {}).get("span"):
            _span(case, "degree span", f"author.{n}.degree.kk", article, author["degree"]["span"])
        if author.get("block_span"):
            _span(case, "author block span", f"author.{n}", article, author["block_span"])
        house = author.get("affiliation") or {}
        if house.get("span"):
            _span(
                case,
                "affiliation span",
                f"author.{n}.affiliation.0.organization.kk",
                article,
                house["span"],
            )
        if "inferred" in house:
            source = article.provenance.get(f"author.{n}.affiliation.0.organization")
            inferred = bool(source and source.method == "inferred")
            case.count("affiliation inferred", [house["inferred"]], [inferred])


def _codes(case: Case, article: Article) -> None:
    gold = case.gold["identifiers"]
    for name in ("udc", "irsti", "bbk"):
        if name not in gold:
            continue
        # `37:372.8; 371` is two numbers in one gold value.
        rows = [part.strip() for row in gold[name] for part in row["value"].split(";")]
        case.count(name, rows, [str(v) for v in getattr(article, name)])
        for row in gold[name]:
            if row.get("span") and ";" not in row["value"]:
                values = [str(v) for v in getattr(article, name)]
                index = values.index(row["value"]) if row["value"] in values else -1
                source = article.provenance.get(f"{name}.{index}")
                got = _code_span(source, row)
                case.count("code span", [row["span"]], [got] if got else [])
    doi = gold.get("doi")
    value = doi["value"] if isinstance(doi, dict) else doi
    case.count("doi", [value] if value else [], [str(article.doi)] if article.doi else [])


def _code_span(source: Provenance | None, row: dict[str, Any]) -> list[int] | None:
    """Return the span of a code; where the gold's span holds the label too, so does this."""
    if source is None or source.span is None:
        return None
    if "raw" in row and row["raw"] != row["value"] and source.label:
        return [source.label[0], source.span[1]]
    return list(source.span)


def _in_text(case: Case, value: str) -> bool:
    squeeze = re.sub(r"\s+", " ", case.text).casefold()
    return bool(value) and re.sub(r"\s+", " ", value).casefold() in squeeze


def _journal(case: Case, article: Article) -> None:
    gold = case.gold.get("journal") or {}
    titles = gold.get("title_in_text") or gold.get("title") or {}
    found = {k: _flat(v).casefold() for k, v in _by_language(article.container_title).items()}
    for language, value in titles.items():
        if not isinstance(value, str) or language == "series":
            continue
        if "title_in_text" not in gold and not _in_text(case, value):
            case.tallies.setdefault("journal title", Tally()).outside += 1
            continue
        got = found.get(language)
        case.count("journal title", [_flat(value).casefold()], [got] if got else [])
    year = str(article.issued.start.year) if article.issued and article.issued.start else None
    for name, got in (("year", year), ("volume", article.volume)):
        value = gold.get(name)
        if value is None:
            continue
        head = case.text[:3000] + case.text[-1500:]
        if not re.search(rf"(?<!\d){re.escape(value)}(?!\d)", head):
            case.tallies.setdefault(name, Tally()).outside += 1
            continue
        case.count(name, [value], [got] if got else [])
    for value in gold.get("issn") or ():
        if not _in_text(case, value):
            case.tallies.setdefault("issn", Tally()).outside += 1
            continue
        issns = [str(v) for v in (article.issn, article.eissn) if v]
        want = re.sub(r"\s*[—–-]\s*", "-", value)
        case.count("issn", [want], [v for v in issns if v == want])


def _dates(case: Case, article: Article) -> None:
    gold = case.gold.get("dates") or {}
    for name, field_name in (
        ("received", "received"),
        ("revised", "revised"),
        ("accepted", "accepted"),
        ("published", "issued"),
    ):
        if name not in gold:
            continue
        value = gold[name]
        got = getattr(article, field_name)
        if name == "published" and value is None:
            continue
        case.count(f"date {name}", [value["iso"]] if value else [], [str(got)] if got else [])


def _citations(case: Case, article: Article) -> None:
    gold = case.gold.get("citations")
    if not gold:
        return
    if "items" not in gold:
        found = len(article.citations)
        tally = case.tallies.setdefault("citations, count by pattern", Tally())
        tally.right += min(found, gold["count"])
        tally.gold += gold["count"]
        tally.found += found
        if found != gold["count"]:
            case.failures.append(
                f"citations, count by pattern: gold {gold['count']}, found {found}"
            )
        return
    by_words = all(i["number"] is None or i.get("footnote") for i in gold["items"])
    expected = [
        (
            None if item["number"] is None or item.get("footnote") else str(item["number"]),
            _flat(item["raw"]),
            tuple(item["span"]),
            (
                item["locator"]["clean"],
                item["locator"]["first"],
                item["locator"]["last"],
                item["locator"]["reversed"],
            )
            if item["locator"]
            else None,
        )
        for item in gold["items"]
    ]
    got = [
        (
            # The gold numbers what the text numbers: not authors with years, nor notes.
            None if by_words or cite is None else cite.reference,
            _flat(citation.as_printed),
            citation.span,
            (
                cite.locator.as_printed,
                cite.locator.first,
                cite.locator.last,
                cite.locator.is_reversed,
            )
            if cite and cite.locator
            else None,
        )
        for citation in article.citations
        for cite in citation.cites or (None,)  # a note may cite nothing of the list
    ]
    case.count("citations", expected, got)


def _references(case: Case, article: Article, extraction: Any) -> None:
    gold = case.gold.get("references") or {}
    if "present" in gold:
        case.count("reference list present", [bool(gold["present"])], [bool(article.references)])
    lists = gold.get("lists") or ([gold] if gold.get("entries") else [])
    found = list(extraction.lists)
    for n, each in enumerate(lists):
        if each.get("split_uncertain"):
            case.tallies.setdefault("references", Tally()).outside += len(each["entries"])
            continue
        entries = [_entry(e["text"]) for e in each["entries"]]
        got = [_entry(e.text) for e in found[n].entries] if n < len(found) else []
        case.count("references", entries, got, _alike(0.95))
    if not lists and gold.get("count") and not gold.get("two_columns_interleaved"):
        count = len(found[0].entries) if found else 0
        case.count("references, count", [gold["count"]], [count])


def _entry(text: str) -> str:
    # The gold of some journals is the authors' LaTeX, which the print turns: ' to ’, -- to –.
    folded = re.sub("[’‘ʼ`´]", "'", re.sub("[“”„]", '"', re.sub("[–—−‐‑]+|--+", "-", text)))
    return re.sub(r"[\s\u00ad]+", "", folded)


def _pages(case: Case, article: Article, extraction: Any) -> None:
    gold = case.gold.get("pages") or {}
    pages = (article.page or "").split("–")
    if gold.get("first"):
        case.count("first page", [gold["first"]], [pages[0]] if pages[0] else [])
    if gold.get("last"):
        case.count("last page", [gold["last"]], [pages[-1]] if pages[-1] else [])
    if gold.get("page_starts"):
        expected = [(p["page"], p["offset"]) for p in gold["page_starts"]]
        case.count("page starts", expected, [(p.page, p.offset) for p in extraction.pages.starts])
    if gold.get("last_estimated"):
        case.count(
            "last page, estimated", [gold["last_estimated"]], [extraction.pages.estimated_last]
        )
    headers = case.gold.get("running_headers")
    if headers and isinstance(headers[0], dict) and case.gold["id"].startswith("seed"):
        expected_headers = [
            (_flat(h["text"]), tuple(h["span"]), h["kind"], h["page"]) for h in headers
        ]
        case.count(
            "running headers",
            expected_headers,
            [(_flat(f.text), tuple(f.span), f.kind, f.page) for f in extraction.furniture],
        )


def _languages(case: Case) -> None:
    """Compare the language of each titled, abstracted or keyworded block of the gold."""
    from citekit.extract.tongue import language_of

    for name in ("title", "abstract", "keywords"):
        for language, value in (case.gold.get(name) or {}).items():
            if value:
                text = value.get("text") or value.get("as_printed") or ", ".join(value["items"])
                case.count("block language", [(name, language)], [(name, language_of(text))])


def _mentions(case: Case, article: Article) -> None:
    works = case.gold.get("candidate_works")
    if works:
        case.count(
            "mentions",
            [tuple(w["mention_span"]) for w in works],
            [m.span for m in article.mentions],
        )


def _findings(case: Case, found: Iterable[Any], codes: dict[str, Tally]) -> None:
    """Compare the codes of findings; for the seed their spans too."""
    by_code: dict[str, list[Any]] = {}
    for finding in found:
        by_code.setdefault(finding.code, []).append(finding)
    for row in case.gold.get("quality", ()):
        tally = codes.setdefault(row["code"], Tally())
        tally.gold += 1
        match = by_code.get(row["code"])
        if match:
            spans = [tuple(s) for s in row.get("spans", ())]
            right = (
                any(sorted(f.spans) == sorted(spans) for f in match)
                if case.gold["id"].startswith("seed")
                else True
            )
            exact = next((f for f in match if sorted(f.spans) == sorted(spans)), match[0])
            if not right:
                case.failures.append(
                    f"finding {row['code']}: spans\n      gold  {short(spans)}"
                    f"\n      found {short([f.spans for f in match])}"
                )
            tally.right += right
            tally.found += 1
            if len(match) > 1:
                match.remove(exact)
