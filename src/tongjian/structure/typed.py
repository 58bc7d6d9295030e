"""Typed text without pages (a manuscript, a text made from Word): which lines are headings, and of what depth.

The evidence, strongest first: numbered steps (编 章 节 目), the contents list, names the trade uses for parts, the run of
short lines that stands right before an entry (its last line heads a 分目, the one before it a 类目 or a group), and numbers
that count up (一、 （一） 1.). Where no bracket marks the entries, their titles are found by the habit of the text: a point or
a number before them, or a gap behind them. What is found is declared on the lines, as mark-up would declare it.
"""

from __future__ import annotations

import re

import msgspec

from tongjian.book import Line, Source
from tongjian.book.model import Span
from tongjian.structure.addressed import addressed
from tongjian.structure.marks import BARE_MONTH, DAY, ENTRY, MONTH, SAME, is_signature
from tongjian.structure.note import Note
from tongjian.structure.ranking import LEAST, STEPS, Listed, Typed, depths_of, number_of, stands_alone
from tongjian.structure.rows import Row, row_of
from tongjian.structure.vocabulary import is_part_name, kind_of, plain

_CONTENTS = re.compile(r"目[录次]$")
# titles before the text of their paragraph that no bracket marks: behind a point, behind a number, before a gap
_WORDS = r"(?P<title>[^\s。，；：、·•・（(【〔\[][^\s。，；：]{1,24}?|[\u4e00-\u9fff]\s{1,3}[\u4e00-\u9fff])"
_STYLES = (
    re.compile(rf"\s*[·•・]\s*{_WORDS}[·•・]?(?=\s+\S|\s*$)"),
    re.compile(r"\s*(?P<title>(?:\d{1,3}[.．、](?!\d)|[（(]\d{1,3}[)）])\s*[^\s。，；：]{2,24})(?=[。\s]\s*\S|\s*$)"),
    re.compile(rf"\s*{_WORDS}(?:\s{{2,}}|\u3000)(?=[^\s])"),
)
_GAP = _STYLES[2]
_SQUARE = re.compile(r"\s*[\[［〔]([^\[\]［］〔〕]{2,40})[\]］〕]\s*")
_LISTED = re.compile(r"(?P<lead>\s*)(?P<title>\S.*?)(?:[\s.．…·—\-－_]{2,}|\s+)[（(]?(?P<page>\d{1,4})[）)]?\s*$")


def declare(source: Source, note: Note, furniture: frozenset[int] = frozenset()) -> Source:
    """The source with headings, titles and signatures declared; unchanged where nothing shows that any of its lines is one.

    Lines that are paragraphs by themselves (one a line, or parted by blank lines) are marked whole. `furniture`: offsets of
    lines that are running heads and folios; they are left out.
    """
    lines = [line for page in source.pages for line in page.lines if line.at not in furniture]
    rows = [row for n, line in enumerate(lines) if (row := row_of(line, 0, n)) is not None]
    if not rows:
        return source
    whole = _line_is_paragraph(rows)
    contents, body = _contents(rows)
    signed = _square_signatures(rows, body)
    titles = _titles(rows, body, whole, signed)
    text = Typed(rows, frozenset(titles), frozenset(signed))
    speeches, depths, opening = addressed(rows, depths_of(text, contents, body, note))
    if not depths and not whole and not titles and not signed:
        return source
    if any(rows[i].number in depths for i in titles):
        titles = {}  # the numbers before them are those of headings
    listed = {c.title for c in contents}
    by_at = {row.at: (i, row) for i, row in enumerate(rows)}
    out: list[Line] = []
    for line in lines:
        i, row = by_at.get(line.at, (-1, None))
        if row is None:
            out.append(line)
        elif row.number in depths:
            out.append(msgspec.structs.replace(line, depth=depths[row.number], kind=speeches.get(i, line.kind), whole=True, confidence=_sure(row, listed)))
        elif i in signed:
            out.append(msgspec.structs.replace(line, role="byline", whole=True))
        elif i in titles and depths:
            alone = titles[i][1] - row.at >= len(row.text.rstrip())
            out.append(msgspec.structs.replace(line, role="entry", title=titles[i], whole=whole or alone, confidence=0.75 if alone else 0.85))
        else:
            out.append(msgspec.structs.replace(line, whole=True) if whole or i in opening else line)
    page = msgspec.structs.replace(source.pages[0], lines=tuple(out))
    return msgspec.structs.replace(source, pages=(page,))


def _sure(row: Row, listed: set[str]) -> float:
    """How sure a heading is, by its evidence: a step or the contents list, a number or the trade's name for it, its place alone."""
    if any(step.match(row.text) for step in STEPS) or plain(row.squeezed) in listed:
        return 0.98
    return 0.92 if number_of(row.squeezed) or is_part_name(row.squeezed) or kind_of(row.squeezed) is not None else 0.85


