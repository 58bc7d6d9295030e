"""Where text stands on a sheet → lines in reading order: columns, bands across them, paragraph starts.

No PDF library is known here: a sheet is a list of fragments (text with place and font) and of rules (lines and bands).
All measures are points; `y` grows downwards; a fragment's `y` is its baseline.
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Callable
from dataclasses import dataclass, field

Face = tuple[str | None, float, bool]  # font, size, bold
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


@dataclass(slots=True)
class Fragment:
    """Text printed in one go. `face`: font name, size, bold."""

    text: str
    x0: float
    x1: float
    y: float
    face: Face

    @property
    def size(self) -> float:
        return self.face[1]


@dataclass(slots=True)
class Rule:
    """A drawn line or band: its box, top to bottom."""

    x0: float
    y0: float
    x1: float
    y1: float
    fill: float | None = None  # grey of a band, 0 black … 1 white; None: unknown


@dataclass(slots=True)
class Row:
    """One printed line. `runs`: stretches of the text and their faces, in order, covering it."""

    text: str
    x0: float
    x1: float
    y: float
    runs: list[tuple[int, int, Face]]
    column: int = 0
    starts: bool | None = None  # a paragraph begins here; None: the layout does not tell
    centred: bool = False
    fill: float | None = None

    @property
    def size(self) -> float:
        return max((face[1] for _, _, face in self.runs), default=10.0)


@dataclass(slots=True)
class Box:
    """One cell of a ruled table: its place in the grid, and its printed lines."""

    row: int
    column: int
    rows: int
    columns: int
    lines: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Ruled:
    """A table of the sheet, drawn with rules or told by the columns of its figures."""

    x0: float
    y0: float
    x1: float
    y1: float
    boxes: list[Box]
    height: int  # rows of the grid
    width: int  # columns of the grid
    column: int = 0
    scrambled: bool = False  # lines between two rules: nothing tells which cell is which


Item = Row | Ruled


@dataclass(slots=True)
class _Segment:
    """Fragments of one printed line that stand together."""

    parts: list[Fragment]

    @property
    def x0(self) -> float:
        return self.parts[0].x0

    @property
    def x1(self) -> float:
        return max(ink_end(p) for p in self.parts)

    @property
    def y(self) -> float:
        return self.parts[0].y

    @property
    def size(self) -> float:
        return max(p.size for p in self.parts)


@dataclass(slots=True)
class Sheet:
    """What stands on one sheet."""

    width: float
    height: float
    fragments: list[Fragment]
    rules: list[Rule]
    aside: list[str] = field(default_factory=list)  # printed outside the page, or aslant over the text
    mended: list[tuple[str, int]] = field(default_factory=list)  # kind of mending, and how many places


def ink_end(part: Fragment) -> float:
    """Where a fragment's ink ends: a closing mark takes half of its square, and may hang out of the column."""
    return part.x1 - 0.45 * part.size if part.text[-1:] in "，。、；：！？）》】”’」』" else part.x1


# -- lines of print --------------------------------------------------------------------------------------------------
def baselines(fragments: list[Fragment]) -> list[list[Fragment]]:
    """Fragments by printed line, top to bottom, each from left to right."""
    rows: list[list[Fragment]] = []
    for part in sorted(fragments, key=lambda f: (f.y, f.x0)):
        if rows and abs(part.y - rows[-1][0].y) <= 0.4 * min(part.size, rows[-1][0].size):
            rows[-1].append(part)
        else:
            rows.append([part])
    rows = _with_raised(rows)
    for row in rows:
        row.sort(key=lambda f: f.x0)
    return rows


