"""Unit × count = amount, averages per head and household, and bounds that nature sets (R75, R76)."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from importlib import resources

import msgspec

from tongjian.check.context import Context
from tongjian.check.finding import Finding, Related, Relation
from tongjian.check.numbers.common import (
    NO_COUNT,
    PERSONS,
    Sentence,
    counts_exactly,
    digits,
    interval,
    is_change,
    one_slip,
    sentences,
    show,
    slip,
)
from tongjian.check.registry import Rule, declare, relate
from tongjian.language import units
from tongjian.language.quantities import Quantity

SOURCE = "trade rules R75, R76"
declare(
    Rule(
        "NUM131", "单价乘数量与金额不符", "unit price times count disagrees with the amount", "error", SOURCE,
        ("补贴面积276.5公顷，每公顷补贴800元，共计29.12万元。", "为1200名老人发放津贴，每人300元，共计46万元。"),
        ("补贴面积276.5公顷，每公顷补贴800元，共计约22.12万元。", "为1200名老人发放津贴，每人300元，共计36万元。", "每人每月300元，发放1200人，共计432万元。", "小麦播种面积32.5万亩，平均亩产480公斤，总产15.6万吨。"),
    )
)  # fmt: skip
declare(
    Rule(
        "NUM132", "人均、户均与总量不符", "an average disagrees with its total and its count", "warning", SOURCE,
        ("全社112户共分红8.96万元，户均900元。",), ("全社112户共分红8.96万元，户均800元。",),
    )
)  # fmt: skip
declare(
    Rule(
        "NUM133", "平均数不可能这样大或这样小", "an average that cannot be", "warning", SOURCE + "; bounds of nature and trade, wide on purpose",
        ("全镇8600户、2.45万户籍人口，其中东山村420户12600人。", "有运输船舶4艘，总载重量28650万吨。", "全年水路货运量42.45万吨，货物周转量91491.66亿吨公里。", "平均降水量300毫米，最大降水量230毫米。"),
        ("东山村420户1260人。", "有运输船舶6艘，总载重量21480吨。", "全年水路货运量38.62万吨，货物周转量36274.18万吨公里。", "平均降水量180毫米，最大降水量342毫米。"),
    )
)  # fmt: skip


class _Bound(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A record of bounds.toml: what one of a thing can have."""

    name: str
    count: list[str]
    measure: list[str]
    least: Decimal
    most: Decimal
    gap: str
    fires: str
    silent: str
    lead: str = ""
    behind: str = ""
    scale: Decimal = Decimal(1)
    far: Decimal = Decimal(3)
    reverse: bool = False


@lru_cache(maxsize=1)
def bounds() -> tuple[_Bound, ...]:
    """The records of bounds.toml."""
    raw = tomllib.loads(resources.files("tongjian.check.numbers").joinpath("bounds.toml").read_text(encoding="utf-8"), parse_float=str)
    return msgspec.convert(raw["bound"], tuple[_Bound, ...], strict=False)


@lru_cache(maxsize=1)
def _by_units() -> dict[tuple[str, str], list[tuple[_Bound, re.Pattern[str], re.Pattern[str] | None, re.Pattern[str] | None]]]:
    """The bounds by the base units of the first and the second figure, with their patterns."""
    found: dict[tuple[str, str], list[tuple[_Bound, re.Pattern[str], re.Pattern[str] | None, re.Pattern[str] | None]]] = defaultdict(list)
    for bound in bounds():
        first, second = (bound.measure, bound.count) if bound.reverse else (bound.count, bound.measure)
        compiled = (bound, re.compile(bound.gap), re.compile(bound.lead) if bound.lead else None, re.compile(bound.behind) if bound.behind else None)
        for a in _spread(first):
            for b in _spread(second):
                found[a, b].append(compiled)
    return found


def _spread(names: list[str]) -> set[str]:
    return {u for n in names for u in (PERSONS if n == "persons" else {n})}


