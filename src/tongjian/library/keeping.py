"""Keeping a library: is it whole, a backup of it in one file, and the library of a backup.

A book's folder holds `digests.json`, the SHA-256 of each of its files; the manifest holds that of `digests.json` (in the
card) and of every file of the index. So whatever changed after the build is told by the place where it changed.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext, suppress
from pathlib import Path, PurePosixPath

import msgspec

from tongjian.library import layout
from tongjian.library.errors import LibraryError
from tongjian.library.layout import Card, Manifest, read_digests, sha256

MOST_BYTES = 64 * 2**30  # of a restored library, unless told otherwise
MOST_FILES = 1_000_000
_CHUNK = 1 << 20
_NAMES = re.compile(r"generation-\d{8}\.json|books/[^/\\:\0]+/[\w.-]+|index/[\w.-]+")
_HELD = re.compile(r"lock|index/\.[\w.-]+")  # locks that were made while it was verified
_COUNTED = {"entries": "entries", "facts": "facts", "findings": "findings"}  # field of a card → table

Progress = Callable[[str, int, int], None]


class Fault(msgspec.Struct, frozen=True):
    """Something wrong with a library: where, what, and what to do."""

    where: str
    what: str
    todo: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}; {self.todo}"

    def record(self) -> dict[str, str]:
        return {"where": self.where, "what": self.what, "todo": self.todo}


def verify(root: Path, progress: Progress | None = None) -> list[Fault]:
    """Everything that is wrong with the newest generation of a library, in the order of its parts; none where it is whole.

    Every file is read and hashed again, every book and table is decoded and counted, and every entry of the index is
    compared with its book. Raises LibraryError where there is no library at all, or a build is writing it.
    """
    tell: Progress = progress or (lambda stage, done, total: None)
    if not layout.generations(root):
        layout.read_manifest(root)  # says what is there instead
    with layout.writing(root) if os.access(root, os.W_OK) else nullcontext():  # a build under way would look like damage
        return _verify(root, tell)


def _verify(root: Path, tell: Progress) -> list[Fault]:
    try:
        manifest = layout.read_manifest(root)
    except LibraryError as problem:
        return [Fault(_inside(root, problem.where), problem.what, problem.todo)]
    faults = list(_manifest(root, manifest))
    for number, card in enumerate(manifest.books):
        tell("books", number, len(manifest.books))
        faults += _book(root, card)
    tell("books", len(manifest.books), len(manifest.books))
    tell("index", 0, 1)
    faults += _index(root, manifest)
    tell("index", 1, 1)
    return faults


_AGAIN = "build the book again into a new library, or restore a backup"


def _inside(root: Path, where: str) -> str:
    with suppress(ValueError):
        return str(Path(where).relative_to(root))
    return where


def _manifest(root: Path, manifest: Manifest) -> Iterator[Fault]:
    where = layout.manifest_path(root, manifest.generation).name
    newest = layout.generations(root)[-1]
    if manifest.generation != newest:
        yield Fault(f"generation-{newest:08d}.json", f"says that it is generation {manifest.generation}", "restore a backup")
    if len({card.id for card in manifest.books}) < len(manifest.books):
        yield Fault(where, "names a book twice", "restore a backup")


def _book(root: Path, card: Card) -> Iterator[Fault]:
    """What is wrong with a book's folder."""
    from tongjian.book import Book
    from tongjian.library.tables import read_table

    folder = root / "books" / card.folder
    where = f"books/{card.folder}"
    if not folder.is_dir():
        yield Fault(where, "the folder of the book is missing", _AGAIN)
        return
    try:
        told = read_digests(folder, card.digest)
    except LibraryError as problem:
        yield Fault(f"{where}/{layout.DIGESTS}", problem.what, _AGAIN)
        return
    broken = False
    for name in sorted(told | {p.name: "" for p in folder.iterdir() if p.name != layout.DIGESTS}):
        fault = _file(folder / name, told.get(name), f"{where}/{name}")
        broken = broken or fault is not None
        if fault is not None:
            yield fault
    if broken:
        return
    try:
        book = msgspec.msgpack.decode((folder / "book.msgpack").read_bytes(), type=Book)
    except (OSError, msgspec.MsgspecError) as error:
        yield Fault(f"{where}/book.msgpack", f"cannot be decoded ({error})", _AGAIN)
        return
    if (book.id, len(book.text)) != (card.id, card.characters):
        yield Fault(f"{where}/book.msgpack", f"holds {book.id} of {len(book.text)} characters, the manifest says {card.id} of {card.characters}", _AGAIN)
    for field, table in _COUNTED.items():
        try:
            rows = read_table(folder / f"{table}.parquet")
        except (OSError, ValueError) as error:
            yield Fault(f"{where}/{table}.parquet", f"cannot be read ({error})", _AGAIN)
            continue
        count = sum(row["level"] == "entry" for row in rows) if table == "entries" else len(rows)
        if count != getattr(card, field):
            yield Fault(f"{where}/{table}.parquet", f"holds {count} {field}, the manifest says {getattr(card, field)}", _AGAIN)


