"""Where a rule comes from is said in Chinese to Chinese readers: numbers of the trade's rules with their words, standards by name."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tongjian.book import Book
from tongjian.check import RULES, check, record, rule_records
from tongjian.check.sources import in_chinese, trade

Lay = Callable[..., Book]
PAGE = Path(__file__).resolve().parents[2] / "docs" / "trade-rules.md"


@pytest.mark.parametrize(
    ("source", "chinese"),
    [
        ("trade rule R58 (no 倍 with 减少 降低 下降 缩小)", "行业规则R58（减少、降低、下降、缩小不用倍）"),
        ("GB/T 15834—2011 4.5.3.5", "GB/T 15834—2011《标点符号用法》第4.5.3.5"),
        ("《图书质量管理规定》 counts a wrong character as one error", "《图书质量管理规定》；错字计一个差错"),
        ("本社用语.csv:12", "本社用语.csv:12"),
    ],
)
def test_a_source_is_said_in_chinese(source: str, chinese: str) -> None:
    assert in_chinese(source) == chinese


@pytest.mark.parametrize("code", sorted(RULES))
def test_no_rule_leaves_its_source_in_english(code: str) -> None:
    assert not re.search(r"[a-z]{4}", in_chinese(RULES[code].source).replace("house.toml", "").replace("extra_terms", "")), in_chinese(RULES[code].source)


def test_the_page_of_the_trade_says_the_same_words() -> None:
    told = dict(re.findall(r"^\| (R\d+)\*? \| (.+?) \|$", PAGE.read_text(encoding="utf-8"), flags=re.M))
    assert told == trade().rules


def test_a_finding_and_a_rule_say_both(lay: Lay) -> None:
    (found,) = check(lay("社会事业\n教育\n【甲】全区单位能耗比上年下降2倍。"), select=("STY501",))
    row = record(lay("社会事业\n教育\n【甲】全区单位能耗比上年下降2倍。"), found)
    assert row["rule"].startswith("行业规则R58（") and row["rule_en"].startswith("trade rule R58")
    assert all(r["source_zh"] and r["source"] for r in rule_records())
