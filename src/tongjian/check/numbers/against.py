"""Prose against the tables of its section: a cell of the same name and year, a sum over years, a mean rate of growth, rows counted (R78–R80).

A table of years (years in its head or down its first column) is read as series; the prose around it names the series and the
year. A table of places or bodies is read row by row; the prose of the section that bears the row's name tells its figures. A
table that lists what a figure counts (villages of a town) is summed and counted.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

import msgspec

from tongjian.book import Book
from tongjian.check.context import Context
from tongjian.check.finding import Finding, Related, Relation
from tongjian.check.numbers.common import (
    NO_COUNT,
    PERSONS,
    Sentence,
    counts_exactly,
    digits,
    interval,
    is_change,
    one_slip,
    sentences,
    show,
)
from tongjian.check.numbers.tables import Grid, grids
from tongjian.check.registry import Rule, declare, relate
from tongjian.language import numerals, units
from tongjian.language.quantities import Quantity

SOURCE = "trade rules R78, R79, R80 (table value = text value in the same section)"
declare(Rule("TAB106", "正文数字与表中同名一格不符", "the text gives another figure than the cell of the same name", "warning", SOURCE, (), ()))
declare(Rule("TAB107", "正文数字与表中各项之和、行数不符", "the text gives another figure than the sum or the rows of a table", "warning", SOURCE, (), ()))
_YEARED = re.compile(r"^((?:19|20)\d{2})年?$")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年")
_RANGE = re.compile(r"((?:19|20)\d{2})年?[～~—–\-至]{1,2}((?:19|20)\d{2})年")
_PLAN = re.compile(r"“?([六七八九]五|十一五|十二五|十三五|十四五|十五)”?(?:计划|规划)?(?:期间|时期)")
_FIRST_OF_PLAN = {"六五": 1981, "七五": 1986, "八五": 1991, "九五": 1996, "十五": 2001, "十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021}
_OVER_YEARS = re.compile(r"(?P<n>\d{1,2}|[一二三四五六七八九十]{1,2})年[^，。；\d]{0,12}$")
_ASIDE = re.compile(r"（[^）]*）|\([^)]*\)")
_SAYS = re.compile(r"(?:总计|共计|合计|达到|实现|完成|总额|为|达|共|有|是|约|近)+$")
_TITLE = re.compile(r"^(?:(?:19|20)\d{2}[年～~—–\-至]*)*|(?:基本|历年|主要)?(?:情况|统计|一览|明细|汇总|对照)*表$|[（(]续[）)]|续表")
_MEAN_GROWTH = re.compile(r"，?(?:年均|年平均|平均每年)(?:递)?增长(?:率)?(?:为|达)?(\d+(?:\.\d+)?)[%％]")
_PART_OF = re.compile(r"农村|农业|城镇|非农|乡村|回族|少数民族|流动|男|女")
_KIND = re.compile(r"(?<!开发)(?<!园)(?:镇|乡|街道|村|社区|县|区|市)$")  # what `的是东山镇` compares with: places, not a development zone among them
_LISTED = re.compile(r"、")


class _Cell(msgspec.Struct, frozen=True):
    """A number of a table: its worth in base units (None: the table tells no unit), and where it is printed."""

    value: Decimal
    worth: Decimal | None
    start: int
    end: int


class _Series(msgspec.Struct, frozen=True):
    """The cells of one name by year, and the section that holds the table (or tables)."""

    name: str
    section: int
    cells: dict[int, _Cell]


def _core(name: str) -> str:
    """The name of a row or column without its unit and without words that say it is a total."""
    return re.sub(r"^(?:其中|#|＃|[一二三四五六七八九十]+、)|(?:合计|总计|总额|共计|类|收入类)$|总", "", _ASIDE.sub("", name)) or ""


def _about(book: Book, grid: Grid) -> str:
    """What a table is about, by its title: `1986～1995年青石县财政支出情况表` → 财政支出."""
    title = re.sub(r"\s", "", grid.title)
    title = re.sub(_TITLE, "", title)
    return re.sub(rf"^(?:年|全[县区市省]|{re.escape(book.region or '全县')})*", "", title)


def _section(book: Book, position: int) -> int:
    """The nearest section (or part) that holds a position."""
    index = book.entry_at(position) or 0
    holders = [i for i, n in enumerate(book.nodes[: index + 1]) if n.level in ("part", "section") and n.start <= position < n.end]
    return holders[-1] if holders else index


def _worth(grid: Grid, head: str) -> Decimal | None:
    """What a printed 1 is worth in base units, by the unit in the head or over the table."""
    printed = (re.findall(r"[（(]([^）)]+)[）)]", head) or [grid.unit or ""])[-1]
    unit = re.sub(r"^单位[:：]", "", printed)
    if not unit or re.search(r"[、，,;；%％]", unit):
        return None
    scale, bare = units.split_unit(unit)
    return scale * units.base_of(bare)[1] if units.dimension(unit) else None


def _series(context: Context) -> list[_Series]:
    return context.once(_make_series)


def _make_series(context: Context) -> list[_Series]:
    """Every series of the tables of years; those of one name in one section (a table in two stretches) are one."""
    book = context.book
    found: dict[tuple[str, int], dict[int, _Cell]] = defaultdict(dict)
    for grid in grids(context):
        section = _section(book, grid.start)
        about = _about(book, grid)
        across = {c: int(m[1]) for c, h in enumerate(grid.heads) if (m := _YEARED.match(h))}
        for label, cells in grid.rows:
            down = _YEARED.match(label)
            for c, (value, start, end) in enumerate(cells):
                head = grid.heads[c]
                year, name = (int(down[1]), head) if down else (across.get(c), label)
                if value is None or year is None or (down and not c):
                    continue
                key = _core(name) or about
                if len(key) >= 2:
                    found[key, section].setdefault(year, _Cell(value, _worth(grid, name), start, end))
    return [_Series(name, section, cells) for (name, section), cells in found.items() if len(cells) >= 2]


def _label(text: str, s: Sentence, i: int) -> str:
    """The words of the clause that name a figure."""
    q = s.quantities[i]
    lead = text[max(s.quantities[i - 1].end if i else s.start, q.start - 24) : q.start]
    return _SAYS.sub("", re.split(r"[，。；：、\n\t]|\d年|期间", lead)[-1]).replace("总", "")


def _named(label: str, name: str) -> bool:
    """Whether a label and a series' name are one name, one of them with more words before it."""
    short, long = sorted((label, name.replace("总", "")), key=len)
    return len(short) >= 4 and long.endswith(short)


