"""Plant misprints into the prose of a text and see which the checker finds.

    misprints.py FILE … [--seed N] [--rounds N] [--plants N] [--json OUT] [--show]

In a word of the dictionary, anywhere in the prose, one character is put for a look-alike or a sound-alike, dropped, doubled, or swapped with its neighbour: the slips of
hand and ear that proofreaders list. Nothing of the place is chosen to suit a rule. The text is read and checked again. A plant is *found* where an alarm that
the text did not give before touches it; alarms that are new and touch no plant are *extra*. Deterministic by seed.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import rjieba

from tongjian import check as checking
from tongjian.book import Book
from tongjian.check import Finding
from tongjian.check.confusable import likeness
from tongjian.read import open_book

FAMILIES = ("NAM", "PUN", "STY", "TXT")
SHARES = {"shape": 0.3, "sound": 0.3, "dropped": 0.15, "doubled": 0.1, "swapped": 0.15}
APART = 300  # characters of the source between two plants
_WORD = re.compile(r"[\u4e00-\u9fff]{2,}").fullmatch


@dataclass(frozen=True)
class Plant:
    """One misprint: its place in the source, what is put there, the word it spoils."""

    kind: str
    start: int
    end: int
    words: str
    was: str
    word: str


def words(book: Book) -> Iterator[tuple[int, str]]:
    """(place in the running text, word) of every dictionary word of two characters or more in entries of prose."""
    for node in book.nodes:
        if node.level != "entry" or node.kind != "prose":
            continue
        at, end = node.body
        for word in rjieba.cut(book.text[at:end], False):
            if _WORD(word):
                yield at, word
            at += len(word)


def confusables(book: Book, kind: str) -> dict[str, list[str]]:
    """Character → those of the book that it is taken for."""
    common = [c for c, n in Counter(book.text).most_common(1500) if n > 1 and "\u4e00" <= c <= "\u9fff"]
    return {c: near for c in common if (near := [o for o in common if likeness(c, o) == kind])}


def plants(book: Book, source: str, many: int, chance: random.Random) -> list[Plant]:
    """So many plants, far apart, in the order of the source."""
    near = {kind: confusables(book, kind) for kind in ("shape", "sound")}
    order = list(words(book))
    chance.shuffle(order)
    kinds = chance.choices(list(SHARES), list(SHARES.values()), k=many)
    found: list[Plant] = []
    for at, word in order:
        if len(found) == many:
            break
        kind, i = kinds[len(found)], chance.randrange(len(word))
        spans = book.origin.to_source(at, at + len(word))
        if len(spans) != 1 or any(abs(spans[0][0] - p.start) < APART for p in found):
            continue
        start = spans[0][0] + i
        if source[start] != word[i]:
            continue
        c = word[i]
        if kind in near:
            if c not in near[kind]:
                continue
            put, end = chance.choice(near[kind][c]), start + 1
        elif kind == "swapped":
            if i + 1 == len(word) or word[i] == word[i + 1] or source[start + 1] != word[i + 1]:
                continue
            put, end = word[i + 1] + c, start + 2
        else:
            put, end = ("" if kind == "dropped" else c + c), start + 1
        found.append(Plant(kind, start, end, put, source[start:end], word))
    return sorted(found, key=lambda p: p.start)


def alarms(book: Book) -> list[Finding]:
    return [f for f in checking.check(book, select=FAMILIES) if f.severity != "info"]


def once(path: Path, seed: int, many: int) -> tuple[list[tuple[Plant, str]], list[str]]:
    """One round: each plant with the code that found it (or nothing), and the extra alarms."""
    book = open_book(str(path))
    source = path.read_bytes().decode("utf-8")
    planted = plants(book, source, many, random.Random(f"{seed}:{path.name}"))
    pieces, at, moved, places = [], 0, 0, []
    for p in planted:
        pieces += [source[at : p.start], p.words]
        at = p.end
        places.append((p.start + moved - 1, p.start + moved + max(len(p.words), 1) + 1))
        moved += len(p.words) - (p.end - p.start)
    with tempfile.TemporaryDirectory() as folder:
        spoiled = Path(folder) / path.name
        spoiled.write_bytes("".join([*pieces, source[at:]]).encode("utf-8"))
        changed = open_book(str(spoiled))
    known = Counter((f.code, book.quote(f.start, f.end)) for f in alarms(book))
    fresh: list[Finding] = []
    for f in alarms(changed):
        key = (f.code, changed.quote(f.start, f.end))
        if known[key]:
            known[key] -= 1
        else:
            fresh.append(f)
    results, hit = [], set()
    for p, (a, b) in zip(planted, places, strict=True):
        spans = changed.origin.to_text(a, b)
        touching = [n for n, f in enumerate(fresh) if any(f.start < e and s < f.end for s, e in spans) or any(r.start < e and s < r.end for r in f.related for s, e in spans)]
        hit.update(touching)
        results.append((p, fresh[touching[0]].code if touching else ""))
    return results, [f"{f.code} {f.message}" for n, f in enumerate(fresh) if n not in hit]


def section(path: Path, seeds: range, many: int = 60) -> list[str]:
    """The table of docs/scores.md: what was planted into one text, what of it was found, and the alarms that touch no plant."""
    made: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    stray = 0
    for seed in seeds:
        results, extra = once(path, seed, many)
        stray += len(extra)
        for p, code in results:
            made[p.kind] += 1
            seen[p.kind] += bool(code)
    rows = [
        "", f"## Planted misprints: {path.stem}", "",
        f"{many} misprints a round, {len(seeds)} rounds of `bench/misprints.py`, in words of the prose drawn by lot: nothing of the place is chosen to suit a rule.",
        f"New alarms that touch no plant: {stray}.", "",
        "| slip | planted | found | share |", "|---|---|---|---|",
    ]  # fmt: skip
    rows += [f"| {kind} | {made[kind]} | {seen[kind]} | {seen[kind] / made[kind]:.2f} |" for kind in SHARES if made[kind]]
    total, right = sum(made.values()), sum(seen.values())
    return [*rows, f"| all | {total} | {right} | {right / total if total else 0:.2f} |"]


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("files", nargs="+", type=Path)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--rounds", type=int, default=1)
    ask.add_argument("--plants", type=int, default=60)
    ask.add_argument("--json", type=Path)
    ask.add_argument("--show", action="store_true", help="print the plants that were missed and the extra alarms")
    call = ask.parse_args()
    tally: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    by: Counter[str] = Counter()
    extras = 0
    for path in call.files:
        for k in range(call.rounds):
            results, extra = once(path, call.seed + k, call.plants)
            extras += len(extra)
            for p, code in results:
                by[code] += 1
                for key in (p.kind, "all"):
                    tally[key][0] += bool(code)
                    tally[key][1] += 1
                if call.show:
                    print(f"{code or 'missed'}\t{p.kind}\t{p.word}\t{p.was} → {p.words}", file=sys.stderr)
            if call.show:
                for row in extra:
                    print(f"extra\t{row}", file=sys.stderr)
    for kind, (ok, n) in tally.items():
        print(f"{kind:10}{ok:>6}{n:>6}{ok / n:>8.2f}")
    print(f"extra alarms {extras}; by rule {dict(by)}")
    if call.json:
        rows = [{"kind": kind, "found": ok, "planted": n} for kind, (ok, n) in tally.items()]
        call.json.write_text(json.dumps({"rows": rows, "extra": extras}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
