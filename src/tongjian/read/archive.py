"""Zip files from strangers: opened only within limits, refused in one clear line."""

from __future__ import annotations

import io
import zipfile

from tongjian.read.errors import Unreadable

MOST_MEMBERS = 20_000
MOST_BYTES = 400 * 1024 * 1024  # of all members, unpacked
MOST_RATIO = 300  # unpacked bytes to packed ones, of the whole file, once it unpacks to more than 20 MB
_ENCRYPTED = 0x1


def open_zip(data: bytes, name: str) -> zipfile.ZipFile:
    """The zip, once its directory keeps the limits. A member never unpacks to more than its directory says.

    Raises Unreadable: truncated or broken, encrypted, or one that would swell.
    """
    try:
        opened = zipfile.ZipFile(io.BytesIO(data))
        members = opened.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, OSError) as broken:
        raise Unreadable(name, f"the file is broken or cut off ({_one_line(broken)})", "get it again from where it came") from None
    if any(m.flag_bits & _ENCRYPTED for m in members):
        raise Unreadable(name, "the file is encrypted", "save it again without a password")
    if len(members) > MOST_MEMBERS:
        raise Unreadable(name, f"the file packs {len(members)} members, more than the {MOST_MEMBERS} that a book may have", "check where it came from")
    size = sum(m.file_size for m in members)
    if size > MOST_BYTES or (size > 20 * 1024 * 1024 and size > MOST_RATIO * len(data)):
        raise Unreadable(name, f"the file would unpack to {size / 1048576:.0f} MB from {len(data) / 1048576:.1f} MB (a zip bomb?)", "check where it came from")
    return opened


def member(opened: zipfile.ZipFile, path: str, name: str) -> bytes | None:
    """The bytes of a member; None where there is none of that name. Raises Unreadable where it is broken."""
    try:
        return opened.read(path)
    except KeyError:
        return None
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError, RuntimeError) as broken:
        raise Unreadable(name, f"the file is broken in {path} ({_one_line(broken)})", "get it again from where it came") from None
    except Exception as broken:  # zlib.error and its kin share no base
        raise Unreadable(name, f"the file is broken in {path} ({_one_line(broken)})", "get it again from where it came") from None


def _one_line(problem: Exception) -> str:
    return " ".join(str(problem).split())[:80] or type(problem).__name__
