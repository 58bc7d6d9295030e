"""One figure, one value: an indicator stated twice, a sentence printed twice with another figure (R78, R81, R82)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from tongjian.check.context import Context
from tongjian.check.finding import Finding, Related, Relation
from tongjian.check.numbers.common import sentences, show
from tongjian.check.registry import Rule, declare, relate
from tongjian.extract.facts import Fact

SOURCE = "field rules R78, R81, R82: one figure has one value across the book; the statistical office's figure wins"
declare(Rule("NUM201", "同一指标前后数值不一", "one indicator is given two values", "warning", SOURCE, (), (), whole_book=True))
declare(Rule("NUM202", "同一指标前后升降相反或幅度不一", "one indicator is given two rates of change", "warning", SOURCE, (), (), whole_book=True))
declare(Rule("NUM203", "同一句话印了两遍而数字不同", "a sentence is printed twice with another figure", "warning", SOURCE, (), (), whole_book=True))
_DIGITS = re.compile(r"\d+(?:\.\d+)?")


@relate("NUM201", "NUM202", whole_book=True)
def repeats(context: Context) -> Iterator[Relation]:
    """Facts of one indicator, subject and year, compared in pairs of neighbours."""
    groups: dict[tuple[str, str, str, str | None], list[Fact]] = defaultdict(list)
    region = context.book.region or ""
    for fact in context.facts:
        if fact.amount is None or fact.status in ("expected", "target") or fact.kind in ("change", "target", "rank", "cumulative") or not fact.period:
            continue
        name = fact.indicator_norm
        if name is None and len(fact.indicator) >= 8 and fact.base_unit not in ("人", "名", "个", "次", "场", "件", "人次"):
            name = fact.indicator
        if name is None or "（" in fact.indicator or fact.approx:
            continue
        node = context.book.nodes[context.book.entry_at(fact.start) or 0]
        if node.kind in ("speech", "report"):
            continue
        subject = region if fact.subject == region or (fact.subject == _body_of(fact, context) and fact.indicator_norm) else (fact.subject or "")
        groups[(name, subject, fact.period[:4], fact.base_unit)].append(fact)
    for (name, _, _, _), facts in groups.items():
        yield from _values(context, name, facts)


def _body_of(fact: Fact, context: Context) -> str | None:
    from tongjian.extract.context import full_name

    return full_name(fact.reported_by, context.book.region) if fact.reported_by else None


def _half(fact: Fact) -> Decimal:
    places = len(fact.value.partition(".")[2])
    value = Decimal(fact.value.split("-")[0])
    return (fact.amount / value * Decimal(1).scaleb(-places) / 2) if fact.amount and value else Decimal(0)


def _values(context: Context, name: str, facts: list[Fact]) -> Iterator[Relation]:
    first = facts[0]
    for other in facts[1:]:
        if context.book.entry_at(first.start) == context.book.entry_at(other.start) or first.amount is None or other.amount is None:
            continue
        room = _half(first) + _half(other)
        same = abs(first.amount - other.amount) <= room
        words = f"{other.value}{other.unit or ''}={first.value}{first.unit or ''}"
        related = (Related(first.start, first.end),)
        ratio = max(first.amount, other.amount) / max(min(first.amount, other.amount), Decimal("0.0001"))
        finding = None
        if not same and ratio < Decimal("1.6"):
            loose = ratio < Decimal("1.02")
            finding = Finding(
                "NUM201", "warning", 0.55 if loose else 0.62, f"“{name}”一处作{first.value}{first.unit or ''}，此处作{other.value}{other.unit or ''}", f"{name} is {first.value} in one place and {other.value} here",
                other.start, other.end, related, None, SOURCE, words, f"{first.value}{first.unit or ''}", f"{other.value}{other.unit or ''}",
            )  # fmt: skip
        if same or finding is not None:
            yield Relation("NUM201", words, "=", show(first.amount), show(other.amount), show(room), same, other.start, other.end, related, finding)
        if first.change and other.change and same:
            a, b = Decimal(first.change.split("-", 1)[0] or "-" + first.change.lstrip("-+")) if first.change[0] != "-" else Decimal(first.change), Decimal(other.change)
            places = min(len(first.change.partition(".")[2]), len(other.change.partition(".")[2]))
            gap = Decimal(1).scaleb(-places)
            holds = abs(a - b) <= gap
            told = None
            if not holds:
                told = Finding(
                    "NUM202", "warning", 0.8 if a * b < 0 else 0.65, f"“{name}”的增减幅度一处作{first.change}%，此处作{other.change}%", f"the change of {name} is {first.change} % in one place and {other.change} % here",
                    other.start, other.end, related, None, SOURCE, f"{other.change}={first.change}", first.change, other.change,
                )  # fmt: skip
            yield Relation("NUM202", f"{other.change}={first.change}", "=", first.change, other.change, show(gap), holds, other.start, other.end, related, told)


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
