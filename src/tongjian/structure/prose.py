"""Rows of a region → blocks: entries, headings, signatures, paragraphs, chronicle items, list rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tongjian.book.model import Kind
from tongjian.language.numerals import parse
from tongjian.structure.blocks import Block, Pieces, pieces
from tongjian.structure.chronicle import chronicle_blocks
from tongjian.structure.habit import RUN_IN, Habit, reads_as_prose
from tongjian.structure.lists import docindex_blocks, honours_blocks, namelist_blocks, person_row, shows_names
from tongjian.structure.marks import (
    BOX,
    BRACKETED,
    ENTRY,
    ENTRY_OPEN,
    FIGURE,
    FIGURED,
    KEY_FIGURE,
    NUMBERED,
    is_signature,
    may_head,
    signs_alone,
    sure_head,
)
from tongjian.structure.rows import Row, spaced
from tongjian.structure.stretches import between, joined, source_at
from tongjian.structure.tabling import table_blocks
from tongjian.structure.vocabulary import kind_of

_SPEECH_TITLE = re.compile(r"(工作报告|报告|讲话|致辞|公报|决议|意见|方案|纲要|规划|通知|决定|发言|总结|要点|汇报|草案.*)$")
_HONOURS = re.compile(r"\d{4}年.{4,40}(先进|表彰|获奖|荣誉|奖励)\S{0,8}$")
_RUN_BRACKETED = re.compile(r"\s*(?P<title>[（(](?P<number>[一二三四五六七八九十]{1,3})[）)][^。；：！？]{3,60})。\s*\S")
_RUN_FIGURE = re.compile(r"\s*(?P<title>(?P<number>\d{1,3})[.．]\s*(?!\d)[^。；：！？，]{2,40})。\s*\S")
_CUT_WORD = re.compile(r"[\u4e00-\u9fff][、，和与及]")  # the last character of a word that a wrap has cut
_VERSE = re.compile(r"[—―－-]{2}|[（(]?\d{4}年\d{1,2}月(\d{1,2}日)?[）)]?$")


class Segmenter:
    """Segments the rows of regions.

    `widths`: full width of a row by page, in em; `interleaved`: blank lines mean nothing; `continued`: pages that said 续表;
    `habit`: how the whole text sets off its paragraphs and titles; `region`: the book's, 青石区.
    """

    def __init__(self, widths: list[float], interleaved: bool, continued: set[int], habit: Habit | None = None, region: str | None = None) -> None:
        self.widths = widths
        self.interleaved = interleaved
        self.continued = continued
        self.stem = region[:-1] if region else None
        self.habit = habit

    def segment(self, rows: list[Row], tables: list[int], kind: Kind | None, speech: bool) -> list[Block]:
        """Blocks of one region."""
        if not rows:
            return []
        if kind == "chronicle":
            return list(chronicle_blocks(rows, self.interleaved, lambda part, i: self._paragraph_end(part, [-1] * len(part), i)))
        if kind == "docindex":
            return docindex_blocks(rows)
        heads = self._headings(rows, tables, kind, speech)
        blocks: list[Block] = []
        own: Kind | None = kind
        at = 0
        marks = sorted(heads)
        for n, start in enumerate([-1, *marks]):
            end = marks[n] if n < len(marks) else len(rows)
            if start >= 0:
                count, depth, own = heads[start]
                title = rows[start : start + count]
                blocks.append(Block("section", pieces(title), name="".join(_name(r) for r in title), depth=depth, kind=own, confidence=0.95 if spaced(title[0]) else 0.85))
                at = start + count
            stretch, marked = rows[at:end], tables[at:end]
            at = end
            if not stretch:
                continue
            chosen = own or (kind if kind not in (None, "frontmatter") else None)
            if chosen in ("namelist", "honours") and reads_as_prose(stretch, self.widths):
                chosen = None
                if start >= 0:
                    blocks[-1].kind = None
            if chosen == "namelist" or (chosen is None and shows_names(stretch) and not reads_as_prose(stretch, self.widths)):
                blocks.extend(namelist_blocks(stretch, self.widths))
            elif chosen == "honours":
                blocks.extend(honours_blocks(stretch))
            elif chosen == "docindex":
                blocks.extend(docindex_blocks(stretch))
            else:
                blocks.extend(self._prose(stretch, marked, numbered=chosen in ("bulletin", "speech", "report")))
        return blocks

    # -- headings --------------------------------------------------------------------------------------------------
    def _headings(self, rows: list[Row], tables: list[int], kind: Kind | None, speech: bool) -> dict[int, tuple[int, int, Kind | None]]:
        """Index of the first row of each section title → (rows it takes, depth, kind)."""
        found: dict[int, tuple[int, int, Kind | None]] = {}
        group_open = False  # a group is open and has not been signed
        group_sections = 0
        group_signed_sections = 0
        group_title = section_title = ""
        group_named = section_named = False  # the group's, the last section's title names the region
        i = 0
        while i < len(rows):
            row = rows[i]
            if is_signature(row.squeezed):
                if group_open:
                    group_signed_sections += 1
                    if group_signed_sections == 1 and group_sections > 1 and not signs_alone(is_signature(row.squeezed) or "", section_title, group_title):
                        group_open = False  # one signature for the whole group
                i += 1
                continue
            run = self._run(rows, tables, i)
            if run:
                for start, count, level in run:
                    named = self.stem is not None and self.stem in rows[start].squeezed
                    if level == 0:
                        group_open, group_sections, group_signed_sections = True, 0, 0
                        group_named, group_title = named, rows[start].squeezed
                        found[start] = (count, 1, kind_of(rows[start].squeezed))
                    else:
                        if group_open and group_named and named and group_sections and not section_named:
                            group_open = False  # a body of the region stands beside the group's body, not under it
                        section_named, section_title = named, rows[start].squeezed
                        group_sections += group_open
                        found[start] = (count, 2 if group_open else 1, kind_of(rows[start].squeezed))
                i = run[-1][0] + run[-1][1]
                continue
            titled = self._page_title(rows, tables, i, kind, speech)
            if titled:
                group_open = False
                found[i] = (titled[0], 1, titled[1])
                i += titled[0]
                continue
            i += 1
        return found

    def _run(self, rows: list[Row], tables: list[int], i: int) -> list[tuple[int, int, int]]:
        """Headings that stand right before an entry, outermost first: (row, rows taken, 0 group | 1 section)."""
        if tables[i] >= 0 or not may_head(rows[i]) or not self._after_close(rows, tables, i):
            return []
        k = i
        while k < len(rows) and k - i < 4 and tables[k] < 0 and may_head(rows[k]) and not ENTRY.match(rows[k].text):
            k += 1
        if k >= len(rows) or k - i > 3 or not (ENTRY.match(rows[k].text) or ENTRY_OPEN.match(rows[k].text)):
            return []
        units: list[tuple[int, int]] = []
        at = i
        while at < k:
            broken = at + 1 < k and not spaced(rows[at]) and not spaced(rows[at + 1]) and (
                rows[at].width >= 0.55 * self.widths[rows[at].page] or not _complete(rows[at].squeezed) or _CUT_WORD.match(rows[at + 1].squeezed) is not None
            )
            units.append((at, 2 if broken else 1))
            at += units[-1][1]
        return [(start, count, 1 if n == len(units) - 1 else 0) for n, (start, count) in enumerate(units)]

    def _after_close(self, rows: list[Row], tables: list[int], i: int) -> bool:
        if i == 0 or (rows[i].opens_page and rows[i - 1].page != rows[i].page and rows[i - 1].closed):
            return True
        before = rows[i - 1]
        return before.squeezed.endswith(("。", "！", "？", "”", "）", "；", "…")) or tables[i - 1] >= 0 or (may_head(before) and (spaced(before) or before.opens_page))

    def _page_title(self, rows: list[Row], tables: list[int], i: int, kind: Kind | None, speech: bool) -> tuple[int, Kind | None] | None:
        """A title at the head of a page (speech, report, bulletin, list) or a letter-spaced heading: rows taken and kind."""
        row = rows[i]
        if tables[i] >= 0 or not 3 <= len(row.squeezed) <= 40 or row.closed or not re.search(r"[\u4e00-\u9fff]", row.squeezed):
            return None
        if kind == "namelist" and kind_of(row.squeezed) is None:
            return None
        before_closed = i == 0 or rows[i - 1].squeezed.endswith(("。", "！", "？", "）", "”")) or tables[i - 1] >= 0 or shows_names(rows[max(0, i - 12) : i])
        promised = kind_of(row.squeezed)
        if kind is not None and promised == kind and len(row.text.split()) >= 3 and not spaced(row):
            return None  # the names of the columns: 获奖单位 奖项 授奖单位
        if promised in ("bulletin", "namelist", "honours", "docindex") and sure_head(row):
            return 1, promised
        if promised == "honours" and _HONOURS.match(row.squeezed):
            return 1, promised
        if not before_closed:
            return None
        if not row.opens_page and i > 0:
            return None
        if i + 1 < len(rows) and person_row(rows[i + 1]) is not None and promised is None:
            return None
        if speech:
            verse = next((k for k in range(1, 4) if i + k < len(rows) and rows[i + k].squeezed.startswith(("—", "―"))), 0)
            if verse and not any(r.closed for r in rows[i : i + verse]):
                whole = "".join(r.squeezed for r in rows[i : i + verse])
                return verse, "report" if whole.endswith(("报告", "草案")) or "报告" in rows[i + verse].squeezed else "speech"
        count = 1
        while (
            count < 3
            and i + count < len(rows)
            and not rows[i + count - 1].closed
            and not _SPEECH_TITLE.search("".join(r.squeezed for r in rows[i : i + count]))
            and rows[i + count].width < 0.9 * self.widths[row.page]
            and not rows[i + count].closed
            and not _VERSE.match(rows[i + count].squeezed)
            and not NUMBERED.match(rows[i + count].squeezed)
        ):
            count += 1
        whole = "".join(r.squeezed for r in rows[i : i + count])
        promised = promised or kind_of(whole)
        if promised:
            own = 1
            if kind_of(row.squeezed) is None:
                own = count
            return own, promised
        if speech and _SPEECH_TITLE.search(whole) and row.width < 0.9 * self.widths[row.page]:
            return count, "report" if whole.endswith(("报告", "草案")) else "speech"
        return None

    # -- prose -----------------------------------------------------------------------------------------------------
    def _prose(self, rows: list[Row], tables: list[int], numbered: bool = False) -> Iterator[Block]:
        """Entries, signatures, tables and paragraphs of a stretch without section titles."""
        habit = self.habit or Habit.of(rows)
        run_in = not self.interleaved and habit.run_in
        counted = _Counted()
        i = 0
        while i < len(rows):
            row = rows[i]
            if tables[i] >= 0:
                end = i
                while end < len(rows) and tables[end] == tables[i]:
                    end += 1
                yield from table_blocks(rows[i:end], tables[i])
                i = end
                continue
            if self._is_caption(rows, tables, i):
                yield Block("caption", pieces([row]), name=row.squeezed, kind="table", table=tables[i + 1])
                i += 1
                continue
            signature = is_signature(row.squeezed)
            if signature and (i == 0 or rows[i - 1].closed or tables[i - 1] >= 0 or i + 1 == len(rows)):
                yield Block("byline", pieces([row]), name=signature)
                i += 1
                continue
            if FIGURE.match(row.text.strip()) and not row.closed and len(row.squeezed) < 50:
                yield Block("caption", pieces([row]), name=row.squeezed, kind="figure")
                i += 1
                continue
            if numbered and NUMBERED.match(row.squeezed) and len(row.squeezed) <= 30 and not row.squeezed.endswith(("。", "，", "；")):
                yield Block("entry", pieces([row]), title=pieces([row]), name=_name(row))
                counted = _Counted()
                i += 1
                continue
            if numbered and (BRACKETED.match(row.squeezed) or BOX.match(row.squeezed)) and len(row.squeezed) <= 30 and not row.squeezed.endswith(("。", "，", "；")):
                yield Block("subentry", pieces([row]), title=pieces([row]), name=_name(row))
                i += 1
                continue
            # date, speaker, salutation
            address = numbered and i < 6 and not row.closed and (row.width < 0.85 * self.widths[row.page] or row.squeezed.startswith(("——", "――")))
            end = i + 1 if address else self._paragraph_end(rows, tables, i)
            opening = RUN_IN.match(row.text) or habit.unspaced(row) if run_in else None
            if opening:
                title = [(row.at + opening.start(1), row.at + opening.end(1))]
                yield Block("entry", pieces(rows[i:end]), title=title, name=_squeeze(opening[1]), confidence=0.8)
            else:
                yield (counted.opened(rows[i:end]) if numbered else None) or self._paragraph(rows[i:end])
            i = end

    def _is_caption(self, rows: list[Row], tables: list[int], i: int) -> bool:
        if i + 1 >= len(rows) or tables[i + 1] < 0:
            return False
        row = rows[i]
        return len(row.squeezed) <= 45 and not row.closed and not re.search(r"[。，；]$", row.squeezed) and (i == 0 or rows[i - 1].closed or row.opens_page or tables[i - 1] >= 0 or rows[i - 1].page != row.page or row.page in self.continued)

    def _paragraph_end(self, rows: list[Row], tables: list[int], i: int) -> int:
        k = i + 1
        while k < len(rows):
            row, before = rows[k], rows[k - 1]
            if tables[k] >= 0 or row.line.title is not None or ENTRY.match(row.text) or (ENTRY_OPEN.match(row.text) and k + 1 < len(rows) and "】" in rows[k + 1].text):
                return k
            if is_signature(row.squeezed) and (before.closed or k + 1 == len(rows)):
                return k  # a list above the last signature of a section need not end with a stop
            if self._is_caption(rows, tables, k) or (BOX.match(row.squeezed) and _ends_sentence(before)) or ((NUMBERED.match(row.squeezed) or BRACKETED.match(row.squeezed) or FIGURED.match(row.text)) and _ends_sentence(before)):
                return k
            if self.habit is not None and self.habit.glued is not None and before.closed and self.habit.glued.match(row.text):
                return k
            if KEY_FIGURE.match(row.text) and KEY_FIGURE.match(before.text):
                return k
            if FIGURE.match(row.text.strip()) and before.closed and len(row.squeezed) < 50:
                return k
            if row.line.starts is not None and not (before.line.whole or row.line.whole):
                if row.line.starts:
                    return k
                k += 1
                continue
            if (before.closed or before.line.whole or row.line.whole) and self._breaks(before, row):
                return k
            if self.habit is not None and self.habit.indented and not self.interleaved and row.lead == self.habit.indent:
                return k
            if sure_head(before) and k - 1 == i and not before.closed:
                return k
            k += 1
        return k

    def _breaks(self, before: Row, row: Row) -> bool:
        """Whether a paragraph ends between two rows: the upper one is short, or the lower one is indented."""
        if before.line.whole or row.line.whole:
            return True
        if not self.interleaved and row.lead >= 2 and row.lead > before.lead:
            return True
        full = self.widths[before.page]
        if (_ends_sentence(before) or before.squeezed.endswith(("：", "）"))) and before.width < full - 1.5:
            return True
        return before.squeezed.endswith(("。", "！", "？")) and full - 2.8 <= row.width <= full - 1.4 and not row.closed and before.width < full

    def _paragraph(self, rows: list[Row]) -> Block:
        """An entry's first paragraph, or a plain one."""
        first = rows[0]
        if first.line.title is not None and first.line.role in ("entry", "subentry"):
            start, end = first.line.title
            return Block(first.line.role, pieces(rows), title=[(start, end)], name=_squeeze("".join(r.text[max(start - r.at, 0) : max(end - r.at, 0)] for r in rows)), confidence=min(first.line.confidence, 0.9))
        found = ENTRY.match(first.text)
        if found is None and ENTRY_OPEN.match(first.text) and len(rows) > 1 and "】" in rows[1].text:
            begin = max(first.text.rfind("【"), first.text.rfind("〖")) + 1
            close = rows[1].text.index("】")
            title: Pieces = [(first.at + begin, first.end), (rows[1].at, rows[1].at + close)]
            return Block("entry", pieces(rows), title=title, name=_squeeze(first.text[begin:] + rows[1].text[:close]))
        if found:
            title = [(first.at + found.start("title"), first.at + found.end("title"))]
            lower = self.habit is not None and found["mark"] in self.habit.lower
            return Block("subentry" if lower else "entry", pieces(rows), title=title, name=_squeeze(found["title"]))
        return Block("para", pieces(rows))


