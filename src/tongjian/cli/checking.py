"""Commands that judge a book: check, decide, profile, rules, report."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from tongjian.book import Book
from tongjian.cli.frame import File, Form, Ocr, Refuse, app, emit, err, fail, load, writing

MOST_BESIDE = 8_000_000  # characters of other books that a check looks at


@app.command()
def check(
    file: File,
    select: Annotated[str, typer.Option(help="Only these codes or families, parted by commas: NUM,DAT101.")] = "",
    ignore: Annotated[str, typer.Option(help="Not these codes or families.")] = "",
    previous: Annotated[str | None, typer.Option(help="Last year's book, to compare with.")] = None,
    library: Annotated[Path | None, typer.Option(help="A library: how its other books write a word speaks for or against a likely misprint.")] = None,
    profile: Annotated[Path | None, typer.Option(help="house.toml: the house's own settings.")] = None,
    rules: Annotated[list[Path] | None, typer.Option(help="The house's own words and patterns, TOML or CSV; may be given several times.")] = None,
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
    house = house_profile(profile, tuple(rules or ()))
    if relations:
        found = checking.relations(book, earlier)
        if format == "jsonl":
            emit(checking.relation_record(book, r) for r in found)
        else:
            from tongjian.terminal import relation_table

            relation_table([checking.relation_record(book, r) for r in found], Console(highlight=False))
        return
    notes: list[str] = []
    findings = checking.check(book, previous=earlier, profile=house, select=codes(select), ignore=codes(ignore), as_=as_, notes=notes, others=shelved(library, book))
    if baseline is not None:
        findings = checking.new_since(book, findings, _lines(baseline))
    kept = kept_decisions(decisions, file)
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
    for note in notes:
        err.print(f"tongjian: {note}", markup=False)
    ranks = {"info": 0, "warning": 1, "error": 2}
    if fail_on and any(ranks[f.severity] >= ranks[fail_on] for f in findings):
        raise typer.Exit(1)
    if notes:
        raise typer.Exit(3)


@app.command()
def report(
    file: File,
    to: Annotated[str, typer.Option("--to", help="html, docx (Word with comments), letters (one a contributing unit), score, sarif.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write; letters: the folder.")],
    select: Annotated[str, typer.Option(help="Only these codes or families, parted by commas: NUM,DAT101.")] = "",
    ignore: Annotated[str, typer.Option(help="Not these codes or families.")] = "",
    previous: Annotated[str | None, typer.Option(help="Last year's book, to compare with.")] = None,
    library: Annotated[Path | None, typer.Option(help="A library: how its other books write a word speaks for or against a likely misprint.")] = None,
    profile: Annotated[Path | None, typer.Option(help="house.toml: the house's own settings.")] = None,
    rules: Annotated[list[Path] | None, typer.Option(help="The house's own words and patterns, TOML or CSV; may be given several times.")] = None,
    decisions: Annotated[Path | None, typer.Option(help="Findings that a person decided; decisions.jsonl beside the book where none is named.")] = None,
    as_: Annotated[str, typer.Option("--as", help="book or manuscript.")] = "book",
    marks: Annotated[list[Path] | None, typer.Option(help="For score: the errors that a human reader marked (JSON Lines or CSV); give it twice, for two readers.")] = None,
    ocr: Ocr = False,
    refuse_changes: Refuse = False,
) -> None:
    """What is wrong in a book, as a report to work from or to send; it ends with what was not checked.

    Example: `tongjian report 年鉴.docx --to html -o 核校报告.html`.
    """
    import datetime

    from tongjian.report import REPORTERS, prepare

    if to not in REPORTERS:
        fail(f"report: cannot write {to!r}; --to takes {', '.join(sorted(REPORTERS))}")
    if as_ not in ("book", "manuscript"):
        fail(f"report: --as {as_}: say book or manuscript")
    house = house_profile(profile, tuple(rules or ()))
    book = load(file, ocr, refuse_changes)
    earlier = load(previous, ocr, refuse_changes) if previous else None
    with writing(output, to):
        matter = prepare(
            book,
            previous=earlier,
            profile=house,
            select=codes(select),
            ignore=codes(ignore),
            as_=as_,
            decisions=kept_decisions(decisions, file),
            source=None if file == "-" else Path(file),
            made=datetime.date.today().isoformat(),
            marks=_marks(marks or []),
            others=shelved(library, book),
        )
        REPORTERS[to](matter, output)
    items = sum(b.first.decision is None for b in matter.bundles)
    places = "" if items == len(matter.open) else f" at {len(matter.open)} places"
    err.print(f"{output}: {items} findings{places}", style="green", markup=False)
    for note in matter.notes:
        err.print(f"tongjian: {note}", markup=False)
    if matter.notes:
        raise typer.Exit(3)


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

    with writing(output, "house.toml"):
        write_file(output, text.encode())
    err.print(f"{output}", style="green", markup=False)


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


def _marks(files: list[Path]) -> Any:
    """The marks of two readers; None where none are given."""
    from tongjian.report.readers import read_marks

    if len(files) not in (0, 2):
        fail("report: --marks is given twice, one file a reader")
    try:
        return tuple(read_marks(file.read_bytes(), str(file)) for file in files) or None
    except OSError as problem:
        fail(f"{problem.filename}: cannot be read ({problem.strerror}); check the path")
    except ValueError as problem:
        fail(str(problem))


def codes(text: str) -> tuple[str, ...]:
    return tuple(c.strip().upper() for c in text.split(",") if c.strip())


def house_profile(path: Path | None, rules: tuple[Path, ...] = ()) -> Any:
    """The Profile of a house.toml and of files with rules of the house's own; None where neither is given."""
    if path is None and not rules:
        return None
    import tomllib

    from tongjian.check import Profile, own_rules, profile_of

    house = Profile()
    if path is not None:
        try:
            house = profile_of(tomllib.loads(path.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError) as problem:
            fail(f"{path}: cannot be read ({problem}); check the path")
        except (tomllib.TOMLDecodeError, ValueError) as problem:
            fail(f"{path}: {problem}; see docs/reference for house.toml")
    own = [*(path.parent / name for name in house.rules if path is not None), *rules]
    try:
        return own_rules(house, [(str(file), file.read_bytes()) for file in own])
    except OSError as problem:
        fail(f"{problem.filename}: cannot be read ({problem.strerror}); check the path")
    except ValueError as problem:
        fail(f"{problem}; see docs/how-to for rules of your own")


def shelved(path: Path | None, book: Book) -> tuple[Book, ...]:
    """The other books of a library, the nearest first (its own region, then by year), up to as much text as is read in a moment."""
    if path is None:
        return ()
    from tongjian.library import Library, LibraryError

    try:
        library = Library.open(path)
        cards = sorted((c for c in library.books() if c.id != book.id), key=lambda c: (c.region != book.region, abs((c.year or 0) - (book.year or 0)), c.id))
        taken: list[Book] = []
        for card in cards:
            if taken and sum(len(b.text) for b in taken) + card.characters > MOST_BESIDE:
                err.print(f"tongjian: {len(cards) - len(taken)} further books of {path} are not looked at", style="dim", markup=False)
                break
            taken.append(library.book(card.id))
        return tuple(taken)
    except LibraryError as problem:
        fail(str(problem))


def kept_decisions(path: Path | None, book: str) -> list[dict[str, Any]]:
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
