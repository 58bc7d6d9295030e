"""Many words in one pass over a text."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind


@lru_cache(maxsize=64)
def _automaton(words: tuple[str, ...], longest: bool) -> AhoCorasick:
    return AhoCorasick(words, matchkind=MatchKind.LeftmostLongest if longest else MatchKind.Standard)


def first_matches(words: tuple[str, ...], text: str) -> list[tuple[str, int, int]]:
    """(word, start, end) from left to right, none overlapping, the longest word first."""
    return [(words[i], a, b) for i, a, b in _automaton(words, True).find_matches_as_indexes(text)] if words else []


def every_place(words: Iterable[str], text: str) -> dict[str, list[tuple[int, int]]]:
    """Word → all places where it stands, inside longer words too."""
    known = tuple(sorted(set(words)))
    found: dict[str, list[tuple[int, int]]] = {w: [] for w in known}
    if known:
        for i, a, b in AhoCorasick(known).find_matches_as_indexes(text, overlapping=True):
            found[known[i]].append((a, b))
    return found
