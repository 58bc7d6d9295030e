"""Kind `existence`: words that should not stand there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tongjian.check.context import Context
from tongjian.check.finding import Finding
from tongjian.check.scope import view
from tongjian.check.terms.common import finding, innocent
from tongjian.check.terms.record import Term


def find(term: Term, context: Context) -> Iterator[Finding]:
    """Every place where one of the words stands, the longest word first."""
    text = context.book.text
    words = sorted((w for w in term.words if w in text), key=len, reverse=True)
    if not words:
        return
    for m in re.finditer("|".join(map(re.escape, words)), view(context, *term.off)):
        if not innocent(term, text, *m.span()):
            yield finding(term, m[0], *m.span())
