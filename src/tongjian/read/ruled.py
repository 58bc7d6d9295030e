"""Tables drawn with rules → cells: a full grid, rules under head and rows alone, or two rules above and below."""

from __future__ import annotations

import itertools
import statistics
from dataclasses import replace

from tongjian.read.aligned import grid_of, pieces
from tongjian.read.layout import Box, Fragment, Rule, Ruled, Sheet, baselines, row_of, segments


def ruled_tables(sheet: Sheet, body: float) -> list[Ruled]:
    """Tables drawn with rules; their fragments leave the sheet. `body`: size of the running text.

    Small print between two level rules is a table too; where its columns are not certain only the lines are known.
    """
    flat = [r for r in sheet.rules if r.y1 - r.y0 <= 2.5 and r.x1 - r.x0 > 12]
    tall = [r for r in sheet.rules if r.x1 - r.x0 <= 2.5 and r.y1 - r.y0 > 5]
    found: list[Ruled] = []
    highest = min((f.y - f.size for f in sheet.fragments), default=0.0)
    flat = [r for r in flat if r.y1 > highest or highest - r.y1 < 0.9 * body]  # not the rule under a running head
    if len(flat) + len(tall) > 4000:
        return found
    for group in _connected(flat, tall, sheet.fragments, body):
        level = [r for r in group if r.y1 - r.y0 <= 2.5]
        upright = [r for r in group if r.y1 - r.y0 > 2.5]
        if len(level) < 2:
            continue
        bare = not upright and len(level) == 2
        x0, x1 = min(r.x0 for r in group), max(r.x1 for r in group)
        y0, y1 = min(r.y0 for r in group), max(r.y1 for r in group)
        inside = [f for f in sheet.fragments if x0 - 2 <= (f.x0 + f.x1) / 2 <= x1 + 2 and y0 - 1 <= f.y - 0.35 * f.size <= y1 + 1]
        if len(inside) < 4 or (bare and statistics.median(f.size for f in inside) > body - 0.6):
            continue
        box = (x0, y0, x1, y1)
        plain = None if upright else grid_of([pieces(row) for row in baselines(inside)], sure=True)
        if plain is not None:
            table: Ruled | None = replace(plain, x0=x0, y0=y0, x1=x1, y1=y1)
        else:
            table = _listed(inside, box) if bare else _grid(level, upright, inside, box)
        if table is not None:
            taken = set(map(id, inside))
            sheet.fragments = [f for f in sheet.fragments if id(f) not in taken]
            found.append(table)
    return found


