"""Print the example yearbook as the text layer of its two-column PDF would read.

    python examples/make_text_layer.py            writes examples/qingshi/*.txt from the Markdown beside them
    python examples/make_text_layer.py --check    exits 1 where a text is not what its Markdown yields

A county's yearbook usually reaches us as text copied out of a PDF, and that text misleads: a blank line follows every
printed line but those that end in a digit, pages begin with one space, the title of a part comes last on its first page,
headings are letter-spaced, names are padded, spaces stand at random round figures, and tables are rows of words. The example
must be as hard as the real thing, so this script sets the Markdown in type and reads it off again. It uses no random
numbers: the same Markdown gives the same text on every machine.
"""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent / "qingshi"
BOOKS = ("qingshi-2024", "qingshi-2025")

COLUMN, PAGE = 23.0, 44.0  # widths in em: one of two columns, the whole page
COLUMN_LINES, PAGE_LINES = 34, 40  # lines of one column, of an undivided page
WHOLE_PAGE = frozenset({"编辑说明", "数字青石", "特载", "统计资料", "文件索引"})  # parts that are set undivided
FRONT = frozenset({"编辑说明", "数字青石"})  # parts before page 1
OPENING, CLOSING = "（“《【〔", "，。、；：？！）”》】〕%"


@dataclass
class Block:
    """One block of the Markdown: `#` depth (0 for a paragraph), its words, or the rows of a table."""

    depth: int = 0
    words: str = ""
    rows: list[list[str]] = field(default_factory=list)


@dataclass
class Page:
    """A printed page: its lines in reading order, its running head and number."""

    head: str
    number: int | None
    lines: list[str] = field(default_factory=list)


def chance(salt: str, odds: int) -> bool:
    """True once in `odds`, always alike for the same words."""
    return zlib.crc32(salt.encode()) % odds == 0


def blocks(markdown: str) -> Iterator[Block]:
    """The blocks of a yearbook's Markdown (the form that `publish --to markdown` writes): headings, paragraphs, rows, tables."""
    table: list[list[str]] = []
    body = re.sub(r"\A---\n.*?\n---\n", "", markdown, flags=re.S)
    listed = False
    for line in [*body.splitlines(), "#"]:
        line = re.sub(r"\s*<!--.*?-->", "", line).strip()
        if re.match(r"\||- ", line):
            cells = [cell.strip() for cell in line.removeprefix("- ").strip("|").split("|")]
            listed = line.startswith("- ")
            if not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
                table.append(cells)
            continue
        if table and (line or not listed):
            yield Block(rows=table)
            table = []
        heading = re.match(r"(#+)\s+(.*)", line)
        if heading:
            yield Block(len(heading[1]), heading[2])
        elif line and line != "#":
            yield Block(0, re.sub(r"\\(?=[!-/:-@\[-`{-~])", "", line.replace("*", "")))


def spread(words: str, gap: int) -> str:
    """A heading set wide: `审计局` → `审  计  局`."""
    return (" " * gap).join(words)


def heading(words: str) -> str:
    """A section's heading: short ones are set wide."""
    return spread(words, {2: 4, 3: 2, 4: 1}.get(len(words), 0)) if not re.search(r"\d", words) else words


def width(words: str) -> float:
    """Width in em: an ASCII character is half of a Chinese one."""
    return sum(0.5 if ord(c) < 128 else 1.0 for c in words)


def wrap(words: str, measure: float, indent: float = 2.0) -> Iterator[str]:
    """The printed lines of a paragraph. A figure is kept whole but for a few that the typesetter broke by hand."""
    room, line = measure - indent, ""
    tokens = re.findall(r"\d+(?:\.\d+)?|[A-Za-z]+|.", words)
    for at, token in enumerate(tokens):
        hangs = token in CLOSING
        opens = token in OPENING and at + 1 < len(tokens) and width(line) + width(token) + 1 > room
        if line and not hangs and (width(line) + width(token) > room or opens):
            point = token.find(".")
            if point > 0 and chance(f"broken{at}{token}", 5) and width(line) + point / 2 <= room:
                yield line + token[: point + 1]
                token = token[point + 1 :]
            else:
                yield line
            room, line = measure, ""
        line += token
    if line:
        yield line


def spaced(line: str, salt: str) -> str:
    """Spaces at random between figures and Chinese, as a PDF's text layer has them; a word now and then comes apart."""

    def gap(found: re.Match[str]) -> str:
        return " " if chance(f"{salt}{found.start()}{found[0]}{line}", 2) else ""

    line = re.sub(r"(?<=[\u4e00-\u9fff）])(?=\d)|(?<=\d)(?=[\u4e00-\u9fff])", gap, line)
    line = re.sub(r"(?<=\d)(?=%)", lambda m: " " if chance(f"{salt}{m.start()}%{line}", 6) else "", line)
    return re.sub(r"(?<=[，。])(完成|建成|实现|成立)", lambda m: spread(m[1], 1) if chance(f"{salt}{m.start()}w{line}", 9) else m[1], line)


def paragraph(words: str, measure: float) -> Iterator[str]:
    """The lines of a paragraph or entry; the title of an entry stands run in, parted from its text by a gap."""
    words = re.sub(r"^(【[^】]+】)\s*", r"\1", words)
    if re.fullmatch(r"[一二三四五六七八九十]+、[^，。]{1,20}|（[一二三四五六七八九十]+）[^，。]{1,20}", words):
        yield words  # a numbered heading of a report or bulletin stands alone
        return
    for n, line in enumerate(wrap(words, measure)):
        set_line = spaced(line, words[:12])
        if n == 0:
            set_line = re.sub(r"^(【[^】]+】)", r"\1  ", set_line)
        yield set_line


