"""Tables as grids: which place of a row a merged cell covers."""

from __future__ import annotations

from tongjian.book import TableCell
from tongjian.read.markdown import spans_of

Rows = tuple[tuple[TableCell, ...], ...]
Grid = list[list[TableCell | str]]  # a cell, or `<` or `^` where the cell to the left or above covers the place


def grid_of(rows: Rows) -> Grid:
    """Rows with `<` and `^` where a merged cell covers the place of another."""
    pending: dict[int, int] = {}
    grid: Grid = []
    for row in rows:
        out: list[TableCell | str] = []
        for cell in row:
            _cover(out, pending)
            for column in range(len(out), len(out) + cell.columns):
                pending[column] = cell.rows - 1
            out += [cell, *("<" for _ in range(cell.columns - 1))]
        _cover(out, pending)
        grid.append(out)
    return grid


def _cover(out: list[TableCell | str], pending: dict[int, int]) -> None:
    while pending.get(len(out), 0) > 0:
        pending[len(out)] -= 1
        out.append("^")


def is_drawn(rows: Rows) -> bool:
    """Whether the marks of the grid tell every merged cell; overlapping or overlong cells (broken HTML) cannot be drawn."""
    told = spans_of([[e if isinstance(e, str) else "" for e in row] for row in grid_of(rows)])
    return told == [[(c.rows, c.columns) for c in row] for row in rows]
