"""What a searcher may expect."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_yearbook import shelf, write

from tongjian.library import Library, LibraryError
from tongjian.library.query import parse
from tongjian.library.terms import bigrams, runs


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("shelf")
    return shelf(folder, write(folder), write(folder, "青石年鉴2024.txt", year=2023, gdp="290.1", schools=29))


def titles(library: Library, query: str, limit: int = 20) -> list[str]:
    return [hit.record()["title"] for hit in library.search(query, limit)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("桥", {"云岭大桥建设"}),  # one character
        ("公交", {"区交通局"}),
        ("新收案件", {"概况"}),
        ("GDP", {"概况"}),  # another name of the same figure
        ("gdp", {"概况"}),
        ("ＧＤＰ", {"概况"}),  # full width
        ("生产 总值", {"概况"}),  # a space means AND
        ("地区生产总值310.5亿元", {"概况"}),  # spaces of the print are not in the way
        ("开办 OR 通车", {"云岭大桥建设"}),
        ("通车 NOT 云岭", set()),
        ("企业 -产业园", set()),
        ("“入园率”", {"义务教育"}),
        ('"专任教师"', {"教师队伍"}),
        ("(公交 OR 大桥) 线路", {"区交通局"}),
        ("義務教育", {"义务教育"}),  # traditional characters
        ("区交通局 公交线路 站点", {"区交通局"}),
        ("38%", set()),
        ("8.5%", set()),  # a number is found whole, not inside 98.5
        ("98.5%", {"义务教育"}),
        ("*", set()),
        ("大*建设", set()),  # a star is a star
        ("", set()),
        ("AND OR NOT (", set()),
    ],
)
def test_a_query_finds_the_entries_that_hold_it(library: Library, query: str, found: set[str]) -> None:
    assert set(titles(library, query)) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("教育 book:青石年鉴2025", {"青石年鉴2025"}),
        ("教育 year:2025", {"青石年鉴2025"}),
        ("教育 year:2023", {"青石年鉴2024"}),  # the year that it is about
        ("公交 part:政治", set()),
        ("公交 section:交通", {"青石年鉴2024", "青石年鉴2025"}),
        ("公交 byline:区交通局", {"青石年鉴2024", "青石年鉴2025"}),
        ("公交 署名:法院", set()),
        ("公交 kind:chronicle", set()),
        ("公交 region:青石", {"青石年鉴2024", "青石年鉴2025"}),
        ("公交 region:白水", set()),
    ],
)
def test_a_filter_narrows_the_hits(library: Library, query: str, found: set[str]) -> None:
    assert {hit.record()["book"] for hit in library.search(query)} == found


def test_the_entry_whose_title_is_the_query_comes_first(library: Library) -> None:
    assert titles(library, "义务教育")[0] == "义务教育"
    assert titles(library, "招商引资")[0] == "招商引资"


def test_a_question_that_no_entry_holds_whole_finds_the_nearest(library: Library) -> None:
    assert titles(library, "全区公交线路站点一共有几条几个")[0] == "区交通局"


def test_a_hit_shows_the_printed_words_round_the_match(library: Library) -> None:
    hit = library.search("站点 year:2025")[0].record()
    assert "站点212个" in hit["snippet"] and hit["quote"] in hit["snippet"].replace("…", "")
    assert hit["line"] and hit["book"] == "青石年鉴2025" and hit["path"][-1] == "交通"


@pytest.mark.parametrize("query", ["青" * 4000, " ".join(["青石"] * 100), "(" * 30 + "青石"])
def test_a_query_bomb_is_refused_in_a_line(library: Library, query: str) -> None:
    with pytest.raises(LibraryError, match="ask"):
        library.search(query)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="青石教育 GDP12.%\"“”()（）-:：ANDORT*?~^[]{}\\/\n\t、，", max_size=60))
def test_no_query_crashes(query: str) -> None:
    parse(query)


@given(st.text(alphabet="青石云岭大桥公交", min_size=2, max_size=30), st.data())
def test_every_stretch_of_a_text_is_a_phrase_of_its_bigrams(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 2))
    end = data.draw(st.integers(start + 2, len(text)))
    whole, part = bigrams(text), bigrams(text[start:end])
    assert any(whole[i : i + len(part)] == part for i in range(len(whole)))


def test_wraps_padding_and_quotation_marks_are_passed_over_and_cells_are_not_joined() -> None:
    assert bigrams("张    宁") == ["张宁"]
    assert bigrams("“青石醋”品牌") == bigrams("青石醋品牌")
    assert "1234" not in "".join(bigrams("12\t34"))
    assert runs("第1256—1277页")[0][:2] == ["第", "1256"] and ["1277", "页"] in runs("第1256—1277页")


def test_a_book_in_traditional_characters_is_found_by_simplified_ones_and_the_reverse(tmp_path: Path) -> None:
    path = write(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("云岭大桥", "雲嶺大橋"), encoding="utf-8")
    library = shelf(tmp_path, path)
    for query in ("云岭大桥", "雲嶺大橋"):
        hit = library.search(query)[0].record()
        assert "雲嶺大橋" in hit["snippet"] and hit["title"] == "雲嶺大橋建设"
    assert library.search("義務教育")[0].record()["title"] == "义务教育"
