"""Shares and rates: a percentage against the two numbers it comes from, and against 100 (R65, R69, R72)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from tongjian.check.context import Context
from tongjian.check.finding import Finding, Related, Relation
from tongjian.check.numbers.common import Sentence, interval, near_percent, same_kind, sentences, show
from tongjian.check.registry import Rule, declare, relate
from tongjian.language.quantities import Quantity

SOURCE = "field rules R65, R69, R72"
declare(
    Rule(
        "NUM111", "比率与两个数字不符", "a share or rate disagrees with its two numbers", "error", SOURCE,
        ("全年调解纠纷6602件，调解成功5599件，调解成功率99%。",), ("全年调解纠纷6602件，调解成功6536件，调解成功率99%。",),
    )
)  # fmt: skip
declare(Rule("NUM112", "不可能超过100%的比率超过了100%", "a rate that cannot exceed 100 % does", "error", SOURCE, ("全区适龄儿童入学率102.5%。",), ("全区税收任务完成率102.5%。",)))
declare(Rule("NUM113", "比例各项之和不等于100", "a ratio's members do not sum to 100", "error", SOURCE, ("三次产业结构比为2.4:46.0:53.6。",), ("三次产业结构比为0.4:46.0:53.6。",)))
_RATE = re.compile(r"(?P<stem>[\u4e00-\u9fff]{1,8}?)(?:率|占比|比例)(?:分别|均|约)?(?:为|达|达到|达|是|约|约为)?$")
_CAPPED = re.compile(r"(合格率|入学率|巩固率|覆盖率|参保率|办结率|满意率|满意度|普及率|就业率|处理率|达标率|优良率|知晓率|回访率|签约率|无害化率|治愈率|成活率|通畅率|通达率|破案率|接种率|建档率|持证率|入户率|绿化率|城镇化率|成功率|及时率|准确率|公开率|抽检率)[为达约是到]{0,3}$")
_RATIO = re.compile(r"(?<![\d.:：])(\d+(?:\.\d+)?)[:：](\d+(?:\.\d+)?)[:：](\d+(?:\.\d+)?)(?![\d.:：])")


@relate("NUM111", "NUM112", "NUM113")
def shares(context: Context) -> Iterator[Relation]:
    """Every rate or share whose numbers stand near, every capped rate above 100, every three-part ratio of a structure."""
    text = context.book.text
    before: Sentence | None = None
    for s in sentences(context):
        yield from _rates(text, s, before if before is not None and before.entry == s.entry and before.end == s.start else None)
        before = s
    for p in context.paragraphs:
        for m in _RATIO.finditer(text, p.start, p.end):
            if not re.search(r"(结构|比重|比例|产业|构成|占比)[^，。]{0,12}$", text[max(p.start, m.start() - 20) : m.start()]):
                continue
            yield _ratio(m)


def _rates(text: str, s: Sentence, before: Sentence | None) -> Iterator[Relation]:
    for i, rate in enumerate(s.quantities):
        if rate.unit not in ("%", "％", "‰") or rate.high is not None:
            continue
        lead = text[(s.quantities[i - 1].end if i else s.start) : rate.start]
        clause = re.split(r"[，；、：]", lead)[-1]
        if rate.unit != "‰" and rate.value > 100 and _CAPPED.search(clause) and not re.search(r"毛|增长|提高", clause):
            yield _capped(rate, clause)
            continue
        share = re.search(r"占(?P<whole>[^，。；]{0,20}?)(?:的|比重|比|总数)?(?:为|达|约)?$", clause)
        named = _RATE.search(clause)
        if not share and not named:
            continue
        pool = [q for q in s.quantities[:i] if q.unit not in ("%", "％", "‰", "倍", "个百分点")]
        wide = [*(before.quantities if before is not None else ()), *pool]
        stem = named["stem"][-2:] if named and "率" in clause else ""
        found = _pair(text, wide, pool, rate, stem)
        if found is not None:
            yield found


def _pair(text: str, wide: list[Quantity], pool: list[Quantity], rate: Quantity, stem: str) -> Relation | None:
    """Two earlier figures whose quotient is the rate; where none fits, the two that the words name."""
    scale = Decimal(1000) if rate.unit == "‰" else Decimal(100)
    for b in reversed(pool[-3:]):
        for a in reversed(wide):
            if a is b or not same_kind(a, b) or a.high is not None or b.high is not None:
                continue
            for part, whole in ((b, a), (a, b)):
                if whole.amount and part.amount <= whole.amount:
                    value = part.amount / whole.amount * scale
                    if near_percent(value, rate) and not _cut(value, rate) and (part.amount != whole.amount or rate.value == 100):
                        return _kept(part, whole, rate, value)
    if not stem or len(pool) < 2 or rate.approx:
        return None
    part, whole = pool[-1], pool[-2]
    lead = text[whole.end : part.start]
    if part.unit != whole.unit or whole.approx or part.approx or stem not in lead or not part.amount or part.amount > whole.amount or len(lead) > 16:
        return None
    low = interval(part)[0] / interval(whole)[1] * scale
    high = interval(part)[1] / interval(whole)[0] * scale
    unit = Decimal(1).scaleb(-rate.decimals)
    if low < rate.value + unit and high >= rate.value - unit / 2 and not _cut(part.amount / whole.amount * scale, rate):
        return _kept(part, whole, rate, part.amount / whole.amount * scale)
    value = part.amount / whole.amount * scale
    shown = show(value.quantize(Decimal(1).scaleb(-max(rate.decimals, 2))))
    words = f"{part.number}/{whole.number}*{scale}"
    finding = Finding(
        "NUM111", "warning", 0.75, f"{part.number}÷{whole.number}得{shown}{rate.unit}，印作{rate.number}{rate.unit}", f"{part.number}/{whole.number} is {shown}{rate.unit}, printed {rate.number}{rate.unit}",
        rate.start, rate.end, (Related(whole.start, part.end),), None, SOURCE, words, shown, rate.number,
    )  # fmt: skip
    return Relation("NUM111", words, "=", shown, rate.number, show(unit), False, rate.start, rate.end, (Related(whole.start, part.end),), finding)


def _cut(value: Decimal, rate: Quantity) -> bool:
    """Whether a whole percentage was cut where rounding would give the next one, by almost a whole point (99.95 → 99)."""
    return rate.decimals == 0 and rate.approx is None and value - rate.value >= Decimal("0.9")


def _kept(part: Quantity, whole: Quantity, rate: Quantity, value: Decimal) -> Relation:
    scale = "1000" if rate.unit == "‰" else "100"
    tolerance = show(Decimal(1).scaleb(-rate.decimals) / 2)
    return Relation("NUM111", f"{part.number}/{whole.number}*{scale}", "=", show(value.quantize(Decimal("0.01"))), rate.number, tolerance, True, rate.start, rate.end, (Related(part.start, part.end), Related(whole.start, whole.end)))


def _capped(rate: Quantity, clause: str) -> Relation:
    finding = Finding("NUM112", "error", 0.9, f"“{clause.strip('为达到约')}”不可能超过100%", "this rate cannot exceed 100 %", rate.start, rate.end, (), None, SOURCE, f"{rate.number}<=100", rate.number, "100")
    return Relation("NUM112", f"{rate.number}<=100", "<=", rate.number, "100", "0", False, rate.start, rate.end, finding=finding)


def _ratio(m: re.Match[str]) -> Relation:
    values = [Decimal(m[k]) for k in (1, 2, 3)]
    total = sum(values, Decimal(0))
    places = max(len(m[k].partition(".")[2]) for k in (1, 2, 3))
    room = Decimal(1).scaleb(-places) * Decimal("1.5")
    words = f"{m[1]}+{m[2]}+{m[3]}"
    holds = abs(total - 100) <= room
    finding = None
    if not holds and 80 < total < 120:
        finding = Finding("NUM113", "error", 0.9, f"三项之和为{show(total)}，不是100", f"the members sum to {show(total)}, not 100", m.start(), m.end(), (), None, SOURCE, words, show(total), "100")
    return Relation("NUM113", words, "=", show(total), "100", show(room), holds, m.start(), m.end(), finding=finding)
