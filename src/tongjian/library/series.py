"""Series: one indicator over the years and books of a library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from tongjian.library.shelf import Library

_FIELDS = ("subject", "indicator", "period", "value", "unit", "amount", "base_unit", "change", "status", "kind", "reported_by", "start", "end", "line", "line_end", "page", "sheet", "block", "node", "quote")


class Point(msgspec.Struct, frozen=True):
    """One figure of a series: a fact of a book."""

    book: str
    fact: dict[str, Any]

    def record(self) -> dict[str, Any]:
        """The record of the machine contract."""
        return {"book": self.book, **{name: self.fact.get(name) for name in _FIELDS}}


def series(library: Library, indicator: str, subject: str | None = None) -> list[Point]:
    """Facts of an indicator (or another name of the same figure), by subject and period; `subject`: a region or body, whole or in part."""
    rows = library.facts(indicator=indicator)
    if subject is not None:
        rows = [r for r in rows if r["subject"] and subject in r["subject"]]
    rows = [r for r in rows if r["kind"] not in ("change",)]
    rows.sort(key=lambda r: (r["subject"] or "", r["period"] or "", r["book"], r["start"]))
    return [Point(row["book"], row) for row in rows]
