"""PDF with a text layer: characters by `pdf-oxide`, fills and a second opinion by `pypdfium2`, the layout by ours.

Each sheet becomes a Page of Lines in reading order with font, size, weight, ground and place; running heads, folios and
the contents list are left out as mark-up, and a folio is the page's label. What a heading is, `structure` judges.
"""

from __future__ import annotations

import ctypes
import itertools
import math
import re
import statistics
from collections import Counter
from collections.abc import Callable
from typing import Any

import pdf_oxide
import pypdfium2
import pypdfium2.raw as pdfium

from tongjian.book import Mended, Page, Run, Source, Style
from tongjian.read.aligned import aligned_tables
from tongjian.read.errors import Unreadable
from tongjian.read.flow import Block, Item, write_flow
from tongjian.read.layout import (
    Face,
    Fragment,
    Row,
    Rule,
    Ruled,
    Sheet,
    Strip,
    baselines,
    gutters,
    in_order,
    row_of,
    segments,
    shade,
)
from tongjian.read.ruled import ruled_tables
from tongjian.read.signs import LIKE, Sign, place, quarter, sheet_of
from tongjian.read.tables import UNIT, CellText, Grid
from tongjian.read.writer import Writer

MOST_PAGES = 5000
_OCR = "put it through OCR with --ocr"
_FILL_PAGES = 160  # sheets whose bands pypdfium2 is asked about; it is slow, and a house uses a few greys
_LIGHT = frozenset({"Thin", "ExtraLight", "Light", "Normal", "Regular", "Medium"})
_SAMPLE = 16  # sheets that are asked whether the book draws text bold; all are, where one of them does
_SUBSET = re.compile(r"^[A-Z]{6}\+|-Identity-[HV]$")
_BOLD = re.compile(r"bold|black|heavy|semibold|demi|(?:^|[-_ ])w[6-9]\b|hei(?:ti|[-_]|$)|黑", re.I)
_FOLIO = re.compile(r"[\s·•—–\-|/]*(\d{1,4}|[IVXLivxl]{1,8})[\s·•—–\-|/]*$")
_HEAD_FOLIO = re.compile(r"(?:(\d{1,4})\s+\D{2,30}|\D{2,30}\s+(\d{1,4}))$")
_NUMBER = re.compile(r"(?:第|[·•—–\-|/(（【\[])*(\d{1,4}|[IVXLivxl]{1,8})(?:[/／]\d{1,4})?(?:页|[·•—–\-|/)）】\]])*")
_LISTED = re.compile(r"(?:[\s·.…（(]|[\u4e00-\u9fff])(\d{1,4})[)）]?$")
_CONTENTS = re.compile(r"目[录次錄]|[Cc]ontents|CONTENTS")
_AGAIN = re.compile(r"[（(]?(?:上?接|续)上?表[\d一二三四五六七八九十\-—.．]*[)）]?|[附]?表[\d\-—.．]*.{0,30}[（(]续(?:表)?[一二三四五六七八九十\d]*[)）]")
_LEADER = re.compile(r"[.·…‥．・]{4,}|(?:[.·．]\s){4,}")
_GARBLED = re.compile("[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f\U000f0000-\U0010ffff]")

_CHINESE = re.compile("[\u2e80-\u2fdf\u3007\u4e00-\u9fff]")
_ODD = re.compile("[\u00a1-\u00a6\u00a8\u00aa-\u00af\u00b4-\u00b6\u00b8\u00ba-\u00d6\u00d8-\u00f6\u00f8-\u00ff\u0152-\u0192\u02c6-\u02dc\u2020\u2021\u2039\u203a\u2122\ufb00-\ufb06]")
"""Signs of Western encodings that Chinese text hardly shows: a font without a map of its characters is read as if it were Western."""


