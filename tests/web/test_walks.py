"""Longer walks in a real browser: what a researcher, a clerk and an editor do from the first page to the last, with scripts and without."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from invented_room import node_id

pytest_plugins = ["room_fixtures"]
BOOK, BESIDE = "/books/qingshi-2025/", "/books/qingshi-2025/beside/qingshi-2024/"
SCRIPTS = pytest.mark.parametrize("js", [True, False], ids=["with scripts", "without scripts"])


@pytest.fixture
def walk(visit: Any, editions: Path, serve_at: Callable[[Path], str]) -> Callable[..., Any]:
    """`visit` in a room of two editions."""
    address = serve_at(editions)
    return lambda path, **how: visit(path, at=address, **how)


@SCRIPTS
def test_a_researcher_compares_two_years_and_reads_both_sources(walk: Any, js: bool) -> None:
    page = walk(BOOK, js=js)
    page.get_by_role("link", name="两卷并看").click()
    row = page.locator("table.pairs tbody tr", has_text="地区生产总值").first
    assert "286.50亿元" in row.inner_text() and "303.98亿元" in row.inner_text() and "+6.1%" in row.inner_text()
    for year, figure in (("2024", "286.50亿元"), ("2025", "303.98亿元")):
        row.get_by_role("link", name=figure).click()
        page.wait_for_url(re.compile(rf"/books/qingshi-{year}/nodes/"))
        assert figure in page.locator(".sheet").inner_text() and page.locator("#at").is_visible()
        page.go_back()
    page.locator(".chips a", has_text="改写").click()
    page.locator(".chips a[aria-current]", has_text="改写").wait_for()
    page.locator(".twins h3 a", has_text="概况").first.click()
    page.wait_for_url(re.compile(r"\?node="))
    left, right = (article.bounding_box() for article in page.locator(".twin article").all())
    assert left and right and left["x"] + left["width"] <= right["x"] and abs(left["y"] - right["y"]) < 2
    page.get_by_role("link", name=re.compile("^后一条目")).click()
    assert page.locator(".twin article").count() == 2


def test_on_a_phone_the_two_editions_stand_one_above_the_other(walk: Any, editions: Path) -> None:
    page = walk(f"{BESIDE}?node={node_id(editions, 'qingshi-2025', '综合', '概况')}", width=390)
    above, below = (article.bounding_box() for article in page.locator(".twin article").all())
    assert above and below and above["y"] + above["height"] <= below["y"] and above["x"] == below["x"]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_pages_of_two_editions_have_no_fault_and_fit_a_phone(walk: Any, editions: Path, faults: Any, dark: bool) -> None:
    page = walk("/", dark=dark)
    for path in (BESIDE, f"{BESIDE}?change=added", f"{BESIDE}?node={node_id(editions, 'qingshi-2025', '综合', '概况')}", f"{BOOK}nodes/{node_id(editions, 'qingshi-2025', '综合', '概况')}/", "/books/gaoqiao-2025/", f"{BOOK}overview/", f"/en{BESIDE}"):
        page.set_viewport_size({"width": 1200, "height": 844})
        page.goto(path)
        assert not faults(page)
        for width in (390, 320):
            page.set_viewport_size({"width": width, "height": 844})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_hits_follow_what_is_being_typed_and_the_address_with_them(walk: Any) -> None:
    page = walk("/search/?q=粮食")
    assert page.locator(".hits li").count() > 0
    page.evaluate("window.stayed = true")
    page.get_by_role("searchbox").fill("招商引资")
    page.locator(".hits mark", has_text="招商引资").first.wait_for()
    assert page.evaluate("window.stayed") and "q=" in page.url and "%E6%8B%9B" in page.url
    assert page.evaluate("document.activeElement.id") == "q" and "个条目" in page.locator("#said").inner_text()
    page.reload()
    assert page.locator(".hits mark", has_text="招商引资").count() > 0


def test_a_word_still_being_composed_is_not_asked_for(walk: Any) -> None:
    page = walk("/search/")
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if "/search/" in r.url else None)
    compose = "([kind, value]) => { const q = document.getElementById('q'); q.value = value; q.dispatchEvent(kind === 'end' ? new CompositionEvent('compositionend', {bubbles: true}) : new InputEvent('input', {bubbles: true, isComposing: true})); }"
    page.evaluate(compose, ["input", "liang'shi"])
    page.wait_for_timeout(700)
    assert not asked
    page.evaluate(compose, ["end", "粮食"])
    page.locator(".hits mark", has_text="粮食").first.wait_for()
    assert len(asked) == 1


def test_suggestions_come_while_typing_and_the_arrows_go_through_them(walk: Any) -> None:
    page = walk(BOOK)
    box = page.get_by_role("searchbox")
    box.focus()
    box.press_sequentially("招")
    page.locator(".suggest a", has_text="招商引资").wait_for()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent").startswith("招商")
    page.keyboard.press("Escape")
    assert page.locator(".suggest li").count() == 0 and page.evaluate("document.activeElement.id") == "q"
    box.press_sequentially("商")
    page.locator(".suggest a", has_text="招商引资").click()
    page.wait_for_url(re.compile("/search/"))
    assert page.locator(".hits h2", has_text="招商引资").count() > 0


def test_suggestions_that_cannot_be_had_leave_the_reader_where_he_is(walk: Any) -> None:
    page = walk(BOOK)
    with page.expect_response(lambda r: "/suggest/" in r.url):
        page.route(re.compile("/suggest/"), lambda route: route.fulfill(status=429, body="429"))
        page.get_by_role("searchbox").press_sequentially("招商")
    page.wait_for_timeout(200)
    assert page.url.endswith(BOOK) and page.get_by_role("searchbox").input_value() == "招商"


def test_facets_narrow_the_hits_in_place_and_back_takes_it_back(walk: Any) -> None:
    page = walk("/search/?q=概况")
    everything = page.locator(".hits li").count()
    page.evaluate("window.stayed = true")
    page.locator(".filter a", has_text="青石年鉴（2024）").click()
    page.locator(".filter a[aria-current]").wait_for()
    assert page.evaluate("window.stayed") and 0 < page.locator(".hits li").count() < everything and "book=" in page.url
    page.go_back()
    page.wait_for_url(re.compile(r"search/\?q=[^&]*$"))
    page.locator(".filter a[aria-current]").wait_for(state="detached")
    assert page.locator(".hits li").count() == everything


@SCRIPTS
def test_the_branches_of_a_large_book_are_opened_one_by_one(walk: Any, js: bool) -> None:
    page = walk("/books/gaoqiao-2025/", js=js)
    assert page.locator(".tree .entry").count() == 0
    part = page.locator(".tree > .part").first
    part.locator("summary").first.click()
    if not js:
        part.get_by_role("link", name=re.compile("列出条目")).click()
        part = page.locator(".tree > .part").first
    part.locator("summary", has_text="分目3").wait_for()
    part.locator("summary", has_text="分目3").click()
    assert part.locator(".entry", has_text="事项3之20").is_visible()
    assert page.locator(".tree > .part").nth(1).locator(".entry").count() == 0
    page.get_by_role("link", name="全部展开").click()
    page.get_by_role("link", name="全部收起").wait_for()
    assert page.locator(".tree .entry").count() == 420


def test_an_editor_decides_about_a_finding_on_the_page_where_it_stands(visit: Any, library: Path) -> None:
    page = visit(f"{BOOK}nodes/{node_id(library, 'qingshi-2025', '法院', '法治宣传')}/")
    finding = page.locator(".finding", has_text="4月31日").first
    finding.locator("summary").click()
    finding.get_by_label("裁定人").fill("沈若岚")
    finding.get_by_role("button", name="原文照留").click()
    page.locator(".verdict", has_text="沈若岚").wait_for()
    assert "/nodes/" in page.url
    page.locator(".verdict button").click()
    page.locator(".finding .decide").first.wait_for()


def test_a_name_leads_to_its_page_and_from_there_to_every_place(visit: Any, library: Path) -> None:
    page = visit(f"{BOOK}nodes/{node_id(library, 'qingshi-2025', '法院', '概况')}/")
    page.goto(f"{BOOK}organisations/")
    page.locator("table.register tbody th a").first.click()
    page.wait_for_url(re.compile(r"/name/\?is="))
    name = page.locator("h1").inner_text()
    assert name and page.locator(".hits mark").count() == page.locator(".hits h3").count() > 0
    marked = page.locator(".hits mark").first.inner_text()
    page.locator(".hits h3 a").first.click()
    assert page.locator("#at").inner_text() == marked


def test_a_register_narrows_while_one_types(visit: Any) -> None:
    page = visit(f"{BOOK}organisations/")
    everything = page.locator("tbody tr").count()
    page.get_by_label("含有").fill("法院")
    page.locator("tbody tr").nth(everything - 1).wait_for(state="detached")
    assert page.locator("tbody tr").count() > 0 and page.evaluate("document.activeElement.id") == "has"
    assert "has=" in page.get_by_role("link", name="下载 CSV").get_attribute("href")


def test_what_was_chosen_in_place_stays_chosen_while_one_types_on(visit: Any) -> None:
    page = visit(f"{BOOK}organisations/")
    page.locator("thead a.sort").first.click()
    page.locator("th[aria-sort]").wait_for()
    page.locator(".chips a").first.click()
    page.locator(".chips a[aria-current]").wait_for()
    with page.expect_response(lambda r: "has=" in r.url):
        page.get_by_label("含有").fill("区")
    page.wait_for_url(re.compile("has="))
    assert "only=" in page.url and "sort=0" in page.url


def test_a_piece_that_cannot_be_had_is_asked_for_as_a_page_that_says_why(walk: Any) -> None:
    page = walk("/search/")
    page.route(re.compile(r"/search/\?q="), lambda route: route.fulfill(status=429, body="429 问得太快了") if "hx-request" in {k.lower() for k in route.request.headers} else route.continue_())
    page.get_by_role("searchbox").fill("粮食")
    page.wait_for_url(re.compile(r"\?q="))
    page.locator(".hits mark", has_text="粮食").first.wait_for()


def test_a_printed_page_has_the_text_its_byline_and_its_source_and_no_furniture(walk: Any, editions: Path) -> None:
    page = walk(f"{BOOK}nodes/{node_id(editions, 'qingshi-2025', '综合', '概况')}/")
    page.emulate_media(media="print")
    for seen in (".sheet p >> nth=0", ".cite cite"):
        assert page.locator(seen).is_visible(), seen
    for gone in (".top", "nav.book", ".turn", ".crumbs", ".citing", "body > footer", ".was"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_everything_on_the_way_to_a_figure_is_reached_by_keyboard(walk: Any) -> None:
    page = walk("/")
    page.keyboard.press("Tab")  # skip link
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "q":
            break
    page.keyboard.type("2024年青石区地区生产总值是多少？")
    page.keyboard.press("Enter")
    page.locator(".answer .big").wait_for()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.answer blockquote') !== null"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"\?at="))
    assert "303.98" in page.locator(".sheet").inner_text()
