"""Tables as readers find them → Lines with cells: captions, units and notes taken out of the grid, heads recognised."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from tongjian.book import Cell, Style
from tongjian.book.lines import Role
from tongjian.read.writer import Writer

UNIT = re.compile(r"[（(]?(?:计量)?单位[:：]\s*.{1,20}?[）)]?$")
_NOTE = re.compile(r"(?:[*＊]|[（(]?(?:注|附注|说明|备注|数据来源|资料来源)[\d]*[)）]?[:：.．、\s])")
_FIGURE = re.compile(r"[-+−]?[\d,，]*\d(?:\.\d+)?\s*[%％‰]?$|[—–-]$")
_YEAR = re.compile(r"(?:19|20)\d\d年?$")


@dataclass(slots=True)
class CellText:
    """One cell as it stands in the file: text, spans, whether the file calls it a head, its path, and text that is hidden in it."""

    text: str
    rows: int = 1
    columns: int = 1
    head: bool = False
    path: str | None = None
    style: Style | None = None
    hidden: str = ""


@dataclass(slots=True)
class Grid:
    """A table of a file: rows of cells, a cell that spans given once."""

    rows: list[list[CellText]]
    apart: bool = False  # it stands in navigation or is hidden
    name: str | None = None  # a caption that the file keeps beside the grid
    scrambled: bool = False  # the file has lost which cell is which
    continues: bool = False  # it goes on with the table before it, over a page or column break
    listed: bool = False  # rows of a list (names and posts), set in columns; no table of the book


def table_lines(grid: Grid, writer: Writer, prefix: str = "") -> None:
    """Write a grid as lines, cell by cell. Tables are numbered in the order of `writer`."""
    if grid.apart:
        for row in grid.rows:
            writer.leave_out("\t".join(c.text for c in row if c.text))
        return
    if grid.listed:
        _list_rows(grid.rows, writer, prefix)
        return
    if grid.name:
        writer.add(grid.name, role="caption", kind="table", whole=True)
    if grid.scrambled or grid.continues:
        _cells(grid.rows, writer, prefix, scrambled=grid.scrambled, continues=grid.continues)
        return
    cuts = [0, *_cuts(grid.rows), len(grid.rows)]
    for start, end in itertools.pairwise(cuts):
        _one_table(grid.rows[start:end], writer, prefix)


def _list_rows(rows: list[list[CellText]], writer: Writer, prefix: str) -> None:
    for row in rows:
        number = writer.next_row()
        last = max((n for n, cell in enumerate(row) if cell.text.strip()), default=-1)
        for n, cell in enumerate(row[: last + 1]):
            writer.add(cell.text, cell=Cell(-1, number, n), block=_path(prefix, cell), style=cell.style, whole=True, end="\n" if n == last else "\t")
        _hidden(row, writer)


def lost_cells(rows: list[list[CellText]]) -> Grid:
    """Lines of a table whose cells the source has lost: each line with the pieces that it still tells apart."""
    kept: list[list[CellText]] = []
    for row in rows:
        last = max((n for n, cell in enumerate(row) if cell.text.strip()), default=0)
        kept.append([CellText(cell.text, head=not kept, path=cell.path, style=cell.style, hidden=cell.hidden) for cell in row[: last + 1]])
    return Grid(kept, scrambled=True)


def _one_table(rows: list[list[CellText]], writer: Writer, prefix: str) -> None:
    first, last = 0, len(rows)
    while first < last and not any(c.text.strip() for c in rows[first]):
        first += 1
    while last > first and not any(c.text.strip() for c in rows[last - 1]):
        last -= 1
    body = first
    while body < last - 1 and _alone(rows[body]):
        body += 1
    if last - body < 1 or all(_alone(row) for row in rows[body:last]):
        body = first  # one column of words: nothing stands over it
    notes = last
    while notes > body + 1 and _alone(rows[notes - 1]) and _NOTE.match(_only(rows[notes - 1]).text.strip()):
        notes -= 1
    for row in rows[first:body]:
        cell = _only(row)
        role: Role = "unit" if UNIT.fullmatch(cell.text.strip()) else "caption"
        writer.add(cell.text.replace("\n", " "), role=role, kind="table" if role == "caption" else None, block=_path(prefix, cell), style=cell.style, whole=True)
        _hidden(row, writer)
    _cells(rows[body:notes], writer, prefix)
    for row in rows[notes:last]:
        cell = _only(row)
        writer.add(cell.text.replace("\n", " "), role="note", block=_path(prefix, cell), style=cell.style, whole=True)
        _hidden(row, writer)


def _cuts(rows: list[list[CellText]]) -> list[int]:
    """Where one grid of the file holds two tables of the print: a title alone on its row, then a unit or a head again.

    A row alone that only names a group of rows (`一、工业`) is followed by figures, and cuts nothing.
    """
    found: list[int] = []
    for r in range(2, len(rows) - 2):
        if not _alone(rows[r]) or UNIT.fullmatch(_only(rows[r]).text.strip()) or _NOTE.match(_only(rows[r]).text.strip()):
            continue
        after = rows[r + 1]
        unit = _alone(after) and bool(UNIT.fullmatch(_only(after).text.strip()))
        head = rows[r + 2] if unit else after
        words = [c.text.strip() for c in head if c.text.strip()]
        blank = not any(c.text.strip() for c in rows[r - 1])
        if (unit or blank) and len(words) >= 2 and not any(_FIGURE.match(t) and not _YEAR.match(t) for t in words):
            found.append(r)
    return found


def _cells(rows: list[list[CellText]], writer: Writer, prefix: str, scrambled: bool = False, continues: bool = False) -> None:
    if continues:
        number, above = writer.next_table(continues=True), writer.rows
        repeated = 0
        while repeated < min(len(writer.head), len(rows) - 1) and _texts(rows[repeated]) == writer.head[repeated]:
            writer.leave_out("\t".join(c.text.replace("\n", "") for c in rows[repeated] if c.text))
            repeated += 1
        rows, heads = rows[repeated:], 0
    else:
        number, above = writer.next_table(), 0
        heads = 0 if scrambled and not any(cell.head for cell in rows[0]) else head_rows(rows)
        writer.head = [_texts(row) for row in rows[: heads or (1 if scrambled else 0)]]
    writer.rows = above + len(rows)
    blocked: list[tuple[int, int, int]] = []  # (first column, end, first row that is free again), by column
    for r, row in enumerate(rows):
        blocked = [b for b in blocked if b[2] > r]
        at, column = 0, 0
        opened: list[tuple[int, int, int]] = []
        for n, cell in enumerate(row):
            while at < len(blocked) and blocked[at][0] <= column:
                column = max(column, blocked[at][1])
                at += 1
            height = max(1, min(cell.rows, len(rows) - r))
            lines = cell.text.split("\n")  # the printed lines of a cell, joined with nothing between
            for k, line in enumerate(lines):
                writer.add(
                    line,
                    cell=Cell(number, above + r, column, head=r < heads, rows=height, columns=cell.columns, scrambled=scrambled),
                    block=_path(prefix, cell),
                    style=cell.style,
                    end="\n" if n == len(row) - 1 or k < len(lines) - 1 else "\t",
                )
            if height > 1 and column < 1000:
                opened.append((column, column + cell.columns, r + height))
            column += cell.columns
        if opened:
            blocked = sorted([*blocked, *opened])
        _hidden(row, writer)


def _texts(row: list[CellText]) -> list[str]:
    return ["".join(cell.text.split()) for cell in row]


def head_rows(rows: list[list[CellText]]) -> int:
    """How many rows are the head: those that the file calls so, else what the first row's tallest cell spans, or a first row of words."""
    named = sum(1 for _ in itertools.takewhile(lambda row: any(c.head for c in row) and all(c.head or not c.text.strip() for c in row), rows))
    if named:
        return min(named, len(rows))
    if len(rows) < 2:
        return 0
    filled = [c.text.strip() for c in rows[0] if c.text.strip()]
    if not filled or sum(bool(_FIGURE.match(t)) and not _YEAR.match(t) for t in filled) > len(filled) / 3:
        return 0
    tallest = max(min(c.rows, len(rows)) for c in rows[0])
    if tallest < len(rows) and tallest <= 4 and any(c.columns > 1 for c in rows[0]):
        return max(tallest, _under_groups(rows))
    return _under_groups(rows)


def _under_groups(rows: list[list[CellText]]) -> int:
    """Rows of the head where the first is one: under a cell that spans columns stands what it is parted into, unless figures stand there."""
    heads = 1
    while heads < min(4, len(rows) - 1) and any(c.columns > 1 for c in rows[heads - 1]) and len([c for c in rows[heads - 1] if c.text.strip()]) > 1:
        words = [c.text.strip() for c in rows[heads] if c.text.strip()]
        if len(words) < 2 or any(_FIGURE.match(t) and not _YEAR.match(t) for t in words):
            break
        heads += 1
    return heads


def _alone(row: list[CellText]) -> bool:
    """Whether a row shows one cell and could show more: it spans, or its neighbours are empty."""
    shown = [c for c in row if c.text.strip()]
    return len(shown) == 1 and (len(row) > 1 or shown[0].columns > 1)


def _only(row: list[CellText]) -> CellText:
    return next(c for c in row if c.text.strip())


def _path(prefix: str, cell: CellText) -> str | None:
    return prefix + cell.path if cell.path is not None else None


def _hidden(row: list[CellText], writer: Writer) -> None:
    for cell in row:
        writer.leave_out(cell.hidden)
