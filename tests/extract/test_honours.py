"""Honours: receiver, honour and giver from a list whose columns a text layer has flattened; nothing is guessed."""

from __future__ import annotations

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
