"""DOCX: paragraphs with their styles, bare formatting, tables with merged cells, notes and text boxes.

Headings are known by outline level or by the name of their style; what is only set bold or large keeps its Style, from
which `structure` infers. Tracked changes are taken as accepted (`refuse_changes=True`: as refused). Comments, hidden text
and the contents list are left out as mark-up. `python-docx` opens the package and its styles; the body is walked here.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from lxml import etree

from tongjian.book import Page, Run, Source, Style
from tongjian.book.lines import Role
from tongjian.read.archive import open_zip
from tongjian.read.errors import Unreadable
from tongjian.read.flow import Block, Item, run_in, write_flow
from tongjian.read.numbering import Numbering
from tongjian.read.tables import CellText, Grid, lost_cells
from tongjian.read.writer import Writer

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_OUTER = frozenset(f"{_W}{t}" for t in ("hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo", "ruby", "rubyBase")) | {f"{_M}oMath", f"{_M}oMathPara"}
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])$", re.I)
_CONTENTS = re.compile(r"(?:toc|目录)\s*(?:[1-9]|heading|标题)?$", re.I)
_ROLES: tuple[tuple[re.Pattern[str], Role], ...] = (
    (re.compile(r"^(?:年鉴)?(?:类目|部类)(?:标题|题)?$"), "part"),
    (re.compile(r"^(?:年鉴)?分目(?:标题|题)?$"), "section"),
    (re.compile(r"^(?:年鉴)?条目(?:标题|题)?$"), "entry"),
    (re.compile(r"^(?:年鉴)?(?:二级条目|次条目|子目|子条目)(?:标题|题)?$"), "subentry"),
    (re.compile(r"(?:撰稿|供稿)?署名$|撰稿人?$|供稿$", re.I), "byline"),
    (re.compile(r"caption$|题注$|[表图](?:题|标题|名)$", re.I), "caption"),
    (re.compile(r"表(?:格)?单位$"), "unit"),
    (re.compile(r"表(?:格)?注(?:释)?$|footnote text$|脚注文本$", re.I), "note"),
)
_FIGURE = re.compile(r"图\s*[\d一二三四五六七八九十]")


class Look(NamedTuple):
    """What a style or a run says of its text; None where it says nothing."""

    font: str | None = None
    size: float | None = None
    bold: bool | None = None
    hidden: bool | None = None

    def over(self, below: Look) -> Look:
        """This look where it speaks, the other where it does not."""
        return Look(
            self.font if self.font is not None else below.font,
            self.size if self.size is not None else below.size,
            self.bold if self.bold is not None else below.bold,
            self.hidden if self.hidden is not None else below.hidden,
        )


class Named(NamedTuple):
    """A paragraph or character style, with what it inherits."""

    name: str
    look: Look
    outline: int  # heading depth, 0 for body text
    centred: bool
    numbering: tuple[str, int] | None


def read(data: bytes, name: str, refuse_changes: bool = False) -> Source:
    """Read a document. Raises Unreadable: broken, encrypted, or no text in it."""
    open_zip(data, name).close()
    try:
        document: Any = docx.Document(io.BytesIO(data))
        body = document.element.body
    except Exception as broken:  # python-docx lets every fault of a file through as it meets it
        if isinstance(broken, (MemoryError, RecursionError)):
            raise
        raise Unreadable(name, f"the document is broken ({' '.join(str(broken).split())[:80]})", "open it in Word or WPS and save it again") from None
    if body is None:
        raise Unreadable(name, "the document has no body", "open it in Word or WPS and save it again")
    try:
        walker = _Walker(document, refuse_changes)
    except (KeyError, ValueError, AttributeError, etree.LxmlError) as broken:
        raise Unreadable(name, f"the styles of the document are broken ({' '.join(str(broken).split())[:80]})", "open it in Word or WPS and save it again") from None
    items = walker.flow(body, "")
    title = walker.settle_titles(items)
    writer = Writer(name)
    write_flow(items, writer)
    for comment in walker.comments():
        writer.leave_out(comment)
    if not writer.has_content():
        raise Unreadable(name, "the document holds no text", "where its pages are pictures, give their OCR text")
    return Source(
        name=name,
        form="docx",
        text=writer.text(),
        pages=(Page(writer.lines()),),
        markup=writer.markup(),
        warnings=tuple(walker.warnings()),
        title=title,
        numbered_lines=False,
    )


class _Piece(NamedTuple):
    text: str
    look: Look


class _Walker:
    def __init__(self, document: Any, refuse: bool) -> None:
        self.document = document
        self.refuse = refuse
        self.inserted = self.deleted = 0
        self.sheets = _styles(document)
        self.notes = {**_notes(document, RELATIONSHIP_TYPE.FOOTNOTES), **_notes(document, RELATIONSHIP_TYPE.ENDNOTES)}
        self.numbering = Numbering(_part(document, RELATIONSHIP_TYPE.NUMBERING))
        self.titled: list[Block] = []  # paragraphs in the style Title
        self.note_list: list[tuple[str, str]] = []  # notes that the open paragraph refers to
        self.boxes: list[Any] = []  # text boxes that the open paragraph anchors
        self.carry: list[_Piece] = []  # text of a paragraph whose mark was deleted: it runs on into the next

    # -- the flow
    def flow(self, holder: Any, path: str) -> list[Item]:
        """Blocks and tables of a body, a cell or a text box."""
        items: list[Item] = []
        counts: dict[str, int] = {}
        for element in self._children(holder):
            tag = etree.QName(element).localname
            if tag not in ("p", "tbl"):
                continue
            counts[tag] = counts.get(tag, 0) + 1
            where = f"{path}{'/' if path else ''}{tag}[{counts[tag]}]"
            if tag == "p":
                items.extend(self._paragraph(element, where))
            else:
                items.extend(self._table(element, where))
        return items

    def _children(self, holder: Any) -> Iterator[Any]:
        """Paragraphs and tables of a holder, through content controls and accepted insertions."""
        stack = [iter(holder)]
        while stack:
            element = next(stack[-1], None)
            if element is None:
                stack.pop()
                continue
            if not isinstance(element.tag, str):
                continue
            if element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}smartTag") or (element.tag in (f"{_W}ins", f"{_W}moveTo") and not self.refuse):
                stack.append(iter(element))
            elif element.tag == f"{_MC}AlternateContent":
                stack.append(iter(_choice(element)))
            else:
                yield element

    def _paragraph(self, p: Any, path: str) -> list[Item]:
        properties = p.find(f"{_W}pPr")
        style = self._style(properties, "pStyle")
        outline, centred, mark_gone, number = style.outline, style.centred, False, style.numbering
        if properties is not None:
            level = _value(properties.find(f"{_W}outlineLvl"))
            if level.isdecimal():
                outline = int(level[:2]) + 1 if int(level[:2]) < 9 else 0
            align = _value(properties.find(f"{_W}jc"))
            centred = align == "center" if align else centred
            mark_gone = properties.find(f"{_W}rPr/{_W}{'ins' if self.refuse else 'del'}") is not None
            number = _number(properties) or number
        self.note_list, self.boxes = [], []
        pieces = [*self.carry, *self._pieces(p, style.look)]
        self.carry = []
        notes, boxes = self.note_list, self.boxes
        if mark_gone:
            self.carry = pieces
            return self._boxed(boxes, path)
        label = self.numbering.label(number) if number and any(x.text.strip() for x in pieces) else ""
        items: list[Item] = []
        hidden = "".join(x.text for x in pieces if x.look.hidden)
        shown = [x for x in pieces if not x.look.hidden]
        if label:
            shown = [_Piece(label, shown[0].look if shown else style.look), *shown]
        block = self._block(shown, path, style, outline, centred)
        if block is not None:
            items.append(block)
        if hidden.strip():
            items.append(Block(path, [" ".join(hidden.split())], apart=True))
        for kind, note in notes:
            items.append(Block(f"{path}/{kind}", [note], role="note"))
        items.extend(self._boxed(boxes, path))
        return items

    def _boxed(self, boxes: list[Any], path: str) -> list[Item]:
        items: list[Item] = []
        for n, box in enumerate(boxes, 1):
            items.extend(self.flow(box, f"{path}/box[{n}]"))
        return items

    def _block(self, pieces: list[_Piece], path: str, style: Named, outline: int, centred: bool) -> Block | None:
        whole = "".join(x.text for x in pieces)
        if not whole.strip():
            return None
        own, runs = _styled(pieces)
        lines: list[str] = []
        by_line: list[tuple[Run, ...]] = []
        at = 0
        for line in whole.split("\n"):
            if line.strip():
                lines.append(line)
                by_line.append(tuple(Run(max(r.start - at, 0), min(r.end - at, len(line)), r.style) for r in runs if r.start < at + len(line) and r.end > at))
            at += len(line) + 1
        block = Block(path, lines, style=own, centred=centred, runs=by_line)
        if _CONTENTS.match(style.name):
            block.apart = True
            return block
        role = next((r for pattern, r in _ROLES if pattern.search(style.name)), None)
        text = " ".join(whole.split())
        if role in ("entry", "subentry") and not text.startswith(("【", "〖", "〔", "[")) and (len(text) > 40 or text.endswith("。")) and not run_in(whole, tuple(runs), own):
            role = None  # the style of the whole entry, not of its title
        if style.name.lower() in ("title", "标题", "书名"):
            self.titled.append(block)
            block.depth = 1
        elif role is not None:
            block.role = role
            block.kind = "figure" if role == "caption" and _FIGURE.match(text) else None
        elif outline and len(text) <= 120:
            block.depth = outline
        return block

    def settle_titles(self, items: list[Item]) -> str | None:
        """One paragraph in the style Title before all headings is the book's title; several are its parts."""
        if len(self.titled) == 1:
            block = self.titled[0]
            first = next((i for i in items if isinstance(i, Block) and i.depth and not i.apart), None)
            if first is block:
                block.apart, block.depth = True, 0
                return "".join("".join(block.lines).split())
        elif self.titled:
            titled = set(map(id, self.titled))
            for item in items:
                if isinstance(item, Block) and item.depth and id(item) not in titled:
                    item.depth += 1
        properties = self.document.core_properties
        try:
            return (properties.title or "").strip() or None
        except (ValueError, AttributeError):
            return None

    # -- runs
    def _pieces(self, p: Any, base: Look) -> list[_Piece]:
        """The text of a paragraph in pieces of one look each, tracked changes resolved."""
        found: list[_Piece] = []
        stack: list[tuple[Iterator[Any], bool]] = [(iter(p), False)]
        gone, come = ("ins", "moveTo"), ("del", "moveFrom")
        if not self.refuse:
            gone, come = come, gone
        while stack:
            iterator, _ = stack[-1]
            element = next(iterator, None)
            if element is None:
                stack.pop()
                continue
            tag = element.tag
            if not isinstance(tag, str):
                continue
            if tag == f"{_W}r":
                self._run(element, base, found)
            elif tag in (f"{_W}{gone[0]}", f"{_W}{gone[1]}"):
                self.deleted += not self.refuse
                self.inserted += self.refuse
            elif tag in (f"{_W}{come[0]}", f"{_W}{come[1]}"):
                self.inserted += not self.refuse
                self.deleted += self.refuse
                stack.append((iter(element), True))
            elif tag in _OUTER:
                stack.append((iter(element), False))
            elif tag == f"{_MC}AlternateContent":
                stack.append((iter(_choice(element)), False))
            elif tag.startswith(_M) and not tag.endswith("Pr"):
                text = "".join(t.text or "" for t in element.iter(f"{_M}t"))
                if text:
                    found.append(_Piece(text, base))
        return found

    def _run(self, run: Any, base: Look, found: list[_Piece]) -> None:
        properties = run.find(f"{_W}rPr")
        look = base
        if properties is not None:
            character = self.sheets.get(_value(properties.find(f"{_W}rStyle")))
            look = _look(properties).over(character.look.over(base) if character else base)
        out: list[str] = []
        for child in run.iter():
            tag = child.tag
            if tag in (f"{_W}t", f"{_W}delText"):
                if child.getparent() is run:
                    out.append((child.text or "").replace("\n", " "))
            elif child.getparent() is not run:
                if tag == f"{_W}txbxContent" and _chosen(child):
                    self.boxes.append(child)
            elif tag in (f"{_W}tab", f"{_W}ptab"):
                out.append("\t")
            elif tag in (f"{_W}br", f"{_W}cr"):
                out.append("" if child.get(f"{_W}type") in ("page", "column") else "\n")
            elif tag == f"{_W}noBreakHyphen":
                out.append("-")
            elif tag in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
                kind = "footnote" if "foot" in tag else "endnote"
                note = self.notes.get((kind, child.get(f"{_W}id") or ""))
                if note:
                    self.note_list.append((f"{kind}[{child.get(f'{_W}id')}]", note))
            elif tag == f"{_W}ruby":
                base_text = child.find(f"{_W}rubyBase")
                out.append("".join(t.text or "" for t in base_text.iter(f"{_W}t")) if base_text is not None else "")
        text = "".join(out)
        if text:
            found.append(_Piece(text, look))

    def _style(self, properties: Any, kind: str) -> Named:
        given = _value(properties.find(f"{_W}{kind}")) if properties is not None else ""
        return self.sheets.get(given) or self.sheets.get("") or Named("", Look(), 0, False, None)

    # -- tables
    def _table(self, table: Any, path: str) -> list[Item]:
        rows: list[list[CellText]] = []
        above: dict[int, CellText] = {}  # column → the cell that a vertical merge began with
        inner: list[Item] = []  # tables inside cells follow the table
        flat: list[Item] = []
        r = 0
        for tr in self._children(table):
            if etree.QName(tr).localname != "tr":
                continue
            properties = tr.find(f"{_W}trPr")
            if properties is not None and properties.find(f"{_W}{'ins' if self.refuse else 'del'}") is not None:
                continue
            r += 1
            column = _count(properties, "gridBefore") if properties is not None else 0
            head = properties is not None and _on(properties.find(f"{_W}tblHeader")) is True
            row = [CellText("", columns=1, path=f"{path}/tr[{r}]") for _ in range(column)]
            c = 0
            for tc in self._children(tr):
                if etree.QName(tc).localname != "tc":
                    continue
                c += 1
                merged = tc.find(f"{_W}tcPr")
                span = max(1, _count(merged, "gridSpan")) if merged is not None else 1
                merge = merged.find(f"{_W}vMerge") if merged is not None else None
                items = self.flow(tc, f"{path}/tr[{r}]/tc[{c}]")
                flat.extend(items)
                if merge is not None and _value(merge) != "restart" and column in above and not any(isinstance(i, Grid) or not i.apart for i in items):
                    above[column].rows += 1
                    column += span
                    continue
                cell, nested = _cell(items, span, head, f"{path}/tr[{r}]/tc[{c}]")
                inner.extend(nested)
                row.append(cell)
                if merge is not None:
                    above[column] = cell
                else:
                    above.pop(column, None)
                column += span
            rows.append(row)
        if all(len(row) == 1 for row in rows) and self._style(next(table.iter(f"{_W}pPr"), None), "pStyle").name not in ("名单", "表注"):
            return flat  # a table of one column is a frame around paragraphs
        styles = {self._style(p.find(f"{_W}pPr"), "pStyle").name for p in table.iter(f"{_W}p")}
        if styles == {"名单"} and not inner:
            return [Grid(rows, listed=True)]
        if styles == {"表注"} and not inner:  # so our own documents keep a table whose cells the source has lost
            return [lost_cells(rows)]
        return [Grid(rows), *inner] if any(c.text.strip() for row in rows for c in row) else inner

    # -- beside the text
    def comments(self) -> list[str]:
        """The comments of the document, one line each: who, and what."""
        try:
            return [f"{c.author or '?'}: {' '.join(c.text.split())}" for c in self.document.comments if c.text.strip()]
        except (AttributeError, KeyError, ValueError, etree.LxmlError):
            return []

    def warnings(self) -> list[str]:
        found: list[str] = []
        if self.inserted or self.deleted:
            taken = "refused" if self.refuse else "accepted"
            found.append(f"tracked changes were taken as {taken}: {self.inserted} insertions, {self.deleted} deletions")
        comments = len(self.comments())
        if comments:
            found.append(f"{comments} comments stand beside the text, not in it")
        return found


