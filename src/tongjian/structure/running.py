"""The running text being written: pieces of the source go in, white space stays out, every character keeps its origin."""

from __future__ import annotations

import re
from bisect import bisect_right

from tongjian.book.model import Origin, Span

_TOKEN = re.compile(r"\S+")
_WORD = re.compile(r"[0-9A-Za-z]")


class Running:
    """Builds the running text and its Origin. `markup` are spans of the source that are no content."""

    def __init__(self, source: str, markup: tuple[Span, ...] = ()) -> None:
        self._source = source
        self._markup = sorted(markup)
        self._markup_starts = [a for a, _ in self._markup]
        self._parts: list[str] = []
        self.size = 0
        self._text: list[int] = []
        self._src: list[int] = []
        self._len: list[int] = []
        self._gap = False  # white space stands at the end of the stretch before
        self._last = ""  # last character written from the source, "" after a mark

    def mark(self, character: str) -> None:
        """Insert a mark: `\\n` between blocks, `\\t` between cells."""
        self._parts.append(character)
        self.size += 1
        self._last = ""

    def write(self, pieces: list[Span]) -> Span:
        """Append pieces; returns their span. White space stays out, but for one space between two Latin words or figures."""
        start = self.size
        for piece_start, piece_end in pieces:
            self._gap = False
            for a, b in self._content(piece_start, piece_end):
                self._write_stretch(a, b, piece_start)
        return start, self.size

    def read(self, start: int, end: int) -> str:
        """What has been written from `start` to `end`; a span near the end of the text is found quickly."""
        parts: list[str] = []
        at = self.size
        for part in reversed(self._parts):
            at -= len(part)
            parts.append(part)
            if at <= start:
                break
        return "".join(reversed(parts))[start - at : end - at]

    def _write_stretch(self, start: int, end: int, piece_start: int) -> None:
        at = start
        for token in _TOKEN.finditer(self._source, start, end):
            a, b = token.span()
            gap = a > at or self._gap  # white space before the token; that of mark-up is not content
            if gap and self._last and _WORD.match(self._last) and _WORD.match(self._source[a]):
                if a > at and self._source[a - 1] in " \u3000\xa0":
                    self._put(a - 1, a)
                else:
                    self._parts.append(" ")
                    self.size += 1
            elif a == piece_start and self._last.isascii() and self._last.isalpha() and self._source[a].isascii() and self._source[a].isalpha():
                self._parts.append(" ")  # a wrap between two Latin words
                self.size += 1
            self._put(a, b)
            at, self._gap = b, False
        self._gap = self._gap or at < end

    def _put(self, a: int, b: int) -> None:
        if self._text and self._src[-1] + self._len[-1] == a and self._text[-1] + self._len[-1] == self.size:
            self._len[-1] += b - a
        else:
            self._text.append(self.size)
            self._src.append(a)
            self._len.append(b - a)
        self._parts.append(self._source[a:b])
        self.size += b - a
        self._last = self._source[b - 1]

    def _content(self, start: int, end: int) -> list[Span]:
        """The stretches of a piece that are not mark-up."""
        if not self._markup:
            return [(start, end)]
        found: list[Span] = []
        i = max(bisect_right(self._markup_starts, start) - 1, 0)
        at = start
        while i < len(self._markup) and self._markup[i][0] < end:
            a, b = self._markup[i]
            if b > at:
                if a > at:
                    found.append((at, a))
                at = max(at, b)
            i += 1
        if at < end:
            found.append((at, end))
        return found

    def finish(self) -> tuple[str, Origin]:
        return "".join(self._parts), Origin(tuple(self._text), tuple(self._src), tuple(self._len))
