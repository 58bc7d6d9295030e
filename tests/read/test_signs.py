"""Signs with their places → fragments and lines: nothing that was not printed, upright, and in the order of reading."""

from __future__ import annotations

import itertools
import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongjian.read.aligned import aligned_tables
from tongjian.read.layout import Rule, Ruled, baselines, in_order, row_of
from tongjian.read.ruled import ruled_tables
from tongjian.read.signs import LIKE, Sign, quarter, sheet_of

BODY = ("Song", 10.0, False)
SMALL = ("Song", 6.0, False)


def set_level(text: str, x: float, y: float, face: tuple[str, float, bool] = BODY, turn: int = 0) -> list[Sign]:
    """A line of print: Chinese signs a square wide, others half of it."""
    found = []
    for c in text:
        width = face[1] if re.match(r"[\u2e80-\uffef]", c) else face[1] / 2
        found.append(Sign(c, x, y, width, face, turn))
        x += width
    return found


def lines(signs: list[Sign], width: float = 595, height: float = 842) -> list[str]:
    return [row_of(row).text for row in baselines(sheet_of(signs, width, height, []).fragments)]


def test_no_sign_appears_between_two_figures_that_stand_apart() -> None:
    (line,) = lines([*set_level("72", 74, 500), *set_level("64", 101, 500), *set_level("178", 135, 500)])
    assert line.split() == ["72", "64", "178"] and "." not in line


@pytest.mark.parametrize(
    ("signs", "printed"),
    [
        (set_level("全区完成投资18.4亿元。", 50, 100), "全区完成投资18.4亿元。"),
        (set_level("第一编　政治", 50, 100), "第一编 政治"),
        ([*set_level("审", 50, 100), *set_level("计", 70, 100), *set_level("局", 90, 100)], "审计局"),
        ([*set_level("GDP", 50, 100), *set_level("growth", 68, 100)], "GDP growth"),
        (set_level("面积12平方米", 50, 100) + set_level("2", 50 + 60 - 0.5, 96, SMALL), "面积12平方米2"),
        (set_level("面积12", 50, 100) + set_level("注1", 80.5, 103, SMALL) + set_level("平方米", 90, 100), "面积12注1平方米"),
    ],
    ids=["prose", "a full space", "letter-spaced", "Latin words without a space sign", "a raised figure", "a lowered note"],
)
def test_what_stands_on_one_line_is_one_line(signs: list[Sign], printed: str) -> None:
    assert lines(signs) == [printed]


def test_a_sign_printed_twice_on_its_place_counts_once_and_is_bold() -> None:
    sheet = sheet_of([*set_level("人民政府", 50, 100), *set_level("人民政府", 50.4, 100.3), *set_level("人人有责", 50, 130)], 595, 842, [])
    assert [(f.text, f.face[2]) for f in sheet.fragments] == [("人民政府", True), ("人人有责", False)]


def test_what_stands_off_the_page_or_aslant_is_put_aside_and_not_lost() -> None:
    watermark = [s._replace(turn=quarter(45)) for s in set_level("内部资料", 200, 400)]
    sheet = sheet_of([*set_level("全区粮食产量增长。", 50, 100), *set_level("2025-3-1 排版", 50, 900), *watermark], 595, 842, [])
    assert "".join(f.text for f in sheet.fragments) == "全区粮食产量增长。"
    assert sorted(t.replace(" ", "") for t in sheet.aside) == ["2025-3-1排版", "内部资料"]


COLUMN = "青石县志卷三食货"


@pytest.mark.parametrize("page", [(595.0, 842.0), (400.0, 600.0)])
def test_vertical_text_is_read_column_by_column_from_the_right(page: tuple[float, float]) -> None:
    columns = ["青石县志卷三食货略田赋一", "︵按旧志所载田亩之数有异︶", "雍正七年定额共田四千余顷"]
    signs = [Sign(c, page[0] - 60 - 20 * n, 60 + 10 * k, 10, BODY) for n, column in enumerate(columns) for k, c in enumerate(column)]
    assert lines(signs, *page) == [columns[0], "（按旧志所载田亩之数有异）", columns[2]]


def test_figures_set_level_in_a_vertical_column_stay_one_number() -> None:
    words = ["民", "国", "12", "年", "修", "筑", "城", "垣", "一", "百", "丈", "有", "余", "次", "年"]
    signs = []
    for k, word in enumerate(words):
        signs += [Sign(c, 300 + 5 * n, 60 + 10 * k, 5 if word.isdigit() else 10, BODY) for n, c in enumerate(word)]
    assert lines(signs) == ["".join(words)]