def read(data: bytes, name: str, ocr: bool = False, tell: Callable[[int, int], None] | None = None) -> Source:
    """Read a PDF. `ocr`: sheets without text, or with text that has no meaning, are read as pictures; `tell(done, total)` hears of each.

    Raises Unreadable: encrypted, broken, cut off, without a text layer, or with one that cannot be read.
    """
    count = _count(data, name)
    sheets, warnings = _sheets(data, name, count)
    if ocr:
        warnings += _read_pictures(data, name, sheets, tell)
    bottom = sum(len(f.text.strip()) for sheet in sheets for f in sheet.fragments)
    if bottom < 2 * count and not _pictures(data, list(range(1, count + 1))):
        raise Unreadable(name, f"its {count} pages show no text", "check that the right file was given")
    if bottom < 2 * count:
        raise Unreadable(name, f"its {count} pages are pictures without a text layer", "nothing could be read in them; scan them again, larger" if ocr else _OCR)
    warnings += _garbled(sheets, name)
    bare = [n + 1 for n, sheet in enumerate(sheets) if not sheet.fragments]
    labels, apart = _furniture(sheets)
    _thumbs(sheets, apart)
    title = _title_page(sheets)
    usual = _gutters(sheets)
    body = _body_size(sheets)
    before: Ruled | None = None
    writer = Writer(name)
    pages: list[Page] = []
    mended: list[Mended] = []
    for n, sheet in enumerate(sheets):
        for text in [*(row.text.strip() for row in apart[n]), *sheet.aside]:
            writer.leave_out(text)
        tables = ruled_tables(sheet, body)
        items = in_order(sheet, tables, usual[n % 2], _edges(sheets, n), aligned_tables)
        shade(items, sheet.rules)
        flow = _flow(items, n == 0 or (title is not None and n <= title[1]), body)
        before = _continue(items, flow, before)
        write_flow(flow, writer)
        lines = writer.take_lines()
        pages.append(Page(lines, sheet=n + 1, label=labels[n]))
        if lines:
            mended.extend(Mended(kind, lines[0].at, lines[-1].at + len(lines[-1].text), count) for kind, count in sheet.mended)
        cells = [line for line in lines if line.cell is not None]
        if cells and (joined := sum(isinstance(block, Grid) and block.continues for block in flow)):
            mended.append(Mended("joined table", cells[0].at, cells[0].at + len(cells[0].text), joined))
    if title is not None:
        pages, titles = _without_title(pages, title)
    else:
        titles = []
    if not any(line.text.strip() for page in pages for line in page.lines):
        raise Unreadable(name, "its pages show no text but heads and numbers", _OCR)
    if bare and not ocr and len(bare) < count and _pictures(data, bare):
        warnings.append(f"{len(bare)} of {count} pages have no text layer (sheets {_listed(bare)}): their text is missing; {_OCR}")
    return Source(
        name=name,
        form="pdf",
        text=writer.text(),
        pages=tuple(pages),
        markup=tuple(sorted([*writer.markup(), *titles])),
        warnings=tuple(warnings),
        title=title[0] if title else None,
        numbered_lines=True,
        mended=tuple(mended),
    )


# -- opening ---------------------------------------------------------------------------------------------------------
def _count(data: bytes, name: str) -> int:
    """How many pages; raises Unreadable where the file cannot be opened."""
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
        document.close()
    except pypdfium2.PdfiumError as problem:
        said = str(problem).lower()
        if "password" in said:
            raise Unreadable(name, "the PDF is encrypted and asks for a password", "save it again without one") from None
        if "security" in said:
            raise Unreadable(name, "the PDF is encrypted in a way that is not known", "save it again without protection") from None
        if b"%%EOF" not in data[-2048:]:
            raise Unreadable(name, f"the PDF is cut off: its end is missing after {len(data)} bytes", "get it again from where it came") from None
        raise Unreadable(name, "the PDF is broken", "export it again from the program that made it") from None
    if count == 0:
        raise Unreadable(name, "the PDF has no pages", "check that the right file was given")
    if count > MOST_PAGES:
        raise Unreadable(name, f"the PDF has {count} pages, more than the {MOST_PAGES} that one book may have", "split it into its books")
    return count


def _sheets(data: bytes, name: str, count: int) -> tuple[list[Sheet], list[str]]:
    """Fragments and rules of every sheet, and warnings of sheets that only the second reader could read."""
    pdf_oxide.disable_logging()
    warnings: list[str] = []
    try:
        document = pdf_oxide.PdfDocument.from_bytes(data)
    except BaseException as fault:
        _pass_on(fault)
        document = None
    sizes = _sizes(data, count)
    stroked = _stroked(data, count)
    second: Any = None
    sheets: list[Sheet] = []
    helped: list[int] = []
    for n in range(count):
        sheet = _sheet(document, n, sizes[n], stroked.get(n, [])) if document is not None else None
        text = "".join(f.text for f in sheet.fragments) if sheet else ""
        if sheet is None or not text.strip() or _broken(text) > 0.02 * len(text):
            second = second or pypdfium2.PdfDocument(data)
            other = _second_opinion(second, n)
            theirs = "".join(f.text for f in other.fragments)
            if sheet is None or _says_more(theirs, text):
                helped += [n + 1] if theirs.strip() else []
                sheet = Sheet(other.width, other.height, other.fragments, sheet.rules if sheet else [], other.aside)
        sheets.append(sheet)
    if helped:
        warnings.append(f"the text of {len(helped)} pages (sheets {_listed(helped)}) is the second reader's: check it")
    _fill(data, sheets)
    return sheets, warnings


