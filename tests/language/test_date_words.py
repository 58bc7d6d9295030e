"""Dates in running text. Add a sentence, its context, and the dates a reader would note."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongjian.language import dates

FOUND = [
    # sentence, (year, month, day) before it, [(words, from, to)]
    ("2021年6月1日，青石区召开大会", (2021, None, None), [("2021年6月1日", "2021-06-01", None)]),
    ("6月1日，召开大会", (2021, None, None), [("6月1日", "2021-06-01", None)]),
    ("16日，召开大会", (2021, 3, None), [("16日", "2021-03-16", None)]),
    ("26日—28日，举办展会", (2021, 3, None), [("26日—28日", "2021-03-26", "2021-03-28")]),
    ("22日上午，视察", (2021, 3, None), [("22日", "2021-03-22", None)]),
    ("3月1日—15日", (2021, None, None), [("3月1日—15日", "2021-03-01", "2021-03-15")]),
    ("12月30日至2022年1月2日", (2021, None, None), [("12月30日至2022年1月2日", "2021-12-30", "2022-01-02")]),
    ("是日，举行仪式", (2021, 3, 16), [("是日", "2021-03-16", None)]),
    ("同日，签约", (2021, 3, 16), [("同日", "2021-03-16", None)]),
    ("次日，返回", (2021, 2, 28), [("次日", "2021-03-01", None)]),
    ("是月，开工", (2021, 3, 16), [("是月", "2021-03", None)]),
    ("该月，开工", (2021, 3, None), [("该月", "2021-03", None)]),
    ("3月，启动", (2021, None, None), [("3月", "2021-03", None)]),
    ("1—11月，完成", (2021, None, None), [("1—11月", "2021-01", "2021-11")]),
    ("2020年12月至2021年3月", (2021, None, None), [("2020年12月至2021年3月", "2020-12", "2021-03")]),
    ("12月底", (2021, None, None), [("12月底", "2021-12-31", None)]),
    ("截至2月末", (2021, None, None), [("2月末", "2021-02-28", None)]),
    ("2021年底", (None, None, None), [("2021年底", "2021-12-31", None)]),
    ("年末", (2021, None, None), [("年末", "2021-12-31", None)]),
    ("2021年上半年", (None, None, None), [("2021年上半年", "2021-01", "2021-06")]),
    ("2021年第三季度", (None, None, None), [("2021年第三季度", "2021-07", "2021-09")]),
    ("2019—2021年", (None, None, None), [("2019—2021年", "2019", "2021")]),
    ("2021年度", (None, None, None), [("2021年度", "2021", None)]),
    ("上年", (2021, None, None), [("上年", "2020", None)]),
    # the year and month of the last date named stand for the next
    ("2020年5月3日开工，6月建成，8月9日启用", (2021, None, None), [("2020年5月3日", "2020-05-03", None), ("6月", "2020-06", None), ("8月9日", "2020-08-09", None)]),
    # what is not known is not guessed
    ("6月1日，召开大会", (None, None, None), [("6月1日", None, None)]),
    ("16日，召开大会", (2021, None, None), [("16日", None, None)]),
    ("是日，举行仪式", (2021, 3, None), [("是日", None, None)]),
    ("投入3个月", (2021, None, None), []),
    ("接访2019人", (2021, None, None), []),
]


@pytest.mark.parametrize(("sentence", "context", "expected"), FOUND)
def test_a_sentence_gives_its_dates(sentence: str, context: tuple[int | None, int | None, int | None], expected: list[tuple[str, str | None, str | None]]) -> None:
    year, month, day = context
    assert [(d.words, d.iso, d.iso_end) for d in dates.find(sentence, year, month=month, day=day)] == expected


@pytest.mark.parametrize(
    ("sentence", "fits"),
    [("2021年6月1日（星期二）", True), ("2021年6月1日（星期三）", False), ("2021年6月1日星期二", True), ("2021年6月1日", None)],
)
def test_the_printed_weekday_is_compared_with_the_calendar(sentence: str, fits: bool | None) -> None:
    assert dates.find(sentence, 2021)[0].weekday_ok is fits


@pytest.mark.parametrize("sentence", ["2021年2月30日", "13月5日", "2021年6月31日", "4月31日"])
def test_a_day_that_the_calendar_lacks_is_marked(sentence: str) -> None:
    assert not dates.find(sentence, 2021)[0].possible


@pytest.mark.parametrize(("words", "point"), [("2021年底", True), ("12月底", True), ("年末", True), ("2021年", False), ("6月1日", False)])
def test_a_point_in_time_is_told_from_a_span(words: str, point: bool) -> None:
    assert dates.find(words, 2021)[0].point is point


@given(st.dates(min_value=datetime.date(1900, 1, 1), max_value=datetime.date(2099, 12, 31)))
def test_every_day_survives_being_printed_and_read(day: datetime.date) -> None:
    (found,) = dates.find(f"{day.year}年{day.month}月{day.day}日", None)
    assert found.iso == day.isoformat()
    assert found.possible


@given(st.text(alphabet="0123456789年月日—至是同上午底末初季度第一二三四（）星期，。", max_size=60))
def test_no_string_breaks_the_reader(text: str) -> None:
    for found in dates.find(text, 2021, month=5, day=31):
        assert text[found.start : found.end] == found.words
