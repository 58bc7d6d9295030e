"""What was mended between the print and the running text, so that nobody need take it on trust: kind, place, what was done."""

from __future__ import annotations

from bisect import bisect_left

import msgspec

from tongjian.book.model import Book, Span

MENDINGS: dict[str, tuple[str, str]] = {
    "displaced title": ("标题印在正文之后（或句中），移到正文之前", "a title printed behind its text, or in mid-sentence, moved before it"),
    "running head": ("书眉或页码打断句子，取出后接合", "a running head or page number in mid-sentence, taken out"),
    "continued table": ("续表字样取出", "the words 续表, taken out"),
    "joined table": ("跨页（栏）的表接成一表，重复的表头取出", "a table cut by a page or column, joined; the head printed again taken out"),
    "rebuilt cell": ("散在几行的格拼回一格（各栏内容只有这一种拼法）", "a cell broken over lines, put together where only one way fits the columns"),
    "moved table": ("表排在句子中间，移到句后", "a table that the page put in mid-sentence, moved behind the sentence"),
    "page break": ("句子被分页截断，接合", "a sentence cut by a page, joined"),
    "vertical text": ("竖排页，按自右至左、自上而下读", "a sheet set in columns from the right, read so"),
    "radicals": ("字体给出部首码，按所印汉字读", "the font gives radicals; read as the characters they print"),
    "turned sheet": ("横置的页转正后读", "a sheet that lies on its side, read upright"),
}
"""Kinds of mending and what was done, in Chinese and English."""


class Mending(msgspec.Struct, frozen=True):
    """One mending of a book. `at`: the place in the running text that it touches; `source`: the span of the source that was moved, taken out or joined."""

    kind: str
    at: int
    source: Span
    count: int = 1

    @property
    def done(self) -> tuple[str, str]:
        return MENDINGS[self.kind]


def mendings(book: Book) -> list[Mending]:
    """All mendings of a book, in the order of its running text."""
    found = [Mending(m.kind, _text_at(book, m.start), (m.start, m.end), m.count) for m in book.mended]
    for node in book.nodes:
        if node.displaced and node.title_span is not None:
            spans = book.origin.to_source(*node.title_span)
            found.append(Mending("displaced title", node.title_span[0], (spans[0][0], spans[-1][1]) if spans else (0, 0)))
    for item in book.furniture:
        if item.kind == "continued":
            found.append(Mending("continued table", _text_at(book, item.start), (item.start, item.end)))
        elif item.kind in ("running head", "folio") and (at := _sentence_over(book, item.start, item.end)) is not None:
            found.append(Mending("running head", at, (item.start, item.end)))
        elif item.kind == "repeated head":
            at = _text_at(book, item.start)
            if found and found[-1].kind == "joined table" and found[-1].at == at:
                found.pop()  # a head of several rows is one head
            found.append(Mending("joined table", at, (item.start, item.end)))
    found.extend(_of_tables(book))
    breaks = [(_sentence_over(book, page.at, page.at), page.at) for page in book.pages[1:]]
    found.extend(Mending("page break", at, (offset, offset)) for at, offset in breaks if at is not None)
    return sorted(found, key=lambda m: (m.at, m.source))


def _of_tables(book: Book) -> list[Mending]:
    """What structure mended in the tables of a text: cells put together from several lines, tables that stood in mid-sentence."""
    found: list[Mending] = []
    if book.source_form != "text" or not book.lines:
        return found
    rules = [item.start for item in book.furniture if item.kind == "markup"]
    for table in book.tables:
        spans = book.origin.to_source(table.start, table.start + 1)
        before = book.origin.to_source(table.title[0] - 2, table.title[0] - 1) if table.title and table.title[0] > 1 else []
        if spans and before and before[0][0] > spans[0][0]:
            found.append(Mending("moved table", table.start, spans[0]))
        if table.scrambled:
            continue
        for cell in (c for row in table.rows for c in row if c.end > c.start):
            runs = book.origin.to_source(cell.start, cell.end)
            drawn = bool(runs) and bisect_left(rules, runs[0][0]) != bisect_left(rules, runs[-1][1])  # a rule of the table parts the lines
            if runs and not drawn and book.line_of(runs[0][0]) != book.line_of(runs[-1][1] - 1):
                found.append(Mending("rebuilt cell", cell.start, (runs[0][0], runs[-1][1])))
    return found


def by_node(book: Book) -> dict[int, list[Mending]]:
    """Mendings by the index of the deepest node that holds them."""
    found: dict[int, list[Mending]] = {}
    for mending in mendings(book):
        index = book.node_at(mending.at)
        if index is not None:
            found.setdefault(index, []).append(mending)
    return found


def _sentence_over(book: Book, start: int, end: int) -> int | None:
    """Where the running text goes on in mid-sentence over a stretch of the source; None where it does not."""
    before, after = book.origin.around(start, end)
    if before is None or after is None or not before < after <= before + 2:
        return None
    between = book.text[before : after + 1]
    return after if "\n" not in between and "\t" not in between and between[0] not in "。！？" else None


def _text_at(book: Book, offset: int) -> int:
    """The place in the running text of a source offset, or of what follows it."""
    before, after = book.origin.around(offset, offset)
    return after if after is not None else before if before is not None else 0


def count_by_kind(book: Book) -> list[tuple[str, int]]:
    """How many mendings of each kind, the most first."""
    counts: dict[str, int] = {}
    for mending in mendings(book):
        counts[mending.kind] = counts.get(mending.kind, 0) + mending.count
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
