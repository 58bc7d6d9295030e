"""Growth: an amount with its change and its rate, from x to y, plan and result, and the whole number that a rate implies (R71–R73)."""

from __future__ import annotations

import re
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
    counts_exactly,
    digits,
    interval,
    same_kind,
    sentences,
    show,
    slack,
    slip,
)
from tongjian.check.registry import Rule, declare, relate
from tongjian.language import numerals
from tongjian.language.quantities import Quantity

SOURCE = "trade rules R71, R72, R73"
declare(
    Rule(
        "NUM121", "增减量、增减率与总量不符", "amount, change and rate of change disagree", "error", SOURCE,
        (
            "全年完成税收12.40亿元，比上年增加2.40亿元，增长34%。", "参保人数由8000人增加到10000人，增长30%。", "床位由上年的1250张增至1500张，增加350张。",
            "受理案件由120件减少到90件，下降35%。", "农民人均纯收入由5000元增加到20000元，翻了一番。", "全年争取资金501.59万元，较上年翻5番。",
        ),
        (
            "全年完成税收12.40亿元，比上年增加2.40亿元，增长24%。", "参保人数由8000人增加到10000人，增长25%。", "床位由上年的1250张增至1500张，增加250张。",
            "全年完成投资12.4亿元，增长24%，增加值2.4亿元，增长8%。", "农民人均纯收入由5000元增加到20000元，翻了两番。",
        ),
    )
)  # fmt: skip
declare(
    Rule(
        "NUM122", "没有整数基数能得出这个增减率", "no whole number in the year before gives this rate of change", "warning", SOURCE + "; the GRIM test of Brown and Heathers (2017)",
        ("全年道路交通事故死亡20人，同比下降25%。",), ("全年道路交通事故死亡21人，同比下降25%。",),
    )
)  # fmt: skip
declare(
    Rule(
        "NUM123", "计划、实绩与差额不符", "plan, result and difference disagree", "warning", SOURCE,
        ("全年计划造林236.40公顷，实际造林248.75公顷，超额完成13.35公顷。",), ("全年计划造林236.40公顷，实际造林248.75公顷，超额完成12.35公顷。",),
    )
)  # fmt: skip
_UP = r"(?:增长|增加|上升|提高|上涨|增收|增支|多收|多支|扩大|净增|增)"
_DOWN = r"(?:下降|减少|降低|回落|减收|减支|少收|少支|缩小|净减|降|减)"
_WHEN = r"(?:(?:同比|环比|分别|比|较|与)[^，。；、\d]{0,10}(?:\d{4}年[^，。；\d]{0,4})?)?"
# the clause of a change: whose (`结案`), against what (`比上年`), which way (`增加`)
_SAID = re.compile(rf"(?P<subject>[\u4e00-\u9fff]*?)(?P<against>同比|环比|(?:比|较|与)(?:[^，。；、\d]|\d{{4}}年)*?|)(?:分别|净|又|再|均|共)?(?P<way>{_UP}|{_DOWN})(?:了|约|近|为|达|达到)*")
_RATED = re.compile(r"(?:增幅|升幅|涨幅|跌幅|增速|降幅|增长率|下降率|幅度)(?:了|为|达|达到|约|近)?")
_BASE = re.compile(r"^(?:比|较|与)(?:[^，。；、\d]|\d{4}年)*的$|(?:比|较|与)(?:[^，。；、\d]|\d{4}年)*(?:\d年|上年|去年|同期|年末|普查|上次|原来)[^，。；、\d]{0,6}$")  # `比上年的`, `与2010年普查的`: what follows is what it was
_OTHER_PRICES = re.compile(r"生产总值|增加值|产值|GDP|可比|不变价|同口径|剔除|扣除|实际增|年均|平均每?年|累计增|自然口径")
_RATE = re.compile(rf"^[，、（]?(?:(?:同比|环比)?(?:{_UP}|{_DOWN})|增幅|升幅|涨幅|增速|降幅|跌幅|增长率|幅度)(?:了|为|达|达到|约|近)?$")
_TO = re.compile(rf"^[^，。；\d]{{0,10}}[，]?(?:{_UP}|{_DOWN}|发展|扩|升|跌|涨|变|调整)?(?:到|至|为)(?:\d{{4}}年(?:末|底)?的?|今年的?|目前的?|现在的?|年末的?)?$")
_FROM = re.compile(r"[由从](?:上年|去年|年初|\d{4}年|原来|原|改革前|建设前|当初)?(?:同期|末|底)?的?$")
_BY = re.compile(rf"[，、（]?(?:[一二三四五六七八九十\d]{{1,2}}年(?:来|间|内|共)?)?(?:共计?|累计|合计)?(?:净)?(?:(?:{_UP}|{_DOWN})(?:了|为|达|[^，。；\d]{{2,6}})?|[升增降涨]幅(?:为|达)?)")
_PLAIN_RATE = re.compile(rf"^(?:，|）)?(?:同比|环比|比上年|较上年|比去年|较去年|比上年同期|较上年同期|较去年同期|比去年同期)?(?P<word>{_UP}|{_DOWN})(?:了|约|近)?$")
_NAMED_RATE = re.compile(rf"(?P<noun>[\u4e00-\u9fff]{{4}})(?:同比|环比|比上年|较上年)(?P<word>{_UP}|{_DOWN})(?:了)?$")
_PLAN = re.compile(r"计划|任务|目标|应完成|预算|指标")
_OVER = re.compile(r"^[^，。；\d]{0,4}[，]?[^，。；\d]{0,6}(?:超额完成|超额|超收|超计划|超任务|超支|短收|超出|结余|剩余|余下|净增|相差|差额为?)[^，。；\d]{0,4}$")


