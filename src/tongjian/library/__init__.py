"""The library: many books stored, searched, asked and compared."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from tongjian.library.errors import LibraryError
from tongjian.library.layout import Card
from tongjian.library.library import Library

if TYPE_CHECKING:
    from tongjian.library.building import Progress, Report
    from tongjian.read import How

__all__ = ["Card", "Library", "LibraryError", "build"]


def build(files: Iterable[str | Path], output: str | Path, progress: Progress | None = None, how: How | None = None) -> Report:
    """Read books into a library; see `tongjian.library.building.build`. (Loaded late: reading a library needs no extractor.)"""
    from tongjian.library.building import build as run

    return run(files, output, progress, how)
