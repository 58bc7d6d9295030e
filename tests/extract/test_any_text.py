"""Whatever the text, every extractor gives records whose spans lie in the book, in the order of the text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_entry import entry

from conftest import real_books
from tongjian.extract import EXTRACTORS, extract, record
from tongjian.read import open_book

PIECES = st.sampled_from(
    "2024年 6月 3日 是日 截至 全区 区民政局 区长 王强 李若梅 、 ， 。 ； （ ） “ ” 《 》 〔2024〕 1号 12 3.5 % 万元 人 个 家 其中 分别 增长 下降 比上年 同比 占 均 为 共 建成 平台 系统 公众号 获 称号 同志 等 和 该工程 总投资 石盘村 第 一 位居全市第三 某某 · - — 57".split()
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_no_text_breaks_an_extractor(text: str) -> None:
    book = entry(text + "。")
    for name in EXTRACTORS:
        last = 0
        for found in extract(book, name):
            assert 0 <= found.start <= found.end <= len(book.text)
            assert found.start >= last or name in ("events", "facts")
            last = found.start
            assert record(book, found)["quote"] is not None


@pytest.mark.parametrize("path", real_books(), ids=lambda p: p.name)
def test_every_real_book_gives_its_records(path: Path) -> None:
    book = open_book(path)
    for name in EXTRACTORS:
        for found in extract(book, name):
            assert 0 <= found.start <= found.end <= len(book.text)
