"""Lists against the count that is stated for them: `甲、乙、丙3个平台`, `4个区县（甲、乙、丙、丁）` (R68)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from tongjian.check.context import Context
from tongjian.check.finding import Finding, Relation
from tongjian.check.numbers.common import counts_exactly, sentences
from tongjian.check.registry import Rule, declare, relate
from tongjian.language.quantities import Quantity

SOURCE = "field rule R68 (list against stated count)"
declare(
    Rule(
        "NUM141", "列举的项数与所说的数目不符", "a list has another number of items than stated", "warning", SOURCE,
        ("下设办公室、政策法规科、组织人事科、市政设施管理科、园林绿化管理科7个科室。", "建成文化广场3个（“东山”“西溪”）。"),
        ("下设办公室、政策法规科、组织人事科3个科室。", "与美国、印度、泰国等8个国家建立贸易关系。"),
    )
)  # fmt: skip
_SPLIT = re.compile(r"[、]|(?<=”)(?=“)|(?<=》)(?=《)")
_AND = re.compile(r"和|及|与|以及")


@relate("NUM141")
def counts(context: Context) -> Iterator[Relation]:
    """Every list that stands right before, in brackets behind, or behind the colon of a small count."""
    text = context.book.text
    for s in sentences(context):
        for i, q in enumerate(s.quantities):
            if not counts_exactly(q) or not 2 <= q.value <= 40:
                continue
            previous = s.quantities[i - 1].end if i else s.start
            found = _behind(text, q, s.end) or _before(text, q, max(previous, s.start))
            if found is None:
                continue
            a, b, least, most, open_ended = found
            n = int(q.value)
            start, end = min(a, q.start), max(b, q.end)
            words = f"count(list)={least}" if least == most else f"count(list)={least}..{most}"
            holds = least <= n <= most or (open_ended and least <= n)
            shown = str(n if holds else (most if n > most else least))
            finding = None
            if not holds:
                finding = Finding("NUM141", "warning", 0.72, f"列举了{shown}项，说的是{n}{q.unit or ''}", f"{shown} items are listed, {n} are stated", start, end, (), None, SOURCE, f"count(list)={shown}", shown, str(n))
            yield Relation("NUM141", words.replace(f"{least}..{most}", shown), "=", shown, str(n), "0", holds, start, end, finding=finding)


def _items(words: str) -> tuple[int, int] | None:
    """Least and greatest number of items in a list; None where it is no plain list of names."""
    bare = re.sub(r"（[^（）]*）", "", words)
    parts = [p for p in _split(bare) if p.strip()]
    if len(parts) < 2:
        return None
    if any(len(p) > 26 for p in parts) or any(re.search(r"[，。；：\d]", p) for p in parts):
        return None
    extra = sum(len(_AND.findall(p)) for p in parts)
    least = len(parts)
    return least, least + extra


def _split(words: str) -> list[str]:
    """Items parted by 、, but not inside 《》 or “”; quoted names without a mark between them are items too."""
    kept = re.sub(r"《[^》]*》|“[^”]*”", lambda m: m[0].replace("、", "\x00"), words)
    return _SPLIT.split(kept)


def _before(text: str, q: Quantity, start: int) -> tuple[int, int, int, int, bool] | None:
    """`甲、乙、丙（等）3个…`."""
    lead = text[start : q.start]
    open_ended = lead.endswith(("等", "等共", "等地"))
    lead = re.sub(r"(?:等|等共|共|共计|这|等地)$", "", lead)
    bare = re.sub(r"（[^（）]*）", lambda m: "＊" * len(m[0]), lead)
    cut = max(bare.rfind(c) for c in "，；：。（")
    segment = lead[cut + 1 :]
    found = _items(segment)
    if found is None or not re.match(r"[\u4e00-\u9fff]", text[q.end : q.end + 1] or "") and q.unit not in ("人", "名", "家", "个", "所", "项", "条", "种", "类"):
        return None
    if re.search(r"(?:各|均|每|另|其他|其它)$", segment):
        return None
    least, most = found
    return start + cut + 1, q.start, least, most, open_ended


def _behind(text: str, q: Quantity, end: int) -> tuple[int, int, int, int, bool] | None:
    """`3个平台（甲、乙、丙）` or `3个：甲、乙、丙。`."""
    found = re.compile(r"[\u4e00-\u9fff]{0,10}(?P<open>[（：])").match(text, q.end, min(end, q.end + 12))
    if not found:
        return None
    at = found.end()
    if found["open"] == "（":
        close = text.find("）", at)
    else:
        stop = re.compile(r"[。；，]").search(text, at, end)
        close = stop.start() if stop else end
    if close < 0 or close > end:
        return None
    segment = text[at:close]
    open_ended = segment.endswith("等")
    if re.match(r"其中|含|不含|包括|详见|以下|下同|即|分别", segment):
        return None
    counted = _items(re.sub(r"等$", "", segment))
    return (at, close, *counted, open_ended) if counted else None


def stated(value: Decimal) -> str:
    """A count as it is printed."""
    return str(int(value))
