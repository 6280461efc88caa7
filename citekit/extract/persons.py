"""The authors of a record: names in every language, posts, institutions, addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from citekit.extract.affiliations import Institution
from citekit.extract.bylines import Byline, Writer
from citekit.extract.codes import ORCID_FORM
from citekit.extract.notebook import Notebook, Place
from citekit.extract.notes import Note, read_notes
from citekit.extract.people import align, key, likeness
from citekit.extract.posts import expanded
from citekit.model import (
    ORCID,
    Affiliation,
    Organization,
    Person,
    PersonNames,
    Provenance,
    Text,
)


class Persons(Notebook):
    """Fills in the authors."""

    def _authors(self) -> None:
        notes = read_notes(self.runs)
        people = align({b.language: b for b in self.heads.bylines.values()})
        if not people:
            people = [{note.language: note.writer} for note in notes if note.writer]
            people = _merged_notes(people)
        institutions = self._institutions()
        self._unmarked = _unmarked(people, institutions)
        made = [self._person(i, forms, institutions, notes) for i, forms in enumerate(people)]
        if len(made) == 1 or not any(p.email for p in made):
            self._give_email(made)
        made = self._by_order(self._shared_institution(made, people))
        self.values["author"] = tuple(made)

    def _by_order(self, people: list[Person]) -> list[Person]:
        """Give addresses and ORCID iDs to their authors where there are as many of them."""
        made = list(people)
        for byline in self.heads.bylines.values():
            addresses = _once(_without_digits(byline.emails))
            for field, values in (("email", addresses), ("orcid", byline.orcids)):
                if not len(values) == len(byline.writers) == len(made):
                    made = self._beside(made, field, byline, values) if field == "orcid" else made
                    continue
                for i, (value, place) in enumerate(values):
                    if getattr(made[i], field) is None:
                        typed = ORCID(value) if field == "orcid" else value
                        made[i] = made[i].model_copy(update={field: typed})
                        self.record(f"author.{i}.{field}", value, place, 0.85)
        return made

    def _beside(
        self, people: list[Person], field: str, byline: Byline, values: Sequence[tuple[str, Place]]
    ) -> list[Person]:
        """Give ORCID iDs to the authors in whose lines they stand."""
        made = list(people)
        for value, place in values:
            for i, writer in enumerate(byline.writers[: len(made)]):
                between = self.repaired.text[writer.place[1] : place[0]]
                near = 0 <= place[0] - writer.place[1] < 60 and "\n" not in between
                if near and getattr(made[i], field) is None:
                    made[i] = made[i].model_copy(update={field: ORCID(value)})
                    self.record(f"author.{i}.{field}", value, place, 0.9)
        return made

    def _institutions(self) -> dict[str, dict[str, Institution]]:
        """Return institutions by mark (`*` where there are no marks) and language."""
        found: dict[str, dict[str, Institution]] = {}
        single = all(len(byline.institutions) <= 1 for byline in self.heads.bylines.values())
        for language, byline in self.heads.bylines.items():
            for n, it in enumerate(byline.institutions, 1):
                for mark in (() if single else it.marks) or (
                    "*" if len(byline.institutions) == 1 else f"*{n}",
                ):
                    found.setdefault(mark, {}).setdefault(language, it)
        return found

    def _person(
        self,
        index: int,
        forms: dict[str, Writer],
        institutions: dict[str, dict[str, Institution]],
        notes: Sequence[Note],
    ) -> Person:
        path = f"author.{index}"
        names = {language: writer.author.name() for language, writer in forms.items()}
        for language, writer in forms.items():
            self.record(f"{path}.name.{language}", _printed_name(writer), writer.place, 0.95)
        values: dict[str, Any] = {"name": PersonNames(names)}
        first = next(iter(forms.values()))
        self.provenance[path] = Provenance(
            span=self.repaired.span(*first.block),
            page=self.page_at(self.repaired.span(*first.block)[0]),
            confidence=0.95,
        )
        if any(writer.author.corresponding for writer in forms.values()):
            values["corresponding"] = True
        for writer in forms.values():
            for mail, place in writer.emails:
                if "email" not in values:
                    values["email"] = mail
                    self.record(f"{path}.email", mail, place, 0.9)
        marks = _marks(forms) or self._lost_mark(index)
        if len(institutions) == 1:
            marks = tuple(institutions)
        affiliations: list[Affiliation] = []
        affiliations += self._posts(path, forms, values)
        if not any(a.organization for a in affiliations):
            shared = [m for m in institutions if m.startswith("*")]
            for mark in marks or shared:
                if mark in institutions:
                    affiliations = _with_organization(
                        affiliations,
                        self._organization(
                            institutions[mark], f"{path}.affiliation.{len(affiliations)}"
                        ),
                        institutions[mark],
                    )
        own = self._noted(path, names, notes, values)
        if not any(a.organization for a in affiliations):
            affiliations += self._noted_affiliation(f"{path}.affiliation.{len(affiliations)}", own)
        values["affiliation"] = tuple(affiliations)
        orcid = self._orcid(first)
        if orcid:
            values["orcid"] = orcid
        return Person(**values)

    def _lost_mark(self, index: int) -> tuple[str, ...]:
        """Return the mark that must have been this author's, or the first one, as a guess."""
        return self._unmarked.get(index, ())

    def _posts(
        self, path: str, forms: dict[str, Writer], values: dict[str, Any]
    ) -> list[Affiliation]:
        """Return the posts printed under the names, and note degrees."""
        degree: dict[str, str] = {}
        title: dict[str, str] = {}
        position: dict[str, str] = {}
        department: dict[str, str] = {}
        organization: dict[str, str] = {}
        city: dict[str, str] = {}
        country: dict[str, str] = {}
        address: dict[str, str] = {}
        for language, writer in forms.items():
            post = writer.post
            if post is None:
                continue
            for value, kept in (
                (post.degree, degree),
                (post.title, title),
                (post.position, position),
                (post.department, department),
                (post.organization, organization),
                (post.city, city),
                (post.country, country),
                (post.address, address),
            ):
                if value:
                    kept[language] = value
            if post.degree:
                place = self._find(writer, post.degree)
                self.record(f"{path}.degree.{language}", post.degree, place, 0.95)
            if post.organization:
                place = self._find_organization(writer, post.organization)
                self.record(
                    f"{path}.affiliation.0.organization.{language}", post.organization, place, 0.9
                )
            if post.position and post.printed:
                place = self._find(writer, post.printed)
                self.record(f"{path}.affiliation.0.position.{language}", post.position, place, 0.9)
        if degree:
            values["degree"] = Text(degree)
        if title:
            values["academic_title"] = Text(title)
        if not (position or department or organization):
            return []
        return [
            Affiliation(
                organization=(
                    Organization(
                        name=Text(organization),
                        city=Text(city) if city else None,
                        country=Text(country) if country else None,
                    )
                    if organization
                    else None
                ),
                address=Text(address) if address else None,
                department=Text(department) if department else None,
                position=Text(position) if position else None,
            )
        ]

    def _find(self, writer: Writer, value: str) -> Place | None:
        """Return where `value` stands under a writer's name, whatever the breaks of lines."""
        if not writer.post_lines:
            return None
        start, end = writer.post_lines[0].start, writer.post_lines[-1].end
        pattern = r"\s+".join(re.escape(word) for word in value.split())
        match = re.compile(pattern).search(self.repaired.text, start, end)
        return match.span() if match else None

    def _find_organization(self, writer: Writer, value: str) -> Place | None:
        tail = " ".join(value.split()[-2:])
        place = self._find(writer, value)
        if place or not writer.post_lines:
            return place
        end = self._find(writer, tail)
        if end is None:
            return None
        head = next((line.start for line in writer.post_lines if line.start <= end[0]), end[0])
        return (head, end[1])

    def _organization(self, forms: dict[str, Institution], path: str) -> Organization:
        name = {language: expanded(it.name) for language, it in forms.items()}
        city = {language: it.city for language, it in forms.items() if it.city}
        country = {language: it.country for language, it in forms.items() if it.country}
        for language, it in forms.items():
            self.record(f"{path}.organization.{language}", it.printed, (it.start, it.end), 0.9)
        return Organization(
            name=Text(name),
            city=Text(city) if city else None,
            country=Text(country) if country else None,
        )

    def _noted(
        self, path: str, names: dict[str, Any], notes: Sequence[Note], values: dict[str, Any]
    ) -> list[Note]:
        """Add what the notes about authors say of a person, and return those about her."""
        own = [note for note in notes if _is_about(note, names)]
        for note in own:
            if note.email and "email" not in values:
                values["email"] = note.email[0]
                self.record(f"{path}.email", note.email[0], note.email[1], 0.9)
            if note.post and note.post.degree and "degree" not in values:
                values["degree"] = Text({note.language: note.post.degree})
                self.record(f"{path}.degree.{note.language}", note.post.degree, None, 0.8)
            if note.post and note.post.title and "academic_title" not in values:
                values["academic_title"] = Text({note.language: note.post.title})
            if note.orcid and "orcid" not in values:
                values["orcid"] = ORCID(note.orcid)
        return own

    def _noted_affiliation(self, path: str, notes: Sequence[Note]) -> list[Affiliation]:
        """Return the institution that the notes about a person name, in their languages."""
        name: dict[str, str] = {}
        city: dict[str, str] = {}
        country: dict[str, str] = {}
        for note in notes:
            post = note.post if note.post and note.post.organization else note.shared
            if post is None or post.organization is None or note.language in name:
                continue
            kept = ((post.organization, name), (post.city, city), (post.country, country))
            for value, values in kept:
                if value:
                    values[note.language] = value
            said = f"{path}.organization.{note.language}"
            if post is note.post:
                self.record(said, post.organization, note.place, 0.8)
            else:
                basis = "the institution is printed once, after the last author"
                self.provenance[said] = Provenance(method="inferred", basis=basis, confidence=0.7)
        if not name:
            return []
        house = Organization(
            name=Text(name),
            city=Text(city) if city else None,
            country=Text(country) if country else None,
        )
        return [Affiliation(organization=house)]

    def _orcid(self, writer: Writer) -> ORCID | None:
        for line in writer.post_lines:
            match = ORCID_FORM.search(line.text)
            if match and ORCID(match[0]).problem is None:
                return ORCID(match[0])
        return None

    def _give_email(self, people: list[Person]) -> None:
        """Give the address that stands under all names to the author whom it must belong to."""
        for byline in self.heads.bylines.values():
            addresses = _without_digits(byline.emails)
            if len({mail for mail, _ in addresses}) > 1:
                for mail, place in addresses:
                    owner = _owner(mail, people)
                    if owner is not None and not people[owner].email:
                        people[owner] = people[owner].model_copy(update={"email": mail})
                        self.record(f"author.{owner}.email", mail, place, 0.8)
            for mail, place in addresses:
                if any(person.email for person in people):
                    return
                index = next((i for i, p in enumerate(people) if p.corresponding), None)
                if index is None and len(people) == 1:
                    index = 0
                if index is None:
                    index = _owner(mail, people)
                if index is not None:
                    people[index] = people[index].model_copy(
                        update={"email": mail, "corresponding": True}
                    )
                    self.record(f"author.{index}.email", mail, place, 0.8)
                    return

    def _shared_institution(
        self, people: list[Person], forms: Sequence[dict[str, Writer]]
    ) -> list[Person]:
        """Infer the institution of an author who has only a department that another one has too."""
        made = list(people)
        for i, person in enumerate(people):
            for n, affiliation in enumerate(person.affiliation):
                if affiliation.organization or not affiliation.department:
                    continue
                donor = next(
                    (
                        (j, a)
                        for j, other in enumerate(people)
                        if j != i
                        for a in other.affiliation
                        if a.organization and a.department == affiliation.department
                    ),
                    None,
                )
                if donor is None:
                    continue
                posts = list(made[i].affiliation)
                posts[n] = affiliation.model_copy(update={"organization": donor[1].organization})
                made[i] = made[i].model_copy(update={"affiliation": tuple(posts)})
                self.provenance[f"author.{i}.affiliation.{n}.organization"] = Provenance(
                    method="inferred",
                    basis=(
                        f"same department as author {donor[0] + 1}; the institution is printed once"
                    ),
                    confidence=0.9,
                )
        return made


