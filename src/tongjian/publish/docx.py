"""The book as a Word document that editors can work in: styles of the trade (条目, 二级条目, 署名, 题注), tables with merged cells.

Headings are Word's own, so that the navigation pane shows parts, groups and sections. The bytes depend on the book alone.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from html import escape
from pathlib import Path
from typing import Any

from tongjian.book import Book, Node, Table, TableCell
from tongjian.publish.errors import PublishError
from tongjian.publish.files import write_file
from tongjian.publish.grids import Grid, grid_of, is_drawn
from tongjian.publish.registry import publisher
from tongjian.publish.walk import Item, cells_of, table_lines, walk

_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_NOT_XML = {i: None for i in range(32) if i not in (9, 10, 13)} | {0xFFFE: None, 0xFFFF: None} | dict.fromkeys(range(0xD800, 0xE000))
_SONG, _HEI, _KAI = "宋体", "黑体", "楷体"
_MIDDLE, _RIGHT, _FIRST = '<w:jc w:val="center"/>', '<w:jc w:val="right"/>', '<w:ind w:firstLineChars="200" w:firstLine="420"/>'
_KEEP = "<w:keepNext/>"


def _spaced(before: int, after: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="300" w:lineRule="auto"/>'


# style id, name, font, half-points, bold, paragraph properties, what follows it
_STYLES: tuple[tuple[str, str, str, int, bool, str, str], ...] = (
    ("TjText", "年鉴正文", _SONG, 21, False, _spaced(0, 0) + _FIRST, "TjText"),
    ("TjEntry", "条目", _SONG, 21, False, _spaced(80, 0), "TjText"),
    ("TjLine", "条目标题", _HEI, 21, True, _KEEP + _spaced(120, 60), "TjText"),
    ("TjSubentry", "二级条目", _SONG, 21, False, _spaced(0, 0) + _FIRST, "TjText"),
    ("TjByline", "署名", _KAI, 21, False, _spaced(60, 240) + _RIGHT, "TjText"),
    ("TjCaption", "题注", _HEI, 18, True, _KEEP + _spaced(200, 60) + _MIDDLE, "TjText"),
    ("TjUnit", "表单位", _KAI, 18, False, _KEEP + _spaced(0, 40) + _RIGHT, "TjText"),
    ("TjNote", "表注", _SONG, 18, False, _spaced(0, 0), "TjText"),
    ("TjCell", "表格文字", _SONG, 18, False, _spaced(0, 0) + _MIDDLE, "TjCell"),
    ("TjRow", "名单", _SONG, 21, False, _spaced(0, 0), "TjRow"),
)


@publisher("docx")
def publish(book: Book, output: Path) -> None:
    """Write the book as one DOCX file. Raises PublishError where python-docx is absent."""
    write_file(output, docx(book))


def docx(book: Book) -> bytes:
    """The DOCX of a book."""
    try:
        import docx as word
        from docx.oxml import parse_xml
    except ImportError:
        raise PublishError("docx: python-docx is not installed; pip install 'tongjian[docx]'") from None
    document: Any = word.Document()
    _set_up(document, book, parse_xml)
    body = "".join(_body(book)).translate(_NOT_XML)
    root = parse_xml(f"<w:body {_NS}>{body}</w:body>")
    last = document.element.body.sectPr
    for element in list(root):
        last.addprevious(element)
    out = io.BytesIO()
    document.save(out)
    return _settled(out.getvalue())


def _set_up(document: Any, book: Book, parse_xml: Any) -> None:
    """Styles, page, running head, folio and properties."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    styles = document.styles.element
    for style_id, name, font, size, bold, paragraph, after in _STYLES:
        styles.append(
            parse_xml(
                f'<w:style {_NS} w:type="paragraph" w:customStyle="1" w:styleId="{style_id}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
                f'<w:next w:val="{after}"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{_face(font)}{"<w:b/>" if bold else ""}'
                f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
            )
        )
    for depth, size, ground in ((1, 44, "D9D9D9"), (2, 30, "D9D9D9"), (3, 26, "E7E7E7"), (4, 24, "E7E7E7"), (5, 22, "E7E7E7"), (6, 21, "E7E7E7")):
        style = document.styles[f"Heading {depth}"].element
        for old in list(style):
            if old.tag.endswith(("}pPr", "}rPr")):
                style.remove(old)
        breaks = "<w:pageBreakBefore/>" if depth == 1 else ""
        style.append(
            parse_xml(
                f'<w:pPr {_NS}><w:keepNext/><w:keepLines/>{breaks}<w:shd w:val="clear" w:color="auto" w:fill="{ground}"/><w:spacing w:before="360" w:after="180"/>{_MIDDLE}'
                f'<w:outlineLvl w:val="{depth - 1}"/></w:pPr>'
            )
        )
        style.append(parse_xml(f'<w:rPr {_NS}>{_face(_HEI)}<w:b/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'))
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(285)
    section.left_margin = section.right_margin = Mm(24)
    section.top_margin, section.bottom_margin = Mm(25), Mm(22)
    section.header.paragraphs[0].text = book.title.translate(_NOT_XML)
    folio = section.footer.paragraphs[0]
    folio.alignment = WD_ALIGN_PARAGRAPH.CENTER
    folio._p.append(parse_xml(f'<w:fldSimple {_NS} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'))
    properties = document.core_properties
    properties.title, properties.author, properties.comments, properties.language = book.title.translate(_NOT_XML), "", "", "zh-CN"
    stamp = datetime.datetime(book.year or 2000, 1, 1, tzinfo=datetime.UTC).replace(tzinfo=None)
    properties.created = properties.modified = stamp


