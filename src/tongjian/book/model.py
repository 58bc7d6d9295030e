"""The Book: one running text, a tree over it, and a map back to the source.

Everything is `(start, end)` into `Book.text`. Characters of the text that no Origin run covers are *inserted* marks
(`\\n` between blocks, `\\t` between cells); characters of the source that neither a run nor furniture covers are white space.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import Any, Literal

import msgspec

from tongjian.book.lines import Mended

Level = Literal["part", "section", "entry", "subentry"]
Kind = Literal[
    "prose", "group", "chronicle", "speech", "report", "table", "namelist", "honours", "docindex", "bulletin", "frontmatter", "figure"
]
Span = tuple[int, int]


class Origin(msgspec.Struct, frozen=True, dict=True):
    """A bijection between stretches of the running text and stretches of the source.

    Run `i` says that `length[i]` characters at `text[i]` of the running text stand at `source[i]` of the source.
    Runs are in the order of the running text; the source order may be a permutation of it.
    """

    text: tuple[int, ...]
    source: tuple[int, ...]
    length: tuple[int, ...]

    @cached_property
    def _by_source(self) -> tuple[list[int], list[int]]:
        order = sorted(range(len(self.source)), key=self.source.__getitem__)
        return order, [self.source[i] for i in order]

    def to_source(self, start: int, end: int) -> list[Span]:
        """Source spans of a span of running text, in the order of the text, neighbours joined."""
        spans: list[Span] = []
        i = max(bisect_right(self.text, start) - 1, 0)
        while i < len(self.text) and self.text[i] < end:
            a, b = max(start, self.text[i]), min(end, self.text[i] + self.length[i])
            if a < b:
                shift = self.source[i] - self.text[i]
                if spans and spans[-1][1] == a + shift:
                    spans[-1] = (spans[-1][0], b + shift)
                else:
                    spans.append((a + shift, b + shift))
            i += 1
        return spans

    def to_text(self, start: int, end: int) -> list[Span]:
        """Spans of running text that print a span of the source, in the order of the source."""
        order, starts = self._by_source
        spans: list[Span] = []
        k = max(bisect_right(starts, start) - 1, 0)
        while k < len(order) and starts[k] < end:
            i = order[k]
            a, b = max(start, self.source[i]), min(end, self.source[i] + self.length[i])
            if a < b:
                shift = self.text[i] - self.source[i]
                if spans and spans[-1][1] == a + shift:
                    spans[-1] = (spans[-1][0], b + shift)
                else:
                    spans.append((a + shift, b + shift))
            k += 1
        return spans

    def around(self, start: int, end: int) -> tuple[int | None, int | None]:
        """Offsets in the running text of the last character of the source before `start`, and of the first one from `end` on; None where there is none."""
        order, starts = self._by_source
        k = bisect_left(starts, start) - 1
        before = after = None
        if k >= 0:
            i = order[k]
            before = self.text[i] + min(start - self.source[i], self.length[i]) - 1
        k = max(bisect_right(starts, end) - 1, 0)
        if k < len(order) and end >= self.source[order[k]] + self.length[order[k]]:
            k += 1
        if k < len(order):
            i = order[k]
            after = self.text[i] + max(end - self.source[i], 0)
        return before, after


class Furniture(msgspec.Struct, frozen=True):
    """A stretch of the source that is print apparatus, not content."""

    start: int  # offsets in the source
    end: int
    kind: str  # "running head", "folio", "markup", "mark", "continued"


class PageMark(msgspec.Struct, frozen=True):
    """Where a page of the source begins."""

    at: int  # offset in the source
    sheet: int | None
    label: str | None
    printed: bool = False  # the label was read off the page; else it was counted


class Node(msgspec.Struct, frozen=True):
    """One node of the tree. `start`–`end` covers title, body, children and byline; `body` covers the body and children alone."""

    id: str
    level: Level
    kind: Kind
    title: str
    start: int
    end: int
    body: Span
    title_span: Span | None = None
    byline: str | None = None  # 撰稿署名, without brackets
    byline_span: Span | None = None
    parent: int = -1  # index in Book.nodes; -1 for a part
    inferred: bool = False
    displaced: bool = False  # the print has the title elsewhere than before the body
    confidence: float = 1.0
    date: str | None = None  # chronicle items: ISO date


class TableCell(msgspec.Struct, frozen=True):
    """One cell; an empty cell has `start == end`."""

    start: int
    end: int
    rows: int = 1
    columns: int = 1


class Table(msgspec.Struct, frozen=True):
    """A table of the book. `header` counts the rows of the head; `scrambled` tables keep lines and claim no cells."""

    start: int
    end: int
    title: Span | None
    rows: tuple[tuple[TableCell, ...], ...]
    header: int = 1
    unit: str | None = None
    notes: tuple[Span, ...] = ()
    scrambled: bool = False


class Place(msgspec.Struct, frozen=True):
    """A citation: where a span of running text stands (the place fields of the machine contract)."""

    start: int
    end: int
    line: int | None
    line_end: int | None
    page: str | None
    sheet: int | None
    block: str | None
    node: str | None
    quote: str


class Book(msgspec.Struct, frozen=True, dict=True):
    """A book. `year` is the edition (卷) year, `data_year` the year that its matter is about, both None where not known."""

    id: str
    title: str
    text: str
    nodes: tuple[Node, ...]  # in reading order, a parent before its children
    origin: Origin
    furniture: tuple[Furniture, ...]
    pages: tuple[PageMark, ...]  # by offset in the source
    lines: tuple[int, ...]  # source offset of the beginning of each physical line; empty where lines mean nothing
    blocks: tuple[tuple[int, str], ...]  # (source offset, block path), by offset
    tables: tuple[Table, ...] = ()
    source_name: str = ""
    source_form: str = "text"
    source_size: int = 0
    source_digest: str = ""
    year: int | None = None
    data_year: int | None = None
    region: str | None = None  # 青石区
    warnings: tuple[str, ...] = ()
    mended: tuple[Mended, ...] = ()  # what the reader mended; `mending.mendings` tells all

    # -- the tree --------------------------------------------------------------------------------------------------
    @cached_property
    def children(self) -> dict[int, list[int]]:
        """Index of a node (−1: the book) → indices of its children, in order."""
        found: dict[int, list[int]] = {}
        for i, node in enumerate(self.nodes):
            found.setdefault(node.parent, []).append(i)
        return found

    @cached_property
    def by_id(self) -> dict[str, int]:
        """Node id → index in `nodes`."""
        return {node.id: i for i, node in enumerate(self.nodes)}

    @cached_property
    def _starts(self) -> list[int]:
        return [node.start for node in self.nodes]

    def ancestors(self, index: int) -> list[int]:
        """Indices from the part down to the parent of `nodes[index]`."""
        chain: list[int] = []
        at = self.nodes[index].parent
        while at >= 0:
            chain.append(at)
            at = self.nodes[at].parent
        return chain[::-1]

    def path(self, index: int) -> list[str]:
        """Titles from the part down to the parent."""
        return [self.nodes[i].title for i in self.ancestors(index)]

    def node_at(self, position: int) -> int | None:
        """Index of the deepest node that holds a position of the running text."""
        at = bisect_right(self._starts, position) - 1
        while at >= 0 and self.nodes[at].end <= position:
            at = self.nodes[at].parent
        return at if at >= 0 else None

    def entry_at(self, position: int) -> int | None:
        """Index of the entry (条目) that holds a position; where there is none, the deepest node."""
        found = self.node_at(position)
        at = found
        while at is not None and at >= 0:
            if self.nodes[at].level == "entry":
                return at
            at = self.nodes[at].parent
        return found

    def byline_of(self, index: int) -> str | None:
        """The signature that covers a node: its own or the nearest ancestor's."""
        for i in [index, *reversed(self.ancestors(index))]:
            if self.nodes[i].byline:
                return self.nodes[i].byline
        return None

    def body(self, index: int) -> str:
        """A node's running text, children included, title and byline excluded."""
        start, end = self.nodes[index].body
        return self.text[start:end]

    # -- places ----------------------------------------------------------------------------------------------------
    def line_of(self, offset: int) -> int | None:
        """1-based physical line of a source offset."""
        return bisect_right(self.lines, offset) if self.lines else None

    def page_of(self, offset: int) -> PageMark | None:
        """The page that a source offset stands on."""
        i = bisect_right(self._page_starts, offset) - 1
        return self.pages[i] if i >= 0 else None

    @cached_property
    def _page_starts(self) -> list[int]:
        return [page.at for page in self.pages]

    @cached_property
    def _block_starts(self) -> list[int]:
        return [at for at, _ in self.blocks]

    def quote(self, start: int, end: int) -> str:
        """The running text of a span, one space where two cells or blocks meet."""
        return self.text[start:end].translate(_MARKS).strip()

    def place(self, start: int, end: int) -> Place:
        """The citation of a span: physical lines, printed page, sheet, block, entry and quote."""
        spans = self.origin.to_source(start, end)
        if not spans:
            spans = self.origin.to_source(max(start - 1, 0), min(end + 1, len(self.text)))
        first = spans[0][0] if spans else None
        last = spans[-1][1] - 1 if spans else None
        page = self.page_of(first) if first is not None else None
        block = None
        if first is not None and self.blocks:
            i = bisect_right(self._block_starts, first) - 1
            block = self.blocks[i][1] if i >= 0 else None
        line = self.line_of(first) if first is not None else None
        line_end = self.line_of(last) if last is not None else None
        if line is not None and line_end is not None and line_end < line:
            line_end = max(self.line_of(b - 1) or line for _, b in spans)
        if self.source_form == "pdf":  # there the line is counted on its sheet
            line, line_end = self._line_on_sheet(first, line), self._line_on_sheet(last, line_end)
        holder = self.entry_at(start)
        return Place(
            start=start,
            end=end,
            line=line,
            line_end=line_end,
            page=page.label if page else None,
            sheet=page.sheet if page else None,
            block=block,
            node=self.nodes[holder].id if holder is not None else None,
            quote=self.quote(start, end),
        )

    def _line_on_sheet(self, offset: int | None, line: int | None) -> int | None:
        page = self.page_of(offset) if offset is not None else None
        return line if line is None or page is None else line - (self.line_of(page.at) or 1) + 1

    def span_of_lines(self, first: int, last: int) -> list[Span]:
        """Spans of running text that stand on physical lines `first`–`last` (1-based, both included)."""
        if not self.lines:
            return []
        a = self.lines[first - 1]
        b = self.lines[last] if last < len(self.lines) else self.source_size
        return self.origin.to_text(a, b)

    # -- sentences -------------------------------------------------------------------------------------------------
    @cached_property
    def _breaks(self) -> list[int]:
        return [i for i, c in enumerate(self.text) if c == "\n"]

    def paragraph_at(self, position: int) -> Span:
        """The block of running text (between inserted line feeds) that holds a position."""
        i = bisect_left(self._breaks, position)
        start = self._breaks[i - 1] + 1 if i else 0
        end = self._breaks[i] if i < len(self._breaks) else len(self.text)
        return start, end


_MARKS = str.maketrans({"\n": " ", "\t": " "})


def place_record(book: Book, start: int, end: int) -> dict[str, Any]:
    """The place fields of the machine contract as a dictionary."""
    found: dict[str, Any] = msgspec.structs.asdict(book.place(start, end))
    return found
