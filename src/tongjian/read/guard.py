"""A child process for readers whose files can harm: native code may crash, hang or swell there, the program may not.

The child reads the file from its standard input and answers with one msgpack message on its standard output. It sets its
own memory ceiling where the system has one (`resource`); the deadline is held by the parent.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import Any

import msgspec

from tongjian.book import Source
from tongjian.read.errors import Unreadable

DEADLINE = 600.0  # seconds by the clock
WORK = 240  # seconds of processor time, where the system counts it; a book of 2,000 pages takes about 35
MEMORY = 3 * 1024 * 1024 * 1024  # bytes of address space, of which native libraries map much that they never touch


class Answer(msgspec.Struct, omit_defaults=True):
    """What the child says: the Source, or what is wrong and what to do."""

    source: Source | None = None
    what: str = ""
    todo: str = ""


def read_apart(
    form: str, data: bytes, name: str, *, module: str | None = None, options: dict[str, Any] | None = None, deadline: float = DEADLINE, memory: int = MEMORY
) -> Source:
    """Read a file in a child process with `read(data, name, **options)` of a module (the form's own in this room, unless named).

    Raises Unreadable, also where the child dies, hangs or wants too much.
    """
    command = [sys.executable, "-m", "tongjian.read.child", form, module or f"tongjian.read.{form}", name, str(memory), str(WORK), msgspec.json.encode(options or {}).decode()]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        out, err = child.communicate(data, timeout=deadline)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()
        raise Unreadable(name, f"reading it as {form.upper()} took more than {deadline:.0f} seconds", "split the file, or export it again") from None
    except BaseException:
        child.kill()
        child.communicate()
        raise
    if child.returncode == 0:
        try:
            answer = msgspec.msgpack.decode(out, type=Answer)
        except msgspec.DecodeError:
            answer = Answer(what="its reader gave no answer", todo="export the file again")
        if answer.source is not None:
            return answer.source
        raise Unreadable(name, answer.what, answer.todo)
    if child.returncode == -getattr(signal, "SIGXCPU", 24):
        raise Unreadable(name, f"reading it as {form.upper()} took more than {WORK} seconds of work", "split the file, or export it again")
    if b"MemoryError" in err or b"bad_alloc" in err or b"memory allocation" in err or child.returncode == -getattr(signal, "SIGKILL", 9):
        raise Unreadable(name, f"reading it as {form.upper()} needs more memory than the {memory // 1048576} MB allowed", "split the file, or export it again")
    raise Unreadable(name, f"the {form.upper()} reader crashed on it ({_death(child.returncode)})", "export the file again from the program that made it")


def _death(code: int) -> str:
    if code < 0:
        try:
            return signal.Signals(-code).name
        except ValueError:
            return f"signal {-code}"
    return f"status {code}"
