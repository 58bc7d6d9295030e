"""TEI: every character once and in order, divisions that nest, page breaks where the print has them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from conftest import real_books
from tongjian.book import Book
from tongjian.publish.tei import tei
from tongjian.read import open_book
from tongjian.read.markdown import source_of
from tongjian.structure import build

NS = {"t": "http://www.tei-c.org/ns/1.0"}
YEARBOOK = """---
tongjian: 1
title: "青石年鉴（2025）"
year: 2025
region: "青石区"
---

# 经济

## 农业

**【概况】** 粮食产量3.2万吨，\\<b>\\& 完。

_绿色种植_。面积3万亩。

表1 主要农产品产量 <!-- caption -->

| 品种 | 产量 | < |
|---|---|---|
| ^ | 总产 | 单产 |
| 粮食 | 32000 | 420 |

（区农业农村局）

以上为初步统计。 <!-- within=1 -->
"""


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def root_of(book: Book) -> etree._Element:
    return etree.fromstring(tei(book))


@pytest.mark.parametrize("path", real_books() or [pytest.param(Path(), marks=pytest.mark.skip("the real books are not here (set TONGJIAN_BOOKS)"))], ids=lambda p: p.name)
def test_every_character_of_a_real_book_stands_once_and_in_order(path: Path) -> None:
    book = open_book(path)
    text = root_of(book).find("t:text", NS)
    assert squeezed("".join(text.itertext())) == squeezed(book.text)
    ids = text.xpath("//t:div/@xml:id | //t:row/@xml:id", namespaces=NS)
    assert len(ids) == len(set(ids)) == len(book.nodes)


def test_divisions_heads_signatures_and_tables() -> None:
    book = build(source_of(YEARBOOK, "青石.md"))
    root = root_of(book)
    assert root.xpath("//t:div[@type='entry']/t:head/text()", namespaces=NS) == ["【概况】"]
    assert root.xpath("//t:div[@type='entry']/t:p/text()", namespaces=NS)[0] == "粮食产量3.2万吨，<b>&完。"
    assert root.xpath("//t:div[@type='subentry' and @cert='medium']/t:head/text()", namespaces=NS) == ["绿色种植"]
    assert root.xpath("//t:div[@type='section']/t:byline/text()", namespaces=NS) == ["（区农业农村局）"]
    assert root.xpath("//t:table/t:head/text()", namespaces=NS) == ["表1主要农产品产量"]
    assert root.xpath("//t:row[@role='label']/t:cell[@cols='2']/text()", namespaces=NS) == ["产量"]
    assert root.xpath("//t:row[@role='label']/t:cell[@rows='2']/text()", namespaces=NS) == ["品种"]


def test_a_paragraph_behind_divisions_has_one_of_its_own() -> None:
    root = root_of(build(source_of(YEARBOOK, "青石.md")))
    assert root.xpath("//t:div[@type='part']/t:div[@type='text']/t:p/text()", namespaces=NS) == ["以上为初步统计。"]
    for division in root.iter("{*}div"):
        tags = [etree.QName(c).localname for c in division]
        assert "p" not in tags[tags.index("div") :] if "div" in tags else True


def test_a_page_of_the_print_begins_with_its_number(lay: Callable[..., Book]) -> None:
    book = lay(
        "青石年鉴（2025）\n26\n经    济\n农    业\n【概况】 青石区粮食产量3.2万吨，比上年增",
        "长2.1%。蔬菜5.1万吨。\n经    济\n27",
    )
    marks = list(root_of(book).iter("{*}pb"))
    assert len(marks) == 2
    for mark in marks:
        at = book.text.index((mark.tail or "")[:4] or book.text[:4])
        assert book.place(at, at + 4).page == mark.get("n")
    assert marks[1].getparent().text.endswith("比上年增") and marks[1].tail.startswith("长2.1%")


def test_the_header_names_no_licence() -> None:
    root = root_of(build(source_of(YEARBOOK, "青石.md")))
    assert root.xpath("//t:availability/@status", namespaces=NS) == ["unknown"]
    assert root.xpath("//t:edition/@n", namespaces=NS) == ["2025"]


def test_the_same_book_gives_the_same_bytes() -> None:
    book = build(source_of(YEARBOOK, "青石.md"))
    assert tei(book) == tei(book)
