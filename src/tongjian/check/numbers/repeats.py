"""One figure, one value: an indicator stated twice, a sentence printed twice with another figure (R78, R81, R82)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from tongjian.check.context import Context
from tongjian.check.finding import Finding, Related, Relation
from tongjian.check.numbers.common import sentences
from tongjian.check.registry import Rule, declare, relate
from tongjian.extract.context import full_name
from tongjian.extract.facts import Fact
from tongjian.language import units

SOURCE = "field rules R78, R81, R82: one figure has one value across the book; the statistical office's figure wins"
declare(Rule("NUM201", "同一指标前后数值不一", "one indicator is given two values", "warning", SOURCE, (), (), whole_book=True))
declare(Rule("NUM202", "同一指标前后升降相反或幅度不一", "one indicator is given two rates of change", "warning", SOURCE, (), (), whole_book=True))
declare(Rule("NUM203", "同一句话印了两遍而数字不同", "a sentence is printed twice with another figure", "warning", SOURCE, (), (), whole_book=True))
_VERB = re.compile(r"实现|完成|达到|全年|全部")
_BARE = frozenset({"产值", "总产值", "营业收入", "营收", "销售收入", "收入", "利润", "产量", "增加值", "投资", "贷款余额", "存款余额"})
_DIGITS = re.compile(r"\d+(?:\.\d+)?")


@relate("NUM201", "NUM202", whole_book=True)
def repeats(context: Context) -> Iterator[Relation]:
    """Facts of one indicator, subject and year, each against the first; contradictions of one pair of sentences are one."""
    groups: dict[tuple[str, str, str, str | None], list[Fact]] = defaultdict(list)
    for fact in context.facts:
        key = _key(context, fact)
        if key is not None:
            groups[key].append(fact)
    broken: dict[tuple[tuple[int, int], tuple[int, int]], list[_Pair]] = defaultdict(list)
    for (name, _, _, _), facts in groups.items():
        for other in facts[1:]:
            for pair in _compare(context, name, facts[0], other):
                if pair.holds:
                    yield pair.relation()
                else:
                    broken[(_sentence(context, other.start), _sentence(context, facts[0].start))].append(pair)
    for pairs in broken.values():
        yield _joined(pairs)


class _Pair(msgspec.Struct, frozen=True):
    """One figure given twice: `here` and `there` as printed."""

    code: str
    name: str
    here: str
    there: str
    holds: bool
    loose: bool  # the two may be one figure cut to fewer decimals
    confidence: float
    fact: Fact
    other: Fact

    def relation(self) -> Relation:
        words = f"{self.here}={self.there}"
        return Relation(self.code, words, "=", self.there, self.here, "rounding", True, self.fact.start, self.fact.end, (Related(self.other.start, self.other.end),))


def _key(context: Context, fact: Fact) -> tuple[str, str, str, str | None] | None:
    """What makes two facts the same figure: indicator, subject, year, unit; None for facts that are not compared."""
    if fact.amount is None or fact.status in ("expected", "target") or fact.kind in ("change", "target", "rank", "cumulative", "share", "standard") or not fact.period or fact.approx:
        return None
    node = context.book.nodes[context.book.entry_at(fact.start) or 0]
    if node.kind in ("speech", "report") or "（" in fact.indicator:
        return None
    name = fact.indicator_norm
    if name is None:
        bare = _VERB.sub("", fact.indicator)
        if bare in _BARE:
            bare = f"{node.title}{bare}"
        measured = units.dimension(fact.unit) in ("money", "length", "area", "volume", "mass", "energy", "power", "traffic")
        if len(bare) < (5 if measured else 8) or (not measured and fact.base_unit in ("人", "名", "个", "次", "场", "件", "人次", "期", "条", "起", "项")):
            return None
        name = bare
    region = context.book.region or ""
    body = full_name(fact.reported_by, region) if fact.reported_by else None
    local = re.search(r"(镇|乡|街道|公司|银行|支行|学校|医院|园区)$", fact.subject or "")
    subject = region if fact.subject == region or (fact.subject == body and not local) else (fact.subject or "")
    return name, subject, fact.period[:4], fact.base_unit


def _half(fact: Fact) -> Decimal:
    places = len(fact.value.partition(".")[2])
    value = Decimal(fact.value.split("-")[0])
    return (fact.amount / value * Decimal(1).scaleb(-places) / 2) if fact.amount and value else Decimal(0)


def _compare(context: Context, name: str, first: Fact, other: Fact) -> Iterator[_Pair]:
    if context.book.entry_at(first.start) == context.book.entry_at(other.start) or first.amount is None or other.amount is None:
        return
    room = _half(first) + _half(other)
    gap = abs(first.amount - other.amount)
    ratio = max(first.amount, other.amount) / max(min(first.amount, other.amount), Decimal("0.0001"))
    limit = Decimal(4) if other.indicator_norm else Decimal("1.8")
    here, there = f"{other.value}{other.unit or ''}", f"{first.value}{first.unit or ''}"
    if gap <= room or ratio <= limit:
        yield _Pair("NUM201", name, here, there, gap <= room, gap <= 2 * room, 0.62 if ratio < 2 else 0.5, other, first)
    if first.change and other.change and ratio <= Decimal("1.5"):
        a, b = Decimal(first.change), Decimal(other.change)
        places = min(len(first.change.partition(".")[2]), len(other.change.partition(".")[2]))
        holds = abs(a - b) <= Decimal(1).scaleb(-places)
        yield _Pair("NUM202", f"{name}的增减幅度", f"{other.change}%", f"{first.change}%", holds, False, 0.8 if a * b < 0 else 0.65, other, first)


def _sentence(context: Context, position: int) -> tuple[int, int]:
    text = context.book.text
    start = max(text.rfind(c, 0, position) for c in "。\n")
    return start, context.book.entry_at(position) or 0


def _joined(pairs: list[_Pair]) -> Relation:
    """One finding for all that two sentences give differently."""
    best = max(pairs, key=lambda p: p.confidence)
    start, end = min(p.fact.start for p in pairs), max(p.fact.end for p in pairs)
    related = (Related(min(p.other.start for p in pairs), max(p.other.end for p in pairs)),)
    words = "; ".join(f"{p.here}={p.there}" for p in pairs)
    here, there = "; ".join(p.here for p in pairs), "; ".join(p.there for p in pairs)
    told = "；".join(f"“{p.name}”一处作{p.there}，此处作{p.here}" for p in pairs)
    loose = all(p.loose for p in pairs)
    finding = Finding(best.code, "info" if loose else "warning", 0.4 if loose else best.confidence, told, "one figure is given two values", start, end, related, None, SOURCE, words, there, here)
    return Relation(best.code, words, "=", there, here, "rounding", False, start, end, related, finding)


@relate("NUM203", whole_book=True)
def twice(context: Context) -> Iterator[Relation]:
    """Clauses that stand twice, word for word but for their figures."""
    text = context.book.text
    seen: dict[str, tuple[int, int]] = {}
    for s in sentences(context):
        words = text[s.start : s.end]
        mask = _DIGITS.sub("#", words)
        if len(mask.replace("#", "")) < 16 or "#" not in mask or s.kind in ("chronicle",):
            continue
        if mask not in seen:
            seen[mask] = (s.start, s.end)
            continue
        a, b = seen[mask]
        if context.book.entry_at(a) == context.book.entry_at(s.start) and text[a:b] != words:
            continue
        here, there = _DIGITS.findall(words), _DIGITS.findall(text[a:b])
        related = (Related(a, b),)
        wrong = [(x, y) for x, y in zip(here, there, strict=True) if x != y]
        if not wrong:
            yield Relation("NUM203", f"{'/'.join(here)}={'/'.join(there)}", "=", "/".join(there), "/".join(here), "0", True, s.start, s.end, related)
        elif len(mask.replace("#", "")) >= 24 and len(wrong) == 1 and len(here) >= 2:
            x, y = wrong[0]
            finding = Finding("NUM203", "warning", 0.7, f"同一句话另一处作{y}，此处作{x}", f"the same sentence has {y} elsewhere", s.start, s.end, related, None, SOURCE, f"{x}={y}", y, x)
            yield Relation("NUM203", f"{x}={y}", "=", y, x, "0", False, s.start, s.end, related, finding)
