"""Evidence: the sentences that may answer a part of a question, and how much of the part each place in them speaks of."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise

import msgspec

from tongjian.library.asking.question import wording
from tongjian.library.passages import Passage, over, sentences
from tongjian.library.searching import Searcher, synonyms
from tongjian.library.terms import fold, runs

NAMED_ENTRIES, NAMED_SENTENCES = 6, 30  # entries that a question names by their titles, and sentences of each
FOUND = 80  # sentences that the index gives for a question
NAME = 4  # characters of a name beyond which it is looked for whole
SAME = 0.85  # worth of another word of the same meaning
LOOSE = 0.3  # worth of a term of which only the single characters stand in a zone
_REGION = re.compile(r"全(?:区|县|市|省|州|旗)(?!级)|(?:本|我|该)(?:区|县|市|省|州|旗|地)|辖区内?|[区县市]内")
EMPTY = frozenset("部门 单位 全年 年度 目前 称号 情况 工作 活动 名称 内容 方面 时候 地方".split())  # says little of what is asked
_CHANGE = re.compile(r"[比较与](?:上年|去年|前年|上一年)(?:同期)?(?:相比)?|同比")  # says that a change is asked, not of what
_JOINING = frozenset("时和与及的了是在被由于等之各共有到为")  # characters that stand between words more often than in them
_SUFFIX = frozenset("额数量值")
_JOINS = frozenset("pucdvrf")  # parts of speech whose single characters join words: prepositions, particles, verbs …
SEAM = 0.12  # worth of a pair over the seam of two words
_IMPLIED = {"honours": "获得荣获荣誉称号奖项表彰奖励"}
_BEFORE = 160  # characters before a sentence that it may go on speaking of


class Term(msgspec.Struct, frozen=True):
    """Something that the answer must speak of: two neighbouring units of the question, or a word with its other names."""

    words: tuple[str, ...]  # the bigram or word, and what means the same
    weight: float
    units: tuple[str, ...]
    sure: bool = False  # a word of the library for certain


class Sentence(msgspec.Struct, frozen=True, dict=True):
    """A sentence or row of a book, as evidence."""

    passage: Passage
    start: int
    end: int
    number: int  # in its passage

    @cached_property
    def text(self) -> str:
        return self.passage.words(self.start, self.end)

    @cached_property
    def squeezed(self) -> str:
        return squeeze(self.text)

    @cached_property
    def titles(self) -> str:
        """Titles over the sentence and the signature under it, squeezed."""
        implied = _IMPLIED.get(self.passage.kind, "")  # what a list says without the word
        return squeeze("\n".join([*over(self.passage, self.start), self.passage.byline or "", self._columns, implied]))

    @cached_property
    def _columns(self) -> str:
        """The head of the columns over a row: the nearest row above of as many cells and no figure."""
        if "\t" not in self.text:
            return ""
        cells = self.text.count("\t")
        above = self.passage.text[max(0, self.start - self.passage.start - 4000) : self.start - self.passage.start].split("\n")
        return next((row for row in reversed(above) if row.count("\t") == cells and not re.search(r"\d", row)), "")

    @cached_property
    def columns(self) -> list[str]:
        """The head of each column over a row: the cells of the nearest row above of as many, none of them a figure but years."""
        count = self.text.count("\t")
        above = self.passage.text[max(0, self.start - self.passage.start - 4000) : self.start - self.passage.start].split("\n")
        rows = (row.split("\t") for row in reversed(above) if row.count("\t") == count)
        return next((row for row in rows if not any(re.fullmatch(r"-?\d[\d.,]*%?", c.strip()) and not re.fullmatch(r"(?:19|20)\d{2}", c.strip()) for c in row) and any(re.search(r"[\u4e00-\u9fff]", c) for c in row)), []) if count else []

    @cached_property
    def before(self) -> str:
        """What its entry says just before it, squeezed; nothing for a row."""
        at = self.start - self.passage.start
        return squeeze(self.passage.text[max(0, at - _BEFORE) : at]) if "\t" not in self.text else ""

    @property
    def key(self) -> tuple[str, int]:
        return self.passage.key, self.number


@lru_cache(maxsize=4096)
def squeeze(text: str) -> str:
    """Text as the index sees it: runs of units, parted by spaces."""
    return " ".join("".join(run) for run in runs(text))


@lru_cache(maxsize=1)
def same() -> dict[str, tuple[str, ...]]:
    """Word → words that mean the same in a question: of wording.toml, and the Latin names of indicators (GDP)."""
    from tongjian.extract.vocabulary import entries

    found: dict[str, list[str]] = {}
    named = [[e["name"], *e.get("synonyms", ())] for e in entries() if any(name.isascii() for name in e.get("synonyms", ()))]
    for words in [*(row.split() for row in wording()["same"]), *named]:
        words = [fold(word) for word in words]
        for word in words:
            found.setdefault(word, []).extend(w for w in words if w != word)
    return {word: tuple(dict.fromkeys(others)) for word, others in found.items()}


def local(content: str, regions: Iterable[str]) -> str:
    """Words without the name of the book's own region, which its sentences leave out: 青石区民政局 → 区民政局, 全区 → nothing."""
    text = _REGION.sub("\n", _CHANGE.sub("\n", content))
    for region in regions:
        text = re.sub(rf"(?:[\u4e00-\u9fff]{{2,3}}[省市])?{re.escape(region)}", "\n" + region[-1], text)
    return text


