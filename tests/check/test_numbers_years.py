"""This year's book against last year's (`--previous`): growth, leaps, what is said of last year, text carried over, what is gone."""

from __future__ import annotations

import pytest

from tongjian.book import Book
from tongjian.check import check, relations
from tongjian.read.text import source_of
from tongjian.structure import build


def edition(year: int, *entries: str) -> Book:
    body = "\n\n".join(e if e.startswith("【") else f"【概况】{e}" for e in entries)
    return build(source_of(f"青石年鉴（{year}）\n\n经济\n\n综合\n\n{body}\n", f"青石年鉴（{year}）.txt", "utf-8", []))


def told(last: str, this: str) -> list[tuple[str, str]]:
    return [(f.code, f.severity) for f in check(edition(2025, this), previous=edition(2024, last), select=("NUM3",))]


@pytest.mark.parametrize(
    ("last", "this", "found"),
    [
        ("2023年，青石区快递业务量3240万件。", "2024年，青石区快递业务量3860万件，比上年增长19.1%。", []),
        ("2023年，青石区快递业务量3240万件。", "2024年，青石区快递业务量3860万件，比上年增长16.1%。", [("NUM301", "warning")]),  # one digit
        ("2023年，青石区贷款余额358.40亿元。", "2024年，青石区贷款余额389.20亿元，比上年增长6.8%。", [("NUM301", "warning")]),  # swapped
        ("2023年，青石区贷款余额358.40亿元。", "2024年，青石区贷款余额389.20亿元，比上年增长7.2%。", [("NUM301", "info")]),  # revised
        ("2023年，青石区贷款余额358.40亿元。", "2024年，青石区贷款余额389.20亿元，比上年下降8.6%。", [("NUM301", "warning")]),
        ("2023年，青石区地区生产总值286.50亿元。", "2024年，青石区地区生产总值310.20亿元，比上年增长6.1%。", []),  # at constant prices
        ("2023年，青石区粮食播种面积200公顷。", "2024年，青石区粮食播种面积2000公顷。", [("NUM302", "warning")]),
        ("2023年，青石区贷款余额358.40亿元。", "2024年，青石区贷款余额389.20亿元。2023年，青石区贷款余额358.40亿元。", []),
        ("2023年，青石区贷款余额358.40亿元。", "2024年，青石区贷款余额389.20亿元。2023年，青石区贷款余额353.40亿元。", [("NUM305", "warning")]),
        ("2023年，青石区贷款余额358.40亿元。", "2024年，青石区贷款余额389.20亿元。2023年，青石区贷款余额361.72亿元。", [("NUM305", "info")]),  # revised
    ],
)
def test_a_figure_is_set_against_last_years_book(last: str, this: str, found: list[tuple[str, str]]) -> None:
    assert told(last, this) == found


CARRIED = "全年开展执法检查126次、专项检查38次，发现问题57个。全年受理投诉412件，办结405件，回访群众386人次。"


def test_sentences_carried_over_are_one_finding_an_entry() -> None:
    findings = check(edition(2025, CARRIED), previous=edition(2024, CARRIED + "另有安排。"), select=("NUM303",))
    assert [(f.severity, len(f.related)) for f in findings] == [("warning", 1)]
    assert "2句话的6个数字" in findings[0].message


def test_what_stands_still_by_its_nature_is_not_told_as_carried_over() -> None:
    standing = "2023年末，全局核定编制48名，在职职工45名，内设科室12个，平均年龄41岁。"
    assert told(standing, standing.replace("2023", "2024")) == []


def test_entries_that_stand_as_they_stood_are_one_finding_a_book() -> None:
    hill = "【地貌】青石区地处岚江北岸，地势北高南低，中部为丘陵，南部为河谷平坝，山脉呈北东走向，最高处为白鹿山主峰，最低处为岚江江面，相对高差较大，沟谷纵横，台地错落。"
    river = "【河流】青石河发源于白鹿山南麓，自北向南流经全区，于临江街道汇入岚江，沿岸有东山、西溪、南塘三条支流，河床平缓，水量丰沛，枯水期在每年冬季，汛期在夏秋之交。"
    rows = check(edition(2025, hill, river), previous=edition(2024, hill, river + "另有一河。", "【气候】全年多雨。"), select=("NUM306",))
    assert [(f.code, f.severity, f.computed) for f in rows] == [("NUM306", "info", "1")]


def test_without_last_years_book_nothing_is_told() -> None:
    book = edition(2025, CARRIED)
    assert check(book, select=("NUM3",)) == []
    assert not any(r.code.startswith("NUM3") for r in relations(book))
