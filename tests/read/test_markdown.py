"""Markdown: anybody's, where headings and tables declare the structure, and ours, where every block says what it is."""

from __future__ import annotations

import pytest

from tongjian.book import Book, account, content
from tongjian.publish.markdown import escape, markdown
from tongjian.read import READERS, choose
from tongjian.read.errors import Unreadable
from tongjian.read.markdown import read, sniff, source_of
from tongjian.structure import build


def book_of(text: str, name: str = "青石.md") -> Book:
    """The book of a Markdown text; it accounts for every character."""
    book = build(source_of(text, name))
    assert account(book, text) == []
    return book


def outline(book: Book) -> list[tuple[str, str]]:
    return [(node.level, node.title) for node in book.nodes]


# -- anybody's Markdown ----------------------------------------------------------------------------------------------
def test_headings_are_part_section_and_entry_and_the_only_top_one_names_the_book() -> None:
    book = book_of("# 青石年鉴（2025）\n\n## 经济\n\n### 农业\n\n#### 概况\n\n粮食产量3.2万吨。\n\n#### 种植业\n\n蔬菜5.1万吨。\n")
    assert book.title == "青石年鉴（2025）"
    assert outline(book) == [("part", "经济"), ("section", "农业"), ("entry", "概况"), ("entry", "种植业")]
    assert "年鉴" not in book.text


def test_bracketed_titles_are_entries_whether_bold_or_not() -> None:
    book = book_of("# 经济\n\n## 农业\n\n**【概况】**粮食产量3.2万吨。\n\n【种植业】 蔬菜5.1万吨。\n")
    assert outline(book)[2:] == [("entry", "概况"), ("entry", "种植业")]
    assert book.body(2).strip() == "粮食产量3.2万吨。"


def test_bold_run_in_titles_are_entries_where_several_are_so_set() -> None:
    book = book_of("# 经济\n\n## 农业\n\n**概况** 粮食产量3.2万吨。\n\n**种植业** 蔬菜5.1万吨，**其中**叶菜2万吨。\n")
    assert outline(book)[2:] == [("entry", "概况"), ("entry", "种植业")]
    assert book.body(3).strip() == "蔬菜5.1万吨，其中叶菜2万吨。"


def test_one_bold_word_is_no_title() -> None:
    assert outline(book_of("# 经济\n\n**注意** 数字为初步统计。\n\n全年增长5%。\n")) == [("part", "经济")]


def test_underlined_headings_count() -> None:
    assert outline(book_of("经济\n====\n\n农业\n----\n\n粮食丰收。\n\n社会\n====\n\n平安。\n")) == [("part", "经济"), ("section", "农业"), ("part", "社会")]


def test_a_pipe_table_with_its_caption_and_unit() -> None:
    book = book_of("# 经济\n\n表1 主要农产品产量\n\n单位：吨\n\n| 品种 | 产量 |\n|:---|---:|\n| 粮食 | 32000 |\n| 蔬\\|菜 | |\n")
    (table,) = book.tables
    assert table.title is not None and book.quote(*table.title) == "表1主要农产品产量"
    assert (table.unit, table.header) == ("吨", 1)
    assert [[book.text[c.start : c.end] for c in row] for row in table.rows] == [["品种", "产量"], ["粮食", "32000"], ["蔬|菜", ""]]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("粮食**丰收**。", "粮食丰收。"),
        ("见[公报](http://a.example/b_(c) \"题\")。", "见公报。"),
        ("![图1 厂区](a.png)", "图1厂区"),
        ("用`代码`说明。", "用代码说明。"),
        ("面积3\\*4米。", "面积3*4米。"),
        ("比值 3*4*5 不变。", "比值3*4*5不变。"),
        ("snake_case_name 不变。", "snake_case_name不变。"),
        ("GDP **growth** rate", "GDP growth rate"),
        ("~~删去~~保留<br>换行", "删去保留换行"),
        ("产量<5%的为低产", "产量<5%的为低产"),
        ("第一行\n第二行", "第一行第二行"),
        ("第一行  \n第二行", "第一行\n第二行"),
        ("> 引文\n> 续", "引文续"),
        ("- 第一项\n- 第二项\n  续行", "第一项\n第二项续行"),
        ("1. 有序", "1.有序"),
        ("前<!-- 编辑注\n# 不是标题 -->后", "前后"),
        ("```\n# 不是标题\n```", "#不是标题"),
        ("甲\n\n---\n\n乙", "甲\n乙"),
        ("# 尾号 ##", "尾号"),
        ("#没有空格", "#没有空格"),
    ],
)
def test_mark_up_goes_and_words_stay(typed: str, words: str) -> None:
    book = book_of(f"# 经济\n\n{typed}\n")
    assert book.text.removeprefix("经济\n") == words


