"""Counts of characters beside each other in one book, and its cut into dictionary words: the evidence of the misprint and name rules."""

from __future__ import annotations

import re
from collections import Counter
from operator import add

import msgspec
import rjieba

from tongjian.check.context import Context
from tongjian.check.scope import view

HAN = re.compile(r"[\u4e00-\u9fff]+").fullmatch
LOOSE = frozenset("于与为到至等的在及由从对将把被向是以人任自其个之并或同经按据因而但也都又还就才只各每某该此这那后前中上下内外")  # words of the sentence, never part of a name
FEW = 3  # times a reading stands in the book before it is evidence


class Grams(msgspec.Struct, frozen=True):
    """Pairs and triples of the prose with their counts, by the two or three characters as a string.

    The text is cut by the dictionary alone (no guess at unknown words): `cuts` and `lone` are strings as long as the text, with `1` where
    a word begins and where a Chinese character is a word of its own; `words` says how often each word is cut. `once` has 1 where a pair
    begins that stands nowhere else.
    """

    text: str
    pairs: dict[str, int]
    triples: dict[str, int]
    cuts: str
    lone: str
    words: dict[str, int]
    once: bytes


def grams(context: Context) -> Grams:
    """The counts of a context's book, name lists left out; ask for them by `context.once(grams)`."""
    text = view(context, "namelist", "honours", "docindex")
    couples = list(map(add, text, text[1:]))
    pairs = Counter(couples)
    singles = {pair for pair, n in pairs.items() if n == 1}
    once = bytes(map(singles.__contains__, couples)) + b"\0"
    words = rjieba.cut(text, False)
    cuts = "".join(["1".ljust(len(w), "0") for w in words]) + "1"
    lone = "".join(["1" if len(w) == 1 and "\u4e00" <= w <= "\u9fff" else "0" * len(w) for w in words])
    return Grams(text, pairs, Counter(map(add, couples, text[2:])), cuts, lone, Counter(words), once)
