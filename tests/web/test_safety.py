"""What the room refuses, and what it never does."""

from __future__ import annotations

import re
import shutil
import threading
from pathlib import Path
from typing import Any

import pytest
from invented_room import make_library, node_id, text_of
from lxml import html as markup

pytest_plugins = ["room_fixtures"]
BOOK = "/books/qingshi-2025/"


@pytest.mark.parametrize("address", ["/nowhere/", "/books/none/", "/books/none/findings/", f"{BOOK}nodes/0123456789ab/", f"{BOOK}nodes/nope/", "/books/../../etc/passwd/", "/static/none.css"])
def test_what_is_not_there_is_404_with_a_way_back(room: Any, address: str) -> None:
    page = room.get(address)
    assert page.status_code == 404 and "没有这一页" in page.content.decode()


@pytest.mark.parametrize("path", ["../settings.py", "..%2fsettings.py", "room/../../settings.py", "/etc/passwd", "%2e%2e/%2e%2e/settings.py", "room/..\\..\\settings.py"])
def test_no_path_leads_out_of_the_static_files(room: Any, path: str) -> None:
    page = room.get("/static/" + path)
    assert page.status_code == 404 and b"SECRET_KEY" not in page.content


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost:80@evil.example", "", "青石"])
def test_another_host_name_is_refused(room: Any, host: str) -> None:
    for address in ("/", "/static/room/room.css"):
        page = room.get(address, HTTP_HOST=host) if host else room.get(address, SERVER_NAME="evil.example")
        assert page.status_code == 400 and "青石年鉴" not in page.content.decode()


@pytest.mark.parametrize("host", ["127.0.0.1:8321", "localhost", "[::1]:9000"])
def test_loopback_names_are_answered(room: Any, host: str) -> None:
    from django.test import override_settings

    with override_settings(ALLOWED_HOSTS=["127.0.0.1", "localhost", "[::1]"]):
        assert room.get("/", HTTP_HOST=host).status_code == 200


def test_hostile_words_of_a_book_are_printed_not_run(room: Any, library: Path) -> None:
    entry = f"{BOOK}nodes/{node_id(library, 'qingshi-2025', '法院')}/"
    for address in (entry, BOOK, f"{BOOK}findings/", "/search/?q=网页上照印", "/search/?q=网页上照印了多少处？"):
        html = room.get(address).content.decode()
        assert "script&gt;" in html, address
        assert not re.search(r"<script>|<img src=x|<i>", html), address
    assert "&lt;img src=x onerror=" in room.get(entry).content.decode() and "&amp;lt;i&amp;gt;" in room.get(entry).content.decode()
    page = room.get(f"/books/白鹿年鉴2025/nodes/{node_id(library, '白鹿年鉴2025', '经济')}/").content.decode()
    assert "{{settings.SECRET_KEY}}" in page


def test_a_hostile_query_is_printed_not_run(room: Any) -> None:
    html = room.get("/search/", {"q": "\"><script>alert(1)</script>粮食"}).content.decode()
    assert "<script>" not in html and "&lt;script&gt;" in html


