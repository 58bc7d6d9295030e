"""The book as a whole: quotas of the house, sections in balance, a chronicle that is no diary, parts present and in order; tables and index in order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tongjian.book import Book
from tongjian.check import Profile, check
from tongjian.check.listing import index_of
from tongjian.read import open_book
from tongjian.read.markdown import source_of
from tongjian.structure import build

Lay = Callable[..., Book]
HEAD = '---\ntongjian: 1\ntitle: "青石年鉴（2025）"\nyear: 2025\n---\n\n'


def book(text: str) -> Book:
    return build(source_of(HEAD + text, "青石.md"))


def codes(b: Book, *select: str, profile: Profile | None = None) -> list[str]:
    return [f.code for f in check(b, select=select, profile=profile)]


def test_a_quota_is_the_houses_own_and_without_one_nothing_is_counted() -> None:
    b = book("# 社会事业\n\n## 民政\n\n**【养老服务】** " + "新增养老床位20张，改造食堂3处。" * 20 + "\n")
    assert codes(b, "STR113") == []
    assert codes(b, "STR113", profile=Profile(entry_length=300)) == ["STR113"]
    assert codes(b, "STR113", profile=Profile(section_length=300)) == ["STR113"]
    assert codes(b, "STR113", profile=Profile(entry_length=3000, section_length=3000)) == []


@pytest.mark.parametrize(("sizes", "alarms"), [((30, 30, 30, 30), 0), ((30, 30, 30, 90), 1), ((40, 40, 40, 10), 1), ((30, 30, 90), 0), ((2, 2, 2, 9), 0)])
def test_a_town_of_far_more_or_fewer_words_than_its_neighbours_is_shown(sizes: tuple[int, ...], alarms: int) -> None:
    towns = "\n\n".join(f"## {name}\n\n**【概况】** {'辖村12个，有社区食堂3处，新建道路5千米。' * n}" for name, n in zip(("白鹿镇", "桐坪镇", "双河镇", "临江街道"), sizes, strict=False))
    assert len(codes(book(f"# 镇、街道\n\n{towns}\n"), "STR114")) == alarms


@pytest.mark.parametrize(("visits", "alarms"), [(10, 1), (3, 0)])
def test_a_chronicle_of_visits_is_a_diary(visits: int, alarms: int) -> None:
    days = [f"**{n}日**，市委书记王大山到青石区调研养老服务。" if n <= visits else f"**{n}日**，区图书馆第{n}分馆对外开放。" for n in range(1, 22)]
    assert len(codes(book("# 大事记\n\n## 3月\n\n" + "\n\n".join(days) + "\n"), "STR115")) == alarms


PARTS = ("特载", "大事记", "青石概览", "政治", "经济", "社会事业", "人物", "附录")


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (PARTS, ["没有见到：编辑说明、目录、索引"]),
        (("大事记", "特载", *PARTS[2:]), ["没有见到：编辑说明、目录、索引"]),  # houses differ in these two
        (("青石概览", "特载", "大事记", *PARTS[3:]), ["没有见到", "“特载”排在“青石概览”之后"]),
        (("特载", "大事记", "青石概览"), []),  # no whole book
    ],
)
def test_the_parts_of_a_yearbook_are_asked_for_in_their_order(parts: tuple[str, ...], said: list[str]) -> None:
    b = book("\n\n".join(f"# {name}\n\n## 综合\n\n**【概况】** 全区有社区食堂3处。" for name in parts) + "\n")
    found = check(b, select=("STR204",))
    assert len(found) == len(said) and all(words in f.message for f, words in zip(found, said, strict=True)) and {f.severity for f in found} <= {"info"}


@pytest.mark.parametrize(
    ("cells", "quotes"),
    [
        (("3.25", "4.10", "2.75", "5.05", "6.5", "1.25", "2.05"), ["6.5"]),
        (("3.25", "4.10", "2.75", "5.05", "6.50", "0", "2.05"), []),  # nothing is nothing
        (("3.25", "4.1", "2.75", "5", "6.50", "1.2", "2.05"), []),  # no habit to break
    ],
)
def test_figures_of_a_column_have_as_many_decimals(tmp_path: Path, cells: tuple[str, ...], quotes: list[str]) -> None:
    rows = "".join(f"<tr><td>{name}</td><td>{cell}</td></tr>" for name, cell in zip(("小麦", "玉米", "大豆", "棉花", "油菜", "茶叶", "柑橘"), cells, strict=True))
    file = tmp_path / "表.html"
    file.write_text(f"<html><body><h1>农业</h1><h2>种植</h2><h3>概况</h3><p>2024年平稳。</p><table><caption>表1 产量（万吨）</caption><tr><th>作物</th><th>产量</th></tr>{rows}</table></body></html>", encoding="utf-8")
    b = open_book(str(file))
    assert [b.quote(f.start, f.end) for f in check(b, select=("TAB209",))] == quotes


@pytest.mark.parametrize(("before", "behind", "alarms"), [("详见表1。", "", 0), ("", "详见表1。", 1), ("", "", 0)])
def test_the_text_refers_to_a_table_before_it(tmp_path: Path, before: str, behind: str, alarms: int) -> None:
    file = tmp_path / "表.html"
    table = "<table><caption>表1 2024年产量（万吨）</caption><tr><th>作物</th><th>产量</th></tr><tr><td>小麦</td><td>3.25</td></tr><tr><td>玉米</td><td>4.10</td></tr></table>"
    file.write_text(f"<html><body><h1>农业</h1><h2>种植</h2><h3>概况</h3><p>2024年产量平稳。{before}</p>{table}<p>农机保有量增加。{behind}</p></body></html>", encoding="utf-8")
    assert len(codes(open_book(str(file)), "TAB210")) == alarms


WORDS = "安置房 保险 补贴 茶叶 村庄 档案 道路 扶贫 工会 共青团 合作社 换届 教师 粮食 林业 民政 农机 社保 统计 文化 信访 养老 邮政 志愿者".split()


@pytest.mark.parametrize(("swap", "quotes"), [(None, []), (("邮政", "保险"), ["邮政"])])
def test_a_heading_out_of_the_order_of_an_index_by_sound_is_shown(lay: Lay, swap: tuple[str, str] | None, quotes: list[str]) -> None:
    words = list(WORDS)
    if swap:
        words.remove(swap[0])
        words.insert(words.index(swap[1]), swap[0])
    b = book("# 经济\n\n## 综合\n\n**【概况】** 全区平稳。\n\n# 索引\n\n" + "\n\n".join(f"{word} {n + 12}" for n, word in enumerate(words)) + "\n")
    assert len(index_of(b)) == len(WORDS)
    assert [b.quote(f.start, f.end).strip("0123456789 ") for f in check(b, select=("REF107",))] == quotes


@pytest.mark.parametrize("words", [sorted(WORDS, key=len), sorted(WORDS, key=lambda w: w[-1])])
def test_an_index_in_another_order_is_left_alone(words: list[str]) -> None:
    b = book("# 经济\n\n## 综合\n\n**【概况】** 全区平稳。\n\n# 索引\n\n" + "\n\n".join(f"{word} {n + 12}" for n, word in enumerate(words)) + "\n")
    assert codes(b, "REF107") == [] or len(index_of(b)) == 0
