"""Tables as records: heads, rows, notes and the rows that sum the others."""

from __future__ import annotations

import re

import msgspec

from tongjian.book import Book, Table
from tongjian.extract.registry import extractor

_TOTAL = re.compile(r"(?:合|总|共|小)计|总数|累计|合 ?计|全[区县市省州旗]|总额")


class TableRecord(msgspec.Struct, frozen=True):
    """One table (machine contract). A table whose cells the print has scrambled gives its lines as rows of one cell and no columns."""

    start: int
    end: int
    title: str | None
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    total_rows: tuple[tuple[str, ...], ...]
    unit: str | None = None
    scrambled: bool = False


@extractor("tables")
def tables(book: Book) -> list[TableRecord]:
    """The tables of the book, in the order of the text."""
    return [_record(book, table) for table in sorted(book.tables, key=lambda t: t.start)]


def _record(book: Book, table: Table) -> TableRecord:
    rows = [tuple(book.text[c.start : c.end] for c in row) for row in table.rows]
    head = 0 if table.scrambled else min(table.header, len(rows))
    columns = _heads(rows[:head])
    body = tuple(row for row in rows[head:] if row not in rows[:head])
    return TableRecord(
        start=table.start,
        end=table.end,
        title=book.text[slice(*table.title)] if table.title else None,
        columns=columns,
        rows=body,
        notes=tuple(book.text[slice(*note)] for note in table.notes),
        total_rows=tuple(row for row in body if row and _TOTAL.match(next((c for c in row if c), ""))),
        unit=table.unit,
        scrambled=table.scrambled,
    )


def _heads(rows: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Column names; where the head has several rows they are joined column by column, the upper name first."""
    if not rows or len({len(row) for row in rows}) > 1:
        return rows[-1] if rows else ()
    return tuple("·".join(dict.fromkeys(cell for cell in column if cell)) for column in zip(*rows, strict=True))
