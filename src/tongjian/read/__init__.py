"""Reading: bytes → Source → Book."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from tongjian.book import Book, Source
from tongjian.read import forms, guard, html, legacy, markdown, marked, packed, text
from tongjian.read.errors import Unreadable
from tongjian.read.registry import READERS, How, Reader, choose, register
from tongjian.structure import build

__all__ = ["READERS", "How", "Reader", "Unreadable", "choose", "open_book", "read_source", "register"]

LIMIT = 32 * 1024 * 1024  # bytes of text: ten million characters, ten times a large book; ten megabytes take 400 MB of memory and 8 s
LIMIT_PACKED = 512 * 1024 * 1024  # bytes of a PDF or a zip, most of which are pictures
_HEAD = 65536
_LARGE_PAGE = 4 * 1024 * 1024  # bytes of HTML from which on a child process reads it


def _html(data: bytes, name: str) -> Source:
    return html.read(data, name) if len(data) <= _LARGE_PAGE else guard.read_apart("html", data, name)


def _apart(form: str) -> Callable[..., Source]:
    """The reader of a form that only a child process may touch; its libraries are imported there, at use."""

    def read(data: bytes, name: str, tell: Callable[[int, int], None] | None = None, **asked: object) -> Source:
        if asked.get("ocr"):  # a page takes seconds of all cores: what is bounded is the wait for the next one
            return guard.read_apart(form, data, name, options=asked, tell=tell, deadline=guard.PAGE, work=0, memory=guard.MEMORY_OCR)
        return guard.read_apart(form, data, name, options=asked)

    return read


def _picture(data: bytes, name: str, tell: Callable[[int, int], None] | None = None) -> Source:
    return _apart("picture")(data, name, tell, ocr=True)


register(Reader("text", text.sniff, text.read))
register(Reader("html", html.sniff, _html))
register(Reader("marked text", marked.sniff, marked.read))
register(Reader("markdown", markdown.sniff, markdown.read))
register(Reader("pdf", lambda head, name: 0.99 if forms.is_pdf(head) else 0.0, _apart("pdf"), ("ocr", "tell")))
register(Reader("picture", lambda head, name: 0.99 if forms.is_picture(head) else 0.0, _picture, ("tell",)))
register(Reader("docx", packed.sniffer("docx"), _apart("docx"), ("refuse_changes",)))
register(Reader("xlsx", packed.sniffer("xlsx"), _apart("xlsx")))
register(Reader("epub", packed.sniffer("epub"), _apart("epub")))
register(Reader("zip", packed.sniff, packed.read, ("refuse_changes",)))
register(Reader("office", legacy.sniff, legacy.read, ("refuse_changes",)))


def read_source(path: str | Path, how: How = How()) -> Source:
    """Read a file (`-`: standard input) with the reader that recognises it, as `how` asks.

    Raises Unreadable: missing, empty, too large, or no form that is known.
    """
    data, name = _bytes(path)
    other = forms.foreign(data[:_HEAD])
    if other is not None:
        raise Unreadable(name, f"this is {other[0]}", other[1])
    return choose(data[:_HEAD], name).source(data, name, how)


def _bytes(path: str | Path) -> tuple[bytes, str]:
    """All bytes of a file or of standard input, and its name; never more of them than the limit, whatever the file says of its size."""
    name = str(path)
    if name == "-":
        return _within(sys.stdin.buffer, "stdin.txt", None), "stdin.txt"
    file = Path(path)
    try:
        if file.is_dir():
            raise Unreadable(name, "this is a folder", "name the file of one book")
        with file.open("rb") as stream:
            return _within(stream, name, file.stat().st_size), file.name
    except FileNotFoundError:
        raise Unreadable(name, "there is no such file", "check the path") from None
    except (OSError, ValueError) as problem:
        why = getattr(problem, "strerror", None) or str(problem)
        raise Unreadable(name, f"the file cannot be read ({why})", "check the path and its permissions") from None


def _within(stream: BinaryIO, name: str, size: int | None) -> bytes:
    """Read a stream to its end, or refuse it before more than the limit is in memory."""
    head = stream.read(_HEAD)
    if not head:
        raise Unreadable(name, "the file is empty", "check that the right file was given")
    packed_form = forms.is_pdf(head) or forms.is_picture(head) or head.startswith((forms.ZIP, forms.OLE))
    limit = LIMIT_PACKED if packed_form else LIMIT
    if size is not None and size > limit:
        raise Unreadable(name, f"the file has {size / 1048576:.0f} MB, more than the {limit // 1048576} MB that one book may have", "split it into its books")
    rest = stream.read(limit + 1 - len(head))
    if len(head) + len(rest) > limit:
        raise Unreadable(name, f"this is more than the {limit // 1048576} MB that one book may have", "split it into its books")
    return head + rest


def open_book(path: str | Path, how: How = How()) -> Book:
    """Read a file and rebuild its structure."""
    return build(read_source(path, how))
