"""The Word document: every word, the trade's styles, merged cells; and it reads back to the same outline."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from conftest import real_books
from tongjian.book import Book
from tongjian.publish import PUBLISHERS
from tongjian.read import open_book
from tongjian.read.markdown import source_of
from tongjian.structure import build

word = pytest.importorskip("docx", reason="python-docx is not installed: pip install 'tongjian[docx]'")
from tongjian.publish.docx import docx  # noqa: E402

YEARBOOK = """---
tongjian: 1
title: "青石年鉴（2025）"
year: 2025
region: "青石区"
---

# 大事记

## 1月

**5日**，区两会召开，审议《政府工作报告》，通过各项决议，选举产生新一届领导班子成员。

# 经济

## 农业 <!-- group -->

### 种植业

**【概况】** 青石区粮食产量3.2万吨，\\<b>\\&amp; 完。

*病虫防治*。统防12万亩次。

### 畜牧业

**【概况】** 存栏生猪2.1万头。

表1 主要农产品产量 <!-- caption -->

单位：吨 <!-- note -->

| 品种 | 产量 | < |
|---|---|---|
| ^ | 总产 | 单产 |
| 粮食 | 32000 | 420 |

（区农业农村局）
"""


def book_of(text: str = YEARBOOK) -> Book:
    return build(source_of(text, "青石.md"))


def again(book: Book, tmp_path: Path) -> Book:
    PUBLISHERS["docx"](book, tmp_path / "a.docx")
    return open_book(tmp_path / "a.docx")


def outline(book: Book) -> list[tuple[str, str, str | None]]:
    return [(n.level, n.title, n.byline) for n in book.nodes]


def words(book: Book) -> str:
    return re.sub(r"\s+", "", book.text)


def test_it_reads_back_to_the_same_words_and_outline(tmp_path: Path) -> None:
    book = book_of()
    found = again(book, tmp_path)
    assert words(found) == words(book)
    assert outline(found) == outline(book)
    assert (found.title, found.year, found.region) == (book.title, book.year, book.region)


def test_tables_keep_caption_unit_head_and_merged_cells(tmp_path: Path) -> None:
    book = book_of()
    (table,) = again(book, tmp_path).tables
    (before,) = book.tables
    assert (table.unit, table.header >= 1) == ("吨", True)
    assert [[(c.rows, c.columns) for c in row] for row in table.rows] == [[(c.rows, c.columns) for c in row] for row in before.rows]


@pytest.mark.parametrize("path", real_books() or [pytest.param(Path(), marks=pytest.mark.skip("the real books are not here (set TONGJIAN_BOOKS)"))], ids=lambda p: p.name)
def test_every_real_book_reads_back_to_the_same_words(path: Path, tmp_path: Path) -> None:
    """All words in the same order; and of the nodes all but a few whose marks are in the type alone."""
    book = open_book(path)
    found = again(book, tmp_path)
    assert words(found) == words(book)
    named = {(n.level, n.title) for n in book.nodes if n.title_span}
    assert len(named & {(n.level, n.title) for n in found.nodes}) >= 0.99 * len(named)


def test_headings_and_styles_are_those_that_word_and_the_trade_know() -> None:
    document = word.Document(io.BytesIO(docx(book_of())))
    styles = [(p.style.name, p.text) for p in document.paragraphs if p.text]
    assert ("Heading 1", "经济") in styles and ("Heading 3", "种植业") in styles
    assert ("条目", "【概况】\u3000青石区粮食产量3.2万吨，<b>&amp;完。") in styles
    assert ("署名", "（区农业农村局）") in styles and ("题注", "表1主要农产品产量") in styles and ("表单位", "单位：吨") in styles


def test_control_characters_do_not_break_the_document() -> None:
    book = book_of("# 经济\n\n平稳\x0b\x02发展。\n")
    assert "平稳" in "".join(p.text for p in word.Document(io.BytesIO(docx(book))).paragraphs)


def test_the_same_book_gives_the_same_bytes() -> None:
    assert docx(book_of()) == docx(book_of())
