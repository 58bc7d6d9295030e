"""Sources whose mark-up declares headings, cells or signatures (Markdown, HTML, DOCX) → blocks.

A source that is `complete` (our own Markdown) is told, never judged: each line is the block that it says it is.

What is declared is believed; stretches of plain lines between are segmented by their looks, as a text layer is.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right

import msgspec

from tongjian.book import Line, Source
from tongjian.book.model import Kind
from tongjian.structure.blocks import Block, CellPieces, Pieces, Tag
from tongjian.structure.habit import RUN_IN, Habit, reads_as_prose
from tongjian.structure.marks import ENTRY, signature_name
from tongjian.structure.pages import Sheet
from tongjian.structure.plain import column_widths, mark_tables
from tongjian.structure.prose import Segmenter
from tongjian.structure.rows import Row, row_of
from tongjian.structure.running import Running
from tongjian.structure.stretches import cut_at, raw_of, source_at
from tongjian.structure.vocabulary import kind_of

_CAPTION = re.compile(r"(?P<words>[^。；，\n]{4,50}?(?:表|一览|情况|统计|名单|名录|目录)(?:[（(][^（）()]{1,16}[）)])?)\s*(?P<unit>[（(]?(?:计量)?单位[:：]\s*[^。；\n]{1,20}[）)]?)?")
_STEP = re.compile(r"第[一二三四五六七八九十百\d]+(编|篇|卷|章|节|目)")


def is_declared(source: Source) -> bool:
    """Whether the source's mark-up says anything of its structure."""
    return any(line.role or line.depth or line.cell for page in source.pages for line in page.lines)


def declared_blocks(source: Source) -> list[Block]:
    """Blocks of a source with declared structure."""
    typed = source.form == "text"  # no mark-up of the source has told what a table is
    lines = [line for page in source.pages for line in page.lines]
    levels = _levels(lines)
    rows_by_page = [Sheet(0)]
    numbered: list[Row | None] = []
    for n, line in enumerate(lines):
        row = row_of(line, 0, n)
        numbered.append(row)
        if row is not None and not line.role and not line.depth and line.cell is None:
            rows_by_page[0].rows.append(row)
    widths = column_widths(rows_by_page)
    titled = typed and any(line.role == "entry" and line.title is not None for line in lines)
    segmenter = Segmenter(widths, False, set(), Habit.of(rows_by_page[0].rows, titled))
    blocks: list[Block] = []
    kinds: dict[int, Kind | None] = {}  # kind by heading depth, for what stands under it
    held: list[Row] = []
    table: list[Line] = []
    caption: list[int] = []

    def kind_now() -> Kind | None:
        return next((kinds[d] for d in sorted(kinds, reverse=True) if kinds[d]), None)

    def flush() -> None:
        if held:
            if kind_now() in ("namelist", "honours") and reads_as_prose(held, widths):
                kinds.update(dict.fromkeys(kinds))
                heading = next((b for b in reversed(blocks) if b.tag in ("part", "section")), None)
                if heading is not None:
                    heading.kind = None
            rows = list(held)
            tabled = mark_tables(rows, widths, frozenset()) if typed else [-1] * len(rows)
            blocks.extend(segmenter.segment(rows, tabled, kind_now(), False))
            held.clear()
        if table:
            number = table[0].cell.table if table[0].cell else 0
            blocks.extend(_table(table, number + 1 if number >= 0 else -1))  # −1: rows of a list
            table.clear()

    for line, row in zip(lines, numbered, strict=True):
        if line.cell is not None:
            if held or (table and table[0].cell and table[0].cell.table != line.cell.table):
                flush()
            table.append(line)
            continue
        if row is None:
            if line.whole and held:
                flush()
            continue
        if line.depth or (line.role and (line.title is None or line.whole)):
            flush()
            block = _declared(line, row, levels, caption)
            if block.tag in ("part", "section"):
                depth = line.depth or 0
                for d in [d for d in kinds if d >= depth]:
                    del kinds[d]
                kinds[depth] = block.kind
            blocks.append(block)
            continue
        if table:
            flush()
        held.append(row)
    flush()
    return _join_captions(_captioned(blocks, source.text))


