"""Persons whom private.toml hides or shows, in a room that others read: on no page, in no file, and at once when the file changes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from invented_room import laid, node_id

pytest_plugins = ["room_fixtures"]
BOOK = "/books/qingshi-2025/"
NAMES = """2024 年青石区领导名录
青石区人民政府
沈若岚    区长，手机13812345678
骆青山    常务副区长（6 月开始担任）
名    录
"""


@pytest.fixture(scope="module")
def shelf_of_names(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from invented_room import NOTE, POLITICS

    from tongjian.library import build

    folder = tmp_path_factory.mktemp("private")
    (folder / "qingshi-2025.txt").write_text(laid(NOTE, POLITICS, NAMES), encoding="utf-8")
    build([folder / "qingshi-2025.txt"], folder / "青石")
    return folder / "青石"


@pytest.fixture
def room(shelf_of_names: Path, django_room: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A client of a public room, with `hide`, which writes names into its private.toml."""
    from django.test import Client, override_settings

    file = tmp_path / "private.toml"
    file.write_text("", encoding="utf-8")
    monkeypatch.setenv("TONGJIAN_PRIVATE", str(file))
    with override_settings(LIBRARY=str(shelf_of_names), PUBLIC=True):
        client = Client(SERVER_NAME="127.0.0.1")
        client.hide = lambda *names: file.write_text(f"hide = {list(names)!r}\n".replace("'", '"'), encoding="utf-8")
        yield client


def pages(library: Path) -> list[str]:
    api = f"/api/v1{BOOK}"
    return [
        f"{BOOK}nodes/{node_id(library, 'qingshi-2025', '名录')}/", f"{BOOK}people/", f"{BOOK}people/?form=csv", "/search/?q=常务副区长", "/search/?q=谁是常务副区长？", f"{BOOK}findings/?severity=all",
        f"{api}people", f"{api}nodes", f"{api}facts", "/api/v1/search?q=常务副区长", "/api/v1/ask?q=谁是常务副区长？", f"{api}people?format=csv",
    ]  # fmt: skip


def test_a_hidden_person_is_named_nowhere_and_the_others_are_as_before(room: Any, shelf_of_names: Path) -> None:
    assert "骆青山" in room.get(pages(shelf_of_names)[0]).content.decode()
    room.hide("骆青山")
    for address in pages(shelf_of_names):
        said = room.get(address).content.decode()
        assert "骆青山" not in said and "\\u9a86\\u9752\\u5c71" not in said, address
    page = room.get(pages(shelf_of_names)[0]).content.decode()
    assert "骆○○" in page and "沈若岚" in page
    assert "沈若岚" in room.get(f"{BOOK}people/").content.decode()
    assert room.get(f"{BOOK}name/", {"is": "骆青山"}).status_code == 404 and room.get(f"{BOOK}name/", {"is": "沈若岚"}).status_code == 200


def test_the_file_is_heeded_at_once_and_old_tags_no_longer_hold(room: Any, shelf_of_names: Path) -> None:
    before = room.get(f"{BOOK}people/")
    room.hide("骆青山")
    after = room.get(f"{BOOK}people/", HTTP_IF_NONE_MATCH=before["ETag"])
    assert after.status_code == 200 and "骆青山" in before.content.decode() and "骆青山" not in after.content.decode()
    room.hide("沈若岚")
    assert "骆青山" in room.get(f"{BOOK}people/").content.decode()


def test_parquet_says_no_more_than_csv(room: Any, shelf_of_names: Path) -> None:
    import pyarrow.parquet as pq

    room.hide("骆青山")
    for kind in ("people", "nodes"):
        said = str(pq.read_table(io.BytesIO(room.get(f"/api/v1{BOOK}{kind}?format=parquet").content)).to_pylist())
        assert "骆青山" not in said and "13812345678" not in said
        assert "沈若岚" in said or kind == "nodes"