def _titles(rows: list[Row], body: int, whole: bool, signed: set[int]) -> dict[int, Span]:
    """Index of a row → source span of the title that no bracket marks; empty where brackets or printer's marks are the habit.

    Of the three styles the one that the text has most is its habit; it must show three times.
    """
    marked = sum(i not in signed and ENTRY.match(rows[i].text) is not None for i in range(body, len(rows)))
    best: dict[int, Span] = {}
    for style in _STYLES:
        found: dict[int, Span] = {}
        for i in range(body, len(rows)):
            match = style.match(rows[i].text)
            if match and not ENTRY.match(rows[i].text) and _begins(rows, i, match, whole, style is _GAP):
                found[i] = (rows[i].at + match.start("title"), rows[i].at + match.end("title"))
        if len(found) >= LEAST and len(found) > len(best):
            best = found
    if not best:
        best = _bare_titles(rows, body)
    return best if marked < 0.5 * len(best) else {}


def _bare_titles(rows: list[Row], body: int) -> dict[int, Span]:
    """Titles that stand alone above their text with no mark at all, in a text that has headings above some of them."""
    text = Typed(rows, frozenset(), frozenset())
    alone = {i for i in range(body, len(rows)) if stands_alone(text, i) and not any(step.match(rows[i].text) for step in STEPS) and kind_of(rows[i].squeezed) is None}
    found = [i for i in sorted(alone) if i + 1 < len(rows) and i + 1 not in alone and rows[i + 1].width > 14 and re.search(r"[，。]", rows[i + 1].squeezed)]
    if len(found) < 2 * LEAST or sum(i - 1 in alone or any(step.match(rows[i - 1].text) for step in STEPS) for i in found) < 2:
        return {}
    return {i: (rows[i].at + rows[i].lead, rows[i].at + len(rows[i].text.rstrip())) for i in found}


def _begins(rows: list[Row], i: int, match: re.Match[str], whole: bool, gap: bool) -> bool:
    """Whether a paragraph begins with row `i` and its title is one: no date, no cell of a table, no name before a post."""
    row = rows[i]
    title = re.sub(r"\s+", "", match["title"])
    if any(p.match(title) for p in (DAY, SAME, MONTH, BARE_MONTH)) or re.fullmatch(r"[\d.,%]+|\d{4}年.*", title):
        return False
    if any(step.match(row.text) for step in STEPS) or not re.search(r"[\u4e00-\u9fff]", title):
        return False
    before = rows[i - 1] if i else None
    if before is not None and not before.closed and len(before.squeezed) > 30 and row.number - before.number == 1:
        return False
    rest = row.text[match.end() :].strip(" \u3000。")
    if not rest:
        return not gap
    running = re.search(r"[，。]", rest) is not None or (not whole and i + 1 < len(rows) and row.width >= 0.8 * max(rows[i + 1].width, 20) and row.width > 20)
    return running and (not gap or len(re.findall(r"\s{2,}|\u3000", rest)) <= 3)


def _square_signatures(rows: list[Row], body: int) -> set[int]:
    """Rows `[区民政局 王明]` that sign, in a text whose entries are marked otherwise."""
    found = {i for i in range(body, len(rows)) if (m := _SQUARE.fullmatch(rows[i].text)) and is_signature("（" + re.sub(r"\s+", "", m[1]) + "）")}
    others = sum(ENTRY.match(row.text) is not None for i, row in enumerate(rows) if i not in found and i >= body and row.squeezed[0] not in "[［〔")
    same = sum(ENTRY.match(row.text) is not None for i, row in enumerate(rows) if i not in found and row.squeezed[0] in "[［〔")
    return found if same < 0.5 * len(found) and (others or len(found) >= 3) else set()


def _line_is_paragraph(rows: list[Row]) -> bool:
    """Whether each line is a paragraph: long lines of any width, nearly all closed."""
    long = [row for row in rows if row.width > 14]
    return len(long) >= 3 and (sum(row.closed for row in long) >= 0.9 * len(long) or sum(row.width > 60 for row in long) >= 0.3 * len(long))


def _contents(rows: list[Row]) -> tuple[list[Listed], int]:
    """The lines of the contents list, and the index of the row behind it; without one, nothing and 0."""
    for i, row in enumerate(rows[:400]):
        if not _CONTENTS.fullmatch(row.squeezed):
            continue
        listed: list[Listed] = []
        k = i + 1
        while k < len(rows):
            found = _LISTED.fullmatch(rows[k].text)
            if not found or rows[k].squeezed.endswith("。"):
                # a running head between two pages of the list
                if len(listed) >= 3 and len(rows[k].squeezed) <= 24 and all(_LISTED.fullmatch(r.text) for r in rows[k + 1 : k + 4]) and k + 3 < len(rows):
                    k += 1
                    continue
                break
            listed.append(Listed(plain(re.sub(r"\s+", "", found["title"])).strip(".．…·"), len(found["lead"].replace("\f", ""))))
            k += 1
        if len(listed) >= 3:
            return listed, k
    return [], 0
