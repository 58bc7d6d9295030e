"""The score of a book: what a machine sees of its errors, counted as 《图书质量管理规定》 counts them. A lower bound and no verdict."""

from __future__ import annotations

import re
from collections import defaultdict

import msgspec

from tongjian.book import Book
from tongjian.check.finding import Finding

PASS = 1.0  # errors per 10,000 characters that a book may have
# What one error counts, by the beginning of its code, the longest first. Wrong, missing and superfluous characters and wrong figures count 1,
# grammar and logic 2, the case of a unit 0.5 (1.5 at most a book), a unit that is none 1 (read). A mark counts 0.1 (recalled). What only the
# trade's own rules forbid (first person, vague time, titles) counts nothing there.
WEIGHTS = {
    "NUM": 1.0, "DAT": 1.0, "TAB": 1.0, "REF": 1.0, "TXT": 1.0, "PUN": 0.1, "STR104": 1.0, "STY101": 1.0, "STY15": 1.0, "STY207": 1.0, "STY4": 1.0, "STY404": 0.5,
    "STY501": 2.0, "STY506": 2.0, "STY8": 2.0, "NAM311": 3.0,
}  # fmt: skip
CAPS = {"STY404": 1.5}
REPEATS = 4  # times one and the same error counts in a book; once a page


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
    fits = [start for start in WEIGHTS if code.startswith(start)]
    return WEIGHTS[max(fits, key=len)] if fits else 0.0


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
        by_code[f.code] = min(by_code[f.code] + worth, CAPS.get(f.code, float("inf")))
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
