"""The registry of reporters: each writes what was found in a book to one file or folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tongjian.report.matter import Report

Reporter = Callable[[Report, Path], None]
REPORTERS: dict[str, Reporter] = {}


def reporter(name: str) -> Callable[[Reporter], Reporter]:
    """Register a reporter under the name that `tongjian report FILE --to NAME` uses.

    It writes its output whole or not at all, and raises PublishError where it cannot.
    """

    def register(function: Reporter) -> Reporter:
        REPORTERS[name] = function
        return function

    return register
