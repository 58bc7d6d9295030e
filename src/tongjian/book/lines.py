"""What a reader hands to `structure`: a source text and the Lines that stand in it.

`structure` sees only this form, never the reader or the file.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Role = Literal["part", "group", "section", "entry", "subentry", "byline", "caption", "unit", "note", "text"]


class Style(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a line was printed, as far as the source tells."""

    font: str | None = None
    size: float | None = None  # points
    bold: bool = False
    fill: float | None = None  # grey of the ground behind it, 0 black … 1 white
    x0: float | None = None  # points from the left edge of the sheet
    x1: float | None = None
    y: float | None = None  # points from the top edge of the sheet
    column: int | None = None  # 0-based column of the sheet


class Cell(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a line stands in a table of the source; numbers are 0-based."""

    table: int
    row: int
    column: int
    head: bool = False
    rows: int = 1
    columns: int = 1


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of the source: `text` is `source.text[at : at + len(text)]`."""

    text: str
    at: int
    role: Role | None = None  # declared by the source's own mark-up; None: to be inferred
    depth: int | None = None  # heading depth where the mark-up gives one, 1 the highest
    kind: str | None = None  # node kind where the mark-up gives one
    cell: Cell | None = None
    block: str | None = None  # paragraph or cell path in DOCX, HTML, EPUB, Markdown
    style: Style | None = None
    whole: bool = False  # True: the line is a paragraph of its own, never joined to the next


class Page(msgspec.Struct, frozen=True, omit_defaults=True):
    """The lines of one physical sheet (or of the whole source, where it has no sheets)."""

    lines: tuple[Line, ...]
    sheet: int | None = None  # 1-based
    label: str | None = None  # printed page number, where the reader saw it


class Source(msgspec.Struct, frozen=True, omit_defaults=True):
    """One text as read: every character of `text` is in a line, in `markup`, or white space."""

    name: str
    form: str  # "text", "markdown", "html", "docx", "pdf", "epub", "xlsx"
    text: str
    pages: tuple[Page, ...]
    markup: tuple[tuple[int, int], ...] = ()  # spans of `text` that are mark-up, not content
    encoding: str | None = None
    warnings: tuple[str, ...] = ()
    title: str | None = None
    numbered_lines: bool = True  # physical line numbers mean something to a reader of the source
