"""The clerk's page: a file goes in, its report comes out, and nothing of it stays."""

from __future__ import annotations

import http.client
import io
import re
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from invented_room import text_of

pytest_plugins = ["room_fixtures"]
PAGE = "/check/"
MANUSCRIPT = "【植树造林】2024年4月31日，青石区林业局组织义务植树，栽植苗木约3000株左右。全年造林120公顷，其中人工造林80公顷、封山育林50公顷。联系电话13800001234。\n（区林业局）\n"


def file(content: bytes | str = MANUSCRIPT, name: str = "林业局来稿.txt") -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def word_file(text: str = MANUSCRIPT) -> bytes:
    docx = pytest.importorskip("docx", reason="python-docx is not installed: pip install 'tongjian[docx]'")
    document, out = docx.Document(), io.BytesIO()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def bomb() -> bytes:
    """A zip that calls itself a Word file and unpacks to 600 megabytes of zeros."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        with packed.open("word/document.xml", "w") as stream:
            for _ in range(600):
                stream.write(bytes(1_000_000))
    return out.getvalue()


@pytest.fixture
def counter(tmp_path: Path, library: Path, django_room: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A client at this machine that has loaded the form, with `folder`, where files that are only for a while would lie, and `send`."""
    from django.test import Client, override_settings

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with override_settings(LIBRARY=str(library), DECIDE="loopback", PUBLIC=False):
        client = Client(SERVER_NAME="127.0.0.1", REMOTE_ADDR="127.0.0.1", enforce_csrf_checks=True)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(PAGE).content.decode())
        assert token
        client.folder, client.token = tmp_path, token[1]
        client.send = lambda given, address=PAGE, form=None, **extra: client.post(address, {"csrfmiddlewaretoken": token[1], "file": given, **(form or {})}, **extra)
        yield client


def test_the_form_says_what_it_takes_and_that_nothing_is_kept(counter: Any) -> None:
    page = counter.get(PAGE)
    assert page.status_code == 200 and page["Cache-Control"] == "no-store" and set(page.cookies) <= {"tongjian-form"}
    assert "docx、txt、md、html、xlsx、pdf，不超过10MB" in text_of(page) and "什么都不留" in text_of(page)
    assert re.search(r'value="manuscript" checked', page.content.decode())
    english = counter.get("/en" + PAGE)
    assert "Nothing is kept" in text_of(english) and not re.search(r"[\u4e00-\u9fff]", text_of(english).replace("中文", ""))


@pytest.mark.parametrize("name", ["林业局来稿.txt", "林业局来稿.docx", "林业局来稿.md", "林业局来稿.html"])
def test_a_file_is_answered_by_its_report(counter: Any, name: str) -> None:
    content = word_file() if name.endswith("docx") else f"<html><body><p>{MANUSCRIPT}</p></body></html>" if name.endswith("html") else MANUSCRIPT
    page = counter.send(file(content, name))
    assert page.status_code == 200
    said = text_of(page)
    assert "4月31日" in said and "按单篇稿件检查" in said and "林业局来稿" in said and "没有检查的" in said
    assert not list(counter.folder.iterdir())


def test_a_sheet_whose_total_is_not_its_sum_is_answered_too(counter: Any) -> None:
    sheets = pytest.importorskip("openpyxl", reason="openpyxl is not installed: pip install 'tongjian[xlsx]'")
    book, out = sheets.Workbook(), io.BytesIO()
    for row in (["街道", "香樟（株）", "银杏（株）", "桂花（株）"], ["临江街道", 120, 80, 46], ["城东街道", 90, 64, 31], ["城西街道", 75, 52, 28], ["合计", 285, 196, 115]):
        book.active.append(row)
    book.save(out)
    page = counter.send(file(out.getvalue(), "苗木.xlsx"))
    assert page.status_code == 200 and "115" in text_of(page) and "105" in text_of(page)


def test_searches_and_checks_are_counted_together_in_a_public_room(counter: Any) -> None:
    from django.test import override_settings

    with override_settings(RATE=3):
        answers = [counter.send(file(), REMOTE_ADDR="10.9.8.7").status_code for _ in range(4)]
    assert answers == [403, 403, 403, 429]


def test_a_whole_book_is_checked_as_one(counter: Any) -> None:
    assert "按全书检查" in text_of(counter.send(file(), form={"as": "book"}))


