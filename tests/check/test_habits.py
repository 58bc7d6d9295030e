"""A habit is shown once with all its places; what rests on figures or on another place is told alone; records stay one a place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongjian.book import Book
from tongjian.check import check, record, render_text
from tongjian.check.habits import habits, habits_of_records, told
from tongjian.read.text import source_of
from tongjian.structure import build

Lay = Callable[..., Book]
NOTE = "编辑说明\n《青石年鉴（2025）》记述青石区2024年的情况。"


def laid(lay: Lay, *sections: str) -> Book:
    """A book with these texts, each an entry of a section of its own."""
    names = ("民政", "教育", "卫生", "文化", "交通")
    return lay(NOTE, "社会事业\n" + "\n".join(f"{name}\n【概况】{text}\n（区{name}局）" for name, text in zip(names, sections, strict=False)))


@pytest.mark.parametrize(
    ("code", "sections", "things"),
    [
        ("STY207", ("截止年底，全区有养老院5所。", "截止年底，全区有小学9所。截止年末，有教师800人。", "全区有医院3所。"), [(3, 2)]),  # a record's habit, whatever words
        ("STY153", ("增长率保持在5~8%。", "入园率在91~96%之间。"), [(2, 2)]),  # one form, other figures
        ("STY101", ("发放补贴约5万余元。", "走访近300余户。"), [(1, 1), (1, 1)]),  # other words are another thing
        ("NAM301", ("区爱委会召开会议。", "赴高检院参加培训。区爱委会参加。"), [(2, 2), (1, 1)]),  # each word a habit of its own
        ("NUM101", ("有教师120人，其中男60人、女70人。", "有教师120人，其中男60人、女70人。"), [(1, 1)]),  # told once by the engine: one working
        ("NUM101", ("有教师120人，其中男60人、女70人。", "有医生150人，其中男60人、女80人。"), [(1, 1), (1, 1)]),  # figures are never a habit
    ],
)
def test_findings_of_one_habit_are_one_thing(lay: Lay, code: str, sections: tuple[str, ...], things: list[tuple[int, int]]) -> None:
    book = laid(lay, *sections)
    found = check(book, select=(code,))
    assert [(len(h.places), h.sections) for h in habits(book, found)] == things


def test_what_is_shown_first_is_the_gravest_and_the_earliest_of_those(lay: Lay) -> None:
    book = laid(lay, "截止年底，有养老院5所。截止年末，有床位60张。", "截止年底，有小学9所。")
    found = check(book, select=("STY207",))
    (habit,) = habits(book, found)
    assert found[habit.first].severity == "error" and found[habit.first].start == min(f.start for f in found)
    assert [found[n].start for n in habit.rest] == sorted(f.start for f in found)[1:]


def test_the_message_says_places_and_sections_once(lay: Lay) -> None:
    book = laid(lay, "截止年底，有养老院5所。截止年末，有床位60张。", "截止年底，有小学9所。")
    found = check(book, select=("STY207",))
    (habit,) = habits(book, found)
    message, message_en = told(found[habit.first].message, found[habit.first].message_en, habit)
    assert message.endswith("（共3处，见于2个分目）") and "本分目" not in message
    assert message_en.endswith("(3 places in 2 sections)") and "times" not in message_en


def test_the_terminal_shows_a_habit_once_and_its_tally_says_both(lay: Lay) -> None:
    book = laid(lay, "截止年底，有养老院5所。", "截止年底，有小学9所。", "截止年底，有医院3所。")
    shown = render_text(book, check(book, select=("STY207",)))
    assert shown.count("STY207") == 1 and shown.count("    同样 ") == 2
    assert "错误 error 1（3处）" in shown.splitlines()[-1]


def test_of_a_habit_with_many_places_the_last_are_told_by_their_lines(lay: Lay) -> None:
    book = laid(lay, *(f"{''.join(f'截止{y}年底，有村{y - 1990}个。' for y in range(1999, 2003))}" for _ in range(4)))
    shown = render_text(book, check(book, select=("STY207",)))
    assert shown.count("    同样 ") == 6 and "还有 9 处：" in shown


def test_records_are_still_one_a_place_and_fold_alike(lay: Lay) -> None:
    book = laid(lay, "截止年底，有养老院5所。截止年末，有床位60张。", "近年来，截止年底，有小学9所。目前，有教师80人。")
    found = check(book, select=("STY",))
    records = [record(book, f) for f in found]
    assert len(records) == len(found) == 5
    assert habits_of_records(book, records) == habits(book, found)


@given(st.lists(st.sampled_from(["截止年底，有村5个。", "近年来，建成公园3个。", "有教师120人，其中男60人、女70人。", "约有5万余元。"]), max_size=5))
def test_folding_loses_no_finding_and_shows_none_twice(texts: list[str]) -> None:
    body = "\n\n".join(f"{name}\n\n【概况】{text}" for name, text in zip(("民政", "教育", "卫生", "文化", "交通"), texts, strict=False))
    book = build(source_of(f"青石年鉴（2025）\n\n社会事业\n\n{body}\n", "青石年鉴（2025）.txt", "utf-8", []))
    found = check(book)
    assert sorted(n for h in habits(book, found) for n in h.places) == list(range(len(found)))
