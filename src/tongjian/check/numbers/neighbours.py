"""Two tellings of one matter under other words: where the figures beside them agree, the remaining pair must agree too (R78).

`养老机构32家，设置床位2279张，入住1414名` and `32家养老机构，提供床位2331张，入住1414人` are one matter, for 32 and 1414 stand in both; so are
2279 and 2331. No list of indicators is needed: the equal figures are the evidence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from tongjian.check.context import Context
from tongjian.check.finding import Finding, Related, Relation
from tongjian.check.numbers.common import NO_COUNT, PERSONS, digits, interval, is_change, one_slip, sentences
from tongjian.check.numbers.sums import summed
from tongjian.check.registry import Rule, declare, relate
from tongjian.language import units
from tongjian.language.quantities import Quantity

SOURCE = "trade rules R78, R81: one figure has one value across the book"
declare(
    Rule(
        "NUM209", "两处说同一件事，旁边的数都相同，只有这个数不同", "of two tellings of one matter one figure alone differs", "warning", SOURCE,
        (
            "【养老服务】全区有养老机构36家。设置床位2364张，入住老人1528名。\n【公报】全区有36家养老机构，提供床位2436张，入住老人1528人。",
            "【科技】新培育国家级高新技术企业36家、科技型企业71家。\n【创新】新认定高新技术企业36家、科技型企业78家。\n【企业】认定科技型企业78家、国家级高新技术企业36家。",
        ),
        (
            "【养老服务】全区有养老机构36家。设置床位2436张，入住老人1528名。\n【公报】全区有36家养老机构，提供床位2436张，入住老人1528人。",
            "【养老服务】全区有养老机构36家。设置床位2436张，其中护理型床位2364张，入住老人1528名。\n【公报】全区有36家养老机构，提供床位2436张，入住老人1528人。",
            "【科技】新培育国家级高新技术企业36家、科技型企业71家。\n【创新】新认定高新技术企业36家、科技型企业78家。",
        ),
        whole_book=True,
    )
)  # fmt: skip
_PARTED = re.compile(r"[，。；：、\d（）“”\n]")
_ORDINARY = frozenset("全区 全县 全市 全省 其中 实现 完成 同比 增长 下降 截至 年底 年末 共有 达到 总计 合计 面积 累计 全年 年全 区共 新增 新建 开展 组织 提供 办理 建成 发放 设置 新认 认定 培育 新培".split())
_VAGUE = frozenset("项目 活动 编制 代表 委员 问题 案件".split())  # nouns that many different things are told by
_NEAR, _BESIDE = 120, 60  # characters between two figures that agree, and from them to the figure that does not


class _Told(msgspec.Struct, frozen=True):
    """A figure with the pairs of characters of its label, the nouns beside it, and whose entry it is."""

    q: Quantity
    words: frozenset[str]
    nouns: frozenset[str]
    base: str
    entry: int
    early: bool  # a report tells an earlier layer
    bulletin: bool
    part: bool  # behind 其中


@relate("NUM209", whole_book=True)
def neighbours(context: Context) -> Iterator[Relation]:
    """Pairs of entries with figures in common, and what stands beside these."""
    figures = list(_figures(context))
    alike: dict[tuple[str, Decimal], list[int]] = defaultdict(list)
    for n, f in enumerate(figures):
        if len(digits(f.q).strip("0")) >= 2:
            alike[f.base, f.q.amount].append(n)
    pairs: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for places in alike.values():
        if 2 <= len(places) <= 12:
            for j, y in enumerate(places):
                for x in places[:j]:
                    if figures[x].entry != figures[y].entry and figures[x].words & figures[y].words:
                        pairs[figures[x].entry, figures[y].entry].append((x, y))
    doubts: dict[int, dict[int, bool]] = defaultdict(dict)  # odd figure → the other → whether two figures beside it agree
    for matched in pairs.values():
        for i, j, sure in _differing(figures, matched):
            for odd, other in ((i, j), (j, i)):
                doubts[odd][other] = sure or doubts[odd].get(other, False)
    yield from _judged(figures, doubts, summed(context))


def _figures(context: Context) -> Iterator[_Told]:
    text = context.text
    for s in sentences(context):
        if s.kind == "chronicle":
            continue
        for q in s.quantities:
            if not q.unit or q.unit in NO_COUNT or q.high is not None or q.approx or not q.amount or units.dimension(q.unit) == "time" or is_change(text, q):
                continue
            before, after = _PARTED.split(text[max(s.start, q.start - 16) : q.start])[-1], _PARTED.split(text[q.end : q.end + 10])[0]
            words = frozenset(x[i : i + 2] for x in (before, after) for i in range(len(x) - 1)) - _ORDINARY
            nouns = frozenset(x for x in (before[-2:], after[:2], after[-2:]) if len(x) == 2) - _ORDINARY - _VAGUE
            base = "人" if q.base_unit in PERSONS else (q.base_unit or q.unit)
            part = text.rfind("其中", max(s.start, q.start - 24), q.start) >= 0
            yield _Told(q, words, nouns, base, s.entry, s.kind in ("speech", "report"), s.kind == "bulletin", part)


def _differing(figures: list[_Told], matched: list[tuple[int, int]]) -> Iterator[tuple[int, int, bool]]:
    """Figures beside equal ones that differ: the only two there of one noun and unit."""
    mine, theirs = {x for x, _ in matched}, {y for _, y in matched}
    for x, y in matched:
        a, b = figures[x].q, figures[y].q
        two = any(figures[u].q.amount != a.amount and abs(figures[u].q.start - a.start) <= _NEAR and abs(figures[v].q.start - b.start) <= _NEAR for u, v in matched)
        for i in _beside(figures, x, mine):
            for j in _beside(figures, y, theirs):
                f, g = figures[i], figures[j]
                if f.base != g.base or f.part or g.part or not f.nouns & g.nouns or f.q.amount == g.q.amount or not Decimal("0.8") <= f.q.amount / g.q.amount <= Decimal("1.25"):
                    continue
                (low, top), (least, most) = interval(f.q), interval(g.q)
                if low <= most and least <= top:
                    continue
                if two and min(len(digits(f.q)), len(digits(g.q))) >= 3:
                    yield i, j, True
                elif f.q.unit == g.q.unit and one_slip(f.q.number, g.q.number) and len(f.words & g.words) >= 2:
                    yield i, j, False


def _beside(figures: list[_Told], x: int, equal: set[int]) -> Iterator[int]:
    for i in range(max(0, x - 4), min(len(figures), x + 5)):
        if i not in equal and figures[i].entry == figures[x].entry and abs(figures[i].q.start - figures[x].q.start) <= _BESIDE:
            yield i


def _judged(figures: list[_Told], doubts: dict[int, dict[int, bool]], exact: frozenset[int]) -> Iterator[Relation]:
    """Each odd figure once: the one with fewer tellings, and never the bulletin's or one that closes a sum."""
    told: set[int] = set()
    for odd in sorted(doubts, key=lambda n: (figures[n].bulletin, figures[n].q.start in exact, -len(doubts[n]))):
        f, others = figures[odd], [n for n in doubts[odd] if n not in told]
        if not others or odd in told or f.early:
            continue
        amounts = {figures[n].q.amount for n in others}
        final = [n for n in others if not figures[n].early]
        sure = any(doubts[odd][n] for n in final)
        if len(amounts) != 1 or not (sure or len({figures[n].entry for n in others}) >= 2) or not final or (f.q.start in exact and any(figures[n].q.start in exact for n in others)):
            continue
        told |= {odd, *others}
        other = figures[final[0]].q
        here, there = f"{f.q.number}{f.q.unit}", f"{other.number}{other.unit}"
        related = tuple(Related(figures[n].q.start, figures[n].q.end) for n in sorted(others))
        finding = Finding("NUM209", "warning", 0.72 if sure else 0.68, f"{'另有' + str(len(others)) + '处' if len(others) > 1 else '另一处'}说的是同一件事，旁边的数都相同，只有这个数那里作{there}，此处作{here}", f"told elsewhere beside the same figures as {there}", f.q.start, f.q.end, related, None, SOURCE, f"{here}={there}", there, here)
        yield Relation("NUM209", f"{here}={there}", "=", there, here, "rounding", False, f.q.start, f.q.end, related, finding)