def _face(font: str) -> str:
    return f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{font}"/>'


# -- the body --------------------------------------------------------------------------------------------------------
def _body(book: Book) -> list[str]:
    out: list[str] = []
    rows: list[list[str]] = []
    for item in walk(book):
        if rows and item.what != "row":
            out.append(_list(rows))
            rows = []
        text = book.text[item.start : item.end]
        match item.what:
            case "heading":
                depth = 1 + sum(book.nodes[i].level == "section" for i in [*book.ancestors(item.node), item.node])
                out.append(_paragraph(f"Heading{min(depth, 6)}", _run(text)))
            case "row":
                rows.append([book.text[a:b] for a, b in cells_of(book, item)])
            case "caption":
                out.append(_paragraph("TjCaption", _run(text)))
            case "note":
                out.append(_paragraph("TjUnit", _run(text)))
            case "table":
                out.append(_table(book, book.tables[item.table]))
            case "byline":
                out.append(_paragraph("TjByline", _run(text)))
            case _ if item.opens:
                out.append(_entry(book, item, book.nodes[item.node]))
            case _:
                out.append(_paragraph("TjText", _run(text)))
    return [*out, _list(rows)] if rows else out


def _entry(book: Book, item: Item, node: Node) -> str:
    first, last = node.title_span or (item.start, item.start)
    before, title, after = book.text[item.start : first], book.text[first:last], book.text[last : item.end]
    if before[-1:] in ("【", "〖") and after[:1] in ("】", "〗"):
        before, title, after = before[:-1], before[-1] + title + after[0], after[1:]
    if node.level == "subentry" and not before and not after:
        return _paragraph("TjSubentry", _run(title, _KAI, bold=True))
    if node.level == "subentry":
        return _paragraph("TjSubentry" if not before else "TjText", _run(before) + _run(title, _KAI, bold=True) + _run(after))
    if not before and not after:
        return _paragraph("TjEntry" if title[:1] in ("【", "〖") else "TjLine", _run(title, _HEI, bold=True))
    gap = _run("\u3000") if title[:1] in ("【", "〖") and after else ""
    return _paragraph("TjEntry" if not before else "TjText", _run(before) + _run(title, _HEI, bold=True) + gap + _run(after))


