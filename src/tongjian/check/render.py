"""Findings as text, like a compiler prints them: place, code, message, the words marked, the working, the other place."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from tongjian.book import Book
from tongjian.check.finding import Finding
from tongjian.check.habits import Habit, habits, told

_COLOUR = {"error": "\x1b[31m", "warning": "\x1b[33m", "info": "\x1b[36m"}
_WORDS = {"error": "错误 error", "warning": "疑问 warning", "info": "提示 info"}
_REACH = 28  # characters of context either side of the words
_LIKE = 6  # further places of a habit that are shown with their words; of the others the lines alone
_LONGEST = 76  # characters of the words themselves; longer ones are cut in the middle
_SHORT = 12  # characters of context of a further place of a habit
_MARKS = str.maketrans({"\n": "⏎", "\t": " "})


def columns(text: str) -> int:
    """Terminal columns of a text: wide characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def excerpt(book: Book, start: int, end: int) -> tuple[str, str, str]:
    """Context before, the words of a span, context behind; within the paragraphs of the span, cut with …."""
    left_edge, right_edge = book.paragraph_at(start)[0], book.paragraph_at(max(end - 1, start))[1]
    left, right = max(left_edge, start - _REACH), min(right_edge, end + _REACH)
    words = book.text[start:end]
    if len(words) > _LONGEST:
        words = words[: _LONGEST // 2] + "…" + words[-_LONGEST // 2 :]
    before = ("…" if left > left_edge else "") + book.text[left:start]
    behind = book.text[end:right] + ("…" if right < right_edge else "")
    return before.translate(_MARKS), words.translate(_MARKS), behind.translate(_MARKS)


def where(book: Book, start: int, end: int) -> str:
    """`file:line:` with the printed page where it is known; a block path where the source has no lines."""
    place = book.place(start, end)
    page = f"（第{place.page}页）" if place.page else ""
    return f"{book.source_name or '-'}:{place.line or place.block or '?'}:{page}"


def _marked(book: Book, start: int, end: int, sign: str) -> tuple[str, str]:
    """A line of text and the marks under the words of the span."""
    before, words, behind = excerpt(book, start, end)
    return before + words + behind, " " * columns(before) + sign * max(columns(words), 1)


def render_habit(book: Book, findings: Sequence[Finding], habit: Habit, colour: bool = False) -> str:
    """What is shown of a habit: a head line, the words marked, the equation under them, the related places, what to do, the further places."""
    found = findings[habit.first]
    tint, reset = (_COLOUR[found.severity], "\x1b[0m") if colour else ("", "")
    line, marks = _marked(book, found.start, found.end, "^")
    out = [
        f"{where(book, found.start, found.end)} {tint}{_WORDS[found.severity]}{reset} {found.code} {told(found.message, found.message_en, habit)[0]}  [{found.confidence:.0%}]",
        f"    {line}",
        f"    {tint}{marks}{reset}",
    ]
    if found.relation:
        out.append(f"    算 {found.relation} → {found.computed}；印作 {found.stated}")
    for r in () if habit.rest else found.related:
        other, under = _marked(book, r.start, r.end, "~")
        out += [f"    另见 {where(book, r.start, r.end)}", f"        {other}", f"        {under}"]
    if found.suggestion:
        out.append(f"    建议 {found.suggestion}")
    return "\n".join([*out, *_likewise(book, [findings[n] for n in habit.rest])]) + "\n"


def _likewise(book: Book, others: Sequence[Finding]) -> Iterator[str]:
    """A line for each of the first further places of a habit, one line for all the rest."""
    for f in others[:_LIKE]:
        before, words, behind = excerpt(book, f.start, f.end)
        yield f"    同样 {where(book, f.start, f.end)} {before[-_SHORT:]}【{words}】{behind[:_SHORT]}"
    rest = [book.place(f.start, f.end) for f in others[_LIKE:]]
    if rest:
        lines = "、".join(dict.fromkeys(str(p.line or p.block or "?") for p in rest))
        yield f"    还有 {len(rest)} 处：{lines}{'行' if rest[0].line else ''}"


def render_text(book: Book, findings: list[Finding], colour: bool = False) -> str:
    """All findings, each habit once, and a closing tally that says both how many things there are to look at and at how many places."""
    folded = habits(book, findings)
    return "\n".join([*(render_habit(book, findings, h, colour) for h in folded), "  ".join(_tally(findings, folded))]) + "\n"


def _tally(findings: Sequence[Finding], folded: Sequence[Habit]) -> Iterator[str]:
    for severity, word in _WORDS.items():
        of_it = [h for h in folded if findings[h.first].severity == severity]
        places = sum(len(h.places) for h in of_it)
        yield f"{word} {len(of_it)}" + (f"（{places}处）" if places != len(of_it) else "")
