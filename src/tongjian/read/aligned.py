"""Tables that no upright rules draw: columns are told by where their figures stand, one under another.

Only what is certain becomes cells: rows that follow each other, white strips between columns that every row of figures keeps,
columns that are nearly all filled, figures in most of them. Anything less stays lines.
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Iterator
from typing import NamedTuple

from tongjian.read.layout import Box, Fragment, Ruled, row_of
from tongjian.read.tables import UNIT

_FIGURE = re.compile(r"[-+−＋－±▲△↑↓]?\s*[\d,，]*\d(?:[.．]\d+)?\s*(?:[%％‰]|个百分点)?[)）]?$|[(（]?[-—–－…*]+[)）]?$|持平$")
_BARE_YEAR = re.compile(r"(?:19|20)\d\d年?$")
_PROSE = re.compile(r"[。；？！]")
_CAPTION = re.compile(r"[（(]?[附续]?表\s*[\d一二三四五六七八九十]*|[（(]?续[)）]?$")


class _Piece(NamedTuple):
    """A stretch of a line that stands by itself."""

    parts: list[Fragment]
    x0: float
    x1: float
    text: str

    @property
    def figure(self) -> bool:
        return bool(_FIGURE.match(self.text)) and not _BARE_YEAR.match(self.text)


Line = list[_Piece]
Span = tuple[float, float]


def aligned_tables(rows: list[list[Fragment]]) -> list[tuple[int, int, Ruled]]:
    """Tables among the printed lines of a column, top to bottom: first line, end, table."""
    lines = [pieces(row) for row in rows]
    found: list[tuple[int, int, Ruled]] = []
    done = 0
    for start, end in _runs(lines, rows):
        table = grid_of(lines[start:end])
        if table is None:
            continue
        above = start
        columns = _columns(lines[start:end])
        while above > done and start - above < 4 and _may_head(_cut(lines[above - 1], columns), lines[above], columns):
            above -= 1
        if above < start:
            whole = grid_of(lines[above:end], head=start - above)
            if whole is not None:
                table, start = whole, above
        found.append((start, end, table))
        done = end
    return found


def pieces(row: list[Fragment]) -> Line:
    """A printed line cut where more white stands than between words; letter-spaced words stay whole."""
    found: list[list[Fragment]] = [[row[0]]]
    for part in row[1:]:
        last = found[-1][-1]
        size = min(part.size, last.size)
        gap = part.x0 - last.x1
        single = len(part.text) == 1 and len(found[-1]) <= 3 and all(len(p.text) == 1 and not p.text.isdigit() for p in found[-1]) and not part.text.isdigit()
        if gap > (2.2 if single else 0.9) * size:
            found.append([part])
        else:
            found[-1].append(part)
    found = [half for parts in found for half in _halves(parts)]
    return [_piece(parts) for parts in found]


def _piece(parts: list[Fragment]) -> _Piece:
    return _Piece(parts, parts[0].x0, max(p.x1 for p in parts), "".join(row_of(parts).text.split()))


def _cut(line: Line, columns: list[Span]) -> Line:
    """A line's pieces, cut also where a narrow gap stands in the white between two columns; a lone sign is no cell."""
    found: Line = []
    for piece in line:
        start = 0
        for k, (a, b) in enumerate(itertools.pairwise(piece.parts), 1):
            middle = (a.x1 + b.x0) / 2
            white = any(left[1] - 0.3 * a.size <= middle <= right[0] + 0.3 * a.size for left, right in itertools.pairwise(columns))
            if white and b.x0 - a.x1 >= 0.5 * a.size and sum(len(p.text) for p in piece.parts[start:k]) > 1 and sum(len(p.text) for p in piece.parts[k:]) > 1:
                found.append(_piece(piece.parts[start:k]))
                start = k
        found.append(_piece(piece.parts[start:]) if start else piece)
    return found


def _halves(parts: list[Fragment]) -> list[list[Fragment]]:
    """Two narrow cells side by side, the words of one spaced out to fill it: parted at the one gap that is wider than all others."""
    gaps = sorted(((b.x0 - a.x1, k) for k, (a, b) in enumerate(itertools.pairwise(parts), 1)), reverse=True)
    if len(gaps) < 3 or gaps[0][0] < 0.6 * parts[0].size or gaps[1][0] > 0.6 * gaps[0][0]:
        return [parts]
    return [parts[: gaps[0][1]], parts[gaps[0][1] :]]


