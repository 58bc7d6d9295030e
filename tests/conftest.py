"""Where the real books are, and how a test lays out a yearbook page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tongjian.book import Book
from tongjian.read.text import source_of
from tongjian.structure import build

# the same examples on every run, so that a red run means a change; TONGJIAN_FUZZ=1 looks for new ones
settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("fuzz", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("fuzz" if os.environ.get("TONGJIAN_FUZZ") else "steady")

ROOT = Path(__file__).resolve().parent.parent


def books_folder() -> Path | None:
    """The folder of real books: `TONGJIAN_BOOKS`, or `shared/books` beside the project."""
    for place in (os.environ.get("TONGJIAN_BOOKS"), str(ROOT.parent / "shared" / "books")):
        if place and Path(place).is_dir():
            return Path(place)
    return None


def real_books() -> list[Path]:
    folder = books_folder()
    return sorted(p for p in folder.iterdir() if p.is_file()) if folder else []


def need_book(name: str) -> Path:
    """A real book, or a skip that says why."""
    folder = books_folder()
    if folder is None or not (folder / name).exists():
        pytest.skip(f"the real book {name} is not here (set TONGJIAN_BOOKS)")
    return folder / name


def text_layer(*pages: str) -> str:
    """Pages as a PDF's text layer prints them: a blank line after each line, a page opened by one space.

    A line that ends in an ASCII digit, letter or % has no blank line after it, as in real text layers.
    """
    out: list[str] = []
    for page in pages:
        lines = [line for line in page.strip("\n").split("\n") if line.strip()]
        for n, line in enumerate(lines):
            out.append((" " if n == 0 else "") + line)
            last = n == len(lines) - 1
            if not last and not line.rstrip()[-1:].isascii():
                out.append("")
    return "\n".join(out)


@pytest.fixture
def lay() -> Callable[..., Book]:
    """Build a Book from pages laid out as a text layer."""

    def make(*pages: str, name: str = "青石年鉴.txt") -> Book:
        return build(source_of(text_layer(*pages), name, "utf-8", []))

    return make


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A real Chromium; where there is none, the tests that need it are skipped and say so.

    One for the whole run: Playwright keeps an event loop going in this thread, and a second one beside it does not start.
    """
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install 'tongjian[dev]'")
    chromium = os.environ.get("CHROMIUM") or next((p for name in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(name))), None)
    if chromium is None:
        pytest.skip("chromium is not installed (apt-get install chromium): browser tests skipped")
    with api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()
