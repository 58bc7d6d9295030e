"""Deciding about findings: who may, what is written, and that a decision outlives the book's next edition."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from invented_room import make_library, text_of

pytest_plugins = ["room_fixtures"]
LIST = "/books/qingshi-2025/findings/"


@pytest.fixture
def desk(tmp_path: Path, django_room: Any) -> Iterator[Any]:
    """A client at this machine that has loaded the list of findings, with `library` and a way to `decide`."""
    from django.test import Client, override_settings

    library = make_library(tmp_path)
    with override_settings(LIBRARY=str(library), DECIDE="loopback"):
        client = Client(SERVER_NAME="127.0.0.1", REMOTE_ADDR="127.0.0.1", enforce_csrf_checks=True)
        html = client.get(LIST, {"family": "DAT"}).content.decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html)
        found = re.search(r'action="([^"]+/decision/)"', html)
        assert token and found
        client.library, client.action = library, found[1]
        client.form = {"csrfmiddlewaretoken": token[1], "who": "韩雪梅", "why": "原稿如此，已与法院核对", "decision": "accept", "back": "family=DAT"}
        yield client


def written(library: Path) -> list[dict[str, Any]]:
    file = library.parent / "decisions.jsonl"
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []


def test_a_decision_is_written_beside_the_library_and_the_finding_leaves_the_list(desk: Any) -> None:
    answer = desk.post(desk.action, desk.form)
    assert answer.status_code == 303 and answer["Location"].startswith(LIST + "?family=DAT")
    (row,) = written(desk.library)
    assert (row["decision"], row["who"], row["why"]) == ("accept", "韩雪梅", "原稿如此，已与法院核对") and row["id"] in desk.action
    assert f'id="x{desk.action.split("/")[-3]}"' not in desk.get(LIST).content.decode()
    page = text_of(desk.get(LIST, {"decision": "made"}))
    assert "4月31日" in page and "韩雪梅" in page and "原稿如此" in page


def test_a_decided_finding_is_no_longer_marked_on_its_page_and_old_tags_no_longer_hold(desk: Any) -> None:
    place = re.search(r'href="(/books/qingshi-2025/nodes/\w+/)\?at=', desk.get(LIST, {"family": "DAT"}).content.decode())
    assert place
    before = desk.get(place[1], REMOTE_ADDR="10.0.0.7")  # a reader: the editor's own page carries a form, and no tag
    assert "flag error" in before.content.decode()
    desk.post(desk.action, desk.form)
    after = desk.get(place[1], HTTP_IF_NONE_MATCH=before["ETag"], REMOTE_ADDR="10.0.0.7")
    assert after.status_code == 200 and '<span class="flag error" id="p' + desk.action.split("/")[-3] not in after.content.decode()


def test_a_decision_can_be_taken_back(desk: Any) -> None:
    desk.post(desk.action, desk.form)
    desk.post(desk.action, {**desk.form, "decision": "reopen"})
    assert [row["decision"] for row in written(desk.library)] == ["accept", "reopen"]
    assert f'id="x{desk.action.split("/")[-3]}"' in desk.get(LIST).content.decode()


def test_a_decision_outlives_a_new_edition_whose_words_at_that_place_still_stand(desk: Any, tmp_path: Path) -> None:
    desk.post(desk.action, desk.form)
    make_library(tmp_path, gdp="304.98")
    assert f'id="x{desk.action.split("/")[-3]}"' not in desk.get(LIST).content.decode()


@pytest.mark.parametrize(
    "change",
    [{"who": ""}, {"who": "韩" * 61}, {"why": "长" * 501}, {"decision": "delete"}, {"decision": ""}],
    ids=["nobody", "a name too long", "a reason too long", "no such decision", "none"],
)
def test_a_form_that_is_not_filled_in_is_refused_and_nothing_written(desk: Any, change: dict[str, str]) -> None:
    assert desk.post(desk.action, {**desk.form, **change}).status_code == 400
    assert written(desk.library) == []


def test_a_form_from_elsewhere_is_refused(desk: Any) -> None:
    without = {k: v for k, v in desk.form.items() if k != "csrfmiddlewaretoken"}
    assert desk.post(desk.action, without).status_code == 403
    assert desk.post(desk.action, desk.form, HTTP_ORIGIN="http://evil.example").status_code == 403
    assert desk.post(desk.action, desk.form, HTTP_HOST="evil.example").status_code == 400
    assert written(desk.library) == []


def test_an_unknown_finding_is_404_and_reading_the_action_is_405(desk: Any) -> None:
    assert desk.post(LIST + "0123456789ab/decision/", desk.form).status_code == 404
    assert desk.get(desk.action).status_code == 405


def test_nobody_elsewhere_may_decide_without_a_key(desk: Any) -> None:
    for stranger in ({"REMOTE_ADDR": "10.0.0.7"}, {"HTTP_X_FORWARDED_FOR": "10.0.0.7"}):
        assert desk.post(desk.action, desk.form, **stranger).status_code == 403
        page = desk.get(LIST, **stranger)
        assert "<form method=" not in page.content.decode() and not page.cookies
    assert written(desk.library) == []


def test_with_a_key_those_who_know_it_may_decide_from_elsewhere(desk: Any) -> None:
    from django.test import override_settings

    with override_settings(DECIDE="key", KEY="青石-2025"):
        for key in ("", "青石", "青石-2026"):
            assert desk.post(desk.action, {**desk.form, "key": key}, REMOTE_ADDR="10.0.0.7").status_code == 403
        assert written(desk.library) == []
        assert desk.post(desk.action, {**desk.form, "key": "青石-2025"}, REMOTE_ADDR="10.0.0.7").status_code == 303
    assert len(written(desk.library)) == 1 and "青石-2025" not in (desk.library.parent / "decisions.jsonl").read_text(encoding="utf-8")


def test_where_nobody_may_decide_there_is_no_form_and_no_cookie(desk: Any) -> None:
    from django.test import override_settings

    with override_settings(DECIDE=""):
        page = desk.get(LIST)
        assert "<form method=" not in page.content.decode() and not page.cookies
        assert desk.post(desk.action, desk.form).status_code == 403


def test_a_damaged_file_of_decisions_is_said_and_everything_shown(desk: Any) -> None:
    (desk.library.parent / "decisions.jsonl").write_text("不是记录\n", encoding="utf-8")
    page = text_of(desk.get(LIST))
    assert "裁定文件读不了" in page and "decisions.jsonl:1" in page and "4月31日" in page


def test_a_hostile_reason_is_printed_not_run(desk: Any) -> None:
    desk.post(desk.action, {**desk.form, "who": "<b>韩</b>", "why": "<script>alert(1)</script>"})
    html = desk.get(LIST, {"decision": "made"}).content.decode()
    assert "&lt;script&gt;" in html and "<script>" not in html and "<b>韩" not in html


def test_the_way_back_leads_nowhere_else(desk: Any) -> None:
    for back in ("//evil.example", "https://evil.example/", "\r\nSet-Cookie: a=b", "a=b&" * 200):
        assert desk.post(desk.action, {**desk.form, "back": back})["Location"].startswith(LIST + "?")


@pytest.mark.parametrize("js", [True, False], ids=["with scripts", "without scripts"])
def test_an_editor_decides_in_the_browser(visit: Any, js: bool) -> None:
    page = visit("/books/qingshi-2025/findings/?family=STY", js=js)
    before = page.locator(".finding").count()
    first = page.locator(".finding").first
    first.locator("summary").click()
    first.get_by_label("裁定人").fill("沈若岚")
    first.get_by_label("理由").fill("约数为原单位口径")
    first.get_by_role("button", name="不是问题").click()
    if js:  # the finding says in its place what was decided, and the filters count anew; the page stays as it is
        page.locator(".finding .verdict").wait_for()
        assert "who=" not in page.url and page.locator(".finding").count() == before and "沈若岚" in page.locator(".verdict").inner_text()
        assert page.evaluate("document.activeElement.value") == "reopen"
        assert page.locator(".decide input[name=who]").first.input_value() == "沈若岚"
    else:
        page.wait_for_url(re.compile("who="))
        assert page.locator(".finding").count() == before - 1
    page.get_by_role("link", name="已裁定").click()
    page.locator(".filter a[aria-current=true]", has_text="已裁定").wait_for()
    assert "沈若岚" in page.locator(".verdict").inner_text() and page.locator(".finding").count() == 1
    page.get_by_role("button", name="撤回").click()
    page.locator(".decide" if js else ".findings li.quiet").first.wait_for()
    page.goto("/books/qingshi-2025/findings/?family=STY")
    assert page.locator(".finding").count() == before


def test_a_decision_about_a_habit_is_one_about_each_finding_that_the_form_showed_and_about_nothing_else(desk: Any) -> None:
    own = desk.action.split("/")[-3]
    everything = re.findall(r'id="x(\w{12})"', desk.get(LIST, {"severity": "all"}).content.decode())
    other = next(x for x in everything if x != own)
    desk.post(desk.action, {**desk.form, "ids": f"{own} {other} 0123456789ab"})
    assert [row["id"] for row in written(desk.library)] == [own, other]
