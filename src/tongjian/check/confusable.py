"""Characters that are taken for each other: read alike or printed alike. General data, no word of any book."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import Literal

_NEAR = ((re.compile(r"^([zcs])h"), r"\1"), (re.compile(r"ng$"), "n"), (re.compile(r"^l"), "n"))


def _rows(name: str) -> list[str]:
    text = (files("tongjian.check") / "characters" / name).read_text(encoding="utf-8")
    return [row for row in text.splitlines() if row and not row.startswith("#")]


@lru_cache(maxsize=1)
def _sounds() -> dict[str, frozenset[str]]:
    """Character → its syllables without tone, as southern readers hear them (zh = z, n = l, ing = in)."""
    found: dict[str, set[str]] = {}
    for row in _rows("sounds.txt"):
        syllable, characters = row.split(" ", 1)
        for pattern, heard in _NEAR:
            syllable = pattern.sub(heard, syllable)
        for c in characters:
            found.setdefault(c, set()).add(syllable)
    return {c: frozenset(s) for c, s in found.items()}


@lru_cache(maxsize=1)
def _shapes() -> dict[str, frozenset[int]]:
    """Character → numbers of the groups of look-alikes that it is in."""
    found: dict[str, set[int]] = {}
    for number, row in enumerate(_rows("shapes.txt")):
        for c in row:
            found.setdefault(c, set()).add(number)
    return {c: frozenset(s) for c, s in found.items()}


def likeness(a: str, b: str) -> Literal["sound", "shape"] | None:
    """How two characters are taken for each other; None where they are not."""
    if a == b:
        return None
    if _shapes().get(a, frozenset()) & _shapes().get(b, frozenset()):
        return "shape"
    if _sounds().get(a, frozenset()) & _sounds().get(b, frozenset()):
        return "sound"
    return None


@lru_cache(maxsize=1)
def _groups() -> tuple[dict[int, frozenset[str]], dict[str, frozenset[str]]]:
    """The members of each group of look-alikes, and of each syllable as it is heard."""
    shapes: dict[int, str] = {}
    for c, numbers in _shapes().items():
        for n in numbers:
            shapes[n] = shapes.get(n, "") + c
    sounds: dict[str, str] = {}
    for c, heard in _sounds().items():
        for s in heard:
            sounds[s] = sounds.get(s, "") + c
    return {n: frozenset(cs) for n, cs in shapes.items()}, {s: frozenset(cs) for s, cs in sounds.items()}


@lru_cache(maxsize=8192)
def alike(c: str) -> frozenset[str]:
    """Every character that is taken for this one."""
    shapes, sounds = _groups()
    return frozenset().union(*(shapes[n] for n in _shapes().get(c, ())), *(sounds[s] for s in _sounds().get(c, ()))) - {c}
