"""Editorial rules as data: TOML records, driven by a few kinds, each of them one small module."""

from __future__ import annotations

from collections.abc import Iterable

from tongjian.check.context import Context
from tongjian.check.finding import Finding
from tongjian.check.registry import Rule, check, declare
from tongjian.check.terms import consistency, existence, first_use, frame, occurrence, own, pattern, sequence, substitution
from tongjian.check.terms.common import Find, seldom
from tongjian.check.terms.record import Term, parse, shipped

__all__ = ["KINDS", "Term", "own", "parse", "register", "run", "shipped"]

KINDS: dict[str, Find] = {
    "consistency": consistency.find,
    "existence": existence.find,
    "first-use": first_use.find,
    "frame": frame.find,
    "occurrence": occurrence.find,
    "pattern": pattern.find,
    "sequence": sequence.find,
    "substitution": substitution.find,
}


def run(term: Term, context: Context) -> Iterable[Finding]:
    """The findings of one record."""
    return seldom(context, term.report, KINDS[term.kind](term, context), term.by_word)


def register(term: Term) -> None:
    """Declare a record as a rule, and its kind as the function that checks it."""
    declare(Rule(term.code, term.title, term.title_en, term.severity, term.source, term.fires, term.silent, term.whole_book, term.clause, term.habit or (term.report != "each" and not term.by_word)))

    @check(term.code, whole_book=term.whole_book)
    def checked(context: Context) -> Iterable[Finding]:
        return run(term, context)


for _term in shipped():
    register(_term)
