"""DOCX as departments send it: styled or only set bold, with merged cells, tracked changes, comments, notes and boxes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

docx = pytest.importorskip("docx")

from docx.oxml import parse_xml  # noqa: E402
from docx.oxml.ns import qn  # noqa: E402

from tongjian.book import Book, Source, account  # noqa: E402
from tongjian.read import Unreadable  # noqa: E402
from tongjian.read import docx as reader  # noqa: E402
from tongjian.read.guard import read_apart  # noqa: E402
from tongjian.read.numbering import chinese  # noqa: E402
from tongjian.structure import build  # noqa: E402

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(make: Callable[[Any], None]) -> bytes:
    document = docx.Document()
    make(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def read(make: Callable[[Any], None], **options: Any) -> Source:
    return reader.read(saved(make), "稿.docx", **options)


def book_of(make: Callable[[Any], None]) -> Book:
    source = read(make)
    book = build(source)
    assert account(book, source.text) == []
    return book


def outline(book: Book) -> list[tuple[str, str]]:
    return [(n.level, n.title) for n in book.nodes]


def raw(document: Any, xml: str) -> None:
    """Put paragraphs of raw XML before the end of the body."""
    body = document.element.body
    for element in parse_xml(f"<w:body {W}>{xml}</w:body>"):
        body.insert(len(body) - 1, element)


def styled_book(d: Any) -> None:
    d.add_heading("政治", 1)
    d.add_heading("民政", 2)
    d.add_paragraph("【概况】　2024年，青石区民政局内设科室6个。")
    d.add_paragraph("全年发放救助金412.6万元。")
    d.add_paragraph("【社会救助】　城市低保对象812户。")
    d.add_paragraph("（区民政局）")


def test_headings_by_style_give_the_tree() -> None:
    book = book_of(styled_book)
    assert outline(book) == [("part", "政治"), ("section", "民政"), ("entry", "概况"), ("entry", "社会救助")]
    assert book.nodes[1].byline == "区民政局"
    at = book.text.index("412.6")
    assert book.place(at, at + 5).block == "p[4]" and book.place(at, at + 5).line is None


def test_headings_by_outline_level_alone_give_the_tree() -> None:
    def make(d: Any) -> None:
        for text, level in (("经济", "0"), ("工业", "1")):
            p = d.add_paragraph(text)
            p._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {W} w:val="{level}"/>'))
        d.add_paragraph("【概况】　规模以上工业企业88家。")

    assert outline(book_of(make)) == [("part", "经济"), ("section", "工业"), ("entry", "概况")]


@pytest.mark.parametrize(("style", "level"), [("类目", "part"), ("年鉴分目", "section"), ("条目标题", "entry"), ("二级条目", "subentry")])
def test_styles_named_in_the_words_of_the_trade_are_levels(style: str, level: str) -> None:
    def make(d: Any) -> None:
        d.styles.add_style(style, docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
        d.add_paragraph("河湖治理", style=style)
        d.add_paragraph("全区治理河道12千米。")

    assert (level, "河湖治理") in outline(book_of(make))


def test_one_title_paragraph_names_the_book_and_is_no_part() -> None:
    def make(d: Any) -> None:
        d.add_heading("青石年鉴（2025）", 0)
        styled_book(d)

    source = read(make)
    assert source.title == "青石年鉴（2025）" and outline(build(source))[0] == ("part", "政治")


def test_a_contents_list_is_left_out() -> None:
    def make(d: Any) -> None:
        d.styles.add_style("toc 1", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
        d.add_paragraph("政治\t1", style="toc 1")
        styled_book(d)

    source = read(make)
    assert [source.text[a:b] for a, b in source.markup] == ["政治\t1"]


def test_bold_and_kai_runs_are_kept_with_their_place() -> None:
    def make(d: Any) -> None:
        p = d.add_paragraph()
        run = p.add_run("碧水行动。")
        run.bold = True
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "楷体")
        p.add_run("推进青石河沿线14个排口整治，全年水质达到标准。")

    (line,) = read(make).pages[0].lines
    (run,) = line.runs
    assert line.text[run.start : run.end] == "碧水行动。" and run.style.bold and run.style.font == "楷体"
    assert line.style is not None and not line.style.bold


# -- tables ----------------------------------------------------------------------------------------------------------
def test_merged_cells_keep_their_spans() -> None:
    def make(d: Any) -> None:
        d.add_paragraph("表1 主要农产品产量")
        d.add_paragraph("单位：吨")
        t = d.add_table(rows=4, cols=3)
        for r, row in enumerate([["品种", "产量", ""], ["", "2023年", "2024年"], ["粮食", "4050", "4100"], ["蔬菜", "980", "1012"]]):
            for c, text in enumerate(row):
                t.cell(r, c).text = text
        t.cell(0, 1).merge(t.cell(0, 2))
        t.cell(0, 0).merge(t.cell(1, 0))

    source = read(make)
    assert [(line.role, line.text) for line in source.pages[0].lines if line.role] == [("caption", "表1 主要农产品产量"), ("unit", "单位：吨")]
    cells = [(line.text, c.row, c.column, c.rows, c.columns, c.head) for line in source.pages[0].lines if (c := line.cell)]
    assert cells[:5] == [("品种", 0, 0, 2, 1, True), ("产量", 0, 1, 1, 2, True), ("2023年", 1, 1, 1, 1, True), ("2024年", 1, 2, 1, 1, True), ("粮食", 2, 0, 1, 1, False)]
    book = build(source)
    assert account(book, source.text) == [] and len(book.tables) == 1 and book.tables[0].header == 2


def test_a_table_of_one_column_is_a_frame() -> None:
    def make(d: Any) -> None:
        d.add_table(rows=1, cols=1).cell(0, 0).text = "框内的一段话。"

    book = book_of(make)
    assert book.tables == () and "框内的一段话。" in book.text


def test_a_deleted_row_is_gone() -> None:
    def make(d: Any) -> None:
        t = d.add_table(rows=3, cols=2)
        for r in range(3):
            for c in range(2):
                t.cell(r, c).text = f"格{r}{c}"
        t.rows[1]._tr.get_or_add_trPr().append(parse_xml(f'<w:del {W} w:id="1" w:author="甲"/>'))

    assert "格10" not in read(make).text and "格20" in read(make).text


# -- changes, comments, notes, boxes ---------------------------------------------------------------------------------
CHANGED = (
    '<w:p><w:r><w:t>全年投资</w:t></w:r><w:del w:id="1" w:author="甲"><w:r><w:delText>12.5</w:delText></w:r></w:del>'
    '<w:ins w:id="2" w:author="甲"><w:r><w:t>15.2</w:t></w:r></w:ins><w:r><w:t>亿元。</w:t></w:r></w:p>'
    '<w:p><w:moveFrom w:id="3" w:author="甲"><w:r><w:t>旧处。</w:t></w:r></w:moveFrom><w:moveTo w:id="4" w:author="甲"><w:r><w:t>新处。</w:t></w:r></w:moveTo></w:p>'
)


@pytest.mark.parametrize(("refuse", "text"), [(False, "全年投资15.2亿元。\n新处。\n"), (True, "全年投资12.5亿元。\n旧处。\n")])
def test_tracked_changes_are_accepted_or_refused_and_said(refuse: bool, text: str) -> None:
    source = read(lambda d: raw(d, CHANGED), refuse_changes=refuse)
    assert source.text == text and "tracked changes" in source.warnings[0] and ("refused" in source.warnings[0]) is refuse


def test_a_paragraph_whose_mark_was_deleted_runs_on() -> None:
    source = read(lambda d: raw(d, '<w:p><w:pPr><w:rPr><w:del w:id="1" w:author="甲"/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p><w:p><w:r><w:t>后半。</w:t></w:r></w:p>'))
    assert source.text == "前半后半。\n"


def test_a_comment_stands_beside_the_text() -> None:
    def make(d: Any) -> None:
        p = d.add_paragraph("全年投资15.2亿元。")
        d.add_comment(p.runs, text="请核对", author="审稿人")

    source = read(make)
    assert [source.text[a:b] for a, b in source.markup] == ["审稿人: 请核对"]
    assert "请核对" not in build(source).text and "1 comments" in source.warnings[0]


def test_hidden_text_is_left_out() -> None:
    source = read(lambda d: raw(d, "<w:p><w:r><w:t>看得见。</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见。</w:t></w:r></w:p>"))
    assert build(source).text == "看得见。" and "看不见。" in source.text


def test_a_footnote_follows_its_paragraph_as_a_note() -> None:
    data = saved(lambda d: raw(d, '<w:p><w:r><w:t>人口31万人</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>。</w:t></w:r></w:p><w:p><w:r><w:t>下一段。</w:t></w:r></w:p>'))
    notes = f'<w:footnotes {W}><w:footnote w:id="0" w:type="separator"><w:p/></w:footnote><w:footnote w:id="2"><w:p><w:r><w:t>户籍人口。</w:t></w:r></w:p></w:footnote></w:footnotes>'
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.namelist():
            text = old.read(item)
            if item == "word/_rels/document.xml.rels":
                text = text.replace(b"</Relationships>", b'<Relationship Id="rF" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/></Relationships>')
            if item == "[Content_Types].xml":
                text = text.replace(b"</Types>", b'<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/></Types>')
            new.writestr(item, text)
        new.writestr("word/footnotes.xml", notes)
    source = reader.read(out.getvalue(), "稿.docx")
    assert [(line.text, line.role) for line in source.pages[0].lines] == [("人口31万人。", None), ("户籍人口。", "note"), ("下一段。", None)]


def test_a_text_box_follows_the_paragraph_that_anchors_it_and_is_read_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框内一句。</w:t></w:r></w:p></w:txbxContent>"
    xml = (
        '<w:p xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:t>正文。</w:t></w:r>'
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert read(lambda d: raw(d, xml)).text == "正文。\n框内一句。\n"


def test_the_number_that_word_counts_is_printed() -> None:
    def make(d: Any) -> None:
        root = d.part.numbering_part.element
        root.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="90"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'))
        root.append(parse_xml(f'<w:num {W} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
        for text in ("工作回顾", "主要目标"):
            p = d.add_paragraph(text)
            p._p.get_or_add_pPr().append(parse_xml(f'<w:numPr {W}><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr>'))

    assert read(make).text == "一、工作回顾\n二、主要目标\n"


@pytest.mark.parametrize(("value", "text"), [(1, "一"), (10, "十"), (14, "十四"), (20, "二十"), (99, "九十九"), (100, "一百"), (105, "一百〇五"), (110, "一百一十"), (999, "九百九十九")])
def test_chinese_counting(value: int, text: str) -> None:
    assert chinese(value) == text


# -- broken files ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda parts: parts.update({"word/document.xml": b"<broken"}), "broken"),
        (lambda parts: parts.pop("[Content_Types].xml"), "broken"),
        (lambda parts: parts.update({"word/document.xml": f"<w:document {W}><w:body><w:p/></w:body></w:document>".encode()}), "holds no text"),
        (lambda parts: parts.update({"word/document.xml": f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><w:document {W}><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>'.encode()}), "holds no text"),
        (lambda parts: parts.update({"word/document.xml": (f"<w:document {W}><w:body>" + "<w:tbl><w:tr><w:tc>" * 5000).encode()}), "broken"),
    ],
    ids=["no XML", "no content types", "nothing", "foreign entity", "deep"],
)
def test_a_broken_document_is_one_clear_line(change: Callable[[dict[str, bytes]], Any], says: str) -> None:
    with zipfile.ZipFile(io.BytesIO(saved(styled_book))) as old:
        parts = {item: old.read(item) for item in old.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for item, data in parts.items():
            new.writestr(item, data)
    with pytest.raises(Unreadable) as told:
        read_apart("docx", out.getvalue(), "稿.docx")
    assert says in str(told.value) and "\n" not in str(told.value)


DATA = saved(styled_book)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(0, len(DATA) - 1), st.integers(0, 255)), min_size=1, max_size=6), st.integers(0, 2000))
def test_a_document_with_flipped_bytes_is_read_or_refused(flips: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(DATA)
    for at, value in flips:
        data[at] = value
    try:
        source = reader.read(bytes(data[: len(data) - cut if cut > 1500 else len(data)]), "稿.docx")
    except Unreadable as told:
        assert "\n" not in str(told)
        return
    assert account(build(source), source.text) == []


# -- the option on the command line --------------------------------------------------------------------------------------
def test_changes_are_accepted_or_refused_as_the_command_line_says(tmp_path: Any) -> None:
    from typer.testing import CliRunner

    from tongjian.cli import app

    file = tmp_path / "稿.docx"
    tracked = '<w:p><w:r><w:t>【救助】　发放救助金</w:t></w:r><w:del w:id="1" w:author="甲"><w:r><w:delText>55.1</w:delText></w:r></w:del><w:ins w:id="2" w:author="甲"><w:r><w:t>56.1</w:t></w:r></w:ins><w:r><w:t>万元。</w:t></w:r></w:p>'
    file.write_bytes(saved(lambda d: (styled_book(d), raw(d, tracked))))
    accepted = CliRunner().invoke(app, ["outline", str(file), "--format", "jsonl"])
    refused = CliRunner().invoke(app, ["outline", str(file), "--format", "jsonl", "--refuse-changes"])
    assert accepted.exit_code == refused.exit_code == 0
    assert "发放救助金56.1万元。" in accepted.stdout and "55.1" not in accepted.stdout
    assert "发放救助金55.1万元。" in refused.stdout and "56.1" not in refused.stdout
    for way in (["extract", str(file), "facts", "--format", "jsonl", "--refuse-changes"], ["check", str(file), "--format", "jsonl", "--refuse-changes"]):
        assert CliRunner().invoke(app, way).exit_code == 0
    out = tmp_path / "稿.md"
    assert CliRunner().invoke(app, ["publish", str(file), "--to", "markdown", "-o", str(out), "--refuse-changes"]).exit_code == 0
    assert "55.1万元" in out.read_text(encoding="utf-8") and "56.1" not in out.read_text(encoding="utf-8")
