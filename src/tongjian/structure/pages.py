"""Pages of a plain text layer: where they begin, what is furniture on them, and which number was printed."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass, field

from tongjian.book import Furniture, PageMark, Source
from tongjian.structure.marks import sure_head
from tongjian.structure.rows import CLOSED, Row, row_of

_FOLIO = re.compile(r"[—\-·•\s]*(\d{1,4})[—\-·•\s]*$")
_HEAD = re.compile(r"[\u4e00-\u9fff、（）()《》0-9 \u3000—–-]{2,24}$")
_BESIDE = re.compile(r"\s*(?:(\d{1,4})[\s·|]{2,}[\u4e00-\u9fff][^，。；：\d]{1,30}(?:\d{4}[^，。；：]{0,16})?|[\u4e00-\u9fff][^，。；：\d]{1,30}(?:\d{4}[^，。；：\s]{0,16})?[\s·|]{2,}(\d{1,4}))\s*")
_CONTINUED = re.compile(r"[（(]?续表[一二三四五六七八九十0-9]*[）)]?$")


@dataclass(slots=True)
class Sheet:
    """One printed page: its rows in the order of the source, and its number where that was printed on it."""

    start: int  # offset in the source
    rows: list[Row] = field(default_factory=list)
    label: str | None = None
    continued: bool = False  # the page said 续表
    sheet: int | None = None


@dataclass(slots=True)
class Paged:
    sheets: list[Sheet]
    furniture: list[Furniture]
    interleaved: bool  # a text layer that puts a blank line after every printed line
    broken: bool  # page breaks were found


def paged(source: Source) -> Paged:
    """Rows of a source, sheet by sheet, furniture taken out.

    A text layer with a blank line after every printed line begins a page with a line that starts with exactly one ASCII
    space and has no blank line before it. A folio beside a running head ends a page as well: there the mark was lost.
    Form feeds are page breaks anywhere.
    """
    if any(page.sheet for page in source.pages):
        return _sheeted(source)
    lines = [line for page in source.pages for line in page.lines]
    interleaved = _interleaved([line.text for line in lines])
    sheets = [Sheet(0)]
    number = 0
    fed = False  # a form feed on a line of its own
    last: Row | None = None
    for i, line in enumerate(lines):
        row = row_of(line, len(sheets) - 1, number)
        number += 1
        if row is None:
            fed = fed or "\f" in line.text
            continue
        breaks = fed or "\f" in line.text[: row.lead]
        if interleaved and i > 0 and line.text[0] == " " and lines[i - 1].text.strip() != "":
            # behind a part's title the first line may begin with a space of its own
            breaks = breaks or row.lead == 1 or (row.lead == 2 and last is not None and sure_head(last))
        fed, last = False, row
        if breaks and sheets[-1].rows:
            sheets.append(Sheet(line.at))
        row.page = len(sheets) - 1
        sheets[-1].rows.append(row)
    found = Paged(sheets, [], interleaved, len(sheets) > 1)
    if not found.broken and not interleaved:
        found = _cut_at_folios(found)
    if found.broken or interleaved:
        _take_furniture(found)
        _take_lone_folios(found)
    return found


def _folio_of(row: Row) -> int | None:
    """The number of a row that is a folio, alone or with a running head on the same row: `12　　青石年鉴（2025）`."""
    alone = _FOLIO.fullmatch(row.squeezed)
    if alone:
        return int(alone[1])
    beside = _BESIDE.fullmatch(row.text)
    return int(beside[1] or beside[2]) if beside else None


def _cut_at_folios(found: Paged) -> Paged:
    """Sheets of a text without page breaks whose folios have stayed: numbers that count up at even distances through it all."""
    rows = found.sheets[0].rows
    best: dict[int, tuple[int, int, int]] = {}  # number → longest chain that ends with it, index of its row, number before
    trail: dict[int, int] = {}  # index of a row → index of the folio before it in its chain
    for i, row in enumerate(rows):
        number = _folio_of(row)
        if number is None:
            continue
        length, before, _ = max((best[n] for n in range(number - 3, number) if n in best and i - best[n][1] >= 8), default=(0, -1, 0))
        if number not in best or length + 1 > best[number][0]:
            best[number] = (length + 1, i, before)
            trail[i] = before
    length, end, _ = max(best.values(), default=(0, -1, -1))
    chain: list[int] = []
    while end >= 0 and len(chain) < length:
        chain.insert(0, end)
        end = trail[end]
    gaps = sorted(b - a for a, b in itertools.pairwise(chain))
    usual = gaps[len(gaps) // 2] if gaps else 0
    if len(chain) < 3 or usual < 12 or sum(0.5 * usual <= gap <= 1.5 * usual for gap in gaps) < 0.7 * len(gaps) or chain[-1] - chain[0] + 2 * usual < 0.7 * len(rows):
        return found
    after = len(rows) - 1 - chain[-1]
    foot = after <= 2 or (chain[0] > 2 and after < chain[0])
    heads = _running_heads(rows, chain)
    sheets = [Sheet(found.sheets[0].start)]
    folios = set(chain)
    for i, row in enumerate(rows):
        if i in folios:
            found.furniture.append(Furniture(row.at, row.end, "folio"))
            if not foot and sheets[-1].rows:
                sheets.append(Sheet(row.at))
            sheets[-1].label = str(_folio_of(row))
            if foot and i + 1 < len(rows):
                sheets.append(Sheet(rows[i + 1].at))
        elif i in heads:
            found.furniture.append(Furniture(row.at, row.end, "running head"))
            if not foot and i + 1 in folios and sheets[-1].rows:
                sheets.append(Sheet(row.at))
        else:
            sheets[-1].rows.append(row)
    for index, sheet in enumerate(sheets):
        for row in sheet.rows:
            row.page = index
    return Paged(sheets, found.furniture, False, True)


def _running_heads(rows: list[Row], folios: list[int]) -> set[int]:
    """Rows beside the folios that say the same on page after page, or the title of a part."""
    beside = [i for f in folios for i in (f - 1, f + 1) if 0 <= i < len(rows) and len(rows[i].squeezed) <= 24 and _HEAD.match(rows[i].text.strip())]
    said = Counter(rows[i].squeezed for i in beside)
    sure = {i for i in beside if said[rows[i].squeezed] >= 3 or "年鉴" in rows[i].squeezed}
    if len(sure) < 0.4 * len(folios):
        return sure
    at = set(folios)
    side = Counter(next(step for step in (1, -1) if i - step in at) for i in sure).most_common(1)[0][0]
    known = _ends_of(rows)
    sure = {i for i in sure if i - side in at or "年鉴" in rows[i].squeezed}  # a title that opens the page is none
    return sure | {i for i in beside if i - side in at and known[rows[i].squeezed] >= 2}


def _ends_of(rows: list[Row]) -> Counter[str]:
    """How often words stand on a row of their own, or end a heading behind its number (第一编　大事记)."""
    known = Counter(row.squeezed for row in rows if len(row.squeezed) <= 24)
    known.update(re.sub(r"^第.{1,3}[编篇卷辑部类章]", "", row.squeezed) for row in rows if row.squeezed[0] == "第" and len(row.squeezed) <= 24)
    return known


def _take_lone_folios(found: Paged) -> None:
    """Numbers at the foot (or the head) of pages, alone or with a running head, where they count up with the pages."""
    for last in (True, False):
        lone = {i: (sheet.rows[-1 if last else 0], number) for i, sheet in enumerate(found.sheets) if len(sheet.rows) > 1 and (number := _folio_of(sheet.rows[-1 if last else 0])) is not None}
        shifts = Counter(number - i for i, (_, number) in lone.items())
        shift, count = shifts.most_common(1)[0] if shifts else (0, 0)
        if count < 3 or count < 0.6 * len(lone):
            continue
        for i, (row, number) in lone.items():
            if number - i == shift:
                found.furniture.append(Furniture(row.at, row.end, "folio"))
                found.sheets[i].rows.remove(row)
                found.sheets[i].label = found.sheets[i].label or str(number)
        _take_edge_heads(found, last)


def _take_edge_heads(found: Paged, last: bool) -> None:
    """Running heads beside the folios that were taken at the foot (or the head) of pages: words that stand there again and again."""
    edge = -1 if last else 0
    rows = {i: s.rows[edge] for i, s in enumerate(found.sheets) if len(s.rows) > 1 and len(s.rows[edge].squeezed) <= 24 and _HEAD.match(s.rows[edge].text.strip())}
    said = Counter(row.squeezed for row in rows.values())
    sure = {i for i, row in rows.items() if said[row.squeezed] >= 3 or "年鉴" in row.squeezed}
    if len(sure) < 3 or len(sure) < 0.3 * len(found.sheets):
        return
    known = _ends_of([row for sheet in found.sheets for row in sheet.rows])
    for i, row in rows.items():
        if i in sure or known[row.squeezed] >= 2:
            found.furniture.append(Furniture(row.at, row.end, "running head"))
            found.sheets[i].rows.remove(row)


def has_pages(source: Source) -> bool:
    """Whether a source is a print's text layer: it has sheets, or a blank line after every printed line."""
    if any(page.sheet for page in source.pages):
        return True
    return _interleaved([line.text for page in source.pages for line in page.lines])


