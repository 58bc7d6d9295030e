"""A rate as the quotient of two printed figures: whether it holds within their roundings, and what is said where it does not."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from tongjian.check.finding import Figure, Finding, Related, Relation, Severity
from tongjian.check.numbers.common import counts_exactly, figure, interval, near_percent, one_slip, show
from tongjian.language.quantities import Quantity

SOURCE = "trade rules R65, R69, R72"


def scale(rate: Quantity) -> Decimal:
    return Decimal(1000) if rate.unit == "‰" else Decimal(100)


def quotient(part: Quantity, whole: Quantity, rate: Quantity) -> Decimal | None:
    """The rate that two figures give where that is the printed one, rounded or cut; else None."""
    if not whole.amount or (part.amount > whole.amount) != (rate.value > 100) or (part.amount == whole.amount and rate.value != 100):
        return None
    value = part.amount / whole.amount * scale(rate)
    if near_percent(value, rate) and not cut(value, rate):
        return value
    low, high = limits(part, whole, rate)
    half = Decimal(1).scaleb(-rate.decimals) / 2
    return value if low <= rate.value + half and high >= rate.value - half and not counts_exactly(part) and high - low < 5 else None


def limits(part: Quantity, whole: Quantity, rate: Quantity) -> tuple[Decimal, Decimal]:
    """The least and the greatest rate that the roundings of two figures allow."""
    (a, b), (c, d) = interval(part), interval(whole)
    return a / d * scale(rate), (b / c * scale(rate) if c > 0 else Decimal(10**9))


def slip_within(q: Quantity, wanted: Decimal, room: Decimal, most: int = 20) -> bool:
    """Whether one slip in `q` explains an amount known within `room` (base units); not where more than `most` figures lie there."""
    step = q.factor_of() * Decimal(1).scaleb(-q.decimals)
    if not step:
        return False
    first, last = int((wanted - room) / step) + 1, int((wanted + room) / step)
    if last - first > most:
        return False
    printed = f"{q.value:.{q.decimals}f}"
    return any(one_slip(printed, f"{n * Decimal(1).scaleb(-q.decimals):.{q.decimals}f}") for n in range(first, last + 1))


def cut(value: Decimal, rate: Quantity) -> bool:
    """Whether a whole percentage was cut where rounding would give the next one, by almost a whole point (99.95 → 99)."""
    return rate.decimals == 0 and rate.approx is None and value - rate.value >= Decimal("0.9")


def _places(part: Quantity, whole: Quantity, rate: Quantity) -> tuple[int, int, tuple[Related, ...]]:
    """The words a rate rests on: one stretch where they stand together, else the rate and the two figures."""
    start, end = min(part.start, whole.start), rate.end
    if end - start <= 120:
        return start, end, ()
    return rate.start, rate.end, (Related(part.start, part.end), Related(whole.start, whole.end))


def kept(part: Quantity, whole: Quantity, rate: Quantity, value: Decimal, operator: str = "=") -> Relation:
    """A rate that its numbers give; one that was cut where rounding gives the next figure is told as `info`, no error."""
    start, end, related = _places(part, whole, rate)
    half = Decimal(1).scaleb(-rate.decimals) / 2
    tolerance = show(half)
    if operator == "=" and value - rate.value > half and counts_exactly(part) and counts_exactly(whole) and not rate.approx:
        shown, words = show(value.quantize(Decimal("0.01"))), f"{part.number}/{whole.number}*{scale(rate)}"
        right = f"{value.quantize(Decimal(1).scaleb(-rate.decimals), ROUND_HALF_UP):f}"
        finding = Finding(
            "NUM111", "info", 0.6, f"{part.number}÷{whole.number}得{shown}{rate.unit}，印作{rate.number}{rate.unit}：是截尾，四舍五入为{right}{rate.unit}", f"cut, not rounded: {right}",
            start, end, related, right + (rate.unit or ""), SOURCE, words, shown, rate.number,
        )  # fmt: skip
        return Relation("NUM111", words, "=", shown, rate.number, tolerance, False, start, end, related, finding)
    return Relation("NUM111", f"{part.number}/{whole.number}*{scale(rate)}", operator, show(value.quantize(Decimal("0.01"))), rate.number, tolerance, True, start, end, related, None, *_linear(part, whole, rate))


def broken(part: Quantity, whole: Quantity, rate: Quantity, value: Decimal, severity: Severity, confidence: float) -> Relation:
    unit = Decimal(1).scaleb(-rate.decimals)
    shown = show(value.quantize(Decimal(1).scaleb(-max(rate.decimals, 2)), ROUND_HALF_UP))
    words = f"{part.number}/{whole.number}*{scale(rate)}"
    start, end, related = _places(part, whole, rate)
    trimmed = Decimal(0) <= value - rate.value < unit
    finding = Finding(
        "NUM111", "warning" if trimmed else severity, 0.7 if trimmed else confidence, f"{part.number}÷{whole.number}得{shown}{rate.unit}，印作{rate.number}{rate.unit}" + ("：是截尾，差近一个百分点" if trimmed else ""),
        f"{part.number}/{whole.number} is {shown}{rate.unit}, printed {rate.number}{rate.unit}", start, end, related, None, SOURCE, words, shown, rate.number,
    )  # fmt: skip
    return Relation("NUM111", words, "=", shown, rate.number, show(unit), False, start, end, related, finding, *_linear(part, whole, rate))


def _linear(part: Quantity, whole: Quantity, rate: Quantity) -> tuple[tuple[Figure, ...], Decimal]:
    """A rate as a linear relation of its two figures, the rate taken as right: scale × part less rate × whole, within a rounding (or a cut)."""
    room = whole.amount * Decimal(1).scaleb(-rate.decimals)
    return (figure(part, scale(rate)), figure(whole, -rate.value)), room
