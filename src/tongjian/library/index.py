"""The full-text index: entries and sentences as bigrams, and names; each document with the version of its book."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
import tantivy

from tongjian.library.errors import LibraryError
from tongjian.library.names import Name
from tongjian.library.passages import Passage, over, sentences
from tongjian.library.terms import bigrams, fold, pairs_of, runs, singles

_HEAP = 64_000_000  # bytes; the index of a 1 MB book needs about 20 MB


def schema() -> tantivy.Schema:
    """`unit` tells entries, sentences and names apart; `stored` is the Passage, (key, start, end) of a sentence, or the Name."""
    made = tantivy.SchemaBuilder()
    for name in ("unit", "version", "key", "book", "part", "section", "byline", "kind", "exact", "name"):
        made.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("title", "body", "path", "signed", "sentence", "context"):
        made.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    made.add_text_field("chars", tokenizer_name="whitespace", index_option="freq")
    made.add_text_field("units", tokenizer_name="whitespace", index_option="basic")
    made.add_bytes_field("stored", stored=True, indexed=False)
    return made.build()


def exact(title: str) -> str:
    """A title in the form in which a query is compared with it whole."""
    return "".join(unit for run in runs(title) for unit in run)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Faults of the engine (a full disk, a damaged file) as a LibraryError."""
    try:
        yield
    except ValueError as error:
        raise LibraryError(folder, f"the index cannot be written ({error})", "make room or check the permissions; the library is as it was") from None


class Writer:
    """Adds books to the index. Nothing is seen until a manifest names the version, so a build that dies leaves no trace."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._index = _writable(folder)
        with _told(folder):
            self._writer = self._index.writer(_HEAP, 1)

    def versions(self) -> set[str]:
        """Versions of which the index holds documents, seen or not."""
        return {term for term, _ in self._index.searcher().terms_with_prefix("version", "")}

    def drop(self, versions: Iterable[str]) -> None:
        """Forget every document of these versions."""
        for version in versions:
            self._writer.delete_documents_by_term("version", version)

    def add(self, version: str, passages: Sequence[Passage]) -> None:
        """Add a version's documents, in place of those that an earlier build may have left of it."""
        with _told(self._folder):
            self.drop([version])
            self._add(version, passages)

    def _add(self, version: str, passages: Sequence[Passage]) -> None:
        encoder = msgspec.msgpack.Encoder()
        for passage in passages:
            document = tantivy.Document()
            document.add_text("unit", "entry")
            document.add_text("version", version)
            document.add_text("key", passage.key)
            document.add_text("book", fold(passage.book))
            chain = (*passage.path, passage.title)
            document.add_text("part", fold(chain[0]))
            for title in chain[1:] if passage.level != "entry" else chain[1:-1]:
                document.add_text("section", fold(title))
            if passage.byline:
                document.add_text("byline", fold(passage.byline))
                document.add_text("signed", " ".join(bigrams(passage.byline)))
            document.add_text("kind", passage.kind)
            document.add_text("exact", exact(passage.title))
            titles = [passage.title, *(title for _, _, title in passage.subtitles)]
            document.add_text("title", " ".join(map(_terms, titles)))
            document.add_text("path", " ".join(map(_terms, passage.path)))
            document.add_text("body", " ".join(bigrams(passage.text)))
            document.add_text("chars", " ".join(singles("\n".join([*titles, passage.text]))))
            document.add_bytes("stored", encoder.encode(passage))
            self._writer.add_document(document)
            for start, end in sentences(passage):
                self._writer.add_document(_sentence(version, passage, start, end, encoder))

    def add_names(self, version: str, names: Sequence[Name]) -> None:
        """Add the names of a version that was added."""
        encoder = msgspec.msgpack.Encoder()
        with _told(self._folder):
            for name in names:
                document = tantivy.Document()
                document.add_text("unit", "name")
                document.add_text("version", version)
                for text in (name.text, *name.others):
                    document.add_text("name", exact(text))
                document.add_bytes("stored", encoder.encode(name))
                self._writer.add_document(document)

    def commit(self) -> None:
        """Write what was added. It is not seen before a manifest names its version."""
        with _told(self._folder):
            self._writer.commit()

    def close(self) -> None:
        """Wait for the merges of the last commit; nothing that was not committed stays."""
        with _told(self._folder):
            self._writer.wait_merging_threads()

    def rollback(self) -> None:
        """Forget what was added since the last commit."""
        with suppress(ValueError):
            self._writer.rollback()


@lru_cache(maxsize=4096)
def _terms(title: str) -> str:
    """The bigrams of a title, which stands over many sentences."""
    return " ".join(bigrams(title))


def _sentence(version: str, passage: Passage, start: int, end: int, encoder: msgspec.msgpack.Encoder) -> tantivy.Document:
    document = tantivy.Document()
    document.add_text("unit", "sentence")
    document.add_text("version", version)
    found = runs(passage.words(start, end))
    document.add_text("sentence", " ".join(pairs_of(found)))
    document.add_text("units", " ".join({unit for units in found for unit in units}))
    document.add_text("context", " ".join(_terms(title) for title in over(passage, start)))
    document.add_bytes("stored", encoder.encode((passage.key, start, end)))
    return document


def _writable(folder: Path) -> Any:
    """The index to write into; one that another program version made, or that is damaged, must be made anew by the caller."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        return tantivy.Index(schema(), path=str(folder))
    except ValueError as error:
        raise LibraryError(folder, f"the index cannot be opened ({error})", "remove the library and build it again from its books") from None


def open_searcher(folder: Path) -> tuple[Any, Any]:
    """Schema and searcher of an index, as it is at this moment."""
    try:
        index = tantivy.Index.open(str(folder))
        index.reload()
        return index.schema, index.searcher()
    except (ValueError, OSError) as error:
        raise LibraryError(folder, f"the index cannot be opened ({error})", "build the library again from its books") from None
