"""What the books say of one name, under all its names, in the order of time."""

from __future__ import annotations

from typing import Any

import pytest
from invented_entry import entry

from tongjian.extract import EXTRACTORS, extract, record
from tongjian.extract.mentions import mentions, names_of

OLD = entry("青石区养老服务指导中心（简称“区养老中心”）成立，主任李青山。建成青石区智慧养老服务平台。区养老中心床位120张。")
NEW = entry("3月2日，区养老中心举办护理员技能大赛。智慧养老服务平台注册用户3200人，青石区智慧养老服务平台上线。6月，区养老中心床位160张。")


def shelf() -> tuple[dict[str, list[dict[str, Any]]], dict[str, int | None]]:
    books = {"青石年鉴2024": OLD, "青石年鉴2025": NEW}
    records = {kind: [{"book": name, **record(book, r)} for name, book in books.items() for r in extract(book, kind)] for kind in EXTRACTORS}
    return records, {"青石年鉴2024": 2023, "青石年鉴2025": 2024}


RECORDS, YEARS = shelf()


@pytest.mark.parametrize("name", ["青石区养老服务指导中心", "区养老中心"])
def test_a_body_has_all_its_names_whichever_is_asked_for(name: str) -> None:
    assert {"青石区养老服务指导中心", "区养老中心"} <= set(names_of(RECORDS, name))


def test_a_short_name_of_two_bodies_is_of_neither() -> None:
    bodies = [{"name": "青石区中心医院", "short_names": ["中心"]}, {"name": "青石区养老中心", "short_names": ["中心"]}]
    assert names_of({"organisations": bodies}, "青石区中心医院") == ("青石区中心医院",)


def test_mentions_come_in_the_order_of_time_across_books() -> None:
    told = mentions(RECORDS, "区养老中心", YEARS)
    assert [m.time for m in told] == sorted(m.time or "9999" for m in told)
    assert {m.record["book"] for m in told} == {"青石年鉴2024", "青石年鉴2025"}
    assert {m.kind for m in told} >= {"organisations", "facts", "events"}
    assert any(m.kind == "events" and "技能大赛" in m.record["what"] for m in told)


def test_a_system_is_found_by_any_of_its_names_and_each_record_once() -> None:
    told = mentions(RECORDS, "智慧养老服务平台", YEARS)
    assert [m.record["book"] for m in told if m.kind == "systems"] == ["青石年鉴2024", "青石年鉴2025"]
    assert len({(m.kind, m.record["book"], m.record["start"]) for m in told}) == len(told)


def test_a_name_that_nothing_tells_of_has_no_mentions() -> None:
    assert mentions(RECORDS, "白沙县养老中心", YEARS) == []
