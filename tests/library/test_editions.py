"""Twenty yearbooks of one place: the year that a question names, or the newest where it names none."""

from __future__ import annotations

import pytest
from invented_yearbook import write

from tongjian.library import Library, build

FIRST, LAST = 2004, 2023


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Twenty editions; the product is 100 in the first year and grows by 10 a year, the schools from 20 by one."""
    folder = tmp_path_factory.mktemp("many")
    files = [write(folder, f"青石年鉴{y + 1}.txt", y, str(100 + 10 * (y - FIRST)), 20 + y - FIRST) for y in range(FIRST, LAST + 1)]
    build(files, folder / "青石")
    return Library.open(folder / "青石")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("地区生产总值是多少？", ("2023年（最新一卷）", "290亿元", "2022年280亿元", "2020年260亿元")),
        ("青石区有多少所义务教育学校？", ("2023年（最新一卷）", "39所", "2022年38所")),
        ("What is the GDP?", ("2023年（最新一卷）", "290亿元", "2022年280亿元")),
        ("2010年地区生产总值是多少？", ("160亿元",)),
        ("2004年义务教育学校有多少所？", ("20所",)),
    ],
)
def test_the_edition_of_the_year_answers_or_the_newest_says_so(library: Library, question: str, said: tuple[str, ...]) -> None:
    answer = library.ask(question)
    assert answer.text is not None
    assert all(words in answer.text for words in said)


def test_every_year_told_has_a_citation_that_holds_it(library: Library) -> None:
    answer = library.ask("地区生产总值是多少？")
    cited = {c.passage.book: c.quote for c in answer.citations}
    assert all(f"{value}亿元" in cited[f"青石年鉴{year + 1}"] for year, value in ((2023, 290), (2022, 280), (2021, 270), (2020, 260)))


def test_the_years_before_are_all_there(library: Library) -> None:
    answer = library.ask("地区生产总值是多少？")
    books = {c.passage.book for c in (*answer.citations, *answer.alternatives)}
    assert books >= {f"青石年鉴{y + 1}" for y in range(FIRST, LAST + 1)}


@pytest.mark.parametrize("question", ["1999年地区生产总值是多少？", "2024年义务教育学校有多少所？"])
def test_a_year_of_no_edition_is_not_answered(library: Library, question: str) -> None:
    assert library.ask(question).text is None


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("2023年地区生产总值比2022年增加多少亿元？", "290-280=10亿元（2023年290亿元，2022年280亿元，按两数计算增长3.6%）"),
        ("2004年和2023年的地区生产总值相差多少？", "290-100=190亿元"),
        ("2010年和2012年义务教育学校各有多少所？", "2010年26所，2012年28所"),
        ("近三年地区生产总值分别是多少？", "2021年270亿元，2022年280亿元，2023年290亿元"),
        ("哪一年的地区生产总值最高？", "2023年290亿元"),
        ("地区生产总值哪一年最低？", "2004年100亿元"),
    ],
)
def test_years_are_set_against_each_other_each_by_its_own_edition(library: Library, question: str, said: str) -> None:
    answer = library.ask(question)
    assert answer.text is not None and said in answer.text
    assert len({c.passage.book for c in answer.citations}) > 1


@pytest.mark.parametrize("question", ["2023年地区生产总值比1999年增加多少？", "1998年和1999年义务教育学校各有多少所？"])
def test_years_of_which_one_is_not_told_are_not_compared(library: Library, question: str) -> None:
    assert library.ask(question).text is None
