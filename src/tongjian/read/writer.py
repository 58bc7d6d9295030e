"""Writes the text of a Source line by line while its Lines are made."""

from __future__ import annotations

from tongjian.book import Cell, Line, Run, Style
from tongjian.book.lines import Role
from tongjian.read.bounds import within


class Writer:
    """Every text that is added stands in the Source once: as a Line, or (`leave_out`) as mark-up.

    Raises Unreadable, in the name of the file, once there is more of it than a book may have.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._count = self._cells = 0
        self._parts: list[str] = []
        self._size = 0
        self._lines: list[Line] = []
        self._markup: list[tuple[int, int]] = []
        self._tables = self._listed = 0
        self.rows = 0  # rows of the last table, so that its continuation counts on
        self.head: list[list[str]] = []  # texts of its head

    def next_table(self, continues: bool = False) -> int:
        """The number of the next table, counted from 0; of the last one where that goes on."""
        self._tables += not continues
        return self._tables - 1

    def next_row(self) -> int:
        """The number of the next row of a list, counted over the whole source."""
        self._listed += 1
        return self._listed - 1

    def add(
        self,
        text: str,
        *,
        role: Role | None = None,
        depth: int | None = None,
        kind: str | None = None,
        cell: Cell | None = None,
        block: str | None = None,
        style: Style | None = None,
        whole: bool = False,
        runs: tuple[Run, ...] = (),
        starts: bool | None = None,
        title: int = 0,
        end: str = "\n",
    ) -> None:
        """Add a line; `end` is what parts it from the next one in the text of the source, `title` the characters of its run-in title."""
        self._count += 1
        self._cells += cell is not None
        if not self._count & 0xFFF:
            within(self._name, self._count, self._cells)
        span = (self._size, self._size + title) if title else None
        self._lines.append(Line(text, self._size, role=role, depth=depth, kind=kind, cell=cell, block=block, style=style, whole=whole, runs=runs, starts=starts, title=span))
        self._write(text + end)

    def leave_out(self, text: str) -> None:
        """Add text that is no content."""
        if text:
            self._markup.append((self._size, self._size + len(text)))
            self._write(text + "\n")

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._size += len(text)

    def has_content(self) -> bool:
        """Whether any line shows a character."""
        return any(line.text.strip("\ufeff \t\r\n\u3000\xa0") for line in self._lines)

    def text(self) -> str:
        return "".join(self._parts)

    def lines(self) -> tuple[Line, ...]:
        return tuple(self._lines)

    def take_lines(self) -> tuple[Line, ...]:
        """The lines since the last call: one page of them."""
        taken = tuple(self._lines)
        self._lines = []
        return taken

    def markup(self) -> tuple[tuple[int, int], ...]:
        return tuple(self._markup)
