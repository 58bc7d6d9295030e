"""One indicator as a table of years, and places ranked by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import text_layer
from tongjian.library import Library, build

NOTE = """编辑说明
一、《{region}年鉴（{edition}）》是反映{region}{year}年度情况的综合年鉴，由{region}人民
政府主办。全书分为“经济”“统计资料”2个部分。
"""
ECONOMY = """综    合
【概况】  {year} 年，全{level}实现社会消费品零售总额 {retail}，比
上年增长 {growth}%。粮食产量 {grain}。
（{level}统计局）
经    济
"""
BULLETIN = """{region}{year}年国民经济和社会发展统计公报
一、综合
{year}年，全年实现地区生产总值 {gdp} 亿元，比上年增长 5.0%。
注：地区生产总值绝对数按现价计算，增长速度按可比价计算。
统 计 资 料
"""


def edition(folder: Path, year: int, retail: str, growth: str, grain: str = "3.50 万吨", gdp: str = "300", region: str = "青石区") -> Path:
    told = {"region": region, "level": region[-1], "year": year, "edition": year + 1, "retail": retail, "growth": growth, "grain": grain, "gdp": gdp}
    path = folder / f"{region}年鉴{year + 1}.txt"
    path.write_text(text_layer(*(page.format(**told) for page in (NOTE, ECONOMY, BULLETIN))), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Editions about 2019, 2020, 2022, 2023; none about 2021."""
    folder = tmp_path_factory.mktemp("years")
    files = [
        edition(folder, 2019, "100.0 亿元", "6.0", gdp="250"),
        edition(folder, 2020, "1082000 万元", "8.2", "35000 吨", gdp="280"),
        edition(folder, 2022, "120.5 亿元", "5.5", gdp="290"),
        edition(folder, 2023, "126.5 亿元", "8.0", "3.60 万吨", gdp="320"),
    ]
    build(files, folder / "青石")
    return Library.open(folder / "青石")


def test_units_are_aligned_and_each_row_has_its_place(library: Library) -> None:
    rows = {row.year: row for row in library.table("社会消费品零售总额")}
    assert {year: (row.amount, row.unit) for year, row in rows.items() if row.value} == {2019: ("100", "亿元"), 2020: ("108.2", "亿元"), 2022: ("120.5", "亿元"), 2023: ("126.5", "亿元")}
    assert rows[2020].value == "1082000万元"
    assert all("社会消费品零售总额" in place["quote"] and place["line"] for row in rows.values() for place in row.places)


def test_a_year_without_a_figure_is_a_gap(library: Library) -> None:
    rows = library.table("社会消费品零售总额")
    assert [row.year for row in rows] == [2019, 2020, 2021, 2022, 2023]
    gap = rows[2]
    assert (gap.value, gap.growth, gap.disagrees, gap.places) == (None, None, False, ())
    assert rows[3].growth is None  # nothing to compare 2022 with


def test_growth_is_recomputed_and_a_printed_one_that_no_rounding_gives_is_flagged(library: Library) -> None:
    rows = {row.year: row for row in library.table("社会消费品零售总额")}
    assert (rows[2020].growth, rows[2020].printed, rows[2020].disagrees) == ("+8.2%", "+8.2%", False)
    assert (rows[2023].growth, rows[2023].printed, rows[2023].disagrees) == ("+5.0%", "+8.0%", True)


def test_growth_at_comparable_prices_is_no_disagreement_and_the_note_says_so(library: Library) -> None:
    row = next(row for row in library.table("地区生产总值") if row.year == 2023)
    assert (row.growth, row.printed, row.disagrees) == ("+10.3%", "+5.0%", False)
    assert row.notes == ("注：地区生产总值绝对数按现价计算，增长速度按可比价计算",)


def test_an_unknown_indicator_or_subject_has_no_rows(library: Library) -> None:
    assert library.table("没有这样的指标") == []
    assert library.table("粮食产量", "没有这样的镇") == []


def test_counties_are_ranked_in_the_last_year_that_most_have(tmp_path: Path) -> None:
    files = [
        edition(tmp_path, 2022, "120.5 亿元", "5.5", region="青石区"),
        edition(tmp_path, 2022, "980000 万元", "5.5", region="白鹿县"),
        edition(tmp_path, 2022, "120.50 亿元", "5.5", region="双河县"),
        edition(tmp_path, 2023, "99.9 亿元", "1.9", region="白鹿县"),
    ]
    build(files, tmp_path / "各县")
    library = Library.open(tmp_path / "各县")
    year, rows = library.ranking("社会消费品零售总额")
    assert year == 2022
    assert [(row.place, row.subject, row.amount) for row in rows] == [(1, "双河县", "120.5"), (1, "青石区", "120.5"), (3, "白鹿县", "98")]
    assert library.ranking("社会消费品零售总额", 2023)[1][0].subject == "白鹿县"
    assert library.ranking("社会消费品零售总额", 1999) == (1999, [])


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("青石区和白鹿县的社会消费品零售总额相差多少？", "120.5-98=22.5亿元"),
        ("青石区的社会消费品零售总额比白鹿县多多少？", "120.5-98=22.5亿元"),
        ("2022年青石区和白鹿县的社会消费品零售总额各是多少？", "青石区120.5亿元，白鹿县980000万元"),
        ("青石区和白鹿县的社会消费品零售总额哪个更高？", "青石区120.5亿元，白鹿县980000万元"),
    ],
)
def test_counties_are_compared_each_by_its_own_book(tmp_path_factory: pytest.TempPathFactory, question: str, said: str) -> None:
    folder = tmp_path_factory.mktemp("counties")
    build([edition(folder, 2022, "120.5 亿元", "5.5"), edition(folder, 2022, "980000 万元", "5.5", region="白鹿县")], folder / "各县")
    answer = Library.open(folder / "各县").ask(question)
    assert answer.text is not None and said in answer.text
    assert {c.passage.book for c in answer.citations} == {"青石区年鉴2023", "白鹿县年鉴2023"}
