"""HTML: saved pages, what Word saves as a web page, MHTML, and HTML wrapped in JSON.

The page is read as a stream of tags, never as a tree, so that nesting costs nothing; the parser knows no DTD, expands no
entity that the page declares, and fetches nothing. The text of the Source is the page's text block by block; navigation
and hidden text stand in it as mark-up, so that a person can see what was left out. Scripts and styles are no text.
"""

from __future__ import annotations

import email
import email.policy
import json
import re
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

from lxml import etree

from tongjian.book import Page, Run, Source, Style
from tongjian.book.lines import Role
from tongjian.read import flow
from tongjian.read.bounds import within
from tongjian.read.css import Looks, Sheet
from tongjian.read.errors import Unreadable
from tongjian.read.tables import CellText, Grid, lost_cells
from tongjian.read.text import decode as decode_text
from tongjian.read.writer import Writer

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr "
    "html legend li main nav ol p pre section summary table tbody td tfoot th thead title tr ul".split()
)
_SILENT = frozenset("script style template noscript iframe object embed applet svg canvas select textarea button datalist audio video map head xml".split())
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_BOLD = frozenset(("b", "strong", "i", "em", "th", *_HEADINGS))  # Chinese has no italics: what leans elsewhere is set bold or in 楷体
_ROLES: dict[str, Role] = {"entry": "entry", "subentry": "subentry", "byline": "byline", "signature": "byline", "caption": "caption", "note": "note"}
_KINDS = frozenset({"group", "chronicle", "speech", "report", "namelist", "honours", "docindex", "bulletin", "frontmatter"})  # what our own pages say of a heading
_NOTE_MARK = re.compile(r"#(?:sdfootnote|sdendnote|_?ftn|_?edn|fn|footnote|endnote|cite_note|cite_ref)[\w:.-]*\d", re.I)
_NODE_ID = re.compile(r"n[0-9a-f]{12}")  # how our own pages name nodes
_NAMED = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p", "tr"})
_CELL = re.compile(r"<t[dh][\s>]", re.I)
_APART = re.compile(r"(?:^|[\s_-])(?:nav|navi|navbar|navigation|menu|topmenu|breadcrumbs?|crumbs?|sitemap|pagination|pager|copyright|sidebar)(?:$|[\s_-])", re.I)
_APART_ROLES = frozenset("navigation menu menubar search banner contentinfo".split())
_TOOL = re.compile(
    r"(?:[【\[（(]?\s*(?:字体|字号|大|中|小|打印(?:本页|此页|文章|页面)?|关闭(?:本页|窗口|此页|页面)?|收藏(?:本页)?|返回(?:顶部|首页|列表)?|分享(?:到)?|我要纠错)\s*[】\]）)]?[\s:：|/]*)+$|(?:您的?|你的?|您现在的|当前)(?:所在的?)?位置(?:是)?[:：].*"
)
_CJK = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_WRAP = re.compile(rf"(?<=[{_CJK}])[ \t]*[\r\n][ \t\r\n\f]*(?=[{_CJK}])")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_META = re.compile(rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_XML = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.I)
_FIRST_TAG = re.compile(r"<(?:!doctype\s+html|html|head|body|div|p|table|h[1-6]|span|section|article|ul|ol|font|center|meta|style|title|br|main|strong|b)\b", re.I)
_CLOSING = re.compile(r"</(?:p|div|td|tr|span|table|h[1-6]|li|strong|font|a)\s*>|<br\s*/?>", re.I)
_GB = frozenset(("gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936", "hz", "gb"))


