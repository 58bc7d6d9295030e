"""The score of a book: what a machine sees of its errors, counted as 《图书质量管理规定》 counts them. A lower bound and no verdict."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from functools import lru_cache
from importlib.resources import files

import msgspec

from tongjian.book import Book
from tongjian.check.finding import Finding

PASS = 1.0  # errors per 10,000 characters that a book may have
REPEATS = 4  # times one and the same error counts in a book; once a page


class _Scale(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """score.toml: what an error counts, and at most counts in one book, by the beginning of its code."""

    weights: dict[str, float]
    caps: dict[str, float]


@lru_cache(maxsize=1)
def scale() -> _Scale:
    """The weights and caps that the package carries."""
    return msgspec.convert(tomllib.loads((files("tongjian.check") / "score.toml").read_text(encoding="utf-8")), _Scale)


class BookScore(msgspec.Struct, frozen=True):
    """`counted` errors, weighted, of `places` places in `characters` characters; `rate` per 10,000; `by_code` the weights by code."""

    characters: int
    places: int
    counted: float
    rate: float
    passes: bool
    by_code: dict[str, float]


def weight(code: str) -> float:
    """What one error of a code counts; 0 where 《图书质量管理规定》 does not count it."""
    weights = scale().weights
    fits = [start for start in weights if code.startswith(start)]
    return weights[max(fits, key=len)] if fits else 0.0


def book_score(book: Book, findings: list[Finding]) -> BookScore:
    """Count the findings of severity `error`: one and the same error once a page and four times a book at most.

    The base is the characters of the text, white space left out. The standard's base, characters a line × lines × pages, is larger.
    """
    seen: dict[tuple[str, str], set[str | None]] = defaultdict(set)
    by_code: dict[str, float] = defaultdict(float)
    places = 0
    for f in findings:
        worth = weight(f.code)
        if f.severity != "error" or not worth:
            continue
        place = book.place(f.start, f.end)
        pages = seen[f.code, place.quote]
        page = place.page or (f"sheet {place.sheet}" if place.sheet else place.node)  # a text without pages: once an entry
        if page in pages or len(pages) >= REPEATS:
            continue
        pages.add(page)
        places += 1
        by_code[f.code] = min(by_code[f.code] + worth, scale().caps.get(f.code, float("inf")))
    characters = len(re.sub(r"\s+", "", book.text))
    counted = round(sum(by_code.values()), 1)
    rate = round(1e4 * counted / characters, 2) if characters else 0.0
    return BookScore(characters, places, counted, rate, rate <= PASS, dict(sorted(by_code.items())))


def score_line(book: Book, findings: list[Finding]) -> str:
    """One line for the end of a report, Chinese first."""
    s = book_score(book, findings)
    return (
        f"机检可见差错 {s.counted:g} 个，每万字 {s.rate:g}（按《图书质量管理规定》折算，只是下限，不是质检结论；合格线每万字 {PASS:g}）  "
        f"errors a machine can see: {s.counted:g}, {s.rate:g} per 10,000 characters; a lower bound, no verdict; pass line {PASS:g}"
    )
