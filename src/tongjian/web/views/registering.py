"""People, bodies, systems, documents and events of a book: lists to be narrowed, each row with its place, and the same as CSV."""

from __future__ import annotations

import csv
import io
from collections import Counter
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tongjian.publish.data import neutral
from tongjian.web.registers import NAMED, REGISTERS, Column, columns, public, row, table_rows
from tongjian.web.shelf import Record
from tongjian.web.sorting import asked_order, in_order, in_order_of_cells
from tongjian.web.typeset import NUMERIC
from tongjian.web.views.common import LONGEST_QUERY, about, link, name_page, opened, page_number
from tongjian.web.words import in_english, say

ON_A_PAGE = 100
FACETS = 24  # values of a facet that are offered


def register(request: HttpRequest, book_id: str, kind: str) -> HttpResponse:
    """One register, narrowed by `?has=` words and `?only=` a value of its facet, sorted by `?sort=` a column; `?form=csv` gives all of it as a file."""
    if kind not in REGISTERS:
        raise Http404(kind)
    volume = opened(request, book_id)
    shape = REGISTERS[kind]
    everything = public(volume, kind)
    has, only = request.GET.get("has", "").strip()[:LONGEST_QUERY], request.GET.get("only", "")

    def holding(records: list[Record]) -> list[Record]:
        return [r for r in records if not has or any(has in column.cell(r) for column in shape.columns)]

    found = holding(everything)
    facet = shape.facet or ""
    counts = Counter(str(r[facet]) for r in found if r.get(facet))
    shown = [r for r in found if not only or r.get(facet) == only]
    order = asked_order(request, len(shape.columns))
    if order.column >= 0:
        column = shape.columns[order.column]
        shown = in_order(shown, order, lambda r: said_in(column, r))
    if request.GET.get("form") == "csv":
        return _csv(book_id, kind, shown)
    last = max(1, -(-len(shown) // ON_A_PAGE))
    page = page_number(request, last)
    filled = columns(shape, everything)
    rows = []
    for record in shown[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]:
        cells = row(filled, record)
        name = str(record.get(shape.called) or "") if kind in NAMED else ""
        for cell in cells:
            if name and cell["text"] == name:
                cell["href"] = name_page(book_id, name)
        if kind == "tables":
            cells[0]["href"] = reverse("sheet", args=[book_id, record["start"]])
        rows.append(
            {"cells": cells, "place": record, "href": link(book_id, record.get("node"), record["start"], record["end"]), "file": reverse("table", args=[book_id, record["start"]]) if kind == "tables" else ""}
        )
    words = shape.values or {}
    facets = [(value, words.get(value, value), n, value == only) for value, n in counts.most_common(FACETS)]
    context = {
        **about(volume, kind), "kind": kind, "word": shape.word, "columns": [(shape.columns.index(c), c) for c in filled], "rows": rows, "facets": facets if len(facets) > 1 or only else [],
        "ours": shape.values is not None, "has": has, "only": only, "order": order, "sort": request.GET.get("sort", "") if order.column >= 0 else "", "total": len(shown), "everything": len(everything), "page": page, "last": last,
    }  # fmt: skip
    context["status"] = say("筛出{n}条，全书{all}条。", n=len(shown), all=len(everything)) if len(shown) != len(everything) else say("{n}条", n=len(everything))
    return render(request, "room/register.html", context)


def said_in(column: Column, record: Record) -> str:
    """What stands in a cell, our own words in the reader's language."""
    words = column.cell(record)
    return say(words) if column.ours and words else words


def table(request: HttpRequest, book_id: str, start: int) -> HttpResponse:
    """One table of a book as CSV; `start` is where it begins in the running text."""
    volume = opened(request, book_id)
    record = next((r for r in volume.records("tables") if r["start"] == start), None)
    if record is None:
        raise Http404(start)
    out = io.StringIO(newline="")
    csv.writer(out).writerows([neutral(cell) for cell in row] for row in table_rows(record))
    return _file(out.getvalue(), f"{book_id}-{record.get('title') or start}")


def sheet(request: HttpRequest, book_id: str, start: int) -> HttpResponse:
    """One table of a book on a page of its own, sorted by `?sort=` a column."""
    volume = opened(request, book_id)
    record = next((r for r in volume.records("tables") if r["start"] == start), None)
    if record is None:
        raise Http404(start)
    heads = [str(head or "") for head in record.get("columns") or ()]
    rows = [[str(cell or "") for cell in row] for row in record.get("rows") or ()]
    last = [[str(cell or "") for cell in row] for row in record.get("total_rows") or ()]
    order = asked_order(request, len(heads))
    shown = in_order_of_cells(rows, last, order)
    numeric = [all(NUMERIC.fullmatch(row[n].strip()) for row in rows if n < len(row)) for n in range(len(heads))]
    context = {
        **about(volume, "tables"), "record": record, "order": order, "heads": [(n, head or "—", numeric[n]) for n, head in enumerate(heads)],
        "rows": [[(cell, n < len(numeric) and numeric[n]) for n, cell in enumerate(row)] for row in shown], "sums": len(last),
        "href": link(book_id, record.get("node"), record["start"], record["end"]), "file": reverse("table", args=[book_id, start]),
    }  # fmt: skip
    return render(request, "room/sheet.html", context)


def _file(text: str, name: str) -> HttpResponse:
    """A CSV file to be saved, with the byte order mark that spreadsheets know UTF-8 by."""
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename=\"tongjian.csv\"; filename*=UTF-8''{quote(name[:80], safe='')}.csv"
    return response


def _csv(book_id: str, kind: str, records: list[Record]) -> HttpResponse:
    """The rows as CSV that a spreadsheet opens as text: formulas neutralised, a byte order mark in front."""
    shape = REGISTERS[kind]
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([*(say(c.heading) for c in shape.columns), *(("page", "line") if in_english() else ("页", "行")), "node"])
    for record in records:
        cells = [said_in(c, record) for c in shape.columns]
        writer.writerow([neutral(cell) for cell in cells] + [record.get("page") or "", record.get("line") or "", record.get("node") or ""])
    return _file(out.getvalue(), f"{book_id}-{kind}")