def _same(q: Quantity, value: Decimal, worth: Decimal | None) -> bool:
    """Whether a figure of the prose may be a value of the table, one of them rounded or cut."""
    if worth is None or (q.unit and not units.dimension(q.unit)):
        return q.value == value or (q.decimals > _places(value) and abs(q.value - value) < Decimal(1).scaleb(-_places(value)))
    low, high = interval(q)
    return low <= value * worth <= high or q.amount == value * worth or (q.value % 1 != 0 and abs(q.amount - value * worth) < worth.scaleb(-_places(value)))


def _places(value: Decimal) -> int:
    """How many decimals a cell prints."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _slipped(q: Quantity, value: Decimal, worth: Decimal | None) -> bool:
    """Whether a figure is one slip away from a value of the table."""
    factor = q.factor_of()
    wanted = value * worth / factor if worth is not None and factor else value
    printed = f"{wanted.quantize(Decimal(1).scaleb(-q.decimals), ROUND_HALF_UP):.{q.decimals}f}"
    return len(digits(q).strip("0")) >= 3 and one_slip(f"{q.value:.{q.decimals}f}", printed)


@relate("TAB106", "TAB107")
def yearly(context: Context) -> Iterator[Relation]:
    """Prose of a section against its tables of years: a cell, a sum over years, a mean rate of growth."""
    text, book = context.text, context.book
    by_section: dict[int, list[_Series]] = defaultdict(list)
    for x in _series(context):
        by_section[x.section].append(x)
    if not by_section:
        return
    for s in sentences(context):
        section = _section(book, s.start)
        near = [x for k in dict.fromkeys((section, *_sections_of(book, section))) for x in by_section.get(k, [])]
        if not near:
            continue
        for i, q in enumerate(s.quantities):
            if q.high is not None or q.unit is None or q.unit in NO_COUNT or is_change(text, q):
                continue
            label = _label(text, s, i)
            span = _years_before(text, s, q)
            if span is not None:
                yield from _summed(text, q, label, near, span)
                continue
            told = _YEAR.findall(text[max(s.paragraph, s.start) : q.start])
            year = int(told[-1]) if told else s.year
            named = [x for x in near if year in x.cells and _named(label, x.name)]
            if year is None or not named or q.approx:
                continue
            yield from _against_cell(text, q, label, year, named)


def _sections_of(book: Book, section: int) -> list[int]:
    """The sections under and over a section: a chapter's summary speaks of the tables of its sections."""
    node = book.nodes[section]
    return [i for i, n in enumerate(book.nodes) if n.level in ("part", "section") and n is not node and ((node.start <= n.start and n.end <= node.end) or (n.start <= node.start and node.end <= n.end))]


