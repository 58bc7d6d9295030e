"""What every report is made of: the findings of a book with their places in words, and what a person decided about them."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from tongjian.book import Book
from tongjian.check import Context, Finding, Profile, Rule, findings_of, record, relations_of
from tongjian.check.habits import habits, told
from tongjian.check.registry import RULES
from tongjian.check.terms.own import stopped
from tongjian.check.terms.record import shipped
from tongjian.report.readers import Mark

SEVERITIES = {"error": ("错误", "error"), "warning": ("疑问", "warning"), "info": ("提示", "note")}
DECIDED = {"accept": ("保留原文", "the text stands"), "reject": ("误报", "not an error")}
_PARAGRAPH = re.compile(r"p\[(\d+)\]")
_CELL = re.compile(r"tbl\[(\d+)\]/tr\[(\d+)\]/tc\[(\d+)\]")
_WORD = re.compile(r"[A-Za-z]{3,}")
_SURE = ((0.9, "几乎可以肯定", "almost certain"), (0.7, "很可能", "very likely"), (0.5, "较可能", "likely"), (0.0, "存疑待查", "to be looked into"))


class Family(msgspec.Struct, frozen=True):
    """A family of rules: its names, and what a contributing unit is asked to do (`ask`)."""

    zh: str
    en: str
    ask: str


@lru_cache(maxsize=1)
def families() -> dict[str, Family]:
    """Families by the three letters that their codes begin with."""
    return msgspec.convert(tomllib.loads((files("tongjian.report") / "families.toml").read_text(encoding="utf-8")), dict[str, Family])


def sure(confidence: float) -> tuple[str, str]:
    """How sure a finding is, in words: Chinese, English."""
    return next((zh, en) for least, zh, en in _SURE if confidence >= least)


def words_of_place(place: dict[str, Any]) -> str:
    """Page, line or paragraph of a place record, in words; empty where the source has none that a person can count."""
    lines = place["line"]
    if lines and place["line_end"] and place["line_end"] != lines:
        lines = f"{lines}—{place['line_end']}"
    page = f"第{place['page']}页" if place["page"] else f"第{place['sheet']}张" if place["sheet"] else ""
    return " ".join(x for x in (page, f"第{lines}行" if lines else _words_of_block(place["block"] or "")) if x)


def _words_of_block(block: str) -> str:
    """The paragraph of a Word file, the cell of one of its tables, or the cell of a sheet; the way into a web page's mark-up is left out."""
    if m := _PARAGRAPH.match(block):
        return f"第{m[1]}段" + ("注" if "note[" in block else "")
    if m := _CELL.match(block):
        return f"第{m[1]}个表第{m[2]}行第{m[3]}格"
    return "" if "/" in block else block


class Site(msgspec.Struct, frozen=True):
    """Where a span stands in the tree. `entry` is the title of the entry, `byline` the unit that signed for it; empty where there is none."""

    part: str
    path: tuple[str, ...]  # titles from the part down to the parent of the entry
    entry: str
    byline: str

    @property
    def words(self) -> str:
        """The way to the entry: 社会事业 › 教育 › 概况."""
        return " › ".join(dict.fromkeys(x for x in (*self.path, self.entry) if x))


def site(book: Book, position: int) -> Site:
    """Where a position of the running text stands in the tree."""
    index = book.entry_at(position)
    if index is None:
        return Site("", (), "", "")
    path = book.path(index)
    node = book.nodes[index]
    return Site((path or [node.title])[0], tuple(path), node.title, book.byline_of(index) or "")


class Case(msgspec.Struct, frozen=True):
    """A finding as a report shows it. `record` is the record of the machine contract; `sites` its own place, then each related one's."""

    finding: Finding
    record: dict[str, Any]
    sites: tuple[Site, ...]
    decision: dict[str, Any] | None  # the row of decisions.jsonl that stands; None where it is open

    @property
    def id(self) -> str:
        """The finding's id."""
        return str(self.record["id"])

    @property
    def rule(self) -> Rule | None:
        """The header of its rule."""
        return RULES.get(self.finding.code)


