"""One habit, one thing to look at: findings of one rule with one form of words are shown together, with all their places.

Records stay as they are, one a place; only what people look at (terminal, reports, the list of the reading room) is folded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import msgspec

from tongjian.book import Book
from tongjian.check.finding import RANK, Finding
from tongjian.check.registry import RULES
from tongjian.check.terms.common import uncounted
from tongjian.check.terms.record import shipped

_FIGURES = re.compile(r"\d+(?:[.,．]\d+)*")
_SPACE = re.compile(r"\s+")
_MARKS = re.compile(r"[\W_]+")
Form = tuple[str, str]  # code and form of words; what stands alone has a form of its own


class Habit(msgspec.Struct, frozen=True):
    """Findings that are shown as one: `places` are their indices in the list they came from, the one that is shown first first.

    `sections` counts the sections (分目) that they stand in.
    """

    places: tuple[int, ...]
    sections: int = 1

    @property
    def first(self) -> int:
        """The index of the finding that is shown."""
        return self.places[0]

    @property
    def rest(self) -> tuple[int, ...]:
        """The indices of the others, in the order of the text."""
        return self.places[1:]


@lru_cache(maxsize=1)
def _repeated() -> frozenset[str]:
    """Codes whose related places are further matches of the same rule and no evidence."""
    return frozenset(t.code for t in shipped() if t.report != "each")


def _form(code: str, quote: str, working: bool, related: bool) -> Form | None:
    """What findings of one habit have in common; None for a finding that rests on figures or on another place, which is told alone.

    A rule whose header says so is one habit. Of a name the letters are the form, whatever marks stand between them; of other
    rules the words, whatever figures stand in them (`约150余`, `约750余`).
    """
    rule = RULES.get(code)
    if working:
        return None
    if rule is not None and rule.habit:
        return code, ""
    if code.startswith("NAM"):
        return code, _MARKS.sub("", quote)
    return None if related and code not in _repeated() else (code, _FIGURES.sub("0", _SPACE.sub("", quote)))


def _folded(book: Book, rows: Iterable[tuple[Form | None, str, int]]) -> list[Habit]:
    """Habits of (form, severity, start) rows, each at the place of its first; the gravest of its findings is shown, the earliest of those."""
    groups: dict[Form | int, list[tuple[int, int, int]]] = {}
    for n, (form, severity, start) in enumerate(rows):
        groups.setdefault(form if form is not None else n, []).append((RANK.get(severity, len(RANK)), start, n))
    found: list[tuple[int, int, Habit]] = []
    for members in groups.values():
        head = min(members)
        rest = sorted((start, n) for _, start, n in members if n != head[2])
        sections = len({section_of(book, start) for _, start, _ in members}) if rest else 1
        found.append((head[1], head[2], Habit((head[2], *(n for _, n in rest)), sections)))
    return [habit for *_, habit in sorted(found, key=lambda row: row[:2])]


def habits(book: Book, findings: Sequence[Finding]) -> list[Habit]:
    """Findings folded by habit, in the order in which the shown ones stand in the text."""
    return _folded(
        book, ((_form(f.code, book.quote(f.start, f.end), bool(f.relation or f.computed or f.stated), bool(f.related)), f.severity, f.start) for f in findings)
    )


def habits_of_records(book: Book, rows: Sequence[dict[str, Any]]) -> list[Habit]:
    """The same of records of the machine contract, as a library keeps them."""
    return _folded(
        book,
        ((_form(r["code"], r["quote"], bool(r.get("relation") or r.get("computed") or r.get("stated")), bool(r.get("related"))), r["severity"], r["start"]) for r in rows),
    )


def section_of(book: Book, position: int) -> int:
    """The section that holds a position, by index; the entry or part where there is none, −1 outside the tree."""
    index = book.node_at(position)
    if index is None:
        return -1
    chain = [*book.ancestors(index), index]
    return next((i for i in reversed(chain) if book.nodes[i].level == "section"), chain[0])


def told(message: str, message_en: str, habit: Habit) -> tuple[str, str]:
    """The message of a habit in Chinese and English: that of the shown finding, with how often and in how many sections."""
    many = len(habit.places)
    if many == 1:
        return message, message_en
    bare, bare_en = uncounted(message, message_en)
    where = f"，见于{habit.sections}个分目" if habit.sections > 1 else ""
    where_en = f" in {habit.sections} sections" if habit.sections > 1 else ""
    return f"{bare}（共{many}处{where}）", f"{bare_en} ({many} places{where_en})"
