"""Figures over the years: units aligned, roundings taken for one, contradictions shown, gaps left as gaps, each dot with its place."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from invented_room import laid, text_of

from tongjian.publish.chart import chart
from tongjian.publish.figures import Measure, agree, measure, values_of, years

pytest_plugins = ["room_fixtures"]


def figure(period: str, value: str, unit: str = "亿元", subject: str = "青石区", **more: Any) -> dict[str, Any]:
    scale = {"亿元": Decimal(10**8), "万元": Decimal(10**4), "人": Decimal(1), "万人": Decimal(10**4), "户": Decimal(1)}[unit]
    base = {"亿元": "元", "万元": "元", "万人": "人"}.get(unit, unit)
    return {"subject": subject, "period": period, "value": value, "unit": unit, "amount": str(Decimal(value) * scale), "base_unit": base, "change": None, "status": "final", "approx": None, "reported_by": None, **more}


@pytest.mark.parametrize(
    ("printed", "same"),
    [
        ([("310.36", "亿元"), ("310.4", "亿元")], True),
        ([("310.36", "亿元"), ("3103600", "万元")], True),
        ([("12.66", "亿元"), ("12", "亿元")], True),
        ([("310.36", "亿元"), ("311.36", "亿元")], False),
        ([("53570", "人"), ("53750", "人")], False),
        ([("53750", "人"), ("5.38", "万人")], True),
    ],
    ids=["rounded", "another unit", "cut off", "a figure off", "digits turned round", "in ten thousands"],
)
def test_figures_agree_where_one_may_be_the_other_rounded(printed: list[tuple[str, str]], same: bool) -> None:
    assert agree(values_of([figure("2024", value, unit) for value, unit in printed])) is same


def test_targets_and_expectations_never_contradict_what_was_reached() -> None:
    assert agree(values_of([figure("2024", "303.98"), figure("2024", "320", status="target"), figure("2024", "300", status="expected")]))


def test_the_statistical_office_goes_first_then_the_finer_figure() -> None:
    values = values_of([figure("2024", "303.98"), figure("2024", "304"), figure("2024", "304.1", reported_by="区统计局")])
    assert [v.shown for v in values] == ["304.1亿元", "303.98亿元", "304亿元"]


def test_units_are_aligned_and_other_measures_left_out() -> None:
    records = [figure("2023", "46.38", "万人"), figure("2024", "468000", "人"), figure("2022", "46.1", "万人"), figure("2024", "18000", "户")]
    unit = measure(records)
    assert unit == Measure("人", "万人", Decimal(10**4))
    assert [row.year for row in years(records, unit)] == [2022, 2023, 2024] and all(len(row.values) == 1 for row in years(records, unit))


def test_growth_is_recomputed_over_neighbouring_years_alone() -> None:
    records = [figure("2021", "250.00"), figure("2023", "286.00"), figure("2024-12-31", "300.30")]
    rows = years(records, Measure("元", "亿元", Decimal(10**8)))
    assert [(row.year, row.growth) for row in rows] == [(2021, None), (2023, None), (2024, "+5.0%")]


def test_a_year_that_is_not_given_is_a_gap_in_the_line() -> None:
    unit = Measure("元", "亿元", Decimal(10**8))
    drawn = chart(years([figure(year, value) for year, value in (("2019", "210"), ("2020", "220"), ("2022", "250"), ("2023", "260"))], unit), unit)
    assert drawn is not None and len(drawn.lines) == 2 and len(drawn.dots) == 4
    assert [tick.label for tick in drawn.across] == ["2019", "2020", "2022", "2023"]


@pytest.mark.parametrize("amounts", [["0", "0"], ["-3", "5"], ["303.98", "303.98"], ["0.01", "99999999"], ["100", "101"]])
def test_every_dot_is_inside_the_frame(amounts: list[str]) -> None:
    unit = Measure("元", "亿元", Decimal(10**8))
    drawn = chart(years([figure(str(2020 + n), value) for n, value in enumerate(amounts)], unit), unit)
    assert drawn is not None and len(drawn.up) <= 12
    assert all(drawn.left <= dot.x <= drawn.right and 0 <= dot.y <= drawn.bottom for dot in drawn.dots)
    assert drawn.cut == (min(map(Decimal, amounts)) > 0 and not any(tick.label == "0" for tick in drawn.up))


@pytest.fixture(scope="module")
def two_editions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from invented_room import ECONOMY, NOTE

    from tongjian.library import build

    folder = tmp_path_factory.mktemp("editions")
    for edition, gdp in ((2024, "286.50"), (2025, "303.98")):
        pages = (NOTE.replace("2025", str(edition)).replace("2024年度", f"{edition - 1}年度"), ECONOMY.replace("2024", str(edition - 1)).replace("303.98", gdp))
        (folder / f"qingshi-{edition}.txt").write_text(laid(*pages), encoding="utf-8")
    build(sorted(folder.glob("*.txt")), folder / "青石")
    return folder / "青石"


def test_two_years_of_one_figure_stand_in_one_table_each_with_its_place(two_editions: Path, django_room: Any) -> None:
    from django.test import Client, override_settings

    with override_settings(LIBRARY=str(two_editions)):
        room = Client(SERVER_NAME="127.0.0.1")
        html = room.get("/series/", {"indicator": "地区生产总值"}).content.decode()
        page = text_of(room.get("/series/", {"indicator": "GDP"}))
        assert "303.98亿元" in page and "286.50亿元" in page and "+6.1%" in page
        links = re.findall(r'<a href="([^"]+)#at" aria-label="\d{4} [\d.]+亿元"><circle', html)
        assert len(links) == 2
        assert all('id="at"' in room.get(link).content.decode() for link in links)
        assert "地区生产总值" in text_of(room.get("/series/"))
        assert room.get("/series/", {"indicator": "没有的指标"}).status_code == 404
        assert "<script>" not in room.get("/series/", {"indicator": "<script>"}).content.decode()


@pytest.mark.parametrize(("period", "data_year", "status"), [("2026", 2021, "target"), ("2021", 2021, "final"), ("2021-12-31", 2021, "final"), ("2022-06", 2021, "target"), (None, 2021, "final"), ("2026", None, "final")])
def test_a_figure_of_a_year_to_come_is_a_target_whatever_it_is_called(period: str | None, data_year: int | None, status: str) -> None:
    from tongjian.publish.figures import foretold

    assert foretold({"period": period, "status": "final"}, data_year)["status"] == status


def test_the_table_of_years_is_sorted_by_year_by_figure_and_by_growth(two_editions: Path, django_room: Any) -> None:
    from django.test import Client, override_settings

    with override_settings(LIBRARY=str(two_editions)):
        room = Client(SERVER_NAME="127.0.0.1")

        def shown(sort: str) -> list[str]:
            html = room.get("/series/", {"indicator": "地区生产总值", "sort": sort}).content.decode()
            return re.findall(r'<th scope="rowgroup"[^>]*>(\d{4})', html)

        assert shown("") == shown("-0") == shown("-1") == shown("2") == ["2024", "2023"]
        assert shown("0") == shown("1") == ["2023", "2024"]
        assert shown("2") == shown("-2")  # the year without a growth comes last either way
        assert 'aria-sort="descending"' in room.get("/series/", {"indicator": "地区生产总值", "sort": "-1"}).content.decode()