def test_front_matter_in_chinese_or_english_names_the_book() -> None:
    for head in ("title: 青石年鉴\nyear: 2025\nregion: 青石区", "标题: '青石年鉴'\n卷: 2025\n地区: \"青石区\""):
        book = book_of(f"---\n{head}\n---\n\n# 经济\n\n平稳。\n")
        assert (book.title, book.year, book.region) == ("青石年鉴", 2025, "青石区")


def test_markdown_without_headings_is_judged_by_its_looks() -> None:
    book = book_of("农业\n\n【概况】 粮食产量3.2万吨。\n\n（区农业农村局）\n")
    assert [n.title for n in book.nodes if n.level == "entry"] == ["概况"]
    assert any(n.byline == "区农业农村局" for n in book.nodes)


def test_a_citation_names_the_line_of_the_file() -> None:
    book = book_of("# 经济\r\n\r\n## 农业\r\n\r\n粮食产量3.2万吨。\r\n")
    at = book.text.index("3.2")
    place = book.place(at, at + 3)
    assert (place.line, place.block) == (5, "p3")


# -- ours ------------------------------------------------------------------------------------------------------------
OURS = """---
tongjian: 1
title: "青石年鉴（2025）"
year: 2025
region: "青石区"
---

# 大事记

## 1月

**5日**，区两会召开。

# 经济

## 农业 <!-- group -->

### 种植业

**【概况】** 粮食产量3.2万吨。

*病虫防治。* 统防12万亩次。

_绿色种植。_ 面积3万亩。

| 品种 | 产量 | < |
|---|---|---|
| ^ | 总产 | 单产 |
| 粮食 | 32000 | 420 |

（区农业农村局）

# 名录 <!-- namelist -->

**区农业农村局**

- 张三 | 局长
- 李四 | 副局长（8月开始担任）
"""


def test_our_markdown_says_what_each_block_is() -> None:
    book = book_of(OURS)
    assert outline(book) == [
        ("part", "大事记"), ("section", "1月"), ("entry", "5日"), ("part", "经济"), ("section", "农业"), ("section", "种植业"), ("entry", "概况"),
        ("subentry", "病虫防治。"), ("subentry", "绿色种植。"), ("part", "名录"), ("entry", "区农业农村局"),
    ]
    assert [n.kind for n in book.nodes if n.level == "part"] == ["chronicle", "prose", "namelist"]
    assert [n.inferred for n in book.nodes if n.level == "subentry"] == [False, True]
    assert [n.byline for n in book.nodes if n.title == "种植业"] == ["区农业农村局"]
    (table,) = book.tables
    assert [[(c.rows, c.columns) for c in row] for row in table.rows] == [[(2, 1), (1, 2)], [(1, 1), (1, 1)], [(1, 1), (1, 1), (1, 1)]]
    assert "张三\t局长\n李四\t副局长（8月开始担任）" in book.text


def test_our_markdown_prints_as_it_was_read() -> None:
    once = markdown(book_of(OURS))
    assert markdown(book_of(once)) == once
    assert content(book_of(once)) == content(book_of(OURS))


def test_a_hand_may_wrap_our_paragraphs() -> None:
    wrapped = OURS.replace("粮食产量3.2万吨。", "粮食产量\n3.2万吨。")
    assert content(book_of(wrapped)) == content(book_of(OURS))


@pytest.mark.parametrize("line", ["# 不是标题", "| 不是 | 表 |", "- 不是列表", "*不是斜体*", "**不是粗体**", "<b>", "`代码`", "1.", "---", "[x]: y", "\\*", "> 引", "="])
def test_hostile_words_are_escaped(line: str) -> None:
    assert escape(line).replace("\\", "") == line.replace("\\", "")
    typed = markdown(build(source_of(f"# 经济\n\n```\n{line}\n```\n", "青石.md")))
    assert book_of(typed).text.split("\n")[1:] == ["".join(line.split())]


# -- the form --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "name", "form"),
    [
        ("---\ntongjian: 1\n---\n\n# 经济\n", "book.txt", "markdown"),
        ("# 经济\n\n## 农业\n\n### 概况\n\n平稳。\n", "stdin.txt", "markdown"),
        ("经济\n\n平稳。\n", "book.md", "markdown"),
        ("经济\n\n【概况】 平稳。\n", "book.txt", "text"),
        ("<!DOCTYPE html><html><body><h1>经济</h1></body></html>", "page.html", "html"),
    ],
)
def test_the_reader_is_chosen_by_content_and_name(text: str, name: str, form: str) -> None:
    assert form in {r.form for r in READERS}
    assert choose(text.encode(), name).form == form
    assert 0 <= sniff(text.encode(), name) <= 1


