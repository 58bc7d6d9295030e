"""The Word copy: each comment at the exact words, certain corrections tracked, the editor's own file kept as it was."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from invented_report import YEARBOOK, book_of, decided, report_of

from tongjian.publish import PUBLISHERS
from tongjian.read import open_book
from tongjian.report import REPORTERS, Report, prepare

word = pytest.importorskip("docx", reason="python-docx is not installed: pip install 'tongjian[docx]'")
from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: E402
from docx.opc.packuri import PackURI  # noqa: E402
from docx.opc.part import Part  # noqa: E402
from docx.oxml import parse_xml  # noqa: E402

from tongjian.read.docx import read  # noqa: E402
from tongjian.report.word import commented  # noqa: E402
from tongjian.structure import build  # noqa: E402

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def anchored(document: Any) -> dict[int, str]:
    """Comment → the words between its marks, deleted ones included and inserted ones not."""
    open_marks: set[int] = set()
    said: dict[int, str] = {}
    for element in document.element.body.iter():
        if element.tag == f"{W}commentRangeStart":
            open_marks.add(int(element.get(f"{W}id")))
        elif element.tag == f"{W}commentRangeEnd":
            open_marks.remove(int(element.get(f"{W}id")))
        elif element.tag in (f"{W}t", f"{W}delText") and not any(a.tag == f"{W}ins" for a in element.iterancestors()):
            for mark in open_marks:
                said[mark] = said.get(mark, "") + element.text
    assert not open_marks
    return said


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def checked(data: bytes, report: Report) -> Any:
    """The document, once it is known that every open finding has one comment and that it stands at its words."""
    document = word.Document(io.BytesIO(data))
    comments = {c.comment_id: c.text for c in document.comments}
    said = anchored(document)
    assert said.keys() == comments.keys()
    for case in report.open:
        numbers = [n for n, text in comments.items() if case.id in text]
        assert len(numbers) == sum(c.id == case.id for c in report.open)  # one word twice in an entry has one id
        for number in numbers:
            assert squeezed(said[number]) == squeezed(case.record["quote"])
            assert case.finding.message in comments[number]
    assert len(comments) == len(report.open) + 1
    return document


def mine(tmp_path: Path, *paragraphs: list[tuple[str, bool]], **said: Any) -> tuple[Report, Any]:
    """A manuscript typed in Word, its paragraphs as runs of (words, bold); the report on it."""
    document = word.Document()
    document.add_heading("教育", 1)
    for runs in paragraphs:
        p = document.add_paragraph()
        for words, bold in runs:
            p.add_run(words).bold = bold or None
    document.save(tmp_path / "稿.docx")
    return prepare(open_book(tmp_path / "稿.docx"), as_="manuscript", source=tmp_path / "稿.docx", **said), document


def test_every_comment_of_a_book_that_is_set_anew_stands_at_its_words() -> None:
    report = report_of()
    document = checked(commented(report), report)
    assert squeezed("".join(t.text for t in document.element.body.iter(f"{W}t", f"{W}delText") if t.getparent().getparent().tag != f"{W}ins")) == squeezed(report.book.text)


def test_a_certain_correction_is_a_tracked_change_and_a_doubtful_one_is_not() -> None:
    body = word.Document(io.BytesIO(commented(report_of()))).element.body
    gone = ["".join(t.text for t in d.iter(f"{W}delText")) for d in body.iter(f"{W}del")]
    come = ["".join(t.text for t in i.iter(f"{W}t")) for i in body.iter(f"{W}ins")]
    assert gone == ["按装", "截止"] and come == ["安装", "截至"]  # and no figure
    ids = body.xpath("//w:ins/@w:id | //w:del/@w:id")
    assert len(ids) == len(set(ids)) == 4


def test_the_changes_read_back_as_accepted_and_as_refused(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(commented(report_of()))
    taken = open_book(tmp_path / "a.docx").text
    refused = build(read((tmp_path / "a.docx").read_bytes(), "a.docx", refuse_changes=True)).text
    assert "安装路灯" in taken and "按装" not in taken and "截至年底" in taken
    assert "按装路灯" in refused and "安装" not in refused and "截止年底" in refused


def test_a_decided_finding_gets_no_comment_and_no_change() -> None:
    report = report_of(decisions=[decided(report_of(), "TXT101")])
    body = checked(commented(report), report).element.body
    assert ["".join(t.text for t in d.iter(f"{W}delText")) for d in body.iter(f"{W}del")] == ["截止"]


def test_the_last_comment_says_what_was_not_checked() -> None:
    document = word.Document(io.BytesIO(commented(report_of())))
    last = list(document.comments)[-1].text
    assert "没有检查的" in last and "没有给出上一卷" in last


def test_tables_are_commented_in_their_cells() -> None:
    table = "\n表1 学校一览 <!-- caption -->\n\n| 序号 | 名称 |\n|---|---|\n| 1 | 甲校 |\n| 2 | 乙校 |\n| 3 | 丙校 |\n| 5 | 丁校 |\n"
    report = prepare(book_of(YEARBOOK + table))
    assert [c for c in report.open if c.finding.code == "TAB102"]
    checked(commented(report), report)


def test_the_editors_own_file_is_commented_as_it_stands(tmp_path: Path) -> None:
    report, before = mine(
        tmp_path,
        [("【学校建设】", True), ("新建学校2所，", False), ("按", True), ("装路灯30盏，", False), ("按装电梯", False), ("5部。", True)],
        [("截止年底，全区有学校41所。我区登记社会组织1204家（社会团体412家、", False), ("民办非企业单位798家", True), ("）。", False)],
    )
    assert {"TXT101", "STY207", "STY301", "NUM101"} <= {c.finding.code for c in report.open}
    after = checked(commented(report), report)
    for old, new in zip(before.paragraphs, after.paragraphs, strict=True):
        kept = [t.text for t in new._p.iter(f"{W}t", f"{W}delText") if t.getparent().getparent().tag != f"{W}ins"]
        assert "".join(kept) == old.text
        bold = ["".join(t.text for t in r.iter(f"{W}t", f"{W}delText")) for r in new._p.iter(f"{W}r") if r.find(f"{W}rPr/{W}b") is not None and r.getparent().tag != f"{W}ins"]
        assert "".join(bold) == "".join(r.text for r in old.runs if r.bold)


def test_what_we_do_not_read_of_the_editors_file_stays(tmp_path: Path) -> None:
    document = word.Document()
    document.sections[0].header.paragraphs[0].text = "内部资料"
    p = document.add_paragraph("【概况】 按装路灯30盏。", style="List Number")
    document.add_comment(p.runs[0], text="请核实", author="张编", initials="张")
    document.add_table(1, 1).cell(0, 0).text = "按装电梯5部。"
    document.save(tmp_path / "稿.docx")
    report = prepare(open_book(tmp_path / "稿.docx"), as_="manuscript", source=tmp_path / "稿.docx")
    after = word.Document(io.BytesIO(commented(report)))
    comments = {c.comment_id: c for c in after.comments}
    assert after.sections[0].header.paragraphs[0].text == "内部资料" and "请核实" in [c.text for c in comments.values()]
    assert after.paragraphs[0].style.name == "List Number"
    said = anchored(after)
    assert [said[n] for n, c in comments.items() if "TXT101" in c.text] == ["按装"] * sum(c.finding.code == "TXT101" for c in report.open)


def test_a_line_break_inside_the_words_leaves_the_correction_to_the_editor(tmp_path: Path) -> None:
    document = word.Document()
    p = document.add_paragraph("【概况】 全年新")
    p.add_run("增路灯30盏，按装")
    p.runs[-1].add_tab()
    p.add_run("完毕。")
    document.save(tmp_path / "稿.docx")
    report = prepare(open_book(tmp_path / "稿.docx"), as_="manuscript", source=tmp_path / "稿.docx")
    after = checked(commented(report), report)
    assert "\t" in after.paragraphs[0].text


def test_where_the_file_is_gone_the_book_is_set_anew(tmp_path: Path) -> None:
    report, _ = mine(tmp_path, [("【学校建设】按装路灯30盏。", False)])
    (tmp_path / "稿.docx").unlink()
    checked(commented(report), report)


def test_a_word_file_that_we_published_ourselves(tmp_path: Path) -> None:
    PUBLISHERS["docx"](book_of(), tmp_path / "书.docx")
    report = prepare(open_book(tmp_path / "书.docx"), source=tmp_path / "书.docx")
    checked(commented(report), report)
    REPORTERS["docx"](report, tmp_path / "批注.docx")
    assert word.Document(tmp_path / "批注.docx").paragraphs


def test_a_book_without_findings_still_says_what_was_not_checked() -> None:
    report = report_of("# 政治\n\n**【概况】** 全年召开会议3次。\n", select=("TXT",))
    assert len(list(word.Document(io.BytesIO(commented(report))).comments)) == 1


def test_control_characters_break_nothing() -> None:
    report = report_of("# 政治\n\n**【概况】** 按装路\x02灯3\x0b0盏\x01。\n")
    checked(commented(report), report)


def test_words_of_a_footnote_are_told_at_the_paragraph_that_it_hangs_on(tmp_path: Path) -> None:
    """python-docx makes no footnotes, so the note is written into the package by hand."""
    document = word.Document()
    p = document.add_paragraph("【概况】 截止年底，按装路灯30盏")
    p._p.append(parse_xml(f'<w:r {NS}><w:footnoteReference w:id="2"/></w:r>'))
    p.add_run("。")
    notes = f'<?xml version="1.0"?><w:footnotes {NS}><w:footnote w:id="2"><w:p><w:r><w:t>另按装电梯5部。</w:t></w:r></w:p></w:footnote></w:footnotes>'
    part = Part(PackURI("/word/footnotes.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml", notes.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    document.save(tmp_path / "稿.docx")
    report = prepare(open_book(tmp_path / "稿.docx"), as_="manuscript", source=tmp_path / "稿.docx", select=("TXT101", "STY207"))
    assert len(report.open) == 3
    after = word.Document(io.BytesIO(commented(report)))
    said = anchored(after)
    words = [squeezed(said[c.comment_id]) for c in after.comments if "编号" in c.text]
    assert sorted(words) == ["【概况】截止年底，按装路灯30盏。", "截止", "按装"]


def test_in_words_that_an_editor_has_inserted_already_nothing_is_changed_again(tmp_path: Path) -> None:
    document = word.Document()
    p = document.add_paragraph("【概况】 全年")
    p._p.append(parse_xml(f'<w:ins {NS} w:id="5" w:author="张编"><w:r><w:t>按装路灯30盏</w:t></w:r></w:ins>'))
    p._p.append(parse_xml(f'<w:del {NS} w:id="6" w:author="张编"><w:r><w:delText>按装路灯20盏</w:delText></w:r></w:del>'))
    p.add_run("，截止年底全部点亮。")
    document.save(tmp_path / "稿.docx")
    report = prepare(open_book(tmp_path / "稿.docx"), as_="manuscript", source=tmp_path / "稿.docx", select=("TXT101", "STY207"))
    body = word.Document(io.BytesIO(commented(report))).element.body
    ids = body.xpath("//w:ins/@w:id | //w:del/@w:id")
    assert len(ids) == len(set(ids)) == 4 and not body.xpath("//w:ins//w:del | //w:ins//w:ins")
    start = body.xpath("//w:ins[@w:id='5']/w:commentRangeStart")[0]
    assert start.getnext().xpath("string(.)") == "按装"
