"""Text → index terms: bigrams made here, so that every stretch of two characters and more is found as an exact phrase.

A *unit* is one character of Chinese or any other script without spaces, a Latin word, or a number (`8.8` is one unit, so that
8.8 does not find 18.8). White space, quotation marks, brackets and dashes are passed over, so that wraps and padded
names are never in the way; commas, full stops and the inserted marks between blocks and cells part one run of units from the next.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib import resources
from itertools import pairwise

_PASSED = re.compile(r"[ \u3000\u00a0\u2009\u200b\ufeff\r“”‘’\"'《》〈〉「」『』【】〔〕\[\]（）()•·‧・—–\-－~～_*#`]+")
_BETWEEN = re.compile(r"(?<=[\da-z])[\s—–\-－~～]+(?=[\da-z])")  # figures and Latin words that a dash or space parts stay apart
_UNIT = re.compile(r"[a-z]+|\d+(?:[.．]\d+)*|[^\W_a-z\d]|[%‰℃㎡㎥]")
_BREAK = re.compile(r"[^\w%‰℃]+")


def fold(text: str) -> str:
    """Case, width and traditional forms do not count: ＧＤＰ, gdp and GDP are one, and so are 學 and 学."""
    if text.isascii():
        return text.lower()
    return simplified(unicodedata.normalize("NFKC", text).lower())


def runs(text: str) -> list[list[str]]:
    """The runs of units of a text."""
    return [units for run in _BREAK.split(_PASSED.sub("", _BETWEEN.sub("\n", fold(text)))) if (units := _UNIT.findall(run))]


def bigrams(text: str) -> list[str]:
    """Neighbouring units, joined."""
    return pairs_of(runs(text))


def pairs_of(found: list[list[str]]) -> list[str]:
    """The bigrams of runs that are at hand."""
    return [a + b for units in found for a, b in pairwise(units)]


def singles(text: str) -> list[str]:
    """The single units."""
    return [unit for units in runs(text) for unit in units]


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    """Traditional character → simplified, one for one (the characters of OpenCC's t2s, Apache-2.0).

    It is in the package, since what an index holds may not depend on what happens to be installed.
    """
    traditional, plain = resources.files("tongjian.library").joinpath("traditional.txt").read_text(encoding="utf-8").split()
    return dict(zip(map(ord, traditional), plain, strict=True))


def simplified(text: str) -> str:
    """A text in simplified characters, of the same length."""
    return text if text.isascii() else text.translate(_table())
