"""The book as printers need it: one Item after another, in reading order.

Every publisher walks the same items, so that none forgets what another prints.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from tongjian.book import Book, Span, Table, TableCell

What = Literal["heading", "text", "row", "note", "caption", "table", "byline"]


class Item(msgspec.Struct, frozen=True):
    """One stretch of running text between two inserted line feeds (a table: all its rows and notes).

    `node`: the node that it opens (`opens`), signs (a byline), or stands in. A `row` is a row of a list, its cells parted by tabs;
    one that `opens` is an entry, its title one of the cells. A `note` belongs to a table. `within` says how many open nodes stay open before it, where that
    is not what its kind implies.
    """

    what: What
    start: int
    end: int
    node: int
    opens: bool = False
    table: int = -1  # index in Book.tables
    within: int | None = None


class TableLine(msgspec.Struct, frozen=True):
    """One line of a table: a row of cells, or a note (`cells` is empty)."""

    start: int
    end: int
    cells: tuple[TableCell, ...] = ()


def table_lines(table: Table) -> list[TableLine]:
    """Rows and notes of a table, in the order of the text."""
    rows = [TableLine(row[0].start, row[-1].end, row) for row in table.rows]
    notes = [TableLine(*note) for note in table.notes]
    return sorted([*rows, *notes], key=lambda line: (line.start, line.end))


def cells_of(book: Book, item: Item) -> list[Span]:
    """The cells of a list row."""
    spans: list[Span] = []
    at = item.start
    for cell in book.text[item.start : item.end].split("\t"):
        spans.append((at, at + len(cell)))
        at += len(cell) + 1
    return spans


def is_caption(book: Book, index: int) -> bool:
    """Whether a node is the caption of a table, with the table under it."""
    node = book.nodes[index]
    if node.level != "subentry" or node.kind != "table" or node.title_span is None or node.inferred:
        return False
    start, end = node.title_span
    alone = start == node.start and book.text[end : end + 1] in ("", "\n")
    if not alone or (node.body[0] == end and node.body[1] > end):
        return False
    return not any(t.start == end + 1 and t.title != (start, end) for t in book.tables)


def walk(book: Book) -> Iterator[Item]:
    """The items of a book."""
    if not book.nodes:
        return
    yield from _Walker(book).items()


class _Walker:
    """Walks the segments with two chains of nodes: where the book has them, and where a reader of the items would."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.nodes = book.nodes
        self.opened: dict[int, int] = {n.start: i for i, n in enumerate(book.nodes) if n.title_span is not None}
        self.signed: dict[int, int] = {n.byline_span[0]: i for i, n in enumerate(book.nodes) if n.byline_span is not None}
        self.tabled: dict[int, int] = {}
        for t, table in enumerate(book.tables):
            self.tabled |= {line.start: t for line in table_lines(table)}
        self.captions = {i for i in range(len(book.nodes)) if is_caption(book, i)}
        self.chain = [0] if book.nodes[0].title_span is None else []
        self.expected = list(self.chain)

    def items(self) -> Iterator[Item]:
        at = 0
        table = -1
        table_start = 0
        for segment in self.book.text.split("\n"):
            start, end = at, at + len(segment)
            at = end + 1
            found = self.tabled.get(start, -1)
            if table >= 0 and found != table:
                yield self._item("table", table_start, start - 1, table=table)
                table = -1
            while self.chain and self.nodes[self.chain[-1]].end < end:
                self.chain.pop()
            if found >= 0:
                if table < 0:
                    table, table_start = found, start
                continue
            if start in self.signed and self.nodes[self.signed[start]].byline_span == (start, end):
                yield self._byline(start, end)
            elif start in self.opened:
                yield self._opening(start, end, listed="\t" in segment)
            elif "\t" in segment:
                yield self._item("row", start, end)
            else:
                yield self._item("note" if self._after_prose(start) else "text", start, end)
        if table >= 0:
            yield self._item("table", table_start, at - 1, table=table)

    def _after_prose(self, start: int) -> bool:
        """Whether a paragraph is table matter: it stands under a caption, or where an entry's prose has ended."""
        for i in self.chain:
            node = self.nodes[i]
            if i in self.captions or (node.level == "entry" and node.body[1] <= start and node.body[1] < node.end):
                return True
        return False

    def _item(self, what: What, start: int, end: int, table: int = -1) -> Item:
        if what in ("text", "row"):
            self._close_captions()
        within = self._settle()
        return Item(what, start, end, self.chain[-1] if self.chain else -1, table=table, within=within)

    def _opening(self, start: int, end: int, listed: bool) -> Item:
        index = self.opened[start]
        level = self.nodes[index].level
        if index in self.captions:
            what: What = "caption"
            self._close_captions()
        elif level in ("part", "section"):
            what = "heading"
            depth = self.depth(index)
            while self.expected and not (level == "section" and self.depth(self.expected[-1]) < depth):
                self.expected.pop()
        else:
            what = "row" if listed else "text"  # a row of a list that is an entry: a document, an honour
            rank = {"entry": ("part", "section"), "subentry": ("part", "section", "entry")}[level]
            while self.expected and self.nodes[self.expected[-1]].level not in rank:
                self.expected.pop()
        within = self._settle()
        self.chain.append(index)
        self.expected.append(index)
        return Item(what, start, end, index, opens=True, within=within)

    def _byline(self, start: int, end: int) -> Item:
        index = self.signed[start]
        while self.expected and self.nodes[self.expected[-1]].level not in ("part", "section"):
            self.expected.pop()
        node = self.nodes[index]
        grouped = node.level == "section" and node.parent >= 0 and self.nodes[node.parent].level == "section"
        within = self._settle()
        return Item("byline", start, end, index, within=len(self.chain) if grouped else within)

    def depth(self, index: int) -> int:
        """0 for a part, 1 for a section under it, 2 for a section of a group; entries lie deeper than any section."""
        if self.nodes[index].level in ("entry", "subentry"):
            return len(self.nodes)
        return sum(self.nodes[i].level == "section" for i in [*self.book.ancestors(index), index])

    def _close_captions(self) -> None:
        while self.expected and self.expected[-1] in self.captions:
            self.expected.pop()

    def _settle(self) -> int | None:
        """The number of nodes to keep where a reader's chain is not the book's; the chains agree afterwards."""
        if self.expected == self.chain:
            return None
        self.expected = list(self.chain)
        return len(self.chain)