def _is_about(note: Note, names: dict[str, Any]) -> bool:
    return note.writer is not None and any(
        likeness(name.family or "", note.writer.author.family) > 0.8 for name in names.values()
    )


def _printed_name(writer: Writer) -> str:
    return f"{writer.author.family} {writer.author.initials or writer.author.given or ''}".strip()


def _marks(forms: dict[str, Writer]) -> tuple[str, ...]:
    """Return the marks on which most languages agree, for superscripts get lost."""
    votes: dict[tuple[str, ...], int] = {}
    for writer in forms.values():
        if writer.author.marks:
            votes[writer.author.marks] = votes.get(writer.author.marks, 0) + 1
    return max(votes, key=lambda marks: votes[marks]) if votes else ()


def _unmarked(
    people: Sequence[dict[str, Writer]], institutions: dict[str, dict[str, Institution]]
) -> dict[int, tuple[str, ...]]:
    """Give authors whose mark is lost the institutions that nobody has, or else the first one.

    Superscripts fall out of their lines, that of the first author above all.
    """
    known = [_marks(forms) for forms in people]
    if not any(known):
        return {}
    idle = [m for m in institutions if m not in {mark for marks in known for mark in marks}]
    without = [i for i, marks in enumerate(known) if not marks]
    if len(idle) == len(without):
        return {i: (mark,) for i, mark in zip(without, idle, strict=True)}
    return {i: ("1",) for i in without if "1" in institutions}