def _sizes(data: bytes, count: int) -> list[tuple[float, float]]:
    """Width and height of each sheet as it is shown."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [document.get_page_size(n) for n in range(count)]
    except pypdfium2.PdfiumError:
        return [(595.0, 842.0)] * count
    finally:
        document.close()


def _read_pictures(data: bytes, name: str, sheets: list[Sheet], tell: Callable[[int, int], None] | None) -> list[str]:
    """Put OCR's reading in the place of sheets that show no text, or text without meaning; a warning says how sure it is of each."""
    texts = ["".join(f.text for f in sheet.fragments) for sheet in sheets]
    document = pypdfium2.PdfDocument(data)
    wanted = [n for n, text in enumerate(texts) if _broken(text) > 0.05 * max(len(text), 1) or (len(text.strip()) < 30 and _drawn(document, n))]
    document.close()
    if not wanted:
        return []
    from tongjian.read.ocr import read_sheets

    sure: dict[int, float] = {}
    for n, reading in read_sheets(data, wanted, name, tell):
        words = sum(len(f.text) for f in reading.sheet.fragments)
        if words > len(texts[n].strip()) - _broken(texts[n]):
            sheets[n] = reading.sheet
            sure[n + 1] = reading.sure
    if not sure:
        return []
    least = sorted(sure, key=sure.__getitem__)[:20]
    told = ", ".join(f"{n} ({sure[n]:.2f})" for n in least) + (f" and {len(sure) - len(least)} more, of which it is surer" if len(sure) > len(least) else "")
    return [f"{len(sure)} of {len(sheets)} pages were read by OCR: compare figures and names with the print; sheets, and how sure it is of each: {told}"]


def _drawn(document: Any, n: int) -> bool:
    """Whether anything at all is drawn on a sheet."""
    page = _page(document, n)
    return page is not None and pdfium.FPDFPage_CountObjects(page.raw) > 0


def _box(document: Any, n: int, size: tuple[float, float]) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of what a sheet shows. A box that the page inherits is not seen by the library: then the size alone counts."""
    for box in (document.page_media_box, document.page_crop_box):
        found = box(n)
        if found and abs(found[2] - found[0] - size[0]) <= 1 and abs(found[3] - found[1] - size[1]) <= 1:
            return found[0], found[1], found[2], found[3]
    return 0.0, 0.0, *size


Boxes = list[tuple[float, float, float, float]]  # left, bottom, right, top, from the bottom of the sheet


def _stroked(data: bytes, count: int) -> dict[int, Boxes]:
    """Where text is filled and drawn round as well, by sheet: boldness of a font that has no bold cut (楷体 in Word and WPS)."""
    document = pypdfium2.PdfDocument(data)
    sides = [ctypes.c_float() for _ in range(4)]
    found: dict[int, Boxes] = {}

    def look(n: int) -> None:
        page = _page(document, n)
        boxes: Boxes = []
        for i in range(min(pdfium.FPDFPage_CountObjects(page.raw), 20_000) if page is not None else 0):
            thing = pdfium.FPDFPage_GetObject(page.raw, i)
            if pdfium.FPDFPageObj_GetType(thing) != pdfium.FPDF_PAGEOBJ_TEXT or pdfium.FPDFTextObj_GetTextRenderMode(thing) != pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE:
                continue
            if pdfium.FPDFPageObj_GetBounds(thing, *sides):
                boxes.append((sides[0].value, sides[1].value, sides[2].value, sides[3].value))
        if page is not None:
            page.close()
        if boxes:
            found[n] = boxes

    sample = range(0, count, max(1, count // _SAMPLE))
    for n in sample:
        look(n)
    if found:
        for n in set(range(count)) - set(sample):
            look(n)
    document.close()
    return found


def _bold_at(boxes: Boxes, x0: float, x1: float, y: float, slack: float) -> bool:
    """Whether a sign's square reaches into a box; a box is as wide and high as its ink, which 一 or a bracket does not fill."""
    least = 0.1 * (x1 - x0)
    return any(min(x1, c) - max(x0, a) > least and b - slack <= y <= d + slack for a, b, c, d in boxes)


