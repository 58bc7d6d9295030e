"""Names of persons: what can be one, what is one in running text, and where it ends. Add a string or a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongjian.language import names

CAN_BE = ["王强", "李若梅", "欧阳青山", "司马远", "骆青山", "习近", "买买提·艾力"]
CANNOT_BE = ["强", "青石区的", "王", "abc", "王 强", "第一", "了不起", "王强等"]


@pytest.mark.parametrize("text", CAN_BE)
def test_a_surname_and_one_or_two_characters_can_be_a_name(text: str) -> None:
    assert names.is_name(text)


@pytest.mark.parametrize("text", CANNOT_BE)
def test_other_strings_cannot(text: str) -> None:
    assert not names.is_name(text)


LIKELY = ["王强", "李若梅", "张建设", "骆青山", "娄雨", "欧阳青山"]
UNLIKELY = ["常态化", "区政协", "宣传部", "安全感", "纪念馆", "和谐", "高校", "金融", "安全", "文明", "石盘村", "许可", "温泉水", "万元", "张贴"]


@pytest.mark.parametrize("text", LIKELY)
def test_a_name_is_told_from_a_word(text: str) -> None:
    assert names.is_likely(text)


@pytest.mark.parametrize("text", UNLIKELY)
def test_a_word_that_begins_with_a_surname_is_no_likely_name(text: str) -> None:
    assert not names.is_likely(text)


ENDS = [
    # text that begins with a name, the name
    ("王强调研民政工作", "王强"),
    ("王强到区里视察", "王强"),
    ("李若梅主持会议", "李若梅"),
    ("赵子明、钱江出席", "赵子明"),
    ("周明远，男", "周明远"),
    ("张和平出席会议", "张和平"),
    ("张勇和李明出席", "张勇"),
    ("孙晓岚同志", "孙晓岚"),
    ("欧阳青山率队", "欧阳青山"),
    ("工作会议召开", None),
    ("的同志", None),
]


@pytest.mark.parametrize(("text", "name"), ENDS)
def test_a_name_ends_where_what_follows_says_so(text: str, name: str | None) -> None:
    stop = names.name_end(text, 0, len(text))
    assert (text[:stop] if stop else None) == name


LISTS = [
    ("王强、李若梅和赵子明出席", ["王强", "李若梅", "赵子明"]),
    ("王强、李若梅（女）、赵子明（土家族）9人", ["王强", "李若梅", "赵子明"]),
    ("王强主持", ["王强"]),
    ("会议召开", []),
]


@pytest.mark.parametrize(("text", "expected"), LISTS)
def test_a_list_of_names_is_read_to_its_end(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in names.names_from(text, 0, len(text))] == expected


BACK = [("区法院王强、李若梅", ["王强", "李若梅"]), ("社区赵子明（男）", ["赵子明"]), ("召开的会议", [])]


@pytest.mark.parametrize(("text", "expected"), BACK)
def test_a_list_of_names_is_read_back_from_its_end(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in names.names_to(text, 0, len(text))] == expected


@given(st.text(alphabet="王李欧阳强若梅区的、和及（）女，。·出席abc12", max_size=40))
def test_no_string_breaks_the_readers(text: str) -> None:
    for at in range(len(text)):
        for a, b in names.names_from(text, at, len(text)):
            assert at <= a < b <= len(text)
    for a, b in names.names_to(text, 0, len(text)):
        assert 0 <= a < b <= len(text)
