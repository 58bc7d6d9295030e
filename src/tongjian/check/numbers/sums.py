"""Totals and their parts: 其中, brackets, 分别, 共 (R68, R74: 詹跃华's third kind of data error, parts that do not make the whole)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from tongjian.check.context import Context
from tongjian.check.finding import Finding, Related, Relation, Severity
from tongjian.check.numbers.common import Sentence, interval, same_kind, sentences, show, slack
from tongjian.check.registry import Rule, declare, relate
from tongjian.language.quantities import Quantity

SOURCE = "field rules R68, R74; 《图书质量管理规定》 counts a wrong figure as one error"
declare(
    Rule(
        "NUM101", "分项之和与总数不符", "the parts do not add up to the whole", "error", SOURCE,
        ("全区登记社会组织1204家（社会团体412家、民办非企业单位798家）。", "全年受理案件13895件，其中，民商事案件8619件、行政案件100件、刑事案件378件、执行案件4789件。"),
        ("全区登记社会组织1210家（社会团体412家、民办非企业单位798家）。", "全区有企业88家，其中规模以上企业12家、外资企业3家。"),
    )
)  # fmt: skip
declare(
    Rule("NUM102", "部分大于总数", "a part is larger than its whole", "error", SOURCE, ("全年接待咨询320人次，其中老年人360人次。",), ("全年接待咨询320人次，其中老年人36人次。",))
)
_PART = re.compile(r"^(?:其中|（其中|（|。其中|，其中|：|；其中)")
_ITEM = re.compile(r"^[、，；和及）]|^$")
_OPEN = re.compile(r"等|主要|包括|含|较大|重点|余下")
_CHANGE = re.compile(r"(增长|增加|下降|减少|提高|上升|降低|回落|新增|同比|比上年|较上年|人均|平均|每|占|累计|达标|标准|年均)")


@relate("NUM101", "NUM102")
def sums(context: Context) -> Iterator[Relation]:
    """Every whole with its parts in one sentence."""
    text = context.book.text
    for s in sentences(context):
        yield from _brackets(text, s)
        yield from _of_which(text, s)
        yield from _together(text, s)


def _parts_after(text: str, items: tuple[Quantity, ...], i: int, stop: int) -> list[Quantity]:
    """Figures of the whole's kind from `i` on, one an item of a list, up to `stop`."""
    found: list[Quantity] = []
    for k in range(i, len(items)):
        q = items[k]
        if q.start >= stop:
            break
        found.append(q)
    return found


def _brackets(text: str, s: Sentence) -> Iterator[Relation]:
    """`W（A x、B y）`: what the bracket lists is the whole."""
    for i, whole in enumerate(s.quantities):
        if text[whole.end : whole.end + 1] != "（":
            continue
        close = text.find("）", whole.end)
        if close < 0 or close > s.end:
            continue
        inside = [q for q in s.quantities[i + 1 :] if q.end <= close]
        parts = [q for q in inside if same_kind(q, whole)]
        if len(parts) < 2 or len(parts) != len(inside) or not _is_list(text, parts, whole.end + 1):
            continue
        lead = text[whole.end : parts[0].start]
        complete = not _OPEN.search(text[whole.end : close]) and ("其中" not in lead)
        yield from _judge(text, whole, parts, complete, sure=complete)


def _of_which(text: str, s: Sentence) -> Iterator[Relation]:
    """`W，其中，A x、B y`: parts of the whole, perhaps not all."""
    for match in re.finditer(r"其中", text[s.start : s.end]):
        at = s.start + match.start()
        before = [q for q in s.quantities if q.end <= at]
        after = [q for q in s.quantities if q.start >= at]
        if not before or not after:
            continue
        first = after[0]
        whole = next((q for q in reversed(before) if same_kind(q, first) and not _CHANGE.search(text[max(s.start, q.start - 6) : q.start])), None)
        if whole is None or any("其中" in text[q.end : at] for q in before if q is whole):
            continue
        parts = _run(text, after, whole, s.end)
        if not parts:
            continue
        if len(parts) == 1:
            part = parts[0]
            if part.approx is None and whole.approx is None and interval(part)[0] > interval(whole)[1] and whole.unit == part.unit and not _CHANGE.search(text[at : part.start]):
                yield _too_large(text, whole, part)
            elif part.unit == whole.unit and not _CHANGE.search(text[at : part.start]):
                yield Relation("NUM102", f"{part.number}<={whole.number}", "<=", show(part.value), show(whole.value), "0", True, whole.start, part.end)
            continue
        yield from _judge(text, whole, parts, complete=False, sure=False)


