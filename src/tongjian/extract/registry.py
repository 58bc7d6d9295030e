"""The registry of extractors: one function a kind of record, `(Book) -> records` in the order of the text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from tongjian.book import Book, place_record
from tongjian.extract.vocabulary import Vocabulary

Extractor = Callable[..., list[Any]]
EXTRACTORS: dict[str, Extractor] = {}
NAMING: set[str] = set()  # those that name indicators: they take a vocabulary behind the book


def extractor(name: str, naming: bool = False) -> Callable[[Extractor], Extractor]:
    """Register an extractor under the name that `tongjian extract FILE NAME` uses; `naming`: it takes a vocabulary of indicators."""

    def register(function: Extractor) -> Extractor:
        EXTRACTORS[name] = function
        if naming:
            NAMING.add(name)
        return function

    return register


def extract(book: Book, what: str, vocabulary: Vocabulary | None = None) -> list[Any]:
    """The records of one kind; `vocabulary`: for those in NAMING, the built-in one where None. Raises KeyError for a kind that nobody registered."""
    return EXTRACTORS[what](book, vocabulary) if vocabulary is not None and what in NAMING else EXTRACTORS[what](book)


def record(book: Book, found: Any) -> dict[str, Any]:
    """A record as the machine contract prints it: its fields, then the place fields."""
    fields: dict[str, Any] = msgspec.to_builtins(found)  # whole: field by field takes twenty times as long
    del fields["start"], fields["end"]
    if fields.get("also"):  # spans of other places that tell the same: each a citation of its own
        fields["also"] = [place_record(book, start, end) for start, end in fields["also"]]
    return fields | place_record(book, found.start, found.end)
