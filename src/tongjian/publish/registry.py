"""The registry of publishers: each writes a whole book to one file or folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tongjian.book import Book

Publisher = Callable[[Book, Path], None]
PUBLISHERS: dict[str, Publisher] = {}


def publisher(name: str) -> Callable[[Publisher], Publisher]:
    """Register a publisher under the name that `tongjian publish FILE --to NAME` uses.

    It writes its output whole or not at all, and raises PublishError where it cannot.
    """

    def register(function: Publisher) -> Publisher:
        PUBLISHERS[name] = function
        return function

    return register
