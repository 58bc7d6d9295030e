"""Search, series and questions over a synthetic library of a million entries and as many facts, beside SQLite's full text (FTS5, trigram).

    python bench/million.py [--entries N] [--queries N] [--keep FOLDER] [--without-sqlite]

The entries are random recombinations of invented sentences, with words drawn as words are drawn (few often, most seldom);
the same seed gives the same library. Queries are cut out of random entries, so each has something to find. Times are of
one process, warm, each query asked once: the index, the ten best entries, and the words to show of each.
"""

from __future__ import annotations

import argparse
import random
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from bisect import bisect
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path

from tongjian.library import Library, layout
from tongjian.library.index import Writer
from tongjian.library.layout import Card, Manifest
from tongjian.library.names import Name
from tongjian.library.passages import Passage
from tongjian.library.tables import write_table

FRAMES = (
    "全年{a}{b}{n}件，比上年增长{p}%。", "{a}{b}工作稳步推进，完成投资{n}万元。", "{m}月，区{a}局开展{b}专项检查，查出问题{n}个。", "{a}街道建成{b}示范点{n}处，惠及居民{n}人。",
    "年末有{a}机构{n}家，其中{b}机构{n}家。", "召开{a}{b}会议{n}次，研究{c}事项{n}项。", "引进{a}企业{n}家，{b}收入{n}万元，下降{p}%。", "完成{a}改造{n}平方米，{b}率{p}%。",
    "{a}被评为市级{b}先进单位。", "组织{a}培训{n}期，参训{n}人次，{b}覆盖率{p}%。", "新建{a}道路{n}千米，{b}桥梁{n}座。", "受理{a}投诉{n}件，办结率{p}%；{b}满意率{p}%。",
    "围绕{a}目标，深化{b}改革，落实{c}责任。", "{a}产值{n}亿元，占{b}总量的{p}%。", "发放{a}补助{n}万元，{b}困难群众{n}户。", "举办{a}活动{n}场，{b}志愿者{n}人参加。",
)  # fmt: skip
BOOKS = 50
NAMES = 2_000  # of a book
ASKED = 100  # questions
SINGLE_LIMIT = 20  # scans of SQLite for words too short for its index


class Words:
    """Invented words of two characters, drawn by Zipf's law."""

    def __init__(self, dice: random.Random, count: int = 20_000) -> None:
        self._dice = dice
        characters = [chr(dice.randrange(0x4E00, 0x9000)) for _ in range(2_500)]
        weights = list(accumulate(1 / (n + 5) for n in range(len(characters))))
        pick = lambda: characters[bisect(weights, dice.random() * weights[-1])]  # noqa: E731
        self._words = list(dict.fromkeys(pick() + pick() for _ in range(count)))
        self._weights = list(accumulate(1 / (n + 10) for n in range(len(self._words))))

    def __call__(self) -> str:
        return self._words[min(bisect(self._weights, self._dice.random() * self._weights[-1]), len(self._words) - 1)]


def entries(count: int, seed: int = 7) -> Iterator[tuple[str, str]]:
    """Title and text of each entry."""
    dice = random.Random(seed)
    word = Words(dice)
    for _ in range(count):
        sentences = (
            frame.format(a=word(), b=word(), c=word(), n=dice.randrange(1, 9000), p=dice.randrange(1, 999) / 10, m=dice.randrange(1, 13))
            for frame in dice.choices(FRAMES, k=dice.randrange(2, 6))
        )
        yield word() + word(), "".join(sentences)


def build(root: Path, count: int) -> float:
    """A library of that many entries; seconds."""
    began = time.perf_counter()
    writer = Writer(root / "index")
    cards: list[Card] = []
    rows = entries(count)
    word = Words(random.Random(9))
    for book in range(BOOKS):
        version = f"{book:012d}"
        size = count // BOOKS + (book < count % BOOKS)
        writer.add(version, [_passage(version, book, n, *next(rows)) for n in range(size)])
        writer.add_names(version, [Name("body", f"{word()}{word()}局", (f"区{word()}局",)) for _ in range(NAMES)])
        cards.append(Card(f"青石年鉴{book}", version, f"青石年鉴（{book}）", 1970 + book, 1969 + book, "青石区", "", 1, 1, size, 0, 0, 0, 0, 0))
        print(f"{sum(c.entries for c in cards):,} entries", file=sys.stderr)
    writer.commit()
    writer.close()
    layout.write_manifest(root, Manifest(layout.FORMAT, 1, tuple(cards)))
    return time.perf_counter() - began


def _passage(version: str, book: int, number: int, title: str, text: str) -> Passage:
    return Passage(f"{version}:{number}", f"青石年鉴{book}", f"{book}-{number}", "entry", "prose", title, ("经济", "综合"), None, 0, text, ((0, number + 1, None, None, None),))


