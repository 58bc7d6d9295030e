"""A line of years as SVG: geometry for a page that has its own style, or a picture that stands alone.

Every dot is a figure with a place; a year without one is a gap in the line.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal
from typing import NamedTuple
from xml.sax.saxutils import escape

from tongjian.publish.figures import Measure, Value, Year

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


# -- a picture that stands alone ---------------------------------------------------------------------------------------
_HEAD, _FOOT, _LINE = 58, 20, 16  # heights: title and unit, margin below, a line of the source
_WIDE = 58  # full-width characters of a line of the source
_SOURCES = 6  # places named; of more, how many
_STYLE = (
    'text{font-family:"Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",sans-serif;font-size:12px;fill:#333}'
    ".name{font-size:18px;font-weight:600;fill:#111}.soft{fill:#767676}.up{text-anchor:end}.across,.value{text-anchor:middle}"
    ".value{font-size:11px}.grid{stroke:#ddd}.line{fill:none;stroke:#1f5a8c;stroke-width:2}.main{fill:#1f5a8c}"
    ".beside{fill:#fff;stroke:#b3541e;stroke-width:1.5}.hollow{fill:#fff;stroke:#1f5a8c;stroke-width:1.5;stroke-dasharray:2 1.5}"
)


def picture(indicator: str, subject: str, rows: Sequence[Year], unit: Measure, sources: Sequence[str]) -> str | None:
    """A chart as a file of its own: title, unit, every point with its value, gaps as gaps, the source below; None for fewer than two years.

    `sources`: where the figures stand (`《青石年鉴（2025）》第12页`). No font, script or style comes from elsewhere; what the chart
    shows is told in words too, for those who hear it read.
    """
    drawn = chart(rows, unit)
    if drawn is None:
        return None
    told = _told(sources)
    height = _HEAD + drawn.height + _LINE * len(told) + _FOOT
    known = {row.year for row in rows}
    missing = [year for year in range(rows[0].year, rows[-1].year + 1) if year not in known]
    amounts = [f"{dot.year}年{dot.value.shown}" for dot in drawn.dots if dot.main]
    words = "；".join(amounts) + (f"。没有数字的年份：{'、'.join(map(str, missing))}" if missing else "") + "。"
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawn.width} {height}" width="{drawn.width}" height="{height}" role="img" aria-labelledby="title desc" lang="zh-Hans">',
        f'<title id="title">{escape(subject)}{escape(indicator)}，{rows[0].year}—{rows[-1].year}年</title>',
        f'<desc id="desc">{escape(words)}</desc>',
        f"<style>{_STYLE}</style>",
        f'<rect width="{drawn.width}" height="{height}" fill="#fff"/>',
        f'<text class="name" x="{drawn.left - 44}" y="28">{escape(subject)} · {escape(indicator)}</text>',
        f'<text class="soft" x="{drawn.left - 44}" y="48">单位：{escape(unit.unit or "—")}{"　纵轴不从零起" if drawn.cut else ""}</text>',
        f'<g transform="translate(0 {_HEAD})">',
    ]
    out += [
        f'<line class="grid" x1="{drawn.left}" x2="{drawn.right}" y1="{t.at}" y2="{t.at}"/><text class="up" x="{drawn.left - 8}" y="{t.at}" dy=".35em">{t.label}</text>'
        for t in drawn.up
    ]
    out += [f'<text class="across" x="{t.at}" y="{drawn.height - 10}">{t.label}</text>' for t in drawn.across]
    out += [f'<polyline class="line" points="{line}"/>' for line in drawn.lines]
    for dot in drawn.dots:
        shape = "hollow" if not dot.value.firm else "main" if dot.main else "beside"
        out.append(f'<circle class="{shape}" cx="{dot.x}" cy="{dot.y}" r="4.5"><title>{dot.year}　{escape(dot.value.shown)}</title></circle>')
        if dot.main and len(rows) <= _LABELLED:
            out.append(f'<text class="value" x="{dot.x}" y="{round(max(dot.y - 9, 10), 1)}">{_label(dot.value, unit)}</text>')
    out += ["</g>", *(f'<text class="soft" x="{drawn.left - 44}" y="{_HEAD + drawn.height + _LINE * (n + 1)}">{escape(line)}</text>' for n, line in enumerate(told)), "</svg>"]
    return "\n".join(out) + "\n"


_LABELLED = 16  # years: with more, the values stand in the points' titles alone


def _label(value: Value, unit: Measure) -> str:
    """A value in the unit of the chart, as printed where it is printed in it."""
    place = value.places[0]
    return str(place["value"]) if (place.get("unit") or "") == unit.unit else f"{(value.amount / unit.scale).normalize():f}"


def _told(sources: Sequence[str]) -> list[str]:
    """The source in lines that fit."""
    places = list(dict.fromkeys(sources))
    words = "来源：" + "；".join(places[:_SOURCES]) + (f"；等{len(places)}处" if len(places) > _SOURCES else "")
    return [words[at : at + _WIDE] for at in range(0, len(words), _WIDE)]
