"""Plain text: encoding detected, lines kept as they stand."""

from __future__ import annotations

import codecs
import re

from tongjian.book import Line, Page, Source
from tongjian.read.bounds import within
from tongjian.read.errors import Unreadable

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_DAMAGED = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")  # no print has them, and no file of ours can hold them
_CJK = re.compile(r"[\u4e00-\u9fff]")
_SIGNS = re.compile(r"[^\x00-\x7f\u2000-\u303f\uff00-\uffef]")
_LATIN = re.compile(r"[\u0080-\u00ff]{2,}")


def decode(data: bytes, name: str) -> tuple[str, str, list[str]]:
    """Text, encoding and warnings. Raises Unreadable for bytes that are no text.

    Tried in turn: a byte order mark, UTF-8, UTF-16 without a mark, GB18030 (which holds GBK and GB 2312), Big5.
    """
    text, encoding = _decode(data, name)
    warnings: list[str] = []
    lost = text.count("\ufffd")
    if lost:
        at = text.index("\ufffd")
        warnings.append(f"{lost} characters could not be decoded as {encoding} and stand as � (the first on line {text.count(chr(10), 0, at) + 1})")
    damaged = len(_DAMAGED.findall(text))
    if damaged:
        text = _DAMAGED.sub("\ufffd", text)
        warnings.append(f"{damaged} control characters (such as NUL), which no print has, stand as �")
    garbled = mojibake(text)
    if garbled:
        warnings.append(garbled)
    return text, encoding, warnings


def _decode(data: bytes, name: str) -> tuple[str, str]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), encoding
    sample = data[:200_000]
    if sample.count(b"\0") > len(sample) * 0.005:
        for encoding in ("utf-16-le", "utf-16-be"):
            text = sample[: len(sample) // 2 * 2].decode(encoding, errors="replace")
            if text.count("\ufffd") < 3 and sum(c.isprintable() or c.isspace() for c in text) > 0.97 * len(text) and (_CJK.search(text) or text.isascii()):
                return data.decode(encoding, errors="replace"), encoding
    if len(_CONTROL.findall(sample)) > max(2, len(sample) // 500) and not _reads_without_controls(sample):
        raise Unreadable(name, "these are binary bytes, not text", "give the text, PDF, DOCX, HTML or Markdown of the book")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        lossy = data.decode("utf-8", errors="replace")
        if lossy.count("\ufffd") <= max(3, len(lossy) // 2000):
            return lossy, "utf-8"
    found: list[tuple[float, str, str]] = []
    for encoding in ("gb18030", "big5"):
        text = data.decode(encoding, errors="replace")
        head = text[:20000]
        if text.count("\ufffd") <= max(3, len(text) // 2000) and len(_CJK.findall(head)) > 0.2 * len(head.strip()):
            found.append((_common(head, encoding) + (0.15 if encoding == "gb18030" else 0.0), text, encoding))
    if found:
        _, text, encoding = max(found, key=lambda f: f[0])
        return text, encoding
    raise Unreadable(name, "the encoding is none of UTF-8, UTF-16, GB18030, Big5", "save the file as UTF-8 and try again")


def _reads_without_controls(sample: bytes) -> bool:
    """Whether bytes are Chinese UTF-8 that somebody sprinkled with control characters."""
    left = _CONTROL.sub(b"", sample).decode("utf-8", errors="replace")
    return left.count("\ufffd") <= 2 and len(_CJK.findall(left)) > 0.3 * len(left.strip())


def _common(text: str, encoding: str) -> float:
    """The share of Chinese characters that the encoding itself counts as common: the first level of GB 2312, or of Big5."""
    first, last = (0xB0, 0xD7) if encoding == "gb18030" else (0xA4, 0xC6)
    signs = _SIGNS.findall(text)
    leads = "".join(_CJK.findall(text)).encode(encoding, errors="ignore")[::2]
    return sum(first <= lead <= last for lead in leads) / max(len(signs), 1)


def mojibake(text: str) -> str | None:
    """One line that names the wrong turn a text took before it came here; None where it reads as it should.

    `锟斤拷`: decoding errors were saved. `鍖哄`: UTF-8 was opened as GBK. `ÇøÊÐ`: GBK or UTF-8 was opened as Latin-1.
    """
    if text.count("锟斤拷") >= 2:
        return f"the text holds 锟斤拷 {text.count('锟斤拷')} times: characters were lost when it was saved in a wrong encoding; go back to the original file"
    sample = text[:200_000]
    rows = [row for row in sample.split("\n") if len(_CJK.findall(row)) >= 6][:400]
    turned = [again for row in rows if (again := _again(row, "gb18030", "utf-8"))]
    if rows and len(turned) >= max(1, 0.2 * len(rows)):
        return f"the text looks like UTF-8 that was opened as GBK and saved so (a line of it would read “{turned[0].strip()[:16]}”); go back to the original file"
    latin = _LATIN.findall(sample)
    if sum(map(len, latin)) > 0.2 * len(sample.strip()) and not len(_CJK.findall(sample)) > 0.05 * len(sample):
        whole = "".join(latin[:200])
        for encoding in ("utf-8", "gb18030"):
            again = _again(whole, "latin-1", encoding) or _again(whole, "cp1252", encoding)
            if again:
                return f"the text looks like {encoding.upper()} that was opened as Latin-1 and saved so (it would read “{again[:12]}”); go back to the original file"
    return None


def _again(text: str, back: str, forth: str) -> str | None:
    """The text when the wrong step `back` is undone and the right step `forth` taken; None where that gives no Chinese."""
    turned = text.replace("\ufffd", "").encode(back, errors="ignore").decode(forth, errors="replace")
    size = len(turned.strip())
    if not size or turned.count("\ufffd") > 0.25 * size:
        return None
    return turned.replace("\ufffd", "") if len(_CJK.findall(turned)) > 0.35 * size else None


def source_of(text: str, name: str, encoding: str | None, warnings: list[str]) -> Source:
    """The Source of a decoded text: one Page, a Line for each physical line."""
    within(name, text.count("\n"), 0)
    lines: list[Line] = []
    at = 0
    for row in text.split("\n"):
        lines.append(Line(row.removesuffix("\r"), at))
        at += len(row) + 1
    return Source(name=name, form="text", text=text, pages=(Page(tuple(lines)),), encoding=encoding, warnings=tuple(warnings))


def read(data: bytes, name: str) -> Source:
    """Read plain text of any of the encodings above."""
    text, encoding, warnings = decode(data, name)
    if not text.strip("\ufeff\ufffd \t\r\n\f\u3000\xa0"):
        raise Unreadable(name, "the file holds no text", "check that the right file was given")
    return source_of(text, name, encoding, warnings)


def sniff(head: bytes, name: str) -> float:
    """Any bytes may be text; every other reader that recognises its form goes first."""
    return 0.1
