"""The registry of readers: each says how sure it is that a file's first bytes are its form; the surest reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from tongjian.book import Source


class How(NamedTuple):
    """What whoever opens a file asks of its reader, where the form knows of it."""

    ocr: bool = False  # PDF: pages without a text layer are read as pictures
    refuse_changes: bool = False  # DOCX: tracked changes count as refused, not as accepted
    tell: Callable[[int, int], None] | None = None  # hears (pages done, pages in all) of slow work


class Reader(NamedTuple):
    """`sniff(first bytes, file name) -> 0..1`; `read(all bytes, file name, **asked) -> Source`, raises Unreadable.

    `takes`: the fields of `How` that `read` has parameters for; it gets those that are not as usual.
    """

    form: str
    sniff: Callable[[bytes, str], float]
    read: Callable[..., Source]
    takes: tuple[str, ...] = ()

    def source(self, data: bytes, name: str, how: How) -> Source:
        """Read with what is asked."""
        asked: dict[str, Any] = {field: value for field, value in how._asdict().items() if field in self.takes and value}
        return self.read(data, name, **asked)


READERS: list[Reader] = []


def register(reader: Reader) -> None:
    """Add a reader; one of the same form is replaced."""
    READERS[:] = [r for r in READERS if r.form != reader.form]
    READERS.append(reader)


def choose(head: bytes, name: str) -> Reader:
    """The reader that is surest of a file."""
    return max(READERS, key=lambda r: r.sniff(head, name))


def reader_of(form: str) -> Reader:
    """The reader of a form by its name. Raises KeyError where there is none."""
    for reader in READERS:
        if reader.form == form:
            return reader
    raise KeyError(form)
