"""From question to answer: the sentences that speak of what is asked, weighed by how much of it they hold."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from tongjian.library.asking.answer import Answer, Citation
from tongjian.library.passages import Passage
from tongjian.library.terms import bigrams, simplified

if TYPE_CHECKING:
    from tongjian.library.shelf import Library

_ASKING = re.compile(r"请问|是?多少[^，。？]?|多大|多高|几[名位个家次条]|何时|什么时候|什么|哪些|哪[^，。？]?|有没有|是否|谁|吗|呢|[？?，。]|叫什么名字|姓名是")
FLOOR = 0.5


def find(library: Library, question: str) -> Answer:
    """The best sentence where it holds enough of the question, else nothing."""
    text = _ASKING.sub("\n", simplified(question)[:500])
    searcher = library.searcher
    found = searcher.sentences(text, 40)
    if not found:
        return Answer(question, None)
    terms = set(bigrams(text))
    weights = {t: math.log(1 + searcher.documents / (1 + searcher.frequency(t))) for t in terms}
    total = sum(weights.values()) or 1.0

    def coverage(passage: Passage, start: int, end: int) -> float:
        own = set(bigrams(passage.words(start, end)))
        near = set(bigrams("\n".join((*passage.path, passage.title))))
        return sum(w * (1.0 if t in own else 0.6 if t in near else 0.0) for t, w in weights.items()) / total

    scored = sorted(((coverage(p, a, b), -n, p, a, b) for n, (p, a, b, _) in enumerate(found)), key=lambda row: row[:2], reverse=True)
    cited = [Citation(p, a, b) for _, _, p, a, b in scored]
    if scored[0][0] < FLOOR:
        return Answer(question, None, alternatives=tuple(cited[:3]))
    return Answer(question, cited[0].quote.strip(), tuple(cited[:1]), tuple(cited[1:3]))
