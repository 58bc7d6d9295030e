"""Spans go from the running text to the source and back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tongjian.book import Origin, account
from tongjian.book.model import Book


def origins() -> st.SearchStrategy[tuple[Origin, int]]:
    @st.composite
    def draw(pick: st.DrawFn) -> tuple[Origin, int]:
        lengths = pick(st.lists(st.integers(1, 6), min_size=1, max_size=8))
        gaps = pick(st.lists(st.integers(0, 2), min_size=len(lengths), max_size=len(lengths)))
        order = pick(st.permutations(range(len(lengths))))
        text, at = [], 0
        for length, gap in zip(lengths, gaps, strict=True):
            at += gap
            text.append(at)
            at += length
        source, place = [0] * len(lengths), 0
        for i in order:
            source[i] = place
            place += lengths[i]
        return Origin(tuple(text), tuple(source), tuple(lengths)), at

    return draw()


@given(origins(), st.data())
def test_a_span_of_text_comes_back_from_the_source_as_itself(made: tuple[Origin, int], data: st.DataObject) -> None:
    origin, size = made
    start = data.draw(st.integers(0, size))
    end = data.draw(st.integers(start, size))
    covered = {p for t, n in zip(origin.text, origin.length, strict=True) for p in range(t, t + n)} & set(range(start, end))
    back = {p for a, b in origin.to_source(start, end) for x, y in origin.to_text(a, b) for p in range(x, y)}
    assert back == covered


def test_the_accounting_law_names_what_is_lost_invented_or_doubled() -> None:
    def book(text: str, runs: list[tuple[int, int, int]]) -> Book:
        origin = Origin(*(tuple(column) for column in zip(*runs, strict=True)))
        return Book("x", "x", text, (), origin, (), (), (0,), ())

    assert account(book("甲乙", [(0, 0, 1), (1, 2, 1)]), "甲 乙") == []
    assert "is lost" in account(book("甲", [(0, 0, 1)]), "甲乙")[0]
    assert "no origin" in account(book("甲丙", [(0, 0, 1)]), "甲")[0]
    assert any("twice" in p for p in account(book("甲甲", [(0, 0, 1), (1, 0, 1)]), "甲"))