def _sheet(document: Any, n: int, size: tuple[float, float], stroked: Boxes) -> Sheet | None:
    """One sheet as pdf-oxide reads it, sign by sign; None where it fails. `size`: of the sheet as it is shown; `stroked`: where its text is drawn bold."""
    try:
        if document.page_rotation(n) % 180:
            size = size[1], size[0]
        left, bottom, right, top = _box(document, n, size)
        faces: dict[tuple[str, float, str], Face] = {}
        signs: list[Sign] = []
        alike = 0
        for c in document.extract_chars(n):
            key = (c.font_name, c.font_size, c.font_weight)
            face = faces.get(key)
            if face is None:
                face = faces[key] = _face(c.font_name, c.font_size, c.font_weight not in _LIGHT)
            if stroked and not face[2] and _bold_at(stroked, c.origin_x, c.origin_x + c.advance_width, c.origin_y + 0.3 * face[1], 0.4 * face[1]):
                face = face[0], face[1], True
            turn = c.rotation_degrees
            text = c.char
            if text in LIKE:
                text, alike = LIKE[text], alike + 1
            x, y, width = c.origin_x - left, top - c.origin_y, c.advance_width
            if not (-2000 < x < 20_000 and -2000 < y < 20_000 and -2000 < width < 20_000):
                x, y, width = place(x), place(y), place(width)
            signs.append(Sign(text, x, y, width, face, quarter(turn) if turn else 0))
        rules = _rules(document.extract_paths(n), left, top)
    except BaseException as fault:
        _pass_on(fault)
        return None
    sheet = sheet_of(signs, right - left, top - bottom, rules)
    if alike:
        sheet.mended.append(("radicals", alike))
    return sheet


def _pass_on(fault: BaseException) -> None:
    """pdf-oxide's faults share no base, and a panic of its is no Exception: all are its own but these."""
    if isinstance(fault, (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError)):
        raise fault


def _face(font: str, size: float, bold: bool) -> Face:
    name = _SUBSET.sub("", _SUBSET.sub("", font or ""))
    return name or None, round(min(max(place(float(size)), 1.0), 500.0), 1), bool(bold) or bool(_BOLD.search(name))


def _rules(paths: list[dict[str, Any]], left: float, top: float) -> list[Rule]:
    """Lines and bands out of vector paths; a closed path without a stroke is a band, any other its edges."""
    found: list[Rule] = []
    for path in paths[:20_000]:
        x, y, width, height = path["bbox"]
        operations = path["operations"]
        curved = any(o["op"] not in ("move_to", "line_to", "close_path", "rectangle", "rect") for o in operations)
        stroked = path["stroke_color"] is not None
        if curved or len(operations) > 400:
            continue
        if not stroked or len(operations) <= 2:
            found.append(Rule(*map(place, (x - left, top - y - height, x - left + width, top - y))))
            continue
        at: tuple[float, float] | None = None
        first: tuple[float, float] | None = None
        for o in operations:
            if o["op"] in ("rectangle", "rect"):
                a, b, w, h = o["x"], o["y"], o["width"], o["height"]
                corners = [(a, b), (a + w, b), (a + w, b + h), (a, b + h), (a, b)]
                found.extend(_edge(p, q, left, top) for p, q in itertools.pairwise(corners))
            elif o["op"] == "move_to":
                at = first = (o["x"], o["y"])
            elif o["op"] == "line_to" and at is not None:
                found.append(_edge(at, (o["x"], o["y"]), left, top))
                at = (o["x"], o["y"])
            elif o["op"] == "close_path" and at is not None and first is not None:
                found.append(_edge(at, first, left, top))
    return found


def _edge(p: tuple[float, float], q: tuple[float, float], left: float, top: float) -> Rule:
    return Rule(*map(place, (min(p[0], q[0]) - left, top - max(p[1], q[1]), max(p[0], q[0]) - left, top - min(p[1], q[1]))))


def _page(document: Any, n: int) -> Any:
    """A page of PDFium's; None where it cannot be loaded."""
    try:
        return document[n]
    except pypdfium2.PdfiumError:
        return None


def _second_opinion(document: Any, n: int) -> Sheet:
    """One sheet as PDFium reads it, character by character."""
    page = _page(document, n)
    if page is None:
        return Sheet(595.0, 842.0, [], [])
    width, height = page.get_size()
    text = page.get_textpage()
    handle = text.raw
    signs: list[Sign] = []
    x, y = ctypes.c_double(), ctypes.c_double()
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    buffer, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    for i in range(min(text.count_chars(), 60_000)):
        code = pdfium.FPDFText_GetUnicode(handle, i)
        sign = chr(code) if code and not 0xD800 <= code < 0xE000 else ""
        if not sign.strip() or not pdfium.FPDFText_GetCharOrigin(handle, i, x, y):
            continue
        pdfium.FPDFText_GetLooseCharBox(handle, i, box)  # the sign's whole width, not its ink
        scale = math.hypot(matrix.c, matrix.d) if pdfium.FPDFText_GetMatrix(handle, i, matrix) else 1.0
        pdfium.FPDFText_GetFontInfo(handle, i, buffer, 128, flags)
        face = _face(buffer.value.decode("utf-8", "replace"), scale * pdfium.FPDFText_GetFontSize(handle, i), bool(flags.value & 0x40000))
        turn = quarter(-math.degrees(pdfium.FPDFText_GetCharAngle(handle, i)))
        signs.append(Sign(LIKE.get(sign, sign), place(box.left), place(height - y.value), place(box.right - box.left), face, turn))
    text.close()
    page.close()
    return sheet_of(signs, width, height, [])