@relate("NUM121", "NUM122", "NUM123")
def growth(context: Context) -> Iterator[Relation]:
    """Figures in a row: amount, change, rate in any order; from, to, rate; from, to, change; plan, result, difference; count and rate."""
    text = context.text
    every = sentences(context)
    for at, s in enumerate(every):
        if len(s.quantities) < 2 and "翻" not in text[s.start : s.end]:
            continue
        taken: set[int] = set()
        told = [q for q in s.quantities if q.unit != "年"]  # `4年来共减少`
        for a, b, c in zip(told, told[1:], told[2:], strict=False):
            for found in (_from_to(text, s, a, b, c), _against(text, s, a, b, c), _moved(text, s, a, b, c), _planned(text, a, b, c)):
                if found is not None:
                    taken |= {a.start, b.start, c.start}
                    yield found
        for i, b in enumerate(s.quantities):
            change = _change(text, s, i)
            if change is None:
                continue
            taken.add(b.start)
            found = _changed(text, s, i, change, [x for x in every[max(0, at - 3) : at] if x.entry == s.entry])
            if found is not None:
                taken |= {q.start for q in s.quantities[i + 1 : i + 2]}
                yield found
        yield from _many_times(text, s)
        for i, (a, b) in enumerate(pairwise(s.quantities)):
            doubled = _doubled(text, s, a, b)
            if doubled is not None:
                yield doubled
            if a.start not in taken and b.start not in taken:
                single = _whole_base(text, s, a, b)
                if single is not None and (single.holds or not (i and s.quantities[i - 1].unit not in PERCENT and re.search(r"，[^。；]*$", text[s.quantities[i - 1].end : a.start]))):
                    yield single  # with two counts before it, a rate may be the other's


def _from_to(text: str, s: Sentence, a: Quantity, b: Quantity, c: Quantity) -> Relation | None:
    """`由 a 增加到 b，增长 c%`."""
    if c.unit not in ("%", "％", "倍") or not same_kind(a, b) or a.high or b.high or c.high or a.approx or b.approx or a.unit in ("%", "％", "倍", None):
        return None
    between, last = text[a.end : b.start], text[b.end : c.start]
    if not _RATE.match(last) or not _TO.match(between) or not _FROM.search(text[max(s.start, a.start - 12) : a.start]):
        return None
    down = bool(re.search(f"{_DOWN}|跌幅", last)) or (not re.search(rf"{_UP}|[升涨]幅", last) and bool(re.search(_DOWN, between)))
    hundred = "*100" if c.unit != "倍" else ""
    words = f"({b.number}-{a.number})/{a.number}{hundred}" if not down else f"({a.number}-{b.number})/{a.number}{hundred}"
    return _test((a.start, c.end), c, a.amount, b.amount - a.amount if not down else a.amount - b.amount, words, _range(b, a, True, down))


