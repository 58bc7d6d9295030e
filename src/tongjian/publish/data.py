"""The book as data: one table for each kind of record, as CSV and Parquet, described by a Frictionless `datapackage.json`.

CSV is UTF-8 with a byte order mark (Excel opens it), CRLF, and no cell can be taken for a formula. Every row carries its
provenance: book, page, line and quote.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import tomllib
import types
import typing
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from tongjian.book import Book, place_record
from tongjian.check import Finding, check
from tongjian.check import record as finding_record
from tongjian.extract import EXTRACTORS, extract, record
from tongjian.extract.vocabulary import Vocabulary
from tongjian.publish.files import new_folder
from tongjian.publish.private import is_private, mask
from tongjian.publish.registry import publisher

PLACE = ("page", "line", "line_end", "sheet", "block", "node", "start", "end", "quote")
_PLACE_TYPES = {"line": "integer", "line_end": "integer", "sheet": "integer", "start": "integer", "end": "integer"}
_ARROW: dict[str, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "array": pa.list_(pa.string()),
    "object": pa.string(),
}
_NUMBERS = frozenset(("facts.change",))  # printed with a sign: `+8.8`
_FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠]")


class Column(typing.NamedTuple):
    """A column: its name and its Table Schema type (`array`: of strings; `object`: any other nested value, as JSON)."""

    name: str
    type: str


class Sheet(typing.NamedTuple):
    """One table of the package."""

    name: str
    columns: tuple[Column, ...]
    rows: list[dict[str, Any]]


@publisher("data")
def publish(book: Book, output: Path, licence: str | None = None, mentions: bool = False) -> None:
    """Write the data package of a book into a folder.

    `licence`: what the owner of the text names: an identifier (`CC-BY-4.0`), an address, or words; none is stated where None.
    `mentions`: with persons whom the book merely mentions.
    """
    with new_folder(output, "data") as folder:
        sheets = list(sheets_of(book, mentions))
        package = _package(book, [_write(sheet, folder) for sheet in sheets], licence, mentions)
        (folder / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        (folder / "README.md").write_text(_codebook(book, sheets, licence, mentions), encoding="utf-8")


# -- the tables ------------------------------------------------------------------------------------------------------
def sheets_of(book: Book, mentions: bool = False) -> Iterator[Sheet]:
    """Entries, the records of every registered extractor, the cells of tables, and findings; `mentions`: with persons merely mentioned."""
    yield _sheet(book, "entries", _ENTRY, _entries(book))
    for name in sorted(EXTRACTORS, key=lambda n: (_ORDER.index(n) if n in _ORDER else len(_ORDER), n)):
        yield sheet_of(book, name, private=mentions)
    yield _sheet(book, "cells", _CELL, _cells(book))
    found = (finding_record(book, f) for f in check(book))
    columns = (Column("id", "string"), *_columns("findings", Finding), Column("related", "object"))
    yield _sheet(book, "findings", columns, found)


def sheet_of(book: Book, name: str, private: bool = True, vocabulary: Vocabulary | None = None) -> Sheet:
    """The records of one extractor as a table; `private`: with persons merely mentioned; `vocabulary`: of indicators, the built-in one where None."""
    function = EXTRACTORS[name]
    rows = (record(book, r) for r in extract(book, name, vocabulary))
    return _sheet(book, name, _columns(name, _record_type(function)), (r for r in rows if private or name != "people" or not is_private(r)))


_ORDER = ("facts", "events", "people", "organisations", "places", "systems", "documents", "tables", "honours", "indicators")
_ENTRY = (
    *(Column(n, "string") for n in ("id", "level", "kind", "title")),
    Column("path", "array"),
    *(Column(n, "string") for n in ("parent", "byline", "date")),
    Column("inferred", "boolean"),
    Column("confidence", "number"),
)
_CELL = (
    Column("table", "integer"),
    Column("title", "string"),
    Column("unit", "string"),
    Column("row", "integer"),
    Column("column", "integer"),
    Column("head", "boolean"),
    Column("spans_rows", "integer"),
    Column("spans_columns", "integer"),
    Column("scrambled", "boolean"),
)


def _entries(book: Book) -> Iterator[dict[str, Any]]:
    for index, node in enumerate(book.nodes):
        fields = {name: getattr(node, name) for name in ("id", "level", "kind", "title", "byline", "date", "inferred", "confidence")}
        parent = book.nodes[node.parent].id if node.parent >= 0 else None
        first = node.title_span or node.body
        place = place_record(book, first[0], max(node.body[1], first[1]))
        yield fields | {"path": book.path(index), "parent": parent} | place | {"node": node.id, "quote": _own_text(book, index)}


def _own_text(book: Book, index: int) -> str:
    """The body of an entry or subentry; of a part or section what stands in it outside its sections and entries."""
    node = book.nodes[index]
    at, end = node.body
    if node.level in ("entry", "subentry"):
        return book.quote(at, end)
    parts: list[str] = []
    for child in book.children.get(index, ()):
        parts.append(book.quote(at, max(book.nodes[child].start, at)))
        at = max(at, book.nodes[child].end)
    return " ".join(part for part in [*parts, book.quote(at, max(end, at))] if part)


def _cells(book: Book) -> Iterator[dict[str, Any]]:
    for number, table in enumerate(book.tables, 1):
        title = book.quote(*table.title) if table.title else None
        for r, row in enumerate(table.rows):
            for c, cell in enumerate(row):
                if cell.start == cell.end:
                    continue
                yield {
                    "table": number,
                    "title": title,
                    "unit": table.unit,
                    "row": r + 1,
                    "column": c + 1,
                    "head": r < table.header,
                    "spans_rows": cell.rows,
                    "spans_columns": cell.columns,
                    "scrambled": table.scrambled,
                } | place_record(book, cell.start, cell.end)


def _record_type(function: Callable[[Book], list[Any]]) -> type | None:
    """The record type that an extractor says it returns: `list[Fact]` → Fact."""
    args = typing.get_args(typing.get_type_hints(function).get("return"))
    return args[0] if args and isinstance(args[0], type) and issubclass(args[0], msgspec.Struct) else None


def _columns(name: str, kind: type | None) -> tuple[Column, ...]:
    """Columns of a record type, without the place fields, which every table has alike."""
    if kind is None:
        return ()
    fields = msgspec.structs.fields(kind)
    return tuple(
        Column(key, "number" if f"{name}.{key}" in _NUMBERS else _type_of(field.type))
        for field in fields
        if (key := field.encode_name.rstrip("_")) not in (*PLACE, "related")
    )


def _type_of(hint: Any) -> str:
    """The Table Schema type of an annotation; `None` beside it is a missing value."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        inner = [a for a in typing.get_args(hint) if a is not type(None)]
        return _type_of(inner[0]) if len(inner) == 1 else "object"
    if typing.get_origin(hint) is typing.Literal:
        return "string"
    simple = {str: "string", bool: "boolean", int: "integer", float: "number", Decimal: "number"}
    if hint in simple:
        return simple[hint]
    args = [a for a in typing.get_args(hint) if a is not Ellipsis]
    return "array" if typing.get_origin(hint) in (tuple, list) and set(args) <= {str} else "object"


