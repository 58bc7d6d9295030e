"""Tables that a plain text has flattened to rows of words: cells where the columns can be proved, else the lines as they stand.

Columns are proved where most records have one word for each column of the head: their words say what each column holds (a
serial number, a date, a figure, a unit in brackets, one of a few words). A record that is broken over lines, or has spaces
inside a cell, is put together only where exactly one way of doing so fits every column.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tongjian.structure.blocks import Block, CellPieces, Pieces, pieces
from tongjian.structure.marks import NUMBERED, UNIT, cell_tokens, may_head_numbered
from tongjian.structure.rows import Row

NOTE = re.compile(r"(?:备注|注释?|说明|资料来源|数据来源)[：:]|注\d?[：:.]")
_SERIAL = re.compile(r"\d{1,4}")
_FIGURE = re.compile(r"[≥≤＞＜<>约]?[-－+]?\d[\d.,]*[%‰％]?(?:以上|以下|左右)?|[—–-]+|…+")
_DATE = re.compile(r"\d{4}[-./年]\d{1,2}(?:[-./月](?:\d{1,2}日?)?)?")
_UNIT = re.compile(r"[（(][^（）()]{1,12}[）)]")
_CAPTION = re.compile(r"(?:表\s*[\d一二三四五六七八九十—-]+[：:]?\s*)?\S{3,40}(?:表|一览|情况|统计|名录|名单)(?:[（(][^（）()]{1,16}[）)])?")
_MOST_WAYS = 4000  # ways of putting a record together that are tried


def split_tables(rows: list[Row], marks: list[int]) -> list[int]:
    """Marks in which a caption between two tables that a run of rows holds belongs to none, and the rows behind it to a table of their own."""
    out = list(marks)
    fresh = max(marks, default=0)
    now: int | None = None  # the new number of the rows of the run behind a caption
    for k, row in enumerate(rows):
        if marks[k] < 0 or (k and marks[k] != marks[k - 1]):
            now = None
        if marks[k] < 0:
            continue
        first = k == 0 or marks[k - 1] != marks[k]
        heads = k + 1 < len(rows) and marks[k + 1] == marks[k] and len(rows[k + 1].text.split()) >= 2 and not re.search(r"\d", rows[k + 1].squeezed)
        if not first and heads and len(row.text.split()) <= 2 and _CAPTION.fullmatch(row.squeezed) and len(rows[k - 1].text.split()) >= 2:
            fresh += 1
            now, out[k] = fresh, -1
        elif now is not None:
            out[k] = now
    return out


def repeated_heads(rows: list[Row], marks: list[int]) -> set[int]:
    """Indices of rows that print the head of their table again, on the page on which it goes on."""
    found: set[int] = set()
    start = 0
    for k in range(1, len(rows)):
        if marks[k] < 0 or marks[k] != marks[k - 1]:
            start = k
            continue
        if rows[k].squeezed != rows[start].squeezed or not rows[k].opens_page:
            continue
        size = 1
        while start + size < k and k + size < len(rows) and marks[k + size] == marks[k] and rows[start + size].squeezed == rows[k + size].squeezed:
            size += 1
        if size > 1 or len(rows[k].text.split()) >= 2:
            found |= set(range(k, k + size))
    return found


def table_blocks(rows: list[Row], table: int) -> Iterator[Block]:
    """The blocks of one table: notes over it, head, records, notes under it."""
    notes, body, under = _parts(rows)
    for row in notes:
        unit = UNIT.fullmatch(row.squeezed)
        yield Block("note", pieces([row]), table=table, name=unit[1] if unit else row.squeezed)
    built = _built(body)
    if built is None:
        for n, row in enumerate(body):
            cells = [CellPieces([span]) for span in cell_tokens(row)]
            yield Block("row", cells=cells, table=table, head=n == 0, scrambled=len(cells) == 1)
    else:
        for n, record in enumerate(built):
            yield Block("row", cells=record, table=table, head=n == 0)
    for note in under:
        yield Block("note", pieces(note), table=table, name="".join(row.squeezed for row in note))


def _parts(rows: list[Row]) -> tuple[list[Row], list[Row], list[list[Row]]]:
    """Unit lines over the table, its rows, and the notes under it (each with the rows that it runs on over)."""
    over = [row for n, row in enumerate(rows[:3]) if UNIT.fullmatch(row.squeezed)]
    rest = [row for row in rows if row not in over]
    cut = next((n for n, row in enumerate(rest) if n and NOTE.match(row.squeezed)), len(rest))
    if any(_SERIAL.fullmatch(row.text.split()[0]) and len(row.text.split()) >= 3 for row in rest[cut:]):
        cut = len(rest)  # rows follow: no note under the table
    under: list[list[Row]] = []
    for row in rest[cut:]:
        if not under or under[-1][-1].squeezed.endswith(("。", "；")):
            under.append([row])
        else:
            under[-1].append(row)
    return over, rest[:cut], under


@dataclass(slots=True)
class _Record:
    """The words of one record and where they stand."""

    spans: list[Pieces]
    words: list[str]
    lines: int
    title: bool = False  # 一、…: a row that heads the records below it


def _built(rows: list[Row]) -> list[list[CellPieces]] | None:
    """Head and records of a table with a serial number; None where rows already agree or the columns cannot be proved."""
    head = rows[0] if rows else None
    if head is None or len({len(cell_tokens(row)) for row in rows}) == 1 or not re.match(r"序\s*号|编\s*号", head.text.strip()):
        return None
    records = _records(rows[1:])
    if records is None or len(records) < 4:
        return None
    width = len(cell_tokens(head))
    plain = [r for r in records if r.lines == 1 and len(r.words) == width and not r.title]
    if width < 3 or len(plain) < max(3, 0.5 * len(records)):
        return None
    columns = [_column([r.words[c] for r in plain]) for c in range(width)]
    built = [[CellPieces([span]) for span in cell_tokens(head)]]
    for record in records:
        if record.title:
            built.append([CellPieces([piece for word in record.spans for piece in word], 1, width)])
            continue
        cuts = _only_way(record.words, columns)
        if cuts is None:
            return None
        built.append([CellPieces([piece for word in record.spans[a:b] for piece in word]) for a, b in zip([0, *cuts], [*cuts, len(record.words)], strict=True)])
    return built


def _records(rows: list[Row]) -> list[_Record] | None:
    """Rows put together to records by their serial numbers; None where these do not count up by one."""
    records: list[_Record] = []
    due = 1
    for row in rows:
        spans, words = _words(row)
        if NUMBERED.match(row.squeezed) and len(words) == 1 and may_head_numbered(row):
            records.append(_Record(spans, words, 1, True))
        elif words[0] == str(due):
            records.append(_Record(spans, words, 1))
            due += 1
        elif records and not records[-1].title:
            records[-1].spans += spans
            records[-1].words += words
            records[-1].lines += 1
        else:
            return None
    return records


def _words(row: Row) -> tuple[list[Pieces], list[str]]:
    """The words of a row; a sign of comparison belongs to the figure behind it, 以上 to the one before it."""
    spans: list[Pieces] = []
    words: list[str] = []
    for a, b in cell_tokens(row):
        word = row.text[a - row.at : b - row.at]
        if words and (words[-1] in "≥≤＞＜><" or (word in ("以上", "以下", "左右") and words[-1][-1:].isdigit())):
            spans[-1] = [*spans[-1], (a, b)]
            words[-1] += word
        else:
            spans.append([(a, b)])
            words.append(word)
    return spans, words


def _column(words: list[str]) -> re.Pattern[str] | None:
    """What a column holds, by the words of the records that are whole: a pattern that they all match; None for any words."""
    for pattern in (_DATE, _FIGURE, _UNIT):
        if all(pattern.fullmatch(word) for word in words):
            return pattern
    counted = Counter(words)
    if len(words) >= 8 and len(counted) <= 6 and len(words) >= 3 * len(counted):
        return re.compile("|".join(re.escape(word) for word in counted))
    return None


def _only_way(words: list[str], columns: list[re.Pattern[str] | None]) -> list[int] | None:
    """Where to cut the words of a record into its columns; None where no way or more than one fits."""
    ways: list[list[int]] = []
    tried = 0

    def cut(column: int, start: int, cuts: list[int]) -> None:
        nonlocal tried
        tried += 1
        left = len(columns) - column - 1
        if tried > _MOST_WAYS or len(ways) > 1:
            return
        ends = range(start + 1, len(words) - left + 1) if left else range(len(words), len(words) + 1)
        for end in ends:
            cell = "".join(words[start:end])
            pattern = columns[column]
            if cell.count("（") != cell.count("）") or cell.count("《") != cell.count("》") or (pattern is not None and not pattern.fullmatch(cell)):
                continue
            if left:
                cut(column + 1, end, [*cuts, end])
            else:
                ways.append(cuts)

    cut(0, 0, [])
    return ways[0] if len(ways) == 1 and tried <= _MOST_WAYS else None