def _file(path: Path, digest: str | None, where: str) -> Fault | None:
    if digest is None:
        return Fault(where, "does not belong to the book", "remove it if nobody needs it")
    if not path.is_file():
        return Fault(where, "is missing", _AGAIN)
    try:
        found = sha256(path)
    except OSError as error:
        return Fault(where, f"cannot be read ({error.strerror})", "check the permissions and the disk")
    return None if found == digest else Fault(where, "has changed since it was built", _AGAIN)


_REINDEX = "remove the library and build it again, or restore a backup"


def _index(root: Path, manifest: Manifest) -> Iterator[Fault]:
    """What is wrong with the index: its files, and whether it holds each book as the book is."""
    from tongjian.library.library import Library
    from tongjian.library.names import names_of
    from tongjian.library.passages import passages, sentences
    from tongjian.library.searching import Searcher
    from tongjian.library.tables import read_table

    if not manifest.books:
        return
    if not manifest.index:
        yield Fault("index", "was built before digests were kept", "remove the library and build it again")
        return
    broken = False
    for name, digest in sorted(manifest.index.items()):
        path = root / "index" / name
        if not path.is_file():
            broken = True
            yield Fault(f"index/{name}", "is missing", _REINDEX)
        elif sha256(path) != digest:
            broken = True
            yield Fault(f"index/{name}", "has changed since it was built", _REINDEX)
    if broken:
        return
    try:
        searcher = Searcher(root / "index", manifest)
    except LibraryError as problem:
        yield Fault("index", problem.what, problem.todo)
        return
    library = Library(root, manifest)
    for card in manifest.books:
        try:
            book = library.book(card.id)
        except LibraryError:
            continue  # told with its folder
        wanted = {p.key: p for p in passages(book, card.version, {})}
        found = {p.key: p for p in searcher.all_passages(card.version)}
        if found.keys() != wanted.keys():
            yield Fault("index", f"holds {len(found)} entries of {card.id}, the book has {len(wanted)}", _REINDEX)
            continue
        wrong = next((p for key, p in wanted.items() if (found[key].text, found[key].marks) != (p.text, p.marks)), None)
        if wrong is not None:
            yield Fault("index", f"《{wrong.title}》 of {card.id} is not as the book has it", _REINDEX)
        count, told = searcher.count_sentences(card.version), sum(len(sentences(p)) for p in wanted.values())
        if count != told:
            yield Fault("index", f"holds {count} sentences of {card.id}, the book has {told}", _REINDEX)
        try:
            rows = {kind: read_table(root / "books" / card.folder / f"{kind}.parquet") for kind in ("people", "organisations", "systems", "facts")}
        except (OSError, ValueError):
            continue  # told with its folder
        count, told = searcher.count_names(card.version), len(names_of(rows))
        if count != told:
            yield Fault("index", f"holds {count} names of {card.id}, the book has {told}", _REINDEX)


def backup(root: Path, archive: Path, progress: Progress | None = None) -> int:
    """Write the newest generation of a library into one zip file, which appears whole or not at all; the number of files.

    No build can write meanwhile. Every file is hashed as it is read, so a damaged library makes no backup.
    Raises LibraryError: no library, damaged, another build is writing, the archive is there already or cannot be written.
    """
    tell: Progress = progress or (lambda stage, done, total: None)
    layout.read_manifest(root)  # before a lock is made in a folder that is no library
    if archive.exists():
        raise LibraryError(archive, "is there already", "choose another name, or remove it first")
    beside = archive.with_name(f".{archive.name}.new")
    with layout.writing(root):
        manifest = layout.read_manifest(root)
        files = list(_files(root, manifest))
        try:
            with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED, allowZip64=True, compresslevel=1) as out:
                for number, (name, digest) in enumerate(files):
                    tell("backup", number, len(files))
                    _pack(out, root, name, digest)
            with beside.open("rb+") as written:
                os.fsync(written.fileno())
            os.replace(beside, archive)
        except OSError as error:
            raise LibraryError(archive, f"cannot be written ({error.strerror or error})", "make room or choose another place") from None
        finally:
            with suppress(OSError):
                beside.unlink()
    tell("backup", len(files), len(files))
    return len(files)


def _files(root: Path, manifest: Manifest) -> Iterator[tuple[str, str | None]]:
    """Name and digest of every file of a generation; of the manifest itself and of a book's digests there is none but the card's."""
    yield layout.manifest_path(root, manifest.generation).name, None
    for card in manifest.books:
        folder = root / "books" / card.folder
        told = read_digests(folder, card.digest)
        yield f"books/{card.folder}/{layout.DIGESTS}", card.digest
        yield from ((f"books/{card.folder}/{name}", digest) for name, digest in sorted(told.items()))
    if manifest.books and not manifest.index:
        raise LibraryError(root / "index", "was built before digests were kept", "remove the library and build it again")
    yield from ((f"index/{name}", digest) for name, digest in sorted(manifest.index.items()))


