"""Text → index terms: bigrams made here, so that every stretch of two characters and more is found as an exact phrase.

A *unit* is one character of Chinese or any other script without spaces, a Latin word, or a number (`8.8` is one unit, so that
8.8 does not find 18.8). White space, quotation marks, brackets and dashes are passed over, so that wraps and padded
names are never in the way; commas, full stops and the inserted marks between blocks and cells part one run of units from the next.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import Any

_PASSED = re.compile(r"[ \u3000\u00a0\u2009\u200b\ufeff\r“”‘’\"'《》〈〉「」『』【】〔〕\[\]（）()•·‧・—–\-－~～_*#`]+")
_BETWEEN = re.compile(r"(?<=[\da-z])[\s—–\-－~～]+(?=[\da-z])")  # figures and Latin words that a dash or space parts stay apart
_UNIT = re.compile(r"[a-z]+|\d+(?:[.．]\d+)*|[^\W_a-z\d]|[%‰℃㎡㎥]")
_BREAK = re.compile(r"[^\w%‰℃]+")


def fold(text: str) -> str:
    """Case and width do not count: ＧＤＰ, gdp and GDP are one."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", text).lower()


def runs(text: str) -> list[list[str]]:
    """The runs of units of a text."""
    return [units for run in _BREAK.split(_PASSED.sub("", _BETWEEN.sub("\n", fold(text)))) if (units := _UNIT.findall(run))]


def bigrams(text: str) -> list[str]:
    """Neighbouring units, joined."""
    return [a + b for units in runs(text) for a, b in pairwise(units)]


def singles(text: str) -> list[str]:
    """The single units."""
    return [unit for units in runs(text) for unit in units]


@lru_cache(maxsize=1)
def _converter() -> Any:
    """OpenCC's traditional → simplified; None where it is not installed."""
    try:
        import opencc
    except ImportError:
        return None
    return opencc.OpenCC("t2s")


_TRADITIONAL = re.compile(r"[\u4e00-\u9fff]")


def simplified(text: str) -> str:
    """A query in simplified characters, where `opencc` is installed (`pip install opencc`); else as it stands."""
    if not _TRADITIONAL.search(text):
        return text
    converter = _converter()
    return converter.convert(text) if converter is not None else text
