"""How much one book may hold. A line takes some 400 bytes of memory and a cell 900 from reader to Book, whatever the file's own size."""

from __future__ import annotations

from tongjian.read.errors import Unreadable

MOST_CELLS = 400_000  # a statistical yearbook of 1,000 pages has 300,000; together about 600 MB
MOST_LINES = 1_500_000  # 32 MB of text at its densest usual setting


def within(name: str, lines: int, cells: int) -> None:
    """Raise Unreadable where a file holds more lines or table cells than a book may."""
    if cells > MOST_CELLS:
        raise Unreadable(name, f"its tables have more than {MOST_CELLS:,} cells, the most that one book may have", "split it into its books or volumes")
    if lines > MOST_LINES:
        raise Unreadable(name, f"it has more than {MOST_LINES:,} lines, the most that one book may have", "split it into its books or volumes")
