"""How lists are answered: cut into pages, as JSON, CSV or Parquet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja.renderers import JSONRenderer

from tongjian.publish.data import neutral
from tongjian.publish.private import mask
from tongjian.web.shelf import Record

MOST = 1000  # records of one answer
FORMS = {"json": "application/json", "csv": "text/csv", "parquet": "application/vnd.apache.parquet"}


def form_of(request: HttpRequest) -> str:
    """json, csv or parquet: what `?format=` says, else what the Accept header likes best of these, else json."""
    asked = str(request.GET.get("format", ""))
    if asked in FORMS:
        return asked
    liked = request.get_preferred_type(list(FORMS.values()))
    return next((form for form, media in FORMS.items() if media == liked), "json")


def page_of(request: HttpRequest, records: Sequence[Record], limit: int, offset: int, shape: Callable[[Record], Record] = dict) -> dict[str, Any] | HttpResponse:
    """One page of records, each with the address of its page for people; CSV and Parquet where they are asked for, the count in `X-Total-Count`."""
    items = [{**shape(r), "href": href(r)} for r in records[offset : offset + limit]]
    form, following = form_of(request), None
    if offset + limit < len(records):
        query = request.GET.copy()
        query["offset"], query["limit"] = str(offset + limit), str(limit)
        following = f"{quote(request.path)}?{query.urlencode()}"
    if form != "json":
        items = covered(items) if settings.PUBLIC else items
        response = HttpResponse(_csv(items) if form == "csv" else _parquet(items), content_type=FORMS[form] + ("; charset=utf-8" if form == "csv" else ""))
        response["X-Total-Count"] = str(len(records))
        if following:
            response["Link"] = f'<{following}>; rel="next"'
        return response
    return {"total": len(records), "limit": limit, "offset": offset, "next": following, "items": items}


def href(record: Record) -> str | None:
    """The page for people where a record stands, marked."""
    if not (record.get("book") and record.get("node")):
        return None
    return f"{reverse('entry', args=[record['book'], record['node']])}?at={record['start']}-{record['end']}#at"


class Answers(JSONRenderer):
    """JSON, in a public room with its words masked before they are written: behind the escapes of JSON nobody finds a name."""

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> Any:
        return super().render(request, covered(data) if settings.PUBLIC else data, response_status=response_status)


def covered(value: Any) -> Any:
    """A record, or records, with their words masked; ids and addresses stay."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, dict):
        return {name: part if name in ("href", "node", "id", "book") else covered(part) for name, part in value.items()}
    return [covered(part) for part in value] if isinstance(value, list) else value


def _names(items: Iterable[Record]) -> list[str]:
    return list(dict.fromkeys(name for item in items for name in item))


def _csv(items: Sequence[Record]) -> str:
    """A header row and a row a record; lists as JSON, formulas neutralised."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    names = _names(items)
    writer.writerow(names)
    for item in items:
        cells = [item.get(name) for name in names]
        writer.writerow(["" if c is None else c if isinstance(c, int | float) else neutral(c if isinstance(c, str) else json.dumps(c, ensure_ascii=False)) for c in cells])
    return "\ufeff" + out.getvalue()


def _parquet(items: Sequence[Record]) -> bytes:
    """A Parquet file; a column of lists or of mixed kinds stands as JSON text."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns: dict[str, list[Any]] = {}
    for name in _names(items):
        values = [item.get(name) for item in items]
        kinds = {type(v) for v in values if v is not None}
        plain = kinds <= {int, float} or kinds in ({str}, {bool})
        columns[name] = values if plain else [None if v is None else json.dumps(v, ensure_ascii=False) for v in values]
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out, compression="zstd")
    return out.getvalue()