def _against(text: str, s: Sentence, a: Quantity, b: Quantity, c: Quantity) -> Relation | None:
    """`a，比1949年的 b 增长 c 倍`: what it was stands behind 比."""
    if c.unit not in ("%", "％", "倍") or not same_kind(a, b) or a.high or b.high or c.high or a.approx or b.approx or a.unit in ("%", "％", "倍", None) or not b.amount:
        return None
    between, last = text[a.end : b.start], text[b.end : c.start]
    if not re.fullmatch(r"[，（]?(?:比|较|与)(?:[^，。；、\d]|\d{4}年)*的", between) or not re.fullmatch(rf"(?:相比)?[，]?(?:{_UP}|{_DOWN})了?", last):
        return None
    down = bool(re.search(_DOWN, last))
    hundred = "*100" if c.unit != "倍" else ""
    words = f"({a.number}-{b.number})/{b.number}{hundred}" if not down else f"({b.number}-{a.number})/{b.number}{hundred}"
    change = a.amount - b.amount if not down else b.amount - a.amount
    return _sure(_test((a.start, c.end), c, b.amount, change, words, _range(a, b, True, down)), text[max(s.start, a.start - 40) : c.end])


class _Change(msgspec.Struct, frozen=True):
    """What the clause of a change says: whose change, against what, whether it went down."""

    subject: str
    against: str
    down: bool


def _clause(text: str, s: Sentence, i: int) -> str:
    """The words of its own clause before a figure."""
    return re.split(r"[，、；：（）。]", text[s.quantities[i - 1].end if i else s.start : s.quantities[i].start])[-1]


def _change(text: str, s: Sentence, i: int) -> _Change | None:
    """The change that a figure (no rate) is said to be, by its own clause; None where it is none."""
    q = s.quantities[i]
    said = _SAID.fullmatch(_clause(text, s, i)) if q.unit is not None and q.unit not in NO_COUNT and q.high is None else None
    return None if said is None else _Change(said["subject"], said["against"], bool(re.match(_DOWN, said["way"])))


def _rate_beside(text: str, s: Sentence, i: int, change: _Change) -> int | None:
    """The place of the rate that goes with a change: right behind it, or right before it where it is nobody else's."""
    for k in (i + 1, i - 1):
        if not 0 <= k < len(s.quantities) or s.quantities[k].unit not in ("%", "％", "倍") or s.quantities[k].high is not None:
            continue
        between = text[min(s.quantities[i].end, s.quantities[k].end) : max(s.quantities[i].start, s.quantities[k].start)]
        if re.search(r"[；。]", between) or len(between) > 16 or (k < i and (change.subject or (k and _change(text, s, k - 1) is not None))):
            continue
        clause = _clause(text, s, k)
        said = _SAID.fullmatch(clause)
        if said is not None and not (said["subject"] and k > i) and bool(re.match(_DOWN, said["way"])) == change.down and _agree(said["against"], change.against):
            return k
        if k > i and _RATED.fullmatch(clause) and (clause[0] in "降跌下") <= change.down:
            return k
    return None


def _agree(one: str, other: str) -> bool:
    """Whether two comparisons may be with one thing: `比上年`, `同比` and nothing said are; a plan and a year are not."""
    kinds = ["plan" if re.search(r"计划|预算|任务|目标", x) else "start" if re.search(r"年初|上月|环比|上季", x) else "year" if re.search(r"同比|上年|去年|同期", x) else re.sub(r"^[比较与]", "", x) for x in (one, other)]
    return not all(kinds) or kinds[0] == kinds[1]


