"""What one entry reckons and another tells: batches that add up to a total elsewhere, a change here and its rate there (R68, R72).

No words tie the two entries, so the figures must: two to five totals of one paragraph that add up to a total printed elsewhere
under the same verb are that total's parts, and then what was done must add up too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

import msgspec

from tongjian.check.context import Context
from tongjian.check.finding import Finding, Related, Relation
from tongjian.check.numbers.common import (
    NO_COUNT,
    PERCENT,
    Sentence,
    counts_exactly,
    digits,
    one_slip,
    sentences,
    show,
)
from tongjian.check.registry import Rule, declare, relate
from tongjian.language.quantities import Quantity

SOURCE = "trade rules R68, R72 across entries: parts in one entry, the whole in another"
declare(
    Rule(
        "NUM207", "各批之和与另一处的总数相同，办结数之和却不同", "batches add up to a total elsewhere, what was done of them does not", "warning", SOURCE,
        ("【信访】联席办交办积案64件，化解52件。\n【专项】第一批积案31件，已全部化解；第二批积案18件，化解6件；第三批积案15件，化解13件。",),
        ("【信访】联席办交办积案64件，化解50件。\n【专项】第一批积案31件，已全部化解；第二批积案18件，化解6件；第三批积案15件，化解13件。",),
        whole_book=True,
    )
)  # fmt: skip
declare(
    Rule(
        "NUM208", "一处的增减量与另一处的增减率不符", "the change in one entry and its rate in another disagree", "warning", SOURCE,
        ("【应急】全年生产安全事故死亡11人，比上年下降6.3%。\n【公报】全年发生生产安全事故10起，死亡11人、减少1人。",),
        ("【应急】全年生产安全事故死亡11人，比上年下降8.3%。\n【公报】全年发生生产安全事故10起，死亡11人、减少1人。",),
        whole_book=True,
    )
)  # fmt: skip
_VERB = "调解成功|调处成功|化解|办结|审结|完成|整改|结案|解决|建成|竣工|销号|处置|开工|签约|到位|治愈|执结|验收|交付"
_DONE = re.compile(rf"^[，（][\u4e00-\u9fff]{{0,4}}?(?P<verb>{_VERB})(?:了)?(?:案件|项目)?$")
_ALL = re.compile(rf"，(?:[已均]|现已|目前已)*(?:全部|均已?)(?P<verb>{_VERB})")
_CHANGE = re.compile(r"^[，、（]?(?:同比|比上年|较上年|比去年|较去年)?(?P<way>增加|减少|下降|上升|增长)(?:了)?$")
_RATE = re.compile(r"(?:^[，、（]?|，)(?:同比|比上年|较上年|比去年|较去年)(?P<way>增长|增加|上升|下降|减少)(?:了)?$")
_DOWN = frozenset({"下降", "减少"})
_ALL_YEAR = re.compile(r"^(?:全年|年内|累计|共)[\u4e00-\u9fff]*(?:利用|接待|服务|受理|办理|提供)[\u4e00-\u9fff]{0,4}$")


class _Batch(msgspec.Struct, frozen=True):
    """A total and what was done of it: `积案51件，化解6件`."""

    total: Quantity
    done: Decimal
    verb: str
    words: frozenset[str]
    paragraph: int
    end: int


@relate("NUM207", whole_book=True)
def batches(context: Context) -> Iterator[Relation]:
    """Runs of batches in a paragraph against totals elsewhere that they add up to."""
    every = list(_batches(context))
    wholes: dict[tuple[str | None, str, Decimal], list[_Batch]] = defaultdict(list)
    for b in every:
        wholes[b.total.unit, b.verb, b.total.amount].append(b)
    seen: set[tuple[int, int]] = set()
    for i in range(len(every)):
        for n in range(2, 6):
            run = every[i : i + n]
            if len(run) < n or len({(b.paragraph, b.total.unit, b.verb) for b in run}) > 1:
                break
            total, done = sum((b.total.amount for b in run), Decimal(0)), sum((b.done for b in run), Decimal(0))
            for whole in wholes.get((run[0].total.unit, run[0].verb, total), []):
                named = sum(len(whole.words & b.words) > 0 for b in run)
                if whole.paragraph != run[0].paragraph and total >= 20 and (named == n or (n >= 3 and total >= 100)) and (whole.total.start, run[0].total.start) not in seen:
                    seen.add((whole.total.start, run[0].total.start))
                    yield _batched(whole, run, done)


def _batches(context: Context) -> Iterator[_Batch]:
    text = context.text
    for s in sentences(context):
        for i, q in enumerate(s.quantities):
            if not counts_exactly(q):
                continue
            after = s.quantities[i + 1] if i + 1 < len(s.quantities) else None
            found, done, end = None, q.amount, q.end
            if after is not None and after.unit == q.unit and counts_exactly(after) and after.amount <= q.amount and after.start - q.end < 14:
                found, done, end = _DONE.match(text[q.end : after.start]), after.amount, after.end
            if found is None:
                found, done, end = _ALL.match(text, q.end, q.end + 14), q.amount, q.end
            if found is not None:
                label = re.split(r"[，。；：、\d（）]", text[max(s.start, q.start - 16) : q.start])[-1]
                yield _Batch(q, done, found["verb"], frozenset(label[k : k + 2] for k in range(len(label) - 1)), s.paragraph, end)


def _batched(whole: _Batch, run: Sequence[_Batch], done: Decimal) -> Relation:
    words, shown, stated = "+".join(show(b.done) for b in run), show(done), show(whole.done)
    related, holds = (Related(run[0].total.start, run[-1].end),), done == whole.done
    finding = None
    if not holds:
        totals = "+".join(b.total.number for b in run)
        finding = Finding("NUM207", "warning", 0.7, f"另一处各批{totals}={whole.total.number}{whole.total.unit}，总数相同，{whole.verb}的却是{words}={shown}，此处作{stated}", f"the batches elsewhere give {shown}", whole.total.start, whole.end, related, f"{stated}→{shown}", SOURCE, words, shown, stated)
    return Relation("NUM207", words, "=", shown, stated, "0", holds, whole.total.start, whole.end, related, finding)


@relate("NUM208", whole_book=True)
def rated(context: Context) -> Iterator[Relation]:
    """`死亡11人、减少1人` in one entry, `死亡11人，同比下降6.25%` in another: the rate is the change over the value before it."""
    text = context.text
    changes: dict[tuple[str, str | None, Decimal], list[tuple[Quantity, Quantity, bool, int]]] = defaultdict(list)
    rates: dict[tuple[str, str | None, Decimal], list[tuple[Quantity, Quantity, bool, int]]] = defaultdict(list)
    for s in sentences(context):
        for i, a in enumerate(s.quantities):
            if a.unit in NO_COUNT or a.high is not None or a.approx or not a.amount:
                continue
            key = (re.split(r"[，。；：、\d（）]", text[max(s.start, a.start - 12) : a.start])[-1][-2:], a.unit, a.amount)
            if len(key[0]) < 2 or len(digits(a)) < 2:
                continue
            for z in s.quantities[i + 1 : i + 4]:
                if z.high is not None or z.approx or z.start - a.end > 40:
                    break
                between = text[a.end : z.start]
                if z.unit == a.unit and (change := _CHANGE.match(between)):
                    changes[key].append((a, z, change["way"] in _DOWN, s.entry))
                elif z.unit in PERCENT and (rate := _RATE.search(between)) and not re.search(r"[。；]", between):
                    rates[key].append((a, z, rate["way"] in _DOWN, s.entry))
    for key, told in changes.items():
        for a, by, down, entry in told:
            for b, percent, fell, other in rates.get(key, []):
                base = a.amount + by.amount if down else a.amount - by.amount
                if entry != other and down == fell and base > 0:
                    yield _rate(a, by, b, percent, by.amount / base * 100, "+" if down else "-")


def _rate(a: Quantity, change: Quantity, b: Quantity, rate: Quantity, value: Decimal, sign: str) -> Relation:
    step = Decimal(1).scaleb(-rate.decimals)
    room = step if counts_exactly(a) and counts_exactly(change) else step + value * (Decimal(1).scaleb(-change.decimals) / change.value if change.value else Decimal(0))
    holds = abs(value - rate.value) <= room
    words, shown, related = f"{change.number}/({a.number}{sign}{change.number})*100", show(value.quantize(Decimal("0.01"))), (Related(a.start, change.end),)
    finding = None
    if not holds:
        finding = Finding("NUM208", "warning", 0.72, f"另一处说{'减少' if sign == '+' else '增加'}{change.number}{change.unit}，按此算是{shown}%，此处作{rate.number}%", f"the change told elsewhere gives {shown} %", b.start, rate.end, related, f"{rate.number}→{shown}", SOURCE, words, shown, rate.number)
    return Relation("NUM208", words, "=", shown, rate.number, show(step / 2), holds, b.start, rate.end, related, finding)


@relate("NUM102")
def of_the_year(context: Context) -> Iterator[Relation]:
    """`查询1964人次 … 全年提供利用1564人次`: a part is not larger than the year's whole; told where one digit alone makes it so."""
    text = context.text
    for _, group in groupby(sentences(context), key=lambda s: s.paragraph):
        told: list[Quantity] = []
        for s in group:
            for q in s.quantities:
                if q.high is not None or q.approx or len(digits(q)) < 4:
                    continue
                if _ALL_YEAR.match(_clause(text, s, q)):
                    part = next((p for p in told if p.unit == q.unit and p.amount > q.amount and len(p.number) == len(q.number) and one_slip(p.number, q.number)), None)
                    if part is not None:
                        yield _overrun(part, q)
                told.append(q)


def _clause(text: str, s: Sentence, q: Quantity) -> str:
    return re.split(r"[，。；：、\d（）]", text[max(s.start, q.start - 20) : q.start])[-1]


def _overrun(part: Quantity, whole: Quantity) -> Relation:
    words, related = f"{part.number}<={whole.number}", (Related(part.start, part.end),)
    finding = Finding("NUM102", "warning", 0.66, f"前面的一项{part.number}{part.unit}大于此处全年的{whole.number}{whole.unit}，只差一笔", "a part is larger than the year's whole by one digit", whole.start, whole.end, related, None, SOURCE, words, part.number, whole.number)
    return Relation("NUM102", words, "<=", part.number, whole.number, "0", False, whole.start, whole.end, related, finding)