def _years_before(text: str, s: Sentence, q: Quantity) -> tuple[int, int] | None:
    """The years that a figure sums up: `1986～1990年，…五年财政总收入5921万元`, `“八五”期间五年总支出`."""
    told = _OVER_YEARS.search(text[max(s.start, q.start - 20) : q.start])
    if not told:
        return None
    n = int(told["n"]) if told["n"].isdigit() else numerals.parse(told["n"])
    plans = list(_PLAN.finditer(text, max(s.start, q.start - 40), q.start))
    if plans:
        first = _FIRST_OF_PLAN[plans[-1][1]]
        return (first, first + 4) if n == 5 else None
    ranges = list(_RANGE.finditer(text, max(s.paragraph, q.start - 300), q.start))
    for m in reversed(ranges):
        if int(m[2]) - int(m[1]) + 1 == n:
            return int(m[1]), int(m[2])
    return None


def _summed(text: str, q: Quantity, label: str, near: Sequence[_Series], span: tuple[int, int]) -> Iterator[Relation]:
    name = re.sub(r"^.*?年", "", label)
    best: tuple[_Series, list[_Cell], Decimal] | None = None
    for x in near:
        cells = [x.cells[y] for y in range(span[0], span[1] + 1) if y in x.cells]
        if len(cells) != span[1] - span[0] + 1 or not (_named(name, x.name) or (len(name) >= 2 and x.name.endswith(name[-2:]))):
            continue
        total = sum((c.value for c in cells), Decimal(0))
        if _same(q, total, cells[0].worth):
            best = (x, cells, total)
            break
        if best is None and _named(name, x.name) and _slipped(q, total, cells[0].worth):
            best = (x, cells, total)
    if best is None:
        return
    x, cells, total = best
    holds = _same(q, total, cells[0].worth)
    words, related = "+".join(show(c.value) for c in cells), (Related(cells[0].start, cells[0].end), Related(cells[-1].start, cells[-1].end))
    finding = None
    if not holds:
        finding = Finding("TAB107", "warning", 0.75, f"表中“{x.name}”{span[0]}—{span[1]}年相加得{show(total)}，正文作{q.number}{q.unit}", f"the table's years add up to {show(total)}", q.start, q.end, related, None, SOURCE, words, show(total), q.number)
    yield Relation("TAB107", words, "=", show(total), q.number, "rounding", holds, q.start, q.end, related, finding)


def _against_cell(text: str, q: Quantity, label: str, year: int, named: Sequence[_Series]) -> Iterator[Relation]:
    x = next((x for x in named if _same(q, x.cells[year].value, x.cells[year].worth)), None)
    slipped = x or next((x for x in named if _slipped(q, x.cells[year].value, x.cells[year].worth)), None)
    if slipped is None:
        return
    cell = slipped.cells[year]
    yield _told(q, cell, f"{year}年“{slipped.name}”", x is not None)
    grown = _MEAN_GROWTH.match(text, q.end, q.end + 24)
    if grown and x is not None:
        yield from _mean_growth(q, year, x, Decimal(grown[1]), grown.end())


def _told(q: Quantity, cell: _Cell, what: str, holds: bool, confidence: float = 0.72) -> Relation:
    """A figure of the prose set against a cell."""
    related, shown = (Related(cell.start, cell.end),), show(cell.value)
    finding = None
    if not holds:
        finding = Finding("TAB106", "warning", confidence, f"{what}正文作{q.number}{q.unit or ''}，表中作{shown}", f"the text gives {q.number}, the table {shown}", q.start, q.end, related, None, SOURCE, f"{q.number}={shown}", shown, q.number)
    return Relation("TAB106", f"{q.number}={shown}", "=", shown, q.number, "rounding", holds, q.start, q.end, related, finding)


