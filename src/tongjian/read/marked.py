"""Plain text with a typist's marks: `#` headings over hard-wrapped prose, and tables drawn with box characters.

The prose of such a text keeps its own layout (indents, hanging dates, run-in titles), which Markdown would lose; so the
headings and tables are declared and the stretches between stay plain lines for `structure` to judge.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tongjian.book import Cell, Line, Source
from tongjian.read import text as plain

HEADING = re.compile(r"(#{1,6})[ \t\u3000]+(?=\S)")
PLUS_RULE = re.compile(r"\s*\+(?:[-=:]+\+)+\s*$")
_CORNER = re.compile(r"[|]|\+(?=[-=:]|\s*$|\|)|(?<=[-=:])\+")
_PIECE = re.compile(r"[─━═┄┈┼╂╪┿╋┬┴┯┷┳┻\-=:]+$")
_TOP = re.compile(r"\s*[┏┌╔]")
_BOTTOM = re.compile(r"\s*[┗└╚]")
_RULE = re.compile(r"\s*[┠├┣╠╟][─━═┄┈┼╂╪┿╋┬┴┯┷┳┻┤┨┫╣╢├┠┣ ]*$")
_UPRIGHT = re.compile(r"[│┃║|]|[├┣╠╟┝┠](?=[─━═])|(?<=[─━═])[┤┫╣╢┥┨]")
_BOX = re.compile(r"[─-╿]+")
_TABLE_NUMBER = re.compile(r"\s*表\s*\d+(?:[-—–.]\d+)*(?=\s|$)")
_CAPTION = re.compile(r"\s{8,}\S.{2,60}$")
_CONTINUED = re.compile(r"\s*续表\s*\d*\s*$")


def sniff(head: bytes, name: str) -> float:
    """Sure where `#` headings stand over indented, hard-wrapped Chinese prose, or a table is drawn with box characters."""
    sample = head.decode("utf-8", errors="ignore")
    rows = [row for row in sample.split("\n") if row.strip()]
    headings = sum(bool(HEADING.match(row)) for row in rows)
    drawn = sum(bool(_TOP.match(row)) for row in rows)
    opened = sum(bool(re.match(r"(?: {4}|\u3000{2})\s*[\u4e00-\u9fff\d]", row)) for row in rows)
    laid_out = opened >= 3 and opened >= 0.1 * len(rows)  # Markdown would take the indented rows for code
    if (headings and laid_out) or (drawn and (laid_out or not name.lower().endswith((".md", ".markdown", ".mkd")))):
        return 0.95
    return 0.0


def read(data: bytes, name: str) -> Source:
    """Read such a text. Raises Unreadable as plain text does."""
    decoded, encoding, warnings = plain.decode(data, name)
    return mark(plain.source_of(decoded, name, encoding, warnings))


def mark(source: Source) -> Source:
    """Declare headings, captions and cells of a plain source."""
    import msgspec

    lines = [line for page in source.pages for line in page.lines]
    markup: list[tuple[int, int]] = list(source.markup)
    rows = [line.text for line in lines]
    out: list[Line] = []
    table = 0
    i = 0
    while i < len(lines):
        line = lines[i]
        heading = HEADING.match(line.text)
        if heading:
            markup.append((line.at, line.at + heading.end()))
            out.append(msgspec.structs.replace(line, text=line.text[heading.end() :], at=line.at + heading.end(), depth=len(heading[1])))
            i += 1
        elif is_drawn(line.text):
            end = drawn_end(rows, i)
            _declare_caption(out)
            out.extend(cells_of(lines[i:end], table, markup))
            table += 1
            i = end
        else:
            out.append(line)
            i += 1
    page = msgspec.structs.replace(source.pages[0], lines=tuple(out))
    return msgspec.structs.replace(source, pages=(page,), markup=tuple(sorted(markup)))


def is_drawn(row: str) -> bool:
    """Whether a table drawn with box characters begins with a row of text."""
    return bool(_TOP.match(row))


def drawn_end(rows: Sequence[str], i: int) -> int:
    """The index behind the last row of the drawn table that begins at row `i`."""
    end = i + 1
    while end < len(rows) and not _BOTTOM.match(rows[end]) and (not rows[end].strip() or _BOX.search(rows[end])):
        end += 1
    return end + (end < len(rows) and bool(_BOTTOM.match(rows[end])))


def _declare_caption(out: list[Line]) -> None:
    """The centred line over a table is its caption; `表7-1-1 … 单位：万元` and 续表 between them are notes of it."""
    import msgspec

    at = len(out) - 1
    while at >= 0 and (not out[at].text.strip() or _TABLE_NUMBER.match(out[at].text) or _CONTINUED.match(out[at].text) or re.match(r"\s*[（(]?单位[:：]", out[at].text)):
        if out[at].text.strip():
            out[at] = msgspec.structs.replace(out[at], role="unit", whole=True)
        at -= 1
    if at >= 0 and _CAPTION.match(out[at].text) and not out[at].role and not out[at].depth and not re.search(r"[。；，]$", out[at].text):
        out[at] = msgspec.structs.replace(out[at], role="caption", whole=True)


def _width(text: str) -> int:
    """Columns that a text takes on a terminal where box characters are as wide as Chinese ones."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def cells_of(lines: list[Line], table: int, markup: list[tuple[int, int]]) -> list[Line]:
    """Cell lines of a drawn table, with box characters or with `+---+`; a cell of several printed lines yields one Line for each.

    A rule that stops at a cell (`│ 城市 ├────┤`) leaves it to span the rows on both sides. `+===+` ends the head.
    """
    bars: dict[int, list[_Bar]] = {}  # row of the source → its cells
    grid: set[int] = set()
    whole: set[int] = set()  # rows of the source that are a rule from side to side
    head_end = 0
    for n, line in enumerate(lines):
        if PLUS_RULE.match(line.text):
            markup.append((line.at, line.at + len(line.text)))
            whole.add(n)
            head_end = n if "=" in line.text and not head_end else head_end
            continue
        if (_TOP.match(line.text) or _BOTTOM.match(line.text) or _RULE.match(line.text)) and not _BOX.sub("", line.text).strip():
            markup.extend((line.at + m.start(), line.at + m.end()) for m in _BOX.finditer(line.text))
            whole.add(n)
            continue
        plus = bool(re.match(r"\s*[+|]", line.text))
        ends = list(_CORNER.finditer(line.text) if plus else _UPRIGHT.finditer(line.text))
        markup.extend((line.at + m.start(), line.at + m.end()) for m in _BOX.finditer(line.text))
        markup.extend((line.at + m.start(), line.at + m.end()) for m in ends if m[0] in "|+")
        if len(ends) < 2:
            inside = [t for t in re.split(_BOX, line.text) if t.strip()]
            if inside:  # a line that the typist left open
                at = line.text.index(inside[0].strip())
                bars[n] = [_Bar(0, at, line.text[at:])]
                grid.add(0)
            continue
        found: list[_Bar] = []
        for a, b in itertools.pairwise(ends):
            text = line.text[a.end() : b.start()]
            rule = bool(_PIECE.match(text)) and (not plus or "+" in (a[0], b[0]))
            if rule and plus:
                markup.append((line.at + a.end(), line.at + b.start()))
            found.append(_Bar(_width(line.text[: a.end()]), a.end(), text, rule))
        left, right = line.text[: ends[0].start()], line.text[ends[-1].end() :]
        if _BOX.sub("", left).strip():  # the typist left a side open
            found.insert(0, _Bar(0, 0, left))
        if _BOX.sub("", right).strip():
            found.append(_Bar(_width(line.text[: ends[-1].end()]), ends[-1].end(), right))
        bars[n] = found
        grid.update(bar.column for bar in found if not bar.rule)
    if bars and all(PLUS_RULE.match(lines[n].text) for n in whole) and len({len(found) for found in bars.values()}) == 1 and not any(bar.rule for found in bars.values() for bar in found):
        bars = {n: [bar._replace(column=k) for k, bar in enumerate(found)] for n, found in bars.items()}  # as many in each row: widths need not agree
        grid = set(range(len(next(iter(bars.values())))))
        columns = {k: k for k in grid}
    else:
        columns = _merged(sorted(grid))
    made: list[tuple[int, str, _Place, int]] = []  # where and what, in which cell, over how many columns
    open_cells: dict[int, _Place] = {}  # column → the cell that the rows above began
    row, inked = 0, False
    heads = 1
    for n in range(len(lines)):
        if n not in bars:
            if inked and n in whole:
                row, inked, open_cells = row + 1, False, {}
            if n == head_end and head_end:
                heads = row
            continue
        if any(bar.rule for bar in bars[n]):  # a rule that some cells go through
            row += inked
            through = [bar for bar in bars[n] if not bar.rule]
            kept = {columns[bar.column]: open_cells[columns[bar.column]] for bar in through if columns[bar.column] in open_cells}
            for place in kept.values():
                place.rows = row - place.row + 1
            open_cells = kept
        inked = True
        for k, bar in enumerate(bars[n]):
            if bar.rule:
                continue
            first = columns[bar.column]
            after = next((columns[b.column] for b in bars[n][k + 1 :] if b.column in columns), max(columns.values()) + 1)
            if first not in open_cells:
                open_cells[first] = _Place(row, first)
            lead = len(bar.text) - len(bar.text.lstrip())
            stripped = bar.text.strip()
            made.append((lines[n].at + bar.start + (lead if stripped else 0), stripped, open_cells[first], max(after - first, 1)))
    return [Line(text, at, cell=Cell(table, place.row, place.column, head=place.row < heads, rows=place.rows, columns=wide), whole=True) for at, text, place, wide in made]


class _Bar(NamedTuple):
    """What stands between two uprights of a printed line: the place on the line, where its text starts, and whether it is a rule."""

    column: int
    start: int
    text: str
    rule: bool = False


@dataclass(slots=True)
class _Place:
    """A cell of the grid."""

    row: int
    column: int
    rows: int = 1


def _merged(grid: list[int]) -> dict[int, int]:
    """Positions of uprights → column numbers; positions one step apart are one column (a typist's slip)."""
    found: dict[int, int] = {}
    number = -1
    last = -9
    for at in grid:
        if at - last > 1:
            number += 1
        found[at] = number
        last = at
    return found
