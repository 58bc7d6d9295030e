"""Sister entries: the same label in the entries of one section, against each other and against the section's overview (R74, R76).

Twenty banks print `存款余额…亿元` and one `…万元`; four insurers together cannot have more than the overview gives for all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from statistics import median

import msgspec

from tongjian.check.context import Context
from tongjian.check.finding import Finding, Related, Relation
from tongjian.check.numbers.common import NO_COUNT, interval, is_change, sentences, show, slack, slip
from tongjian.check.registry import Rule, declare, relate
from tongjian.language import units
from tongjian.language.quantities import Quantity

SOURCE = "trade rules R74, R76 (parts in one entry against the whole in another; unit and scale jumps)"
_NAMES = "甲乙丙丁戊己庚辛壬"
declare(
    Rule(
        "NUM205", "与同类条目相比数值相差千倍以上", "a figure is a thousand times off those of its sister entries", "error", SOURCE,
        ("\n".join(f"【{x}银行】2024年末，存款余额{n}.6亿元。" for x, n in zip(_NAMES[:8], (12, 23, 17, 9, 31, 26, 14, 19), strict=True)) + "\n【壬银行】2024年末，存款余额4.1万元。",),
        ("\n".join(f"【{x}银行】2024年末，存款余额{n}.6亿元。" for x, n in zip(_NAMES[:8], (12, 23, 17, 9, 31, 26, 14, 19), strict=True)) + "\n【壬银行】2024年末，存款余额4.1亿元。",),
        whole_book=True,
    )
)  # fmt: skip
declare(
    Rule(
        "NUM206", "一家的数大于概况中各家的总数", "a member has more than the overview gives for all", "warning", SOURCE,
        ("【概况】2024年，全区保险机构4家，全年保费收入3.32亿元。\n【甲公司】全年保费收入18.5亿元。\n【乙公司】全年保费收入1.02亿元。\n【丙公司】全年保费收入2721万元。",),
        ("【概况】2024年，全区保险机构4家，全年保费收入3.32亿元。\n【甲公司】全年保费收入1.85亿元。\n【乙公司】全年保费收入1.02亿元。\n【丙公司】全年保费收入2721万元。",),
        whole_book=True,
    )
)  # fmt: skip
_SAYS = re.compile(r"^(?:截[至止]|年末|全年|累计|实现|完成|其中|当年|本年|各项|全[区县市省]|共)+|(?:总计|共计|合计|达到|实现|完成|总额|为|达|共|有|是|约)+$")
_OVERVIEW = re.compile(r"^(?:概[况述貌]|综述|综合)$")
_NARROW = re.compile(r"新增|规上|规模以上|民营|国有|区级|县级|市级|地方|本级|个人|住房|中小|小微|涉农|人均|户均|平均|净|其他|工业|农业|[一二三]产")  # what a whole leaves out
_ADDS = re.compile(r"收入|余额|产值|利润|税|投资|销售额|营业额|面积|产量|人数|保费|资产|贷款|存款|总额|支出|交易额|销量")


class _Told(msgspec.Struct, frozen=True):
    """The first figure of a label in an entry."""

    q: Quantity
    entry: int
    title: str


def _label(text: str, start: int, q: Quantity) -> str:
    words = re.split(r"[，。；：、\d（）\n\t]", text[max(start, q.start - 16) : q.start])[-1]
    return _SAYS.sub("", _SAYS.sub("", words)).replace("总", "")


def _groups(context: Context) -> dict[tuple[tuple[str, ...], str, str], list[_Told]]:
    """The first figures of the entries by section, label and base unit."""
    book, text = context.book, context.text
    groups: dict[tuple[tuple[str, ...], str, str], list[_Told]] = defaultdict(list)
    seen: set[tuple[int, str, str]] = set()
    paths: dict[int, tuple[str, ...]] = {}
    for s in sentences(context):
        if s.kind in ("speech", "report", "chronicle", "bulletin"):
            continue
        node = book.nodes[s.entry]
        if s.entry not in paths:
            paths[s.entry] = tuple(book.path(s.entry))
        for q in s.quantities:
            base = q.base_unit or q.unit or ""
            if not base or q.unit in NO_COUNT or q.high is not None or not q.amount or is_change(text, q):
                continue
            label = _label(text, s.start, q)
            if len(label) >= 3 and (s.entry, label, base) not in seen:
                seen.add((s.entry, label, base))
                groups[paths[s.entry], label, base].append(_Told(q, s.entry, re.sub(r"\s", "", node.title)))
    return groups


@relate("NUM205", "NUM206", whole_book=True)
def sisters(context: Context) -> Iterator[Relation]:
    """Each label of a section's entries: outliers by a thousand, members against the overview's whole, members that add up to it."""
    groups = _groups(context)
    overviews: dict[tuple[str, ...], list[tuple[str, str, _Told]]] = defaultdict(list)  # by the section (or group of sections) that an overview speaks of
    for (path, label, base), told in groups.items():
        for t in told:
            if _OVERVIEW.match(t.title):
                overviews[path].append((label, base, t))
                if path and _OVERVIEW.match(path[-1]):
                    overviews[path[:-1]].append((label, base, t))
    for (path, label, base), told in groups.items():
        if len(told) >= 8:
            yield from _outliers(label, told)
        members = [t for t in told if not _OVERVIEW.match(t.title) and not (path and _OVERVIEW.match(path[-1]))]
        if len(members) < 2 or not _ADDS.search(label):
            continue
        wholes = [t for p in (path, path[:-1]) for name, unit, t in overviews.get(p, []) if unit == base and name.endswith(label) and not _NARROW.search(name.removesuffix(label))]
        if len(wholes) == 1 and not wholes[0].q.approx:
            yield from _members(label, wholes[0], members)


def _outliers(label: str, told: list[_Told]) -> Iterator[Relation]:
    middle = median(t.q.amount for t in told)
    plain = [t for t in told if middle / 1000 < t.q.amount < middle * 1000]
    if len(plain) < 0.85 * len(told):
        return
    near = min(plain, key=lambda t: abs(t.q.amount - middle))
    for t in told:
        if t in plain:
            continue
        printed = units.split_unit(t.q.unit or "")[0]
        usual = units.split_unit(near.q.unit or "")[0]
        ratio = t.q.amount / middle
        words, shown = f"{t.q.number}{t.q.unit}/{show(middle / near.q.factor_of())}{near.q.unit}", f"{ratio:.1e}"
        related = (Related(near.q.start, near.q.end),)
        right = f"{t.q.number}{near.q.unit}" if printed != usual and middle / 1000 < t.q.value * near.q.factor_of() < middle * 1000 else None
        if right is None:
            continue  # a small house among great ones
        finding = Finding(
            "NUM205", "error", 0.88, f"同类{len(told)}个条目的“{label}”中位数约{show((middle / near.q.factor_of()).quantize(Decimal('0.1')))}{near.q.unit}，此处作{t.q.number}{t.q.unit}：疑单位有误", "a thousand times off its sister entries",
            t.q.start, t.q.end, related, right, SOURCE, words, shown, "0.001..1000",
        )  # fmt: skip
        yield Relation("NUM205", words, "in", shown, "0.001..1000", "0", False, t.q.start, t.q.end, related, finding)


def _members(label: str, whole: _Told, members: list[_Told]) -> Iterator[Relation]:
    total, room = sum((t.q.amount for t in members), Decimal(0)), sum((slack(t.q) for t in members), Decimal(0)) + slack(whole.q)
    unit = whole.q.factor_of()
    words = "+".join(show(t.q.amount / unit) for t in members)
    related = tuple(Related(t.q.start, t.q.end) for t in members)
    if abs(total - whole.q.amount) <= room:
        yield Relation("NUM206", words, "=", show(total / unit), whole.q.number, show(room / unit), True, whole.q.start, whole.q.end, related)
        return
    if total < whole.q.amount:
        yield Relation("NUM206", words, "<=", show(total / unit), whole.q.number, show(room / unit), True, whole.q.start, whole.q.end, related)
    for t in members:
        holds = interval(t.q)[0] <= interval(whole.q)[1]
        compared, other = f"{t.q.number}{t.q.unit}<={whole.q.number}{whole.q.unit}", (Related(whole.q.start, whole.q.end),)
        finding = None
        if not holds:
            rest = whole.q.amount - (total - t.q.amount)
            right = slip(t.q, rest, room) or next((show(t.q.value / k) for k in (10, 100, 1000, 10000) if rest > 0 and abs(t.q.amount / k - rest) <= max(room, rest / 100)), None)
            finding = Finding(
                "NUM206", "warning", 0.85 if right else 0.72, f"“{label}”：一家{t.q.number}{t.q.unit}，大于概况所说各家的{whole.q.number}{whole.q.unit}" + (f"；作{right}则各家相加正合" if right else ""), "a member has more than all together",
                t.q.start, t.q.end, other, f"{t.q.number}→{right}" if right else None, SOURCE, compared, f"{t.q.number}{t.q.unit}", f"{whole.q.number}{whole.q.unit}",
            )  # fmt: skip
        yield Relation("NUM206", compared, "<=", f"{t.q.number}{t.q.unit}", f"{whole.q.number}{whole.q.unit}", "rounding", holds, t.q.start, t.q.end, other, finding)
