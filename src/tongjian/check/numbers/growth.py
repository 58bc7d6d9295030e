"""Growth: an amount, its change and its rate; from x to y (R71, R72, R73)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from tongjian.check.context import Context
from tongjian.check.finding import Finding, Relation
from tongjian.check.numbers.common import interval, sentences, show
from tongjian.check.registry import Rule, declare, relate
from tongjian.language.quantities import Quantity

SOURCE = "field rules R71, R72, R73"
declare(
    Rule(
        "NUM121", "增减量、增减率与总量不符", "amount, change and rate of change disagree", "error", SOURCE,
        ("全年完成税收12.40亿元，比上年增加2.40亿元，增长34%。", "参保人数由8000人增加到10000人，增长30%。"),
        ("全年完成税收12.40亿元，比上年增加2.40亿元，增长24%。", "参保人数由8000人增加到10000人，增长25%。"),
    )
)  # fmt: skip
_UP = r"(?:增长|增加|上升|提高|上涨|增收|多收|增)"
_DOWN = r"(?:下降|减少|降低|回落|减收|少收|降|减)"
_CHANGE = re.compile(rf"^[，（]?(?:比|较|同比|与)[^，。；]{{0,10}}?(?:净)?(?:{_UP}|{_DOWN})(?:了)?$|^[，（]?(?:净)?(?:{_UP}|{_DOWN})(?:了)?$")
_RATE = re.compile(rf"^[，、（(]?(?:同比)?(?:{_UP}|{_DOWN}|增幅|增速|降幅|增长率)(?:了|为|达|达到|约)?$")


@relate("NUM121")
def growth(context: Context) -> Iterator[Relation]:
    """Three figures in a row: amount, change, rate; or from, to, rate."""
    text = context.book.text
    for s in sentences(context):
        for a, b, c in zip(s.quantities, s.quantities[1:], s.quantities[2:], strict=False):
            if c.unit not in ("%", "％") or (a.unit != b.unit and a.base_unit != b.base_unit) or a.high or b.high or c.high or a.approx or b.approx or a.unit in ("%", "％", None):
                continue
            between, last = text[a.end : b.start], text[b.end : c.start]
            if not _RATE.match(last):
                continue
            down = bool(re.search(_DOWN, last)) or (not re.search(_UP, last) and bool(re.search(_DOWN, between)))
            from_to = re.search(r"^[，]?(?:增加|增长|提高|上升|扩大|下降|减少|降低|降|增|升)?(?:到|至)$", between) and re.search(r"[由从](?:上年的?|去年的?|\d{4}年的?)?$", text[max(s.start, a.start - 8) : a.start])
            if from_to:
                yield _test(a, b, c, a.amount, b.amount - a.amount if not down else a.amount - b.amount, f"({b.number}-{a.number})/{a.number}*100" if not down else f"({a.number}-{b.number})/{a.number}*100", _range(b, a, True, down))
            elif _CHANGE.search(between) and len(between) <= 16:
                base = a.amount - b.amount if not down else a.amount + b.amount
                sign = "-" if not down else "+"
                yield _test(a, b, c, base, b.amount, f"{b.number}/({a.number}{sign}{b.number})*100", _range(a, b, False, down))


def _range(x: Quantity, y: Quantity, from_to: bool, down: bool) -> tuple[Decimal, Decimal]:
    """Least and greatest rate that the roundings allow. from_to: x is the new, y the old amount; else x the amount, y the change."""
    values: list[Decimal] = []
    for p in interval(x):
        for q in interval(y):
            base = q if from_to else (p + q if down else p - q)
            change = (q - p if down else p - q) if from_to else q
            if base > 0:
                values.append(change / base * 100)
    return (min(values), max(values)) if values else (Decimal(0), Decimal(10**9))


def _test(a: Quantity, b: Quantity, c: Quantity, base: Decimal, change: Decimal, words: str, allowed: tuple[Decimal, Decimal]) -> Relation:
    value = change / base * 100 if base else Decimal(0)
    unit = Decimal(1).scaleb(-c.decimals)
    holds = allowed[0] < c.value + unit and allowed[1] >= c.value - unit / 2
    shown = show(value.quantize(Decimal(1).scaleb(-max(c.decimals, 1))))
    finding = None
    if not holds:
        close = abs(value - c.value) <= 2 * unit
        finding = Finding(
            "NUM121", "warning" if close else "error", 0.7 if close else 0.88, f"按所列数字算得{shown}%，印作{c.number}%", f"the figures give {shown} %, printed {c.number} %",
            a.start, c.end, (), None, SOURCE, words, shown, c.number,
        )  # fmt: skip
    return Relation("NUM121", words, "=", shown, c.number, show(unit / 2), holds, a.start, c.end, finding=finding)