def _fill(data: bytes, sheets: list[Sheet]) -> None:
    """Ask PDFium for the grey of the bands behind text."""
    asked = [(n, s) for n, s in enumerate(sheets) if any(r.y1 - r.y0 > 8 and r.x1 - r.x0 > 30 for r in s.rules)]
    if not asked:
        return
    step = max(1, -(-len(asked) // _FILL_PAGES))
    known: dict[tuple[int, int], float] = {}  # (width, height) of a band → its grey, for sheets that are not asked
    document = pypdfium2.PdfDocument(data)
    values = [ctypes.c_uint() for _ in range(4)]
    sides = [ctypes.c_float() for _ in range(4)]
    for k, (n, sheet) in enumerate(asked):
        bands = [r for r in sheet.rules if r.y1 - r.y0 > 8 and r.x1 - r.x0 > 30]
        if k % step:
            for band in bands:
                band.fill = known.get((round(band.x1 - band.x0), round(band.y1 - band.y0)))
            continue
        page = _page(document, n)
        if page is None:
            continue
        mode, stroke = ctypes.c_int(), ctypes.c_int()
        for i in range(min(pdfium.FPDFPage_CountObjects(page.raw), 20_000)):
            thing = pdfium.FPDFPage_GetObject(page.raw, i)
            if pdfium.FPDFPageObj_GetType(thing) != pdfium.FPDF_PAGEOBJ_PATH:
                continue
            if not pdfium.FPDFPageObj_GetBounds(thing, sides[0], sides[1], sides[2], sides[3]) or sides[3].value - sides[1].value <= 8:
                continue
            pdfium.FPDFPath_GetDrawMode(thing, mode, stroke)
            if mode.value == 0 or not pdfium.FPDFPageObj_GetFillColor(thing, values[0], values[1], values[2], values[3]) or values[3].value == 0:
                continue
            grey = round((0.299 * values[0].value + 0.587 * values[1].value + 0.114 * values[2].value) / 255, 2)
            for band in bands:
                if abs(band.x0 - sides[0].value) < 2 and abs(sheet.height - band.y1 - sides[1].value) < 2 and abs(band.x1 - sides[2].value) < 2:
                    band.fill = grey
                    known[round(band.x1 - band.x0), round(band.y1 - band.y0)] = grey
        page.close()
    document.close()


def _pictures(data: bytes, sheets: list[int]) -> bool:
    """Whether any of the sheets (1-based) shows a picture."""
    document = pypdfium2.PdfDocument(data)
    try:
        for n in sheets[:20]:
            page = _page(document, n - 1)
            for i in range(min(pdfium.FPDFPage_CountObjects(page.raw), 200) if page is not None else 0):
                if pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page.raw, i)) in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM):
                    return True
        return False
    finally:
        document.close()


def _broken(text: str) -> int:
    """How many characters have no meaning; Western ones count where they are more than a foreign name would bring."""
    odd = len(_ODD.findall(text))
    return len(_GARBLED.findall(text)) + (odd if odd > 0.02 * len(text) else 0)


def _says_more(theirs: str, ours: str) -> bool:
    """Whether another reading of a sheet has meaning where the first has less: more Chinese characters, or more of any, and fewer that say nothing."""
    if _broken(theirs) < _broken(ours) and len(_CHINESE.findall(theirs)) > len(_CHINESE.findall(ours)):
        return True
    return len(theirs) - _broken(theirs) > 1.2 * (len(ours) - _broken(ours))


def _garbled(sheets: list[Sheet], name: str) -> list[str]:
    """A warning that names sheets whose characters have no meaning; raises Unreadable where they are most of the book."""
    total = bad = 0
    pages: list[int] = []
    for n, sheet in enumerate(sheets):
        text = "".join(f.text for f in sheet.fragments)
        broken = _broken(text)
        total, bad = total + len(text), bad + broken
        if broken > 0.05 * max(len(text), 1):
            pages.append(n + 1)
    if bad > 0.3 * max(total, 1):
        raise Unreadable(name, f"{100 * bad // total} % of its characters have no meaning (the fonts say not which character a glyph is)", f"{_OCR}, or export it again from the program that made it")
    if pages:
        return [f"{100 * bad / total:.1f} % of the characters have no meaning (the fonts say not which), mostly on sheets {_listed(pages)}; {_OCR}"]
    return []


