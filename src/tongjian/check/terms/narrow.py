"""Where a regular expression can match at all: the lines that hold a character which every match needs. Most rules need a rare one (翻, 倍, 届)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from typing import Any

from tongjian.check.context import Context

_parser: Any = import_module("re._parser")  # the standard library's own; where it changes, a test says so
_MANY = 24  # characters of a set that is still worth looking for
_SHARE = 0.05  # of the text that the needed characters may make up


@lru_cache(maxsize=512)
def needs(pattern: str) -> tuple[frozenset[str], ...]:
    """Sets of characters of which every match has at least one member, one set a thing that the expression demands."""
    return tuple(_of(_parser.parse(pattern)))


def _of(items: Any) -> Iterator[frozenset[str]]:
    for kind, value in ((str(k), v) for k, v in items):
        if kind == "LITERAL":
            yield frozenset(chr(value))
        elif kind == "IN" and all(str(k) == "LITERAL" for k, _ in value) and len(value) <= _MANY:
            yield frozenset(chr(v) for _, v in value)
        elif kind == "SUBPATTERN":
            yield from _of(value[-1])
        elif kind in ("MAX_REPEAT", "MIN_REPEAT") and value[0] > 0:
            yield from _of(value[2])
        elif kind == "BRANCH":
            branches = [min(_of(branch), key=len, default=None) for branch in value[1]]
            if all(branches):
                yield frozenset().union(*[b for b in branches if b])


def _counts(context: Context) -> Counter[str]:
    return Counter(context.book.text)


def stretches(context: Context, pattern: str, text: str) -> list[tuple[int, int]]:
    """The lines of a text where the pattern can match, joined where they touch; the whole text where nothing narrows it."""
    counts = context.once(_counts)
    best = min(needs(pattern), key=lambda s: sum(counts[c] for c in s), default=None)
    if best is None or sum(counts[c] for c in best) > _SHARE * len(text) / 10:
        return [(0, len(text))]
    found: list[tuple[int, int]] = []
    for m in re.finditer(f"[{''.join(map(re.escape, sorted(best)))}]", text):
        if found and m.start() < found[-1][1]:
            continue
        start, end = text.rfind("\n", 0, m.start()) + 1, text.find("\n", m.end())
        end = len(text) if end < 0 else end + 1
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
