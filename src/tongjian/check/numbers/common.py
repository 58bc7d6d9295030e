"""What the number rules share: sentences with their figures, intervals, slips of the pen, and how to print a number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

import msgspec

from tongjian.check.context import Context
from tongjian.check.finding import Figure
from tongjian.language import units
from tongjian.language.quantities import Quantity

_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
_QUOTED = re.compile(r"《[^》]*》|“[^”]*”|〔[^〕]*〕")
_CHANGE = re.compile(r"(?:增长|增加|增幅|增速|下降|减少|提高|上升|降低|回落|降幅|同比|环比|[比较](?:上年|去年|计划)[^，、；]{0,6}|人均|户均|平均|每[\u4e00-\u9fff]{1,3}|净增|增收|减收|多收|少收|[增减多少]支|(?<![新倍])增|(?<![审核裁精])减|节约|节支|多)(?:了|约|近|为|达)?$")
_NO_DIGIT = re.compile(r"\D")
_ASIDE = re.compile(r"（[^（）]*）")
_MARK = re.compile(r"[\u4e00-\u9fff]{0,8}[、，；和及]")
PERSONS = frozenset({"人", "名", "位", "口"})
PERCENT = frozenset({"%", "％", "‰"})
NO_COUNT = frozenset({"%", "％", "‰", "倍", "个百分点", "百分点", "岁", "周岁", "度", "℃", "番", "成"})
SKIPPED = ("namelist", "honours", "docindex", "table", "figure", "frontmatter")


class Sentence(msgspec.Struct, frozen=True):
    """A sentence, its figures in order, and where it stands. A sentence that begins with 其中 is joined to the one before it."""

    start: int
    end: int
    quantities: tuple[Quantity, ...]
    kind: str
    entry: int
    section: str
    year: int | None
    paragraph: int  # start of the paragraph


def sentences(context: Context) -> list[Sentence]:
    """The sentences of the prose that hold figures."""
    return context.once(_sentences)


def _sentences(context: Context) -> list[Sentence]:
    text = context.text
    made: list[Sentence] = []
    for p in context.paragraphs:
        if p.kind in SKIPPED:
            continue
        if made and made[-1].entry == p.entry and text.startswith("其中", p.start):  # a paragraph that goes on with its whole's parts
            end = (_SENTENCE.match(text, p.start, p.end) or _SENTENCE.search(text, p.start))
            stop = end.end() if end else p.end
            made[-1] = msgspec.structs.replace(made[-1], end=stop, quantities=(*made[-1].quantities, *_unquoted(context, p.start, stop)))
            p = msgspec.structs.replace(p, start=stop)
        joined: list[tuple[int, int]] = []
        for m in _SENTENCE.finditer(text, p.start, p.end):
            a, b = m.span()
            if joined and text.startswith("其中", a):
                joined[-1] = (joined[-1][0], b)
            else:
                joined.append((a, b))
        for a, b in joined:
            kept = _unquoted(context, a, b)
            if kept:
                made.append(Sentence(a, b, kept, p.kind, p.entry, p.section, p.year, p.start))
    return made


def _unquoted(context: Context, start: int, end: int) -> tuple[Quantity, ...]:
    """The figures of a stretch that stand in no title and no quotation."""
    found = context.quantities_in(start, end)
    quoted = [m.span() for m in _QUOTED.finditer(context.text, start, end)] if found else []
    return tuple(q for q in found if not any(x < q.number_start < y for x, y in quoted))


def counts_exactly(q: Quantity) -> bool:
    """Whether a figure is a count of persons or things, printed in full: it was not rounded."""
    return units.dimension(q.unit) == "count" and q.scale == 1 and q.decimals == 0 and q.approx is None and q.high is None


def interval(q: Quantity) -> tuple[Decimal, Decimal]:
    """What the figure may have been before rounding, in base units; a full count is exact.

    余 and 约 before or behind a figure with four digits and more (`18696余条`), or with two decimals (`约4.61万元`), are a slip of style, not an interval.
    """
    if counts_exactly(q):
        return q.amount, q.amount
    if q.approx and q.high is None and (len(digits(q).strip("0")) >= 4 or (q.decimals >= 2 and len(digits(q)) >= 3)):
        half = Decimal(1).scaleb(-q.decimals) / 2 * q.factor_of() if q.decimals or q.scale > 1 else Decimal(0)
        return q.amount - half, q.amount + half
    return q.interval()


def slack(q: Quantity) -> Decimal:
    """Half the width of a figure's interval."""
    low, high = interval(q)
    return (high - low) / 2


