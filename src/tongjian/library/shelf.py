"""An open library: its books, records, search, answers and series."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from tongjian.library import layout
from tongjian.library.errors import LibraryError
from tongjian.library.layout import Card, Manifest

if TYPE_CHECKING:
    from tongjian.book import Book
    from tongjian.extract.vocabulary import Vocabulary
    from tongjian.library.asking import Answer
    from tongjian.library.searching import Hit, Searcher
    from tongjian.library.series import Point

Record = dict[str, Any]


class Library:
    """One generation of a library, as it was when it was opened; open it again to see a newer one."""

    def __init__(self, root: Path, manifest: Manifest) -> None:
        self.root, self.manifest = root, manifest
        self._cards = {card.id: card for card in manifest.books}

    @classmethod
    def open(cls, path: str | Path) -> Library:
        """Open the newest generation. Raises LibraryError: no library there, another format, damaged."""
        root = Path(path)
        return cls(root, layout.read_manifest(root))

    def books(self) -> list[Card]:
        """The cards of the books, by region and year."""
        return sorted(self.manifest.books, key=lambda c: (c.region or "", c.year or 0, c.id))

    def card(self, book_id: str) -> Card:
        """The card of a book. Raises LibraryError where there is none."""
        if book_id not in self._cards:
            known = "、".join(list(self._cards)[:5])
            raise LibraryError(self.root, f"there is no book {book_id!r}", f"ask for one of {known}" if known else "build one into it")
        return self._cards[book_id]

    def folder(self, book_id: str) -> Path:
        """The folder of a book: book.msgpack and the Parquet tables."""
        return self.root / "books" / self.card(book_id).folder

    def book(self, book_id: str) -> Book:
        """A book whole. Raises LibraryError: not there, or its folder is damaged or gone."""
        from tongjian.book import Book

        path = self.folder(book_id) / "book.msgpack"
        try:
            return msgspec.msgpack.decode(path.read_bytes(), type=Book)
        except FileNotFoundError:
            raise LibraryError(path, "is not there any more", "open the library again; where it stays away, build the book again") from None
        except OSError as error:
            raise LibraryError(path, f"cannot be read ({error.strerror})", "check the permissions of the library") from None
        except msgspec.MsgspecError:
            raise LibraryError(path, "is damaged", "build the book again") from None

    def records(self, kind: str, book: str | None = None) -> list[Record]:
        """The records of a kind (facts, events, findings, entries …) as the machine contract has them; of one book, or of all with `book` in front."""
        from tongjian.library.tables import read_table

        if book is not None:
            return read_table(self.folder(book) / f"{kind}.parquet")
        return [{"book": card.id, **row} for card in self.books() for row in read_table(self.folder(card.id) / f"{kind}.parquet")]

    def facts(self, book: str | None = None, indicator: str | None = None, subject: str | None = None, period: str | None = None) -> list[Record]:
        """Facts of one book or of all, those of an indicator alone (or another name of the same figure), of a subject or a period, where these are given."""
        from tongjian.extract.vocabulary import normalise

        rows = self.records("facts", book)
        if indicator is not None:
            name = normalise(indicator)
            exact = [r for r in rows if r["indicator"] == indicator or (name is not None and r["indicator_norm"] == name)]
            rows = exact or [r for r in rows if r["indicator"].endswith(indicator)]
        if subject is not None:
            rows = [r for r in rows if r["subject"] == subject]
        if period is not None:
            rows = [r for r in rows if r["period"] == period]
        return rows

    def findings(self, book_id: str) -> list[Record]:
        """What the checks say of a book."""
        return self.records("findings", book_id)

    @cached_property
    def searcher(self) -> Searcher:
        """The index as this generation sees it."""
        from tongjian.library.searching import Searcher

        return Searcher(self.root / "index", self.manifest)

    def search(self, query: str, limit: int = 10) -> list[Hit]:
        """Entries for a query, best first. Raises LibraryError: the query is too long, or the index cannot be opened."""
        return self.searcher.search(query, limit)

    def ask(self, question: str) -> Answer:
        """The answer to a question, or that it is not in the books."""
        from tongjian.library.asking import ask

        return ask(self, question)

    def series(self, indicator: str, subject: str | None = None, vocabulary: Vocabulary | None = None) -> list[Point]:
        """One indicator over the years and books, by the names of the built-in vocabulary or of one's own."""
        from tongjian.library.series import series

        return series(self, indicator, subject, vocabulary)
