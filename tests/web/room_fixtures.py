"""Fixtures of a reading room: a client of it, and a real browser in front of a real server."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from invented_room import make_editions, make_library

os.environ["DJANGO_SETTINGS_MODULE"] = "tongjian.web.settings"


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that tests only read."""
    return make_library(tmp_path_factory.mktemp("room"))


@pytest.fixture(scope="session")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of two editions of one yearbook and of a large book."""
    return make_editions(tmp_path_factory.mktemp("editions"))


@pytest.fixture(scope="session")
def django_room() -> Any:
    """Django, set up once."""
    django = pytest.importorskip("django", reason="Django is not installed: pip install 'tongjian[web]'")
    django.setup()
    return django


@pytest.fixture(autouse=True)
def _nothing_kept(request: pytest.FixtureRequest) -> None:
    """Each test of a room begins with no page made before."""
    if "django_room" in request.fixturenames:
        from tongjian.web.middleware import kept

        kept.clear()


@pytest.fixture
def room(library: Path, django_room: Any) -> Iterator[Any]:
    """A client of the reading room."""
    from django.test import Client, override_settings

    with override_settings(LIBRARY=str(library)):
        yield Client(SERVER_NAME="127.0.0.1")


@pytest.fixture(scope="session")
def serve_at() -> Iterator[Callable[[Path], str]]:
    """Starts a real server over a library, as people start it, and gives its address; each library has one server."""
    running: dict[Path, tuple[subprocess.Popen[str], str]] = {}

    def start(library: Path) -> str:
        if library not in running:
            command = [sys.executable, "-m", "tongjian.cli", "serve", str(library), "--no-open", "--port", "0"]
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8")
            assert process.stdout is not None
            line = process.stdout.readline()
            address = re.search(r"http://\S+/", line)
            if address is None:
                process.terminate()
                raise AssertionError(line + process.stdout.read())
            running[library] = process, address[0].rstrip("/")
        return running[library][1]

    yield start
    for process, _ in running.values():
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def served(library: Path, serve_at: Callable[[Path], str]) -> str:
    """The address of a real server over the library that tests only read."""
    return serve_at(library)


@pytest.fixture
def visit(browser: Any, served: str) -> Iterator[Any]:
    """Opens pages of the served room: `visit(path, width=…, dark=…, js=…, at=…)`, `at` the address of another one; a request to anywhere else fails the test."""
    contexts = []
    strangers: list[str] = []
    blocked: list[str] = []

    def open_page(path: str, width: int = 1200, dark: bool = False, js: bool = True, at: str = served) -> Any:
        context = browser.new_context(
            base_url=at, viewport={"width": width, "height": 844}, color_scheme="dark" if dark else "light", java_script_enabled=js, locale="zh-CN"
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("request", lambda r: None if r.url.startswith((at, "data:", "about:")) else strangers.append(r.url))
        page.on("console", lambda m: blocked.append(m.text) if "Content Security Policy" in m.text else None)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not strangers, strangers
    assert not blocked, blocked


@pytest.fixture(scope="session")
def faults() -> Callable[[Any], str]:
    """What axe finds wrong with a page, as text; empty where nothing is."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed: pip install 'tongjian[dev]'").Axe()
    options = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}

    def found(page: Any) -> str:
        return "\n".join(f"{page.url} {f['id']}: {f['help']}: {f['nodes'][0]['html'][:300]}" for f in axe.run(page, options=options).response["violations"])

    return found
