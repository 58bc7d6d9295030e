"""Signatures that close an entry instead of a section: `…张。（王明）` at the end of its text, or on a row of their own.

What a signature signs is the habit of the house: where signatures stand between the entries of a section, each signs the
entry above it; where they stand only at the end of sections, the section.
"""

from __future__ import annotations

import re

from tongjian.structure.blocks import Block
from tongjian.structure.marks import is_signature
from tongjian.structure.stretches import cut_at, raw_of

_TAIL = re.compile(r"[。！？”…]\s*(?P<sign>[（(\[［〔]\s*[^（）()。，；]{2,40}[）)\]］〕])\s*$")
_HEADS = ("part", "section")
_LEAST = 3  # a habit shows at least so often


def sign_entries(blocks: list[Block], source: str) -> list[Block]:
    """The blocks with signatures cut off the ends of texts where that is the habit, and those that sign an entry marked so."""
    blocks = _cut_tails(blocks, source)
    inner = [n for n, block in enumerate(blocks) if block.tag == "byline" and _signs_entry(blocks, n)]
    between = [n for n in inner if _next(blocks, n) == "entry"]
    entries = sum(block.tag == "entry" and block.kind in (None, "prose") for block in blocks)
    if len(between) >= _LEAST and len(between) >= 0.4 * entries:
        for n in inner:
            blocks[n].of_entry = True
    return blocks


def _signs_entry(blocks: list[Block], n: int) -> bool:
    """Whether an entry's text stands right above a signature."""
    at = n - 1
    while at >= 0 and blocks[at].tag in ("para", "subentry", "row", "note", "caption"):
        at -= 1
    return at >= 0 and blocks[at].tag == "entry"


def _round(sign: str) -> str:
    """A signature between round brackets, without white space."""
    return "（" + re.sub(r"\s+", "", sign).strip("（）()[]［］〔〕") + "）"


def _next(blocks: list[Block], n: int) -> str:
    """What follows a signature: the tag of the next block."""
    return blocks[n + 1].tag if n + 1 < len(blocks) else ""


def _cut_tails(blocks: list[Block], source: str) -> list[Block]:
    """Signatures at the ends of entries' texts become blocks of their own, where at least half of the entries, or of the sections, end so."""
    ends: list[int] = []  # the block with which an entry's text ends
    closing: set[int] = set()  # those of them that end a section
    entry = False
    for n, block in enumerate(blocks):
        entry = block.tag == "entry" or (entry and block.tag in ("para", "subentry"))
        following = blocks[n + 1].tag if n + 1 < len(blocks) else "part"
        if entry and block.cells is None and following in ("entry", *_HEADS):
            ends.append(n)
            if following in _HEADS:
                closing.add(n)
    tails: dict[int, int] = {}
    for n in ends:
        raw, starts, offsets = raw_of(blocks[n].pieces[-4:], source)
        found = _TAIL.search(raw[-60:])
        if found and is_signature(_round(found["sign"])):
            at = len(raw) - len(raw[-60:]) + found.start("sign")
            i = max(k for k, start in enumerate(starts) if start <= at)
            tails[n] = offsets[i] + at - starts[i]
    if len(tails) < _LEAST or (len(tails) < 0.5 * len(ends) and len(closing & tails.keys()) < 0.5 * len(closing)):
        return blocks
    out: list[Block] = []
    for n, block in enumerate(blocks):
        out.append(block)
        if n in tails:
            block.pieces, rest = cut_at(block.pieces, tails[n])
            out.append(Block("byline", rest, name=is_signature(_round("".join(source[a:b] for a, b in rest))) or ""))
    return out
