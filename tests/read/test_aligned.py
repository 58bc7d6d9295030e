"""Tables without upright rules: cells where the columns are certain, lines where they are not."""

from __future__ import annotations

import re

import pytest

from tongjian.read.aligned import aligned_tables
from tongjian.read.layout import Fragment, Rule, Ruled, Sheet, baselines
from tongjian.read.ruled import ruled_tables

SONG = ("宋体", 10.0, False)
LEFT, PITCH = 60.0, 80.0


def width(text: str) -> float:
    return sum(10.0 if re.match(r"[\u2e80-\uffef—]", c) else 5.0 for c in text)


def line(y: float, *cells: str | tuple[float, str], right: bool = True) -> list[Fragment]:
    """Words in columns, figures set to the right edge of theirs; `(1.5, words)` stands in the middle between columns 1 and 2."""
    found = []
    for n, cell in enumerate(cells):
        at, words = (float(n), cell) if isinstance(cell, str) else cell
        if not words:
            continue
        x = LEFT + PITCH * at
        if isinstance(cell, tuple):
            x += 35 - width(words) / 2
        elif n and right:
            x += 70 - width(words)
        found.append(Fragment(words, x, x + width(words), y, SONG))
    return found


def grid(table: Ruled) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(table.height)]
    for box in table.boxes:
        rows[box.row].append("".join("".join(r.text.split()) for r in box.lines) + (f"×{box.columns}" if box.columns > 1 else "") + (f"↓{box.rows}" if box.rows > 1 else ""))
    return rows


def tables(*lines: list[Fragment]) -> list[list[list[str]]]:
    return [grid(t) for _, _, t in aligned_tables(baselines([f for row in lines for f in row]))]


GRAIN = [("稻谷", "1024", "1100", "7.4"), ("小麦", "204", "211", "3.4"), ("玉米", "98.5", "—", "-2.1"), ("合计", "1326.5", "1311", "")]


def body(y: float, rows: list[tuple[str, ...]] = GRAIN) -> list[list[Fragment]]:
    return [line(y + 18 * n, *row) for n, row in enumerate(rows)]


def test_figures_one_under_another_are_columns_and_the_words_over_them_their_head() -> None:
    assert tables(line(100, "作物", "2023年", "2024年", "增长%"), *body(118)) == [[["作物", "2023年", "2024年", "增长%"], *[list(row) for row in GRAIN]]]


def test_a_group_over_two_columns_is_one_cell_of_the_head() -> None:
    head = [line(82, "", (1.5, "产量"), (3, "比上年")), line(100, "作物", "2023年", "2024年", "增长%")]
    (found,) = tables(*head, *body(118))
    assert found[0][-2:] == ["产量×2", "比上年增长%↓2"] and found[1] == ["2023年", "2024年"] and found[2] == list(GRAIN[0])


def test_the_caption_and_the_unit_over_a_table_are_none_of_its_rows() -> None:
    lines = [line(60, (1.5, "表3 主要农产品产量")), line(78, "", "", "", "单位：万吨"), line(100, "作物", "2023年", "2024年", "增长%"), *body(118)]
    ((start, end, table),) = aligned_tables(baselines([f for row in lines for f in row]))
    assert (start, end) == (2, 7) and table.height == 5


@pytest.mark.parametrize(
    "lines",
    [
        [line(100, "区委书记", "张 明"), line(118, "副书记", "李小华"), line(136, "常委", "王 强"), line(154, "常委", "赵 丽")],
        [line(100 + 18 * n, f"{n}.", "组织党员学习会议精神", right=False) for n in range(1, 7)],
        [line(100, "全区办结群众来信321件。"), line(118, "走访困难家庭1204户。"), line(136, "新建公园4个。")],
        [line(100, "1月", "12"), line(118, "2月", "14")],
        [line(100 + 18 * n, str(n), str(n * n), str(n**3)) for n in range(1, 6)],
        [line(100, "稻谷", "1024"), line(118, "小麦"), line(136, "玉米"), line(154, "棉花"), line(172, "油菜", "99")],
    ],
    ids=["names and posts", "a numbered list", "sentences", "two lines", "figures alone", "columns mostly empty"],
)
def test_what_is_not_certain_stays_lines(lines: list[list[Fragment]]) -> None:
    assert tables(*lines) == []


def test_prose_above_and_below_stays_prose() -> None:
    prose = "全区坚持稳中求进，办结群众来信321件，走访困难家庭1204户，"
    lines = [line(60, prose), line(78, "发放救助资金412.6万元。"), line(100, "作物", "2023年", "2024年", "增长%"), *body(118), line(200, prose)]
    ((start, end, _),) = aligned_tables(baselines([f for row in lines for f in row]))
    assert (start, end) == (2, 7)


@pytest.mark.parametrize("levels", [(88, 195), (88, 105, 195)], ids=["rules above and below", "and one under the head"])
def test_rules_above_and_below_make_it_certain(levels: tuple[float, ...]) -> None:
    words = [line(100, "作物", "2023年", "2024年", "增长%"), *body(118)]
    small = [Fragment(f.text, f.x0, f.x1, f.y, ("宋体", 9.0, False)) for row in words for f in row]
    sheet = Sheet(595, 842, small, [Rule(50, y, 380, y + 0.5) for y in levels])
    (table,) = ruled_tables(sheet, 10.5)
    assert not table.scrambled and grid(table) == [["作物", "2023年", "2024年", "增长%"], *[list(row) for row in GRAIN]]
    assert sheet.fragments == []


def test_a_note_between_two_rules_is_no_table() -> None:
    note = [Fragment("链接：全区坚持稳中求进工作总基调", 60, 260, 100 + 15 * n, ("楷体", 9.0, False)) for n in range(5)]
    assert ruled_tables(Sheet(595, 842, note, [Rule(50, 85, 380, 85.5), Rule(50, 170, 380, 170.5)]), 10.5) == []
