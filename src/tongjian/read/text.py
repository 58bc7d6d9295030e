"""Plain text: encoding detected, lines kept as they stand."""

from __future__ import annotations

import codecs
import re

from tongjian.book import Line, Page, Source
from tongjian.read.errors import Unreadable

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CJK = re.compile(r"[\u4e00-\u9fff]")
_LINE = re.compile(r"[^\n]*\n?")


def decode(data: bytes, name: str) -> tuple[str, str, list[str]]:
    """Text, encoding and warnings. Raises Unreadable for bytes that are no text.

    Tried in turn: a byte order mark, UTF-8, UTF-16 without a mark, GB18030 (which holds GBK and GB 2312), Big5.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = data.decode(encoding, errors="replace")
            return text, encoding, _replaced(text)
    sample = data[:200_000]
    zeros = sample.count(b"\0")
    if zeros > len(sample) * 0.005:
        for encoding in ("utf-16-le", "utf-16-be"):
            text = sample[: len(sample) // 2 * 2].decode(encoding, errors="replace")
            if text.count("\ufffd") < 3 and sum(c.isprintable() or c.isspace() for c in text) > 0.97 * len(text) and (_CJK.search(text) or text.isascii()):
                whole = data.decode(encoding, errors="replace")
                return whole, encoding, _replaced(whole)
    if len(_CONTROL.findall(sample)) > max(2, len(sample) // 500):
        raise Unreadable(name, "these are binary bytes, not text", "give the text, PDF, DOCX, HTML or Markdown of the book")
    try:
        return data.decode("utf-8"), "utf-8", []
    except UnicodeDecodeError as broken:
        lossy = data.decode("utf-8", errors="replace")
        bad = lossy.count("\ufffd")
        if bad <= max(3, len(lossy) // 2000):
            return lossy, "utf-8", [f"{bad} bytes are not UTF-8 (the first at byte {broken.start}) and stand as �"]
    for encoding in ("gb18030", "big5"):
        text = data.decode(encoding, errors="replace")
        if text.count("\ufffd") <= max(3, len(text) // 2000) and len(_CJK.findall(text[:20000])) > 0.2 * len(text[:20000].strip()):
            return text, encoding, _replaced(text)
    raise Unreadable(name, "the encoding is none of UTF-8, UTF-16, GB18030, Big5", "save the file as UTF-8 and try again")


def _replaced(text: str) -> list[str]:
    bad = text.count("\ufffd")
    return [f"{bad} characters could not be decoded and stand as �"] if bad else []


def source_of(text: str, name: str, encoding: str | None, warnings: list[str]) -> Source:
    """The Source of a decoded text: one Page, a Line for each physical line."""
    lines: list[Line] = []
    at = 0
    for row in text.split("\n"):
        lines.append(Line(row.removesuffix("\r"), at))
        at += len(row) + 1
    return Source(name=name, form="text", text=text, pages=(Page(tuple(lines)),), encoding=encoding, warnings=tuple(warnings))


def read(data: bytes, name: str) -> Source:
    """Read plain text of any of the encodings above."""
    text, encoding, warnings = decode(data, name)
    if not text.strip("\ufeff \t\r\n"):
        raise Unreadable(name, "the file holds no text", "check that the right file was given")
    return source_of(text, name, encoding, warnings)


def sniff(head: bytes, name: str) -> float:
    """Any bytes may be text; every other reader that recognises its form goes first."""
    return 0.1
