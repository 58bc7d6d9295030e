"""The score as a report: errors that a machine sees, weighted as 《图书质量管理规定》 weighs them; a lower bound and no verdict."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import msgspec

from tongjian.book import Book
from tongjian.check import Finding
from tongjian.check.score import PASS, BookScore, book_score
from tongjian.publish.files import write_file
from tongjian.report.matter import Report, families
from tongjian.report.readers import Recapture, in_words, recapture
from tongjian.report.registry import reporter
from tongjian.report.unchecked import unchecked

CONFIDENT = 0.8  # warnings at least this sure are counted, apart


class Score(msgspec.Struct, frozen=True):
    """`counted` errors (weighted), `rate` per 10,000 characters of text; `suspected` the same of confident warnings, which do not count.

    `layout_characters` estimates the base of the standard (characters a line × lines a page × pages, blank parts included) where the source
    shows lines and pages; `layout_rate` is the rate on it. `decided` findings, which a person kept or refused, are left out.
    """

    characters: int
    layout_characters: int | None
    places: int
    counted: float
    rate: float
    layout_rate: float | None
    pass_line: float
    passes: bool
    suspected: float
    suspected_places: int
    decided: int
    recall: float  # share of figures made wrong on purpose that the checker found, where figures could be recomputed
    remaining_figures: int  # estimate, from the recall, of wrong figures among those that can be recomputed and were not found
    by_family: dict[str, float]
    by_code: dict[str, float]
    lower_bound: bool = True
    readers: Recapture | None = None  # what two human readers' marks say of what remains, where they were given


class _Recall(msgspec.Struct, frozen=True):
    """recall.toml: wrong figures that were planted and found, in these families of rules."""

    families: tuple[str, ...]
    planted: int
    found: int

    @property
    def share(self) -> float:
        return self.found / self.planted

    def missed(self, alarms: list[Finding]) -> int:
        """How many wrong figures were likely missed, where these were found: each alarm counts as sure as it is."""
        expected = sum(f.confidence for f in alarms if f.code[:3] in self.families)
        return round(expected * (1 - self.share) / self.share)


@lru_cache(maxsize=1)
def _recall() -> _Recall:
    return msgspec.convert(tomllib.loads((files("tongjian.report") / "recall.toml").read_text(encoding="utf-8"))["figures"], _Recall)


def layout_characters(book: Book) -> int | None:
    """An estimate of characters a line × lines a page × pages; None where the source has no pages or no lines.

    A full line and a full page are the ninth decile of what the source shows, so that short lines and half pages count as the blank they are.
    """
    if len(book.pages) < 2 or len(book.lines) < 2:
        return None
    starts = [p.at for p in book.pages]
    per_page: dict[int, int] = defaultdict(int)
    widths: list[int] = []
    page = 0
    for a, b in pairwise((*book.lines, book.source_size)):
        while page + 1 < len(starts) and starts[page + 1] <= a:
            page += 1
        if b - a > 2:  # a blank line has its line feed and at most one space
            widths.append(b - a - 1)
            per_page[page] += 1
    return _decile(widths) * _decile(list(per_page.values())) * len(starts) if widths else None


def _decile(values: list[int]) -> int:
    return sorted(values)[len(values) * 9 // 10]


def score(report: Report) -> Score:
    """The score of what is open in a report."""
    book = report.book
    open_findings = [c.finding for c in report.open]
    counted = book_score(book, open_findings)
    doubtful = [msgspec.structs.replace(f, severity="error") for f in open_findings if f.severity == "warning" and f.confidence >= CONFIDENT]
    suspected = book_score(book, doubtful)
    layout = layout_characters(book)
    recall = _recall()
    return Score(
        characters=counted.characters,
        layout_characters=layout,
        places=counted.places,
        counted=counted.counted,
        rate=counted.rate,
        layout_rate=round(1e4 * counted.counted / layout, 2) if layout else None,
        pass_line=PASS,
        passes=counted.passes,
        suspected=suspected.counted,
        suspected_places=suspected.places,
        decided=len(report.cases) - len(report.open),
        recall=round(recall.share, 2),
        remaining_figures=recall.missed([f for f in open_findings if f.severity != "info"]),
        by_family=_by_family(counted),
        by_code=counted.by_code,
        readers=recapture(*report.marks) if report.marks else None,
    )


def _by_family(found: BookScore) -> dict[str, float]:
    sums: dict[str, float] = defaultdict(float)
    for code, worth in found.by_code.items():
        sums[code[:3]] = round(sums[code[:3]] + worth, 2)
    return dict(sums)


def verdict(s: Score) -> tuple[str, str]:
    """Where the score stands to the pass line, in words that promise nothing."""
    if s.passes:
        return "机检可见差错未超过合格线", "what a machine sees does not exceed the pass line"
    if s.layout_rate is not None and s.layout_rate <= s.pass_line:
        return "按正文字数已超过合格线，按版面字数估算没有超过", "exceeds the pass line on characters of text, not on estimated layout characters"
    return "机检可见差错已超过合格线", "what a machine sees already exceeds the pass line"


def remains(s: Score) -> tuple[str, str]:
    """What was likely not found among the figures that can be recomputed, in words."""
    return (
        f"据人为改错试验，能核算的数字里机器查出约{s.recall:.0%}；照此估计，这类数字约还有{s.remaining_figures}处差错没有查出。",
        f"In trials {s.recall:.0%} of planted wrong figures were found; by that some {s.remaining_figures} more remain among figures that can be recomputed.",
    )


def text(report: Report) -> str:
    """The score as lines of text, Chinese first."""
    s = score(report)
    out = [
        f"《{report.book.title}》机检差错率  Error rate that a machine sees",
        "",
        f"每万字 {s.rate:g}（合格线 {s.pass_line:g}）：{verdict(s)[0]}。  {s.rate:g} per 10,000 characters, pass line {s.pass_line:g}: {verdict(s)[1]}.",
        f"计错 {s.counted:g} 个，{s.places} 处；正文 {s.characters} 字（不计空白）。  {s.counted:g} errors in {s.places} places, {s.characters} characters.",
    ]
    if s.layout_characters:
        out.append(f"按版面字数估算（每行字数×每页行数×页数，约 {s.layout_characters} 字），每万字 {s.layout_rate:g}。  By estimated layout characters: {s.layout_rate:g}.")
    out += [f"另有把握较大的疑问折合 {s.suspected:g} 个（{s.suspected_places} 处），未计入。  Confident warnings, not counted: {s.suspected:g}.", ""]
    out[-1:] = [f"{remains(s)[0]}  {remains(s)[1]}", ""]
    if s.readers:
        out[-1:] = ["  ".join(in_words(s.readers)), ""]
    if s.decided:
        out[-1:] = [f"已由人决定的 {s.decided} 条不计。  {s.decided} findings that a person decided are left out.", ""]
    for family, worth in s.by_family.items():
        named = families().get(family)
        out.append(f"  {family} {named.zh if named else ''}  {worth:g}")
        out += [f"      {code}  {weight:g}" for code, weight in s.by_code.items() if code.startswith(family)]
    out += [
        "",
        "计算方法：按《图书质量管理规定》和CY/T 266的办法折算，同一差错每页计一次、全书至多计四次；只计“错误”，不计“疑问”和“提示”。",
        "这是下限，不是质检结论：机器看不到的差错不在其中。  A lower bound and no official verdict.",
        "",
        "没有检查的 Not checked:",
        *(f"  - {zh}  {en}" for zh, en in unchecked(report)),
    ]
    return "\n".join(out) + "\n"


@reporter("score")
def publish(report: Report, output: Path) -> None:
    """Write the score as text, or as one JSON record where the name of the file ends in .json or .jsonl."""
    if output.suffix.lower() in (".json", ".jsonl"):
        write_file(output, msgspec.json.encode(score(report)) + b"\n")
    else:
        write_file(output, text(report).encode("utf-8"))