def _with_raised(rows: list[list[Fragment]]) -> list[list[Fragment]]:
    """Small signs set high or low beside larger ones (the 2 of 平方米, a note's number) belong to the line of these."""
    if len(rows) < 2 or len({round(f.size) for row in rows for f in row}) < 2:
        return rows
    for n, row in enumerate(rows):
        for small in list(row) if len(row) <= 12 else ():
            if len(small.text) > 4:
                continue
            for near in (n + 1, n - 1):
                if not 0 <= near < len(rows):
                    continue
                beside = next((f for f in rows[near] if small.size <= 0.8 * f.size and abs(small.y - f.y) <= 0.6 * f.size and -0.3 * f.size <= small.x0 - f.x1 <= 0.35 * f.size), None)
                if beside is not None:
                    row.remove(small)
                    rows[near].append(small)
                    break
    return [row for row in rows if row]


def row_of(parts: list[Fragment], column: int = 0) -> Row:
    """The text of one printed line: gaps become spaces, even letter-spacing none."""
    gaps = [max(b.x0 - a.x1, 0.0) for a, b in itertools.pairwise(parts)]
    even = 0.0
    if gaps and all(len(p.text.strip()) == 1 for p in parts) and max(gaps) - min(gaps) <= 0.35 * parts[0].size:
        even = max(gaps)
    elif len(gaps) >= 4:
        even = min(statistics.median(gaps), 0.9 * parts[0].size)
    text: list[str] = []
    runs: list[tuple[int, int, Face]] = []
    at = 0
    for n, part in enumerate(parts):
        words = part.text
        if n:
            gap = gaps[n - 1] - even
            em = min(part.size, parts[n - 1].size)
            if gap > 0.3 * em and not text[-1].endswith(" ") and not words.startswith(" "):
                spaces = " " * max(1, min(12, round(gap / (0.5 * em))))
                text.append(spaces)
                at += len(spaces)
        start = runs[-1][0] if runs and runs[-1][2] == part.face else at
        if runs and runs[-1][2] == part.face:
            runs.pop()
        text.append(words)
        at += len(words)
        runs.append((start, at, part.face))
    whole = "".join(text)
    return Row(whole, parts[0].x0, max(p.x1 for p in parts), max(parts, key=lambda p: p.size).y, runs, column)


def segments(fragments: list[Fragment]) -> list[_Segment]:
    """Printed lines cut where a gap is wider than a column's letters ever leave."""
    found: list[_Segment] = []
    for row in baselines(fragments):
        current = [row[0]]
        for part in row[1:]:
            if part.x0 - max(map(ink_end, current)) > 0.9 * min(part.size, current[-1].size):
                found.append(_Segment(current))
                current = [part]
            else:
                current.append(part)
        found.append(_Segment(current))
    return found


# -- columns ---------------------------------------------------------------------------------------------------------
Strip = tuple[float, float]


def gutters(parts: list[_Segment], x0: float, x1: float) -> list[Strip]:
    """The white strips that part columns of prose, from left to right; empty where the sheet has one column."""
    width = x1 - x0
    if len(parts) < 10 or width < 120:
        return []
    bins = [0] * (int(width / 2) + 2)
    for s in parts:
        for b in range(max(int((s.x0 - x0) / 2), 0), min(int((s.x1 - x0) / 2) + 1, len(bins))):
            bins[b] += 1
    busy = statistics.median(b for b in bins if b) if any(bins) else 0
    low = max(2.0, 0.2 * busy)
    strips: list[Strip] = []
    b, stop = int(0.15 * len(bins)), int(0.85 * len(bins))
    while b < stop:
        end = b
        while end < len(bins) and bins[end] <= low:
            end += 1
        if 2 * (end - b) >= 7:
            strips.append((x0 + 2 * b, x0 + 2 * end))
        b = end + 1
    choices = [strips, *([s] for s in sorted(strips, key=lambda s: s[0] - s[1]))] if len(strips) <= 5 else []
    return next((c for c in choices if c and _all_prose(parts, c, x0, x1)), [])


def _all_prose(parts: list[_Segment], strips: list[Strip], x0: float, x1: float) -> bool:
    """Whether strips leave columns of about one width that running text fills."""
    edges = [x0, *(side for strip in strips for side in strip), x1]
    columns = [(edges[k], edges[k + 1]) for k in range(0, len(edges), 2)]
    widths = [b - a for a, b in columns]
    if len(columns) > 2 and max(widths) > 1.3 * min(widths):
        return False
    return all(_prose([s for s in parts if s.x0 >= a - 4 and s.x1 <= b + 4], a, b) for a, b in columns)


