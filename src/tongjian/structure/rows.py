"""Rows: the content lines of a source with what the eye sees of them (indent, width, page)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tongjian.book import Line

_SPACE = re.compile(r"\s+")
_NARROW = re.compile(r"[\x21-\x7e]")
CLOSED = ("。", "！", "？", "；", "：", "”", "）", "】", "》", "…", "!", "?", ":", ")")  # what a paragraph may end with
STOPS = re.compile(r"[。！？；：，、,;!?]$")


@dataclass(slots=True)
class Row:
    """One line with content. `at` is its offset in the source, `page` the index of its page."""

    line: Line
    page: int
    squeezed: str  # without white space
    lead: int  # leading spaces
    width: float  # em: a Chinese character 1, a Latin one ½
    number: int  # index among all lines of the source, blank ones included
    opens_page: bool = False

    @property
    def text(self) -> str:
        return self.line.text

    @property
    def at(self) -> int:
        return self.line.at

    @property
    def end(self) -> int:
        return self.line.at + len(self.line.text)

    @property
    def closed(self) -> bool:
        """Whether a paragraph may end with this row."""
        return self.squeezed.endswith(CLOSED)


def row_of(line: Line, page: int, number: int) -> Row | None:
    """The row of a line; None where the line is blank."""
    squeezed = _SPACE.sub("", line.text)
    if not squeezed:
        return None
    body = line.text.lstrip()
    narrow = len(_NARROW.findall(squeezed))
    return Row(line, page, squeezed, len(line.text) - len(body), len(squeezed) - narrow / 2, number)


def spaced(row: Row) -> bool:
    """Whether a row is letter-spaced as headings are (`审  计  局`): single characters parted by wide gaps."""
    tokens = row.text.split()
    return len(tokens) > 1 and sum(len(t) == 1 for t in tokens) >= len(tokens) - 1
