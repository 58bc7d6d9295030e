"""Typed text without pages (a manuscript, a text made from Word): which lines are headings, and of what depth.

The evidence, strongest first: numbered steps (编 章 节 目), the contents list, names the trade uses for parts, the run of
short lines that stands right before an entry (its last line heads a 分目, the one before it a 类目 or a group), and numbers
that count up (一、 （一） 1.). Where no bracket marks the entries, their titles are found by the habit of the text: a point or
a number before them, or a gap behind them. What is found is declared on the lines, as mark-up would declare it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import msgspec

from tongjian.book import Line, Source
from tongjian.book.model import Span
from tongjian.language.numerals import parse
from tongjian.structure.marks import BARE_MONTH, DAY, ENTRY, MONTH, SAME, is_signature, looks_tabular, may_head
from tongjian.structure.note import Note
from tongjian.structure.rows import STOPS, Row, row_of
from tongjian.structure.vocabulary import APPENDED, UMBRELLAS, is_part_name, kind_of, plain

_STEP = tuple(re.compile(rf"\s*第[一二三四五六七八九十百零\d]+[{units}](?=\s|[\u4e00-\u9fff])") for units in ("编篇卷辑部", "类", "章", "节", "目"))
_CONTENTS = re.compile(r"目[录次]$")
_BOOK = re.compile(r"年鉴|志(?:[（(].*)?$|\d{4}")
_NUMBERS = (re.compile(r"\s*[一二三四五六七八九十]{1,3}[、.．]\s*(?=\S)"), re.compile(r"\s*[（(][一二三四五六七八九十]{1,3}[)）]\s*(?=\S)"), re.compile(r"\s*\d{1,3}[.．、]\s*(?=[^\s\d])"))
# titles before the text of their paragraph that no bracket marks: behind a point, behind a number, before a gap
_WORDS = r"(?P<title>[^\s。，；：、·•・（(【〔\[][^\s。，；：]{1,24}?|[\u4e00-\u9fff]\s{1,3}[\u4e00-\u9fff])"
_STYLES = (
    re.compile(rf"\s*[·•・]\s*{_WORDS}[·•・]?(?=\s+\S|\s*$)"),
    re.compile(r"\s*(?P<title>(?:\d{1,3}[.．、](?!\d)|[（(]\d{1,3}[)）])\s*[^\s。，；：]{2,24})(?=[。\s]\s*\S|\s*$)"),
    re.compile(rf"\s*{_WORDS}(?:\s{{2,}}|\u3000)(?=[^\s])"),
)
_GAP = _STYLES[2]
_LEAST = 3  # a habit shows at least so often
_SQUARE = re.compile(r"\s*[\[［〔]([^\[\]［］〔〕]{2,40})[\]］〕]\s*")
_TAIL = re.compile(r"[。！？”](?P<name>（[^（）。，；]{2,40}）)$")  # a signature behind the last sentence
_LISTED = re.compile(r"(?P<lead>\s*)(?P<title>\S.*?)(?:[\s.．…·—\-－_]{2,}|\s+)[（(]?(?P<page>\d{1,4})[）)]?\s*$")


@dataclass(frozen=True, slots=True)
class _Listed:
    """A line of the contents list."""

    title: str
    lead: int


def declare(source: Source, note: Note, furniture: frozenset[int] = frozenset()) -> Source:
    """The source with headings, titles and signatures declared; unchanged where nothing shows that any of its lines is one.

    Lines that are paragraphs by themselves (one a line, or parted by blank lines) are marked whole. `furniture`: offsets of
    lines that are running heads and folios; they are left out.
    """
    lines = [line for page in source.pages for line in page.lines if line.at not in furniture]
    rows = [row for n, line in enumerate(lines) if (row := row_of(line, 0, n)) is not None]
    if not rows:
        return source
    whole = _line_is_paragraph(rows)
    contents, body = _contents(rows)
    signed = _square_signatures(rows, body)
    titles = _titles(rows, body, whole, signed)
    text = _Text(rows, frozenset(titles), frozenset(signed))
    depths = _depths(text, contents, body, note)
    if not depths and not whole and not titles and not signed:
        return source
    if any(rows[i].number in depths for i in titles):
        titles = {}  # the numbers before them are those of headings
    listed = {c.title for c in contents}
    by_at = {row.at: (i, row) for i, row in enumerate(rows)}
    out: list[Line] = []
    for line in lines:
        i, row = by_at.get(line.at, (-1, None))
        if row is None:
            out.append(line)
        elif row.number in depths:
            out.append(msgspec.structs.replace(line, depth=depths[row.number], whole=True, confidence=_sure(row, listed)))
        elif i in signed:
            out.append(msgspec.structs.replace(line, role="byline", whole=True))
        elif i in titles and depths:
            alone = titles[i][1] - row.at >= len(row.text.rstrip())
            out.append(msgspec.structs.replace(line, role="entry", title=titles[i], whole=whole or alone, confidence=0.75 if alone else 0.85))
        else:
            out.append(msgspec.structs.replace(line, whole=True) if whole else line)
    page = msgspec.structs.replace(source.pages[0], lines=tuple(out))
    return msgspec.structs.replace(source, pages=(page,))


def _sure(row: Row, listed: set[str]) -> float:
    """How sure a heading is, by its evidence: a step or the contents list, a number or the trade's name for it, its place alone."""
    if any(step.match(row.text) for step in _STEP) or plain(row.squeezed) in listed:
        return 0.98
    return 0.92 if number_of(row.squeezed) or is_part_name(row.squeezed) or kind_of(row.squeezed) is not None else 0.85


