"""The registry of readers: each says how sure it is that a file's first bytes are its form; the surest reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tongjian.book import Source


class Reader(NamedTuple):
    """`sniff(first bytes, file name) -> 0..1`; `read(all bytes, file name) -> Source`, raises Unreadable."""

    form: str
    sniff: Callable[[bytes, str], float]
    read: Callable[[bytes, str], Source]


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
