"""Fills the record: every field with where it comes from and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from citekit.extract.affiliations import Institution, expanded
from citekit.extract.codes import Code, bare_code, codes_in
from citekit.extract.dates import find_date
from citekit.extract.document import Furniture, Line, Pages, Source
from citekit.extract.heads import Block, Heads, Writer, language_of
from citekit.extract.journal import Header, read_columns, read_header
from citekit.extract.keywords import split_keywords
from citekit.extract.labelling import Run
from citekit.extract.notes import Note, read_notes
from citekit.extract.people import align, likeness
from citekit.extract.remarks import remarks
from citekit.extract.mentions import find_mentions
from citekit.extract.titles import Spelling, in_capitals, sentence_case, without_mark
from citekit.languages import Repaired, Words
from citekit.model import (
    BBK,
    DOI,
    EDN,
    IRSTI,
    ISSN,
    JEL,
    ORCID,
    UDC,
    Affiliation,
    Article,
    Date,
    InTextCitation,
    Keywords,
    Organization,
    Person,
    PersonNames,
    Provenance,
    ProvenanceMapping,
    Reference,
    SourceDocument,
    Text,
)

Place = tuple[int, int]
_ORCID = re.compile(r"(?<![\d-])(\d{4}-\d{4}-\d{4}-\d{3}[\dXХ])(?![\d-])")
_DATES = {"received": "received", "revised": "revised", "accepted": "accepted", "published": "issued"}


@dataclass
class Draft:
    """The record in the making: what was read, and the provenance of what is filled in."""

    source: Source
    repaired: Repaired
    words: Words
    runs: Sequence[Run]
    header: Sequence[Line]
    heads: Heads
    furniture: Sequence[Furniture]
    pages: Pages
    page_at: Callable[[int], str | None]
    values: dict[str, Any] = field(default_factory=dict)
    provenance: dict[str, Provenance] = field(default_factory=dict)
    _unmarked: dict[int, tuple[str, ...]] = field(default_factory=dict)

    def article(
        self,
        references: tuple[Reference, ...],
        citations: tuple[InTextCitation, ...],
        body: Sequence[Place],
    ) -> Article:
        """Return the finished record."""
        self._codes()
        self._titles()
        self._texts()
        self._authors()
        self._journal()
        self._dates_and_statements()
        self._language(body)
        mentions = find_mentions(self.repaired, body, self._main_language())
        article = Article(
            **{k: v for k, v in self.values.items() if v not in (None, ())},
            references=references,
            citations=citations,
            mentions=tuple(m.reference for m in mentions),
            document=SourceDocument(
                name=self.source.name,
                media_type=self.source.media_type,
                sha256=self.source.sha256,
                characters=len(self.source.text),
                encoding=self.source.encoding,
            ),
            provenance=ProvenanceMapping(self.provenance),
        )
        found = remarks(self, article, body, mentions)
        return article.model_copy(update={"findings": tuple(found)})

    def record(
        self, path: str, value: Any, place: Place | None, confidence: float, **more: Any
    ) -> None:
        """Note where the field at `path` comes from: printed, or repaired where the text was."""
        span = self.repaired.span(*place) if place else None
        printed = self.source.text[slice(*span)] if span else None
        same = printed is not None and _squeezed(printed) == _squeezed(str(value))
        damaged = span is not None and any(
            r.span[0] < span[1] and span[0] < r.span[1] and not r.code.startswith("text.space")
            for r in self._repairs_near(span)
        )
        method = more.pop("method", "repaired" if damaged else "printed")
        label = more.pop("label", None)
        self.provenance[path] = Provenance(
            method=method,
            span=span,
            page=self.page_at(span[0]) if span else None,
            as_printed=more.pop("as_printed", None if same or printed is None or len(printed) > 400 else printed),
            label=self.repaired.span(*label) if label else None,
            confidence=round(confidence, 2),
            **more,
        )

    def _repairs_near(self, span: Place) -> list[Any]:
        return [r for r in self.repaired.repairs if r.span[0] < span[1] and span[0] < r.span[1]]

    # Identifiers

    def _front_lines(self) -> list[Line]:
        lines: list[Line] = []
        for run in self.runs:
            if run.kind in "CHTAFSKD":
                lines += [line for line in run.lines if run.kind not in "SK" or line is run.lines[0]]
            elif run.kind in "BR" and run.kind == "R":
                break
        return lines

    def _codes(self) -> None:
        found: dict[str, list[tuple[Code, int]]] = {}
        for line in self._front_lines():
            codes = list(codes_in(line.text))
            bare = bare_code(line.text)
            for code in [*codes, *([bare] if bare and not codes else [])]:
                found.setdefault(code.scheme, []).append((code, line.start))
        kinds: dict[str, Any] = {"udc": UDC, "irsti": IRSTI, "bbk": BBK, "jel": JEL}
        for scheme, kind in kinds.items():
            values: list[Any] = []
            for code, at in found.get(scheme, []):
                value = kind(code.value)
                if value not in values:
                    label = (at + code.label_start, at + code.label_start + len(code.label)) if code.label else None
                    # Beside its label a code without one is a guess.
                    self.record(
                        f"{scheme}.{len(values)}", value, (at + code.start, at + code.end),
                        0.99 if code.label else 0.7, label=label,
                    )
                    values.append(value)
            self.values[scheme] = tuple(values)
        for scheme, single in (("doi", DOI), ("issn", ISSN), ("eissn", ISSN), ("edn", EDN)):
            for code, at in found.get(scheme, [])[:1]:
                self.values[scheme] = single(code.value)
                self.record(scheme, code.value, (at + code.start, at + code.end), 0.99)

    # Titles, abstracts, keywords

    def _ordered(self, blocks: dict[str, Block]) -> list[Block]:
        return sorted(blocks.values(), key=lambda b: b.place)

    def _titles(self) -> None:
        made: dict[str, str] = {}
        evidence: Spelling | None = None
        for block in self._ordered(self.heads.titles):
            text = without_mark(block.text)
            place = (block.place[0], block.place[0] + len(self._cut(block, text)))
            if in_capitals(text):
                evidence = evidence or Spelling.of(self.repaired.text)
                text = sentence_case(text, evidence)
            made[block.language] = text
            self.record(f"title.{block.language}", text, place, block.confidence)
        self.values["title"] = Text(made) if made else None

    def _cut(self, block: Block, text: str) -> str:
        """Return the repaired text of a block up to the end of `text`."""
        raw = self.repaired.text[slice(*block.place)]
        extra = len(block.text) - len(text)
        return raw[: len(raw) - extra] if extra > 0 and block.text.startswith(text) else raw

    def _texts(self) -> None:
        abstracts: dict[str, str] = {}
        for block in self._ordered(self.heads.abstracts):
            abstracts[block.language] = block.text
            self.record(f"abstract.{block.language}", block.text, block.place, block.confidence, label=block.label, as_printed=None)
        self.values["abstract"] = Text(abstracts) if abstracts else None
        keywords: dict[str, tuple[str, ...]] = {}
        for block in self._ordered(self.heads.keywords):
            items = split_keywords(block.text)
            if items:
                keywords[block.language] = items
                self.record(f"keyword.{block.language}", block.text, block.place, block.confidence, label=block.label)
        self.values["keyword"] = Keywords(keywords) if keywords else None

    # People

    def _authors(self) -> None:
        notes = read_notes(self.runs)
        people = align({b.language: b for b in self.heads.bylines.values()})
        if not people:
            people = [{note.language: note.writer} for note in notes if note.writer]
            people = _merged_notes(people)
        institutions = self._institutions()
        self._unmarked = _unmarked(people, institutions)
        made = [
            self._person(i, forms, institutions, notes) for i, forms in enumerate(people)
        ]
        if len(made) == 1 or not any(p.email for p in made):
            self._give_email(made)
        made = self._shared_institution(made, people)
        self.values["author"] = tuple(made)

    def _institutions(self) -> dict[str, dict[str, Institution]]:
        """Return institutions by mark (`*` where there are no marks) and language."""
        found: dict[str, dict[str, Institution]] = {}
        single = all(len(byline.institutions) <= 1 for byline in self.heads.bylines.values())
        for language, byline in self.heads.bylines.items():
            for n, it in enumerate(byline.institutions, 1):
                for mark in (() if single else it.marks) or ("*" if len(byline.institutions) == 1 else f"*{n}",):
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
        self.provenance[path] = Provenance(span=self.repaired.span(*first.block), page=self.page_at(self.repaired.span(*first.block)[0]), confidence=0.95)
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
                    affiliations = _with_organization(affiliations, self._organization(institutions[mark], f"{path}.affiliation.{len(affiliations)}"), institutions[mark])
        self._noted(path, names, notes, values)
        values["affiliation"] = tuple(affiliations)
        orcid = self._orcid(first)
        if orcid:
            values["orcid"] = orcid
        return Person(**values)

    def _lost_mark(self, index: int) -> tuple[str, ...]:
        """Return the mark that must have been this author's, or the first one, as a guess."""
        return self._unmarked.get(index, ())

    def _posts(self, path: str, forms: dict[str, Writer], values: dict[str, Any]) -> list[Affiliation]:
        """Return the posts printed under the names, and note degrees."""
        degree: dict[str, str] = {}
        title: dict[str, str] = {}
        position: dict[str, str] = {}
        department: dict[str, str] = {}
        organization: dict[str, str] = {}
        for language, writer in forms.items():
            post = writer.post
            if post is None:
                continue
            for value, kept in ((post.degree, degree), (post.title, title), (post.position, position), (post.department, department), (post.organization, organization)):
                if value:
                    kept[language] = value
            if post.degree:
                place = self._find(writer, post.degree)
                self.record(f"{path}.degree.{language}", post.degree, place, 0.95)
            if post.organization:
                place = self._find_organization(writer, post.organization)
                self.record(f"{path}.affiliation.0.organization.{language}", post.organization, place, 0.9)
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
                organization=Organization(name=Text(organization)) if organization else None,
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
    ) -> None:
        """Add what the notes about authors say of a person."""
        for note in notes:
            if note.writer is None or not any(
                likeness(name.family or "", note.writer.author.family) > 0.8 for name in names.values()
            ):
                continue
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

    def _orcid(self, writer: Writer) -> ORCID | None:
        for line in writer.post_lines:
            match = _ORCID.search(line.text)
            if match and ORCID(match[1]).problem is None:
                return ORCID(match[1])
        return None

    def _give_email(self, people: list[Person]) -> None:
        """Give the address that stands under all names to the author whom it must belong to."""
        for byline in self.heads.bylines.values():
            for mail, place in byline.emails:
                if any(person.email for person in people):
                    return
                index = next((i for i, p in enumerate(people) if p.corresponding), None)
                if index is None and len(people) == 1:
                    index = 0
                if index is None:
                    index = _owner(mail, people)
                if index is not None:
                    people[index] = people[index].model_copy(update={"email": mail, "corresponding": True})
                    self.record(f"author.{index}.email", mail, place, 0.8)
                    return

    def _shared_institution(self, people: list[Person], forms: Sequence[dict[str, Writer]]) -> list[Person]:
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
                    basis=f"same department as author {donor[0] + 1}; the institution is printed once",
                    confidence=0.9,
                )
        return made

    # The journal

    def _journal(self) -> None:
        lines = [(line.text, line.start) for line in self.header]
        tops: list[tuple[str, int]] = []
        seen: set[str] = set()
        for it in self.furniture:
            if it.kind != "page number" and it.kind != "short title" and it.text not in seen:
                seen.add(it.text)
                tops.append((it.text, self._repaired_at(it.span[0])))
        known = {t.text.lower() for t in self.heads.titles.values()}
        columns: dict[str, tuple[str, Place, bool]] = {}
        for it in self.furniture:
            if it.kind == "journal title":
                columns = read_columns(it.text, self._repaired_at(it.span[0]))
        header = read_header([*tops, *lines], sorted(known))
        self._put_journal(header, columns)

    def _repaired_at(self, offset: int) -> int:
        """Return the place in the repaired text that came from `offset` of the source."""
        low, high = 0, len(self.repaired.text)
        while low < high:
            middle = (low + high) // 2
            if self.repaired.span(middle, middle + 1)[0] < offset:
                low = middle + 1
            else:
                high = middle
        return low

    def _put_journal(self, header: Header, columns: dict[str, tuple[str, Place, bool]]) -> None:
        titles = {k: v[0] for k, v in header.titles.items()}
        places = {k: v[1] for k, v in header.titles.items()}
        if columns:
            titles = {k: v[0] for k, v in columns.items()}
            places = {k: v[1] for k, v in columns.items()}
        if titles:
            self.values["container_title"] = Text(titles)
            for language, place in places.items():
                whole = not columns or columns[language][2]
                self.record(f"container_title.{language}", titles[language], place, 0.8 if whole else 0.4)
        for name in ("volume", "issue"):
            value = getattr(header, name)
            if value:
                self.values[name] = re.sub(r"\s", "", value[0])
                self.record(name, value[0], value[1], 0.85)
        if header.continuous:
            self.values["issue_continuous"] = header.continuous[0]
            self.record("issue_continuous", header.continuous[0], header.continuous[1], 0.85)
        for name, kind in (("issn", ISSN), ("eissn", ISSN)):
            value = getattr(header, name)
            if value and name not in self.values:
                self.values[name] = kind(value[0])
                self.record(name, value[0], value[1], 0.95)
        if header.year and "issued" not in self.values:
            self.values["issued"] = Date(header.year[0])
            self.record("issued", header.year[0], header.year[1], 0.8)
        self._put_pages(header)

    def _put_pages(self, header: Header) -> None:
        pages = self.pages
        if header.pages:
            self.values["page"] = f"{header.pages[0]}–{header.pages[1]}"
            self.record("page", self.values["page"], header.pages[2], 0.9)
        elif pages.first and pages.last and pages.first != pages.last:
            self.values["page"] = f"{pages.first}–{pages.last}"
            self.provenance["page"] = Provenance(
                method="inferred", span=pages.first_span, basis="the numbers printed on the pages", confidence=0.9
            )
        elif pages.first or pages.last:
            self.values["page"] = pages.first or pages.last
            self.provenance["page"] = Provenance(span=pages.first_span or pages.last_span, confidence=0.8)

    # Dates, citation of itself, funding

    def _dates_and_statements(self) -> None:
        for run in self.runs:
            for n, seen in enumerate(run.seen):
                if seen.label and run.kind in "DNRBF" and seen.label.field in _DATES:
                    self._date_line(run, n)
                elif seen.label and run.kind == "D" and n == 0 and seen.label.field in ("cite", "funding", "acknowledgements", "conflict"):
                    self._statement(run, seen.label.field, seen.label.end, seen.label.languages)

    def _date_line(self, run: Run, n: int) -> None:
        """Read the dates of a line: each after its own label."""
        from citekit.extract.vocabulary import inline_labels, labels_of

        line = run.seen[n].line
        text = line.text
        if n + 1 < len(run.seen) and not re.search(r"(?:19|20)\d\d", text):
            text = self.repaired.text[line.start : run.seen[n + 1].line.end]
        cuts = sorted({0, *inline_labels(text)})
        for begin, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
            labels = [it for it in labels_of(text[begin:end]) if it.field in _DATES]
            found = find_date(text[begin:end])
            if labels and found:
                name = _DATES[labels[0].field]
                if name not in self.values:
                    self.values[name] = found[0]
                    place = (line.start + begin + found[1], line.start + begin + found[2])
                    self.record(name, found[0], place, 0.95)

    def _statement(self, run: Run, kind: str, cut: int, languages: tuple[str, ...]) -> None:
        from citekit.languages import join_lines

        name = {"cite": "how_to_cite", "conflict": "conflict_of_interest"}.get(kind, kind)
        first = run.seen[0].line
        keep = 0 if kind == "funding" and len(run.seen[0].label.text if run.seen[0].label else "") > 20 else cut
        text = join_lines("\n".join([first.text[keep:], *(line.text for line in run.lines[1:])]), self.words).text.strip()
        if not text or name in self.values:
            return
        language = languages[0] if len(languages) == 1 else language_of(text)
        self.values[name] = Text({language: text})
        self.record(f"{name}.{language}", text, (first.start + keep, run.lines[-1].end), 0.9)
        pages = re.search(r"[–—-]\s?[СсCcPpБб]{1,2}\.\s?(\d{1,4})\s?[–—-]\s?(\d{1,4})", text)
        if kind == "cite" and pages and "page" not in self.values:
            self.values["page"] = f"{pages[1]}–{pages[2]}"
            self.provenance["page"] = Provenance(span=self.repaired.span(first.start, run.lines[-1].end), confidence=0.9)

    # Language

    def _main_language(self) -> str:
        return str(self.values.get("language") or "und")

    def _language(self, body: Sequence[Place]) -> None:
        """The language of the article is that of its body."""
        text = " ".join(self.repaired.text[start : min(end, start + 6000)] for start, end in body[:3])
        first = self._ordered(self.heads.titles) or self._ordered(self.heads.abstracts)
        if len(text) > 300:
            self.values["language"] = language_of(text[:9000])
        elif first:
            self.values["language"] = first[0].language
        language = self.values.get("language")
        for name in ("title", "abstract", "keyword"):
            value = self.values.get(name)
            if value is not None and language in value and value.language != language:
                pairs = dict(value.items())
                self.values[name] = type(value)({language: pairs.pop(language), **pairs})


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


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


def _owner(mail: str, people: Sequence[Person]) -> int | None:
    """Return whose name an address holds, if only one person's."""
    from citekit.extract.people import key

    local = re.sub(r"[^a-z]", "", mail.split("@")[0].lower())
    found = [
        i
        for i, person in enumerate(people)
        if any(name.family and len(key(name.family)) > 3 and key(name.family)[:6] in key(local) for name in person.name.values())
    ]
    return found[0] if len(found) == 1 else None


def _merged_notes(people: Sequence[dict[str, Writer]]) -> list[dict[str, Writer]]:
    """Merge people whom notes in several languages name."""
    made: list[dict[str, Writer]] = []
    for forms in people:
        (language, writer), = forms.items()
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
