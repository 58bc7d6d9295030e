"""Where text stands on a sheet tells its order: columns, bands across them, tables, paragraphs."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongjian.read.layout import Fragment, Row, Rule, Ruled, Sheet, gutters, in_order, row_of, segments
from tongjian.read.ruled import ruled_tables

SONG = ("宋体", 10.0, False)
LARGE = ("黑体", 22.0, True)


def text(words: str, x: float, y: float, face: tuple[str, float, bool] = SONG) -> Fragment:
    return Fragment(words, x, x + face[1] * len(words), y, face)


def column(name: str, x: float, lines: int, top: float = 100, width: int = 20) -> list[Fragment]:
    """A column of running text, each line named by its column and number."""
    return [text(f"{name}{n:02d}".ljust(width, "文"), x, top + 15 * n) for n in range(lines)]


def read(sheet: Sheet, known: list[tuple[float, float]] | None = None) -> list[str]:
    tables = ruled_tables(sheet, 10.0)
    return ["表" if isinstance(i, Ruled) else i.text.strip()[:3] for i in in_order(sheet, tables, known or [], (50, 470))]


def test_two_columns_are_read_one_after_the_other() -> None:
    sheet = Sheet(520, 800, [*column("左", 50, 20), *column("右", 270, 20)], [])
    assert read(sheet) == [f"左{n:02d}" for n in range(20)] + [f"右{n:02d}" for n in range(20)]


def test_three_columns_are_read_one_after_the_other() -> None:
    parts = [*column("左", 50, 20, width=12), *column("中", 190, 20, width=12), *column("右", 330, 20, width=12)]
    assert read(Sheet(520, 800, parts, [])) == [f"{c}{n:02d}" for c in "左中右" for n in range(20)]


def test_a_closing_mark_that_hangs_into_the_gutter_joins_no_columns() -> None:
    parts = [*[text("文" * 20 + "。", 50, 100 + 15 * n) for n in range(20)], *column("右", 270, 20)]
    assert read(Sheet(520, 800, parts, []))[20:] == [f"右{n:02d}" for n in range(20)]


def test_a_line_across_both_columns_parts_them_into_bands() -> None:
    parts = [*column("左", 50, 10), *column("右", 270, 10), text("横贯全页的一行标题文字在两栏之间", 180, 260, LARGE), *column("甲", 50, 10, 290), *column("乙", 270, 10, 290)]
    assert read(Sheet(520, 800, parts, [])) == [f"{c}{n:02d}" for c in "左右" for n in range(10)] + ["横贯全"] + [f"{c}{n:02d}" for c in "甲乙" for n in range(10)]


def test_a_letter_spaced_title_over_both_columns_stays_one_line() -> None:
    parts = [text("政", 190, 60, LARGE), text("治", 310, 60, LARGE), *column("左", 50, 20), *column("右", 270, 20)]
    assert read(Sheet(520, 800, parts, []))[:2] == ["政治", "左00"]


def test_heads_on_one_height_in_two_columns_stay_apart() -> None:
    parts = [text("1月", 140, 60, ("黑体", 14.0, True)), text("7月", 360, 60, ("黑体", 14.0, True)), *column("左", 50, 20), *column("右", 270, 20)]
    order = read(Sheet(520, 800, parts, []))
    assert order[0] == "1月" and order[21] == "7月"


def test_one_column_with_a_wide_table_of_figures_is_no_two_columns() -> None:
    parts = [text("指标名称", 60, 100 + 15 * n) for n in range(30)] + [text("12.5", 400, 100 + 15 * n) for n in range(30)]
    assert gutters(segments(parts), 50, 470) == []


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([text("审", 50, 10), text("计", 80, 10), text("局", 110, 10)], "审计局"),
        ([text("张", 50, 10), text("韬", 80, 10)], "张韬"),
        ([text("张韬", 50, 10), text("区长", 110, 10)], "张韬        区长"),
        ([text("增长", 50, 10), text("6.1%", 72, 10)], "增长6.1%"),
        ([text("粮食", 50, 10), text("4100吨", 76, 10)], "粮食 4100吨"),
    ],
)
def test_gaps_become_spaces_and_even_letter_spacing_none(parts: list[Fragment], words: str) -> None:
    assert row_of(parts).text == words


def test_an_indent_starts_a_paragraph_and_a_full_line_goes_on() -> None:
    parts = [text("文" * 18, 70, 100), text("文" * 20, 50, 115), text("文" * 6 + "。", 50, 130), text("文" * 18, 70, 145), text("文" * 20, 50, 160)]
    rows = [r for r in in_order(Sheet(520, 800, parts, []), [], [], (50, 250)) if isinstance(r, Row)]
    assert [r.starts for r in rows] == [True, False, False, True, False]
    assert [len(r.text) - len(r.text.lstrip()) for r in rows] == [4, 0, 0, 4, 0]


def grid(xs: list[float], ys: list[float]) -> list[Rule]:
    return [Rule(xs[0], y, xs[-1], y) for y in ys] + [Rule(x, ys[0], x, ys[-1]) for x in xs]


def cells(table: Ruled) -> list[tuple[int, int, int, int, str]]:
    return [(b.row, b.column, b.rows, b.columns, "".join(line.text for line in b.lines)) for b in table.boxes]


def test_a_ruled_grid_is_a_table_with_its_cells() -> None:
    sheet = Sheet(520, 800, [text("品种", 55, 115), text("产量", 155, 115), text("粮食", 55, 135), text("4100", 155, 135)], grid([50, 150, 250], [100, 120, 140]))
    (table,) = ruled_tables(sheet, 10.0)
    assert cells(table) == [(0, 0, 1, 1, "品种"), (0, 1, 1, 1, "产量"), (1, 0, 1, 1, "粮食"), (1, 1, 1, 1, "4100")]
    assert sheet.fragments == []


def test_a_missing_rule_merges_cells_and_a_cell_of_two_lines_is_one() -> None:
    rules = [Rule(50, 100, 350, 100), Rule(150, 120, 350, 120), Rule(50, 140, 350, 140), Rule(50, 160, 350, 160), Rule(50, 100, 50, 160), Rule(150, 100, 150, 160), Rule(250, 120, 250, 160), Rule(350, 100, 350, 160)]
    words = [text("品种", 55, 115), text("名称", 55, 131), text("产量", 200, 115), text("2023年", 155, 135), text("2024年", 255, 135), text("粮食", 55, 155), text("4050", 155, 155), text("4100", 255, 155)]
    (table,) = ruled_tables(Sheet(520, 800, words, rules), 10.0)
    assert cells(table)[:4] == [(0, 0, 2, 1, "品种名称"), (0, 1, 1, 2, "产量"), (1, 1, 1, 1, "2023年"), (1, 2, 1, 1, "2024年")]


def test_a_table_of_three_rules_has_its_columns_by_white_and_its_rows_by_baselines() -> None:
    rules = [Rule(50, 100, 450, 100), Rule(50, 120, 450, 120), Rule(50, 200, 450, 200)]
    words = [text(w, x, y) for y, row in ((115, "指标 产量 增长"), (135, "粮食 4100 1.2%"), (155, "蔬菜 1012 3.3%"), (175, "水果 310 5.0%")) for w, x in zip(row.split(), (60, 200, 350), strict=True)]
    (table,) = ruled_tables(Sheet(520, 800, words, rules), 10.0)
    assert (table.height, table.width) == (4, 3) and cells(table)[3:6] == [(1, 0, 1, 1, "粮食"), (1, 1, 1, 1, "4100"), (1, 2, 1, 1, "1.2%")]


def test_the_rule_under_a_running_head_is_no_table() -> None:
    sheet = Sheet(520, 800, column("左", 50, 20), [Rule(50, 60, 470, 60), Rule(50, 760, 470, 760)])
    assert ruled_tables(sheet, 10.0) == []


PLACES = st.builds(
    lambda words, x, y, size: Fragment(words, x, x + size * len(words), y, ("宋体", size, False)),
    st.sampled_from(["甲", "乙丙", "全区办结来信321件，", "指标", "12.5", "（区民政局）", "文" * 15]), st.integers(30, 480).map(float), st.integers(30, 760).map(float), st.sampled_from([8.0, 10.0, 22.0]),
)  # fmt: skip
RULES = st.builds(lambda x, y, length, flat: Rule(x, y, x + length, y) if flat else Rule(x, y, x, y + length), st.integers(30, 300).map(float), st.integers(30, 500).map(float), st.integers(20, 250).map(float), st.booleans())


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(PLACES, max_size=60), st.lists(RULES, max_size=12))
def test_whatever_stands_where_every_character_is_read_once(parts: list[Fragment], rules: list[Rule]) -> None:
    before = Counter("".join(p.text for p in parts))
    sheet = Sheet(520, 800, parts, rules)
    tables = ruled_tables(sheet, 10.0)
    items = in_order(sheet, tables, [(250, 266)], (50, 470))
    lines = [i for i in items if isinstance(i, Row)] + [line for i in items if isinstance(i, Ruled) for b in i.boxes for line in b.lines]
    assert Counter("".join("".join(line.text.split()) for line in lines)) == before
