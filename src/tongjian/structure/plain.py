"""A plain text layer → blocks: parts, headings, entries, signatures, tables and paragraphs, from the looks of the rows.

The order of work: part titles (displaced ones too) cut the book into regions; tables are marked; then each region is
segmented by the kind of matter that its title promises or its rows show.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from tongjian.book import Furniture
from tongjian.book.model import Kind
from tongjian.structure.blocks import Block
from tongjian.structure.lists import person_row, shows_names
from tongjian.structure.marks import (
    BRACKETED,
    ENTRY,
    NUMBERED,
    TABLE_HEAD,
    UNIT,
    is_signature,
    looks_tabular,
    may_head,
    may_head_numbered,
    sure_head,
)
from tongjian.structure.note import Note
from tongjian.structure.pages import Paged, Sheet
from tongjian.structure.prose import Segmenter
from tongjian.structure.rows import Row, spaced
from tongjian.structure.subentries import mark_subentries
from tongjian.structure.tabling import NOTE, repeated_heads, split_tables
from tongjian.structure.vocabulary import SPEECHES, is_part_name, kind_of, plain


@dataclass(slots=True)
class Region:
    """The rows of one part. `title` is its title row, None for matter before the first part."""

    title: Row | None
    rows: list[Row] = field(default_factory=list)
    kind: Kind | None = None
    displaced: bool = False


def blocks_of(found: Paged, note: Note, source: str) -> tuple[list[Block], list[Furniture], set[int]]:
    """Blocks of a plain text layer, the furniture found on the way, and the indices of the sheets that parts open."""
    widths = column_widths(found.sheets)
    regions, furniture, openings = part_regions(found, note)
    continued = {i for i, s in enumerate(found.sheets) if s.continued}
    segmenter = Segmenter(widths, found.interleaved, continued, region=note.region)
    blocks: list[Block] = []
    for region in regions:
        rows = region.rows
        if region.title is not None:
            title = region.title
            blocks.append(Block("part", [(title.at, title.end)], name=title.squeezed, kind=region.kind, displaced=region.displaced))
        tabled = mark_tables(rows, widths, continued)
        rows, tabled = settle_tables(rows, split_tables(rows, tabled))
        again = repeated_heads(rows, tabled)
        furniture += [Furniture(rows[k].at, rows[k].end, "repeated head") for k in sorted(again)]
        tabled = [mark for k, mark in enumerate(tabled) if k not in again]
        rows = [row for k, row in enumerate(rows) if k not in again]
        speech = region.title is not None and bool(SPEECHES.search(region.title.squeezed))
        blocks.extend(segmenter.segment(rows, tabled, region.kind, speech))
    blocks = mark_subentries(blocks, source)
    return blocks, furniture, openings


def column_widths(sheets: list[Sheet]) -> list[float]:
    """The usual full width of a row on each sheet, in em; a sheet of short rows takes its neighbours' width."""
    usual = sorted(row.width for sheet in sheets for row in sheet.rows if row.width > 12)
    common = usual[int(len(usual) * 0.7)] if usual else 30.0
    widths: list[float] = []
    for sheet in sheets:
        own = sorted(row.width for row in sheet.rows if row.width > 12)
        widths.append(own[int(len(own) * 0.75)] if len(own) >= 8 else (widths[-1] if widths else common))
    return widths


def part_regions(found: Paged, note: Note) -> tuple[list[Region], list[Furniture], set[int]]:
    """Cut the sheets into parts. A part whose title comes late on its first sheet begins with that sheet's first row."""
    named = {plain(name) for name in note.parts}
    used: set[str] = set()
    regions: list[Region] = [Region(None)]
    furniture: list[Furniture] = []
    openings: set[int] = set()
    columns: set[str] = set()  # rows that look like the column heads of a list
    for index, sheet in enumerate(found.sheets):
        following = found.sheets[index + 1].rows if index + 1 < len(found.sheets) else []
        columns.update(row.squeezed for row in sheet.rows if len(row.text.split()) >= 3 and not re.search(r"[\d，。]", row.text))
        if found.broken and following and _heads_list(sheet.rows, following[0], columns) and plain(sheet.rows[-1].squeezed) not in named:
            head = sheet.rows.pop()
            furniture.append(Furniture(head.at, head.end, "running head"))
        titles = _titles_on(sheet, found, named, note, used, begun=any(r.title and kind_of(r.title.squeezed) != "frontmatter" for r in regions))
        pending = list(sheet.rows)
        for row, displaced in titles:
            used.add(plain(row.squeezed))
            openings.add(index)
            at = pending.index(row)
            if displaced:
                pending.pop(at)
            else:
                regions[-1].rows.extend(pending[:at])
                pending = pending[at + 1 :]
                if pending and row.opens_page:
                    pending[0].opens_page = True
            regions.append(Region(row, kind=kind_of(row.squeezed), displaced=displaced))
        for row in pending:
            if found.broken and plain(row.squeezed) in used and (row is sheet.rows[-1] or row is sheet.rows[0]) and row not in [t for t, _ in titles]:
                furniture.append(Furniture(row.at, row.end, "running head"))
            else:
                regions[-1].rows.append(row)
    return [r for r in regions if r.title is not None or r.rows], furniture, openings