_EACH = re.compile(r"(?:每(?P<per>[\u4e00-\u9fff]{1,4}?)(?P<month>每?[月年天])?|(?P<word>人均|户均))(?:发放|补贴|补助|奖励|缴纳|收取|给予|一次性|救助|资助|慰问金?|标准|为|按|各|约|可|可获|增收|分红|领取|达)*$")
# `人均`, `户均`, `亩均`; `平均每箱`, `每亩平均`; `单箱销售收入`; `年均`, `年平均`, `月均`, `日均`
_PER_HEAD = re.compile(r"(?:(?P<word>[人户亩村镇件场期台家店校班篇组箱吨车床])均|(?:平均)?每(?P<each>[\u4e00-\u9fff]{1,2})平均|平均每个?(?P<house>(?:家庭|集体)户|农户)的?|平均每(?P<mean>[\u4e00-\u9fff]{1,2}?)|(?<![简名菜清])单(?P<single>[箱台头株亩])|(?P<time>[年月日])(?:平)?均)[^，。；\d]{0,8}$")
_PARTS_OF_YEAR = {"月": 12, "日": 365}
_SUM = re.compile(r"(?:共计|共|合计|总计|总额|金额|资金|累计)[^，；\d]{0,8}$")


@relate("NUM131", "NUM132", "NUM133")
def products(context: Context) -> Iterator[Relation]:
    """Standards times counts, averages of totals, and averages against bounds, within a sentence."""
    text = context.text
    every = sentences(context)
    for at, s in enumerate(every):
        earlier = [x for x in every[max(0, at - 3) : at] if x.entry == s.entry]
        for i, price in enumerate(s.quantities):
            each = _EACH.search(text[max(s.start, price.start - 16) : price.start])
            if each and units.dimension(price.unit) == "money" and not price.approx and not each["word"]:
                found = _product(text, s, i, price, each)
                if found is not None:
                    yield found
            head = _PER_HEAD.search(text[max(s.start, price.start - 16) : price.start])
            if head and price.unit not in NO_COUNT:
                average = _average(text, s, price, head, [x for x in earlier if x.paragraph == s.paragraph])
                if average is not None:
                    yield average
        yield from _bounded(text, s)
        yield from _largest(text, s)
        if "产" in text[s.start : s.end]:
            yield from _yielded(text, s)
        yield from _rounds(text, s)


def _product(text: str, s: Sentence, i: int, price: Quantity, each: re.Match[str]) -> Relation | None:
    """`n 公顷 … 每公顷 p 元 … 共计 m 万元` within one clause group."""
    near = [q for q in s.quantities[max(0, i - 3) : i + 4] if q is not price and "；" not in text[min(q.start, price.start) : max(q.start, price.start)]]
    per = each["per"]
    kinds = PERSONS if per in ("人", "名", "位") else {per}
    count = next((q for q in near if q.unit and not q.approx and (units.split_unit(q.unit)[1] in kinds)), None)
    total = next((q for q in near if q.start > price.start and units.dimension(q.unit) == "money" and q.scale * q.value > price.value and _SUM.search(text[price.end : q.start])), None)
    if count is None or total is None or (count.start > total.start):
        return None
    worth = units.base_of(units.split_unit(count.unit or "")[1])[1]
    value = count.value * count.factor_of() / worth * price.amount
    step = total.factor_of() * Decimal(1).scaleb(-total.decimals)
    low, high = interval(total) if total.approx not in ("约", "约为") or len(digits(total)) < 3 else (total.amount - step / 2, total.amount + step / 2)
    ends = [x / worth * price.amount for x in interval(count)]
    room = abs(ends[1] - ends[0]) / 2 + (high - low) / 2
    unit = total.factor_of()
    words, computed = f"{count.number}*{price.number}" + (f"/{show(unit)}" if unit != 1 else ""), show((value / unit).quantize(Decimal("0.0001")))
    start, end = min(count.start, price.start), max(count.end, total.end)
    # a monthly standard was paid for some whole number of months
    times = [Decimal(n) for n in (range(1, 13) if each["month"] else (1,))]
    fitting = next((n for n in times if abs(value * n - total.amount) <= room * n + step), None)
    if fitting is not None:
        words = words if fitting == 1 else f"{count.number}*{price.number}*{fitting}" + (f"/{show(unit)}" if unit != 1 else "")
        return Relation("NUM131", words, "=", show((value * fitting / unit).quantize(Decimal("0.0001"))), total.number, show(room / unit), True, start, end)
    scaled = len(digits(total)) >= 3 and any(abs(value - total.amount * factor) <= room * factor + step * factor for factor in (Decimal(10) ** 4, Decimal("1e-4")))  # 万 for 亿
    if total.approx and not scaled and not any(
        slip(q, wanted, room) for q, wanted in ((total, value), (count, count.amount * total.amount / value if value else Decimal(0)), (price, price.amount * total.amount / value if value else Decimal(0)))
    ):
        return None
    if each["month"] or re.search(r"等|另|还|其中|累计", text[start:end]):
        return None
    finding = Finding("NUM131", "error", 0.85, f"{count.number}×{price.number}得{computed}{total.unit}，印作{total.number}{total.unit}", f"count times price is {computed}", start, end, (), None, SOURCE, words, computed, total.number)
    return Relation("NUM131", words, "=", computed, total.number, show(room / unit), False, start, end, finding=finding)