@dataclass(frozen=True, slots=True)
class _Text:
    """The rows of a text with what is known of them: indices of the rows that open an entry without brackets, of signatures."""

    rows: list[Row]
    titled: frozenset[int]
    signed: frozenset[int]

    def opens(self, i: int) -> bool:
        """Whether an entry opens with row `i`."""
        return i not in self.signed and (i in self.titled or ENTRY.match(self.rows[i].text) is not None)

    def signature(self, i: int) -> str | None:
        """The name that signs in row `i`."""
        return self.rows[i].squeezed.strip("[]［］〔〕") if i in self.signed else is_signature(self.rows[i].squeezed)


def _titles(rows: list[Row], body: int, whole: bool, signed: set[int]) -> dict[int, Span]:
    """Index of a row → source span of the title that no bracket marks; empty where brackets or printer's marks are the habit.

    Of the three styles the one that the text has most is its habit; it must show three times.
    """
    marked = sum(i not in signed and ENTRY.match(rows[i].text) is not None for i in range(body, len(rows)))
    best: dict[int, Span] = {}
    for style in _STYLES:
        found: dict[int, Span] = {}
        for i in range(body, len(rows)):
            match = style.match(rows[i].text)
            if match and not ENTRY.match(rows[i].text) and _begins(rows, i, match, whole, style is _GAP):
                found[i] = (rows[i].at + match.start("title"), rows[i].at + match.end("title"))
        if len(found) >= _LEAST and len(found) > len(best):
            best = found
    if not best:
        best = _bare_titles(rows, body)
    return best if marked < 0.5 * len(best) else {}


def _bare_titles(rows: list[Row], body: int) -> dict[int, Span]:
    """Titles that stand alone above their text with no mark at all, in a text that has headings above some of them."""
    text = _Text(rows, frozenset(), frozenset())
    alone = {i for i in range(body, len(rows)) if _stands_alone(text, i) and not any(step.match(rows[i].text) for step in _STEP) and kind_of(rows[i].squeezed) is None}
    found = [i for i in sorted(alone) if i + 1 < len(rows) and i + 1 not in alone and rows[i + 1].width > 14 and re.search(r"[，。]", rows[i + 1].squeezed)]
    if len(found) < 2 * _LEAST or sum(i - 1 in alone or any(step.match(rows[i - 1].text) for step in _STEP) for i in found) < 2:
        return {}
    return {i: (rows[i].at + rows[i].lead, rows[i].at + len(rows[i].text.rstrip())) for i in found}


