"""How the errors of a book are counted: weights, once a page, four times a book."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tongjian.book import Book
from tongjian.check import check
from tongjian.check.score import book_score, score_line, weight

Lay = Callable[..., Book]


@pytest.mark.parametrize(("code", "worth"), [("TXT101", 1.0), ("NUM101", 1.0), ("STY501", 2.0), ("STY404", 0.5), ("STY403", 1.0), ("PUN101", 0.1), ("STY301", 0.0), ("STR101", 0.0)])
def test_an_error_counts_as_the_standard_weighs_it(code: str, worth: float) -> None:
    assert weight(code) == worth


def _score(lay: Lay, *pages: str) -> tuple[int, float]:
    book = lay("概览\n区情\n【位置面积】青石区面积96平方千米。", *pages)
    s = book_score(book, check(book, select=("TXT101", "STY301", "STY404")))
    return s.places, s.counted


def test_the_same_wrong_word_counts_once_a_page(lay: Lay) -> None:
    assert _score(lay, "社会事业\n教育\n【甲】按装路灯30盏。\n【乙】按装电梯5部。") == (1, 1.0)


def test_and_four_times_a_book_at_most(lay: Lay) -> None:
    pages = [f"社会事业{n}\n教育\n【甲{n}】按装路灯30盏，办结全部申请事项。" for n in "一二三四五六七"]
    assert _score(lay, *pages) == (4, 4.0)


def test_what_only_the_trade_forbids_counts_nothing(lay: Lay) -> None:
    assert _score(lay, "社会事业\n教育\n【甲】我区新建小学2所。") == (0, 0.0)


def test_the_line_says_that_it_is_a_lower_bound(lay: Lay) -> None:
    book = lay("概览\n区情\n【位置面积】青石区面积96平方千米。")
    line = score_line(book, [])
    assert "下限" in line and "lower bound" in line and "0 个" in line
