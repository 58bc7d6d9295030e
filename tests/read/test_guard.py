"""Whatever a risky reader does in its child process, the program goes on with one clear line."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tongjian.read import Unreadable, guard

READER = '''
import ctypes, os, sys, time
from tongjian.book import Line, Page, Source
from tongjian.read.errors import Unreadable

def read(data, name, **options):
    exec(data.decode())
    return Source(name=name, form="text", text="好", pages=(Page((Line("好", 0),)),))
'''


@pytest.fixture(autouse=True)
def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "faulty_reader.py").write_text(READER, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


def read(code: str, **limits: object) -> object:
    return guard.read_apart("pdf", code.encode(), "书.pdf", module="faulty_reader", **limits)  # type: ignore[arg-type]


def test_a_sound_file_comes_back_as_its_source() -> None:
    assert read("pass").text == "好"  # type: ignore[attr-defined]


def test_what_native_code_prints_does_not_mix_with_the_answer() -> None:
    assert read("os.write(1, b'noise'); print('noise'); sys.stdout.flush()").text == "好"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("raise Unreadable(name, 'the file is locked', 'unlock it')", "the file is locked; unlock it"),
        ("raise type('PanicException', (BaseException,), {})('index out of bounds')", "failed on it (PanicException"),
        ("raise ZeroDivisionError('odd\\nfault')", "failed on it"),
        ("os._exit(7)", "crashed on it (status 7)"),
        ("raise RecursionError", "nests too deep"),
        ("raise MemoryError", "more memory"),
        ("import no_such_package", "needs the package no_such_package; pip install 'tongjian[pdf]'"),
    ],
)
def test_a_fault_is_one_clear_line(code: str, says: str) -> None:
    with pytest.raises(Unreadable) as told:
        read(code)
    assert says in str(told.value) and "书.pdf" in str(told.value) and "\n" not in str(told.value)


@pytest.mark.skipif(sys.platform == "win32", reason="signals end processes elsewhere")
@pytest.mark.parametrize("code", ["ctypes.string_at(0)", "os.abort()"])
def test_a_native_crash_ends_the_child_alone(code: str) -> None:
    with pytest.raises(Unreadable, match=r"crashed on it \(SIG"):
        read(code)


def test_a_hang_ends_at_the_deadline() -> None:
    with pytest.raises(Unreadable, match="more than 2 seconds"):
        read("while True: time.sleep(1)", deadline=2)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such ceiling")
def test_a_file_that_swells_ends_at_the_memory_ceiling() -> None:
    with pytest.raises(Unreadable, match="memory"):
        read("x = bytearray(10**10)", memory=1 << 30)


def test_progress_of_slow_pages_is_heard_and_moves_the_deadline() -> None:
    heard: list[tuple[int, int]] = []
    code = "for n in range(5): time.sleep(0.9); options['tell'](n, 5)"
    assert read(code, options={"ocr": True}, tell=lambda done, total: heard.append((done, total)), deadline=3).text == "好"  # type: ignore[attr-defined]
    assert heard == [(n, 5) for n in range(5)]


def test_a_page_that_hangs_ends_at_the_deadline_although_others_were_told_of() -> None:
    with pytest.raises(Unreadable, match="more than 2 seconds"):
        read("options['tell'](1, 2); time.sleep(60)", options={"ocr": True}, deadline=2)


def test_noise_without_end_on_standard_error_takes_no_memory() -> None:
    assert read("for _ in range(2000): os.write(2, b'x' * 65536)").text == "好"  # type: ignore[attr-defined]
