"""Words that are printed twice: a sentence or a passage that stands in two entries, with another figure in one of them (R78, R81).

A report is printed in the special matter and again, in pieces, in the sections that it tells of. Where several clauses of two
entries are the same to the digit, a clause of the same words with another digit is a slip; where most figures differ, the two
are forms filled in by two bodies.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

import msgspec

from tongjian.check.context import Context
from tongjian.check.finding import Finding, Related, Relation
from tongjian.check.numbers.common import digits, one_slip, sentences
from tongjian.check.registry import Rule, declare, relate
from tongjian.language.quantities import Quantity

SOURCE = "trade rules R78, R81: one figure has one value across the book"
declare(
    Rule(
        "NUM203", "同一句话印了两遍而数字不同", "a sentence is printed twice with another figure", "warning", SOURCE,
        (
            "【立案】全年网上立案3883件，跨域立案11件，电子送达法律文书9732件，送达率居全市前列。\n【改革】全年网上立案3883件，跨域立案11件，电子送达法律文书9723件，送达率居全市前列。",
            "【报告】建成学校3所。新建文化分馆6个。发放创业贷款2.3亿元，新增停车位850个。\n【民生】建成学校3所。新建文化分馆8个。发放创业贷款2.3亿元，新增停车位850个。",
        ),
        (
            "【立案】全年网上立案3883件，跨域立案11件，电子送达法律文书9732件，送达率居全市前列。\n【改革】全年网上立案3883件，跨域立案11件，电子送达法律文书9732件，送达率居全市前列。",
            "【东山银行】营业网点3个。自助设备6台。存款余额8.5亿元，贷款余额4.2亿元。\n【西溪银行】营业网点3个。自助设备8台。存款余额9.1亿元，贷款余额3.7亿元。",
        ),
        whole_book=True,
    )
)  # fmt: skip
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_CLAUSE = re.compile(r"[^，。；！？：\n]*\d[^，。；！？：\n]*")
_FIGURE = re.compile(r"\d+(?:\.\d+)?(?:万亿|万|亿)?")
_EARLY = ("speech", "report", "chronicle")


class _Clause(msgspec.Struct, frozen=True):
    """A clause with figures: where it stands, and its words without them."""

    start: int
    end: int
    mask: str
    figures: tuple[str, ...]
    entry: int
    kind: str


@relate("NUM203", whole_book=True)
def twice(context: Context) -> Iterator[Relation]:
    """Sentences that stand twice, word for word but for their figures; then clauses of two entries that share a passage."""
    told: list[tuple[int, int]] = []
    for r in _sentences(context):
        yield r
        if not r.holds:
            told.append((r.start, r.end))
    for r in _passages(context):
        if not any(a <= r.start < b for a, b in told):
            yield r


def _sentences(context: Context) -> Iterator[Relation]:
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


def _clauses(context: Context) -> list[_Clause]:
    text, made = context.text, []
    for s in sentences(context):
        for m in _CLAUSE.finditer(text, s.start, s.end):
            mask = _FIGURE.sub("#", m[0])
            made.append(_Clause(m.start(), m.end(), mask, tuple(_FIGURE.findall(m[0])), s.entry, s.kind))
    return made


def _passages(context: Context) -> Iterator[Relation]:
    """Pairs of entries with three clauses alike to the digit for each that differs."""
    every = _clauses(context)
    places = {c.start: i for i, c in enumerate(every)}
    own = Counter((c.entry, c.mask) for c in every)
    by_mask: dict[str, list[_Clause]] = defaultdict(list)
    for c in every:
        if len(c.mask) - c.mask.count("#") >= 5 and own[c.entry, c.mask] == 1:  # else nobody knows which is which
            by_mask[c.mask].append(c)
    pairs: dict[tuple[int, int], list[tuple[_Clause, _Clause]]] = defaultdict(list)
    for group in by_mask.values():
        if 2 <= len(group) <= 6:
            for j, b in enumerate(group):
                for a in group[:j]:
                    pairs[a.entry, b.entry].append((a, b))
    told: set[int] = set()
    for matched in pairs.values():
        alike = [(a, b) for a, b in matched if a.figures == b.figures]
        if len(alike) < 2:
            continue
        known = {(a.start, b.start) for a, b in matched}
        behind = [(every[places[a.start] + 1], every[places[b.start] + 1]) for a, b in alike if places[b.start] + 1 < len(every)]
        alike += [(a, b) for a, b in behind if a.mask == b.mask and a.figures == b.figures and (a.start, b.start) not in known]
        differ = [(a, b) for a, b in matched if a.figures != b.figures]
        differ += [(a, b) for a, b in behind if a.mask == b.mask and a.figures != b.figures and (a.start, b.start) not in known and a.entry == alike[0][0].entry and b.entry == alike[0][1].entry]
        odd = [(a, b, *_odd(context, a, b)) for a, b in differ]
        odd = [x for x in odd if x[2] is not None]
        if len(alike) < 3 or 3 * len(odd) > len(alike):
            continue
        early = any(c.kind in _EARLY for c in alike[0])
        for a, b, here, there in odd:
            if here is None or there is None or b.start in told or ((early or len(alike) < 6) and not _slip(here, there)):
                continue
            if early and len(digits(here)) < 3 and here.number != there.number and not (len(odd) == 1 and len(alike) >= 4):
                continue  # what was expected then need not be the final figure
            if b.kind == "bulletin":  # told where there is something to mend
                a, b, here, there = b, a, there, here
            told.add(b.start)
            shown, other = f"{here.number}{here.unit or ''}", f"{there.number}{there.unit or ''}"
            related = (Related(a.start, a.end),)
            finding = Finding("NUM203", "warning", 0.72, f"这段话另一处也印，别的数字都相同，只有这里那处作{other}，此处作{shown}", f"the passage is printed elsewhere with {other}", b.start, b.end, related, None, SOURCE, f"{shown}={other}", other, shown)
            yield Relation("NUM203", f"{shown}={other}", "=", other, shown, "rounding", False, b.start, b.end, related, finding)


def _odd(context: Context, a: _Clause, b: _Clause) -> tuple[Quantity | None, Quantity | None]:
    """The one figure in which two clauses differ (of `b`, of `a`); nothing where it may be the same one rounded, or several differ."""
    first, second = context.quantities_in(a.start, a.end), context.quantities_in(b.start, b.end)
    if len(first) != len(second):
        return None, None
    differing = [(y, x) for x, y in zip(first, second, strict=True) if x.amount != y.amount]
    if len(differing) != 1:
        return None, None
    here, there = differing[0]
    low, high = here.interval()
    least, most = there.interval()
    scaled = here.number == there.number
    return (None, None) if not scaled and low <= most and least <= high and here.decimals != there.decimals else (here, there)


def _slip(a: Quantity, b: Quantity) -> bool:
    """Whether one printed figure is the other with one slip: of its digits, or of 万 and 亿."""
    return a.number == b.number or (a.unit == b.unit and one_slip(a.number, b.number))
