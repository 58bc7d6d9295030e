"""The reading room under load: wrk asks for its pages on loopback while one of its books is built again and again.

    python bench/load.py [--book BOOK] [--seconds N] [--readers N]     prints the table that docs/bench.md holds

The library holds the two editions of the example and, where it is there, BOOK. Each kind of page is asked for by many addresses in turn,
so that most of them are made and not remembered. Meanwhile the example's last edition is replaced without a pause, each time
with another gross product, and a reader of our own looks at pages that print it more than once: each page must have one of the two, never both.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlencode

HERE = Path(__file__).resolve().parent
EXAMPLE = HERE.parent / "examples" / "qingshi"
TONGJIAN = [sys.executable, "-m", "tongjian.cli"]
EDITION, PRINTED, OTHER = "qingshi-2025", "303.98", "304.98"  # the book that is replaced, its gross product, and another one


class Load(NamedTuple):
    """What wrk says of one kind of page: requests a second, milliseconds, answers other than 2xx and 3xx, faults of the connection."""

    kind: str
    addresses: int
    rate: float
    p50: float
    p99: float
    errors: int


class Seen(NamedTuple):
    """What our own reader saw while the book was replaced."""

    pages: int
    mixtures: int
    errors: int
    builds: int


def addresses(library: Path) -> dict[str, list[str]]:
    """Addresses by kind of page."""
    from tongjian.library import Library

    opened = Library.open(library)
    books = [card.id for card in opened.books()]
    entries = [f"/books/{quote(book)}/nodes/{node['id']}/" for book in books for node in opened.records("entries", book) if node["level"] == "entry"]
    titles = list(dict.fromkeys(node["title"] for book in books for node in opened.records("entries", book) if 2 <= len(node["title"]) <= 8))
    names = list(dict.fromkeys(f["indicator_norm"] for f in opened.facts() if f["indicator_norm"] and f["subject"] and f["kind"] != "change"))

    def of_books(page: str) -> list[str]:
        return [f"/books/{quote(book)}/{page}" for book in books]

    def asked(path: str, name: str, words: list[str]) -> list[str]:
        return [f"{path}?{urlencode({name: word})}" for word in words]

    return {
        "home": ["/"],
        "contents": of_books(""),
        "entry": entries[:: max(1, len(entries) // 300)],
        "search": asked("/search/", "q", titles[:: max(1, len(titles) // 300)]),
        "question": asked("/search/", "q", [f"{name}是多少？" for name in names[:40]]),
        "series": asked("/series/", "indicator", names[:80]),
        "one screen": of_books("overview/"),
        "two editions": [f"/books/{EDITION}/beside/qingshi-2024/"],
        "register": [*of_books("people/"), *of_books("organisations/?sort=0")],
        "findings": of_books("findings/"),
        "API: facts": [f"/api/v1/books/{quote(book)}/facts?limit=100&offset={n * 100}" for book in books for n in range(10)],
        "API: search": asked("/api/v1/search", "q", titles[:: max(1, len(titles) // 300)]),
    }


def wrk(base: str, kind: str, paths: list[str], seconds: float, readers: int, folder: Path) -> Load:
    """Run wrk over the addresses of one kind in turn."""
    script = folder / "paths.lua"
    listed = ",".join(json.dumps(path) for path in paths)
    script.write_text(f"local paths = {{{listed}}}\nlocal n = 0\nrequest = function() n = n % #paths + 1; return wrk.format('GET', paths[n]) end\n", encoding="utf-8")
    command = ["wrk", "-t1", f"-c{readers}", f"-d{seconds:g}s", "--timeout", "20s", "--latency", "-s", str(script), base]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    faults = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", said)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert rate, said
    errors = int(refused[1] if refused else 0) + sum(map(int, faults.groups() if faults else ()))
    return Load(kind, len(paths), float(rate[1]), _milliseconds(said, "50%"), _milliseconds(said, "99%"), errors)


def _milliseconds(said: str, share: str) -> float:
    found = re.search(rf"{share}\s+([\d.]+)(us|ms|s|m)\b", said)
    return float(found[1]) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[found[2]] if found else float("nan")


@contextmanager
def serving(library: Path) -> Iterator[str]:
    """The address of a reading room over a library, as people start it."""
    server = subprocess.Popen([*TONGJIAN, "serve", str(library), "--no-open", "--port", "0"], stdout=subprocess.PIPE, text=True, encoding="utf-8")
    try:
        assert server.stdout is not None
        found = re.search(r"http://\S+(?=/)", server.stdout.readline())
        if found is None:
            raise SystemExit("the reading room did not start")
        yield found[0]
    finally:
        server.terminate()
        server.wait()


class Replacing:
    """Builds the edition again and again, and reads pages that print its gross product, until it is told to stop."""

    def __init__(self, library: Path, base: str, folder: Path) -> None:
        self._library, self._base, self._folder = library, base, folder
        self._done = threading.Event()
        self.pages = self.mixtures = self.errors = self.builds = 0
        self._threads = [threading.Thread(target=self._build), threading.Thread(target=self._read)]

    def __enter__(self) -> Replacing:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        for thread in self._threads:
            thread.join()

    @property
    def seen(self) -> Seen:
        return Seen(self.pages, self.mixtures, self.errors, self.builds)

    def _build(self) -> None:
        text = (EXAMPLE / f"{EDITION}.txt").read_text(encoding="utf-8")
        copy = self._folder / f"{EDITION}.txt"
        while not self._done.is_set():
            self.builds += 1
            copy.write_text(text.replace(PRINTED, OTHER) if self.builds % 2 else text, encoding="utf-8")
            subprocess.run([*TONGJIAN, "build", str(copy), "-o", str(self._library)], check=True, capture_output=True)

    def _read(self) -> None:
        host = self._base.removeprefix("http://")
        paths = [f"/books/{EDITION}/overview/", f"/api/v1/books/{EDITION}/facts?limit=1000", f"/search/?{urlencode({'q': '2024年青石区地区生产总值是多少？'})}"]
        paths.append(f"/series/?{urlencode({'indicator': '地区生产总值', 'subject': '青石区'})}")
        while not self._done.is_set():
            for path in paths:
                try:
                    line = HTTPConnection(host, timeout=30)
                    line.request("GET", path)
                    answer = line.getresponse()
                    said = answer.read().decode("utf-8")
                    line.close()
                except OSError:
                    self.errors += 1
                    continue
                self.pages += 1
                self.errors += answer.status != 200
                self.mixtures += answer.status == 200 and (PRINTED in said) == (OTHER in said)  # both, or neither
            time.sleep(0.05)


def measure(book: Path | None, seconds: float, readers: int) -> tuple[list[Load], list[Load], Seen]:
    """Each kind of page, first on a library at rest and then while a book of it is replaced; and what our own reader saw meanwhile."""
    with tempfile.TemporaryDirectory() as name:
        folder, library = Path(name), Path(name) / "library"
        files = [EXAMPLE / "qingshi-2024.txt", EXAMPLE / f"{EDITION}.txt", *([book] if book and book.exists() and book.stem != EDITION else [])]
        subprocess.run([*TONGJIAN, "build", *map(str, files), "-o", str(library)], check=True, capture_output=True)
        kinds = addresses(library)
        with serving(library) as base:
            quiet = [wrk(base, kind, paths, seconds, readers, folder) for kind, paths in kinds.items()]
            with Replacing(library, base, folder) as replacing:
                busy = [wrk(base, kind, paths, seconds, readers, folder) for kind, paths in kinds.items()]
        return quiet, busy, replacing.seen


def section(book: Path | None, seconds: float = 3, readers: int = 8) -> list[str]:
    """The part of docs/bench.md about the reading room."""
    head = ["## The reading room under load", ""]
    if shutil.which("wrk") is None:
        return [*head, "wrk is not installed (`apt-get install wrk`): not measured."]
    quiet, busy, seen = measure(book, seconds, readers)
    rows = [
        f"| {a.kind} | {a.addresses} | {a.rate:.0f} | {a.p50:.0f} | {a.p99:.0f} | {b.rate:.0f} | {b.p50:.0f} | {b.p99:.0f} | {b.rate / a.rate:.2f} | {a.errors + b.errors} |"
        for a, b in zip(quiet, busy, strict=True)
    ]
    return [
        *head,
        f"`tongjian serve` (uvicorn, one process, a thread a request) on loopback, {readers} readers at once, {seconds:g} s a kind of page, wrk on the same two cores.",
        f"The library: the example's two editions{' and ' + book.name if book and book.exists() else ''}. “Replaced”: the example's last edition is built again without a pause, which takes a core of its own.",
        "",
        "| page | addresses | requests/s | p50 ms | p99 ms | replaced: requests/s | p50 ms | p99 ms | share of the rate at rest | errors |",
        "|---|---|---|---|---|---|---|---|---|---|",
        *rows,
        "",
        f"Replaced {seen.builds} times meanwhile; another reader looked at {seen.pages} pages that print the changed figure: {seen.mixtures} showed the old and the new at once, {seen.errors} failed.",
    ]


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--book", type=Path)
    ask.add_argument("--seconds", type=float, default=5)
    ask.add_argument("--readers", type=int, default=8)
    call = ask.parse_args()
    print("\n".join(section(call.book, call.seconds, call.readers)))


if __name__ == "__main__":
    main()
