"""A book is hostile input: whatever its titles, tables, names and signatures hold is printed on every page as words, and as words alone."""

from __future__ import annotations

import html as entities
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from lxml import html as markup

pytest_plugins = ["room_fixtures"]
RLO, LRI, ZERO = "\u202e", "\u2066", "\u200b"
TITLES = [
    "<script>alert(1)</script>",
    "\"><svg onload=alert(2)>",
    "' hx-get='/books/' hx-trigger='load' x='",
    "{% load x %}{{ settings.SECRET_KEY }}",
    f"概{RLO}况{LRI}",
    "javascript:alert(3)",
    "../../../../etc/passwd",
    "=HYPERLINK(1)",
]
ODD = "\n\n".join(f"**【{title}】** 2024年，青石区举办活动{n + 3}场，参加人数{n + 1}.20万人，比上年增长{n + 1}.5%。" for n, title in enumerate(TITLES))
BOOK = f"""---
tongjian: 1
title: "青石<b>年鉴</b>\\"'（2025）"
year: 2025
---

# 经济

## 综合 <img src=x onerror=alert(4)>

{ODD}

表1 <iframe src="//evil.example">一览 <!-- caption -->

| 名称<script> | 数量" onclick="alert(5) |
|---|---|
| <a href="javascript:alert(6)">甲</a> | 20 |
| {RLO}乙 | 30 |

（<script src=//evil.example></script>局）

## 领导

**【概况】** 2024年4月31日，青石区“<object>”平台建成，接入事项{ZERO}1286项。
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tongjian.library import build

    folder = tmp_path_factory.mktemp("hostile")
    (folder / "青石'\"&x.md").write_text(BOOK, encoding="utf-8")
    assert not build([folder / "青石'\"&x.md"], folder / "书库").failed
    return folder / "书库"


def pages(library: Path) -> list[str]:
    """The address of every page that the room makes of the book."""
    from tongjian.library import Library

    opened = Library.open(library)
    (card,) = opened.books()
    here = f"/books/{quote(card.id)}/"
    nodes = [f"{here}nodes/{node.id}/" for node in opened.book(card.id).nodes]
    registers = [f"{here}{kind}/" for kind in ("people", "organisations", "places", "systems", "documents", "tables", "events")]
    names = [f"{here}name/?is={quote(r['name'])}" for kind in ("organisations", "systems", "places") for r in opened.records(kind, card.id)]
    asked = [f"/{path}{quote(title)}" for path in ("search/?q=", "series/?indicator=") for title in TITLES]
    return ["/", here, f"{here}?open=all", f"{here}overview/", f"{here}findings/?severity=all", *registers, *nodes, *names, *asked, "/search/?q=概况", "/series/"]


def test_no_page_has_an_element_or_attribute_that_a_book_wrote(hostile: Path, django_room: Any) -> None:
    from django.test import Client, override_settings

    with override_settings(LIBRARY=str(hostile), DECIDE="loopback"):
        room = Client(SERVER_NAME="127.0.0.1", REMOTE_ADDR="127.0.0.1")
        for address in pages(hostile):
            for path in (address, "/en" + address):
                response = room.get(path)
                assert response.status_code in (200, 404), path
                said = response.content.decode()
                tree = markup.fromstring(said)
                for element in tree.iter():
                    if not isinstance(element.tag, str):
                        continue
                    assert element.tag not in ("img", "iframe", "object", "embed", "base", "style", "b2") or element.get("src", "").startswith("/static/"), (path, element.tag)
                    assert element.tag != "script" or (element.get("src", "").startswith("/static/room/") and not element.text), path
                    for name, value in element.attrib.items():
                        assert not name.startswith("on") and name != "style", (path, name)
                        assert not (name in ("href", "src", "action") and re.match(r"\s*(javascript|data|//|https?:)", value, re.I)), (path, value)
                        assert not (name.startswith("hx-") and ("/books/'" in value or value == "load")), (path, value)
                assert "{{ settings" not in said or "SECRET_KEY" in said  # printed as it stands, never run
                from django.conf import settings

                assert settings.SECRET_KEY not in said


def test_the_words_themselves_are_all_there(hostile: Path, django_room: Any) -> None:
    from django.test import Client, override_settings

    with override_settings(LIBRARY=str(hostile)):
        said = entities.unescape(Client(SERVER_NAME="127.0.0.1").get(pages(hostile)[2]).content.decode())
    for title in TITLES:
        assert re.sub(r"[\s_]", "", title) in re.sub(r"[\s_]", "", said), title  # a reader of Markdown takes _ for a mark


def test_what_programs_are_given_is_json_and_csv_with_nothing_that_runs(hostile: Path, django_room: Any) -> None:
    from django.test import Client, override_settings

    with override_settings(LIBRARY=str(hostile)):
        room = Client(SERVER_NAME="127.0.0.1")
        (book,) = json.loads(room.get("/api/v1/books").content)
        here = f"/api/v1/books/{quote(book['id'])}"
        for kind in ("nodes", "facts", "findings", "tables"):
            answer = room.get(f"{here}/{kind}")
            assert answer["Content-Type"].startswith("application/json") and answer["X-Content-Type-Options"] == "nosniff"
            assert json.loads(answer.content)["items"]
            file = room.get(f"{here}/{kind}?format=csv")
            assert file["Content-Type"].startswith("text/csv")
            assert not re.search(r'(^|,)"?[=@]', file.content.decode("utf-8-sig"), re.M)


def test_a_mark_of_direction_turns_no_words_but_its_own(hostile: Path, browser: Any, serve_at: Any) -> None:
    """Behind a title that holds RIGHT-TO-LEFT OVERRIDE the page number still stands to its right."""
    page = browser.new_page()
    try:
        page.goto(serve_at(hostile) + pages(hostile)[2])
        line = page.locator(".tree .entry .line", has_text=RLO).first
        name, leaf = line.locator(".name").bounding_box(), line.locator(".leader").bounding_box()
        assert name["x"] + name["width"] <= leaf["x"] + 1
        assert page.evaluate("getComputedStyle(document.querySelector('.tree .name')).unicodeBidi") == "isolate"
    finally:
        page.close()
