"""Misprints in a small book of our own: what one slip back makes words of, and what is rare but right. Rows can be added: sentence, what is printed, what is meant."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tongjian.book import Book
from tongjian.check import check

Lay = Callable[..., Book]
PAGES = ("编辑说明\n《青石年鉴（2025）》记述青石区2024年的情况。全书设“概览”“政治”“经济”“社会事业”等类目。", "概览\n区情\n【位置面积】青石区面积96平方千米。")
BOOK = """
开展党史学习教育专题宣讲12场次，推动党史学习教育走深走实。
统筹城乡建设，推进城乡低保扩面，发放城乡低保金320万元。
全年召开区政协换届选举工作会议2次，完成村居换届选举工作。
加强森林防火值守，落实森林防火责任，开展森林防火演练3次。
推动社区健康服务，建设社区健康小屋5个，开展社区健康讲座。
组织干部教育培训6期，培训村社区干部320人次，完善干部教育培训制度。
贯彻落实安全生产责任制，开展安全生产检查，排查安全生产隐患96处。
完善公共法律服务体系，新增公共法律服务站点8个，公共法律服务惠及群众。
开展环境卫生整治，推进环境卫生设施建设，环境卫生质量提升。
受理群众投诉举报46件，办结群众投诉举报45件，核查群众投诉举报线索。
加快产业园区建设，产业园区入驻企业32家，优化产业园区服务。
举办全民健身活动，建成全民健身步道，更新全民健身器材。
青石区文化馆免费开放，青石区图书馆开展阅读推广，阅读推广覆盖全区。
东江湿地公园开园，东江湿地公园栽种乔木，东江湿地公园接待游客3万人次。
"""
WRONG = """
TXT201 全区社曲健康服务提升。 社曲 社区
TXT201 优化产业圆区服务质量。 产业圆 产业园
TXT204 开展换届届选举工作。 换届届选举 换届选举
TXT204 优化业产园区环境。 业产园 产业园
TXT204 推进共公法律服务。 共公 公共
"""
MENTIONED = """
TXT202 全年核查群众投举报线索。 众投举报 众投诉举报
"""
RIGHT = """
参加城乡低保评议的干部50人。
区图书馆馆长到社区调研。
产业链链主企业落户产业园区。
慰问信60余封，发放慰问品。
在职职工参加全民健身活动。
工青团妇组织开展公共法律服务。
石家坪村、学堂湾村完成换届选举。
副镇长、副县长出席东江湿地公园开园仪式。
商协会代表参观产业园区。
三横五纵道路建成。
"""


def _rows(table: str) -> list[list[str]]:
    return [row.split(" ") for row in table.strip().splitlines()]


def laid(lay: Lay, sentence: str) -> Book:
    """The small book, each of its sentences in an entry of its own three times over, and the sentence in one more."""
    known = [f"【{n}】{row}" for n, row in enumerate(BOOK.strip().splitlines() * 3)]
    return lay(*PAGES, "社会事业\n民政\n" + "\n".join(known) + f"\n【乙】{sentence}")


@pytest.mark.parametrize(("code", "sentence", "printed", "meant"), _rows(WRONG))
def test_a_slip_is_shown_beside_what_is_meant(lay: Lay, code: str, sentence: str, printed: str, meant: str) -> None:
    book = laid(lay, sentence)
    found = [f for f in check(book, select=("TXT2",)) if f.severity != "info"]
    assert [(f.code, book.quote(f.start, f.end), f.suggestion) for f in found] == [(code, printed, meant)]
    assert all(book.quote(r.start, r.end) == meant for f in found for r in f.related)


@pytest.mark.parametrize(("code", "sentence", "printed", "meant"), _rows(MENTIONED))
def test_a_missing_character_is_mentioned_and_no_alarm(lay: Lay, code: str, sentence: str, printed: str, meant: str) -> None:
    book = laid(lay, sentence)
    found = [(f.code, book.quote(f.start, f.end), f.suggestion, f.severity) for f in check(book, select=(code,))]
    assert found == [(code, printed, meant, "info")]


@pytest.mark.parametrize("sentence", RIGHT.strip().splitlines())
def test_what_is_rare_but_right_is_left_alone(lay: Lay, sentence: str) -> None:
    assert [f.message for f in check(laid(lay, sentence), select=("TXT2",)) if f.severity != "info"] == []


def test_a_slip_that_only_its_own_entry_speaks_against_is_left_alone(lay: Lay) -> None:
    """The evidence must stand elsewhere: an entry that writes a rare word two ways may mean two things."""
    text = "【甲】" + "鹿鸣苔原种植示范片建成。" * 1 + "鹿鸣苔园种植示范片验收。鹿鸣苔原种植示范片扩建。"
    assert [f for f in check(lay(*PAGES, f"社会事业\n民政\n{text}"), select=("TXT201",)) if f.severity != "info"] == []


def test_the_books_of_the_library_speak_for_a_slip_that_the_book_itself_cannot_show(lay: Lay) -> None:
    alone = lay(*PAGES, "社会事业\n民政\n【甲】2024年，区民政局开展走访。\n【乙】全区社曲健康服务提升。")
    library = (laid(lay, "东江湿地公园开园。"),)
    assert [f.code for f in check(alone, select=("TXT201",)) if f.severity != "info"] == []
    found = [f for f in check(alone, select=("TXT201",), others=library) if f.severity != "info"]
    assert [(alone.quote(f.start, f.end), f.suggestion) for f in found] == [("社曲", "社区")]


def test_a_word_that_other_books_print_is_no_slip(lay: Lay) -> None:
    book = laid(lay, "优化产业圆区服务质量。")
    other = lay(*PAGES, "社会事业\n民政\n【甲】优化产业圆区服务质量，优化产业圆区服务。")
    assert [f.code for f in check(book, select=("TXT201",)) if f.severity != "info"] == ["TXT201"]
    assert [f.code for f in check(book, select=("TXT201",), others=(other,)) if f.severity != "info"] == []
