"""Misprints by likelihood: a character that the dictionary leaves stranded, where one slip back makes a string that the book prints far more readily.

The slips are those of hand and ear: a look-alike or sound-alike, a character doubled, two neighbours swapped. How readily a string is printed is
told by the book's own pairs and triples of characters, the place in question left out; nothing but the lists of alike characters is brought along.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache

import msgspec
import rjieba

from tongjian.check.confusable import alike, likeness
from tongjian.check.context import Context
from tongjian.check.ngrams import HAN, Grams, grams
from tongjian.check.scope import blanked, places
from tongjian.language.names import is_name

_STRANDED, _DOUBLED = re.compile("1(?=1)|(?<=1)1"), re.compile(r"([\u4e00-\u9fff])\1")
_NONE: frozenset[str] = frozenset()
_BACK = math.log(0.3)  # what it costs to fall back on fewer characters
# gains (natural logs) from which a reader agrees, measured by bench/misprints.py on a printed book
_SELDOM = 6  # times a character may stand alone in the book and still be an odd one
_RARE = 12.0  # for an odd one that nothing else speaks against
_SEEN = 6.0  # where the other reading stands elsewhere between the same neighbours; for two that are swapped
_TWICE = 5.0  # for a doubled one
_OFTEN = 9.0  # for a character that is often a word of its own and looks like the other
_REACH = 8  # characters either side that the dictionary cuts anew


class Slip(msgspec.Struct, frozen=True):
    """A slip that would explain a place: `start`–`end` as printed, what was meant, the kind, and by how much (natural log) the book prefers it."""

    kind: str  # alike | doubled | swapped
    start: int
    end: int
    meant: str
    gain: float


class Model(msgspec.Struct, frozen=True):
    """Counts of single characters, pairs and triples; the characters that stand after one, and ahead of one."""

    singles: dict[str, int]
    pairs: dict[tuple[str, str], int]
    triples: dict[tuple[str, str, str], int]
    size: int
    after: dict[str, set[str]]
    ahead: dict[str, set[str]]

    def log(self, a: str, b: str, c: str, less: Counter[str]) -> float:
        """ln P(c | a b), counts reduced by the grams of the place itself, backing off."""
        n = self.triples.get((a, b, c), 0) - less[a + b + c]
        if n > 0:
            return math.log(n / max(self.pairs.get((a, b), 0) - less[a + b], n))
        n = self.pairs.get((b, c), 0) - less[b + c]
        if n > 0:
            return _BACK + math.log(n / max(self.singles.get(b, 0), n))
        return 2 * _BACK + math.log((self.singles.get(c, 0) + 0.5) / self.size)

    def score(self, text: str, less: Counter[str]) -> float:
        """ln P of all characters but the first two, which are the context."""
        return sum(self.log(text[i - 2], text[i - 1], text[i], less) for i in range(2, len(text)))


def _model(context: Context) -> Model:
    counts = context.once(grams)
    after: dict[str, set[str]] = defaultdict(set)
    ahead: dict[str, set[str]] = defaultdict(set)
    for a, b in counts.pairs:
        after[a].add(b)
        ahead[b].add(a)
    return Model(Counter(counts.text), counts.pairs, counts.triples, len(counts.text), after, ahead)


@lru_cache(maxsize=65536)
def is_word(text: str) -> bool:
    """Whether the dictionary has a word."""
    return len(text) > 1 and rjieba.cut(text, False) == [text]


def _stranded(text: str) -> int:
    return sum(len(w) == 1 for w in rjieba.cut(text, False))


def likely(context: Context) -> list[Slip]:
    """The likeliest slip at each suspicious place, in the order of the text; ask by `context.once(likely)`.

    Quotations, titles and tables are left alone (coined words, names of stops and firms), and what may be a person's name.
    """
    counts, model = context.once(grams), context.once(_model)
    text = counts.text
    off = [*places(context, "quote"), *places(context, "title"), *places(context, "table")]
    blank = blanked("0" * len(text), off)
    last = -1
    found: list[Slip] = []
    # a word that a slip has broken leaves two characters alone, or one beside its double
    suspects = {m.start() for m in _STRANDED.finditer(counts.lone)}
    suspects.update(i for m in _DOUBLED.finditer(text) for i in (m.start(), m.start() + 1) if counts.lone[i] == "1")
    for i in sorted(suspects):
        if not 3 <= i < len(text) - 4 or i <= last or blank[i] != "0":
            continue
        a, c, d = text[i - 1], text[i], text[i + 1]
        if (counts.pairs[a, c] > 1 and counts.pairs[c, d] > 1 and c not in (a, d)) or "—" in text[i - 6 : i + 7]:
            continue
        best = max((s for s in _candidates(counts, model, i) if _enough(counts, s)), key=lambda s: s.gain, default=None)
        if best is not None:
            last = best.end
            found.append(best)
    return found


def _enough(counts: Grams, slip: Slip) -> bool:
    """Whether the book prefers the other reading by so much that a reader would agree."""
    text = counts.text
    a, b = text[slip.start - 1], text[slip.end]
    if slip.kind == "alike":
        c = text[slip.start]
        if counts.alone.get(c, 0) <= _SELDOM:
            return slip.gain >= _RARE or (slip.gain >= _SEEN and counts.triples.get((a, slip.meant, b), 0) > 1)
        return likeness(c, slip.meant) == "shape" and slip.gain >= _OFTEN
    if slip.kind == "swapped":
        return slip.gain >= _SEEN and is_word(slip.meant)
    c = text[slip.start]
    left, right = (text[slip.start - 1], text[slip.start + 2]) if text[slip.start + 1] == c else (text[slip.start - 2], text[slip.start + 1])
    # the single one stands elsewhere in the book, on both sides: a coined word (刮刮乐) has no such witness
    seen = all(counts.pairs.get(pair, 0) > 1 or not HAN("".join(pair)) for pair in ((left, c), (c, right)))
    return seen and slip.gain >= _TWICE and not _joined(counts, slip.start)


def _joined(counts: Grams, i: int) -> bool:
    """Whether a doubled character may end one word and begin another (产业链|链主): each is seen so elsewhere."""
    text = counts.text
    c = text[i]
    start = i if text[i + 1] == c else i - 1
    if text[start + 2] in "长主委员":  # 股|股长, 班|班主任
        return True
    left, right = text[start - 1 : start + 1], text[start + 1 : start + 3]
    ends = any(counts.cuts[m.end()] == "1" and text[m.end()] != c for m in re.finditer(re.escape(left), text))
    begins = any(counts.cuts[m.start()] == "1" and text[m.start() - 1] != c for m in re.finditer(re.escape(right), text))
    return ends and begins


def _candidates(counts: Grams, model: Model, i: int) -> Iterator[Slip]:
    text, lone, pairs = counts.text, counts.lone, counts.pairs
    a, c, d = text[i - 1], text[i], text[i + 1]
    left, right = pairs[a, c], pairs[c, d]
    before, behind = HAN(a) is not None, HAN(d) is not None
    if (left == 1 and before) or (right == 1 and behind):
        near = alike(c)
        after, ahead = near & model.after.get(a, _NONE), near & model.ahead.get(d, _NONE)
        readings = after | ahead
        for u in () if not readings or _named(text, i) else sorted(readings):
            if (a, u, d) in model.triples or (before and pairs.get((a, u), 0) > 2 and is_word(a + u)) or (behind and pairs.get((u, d), 0) > 2 and is_word(u + d)):
                yield from _slip(counts, model, "alike", i, i + 1, u)
    if HAN(c) and c in (a, d):
        yield from _slip(counts, model, "doubled", i, i + 1, "")
    if lone[i + 1] == "1" and right == 1 and behind and c != d and pairs.get((d, c), 0) > 2:
        yield from _slip(counts, model, "swapped", i, i + 2, d + c)


def _named(text: str, i: int) -> bool:
    """Whether a person's name may stand there, behind a mark or a title."""
    return any(
        j <= i < j + n and is_name(text[j : j + n]) and (not HAN(text[j - 1]) or text[j - 1] in "长记任席员授师理和某由挥")
        for j in range(i - 2, i + 1) for n in (2, 3)
    )  # fmt: skip


def _slip(counts: Grams, model: Model, kind: str, start: int, end: int, put: str) -> Iterator[Slip]:
    text = counts.text
    a, b = text[start - 2 : start], text[end : end + 2]
    printed, meant = a + text[start:end] + b, a + put + b
    if "\n" in printed:
        return
    less = Counter(printed[i : i + n] for n in (2, 3) for i in range(len(printed) - n + 1))
    gain = (model.score(meant, less) / max(len(meant) - 2, 1) - model.score(printed, less) / max(len(printed) - 2, 1)) * 3
    if gain < _TWICE:  # the least of the thresholds: cutting anew is what takes time
        return
    wide = text[max(0, start - _REACH) : start].rpartition("\n")[2], text[end : end + _REACH].partition("\n")[0]
    before, after = _stranded(wide[0] + text[start:end] + wide[1]), _stranded(wide[0] + put + wide[1])
    if after < before:
        yield Slip(kind, start, end, put, gain)