def _changed(text: str, s: Sentence, i: int, change: _Change, earlier: Sequence[Sentence]) -> Relation | None:
    """`a，增加 b，增长 c%`, `a，增长 c%，增收 b`, `比上年的 p 增 b，增 c%`, `a。…，受案增加 b，增长 c%`: the change over what it was."""
    k = _rate_beside(text, s, i, change)
    b = s.quantities[i]
    if k is None or b.approx:
        return None
    c = s.quantities[k]
    hundred = "*100" if c.unit != "倍" else ""
    first = min(i, k)
    if first and _BASE.search(_clause(text, s, first - 1)) and not _SAID.fullmatch(_clause(text, s, first - 1)) and same_kind(s.quantities[first - 1], b) and "；" not in text[s.quantities[first - 1].end : b.start]:
        p = s.quantities[first - 1]
        if p.high is not None or p.approx or not p.amount:
            return None
        lows, highs = interval(b)[0] / interval(p)[1] * 100, interval(b)[1] / interval(p)[0] * 100 if interval(p)[0] > 0 else Decimal(10**9)
        return _sure(_test((p.start, max(b.end, c.end)), c, p.amount, b.amount, f"{b.number}/{p.number}{hundred}", (lows, highs)), text[max(s.start, p.start - 40) : c.end])
    a, near = _value_of(text, s, first, change, b, earlier)
    if a is None:
        return None
    start, end = min(a.start, b.start), max(b.end, c.end)
    sign = "-" if not change.down else "+"
    told = text[max(0, a.start - 40) : a.end] + text[min(b.end, c.end) - 30 : end]
    doubt = _units_differ(a, b, c, change.down, (start, end)) if near else None
    if doubt is not None:
        return doubt
    if not change.down and c.unit != "倍" and b.amount >= a.amount and c.value and a.unit == b.unit and near:
        wanted = b.amount * (1 + 100 / c.value)  # a growth greater than what it led to
        half = Decimal(1).scaleb(-c.decimals) / 2
        room = abs(b.amount * 100 / (c.value - half) - b.amount * 100 / c.value) + slack(b) * (1 + 100 / c.value) if c.value > half else Decimal(0)
        right = next((r for r in (slip(a, wanted + room * n / 4, room / 4) for n in range(-4, 5)) if r is not None), None)
        if right is None:
            return None
        words = f"{b.number}<={a.number}"
        finding = Finding("NUM121", "error", 0.88, f"增加的{b.number}{b.unit}不少于总量{a.number}{a.unit}：疑总量应为{right}{a.unit}", f"the growth is not less than the amount: {right}?", start, end, (), f"{a.number}→{right}", SOURCE, words, b.number, a.number)
        return Relation("NUM121", words, "<=", b.number, a.number, "0", False, start, end, finding=finding)
    if b.amount >= a.amount * (1 if not change.down else 20):
        return None
    places = (start, end) if end - start <= 160 else (min(b.start, c.start), end)
    related = (Related(a.start, a.end),) if end - start > 160 else ()
    found = _test(places, c, a.amount - b.amount if not change.down else a.amount + b.amount, b.amount, f"{b.number}/({a.number}{sign}{b.number}){hundred}", _range(a, b, False, change.down), related)
    return _sure(found, told) if found is not None and (found.holds or near) else None


def _units_differ(a: Quantity, b: Quantity, c: Quantity, down: bool, place: tuple[int, int]) -> Relation | None:
    """`50万元，减少87亿元，下降63.5%`: an amount and its change a thousand times apart, whose printed numbers give the rate: 万 or 亿 is wrong."""
    if a.unit == b.unit or not a.amount or not b.amount or 1000 * min(a.amount, b.amount) > max(a.amount, b.amount) or len(digits(c)) < 2 or c.unit == "倍":
        return None
    base = a.value + b.value if down else a.value - b.value
    if base <= 0 or abs(b.value / base * 100 - c.value) > Decimal(1).scaleb(-c.decimals) + (b.value / base + 1) * Decimal(1).scaleb(-b.decimals) / base * 100:
        return None
    told = f"{a.number}{a.unit}与{b.number}{b.unit}"
    words = f"{b.number}{b.unit}/({a.number}{a.unit}{'+' if down else '-'}{b.number}{b.unit})*100"
    finding = Finding("NUM121", "error", 0.88, f"{told}相差千倍以上，与{c.number}{c.unit}不合：疑万、亿有误", "one of the two units is wrong", *place, (), None, SOURCE, words, told, c.number)
    return Relation("NUM121", words, "=", told, c.number, "0", False, *place, finding=finding)