def _cell(items: list[Item], span: int, head: bool, path: str) -> tuple[CellText, list[Item]]:
    """The text of a cell, and the tables inside it, which follow the table that holds them."""
    blocks = [i for i in items if isinstance(i, Block)]
    text = " ".join(line.strip() for b in blocks if not b.apart for line in b.lines)
    hidden = " ".join(line for b in blocks if b.apart for line in b.lines)
    style = next((b.style for b in blocks if not b.apart), None)
    return CellText(text, 1, span, head, path, style, hidden), [i for i in items if isinstance(i, Grid)]


def _styled(pieces: list[_Piece]) -> tuple[Style | None, list[Run]]:
    """The style of most characters of a paragraph, and the stretches that differ from it."""
    weight: dict[Look, int] = {}
    for text, look in pieces:
        count = len(text.strip())
        if count:
            weight[look] = weight.get(look, 0) + count
    if not weight:
        return None, []
    main = max(weight, key=weight.__getitem__)
    runs: list[Run] = []
    at = 0
    for text, look in pieces:
        if look != main and text.strip():
            if runs and runs[-1].end == at and runs[-1].style == _style_of(look):
                runs[-1] = Run(runs[-1].start, at + len(text), runs[-1].style)
            else:
                runs.append(Run(at, at + len(text), _style_of(look)))
        at += len(text)
    return _style_of(main), runs


