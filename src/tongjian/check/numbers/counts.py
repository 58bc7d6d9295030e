"""Lists against the count that is stated for them: `甲、乙、丙3个平台`, `4个区县（甲、乙、丙、丁）` (R68)."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
            found = _behind(text, q, s.end) or _before(text, q, previous)
            if found is None:
                continue
            a, b, least, most, open_ended, alike = found
            n = int(q.value)
            start, end = min(a, q.start), max(b, q.end)
            words = f"count(list)={least}" if least == most else f"count(list)={least}..{most}"
            holds = least <= n <= most or (open_ended and least <= n)
            shown = str(n if holds else (most if n > most else least))
            finding = None
            if not holds and (a == previous or not alike or abs(n - int(shown)) > max(2, int(shown) // 2)):
                continue  # a phrase with 、 in it, not a list of what is counted
            if not holds:
                finding = Finding("NUM141", "warning", 0.72, f"列举了{shown}项，说的是{n}{q.unit or ''}", f"{shown} items are listed, {n} are stated", start, end, (), None, SOURCE, f"count(list)={shown}", shown, str(n))
            yield Relation("NUM141", words.replace(f"{least}..{most}", shown), "=", shown, str(n), "0", holds, start, end, finding=finding)


def _items(words: str, persons: bool = False) -> tuple[int, int, bool] | None:
    """Least and greatest number of items in a list, and whether the items are of one make; None where it is no plain list.

    Of one make: all quoted, or two in three end with the same character (科, 社区, 协会). A list of persons begins with
    the last name in front of the first short item: `授予张三、李四`.
    """
    bare = re.sub(r"（[^（）]*）", "", words)
    parts = [p for p in _split(bare) if p.strip()]
    if len(parts) < 2:
        return None
    if any(len(p) > 26 for p in parts) or any(re.search(r"[，。；：\d]", p) for p in parts):
        return None
    if persons:
        short = 0
        while short < len(parts) and 2 <= len(parts[-1 - short]) <= 4:
            short += 1
        return (short + (short < len(parts)), short + (short < len(parts)), short >= 2) if short else None
    extra = sum(len(_AND.findall(p)) for p in parts)
    least = len(parts)
    ends = [p[-1] for p in parts]
    alike = len(parts) >= 3 and (ends.count(ends[-1]) * 3 >= 2 * len(parts) or all(p.endswith(("”", "》")) for p in parts))
    return least, least + extra, alike


def _split(words: str) -> list[str]:
    """Items parted by 、, but not inside 《》 or “”; quoted names without a mark between them are items too."""
    kept = re.sub(r"《[^》]*》|“[^”]*”", lambda m: m[0].replace("、", "\x00"), words)
    return _SPLIT.split(kept)


def _before(text: str, q: Quantity, start: int) -> tuple[int, int, int, int, bool, bool] | None:
    """`甲、乙、丙（等）3个…`."""
    lead = text[start : q.start]
    lead = re.sub(r"(?:共|共计|这)$", "", lead)
    bare = re.sub(r"（[^（）]*）", lambda m: "＊" * len(m[0]), lead)
    cut = max(bare.rfind(c) for c in "，；：。（")
    segment = lead[cut + 1 :]
    behind = re.search(r"等[\u4e00-\u9fff]{0,14}$", segment)
    open_ended = behind is not None
    segment = segment[: behind.start()] if behind else segment
    found = _items(segment, q.unit in ("名", "人", "位"))
    if found is None or (not re.match(r"[\u4e00-\u9fff]", text[q.end : q.end + 1] or "") and q.unit not in ("人", "名", "家", "个", "所", "项", "条", "种", "类")):
        return None
    if re.search(r"(?:各|均|每|另|其他|其它)$", segment):
        return None
    least, most, alike = found
    return start + cut + 1, q.start, least, most, open_ended, alike


def _behind(text: str, q: Quantity, end: int) -> tuple[int, int, int, int, bool, bool] | None:
    """`3个平台（甲、乙、丙）` or `3个：甲、乙、丙。`."""
    found = re.compile(r"[\u4e00-\u9fff]{0,10}(?P<open>[（：])").match(text, q.end, min(end, q.end + 12))
    if not found:
        return None
    at = found.end()
    if found["open"] == "（":
        close = text.find("）", at)
    else:
        bare = re.sub(r"（[^（）]*）", lambda m: "＊" * len(m[0]), text[at:end])
        stop = re.search(r"[。；，]", bare)
        close = at + stop.start() if stop else end
    if close < 0 or close > end:
        return None
    segment = text[at:close]
    open_ended = segment.endswith("等")
    if re.match(r"其中|含|不含|包括|详见|以下|下同|即|分别", segment):
        return None
    counted = _items(re.sub(r"等$", "", segment))
    return (at, close, counted[0], counted[1], open_ended, counted[2]) if counted else None