def _sure(found: Relation | None, told: str) -> Relation | None:
    """A relation that holds; one that does not only where both figures are at one price and of one extent."""
    return found if found is None or found.holds or not _OTHER_PRICES.search(told) else None


def _value_of(text: str, s: Sentence, first: int, change: _Change, b: Quantity, earlier: Sequence[Sentence]) -> tuple[Quantity | None, bool]:
    """The amount that changed, and whether the words leave no doubt: the figure before the change, or the one that its subject names."""
    passed = 0
    named = set(change.subject)
    for x in (s, *reversed(earlier)):
        if x is not s and len(named) < 2:
            break
        for n in range((first if x is s else len(x.quantities)) - 1, -1, -1):
            a = x.quantities[n]
            if x is s and "；" in text[a.end : b.start] and not change.subject:
                return None, False
            if a.unit in NO_COUNT or a.unit is None or _change(text, x, n) is not None:
                continue
            label = _clause(text, x, n)
            if change.subject and not named <= set(label + (a.unit or "")):
                passed += 1
                continue
            if not same_kind(a, b) or _BASE.search(label):
                passed += 1
                if change.subject:
                    continue
                if passed > 1:
                    return None, False
                continue
            if a.high is not None or a.approx or (b.start - a.end > 90 and not change.subject):
                return None, False
            return a, passed == 0 or (bool(change.subject) and label.endswith(change.subject))
        if not change.subject:
            break
    return None, False


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


def _test(place: tuple[int, int], c: Quantity, base: Decimal, change: Decimal, words: str, allowed: tuple[Decimal, Decimal], related: tuple[Related, ...] = ()) -> Relation | None:
    """Whether a change over its base gives the rate `c`, within the rates that the roundings allow."""
    if base <= 0:
        return None
    factor = Decimal(100) if c.unit == "倍" else Decimal(1)
    value = change / base * 100 / factor
    unit = Decimal(1).scaleb(-c.decimals)
    holds = allowed[0] / factor < c.value + unit and allowed[1] / factor >= c.value - unit / 2
    shown = show(value.quantize(Decimal(1).scaleb(-max(c.decimals, 1)), ROUND_HALF_UP))
    finding = None
    if not holds and not c.approx:
        close = abs(value - c.value) <= 2 * unit
        right = slip(c, value, unit / 2)
        finding = Finding(
            "NUM121", "warning" if close or not right else "error", 0.7 if close else (0.9 if right else 0.78), f"按所列数字算得{shown}{c.unit}，印作{c.number}{c.unit}", f"the figures give {shown}, printed {c.number}",
            *place, related, None, SOURCE, words, shown, c.number,
        )  # fmt: skip
    return Relation("NUM121", words, "=", shown, c.number, show(unit / 2), holds or bool(c.approx), *place, related, finding)


