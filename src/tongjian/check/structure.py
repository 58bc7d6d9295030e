"""Structure and titles: what the tree itself shows (R1–R19)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tongjian.book import Book, Node
from tongjian.check.context import Context
from tongjian.check.finding import Finding, Related, Severity
from tongjian.check.registry import Rule, check, declare

SOURCES = {
    "STR101": "trade rule R4 (title ≤15 / ≤16 / ≤18 characters, by house)",
    "STR102": "trade rule R5 (no comma or other mark inside a title)",
    "STR103": "trade rule R11 (no two identical titles under one 分目)",
    "STR104": "trade rule R2 (every entry has a title, then text)",
    "STR105": "trade rule R14 (signature at the end in （）)",
    "STR106": "trade rule R3 (概况/综述 only as first entry)",
    "STR107": "GB/T 15834—2011 4.1 (a statement ends with a full stop)",
}
declare(
    Rule(
        "STR101", "条目标题过长", "an entry's title is too long", "warning", SOURCES["STR101"],
        ("【青石区二〇二四年度新型农村社区综合服务设施提升改造】全年改造3处。",), ("【社区服务设施改造】全年改造3处。",),
    )
)  # fmt: skip
declare(
    Rule(
        "STR102", "标题中有逗号、句号等标点", "a mark inside a title", "warning", SOURCES["STR102"],
        ("【改造设施，服务社区】全年改造3处。",), ("【“清风”专项行动】全年检查3次。", "【镇、街道换届】全年完成3处。"),
    )
)  # fmt: skip
declare(
    Rule(
        "STR103", "同一分目下标题相同", "two entries of one section have the same title", "warning", SOURCES["STR103"],
        ("【养老服务】新增床位20张。\n【托育服务】新增托位30个。\n【养老服务】改造设施3处。",), ("【养老服务】新增床位20张。\n【托育服务】新增托位30个。",),
    )
)  # fmt: skip
declare(
    Rule(
        "STR104", "条目只有标题没有正文", "an entry without text", "error", SOURCES["STR104"],
        ("【养老服务】\n【托育服务】新增托位30个。",), ("【养老服务】新增床位20张。\n【托育服务】新增托位30个。",),
    )
)  # fmt: skip
declare(
    Rule(
        "STR105", "分目缺撰稿署名", "a section without its signature", "warning", SOURCES["STR105"], (), (), whole_book=True, habit=True,
    )
)  # fmt: skip
declare(
    Rule(
        "STR106", "综合性条目不在首位", "the overview is not the first entry", "warning", SOURCES["STR106"],
        ("【养老服务】新增床位20张。\n【概况】2024年，全区有养老院5所。",), ("【概况】2024年，全区有养老院5所。\n【养老服务】新增床位20张。",),
    )
)  # fmt: skip
declare(
    Rule(
        "STR107", "条目末尾缺句号", "an entry does not end with a full stop", "warning", SOURCES["STR107"],
        ("【养老服务】新增床位20张，改造设施3处\n【托育服务】新增托位30个。",), ("【养老服务】新增床位20张。\n【托育服务】新增托位30个。",),
    )
)  # fmt: skip
_OVERVIEW = re.compile(r"概况|概述|综述|基本情况|综合情况")
_INNER = re.compile(r"[，。；：！？,;:!?]")
_QUOTED = re.compile(r"“[^”]*”|《[^》]*》")
_END = "。！？”）…；：』」》)"


def _prose_entries(book: Book) -> Iterator[tuple[int, Node]]:
    for i, node in enumerate(book.nodes):
        if node.level == "entry" and node.kind == "prose" and node.title_span and not node.inferred:
            yield i, node


@check("STR101", "STR102", "STR104", "STR107")
def titles(context: Context) -> Iterator[Finding]:
    """Each entry by itself: its title, and whether it has a text that ends."""
    book, limit = context.book, context.profile.title_length
    for index, node in _prose_entries(book):
        span = node.title_span or (node.start, node.start)
        size = len(re.sub(r"[“”《》（）]", "", node.title))
        if size > limit:
            yield Finding("STR101", "warning", 0.8, f"标题{size}字，超过{limit}字", f"the title has {size} characters, more than {limit}", *span, (), None, SOURCES["STR101"])
        if _INNER.search(_QUOTED.sub("", node.title)):
            yield Finding("STR102", "warning", 0.85, f"标题“{node.title}”中有点号", "a title carries no stop", *span, (), None, SOURCES["STR102"])
        body = book.text[node.body[0] : node.body[1]].strip()
        if not body and index not in book.children:
            yield Finding("STR104", "error", 0.9, f"条目“{node.title}”没有正文", f"the entry {node.title} has no text", *span, (), None, SOURCES["STR104"])
            continue
        last = body.rsplit("\n", 1)[-1]
        if len(last) >= 12 and "\t" not in last and last[-1] not in _END and re.search(r"[，。]", last) and not any(t.end >= node.body[1] - 2 and t.start >= node.body[0] for t in book.tables):
            end = node.body[0] + len(book.text[node.body[0] : node.body[1]].rstrip())
            yield Finding("STR107", "warning", 0.8, f"条目“{node.title}”末尾缺句号", f"the entry {node.title} does not end with a full stop", max(node.body[0], end - 10), end, (), None, SOURCES["STR107"])


@check("STR103", "STR106")
def siblings(context: Context) -> Iterator[Finding]:
    """Entries of one section beside each other."""
    book = context.book
    for parent, children in book.children.items():
        if parent < 0:
            continue
        rows = [book.nodes[c] for c in children if book.nodes[c].level == "entry" and book.nodes[c].kind == "prose" and book.nodes[c].title_span]
        first: dict[str, Node] = {}
        for n, node in enumerate(rows):
            span = node.title_span or (node.start, node.start)
            before = first.setdefault(node.title, node)
            if before is not node and not node.inferred:
                yield Finding("STR103", "warning", 0.85, f"“{node.title}”在本分目已用过", f"the title {node.title} stands twice in this section", *span, (Related(*(before.title_span or (before.start, before.start))),), None, SOURCES["STR103"])
            elif n and _OVERVIEW.fullmatch(node.title) and not _OVERVIEW.fullmatch(rows[0].title):
                yield Finding("STR106", "warning", 0.75, f"“{node.title}”应为本分目首条", f"{node.title} belongs first in its section", *span, (), None, SOURCES["STR106"])


@check("STR105", whole_book=True)
def signatures(context: Context) -> Iterator[Finding]:
    """Sections without a signature where most of their neighbours in the part have one; long runs of them may share the next one."""
    book = context.book
    parts: dict[int, list[int]] = {}
    for i, node in enumerate(book.nodes):
        if node.level == "section" and node.kind == "prose" and any(book.nodes[c].level == "entry" for c in book.children.get(i, [])):
            parts.setdefault(book.ancestors(i)[0] if book.ancestors(i) else i, []).append(i)
    for sections in parts.values():
        signed = [_signed(book, i) for i in sections]
        if len(sections) < 4 or sum(signed) < 0.6 * len(sections):
            continue
        run: list[int] = []
        for i, has in zip([*sections, -1], [*signed, True], strict=True):
            if i >= 0 and not has and (not run or book.nodes[run[0]].parent == book.nodes[i].parent):
                run.append(i)
                continue
            yield from _unsigned(book, run)
            run = [i] if i >= 0 and not has else []


def _signed(book: Book, index: int) -> bool:
    below = [index]
    while below:
        at = below.pop()
        if book.nodes[at].byline:
            return True
        below += book.children.get(at, [])
    return book.byline_of(index) is not None


def _unsigned(book: Book, run: list[int]) -> Iterator[Finding]:
    for i in run:
        node = book.nodes[i]
        severity: Severity = "warning" if len(run) <= 2 else "info"
        yield Finding("STR105", severity, 0.7 if len(run) <= 2 else 0.4, f"分目“{node.title}”没有撰稿署名，同类目其他分目有", f"the section {node.title} is not signed; its neighbours are", *(node.title_span or (node.start, node.start + 2)), (), None, SOURCES["STR105"])

