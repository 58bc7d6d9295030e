"""Letters: each unit gets what is wrong in its own entries, in order, with place, words and what to do; and nobody else's."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from invented_report import YEARBOOK, book_of, decided, report_of

from tongjian.check import Related
from tongjian.publish import PublishError
from tongjian.report import REPORTERS, Report, prepare
from tongjian.report.letters import letters


def test_each_unit_gets_one_letter_about_its_own_entries() -> None:
    report = report_of()
    made = {letter.unit: letter for letter in letters(report)}
    assert list(made) == ["区司法局", "区教育委员会", ""]
    assert "1204家" in made["区司法局"].text and "按装" not in made["区司法局"].text
    assert "按装" in made["区教育委员会"].text and "1204家" not in made["区教育委员会"].text
    assert sum(letter.count for letter in made.values()) == len(report.open)


def test_a_letter_greets_counts_quotes_asks_and_signs() -> None:
    text = next(letter.text for letter in letters(report_of(made="2025-03-01")) if letter.unit == "区教育委员会")
    assert text.startswith("# 《青石年鉴（2025）》稿件核对单\n\n区教育委员会：\n")
    assert "有2处需要核对（错误2处）" in text
    assert re.search(r"\*\*1\.\*\* 第\d+行　错误，几乎可以肯定（TXT101）\n\n> .*\*\*按装\*\*路灯30盏", text)
    assert "- 请做：建议把“按装”改为“安装”。\n- 答复：" in text
    assert text.rstrip().endswith("《青石年鉴（2025）》编辑部\n2025-03-01")
    assert text.index("**1.**") < text.index("**2.**") < text.index("没有检查的")


def test_a_figure_is_asked_about_and_never_put_right() -> None:
    text = next(letter.text for letter in letters(report_of()) if letter.unit == "区司法局")
    assert "核算：412+798；算得 1210；印作 1204" in text and "请对照原始统计资料核对" in text


def test_entries_without_a_signature_go_to_the_editors() -> None:
    text = next(letter.text for letter in letters(report_of()) if not letter.unit)
    assert "编辑部（未署名部分）：" in text and "我区" in text


def test_the_other_units_words_bring_it_a_copy_of_the_question() -> None:
    plain = report_of()
    book = plain.book
    f = next(f for f in plain.findings if f.code == "DAT101")
    at = book.text.index("学校41所")
    report = Report(book, (msgspec.structs.replace(f, related=(Related(at, at + 5),)),))
    made = {letter.unit: letter.text for letter in letters(report)}
    assert list(made) == ["区司法局", "区教育委员会"]
    assert "其他单位的稿件与贵单位稿件不一致" in made["区教育委员会"] and "**学校41所**" in made["区教育委员会"] and "区司法局供稿" in made["区教育委员会"]
    assert "区教育委员会供稿" in made["区司法局"] and "其他单位" not in made["区司法局"]


def test_decided_findings_and_notes_are_not_sent() -> None:
    plain = report_of()
    report = report_of(decisions=[decided(plain, "TXT101")])
    text = next(letter.text for letter in letters(report) if letter.unit == "区教育委员会")
    assert "按装" not in text.split("---")[0].replace("**截止**", "").split("> ")[0]
    assert "有1处需要核对" in text
    notes = Report(plain.book, tuple(msgspec.structs.replace(f, severity="info") for f in plain.findings))
    assert letters(notes) == []


def test_a_manuscript_without_a_signature_is_one_letter_to_its_writer() -> None:
    report = report_of("# 教育\n\n**【学校建设】** 按装路灯30盏。\n", as_="manuscript")
    (letter,) = letters(report)
    assert "供稿单位：" in letter.text and "送来的稿件" in letter.text and "未署名" not in letter.text and "按稿件检查" in letter.text


@pytest.mark.parametrize("unit", ["../../etc/密件", "区委办/区政府办", "CON", "a" * 300, "区**局：<b>", "\x00\n局", "..", "🏫"])
def test_no_byline_leads_out_of_the_folder_or_breaks_a_letter(unit: str, tmp_path: Path) -> None:
    book = book_of()
    book = msgspec.structs.replace(book, nodes=tuple(msgspec.structs.replace(n, byline=unit) if n.byline == "区教育委员会" else n for n in book.nodes))
    report = prepare(book)
    REPORTERS["letters"](report, tmp_path / "信")
    files = sorted(p.name for p in (tmp_path / "信").iterdir() if p.suffix == ".md")
    assert len(files) == 1 + len(letters(report)) == 4 and files[0] == "00-清单.md"
    assert all(re.fullmatch(r"\d\d-[\w（）()、—-]{1,40}\.md", name) for name in files)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["信"]


def test_words_of_the_book_are_never_markup() -> None:
    text = "# 政治\n\n**【概况】** 按装\\*\\*路灯\\*\\*30盏\\<b\\>\\# \\[x\\](http://evil.example)。\n"
    (letter,) = letters(report_of(text))
    quote = next(line for line in letter.text.splitlines() if line.startswith("> "))
    assert "\\*\\*路灯\\*\\*" in quote and "\\<b\\>" in quote and "\\[x\\]" in quote


def test_the_list_names_every_letter_and_a_folder_of_others_is_not_touched(tmp_path: Path) -> None:
    report = report_of()
    REPORTERS["letters"](report, tmp_path / "信")
    REPORTERS["letters"](report, tmp_path / "信")  # its own folder it makes anew
    listed = (tmp_path / "信" / "00-清单.md").read_text(encoding="utf-8")
    assert all(letter.unit in listed for letter in letters(report))
    (tmp_path / "别的").mkdir()
    (tmp_path / "别的" / "书稿.txt").write_text("稿", encoding="utf-8")
    with pytest.raises(PublishError):
        REPORTERS["letters"](report, tmp_path / "别的")


def test_a_habit_is_one_item_of_each_letter_with_the_places_that_are_that_units() -> None:
    text = YEARBOOK.replace("截止年底，全区有学校41所。", "截止年底，全区有学校41所。截止年末，有教师800人。同比增长3%。").replace("全年门诊3.2万人次。", "截止年底，有医院3所。门诊量同比增长5%。")
    sent = {letter.unit: letter.text for letter in letters(report_of(text))}
    for unit, places in (("区教育委员会", 2), ("", 1)):
        assert sent[unit].count("STY207") == sent[unit].count("STY504") == 1
        assert sent[unit].count("**截止**") == places
    assert "同一种写法合为一条" in sent["区教育委员会"] and "共2处" in sent["区教育委员会"]
    assert "医院" not in sent["区教育委员会"] and "教师" not in sent[""]
