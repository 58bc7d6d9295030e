"""Places: which names of towns, streets, communities and villages a text gives, and what they lie in."""

from __future__ import annotations

import pytest
from invented_entry import book_of, told

from tongjian.extract import extract
from tongjian.extract.places import is_place

NAMED = [
    # sentence, [(name, kind, parent)]
    ("青石区辖临江街道、高桥镇和松坪镇3个镇街。", [("临江街道", "街道", "青石区"), ("高桥镇", "镇", "青石区"), ("松坪镇", "镇", "青石区")]),
    ("全区有高桥、松坪、云岭3个镇。", [("高桥镇", "镇", "青石区"), ("松坪镇", "镇", "青石区"), ("云岭镇", "镇", "青石区")]),
    ("青石区下辖2个街道和1个镇，即临江街道、新桥街道和高桥镇。高桥镇、临江街道、新桥街道均完成任务。", [("临江街道", "街道", "青石区"), ("新桥街道", "街道", "青石区"), ("高桥镇", "镇", "青石区")]),
    ("临江街道：平安社区、柳荫社区。高桥镇：石盘村、松坪村。", [("临江街道", "街道", "青石区"), ("平安社区", "社区", "临江街道"), ("柳荫社区", "社区", "临江街道"), ("高桥镇", "镇", "青石区"), ("石盘村", "村", "高桥镇"), ("松坪村", "村", "高桥镇")]),
    ("与临河县柳荫镇、临河县沙溪镇、高桥镇接壤。", [("柳荫镇", "镇", "临河县"), ("沙溪镇", "镇", "临河县"), ("高桥镇", "镇", "青石区")]),
    ("在石盘、云岭2个村推广。", [("石盘村", "村", None), ("云岭村", "村", None)]),
    ("在石盘、云岭3个村推广。", []),  # the list and its figure disagree
    ("在石盘、云岭等5个村推广。", [("石盘村", "村", None), ("云岭村", "村", None)]),
    ("石盘村建成文化广场。走访石盘村、云岭村。", []),  # 云岭村 and 石盘村 each once alone
    ("在石盘村，建成文化广场。走访困难群众。到石盘村，召开会议。", [("石盘村", "村", None)]),
    ("创建示范村、文明村、美丽乡村，推进农村、社区治理。", []),
]


@pytest.mark.parametrize(("sentence", "expected"), NAMED)
def test_a_list_with_its_figure_a_heading_or_two_mentions_name_a_place(sentence: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert [(p.name, p.kind, p.parent) for p in told("places", sentence)] == expected


TOWNS = """# 镇、街道

## 高桥镇

**【概况】** 2024年，高桥镇辖石盘、云岭2个村和柳荫、松坪2个社区。

| 村名 | 户数（户） |
|---|---|
| 石盘 | 320 |
| 白鹤村 | 210 |
| 合计 | 530 |

（高桥镇）
"""


def test_a_towns_section_and_table_say_what_its_villages_lie_in() -> None:
    assert [(p.name, p.kind, p.parent) for p in extract(book_of(TOWNS), "places")] == [
        ("高桥镇", "镇", "青石区"),
        ("石盘村", "村", "高桥镇"),
        ("云岭村", "村", "高桥镇"),
        ("柳荫社区", "社区", "高桥镇"),
        ("松坪社区", "社区", "高桥镇"),
        ("白鹤村", "村", "高桥镇"),
    ]


@pytest.mark.parametrize("word", ["示范村", "农村", "各镇", "本社区", "美丽乡村", "城中村", "古镇"])
def test_a_class_of_places_is_no_place(word: str) -> None:
    assert not is_place(word)
