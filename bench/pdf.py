"""Reading a PDF, ours beside what a user would take: pages a second, memory, reading order, headings, in one run.

    python bench/pdf.py [--pages 400] [--rounds 3] [--python PYTHON]   prints the tables
    python bench/pdf.py read pdfplumber|pypdfium2|docling-parse FILE    the text of a PDF as that library gives it

Two PDFs of the example yearbook, repeated: one set by `tongjian publish`, one as another house would set it (no brackets, running
heads that change with the section and hold the page number, words to thumb for in the margin, tables without rules). What
should come out is known from what was set: the share of the sentences that come out whole and in their order, and of the part
and section titles that stand on a line of their own. `make bench` calls `section`; `make bench-peers` installs the other
libraries (bench/requirements.txt) beside the project. A library that is not installed has a row that says so.
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

from timing import TONGJIAN, Run, run

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


HOUSE = """
#let head = state("head", "")
#set page(width: 185mm, height: 260mm, margin: (x: 20mm, y: 25mm), columns: 2,
  header: context { set text(8pt); let n = counter(page).get().first(); if calc.odd(n) [§#calc.rem(n, 9).#calc.rem(n, 7) #head.get() #h(1fr) #n] else [#n #h(1fr) 青石年鉴] },
  background: context place(if calc.odd(here().page()) { right + horizon } else { left + horizon }, dx: if calc.odd(here().page()) { -6mm } else { 6mm }, block(width: 10pt, text(9pt)[青 石 年 鉴])))
#set columns(gutter: 8mm)
#set text(font: "Noto Serif CJK SC", size: 9.5pt, lang: "zh", cjk-latin-spacing: none)
#set par(first-line-indent: (amount: 2em, all: true), justify: true, leading: 0.65em, spacing: 0.65em)
#let part(t) = { pagebreak(weak: true); place(top + center, float: true, scope: "parent", clearance: 2em, text(font: "Noto Sans CJK SC", size: 20pt, weight: "bold", t)) }
#let section(t) = { head.update(t); align(center, block(above: 1.2em, below: 1em, text(font: "Noto Sans CJK SC", size: 13pt, t))) }
#let entry(t, b) = [#text(font: "Noto Sans CJK SC", weight: "bold", t)#h(1em)#b]
#let figures(..c) = block(above: 1em, below: 1em, text(8pt, table(stroke: none, inset: 3pt, columns: (1fr, 1fr, 1fr), align: (left, right, right), ..c)))
"""


def other_house(folder: Path, pages: int) -> tuple[Path, int, Truth]:
    """The prose of the example as another house sets it, with a table without rules after every eighth entry."""
    import pypdfium2
    import typst

    from tongjian.read import open_book

    book = open_book(EXAMPLE)
    once: list[str] = []
    sentences: list[str] = []
    titles: list[str] = []
    entries = 0
    for index, node in enumerate(book.nodes):
        words = json.dumps(node.title, ensure_ascii=False)
        if node.level == "part" or (node.level == "section" and node.kind != "chronicle"):
            once.append(f"#{node.level}({words})")
            titles.append(squeezed(node.title))
        elif node.level == "entry" and node.kind == "prose" and index not in book.children:
            text = squeezed(book.body(index))
            once.append(f"#entry({words}, {json.dumps(text, ensure_ascii=False)})\n")
            sentences += [s for s in re.findall(r"[^。]+。", text) if len(s) >= 10]
            entries += 1
            if entries % 8 == 0:
                rows = [f"[{name}], [{entries * k * 31}], [{entries * k * 29}.5]" for k, name in enumerate(("粮食产量（吨）", "蔬菜产量（吨）", "水产品产量（吨）", "肉类产量（吨）"), 2)]
                once.append(f"#figures([指标], [2024年], [2023年], {', '.join(rows)})\n")
    made = folder / "house.pdf"
    times = 1
    while True:
        made.write_bytes(typst.compile((HOUSE + "\n".join(once * times)).encode("utf-8")))
        count = len(pypdfium2.PdfDocument(str(made)))
        if count >= 0.9 * pages or times > 80:
            return made, count, Truth(sentences * times, titles * times)
        times = max(times + 1, round(times * pages / count))


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


def laid_out(folder: Path, pages: int) -> list[tuple[Path, int, Truth]]:
    """Both PDFs, made in a process of their own: what this one needs of memory would be counted for those that it starts."""
    subprocess.run([sys.executable, str(HERE / "pdf.py"), "make", str(folder), str(pages)], check=True)
    return [(Path(file), count, Truth(*truth)) for file, count, truth in json.loads((folder / "made.json").read_text(encoding="utf-8"))]


def rows_of(made: Path, count: int, truth: Truth, rounds: int, python: str) -> list[str]:
    """One row of Markdown for each reader."""
    rows = ["| reader | pages a second | seconds | MB | sentences whole and in order | part and section titles on a line of their own |", "|---|---|---|---|---|---|"]
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
        rows.append(f"| {reader} | {count / seconds:.0f} | {seconds:.1f} | {memory:.0f} | {in_order(truth, got.text):.3f} | {as_lines(truth, got.lines):.3f} |")
        print(rows[-1], file=sys.stderr)
    return rows


def section(rounds: int = 3, pages: int = 400, python: str = sys.executable) -> list[str]:
    """Rows of Markdown for docs/bench.md."""
    with tempfile.TemporaryDirectory() as name:
        own, house = laid_out(Path(name), pages)
        tables = [rows_of(*made, rounds, python) for made in (own, house)]
    return [
        "## Reading a PDF",
        "",
        "`tongjian outline` also builds the tree and finds entries, tables, signatures and printed page numbers; the others give lines of text.",
        f"Start of the process included; median of {rounds} runs in turn. Memory is the peak of the largest process. The other libraries: `make bench-peers`.",
        "",
        f"The example yearbook set to {own[1]} pages in two columns by `tongjian publish`: {len(own[2].sentences)} sentences, {len(own[2].titles)} titles of parts and sections.",
        "",
        *tables[0],
        "",
        f"The same prose as another house sets it, {house[1]} pages: titles without brackets, heads that change with the section, words in the margin, tables without rules; {len(house[2].sentences)} sentences, {len(house[2].titles)} titles.",
        "",
        *tables[1],
    ]


def main() -> None:
    if sys.argv[1:2] == ["read"]:
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        print(read(*sys.argv[2:4]))
        return
    if sys.argv[1:2] == ["make"]:
        folder, pages = Path(sys.argv[2]), int(sys.argv[3])
        made = [(str(file), count, truth) for file, count, truth in (make(folder, pages), other_house(folder, pages))]
        (folder / "made.json").write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
        return
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--pages", type=int, default=400)
    ask.add_argument("--rounds", type=int, default=3)
    ask.add_argument("--python", default=sys.executable, help="an interpreter that has the other libraries")
    call = ask.parse_args()
    print("\n".join(section(call.rounds, call.pages, call.python)))


if __name__ == "__main__":
    main()