def _average(text: str, s: Sentence, average: Quantity, head: re.Match[str], earlier: Sequence[Sentence]) -> Relation | None:
    """`n 人 … W … 人均 x`: W ÷ n = x for some two figures before; `W，法官人均 x` alone implies a whole number of persons.

    Where the sentence has no such two, those of the sentences before it (`earlier`) are tried: kept ones only, for no words tie them.
    """
    house = head["house"]
    per = "户" if house else next(g for g in head.groups() if g)
    before = [q for q in s.quantities if q.end <= average.start and q.high is None and not q.approx]
    counts, totals = [q for q in before if _counts(q, per)], [q for q in before if q.base_unit == average.base_unit and q.amount > average.amount]
    if house and any(house in _label(text, s, q) for q in counts):  # `家庭户 n 户、集体户 m 户`: the average is told of one of them
        counts, totals = ([q for q in qs if house in _label(text, s, q)] for qs in (counts, totals))
    if not average.amount or average.approx:
        return None
    (low, high), unit = interval(average), average.factor_of()
    step = unit * Decimal(1).scaleb(-average.decimals)
    if counts_exactly(average):
        low, high = average.amount - step / 2, average.amount + step / 2
    if head["time"] in _PARTS_OF_YEAR and totals and re.search(r"全年|年度|(?:19|20)\d{2}年", text[s.start : totals[-1].start]):
        return _of_the_year(totals[-1], average, _PARTS_OF_YEAR[head["time"]], (low, high), step)
    found = _divided(totals, counts, average, low, high + step / 2)
    if found is not None:
        return found
    if len(totals) == len(counts) == 1 and counts[0].amount:
        value = totals[0].amount / counts[0].amount / unit
        right = f"{value.quantize(Decimal(1).scaleb(-average.decimals), ROUND_HALF_UP):.{average.decimals}f}"
        near = step / average.amount / 2
        wanted = totals[0].amount / average.amount, counts[0].amount * average.amount
        if len(digits(average)) >= 3 and (
            one_slip(f"{average.value:.{average.decimals}f}", right)
            or (len(digits(counts[0])) >= 4 and _slipped_to(counts[0], wanted[0], near))
            or (len(digits(totals[0])) >= 4 and _slipped_to(totals[0], wanted[1], near))
        ):
            return _averaged(totals[0], counts[0], average, value, False)
    far = [q for x in earlier for q in x.quantities if q.high is None and not q.approx]
    wide = [q for q in far if q.base_unit == average.base_unit and q.amount > average.amount]
    if len(digits(average).strip("0")) >= 3:
        found = _divided([*wide, *totals], [*(q for q in far if _counts(q, per)), *counts], average, low, high + step / 2)
        if found is not None:
            return found
    if not counts and totals and counts_exactly(totals[-1]) and per in ("人", "户"):
        total = totals[-1]
        least, most = total.amount / high, total.amount / low if low > 0 else total.amount
        n_whole = int(most)
        if n_whole >= least and n_whole >= 1:
            return Relation("NUM132", f"{total.number}/n", "=", f"{average.number} (n={n_whole})", average.number, show(step), True, total.start, average.end)
    return None


