"""The chronicle (大事记): months and years as sections, dated items as entries."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator

from tongjian.structure.blocks import Block, Pieces, pieces
from tongjian.structure.marks import BARE_MONTH, DAY, ITEM_MONTH, MONTH, SAME, SPAN, is_signature
from tongjian.structure.rows import Row

_YEAR = re.compile(r"(?:[一二三四五六七八九十]{1,3}、)?(?:(?:19|20)\d{2}|[一二三四五六七八九〇○]{4})年(?:大事记)?")
_MARK = re.compile(r"[●△▲◆■○◇★☆·•※◎【](?=\S)")
_LETTER = re.compile(r"[\u4e00-\u9fff“《\d]")
# the year before the day, and days in Chinese numerals: 2024年1月3日, 一月三日, 十五日
_WHOLE = re.compile(
    r"(?:19|20)\d{2}年\d{1,2}月(?:\d{1,2}日?(?:[—–\-－~～至](?:\d{1,2}月)?\d{1,2})?日|[上中下]旬|初|底|末)?(?:凌晨|早晨|上午|中午|下午|傍晚|晚上|晚)?"
    r"|(?:[一二三四五六七八九十]{1,3}月)?(?:十[一二三四五六七八九]?|二十[一二三四五六七八九]?|三十一?|[一二三四五六七八九])(?:(?:日)?[—–\-－~～至](?:[一二三四五六七八九十]{1,3}))?日"
)
_LOOSE = re.compile(r"[上中下]旬|月[初中底末内]|年[初中末底内]|[是该当][春夏秋冬]|第[一二三四]季度|[一二三四]季度|同期")  # where a gap follows
ParagraphEnd = Callable[[list[Row], int], int]


def chronicle_blocks(rows: list[Row], interleaved: bool, paragraph_end: ParagraphEnd) -> Iterator[Block]:
    """Months as sections, dated items as entries, further paragraphs inside their item.

    `paragraph_end(rows, i)`: index behind the paragraph that begins at row `i`.
    """
    item: list[Row] = []
    current = ""
    hanging = _hanging(rows) if not interleaved else None
    for row in rows:
        month = MONTH.fullmatch(row.squeezed)
        year = _YEAR.fullmatch(row.squeezed)
        if month or year:
            if item:
                yield from _item(item, paragraph_end)
                item = []
            current = row.squeezed if month else ""
            yield Block("section", pieces([row]), name=row.squeezed, depth=1 if year or not _years(rows) else 2, kind="chronicle")
            continue
        if hanging is not None:
            opens = row.lead <= hanging + 1 and _dated(row) is not None
        else:
            opens = bool(item) and item[-1].squeezed.endswith(("。", "！", "？", "”", "）", "；")) and _opens_item(row, current) and not is_signature(row.squeezed)
        if item and opens:
            yield from _item(item, paragraph_end)
            item = []
        elif is_signature(row.squeezed) and (not item or item[-1].closed):
            if item:
                yield from _item(item, paragraph_end)
                item = []
            yield Block("byline", pieces([row]), name=is_signature(row.squeezed) or "")
            continue
        item.append(row)
    if item:
        yield from _item(item, paragraph_end)


def _years(rows: list[Row]) -> bool:
    return any(_YEAR.fullmatch(r.squeezed) for r in rows)


def _item(rows: list[Row], paragraph_end: ParagraphEnd) -> Iterator[Block]:
    words = _dated(rows[0])
    end = paragraph_end(rows, 0)
    head = rows[:end]
    if words:
        mark = _mark(rows[0])
        skip = len(mark) if words != mark else 0
        yield Block("entry", pieces(head), title=_head_pieces(head[:2], len(words), skip), name=words, kind="chronicle")
    else:
        yield Block("para", pieces(head))
    at = end
    while at < len(rows):
        end = paragraph_end(rows, at)
        yield Block("para", pieces(rows[at:end]))
        at = end


def _dated(row: Row) -> str | None:
    """The date words that open a chronicle item: `10日下午`, `26日—28日`, `是月`; a bare month where a gap follows it.

    A mark before them (●, △) is none of them; △ alone means the day before.
    """
    mark = _mark(row)
    text = row.squeezed[len(mark) :]
    if mark and mark in "△▲" and not any(p.match(text) for p in (SPAN, DAY, SAME)):
        return None if _LETTER.match(text) is None else mark
    whole = _WHOLE.match(text)
    if whole and (not text[whole.end() : whole.end() + 1].isdigit()):
        return whole[0]
    for pattern in (SPAN, DAY, SAME, ITEM_MONTH):
        found = pattern.match(text)
        if found and "part" in pattern.groupindex and found["part"] and _gap_at(row, len(mark) + found.start("part")):
            return text[: found.start("part")]  # the gap ends the date words
        if found and (not text[found.end() : found.end() + 1].isdigit() or _gap_at(row, len(mark) + found.end())):
            return found[0]
    if mark == "【":  # 【2月】, 【年末】
        found = re.match(r"([^】]{1,10})】", text)
        return found[1] if found and (BARE_MONTH.fullmatch(found[1]) or _LOOSE.fullmatch(found[1])) else None
    bare = BARE_MONTH.match(text) or _LOOSE.match(text)
    return bare[0] if bare and _gap_at(row, len(mark) + bare.end()) else None


def _mark(row: Row) -> str:
    """The printer's mark before the date of an item, empty where there is none: `●3日`, `【1月3日】`."""
    found = _MARK.match(row.squeezed)
    return found[0] if found else ""


def _gap_at(row: Row, count: int) -> bool:
    """Whether the print has a gap behind the first `count` characters of a row."""
    text = row.text.lstrip()
    return text[_printed(text, count) :][:1].isspace()


def _printed(text: str, count: int) -> int:
    """Offset behind the first `count` characters of a text that are not white space."""
    return next(itertools.islice((m.end() for m in re.finditer(r"\S", text)), count - 1, None), len(text))


def _hanging(rows: list[Row]) -> int | None:
    """The indent of dated items where what follows a date hangs behind it; None where the text is not laid out so."""
    dated = [r.lead for r in rows if _dated(r)]
    rest = [r.lead for r in rows if not _dated(r)]
    if len(dated) < 3:
        return None
    lead, _ = Counter(dated).most_common(1)[0]
    deep = sum(at >= lead + 4 for at in rest)
    return lead if deep >= max(1, 0.6 * len(rest)) and sum(abs(at - lead) <= 1 for at in dated) >= 0.6 * len(dated) else None


def _opens_item(row: Row, month: str) -> bool:
    """Whether a row opens a chronicle item; under a month's heading a date of another month stands inside an item."""
    words = _dated(row)
    if not words:
        return False
    named = re.match(r"(\d{1,2})月", words)
    return not (named and month and month != f"{int(named[1])}月" and month[0].isdigit())


def _head_pieces(rows: list[Row], length: int, skip: int = 0) -> Pieces:
    """Source pieces of the first `length` printed characters of some rows, `skip` characters left out before them."""
    found: Pieces = []
    left = length
    if rows and rows[0].squeezed[:skip] and length <= len(rows[0].squeezed) - skip:
        text = rows[0].text
        places = [m.start() for m in re.finditer(r"\S", text)]
        return [(rows[0].at + places[skip], rows[0].at + places[skip + length - 1] + 1)]
    for row in rows:
        if left <= 0:
            break
        count = 0
        end = row.at
        for match in re.finditer(r"\S", row.text):
            if count == left:
                break
            count += 1
            end = row.at + match.end()
        found.append((row.at, end))
        left -= count
    return found
