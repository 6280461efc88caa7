"""Kinds of documents with rules of their own: patents, acts, standards, theses, reviews."""

from __future__ import annotations

import re
from collections.abc import Mapping

from citekit.references.gost_draft import ACTS, Draft, day_of, year_of
from citekit.references.gost_names import people_of
from citekit.references.gost_responsibility import named

REVIEWS = frozenset({"review", "review-book"})


def patent(draft: Draft) -> None:
    """Patents (R 7.0.5 8.9; prepared for either heading)."""
    if draft.kind != "patent":
        return
    custom, words = draft.custom, draft.words
    country = draft.said("patent-country") or draft.text("jurisdiction")
    custom.setdefault("patent-country", country)
    published = _with(words["published"], draft.said("publication-date"))
    bulletin = draft.said("bulletin")
    if bulletin[:1].isdigit():
        bulletin = words["bulletin"].format(n=bulletin)
    facts = [
        _with(words["number"], draft.said("application-number")),
        _with(words["filed"], draft.said("filing-date")),
        ", ".join(filter(None, (published, bulletin))),
    ]
    facts = [fact for fact in facts if fact]
    custom.pop("publication-date", None)
    custom.setdefault("patent-application", facts)
    genre, number = draft.text("genre"), draft.text("number")
    in_full = "full-names" in draft.standard.own
    usual = words["patent_in_full" if in_full else "patent"]
    own = genre.lower() not in (usual.lower(), words["patent"].lower())
    kind = genre if genre and own else usual
    if in_full and not kind.endswith("."):
        number = f"{words['number']} {number}"
    number = f"{kind} {number} {country}"
    classes = draft.texts("patent-classification")
    if draft.standard.style == "reference":
        custom.setdefault("other-title-information", [number[:1].lower() + number[1:]])
        return
    # A heading is never abbreviated (7.80): an abbreviated country asks for an entry by title.
    by_title = custom.get("heading", None if "." in country else number) in ("", None)
    heading = ", ".join([number[:1].upper() + number[1:], *classes])
    custom.setdefault("heading", "" if by_title else heading)
    information = [number, *classes] if by_title else []
    if "patent-in-title" in draft.standard.own:
        information += facts
    if information:
        custom.setdefault("other-title-information", information)


def _with(word: str, value: str) -> str:
    """A fact with its word, unless it has one: `опубл. 20.08.02`, `опубликовано 01.12.2017`."""
    has_word = value.startswith(word) or (word[0].isalpha() and value[:1].isalpha())
    return f"{word} {value}" if value and not has_word else value


def act(draft: Draft) -> None:
    """Acts whose kind, date and number are fields: … Рос. Федерации от 6 марта 2006 г. № 35-ФЗ."""
    if draft.kind not in ACTS:
        return
    issued = draft.item.get("issued")
    # The date of an act in a data base is its own, that of one in a gazette the gazette's.
    in_gazette = any(draft.text(name) for name in ("issue", "page", "volume"))
    is_own = not draft.is_part or (draft.text("URL") and not in_gazette)
    day = day_of(issued) if is_own else None
    if draft.text("genre") and not draft.texts("other-title-information"):
        draft.custom["other-title-information"] = [_named_act(draft, day)]
    if not draft.is_part and year_of(issued) not in draft.title_text:
        draft.custom["act-year"] = year_of(issued)
    if day and draft.is_part and str(day[0]) in draft.title_text:
        del draft.item["issued"]


def _named_act(draft: Draft, day: tuple[int, int, int] | None) -> str:
    """`указ Президента РК от 14 нояб. 2006 г. № 216`, as far as the record says so."""
    words, number, date = draft.words, draft.text("number"), ""
    body, kind = _body_and_kind(draft, draft.text("genre"))
    if day:
        year, month, of_month = day
        name = words["months"][month - 1]
        date = words["act_date"].format(year=year, month=name, day=of_month)
    number = f"{words['number']} {number}" if number else ""
    return " ".join(words["act"].format(body=body, kind=kind, date=date, number=number).split())


def _body_and_kind(draft: Draft, genre: str) -> tuple[str, str]:
    """Return the body in the genitive and the kind of an act as they stand beside each other.

    A body that no rule inflects is named in the statement of responsibility.
    """
    words = draft.words
    said = re.fullmatch(words.get("act_body", "(?!)"), genre)
    if said:
        return said[1], said[2]
    authority = draft.text("authority")
    body = authority or draft.text("jurisdiction")
    for pattern, form in words.get("genitive", ()):
        if re.search(pattern, body):
            owner = re.sub(pattern, form, body, count=1)
            known = owner in genre or body in genre
            return ("", genre) if known else (owner, _possessed(genre, words.get("possessed", {})))
    if authority and authority not in genre:
        draft.custom.setdefault("responsibility", [authority])
    return "", genre


def _possessed(kind: str, forms: Mapping[str, str]) -> str:
    """The kind as it stands after its body: `Жарлық` is `Жарлығы` of someone."""
    *before, last = kind.split()
    form = forms.get(last.lower(), last)
    return " ".join([*before, last[:1] + form[1:]])


def standard_number(draft: Draft) -> None:
    """A standard stands under its number, unless the title information already has it."""
    number = draft.text("number")
    if draft.kind == "standard" and number and number in draft.title_text:
        draft.custom.setdefault("heading", "")


def event(draft: Draft) -> None:
    """5.2.5: what was said or shown at a meeting, and has no host, names the meeting."""
    meeting = draft.text("event-title")
    told = draft.texts("other-title-information") or meeting in draft.title_text
    if meeting and not draft.is_part and not told:
        draft.add_information(", ".join(filter(None, (meeting, draft.text("event-place")))))


def archive(draft: Draft) -> None:
    """R 7.0.5 11.4: archive, fonds, inventory, file, leaf."""
    fonds, place = draft.text("archive_collection"), draft.text("archive_location")
    if fonds and fonds not in place:
        draft.item["archive_location"] = ". ".join(filter(None, (fonds.rstrip("."), place)))


def deposit(draft: Draft) -> None:
    """A deposited work names its depository in a note."""
    archive, number = draft.text("archive"), draft.text("number")
    if draft.kind != "manuscript" or not (archive and number) or draft.text("archive_location"):
        return
    draft.add_note(archive, draft.agency["deposited"].format(archive=archive, number=number))


def defence(draft: Draft) -> None:
    """R 7.0.100 5.8: where a thesis was defended."""
    body = draft.text("authority")
    if draft.kind == "thesis" and body and "place-of-defence" in draft.standard.own:
        draft.add_note(body, draft.agency["defence"].format(place=body))


def review(draft: Draft) -> None:
    """7.1, app. A: Рец. на кн.: …"""
    title = draft.text("reviewed-title")
    if draft.kind not in REVIEWS or not title:
        return
    authors = people_of(draft.item.get("reviewed-author"))
    reviewed = [title, named(draft, authors, False)] if authors else [title]
    draft.add_note(title, f"{draft.agency['reviews'][draft.kind]} {' / '.join(reviewed)}")
