"""One kind of record as a file: the same rows in each form, neutral for spreadsheets, whole or not at all."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from tongjian.book import Book
from tongjian.cli import app
from tongjian.extract import extract
from tongjian.publish import PublishError
from tongjian.publish.data import Column, Sheet
from tongjian.publish.records import FORMS, records_as, write_records
from tongjian.read.markdown import source_of
from tongjian.structure import build

YEARBOOK = """---
title: 青石年鉴（2025）
year: 2025
region: 青石区
---

# 经济

## 农业

【概况】 2024年，青石区粮食产量3.2万吨，比上年下降2.1%。社员沈若岚下乡指导。

（区农业农村局）
"""


@pytest.fixture
def book() -> Book:
    return build(source_of(YEARBOOK, "青石.md"))


def rows(path: Path) -> list[dict[str, object]]:
    if path.suffix == ".csv":
        data = path.read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        return [dict(r) for r in csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))]
    if path.suffix == ".parquet":
        return [dict(r) for r in pq.read_table(path).to_pylist()]
    head, *cells = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in cells]


@pytest.mark.parametrize("form", FORMS)
def test_each_form_has_every_record_with_its_figure_change_and_line(book: Book, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"数据.{form}"
    assert write_records(book, "facts", form, out) == 0
    (fact,) = rows(out)
    assert len(extract(book, "facts")) == 1
    assert (fact["value"], fact["unit"], fact["indicator"]) == ("3.2", "万吨", "粮食产量")
    assert float(str(fact["change"])) == -2.1
    assert int(str(fact["line"])) == 11


@pytest.mark.parametrize("form", FORMS)
def test_a_person_merely_mentioned_is_in_the_users_own_extract(book: Book, tmp_path: Path, form: str) -> None:
    write_records(book, "people", form, tmp_path / f"人物.{form}")
    assert [r["name"] for r in rows(tmp_path / f"人物.{form}")] == ["沈若岚"]


HOSTILE = ["=1+1", "+8.8", "-cmd", "@SUM(A1)", "\t=1", "＝1"]


@pytest.mark.parametrize("words", HOSTILE)
def test_no_cell_of_a_workbook_is_a_formula(tmp_path: Path, words: str) -> None:
    data, _ = records_as(Sheet("facts", (Column("quote", "string"),), [{"quote": words}]), "xlsx")
    cell = openpyxl.load_workbook(io.BytesIO(data)).active["A2"]
    assert cell.data_type == "s" and cell.value == f"'{words}"


def test_a_cell_that_a_worksheet_cannot_hold_is_cut_and_counted_and_whole_in_csv() -> None:
    sheet = Sheet("tables", (Column("rows", "string"),), [{"rows": "青" * 40_000}, {"rows": "石\x00头"}])
    data, cut = records_as(sheet, "xlsx")
    page = openpyxl.load_workbook(io.BytesIO(data)).active
    assert cut == 1 and page["A2"].value == "青" * 32_766 + "…" and page["A3"].value == "石头"
    assert "青" * 40_000 in records_as(sheet, "csv")[0].decode("utf-8-sig")


def test_a_missing_workbook_library_is_one_clear_line(book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    with pytest.raises(PublishError, match=r"pip install 'tongjian\[xlsx\]'"):
        write_records(book, "facts", "xlsx", tmp_path / "数据.xlsx")
    assert list(tmp_path.iterdir()) == []


REFUSED = [
    (["facts", "--format", "csv"], "-o FILE"),
    (["facts", "--format", "jsonl", "-o", "x.jsonl"], "standard output"),
    (["facts", "--format", "docx"], "--format takes"),
    (["facts", "--format", "csv", "-o", "."], "folder"),
]


@pytest.mark.parametrize(("words", "said"), REFUSED)
def test_a_call_that_cannot_be_served_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], said: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("青石.md").write_text(YEARBOOK, encoding="utf-8")
    done = CliRunner().invoke(app, ["extract", "青石.md", *words])
    assert done.exit_code == 2 and said in done.stderr and done.stdout == ""


def test_the_command_writes_the_file_and_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("青石.md").write_text(YEARBOOK, encoding="utf-8")
    done = CliRunner().invoke(app, ["extract", "青石.md", "facts", "--format", "xlsx", "-o", "数据.xlsx"])
    assert done.exit_code == 0 and "数据.xlsx" in done.stderr
    assert [r["value"] for r in rows(Path("数据.xlsx"))] == ["3.2"]