def build_facts(root: Path, count: int) -> float:
    """As many facts as entries, in the folders of the books: each of 400 indicators of every town every few books; seconds."""
    began = time.perf_counter()
    dice = random.Random(3)
    word = Words(dice)
    names = list(dict.fromkeys(word() + word() for _ in range(400)))
    towns = [f"{word()}镇" for _ in range(60)]
    for card in Library.open(root).books():
        folder = root / "books" / card.folder
        folder.mkdir(parents=True, exist_ok=True)
        write_table(folder / "facts.parquet", [_fact(card, n, dice.choice(names), dice.choice(towns), dice.randrange(1, 90_000)) for n in range(count // BOOKS)])
    return time.perf_counter() - began


def _fact(card: Card, number: int, indicator: str, subject: str, value: int) -> dict[str, object]:
    quote = f"{subject}{indicator}{value}万元"
    return {
        "subject": subject, "indicator": indicator, "indicator_norm": None, "value": str(value), "unit": "万元", "period": str(card.data_year), "change": None, "kind": "level", "status": "final",
        "amount": str(value * 10_000), "base_unit": "元", "reported_by": None, "start": number * 40, "end": number * 40 + len(quote), "line": number, "line_end": number, "page": None, "sheet": None,
        "block": None, "node": str(number), "quote": quote,
    }  # fmt: skip


def indicators(root: Path, each: int) -> list[str]:
    """Indicators to ask a series of, and one in ten that no book has."""
    dice = random.Random(5)
    known = sorted({f["indicator"] for f in Library.open(root).facts(book="青石年鉴0")})
    return [dice.choice(known) if dice.random() < 0.9 else dice.choice(known)[::-1] for _ in range(each)]


def build_sqlite(path: Path, count: int) -> tuple[sqlite3.Connection, float]:
    """The same entries in FTS5 with its trigram tokenizer; seconds."""
    began = time.perf_counter()
    database = sqlite3.connect(path)
    database.execute("create virtual table entry using fts5(title, body, tokenize='trigram')")
    database.executemany("insert into entry values (?, ?)", entries(count))
    database.commit()
    return database, time.perf_counter() - began


def queries(count: int, each: int) -> dict[str, list[str]]:
    """Stretches of random entries, by length; the last are whole clauses."""
    dice = random.Random(11)
    wanted = sorted(dice.sample(range(count), min(count, each)))
    found: dict[str, list[str]] = {"1 character": [], "2 characters": [], "4 characters": [], "phrase": []}
    chosen = iter(wanted)
    at = next(chosen, None)
    for number, (title, text) in enumerate(entries(count)):
        if number != at:
            continue
        at = next(chosen, None)
        found["1 character"].append(dice.choice(title))
        found["2 characters"].append(title[:2])
        found["4 characters"].append(title)
        found["phrase"].append(text.split("，")[0].split("。")[0])
    return found


def measured(ask: Callable[[str], int], words: list[str]) -> tuple[float, float, float, int]:
    """p50, p99 and longest in milliseconds; how many of the queries found nothing."""
    for word in words[:5]:
        ask(word)
    times, nothing = [], 0
    for word in words:
        began = time.perf_counter()
        nothing += not ask(word)
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times), _quantile(times, 0.99), max(times), nothing


def _quantile(times: list[float], share: float) -> float:
    return sorted(times)[min(int(share * len(times)), len(times) - 1)]


def _sqlite(database: sqlite3.Connection) -> Callable[[str], int]:
    def ask(word: str) -> int:
        if len(word) < 3:  # below the index: SQLite reads every row
            sql, value = "select rowid from entry where title like ?1 or body like ?1 limit 10", f"%{word}%"
        else:
            sql, value = "select rowid, snippet(entry, 1, '', '', '…', 40) from entry where entry match ? order by rank limit 10", f'"{word}"'
        return len(database.execute(sql, (value,)).fetchall())

    return ask


def main() -> None:
    """Build both, ask both, print a table."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--entries", type=int, default=1_000_000)
    arguments.add_argument("--queries", type=int, default=500)
    arguments.add_argument("--keep", type=Path, help="build here and leave it; what is there already is used again")
    arguments.add_argument("--without-sqlite", action="store_true", help="leave SQLite out")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = given.keep or Path(folder) / "library"
        if not layout.generations(root):
            root.mkdir(parents=True, exist_ok=True)
            print(f"Tongjian: built in {build(root, given.entries):.0f} s")
        size = sum(len(p.read_bytes()) for p in (root / "index").iterdir())  # and all of it in the memory of the system, as after a day of use
        print(f"Tongjian: {size / 2**20:.0f} MB")
        if not any((root / "books").glob("*/facts.parquet")):
            print(f"facts: written in {build_facts(root, given.entries):.0f} s")
        library = Library.open(root)
        asked = queries(given.entries, given.queries)
        print(f"{given.entries:,} entries, {given.queries} queries of a kind; milliseconds")
        print("| | Tongjian p50 | p99 | longest | nothing found |\n|---|---|---|---|---|")
        for kind, words in asked.items():
            _row(f"search, {kind}", *measured(lambda word: len(library.search(word, 10)), words))
        _row("suggestions, 2 characters", *measured(lambda word: len(library.suggest(word)), asked["2 characters"]))
        _row("series", *measured(lambda name: len(library.series(name)), indicators(root, given.queries)))
        few = [f"{title}产值是多少？" for title in asked["4 characters"][:ASKED]]
        _row("question (most have no answer)", *measured(lambda text: int(library.ask(text).text is not None), few))
        print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
        if not given.without_sqlite:
            _beside(Path(folder) / "fts.db", given.entries, asked)


def _row(name: str, p50: float, p99: float, longest: float, nothing: int) -> None:
    print(f"| {name} | {p50:.1f} | {p99:.1f} | {longest:.1f} | {nothing} |", flush=True)


def _beside(path: Path, count: int, asked: dict[str, list[str]]) -> None:
    """The same searches of SQLite."""
    database, seconds = build_sqlite(path, count)
    print(f"FTS5: built in {seconds:.0f} s, {path.stat().st_size / 2**20:.0f} MB")
    print("| | FTS5 p50 | p99 | longest | nothing found |\n|---|---|---|---|---|")
    for kind, words in asked.items():
        _row(f"search, {kind}", *measured(_sqlite(database), words[:SINGLE_LIMIT] if kind[0] in "12" else words))
    database.close()


if __name__ == "__main__":
    main()
