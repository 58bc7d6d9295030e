"""The book at one look, its chronicle as a line of days, and how a page is cited."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from invented_room import ECONOMY, NOTE, text_of

from tongjian.book import Book
from tongjian.web.citing import bibtex, gbt7714
from tongjian.web.views.surveying import day_in, day_of, month_of, spark

pytest_plugins = ["room_fixtures"]
BOOK = "/books/qingshi-2025/"
YEAR = """# 编辑说明

一、《青石年鉴（2025）》是反映青石区2024年度情况的综合年鉴，由青石区人民政府主办。

# 大事记

## 1月

3日，区委经济工作会议召开。

9日—11日，青石区第十四届人民代表大会第四次会议召开，通过决议6项。

是月，区图书馆新馆开放，建筑面积1.26万平方米。

## 2月

29日，青湖数字经济园二期开工建设。

# 统计资料

## 青石区2024年国民经济和社会发展统计公报

青石区统计局

### 一、综合

初步核算，全年实现地区生产总值303.98亿元，比上年增长6.1%。年末全区常住人口46.80万人。
"""


@pytest.fixture(scope="module")
def year_of_days(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tongjian.library import build

    folder = tmp_path_factory.mktemp("days")
    (folder / "qingshi-2025.md").write_text(YEAR, encoding="utf-8")
    build([folder / "qingshi-2025.md"], folder / "青石")
    return folder / "青石"


@pytest.fixture
def room(year_of_days: Path, django_room: Any) -> Iterator[Any]:
    from django.test import Client, override_settings

    with override_settings(LIBRARY=str(year_of_days)):
        yield Client(SERVER_NAME="127.0.0.1")


def test_the_district_stands_on_one_screen_each_figure_with_its_place(room: Any) -> None:
    html = room.get(f"{BOOK}overview/").content.decode()
    page = text_of(room.get(f"{BOOK}overview/"))
    assert re.search(r"地区生产总值 ?303\.98 ?亿元", page) and re.search(r"常住人口 ?46\.80 ?万人", page) and "+6.1%" in page
    links = re.findall(r'class="src" href="([^"]+)#at"', html)
    assert links and all('id="at"' in room.get(link).content.decode() for link in links)


def test_the_chronicle_is_a_line_of_days_by_month_each_with_its_page(room: Any) -> None:
    html = room.get(f"{BOOK}chronicle/").content.decode()
    assert re.findall(r'<h2 id="m\d+">(?:2024年)?([^<]+)', html) == ["1月", "2月"]
    assert re.findall(r'<span class="day" aria-hidden="true">(\d*)', html) == ["3", "9", "", "29"]
    assert len(re.findall(r'class="src" href="/books/qingshi-2025/nodes/\w+/"', html)) == 4


def test_a_book_without_a_chronicle_has_no_such_page(library: Path, django_room: Any) -> None:
    from django.test import Client, override_settings

    with override_settings(LIBRARY=str(library)):
        room = Client(SERVER_NAME="127.0.0.1")
        assert room.get("/books/白鹿年鉴2025/chronicle/").status_code == 404
        assert "chronicle/" not in room.get("/books/白鹿年鉴2025/").content.decode()
        assert room.get("/books/白鹿年鉴2025/overview/").status_code == 200


@pytest.mark.parametrize(("date", "month", "day"), [("2024-06-01", "2024年6月", "1"), ("2024-06", "2024年6月", ""), ("2024", "", ""), (None, "", ""), ("2024-02-30", "2024年2月", ""), ("千禧年", "", "")])
def test_dates_fall_into_months_and_days(date: str | None, month: str, day: str) -> None:
    assert (month_of(date), day_of(date)) == (month, day)


@pytest.mark.parametrize(("title", "day"), [("3日", "3"), ("9日—11日", "9"), ("1月10日", "10"), ("是月", ""), ("32日", ""), ("2024年", "")])
def test_a_day_is_read_off_its_title_where_the_year_is_not_known(title: str, day: str) -> None:
    assert day_in(title) == day


def test_a_spark_needs_two_years_and_lies_in_its_box() -> None:
    assert spark([]) == spark([(2024, 3)]) == ""
    for line in ([(2023, 1), (2024, 2)], [(2019, 5), (2024, 5)]):
        assert all(0 <= float(x) <= 96 and 0 <= float(y) <= 26 for x, y in (p.split(",") for p in spark(line).split()))


def test_a_page_is_cited_with_what_the_book_says_and_nothing_guessed(lay: Callable[..., Book]) -> None:
    book = lay(NOTE, ECONOMY)
    index = next(i for i, n in enumerate(book.nodes) if n.title == "招商引资")
    node = book.nodes[index]
    cited = gbt7714(book, node.title, book.byline_of(index), node.start, node.end)
    assert cited == "区发展改革委. 招商引资[M]//青石年鉴（2025）. [出版地不详]: [出版者不详], 2025."
    entry = bibtex(book, node.id, "收支_{甲}\\与 100%", None, node.start, node.end)
    assert entry.startswith("@incollection{") and r"title = {{收支\_\{甲\}\textbackslash{}与 100\%}}" in entry and "author" not in entry
    assert entry.count("{") == entry.count("}")


def test_the_entry_page_offers_both_forms_of_citation(room: Any) -> None:
    html = room.get(f"{BOOK}chronicle/").content.decode()
    link = re.search(r'class="src" href="([^"]+)"', html)
    assert link
    page = room.get(link[1]).content.decode()
    assert "[M]//青石年鉴（2025）" in page and "@incollection{qingshi-2025-" in page
