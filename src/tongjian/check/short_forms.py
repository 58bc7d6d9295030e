"""A short form that is given is used: the full name that stands again in the same entry behind its （以下简称“…”） (R36)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tongjian.check.context import Context
from tongjian.check.finding import Finding, Related
from tongjian.check.registry import Rule, check, declare
from tongjian.check.scope import view

SOURCE = "trade rule R36 (first mention full name + （以下简称…）, later the short form only)"
declare(
    Rule(
        "NAM115", "说明简称之后仍用全称", "the full name again behind its short form", "warning", SOURCE,
        ("青石区养老服务指导中心（以下简称“指导中心”）新增床位20张。青石区养老服务指导中心培训护理员30人。",),
        ("青石区养老服务指导中心（以下简称“指导中心”）新增床位20张。指导中心培训护理员30人。", "青石区养老服务指导中心（以下简称“指导中心”）新增床位20张。青石区养老服务协会成立。"),
    )
)  # fmt: skip
_GIVEN = re.compile(r"(?P<run>[\u4e00-\u9fff]{6,40})（以下(?:统称|简称)为?“(?P<short>[^“”\n]{2,12})”）")


@check("NAM115")
def again(context: Context) -> Iterator[Finding]:
    """The longest end of what stands before the bracket that stands again in the entry, where it is a name that the short form cuts."""
    book = context.book
    seen = view(context, "speech", "report", "quote", "title")
    for m in _GIVEN.finditer(book.text):
        index = book.entry_at(m.start())
        if index is None or "以下" not in m[0]:
            continue
        rest, run, short = seen[m.end() : book.nodes[index].end], m["run"], m["short"]
        for size in range(len(run), len(short) + 3, -1):
            name = run[-size:]
            at = rest.find(name)
            if at >= 0 and _cuts(name, short):
                start = m.end() + at
                place = (m.start() + len(run) - size, m.end())
                yield Finding("NAM115", "warning", 0.75, f"“{name}”：前面已说明简称“{short}”，此后用简称", f"“{name}”: its short form “{short}” was given before", start, start + size, (Related(*place),), short, SOURCE)
                break


def _cuts(name: str, short: str) -> bool:
    """Whether the characters of a short form stand in a name, in order, its last ones at the end."""
    rest = iter(name)
    return all(c in rest for c in short) and name.endswith(short[-1])
