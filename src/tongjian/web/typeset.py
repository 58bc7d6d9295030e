"""A stretch of a book as a page prints it: blocks of runs, cut where a figure, a finding or a cited place begins or ends.

Spans of the running text become pieces that a template prints, escaped, one after another; no markup is made here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from tongjian.book import Book, Table
from tongjian.publish.walk import Item, cells_of
from tongjian.web.shelf import Record, Volume


class Wash(NamedTuple):
    """A mark that is laid over a span: its words get the class `look`, and where the span begins an anchor `name` stands."""

    start: int
    end: int
    look: str
    name: str = ""


class Piece(NamedTuple):
    """A stretch of text under the same marks."""

    text: str
    looks: str
    names: tuple[str, ...]


class Run(NamedTuple):
    """Pieces that belong to one figure, or to none."""

    figure: Record | None
    pieces: tuple[Piece, ...]


class Cell(NamedTuple):
    """A cell of a table. `number`: it holds a figure and is set to the right; `short`: a name or a word, which is not broken."""

    runs: tuple[Run, ...]
    rows: int = 1
    columns: int = 1
    number: bool = False
    short: bool = False


class Block(NamedTuple):
    """One block of a page. `what`: text, row (of a list: `rows` holds all that follow each other), note, caption, byline, heading, table, lines."""

    what: str
    node: int
    runs: tuple[Run, ...] = ()
    head: tuple[tuple[Cell, ...], ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    notes: tuple[tuple[Run, ...], ...] = ()
    caption: tuple[Run, ...] = ()
    unit: str = ""
    opens: bool = False
    at: int = -1  # of a table: where it begins, which is its address too


SHORT = 5  # characters
NUMERIC = re.compile(r"[-+−—–]?[\d,.， ]+[%‰]?|[—–\-]|")


def figure_span(book: Book, fact: Record) -> tuple[int, int]:
    """Where the figure of a fact stands, with its approximator and unit; the fact's whole span where it is printed in words."""
    start, end = fact["start"], fact["end"]
    value = str(fact["value"])
    pattern = r"\s*".join(r"[—–\-~～至到]+" if c == "-" else re.escape(c) for c in value)
    begin = max(start - len(value), 0)
    found = list(re.finditer(rf"(?<![\d.]){pattern}(?![\d])", book.text[begin:end]))
    if not found:
        return start, end
    a, b = begin + found[-1].start(), begin + found[-1].end()  # the last one: a name may hold the same digits before it
    for word, before in ((fact.get("approx"), True), (fact.get("unit"), False)):
        if word and before and book.text[a - len(word) : a] == word:
            a -= len(word)
        elif word and not before and book.text.startswith(word, b):
            b += len(word)
    return a, b