def _sheet(book: Book, name: str, columns: tuple[Column, ...], records: Iterable[dict[str, Any]]) -> Sheet:
    """A table with provenance columns, its strings masked. What an untyped extractor adds becomes columns as it comes."""
    rows = [{("from" if k == "from_" else k): v for k, v in r.items()} for r in records]
    known = {c.name for c in columns} | set(PLACE)
    extra = dict.fromkeys(k for r in rows for k in r if k not in known)
    whole = (
        Column("book", "string"),
        *columns,
        *(Column(k, "string" if all(isinstance(r.get(k), str | None) for r in rows) else "object") for k in extra),
        *(Column(k, _PLACE_TYPES.get(k, "string")) for k in PLACE),
    )
    return Sheet(name, whole, [{c.name: _value(book.id if c.name == "book" else r.get(c.name), c.type) for c in whole} for r in rows])


def _value(value: Any, kind: str) -> Any:
    """A value of a column, masked; a number that cannot be read as one is missing."""
    if value is None:
        return None
    if kind == "number":
        try:
            number = Decimal(str(value))
        except ArithmeticError:
            return None
        return number if number.is_finite() else None
    if kind in ("integer", "boolean"):
        return value
    if kind == "array":
        return [mask(str(v)) for v in value]
    return mask(value if kind == "string" else json.dumps(value, ensure_ascii=False, default=str))


