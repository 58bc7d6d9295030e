"""The round-trip law: a book printed as Markdown reads back to the same content."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import real_books
from tongjian.book import Book, account, content
from tongjian.publish.markdown import markdown
from tongjian.read import markdown as reader
from tongjian.read import open_book
from tongjian.structure import build


def again(book: Book) -> Book:
    """The book, printed as Markdown and read back; the accounting law holds on the way."""
    printed = markdown(book)
    found = build(reader.source_of(printed, "again.md"))
    assert account(found, printed) == []
    return found


@pytest.mark.parametrize("path", real_books() or [pytest.param(Path(), marks=pytest.mark.skip("the real books are not here (set TONGJIAN_BOOKS)"))], ids=lambda p: p.name)
def test_every_real_book_reads_back_to_the_same_content(path: Path) -> None:
    book = open_book(path)
    found = again(book)
    assert found.text == book.text
    assert content(found) == content(book)
    assert markdown(found) == markdown(book)


def test_a_small_yearbook_reads_back(lay: Callable[..., Book]) -> None:
    book = lay(
        """
        编辑说明
        《青石年鉴（2025）》记述青石区2024年的情况。
        """,
        """
        经    济
        农    业
        【概况】 2024年，青石区粮食产量3.2万吨，比上年增长2.1%。
        碧水行动。推进河道整治12 条。
        表1 2024年青石区主要农产品产量
        单位：吨
        品种 产量 增长
        粮食 32000 2.1
        蔬菜 51000 3.4
        （区农业农村局）
        """,
    )
    found = again(book)
    assert content(found) == content(book)
