"""Honours: receiver, honour and giver from a list whose columns a text layer has flattened; nothing is guessed."""

from __future__ import annotations

import pytest

from conftest import text_layer
from tongjian.extract import extract
from tongjian.read.text import source_of
from tongjian.structure import build

NOTE = """编辑说明
一、《青石年鉴（2025）》由青石区人民政府主办。全书分为“政治”“经济”“社会事业”“光荣榜”4个部分。
"""
LIST = """2024 年青石区获市级以上表彰奖励的先进集体
获奖单位 获奖名称 颁奖单位
区图书馆 全省全民阅读示范基地 省委宣传部
石桥村
全国文明村镇 中央文明办
全省乡村治理示范村
省农业农村厅、
省委宣传部等
区审计局 全省审计系统先进集体
省审计厅
区税务局
全国文明单位
全省工人先锋号
中央文明办
省总工会
区文化馆 群众文化先进单位 省文旅厅
"""


def test_merged_and_cut_cells_are_resolved_where_one_reading_is_left_and_flagged_elsewhere() -> None:
    book = build(source_of(text_layer(NOTE, "光  荣  榜\n" + LIST), "青石年鉴.txt", "utf-8", []))
    found = [(h.receiver, h.honour, h.giver, h.decided) for h in extract(book, "honours")]
    assert found == [
        ("区图书馆", "全省全民阅读示范基地", "省委宣传部", True),
        ("石桥村", "全国文明村镇", "中央文明办", True),
        ("石桥村", "全省乡村治理示范村", "省农业农村厅、省委宣传部等", True),
        ("区审计局", "全省审计系统先进集体", "省审计厅", True),
        ("区税务局", "全国文明单位", "中央文明办", False),
        ("区税务局", "全省工人先锋号", "省总工会", False),
        ("区文化馆", "群众文化先进单位", "省文旅厅", True),
    ]


MERGED = [
    # rows of a list of persons' honours as a text layer prints them, (receiver, honour, giver, decided)
    (
        "李青山\n王若岚\n2024 年环境保护大练兵表现突出人员 省生态环境局",
        [("李青山", "2024年环境保护大练兵表现突出人员", "省生态环境局", True), ("王若岚", "2024年环境保护大练兵表现突出人员", "省生态环境局", True)],
    ),
    ("何晓岚\n全省三八红旗手 省妇联\n王智芳", [("何晓岚", "全省三八红旗手", "省妇联", True), ("王智芳", "全省三八红旗手", "省妇联", True)]),
    ("周明远\n2024 年度全省环境监测技能大比武先进个\n人\n省生态环境局", [("周明远", "2024年度全省环境监测技能大比武先进个人", "省生态环境局", True)]),
    (
        "方小灵\n全省检察机关业务能手\n省人民检察院\n全省检察机关业务标兵",
        [("方小灵", "全省检察机关业务能手", "省人民检察院", True), ("方小灵", "全省检察机关业务标兵", "省人民检察院", True)],
    ),
    ("唐棣 全省环境执法先进个人 省生态环境局、省文明办、省\n直机关工委等", [("唐棣", "全省环境执法先进个人", "省生态环境局、省文明办、省直机关工委等", True)]),
    ("区税务局\n全省工人先锋号 省总工会\n全省五星红旗团支部 省团委", [("区税务局", "全省工人先锋号", "省总工会", True), ("区税务局", "全省五星红旗团支部", "省团委", True)]),
]


@pytest.mark.parametrize(("rows", "expected"), MERGED)
def test_a_cell_merged_over_several_rows_belongs_to_each(rows: str, expected: list[tuple[str, str, str, bool]]) -> None:
    text = f"2024 年青石区获市级以上表彰奖励的先进个人\n姓名 获奖名称 颁奖单位\n范小蜜 全国司法所模范 司法部\n{rows}\n韩叙白 全省劳动模范 省人民政府\n"
    book = build(source_of(text_layer(NOTE, "光  荣  榜\n" + text), "青石年鉴.txt", "utf-8", []))
    found = [(h.receiver, h.honour, h.giver, h.decided) for h in extract(book, "honours")]
    assert found == [("范小蜜", "全国司法所模范", "司法部", True), *expected, ("韩叙白", "全省劳动模范", "省人民政府", True)]
