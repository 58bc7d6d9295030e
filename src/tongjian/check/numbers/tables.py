"""Tables: totals of columns and rows, shares, growth, serial numbers, rows printed twice, rows against the count in the text (R70, R79, R88).

What a column means is read off its head, and tested off its own figures: a relation that most rows keep is the table's, and the
rows that break it are the findings; one that few rows keep was never meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

import msgspec

from tongjian.book import Table
from tongjian.check.context import Context
from tongjian.check.finding import Finding, Related, Relation
from tongjian.check.numbers.common import digits, one_slip, show
from tongjian.check.registry import Rule, check, declare, relate
from tongjian.language import quantities, units

SOURCE = "trade rules R70, R79, R88"
declare(Rule("TAB101", "表中合计与各项之和不符", "a table's total disagrees with its items", "error", SOURCE, (), ()))
declare(Rule("TAB102", "表中序号跳号或重号", "serial numbers skip or repeat", "warning", SOURCE, (), ()))
declare(Rule("TAB103", "表中比率、增幅与数值不符", "a share or growth in a table disagrees with its figures", "warning", SOURCE, (), ()))
declare(Rule("TAB104", "表中同一行印了两遍", "a row of a table is printed twice", "warning", SOURCE, (), ()))
declare(Rule("TAB105", "正文所说的数目与表的行数不符", "the text states another number than the table has rows", "warning", SOURCE, (), ()))
declare(Rule("TAB108", "一行里单位不同的两格数字相同", "two cells of one row under different units have one figure", "warning", SOURCE, (), ()))
_TOTAL = re.compile(r"^(?:合计|总计|共计|全[区县市省镇]|[\u4e00-\u9fff]{2,8}(?:合计|总计))$")
_TOTAL_HEAD = re.compile(r"(?:合计|总计|总数|共计)$")
_NUMBER = re.compile(r"-?\d+(?:,\d{3})*(?:\.\d+)?$")
_NOTHING = frozenset({"", "-", "—", "——", "－", "/", "…"})
_NUMBERED = re.compile(r"^[一二三四五六七八九十]{1,3}[、.．]")
_INNER_TOTAL = re.compile(r"(?:合计|总计|总数|小计)$")
_ASIDE_ROW = re.compile(r"^(?:其中|#|＃|另|内[:：]|按|在)")  # a row that is a part of the row before it
_NO_SUM = re.compile(r"率|%|％|均|序号|编号|增长|增速|增幅|增减|比重|占(?!用|地)|位次|排名|单价|指数|年份|年度|时间|电话|密度|倍|标准")
_GROWTH = re.compile(r"(?:增长|增速|增幅|比上年|同比)[^额量]*(?:%|％|率)?[）)]?$|±%")
_YEAR = re.compile(r"(?:19|20)\d{2}年?")


class Grid(msgspec.Struct, frozen=True):
    """A block of a table: column heads, and rows of (label, cells); a cell is (value or None, its span)."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[Decimal | None, int, int], ...]], ...]
    title: str = ""
    unit: str | None = None
    start: int = 0


def _text(context: Context, table: Table, r: int, c: int) -> str:
    cell = table.rows[r][c]
    return re.sub(r"\s", "", context.book.text[cell.start : cell.end])


def _value(printed: str) -> Decimal | None:
    return Decimal(printed.replace(",", "")) if _NUMBER.match(printed) else None


def grids(context: Context) -> list[Grid]:
    return context.once(_make_grids)


def _make_grids(context: Context) -> list[Grid]:
    """The whole tables as grids; a table set twice side by side under one repeated head is one long grid."""
    made: list[Grid] = []
    for table in context.book.tables:
        header = table.header or _years_at_the_head(context, table)
        if table.scrambled or header < 1 or len(table.rows) <= header:
            continue
        width = len(table.rows[header - 1])
        body = [r for r in range(header, len(table.rows)) if len(table.rows[r]) == width]
        if width < 2 or len(body) < 2:
            continue
        heads = tuple(_text(context, table, header - 1, c) for c in range(width))
        half = width // 2
        plain = [re.sub(r"（[^）]*）", "", h) for h in heads]
        blocks = [(0, half), (half, width)] if width % 2 == 0 and width >= 4 and plain[:half] == plain[half:] else [(0, width)]
        rows = []
        short = [r for r in range(header, len(table.rows)) if len(blocks) == 2 and len(table.rows[r]) == half]  # the last row of a table set side by side
        for a, b in blocks:
            for r in sorted([*body, *short]) if not a else body:
                cells = tuple((_value(_text(context, table, r, c)), table.rows[r][c].start, table.rows[r][c].end) for c in range(a, b))
                rows.append((_text(context, table, r, a), cells))
        title = context.book.text[slice(*table.title)] if table.title else ""
        made.append(Grid(heads[blocks[0][0] : blocks[0][1]], tuple(rows), title, table.unit, table.start))
    return _joined(made)


