"""What holds for every answer: policy headers, one generation of the library a request, and 304 where nothing has changed."""

from __future__ import annotations

import hashlib
import re
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from tongjian import __version__
from tongjian.library import LibraryError
from tongjian.publish.private import mask
from tongjian.web import bounds, shelf
from tongjian.web.views import common, proofing

Answer = Callable[[HttpRequest], HttpResponse]

# A book is hostile input: nothing but our own files is loaded, nothing inline runs, nobody frames the page.
POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)


def headers(answer: Answer) -> Answer:
    """Set the policy headers; pages are not for search engines."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.setdefault("Content-Security-Policy", POLICY)  # a report brings its own
        response["X-Robots-Tag"] = "noindex"
        response["X-Frame-Options"] = "DENY"
        response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        return response

    return middleware


_COUNTED = ("/api/", "/search/", "/en/search/", "/series/", "/en/series/", "/suggest/", "/en/suggest/", "/check/", "/en/check/")
_ADDRESSES = 10_000  # whose counts are kept
_counts: OrderedDict[tuple[str, int], int] = OrderedDict()
_counting = Lock()


def limited(answer: Answer) -> Answer:
    """Refuse an address that asks for more than RATE searches, checks and API calls in a minute, and say when it may ask again."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.RATE and request.path.startswith(_COUNTED):
            now = time.time()
            key = (request.META.get("REMOTE_ADDR", ""), int(now // 60))
            with _counting:
                asked = _counts[key] = _counts.pop(key, 0) + 1
                while len(_counts) > _ADDRESSES:
                    _counts.popitem(last=False)
            if asked > settings.RATE:
                response = HttpResponse("429 问得太快了，请稍等再问。Too many requests; wait a little.\n", status=429, content_type="text/plain; charset=utf-8")
                response["Retry-After"] = str(60 - int(now % 60))
                return response
        return answer(request)

    return middleware


def shared_with(answer: Answer) -> Answer:
    """Let the pages of the sites of CORS read the API from a browser."""

    def middleware(request: HttpRequest) -> HttpResponse:
        origin = request.headers.get("Origin", "")
        allowed = bool(origin) and ("*" in settings.CORS or origin in settings.CORS) and request.path.startswith("/api/")
        if allowed and request.method == "OPTIONS":
            response = HttpResponse(status=204)
            response["Access-Control-Allow-Methods"] = "GET, HEAD, POST, OPTIONS"
            response["Access-Control-Allow-Headers"] = "If-None-Match, Authorization, Content-Type"
            response["Access-Control-Max-Age"] = "600"
        else:
            response = answer(request)
        if allowed:
            response["Access-Control-Allow-Origin"] = "*" if "*" in settings.CORS else origin
            response["Access-Control-Expose-Headers"] = "ETag, Link, X-Total-Count, Retry-After"
        if request.path.startswith("/api/"):
            patch_vary_headers(response, ("Accept", "Origin") if settings.CORS else ("Accept",))
        return response

    return middleware


_TAG = re.compile(r"(<[^>]*>)")


def masked(answer: Answer) -> Answer:
    """In a public room, mask numbers and names on every page and in every file of text; addresses of pages stay as they are. The API masks its records itself."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if settings.PUBLIC and not response.streaming and not getattr(response, "own", False) and response.get("Content-Type", "").startswith(("text/html", "text/csv")):
            said = response.content.decode("utf-8")
            response.content = "".join(part if part.startswith("<") else mask(part) for part in _TAG.split(said)).encode()
        return response

    return middleware


def bounded(answer: Answer) -> Answer:
    """Answer 413 to a body that is longer than its address may take, before any of it is parsed."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) <= bounds.most(request.path):
            return answer(request)
        if request.path.endswith("/check/"):
            return proofing.too_large(request)
        return HttpResponse("413 送来的内容太长。This is more than the room takes.\n", status=413, content_type="text/plain; charset=utf-8")

    return middleware


class Kept:
    """Pages that were made already, the last used last, of no more than `most` bytes in all. A tag names one content for good, so nothing goes stale."""

    def __init__(self, most: int) -> None:
        self._most, self._size = most, 0
        self._pages: OrderedDict[str, tuple[bytes, dict[str, str]]] = OrderedDict()
        self._lock = Lock()

    def get(self, tag: str) -> tuple[bytes, dict[str, str]] | None:
        """A page's bytes and headers."""
        with self._lock:
            if tag in self._pages:
                self._pages.move_to_end(tag)
            return self._pages.get(tag)

    def put(self, tag: str, content: bytes, headers: dict[str, str]) -> None:
        """Keep a page; the longest unused make room for it. One that would fill a quarter of the room is not kept."""
        if len(content) > self._most // 4:
            return
        with self._lock:
            if tag in self._pages:
                return
            self._pages[tag] = (content, headers)
            self._size += len(content)
            while self._size > self._most:
                _, (old, _) = self._pages.popitem(last=False)
                self._size -= len(old)

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._pages.clear()
            self._size = 0


kept = Kept(32_000_000)


def stamped(answer: Answer) -> Answer:
    """Give pages an ETag made of the address and of all that they are made from; answer 304, or the page as it was made before, without any work.

    A page that carries a form is left out: its token is the visitor's own.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or request.path.startswith(settings.STATIC_URL):
            return answer(request)
        try:
            request.get_host()
            tag = _tag(request)
        except (DisallowedHost, LibraryError):  # the page itself says so
            return answer(request)
        if tag in [t.strip().removeprefix("W/") for t in request.headers.get("If-None-Match", "").split(",")]:
            return HttpResponseNotModified(headers={"ETag": tag, "Cache-Control": "no-cache"})
        found = kept.get(tag)
        if found is not None:
            return HttpResponse(found[0], headers=found[1])
        response = answer(request)
        if response.status_code == 200 and not response.cookies and not response.streaming and not getattr(request, "again", False):
            response["ETag"] = tag
            response["Cache-Control"] = "no-cache"
            if request.method == "GET":
                kept.put(tag, response.content, dict(response.items()))
        return response

    return middleware


def _tag(request: HttpRequest) -> str:
    visitor = (settings.LIBRARY, str(settings.PUBLIC), str(common.may_decide(request)))
    made_of = (__version__, request.get_full_path(), request.headers.get("Accept", ""), *visitor, *shelf.state(shelf.of(request)))
    return '"' + hashlib.sha256("\x1f".join(made_of).encode("utf-8", "surrogatepass")).hexdigest()[:24] + '"'


def one_generation(answer: Answer) -> Answer:
    """Answer out of one generation of the library. Where its folders are removed meanwhile, answer again out of the new one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return answer(request)

    def unusable(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, LibraryError):
            return None
        before = getattr(request, "library", None)
        if before is not None and not getattr(request, "again", False):
            try:
                now = shelf.newest()
            except LibraryError:
                now = before
            if now is not before:
                request.library, request.again = now, True
                match = request.resolver_match
                try:
                    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
                    return response
                except LibraryError as still:
                    exception = still
        if request.path.startswith("/api/"):
            return JsonResponse({"error": exception.what, "todo": exception.todo}, status=503)
        return render(request, "room/closed.html", {"error": exception}, status=503)

    middleware.process_exception = unusable  # type: ignore[attr-defined]
    return middleware
