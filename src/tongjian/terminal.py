"""What people see in a terminal: trees, tables, findings, progress."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import Any, ClassVar

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from tongjian.book import MENDINGS, Book
from tongjian.book.mending import count_by_kind

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

    mended = count_by_kind(book)
    if mended:
        console.print(Text("修补：" + "；".join(f"{MENDINGS[kind][0]} {count}" for kind, count in mended), style="dim"), soft_wrap=True)

    lines = {t.title[0] for t in book.tables if t.scrambled and t.title}  # captions of tables whose cells the text has lost

    def walk(parent: int, stem: str) -> None:
        children = book.children.get(parent, [])
        for n, index in enumerate(children):
            node = book.nodes[index]
            last = n == len(children) - 1
            line = Text(stem + ("└─ " if last else "├─ "), style="dim")
            words = re.sub(r"^(第[一二三四五六七八九十百零\d]+[编篇卷辑部类章节目])(?=\S)", r"\1 ", node.title)
            title = f"【{node.title}】" if node.level == "entry" and node.kind not in ("chronicle", "bulletin", "namelist", "docindex", "honours") else words
            line.append(title, style={"part": "bold cyan", "section": "bold", "entry": "", "subentry": "italic"}[node.level])
            if node.displaced:
                line.append(" ↥", style="magenta")
            if node.inferred:
                line.append(" ~", style="dim")
            elif node.confidence < 0.8:
                line.append(" ?", style="dim")
            if node.kind == "table" and node.start in lines:
                line.append("  格已散，照行保留", style="dim")
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


_CHANGES = {"added": ("＋", "green", "新增"), "removed": ("－", "red", "删去"), "changed": ("±", "yellow", "改动"), "renamed": ("→", "cyan", "改题"), "moved": ("↷", "magenta", "移动")}


def difference_list(rows: list[dict[str, Any]], console: Console) -> None:
    """Differences of two books: a line each, and under it the sentences that only one side has."""
    for row in rows:
        sign, style, word = _CHANGES[row["change"]]
        here = row["new"] or row["old"]
        line = Text(f"{sign} {word} ", style=style)
        line.append(" › ".join([*row["path"], row["title"]]), style="bold")
        if row["change"] == "renamed":
            line.append(f"（原题 {row['old']['title']}）", style=style)
        if row["change"] == "moved":
            line.append("（次序变动）" if row["old"]["path"] == row["new"]["path"] else f"（原在 {' › '.join(row['old']['path'])}）", style=style)
        line.append(f"  {place_words(here)}", style="dim")
        console.print(line, soft_wrap=True)
        if row["change"] in ("added", "removed"):
            continue
        for words in row["gone"][:4]:
            console.print(Text(f"    － {words}", style="red"), soft_wrap=True)
        for words in row["come"][:4]:
            console.print(Text(f"    ＋ {words}", style="green"), soft_wrap=True)
    counts = {word: sum(r["change"] == change for r in rows) for change, (_, _, word) in _CHANGES.items()}
    console.print("　".join(f"{word} {n}" for word, n in counts.items() if n) or "两本相同。 No difference.", style="bold")


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


def relation_table(rows: list[dict[str, Any]], console: Console) -> None:
    """Every relation that was tested, and how many were broken."""
    for row in rows:
        mark = Text("✓ " if row["holds"] else "✗ ", style="green" if row["holds"] else "red")
        mark.append(f"{row.get('line') or ''}".rjust(6) + "  ", style="dim")
        mark.append(f"{row['relation']} {row['operator']} {row['stated']}")
        if not row["holds"]:
            mark.append(f"  （算得 {row['computed']}）", style="red")
        console.print(mark, soft_wrap=True)
    broken, chance = sum(not r["holds"] for r in rows), sum(r["operator"] == "~" for r in rows)
    sure = len(rows) - chance
    also = f" 另有 {chance} 个相合而可能出于巧合（~），不计在内。" if chance else ""
    console.print(f"核过 {sure} 个数字关系，{broken} 个不成立。{also} {sure} relations verified, {broken} broken; {chance} agree but may do so by chance (~).", style="bold")


def rule_list(rows: list[dict[str, Any]], console: Console, whole: bool = False) -> None:
    """Rules: a line each, or one rule whole."""
    for row in rows:
        line = Text(f"{row['code']:8}", style="bold")
        line.append(f"{row.get('severity', ''):8}", style={"error": "red", "warning": "yellow"}.get(str(row.get("severity")), "dim"))
        line.append(str(row.get("title", "")))
        console.print(line, soft_wrap=True)
        if whole:
            whole_book = "要看全书，稿件不用 needs the whole book" if row.get("whole_book") else ""
            recalled = "条款未对照原文，至多为疑问 the clause was recalled, not read" if row.get("clause") == "recalled" else ""
            for words in (row.get("title_en"), row.get("source_zh"), row.get("source"), whole_book, recalled):
                if words:
                    console.print(Text(f"  {words}", style="dim"), soft_wrap=True)
            for mark, style, key in (("✗", "red", "fires"), ("✓", "green", "silent")):
                for example in row.get(key) or ():
                    line = Text(f"  {mark} ", style=style)
                    line.append(str(example))
                    console.print(line, soft_wrap=True)


class Stages:
    """A progress display of the stages of a build: `stages(stage, done, total)`."""

    _NAMES: ClassVar[dict[str, str]] = {
        "read": "读入 read", "ocr": "识别 OCR", "structure": "结构 structure", "extract": "抽取 extract", "check": "核校 check", "index": "索引 index", "write": "写入 write",
    }  # fmt: skip

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=24), TextColumn("{task.completed}/{task.total}"), TimeElapsedColumn(),
            console=console, transient=True,
        )  # fmt: skip
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Stages:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(self._NAMES.get(stage, stage), total=total)
        self._progress.update(self._tasks[stage], completed=done, total=total)


class Sheets:
    """Progress of slow pages: `sheets(done, total)`, from any thread; a bar on a terminal, a line a page elsewhere."""

    def __init__(self, console: Console, name: str) -> None:
        self._console, self._name = console, name
        self._progress = Progress(
            SpinnerColumn(), TextColumn("识别 OCR"), BarColumn(bar_width=24), TextColumn("{task.completed}/{task.total}"), TimeElapsedColumn(),
            console=console, transient=True,
        )  # fmt: skip
        self._task: TaskID | None = None

    def __enter__(self) -> Sheets:
        if self._console.is_terminal:
            self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._console.is_terminal:
            self._progress.stop()

    def __call__(self, done: int, total: int) -> None:
        if not self._console.is_terminal:
            if done:
                self._console.print(f"tongjian: {self._name}: OCR, {done} of {total} pages", markup=False, soft_wrap=True)
            return
        if self._task is None:
            self._task = self._progress.add_task("", total=total)
        self._progress.update(self._task, completed=done, total=total)


def build_summary(report: Any, output: object, console: Console) -> None:
    """What a build made, how long it took, and what to type next."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("书 book", "类目", "分目", "条目", "事实 facts", "错 error", "疑 warning", "注 info"):
        table.add_column(name, justify="left" if name.startswith("书") else "right")
    for book in report.books:
        table.add_row(book.title, *(str(n) for n in (book.parts, book.sections, book.entries, book.facts, book.errors, book.warnings, book.infos)))
    console.print(table)
    console.print(f"用时 {report.seconds:.1f} 秒。 Built in {report.seconds:.1f} s.")
    console.print(f'接着可以 next:  tongjian search {output} 教育 · tongjian ask {output} "地区生产总值是多少？" · tongjian serve {output}', style="dim", markup=False, soft_wrap=True)


