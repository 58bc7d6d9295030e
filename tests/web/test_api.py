"""The library for programs: every address answers what OpenAPI says, in pages, with tags, in JSON, CSV and Parquet."""

from __future__ import annotations

import csv
import io
import json
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from invented_room import node_id

pytestmark = pytest.mark.skipif(find_spec("ninja") is None, reason="django-ninja is not installed: pip install 'tongjian[web]'")
pytest_plugins = ["room_fixtures"]
API, BOOK = "/api/v1", "/api/v1/books/qingshi-2025"


def got(room: Any, address: str, **query: Any) -> Any:
    response = room.get(address, query)
    assert response.status_code == 200, response.content
    return json.loads(response.content)


def test_books_and_their_nodes_are_listed(room: Any) -> None:
    assert {book["id"] for book in got(room, f"{API}/books")} == {"qingshi-2025", "白鹿年鉴2025"}
    assert got(room, BOOK)["data_year"] == 2024
    page = got(room, f"{BOOK}/nodes", level="entry")
    assert "粮食生产" in [node["title"] for node in page["items"]] and all(node["href"] for node in page["items"])


def test_a_node_has_its_text_figures_and_citation(room: Any, library: Path) -> None:
    node = got(room, f"{BOOK}/nodes/{node_id(library, 'qingshi-2025', '综合', '概况')}")
    assert "地区生产总值303.98亿元" in node["text"] and node["byline"] == "区发展改革委" and node["path"] == ["经济", "综合"]
    fact = next(f for f in node["facts"] if f["value"] == "303.98")
    assert fact["unit"] == "亿元" and fact["line"] and "303.98" in fact["quote"]
    assert 'id="at"' in room.get(fact["href"].split("#")[0]).content.decode()
    assert "[M]//青石年鉴（2025）" in node["cite"]


def test_pages_follow_each_other_and_lose_nothing(room: Any) -> None:
    whole = got(room, f"{BOOK}/facts", limit=1000)
    seen, address = [], f"{BOOK}/facts?limit=3"
    while address:
        page = got(room, address)
        assert len(page["items"]) <= 3
        seen += page["items"]
        address = page["next"]
    assert seen == whole["items"] and len(seen) == whole["total"] > 6


def test_facts_and_findings_are_filtered(room: Any) -> None:
    assert {f["value"] for f in got(room, f"{BOOK}/facts", indicator="GDP")["items"]} >= {"303.98"}
    assert {f["code"][:3] for f in got(room, f"{BOOK}/findings", code="DAT")["items"]} == {"DAT"}
    assert {f["severity"] for f in got(room, f"{BOOK}/findings", severity="error")["items"]} == {"error"}
    assert got(room, f"{BOOK}/findings", severity="none")["items"] == []


def test_search_ask_and_series_answer_with_citations(room: Any) -> None:
    hit = got(room, f"{API}/search", q="协议投资", limit=1)["items"][0]
    assert hit["title"] == "招商引资" and "协议投资" in hit["snippet"]
    reply = got(room, f"{API}/ask", q="2024年青石区地区生产总值是多少？")
    assert reply["answered"] and "303.98" in reply["answer"] and "303.98" in reply["citations"][0]["quote"] and reply["citations"][0]["href"]
    declined = got(room, f"{API}/ask", q="青石区有多少座核电站？")
    assert not declined["answered"] and declined["answer"] is None and declined["citations"] == []
    assert "303.98" in [p["value"] for p in got(room, f"{API}/series", indicator="地区生产总值")["items"]]


def test_lists_come_as_csv_and_parquet_by_name_or_by_accept(room: Any) -> None:
    import pyarrow.parquet as pq

    total = got(room, f"{BOOK}/facts")["total"]
    for response in (room.get(f"{BOOK}/facts?format=csv"), room.get(f"{BOOK}/facts", HTTP_ACCEPT="text/csv")):
        assert response["Content-Type"].startswith("text/csv") and response["X-Total-Count"] == str(total)
        rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
        assert len(rows) == total and "303.98" in [row["value"] for row in rows]
    table = pq.read_table(io.BytesIO(room.get(f"{BOOK}/facts", HTTP_ACCEPT="application/vnd.apache.parquet").content))
    assert table.num_rows == total and "quote" in table.column_names
    assert room.get(f"{BOOK}/facts", HTTP_ACCEPT="text/html, */*")["Content-Type"].startswith("application/json")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{API}/books/none", 404), (f"{BOOK}/nodes/none", 404), (f"{BOOK}/nothing", 404), (f"{BOOK}/facts?limit=0", 422), (f"{BOOK}/facts?limit=9999", 422),
        (f"{BOOK}/facts?offset=-1", 422), (f"{BOOK}/facts?limit=x", 422), (f"{API}/search", 422), (f"{API}/search?q=", 422), (f"{API}/search?q=" + "x" * 501, 422),
        (f"{API}/ask?q=" + "x" * 10_000, 422), (f"{API}/search?q=" + "%28" * 400, 422),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_says_what_and_what_to_do(room: Any, address: str, status: int) -> None:
    response = room.get(address)
    assert response.status_code == status or (status == 422 and "%28" in address and response.status_code == 200)
    if response.status_code != 200:
        assert {"error", "todo"} <= set(json.loads(response.content))