def _years_at_the_head(context: Context, table: Table) -> int:
    """1 where a table without a head has years behind the first cell of its first row (`项目 2020 2021 2022`)."""
    if not table.rows or len(table.rows[0]) < 3:
        return 0
    return int(all(_YEAR.fullmatch(_text(context, table, 0, c)) for c in range(1, len(table.rows[0]))))


def _joined(made: list[Grid]) -> list[Grid]:
    """A table too wide for its page, set in two stretches under one title with the same rows: one grid."""
    whole: list[Grid] = []
    for grid in made:
        last = whole[-1] if whole else None
        if last is not None and last.title and last.title == grid.title and [r[0] for r in last.rows] == [r[0] for r in grid.rows] and not set(last.heads[1:]) & set(grid.heads[1:]):
            rows = tuple((label, (*a, *b[1:])) for (label, a), (_, b) in zip(last.rows, grid.rows, strict=True))
            whole[-1] = msgspec.structs.replace(last, heads=(*last.heads, *grid.heads[1:]), rows=rows)
        else:
            whole.append(grid)
    return whole


def _places(values: list[Decimal]) -> int:
    return max((-int(v.as_tuple().exponent) for v in values), default=0)


def _room(values: list[Decimal]) -> Decimal:
    """What rounding may leave open in a sum of values with its total: nothing for whole numbers."""
    places = _places(values)
    return Decimal(1).scaleb(-places) / 2 * len(values) if places > 0 else Decimal(0)


class _Test(msgspec.Struct, frozen=True):
    """One test of a table's own relation: its working, what is printed, where, and its line (row or column number)."""

    words: str
    computed: Decimal
    stated: Decimal
    room: Decimal
    cell: tuple[int, int]
    items: tuple[int, int]
    head: str
    line: int = -1
    rounded: Decimal = Decimal(0)  # what rounding may have done to whole numbers of a unit that is not counted (万元, 公顷)

    @property
    def holds(self) -> bool:
        return abs(self.computed - self.stated) <= self.room

    @property
    def alone(self) -> bool:
        """Whether a table's one total is plainly meant as the sum of three items and more, and only missed: one slip away, or by a fifth."""
        items, gap = self.words.split("+"), self.computed - self.stated
        near = one_slip(show(self.stated), show(self.computed)) or any(one_slip(x, show(Decimal(x) - gap)) for x in items if len(x) >= 2 and Decimal(x) > gap)
        return len(items) >= 3 and self.stated > 0 and (near or 5 * abs(gap) <= self.stated)


@relate("TAB101")
def totals(context: Context) -> Iterator[Relation]:
    """Total rows against their columns and total columns against their rows; a cell that breaks both is one finding."""
    for grid in grids(context):
        columns, lines = _believed(_column_totals(grid), 0.5), _row_totals(grid)
        blamed: set[tuple[int, int]] = set()
        for tests in _block_totals(grid):
            yield from (_told("TAB101", t, tests) for t in tests)
            for t in (t for t in tests if not t.holds):  # a part's own sum speaks against it: the whole above is not told again
                blamed |= {c.cell for c in columns if c.line == t.line and c.computed - c.stated == t.stated - t.computed}
        for c in columns:
            for r in lines:
                if not c.holds and not r.holds and c.computed - c.stated == r.computed - r.stated:
                    blamed |= {c.cell, r.cell}
                    yield _crossing(grid, c, r)
        for tests in (columns, lines):
            yield from (_told("TAB101", t, tests) for t in tests if t.cell not in blamed)