def _moved(text: str, s: Sentence, a: Quantity, b: Quantity, c: Quantity) -> Relation | None:
    """`由 a 增至 b，增加 c`: three figures of one kind."""
    if not (same_kind(a, b) and (same_kind(b, c) or (a.unit in ("%", "％") and c.unit in ("个百分点", "百分点")))) or a.high or b.high or c.high or a.approx or b.approx:
        return None
    between, last = text[a.end : b.start], text[b.end : c.start]
    if not (_TO.match(between) and _FROM.search(text[max(s.start, a.start - 12) : a.start]) and _BY.fullmatch(last)):
        return None
    factor = a.factor_of() if c.unit not in ("个百分点", "百分点") else Decimal(1)
    x, y, z = (a.value, b.value, c.value) if factor == 1 and c.unit in ("个百分点", "百分点") else (a.amount, b.amount, c.amount)
    gap = abs(y - x)
    room = (slack(a) + slack(b) + slack(c)) if c.unit not in ("个百分点", "百分点") else Decimal(1).scaleb(-min(a.decimals, b.decimals, c.decimals))
    holds = abs(gap - z) <= room
    words = f"{b.number}-{a.number}" if y >= x else f"{a.number}-{b.number}"
    shown = show(gap / (factor if c.unit not in ("个百分点", "百分点") else 1))
    finding = None
    if not holds and not c.approx:
        finding = Finding("NUM121", "error" if slip(c, gap, room) else "warning", 0.88 if slip(c, gap, room) else 0.75, f"两数相差{shown}，印作{c.number}{c.unit}", f"the difference is {shown}, printed {c.number}", a.start, c.end, (), None, SOURCE, words, shown, c.number)
    return Relation("NUM121", words, "=", shown, c.number, show(room), holds or bool(c.approx), a.start, c.end, finding=finding)


def _doubled(text: str, s: Sentence, a: Quantity, b: Quantity) -> Relation | None:
    """`由 a 增加到 b，翻了 n 番`: b is about a × 2ⁿ."""
    said = re.match(r"[^，。；\d]{0,6}[，]?[^，。；\d]{0,4}翻了?(?P<n>[一两二三四五六\d])番", text[b.end : b.end + 16])
    if not said or not same_kind(a, b) or a.high or b.high or not a.amount or not _TO.match(text[a.end : b.start]) or not _FROM.search(text[max(s.start, a.start - 12) : a.start]):
        return None
    n = int(said["n"]) if said["n"].isdigit() else numerals.DIGITS[said["n"]]
    ratio = b.amount / a.amount
    holds = Decimal(2) ** n * Decimal("0.85") <= ratio <= Decimal(2) ** n * Decimal("1.5")
    words, shown = f"{b.number}/{a.number}", show(ratio.quantize(Decimal("0.01")))
    end = b.end + said.end()
    finding = None
    if not holds:
        finding = Finding("NUM121", "warning", 0.75, f"前后相比是{shown}倍，翻{n}番应为{2**n}倍", f"the ratio is {shown}; doubled {n} times is {2**n}", a.start, end, (), None, SOURCE, words, shown, str(2**n))
    return Relation("NUM121", words, "=", shown, str(2**n), "15%", holds, a.start, end, finding=finding)


def _many_times(text: str, s: Sentence) -> Iterator[Relation]:
    """`比上年翻5番`: five doublings are thirty-two times; three and more without both figures beside them deserve the question."""
    for m in re.finditer(r"(?P<base>较|比)[^，。；]{0,8}(?:上年|去年|(?:19|20)\d{2}年)[^，。；]{0,6}翻(?:了)?(?P<n>[三四五六七八九3-9])番", text[s.start : s.end]):
        n = int(m["n"]) if m["n"].isdigit() else numerals.DIGITS[m["n"]]
        start, end = s.start + m.start(), s.start + m.end()
        years = re.findall(r"(?:19|20)\d{2}", m[0])
        if years and s.year is not None and s.year - int(years[0]) > 5:
            continue  # so much may well come of many years
        finding = Finding("NUM121", "warning", 0.65, f"翻{n}番是{2**n}倍：是否指增长{n}倍", f"doubled {n} times is {2**n} times as much", start, end, (), None, SOURCE, f"2^{n}", str(2**n), f"翻{n}番")
        yield Relation("NUM121", f"2^{n}", "=", str(2**n), f"翻{n}番", "0", False, start, end, finding=finding)


