"""The library as people and programs use it: a shelf that answers, compares and draws series."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tongjian.library import layout
from tongjian.library.shelf import Shelf

if TYPE_CHECKING:
    from tongjian.extract.vocabulary import Vocabulary
    from tongjian.library.asking import Answer
    from tongjian.library.comparing import Rank, Row
    from tongjian.library.series import Point

_MOST_OPEN = 4
_OPEN: dict[tuple[str, int, int, int], Library] = {}  # generations that were asked for


class Library(Shelf):
    """A shelf with its desk: what is asked over many books. What answers is loaded late, for a search needs none of it."""

    @classmethod
    def shared(cls, path: str | Path) -> Library:
        """The newest generation, opened once for the whole process: callers of one generation share its index and what was read of it.

        Raises LibraryError as `open` does.
        """
        root = Path(path)
        numbers = layout.generations(root)
        try:
            status = layout.manifest_path(root, numbers[-1]).stat() if numbers else None
        except OSError:
            status = None  # two builds went by; `open` looks again
        if status is None:
            return cls.open(root)
        key = (str(root.absolute()), numbers[-1], status.st_mtime_ns, status.st_ino)
        kept = _OPEN.get(key) or _OPEN.setdefault(key, cls.open(root))
        while len(_OPEN) > _MOST_OPEN:
            _OPEN.pop(next(iter(_OPEN)), None)
        return kept

    def ask(self, question: str) -> Answer:
        """The answer to a question, or that it is not in the books."""
        from tongjian.library.asking import ask

        return ask(self, question)

    def series(self, indicator: str, subject: str | None = None, vocabulary: Vocabulary | None = None) -> list[Point]:
        """One indicator over the years and books, by the names of the built-in vocabulary or of one's own."""
        from tongjian.library.series import series

        return series(self, indicator, subject, vocabulary)

    def table(self, indicator: str, subject: str | None = None) -> list[Row]:
        """One indicator of one subject as a row a year, gaps shown and growth recomputed."""
        from tongjian.library.comparing import table

        return table(self, indicator, subject)

    def ranking(self, indicator: str, year: int | None = None) -> tuple[int | None, list[Rank]]:
        """The places of the books by an indicator of one year."""
        from tongjian.library.comparing import ranking

        return ranking(self, indicator, year)
