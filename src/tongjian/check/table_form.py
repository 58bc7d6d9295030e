"""The form of tables and maps (R88–R93): title, number, unit, empty cells, the head of a continued table, the approval number of a map."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from tongjian.book import Book
from tongjian.book.model import Table
from tongjian.check.context import Context
from tongjian.check.finding import Finding, Related, Severity
from tongjian.check.registry import Rule, check, declare
from tongjian.check.scope import inside, places

SOURCES = {
    "TAB201": "trade rule R88 (table has number + title)",
    "TAB202": "trade rule R88 (numbers run without gap or repeat)",
    "TAB203": "trade rule R89 (unit stated, once at the top right or per column)",
    "TAB204": "trade rule R90 (empty-cell marks explained)",
    "TAB205": "trade rule R90 (no 同上/同左 in cells)",
    "TAB206": "trade rule R91 (a continued table says 续表 and repeats its header)",
    "TAB209": "trade rules R53, R89 (same decimals per column)",
    "TAB210": "trade rule R92 (text reference precedes the table)",
    "TAB207": "trade rule R93 (maps carry 审图号; the clause was not compared with its text)",
}


def _rule(code: str, title: str, title_en: str, severity: Severity = "warning", clause: str = "read") -> None:
    declare(Rule(code, title, title_en, severity, SOURCES[code], (), (), clause=clause))  # examples: tests/check/test_table_form.py


_rule("TAB201", "表没有题", "a table without a title")
_rule("TAB202", "表号跳号或重号", "the numbers of tables skip or repeat")
_rule("TAB203", "数值栏没有单位", "a column of figures without a unit")
_rule("TAB204", "表内空格没有说明", "empty cells that nothing explains", "info")
_rule("TAB205", "表内用“同上”“同左”", "同上 or 同左 in a cell")
_rule("TAB206", "续表没有重复表头", "a continued table without its head")
_rule("TAB209", "同一栏的小数位数不一", "decimals that differ in one column")
_rule("TAB210", "表在前、正文提到它在后", "a table before the text that refers to it")
_rule("TAB207", "地图没有审图号", "a map without its approval number", clause="recalled")
_NUMBERED = re.compile(r"^(?:续)?表\s*(\d{1,3})(?:[-—－.](\d{1,3}))?(?=\D|$)")
_DITTO = re.compile(r"^(?:同上|同左|同右|同前|〃|″)$")
_FIGURE = re.compile(r"^[-−]?\d[\d,]*(?:\.\d+)?$")
_PLAIN = re.compile(r"序号|编号|年份|年度|时间|日期|电话|页|名次|排名|位次|代码|届|邮编|单位|指标|比重|占比|比例|率|指数|倍|系数|得分|分数|票")
_UNIT = re.compile(r"[（(／/]|[万亿元人个户家所吨亩顷米里升克瓦时台辆件次天岁%％‰℃度头只株册场间栋床]")
_UNITS = re.compile(r"[（(][^）)]*[）)]|%|％")  # a row that names its own unit
_MAP = re.compile(r"(?m)^[\u4e00-\u9fff（）\d·]{2,24}(?:行政区划图|政区图|地图|交通图|区位图|地形图|位置图)$")
_LONG = 3  # rows from which a table is one


def _cell(book: Book, table: Table, row: int, column: int) -> str:
    cells = table.rows[row]
    return book.text[cells[column].start : cells[column].end].strip() if column < len(cells) else ""


def _found(code: str, confidence: float, message: str, message_en: str, start: int, end: int, related: tuple[Related, ...] = ()) -> Finding:
    return Finding(code, "info" if code == "TAB204" else "warning", confidence, message, message_en, start, end, related, None, SOURCES[code])


def _tables(context: Context) -> list[Table]:
    """Tables of prose whose cells are known; lists of names and prizes have a form of their own."""
    off = sorted([*places(context, "namelist"), *places(context, "honours"), *places(context, "docindex"), *places(context, "frontmatter")])
    return [t for t in context.book.tables if not t.scrambled and len(t.rows) >= _LONG and not inside(off, t.start)]


@check("TAB201", "TAB203", "TAB204", "TAB205")
def forms(context: Context) -> Iterator[Finding]:
    """Title, units, empty cells and ditto marks of each table."""
    book = context.book
    for t in _tables(context):
        head = t.rows[0]
        place = (head[0].start, head[-1].end) if head else (t.start, t.end)
        if t.title is None and not re.search(r"续表|[表图]\s*$", book.text[max(0, t.start - 12) : t.start]):
            yield _found("TAB201", 0.6, "表没有题", "a table without a title", *place)
        yield from _units(book, t)
        empty = [c for row in t.rows[t.header :] for c in row[1:] if c.start == c.end]
        if empty and not t.notes and book.source_form in ("docx", "markdown", "html", "xlsx"):
            yield _found("TAB204", 0.5, f"表内有{len(empty)}个空格，没有说明是无此项、不详还是漏填", f"{len(empty)} empty cells that nothing explains", *place)
        for row in t.rows:
            for c in row:
                if _DITTO.match(book.text[c.start : c.end].strip()):
                    yield _found("TAB205", 0.85, f"“{book.text[c.start:c.end].strip()}”：写出内容，不用“同上”“同左”", "write out what the cell means", c.start, c.end)


def _units(book: Book, t: Table) -> Iterator[Finding]:
    """Columns of measured figures (with decimals) for which neither head, title nor table gives a unit."""
    if t.unit or (t.title and re.search(r"单位|[（(][^）)]*[）)]$", book.quote(*t.title))) or "单位" in book.text[max(0, t.start - 20) : t.start]:
        return
    heads = [" ".join(_cell(book, t, r, j) for r in range(t.header)) for j in range(max(len(row) for row in t.rows))]
    if any("单位" in h for h in heads) or any("单位" in book.quote(*n) for n in t.notes):
        return
    for j, title in enumerate(heads):
        cells = [_cell(book, t, r, j) for r in range(t.header, len(t.rows))]
        figures = [c for c in cells if _FIGURE.match(c)]
        if len(figures) < _LONG or sum("." in c for c in figures) < 2 or _PLAIN.search(title) or _UNIT.search(title) or any(_UNIT.search(_cell(book, t, r, 0)) for r in range(t.header, len(t.rows))):
            continue
        head = t.rows[0][j] if j < len(t.rows[0]) and t.rows[0][j].start < t.rows[0][j].end else t.rows[0][0]
        yield _found("TAB203", 0.65, f"“{title or '无题栏'}”一栏的数值没有单位", "the figures of this column have no unit", head.start, head.end)


@check("TAB209")
def decimals(context: Context) -> Iterator[Finding]:
    """Columns of figures of one kind of which nearly all have so many decimals and a few have fewer or more."""
    book = context.book
    for t in _tables(context):
        rows = t.rows[t.header :]
        if any(_UNITS.search(_cell(book, t, r, 0)) for r in range(t.header, len(t.rows))):
            continue  # each row has a unit of its own
        for j in range(1, max(len(row) for row in t.rows)):
            cells = [row[j] for row in rows if j < len(row)]
            figures = [(c, text) for c in cells if _FIGURE.match(text := book.text[c.start : c.end].strip()) and text.strip("-−0.")]
            sizes = Counter(_decimals(text) for _, text in figures)
            if len(figures) < 6 or len(sizes) < 2:
                continue
            usual, many = sizes.most_common(1)[0]
            odd = [(c, text) for c, text in figures if _decimals(text) != usual]
            if usual and many >= 0.8 * len(figures):
                c, text = odd[0]
                yield _found("TAB209", 0.65, f"“{text}”：同栏{many}个数有{usual}位小数", f"{many} figures of this column have {usual} decimals", c.start, c.end, tuple(Related(o.start, o.end) for o, _ in odd[1:4]))


def _decimals(figure: str) -> int:
    return len(figure.partition(".")[2])


@check("TAB210", whole_book=True)
def referred(context: Context) -> Iterator[Finding]:
    """Numbered tables that the text mentions, but only behind them."""
    book = context.book
    for t in book.tables:
        if t.title is None or not (m := _NUMBERED.match(book.quote(*t.title))):
            continue
        number = "[-—－.]".join(re.escape(n) for n in m.groups() if n)
        says = [found.span() for found in re.finditer(rf"(?:见|如|据|详见|列于|参见)\s*(?:附)?表\s*{number}(?!\d)", book.text)]
        if says and all(a > t.end for a, _ in says):
            yield _found("TAB210", 0.6, f"{m[0]}在前，正文提到它在后", "the text refers to this table only behind it", *t.title, (Related(*says[0]),))


@check("TAB202", whole_book=True)
def numbers(context: Context) -> Iterator[Finding]:
    """Numbers of the tables' titles (表3, 表2-1): a gap or a repeat is shown beside the number before; a continued table repeats its own."""
    book = context.book
    last: dict[str, tuple[int, tuple[int, int]]] = {}
    for t in book.tables:
        if t.title is None or not (m := _NUMBERED.match(book.quote(*t.title))):
            continue
        series, number = (m[1], int(m[2])) if m[2] else ("", int(m[1]))
        before = last.get(series)
        last[series] = (number, t.title)
        if before is None or number == before[0] + 1 or (number == 1 < before[0]) or (number == before[0] and "续" in book.text[t.title[0] - 3 : t.title[1]]):
            continue
        what = "重号" if number == before[0] else "跳号"
        yield _found("TAB202", 0.75, f"表号{what}：{m[0]}接在{book.quote(*before[1])[:12]}之后", f"table number {number} follows {before[0]}", *t.title, (Related(*before[1]),))


@check("TAB206")
def continued(context: Context) -> Iterator[Finding]:
    """A table that says 续表 whose first row is not the head of the table before it."""
    book = context.book
    known = [t for t in book.tables if not t.scrambled and t.rows]
    for before, t in pairwise(known):
        says = book.quote(*t.title) if t.title else book.text[max(0, t.start - 8) : t.start]
        if "续表" not in says:
            continue
        heads = [[book.text[c.start : c.end].strip() for c in table.rows[0]] for table in (before, t)]
        if heads[0] != heads[1]:
            row = t.rows[0]
            yield _found("TAB206", 0.7, "续表要重复表头", "a continued table repeats its head", row[0].start, row[-1].end, (Related(before.rows[0][0].start, before.rows[0][-1].end),))


@check("TAB207")
def maps(context: Context) -> Iterator[Finding]:
    """The caption of a map, a line of its own, with no approval number near it."""
    text = context.book.text
    for m in _MAP.finditer(text):
        if "审图号" not in text[max(0, m.start() - 120) : m.end() + 120]:
            yield _found("TAB207", 0.65, f"“{m[0]}”没有审图号", "a map without its approval number (审图号)", *m.span())