def test_openapi_describes_every_address_and_loads_nothing_from_elsewhere(room: Any) -> None:
    described = got(room, f"{API}/openapi.json")
    assert described["openapi"].startswith("3.")
    paths = {re.sub(r"\{\w+\}", "{}", p) for p in described["paths"]}
    assert {f"{API}/books", f"{API}/books/{{}}/facts", f"{API}/search", f"{API}/ask", f"{API}/series"} <= paths
    writing = {path: methods for path, methods in described["paths"].items() if list(methods) != ["get"]}
    assert list(writing) == [f"{API}/books/{{book}}/findings/{{finding}}/decision"] and all(m["post"]["security"] for m in writing.values())
    assert room.get(f"{API}/docs").status_code == 404


def test_tags_hold_until_the_library_changes_and_differ_by_form(room: Any) -> None:
    tag = room.get(f"{BOOK}/facts")["ETag"]
    assert room.get(f"{BOOK}/facts", HTTP_IF_NONE_MATCH=tag).status_code == 304
    assert room.get(f"{BOOK}/facts", HTTP_IF_NONE_MATCH=tag, HTTP_ACCEPT="text/csv").status_code == 200


def test_private_persons_are_not_given_to_programs(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from tongjian.web.shelf import Volume

    real = Volume.records
    mention = {"name": "田小满", "status": "mention", "start": 0, "end": 1, "node": None, "quote": "田小满"}
    monkeypatch.setattr(Volume, "records", lambda self, kind: [*real(self, kind), mention] if kind == "people" else real(self, kind))
    assert "田小满" not in room.get(f"{BOOK}/people").content.decode()


@pytest.mark.parametrize(("setting", "origin", "allowed"), [([], "https://a.example", None), (["https://a.example"], "https://a.example", "https://a.example"), (["https://a.example"], "https://b.example", None), (["*"], "https://b.example", "*")])
def test_pages_of_other_sites_read_only_where_the_setting_says_so(room: Any, setting: list[str], origin: str, allowed: str | None) -> None:
    from django.test import override_settings

    with override_settings(CORS=setting):
        assert room.get(f"{API}/books", HTTP_ORIGIN=origin).get("Access-Control-Allow-Origin") == allowed
        assert room.get("/", HTTP_ORIGIN=origin).get("Access-Control-Allow-Origin") is None
        before = room.options(f"{API}/books", HTTP_ORIGIN=origin, HTTP_ACCESS_CONTROL_REQUEST_METHOD="GET")
        assert (before.status_code == 204) is (allowed is not None)


def test_an_address_that_asks_too_fast_is_told_to_wait_and_reading_goes_on(room: Any) -> None:
    from django.test import override_settings

    from tongjian.web import middleware

    middleware._counts.clear()
    with override_settings(RATE=3):
        answers = [room.get(f"{API}/books", REMOTE_ADDR="10.0.0.9") for _ in range(8)]
        slow = [a for a in answers if a.status_code == 429]
        assert len(slow) >= 2 and all(0 < int(a["Retry-After"]) <= 60 for a in slow)
        assert room.get(f"{API}/books", REMOTE_ADDR="10.0.0.10").status_code == 200
        assert room.get("/", REMOTE_ADDR="10.0.0.9").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_can_be_written_through_the_api(room: Any, method: str) -> None:
    assert getattr(room, method)(f"{API}/books").status_code in (403, 405)


# -- writing, by those who have a key ----------------------------------------------------------------------------------
@pytest.fixture
def finding(tmp_path: Path, django_room: Any) -> Any:
    """The address of one finding of a library of its own, and a client of it."""
    from django.test import Client, override_settings
    from invented_room import make_library

    library = make_library(tmp_path)
    with override_settings(LIBRARY=str(library), KEY="first-key,second-key"):
        client = Client(SERVER_NAME="127.0.0.1")
        row = got(client, f"{BOOK}/findings", severity="error")["items"][0]
        client.address, client.library, client.id = f"{BOOK}/findings/{row['id']}/decision", library, row["id"]
        yield client


def post(client: Any, body: Any, key: str | None = "second-key", **headers: str) -> Any:
    if key is not None:
        headers["HTTP_AUTHORIZATION"] = f"Bearer {key}"
    return client.post(client.address, json.dumps(body), content_type="application/json", **headers)


def test_a_writer_with_a_key_decides_and_everybody_sees_it(finding: Any) -> None:
    before = finding.get(f"{BOOK}/findings")["ETag"]
    answer = post(finding, {"decision": "accept", "who": " 韩雪梅 ", "why": "原稿如此"})
    assert answer.status_code == 200, answer.content
    assert {k: v for k, v in json.loads(answer.content).items() if k != "when"} == {"id": finding.id, "decision": "accept", "who": "韩雪梅", "why": "原稿如此"}
    after = finding.get(f"{BOOK}/findings", HTTP_IF_NONE_MATCH=before)
    assert after.status_code == 200 and next(f["decision"] for f in json.loads(after.content)["items"] if f["id"] == finding.id) == "accept"
    assert json.loads(post(finding, {"decision": "reopen", "who": "韩雪梅"}).content)["decision"] is None
    assert len((finding.library.parent / "decisions.jsonl").read_text(encoding="utf-8").splitlines()) == 2


@pytest.mark.parametrize("key", [None, "", "third-key", "first-key,second-key", "first-ke", "钥匙"], ids=["none", "empty", "another", "all in one", "a part", "not ASCII"])
def test_without_one_of_the_keys_nothing_is_written(finding: Any, key: str | None) -> None:
    answer = post(finding, {"decision": "accept", "who": "韩雪梅"}, key)
    assert answer.status_code == 401 and answer["WWW-Authenticate"] == "Bearer" and {"error", "todo"} <= set(json.loads(answer.content))
    assert not (finding.library.parent / "decisions.jsonl").exists()


def test_where_no_key_is_set_nobody_writes_not_even_at_this_machine(finding: Any) -> None:
    from django.test import override_settings

    with override_settings(KEY="", DECIDE="loopback"):
        assert post(finding, {"decision": "accept", "who": "韩雪梅"}, "", REMOTE_ADDR="127.0.0.1").status_code == 401


@pytest.mark.parametrize(
    "body", [{}, {"decision": "delete", "who": "韩"}, {"decision": "accept", "who": ""}, {"decision": "accept", "who": "  "}, {"decision": "accept", "who": "韩" * 61}, {"decision": "accept", "who": "韩", "why": "长" * 501}, [], "x"]
)
def test_a_decision_that_says_nothing_or_too_much_is_422(finding: Any, body: Any) -> None:
    answer = post(finding, body)
    assert answer.status_code == 422 and {"error", "todo"} <= set(json.loads(answer.content))
    assert not (finding.library.parent / "decisions.jsonl").exists()


def test_a_finding_that_is_not_there_is_404_and_a_body_too_long_413(finding: Any) -> None:
    finding.address, real = f"{BOOK}/findings/0000/decision", finding.address
    assert post(finding, {"decision": "accept", "who": "韩"}).status_code == 404
    finding.address = real
    assert post(finding, {"decision": "accept", "who": "韩", "why": "长" * 400_000}).status_code == 413


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/csv;q=0.5, application/json", "application/json"),
        ("application/json;q=0.2, text/csv", "text/csv"),
        ("application/vnd.apache.parquet, text/csv;q=0.9", "application/vnd.apache.parquet"),
        ("*/*", "application/json"),
        ("text/*", "text/csv"),
        ("image/png", "application/json"),
        ("text/csv;q=x,,;;", "text/csv"),
    ],
)
def test_the_form_that_the_header_likes_best_is_given_and_caches_are_told(room: Any, accept: str, form: str) -> None:
    answer = room.get(f"{BOOK}/facts", HTTP_ACCEPT=accept)
    assert answer.status_code == 200 and answer["Content-Type"].startswith(form) and "Accept" in answer["Vary"]