def same_kind(a: Quantity, b: Quantity) -> bool:
    """Whether two figures may stand in a sum: one base unit, persons under two measure words, or money that lost its 元 (`309.8亿`)."""
    if a.base_unit == b.base_unit or (a.base_unit in PERSONS and b.base_unit in PERSONS):
        return True
    return any(x.base_unit is None and x.scale >= 10**4 and y.base_unit == "元" for x, y in ((a, b), (b, a)))


def is_change(text: str, q: Quantity) -> bool:
    """Whether the words before a figure make it a change, an average or a rate, not an amount."""
    return _CHANGE.search(text[max(0, q.start - 12) : q.start]) is not None


def figure(q: Quantity, weight: Decimal | int) -> Figure:
    """A figure as a term of a linear relation."""
    return Figure(q.start, q.end, q.number, q.amount, Decimal(weight), q.factor_of() or Decimal(1), q.decimals)


def show(value: Decimal) -> str:
    """A number without an exponent or trailing zeros."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def digits(q: Quantity) -> str:
    """The digits of a figure as printed, without its point."""
    return q.number if q.number.isdigit() else _NO_DIGIT.sub("", q.number)


def slip(q: Quantity, wanted: Decimal, room: Decimal = Decimal(0)) -> str | None:
    """The figure that `q` would be with one slip of the pen mended, where that gives `wanted` (base units, within `room`); else None.

    A slip is one wrong digit, two neighbours swapped, one digit too many or too few, or a point in the wrong place.
    """
    worth = q.factor_of()
    if wanted <= 0 or not worth or q.high is not None:
        return None
    step = Decimal(1).scaleb(-q.decimals)
    target = (wanted / worth).quantize(step)
    if abs(target * worth - wanted) > max(room, step * worth / 2):
        return None
    printed, right = f"{q.value:.{q.decimals}f}", f"{target:.{q.decimals}f}"
    return right if one_slip(printed, right) else None


def one_slip(printed: str, right: str) -> bool:
    """Whether one slip of the pen makes one figure of the other (`3476` and `3466`, `1602` and `1062`, `154` and `1542`)."""
    if printed == right:
        return False
    if len(printed) == len(right):
        wrong = [i for i, (a, b) in enumerate(zip(printed, right, strict=True)) if a != b]
        return len(wrong) == 1 or (len(wrong) == 2 and wrong[1] == wrong[0] + 1 and printed[wrong[0]] == right[wrong[1]] and printed[wrong[1]] == right[wrong[0]])
    short, long = sorted((printed, right), key=len)
    return len(long) == len(short) + 1 and len(short.replace(".", "")) >= 2 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)) if long[i] != ".")


def as_list(text: str, parts: Sequence[Quantity], longest: int = 40) -> bool:
    """Whether figures are items of one list: only a short label and a list mark between two of them."""
    for a, b in pairwise(parts):
        between = text[a.end : b.start]
        if "（" in between:
            between = _ASIDE.sub("", between)
        if not _MARK.match(between) or len(between) > longest or "。" in between:
            return False
    return True


def near_percent(value: Decimal, printed: Quantity) -> bool:
    """Whether a computed percentage may have been rounded or truncated to the printed one."""
    unit = Decimal(1).scaleb(-printed.decimals)
    return printed.value - unit / 2 <= value < printed.value + unit