def _sheeted(source: Source) -> Paged:
    """The source has sheets of its own."""
    sheets: list[Sheet] = []
    number = end = 0
    for page in source.pages:
        start = page.lines[0].at if page.lines else end
        end = page.lines[-1].at + len(page.lines[-1].text) if page.lines else end  # a blank sheet holds no character of the one before
        sheet = Sheet(start, label=page.label, sheet=page.sheet)
        for line in page.lines:
            row = row_of(line, len(sheets), number)
            number += 1
            if row is not None:
                sheet.rows.append(row)
        sheets.append(sheet)
    return Paged(sheets, [], False, True)


def _interleaved(texts: list[str]) -> bool:
    """Whether blank lines follow printed ones by habit, so that they mean nothing.

    Where nearly every long line ends a sentence, lines are paragraphs and the blank ones part them; where the long lines that
    end none have no blank one behind them, paragraphs are wrapped and the blank lines part these.
    """
    sample = texts[:20000]
    content = [t.strip() for t in sample if t.strip()]
    printed = [(a.strip(), not b.strip()) for a, b in itertools.pairwise(sample) if a.strip() and not re.search(r"[\dA-Za-z%—–-]\s*$", a)]
    apart = [blank for _, blank in printed]
    cut = [blank for text, blank in printed if len(text) > 14 and not text.endswith(CLOSED)]
    if len(cut) >= 5 and sum(cut) < 0.5 * len(cut):
        return False
    long = [t for t in content if len(t) > 14 and not re.search(r"[.．…·]{3,}\s*\d+$", t)]
    paragraphs = sum(t.endswith(CLOSED) for t in long) > 0.8 * len(long) and not any(a.strip() and b[:1] == " " != b[1:2] for a, b in itertools.pairwise(sample))
    return len(content) >= 4 and sum(apart) > 0.6 * len(apart) and not paragraphs