class _Counted:
    """Run-in titles of a speech that count up: `（一）点亮城市名片。…`, `1.抓项目。…`; the second run on across the first."""

    def __init__(self) -> None:
        self.last = {0: 0, 1: 0}

    def opened(self, rows: list[Row]) -> Block | None:
        """The subentry that a paragraph opens; None where it opens none or its number is not the next."""
        for kind, pattern in enumerate((_RUN_BRACKETED, _RUN_FIGURE)):
            raw, starts, offsets = joined([r.text for r in rows[:4]], [r.at for r in rows[:4]])
            found = pattern.match(raw)
            if not found or len(re.sub(r"\s+", "", found["title"])) > 34:
                continue
            value = int(found["number"]) if found["number"].isdigit() else parse(found["number"])
            if value is None or not (value == 1 or 0 < value - self.last[kind] <= 3):
                return None
            self.last[kind] = value
            start, end = found.span("title")
            title = between(pieces(rows), source_at(start, starts, offsets), source_at(end - 1, starts, offsets) + 1)
            return Block("subentry", pieces(rows), title=title, name=_squeeze(found["title"]), confidence=0.85)
        return None


def _ends_sentence(row: Row) -> bool:
    """A full stop, also inside closing quotation marks; a quotation alone may be an item of a list that goes on."""
    return row.squeezed.endswith(("。", "！", "？", "。”", "！”", "？”", "……”"))


def _complete(text: str) -> bool:
    return not text.endswith(("和", "与", "及", "、", "的", "区", "大"))


def _squeeze(text: str) -> str:
    return re.sub(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])", "", text)


def _name(row: Row) -> str:
    return _squeeze(row.text.strip())
