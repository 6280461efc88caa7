"""Fills the record: every field with where it comes from and how sure that is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from citekit.extract.codes import Code, bare_code, codes_in
from citekit.extract.dates import find_date
from citekit.extract.document import Line
from citekit.extract.heads import Block
from citekit.extract.journal import Header, read_columns, read_header
from citekit.extract.keywords import split_keywords
from citekit.extract.labelling import Run
from citekit.extract.mentions import find_mentions
from citekit.extract.meta import values_of
from citekit.extract.people import likeness
from citekit.extract.persons import Persons
from citekit.extract.remarks import remarks
from citekit.extract.tongue import language_of
from citekit.languages import is_shouted, sentence_case, spellings
from citekit.model import (
    BBK,
    DOI,
    EDN,
    IRSTI,
    ISSN,
    JEL,
    UDC,
    Article,
    Date,
    InTextCitation,
    Keywords,
    Localized,
    Person,
    Provenance,
    ProvenanceMapping,
    Reference,
    SourceDocument,
    Text,
)

Place = tuple[int, int]
_DATES = {
    "received": "received",
    "revised": "revised",
    "accepted": "accepted",
    "published": "issued",
}


_OF_ISSN = re.compile(
    r"/(?P<issn>\d{4}-\d{3}[\dX])(?:[_.-](?:19|20)\d\d(?:_[1-9]\d*){1,2}_(?P<page>[1-9]\d*)$|(?=[_./-]))"
)


class Draft(Persons):
    """Fills in all fields, and puts the record together."""

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
        self._imported()
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

    # Identifiers

    def _front_lines(self) -> list[Line]:
        lines: list[Line] = []
        for run in self.runs:
            if run.kind in "CHTAFSKD":
                lines += [
                    line for line in run.lines if run.kind not in "SK" or line is run.lines[0]
                ]
            elif run.kind == "B":
                lines += [s.line for s in run.seen[:20] if s.features & {"code", "label:doi"}]
            elif run.kind == "R":
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
                    label = (
                        (at + code.label_start, at + code.label_start + len(code.label))
                        if code.label
                        else None
                    )
                    # Beside its label a code without one is a guess.
                    self.record(
                        f"{scheme}.{len(values)}",
                        value,
                        (at + code.start, at + code.end),
                        0.99 if code.label else 0.7,
                        label=label,
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
        for block in self._ordered(self.heads.titles):
            text = without_mark(block.text)
            place = (block.place[0], block.place[0] + len(self._cut(block, text)))
            if is_shouted(text):
                proper = spellings(text, self.repaired.text)
                text = sentence_case(text, block.language, proper)
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
            self.record(
                f"abstract.{block.language}",
                block.text,
                block.place,
                block.confidence,
                label=block.label,
                as_printed=None,
            )
        self.values["abstract"] = Text(abstracts) if abstracts else None
        keywords: dict[str, tuple[str, ...]] = {}
        for block in self._ordered(self.heads.keywords):
            items = split_keywords(block.text)
            if items:
                keywords[block.language] = items
                self.record(
                    f"keyword.{block.language}",
                    block.text,
                    block.place,
                    block.confidence,
                    label=block.label,
                )
        self.values["keyword"] = Keywords(keywords) if keywords else None

    # The journal

    def _journal(self) -> None:
        lines = [(line.text, line.start) for line in self.header]
        tops: list[tuple[str, int]] = []
        seen: set[str] = set()
        for it in self.furniture:
            if it.kind not in {"page number", "short title"} and it.text not in seen:
                seen.add(it.text)
                tops.append((it.text, self._repaired_at(it.span[0])))
        known = {t.text.lower() for t in self.heads.titles.values()}
        columns: dict[str, tuple[str, Place, bool]] = {}
        for it in self.furniture:
            if it.kind == "journal title":
                columns = read_columns(it.text, self._repaired_at(it.span[0]))
        cited = [
            (self.repaired.text[run.lines[0].start : end], run.lines[0].start)
            for run, end in zip(self.runs, self._ends(), strict=True)
            if run.kind == "D" and run.seen[0].label and run.seen[0].label.field == "cite"
        ]
        among = dict.fromkeys(["kk", "ru", "en", "uk", *self.heads.titles])
        header = read_header([*tops, *lines], sorted(known), cited, tuple(among))
        self._put_journal(header, columns)
        self._by_doi()

    def _ends(self) -> list[int]:
        """Return where each run ends, that of a label alone where the line below it does."""
        ends = [run.lines[-1].end for run in self.runs]
        for n, run in enumerate(self.runs[:-1]):
            label = run.seen[-1].label
            if len(run.seen) == 1 and label and not run.lines[0].text[label.end :].strip():
                ends[n] = self.runs[n + 1].lines[0].end
        return ends

    def _by_doi(self) -> None:
        """Conclude ISSN and first page from a DOI that is built of them, where no more is said.

        `10.5555/1994-2370_2023_60_1_34`: ISSN, year, volume, issue, page.
        """
        doi = str(self.values.get("doi") or "")
        pages = re.search(r"[/_.](\d{1,4})-(\d{1,4})$", doi)
        if (
            pages
            and 0 < int(pages[2]) - int(pages[1]) < 60
            and self.values.get("page") in (None, pages[1])
        ):
            self._conclude("page", f"{pages[1]}–{pages[2]}")
        found = _OF_ISSN.search(doi)
        if found is None:
            return
        issn = ISSN(found["issn"])
        printed = [str(self.values[name]) for name in ("issn", "eissn") if name in self.values]
        if issn.problem is None and issn not in printed and len(printed) < 2:
            self._conclude("eissn" if "issn" in self.values else "issn", issn)
        if found["page"] and "page" not in self.values:
            self._conclude("page", found["page"])

    def _conclude(self, name: str, value: Any) -> None:
        self.values[name] = value
        self.provenance[name] = Provenance(
            method="inferred", basis="the DOI is built of it", confidence=0.7
        )

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
                self.record(
                    f"container_title.{language}", titles[language], place, 0.8 if whole else 0.4
                )
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
                method="inferred",
                span=pages.first_span,
                basis="the numbers printed on the pages",
                confidence=0.9,
            )
        elif pages.first or pages.last:
            self.values["page"] = pages.first or pages.last
            self.provenance["page"] = Provenance(
                span=pages.first_span or pages.last_span, confidence=0.8
            )

    # Dates, citation of itself, funding

    def _dates_and_statements(self) -> None:
        for at, run in enumerate(self.runs):
            for n, seen in enumerate(run.seen):
                if seen.label and seen.label.field in _DATES:
                    after = run.seen[n + 1 :] or [
                        s for r in self.runs[at + 1 : at + 2] for s in r.seen
                    ]
                    self._date_line(seen.line, after[0].line if after else None)
                elif (
                    seen.label
                    and run.kind == "D"
                    and n == 0
                    and seen.label.field in ("cite", "funding", "acknowledgements", "conflict")
                ):
                    self._statement(run, seen.label.field, seen.label.end, seen.label.languages)

    def _date_line(self, line: Line, after: Line | None) -> None:
        """Read the dates of a line: each after its own label."""
        from citekit.extract.vocabulary import inline_labels, labels_of

        text = line.text
        if after and not re.search(r"(?:19|20)\d\d", text):
            text = self.repaired.text[line.start : after.end]
        cuts = sorted({0, *inline_labels(text)})
        for begin, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
            labels = [it for it in labels_of(text[begin:end]) if it.field in _DATES]
            found = find_date(text[begin:end])
            if labels and found:
                name = _DATES[labels[0].field]
                known = str(self.values.get(name, ""))
                if not known or (len(known) == 4 and str(found[0]).startswith(known)):
                    self.values[name] = found[0]
                    place = (line.start + begin + found[1], line.start + begin + found[2])
                    self.record(name, found[0], place, 0.95)

    def _statement(self, run: Run, kind: str, cut: int, languages: tuple[str, ...]) -> None:
        from citekit.languages import join_lines

        name = {"cite": "how_to_cite", "conflict": "conflict_of_interest"}.get(kind, kind)
        first = run.seen[0].line
        keep = (
            0
            if kind == "funding" and len(run.seen[0].label.text if run.seen[0].label else "") > 20
            else cut
        )
        text = join_lines(
            "\n".join([first.text[keep:], *(line.text for line in run.lines[1:])]), self.words
        ).text.strip()
        if not text or name in self.values:
            return
        language = languages[0] if len(languages) == 1 else language_of(text)
        self.values[name] = Text({language: text})
        self.record(f"{name}.{language}", text, (first.start + keep, run.lines[-1].end), 0.9)

    def _imported(self) -> None:
        """Add what the meta tags of a page say and its text does not."""
        if not self.source.meta:
            return
        for name, value in values_of(self.source.meta).items():
            own = self.values.get(name)
            if own is None or own == () or (name == "author" and not _alike(own, value)):
                self.values[name] = value
                self.provenance[name] = Provenance(method="imported", confidence=0.95)
            elif isinstance(value, Localized) and isinstance(own, Localized):
                for language, said in value.items():
                    if language not in own:
                        self.values[name] = own = own.with_language(language, said)
                        path = f"{name}.{language}"
                        self.provenance[path] = Provenance(method="imported", confidence=0.95)

    # Language

    def _main_language(self) -> str:
        return str(self.values.get("language") or "und")

    def _language(self, body: Sequence[Place]) -> None:
        """The language of the article is that of its body."""
        longest = max(body, key=lambda place: place[1] - place[0], default=(0, 0))
        first = self._ordered(self.heads.titles) or self._ordered(self.heads.abstracts)
        if longest[1] - longest[0] > 300:
            self.values["language"] = _spoken_in(self.repaired.text[slice(*longest)])
        elif first:
            self.values["language"] = first[0].language
        language = self.values.get("language")
        for name in ("title", "abstract", "keyword"):
            value = self.values.get(name)
            if value is not None and language in value and value.language != language:
                pairs = dict(value.items())
                self.values[name] = type(value)({language: pairs.pop(language), **pairs})


def without_mark(title: str) -> str:
    """Return a title without the footnote mark and the full stop at its end.

    >>> without_mark("в НОЦ МИОН при ИГУ*"), without_mark("Рынок в XX в.")
    ('в НОЦ МИОН при ИГУ', 'Рынок в XX в.')
    """
    title = re.sub(r"\s*[*†‡¹²³]+$", "", title.strip())
    if re.search(r"[^\W\d_]{3,}\.$", title):
        title = title[:-1]
    return title.strip(" ;,")


def _spoken_in(body: str) -> str:
    """Return the language in which most places of a body are, which may begin with abstracts."""
    places = (len(body) * tenth // 10 for tenth in (3, 5, 7, 9))
    votes = Counter(language_of(body[max(0, at - 200) : at + 200]) for at in places)
    return votes.most_common(1)[0][0]


def _alike(people: Sequence[Person], others: Sequence[Person]) -> bool:
    """Tell whether two lists of authors name somebody in common."""
    return any(
        likeness(a.family or a.literal or "", b.family or b.literal or "") > 0.7
        for person in people
        for other in others
        for a in person.name.values()
        for b in other.name.values()
    )
