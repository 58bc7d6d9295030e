"""Plant wrong figures into a text and see which the checker finds.

    planter.py FILE … [--seed N] [--rounds N] [--each N] [--json OUT] [--show]

For every relation that holds in the text (as `tongjian check --relations` sees it), one figure of it is made wrong the way
figures go wrong: a digit changed (in a part: the total is stale then), two digits swapped, a digit dropped or doubled, a unit
changed (万 for 亿), an item dropped from a list. Figures of many relations are planted at once, far enough apart that none
touches another, and the text is read and checked again. A plant is *found* where an alarm (error or warning) that the text did
not give before covers it or cites it. Alarms that are new and touch no plant are *extra*.

Deterministic by seed. Nothing is left behind but the table (and the JSON where asked for).
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tongjian import check as checking
from tongjian.book import Book
from tongjian.check import Finding, Relation
from tongjian.read import Unreadable, open_book

FAMILIES = ("NUM", "TAB", "DAT")
APART = 400  # characters of running text between two plants


@dataclass(frozen=True)
class Plant:
    """One wrong figure: what it spoils, and where it stands in the source."""

    code: str  # of the relation
    kind: str  # what was done to the figure
    start: int  # in the source
    end: int
    words: str  # what is put there
    line: int
    was: str


def digit(figure: str, chance: random.Random) -> str | None:
    """One digit changed (the first never to 0)."""
    places = [i for i, c in enumerate(figure) if c.isdigit()]
    at = chance.choice(places)
    other = [c for c in "0123456789" if c != figure[at] and not (c == "0" and at == places[0])]
    return figure[:at] + chance.choice(other) + figure[at + 1 :]


def swap(figure: str, chance: random.Random) -> str | None:
    """Two neighbouring digits swapped."""
    places = [i for i in range(len(figure) - 1) if figure[i].isdigit() and figure[i + 1].isdigit() and figure[i] != figure[i + 1] and not (i == 0 and figure[1] == "0")]
    if not places:
        return None
    i = chance.choice(places)
    return figure[:i] + figure[i + 1] + figure[i] + figure[i + 2 :]


def length(figure: str, chance: random.Random) -> str | None:
    """A digit dropped or doubled."""
    places = [i for i, c in enumerate(figure) if c.isdigit() and i]
    if len(places) < 2:
        return None
    i = chance.choice(places)
    changed = figure[:i] + figure[i + 1 :] if chance.random() < 0.5 else figure[:i] + figure[i] + figure[i:]
    return changed if re.fullmatch(r"\d+(?:\.\d+)?", changed) and changed != figure else None


def unit(source: str, start: int, end: int) -> tuple[int, int, str] | None:
    """万 where 亿 stands, or the other way round."""
    found = re.match(r"\s*([万亿])", source[end : end + 4])
    return (end + found.start(1), end + found.end(1), {"万": "亿", "亿": "万"}[found[1]]) if found else None


def drop(source: str, start: int, end: int) -> tuple[int, int, str] | None:
    """The item that holds the figure left out of its list: `、民办非企业单位798家`."""
    before = re.search(r"、[^、，。；：（）()\d]{1,24}$", source[max(0, start - 60) : start])
    behind = re.match(r"\s*[\u4e00-\u9fff]{1,3}?(?=\s*[、，；。）])", source[end : end + 12])
    if not before or not behind:
        return None
    first, last = start - len(before[0]), end + behind.end()
    return first, last, "\n" * source.count("\n", first, last)  # later lines keep their numbers


KINDS: dict[str, Callable[[str, random.Random], str | None]] = {"digit": digit, "swap": swap, "length": length}


def figures_of(relation: Relation, book: Book) -> list[tuple[int, int]]:
    """Spans of the printed figures that a relation rests on, in the running text."""
    named = set(re.findall(r"\d+(?:\.\d+)?", f"{relation.relation} {relation.stated}"))
    spans = [(relation.start, relation.end), *((r.start, r.end) for r in relation.related)]
    found: list[tuple[int, int]] = []
    for a, b in spans:
        figures = re.finditer(r"(?<![\d.])\d+(?:\.\d+)?(?![\d.])", book.text[a:b])
        found += [(a + m.start(), a + m.end()) for m in figures if m[0] in named and not re.match(r"[年月日]", book.text[a + m.end() : a + m.end() + 1])]
    return found


def plants(book: Book, source: str, relations: list[Relation], chance: random.Random, each: int) -> Iterator[Plant]:
    """One plant a relation, far apart, at most `each` a code; equality relations and parts of lists first."""
    order = [r for r in relations if r.holds and r.operator == "=" and r.code[:3] in FAMILIES]
    chance.shuffle(order)
    taken: list[tuple[int, int]] = []
    used: Counter[str] = Counter()
    for r in order:
        if used[r.code] >= each:
            continue
        spans = figures_of(r, book)
        if not spans:
            continue
        a, b = chance.choice(spans)
        reach = [(r.start, r.end), *((x.start, x.end) for x in r.related)]
        if any(x - APART < e and s < y + APART for s, e in reach for x, y in taken):
            continue
        places = book.origin.to_source(a, b)
        if len(places) != 1:
            continue
        start, end = places[0]
        kinds = [*KINDS, "unit", "drop"]
        chance.shuffle(kinds)
        for kind in kinds:
            made = spoil(source, start, end, kind, r.code, chance)
            if made is not None:
                taken += reach
                used[r.code] += 1
                yield Plant(r.code, kind, made[0], made[1], made[2], book.line_of(start) or 0, source[made[0] : made[1]])
                break


def spoil(source: str, start: int, end: int, kind: str, code: str, chance: random.Random) -> tuple[int, int, str] | None:
    """What is put where for one kind of error; None where the figure does not allow it."""
    if kind == "unit":
        return unit(source, start, end)
    if kind == "drop":
        return drop(source, start, end) if code == "NUM101" else None
    words = KINDS[kind](source[start:end], chance)
    return (start, end, words) if words is not None and float(words) != float(source[start:end]) else None


def alarms(book: Book) -> list[Finding]:
    return [f for f in checking.check(book, select=FAMILIES) if f.severity != "info"]


def lines_of(book: Book, found: Finding) -> list[tuple[int, int]]:
    """The physical lines that a finding and its related places stand on."""
    places = [book.place(found.start, found.end), *(book.place(r.start, r.end) for r in found.related)]
    return [(p.line, p.line_end or p.line) for p in places if p.line is not None]


def reread(path: Path, source: str, edits: list[tuple[int, int, str]]) -> Book:
    """The book with other words in the places named; written and read like any file, so that the same reader takes it."""
    pieces, at = [], 0
    for start, end, words in sorted(edits):
        pieces += [source[at:start], words]
        at = end
    with tempfile.TemporaryDirectory() as folder:
        spoiled = Path(folder) / path.name
        spoiled.write_bytes("".join([*pieces, source[at:]]).encode("utf-8"))
        return open_book(str(spoiled))


def fresh(changed: Book, before: list[Finding]) -> list[tuple[Finding, list[tuple[int, int]]]]:
    """The alarms of a spoiled book that the book did not give `before`, each with its lines."""
    known = Counter((f.code, re.sub(r"\s", "", f.relation or ""), f.stated) for f in before)
    made = []
    for f in alarms(changed):
        key = (f.code, re.sub(r"\s", "", f.relation or ""), f.stated)
        if known[key]:
            known[key] -= 1
        else:
            made.append((f, lines_of(changed, f)))
    return made


def once(path: Path, seed: int, each: int) -> tuple[list[tuple[Plant, bool]], list[str], int]:
    """One round on one text: plants with whether each was found, extra alarms, and how many alarms there were before."""
    book = open_book(str(path))
    source = path.read_bytes().decode("utf-8")
    relations = checking.relations(book)
    before = alarms(book)
    chance = random.Random(f"{seed}:{path.name}")
    planted = sorted(plants(book, source, relations, chance, each), key=lambda p: p.start)
    shown = fresh(reread(path, source, [(p.start, p.end, p.words) for p in planted]), before)
    found = [(p, any(a <= p.line <= b for _, spans in shown for a, b in spans)) for p in planted]
    hit = {p.line for p in planted}
    extra = [f"{spans[0][0] if spans else '?'} {f.code} {f.message}" for f, spans in shown if not any(a <= line <= b for line in hit for a, b in spans)]
    return found, extra, len(before)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("files", nargs="+", type=Path)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--rounds", type=int, default=1)
    ask.add_argument("--each", type=int, default=40, help="at most so many plants of one code a round")
    ask.add_argument("--json", type=Path)
    ask.add_argument("--show", action="store_true", help="print the plants that were missed and the extra alarms")
    call = ask.parse_args()
    tally: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    extras = total_before = 0
    for path in call.files:
        for k in range(call.rounds):
            try:
                found, extra, before = once(path, call.seed + k, call.each)
            except (Unreadable, OSError, UnicodeDecodeError) as problem:
                raise SystemExit(f"planter: {path}: {problem}") from None
            extras += len(extra)
            total_before += before
            for p, ok in found:
                for key in ((p.code, "all"), ("all", p.kind), ("all", "all")):
                    tally[key][0] += ok
                    tally[key][1] += 1
                if call.show and not ok:
                    print(f"missed\t{path.name}:{p.line}\t{p.code}\t{p.kind}\t{p.was} → {p.words}", file=sys.stderr)
            if call.show:
                for row in extra:
                    print(f"extra\t{path.name}:{row}", file=sys.stderr)
    print(f"{'relation':10}{'planted as':12}{'found':>7}{'of':>6}{'share':>8}")
    for (code, kind), (ok, n) in sorted(tally.items()):
        print(f"{code:10}{kind:12}{ok:>7}{n:>6}{ok / n:>8.2f}")
    print(f"extra alarms {extras}; alarms before planting {total_before}")
    if call.json:
        rows = [{"code": c, "kind": k, "found": ok, "planted": n} for (c, k), (ok, n) in sorted(tally.items())]
        call.json.write_text(json.dumps({"rows": rows, "extra": extras}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
