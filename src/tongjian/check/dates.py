"""Dates: that exist, fit their weekday, run forward (R26, R102)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tongjian.check.context import Context
from tongjian.check.finding import Finding, Related
from tongjian.check.registry import Rule, check, declare
from tongjian.language import dates

SOURCE = "field rules R26, R102"
declare(Rule("DAT101", "日期不存在", "there is no such date", "error", SOURCE, ("2024年2月30日，召开全区工作会议。", "6月31日，完成验收。"), ("2024年2月29日，召开全区工作会议。",)))
declare(Rule("DAT102", "星期与日期不符", "the weekday does not fit the date", "error", SOURCE, ("2024年5月1日星期五，举办义诊。",), ("2024年5月1日星期三，举办义诊。",)))
declare(Rule("DAT103", "起止日期颠倒", "a range of dates runs backward", "error", SOURCE, ("9月25日至20日，举办展览。",), ("9月20日至25日，举办展览。",)))
declare(Rule("DAT104", "大事记次序颠倒", "the chronicle goes back in time", "warning", SOURCE, (), (), whole_book=True))


@check("DAT101", "DAT102", "DAT103")
def calendar(context: Context) -> Iterator[Finding]:
    """Every date of the prose against the calendar."""
    text = context.book.text
    for p in context.paragraphs:
        for d in dates.find(text, p.year, p.start, p.end):
            before = text[max(p.start, d.start - 1) : d.start]
            if before and before in "“.0123456789":
                continue
            if not d.possible:
                yield Finding("DAT101", "error", 0.95, f"“{d.words}”：历法里没有这一天", "there is no such day", d.start, d.end, (), None, SOURCE, d.words, "无此日", d.words)
            elif d.weekday_ok is False:
                yield Finding("DAT102", "error", 0.9, f"“{d.words}”：星期不对", "the weekday is wrong", d.start, d.end, (), None, SOURCE)
            elif d.iso and d.iso_end and len(d.iso) == len(d.iso_end) and d.iso_end < d.iso and re.search(r"日$|月(?:份|底|末)?$", d.words) and not re.search(r"次年|翌年", text[d.start : d.end + 2]):
                crosses = d.iso[5:7] >= "07" and d.iso_end[5:7] <= "06" and d.iso[5:7] != d.iso_end[5:7]
                if not crosses:
                    yield Finding("DAT103", "error", 0.85, f"“{d.words}”：止日早于起日", "the end is before the beginning", d.start, d.end, (), None, SOURCE, f"{d.iso}<={d.iso_end}", d.iso_end, d.iso)


@check("DAT104", whole_book=True)
def order(context: Context) -> Iterator[Finding]:
    """Days of the chronicle's items within one month's heading run forward."""
    book = context.book
    for index, node in enumerate(book.nodes):
        if node.level != "section" or node.kind != "chronicle" or not re.search(r"月$", node.title):
            continue
        last: tuple[int, int] | None = None
        for child in book.children.get(index, []):
            item = book.nodes[child]
            day = re.match(r"(?:\d{1,2}月)?(\d{1,2})日", item.title)
            if not day:
                continue
            if last is not None and int(day[1]) < last[0]:
                other = book.nodes[last[1]]
                span = item.title_span or (item.start, item.start + 2)
                yield Finding("DAT104", "warning", 0.7, f"{node.title}“{item.title}”排在“{other.title}”之后", f"{item.title} stands behind {other.title}", *span, (Related(*(other.title_span or (other.start, other.start + 2))),), None, SOURCE)
            last = (int(day[1]), child)
