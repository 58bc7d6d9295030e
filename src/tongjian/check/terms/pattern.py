"""Kind `pattern`: a regular expression over the running text; `replacement` is its expansion."""

from __future__ import annotations

from collections.abc import Iterator

from tongjian.check.context import Context
from tongjian.check.finding import Finding
from tongjian.check.scope import view
from tongjian.check.terms.common import finding, innocent
from tongjian.check.terms.narrow import matches
from tongjian.check.terms.record import Term


def find(term: Term, context: Context) -> Iterator[Finding]:
    """Every match; a group named `at` is the place, else the whole match."""
    text, seen = context.book.text, view(context, *term.off, only=term.only)
    for m in matches(context, term.pattern, seen):
        start, end = m.span("at") if "at" in m.re.groupindex else m.span()
        if innocent(term, text, start, end):
            continue
        to = m.lastgroup if term.replacement == "<group>" else m.expand(term.replacement) if term.replacement is not None else None
        yield finding(term, context.book.quote(start, end), start, end, groups=m.groups(), to=to)