def without_markup(source: Source) -> Source:
    """The source with the mark-up inside its lines blanked, so that rows are judged by their words; offsets stay."""
    if not source.markup:
        return source
    spans = sorted(source.markup)
    starts = [a for a, _ in spans]

    def blanked(line: Line) -> Line:
        end = line.at + len(line.text)
        i = max(bisect_right(starts, line.at) - 1, 0)
        parts: list[str] = []
        at = line.at
        while i < len(spans) and spans[i][0] < end:
            a, b = max(spans[i][0], at), min(spans[i][1], end)
            if a < b:
                parts += [source.text[at:a], " " * (b - a)]
                at = b
            i += 1
        return msgspec.structs.replace(line, text="".join([*parts, source.text[at:end]])) if parts else line

    pages = tuple(msgspec.structs.replace(page, lines=tuple(map(blanked, page.lines))) for page in source.pages)
    return msgspec.structs.replace(source, pages=pages)


def told_blocks(source: Source) -> list[Block]:
    """Blocks of a complete source, one a line (cells of one row: one a row). Its lines have roles or cells, all of them."""
    words = Running(source.text, source.markup)

    def printed(pieces: Pieces) -> str:
        words.mark("\n")
        return words.read(*words.write(pieces))

    blocks: list[Block] = []
    lines = (line for page in source.pages for line in page.lines)
    for key, run in itertools.groupby(lines, key=lambda line: (line.cell.table, line.cell.row) if line.cell and not line.role else None):
        if key is not None:
            row = list(run)
            cells = [(line, line.cell) for line in row if line.cell is not None]
            table = key[0] if key[0] >= 0 else -1
            blocks.append(
                Block(
                    "row",
                    cells=[CellPieces(_ends(line), cell.rows, cell.columns) for line, cell in cells],
                    table=table,
                    head=any(cell.head for _, cell in cells),
                    scrambled=any(cell.scrambled for _, cell in cells),
                    within=row[0].within,
                )
            )
            continue
        for line in run:
            pieces = _ends(line)
            if not pieces:
                continue
            tag: Tag = _TOLD[line.role or "text"]
            title: Pieces = ([line.title] if line.title else pieces) if tag in ("entry", "subentry") else []
            text = printed(title or pieces)
            name = line.name if line.name is not None else text.strip("（）()") if tag == "byline" else text
            kind: Kind | None = line.kind  # type: ignore[assignment]
            if tag in ("part", "section"):
                kind = kind or kind_of(name)
            blocks.append(
                Block(
                    tag,
                    pieces,
                    title=title,
                    name=name,
                    kind=kind,
                    depth=max((line.depth or 2) - 1, 1) if tag == "section" else 0,
                    inferred=line.inferred,
                    table=line.cell.table if line.cell else -1,
                    within=line.within,
                )
            )
    return blocks


_TOLD: dict[str, Tag] = {role: role for role in ("part", "section", "entry", "subentry", "byline", "caption", "note")}
_TOLD |= {"group": "section", "unit": "note", "text": "para"}


def _ends(line: Line) -> Pieces:
    """The span of a line without the white space at its ends; none where it is blank."""
    lead = len(line.text) - len(line.text.lstrip())
    text = line.text.strip()
    return [(line.at + lead, line.at + lead + len(text))] if text else []


def _levels(lines: list[Line]) -> dict[int, tuple[str, int]]:
    """Heading depth → (tag, section depth). Where 节 is the lowest step of 编 › 章 › 节, it is the entry."""
    depths = sorted({line.depth for line in lines if line.depth and not line.role})
    if not depths:
        return {}
    steps = {d: {m[1] for line in lines if line.depth == d and (m := _STEP.match(line.text.strip().replace(" ", "")))} for d in depths}
    has_entries = any(ENTRY.match(line.text) or (line.role == "entry" and line.title) for line in lines) or sum(RUN_IN.match(line.text) is not None for line in lines) >= 3
    found: dict[int, tuple[str, int]] = {depths[0]: ("part", 0)}
    for n, depth in enumerate(depths[1:], 1):
        if not has_entries and (("节" in steps[depth] and "章" not in steps[depth]) or (len(depths) > 2 and n == len(depths) - 1)):
            found[depth] = ("entry", 0)
        elif any(found[d][0] == "entry" for d in depths[:n]):
            found[depth] = ("subentry", 0)
        else:
            found[depth] = ("section", n)
    return found


