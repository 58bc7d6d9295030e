"""Typed text without pages (a manuscript, a text made from Word): which lines are headings, and of what depth.

The evidence, strongest first: numbered steps (编 章 节 目, 一、 （一）), the contents list, names the trade uses for parts, and
the run of short lines that stands right before an entry: its last line heads a 分目, the one before it a 类目 or a group.
What is found is declared on the lines, as mark-up would declare it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import msgspec

from tongjian.book import Line, Source
from tongjian.structure.marks import ENTRY, is_signature, may_head
from tongjian.structure.note import Note
from tongjian.structure.rows import Row, row_of
from tongjian.structure.vocabulary import is_part_name, kind_of, plain

_STEPS = (r"第[一二三四五六七八九十百零\d]+[编篇卷辑]", r"第[一二三四五六七八九十百零\d]+章", r"第[一二三四五六七八九十百零\d]+节", r"第[一二三四五六七八九十百零\d]+目")
_STEP = tuple(re.compile(rf"\s*{step}(?=[\s\u3000]|[\u4e00-\u9fff])") for step in _STEPS)
_CONTENTS = re.compile(r"目[录次]$")
_BOOK = re.compile(r"年鉴|志(?:[（(].*)?$|\d{4}")
_LISTED = re.compile(r"(?P<lead>\s*)(?P<title>\S.*?)(?:[\s.．…·—\-－_]{2,}|\s+)[（(]?(?P<page>\d{1,4})[）)]?\s*$")


@dataclass(frozen=True, slots=True)
class _Listed:
    """A line of the contents list."""

    title: str
    lead: int


def declare(source: Source, note: Note, furniture: frozenset[int] = frozenset()) -> Source:
    """The source with headings declared; unchanged where nothing shows that any of its lines is one.

    Lines that are paragraphs by themselves (one a line, or parted by blank lines) are marked whole. `furniture`: offsets of
    lines that are running heads and folios; they are left out.
    """
    lines = [line for page in source.pages for line in page.lines if line.at not in furniture]
    rows = [row for n, line in enumerate(lines) if (row := row_of(line, 0, n)) is not None]
    if not rows:
        return source
    whole = _line_is_paragraph(rows)
    contents, body = _contents(rows)
    depths = _depths(rows, contents, body, note)
    if not depths and not whole:
        return source
    by_at = {row.at: row for row in rows}
    out: list[Line] = []
    for line in lines:
        row = by_at.get(line.at)
        if row is not None and row.number in depths:
            out.append(msgspec.structs.replace(line, depth=depths[row.number], whole=True))
        elif whole and row is not None:
            out.append(msgspec.structs.replace(line, whole=True))
        else:
            out.append(line)
    page = msgspec.structs.replace(source.pages[0], lines=tuple(out))
    return msgspec.structs.replace(source, pages=(page,))


def _line_is_paragraph(rows: list[Row]) -> bool:
    """Whether each line is a paragraph: long lines of any width, nearly all closed."""
    long = [row for row in rows if row.width > 14]
    return len(long) >= 3 and (sum(row.closed for row in long) >= 0.9 * len(long) or sum(row.width > 60 for row in long) >= 0.3 * len(long))


def _contents(rows: list[Row]) -> tuple[list[_Listed], int]:
    """The lines of the contents list, and the index of the row behind it; without one, nothing and 0."""
    for i, row in enumerate(rows[:400]):
        if not _CONTENTS.fullmatch(row.squeezed):
            continue
        listed: list[_Listed] = []
        k = i + 1
        while k < len(rows):
            found = _LISTED.fullmatch(rows[k].text)
            if not found or rows[k].squeezed.endswith("。"):
                break
            listed.append(_Listed(plain(re.sub(r"\s+", "", found["title"])).strip(".．…·"), rows[k].lead))
            k += 1
        if len(listed) >= 3:
            return listed, k
    return [], 0


def _depths(rows: list[Row], contents: list[_Listed], body: int, note: Note) -> dict[int, int]:
    """Row number → heading depth."""
    alone = [i for i in range(body, len(rows)) if _stands_alone(rows, i) and not (i < 3 and _BOOK.search(rows[i].squeezed))]
    steps = {i: n for i in alone for n, step in enumerate(_STEP) if step.match(rows[i].text)}
    if len(steps) >= 2:
        ranks = sorted(set(steps.values()))
        return {rows[i].number: ranks.index(n) + 1 for i, n in steps.items()}
    if contents:
        leads = sorted({c.lead for c in contents})
        level = {c.title: leads.index(c.lead) + 1 for c in reversed(contents)}
        listed = {i: level[plain(rows[i].squeezed)] for i in alone if plain(rows[i].squeezed) in level}
        if len(listed) >= 2 and len(leads) > 1:
            listed |= {i: 1 for i in alone if i not in listed and kind_of(rows[i].squeezed) is not None}  # what a list need not name: 索引, 编后记
            return {rows[i].number: depth for i, depth in listed.items()}
    return _before_entries(rows, alone, {c.title for c in contents}, note)


def _stands_alone(rows: list[Row], i: int) -> bool:
    """A short line without closing mark that is no half of a sentence: what is above is closed or apart, below begins anew."""
    row = rows[i]
    if ENTRY.match(row.text) or len(row.squeezed) > 30 or is_signature(row.squeezed):
        return False
    stepped = any(step.match(row.text) for step in _STEP)
    if not stepped and not may_head(row):
        return False
    if stepped and row.squeezed.endswith(("。", "，", "；")):
        return False
    before = rows[i - 1] if i else None
    after = rows[i + 1] if i + 1 < len(rows) else None
    above = before is None or before.closed or row.number - before.number > 1 or len(before.squeezed) <= 30
    below = after is not None and (after.number - row.number > 1 or after.lead >= 2 or ENTRY.match(after.text) is not None or len(after.squeezed) <= 30)
    return above and below


def _before_entries(rows: list[Row], alone: list[int], contents: set[str], note: Note) -> dict[int, int]:
    """Depths from the runs of headings before entries: the last is a 分目; the first of the longest runs is a 类目."""
    heads = set(alone)
    runs: list[list[int]] = []
    for i in range(len(rows)):
        if not ENTRY.match(rows[i].text):
            continue
        run: list[int] = []
        k = i - 1
        while k >= 0 and k in heads and len(run) < 3:
            run.insert(0, k)
            k -= 1
        if run:
            runs.append(run)
    named = {plain(name) for name in note.parts}
    kinds = {i for i in alone if kind_of(rows[i].squeezed) not in (None,) and plain(rows[i].squeezed) not in {plain(rows[r].squeezed) for run in runs for r in run}}
    deepest = max((len(run) for run in runs), default=0)
    if not runs:
        return {rows[i].number: 1 for i in kinds}
    parts = {i for run in runs for i in run if plain(rows[i].squeezed) in named or (is_part_name(rows[i].squeezed, note.region) and i == run[0] and len(run) > 1)}
    found: dict[int, int] = {rows[i].number: 1 for i in kinds}
    for run in runs:
        for n, i in enumerate(run):
            fromend = len(run) - n  # 1: right before the entry
            if i in parts or deepest == 1:
                depth = 1
            else:
                depth = deepest - fromend + 1
            found[rows[i].number] = depth
    return found