def _run(text: str, items: list[Quantity], whole: Quantity, end: int) -> list[Quantity]:
    """The list of figures behind 其中: items of the whole's kind, until another kind of clause begins."""
    parts: list[Quantity] = []
    for k, q in enumerate(items):
        between = text[(items[k - 1].end if k else q.start) : q.start] if k else ""
        if "其中" in between or "。" in between:
            break
        if not same_kind(q, whole):
            if parts and not re.match(r"^[、，；]|^$", between[:1]):
                continue
            # a second measure of the same item (户 and 人, 起 and 亩) does not end the list
            continue
        lead = text[(items[k - 1].end if k else max(0, q.start - 30)) : q.start]
        if _CHANGE.search(lead) and k:
            continue
        if parts and re.search(r"共|合计|总计|^[，；](?:另|有|还|并|已|现|同时)", lead):
            break
        parts.append(q)
    return parts


def _together(text: str, s: Sentence) -> Iterator[Relation]:
    """`A x、B y，共 W`: the parts come first."""
    for i, whole in enumerate(s.quantities):
        lead = text[(s.quantities[i - 1].end if i else s.start) : whole.start]
        if i < 2 or not re.search(r"^[，、；]?(?:合计|总计|共计|一共)[\u4e00-\u9fff]{0,4}$", lead):
            continue
        parts: list[Quantity] = []
        for k in range(i - 1, -1, -1):
            q = s.quantities[k]
            if q.unit != whole.unit or (parts and "；" in text[q.end : parts[-1].start]):
                break
            parts.append(q)
        parts.reverse()
        if len(parts) >= 2 and _is_list(text, parts, s.start):
            yield from _judge(text, whole, parts, complete=True, sure=False)


def _is_list(text: str, parts: list[Quantity], start: int) -> bool:
    """Whether the figures are items of a list: only a short noun phrase and a list mark between them."""
    for a, b in pairwise(parts):
        between = text[a.end : b.start]
        if not re.match(r"^(?:（[^（）]*）)?[、，；和及]", between) or len(between) > 40 or "。" in between:
            return False
    return True


def _times(text: str, q: Quantity, start: int) -> int:
    """How often an item counts: `一、二级调研员各1人` is two."""
    if text[q.start - 1 : q.start] != "各":
        return 1
    lead = re.split(r"[，；（：]|\d", text[max(start, q.start - 40) : q.start - 1])[-1].lstrip("、人名个家件")
    return lead.count("、") + lead.count("和") + 1