def _begins(rows: list[Row], i: int, match: re.Match[str], whole: bool, gap: bool) -> bool:
    """Whether a paragraph begins with row `i` and its title is one: no date, no cell of a table, no name before a post."""
    row = rows[i]
    title = re.sub(r"\s+", "", match["title"])
    if any(p.match(title) for p in (DAY, SAME, MONTH, BARE_MONTH)) or re.fullmatch(r"[\d.,%]+|\d{4}年.*", title):
        return False
    if any(step.match(row.text) for step in _STEP) or not re.search(r"[\u4e00-\u9fff]", title):
        return False
    before = rows[i - 1] if i else None
    if before is not None and not before.closed and len(before.squeezed) > 30 and row.number - before.number == 1:
        return False
    rest = row.text[match.end() :].strip(" \u3000。")
    if not rest:
        return not gap
    running = re.search(r"[，。]", rest) is not None or (not whole and i + 1 < len(rows) and row.width >= 0.8 * max(rows[i + 1].width, 20) and row.width > 20)
    return running and (not gap or len(re.findall(r"\s{2,}|\u3000", rest)) <= 3)


def _square_signatures(rows: list[Row], body: int) -> set[int]:
    """Rows `[区民政局 王明]` that sign, in a text whose entries are marked otherwise."""
    found = {i for i in range(body, len(rows)) if (m := _SQUARE.fullmatch(rows[i].text)) and is_signature("（" + re.sub(r"\s+", "", m[1]) + "）")}
    others = sum(ENTRY.match(row.text) is not None for i, row in enumerate(rows) if i not in found and i >= body and row.squeezed[0] not in "[［〔")
    same = sum(ENTRY.match(row.text) is not None for i, row in enumerate(rows) if i not in found and row.squeezed[0] in "[［〔")
    return found if same < 0.5 * len(found) and (others or len(found) >= 3) else set()


def _line_is_paragraph(rows: list[Row]) -> bool:
    """Whether each line is a paragraph: long lines of any width, nearly all closed."""
    long = [row for row in rows if row.width > 14]
    return len(long) >= 3 and (sum(row.closed for row in long) >= 0.9 * len(long) or sum(row.width > 60 for row in long) >= 0.3 * len(long))


def _contents(rows: list[Row]) -> tuple[list[_Listed], int]:
    """The lines of the contents list, and the index of the row behind it; without one, nothing and 0."""
    for i, row in enumerate(rows[:400]):
        if not _CONTENTS.fullmatch(row.squeezed):
            continue
        listed: list[_Listed] = []
        k = i + 1
        while k < len(rows):
            found = _LISTED.fullmatch(rows[k].text)
            if not found or rows[k].squeezed.endswith("。"):
                # a running head between two pages of the list
                if len(listed) >= 3 and len(rows[k].squeezed) <= 24 and all(_LISTED.fullmatch(r.text) for r in rows[k + 1 : k + 4]) and k + 3 < len(rows):
                    k += 1
                    continue
                break
            listed.append(_Listed(plain(re.sub(r"\s+", "", found["title"])).strip(".．…·"), len(found["lead"].replace("\f", ""))))
            k += 1
        if len(listed) >= 3:
            return listed, k
    return [], 0


def _depths(text: _Text, contents: list[_Listed], body: int, note: Note) -> dict[int, int]:
    """Row number → heading depth."""
    rows = text.rows
    alone = [i for i in range(body, len(rows)) if _stands_alone(text, i) and not (i < 3 and _BOOK.search(rows[i].squeezed))]
    steps = {i: n for i in alone for n, step in enumerate(_STEP) if step.match(rows[i].text)}
    if len(steps) >= 2:
        return _under_numbers(text, alone, steps, note)
    numbered = _counted(text, body)
    if contents:
        leads = sorted({c.lead for c in contents})
        level = {c.title: leads.index(c.lead) + 1 for c in reversed(contents)}
        listed = {i: level[plain(rows[i].squeezed)] for i in {*alone, *numbered} if plain(rows[i].squeezed) in level}
        if len(listed) >= 2 and len(leads) > 1:
            listed |= {i: 1 for i in alone if i not in listed and kind_of(rows[i].squeezed) is not None}  # what a list need not name: 索引, 编后记
            return {rows[i].number: depth for i, depth in listed.items()}
    if len(numbered) >= 4 and len(set(numbered.values())) >= 2:
        return _under_numbers(text, alone, numbered, note)
    return _before_entries(text, alone, note)


