"""People, bodies, systems, documents and events: what is listed, what is never listed, and that each row leads to its place."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from invented_room import laid, text_of

pytest_plugins = ["room_fixtures"]
BOOK = "/books/qingshi-2025/"
WORKS = """政务服务
【概况】  2024 年，区政务服务中心建成“青石通办”政务服务平
台，接入事项 1286 项，全年网上办件 9.84 万件。
【便民服务】  5 月 20 日，区行政审批局在临江街道举办“一件事”
现场办理活动，退休教师田小满等 320 人参加。
（区行政审批局）
经    济
"""
NAMES = """2024 年青石区领导名录
青石区人民政府
沈若岚    区长
骆青山    常务副区长（6 月开始担任）
名    录
"""


@pytest.fixture(scope="module")
def shelf_of_names(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from invented_room import NOTE

    from tongjian.library import build

    folder = tmp_path_factory.mktemp("names")
    (folder / "qingshi-2025.txt").write_text(laid(NOTE, WORKS, NAMES), encoding="utf-8")
    build([folder / "qingshi-2025.txt"], folder / "青石")
    return folder / "青石"


@pytest.fixture
def room(shelf_of_names: Path, django_room: Any) -> Iterator[Any]:
    from django.test import Client, override_settings

    with override_settings(LIBRARY=str(shelf_of_names)):
        yield Client(SERVER_NAME="127.0.0.1")


def test_office_holders_are_listed_with_post_body_and_place(room: Any) -> None:
    page = text_of(room.get(f"{BOOK}people/"))
    assert re.search(r"沈若岚 ?区长 ?\S*青石区人民政府", page) and re.search(r"第\S+[页张]", page)


def test_private_persons_are_on_no_list(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from tongjian.web import registers
    from tongjian.web.shelf import Volume

    real = Volume.records
    mention = {"name": "田小满", "role": "退休教师", "org": None, "status": "mention", "start": 0, "end": 1, "node": None}
    monkeypatch.setattr(Volume, "records", lambda self, kind: [*real(self, kind), mention] if kind == "people" else real(self, kind))
    assert "田小满" not in room.get(f"{BOOK}people/").content.decode()
    assert "田小满" not in room.get(f"{BOOK}people/", {"form": "csv"}).content.decode()
    assert all(not registers.REGISTERS["people"].public({"status": status}) for status in ("mention", None, ""))


def test_each_row_leads_to_its_words_marked(room: Any) -> None:
    html = room.get(f"{BOOK}systems/").content.decode()
    link = re.search(r'href="(/books/qingshi-2025/nodes/\w+/\?at=\d+-\d+)#at"', html)
    assert link and "青石通办" in html
    assert 'id="at"' in room.get(link[1]).content.decode()


def test_a_register_is_narrowed_by_words_and_by_kind(room: Any) -> None:
    assert "骆青山" not in text_of(room.get(f"{BOOK}people/", {"has": "沈若岚"}))
    assert "没有这样的记录" in text_of(room.get(f"{BOOK}people/", {"has": "沈若岚", "only": "left office"}))


def test_the_navigation_offers_only_registers_that_hold_something(room: Any) -> None:
    html = room.get(BOOK).content.decode()
    assert f'href="{BOOK}people/"' in html and f'href="{BOOK}documents/"' not in html
    assert room.get(f"{BOOK}documents/").status_code == 200
    assert room.get(f"{BOOK}findingz/").status_code == 404


def test_the_csv_has_a_row_a_record_with_page_and_line_and_no_formulas(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from tongjian.web.shelf import Volume

    real = Volume.records
    hostile = {"name": '=HYPERLINK("http://evil.example")', "role": "区长", "org": "@青石区", "status": "in office", "start": 0, "end": 1, "page": "1", "line": 2}
    monkeypatch.setattr(Volume, "records", lambda self, kind: [*real(self, kind), hostile] if kind == "people" else real(self, kind))
    response = room.get(f"{BOOK}people/", {"form": "csv"})
    assert response["Content-Type"].startswith("text/csv") and "attachment" in response["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert {"沈若岚", "骆青山"} <= {row["姓名"] for row in rows} and all(row["行"] for row in rows)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


@pytest.mark.parametrize("query", ["?page=0", "?page=99999", "?page=-1", "?page=abc", "?only=%00", "?sort=99", "?sort=--1", "?sort=²", "?sort=-", "?has=" + "x" * 400])
def test_odd_parameters_do_no_harm(room: Any, query: str) -> None:
    assert room.get(f"{BOOK}people/{query}").status_code == 200


def test_a_public_room_masks_telephone_and_identity_numbers_and_keeps_its_links(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.test import override_settings

    from tongjian.web.shelf import Volume

    real = Volume.records
    told = {"name": "沈若岚", "role": "区长，手机13812345678，身份证号码50010119800101123X", "org": "青石区", "status": "in office", "start": 13812345678, "end": 13812345679, "node": "0123456789ab"}
    monkeypatch.setattr(Volume, "records", lambda self, kind: [told] if kind == "people" else real(self, kind))
    for public in (False, True):
        with override_settings(PUBLIC=public):
            for form in ({}, {"form": "csv"}):
                said = room.get(f"{BOOK}people/", form).content.decode()
                assert ("13812345678，" in said) is not public and ("50010119800101123X" in said) is not public
            assert "?at=13812345678-13812345679#at" in room.get(f"{BOOK}people/").content.decode()


def test_a_table_of_the_book_is_a_file_with_its_heads_and_rows(library: Path, django_room: Any) -> None:
    from django.test import Client, override_settings

    with override_settings(LIBRARY=str(library)):
        room = Client(SERVER_NAME="127.0.0.1")
        html = room.get("/books/白鹿年鉴2025/tables/").content.decode()
        link = re.search(r'href="([^"]+/tables/\d+\.csv)"', html)
        assert link and "主要农产品产量表" in html
        response = room.get(link[1])
        rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
        assert rows[0] == ["品种", "2024年", "2023年"] and ["蔬菜", "9.42", "9.05"] in rows
        assert "attachment" in response["Content-Disposition"]
        assert room.get("/books/白鹿年鉴2025/tables/99999999.csv").status_code == 404


def test_a_page_tells_what_it_names_each_with_a_way_to_the_register(room: Any, shelf_of_names: Path) -> None:
    from invented_room import node_id

    html = room.get(f"{BOOK}nodes/{node_id(shelf_of_names, 'qingshi-2025', '政务服务')}/").content.decode()
    assert "这里提到" in html and "田小满" not in html[html.index("这里提到") :].split("</section>")[0]
    links = re.findall(r'href="(/books/qingshi-2025/name/\?is=[^"]+)"', html)
    assert any("青石通办" in text_of(room.get(link)) for link in links)


def test_a_register_is_sorted_by_links_rising_falling_and_back(room: Any) -> None:
    def names(html: str) -> list[str]:
        return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a></th>', html)

    page = f"{BOOK}people/"
    seen, address = [], page
    for direction in ("", "ascending", "descending", ""):
        html = room.get(address).content.decode()
        sorting = re.search(r'<th scope="col"(?: aria-sort="(\w+)")?><a class="sort" href="([^"]+)">姓名</a>', html)
        assert sorting and (sorting[1] or "") == direction
        seen.append(names(html))
        address = page + sorting[2].replace("&amp;", "&")
    printed, rising, falling, again = seen
    assert rising == ["骆青山", "沈若岚"] == falling[::-1] and printed == again and set(printed) == set(rising)  # luò before shěn
    file = room.get(page, {"form": "csv", "sort": "-0"}).content.decode("utf-8-sig")
    assert [row["姓名"] for row in csv.DictReader(io.StringIO(file))] == falling
    narrowed = room.get(page, {"sort": "-0", "has": "区长"}).content.decode()
    assert names(narrowed) == falling and '<input type="hidden" form="narrow" name="sort" value="-0">' in narrowed and "has=" in narrowed


@pytest.mark.parametrize(
    ("printed", "rising"),
    [
        (["青府发〔2024〕10号", "青府发〔2024〕9号"], ["青府发〔2024〕9号", "青府发〔2024〕10号"]),
        (["2024-10-01", "2024-09-30", "2023-12"], ["2023-12", "2024-09-30", "2024-10-01"]),
        (["周", "", "安", "12", "9" * 5000], ["12", "9" * 5000, "安", "周", ""]),
    ],
    ids=["numbers of documents", "dates", "by sound, numbers first, nothing last"],
)
def test_words_are_sorted_as_people_count_and_spell(printed: list[str], rising: list[str]) -> None:
    from tongjian.web.sorting import Order, in_order

    assert in_order(printed, Order(0), lambda text: text) == rising
    filled = [text for text in rising if text]
    assert in_order(printed, Order(0, True), lambda text: text) == filled[::-1] + [text for text in rising if not text]


@pytest.mark.parametrize(
    ("column", "falling", "first_cells"),
    [
        (1, False, ["茶叶", "蔬菜", "粮食", "合计"]),
        (1, True, ["粮食", "蔬菜", "茶叶", "合计"]),
        (2, False, ["蔬菜", "粮食", "茶叶", "合计"]),
        (0, False, ["茶叶", "粮食", "蔬菜", "合计"]),
        (-1, False, ["粮食", "茶叶", "蔬菜", "合计"]),
        (9, False, ["粮食", "茶叶", "蔬菜", "合计"]),
    ],
    ids=["by size", "falling", "a dash last, a minus first", "by sound", "as printed", "no such column"],
)
def test_rows_of_a_table_are_sorted_by_size_and_its_sums_stay_last(column: int, falling: bool, first_cells: list[str]) -> None:
    from tongjian.web.sorting import Order, in_order_of_cells

    rows = [["粮食", "38,600.5", "+1.8%"], ["茶叶", "420", "—"], ["蔬菜", "9420.25", "−3.2%"], ["合计", "48440.75", ""]]
    assert [row[0] for row in in_order_of_cells(rows, [rows[-1]], Order(column, falling))] == first_cells


@pytest.mark.parametrize(("text", "number"), [("3.86", "3.86"), ("1,234,567", "1234567"), ("−5.0%", "-5.0"), ("12‰", "12"), ("第3号", None), ("", None), ("3—5", None), ("1,23", None), ("²", None)])
def test_a_cell_is_a_figure_or_words(text: str, number: str | None) -> None:
    from tongjian.web.sorting import size

    assert (str(size(text)) if size(text) is not None else None) == number