def _crossing(grid: Grid, c: _Test, r: _Test) -> Relation:
    """A column and a row that miss their totals by the same amount: the cell where they cross is wrong, and this is what it should be."""
    value, start, end = grid.rows[r.line][1][c.line]
    gap = c.computed - c.stated
    right = show((value or Decimal(0)) - gap)
    words = f"{r.words}; {c.words}"
    finding = Finding(
        "TAB101", "error", 0.93, f"“{r.head}”“{c.head}”两处合计都差{show(abs(gap))}：交叉处的{show(value or Decimal(0))}应为{right}", f"row and column both miss by {show(abs(gap))}: this cell should be {right}",
        start, end, (Related(*r.cell), Related(*c.cell)), right, SOURCE, words, f"{show(r.computed)}; {show(c.computed)}", f"{show(r.stated)}; {show(c.stated)}",
    )  # fmt: skip
    return Relation("TAB101", words, "=", finding.computed or "", finding.stated or "", show(c.room), False, start, end, finding.related, finding)


def _believed(tests: list[_Test], least: float) -> list[_Test]:
    """The tests of a relation that at least a share of them keeps, or that all keep but for a slip of the pen; none where the table never meant it."""
    kept = sum(t.holds for t in tests)
    return tests if (kept >= 2 and kept >= least * len(tests)) or len(tests) == kept == 1 or (tests and all(t.holds or t.alone for t in tests) and (kept or len(tests) == 1)) else []


def _told(code: str, t: _Test, tests: list[_Test]) -> Relation:
    related = (Related(*t.items),)
    finding = None
    if not t.holds:
        kept = sum(x.holds for x in tests)
        sure = kept >= 4 and kept >= 0.8 * len(tests)
        slight = abs(t.computed - t.stated) <= t.rounded
        what = "各项之和" if code == "TAB101" else "按数值算"
        finding = Finding(
            code, "info" if slight else "error" if sure and code == "TAB101" else "warning", 0.4 if slight else 0.9 if sure else 0.75 if kept else 0.65,
            f"“{t.head}”{what}为{show(t.computed)}，表中印作{show(t.stated)}" + ("：尾数之差，或是四舍五入所致" if slight else ""), f"the figures give {show(t.computed)}, the table prints {show(t.stated)}",
            *t.cell, related, None, SOURCE, t.words, show(t.computed), show(t.stated),
        )  # fmt: skip
    return Relation(code, t.words, "=", show(t.computed), show(t.stated), show(t.room), t.holds, *t.cell, related, finding)


def _rounded(grid: Grid, head: str, values: list[Decimal]) -> Decimal:
    """What rounding whole numbers may have left open in their sum: nothing where they count things one by one."""
    unit = re.sub(r"^单位[:：]", "", (re.findall(r"[（(]([^）)]+)[）)]", head) or [grid.unit or ""])[-1])
    counted = units.dimension(unit) == "count" and units.split_unit(unit)[0] == 1
    return Decimal(len(values)) / 4 if unit and not counted and not _places(values) else Decimal(0)


def _column_totals(grid: Grid) -> list[_Test]:
    at = [i for i, (label, _) in enumerate(grid.rows) if _TOTAL.match(label)] or _unnamed_total(grid)
    if len(at) != 1 or at[0] not in (0, len(grid.rows) - 1) or len(grid.rows) < 3:
        return []
    total = grid.rows[at[0]][1]
    rest = [cells for i, (_, cells) in enumerate(grid.rows) if i != at[0]]
    numbered = [cells for label, cells in grid.rows if _NUMBERED.match(label)]
    if len(numbered) >= 2:  # `一、医院` over `综合医院`, `中医院`: the numbered rows are the parts
        rest = numbered
    tests = []
    for c in range(1, len(grid.heads)):
        whole, start, end = total[c]
        column = [cells[c] for cells in rest]
        values = [v for v, _, _ in column if v is not None]
        if whole is None or len(values) < 2 or _NO_SUM.search(grid.heads[c]):
            continue
        words = "+".join(show(v) for v in values)
        tests.append(_Test(words, sum(values, Decimal(0)), whole, _room([*values, whole]), (start, end), (column[0][1], column[-1][2]), grid.heads[c], c, _rounded(grid, grid.heads[c], values)))
    return tests


