"""Markdown: ours (front matter with `tongjian:`), where every block says what it is, and anybody's, where headings and tables do.

Mark-up stays in the text of the Source and is listed as such, so that line numbers are those of the file. HTML entities stay
as they are typed: the words of a book are never rewritten.
"""

from __future__ import annotations

import itertools
import json
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator

import msgspec

from tongjian.book import Cell, Line, Page, Source
from tongjian.book.lines import Role
from tongjian.read.bounds import within
from tongjian.read.errors import Unreadable
from tongjian.read.marked import PLUS_RULE, cells_of, drawn_end, is_drawn
from tongjian.read.text import decode
from tongjian.structure.marks import is_signature

HEADING = re.compile(r" {0,3}(#{1,6})(?=[ \t\u3000]|$)[ \t\u3000]*")
_CLOSING_HASHES = re.compile(r"[ \t]+#+[ \t]*$")
_RULER = re.compile(r"\s{0,3}\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_BREAK = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_BULLET = re.compile(r"[ \t]*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?")
_NUMBER = re.compile(r"[ \t]*\d{1,3}[.)][ \t]+")
_QUOTE = re.compile(r" {0,3}(?:>[ \t]?)+")
_FENCE = re.compile(r" {0,3}(```+|~~~+)[^`]*$")
_DEFINITION = re.compile(r" {0,3}\[[^\]]+\]:[ \t]+\S+.*$")
_FIELD = re.compile(r"([A-Za-z_\u4e00-\u9fff]+)[ \t]*:[ \t]*(.*)$")
_COMMENT = re.compile(r"<!--(.*?)-->", re.S)
_WORDS = re.compile(r'(\w+)(?:=("(?:[^"\\]|\\.)*"|[^\s"]+))?')
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_TABLE_TITLE = re.compile(r"[附续]?表\s*[\d一二三四五六七八九十]+[\s\d\-—–.．:：]*\S|.{2,40}(?:表|一览|统计|情况|名单|明细)$")
_UNIT = re.compile(r"[（(]?(?:计量)?单位[:：]\s*.{1,20}?[）)]?$")
_BOOK_TITLE = re.compile(r".{2,30}(?:年鉴|志)(?:[（(]?(?:19|20)\d{2}(?:[—–-]\d{2,4})?(?:年卷?|卷)?[）)]?)?$")
_TITLE_KEYS = {"title": "title", "标题": "title", "书名": "title", "year": "year", "年份": "year", "卷": "year", "region": "region", "地区": "region"}
_ROLES: tuple[Role, ...] = ("entry", "subentry", "byline", "caption", "note", "text")
_KINDS = frozenset("prose group chronicle speech report table namelist honours docindex bulletin frontmatter figure".split())
_BRACKETS = {"【": "】", "〖": "〗"}


def sniff(head: bytes, name: str) -> float:
    """Sure of our front matter and of the file name; else as many headings or tables as make chance unlikely."""
    sample = head.decode("utf-8", errors="ignore").lstrip("\ufeff")
    if re.match(r"---\r?\n(?:.*\r?\n){0,8}?tongjian:", sample):
        return 0.99
    if name.lower().endswith((".md", ".markdown", ".mkd")):
        return 0.8
    rows = sample.split("\n")
    marks = sum(bool(re.match(r"#{1,6} \S", row)) for row in rows) + sum("|" in row and "-" in row and bool(_RULER.match(row)) for row in rows)
    return 0.5 if marks >= 3 else 0.3 if marks else 0.0


def read(data: bytes, name: str) -> Source:
    """Read Markdown. Raises Unreadable where it holds no text."""
    text, encoding, warnings = decode(data, name)
    if not text.strip("\ufeff \t\r\n"):
        raise Unreadable(name, "the file holds no text", "check that the right file was given")
    return msgspec.structs.replace(source_of(text, name), encoding=encoding, warnings=tuple(warnings))


def source_of(text: str, name: str) -> Source:
    """The Source of decoded Markdown."""
    within(name, text.count("\n"), text.count("|"))
    rows = list(_rows(text))
    fields, first = _front_matter(rows)
    reader = _Told(text, rows, first) if "tongjian" in fields else _Free(text, rows, first)
    reader.read()
    title = fields.get("title")
    year = fields.get("year")
    region = fields.get("region")
    opening = fields.get("opening")
    return Source(
        name=name,
        form="markdown",
        text=text,
        pages=(Page(tuple(reader.lines)),),
        markup=tuple(_merged(reader.markup)),
        title=str(title) if title else reader.title,
        year=year if isinstance(year, int) else None,
        region=str(region) if region else None,
        opening=str(opening) if opening is not None else None,
        complete="tongjian" in fields,
    )


Row = tuple[int, str]  # offset in the text, and the line without its line end


def _rows(text: str) -> Iterator[Row]:
    at = 0
    for row in text.split("\n"):
        yield at, row.removesuffix("\r")
        at += len(row) + 1


def _front_matter(rows: list[Row]) -> tuple[dict[str, object], int]:
    """The fields of a YAML front matter (one `key: value` a line), and the index of the row behind it."""
    if not rows or rows[0][1].lstrip("\ufeff").rstrip() != "---":
        return {}, 0
    fields: dict[str, object] = {}
    for n in range(1, min(len(rows), 200)):
        row = rows[n][1].rstrip()
        if row in ("---", "..."):
            return fields, n + 1
        found = _FIELD.match(row)
        if found:
            fields[_TITLE_KEYS.get(found[1], found[1])] = _value(found[2].strip())
    return {}, 0


def _value(text: str) -> object:
    """A YAML scalar: a quoted string, a number, or the words as they stand."""
    if text[:1] == '"':
        try:
            return json.loads(text)
        except ValueError:
            return text.strip('"')
    if len(text) >= 2 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    return int(text) if re.fullmatch(r"\d{1,9}", text) else text


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sorted spans without overlaps."""
    out: list[tuple[int, int]] = []
    for a, b in sorted(spans):
        if out and a <= out[-1][1]:
            out[-1] = (out[-1][0], max(b, out[-1][1]))
        elif a < b:
            out.append((a, b))
    return out


class _Reader(ABC):
    """Goes through the rows; `lines` and `markup` grow."""

    def __init__(self, text: str, rows: list[Row], first: int) -> None:
        self.text = text
        self.rows = rows
        self.lines: list[Line] = []
        self.markup: list[tuple[int, int]] = []
        self.title: str | None = None
        self.tables = 0
        self.blocks = 0
        self.at = first
        if first:
            self.markup.append((0, rows[first - 1][0] + len(rows[first - 1][1])))

    @abstractmethod
    def read(self) -> None:
        """Read all rows."""

    def block(self) -> str:
        """The path of the next block: `p1`, `p2` …"""
        self.blocks += 1
        return f"p{self.blocks}"

    def is_table(self, n: int) -> bool:
        """Whether a pipe table begins at row `n`: a row of cells over a ruler of as many."""
        if n + 1 >= len(self.rows) or "|" not in self.rows[n][1] or "|" not in self.rows[n + 1][1]:
            return False
        return bool(_RULER.match(self.rows[n + 1][1])) and len(self.split(*self.rows[n], mark=False)) == len(self.split(*self.rows[n + 1], mark=False))

    def split(self, at: int, row: str, mark: bool = True) -> list[tuple[int, int]]:
        """Spans of the cells of a row; pipes, but those behind a backslash or inside a comment or code, are mark-up."""
        pipes = [m.start() for m in re.finditer(r"\\.|<!--.*?-->|(`+)[^`]*\1|\|", row) if m[0] == "|"]
        if mark:
            self.markup += [(at + p, at + p + 1) for p in pipes]
        edges = [-1, *pipes, len(row)]
        spans = [(at + a + 1, at + b) for a, b in itertools.pairwise(edges)]
        if pipes and not row[: pipes[0]].strip():
            spans = spans[1:]
        if len(spans) > 1 and pipes and not row[pipes[-1] + 1 :].strip():
            spans = spans[:-1]
        return spans

    def words(self, a: int, b: int) -> str:
        """The words of a span without the mark-up that lies in it."""
        return _ESCAPED.sub(r"\1", _COMMENT.sub("", self.text[a:b])).strip()


class _Told(_Reader):
    """Our own Markdown: see `tongjian.publish.markdown`."""

    def read(self) -> None:
        waiting: list[int] = []  # indices of captions and notes that wait for their table
        about: dict[str, object] = {}
        while self.at < len(self.rows):
            at, row = self.rows[self.at]
            if not row.strip():
                self.at += 1
                continue
            if row.startswith("<!-- table") and self.at + 1 < len(self.rows) and self.is_table(self.at + 1):
                about = self.comments(at, at + len(row))
                self.at += 1
                continue
            if self.is_table(self.at):
                self.settle(waiting)
                self.table(about)
                about = {}
                continue
            end = self.at + 1
            if not HEADING.match(row) and not row.startswith("- "):  # a paragraph that a hand has wrapped
                while end < len(self.rows) and self.rows[end][1].strip() and not self.opens(end):
                    end += 1
            stop = self.rows[end - 1][0] + len(self.rows[end - 1][1])
            self.at = end
            role = self.paragraph(at, stop, row)
            if role in ("caption", "note"):
                waiting.append(len(self.lines) - 1)
            else:
                self.settle(waiting, lost=True)
        self.settle(waiting, lost=True)

    def opens(self, n: int) -> bool:
        row = self.rows[n][1]
        return bool(HEADING.match(row) or row.startswith("- ")) or self.is_table(n)

    def settle(self, waiting: list[int], lost: bool = False) -> None:
        """Give what waits the number of the table that comes now; where none came (`lost`) the number stays theirs alone."""
        for i in waiting:
            self.lines[i] = msgspec.structs.replace(self.lines[i], cell=Cell(self.tables, -1, 0))
        self.tables += bool(waiting and lost)
        waiting.clear()

    def comments(self, a: int, b: int) -> dict[str, object]:
        """What the comments of a stretch say: bare words are True. The comments are mark-up."""
        said: dict[str, object] = {}
        for token in re.finditer(r"\\.|<!--(.*?)-->", self.text[a:b], re.S):
            if token[1] is None:
                continue
            self.markup.append((a + token.start(), a + token.end()))
            for key, value in _WORDS.findall(token[1]):
                said[key] = _value(value) if value else True
        return said

    def inline(self, a: int, b: int) -> list[tuple[int, int, str]]:
        """Marks backslashes and emphasis; (offset, end, mark) of each run of emphasis."""
        found: list[tuple[int, int, str]] = []
        for token in re.finditer(r"\\[!-/:-@\[-`{-~]|<!--.*?-->|\*\*|[*_]", self.text[a:b], re.S):
            if token[0].startswith("\\"):
                self.markup.append((a + token.start(), a + token.start() + 1))
            elif not token[0].startswith("<"):
                self.markup.append((a + token.start(), a + token.end()))
                found.append((a + token.start(), a + token.end(), token[0]))
        return found

    def paragraph(self, a: int, b: int, row: str) -> Role:
        """One block from `a` to `b`; returns its role."""
        said = self.comments(a, b)
        within = said.get("within")
        keep = within if isinstance(within, int) else None
        name = str(said["name"]) if "name" in said else None
        kind = next((k for k in said if k in _KINDS and said[k] is True), None)
        heading = HEADING.match(row)
        if heading:
            self.markup.append((a, a + heading.end()))
            a += heading.end()
            self.inline(a, b)
            told = said.get("depth")
            depth = told if isinstance(told, int) else len(heading[1])
            role: Role = "part" if depth == 1 else "section"
            self.add(a, b, role=role, depth=depth, kind=kind, name=name, within=keep)
            return role
        if row.startswith("- ") and not any(r in said for r in _ROLES):
            self.markup.append((a, a + 2))
            self.inline(a + 2, b)
            self.row(a + 2, b, keep)
            return "text"
        marks = self.inline(a, b)
        told_role = [r for r in _ROLES if said.get(r) is True]
        role = told_role[0] if told_role else self.looks(a, b, marks)
        title: tuple[int, int] | None = None
        inferred = "inferred" in said
        if role in ("entry", "subentry") and len(marks) >= 2:
            title = (marks[0][1], next((m[0] for m in marks[1:] if m[2] == marks[0][2]), b))
            inferred = inferred or marks[0][2] == "_"
            close = _BRACKETS.get(self.text[title[0]])
            if role == "entry" and "entry" not in said and close and self.text[title[1] - 1] == close and title[1] - title[0] >= 2:
                title = (title[0] + 1, title[1] - 1)
        self.add(a, b, role=role, kind=kind, name=name, within=keep, title=title, inferred=inferred)
        if role == "byline" and name is None:
            self.lines[-1] = msgspec.structs.replace(self.lines[-1], name=signature_of(self.words(a, b)))
        return role

    def looks(self, a: int, b: int, marks: list[tuple[int, int, str]]) -> Role:
        """The role of a paragraph that no comment names: emphasis at its beginning is a title."""
        if len(marks) >= 2 and not self.text[a : marks[0][0]].strip():
            return "entry" if marks[0][2] == "**" else "subentry"
        return "byline" if signature_of(self.words(a, b)) else "text"

    def add(self, a: int, b: int, **about: object) -> None:
        self.lines.append(Line(self.text[a:b], a, whole=True, block=self.block(), **about))  # type: ignore[arg-type]

    def row(self, a: int, b: int, within: int | None) -> None:
        """A row of a list: cells parted by pipes."""
        path = self.block()
        pipes = [m.start() for m in re.finditer(r"\\.|<!--.*?-->|\|", self.text[a:b], re.S) if m[0] == "|"]
        self.markup += [(a + p, a + p + 1) for p in pipes]
        edges = [-1, *pipes, b - a]
        for n, (p, q) in enumerate(itertools.pairwise(edges)):
            cell = Cell(-1, self.blocks, n)
            self.lines.append(Line(self.text[a + p + 1 : a + q], a + p + 1, cell=cell, block=f"{path}c{n + 1}", whole=True, within=within if n == 0 else None))

    def table(self, about: dict[str, object]) -> None:
        """A pipe table: a blank head row is none, `<` and `^` are places that a merged cell covers."""
        head = self.split(*self.rows[self.at])
        ruler = self.rows[self.at + 1]
        self.markup.append((ruler[0], ruler[0] + len(ruler[1])))
        self.at += 2
        rows = [head]
        while self.at < len(self.rows) and self.rows[self.at][1].strip() and "|" in self.rows[self.at][1]:
            rows.append(self.split(*self.rows[self.at]))
            self.at += 1
        told = about.get("head")
        heads = told if isinstance(told, int) else int(any(self.text[a:b].strip() for a, b in head))
        if not heads:
            rows = rows[1:]
        number, self.tables = self.tables, self.tables + 1
        keep = about.get("within")
        within = keep if isinstance(keep, int) else None
        kept: list[list[tuple[int, int, dict[str, object]]]] = []
        marks: list[list[str]] = []
        for row in rows:
            cells = [(a, b, self.comments(a, b)) for a, b in row]
            if cells and cells[0][2].get("note") is True:
                a, b, _ = cells[0]
                self.inline(a, b)
                kept.append([(a, b, {"note": True})])
                continue
            cells = [c for c in cells if "none" not in c[2]]
            marks.append([self.text[a:b].strip() for a, b, _ in cells])
            for a, b, _ in cells:
                if self.text[a:b].strip() in ("<", "^"):
                    self.markup.append((a, b))
                else:
                    self.inline(a, b)
            kept.append(cells)
        spans = iter(spans_of(marks))
        r = 0
        for cells in kept:
            if cells and cells[0][2].get("note") is True:
                a, b, _ = cells[0]
                self.lines.append(Line(self.text[a:b], a, role="note", cell=Cell(number, r, 0), whole=True, within=within, block=f"t{number + 1}"))
                within = None
                continue
            sizes = iter(next(spans))
            for n, (a, b, said) in enumerate(cells):
                if self.text[a:b].strip() in ("<", "^"):
                    continue
                tall, wide = next(sizes)
                tall = said["rows"] if isinstance(said.get("rows"), int) else tall  # type: ignore[assignment]
                wide = said["columns"] if isinstance(said.get("columns"), int) else wide  # type: ignore[assignment]
                cell = Cell(number, r, n, head=r < heads, rows=tall, columns=wide, scrambled="scrambled" in about)
                path = f"t{number + 1}r{r + 1}c{n + 1}"
                self.lines.append(Line(self.text[a:b], a, cell=cell, whole=True, within=within, block=path))
                within = None
            r += 1


def signature_of(words: str) -> str | None:
    """The name in a signature `（区民政局）`, as `structure` knows one by its looks; None where the words are something else."""
    return is_signature(re.sub(r"\s+", "", words))


def spans_of(marks: list[list[str]]) -> list[list[tuple[int, int]]]:
    """(rows, columns) of each cell of a grid, row by row; a mark is `<`, `^` (a place that a merged cell covers) or a cell's words."""
    found: list[list[tuple[int, int]]] = []
    for r, row in enumerate(marks):
        spans: list[tuple[int, int]] = []
        for c, mark in enumerate(row):
            if mark in ("<", "^"):
                continue
            wide = 1
            while c + wide < len(row) and row[c + wide] == "<":
                wide += 1
            tall = 1
            while r + tall < len(marks) and c < len(marks[r + tall]) and marks[r + tall][c] == "^":
                tall += 1
            spans.append((tall, wide))
        found.append(spans)
    return found


class _Free(_Reader):
    """Anybody's Markdown: headings, tables and bold run-in titles are declared, the rest is left for `structure` to judge."""

    def read(self) -> None:
        self.markup += [m.span() for m in _COMMENT.finditer(self.text)]
        blank = _COMMENT.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), self.text)
        first = self.at
        self.rows = list(_rows(blank))
        depths = list(self.depths(first))
        self.only_top = depths.count(1) == 1 and len(depths) > 1 and depths[0] == 1
        self.bold = sum(_bold_title(row) is not None for _, row in self.rows[first:]) >= 2 and bool(depths)
        while self.at < len(self.rows):
            at, row = self.rows[self.at]
            fence = _FENCE.match(row)
            if not row.strip():
                self.at += 1
            elif fence:
                self.fenced(fence[1])
            elif self.is_table(self.at):
                self.table()
            elif end := self.drawn(self.at):
                self.drawing(end)
            elif _BREAK.match(row) or _DEFINITION.match(row):
                self.markup.append((at, at + len(row)))
                self.at += 1
            elif HEADING.match(row):
                self.heading(at, row)
            else:
                self.paragraph()

    def depths(self, first: int) -> Iterator[int]:
        """Depths of all headings, underlined ones too."""
        for (_, above), (_, row) in itertools.pairwise([(0, ""), *self.rows[first:]]):
            heading = HEADING.match(row)
            under = _UNDERLINE.match(row) if above.strip() and not HEADING.match(above) and "|" not in above else None
            if heading:
                yield len(heading[1])
            elif under:
                yield 1 if under[1][0] == "=" else 2

    def fenced(self, fence: str) -> None:
        """A code block: its fences are mark-up, its lines stand as they are."""
        path = self.block()
        at, row = self.rows[self.at]
        self.markup.append((at, at + len(row)))
        self.at += 1
        while self.at < len(self.rows):
            at, row = self.rows[self.at]
            self.at += 1
            if row.strip().startswith(fence) and not row.strip().strip(fence[0]):
                self.markup.append((at, at + len(row)))
                return
            if row.strip():
                self.lines.append(Line(row, at, role="text", whole=True, block=path))

    def heading(self, at: int, row: str) -> None:
        found = HEADING.match(row)
        assert found is not None
        self.at += 1
        closing = _CLOSING_HASHES.search(row, found.end())
        a, b = at + found.end(), at + (closing.start() if closing else len(row))
        self.titled(a, b, len(found[1]), ((at, a), (b, at + len(row))))

    def titled(self, a: int, b: int, depth: int, marks: tuple[tuple[int, int], ...]) -> None:
        """A heading `a`–`b`; the only one of the first depth may be the book's own title."""
        self.markup += marks
        words = self.plain(a, b)
        if not words:
            self.markup.append((a, b))
            return
        if depth == 1 and self.only_top and self.title is None and not self.lines and _BOOK_TITLE.match(words):
            self.title = words
            self.markup.append((a, b))
            return
        self.inline(a, b)
        self.lines.append(Line(self.text[a:b], a, depth=depth, whole=True, block=self.block()))

    def paragraph(self) -> None:
        """The rows up to the next block: a paragraph, a list item, or a heading that is underlined."""
        start = self.at
        at, row = self.rows[start]
        self.at += 1
        while self.at < len(self.rows) and not self.ends(self.at):
            self.at += 1
        under = _UNDERLINE.match(self.rows[self.at][1]) if self.at < len(self.rows) else None
        if under and not _BULLET.match(row) and not _QUOTE.match(row):
            line_at, line = self.rows[self.at]
            self.at += 1
            end_at, end_row = self.rows[self.at - 2]
            self.titled(at, end_at + len(end_row), 1 if under[1][0] == "=" else 2, ((line_at, line_at + len(line)),))
            return
        path = self.block()
        piece = at
        for n in range(start, self.at):
            row_at, row = self.rows[n]
            mark = (_QUOTE.match(row) or (_BULLET.match(row) if n == start else None)) if row.strip() else None
            if mark:
                self.markup.append((row_at, row_at + mark.end()))
                piece = row_at + mark.end() if n == start else piece
                if (inner := _BULLET.match(row, mark.end())) and row.lstrip().startswith(">"):
                    self.markup.append((row_at + mark.end(), row_at + inner.end()))
            stop = row_at + len(row)
            typed = self.text[row_at:stop]  # the row with its comments
            hard = typed.endswith(("  ", "\\"))
            if typed.endswith("\\"):
                self.markup.append((stop - 1, stop))
            if hard or n == self.at - 1:
                self.line(piece, stop, path)
                piece = stop + 1

    def ends(self, n: int) -> bool:
        """Whether row `n` cannot go on with the paragraph above it."""
        row = self.rows[n][1]
        return (
            not row.strip()
            or bool(HEADING.match(row) or _FENCE.match(row) or _UNDERLINE.match(row) or _BREAK.match(row) or _BULLET.match(row) or _NUMBER.match(row))
            or bool(_QUOTE.match(row) and not _QUOTE.match(self.rows[n - 1][1]))
            or self.is_table(n)
            or bool(self.drawn(n))
        )

    def drawn(self, n: int) -> int:
        """The index behind a table drawn with `+---+` or box characters that begins at row `n`; 0 where none does."""
        row = self.rows[n][1]
        if is_drawn(row):
            return drawn_end([r for _, r in self.rows], n)
        if not PLUS_RULE.match(row):
            return 0
        end = last = n + 1
        while end < len(self.rows) and self.rows[end][1].lstrip()[:1] in ("|", "+"):
            end += 1
            last = end if PLUS_RULE.match(self.rows[end - 1][1]) else last
        return last if last > n + 2 else 0

    def drawing(self, end: int) -> None:
        """A drawn table: the rows up to `end`."""
        self.caption()
        cells = cells_of([Line(row, at) for at, row in self.rows[self.at : end]], self.tables, self.markup)
        for line in cells:
            self.inline(line.at, line.at + len(line.text))
            path = f"t{self.tables + 1}r{line.cell.row + 1}c{line.cell.column + 1}" if line.cell else None
            self.lines.append(msgspec.structs.replace(line, text=self.text[line.at : line.at + len(line.text)], block=path))
        self.tables += bool(cells)
        self.at = end

    def line(self, a: int, b: int, path: str) -> None:
        words = self.text[a:b]
        if not words.strip():
            return
        self.inline(a, b)
        title = _bold_title(words) if self.bold else None
        span = (a + title[0], a + title[1]) if title else None
        self.lines.append(Line(words, a, role="entry" if title else None, title=span, whole=True, block=path))

    def caption(self) -> None:
        """A short line over a table is its caption, a unit between them a note."""
        for n in range(len(self.lines) - 1, max(len(self.lines) - 3, -1), -1):
            line = self.lines[n]
            words = self.plain(line.at, line.at + len(line.text))
            if line.depth or line.cell or len(words) > 45 or (line.role and not line.title):
                break
            if _UNIT.match(words):
                self.lines[n] = msgspec.structs.replace(line, role="unit")
                continue
            if _TABLE_TITLE.match(words) and not re.search(r"[。；，]", words) and self.text[line.at + len(line.text) : self.rows[self.at][0]].count("\n") <= 6:
                self.lines[n] = msgspec.structs.replace(line, role="caption", title=None)
            break

    def table(self) -> None:
        """A pipe table under its caption."""
        self.caption()
        head = self.split(*self.rows[self.at])
        ruler_at, ruler = self.rows[self.at + 1]
        self.markup.append((ruler_at, ruler_at + len(ruler)))
        self.at += 2
        rows = [head]
        while self.at < len(self.rows) and self.rows[self.at][1].strip() and "|" in self.rows[self.at][1]:
            rows.append(self.split(*self.rows[self.at]))
            self.at += 1
        named = any(self.text[a:b].strip() for a, b in head)
        for r, cells in enumerate(rows if named else rows[1:]):
            for c, (a, b) in enumerate(cells):
                self.inline(a, b)
                cell = Cell(self.tables, r, c, head=named and r == 0)
                self.lines.append(Line(self.text[a:b], a, cell=cell, whole=True, block=f"t{self.tables + 1}r{r + 1}c{c + 1}"))
        self.tables += 1

    def inline(self, a: int, b: int) -> None:
        """Marks what is mark-up inside a stretch: emphasis, code, links, tags, backslashes."""
        words = self.text[a:b]
        for found in _INLINE.finditer(words):
            for group in ("m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9", "n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8"):
                if found[group]:
                    self.markup.append((a + found.start(group), a + found.end(group)))
            for group in ("t1", "t2", "t4", "t5", "t6", "t7"):
                if found[group]:
                    self.inline(a + found.start(group), a + found.end(group))

    def plain(self, a: int, b: int) -> str:
        """The words of a stretch as a reader of the page sees them."""
        return re.sub(r"[*_`~]", "", self.words(a, b)).strip()


