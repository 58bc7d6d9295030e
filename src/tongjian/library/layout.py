"""A library on disk: immutable book folders, one index, and the manifest of the newest generation.

    library/
      generation-00000007.json   the manifest: which versions of which books there are; the highest number counts
      books/<id>-<version>/      book.msgpack, one Parquet table a kind of record, and digests.json; never changed once it has its name
      index/                     tantivy; every document carries the version of its book
      lock                       held while a build writes

A generation appears by the one rename of its manifest to a name that was not there before, so a reader sees the old or
the new, and nothing is renamed over a file that another program may have open (Windows refuses that). What only an older
generation names is removed by the build after the next, so that readers can finish.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from tongjian.library.errors import LibraryError

FORMAT = 3  # of the stored library; a library of another format must be built again
DIGESTS = "digests.json"  # in a book's folder: file → SHA-256
_GENERATION = re.compile(r"generation-(\d{8})\.json")


class Card(msgspec.Struct, frozen=True):
    """What a library knows of a book without opening it. `year` is the edition year, `data_year` the year that its matter is about."""

    id: str
    version: str  # digest of the source and of the program that read it
    title: str
    year: int | None
    data_year: int | None
    region: str | None
    source: str  # name of the file that it was built from
    parts: int
    sections: int
    entries: int
    facts: int
    findings: int
    errors: int
    warnings: int
    infos: int
    characters: int = 0
    digest: str = ""  # SHA-256 of the folder's digests.json

    @property
    def folder(self) -> str:
        """Name of the book's folder under `books/`."""
        return f"{self.id}-{self.version}"


class Manifest(msgspec.Struct, frozen=True):
    """One generation of a library."""

    format: int
    generation: int
    books: tuple[Card, ...]
    program: str = ""
    index: dict[str, str] = {}  # file of the index → SHA-256


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def digests_of(folder: Path) -> dict[str, str]:
    """The SHA-256 of each file of a folder, by name; locks and hidden files left out, as they are nobody's content."""
    return {path.name: sha256(path) for path in sorted(folder.iterdir()) if path.is_file() and not path.name.startswith(".") and path.suffix != ".lock"}


def read_digests(folder: Path, digest: str) -> dict[str, str]:
    """The digests of a book's files. Raises LibraryError where they are missing or not those that the card names."""
    path = folder / DIGESTS
    if not digest:
        raise LibraryError(path, "the book was built before digests were kept", "remove the library and build it again")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise LibraryError(path, f"cannot be read ({error.strerror})", "restore a backup") from None
    if hashlib.sha256(data).hexdigest() != digest:
        raise LibraryError(path, "has changed since it was built", "restore a backup")
    return msgspec.json.decode(data, type=dict[str, str])


def generations(root: Path) -> list[int]:
    """Numbers of the generations whose manifests are there, oldest first."""
    try:
        return sorted(int(m[1]) for name in os.listdir(root) if (m := _GENERATION.fullmatch(name)))
    except (FileNotFoundError, NotADirectoryError):
        return []


def manifest_path(root: Path, generation: int) -> Path:
    return root / f"generation-{generation:08d}.json"


def read_manifest(root: Path) -> Manifest:
    """The newest generation. Raises LibraryError: nothing there, not a library, another format, damaged."""
    for attempt in (1, 2, 3):
        known = generations(root)
        if not known:
            if not root.exists():
                raise LibraryError(root, "there is no such library", "check the path, or make one with `tongjian build FILE... -o LIBRARY`")
            what = "this is a file, not a library" if not root.is_dir() else "this folder is not a library"
            raise LibraryError(root, what, "name the folder that `tongjian build FILE... -o LIBRARY` made")
        path = manifest_path(root, known[-1])
        try:
            return decode_manifest(path, path.read_bytes())
        except FileNotFoundError:  # two builds went by between the listing and the reading
            if attempt == 3:
                raise
        except OSError as error:
            raise LibraryError(path, f"cannot be read ({error.strerror})", "check the permissions of the library") from None
    raise AssertionError("unreachable")


def decode_manifest(path: Path, data: bytes) -> Manifest:
    try:
        head = msgspec.json.decode(data)
        if head.get("format") != FORMAT:
            raise LibraryError(path, f"the library has format {head.get('format')}, this program reads {FORMAT}", "remove the folder or name another, and build it again from its books")
        return msgspec.json.decode(data, type=Manifest)
    except (msgspec.MsgspecError, AttributeError):
        raise LibraryError(path, "the manifest is damaged", "restore the library or build it again from its books") from None


def write_manifest(root: Path, manifest: Manifest) -> None:
    """Publish a generation: written beside, flushed, then given its name by one rename."""
    path = manifest_path(root, manifest.generation)
    beside = path.with_suffix(".new")
    with beside.open("wb") as out:
        out.write(msgspec.json.format(msgspec.json.encode(manifest), indent=1))
        out.flush()
        os.fsync(out.fileno())
    os.replace(beside, path)


@contextmanager
def writing(root: Path) -> Iterator[None]:
    """Hold the library's lock. Raises LibraryError where another build holds it or the folder cannot be written."""
    from filelock import FileLock, Timeout

    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(root, f"cannot be made ({error.strerror})", "choose another place for the library") from None
    others = [name for name in os.listdir(root) if name not in ("books", "index", "lock") and not name.startswith(("generation-", "."))]
    if others and not generations(root):
        raise LibraryError(root, f"the folder holds other things ({others[0]})", "name an empty folder, one that is not there yet, or a library")
    lock = FileLock(root / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise LibraryError(root, "another build is writing this library", "wait until it has ended and try again") from None
    except OSError as error:
        raise LibraryError(root, f"cannot be written ({error.strerror})", "check the permissions, or choose another place") from None
    try:
        yield
    finally:
        lock.release()


def clean(root: Path) -> None:
    """Remove what killed builds left and what the newest two generations do not name. Call with the lock held."""
    known = generations(root)
    for number in known[:-2]:
        with suppress(OSError):
            manifest_path(root, number).unlink()
    for leftover in root.glob("*.new"):
        with suppress(OSError):
            leftover.unlink()
    kept = {card.folder for number in known[-2:] for card in cards_of(root, number)}
    books = root / "books"
    if books.is_dir():
        for folder in books.iterdir():
            if folder.name not in kept:
                shutil.rmtree(folder, ignore_errors=True)


def cards_of(root: Path, generation: int) -> tuple[Card, ...]:
    """The books of a generation; none where its manifest cannot be read."""
    path = manifest_path(root, generation)
    try:
        return decode_manifest(path, path.read_bytes()).books
    except (OSError, LibraryError):
        return ()