def _listed(pages: list[int]) -> str:
    """Sheets as ranges, the first few of them."""
    ranges: list[list[int]] = []
    for page in pages:
        if ranges and page == ranges[-1][1] + 1:
            ranges[-1][1] = page
        else:
            ranges.append([page, page])
    words = [str(a) if a == b else f"{a}–{b}" for a, b in ranges[:6]]
    return ", ".join(words) + (" …" if len(ranges) > 6 else "")


# -- furniture -------------------------------------------------------------------------------------------------------
Edge = tuple[int, str, list[Fragment], str]  # sheet, side, the fragments of a line near its edge, their text


def _furniture(sheets: list[Sheet]) -> tuple[list[str | None], list[list[Row]]]:
    """Printed page numbers by sheet, and the running heads, folios and contents lines that leave the sheets."""
    body = _body_size(sheets)
    edges: list[Edge] = []
    for n, sheet in enumerate(sheets):
        rows = baselines(sheet.fragments)
        near = [("top", r) for r in rows[:2] if r[0].y < 0.13 * sheet.height] + [("bottom", r) for r in rows[-2:] if r[0].y > 0.87 * sheet.height]
        for side, row in near:
            text = " ".join(row_of(row).text.split())
            if len(text) <= 60 and max(f.size for f in row) <= body + 2.1 and not re.search(r"[，。；]", text):
                edges.append((n, side, row, text))
    labels, taken = _counted(edges, len(sheets))
    counted = any(labels)
    apart: list[list[Row]] = [[] for _ in sheets]
    gone: list[set[int]] = [set() for _ in sheets]

    def take(n: int, row: list[Fragment]) -> None:
        apart[n].append(row_of(row))
        gone[n].update(map(id, row))

    for edge in edges:
        if id(edge[2]) in taken:
            take(edge[0], edge[2])
    left = [e for e in edges if id(e[2]) not in taken and len(e[3]) <= 45 and e[2][0].size <= body + 0.6]
    for found in _bands(left):
        folios = [(_FOLIO.fullmatch(text) or _HEAD_FOLIO.fullmatch(text)) for *_, text in found]
        words = Counter(re.sub(r"\d+", "#", re.sub(r"\s+", "", text)) for *_, text in found)
        repeated = sum(c for c in words.values() if c >= 2)
        few = len(found) < 3 and len(sheets) >= 3
        if (sum(map(bool, folios)) < 0.6 * len(found) and (few or repeated < 0.5 * len(found))) or (len(sheets) < 3 and not all(folios)):
            continue
        for (n, _, row, text), folio in zip(found, folios, strict=True):
            if not folio and words[re.sub(r"\d+", "#", re.sub(r"\s+", "", text))] < 2 and (len(text) > 24 or not _alone(sheets[n], row)):
                continue
            if folio and not counted and labels[n] is None:
                labels[n] = next(g for g in folio.groups() if g)
            take(n, row)
    for n, sheet in enumerate(sheets):
        sheet.fragments = [f for f in sheet.fragments if id(f) not in gone[n]]
    for n in _contents_list(sheets):
        apart[n].extend(row_of(r) for r in baselines(sheets[n].fragments))
        sheets[n].fragments = []
    return labels, apart


def _counted(edges: list[Edge], count: int) -> tuple[list[str | None], set[int]]:
    """Page numbers that count up with the sheets, and the ids of the lines (with the running heads beside them) that show them."""
    seen: list[tuple[Edge, str, int, str]] = []  # line, number as printed, number less sheet, kind of numerals
    for edge in edges:
        parts = [squeeze("".join(f.text for f in s.parts)) for s in segments(edge[2])]
        ends = [edge[3].split(" ")[0], edge[3].split(" ")[-1]] if len(parts) == 1 else [parts[0], parts[-1]]
        for word in dict.fromkeys(ends):
            number = _NUMBER.fullmatch(word)
            if number:
                printed = number[1]
                kind = "1" if printed.isdigit() else "I" if printed.isupper() else "i"
                seen.append((edge, printed, (int(printed) if printed.isdigit() else roman(printed)) - edge[0], kind))
    on: dict[tuple[int, str], set[int]] = {}  # the sheets that a count fits
    for edge, _, shift, kind in seen:
        on.setdefault((shift, kind), set()).add(edge[0])
    least = 3 if count > 4 else 2
    labels: list[str | None] = [None] * count
    best: dict[int, tuple[int, Edge, str]] = {}
    for edge, printed, shift, kind in seen:
        n = edge[0]
        fits = sum(abs(m - n) <= 12 for m in on[shift, kind])
        if fits >= least and fits > best.get(n, (0,))[0]:
            best[n] = fits, edge, printed
    for n, (_, _, printed) in best.items():
        labels[n] = printed
    return labels, {id(edge[2]) for _, edge, _ in best.values()}


