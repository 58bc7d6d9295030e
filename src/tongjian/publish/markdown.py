"""Markdown that reads well and reads back: `content(structure(read(markdown(book)))) == content(book)`.

    # 经济                       a part (类目); ## and deeper: groups and sections (分目)
    **【概况】** 全年……            an entry (条目); *题目*：…… a subentry (二级条目), _题目_。…… one that was inferred
    （区农业局）                  a signature closes its section
    - 张三 | 局长                 a row of a list, cells parted by |
    | 指标 | 2024年 |            a table; `<` continues the cell to its left, `^` the cell above

What the words alone do not tell stands in a comment behind them, which every Markdown viewer hides:
`<!-- group -->` a kind, `<!-- name="…" -->` a title that differs from its words, `<!-- within=2 -->` how many open levels the
block stands in. All is escaped, so that no character of the book is ever taken for mark-up.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from tongjian.book import Book, Table, TableCell
from tongjian.publish.files import write_file
from tongjian.publish.grids import grid_of, is_drawn
from tongjian.publish.registry import publisher
from tongjian.publish.walk import Item, cells_of, table_lines, walk
from tongjian.read.markdown import signature_of
from tongjian.structure.tree import usual_kind
from tongjian.structure.vocabulary import kind_of

_SPECIAL = re.compile(r"[\\`*_\[<&|$~]")
_LEADING = re.compile(r"[#>+=:^-]|\d+[.)]$")
_WORD = re.compile(r"[0-9A-Za-z\u4e00-\u9fff]")
_BRACKETS = {"【": "】", "〖": "〗"}


@publisher("markdown")
def publish(book: Book, output: Path) -> None:
    """Write the book as one Markdown file."""
    write_file(output, markdown(book).encode("utf-8", "surrogatepass"))


def markdown(book: Book) -> str:
    """The book as Markdown, UTF-8, a line feed behind each line."""
    return "\n\n".join([_front(book), *(_block(book, item) for item in walk(book))]) + "\n"


def escape(text: str) -> str:
    """Text in which no character is mark-up."""
    return _SPECIAL.sub(r"\\\g<0>", text)


def _front(book: Book) -> str:
    opening = book.nodes[0].title if book.nodes and book.nodes[0].title_span is None else None
    fields = {"tongjian": 1, "title": book.title, "year": book.year, "region": book.region, "opening": opening}
    rows = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items() if value is not None]
    return "\n".join(["---", *rows, "---"])


def _comment(*words: str, **fields: str | int | None) -> str:
    """` <!-- words key=value -->`, or nothing. Strings are JSON; `-` and `>` in them cannot end the comment."""
    shown = [*words]
    for key, value in fields.items():
        if value is not None:
            shown.append(f"{key}={json.dumps(value, ensure_ascii=False).replace('-', chr(92) + 'u002d').replace('>', chr(92) + 'u003e')}")
    return f" <!-- {' '.join(shown)} -->" if shown else ""


def _block(book: Book, item: Item) -> str:
    match item.what:
        case "heading":
            return _heading(book, item)
        case "table":
            return _table(book, item, book.tables[item.table])
        case "row":
            cells = " | ".join(escape(book.text[a:b]) for a, b in cells_of(book, item))
            return f"- {cells}{_comment(within=item.within)}"
        case "byline":
            return _byline(book, item)
        case "caption":
            node = book.nodes[item.node]
            words = book.text[item.start : item.end]
            return f"{_paragraph(words)}{_comment('caption', name=_differing(node.title, words), within=item.within)}"
        case "note":
            return f"{_paragraph(book.text[item.start : item.end])}{_comment('note', within=item.within)}"
        case _:
            return _opening(book, item) if item.opens else _text(book, item)


def _differing(name: str, words: str) -> str | None:
    return None if name == words else name


def _paragraph(text: str) -> str:
    """A paragraph's text, its first character no mark of a block."""
    shown = escape(text)
    if _LEADING.match(text):
        at = len(text) - 1 if text[0].isdigit() else 0
        shown = f"{shown[:at]}\\{shown[at:]}"
    return shown


def _usual(book: Book, index: int) -> str:
    """The kind that a reader gives the node when nothing is said."""
    node = book.nodes[index]
    promised = kind_of(node.title) if node.level in ("part", "section") else None
    inherited = book.nodes[node.parent].kind if node.parent >= 0 else "prose"
    return promised or usual_kind(node.level, inherited, any(book.nodes[i].level == "section" for i in book.children.get(index, ())))


