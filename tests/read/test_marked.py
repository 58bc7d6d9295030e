"""Text with a typist's marks: `#` headings over hard-wrapped prose, hanging dates, run-in titles, drawn tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from tongjian.book import Book, account
from tongjian.read import open_book, read_source
from tongjian.read.marked import read
from tongjian.structure import build

CHRONICLE = """## 大事记

#### 1998年

    1月10日     召开全区农村工作会议，部署调整
                种植结构。
    该   月     青石区档案馆新馆落成
    3月18～19日 区政协第五届第二次会议召开。
    5    月     青石区与云泽市港务局结成共建单位。
    8月 5日     10时许，石门等3个乡遭受冰雹袭击，持续
                20分钟。
    8月28日     日本友好城市代表团到区考察。
    9月 2日     下午4点，龙卷风袭击石门乡。
    该   年     全区实现乡乡通电话。

#### 1999年

    2月1日      区图书馆开馆。
    2月3日和4日 区两会召开。
"""

PEOPLE = """### 二、人物简介

#### （一）教育界人士

    林大同  生于1917年11月，青石区石门镇人。1934年起先后在本区小学、中学任教，
曾任校长。1985年离休。
    何  川  生于1926年，青石区平湖镇人。1939年5月入伍，1945年任保卫队指导员，后
转业回乡，1986年离休
    苏明远  生于1930年3月，青石区人。历任区教育局科长、副局长、局长，1992年退
休。
    郑亦秋  生于1931年7月，青石区人。历任区中学教师、教导主任，1993年退休。
    魏思齐  生于1932年7月，青石区人。历任区中学教师、教导主任，1994年退休。
    高  远  生于1934年2月，青石区人。历任区中学教师、教导主任，1996年退休。
    唐文清生于1933年8月，青石区石门镇人。历任小学教师、校长、学区主任，1995年
退休。
"""

TABLE = """## 第三编  财政

    1996年以来，全区财政收入稳步增长。

                      1996～1998年青石区财政收入情况表
表3-1                                          单位：万元
┏━━━┯━━━━┯━━━━┓
┃ 年度 │财政收入│其中：工┃
┃      │合计    │商税收  ┃
┠───┼────┼────┨
┃ 1996 │  1200  │  800   ┃
┠───┼────┼────┨
┃ 1997 │  1300  │   -    ┃
┠───┼────┼────┨
┃ 合计 │      2500        ┃
┗━━━┷━━━━┷━━━━┛

                                             续表
┏━━━┯━━━━┓
┃ 年度 │ 农业税 ┃
┠───┼────┨
┃ 1996 │  300   ┃
┗━━━┷━━━━┛
"""


def opened(text: str, tmp_path: Path) -> Book:
    path = tmp_path / "青石区志.txt"
    path.write_text(text, encoding="utf-8")
    source = read_source(path)
    book = open_book(path)
    assert account(book, source.text) == []
    return book


def test_each_hanging_date_opens_a_chronicle_item(tmp_path: Path) -> None:
    book = opened(CHRONICLE, tmp_path)
    assert [n.title for n in book.nodes if n.level == "section"] == ["1998年", "1999年"]
    items = ["1月10日", "该月", "3月18～19日", "5月", "8月5日", "8月28日", "9月2日", "该年", "2月1日", "2月3日和4日"]
    assert [n.title for n in book.nodes if n.level == "entry"] == items
    bodies = {n.title: book.body(i) for i, n in enumerate(book.nodes) if n.level == "entry"}
    assert bodies["1月10日"] == "召开全区农村工作会议，部署调整种植结构。"
    assert bodies["8月5日"].startswith("10时许") and bodies["8月28日"].startswith("日本友好")
    assert bodies["9月2日"].startswith("下午4点")


def test_names_before_a_gap_are_entry_titles_and_a_lost_gap_is_made_good(tmp_path: Path) -> None:
    book = opened(PEOPLE, tmp_path)
    assert [n.title for n in book.nodes if n.level == "entry"] == ["林大同", "何川", "苏明远", "郑亦秋", "魏思齐", "高远", "唐文清"]
    assert next(book.body(i) for i, n in enumerate(book.nodes) if n.title == "唐文清").startswith("生于1933年8月")


def test_a_drawn_table_comes_out_in_cells_with_title_unit_and_continuation(tmp_path: Path) -> None:
    book = opened(TABLE, tmp_path)
    first, second = book.tables
    cells = [[book.text[c.start : c.end] for c in row] for row in first.rows]
    assert cells == [["年度", "财政收入合计", "其中：工商税收"], ["1996", "1200", "800"], ["1997", "1300", "-"], ["合计", "2500"]]
    assert first.rows[3][1].columns == 2
    assert first.unit == second.unit == "万元"
    assert first.title is not None and book.text[slice(*first.title)] == "1996～1998年青石区财政收入情况表"
    assert second.title == first.title


@pytest.mark.parametrize("broken", ["┏━━┓\n┃ 年度", "┏━┓\n" * 50, "# 标题\n┏━━┯━━┓\n文字\n┗━━┛"])
def test_a_drawing_that_is_no_table_loses_nothing(broken: str, tmp_path: Path) -> None:
    opened(broken, tmp_path)


@pytest.mark.parametrize(
    "drawing",
    [
        "┏━━┯━━┓\n┃粮食│32000 多\n┗━━┷━━┛\n",
        "┏━━┯━━┓\n粮食│32000 ┃\n┗━━┷━━┛\n",
        "┏━━┯━7━┓\n┃粮食│32000 ┃\n┗━━┷━━┛\n",
        "┏━━┯━━┓\n┃粮食│32000 ┃\n┗━━┷━郝庄、│119━┛\n",
        "甲┏━━┯━━┓\n┃粮食│32000 ┃\n余下的字┃一\n┗━━┷━━┛乙\n",
    ],
    ids=["right side open", "left side open", "a figure in the top", "words in the bottom", "words around it"],
)
def test_no_character_of_a_badly_drawn_table_is_lost(drawing: str) -> None:
    text = "# 经济\n\n" + drawing + "\n全年粮食丰收。\n"
    source = read(text.encode(), "表.txt")
    assert account(build(source), source.text) == []
