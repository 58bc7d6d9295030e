"""The whole that a share names: `x，占刑事结案总数的 r` finds 刑事结案 in `审结刑事案件 n 件`, in the sentence, the entry, the section, the book.

A figure is what its label says: the words of its clause. A base is found in a label that has all its characters; the print may
turn them round or put others between. Where one figure alone bears the name, the share is tested against it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

import msgspec

from tongjian.check.context import Context
from tongjian.check.finding import Relation
from tongjian.check.numbers.common import NO_COUNT, Sentence, digits, one_slip, same_kind, sentences
from tongjian.check.numbers.quotients import broken, kept, limits, quotient, scale, slip_within
from tongjian.language.quantities import Quantity

_FILLER = re.compile(r"(?:已|共|总|合|累|计|达|到|为|有|约|近|共有|现有|其中|增|至|总数|数)*")
_PLACE = re.compile(r"^.{0,6}?(?:全(?:区|县|市|省|镇|乡|村|国|州|旗|街道|院|局|校|部|体)|(?:当年|年末|同期|本年|本区|本县|辖区内?)(?=.))")
_AREA = re.compile(r"(?:^|[区县市镇乡])(?:总|区域|幅员|辖区|土地)?面积$")
_NOT_NOW = re.compile(r"上年|去年|上届|计划|预算|目标|预计|力争|任务|应")
_NAMED_RATES = {"结收比": ("结案件", "新收案件"), "城镇化率": ("城镇人口", "常住人口"), "存贷比": ("贷款余额", "存款余额"), "产销率": ("工业销售产值", "工业总产值")}
_CLAUSE = re.compile(r"[，；、：（）。]")


class _Named(msgspec.Struct, frozen=True):
    """A figure with the words of its clause, and the sentence it stands in."""

    figure: Quantity
    label: str
    sentence: Sentence


def core(base: str) -> str:
    """What a base is called, without its place, its time and the words for any whole (`占全区刑事结案总数`: 刑事结案)."""
    named = _PLACE.sub("", base.replace("GDP", "地区生产总值"))
    if _AREA.search(named):
        return "总面积"
    named = re.sub(r"总人数|总数|总量|总额|总值(?=.)|比重|比例|份额|全部|人数|[的总数量额]", "", named)
    return named[:-2] if named.endswith("人口") and len(named) >= 6 else named  # `少数民族人口`: `33个少数民族，7244人`


def labels(context: Context) -> dict[str, list[_Named]]:
    """Every figure that may be a whole, by section, with its label."""
    found: dict[str, list[_Named]] = defaultdict(list)
    text = context.text
    for s in sentences(context):
        for i, q in enumerate(s.quantities):
            if q.unit is None or q.unit in NO_COUNT or q.high is not None or q.approx or not q.amount:
                continue
            start = s.quantities[i - 1].end if i else s.start
            parts = _CLAUSE.split(text[max(start, q.start - 40) : q.start])
            label = parts[-1]
            if _FILLER.fullmatch(label):  # `认定高新技术企业33家，累计达104家`
                label = (parts[-2] if len(parts) > 1 and parts[-2] else _CLAUSE.split(text[max(s.start, start - 30) : start])[-1]) + label
            label = re.sub(r"^在.*?中", "", label)
            found[s.section].append(_Named(q, label.replace("GDP", "地区生产总值"), s))
    return found


def _matches(name: str, label: str) -> bool:
    if name == "总面积":
        return re.search(r"(?:总|区域|幅员|辖区|土地)面积[^，]{0,3}$", label) is not None
    if name.startswith("="):
        return name[1:] in label
    return set(name) <= set(label) and not _NOT_NOW.search(label)


def _alike(name: str, label: str) -> Decimal:
    """What share of the pairs of characters of a name stand in a label as they are."""
    pairs = {name[i : i + 2] for i in range(len(name) - 1)}
    return Decimal(sum(p in label for p in pairs)) / len(pairs) if pairs else Decimal(0)


def by_names(context: Context, s: Sentence, pool: Sequence[Quantity], rate: Quantity, clause: str, base: str, carried: bool = False) -> Relation | None:
    """A share against the figures that its words name: kept where one of them gives it, broken where the only one does not.

    `carried`: the name is that of the share before (`占党员总数的a；…，占b`), so that only a slip is told.
    """
    text = context.text
    given = next((names for word, names in _NAMED_RATES.items() if word in clause), None)
    whole_name = given[1] if given else core(base)
    if len(set(whole_name)) < 3 and re.search(r"总[数量额]$", base):  # `党员总数`: the words as they are
        whole_name = f"={base}"
    if len(set(whole_name)) < 3 or rate.approx or not rate.value or re.search(r"\d|上年|去年", base):
        return None
    near = context.once(labels).get(s.section, [])
    subject = "" if given else re.sub(r"^.*?(?:其中|分别|仅|约)", "", clause[: clause.find("占")]) if "占" in clause else ""
    part = _part(text, s, pool, rate, given[0] if given else core(subject) if len(subject) >= 4 else "", near)
    if part is None:
        return None
    tiers: tuple[list[_Named], ...] = ([], [], [])
    for n in near:
        itself = base and text.startswith(base, re.compile("[，、]?(?:约|仅)?占?").match(text, n.figure.end).end())  # type: ignore[union-attr]  # it matches anywhere
        if n.figure is not part and not itself and same_kind(n.figure, part) and _matches(whole_name, n.label):
            tiers[0 if n.sentence is s else 1 if n.sentence.entry == s.entry else 2].append(n)
    for far, tier in enumerate(tiers):
        for n in tier:
            value = quotient(part, n.figure, rate)
            if value is not None:
                return kept(part, n.figure, rate, value)
        if len({n.figure.amount for n in tier}) == 1:
            return _told(part, tier[0], rate, whole_name, far, carried)
        if tier:
            near_miss = [n for n in tier if _slips(part, n.figure, rate, part.amount / n.figure.amount * scale(rate))] if len(tier) <= 3 and len(digits(part)) >= 3 else []
            return _told(part, near_miss[0], rate, whole_name, far, carried) if len(near_miss) == 1 else None
    return _in_book(context, s, part, rate, whole_name)


def _part(text: str, s: Sentence, pool: Sequence[Quantity], rate: Quantity, name: str, near: Sequence[_Named]) -> Quantity | None:
    """The figure that the share is told of: the one its own clause names (`高新技术企业占…`), else the last before it."""
    if name:
        if len(set(name)) < 3:
            return None
        found = [n.figure for n in near if n.sentence.entry == s.entry and n.figure.start < rate.start and _matches(name, n.label)]
        return found[-1] if found else None
    if not pool or pool[-1].approx or len(text[pool[-1].end : rate.start]) > 40 or re.search(r"[；。]", text[pool[-1].end : rate.start]):
        return None
    return pool[-1]


def _told(part: Quantity, whole: _Named, rate: Quantity, name: str, far: int, carried: bool) -> Relation | None:
    """The only figure of the name does not give the share: an alarm where the names are the same words, or a slip explains it."""
    q = whole.figure
    low, high = limits(part, q, rate)
    unit = Decimal(1).scaleb(-rate.decimals)
    if low < rate.value + unit and high >= rate.value - unit / 2:
        return None
    if part.amount > q.amount and rate.value < 100 and len(digits(part)) < 3:
        return None
    value = part.amount / q.amount * scale(rate)
    slips = _slips(part, q, rate, value)
    if not slips and (carried or part.amount > q.amount or (far == 2 and len(set(name)) < 4) or _alike(name, whole.label) < Decimal("0.7") or len(whole.label) > len(name) + 10):
        return None
    return broken(part, q, rate, value, "warning", 0.76 if slips else 0.7)


def _slips(part: Quantity, whole: Quantity, rate: Quantity, value: Decimal) -> bool:
    """Whether one slip of the pen in one of the three makes them agree."""
    unit = Decimal(1).scaleb(-rate.decimals)
    share, wanted = whole.amount / scale(rate), part.amount / (rate.value / scale(rate))
    return (
        one_slip(f"{rate.value:.{rate.decimals}f}", f"{value.quantize(unit, ROUND_HALF_UP):.{rate.decimals}f}")
        or (len(digits(part)) >= 3 and slip_within(part, share * rate.value, share * unit / 2))
        or (len(digits(whole)) >= 3 and slip_within(whole, wanted, wanted * unit / rate.value / 2))
    )


def _in_book(context: Context, s: Sentence, part: Quantity, rate: Quantity, name: str) -> Relation | None:
    """A figure of another section with the name of the base (`占全区总面积的54%`): a share that fits it is kept, one that does not is left alone."""
    if len(set(name)) < 3:
        return None
    for section, near in context.once(labels).items():
        if section == s.section:
            continue
        for n in near:
            if same_kind(n.figure, part) and n.figure.amount > part.amount and _matches(name, n.label) and (_alike(name, n.label) >= Decimal("0.7") or name == "总面积"):
                value = quotient(part, n.figure, rate)
                if value is not None:
                    return kept(part, n.figure, rate, value, "=" if len(digits(rate)) >= 3 else "~")
    return None


def named_wholes(context: Context, base: str, part: Quantity) -> Iterator[Quantity]:
    """The printed figures of the book whose words name the base of a share."""
    name = core(base)
    for near in context.once(labels).values():
        for n in near:
            if same_kind(n.figure, part) and n.figure.amount > part.amount and _matches(name, n.label) and _alike(name, n.label) >= Decimal("0.6"):
                yield n.figure