def _mean_growth(q: Quantity, year: int, x: _Series, rate: Decimal, end: int) -> Iterator[Relation]:
    """`至2005年 W，年均增长 r%`: the root of W over the value of an earlier year of the table, kept ones only."""
    for first in sorted(x.cells):
        n, base = year - first, x.cells[first].value
        if n < 3 or base <= 0:
            continue
        growth = ((x.cells[year].value / base) ** (Decimal(1) / n) - 1) * 100
        if abs(growth - rate) <= Decimal("0.02"):
            words = f"({show(x.cells[year].value)}/{show(base)})^(1/{n})-1"
            yield Relation("TAB106", words, "=", show(growth.quantize(Decimal("0.01"))), show(rate), "0.02", True, q.start, end, (Related(x.cells[first].start, x.cells[first].end),))
            return


@relate("TAB106", "TAB107")
def by_rows(context: Context) -> Iterator[Relation]:
    """Tables of places or bodies against the prose that bears a row's name; the greatest and the least of a column as the prose names them."""
    book, text = context.book, context.text
    every = sentences(context)
    starts = [s.start for s in every]
    for grid in grids(context):
        if any(_YEARED.match(h) for h in grid.heads) or len(grid.rows) < 2:
            continue
        told = _YEAR.match(re.sub(r"\s", "", grid.title))
        year = int(told[1]) if told else None
        rows = {label: cells for label, cells in grid.rows if re.fullmatch(r"[\u4e00-\u9fff（）]{2,}", label)}
        doubts: dict[int, list[tuple[Quantity, _Cell, str]]] = defaultdict(list)
        kept: dict[int, int] = defaultdict(int)  # by column
        borne: dict[str, int] = defaultdict(int)  # by row
        for node in book.nodes:
            name = re.sub(r"^第[一二三四五六七八九十]+[章节编]\s*", "", re.sub(r"\s", "", node.title))
            if node.level not in ("section", "entry") or name not in rows or node.start <= grid.start < node.end:
                continue
            inside = every[bisect_left(starts, node.start) : bisect_left(starts, node.end)]
            for c, (value, start, end) in enumerate(rows[name]):
                if value is None or not c:
                    continue
                cell = _Cell(value, _worth(grid, grid.heads[c]), start, end)
                for told_of, q in _in_prose(text, inside, year, grid.heads[c], cell, name):
                    if told_of is not None:
                        kept[c] += told_of.holds
                        borne[name] += told_of.holds
                        yield _with_zone(told_of, grid, c, q, cell) if not told_of.holds else told_of
                    else:
                        doubts[c].append((q, cell, name))
        for c, odd in doubts.items():
            for q, cell, name in odd:
                if (kept[c] >= 3 and kept[c] >= 2 * len(odd)) or borne[name] >= 4:  # the prose of other places bears the column out, or the other cells the row
                    yield _with_zone(_told(q, cell, f"“{name}”的{grid.heads[c]}", False, 0.66), grid, c, q, cell)
        holder = book.nodes[_section(book, grid.start)]
        inside = every[bisect_left(starts, holder.start) : bisect_left(starts, holder.end)]
        yield from _greatest(text, inside, grid, rows)
        yield from _listed(context, inside, grid, year)


def _counted_in(text: str, s: Sentence, i: int, head: str) -> int:
    """How well a figure fits a column's head: 2 by its own words, 1 by its measure word alone, 0 not."""
    q = s.quantities[i]
    core = re.sub(r"数$|总", "", _ASIDE.sub("", head))
    label = _label(text, s, i)
    narrow = core.removesuffix(label)  # `规模以下工业企业633家，工业总产值1.18亿元` is the column 规模以下工业总产值
    if len(label) >= 4 and narrow != core and narrow and text.find(narrow, s.start, q.start) >= 0:
        return 2
    behind = re.split(r"[，。；：、\d（]", text[q.end : q.end + 8])[0]
    more = label.removesuffix(core)  # `农村人口` is not the column 总人口
    if core and more != label and _PART_OF.search(more) and not _PART_OF.search(head):
        return 0
    if core and (label.endswith(core.replace("总", "")) or (len(core) >= 2 and behind.startswith(core))):
        return 2
    if core.endswith("户") and q.unit and units.split_unit(q.unit)[1] == "户":
        return 1
    return 1 if core.endswith("人口") and q.base_unit in PERSONS and not label else 0


