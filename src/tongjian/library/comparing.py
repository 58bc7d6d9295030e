"""One indicator as a table of years, gaps shown and growth recomputed, and several places ranked by it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import msgspec

from tongjian.library.series import series
from tongjian.publish.figures import Measure, Value, Year, foretold, measure, values_of, year_of, years

if TYPE_CHECKING:
    from tongjian.library.shelf import Shelf

Record = dict[str, Any]
_BASIS = re.compile(r"可比价|不变价|现价|同口径|统计口径|口径|快报数|初步统计|剔除|折算|[并纳]入统计|调整为|修订")
_AT_CONSTANT_PRICES = re.compile(r"总值|增加值")  # whose growth is told at comparable prices, so that it is not that of the printed amounts
_YEARLY = re.compile(r"上年|去年|同比|同期")
LONGEST_GAP = 60  # years between two figures beyond which the years without one are not listed


class Row(msgspec.Struct, frozen=True):
    """One year. A gap has no value. `growth`: percent over the year before out of the printed amounts; `printed`: as the book says it;
    `disagrees`: no rounding of the amounts gives the printed growth, and nothing says that it is at other prices or of another scope."""

    year: int
    value: str | None
    amount: str | None
    unit: str | None
    growth: str | None
    printed: str | None
    disagrees: bool
    others: tuple[str, ...]  # what the same year is given as elsewhere
    notes: tuple[str, ...]  # sentences of the book on what is counted and at which prices
    places: tuple[Record, ...]  # facts that print the value, with their places

    def record(self) -> Record:
        """The row as JSON, places in the form of the machine contract."""
        return {name: getattr(self, name) for name in ("year", "value", "amount", "unit", "growth", "printed", "disagrees")} | {
            "others": list(self.others), "notes": list(self.notes), "places": [_place(p) for p in self.places],
        }  # fmt: skip


def _place(row: Record) -> Record:
    return {name: row.get(name) for name in ("book", "subject", "value", "unit", "period", "status", "reported_by", "start", "end", "line", "line_end", "page", "sheet", "block", "node", "quote")}


def table(library: Shelf, indicator: str, subject: str | None = None) -> list[Row]:
    """An indicator of one subject, a row a year, in one unit; years between that no book gives as rows without a value.

    `subject`: the region of the books, or of them the one with most figures, where None. None of it: an empty list.
    """
    about = {card.id: card.data_year for card in library.books()}
    records = [foretold({"book": p.book, **p.fact}, about.get(p.book)) for p in series(library, indicator) if p.fact.get("subject")]
    whose = subject if subject is not None else _subject(library, records)
    own = [r for r in records if r["subject"] == whose]
    unit = measure(own)
    if unit is None:
        return []
    notes = {book: _notes(library, book, indicator) for book in {r["book"] for r in own}}
    rows: list[Row] = []
    before: Year | None = None
    for year in years(own, unit):
        if before is not None and year.values[0].firm and year.year - before.year <= LONGEST_GAP:
            rows += [_gap(missing) for missing in range(before.year + 1, year.year)]
        rows.append(_row(indicator, year, before, unit, notes))
        before = year
    return rows


def _subject(library: Shelf, records: Sequence[Record]) -> str | None:
    regions = {card.region for card in library.books()}
    counts: dict[str, int] = {}
    for record in records:
        counts[record["subject"]] = counts.get(record["subject"], 0) + 1
    return min(counts, key=lambda s: (s not in regions, -counts[s], s), default=None)


def _gap(year: int) -> Row:
    return Row(year, None, None, None, None, None, False, (), (), ())


def _row(indicator: str, year: Year, before: Year | None, unit: Measure, notes: dict[str, tuple[str, ...]]) -> Row:
    first = year.values[0]
    said = tuple(dict.fromkeys(note for place in first.places for note in notes[place["book"]]))
    printed = next((p for p in _printed(first)), None)
    consecutive = before is not None and before.year == year.year - 1 and before.values[0].firm and first.firm
    wrong = bool(consecutive and printed is not None and not _AT_CONSTANT_PRICES.search(indicator) and not said and before is not None and not _may_be(before.values[0], first, printed))
    return Row(
        year.year, first.shown, _plain(first.amount / unit.scale), unit.unit, year.growth, f"{printed:+}%" if printed is not None else None, wrong,
        tuple(v.shown for v in year.values[1:]), said, first.places,
    )  # fmt: skip


def _printed(value: Value) -> Iterable[Decimal]:
    """The growth over the year before as the places of a value print it."""
    for place in value.places:
        basis = place.get("change_basis") or ""
        if place.get("change") and (not basis or _YEARLY.search(basis)) and "年均" not in basis:
            try:
                yield Decimal(str(place["change"]).lstrip("+").rstrip("%"))
            except InvalidOperation:
                continue


def _may_be(before: Value, now: Value, printed: Decimal) -> bool:
    """Whether some amounts that round to the printed ones have a growth that rounds to the printed one."""
    if before.amount <= before.slack:
        return True
    least, most = (now.amount - now.slack) / (before.amount + before.slack) - 1, (now.amount + now.slack) / (before.amount - before.slack) - 1
    exponent = printed.as_tuple().exponent
    last = Decimal(1).scaleb(int(exponent)) if isinstance(exponent, int) else Decimal(1)
    return least * 100 - last <= printed <= most * 100 + last


def _plain(value: Decimal) -> str:
    text = format(value.normalize(), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _notes(library: Shelf, book: str, indicator: str) -> tuple[str, ...]:
    """What a book's bulletin says on the scope or prices of an indicator."""
    from tongjian.library.searching import synonyms

    names = [indicator, *synonyms(indicator)]
    found: list[str] = []
    for row in library.bulletins(book):
        for sentence in re.split(r"(?<=[。；])|\n", row["text"]):
            if _BASIS.search(sentence) and any(name in sentence for name in names):
                found += [re.sub(r"\s+", "", sentence).strip("。；")]
    return tuple(dict.fromkeys(found))[:3]


