"""Chinese numerals read as their writers meant them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongjian.language import numerals

READINGS = [
    # printed, value
    ("七", 7),
    ("十", 10),
    ("十三", 13),
    ("二十", 20),
    ("三十二", 32),
    ("一百零五", 105),
    ("二百五十", 250),
    ("两千", 2000),
    ("三千零六", 3006),
    ("三万六千", 36000),
    ("十二万", 120000),
    ("一亿零三万", 100030000),
    ("二〇二一", 2021),
    ("一九四九", 1949),
    ("二○二四", 2024),
    ("三四", None),  # three or four: an estimate
    ("几十", None),
    ("12", None),
    ("", None),
]


@pytest.mark.parametrize(("printed", "value"), READINGS)
def test_a_numeral_has_the_value_its_readers_give_it(printed: str, value: int | None) -> None:
    assert numerals.parse(printed) == value


FIGURES = [("1,234.5", "1234.5"), ("12．5", "12.5"), ("－3.5", "-3.5"), ("0.40", "0.40"), ("1.2.3", None), ("二", None), ("", None)]


@pytest.mark.parametrize(("printed", "value"), FIGURES)
def test_an_arabic_figure_keeps_its_decimals(printed: str, value: str | None) -> None:
    assert numerals.decimal(printed) == (None if value is None else Decimal(value))
    if value is not None:
        assert str(numerals.decimal(printed)) == value


def written(n: int) -> str:
    """A number below 100 million as a clerk writes it."""
    if n >= 10000:
        rest = n % 10000
        return written(n // 10000) + "万" + ("" if not rest else ("零" if rest < 1000 else "") + written(rest))
    out, skipped = "", False
    for size, step in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = n // size % 10
        if digit:
            out += ("零" if skipped and out else "") + "一二三四五六七八九"[digit - 1] + step
        skipped = not digit
    return out[1:] if out.startswith("一十") else out


@given(st.integers(min_value=1, max_value=99_999_999))
def test_every_number_survives_being_written_and_read(n: int) -> None:
    assert numerals.parse(written(n)) == n


@given(st.integers(min_value=1000, max_value=2999))
def test_a_year_survives_digit_by_digit(year: int) -> None:
    assert numerals.parse("".join("〇一二三四五六七八九"[int(c)] for c in str(year))) == year
