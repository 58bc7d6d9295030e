"""SARIF: what the standard requires is there, and line and column point at the words in the file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from invented_report import YEARBOOK, book_of, decided, report_of

from tongjian.book import Book
from tongjian.check import Related
from tongjian.read import open_book
from tongjian.report import REPORTERS, Report, prepare
from tongjian.report.sarif import sarif

Lay = Callable[..., Book]


def run_of(report: Report) -> dict[str, Any]:
    log = json.loads(json.dumps(sarif(report)))
    assert log["version"] == "2.1.0" and log["$schema"].endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    return dict(run)


def words_at(text: str, region: dict[str, int]) -> str:
    """The words of a region of a text."""
    lines = text.split("\n")[region["startLine"] - 1 : region["endLine"]]
    lines[-1] = lines[-1][: region["endColumn"] - 1]
    lines[0] = lines[0][region["startColumn"] - 1 :]
    return "\n".join(lines)


def test_what_the_standard_requires_is_there() -> None:
    run = run_of(report_of())
    driver = run["tool"]["driver"]
    assert driver["name"] == "tongjian" and run["columnKind"] == "unicodeCodePoints"
    assert len({r["id"] for r in driver["rules"]}) == len(driver["rules"])
    for rule in driver["rules"]:
        assert rule["id"] and rule["shortDescription"]["text"] and rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
    for result in run["results"]:
        assert result["message"]["text"] and result["level"] in ("error", "warning", "note")
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert 0 <= result["rank"] <= 100
        for location in [*result["locations"], *result.get("relatedLocations", [])]:
            region = location["physicalLocation"]["region"]
            assert all(isinstance(v, int) and v >= 1 for v in region.values())
            assert location["physicalLocation"]["artifactLocation"]["uri"] == "%E9%9D%92%E7%9F%B3.md"


def test_line_and_column_point_at_the_words() -> None:
    report = report_of()
    for case, result in zip(report.cases, run_of(report)["results"], strict=True):
        assert words_at(YEARBOOK, result["locations"][0]["physicalLocation"]["region"]) == case.record["quote"]
        assert result["fingerprints"] == {"tongjian/v1": case.id}


def test_words_that_the_print_broke_over_two_lines_end_on_the_second(tmp_path: Path) -> None:
    path = tmp_path / "青石.txt"
    text = " 编辑说明\n\n《青石年鉴（2025）》记述青石区2024年的情况。\n 社会事业\n\n教  育\n\n【学校建设】 全年新建学校2所，共安装照明和\n\n防护设施120套，其中按\n\n装路灯30盏。\n"
    path.write_text(text, encoding="utf-8")
    report = prepare(open_book(path), select=("TXT",))
    (result,) = run_of(report)["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region["endLine"] == region["startLine"] + 2 and "".join(words_at(text, region).split()) == "按装"
    assert "fixes" not in result  # a replacement across lines is left to a person


def test_a_certain_correction_is_a_fix() -> None:
    fixes = {r["ruleId"]: r["fixes"][0]["artifactChanges"][0]["replacements"][0] for r in run_of(report_of())["results"] if "fixes" in r}
    assert {code: f["insertedContent"]["text"] for code, f in fixes.items()} == {"TXT101": "安装", "STY207": "截至"}
    assert words_at(YEARBOOK, fixes["TXT101"]["deletedRegion"]) == "按装"


@pytest.mark.parametrize(("severity", "level"), [("error", "error"), ("warning", "warning"), ("info", "note")])
def test_severities_are_levels(severity: Any, level: str) -> None:
    plain = report_of()
    report = Report(plain.book, (msgspec.structs.replace(plain.findings[0], severity=severity),))
    assert run_of(report)["results"][0]["level"] == level


def test_the_other_place_is_a_related_location() -> None:
    plain = report_of()
    at = plain.book.text.index("门诊3.2万人次")
    report = Report(plain.book, (msgspec.structs.replace(plain.findings[0], related=(Related(at, at + 8),)),))
    (related,) = run_of(report)["results"][0]["relatedLocations"]
    assert related["id"] == 1 and words_at(YEARBOOK, related["physicalLocation"]["region"]) == "门诊3.2万人次"


def test_a_decided_finding_is_suppressed_and_says_why() -> None:
    report = report_of(decisions=[decided(report_of(), "STY301", "reject", "引用")])
    suppressed = [r for r in run_of(report)["results"] if "suppressions" in r]
    assert [r["ruleId"] for r in suppressed] == ["STY301"] and "引用" in suppressed[0]["suppressions"][0]["justification"]


def test_a_file_without_lines_has_places_in_the_book_alone() -> None:
    book = msgspec.structs.replace(book_of(), lines=())
    for result in run_of(prepare(book))["results"]:
        (location,) = result["locations"]
        assert "region" not in location["physicalLocation"] and "›" in location["logicalLocations"][0]["fullyQualifiedName"]


def test_what_was_not_checked_is_notified() -> None:
    (invocation,) = run_of(report_of())["invocations"]
    assert invocation["executionSuccessful"] is True
    assert any("没有给出上一卷" in n["message"]["text"] for n in invocation["toolExecutionNotifications"])


def test_a_log_names_no_folder_of_the_machine(tmp_path: Path) -> None:
    path = tmp_path / "青石.md"
    path.write_text(YEARBOOK, encoding="utf-8")
    REPORTERS["sarif"](prepare(open_book(path), source=path), tmp_path / "a.sarif")
    assert str(tmp_path) not in (tmp_path / "a.sarif").read_text(encoding="utf-8")


def test_a_habit_is_one_result_with_its_places_and_a_fix_that_mends_them_all() -> None:
    text = YEARBOOK.replace("截止年底，全区有学校41所。", "截止年底，全区有学校41所。截止年末，有教师800人。").replace("全年门诊3.2万人次。", "截止年底，有医院3所。")
    (result,) = [r for r in run_of(report_of(text))["results"] if r["ruleId"] == "STY207"]
    regions = [result["locations"][0], *result["relatedLocations"]]
    assert result["occurrenceCount"] == 3 and [words_at(text, r["physicalLocation"]["region"]) for r in regions] == ["截止"] * 3
    (change,) = result["fixes"][0]["artifactChanges"]
    assert [(words_at(text, r["deletedRegion"]), r["insertedContent"]["text"]) for r in change["replacements"]] == [("截止", "截至")] * 3