def _prose(parts: list[_Segment], x0: float, x1: float) -> bool:
    """Whether lines fill a column as running text does."""
    if len(parts) < 4 or x1 - x0 < 60:
        return False
    full = sum(s.x1 - s.x0 > 0.8 * (x1 - x0) for s in parts)
    return full >= max(3, 0.25 * len(parts))


Unruled = Callable[[list[list[Fragment]]], list[tuple[int, int, Ruled]]]
"""Finds tables without rules among printed lines: first line, end, table."""


def in_order(sheet: Sheet, tables: list[Ruled], known: list[Strip], edges: tuple[float, float], unruled: Unruled = lambda rows: []) -> list[Item]:
    """The lines and tables of a sheet in reading order. `known`: the gutters of its neighbours; `edges`: of the type area."""
    parts = segments(sheet.fragments)
    if not parts:
        return list(tables)
    x0, x1 = edges
    found = gutters(parts, x0, x1)
    if not found and known and _keeps(parts, known):
        found = known
    if not found:
        return _column([*parts, *tables], 0, unruled)
    bands = [(r.y0, r.y1) for r in sheet.rules if 8 < r.y1 - r.y0 < 90 and any(r.x0 < a - 20 and r.x1 > z + 20 for a, z in found)]
    body = statistics.median(s.size for s in parts)
    paired = _paired(parts, (x0 + x1) / 2, 1.3 * body)

    def across(item: _Segment | Ruled) -> bool:
        if any(item.x0 < a - 3 and item.x1 > z + 3 for a, z in found):
            return True
        if isinstance(item, Ruled):
            return False
        if id(item) in paired or (len(found) % 2 == 0 and item.size >= 1.5 * body and abs((item.x0 + item.x1) - (x0 + x1)) < 2 * item.size):
            return True
        return any(top - 1 <= item.y - 0.3 * item.size <= bottom + 1 for top, bottom in bands)

    def top(item: _Segment | Ruled) -> float:
        return item.y0 if isinstance(item, Ruled) else item.y - item.size

    out: list[Item] = []
    columns: list[list[_Segment | Ruled]] = [[] for _ in range(len(found) + 1)]
    whole: list[_Segment | Ruled] = []

    def flush_columns() -> None:
        for n, column in enumerate(columns, 1):
            out.extend(_column(column, n, unruled))
            column.clear()

    everything: list[_Segment | Ruled] = [*parts, *tables]
    for item in sorted(everything, key=top):
        if across(item):
            if any(columns):
                flush_columns()
            whole.append(item)
            continue
        if whole:
            out.extend(_column(whole, 0, unruled))
            whole.clear()
        middle = (item.x0 + item.x1) / 2
        columns[sum((a + z) / 2 < middle for a, z in found)].append(item)
    flush_columns()
    out.extend(_column(whole, 0, unruled))
    return out


def _keeps(parts: list[_Segment], known: list[Strip]) -> bool:
    """Whether the gutters seen on neighbouring sheets are kept free on this one."""
    for a, z in known:
        middle = (a + z) / 2
        crossing = sum(s.x0 < middle - 2 and s.x1 > middle + 2 for s in parts)
        if crossing > max(2, 0.2 * len(parts)):
            return False
    first, last = sum(known[0]) / 2, sum(known[-1]) / 2
    return any(s.x0 > first for s in parts) and any(s.x1 < last for s in parts)


def _paired(parts: list[_Segment], middle: float, large: float) -> set[int]:
    """Ids of large letter-spaced words on both sides of the middle: one title set across the columns."""
    found: set[int] = set()
    for _, group in itertools.groupby(parts, key=lambda s: round(s.y)):
        row = [s for s in group if s.size >= large]
        if len(row) >= 2 and row[0].x1 < middle < row[-1].x0 and len({round(s.size) for s in row}) == 1 and all(len("".join(p.text for p in s.parts).strip()) == 1 for s in row):
            found.update(id(s) for s in row)
    return found


