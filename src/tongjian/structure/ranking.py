"""How deep the headings of a typed text stand: by their steps, the contents list, their numbers, or their place before entries."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tongjian.language.numerals import parse
from tongjian.structure.marks import ENTRY, is_signature, looks_tabular, may_head
from tongjian.structure.note import Note
from tongjian.structure.rows import STOPS, Row
from tongjian.structure.vocabulary import APPENDED, UMBRELLAS, is_part_name, kind_of, plain

STEPS = tuple(re.compile(rf"\s*第[一二三四五六七八九十百零\d]+[{units}](?=\s|[\u4e00-\u9fff])") for units in ("编篇卷辑部", "类", "章", "节", "目"))
_BOOK = re.compile(r"年鉴|志(?:[（(].*)?$|\d{4}")
_NUMBERS = (re.compile(r"\s*[一二三四五六七八九十]{1,3}[、.．]\s*(?=\S)"), re.compile(r"\s*[（(][一二三四五六七八九十]{1,3}[)）]\s*(?=\S)"), re.compile(r"\s*\d{1,3}[.．、]\s*(?=[^\s\d])"))
_TAIL = re.compile(r"[。！？”](?P<name>（[^（）。，；]{2,40}）)$")  # a signature behind the last sentence
LEAST = 3  # a habit shows at least so often


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the contents list."""

    title: str
    lead: int


@dataclass(frozen=True, slots=True)
class Typed:
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


def depths_of(text: Typed, contents: list[Listed], body: int, note: Note) -> dict[int, int]:
    """Row number → heading depth."""
    rows = text.rows
    alone = [i for i in range(body, len(rows)) if stands_alone(text, i) and not (i < 3 and _BOOK.search(rows[i].squeezed))]
    steps = {i: n for i in alone for n, step in enumerate(STEPS) if step.match(rows[i].text)}
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


def _counted(text: Typed, body: int) -> dict[int, int]:
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


def _under_numbers(text: Typed, alone: list[int], numbered: dict[int, int], note: Note) -> dict[int, int]:
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
    below = base + len(ranks) if sum(map(len, runs)) >= LEAST else 0
    deepest = max(map(len, runs), default=0)
    found = {rows[i].number: 1 for i in parts | apart} | {rows[i].number: ranks.index(rank) + base for i, rank in numbered.items()}
    if below:
        found |= {rows[i].number: below + deepest - len(run) + n for run in runs for n, i in enumerate(run)}
        found = _signed_groups(text, found, below + deepest - 1) if deepest > 1 else found
    return found


def _runs(text: Typed, heads: set[int]) -> list[list[int]]:
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


def stands_alone(text: Typed, i: int) -> bool:
    """A short line without closing mark that is no half of a sentence: what is above is closed or apart, below begins anew."""
    rows = text.rows
    row = rows[i]
    if text.opens(i) or len(row.squeezed) > 30 or text.signature(i) or looks_tabular(row) or (i and _heads_columns(rows, i)):
        return False
    stepped = any(step.match(row.text) for step in STEPS)
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


def _before_entries(text: Typed, alone: list[int], note: Note) -> dict[int, int]:
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


def _signed_groups(text: Typed, depths: dict[int, int], deepest: int) -> dict[int, int]:
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
