"""Walks through the room in a real browser, as an editor, a clerk and a researcher would take them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from invented_room import node_id

pytest_plugins = ["room_fixtures"]
BOOK = "/books/qingshi-2025/"
PAGES = ["/", "/books/白鹿年鉴2025/tables/", "/search/?q=概况", f"{BOOK}overview/", "/series/", "/series/?indicator=地区生产总值", "/check/", BOOK, f"{BOOK}?open=all", f"{BOOK}name/?is=青石区人民政府", f"{BOOK}people/", f"{BOOK}places/", f"{BOOK}organisations/", f"{BOOK}events/", f"{BOOK}findings/", "/search/?q=粮食", "/search/?q=2024年地区生产总值是多少？", "/nowhere/"]


def pages_of(library: Path) -> list[str]:
    """One page of every kind."""
    nodes = [("qingshi-2025", "综合", "概况"), ("qingshi-2025", "经济"), ("白鹿年鉴2025", "经济", "农业")]
    return [*PAGES, *(f"/books/{book}/nodes/{node_id(library, book, *path)}/" for book, *path in nodes)]


@pytest.mark.parametrize("js", [True, False], ids=["with scripts", "without scripts"])
def test_a_clerk_finds_a_figure_and_follows_it_to_its_page(visit: Any, js: bool) -> None:
    page = visit("/", js=js)
    page.get_by_role("searchbox").fill("2024年青石区地区生产总值是多少？")
    page.get_by_role("button", name="检索").click()
    assert "303.98" in page.locator(".answer .big").inner_text()
    page.locator(".answer blockquote a").first.click()
    page.wait_for_url(re.compile(r"\?at=\d+-\d+#at$"))
    assert page.locator("#at").is_visible()
    assert "303.98" in page.locator(".at").first.inner_text() + page.locator(".sheet").inner_text()
    top = page.locator("#at").bounding_box()
    assert top is not None and 50 < top["y"] < 844  # below the bar, on the screen


def test_a_figure_shows_its_citation_when_pointed_at_and_keeps_it_when_clicked(visit: Any, library: Path) -> None:
    page = visit(f"{BOOK}nodes/{node_id(library, 'qingshi-2025', '综合', '概况')}/")
    figure = page.locator("a.fig", has_text="303.98亿元")
    note = page.locator("#" + str(figure.get_attribute("aria-describedby")))
    assert not note.is_visible()
    figure.hover()
    assert note.is_visible() and re.search(r"青石年鉴（2025） 第\S+[页张] 第\d+", note.inner_text())
    figure.click()
    page.mouse.move(5, 400)
    assert note.is_visible()
    note.get_by_role("link").click()
    assert page.locator("tr:target").count() == 1 and "地区生产总值" in page.locator("tr:target").inner_text()


def test_an_editor_filters_findings_and_goes_to_the_place(visit: Any) -> None:
    page = visit(f"{BOOK}findings/")
    everything = page.locator(".finding").count()
    page.locator(".filter a", has_text="日期").click()
    page.locator('.filter a[aria-current="true"]', has_text="日期").wait_for()
    assert 0 < page.locator(".finding").count() < everything
    page.locator(".finding blockquote a").first.click()
    assert page.locator("#at").inner_text() == "4月31日"
    page.go_back()
    page.locator('.filter a[aria-current="true"]').click()
    page.locator('.filter a[aria-current="true"]').wait_for(state="detached")
    assert page.locator(".finding").count() == everything


def test_no_page_scrolls_sideways_on_a_phone(visit: Any, library: Path) -> None:
    page = visit("/", width=390)
    for path in pages_of(library):
        page.goto(path)
        for width in (390, 320):
            page.set_viewport_size({"width": width, "height": 844})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_the_first_tab_stop_skips_to_the_text(visit: Any) -> None:
    page = visit(BOOK)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    assert page.locator(".skip").bounding_box()["x"] > 0
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_keyboard_reaches_a_figure_and_sees_its_citation(visit: Any, library: Path) -> None:
    page = visit(f"{BOOK}nodes/{node_id(library, 'qingshi-2025', '综合', '招商引资')}/#main")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "fig":
            break
    assert page.locator("a.fig:focus + .note").is_visible()


def test_dark_rooms_have_dark_paper_and_light_ink(visit: Any) -> None:
    def lightness(colour: str) -> float:
        return sum(float(n) for n in re.findall(r"[\d.]+", colour)[:3]) / 3

    for dark in (False, True):
        page = visit(BOOK, dark=dark)
        paper, ink = (lightness(page.evaluate(f"getComputedStyle(document.body).{name}")) for name in ("backgroundColor", "color"))
        assert (paper < 60 and ink > 180) if dark else (paper > 230 and ink < 60)


def test_the_language_changes_and_stays_changed_without_a_cookie(visit: Any) -> None:
    page = visit(f"{BOOK}findings/?family=DAT")
    page.get_by_role("link", name="English").click()
    assert page.url.endswith(f"/en{BOOK}findings/?family=DAT")
    page.get_by_role("link", name="Contents").click()
    assert "/en/" in page.url and page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="中文").click()
    assert page.url.endswith(BOOK) and "/en/" not in page.url
    assert {cookie["name"] for cookie in page.context.cookies()} <= {"tongjian-form"}  # the form's own, on the editor's page


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_page_has_an_accessibility_fault_that_axe_knows(visit: Any, library: Path, faults: Any, dark: bool) -> None:
    page = visit("/", dark=dark)
    for path in [*pages_of(library), f"/en{BOOK}findings/"]:
        page.goto(path)
        assert not faults(page)


def test_the_citation_of_a_figure_in_a_table_stands_beside_the_table_uncut(visit: Any, library: Path) -> None:
    page = visit(f"/books/白鹿年鉴2025/nodes/{node_id(library, '白鹿年鉴2025', '经济', '农业')}/")
    figure = page.locator("td a.fig").first
    figure.hover()
    note = page.locator("#" + str(figure.get_attribute("aria-describedby")))
    box, table = note.bounding_box(), page.locator(".sheet table").bounding_box()
    assert box and table and box["x"] > table["x"] + table["width"] and box["x"] + box["width"] <= 1200 and box["width"] > 150
