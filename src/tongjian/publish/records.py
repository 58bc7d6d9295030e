"""One kind of record as one table: CSV, Parquet or an Excel workbook, for `tongjian extract --format`."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from tongjian.book import Book
from tongjian.extract.vocabulary import Vocabulary
from tongjian.publish.data import Sheet, csv_bytes, parquet_bytes, sheet_of, shown
from tongjian.publish.errors import PublishError
from tongjian.publish.files import write_file

FORMS = ("csv", "parquet", "xlsx")
_ROWS = 1_048_576  # of a worksheet, head included
_CELL = 32_767  # characters of a cell


def write_records(book: Book, what: str, form: str, output: Path, vocabulary: Vocabulary | None = None) -> int:
    """Write the records that an extractor finds, all of them, to one file; returns how many cells had to be cut short.

    Cells that a spreadsheet would take for formulas begin with `'`, identity and telephone numbers are masked; numbers are numbers.
    Only a workbook cuts: a cell of it holds 32,767 characters. Raises PublishError where the file cannot be written there.
    """
    data, cut = records_as(sheet_of(book, what, vocabulary=vocabulary), form)
    write_file(output, data)
    return cut


def records_as(sheet: Sheet, form: str) -> tuple[bytes, int]:
    """A table as the bytes of a file, and how many cells had to be cut short."""
    if form == "xlsx":
        return _xlsx(sheet)
    return (csv_bytes(sheet) if form == "csv" else parquet_bytes(sheet)), 0


def _xlsx(sheet: Sheet) -> tuple[bytes, int]:
    try:
        from openpyxl import Workbook
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    except ImportError as missing:
        raise PublishError("xlsx: a workbook needs openpyxl, which is not installed; pip install 'tongjian[xlsx]', or ask for csv") from missing
    if len(sheet.rows) >= _ROWS:
        raise PublishError(f"xlsx: {len(sheet.rows)} rows are more than a worksheet holds ({_ROWS - 1}); ask for csv or parquet")
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet.name)
    page.freeze_panes = "A2"
    page.append([column.name for column in sheet.columns])
    cut = 0

    def cell(value: Any, kind: str) -> Any:
        nonlocal cut
        if value is None or kind in ("integer", "boolean"):
            return value
        if kind == "number":
            return float(value)
        words = ILLEGAL_CHARACTERS_RE.sub("", shown(value, kind))
        if len(words) > _CELL:
            cut += 1
            return words[: _CELL - 1] + "…"
        return words

    for row in sheet.rows:
        page.append([cell(row[column.name], column.type) for column in sheet.columns])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), cut