def _counted(text: _Text, body: int) -> dict[int, int]:
    """Rows that stand alone behind a number (一、 （一） 1.) and whose numbers count up: index → rank of the kind of number."""
    rows = text.rows
    found: dict[int, int] = {}
    last: list[int] = [0] * len(_NUMBERS)
    for i in range(body, len(rows)):
        rank = next((n for n, number in enumerate(_NUMBERS) if number.match(rows[i].text)), None)
        if rank is None or not 3 <= len(rows[i].squeezed) <= 30 or STOPS.search(rows[i].squeezed) or re.search(r"[，。；：]", rows[i].squeezed):
            continue
        value = number_of(rows[i].squeezed)
        if value == 1 or value == last[rank] + 1:
            last[rank] = value
            last[rank + 1 :] = [0] * (len(_NUMBERS) - rank - 1)
            found[i] = rank
    return found


def number_of(words: str) -> int:
    """The number that a heading begins with; 0 where it has none."""
    found = re.match(r"[（(第]?([一二三四五六七八九十百零]+|\d+)", words)
    if not found:
        return 0
    return int(found[1]) if found[1].isdigit() else parse(found[1]) or 0


def _under_numbers(text: _Text, alone: list[int], numbered: dict[int, int], note: Note) -> dict[int, int]:
    """Depths where headings count up.

    Plain headings right before a number one of the highest kind are parts; those right before entries stand under the numbers.
    """
    rows = text.rows
    ranks = sorted(set(numbered.values()))
    heads = set(alone) - set(numbered)
    first = {i for i, rank in numbered.items() if number_of(rows[i].squeezed) == 1 and rank <= ranks[min(1, len(ranks) - 1)]}
    named = {plain(p) for p in note.parts}
    parts = {i - 1 for i in first if i - 1 in heads and (numbered[i] == ranks[0] or i - 1 == 0 or i - 2 not in numbered)}
    parts |= {i for i in heads if plain(rows[i].squeezed) in named} if parts else set()
    apart = {i for i in heads - parts if kind_of(rows[i].squeezed) is not None and i - 1 not in numbered}  # 大事记, 索引
    base = 2 if parts else 1
    runs = [run for run in _runs(text, heads - parts - apart) if len(run) <= 2]
    below = base + len(ranks) if sum(map(len, runs)) >= _LEAST else 0
    deepest = max(map(len, runs), default=0)
    found = {rows[i].number: 1 for i in parts | apart} | {rows[i].number: ranks.index(rank) + base for i, rank in numbered.items()}
    if below:
        found |= {rows[i].number: below + deepest - len(run) + n for run in runs for n, i in enumerate(run)}
        found = _signed_groups(text, found, below + deepest - 1) if deepest > 1 else found
    return found


def _runs(text: _Text, heads: set[int]) -> list[list[int]]:
    """The runs of up to three headings that stand right before an entry, outermost first."""
    runs: list[list[int]] = []
    for i in range(len(text.rows)):
        if not text.opens(i):
            continue
        run: list[int] = []
        k = i - 1
        while k >= 0 and k in heads and len(run) < 3:
            run.insert(0, k)
            k -= 1
        if run:
            runs.append(run)
    return runs


