"""The book as XHTML, one document a part: what the site and the EPUB share. Every word is escaped."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape as _escape

import msgspec

from tongjian.book import Book, Node, Table, TableCell
from tongjian.publish.grids import Grid, grid_of, is_drawn
from tongjian.publish.private import mask
from tongjian.publish.walk import Item, cells_of, table_lines, walk


class Heading(msgspec.Struct, frozen=True):
    """A line of the contents. `depth`: 1 a part, 2 and more a group or section, 9 an entry."""

    anchor: str
    depth: int
    title: str


class PartPage(msgspec.Struct, frozen=True):
    """One part: its title, its body as XHTML, and what the contents list of it. `heads[0]` is the part itself."""

    title: str
    body: str
    heads: tuple[Heading, ...]


def shown(text: str) -> str:
    """Words for a public page: escaped, identity and telephone numbers masked."""
    return _escape(mask(text), quote=True)


def anchor(node: Node) -> str:
    """The name that links use: it outlives edits of the text."""
    return f"n{node.id}"


def part_pages(book: Book) -> list[PartPage]:
    """The parts of a book, in order."""
    pages: list[PartPage] = []
    group: list[Item] = []
    for item in walk(book):
        if item.what == "heading" and book.nodes[item.node].level == "part" and group:
            pages.append(_page(book, group))
            group = []
        group.append(item)
    if group:
        pages.append(_page(book, group))
    return pages


def _page(book: Book, items: list[Item]) -> PartPage:
    first = items[0]
    named = first.what == "heading" and book.nodes[first.node].level == "part"
    index = first.node if named else next((i for i in [*book.ancestors(first.node), first.node] if i >= 0), 0)
    part = book.nodes[index]
    heads = [Heading(anchor(part), 1, part.title)]
    out = [f'<h1 id="{anchor(part)}"{_kind(part)}>{shown(book.text[first.start : first.end] if named else part.title)}</h1>']
    rows: list[str] = []
    over: list[str] = []  # a caption and notes that wait for their table
    for item in items[named:]:
        if rows and item.what != "row":
            out.append(_list(rows))
            rows = []
        if over and item.what not in ("caption", "note", "table"):
            out += over
            over = []
        node = book.nodes[item.node]
        text = book.text[item.start : item.end]
        match item.what:
            case "heading":
                depth = 1 + sum(book.nodes[i].level == "section" for i in [*book.ancestors(item.node), item.node])
                heads.append(Heading(anchor(node), depth, node.title))
                kind = "group" if node.kind == "group" else "section"
                out.append(f'<h{min(depth, 6)} id="{anchor(node)}" class="{kind}"{_kind(node)}>{shown(text)}</h{min(depth, 6)}>')
            case "row":
                opened = f' id="{anchor(node)}"' if item.opens else ""
                rows.append(opened + ">" + "".join(f"<td>{shown(book.text[a:b])}</td>" for a, b in cells_of(book, item)))
            case "caption":
                over.append(f'<p class="caption" id="{anchor(node)}">{shown(text)}</p>')
            case "note":
                over.append(f'<p class="note">{shown(text)}</p>')
            case "table":
                out += [*over, _table(book, book.tables[item.table])]
                over = []
            case "byline":
                out.append(f'<p class="byline">{shown(text)}</p>')
            case _ if item.opens:
                if node.level == "entry" and node.kind not in ("chronicle", "namelist"):
                    heads.append(Heading(anchor(node), 9, node.title))
                out.append(_entry(book, item))
            case _:
                out.append(f"<p>{shown(text)}</p>")
    if rows:
        out.append(_list(rows))
    return PartPage(part.title, "\n".join([*out, *over]), tuple(heads))


def _kind(node: Node) -> str:
    """What a node is, for who reads the page back: the words of a title do not always tell."""
    return f' data-kind="{node.kind}"' if node.kind not in ("prose", "group") else ""


def _entry(book: Book, item: Item) -> str:
    node = book.nodes[item.node]
    first, last = node.title_span or (item.start, item.start)
    before, title, after = book.text[item.start : first], book.text[first:last], book.text[last : item.end]
    if before[-1:] in ("【", "〖") and after[:1] in ("】", "〗"):
        before, title, after = before[:-1], before[-1] + title + after[0], after[1:]
    tag = "i" if node.level == "subentry" else "b"
    gap = " " if after and node.level == "entry" and node.kind != "chronicle" else ""
    page = book.place(item.start, item.end).page if node.level == "entry" else None
    # an empty element: the style sheet shows the number, and nobody copies it with the words
    cite = f'<span class="page" data-page="{_escape(page)}" title="原书第{_escape(page)}页"></span>' if page else ""
    return f'<p class="{node.level} {node.kind}" id="{anchor(node)}">{cite}{shown(before)}<{tag}>{shown(title)}</{tag}>{gap}{shown(after)}</p>'


def _list(rows: list[str]) -> str:
    return '<table class="list" data-kind="list"><tbody>\n' + "\n".join(f"<tr{row}</tr>" for row in rows) + "\n</tbody></table>"


def _table(book: Book, table: Table) -> str:
    """A table; one whose cells the source has lost is printed line by line."""
    lines = table_lines(table)
    if table.scrambled:
        spans = [[(c.start, c.end) for c in line.cells] or [(line.start, line.end)] for line in lines]
        rows = ["\u3000".join(shown(book.text[a:b]) for a, b in row) for row in spans]
        return '<div class="lines" data-kind="lines">\n' + "\n".join(f"<p>{row}</p>" for row in rows) + "\n</div>"
    drawn = is_drawn(table.rows)
    grid: Grid = grid_of(table.rows) if drawn else [list(row) for row in table.rows]
    width = max((len(row) for row in grid), default=1)
    rest = iter(grid)
    over: list[str] = []
    head: list[str] = []
    body: list[str] = []
    seen = 0
    for line in lines:
        if not line.cells and not seen:
            over.append(f'<p class="note">{shown(book.text[line.start : line.end])}</p>')
            continue
        if not line.cells:
            (body if seen >= table.header else head).append(f'<tr class="note"><td colspan="{width}">{shown(book.text[line.start : line.end])}</td></tr>')
            continue
        tag = "th" if seen < table.header else "td"
        cells = "".join(_cell(book, cell, tag, drawn) for cell in next(rest) if not isinstance(cell, str))
        (head if seen < table.header else body).append(f"<tr>{cells}</tr>")
        seen += 1
    parts = [f"<thead>\n{chr(10).join(head)}\n</thead>"] if head else []
    parts += [f"<tbody>\n{chr(10).join(body)}\n</tbody>"] if body else []
    return "\n".join([*over, "<table>", *parts, "</table>"])


def _cell(book: Book, cell: TableCell, tag: str, drawn: bool) -> str:
    spans = "".join(f' {name}="{n}"' for name, n in (("rowspan", cell.rows), ("colspan", cell.columns)) if drawn and n > 1)
    return f"<{tag}{spans}>{shown(book.text[cell.start : cell.end])}</{tag}>"


def nested(heads: tuple[Heading, ...]) -> Iterator[tuple[str, Heading | None]]:
    """The contents as a walk over nested lists: ("open", None), ("item", heading), ("close", None)."""
    stack: list[int] = []
    for head in heads:
        if not stack or head.depth > stack[-1]:
            stack.append(head.depth)
            yield "open", None
        else:
            while len(stack) > 1 and head.depth < stack[-1] and head.depth <= stack[-2]:
                stack.pop()
                yield "close", None
            stack[-1] = min(stack[-1], head.depth) if head.depth < stack[-1] else stack[-1]
        yield "item", head
    for _ in stack:
        yield "close", None
