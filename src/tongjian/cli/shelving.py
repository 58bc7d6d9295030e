"""Commands that keep and question a library: build, search, ask, series, library verify, backup and restore."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from tongjian.cli.frame import PARTIAL, UNUSABLE, Form, Lib, Names, Ocr, Refuse, app, emit, err, fail, vocabulary_with, writing
from tongjian.read import How, Unreadable

keeping = typer.Typer(help="Is a library whole; a backup of it in one file; the library of a backup.", no_args_is_help=True)
app.add_typer(keeping, name="library")


def opened(path: Path) -> Any:
    from tongjian.library import Library, LibraryError

    try:
        return Library.open(path)
    except LibraryError as problem:
        fail(str(problem))


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


@app.command()
def search(
    library: Lib,
    query: Annotated[str, typer.Argument(help="Words; all of them are looked for. OR, NOT, -word, \"phrases\", brackets and filters such as part:经济 or year:2024 narrow and widen.", show_default=False)],
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many hits at most.")] = 10,
    format: Form = "text",
) -> None:
    """Find entries.

    Example: `tongjian search 青石 "义务教育 入学率"`.
    """
    from tongjian.library import LibraryError
    from tongjian.terminal import hit_list

    shelf = opened(library)
    try:
        records = [h.record() for h in shelf.search(query, limit=limit)]
        meant = shelf.meant(query) if format == "text" else None
    except LibraryError as problem:
        fail(str(problem))
    if format == "jsonl":
        emit(records)
    else:
        hit_list(records, Console(highlight=False))
    if meant:
        err.print(f"是不是要找 did you mean: {meant}", markup=False, highlight=False)


@app.command()
def ask(
    library: Lib,
    question: Annotated[str, typer.Argument(help="A question in Chinese, as one would ask it; in English for common indicators.", show_default=False)],
    format: Form = "text",
) -> None:
    """Answer a question out of the library, with page and line, or say that it is not in the book.

    Example: `tongjian ask 青石 2024年青石区地区生产总值是多少？`.
    """
    from tongjian.library import LibraryError
    from tongjian.terminal import answer_card

    try:
        reply = opened(library).ask(question).record()
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
    chart: Annotated[Path | None, typer.Option("--chart", metavar="FILE.svg", help="Draw it too: the region's years, a gap where the books have no figure.")] = None,
    indicators: Names = None,
    format: Form = "text",
) -> None:
    """One indicator over years and books.

    Example: `tongjian series 青石 地区生产总值 --subject 青石区`; with `--chart 生产总值.svg` for the picture.
    """
    from tongjian.library import LibraryError
    from tongjian.terminal import series_table

    names = vocabulary_with(indicators)
    shelf = opened(library)
    try:
        points = shelf.series(indicator, subject=subject, vocabulary=names)
    except LibraryError as problem:
        fail(str(problem))
    records = [p.record() for p in points]
    if format == "jsonl":
        emit(records)
    else:
        series_table(records, Console(highlight=False))
    if chart is not None:
        _draw(shelf, indicator, points, chart)


def _draw(library: Any, indicator: str, points: Any, output: Path) -> None:
    """Write the picture of a series; leaves with status 2 where there is nothing to draw or the file cannot be written."""
    from tongjian.library.series import drawing
    from tongjian.publish.files import write_file

    drawn = drawing(library, indicator, points)
    if drawn.svg is None:
        known = "、".join(map(str, drawn.years)) or "no year"
        fail(f"series: a picture needs figures of two years, and {indicator}{f' of {drawn.subject}' if drawn.subject else ''} has {known}; build more books into the library or name another --subject")
    with writing(output, "svg"):
        write_file(output, drawn.svg.encode("utf-8"))
    err.print(f"{output}", style="green", markup=False)


@app.command()
def mentions(
    library: Lib,
    name: Annotated[str, typer.Argument(help="A person, body, place, project or system, by any of its names.", show_default=False)],
    format: Form = "text",
) -> None:
    """What the books say of one name, under all its names, in the order of time: posts, events, figures, systems, honours, documents.

    Example: `tongjian mentions 青石 区融媒体中心`.
    """
    from tongjian.extract.mentions import as_record
    from tongjian.library import LibraryError
    from tongjian.terminal import mention_table

    try:
        records = [as_record(m) for m in opened(library).mentions(name)]
    except LibraryError as problem:
        fail(str(problem))
    if format == "jsonl":
        emit(records)
    else:
        mention_table(records, Console(highlight=False))


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