def _judge(text: str, whole: Quantity, parts: list[Quantity], complete: bool, sure: bool) -> Iterator[Relation]:
    weights = [_times(text, q, whole.end if q.start > whole.end else 0) for q in parts]
    total = sum((q.amount * n for q, n in zip(parts, weights, strict=True)), Decimal(0))
    room = sum((slack(q) * n for q, n in zip(parts, weights, strict=True)), Decimal(0)) + slack(whole)
    low, high = interval(whole)
    middle = whole.amount if whole.approx is None else (low + high) / 2
    unit = whole.factor_of()
    difference = abs(total - middle)
    holds = difference <= room
    words = "+".join(f"{q.number}*{n}" if n > 1 else _in_unit(q, whole) for q, n in zip(parts, weights, strict=True))
    computed, stated = show(total / unit), show(whole.value)
    start, end = min(whole.start, parts[0].start), max(whole.end, parts[-1].end)
    tolerance = show(room / unit)
    if holds:
        yield Relation("NUM101", words, "=", computed, stated, tolerance, True, start, end)
        return
    over = total > middle
    if not complete and not over and not _one_slip(whole, parts, weights, room):
        yield Relation("NUM101", words, "<=", computed, stated, tolerance, True, start, end)
        return
    slip = _one_slip(whole, parts, weights, room)
    if over and not slip and not complete:
        yield Relation("NUM101", words, "<=", computed, stated, tolerance, False, start, end)
        return
    if complete and not over and not slip and difference > middle / 5:
        yield Relation("NUM101", words, "<=", computed, stated, tolerance, True, start, end)
        return
    severity: Severity = "error" if slip and (over or complete) and not whole.approx else "warning"
    confidence = 0.9 if severity == "error" else (0.75 if slip else 0.6)
    gap = show(abs(total - middle) / unit)
    finding = Finding(
        "NUM101",
        severity,
        confidence,
        f"分项相加得{computed}{whole.unit or ''}，与总数{stated}{whole.unit or ''}差{gap}",
        f"the parts add up to {computed}, the whole says {stated}",
        start,
        end,
        suggestion=None,
        rule=SOURCE,
        relation=words,
        computed=computed,
        stated=stated,
    )
    yield Relation("NUM101", words, "=", computed, stated, tolerance, False, start, end, finding=finding)


def _in_unit(q: Quantity, whole: Quantity) -> str:
    return q.number if q.unit == whole.unit or not whole.factor_of() else (q.number if q.amount == q.value * whole.factor_of() else f"{show(q.amount / whole.factor_of())}({q.number}{q.unit})")


def _one_slip(whole: Quantity, parts: list[Quantity], weights: list[int], room: Decimal) -> bool:
    """Whether one wrong or two swapped digits in one figure would mend the sum, where chance hardly does so.

    The gap is then d×10ⁿ (one digit) or 9d×10ⁿ (two neighbours swapped); with at least three digits in the whole.
    """
    if len(str(int(whole.value)) + "0" * whole.decimals) < 3 or whole.approx or any(q.approx or q.high is not None for q in parts):
        return False
    total = sum((q.amount * n for q, n in zip(parts, weights, strict=True)), Decimal(0))
    for q, rest in [(whole, total), *((p, whole.amount - (total - p.amount * n)) for p, n in zip(parts, weights, strict=True) if n == 1)]:
        if rest <= 0 or not q.factor_of():
            continue
        wanted = show((rest / q.factor_of()).quantize(Decimal(1).scaleb(-q.decimals)))
        printed = show(q.value)
        if q.decimals:
            wanted, printed = f"{Decimal(wanted):.{q.decimals}f}", f"{q.value:.{q.decimals}f}"
        if abs(Decimal(wanted) * q.factor_of() - rest) > room or len(wanted) != len(printed) or len(printed) < 2:
            continue
        wrong = [i for i in range(len(printed)) if printed[i] != wanted[i]]
        if len(wrong) == 1 or (len(wrong) == 2 and wrong[1] - wrong[0] == 1 and printed[wrong[0]] == wanted[wrong[1]] and printed[wrong[1]] == wanted[wrong[0]]):
            return True
    return False


def _too_large(text: str, whole: Quantity, part: Quantity) -> Relation:
    words = f"{part.number}<={whole.number}"
    finding = Finding(
        "NUM102", "error", 0.85, f"其中的{part.number}{part.unit or ''}大于总数{whole.number}{whole.unit or ''}", "a part is larger than its whole",
        whole.start, part.end, (Related(part.start, part.end),), None, SOURCE, words, show(part.value), show(whole.value),
    )  # fmt: skip
    return Relation("NUM102", words, "<=", show(part.value), show(whole.value), "0", False, whole.start, part.end, finding=finding)
