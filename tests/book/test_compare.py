"""Two drafts are compared node by node, as an editor reads them side by side."""

from __future__ import annotations

import pytest

from tongjian.book import Book
from tongjian.book.compare import compare, record
from tongjian.read.text import source_of
from tongjian.structure import build

DRAFT = """政治

民政

　　【概况】2024年，青石区民政局内设科室6个，在编职工31人。全年发放救助金412.6万元。
　　【社会救助】城市低保对象812户1203人，农村低保对象640户1011人，临时救助96人次。
（区民政局）

审计

　　【概况】完成审计项目22个，查出主要问题金额1.3亿元，移送线索4件，提出建议66条。
（区审计局）

经济

农业

　　【粮食生产】粮食播种面积812公顷，产量4100吨。
"""


def book(text: str) -> Book:
    return build(source_of(text, "青石年鉴.txt", "utf-8", []))


@pytest.mark.parametrize(
    ("old", "new", "change", "title", "gone", "come"),
    [
        ("412.6万元", "421.6万元", "changed", "概况", ("412.6",), ("421.6",)),
        ("【社会救助】", "【困难群众救助】", "renamed", "困难群众救助", (), ()),
        ("　　【社会救助】城市低保对象812户1203人，农村低保对象640户1011人，临时救助96人次。\n", "", "removed", "社会救助", (), ()),
        ("（区审计局）\n", "　　【审计整改】督促整改问题40个。\n（区审计局）\n", "added", "审计整改", (), ()),
    ],
)
def test_each_kind_of_change_is_told_with_its_figures(old: str, new: str, change: str, title: str, gone: tuple[str, ...], come: tuple[str, ...]) -> None:
    before, after = book(DRAFT), book(DRAFT.replace(old, new))
    found = compare(before, after)
    assert [(d.change, record(before, after, d)["title"]) for d in found] == [(change, title)]
    if change == "changed":
        assert (found[0].figures_gone, found[0].figures_come) == (gone, come)


def test_an_entry_carried_to_another_section_is_moved_not_lost_and_found() -> None:
    line = "　　【社会救助】城市低保对象812户1203人，农村低保对象640户1011人，临时救助96人次。\n"
    moved = DRAFT.replace(line, "").replace("（区审计局）", line.rstrip() + "\n（区审计局）")
    before, after = book(DRAFT), book(moved)
    assert [(d.change, record(before, after, d)["title"]) for d in compare(before, after)] == [("moved", "社会救助")]


def test_a_draft_compared_with_itself_differs_in_nothing_and_wraps_do_not_count() -> None:
    assert compare(book(DRAFT), book(DRAFT)) == []
    assert compare(book(DRAFT), book(DRAFT.replace("全年发放", "全年 发放"))) == []


def told(new: str) -> list[tuple[str, str]]:
    before, after = book(DRAFT), book(new)
    return [(d.change, record(before, after, d)["title"]) for d in compare(before, after)]


def test_what_stands_under_a_section_of_a_new_name_has_not_moved() -> None:
    assert told(DRAFT.replace("\n民政\n", "\n民政工作\n")) == [("renamed", "民政工作")]


def test_two_entries_that_changed_places_are_told_by_the_one_that_moved() -> None:
    first, second = (line for line in DRAFT.split("\n") if line.startswith("　　【概况】2024") or "【社会救助】" in line)
    assert told(DRAFT.replace(first, "@").replace(second, first).replace("@", second)) == [("moved", "概况")]


def test_a_change_of_white_space_is_no_change() -> None:
    assert told(DRAFT.replace("31人。全年", "31人。　全年").replace("812户1203人", "812户 1203人")) == []