@lru_cache(maxsize=1024)
def _style_of(look: Look) -> Style:
    return Style(font=look.font, size=look.size, bold=bool(look.bold))


# -- the parts of the package ----------------------------------------------------------------------------------------
def _part(document: Any, kind: str) -> Any:
    """The XML root of a part that the document refers to; None where there is none."""
    try:
        part = document.part.part_related_by(kind)
        if hasattr(part, "element"):
            return part.element
        return etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False))
    except (KeyError, ValueError, etree.LxmlError):
        return None


def _notes(document: Any, kind: str) -> dict[tuple[str, str], str]:
    """Footnotes or endnotes: (kind, id) → text. Separators have no text."""
    root = _part(document, kind)
    name = "footnote" if kind == RELATIONSHIP_TYPE.FOOTNOTES else "endnote"
    found: dict[tuple[str, str], str] = {}
    for note in root.findall(f"{_W}{name}") if root is not None else ():
        text = " ".join("".join(t.text or "" for t in p.iter(f"{_W}t")) for p in note.iter(f"{_W}p"))
        if text.strip():
            found[name, note.get(f"{_W}id") or ""] = text.strip()
    return found


def _styles(document: Any) -> dict[str, Named]:
    """Styles by id, each with what it inherits; `""` is the default paragraph style."""
    root = document.styles.element
    raw: dict[str, Any] = {s.get(f"{_W}styleId") or "": s for s in root.findall(f"{_W}style")}
    defaults = root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr")
    bottom = _look(defaults) if defaults is not None else Look()
    found: dict[str, Named] = {}

    def resolve(key: str) -> Named:
        chain: list[str] = []
        at = key
        while at in raw and at not in chain and at not in found:
            chain.append(at)
            at = _value(raw[at].find(f"{_W}basedOn"))
        named = found.get(at, Named("", bottom, 0, False, None))
        for one in reversed(chain):
            style = raw[one]
            name = _value(style.find(f"{_W}name"))
            paragraph, run = style.find(f"{_W}pPr"), style.find(f"{_W}rPr")
            look = _look(run).over(named.look) if run is not None else named.look
            if style.get(f"{_W}type") == "character" and run is not None and not chain[1:]:
                look = _look(run)
            outline, centred, numbering = named.outline, named.centred, named.numbering
            heading = _HEADING.match(name.strip())
            if heading:
                outline = int(heading[1])
            if paragraph is not None:
                level = _value(paragraph.find(f"{_W}outlineLvl"))
                if level.isdecimal():
                    outline = int(level[:2]) + 1 if int(level[:2]) < 9 else 0
                align = _value(paragraph.find(f"{_W}jc"))
                centred = align == "center" if align else centred
                numbering = _number(paragraph) or numbering
            named = found[one] = Named(name.strip(), look, outline, centred, numbering)
        return named

    for key in raw:
        resolve(key)
    default = next((k for k, s in raw.items() if s.get(f"{_W}type") == "paragraph" and s.get(f"{_W}default") in ("1", "true")), None)
    found[""] = found[default] if default else Named("", bottom, 0, False, None)
    return found