def _planned(text: str, a: Quantity, b: Quantity, c: Quantity) -> Relation | None:
    """`计划 a，实际 b，超额 c`; without a plan only where the difference fits exactly."""
    if not (a.unit == b.unit and same_kind(b, c)) or a.approx or b.approx or c.approx or a.unit in ("%", "％", None) or a.high or b.high or c.high:
        return None
    last = text[b.end : c.start]
    if not _OVER.match(last) or "。" in text[a.end : b.start]:
        return None
    gap, room = abs(a.amount - b.amount), slack(a) + slack(b) + slack(c)
    holds = abs(gap - c.amount) <= room
    first, second = (b, a) if b.amount >= a.amount else (a, b)
    words, shown = f"{first.number}-{second.number}", show(gap / c.factor_of())
    if holds:
        return Relation("NUM123", words, "=", shown, c.number, show(room), True, a.start, c.end)
    if not _PLAN.search(text[max(0, a.start - 14) : a.start]) or not re.search(r"超|短|结余", last) or not re.search(r"实际|完成|支出|实现", text[a.end : b.start]):
        return None
    finding = Finding("NUM123", "warning", 0.75, f"计划与实绩相差{shown}{c.unit}，印作{c.number}{c.unit}", f"plan and result differ by {shown}, printed {c.number}", a.start, c.end, (), None, SOURCE, words, shown, c.number)
    return Relation("NUM123", words, "=", shown, c.number, show(room), False, a.start, c.end, finding=finding)


def _whole_base(text: str, s: Sentence, a: Quantity, b: Quantity) -> Relation | None:
    """A full count and its rate of change: last year's count must be a whole number."""
    if a.unit in ("%", "％"):  # `死亡人数同比下降25%，死亡人数20人`
        named = _NAMED_RATE.search(text[max(s.start, a.start - 24) : a.start])
        b = next((q for q in s.quantities if q.start >= b.start and named and text[q.start - len(named["noun"]) : q.start] == named["noun"]), b) if named else b
        if not named or text[b.start - len(named["noun"]) : b.start] != named["noun"]:
            return None
        a, b, word = b, a, named
    else:
        found = _PLAIN_RATE.match(text[a.end : b.start])
        if not found:
            return None
        word = found
    if not counts_exactly(a) or b.unit not in ("%", "％") or b.high is not None or b.approx or a.unit in ("号", "版") or a.value == 0:
        return None
    down = bool(re.match(_DOWN, word["word"]))
    unit = Decimal(1).scaleb(-b.decimals)
    # a rate may have been rounded, or cut to its decimals (but hardly by a whole point)
    low, high = (b.value - unit / 2) / 100, (b.value + (unit if b.decimals else Decimal("0.9"))) / 100
    sign = -1 if down else 1
    ends = sorted(a.amount / (1 + sign * r) for r in (low, high) if 1 + sign * r > 0)
    if len(ends) < 2 or ends[1] - ends[0] > 40:
        return None
    n = int(ends[1])
    words = f"{a.number}/(1{'-' if down else '+'}{b.number}/100)"
    start, end = min(a.start, b.start), max(a.end, b.end)
    middle = a.amount / (1 + sign * b.value / 100) if b.value != 100 or not down else Decimal(0)
    if n >= ends[0] and n >= 1:
        return Relation("NUM122", words, "=", f"{show(middle.quantize(Decimal('0.01')))} (n={n})", b.number, show(unit / 2), True, start, end)
    if len(digits(a)) < 2 or "，" in text[a.end + 1 : b.start]:
        return None
    near = max(int(middle + Decimal("0.5")), 1)
    told = show(((a.amount - near) / near * 100).copy_abs().quantize(Decimal("0.1")))
    finding = Finding(
        "NUM122", "warning", 0.62, f"上年须为{show(middle.quantize(Decimal('0.01')))}{a.unit}才合此增减率，不是整数；上年若为{near}{a.unit}，则{'降' if down else '增'}{told}%", f"the year before would have been {show(middle.quantize(Decimal('0.01')))}, no whole number",
        start, end, (), None, SOURCE, words, show(middle.quantize(Decimal("0.01"))), b.number,
    )  # fmt: skip
    return Relation("NUM122", words, "=", show(middle.quantize(Decimal("0.01"))), b.number, show(unit), False, start, end, finding=finding)
