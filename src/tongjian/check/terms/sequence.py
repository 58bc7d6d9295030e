"""Kind `sequence`: numbers that run one by one: a gap or a repeat is shown beside the number before it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tongjian.check.context import Context
from tongjian.check.finding import Finding, Related
from tongjian.check.scope import view
from tongjian.check.terms.common import finding, unit_of
from tongjian.check.terms.narrow import matches
from tongjian.check.terms.record import Term
from tongjian.language import numerals


def find(term: Term, context: Context) -> Iterator[Finding]:
    """Group 1 of the pattern is the number; a sequence begins anew at 1 and in each section."""
    last: dict[int, tuple[int, re.Match[str]]] = {}
    for m in matches(context, term.pattern, view(context, *term.off, only=term.only), re.M):
        key = unit_of(context, m.start(), "section")
        number = int(m[1]) if m[1].isdigit() else int(numerals.parse(m[1]) or 0)
        before = last.get(key)
        last[key] = (number, m)
        if before is None or number == 1 or number == before[0] + 1:
            continue
        inside = re.findall(r"（([一二三四五六七八九十]{1,3})）", context.book.text[before[1].end() : m.start()])
        if number == before[0] + 2 and any(numerals.parse(n) == number - 1 for n in inside):
            continue  # the one between stands inside a line
        related = (Related(*before[1].span()),)
        yield finding(term, context.book.quote(*m.span()), *m.span(), groups=(m[1], before[1][1]), to=str(before[0] + 1), related=related)