def _bold_title(row: str) -> tuple[int, int] | None:
    """Where the title stands in a paragraph that opens with a bold run of two to thirty characters without a stop."""
    found = re.match(r"\s*(\*\*|__)(?![【〖\s])((?:(?!\1)[^\n。；，！？]){2,30}?)\1(?!\1)", row)
    return found.span(2) if found and re.search(r"[\u4e00-\u9fff]", found[2]) else None


_INLINE = re.compile(
    r"(?P<m1>\\)[!-/:-@\[-`{-~]"
    r"|(?P<m2>`+)(?P<t3>(?:(?!`).)+)(?P<n2>(?P=m2))(?!`)"
    r"|(?P<m3>!?\[)(?P<t1>(?:\\.|[^\]\\])*)(?P<n3>\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+(?:\"[^\"]*\"|'[^']*'))?\))"
    r"|(?P<m4>\*\*\*)(?=\S)(?P<t2>(?:(?!\*\*\*).)+?)(?<=\S)(?P<n4>\*\*\*)"
    r"|(?P<m5>\*\*|__|~~)(?=\S)(?P<t4>(?:(?!(?P=m5)).)+?)(?<=\S)(?P<n5>(?P=m5))"
    r"|(?<![*\d])(?P<m6>\*)(?=[^\s*])(?P<t5>[^*]+?)(?<=[^\s*])(?P<n6>\*)(?![*\d])"
    r"|(?<![\w])(?P<m7>_)(?=[^\s_])(?P<t6>[^_]+?)(?<=[^\s_])(?P<n7>_)(?![\w])"
    r"|(?P<m8></?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>)"
    r"|(?P<m9><)(?P<t7>(?:https?|mailto):[^\s<>]+)(?P<n1>>)"
    r"|(?P<n8>&nbsp;|&emsp;|&ensp;)",
    re.S,
)
