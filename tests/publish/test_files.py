"""Outputs appear whole or not at all, and nothing that is not ours is ever replaced."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tongjian.publish import PublishError
from tongjian.publish.files import new_folder, write_file


def test_a_file_is_replaced_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    out = tmp_path / "青石.md"
    write_file(out, b"one")
    out.chmod(0o600)
    write_file(out, b"two")
    assert out.read_bytes() == b"two" and [p.name for p in tmp_path.iterdir()] == ["青石.md"]
    if os.name == "posix":
        assert out.stat().st_mode & 0o777 == 0o600


def test_a_file_that_cannot_be_moved_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "a.md"
    out.write_bytes(b"before")
    monkeypatch.setattr(os, "replace", lambda *a: (_ for _ in ()).throw(PermissionError("no")))
    with pytest.raises(PermissionError):
        write_file(out, b"after")
    assert out.read_bytes() == b"before" and [p.name for p in tmp_path.iterdir()] == ["a.md"]


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="this system has no /dev/null")
def test_a_device_is_never_replaced() -> None:
    with pytest.raises(PublishError, match="device"):
        write_file(Path("/dev/null"), b"x")


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="make it first"):
        write_file(tmp_path / "no" / "a.md", b"x")


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with new_folder(out, "data") as folder:
        (folder / "a.csv").write_text("a", encoding="utf-8")
    assert sorted(p.name for p in out.iterdir()) == [".tongjian", "a.csv"]


@pytest.mark.parametrize("kind", ["file", "link", "other form", "unmarked"])
def test_what_is_not_ours_stays(tmp_path: Path, kind: str) -> None:
    out = tmp_path / "out"
    if kind == "file":
        out.write_text("mine", encoding="utf-8")
    elif kind == "link":
        (tmp_path / "there").mkdir()
        out.symlink_to(tmp_path / "there")
    else:
        out.mkdir()
        (out / ("notes.txt" if kind == "unmarked" else ".tongjian")).write_text("site\n", encoding="utf-8")
    before = sorted(p.name for p in tmp_path.rglob("*"))
    with pytest.raises(PublishError), new_folder(out, "data"):
        raise AssertionError("never filled")
    assert sorted(p.name for p in tmp_path.rglob("*")) == before


def test_a_failure_on_the_way_leaves_the_old_folder(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with new_folder(out, "data") as folder:
        (folder / "a.csv").write_text("a", encoding="utf-8")
    with pytest.raises(RuntimeError), new_folder(out, "data") as folder:
        (folder / "b.csv").write_text("b", encoding="utf-8")
        raise RuntimeError("disk full")
    assert sorted(p.name for p in out.iterdir()) == [".tongjian", "a.csv"] and [p.name for p in tmp_path.iterdir()] == ["out"]


def test_a_failed_swap_puts_the_old_folder_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    with new_folder(out, "data") as folder:
        (folder / "a.csv").write_text("a", encoding="utf-8")
    real = os.replace
    monkeypatch.setattr(os, "replace", lambda a, b: real(a, b) if Path(b).name == "old" or Path(a).name == "old" else (_ for _ in ()).throw(OSError("no")))
    with pytest.raises(OSError, match="no"), new_folder(out, "data") as folder:
        (folder / "b.csv").write_text("b", encoding="utf-8")
    assert sorted(p.name for p in out.iterdir()) == [".tongjian", "a.csv"] and [p.name for p in tmp_path.iterdir()] == ["out"]
