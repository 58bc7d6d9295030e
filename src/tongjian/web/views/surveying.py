"""A book at one look: its key figures, what it names, and its year as a line of days."""

from __future__ import annotations

import datetime
import re
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tongjian.extract.vocabulary import entries
from tongjian.publish.figures import Value, foretold, measure, values_of, year_of, years
from tongjian.web import shelf
from tongjian.web.registers import REGISTERS, public
from tongjian.web.shelf import Record, Volume
from tongjian.web.typeset import Typesetter, change_shown, numbered
from tongjian.web.views.common import about, link, opened

# what a district is judged by first, in the order in which a bulletin opens; where a book has fewer of them, others follow
KEY = (
    "地区生产总值", "人均地区生产总值", "常住人口", "城镇化率", "规模以上工业增加值", "固定资产投资", "社会消费品零售总额", "进出口总额", "一般公共预算收入",
    "居民人均可支配收入", "城镇居民人均可支配收入", "农村居民人均可支配收入",
)  # fmt: skip
FIRST = 12  # figures that are shown large
SPARK = (96.0, 26.0)  # width and height of the small line beside a figure


def overview(request: HttpRequest, book_id: str) -> HttpResponse:
    """The district on one screen: each key indicator of the book's year with its change, its place and, where the library has more years, its line."""
    volume = opened(request, book_id)
    card = volume.card
    others: dict[str, list[Record]] = {}
    for other in shelf.of(request).books():
        shown = volume if other.id == card.id else shelf.volume(request, other.id) if other.region == card.region and card.region else None
        for fact in shown.records("facts") if shown is not None else ():
            if fact.get("indicator_norm") and fact["subject"] == card.region and fact["kind"] != "change":
                others.setdefault(fact["indicator_norm"], []).append({**foretold(fact, other.data_year), "book": other.id})
    tiles = [{**tile, "area": entry["area"]} for entry in entries() if (tile := _tile(volume, entry["name"], entry.get("unit"), others.get(entry["name"], [])))]
    first = sorted(tiles, key=lambda tile: KEY.index(tile["name"]) if tile["name"] in KEY else len(KEY))[:FIRST]
    rest = [(area, list(group)) for area, group in groupby((tile for tile in tiles if tile not in first), key=lambda tile: tile["area"])]
    named = [(kind, shape.word, len(records)) for kind, shape in REGISTERS.items() if (records := public(volume, kind))]
    return render(request, "room/overview.html", {**about(volume, "overview"), "tiles": first, "areas": rest, "named": named})


def tiles_of(volume: Volume) -> dict[str, dict[str, Any]]:
    """What a book alone gives of each indicator of its place and year, by name."""
    card = volume.card
    facts: dict[str, list[Record]] = {}
    for fact in volume.records("facts"):
        if fact.get("indicator_norm") and fact["subject"] == card.region and fact["kind"] != "change":
            facts.setdefault(fact["indicator_norm"], []).append({**foretold(fact, card.data_year), "book": card.id})
    return {e["name"]: tile for e in entries() if e["name"] in facts and (tile := _tile(volume, e["name"], e.get("unit"), facts[e["name"]]))}


def _tile(volume: Volume, name: str, unit: str | None, facts: list[Record]) -> dict[str, Any] | None:
    """What is shown of one indicator: the book's own figure of its year; None where it has none."""
    percent = unit in ("%", "‰")
    facts = [f for f in facts if f["kind"] in ("level", "flow", "share", "rate", "cumulative") and ((f.get("unit") or "") in ("%", "‰")) == percent]
    own = [f for f in facts if f["book"] == volume.card.id and year_of(f) == volume.card.data_year]
    firm = [value for value in values_of(own) if value.firm]
    if not firm:
        return None
    first: Value = firm[0]
    place = first.places[0]
    changed = next((r for value in firm for r in value.places if r.get("change")), None)
    known = measure(facts)
    line = [(row.year, row.values[0].amount) for row in years(facts, known) if row.values and row.values[0].firm] if known else []
    return {
        "name": name,
        "value": first,
        "change": change_shown(volume.book, changed) if changed else "",
        "place": place,
        "href": link(volume.card.id, place.get("node"), place["start"], place["end"]),
        "spark": spark(line),
        "years": f"{line[0][0]}—{line[-1][0]}" if len(line) > 1 else "",
    }


def spark(line: list[tuple[int, Any]]) -> str:
    """The points of a small line; empty for fewer than two years."""
    if len(line) < 2:
        return ""
    amounts = [float(amount) for _, amount in line]
    low, high, start, end = min(amounts), max(amounts), line[0][0], line[-1][0]
    width, height = SPARK
    return " ".join(
        f"{2 + (width - 4) * (year - start) / (end - start):.1f},{height - 3 - (height - 6) * ((amount - low) / (high - low) if high > low else 0.5):.1f}"
        for (year, _), amount in zip(line, amounts, strict=True)
    )


def chronicle(request: HttpRequest, book_id: str) -> HttpResponse:
    """The chronicle of a book as a line of days, each with its page; 404 where it has none."""
    volume = opened(request, book_id)
    book = volume.book
    nodes = [node for node in book.nodes if node.kind == "chronicle" and node.level == "entry"]
    if not nodes:
        raise Http404("chronicle")
    first, last = nodes[0].start, max(node.end for node in nodes)
    setter = Typesetter(book, numbered(book, volume.within("facts", first, last)))
    days: list[dict[str, Any]] = []
    for node in nodes:
        # 是年 has no month: it stays in the one under whose heading it is printed
        above = days[-1]["month"] if days and days[-1]["node"].parent == node.parent else ""
        days.append(
            {
                "node": node,
                "month": month_of(node.date) or above or book.nodes[node.parent].title,
                "day": day_of(node.date) or day_in(node.title),
                "runs": setter.runs(node.start, node.end),
                "place": book.place(node.start, node.end),
                "href": link(book.id, node.id),
            }
        )
    months = [(month, list(group)) for month, group in groupby(days, key=lambda d: d["month"])]
    return render(request, "room/chronicle.html", {**about(volume, "chronicle"), "months": months, "total": len(days), "facts": []})


def month_of(date: str | None) -> str:
    """2024-06-01 → 2024年6月; empty for a date without a month."""
    parts = (date or "").split("-")
    return f"{parts[0]}年{int(parts[1])}月" if len(parts) > 1 and parts[1].isdigit() else ""


def day_in(title: str) -> str:
    """The day that a title such as 3日 or 9日—11日 begins with, where the year is not known; else empty."""
    found = re.match(r"(?:\d{1,2}\s*月\s*)?([1-9]|[12]\d|3[01])\s*日", title)
    return found[1] if found else ""


def day_of(date: str | None) -> str:
    """The day of a full date that the calendar has, else empty."""
    try:
        return str(datetime.date.fromisoformat(date or "").day)
    except ValueError:
        return ""
