"""Outputs appear whole or not at all: written beside their place, then moved there."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tongjian.publish.errors import PublishError

OURS = ".tongjian"  # the file that marks a folder as an output of ours; it holds the name of its form


def write_file(output: Path, data: bytes) -> None:
    """Write one file. Raises PublishError where `output` is a folder or its folder is not there; OSError where the disk refuses."""
    if output.is_dir():
        raise PublishError(f"{output}: this is a folder; name a file")
    if output.exists() and not output.is_file():
        raise PublishError(f"{output}: this is a device, not a file; name a file")
    parent = _parent(output)
    handle, name = tempfile.mkstemp(prefix=f".{output.name[:40]}.", suffix=".part", dir=parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(_mode(output))
        os.replace(beside, output)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def new_folder(output: Path, form: str) -> Iterator[Path]:
    """A folder to fill, which takes the place of `output` when the block ends well.

    Raises PublishError where `output` is there and is neither empty nor an earlier output of the same form.
    """
    check_folder(output, form)
    parent = _parent(output)
    beside = Path(tempfile.mkdtemp(prefix=f".{output.name[:40]}.", suffix=".part", dir=parent))
    try:
        yield beside
        (beside / OURS).write_text(f"{form}\n", encoding="utf-8")
        for path in sorted(beside.rglob("*")):
            if path.is_file():
                _sync(path)
        beside.chmod(0o777 & ~_umask())
        check_folder(output, form)
        _swap(beside, output)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise


def check_folder(output: Path, form: str) -> None:
    """Raise PublishError where a folder must not be replaced."""
    if output.is_symlink() or (output.exists() and not output.is_dir()):
        raise PublishError(f"{output}: this is a file or a link, and {form} needs a folder; name another place")
    if not output.exists() or not any(output.iterdir()):
        return
    try:
        ours = (output / OURS).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        ours = ""
    if ours != form:
        raise PublishError(f"{output}: this folder holds something else than an earlier {form} output; name another, or empty it yourself")


def _swap(beside: Path, output: Path) -> None:
    """Put `beside` in the place of `output`; should the second move fail, the first is undone."""
    if not output.exists():
        os.replace(beside, output)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{output.name[:40]}.", suffix=".old", dir=output.parent))
    os.replace(output, old / "old")
    try:
        os.replace(beside, output)
    except BaseException:
        os.replace(old / "old", output)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _parent(output: Path) -> Path:
    parent = output.parent
    if not parent.is_dir():
        raise PublishError(f"{output}: there is no folder {parent}; make it first")
    return parent


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _mode(output: Path) -> int:
    """The mode of the file that is replaced, else what a new file gets."""
    return output.stat().st_mode & 0o777 if output.exists() else 0o666 & ~_umask()
