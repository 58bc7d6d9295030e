"""The vocabulary of indicators: one name for one figure. Add a name, and what it must or must not be."""

from __future__ import annotations

from collections import Counter

import pytest
from invented_entry import book_of

from tongjian.extract import extract
from tongjian.extract.indicators import as_toml
from tongjian.extract.vocabulary import built_in, summable

ENTRIES = built_in().entries
OWN = """
[[area]]
name = "本县"
source = "县茶叶办"
indicators = [{ name = "茶叶干毛茶产量", unit = "吨", additive = true, synonyms = ["干毛茶产量"] }]
"""


def test_the_vocabulary_holds_the_three_hundred_indicators_that_a_bulletin_is_made_of() -> None:
    assert len(ENTRIES) >= 300
    assert len({entry.area for entry in ENTRIES}) >= 25


def test_no_two_indicators_share_a_name() -> None:
    names = Counter(name for entry in ENTRIES for name in (entry.name, *entry.synonyms))
    assert [name for name, times in names.items() if times > 1] == []


def test_every_indicator_names_its_official_source() -> None:
    assert [entry.name for entry in ENTRIES if not entry.source] == []


def test_rates_shares_averages_and_prices_are_not_summed_and_all_else_is() -> None:
    assert [entry.name for entry in ENTRIES if entry.additive != (summable(entry.name, entry.unit) and entry.unit != "")] == []


NAMES = [
    # words, unit, the indicator
    ("GDP", None, "地区生产总值"),
    ("青石区实现地区生产总值", "亿元", "地区生产总值"),
    ("规上工业总产值", "亿元", "规模以上工业总产值"),
    ("工业总产值", "亿元", "工业总产值"),
    ("全年接待国内旅游人数", "万人次", "接待国内游客"),
    ("年末户籍人口", "万人", "户籍人口"),
    ("招生", "人", "招生"),
    ("招生", "万元", None),  # money is no intake of pupils
    ("专利授权量", "%", None),
    ("出口", "万美元", "出口总额"),
    ("推荐担任区人大代表", "人", None),  # narrower: those that one body put forward
    ("成立小区党支部", "个", None),
    ("死亡人数", "人", None),  # of what?
    ("面积", "平方千米", None),
]


@pytest.mark.parametrize(("words", "unit", "name"), NAMES)
def test_other_names_of_a_figure_find_it_and_narrower_ones_do_not(words: str, unit: str | None, name: str | None) -> None:
    assert built_in().normalise(words, unit) == name


def test_a_file_of_ones_own_adds_indicators_and_takes_the_place_of_those_of_the_same_name() -> None:
    own = built_in().extended(OWN + '[[area]]\nname = "改"\nindicators = [{ name = "金融机构", unit = "家", additive = true, synonyms = ["银行网点"] }]\n')
    assert own.normalise("干毛茶产量") == "茶叶干毛茶产量" and built_in().normalise("干毛茶产量") is None
    assert own.normalise("银行网点") == "金融机构"
    added = own.find("茶叶干毛茶产量")
    assert added is not None and (added.area, added.source) == ("本县", "县茶叶办")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[area", "not TOML"),
        ("[[area]]\nname = 1", "not a vocabulary"),
        ('[[area]]\nname = "甲"\nindicators = [{ name = "乙" }]', "not a vocabulary"),
        ('[[area]]\nname = "甲"\nindicators = [{ name = "乙", unit = "", additive = true, additive_too = 1 }]', "not a vocabulary"),
        ('[[area]]\nname = "甲"\nindicators = [{ name = "乙", unit = "个", additive = true, synonyms = ["GDP"] }]', "“GDP” is a name of “地区生产总值” and of “乙”"),
    ],
)
def test_a_file_that_is_no_vocabulary_is_refused_in_one_line(text: str, said: str) -> None:
    with pytest.raises(ValueError) as refused:
        built_in().extended(text)
    assert said in str(refused.value) and "\n" not in str(refused.value)


BOOK = """
# 社会事业

## 城管

**【公厕】** 新建智慧公厕12座。完成市政府任务。

**【养护】** 改造智慧公厕5座，全区有智慧公厕40座。

**【市政】** 全区幼儿园15所。维修井盖300个。

（区城市管理局）
"""


def test_indicators_that_come_back_and_are_unknown_are_proposed_with_their_figures() -> None:
    found = extract(book_of(BOOK), "indicators")
    assert [(p.name, p.unit, p.additive, p.figures, p.entries) for p in found] == [("智慧公厕", "座", True, 3, 2)]


def test_what_is_proposed_can_be_given_back_as_a_vocabulary_and_is_known_then() -> None:
    book = book_of(BOOK)
    own = built_in().extended(as_toml(extract(book, "indicators")))
    assert extract(book, "indicators", own) == []
    assert {f.indicator_norm for f in extract(book, "facts", own) if f.value == "40"} == {"智慧公厕"}
    assert {f.indicator_norm for f in extract(book, "facts") if f.value == "40"} == {None}
