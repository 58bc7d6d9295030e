"""What the editorial rules promise beside their examples: habits, places that rules keep out of, settings, records that are wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import real_books
from tongjian.book import Book
from tongjian.check import RULES, Profile, check
from tongjian.check.confusable import likeness
from tongjian.check.scope import blanked
from tongjian.check.terms import KINDS, parse, shipped
from tongjian.read import open_book

Lay = Callable[..., Book]
FRONT = ("编辑说明\n《青石年鉴（2025）》记述青石区2024年的情况。全书设“特载”“概览”“政治”“经济”“社会事业”等类目。", "概览\n区情\n【位置面积】青石区面积96平方千米。")


def codes(book: Book, *select: str) -> list[tuple[str, str]]:
    return [(f.code, f.severity) for f in check(book, select=select)]


def test_a_habit_of_the_house_is_one_alarm_and_says_how_often(lay: Lay) -> None:
    book = lay(*FRONT, "社会事业\n教育\n【甲】种植蔬菜500亩。\n【乙】种植茶树60亩。\n【丙】种植柑橘700亩。")
    found = check(book, select=("STY401",))
    assert [f.severity for f in found] == ["warning", "info", "info"]
    assert "3处" in found[0].message and len(found[0].related) == 2


@pytest.mark.parametrize(
    "sentence",
    [
        "召开“我们的明天”主题班会3次。",  # first person inside a quotation
        "编印《我区养老服务手册》2000册。",  # and inside a title
        "通过“今年我来讲”活动，宣讲40场。",
    ],
)
def test_words_of_others_are_no_first_person_and_no_this_year(lay: Lay, sentence: str) -> None:
    assert codes(lay(*FRONT, f"社会事业\n教育\n【甲】{sentence}"), "STY301", "STY201") == []


def test_speeches_may_say_we_and_this_year(lay: Lay) -> None:
    speech = "特载\n政府工作报告\n——2025年1月8日在青石区第十九届人民代表大会第四次会议上\n区长 李青川\n各位代表：\n今年我们将新建社区食堂8个，我区养老服务水平将进一步提高。"
    assert codes(lay(*FRONT, speech), "STY301", "STY201") == []


def test_a_quotation_that_runs_over_paragraphs_is_no_lone_mark(tmp_path: Path) -> None:
    file = tmp_path / "青石年鉴.md"
    file.write_text("# 社会事业\n\n## 教育\n\n### 甲\n\n区教委提出：“办好家门口的学校。\n\n“办好老百姓满意的幼儿园。”\n\n### 乙\n\n新建小学2所。\n", encoding="utf-8")
    book = open_book(file)
    assert codes(book, "PUN101") == []


def test_a_lone_mark_is_shown_with_the_words_behind_it(lay: Lay) -> None:
    book = lay(*FRONT, "社会事业\n教育\n【甲】开展“清风行动专项检查，覆盖12个村。\n【乙】新建小学2所。")
    (found,) = check(book, select=("PUN101",))
    assert book.quote(found.start, found.end) == "“清风行动专项检查"


def test_a_names_other_form_is_shown_with_counts_and_never_corrected(lay: Lay) -> None:
    lines = ["副区长邵明川主持会议。", "副区长邵明川出席仪式。", "副区长邵明川带队检查。", "副区长邵鸣川率队调研。"]
    book = lay(*FRONT, "社会事业\n教育\n" + "\n".join(f"【{n}】{line}" for n, line in zip("甲乙丙丁", lines, strict=True)))
    (found,) = check(book, select=("NAM111",))
    assert "1处" in found.message and "3处" in found.message
    assert found.suggestion is None and book.quote(found.related[0].start, found.related[0].end) == "邵明川"


@pytest.mark.parametrize("pair", ["未末", "己已", "渔鱼", "幕募", "辩辨"])
def test_lookalikes_and_soundalikes_are_known(pair: str) -> None:
    assert likeness(*pair) and likeness(*reversed(pair))


def test_characters_that_share_nothing_are_not_taken_for_each_other() -> None:
    assert likeness("山", "水") is None and likeness("青", "青") is None


def test_a_manuscript_is_not_judged_by_what_only_a_book_can_show(lay: Lay) -> None:
    book = lay("【甲】新建区人民防空办、区教委、区民防办展板各1块。")
    assert not [f for f in check(book, as_="manuscript") if RULES[f.code].whole_book]


def test_a_house_lists_words_of_its_own(lay: Lay) -> None:
    book = lay(*FRONT, "社会事业\n教育\n【甲】改造老旧小区电梯5部。")
    (found,) = check(book, profile=Profile(extra_terms={"电梯5部": "电梯5台"}), select=("TXT109",))
    assert found.suggestion == "电梯5台"


def test_a_house_sets_how_long_a_title_may_be(lay: Lay) -> None:
    book = lay(*FRONT, "社会事业\n教育\n【中小学校园食堂改造】改造食堂5个。")
    assert codes(book, "STR101") == []
    assert [f.code for f in check(book, profile=Profile(title_length=8), select=("STR101",))] == ["STR101"]


def test_blanking_keeps_every_place() -> None:
    text = "开展“清风”行动\n共3次"
    seen = blanked(text, [(2, 6), (9, 11)])
    assert len(seen) == len(text) and seen.index("行动") == text.index("行动") and "清风" not in seen and seen.count("\n") == 1


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ('severity = "loud"', "severity"),
        ('colour = "red"', "colour"),
        ("pattern = '(亩'", "unterminated"),
        ('off = ["cover"]', "cover"),
        ("fires = []", "example"),
        ('severity = "error"\nclause = "recalled"', "recalled"),
    ],
)
def test_a_record_that_is_wrong_is_named(change: str, told: str) -> None:
    fields = {
        "code": 'code = "STY999"', "kind": 'kind = "pattern"', "title": 'title = "例"', "title_en": 'title_en = "example"', "message": 'message = "例"',
        "message_en": 'message_en = "example"', "severity": 'severity = "warning"', "confidence": "confidence = 0.9", "source": 'source = "例"',
        "pattern": "pattern = '亩'", "fires": 'fires = ["5亩。"]', "silent": 'silent = ["5公顷。"]',
    }  # fmt: skip
    fields[change.split(" ", 1)[0]] = change
    with pytest.raises(ValueError, match=f"house-rules.toml.*{told}"):
        parse("[[rule]]\n" + "\n".join(fields.values()), "house-rules.toml")


def test_every_record_names_a_kind_that_exists_and_a_source() -> None:
    assert shipped() and all(t.kind in KINDS and t.source for t in shipped())
    assert not [t.code for t in shipped() if t.clause == "recalled" and t.severity == "error"]


@pytest.mark.skipif(not real_books(), reason="no real books here (set TONGJIAN_BOOKS)")
@pytest.mark.parametrize("path", [p for p in real_books() if p.suffix == ".txt"], ids=lambda p: p.stem)
def test_a_printed_book_gets_few_editorial_alarms(path: Path) -> None:
    book = open_book(path)
    alarms = [f for f in check(book, select=("NAM", "PUN", "STR", "STY", "TXT")) if f.severity != "info"]
    assert len(alarms) <= 12 * len(book.text) / 10_000
