"""The registry of extractors: one function a kind of record, `(Book) -> records` in the order of the text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from tongjian.book import Book, place_record

Extractor = Callable[[Book], list[Any]]
EXTRACTORS: dict[str, Extractor] = {}


def extractor(name: str) -> Callable[[Extractor], Extractor]:
    """Register an extractor under the name that `tongjian extract FILE NAME` uses."""

    def register(function: Extractor) -> Extractor:
        EXTRACTORS[name] = function
        return function

    return register


def extract(book: Book, what: str) -> list[Any]:
    """The records of one kind. Raises KeyError for a kind that nobody registered."""
    return EXTRACTORS[what](book)


def record(book: Book, found: Any) -> dict[str, Any]:
    """A record as the machine contract prints it: its fields, then the place fields."""
    fields: dict[str, Any] = msgspec.to_builtins(found)  # whole: field by field takes twenty times as long
    del fields["start"], fields["end"]
    return fields | place_record(book, found.start, found.end)
