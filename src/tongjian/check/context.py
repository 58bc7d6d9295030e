"""What every rule may look at: the book, last year's book, the profile, and what is computed from them once."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar, cast

import msgspec

from tongjian.book import Book
from tongjian.check.profile import Profile
from tongjian.extract.context import Paragraph, paragraphs
from tongjian.extract.facts import Fact, facts
from tongjian.language import quantities
from tongjian.language.quantities import Quantity

T = TypeVar("T")
_ASCII = re.compile(r"(?<!\d)[,:;()]|[,:;()](?!\d)")
_FULL = {",": "，", ":": "：", ";": "；", "(": "（", ")": "）"}


class Context(msgspec.Struct, frozen=True, dict=True):
    """The matter of a check. `whole` is False for a manuscript: rules that need the whole book stay silent.

    `others`: books of the user's library; how they write speaks for or against a likely misprint.
    """

    book: Book
    profile: Profile
    previous: Book | None = None
    whole: bool = True
    others: tuple[Book, ...] = ()

    @cached_property
    def facts(self) -> list[Fact]:
        return facts(self.book)

    @cached_property
    def text(self) -> str:
        """The running text with the marks of Chinese print where the book has ASCII ones (`,` not between digits), same length."""
        return _ASCII.sub(lambda m: _FULL[m[0]], self.book.text)

    @cached_property
    def beyond(self) -> str:
        """The texts of other books: those of the library and last year's, never the book that is judged."""
        return "\n".join(b.text for b in (*self.others, self.previous) if b is not None and b.source_digest != self.book.source_digest)

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        return list(paragraphs(self.book))

    @cached_property
    def quantities(self) -> list[Quantity]:
        """All quantities of the book's text, by position."""
        return quantities.find(self.book.text)

    @cached_property
    def _starts(self) -> list[int]:
        return [q.start for q in self.quantities]

    @cached_property
    def _made(self) -> dict[Callable[[Context], Any], Any]:
        return {}

    def quantities_in(self, start: int, end: int) -> list[Quantity]:
        return self.quantities[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def once(self, make: Callable[[Context], T]) -> T:
        """What `make` makes of this context, made at the first call only."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast("T", self._made[make])

    @cached_property
    def before(self) -> Context | None:
        """The context of last year's book, where there is one."""
        return Context(self.previous, self.profile, None, self.whole) if self.previous is not None else None