def test_a_page_of_csv_says_where_the_next_one_is(room: Any) -> None:
    answer = room.get(f"{BOOK}/facts?format=csv&limit=2")
    following = re.fullmatch(r'<(\S+)>; rel="next"', answer["Link"])
    assert following and "offset=2" in following[1] and "format=csv" in following[1]
    assert len(list(csv.DictReader(io.StringIO(room.get(following[1]).content.decode("utf-8-sig"))))) == 2
    assert "Link" not in room.get(f"{BOOK}/facts?format=csv&limit=1000")


@pytest.mark.parametrize("kind", ["people", "organisations", "places", "systems", "documents", "tables", "events"])
def test_every_register_is_there_for_programs(room: Any, kind: str) -> None:
    page = got(room, f"{BOOK}/{kind}")
    assert page["total"] == len(page["items"]) or page["next"]
    for item in page["items"]:
        assert item["book"] == "qingshi-2025" and "quote" in item and "start" in item


@pytest.mark.parametrize("query", ["*" * 400, "?" * 400, "粮食 OR " * 60, '"' + "粮" * 490 + '"', "title:*", "-" * 490, "a AND " * 80])
def test_a_query_built_to_be_slow_is_answered_or_declined(room: Any, query: str) -> None:
    for path in ("search", "ask"):
        assert room.get(f"{API}/{path}", {"q": query}).status_code in (200, 422)
