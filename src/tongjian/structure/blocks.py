"""Blocks: paragraphs, headings, rows and signatures, each a list of source pieces, in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tongjian.book.model import Kind, Span
from tongjian.structure.rows import Row

Tag = Literal["part", "section", "entry", "subentry", "para", "byline", "row", "caption", "note", "figure"]
Pieces = list[Span]  # stretches of the source, in reading order, joined with nothing between


def pieces(rows: list[Row]) -> Pieces:
    """The stretches of whole rows."""
    return [(row.at, row.end) for row in rows]


@dataclass(slots=True)
class CellPieces:
    pieces: Pieces
    rows: int = 1
    columns: int = 1


@dataclass(slots=True)
class Block:
    """One block of running text. `title` are the pieces of the title inside `pieces`; a row has `cells` instead of pieces."""

    tag: Tag
    pieces: Pieces = field(default_factory=list)
    title: Pieces = field(default_factory=list)
    cells: list[CellPieces] | None = None
    depth: int = 0  # sections: 1 directly under the part, 2 under a group, …
    kind: Kind | None = None
    name: str = ""  # the title as a string, or the signature without brackets
    date: str | None = None
    displaced: bool = False
    inferred: bool = False
    confidence: float = 1.0
    table: int = -1  # rows and captions of one table share a number
    head: bool = False  # a row of the table's head
    scrambled: bool = False  # a table row whose cells the source has lost
    within: int | None = None  # how many open nodes stay open before the block; None: as its tag has it
    named: int = -1  # index of the cell that holds the title, where a row of a list is an entry
    apart: bool = False  # a row of a list that stands beside its entries, not in the open one
    of_entry: bool = False  # a signature of the open entry, not of its section
    section_end: bool = False  # ends the open section without a title of its own
