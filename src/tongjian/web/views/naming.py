"""What a book says of one person, body, place, system or document: its records, its figures, its events, and every entry that names it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tongjian.check.render import excerpt
from tongjian.web import shelf
from tongjian.web.registers import NAMED, REGISTERS, columns, private, public, row
from tongjian.web.shelf import Record, Volume
from tongjian.web.typeset import change_shown
from tongjian.web.views.common import LONGEST_QUERY, about, link, name_page, opened

FIGURES, EVENTS, ENTRIES = 100, 40, 60  # shown on one page


def name(request: HttpRequest, book_id: str) -> HttpResponse:
    """The page of `?is=` a name; 404 where no register has it, as for private persons."""
    volume = opened(request, book_id)
    asked = request.GET.get("is", "").strip()[:LONGEST_QUERY]
    sections = [section for kind in NAMED if (section := _section(volume, kind, asked))] if asked else []
    if not sections or asked in private(volume):
        raise Http404(asked)
    names = names_of(volume, asked)
    facts = [f for f in volume.records("facts") if f["subject"] in names and f["kind"] != "change"]
    events = [e for e in public(volume, "events") if names.intersection(e.get("who") or ()) or asked in e["what"]]
    places = list(entries_naming(volume, names, [row["place"] for section in sections for row in section["rows"]]))
    others = [card for card in shelf.of(request).books() if card.id != volume.card.id and card.region == volume.card.region and _known(request, card.id, asked)]
    context = {
        **about(volume),
        "name": asked,
        "also": sorted(names - {asked}),
        "sections": sections,
        "facts": [{**f, "change": change_shown(volume.book, f), "href": link(book_id, f["node"], f["start"], f["end"])} for f in facts[:FIGURES]],
        "facts_in_all": len(facts),
        "events": [{**e, "href": link(book_id, e["node"], e["start"], e["end"])} for e in events[:EVENTS]],
        "events_in_all": len(events),
        "entries": places[:ENTRIES],
        "entries_in_all": len(places),
        "others": [(card, name_page(card.id, asked)) for card in others],
    }
    return render(request, "room/name.html", context)


def _of(volume: Volume, kind: str, asked: str) -> list[Record]:
    called = REGISTERS[kind].called
    return [r for r in public(volume, kind) if r.get(called) == asked]


def _section(volume: Volume, kind: str, asked: str) -> dict[str, Any] | None:
    """The records of a register that are called so, as a small table."""
    records = _of(volume, kind, asked)
    if not records:
        return None
    shape = REGISTERS[kind]
    filled = tuple(c for c in columns(shape, records) if any(c.cell(r) != asked for r in records))
    rows = [{"cells": row(filled, r), "place": r, "href": link(volume.card.id, r.get("node"), r["start"], r["end"])} for r in records]
    return {"kind": kind, "word": shape.word, "columns": filled, "rows": rows}


def _known(request: HttpRequest, book_id: str, asked: str) -> bool:
    other = shelf.volume(request, book_id)
    return other is not None and any(_of(other, kind, asked) for kind in NAMED)


def names_of(volume: Volume, asked: str) -> set[str]:
    """A name and the short names that the book gives to this body alone."""
    owners: dict[str, set[str]] = {}
    for body in volume.records("organisations"):
        for short in body.get("short_names") or ():
            owners.setdefault(short, set()).add(body["name"])
    return {asked, *(short for short, whose in owners.items() if whose == {asked})}


def entries_naming(volume: Volume, names: set[str], records: list[Record]) -> Iterator[dict[str, Any]]:
    """The entries that name something by one of its names, or where a register found it under other words, in the order of the book, each with its first place."""
    book = volume.book
    words = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    spans = {m.start(): m.end() for m in re.finditer(words, book.text)}
    ends = sorted(spans.items())
    for record in records:
        if not any(a < record["end"] and record["start"] < b for a, b in ends):
            spans[record["start"]] = record["end"]
    found: dict[int, list[tuple[int, int]]] = {}
    for span in sorted(spans.items()):
        index = book.node_at(span[0])
        if index is not None:
            found.setdefault(index, []).append(span)
    for index, places in found.items():
        start, end = places[0]
        before, words, behind = excerpt(book, start, end)
        yield {
            "node": book.nodes[index], "path": book.path(index), "times": len(places), "before": before, "words": words, "behind": behind,
            "place": book.place(start, end), "href": link(book.id, book.nodes[index].id, start, end),
        }  # fmt: skip
