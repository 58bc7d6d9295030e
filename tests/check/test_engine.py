"""The engine: selection, profile, baseline, decisions, identity, one cause once, and what is printed."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tongjian import decisions
from tongjian.book import Book
from tongjian.check import Profile, check, identity, new_since, profile_of, record, relation_record, relations, render_text, undecided

Lay = Callable[..., Book]
SUM = "全区登记社会组织1204家（社会团体412家、民办非企业单位798家）。"
DAY = "2024年2月30日，召开全区工作会议。"
RATE = "全年调解纠纷5714件，调解成功4657件，调解成功率99%。"


def book(lay: Lay, *sentences: str) -> Book:
    entries = "\n".join(f"【例{n}】{s}" for n, s in enumerate(sentences, 1))
    return lay("编辑说明\n《青石年鉴（2025）》记述青石区2024年的情况。", f"社会事业\n民政\n{entries}")


def codes(lay: Lay, **call: object) -> list[str]:
    return [f.code for f in check(book(lay, SUM, DAY, RATE), **call)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ({"select": ("NUM", "DAT")}, ["NUM101", "DAT101", "NUM111"]),
        ({"select": ("NUM",)}, ["NUM101", "NUM111"]),
        ({"select": ("NUM111", "DAT")}, ["DAT101", "NUM111"]),
        ({"select": ("NUM", "DAT"), "ignore": ("NUM10",)}, ["DAT101", "NUM111"]),
        ({"select": ("NUM", "DAT"), "profile": Profile(off=("DAT",))}, ["NUM101", "NUM111"]),
        ({"select": ("NUM", "DAT"), "profile": Profile(severity={"NUM111": "off"})}, ["NUM101", "DAT101"]),
    ],
)
def test_codes_and_families_are_chosen_and_findings_come_in_the_order_of_the_text(lay: Lay, call: dict[str, object], expected: list[str]) -> None:
    assert codes(lay, **call) == expected


def test_a_profile_changes_the_severity_of_a_rule_or_a_family(lay: Lay) -> None:
    found = check(book(lay, SUM, DAY), select=("NUM", "DAT"), profile=Profile(severity={"NUM": "info", "DAT101": "warning"}))
    assert [(f.code, f.severity) for f in found] == [("NUM101", "info"), ("DAT101", "warning")]


@pytest.mark.parametrize(
    ("raw", "named"), [({"colour": "red"}, "colour"), ({"severity": {"NUM101": "fatal"}}, "fatal"), ({"title_length": "long"}, "title_length")]
)
def test_a_profile_that_cannot_be_used_names_what_is_wrong(raw: dict[str, object], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        profile_of(raw)


def test_a_baseline_leaves_only_what_is_new(lay: Lay) -> None:
    old = book(lay, SUM)
    known = [record(old, f) for f in check(old, select=("NUM",))]
    new = book(lay, SUM, RATE)
    assert [f.code for f in new_since(new, check(new, select=("NUM",)), known)] == ["NUM111"]


def test_identity_outlives_edits_elsewhere_and_not_edits_of_its_words(lay: Lay) -> None:
    before = book(lay, SUM, RATE)
    elsewhere = lay("编辑说明\n《青石年鉴（2025）》记述青石区2024年的情况。编辑部写于青石。", f"社会事业\n民政\n【例1】{SUM}\n【例2】{RATE}全区另有调解室12个。")
    changed = book(lay, SUM, RATE.replace("99%", "98%"))
    ids = [{f.code: identity(b, f) for f in check(b, select=("NUM1",))} for b in (before, elsewhere, changed)]
    assert ids[0]["NUM101"] == ids[1]["NUM101"] == ids[2]["NUM101"]
    assert ids[0]["NUM111"] == ids[1]["NUM111"] != ids[2]["NUM111"]


def test_a_decided_finding_stays_decided_while_its_text_stands(lay: Lay, tmp_path: Path) -> None:
    file = tmp_path / decisions.NAME
    b = book(lay, SUM, RATE)
    found = check(b, select=("NUM",))
    decisions.decide(file, identity(b, found[0]), "accept", "王编辑", "口径不同")
    assert [f.code for f in undecided(b, found, decisions.read(file))] == ["NUM111"]
    mended = book(lay, SUM.replace("1204", "1214"), RATE)
    assert [f.code for f in undecided(mended, check(mended, select=("NUM",)), decisions.read(file))] == ["NUM101", "NUM111"]
    decisions.decide(file, identity(b, found[0]), "reopen", "王编辑", "再核")
    assert len(undecided(b, found, decisions.read(file))) == 2


def test_a_decision_is_one_whole_line_with_its_moment(tmp_path: Path) -> None:
    file = tmp_path / decisions.NAME
    file.write_text('{"id": "aa", "decision": "accept"}', encoding="utf-8")  # the last line feed is lost
    moment = datetime.datetime(2025, 3, 1, 9, 30, tzinfo=datetime.UTC)
    row = decisions.decide(file, "bb", "reject", "李编辑", "印刷无误", moment)
    assert [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] == [{"id": "aa", "decision": "accept"}, row]
    assert row["when"] == "2025-03-01T09:30:00+00:00"


@pytest.mark.parametrize(("id", "decision"), [("bb", "perhaps"), ("", "accept"), ("第三条", "accept")])
def test_what_is_no_decision_is_refused_and_nothing_is_written(tmp_path: Path, id: str, decision: str) -> None:
    file = tmp_path / decisions.NAME
    with pytest.raises(ValueError):
        decisions.decide(file, id, decision, "李编辑", "")
    assert not file.exists()


def test_a_broken_decisions_file_names_its_line(tmp_path: Path) -> None:
    file = tmp_path / decisions.NAME
    file.write_text('{"id": "aa"}\nnot json\n', encoding="utf-8")
    with pytest.raises(ValueError, match=":2:"):
        decisions.read(file)


def test_decisions_beside_the_book_are_found(tmp_path: Path) -> None:
    text = tmp_path / "青石年鉴.txt"
    assert decisions.beside(text) is None
    (tmp_path / decisions.NAME).write_text("", encoding="utf-8")
    assert decisions.beside(text) == tmp_path / decisions.NAME
    assert decisions.beside("-") is None


def test_a_sentence_printed_twice_is_one_finding_with_both_places(lay: Lay) -> None:
    b = book(lay, SUM, "全年举办活动12场。", SUM)
    found = check(b, select=("NUM101",))
    assert len(found) == 1
    assert [b.quote(r.start, r.end) for r in found[0].related] == [b.quote(found[0].start, found[0].end)]


def test_one_wrong_figure_that_two_rules_see_is_one_finding(lay: Lay) -> None:
    b = lay(
        "编辑说明\n《青石年鉴（2025）》记述青石区2024年的情况。",
        "概况\n人口\n【人口】2024年，青石区户籍人口28.63万人。",
        "镇街道\n东山镇\n【概况】2024年，东山镇总人口52386人，其中户籍人口31240万人、流动人口21146人。",
    )
    assert len(check(b, select=("NUM1", "NUM2"))) == 1


def test_a_numeric_finding_shows_its_working(lay: Lay) -> None:
    for f in check(book(lay, SUM, RATE), select=("NUM", "DAT")):
        assert f.relation
        assert f.computed
        assert f.stated


def test_a_manuscript_is_not_held_to_the_whole_book(lay: Lay) -> None:
    twice = book(lay, "2024年，全区粮食播种面积184.27公顷。", "2024年，全区粮食播种面积215.60公顷。")
    assert [f.code for f in check(twice, select=("NUM2",))] == ["NUM201"]
    assert check(twice, select=("NUM2",), as_="manuscript") == []


def test_relations_cite_the_words_they_rest_on_and_no_more(lay: Lay) -> None:
    b = book(lay, "2024年，青石区继续推进社会治理。" + SUM + "各单位积极参与。")
    rows = [relation_record(b, r) for r in relations(b)]
    assert [(r["relation"], r["operator"], r["stated"], r["holds"]) for r in rows] == [("412+798", "=", "1204", False)]
    assert rows[0]["quote"] == "1204家（社会团体412家、民办非企业单位798家"


def test_text_output_reads_like_a_compilers(lay: Lay) -> None:
    b = book(lay, SUM)
    lines = render_text(b, check(b, select=("NUM",))).split("\n")
    place = b.place(b.text.index("1204"), b.text.index("1204") + 1)
    assert lines[0].startswith(f"青石年鉴.txt:{place.line}:")
    assert "错误 error NUM101" in lines[0]
    assert lines[1].strip().startswith("【例1】全区登记社会组织1204家")
    assert set(lines[2].strip()) == {"^"}
    assert lines[3].strip() == "算 412+798 → 1210；印作 1204"
    assert lines[-2] == "错误 error 1  疑问 warning 0  提示 info 0"


def test_text_output_shows_the_other_place_with_its_own_marks(lay: Lay) -> None:
    b = book(lay, "2024年，全区粮食播种面积184.27公顷。", "2024年，全区粮食播种面积215.60公顷。")
    text = render_text(b, check(b, select=("NUM201",)))
    assert "另见 青石年鉴.txt:" in text
    assert text.count("~") >= 8
