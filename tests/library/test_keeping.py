"""A library can be verified, backed up and restored; whatever is damaged is told by its place."""

from __future__ import annotations

import json
import shutil
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from invented_yearbook import shelf, write
from typer.testing import CliRunner

from tongjian.cli import app
from tongjian.library import Library, LibraryError, build, layout
from tongjian.library.keeping import backup, restore, verify


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kept")
    return shelf(folder, write(folder), write(folder, "青石年鉴2024.txt", year=2023, gdp="290.1")).root


@pytest.fixture
def root(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "青石"))


def folder_of(root: Path) -> Path:
    return Library.open(root).folder("青石年鉴2025")


def flip(path: Path) -> None:
    """Change one byte in the middle of a file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def card_that_lies(root: Path) -> None:
    path = layout.manifest_path(root, layout.generations(root)[-1])
    told = json.loads(path.read_text(encoding="utf-8"))
    told["books"][0]["facts"] += 1
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def largest(folder: Path) -> Path:
    return max((p for p in folder.iterdir() if p.is_file() and not p.name.startswith(".")), key=lambda p: p.stat().st_size)


def test_a_library_as_it_was_built_is_whole(built: Path) -> None:
    assert verify(built) == []


def test_a_library_is_whole_after_more_builds(root: Path, tmp_path: Path) -> None:
    build([write(tmp_path, schools=36)], root)
    assert verify(root) == []
    build([write(tmp_path, schools=30)], root)
    assert verify(root) == []


DAMAGE: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "a byte of a book": (lambda root: flip(folder_of(root) / "book.msgpack"), "book.msgpack", "has changed"),
    "a byte of a table": (lambda root: flip(folder_of(root) / "facts.parquet"), "facts.parquet", "has changed"),
    "a byte of the digests": (lambda root: flip(folder_of(root) / "digests.json"), "digests.json", "has changed"),
    "a byte of the index": (lambda root: flip(largest(root / "index")), "index/", "has changed"),
    "a missing table": (lambda root: (folder_of(root) / "events.parquet").unlink(), "events.parquet", "is missing"),
    "a missing book": (lambda root: shutil.rmtree(folder_of(root)), "books/青石年鉴2025", "is missing"),
    "a missing file of the index": (lambda root: largest(root / "index").unlink(), "index/", "is missing"),
    "a file of somebody else": (lambda root: (folder_of(root) / "笔记.txt").write_text("青石", encoding="utf-8"), "笔记.txt", "does not belong"),
    "a manifest that cannot be read": (lambda root: layout.manifest_path(root, 1).write_text("{", encoding="utf-8"), "generation-00000001.json", "damaged"),
    "a manifest that counts wrongly": (card_that_lies, "facts.parquet", "the manifest says"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_told_by_its_place_in_one_line(root: Path, damage: str) -> None:
    do, where, what = DAMAGE[damage]
    do(root)
    faults = verify(root)
    assert any(where in f.where and what in f.what for f in faults), faults
    assert all("\n" not in str(f) and f.todo and not Path(f.where).is_absolute() for f in faults)
    done = CliRunner().invoke(app, ["library", "verify", str(root)])
    assert done.exit_code == 1 and where in done.stdout and len(done.stdout.splitlines()) == len(faults)


def test_an_index_of_other_books_is_told_though_every_hash_is_right(root: Path, tmp_path: Path) -> None:
    (tmp_path / "别处").mkdir()
    other = shelf(tmp_path / "别处", write(tmp_path, schools=99)).root
    shutil.rmtree(root / "index")
    shutil.copytree(other / "index", root / "index")
    path = layout.manifest_path(root, 1)
    told = json.loads(path.read_text(encoding="utf-8"))
    told["index"] = layout.digests_of(root / "index")
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    assert any(f.where == "index" and "entries of" in f.what for f in verify(root))


def test_a_backup_restored_is_the_same_library(root: Path, tmp_path: Path) -> None:
    archive = tmp_path / "青石.zip"
    assert backup(root, archive) == len(zipfile.ZipFile(archive).namelist())
    assert restore(archive, tmp_path / "又") == 2
    before, after = Library.open(root), Library.open(tmp_path / "又")
    assert after.books() == before.books() and verify(after.root) == []
    assert after.ask("全区有多少所义务教育学校？").value == "30"
    build([write(tmp_path, schools=36)], after.root)  # and it goes on as a library
    assert Library.open(after.root).ask("全区有多少所义务教育学校？").value == "36" and verify(after.root) == []


def test_the_same_library_gives_the_same_archive(root: Path, tmp_path: Path) -> None:
    backup(root, tmp_path / "一.zip")
    backup(root, tmp_path / "二.zip")
    assert (tmp_path / "一.zip").read_bytes() == (tmp_path / "二.zip").read_bytes()


def test_a_damaged_library_makes_no_backup(root: Path, tmp_path: Path) -> None:
    flip(folder_of(root) / "facts.parquet")
    with pytest.raises(LibraryError, match="has changed"):
        backup(root, tmp_path / "青石.zip")
    assert not list(tmp_path.glob("*.zip")) and not list(tmp_path.glob(".*.new"))


def test_nothing_is_overwritten(root: Path, tmp_path: Path) -> None:
    archive = tmp_path / "青石.zip"
    backup(root, archive)
    with pytest.raises(LibraryError, match="is there already"):
        backup(root, archive)
    with pytest.raises(LibraryError, match="is there already"):
        restore(archive, root)


def test_no_backup_while_a_build_writes(root: Path, tmp_path: Path) -> None:
    with layout.writing(root), pytest.raises(LibraryError, match="another build"):
        backup(root, tmp_path / "青石.zip")


def test_what_is_no_library_makes_no_backup(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="no such library"):
        backup(tmp_path / "无", tmp_path / "无.zip")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["../外.json", "/etc/外", "books/../../外/x", "books/x/../y", "C:\\外", "books\\x\\y", "index/a/b", "books/x/y\0z", "lock"])
def test_a_hostile_name_is_not_unpacked(root: Path, tmp_path: Path, name: str) -> None:
    archive = tmp_path / "青石.zip"
    backup(root, archive)
    with zipfile.ZipFile(archive, "a") as out:
        info = zipfile.ZipInfo("x")
        info.filename = name
        out.writestr(info, "外")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(LibraryError):
        restore(archive, tmp_path / "又")
    assert sorted(tmp_path.rglob("*")) == before


def test_a_link_is_not_unpacked(root: Path, tmp_path: Path) -> None:
    archive = tmp_path / "青石.zip"
    backup(root, archive)
    with zipfile.ZipFile(archive, "a") as out:
        info = zipfile.ZipInfo("index/link")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        out.writestr(info, "../../外")
    with pytest.raises(LibraryError, match="no backup of a library"):
        restore(archive, tmp_path / "又")


def test_a_bomb_is_not_unpacked(root: Path, tmp_path: Path) -> None:
    archive = tmp_path / "青石.zip"
    backup(root, archive)
    with zipfile.ZipFile(archive, "a", zipfile.ZIP_DEFLATED) as out:
        out.writestr("index/bomb", b"\0" * 50_000_000)
    assert archive.stat().st_size < 5_000_000
    with pytest.raises(LibraryError, match="would unpack to more than"):
        restore(archive, tmp_path / "又", most_bytes=20_000_000)
    assert not (tmp_path / "又").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06" + b"\0" * 18, "青石".encode()])
def test_what_is_no_backup_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(LibraryError, match=r"not a backup|no library"):
        restore(tmp_path / "x.zip", tmp_path / "又")
    with pytest.raises(LibraryError, match="no such file"):
        restore(tmp_path / "无.zip", tmp_path / "又")
    assert not (tmp_path / "又").exists()


def test_a_damaged_backup_restores_nothing(root: Path, tmp_path: Path) -> None:
    archive = tmp_path / "青石.zip"
    backup(root, archive)
    flip(archive)
    with pytest.raises(LibraryError, match=r"damaged|not a backup"):
        restore(archive, tmp_path / "又")
    assert not (tmp_path / "又").exists() and not (tmp_path / ".又.new").exists()


def test_the_commands_say_where_and_what(root: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke
    assert run(app, ["library", "verify", str(root)]).exit_code == 0
    assert run(app, ["library", "backup", str(root), "-o", str(tmp_path / "青石.zip")]).exit_code == 0
    assert run(app, ["library", "restore", str(tmp_path / "青石.zip"), "-o", str(tmp_path / "又")]).exit_code == 0
    again = run(app, ["library", "restore", str(tmp_path / "青石.zip"), "-o", str(tmp_path / "又")])
    assert again.exit_code == 2 and len(again.stderr.strip().splitlines()) == 1
