"""Counts of characters beside each other in one book, and its cut into dictionary words: the evidence of the misprint and name rules."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise

import msgspec
import rjieba

from tongjian.check.context import Context
from tongjian.check.scope import view

HAN = re.compile(r"[\u4e00-\u9fff]+").fullmatch
LOOSE = frozenset("于与为到至等的在及由从对将把被向是以人任自其个之并或同经按据因而但也都又还就才只各每某该此这那后前中上下内外")  # words of the sentence, never part of a name
FEW = 3  # times a reading stands in the book before it is evidence
By = dict[tuple[str, str], list[tuple[str, int]]]


class Grams(msgspec.Struct, frozen=True):
    """Pairs and triples of the prose with their counts; `middles`, `firsts`, `lasts` look the frequent triples up by two of their three.

    The text is cut by the dictionary alone (no guess at unknown words): `cuts` and `lone` are strings as long as the text, with `1` where
    a word begins and where a Chinese character is a word of its own; `alone` says how often each is.
    """

    text: str
    pairs: dict[tuple[str, str], int]
    triples: dict[tuple[str, str, str], int]
    middles: By
    firsts: By
    lasts: By
    cuts: str
    lone: str
    alone: dict[str, int]


def grams(context: Context) -> Grams:
    """The counts of a context's book, name lists left out; ask for them by `context.once(grams)`."""
    text = view(context, "namelist", "honours", "docindex")
    triples = Counter(zip(text, text[1:], text[2:], strict=False))
    middles: By = defaultdict(list)
    firsts: By = defaultdict(list)
    lasts: By = defaultdict(list)
    for (a, b, c), n in triples.items():
        if n >= FEW and HAN(b):
            middles[a, c].append((b, n))
            if HAN(a) and HAN(c):
                firsts[b, c].append((a, n))
                lasts[a, b].append((c, n))
    words = rjieba.cut(text, False)
    cuts = "".join("1".ljust(len(w), "0") for w in words) + "1"
    lone = "".join("1" if len(w) == 1 and HAN(w) else "0" * len(w) for w in words)
    alone = Counter(w for w in words if len(w) == 1)
    return Grams(text, Counter(pairwise(text)), triples, middles, firsts, lasts, cuts, lone, alone)
