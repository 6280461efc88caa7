"""The benchmarks' own reckoning: items taken, programs missing, differences explained."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import compare_js, peers, speed
from benchmarks.compare_js import Difference, classify, misplaced
from benchmarks.peers.documents import hayagriva_entry, write_markdown, write_typst
from benchmarks.wide import wide_items


def item(key: str, **more: Any) -> dict[str, Any]:
    return {"id": key, "type": "book", "title": key.upper(), **more}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    author = [{"family": "Айтматов", "given": "Ш."}]
    for size in (2, 4):
        items = [item(f"i{n}", author=author) for n in range(size)]
        (tmp_path / f"corpus-{size}.json").write_text(json.dumps(items), encoding="utf-8")
    return tmp_path


def test_items_are_taken_from_the_smallest_file_that_has_enough(corpus: Path) -> None:
    assert [i["id"] for i in speed.corpus(corpus, 3)] == ["i0", "i1", "i2"]


def test_more_items_than_there_are_become_copies_with_other_ids_and_names(corpus: Path) -> None:
    items = speed.corpus(corpus, 10)
    assert len({i["id"] for i in items}) == 10
    families = {i["author"][0]["family"] for i in items}
    assert families == {"Айтматов", "Айтматовb", "Айтматовc"}


def test_a_folder_without_items_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no CSL-JSON items here"):
        speed.corpus(tmp_path, 1)


def job(tmp_path: Path, items: list[dict[str, Any]]) -> peers.Job:
    (tmp_path / "style.csl").write_text("<style/>")
    (tmp_path / "items.json").write_text(json.dumps(items))
    return peers.Job(tmp_path / "style.csl", "ru-RU", tmp_path / "items.json", tmp_path)


def test_a_program_that_is_not_there_is_said_to_be_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    programs = [peers.PEERS["pandoc-system"], peers.PEERS["citeproc-hs"]]
    pandoc, citeproc_hs = speed.measure(programs, job(tmp_path, []), 1, 1, 10)
    assert pandoc.problem == "missing: no pandoc on the PATH"
    assert citeproc_hs.problem == "missing: ghc is not on the PATH"
    assert "missing: no pandoc" in speed.table([pandoc])


def test_programs_take_turns_and_the_best_of_each_counts(tmp_path: Path) -> None:
    order = tmp_path / "order"
    writes = "import sys; open(sys.argv[1], 'a').write(sys.argv[2])"

    def program(name: str) -> peers.Peer:
        start = peers.Start([sys.executable, "-c", writes, str(order), name])
        return peers.Peer(name, lambda job: start, lambda: "")

    results = speed.measure([program("a"), program("b")], job(tmp_path, []), 10_000, 2, 10)
    assert order.read_text() == "abab"
    assert [(r.peer, r.runs) for r in results] == [("a", 2), ("b", 2)]
    runs = [speed.Run(2, 1, 30, {"cite": 3}), speed.Run(1, 2, 20, {"cite": 4})]
    assert speed.best(runs) == speed.Run(1, 1, 20, {"cite": 3})


def test_a_process_is_measured_and_its_times_are_read(tmp_path: Path) -> None:
    times = '{"times": {"load": 1.0, "cite": 0.5, "bibliography": 0.25}}'
    start = peers.Start([sys.executable, "-c", f"print('{times}')"], tells_times=True)
    ran = speed.run(start, 20, tmp_path / "output")
    assert ran.steps["cite"] == 0.5
    assert ran.wall > 0
    assert 1 < ran.peak < 1000
    assert speed.Result("s", 10, "p", ran).per_item == pytest.approx(75_000)


def test_a_process_that_fails_or_lasts_too_long_says_so(tmp_path: Path) -> None:
    with pytest.raises(speed.FailedError, match="exit 3"):
        speed.run(peers.Start([sys.executable, "-c", "exit(3)"]), 20, tmp_path / "output")
    endless = peers.Start([sys.executable, "-c", "while True: pass"])
    with pytest.raises(speed.FailedError, match="over 0 s"):
        speed.run(endless, 0.2, tmp_path / "output")


def test_documents_cite_every_item(tmp_path: Path) -> None:
    made = job(tmp_path, [item("a"), item("b")])
    assert write_markdown(made).read_text("utf-8") == "[@a]\n\n[@b]"
    typst = write_typst(made).read_text("utf-8")
    assert "@a\n" in typst and "@b\n" in typst and 'lang: "ru"' in typst


def test_an_article_s_journal_is_its_parent_for_hayagriva() -> None:
    entry = hayagriva_entry(
        item("a", **{"type": "article-journal", "container-title": "Хабаршы", "volume": "3"})
    )
    assert entry["parent"] == {"type": "periodical", "title": "Хабаршы", "volume": "3"}


@pytest.mark.parametrize(
    ("ours", "theirs", "verdict"),
    [
        ("Сейітов, Қ. Ә., 2001.", "Сейітов,  Қарлығаш Әбішұлы, 2001.", "theirs"),
        ("<i>Why?</i> X", "<i>Why?</i>. X", "unspecified"),
        ("<b>A, B</b>", "<b>A</b>, <b>B</b>", "ours"),
        ("<i><b>A</b></i>", "<b><i>A</i></b>", "unspecified"),
        ("A on B", "A On B", "theirs"),
        ("A 2001.", "A 2002.", "ours"),
    ],
)
def test_differences_are_classed(ours: str, theirs: str, verdict: str) -> None:
    assert classify(Difference("style", "entry", ("a",), ours, theirs))[1] == verdict


def test_entries_out_of_place_are_the_fewest_that_explain_the_order() -> None:
    assert misplaced(list("abcd"), list("abcd")) == 0
    assert misplaced(list("abcd"), list("bcda")) == 1


def test_clusters_cite_all_items_alone_and_some_again() -> None:
    items = wide_items()
    cited = compare_js.clusters(items)
    assert [c[0]["id"] for c in cited[: len(items)]] == [i["id"] for i in items]
    assert any("locator" in cite for cites in cited for cite in cites)
