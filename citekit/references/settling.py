"""What only the whole record makes plain: kinds within titles, statements of volumes as printed."""

from __future__ import annotations

import re

from citekit.references import kinds
from citekit.references.areas import Areas
from citekit.references.record import Record, clean
from citekit.references.vocabulary import fold


def settle_title(record: Record) -> None:
    """Part what authors write into the title without punctuation: `… оқу құралы`, `X: учебник`."""
    title = record.fields.get("title", "")
    quoted = record.sources.get("title") and record.sources["title"][0].text[:1] in '«“„"'
    last = title.rstrip(". ").rpartition(" ")[2]
    plain = quoted or fold(last) not in kinds.genre_last_words()
    match = None if plain else kinds.genre_ending().search(title)
    if match and match.start() > 4 and "other_title_information" not in record.fields:
        record.fields["title"] = title[: match.start()].rstrip(" .:,")
        record.fields["other_title_information"] = (match["genre"],)
        record.sources["other_title_information"] = record.sources["title"]
        return
    head, dot, rest = title.partition(". ")
    if dot and rest[:1].isupper() and kinds.is_only_genre(head):
        known = record.fields.get("other_title_information", ())
        record.fields["title"] = title = rest
        record.fields["other_title_information"] = (head, *known)
        record.sources.setdefault("other_title_information", record.sources["title"])
    head, colon, tail = title.rpartition(":")
    if colon and not quoted and tail and head.strip() and kinds.is_genre(tail):
        known = record.fields.get("other_title_information", ())
        record.fields["title"] = head.rstrip()
        record.fields["other_title_information"] = (tail.strip(), *known)
        record.sources.setdefault("other_title_information", record.sources["title"])


_COUNTED = frozenset(("VOLUME", "PART", "ISSUE", "NUMBERS"))
_UNUSUAL = re.compile(
    r"(?<![^\W\d_])(?:[Вв]ып|[Чч](?:аст\w+)?\.|[Кк]н\.|[Шш]ығ|[Вв]ип|[Bb]k\.|[Pp]t\.)"
)


def settle_volume(record: Record, found: Areas) -> None:
    """Keep the statement of volume and issue as printed where their numbers do not say it."""
    run = [a for a in found.areas if a.label in _COUNTED]
    if not run or not {"volume", "issue", "part_number"} & record.fields.keys():
        return
    first = found.areas.index(run[0])
    last, before = first, 0
    while last + 1 < len(found.areas) and found.areas[last + 1].label in (*_COUNTED, "PARTTITLE"):
        last += 1
    if found.areas[last].label == "PARTTITLE" and "issue" not in record.fields:
        last -= 1
    text = ""
    for area in found.areas[first : last + 1]:
        joint = (
            found.text[before : area.start]
            if text and area.mark not in ("area", "dot", "dash")
            else ", "
        )
        text += (joint if text else "") + area.text
        before = area.end
    text = clean(text).rstrip(".")
    if _UNUSUAL.search(text) and "section" not in record.fields and last - first < 5:
        record.fields["volume_information"] = text
