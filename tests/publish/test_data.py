"""The data package: every table cited, typed, described, neutral, and without private persons."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tongjian.book import Book
from tongjian.extract import EXTRACTORS, people
from tongjian.publish import PUBLISHERS, PublishError, data
from tongjian.publish.data import _value, described, neutral, sheets_of
from tongjian.publish.private import mask
from tongjian.read.markdown import source_of
from tongjian.structure import build

YEARBOOK = """---
title: 青石年鉴（2025）
year: 2025
region: 青石区
---

# 经济

## 农业

【概况】 2024年，青石区粮食产量3.2万吨，比上年下降2.1%。3月5日，区政府召开春耕会议。联系电话：13812345678。

表1 青石区主要农产品产量

单位：吨

| 品种 | 产量 |
|---|---|
| =粮食 | 32000 |
| -蔬菜 | 51000 |

（区农业农村局）
"""


@pytest.fixture
def book() -> Book:
    return build(source_of(YEARBOOK, "青石.md"))


def rows_of(path: Path) -> list[dict[str, str]]:
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_each_table_is_csv_and_parquet_and_described(book: Book, tmp_path: Path) -> None:
    PUBLISHERS["data"](book, tmp_path / "out")
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    names = [r["name"] for r in package["resources"]]
    assert set(names) == {"entries", "cells", "findings", *EXTRACTORS}
    assert "licenses" not in package and "许可" in package["description"] and "licence" in package["description"]
    for resource in package["resources"]:
        fields = [f["name"] for f in resource["schema"]["fields"]]
        printed = (tmp_path / "out" / resource["path"]).read_bytes()
        assert len(printed) == resource["bytes"]
        head = next(csv.reader(io.StringIO(printed.decode("utf-8-sig"), newline="")))
        table = pq.read_table(tmp_path / "out" / resource["alternates"][0]["path"])
        assert head == fields == table.column_names
        assert len(rows_of(tmp_path / "out" / resource["path"])) == table.num_rows
        assert fields[0] == "book" and {"page", "line", "quote"} <= set(fields)
        assert all(f["title"] and f["description"] for f in resource["schema"]["fields"])


def test_a_fact_carries_its_figure_unit_and_place(book: Book, tmp_path: Path) -> None:
    PUBLISHERS["data"](book, tmp_path / "out")
    fact = next(r for r in rows_of(tmp_path / "out" / "facts.csv") if r["value"] == "3.2")
    assert (fact["unit"], fact["period"], fact["change"], fact["line"]) == ("万吨", "2024", "-2.1", "11")
    assert float(fact["amount"]) == 32000 or fact["base_unit"] != "吨"
    assert "粮食产量3.2万吨" in fact["quote"]


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-蔬菜", "@SUM(A1)", "\tx", "\rx", "＝1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert neutral(cell) == f"'{cell}"


def test_cells_of_tables_are_neutral_in_csv_and_as_printed_in_parquet(book: Book, tmp_path: Path) -> None:
    PUBLISHERS["data"](book, tmp_path / "out")
    printed = [r["quote"] for r in rows_of(tmp_path / "out" / "cells.csv")]
    assert "'=粮食" in printed and "'-蔬菜" in printed
    table = pq.read_table(tmp_path / "out" / "cells.parquet").to_pylist()
    assert {"=粮食", "-蔬菜"} <= {r["quote"] for r in table}
    assert {(r["title"], r["unit"]) for r in table} == {("表1青石区主要农产品产量", "吨")}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("联系电话：13812345678。", "联系电话：138****5678。"),
        ("身份证号500104199001011234。", "身份证号5001**************。"),
        ("身份证号50010419900101123X", "身份证号5001**************"),
        ("传真023-68901234", "传真023-689****"),
        ("咨询电话：68901234", "咨询电话：689****"),
        ("总产值13812345678元", "总产值13812345678元"),
        ("实现产值13812345678.5元", "实现产值13812345678.5元"),
        ("拨打12345热线", "拨打12345热线"),
        ("粮食产量123456789吨", "粮食产量123456789吨"),
        ("2021—2025年", "2021—2025年"),
    ],
)
def test_identity_and_telephone_numbers_are_masked_and_figures_are_not(text: str, shown: str) -> None:
    assert mask(text) == shown


def test_no_telephone_number_is_in_any_file(book: Book, tmp_path: Path) -> None:
    PUBLISHERS["data"](book, tmp_path / "out")
    for path in (tmp_path / "out").iterdir():
        assert b"13812345678" not in path.read_bytes()
    for path in (tmp_path / "out").glob("*.parquet"):
        assert "13812345678" not in json.dumps(pq.read_table(path).to_pylist(), ensure_ascii=False)


def test_persons_merely_mentioned_are_left_out(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    at = book.text.index("区政府")
    fields: dict[str, Any] = {"role": None, "org": None, "sex": None, "from_": None, "to": None}
    found = [people.Person(start=at, end=at + 3, name=n, status=s, **fields) for n, s in (("甲某", "mention"), ("乙某", "in office"))]
    monkeypatch.setitem(EXTRACTORS, "people", lambda book: found)
    sheet = next(s for s in sheets_of(book) if s.name == "people")
    assert [r["name"] for r in sheet.rows] == ["乙某"]


def test_every_column_is_described(book: Book) -> None:
    """A new field of a record needs its Chinese and English words in publish/columns.toml."""
    assert [(s.name, c.name) for s in sheets_of(book) for c in s.columns if not described(s.name, c.name)] == []


@pytest.mark.parametrize(("value", "kind", "shown"), [("+8.8", "number", "8.8"), ("持平", "number", "None"), (("甲", "乙"), "array", "['甲', '乙']")])
def test_values_take_the_type_of_their_column(value: object, kind: str, shown: str) -> None:
    assert str(_value(value, kind)) == shown


def test_a_folder_of_somebody_else_is_refused_and_our_own_is_replaced(book: Book, tmp_path: Path) -> None:
    out = tmp_path / "out"
    PUBLISHERS["data"](book, out)
    (out / "left.csv").write_text("old", encoding="utf-8")
    PUBLISHERS["data"](book, out)
    assert not (out / "left.csv").exists()
    other = tmp_path / "theses"
    other.mkdir()
    (other / "thesis.docx").write_text("mine", encoding="utf-8")
    with pytest.raises(PublishError, match="something else"):
        PUBLISHERS["data"](book, other)
    assert [p.name for p in other.iterdir()] == ["thesis.docx"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out", "theses"]


def test_a_failure_leaves_the_earlier_output_as_it_was(book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    PUBLISHERS["data"](book, out)
    before = {p.name: p.read_bytes() for p in out.iterdir()}
    monkeypatch.setattr("tongjian.publish.data.parquet_bytes", lambda sheet: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        PUBLISHERS["data"](book, out)
    assert {p.name: p.read_bytes() for p in out.iterdir()} == before
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_the_same_book_gives_the_same_bytes(book: Book, tmp_path: Path) -> None:
    PUBLISHERS["data"](book, tmp_path / "a")
    PUBLISHERS["data"](book, tmp_path / "b")
    assert {p.name: p.read_bytes() for p in (tmp_path / "a").iterdir()} == {p.name: p.read_bytes() for p in (tmp_path / "b").iterdir()}


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("CC-BY-4.0", {"name": "CC-BY-4.0"}),
        ("https://data.example.org/licence", {"path": "https://data.example.org/licence"}),
        ("青石区地方志办公室：注明出处，可以转载", {"name": "other", "title": "青石区地方志办公室：注明出处，可以转载"}),
    ],
)
def test_the_licence_is_the_one_that_the_owner_names(book: Book, tmp_path: Path, words: str, named: dict[str, str]) -> None:
    data.publish(book, tmp_path / "out", licence=words)
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    assert package["licenses"] == [named] and words in package["description"] and "未标明许可" not in package["description"]
    assert words in (tmp_path / "out" / "README.md").read_text(encoding="utf-8")


def test_persons_merely_mentioned_are_there_when_they_are_asked_for(book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = book.text.index("区政府")
    fields: dict[str, Any] = {"role": None, "org": None, "sex": None, "from_": None, "to": None}
    monkeypatch.setitem(EXTRACTORS, "people", lambda book: [people.Person(start=at, end=at + 3, name="甲某", status="mention", **fields)])
    data.publish(book, tmp_path / "without")
    data.publish(book, tmp_path / "with", mentions=True)
    assert [r["name"] for r in rows_of(tmp_path / "without" / "people.csv")] == []
    assert [r["name"] for r in rows_of(tmp_path / "with" / "people.csv")] == ["甲某"]
    assert "仅提及的个人未列入" in json.loads((tmp_path / "without" / "datapackage.json").read_text(encoding="utf-8"))["description"]
    assert "含书中仅提及的个人" in json.loads((tmp_path / "with" / "datapackage.json").read_text(encoding="utf-8"))["description"]
