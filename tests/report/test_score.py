"""The score as a report: the base, what is apart, what is left out, and that it promises nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from invented_report import decided, report_of

from tongjian.book import Book
from tongjian.report import REPORTERS, Report, prepare
from tongjian.report.score import _recall as measured
from tongjian.report.score import layout_characters, score, text, verdict
from tongjian.report.unchecked import unchecked

Lay = Callable[..., Book]


def test_errors_count_by_weight_on_ten_thousand_characters_of_text() -> None:
    s = score(report_of())
    assert s.by_code == {"DAT101": 1.0, "NUM101": 1.0, "STY207": 1.0, "TXT101": 1.0}  # STY301 is the trade's own rule
    assert s.by_family == {"DAT": 1.0, "NUM": 1.0, "STY": 1.0, "TXT": 1.0}
    assert (s.counted, s.places) == (4.0, 4)
    assert s.rate == pytest.approx(1e4 * 4 / s.characters, abs=0.01) and not s.passes and s.pass_line == 1


@pytest.mark.parametrize(("confidence", "suspected"), [(0.95, 4.0), (0.8, 4.0), (0.79, 0.0)])
def test_confident_warnings_stand_apart_and_do_not_count(confidence: float, suspected: float) -> None:
    plain = report_of()
    s = score(Report(plain.book, tuple(msgspec.structs.replace(f, severity="warning", confidence=confidence) for f in plain.findings)))
    assert (s.counted, s.suspected, s.passes) == (0.0, suspected, True)


def test_what_a_person_decided_does_not_count() -> None:
    plain = report_of()
    s = score(report_of(decisions=[decided(plain, "TXT101", "reject")]))
    assert "TXT101" not in s.by_code and s.decided == 1 and s.counted == 3.0


def test_the_layout_base_is_full_lines_by_full_pages_by_pages(lay: Lay) -> None:
    line = "青石区全年安排民生实事二十件，年内全部办结。"
    full = "\n".join([line] * 20)
    book = lay(f"编辑说明\n{full}", f"概览\n区情\n【概况】{line}\n{full}", f"经济\n农业\n【概况】{line}")
    found = layout_characters(book)
    assert found is not None
    lines = 20
    assert len(line) * lines * 3 <= found <= (len(line) + 2) * (lines + 3) * 3


def test_without_pages_there_is_no_layout_base() -> None:
    assert score(report_of()).layout_rate is None


def test_the_text_says_that_it_is_a_lower_bound_shows_the_pass_line_and_what_was_not_checked() -> None:
    words = text(report_of())
    assert "下限" in words and "不是质检结论" in words and "合格线 1" in words
    assert words.index("没有检查的") < words.index("没有给出上一卷")


def test_it_is_written_as_text_or_as_one_record(tmp_path: Path) -> None:
    report = report_of()
    REPORTERS["score"](report, tmp_path / "a.txt")
    REPORTERS["score"](report, tmp_path / "a.json")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == text(report)
    record = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert record["lower_bound"] is True and record["counted"] == 4.0 and record["layout_characters"] is None


def test_a_text_without_findings_has_none(lay: Lay) -> None:
    s = score(prepare(lay("概览\n区情\n【位置面积】青石区面积96平方千米。"), select=("TXT",)))
    assert (s.counted, s.rate, s.passes) == (0.0, 0.0, True)


def test_what_likely_remains_comes_from_the_measured_recall() -> None:
    plain = report_of(select=("NUM",))
    (f,) = plain.findings
    many = Report(plain.book, tuple(msgspec.structs.replace(f, start=f.start + n, confidence=0.9) for n in range(20)))
    s = score(many)
    share = measured().share
    assert 0 < share < 1 and s.recall == round(share, 2)
    assert s.remaining_figures == round(20 * 0.9 * (1 - share) / share)
    assert score(Report(plain.book, ())).remaining_figures == 0
    assert f"约还有{s.remaining_figures}处" in text(many)


def test_figures_that_stand_alone_are_said_to_be_unchecked() -> None:
    report = report_of("# 社会事业\n\n## 民政\n\n**【概况】** 全区登记社会组织1210家（社会团体412家、民办非企业单位798家）。全年接待来访86人次。\n")
    assert report.figures == (4, 3)
    assert any("4个，3个（75%）" in zh and "其余1个" in zh for zh, _ in unchecked(report))


@pytest.mark.parametrize(
    ("rate", "layout", "words"),
    [(0.9, None, "未超过合格线"), (1.0, 0.5, "未超过合格线"), (1.4, 0.8, "按版面字数估算没有超过"), (1.4, 1.1, "已超过合格线"), (1.4, None, "已超过合格线")],
)
def test_the_pass_line_is_exceeded_only_where_every_base_says_so(rate: float, layout: float | None, words: str) -> None:
    s = msgspec.structs.replace(score(report_of()), rate=rate, layout_rate=layout, passes=rate <= 1)
    assert verdict(s)[0].endswith(words)