def _label(text: str, s: Sentence, q: Quantity) -> str:
    """The words of its own clause before a figure."""
    return re.split(r"[，、；：。\d]", re.sub(r"[\[［]\d+[\]］]", "", text[max(s.start, q.start - 16) : q.start]))[-1]


_YIELD = re.compile(r"(?:平均)?(?P<per>亩|公顷)(?:均)?产(?:量)?(?:为|达|达到)?$|每(?P<each>亩|公顷)(?:平均)?(?:产量?|单产)(?:为|达)?$|单产(?:为|达|达到)?$")
_AREA, _OUTPUT = re.compile(r"(?:面积|种植|播种)[^，。；\d]{0,6}$"), re.compile(r"(?:总产|产量)[^，。；\d]{0,4}$")


def _yielded(text: str, s: Sentence) -> Iterator[Relation]:
    """`面积 a 亩，亩产 y 公斤，总产 t 吨`, in any order: area times yield is the output, within a stretch that has one of each."""
    stretches = list(_stretches(text, s))
    for stretch in [*stretches, list(s.quantities)] if len(stretches) > 1 and "其中" not in text[s.start : s.end] else stretches:
        plain = [q for q in stretch if q.high is None and not q.approx and not is_change(text, q) and q.amount]
        yields = [(q, m) for q in plain for m in [_YIELD.search(text[max(s.start, q.start - 10) : q.start])] if m and re.fullmatch(r"(?:公斤|千克|吨|斤)(?:[/／](?:亩|公顷))?", q.unit or "")]
        areas = [q for q in plain if q.base_unit == "平方米" and _AREA.search(text[max(s.start, q.start - 12) : q.start])]
        outputs = [q for q in plain if q.base_unit == "吨" and all(q is not y for y, _ in yields) and _OUTPUT.search(text[max(s.start, q.start - 10) : q.start])]
        if not len(yields) == len(areas) == len(outputs) == 1:
            continue
        (rate, m), area, output = yields[0], areas[0], outputs[0]
        weight, _, ground = (rate.unit or "").replace("／", "/").partition("/")
        ground = ground or m["per"] or m["each"]
        if not ground:
            continue
        worth = units.base_of(weight)[1] / units.base_of(ground)[1]
        ends = [interval(x)[k] for x in (area, output) for k in (0, 1)]
        half = Decimal(1).scaleb(-rate.decimals) / 2
        low, high = ends[0] * (rate.value - half) * worth, ends[1] * (rate.value + half) * worth
        value, unit = area.amount * rate.value * worth, output.factor_of()
        holds = low <= ends[3] and high >= ends[2]
        words, shown = f"{area.number}{area.unit}*{rate.number}{rate.unit}", show((value / unit).quantize(Decimal(1).scaleb(-output.decimals - 1)))
        start, end = min(q.start for q in (rate, area, output)), max(q.end for q in (rate, area, output))
        finding = None
        if not holds:
            finding = Finding("NUM131", "warning", 0.75, f"面积乘单产得{shown}{output.unit}，印作{output.number}{output.unit}", f"area times yield is {shown}", start, end, (), None, SOURCE, words, shown, output.number)
        yield Relation("NUM131", words, "=", shown, output.number, show((high - low) / 2 / unit), holds, start, end, finding=finding)


