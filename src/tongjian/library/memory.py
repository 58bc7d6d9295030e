"""What a process keeps of the libraries that it reads: tables of books in columns, rows by name, and the libraries themselves.

A book's folder never changes once it has its name, so a table that was read once is right for as long as anybody asks for that folder,
and nothing has to be thrown away when a book is replaced: the new edition is another folder, which only the new generation names.
What is kept is bounded; the least recently asked goes first.
"""

from __future__ import annotations

import json
import os
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, Generic, TypeVar

import msgspec

from tongjian.library.errors import LibraryError
from tongjian.library.layout import DIGESTS

Record = dict[str, Any]
T = TypeVar("T")
DEFAULT_MB = 256


def limit_bytes() -> int:
    """How much may be kept: TONGJIAN_CACHE_MB, or 256 MB. Raises LibraryError where the setting is no number."""
    given = os.environ.get("TONGJIAN_CACHE_MB", "").strip()
    if not given:
        return DEFAULT_MB << 20
    if not given.isdigit():
        raise LibraryError("TONGJIAN_CACHE_MB", f"{given!r} is not a whole number of megabytes", "set it to one such as 256, or unset it")
    return int(given) << 20


class Bounded(Generic[T]):
    """Values by key up to a size; the least recently asked goes first. Safe among threads: a value may be made twice, never half."""

    def __init__(self, most: Callable[[], int], size: Callable[[T], int]) -> None:
        self._most, self._size = most, size
        self._kept: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()
        self._total = 0
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of a key, made where it is not kept."""
        most = self._most()
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                self._trim(most)
                return found[0]
        value = make()
        size = self._size(value)
        with self._lock:
            if key not in self._kept and size <= most:
                self._kept[key] = (value, size)
                self._total += size
            self._trim(most)
        return value

    def _trim(self, most: int) -> None:
        while self._total > most:
            _, (_, freed) = self._kept.popitem(last=False)
            self._total -= freed

    @property
    def total(self) -> int:
        """The size of all that is kept."""
        return self._total


def _read(path: Path) -> Any:
    """The Arrow table of a file; None for a kind that was not known when the book was built. Raises LibraryError: damaged, or removed with its folder."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.read_table(path, memory_map=False)
    except FileNotFoundError:
        try:
            known = msgspec.json.decode((path.parent / DIGESTS).read_bytes(), type=dict[str, str])
        except (OSError, msgspec.MsgspecError):
            known = {path.name: ""}
        if path.name in known:
            raise LibraryError(path, "is not there any more", "open the library again; where it stays away, build the book again") from None
        return None
    except (OSError, pa.ArrowException) as error:
        raise LibraryError(path, f"is damaged ({str(error).splitlines()[0]})", "see what else is by `tongjian library verify`, and build the book again") from None


class Columns:
    """One table of a book, in columns; rows are made of those that are asked for."""

    def __init__(self, path: Path) -> None:
        self._table: Any = _read(path)
        self._json = [f.name for f in self._table.schema if f.metadata and f.metadata.get(b"form") == b"json"] if self._table is not None else []

    @property
    def size(self) -> int:
        """Bytes, of which the index of names takes about a third."""
        return 1024 if self._table is None else int(self._table.nbytes * 4 // 3)

    def rows(self, numbers: Sequence[int] | None = None) -> list[Record]:
        """All rows, or those of some numbers, as new dictionaries."""
        if self._table is None or (numbers is not None and not numbers):
            return []
        rows: list[Record] = (self._table if numbers is None else self._table.take(list(numbers))).to_pylist()
        for name in self._json:
            for row in rows:
                if row[name] is not None:
                    row[name] = json.loads(row[name])
        return rows

    def of(self, column: str, value: str) -> list[int]:
        """The rows that have a value in a column."""
        if self._table is None or column not in self._table.column_names:
            return []
        return [number for number, found in enumerate(self._table[column].to_pylist()) if found == value]

    @cached_property
    def names(self) -> dict[str, list[int]]:
        """The rows of a table of facts by indicator as printed, and by its name in the vocabulary."""
        found: dict[str, list[int]] = {}
        if self._table is None or "indicator" not in self._table.column_names:
            return found
        for number, (printed, name) in enumerate(zip(self._table["indicator"].to_pylist(), self._table["indicator_norm"].to_pylist(), strict=True)):
            if printed is not None:
                found.setdefault(printed, []).append(number)
            if name is not None and name != printed:
                found.setdefault(name, []).append(number)
        return found

    @cached_property
    def ids(self) -> dict[str, list[int]]:
        """The rows of a table of entries by id."""
        if self._table is None or "id" not in self._table.column_names:
            return {}
        return {id_: [number] for number, id_ in enumerate(self._table["id"].to_pylist())}


_tables: Bounded[Columns] = Bounded(limit_bytes, lambda columns: columns.size)


def columns(folder: Path, kind: str, digest: str) -> Columns:
    """The table of a kind in a book's folder. `digest`: of the folder, so that another library of the same path is not mistaken for it."""
    return _tables.get((str(folder), kind, digest), lambda: Columns(folder / f"{kind}.parquet"))