def _heads_list(rows: list[Row], following: Row, columns: set[str]) -> bool:
    """Whether the last row of a page is the running head of a list that goes on.

    The next page then prints the column heads again, or begins with a body of the name list and not with a person.
    """
    if len(rows) < 2 or not may_head(rows[-1]):
        return False
    if sure_head(rows[-1]) and following.squeezed in columns:
        return True
    return kind_of(rows[-1].squeezed) == "namelist" and not is_part_name(rows[-1].squeezed) and shows_names(rows[-20:-1]) and person_row(following) is None


def _titles_on(sheet: Sheet, found: Paged, named: set[str], note: Note, used: set[str], begun: bool) -> list[tuple[Row, bool]]:
    """Part titles on a sheet and whether each is displaced."""
    titles: list[tuple[Row, bool]] = []
    rows = sheet.rows
    for i, row in enumerate(rows):
        text = plain(row.squeezed)
        if len(text) > 16 or not may_head(row) or text in used or text in {plain(t.squeezed) for t, _ in titles}:
            continue
        known = text in named or is_part_name(text, note.region)
        front = not begun and kind_of(row.squeezed) == "frontmatter"
        if not known and not front:
            continue
        if any(text != name and text in name for name in named):
            continue  # one half of a part's name heads a section of it
        if i == 0 or row.opens_page:
            if text in named or not named or front or kind_of(row.squeezed) is not None:
                titles.append((row, False))
        elif front and rows[i - 1].closed:
            titles.append((row, False))
        elif found.broken and _ends_text(rows, i) and (text in named or spaced(row)):
            # the last words of the page's text, in the middle of a sentence or before the page's tables
            titles.append((row, True))
        elif found.broken and text in named and (spaced(row) or i <= 2) and not ENTRY.match(rows[i + 1].text):
            # two pages in one sheet (their break is lost), or a heading of the page stands before the part's
            titles.append((row, True))
        elif not found.broken and (text in named or kind_of(row.squeezed) is not None or spaced(row)) and (i == 0 or rows[i - 1].closed):
            titles.append((row, False))
    return titles


def _ends_text(rows: list[Row], i: int) -> bool:
    """Whether nothing but a table follows row `i` on its sheet."""
    rest = rows[i + 1 :]
    if not rest:
        return True
    return any(TABLE_HEAD.match(r.text.strip()) or UNIT.match(r.squeezed) or looks_tabular(r) for r in rest[:3]) and not any(
        ENTRY.match(r.text) or is_signature(r.squeezed) for r in rest
    )


def mark_tables(rows: list[Row], widths: list[float], continued: AbstractSet[int]) -> list[int]:
    """For each row the number of the table it belongs to, or −1. Captions are marked by the segmenter.

    `continued`: pages that said 续表.
    """
    marks = [-1] * len(rows)
    table = rows[0].at if rows else 0
    i = 0
    while i < len(rows):
        if not _opens_table(rows, i, widths):
            i += 1
            continue
        end = _table_end(rows, i, widths, continued)
        if end - i >= 2:
            table += 1
            for k in range(i - _headed(rows, marks, i), end):
                marks[k] = table
            i = end
        else:
            i += 1
    return marks


def _opens_table(rows: list[Row], i: int, widths: list[float]) -> bool:
    row = rows[i]
    if row.squeezed.endswith(("。", "；")) or ENTRY.match(row.text) or row.width > 0.95 * widths[row.page]:
        return False
    if UNIT.fullmatch(row.squeezed):
        return True
    follow = rows[i + 1 : i + 7]
    cellish = sum(_cellish(r, widths) for r in follow)
    if TABLE_HEAD.match(row.text.strip()) and (row.squeezed.startswith("序号") or len(row.text.split()) >= 2):
        return len(follow) >= 2 and cellish >= min(3, len(follow))
    return looks_tabular(row) and len(follow) >= 1 and sum(looks_tabular(r) for r in follow[:3]) >= min(2, len(follow))