def test_gb18030_and_byte_order_marks_are_read() -> None:
    text = "# 经济\n\n青石区农业平稳发展，粮食丰收。\n"
    for data in (text.encode("gb18030"), b"\xef\xbb\xbf" + text.encode(), text.encode("utf-16")):
        source = read(data, "青石.md")
        assert outline(build(source)) == [("part", "经济")]


def test_an_empty_file_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="no text"):
        read(b"  \n\n", "青石.md")


# -- drawn tables ----------------------------------------------------------------------------------------------------
def rows_of(text: str) -> list[list[str]]:
    book = book_of(text)
    (table,) = book.tables
    return [["".join(book.text[c.start : c.end].split()) for c in row] for row in table.rows]


GRID = """# 经济

表1 主要农产品产量

+------+-------+-------+
| 品种 | 2023年 | 2024年 |
+======+=======+=======+
| 粮食 | 31000 | 32000 |
+------+-------+-------+
| 蔬菜 | 50800 | 51000 |
| 瓜果 |       |       |
+------+-------+-------+

全年粮食丰收。
"""

SPANNED = """# 经济

+----------+--------+--------+
| 类别     | 2023年 | 2024年 |
+==========+========+========+
| 粮食     | 31000  | 32000  |
|          +--------+--------+
|          | 稻谷   | 玉米   |
+----------+--------+--------+
| 合计     | 81000           |
+----------+-----------------+
"""

BOX = """# 经济

## 农业

表1 主要农产品产量

┌────┬────┬────┐
│品种│2023年│2024年│
├────┼────┼────┤
│粮食│31000 │32000 │
└────┴────┴────┘

全年粮食丰收。
"""


def test_a_grid_table_gives_its_cells_and_its_caption() -> None:
    assert rows_of(GRID) == [["品种", "2023年", "2024年"], ["粮食", "31000", "32000"], ["蔬菜瓜果", "50800", "51000"]]
    book = book_of(GRID)
    assert book.tables[0].title is not None and book.quote(*book.tables[0].title) == "表1主要农产品产量" and book.tables[0].header == 1
    assert "+" not in book.text and "|" not in book.text and book.text.rstrip().endswith("全年粮食丰收。")


def test_cells_that_span_rows_or_columns_of_a_grid_table_are_one() -> None:
    book = book_of(SPANNED)
    (table,) = book.tables
    assert rows_of(SPANNED) == [["类别", "2023年", "2024年"], ["粮食", "31000", "32000"], ["稻谷", "玉米"], ["合计", "81000"]]
    assert (table.rows[1][0].rows, table.rows[3][1].columns) == (2, 2)


def test_a_grid_table_whose_typist_did_not_align_it_keeps_its_columns() -> None:
    assert rows_of("# 经济\n\n+--+--+\n| 粮食产量 | 吨 |\n+--+--+\n| 蔬 | 51000 |\n+--+--+\n") == [["粮食产量", "吨"], ["蔬", "51000"]]


def test_a_table_of_box_characters_inside_markdown_gives_its_cells() -> None:
    assert rows_of(BOX) == [["品种", "2023年", "2024年"], ["粮食", "31000", "32000"]]
    book = book_of(BOX)
    assert outline(book)[:2] == [("part", "经济"), ("section", "农业")] and book.tables[0].title is not None
    assert choose(BOX.encode(), "书.md").form == "markdown" and choose(BOX.encode(), "书.txt").form == "marked text"


@pytest.mark.parametrize("text", ["+---+\n全年增长5%。\n", "+1.5%\n+2.5%\n", "+---+---+\n", "全年\n+---+\n| 甲 |\n"])
def test_what_only_looks_like_a_drawn_table_stays_text(text: str) -> None:
    assert book_of("# 经济\n\n" + text).tables == ()


def test_a_box_row_that_a_cell_goes_through_spans_rows_in_marked_text() -> None:
    text = "┌──┬──┬──┐\n│城市│低保│812 │\n│    ├──┼──┤\n│    │特困│96  │\n└──┴──┴──┘\n"
    book = build(choose(text.encode(), "表.txt").read(text.encode(), "表.txt"))
    (table,) = book.tables
    assert [["".join(book.text[c.start : c.end].split()) for c in row] for row in table.rows] == [["城市", "低保", "812"], ["特困", "96"]]
    assert table.rows[0][0].rows == 2
