"""The command line: every command of the machine contract, and the ones that people type."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console

from tongjian import __version__
from tongjian.book import Book, place_record
from tongjian.read import Unreadable, open_book

app = typer.Typer(
    name="tongjian",
    help="通鉴：把年鉴变成可核对、可引用、可检索、可再版的数据。\n\nTurns yearbooks into checked, cited, searchable, printable data.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
err = Console(stderr=True, highlight=False)

UNUSABLE, PARTIAL = 2, 3
File = Annotated[str, typer.Argument(metavar="FILE", help="The book: text, Markdown, HTML …; - is standard input.", show_default=False)]
Lib = Annotated[Path, typer.Argument(metavar="LIBRARY", help="A library folder made by `tongjian build`.", show_default=False)]
Form = Annotated[str, typer.Option("--format", help="text (for people) or jsonl (one record a line).")]


def fail(message: str, code: int = UNUSABLE) -> NoReturn:
    """One line on standard error, and out."""
    err.print(f"tongjian: {message}", style="red", markup=False, soft_wrap=True)
    raise typer.Exit(code)


def load(path: str) -> Book:
    """The book of a file; leaves with status 2 and one line where it cannot be read."""
    try:
        book = open_book(path)
    except Unreadable as problem:
        fail(str(problem))
    for warning in book.warnings:
        err.print(f"tongjian: {path}: {warning}", style="yellow", markup=False, soft_wrap=True)
    return book


def emit(records: Iterable[dict[str, Any]]) -> None:
    """Records as UTF-8 JSON Lines on standard output."""
    out = sys.stdout
    for record in records:
        out.write(json.dumps(record, ensure_ascii=False, default=str) + "\n")


def node_records(book: Book) -> Iterator[dict[str, Any]]:
    """One record a node, as the machine contract has it."""
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
            **place,
        }


@app.command()
def outline(
    file: File,
    format: Annotated[str, typer.Option("--format", help="tree (for people) or jsonl.")] = "tree",
) -> None:
    """The structure of a book, one record a node.

    Example: `tongjian outline 年鉴.txt` draws the tree; `--format jsonl` prints records.
    """
    book = load(file)
    if format == "jsonl":
        emit(node_records(book))
        return
    from tongjian.terminal import outline_tree

    outline_tree(book, Console(highlight=False))


@app.command()
def extract(
    file: File,
    what: Annotated[str, typer.Argument(metavar="WHAT", help="facts, events, people, organisations, systems, documents, tables.")],
    format: Form = "text",
) -> None:
    """Cited records out of a book.

    Example: `tongjian extract 年鉴.txt facts --format jsonl`.
    """
    from tongjian.extract import EXTRACTORS, record
    from tongjian.extract import extract as run

    if what not in EXTRACTORS:
        fail(f"extract: nothing is called {what!r}; ask for one of {', '.join(sorted(EXTRACTORS))}")
    book = load(file)
    records = (record(book, r) for r in run(book, what))
    if format == "jsonl":
        emit(records)
        return
    from tongjian.terminal import record_table

    record_table(records, Console(highlight=False))


def main() -> None:
    """Run the command line; broken pipes and Ctrl-C end it quietly."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except KeyboardInterrupt:
        err.print("tongjian: stopped; nothing that was stored has changed", style="yellow")
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


@app.command()
def version() -> None:
    """The version of the program."""
    print(__version__)


if __name__ == "__main__":
    main()