def _bands(edges: list[Edge]) -> list[list[Edge]]:
    """Lines near the edge by the height at which they stand, on any sheet."""
    seen: dict[tuple[str, int], list[Edge]] = {}
    for edge in edges:
        seen.setdefault((edge[1], round(edge[2][0].y / 4)), []).append(edge)
    merged: list[list[Edge]] = []
    last: tuple[str, int] | None = None
    for band in sorted(seen):
        if last is not None and last == (band[0], band[1] - 1):
            merged[-1].extend(seen[band])
        else:
            merged.append(list(seen[band]))
        last = band
    return merged


def _contents_list(sheets: list[Sheet]) -> list[int]:
    """Sheets of the contents list: before the middle of the book, lines that end in leaders, or, once it is headed, in page numbers that only grow."""
    found: list[int] = []
    half = max(3, len(sheets) // 2)
    for n, sheet in enumerate(sheets[:half]):
        rows = [row_of(r) for r in baselines(sheet.fragments)]
        leaders = sum(bool(_LEADER.search(row.text)) for row in rows)
        if leaders >= 5 or (n and leaders >= 1 and leaders >= 0.6 * len(rows)):
            found.append(n)
            continue
        headed = any(_CONTENTS.fullmatch(squeeze(row.text)) for row in rows[:4])
        if not rows or not (headed or (found and found[-1] == n - 1)):
            continue
        numbers = [int(m[1]) for row in rows if (m := _LISTED.search(row.text.rstrip()))]
        growing = sum(a <= b for a, b in itertools.pairwise(numbers))
        if len(numbers) >= 5 and len(numbers) >= 0.6 * (len(rows) - headed) and growing >= 0.85 * (len(numbers) - 1):
            found.append(n)
    return found


def squeeze(text: str) -> str:
    """Text without white space."""
    return re.sub(r"\s+", "", text)


def roman(numeral: str) -> int:
    """The value of a Roman numeral; the order of its letters is not checked."""
    values = [{"i": 1, "v": 5, "x": 10, "l": 50}[c] for c in numeral.lower()]
    return sum(-a if b > a else a for a, b in zip(values, [*values[1:], 0], strict=True))


def _alone(sheet: Sheet, row: list[Fragment]) -> bool:
    """Whether a line stands clear of the text nearest to it."""
    others = [f.y for f in sheet.fragments if abs(f.y - row[0].y) > 2]
    return not others or min(abs(y - row[0].y) for y in others) > 1.8 * row[0].size


def _edges(sheets: list[Sheet], n: int) -> tuple[float, float]:
    """The left and right edge of the type area, from the sheet and its neighbours on the same side."""
    near = [s for k in (n, n - 2, n + 2, n - 4, n + 4) if 0 <= k < len(sheets) for s in [sheets[k]] if s.fragments]
    if not near:
        return 0.0, sheets[n].width
    letters = sum(len(f.text) for s in near for f in s.fragments)
    left = right = 0.0
    passed = 0
    for x0, count in sorted((f.x0, len(f.text)) for s in near for f in s.fragments):
        passed += count
        if passed > 0.01 * letters:
            left = x0
            break
    passed = 0
    for x1, count in sorted(((f.x1, len(f.text)) for s in near for f in s.fragments), reverse=True):
        passed += count
        if passed > 0.01 * letters:
            right = x1
            break
    return left, right


def _thumbs(sheets: list[Sheet], apart: list[list[Row]]) -> None:
    """Words in the outer margin that several sheets repeat (the part's name to thumb for) leave the sheets."""
    seen: dict[tuple[int, str], list[tuple[int, list[Fragment]]]] = {}
    for n, sheet in enumerate(sheets):
        left, right = _edges(sheets, n)
        beside: dict[int, list[Fragment]] = {}
        for part in sheet.fragments:
            if part.x1 < left - 0.3 * part.size or part.x0 > right + 0.3 * part.size:
                beside.setdefault(round(part.x0 / 6), []).append(part)
        for parts in beside.values():
            seen.setdefault((n % 2, "".join(p.text for p in sorted(parts, key=lambda f: f.y))), []).append((n, parts))
    for found in seen.values():
        if len(found) < 2:
            continue
        for n, parts in found:
            apart[n].append(row_of(sorted(parts, key=lambda f: f.y)))
            gone = set(map(id, parts))
            sheets[n].fragments = [f for f in sheets[n].fragments if id(f) not in gone]


def _gutters(sheets: list[Sheet]) -> list[list[Strip]]:
    """The usual gutters of left and of right pages."""
    found: list[list[list[Strip]]] = [[], []]
    for n, sheet in enumerate(sheets):
        if len(sheet.fragments) > 20 and len(found[n % 2]) < 40:
            strips = gutters(segments(sheet.fragments), *_edges(sheets, n))
            if strips:
                found[n % 2].append(strips)
    usual: list[list[Strip]] = []
    for side in found:
        columns = Counter(map(len, side)).most_common(1)[0][0] if side else 0
        alike = [strips for strips in side if len(strips) == columns]
        usual.append([(statistics.median(s[k][0] for s in alike), statistics.median(s[k][1] for s in alike)) for k in range(columns)])
    return [usual[0] or usual[1], usual[1] or usual[0]]


def _body_size(sheets: list[Sheet]) -> float:
    """The size of most letters and figures (the dots of a contents list are neither)."""
    sizes: Counter[float] = Counter()
    for sheet in sheets:
        for part in sheet.fragments:
            sizes[part.size] += sum(map(str.isalnum, part.text))
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _title_page(sheets: list[Sheet]) -> tuple[str, int] | None:
    """(title, index of its sheet) where one of the first sheets shows nothing but large words."""
    body = _body_size(sheets)
    for n, sheet in enumerate(sheets[:4]):
        text = "".join(f.text for f in sheet.fragments)
        if text and len(text) <= 60 and len(sheets) > 2 and min(f.size for f in sheet.fragments) > 1.8 * body:
            return "".join("".join(row_of(r).text.split()) for r in baselines(sheet.fragments)), n
    return None


def _without_title(pages: list[Page], title: tuple[str, int]) -> tuple[list[Page], list[tuple[int, int]]]:
    """The title page's lines become mark-up: the book's title is no part of its text."""
    spans = [(line.at, line.at + len(line.text)) for line in pages[title[1]].lines]
    kept = [Page((), sheet=p.sheet, label=p.label) if n == title[1] else p for n, p in enumerate(pages)]
    return kept, spans


# -- lines -----------------------------------------------------------------------------------------------------------
def _flow(items: list[Row | Ruled], plain: bool, body: float) -> list[Item]:
    """Lines and tables of a sheet as a flow of blocks and grids."""
    found: list[Item] = []
    for item in items:
        if isinstance(item, Ruled):
            found.append(_grid(item))
            continue
        main, runs = _faces(item)
        font, size, bold = main
        style = Style(
            font=font, size=size, bold=bold, fill=item.fill, x0=round(item.x0, 1), x1=round(item.x1, 1), y=round(item.y, 1), column=item.column - 1 if item.column else 0
        )
        found.append(Block("", [item.text], style=style, centred=item.centred and not plain and item.fill is None and item.size <= body + 0.5, whole=False, starts=item.starts, runs=[runs]))
    return found


def _continue(items: list[Row | Ruled], flow: list[Item], before: Ruled | None) -> Ruled | None:
    """Mark tables that go on over a page or column break; `before`: the table that ended the sheet before. Returns the one that ends this.

    A line 续表 before such a table, and the unit that it repeats, leave the text.
    """
    said: list[Block] = []  # 续表 and the unit after it, since the table before
    for item, block in zip(items, flow, strict=True):
        if isinstance(item, Ruled) and isinstance(block, Grid):
            if before is not None and item.scrambled == before.scrambled and (item.scrambled or item.width == before.width) and (said or abs((item.x1 - item.x0) - (before.x1 - before.x0)) < 4):
                block.continues = True
                for one in said:
                    one.apart = True
            before, said = item, []
        elif isinstance(block, Block) and before is not None and (_AGAIN.fullmatch(squeeze(block.lines[0])) or (said and UNIT.fullmatch(squeeze(block.lines[0])))):
            said.append(block)
        else:
            before = None
    return before if not said else None


def _faces(row: Row) -> tuple[Face, tuple[Run, ...]]:
    """The face of most characters of a line, and the stretches in other ones."""
    weight: dict[Face, int] = {}
    for start, end, face in row.runs:
        weight[face] = weight.get(face, 0) + len(row.text[start:end].strip())
    main = max(weight, key=weight.__getitem__)
    runs = tuple(Run(start, end, Style(font=face[0], size=face[1], bold=face[2])) for start, end, face in row.runs if face != main and row.text[start:end].strip())
    return main, runs


def _grid(table: Ruled) -> Grid:
    rows: list[list[CellText]] = [[] for _ in range(table.height)]
    for box in table.boxes:
        faces = [_faces(line)[0] for line in box.lines if line.text.strip()]
        style = Style(font=faces[0][0], size=faces[0][1], bold=faces[0][2]) if faces else None
        rows[box.row].append(CellText("\n".join(line.text.strip() for line in box.lines), box.rows, box.columns, style=style))
    return Grid([row for row in rows if row], scrambled=table.scrambled)
