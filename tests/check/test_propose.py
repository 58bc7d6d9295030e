"""The editorial note proposes house settings; a person saves them, and only then do they count."""

from __future__ import annotations

import tomllib

from tongjian.check import check, profile_of
from tongjian.check.propose import house_toml, propose
from tongjian.read.text import source_of
from tongjian.structure import build

NOTE = """编辑说明

一、《青石年鉴（2025）》由青石区人民政府主办。

二、本卷记述时间为2024年1月1日至2024年12月31日。

三、本卷用“区土储中心”“区委”指青石区土地储备整治中心、中共青石区委。

经济

土地

　　【土地储备】区土储中心储备土地900公顷。区土储中心收储12宗，其中2025年3月1日收储2宗。
（区规划局）
"""


def test_what_the_note_says_becomes_settings_with_the_words_that_speak_for_them() -> None:
    book = build(source_of(NOTE, "青石年鉴.txt", "utf-8", []))
    found = {p.key: p.value for p in propose(book)}
    assert found == {"closes": "2024-12-31", "short_names": ("区土储中心", "区委")}
    text = house_toml(book, propose(book))
    assert "记述时间" in text or "至2024年12月31日" in text
    saved = profile_of(tomllib.loads(text))
    assert saved.closes == "2024-12-31"
    codes = {f.code for f in check(book, profile=saved)}
    assert "DAT106" in codes and "NAM106" not in codes


def test_a_note_lowers_nothing_until_somebody_saves_it() -> None:
    book = build(source_of(NOTE, "青石年鉴.txt", "utf-8", []))
    codes = {f.code for f in check(book)}
    assert "DAT106" not in codes  # the edition's year is open until its end


def test_a_book_without_a_note_proposes_nothing() -> None:
    book = build(source_of("经济\n\n　　【概况】全区有企业88家。\n", "稿.txt", "utf-8", []))
    assert propose(book) == []
