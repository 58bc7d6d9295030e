"""Two human readers' marks: what they have in common tells what neither of them saw, and the report says on what that rests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from invented_report import YEARBOOK
from typer.testing import CliRunner

from tongjian.cli import app
from tongjian.report.readers import Mark, Recapture, in_words, read_marks, recapture


def marks(*lines: int) -> tuple[Mark, ...]:
    return tuple(Mark(None, line, f"第{line}处差错") for line in lines)


@pytest.mark.parametrize(
    ("first", "second", "both", "remaining"),
    [
        (range(1, 61), range(31, 91), 30, 29),  # (61 × 61) / 31 − 1 = 119.03, 90 seen
        (range(1, 21), range(1, 21), 20, 0),  # both saw the same: nothing speaks for more
        (range(1, 11), range(6, 16), 5, 4),  # (11 × 11) / 6 − 1 = 19.2, 15 seen
    ],
)
def test_chapmans_estimate(first: range, second: range, both: int, remaining: int) -> None:
    found = recapture(marks(*[10 * n for n in first]), marks(*[10 * n for n in second]))
    assert (found.both, found.remaining) == (both, remaining)
    assert found.low is not None and found.high is not None and found.low <= remaining <= found.high


def test_nothing_in_common_gives_no_estimate_and_few_give_a_rough_one() -> None:
    nothing = recapture(marks(10, 20), marks(300, 400))
    assert nothing.remaining is None and "无从估计" in in_words(nothing)[0]
    assert "只是粗估" in in_words(recapture(marks(10, 20, 30), marks(10, 20, 50)))[0]
    assert "各读各的" in in_words(Recapture(60, 60, 30, 90, 29, 17, 54))[0]


def test_marks_are_the_same_by_id_or_by_line_and_words() -> None:
    first = (Mark("3f2a90c1b7de", None, ""), Mark(None, 12, "截止2024年底"), Mark(None, 40, "按装路灯"))
    second = (Mark("3f2a90c1b7de", 7, "我区"), Mark(None, 13, "截止"), Mark(None, 40, "增长5％"))
    assert recapture(first, second).both == 2


def test_files_of_marks_are_json_lines_or_csv() -> None:
    rows = [{"line": 12, "quote": "截止 2024年底"}, {"id": "3f2a90c1b7de", "line": 3, "quote": "我区", "severity": "error"}, {"line": 9, "quote": "x", "severity": "info"}]
    assert read_marks("\n".join(json.dumps(r) for r in rows).encode(), "甲.jsonl") == (Mark(None, 12, "截止2024年底"), Mark("3f2a90c1b7de", 3, "我区"))
    assert read_marks("行,文字\n12,截止\n".encode("gb18030"), "乙.csv") == (Mark(None, 12, "截止"),)


@pytest.mark.parametrize(
    ("text", "name", "told"),
    [("行,页\n1,2\n", "a.csv", "a.csv:1"), ("行,文字\n十二,截止\n", "a.csv", "a.csv:2"), ('{"line": 3}\n', "a.jsonl", "a.jsonl:1"), ("\n[1]\n", "a.jsonl", "a.jsonl:2"), ("", "a.jsonl", "no mark")],
)
def test_a_file_that_is_wrong_is_told_by_line(text: str, name: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        read_marks(text.encode(), name)


def test_the_score_says_what_two_readers_leave(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("青石.md").write_text(YEARBOOK, encoding="utf-8")
    for name, lines in (("甲.csv", range(10, 70)), ("乙.csv", range(40, 100))):
        Path(name).write_text("行,文字\n" + "".join(f"{10 * n},第{10 * n}处\n" for n in lines), encoding="utf-8")
    done = CliRunner().invoke(app, ["report", "青石.md", "--to", "score", "-o", "a.txt", "--marks", "甲.csv", "--marks", "乙.csv"])
    assert done.exit_code == 0 and "约还有29处两人都没有发现" in Path("a.txt").read_text(encoding="utf-8")
    done = CliRunner().invoke(app, ["report", "青石.md", "--to", "score", "-o", "a.txt", "--marks", "甲.csv"])
    assert done.exit_code == 2 and "one file a reader" in done.output
