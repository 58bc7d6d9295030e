"""Real books: not one character lost, and the tree as their editors drew it."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import need_book, real_books
from tongjian.book import account
from tongjian.read import read_source
from tongjian.structure import build


@pytest.mark.skipif(not real_books(), reason="no real books here (set TONGJIAN_BOOKS)")
@pytest.mark.parametrize("path", real_books(), ids=lambda p: p.name)
def test_every_character_of_a_real_book_is_accounted_for(path: Path) -> None:
    source = read_source(path)
    assert account(build(source), source.text) == []


def test_the_reference_book_has_its_eleven_parts_and_more_than_800_entries() -> None:
    book = build(read_source(need_book("dadukou-2022.txt")))
    assert sum(n.level == "part" for n in book.nodes) >= 11
    assert sum(n.level == "entry" for n in book.nodes) > 800
    assert book.year == 2022 and book.data_year == 2021
