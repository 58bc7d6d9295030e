"""What every command shares: the program, its arguments, how it fails, how a book is opened and records go out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console

from tongjian.book import Book
from tongjian.read import How, Unreadable, open_book

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
Ocr = Annotated[bool, typer.Option("--ocr", help="PDF: read pages without a text layer as pictures, some seconds a page (extra `ocr`).")]
Refuse = Annotated[bool, typer.Option("--refuse-changes", help="DOCX: take tracked changes as refused, not as accepted.")]


Names = Annotated[Path | None, typer.Option("--indicators", metavar="FILE", help="Indicators of one's own (TOML, of the form of the built-in vocabulary), added to it.")]


def fail(message: str, code: int = UNUSABLE) -> NoReturn:
    """One line on standard error, and out."""
    err.print(f"tongjian: {message}", style="red", markup=False, soft_wrap=True)
    raise typer.Exit(code)


def load(path: str, ocr: bool = False, refuse_changes: bool = False) -> Book:
    """The book of a file; leaves with status 2 and one line where it cannot be read."""
    try:
        with _sheets(path) if ocr else nullcontext() as sheets:
            book = open_book(path, How(ocr, refuse_changes, sheets))
    except Unreadable as problem:
        fail(str(problem))
    for warning in book.warnings:
        err.print(f"tongjian: {path}: {warning}", style="yellow", markup=False, soft_wrap=True)
    return book


def vocabulary_with(path: Path | None) -> Any:
    """The vocabulary of indicators with those of a file; None without one. Leaves with status 2 and one line where the file cannot be used."""
    from tongjian.extract.vocabulary import built_in

    if path is None:
        return None
    try:
        return built_in().extended(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        fail(f"{path}: not UTF-8; save the file as UTF-8")
    except OSError as problem:
        fail(f"{path}: cannot be read ({problem.strerror}); name a file of indicators")
    except ValueError as problem:
        fail(f"{path}: {problem}")


def _sheets(path: str) -> Any:
    from tongjian.terminal import Sheets

    return Sheets(err, path)


def emit(records: Iterable[dict[str, Any]]) -> None:
    """Records as UTF-8 JSON Lines on standard output."""
    out = sys.stdout
    for record in records:
        out.write(json.dumps(record, ensure_ascii=False, default=str) + "\n")


@contextmanager
def writing(output: Path, label: str) -> Iterator[None]:
    """Show that a file is being made; leaves with status 2 and one line where it cannot be."""
    from tongjian.publish import PublishError

    try:
        with err.status(f"{label} …"):
            yield
    except PublishError as problem:
        fail(str(problem))
    except OSError as problem:
        fail(f"{output}: cannot be written ({problem.strerror}); choose another place")
