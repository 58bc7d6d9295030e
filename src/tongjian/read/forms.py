"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import re

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PDF = b"%PDF-"
RTF = b"{\\rtf"

_PICTURE = "give its OCR text, or a PDF with a text layer"
_PACKED = "unpack it and give the book's own file"
_OTHERS: tuple[tuple[bytes, str, str], ...] = (
    (b"AT&TFORM", "a DjVu scan", _PICTURE),
    (b"Rar!", "a RAR archive", _PACKED),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _PACKED),
    (b"\x1f\x8b", "a gzip archive", _PACKED),
    (b"BZh", "a bzip2 archive", _PACKED),
    (b"\xfd7zXZ\0", "an xz archive", _PACKED),
    (b"MZ", "a Windows program", "check that the right file was given"),
    (b"\x7fELF", "a program", "check that the right file was given"),
    (b"SQLite format 3\0", "an SQLite database", "give the book's own file"),
    (b"HN", "a CAJ file", "open it in CAJViewer and print it to PDF"),
    (b"CAJ", "a CAJ file", "open it in CAJViewer and print it to PDF"),
    (b"KDH", "a KDH file", "open it in CAJViewer and print it to PDF"),
)
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_PLAIN = re.compile(rb"[\x20-\x7e\t\r\n]*\Z")


def foreign(head: bytes) -> tuple[str, str] | None:
    """What the file is and what to do, where no reader takes it; None where one may."""
    for magic, what, todo in _OTHERS:
        if head.startswith(magic) and not (len(magic) <= 3 and _PLAIN.match(head[:400])):
            if len(magic) == 2 and magic in (b"MZ", b"HN") and b"\0" not in head[:64]:
                continue
            return what, todo
    return None


def is_picture(head: bytes) -> bool:
    """A PNG, JPEG, GIF, TIFF, BMP or WebP picture."""
    if head[:4] == b"RIFF":
        return head[8:12] == b"WEBP"
    return head.startswith(_PICTURES) and (not head.startswith(b"BM") or b"\0" in head[:64])


def is_pdf(head: bytes) -> bool:
    """A PDF: its mark stands within the first 1,024 bytes."""
    return PDF in head[:1024]


def member_names(head: bytes) -> list[bytes]:
    """Names of the first members of a zip, from the local headers that lie in its first bytes."""
    names: list[bytes] = []
    at = 0
    while at >= 0 and len(names) < 200:
        at = head.find(ZIP, at)
        if at < 0 or at + 30 > len(head):
            break
        length = int.from_bytes(head[at + 26 : at + 28], "little")
        names.append(head[at + 30 : at + 30 + length])
        at += 30
    return names


def ole_streams(data: bytes) -> set[str]:
    """Names of streams that a compound file (OLE) lists in its first bytes and that tell what it is."""
    known = ("WordDocument", "Workbook", "Book", "PowerPoint Document", "EncryptedPackage", "EncryptionInfo", "Contents", "HwpSummaryInformation")
    return {name for name in known if (name + "\0").encode("utf-16-le") in data}