def terms(searcher: Searcher, content: str, regions: Iterable[str] = (), scale: float = 1.0) -> list[Term]:
    """The terms of a part's words, weighed by how rare they are in the library. The book's own region is no term."""
    text = local(content, regions)
    total = max(searcher.sentences_in_all, 2)
    made: list[Term] = []
    for run in runs(text):
        joined = "".join(run)
        taken: set[int] = set()
        for word, names in searcher.named_in(joined).items():
            at = joined.find(word)
            if len(word) > NAME and at >= 0 and not taken & set(range(at, at + len(word))):  # a body by another of its names
                made.append(Term((word, *map(squeeze, names)), scale * 1.5 * math.log(1 + total / 3), tuple(word), True))
                taken.update(range(at, at + len(word) - 1))
        for word in sorted(same(), key=len, reverse=True):
            for m in re.finditer(re.escape(word), joined):
                if m.start() not in taken:
                    df = max((searcher.frequency(w) for w in (word, *same()[word]) if len(w) == 2), default=0)
                    made.append(Term((word, *same()[word]), scale * math.log(1 + total / (2 + df)), tuple(word), True))
                    taken.update(range(m.start(), m.end()))  # its own pairs, and that of its end with what follows
        bound = [_cohesion(searcher, a, b) for a, b in pairwise(run)]
        seams, within = _seams(joined)
        at = 0
        for n, (a, b) in enumerate(pairwise(run)):
            here, at = at, at + len(a)
            if here in taken and (len(a) == 1 or here + 1 in taken):
                continue
            rare = math.log(1 + total / (1 + searcher.frequency(a + b)))
            between = bound[n] < 0.5 and (a in _JOINING or b in _JOINING)
            coined = b in _SUFFIX and not searcher.frequency(a + b)  # 出口额 of which the books only say 出口
            share = 0.05 if between or coined else 0.3 if a + b in EMPTY else _share(bound, n)
            if share > SEAM and at in seams and bound[n] < 0.5:
                share = SEAM
            elif at in within and a + b not in EMPTY and not between:
                share = max(share, 0.7)
            made.append(Term((a + b,), scale * rare * share, (a, b), bound[n] >= 0.45 and a + b not in EMPTY))
        if len(run) == 1 and not made and re.fullmatch(r"[\u4e00-\u9fff]", run[0]):
            made.append(Term((run[0],), scale, (run[0],)))
    return made


@lru_cache(maxsize=4096)
def _seams(text: str) -> tuple[frozenset[int], frozenset[int]]:
    """Where two words of a dictionary meet, so that the pair of characters over the seam says nothing; and where a pair is within a word.

    A seam at a single character that could be part of a name the dictionary does not know (天|邻) is none; at one that only joins (给, 在) it is.
    """
    import rjieba  # late: its dictionary takes a quarter of a second

    seams, within = set[int](), set[int]()
    at = 0
    tagged = rjieba.tag(text, False)
    for (left, tag), (right, next_tag) in pairwise([*tagged, ("", "")]):
        within.update(range(at + 1, at + len(left)))
        at += len(left)
        if right and all(len(word) > 1 or kind[:1] in _JOINS for word, kind in ((left, tag), (right, next_tag))):
            seams.add(at)
    return frozenset(seams), frozenset(within)


@lru_cache(maxsize=4096)
def verbs(text: str) -> frozenset[str]:
    """The verbs of two characters in a text: books may put what was done in another word."""
    import rjieba

    found = (word.rstrip("于在到至为") for word, kind in rjieba.tag(text, False) if kind == "v")
    return frozenset(word for word in found if len(word) == 2)


