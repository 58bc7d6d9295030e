"""The order of headings over the whole book: numbers that skip or repeat, sections printed twice, headings without matter, serial numbers of document indexes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from tongjian.book import Book
from tongjian.check.context import Context
from tongjian.check.finding import Finding, Related
from tongjian.check.registry import Rule, check, declare
from tongjian.language.numerals import parse

SOURCES = {
    "STR201": "trade rule R12 (siblings follow one order)",
    "STR202": "trade rule R11 (no two identical titles in one place)",
    "STR203": "trade rule R2 (a title, then text)",
    "TAB208": "trade rule R88 (numbers run without gap or repeat)",
}
# examples: tests/check/test_structure_order.py
declare(Rule("STR201", "编章节序号缺号或重号", "the numbers of parts, chapters and sections skip or repeat", "warning", SOURCES["STR201"], (), (), whole_book=True))
declare(Rule("STR202", "同一处有两个同名分目", "two sections of one name in one place", "warning", SOURCES["STR202"], (), (), whole_book=True))
declare(Rule("STR203", "类目、分目只有标题没有内容", "a heading with nothing under it", "warning", SOURCES["STR203"], (), (), whole_book=True))
declare(Rule("TAB208", "文件目录中序号跳号或重号", "the serial numbers of a document index skip or repeat", "warning", SOURCES["TAB208"], (), (), whole_book=True))

_NUMBER = re.compile(r"第(?P<step>[一二三四五六七八九十百零\d]{1,5})(?P<unit>[编篇卷辑部类章节目])|(?P<plain>[一二三四五六七八九十]{1,3})(?P<mark>、)")


def _numbered(title: str) -> tuple[str, int] | None:
    """The kind of number that a heading begins with, and the number: `第三章` → (章, 3), `三、` → (、, 3)."""
    found = _NUMBER.match(title)
    if not found:
        return None
    words = found["step"] or found["plain"]
    value = int(words) if words.isdigit() else parse(words)
    return (found["unit"] or found["mark"], int(value)) if value else None


def _span(book: Book, index: int) -> tuple[int, int]:
    node = book.nodes[index]
    return node.title_span or (node.start, min(node.start + 8, node.end))


@check("STR201", whole_book=True)
def steps(context: Context) -> Iterator[Finding]:
    """Numbers of headings under one parent, each against the one before it; chapters may also run on through the parts."""
    book = context.book
    last: dict[str, int] = {}  # unit → the number that it had last anywhere in the book
    for children in book.children.values():
        before: dict[str, tuple[int, int]] = {}  # unit → number and node of the heading before it under this parent
        for i in children:
            found = _numbered(book.nodes[i].title)
            if found is None:
                continue
            unit, number = found
            if unit in before:
                value, other = before[unit]
                if number != value + 1:
                    yield _step(book, unit, number, value, i, other)
            elif number != 1 and number != last.get(unit, 0) + 1 and unit in last:
                yield Finding("STR201", "warning", 0.6, f"“{book.nodes[i].title}”前没有同级的第一个序号", f"{book.nodes[i].title} has no first number before it", *_span(book, i), (), None, SOURCES["STR201"])
            before[unit] = (number, i)
            last[unit] = number


def _step(book: Book, unit: str, number: int, value: int, index: int, other: int) -> Finding:
    title, above = book.nodes[index].title, book.nodes[other].title
    gap = number > value + 1
    what = "重号" if number == value else "缺号" if gap else "序号倒退"
    return Finding(
        "STR201", "warning", 0.85 if number == value or number == value + 2 else 0.7, f"“{title}”接在“{above}”之后：{what}", f"{title} follows {above}: the number {'repeats' if number == value else 'skips' if gap else 'goes back'}",
        *_span(book, index), (Related(*_span(book, other)),), None, SOURCES["STR201"], None, str(value + 1), str(number),
    )  # fmt: skip


@check("STR202", "STR203", whole_book=True)
def sections(context: Context) -> Iterator[Finding]:
    """Sections of one parent beside each other: named alike, or with nothing under them."""
    book = context.book
    for parent, children in book.children.items():
        first: dict[str, int] = {}
        rows = [i for i in children if book.nodes[i].level in ("part", "section") and book.nodes[i].title_span and book.nodes[i].kind in ("prose", "group")]
        for i in rows:
            node = book.nodes[i]
            before = first.setdefault(re.sub(r"\s", "", node.title), i)
            if before != i:
                where = f"“{book.nodes[parent].title}”下" if parent >= 0 else "全书"
                yield Finding("STR202", "warning", 0.8, f"{where}有两个“{node.title}”", f"{node.title} stands twice", *_span(book, i), (Related(*_span(book, before)),), None, SOURCES["STR202"])
            if not book.text[slice(*node.body)].strip() and not node.byline:
                after = next((k for k in range(i + 1, len(book.nodes)) if book.nodes[k].title_span), None)
                related = (Related(*_span(book, after)),) if after is not None else ()
                yield Finding("STR203", "warning", 0.75, f"“{node.title}”下没有内容", f"nothing stands under {node.title}", *_span(book, i), related, None, SOURCES["STR203"])


@check("TAB208", whole_book=True)
def serials(context: Context) -> Iterator[Finding]:
    """Serial numbers of document indexes, each against the one above it (those of tables are TAB102)."""
    book = context.book
    for index, node in enumerate(book.nodes):
        if node.kind != "docindex" or node.level not in ("part", "section"):
            continue
        rows = [book.nodes[i] for i in book.children.get(index, ()) if book.nodes[i].level == "entry"]
        spans = [(n.start, n.start + len(found[0])) for n in rows if (found := re.match(r"\d{1,4}(?=\t)", book.text[n.start : n.end]))]
        numbers = [int(book.text[a:b]) for a, b in spans]
        if len(spans) < 3 or len(spans) < 0.8 * len(rows) or sum(y == x + 1 for x, y in pairwise(numbers)) < 0.6 * (len(numbers) - 1):
            continue
        for (above, place), (x, y) in zip(pairwise(spans), pairwise(numbers), strict=True):
            if y not in (x + 1, 1):
                yield Finding("TAB208", "warning", 0.8, f"序号{y}接在{x}之后", f"the serial number {y} follows {x}", *place, (Related(*above),), None, SOURCES["TAB208"], None, str(x + 1), str(y))
