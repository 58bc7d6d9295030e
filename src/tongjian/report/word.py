"""A Word copy with a comment at the exact words of each finding, and a tracked change where the right words are certain.

A book that came from a Word file is commented in a copy of that file: the editor's own document, with everything in it that we do not
read. Any other book is set as a Word document first. Words are found by their characters, white space apart, never by guess: where the
characters of a paragraph are not those of the book, the whole paragraph is marked, and the comment quotes the words.
"""

from __future__ import annotations

import copy
import io
import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, count
from pathlib import Path
from typing import Any

from lxml import etree

from tongjian.book import Book, Span
from tongjian.check.sources import in_chinese
from tongjian.publish.docx import docx
from tongjian.publish.errors import PublishError
from tongjian.publish.files import write_file
from tongjian.read.archive import open_zip
from tongjian.read.errors import Unreadable
from tongjian.report.matter import SEVERITIES, Case, Report, advice, replacement, sure, words_of_place, working
from tongjian.report.registry import reporter
from tongjian.report.unchecked import unchecked

AUTHOR, INITIALS = "通鉴", "鉴"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_VOID = re.compile(r"[\s\x00-\x1f\ud800-\udfff\ufffe\uffff]+")  # white space, and what XML cannot hold
_INK = re.compile(r"[^\s\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UNREAD = frozenset(f"{_W}{t}" for t in ("del", "moveFrom", "txbxContent")) | {f"{_MC}Fallback"}
_THROUGH = frozenset(f"{_W}{t}" for t in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")) | {f"{_MC}AlternateContent", f"{_MC}Choice"}
_WHERE = re.compile(r"(?:(?:p|tbl|tr|tc)\[\d+\]/?)+")
_STEP = re.compile(r"(p|tbl|tr|tc)\[(\d+)\]")
_REACHES = (24, 12, 6, 3)  # characters of context by which words are told apart from the same words elsewhere in a paragraph


@reporter("docx")
def publish(report: Report, output: Path) -> None:
    """Write the commented copy as one DOCX file. Raises PublishError where python-docx is absent."""
    write_file(output, commented(report))


def commented(report: Report) -> bytes:
    """The commented copy: of the book's own Word file where it came from one, else of the book set anew."""
    document = _original(report)
    if document is not None:
        file = _File(report.book, document.element.body)
        marks = [(case, file.mark(case)) for case in report.open]
        _annotate(report, document, marks)
    else:
        made = docx(report.book)  # first: it says so where python-docx is absent
        import docx as word

        document = word.Document(io.BytesIO(made))
        whole = _Words(document.element.body)
        ink = _Ink(report.book)
        marks = [(case, _find(whole, ink.text, ink.before(case.finding.start), ink.before(case.finding.end))) for case in report.open]
        _annotate(report, document, marks)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _original(report: Report) -> Any:
    """The Word file that the book was read from, opened; None where there is none (any more)."""
    if report.source is None or report.book.source_form != "docx":
        return None
    try:
        import docx as word
    except ImportError:
        raise PublishError("docx: python-docx is not installed; pip install 'tongjian[docx]'") from None
    try:
        data = report.source.read_bytes()
        open_zip(data, report.source.name).close()  # its limits of size hold here too
        return word.Document(io.BytesIO(data))
    except (OSError, Unreadable, KeyError, ValueError, AttributeError, etree.LxmlError):
        return None


# -- where words stand in a document -----------------------------------------------------------------------------------
class _Ink:
    """The running text of a book without white space."""

    def __init__(self, book: Book) -> None:
        pieces = [_VOID.sub("", line) for line in book.text.split("\n")]
        self.book = book
        self.text = "".join(pieces)
        self.lines = [0, *accumulate(len(line) + 1 for line in book.text.split("\n"))]
        self.sums = [0, *accumulate(map(len, pieces))]

    def before(self, position: int) -> int:
        """Characters before a position of the running text, white space apart."""
        k = bisect_right(self.lines, position) - 1
        return self.sums[k] + len(_VOID.sub("", self.book.text[self.lines[k] : position]))


class _Words:
    """The text elements under an element of a document, and their characters, white space apart."""

    def __init__(self, element: Any) -> None:
        self.element = element
        self.scan()

    def scan(self) -> None:
        """Read the text elements (again)."""
        self.texts = [t for t in _read(self.element) if _INK.search(t.text or "")]
        pieces = [_VOID.sub("", t.text) for t in self.texts]
        self.text = "".join(pieces)
        self.starts = [0, *accumulate(map(len, pieces))][:-1]

    def at(self, index: int) -> tuple[Any, int]:
        """The text element and the offset in it of a character."""
        k = bisect_right(self.starts, index) - 1
        text = self.texts[k].text
        for n, m in enumerate(_INK.finditer(text)):
            if n == index - self.starts[k]:
                return self.texts[k], m.start()
        raise IndexError(index)


def _read(element: Any) -> Iterator[Any]:
    """The `w:t` of runs under an element, but for deleted text, text boxes and alternatives."""
    stack = [iter(element)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif not isinstance(child.tag, str) or child.tag in _UNREAD:
            continue
        elif child.tag == f"{_W}t":
            if child.getparent().tag == f"{_W}r":
                yield child
        else:
            stack.append(iter(child))


Mark = tuple[_Words, int, _Words, int]  # words and index of the first character, words and index of the last


def _find(words: _Words, text: str, first: int, end: int) -> Mark | None:
    """The characters `text[first:end]` among words whose text is `text`, or holds it, or is held by it, or has the like round the place."""
    if not words.texts or not text:
        return None
    end = min(max(end, first + 1), len(text))
    first = min(first, end - 1)
    shift: int | None = None
    if words.text == text:
        shift = 0
    elif text.count(words.text) == 1:
        shift = -text.index(words.text)
    elif words.text.count(text) == 1:
        shift = words.text.index(text)
    if shift is None:
        for reach in _REACHES:
            left = max(0, first - reach)
            near = text[left : end + reach]
            if words.text.count(near) == 1:
                shift = words.text.index(near) - left
                break
    if shift is None or first + shift < 0 or end + shift > len(words.text):
        return None
    return words, first + shift, words, end + shift - 1


class _File:
    """The paragraphs and cells of the file that a book was read from, by their block paths."""

    def __init__(self, book: Book, body: Any) -> None:
        self.book, self.body = book, body
        self.starts = [at for at, _ in book.blocks]
        self.known: dict[str, _Words | None] = {}
        self.read: dict[Any, _Words] = {}  # one for each element: a paragraph and its notes have several paths

    def mark(self, case: Case) -> Mark | None:
        """Where the words of a finding stand; None where their paragraph is not found."""
        spans = self.book.origin.to_source(case.finding.start, max(case.finding.end, case.finding.start + 1))
        if not spans:
            return None
        a, b = self._part(spans[0][0], spans[0]), self._part(spans[-1][1] - 1, spans[-1])
        return (a[0], a[1], b[2], b[3]) if a and b else None

    def _part(self, offset: int, span: Span) -> Mark | None:
        """The part of a source span that stands in the paragraph or cell round `offset`; the whole of it where its characters differ."""
        i = bisect_right(self.starts, offset) - 1
        words = self._words(self.book.blocks[i][1]) if i >= 0 else None
        if words is None:
            return None
        if not _WHERE.fullmatch(self.book.blocks[i][1]):  # a note or text box, whose words are elsewhere in the file
            return words, 0, words, len(words.text) - 1
        begin, stop = self._extent(i)
        text, ahead, within = self._ink(begin, stop), self._ink(begin, max(span[0], begin)), self._ink(max(span[0], begin), min(span[1], stop))
        return _find(words, text, len(ahead), len(ahead) + len(within)) or (words, 0, words, len(words.text) - 1)

    def _words(self, path: str) -> _Words | None:
        """The characters of a paragraph or cell; None where it is not there or has none."""
        if path not in self.known:
            element = _element(self.body, path)
            words = self.read.setdefault(element, _Words(element)) if element is not None else None
            self.known[path] = words if words and words.texts else None
        return self.known[path]

    def _extent(self, i: int) -> Span:
        """Source offsets of the blocks of one path round block `i`: lines of one paragraph are several."""
        blocks = self.book.blocks
        low, high = i, i + 1
        while low and blocks[low - 1][1] == blocks[i][1]:
            low -= 1
        while high < len(blocks) and blocks[high][1] == blocks[i][1]:
            high += 1
        return blocks[low][0], blocks[high][0] if high < len(blocks) else self.book.source_size

    def _ink(self, start: int, end: int) -> str:
        """The running text that stands at source offsets `start`–`end`, white space apart."""
        return "".join(_VOID.sub("", self.book.text[a:b]) for a, b in self.book.origin.to_text(start, end))


def _element(body: Any, path: str) -> Any:
    """The paragraph or cell of a block path (`tbl[2]/tr[1]/tc[3]`); of a note or text box, the paragraph that it hangs on."""
    at = body
    for step in path.split("/"):
        m = _STEP.fullmatch(step)
        if m is None:
            break
        rows = (c for c in _children(at) if c.tag == f"{_W}{m[1]}" and c.find(f"{_W}trPr/{_W}del") is None)
        at = next((c for n, c in enumerate(rows, 1) if n == int(m[2])), None)
        if at is None:
            return None
    return None if at is body else at


def _children(holder: Any) -> Iterator[Any]:
    """Paragraphs, tables, rows and cells of a holder, through content controls and insertions."""
    stack = [iter(holder)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif isinstance(child.tag, str):
            if child.tag in _THROUGH:
                stack.append(iter(child))
            else:
                yield child


# -- comments and changes ----------------------------------------------------------------------------------------------
def _annotate(report: Report, document: Any, marks: list[tuple[Case, Mark | None]]) -> None:
    """Cut the runs at the ends of all marks, then comment them, then change what is certain."""
    from docx.text.run import Run

    body = document.element.body
    first, last = _ends(document, body)
    cuts: dict[_Words, set[tuple[int, bool]]] = {}
    for _, m in marks:
        if m:
            cuts.setdefault(m[0], set()).add((m[1], True))
            cuts.setdefault(m[2], set()).add((m[3] + 1, False))
    for words, places in cuts.items():  # from the last to the first, so that what is found of those before stays true
        for index, before in sorted(places, reverse=True):
            t, offset = words.at(index if before else index - 1)
            _cut(t, offset if before else offset + 1)
    for words in cuts:
        words.scan()
    stamp = f"{report.made}T00:00:00Z" if report.made else None
    changes: list[tuple[Any, Any, str]] = []
    for case, m in marks:
        a = m[0].at(m[1])[0].getparent() if m else first
        b = m[2].at(m[3])[0].getparent() if m else first
        _comment(document, Run(a, document), Run(b, document), _told(case, placed=m is not None), stamp)
        new = replacement(case)
        if m and new is not None and m[0] is m[2] and m[0].text[m[1] : m[3] + 1] == _VOID.sub("", case.record["quote"]):
            changes.append((a, b, new))
    _comment(document, Run(last, document), Run(last, document), _closing(report), stamp)
    taken = [int(v) for v in body.xpath("//w:ins/@w:id | //w:del/@w:id") if v.lstrip("-").isdecimal()]
    numbers = count(max([0, *taken]) + 1)
    for a, b, new in changes:
        _change(a, b, new, numbers, stamp)


def _ends(document: Any, body: Any) -> tuple[Any, Any]:
    """The first and the last run with text; where there is none, a new one."""
    texts = _Words(body).texts
    if texts:
        return texts[0].getparent(), texts[-1].getparent()
    run = document.add_paragraph("\u3000")._p.r_lst[0]
    return run, run


def _cut(t: Any, offset: int) -> None:
    """Cut the run of a text element so that a run ends, and another begins, at an offset of its text."""
    run = t.getparent()
    at = list(run).index(t)
    ahead = [c for c in run[:at] if c.tag != f"{_W}rPr"]
    if (offset <= 0 and not ahead) or (offset >= len(t.text) and at == len(run) - 1):
        return
    new = copy.copy(run)
    for child in list(new):
        if child.tag != f"{_W}rPr":
            new.remove(child)
    behind = list(run)[at + 1 :]
    if offset <= 0:
        behind = [t, *behind]
    elif offset < len(t.text):
        rest = copy.deepcopy(t)
        rest.text, t.text = t.text[offset:], t.text[:offset]
        for part in (t, rest):
            part.set(_XML_SPACE, "preserve")
        behind = [rest, *behind]
    for child in behind:
        new.append(child)
    run.addnext(new)


def _comment(document: Any, first: Any, last: Any, lines: list[str], stamp: str | None) -> None:
    comment = document.add_comment([first, last], text=_NOT_XML.sub("\ufffd", "\n".join(lines)), author=AUTHOR, initials=INITIALS)
    element = comment._comment_elm
    element.attrib.pop(f"{_W}date", None)
    if stamp:
        element.set(f"{_W}date", stamp)


def _told(case: Case, placed: bool) -> list[str]:
    """What the comment says: the finding, its working, the other places, what to do, how sure, the rule."""
    f = case.finding
    out = [f"{SEVERITIES[f.severity][0]} {f.code}：{f.message}"]
    if not placed:
        out.append(f"原文：{case.record['quote']}（{case.sites[0].words} {words_of_place(case.record)}）")
    worked = working(case)
    if worked:
        out.append(f"核算：{worked}")
    for site, place in list(zip(case.sites[1:], case.record["related"], strict=True))[:8]:
        words = " ".join(x for x in (words_of_place(place), site.words) if x)
        out.append(f"另一处：{words}：“{place['quote'][:80]}”")
    out.append(f"请做：{advice(case)}")
    out.append(f"把握：{sure(f.confidence)[0]}（{f.confidence:.0%}） 依据：{in_chinese(f.rule)} 编号：{case.id}")
    return out


def _closing(report: Report) -> list[str]:
    return [f"通鉴核校完毕，批注{len(report.open)}条。没有检查的：", *(zh for zh, _ in unchecked(report))]


def _change(first: Any, last: Any, new: str, numbers: Iterator[int], stamp: str | None) -> None:
    """A tracked deletion of the runs `first`–`last` and a tracked insertion of `new` behind them; nothing where they are not plain runs of one parent."""
    parent = first.getparent()
    if parent is not last.getparent() or parent.tag not in (f"{_W}p", f"{_W}hyperlink"):
        return
    children = list(parent)
    between = children[children.index(first) : children.index(last) + 1]
    runs = [c for c in between if c.tag == f"{_W}r" and c.find(f"{_W}commentReference") is None]
    if any(c.tag not in (f"{_W}rPr", f"{_W}t") for run in runs for c in run):
        return

    def tracked(what: str) -> Any:
        element = etree.SubElement(parent, f"{_W}{what}")
        element.set(f"{_W}id", str(next(numbers)))
        element.set(f"{_W}author", AUTHOR)
        if stamp:
            element.set(f"{_W}date", stamp)
        return element

    put = None
    if new:
        put = copy.deepcopy(first)
        for t in put.findall(f"{_W}t")[1:]:
            put.remove(t)
        t = put.find(f"{_W}t")
        t.text = new
        t.set(_XML_SPACE, "preserve")
    gone = None
    for run in runs:
        gone = tracked("del")
        run.addprevious(gone)
        gone.append(run)
        for t in run.findall(f"{_W}t"):
            t.tag = f"{_W}delText"
    if put is not None and gone is not None:
        come = tracked("ins")
        come.append(put)
        gone.addnext(come)