def _paragraph(style: str, runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def _run(text: str, font: str | None = None, bold: bool = False) -> str:
    if not text:
        return ""
    look = f"<w:rPr>{_face(font)}{'<w:b/>' if bold else ''}</w:rPr>" if font else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'


def _list(rows: list[list[str]]) -> str:
    """Rows of a list as a table without rules."""
    width = max(len(row) for row in rows)
    lines = "".join(f"<w:tr>{''.join(_tc(cell, 1, None, 'TjRow') for cell in [*row, *([''] * (width - len(row)))])}</w:tr>" for row in rows)
    return f"{_tbl(width, ruled=False)}{lines}</w:tbl>{_after()}"


def _table(book: Book, table: Table) -> str:
    """A table with its merged cells; one whose cells the source has lost keeps its lines as rows."""
    lines = table_lines(table)
    if table.scrambled:
        spans = [[(c.start, c.end) for c in line.cells] or [(line.start, line.end)] for line in lines]
        most = max(map(len, spans))
        rows = ["".join(_tc(book.text[a:b], most - len(row) + 1 if n == len(row) - 1 else 1, None, "TjNote") for n, (a, b) in enumerate(row)) for row in spans]
        return f"{_tbl(most, ruled=True)}{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>{_after()}"
    drawn = is_drawn(table.rows)
    grid: Grid = grid_of(table.rows) if drawn else [list(row) for row in table.rows]
    width = max((len(row) for row in grid), default=1)
    over: list[str] = []
    out: list[str] = []
    r = 0
    for line in lines:
        words = book.text[line.start : line.end]
        if not line.cells and not r:
            over.append(_paragraph("TjUnit", _run(words)))
        elif not line.cells:
            out.append(f"<w:tr>{_tc(words, width, None, 'TjNote')}</w:tr>")
        else:
            head = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if r < table.header else "<w:trPr><w:cantSplit/></w:trPr>"
            out.append(f"<w:tr>{head}{_cells(book, grid, r, width)}</w:tr>")
            r += 1
    return f"{''.join(over)}{_tbl(width, ruled=True)}{''.join(out)}</w:tbl>{_after()}"


def _cells(book: Book, grid: Grid, r: int, width: int) -> str:
    """The cells of a row; a place that a cell above covers continues it."""
    out: list[str] = []
    row = grid[r]
    c = 0
    while c < len(row):
        cell = row[c]
        if isinstance(cell, TableCell):
            out.append(_tc(book.text[cell.start : cell.end], cell.columns, "restart" if cell.rows > 1 else None, "TjCell"))
            c += cell.columns if len(row) >= c + cell.columns else 1
        else:
            columns = _width_above(grid, r, c)
            out.append(_tc("", columns, "continue", "TjCell"))
            c += columns
    return "".join([*out, *(_tc("", 1, None, "TjCell") for _ in range(width - len(row)))])


def _width_above(grid: Grid, r: int, c: int) -> int:
    """Columns of the merged cell that covers a place from above."""
    while r > 0 and c < len(grid[r]) and not isinstance(grid[r][c], TableCell):
        r -= 1
    cell = grid[r][c] if c < len(grid[r]) else None
    return cell.columns if isinstance(cell, TableCell) else 1


def _tbl(width: int, ruled: bool) -> str:
    edge = "".join(f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="auto"/>' for side, size in (("top", 12), ("bottom", 12), ("insideH", 4), ("insideV", 4)))
    borders = f"<w:tblBorders>{edge}</w:tblBorders>" if ruled else ""
    columns = "".join(f'<w:gridCol w:w="{9000 // width}"/>' for _ in range(width))
    return f'<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:jc w:val="center"/>{borders}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>'


def _tc(text: str, columns: int, merge: str | None, style: str) -> str:
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return f'<w:tc><w:tcPr>{span}{merged}<w:vAlign w:val="center"/></w:tcPr>{_paragraph(style, _run(text))}</w:tc>'


def _after() -> str:
    """Word joins two tables that nothing parts."""
    return '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/></w:pPr></w:p>'


def _settled(package: bytes) -> bytes:
    """The package with one date on all its files, so that the same book gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.external_attr, info.create_system = 0o644 << 16, 3
            new.writestr(info, old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
