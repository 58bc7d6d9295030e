"""Headings, lists and contents of a whole book: what skips, repeats or is missing is shown with its other place."""

from __future__ import annotations

import pytest

from tongjian.book import Book
from tongjian.check import Finding, check
from tongjian.read.text import source_of
from tongjian.structure import build


def book(text: str) -> Book:
    return build(source_of(text, "青石年鉴.txt", "utf-8", []))


def found(text: str, *codes: str) -> list[tuple[str, str, list[str]]]:
    """Code, quote, and quotes of the other places."""
    it = book(text)
    rows: list[Finding] = check(it, select=codes)
    return [(f.code, it.quote(f.start, f.end), [it.quote(r.start, r.end) for r in f.related]) for f in rows]


CHAPTERS = """青石市志

第一编  建置

第一章  政区

第一节  位置

    青石市位于云泽省东部，总面积2100平方千米。

第二节  区划

    1991年，全市辖12个镇、8个乡。

第二章  人口

第一节  规模

    2010年末，全市有65.2万人。

第二编  农业

第三章  种植业

第一节  粮食

    2010年，粮食总产量32万吨。
"""


@pytest.mark.parametrize(
    ("change", "findings"),
    [
        ((), []),  # chapters may run on through the parts
        (("第二节  区划", "第三节  区划"), [("STR201", "第三节区划", ["第一节位置"])]),
        (("第二节  区划", "第一节  区划"), [("STR201", "第一节区划", ["第一节位置"])]),
        (("第二章  人口", "第三章  人口"), [("STR201", "第三章人口", ["第一章政区"])]),
        (("第二编  农业", "第四编  农业"), [("STR201", "第四编农业", ["第一编建置"])]),
    ],
    ids=["all right", "a gap", "a repeat", "a chapter left out", "parts left out"],
)
def test_numbers_of_headings_are_held_against_the_heading_before(change: tuple[str, str] | tuple[()], findings: list[object]) -> None:
    text = CHAPTERS.replace(*change) if change else CHAPTERS
    assert [row for row in found(text, "STR201") if "第三章种植业" not in row[1]] == findings


PARTS = """社会

民政

【社会救助】2024年，全区救助96人次。

教育

【学校】2024年末，全区有学校45所。

卫生

【医院】2024年末，全区有医院12家。
"""


def test_a_section_that_stands_twice_is_shown_beside_the_first() -> None:
    assert found(PARTS, "STR202", "STR203") == []
    twice = PARTS + "\n民政\n\n【养老服务】2024年末，全区有床位1204张。\n"
    assert found(twice, "STR202") == [("STR202", "民政", ["民政"])]


def test_a_heading_with_nothing_under_it_is_shown_beside_the_next() -> None:
    text = CHAPTERS.replace("    1991年，全市辖12个镇、8个乡。\n", "")
    assert [row[1] for row in found(text, "STR203", "STR104")] == ["第二节区划"]


CONTENTS = """目    录

社会………………………………1
  民政……………………………1
  教育……………………………2
  卫生……………………………3
  体育……………………………4
  文化……………………………5

社会

民政

　　【社会救助】2024年，全区救助96人次。

教育

　　【学校】2024年末，全区有学校45所。

卫生

　　【医院】2024年末，全区有医院12家。

体育

　　【赛事】2024年，全区办赛事8场。

文化

　　【图书馆】2024年，全区图书馆接待12万人次。
"""


@pytest.mark.parametrize(
    ("change", "findings"),
    [
        ((), []),
        (("  教育……………………………2\n  卫生……………………………3", "  卫生……………………………3\n  教育……………………………2"), 1),
        (("  教育……………………………2\n", "  教育……………………………2\n  教育……………………………2\n"), 1),
    ],
    ids=["all right", "another order", "a title twice"],
)
def test_the_contents_list_has_the_order_of_the_body_and_each_title_once(change: tuple[str, str] | tuple[()], findings: object) -> None:
    rows = found(CONTENTS.replace(*change) if change else CONTENTS, "REF105")
    assert len(rows) == (findings or 0)
    assert all(row[2] for row in rows)


def test_a_term_that_the_index_has_twice_is_shown_beside_the_first() -> None:
    index = "\n主题索引\n\n社会救助  1\n学校  2\n医院  3\n赛事  4\n图书馆  5\n学校  2\n"
    assert found(CONTENTS + index, "REF106") == [("REF106", "学校2", ["学校2"])]


def test_serial_numbers_of_the_document_index_run_without_a_gap() -> None:
    rows = "".join(f"{n}  青石府发〔2024〕{n}号  关于做好第{n}项工作的通知  区政府\n" for n in (1, 2, 3, 5, 6))
    assert found(PARTS + "\n文件目录\n\n" + rows, "TAB208") == [("TAB208", "5", ["3"])]
