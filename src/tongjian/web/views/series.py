"""Indicators: which there are, and one of them over years and subjects with every figure's place."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongjian.extract.vocabulary import entries
from tongjian.library import Library
from tongjian.publish.chart import chart
from tongjian.publish.figures import Year, foretold, measure, number, values_of, year_of, years
from tongjian.web import shelf
from tongjian.web.shelf import Record
from tongjian.web.sorting import Order, asked_order
from tongjian.web.typeset import change_shown
from tongjian.web.views.common import LONGEST_QUERY, link

SUBJECTS = 40  # offered as a choice
RANKED = 60  # rows of a comparison
HEADINGS = ("年份", "数值", "重算增减")  # columns that the table of years can be sorted by


@lru_cache(maxsize=2)
def indicators(library: Library) -> list[tuple[str, list[tuple[str, list[int]]]]]:
    """Indicators of the vocabulary that the books give, by area: name and years."""
    found: dict[str, set[int]] = {}
    for fact in library.facts():
        if fact.get("indicator_norm") and fact["kind"] != "change" and fact["subject"]:  # a figure of nobody stands in no series
            found.setdefault(fact["indicator_norm"], set()).update(y for y in (year_of(fact),) if y)
    given = ((e["area"], e["name"], sorted(found[e["name"]])) for e in entries() if e["name"] in found)
    return [(area, [(name, years) for _, name, years in group]) for area, group in groupby(given, key=lambda row: row[0])]


@lru_cache(maxsize=128)
def _points(library: Library, indicator: str) -> tuple[Record, ...]:
    """The figures of an indicator that are somebody's; a generation does not change, so they are read once."""
    return tuple(record for point in library.series(indicator) if (record := point.record())["subject"])


def series(request: HttpRequest) -> HttpResponse:
    """One indicator, of one subject over the years and of all subjects in the last year; without `?indicator=` the list of them."""
    library = shelf.of(request)
    indicator = request.GET.get("indicator", "").strip()[:LONGEST_QUERY]
    if not indicator:
        return render(request, "room/indicators.html", {"indicators": indicators(library)})
    about = {card.id: card.data_year for card in library.books()}
    records = [dict(foretold(record, about.get(record["book"]))) for record in _points(library, indicator)]
    names = {card.id: card.title for card in library.books()}
    for record in records:
        record["href"] = link(record["book"], record["node"], record["start"], record["end"])
        record["title_of_book"] = names.get(record["book"], record["book"])
    regions = [card.region for card in library.books() if card.region]
    counts = Counter(r["subject"] for r in records)
    subjects = sorted(counts, key=lambda s: (s not in regions, -counts[s]))
    asked = request.GET.get("subject", "").strip()
    subject = asked if asked in counts else subjects[0] if subjects else ""
    own = [r for r in records if r["subject"] == subject]
    for record in own:
        volume = shelf.volume(request, record["book"]) if record.get("change") else None
        if volume is not None:
            record["change"] = change_shown(volume.book, record)
    unit = measure(own)
    rows: list[Year] = years(own, unit) if unit else []
    told = {id(r) for row in rows for value in row.values for r in value.places}
    order = asked_order(request, len(HEADINGS))
    context = {
        "indicator": indicator,
        "subject": subject,
        "subjects": [(s, counts[s], s == subject) for s in subjects[:SUBJECTS]],
        "unit": unit,
        "rows": by_figure(rows, order),
        "order": order,
        "headings": HEADINGS,
        "changes": any(row.changes for row in rows),
        "chart": chart(rows, unit) if unit else None,
        "others": [r for r in own if id(r) not in told],
        **ranked(records, unit),
    }
    return render(request, "room/series.html", context, status=200 if records else 404)


def by_figure(rows: list[Year], order: Order) -> list[Year]:
    """Years sorted by themselves, by the figure to go by, or by the recomputed growth, those without one last; the last year first unless asked."""
    if order.column == 2:
        grown = [row for row in rows if row.growth]
        grown.sort(key=lambda row: Decimal((row.growth or "0").rstrip("%")), reverse=order.falling)
        return grown + [row for row in rows if not row.growth]
    if order.column == 1:
        return sorted(rows, key=lambda row: row.values[0].amount, reverse=order.falling)
    return rows if order.column == 0 and not order.falling else rows[::-1]


def ranked(records: list[Record], unit: Any) -> dict[str, Any]:
    """The subjects of the last year that at least three of them have a firm figure of, greatest first, with the length of a bar in percent."""
    if unit is None:
        return {}
    usable = [r for r in records if number(r) is not None and (r.get("base_unit") or "") == unit.base and r.get("status") in ("final", "preliminary", None)]
    by_year: dict[int, dict[str, list[Record]]] = {}
    for record in usable:
        if (year := year_of(record)) is not None:
            by_year.setdefault(year, {}).setdefault(record["subject"], []).append(record)
    year = max((y for y, subjects in by_year.items() if len(subjects) > 2), default=None)
    if year is None:
        return {}
    firsts = [(subject, values_of(rows)[0]) for subject, rows in by_year[year].items()]
    greatest = max(value.amount for _, value in firsts)
    bars = [(subject, value, round(float(100 * value.amount / greatest), 1) if greatest > 0 else 0) for subject, value in firsts]
    return {"ranked_year": year, "ranked": sorted(bars, key=lambda row: -row[1].amount)[:RANKED]}
