"""What a user would try instead, written as a user would: an hour of regular expressions, `grep`, SQLite's full text.

    python bench/baselines.py outline|facts BOOK
    python bench/baselines.py grep BOOK WORD
    python bench/baselines.py fts-build BOOK DATABASE
    python bench/baselines.py fts-search DATABASE WORD
"""

from __future__ import annotations

import re
import sqlite3
import sys
from pathlib import Path

_ENTRY = re.compile(r"【([^】]{1,40})】")
_FIGURE = re.compile(r"([\u4e00-\u9fff]{2,20}?)\s*(\d+(?:\.\d+)?)\s*(亿元|万元|元|%|人次|万人|人|户|家|个|件|次|公顷|亩|吨|千米|平方米|平方千米)")


def outline(book: Path) -> int:
    """Entries between brackets, each with its text up to the next."""
    text = re.sub(r"\n\n", "\n", book.read_text(encoding="utf-8"))
    marks = list(_ENTRY.finditer(text))
    entries = [(m[1], text[m.end() : n.start()].replace("\n", "")) for m, n in zip(marks, [*marks[1:], re.compile("$").search(text)], strict=False) if n]
    return len(entries)


def facts(book: Path) -> int:
    """A number, a known unit, and the words before it."""
    text = re.sub(r"\s+", "", book.read_text(encoding="utf-8"))
    return sum(1 for _ in _FIGURE.finditer(text))


def grep(book: Path, word: str) -> int:
    """Lines that hold a word; a word cut by a line's end is not found."""
    return sum(word in line for line in book.read_text(encoding="utf-8").splitlines())


def fts_build(book: Path, database: Path) -> int:
    """SQLite FTS5 with its trigram tokenizer, a row an entry."""
    text = re.sub(r"\s+", "", book.read_text(encoding="utf-8"))
    rows = list(_ENTRY.finditer(text))
    with sqlite3.connect(database) as base:
        base.execute("create virtual table entry using fts5(title, body, tokenize='trigram')")
        ends = [*(m.start() for m in rows[1:]), len(text)]
        base.executemany("insert into entry values (?, ?)", [(m[1], text[m.end() : end]) for m, end in zip(rows, ends, strict=True)])
    return len(rows)


def fts_search(database: Path, word: str) -> int:
    """Hits of a word; words of two characters have no trigram."""
    with sqlite3.connect(database) as base:
        return len(base.execute("select title from entry where entry match ? limit 10", (f'"{word}"',)).fetchall())


def main() -> None:
    verb, *words = sys.argv[1:]
    paths = [Path(w) for w in words[: 2 if verb == "fts-build" else 1]]
    calls = {
        "outline": lambda: outline(paths[0]),
        "facts": lambda: facts(paths[0]),
        "grep": lambda: grep(paths[0], words[1]),
        "fts-build": lambda: fts_build(paths[0], paths[1]),
        "fts-search": lambda: fts_search(paths[0], words[1]),
    }
    print(calls[verb]())


if __name__ == "__main__":
    main()
