"""Text with marks: spans of the running text become pieces that a template prints, escaped, one after another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Piece(NamedTuple):
    """A stretch of text; `mark` is the number of the mark on it, None where there is none."""

    text: str
    mark: int | None


def paragraphs(text: str, start: int, end: int, spans: Iterable[tuple[int, int, int]]) -> list[list[Piece]]:
    """The paragraphs of `text[start:end]`, cut at `spans` (start, end, mark number); of spans that overlap, the first counts."""
    pieces: list[list[Piece]] = [[]]
    at = start
    for a, b, number in sorted(spans):
        a, b = max(a, at), min(b, end)
        if a >= b:
            continue
        _put(pieces, text[at:a], None)
        _put(pieces, text[a:b], number)
        at = b
    _put(pieces, text[at:end], None)
    return [p for p in pieces if p]


def _put(pieces: list[list[Piece]], text: str, mark: int | None) -> None:
    for n, line in enumerate(text.split("\n")):
        if n:
            pieces.append([])
        if line:
            pieces[-1].append(Piece(line, mark))
