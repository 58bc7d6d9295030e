"""What the number rules share: sentences with their figures, intervals, and how to print a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from tongjian.check.context import Context
from tongjian.language import dates, units
from tongjian.language.quantities import Quantity

_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
_QUOTED = re.compile(r"《[^》]*》|“[^”]*”|〔[^〕]*〕")
PERSONS = frozenset({"人", "名", "位", "人次"})


class Sentence(msgspec.Struct, frozen=True):
    """A sentence, its figures in order, and the paragraph's kind."""

    start: int
    end: int
    quantities: tuple[Quantity, ...]
    kind: str
    entry: int


def sentences(context: Context) -> Iterator[Sentence]:
    """The sentences of the prose; a sentence that begins with 其中 is joined to the one before it."""
    text = context.book.text
    for p in context.paragraphs:
        if p.kind in ("namelist", "honours", "docindex", "table", "figure", "frontmatter"):
            continue
        spans = [m.span() for m in _SENTENCE.finditer(text, p.start, p.end)]
        joined: list[tuple[int, int]] = []
        for a, b in spans:
            if joined and text.startswith("其中", a):
                joined[-1] = (joined[-1][0], b)
            else:
                joined.append((a, b))
        for a, b in joined:
            found = context.quantities_in(a, b)
            if found:
                quoted = [m.span() for m in _QUOTED.finditer(text, a, b)]
                yield Sentence(a, b, tuple(q for q in found if not any(x < q.number_start < y for x, y in quoted)), p.kind, p.entry)


def counts_exactly(q: Quantity) -> bool:
    """Whether a figure is a count of persons or things, printed in full: it was not rounded."""
    return units.dimension(q.unit) == "count" and q.scale == 1 and q.decimals == 0 and q.approx is None and q.high is None


def interval(q: Quantity) -> tuple[Decimal, Decimal]:
    """What the figure may have been before rounding, in base units; a full count is exact."""
    if counts_exactly(q):
        return q.amount, q.amount
    return q.interval()


def slack(q: Quantity) -> Decimal:
    """Half the width of a figure's interval."""
    low, high = interval(q)
    return (high - low) / 2


def same_kind(a: Quantity, b: Quantity) -> bool:
    """Whether two figures may stand in a sum: one base unit, or persons under two measure words."""
    return a.base_unit == b.base_unit or ({a.base_unit, b.base_unit} <= {"人", "名", "位"})


def show(value: Decimal) -> str:
    """A number without an exponent or trailing zeros."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def near_percent(value: Decimal, printed: Quantity) -> bool:
    """Whether a computed percentage may have been rounded or truncated to the printed one."""
    unit = Decimal(1).scaleb(-printed.decimals)
    return printed.value - unit / 2 <= value < printed.value + unit


def in_date(text: str, q: Quantity) -> bool:
    """Whether a figure is part of a date."""
    return any(s.start <= q.number_start < s.end for s in dates.find(text, 2000, max(0, q.number_start - 12), q.end + 3))