def _in_prose(text: str, inside: Sequence[Sentence], year: int | None, head: str, cell: _Cell, name: str) -> Iterator[tuple[Relation | None, Quantity]]:
    """A cell against the figures of its own section that its head names, in the table's year; a figure far off comes without a relation."""
    candidates: list[tuple[int, Quantity]] = []
    for s in inside:
        for i, q in enumerate(s.quantities):
            if q.high is not None or q.approx or (year is not None and _year_at(text, s, q) != year):
                continue
            fit = _counted_in(text, s, i, head)
            if fit:
                candidates.append((fit, q))
    same = next((q for _, q in candidates if _same(q, cell.value, cell.worth) or (counts_exactly(q) and q.amount == cell.value)), None)
    if same is not None:
        yield _told(same, cell, f"“{name}”的{head}", True), same
        return
    slipped = next((q for fit, q in candidates if _slipped(q, cell.value, cell.worth if not counts_exactly(q) else None) or (fit == 2 and len(digits(q)) == 2 and one_slip(q.number, show(cell.value)))), None)
    if slipped is not None:
        yield _told(slipped, cell, f"“{name}”的{head}", False), slipped
    elif year is not None and len(candidates) == 1 and len(digits(candidates[0][1])) >= (2 if candidates[0][0] == 2 else 3):
        fit, q = candidates[0]
        worth = cell.worth if cell.worth is not None and not counts_exactly(q) else q.factor_of()
        ratio = cell.value * worth / q.amount if q.amount else Decimal(0)
        if Decimal("0.8") <= ratio <= Decimal("1.25") and (len(digits(q)) >= 3 or counts_exactly(q)):
            yield _told(q, cell, f"“{name}”的{head}", False, 0.62), q
        elif (fit == 2 or counts_exactly(q)) and Decimal("0.1") <= ratio <= 10:
            yield None, q


def _year_at(text: str, s: Sentence, q: Quantity) -> int | None:
    """The year that a figure is told of: the last one named in its paragraph before it, else the sentence's."""
    told = _YEAR.findall(text[s.paragraph : q.start])
    return int(told[-1]) if told else s.year


def _with_zone(r: Relation, grid: Grid, column: int, q: Quantity, cell: _Cell) -> Relation:
    """The relation with the row that makes up the difference, where there is one: the prose counts a zone in that the table gives apart."""
    if r.finding is None:
        return r
    worth = cell.worth if cell.worth is not None and not counts_exactly(q) else q.factor_of()
    gap = q.amount - cell.value * worth
    other = next(((label, c) for label, cells in grid.rows for c in cells[column : column + 1] if c[0] and c[1] != cell.start and c[0] * worth == gap and len(show(c[0])) >= 3), None)
    if other is None:
        return r
    label, (_, start, end) = other
    told = msgspec.structs.replace(r.finding, message=f"{r.finding.message}；正合表中两行“{label}”与本行之和：正文是否计入“{label}”", related=(*r.finding.related, Related(start, end)))
    return msgspec.structs.replace(r, finding=told, related=told.related)


