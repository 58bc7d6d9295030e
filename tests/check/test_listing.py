"""The contents list and the index are held against the body."""

from __future__ import annotations

import pytest

from tongjian.book import Book
from tongjian.check import Finding, check
from tongjian.read.text import source_of
from tongjian.structure import build

PAGES = """目    录

综合经济管理…………………………1
  发展和改革…………………………1
  统计…………………………………2
社会事业………………………………3
  教育…………………………………3
  卫生健康……………………………4
\f
综合经济管理

发展和改革

　　【概况】2024年，青石区发展和改革局内设科室6个，在编职工31人。
（区发展改革局）
1
\f
统计

　　【经济普查】完成第五次全国经济普查登记，普查单位4120家。
（区统计局）
2
\f
社会事业

教育

　　【概况】2024年末，全区有学校45所。
（区教委）
3
\f
卫生健康

　　【概况】2024年末，全区有卫生机构210个。
（区卫健委）
4
\f
主题索引

发展和改革  1
经济普查  2
学校  3
卫生机构  4
统计  2
"""


def book(text: str) -> Book:
    return build(source_of(text, "青石年鉴.txt", "utf-8", []))


def found(text: str) -> list[Finding]:
    return check(book(text), select=("REF",))


def test_a_book_whose_lists_are_right_raises_nothing() -> None:
    assert found(PAGES) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("统计…………………………………2", "统计工作……………………………2", "REF101", "统计工作"),
        ("  卫生健康……………………………4", "  卫生健康……………………………3", "REF102", "第4页"),
        ("经济普查  2", "经济普查  3", "REF104", "第3页"),
    ],
)
def test_each_wrong_title_and_page_is_shown_with_the_right_one(old: str, new: str, code: str, words: str) -> None:
    findings = found(PAGES.replace(old, new))
    assert [(f.code, words in f.message) for f in findings] == [(code, True)]
