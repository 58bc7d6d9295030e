"""Shares that leave nothing of their whole out: lists and pairs of shares, structures `a:b:c`, the ratio of the sexes (R69, R72).

Two things make shares a whole: they sum to 100, and their figures are to the sum of the figures as the shares say. Where all but
one of these agree, and a slip of the pen mends the one, it is wrong; the whole itself need not be printed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

import msgspec

from tongjian.check.context import Context
from tongjian.check.finding import Finding, Related, Relation
from tongjian.check.numbers.common import (
    NO_COUNT,
    PERCENT,
    Sentence,
    digits,
    figure,
    interval,
    one_slip,
    same_kind,
    sentences,
    show,
    slack,
    slip,
)
from tongjian.check.numbers.quotients import SOURCE, slip_within
from tongjian.check.registry import Rule, declare, relate
from tongjian.language.quantities import Quantity

declare(
    Rule(
        "NUM113", "比例各项之和不等于100", "a ratio's members do not sum to 100", "error", SOURCE,
        (
            "三次产业结构比为2.4:46.0:53.6。", "一孩占比52.76%、二孩占比29.77%、多孩占比27.47%。", "男性128400人，占53.50%；女性111600人，占45.50%。",
            "公有制经济与非公有制经济比重为24.5：77.5。", "四类案件分别占比76.3%、12.1%、4.6%、7.9%。",
        ),
        (
            "三次产业结构比为0.4:46.0:53.6。", "一孩占比52.76%、二孩占比19.77%、多孩占比27.47%。", "男性128400人，占53.50%；女性111600人，占46.50%。",
            "公有制经济与非公有制经济比重为22.5：77.5。", "盗窃占17.1%；诈骗占12.5%；赌博占10.0%。上述三类合占39.6%。",
        ),
    )
)  # fmt: skip
_COLON = "[:：∶︰]"
_RATIO = re.compile(rf"(?<![\d.:：∶︰])(\d+(?:\.\d+)?){_COLON}(\d+(?:\.\d+)?)(?:{_COLON}(\d+(?:\.\d+)?))?(?![\d.:：∶︰])")
_STRUCTURE = re.compile(r"(?:结构|比重|比例|产业|构成|占比)[^，。\d]{0,14}(?:\d{4}年)?的?$")
_MOVED = re.compile(r"[\d：:∶︰](?:调整|变|优化|转变|演变|改变|提升|上升)[为到至成][^，。]{0,4}$")  # `由a:b:c调整为d:e:f`
_PARTITIONS = (  # names of shares that leave nothing of their whole out
    ("一孩", "二孩", "[多三]孩"), ("一孩", "二孩", "三孩", "四孩"), ("第?一产", "第?二产", "第?三产"), ("男", "女"), ("城镇", "农村|乡村"), ("0—14岁", "15—[56][94]岁", "6[05]岁"),
    ("(?<!非)税收", "非税"), ("汉族", "少数民族"), ("(?<!非)公有", "非公有"), ("(?<!非)国有", "非国有"),
    ("投资|资本形成", "消费", "净?出口|净流出"),
)  # fmt: skip
_SHARE = re.compile(r"占(?P<base>[^，。；、]{0,24}?)(?:的|比重|比例|比)?(?:分别)?(?:已|仅|约)?(?:为|达到|达|约)?$|(?:比重|比例|占比|构成|贡献率)(?:分别)?(?:为|达到|达|是|约)?$")
_NO_SHARE = re.compile(r"占[^，。]{0,8}(?:预算|计划|任务|目标|指标|进度)(?:数|额)?(?:的|比例)?(?:为|达)?$|增长|增加|下降|减少|提高|提升|上升|上年|去年|同比")
_TOGETHER = re.compile(r"合计?占|共占|总共占|上述[^，。]*占|以上[^，。]*占|[两二三四五六七八]者[^，。]*占")
_CLAUSE = re.compile(r"[，；、：。\d%％]")
_LISTED = re.compile(r"[、和及与]|以及|，")
_MALE, _FEMALE = re.compile(r"(?:男|男性|男生|男孩)(?:人口|婴儿|婴)?(?:数|总数)?(?:为|有|达)?$"), re.compile(r"(?:女|女性|女生|女孩)(?:人口|婴儿|婴)?(?:数|总数)?(?:为|有|达)?$")
_SEXES = re.compile(r"性别比(?:（[^）]*）)?[^，。；\d]{0,12}(?P<number>\d+(?:\.\d+)?)(?![\d.]*[%％])")


class _Item(msgspec.Struct, frozen=True):
    """A share, with the figure it is the share of."""

    part: Quantity | None
    rate: Quantity
    label: str
    base: str


@relate("NUM113", "NUM111")
def partitions(context: Context) -> Iterator[Relation]:
    """Lists of shares, structures, and the ratio of the sexes."""
    text = context.text
    every = sentences(context)
    for at, s in enumerate(every):
        if sum(q.unit in PERCENT for q in s.quantities) >= 2:
            earlier = [q for x in every[max(0, at - 3) : at] if x.entry == s.entry for q in x.quantities]
            for group, together in ((part, total) for run, total in _groups(text, s) for part in ([run] if total is not None else _cut(run))):
                if together is None and at + 1 < len(every) and every[at + 1].start - group[-1].rate.end < 8:
                    together = next((q for q in every[at + 1].quantities[:2] if q.unit in PERCENT and _TOGETHER.search(text[every[at + 1].start : q.start])), None)
                yield from _whole(text, s, group, earlier) if together is None else _together(group, together)
    for m in _SEXES.finditer(text):
        at = bisect_right([s.start for s in every], m.start())
        yield from _sexes(text, m, every[max(0, at - 3) : at])
    for p in context.paragraphs:
        for m in _RATIO.finditer(text, p.start, p.end):
            before = text[max(p.start, m.start() - 24) : m.start()]
            if "性别比" not in before and (_MOVED.search(before) or _STRUCTURE.search(before)):
                yield from _ratio(context, m, p.start) if m[3] else _two(context, m, p.start)


def _groups(text: str, s: Sentence) -> Iterator[tuple[list[_Item], Quantity | None]]:
    """Runs of shares side by side, each with the share that is told of them together (`合占`), where there is one."""
    run: list[_Item] = []
    for i, q in enumerate(s.quantities):
        if q.unit not in ("%", "％") or q.high is not None or q.approx:
            continue
        between = text[s.quantities[i - 1].end if i else s.start : q.start]
        clause = re.split(r"[，；、：（）]", between)[-1]
        share = _SHARE.search(clause)
        go_on = bool(run) and s.quantities[i - 1] is run[-1].rate and _LISTED.fullmatch(between)
        if (share is None and not go_on) or _NO_SHARE.search(clause):
            continue
        since = text[run[-1].rate.end : q.start] if run else ""
        if run and _TOGETHER.search(clause):
            yield run, q
            run = []
            continue
        if run and (len(since) > 60 or re.search(r"。|其中|中，", since) or any(x.unit in PERCENT for x in _between(s, run[-1].rate, q))):
            yield run, None
            run = []
        if not _TOGETHER.search(clause):
            part = next((x for x in reversed(_between(s, run[-1].rate if run else None, q)) if x.unit not in NO_COUNT), None)
            base = share["base"] or "" if share else run[-1].base
            own = _CLAUSE.split(text[max(s.start, part.start - 20) : part.start])[-1] if part is not None else ""
            run.append(_Item(part, q, own + _CLAUSE.split(text[max(s.start, q.start - 20) : q.start])[-1], base))
    if run:
        yield run, None


def _cut(run: list[_Item]) -> list[list[_Item]]:
    """A run cut where shares before a place are a whole by their sum or their names (`男…占a，女…占b，少年…占c，成年…占d`)."""
    for k in range(2, len(run) - 1):
        if abs(sum((x.rate.value for x in run[:k]), Decimal(0)) - 100) <= Decimal("0.15") or _complete([x.label for x in run[:k]]):
            return [run[:k], *_cut(run[k:])]
    return [run]


def _complete(labels: Sequence[str]) -> bool:
    """Whether nothing is left out by the names of some shares."""
    return any(len(names) == len(labels) and all(re.search(name, x) for name, x in zip(names, labels, strict=True)) for names in _PARTITIONS)


def _together(group: Sequence[_Item], together: Quantity) -> Iterator[Relation]:
    """`占a；占b；占c，合占d`: d is the sum, where it is, or would be with a slip mended."""
    total = sum((g.rate.value for g in group), Decimal(0))
    room = sum((Decimal(1).scaleb(-q.decimals) for q in (*(g.rate for g in group), together)), Decimal(0)) / 2
    words, places = "+".join(g.rate.number for g in group), max(g.rate.decimals for g in group)
    holds = abs(total - together.value) <= room
    start, end = group[0].rate.start, together.end
    if len(group) < 2 or (not holds and not one_slip(f"{together.value:.{together.decimals}f}", f"{total:.{places}f}")):
        return
    finding = None
    if not holds:
        finding = Finding("NUM113", "warning", 0.75, f"各项合占{show(total)}%，印作{together.number}%", f"together they are {show(total)} %, printed {together.number}", start, end, (), None, SOURCE, words, show(total), together.number)
    yield Relation("NUM113", words, "=", show(total), together.number, show(room), holds, start, end, finding=finding)


def _between(s: Sentence, first: Quantity | None, last: Quantity) -> list[Quantity]:
    return [x for x in s.quantities if (first is None or x.start > first.start) and x.start < last.start]


def _parts(text: str, s: Sentence, group: Sequence[_Item]) -> list[Quantity]:
    """The figures of a run of shares: one before each, or as many before the first (`a、b、c，分别占x、y、z`); none where they do not match."""
    own = [g.part for g in group]
    if own[0] is not None and all(p is None for p in own[1:]):
        before = [q for q in s.quantities if q.start < group[0].rate.start]
        own = list(before[-len(group) :]) if len(before) >= len(group) and "分别" in text[before[-1].end : group[0].rate.start] else []
    found = [p for p in own if p is not None and p.high is None and not p.approx and p.amount > 0]
    return found if len(found) == len(group) and all(same_kind(found[0], p) for p in found) else []


def _whole(text: str, s: Sentence, group: Sequence[_Item], earlier: Sequence[Quantity]) -> Iterator[Relation]:
    """What a run of shares tells: that they sum to 100, and that their figures are to their sum as they say."""
    if len(group) < 2:
        return
    rates = [g.rate for g in group]
    behind = text[rates[-1].end : rates[-1].end + 30]
    total = sum((q.value for q in rates), Decimal(0))
    room = sum((Decimal(1).scaleb(-q.decimals) for q in rates), Decimal(0)) / 2
    full = abs(total - 100) <= room
    parts = _parts(text, s, group)
    words = "+".join(q.number for q in rates)
    held = Relation("NUM113", words, "=", show(total), "100", show(room), True, rates[0].start, rates[-1].end)
    if parts and len({g.base for g in group if len(g.base) > 2}) <= 1:
        amount, loose = sum((p.amount for p in parts), Decimal(0)), sum((slack(p) for p in parts), Decimal(0))
        printed = any(same_kind(q, parts[0]) and q not in parts and abs(q.amount - amount) <= loose + slack(q) for q in (*earlier, *(q for q in s.quantities if q.start < parts[0].start)))
        fits = [_fits(p, q, amount, loose) for p, q in zip(parts, rates, strict=True)]
        if all(fits) and full:
            yield held
            for p, q in zip(parts, rates, strict=True) if not printed else ():
                yield _of_sum(parts, p, q, amount)
            if not printed:
                yield from _whole_slipped(text, s, parts, amount, loose)
            return
        wrong = _wrong(parts, rates, fits, amount, loose)
        if wrong is not None and not (wrong[1] and full and printed):  # with a whole in print a share is tested against it
            yield from _told(wrong, parts, rates, amount, total, room, words)
            return
    labels = [g.label for g in group]
    lead = text[max(s.start, rates[0].start - 40) : rates[0].start]
    named = _complete(labels)
    if not named and "分别" in lead:
        named = (len(group) == 3 and "三次产业" in lead) or any(len(names) == len(group) and all(re.search(name, lead) for name in names) for names in _PARTITIONS)
    if len(group) < 3 and not named:
        return
    if full:
        yield held
        return
    places = max(q.decimals for q in rates)
    slips = places > 0 and abs(total - 100) < 15 and any(one_slip(f"{q.value:.{q.decimals}f}", f"{100 - (total - q.value):.{q.decimals}f}") for q in rates if total - q.value < 100)
    if (named or slips) and not _TOGETHER.search(behind):
        yield _not_full(rates, total, room, words, 0.8 if named else 0.7)


def _whole_slipped(text: str, s: Sentence, parts: Sequence[Quantity], amount: Decimal, loose: Decimal) -> Iterator[Relation]:
    """`W，其中甲a，占x；乙b，占y`: the shares prove that nothing is left out, so a whole that is a slip of the pen from the sum is wrong."""
    whole = next((q for q in reversed(s.quantities) if q.start < parts[0].start and same_kind(q, parts[0])), None)
    if whole is None or whole.high is not None or whole.approx or "其中" not in text[whole.end : parts[0].start]:
        return
    right = slip(whole, amount, loose)
    if right is None:
        return
    words, shown = "+".join(p.number for p in parts), show(amount / (whole.factor_of() or Decimal(1)))
    finding = Finding("NUM111", "warning", 0.8, f"各项占比合为100%，各项之和为{shown}{whole.unit}，总数印作{whole.number}{whole.unit}", f"the shares are all, their figures sum to {shown}, the whole is printed {whole.number}", whole.start, parts[-1].end, (), right, SOURCE, words, shown, whole.number)
    figures = (figure(whole, 1), *(figure(p, -1) for p in parts))
    yield Relation("NUM111", words, "=", shown, whole.number, show(loose), False, whole.start, parts[-1].end, (), finding, figures, loose)


def _not_full(rates: Sequence[Quantity], total: Decimal, room: Decimal, words: str, confidence: float) -> Relation:
    finding = Finding("NUM113", "warning", confidence, f"各项之和为{show(total)}%，不是100%", f"the shares sum to {show(total)} %, not 100 %", rates[0].start, rates[-1].end, (), None, SOURCE, words, show(total), "100")
    return Relation("NUM113", words, "=", show(total), "100", show(room), False, rates[0].start, rates[-1].end, finding=finding)


def _fits(part: Quantity, rate: Quantity, amount: Decimal, loose: Decimal) -> bool:
    """Whether a figure may be the printed share of a sum known within `loose`: rounded, cut, or moved by a unit so that all make 100."""
    low, high = interval(part)[0] / (amount + loose) * 100, interval(part)[1] / (amount - loose) * 100 if amount > loose else Decimal(10**9)
    unit = Decimal(1).scaleb(-rate.decimals)
    return low < rate.value + unit and high > rate.value - unit and high - low < 5


def _wrong(parts: Sequence[Quantity], rates: Sequence[Quantity], fits: Sequence[bool], amount: Decimal, loose: Decimal) -> tuple[int, bool, str] | None:
    """The one figure of a run that a slip mends so that all agree: its place, whether it is a share, and what it should be."""
    for j, q in enumerate(rates):  # a share: the others fit, and it fits when mended
        right = f"{(parts[j].amount / amount * 100).quantize(Decimal(1).scaleb(-q.decimals), ROUND_HALF_UP):.{q.decimals}f}"
        if all(ok for i, ok in enumerate(fits) if i != j) and not fits[j] and (len(parts) >= 3 or (len(digits(q)) >= 2 and one_slip(f"{q.value:.{q.decimals}f}", right))):
            return j, True, right
    if abs(sum((q.value for q in rates), Decimal(0)) - 100) > sum((Decimal(1).scaleb(-q.decimals) for q in rates), Decimal(0)) / 2 or any(len(digits(q)) < 2 for q in rates) or sum(len(digits(q)) for q in rates) < 6:
        return None
    for j, p in enumerate(parts):  # a figure: the others and the shares say what it is
        others = sum((x.amount for i, x in enumerate(parts) if i != j), Decimal(0))
        share = rates[j].value / 100
        wanted = others * share / (1 - share) if share < 1 else Decimal(0)
        step = Decimal(1).scaleb(-rates[j].decimals) / 100
        within = (others * step / (1 - share) ** 2 if share < 1 else wanted) + loose
        rest = [_fits(x, q, others + wanted, loose + within) for i, (x, q) in enumerate(zip(parts, rates, strict=True)) if i != j]
        if not all(fits) and all(rest) and abs(p.amount - wanted) > within and len(digits(p)) >= 3 and slip_within(p, wanted, within, 200):
            unit = p.factor_of() or Decimal(1)
            return j, False, show((wanted / unit).quantize(Decimal(1).scaleb(-p.decimals)))
    return None


def _told(wrong: tuple[int, bool, str], parts: Sequence[Quantity], rates: Sequence[Quantity], amount: Decimal, total: Decimal, room: Decimal, words: str) -> Iterator[Relation]:
    j, share, right = wrong
    part, rate = parts[j], rates[j]
    if share and abs(total - 100) > room:
        yield _not_full(rates, total, room, words, 0.85)
        return
    formula = f"{part.number}/({'+'.join(p.number for p in parts)})*100"
    shown = show((part.amount / amount * 100).quantize(Decimal("0.01"), ROUND_HALF_UP))
    fix = f"{rate.number}→{right}" if share else f"{part.number}→约{right}"
    start, end = min(p.start for p in parts), rates[-1].end
    finding = Finding("NUM111", "warning", 0.78, f"按各项之和算得{shown}%，印作{rate.number}%；改{fix}则各项都合", f"of the sum of all it is {shown} %, printed {rate.number}", start, end, (), fix, SOURCE, formula, shown, rate.number)
    yield Relation("NUM111", formula, "=", shown, rate.number, show(Decimal(1).scaleb(-rate.decimals) / 2), False, start, end, finding=finding)


def _of_sum(parts: Sequence[Quantity], part: Quantity, rate: Quantity, amount: Decimal) -> Relation:
    shown = show((part.amount / amount * 100).quantize(Decimal("0.01"), ROUND_HALF_UP))
    return Relation("NUM111", f"{part.number}/({'+'.join(p.number for p in parts)})*100", "=", shown, rate.number, show(Decimal(1).scaleb(-rate.decimals) / 2), True, part.start, rate.end, tuple(Related(p.start, p.end) for p in parts if p is not part))


def _ratio(context: Context, m: re.Match[str], start: int) -> Iterator[Relation]:
    """A structure `a:b:c`: its members sum to 100, and agree with the three amounts before it where there are such."""
    values = [Decimal(m[k]) for k in (1, 2, 3)]
    total = sum(values, Decimal(0))
    places = max(len(m[k].partition(".")[2]) for k in (1, 2, 3))
    room = Decimal(1).scaleb(-places) * Decimal("1.5")
    words = f"{m[1]}+{m[2]}+{m[3]}"
    amounts = [q for q in context.quantities_in(start, m.start()) if q.unit not in NO_COUNT and q.base_unit == "元"]
    for k in range(len(amounts) - 2):
        three = amounts[k : k + 3]
        whole = sum((q.amount for q in three), Decimal(0))
        parts = [q.amount / whole * 100 if whole else Decimal(0) for q in three]
        if all(abs(p - v) < Decimal(1).scaleb(-places) for p, v in zip(parts, values, strict=True)):
            stated = f"{m[1]}:{m[2]}:{m[3]}"
            computed = ":".join(show(p.quantize(Decimal(1).scaleb(-places))) for p in parts)
            yield Relation("NUM113", ":".join(q.number for q in three), "=", computed, stated, show(room), True, m.start(), m.end(), (Related(three[0].start, three[-1].end),))
            return
    holds = abs(total - 100) <= room
    finding = None
    if not holds and 80 < total < 120:
        finding = Finding("NUM113", "error", 0.9, f"三项之和为{show(total)}，不是100", f"the members sum to {show(total)}, not 100", m.start(), m.end(), (), None, SOURCE, words, show(total), "100")
    yield Relation("NUM113", words, "=", show(total), "100", show(room), holds, m.start(), m.end(), finding=finding)


def _two(context: Context, m: re.Match[str], start: int) -> Iterator[Relation]:
    """`甲与乙比重为a：b`: the two sum to 100, and the two amounts before them, named alike, are to each other as they say."""
    a, b = Decimal(m[1]), Decimal(m[2])
    places = max(len(m[k].partition(".")[2]) for k in (1, 2))
    room = Decimal(1).scaleb(-places)
    words = f"{m[1]}+{m[2]}"
    if not 0 < a < 100 or not 0 < b < 100 or not 80 < a + b < 120:
        return
    if abs(a + b - 100) > room:
        if any(one_slip(x, f"{100 - Decimal(y):f}") for x, y in ((m[1], m[2]), (m[2], m[1]))):
            unequal = Finding("NUM113", "warning", 0.8, f"两项之和为{show(a + b)}，不是100", f"the two sum to {show(a + b)}, not 100", m.start(), m.end(), (), None, SOURCE, words, show(a + b), "100")
            yield Relation("NUM113", words, "=", show(a + b), "100", show(room), False, m.start(), m.end(), finding=unequal)
        return
    yield Relation("NUM113", words, "=", show(a + b), "100", show(room), True, m.start(), m.end())
    text = context.text
    names = re.search(r"(?P<one>[\u4e00-\u9fff]{1,8}?)(?:与|和|、)(?P<other>[\u4e00-\u9fff]{1,8}?)(?:的?(?:比重|比例|结构|构成|占比|之比|经济))[^，。\d]{0,10}$", text[max(start, m.start() - 30) : m.start()])
    amounts = [q for q in context.quantities_in(start, m.start()) if q.unit not in NO_COUNT and q.high is None and not q.approx]
    for one, other in reversed(list(pairwise(amounts))):
        if not same_kind(one, other) or not one.amount + other.amount:
            continue
        share = one.amount / (one.amount + other.amount) * 100
        holds = abs(share - a) <= room
        alike = names is not None and set(names["one"]) <= set(text[max(start, one.start - 24) : one.start]) and set(names["other"]) <= set(text[one.end : other.start])
        if not holds and not alike:
            continue
        shown = f"{show(share.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))}:{show((100 - share).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))}"
        stated = f"{m[1]}:{m[2]}"
        finding = None
        if not holds:
            finding = Finding("NUM113", "warning", 0.75, f"两数之比为{shown}，印作{stated}", f"the two figures are as {shown}", m.start(), m.end(), (Related(one.start, other.end),), None, SOURCE, f"{one.number}:{other.number}", shown, stated)
        yield Relation("NUM113", f"{one.number}:{other.number}", "=", shown, stated, show(room), holds, m.start(), m.end(), (Related(one.start, other.end),), finding)
        return


def _sexes(text: str, m: re.Match[str], near: Sequence[Sentence]) -> Iterator[Relation]:
    """`男性 m 人，女性 f 人，性别比为 r`: m ÷ f × 100, from the sentences with figures right before."""
    if not 60 < Decimal(m["number"]) < 180:
        return
    places = len(m["number"].partition(".")[2])
    stated, half = Decimal(m["number"]), Decimal(1).scaleb(-places) / 2
    for x in reversed(near):
        if m.start() - x.end > 120:
            continue
        lead = [(q, text[max(x.start, q.start - 10) : q.start]) for q in x.quantities if q.unit not in NO_COUNT and q.start < m.start()]
        men, women = next((q for q, w in lead if _MALE.search(w)), None), next((q for q, w in lead if _FEMALE.search(w)), None)
        if men is None or women is None or not same_kind(men, women) or not women.amount or men.approx or women.approx:
            continue
        value = men.amount / women.amount * 100
        low, high = interval(men)[0] / interval(women)[1] * 100, interval(men)[1] / interval(women)[0] * 100
        holds = low <= stated + 2 * half and high >= stated - half
        words, shown = f"{men.number}/{women.number}*100", show(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
        start, end = m.span("number")
        finding = None
        if not holds:
            finding = Finding("NUM111", "warning", 0.8, f"男{men.number}、女{women.number}，性别比应为{shown}，印作{m['number']}", f"the ratio of the sexes is {shown}", start, end, (Related(men.start, women.end),), None, SOURCE, words, shown, m["number"])
        yield Relation("NUM111", words, "=", shown, m["number"], show(half), holds, start, end, (Related(men.start, women.end),), finding)
        return
