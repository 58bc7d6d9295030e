"""Bad input through the command line: one clear line, exit status 2, nothing on standard output, bounded memory."""

from __future__ import annotations

import io
import os
import struct
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import tongjian.read as reading
from tongjian.book import account
from tongjian.cli import app
from tongjian.read import Unreadable, archive, legacy, read_source
from tongjian.structure import build

SENTENCE = "2024年，青石区实现地区生产总值212.6亿元，比上年增长6.1%。"


def compound(stream: str) -> bytes:
    """The beginning of an OLE compound file that lists one stream."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "Root Entry\0".encode("utf-16-le") + bytes(100) + f"{stream}\0".encode("utf-16-le") + bytes(1000)


def zipped(members: dict[str, bytes], **more: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return out.getvalue()


def encrypted() -> bytes:
    """A zip whose members say that they are encrypted."""
    data = bytearray(zipped({"word/document.xml": b"<x/>"}))
    at = data.find(b"PK\x01\x02")
    data[6] |= 1
    data[at + 8] |= 1
    return bytes(data)


def bomb() -> bytes:
    return zipped({"word/document.xml": bytes(600 * 1024 * 1024)})


def lying_bomb() -> bytes:
    """A zip whose directory says that a member is small."""
    data = bytearray(zipped({"word/document.xml": bytes(50 * 1024 * 1024)}))
    at = data.find(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 1000)
    return bytes(data)


WRONG: dict[str, tuple[str, bytes | Callable[[], bytes], str]] = {
    "empty": ("书.txt", b"", "the file is empty"),
    "blank": ("书.txt", b" \r\n\t\n" * 50, "holds no text"),
    "blank with a mark": ("书.txt", b"\xef\xbb\xbf\n\n", "holds no text"),
    "binary": ("书.txt", bytes(range(256)) * 40, "binary bytes, not text"),
    "NUL bytes alone": ("书.txt", bytes(5000), "binary bytes, not text"),
    "picture": ("书.txt", b"\x89PNG\r\n\x1a\n" + bytes(500), "picture"),
    "photograph": ("书.pdf", b"\xff\xd8\xff\xe0" + bytes(500), "picture"),
    "rar": ("书.txt", b"Rar!\x1a\x07\0" + bytes(500), "a RAR archive"),
    "program": ("书.txt", b"MZ\x90\0" + bytes(500), "a Windows program"),
    "no encoding": ("书.txt", b"\x81\x20\xfe\x20" * 300, "encoding is none of"),
    "page of scripts": ("书.html", b"<html><script>1</script></html>", "shows no text"),
    "some archive": ("书.docx", zipped({"a.txt": b"1", "b.txt": b"2"}), "a zip archive of 2 files"),
    "encrypted zip": ("书.docx", encrypted(), "is encrypted"),
    "truncated zip": ("书.docx", zipped({"word/document.xml": os.urandom(9000)})[:4000], "broken or cut off"),
    "zip bomb": ("书.docx", bomb, "would unpack to 600 MB"),
    "lying zip bomb": ("书.docx", lying_bomb, "broken"),
    "zip of nothing": ("书.docx", zipped({}), "a zip archive of 0 files"),
    "locked docx": ("书.docx", compound("EncryptedPackage"), "has a password"),
    "powerpoint": ("书.txt", compound("PowerPoint Document"), "PowerPoint"),
    "unknown office file": ("书.doc", compound("Oddity"), "form that is not known"),
}


@pytest.mark.parametrize(("name", "data", "says"), WRONG.values(), ids=WRONG.keys())
def test_what_cannot_be_read_is_one_clear_line_and_status_2(tmp_path: Path, name: str, data: bytes | Callable[[], bytes], says: str) -> None:
    file = tmp_path / name
    file.write_bytes(data if isinstance(data, bytes) else data())
    result = CliRunner().invoke(app, ["outline", str(file), "--format", "jsonl"])
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert says in result.stderr and name in result.stderr and result.stderr.count("\n") == 1


@pytest.mark.parametrize(("name", "says"), [("没有.txt", "no such file"), ("", "a folder")])
def test_a_path_that_is_no_file_is_one_clear_line_and_status_2(tmp_path: Path, name: str, says: str) -> None:
    result = CliRunner().invoke(app, ["outline", str(tmp_path / name)])
    assert result.exit_code == 2 and says in result.stderr and result.stderr.count("\n") == 1


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user whom permissions bind")
def test_a_file_that_may_not_be_read_is_said(tmp_path: Path) -> None:
    file = tmp_path / "书.txt"
    file.write_text(SENTENCE, encoding="utf-8")
    file.chmod(0)
    with pytest.raises(Unreadable, match="permissions"):
        read_source(file)


# -- size ------------------------------------------------------------------------------------------------------------
def test_a_text_of_200_MB_is_refused_by_its_size_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "大.txt"
    with file.open("wb") as out:
        out.write(SENTENCE.encode() * 3000)
        out.truncate(200 * 1024 * 1024)
    taken: list[int] = []
    within = reading._within

    def watched(stream: object, name: str, size: int | None) -> bytes:
        try:
            return within(stream, name, size)  # type: ignore[arg-type]
        finally:
            taken.append(stream.tell())  # type: ignore[attr-defined]

    monkeypatch.setattr(reading, "_within", watched)
    result = CliRunner().invoke(app, ["outline", str(file)])
    assert result.exit_code == 2 and "200 MB" in result.stderr and "32 MB" in result.stderr and "split it" in result.stderr
    assert taken == [65536]


def test_standard_input_without_end_is_refused_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            assert size >= 0, "never to the end"
            self.given += size
            return b"\xe5" * size

    endless = Endless()
    monkeypatch.setattr(sys, "stdin", type("In", (), {"buffer": endless}))
    with pytest.raises(Unreadable, match="32 MB"):
        read_source("-")
    assert endless.given == reading.LIMIT + 1


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs /dev/zero")
def test_a_device_that_never_ends_is_refused_at_the_limit() -> None:
    with pytest.raises(Unreadable, match="32 MB"):
        read_source("/dev/zero")


# -- odd but readable ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("data", "has"),
    [
        ((SENTENCE * 300).encode("gb18030"), "地区生产总值212.6亿元"),
        ((SENTENCE * 300).encode("utf-16"), "地区生产总值212.6亿元"),
        ((SENTENCE * 11000).encode(), "地区生产总值212.6亿元"),
        ("今天下雨。\n明天也下雨。\n".encode(), "明天也下雨。"),
        ("【概况】\0\0全区有\x01公园4个。\n".encode() * 90, "公园4个"),
        (SENTENCE.encode() + b"\xed\xa0\x80" + SENTENCE.encode() * 20, "地区生产总值212.6亿元"),
        (b"\xff\xfe" + "甲乙丙丁".encode("utf-16-le") + b"\x00\xd8" + "戊己".encode("utf-16-le"), "戊己"),
        ("一行。\r二行。\r\n三行。".encode(), "三行。"),
        (("（" * 5000).encode(), "（（"),
        (b"\xef\xbb\xbf" + "概况，共一家。".encode(), "共一家"),
    ],
    ids=["GB18030", "UTF-16", "one line of 1 MB", "no structure", "NUL bytes", "surrogates in UTF-8", "surrogate in UTF-16", "three line ends", "brackets", "BOM"],
)
def test_odd_texts_go_all_the_way_through(tmp_path: Path, data: bytes, has: str) -> None:
    file = tmp_path / "书.txt"
    file.write_bytes(data)
    result = CliRunner().invoke(app, ["outline", str(file), "--format", "jsonl"])
    assert result.exit_code == 0, result.output
    assert has in result.stdout
    source = read_source(file)
    assert account(build(source), source.text) == []


# -- office files ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("stream", "kind", "target"), [("WordDocument", "Word 97", "DOCX"), ("Workbook", "Excel 97", "XLSX")])
@pytest.mark.parametrize("name", ["书.wps", "书.doc", "书.txt"])
def test_an_old_office_file_without_libreoffice_is_told_how(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stream: str, kind: str, target: str, name: str) -> None:
    monkeypatch.setattr(legacy, "office", lambda: None)
    file = tmp_path / name
    file.write_bytes(compound(stream))
    result = CliRunner().invoke(app, ["outline", str(file)])
    assert result.exit_code == 2 and kind in result.stderr and f"save it as {target}" in result.stderr and "LibreOffice" in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.skipif(legacy.office() is None, reason="LibreOffice is not installed")
def test_an_rtf_goes_through_libreoffice() -> None:
    words = "".join(f"\\u{ord(c)}?" for c in "青石区民政局")
    source = legacy.read(b"{\\rtf1\\ansi " + words.encode() + b"\\par}", "书.rtf")
    assert "青石区民政局" in source.text and source.name == "书.rtf"


@pytest.mark.skipif(legacy.office() is None, reason="LibreOffice is not installed")
def test_a_broken_old_document_is_one_clear_line() -> None:
    with pytest.raises(Unreadable) as told:
        legacy.read(compound("WordDocument"), "书.doc")
    assert "\n" not in str(told.value)


# -- fuzz ------------------------------------------------------------------------------------------------------------
@settings(max_examples=120, deadline=None, derandomize=True)
@given(st.binary(min_size=1, max_size=600), st.sampled_from([b"", b"\xff\xfe", b"\xef\xbb\xbf", b"<p>", b"# ", b"{\"a\":\"<p>", b"MIME-Version: 1.0\ncontent-type: multipart/x\n\n", "【概况】".encode("gb18030")]))
def test_random_bytes_never_crash_a_reader_of_text(data: bytes, head: bytes) -> None:
    whole = head + data
    try:
        source = reading.choose(whole, "x").read(whole, "x") if not whole.startswith((b"PK", b"%PDF", b"\xd0\xcf", b"{\\rtf")) else None
    except Unreadable as told:
        assert "\n" not in str(told)
        return
    if source is not None:
        assert account(build(source), source.text) == []


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.binary(max_size=300))
def test_a_zip_of_random_bytes_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(Unreadable) as told:
        archive.open_zip(b"PK\x03\x04" + data, "x.docx")
    assert "\n" not in str(told.value)