class Typesetter:
    """Sets blocks of one book with the figures and washes that it was given."""

    def __init__(self, book: Book, figures: Iterable[Record] = (), washes: Iterable[Wash] = ()) -> None:
        """`figures`: records with `at`, the span of the printed figure; of two that overlap the first counts."""
        self.book = book
        self.figures: list[Record] = []
        taken = -1
        for figure in sorted(figures, key=lambda f: f["at"]):
            if figure["at"][0] >= taken:
                self.figures.append(figure)
                taken = figure["at"][1]
        self._ends = [f["at"][1] for f in self.figures]
        self.washes = sorted(washes)

    def runs(self, start: int, end: int) -> tuple[Run, ...]:
        """The text of a span, cut at every mark."""
        if start >= end:
            return ()
        figures = []
        for n in range(bisect_left(self._ends, start + 1), len(self.figures)):
            if self.figures[n]["at"][0] >= end:
                break
            figures.append(self.figures[n])
        washes = [w for w in self.washes if w.start < end and w.end > start]
        edges = {start, end, *(e for f in figures for e in f["at"]), *(e for w in washes for e in (w.start, w.end))}
        cuts = sorted(e for e in edges if start <= e <= end)
        runs: list[tuple[Record | None, list[Piece]]] = []
        for a, b in pairwise(cuts):
            figure = next((f for f in figures if f["at"][0] <= a < f["at"][1]), None)
            over = [w for w in washes if w.start <= a < w.end]
            looks = " ".join(dict.fromkeys(w.look for w in over))
            names = tuple(dict.fromkeys(w.name for w in over if w.name and (w.start == a or a == start)))
            if not runs or runs[-1][0] is not figure:
                runs.append((figure, []))
            runs[-1][1].append(Piece(self.book.text[a:b], looks, names))
        return tuple(Run(figure, tuple(pieces)) for figure, pieces in runs)

    def cell(self, start: int, end: int, rows: int = 1, columns: int = 1) -> Cell:
        text = self.book.text[start:end]
        return Cell(self.runs(start, end), rows, columns, bool(text) and NUMERIC.fullmatch(text.strip()) is not None, len(text) <= SHORT)

    def blocks(self, items: Iterable[Item], skip_titles: Iterable[int] = ()) -> list[Block]:
        """Blocks of items. Of the nodes in `skip_titles` the title is not printed again: the page has it above."""
        skip = set(skip_titles)
        out: list[Block] = []
        for item in items:
            start, end = item.start, item.end
            node = self.book.nodes[item.node] if item.node >= 0 else None
            if item.opens and item.node in skip:
                if node is None or item.what == "heading" or node.body[0] >= end:
                    continue
                start = max(start, node.body[0])
            if item.what == "table":
                out.append(self._table(item, self.book.tables[item.table], _caption(out)))
            elif item.what == "row":
                row = tuple(self.cell(a, b) for a, b in cells_of(self.book, item))
                if out and out[-1].what == "row" and (not item.opens or (node is not None and node.kind in ("docindex", "honours"))):
                    out[-1] = out[-1]._replace(rows=(*out[-1].rows, row))
                else:
                    out.append(Block("row", item.node, rows=(row,), caption=_caption(out)))
            elif item.opens and node is not None and node.level == "entry" and node.title_span == (item.start, end):
                out.append(Block("title", item.node, runs=self.runs(start, end), opens=True))
            else:
                out.append(Block(item.what, item.node, runs=self.runs(start, end), opens=item.opens))
        return out

    def _table(self, item: Item, table: Table, caption: tuple[Run, ...]) -> Block:
        rows = tuple(tuple(self.cell(c.start, c.end, c.rows, c.columns) for c in row) for row in table.rows)
        notes = tuple(self.runs(a, b) for a, b in table.notes)
        title = self.runs(*table.title) if table.title else caption
        head = 0 if table.scrambled else table.header
        unit = "" if any("单位" in self.book.text[a:b] for a, b in table.notes) else table.unit or ""
        what = "lines" if table.scrambled else "table"
        body = rows[head:]
        if head and body and all(c.rows == c.columns == 1 for row in rows for c in row) and len({len(row) for row in rows}) == 1:
            numeric = [all(row[n].number for row in body) for n in range(len(rows[0]))]
            rows = (*(tuple(c._replace(number=numeric[n]) for n, c in enumerate(row)) for row in rows[:head]), *body)
        return Block(what, item.node, head=rows[:head], rows=rows[head:], notes=notes, caption=title, unit=unit, at=table.start)


def _caption(out: list[Block]) -> tuple[Run, ...]:
    """The caption that was set last, taken off the page: the table under it carries it."""
    return out.pop().runs if out and out[-1].what == "caption" else ()


def items_of(volume: Volume, start: int, end: int) -> list[Item]:
    """The items that begin in a span of the running text."""
    items = volume.items
    return list(items[bisect_left(items, start, key=_at) : bisect_left(items, end, key=_at)])


def _at(item: Item) -> int:
    return item.start


def numbered(book: Book, facts: Sequence[Record]) -> list[Record]:
    """Facts with `n`, their number on the page, `at`, the span of the printed figure, and their change with its unit as printed."""
    return [{**fact, "n": n, "at": figure_span(book, fact), "change": change_shown(book, fact)} for n, fact in enumerate(facts, 1)]


def change_shown(book: Book, fact: Record) -> str:
    """The change of a fact with the unit that is printed behind it; bare where it cannot be found again."""
    change = fact.get("change")
    if not change:
        return ""
    paragraph = book.paragraph_at(fact["start"])
    ahead = book.text[fact["start"] : min(paragraph[1], fact["end"] + 120)]
    found = re.search(rf"(?<![\d.]){re.escape(change.lstrip('+-'))}\s*(%|％|‰|个百分点|倍)", ahead)
    return f"{change}{found[1]}" if found else str(change)


def washes_of(findings: Iterable[dict[str, Any]]) -> list[Wash]:
    """Marks for findings: the words at fault and the other places."""
    out = []
    for f in findings:
        out.append(Wash(f["start"], f["end"], f"flag {f['severity']}", f"p{f['id']}"))
        out += [Wash(r["start"], r["end"], "other") for r in f.get("related") or ()]
    return out