def _greatest(text: str, inside: Sequence[Sentence], grid: Grid, rows: dict[str, tuple[tuple[Decimal | None, int, int], ...]]) -> Iterator[Relation]:
    """`人口最多的是东山镇，有61527人`: the greatest of a column stands in that row, with that figure."""
    for s in inside:
        for m in re.finditer(r"(?P<what>[\u4e00-\u9fff]{2,8}?)最(?P<way>[多大高少小低])的是(?P<row>[\u4e00-\u9fff]{2,8})，(?:有|为|达)?$|(?P<what2>[\u4e00-\u9fff]{2,8}?)最(?P<way2>[多大高少小低])的是(?P<row2>[\u4e00-\u9fff]{2,8}?)，(?:有|为|达)?(?=\d)", text[s.start : s.end]):
            what, way, row = m["what"] or m["what2"], m["way"] or m["way2"], m["row"] or m["row2"]
            q = next((q for q in s.quantities if q.start - s.start - m.end() in (0, 1, 2)), None)
            column = next((c for c, h in enumerate(grid.heads) if c and re.sub(r"数$|总|区划", "", _ASIDE.sub("", h)) and re.sub(r"总|区划|；|;", "", what).endswith(re.sub(r"数$|总|区划", "", _ASIDE.sub("", h)))), None)
            if q is None or column is None or row not in rows:
                continue
            alike = re.search(r"(?:镇|乡|街道|村|社区|县|区|市)$", row)
            values = [(v, start, end) for label, cells in rows.items() for v, start, end in [cells[column]] if v is not None and not re.search(r"计$", label) and (not alike or _KIND.search(label))]
            own = rows[row][column]
            if own[0] is None or len(values) < 3:
                continue
            best = max(values) if way in "多大高" else min(values)
            holds = best[0] == own[0] and _same(q, own[0], _worth(grid, grid.heads[column]) if not counts_exactly(q) else None)
            words = f"{'max' if way in '多大高' else 'min'}({grid.heads[column]})={show(best[0])}"
            related = (Related(best[1], best[2]),)
            finding = None
            if not holds:
                finding = Finding("TAB106", "warning", 0.75, f"表中{_ASIDE.sub('', grid.heads[column])}最{way}的一格是{show(best[0])}，正文作{row}的{q.number}{q.unit}", f"the table's extreme is {show(best[0])}", q.start, q.end, related, None, SOURCE, words, show(best[0]), q.number)
            yield Relation("TAB106", words, "=", show(best[0]), q.number, "0", holds, q.start, q.end, related, finding)


def _listed(context: Context, inside: Sequence[Sentence], grid: Grid, year: int | None) -> Iterator[Relation]:
    """A table that lists the villages (schools, firms) of its section: its rows, the names in its cells and its columns against the prose that counts them."""
    text = context.text
    if re.search(r"主要|部分|重点|典型", grid.title):
        return
    for c, head in enumerate(grid.heads):
        core = re.sub(r"数$|总|名称$", "", _ASIDE.sub("", head))
        if len(core) < 2:
            continue
        cells = [(cells[c], re.sub(r"\s", "", context.book.text[cells[c][1] : cells[c][2]])) for _, cells in grid.rows if c < len(cells)]
        cells = [(cell, words) for cell, words in cells if words and words not in ("-", "—", "——")]
        numbers = [cell[0] for cell, _ in cells if cell[0] is not None]
        if len(cells) < 5:
            continue
        if len(numbers) >= 0.9 * len(cells):
            total, how, slack = sum((v for v in numbers), Decimal(0)), "+", False
        elif not numbers:
            listed = [name for _, w in cells for name in _LISTED.split(w) if name]
            total, how, slack = Decimal(len(listed)), "count", True
            distinct = Decimal(len(set(listed)))  # villages that stand in two rows may be counted once, or be two of one name
        else:
            continue
        for s in inside:
            for i, q in enumerate(s.quantities):
                told = _YEAR.findall(text[s.start : q.start])
                if q.high is not None or q.approx or (year is not None and (int(told[-1]) if told else s.year) != year) or not _counted_in(text, s, i, head):
                    continue
                worth = _worth(grid, head) if not counts_exactly(q) else None
                holds = _same(q, total, worth) or (counts_exactly(q) and (q.amount == total or (slack and distinct <= q.amount <= total)))
                close = not holds and slack and len(digits(q)) >= 2 and abs(q.amount - total) <= 2
                slipped = not holds and not slack and _slipped(q, total, worth)
                if not (holds or close or slipped):
                    continue
                place = (Related(cells[0][0][1], cells[-1][0][2]),)
                words = f"{'rows' if how == 'count' else 'sum'}({_ASIDE.sub('', head)})={show(total)}"
                finding = None
                if not holds:
                    finding = Finding("TAB107", "warning", 0.62, f"表中所列{_ASIDE.sub('', head)}{'共' if how == 'count' else '之和为'}{show(total)}，正文作{q.number}{q.unit or ''}", f"the table has {show(total)}", q.start, q.end, place, None, SOURCE, words, show(total), q.number)
                yield Relation("TAB107", words, "=", show(total), q.number, "0", holds, q.start, q.end, place, finding)
