"""An open generation of a library: its books, their records, and search in them."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import msgspec

from tongjian.library import layout
from tongjian.library.errors import LibraryError
from tongjian.library.layout import Card, Manifest

if TYPE_CHECKING:
    from tongjian.book import Book
    from tongjian.extract.mentions import Mention
    from tongjian.library.memory import Columns
    from tongjian.library.searching import Hit, Searcher, Suggestion

Record = dict[str, Any]


class Shelf:
    """One generation of a library, as it was when it was opened; open it again to see a newer one."""

    def __init__(self, root: Path, manifest: Manifest) -> None:
        self.root, self.manifest = root, manifest
        self._cards = {card.id: card for card in manifest.books}

    @classmethod
    def open(cls, path: str | Path) -> Self:
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
        if book is not None:
            return self._columns(kind, self.card(book)).rows()
        return [{"book": card.id, **row} for card in self.books() for row in self._columns(kind, card).rows()]

    def _columns(self, kind: str, card: Card) -> Columns:
        from tongjian.library.memory import columns

        return columns(self.root / "books" / card.folder, kind, card.digest)

    def facts(self, book: str | None = None, indicator: str | None = None, subject: str | None = None, period: str | None = None) -> list[Record]:
        """Facts of one book or of all, those of an indicator alone (or another name of the same figure), of a subject or a period, where these are given."""
        rows = self.records("facts", book) if indicator is None else self._of_indicator(indicator, book)
        if subject is not None:
            rows = [r for r in rows if r["subject"] == subject]
        if period is not None:
            rows = [r for r in rows if r["period"] == period]
        return rows

    def _of_indicator(self, indicator: str, book: str | None) -> list[Record]:
        """Facts by the name of their indicator; where nothing goes by it, those whose name ends in it."""
        from tongjian.extract.vocabulary import normalise

        asked = {indicator} if (name := normalise(indicator)) is None else {indicator, name}
        cards = self.books() if book is None else [self.card(book)]
        for fits in (lambda known: asked & known.keys(), lambda known: [k for k in known if k.endswith(indicator)]):
            rows: list[Record] = []
            for card in cards:
                table = self._columns("facts", card)
                numbers = sorted({n for key in fits(table.names) for n in table.names[key]})
                rows += table.rows(numbers) if book is not None else [{"book": card.id, **row} for row in table.rows(numbers)]
            if rows:
                return rows
        return []

    def entry(self, book: str, node: str) -> Record | None:
        """The record of an entry or other node of a book by its id."""
        table = self._columns("entries", self.card(book))
        numbers = table.ids.get(node, [])
        return table.rows(numbers[:1])[0] if numbers else None

    def bulletins(self, book: str) -> list[Record]:
        """The entries of a book's statistical bulletin."""
        table = self._columns("entries", self.card(book))
        return table.rows(table.of("kind", "bulletin"))

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

    def suggest(self, text: str, limit: int = 10) -> list[Suggestion]:
        """Titles, persons, bodies and indicators that begin with what was typed, or nearly are it."""
        return self.searcher.suggest(text, limit)

    def facets(self, query: str, limit: int = 20) -> dict[str, list[tuple[str, int]]]:
        """How many entries a query finds by book, year, region, part, section, byline and kind, most first."""
        return self.searcher.facets(query, limit)

    def meant(self, query: str) -> str | None:
        """What a query that finds nothing as it stands was probably meant to be; None where nothing is near it."""
        return self.searcher.meant(query)

    def mentions(self, name: str) -> list[Mention]:
        """All records of the books that concern a person, body, place, project or system, in the order of time."""
        from tongjian.extract.mentions import KINDS, mentions

        return mentions({kind: self.records(kind) for kind in KINDS}, name, {card.id: card.data_year for card in self.books()})
