"""How much a request may send. Django reads the body of a request to its end before a view sees it, so the bound stands before Django."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]

FORM = 1_000_000  # bytes of a form without a file, or of what stands around a file
_DRAINED = 10  # times the bound: so much is thrown away unread, since a browser shows the answer only when it has sent all


def most(path: str) -> int:
    """Bytes that the body of a request to this address may have."""
    return FORM + (int(settings.UPLOAD_MB * 1_000_000) if path.endswith("/check/") else 0)


def bounded(app: App) -> App:
    """Hand on no body that is longer than its address may take: Django is asked with an empty one and says 413 by its length."""

    async def answer(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await app(scope, receive, send)
        told = {name.lower(): value for name, value in scope["headers"]}
        length = told.get(b"content-length", b"")
        if b"transfer-encoding" in told or (length and not length.isdigit()):
            body = "411 请先说明内容有多长（Content-Length）。Say how long the content is (Content-Length).\n".encode()
            kind = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
            await send({"type": "http.response.start", "status": 411, "headers": kind})
            return await send({"type": "http.response.body", "body": body})
        bound = most(scope["path"])
        if int(length or b"0") <= bound:
            return await app(scope, receive, send)
        thrown, more = 0, True
        while more and thrown < bound * _DRAINED:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            thrown, more = thrown + len(message.get("body", b"")), message.get("more_body", False)
        begun = False

        async def nothing() -> Message:
            nonlocal begun
            if not begun:
                begun = True
                return {"type": "http.request", "body": b"", "more_body": False}
            message = await receive()
            while message["type"] != "http.disconnect":
                message = await receive()
            return message

        return await app(scope, nothing, send)

    return answer
