"""Registers: what a book names, each kind of record as a table that a reader can narrow. One row of REGISTERS makes one page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from tongjian.publish.private import is_private
from tongjian.web.shelf import Record, Volume


class Column(NamedTuple):
    """A column: its heading, how a record fills it, and whether its words are ours (and said in the reader's language) or the book's."""

    heading: str
    cell: Callable[[Record], str]
    ours: bool = False


class Register(NamedTuple):
    """A page of records. `facet`: the field whose values narrow the page, with its words; `public`: which records may be shown."""

    word: str
    columns: tuple[Column, ...]
    facet: str | None = None
    values: dict[str, str] | None = None
    public: Callable[[Record], bool] = lambda record: True
    called: str = "name"  # the field that its records are called by


def _field(name: str) -> Callable[[Record], str]:
    return lambda record: str(record.get(name) or "")


def _joined(name: str) -> Callable[[Record], str]:
    return lambda record: "、".join(str(v) for v in record.get(name) or ())


def _told(name: str, words: dict[str, str]) -> Callable[[Record], str]:
    return lambda record: words.get(record.get(name) or "", record.get(name) or "")


def _span(record: Record) -> str:
    start, end = record.get("from") or record.get("from_"), record.get("to")
    return f"{start or ''}—{end or ''}" if start or end else ""


def _figures(record: Record) -> str:
    return "；".join(f"{f.get('indicator') or ''}{f.get('value') or ''}{f.get('unit') or ''}" for f in record.get("figures") or ())


def _titled(record: Record) -> str:
    return str(record.get("title") or "〔无题〕")


def _rows(record: Record) -> str:
    return str(len(record.get("rows") or ()))


def _dated(record: Record) -> str:
    return str(record.get("date") or "") + (f" — {record['date_end']}" if record.get("date_end") else "")


PEOPLE = {"in office": "在任", "left office": "离任", "honour": "荣誉"}
SYSTEMS = {"in use": "在用", "built": "建成", "under construction": "在建", "planned": "规划"}
BODIES = {
    "party": "党组织", "congress": "人大", "government": "政府", "consultative conference": "政协", "court": "法院", "procuratorate": "检察院",
    "inner unit": "内设机构", "service unit": "事业单位", "society": "社团", "school": "学校", "hospital": "医院", "firm": "企业",
}  # fmt: skip

REGISTERS: dict[str, Register] = {
    "people": Register(
        "人物",
        (Column("姓名", _field("name")), Column("职务或荣誉", _field("role")), Column("单位", _field("org")), Column("身份", _told("status", PEOPLE), ours=True), Column("起止", _span)),
        "status",
        PEOPLE,
        public=lambda record: not is_private({**record, "status": record.get("status") or "mention"}),  # persons who are merely mentioned, or whom private.toml hides, are on no list
    ),
    "organisations": Register(
        "机构",
        (Column("名称", _field("name")), Column("简称", _joined("short_names")), Column("类别", _told("kind", BODIES), ours=True)),
        "kind",
        BODIES,
    ),
    "systems": Register(
        "系统平台",
        (
            Column("名称", _field("name")), Column("是什么", _field("what")), Column("类别", _field("kind")), Column("建管单位", _field("operator")),
            Column("状态", _told("status", SYSTEMS), ours=True), Column("始于", _field("since")), Column("数字", _figures),
        ),
        "status",
        SYSTEMS,
    ),
    "places": Register("地点", (Column("名称", _field("name")), Column("类别", _field("kind")), Column("所属", _field("parent"))), "kind"),
    "documents": Register("文件", (Column("文号", _field("number")), Column("标题", _field("title")), Column("发文单位", _field("issuer"))), "issuer", called="title"),
    "tables": Register(
        "表格",
        (Column("标题", _titled), Column("单位", _field("unit")), Column("栏目", _joined("columns")), Column("行数", _rows)),
    ),
    "events": Register("事件", (Column("日期", _dated), Column("事由", _field("what")), Column("何人", _joined("who")), Column("何地", _field("where")))),
}  # fmt: skip


def table_rows(record: Record) -> list[list[str]]:
    """A table of a book as rows of a file: heads, rows, and its notes in the first column."""
    rows = [[str(cell or "") for cell in row] for row in (record.get("columns") or [], *(record.get("rows") or ()))]
    return [row for row in rows if row] + [[str(note)] for note in record.get("notes") or ()]


def public(volume: Volume, kind: str) -> list[Record]:
    """The records of a kind that may be shown; of an event's people those who may be listed."""
    test = REGISTERS[kind].public
    rows = [record for record in volume.records(kind) if test(record)]
    if kind == "events" and (hidden := private(volume)):
        rows = [{**r, "who": [name for name in r["who"] if name not in hidden]} if hidden.intersection(r.get("who") or ()) else r for r in rows]
    return rows


def private(volume: Volume) -> frozenset[str]:
    """Names of people that the book merely mentions, and lists nowhere."""
    test = REGISTERS["people"].public
    people = volume.records("people")
    return frozenset(r["name"] for r in people if not test(r)) - {r["name"] for r in people if test(r)}


NAMED = ("people", "organisations", "places", "systems", "documents")  # registers whose records have a page of their own
MOST_NAMED = 40  # names of a kind on one page


def named(volume: Volume, start: int, end: int) -> list[tuple[str, str, list[str]]]:
    """What a span of the text names, by register: (kind, its word, names), each name once in the order of the text."""
    out = []
    for kind in NAMED:
        shape = REGISTERS[kind]
        names = list(dict.fromkeys(str(r[shape.called]) for r in volume.within(kind, start, end) if r.get(shape.called) and shape.public(r)))
        if names:
            out.append((kind, shape.word, names[:MOST_NAMED]))
    return out


def columns(register: Register, records: list[Record]) -> tuple[Column, ...]:
    """The columns that hold anything; the first one always."""
    return tuple(column for n, column in enumerate(register.columns) if n == 0 or any(column.cell(record) for record in records))


def row(shown: tuple[Column, ...], record: Record) -> list[dict[str, Any]]:
    """A record as cells."""
    return [{"text": column.cell(record), "ours": column.ours, "heading": column.heading} for column in shown]