def _unnamed_total(grid: Grid) -> list[int]:
    """A first or last row under the region's name that is the sum of the others: in two columns, or in one of five digits."""
    if len(grid.rows) < 5:
        return []
    for at in (0, len(grid.rows) - 1):
        rest = [cells for i, (_, cells) in enumerate(grid.rows) if i != at]
        full = [(c, v) for c in range(1, len(grid.heads)) for v in [grid.rows[at][1][c][0]] if v and not _NO_SUM.search(grid.heads[c])]
        equal = [v for c, v in full if sum((cells[c][0] or Decimal(0) for cells in rest), Decimal(0)) == v and all(cells[c][0] is not None for cells in rest)]
        if len(equal) >= 2 or any(len(show(v)) >= 5 for v in equal):
            return [at]
    return []


def _block_totals(grid: Grid) -> Iterator[list[_Test]]:
    """Totals inside a table: a numbered row over its own rows, a row 合计 over the rows below it; believed where every column but one keeps it, and two do."""
    last = len(grid.rows)
    starts = [i for i, (label, _) in enumerate(grid.rows) if _NUMBERED.match(label) or _INNER_TOTAL.search(label)]
    if len(starts) < 2:
        return
    for n, i in enumerate(starts):
        stop = starts[n + 1] if n + 1 < len(starts) else last
        below = [cells for label, cells in grid.rows[i + 1 : stop] if not _ASIDE_ROW.match(label)]
        best: list[_Test] = []
        for k in range(len(below), 1, -1):
            tests = []
            for c in range(1, len(grid.heads)):
                whole, start, end = grid.rows[i][1][c]
                values = [v for cells in below[:k] for v in [cells[c][0]] if v is not None]
                if whole is not None and len(values) >= 2 and not _NO_SUM.search(grid.heads[c]):
                    words = "+".join(show(v) for v in values)
                    tests.append(_Test(words, sum(values, Decimal(0)), whole, _room([*values, whole]), (start, end), (below[0][c][1], below[k - 1][c][2]), f"{grid.rows[i][0]}{grid.heads[c]}", c, _rounded(grid, grid.heads[c], values)))
            kept = sum(t.holds for t in tests)
            if kept >= 2 and kept >= len(tests) - 1 and kept > sum(t.holds for t in best):
                best = tests
        if best:
            yield best


def _row_totals(grid: Grid) -> list[_Test]:
    totals = [c for c, head in enumerate(grid.heads) if _TOTAL_HEAD.search(head) and c]
    for c in totals[:1]:
        for parts in (range(c + 1, len(grid.heads)), range(1, c)):
            columns = [k for k in parts if not _NO_SUM.search(grid.heads[k]) and not _TOTAL_HEAD.search(grid.heads[k])]
            if len(columns) < 2:
                continue
            tests = []
            for r, (label, cells) in enumerate(grid.rows):
                whole, start, end = cells[c]
                values = [v for k in columns for v in [cells[k][0]] if v is not None]
                if whole is None or len(values) < 2:
                    continue
                words = "+".join(show(v) for v in values)
                tests.append(_Test(words, sum(values, Decimal(0)), whole, _room([*values, whole]), (start, end), (cells[columns[0]][1], cells[columns[-1]][2]), f"{label}{grid.heads[c]}", r, _rounded(grid, grid.heads[c], values)))
            if _believed(tests, 0.6):
                return tests
    return []


@relate("TAB103")
def rates(context: Context) -> Iterator[Relation]:
    """A growth column between two years, and a share column against the total row."""
    for grid in grids(context):
        for c, head in enumerate(grid.heads):
            if c >= 2 and _GROWTH.search(head):
                yield from _growth(grid, c, head)
            elif c >= 1 and re.search(r"位次|排名|名次|排序", head):
                yield from _ranks(grid, c, head)
            elif c >= 1 and re.search(r"占比|比重|构成|占[^，]{0,6}[%％]", head):
                yield from _shares(grid, c, head)


def _ranks(grid: Grid, c: int, head: str) -> Iterator[Relation]:
    """`数值 | 位次`: one more than the rows whose figure beside it is greater (or smaller, where most ranks run that way); ties share a rank."""
    rows = [(label, cells[c - 1], cells[c]) for label, cells in grid.rows if cells[c - 1][0] is not None and cells[c][0] is not None and not _TOTAL.match(label)]
    if len(rows) < 4 or {r[2][0] for r in rows} - {Decimal(n) for n in range(1, len(rows) + 1)}:
        return  # ranks among more bodies than the table lists
    best: list[_Test] = []
    for down in (True, False):
        tests = []
        for label, (value, start, _), (rank, at, end) in rows:
            before = sum((v > value if down else v < value) for _, (v, _, _), _ in rows if v is not None and value is not None)
            tests.append(_Test(f"rank({show(value or Decimal(0))})", Decimal(before + 1), rank or Decimal(0), Decimal(0), (at, end), (start, end), f"{label}{head}"))
        if sum(t.holds for t in tests) > sum(t.holds for t in best):
            best = tests
    yield from (_told("TAB103", t, best) for t in _believed(best, 0.7))