def test_the_report_comes_with_its_own_policy_is_stored_nowhere_and_sets_no_cookie(counter: Any) -> None:
    import base64
    import hashlib

    page = counter.send(file())
    policy, html = page["Content-Security-Policy"], page.content.decode()
    for tag in ("style", "script"):
        words = re.search(rf"<{tag}>(.*?)</{tag}>", html, re.S)
        assert words
        digest = base64.b64encode(hashlib.sha256(words[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy and "'self'" not in policy
    assert "allow-same-origin" not in policy.partition("sandbox")[2] and "sandbox" in policy
    assert page["Cache-Control"] == "no-store" and "ETag" not in page and not page.cookies
    assert page["X-Content-Type-Options"] == "nosniff" and page["X-Robots-Tag"] == "noindex"


def test_the_file_lies_on_the_disk_only_while_it_is_read(counter: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from tongjian.web.views import proofing

    seen: list[tuple[Path, int]] = []

    def watched(path: Path) -> Any:
        seen.append((path, path.parent.stat().st_mode & 0o777))
        assert path.read_text(encoding="utf-8") == MANUSCRIPT
        raise RecursionError

    monkeypatch.setattr(proofing, "open_book", watched)
    assert counter.send(file()).status_code == 400
    ((path, mode),) = seen
    assert path.is_relative_to(counter.folder) and mode == 0o700 and not path.exists() and not path.parent.exists()


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "空.txt"), (b"PK\x03\x04 torn", "坏.docx"), (b"%PDF-1.7 torn", "坏.pdf"), (b"\x89PNG\r\n\x1a\n" + bytes(64), "照片.png"), (b"\x7fELF" + bytes(range(256)) * 9, "程序.txt")],
    ids=["empty", "a torn Word file", "a torn PDF", "a picture", "a program"],
)
def test_a_file_that_cannot_be_read_is_one_line_on_the_form(counter: Any, content: bytes, name: str) -> None:
    page = counter.send(file(content, name))
    assert page.status_code == 400 and page["Cache-Control"] == "no-store"
    line = re.search(r'<p class="problem" role="alert">(.*?)</p>', page.content.decode(), re.S)
    assert line and ("读不了" in line[1] or "请选一个文件" in line[1]) and "Traceback" not in line[1] and str(counter.folder) not in line[1]
    assert 'type="file"' in page.content.decode() and not list(counter.folder.iterdir())


def test_a_file_that_unpacks_to_far_more_than_it_is_is_refused(counter: Any) -> None:
    page = counter.send(file(bomb(), "稿件.docx"))
    assert page.status_code == 400 and "读不了" in text_of(page) and not list(counter.folder.iterdir())


def test_hostile_words_and_a_hostile_name_are_printed_not_run(counter: Any) -> None:
    name = "<img src=x onerror=alert(1)>.txt"
    page = counter.send(file("【概况】2024年4月31日，<script>alert(1)</script>“<b>”青石区开展宣传约30次左右。\n", name))
    html = page.content.decode()
    assert page.status_code == 200 and "<script>alert" not in html and "<img" not in html and "&lt;script&gt;" in html


@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\..\\boot.ini", ".", "..", "长" * 240 + ".txt", "a\x00b.txt", "con:.txt"])
def test_no_name_of_a_file_leads_out_of_its_folder(counter: Any, name: str) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tongjian.web.views import proofing

    given = SimpleUploadedFile("x", MANUSCRIPT.encode())
    given._name = name  # past the cleaning that Django does itself
    assert "4月31日" in proofing._read(given).text
    assert not list(counter.folder.iterdir())


def test_a_file_that_is_too_large_is_413_on_the_form(counter: Any) -> None:
    from django.test import override_settings

    with override_settings(UPLOAD_MB=0.05):
        for size in (60_000, 1_200_000):  # by its own size; by the length of the request, before it is parsed
            page = counter.send(file("青" * (size // 3)))
            assert page.status_code == 413 and "不能超过0.05MB" in text_of(page) and 'name="csrfmiddlewaretoken"' in page.content.decode()
        assert counter.send(file()).status_code == 200


def test_a_small_file_with_too_much_text_in_it_is_413(counter: Any) -> None:
    from django.test import override_settings

    with override_settings(UPLOAD_MB=0.1):
        assert counter.send(file(word_file("青石区概况。" * 9_000), "稿件.docx")).status_code == 413


def test_other_addresses_take_no_file_at_all(counter: Any) -> None:
    page = counter.post("/books/qingshi-2025/findings/0123456789ab/decision/", {"file": file("青" * 700_000)})
    assert page.status_code == 413


@pytest.mark.parametrize("form", [{"as": "poem"}, {"file": ""}, {"file": [1, 2]}], ids=["no such kind", "no file", "two files"])
def test_a_form_that_is_not_filled_in_is_400(counter: Any, form: dict[str, Any]) -> None:
    if form.get("file"):
        form = {"file": [file(), file()]}
    page = counter.send(file(), form=form)
    assert page.status_code == 400 and "一次一个" in text_of(page)


def test_a_form_from_elsewhere_is_refused_on_the_page_itself(counter: Any) -> None:
    for page in (counter.post(PAGE, {"file": file()}), counter.send(file(), HTTP_ORIGIN="http://evil.example")):
        assert page.status_code == 403 and "表单过期" in text_of(page) and page["Cache-Control"] == "no-store"
    assert counter.send(file(), HTTP_HOST="evil.example").status_code == 400


def test_where_nobody_may_there_is_no_form_no_link_and_no_cookie(counter: Any, library: Path) -> None:
    from django.test import Client, override_settings

    stranger = Client(SERVER_NAME="127.0.0.1", REMOTE_ADDR="10.0.0.7")
    for settings in ({"DECIDE": "", "PUBLIC": True}, {"DECIDE": "key", "KEY": "", "PUBLIC": True}, {"DECIDE": "loopback"}):
        with override_settings(**settings):
            page = stranger.get(PAGE)
            assert page.status_code == 403 and 'type="file"' not in page.content.decode() and not page.cookies
            assert 'href="/check/"' not in stranger.get("/").content.decode()
            posted = stranger.post(PAGE, {"file": file()})
            assert posted.status_code == 403 and "4月31日" not in posted.content.decode()
    assert 'href="/check/"' in counter.get("/").content.decode()


def test_in_a_public_room_the_key_opens_the_page_and_the_words_come_back_unmasked(counter: Any) -> None:
    from django.test import override_settings

    with override_settings(DECIDE="key", KEY="青石-2025", PUBLIC=True):
        for key in ("", "青石-2026"):
            page = counter.send(file(), form={"key": key}, REMOTE_ADDR="10.0.0.7")
            assert page.status_code == 403 and "钥匙不对" in text_of(page)
        words = MANUSCRIPT.replace("约3000株左右", "约3000株左右（13800001234）")
        page = counter.send(file(words), form={"key": "青石-2025"}, REMOTE_ADDR="10.0.0.7")
        assert page.status_code == 200 and "13800001234" in page.content.decode()


@pytest.mark.parametrize(("head", "status"), [({"Content-Length": "999999999999"}, 413), ({"Transfer-Encoding": "chunked"}, 411)])
def test_a_real_server_reads_no_body_without_a_bound(served: str, head: dict[str, str], status: int) -> None:
    line = http.client.HTTPConnection(urlsplit(served).netloc, timeout=20)
    line.putrequest("POST", PAGE)
    for name, value in head.items():
        line.putheader(name, value)
    line.putheader("Content-Type", "multipart/form-data; boundary=x")
    line.endheaders()
    if status == 413:
        try:
            for _ in range(130):  # more than ten times what it takes, far less than was announced
                line.send(bytes(1_000_000))
        except OSError:  # it has answered and hung up
            pass
    else:
        line.send(b"0\r\n\r\n")
    assert line.getresponse().status == status
    line.close()


@pytest.mark.parametrize("js", [True, False], ids=["with scripts", "without scripts"])
def test_a_clerk_drops_a_file_and_sees_what_is_wrong_with_it(visit: Any, tmp_path: Path, js: bool) -> None:
    draft = tmp_path / "林业局来稿.docx"
    draft.write_bytes(word_file())
    before = set(Path(tempfile.gettempdir()).glob("tongjian-*"))
    page = visit("/", js=js)
    page.get_by_role("link", name="核稿").click()
    page.get_by_label("选文件").set_input_files(str(draft))
    page.get_by_role("button", name="核稿").click()
    page.wait_for_selector("article")
    finding = page.locator("article", has_text="4月31日").first
    assert finding.is_visible() and "林业局来稿" in page.locator("h1").inner_text()
    assert set(Path(tempfile.gettempdir()).glob("tongjian-*")) <= before
    if js:  # decisions made in the report are saved by its own script, which its policy lets run
        page.get_by_label("决定人").fill("林文清")
        finding.get_by_role("button", name="误报").click()
        with page.expect_download() as download:
            page.locator("#save").click()
        assert "林文清" in Path(download.value.path()).read_text(encoding="utf-8")
