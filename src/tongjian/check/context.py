"""What every rule may look at: the book, last year's book, the profile, and facts and figures computed once."""

from __future__ import annotations

from functools import cached_property

import msgspec

from tongjian.book import Book
from tongjian.check.profile import Profile
from tongjian.extract.context import Paragraph, paragraphs
from tongjian.extract.facts import Fact, facts
from tongjian.language import quantities
from tongjian.language.quantities import Quantity


class Context(msgspec.Struct, frozen=True, dict=True):
    """The matter of a check. `whole` is False for a manuscript: rules that need the whole book stay silent."""

    book: Book
    profile: Profile
    previous: Book | None = None
    whole: bool = True

    @cached_property
    def facts(self) -> list[Fact]:
        return facts(self.book)

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

    def quantities_in(self, start: int, end: int) -> list[Quantity]:
        from bisect import bisect_left

        i, j = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return self.quantities[i:j]
