"""Blocks → Book: the running text is written block by block while the tree grows over it."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tongjian.book.model import Kind, Level, Node, Origin, Span, Table, TableCell
from tongjian.structure.blocks import Block, Pieces
from tongjian.structure.marks import UNIT_WORDS, signs_alone
from tongjian.structure.running import Running

_CLOSERS: dict[str, tuple[str, ...]] = {"part": (), "section": (), "entry": ("】", "〗", "〕", "]", "·", "。"), "subentry": ("。", "：", "】")}
_STEPS = (re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]"), re.compile(r"\d{1,3}[.．](?!\d)"), re.compile(r"专栏"))
_ORDER: dict[str, int] = {"part": 0, "section": 1, "entry": 2, "subentry": 3}


@dataclass(slots=True)
class _Draft:
    level: Level
    name: str
    start: int
    parent: int
    depth: int
    kind: Kind | None
    title_span: Span | None
    body_start: int
    displaced: bool
    inferred: bool
    confidence: float
    date: str | None
    end: int = -1
    body_end: int = -1
    prose_end: int = -1
    byline: Pieces | None = None
    byline_name: str | None = None
    byline_span: Span | None = None
    table: int = -1
    children: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _TableDraft:
    start: int
    title: Span | None = None
    rows: list[tuple[TableCell, ...]] = field(default_factory=list)
    header: int = 0
    notes: list[Span] = field(default_factory=list)
    end: int = -1
    scrambled: bool = False
    unit: str | None = None


class Grower:
    """Grows the tree. One instance builds one book."""

    def __init__(self, source: str, markup: tuple[Span, ...]) -> None:
        self.running = Running(source, markup)
        self.drafts: list[_Draft] = []
        self.open: list[int] = []  # indices of open drafts, outermost first
        self.tables: dict[int, _TableDraft] = {}

    # -- growing ---------------------------------------------------------------------------------------------------
    def add(self, block: Block) -> None:
        while block.within is not None and len(self.open) > block.within:
            self._close_last()
        if block.tag == "byline":
            self._sign(block)
            return
        if block.tag in _ORDER:
            self._close_for(block)
        elif block.table < 0:
            self._close_tables()
            if block.apart:
                self._close_to(lambda d: d.level in ("part", "section"))
        if block.section_end:
            self._close_to(lambda d: d.level == "part")
        if block.tag == "caption" and block.table >= 0:
            self._close_tables()
        start = self._begin()
        if block.cells is not None:
            cells = self._row(block, start)
            if block.named >= 0:
                self._push(block, start, (cells[block.named].start, cells[block.named].end))
                self.drafts[-1].body_start = start  # the title is one cell of the row
            return
        title_span = self._write_titled(block) if block.title else self.running.write(block.pieces)
        end = self.running.size
        if block.tag in ("part", "section", "entry", "subentry"):
            self._push(block, start, title_span)
        elif block.tag == "caption" and block.table >= 0:
            self.tables[block.table] = _TableDraft(start, title=(start, end), end=end)
            self._push(block, start, (start, end), level="subentry", kind="table")
            self.drafts[-1].table = block.table
        elif block.tag == "note" and block.table >= 0:
            self._note(block.table, start, end)
        if block.table < 0 and not (block.tag == "subentry" and block.kind == "table"):
            for i in self.open:
                self.drafts[i].prose_end = end

    def open_unnamed(self, name: str) -> None:
        """Open a part that the print has not named, for matter before the first part title."""
        self.drafts.append(_Draft("part", name, 0, -1, 0, None, None, 0, False, True, 0.5, None))
        self.open.append(0)

    def _begin(self) -> int:
        if self.running.size:
            self.running.mark("\n")
        return self.running.size

    def _write_titled(self, block: Block) -> Span:
        """Write a block whose pieces hold its title; the title may be anywhere inside them."""
        first, last = block.title[0][0], block.title[-1][1]
        before: Pieces = []
        after: Pieces = []
        for a, b in block.pieces:
            if b <= first:
                before.append((a, b))
            elif a >= last:
                after.append((a, b))
            else:
                if a < first:
                    before.append((a, first))
                if b > last:
                    after.append((last, b))
        self.running.write(before)
        span = self.running.write(block.title)
        self.running.write(after)
        return span

    def _row(self, block: Block, start: int) -> list[TableCell]:
        cells: list[TableCell] = []
        for i, cell in enumerate(block.cells or ()):
            if i:
                self.running.mark("\t")
            span = self.running.write(cell.pieces)
            cells.append(TableCell(*span, cell.rows, cell.columns))
        end = self.running.size
        if block.table < 0:
            for i in self.open:
                self.drafts[i].prose_end = end
            return cells
        table = self.tables.setdefault(block.table, _TableDraft(start))
        table.rows.append(tuple(cells))
        table.end = end
        table.header += block.head
        table.scrambled = table.scrambled or block.scrambled
        return cells

    def _note(self, number: int, start: int, end: int) -> None:
        """A note of a table: its unit where it names one; 续表 takes title and unit of the table that it continues."""
        before = next(reversed(self.tables.values()), None)
        table = self.tables.setdefault(number, _TableDraft(start))
        table.notes.append((start, end))
        table.end = end
        words = self.running.read(start, end)
        unit = UNIT_WORDS.search(words)
        if unit:
            table.unit = unit[1]
        if words.startswith("续表") and table.title is None and before is not None and before is not table:
            table.title = before.title
            table.unit = table.unit or before.unit

    def _push(self, block: Block, start: int, title_span: Span | None, level: Level | None = None, kind: Kind | None = None) -> None:
        chosen: Level = level or block.tag  # type: ignore[assignment]
        parent = self.open[-1] if self.open else -1
        index = len(self.drafts)
        if chosen in ("part", "section") or not block.title or title_span is None:
            body_start = -1  # begins with the next block
        else:
            body_start = title_span[1]
        self.drafts.append(
            _Draft(chosen, block.name, start, parent, block.depth, kind or block.kind, title_span, body_start, block.displaced, block.inferred, block.confidence, block.date)
        )
        if parent >= 0:
            self.drafts[parent].children.append(index)
        self.open.append(index)

    def _sign(self, block: Block) -> None:
        """A signature closes the innermost open section, or its group where no section of the group was signed before it."""
        if block.within is None:
            self._close_to(lambda d: d.level in ("part", "section") or (block.of_entry and d.level == "entry"))
        if not self.open:
            return
        target = self.open[-1]
        draft = self.drafts[target]
        parent = draft.parent
        if block.within is None and draft.level == "section" and parent >= 0 and self.drafts[parent].level == "section":
            siblings = [self.drafts[i] for i in self.drafts[parent].children if self.drafts[i].level == "section" and i != target]
            if siblings and not any(s.byline_name for s in siblings) and not signs_alone(block.name, draft.name, self.drafts[parent].name):
                target = parent
        if self.drafts[target].byline is not None:
            self.drafts[target].byline = [*(self.drafts[target].byline or []), *block.pieces]
            self.drafts[target].byline_name = f"{self.drafts[target].byline_name} {block.name}"
            return
        self.drafts[target].byline = block.pieces
        self.drafts[target].byline_name = block.name

    # -- closing ---------------------------------------------------------------------------------------------------
    def _close_for(self, block: Block) -> None:
        if block.tag == "section":
            self._close_to(lambda d: d.level == "part" or (d.level == "section" and d.depth < block.depth))
        else:
            rank, step = _ORDER[block.tag], _step(block.name)
            self._close_to(lambda d: _ORDER[d.level] < rank or (block.tag == d.level == "subentry" and 0 < _step(d.name) < step))

    def _close_tables(self) -> None:
        while self.open and self.drafts[self.open[-1]].table >= 0:
            self._close_last()

    def _close_to(self, keep: Callable[[_Draft], bool]) -> None:
        while self.open and not keep(self.drafts[self.open[-1]]):
            self._close_last()

    def _close_last(self) -> None:
        index = self.open.pop()
        draft = self.drafts[index]
        draft.body_end = self.running.size
        if draft.byline is not None:
            start = self._begin()
            self.running.write(draft.byline)
            draft.byline_span = (start, self.running.size)
        draft.end = self.running.size

    def finish(self) -> tuple[str, list[Node], list[Table], Origin]:
        while self.open:
            self._close_last()
        text, origin = self.running.finish()
        nodes = self._nodes(text)
        tables = [
            Table(t.start, t.end, t.title, tuple(t.rows), t.header, t.unit, tuple(t.notes), t.scrambled)
            for t in self.tables.values()
            if t.rows
        ]
        return text, nodes, tables, origin

    def _nodes(self, text: str) -> list[Node]:
        kinds: list[Kind] = []
        seen: Counter[tuple[str, ...]] = Counter()
        paths: list[tuple[str, ...]] = []
        nodes: list[Node] = []
        for draft in self.drafts:
            inherited: Kind = kinds[draft.parent] if draft.parent >= 0 else "prose"
            has_sections = any(self.drafts[i].level == "section" for i in draft.children)
            kind = draft.kind or usual_kind(draft.level, inherited, has_sections)
            kinds.append(kind)
            path = (*(paths[draft.parent] if draft.parent >= 0 else ()), draft.name)
            paths.append(path)
            seen[path] += 1
            after = (draft.title_span or (draft.start, draft.start))[1]
            start = draft.body_start if draft.body_start >= 0 else min(after + 1, draft.body_end)
            if draft.body_start >= 0 and text[start : start + 1] in _CLOSERS[draft.level]:
                start += 1
            end = draft.body_end
            if draft.level == "entry" and start < draft.prose_end < end:
                end = draft.prose_end
            start = min(start, end)
            nodes.append(
                Node(
                    id=_node_id(path, seen[path]),
                    level=draft.level,
                    kind=kind,
                    title=draft.name,
                    start=draft.start,
                    end=draft.end,
                    body=(start, end),
                    title_span=draft.title_span,
                    byline=draft.byline_name,
                    byline_span=draft.byline_span,
                    parent=draft.parent,
                    inferred=draft.inferred,
                    displaced=draft.displaced,
                    confidence=draft.confidence,
                    date=draft.date,
                )
            )
        return nodes


def _step(title: str) -> int:
    """How deep a numbered title of a speech stands in it: 1 for （一）, 2 for 1., 3 for a box (专栏); 0 for one without number."""
    return next((n for n, step in enumerate(_STEPS, 1) if step.match(title)), 0)


def usual_kind(level: Level, inherited: Kind, has_sections: bool) -> Kind:
    """The kind of a node that declares none: a section of sections is a group; else what stands above it is handed down."""
    if level == "section" and has_sections and inherited in ("prose", "group"):
        return "group"
    if inherited == "group" or (level == "subentry" and inherited == "table"):
        return "prose"
    return inherited


def _node_id(path: tuple[str, ...], ordinal: int) -> str:
    """12 hexadecimal digits of path, title and ordinal among equals: edits of the body leave it alone."""
    return hashlib.sha256("\x1f".join((*path, str(ordinal))).encode()).hexdigest()[:12]


def lines_of(source: str) -> tuple[int, ...]:
    """Offsets at which the physical lines of a text begin (split at LF, CRLF counted once)."""
    starts = [0]
    at = source.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = source.find("\n", at + 1)
    return tuple(starts)

