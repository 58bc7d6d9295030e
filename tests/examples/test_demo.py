"""`make demo` runs the main job from end to end and says each command as one would type it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_demonstration_goes_through_and_says_what_to_type_next(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, str(ROOT / "examples" / "demo.py"), str(tmp_path)], capture_output=True, text=True, encoding="utf-8", env=None)
    assert done.returncode == 0, done.stderr
    for command in ("outline", "check", "build", "search", "ask", "series", "publish"):
        assert f"$ tongjian {command} " in done.stdout
    assert "303.98亿元" in done.stdout
    assert "书中没有" in done.stdout
    assert "serve" in done.stdout.splitlines()[-2]
    assert (tmp_path / "qingshi-2025.md").read_text(encoding="utf-8").startswith("---\ntongjian: 1\n")


def test_a_step_that_fails_ends_the_demonstration_with_its_status(tmp_path: Path) -> None:
    blocked = tmp_path / "out"
    blocked.mkdir()
    (blocked / "qingshi").write_text("a file where the library should be", encoding="utf-8")
    done = subprocess.run([sys.executable, str(ROOT / "examples" / "demo.py"), str(blocked)], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 2
    assert "this step failed" in done.stderr
