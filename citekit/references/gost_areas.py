"""The areas of a record as the standards want them, one function for each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from citekit.references.gost_draft import ACTS, Draft, day_of, parts_of, year_of
from citekit.references.gost_names import people_of
from citekit.references.gost_words import data, language_of

DATED_BY_DAY = frozenset(
    {
        *("article-newspaper", "interview", "review", "review-book"),
        *("webpage", "post", "post-weblog", "broadcast"),
    }
)
"""Item types whose host is named by day and issue, `14–20 июня (№ 18)`."""
UNPUBLISHED = frozenset({"thesis", "article-journal", "article-magazine", "article-newspaper"})
"""Item types whose imprint names no publisher."""
MONTHLY = DATED_BY_DAY | {"article-journal", "article-magazine"} | ACTS
"""Item types whose host may be named by a month alone."""
DASHES = "-–—"


def title(draft: Draft) -> None:
    """5.2.2: what has no title gets one in brackets.

    A part may be named by its host alone, and in a reference a resource by its address (R 7.0.5
    6.2.2); in a text that names the work its imprint is enough (6.2.1).
    """
    named = ["title", "container-title", "archive", "archive_location"]
    if draft.standard.style == "reference":
        named.append("URL")
    if draft.in_text and not people_of(draft.item.get("author")):
        named.append("publisher-place")
    if not any(draft.text(n) for n in named):
        draft.item["title"] = f"[{draft.words['untitled']}]"


def labels(draft: Draft) -> None:
    """Take values that bear their words for what they mean: `С. 25–30`, `№ 5`, `Т. 2`, `320 с.`."""
    patterns = data()["labels"]
    for name in ("page", "issue"):
        if value := draft.text(name):
            draft.item[name] = re.sub(patterns[name], "", value)
    if re.search(patterns["number-of-pages"], draft.text("number-of-pages")):
        draft.custom.setdefault("extent", draft.text("number-of-pages"))
    if re.search(patterns["volume"], draft.text("volume")):
        issue = f"{draft.words['issue']} {draft.text('issue')}" if draft.text("issue") else ""
        said = ", ".join(filter(None, (draft.text("volume"), issue)))
        draft.custom.setdefault("volume-information", said)
    if draft.text("medium").casefold() in data()["designations"]:
        draft.custom.setdefault("material-designation", draft.item.pop("medium"))


def pages(draft: Draft) -> None:
    """7.4.1: an article in instalments, № 9. – С. 64–76 ; № 10. – С. 58–71."""
    if ";" not in draft.text("page") or "pages" in draft.custom:
        return
    form, number = draft.words["pages"], draft.words["issue"]
    pages, issues = (_parts(draft.text(name)) for name in ("page", "issue"))
    if len(pages) != len(issues) or not all(p[:1].isdecimal() for p in pages):
        draft.custom["pages"] = form.format(n=" ; ".join(pages))
        return
    issued = draft.item.get("issued")
    points = issued.get("date-parts") if isinstance(issued, Mapping) else None
    years = [str(p[0]) for p in points if p] if isinstance(points, list) else []
    of_years = len(years) == len(pages) and isinstance(points, list)
    instalments = [form.format(n=pages[0])]
    for n in range(1, len(pages)):
        year = years[n] if of_years and years[n] != years[n - 1] else ""
        areas = (year, f"{number} {issues[n]}", form.format(n=pages[n]))
        instalments.append(draft.standard.area.join(filter(None, areas)))
    draft.custom["pages"] = " ; ".join(instalments)
    draft.item["issue"] = issues[0]
    if of_years and isinstance(points, list):
        draft.item["issued"] = {"date-parts": points[:1]}


def _parts(text: str) -> list[str]:
    return [_RANGE.sub("–", part.strip()) for part in text.split(";")]


_RANGE = re.compile(r"(?<=\d)-(?=\d)")


def isbn(draft: Draft) -> None:
    """5.9: each number is an area of its own."""
    numbers = _ISBN.findall(draft.text("ISBN"))
    if len(numbers) > 1:
        draft.custom.setdefault("isbn", [f"ISBN {number}" for number in numbers])


def edition(draft: Draft) -> None:
    """5.3: a bare number of the edition gets its word."""
    number = draft.text("edition")
    if number.isdecimal():
        draft.item["edition"] = draft.words["edition"].format(n=number, th=_english_th(number))


def date(draft: Draft) -> None:
    """5.5.5: what still appears is open, 1998 – . ; a year that is not certain is [2016?]."""
    issued = draft.item.get("issued")
    if not isinstance(issued, Mapping):
        return
    if issued.get("open-ended") or is_open(issued):
        draft.item["issued"] = {"literal": _open(draft.standard.open_date, year_of(issued))}
    elif issued.get("circa") and draft.kind in DATED_BY_DAY and day_of(issued):
        draft.item["issued"] = {**issued, "circa": False}
    elif issued.get("circa"):
        points = issued.get("date-parts")
        points = points if isinstance(points, list) else []
        if years := [str(p[0]) for p in points if isinstance(p, list | tuple) and p]:
            # Still uncertain: a style prints such a date once, and no day and month of it.
            draft.item["issued"] = {"literal": f"[{'–'.join(years)}?]", "circa": True}


def volume(draft: Draft) -> None:
    """5.2.5, R 7.0.5 8.5: number of volumes to the title, the volume after it."""
    said, number = draft.said("volume-information"), draft.text("volume")
    issue = draft.text("issue")
    if re.fullmatch(r"[^\W\d_]+\.?", said):
        numbers = [f"{said} {number or issue}".replace("-", "–")]
        if number and issue:
            numbers.append(f"{draft.words['issue']} {issue}")
        said = ", ".join(numbers)
    elif issue[:1].isalpha() and not said:
        said = ", ".join(filter(None, (number and draft.words["volume"].format(n=number), issue)))
    title = draft.text("volume-title")
    if title and draft.is_part and number and not said:
        said = draft.standard.colon.join((draft.words["volume"].format(n=number), title))
    elif title and not draft.is_part:
        draft.item.setdefault("part-title", title)
    if said[:1].islower():
        volumes, said = _split_before_label(said)
        draft.add_information(volumes)
    if said:
        draft.custom["volume-information"] = said
        # A repeated reference has no titles of volumes: Кн. 5, ч. 2 (R 7.0.5 8.5)
        if ":" in said and (numbers := _VOLUME.findall(said)):
            draft.custom["repeated-volume"] = ", ".join(numbers)
    count = draft.text("number-of-volumes")
    if count.isdecimal() and not draft.is_part and not _names_volumes(draft, count):
        draft.add_information(draft.words["volumes"].format(n=count))


_VOLUME = re.compile(r"(?:^|(?<=, ))[^\W\d_]+\.? [\dIVXLC]+(?:[–-]\d+)?(?=\s*:|,|$)")


def _names_volumes(draft: Draft, count: str) -> bool:
    text = draft.title_text
    in_words = re.search(data()["volumes_in_words"], text)
    return in_words is not None or re.search(rf"(?<!\d){count}(?!\d)", text) is not None


def details(draft: Draft) -> None:
    """5.4: what is specific to maps, scores and standards."""
    if "specific-details" in draft.custom or draft.kind == "patent":
        return
    table = data()["specific"]
    begins = "|".join(filter(None, (table["any"], table.get(draft.kind))))
    notes = draft.texts("notes")
    specific = [n for n in notes if re.match(begins, n)]
    form = draft.text("genre") or draft.text("medium") if draft.kind == "musical_score" else ""
    form = "" if form in draft.title_text else form
    numbers = _numbering(draft)
    details = [d for d in (draft.text("scale"), form, *numbers, *specific) if d]
    if details:
        draft.custom["specific-details"] = details
    if specific:
        draft.custom["notes"] = [n for n in draft.texts("notes") if n not in specific]


def _numbering(draft: Draft) -> list[str]:
    """The numbers of a serial that still appears stand before its imprint: `2001, июнь– `."""
    if draft.kind != "periodical":
        return []
    description = draft.standard.style == "description"
    form = draft.standard.open_date if description else "{year}– "
    numbers = []
    for name in ("volume-information", "notes"):
        said = draft.texts(name)
        is_open = [text.rstrip().endswith(tuple(DASHES)) for text in said]
        rest = [text for text, is_number in zip(said, is_open, strict=True) if not is_number]
        if any(is_open):
            draft.custom[name] = rest if name == "notes" else " ".join(rest)
        found = (text for text, is_number in zip(said, is_open, strict=True) if is_number)
        numbers += [_open(form, text.rstrip(DASHES + " ")) for text in found]
    return numbers


def host_numbering(draft: Draft) -> None:
    """7.4.1: a host that is dated by the day, not known here, is named by its volume and issue."""
    issue, parts = draft.text("issue"), parts_of(draft.item.get("issued"))
    dated, volume = len(parts) > 1, draft.text("volume")
    if draft.kind in ACTS and dated and issue.isdecimal() and not draft.text("section"):
        # A gazette: 10 марта (№ 48); others go by number, № 44, ст. 4563
        draft.custom["gazette-issue"] = f"{draft.words['issue']} {draft.item.pop('issue')}"
    if "host-numbering" in draft.custom:
        return
    months = draft.words.get("months_alone")
    if months and draft.kind in MONTHLY and len(parts) == 2 and 1 <= parts[1] <= 12:
        by_number = draft.kind not in DATED_BY_DAY and issue
        if not (volume or draft.said("volume-information") or by_number):
            number = f"({draft.words['issue']} {issue})" if issue else ""
            draft.custom["host-numbering"] = f"{months[parts[1] - 1]} {number}".strip()
            return
    if draft.kind not in DATED_BY_DAY:
        return
    if volume or draft.said("volume-information") or not dated:
        numbers = [
            draft.words["volume"].format(n=volume) if volume else "",
            f"{draft.words['issue']} {issue}" if issue else "",
        ]
        said = draft.said("volume-information")
        draft.custom["host-numbering"] = said or ", ".join(filter(None, numbers))


def electronic(draft: Draft) -> None:
    """R 7.0.5 10.4; R 7.0.100 5.8.6."""
    if draft.agency is not draft.words:
        draft.custom.setdefault("accessed-word", draft.agency["accessed"])
        draft.custom.setdefault("access-word", draft.agency["available_at"])
    dates = () if draft.kind == "patent" else ("publication-date",)
    for name in ("system-requirements", "updated", *dates):
        word = draft.agency[name.replace("-", "_")]
        value = draft.said(name)
        if value and not value.startswith(word.strip()):
            draft.custom[name] = f"{word}{value}"
    if "access-conditions" in draft.custom:
        draft.custom["access-conditions"] = _access(draft)
    day = day_of(draft.item.get("issued"))
    undated = not draft.item.get("accessed") and not draft.text("issue")
    online = undated and draft.is_part and draft.text("URL") and draft.kind not in ACTS
    if day and online and "publication-date" in draft.standard.own:
        word, (year, month, date) = draft.agency["publication_date"], day
        draft.custom["publication-date"] = f"{word}{date:02}.{month:02}.{year}"
        del draft.item["issued"]


def _access(draft: Draft) -> str:
    """The conditions of access; 7.1 has them after the address, the others in an area."""
    word, own = draft.agency["access"], draft.standard.own
    text = draft.said("access-conditions").removeprefix(word).lstrip(": ")
    labelled = "access-area" in own or ("access-sentence" in own and text[:1].islower())
    is_phrase = text.lower().startswith(word.split()[-1].lower()[:6])
    return f"{word}: {text}" if text and labelled and not is_phrase else text


def imprint(draft: Draft) -> None:
    """4.7.9: neighbouring supplied elements of one area share one pair of brackets."""
    issued = draft.item.get("issued")
    year = str(issued.get("literal") or "") if isinstance(issued, Mapping) else ""
    named = () if draft.kind in UNPUBLISHED else ("publisher",)
    elements = {n: draft.text(n) for n in ("publisher-place", *named)} | {"issued": year}
    if not year and parts_of(issued):
        del elements["issued"]  # a year that is known parts the brackets on no side
    joined = _share_brackets({n: text for n, text in elements.items() if text})
    for name, text in joined.items():
        if name != "issued":
            draft.item[name] = text
        elif isinstance(issued, Mapping):
            draft.item[name] = {**issued, "literal": text}
    place, year = draft.text("publisher-place"), joined.get("issued", "")
    # R 7.0.100 7.6.7.1: a part of a site that has a place has its own imprint
    own_imprint = "part-imprint" in draft.standard.own and draft.kind == "webpage"
    if own_imprint and draft.is_part and place:
        own = year or year_of(issued)
        draft.custom["part-imprint"] = ", ".join(filter(None, (place, own)))
        draft.item.pop("publisher-place", None)
        draft.item.pop("issued", None)


def content(draft: Draft) -> None:
    """R 7.0.100 5.10."""
    if "content-type" in draft.custom:
        return
    table = data()
    language = language_of(draft.item).split("-")[0]
    terms = table["content"].get(language) or table["content"][table["default"]]
    kind = table["content_of"].get(draft.kind, "text")
    carried = "electronic" if draft.text("URL") or draft.text("medium") else "unmediated"
    term, gender = terms[kind]
    means = terms[table["access_of"].get(kind, carried)]
    draft.custom["content-type"] = f"{term} : {means[gender]}"


_ISBN = re.compile(r"\d[\d-]{8,}[\dXxХх](?:\s*\([^)]*\))*")


def _open(form: str, begin: str) -> str:
    """Return a beginning without an end; the no-break space keeps the gap from being trimmed."""
    return form.format(year=begin).replace("– ", "–\u00a0")


def _share_brackets(elements: Mapping[str, str]) -> dict[str, str]:
    """Give neighbours in square brackets one pair of them.

    >>> _share_brackets({"place": "М.", "publisher": "[б. и.]", "year": "[1995?]"})
    {'place': 'М.', 'publisher': '[б. и.', 'year': '1995?]'}
    """
    shared = dict(elements)
    for one, next_ in pairwise(elements):
        if _in_brackets(elements[one]) and _in_brackets(elements[next_]):
            shared[one], shared[next_] = shared[one][:-1], shared[next_][1:]
    return shared


def _in_brackets(text: str) -> bool:
    return re.fullmatch(r"\[[^\[\]]*\]", text) is not None


def _split_before_label(text: str) -> tuple[str, str]:
    """Part the number of volumes from the volume, which begins with a capital.

    >>> _split_before_label("в 15 т. Т. 15"), _split_before_label("в 15 т.")
    (('в 15 т.', 'Т. 15'), ('в 15 т.', ''))
    """
    found = re.search(r"\s(?=[А-ЯЁӘҒҚҢӨҰҮҺІA-Z]\w*\.?\s*[\dIVXLC])", text)
    return (text[: found.start()], text[found.end() :]) if found else (text, "")


def is_open(date: Mapping[str, Any]) -> bool:
    """A range whose end is not known yet: `[[1998], [0]]`."""
    points = date.get("date-parts")
    return isinstance(points, list) and len(points) == 2 and points[1] in ([0], ["0"], [])


def _english_th(number: str) -> str:
    return "th" if number[-2:-1] == "1" else {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th")