# -- the files -------------------------------------------------------------------------------------------------------
def neutral(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: a leading `'` where it begins with = + - @, tab or carriage return."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def shown(value: Any, kind: str) -> str:
    """A value as the words of a cell. Numbers are typed and cannot be formulas; all else is made neutral."""
    if value is None:
        return ""
    if kind == "number":
        return format(value, "f")
    if kind == "boolean":
        return "true" if value else "false"
    if kind == "integer":
        return str(value)
    return neutral(json.dumps(value, ensure_ascii=False) if kind == "array" else value)


def csv_bytes(sheet: Sheet) -> bytes:
    """A table as CSV."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([c.name for c in sheet.columns])
    writer.writerows([shown(row[c.name], c.type) for c in sheet.columns] for row in sheet.rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def parquet_bytes(sheet: Sheet) -> bytes:
    """A table as Parquet, with what the columns mean."""
    fields = []
    arrays = []
    for column in sheet.columns:
        about = _about(sheet.name, column.name)
        fields.append(pa.field(column.name, _ARROW[column.type], metadata={"title": about["title"], "description": about["description"]}))
        values = [row[column.name] for row in sheet.rows]
        if column.type == "number":
            values = [None if v is None else float(v) for v in values]
        arrays.append(pa.array(values, type=_ARROW[column.type]))
    out = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_arrays(arrays, schema=pa.schema(fields)), out, compression="zstd")
    return out.getvalue().to_pybytes()  # type: ignore[no-any-return]


def _write(sheet: Sheet, folder: Path) -> dict[str, Any]:
    """Write a table twice; returns its resource descriptor. The Parquet file is an alternate: few validators read it."""
    schema: dict[str, Any] = {"fields": [_field(sheet.name, column) for column in sheet.columns], "missingValues": [""]}
    if sheet.name == "entries":
        schema["primaryKey"] = ["id"]
    else:
        schema["foreignKeys"] = [{"fields": ["node"], "reference": {"resource": "entries", "fields": ["id"]}}]
    names = _tables().get(sheet.name, [sheet.name, sheet.name, "", ""])
    return {
        "name": sheet.name,
        "profile": "tabular-data-resource",
        "title": f"{names[0]} {names[1]}",
        "description": f"{names[2]} {names[3]}".strip(),
        **_file(folder, f"{sheet.name}.csv", csv_bytes(sheet), "csv", "text/csv"),
        "encoding": "utf-8",
        "alternates": [_file(folder, f"{sheet.name}.parquet", parquet_bytes(sheet), "parquet", "application/vnd.apache.parquet")],
        "schema": schema,
    }


def _file(folder: Path, path: str, data: bytes, form: str, media: str) -> dict[str, Any]:
    """Write a file; returns what the package says of it."""
    (folder / path).write_bytes(data)
    return {"path": path, "format": form, "mediatype": media, "bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}


def _field(table: str, column: Column) -> dict[str, Any]:
    return {"name": column.name, "type": "string" if column.type == "object" else column.type, **_about(table, column.name)}


@cache
def _catalogue() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("tongjian.publish").joinpath("columns.toml").read_text(encoding="utf-8"))


def _tables() -> dict[str, list[str]]:
    return _catalogue()["tables"]


def described(table: str, column: str) -> list[str] | None:
    """What the catalogue says of a column: Chinese and English title and description, and its unit; None where it says nothing."""
    columns = _catalogue()["columns"]
    return columns.get(f"{table}.{column}") or columns.get(column)


def _about(table: str, column: str) -> dict[str, str]:
    words = described(table, column) or [column, column, "", ""]
    about = {"title": f"{words[0]} {words[1]}", "description": f"{words[2]} {words[3]}".strip()}
    return about | ({"unit": words[4]} if len(words) > 4 else {})


# -- the package -----------------------------------------------------------------------------------------------------
_PERSONS = (
    ("书中仅提及的个人未列入，证件号与电话号已遮盖。", "Persons merely mentioned are left out, identity and telephone numbers are masked."),
    ("含书中仅提及的个人；证件号与电话号已遮盖。", "Persons merely mentioned are in it; identity and telephone numbers are masked."),
)
_UNLICENSED = ("数据包未标明许可：正文的使用许可由权利人指定。", "No licence is stated: the licence of the text is for its owner to name.")


def _note(book: Book, licence: str | None, mentions: bool) -> str:
    persons, permission = _PERSONS[mentions], (f"许可：{licence}。", f"Licence: {licence}.") if licence else _UNLICENSED
    return (
        f"由《{book.title}》自动提取，每行带页码、行号与原文。{persons[0]}{permission[0]}"
        f" Extracted automatically from the yearbook; each row carries page, line and quote. {persons[1]} {permission[1]}"
    )


def _licence(words: str) -> dict[str, str]:
    """A licence as a data package names it: by identifier, by address, or in its owner's words."""
    if re.fullmatch(r"https?://\S+", words):
        return {"path": words}
    return {"name": words} if re.fullmatch(r"[A-Za-z0-9.+-]{2,40}", words) else {"name": "other", "title": words}


def _package(book: Book, resources: list[dict[str, Any]], licence: str | None, mentions: bool) -> dict[str, Any]:
    package: dict[str, Any] = {
        "profile": "data-package",
        "name": f"yearbook-{book.source_digest[:12] or 'unnamed'}",
        "id": book.id,
        "title": book.title,
        "description": _note(book, licence, mentions),
        "keywords": ["年鉴", "yearbook", *([book.region] if book.region else [])],
        "sources": [{"title": book.source_name or book.title, "hash": f"sha256:{book.source_digest}"}],
    }
    if licence:
        package["licenses"] = [_licence(licence)]
    if book.region:
        package["spatial"] = book.region
    if book.data_year:
        package["temporal"] = str(book.data_year)
    return package | {"resources": resources}


def _codebook(book: Book, sheets: list[Sheet], licence: str | None, mentions: bool) -> str:
    """README.md of the folder: what the tables and columns are."""
    out = [f"# {book.title}：数据 Data", "", _note(book, licence, mentions), ""]
    for sheet in sheets:
        names = _tables().get(sheet.name, [sheet.name, sheet.name, "", ""])
        out += [f"## {sheet.name} — {names[0]} {names[1]}（{len(sheet.rows)}）", "", f"{names[2]} {names[3]}", ""]
        out += ["| 列 Column | 类型 Type | 名称 Title | 说明 Description | 单位 Unit |", "|---|---|---|---|---|"]
        for column in sheet.columns:
            about = _about(sheet.name, column.name)
            kind = "JSON" if column.type == "object" else column.type
            out.append(f"| `{column.name}` | {kind} | {about['title']} | {about['description']} | {about.get('unit', '')} |")
        out.append("")
    return "\n".join(out)