def _runs(lines: list[Line], rows: list[list[Fragment]]) -> Iterator[tuple[int, int]]:
    """Stretches of lines that begin and end with a line of figures, close to each other, without prose."""
    start: int | None = None
    last = 0
    for n, line in enumerate(lines):
        gap = rows[n][0].y - rows[n - 1][0].y if n else 0.0
        apart = n > 0 and gap > 2.8 * max(rows[n][0].size, rows[n - 1][0].size)
        prose = len(line) == 1 and (_PROSE.search(line[0].text) is not None or len(line[0].text) > 30)
        if start is not None and (apart or prose):
            if last > start:
                yield start, last + 1
            start = None
        if sum(p.figure for p in line) >= 1 and len(line) >= 2 and not prose:
            start = n if start is None else start
            last = n
    if start is not None and last > start:
        yield start, last + 1


def _columns(lines: list[Line]) -> list[Span]:
    """Where the columns stand: what lines of figures cover, parted by the white strips that all of them keep; empty where that is not certain."""
    shown = [line for line in lines if len(line) >= 2 and any(p.figure for p in line)]
    if not shown:
        return []
    size = statistics.median(p.parts[0].size for line in shown for p in line)
    covered: list[list[float]] = []
    for piece in sorted((p for line in shown for p in line), key=lambda p: p.x0):
        if covered and piece.x0 - covered[-1][1] < 0.45 * size:
            covered[-1][1] = max(covered[-1][1], piece.x1)
        else:
            covered.append([piece.x0, piece.x1])
    return [(a, b) for a, b in covered]


def grid_of(lines: list[Line], sure: bool = False, head: int = 0) -> Ruled | None:
    """Lines as a grid of cells; None where the columns are not certain. `sure`: that they are a table is known from its rules; `head`: lines known to be its head."""
    columns = _columns(lines)
    wide = len(columns)
    lines = [_cut(line, columns) for line in lines]
    shown = [line for line in lines if len(line) >= 2 and any(p.figure for p in line)]
    if wide < 2 or len(shown) < (2 if sure else 3) or len(shown) < 0.6 * (len(lines) - head):
        return None
    placed = [_placed(line, columns) for line in lines]
    if any(p is None for p in placed):
        return None
    filled = [[any(a <= c < b for a, b, _ in p or ()) for c in range(wide)] for p, line in zip(placed, lines, strict=True) if line in shown]
    share = [sum(row[c] for row in filled) / len(filled) for c in range(wide)]
    if min(share) < (0.34 if sure else 0.5) or sum(share) < 0.75 * wide:
        return None
    figures = [sum(p.figure for line in shown for p in line if a - 1 <= p.x0 and p.x1 <= b + 1) for a, b in columns]
    numeric = sum(f >= 0.6 * s * len(shown) for f, s in zip(figures[1:], share[1:], strict=True))
    if numeric < (1 if sure else max(1, 0.5 * (wide - 1))) or (wide == 2 and not sure and len(shown) < 4):
        return None
    if numeric == wide - 1 and figures[0] >= 0.6 * share[0] * len(shown) and not sure:
        return None  # figures without words: sums, formulas, parts of a drawing
    return _table(lines, placed, columns)


def _placed(line: Line, columns: list[Span]) -> list[tuple[int, int, _Piece]] | None:
    """Each piece of a line with its first column and the end of its columns; None where two want the same place."""
    found: list[tuple[int, int, _Piece]] = []
    for piece in line:
        over = [c for c, (a, b) in enumerate(columns) if min(b, piece.x1) - max(a, piece.x0) > 0.2 * min(b - a, piece.x1 - piece.x0)]
        if not over:
            middle = (piece.x0 + piece.x1) / 2
            over = [min(range(len(columns)), key=lambda c: abs(sum(columns[c]) / 2 - middle))]
        found.append((over[0], over[-1] + 1, piece))
    if any(a[1] > b[0] for a, b in itertools.pairwise(found)):
        return None
    return found


def _may_head(line: Line, below: Line, columns: list[Span]) -> bool:
    """Whether a line above rows of figures belongs to the head: short words over the columns, no prose, no caption or unit."""
    if not columns or not line or _placed(line, columns) is None:
        return False
    size = line[0].parts[0].size
    if below[0].parts[0].y - line[0].parts[0].y > 2.8 * max(size, below[0].parts[0].size):
        return False
    if any(_PROSE.search(p.text) or len(p.text) > 16 or UNIT.fullmatch(p.text) for p in line) or _CAPTION.match(line[0].text):
        return False
    if line[0].x0 < columns[0][0] - 2 * size or line[-1].x1 > columns[-1][1] + 4 * size:
        return False
    return len(line) >= 2 or line[0].x0 >= columns[1][0] - 2 * size


