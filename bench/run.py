"""`make bench`: time and memory of the main jobs on one book, each beside what a user would try instead, in one run.

Times of a machine mean little; the ratios are what is compared. Every command runs as a process of its own, several times
in turn (ours, theirs, ours, theirs …), and the median counts. Writes docs/bench.md.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from beside import HEADING
from load import section as load
from pdf import section
from timing import TONGJIAN, Run, run

HERE = Path(__file__).resolve().parent


class Job(NamedTuple):
    what: str
    ours: list[str]
    other: str
    theirs: list[str] | None
    count: str  # what the last line of output, or the number of lines, counts


def counted(output: str) -> str:
    """How much was found: the figure that a baseline prints, or the number of records."""
    lines = [line for line in output.splitlines() if line.strip()]
    return lines[-1] if len(lines) == 1 and lines[-1].isdigit() else str(len(lines))


def jobs(book: Path, folder: Path, word: str) -> list[Job]:
    """The jobs, in the order in which they can run."""
    python = [sys.executable, str(HERE / "baselines.py")]
    library, database = str(folder / "library"), str(folder / "entries.db")
    return [
        Job("structure (outline)", [TONGJIAN, "outline", str(book), "--format", "jsonl"], "regular expressions on 【】", [*python, "outline", str(book)], "nodes / entries"),
        Job("facts", [TONGJIAN, "extract", str(book), "facts", "--format", "jsonl"], "regular expressions on number and unit", [*python, "facts", str(book)], "facts / matches"),
        Job("check", [TONGJIAN, "check", str(book), "--format", "jsonl"], "nothing offline does this", None, "findings"),
        Job("build a library", [TONGJIAN, "build", str(book), "-o", library, "--format", "jsonl"], "SQLite FTS5, trigram", [*python, "fts-build", str(book), database], "books / entries"),
        Job(f"search {word}", [TONGJIAN, "search", library, word, "--format", "jsonl"], "SQLite FTS5, trigram", [*python, "fts-search", database, word], "hits"),
        Job(f"search {word}", [TONGJIAN, "search", library, word, "--limit", "1000", "--format", "jsonl"], "grep, line by line", [*python, "grep", str(book), word], "entries / lines"),
        Job("ask a question", [TONGJIAN, "ask", library, "地区生产总值是多少？", "--format", "jsonl"], "nothing offline does this", None, "answers"),
        Job("print as Markdown", [TONGJIAN, "publish", str(book), "--to", "markdown", "-o", str(folder / "book.md")], "", None, ""),
    ]


def measure(book: Path, rounds: int, word: str) -> list[str]:
    """Rows of the table."""
    rows = ["| job | Tongjian s | MB | found | beside it | s | MB | found | time ratio |", "|---|---|---|---|---|---|---|---|---|"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for job in jobs(book, folder, word):
            ours: list[Run] = []
            theirs: list[Run] = []
            for _ in range(1 if job.what.startswith("build") else rounds):
                ours.append(run(job.ours))
                if job.theirs:
                    theirs.append(run(job.theirs))
            own = statistics.median(r.seconds for r in ours)
            cells = [job.what, f"{own:.2f}", _mb(ours), f"{counted(ours[-1].output)}", job.other or "—"]
            if theirs:
                other = statistics.median(r.seconds for r in theirs)
                cells += [f"{other:.2f}", _mb(theirs), counted(theirs[-1].output), f"{own / other:.1f}×"]
            else:
                cells += ["—", "—", "—", "—"]
            rows.append("| " + " | ".join(cells) + " |")
            print(rows[-1], file=sys.stderr)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(exist_ok=True)
    return rows


def _mb(runs: list[Run]) -> str:
    known = [r.megabytes for r in runs if r.megabytes is not None]
    return f"{max(known):.0f}" if known else "—"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--book", type=Path, required=True)
    ask.add_argument("--rounds", type=int, default=3)
    ask.add_argument("--word", default="社会救助")
    ask.add_argument("--python", default=sys.executable, help="an interpreter that has pdfplumber and docling-parse, for the PDF readers")
    ask.add_argument("--out", type=Path, default=HERE.parent / "docs" / "bench.md")
    call = ask.parse_args()
    book = call.book if call.book.exists() else HERE.parent / "examples" / "qingshi" / "qingshi-2025.txt"
    if not book.exists():
        raise SystemExit(f"{call.book} is not here; give a book by BOOK=…")
    other = call.out.read_text(encoding="utf-8").partition(HEADING)[1:] if call.out.exists() else ("", "")  # beside.py writes it, run apart

    size = book.stat().st_size
    rows = [
        "# Speed and memory",
        "",
        f"Measured {datetime.datetime.now(tz=datetime.UTC).date().isoformat()} by `make bench` on {book.name} ({size / 1e6:.1f} MB), "
        f"{os.cpu_count()} cores, Python {platform.python_version()}. Start of the process included; median of {call.rounds} runs in turn.",
        "",
        *measure(book, call.rounds, call.word),
        "",
        "The baselines are in `bench/baselines.py`. They find less than the counts say: the regular expressions know no section, page,",
        "subject or period; `grep` misses words that a line's end cuts; trigrams miss every word of two characters.",
        "",
        *section(call.rounds, python=call.python),
        "",
        *load(book, seconds=2),
        *(("", "".join(other).rstrip()) if other[0] else ()),
    ]
    beside = call.out.with_suffix(".new")
    call.out.parent.mkdir(parents=True, exist_ok=True)
    beside.write_text("\n".join(rows) + "\n", encoding="utf-8")
    os.replace(beside, call.out)


if __name__ == "__main__":
    main()