def _declared(line: Line, row: Row, levels: dict[int, tuple[str, int]], caption: list[int]) -> Block:
    start = row.at + row.lead
    pieces: Pieces = [(start, row.at + len(row.text.rstrip()))]
    name = " ".join(row.text.split()) if not re.search(r"[\u4e00-\u9fff]", row.text) else row.squeezed
    kind: Kind | None = line.kind  # type: ignore[assignment]
    if line.role == "byline":
        return Block("byline", pieces, name=signature_name(row.squeezed))
    if line.role == "unit":
        return Block("note", pieces, name=name)
    if line.role in ("text", "note"):
        return Block("para", pieces)
    if line.role == "caption":
        return Block("caption", pieces, name=name, kind=kind or "table")
    if line.role:
        tag: str = "section" if line.role == "group" else line.role
        depth = max((line.depth or 2) - 1, 1) if tag == "section" else 0
    else:
        tag, depth = levels[line.depth or 1]
    kind = kind or kind_of(row.squeezed) if tag in ("part", "section") else kind
    if line.title is not None and tag in ("entry", "subentry"):
        words = row.text[line.title[0] - row.at : line.title[1] - row.at]
        return Block(tag, pieces, title=[line.title], name=line.name or re.sub(r"\s+", "", words), kind=kind, confidence=line.confidence)  # type: ignore[arg-type]
    found = ENTRY.match(row.text)
    if found and tag in ("entry", "subentry"):
        title: Pieces = [(row.at + found.start("title"), row.at + found.end("title"))]
        return Block(tag, pieces, title=title, name=re.sub(r"\s+", "", found["title"]), kind=kind, confidence=line.confidence)  # type: ignore[arg-type]
    return Block(tag, pieces, title=pieces if tag in ("entry", "subentry") else [], name=name, kind=kind, depth=depth, confidence=line.confidence)  # type: ignore[arg-type]


def _table(lines: list[Line], number: int) -> list[Block]:
    rows: dict[int, list[Line]] = {}
    for line in lines:
        if line.cell is not None:
            rows.setdefault(line.cell.row, []).append(line)
    blocks: list[Block] = []
    for row in rows.values():
        cells: dict[int, CellPieces] = {}
        for line in row:
            assert line.cell is not None
            cell = cells.setdefault(line.cell.column, CellPieces([], line.cell.rows, line.cell.columns))
            if line.text.strip():
                cell.pieces.append((line.at, line.at + len(line.text)))  # a cell may be printed on several lines
        blocks.append(Block("row", cells=[cells[c] for c in sorted(cells)], table=number, head=any(c.cell is not None and c.cell.head for c in row), scrambled=any(c.cell is not None and c.cell.scrambled for c in row)))
    return blocks


def _captioned(blocks: list[Block], source: str) -> list[Block]:
    """A short paragraph right above a table is its caption; a unit at its end (单位：万元) becomes the table's note."""
    out: list[Block] = []
    for block, following in itertools.pairwise([*blocks, Block("para")]):
        opens = following.tag == "row" and following.table >= 0 and block.tag == "para"
        raw, starts, offsets = raw_of(block.pieces, source) if opens and len(block.pieces) == 1 else ("", [], [])
        found = _CAPTION.fullmatch(raw.strip()) if raw else None
        if found is None or len(re.sub(r"\s+", "", found["words"])) < 4:
            out.append(block)
            continue
        lead = len(raw) - len(raw.lstrip())
        pieces = block.pieces
        if found["unit"]:
            pieces, rest = cut_at(block.pieces, source_at(lead + found.start("unit"), starts, offsets))
            out.append(Block("caption", pieces, name=re.sub(r"\s+", "", found["words"]), kind="table", table=following.table))
            out.append(Block("note", rest, table=following.table, name=re.sub(r"\s+", "", found["unit"])))
        else:
            out.append(Block("caption", pieces, name=re.sub(r"\s+", "", found["words"]), kind="table", table=following.table))
    return out


def _join_captions(blocks: list[Block]) -> list[Block]:
    """A caption, and the notes between it and its table, take the number of the table that follows."""
    for block, following in itertools.pairwise(reversed(blocks)):
        if following.tag in ("caption", "note") and following.table < 0 and block.tag in ("row", "note") and block.table >= 0:
            following.table = block.table
    return blocks
