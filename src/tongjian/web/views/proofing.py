"""The clerk's page: one file in, its report out, nothing kept."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tongjian.book import Book
from tongjian.read import Unreadable, open_book
from tongjian.report import page as sheet
from tongjian.report import prepare
from tongjian.web.views import checking
from tongjian.web.views.common import has_key, may_decide
from tongjian.web.words import say

FORMS = (".docx", ".txt", ".md", ".html", ".xlsx", ".pdf")
_AT_ONCE, _PATIENCE = BoundedSemaphore(2), 30  # files that are checked at one time; seconds that another one waits
_NO_NAME = re.compile(r'[\x00-\x1f\x7f<>:"|?*/\\\ud800-\udfff]')
_LONGEST = 60  # characters of a file's name


def check(request: HttpRequest) -> HttpResponse:
    """The form; sent with a file, the report of that file as the whole answer, under the report's own policy."""
    if not may_decide(request):
        return _form(request, 403, say("这里只给坐在这台机器前的人、或持有钥匙的人核稿。"))
    if request.method != "POST":
        return _form(request)
    if not has_key(request):
        return _form(request, 403, say("钥匙不对。"))
    given, as_ = request.FILES.getlist("file"), request.POST.get("as", "manuscript")
    if len(given) != 1 or as_ not in ("manuscript", "book"):
        return _form(request, 400, say("请选一个文件，一次一个。"))
    if not _AT_ONCE.acquire(timeout=_PATIENCE):
        return _form(request, 503, say("正在核别的稿件，请过一会儿再试。"))
    try:
        return _answer(request, given[0], as_)
    finally:
        _AT_ONCE.release()


def _answer(request: HttpRequest, given: UploadedFile, as_: str) -> HttpResponse:
    if given.size > _bytes():
        return too_large(request)
    try:
        book = _read(given)
        if len(book.text.encode("utf-8", "surrogatepass")) > _bytes():
            return too_large(request)
        report = prepare(book, as_=as_, made=timezone.localdate().isoformat())
        response = HttpResponse(sheet.page(report))
    except Unreadable as problem:
        return _form(request, 400, say("这个文件读不了："), f"{problem.what}; {problem.todo}")
    except (RecursionError, MemoryError):  # a file built to have no bottom
        return _form(request, 400, say("这个文件太复杂，核不了；请把它拆开再试。"))
    response.own = True  # the visitor's own words: nothing in them is masked from the one who brought them
    # nobody frames it, and its page has an origin of its own: no cookie, no storage of this room
    response["Content-Security-Policy"] = f"{sheet.policy()}; frame-ancestors 'none'; sandbox allow-scripts allow-downloads"
    response["Cache-Control"] = "no-store"
    return response


def _read(given: UploadedFile) -> Book:
    """The file as a Book; it lies on the disk, in a folder of its own that only we may open, while it is read and no longer."""
    name = _NO_NAME.sub("_", str(given.name)).lstrip(".") or "file"
    stem, suffix = Path(name).stem[:_LONGEST], Path(name).suffix[:10]
    with TemporaryDirectory(prefix="tongjian-", ignore_cleanup_errors=True) as folder:
        file = Path(folder) / (stem + suffix)
        file.write_bytes(given.read())
        return open_book(file)


def _bytes() -> int:
    return int(settings.UPLOAD_MB * 1_000_000)


def too_large(request: HttpRequest) -> HttpResponse:
    """A file that is larger than this room takes, or whose text is."""
    return _form(request, 413, say("文件太大：文件和其中的文字都不能超过{most}MB。请拆成几份再试。", most=f"{settings.UPLOAD_MB:g}"))


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was not sent from a page of this room, or too late."""
    match = request.resolver_match
    if match is None or match.url_name != "check":
        return checking.refused(request)
    return _form(request, 403, say("表单过期了，或不是从本页送来的。请再选一次文件。"))


def _form(request: HttpRequest, status: int = 200, problem: str = "", detail: str = "") -> HttpResponse:
    context = {"problem": problem, "detail": detail, "open": may_decide(request), "needs_key": settings.DECIDE == "key", "forms": ",".join(FORMS), "most": f"{settings.UPLOAD_MB:g}"}
    response = render(request, "room/check.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response
