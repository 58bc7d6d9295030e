"""The words to show: the clause that answers, and as much of its sentence as one or two lines hold."""

from __future__ import annotations

import re

from tongjian.library.asking.evidence import Sentence
from tongjian.library.asking.targets import clauses

LINE = 58  # characters of a short answer


def window(sentence: Sentence, start: int, end: int, size: int = LINE) -> tuple[int, int]:
    """The span (offsets in the book) to show of a sentence: the clauses of `start`–`end`, then those after, then those before, up to `size`.

    Where the clauses alone are longer, their end is kept, since the answer stands there.
    """
    text = sentence.text
    if len(text.strip()) <= size:
        return sentence.start, sentence.end
    a, b = start - sentence.start, end - sentence.start
    spans = clauses(text)
    inside = [i for i, (x, y) in enumerate(spans) if x < b and y > a]
    first, last = (inside[0], inside[-1]) if inside else (0, 0)
    left, right = spans[first][0], spans[last][1]
    while last + 1 < len(spans) and spans[last + 1][1] - left <= size:
        last += 1
        right = spans[last][1]
    while first and right - spans[first - 1][0] <= size:
        first -= 1
        left = spans[first][0]
    if right - left > size * 5 // 4:
        left, right = _seam(text, left, right, a, b, size)
    return sentence.start + left, sentence.start + right


def windows(sentence: Sentence, spans: list[tuple[int, int]], size: int = LINE) -> list[tuple[int, int]]:
    """The spans to show for several places of one sentence: one window where it holds them all, else one for each."""
    whole = window(sentence, min(a for a, _ in spans), max(b for _, b in spans), size)
    if whole[1] - whole[0] <= size * 1.3:
        return [whole]
    apart = sorted({window(sentence, a, b, size // 2) for a, b in spans})
    return [span for n, span in enumerate(apart) if not n or span[0] >= apart[n - 1][1]]


def _seam(text: str, left: int, right: int, a: int, b: int, size: int) -> tuple[int, int]:
    """A stretch of a very long clause round the target, cut at items where it can be."""
    begin = max(left, b - size if b - a > size else min(a, b - size // 2))
    seams = [left + m.end() for m in re.finditer(r"[、\t]", text[left:b])]
    begin = next((at for at in seams if begin - 5 < at <= begin + 16), begin)
    stop = min(right, max(b, begin + size))
    return begin, stop


def tidy(words: str) -> str:
    """Words as an answer prints them: no marks at the ends, cells parted by spaces."""
    return re.sub(r"\s+", " ", words.strip()).strip("，；：。、 ")
