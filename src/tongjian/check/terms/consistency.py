"""Kind `consistency`: one thing, one form a book: the rarer forms are shown beside the commonest."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tongjian.check.context import Context
from tongjian.check.finding import Finding, Related
from tongjian.check.scope import view
from tongjian.check.terms.common import finding, innocent
from tongjian.check.terms.record import Term


def find(term: Term, context: Context) -> Iterator[Finding]:
    """For each group of forms (regular expressions), every place of a form that is not the commonest of its group."""
    text, seen = context.book.text, view(context, *term.off, only=term.only)
    for group in term.groups:
        places = [[m.span() for m in re.finditer(form, seen) if not innocent(term, text, *m.span())] for form in group]
        common = max(range(len(group)), key=lambda i: len(places[i]))
        for i, found in enumerate(places):
            if i == common or not found:
                continue
            other = places[common][0]
            for start, end in found:
                words = (text[other[0] : other[1]], str(len(places[common])), str(len(found)))
                yield finding(term, context.book.quote(start, end), start, end, groups=words, to=None, n=len(found), related=(Related(*other),))