# -- the form --------------------------------------------------------------------------------------------------------
def sniff(head: bytes, name: str) -> float:
    """How sure the first bytes are HTML, bare or wrapped."""
    start = _peek(head)
    if re.match(r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", start, re.I | re.S):
        return 0.95
    if start.startswith("<?xml"):
        return 0.95 if re.search(r"<html\b", start[:4000], re.I) else 0.0
    if _is_mhtml(start):
        return 0.9
    if _FIRST_TAG.match(start):
        return 0.9
    if start[:1] in '{["' and re.search(r"<\\?/?(?:p|div|table|td|br|span|h[1-6])\b|\\u003c", start, re.I):
        return 0.8
    return 0.6 if len(_CLOSING.findall(start)) >= 5 else 0.0


def _peek(head: bytes) -> str:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head.decode("utf-16", errors="ignore").lstrip("\ufeff \t\r\n")
    return head.decode("utf-8", errors="ignore").lstrip("\ufeff \t\r\n")


def _is_mhtml(start: str) -> bool:
    top = start[:3000].lower()
    return "mime-version:" in top and "multipart/" in top and "content-type:" in top


def decode(data: bytes, name: str) -> tuple[str, str, list[str]]:
    """Text, encoding and warnings of a page: byte order mark, then what the page declares, then what the bytes look like."""
    if data[:3] == b"\xef\xbb\xbf" or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return decode_text(data, name)
    found = _META.search(data, 0, 16384) or _XML.match(data.lstrip()[:400])
    declared = found[1].decode("ascii", "replace").lower() if found else ""
    declared = "gb18030" if declared in _GB else declared
    if declared and not declared.startswith(("utf-16", "utf-32", "utf16", "utf32")):
        try:
            return data.decode(declared), declared, []
        except (UnicodeDecodeError, LookupError):
            pass
    text, encoding, warnings = decode_text(data, name)
    if declared and encoding != declared:
        warnings = [*warnings, f"the page says that it is {declared}, but its bytes are {encoding}"]
    return text, encoding, warnings


def read(data: bytes, name: str) -> Source:
    """Read a page. Raises Unreadable where it holds no text."""
    if _is_mhtml(_peek(data[:4096])):
        data = _mhtml(data, name)
    text, encoding, warnings = decode(data, name)
    return source_of(text, name, encoding, warnings)


def source_of(text: str, name: str, encoding: str | None, warnings: list[str]) -> Source:
    """The Source of the decoded text of a page, or of a JSON document that holds pages."""
    within(name, 0, len(_CELL.findall(text)))  # before a tree of them is in memory
    pages = unwrap(text)
    writer = Writer(name)
    titles: list[str] = []
    for path, title, html in pages:
        walker = walk(html)
        titles.append(title or walker.page_title())
        if len(pages) > 1 and title:
            writer.add(title, depth=1, whole=True, block=path)
        flow.write_flow(flow_of(walker.items, walker.ours), writer, path, demote=1 if len(pages) > 1 and title else 0)
    if not writer.has_content():
        raise Unreadable(name, "the page shows no text", "save the page again after it has loaded, or give the article's own file")
    return Source(
        name=name,
        form="html",
        text=writer.text(),
        pages=(Page(writer.lines()),),
        markup=writer.markup(),
        encoding=encoding,
        warnings=tuple(warnings),
        title=(titles[0] or None) if len(pages) == 1 else None,
        numbered_lines=False,
    )


def _mhtml(data: bytes, name: str) -> bytes:
    """The HTML part of a page saved as one file (.mht)."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if isinstance(part, EmailMessage) and part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                charset = part.get_content_charset()
                if charset and not _META.search(payload, 0, 16384):
                    try:
                        return b"\xef\xbb\xbf" + payload.decode("gb18030" if charset in _GB else charset).encode("utf-8")
                    except (UnicodeDecodeError, LookupError):
                        return payload
                return payload
    raise Unreadable(name, "the web archive holds no HTML page", "save the page again as HTML")


# -- JSON ------------------------------------------------------------------------------------------------------------
def unwrap(text: str) -> list[tuple[str, str, str]]:
    """(JSON path, title, HTML) of each page that a JSON document holds; the text itself where it is no JSON.

    A string inside may be JSON again (an API that answers with a quoted document): three wraps are taken off.
    """
    if text.lstrip("\ufeff \t\r\n")[:1] not in ('{', '[', '"'):
        return [("", "", text)]
    try:
        found = list(_pages(json.loads(text.lstrip("\ufeff")), "$", 3))
    except (ValueError, RecursionError):
        return [("", "", text)]
    return found or [("", "", text)]


def _pages(value: Any, path: str, wraps: int) -> Iterator[tuple[str, str, str]]:
    stack: list[tuple[Any, str, str]] = [(value, path, "")]
    while stack:
        at, where, title = stack.pop()
        if isinstance(at, dict):
            name = next((v.strip() for k, v in at.items() if isinstance(v, str) and k.lower() in _TITLE_KEYS and 0 < len(v.strip()) <= 80 and "<" not in v), title)
            stack.extend((v, f"{where}.{k}", name) for k, v in reversed(at.items()))
        elif isinstance(at, list):
            stack.extend((v, f"{where}[{n}]", title) for n, v in reversed(list(enumerate(at))))
        elif isinstance(at, str) and _CLOSING.search(at):
            inner = at.lstrip()[:1]
            if wraps and inner in ('{', '[', '"'):
                try:
                    yield from _pages(json.loads(at), where, wraps - 1)
                    continue
                except (ValueError, RecursionError):
                    pass
            yield where, title, at


_TITLE_KEYS = frozenset(("title", "doctitle", "name", "subject", "headline", "标题"))


# -- the page as a stream of tags ------------------------------------------------------------------------------------
class Part:
    """One block of the page: its lines (parted by `<br>`) and what the page says of it."""

    __slots__ = ("apart", "depth", "figure", "kind", "lines", "link", "looks", "main", "path", "pre", "role", "runs")

    def __init__(
        self, path: str, lines: list[str], looks: Looks, *, runs: tuple[Run, ...] = (), depth: int = 0, role: Role | None = None, figure: bool = False, pre: bool = False, apart: bool = False, main: bool = False, link: float = 0.0, kind: str | None = None
    ) -> None:
        self.path, self.lines, self.looks, self.runs = path, lines, looks, runs
        self.depth, self.role, self.figure, self.pre, self.apart, self.main, self.link = depth, role, figure, pre, apart, main, link
        self.kind = kind


Item = Part | Grid


class _Cell:
    __slots__ = ("columns", "head", "items", "path", "rows")

    def __init__(self, path: str, rows: int, columns: int, head: bool) -> None:
        self.path, self.rows, self.columns, self.head = path, rows, columns, head
        self.items: list[Item] = []


class _Table:
    __slots__ = ("before", "layout", "listed", "rows")

    def __init__(self, layout: bool, listed: bool) -> None:
        self.layout, self.listed = layout, listed
        self.before: list[Item] = []  # captions, and text that stands in no cell
        self.rows: list[list[_Cell]] = []


class _Frame:
    """An open element: what it hands down to the text inside it."""

    __slots__ = ("apart", "children", "depth", "figure", "holder", "kind", "lines", "link", "looks", "main", "ordinal", "pre", "role", "silent", "table", "tag")

    def __init__(self, tag: str, ordinal: int, above: _Frame | None) -> None:
        self.tag, self.ordinal = tag, ordinal
        self.children: dict[str, int] | None = None
        self.holder: list[Item] | None = None  # set on elements that collect their own items
        self.table: _Table | None = None
        self.lines: list[Item] | None = None  # lines of a table whose cells are lost
        self.kind: str | None = None  # what a heading of ours says its node is
        if above is None:
            self.looks = Looks()
            self.depth, self.role = 0, None
            self.apart = self.silent = self.pre = self.main = self.link = self.figure = False
        else:
            self.looks, self.depth, self.role = above.looks, above.depth, above.role
            self.apart, self.silent, self.pre = above.apart, above.silent, above.pre
            self.main, self.link, self.figure = above.main, above.link, above.figure

    role: Role | None


_PATH_STEPS = 24  # a path is cut to its last steps, so that deep nesting stays linear


class Walker:
    """The target of the parser: tags in, `items` out."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.sheet = Sheet()
        self.frames: list[_Frame] = [_Frame("", 1, None)]
        self.frames[0].holder = self.items
        self.holders: list[list[Item]] = [self.items]
        self.tables: list[_Table] = []
        self.title: list[str] = []
        self.runs: list[tuple[str, _Frame]] = []
        self.broken: list[int] = []  # indices of `runs` at which a <br> stands
        self.owner = self.frames[0]
        self.owner_path = ""
        self.ours = False  # a page of our own

    def page_title(self) -> str:
        """The page's own title, without the name of the site behind `_`, `|` or ` - `."""
        whole = " ".join("".join(self.title).split())
        first = re.split(r"\s*[_|｜]\s*|\s+[-–—]\s+", whole)[0]
        return first if len(first) >= 2 else whole

    # -- parser events
    def start(self, tag: Any, attributes: Any) -> None:
        name = tag.lower() if isinstance(tag, str) else ""
        above = self.frames[-1]
        if above.children is None:
            above.children = {}
        ordinal = above.children[name] = above.children.get(name, 0) + 1
        if name == "br":
            self.broken.append(len(self.runs))
        elif name in _BLOCKS:
            self._flush()
        frame = _Frame(name, ordinal, above)
        self.frames.append(frame)
        if attributes or name in _BOLD:
            self._dress(frame, above, attributes)
        kind = str(attributes.get("data-kind", "")) if attributes else ""
        self.ours = self.ours or (name in _NAMED and bool(attributes) and bool(_NODE_ID.fullmatch(str(attributes.get("id", "")))))
        if kind == "lines" and name == "div":
            frame.lines = []
            self._hold(frame, frame.lines)
        elif kind in _KINDS:
            frame.kind = kind
        if name in _SILENT:
            frame.silent = True
        elif name in _HEADINGS:
            frame.depth = _HEADINGS[name]
        elif name == "a":
            goes = str(attributes.get("href", ""))
            frame.link = not goes.startswith("#")
            frame.apart = frame.apart or bool(_NOTE_MARK.match(goes))  # else 2.1% and the number of its note are 2.1%1
        elif name == "del":
            frame.apart = True  # else what was written and what stands for it now are one figure
        elif name == "pre":
            frame.pre = True
        elif name in ("main", "article"):
            frame.main = True
        elif name in ("nav", "rt", "rp") or (name in ("footer", "aside") and not frame.main):
            frame.apart = True
        elif name == "figcaption":
            frame.role, frame.figure = "caption", True
        elif name == "table":
            frame.table = _Table(str(attributes.get("role", "")) in ("presentation", "none"), kind == "list")
            self.tables.append(frame.table)
            self._hold(frame, frame.table.before)
        elif name == "caption" and self.tables:
            frame.role = "caption"
        elif name == "tr" and self.tables:
            self.tables[-1].rows.append([])
        elif name in ("td", "th") and self.tables:
            self._cell(frame, name, attributes)
        if name in _BLOCKS:
            self._own(frame)

    def end(self, tag: Any) -> None:
        if len(self.frames) < 2:
            return
        frame = self.frames[-1]
        if frame.tag in _BLOCKS:
            self._flush()
        self.frames.pop()
        if frame.holder is not None:
            self.holders.pop()
        if frame.table is not None:
            self.tables.pop()
            self._close_table(frame.table)
        if frame.lines is not None:
            rows = [[CellText(words.strip(), path=part.path) for words in line.split("\u3000")] for part in frame.lines if isinstance(part, Part) for line in part.lines]
            self.holders[-1].append(lost_cells(rows))
        if frame.tag in _BLOCKS:
            self._own(self.frames[-1])

    def data(self, text: str) -> None:
        frame = self.frames[-1]
        if frame.silent:
            if frame.tag == "style":
                self.sheet.add(text)
            return
        if frame.tag == "title":
            if sum(map(len, self.title)) < 400:
                self.title.append(text[:400])
            return
        self.runs.append((text, frame))

    def comment(self, text: str) -> None:
        if self.frames[-1].tag == "style":
            self.sheet.add(text)

    def pi(self, target: str, data: str | None = None) -> None:
        """Processing instructions say nothing to a reader."""

    def close(self) -> Walker:
        while len(self.frames) > 1:
            self.end(self.frames[-1].tag)
        self._flush()
        return self

    # -- inside
    def _hold(self, frame: _Frame, items: list[Item]) -> None:
        frame.holder = items
        self.holders.append(items)

    def _own(self, frame: _Frame) -> None:
        self.owner = frame
        self.owner_path = ""

    def _path(self) -> str:
        """XPath of the innermost block element that is open."""
        steps: list[str] = []
        for frame in reversed(self.frames):
            if frame.tag and (frame.tag in _BLOCKS or steps):
                steps.append(f"{frame.tag}[{frame.ordinal}]")
                if len(steps) > _PATH_STEPS:
                    return "…/" + "/".join(reversed(steps[:-1]))
        return "/" + "/".join(reversed(steps))

    def _dress(self, frame: _Frame, above: _Frame, attributes: Any) -> None:
        looks = self.sheet.looks(above.looks, frame.tag, str(attributes.get("class", ""))[:400], str(attributes.get("style", ""))[:2000])
        if frame.tag in _BOLD and not looks.bold:
            looks = looks.replaced(bold=True)
        if frame.tag == "font" and attributes.get("face"):
            looks = looks.replaced(font=str(attributes["face"])[:40].split(",")[0].strip())
        if str(attributes.get("align", "")).lower() == "center" or frame.tag == "center":
            looks = looks.replaced(centred=True)
        frame.looks = looks
        if looks.hidden or "hidden" in attributes or attributes.get("aria-hidden") == "true":
            frame.apart = True
        role = str(attributes.get("role", ""))
        if role in _APART_ROLES:
            frame.apart = True
        elif role in ("main", "article"):
            frame.main = True
        elif role == "heading":
            level = str(attributes.get("aria-level", ""))
            frame.depth = int(level) if level in "123456" and level else 2
        marks = f"{str(attributes.get('class', ''))[:200]} {str(attributes.get('id', ''))[:80]}"
        if frame.tag in _BLOCKS and marks != " " and frame.tag not in ("body", "html") and _APART.search(marks):
            frame.apart = True
        if looks.outline and frame.tag in _BLOCKS:
            frame.depth = looks.outline
        if frame.tag == "p":
            frame.role = next((_ROLES[c] for c in str(attributes.get("class", "")).lower().split()[:8] if c in _ROLES), frame.role)

    def _cell(self, frame: _Frame, name: str, attributes: Any) -> None:
        table = self.tables[-1]
        if not table.rows:
            table.rows.append([])
        head = name == "th" or any(f.tag == "thead" for f in self.frames[-4:])
        cell = _Cell(self._path(), _span(attributes.get("rowspan"), 65534), _span(attributes.get("colspan"), 1000), head)
        table.rows[-1].append(cell)
        self._hold(frame, cell.items)

    def _flush(self) -> None:
        """End the block that is open."""
        runs, breaks = self.runs, self.broken
        if not runs:
            breaks.clear()
            return
        self.runs, self.broken = [], []
        owner = self.owner
        apart: list[tuple[str, _Frame]] = []
        shown: list[list[str]] = [[]]
        shown_frames: list[tuple[int, _Frame]] = []
        pieces: list[tuple[str, Looks]] = []
        at = 0
        for n, (text, frame) in enumerate(runs):
            while at < len(breaks) and breaks[at] <= n:
                shown.append([])
                at += 1
            if frame.apart and not owner.apart:
                apart.append((text, frame))
                continue
            shown[-1].append(text)
            pieces.append((text, frame.looks))
            count = len(text.strip())
            if count:
                shown_frames.append((count, frame))
        lines = [tidy("".join(line), owner.pre) for line in shown]
        if owner.pre:
            lines = [row for line in lines for row in line.split("\n")]
        lines = [line for line in lines if line.strip()]
        if apart:
            hidden = tidy("".join(t for t, _ in apart), False)
            if hidden.strip():
                self.holders[-1].append(Part(self._path(), [hidden], Looks(), apart=True, main=owner.main))
        if not lines:
            return
        total = sum(c for c, _ in shown_frames) or 1
        looks = _usual(shown_frames)
        stretches: tuple[Run, ...] = ()
        if len(lines) == 1 and not owner.pre and not owner.depth:
            looks, stretches = _stretches(lines[0], pieces, looks)
        role = owner.role
        if role in ("entry", "subentry") and not lines[0].lstrip().startswith(("【", "〖", "〔")) and not flow.run_in(lines[0], stretches, style_of(looks)):
            role = role if len(lines[0]) <= 40 and not lines[0].rstrip().endswith("。") else None
        link = sum(c for c, f in shown_frames if f.link) / total
        if not self.owner_path:
            self.owner_path = self._path()
        self.holders[-1].append(
            Part(self.owner_path, lines, looks, runs=stretches, depth=owner.depth, role=role, figure=owner.figure, pre=owner.pre, apart=owner.apart, main=owner.main, link=link, kind=owner.kind)
        )

    def _close_table(self, table: _Table) -> None:
        """A finished table joins the items around it: as a grid, or, where it only laid out the page, as its blocks."""
        rows = [row for row in table.rows if row]
        holder = self.holders[-1]
        holder.extend(table.before)
        if table.layout or (not table.listed and _lays_out(rows)):
            for row in rows:
                for cell in row:
                    holder.extend(cell.items)
            return
        if any(cell.items for row in rows for cell in row):
            holder.append(Grid([[_cell_text(c) for c in row] for row in rows], apart=all(b.apart for row in rows for c in row for b in c.items if isinstance(b, Part)), listed=table.listed))
            holder.extend(item for row in rows for cell in row for item in cell.items if isinstance(item, Grid))


def walk(html: str) -> Walker:
    """Parse a page; the walker holds its items."""
    walker = Walker()
    parser: Any = etree.HTMLParser(target=walker, huge_tree=True, no_network=True, recover=True)
    clean = html.encode("utf-8", "replace").decode("utf-8").lstrip("\ufeff")
    clean = re.sub(r"^\s*<\?xml[^>]*\?>", "", clean)
    try:
        for at in range(0, len(clean), 1 << 16):
            parser.feed(clean[at : at + (1 << 16)])
        parser.close()
    except etree.LxmlError:
        walker.close()
    return walker


def _span(value: Any, most: int) -> int:
    text = str(value or "").strip()[:6]
    return max(1, min(int(text), most)) if text.isdecimal() else 1


def _usual(frames: list[tuple[int, _Frame]]) -> Looks:
    """The looks of most characters of a block; bold only where every character is."""
    if not frames:
        return Looks()
    if len(frames) == 1:
        return frames[0][1].looks
    weight: dict[Looks, int] = {}
    for count, frame in frames:
        weight[frame.looks] = weight.get(frame.looks, 0) + count
    most = max(weight, key=weight.__getitem__)
    bold = all(looks.bold for looks in weight)
    return most if most.bold == bold else most.replaced(bold=bold)


def _stretches(line: str, pieces: list[tuple[str, Looks]], looks: Looks) -> tuple[Looks, tuple[Run, ...]]:
    """The looks of most of a line, and the stretches that look otherwise. `pieces`: its text before white space was tidied."""
    weight: dict[tuple[str | None, float | None, bool], int] = {}
    for text, own in pieces:
        face = (own.font, own.size, own.bold)
        weight[face] = weight.get(face, 0) + len(text.strip())
    if len(weight) < 2:
        return looks, ()
    main = max(weight, key=weight.__getitem__)
    looks = looks.replaced(font=main[0], size=main[1], bold=main[2])
    ink = [n for n, sign in enumerate(line) if sign not in " \t\r\n\f"]
    found: list[Run] = []
    at = 0
    for text, own in pieces:
        count = sum(sign not in " \t\r\n\f" for sign in text)
        face = (own.font, own.size, own.bold)
        if count and face != main and at + count <= len(ink):
            style = Style(font=own.font, size=own.size, bold=own.bold)
            start, end = ink[at], ink[at + count - 1] + 1
            if found and found[-1].style == style and not line[found[-1].end : start].strip():
                start = found.pop().start
            found.append(Run(start, end, style))
        at += count
    return looks, tuple(found)


def _lays_out(rows: list[list[_Cell]]) -> bool:
    """Whether a table only lays out the page: it holds tables, headings, or long text in few cells."""
    if all(len(row) == 1 for row in rows):
        return True
    cells = [cell for row in rows for cell in row]
    if any(not isinstance(item, Grid) and item.depth for cell in cells for item in cell.items):
        return True
    if any(isinstance(item, Grid) for cell in cells for item in cell.items):
        words = [sum(len(line) for b in cell.items if isinstance(b, Part) for line in b.lines) for cell in cells]
        return len(rows) < 2 or not all(0 < w <= 60 for w in words)  # every cell has words of its own: a table, in which another one stands
    if len(cells) <= 6:
        longest = max((sum(len(line) for b in cell.items if isinstance(b, Part) for line in b.lines) for cell in cells), default=0)
        return longest > 400
    return False


def _cell_text(cell: _Cell) -> CellText:
    blocks = [b for b in cell.items if isinstance(b, Part)]
    shown = [b for b in blocks if not b.apart]
    hidden = " ".join(line.strip() for b in blocks if b.apart for line in b.lines)
    looks = shown[0].looks if shown else Looks()
    return CellText(" ".join(line.strip(" \t\r\n\xa0") for b in shown for line in b.lines), cell.rows, cell.columns, cell.head, cell.path, style_of(looks), hidden)


def style_of(looks: Looks) -> Style:
    """The Style of some looks."""
    return Style(font=looks.font, size=looks.size, bold=looks.bold)


def tidy(text: str, pre: bool) -> str:
    """White space as a browser shows it; a line break of the file between two Chinese characters is none."""
    if pre:
        return text.replace("\r\n", "\n").strip("\n")
    return _SPACES.sub(" ", _WRAP.sub("", text)).strip(" ")


# -- items → lines ---------------------------------------------------------------------------------------------------
def flow_of(items: list[Item], ours: bool = False) -> list[flow.Item]:
    """The page as a flow: menus and tools set apart. `ours`: a page of our own, on which every title is marked, so that other paragraphs have none."""
    links = _link_lists(items)
    whole = not _wrapped(items)
    found: list[flow.Item] = []
    for n, item in enumerate(items):
        if isinstance(item, Grid):
            found.append(item)
            continue
        found.append(
            flow.Block(
                item.path,
                item.lines,
                depth=item.depth,
                role=item.role or ("text" if ours and not item.depth else None),
                kind="figure" if item.figure else item.kind,
                style=style_of(item.looks),
                centred=item.looks.centred,
                apart=item.apart or n in links or (not item.depth and bool(_TOOL.match("".join(item.lines)))),
                whole=whole and not item.pre,
                runs=[item.runs],
            )
        )
    return found


def _link_lists(items: list[Item]) -> set[int]:
    """Indices of blocks in menus: three or more neighbours that are links to other pages and nothing else, outside the page's main matter.

    A page of nothing but links keeps them: they are its matter.
    """
    found: set[int] = set()
    run: list[int] = []
    prose = 0
    for n, item in enumerate([*items, None]):
        if isinstance(item, Part) and not item.main and not item.depth and item.link >= 0.9 and sum(map(len, item.lines)) <= 40:
            run.append(n)
            continue
        if len(run) >= 3:
            found.update(run)
        run = []
        if isinstance(item, Grid) or (isinstance(item, Part) and not item.apart and item.link < 0.5):
            prose += 1
    return found if prose else set()


def _wrapped(items: list[Item]) -> bool:
    """Whether the page has a block for each printed line rather than for each paragraph: long lines that mostly end in mid-sentence."""
    long = [line for item in items if isinstance(item, Part) and not item.depth and not item.apart for line in item.lines if len(line) >= 15]
    return len(long) >= 20 and sum(bool(flow.CLOSED.search(line.strip())) for line in long) < 0.4 * len(long)
