"""Finding by another name, by what was begun, by what was mistyped; counting what was found by part, year and place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tongjian.library import Library, build
from tongjian.library.names import Name, names_of

EXAMPLE = Path(__file__).parents[2] / "examples" / "qingshi"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The two editions of the example."""
    folder = tmp_path_factory.mktemp("named") / "青石"
    build([EXAMPLE / "qingshi-2024.txt", EXAMPLE / "qingshi-2025.txt"], folder)
    return Library.open(folder)


@pytest.mark.parametrize(
    ("typed", "text", "kind"),
    [
        ("养老", "养老服务", "title"),
        ("沈", "沈若岚", "person"),
        ("区人民政", "区人民政府", "body"),
        ("青石区审", "青石区审计局", "body"),
        ("常住", "常住人口", "indicator"),
        ("GDP", "地区生产总值", "indicator"),  # the books print it in Chinese
        ("gdp", "地区生产总值", "indicator"),
        ("養老", "养老服务", "title"),  # typed in traditional characters
        ("養老服務", "养老服务", "title"),
    ],
)
def test_what_was_begun_is_suggested(library: Library, typed: str, text: str, kind: str) -> None:
    assert (text, kind) in {(s.text, s.kind) for s in library.suggest(typed)}


@pytest.mark.parametrize("typed", ["", "   ", "（）", "没有人会这样开头"])
def test_nothing_is_suggested_where_nothing_begins_so(library: Library, typed: str) -> None:
    assert library.suggest(typed) == []


def test_no_more_is_suggested_than_was_asked_for(library: Library) -> None:
    assert len(library.suggest("区", 5)) == 5


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("养老福务", "养老服务"), ("沈若蓝", "沈若岚"), ("老服务养", None), ("养老服务", None), ("养老福务 year:2024", "养老服务 year:2024"), ("福", None)],
)
def test_a_word_that_stands_nowhere_is_put_right(library: Library, typed: str, meant: str | None) -> None:
    assert library.meant(typed) == meant


def test_what_is_nearly_a_title_is_suggested_as_what_was_meant(library: Library) -> None:
    assert [(s.text, s.meant) for s in library.suggest("养老福务")] == [("养老服务", True)]


def test_a_body_is_found_by_its_full_name_where_the_book_prints_the_short_one(library: Library) -> None:
    short = {(h.passage.book, h.passage.node) for h in library.search("区审计局", 50)}
    full = {(h.passage.book, h.passage.node) for h in library.search("青石区审计局", 50)}
    assert short
    assert full >= short


def test_persons_whom_a_book_only_mentions_are_not_suggested() -> None:
    rows = [{"name": "王小明", "status": "mention"}, {"name": "沈若岚", "status": "in office"}, {"name": "田霖", "status": "honour"}]
    assert names_of({"people": rows}) == [Name("person", "沈若岚"), Name("person", "田霖")]


def test_a_person_whom_private_toml_hides_is_not_suggested(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "private.toml").write_text('hide = ["沈若岚"]\n', encoding="utf-8")
    monkeypatch.setenv("TONGJIAN_PRIVATE", str(tmp_path / "private.toml"))
    assert library.suggest("沈") == []


def test_short_names_of_two_characters_are_nobodys() -> None:
    rows = [{"name": "青石区融媒体中心", "short_names": ["区融媒体中心", "中心"]}]
    assert names_of({"organisations": rows}) == [Name("body", "青石区融媒体中心", ("区融媒体中心",))]


def test_facets_count_what_the_query_finds(library: Library) -> None:
    facets = library.facets("养老")
    found = library.search("养老", 100)
    assert sum(n for _, n in facets["part"]) == sum(n for _, n in facets["kind"]) == len(found)
    assert dict(facets["year"]) == {str(y): sum(library.card(h.passage.book).data_year == y for h in found) for y in {library.card(h.passage.book).data_year for h in found}}


@pytest.mark.parametrize("field", ["part", "section", "byline", "kind", "book", "year", "region"])
def test_each_facet_is_a_filter_that_finds_as_many(library: Library, field: str) -> None:
    for value, count in library.facets("服务")[field]:
        found = library.search(f"服务 {field}:\"{value}\"", 200)
        if field in ("book", "region", "kind"):
            assert len(found) == count
        else:
            assert len(found) >= count  # 经济 finds 经济发展 too, and a year the edition of that year beside the one about it


def test_a_stranger_to_the_library_finds_nothing_and_breaks_nothing(tmp_path: Path) -> None:
    path = tmp_path / "空.txt"
    path.write_text("无\n", encoding="utf-8")
    build([EXAMPLE / "qingshi-2024.txt"], tmp_path / "库")
    library = Library.open(tmp_path / "库")
    assert library.suggest("龘") == [] and library.facets("龘龘")["part"] == [] and library.meant("龘") is None
