"""How soon a search shows the entry that was meant: mean reciprocal rank over titles and colloquial questions.

    python bench/ranking.py LIBRARY [--questions QUESTIONS.jsonl]

Titles: every title that one entry of the library bears, whole; with section and title for one that several bear (民政 概况); its words turned
round; with one character wrong, through the correction that a search page offers. Questions: one record a line with `question` and `line`, the line of the source
on which the answer stands; found is the entry that holds it. Only the first ten hits count.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Iterable
from pathlib import Path

from tongjian.library import Library
from tongjian.library.searching import Hit

SHOWN = 10
Case = tuple[str, Callable[[Hit], bool]]


def mean_reciprocal_rank(library: Library, cases: Iterable[Case], put: Callable[[str], str] = str) -> tuple[float, float, int]:
    """The mean of 1/rank of the first hit that is meant, the share of cases that show it at all, and how many cases."""
    ranks = []
    for query, meant in cases:
        hits = library.search(put(query), SHOWN)
        ranks.append(next((n for n, hit in enumerate(hits, 1) if meant(hit)), 0))
    return sum(1 / r for r in ranks if r) / max(len(ranks), 1), sum(r > 0 for r in ranks) / max(len(ranks), 1), len(ranks)


def entries(library: Library) -> list[tuple[str, str, str, str]]:
    """Book, id, title and section of every titled entry that is no day of a chronicle."""
    rows = [r for r in library.records("entries") if r["level"] == "entry" and r["kind"] not in ("chronicle", "namelist") and r["title"]]
    return [(r["book"], r["id"], r["title"], (r["path"] or [""])[-1]) for r in rows]


def _is(book: str, node: str) -> Callable[[Hit], bool]:
    return lambda hit: (hit.passage.book, hit.passage.node) == (book, node)


def titles(library: Library) -> dict[str, list[Case]]:
    """The queries made of titles, by kind."""
    dice = random.Random(1)
    all_ = entries(library)
    bearers: dict[str, int] = {}
    for _, _, title, _ in all_:
        bearers[title] = bearers.get(title, 0) + 1
    found: dict[str, list[Case]] = {"title": [], "section and title": [], "title turned round": [], "title with one character wrong": []}
    for book, node, title, section in all_:
        meant = _is(book, node)
        if bearers[title] > 1:
            found["section and title"].append((f"{section} {title}", meant))
            continue
        found["title"].append((title, meant))
        if len(title) >= 4:
            half = len(title) // 2
            found["title turned round"].append((f"{title[half:]} {title[:half]}", meant))
            at = dice.randrange(len(title))
            found["title with one character wrong"].append((title[:at] + "錯" + title[at + 1 :], meant))
    return found


def questions(path: Path) -> list[Case]:
    """Questions whose answer stands on a line of a book."""
    rows = [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines() if row.strip()]

    def holds(line: int) -> Callable[[Hit], bool]:
        return lambda hit: any(mark[1] is not None and abs(mark[1] - line) <= 2 for mark in hit.passage.marks)

    return [(row["question"], holds(row["line"])) for row in rows if row.get("line")]


def main() -> None:
    """Print a table."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("library", type=Path)
    arguments.add_argument("--questions", type=Path)
    given = arguments.parse_args()
    library = Library.open(given.library)
    print("| query | queries | MRR@10 | shown in ten |\n|---|---|---|---|")
    kinds = titles(library)
    if given.questions:
        kinds["colloquial question"] = questions(given.questions)
    for kind, cases in kinds.items():
        put = (lambda query: library.meant(query) or query) if "wrong" in kind else str
        rank, shown, count = mean_reciprocal_rank(library, cases, put)
        print(f"| {kind} | {count} | {rank:.3f} | {shown:.3f} |")


if __name__ == "__main__":
    main()
