"""Plain text of any encoding is read, and what is no text is refused in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tongjian.read import Unreadable, read_source
from tongjian.read.text import decode

SENTENCE = "2024年，青石区实现地区生产总值212.6亿元，比上年增长6.1%。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_encoding_is_found(encoding: str) -> None:
    text, _, warnings = decode((SENTENCE * 20).encode(encoding), "a.txt")
    assert text.lstrip("\ufeff") == SENTENCE * 20 and warnings == []


def test_one_broken_byte_is_said_not_hidden() -> None:
    text, encoding, warnings = decode((SENTENCE * 50).encode() + b"\xff" + SENTENCE.encode(), "a.txt")
    assert encoding == "utf-8" and "�" in text and "1 characters could not be decoded" in warnings[0] and "line 1" in warnings[0]


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"", "empty"), (b"  \n \n", "no text"), (bytes(range(256)) * 40, "binary"), (b"\x89PNG\r\n\x1a\n" + bytes(2000), "picture")],
)
def test_what_is_no_text_is_refused_in_one_line(tmp_path: Path, data: bytes, says: str) -> None:
    file = tmp_path / "书.txt"
    file.write_bytes(data)
    with pytest.raises(Unreadable) as told:
        read_source(file)
    assert says in str(told.value) and "\n" not in str(told.value) and "书.txt" in str(told.value)


def test_a_missing_file_a_folder_and_a_file_too_large_are_said(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="no such file"):
        read_source(tmp_path / "没有.txt")
    with pytest.raises(Unreadable, match="folder"):
        read_source(tmp_path)
    large = tmp_path / "大.txt"
    with large.open("wb") as out:
        out.truncate(200 * 1024 * 1024)
    with pytest.raises(Unreadable, match="200 MB"):
        read_source(large)


def test_a_line_of_a_megabyte_is_read(tmp_path: Path) -> None:
    file = tmp_path / "长.txt"
    file.write_text(SENTENCE * 25000, encoding="utf-8")
    assert len(read_source(file).text) == len(SENTENCE) * 25000


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (SENTENCE.encode("utf-8").decode("gb18030", errors="replace") + "\n", "opened as GBK"),
        ((SENTENCE + "\n").encode("gb18030").decode("latin-1") * 5, "GB18030 that was opened as Latin-1"),
        ((SENTENCE + "\n").encode("utf-8").decode("latin-1") * 5, "UTF-8 that was opened as Latin-1"),
        ("青石区锟斤拷烫锟斤拷民政局", "锟斤拷"),
    ],
)
def test_a_text_once_opened_in_the_wrong_encoding_is_warned_of(text: str, says: str) -> None:
    _, _, warnings = decode(text.encode("utf-8"), "a.txt")
    assert any(says in w and "original file" in w for w in warnings)


@pytest.mark.parametrize("text", [SENTENCE, "联通公司青石分公司有营业厅12家。\n" * 30, "Overview of Qingshi District\n", "Café Zürich à Genève, où l’été\n", "龘靐齉爩麤彧翀喆堃\n" * 20])
def test_sound_text_raises_no_alarm(text: str) -> None:
    for encoding in ("utf-8", "gb18030"):
        if encoding == "gb18030" and text.isascii() is False and "é" in text:
            continue
        assert decode(text.encode(encoding), "a.txt")[2] == []


def test_big5_is_told_from_gb18030_by_the_characters_that_are_common_in_each() -> None:
    text = "本區實現生產總值二百一十二億元，比上年增長百分之六，城鄉居民收入穩步提高。" * 10
    assert decode(text.encode("big5"), "a.txt")[:2] == (text, "big5")


def test_characters_that_no_print_has_are_replaced_one_for_one_and_said() -> None:
    text, _, warnings = decode((SENTENCE + "\0" + SENTENCE + "\x07").encode(), "a.txt")
    assert text == SENTENCE + "\ufffd" + SENTENCE + "\ufffd" and "2 control characters" in warnings[0]
