"""Two editions or drafts side by side: what a node gained, lost and changed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any, Literal

import msgspec

from tongjian.book.model import Book, Span, place_record

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*(?:%|‰)?")
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；\n]?")
_LIKE = 0.5  # share of common text from which two nodes of one parent count as one that was renamed

Change = Literal["added", "removed", "changed", "renamed", "moved"]


class Difference(msgspec.Struct, frozen=True):
    """One difference. `old` and `new` are node indices in their books, None where the node is not there."""

    change: Change
    old: int | None
    new: int | None
    gone: tuple[str, ...] = ()  # sentences of the old text alone
    come: tuple[str, ...] = ()  # sentences of the new text alone
    figures_gone: tuple[str, ...] = ()
    figures_come: tuple[str, ...] = ()


def compare(old: Book, new: Book) -> list[Difference]:
    """Differences node by node, in the order of the new book, what is gone behind what stood before it.

    Nodes are the same where path, title and ordinal are; then where one parent lost and gained nodes of like text (renamed);
    then where a node of the same title and like text stands under another parent, or elsewhere among its siblings (moved). What
    only stands under a parent of a new name has not changed. White space does not count.
    """
    pairs: dict[int, int] = {old.by_id[node.id]: i for i, node in enumerate(new.nodes) if node.id in old.by_id}
    kinds: dict[int, Change] = {}
    left = [i for i in range(len(old.nodes)) if i not in pairs]
    taken = set(pairs.values())
    right = [i for i in range(len(new.nodes)) if i not in taken]
    _pair_like(old, new, left, right, pairs, kinds)
    _reordered(old, new, pairs, kinds)
    partner = {b: a for a, b in pairs.items()}
    found: list[tuple[float, Difference]] = []
    for b in range(len(new.nodes)):
        a = partner.get(b)
        if a is None:
            found.append((b, Difference("added", None, b, come=_sentences(new, b))))
            continue
        gone, come = _own_sentences(old, a), _own_sentences(new, b)
        lost, gained = _minus(gone, come), _minus(come, gone)
        unnamed = old.nodes[a].inferred and new.nodes[b].inferred and old.nodes[a].level == "part"
        if (a in kinds and not unnamed) or lost or gained:
            found.append((b, Difference(kinds.get(a, "changed"), a, b, lost, gained, *_figures(lost, gained))))
    for a in range(len(old.nodes)):
        if a in pairs:
            continue
        before = next((pairs[k] for k in range(a - 1, -1, -1) if k in pairs), -1)
        found.append((before + 0.5, Difference("removed", a, None, gone=_sentences(old, a))))
    return [d for _, d in sorted(found, key=lambda row: row[0])]


def record(old: Book, new: Book, found: Difference) -> dict[str, Any]:
    """A difference as `tongjian compare --format jsonl` prints it: place fields of both sides."""
    index, book = (found.new, new) if found.new is not None else (found.old or 0, old)
    node = book.nodes[index]

    def side(there: Book, at: int | None) -> dict[str, Any] | None:
        if at is None:
            return None
        span = there.nodes[at].title_span or there.nodes[at].body
        return {"title": there.nodes[at].title, "path": there.path(at), **place_record(there, *span)}

    return {
        "change": found.change,
        "level": node.level,
        "title": node.title,
        "path": book.path(index),
        "gone": list(found.gone),
        "come": list(found.come),
        "figures_gone": list(found.figures_gone),
        "figures_come": list(found.figures_come),
        "old": side(old, found.old),
        "new": side(new, found.new),
    }


def _pair_like(old: Book, new: Book, left: list[int], right: list[int], pairs: dict[int, int], kinds: dict[int, Change]) -> None:
    """Pair what is left by text: children of one parent first (renamed), then equal titles elsewhere (moved)."""
    by_parent: dict[int, list[int]] = {}
    for b in right:
        by_parent.setdefault(new.nodes[b].parent, []).append(b)
    used: set[int] = set()
    for a in left:
        parent = old.nodes[a].parent
        home = pairs.get(parent, -1) if parent >= 0 else -1
        rows = [b for b in by_parent.get(home, []) if b not in used and new.nodes[b].level == old.nodes[a].level]
        # of two that are as like, the one of the same title, then the one that stands first
        like, _, first = max(((_alike(old, a, new, b), new.nodes[b].title == old.nodes[a].title, -b) for b in rows[:200]), default=(0.0, False, 1))
        best = (like, -first)
        if best[0] >= _LIKE:
            pairs[a] = best[1]
            if old.nodes[a].title != new.nodes[best[1]].title:
                kinds[a] = "renamed"
            used.add(best[1])
    titled: dict[tuple[str, str], list[int]] = {}
    for b in right:
        if b not in used:
            titled.setdefault((new.nodes[b].level, new.nodes[b].title), []).append(b)
    for a in left:
        if a in pairs:
            continue
        rows = [b for b in titled.get((old.nodes[a].level, old.nodes[a].title), []) if b not in used]
        best = max(((_alike(old, a, new, b), b) for b in rows[:50]), default=(0.0, -1))
        if best[0] >= _LIKE:
            pairs[a], kinds[a] = best[1], "moved"
            used.add(best[1])


def in_order(numbers: Sequence[int]) -> set[int]:
    """Indexes of the longest run of numbers that grow: the fewest others are out of order."""
    tails: list[int] = []  # the index with which the best run of each length ends
    before: dict[int, int] = {}
    for n, number in enumerate(numbers):
        k = bisect_left(tails, number, key=lambda m: numbers[m])
        before[n] = tails[k - 1] if k else -1
        tails[k : k + 1] = [n]
    kept: set[int] = set()
    n = tails[-1] if tails else -1
    while n >= 0:
        kept.add(n)
        n = before[n]
    return kept


def _reordered(old: Book, new: Book, pairs: dict[int, int], kinds: dict[int, Change]) -> None:
    """Children of one parent that stand before one another otherwise than they did: the fewest that explain it have moved."""
    for parent, children in old.children.items():
        home = pairs.get(parent, -1) if parent >= 0 else -1
        rows = [(a, pairs[a]) for a in children if a in pairs and new.nodes[pairs[a]].parent == home]
        kept = in_order([b for _, b in rows])
        for n, (a, _) in enumerate(rows):
            if n not in kept:
                kinds.setdefault(a, "moved")


def _alike(old: Book, a: int, new: Book, b: int) -> float:
    x, y = old.body(a)[:1500], new.body(b)[:1500]
    if not x or not y:
        return 1.0 if old.nodes[a].title == new.nodes[b].title else 0.0
    matcher = SequenceMatcher(None, x, y, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _LIKE and matcher.quick_ratio() >= _LIKE else 0.0


def _own(book: Book, index: int) -> list[Span]:
    """The stretches of a node's body that no child holds."""
    start, end = book.nodes[index].body
    spans: list[Span] = []
    for child in book.children.get(index, []):
        node = book.nodes[child]
        if node.start > start:
            spans.append((start, node.start))
        start = max(start, node.end)
    if start < end:
        spans.append((start, end))
    return spans


def _own_sentences(book: Book, index: int) -> list[str]:
    return [m[0].strip() for a, b in _own(book, index) for m in _SENTENCE.finditer(book.text, a, b) if m[0].strip()]


def _sentences(book: Book, index: int) -> tuple[str, ...]:
    return tuple(_own_sentences(book, index)[:3])


def _minus(rows: list[str], others: list[str]) -> tuple[str, ...]:
    """Sentences that `others` does not have, white space apart; each counts as often as it stands."""
    spare = Counter(re.sub(r"\s+", "", row) for row in others)
    kept = []
    for row in rows:
        key = re.sub(r"\s+", "", row)
        if spare[key]:
            spare[key] -= 1
        else:
            kept.append(row)
    return tuple(kept)


def _figures(gone: tuple[str, ...], come: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Figures that only one side prints."""
    a, b = (Counter(m for row in rows for m in _FIGURE.findall(row)) for rows in (gone, come))
    return tuple((a - b).elements()), tuple((b - a).elements())
