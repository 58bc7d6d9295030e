"""The command line: every command of the machine contract, and the ones that people type."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console

from tongjian import __version__
from tongjian.book import Book, place_record
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


def _sheets(path: str) -> Any:
    from tongjian.terminal import Sheets

    return Sheets(err, path)


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
    what: Annotated[str, typer.Argument(metavar="WHAT", help="facts, events, people, organisations, places, systems, documents, honours, tables.")],
    format: Annotated[str, typer.Option("--format", help="text (for people), jsonl (one record a line), csv, parquet or xlsx.")] = "text",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="The file to write; csv, parquet and xlsx need one.")] = None,
    ocr: Ocr = False,
    refuse_changes: Refuse = False,
) -> None:
    """Cited records out of a book.

    Example: `tongjian extract 年鉴.txt facts --format jsonl`; `tongjian extract 年鉴.txt facts --format xlsx -o 数据.xlsx` for a spreadsheet.
    """
    from tongjian.extract import EXTRACTORS, record
    from tongjian.extract import extract as run
    from tongjian.publish.records import FORMS

    if what not in EXTRACTORS:
        fail(f"extract: nothing is called {what!r}; ask for one of {', '.join(sorted(EXTRACTORS))}")
    if format not in ("text", "jsonl", *FORMS):
        fail(f"extract: cannot write {format!r}; --format takes text, jsonl, {', '.join(FORMS)}")
    if (format in FORMS) != (output is not None):
        fail(f"extract: {format} needs a file to write; add -o FILE" if output is None else f"extract: {format} goes to standard output; leave -o out, or ask for {', '.join(FORMS)}")
    book = load(file, ocr, refuse_changes)
    if output is not None:
        _write_records(book, what, format, output)
        return
    records = (record(book, r) for r in run(book, what))
    if format == "jsonl":
        emit(records)
        return
    from tongjian.terminal import record_table

    record_table(records, Console(highlight=False))


def _write_records(book: Book, what: str, form: str, output: Path) -> None:
    """Write one kind of record to a file; leaves with status 2 where it cannot be written, 3 where cells had to be cut short."""
    from tongjian.publish import PublishError
    from tongjian.publish.records import write_records

    try:
        with err.status(f"{what} …"):
            cut = write_records(book, what, form, output)
    except PublishError as problem:
        fail(str(problem))
    except OSError as problem:
        fail(f"{output}: cannot be written ({problem.strerror}); choose another place")
    err.print(f"{output}", style="green", markup=False)
    if cut:
        fail(f"{output}: {cut} cells are longer than a worksheet holds and end in …; csv and parquet have them whole", PARTIAL)


@app.command()
def check(
    file: File,
    select: Annotated[str, typer.Option(help="Only these codes or families, parted by commas: NUM,DAT101.")] = "",
    ignore: Annotated[str, typer.Option(help="Not these codes or families.")] = "",
    previous: Annotated[str | None, typer.Option(help="Last year's book, to compare with.")] = None,
    profile: Annotated[Path | None, typer.Option(help="house.toml: the house's own settings.")] = None,
    baseline: Annotated[Path | None, typer.Option(help="Findings of an earlier run (JSON Lines); only new ones are shown.")] = None,
    decisions: Annotated[Path | None, typer.Option(help="Findings that a person decided; decisions.jsonl beside the book where none is named.")] = None,
    as_: Annotated[str, typer.Option("--as", help="book or manuscript.")] = "book",
    fail_on: Annotated[str | None, typer.Option(help="Exit 1 where a finding is at least this severe: error, warning, info.")] = None,
    relations: Annotated[bool, typer.Option("--relations", help="Print every relation among numbers that was recognised instead.")] = False,
    format: Form = "text",
    ocr: Ocr = False,
    refuse_changes: Refuse = False,
) -> None:
    """What is wrong in a book, like a compiler says it.

    Example: `tongjian check 年鉴.txt --select NUM,DAT --fail-on error`.
    """
    from tongjian import check as checking

    if as_ not in ("book", "manuscript"):
        fail(f"check: --as {as_}: say book or manuscript")
    if fail_on not in (None, "error", "warning", "info"):
        fail(f"check: --fail-on {fail_on}: say error, warning or info")
    book = load(file, ocr, refuse_changes)
    earlier = load(previous, ocr, refuse_changes) if previous else None
    house = _profile(profile)
    if relations:
        found = checking.relations(book, earlier)
        if format == "jsonl":
            emit(checking.relation_record(book, r) for r in found)
        else:
            from tongjian.terminal import relation_table

            relation_table([checking.relation_record(book, r) for r in found], Console(highlight=False))
        return
    findings = checking.check(book, previous=earlier, profile=house, select=_codes(select), ignore=_codes(ignore), as_=as_)
    if baseline is not None:
        findings = checking.new_since(book, findings, _lines(baseline))
    kept = _decisions(decisions, file)
    if kept:
        before = len(findings)
        findings = checking.undecided(book, findings, kept)
        if before > len(findings):
            err.print(f"tongjian: {before - len(findings)} decided findings are not shown", style="dim", markup=False)
    if format == "jsonl":
        emit(checking.record(book, f) for f in findings)
    else:
        sys.stdout.write(checking.render_text(book, findings, colour=sys.stdout.isatty()))
        if as_ == "book" and not select and not ignore and baseline is None:
            sys.stdout.write(checking.score_line(book, findings) + "\n")
    ranks = {"info": 0, "warning": 1, "error": 2}
    if fail_on and any(ranks[f.severity] >= ranks[fail_on] for f in findings):
        raise typer.Exit(1)


def _codes(text: str) -> tuple[str, ...]:
    return tuple(c.strip().upper() for c in text.split(",") if c.strip())


def _profile(path: Path | None) -> Any:
    """The Profile of a house.toml; None where none is given."""
    if path is None:
        return None
    import tomllib

    from tongjian.check import profile_of

    try:
        return profile_of(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as problem:
        fail(f"{path}: cannot be read ({problem}); check the path")
    except (tomllib.TOMLDecodeError, ValueError) as problem:
        fail(f"{path}: {problem}; see docs/reference for house.toml")


def _decisions(path: Path | None, book: str) -> list[dict[str, Any]]:
    """The rows of a decisions file that is named, or that lies beside the book."""
    from tongjian import decisions

    place = path or decisions.beside(book)
    if place is None:
        return []
    try:
        return decisions.read(place)
    except ValueError as problem:
        fail(str(problem))
    except OSError as problem:
        fail(f"{place}: cannot be read ({problem.strerror}); check the path")


@app.command()
def decide(
    file: File,
    id: Annotated[str, typer.Argument(metavar="ID", help="The finding's id, as `check` prints it.", show_default=False)],
    decision: Annotated[str, typer.Argument(metavar="DECISION", help="accept (the text stands), reject (the finding is wrong) or reopen.", show_default=False)],
    why: Annotated[str, typer.Option(help="The reason, for whoever reads it next year.")] = "",
    who: Annotated[str, typer.Option(help="Who decides; the name of the account where none is given.")] = "",
    decisions: Annotated[Path | None, typer.Option(help="The file to write to; decisions.jsonl beside the book where none is named.")] = None,
) -> None:
    """Keep a decision about a finding; it stays decided while its words stand.

    Example: `tongjian decide 年鉴.txt 3f2a90c1b7de accept --why 原件如此`.
    """
    import getpass

    from tongjian import decisions as kept

    place = decisions or (Path(kept.NAME) if file == "-" else Path(file).parent / kept.NAME)
    try:
        name = who or getpass.getuser()
    except (KeyError, OSError):
        name = ""
    try:
        kept.decide(place, id, decision, name, why)
    except ValueError as problem:
        fail(str(problem))
    except OSError as problem:
        fail(f"{place}: cannot be written ({problem.strerror}); choose another place with --decisions")
    err.print(f"{place}: {id} {decision}", style="green", markup=False)


def _lines(path: Path) -> list[dict[str, Any]]:
    """The records of a JSON Lines file; a file that is not there holds none."""
    if not path.exists():
        fail(f"{path}: there is no such file; check the path")
    rows: list[dict[str, Any]] = []
    for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if row.strip():
            try:
                rows.append(json.loads(row))
            except json.JSONDecodeError:
                fail(f"{path}:{number}: this line is not JSON; mend or remove it")
    return rows


@app.command()
def profile(
    file: File,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write house.toml here instead of printing it.")] = None,
) -> None:
    """The house settings that a book's own editorial note and habits propose, for a person to read and save.

    Example: `tongjian profile 年鉴.txt -o house.toml`, then `tongjian check 年鉴.txt --profile house.toml`.
    """
    from tongjian.check.propose import house_toml, propose

    book = load(file)
    text = house_toml(book, propose(book))
    if output is None:
        sys.stdout.write(text)
        return
    if output.exists():
        fail(f"{output}: is already there; choose another name, so that nobody's settings are lost")
    from tongjian.publish.files import write_file

    try:
        write_file(output, text.encode())
    except OSError as problem:
        fail(f"{output}: cannot be written ({problem.strerror}); choose another place")
    err.print(f"{output}", style="green", markup=False)


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


@app.command()
def rules(
    code: Annotated[str | None, typer.Argument(help="A rule's code, to explain it.")] = None,
    format: Form = "text",
) -> None:
    """The rules that `check` knows; with a code, what it says and where it comes from.

    Example: `tongjian rules NUM101`.
    """
    from tongjian.check import rule_records
    from tongjian.terminal import rule_list

    found = [r for r in rule_records() if code is None or r["code"] == code.upper()]
    if not found:
        fail(f"rules: there is no rule {code}; `tongjian rules` lists them")
    if format == "jsonl":
        emit(found)
    else:
        rule_list(found, Console(highlight=False), whole=code is not None)


@app.command()
def build(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="The books.", show_default=False)],
    output: Annotated[Path, typer.Option("--output", "-o", help="The library folder; made if it is not there, added to if it is.")],
    format: Form = "text",
    ocr: Ocr = False,
    refuse_changes: Refuse = False,
) -> None:
    """Read, structure, extract, check and index books into a library.

    Example: `tongjian build 2024.txt 2025.txt -o 青石`.
    """
    from tongjian.library import LibraryError
    from tongjian.library import build as run
    from tongjian.terminal import Stages, build_summary

    try:
        with Stages(err) as stages:
            report = run(files, output, progress=stages, how=How(ocr, refuse_changes, lambda done, total: stages("ocr", done, total)))
    except LibraryError as problem:
        fail(str(problem))
    except Unreadable as problem:
        fail(str(problem))
    for warning in report.warnings:
        err.print(f"tongjian: {warning}", style="yellow", markup=False, soft_wrap=True)
    for line in report.failed:
        err.print(f"tongjian: {line}", style="red", markup=False, soft_wrap=True)
    if format == "jsonl":
        import msgspec

        emit([msgspec.to_builtins(report)])
    elif report.books:
        build_summary(report, output, Console(highlight=False))
    if report.failed:
        raise typer.Exit(PARTIAL if report.books else UNUSABLE)


def _library(path: Path) -> Any:
    from tongjian.library import Library, LibraryError

    try:
        return Library.open(path)
    except LibraryError as problem:
        fail(str(problem))


@app.command()
def search(
    library: Lib,
    query: Annotated[str, typer.Argument(help="Words; all of them are looked for.", show_default=False)],
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many hits at most.")] = 10,
    format: Form = "text",
) -> None:
    """Find entries.

    Example: `tongjian search 青石 "义务教育 入学率"`.
    """
    from tongjian.library import LibraryError
    from tongjian.terminal import hit_list

    try:
        records = [h.record() for h in _library(library).search(query, limit=limit)]
    except LibraryError as problem:
        fail(str(problem))
    if format == "jsonl":
        emit(records)
    else:
        hit_list(records, Console(highlight=False))


@app.command()
def ask(
    library: Lib,
    question: Annotated[str, typer.Argument(help="A question in Chinese, as one would ask it.", show_default=False)],
    format: Form = "text",
) -> None:
    """Answer a question out of the library, with page and line, or say that it is not in the book.

    Example: `tongjian ask 青石 2024年青石区地区生产总值是多少？`.
    """
    from tongjian.library import LibraryError
    from tongjian.terminal import answer_card

    try:
        reply = _library(library).ask(question).record()
    except LibraryError as problem:
        fail(str(problem))
    if format == "jsonl":
        emit([reply])
    else:
        answer_card(reply, Console(highlight=False))


@app.command()
def series(
    library: Lib,
    indicator: Annotated[str, typer.Argument(help="The name of the figure: 地区生产总值.", show_default=False)],
    subject: Annotated[str | None, typer.Option(help="Whose figure: a region, body or place.")] = None,
    format: Form = "text",
) -> None:
    """One indicator over years and books.

    Example: `tongjian series 青石 地区生产总值 --subject 青石区`.
    """
    from tongjian.library import LibraryError
    from tongjian.terminal import series_table

    try:
        records = [p.record() for p in _library(library).series(indicator, subject=subject)]
    except LibraryError as problem:
        fail(str(problem))
    if format == "jsonl":
        emit(records)
    else:
        series_table(records, Console(highlight=False))


@app.command()
def publish(
    file: File,
    to: Annotated[str, typer.Option("--to", help="pdf, markdown, data …")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file or folder to write.")],
    ocr: Ocr = False,
    refuse_changes: Refuse = False,
) -> None:
    """Print the book again.

    Example: `tongjian publish 年鉴.txt --to pdf -o 年鉴.pdf`.
    """
    from tongjian.publish import PUBLISHERS, PublishError

    if to not in PUBLISHERS:
        fail(f"publish: cannot write {to!r}; --to takes {', '.join(sorted(PUBLISHERS))}")
    book = load(file, ocr, refuse_changes)
    try:
        with err.status(f"{to} …"):
            PUBLISHERS[to](book, output)
    except PublishError as problem:
        fail(str(problem))
    except OSError as problem:
        fail(f"{output}: cannot be written ({problem.strerror}); choose another place")
    err.print(f"{output}", style="green", markup=False)


@app.command()
def report(
    file: File,
    to: Annotated[str, typer.Option("--to", help="html, docx (Word with comments), letters (one a contributing unit), score, sarif.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write; letters: the folder.")],
    select: Annotated[str, typer.Option(help="Only these codes or families, parted by commas: NUM,DAT101.")] = "",
    ignore: Annotated[str, typer.Option(help="Not these codes or families.")] = "",
    previous: Annotated[str | None, typer.Option(help="Last year's book, to compare with.")] = None,
    profile: Annotated[Path | None, typer.Option(help="house.toml: the house's own settings.")] = None,
    decisions: Annotated[Path | None, typer.Option(help="Findings that a person decided; decisions.jsonl beside the book where none is named.")] = None,
    as_: Annotated[str, typer.Option("--as", help="book or manuscript.")] = "book",
    ocr: Ocr = False,
    refuse_changes: Refuse = False,
) -> None:
    """What is wrong in a book, as a report to work from or to send; it ends with what was not checked.

    Example: `tongjian report 年鉴.docx --to html -o 核校报告.html`.
    """
    import datetime

    from tongjian.publish import PublishError
    from tongjian.report import REPORTERS, prepare

    if to not in REPORTERS:
        fail(f"report: cannot write {to!r}; --to takes {', '.join(sorted(REPORTERS))}")
    if as_ not in ("book", "manuscript"):
        fail(f"report: --as {as_}: say book or manuscript")
    house = _profile(profile)
    book = load(file, ocr, refuse_changes)
    earlier = load(previous, ocr, refuse_changes) if previous else None
    try:
        with err.status(f"{to} …"):
            matter = prepare(
                book,
                previous=earlier,
                profile=house,
                select=_codes(select),
                ignore=_codes(ignore),
                as_=as_,
                decisions=_decisions(decisions, file),
                source=None if file == "-" else Path(file),
                made=datetime.date.today().isoformat(),
            )
            REPORTERS[to](matter, output)
    except PublishError as problem:
        fail(str(problem))
    except OSError as problem:
        fail(f"{output}: cannot be written ({problem.strerror}); choose another place")
    err.print(f"{output}: {len(matter.open)} findings", style="green", markup=False)


@app.command()
def serve(
    library: Lib,
    host: Annotated[str, typer.Option(help="The address to listen on; loopback unless told otherwise.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8321,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the reading room in a browser.")] = True,
) -> None:
    """Open the reading room on this machine.

    Example: `tongjian serve 青石`.
    """
    _library(library)
    try:
        from tongjian.web import serve as run
    except ImportError as missing:
        fail(f"serve: {missing.name} is not installed; pip install 'tongjian[web]'")
    try:
        run(library, host=host, port=port, open_browser=open_browser)
    except OSError as problem:
        fail(f"serve: {host}:{port} cannot be used ({problem.strerror}); choose another --port")


@app.command()
def mcp(library: Lib) -> None:
    """Answer agents over the Model Context Protocol, on standard input and output.

    Example: `tongjian mcp 青石`, which an agent's settings name as its command.
    """
    _library(library)
    try:
        from tongjian.mcp import serve as run
    except ImportError as missing:
        fail(f"mcp: {missing.name} is not installed; pip install 'tongjian[mcp]'")
    run(library)


keeping = typer.Typer(help="Is a library whole; a backup of it in one file; the library of a backup.", no_args_is_help=True)
app.add_typer(keeping, name="library")


@keeping.command()
def verify(library: Lib, format: Form = "text") -> None:
    """Hash, decode and count every file of a library again; one line for each thing that is wrong, and exit status 1.

    Example: `tongjian library verify 青石`.
    """
    from tongjian.library import LibraryError
    from tongjian.library.keeping import verify as run
    from tongjian.terminal import Stages

    try:
        with Stages(err) as stages:
            faults = run(library, progress=stages)
    except LibraryError as problem:
        fail(str(problem))
    if format == "jsonl":
        emit(fault.record() for fault in faults)
    else:
        for fault in faults:
            sys.stdout.write(f"{fault}\n")
        if not faults:
            err.print(f"{library}: 完好 whole", style="green", markup=False)
    if faults:
        raise typer.Exit(1)


@keeping.command()
def backup(
    library: Lib,
    output: Annotated[Path, typer.Option("--output", "-o", help="The zip file to write; it must not be there yet.")],
) -> None:
    """Write a library into one zip file, every file of it hashed again on the way.

    Example: `tongjian library backup 青石 -o 青石-20260501.zip`.
    """
    from tongjian.library import LibraryError
    from tongjian.library.keeping import backup as run
    from tongjian.terminal import Stages

    try:
        with Stages(err) as stages:
            count = run(library, output, progress=stages)
    except LibraryError as problem:
        fail(str(problem))
    err.print(f"{output}: {count} files", style="green", markup=False)


@keeping.command()
def restore(
    archive: Annotated[Path, typer.Argument(metavar="BACKUP", help="A zip file that `tongjian library backup` wrote.", show_default=False)],
    output: Annotated[Path, typer.Option("--output", "-o", help="The library folder to make; it must not be there yet.")],
    most: Annotated[float, typer.Option(min=0.001, help="The most gigabytes that may be unpacked.")] = 64,
) -> None:
    """Unpack a backup into a new library, which appears only if it is whole.

    Example: `tongjian library restore 青石-20260501.zip -o 青石`.
    """
    from tongjian.library import LibraryError
    from tongjian.library.keeping import restore as run
    from tongjian.terminal import Stages

    try:
        with Stages(err) as stages:
            count = run(archive, output, most_bytes=int(most * 2**30), progress=stages)
    except LibraryError as problem:
        fail(str(problem))
    err.print(f"{output}: {count} books", style="green", markup=False)


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
