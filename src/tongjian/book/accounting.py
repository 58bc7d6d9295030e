"""The accounting law: every character of the source stands in the book exactly once, and nothing was invented.

    running text − inserted marks + furniture + dropped white space = the source, character for character
"""

from __future__ import annotations

from tongjian.book.model import Book

INSERTED = frozenset("\n\t ")


def account(book: Book, source: str) -> list[str]:
    """Check the accounting law of `book` against the decoded text of its source.

    Returns one sentence a breach; an empty list means that the law holds.
    """
    problems: list[str] = []
    covered = bytearray(len(source))
    text_seen = 0
    origin = book.origin
    for at, src, length in zip(origin.text, origin.source, origin.length, strict=True):
        gap = book.text[text_seen:at]
        if at < text_seen:
            problems.append(f"run at {at} overlaps the run before it")
        elif gap and not set(gap) <= INSERTED:
            problems.append(f"text {text_seen}–{at} {gap[:20]!r} has no origin and is no inserted mark")
        if book.text[at : at + length] != source[src : src + length]:
            problems.append(f"text at {at} {book.text[at : at + length][:20]!r} differs from source at {src} {source[src : src + length][:20]!r}")
        if covered.count(0, src, src + length) != length:
            problems.append(f"source {src}–{src + length} is printed twice")
        covered[src : src + length] = b"\x01" * length
        text_seen = at + length
    tail = book.text[text_seen:]
    if tail and not set(tail) <= INSERTED:
        problems.append(f"text {text_seen}–end {tail[:20]!r} has no origin and is no inserted mark")
    for item in book.furniture:
        if covered.count(0, item.start, item.end) != item.end - item.start:
            problems.append(f"furniture {item.kind} {item.start}–{item.end} overlaps content or other furniture")
        covered[item.start : item.end] = b"\x01" * (item.end - item.start)
    at = covered.find(0)
    while at >= 0:
        end = covered.find(1, at)
        end = len(source) if end < 0 else end
        if source[at:end].strip():
            problems.append(f"source {at}–{end} {source[at:end].strip()[:20]!r} is lost")
        at = covered.find(0, end)
    return problems
