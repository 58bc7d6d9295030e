"""Quantities: the figure, its unit, its worth, and how near it is. Add a sentence and what it should give."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongjian.language import quantities, units

FOUND = [
    # sentence, [(number, unit, approximator, amount in base unit, base unit)]
    ("实现地区生产总值310.5亿元", [("310.5", "亿元", None, "31050000000", "元")]),
    ("常住人口20.45万人", [("20.45", "万人", None, "204500", "人")]),
    ("接待游客3.2万人次", [("3.2", "万人次", None, "32000", "人次")]),
    ("耕地4.5万亩", [("4.5", "万亩", None, "30000001.5", "平方米")]),
    ("面积102平方千米", [("102", "平方千米", None, "102000000", "平方米")]),
    ("用电量3.5亿千瓦时", [("3.5", "亿千瓦时", None, "350000000", "千瓦时")]),
    ("投资1,234.5万元", [("1,234.5", "万元", None, "12345000", "元")]),
    # groups of three digits parted by a space
    ("审结案件128 460件", [("128460", "件", None, "128460", "件")]),
    ("耕地1 246.5万亩", [("1246.5", "万亩", None, "8310000415.5", "平方米")]),
    ("近1\u2009246\u2009310人", [("1246310", "人", "近", "1246310", "人")]),
    ("2021年1 200元", [("1200", "元", None, "1200", "元")]),
    ("2021 345人", [("345", "人", None, "345", "人")]),  # a year is no group
    ("12 45人", [("45", "人", None, "45", "人")]),
    ("7 12 345人", [("345", "人", None, "345", "人")]),  # columns of a row
    ("公路12．5公里", [("12．5", "公里", None, "12500", "米")]),
    ("气温-3.5℃", [("-3.5", "℃", None, "-3.5", "℃")]),
    # approximators before, after, and both
    ("近120人", [("120", "人", "近", "120", "人")]),
    ("300余个", [("300", "个", "余", "300", "个")]),
    ("约5万余元", [("5", "万元", "约+余", "50000", "元")]),
    ("捐款2万多元", [("2", "万元", "多", "20000", "元")]),
    ("超过200家以上", [("200", "家", "超过+以上", "200", "家")]),
    ("不足10%", [("10", "%", "不足", "10", "%")]),
    ("突破100亿元", [("100", "亿元", "突破", "10000000000", "元")]),
    ("达到90户", [("90", "户", None, "90", "户")]),  # a mark reached, not an estimate
    ("配备3套多媒体设备", [("3", "套", None, "3", "套")]),
    # ranges
    ("培训1256—1277名", [("1256-1277", "名", None, "1256", "名")]),
    ("占20%—30%", [("20-30", "%", None, "20", "%")]),
    ("奖励100～200元", [("100-200", "元", None, "100", "元")]),
    ("用时5至10天", [("5-10", "天", None, "5", "天")]),
    # shares and points
    ("提高2.5个百分点", [("2.5", "个百分点", None, "2.5", "百分点")]),
    ("回落0.3百分点", [("0.3", "百分点", None, "0.3", "百分点")]),
    ("出生率8.5‰", [("8.5", "‰", None, "0.85", "%")]),
    ("翻5番", [("5", "番", None, "5", "番")]),
    # compound units
    ("每人1500元/人/月", [("1500", "元/人/月", None, "1500", "元/人/月")]),
    ("每人60元/人·月", [("60", "元/人·月", None, "60", "元/人·月")]),
    ("绿地24.3平方米/人", [("24.3", "平方米/人", None, "24.3", "平方米/人")]),
    ("浓度为35微克/立方米", [("35", "微克/立方米", None, "35", "微克/立方米")]),
    ("站点12个（次）", [("12", "个（次）", None, "12", "个（次）")]),
    ("慰问3000多人（次）", [("3000", "人（次）", "多", "3000", "人（次）")]),
    ("举办10余场（次）", [("10", "场（次）", "余", "10", "场（次）")]),
    # a figure inside a name does not stop the figure behind it
    ("5G基站1424个", [("1424", "个", None, "1424", "个")]),
    ("4A级景区2个", [("2", "个", None, "2", "个")]),
    ("9家企业上榜百强榜100强", [("9", "家", None, "9", "家")]),
    ("2021年5月3日6：00起历时3小时", [("3", "小时", None, "3", "小时")]),
    ("30余年间", [("30", "年", "余", "30", "年")]),
]

NONE = [
    "2021年",
    "2019—2021年",
    "以2021年度为准",
    "5月3日",
    "8时30分",
    "下午3点",
    "青石委发〔2021〕15号",
    "执行GB/T15834标准",
    "第3届第12次",
    "12号楼",
    "68路公交车",
    "800M频段",
    "H7N9病毒",
    "三次产业结构为0.4：46.0：53.6",
    "拨打12345热线",
    "电话：0000-12345678",
]


@pytest.mark.parametrize(("sentence", "expected"), FOUND)
def test_a_sentence_gives_its_quantities(sentence: str, expected: list[tuple[str, str, str | None, str, str]]) -> None:
    found = [(q.number, q.unit, q.approx, q.amount, q.base_unit) for q in quantities.find(sentence)]
    assert found == [(n, u, a, Decimal(worth), base) for n, u, a, worth, base in expected]


@pytest.mark.parametrize("sentence", NONE)
def test_a_date_an_ordinal_and_a_code_are_no_quantities(sentence: str) -> None:
    assert quantities.find(sentence) == []


CHINESE = [
    ("三个街道", [("3", "个", None)]),
    ("十余家企业", [("10", "家", "余")]),
    ("三十二名学员", [("32", "名", None)]),
    ("近九成居民", [("9", "成", "近")]),
    ("两所学校", [("2", "所", None)]),
    ("第三名", []),
    ("平方千米", []),
    ("百分点", []),
    ("三分之一", []),
    ("数百人", []),
]


@pytest.mark.parametrize(("sentence", "expected"), CHINESE)
def test_a_figure_in_chinese_numerals_is_found_only_where_it_counts(sentence: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert [(q.number, q.unit, q.approx) for q in quantities.find_chinese(sentence)] == expected


def test_the_span_of_a_quantity_is_its_words() -> None:
    text = "全年引进青石项目近120余个，"
    q = quantities.find(text)[0]
    assert text[q.start : q.end] == "近120余个"
    assert text[q.number_start : q.number_end] == "120"
    assert text[q.unit_start : q.unit_end] == "个"


INTERVALS = [
    # printed, lowest, highest it may have been rounded from, in base units
    ("12人", "11.5", "12.5"),
    ("1.5万元", "14500", "15500"),
    ("8.80%", "8.795", "8.805"),
    ("300余个", "300", "460"),
    ("近100户", "80", "100"),
    ("约50件", "44.5", "55.5"),
    ("100—200元", "99.5", "200.5"),
]


@pytest.mark.parametrize(("printed", "low", "high"), INTERVALS)
def test_the_interval_is_what_the_print_may_stand_for(printed: str, low: str, high: str) -> None:
    assert quantities.find(printed)[0].interval() == (Decimal(low), Decimal(high))


APPROXIMATORS = ["", "约", "近", "超过", "不足", "达到", "突破", "至少"]
AFTER = ["", "以上", "左右", "以下", "之多"]


@given(
    st.decimals(min_value=0, max_value=10**6, places=2, allow_nan=False),
    st.sampled_from(["元", "万元", "亿元", "人", "万人次", "公顷", "%", "个百分点", "亩"]),
    st.sampled_from(APPROXIMATORS),
    st.sampled_from(AFTER),
)
def test_the_interval_holds_the_printed_value(value: Decimal, unit: str, before: str, after: str) -> None:
    (q,) = quantities.find(f"青石区投入{before}{value}{unit}{after}。")
    low, high = q.interval()
    assert low <= q.amount <= high
    assert q.value == value
    assert q.unit == unit


@given(st.text(alphabet="0123456789.,%万亿元人年月日—-～余约第〔〕号（）次/每个百分点青石区", max_size=60))
def test_no_string_breaks_the_reader_and_every_span_lies_inside_it(text: str) -> None:
    last = 0
    for q in quantities.find(text):
        assert last <= q.start <= q.number_start < q.number_end <= len(text)
        assert q.end <= len(text)
        last = q.end


def test_a_very_long_line_is_read_in_linear_time() -> None:
    text = "投入1.5万元，" * 20000
    assert len(quantities.find(text)) == 20000


UNITS = [("亿元", 10**8, "元"), ("万人次", 10**4, "人次"), ("千瓦时", 1, "千瓦时"), ("千克", 1, "千克"), ("百万元", 10**6, "元"), ("公顷", 1, "公顷"), ("万亿元", 10**12, "元")]


@pytest.mark.parametrize(("printed", "scale", "bare"), UNITS)
def test_a_printed_unit_splits_into_scale_and_unit(printed: str, scale: int, bare: str) -> None:
    assert units.split_unit(printed) == (Decimal(scale), bare)


WORTH = [("公顷", "平方米", "10000"), ("亩", "平方米", "666.6667"), ("公里", "米", "1000"), ("千克", "吨", "0.001"), ("元/人", "元/人", "1"), ("畚箕", "畚箕", "1")]


@pytest.mark.parametrize(("unit", "base", "worth"), WORTH)
def test_a_unit_has_a_base_and_a_worth(unit: str, base: str, worth: str) -> None:
    assert units.base_of(unit) == (base, Decimal(worth))


@pytest.mark.parametrize(("unit", "kind"), [("亿元", "money"), ("平方米", "area"), ("户", "count"), ("个百分点", "point"), ("%", "share"), ("畚箕", None), (None, None)])
def test_a_unit_knows_its_dimension(unit: str | None, kind: str | None) -> None:
    assert units.dimension(unit) == kind
