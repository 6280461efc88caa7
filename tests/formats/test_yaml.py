"""Record files: what people write is read, what is wrong is told with line, path and cure."""

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citekit.formats import Account, FormatError, Unread
from citekit.formats.yaml import dumps, loads, read, schema_comment, write
from citekit.model import Article, Text, Work


def problem(text: str) -> str:
    (unread,) = loads(text)
    assert isinstance(unread, Unread)
    return unread.message


def test_scalars_are_text() -> None:
    (work,) = loads("volume: 012\nissue: 3\nissued: 2015\nlanguage: no\npage: 25–30\n")
    assert isinstance(work, Work)
    assert (work.volume, work.issue, work.issued, work.language) == ("012", "3", "2015", "no")


def test_a_record_with_what_only_articles_have_is_an_article() -> None:
    assert type(loads("title: a")[0]) is Work
    assert type(loads("title: a\nreceived: 2015")[0]) is Article


def test_empty_fields_are_left_out() -> None:
    (work,) = loads("title: a\nvolume:\nissue: ~\nnote: ''\n")
    assert isinstance(work, Work)
    assert (work.volume, work.issue, work.note) == (None, None, "")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("titel: x", "line 1: titel: there is no such field; did you mean title?"),
        ("title: a\n\nvolum: 3", "line 3: volum: there is no such field; did you mean volume?"),
        (
            "author:\n- name:\n    kk: {famly: x}",
            "line 3: author.0.name.kk.famly: there is no such field; did you mean family?",
        ),
        (
            "title: {kazakh: a}",
            "line 1: title.kazakh: 'kazakh' is not a language tag; "
            "write a BCP 47 tag such as kk, ru, en or kk-Latn",
        ),
        ("type: books", "line 1: type: 'books' is not one of the known values; did you mean book?"),
        ("author: x", "line 1: author: a list is expected here; begin the line with -"),
        ("issued: {a: b}", "line 1: issued: text is expected here"),
        ("just text", "a record is a mapping of fields, such as title: …"),
    ],
)
def test_errors_name_line_path_and_cure(text: str, message: str) -> None:
    assert problem(text).splitlines()[-1] == message


def test_every_error_of_a_record_is_told_at_once() -> None:
    assert len(problem("titel: x\nvolum: 3\nauthor: y").splitlines()) == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        ("title: {kk: a, kk: b}", "line 1: kk stands twice"),
        ("a: !!python/object:os.system x", "is refused"),
        ("title: !secret x", "is refused"),
        ("x: [", "line 2, column 1"),
        ("a: b\n c: d", "line 2, column 3"),
        ("title: \x00", "U\\+0000 may not stand"),
        ("&a [*a]", "line 1: nothing above is marked &a"),
        ("title: a\n---\ntitle: b", "line 2: a second document"),
        ("[" * 500 + "]" * 500, "nested too deeply"),
        ("[" * 100_000 + "]" * 100_000, "nested too deeply"),
        ("? [a]\n: b", "a field's name must be text"),
    ],
)
def test_what_is_no_record_file_is_refused(text: str, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        loads(text)


def test_a_bomb_of_aliases_is_refused() -> None:
    levels = [f"l{i}: &l{i} [{', '.join([f'*l{i - 1}'] * 10)}]" for i in range(1, 10)]
    with pytest.raises(FormatError, match="more than 2,000,000 values"):
        loads("\n".join(["l0: &l0 [x, x]", *levels]))


def test_aliases_within_reason_are_followed() -> None:
    (work,) = loads("title: &t {kk: a}\ncontainer_title: *t")
    assert isinstance(work, Work)
    assert work.title == work.container_title


def test_a_bad_record_does_not_harm_the_others() -> None:
    good, bad, also_good = loads("- title: a\n- titl: b\n  id: x\n- title: c\n")
    assert isinstance(good, Work) and isinstance(also_good, Work)
    assert isinstance(bad, Unread)
    assert (bad.line, bad.key) == (2, "x")
    assert "titl: b" in bad.raw


def test_a_byte_order_mark_is_no_matter_and_other_encodings_are_told() -> None:
    assert next(read(io.BytesIO("\ufefftitle: Қазақ".encode()))) == loads("title: Қазақ")[0]
    with pytest.raises(FormatError, match="line 2: not UTF-8"):
        list(read(io.BytesIO("a: b\ntitle: Казах".encode("cp1251"))))


def test_what_is_handed_on_names_no_place_of_this_machine() -> None:
    stream = io.BytesIO()
    write([Article(title=Text({"kk": "Келісім"}))], stream, Account())
    assert stream.getvalue().decode() == (
        "schema_version: 1\ntype: article-journal\ntitle:\n  kk: Келісім\n"
    )


def test_what_is_to_be_edited_points_editors_at_the_schema() -> None:
    comment = schema_comment(Article(title=Text({"kk": "Келісім"})))
    address = comment.strip().removeprefix("# yaml-language-server: $schema=file://")
    assert json.loads(Path(address).read_text("utf-8"))["title"] == "Article"


@given(
    st.lists(
        st.builds(
            Work,
            title=st.none() | st.dictionaries(
                st.sampled_from(["kk", "ru", "und"]), st.text(min_size=1), min_size=1
            ).map(Text),
            note=st.none() | st.text(),
            notes=st.lists(st.text(), max_size=3).map(tuple),
        ),
        min_size=1,
        max_size=3,
    )
)  # fmt: skip
def test_records_come_back_as_they_were(works: list[Work]) -> None:
    stream = io.BytesIO()
    write(works, stream, Account())
    assert list(read(io.BytesIO(stream.getvalue()))) == works


def test_text_that_looks_like_something_else_is_quoted() -> None:
    for value in ("null", "~", "- a", "a: b", "#", "'", "\x85", "\u2028", " a ", "a\nb", "\ud7ff"):
        (back,) = loads(dumps(Work(note=value)))
        assert isinstance(back, Work) and back.note == value
