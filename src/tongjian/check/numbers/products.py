"""Unit × count = amount: a standard, what it was paid for, and the sum (R75)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from tongjian.check.context import Context
from tongjian.check.finding import Finding, Relation
from tongjian.check.numbers.common import interval, sentences, show
from tongjian.check.registry import Rule, declare, relate
from tongjian.language import units

SOURCE = "field rule R75"
declare(
    Rule(
        "NUM131", "单价乘数量与金额不符", "unit price times count disagrees with the amount", "error", SOURCE,
        ("补贴面积349.4公顷，每公顷补贴900元，共计31.45万元，其中补贴面积120公顷，每公顷补贴500元，共计8万元。",),
        ("补贴面积349.4公顷，每公顷补贴900元，共计约31.45万元。",),
    )
)  # fmt: skip


@relate("NUM131")
def products(context: Context) -> Iterator[Relation]:
    """`n 公顷 … 每公顷 p 元 … 共计 m 万元` within one clause group."""
    text = context.book.text
    for s in sentences(context):
        for i, price in enumerate(s.quantities):
            if units.dimension(price.unit) != "money" or price.approx:
                continue
            each = re.search(r"每([\u4e00-\u9fff]{1,4}?)(?:发放|补贴|补助|奖励|缴纳|收取|给予|一次性)*$", text[max(s.start, price.start - 14) : price.start])
            if not each:
                continue
            near = [q for q in s.quantities[max(0, i - 3) : i + 3] if q is not price and "；" not in text[min(q.start, price.start) : max(q.start, price.start)]]
            count = next((q for q in near if q.unit and (q.unit == each[1] or units.split_unit(q.unit)[1] == each[1]) and not q.approx), None)
            total = next((q for q in near if q.start > price.start and units.dimension(q.unit) == "money" and re.search(r"(共计|共|合计|总计|总额|金额|资金)[^，]{0,6}$", text[price.end : q.start])), None)
            if count is None or total is None:
                continue
            value = count.value * (count.factor_of() / units.base_of(units.split_unit(count.unit or "")[1])[1]) * price.amount
            low, high = interval(total)
            ends = [x / (count.amount / count.value) * price.amount * (count.amount / count.value) / count.factor_of() * (count.scale) for x in interval(count)] if count.value else [value]
            room = abs(max(ends) - min(ends)) / 2 + (high - low) / 2
            holds = abs(value - total.amount) <= room + total.factor_of() * Decimal(1).scaleb(-total.decimals)
            unit = total.factor_of()
            words = f"{count.number}*{price.number}" + (f"/{show(unit)}" if unit != 1 else "")
            computed = show((value / unit).quantize(Decimal("0.0001")))
            start, end = min(count.start, price.start), max(count.end, total.end)
            finding = None
            if not holds:
                finding = Finding("NUM131", "error", 0.8, f"{count.number}×{price.number}得{computed}{total.unit}，印作{total.number}{total.unit}", f"count times price is {computed}", start, end, (), None, SOURCE, words, computed, total.number)
            yield Relation("NUM131", words, "=", computed, total.number, show(room / unit), holds, start, end, finding=finding)
