"""The open library of this process and the few books last read from it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from tongjian.book import Book
from tongjian.library import Library


def library() -> Library:
    """The library of the settings, as its newest generation has it."""
    return Library.open(Path(settings.LIBRARY))


@lru_cache(maxsize=4)
def _book(path: str, book_id: str, version: str) -> Book:
    return Library.open(Path(path)).book(book_id)


def book(book_id: str, version: str) -> Book:
    """A book of the library; the same version is read once."""
    return _book(str(settings.LIBRARY), book_id, version)
