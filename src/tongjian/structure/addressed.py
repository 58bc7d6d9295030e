"""Speeches and reports to a congress in typed text: what opens with a salutation (各位代表：) is one, and its title stands above it.

Their speaker says 我们 and 今年 of his own year, so that what holds for the book's own prose does not hold there. Where pages
are known the 特载 is found by its pages; here the salutation is all there is.
"""

from __future__ import annotations

import re

from tongjian.book.model import Kind
from tongjian.structure.rows import Row

_SALUTATION = re.compile(r"(?:尊敬的)?(?:各位[^，。；：:！!“”]{2,30}|同志们|(?:主任|主席团?|院长|书记|检察长)[、，]各位[^。；：:！!“”]{2,40})[：:]$")
_TITLE = re.compile(r"(?:报告|讲话|致辞|致词|发言|献辞|贺词|说明|草案[）)]?)$")
_MEETING = re.compile(r"会议|大会|全会|以下为")
_NUMBERED = re.compile(r"第?[一二三四五六七八九十]{1,3}(?:、|部分)|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、]")
_ABOVE = 12  # rows between a title and the salutation: place and day, speaker, source
_SHORT = 45


def addressed(rows: list[Row], depths: dict[int, int]) -> tuple[dict[int, Kind], dict[int, int], set[int]]:
    """Speeches among typed rows: index of the title's row → its kind; the depths of all headings (row number → depth), where titles
    that had none stand under the heading above them and a speech's own chapters in it; and the indices of the rows before its text."""
    titles: dict[int, Kind] = {}
    before: set[int] = set()
    for n, row in enumerate(rows):
        if not _SALUTATION.match(row.squeezed) or len(row.squeezed) > _SHORT:
            continue
        at = _title_above(rows, n, depths)
        if at is not None:
            titles[at] = "report" if "报告" in rows[at].squeezed or "草案" in rows[at].squeezed[-4:] else "speech"
            before |= set(range(at, n + 1))
    return titles, _nested(rows, depths, titles) if titles else depths, before


def _title_above(rows: list[Row], n: int, depths: dict[int, int]) -> int | None:
    """The row of the title of what row `n` opens: the nearest row that names a speech or a report, else the heading that stands above."""
    for k in range(n - 1, max(n - 1 - _ABOVE, -1), -1):
        text = rows[k].squeezed
        if _TITLE.search(text) and len(text) <= _SHORT:
            return k
        if rows[k].number in depths:
            return k if not _NUMBERED.match(text) else None
        if (len(text) > _SHORT or text.endswith(("。", "；", "，"))) and not _MEETING.search(text):
            return None
    return None


def _nested(rows: list[Row], depths: dict[int, int], titles: dict[int, Kind]) -> dict[int, int]:
    out = dict(depths)
    above, shift, inside = 0, 0, False
    for n, row in enumerate(rows):
        depth = depths.get(row.number)
        if n in titles:
            depth = above + 1 if depth is None else depth
            chapters = [depths[r.number] for r in _chapters(rows, n, depths, titles)]
            inside, shift = True, max(0, depth + 1 - min(chapters, default=depth + 1))
            out[row.number] = depth
        elif depth is not None and inside and _NUMBERED.match(row.squeezed):
            out[row.number] = depth + shift
        elif depth is not None:
            inside, above = False, depth
    return out


def _chapters(rows: list[Row], n: int, depths: dict[int, int], titles: dict[int, Kind]) -> list[Row]:
    """The numbered headings between a speech's title and the next heading that is none of its own."""
    found: list[Row] = []
    for k in range(n + 1, len(rows)):
        if k in titles or (rows[k].number in depths and not _NUMBERED.match(rows[k].squeezed)):
            break
        if rows[k].number in depths:
            found.append(rows[k])
    return found
