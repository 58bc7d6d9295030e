"""Tables of places against the prose of these places, and cells that were copied from their neighbours."""

from __future__ import annotations

from pathlib import Path

import pytest

from tongjian.book import Book
from tongjian.check import check
from tongjian.read import open_book

HEADS = "乡镇名称 行政村数 总户数 总人口（人） 农业总产值（万元） 农民人均纯收入（元）"
ROWS = ("东山镇 22 4120 15230 11557 13670", "西溪镇 31 8450 30115 22112 13820", "南塘乡 17 3344 12068 9871 12950", "北岭乡 25 6027 21740 17274 13105", "开发区 6 1330 4980 2105 14310")
TOLD = {
    "东山镇": "2024年，全镇有22个行政村，4120户，15230人。农业总产值1.16亿元，农民人均纯收入13670.4元。",
    "西溪镇": "2024年，全镇有31个行政村，8450户，30115人。农业总产值2.21亿元，农民人均纯收入13820元。",
    "南塘乡": "2024年，全乡有17个行政村，3344户，12068人。农业总产值9871万元，农民人均纯收入12950元。",
    "北岭乡": "2024年，全乡有25个行政村，6027户，21740人。农业总产值17274万元，农民人均纯收入13105元。",
}


def county(tmp_path: Path, told: dict[str, str], rows: tuple[str, ...] = ROWS) -> Book:
    cells = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row.split()) + "</tr>" for row in (HEADS, *rows))
    prose = "".join(f"<h2>{name}</h2><h3>概况</h3><p>{words}</p>" for name, words in told.items())
    file = tmp_path / "乡镇.html"
    file.write_text(f"<html><head><title>青石年鉴（2025）</title></head><body><h1>乡镇</h1><h2>概述</h2><h3>概况</h3><p>2024年，青石县辖乡镇4个。</p><table><caption>2024年青石县乡镇基本情况表</caption>{cells}</table>{prose}</body></html>", encoding="utf-8")
    return open_book(str(file))


def alarms(book: Book, *codes: str) -> list[tuple[str, str]]:
    return [(f.code, f.stated or "") for f in check(book, select=codes) if f.severity != "info"]


def test_every_cell_is_set_against_the_prose_of_its_place(tmp_path: Path) -> None:
    assert alarms(county(tmp_path, TOLD), "TAB106", "TAB108") == []


@pytest.mark.parametrize(
    ("place", "right", "wrong", "stated"),
    [
        ("西溪镇", "30115人", "31115人", "31115"),  # one digit
        ("西溪镇", "农业总产值2.21亿元", "农业总产值4.5亿元", "4.5"),  # far off, and the other cells of the row hold
        ("北岭乡", "13105元", "13605元", "13605"),
        ("南塘乡", "9871万元", "7744万元", "7744"),
    ],
)
def test_a_figure_of_the_prose_that_is_not_the_cells_is_found(tmp_path: Path, place: str, right: str, wrong: str, stated: str) -> None:
    assert alarms(county(tmp_path, TOLD | {place: TOLD[place].replace(right, wrong)}), "TAB106") == [("TAB106", stated)]


def test_a_row_that_makes_up_the_difference_is_named(tmp_path: Path) -> None:
    book = county(tmp_path, TOLD | {"东山镇": TOLD["东山镇"].replace("15230人", "20210人")})
    (found,) = check(book, select=("TAB106",))
    assert "“开发区”" in found.message and len(found.related) == 2


def test_a_cell_copied_from_its_neighbour_under_another_unit_is_found(tmp_path: Path) -> None:
    rows = (*ROWS[:1], "西溪镇 31 8453 30115 8453 13820", *ROWS[2:])
    assert alarms(county(tmp_path, {}, rows), "TAB108") == [("TAB108", "8453")]
    round_figures = (*ROWS[:1], "西溪镇 31 8450 30115 8450 13820", *ROWS[2:])
    assert alarms(county(tmp_path, {}, round_figures), "TAB108") == []


def table(tmp_path: Path, *rows: str) -> Book:
    cells = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row.split()) + "</tr>" for row in rows)
    file = tmp_path / "表.html"
    file.write_text(f"<html><head><title>青石年鉴（2025）</title></head><body><h1>统计</h1><h2>资料</h2><h3>概况</h3><p>2024年资料。</p><table>{cells}</table></body></html>", encoding="utf-8")
    return open_book(str(file))


REGION = ("地区 户数 人口", "青石区 165 496", "东山街道 41 128", "西溪街道 52 150", "南塘街道 38 117", "北岭街道 34 101")
NESTED = ("机构 个数 床位 人员", "总计 48 4835 6120", "一、医院 20 4100 4900", "综合医院 12 2900 3500", "其中：三级 1 1200 1500", "中医院 8 1200 1400", "二、基层机构 28 735 1220", "卫生院 9 600 800", "诊所 19 135 420")
YEARS = ("项目 2020 2022 2024", "客运量总计 620 655 701", "铁路 210 230 251", "公路 410 425 450", "货运量总计 880 903 941", "铁路 300 310 322", "公路 580 593 619")


@pytest.mark.parametrize(
    ("rows", "right", "wrong", "stated"),
    [
        (REGION, "", "", ""),
        (REGION, "南塘街道 38 117", "南塘街道 38 171", ""),  # one column alone bears nothing out
        (NESTED, "", "", ""),
        (NESTED, "二、基层机构 28 735 1220", "二、基层机构 28 735 1320", "1320"),
        (NESTED, "总计 48 4835 6120", "总计 48 4385 6120", "4385"),
        (NESTED, "卫生院 9 600 800", "卫生院 9 600 900", "1220"),
        (YEARS, "", "", ""),
        (YEARS, "货运量总计 880 903 941", "货运量总计 880 930 941", "930"),
    ],
)
def test_totals_inside_a_table_are_told_by_what_most_columns_keep(tmp_path: Path, rows: tuple[str, ...], right: str, wrong: str, stated: str) -> None:
    spoiled = tuple(row.replace(right, wrong) if right else row for row in rows)
    told = {s for _, s in alarms(table(tmp_path, *spoiled), "TAB101")}
    assert told == ({stated} if stated else set())
