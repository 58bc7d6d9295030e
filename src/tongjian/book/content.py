"""The content of a book: what a round trip through another form has to keep.

    content(structure(read(markdown(book)))) == content(book)
"""

from __future__ import annotations

import msgspec

from tongjian.book.model import Book, Kind, Level, Span


class NodeContent(msgspec.Struct, frozen=True):
    """A node by what it says; spans are into the running text, `parent` is an index as in `Book.nodes`."""

    level: Level
    kind: Kind
    title: str
    byline: str | None
    start: int
    end: int
    body: Span
    title_span: Span | None
    byline_span: Span | None
    parent: int
    inferred: bool


class TableContent(msgspec.Struct, frozen=True):
    """A table by its cells `(start, end, rows, columns)`."""

    start: int
    end: int
    title: Span | None
    header: int
    unit: str | None
    rows: tuple[tuple[tuple[int, int, int, int], ...], ...]
    notes: tuple[Span, ...]
    scrambled: bool


class Content(msgspec.Struct, frozen=True):
    """Running text, levels, kinds, titles, signatures and cells; no origin, pages, furniture, ids or confidence."""

    title: str
    year: int | None
    region: str | None
    text: str
    nodes: tuple[NodeContent, ...]
    tables: tuple[TableContent, ...]


def content(book: Book) -> Content:
    """The content of a book; two books of equal content print the same."""
    return Content(
        title=book.title,
        year=book.year,
        region=book.region,
        text=book.text,
        nodes=tuple(
            NodeContent(n.level, n.kind, n.title, n.byline, n.start, n.end, n.body, n.title_span, n.byline_span, n.parent, n.inferred) for n in book.nodes
        ),
        tables=tuple(
            TableContent(
                t.start, t.end, t.title, t.header, t.unit, tuple(tuple((c.start, c.end, c.rows, c.columns) for c in row) for row in t.rows), t.notes, t.scrambled
            )
            for t in book.tables
        ),
    )
