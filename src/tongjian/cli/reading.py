"""Commands that read a book and say what it holds: outline, extract, compare."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from tongjian.book import Book, Mending, place_record
from tongjian.book.mending import by_node
from tongjian.cli.frame import PARTIAL, File, Form, Names, Ocr, Refuse, app, emit, err, fail, load, vocabulary_with, writing


def node_records(book: Book) -> Iterator[dict[str, Any]]:
    """One record a node, as the machine contract has it."""
    mended = by_node(book)
    scrambled = {table.title[0] for table in book.tables if table.scrambled and table.title}  # captions of tables whose cells the source has lost
    for index, node in enumerate(book.nodes):
        body = node.body
        anchor = body if body[1] > body[0] else (node.title_span or (node.start, node.end))
        first = anchor if node.displaced or node.title_span is None else node.title_span
        place = place_record(book, min(first[0], anchor[0]), anchor[1])
        title_line = None
        if node.displaced or node.level in ("part", "section"):
            title_line = book.place(node.start, node.start + max(len(node.title), 1)).line
        if node.displaced:
            place = place_record(book, *anchor)
        elif node.level in ("part", "section"):
            place |= {k: v for k, v in place_record(book, node.start, anchor[1]).items() if k in ("start", "line", "page", "sheet", "block")}
        yield {
            "id": node.id,
            "level": node.level,
            "title": node.title,
            "path": book.path(index),
            "kind": node.kind,
            "byline": node.byline,
            "inferred": node.inferred,
            "confidence": node.confidence,
            "date": node.date,
            "title_line": title_line,
            "text": book.quote(*body),
            "scrambled": node.start in scrambled if node.kind == "table" else None,
            "mended": [mending_record(book, m) for m in mended.get(index, ())],
            **place,
        }


def mending_record(book: Book, mending: Mending) -> dict[str, Any]:
    """One mending: its kind, how many places, and where in the source the print stands otherwise."""
    page = book.page_of(mending.source[0])
    return {"kind": mending.kind, "count": mending.count, "at": mending.at, "line": book.line_of(mending.source[0]), "page": page.label if page else None, "sheet": page.sheet if page else None}


@app.command()
def outline(
    file: File,
    format: Annotated[str, typer.Option("--format", help="tree (for people) or jsonl.")] = "tree",
    ocr: Ocr = False,
    refuse_changes: Refuse = False,
) -> None:
    """The structure of a book, one record a node.

    Example: `tongjian outline 年鉴.txt` draws the tree; `--format jsonl` prints records.
    """
    book = load(file, ocr, refuse_changes)
    if format == "jsonl":
        emit(node_records(book))
        return
    from tongjian.terminal import outline_tree

    outline_tree(book, Console(highlight=False))


@app.command()
def extract(
    file: File,
    what: Annotated[str, typer.Argument(metavar="WHAT", help="facts, events, people, organisations, places, systems, documents, honours, tables; indicators: those that the vocabulary has not.")],
    format: Annotated[str, typer.Option("--format", help="text (for people), jsonl (one record a line), csv, parquet or xlsx; indicators: toml.")] = "text",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The file to write; csv, parquet and xlsx need one.")] = None,
    indicators: Names = None,
    ocr: Ocr = False,
    refuse_changes: Refuse = False,
) -> None:
    """Cited records out of a book.

    Example: `tongjian extract 年鉴.txt facts --format jsonl`; `tongjian extract 年鉴.txt facts --format xlsx -o 数据.xlsx` for a spreadsheet;
    `tongjian extract 年鉴.txt indicators --format toml > 指标.toml` proposes indicators, which `--indicators 指标.toml` then knows.
    """
    from tongjian.extract import EXTRACTORS, NAMING, record
    from tongjian.extract import extract as run
    from tongjian.extract.indicators import as_toml
    from tongjian.publish.records import FORMS

    if what not in EXTRACTORS:
        fail(f"extract: nothing is called {what!r}; ask for one of {', '.join(sorted(EXTRACTORS))}")
    if format not in ("text", "jsonl", "toml", *FORMS) or (format == "toml" and what != "indicators"):
        fail(f"extract: cannot write {format!r}; --format takes text, jsonl, {', '.join(FORMS)}, and for indicators toml")
    if (format in FORMS) != (output is not None):
        fail(f"extract: {format} needs a file to write; add -o FILE" if output is None else f"extract: {format} goes to standard output; leave -o out, or ask for {', '.join(FORMS)}")
    if indicators is not None and what not in NAMING:
        fail(f"extract: {what} have no indicators; --indicators goes with {' and '.join(sorted(NAMING))}")
    names = vocabulary_with(indicators)
    book = load(file, ocr, refuse_changes)
    if output is not None:
        _write_records(book, what, format, output, names)
        return
    found = run(book, what, names)
    if format == "toml":
        sys.stdout.write(as_toml(found))
        return
    records = (record(book, r) for r in found)
    if format == "jsonl":
        emit(records)
        return
    from tongjian.terminal import record_table

    record_table(records, Console(highlight=False))


def _write_records(book: Book, what: str, form: str, output: Path, names: Any) -> None:
    """Write one kind of record to a file; leaves with status 2 where it cannot be written, 3 where cells had to be cut short."""
    from tongjian.publish.records import write_records

    with writing(output, what):
        cut = write_records(book, what, form, output, names)
    err.print(f"{output}", style="green", markup=False)
    if cut:
        fail(f"{output}: {cut} cells are longer than a worksheet holds and end in …; csv and parquet have them whole", PARTIAL)


@app.command()
def compare(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The earlier edition or draft.", show_default=False)],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The later one.", show_default=False)],
    format: Form = "text",
    ocr: Ocr = False,
    refuse_changes: Refuse = False,
) -> None:
    """What two editions or drafts gained, lost and changed, node by node.

    Example: `tongjian compare 初稿.docx 二稿.docx`.
    """
    from tongjian.book.compare import compare as run
    from tongjian.book.compare import record

    before, after = load(old, ocr, refuse_changes), load(new, ocr, refuse_changes)
    found = [record(before, after, d) for d in run(before, after)]
    if format == "jsonl":
        emit(found)
        return
    from tongjian.terminal import difference_list

    difference_list(found, Console(highlight=False))
