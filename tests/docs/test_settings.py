"""The page of settings is complete: what the program reads from the environment is told there, and nothing that it does not read."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
READ = re.compile(r"""(?:environ(?:\.get)?[\[(]|_number\()\s*["'](TONGJIAN_[A-Z_]+)["']|^SETTING = ["'](TONGJIAN_\w+)["']|for place in \(os\.environ\.get\("(TONGJIAN_\w+)""", re.M)


def test_every_variable_that_is_read_is_on_the_page_and_no_other() -> None:
    files = [f for folder in ("src", "bench", "examples", "docs") for f in (ROOT / folder).rglob("*.py")] + [ROOT / "tests" / "conftest.py"]
    read = {name for f in files for names in READ.findall(f.read_text(encoding="utf-8")) for name in names if name}
    told = set(re.findall(r"TONGJIAN_[A-Z_]+", (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")))
    assert {"TONGJIAN_KEY", "TONGJIAN_RATE", "TONGJIAN_BOOKS"} <= read
    assert told == read
