"""Saved pages, Word's pages and pages wrapped in JSON: what a browser shows becomes the book, and nothing else does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongjian.book import Book, Source, account
from tongjian.read import Unreadable, read_source
from tongjian.read import html as reader
from tongjian.structure import build

BODY = """<h1>政治</h1><h2>民政</h2>
<p>【概况】　2024年，青石区民政局内设科室6个，在编职工31人。</p><p>全年发放救助金412.6万元。</p>
<p><b>【社会救助】</b>　城市低保对象812户。</p><p align=right>（区民政局）</p>"""


def read(html: str, name: str = "青石.html") -> Source:
    return reader.read(html.encode("utf-8"), name)


def book_of(html: str) -> Book:
    source = read(html)
    book = build(source)
    assert account(book, source.text) == []
    return book


def outline(book: Book) -> list[tuple[str, str]]:
    return [(n.level, n.title) for n in book.nodes]


def tables(book: Book) -> list[list[list[str]]]:
    return [[[book.text[c.start : c.end] for c in row] for row in t.rows] for t in book.tables]


# -- structure -------------------------------------------------------------------------------------------------------
def test_headings_entries_and_signatures_come_out_as_the_page_has_them() -> None:
    book = book_of(BODY)
    assert outline(book) == [("part", "政治"), ("section", "民政"), ("entry", "概况"), ("entry", "社会救助")]
    assert book.nodes[1].byline == "区民政局"
    assert book.body(2) == "2024年，青石区民政局内设科室6个，在编职工31人。\n全年发放救助金412.6万元。"


def test_a_citation_names_the_block_by_a_path_that_can_be_followed() -> None:
    book = book_of(f"<html><body><div>{BODY}</div></body></html>")
    at = book.text.index("412.6")
    assert book.place(at, at + 5).block == "/html[1]/body[1]/div[1]/p[2]"
    assert book.place(at, at + 5).line is None


def test_word_headings_are_known_by_outline_level_and_by_class() -> None:
    book = book_of(
        "<style>p.MsoNormal{font-size:10.5pt}</style>"
        "<p class=MsoNormal style='mso-outline-level:1'>经济</p><p class=MsoHeading2>工业</p><p class=MsoNormal>【概况】　规模以上工业企业88家。<o:p></o:p></p>"
    )
    assert outline(book) == [("part", "经济"), ("section", "工业"), ("entry", "概况")]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>全区\n生产\r\n总值</p>", "全区生产总值"),
        ("<p>212.6&nbsp;亿元&amp;6.1&#37;</p>", "212.6\xa0亿元&6.1%"),
        ("<p>Big\nData  2024</p>", "Big Data 2024"),
        ("<p>甲<!-- 乙 -->丙</p>", "甲丙"),
        ("<p>甲<span>乙</span><sup>2</sup></p>", "甲乙2"),
        ("<pre>甲  乙\n丙</pre>", "甲  乙\n丙"),
    ],
)
def test_white_space_and_entities_are_what_a_browser_shows(html: str, text: str) -> None:
    assert read(html).text.strip() == text


def test_a_line_break_makes_a_paragraph_but_in_a_heading_or_a_cell_it_is_a_wrap() -> None:
    source = read("<h2>青石区<br>人民政府</h2><p>第一段。<br>第二段。</p><table><tr><td>甲<br>12</td><td>34</td></tr><tr><td>乙</td><td>5</td></tr></table>")
    assert [line.text for line in source.pages[0].lines[:3]] == ["青石区 人民政府", "第一段。", "第二段。"]
    assert tables(build(source))[0][0] == ["甲12", "34"]


def test_a_page_with_one_block_a_printed_line_is_joined_like_print() -> None:
    rows = "全区粮食播种面积八百一十二公顷总产量四千一百吨比上年".strip()
    source = read("".join(f"<p>{rows}</p>" for _ in range(24)) + "<p>增长。</p>")
    assert not any(line.whole for line in source.pages[0].lines)


# -- what is no content ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "html",
    [
        "<nav><a href=/>首页</a></nav>",
        "<div class='top-nav'>首页</div>",
        "<div id=breadcrumb>首页</div>",
        "<div role=navigation>首页</div>",
        "<p style='display: none'>首页</p>",
        "<p hidden>首页</p>",
        "<style>.x{display:none}</style><p class=x>首页</p>",
        "<p>当前位置：首页 &gt; 年鉴</p>",
        "<footer>首页</footer>",
        "<ul><li><a href=/a>首页</a><li><a href=/b>政务公开</a><li><a href=/c>互动</a></ul>",
        "<p>【字体：大 中 小】【打印本页】【关闭窗口】首页</p>".replace("首页", ""),
    ],
)
def test_navigation_and_hidden_text_stand_in_the_source_as_markup(html: str) -> None:
    source = read(html + BODY)
    book = build(source)
    assert account(book, source.text) == []
    assert "首页" not in book.text and "打印" not in book.text
    assert ("首页" in source.text or "打印" in source.text) and source.markup


@pytest.mark.parametrize("html", ["<script>var a='首页'</script>", "<style>.首页{}</style>", "<noscript>首页</noscript>", "<!-- 首页 -->", "<textarea>首页</textarea>"])
def test_scripts_and_styles_are_no_text_at_all(html: str) -> None:
    assert "首页" not in read(html + BODY).text


def test_a_print_style_sheet_hides_nothing_on_the_page() -> None:
    assert "正文" in book_of("<style>@media print{.x{display:none}} .y{color:red}</style><p class=x>正文在此。</p>").text


def test_a_contents_list_of_links_within_the_page_is_content() -> None:
    assert "工业" in book_of("<ul><li><a href=#a>农业</a><li><a href=#b>工业</a><li><a href=#c>商贸</a></ul>" + BODY).text


def test_a_page_of_links_alone_keeps_them() -> None:
    assert "农业" in book_of("<a href=/a>农业</a><br><a href=/b>工业</a><br><a href=/c>商贸</a>").text


# -- tables ----------------------------------------------------------------------------------------------------------
TABLE = """<table><tr><td colspan=3>主要农产品产量</td></tr><tr><td></td><td></td><td>单位：吨</td></tr>
<tr><td rowspan=2>品种</td><td colspan=2>产量</td></tr><tr><td>2023年</td><td>2024年</td></tr>
<tr><td>粮食</td><td>4050</td><td>4100</td></tr><tr><td>　水稻</td><td>3010</td><td>3044</td></tr><tr><td colspan=3>注：本表为快报数。</td></tr></table>"""


def test_a_table_has_caption_unit_head_cells_and_note() -> None:
    source = read(TABLE)
    roles = [(line.role, line.text) for line in source.pages[0].lines if line.role]
    assert roles == [("caption", "主要农产品产量"), ("unit", "单位：吨"), ("note", "注：本表为快报数。")]
    cells = [(c.row, c.column, c.rows, c.columns, c.head) for line in source.pages[0].lines if (c := line.cell)]
    assert cells[:5] == [(0, 0, 2, 1, True), (0, 1, 1, 2, True), (1, 1, 1, 1, True), (1, 2, 1, 1, True), (2, 0, 1, 1, False)]
    book = book_of(TABLE)
    assert tables(book)[0][2:] == [["粮食", "4050", "4100"], ["水稻", "3010", "3044"]] and book.tables[0].header == 2


def test_two_tables_in_one_grid_are_two() -> None:
    book = book_of(
        "<table><tr><td colspan=2>农业</td></tr><tr><td>指标</td><td>产量</td></tr><tr><td>粮食</td><td>4100</td></tr><tr><td></td><td></td></tr>"
        "<tr><td colspan=2>外贸</td></tr><tr><td></td><td>单位：万美元</td></tr><tr><td>指标</td><td>1—3月</td></tr><tr><td>出口</td><td>693.2</td></tr></table>"
    )
    assert tables(book) == [[["指标", "产量"], ["粮食", "4100"]], [["指标", "1—3月"], ["出口", "693.2"]]]


def test_a_group_name_alone_on_its_row_stays_in_the_table() -> None:
    book = book_of(
        "<table><tr><td>指标</td><td>产值</td></tr><tr><td>农业</td><td>20</td></tr><tr><td colspan=2>一、工业</td></tr><tr><td>轻工业</td><td>31</td></tr><tr><td>重工业</td><td>52</td></tr></table>"
    )
    assert len(book.tables) == 1 and len(book.tables[0].rows) == 5


@pytest.mark.parametrize("inner", ["<table><tr><td>指标</td><td>值</td></tr><tr><td>甲</td><td>1</td></tr></table>", "<h2>民政</h2>", "<p>" + "全区开展文明创建活动。" * 60 + "</p>"])
def test_a_table_that_lays_out_the_page_is_no_table(inner: str) -> None:
    book = book_of(f"<table><tr><td>左</td><td>{inner}</td></tr></table>")
    assert len(book.tables) == (1 if "指标" in inner else 0)


def test_a_centred_line_over_a_table_is_its_caption() -> None:
    book = book_of("<p>正文结束。</p><p style='text-align:center'>2024年青石区主要指标</p><p>单位：万元</p><table><tr><td>指标</td><td>值</td></tr><tr><td>税收</td><td>31</td></tr></table>")
    assert [n.title for n in book.nodes if n.kind == "table"] == ["2024年青石区主要指标"]


def test_figures_of_two_cells_never_meet() -> None:
    book = book_of("<table><tr><td>12</td><td>34</td></tr><tr><td>56</td><td>7</td></tr></table>")
    assert "1234" not in book.text and "567" not in book.text


# -- encodings and wraps ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("gb18030", "gb2312"), ("gb18030", "GBK"), ("utf-8", "utf-8"), ("utf-8", "gb2312"), ("gb18030", ""), ("utf-8", ""), ("utf-16", ""), ("utf-8-sig", "gb2312"), ("big5", "big5")],
)
def test_the_charset_is_what_the_bytes_are(encoding: str, declared: str) -> None:
    words = "青石區實現生產總值" if encoding == "big5" else "青石区实现地区生产总值"
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    data = f"<html><head>{meta}</head><body><p>{words * 20}</p></body></html>".encode(encoding)
    assert reader.sniff(data[:65536], "a.txt") > 0.5
    assert reader.read(data, "a").text.strip() == words * 20


@pytest.mark.parametrize(
    "wrap",
    [
        lambda h: json.dumps(h),
        lambda h: json.dumps({"code": 0, "data": {"title": "政治", "content": h}}, ensure_ascii=False),
        lambda h: json.dumps([{"text": h}]),
        lambda h: json.dumps({"data": json.dumps({"html": h})}),
        lambda h: "\ufeff\n" + json.dumps({"html": h}).replace("<", "\\u003c"),
    ],
)
def test_a_page_wrapped_in_json_reads_like_the_page(tmp_path: Path, wrap: object) -> None:
    file = tmp_path / "年鉴.json"
    file.write_text(wrap(BODY), encoding="utf-8")  # type: ignore[operator]
    source = read_source(file)
    assert source.form == "html" and outline(build(source)) == outline(book_of(BODY))
    assert all((line.block or "").startswith("$") for line in source.pages[0].lines)


def test_many_pages_in_one_json_each_stand_under_their_title(tmp_path: Path) -> None:
    pages = [{"title": "农业", "body": "<p>【概况】　粮食产量4100吨。</p>"}, {"title": "工业", "body": "<p>【概况】　企业88家。</p>"}]
    file = tmp_path / "a.json"
    file.write_text(json.dumps(pages), encoding="utf-8")
    assert outline(build(read_source(file))) == [("part", "农业"), ("entry", "概况"), ("part", "工业"), ("entry", "概况")]


def test_a_page_saved_as_one_file_is_read(tmp_path: Path) -> None:
    body = BODY.encode("gb18030")
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=X\r\n\r\n--X\r\nContent-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    file = tmp_path / "页.mht"
    file.write_bytes(head + body + b"\r\n--X--\r\n")
    assert outline(build(read_source(file)))[0] == ("part", "政治")


@pytest.mark.parametrize("text", ["【概况】　2024年，全区GDP增速<6.1%，<b>稳中有进。", "{“项目”：甲}", "# 政治\n\n正文。", '{"a": "没有网页"}', "<?xml version='1.0'?><TEI><text/></TEI>"])
def test_what_is_no_page_is_left_to_the_other_readers(text: str) -> None:
    assert reader.sniff(text.encode(), "a.html") < 0.1


def test_a_page_of_scripts_alone_is_refused_in_one_line() -> None:
    with pytest.raises(Unreadable, match="shows no text"):
        read("<html><body><script>render()</script></body></html>")


# -- hostile pages ---------------------------------------------------------------------------------------------------
HOSTILE = {
    "a hundred thousand nested tags": "<div>" * 100_000 + "深处的字" + "</div>" * 100_000 + "<p>后面的字</p>",
    "a hundred thousand nested bold": "<b>" * 100_000 + "深处的字<p>后面的字</p>",
    "nested tables": "<table><tr><td>" * 20_000 + "深处的字" + "</table>" * 20_000 + "后面的字",
    "entities that swell": '<!DOCTYPE html [<!ENTITY a "' + "a" * 1000 + '">' + "".join(f'<!ENTITY a{n} "{("&a%s;" % (n - 1 or "")) * 10}">' for n in range(1, 10)) + "]><p>&a9;深处的字后面的字</p>",
    "a foreign entity": '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><p>&x;深处的字后面的字</p>',
    "a huge attribute": '<p title="' + "x" * 5_000_000 + '" style="' + "a:b;" * 500_000 + '">深处的字后面的字</p>',
    "a hundred thousand attributes": "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">深处的字后面的字</p>",
    "a cell that spans a thousand million": "<table><tr><td colspan=999999999 rowspan=999999999>深处的字<td>1<tr><td>后面的字<td>2</table>",
    "fifty thousand spanning rows": "<table>" + "<tr><td rowspan=60000 colspan=1000>1<td>2" * 20_000 + "<tr><td>深处的字<td>后面的字</table>",
    "a style sheet of braces": "<style>" + "{" * 500_000 + "</style><style>" + "@a{" * 200_000 + "</style><p>深处的字后面的字</p>",
    "unclosed comments": "<p>深处的字后面的字</p>" + "<!--" * 200_000,
    "angle brackets": "<p>深处的字后面的字</p>" + "<" * 1_000_000,
    "spaces": "<p>深处的字" + " " * 2_000_000 + "后面的字</p>" + "字\n" * 100_000,
    "breaks": "<p>" + "深处的字<br>" * 100_000 + "后面的字",
    "NUL and lone surrogates": "<p>深处的字\0后面的字\ud800</p>",
}


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_page_is_read_to_its_end_and_nothing_swells(html: str) -> None:
    source = reader.source_of(html, "恶.html", None, [])
    assert len(source.text) <= len(html) + 100
    assert "深处的字" in source.text and "后面的字" in source.text
    assert "root" not in source.text and "aaaaaaaaaa" not in source.text.replace("x", "")


TAGS = st.sampled_from(
    "<p> </p> <br> <table> </table> <tr> <td> <td\trowspan=2> <td\tcolspan=3> <th> </td> <h1> </h1> <h3> <div> </div> <b> </b> <nav> </nav> <pre> </pre> <caption> <ul> <li> <a\thref=x> </a> <script> </script> "
    "<style>p{display:none} </style> <!-- --> &nbsp; &lt; &#0; 【概况】 12.5 34 （区民政局） 2024年， 。 单位：万元 注：甲 \0 <p\tstyle=display:none> <main> <title> <rt> </html> <body>".split(" ")
).map(lambda t: t.replace("\t", " "))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(TAGS, max_size=50).map("".join))
def test_whatever_the_tags_no_character_is_lost_or_printed_twice(html: str) -> None:
    try:
        source = reader.source_of(html, "x.html", None, [])
    except Unreadable:
        return
    assert account(build(source), source.text) == []
    covered = sorted([(line.at, line.at + len(line.text)) for line in source.pages[0].lines] + list(source.markup))
    at = 0
    for a, b in covered:
        assert a >= at and not source.text[at:a].strip()
        at = b


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.binary(max_size=400))
def test_random_bytes_are_a_page_or_one_clear_line(data: bytes) -> None:
    try:
        reader.read(b"<html>" + data, "x.html")
    except Unreadable as told:
        assert "\n" not in str(told)


def test_a_bold_title_that_opens_a_paragraph_is_kept_with_its_place() -> None:
    (line,) = read("<p>\n  <b>碧水 行动。</b>推进青石河沿线14个\n排口整治，全年水质达到标准。</p>").pages[0].lines
    (run,) = line.runs
    assert line.text[run.start : run.end] == "碧水 行动。" and run.style.bold


@pytest.mark.parametrize(
    ("html", "level", "title", "body"),
    [
        ("<p class='entry prose'><b>河湖治理</b>　治理河道12千米，水质达到标准。</p>", "entry", "河湖治理", "治理河道12千米，水质达到标准。"),
        ("<p class='subentry'><i>碧水行动</i>。推进。</p>", "subentry", "碧水行动", "推进。"),
        ("<p class=entry>【河湖治理】　治理河道12千米。</p>", "entry", "河湖治理", "治理河道12千米。"),
    ],
)
def test_paragraphs_that_the_page_calls_entries_are(html: str, level: str, title: str, body: str) -> None:
    book = book_of(f"<h1>经济</h1><h2>水利</h2>{html}")
    assert outline(book)[-1] == (level, title) and book.body(len(book.nodes) - 1) == body


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("产量<del>31.5</del><ins>32.0</ins>万吨", "产量32.0万吨"),
        ("增长2.1%<a href='#_ftn1' name='_ftnref1'><span class=MsoFootnoteReference>[1]</span></a>。", "增长2.1%。"),
        ("增长2.1%<a class='sdfootnoteanc' href='#sdfootnote1sym'><sup>1</sup></a>。", "增长2.1%。"),
        ("增长2.1%<sup><a href='#cite_note-3'>3</a></sup>。", "增长2.1%。"),
        ("见<a href='#table3'>表3</a>", "见表3"),
    ],
    ids=["struck out", "a note of Word's", "a note of LibreOffice's", "a note of a wiki's", "a reference"],
)
def test_a_figure_is_never_joined_with_what_was_struck_out_or_with_the_number_of_its_note(html: str, text: str) -> None:
    book = build(reader.read(f"<html><body><h1>农业</h1><p>青石区粮食{html}</p></body></html>".encode(), "青石.html"))
    assert f"青石区粮食{text}" in book.text
