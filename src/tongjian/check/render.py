"""Findings as text, like a compiler prints them: place, code, message, the quote marked, the working, the other place."""

from __future__ import annotations

import unicodedata

from tongjian.book import Book
from tongjian.check.finding import Finding

_COLOUR = {"error": "\x1b[31m", "warning": "\x1b[33m", "info": "\x1b[36m"}
_WORDS = {"error": "错误 error", "warning": "疑问 warning", "info": "提示 info"}
_REACH = 30  # characters of context either side


def columns(text: str) -> int:
    """Terminal columns of a text: wide characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _line(book: Book, start: int, end: int) -> tuple[str, str]:
    """The line of text round a span, and the marks under it."""
    a, b = book.paragraph_at(start)
    left, right = max(a, start - _REACH), min(b, max(end, start + 1) + _REACH)
    stop = min(end, right, start + 80)
    lead = ("…" if left > a else "") + book.text[left:start].replace("\t", " ")
    quote = book.text[start:stop].replace("\t", " ").replace("\n", " ")
    tail = book.text[stop:right].replace("\t", " ").replace("\n", " ") + ("…" if right < b else "")
    return lead + quote + tail, " " * columns(lead) + "^" * max(columns(quote), 1)


def render_text(book: Book, findings: list[Finding], colour: bool = False) -> str:
    """All findings and a closing tally."""
    out: list[str] = []
    reset = "\x1b[0m" if colour else ""
    for f in findings:
        place = book.place(f.start, f.end)
        where = f"{book.source_name}:{place.line or place.block or '?'}" + (f"（第{place.page}页）" if place.page else "")
        tint = _COLOUR[f.severity] if colour else ""
        out.append(f"{where}: {tint}{_WORDS[f.severity]}{reset} {f.code} {f.message}  [{f.confidence:.0%}]")
        line, marks = _line(book, f.start, f.end)
        out += [f"    {line}", f"    {tint}{marks}{reset}"]
        if f.relation:
            out.append(f"    算 {f.relation} → {f.computed}，印作 {f.stated}")
        for r in f.related:
            other = book.place(r.start, r.end)
            out.append(f"    另一处 {other.line or other.block or '?'}" + (f"（第{other.page}页）" if other.page else "") + f": {other.quote[:80]}")
        if f.suggestion:
            out.append(f"    建议 {f.suggestion}")
        out.append("")
    tally = {s: sum(f.severity == s for f in findings) for s in _WORDS}
    out.append("  ".join(f"{_WORDS[s]} {n}" for s, n in tally.items()))
    return "\n".join(out) + "\n"