def _with_organization(
    affiliations: list[Affiliation], organization: Organization, forms: dict[str, Institution]
) -> list[Affiliation]:
    address = {language: it.address for language, it in forms.items() if it.address}
    where = Text(address) if address else None
    if len(affiliations) == 1 and affiliations[0].organization is None:
        return [affiliations[0].model_copy(update={"organization": organization, "address": where})]
    return [*affiliations, Affiliation(organization=organization, address=where)]


def _without_digits(emails: Sequence[tuple[str, Place]]) -> list[tuple[str, Place]]:
    """Cut the authors' marks off addresses all of which begin with one: `1a@b.kz, 2c@b.kz`."""
    marked = [mail for mail, _ in emails if mail[:1].isdigit() and mail[1:2].isalpha()]
    rest = {mail for mail, _ in emails} - set(marked)
    if len(marked) < 2 or rest - {mail[1:] for mail in marked}:
        return list(emails)
    return [
        (mail[1:], (place[0] + 1, place[1])) if mail in marked else (mail, place)
        for mail, place in emails
    ]


def _once(emails: Sequence[tuple[str, Place]]) -> tuple[tuple[str, Place], ...]:
    """Leave out what is repeated: the corresponding author's address stands apart once more."""
    found: dict[str, Place] = {}
    for mail, place in emails:
        found.setdefault(mail, place)
    return tuple(found.items())


def _owner(mail: str, people: Sequence[Person]) -> int | None:
    """Return whose name an address holds: the family name, and the initial if two share it."""
    local = re.sub(r"[^a-z]", "", mail.split("@", maxsplit=1)[0].lower())
    found = [
        i
        for i, person in enumerate(people)
        if any(
            name.family and len(key(name.family)) > 3 and key(name.family)[:6] in key(local)
            for name in person.name.values()
        )
    ]
    if len(found) > 1:
        first = [
            i
            for i in found
            if any(
                local.startswith(key(name.given_part[:2])[:1] + key(name.family or "")[:3])
                for name in people[i].name.values()
                if name.given_part
            )
        ]
        found = first or found
    return found[0] if len(found) == 1 else None


def _merged_notes(people: Sequence[dict[str, Writer]]) -> list[dict[str, Writer]]:
    """Merge people whom notes in several languages name."""
    made: list[dict[str, Writer]] = []
    for forms in people:
        ((language, writer),) = forms.items()
        same = next(
            (
                p
                for p in made
                if language not in p
                and max(likeness(w.author.family, writer.author.family) for w in p.values()) > 0.75
            ),
            None,
        )
        if same is None:
            made.append(dict(forms))
        else:
            same[language] = writer
    return made
