"""Kind `substitution`: a wrong word and the right one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tongjian.check.context import Context
from tongjian.check.finding import Finding
from tongjian.check.scope import view
from tongjian.check.terms.common import finding, innocent
from tongjian.check.terms.record import Term


def find(term: Term, context: Context) -> Iterator[Finding]:
    """Every wrong word, unless what stands right behind or before it makes it innocent."""
    text = context.book.text
    swaps = {s.wrong: s for s in term.swap if s.wrong in text}
    if not swaps:
        return
    words = "|".join(map(re.escape, sorted(swaps, key=len, reverse=True)))
    for m in re.finditer(words, view(context, *term.off)):
        swap = swaps[m[0]]
        start, end = m.span()
        if swap.behind and re.search(f"(?:{swap.behind})$", text[max(0, start - 12) : start]):
            continue
        if swap.before and re.match(swap.before, text[end : end + 12]):
            continue
        if not innocent(term, text, start, end):
            yield finding(term, m[0], start, end, to=swap.right)