@pytest.mark.parametrize("turn", [1, 3])
def test_figures_that_lie_on_their_side_in_a_vertical_column_are_read_in_their_place(turn: int) -> None:
    column = "民国十年修筑城垣一百丈有余共"
    signs = [Sign(c, 300, 60 + 10 * k, 10, BODY) for k, c in enumerate(column)]
    end = signs[-1].y + 3
    signs += [Sign(c, 301, end + 6 * k, 0, ("Latin", 11.0, False), turn) for k, c in enumerate("128")]
    signs += [Sign(c, 300, end + 18 + 10 * k + 9, 10, BODY) for k, c in enumerate("丈次年又修")]
    assert lines(signs) == [column + "128丈次年又修"]


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_a_sheet_that_lies_on_its_side_or_head_is_set_upright_with_its_rules(turn: int) -> None:
    width, height = 842.0, 595.0  # as it should stand
    wanted = [*set_level("主要农产品产量", 100, 80), *set_level("粮食4100吨", 100, 120)]
    rule = Rule(90, 90, 300, 91)
    lying = {
        1: lambda s: (height - s.y, s.x),
        2: lambda s: (width - s.x, height - s.y),
        3: lambda s: (s.y, width - s.x),
    }[turn]
    signs = [s._replace(x=lying(s)[0], y=lying(s)[1], turn=turn) for s in wanted]
    (ax, ay), (bx, by) = lying(Sign("", rule.x0, rule.y0, 0, BODY)), lying(Sign("", rule.x1, rule.y1, 0, BODY))
    lying_rule = Rule(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
    size = (width, height) if turn == 2 else (height, width)
    sheet = sheet_of(signs, *size, [lying_rule])
    assert [row_of(r).text for r in baselines(sheet.fragments)] == ["主要农产品产量", "粮食4100吨"]
    (back,) = sheet.rules
    assert (back.x0, back.y0, back.x1, back.y1) == (rule.x0, rule.y0, rule.x1, rule.y1)


@pytest.mark.parametrize(("given", "meant"), [("⼯", "工"), ("⻓", "长"), ("⻔", "门"), ("\uf98e", "年"), ("⾥", "里")])
def test_a_radical_that_a_font_gives_is_the_character_that_it_prints(given: str, meant: str) -> None:
    assert LIKE[given] == meant


# -- properties ------------------------------------------------------------------------------------------------------
ANY = st.lists(
    st.builds(
        Sign,
        st.sampled_from([*"全区完成投资增长比上年一二三0123456789.,%（）【】。、—·AbZ︵⼯", " ", "\u3000", "\ufffd"]),
        st.floats(-30, 640),
        st.one_of(st.floats(-30, 880), st.sampled_from([100.0, 115.0, 130.0, 145.0])),
        st.sampled_from([0.0, 3.0, 5.0, 10.0, 22.0]),
        st.sampled_from([BODY, SMALL, ("Hei", 14.0, True), (None, 10.0, False)]),
        st.sampled_from([0, 0, 0, 0, 0, 1, 3, 2, -1]),
    ),
    max_size=120,
)


@settings(max_examples=300, deadline=None)
@given(ANY)
def test_every_sign_is_on_the_sheet_or_aside_once_and_none_is_made_up(signs: list[Sign]) -> None:
    sheet = sheet_of(signs, 595, 842, [Rule(50, 90, 300, 91)])
    upright = dict(zip("︵︶", "（）", strict=True))

    def ink(text: str) -> Counter[str]:
        return Counter(upright.get(c, c) for c in text if not c.isspace())

    given_ink = ink("".join(s.text for s in signs))
    shown = ink("".join(f.text for f in sheet.fragments) + "".join(sheet.aside))
    assert not shown - given_ink
    lost = given_ink - shown  # only what is printed twice on its place
    assert all(any((a.text == b.text and abs(a.x - b.x) <= 5 and abs(a.y - b.y) <= 2) or (a.turn, b.turn) != (0, 0) for a, b in itertools.combinations([s for s in signs if upright.get(s.text, s.text) == c], 2)) for c in lost)


@settings(max_examples=200, deadline=None)
@given(ANY)
def test_the_layout_of_any_sheet_keeps_every_sign(signs: list[Sign]) -> None:
    sheet = sheet_of(signs, 595, 842, [Rule(50, y, 300, y + 0.5) for y in (90, 120, 160)] + [Rule(x, 90, x + 0.5, 160) for x in (50, 120, 300)])
    before = Counter(c for f in sheet.fragments for c in f.text if not c.isspace())
    tables = ruled_tables(sheet, 10.0)
    items = in_order(sheet, tables, [], (50, 545), aligned_tables)
    rows = [row for item in items for row in ([r for box in item.boxes for r in box.lines] if isinstance(item, Ruled) else [item])]
    assert Counter(c for row in rows for c in row.text if not c.isspace()) == before
