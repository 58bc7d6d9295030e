"""The book as PDF, set by Typst in the house style of the field.

Text reaches Typst as data (a JSON file that the template reads), never as mark-up, so that no character of the book can be
taken for code. The bytes depend on the book, the fonts and the version of Typst alone.
"""

from __future__ import annotations

import json
import re
import tempfile
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from tongjian.book import Book, Table
from tongjian.publish.errors import PublishError
from tongjian.publish.files import write_file
from tongjian.publish.grids import Grid, grid_of, is_drawn
from tongjian.publish.registry import publisher
from tongjian.publish.walk import Item, cells_of, table_lines, walk

# The first of each list that the machine has is used; Debian, Windows, macOS and Kylin in turn.
FONTS: dict[str, tuple[str, ...]] = {
    "serif": ("Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN", "SimSun", "NSimSun", "Songti SC", "STSong", "FZShuSong-Z01", "AR PL UMing CN"),
    "sans": ("Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "SimHei", "Microsoft YaHei", "Heiti SC", "STHeiti", "FZHei-B01", "WenQuanYi Zen Hei"),
    "kai": ("AR PL UKai CN", "AR PL UKai", "KaiTi", "KaiTi_GB2312", "Kaiti SC", "STKaiti", "FZKai-Z03"),
}
_QUIET = frozenset(("chronicle", "namelist", "honours", "docindex"))  # entries of these kinds are not in the contents
_WIDE = 7  # a table of so many columns is set across both columns of the page
_WIDE_EM = 46.0  # so is one whose rows are so long


@publisher("pdf")
def publish(book: Book, output: Path) -> None:
    """Write the book as one PDF. Raises PublishError where Typst or the fonts are absent."""
    if output.is_dir():
        raise PublishError(f"{output}: this is a folder; name a file")
    write_file(output, typeset(book))


def typeset(book: Book) -> bytes:
    """The PDF of a book."""
    try:
        import typst
    except ImportError:
        raise PublishError("pdf: Typst is not installed; pip install 'tongjian[pdf]'") from None
    data = document(book) | {"fonts": _fonts()}
    template = files("tongjian.publish").joinpath("book.typ").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory(prefix="tongjian-pdf-") as name:
        folder = Path(name)
        (folder / "book.typ").write_text(template, encoding="utf-8")
        (folder / "book.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8", errors="replace")
        try:
            printed = typst.compile(folder / "book.typ", root=folder, format="pdf")
        except RuntimeError as problem:  # TypstError is one
            raise PublishError(f"pdf: Typst could not set the book: {' '.join(str(problem).split())[:300]}") from None
    assert isinstance(printed, bytes)
    return printed


@cache
def _families() -> frozenset[str]:
    import typst

    return frozenset(typst.Fonts().families())


def _fonts() -> dict[str, list[str]]:
    """The families to use by style. Raises PublishError where there is no Chinese serif or sans; 楷体 gives way to the serif."""
    found = {style: [name for name in names if name in _families()][:1] for style, names in FONTS.items()}
    missing = [f"{words}（{FONTS[style][0]}）" for style, words in (("serif", "宋体"), ("sans", "黑体")) if not found[style]]
    if missing:
        raise PublishError(f"pdf: no Chinese font is installed for {', '.join(missing)}; on Debian: apt install fonts-noto-cjk fonts-noto-cjk-extra fonts-arphic-ukai")
    return {
        "serif": found["serif"],
        "sans": [*found["sans"], *found["serif"]],
        "kai": [*found["kai"], *found["serif"]],
    }


# -- the document as data --------------------------------------------------------------------------------------------
def document(book: Book) -> dict[str, Any]:
    """What the template prints: title page, and parts with their blocks in order."""
    parts: list[dict[str, Any]] = []
    blocks: list[dict[str, Any]] = []
    for item in walk(book):
        node = book.nodes[item.node]
        if item.what == "heading" and node.level == "part":
            parts.append(_part(node.title, book.text[item.start : item.end]))
            blocks = parts[-1]["blocks"]
            continue
        if not parts:  # matter that the print has not named
            parts.append(_part(book.nodes[0].title, ""))
            blocks = parts[-1]["blocks"]
        _add(book, item, blocks)
    for part in parts:
        part["blocks"] = [_list(b) if b["is"] == "list" else b for b in part["blocks"]]
    title = re.sub(r"\.\w{1,8}$", "", book.title) if book.title == book.source_name else book.title
    return {"title": title, "region": book.region or "", "year": str(book.year or ""), "parts": parts}


def _part(name: str, words: str) -> dict[str, Any]:
    return {"name": name, "words": words, "blocks": []}


def _add(book: Book, item: Item, blocks: list[dict[str, Any]]) -> None:
    """Append the block of an item; rows of a list gather in one block, a caption waits for its table."""
    text = book.text[item.start : item.end]
    node = book.nodes[item.node]
    # a line of an honours list that kept one cell is a row of it like the others
    what = "row" if item.what == "text" and not item.opens and node.kind in ("honours", "docindex") else item.what
    match what:
        case "heading":
            depth = sum(book.nodes[i].level == "section" for i in book.ancestors(item.node))
            blocks.append({"is": "group" if node.kind == "group" else "section", "words": text, "depth": depth + 2})
        case "row":
            if not blocks or blocks[-1]["is"] != "list":
                blocks.append({"is": "list", "kind": node.kind, "rows": []})
            blocks[-1]["rows"].append([book.text[a:b] for a, b in cells_of(book, item)])
        case "caption" | "note":
            blocks.append({"is": what, "words": text})
        case "table":
            blocks.append(_table(book, book.tables[item.table], blocks))
        case "byline":
            blocks.append({"is": "byline", "words": text})
        case _ if item.opens:
            blocks.append(_entry(book, item))
        case _:
            blocks.append({"is": "text", "words": text})


def _entry(book: Book, item: Item) -> dict[str, Any]:
    """An entry or subentry: the words before, in and behind its title; 【】 are printed with the title."""
    node = book.nodes[item.node]
    first, last = node.title_span or (item.start, item.start)
    before, title, after = book.text[item.start : first], book.text[first:last], book.text[last : item.end]
    if before[-1:] in ("【", "〖") and after[:1] in ("】", "〗"):
        before, title, after = before[:-1], before[-1] + title + after[0], after[1:]
    style = "subentry" if node.level == "subentry" else "line" if not before and not after and title[:1] not in ("【", "〖") else "entry"
    listed = node.level == "entry" and node.kind not in _QUIET and bool(title)
    return {"is": style, "before": before, "title": title, "after": after, "listed": listed, "dated": node.kind == "chronicle"}


def _list(block: dict[str, Any]) -> dict[str, Any]:
    """A list whose rows have all as many cells (but for a few) is set in columns; names stand before their posts."""
    rows: list[list[str]] = block["rows"]
    sizes = [len(row) for row in rows]
    common = max(set(sizes), key=sizes.count)
    if common == 2 and block["kind"] == "namelist" and all(len(row[0]) <= 8 for row in rows if len(row) == 2) and max(sizes) <= 2:
        return {"is": "names", "rows": [row if len(row) == 2 else ["", *row] for row in rows]}
    if common >= 2 and len(rows) >= 3 and sizes.count(common) >= 0.8 * len(rows) and max(sizes) == common:
        return {"is": "columns", "weights": _weights(rows, common), "rows": [row + [""] * (common - len(row)) for row in rows]}
    return block


def _weights(rows: list[list[str]], columns: int) -> list[float]:
    """Relative widths of columns, by the length of their cells; none is so narrow that a word of it cannot stand."""
    widths = [1.5] * columns
    for c in range(columns):
        lengths = sorted(_em(row[c]) for row in rows if c < len(row))
        if lengths:
            usual = lengths[int(len(lengths) * 0.9)] if len(lengths) > 4 else lengths[-1]
            widths[c] = min(max(usual + 0.8, 2.2), 22.0)
    return [round(w, 2) for w in widths]


def _em(text: str) -> float:
    return sum(0.55 if c.isascii() else 1.0 for c in text)


def _table(book: Book, table: Table, blocks: list[dict[str, Any]]) -> dict[str, Any]:
    """A table with its caption and the notes over it, which are taken from the blocks before."""
    over: list[dict[str, Any]] = []
    while blocks and blocks[-1]["is"] in ("caption", "note"):
        over.insert(0, blocks.pop())
    caption = [b["words"] for b in over if b["is"] == "caption"]
    notes = [b["words"] for b in over if b["is"] == "note"]
    lines = table_lines(table)
    if table.scrambled:
        shown = [[book.text[c.start : c.end] for c in line.cells] if line.cells else [book.text[line.start : line.end]] for line in lines]
        return {"is": "lines", "caption": caption, "notes": notes, "rows": shown}
    drawn = is_drawn(table.rows)
    rows: Grid = grid_of(table.rows) if drawn else [list(row) for row in table.rows]
    grid = iter(rows)
    cells: list[dict[str, Any]] = []
    lengths: list[list[str]] = []
    width = max((len(row) for row in rows), default=1)
    y = 0
    for line in lines:
        if not line.cells:
            words = book.text[line.start : line.end]
            if y:
                cells.append({"x": 0, "y": y, "wide": width, "tall": 1, "words": words, "note": True})
                y += 1
            else:
                notes.append(words)
            continue
        row = next(grid)
        lengths.append(["" if isinstance(e, str) or e.columns > 1 else book.text[e.start : e.end] for e in row])
        for x, cell in enumerate(row):
            if not isinstance(cell, str):
                size = {"wide": cell.columns, "tall": cell.rows} if drawn else {"wide": 1, "tall": 1}
                cells.append({"x": x, "y": y, **size, "words": book.text[cell.start : cell.end], "note": False})
        y += 1
    # a note between the rows of the head, or a merged cell that reaches past it, ends the head
    head = min(table.header, next((c["y"] for c in cells if c["note"]), y))
    while head and any(c["y"] < head < c["y"] + c["tall"] for c in cells):
        head -= 1
    head = 0 if head >= y else head
    weights = _weights(lengths, width)
    wide = width >= _WIDE or sum(weights) > _WIDE_EM
    return {"is": "table", "caption": caption, "notes": notes, "width": width, "height": y, "head": head, "weights": weights, "cells": cells, "wide": wide}
