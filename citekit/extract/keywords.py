"""Lists of keywords."""

from __future__ import annotations

import re


def split_keywords(text: str) -> tuple[str, ...]:
    """Part a list of keywords at semicolons, or else at commas outside brackets and quotes.

    >>> split_keywords("оқыту, модель (SVM, GPT), «Мәңгілік Ел».")
    ('оқыту', 'модель (SVM, GPT)', '«Мәңгілік Ел»')
    """
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"(?<![^\W\d_]\.[^\W\d_])\.$", "", text)
    marks = ";" if text.count(";") >= 2 or (text.count(";") == 1 and "," not in text) else ",;"
    if text.count(";") >= 1 and text.count(",") > text.count(";"):
        marks = ",;"
    if not any(mark in text for mark in marks):
        marks = (
            "•|·"
            if re.search("[•|·]", text)
            else ("–—" if text.count(" – ") + text.count(" — ") >= 2 else marks)
        )
    items: list[str] = []
    depth = 0
    current = ""
    for character in text:
        depth += (character in "([«“") - (character in ")]»”")
        if character in marks and depth <= 0:
            items.append(current)
            current = ""
            depth = 0
        else:
            current += character
    items.append(current)
    return tuple(
        item
        for item in (
            i.strip(" .,;") if not re.search(r"[^\W\d_]\.[^\W\d_]\.$", i.strip()) else i.strip()
            for i in items
        )
        if item
    )