def _stands_alone(text: _Text, i: int) -> bool:
    """A short line without closing mark that is no half of a sentence: what is above is closed or apart, below begins anew."""
    rows = text.rows
    row = rows[i]
    if text.opens(i) or len(row.squeezed) > 30 or text.signature(i) or looks_tabular(row) or (i and _heads_columns(rows, i)):
        return False
    stepped = any(step.match(row.text) for step in _STEP)
    if not stepped and not may_head(row):
        return False
    if stepped and row.squeezed.endswith(("。", "，", "；")):
        return False
    before = rows[i - 1] if i else None
    after = rows[i + 1] if i + 1 < len(rows) else None
    above = before is None or before.closed or row.number - before.number > 1 or len(before.squeezed) <= 30 or i - 1 in text.signed
    below = after is not None and (after.number - row.number > 1 or after.lead >= 2 or text.opens(i + 1) or len(after.squeezed) <= 30 or (before is not None and after.width >= 20 and row.width < 0.6 * after.width))
    return above and below


def _heads_columns(rows: list[Row], i: int) -> bool:
    """Whether row `i` is the head of a table: as many cells as the row of figures below it."""
    cells = len(rows[i].text.split())
    return cells >= 3 and i + 1 < len(rows) and looks_tabular(rows[i + 1]) and cells == len(rows[i + 1].text.split())


def _before_entries(text: _Text, alone: list[int], note: Note) -> dict[int, int]:
    """Depths from the runs of headings before entries: the last is a 分目; the first of the longest runs is a 类目."""
    rows = text.rows
    runs = _runs(text, set(alone))
    inside = {plain(rows[r].squeezed) for run in runs for r in run}
    kinds = {i for i in alone if (kind_of(rows[i].squeezed) is not None or plain(rows[i].squeezed) in APPENDED) and plain(rows[i].squeezed) not in inside}
    if not runs:
        return {rows[i].number: 1 for i in kinds}
    deepest = max(len(run) for run in runs)
    parts = _parts_of(rows, runs, deepest, note)
    found: dict[int, int] = {rows[i].number: 1 for i in kinds}
    order = sorted((i, n, run) for run in runs for n, i in enumerate(run))
    for i, n, run in order:
        found[rows[i].number] = 1 if i in parts or deepest == 1 else deepest - (len(run) - n) + 1
    return _signed_groups(text, found, deepest)


def _parts_of(rows: list[Row], runs: list[list[int]], deepest: int, note: Note) -> set[int]:
    """First headings of runs that are 类目: those that the editorial note names; without a note those that the trade knows.

    Where a run of three has a body of the region in its middle (政治 › 青石区人民政府 › 信访), such bodies are groups everywhere.
    """
    named = {plain(name) for name in note.parts}
    firsts = {plain(rows[run[0]].squeezed) for run in runs}
    if named and len(named & firsts) >= 0.5 * len(named):
        return {run[0] for run in runs if plain(rows[run[0]].squeezed) in named}
    stem = note.region[:-1] if note.region else None
    grouped = stem is not None and any(len(run) == 3 and stem in rows[run[1]].squeezed for run in runs)
    region = stem if grouped and deepest == 3 else note.region
    under: frozenset[str] = frozenset().union(*(UMBRELLAS.get(name, frozenset()) for name in firsts))
    return {run[0] for run in runs if len(run) > 1 and is_part_name(rows[run[0]].squeezed, region) and plain(rows[run[0]].squeezed) not in under}


def _signed_groups(text: _Text, depths: dict[int, int], deepest: int) -> dict[int, int]:
    """A group of sections that is signed once ends there: a section behind the signature stands beside the group, not in it."""
    if deepest < 3:
        return depths
    out = dict(depths)
    sections = 0  # of the open group
    grouped = signed = ended = False
    for i, row in enumerate(text.rows):
        depth = depths.get(row.number)
        if depth == deepest:
            if ended:
                out[row.number] = deepest - 1
            else:
                sections += grouped
        elif depth is not None:
            grouped, sections, signed, ended = depth == deepest - 1, 0, False, False
        elif grouped and sections and (text.signature(i) or _TAIL.search(row.squeezed)):
            ended = ended or (sections > 1 and not signed)
            signed = True
    return out