def _headed(rows: list[Row], marks: list[int], i: int) -> bool:
    """Whether the row above `i` is the head of the table that opens there: as many cells, none of them a figure or a sentence."""
    if i == 0 or marks[i - 1] >= 0 or not looks_tabular(rows[i]):
        return False
    cells = rows[i - 1].text.split()
    return len(cells) == len(rows[i].text.split()) and not any(re.search(r"[，。；：]", c) or re.fullmatch(r"[\d.,%—–-]+", c) for c in cells)


def _cellish(row: Row, widths: list[float]) -> bool:
    if row.squeezed.endswith(("。", "；")) and row.width > 0.6 * widths[row.page]:
        return False
    return row.width < 0.75 * widths[row.page] or (len(row.text.split()) >= 3 and row.squeezed.count("，") < 2)


def _table_end(rows: list[Row], i: int, widths: list[float], continued: AbstractSet[int]) -> int:
    k = i + 1
    while k < len(rows):
        row = rows[k]
        if ENTRY.match(row.text):
            return k - _heads_below(rows, i, k)
        if is_signature(row.squeezed):
            return k
        if NOTE.match(row.squeezed):  # a note under the table, to the end of its sentence
            while k + 1 < len(rows) and not rows[k].squeezed.endswith("。") and not ENTRY.match(rows[k + 1].text):
                k += 1
            k += 1
            continue
        if (NUMBERED.match(row.squeezed) or BRACKETED.match(row.squeezed)) and may_head_numbered(row) and not (k + 1 < len(rows) and _cellish(rows[k + 1], widths)):
            return k
        if row.opens_page and row.page != rows[k - 1].page:
            carried = row.page in continued or (TABLE_HEAD.match(row.text.strip()) and row.squeezed.startswith(("序号", "项目", "姓名", "获奖", "指标")))
            if not carried and not looks_tabular(row):
                return k
        prose = row.width >= 0.85 * widths[row.page] and any(c in row.squeezed for c in "，。；") and (len(row.text.split()) < 4 or row.squeezed.count("，") > 1)
        if prose and (k + 1 >= len(rows) or rows[k + 1].width >= 0.85 * widths[row.page] or rows[k + 1].closed):
            return k
        k += 1
    return k


def _heads_below(rows: list[Row], i: int, k: int) -> int:
    """How many of the last rows of a table `i`–`k` that an entry ends are the heading of that entry's section.

    In a table whose rows have several cells a row of one, without figures, stands out.
    """
    cells = [len(row.text.split()) for row in rows[i:k]]
    if len(cells) < 4 or sum(n >= 2 for n in cells) < 0.7 * len(cells):
        return 0
    last = rows[k - 1]
    return int(may_head(last) and (cells[-1] == 1 or spaced(last)) and cells[-2] >= 2 and not re.search(r"\d", last.squeezed))


def settle_tables(rows: list[Row], marks: list[int]) -> tuple[list[Row], list[int]]:
    """Move a table that a page put in the middle of a sentence behind the end of that sentence's paragraph."""
    out: list[Row] = []
    tables: list[int] = []
    i = 0
    while i < len(rows):
        if marks[i] < 0 or not out or tables[-1] >= 0:
            out.append(rows[i])
            tables.append(marks[i])
            i += 1
            continue
        end = i
        while end < len(rows) and marks[end] >= 0:
            end += 1
        named = re.match(r"(?:附?表|专栏)[\d一二三四五六七八九十]+[—\d-]*[：:]?\S", out[-1].squeezed) is not None
        caption = 1 if len(out) > 1 and not out[-1].closed and (named or (may_head(out[-1]) and out[-1].width < 20)) else 0
        before = out[-1 - caption] if len(out) > caption else None
        cut = before is not None and not before.closed and not may_head(before) and end < len(rows) and not ENTRY.match(rows[end].text)
        if cut:
            stop = end
            while stop < len(rows) and not rows[stop].squeezed.endswith(("。", "！", "？")) and not ENTRY.match(rows[stop].text) and stop - end < 12:
                stop += 1
            held, held_marks = out[len(out) - caption :], tables[len(tables) - caption :]
            del out[len(out) - caption :], tables[len(tables) - caption :]
            out.extend(rows[end : stop + 1])
            tables.extend(marks[end : stop + 1])
            out.extend(held)
            tables.extend(held_marks)
            out.extend(rows[i:end])
            tables.extend(marks[i:end])
            i = stop + 1
        else:
            out.extend(rows[i:end])
            tables.extend(marks[i:end])
            i = end
    return out, tables
