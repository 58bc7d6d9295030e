"""Forms that only an office program reads (`.doc`, `.wps`, `.xls`, RTF, ODT): LibreOffice converts them where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tongjian.book import Source
from tongjian.read.errors import Unreadable
from tongjian.read.forms import OLE, RTF, ZIP, ole_streams

DEADLINE = 180.0  # seconds
_KINDS = {"doc": ("a Word 97–2003 (or WPS) document", "docx"), "xls": ("an Excel 97–2003 (or WPS) workbook", "xlsx"), "rtf": ("an RTF document", "docx"), "odt": ("an OpenDocument text", "docx"), "ods": ("an OpenDocument sheet", "xlsx")}


def kind(head: bytes, data: bytes | None = None) -> str | None:
    """Which old form a file has: doc, xls, rtf, odt, ods, ppt, locked, ole; None where it has none."""
    if head.startswith(RTF):
        return "rtf"
    if head.startswith(ZIP):
        start = head[30:200]
        for form, mark in (("odt", b"opendocument.text"), ("ods", b"opendocument.spreadsheet")):
            if start.startswith(b"mimetypeapplication/vnd.oasis." + mark):
                return form
        return None
    if not head.startswith(OLE):
        return None
    streams = ole_streams(data if data is not None else head)
    if "EncryptedPackage" in streams or "EncryptionInfo" in streams:
        return "locked"
    if "WordDocument" in streams:
        return "doc"
    if streams & {"Workbook", "Book"}:
        return "xls"
    if "PowerPoint Document" in streams:
        return "ppt"
    return "ole"


def sniff(head: bytes, name: str) -> float:
    """Sure of what compound files, RTF and OpenDocument begin with."""
    return 0.97 if kind(head) else 0.0


def office() -> str | None:
    """The command of LibreOffice, where one is installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found:
        return found
    usual = (
        Path(os.environ.get("PROGRAMFILES", r"C:\Program Files")) / "LibreOffice" / "program" / "soffice.exe",
        Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    )
    return next((str(p) for p in usual if p.exists()), None)


def read(data: bytes, name: str, refuse_changes: bool = False) -> Source:
    """Convert with LibreOffice and read the outcome. Raises Unreadable, also where it is not installed."""
    form = kind(data[:65536], data) or "ole"
    if form == "locked":
        raise Unreadable(name, "the document has a password", "save it again without one")
    if form == "ppt":
        raise Unreadable(name, "this is a PowerPoint file", "save its text as DOCX")
    if form == "ole":
        raise Unreadable(name, "this is an office file of a form that is not known", "open it in Word or WPS and save it as DOCX")
    what, target = _KINDS[form]
    program = office()
    if program is None:
        raise Unreadable(name, f"this is {what}, and LibreOffice, which would convert it, is not installed", f"install LibreOffice, or open the file in Word or WPS and save it as {target.upper()}")
    converted = _convert(program, data, name, form, target)
    from tongjian.read.registry import How, reader_of

    return reader_of(target).source(converted, name, How(refuse_changes=refuse_changes))


def _convert(program: str, data: bytes, name: str, form: str, target: str) -> bytes:
    """The file in the target form, made in a folder of its own that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="tongjian-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        given = place / f"book.{form}"
        given.write_bytes(data)
        command = [program, f"-env:UserInstallation={(place / 'profile').as_uri()}", "--headless", "--norestore", "--nolockcheck", "--nodefault", "--convert-to", target, "--outdir", str(place / "out"), str(given)]
        try:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=DEADLINE, check=False)
        except subprocess.TimeoutExpired:
            raise Unreadable(name, f"LibreOffice did not convert it within {DEADLINE:.0f} seconds", f"open it in Word or WPS and save it as {target.upper()}") from None
        except OSError as problem:
            raise Unreadable(name, f"LibreOffice cannot be started ({problem.strerror})", f"open the file in Word or WPS and save it as {target.upper()}") from None
        made = place / "out" / f"book.{target}"
        if done.returncode != 0 or not made.exists():
            raise Unreadable(name, "LibreOffice could not convert it", f"open it in Word or WPS and save it as {target.upper()}")
        return made.read_bytes()
