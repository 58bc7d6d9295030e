"""What HTML, DOCX and EPUB have in common: a flow of blocks and tables, written as the Lines of a Source."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tongjian.book import Run, Style
from tongjian.book.lines import Role
from tongjian.read.tables import UNIT, Grid, table_lines
from tongjian.read.writer import Writer

CAPTION = re.compile(r"[附续]?表\s*[\d一二三四五六七八九十]+[\s\d\-—–.．:：]*\S")
CLOSED = re.compile(r"[。！？；：”）】》…!?:;)]$")


@dataclass(slots=True)
class Block:
    """A paragraph or heading: its lines, and what the file says of it. `apart`: it stands in the file but is no content."""

    path: str
    lines: list[str]
    depth: int = 0
    role: Role | None = None
    kind: str | None = None
    style: Style | None = None
    centred: bool = False
    apart: bool = False
    whole: bool = True
    starts: bool | None = None
    runs: list[tuple[Run, ...]] = field(default_factory=list)  # by line; empty where no stretch stands out


Item = Block | Grid


def write_flow(items: list[Item], writer: Writer, prefix: str = "", demote: int = 0) -> None:
    """Write a flow as lines. `demote`: added to each heading's depth."""
    for n, item in enumerate(items):
        if isinstance(item, Grid):
            table_lines(item, writer, prefix)
            continue
        path = prefix + item.path or None
        if item.apart:
            writer.leave_out(" ".join(item.lines))
        elif item.depth or item.role == "caption":
            text = " ".join(line.strip() for line in item.lines)
            kind = (item.kind or "table") if item.role == "caption" else item.kind
            depth = item.depth + demote if item.depth else None
            writer.add(text, role=item.role, depth=depth, kind=kind, block=path, style=item.style, whole=True)
        elif item.role is None and len(item.lines) == 1 and _heads_table(items, n):
            role: Role = "unit" if UNIT.fullmatch(item.lines[0].strip()) else "caption"
            writer.add(item.lines[0], role=role, kind="table" if role == "caption" else None, block=path, style=item.style, whole=True)
        else:
            for k, line in enumerate(item.lines):
                runs = item.runs[k] if k < len(item.runs) else ()
                said = "unit" if item.role == "note" and UNIT.fullmatch(line.strip()) else item.role
                title = run_in(line, runs, item.style) if item.role in ("entry", "subentry") and k == 0 else 0
                writer.add(line, role=said, kind=item.kind, block=path, style=item.style, whole=item.whole, runs=runs, starts=item.starts, title=title)


def run_in(line: str, runs: tuple[Run, ...], style: Style | None = None) -> int:
    """Characters of the bold title that opens a paragraph whose style says entry or subentry; 0 where 【】 or nothing marks it."""
    first = runs[0] if runs else None
    if first is None or "【" in line[:2]:
        return 0
    if first.start and style is not None and style.bold and not first.style.bold:
        return len(line[: first.start].rstrip())  # the title is the longer part of its paragraph
    if first.start or not first.style.bold or not line[first.end :].strip():
        return 0
    return len(line[: first.end].rstrip())


def _heads_table(items: list[Item], n: int) -> bool:
    """Whether a block is the caption or the unit of the table after it."""
    block = items[n]
    assert isinstance(block, Block)
    text = block.lines[0].strip()
    k = n + 1
    following = items[k] if k < len(items) else None
    if isinstance(following, Block) and len(following.lines) == 1 and UNIT.fullmatch(following.lines[0].strip()):
        following = items[k + 1] if k + 1 < len(items) else None
    if not isinstance(following, Grid) or following.apart:
        return False
    if UNIT.fullmatch(text):
        return True
    return len(text) <= 45 and not CLOSED.search(text) and (bool(CAPTION.match(text)) or block.centred)
