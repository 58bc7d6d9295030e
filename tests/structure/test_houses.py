"""Whatever a house prints around it, the same yearbook comes out: a table of houses, one record each, and what must be found."""

from __future__ import annotations

from pathlib import Path

import pytest

from houses import HOUSES, House, measured, misses, printed
from tongjian.book import Book, account
from tongjian.book.content import content
from tongjian.publish.markdown import markdown
from tongjian.read import markdown as reader
from tongjian.read import open_book
from tongjian.structure import build

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "qingshi" / "qingshi-2025.md"
FLOOR = 0.97


@pytest.fixture(scope="module")
def example() -> Book:
    return open_book(EXAMPLE)


@pytest.mark.parametrize("house", HOUSES, ids=lambda house: house.name)
def test_a_yearbook_comes_out_whatever_its_house(example: Book, house: House, tmp_path: Path) -> None:
    text, truths = printed(example, house)
    file = tmp_path / "青石年鉴（2025）.txt"
    file.write_bytes(text.encode(house.encoding))
    book = open_book(file)
    assert account(book, text) == []
    assert content(build(reader.read(markdown(book).encode(), "书.md"))) == content(book)
    found = measured(book, truths)
    assert {name: share for name, share in found.items() if share < FLOOR} == {}, misses(book, truths)[:12]
