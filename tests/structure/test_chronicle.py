"""A chronicle in any house's layout: one node a dated item, its title the date as printed, its date resolved."""

from __future__ import annotations

import pytest

from tongjian.read.text import source_of
from tongjian.structure import build


def items(text: str) -> list[tuple[str, str | None, str]]:
    """Title, ISO date and first characters of each item."""
    book = build(source_of(f"大事记\n\n{text}", "青石年鉴（2025）.txt", "utf-8", []))
    return [(n.title, n.date, book.body(i).lstrip("，　 \n")[:6]) for i, n in enumerate(book.nodes) if n.level == "entry"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "1月\n　　3日　区委召开全会。\n　　是日　区文化馆开馆。\n2月\n　　上旬　开展安全检查。\n　　8日—10日　区政协全会召开。\n　　是月　植树2万株。\n",
            [("3日", "2024-01-03", "区委召开全会"), ("是日", "2024-01-03", "区文化馆开馆"), ("上旬", None, "开展安全检查"), ("8日—10日", "2024-02-08", "区政协全会召"), ("是月", "2024-02", "植树2万株。")],
        ),
        (
            "　　1月3日　区委召开全会。\n　　1月15日　区政协全会开幕，\n18日闭幕。\n　　1月下旬　开展走访慰问。\n　　年内　新增企业88家。\n",
            [("1月3日", "2024-01-03", "区委召开全会"), ("1月15日", "2024-01-15", "区政协全会开"), ("1月下旬", "2024-01", "开展走访慰问"), ("年内", None, "新增企业88")],
        ),
        ("　　【1月3日】区委召开全会。\n　　【2月】植树2万株。\n", [("1月3日", "2024-01-03", "区委召开全会"), ("2月", "2024-02", "植树2万株。")]),
        ("1月\n●3日，区委召开全会。\n△同日，区文化馆开馆。\n", [("3日", "2024-01-03", "区委召开全会"), ("同日", "2024-01-03", "区文化馆开馆")]),
        ("一月\n　　3日　区委召开全会。\n　　△　区文化馆开馆。\n　　5日　区人代会召开。\n", [("3日", "2024-01-03", "区委召开全会"), ("△", "2024-01-03", "区文化馆开馆"), ("5日", "2024-01-05", "区人代会召开")]),
        ("　　2024年1月3日，区委召开全会。\n　　2024年2月6日，区人代会召开。\n", [("2024年1月3日", "2024-01-03", "区委召开全会"), ("2024年2月6日", "2024-02-06", "区人代会召开")]),
        ("一、2004年\n　　1月5日，县委召开全会。\n二、2005年\n　　3月8日，县人代会召开。\n", [("1月5日", "2004-01-05", "县委召开全会"), ("3月8日", "2005-03-08", "县人代会召开")]),
        ("一月\n　　三日　区委召开全会。\n　　十五日　区政协全会开幕。\n", [("三日", "2024-01-03", "区委召开全会"), ("十五日", "2024-01-15", "区政协全会开")]),
        ("1月3日\n　　区委召开全会。\n\n2月6日\n　　区人代会召开。\n", [("1月3日", "2024-01-03", "区委召开全会"), ("2月6日", "2024-02-06", "区人代会召开")]),
    ],
    ids=["months over days", "full dates, wrapped", "brackets", "bullets", "a triangle for the same day", "with the year", "years", "Chinese numerals", "dates on their own lines"],
)
def test_dated_items_of_any_layout(text: str, found: list[tuple[str, str | None, str]]) -> None:
    assert items(text) == found


def test_the_appendix_behind_a_chronicle_is_no_part_of_its_last_item() -> None:
    assert items("12月\n　　31日　区委召开务虚会。\n\n附录\n\n　　重要文件见下。\n") == [("31日", "2024-12-31", "区委召开务虚")]
