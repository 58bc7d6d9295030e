"""Kind `substitution`: a wrong word and the right one."""

from __future__ import annotations

import re
from collections.abc import Iterator

import rjieba

from tongjian.check.context import Context
from tongjian.check.finding import Finding
from tongjian.check.scope import view
from tongjian.check.search import first_matches
from tongjian.check.terms.common import finding, innocent, stretch
from tongjian.check.terms.record import Term


def find(term: Term, context: Context) -> Iterator[Finding]:
    """Every wrong word, unless what stands right behind or before it makes it innocent."""
    text = context.book.text
    swaps = {s.wrong: s for s in term.swap}
    for wrong, start, end in first_matches(tuple(swaps), view(context, *term.off, only=term.only)):
        swap = swaps[wrong]
        if swap.behind and re.search(f"(?:{swap.behind})$", text[max(0, start - 12) : start]):
            continue
        if swap.before and re.match(swap.before, text[end : end + 12]):
            continue
        if term.segment and _claimed(text, start, end):
            continue
        if not innocent(term, text, start, end):
            yield finding(term, wrong, start, end, to=swap.right)


def _claimed(text: str, start: int, end: int) -> bool:
    """Whether the dictionary cuts the clause so that a word reaches into `start`–`end` from outside (候选人初步|人选: no 步人)."""
    left, right = stretch(text, start, end, reach=12)
    at = left
    for word in rjieba.cut(text[left:right]):
        stop = at + len(word)
        if (at < start < stop or at < end < stop) and not (at <= start and end <= stop and len(word) > end - start + 1):
            return True
        at = stop
    return False
