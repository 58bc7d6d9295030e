"""Misprints by likelihood: a place that the dictionary leaves in pieces, where one slip back makes words that the book prints elsewhere.

The slips are those of hand and ear: a look-alike or sound-alike, a character doubled, dropped, or two neighbours swapped. Two things must speak for one:
the line cut into words is far likelier without it (words counted in the book, backed by the dictionary's own counts), and the neighbours stand elsewhere
in the book as they would stand without it. The place in question is left out of every count.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec
import rjieba

from tongjian.check.confusable import alike, likeness
from tongjian.check.context import Context
from tongjian.check.ngrams import FEW, Grams, grams
from tongjian.check.search import every_place

_COUNTED = re.compile(r"[\d余多几百千万亿]")
_TWICE = re.compile(r"([\u4e00-\u9fff])(?=\1)")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_DICTIONARY = 60_101_967  # words counted for the dictionary
_UNKNOWN = {True: 1e-7, False: 1e-3}  # how likely one sign is that the dictionary does not count: a Chinese character, any other
_LONGEST = 5  # characters of a word
_REACH = 6  # characters either side that are cut anew
_SPAN = 4  # characters either side that may stand elsewhere in the book
_NONE: frozenset[str] = frozenset()
# what speaks for a look-alike or sound-alike, in natural logs of the odds, fitted to misprints planted by bench/misprints.py against the untouched places of a printed book
_BASE, _WORDS, _ATTESTED, _BOTH_SIDES, _PRINTED, _SHAPE, _RUN, _LONE = -10.07, 0.58, 0.76, 0.51, -1.2, 2.5, -0.39, 2.6
_MOST_WORDS, _MOST_ATTESTED, _MOST_PRINTED, _MOST_RUN = 12.0, 5, 4, 5
SURE, FAIR = 2.4, 0.5  # odds from which it is an alarm, and from which it is mentioned
_LONG = 6  # neighbours that a missing character must have
_OTHER = frozenset("一二三四五六七八九十百千万亿两上下左右东西南北中前后内外年月日时省市区县州旗乡镇村正副男女新老大小")  # two of these are two things
_TITLE_ENDS = "长主委员"
_LEAST = {"alike": 1, "doubled": 3, "swapped": 1, "dropped": _LONG}
_FLOOR = 2.0  # gain of the words under which no kind is looked at further


class Slip(msgspec.Struct, frozen=True):
    """A slip that would explain a place: `start`–`end` as printed, what was meant and the kind.

    `gain`: by how much (natural log) the words are likelier without it; `attested`: how many neighbours of the slip the book prints elsewhere
    as they would then stand, in one string, and `times` how often; `printed`: the same of the string as printed; `odds`: what all that comes to
    of a look-alike or sound-alike.
    """

    kind: str  # alike | doubled | swapped | dropped
    start: int
    end: int
    meant: str
    gain: float
    attested: int = 0
    times: int = 0
    printed: int = 0
    odds: float = 0.0


@lru_cache(maxsize=65536)
def is_word(text: str) -> bool:
    """Whether the dictionary has a word."""
    return len(text) > 1 and bool(rjieba.has_word(text))


@lru_cache(maxsize=262144)
def _known(word: str) -> float:
    """How often the dictionary counts a word, of all words; 0 where it has none."""
    counted = float(rjieba.suggest_freq(word)) / _DICTIONARY if rjieba.has_word(word) else 0.0
    return counted or (0.0 if len(word) > 1 else _UNKNOWN["\u4e00" <= word <= "\u9fff"])


class Model(msgspec.Struct, frozen=True):
    """Words with one character left open → the characters that fill it; what stands often between two characters; how often words stand, and what each costs."""

    holes: dict[str, str]
    between: dict[str, str]
    words: dict[str, int]
    size: int
    costs: dict[str, float]  # of words asked for so far

    def price(self, word: str, less: int) -> float:
        """−ln P of a word, so many of its places left out: half by the book's count, half by the dictionary's."""
        p = max(self.words.get(word, 0) - less, 0) / self.size + _known(word)
        return math.log(2 / p) if p > 0 else math.inf

    def cost(self, line: str, less: dict[str, int]) -> float:
        """−ln P of the likeliest cut of a line into words, the counts reduced by `less`."""
        costs, best = self.costs, [0.0]
        for end in range(1, len(line) + 1):
            least = math.inf
            for start in range(max(0, end - _LONGEST), end):
                word = line[start:end]
                if word in less:
                    sum_ = best[start] + self.price(word, less[word])
                elif word in costs:
                    sum_ = best[start] + costs[word]
                else:
                    sum_ = best[start] + costs.setdefault(word, self.price(word, 0))
                if sum_ < least:
                    least = sum_
            best.append(least)
        return best[-1]


def _model(context: Context) -> Model:
    counts = context.once(grams)
    words = counts.words
    if context.beyond:
        words = dict(Counter(rjieba.cut(context.beyond, False)) + Counter(words))
    holes: dict[str, str] = defaultdict(str)
    for word, n in words.items():
        if n > 1 and len(word) > 1 and _HAN.fullmatch(word):
            for k, c in enumerate(word):
                holes[f"{word[:k]}_{word[k + 1 :]}"] += c
    between: dict[str, str] = defaultdict(str)
    for triple, n in counts.triples.items():
        if n >= FEW and "\u4e00" <= triple[1] <= "\u9fff":
            between[triple[0] + triple[2]] += triple[1]
    return Model(dict(holes), dict(between), words, sum(words.values()), {})


def likely(context: Context) -> list[Slip]:
    """The likeliest slip at each suspicious place, in the order of the text; ask by `context.once(likely)`."""
    counts, model = context.once(grams), context.once(_model)
    weighed: dict[tuple[int, str], Slip] = {}
    for slip in _weighed(counts, model, _candidates(counts, model)):
        key = slip.start, slip.kind if slip.kind != "dropped" else slip.meant
        if key not in weighed or slip.gain > weighed[key].gain:
            weighed[key] = slip
    found: list[Slip] = []
    for slip in sorted((s for s in _attested(counts, context.beyond, list(weighed.values())) if _enough(counts, s)), key=lambda s: s.start):
        if found and slip.start < max(found[-1].end, found[-1].start + 1):
            if (slip.gain, slip.attested, slip.times) > (found[-1].gain, found[-1].attested, found[-1].times):
                found[-1] = slip
        else:
            found.append(slip)
    return found


def _candidates(counts: Grams, model: Model) -> Iterator[tuple[str, int, int, str]]:
    """(kind, start, end, meant) of every slip back that makes words of the book, at places where characters meet that meet nowhere else, or stand alone."""
    text, pairs, words, lone, once = counts.text, counts.pairs, counts.words, counts.lone, counts.once
    inner = range(_SPAN, len(text) - _SPAN - 1)
    met = [m.start() for m in re.finditer(b"\1", once)]
    alone = [m.start() for m in re.finditer("1", lone)]
    for i in sorted({*(i for i in alone if once[i - 1] == 1 or once[i] == 1), *(m.start() + 1 for m in re.finditer(b"\1(?=\1)", once))}):
        if i in inner:
            for u in _readings(text, once, model.holes, i):
                yield "alike", i, i + 1, u
    for m in _TWICE.finditer(text):
        i = m.start()
        if i in inner and "1" in lone[i : i + 2]:
            yield "doubled", i, i + 1, ""
    for i in sorted({*met, *(m.start() for m in re.finditer("1(?=1)", lone))}):
        c, d = text[i], text[i + 1] if i + 1 < len(text) else ""
        w = d + c
        if c != d and pairs.get(w, 0) > 1 and i in inner and "1" in lone[i : i + 2] and _HAN.fullmatch(w):
            a, e = text[i - 1], text[i + 2]
            if any(words.get(k, 0) > 1 for k in (w, a + w, w + e, text[i - 2] + a + w, w + e + text[i + 3], a + w + e)):
                yield "swapped", i, i + 2, w
    for i in met:
        for u in model.between.get(text[i : i + 2], ""):
            if i in inner and "1" in lone[i : i + 2]:
                yield "dropped", i + 1, i + 1, u


def _readings(text: str, once: bytes, holes: dict[str, str], i: int) -> Iterable[str]:
    """The characters that the one at `i` is taken for and that make a word of the book with its neighbours."""
    c = text[i]
    near = alike(c)
    a, d = text[i - 1], text[i + 1]
    if not near or not ((once[i - 1] == 1 and "\u4e00" <= a <= "\u9fff") or (once[i] == 1 and "\u4e00" <= d <= "\u9fff")):
        return ()
    b, e = text[i - 2] + a, d + text[i + 2]
    keys = (a + "_", "_" + d, b + "_", a + "_" + d, "_" + e, text[i - 3] + b + "_", b + "_" + d, a + "_" + e, "_" + e + text[i + 3])
    return near.intersection("".join([holes[k] for k in keys if k in holes]))


def _weighed(counts: Grams, model: Model, candidates: Iterable[tuple[str, int, int, str]]) -> Iterator[Slip]:
    """The candidates that make the words of their line likelier."""
    text, cuts = counts.text, counts.cuts
    lines: dict[tuple[int, int], tuple[str, str, dict[str, int], float]] = {}
    for kind, start, end, meant in candidates:
        if kind == "dropped":  # a character more always costs: only what stands elsewhere can speak for it
            yield Slip(kind, start, end, meant, 0.0)
            continue
        if (start, end) not in lines:
            left = _HAN.findall(text[max(0, start - _REACH) : start] + "一")[-1][:-1]
            right = _HAN.match(text, end, min(len(text), end + _REACH))
            tail = right[0] if right else ""
            at = cuts.rindex("1", 0, start - len(left) + 1)
            less: dict[str, int] = {}
            while at < end + len(tail):
                stop = cuts.index("1", at + 1)
                less[text[at:stop]] = less.get(text[at:stop], 0) + 1
                at = stop
            lines[start, end] = left, tail, less, model.cost(left + text[start:end] + tail, less)
        left, tail, less, cost = lines[start, end]
        gain = cost - model.cost(left + meant + tail, less)
        if gain >= _FLOOR and math.isfinite(gain):
            yield Slip(kind, start, end, meant, gain)


def _windows(text: str, slip: Slip, put: str, least: int) -> list[tuple[int, bool, str]]:
    """(neighbours, whether on both sides, string) of every string round the place of a slip with `put` in it.

    A character left out must have what stands on both sides, two characters behind; one that is missing, many neighbours.
    """
    before, behind = (1, 2) if slip.kind == "doubled" else (2, 2) if slip.kind == "dropped" else (0, 0)
    return [
        (x + y, x > 0 and y > 0, text[slip.start - x : slip.start] + put + text[slip.end : slip.end + y])
        for x in range(before, _SPAN + 1)
        for y in range(behind, _SPAN + 1)
        if x + y >= least and "\n" not in text[slip.start - x : slip.end + y]
    ]


def _attested(counts: Grams, beyond: str, slips: list[Slip]) -> Iterator[Slip]:
    """The slips with what the book prints elsewhere, and other books, and with what that comes to."""
    text = counts.text
    kept: list[Slip] = []
    for slip, near, times, both in _seen(text, beyond, slips, [_windows(text, s, s.meant, _LEAST[s.kind]) for s in slips], 0):
        odds = _BASE + _WORDS * min(slip.gain, _MOST_WORDS) + _ATTESTED * min(near, _MOST_ATTESTED) + _BOTH_SIDES * min(both, _MOST_ATTESTED)
        if slip.kind == "alike":
            odds += _SHAPE * (likeness(text[slip.start], slip.meant) == "shape") + _LONE * (counts.lone[slip.start] == "1") + _RUN * min(_run(counts.lone, slip.start), _MOST_RUN)
        if odds >= FAIR or slip.kind != "alike":
            kept.append(msgspec.structs.replace(slip, attested=near, times=times, odds=odds))
    printed = [_windows(text, s, text[s.start : s.end], 1) if s.kind in ("alike", "swapped") else [] for s in kept]
    for slip, size, _, _ in _seen(text, beyond, kept, printed, 1):
        yield msgspec.structs.replace(slip, printed=size, odds=slip.odds + _PRINTED * min(size, _MOST_PRINTED))


def _run(lone: str, at: int) -> int:
    """How many characters in a row, round a place, are words alone."""
    start, end = at, at
    while lone[start - 1] == "1":
        start -= 1
    while lone[end] == "1":
        end += 1
    return end - start


def _seen(text: str, beyond: str, slips: list[Slip], windows: list[list[tuple[int, bool, str]]], but: int) -> Iterator[tuple[Slip, int, int, int]]:
    """Each slip with the most neighbours that stand with it oftener than `but` times, how often they do, and the most of those on both sides."""
    asked = {w for row in windows for _, _, w in row}
    times_of = {w: len(places) for w, places in every_place(asked, text).items()}
    for w, places in every_place(asked, beyond).items() if beyond else ():
        times_of[w] += len(places)
    for slip, row in zip(slips, windows, strict=True):
        kept = [(size, times_of[w], size * both) for size, both, w in row if times_of[w] > but]
        yield slip, *max(((size, times) for size, times, _ in kept), default=(0, 0)), max((both for _, _, both in kept), default=0)


def sure(slip: Slip) -> bool:
    """Whether a slip is an alarm, and no mere mention: one missing character, or a doubled one whose neighbours stand so nowhere else, is too often right."""
    if slip.kind == "alike":
        return slip.odds >= SURE
    if slip.kind == "doubled":
        return slip.attested >= 4 or (slip.attested == 3 and slip.times > 1)
    return slip.kind == "swapped" and (slip.attested >= 3 or slip.times > 1)


def _enough(counts: Grams, slip: Slip) -> bool:
    """Whether the book prefers the other reading by so much that a reader would agree, or at least look."""
    if slip.kind == "alike":
        # behind a figure stands a measure word, and which one only the sense can tell (100余封, 100余份)
        other = counts.text[slip.start] in _OTHER and slip.meant in _OTHER
        return slip.odds >= FAIR and not other and not (_COUNTED.match(counts.text, slip.start - 1) and not _HAN.match(counts.text, slip.end))
    if slip.kind == "swapped":
        return not slip.printed and ((slip.gain >= 8.5 and slip.attested >= 1) or (slip.gain >= 4.0 and slip.attested >= 3))
    if slip.kind == "dropped":
        return slip.attested >= _LONG and slip.times >= FEW
    at = slip.start
    if counts.text[at + 2] in _TITLE_ENDS:  # 股|股长, 班|班主任
        return False
    if slip.gain >= 8.0 and slip.attested >= 5:
        return True
    lone = counts.lone[at - 1 : at + 3] in ("0100", "0010") and counts.words.get(meant_word(counts, slip)[2], 0) >= FEW
    return slip.gain >= (8.0 if slip.attested < 3 else 6.0) and (lone or slip.attested >= 3) and not _joined(counts, at)


def meant_word(counts: Grams, slip: Slip) -> tuple[int, int, str]:
    """The word that is meant, as the dictionary cuts the line without the slip: start and end of its place as printed, and the word."""
    text = counts.text
    left = _HAN.findall(text[max(0, slip.start - _REACH) : slip.start] + "一")[-1][:-1]
    right = _HAN.match(text, slip.end, min(len(text), slip.end + _REACH))
    line = left + slip.meant + (right[0] if right else "")
    begin, last = len(left), len(left) + len(slip.meant)
    if not slip.meant:  # what is left of a doubled character is the one behind
        last += 1
    at, low, high = 0, begin, last
    for word in rjieba.cut(line, False):
        stop = at + len(word)
        if at < last and begin < stop:
            low, high = min(low, at), max(high, stop)
        at = stop
    return slip.start - len(left) + low, slip.end + high - len(left) - len(slip.meant), line[low:high]


def _joined(counts: Grams, i: int) -> bool:
    """Whether a doubled character may end one word and begin another (产业链|链主): each is seen so elsewhere."""
    text = counts.text
    c = text[i]
    start = i if text[i + 1] == c else i - 1
    left, right = text[start - 1 : start + 1], text[start + 1 : start + 3]
    ends = any(counts.cuts[m.end()] == "1" and text[m.end()] != c for m in re.finditer(re.escape(left), text))
    begins = any(counts.cuts[m.start()] == "1" and text[m.start() - 1] != c for m in re.finditer(re.escape(right), text))
    return ends and begins
