"""Whatever is handed in is read in bounded work, and nothing of it is lost."""

import itertools
import json
import re
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citekit.references import pieces, read, split_list
from citekit.references.areas import areas
from citekit.references.pieces import levelled

MARKS = [" // ", ". – ", " / ", " : ", ", ", " ; ", "(", ")", "«", "»", "[", "]", "№ 5", "С. 1-2"]
WORDS = ["Иванов И. И.", "Алматы", "2019", "256 б.", "URL: http://a.kz", "Заңы", "и др.", "In "]
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(MARKS + WORDS) | st.text(max_size=12), max_size=40).map("".join),
)
PRESCRIBED = set(" .,;:/=?!)]…-–—―−‐‑‒\u00a0\t\n\r")


def unaccounted(text: str) -> str:
    """Return the characters that are neither in an area nor prescribed punctuation."""
    found = areas(text)
    covered = {i for a in found.areas for i in range(a.start, a.end)} | set(range(found.start))
    level = levelled(text)  # LaTeX's ties and line breaks are spaces
    left = (i for i in range(len(text)) if i not in covered and level[i] not in PRESCRIBED)
    lost = "".join(text[i] for i in left if not text[i].isspace())
    return re.sub("In|[Вв](?:кн|сб)", "", lost)  # these stand for ` // `


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_every_character_is_accounted_for(text: str) -> None:
    reading = read(text)

    assert reading.reference.as_printed == text
    assert unaccounted(text) == ""
    ends = [(a.start, a.end) for a in reading.areas]
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(ends))


@given(st.lists(TEXTS, max_size=6).map("\n".join))
@settings(max_examples=80, deadline=None)
def test_items_of_a_list_lie_apart_and_within_it(text: str) -> None:
    items = split_list(text)

    assert all(0 <= i.start < i.end <= len(text) for i in items)
    assert all(a.end <= b.start for a, b in itertools.pairwise(items))


@pytest.mark.parametrize(
    "piece", ["И. И. ", "А", ". – ", "(", "№ 5 ", "Заңы ", "с. ", "1", "In ", "\u00ad"]
)
def test_work_is_bounded_by_the_length(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    with (
        patch.object(pieces, "element_at", wraps=pieces.element_at) as elements,
        patch.object(pieces.acts, "act_at", wraps=pieces.acts.act_at) as acts,
    ):
        found = pieces.pieces(text)

    assert len(found) <= pieces.MOST_PIECES + 1
    assert elements.call_count + acts.call_count <= pieces.MOST_CHARACTERS


def test_nothing_of_the_gold_is_lost(shared: Path) -> None:
    for case in json.loads((shared / "gost" / "gold-parse.json").read_text(encoding="utf-8")):
        assert unaccounted(case["raw"]) == "", case["id"]
