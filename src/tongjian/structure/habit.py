"""The habits of a text, learned from all its rows: how it sets off paragraphs, and how it sets titles before their text."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass

from tongjian.structure.marks import ENTRY
from tongjian.structure.rows import Row

RUN_IN = re.compile(r"\s{2,}([\u4e00-\u9fff·][\u4e00-\u9fff·（）“”、]{1,17}|[\u4e00-\u9fff]\s{1,4}[\u4e00-\u9fff])\s{2,}(?=[^\s\d]|\d{4}年|\d{1,2}月)")  # a name or title, a gap, the text


@dataclass(frozen=True, slots=True)
class Habit:
    """How a text sets off paragraphs and titles: learned from its rows."""

    indent: int  # of a paragraph's first row
    indented: bool  # the indent is a sure sign
    run_in: bool  # titles stand before the text of their paragraph, parted by a gap
    lower: frozenset[str]  # marks of entry titles that stand under the first mark of the text: subentries
    after: re.Pattern[str] | None  # what run-in titles are mostly followed by: finds one whose gap was lost
    glued: re.Pattern[str] | None = None  # titles that the text has again and again, run into the date behind them

    @staticmethod
    def of(rows: list[Row], unmarked: bool = False) -> Habit:
        """The habits of rows; `unmarked`: entries without marks were found, so that any mark stands under them."""
        steps = [(row.lead, before.closed) for before, row in itertools.pairwise(rows) if row.lead >= 2]
        indent, count = Counter(lead for lead, _ in steps).most_common(1)[0] if steps else (0, 0)
        sure = count >= 5 and sum(closed for lead, closed in steps if lead == indent) >= 0.75 * count
        titled = [m for m in (RUN_IN.match(r.text) for r in rows) if m]
        follow = Counter(m.string[m.end() : m.end() + 2] for m in titled)
        words, times = follow.most_common(1)[0] if follow else ("", 0)
        after = re.compile(rf"\s{{2,}}([\u4e00-\u9fff·]{{2,4}})(?={re.escape(words)})") if times >= 5 and times >= 0.5 * len(titled) else None
        marks = list(dict.fromkeys(m["mark"] or "【" for m in (ENTRY.match(r.text) for r in rows) if m))
        often = [re.sub(r"\s", "", m[1]) for m in titled]
        known = [re.escape(title) for title, times in Counter(often).items() if times >= 3]
        glued = re.compile(rf"\s*({'|'.join(known)})(?=\d{{4}}年)") if known else None
        return Habit(indent, sure, len(titled) >= 3, frozenset(marks if unmarked else marks[1:]) - {"【"}, after, glued)

    def unspaced(self, row: Row) -> re.Match[str] | None:
        """A run-in title whose gap was lost, known by the words that follow its siblings, or as one of them."""
        found = self.after.match(row.text) if self.after is not None and row.lead == self.indent else None
        return found or (self.glued.match(row.text) if self.glued is not None else None)


def reads_as_prose(rows: list[Row], widths: list[float]) -> bool:
    """Whether rows that a title promises as a list are full lines of running text."""
    full = sum(row.width >= 0.8 * widths[row.page] for row in rows)
    return full >= 0.5 * len(rows) and sum(len(re.findall(r"[，。]", row.squeezed)) for row in rows) >= len(rows)
