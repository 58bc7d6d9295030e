"""Kind `existence`: words that should not stand there."""

from __future__ import annotations

from collections.abc import Iterator

from tongjian.check.context import Context
from tongjian.check.finding import Finding
from tongjian.check.scope import view
from tongjian.check.search import first_matches
from tongjian.check.terms.common import finding, innocent
from tongjian.check.terms.record import Term


def find(term: Term, context: Context) -> Iterator[Finding]:
    """Every place where one of the words stands, the longest word first."""
    text = context.book.text
    for word, start, end in first_matches(term.words, view(context, *term.off, only=term.only)):
        if not innocent(term, text, start, end):
            yield finding(term, word, start, end)
