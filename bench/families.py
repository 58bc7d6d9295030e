"""The numbers family by family, like statcheck: what share of the relations in the gold is recognised, how many broken ones raise an alarm, and how many wrong figures planted in the kept ones do.

The gold's relations were reckoned by others, by hand or by machine, and say nothing of our codes; their form tells the family.
Nothing of the gold is copied: only figures are written.
"""

from __future__ import annotations

import json
import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import planter

from tongjian import check as checking
from tongjian.book import Book
from tongjian.check import Finding, Relation
from tongjian.read import open_book

FORMS = (  # family, the form of a relation in the gold
    ("lists against a count", re.compile(r"count\(|rows=")),
    ("shares and rates", re.compile(r"/[^=]*\*\s?100|k/n|0\.\d+=|/n=|=integer|integer$|GRIM")),
    ("whole and part", re.compile(r"<=|>=|<|>")),
    ("products and averages", re.compile(r"\*")),
    ("sums", re.compile(r"\+")),
    ("differences, dates, growth", re.compile(r"\d\s?-\s?\d|months|%=")),
    ("one figure twice", re.compile(r"=")),
)
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


def family(relation: str) -> str:
    """The family of a gold relation, by its form."""
    return next((name for name, form in FORMS if form.search(relation)), "other")


def _figures(*texts: object) -> set[str]:
    return {f"{float(n):.10g}" for t in texts for n in _FIGURE.findall(re.sub(r"\s", "", str(t or "")))}


def _lines(gold: dict[str, Any]) -> list[int]:
    return [v for k, v in gold.items() if k in ("line", "line2", "second_line", "other_line") and isinstance(v, int)]


def seen(gold: dict[str, Any], book: Book, rows: Sequence[Relation | Finding]) -> bool:
    """Whether one of ours stands within three lines of the gold's and rests on two of its figures (on all, where it has fewer)."""
    own = _figures(gold["quote"]) & _figures(gold["relation"], gold.get("stated"))
    for r in rows:
        if len(own & _figures(r.relation, r.computed, r.stated)) < min(2, len(own)):
            continue
        places = [book.place(x.start, x.end) for x in (r, *r.related)]
        if any(p.line and p.line - 3 <= at <= min(p.line_end or p.line, p.line + 24) + 3 for p in places for at in _lines(gold)):
            return True
    return False


def spots(gold: Sequence[dict[str, Any]], source: str, chance: random.Random) -> Iterator[tuple[dict[str, Any], int, int]]:
    """One printed figure of each kept relation, in the source: (relation, start, end)."""
    starts = [0]
    for row in source.split("\n"):
        starts.append(starts[-1] + len(row) + 1)
    for g in gold:
        named = _figures(g["relation"], g.get("stated"))
        figures = [f for f in _FIGURE.findall(re.sub(r"\s", "", g["quote"])) if f"{float(f):.10g}" in named]
        if not figures:
            continue
        figure, first = chance.choice(figures), starts[max(0, g["line"] - 2)]
        found = re.compile(rf"(?<![\d.]){re.escape(figure)}(?![\d.])").search(source, first, starts[min(len(starts) - 1, g["line"] + 5)])
        if found:
            yield g, found.start(), found.end()


def planted(path: Path, gold: Sequence[dict[str, Any]], seeds: range) -> tuple[Counter[str], Counter[str], int]:
    """Wrong figures in the kept relations that were computed: found and planted by family, and alarms that touch no plant."""
    source = path.read_bytes().decode("utf-8")
    book = open_book(str(path))
    before = planter.alarms(book)
    kept = [g for g in gold if g["holds"] and g.get("basis", "computed") == "computed"]
    found: Counter[str] = Counter()
    made: Counter[str] = Counter()
    stray = 0
    for seed in seeds:
        chance = random.Random(f"{seed}:{path.name}")
        order = list(kept)
        chance.shuffle(order)
        plants: list[tuple[int, int, str, dict[str, Any]]] = []
        for g, start, end in spots(order, source, chance):
            kinds = list(planter.KINDS)
            chance.shuffle(kinds)
            words = next((w for k in kinds for w in [planter.KINDS[k](source[start:end], chance)] if w and float(w) != float(source[start:end])), None)
            if words is not None and all(abs(start - s) >= 400 for s, _, _, _ in plants):
                plants.append((start, end, words, g))
        pieces, at = [], 0
        for start, end, words, _ in sorted(plants, key=lambda p: p[0]):
            pieces += [source[at:start], words]
            at = end
        with tempfile.TemporaryDirectory() as folder:
            spoiled = Path(folder) / path.name
            spoiled.write_bytes("".join([*pieces, source[at:]]).encode("utf-8"))
            changed = open_book(str(spoiled))
        known = Counter((f.code, re.sub(r"\s", "", f.relation or ""), f.stated) for f in before)
        fresh: list[list[tuple[int, int]]] = []
        for f in planter.alarms(changed):
            key = (f.code, re.sub(r"\s", "", f.relation or ""), f.stated)
            if known[key]:
                known[key] -= 1
            else:
                fresh.append(planter.lines_of(changed, f))
        lines = {source.count("\n", 0, start) + 1: g for start, _, _, g in plants}
        for line, g in lines.items():
            made[family(g["relation"])] += 1
            found[family(g["relation"])] += any(a <= line <= b for spans in fresh for a, b in spans)
        stray += sum(not any(a <= line <= b for line in lines for a, b in spans) for spans in fresh)
    return found, made, stray


def table(name: str, path: Path, gold: Sequence[dict[str, Any]], seeds: range) -> list[str]:
    """The lines of docs/scores.md for one book of the gold."""
    book = open_book(str(path))
    known = [r for r in checking.relations(book) if r.holds]
    alarms = planter.alarms(book)
    found, made, stray = planted(path, gold, seeds)
    rows = [
        "", f"## Numbers by family: {name}", "",
        f"*Recognised*: kept relations of the gold that we test too. *Broken found*: relations of the gold that do not hold and raise an alarm. *Planted*: a digit changed, two swapped, one dropped or doubled in a figure of a kept computed relation of the gold, {len(seeds)} rounds; all are counted, those too that no reader could see (a part far below its whole).",
        "", "| family | kept in gold | recognised | broken in gold | found | planted | found | share |", "|---|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    for form in (*(f for f, _ in FORMS), "other", "all"):
        own = [g for g in gold if form in ("all", family(g["relation"]))]
        kept, broken = [g for g in own if g["holds"]], [g for g in own if not g["holds"]]
        if not own:
            continue
        n, hit = (sum(made.values()), sum(found.values())) if form == "all" else (made[form], found[form])
        share = f"{hit / n:.2f}" if n else "—"
        rows.append(f"| {form} | {len(kept)} | {sum(seen(g, book, known) for g in kept)} | {len(broken)} | {sum(seen(g, book, alarms) for g in broken)} | {n} | {hit} | {share} |")
    rows += ["", f"Alarms in these rounds that touch no planted figure: {stray}."]
    tested = Counter(r.code for r in checking.relations(book) if r.operator != "~")
    rows += ["", f"Relations tested in the whole book (those that may agree by chance left out): {sum(tested.values())}; by rule: " + ", ".join(f"{code} {n}" for code, n in sorted(tested.items())) + "."]
    return rows


def load(path: Path) -> list[dict[str, Any]]:
    """The relations of a gold folder."""
    return [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines() if row.strip()] if path.exists() else []