def _table(lines: list[Line], placed: list[list[tuple[int, int, _Piece]] | None], columns: list[Span]) -> Ruled:
    boxes: list[Box] = []
    first = next(n for n, line in enumerate(lines) if len(line) >= 2 and any(p.figure for p in line))
    wide = len(columns)
    for n, spots in enumerate(placed):
        cells = _grouped(spots or [], columns) if n + 1 < first else spots or []
        taken = {c: (a, b, piece) for a, b, piece in cells for c in (a,)}
        c = 0
        while c < wide:
            spot = taken.get(c)
            boxes.append(Box(n, c, 1, spot[1] - spot[0] if spot else 1, [row_of(spot[2].parts)] if spot else []))
            c = spot[1] if spot else c + 1
    _let_down(boxes, first)
    _run_on(boxes, first)
    used = {row: n for n, row in enumerate(sorted({box.row for box in boxes}))}
    for box in boxes:
        box.row, box.rows = used[box.row], max(1, sum(box.row <= row < box.row + box.rows for row in used))
    size = lines[0][0].parts[0].size
    return Ruled(
        min(p.x0 for line in lines for p in line),
        min(p.parts[0].y for p in lines[0]) - size,
        max(p.x1 for line in lines for p in line),
        max(p.parts[0].y for p in lines[-1]) + 0.2 * size,
        boxes,
        len(used),
        wide,
    )


def _grouped(spots: list[tuple[int, int, _Piece]], columns: list[Span]) -> list[tuple[int, int, _Piece]]:
    """The cells of a head's upper line, each over the columns that it stands in the middle of."""
    found: list[tuple[int, int, _Piece]] = []
    steps = [b[1] - a[1] for a, b in itertools.pairwise(columns[1:])]
    pitch = statistics.median(steps) if steps else 0.0

    def off(i: int, j: int, middle: float) -> float:
        """How far a place is from the middle of columns i…j, by what they print or, set to the right, by the room that they have."""
        end = columns[j - 1][1]
        return min(abs((columns[i][0] + end) / 2 - middle), abs((columns[i][1] - pitch + end) / 2 - middle) if pitch and i else 1e9)

    for k, (a, b, piece) in enumerate(spots):
        least = found[-1][1] if found else 0
        most = spots[k + 1][0] if k + 1 < len(spots) else len(columns)
        middle = (piece.x0 + piece.x1) / 2
        size = piece.parts[0].size
        nearest, _, i, j = min((off(i, j, middle), i - j, i, j) for i in range(least, a + 1) for j in range(b, most + 1))
        if a == 0 or off(a, b, middle) <= 0.8 * size or nearest > 1.2 * size:
            i, j = a, b  # it stands in the middle of its own column, or of none
        found.append((i, j, piece))
    return found


def _run_on(boxes: list[Box], head: int) -> None:
    """A cell of the head under one of the same width, which no group parts, is its second line: 增长率 over （%）."""
    over: dict[int, Box] = {}
    gone: set[int] = set()
    for box in boxes:
        if box.row >= head or not box.lines:
            continue
        upper = over.get(box.column)
        if upper is not None and upper.columns == box.columns == 1 and upper.row + upper.rows == box.row:
            upper.lines.extend(box.lines)
            upper.rows += box.rows
            gone.add(id(box))
        else:
            over[box.column] = box
    boxes[:] = [b for b in boxes if id(b) not in gone]


def _let_down(boxes: list[Box], head: int) -> None:
    """A cell of the head with nothing below it in the head reaches down to the figures: 指标 beside two lines of years."""
    at = {(box.row, c): box for box in boxes for c in range(box.column, box.column + box.columns)}
    gone: set[int] = set()
    for box in boxes:
        if box.row >= head or not box.lines:
            continue
        while box.row + box.rows < head:
            under = [at[box.row + box.rows, c] for c in range(box.column, box.column + box.columns) if (box.row + box.rows, c) in at]
            if any(u.lines or u.columns != 1 for u in under) or len(under) != box.columns:
                break
            gone.update(map(id, under))
            box.rows += 1
    for box in boxes:  # and one with nothing above it reaches up
        if 0 < box.row < head and box.lines and id(box) not in gone:
            while box.row > 0:
                over = [at[box.row - 1, c] for c in range(box.column, box.column + box.columns) if (box.row - 1, c) in at]
                if any(o.lines or o.columns != 1 or id(o) in gone for o in over) or len(over) != box.columns:
                    break
                gone.update(map(id, over))
                box.row -= 1
                box.rows += 1
    boxes[:] = sorted((b for b in boxes if id(b) not in gone), key=lambda b: (b.row, b.column))

