"""A line of years as SVG geometry: the template only prints it. Every dot is a figure with a place; a year without one is a gap in the line."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal
from typing import NamedTuple

from tongjian.web.figures import Measure, Value, Year

WIDTH, HEIGHT = 720, 280
LEFT, RIGHT, TOP, BOTTOM = 64, 24, 22, 34


class Dot(NamedTuple):
    """A figure on the chart. `main`: the one that the line goes through; `firm`: no target or expectation."""

    x: float
    y: float
    year: int
    value: Value
    main: bool


class Tick(NamedTuple):
    """A mark on an axis."""

    at: float
    label: str


class Chart(NamedTuple):
    """Geometry in a box of WIDTH × HEIGHT. `cut`: the upright axis does not begin at zero."""

    lines: tuple[str, ...]
    dots: tuple[Dot, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    cut: bool
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def chart(rows: Sequence[Year], unit: Measure) -> Chart | None:
    """The chart of at least two years; None where there are fewer."""
    if len(rows) < 2:
        return None
    amounts = [value.amount / unit.scale for row in rows for value in row.values]
    low, high = min(amounts), max(amounts)
    cut = low > 0 and low > high * Decimal("0.6")
    floor = low - (high - low) / 4 if cut and high > low else min(low, Decimal(0))
    step = _step(high - floor)
    first = (floor / step).to_integral_value(ROUND_FLOOR) * step
    ticks = [first + step * n for n in range(12) if first + step * n < high + step]
    top = ticks[-1]
    span = top - first or Decimal(1)
    start, end = rows[0].year, rows[-1].year

    def x(year: int) -> float:
        return round(LEFT + 20 + (WIDTH - LEFT - RIGHT - 40) * (year - start) / max(end - start, 1), 1)

    def y(amount: Decimal) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * float((amount - first) / span), 1)

    dots = tuple(Dot(x(row.year), y(value.amount / unit.scale), row.year, value, n == 0) for row in rows for n, value in enumerate(row.values))
    mains = [dot for dot in dots if dot.main]
    lines: list[list[Dot]] = []
    for dot in mains:
        if lines and lines[-1][-1].year == dot.year - 1:
            lines[-1].append(dot)
        else:
            lines.append([dot])
    shown = [row.year for row in rows]
    every = -(-len(shown) // 12)
    return Chart(
        tuple(" ".join(f"{dot.x},{dot.y}" for dot in line) for line in lines if len(line) > 1),
        dots,
        tuple(Tick(x(year), str(year)) for n, year in enumerate(shown) if n % every == 0),
        tuple(Tick(y(tick), f"{tick.normalize():f}") for tick in ticks),
        first > 0,
    )


def _step(span: Decimal) -> Decimal:
    """A round step that parts a span into four to eight."""
    if span <= 0:
        return Decimal(1)
    power = Decimal(10) ** (span.adjusted() - 1)
    return next(power * n for n in (1, 2, 5, 10, 20, 50) if span / (power * n) <= 6)
