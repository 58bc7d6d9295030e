"""Kind `first-use`: a short form stands only where the full form was given before it, or in the same entry."""

from __future__ import annotations

from collections.abc import Iterator

from tongjian.check.context import Context
from tongjian.check.finding import Finding
from tongjian.check.scope import view
from tongjian.check.terms.common import finding, innocent
from tongjian.check.terms.narrow import matches
from tongjian.check.terms.record import Term


def find(term: Term, context: Context) -> Iterator[Finding]:
    """The first place of each short form (`pattern`) in the book, when none of the full forms (`words`) stands anywhere in it."""
    text = context.book.text
    if any(word in text for word in term.words):
        return
    seen: set[str] = set()
    for m in matches(context, term.pattern, view(context, *term.off, only=term.only)):
        if m[0] in seen or innocent(term, text, *m.span()):
            continue
        seen.add(m[0])
        yield finding(term, m[0], *m.span(), groups=m.groups())
