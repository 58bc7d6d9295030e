"""The book as a whole: the parts a yearbook has and their order, sections of sub-regions in balance, a chronicle that is no diary (R15–R18, R103); titles against texts (R10)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from tongjian.book import Book, Node
from tongjian.check.context import Context
from tongjian.check.finding import Finding, Related
from tongjian.check.registry import Rule, check, declare

SOURCES = {
    "STR112": "trade rule R10 (title terms occur in the text)",
    "STR113": "trade rule R15 (unit quota; the house's own number)",
    "STR114": "trade rule R16 (sections of sub-regions in balance)",
    "STR115": "trade rule R103 (大事记 is no leaders' diary: share of 会见, 视察 items)",
    "STR204": "trade rules R17, R18 (the parts of a yearbook present and in order)",
}
# examples: tests/check/test_whole.py
declare(Rule("STR112", "标题里的专名文中没有", "a quoted name of the title is not in the text", "info", SOURCES["STR112"], ("【“清风”专项行动】全年检查商户300家，整改问题3处。",), ("【“清风”专项行动】开展“清风”行动，全年检查3次。",)))
declare(Rule("STR113", "条目、分目超过本社限定的字数", "an entry or section longer than the house allows", "warning", SOURCES["STR113"], (), ()))
declare(Rule("STR114", "下级政区篇幅悬殊", "sections of sub-regions out of balance", "warning", SOURCES["STR114"], (), (), whole_book=True))
declare(Rule("STR115", "大事记里领导活动过多", "too many visits of leaders in the chronicle", "warning", SOURCES["STR115"], (), (), whole_book=True))
declare(Rule("STR204", "年鉴应有的部分缺少或次序颠倒", "a part that a yearbook has is missing or out of order", "info", SOURCES["STR204"], (), (), whole_book=True))

_QUOTED = re.compile(r"[“《]([\u4e00-\u9fffA-Za-z0-9•·]{2,20})[”》]")
_REGION = re.compile(r"(?:镇|乡|苏木|街道|街道办事处)$")
_VISIT = re.compile(r"(?:书记|[省市区县州]长|主席|主任|部长|委员长|厅长|局长|领导)[^，。；]{0,14}(?:一行)?[^。；]{0,20}(?:调研|视察|考察|会见|慰问|看望|检查)")
_BALANCE = 2.5  # times the middle one, or a part of it
_DIARY = 0.4  # share of a chronicle's items
_PARTS = (  # in their order; those that stand in one row may change places
    (("编辑说明", r"编辑说明|编纂说明|编写说明|凡例|编辑例言"), ("目录", r"目[录次]")),
    (("特载（专记）", r"特[载辑稿]|专[记文载]|要闻|文献"), ("大事记", r"大事[记要]|.*大事(?:记|要)")),
    (("概览", r".*概[览况貌]|.*县情|.*区情|.*市情|总述|综述"),),
    (("人物", r"人物.*|.*光荣榜|先进.*|名录"),),
    (("附录", r"附录|附编"),),
    (("索引", r"(?!文件).*索引"),),
)


@check("STR112")
def titles(context: Context) -> Iterator[Finding]:
    """What a title quotes, against the text of its entry."""
    book = context.book
    for node in book.nodes:
        if node.level != "entry" or node.kind != "prose" or node.inferred or node.title_span is None:
            continue
        text = re.sub(r"\s", "", book.text[node.body[0] : node.end])
        for m in _QUOTED.finditer(node.title):
            if len(text) >= 8 and m[1] not in text:
                yield Finding("STR112", "info", 0.6, f"标题里的“{m[1]}”文中没有出现", f"“{m[1]}” of the title is not in the text", *node.title_span, (), None, SOURCES["STR112"])


def _size(book: Book, node: Node) -> int:
    return len(re.sub(r"\s", "", book.text[node.start : node.end]))


@check("STR113")
def quotas(context: Context) -> Iterator[Finding]:
    """Entries and sections against the house's limits, where it has set any."""
    book, house = context.book, context.profile
    limits = {"entry": house.entry_length, "section": house.section_length}
    if not any(limits.values()):
        return
    for node in book.nodes:
        limit = limits.get(node.level)
        if limit and node.kind == "prose" and not node.inferred and (size := _size(book, node)) > limit:
            span = node.title_span or (node.start, min(node.start + 8, node.end))
            yield Finding("STR113", "warning", 0.9, f"“{node.title}”{size}字，超过{limit}字", f"{node.title} has {size} characters, more than {limit}", *span, (), None, SOURCES["STR113"])