def _cohesion(searcher: Searcher, a: str, b: str) -> float:
    """How surely two neighbouring units belong to one word: 1 where one of them seldom stands without the other, 0 where they never meet in the library."""
    alone = min(searcher.frequency(a, unit=True), searcher.frequency(b, unit=True)) or 1
    return min(1.0, 3 * searcher.frequency(a + b) / alone)


def _share(bound: Sequence[float], n: int) -> float:
    """What a pair counts for: little where two words only meet in it, as the words on both its sides show; more where it is a word that the library does not know."""
    if bound[n] >= 0.3:
        return 0.3 + 0.7 * bound[n]
    sides = [bound[i] for i in (n - 1, n + 1) if 0 <= i < len(bound)]
    return 0.12 if sides and min(sides) >= 0.3 else 0.4


def known_indicator(words: str) -> tuple[str, str] | None:
    """The indicator of the vocabulary that words end in, and the words for it."""
    from tongjian.extract.vocabulary import normalise

    return next(((name, words[at:]) for at in range(len(words) - 1) if (name := normalise(words[at:]))), None)


Zones = Sequence[tuple[str, float]]  # squeezed text, what a term that stands in it is worth; the first zone counts loosely too


def cover(wanted: Sequence[Term], zones: Zones) -> float:
    """Share of the terms, by weight, that the zones speak of."""
    total = sum(t.weight for t in wanted)
    if not total:
        return 1.0
    return sum(t.weight * worth(t, zones) for t in wanted) / total


def worth(term: Term, zones: Zones) -> float:
    """What a term is worth by the best zone that it stands in."""
    best = max((w for text, w in zones if term.words[0] in text), default=0.0)
    if len(term.words) > 1:
        best = max(best, SAME * max((w for text, w in zones if any(word in text for word in term.words[1:])), default=0.0))
    if best < LOOSE and zones and all(u in zones[0][0] for u in term.units):
        return LOOSE * zones[0][1]
    return best


def candidates(searcher: Searcher, content: str, versions: list[str] | None = None, years: Sequence[int] = (), naming: Sequence[str] = ()) -> list[Sentence]:
    """Sentences that may answer: those of the index for the words of a question, best first, the neighbours of the best, of a table
    that was found the rows of the years and names asked, which say little beside their figures, and those of the entries that the question names.
    `naming`: places that they must name."""
    known = [pair for word in content.split("\n") if (pair := known_indicator(re.sub(r"的|^全[区县市省州旗]", "", word)))]
    others = [name for indicator, asked in known for name in (indicator, *synonyms(indicator)) if name != asked][:6]
    others += [w for word in same() if len(word) > 1 and word in content for w in same()[word]]
    text = "\n".join([content, *others])
    found = searcher.sentences(text, FOUND, versions)
    for name in naming:
        found += searcher.sentences(text.replace(name, "\n"), FOUND // 2, versions, [name])
    chosen: dict[tuple[str, int], Sentence] = {}
    wanted, tables = {str(year) for year in years}, set[str]()
    for rank, (passage, start, _, _) in enumerate(found):
        spans = sentences(passage)
        number = next(i for i, span in enumerate(spans) if span[0] == start)
        reach = 2 if rank < 25 else 0
        for i in range(max(0, number - reach), min(len(spans), number + reach + 1)):
            chosen.setdefault((passage.key, i), Sentence(passage, *spans[i], i))
        if passage.heads and passage.key not in tables:
            tables.add(passage.key)
            for i, (a, b) in enumerate(spans):
                first, tab, _ = passage.words(a, b).partition("\t")
                first = first.strip()
                if tab and (first.rstrip("年") in wanted or (len(first) > 1 and first in content)):
                    chosen.setdefault((passage.key, i), Sentence(passage, a, b, i))
    for entry in searcher.titled(_titles_in(content), NAMED_ENTRIES, versions):
        for i, (a, b) in enumerate(sentences(entry)[:NAMED_SENTENCES]):
            chosen.setdefault((entry.key, i), Sentence(entry, a, b, i))
    return list(chosen.values())


def _titles_in(content: str) -> list[str]:
    """Every stretch of a question that could be the title of an entry."""
    found = {run[a:b] for run in content.split("\n") for a in range(len(run)) for b in range(a + 3, min(len(run), a + 14) + 1)}
    return sorted(found)[:600]
