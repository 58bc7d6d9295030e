"""Tables: serial numbers without gap or repeat, totals of columns and rows (R70, R88)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from tongjian.book import Table
from tongjian.check.context import Context
from tongjian.check.finding import Finding, Related, Relation
from tongjian.check.numbers.common import show
from tongjian.check.registry import Rule, check, declare, relate

SOURCE = "field rules R70, R88"
declare(Rule("TAB101", "表中合计与各行之和不符", "a table's total disagrees with its rows", "error", SOURCE, (), ()))
declare(Rule("TAB102", "表中序号跳号或重号", "serial numbers skip or repeat", "warning", SOURCE, (), ()))
_TOTAL = re.compile(r"^(?:合\s*计|总\s*计|小\s*计|全[区县市省镇]|共\s*计)$")
_NUMBER = re.compile(r"-?\d+(?:,\d{3})*(?:\.\d+)?$")


def _cell(context: Context, table: Table, r: int, c: int) -> str:
    cell = table.rows[r][c]
    return context.book.text[cell.start : cell.end].replace(" ", "")


@relate("TAB101")
def totals(context: Context) -> Iterator[Relation]:
    """The total row of every table against the sum of the other rows, column by column."""
    for table in context.book.tables:
        if table.scrambled or len(table.rows) < 4:
            continue
        width = max(len(row) for row in table.rows)
        body = [r for r in range(table.header, len(table.rows)) if len(table.rows[r]) == width]
        total = [r for r in body if any(_TOTAL.match(_cell(context, table, r, c)) for c in range(min(2, width)))]
        if len(total) != 1 or total[0] not in (body[0], body[-1]):
            continue
        rest = [r for r in body if r != total[0]]
        for c in range(1, width):
            printed = [_cell(context, table, r, c) for r in rest]
            whole = _cell(context, table, total[0], c)
            head = _cell(context, table, 0, c) if table.header else ""
            if not _NUMBER.match(whole) or not all(_NUMBER.match(p) for p in printed) or re.search(r"率|%|均|序号|增长|增速|比重|占|位次|排名|单价|指数", head):
                continue
            values = [Decimal(p.replace(",", "")) for p in printed]
            stated = Decimal(whole.replace(",", ""))
            places = max(len(p.partition(".")[2]) for p in [*printed, whole])
            room = Decimal(1).scaleb(-places) / 2 * (len(values) + 1) if places else Decimal(0)
            computed = sum(values, Decimal(0))
            holds = abs(computed - stated) <= room
            cell = table.rows[total[0]][c]
            span = Related(table.rows[rest[0]][c].start, table.rows[rest[-1]][c].end)
            words = "+".join(printed)
            finding = None
            if not holds:
                finding = Finding("TAB101", "error", 0.88, f"“{head}”一列各行之和为{show(computed)}，合计印作{whole}", f"the column adds up to {show(computed)}, printed {whole}", cell.start, cell.end, (span,), None, SOURCE, words, show(computed), whole)
            yield Relation("TAB101", words, "=", show(computed), whole, show(room), holds, cell.start, cell.end, (span,), finding)


@check("TAB102")
def serials(context: Context) -> Iterator[Finding]:
    """A first column of serial numbers counts up by one."""
    for table in context.book.tables:
        if table.scrambled:
            continue
        rows = [r for r in range(table.header, len(table.rows)) if table.rows[r]]
        serial = [(r, _cell(context, table, r, 0)) for r in rows]
        numbers = [(r, int(t)) for r, t in serial if re.fullmatch(r"\d{1,4}", t)]
        if len(numbers) < 4 or len(numbers) < 0.9 * len(rows) or numbers[0][1] != 1:
            continue
        for (_, a), (r, b) in pairwise(numbers):
            if b != a + 1:
                cell = table.rows[r][0]
                yield Finding("TAB102", "warning", 0.75, f"序号{a}之后是{b}", f"{b} follows {a}", cell.start, cell.end, (), f"{a + 1}", SOURCE, f"{a}+1", str(a + 1), str(b))