@check("STR114", whole_book=True)
def balance(context: Context) -> Iterator[Finding]:
    """Sections of towns and streets side by side: one far longer or shorter than the middle one."""
    book = context.book
    for children in book.children.values():
        rows = [book.nodes[c] for c in children if book.nodes[c].level == "section" and _REGION.search(re.sub(r"\s", "", book.nodes[c].title))]
        sizes = [_size(book, n) for n in rows]
        if len(rows) < 4 or (middle := median(sizes)) < 400:
            continue
        for node, size in zip(rows, sizes, strict=True):
            if size > _BALANCE * middle or size * _BALANCE < middle:
                more = "多" if size > middle else "少"
                span = node.title_span or (node.start, min(node.start + 8, node.end))
                yield Finding("STR114", "warning", 0.6, f"“{node.title}”{size}字，{len(rows)}个政区的中位数是{middle:g}字，{more}得多", f"{node.title} has {size} characters; the middle one of {len(rows)} has {middle:g}", *span, (), None, SOURCES["STR114"])


@check("STR115", whole_book=True)
def diary(context: Context) -> Iterator[Finding]:
    """The share of visits and inspections among the items of a chronicle; the first of them stand beside it."""
    book = context.book
    for node in book.nodes:
        if node.level != "part" or node.kind != "chronicle":
            continue
        items = [n for n in book.nodes if n.level == "entry" and node.start <= n.start < node.end]
        visits = [n for n in items if _VISIT.search(book.text[n.body[0] : n.end][:120])]
        if len(items) >= 20 and len(visits) >= _DIARY * len(items):
            span = node.title_span or (node.start, node.start + 3)
            related = tuple(Related(n.start, min(n.start + 20, n.end)) for n in visits[:6])
            yield Finding("STR115", "warning", 0.6, f"大事记{len(items)}条，领导调研、视察、会见等{len(visits)}条", f"{len(visits)} of {len(items)} items of the chronicle are visits of leaders", *span, related, None, SOURCES["STR115"])


@check("STR204", whole_book=True)
def parts(context: Context) -> Iterator[Finding]:
    """The parts that every yearbook has: what is not there, and what stands before its place."""
    book = context.book
    top = [(re.sub(r"\s", "", n.title), n) for n in book.nodes if n.level == "part" and n.title_span]
    if len(top) < 6:
        return
    at: list[tuple[int, str, Node]] = []
    missing: list[str] = []
    for row, group in enumerate(_PARTS):
        for name, form in group:
            node = next((n for title, n in top if re.fullmatch(form, title)), None)
            if node is None:
                missing.append(name)
            else:
                at.append((row, name, node))
    if missing and len(at) >= 3:
        first = top[0][1]
        yield Finding("STR204", "info", 0.5, f"没有见到：{'、'.join(missing)}（来源可能未收这些页）", f"not seen: {', '.join(missing)} (the source may lack these pages)", *(first.title_span or (first.start, first.start + 2)), (), None, SOURCES["STR204"])
    at.sort(key=lambda row: row[2].start)
    for (before, name, node), (row, other, behind) in pairwise(at):
        if row < before:
            span = behind.title_span or (behind.start, behind.start + 2)
            yield Finding("STR204", "info", 0.6, f"“{behind.title}”排在“{node.title}”之后，一般{other}在{name}之前", f"{behind.title} stands behind {node.title}; usually before it", *span, (Related(*(node.title_span or (node.start, node.start + 2))),), None, SOURCES["STR204"])