def names(rows: list[list[str]]) -> Iterator[str]:
    """A list of names and posts: two-character names padded to the width of four, long posts continued under themselves."""
    for name, post in rows:
        shown = f"{name[0]}    {name[1]}" if len(name) == 2 else name
        first, *rest = wrap(post, COLUMN - 5, 0)
        yield f"{shown}    {spaced(first, name)}"
        yield from (" " * 16 + spaced(line, name) for line in rest)


def table(rows: list[list[str]]) -> Iterator[str]:
    """A table's rows as a text layer has them: cells parted by one space."""
    for row in rows:
        yield " ".join(cell for cell in row if cell)


def documents(rows: list[list[str]]) -> Iterator[str]:
    """The index of documents: a long title takes lines of its own, the issuer follows."""
    yield " ".join(rows[0])
    for serial, number, title, issuer in rows[1:]:
        shown = f"{serial} {number.replace('号', ' 号')}"
        if width(title) <= 26:
            yield f"{shown} {title} {issuer}"
        else:
            yield shown
            yield from wrap(title, 30.0, 0)
            yield issuer


def parts(markdown: str) -> Iterator[tuple[str, list[Block]]]:
    """The parts of the book and their blocks."""
    title, held = "", list[Block]()
    for block in blocks(markdown):
        if block.depth == 1:
            if title:
                yield title, held
            title, held = block.words, []
        else:
            held.append(block)
    yield title, held


def block_lines(title: str, block: Block, measure: float) -> Iterator[str]:
    """The printed lines of one block of the part `title`."""
    if block.rows:
        if title == "名录":
            yield from names(block.rows)
        elif title == "文件索引":
            yield from documents(block.rows)
        elif title == "数字青石":
            yield from (f"{spread(label, 1)} {value}" for label, value in block.rows)
        else:
            yield from table(block.rows)
    elif block.depth:
        month = re.fullmatch(r"(\d+)月", block.words)
        yield f"{month[1]} 月" if month else block.words if title in ("光荣榜", "特载") else heading(block.words)
    elif re.fullmatch(r"（[^（）]+）", block.words):
        yield " " * (zlib.crc32(block.words.encode()) % 4 * 8) + block.words
    else:
        yield from paragraph(block.words, measure)


def set_pages(title: str, held: list[Block]) -> list[list[str]]:
    """The lines of a part, page by page. A table with its caption, and a heading with what follows, are kept together."""
    whole = title in WHOLE_PAGE
    capacity = PAGE_LINES if whole else 2 * COLUMN_LINES
    found: list[list[str]] = [[]]
    kept: list[str] = []
    for block, following in zip(held, [*held[1:], Block()], strict=True):
        lines = list(block_lines(title, block, PAGE if whole else COLUMN))
        holds = block.depth or (following.rows and width(block.words) <= COLUMN)
        if holds or block.rows:
            kept += lines
            if holds:
                continue
            lines = []
        need = len(kept) + min(len(lines), 2)
        if found[-1] and len(found[-1]) + need > capacity:
            found.append([])
        found[-1] += kept
        kept = []
        for line in lines:
            if len(found[-1]) == capacity:
                found.append([])
            found[-1].append(line)
    found[-1] += kept
    return found


def pages(markdown: str) -> Iterator[Page]:
    """The pages of the book. A part opens on an odd page; where it is set in columns its title is read last on that page."""
    number = 0
    for title, held in parts(markdown):
        front = title in FRONT
        number += 0 if front else 1 + number % 2
        shown = spread(title, 4 if len(title) == 2 else 2) if len(title) < 5 and not front else title
        for n, lines in enumerate(set_pages(title, held)):
            number += n > 0 and not front
            if n == 0:
                lines = [shown, *lines] if title in WHOLE_PAGE else [*lines, shown]
            yield Page(title, None if front else number, lines)


def text_layer(markdown: str, title: str) -> str:
    """The whole text layer."""
    out: list[str] = []
    marked = True  # whether the next page's first line carries the mark of a page
    for page in pages(markdown):
        lines = [f" {page.lines[0]}" if marked else page.lines[0], *page.lines[1:]]
        furnished = page.number is not None and page.number % 7 in (3, 4) and len(lines) > 30
        out += [line if re.search(r"[0-9A-Za-z%—–-]$", line) else line + "\n" for line in lines[:-1]]
        out.append(lines[-1])
        marked = not furnished
        if furnished:
            head = title if page.number and page.number % 2 == 0 else spread(page.head, 2)
            out.append(f"\n\n\n{head}\n\n{page.number}\n")
    return "\n".join(out) + "\n"


def main(arguments: list[str]) -> int:
    stale = 0
    for name in BOOKS:
        source, target = HERE / f"{name}.md", HERE / f"{name}.txt"
        text = text_layer(source.read_text(encoding="utf-8"), f"青石年鉴（{name[-4:]}）")
        if "--check" in arguments:
            if not target.exists() or target.read_text(encoding="utf-8") != text:
                print(f"{target.name} is stale: run python examples/make_text_layer.py")
                stale = 1
        else:
            target.write_text(text, encoding="utf-8", newline="\n")
    return stale


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
