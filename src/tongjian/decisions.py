"""decisions.jsonl: what people decided about findings, one row a decision, shared by the command line, the report and the web.

A row is `{"id", "decision": "accept" | "reject" | "reopen", "who", "when", "why"}`; the last row on an id counts, so nothing is
ever rewritten and two programs may append at once. `accept` keeps the text as it is (an exception), `reject` says that the finding
is wrong; either stays while the words of the finding stand, because the id is a hash of them. `reopen` takes a decision back.
"""

from __future__ import annotations

import datetime
import json
import os
from pathlib import Path
from typing import Any

NAME = "decisions.jsonl"
DECISIONS = ("accept", "reject", "reopen")


def beside(book: str | Path) -> Path | None:
    """The decisions that lie beside a book's file, where there are any; None for standard input."""
    if str(book) == "-":
        return None
    place = Path(book).parent / NAME
    return place if place.is_file() else None


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a decisions file, in order. Raises ValueError that names the line which is no record."""
    rows: list[dict[str, Any]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError:
            row = None
        if not isinstance(row, dict) or "id" not in row:
            raise ValueError(f"{path}:{number}: this line is no decision; mend or remove it")
        rows.append(row)
    return rows


def decide(path: Path, id: str, decision: str, who: str, why: str, when: datetime.datetime | None = None) -> dict[str, Any]:
    """Append one decision to `path` (made if it is not there) and return the row.

    The row is written by one append of the operating system, so it stands whole or not at all, also where another program
    appends at the same time; a last line that lost its line feed is closed first. Raises ValueError for a decision or an id
    that cannot be one, and OSError where the file cannot be written.
    """
    if decision not in DECISIONS:
        raise ValueError(f"{decision!r} is no decision; say one of {', '.join(DECISIONS)}")
    if not id or any(c not in "0123456789abcdef" for c in id):
        raise ValueError(f"{id!r} is no finding's id; `tongjian check --format jsonl` prints them")
    moment = (when or datetime.datetime.now(tz=datetime.UTC)).isoformat(timespec="seconds")
    row = {"id": id, "decision": decision, "who": who, "when": moment, "why": why}
    line = json.dumps(row, ensure_ascii=False) + "\n"
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        size = os.fstat(handle).st_size
        if size:
            os.lseek(handle, size - 1, os.SEEK_SET)
            if os.read(handle, 1) != b"\n":
                line = "\n" + line
        os.write(handle, line.encode("utf-8"))
        os.fsync(handle)
    finally:
        os.close(handle)
    return row
