"""How a library grows: adding, harvesting from first page to last, searching, memory.

    python -m benchmarks.repository [RECORDS] [--place PLACE] [--abstract WORDS] [--load SECONDS]

Makes a library of RECORDS generated records, or measures the one at --place (a file, or
postgresql://user@host/database) if it is there already: 10 000 unless said. 1 000 000 takes 8 GB
of disk with abstracts of 25 words, and those beyond the first 200 000 are copies with their own
ids and DOIs (in a file; PostgreSQL gets each). Measured are adding; a page of ListRecords at each
tenth of the list, through `respond`; searches of several kinds; and peak memory. With --load,
`citekit serve` is put under the load of wrk, where that is installed.

Records have three languages, with words drawn by Zipf's law from a vocabulary of 60 000 and
abstracts of about 80 words in each language, unless --abstract says otherwise.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

from lxml import etree

from citekit.model import (
    DOI,
    ISSN,
    UDC,
    Article,
    Date,
    Keywords,
    Person,
    PersonName,
    PersonNames,
    Text,
)
from citekit.repository import open_library
from citekit.repository.oai import respond
from citekit.repository.store import Position, Store
from citekit.repository.tokens import Token

_SYLLABLES = {
    "kk": "қа зақ тіл тар их бі лім ғы лым қо ғам мем ле кет өң ір ел да ла су тау жер күн ай",
    "ru": "ис то ри я на у ка об ще ство раз ви тие ме тод ре ги он язык го су дар ст во куль ту",
    "en": "his to ry sci ence so ci e ty meth od re gion lan guage state cul ture de vel op ment",
}
_VOCABULARY = 20_000
_SERVE = "from citekit.cli import main; main()"
_JOURNALS = 40
GENERATED = 200_000
"""How many records are made and added one by one; those beyond are copies."""


class Generator:
    """Makes the same records each time, by number."""

    def __init__(self, abstract: int) -> None:
        self.abstract = abstract
        random_words = random.Random(1)
        self.words = {
            language: [
                "".join(random_words.choices(syllables.split(), k=random_words.randint(2, 4)))
                for _ in range(_VOCABULARY)
            ]
            for language, syllables in _SYLLABLES.items()
        }
        self.weights = list(accumulate(1 / (rank + 10) for rank in range(_VOCABULARY)))

    def record(self, number: int) -> Article:
        """Return the record of a number."""
        chance = random.Random(number)

        def text(length: int) -> Text:
            return Text(
                {
                    language: " ".join(chance.choices(words, cum_weights=self.weights, k=length))
                    for language, words in self.words.items()
                }
            )

        def person() -> Person:
            family, given = (chance.choice(self.words["kk"]).title() for _ in range(2))
            return Person(name=PersonNames({"kk": PersonName(family=family, given=given)}))

        journal = chance.randrange(_JOURNALS)
        year = 1995 + number * 30 // 1_000_000
        return Article(
            id=f"r{number}",
            language=chance.choice(("kk", "ru", "en")),
            title=text(9),
            author=tuple(person() for _ in range(chance.randint(1, 4))),
            abstract=text(chance.randint(self.abstract // 2, self.abstract * 3 // 2)),
            keyword=Keywords({k: tuple(v.split()) for k, v in text(6).items()}),
            container_title=Text({"kk": f"Хабаршы {journal}", "en": f"Bulletin {journal}"}),
            issn=ISSN(f"{1000 + journal:04d}-0000"),
            volume=str(chance.randint(1, 60)),
            issue=str(chance.randint(1, 4)),
            page=f"{number % 300}-{number % 300 + 9}",
            issued=Date(str(year)),
            doi=DOI(f"10.5555/citekit.{number}"),
            udc=(UDC(f"{chance.randint(0, 999):03d}.{chance.randint(1, 9)}"),),
        )

    def queries(self) -> dict[str, str]:
        """Return searches by how much they find."""
        kk, ru, en = (self.words[language] for language in ("kk", "ru", "en"))
        return {
            "a rare word": ru[15_000],
            "a common word": kk[3],
            "two common words": f"{kk[1]} {en[2]}",
            "three words": f"{kk[50]} {ru[80]} {en[20]}",
            "a word of the title": f"title:{en[5]}",
            "an author": f"author:{kk[700]}",
            "the beginning of a word": f"{ru[300][:5]}*",
            "two words side by side": f'"{en[0]} {en[1]}"',
            "a DOI": "10.5555/citekit.5000",
        }


def add(store: Store, size: int, generator: Generator) -> dict[str, float]:
    """Fill a library up to `size` records."""
    first = store.last_key() + 1
    began = time.perf_counter()
    for outcome in store.add((generator.record(n) for n in range(first, size + 1)), batch=2000):
        number = int(outcome.id[1:])
        if number % 50_000 == 0:
            rate = (number - first + 1) / (time.perf_counter() - began)
            print(f"  {number:,} added, {rate:,.0f} records/s", file=sys.stderr, flush=True)
    seconds = time.perf_counter() - began
    made = size - first + 1
    return {"records": made, "seconds": seconds, "records_per_second": made / seconds}


def copy(place: str, size: int) -> dict[str, float]:
    """Fill a library up to `size` records with copies that have ids and DOIs of their own.

    Works on the tables themselves, because making and adding a million records one by one takes
    hours and says nothing that the first 200 000 have not said.
    """
    connection = sqlite3.connect(place, isolation_level=None)
    (first,) = connection.execute("SELECT max(key) FROM record").fetchone()
    began, made = time.perf_counter(), first
    while made < size:
        values = {"first": 1, "last": min(first, size - made), "by": made, "now": int(time.time())}
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "INSERT INTO record (key, id, version, datestamp, doi, specs, json)"
            " SELECT key + :by, 'r' || (key + :by), 1, :now, '10.5555/citekit.' || (key + :by),"
            " specs, json_set(json, '$.id', 'r' || (key + :by),"
            " '$.doi', '10.5555/citekit.' || (key + :by))"
            " FROM record WHERE key BETWEEN :first AND :last",
            values,
        )
        connection.execute(
            "INSERT INTO membership (set_key, datestamp, record)"
            " SELECT set_key, :now, record + :by FROM membership"
            " WHERE record BETWEEN :first AND :last",
            values,
        )
        connection.execute(
            "INSERT INTO words (rowid, title, author, container, text)"
            " SELECT rowid + :by, title, author, container, text || ' r' || (rowid + :by)"
            " FROM words WHERE rowid BETWEEN :first AND :last",
            values,
        )
        connection.execute("COMMIT")
        made += values["last"]
        print(f"  {made:,} with copies", file=sys.stderr, flush=True)
    connection.close()
    return {"records": made - first, "seconds": time.perf_counter() - began}


def timed(run: Callable[[], object], times: int) -> dict[str, float]:
    """Return how long a call takes: the first, the median and the longest, in milliseconds.

    The processor's time is this process's own: all the work for a file, the client's alone for
    PostgreSQL. It says more than the clock where others share the machine.
    """
    seconds, busy = [], []
    for _ in range(times):
        began, began_busy = time.perf_counter(), time.process_time()
        run()
        seconds.append(time.perf_counter() - began)
        busy.append(time.process_time() - began_busy)
    return {
        "processor_ms": statistics.median(busy) * 1000,
        "first_ms": seconds[0] * 1000,
        "median_ms": statistics.median(seconds) * 1000,
        "longest_ms": max(seconds) * 1000,
    }


def pages(store: Store, times: int) -> Iterator[tuple[str, dict[str, float]]]:
    """Measure a page of ListRecords at each tenth of the list."""
    size, last = store.count(), store.last_key()
    secret = store.setting("secret")
    expires = int(time.time()) + 3600
    for tenth in range(11):
        key = max(last * tenth // 10 - (150 if tenth == 10 else 0), 0)
        (place,) = store.by_key(key, key) or [("", 0)]
        token = Token("ListRecords", Position(place[1], key), key, size, expires, "oai_dc")
        query = [("verb", "ListRecords"), ("resumptionToken", token.sealed(secret))]
        if tenth == 0:
            query = [("verb", "ListRecords"), ("metadataPrefix", "oai_dc")]

        def ask(query: list[tuple[str, str]] = query) -> None:
            answer = respond(store, query, "http://localhost/oai")
            assert len(etree.fromstring(answer).findall(".//{*}header")) == 100

        yield f"{tenth * 10} %", timed(ask, times)


def load(place: str, seconds: int) -> dict[str, str]:
    """Put `citekit serve` under the load of wrk and return requests a second by address."""
    wrk = shutil.which("wrk")
    if wrk is None:
        return {"wrk": "not installed (Debian's package wrk)"}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-c", _SERVE, "serve", place, "--port", str(port)],
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        found = {}
        for path in (
            "/oai?verb=Identify",
            "/oai?verb=ListRecords&metadataPrefix=oai_dc",
            "/en/record/r1",
            "/export/bibtex/r1",
            "/en/?q=history",
        ):
            url = f"http://127.0.0.1:{port}{path}"
            command = [wrk, "-t1", "-c8", f"-d{seconds}s", "--latency", url]
            text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            rate = re.search(r"Requests/sec:\s*([\d.]+)", text)
            slow = re.search(r"99%\s+(\S+)", text)
            bad = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
            found[path] = (
                f"{rate[1] if rate else '?'} requests/s, 99 % within {slow[1] if slow else '?'}"
                + (f", {bad[1]} failed" if bad else "")
            )
        return found
    finally:
        server.terminate()
        server.wait(10)


def on_disk(place: str) -> int:
    """Return how many bytes a library takes."""
    if "://" not in place:
        return sum(f.stat().st_size for f in Path(place).parent.glob(f"{Path(place).name}*"))
    from sqlalchemy import create_engine, text

    engine = create_engine(place.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        size = connection.execute(text("SELECT pg_database_size(current_database())")).scalar()
    engine.dispose()
    return int(size or 0)


def measure(place: str, size: int, times: int, abstract: int) -> dict[str, Any]:
    """Fill and measure a library."""
    generator = Generator(abstract)
    one_by_one = size if "://" in place else min(size, GENERATED)
    with open_library(place, create=True) as store:
        found: dict[str, Any] = {"records": size}
        if store.last_key() < one_by_one:
            found["add"] = add(store, one_by_one, generator)
        if store.last_key() < size:
            found["copies"] = copy(place, size)
        found["bytes"] = on_disk(place)
        found["pages"] = dict(pages(store, times))
        found["searches"] = {}
        for name, query in generator.queries().items():
            result = store.search(query)

            def search(query: str = query) -> None:
                store.search(query)

            found["searches"][name] = {"query": query, "hits": result.total, **timed(search, times)}
        found["latest"] = timed(lambda: store.latest(20), times)
        found["get"] = timed(lambda: store.get("r1"), times)
    found["peak_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found


def report(found: dict[str, Any]) -> None:
    """Print what was measured."""
    print(f"{found['records']:,} records, {found['bytes'] / 1e6:,.0f} MB on the disk")
    if "add" in found:
        print(f"added: {found['add']['records_per_second']:,.0f} records/s")
    print("a page of 100 records at … of the list (median, longest, median of the processor):")
    for place, row in found["pages"].items():
        print(
            f"  {place:>6}  {row['median_ms']:7.1f} ms  {row['longest_ms']:7.1f} ms  "
            f"{row['processor_ms']:7.1f} ms"
        )
    print("searches (first, median, median of the processor; hits are counted to 1 000):")
    for name, row in found["searches"].items():
        print(
            f"  {name:26} {row['first_ms']:7.1f} ms  {row['median_ms']:7.1f} ms  "
            f"{row['processor_ms']:7.1f} ms  {row['hits']:5} hits  {row['query']}"
        )
    print(
        f"latest 20: {found['latest']['median_ms']:.1f} ms, get: {found['get']['median_ms']:.2f} ms"
    )
    print(f"peak memory: {found['peak_mib']:,.0f} MiB")
    for path, said in found.get("load", {}).items():
        print(f"  {path}: {said}")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("records", nargs="?", type=int, default=10_000)
    parser.add_argument("--place")
    parser.add_argument("--abstract", type=int, default=80, metavar="WORDS")
    parser.add_argument("--times", type=int, default=7)
    parser.add_argument("--load", type=int, default=0, metavar="SECONDS")
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = chosen.place or str(Path(folder) / "library.db")
        found = measure(place, chosen.records, chosen.times, chosen.abstract)
        if chosen.load:
            found["load"] = load(place, chosen.load)
    report(found)
    if chosen.json:
        chosen.json.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
