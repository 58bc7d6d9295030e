"""The book as TEI P5 XML: divisions, heads, signatures, tables, lists, and a `<pb/>` where each printed page begins.

Every character of the running text stands in `<text>` once and in order. Divisions carry the node's identifier; the words of
a page break's number are those of the print.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from tongjian.book import Book, Table, TableCell
from tongjian.publish.files import write_file
from tongjian.publish.grids import Grid, grid_of, is_drawn
from tongjian.publish.registry import publisher
from tongjian.publish.walk import Item, cells_of, table_lines, walk

_TEI = "http://www.tei-c.org/ns/1.0"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_NOT_XML = {i: None for i in range(32) if i not in (9, 10, 13)} | {0xFFFE: None, 0xFFFF: None} | dict.fromkeys(range(0xD800, 0xE000))


@publisher("tei")
def publish(book: Book, output: Path) -> None:
    """Write the book as one TEI file."""
    write_file(output, tei(book))


def tei(book: Book) -> bytes:
    """The TEI document of a book, UTF-8."""
    root = etree.Element(_q("TEI"), nsmap={None: _TEI})
    root.set(f"{_XML}lang", "zh-Hans")
    _header(book, root)
    body = _sub(_sub(root, "text"), "body")
    _Writer(book, body).write()
    if not len(body):
        _sub(body, "p")
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return data


def _q(name: str) -> str:
    return f"{{{_TEI}}}{name}"


def _sub(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    found = etree.SubElement(parent, _q(name), {k.rstrip("_"): v for k, v in attributes.items()})
    if text is not None:
        found.text = text.translate(_NOT_XML)
    return found


def _header(book: Book, root: etree._Element) -> None:
    """What the file is, where it comes from, and that its licence is for the owner to name."""
    description = _sub(_sub(root, "teiHeader"), "fileDesc")
    _sub(_sub(description, "titleStmt"), "title", book.title)
    published = _sub(description, "publicationStmt")
    _sub(published, "publisher", "Tongjian 通鉴")
    available = _sub(published, "availability", status="unknown")
    _sub(available, "p", "正文的使用许可由权利人指定。 The licence of the text is for its owner to name.")
    printed = _sub(_sub(description, "sourceDesc"), "bibl")
    _sub(printed, "title", book.title)
    if book.year:
        _sub(printed, "edition", f"{book.year}年卷", n=str(book.year))
    if book.region:
        _sub(printed, "placeName", book.region)
    _sub(printed, "idno", book.source_digest, type="sha256")


class _Writer:
    """Walks the items while divisions open and close; a page break goes where its first character stands."""

    def __init__(self, book: Book, body: etree._Element) -> None:
        self.book = book
        self.open: list[tuple[int, etree._Element]] = [(-1, body)]
        self.breaks = _page_starts(book)
        self.list: etree._Element | None = None
        self.over: list[Item] = []  # a caption and notes that wait for their table

    def write(self) -> None:
        for item in walk(self.book):
            if item.what != "row":
                self.list = None
            if item.what in ("caption", "note"):
                self.over.append(item)
                continue
            if item.what != "table":
                self._alone()
            match item.what:
                case "heading":
                    self._words(_sub(self._into(item.node), "head"), item.start, item.end)
                case "row":
                    self._row(item)
                case "table":
                    self._table(item)
                case "byline":
                    self._words(_sub(self._into(item.node), "byline"), item.start, item.end)
                case _ if item.opens:
                    self._entry(item)
                case _:
                    self._words(_sub(self._plain(item.node), "p"), item.start, item.end)
        self._alone()

    # -- divisions ---------------------------------------------------------------------------------------------------
    def _into(self, index: int) -> etree._Element:
        """The division of a node, what is open inside it closed."""
        chain = [*self.book.ancestors(index), index] if index >= 0 else []
        while self.open[-1][0] not in (-1, *chain) or (self.open[-1][0] != -1 and chain.index(self.open[-1][0]) != len(self.open) - 2):
            self.open.pop()
        for i in chain[len(self.open) - 1 :]:  # a part that the print has not named, or the node of a caption
            node = self.book.nodes[i]
            found = _sub(self.open[-1][1], "div", type=node.level, subtype=node.kind)
            found.set(f"{_XML}id", f"n{node.id}")
            if node.inferred:
                found.set("cert", "medium")
            self.open.append((i, found))
        return self.open[-1][1]

    def _plain(self, index: int) -> etree._Element:
        """Where a paragraph of a node goes: TEI has none behind divisions, so it gets a division of its own there."""
        into = self._into(index)
        last = into[-1] if len(into) else None
        if last is not None and last.tag == _q("div"):
            if last.get("type") != "text":
                last = _sub(into, "div", type="text")
            return last
        return into

    # -- blocks ------------------------------------------------------------------------------------------------------
    def _entry(self, item: Item) -> None:
        """An entry: its title (with 【】) is the head, the rest of the paragraph the first `<p>`."""
        into = self._into(item.node)
        node = self.book.nodes[item.node]
        text = self.book.text
        first, last = node.title_span or (item.start, item.start)
        if text[last : last + 1] in ("】", "〗") and text[first - 1 : first] in ("【", "〖"):
            first, last = first - 1, last + 1
        if first > item.start:  # words before the title: the paragraph stays whole, its title a segment
            paragraph = _sub(into, "p")
            self._words(paragraph, item.start, first)
            self._words(_sub(paragraph, "seg", type="title"), first, last)
            self._words(paragraph, last, item.end)
            return
        self._words(_sub(into, "head", rend="run-in" if last < item.end else "line"), first, last)
        if last < item.end:
            self._words(_sub(into, "p"), last, item.end)

    def _row(self, item: Item) -> None:
        if self.list is None:
            # a row that is an entry stays with the rows of its section
            self.list = _sub(self._plain(self.book.nodes[item.node].parent if item.opens else item.node), "table", rend="list")
        row = _sub(self.list, "row")
        if item.opens:
            row.set(f"{_XML}id", f"n{self.book.nodes[item.node].id}")
        for a, b in cells_of(self.book, item):
            self._words(_sub(row, "cell"), a, b)

    def _alone(self) -> None:
        """Captions and notes that no table followed."""
        for item in self.over:
            self._words(_sub(self._plain(item.node), "p", rend=item.what), item.start, item.end)
        self.over = []

    def _table(self, item: Item) -> None:
        table: Table = self.book.tables[item.table]
        over, self.over = self.over, []
        into = self._plain(over[0].node if over else item.node)
        found = _sub(into, "table")
        for before in over:
            self._words(_sub(found, "head" if before.what == "caption" else "note"), before.start, before.end)
        if table.scrambled:
            found.set("rend", "scrambled")
        drawn = is_drawn(table.rows)
        grid: Grid = grid_of(table.rows) if drawn else [list(row) for row in table.rows]
        rest = iter(grid)
        seen = 0
        for line in table_lines(table):
            if not line.cells:
                row = _sub(found, "row", role="note") if seen else None
                holder = _sub(row, "cell") if row is not None else _sub(found, "head", type="note")
                self._words(holder, line.start, line.end)
                continue
            row = _sub(found, "row", role="label" if seen < table.header else "data")
            seen += 1
            for cell in next(rest):
                if isinstance(cell, TableCell):
                    spans = {k: str(n) for k, n in (("rows", cell.rows), ("cols", cell.columns)) if drawn and n > 1}
                    self._words(_sub(row, "cell", **spans), cell.start, cell.end)

    def _words(self, into: etree._Element, start: int, end: int) -> None:
        """Append words, a `<pb/>` where a page begins among them."""
        i = bisect_left(self.breaks, (start, ""))
        at = start
        while i < len(self.breaks) and self.breaks[i][0] < end:
            position, label = self.breaks[i]
            _append(into, self.book.text[at:position])
            _sub(into, "pb", n=label)
            at = position
            i += 1
        _append(into, self.book.text[at:end])


def _append(into: etree._Element, words: str) -> None:
    words = words.translate(_NOT_XML)
    if not len(into):
        into.text = (into.text or "") + words
    else:
        into[-1].tail = (into[-1].tail or "") + words


def _page_starts(book: Book) -> list[tuple[int, str]]:
    """(position in the running text, printed label) of the first character of each page that has one."""
    return sorted(set(_starts(book)))


def _starts(book: Book) -> Iterator[tuple[int, str]]:
    for n, page in enumerate(book.pages):
        stop = book.pages[n + 1].at if n + 1 < len(book.pages) else book.source_size
        spans = book.origin.to_text(page.at, stop)
        if spans and page.label:
            yield spans[0][0], page.label