def _column(items: list[_Segment | Ruled], column: int, unruled: Unruled) -> list[Item]:
    """The lines and tables of one column from top to bottom, with the paragraph starts that indents and gaps tell."""
    printed = baselines([p for i in items if isinstance(i, _Segment) for p in i.parts])
    tables = [i for i in items if isinstance(i, Ruled)]
    at = 0
    rows: list[Item] = []
    for start, end, table in unruled(printed):
        rows.extend(row_of(parts, column) for parts in printed[at:start])
        tables.append(table)
        at = end
    rows.extend(row_of(parts, column) for parts in printed[at:])
    for table in tables:
        table.column = column
        rows.append(table)
    rows.sort(key=lambda r: r.y0 if isinstance(r, Ruled) else r.y)
    _mark_starts([r for r in rows if isinstance(r, Row)], rows)
    return rows


def _mark_starts(lines: list[Row], rows: list[Item]) -> None:
    if not lines:
        return
    sizes: dict[float, int] = {}
    for line in lines:
        sizes[round(line.size, 1)] = sizes.get(round(line.size, 1), 0) + len(line.text)
    body = max(sizes, key=sizes.__getitem__)
    own = [line for line in lines if abs(line.size - body) < 0.6]
    left = _edge([line.x0 for line in own])
    right = max((line.x1 for line in own), default=0.0)
    leads = [b.y - a.y for a, b in itertools.pairwise(lines) if 0 < b.y - a.y < 3 * body]
    lead = statistics.median(leads) if leads else 1.5 * body
    indented = sum(0.8 * body < line.x0 - left < 4.5 * body for line in own)
    for line in lines:
        line.centred = line.x0 - left > 1.2 * body and abs((line.x0 - left) - (right - line.x1)) < 1.5 * body
    if len(own) < 3 and not indented:
        return
    before: Row | None = None
    for item in rows:
        if isinstance(item, Ruled):
            before = None
            continue
        _indent(item, min(80, round((item.x0 - left) / (0.5 * body))) if body else 0)
        if item.x0 - left > 0.8 * body or (before is not None and item.y - before.y > 1.45 * lead) or (before is not None and before.x1 < right - 1.3 * body and before.x0 - left <= 4.5 * body and before.text.rstrip().endswith(("。", "！", "？", "：", "”", "）", "；"))):
            item.starts = True
        elif indented or before is not None:
            item.starts = False
        before = item


def _indent(row: Row, spaces: int) -> None:
    """Put the indent of a line before its words, as a typist would: two spaces for a character's width."""
    if spaces >= 2:
        row.text = " " * spaces + row.text
        row.runs = [(a + spaces, b + spaces, face) for a, b, face in row.runs]


def _edge(values: list[float]) -> float:
    """The left edge of a column: the smallest place at which several lines begin."""
    if not values:
        return 0.0
    counts: dict[int, int] = {}
    for value in values:
        counts[round(value)] = counts.get(round(value), 0) + 1
    usual = [v for v in sorted(counts) if counts[v] + counts.get(v + 1, 0) >= max(2, 0.15 * len(values))]
    return float(usual[0]) if usual else min(values)


# -- bands -----------------------------------------------------------------------------------------------------------
def shade(items: list[Item], rules: list[Rule]) -> None:
    """Give lines the grey of the band that they stand on."""
    bands = [r for r in rules if r.fill is not None and r.y1 - r.y0 > 8 and r.x1 - r.x0 > 30 and 0.15 < r.fill < 0.99]
    for item in items:
        if isinstance(item, Row):
            at = item.y - 0.35 * item.size
            for band in bands:
                if band.y0 <= at <= band.y1 and band.x0 - 2 <= item.x0 and item.x1 <= band.x1 + 2 and band.y1 - band.y0 < 12 * item.size:
                    item.fill = band.fill
                    break
