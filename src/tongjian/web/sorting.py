"""Tables that a reader sorts by links, so that they need no script: `?sort=2` by the third column, `?sort=-2` the other way round."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple, TypeVar

from django.http import HttpRequest

_NOTHING = ("—", "–", "-", "－", "…", "×")  # what a cell without a figure is printed as
_DIGITS = re.compile(r"(\d{1,400})")  # as many as an int takes at once
Row = TypeVar("Row")


class Order(NamedTuple):
    """The column that a table is sorted by; −1 where it stands in the order of the book."""

    column: int = -1
    falling: bool = False


def asked_order(request: HttpRequest, columns: int) -> Order:
    """The order that `?sort=` asks of a table with so many columns; the book's own where it asks nothing sensible."""
    asked = request.GET.get("sort", "")
    number = asked.removeprefix("-")
    if number.isascii() and number.isdigit() and len(number) < 4 and int(number) < columns:
        return Order(int(number), asked.startswith("-"))
    return Order()


def in_order(rows: Sequence[Row], order: Order, words: Callable[[Row], str]) -> list[Row]:
    """Rows by what stands in a column; those with nothing there come last either way, equal ones keep the order of the book."""
    said = [(words(row), row) for row in rows]
    filled = sorted(((text, row) for text, row in said if text), key=lambda pair: natural(pair[0]), reverse=order.falling)
    return [row for _, row in filled] + [row for text, row in said if not text]


def in_order_of_cells(rows: Sequence[Sequence[str]], last: Sequence[Sequence[str]], order: Order) -> list[Sequence[str]]:
    """The rows of a table by a column, by size where it holds figures alone; rows of sums stay where they are printed, at the end."""
    if order.column < 0:
        return list(rows)
    sums = [row for row in rows if row in last]
    others = [row for row in rows if row not in last]

    def cell(row: Sequence[str]) -> str:
        return row[order.column].strip() if order.column < len(row) else ""

    said = [cell(row) for row in others]
    sizes = [size(text) for text in said]
    if all(known is not None or not text or text in _NOTHING for known, text in zip(sizes, said, strict=True)):
        numbered = [(known, row) for known, row in zip(sizes, others, strict=True) if known is not None]
        numbered.sort(key=lambda pair: pair[0], reverse=order.falling)
        return [row for _, row in numbered] + [row for known, row in zip(sizes, others, strict=True) if known is None] + sums
    return in_order(others, order, cell) + sums


def size(text: str) -> Decimal | None:
    """The number that a cell holds, with commas, signs and a percent sign; None where it holds other words."""
    found = re.fullmatch(r"([-+−－]?)\s*(\d{1,3}(?:[,，]\d{3})+|\d+)(\.\d+)?\s*[%％‰]?", text.strip())
    return Decimal(("-" if found[1] in ("-", "−", "－") else "") + re.sub(r"[,，]", "", found[2]) + (found[3] or "")) if found else None


def natural(text: str) -> list[tuple[int, bytes]]:
    """A key by which 第9号 stands before 第10号 and common characters stand by their sound, as GB 2312 arranges them."""
    return [(int(piece), b"") if n % 2 else (0, piece.encode("gb18030", "replace")) for n, piece in enumerate(_DIGITS.split(text))]