def _growth(grid: Grid, c: int, head: str) -> Iterator[Relation]:
    """`2023年 | 2024年 | 增长（%）` in either order of the years."""
    years = [_YEAR.search(grid.heads[k]) for k in (c - 2, c - 1)]
    if not (years[0] and years[1]):
        return
    old, new = (c - 2, c - 1) if years[0][0] < years[1][0] else (c - 1, c - 2)
    tests = []
    for label, cells in grid.rows:
        a, b, rate = cells[old][0], cells[new][0], cells[c][0]
        if a is None or b is None or rate is None or a <= 0:
            continue
        step = Decimal(1).scaleb(-_places([rate]))
        half_a, half_b = (Decimal(1).scaleb(-_places([v])) / 2 if _places([v]) > 0 else Decimal(0) for v in (a, b))
        spread = (half_b / a + b * half_a / (a * a)) * 100
        value = ((b - a) / a * 100).quantize(step / 10, ROUND_HALF_UP)
        tests.append(_Test(f"({show(b)}-{show(a)})/{show(a)}*100", value, rate, step * Decimal("0.6") + spread, (cells[c][1], cells[c][2]), (cells[c - 2][1], cells[c - 1][2]), f"{label}{head}"))
    yield from (_told("TAB103", t, tests) for t in _believed(tests, 0.6))


def _shares(grid: Grid, c: int, head: str) -> Iterator[Relation]:
    at = [cells for label, cells in grid.rows if _TOTAL.match(label)]
    whole = at[0][c - 1][0] if len(at) == 1 else None
    if not whole:
        return
    tests = []
    for label, cells in grid.rows:
        part, rate = cells[c - 1][0], cells[c][0]
        if part is None or rate is None or cells is at[0]:
            continue
        step = Decimal(1).scaleb(-_places([rate]))
        value = (part / whole * 100).quantize(step / 10, ROUND_HALF_UP)
        tests.append(_Test(f"{show(part)}/{show(whole)}*100", value, rate, step * Decimal("1.05"), (cells[c][1], cells[c][2]), (cells[c - 1][1], cells[c - 1][2]), f"{label}{head}"))
    yield from (_told("TAB103", t, tests) for t in _believed(tests, 0.6))


@check("TAB102", "TAB104")
def rows(context: Context) -> Iterator[Finding]:
    """A first column of serial numbers counts up by one; no row stands twice."""
    for table in context.book.tables:
        if table.scrambled:
            yield from _run_twice(context, table)
            continue
        lines = [r for r in range(table.header, len(table.rows)) if table.rows[r]]
        serial = [(r, _text(context, table, r, 0)) for r in lines]
        numbers = [(r, int(t)) for r, t in serial if re.fullmatch(r"\d{1,4}", t)]
        counted = len(numbers) >= 4 and len(numbers) >= 0.9 * len(lines) and numbers[0][1] == 1
        if counted:
            for (p, a), (r, b) in pairwise(numbers):
                if b != a + 1:
                    cell, other = table.rows[r][0], table.rows[p][0]
                    yield Finding("TAB102", "warning", 0.75, f"序号{a}之后是{b}", f"{b} follows {a}", cell.start, cell.end, (Related(other.start, other.end),), f"{a + 1}", SOURCE, f"{a}+1", str(a + 1), str(b))
        seen: dict[tuple[str, ...], int] = {}
        for r in lines:
            key = tuple(_text(context, table, r, c) for c in range(1 if counted else 0, len(table.rows[r])))
            if len(key) < 2 or len("".join(key)) < 8 or not any(re.search(r"[\u4e00-\u9fff]", k) for k in key):
                continue
            if key in seen:
                first, last, again = table.rows[seen[key]], table.rows[r][-1], table.rows[r]
                yield Finding("TAB104", "warning", 0.8, "这一行与上面一行完全相同", "this row is printed above already", again[0].start, last.end, (Related(first[0].start, first[-1].end),), None, SOURCE, "row=row", "1", "2")
            seen.setdefault(key, r)