def _take_furniture(found: Paged) -> None:
    """Folios with their running heads, and 续表 standing alone, leave the rows; a folio in mid-sheet cuts the sheet."""
    sheets: list[Sheet] = []
    for sheet in found.sheets:
        current = Sheet(sheet.start, label=sheet.label)
        rows = sheet.rows
        skip: set[int] = set()
        for i, row in enumerate(rows):
            if i in skip:
                continue
            beside = _head_and_folio(rows, i)
            if beside is not None:
                label, taken = beside
                for j in taken:
                    kind = "folio" if _FOLIO.fullmatch(rows[j].squeezed) else "running head"
                    found.furniture.append(Furniture(rows[j].at, rows[j].end, kind))
                    skip.add(j)
                current.label = label
                if taken[-1] + 1 < len(rows):
                    sheets.append(current)
                    current = Sheet(rows[taken[-1] + 1].at)
                continue
            if _CONTINUED.fullmatch(row.squeezed):
                found.furniture.append(Furniture(row.at, row.end, "continued"))
                current.continued = True
                continue
            current.rows.append(row)
        sheets.append(current)
    for index, sheet in enumerate(sheets):
        for row in sheet.rows:
            row.page, row.opens_page = index, False
        if sheet.rows:
            sheet.rows[0].opens_page = True
    found.sheets = sheets


