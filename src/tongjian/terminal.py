"""What people see in a terminal: trees, tables, findings, progress."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tongjian.book import Book

_WORDS = {
    "prose": "", "group": "", "chronicle": "大事记", "speech": "讲话", "report": "报告", "table": "表", "namelist": "名录",
    "honours": "光荣榜", "docindex": "文件索引", "bulletin": "公报", "frontmatter": "书前", "figure": "图",
}  # fmt: skip
_PLACE = ("start", "end", "line", "line_end", "page", "sheet", "block", "node", "quote")


def outline_tree(book: Book, console: Console, depth: int = 3) -> None:
    """The tree of a book: title, page, kind, signature; a count where a branch is folded."""
    counts: dict[str, int] = {}
    for node in book.nodes:
        counts[node.level] = counts.get(node.level, 0) + 1
    console.print(Text(book.title, style="bold"))
    console.print(
        Text(f"类目 {counts.get('part', 0)} · 分目 {counts.get('section', 0)} · 条目 {counts.get('entry', 0)} · 二级条目 {counts.get('subentry', 0)}", style="dim")
    )

    def walk(parent: int, stem: str) -> None:
        children = book.children.get(parent, [])
        for n, index in enumerate(children):
            node = book.nodes[index]
            last = n == len(children) - 1
            line = Text(stem + ("└─ " if last else "├─ "), style="dim")
            title = f"【{node.title}】" if node.level == "entry" and node.kind not in ("chronicle", "bulletin", "namelist") else node.title
            line.append(title, style={"part": "bold cyan", "section": "bold", "entry": "", "subentry": "italic"}[node.level])
            if node.displaced:
                line.append(" ↥", style="magenta")
            if node.inferred:
                line.append(" ~", style="dim")
            if _WORDS.get(node.kind) and node.level in ("part", "section", "subentry"):
                line.append(f"  {_WORDS[node.kind]}", style="green")
            page = book.place(node.start, node.start + 1).page
            if page:
                line.append(f"  {page}", style="dim")
            if node.byline:
                line.append(f"  （{node.byline}）", style="yellow")
            console.print(line, soft_wrap=True)
            walk(index, stem + ("   " if last else "│  "))

    walk(-1, "")


def record_table(records: Iterable[dict[str, Any]], console: Console, limit: int = 60) -> None:
    """The first records as a table; the rest counted."""
    rows = list(records)
    if not rows:
        console.print("书中没有这样的记录。 No such record in the book.")
        return
    fields = [f for f in rows[0] if f not in _PLACE]
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in (*fields, "line", "page"):
        table.add_column(name, overflow="fold")
    for row in islice(rows, limit):
        table.add_row(*(_cell(row.get(f)) for f in fields), str(row.get("line") or ""), str(row.get("page") or ""))
    console.print(table)
    if len(rows) > limit:
        console.print(f"… 共 {len(rows)} 条；全部请用 --format jsonl。 {len(rows)} in all; --format jsonl prints every one.", style="dim")


def _cell(value: Any) -> str:
    if value is None:
        return "—"
    text = "、".join(str(v) for v in value) if isinstance(value, list | tuple) else str(value)
    return text if len(text) <= 60 else text[:59] + "…"
