"""A child process for readers whose files can harm: native code may crash, hang or swell there, the program may not.

The child reads the file from its standard input and answers with one msgpack message on its standard output. It sets its
own memory ceiling where the system has one (`resource`); the deadline is held by the parent. On standard error it says, page
by page, how far slow work is; what else it writes there tells the parent what it died of.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import msgspec

from tongjian.book import Source
from tongjian.read.errors import Unreadable

DEADLINE = 600.0  # seconds by the clock
WORK = 240  # seconds of processor time, where the system counts it; a book of 2,000 pages takes about 35
PAGE = 240.0  # seconds that one page may take where it is read as a picture
MARK = b"\x1e"  # begins a line of progress: `done/total`
MEMORY_OCR = 8 * 1024 * 1024 * 1024
MEMORY = 3 * 1024 * 1024 * 1024  # bytes of address space, of which native libraries map much that they never touch


class Answer(msgspec.Struct, omit_defaults=True):
    """What the child says: the Source, or what is wrong and what to do."""

    source: Source | None = None
    what: str = ""
    todo: str = ""


class _Listener(threading.Thread):
    """Hears what a child says on standard error: passes its progress on, keeps the end of the rest."""

    def __init__(self, ear: int, tell: Callable[[int, int], None] | None) -> None:
        super().__init__(daemon=True)
        self.ear, self.tell = ear, tell
        self.heard = time.monotonic()  # when the last progress came
        self.rest = b""

    def run(self) -> None:
        with os.fdopen(self.ear, "rb") as stream:
            for line in iter(lambda: stream.readline(65536), b""):
                if not line.startswith(MARK):
                    self.rest = (self.rest + line)[-65536:]
                    continue
                self.heard = time.monotonic()
                with contextlib.suppress(ValueError):
                    done, total = map(int, line[1:].split(b"/"))
                    if self.tell is not None:
                        self.tell(done, total)


def read_apart(
    form: str,
    data: bytes,
    name: str,
    *,
    module: str | None = None,
    options: dict[str, Any] | None = None,
    tell: Callable[[int, int], None] | None = None,
    deadline: float = DEADLINE,
    work: int = WORK,
    memory: int = MEMORY,
) -> Source:
    """Read a file in a child process with `read(data, name, **options)` of a module (the form's own in this room, unless named).

    `deadline`: seconds to its answer, or from one page that it tells of to the next; `work`: seconds of processor time, 0 for any.
    `tell(done, total)` is called from another thread. Raises Unreadable, also where the child dies, hangs or wants too much.
    """
    command = [sys.executable, "-m", "tongjian.read.child", form, module or f"tongjian.read.{form}", name, str(memory), str(work), msgspec.json.encode(options or {}).decode()]
    ear, mouth = os.pipe()
    try:
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=mouth)
    finally:
        os.close(mouth)
    listener = _Listener(ear, tell)
    listener.start()
    try:
        out = _answer(child, data, listener, deadline)
    except subprocess.TimeoutExpired:
        raise Unreadable(name, f"reading it as {form.upper()} took more than {deadline:.0f} seconds", "split the file, or export it again") from None
    finally:
        if child.poll() is None:
            child.kill()
            child.communicate()
    listener.join(5)
    err = listener.rest
    if child.returncode == 0:
        try:
            answer = msgspec.msgpack.decode(out, type=Answer)
        except msgspec.DecodeError:
            answer = Answer(what="its reader gave no answer", todo="export the file again")
        if answer.source is not None:
            return answer.source
        raise Unreadable(name, answer.what, answer.todo)
    if child.returncode == -getattr(signal, "SIGXCPU", 24):
        raise Unreadable(name, f"reading it as {form.upper()} took more than {work} seconds of work", "split the file, or export it again")
    if b"MemoryError" in err or b"bad_alloc" in err or b"memory allocation" in err or child.returncode == -getattr(signal, "SIGKILL", 9):
        raise Unreadable(name, f"reading it as {form.upper()} needs more memory than the {memory // 1048576} MB allowed", "split the file, or export it again")
    raise Unreadable(name, f"the {form.upper()} reader crashed on it ({_death(child.returncode)})", "export the file again from the program that made it")


def _answer(child: subprocess.Popen[bytes], data: bytes, listener: _Listener, deadline: float) -> bytes:
    """What the child writes until it ends. Raises TimeoutExpired once it has been silent for the deadline."""
    given: bytes | None = data
    left = deadline
    while True:
        try:
            return child.communicate(given, timeout=left)[0]
        except subprocess.TimeoutExpired:
            left = listener.heard + deadline - time.monotonic()
            if left <= 0:
                raise
            given = None  # communicate keeps what it has not yet written


def _death(code: int) -> str:
    if code < 0:
        try:
            return signal.Signals(-code).name
        except ValueError:
            return f"signal {-code}"
    return f"status {code}"
