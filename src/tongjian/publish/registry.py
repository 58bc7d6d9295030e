"""The registry of publishers: each writes a whole book to one file or folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from tongjian.book import Book

Publisher = Callable[[Book, Path], None]
Kept = TypeVar("Kept", bound=Callable[..., None])  # a publisher may take more than the two that all take
PUBLISHERS: dict[str, Publisher] = {}


def publisher(name: str) -> Callable[[Kept], Kept]:
    """Register a publisher under the name that `tongjian publish FILE --to NAME` uses.

    It writes its output whole or not at all, and raises PublishError where it cannot.
    """

    def register(function: Kept) -> Kept:
        PUBLISHERS[name] = function
        return function

    return register