def _head_and_folio(rows: list[Row], i: int) -> tuple[str, list[int]] | None:
    """A running head with a folio at rows `i`, `i+1` (either order): the label and the rows taken."""
    if i + 1 >= len(rows):
        return None
    first, second = rows[i], rows[i + 1]
    for head, folio in ((first, second), (second, first)):
        number = _FOLIO.fullmatch(folio.squeezed)
        if number and _is_head(head, rows, i):
            return number[1], [i, i + 1]
    return None


def _is_head(row: Row, rows: list[Row], i: int) -> bool:
    text = row.squeezed
    if "年鉴" in text and len(text) <= 24 and _HEAD.match(row.text.strip()):
        return True
    # a part's title between two halves of a sentence: letter-spaced, no mark, blank or page edge around it
    gap_before = i > 0 and rows[i].number - rows[i - 1].number > 2
    return gap_before and len(text) <= 10 and bool(_HEAD.match(row.text.strip())) and " " in row.text.strip()


def _count_back(labels: list[str | None], first: int, number: int, openings: set[int]) -> None:
    """Number the sheets before the first number that was read: a part that would open on an even page had a blank page after it."""
    shift = number - first
    opening = max((i for i in openings if i <= first), default=0)
    for i in range(first - 1, -1, -1):
        if i < opening:
            opening = max((o for o in openings if o <= i), default=0)
            if opening in openings and (opening + shift) % 2 == 0:
                shift -= 1
        labels[i] = str(i + shift) if i + shift > 0 else None


def page_marks(sheets: list[Sheet], openings: set[int]) -> tuple[PageMark, ...]:
    """Printed numbers of all sheets: those that were read, those counted between them, and those counted on.

    `openings`: indices of the sheets on which a part begins; after the last number that was read, a part opens on an odd
    page (a blank page before it leaves no text). Without any printed number a text layer's pages have no labels.
    """
    anchors = {i: int(s.label) for i, s in enumerate(sheets) if s.label and s.label.isdigit()}
    labels: list[str | None] = [s.label for s in sheets]
    if anchors:
        known = sorted(anchors)
        for left, right in itertools.pairwise(known):
            shift, last_shift = anchors[left] - left, anchors[right] - right
            blanks = [i for i in range(left + 1, right + 1) if i in openings]
            for i in range(left + 1, right):
                if shift != last_shift and i in openings and (i + shift) % 2 == 0:
                    # a blank page before each part; where no part follows, all that is missing stands here
                    shift = shift + 1 if shift < last_shift and any(b > i for b in blanks) else last_shift
                labels[i] = str(i + shift)
        _count_back(labels, known[0], anchors[known[0]], openings)
        last = known[-1]
        shift = anchors[last] - last
        for i in range(last + 1, len(sheets)):
            if i in openings and (i + shift) % 2 == 0:
                shift += 1
            labels[i] = str(i + shift)
    for i, s in enumerate(sheets):
        if s.label and i not in anchors:
            labels[i] = s.label  # front matter that is numbered in its own way
    return tuple(PageMark(s.start, s.sheet or i + 1, labels[i], bool(s.label)) for i, s in enumerate(sheets))