def _heading(book: Book, item: Item) -> str:
    node = book.nodes[item.node]
    words = book.text[item.start : item.end]
    depth = sum(book.nodes[i].level == "section" for i in [*book.ancestors(item.node), item.node]) + 1
    kind = [] if node.kind == _usual(book, item.node) else [node.kind]
    about = _comment(*kind, depth=depth if depth > 6 else None, name=_differing(node.title, words), within=item.within)
    return f"{'#' * min(depth, 6)} {escape(words)}{about}"


def _opening(book: Book, item: Item) -> str:
    """An entry or subentry with its first paragraph; the title stands out as the print sets it."""
    node = book.nodes[item.node]
    text = book.text
    first, last = node.title_span or (item.start, item.end)
    mark = "**" if node.level == "entry" or first == last else "_" if node.inferred else "*"
    roles: list[str] = []
    before, title, after = text[item.start : first], text[first:last], text[last : item.end]
    if node.level == "entry" and before in _BRACKETS and after.startswith(_BRACKETS[before]):
        before, title, after = "", before + title + after[0], after[1:]
    elif before or (title[:1] in _BRACKETS and title[-1:] == _BRACKETS[title[0]]) or not title:
        roles.append(node.level)
    if node.inferred != (mark == "_"):
        roles.append("inferred")
    kind = [] if node.kind == _usual(book, item.node) else [node.kind]
    gap = " " if after and title and not _WORD.match(title[-1]) else ""
    shown = f"{_paragraph(before) if before else ''}{mark}{escape(title)}{mark}{gap}{escape(after)}"
    return shown + _comment(*roles, *kind, name=_differing(node.title, text[first:last]), within=item.within)


def _text(book: Book, item: Item) -> str:
    words = book.text[item.start : item.end]
    role = ["text"] if signature_of(words) else []
    return _paragraph(words) + _comment(*role, within=item.within)


def _byline(book: Book, item: Item) -> str:
    words = book.text[item.start : item.end]
    name = book.nodes[item.node].byline
    plain = signature_of(words)
    role = [] if plain else ["byline"]
    return _paragraph(words) + _comment(*role, name=name if name != (plain or words.strip("（）()")) else None, within=item.within)


# -- tables ----------------------------------------------------------------------------------------------------------
def _table(book: Book, item: Item, table: Table) -> str:
    grid, drawn = grid_of(table.rows), is_drawn(table.rows)
    lines: list[list[str]] = []
    notes: list[str] = []  # before the first row: paragraphs over the table
    rows = iter(grid if drawn else table.rows)
    for line in table_lines(table):
        if line.cells:
            lines.append([e if isinstance(e, str) else _cell(book, e, drawn) for e in next(rows)])
        elif lines:
            lines.append([f"{escape(book.text[line.start : line.end])} <!-- note -->"])
        else:
            about = _comment("note", within=item.within if not notes else None)
            notes.append(_paragraph(book.text[line.start : line.end]) + about)
    width = max((len(cells) for cells in lines), default=1)
    first = lines[0] if lines else []
    named = any(cell.strip() for cell in first)
    out: list[str] = []
    if table.header:
        head = [*first, *("<!-- none -->" for _ in range(width - len(first)))]
        rest = lines[1:]
    else:
        head, rest = [""] * width, lines
    out += [_row(head), "|" + "---|" * width]
    out += [_row(cells) for cells in rest]
    usual = 1 if named and table.header else 0
    words = ["scrambled"] if table.scrambled else []
    about = _comment(*words, head=None if table.header == usual else table.header, within=item.within if not notes else None).strip()
    if about:
        out.insert(0, about.replace("<!-- ", "<!-- table ", 1))
    return "\n\n".join([*notes, "\n".join(out)])


def _row(cells: list[str]) -> str:
    return "|" + "|".join(f" {cell} " if cell else "  " for cell in cells) + "|"


def _cell(book: Book, cell: TableCell, drawn: bool) -> str:
    words = book.text[cell.start : cell.end]
    shown = "\\^" if words == "^" else escape(words)
    if not drawn and (cell.rows, cell.columns) != (1, 1):
        shown += _comment(rows=cell.rows, columns=cell.columns)
    return shown


