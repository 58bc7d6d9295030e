"""Building: files → books → records, findings and index → a new generation of the library."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import msgspec

from tongjian import __version__
from tongjian.book import Book
from tongjian.library import layout
from tongjian.library.errors import LibraryError
from tongjian.library.index import Writer
from tongjian.library.layout import Card, Manifest
from tongjian.library.names import names_of
from tongjian.library.passages import passages
from tongjian.library.tables import Record, write_table
from tongjian.read import How

Progress = Callable[[str, int, int], None]
STAGES = ("read", "structure", "extract", "check", "index", "write")
_PLACE = ("line", "line_end", "page", "sheet", "block", "node", "quote")


class Built(msgspec.Struct, frozen=True):
    """What a build made of one book. `unchanged`: it was in the library already, of the same text and program."""

    id: str
    title: str
    parts: int
    sections: int
    entries: int
    facts: int
    errors: int
    warnings: int
    infos: int
    unchanged: bool = False


class Report(msgspec.Struct, frozen=True):
    """What a build made. `failed`: one line a file that is not in the library now, what was wrong and what to do."""

    books: tuple[Built, ...]
    warnings: tuple[str, ...]
    failed: tuple[str, ...]
    seconds: float


def build(files: Iterable[str | Path], output: str | Path, progress: Progress | None = None, how: How | None = None) -> Report:
    """Read books into a library, all of them in one new generation; the library stays as it was until the last step.

    A file that cannot be used is named in `failed` and the others are built. Building a book again replaces it; one whose
    text and program have not changed is left as it is. `progress(stage, done, total)` is called with each of STAGES; `how`: what
    is asked of the readers.
    Raises LibraryError: the library is being written by another build, cannot be written, or is of another format.
    """
    began = time.monotonic()
    root = Path(output)
    names = [str(f) for f in files]
    tell: Progress = progress or (lambda stage, done, total: None)
    with layout.writing(root):
        try:
            layout.clean(root)
            before = layout.read_manifest(root) if layout.generations(root) else Manifest(layout.FORMAT, 0, ())
            return _build(names, root, before, tell, began, how or How())
        except OSError as error:
            raise LibraryError(error.filename or root, f"cannot be written ({error.strerror or error})", "make room or check the permissions; the library is as it was") from error


def _build(names: list[str], root: Path, before: Manifest, tell: Progress, began: float, how: How) -> Report:
    cards = {card.id: card for card in before.books}
    built: list[Built] = []
    warnings: list[str] = []
    failed: list[str] = []
    seen: dict[str, str] = {}  # book id → file of this build
    writer: Writer | None = None
    made: list[Path] = []
    try:
        for number, name in enumerate(names):
            tell("read", number, len(names))
            try:
                book, version = _read(name, how)
            except _Unusable as problem:
                failed.append(str(problem))
                tell("read", number + 1, len(names))
                continue
            tell("read", number + 1, len(names))
            tell("structure", number + 1, len(names))
            if book.id in seen:
                failed.append(f"{name}: another file of this build has the same name ({seen[book.id]}); rename one, since the name is the book's id")
                continue
            seen[book.id] = name
            warnings += [f"{name}: {w}" for w in book.warnings]
            old = cards.get(book.id)
            if old is not None and old.version == version and old.digest and (root / "books" / old.folder).is_dir():
                built.append(_built(old, unchanged=True))
                continue
            if old is not None and (old.year, old.title) != (book.year, book.title):
                warnings.append(f"{name}: replaces 《{old.title}》, which had the same id {book.id}; rename the file to keep both")
            if writer is None:
                writer = Writer(root / "index")
                writer.drop(writer.versions() - _kept(root))
            card, records = _work(book, version, number, len(names), tell)
            tell("index", number, len(names))
            writer.add(version, list(passages(book, version, {k: _bare(v) for k, v in records.items() if k not in ("findings", "entries", "indicators")})))
            writer.add_names(version, names_of(records))
            tell("index", number + 1, len(names))
            if not (root / "books" / card.folder).exists():  # else the generation before last had this very version
                made.append(_store(root, book, card, records))
            elif not (root / "books" / card.folder / layout.DIGESTS).exists():  # of a program that kept no digests
                _digest(root / "books" / card.folder)
            card = msgspec.structs.replace(card, digest=layout.sha256(root / "books" / card.folder / layout.DIGESTS))
            tell("write", number + 1, len(names))
            cards[book.id] = card
            built.append(_built(card))
        if writer is not None:
            writer.commit()
            writer.close()
            layout.write_manifest(root, Manifest(layout.FORMAT, before.generation + 1, tuple(cards.values()), __version__, layout.digests_of(root / "index")))
    except BaseException:
        if not layout.manifest_path(root, before.generation + 1).exists():
            if writer is not None:
                writer.rollback()
            _undo(root, made)
        raise
    return Report(tuple(built), tuple(warnings), tuple(failed), time.monotonic() - began)


def _undo(root: Path, made: list[Path]) -> None:
    """Take away the folders of a build that did not come to its end."""
    for folder in made:
        shutil.rmtree(folder, ignore_errors=True)


class _Unusable(Exception):
    """One file that cannot be used."""


def _read(name: str, how: How) -> tuple[Book, str]:
    """The book of a file, and the version of it that this program would store."""
    from tongjian.read import Unreadable, open_book

    try:
        book = open_book(name, how)
    except Unreadable as problem:
        raise _Unusable(str(problem)) from None
    except (RecursionError, MemoryError):
        raise _Unusable(f"{name}: too much for this machine's memory; split the book") from None
    if not book.nodes:
        raise _Unusable(f"{name}: nothing that could be an entry was found in it; check that it is the text of a book")
    digest = hashlib.sha256(f"{layout.FORMAT} {__version__} {book.id} {book.source_form} {book.source_digest}".encode()).hexdigest()
    return book, digest[:12]


def _kept(root: Path) -> set[str]:
    """Versions that the newest two generations name."""
    return {card.version for number in layout.generations(root)[-2:] for card in layout.cards_of(root, number)}


def _work(book: Book, version: str, number: int, total: int, tell: Progress) -> tuple[Card, dict[str, list[Record]]]:
    """Everything that is known of a book: the card, and its records by kind."""
    from tongjian.check import check
    from tongjian.check import record as finding_record
    from tongjian.extract import EXTRACTORS, extract
    from tongjian.extract import record as extract_record

    records: dict[str, list[Record]] = {}
    tell("extract", number, total)
    facts = None
    for kind in EXTRACTORS:
        found = extract(book, kind)
        facts = found if kind == "facts" else facts  # the checks look at them too
        records[kind] = [extract_record(book, r) for r in found]
    tell("extract", number + 1, total)
    tell("check", number, total)
    findings = [finding_record(book, f) for f in check(book, facts=facts)]
    tell("check", number + 1, total)
    records["findings"] = findings
    records["entries"] = list(_entries(book))
    levels = [node.level for node in book.nodes]
    severities = [f["severity"] for f in findings]
    card = Card(
        id=book.id,
        version=version,
        title=book.title,
        year=book.year,
        data_year=book.data_year,
        region=book.region,
        source=book.source_name,
        parts=levels.count("part"),
        sections=levels.count("section"),
        entries=levels.count("entry"),
        facts=len(records.get("facts", ())),
        findings=len(findings),
        errors=severities.count("error"),
        warnings=severities.count("warning"),
        infos=severities.count("info"),
        characters=len(book.text),
    )
    return card, records


def _entries(book: Book) -> Iterable[Record]:
    for index, node in enumerate(book.nodes):
        place = book.place(node.start, node.end)
        yield {
            "id": node.id, "level": node.level, "kind": node.kind, "title": node.title, "path": book.path(index), "byline": book.byline_of(index),
            "date": node.date, "inferred": node.inferred, "text": book.body(index) if node.level in ("entry", "subentry") else "",
            "start": node.start, "end": node.end, "line": place.line, "line_end": place.line_end, "page": place.page, "sheet": place.sheet, "block": place.block,
        }  # fmt: skip


def _bare(rows: list[Record]) -> list[Record]:
    """Records without their places, which the passage knows, in the order of the text."""
    return sorted(({k: v for k, v in row.items() if k not in _PLACE} for row in rows), key=lambda r: (r["start"], r["end"]))


def _store(root: Path, book: Book, card: Card, records: dict[str, list[Record]]) -> Path:
    """Write the book's folder beside and give it its name by one rename."""
    books = root / "books"
    final = books / card.folder
    beside = books / f".{card.folder}.new"
    beside.mkdir(parents=True)
    (beside / "book.msgpack").write_bytes(msgspec.msgpack.encode(book))
    for kind, rows in records.items():
        write_table(beside / f"{kind}.parquet", rows)
    _digest(beside)
    os.replace(beside, final)
    return final


def _digest(folder: Path) -> None:
    """Write down the digests of a book's files."""
    (folder / layout.DIGESTS).write_bytes(msgspec.json.encode(layout.digests_of(folder)))


def _built(card: Card, unchanged: bool = False) -> Built:
    return Built(card.id, card.title, card.parts, card.sections, card.entries, card.facts, card.errors, card.warnings, card.infos, unchanged)


__all__: list[Any] = ["STAGES", "Built", "Progress", "Report", "build"]
