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
    scrambled: bool = False  # the source has lost which cell is which


class Run(msgspec.Struct, frozen=True, omit_defaults=True):
    """A stretch of a line, `text[start:end]`, that is printed otherwise than the rest of it."""

    start: int
    end: int
    style: Style


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of the source: `text` is `source.text[at : at + len(text)]`.

    A line with a `cell` of table −1 is a row of a list; one with a role `caption` or `note` belongs to the table of its `cell`.
    """

    text: str
    at: int
    role: Role | None = None  # declared by the source's own mark-up; None: to be inferred
    depth: int | None = None  # heading depth where the mark-up gives one, 1 the highest
    kind: str | None = None  # node kind where the mark-up gives one
    cell: Cell | None = None
    block: str | None = None  # paragraph or cell path in DOCX, HTML, EPUB, Markdown
    style: Style | None = None
    whole: bool = False  # True: the line is a paragraph of its own, never joined to the next
    title: tuple[int, int] | None = None  # offsets in the source of the title inside an entry's or subentry's first line
    name: str | None = None  # the title, or the signature's name, where it is not the words as printed
    within: int | None = None  # how many open nodes (part, section …) stay open before the line; None: as the role has it
    confidence: float = 1.0  # 0..1, that a heading or title declared by its looks is one
    inferred: bool = False  # an earlier reading inferred the node; no mark-up declared it
    runs: tuple[Run, ...] = ()  # stretches whose style is not the line's own
    starts: bool | None = None  # whether a paragraph begins with the line, where the layout of the sheet tells


class Page(msgspec.Struct, frozen=True, omit_defaults=True):
    """The lines of one physical sheet (or of the whole source, where it has no sheets)."""

    lines: tuple[Line, ...]
    sheet: int | None = None  # 1-based
    label: str | None = None  # printed page number, where the reader saw it


class Mended(msgspec.Struct, frozen=True, omit_defaults=True):
    """A mending that a reader made (a kind of `mending.MENDINGS`): the span of the source where it shows, and in how many places."""

    kind: str
    start: int
    end: int
    count: int = 1


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
    year: int | None = None  # edition (卷) year, where the mark-up gives it
    region: str | None = None
    opening: str | None = None  # name of the first part, where the print has none for it
    complete: bool = False  # every line is declared: nothing is left to be inferred
    numbered_lines: bool = True  # physical line numbers mean something to a reader of the source
    mended: tuple[Mended, ...] = ()  # what the reader mended