def hit_list(rows: list[dict[str, Any]], console: Console) -> None:
    """Search hits: title, path, snippet, place."""
    if not rows:
        console.print("没有找到。 Nothing found.")
    for n, row in enumerate(rows, 1):
        line = Text(f"{n}. ", style="dim")
        line.append(f"【{row['title']}】", style="bold")
        line.append("  " + " › ".join(row.get("path") or []), style="cyan")
        line.append(f"  {place_words(row)}", style="dim")
        console.print(line, soft_wrap=True)
        console.print(Text("   " + str(row.get("snippet") or "").replace("\n", " ")), soft_wrap=True)


def place_words(row: dict[str, Any]) -> str:
    """《book》 page and line as words."""
    words = [str(row["book"])] if row.get("book") else []
    if row.get("page"):
        words.append(f"第{row['page']}页")
    if row.get("line"):
        words.append(f"第{row['line']}行")
    return " ".join(words)


def answer_card(reply: dict[str, Any], console: Console) -> None:
    """An answer with its citations, or what the book says nearest."""
    if reply["answered"]:
        console.print(Text(str(reply["answer"]), style="bold"), soft_wrap=True)
    else:
        console.print(Text("书中没有。 Not in the book.", style="bold yellow"))
    for row in reply.get("citations") or []:
        line = Text("  “" + str(row["quote"]) + "”")
        line.append("  " + place_words(row), style="dim")
        console.print(line, soft_wrap=True)
    if reply.get("alternatives"):
        console.print("  另见 also:" if reply["answered"] else "  最近的 nearest:", style="dim")
        for row in reply["alternatives"][:5]:
            console.print(Text(f"    {row.get('quote') or row.get('answer') or ''}  {place_words(row)}", style="dim"), soft_wrap=True)


def series_table(rows: list[dict[str, Any]], console: Console) -> None:
    """A series: period, value, change, subject, place."""
    if not rows:
        console.print("没有这个指标。 No such indicator.")
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("时期 period", "主体 subject", "指标 indicator", "值 value", "变化 change", "出处 place"):
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(str(row["period"] or "—"), str(row["subject"] or "—"), str(row["indicator"]), f"{row['value']}{row['unit'] or ''}", str(row["change"] or ""), place_words(row))
    console.print(table)


_KINDS = {"people": "人物", "organisations": "机构", "systems": "系统", "places": "地名", "honours": "荣誉", "documents": "文件", "events": "事件", "facts": "数字"}


def mention_table(rows: list[dict[str, Any]], console: Console) -> None:
    """What the books say of a name: time, kind, the words, place."""
    if not rows:
        console.print("书里没有提到。 Not in the books.")
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("时间 time", "类别 kind", "原文 quote", "出处 place"):
        table.add_column(name, overflow="fold")
    for row in rows:
        quote = str(row["quote"])
        table.add_row(str(row["time"] or "—"), _KINDS.get(row["record"], row["record"]), quote if len(quote) <= 60 else f"{quote[:59]}…", place_words(row))
    console.print(table)
