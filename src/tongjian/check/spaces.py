"""A word that a stray space has broken: the running text leaves white space out, so the gap is found in the map back to the source."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

import rjieba

from tongjian.book import Book
from tongjian.check.context import Context
from tongjian.check.finding import Finding
from tongjian.check.ngrams import HAN
from tongjian.check.registry import Rule, check, declare
from tongjian.check.scope import view

SOURCE = "《图书质量管理规定》 counts a superfluous space in a word as a fault of typesetting"
declare(
    Rule(
        "TXT205", "词中多空格", "a stray space within a word", "warning", SOURCE,
        (), (),  # tests/check/test_spaces.py: an example needs a manuscript, not a page
    )
)  # fmt: skip
_OFF = ("title", "table", "namelist", "honours", "docindex", "frontmatter", "figure")
_REACH = 8  # characters either side that the dictionary cuts
_SPREAD = 4  # a second gap so near is type set wide, not a slip
_LONG = 3  # characters of a word that needs no witness
_USUAL = 5  # times a word of two stands unbroken elsewhere
_TIMES = "年月日时初末底中上下"  # a gap behind these parts two statements


def gaps(book: Book) -> Iterator[int]:
    """Offsets in the running text of the second of two Chinese characters that white space of one source line parts."""
    origin, furniture = book.origin, sorted((f.start, f.end) for f in book.furniture)
    for i in range(len(origin.text) - 1):
        at, start, end = origin.text[i] + origin.length[i], origin.source[i] + origin.length[i], origin.source[i + 1]
        if origin.text[i + 1] != at or end <= start or not HAN(book.text[at - 1 : at + 1]):
            continue
        line, aside = bisect_left(book.lines, start + 1), bisect_left(furniture, (start, 0))
        broken = line < len(book.lines) and book.lines[line] <= end
        if not broken and not (aside < len(furniture) and furniture[aside][0] < end):
            yield at


@check("TXT205")
def broken_words(context: Context) -> Iterator[Finding]:
    """A single gap within a word of the dictionary, in prose; not where lines were set to a page's width, which opens gaps of its own."""
    book = context.book
    if book.pages:
        return
    text, seen = view(context, *_OFF), list(gaps(book))
    titles = sorted(n.title_span for n in book.nodes if n.title_span)
    for k, at in enumerate(seen):
        near = (k and at - seen[k - 1] <= _SPREAD) or (k + 1 < len(seen) and seen[k + 1] - at <= _SPREAD)
        named = bisect_left(titles, (at, 0))
        if near or text[at - 1] in _TIMES or not HAN(text[at - 1 : at + 1]) or (named and at < titles[named - 1][1]):
            continue
        left = re.split(r"[^\u4e00-\u9fff]", text[max(0, at - _REACH) : at])[-1]
        right = re.split(r"[^\u4e00-\u9fff]", text[at : at + _REACH])[0]
        begin = at - len(left)
        for word in rjieba.cut(left + right, False):
            end = begin + len(word)
            if begin < at < end and (len(word) >= _LONG or text.count(word) > _USUAL):
                printed = f"{word[: at - begin]} {word[at - begin :]}"
                yield Finding("TXT205", "warning", 0.7, f"“{printed}”：词中多了空格", f"“{printed}”: a stray space within a word", begin, end, (), None, SOURCE)
            begin = end
