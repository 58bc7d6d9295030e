"""Reading: bytes → Source → Book."""

from __future__ import annotations

import sys
from pathlib import Path

from tongjian.book import Book, Source
from tongjian.read import html, marked, text
from tongjian.read.errors import Unreadable
from tongjian.read.registry import READERS, Reader, choose, register
from tongjian.structure import build

__all__ = ["READERS", "Reader", "Unreadable", "choose", "open_book", "read_source", "register"]

LIMIT = 64 * 1024 * 1024  # bytes; a book of a million characters has about three

register(Reader("text", text.sniff, text.read))
register(Reader("html", html.sniff, html.read))
register(Reader("marked text", marked.sniff, marked.read))
try:
    from tongjian.read import markdown

    register(Reader("markdown", markdown.sniff, markdown.read))
except ImportError:
    pass


def read_source(path: str | Path) -> Source:
    """Read a file (`-`: standard input) with the reader that recognises it.

    Raises Unreadable: missing, empty, too large, or no form that is known.
    """
    name = str(path)
    if name == "-":
        data = sys.stdin.buffer.read(LIMIT + 1)
        name = "stdin.txt"
    else:
        file = Path(path)
        try:
            if file.is_dir():
                raise Unreadable(name, "this is a folder", "name the file of one book")
            size = file.stat().st_size
            if size > LIMIT:
                raise Unreadable(name, f"the file has {size / 1048576:.0f} MB, more than the {LIMIT // 1048576} MB that one book may have", "split it into its books")
            data = file.read_bytes()
        except FileNotFoundError:
            raise Unreadable(name, "there is no such file", "check the path") from None
        except OSError as error:
            raise Unreadable(name, f"the file cannot be read ({error.strerror})", "check the path and its permissions") from None
        name = file.name
    if len(data) > LIMIT:
        raise Unreadable(name, f"more than {LIMIT // 1048576} MB", "split it into its books")
    if not data:
        raise Unreadable(name, "the file is empty", "check that the right file was given")
    return choose(data[:65536], name).read(data, name)


def open_book(path: str | Path) -> Book:
    """Read a file and rebuild its structure."""
    return build(read_source(path))
