"""Reading a PDF, ours beside what a user would take: pages a second, memory, reading order, headings, in one run.

    python bench/pdf.py [--pages 200] [--rounds 3] [--python PYTHON]   prints the table
    python bench/pdf.py read pdfplumber|pypdfium2|docling-parse FILE    the text of a PDF as that library gives it

The PDF is the example yearbook, repeated and set by `tongjian publish`; what should come out is known from its Markdown:
the share of its sentences that come out whole and in their order, and of its part and section titles that stand on a line
of their own. `make bench` calls `section`. A library that is not installed has a row that says so.
"""

from __future__ import annotations

import argparse
import bisect
import json
import re
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent))

from run import TONGJIAN, Run, run

HERE = Path(__file__).resolve().parent
EXAMPLE = HERE.parent / "examples" / "qingshi" / "qingshi-2025.md"
OTHERS = {"pdfplumber": "pdfplumber", "pypdfium2": "pypdfium2", "docling-parse": "docling_parse"}


class Truth(NamedTuple):
    """What the PDF was set from: sentences without white space in order, and titles of parts and sections."""

    sentences: list[str]
    titles: list[str]


class Text(NamedTuple):
    """What came out: lines of text, and the text without white space."""

    lines: list[str]
    text: str


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


# -- the others ------------------------------------------------------------------------------------------------------
def read(library: str, file: str) -> str:
    """The text of a PDF as a user of the library gets it at first."""
    if library == "pdfplumber":
        import pdfplumber

        with pdfplumber.open(file) as document:
            return "\n".join(page.extract_text() or "" for page in document.pages)
    if library == "pypdfium2":
        import pypdfium2

        return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(file))
    if library == "docling-parse":
        from docling_parse.pdf_parser import DoclingPdfParser

        document = DoclingPdfParser(loglevel="fatal").load(path_or_stream=file)
        return "\n".join(cell.text for _, page in document.iterate_pages() for cell in page.textline_cells)
    raise SystemExit(f"{library} is none of {', '.join(OTHERS)}")


# -- what should come out, and what does -----------------------------------------------------------------------------
def make(folder: Path, pages: int) -> tuple[Path, int, Truth]:
    """The PDF, its pages, and what it was set from."""
    import pypdfium2

    from tongjian.read import open_book

    source, made = folder / "book.md", folder / "book.pdf"
    whole = EXAMPLE.read_text(encoding="utf-8")
    front, body = re.split(r"(?<=\n---\n)", whole, maxsplit=1) if whole.startswith("---") else ("", whole)
    times = 1
    while True:
        source.write_text(front + "\n\n".join([body] * times), encoding="utf-8")
        subprocess.run([TONGJIAN, "publish", str(source), "--to", "pdf", "-o", str(made)], check=True, stderr=subprocess.DEVNULL)
        count = len(pypdfium2.PdfDocument(str(made)))
        if count >= 0.9 * pages or times > 50:
            break
        times = max(times + 1, round(times * pages / count))
    book = open_book(source)
    prose = [line for line in book.text.split("\n") if "\t" not in line]  # no rows of tables
    sentences = [s for line in prose for piece in re.findall(r"[^。]+。", line) if len(s := squeezed(piece)) >= 10]
    return made, count, Truth(sentences, [squeezed(n.title) for n in book.nodes if n.level in ("part", "section") and n.kind != "table"])


def ours(output: str) -> Text:
    """The records of `tongjian outline`: titles as lines, bodies as text."""
    records = [json.loads(line) for line in output.splitlines()]
    lines = [squeezed(r["title"]) for r in records if r["level"] in ("part", "section")]
    return Text(lines, "".join(squeezed(r["title"] + r["text"]) for r in records if not r["path"]))


def theirs(output: str) -> Text:
    return Text([squeezed(line) for line in output.splitlines()], squeezed(output))


def in_order(truth: Truth, text: str) -> float:
    """The share of sentences that stand whole in the text and in their order: the longest run of them that only goes forward."""
    places: dict[str, list[int]] = {}
    for sentence in set(truth.sentences):
        at = text.find(sentence)
        while at >= 0:
            places.setdefault(sentence, []).append(at)
            at = text.find(sentence, at + 1)
    ends: list[int] = []  # the least place at which a run of each length can end
    for sentence in truth.sentences:
        for at in reversed(places.get(sentence, [])):
            k = bisect.bisect_left(ends, at)
            ends[k : k + 1] = [at]
    return len(ends) / len(truth.sentences)


def as_lines(truth: Truth, lines: list[str]) -> float:
    """The share of titles that are a line of their own, each line counted once."""
    wanted, there = Counter(truth.titles), Counter(lines)
    return sum(min(n, there[title]) for title, n in wanted.items()) / len(truth.titles)


# -- the table -------------------------------------------------------------------------------------------------------
def has(python: str, module: str) -> bool:
    return subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0


def section(rounds: int = 3, pages: int = 200, python: str = sys.executable) -> list[str]:
    """Rows of Markdown for docs/bench.md."""
    rows = ["| reader | pages a second | seconds | MB | sentences whole and in order | part and section titles on a line of their own |", "|---|---|---|---|---|---|"]
    with tempfile.TemporaryDirectory() as name:
        made, count, truth = make(Path(name), pages)
        commands = {"tongjian outline": [TONGJIAN, "outline", str(made), "--format", "jsonl"]}
        commands |= {library: [python, str(HERE / "pdf.py"), "read", library, str(made)] for library, module in OTHERS.items() if has(python, module)}
        runs: dict[str, list[Run]] = {reader: [] for reader in commands}
        for _ in range(rounds):
            for reader, command in commands.items():
                runs[reader].append(run(command))
        for reader in ["tongjian outline", *OTHERS]:
            if reader not in runs:
                rows.append(f"| {reader} | not installed | | | | |")
                continue
            seconds = statistics.median(r.seconds for r in runs[reader])
            memory = max((r.megabytes or 0.0) for r in runs[reader])
            got = (ours if reader.startswith("tongjian") else theirs)(runs[reader][-1].output)
            rows.append(
                f"| {reader} | {count / seconds:.0f} | {seconds:.1f} | {memory:.0f} | {in_order(truth, got.text):.3f} | {as_lines(truth, got.lines):.3f} |"
            )
            print(rows[-1], file=sys.stderr)
    return [
        "## Reading a PDF",
        "",
        f"The example yearbook set to {count} pages in two columns by `tongjian publish`: {len(truth.sentences)} sentences, {len(truth.titles)} titles of parts and sections.",
        "`tongjian outline` also builds the tree and finds entries, tables, signatures and printed page numbers; the others give lines of text.",
        f"Start of the process included; median of {rounds} runs in turn. Memory is the peak of the largest process.",
        "",
        *rows,
    ]


def main() -> None:
    if sys.argv[1:2] == ["read"]:
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        print(read(*sys.argv[2:4]))
        return
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--pages", type=int, default=200)
    ask.add_argument("--rounds", type=int, default=3)
    ask.add_argument("--python", default=sys.executable, help="an interpreter that has the other libraries")
    call = ask.parse_args()
    print("\n".join(section(call.rounds, call.pages, call.python)))


if __name__ == "__main__":
    main()
