"""Series: one indicator over the years and books of a library, as figures and as a picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from tongjian.publish.chart import picture
from tongjian.publish.figures import foretold, measure, years

if TYPE_CHECKING:
    from tongjian.extract.vocabulary import Vocabulary
    from tongjian.library.shelf import Shelf

_FIELDS = ("subject", "indicator", "period", "value", "unit", "amount", "base_unit", "change", "status", "kind", "reported_by", "start", "end", "line", "line_end", "page", "sheet", "block", "node", "quote")


class Point(msgspec.Struct, frozen=True):
    """One figure of a series: a fact of a book."""

    book: str
    fact: dict[str, Any]

    def record(self) -> dict[str, Any]:
        """The record of the machine contract."""
        return {"book": self.book, **{name: self.fact.get(name) for name in _FIELDS}}


def series(library: Shelf, indicator: str, subject: str | None = None, vocabulary: Vocabulary | None = None) -> list[Point]:
    """Facts of an indicator (or another name of the same figure), by subject and period; `subject`: a region or body, whole or in part.

    `vocabulary`: whose names of the indicator are looked for; the built-in one's, which the books were built with, where None.
    """
    rows = library.facts(indicator=indicator) if vocabulary is None else _named(library, indicator, vocabulary)
    if subject is not None:
        rows = [r for r in rows if r["subject"] and subject in r["subject"]]
    rows = [r for r in rows if r["kind"] not in ("change",)]
    rows.sort(key=lambda r: (r["subject"] or "", r["period"] or "", r["book"], r["start"]))
    return [Point(row["book"], row) for row in rows]


def _named(library: Shelf, indicator: str, vocabulary: Vocabulary) -> list[dict[str, Any]]:
    """Facts of an indicator by the names of a vocabulary of the user's own."""
    entry = vocabulary.find(indicator)
    if entry is None:
        return library.facts(indicator=indicator)
    return [r for r in library.facts() if r["kind"] != "change" and (r["indicator_norm"] == entry.name or vocabulary.normalise(r["indicator"], r["unit"]) == entry.name)]


class Drawing(msgspec.Struct, frozen=True):
    """A series as a picture. `svg`: None where the books give fewer than two years of the subject."""

    subject: str | None
    years: tuple[int, ...]
    svg: str | None


def drawing(library: Shelf, indicator: str, points: Sequence[Point]) -> Drawing:
    """The picture of a series of one subject: the region of the books where there are several, else whom most figures are of."""
    years_of = {card.id: card.data_year for card in library.books()}
    regions = {card.region for card in library.books() if card.region}
    records = [foretold(point.record(), years_of.get(point.book)) for point in points if point.fact.get("subject")]
    counts = Counter(r["subject"] for r in records)
    if not counts:
        return Drawing(None, (), None)
    subject = min(counts, key=lambda s: (s not in regions, -counts[s], s))
    own = [r for r in records if r["subject"] == subject]
    unit = measure(own)
    rows = years(own, unit) if unit else []
    if unit is None or not rows:
        return Drawing(subject, (), None)
    titles = {card.id: card.title for card in library.books()}
    places = [_place(titles, value.places[0]) for row in rows for value in row.values[:1]]
    return Drawing(subject, tuple(row.year for row in rows), picture(indicator, subject, rows, unit, places))


def _place(titles: dict[str, str], record: dict[str, Any]) -> str:
    where = f"第{record['page']}页" if record.get("page") else f"第{record['line']}行" if record.get("line") else ""
    return f"《{titles.get(record['book'], record['book'])}》{where}"
