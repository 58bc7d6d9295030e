"""One command run and measured: what the comparisons of time and memory share."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

TONGJIAN = str(Path(sys.executable).parent / "tongjian")


class Run(NamedTuple):
    seconds: float
    megabytes: float | None  # peak of the process; None where the system does not tell
    output: str


def run(command: list[str]) -> Run:
    """Run one command; its wall time, peak memory and output."""
    began = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL)
        if hasattr(os, "wait4"):
            _, status, usage = os.wait4(process.pid, 0)
            code = os.waitstatus_to_exitcode(status)
            scale = 2**20 if sys.platform == "darwin" else 2**10
            peak: float | None = usage.ru_maxrss / scale
        else:
            code, peak = process.wait(), None
        seconds = time.perf_counter() - began
        out.seek(0)
        text = out.read().decode("utf-8", errors="replace")
    if code not in (0, 1, 3):
        raise SystemExit(f"{' '.join(command)} failed with {code}")
    return Run(seconds, peak, text)