def _row(context: Context, start: int) -> str:
    """Which row, by its line in the source where there are lines."""
    line = context.book.place(start, start + 1).line
    return f"第{line}行起的一行" if line else "上面一行"


def _unit_of(head: str) -> str | None:
    """The unit that a head prints in brackets."""
    found = re.findall(r"[（(]([^）)]+)[）)]", head)
    return found[-1] if found else None


@check("TAB108")
def twins(context: Context) -> Iterator[Finding]:
    """`总户数` 13377 beside `农业总产值（万元）` 13377: a cell was copied from its neighbour. Four digits and more, not round, so never by chance."""
    for grid in grids(context):
        many = 0
        found: list[tuple[int, int, str, tuple[Decimal | None, int, int], tuple[Decimal | None, int, int]]] = []
        for label, cells in grid.rows:
            seen: dict[Decimal, int] = {}
            for c, (value, _, _) in enumerate(cells):
                if value is None or abs(value) < 1000 or not show(value)[-1:].strip("0") or _YEAR.fullmatch(show(value)):
                    continue
                first = seen.setdefault(value, c)
                if first != c:
                    many += 1
                    found.append((first, c, label, cells[first], cells[c]))
        for first, c, label, a, b in found:
            here, there = grid.heads[c], grid.heads[first]
            common = {here[i : i + 2] for i in range(len(here) - 1)} & {there[i : i + 2] for i in range(len(there) - 1)}
            if many == 1 and len(grid.rows) >= 4 and _unit_of(here) != _unit_of(there) and not common and not _YEAR.match(here) and not _TOTAL.match(label):
                yield Finding("TAB108", "warning", 0.7, f"“{label}”的“{there}”与“{here}”都作{show(b[0] or Decimal(0))}：单位不同，疑有一格抄错", "two cells of one row have one figure", b[1], b[2], (Related(a[1], a[2]),), None, SOURCE, f"{show(b[0] or Decimal(0))}={show(a[0] or Decimal(0))}", "两格应不同", show(b[0] or Decimal(0)))


_LONGEST_CHANCE = 100  # two bus routes share a road, two lists some names, but not a hundred characters


def _run_twice(context: Context, table: Table) -> Iterator[Finding]:
    """A table that stays lines: a row that is printed twice is a long run of characters that stands twice.

    Where its serial numbers run to `n` and the prose of its node counts `n`, the count is one too many.
    """
    text = context.book.text
    kept = [i for i in range(table.start, table.end) if not text[i].isspace()]
    squeezed = "".join(text[i] for i in kept)
    seen: dict[str, int] = {}
    at, step = 0, _LONGEST_CHANCE // 2
    while at + step <= len(squeezed):
        window = squeezed[at : at + step]
        first = seen.setdefault(window, at)
        if first == at or first + step > at:
            at += 1
            continue
        n = step
        while at + n < len(squeezed) and squeezed[first + n] == squeezed[at + n]:
            n += 1
        if n >= _LONGEST_CHANCE:
            serial = 0
            for m in re.finditer(r"^(\d{1,3})(?=\s)", text[table.start : table.end], re.MULTILINE):
                serial += int(m[1]) == serial + 1
            node = context.book.nodes[context.book.entry_at(table.start) or 0]
            holder = next((x for x in reversed(context.book.nodes) if x.start <= node.start and node.end <= x.end and x.start < table.start - 4), node)
            before = quantities.find(text[holder.start : table.start])  # not the whole book's, which only the figures' families need
            told = [q for q in before if serial > 3 and q.value == serial and not q.approx]
            related = (Related(kept[first], kept[first + n - 1] + 1), *(Related(holder.start + q.start, holder.start + q.end) for q in told[-1:]))
            words = (f"rows={serial}", str(serial - 1), str(serial)) if told else ("row=row", "1", "2")
            yield Finding("TAB104", "warning", 0.8, f"这一行与{_row(context, kept[first])}相同（连续{n}字）" + (f"：表中不重复的只有{serial - 1}行，正文说{serial}" if told else ""), "this row is printed above already", kept[at], kept[at + n - 1] + 1, related, None, SOURCE, *words)
        at += n


