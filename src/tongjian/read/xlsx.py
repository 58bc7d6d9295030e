"""XLSX: each sheet a table (or several, one under another), numbers as the sheet shows them, merged cells kept."""

from __future__ import annotations

import datetime
import io
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

import openpyxl

from tongjian.book import Page, Source
from tongjian.read.archive import open_zip
from tongjian.read.errors import Unreadable
from tongjian.read.tables import CellText, Grid, table_lines
from tongjian.read.writer import Writer

MOST_CELLS = 2_000_000
_UNNAMED = re.compile(r"(?:sheet|工作表|表)\s*\d*$", re.I)
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


def read(data: bytes, name: str) -> Source:
    """Read a workbook. Raises Unreadable: broken, encrypted, too large, or empty."""
    open_zip(data, name).close()
    try:
        shown = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except Exception as broken:  # openpyxl lets every fault of a file through as it meets it
        if isinstance(broken, (MemoryError, RecursionError)):
            raise
        raise Unreadable(name, f"the workbook is broken ({' '.join(str(broken).split())[:80]})", "open it in Excel or WPS and save it again") from None
    writer = Writer(name)
    warnings: list[str] = []
    sheets = [s for s in shown.worksheets if s.max_row and s.max_column]
    if sum(s.max_row * s.max_column for s in sheets) > MOST_CELLS:
        raise Unreadable(name, f"the workbook has more than {MOST_CELLS:,} cells", "keep the sheets that belong to the book")
    several = sum(s.sheet_state == "visible" for s in sheets) > 1
    for sheet in sheets:
        grid, notes = _grid(sheet)
        if not grid.rows:
            continue
        if several and not grid.apart and not _UNNAMED.match(sheet.title):
            writer.add(sheet.title, depth=1, whole=True, block=f"{sheet.title}")
        table_lines(grid, writer)
        for note in notes:
            writer.leave_out(note)
    if not writer.has_content():
        raise Unreadable(name, "the workbook holds no text", "check that the right file was given")
    missing = _unstored(data, shown)
    if missing:
        warnings.append(f"{missing} formulas have no stored value and stand empty: open the file in Excel or WPS, let it calculate, and save it")
    return Source(
        name=name, form="xlsx", text=writer.text(), pages=(Page(writer.lines()),), markup=writer.markup(), warnings=tuple(warnings), title=None, numbered_lines=False
    )


def _grid(sheet: Any) -> tuple[Grid, list[str]]:
    """The used part of a sheet as a grid, and the comments on its cells."""
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for span in sheet.merged_cells.ranges:
        merged[span.min_row, span.min_col] = (span.max_row - span.min_row + 1, span.max_col - span.min_col + 1)
        if span.size["rows"] * span.size["columns"] <= MOST_CELLS:
            covered.update((r, c) for r in range(span.min_row, span.max_row + 1) for c in range(span.min_col, span.max_col + 1))
            covered.discard((span.min_row, span.min_col))
    hidden_columns = {openpyxl.utils.column_index_from_string(k) for k, d in sheet.column_dimensions.items() if d.hidden and k.isalpha()}
    rows: list[list[CellText]] = []
    notes: list[str] = []
    last = 0
    for r, row in enumerate(sheet.iter_rows(), 1):
        cells: list[CellText] = []
        out_of_sight = bool(sheet.row_dimensions[r].hidden) if r in sheet.row_dimensions else False
        for c, cell in enumerate(row, 1):
            if (r, c) in covered:
                continue
            text = shown(cell.value, cell.number_format or "General")
            tall, wide = merged.get((r, c), (1, 1))
            unseen = out_of_sight or c in hidden_columns
            cells.append(CellText("" if unseen else text, tall, wide, path=f"{sheet.title}!{cell.coordinate}", hidden=text if unseen else ""))
            if text:
                last = max(last, c + wide - 1)
            if cell.comment is not None and cell.comment.text:
                notes.append(f"{cell.coordinate}: {' '.join(cell.comment.text.split())}")
        rows.append(cells)
    kept = [[c for c in row if _column(c) <= last] for row in rows]
    while kept and not any(c.text.strip() or c.hidden for c in kept[-1]):
        kept.pop()
    return Grid([row for row in kept if row], apart=sheet.sheet_state != "visible"), notes


def _column(cell: CellText) -> int:
    letters = re.sub(r"\d", "", (cell.path or "").rsplit("!", 1)[-1])
    return int(openpyxl.utils.column_index_from_string(letters)) if letters else 1


def _unstored(data: bytes, shown_book: Any) -> int:
    """How many formulas the program that wrote the file has not calculated."""
    with open_zip(data, "") as opened:
        sheets = [n for n in opened.namelist() if n.startswith("xl/worksheets/sheet")]
        if not any(re.search(rb"<f[ >/]", opened.read(n)) for n in sheets):
            return 0
    formulas = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    count = 0
    for sheet in formulas.worksheets:
        values = shown_book[sheet.title]
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("=") and values[cell.coordinate].value is None:
                    count += 1
    return count


def shown(value: Any, pattern: str) -> str:
    """A value as the sheet shows it, as far as its number format tells."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (datetime.datetime, datetime.date)):
        return _date(value, pattern)
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    if isinstance(value, (int, float, Decimal)):
        return number(value, pattern)
    return " ".join(str(value).replace("\r", "\n").split("\n")).strip("\x00")


def _date(value: datetime.date, pattern: str) -> str:
    low = _QUOTED.sub("", pattern).lower()
    if "年" in pattern or "月" in pattern:
        words = f"{value.year}年" if "y" in low else ""
        words += f"{value.month}月" if "m" in low else ""
        return words + (f"{value.day}日" if "d" in low else "")
    if "d" not in low and "m" in low and "y" in low:
        return f"{value.year}-{value.month:02d}"
    return f"{value.year}-{value.month:02d}-{value.day:02d}"


def number(value: int | float | Decimal, pattern: str) -> str:
    """A number in a format such as `0.00`, `#,##0`, `0.0%`; General shows up to eleven digits, as the sheet does."""
    try:
        amount = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    except InvalidOperation:
        return str(value)
    if not amount.is_finite():
        return str(value)
    sections = pattern.split(";")
    section = sections[1] if amount < 0 and len(sections) > 1 and sections[1].strip() else sections[0]
    low = _QUOTED.sub("", section)
    if "general" in low.lower() or not re.search(r"[0#?]", low) or "e+" in low.lower() or "/" in low:
        rounded = amount if amount == amount.to_integral_value() and abs(amount) < 10**15 else Decimal(f"{amount:.11g}")
        text = f"{rounded:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    if "%" in low:
        amount *= 100
    digits = re.search(r"\.([0#?]+)", low)
    places = len(digits[1]) if digits else 0
    fixed = digits[1].count("0") if digits else 0
    thousands = re.search(r"[0#?](,+)(?![0#?,])", low)  # a comma behind the last digit divides by a thousand
    if thousands:
        amount /= Decimal(1000) ** len(thousands[1])
    rounded = amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):,.{places}f}" if re.search(r"[#0?],[#0?]", low) else f"{abs(rounded):.{places}f}"
    while places > fixed and text.endswith("0"):
        text, places = text[:-1], places - 1
    text = text.rstrip(".") if "." in text and places == 0 else text
    minus = "-" if rounded < 0 and (len(sections) == 1 or "-" in section) else ""
    return minus + text + ("%" if "%" in low else "")
