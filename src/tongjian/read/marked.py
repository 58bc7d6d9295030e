"""Plain text with a typist's marks: `#` headings over hard-wrapped prose, and tables drawn with box characters.

The prose of such a text keeps its own layout (indents, hanging dates, run-in titles), which Markdown would lose; so the
headings and tables are declared and the stretches between stay plain lines for `structure` to judge.
"""

from __future__ import annotations

import itertools
import re
import unicodedata

from tongjian.book import Cell, Line, Source
from tongjian.read import text as plain

HEADING = re.compile(r"(#{1,6})[ \t\u3000]+(?=\S)")
_TOP = re.compile(r"\s*[┏┌╔]")
_BOTTOM = re.compile(r"\s*[┗└╚]")
_RULE = re.compile(r"\s*[┠├┣╠╟][─━═┄┈┼╂╪┿╋┬┴┯┷┳┻┤┨┫╣╢├┠┣ ]*$")
_UPRIGHT = re.compile(r"[│┃║|]")
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
    if drawn or (headings and opened >= 3 and opened >= 0.1 * len(rows)):  # Markdown would take the indented rows for code
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
        elif _TOP.match(line.text):
            end = i + 1
            while end < len(lines) and not _BOTTOM.match(lines[end].text) and (not lines[end].text.strip() or _BOX.search(lines[end].text)):
                end += 1
            closed = end < len(lines) and bool(_BOTTOM.match(lines[end].text))
            _declare_caption(out)
            out.extend(_cells(lines[i : end + closed], table, markup))
            table += 1
            i = end + closed
        else:
            out.append(line)
            i += 1
    page = msgspec.structs.replace(source.pages[0], lines=tuple(out))
    return msgspec.structs.replace(source, pages=(page,), markup=tuple(sorted(markup)))


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


def _cells(lines: list[Line], table: int, markup: list[tuple[int, int]]) -> list[Line]:
    """Cell lines of a drawn table; a cell of several printed lines yields one Line for each."""
    bars: dict[int, list[tuple[int, int, int, str]]] = {}  # row of the source → (column, start, end, text) of its cells
    grid: set[int] = set()
    for n, line in enumerate(lines):
        markup.extend((line.at + m.start(), line.at + m.end()) for m in _BOX.finditer(line.text))
        if _TOP.match(line.text) or _BOTTOM.match(line.text) or _RULE.match(line.text):
            continue
        uprights = list(_UPRIGHT.finditer(line.text))
        markup.extend((line.at + m.start(), line.at + m.end()) for m in uprights if m[0] == "|")
        if len(uprights) < 2:
            inside = [t for t in re.split(_BOX, line.text) if t.strip()]
            if inside:  # a line that the typist left open
                at = line.text.index(inside[0].strip())
                bars[n] = [(0, at, len(line.text), line.text[at:])]
                grid.add(0)
            continue
        found: list[tuple[int, int, int, str]] = []
        for a, b in itertools.pairwise(uprights):
            found.append((_width(line.text[: a.end()]), a.end(), b.start(), line.text[a.end() : b.start()]))
        bars[n] = found
        grid.update(column for column, *_ in found)
    columns = _merged(sorted(grid))
    out: list[Line] = []
    row, inked = 0, False
    for n, line in enumerate(lines):
        if n not in bars:
            if inked:
                row, inked = row + 1, False
            continue
        inked = True
        for k, (column, start, _, text) in enumerate(bars[n]):
            first = columns[column]
            last = columns[bars[n][k + 1][0]] if k + 1 < len(bars[n]) else max(columns.values()) + 1
            lead = len(text) - len(text.lstrip())
            stripped = text.strip()
            at = line.at + start + (lead if stripped else 0)
            out.append(Line(stripped, at, cell=Cell(table, row, first, head=row == 0, columns=max(last - first, 1)), whole=True))
    return out


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