@relate("TAB106")
def introduced(context: Context) -> Iterator[Relation]:
    """A figure of the prose of the table's own node (or of the node above, where the table has one to itself) whose words end with a row's label: one cell of the row has it, or has it but for a slip of the pen."""
    book, text = context.book, context.text
    for table in context.book.tables:
        if table.scrambled or len(table.rows) <= table.header:
            continue
        rows: dict[str, list[tuple[str, int, int]]] = {}
        for r in range(table.header, len(table.rows)):
            names = [re.sub(r"^[（(]?[\d一二三四五六七八九十]+[）)、.]|（[^）]*）", "", _text(context, table, r, c)) for c in range(min(2, len(table.rows[r])))]
            label = next((x for x in names if re.fullmatch(r"[\u4e00-\u9fffA-Za-z（）、]{2,}", x)), "")  # behind a serial number, where there is one
            if label and not _TOTAL.match(label):
                rows[label] = [] if label in rows else [(_text(context, table, r, c), cell.start, cell.end) for c, cell in enumerate(table.rows[r]) if c]
        index = book.entry_at(table.start)
        if not rows or index is None:
            continue
        node = book.nodes[index]
        last = table.rows[-1][-1].end if table.rows[-1] else table.start
        holder = next((n for n in reversed(book.nodes[:index]) if n.level != node.level and n.start <= node.start and node.end <= n.end), node) if table.start - node.start < 12 else node
        for q in context.quantities_in(holder.start, holder.end):
            if table.start <= q.start < last or q.high is not None or q.approx or len(digits(q).strip("0")) < 3:
                continue
            words = re.sub(r"(?:总计|共计|达到|实现|完成|为|达|共|有|是)+$", "", re.split(r"[，。；：、\d\n\t]", text[max(holder.start, q.start - 20) : q.start])[-1])
            named = next((x for x in rows if words.endswith(x)), None)
            if named is None:
                continue
            cells = [(v, a, b) for v, a, b in rows[named] if _NUMBER.match(v)]
            same = next(((v, a, b) for v, a, b in cells if Decimal(v.replace(",", "")) == q.value), None)
            slipped = next(((v, a, b) for v, a, b in cells if one_slip(q.number, v.replace(",", ""))), None)
            found = same or slipped
            if found is None:
                continue
            v, a, b = found
            finding = None
            if same is None:
                finding = Finding("TAB106", "warning", 0.7, f"正文的“{named}”作{q.number}{q.unit or ''}，表中作{v}", f"the text gives {q.number}, the table {v}", q.start, q.end, (Related(a, b),), None, SOURCE, f"{q.number}={v}", v, q.number)
            yield Relation("TAB106", f"{q.number}={v}", "=", v, q.number, "0", same is not None, q.start, q.end, (Related(a, b),), finding)


@relate("TAB105")
def counted(context: Context) -> Iterator[Relation]:
    """`共有12家（见下表）`: the table that follows has as many rows."""
    book = context.book
    for table in book.tables:
        if table.scrambled or len(table.rows) <= table.header:
            continue
        before = (table.title[0] if table.title else table.start) - 1
        start = max(0, before - 160)
        told = list(re.finditer(r"[（，。](?:详?见|如)(?:下表|附表|表)", book.text[start:before]))
        if not told:
            continue
        at = start + told[-1].start()
        figures = [q for q in context.quantities_in(max(0, at - 40), at) if q.scale == 1 and q.decimals == 0 and not q.approx]
        body = [r for r in range(table.header, len(table.rows)) if not _TOTAL.match(_text(context, table, r, 0))]
        if not figures or not body:
            continue
        q, n = figures[-1], len(body)
        holds = q.value == n
        cell = (table.rows[body[0]][0].start, table.rows[body[-1]][-1].end)
        finding = None
        if not holds:
            finding = Finding("TAB105", "warning", 0.65, f"正文说{q.number}{q.unit}，表有{n}行", f"the text says {q.number}, the table has {n} rows", q.start, q.end, (Related(*cell),), None, SOURCE, f"rows={n}", str(n), q.number)
        yield Relation("TAB105", f"rows={n}", "=", str(n), q.number, "0", holds, q.start, q.end, (Related(*cell),), finding)