def _stretches(text: str, s: Sentence) -> Iterator[list[Quantity]]:
    """The figures of a sentence, cut where a semicolon or 其中 begins another matter."""
    run: list[Quantity] = []
    for q in s.quantities:
        if run and re.search(r"；|其中", text[run[-1].end : q.start]):
            yield run
            run = []
        run.append(q)
    yield run


def _rounds(text: str, s: Sentence) -> Iterator[Relation]:
    """`n 户 …，k 次走访 …，共慰问 m 户`: m is n × k where all were met each time, and never more."""
    for a, k, m in zip(s.quantities, s.quantities[1:], s.quantities[2:], strict=False):
        if k.unit != "次" or a.unit != m.unit or a.unit not in ("户", "家", "名", "人", "所", "个") or not all(counts_exactly(q) and q.amount > 1 for q in (a, k)) or not counts_exactly(m):
            continue
        if not re.search(r"共[^，。；\d]{0,6}$", text[k.end : m.start]) or "；" in text[a.end : m.start] or not re.match(r"(?:集中|分别|逐[户一]|上门|入户)?[^，。；\d]{0,4}(?:走访|慰问|探访|巡查|巡访|回访|家访)", text[k.end : m.start]):
            continue
        value = a.amount * k.amount
        if m.amount < value:
            continue
        words, finding = f"{a.number}*{k.number}", None
        if m.amount > value:
            finding = Finding("NUM131", "warning", 0.65, f"{a.number}{a.unit}走访{k.number}次，至多{show(value)}{m.unit}次，印作{m.number}{m.unit}", f"at most {show(value)} visits", a.start, m.end, (), None, SOURCE, words, show(value), m.number)
        yield Relation("NUM131", words, "=" if m.amount == value else "<=", show(value), m.number, "0", m.amount == value, a.start, m.end, finding=finding)


def _slipped_to(q: Quantity, wanted: Decimal, near: Decimal) -> bool:
    """Whether one slip of the pen makes `q` an amount known within the share `near` of it."""
    step = q.factor_of() * Decimal(1).scaleb(-q.decimals)
    first, last = int(wanted * (1 - near) / step), int(wanted * (1 + near) / step) + 1
    printed = f"{q.value:.{q.decimals}f}"
    return last - first <= 60 and any(one_slip(printed, f"{n * Decimal(1).scaleb(-q.decimals):.{q.decimals}f}") for n in range(first, last + 1))


def _counts(q: Quantity, per: str) -> bool:
    """Whether a figure counts what an average is `per`: persons, or its own measure word."""
    return q.base_unit in PERSONS if per == "人" else bool(q.unit) and units.split_unit(q.unit or "")[1] == per


def _divided(totals: Sequence[Quantity], counts: Sequence[Quantity], average: Quantity, low: Decimal, high: Decimal) -> Relation | None:
    """The nearest total and count whose quotient may be the average."""
    for total in reversed(totals):
        for n in reversed(counts):
            worth = n.factor_of() / n.scale if n.scale else Decimal(1)
            (a, b), (c, d) = interval(total), (x / worth for x in interval(n))
            if c > 0 and a / d < high and b / c >= low:
                return _averaged(total, n, average, total.amount / n.amount * worth / average.factor_of(), True)
    return None


def _of_the_year(total: Quantity, average: Quantity, n: int, bounds: tuple[Decimal, Decimal], step: Decimal) -> Relation | None:
    """`全年 W，月均 x`: W ÷ 12; a year's days are 365 or 366, and some houses count working days, so a day's mean is tested wide."""
    low, high = interval(total)
    holds = low / (n + (1 if n == 365 else 0)) < bounds[1] + step / 2 and high / n >= bounds[0]
    if not holds and n == 365:
        return None
    value = total.amount / n / average.factor_of()
    words, shown = f"{total.number}/{n}", show(value.quantize(Decimal("0.01")))
    finding = None
    if not holds:
        right = f"{value.quantize(Decimal(1).scaleb(-average.decimals), ROUND_HALF_UP):.{average.decimals}f}"
        if not one_slip(f"{average.value:.{average.decimals}f}", right):
            return None
        finding = Finding("NUM132", "warning", 0.7, f"全年{total.number}{total.unit}，月均应为{shown}{average.unit}，印作{average.number}{average.unit}", f"the average is {shown}", total.start, average.end, (), None, SOURCE, words, shown, average.number)
    return Relation("NUM132", words, "=", shown, average.number, show(step / 2), holds, total.start, average.end, finding=finding)


