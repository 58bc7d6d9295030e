"""Zip containers: which book form one holds, by the names of its members and never by its own."""

from __future__ import annotations

from collections.abc import Callable

from tongjian.book import Source
from tongjian.read.archive import open_zip
from tongjian.read.errors import Unreadable
from tongjian.read.forms import ZIP, member_names
from tongjian.read.registry import How, reader_of

_MARKS = {"docx": "word/", "xlsx": "xl/", "epub": "META-INF/container.xml"}


def sniffer(form: str) -> Callable[[bytes, str], float]:
    """How sure the first bytes are a zip of this form."""
    mark = _MARKS[form].encode()

    def sniff(head: bytes, name: str) -> float:
        if not head.startswith(ZIP):
            return 0.0
        if form == "epub" and head[30:60].startswith(b"mimetypeapplication/epub+zip"):
            return 0.96
        return 0.95 if any(n.startswith(mark) for n in member_names(head)) else 0.0

    return sniff


def sniff(head: bytes, name: str) -> float:
    """A zip whose first bytes do not tell what it holds."""
    return 0.5 if head.startswith((ZIP, b"PK\x05\x06", b"PK\x07\x08")) else 0.0


def read(data: bytes, name: str, refuse_changes: bool = False) -> Source:
    """Look into the directory of a zip and hand it to the reader of what it holds."""
    names = open_zip(data, name).namelist()
    for form, mark in _MARKS.items():
        if any(n.startswith(mark) for n in names):
            return reader_of(form).source(data, name, How(refuse_changes=refuse_changes))
    raise Unreadable(name, f"this is a zip archive of {len(names)} files", "unpack it and give the book's own file")
