"""Kind `frame`: set frames of words with a slip in them; each frame says what should stand there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tongjian.check.context import Context
from tongjian.check.finding import Finding
from tongjian.check.scope import view
from tongjian.check.terms.common import finding, innocent
from tongjian.check.terms.narrow import stretches
from tongjian.check.terms.record import Term


def find(term: Term, context: Context) -> Iterator[Finding]:
    """Every match of every frame, with the frame's `right` expanded in its place."""
    text, seen = context.book.text, view(context, *term.off, only=term.only)
    for frame in term.frames:
        form = re.compile(frame.wrong)
        for m in (m for a, b in stretches(context, frame.wrong, seen) for m in form.finditer(seen, a, b)):
            if not innocent(term, text, *m.span()):
                yield finding(term, context.book.quote(*m.span()), *m.span(), groups=m.groups(), to=m.expand(frame.right))
