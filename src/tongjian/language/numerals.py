"""Chinese numerals as values: 十三, 二百零五, 三万六千, 二〇二一, 两."""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {"〇": 0, "零": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"万": 10**4, "亿": 10**8}
NUMERAL = re.compile(r"[〇零○一二两三四五六七八九十百千万亿]+")
_PLAIN = str.maketrans({",": None, "，": None, "．": ".", "－": "-", "−": "-"})
SCALES = {"": Decimal(1), "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10**4), "十万": Decimal(10**5), "百万": Decimal(10**6), "千万": Decimal(10**7), "亿": Decimal(10**8), "万亿": Decimal(10**12)}


def parse(text: str) -> int | None:
    """The value of a Chinese numeral; None where the characters are none (`三四` is an estimate, not a number).

    Digit strings read place by place (二〇二一 → 2021); with 十百千万亿 by value (三万六千 → 36000).
    """
    if not NUMERAL.fullmatch(text):
        return None
    if not any(c in _STEPS or c in _SCALES for c in text):
        if len(text) == 1:
            return DIGITS[text]
        if len(text) == 2 and "〇" not in text and "零" not in text:
            return None
        return int("".join(str(DIGITS[c]) for c in text))
    total = section = digit = 0
    seen = False
    for c in text:
        if c in DIGITS:
            if seen and digit and DIGITS[c]:
                return None
            digit, seen = DIGITS[c], True
        elif c in _STEPS:
            section += (digit or (1 if c == "十" and not section else digit) or 1) * _STEPS[c]
            digit, seen = 0, False
        else:
            section += digit
            total = (total + section) * _SCALES[c] if c == "亿" else total + section * _SCALES[c]
            section = digit = 0
            seen = False
    return total + section + digit


def decimal(text: str) -> Decimal | None:
    """An Arabic figure as printed (`1,234.5`, `12．5`, `－3.5`) as a Decimal; None where it is none."""
    plain = text.translate(_PLAIN)
    return Decimal(plain) if re.fullmatch(r"-?\d+(\.\d+)?", plain) else None