def _pack(out: zipfile.ZipFile, root: Path, name: str, digest: str | None) -> None:
    try:
        source = (root / name).open("rb")
    except OSError as error:
        raise LibraryError(root / name, f"cannot be read ({error.strerror})", "see `tongjian library verify`") from None
    found = hashlib.sha256()
    info = zipfile.ZipInfo(name)  # of 1980: the same library gives the same archive
    info.compress_type = zipfile.ZIP_STORED if name.endswith(".parquet") else zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    info.file_size = (root / name).stat().st_size
    with source, out.open(info, "w") as target:
        while chunk := source.read(_CHUNK):
            found.update(chunk)
            target.write(chunk)
    if digest is not None and found.hexdigest() != digest:
        raise LibraryError(root / name, "has changed since it was built", "see `tongjian library verify`; nothing was written")


def restore(archive: Path, root: Path, most_bytes: int = MOST_BYTES, progress: Progress | None = None) -> int:
    """Unpack a backup into a library that is not there yet; the number of its books.

    Only names that a backup has are unpacked, never more than `most_bytes` or than the disk has room for. The library is
    verified beside its place and then given its name by one rename. Raises LibraryError: the place is taken, the archive is
    no backup, damaged or too large.
    """
    tell: Progress = progress or (lambda stage, done, total: None)
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise LibraryError(root, "is there already", "name a folder that is not there yet")
    try:
        with zipfile.ZipFile(archive) as source:
            infos = _checked(archive, source.infolist(), most_bytes)
            root.parent.mkdir(parents=True, exist_ok=True)
            needed = sum(info.file_size for info in infos)
            if needed > shutil.disk_usage(root.parent).free:
                raise LibraryError(root, f"needs {needed / 2**20:.0f} MB, which the disk does not have", "make room or choose another place")
            beside = root.with_name(f".{root.name}.new")
            shutil.rmtree(beside, ignore_errors=True)
            try:
                for number, info in enumerate(infos):
                    tell("restore", number, len(infos))
                    _unpack(source, info, beside)
                tell("restore", len(infos), len(infos))
                return _put(archive, beside, root)
            finally:
                shutil.rmtree(beside, ignore_errors=True)
    except FileNotFoundError:
        raise LibraryError(archive, "there is no such file", "check the path") from None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise LibraryError(archive, f"is not a backup, or is damaged ({error})", "take another backup") from None
    except OSError as error:
        raise LibraryError(error.filename or root, f"cannot be written ({error.strerror or error})", "make room or check the permissions") from None


def _put(archive: Path, beside: Path, root: Path) -> int:
    """Give an unpacked library its name where it is whole."""
    faults = verify(beside)
    if faults:
        raise LibraryError(archive, f"the library in it is damaged ({faults[0].where}: {faults[0].what})", "take another backup; nothing was restored")
    manifest = layout.read_manifest(beside)
    known = {name for name, _ in _files(beside, manifest)}
    strange = sorted(name for path in beside.rglob("*") if path.is_file() and (name := path.relative_to(beside).as_posix()) not in known and not _HELD.fullmatch(name))
    if strange:
        raise LibraryError(archive, f"holds {strange[0]!r}, which does not belong to its library", "restore only what `tongjian library backup` wrote")
    if root.is_dir():
        root.rmdir()  # empty, as was looked before
    os.replace(beside, root)
    return len(manifest.books)


def _checked(archive: Path, infos: Iterable[zipfile.ZipInfo], most_bytes: int) -> list[zipfile.ZipInfo]:
    """The files of an archive, each of a name that a backup has, once, plain, and all together not too large."""
    kept: dict[str, zipfile.ZipInfo] = {}
    total = 0
    for info in infos:
        name = info.filename
        if not _NAMES.fullmatch(name) or ".." in PurePosixPath(name).parts or stat.S_ISLNK(info.external_attr >> 16):
            raise LibraryError(archive, f"holds {name[:80]!r}, which no backup of a library does", "restore only what `tongjian library backup` wrote")
        if name.casefold() in kept:
            raise LibraryError(archive, f"holds {name!r} twice", "take another backup")
        kept[name.casefold()] = info
        total += info.file_size
        if total > most_bytes or len(kept) > MOST_FILES:
            raise LibraryError(archive, f"would unpack to more than {most_bytes / 2**30:.3g} GB or {MOST_FILES} files", "allow more with --most if you trust it")
    if not any(name.startswith("generation-") for name in kept):
        raise LibraryError(archive, "holds no library", "name a file that `tongjian library backup` wrote")
    return list(kept.values())


def _unpack(source: zipfile.ZipFile, info: zipfile.ZipInfo, folder: Path) -> None:
    """One file, never longer than it was said to be."""
    path = folder / info.filename
    path.parent.mkdir(parents=True, exist_ok=True)
    left = info.file_size
    with source.open(info) as packed, path.open("xb") as out:
        while chunk := packed.read(min(_CHUNK, left + 1)):
            left -= len(chunk)
            if left < 0:
                raise zipfile.BadZipFile(f"{info.filename} is longer than it says")
            out.write(chunk)


__all__ = ["Fault", "backup", "restore", "verify"]
