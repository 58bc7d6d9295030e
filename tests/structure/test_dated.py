"""The dates of chronicle items are resolved from their own words, the headings over them, and the item before."""

from __future__ import annotations

import pytest

from tongjian.read.text import source_of
from tongjian.structure import build

ANNUAL = """# 青石年鉴（2025）

# 大事记

## 1月

3日下午，区第十四届人大五次会议开幕。

是日，区图书馆新馆开馆。

9日—11日，区政协会议召开。

是月，全区启动老旧小区改造。

## 2月

31日，这一天历法里没有。

18日，区经济工作会议召开。

## 12月

26日，东门历史文化街区开街。

是年，全区新增就业6820人。
"""
LONG = """## 大事记

#### 1998年

    1月10日     召开全区农村工作会议，部署调整种植结构。
    该   月     青石区档案馆新馆落成。
    5    月     青石区与云泽市港务局结成共建单位。
    该   年     全区实现乡乡通电话。

#### 一九九九年

    2月1日      区图书馆开馆。
"""


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        (ANNUAL, ["2024-01-03", "2024-01-03", "2024-01-09", "2024-01", None, "2024-02-18", "2024-12-26", "2024"]),
        (LONG, ["1998-01-10", "1998-01", "1998-05", "1998", "1999-02-01"]),
    ],
    ids=["months of one year", "years that run on"],
)
def test_each_item_gets_the_date_its_words_mean(text: str, dates: list[str | None]) -> None:
    from tongjian.read import markdown, marked

    data = text.encode()
    source = (marked if text is LONG else markdown).read(data, "青石年鉴.md")
    book = build(source)
    assert [n.date for n in book.nodes if n.level == "entry"] == dates


def test_the_note_says_which_year_the_book_is_about() -> None:
    text = "编辑说明\n\n一、《青石年鉴（2025）》由青石区人民政府主办。\n\n二、本卷记述时间为2025年1月1日至12月31日。\n"
    book = build(source_of(text, "青石年鉴.txt", "utf-8", []))
    assert (book.year, book.data_year) == (2025, 2025)