@pytest.mark.parametrize("address", ["/", BOOK, f"{BOOK}findings/", "/search/?q=粮食", "/check/", "/nowhere/", "/static/room/room.css"])
def test_every_answer_has_a_strict_policy_and_nothing_inline(room: Any, address: str) -> None:
    page = room.get(address)
    policy = page["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    assert page["X-Content-Type-Options"] == "nosniff" and page["X-Frame-Options"] == "DENY" and page["X-Robots-Tag"] == "noindex"
    if address.startswith("/static"):
        return
    for element in markup.fromstring(page.content.decode()).iter():
        assert element.tag not in ("style", "object", "iframe", "base")
        assert element.tag != "script" or (element.get("src", "").startswith("/static/room/") and not element.text)
        for name, value in element.attrib.items():
            assert name != "style" and not name.startswith("on")
            assert not (name in ("src", "href", "action") and re.match(r"\s*(https?:)?//|javascript:|data:", value))


@pytest.mark.parametrize("address", ["/", BOOK, "/search/?q=粮食", f"{BOOK}findings/", "/en/"])
def test_readers_get_no_cookie(room: Any, address: str) -> None:
    assert not room.get(address).cookies


@pytest.mark.parametrize("query", ["粮" * 600, "粮食 " * 3000, "(" * 9000, "*" * 400, '"' * 499, "-" * 499, "OR " * 160, "(a OR " * 80, "\x00\ud800粮食", "title:" * 80, "？" * 400])
def test_a_query_however_long_or_odd_is_answered_or_declined(room: Any, query: str) -> None:
    page = room.get("/search/", QUERY_STRING="q=" + "".join(f"%{b:02X}" for b in query.encode("utf-8", "surrogatepass")))
    assert page.status_code in (200, 400)
    if len(query) > 1000:
        assert "太长" in page.content.decode()


@pytest.mark.parametrize("address", ["/suggest/?q=", "/en/suggest/?q=", "/series/?indicator=", "/series/?indicator=粮食产量&subject=", f"{BOOK}name/?is=", f"{BOOK}people/?has=", f"{BOOK}people/?only=", f"{BOOK}findings/?part=", f"{BOOK}?open=", "/search/?q=粮食&part=", "/search/?q=粮食&year="])
@pytest.mark.parametrize("value", ["", "粮" * 3400, "*" * 10_000, '"' * 999, "(" * 999, "\x00", "../" * 999, ".*" * 999, "(a+)+$" * 99], ids=["none", "ten kilobytes", "stars", "quotes", "brackets", "nul", "dots", "wildcards", "a slow pattern"])
def test_no_parameter_however_long_or_odd_is_a_fault_of_ours(room: Any, address: str, value: str) -> None:
    assert room.get(address + "".join(f"%{b:02X}" for b in value.encode())).status_code in (200, 400, 404)


def test_head_has_the_headers_of_get_and_no_body(room: Any) -> None:
    got, head = room.get(BOOK), room.head(BOOK)
    assert head.status_code == 200 and head.content == b"" and head["ETag"] == got["ETag"] and head["Content-Length"] == got["Content-Length"]


def test_a_page_that_has_not_changed_is_304(room: Any) -> None:
    tag = room.get(BOOK)["ETag"]
    again = room.get(BOOK, HTTP_IF_NONE_MATCH=tag)
    assert again.status_code == 304 and again.content == b""
    assert room.get(BOOK, HTTP_IF_NONE_MATCH='"other"').status_code == 200
    assert room.get("/en" + BOOK, HTTP_IF_NONE_MATCH=tag).status_code == 200
    style = room.get("/static/room/room.css")
    assert room.get("/static/room/room.css", HTTP_IF_MODIFIED_SINCE=style["Last-Modified"]).status_code == 304


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_reading_pages_take_no_other_method(room: Any, method: str) -> None:
    assert getattr(room, method)(BOOK).status_code in (403, 405)


def test_a_new_generation_is_seen_at_once_and_old_tags_no_longer_hold(tmp_path: Path, django_room: Any) -> None:
    from django.test import Client, override_settings

    library = make_library(tmp_path)
    address = f"{BOOK}nodes/{node_id(library, 'qingshi-2025', '综合', '概况')}/"
    with override_settings(LIBRARY=str(library)):
        room = Client(SERVER_NAME="127.0.0.1")
        before = room.get(address)
        assert "303.98亿元" in text_of(before)
        make_library(tmp_path, gdp="304.98")
        after = room.get(address, HTTP_IF_NONE_MATCH=before["ETag"])
        assert after.status_code == 200 and "304.98亿元" in text_of(after) and "303.98" not in text_of(after)
        assert "304.98" in text_of(room.get("/search/", {"q": "2024年青石区地区生产总值是多少？"}))


def test_readers_during_builds_see_the_old_or_the_new_never_a_mixture(tmp_path: Path, django_room: Any) -> None:
    from django.test import Client, override_settings

    library = make_library(tmp_path, gdp="300.00")
    address = f"{BOOK}nodes/{node_id(library, 'qingshi-2025', '综合', '概况')}/"
    seen: list[set[str]] = []
    wrong: list[int] = []
    done = threading.Event()

    def read() -> None:
        room = Client(SERVER_NAME="127.0.0.1")
        while not done.is_set():
            page = room.get(address)
            if page.status_code != 200:
                wrong.append(page.status_code)
                continue
            seen.append(set(re.findall(r"30\d\.00(?=亿元)", text_of(page))))

    with override_settings(LIBRARY=str(library)):
        readers = [threading.Thread(target=read) for _ in range(2)]
        for reader in readers:
            reader.start()
        for n in range(1, 5):
            make_library(tmp_path, gdp=f"30{n}.00")
        done.set()
        for reader in readers:
            reader.join()
    assert not wrong
    assert all(len(values) == 1 for values in seen)
    assert {"304.00"} in seen or len(seen) > 4


def test_a_folder_that_goes_away_mid_request_is_read_again_from_the_new_generation(tmp_path: Path, django_room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.test import Client, override_settings

    from tongjian.web import shelf

    library = make_library(tmp_path)
    shelf._volume.cache_clear()
    old = next((library / "books").glob("qingshi*"))
    real = shelf.Volume.records
    done: list[int] = []

    def records(self: Any, kind: str) -> Any:
        if not done:
            done.append(1)
            make_library(tmp_path, gdp="304.98")
            shutil.rmtree(old)
        return real(self, kind)

    monkeypatch.setattr(shelf.Volume, "records", records)
    with override_settings(LIBRARY=str(library)):
        page = Client(SERVER_NAME="127.0.0.1").get(f"{BOOK}nodes/{node_id(library, 'qingshi-2025', '综合', '概况')}/")
    assert done and page.status_code == 200 and "304.98亿元" in text_of(page)


def test_a_library_that_is_gone_or_damaged_is_said_with_503(tmp_path: Path, django_room: Any) -> None:
    from django.test import Client, override_settings

    library = make_library(tmp_path)
    next(library.glob("generation-*.json")).write_text("{", encoding="utf-8")
    with override_settings(LIBRARY=str(library)):
        page = Client(SERVER_NAME="127.0.0.1").get("/")
        assert page.status_code == 503 and "书库暂时打不开" in page.content.decode()
    with override_settings(LIBRARY=str(tmp_path / "none")):
        assert Client(SERVER_NAME="127.0.0.1").get(BOOK).status_code == 503


def test_a_page_made_before_is_given_again_with_the_same_headers(room: Any) -> None:
    first, again = room.get(BOOK), room.get(BOOK)
    assert again.content == first.content and dict(again.items()) == dict(first.items())
    assert room.head(BOOK).content == b"" and room.head(BOOK)["ETag"] == first["ETag"]


def test_the_room_for_pages_made_before_is_bounded_and_the_longest_unused_go_first(django_room: Any) -> None:
    from tongjian.web.middleware import Kept

    kept = Kept(1000)
    for n in range(20):
        kept.put(str(n), b"x" * 100, {})
        kept.get("15")
    assert [tag for tag in map(str, range(20)) if kept.get(tag)] == [str(n) for n in range(10, 20)]
    kept.put("great", b"x" * 300, {})
    assert kept.get("great") is None


def test_a_page_kept_for_a_stranger_is_not_given_to_an_editor(room: Any) -> None:
    from django.test import override_settings

    with override_settings(DECIDE="loopback"):
        assert "<form method=" not in room.get(f"{BOOK}findings/", REMOTE_ADDR="10.0.0.7").content.decode()
        assert '<form method="post"' in room.get(f"{BOOK}findings/", REMOTE_ADDR="127.0.0.1").content.decode()
        assert "<form method=" not in room.get(f"{BOOK}findings/", REMOTE_ADDR="10.0.0.7").content.decode()