def _look(properties: Any) -> Look:
    fonts = properties.find(f"{_W}rFonts")
    font = (fonts.get(f"{_W}eastAsia") or fonts.get(f"{_W}ascii")) if fonts is not None else None
    size = _value(properties.find(f"{_W}sz"))
    return Look(
        font=font,
        size=int(size[:5]) / 2 if size.isdecimal() else None,
        bold=_on(properties.find(f"{_W}b")),
        hidden=_on(properties.find(f"{_W}vanish")),
    )


def _number(properties: Any) -> tuple[str, int] | None:
    """(numbering id, level) of a paragraph's properties."""
    given = properties.find(f"{_W}numPr")
    if given is None:
        return None
    level = _value(given.find(f"{_W}ilvl"))
    return _value(given.find(f"{_W}numId")), int(level[:2]) if level.isdecimal() else 0


def _value(element: Any) -> str:
    return (element.get(f"{_W}val") or "") if element is not None else ""


def _on(element: Any) -> bool | None:
    return None if element is None else _value(element) not in ("0", "false", "off", "none")


def _count(properties: Any, tag: str) -> int:
    value = _value(properties.find(f"{_W}{tag}"))
    return min(int(value[:4]), 1000) if value.isdecimal() else 0


def _choice(alternate: Any) -> Any:
    """The branch of an AlternateContent that is read: the first choice, else the fallback."""
    found = alternate.find(f"{_MC}Choice")
    return found if found is not None else alternate.find(f"{_MC}Fallback") if alternate.find(f"{_MC}Fallback") is not None else ()


def _chosen(element: Any) -> bool:
    """Whether an element stands in the branch that is read, and in no box inside another one that is listed itself."""
    at = element.getparent()
    while at is not None and at.tag != f"{_W}p":
        if at.tag == f"{_MC}Fallback" and at.getparent().find(f"{_MC}Choice") is not None:
            return False
        at = at.getparent()
    return True
