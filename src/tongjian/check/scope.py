"""Where a rule looks: the running text with the places that a rule keeps out of blanked, character for character."""

from __future__ import annotations

import re
from bisect import bisect_right

from tongjian.book import Book, Span
from tongjian.check.context import Context

BLANK = "\ue000"  # a private character: no pattern of a rule names it
KINDS = ("chronicle", "speech", "report", "table", "namelist", "honours", "docindex", "bulletin", "frontmatter", "figure")
PLACES = (*KINDS, "quote", "title", "heading", "entrytitle", "byline", "bracket")
_SHAPES = {
    "quote": re.compile(r"“[^“”\n]*”|‘[^‘’\n]*’|「[^「」\n]*」"),
    "title": re.compile(r"《[^《》\n]*(?:《[^《》\n]*》[^《》\n]*)*》|〈[^〈〉\n]*〉"),
    "bracket": re.compile(r"（[^（）\n]*）|\([^()\n]*\)"),
}
_LINE = re.compile(r"[^\n]+")


def spans(book: Book, place: str) -> list[Span]:
    """The stretches of the running text that are a place of this name (see PLACES), in order."""
    if place in _SHAPES:
        return [m.span() for m in _SHAPES[place].finditer(book.text)]
    if place == "heading":
        return [n.title_span for n in book.nodes if n.title_span and n.level in ("part", "section")]
    if place == "entrytitle":
        return [n.title_span for n in book.nodes if n.title_span and n.level in ("entry", "subentry")]
    if place == "byline":
        return [n.byline_span for n in book.nodes if n.byline_span]
    found = [(n.start, n.end) for n in book.nodes if n.kind == place]
    if place == "table":
        found += [(t.start, t.end) for t in book.tables] + [m.span() for m in _LINE.finditer(book.text) if "\t" in m[0]]
    return _joined(found)


def _joined(found: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for a, b in sorted(found):
        if kept and a <= kept[-1][1]:
            kept[-1] = (kept[-1][0], max(kept[-1][1], b))
        else:
            kept.append((a, b))
    return kept


def blanked(text: str, off: list[Span]) -> str:
    """The text with these stretches blanked; length and line feeds stay."""
    out: list[str] = []
    at = 0
    for a, b in _joined(off):
        out += [text[at:a], "\n".join(BLANK * len(part) for part in text[a:b].split("\n"))]
        at = b
    out.append(text[at:])
    return "".join(out)


def inside(off: list[Span], position: int) -> bool:
    """Whether a position lies in one of these ordered stretches."""
    i = bisect_right(off, (position, 1 << 60)) - 1
    return i >= 0 and off[i][1] > position


def gap_in_print(book: Book, at: int) -> bool:
    """Whether the print has white space before a character of the running text, on its own line."""
    spans = book.origin.to_source(at - 1, at + 1)
    return len(spans) == 2 and book.line_of(spans[0][0]) == book.line_of(spans[1][0])


def _places(context: Context) -> dict[str, list[Span]]:
    return {}


def _views(context: Context) -> dict[tuple[tuple[str, ...], tuple[str, ...]], str]:
    return {}


def places(context: Context, name: str) -> list[Span]:
    """The stretches of the text that are a place of this name (`quote`, `speech`, `table` …), computed once a context."""
    known = context.once(_places)
    if name not in known:
        known[name] = spans(context.book, name)
    return known[name]


def view(context: Context, *off: str, only: tuple[str, ...] = ()) -> str:
    """The running text with these places blanked, character for character, computed once a context; `only`: and all but those places."""
    known = context.once(_views)
    key = tuple(sorted(set(off))), tuple(sorted(set(only)))
    if key not in known:
        hidden = [s for name in key[0] for s in places(context, name)]
        if only:
            hidden += _between(_joined([s for name in key[1] for s in places(context, name)]), len(context.book.text))
        known[key] = blanked(context.book.text, hidden)
    return known[key]


def _between(shown: list[Span], end: int) -> list[Span]:
    """What lies outside ordered stretches."""
    edges = [0, *(at for span in shown for at in span), end]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]