class Bundle(msgspec.Struct, frozen=True):
    """What a report shows as one thing: a case, or the cases of one habit (`check.habits`), the one that is shown first first."""

    cases: tuple[Case, ...]
    message: str
    message_en: str

    @property
    def first(self) -> Case:
        """The case whose words and rule are shown."""
        return self.cases[0]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all its findings, each once: a decision about a bundle is one about each."""
        return tuple(dict.fromkeys(c.id for c in self.cases))


def bundles(book: Book, cases: Sequence[Case]) -> list[Bundle]:
    """Cases folded by habit, in the order of the text; what is decided is never folded into what is open."""
    found: list[Bundle] = []
    for decided in (False, True):
        rows = [c for c in cases if (c.decision is not None) is decided]
        for habit in habits(book, [c.finding for c in rows]):
            first = rows[habit.first].finding
            found.append(Bundle(tuple(rows[n] for n in habit.places), *told(first.message, first.message_en, habit)))
    return sorted(found, key=lambda b: b.first.finding.start)


class Report(msgspec.Struct, frozen=True, dict=True):
    """The matter of a report. `source` is the file the book was read from, `made` the day in words; None where not known."""

    book: Book
    findings: tuple[Finding, ...]
    decisions: tuple[dict[str, Any], ...] = ()  # all rows of decisions.jsonl
    as_: str = "book"
    previous: Book | None = None
    profile: Profile = Profile()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    source: Path | None = None
    made: str | None = None
    marks: tuple[tuple[Mark, ...], tuple[Mark, ...]] | None = None  # of two human readers

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """The findings, in the order of the text."""
        standing = {str(row["id"]): row for row in self.decisions if row.get("id")}
        found: list[Case] = []
        for f in self.findings:
            row = record(self.book, f)
            decision = standing.get(row["id"])
            sites = (site(self.book, f.start), *(site(self.book, r.start) for r in f.related))
            found.append(Case(f, row, sites, decision if decision and str(decision.get("decision")) in DECIDED else None))
        return tuple(found)

    @cached_property
    def context(self) -> Context:
        """What the run looked at and computed; `prepare` leaves the one that it checked with here."""
        return Context(self.book, self.profile, self.previous, self.as_ == "book")

    @cached_property
    def figures(self) -> tuple[int, int]:
        """(quantities that the book prints, those of them that stand in a relation which was recomputed)."""
        spans: list[list[int]] = []
        found = relations_of(self.context)
        cited = [(r.start, r.end) for r in found] + [(other.start, other.end) for r in found for other in r.related]
        for a, b in sorted(cited):
            if spans and a <= spans[-1][1]:
                spans[-1][1] = max(spans[-1][1], b)
            else:
                spans.append([a, b])
        starts = [a for a, _ in spans]
        printed = self.context.quantities
        held = sum(1 for q in printed if (i := bisect_right(starts, q.start) - 1) >= 0 and spans[i][1] > q.start)
        return len(printed), held

    @property
    def notes(self) -> tuple[str, ...]:
        """What of the house's own rules could not be run to the end, in words."""
        return stopped(self.context)

    @cached_property
    def bundles(self) -> tuple[Bundle, ...]:
        """The findings, each habit once."""
        return tuple(bundles(self.book, self.cases))

    @cached_property
    def open(self) -> tuple[Case, ...]:
        """The findings that nobody has decided."""
        return tuple(c for c in self.cases if c.decision is None)


def prepare(
    book: Book,
    *,
    previous: Book | None = None,
    profile: Profile | None = None,
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    as_: str = "book",
    decisions: Iterable[dict[str, Any]] = (),
    source: Path | None = None,
    made: str | None = None,
    marks: tuple[tuple[Mark, ...], tuple[Mark, ...]] | None = None,
    others: tuple[Book, ...] = (),
) -> Report:
    """Check a book as `check` does and keep what a report needs to say of the run."""
    context = Context(book, profile or Profile(), previous, as_ == "book", others)
    found = findings_of(context, select, ignore)
    report = Report(book, tuple(found), tuple(decisions), as_, previous, context.profile, select, ignore, source, made, marks)
    report.__dict__["context"] = context
    return report


@lru_cache(maxsize=1)
def _rewriting() -> frozenset[str]:
    """Codes of the term rules (and the house's own) whose suggestion stands for the words of the finding, one for the other."""
    return frozenset((*(t.code for t in shipped() if t.swap or t.replacement is not None), "TXT109", "STY901"))


def replacement(case: Case) -> str | None:
    """What certainly goes in the place of the finding's words; None where a person has to judge.

    Only an error of a rule that names the wrong words and the right ones: no figure is ever put right by itself.
    """
    f = case.finding
    return f.suggestion if f.severity == "error" and f.code in _rewriting() else None


def working(case: Case) -> str | None:
    """What was computed and what is printed, in words; None where the rule's working is a machine's own note and no equation."""
    f = case.finding
    told = [x for x in (f.relation, f.computed, f.stated) if x]
    if not f.relation or any(_WORD.search(x) for x in told):
        return None
    return "；".join(x for x in (f.relation, f"算得 {f.computed}" if f.computed else "", f"印作 {f.stated}" if f.stated else "") if x)


def advice(case: Case) -> str:
    """What to do about a finding, as a sentence for whoever wrote the words."""
    f = case.finding
    family = families().get(f.code[:3])
    ask = family.ask if family else "请核对。"
    if f.suggestion is None:
        return ask
    if f.code in _rewriting():
        return f"建议把“{case.record['quote']}”改为“{f.suggestion}”。" if f.suggestion else f"建议删去“{case.record['quote']}”。"
    return f"{ask}（可能的改法：{f.suggestion}）"