def _averaged(total: Quantity, n: Quantity, average: Quantity, value: Decimal, holds: bool) -> Relation:
    words, shown = f"{total.number}/{n.number}", show(value.quantize(Decimal("0.01")))
    start, end = min(total.start, n.start), average.end
    related: tuple[Related, ...] = ()
    if end - start > 200:
        start, related = average.start, (Related(total.start, total.end), Related(n.start, n.end))
    finding = None
    if not holds:
        finding = Finding("NUM132", "warning", 0.7, f"{total.number}{total.unit}÷{n.number}{n.unit}得{shown}{average.unit}，印作{average.number}{average.unit}", f"the average is {shown}", start, end, (), None, SOURCE, words, shown, average.number)
    return Relation("NUM132", words, "=", shown, average.number, show(Decimal(1).scaleb(-average.decimals) / 2), holds, start, end, related, finding)


def _bounded(text: str, s: Sentence) -> Iterator[Relation]:
    """Two neighbouring figures whose quotient has bounds: persons a household, tonnes a ship, tonnes a hectare."""
    table = _by_units()
    pairs = (pair for i, a in enumerate(s.quantities) for pair in ((a, b) for b in s.quantities[i + 1 : i + 3]))
    for a, b in pairs:
        for bound, gap, lead, behind in table.get((a.base_unit or "-", b.base_unit or "-"), ()):
            first, second = (b, a) if bound.reverse else (a, b)
            if not first.amount or a.high is not None or b.high is not None or not gap.fullmatch(text, a.end, b.start):
                continue
            if (lead and not lead.search(text, max(s.start, a.start - 24), a.start)) or (behind and b.base_unit is None and not behind.match(text, b.end)):
                continue
            value = second.amount / first.amount * bound.scale
            shown = show(value.quantize(Decimal("0.01")))
            words = f"{second.number}{second.unit}/{first.number}{first.unit}"
            holds = bound.least <= value <= bound.most
            finding = None
            if not holds:
                far = bool(bound.far) and (value > bound.most * bound.far or value < bound.least / bound.far)
                limits = f"{bound.least}—{bound.most}"
                finding = Finding("NUM133", "error" if far else "warning", 0.9 if far else 0.7, f"{bound.name}得{shown}，不会超出{limits}：疑单位或数字有误", f"{shown} is not within {limits}", a.start, b.end, (), None, SOURCE, words, shown, limits)
            yield Relation("NUM133", words, "in", shown, f"{bound.least}..{bound.most}", "0", holds, a.start, b.end, finding=finding)
            break


def _largest(text: str, s: Sentence) -> Iterator[Relation]:
    """`平均 x，最大 y` of one unit: the greatest is not below the average."""
    for a, b in zip(s.quantities, s.quantities[1:], strict=False):
        if a.unit != b.unit or a.unit is None or not re.search(r"平均[^，。；\d]{0,8}$", text[max(s.start, a.start - 12) : a.start]):
            continue
        if not re.search(r"(?:最大|最高|最多)[^，。；\d]{0,12}$", text[a.end : b.start]) or "。" in text[a.end : b.start]:
            continue
        holds = b.amount >= a.amount
        words = f"{b.number}>={a.number}"
        finding = None
        if not holds:
            finding = Finding("NUM133", "error", 0.88, f"最大的{b.number}{b.unit}小于平均的{a.number}{a.unit}", "the greatest is below the average", a.start, b.end, (), None, SOURCE, words, b.number, a.number)
        yield Relation("NUM133", words, ">=", b.number, a.number, "0", holds, a.start, b.end, finding=finding)