class Rank(msgspec.Struct, frozen=True):
    """A place of a ranking."""

    place: int
    subject: str
    value: str
    amount: str
    fact: Record

    def record(self) -> Record:
        return {"rank": self.place, "subject": self.subject, "value": self.value, "amount": self.amount, **_place(self.fact)}


def ranking(library: Shelf, indicator: str, year: int | None = None) -> tuple[int | None, list[Rank]]:
    """The places that the books are about, greatest figure first, in one year: the one asked or the last that most of them have.

    Where the books are of one region alone, its parts: every subject with a figure of that year. Equal figures share a rank.
    """
    regions = {card.region for card in library.books() if card.region}
    about = {card.id: card.data_year for card in library.books()}
    records = [foretold({"book": p.book, **p.fact}, about.get(p.book)) for p in series(library, indicator) if p.fact.get("subject")]
    among = [r for r in records if r["subject"] in regions or (len(regions) < 2 and not any(r["subject"].startswith(region) for region in regions))]
    unit = measure(among)
    if unit is None:
        return None, []
    by_year: dict[int, dict[str, list[Record]]] = {}
    for record in among:
        of = year_of(record)
        if of is not None and (record.get("base_unit") or "") == unit.base and record.get("status") in ("final", "preliminary", None):
            by_year.setdefault(of, {}).setdefault(record["subject"], []).append(record)
    chosen = year if year is not None else max(by_year, key=lambda y: (len(by_year[y]), y), default=None)
    if chosen is None or chosen not in by_year:
        return chosen, []
    firsts = [(subject, values[0]) for subject, rows in by_year[chosen].items() if (values := values_of(rows))]
    firsts.sort(key=lambda row: (-row[1].amount, row[0]))
    rows: list[Rank] = []
    for number, (subject, value) in enumerate(firsts, 1):
        shared = rows[-1].place if rows and firsts[number - 2][1].amount == value.amount else number
        rows.append(Rank(shared, subject, value.shown, _plain(value.amount / unit.scale), value.places[0]))
    return chosen, rows
