"""Whatever a house prints around it, the same yearbook comes out: a table of houses, one record each, and what must be found."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from houses import HOUSES, House, measured, misses, printed
from tongjian.book import Book, account
from tongjian.book.content import content
from tongjian.publish.markdown import markdown
from tongjian.read import markdown as reader
from tongjian.read import open_book
from tongjian.read.text import source_of
from tongjian.structure import build

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "qingshi" / "qingshi-2025.md"
FLOOR = 0.97


@pytest.fixture(scope="module")
def example() -> Book:
    return open_book(EXAMPLE)


@pytest.mark.parametrize("house", HOUSES, ids=lambda house: house.name)
def test_a_yearbook_comes_out_whatever_its_house(example: Book, house: House, tmp_path: Path) -> None:
    text, truths = printed(example, house)
    file = tmp_path / "青石年鉴（2025）.txt"
    file.write_bytes(text.encode(house.encoding))
    book = open_book(file)
    assert account(book, text) == []
    assert content(build(reader.read(markdown(book).encode(), "书.md"))) == content(book)
    found = measured(book, truths)
    assert {name: share for name, share in found.items() if share < FLOOR} == {}, misses(book, truths)[:12]


LINES = (
    "大事记,文件目录,光荣榜,领导名录,目录,【概况】,■养老　,一、综合,（一）抓项目。开展3次。,1.抓企业。减税。,（区民政局）,[区民政局 王明],供稿：王明,表1：情况表,序号 名称 数量,1 甲 3,2 乙 4,3 丙 ≥ 5,合计 7 8,备注：略。,12,— 13 —,"
    "青石年鉴（2025）,第一章 政区,第二节 人口,1月,是日,△ 开馆。,续表,单位：万元,青石委发〔2024〕1号,关于工作的通知,区委,书　记　王明,王　明  局长,专栏 2：项目,民政,社会事业,《办法》（青石委发〔2024〕2号）,市妇联张    莹,·要闻　全年开展活动。,2004年"
).split(",")


@given(st.lists(st.tuples(st.sampled_from(["", " ", "  ", "　　", "\f"]), st.sampled_from(LINES)), min_size=1, max_size=60), st.sampled_from(["\n", "\n\n"]))
def test_no_character_is_lost_whatever_lines_follow_one_another(lines: list[tuple[str, str]], gap: str) -> None:
    source = source_of(gap.join(lead + line for lead, line in lines), "青石年鉴.txt", "utf-8", [])
    assert account(build(source), source.text) == []
