"""The open library of a request, and the books that this process has read from it."""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from tongjian import decisions
from tongjian.book import Book
from tongjian.library import Card, Library, LibraryError
from tongjian.publish.private import SETTING
from tongjian.publish.walk import Item, walk

Record = dict[str, Any]


class Volume:
    """A book with its records, read once and shared by all requests. Raises LibraryError where its folder has gone."""

    def __init__(self, library: Library, card: Card) -> None:
        self._library, self.card = library, card
        self.book: Book = library.book(card.id)

    @cached_property
    def items(self) -> list[Item]:
        """What a printer would set, in reading order."""
        return list(walk(self.book))

    @cached_property
    def _tables(self) -> dict[str, list[Record]]:
        return {}

    def records(self, kind: str) -> list[Record]:
        """The records of a kind, in the order of the text."""
        if kind not in self._tables:
            rows = sorted(self._library.records(kind, self.card.id), key=lambda r: (r["start"], r.get("end", 0)))
            if not (self._library.folder(self.card.id) / "book.msgpack").exists():  # a table that is gone reads as an empty one
                raise LibraryError(self.card.title, "is being replaced", "load the page again")
            self._tables[kind] = rows
        return self._tables[kind]

    def within(self, kind: str, start: int, end: int) -> list[Record]:
        """The records of a kind that begin and end in a span."""
        rows = self.records(kind)
        first, last = bisect_left(rows, start, key=_start), bisect_left(rows, end, key=_start)
        return [r for r in rows[first:last] if r["end"] <= end]

    @cached_property
    def editions(self) -> list[Card]:
        """The other editions in the library, oldest first: of the same title but for the year, or else of the same place."""
        own = self.card
        others = [c for c in self._library.manifest.books if c.year and own.year and c.year != own.year]
        same = [c for c in others if _untimed(c.title) == _untimed(own.title)] or [c for c in others if c.region and c.region == own.region]
        return sorted(same, key=lambda c: (c.year or 0, c.id))

    @property
    def earlier(self) -> Card | None:
        """The newest earlier edition; None where the library has none."""
        return next((c for c in reversed(self.editions) if (c.year or 0) < (self.card.year or 0)), None)

    @cached_property
    def entries(self) -> list[int]:
        """Indices of the entries, in reading order."""
        return [i for i, node in enumerate(self.book.nodes) if node.level == "entry"]


def _untimed(title: str) -> str:
    """A title without its year: one edition's like the next one's."""
    return re.sub(r"[（(〔]?\s*(?:19|20)\d\d\s*(?:年?卷|年)?\s*[）)〕]?", "", title)


def _start(row: Record) -> int:
    return int(row["start"])


def newest() -> Library:
    """The newest generation of the library of the settings; requests of one generation share it and its open index."""
    opened = Library.open(Path(settings.LIBRARY))
    key = (opened.root, opened.manifest.generation, tuple((card.id, card.version) for card in opened.manifest.books))
    shared = _KEPT.setdefault(key, opened)
    while len(_KEPT) > 2:
        _KEPT.pop(next(iter(_KEPT)), None)
    return shared


_KEPT: dict[tuple[object, ...], Library] = {}  # the newest generations asked for


def of(request: HttpRequest) -> Library:
    """The library as this request sees it from its first look to its last."""
    if not hasattr(request, "library"):
        request.library = newest()
    library: Library = request.library
    return library


@lru_cache(maxsize=16)
def _volume(library: Library, book_id: str) -> Volume:
    return Volume(library, library.card(book_id))


def volume(request: HttpRequest, book_id: str) -> Volume | None:
    """A book as this request sees it; None where there is none of that name."""
    library = of(request)
    return _volume(library, book_id) if any(card.id == book_id for card in library.manifest.books) else None


def decisions_path() -> Path:
    """The decisions about findings: one file beside the library, which outlives its generations."""
    return Path(settings.LIBRARY).resolve().parent / decisions.NAME


def decided() -> dict[str, Record]:
    """The last decision on each finding; one that was taken back is none. Raises ValueError where the file is damaged."""
    path = decisions_path()
    stamp = _stamp(path)
    return _decided(path, stamp) if stamp else {}


@lru_cache(maxsize=2)
def _decided(path: Path, stamp: str) -> dict[str, Record]:
    rows = {row["id"]: row for row in decisions.read(path)}
    return {key: row for key, row in rows.items() if row.get("decision") in ("accept", "reject")}


def _stamp(path: Path) -> str:
    """Size and time of a file; empty where there is none."""
    try:
        status = path.stat()
    except OSError:
        return ""
    return f"{status.st_size} {status.st_mtime_ns}"


def state(library: Library) -> tuple[str, ...]:
    """What the pages of a library are made from, besides the program: when one of these changes, a page may have changed."""
    return (str(library.manifest.generation), *(card.folder for card in library.manifest.books), _stamp(decisions_path()), *((_stamp(Path(hidden)),) if (hidden := os.environ.get(SETTING)) else ()))
