"""Where a regular expression can match at all: round the characters or words that every match needs. All records are looked for in one pass over the book."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import import_module
from typing import Any

import msgspec

from tongjian.check.context import Context
from tongjian.check.search import every_place
from tongjian.check.terms.record import shipped

_parser: Any = import_module("re._parser")  # the standard library's own; where it changes, a test says so
_MANY = 64  # strings of a set that is still worth looking for
_WIDE = 200  # characters of a match beyond which whole lines are searched
_OFTEN = 0.02  # of the text's characters: a set that stands so often narrows nothing


class Needs(msgspec.Struct, frozen=True):
    """What every match has: at least one string of each of `sets`; `width`: its most characters with what is looked at round it, 0 where there is no limit."""

    sets: tuple[frozenset[str], ...]
    width: int


@lru_cache(maxsize=512)
def needs(pattern: str) -> Needs:
    """What every match of an expression needs; nothing where case does not matter, for then a character is not what it says."""
    parsed = _parser.parse(pattern)
    width = parsed.getwidth()[1] + _aside(parsed) + 1
    return Needs(() if parsed.state.flags & re.IGNORECASE else tuple(_sets(parsed)), width if width <= _WIDE else 0)


def _aside(items: Any) -> int:
    """The most characters that look-arounds see beyond a match."""
    most = 0
    for kind, value in items:
        name = str(kind)
        if name in ("ASSERT", "ASSERT_NOT"):
            most = max(most, value[1].getwidth()[1] + _aside(value[1]))
        else:
            most = max([most, *(_aside(part) for part in _parts(name, value))])
    return most


def _parts(name: str, value: Any) -> list[Any]:
    """The expressions inside an item."""
    if name == "BRANCH":
        return list(value[1])
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return [value[2]]
    return [value[-1]] if name == "SUBPATTERN" else [value] if name == "ATOMIC_GROUP" else []


def _sets(items: Any) -> Iterator[frozenset[str]]:
    """The sets that a sequence demands: runs of what it spells out, joined where they touch, and what its parts demand."""
    run: frozenset[str] = frozenset({""})
    for kind, value in items:
        name = str(kind)
        spelt = _spelt(name, value)
        if spelt is not None and len(run) * len(spelt) <= _MANY:
            run = frozenset(a + b for a in run for b in spelt)
            continue
        if "" not in run:
            yield run
        run = spelt or frozenset({""})
        if spelt is None:
            if name == "BRANCH":
                branches = [_best(_sets(branch)) for branch in value[1]]
                if all(branches):
                    yield frozenset().union(*[b for b in branches if b])
            elif name == "ATOMIC_GROUP" or (name == "SUBPATTERN" and not (value[1] or value[2])) or (name.endswith("REPEAT") and value[0] > 0):
                yield from _sets(_parts(name, value)[0])
    if "" not in run:
        yield run


def _best(sets: Iterable[frozenset[str]]) -> frozenset[str] | None:
    """Of sets the one that is likely to stand seldom: of long strings, and few."""
    return min(sets, key=lambda s: (-min(map(len, s)), len(s)), default=None)


def _spelt(name: str, value: Any) -> frozenset[str] | None:
    """All strings that an item can be, where they are few; look-arounds and places are the empty string."""
    if name == "LITERAL":
        return frozenset({chr(value)})
    if name in ("ASSERT", "ASSERT_NOT", "AT"):
        return frozenset({""})
    if name == "IN" and all(str(k) == "LITERAL" for k, _ in value):
        return frozenset(chr(v) for _, v in value) if len(value) <= _MANY else None
    if name.endswith("REPEAT") and value[1] == 1:
        inner = _spelt_all(value[2])
        return None if inner is None else inner if value[0] else inner | {""}
    if name in ("SUBPATTERN", "ATOMIC_GROUP"):
        return None if name == "SUBPATTERN" and (value[1] or value[2]) else _spelt_all(_parts(name, value)[0])
    if name == "BRANCH":
        found = [_spelt_all(branch) for branch in value[1]]
        return frozenset().union(*[f for f in found if f is not None]) if all(f is not None for f in found) and sum(map(len, filter(None, found))) <= _MANY else None
    return None


def _spelt_all(items: Any) -> frozenset[str] | None:
    run: frozenset[str] = frozenset({""})
    for kind, value in items:
        spelt = _spelt(str(kind), value)
        if spelt is None or len(run) * len(spelt) > _MANY:
            return None
        run = frozenset(a + b for a in run for b in spelt)
    return run


def _counts(context: Context) -> Counter[str]:
    return Counter(context.book.text)


def _chosen(context: Context, pattern: str) -> frozenset[str]:
    """Of the sets that a pattern needs the one that stands most seldom in the book, by the counts of its characters; empty where none is seldom.

    A word stands more seldom than its rarest character: a tenth as often is near enough to choose by.
    """
    counts = context.once(_counts)
    rated = [(sum(min(counts[c] for c in word) / (1 if len(word) == 1 else 10) for word in s), s) for s in needs(pattern).sets]
    times, best = min(rated, key=lambda r: r[0], default=(0, frozenset[str]()))
    return best if times <= _OFTEN * len(context.book.text) else frozenset()


def _places(context: Context) -> dict[str, list[int]]:
    """Every word that a record needs → the places where it stands in the book, all in one pass."""
    words = {word for term in shipped() if term.pattern for word in _chosen(context, term.pattern)}
    return {word: [a for a, _ in found] for word, found in every_place(words, context.book.text).items()}


def stretches(context: Context, pattern: str, text: str) -> list[tuple[int, int]]:
    """Where a pattern can match in a text as long as the book's: round each place of what it needs; the whole text where nothing narrows it."""
    chosen = _chosen(context, pattern)
    known = context.once(_places)
    if not chosen or any(word not in known for word in chosen):
        return [(0, len(text))]
    width = needs(pattern).width
    found: list[tuple[int, int]] = []
    for at in sorted({place for word in chosen for place in known[word]}):
        if width:
            start, end = max(0, at - width), at + width
        elif found and at < found[-1][1]:
            continue
        else:
            start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at) + 1
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], end or len(text))
        else:
            found.append((start, end or len(text)))
    return found


def matches(context: Context, pattern: str, text: str, flags: int = 0) -> Iterator[re.Match[str]]:
    """What `re.finditer` gives of a pattern over the book's text, or a view of it."""
    form = re.compile(pattern, flags)
    for start, end in stretches(context, pattern, text):
        yield from form.finditer(text, start, end)
