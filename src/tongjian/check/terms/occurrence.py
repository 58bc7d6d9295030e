"""Kind `occurrence`: what may stand only so often in one clause, sentence or entry."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tongjian.check.context import Context
from tongjian.check.finding import Finding, Related
from tongjian.check.scope import view
from tongjian.check.terms.common import _ENDS, finding, innocent, stretch
from tongjian.check.terms.narrow import matches
from tongjian.check.terms.record import Term


def find(term: Term, context: Context) -> Iterator[Finding]:
    """The match after the last that is allowed, with the earlier ones beside it. Matches count as equal when group 1 (else the match) is."""
    text = context.book.text
    seen: dict[tuple[int, str], list[re.Match[str]]] = {}
    for m in matches(context, term.pattern, view(context, *term.off, only=term.only)):
        if term.within == "entry":
            unit = context.book.entry_at(m.start())
            key = -1 if unit is None else unit
        else:
            key = stretch(text, m.start(), m.end(), _ENDS[term.within])[0]
        group = seen.setdefault((key, m[1] if m.re.groups else m[0]), [])
        group.append(m)
        if len(group) == term.limit + 1 and not innocent(term, text, *m.span()):
            related = tuple(Related(*g.span()) for g in group[:-1])
            yield finding(term, context.book.quote(*m.span()), *m.span(), groups=m.groups(), n=len(group), related=related)
