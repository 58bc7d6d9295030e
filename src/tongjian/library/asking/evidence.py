"""Evidence: the sentences that may answer a part of a question, and how much of the part each place in them speaks of."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache

import msgspec

from tongjian.library.asking.question import Question, wording
from tongjian.library.passages import Passage, over, sentences
from tongjian.library.searching import Searcher, synonyms
from tongjian.library.terms import runs

FOUND = 80  # sentences that the index gives for a question
LOOSE = 0.3  # worth of a term of which only the single characters stand in a zone
_REGION = re.compile(r"全(?:区|县|市|省|州|旗)(?!级)|(?:本|我|该)(?:区|县|市|省|州|旗|地)|辖区内?|[区县市]内")
_BEFORE = 160  # characters before a sentence that it may go on speaking of


class Term(msgspec.Struct, frozen=True):
    """Something that the answer must speak of: two neighbouring units of the question, or a word with its other names."""

    words: tuple[str, ...]  # the bigram or word, and what means the same
    weight: float
    units: tuple[str, ...]


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
    def titles(self) -> str:
        """Titles over the sentence and the signature under it, squeezed."""
        return squeeze("\n".join([*over(self.passage, self.start), self.passage.byline or ""]))

    @cached_property
    def before(self) -> str:
        """What its entry says just before it, squeezed; nothing for a row."""
        at = self.start - self.passage.start
        return squeeze(self.passage.text[max(0, at - _BEFORE) : at]) if "\t" not in self.text else ""

    @property
    def key(self) -> tuple[str, int]:
        return self.passage.key, self.number


def squeeze(text: str) -> str:
    """Text as the index sees it: runs of units, parted by spaces."""
    return " ".join("".join(run) for run in runs(text))


@lru_cache(maxsize=1)
def same() -> dict[str, tuple[str, ...]]:
    """Word → words that mean the same in a question."""
    found: dict[str, list[str]] = {}
    for row in wording()["same"]:
        words = row.split()
        for word in words:
            found.setdefault(word, []).extend(w for w in words if w != word)
    return {word: tuple(dict.fromkeys(others)) for word, others in found.items()}


def local(content: str, regions: Iterable[str]) -> str:
    """Words without the name of the book's own region, which its sentences leave out: 青石区民政局 → 区民政局, 全区 → nothing."""
    text = _REGION.sub("\n", content)
    for region in regions:
        text = re.sub(rf"(?:[\u4e00-\u9fff]{{2,3}}[省市])?{re.escape(region)}", region[-1], text)
    return text


def terms(searcher: Searcher, content: str, regions: Iterable[str] = (), scale: float = 1.0) -> list[Term]:
    """The terms of a part's words, weighed by how rare they are in the library. The book's own region is no term."""
    text = local(content, regions)
    total = max(searcher.sentences_in_all, 2)
    made: list[Term] = []
    for run in runs(text):
        joined = "".join(run)
        taken: set[int] = set()
        for word in sorted(same(), key=len, reverse=True):
            for m in re.finditer(re.escape(word), joined):
                if m.start() not in taken:
                    df = max((searcher.frequency(w) for w in (word, *same()[word]) if len(w) == 2), default=0)
                    made.append(Term((word, *same()[word]), scale * math.log(1 + total / (2 + df)), tuple(word)))
                    taken.update(range(m.start(), m.end() - 1))
        at = 0
        for a, b in zip(run, run[1:], strict=False):
            here, at = at, at + len(a)
            if here in taken and len(a) == 1:
                continue
            df = searcher.frequency(a + b)
            if not df and here == 0 and a in "省市区县州旗":
                continue  # what is left of the region's name
            made.append(Term((a + b,), scale * math.log(1 + total / (1 + df)) * _cohesion(searcher, a, b, df), (a, b)))
    return made


def _cohesion(searcher: Searcher, a: str, b: str, df: int) -> float:
    """How surely two neighbouring units belong to one word: 1 where one of them seldom stands without the other, 0.3 where they only met."""
    if not df:
        return 0.4
    alone = min(searcher.frequency(a, unit=True), searcher.frequency(b, unit=True)) or 1
    return 0.3 + 0.7 * min(1.0, 3 * df / alone)


Zones = Sequence[tuple[str, float]]  # squeezed text, what a term that stands in it is worth; the first zone counts loosely too


def cover(wanted: Sequence[Term], zones: Zones) -> float:
    """Share of the terms, by weight, that the zones speak of."""
    total = sum(t.weight for t in wanted)
    if not total:
        return 1.0
    return sum(t.weight * worth(t, zones) for t in wanted) / total


def worth(term: Term, zones: Zones) -> float:
    """What a term is worth by the best zone that it stands in."""
    best = max((w for text, w in zones if any(word in text for word in term.words)), default=0.0)
    if best < LOOSE and zones and all(u in zones[0][0] for u in term.units):
        return LOOSE * zones[0][1]
    return best


def candidates(searcher: Searcher, content: str, versions: list[str] | None = None) -> list[Sentence]:
    """Sentences that may answer: those of the index for the words of a question, best first, and the neighbours of the best."""
    others = [name for word in content.split("\n") for name in synonyms(word)[:3]]
    others += [w for word in same() if len(word) > 1 and word in content for w in same()[word]]
    found = searcher.sentences("\n".join([content, *others]), FOUND, versions)
    chosen: dict[tuple[str, int], Sentence] = {}
    for rank, (passage, start, _, _) in enumerate(found):
        spans = sentences(passage)
        number = next(i for i, span in enumerate(spans) if span[0] == start)
        reach = 2 if rank < 25 else 0
        for i in range(max(0, number - reach), min(len(spans), number + reach + 1)):
            chosen.setdefault((passage.key, i), Sentence(passage, *spans[i], i))
    return list(chosen.values())


def others_words(question: Question, number: int) -> str:
    """The words of the other parts, that a part goes on speaking of: all of those before it, the first of those after."""
    return "\n".join(p.content for n, p in enumerate(question.parts) if n != number)
