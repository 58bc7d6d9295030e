"""What all pages share: opening a book, marks on its text, pages that say what went wrong."""

from __future__ import annotations

import json
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.staticfiles.views import serve
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from tongjian import __version__
from tongjian.book import Book
from tongjian.web import shelf
from tongjian.web.registers import REGISTERS
from tongjian.web.shelf import Volume
from tongjian.web.words import in_english

LONGEST_QUERY = 500  # characters
# htmx evaluates nothing, writes no style or script, asks nobody else, and keeps no page of a book in the browser's storage
HTMX = json.dumps(
    {
        "allowEval": False, "allowScriptTags": False, "includeIndicatorStyles": False, "selfRequestsOnly": True, "historyCacheSize": 0, "refreshOnHistoryMiss": True,
        "responseHandling": [{"code": "204", "swap": False}, {"code": "[23]..", "swap": True}, {"code": "400|403", "swap": True}, {"code": "...", "swap": False, "error": True}],
    }
)  # fmt: skip


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """What every page shows: the words in the search box, the language, and whether this visitor may check files."""
    english = in_english()
    return {"query": request.GET.get("q", "")[:LONGEST_QUERY], "htmx": HTMX, "english": english, "language": "en" if english else "zh-Hans", "version": __version__, "may_check": may_decide(request)}


def may_decide(request: HttpRequest) -> bool:
    """Whether this visitor may be shown a form: someone at this machine, or anybody where a key is asked for."""
    if settings.DECIDE == "loopback":
        return request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1") and "X-Forwarded-For" not in request.headers and "Forwarded" not in request.headers
    return bool(settings.DECIDE == "key" and settings.KEY)


def has_key(request: HttpRequest) -> bool:
    """Whether a form that was sent carries the key, where one is asked for."""
    return settings.DECIDE != "key" or is_key(request.POST.get("key", ""))


def is_key(said: str) -> bool:
    """Whether this is one of the writers' keys, of which the setting holds one or several parted by commas."""
    return bool(sum(constant_time_compare(said, key) for key in settings.KEY.split(",") if key))  # all are compared, so that the time tells nothing


def opened(request: HttpRequest, book_id: str) -> Volume:
    """A book of the library; 404 where there is none of that name."""
    volume = shelf.volume(request, book_id)
    if volume is None:
        raise Http404(book_id)
    return volume


def about(volume: Volume, here: str = "") -> dict[str, Any]:
    """What every page of a book shows: the book, and its registers that hold anything."""
    return {"card": volume.card, "book": volume.book, "here": here, "earlier": volume.earlier, "chronicle": any(node.kind == "chronicle" for node in volume.book.nodes), "registers": [(kind, shape.word) for kind, shape in REGISTERS.items() if any(map(shape.public, volume.records(kind)))]}


def node_of(volume: Volume, node_id: str) -> int:
    """Index of a node; 404 where the book has none of that id."""
    index = volume.book.by_id.get(node_id)
    if index is None:
        raise Http404(node_id)
    return index


def link(book_id: str, node_id: str | None, start: int | None = None, end: int | None = None) -> str:
    """The address of a node's page, jumping to a span of it where one is given."""
    if not node_id:
        return str(reverse("contents", args=[book_id]))
    address = str(reverse("entry", args=[book_id, node_id]))
    return address if start is None else f"{address}?at={start}-{end}#at"


def name_page(book_id: str, name: str) -> str:
    """The address of the page of a person, body, place, system or document."""
    return f"{reverse('name', args=[book_id])}?{urlencode({'is': name})}"


def asked_span(request: HttpRequest, book: Book, start: int, end: int) -> tuple[int, int] | None:
    """The span that `?at=start-end` asks to be marked, where it lies in the page's own text."""
    first, dash, last = request.GET.get("at", "").partition("-")
    if not (dash and first.isascii() and last.isascii() and first.isdigit() and last.isdigit() and len(first) < 12 and len(last) < 12):
        return None
    a, b = max(int(first), start), min(int(last), end)
    return (a, b) if start <= int(first) < end and a < b else None


def page_number(request: HttpRequest, last: int) -> int:
    """The number of `?page=`, from 1 to `last`."""
    asked = request.GET.get("page", "1")
    return min(max(int(asked), 1), max(last, 1)) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1


def static(request: HttpRequest, path: str) -> HttpResponse:
    """The room's own files, under the same policy and host check as its pages."""
    try:
        found = serve(request, path, insecure=True)
    except SuspiciousOperation:  # a path that leads out of the folder
        raise Http404(path) from None
    if not found.streaming:  # 304
        return cast(HttpResponse, found)
    response = HttpResponse(b"".join(found.streaming_content), content_type=found["Content-Type"])
    response["Last-Modified"] = found["Last-Modified"]
    response["Cache-Control"] = "max-age=600"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be answered, such as one for a host that is not ours."""
    return HttpResponse("400 这个地址不在本阅览室所应答的名单中。This room does not answer to that name.\n", status=400, content_type="text/plain; charset=utf-8")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page that is not there, said with a way back."""
    return render(request, "room/not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """A fault of ours."""
    return HttpResponse("500 阅览室出了差错，已记在服务端的日志里。Something went wrong here; the server's log says what.\n", status=500, content_type="text/plain; charset=utf-8")
