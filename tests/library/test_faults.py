"""A library while the world goes wrong: killed builds, full disks, two builds at once, readers while a book is replaced."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from invented_yearbook import shelf, write

from tongjian.library import Library, LibraryError, build
from tongjian.library.keeping import verify

BUILD = """
import sys
from tongjian.library import LibraryError, build
try:
    print(len(build(sys.argv[2:], sys.argv[1]).books))
except LibraryError as problem:
    print(problem); sys.exit(2)
"""
# says each stage on standard output, so that the one who kills knows how far it came
TELLING = """
import sys
from tongjian.library import build
def tell(stage, done, total):
    print(stage, flush=True)
    if stage == sys.argv[3] and done < total:
        import time; time.sleep(60)
build([sys.argv[2]], sys.argv[1], tell)
"""
# no file may grow beyond so many bytes: what a full disk does, without one
FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
from tongjian.library import LibraryError, build
try:
    build([sys.argv[2]], sys.argv[1])
except LibraryError as problem:
    print(problem); sys.exit(2)
"""
ENVIRONMENT = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}


def schools(library: Library) -> str:
    (row,) = [f for f in library.facts() if f["indicator"].endswith("义务教育学校")]
    return str(row["value"])


def whole(root: Path, value: str) -> None:
    """The library holds the edition with so many schools, and nothing of it is amiss."""
    assert verify(root) == []
    library = Library.open(root)
    assert schools(library) == value
    assert [h.passage.text for h in library.search("title:义务教育")] == [next(h for h in library.search("寄宿制学校")).passage.text]
    assert f"增至{value}所" in library.search("title:义务教育")[0].passage.text


@pytest.mark.parametrize("stage", ["extract", "check", "index"])
def test_a_build_that_is_killed_in_the_midst_of_a_stage_leaves_the_library_whole(tmp_path: Path, stage: str) -> None:
    root = shelf(tmp_path).root
    path = write(tmp_path, schools=36)
    with subprocess.Popen([sys.executable, "-c", TELLING, str(root), str(path), stage], env=ENVIRONMENT, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        for said in running.stdout:
            if said.strip() == stage:
                break
        running.send_signal(signal.SIGKILL)
        assert running.wait(30) == -signal.SIGKILL
    whole(root, "30")
    build([path], root)
    whole(root, "36")


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="this system has no limit on the size of files")
@pytest.mark.parametrize("most", [300, 2_000, 6_000])
def test_a_disk_that_fills_up_is_told_and_the_library_stays_whole(tmp_path: Path, most: int) -> None:
    root = shelf(tmp_path).root
    path = write(tmp_path, schools=36)
    done = subprocess.run([sys.executable, "-c", FULL, str(root), str(path), str(most)], env=ENVIRONMENT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 2, done.stderr
    assert "make room" in done.stdout and len(done.stdout.splitlines()) == 1
    whole(root, "30")
    build([path], root)
    whole(root, "36")


def test_two_builds_at_once_make_one_library(tmp_path: Path) -> None:
    root = shelf(tmp_path).root
    files = [write(tmp_path, "青石年鉴2025.txt", schools=36), write(tmp_path, "青石年鉴2024.txt", year=2023, schools=29)]
    running = [subprocess.Popen([sys.executable, "-c", BUILD, str(root), str(f)], env=ENVIRONMENT, stdout=subprocess.PIPE, text=True) for f in files]
    ended = [(one.communicate(timeout=120)[0], one.returncode) for one in running]
    assert {code for _, code in ended} <= {0, 2} and 0 in {code for _, code in ended}
    assert all("another build" in said for said, code in ended if code == 2)
    assert verify(root) == []
    for path, (_, code) in zip(files, ended, strict=True):
        if code == 2:  # as it was told: wait and try again
            build([path], root)
    assert verify(root) == [] and {c.id for c in Library.open(root).books()} == {"青石年鉴2025", "青石年鉴2024"}


def test_readers_see_the_old_book_or_the_new_one_and_never_a_mixture(tmp_path: Path) -> None:
    root = shelf(tmp_path).root
    wrong: list[str] = []
    seen: set[str] = set()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                library = Library.shared(root)
                told = schools(library)
                (hit,) = library.search("title:义务教育")
                answer = library.ask("义务教育学校有多少所？")
                (point,) = library.series("义务教育学校")
            except LibraryError:
                continue  # a generation went by while it was read: the next look is at the new one
            seen.add(told)
            if not (f"增至{told}所" in hit.passage.text and answer.value == told == point.fact["value"]):
                wrong.append(f"{told} {hit.snippet} {answer.value} {point.fact['value']}")

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for count in range(31, 37):
        build([write(tmp_path, schools=count)], root)
    done.set()
    for reader in readers:
        reader.join(60)
    assert not wrong
    assert len(seen) > 1
    whole(root, "36")


def test_a_reader_keeps_its_generation_while_a_newer_one_appears(tmp_path: Path) -> None:
    library = shelf(tmp_path)
    assert schools(library) == "30"
    build([write(tmp_path, schools=36)], library.root)
    assert schools(library) == "30" and "增至30所" in library.search("title:义务教育")[0].passage.text
    assert schools(Library.shared(library.root)) == "36"
    assert Library.shared(library.root) is Library.shared(library.root)


def test_a_damaged_table_is_told_in_a_line(tmp_path: Path) -> None:
    library = shelf(tmp_path)
    (library.folder("青石年鉴2025") / "events.parquet").write_bytes(b"PAR1 not PAR1")
    with pytest.raises(LibraryError, match="library verify") as told:
        library.records("events")
    assert "\n" not in str(told.value)


def test_what_is_kept_in_memory_stays_within_the_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tongjian.library import memory

    library = shelf(tmp_path)
    first = library.facts()
    monkeypatch.setenv("TONGJIAN_CACHE_MB", "0")
    assert library.facts() == first
    assert memory._tables.total == 0
    monkeypatch.setenv("TONGJIAN_CACHE_MB", "8")
    assert library.facts() == first
    assert 0 < memory._tables.total <= 8 << 20
    monkeypatch.setenv("TONGJIAN_CACHE_MB", "viel")
    with pytest.raises(LibraryError, match="whole number"):
        library.facts()


def test_a_caller_who_changes_a_row_changes_nobody_elses(tmp_path: Path) -> None:
    library = shelf(tmp_path)
    before = [dict(row) for row in library.facts()]
    for row in library.facts():
        row["value"] = "changed"
    assert library.facts() == before