def _connected(flat: list[Rule], tall: list[Rule], fragments: list[Fragment], body: float) -> list[list[Rule]]:
    """Rules that touch, or level ones of the same extent one under another, are one table."""
    rules = [*flat, *tall]
    parent = list(range(len(rules)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, a in enumerate(flat):
        for j, b in enumerate(tall, len(flat)):
            if a.x0 - 3 <= b.x0 <= a.x1 + 3 and b.y0 - 3 <= a.y0 <= b.y1 + 3:
                parent[root(i)] = root(j)
    order = sorted(range(len(flat)), key=lambda i: flat[i].y0)
    for n, i in enumerate(order):
        for j in order[n + 1 : n + 12]:
            a, b = flat[i], flat[j]
            if abs(a.x0 - b.x0) < 4 and abs(a.x1 - b.x1) < 4:
                if _tabular([f for f in fragments if a.x0 - 2 <= f.x0 and f.x1 <= a.x1 + 2 and a.y0 < f.y - 0.35 * f.size < b.y0], body):
                    parent[root(i)] = root(j)
                break
    groups: dict[int, list[Rule]] = {}
    for i, rule in enumerate(rules):
        groups.setdefault(root(i), []).append(rule)
    return list(groups.values())


def _tabular(between: list[Fragment], body: float) -> bool:
    """Whether what stands between two rules is a table's: small print, or lines of several cells."""
    if not between:
        return True
    if statistics.median(f.size for f in between) <= body - 0.6:
        return True
    rows = baselines(between)
    return sum(len(segments(row)) >= 2 for row in rows) >= 0.6 * len(rows)


def _places(values: list[float], apart: float) -> list[float]:
    found: list[list[float]] = []
    for value in sorted(values):
        if found and value - found[-1][-1] <= apart:
            found[-1].append(value)
        else:
            found.append([value])
    return [sum(g) / len(g) for g in found]


def _grid(level: list[Rule], upright: list[Rule], inside: list[Fragment], box: tuple[float, float, float, float]) -> Ruled | None:
    x0, y0, x1, y1 = box
    if upright:
        xs = _places([x for r in upright for x in (r.x0,)] + [x for r in level for x in (r.x0, r.x1)], 3.0)
        ys = _places([r.y0 for r in level] + [y for r in upright for y in (r.y0, r.y1)], 3.0)
    else:
        ys = _places([r.y0 for r in level], 3.0)
        xs = _white(inside, x0, x1)
    ys = _split_rows(ys, xs, inside)
    if len(xs) < 3 or len(ys) < 3 or (len(xs) - 1) * (len(ys) - 1) > 20_000:
        return None
    wide, high = len(xs) - 1, len(ys) - 1
    printed = {round(r.y0) for r in level}

    def walled(x: float, a: float, b: float) -> bool:
        if not upright:
            return True
        return sum(max(0.0, min(b, r.y1) - max(a, r.y0)) for r in upright if abs(r.x0 - x) <= 3) >= 0.6 * (b - a)

    def floored(y: float, a: float, b: float) -> bool:
        if not any(abs(y - p) <= 4 for p in printed):
            return True  # a row that was told by its baseline
        return sum(max(0.0, min(b, r.x1) - max(a, r.x0)) for r in level if abs(r.y0 - y) <= 3) >= 0.6 * (b - a)

    parent = list(range(wide * high))

    def root(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    for r in range(high):
        for c in range(wide):
            if c + 1 < wide and not walled(xs[c + 1], ys[r], ys[r + 1]):
                parent[root(r * wide + c + 1)] = root(r * wide + c)
            if r + 1 < high and not floored(ys[r + 1], xs[c], xs[c + 1]):
                parent[root((r + 1) * wide + c)] = root(r * wide + c)
    cells: dict[int, list[tuple[int, int]]] = {}
    for r in range(high):
        for c in range(wide):
            cells.setdefault(root(r * wide + c), []).append((r, c))
    boxes: list[Box] = []
    holder: dict[tuple[int, int], Box] = {}
    for members in cells.values():
        top, left = min(r for r, _ in members), min(c for _, c in members)
        made = Box(top, left, max(r for r, _ in members) - top + 1, max(c for _, c in members) - left + 1)
        boxes.append(made)
        for member in members:
            holder[member] = made
    held: dict[int, list[Fragment]] = {}
    for part in inside:
        r = max(0, min(high - 1, sum(y <= part.y - 0.35 * part.size for y in ys) - 1))
        c = max(0, min(wide - 1, sum(x <= (part.x0 + part.x1) / 2 for x in xs) - 1))
        held.setdefault(id(holder[r, c]), []).append(part)
    for made in boxes:
        made.lines = [row_of(parts) for parts in baselines(held.get(id(made), []))]
    boxes.sort(key=lambda b: (b.row, b.column))
    if sum(bool(b.lines) for b in boxes) < 4:
        return None
    return Ruled(x0, y0, x1, y1, boxes, high, wide)


def _listed(inside: list[Fragment], box: tuple[float, float, float, float]) -> Ruled | None:
    """Lines between two rules: what stands together on a line is a cell of its row. Lines that nothing parts are a note, no table."""
    boxes: list[Box] = []
    rows = baselines(inside)
    if sum(len(segments(row)) >= 2 for row in rows) < 0.3 * len(rows):
        return None
    for r, row in enumerate(rows):
        parts = segments(row)
        boxes.extend(Box(r, c, 1, 1, [row_of(s.parts)]) for c, s in enumerate(parts))
    return Ruled(*box, boxes, len(rows), max((b.column for b in boxes), default=0) + 1, scrambled=True)


def _white(inside: list[Fragment], x0: float, x1: float) -> list[float]:
    """Column edges of a table without upright rules: the white strips that every row keeps."""
    size = statistics.median(f.size for f in inside)
    covered = sorted((f.x0, f.x1) for row in baselines(inside) if len(row) >= 2 for f in row)
    edges = [x0]
    end = covered[0][1] if covered else x1
    for a, b in covered[1:]:
        if a - end >= 0.7 * size:
            edges.append((a + end) / 2)
        end = max(end, b)
    return [*edges, x1]


def _split_rows(ys: list[float], xs: list[float], inside: list[Fragment]) -> list[float]:
    """Rows that no rule parts: where several columns print on the same baselines, each baseline is a row."""
    out: list[float] = []
    for top, bottom in itertools.pairwise(ys):
        out.append(top)
        rows = baselines([f for f in inside if top <= f.y - 0.35 * f.size < bottom])
        shared = [row for row in rows if len({sum(x <= (f.x0 + f.x1) / 2 for x in xs) for f in row}) >= max(2, 0.5 * (len(xs) - 1))]
        apart = all(b[0].y - a[0].y >= 0.95 * min(a[0].size, b[0].size) for a, b in itertools.pairwise(rows))  # else cells are set in the middle of one row
        if len(rows) >= 3 and apart and len(shared) >= 0.75 * len(rows):
            out.extend((a[0].y + b[0].y - b[0].size) / 2 for a, b in itertools.pairwise(rows))
    return [*out, ys[-1]] if ys else ys
