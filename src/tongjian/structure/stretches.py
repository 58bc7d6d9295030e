"""Stretches of the source as one string with its white space, and back from a place in it to the source."""

from __future__ import annotations

from bisect import bisect_right

from tongjian.book.model import Span
from tongjian.structure.blocks import Pieces


def raw_of(pieces: Pieces, source: str) -> tuple[str, list[int], list[int]]:
    """The pieces' characters with white space, and where each piece begins there and in the source."""
    return joined([source[a:b] for a, b in pieces], [a for a, _ in pieces])


def joined(texts: list[str], offsets: list[int]) -> tuple[str, list[int], list[int]]:
    """Texts that stand at some offsets of the source as one string, and where each begins there and in the source."""
    starts: list[int] = []
    at = 0
    for text in texts:
        starts.append(at)
        at += len(text)
    return "".join(texts), starts, offsets


def source_at(at: int, starts: list[int], offsets: list[int]) -> int:
    """The offset in the source of a place in the joined string."""
    i = bisect_right(starts, at) - 1
    return offsets[i] + at - starts[i]


def cut_at(pieces: Pieces, at: int) -> tuple[Pieces, Pieces]:
    """Pieces before and from a source offset that lies in one of them."""
    for i, (a, b) in enumerate(pieces):
        if a <= at < b:
            head = [*pieces[:i], *([(a, at)] if at > a else [])]
            return head, [(at, b), *pieces[i + 1 :]]
    return pieces, []


def between(pieces: Pieces, start: int, end: int) -> list[Span]:
    """The stretch of pieces from `start` to `end` (source offsets, in the order of the pieces)."""
    found: list[Span] = []
    for a, b in pieces:
        if a <= start < b:
            a = start
        elif not found:
            continue
        if a < end <= b:
            found.append((a, end))
            return found
        found.append((a, b))
    return found
