"""Last year's edition beside this one: what is paired, what is new or gone, and what was taken over word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from invented_room import THIS, node_id, text_of, with_head

pytest_plugins = ["room_fixtures"]
PAGE = "/books/qingshi-2025/beside/qingshi-2024/"


@pytest.fixture
def room(editions: Path, django_room: Any) -> Iterator[Any]:
    from django.test import Client, override_settings

    with override_settings(LIBRARY=str(editions)):
        yield Client(SERVER_NAME="127.0.0.1")


def test_the_newer_edition_offers_the_older_one_and_not_the_reverse(room: Any) -> None:
    assert PAGE in room.get("/books/qingshi-2025/").content.decode()
    assert "beside" not in room.get("/books/qingshi-2024/").content.decode()
    assert room.get("/books/qingshi-2025/beside/")["Location"] == PAGE
    assert room.get("/books/qingshi-2024/beside/").status_code == 404
    assert room.get("/books/qingshi-2025/beside/qingshi-2025/").status_code == 404 and room.get("/books/qingshi-2025/beside/none/").status_code == 404


def test_editions_whose_place_is_not_known_are_known_by_their_title(tmp_path: Path, django_room: Any) -> None:
    from tongjian.library import Library, build
    from tongjian.web.shelf import Volume

    files = []
    for name, year, title in (("a", 2023, "青石年鉴"), ("b", 2024, "青石年鉴"), ("c", 2024, "青石统计手册"), ("d", 2025, "青石年鉴")):
        files.append(tmp_path / f"{name}.md")
        files[-1].write_text(with_head(year, THIS, "").replace("青石年鉴", title), encoding="utf-8")
    build(files, tmp_path / "书库")
    library = Library.open(tmp_path / "书库")
    earlier = {card.id: Volume(library, card).earlier for card in library.books()}
    assert {key: card.id if card else None for key, card in earlier.items()} == {"a": None, "b": "a", "c": None, "d": "b"}
    assert [card.id for card in Volume(library, library.card("b")).editions] == ["a", "d"]


def test_any_two_editions_can_be_chosen_but_no_two_books_that_have_nothing_in_common(room: Any) -> None:
    assert room.get("/books/qingshi-2024/beside/qingshi-2025/").status_code == 200
    assert room.get("/books/qingshi-2025/beside/gaoqiao-2025/").status_code == 404


def test_key_figures_of_both_years_stand_in_one_row_with_the_change_recomputed(room: Any) -> None:
    html = room.get(PAGE).content.decode()
    row = next(r for r in re.findall(r"<tr>(.*?)</tr>", html, re.S) if "地区生产总值" in r)
    assert re.search(r"qingshi-2024/nodes/\w+/\?at=\d+-\d+#at\">286.50亿元", row) and re.search(r"qingshi-2025/nodes/\w+/\?at=\d+-\d+#at\">303.98亿元", row)
    assert row.count("+6.1%") == 2  # as recomputed and as printed
    share = next(r for r in re.findall(r"<tr>(.*?)</tr>", html, re.S) if "城镇化率" in r)
    assert "+0.6个百分点" in share


@pytest.mark.parametrize(
    ("change", "there", "not_there"),
    [("added", ["数字经济"], ["外贸", "招商引资"]), ("removed", ["外贸"], ["数字经济", "招商引资"]), ("changed", ["招商引资", "概况"], ["外贸", "数字经济"]), ("nothing", [], ["概况"])],
)
def test_entries_are_narrowed_to_the_new_the_gone_and_the_rewritten(room: Any, change: str, there: list[str], not_there: list[str]) -> None:
    titles = re.findall(r'<h3><a href="[^"]+">([^<]+)</a>', room.get(PAGE, {"change": change}).content.decode())
    assert set(there) <= set(titles) and not set(not_there) & set(titles)


def test_days_of_the_chronicle_are_not_paired(room: Any) -> None:
    assert "教育工作会议" not in room.get(PAGE).content.decode() and "5日" not in re.findall(r'<h3><a href="[^"]+">([^<]+)</a>', room.get(PAGE).content.decode())


def test_an_entry_stands_beside_what_it_was_with_its_figures_paired_and_what_was_taken_over_tinted(room: Any, editions: Path) -> None:
    node = node_id(editions, "qingshi-2025", "综合", "概况")
    assert f"{PAGE}?node={node}" in room.get(f"/books/qingshi-2025/nodes/{node}/").content.decode()
    html = room.get(PAGE, {"node": node}).content.decode()
    assert html.count('<span class="same">全区地处青石河中下游，东与平阜县接壤。</span>') == 2 and "有1句与上卷一字不差" in html
    assert "286.50亿元" in html and "303.98亿元" in html and re.search(r'rel="next" href="\?node=\w+"', html)
    other = text_of(room.get(PAGE, {"node": node_id(editions, "qingshi-2025", "综合", "招商引资")}))
    assert "28个" in other and "31个" in other
    assert room.get(PAGE, {"node": "none"}).status_code == 404


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (("286.50", "亿元", "28650000000", None), ("303.98", "亿元", "30398000000", None), "+6.1%"),
        (("28650", "万元", "286500000", None), ("2.8650", "亿元", "286500000", None), "0"),
        (("83.4", "%", None, None), ("84.0", "%", None, None), "+0.6个百分点"),
        (("83.4", "%", None, None), ("8.40", "‰", None, None), ""),
        (("45.20", "亿元", "4520000000", "约"), ("48.60", "亿元", "4860000000", None), ""),
        (("12", "家", "12", None), ("3", "万人", "30000", None), ""),
        (("0", "起", "0", None), ("3", "起", "3", None), ""),
        (("2", "家", "2", None), ("90", "家", "90", None), "×45.0"),
    ],
    ids=["a growth", "one figure in two units", "a share in points", "percent and per mille", "about 45", "firms and people", "from nothing", "many times as much"],
)
def test_a_change_is_reckoned_only_where_two_figures_can_be(django_room: Any, old: Any, new: Any, said: str) -> None:
    from tongjian.web.beside import growth

    def fact(value: str, unit: str, amount: str | None, approx: str | None) -> dict[str, Any]:
        return {"value": value, "unit": unit, "amount": amount, "approx": approx, "base_unit": {"亿元": "元", "万元": "元", "万人": "人"}.get(unit, unit)}

    assert growth(fact(*old), fact(*new)) == said


def test_an_indicator_given_twice_with_different_figures_is_paired_with_nothing(django_room: Any) -> None:
    from tongjian.web.beside import figures

    def fact(value: str) -> dict[str, Any]:
        return {"indicator": "产值", "indicator_norm": None, "subject": None, "kind": "flow", "status": "final", "value": value, "unit": "亿元", "amount": value, "base_unit": "元"}

    assert figures([fact("1"), fact("2")], [fact("3"), fact("4")]) == []
    assert [(row.old["value"], row.new["value"]) for row in figures([fact("1"), fact("1")], [fact("3")])] == [("1", "3")]  # type: ignore[index]


def test_english_and_odd_parameters_do_no_harm(room: Any) -> None:
    page = room.get("/en" + PAGE).content.decode()
    assert "Two editions" in page and "rewritten" in page
    for query in ("?page=99", "?part=%00", "?change=<b>", "?node=&change=added"):
        assert room.get(PAGE + query).status_code == 200, query

