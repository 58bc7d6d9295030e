"""A book cut into what the index holds: entries with their places and records, and the sentences in them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from tongjian.book import Book, Table

Mark = tuple[int, int | None, str | None, int | None, str | None]  # offset in the running text, line, page, sheet, block
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?[”’」』）]*")
LONGEST = 400  # characters of one sentence; a longer one is cut at its semicolons or commas


class Passage(msgspec.Struct, frozen=True, array_like=True):
    """A node's own words as they are stored beside the index: text, places and records, so that no book is loaded for a hit.

    `start` is the offset of `text` in the book's running text; `marks` says from which offset on which line and page holds.
    """

    key: str  # version:number
    book: str
    node: str
    level: str
    kind: str
    title: str
    path: tuple[str, ...]
    byline: str | None
    start: int
    text: str
    marks: tuple[Mark, ...]
    subtitles: tuple[tuple[int, int, str], ...] = ()  # 二级条目: body span and title
    heads: tuple[tuple[int, int, str], ...] = ()  # tables: span, and title with the cells of the head
    records: dict[str, list[dict[str, Any]]] = {}  # facts, events … that stand in the text, with start and end

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def words(self, start: int, end: int) -> str:
        """The running text of a span (offsets in the book)."""
        return self.text[max(start - self.start, 0) : max(end - self.start, 0)]

    def place(self, start: int, end: int) -> dict[str, Any]:
        """The place fields of the machine contract for a span, as `Book.place` gives them."""
        first = max(bisect_right(self.marks, start, key=_offset) - 1, 0)
        last = max(bisect_left(self.marks, max(end, start + 1), key=_offset) - 1, first)
        rows = self.marks[first : last + 1]
        _, line, page, sheet, block = rows[0] if rows else (start, None, None, None, None)
        lines = [row[1] for row in rows if row[1] is not None]
        line_end = (lines[-1] if lines[-1] >= lines[0] else max(lines)) if lines else None
        return {
            "start": start,
            "end": end,
            "line": line,
            "line_end": line_end,
            "page": page,
            "sheet": sheet,
            "block": block,
            "node": self.node,
            "quote": self.words(start, end).replace("\n", " ").replace("\t", " ").strip(),
        }


def _offset(mark: Mark) -> int:
    return mark[0]


def marks_of(book: Book) -> list[Mark]:
    """Line, page, sheet and block of every stretch of a book, where any of them changes."""
    found: list[Mark] = []
    blocks = [at for at, _ in book.blocks]
    for at, source, length in zip(book.origin.text, book.origin.source, book.origin.length, strict=True):
        stops = [source, *book.lines[bisect_right(book.lines, source) : bisect_left(book.lines, source + length)]]
        for stop in stops:
            page = book.page_of(stop)
            i = bisect_right(blocks, stop) - 1
            mark = (at + stop - source, book.line_of(stop), page.label if page else None, page.sheet if page else None, book.blocks[i][1] if i >= 0 else None)
            if not found or found[-1][1:] != mark[1:]:
                found.append(mark)
    return found


def passages(book: Book, version: str, records: Mapping[str, Sequence[dict[str, Any]]]) -> Iterator[Passage]:
    """Every node's own words, in reading order: an entry with its subentries, a section or part without its children.

    `records`: kind → records with `start` and `end`, in the order of the text; each goes with the passage that it begins in.
    """
    marks = marks_of(book)
    offsets = [mark[0] for mark in marks]
    starts = {kind: [r["start"] for r in rows] for kind, rows in records.items()}
    heads = [(t.start, t.end, _head(book, t)) for t in book.tables]
    number = 0
    for index, node in enumerate(book.nodes):
        if node.level == "subentry" and any(book.nodes[i].level in ("entry", "subentry") for i in book.ancestors(index)):
            continue  # it is told with its entry
        for start, end in _own(book, index):
            first = max(bisect_right(offsets, start) - 1, 0)
            last = max(bisect_left(offsets, end), first + 1)
            inside = {
                kind: list(rows[bisect_left(starts[kind], start) : bisect_left(starts[kind], max(end, start + 1))]) for kind, rows in records.items()
            }
            yield Passage(
                key=f"{version}:{number}",
                book=book.id,
                node=node.id,
                level=node.level,
                kind=node.kind,
                title=node.title,
                path=tuple(book.path(index)),
                byline=book.byline_of(index),
                start=start,
                text=book.text[start:end],
                marks=tuple(marks[first:last]),
                subtitles=tuple((*book.nodes[i].body, book.nodes[i].title) for i in _below(book, index)) if node.level in ("entry", "subentry") else (),
                heads=tuple(head for head in heads if head[0] < end and head[1] > start),
                records={kind: rows for kind, rows in inside.items() if rows},
            )
            number += 1


def _head(book: Book, table: Table) -> str:
    """Title and head cells of a table, which every row of it goes on speaking of."""
    title = book.text[table.title[0] : table.title[1]] if table.title else ""
    cells = [book.text[c.start : c.end] for row in table.rows[: table.header] for c in row] if not table.scrambled else []
    return "\n".join([title, *cells, f"单位{table.unit}" if table.unit else ""]).strip()


def _below(book: Book, index: int) -> Iterator[int]:
    for child in book.children.get(index, ()):
        yield child
        yield from _below(book, child)


def _own(book: Book, index: int) -> list[tuple[int, int]]:
    """Spans of a node's own words; a node without any gives its empty span, so that its title is found."""
    node = book.nodes[index]
    start, end = node.body
    if node.level in ("entry", "subentry"):
        if node.kind == "chronicle" and node.title_span and node.title_span[0] < start <= node.title_span[1] + 2:
            start = node.title_span[0]  # the title is the date, the first word of its sentence
        # tables behind the prose are no part of the body, but of the passage
        return [(start, max(end, node.byline_span[0] - 1 if node.byline_span else node.end))]
    spans: list[tuple[int, int]] = []
    at = start
    for child in book.children.get(index, ()):
        spans.append((at, book.nodes[child].start))
        at = max(at, book.nodes[child].end)
    spans.append((at, end))
    return [(a, b) for a, b in spans if b > a and book.text[a:b].strip()] or [(start, start)]


def over(passage: Passage, start: int) -> list[str]:
    """The titles over a place: path, entry, subentry, head of the table."""
    return [
        *passage.path,
        passage.title,
        *(title for a, b, title in passage.subtitles if a <= start < b),
        *(head for a, b, head in passage.heads if a <= start < b),
    ]


def sentences(passage: Passage) -> list[tuple[int, int]]:
    """Spans of the sentences and rows of a passage, in order."""
    found: list[tuple[int, int]] = []
    for match in _SENTENCE.finditer(passage.text):
        start, end = match.span()
        while end - start > LONGEST:
            cut = max(passage.text.rfind(mark, start + 40, start + LONGEST) for mark in "；;，\t")
            if cut < 0:
                break
            found.append((passage.start + start, passage.start + cut + 1))
            start = cut + 1
        if match[0].strip():
            found.append((passage.start + start, passage.start + end))
    return found
