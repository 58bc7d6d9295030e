"""EPUB chapters and spreadsheet tables come in as they are shown."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongjian.book import account
from tongjian.read import Unreadable, choose, epub
from tongjian.structure import build

openpyxl = pytest.importorskip("openpyxl")

from tongjian.read import xlsx  # noqa: E402

CONTAINER = '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>青石年鉴（2025）</dc:title></metadata>
<manifest><item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/><item id="b" href="b.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="text/a%20b.xhtml" media-type="application/xhtml+xml"/><item id="p" href="p.jpg" media-type="image/jpeg"/></manifest>
<spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/><itemref idref="p"/></spine></package>"""


def book(**more: str) -> bytes:
    members = {
        "META-INF/container.xml": CONTAINER,
        "OEBPS/book.opf": PACKAGE,
        "OEBPS/nav.xhtml": "<html><body><nav><ol><li>目录项</li></ol></nav></body></html>",
        "OEBPS/text/a b.xhtml": "<?xml version='1.0' encoding='utf-8'?><html xmlns='http://www.w3.org/1999/xhtml'><body><h1>政治</h1><h2>民政</h2><p>【概况】　内设科室6个。</p></body></html>",
        "OEBPS/b.xhtml": "<html><body><h1>经济</h1><h2>工业</h2><p>【概况】　企业88家。</p></body></html>",
        **more,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("mimetype", "application/epub+zip")
        for name, text in members.items():
            if text:
                made.writestr(name, text)
    return out.getvalue()


def test_the_chapters_stand_in_the_order_of_the_spine() -> None:
    data = book()
    assert choose(data[:65536], "书.zip").form == "epub"
    source = epub.read(data, "书.epub")
    made = build(source)
    assert [(n.level, n.title) for n in made.nodes] == [("part", "政治"), ("section", "民政"), ("entry", "概况"), ("part", "经济"), ("section", "工业"), ("entry", "概况")]
    assert source.title == "青石年鉴（2025）" and "目录项" not in source.text and account(made, source.text) == []
    assert made.place(made.nodes[2].start, made.nodes[2].end).block == "OEBPS/text/a b.xhtml#/html[1]/body[1]/p[1]"


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"META-INF/container.xml": ""}, "has no META-INF/container.xml"),
        ({"META-INF/container.xml": "<container/>"}, "does not say where"),
        ({"OEBPS/book.opf": ""}, "has no OEBPS/book.opf"),
        ({"OEBPS/book.opf": "\0"}, "broken in OEBPS/book.opf"),
        ({"OEBPS/text/a b.xhtml": "", "OEBPS/b.xhtml": "<p> </p>"}, "holds no text"),
        ({"META-INF/encryption.xml": "<e xmlns:x='x'><x:CipherReference URI='OEBPS/b.xhtml'/></e>"}, "protected"),
    ],
)
def test_a_broken_epub_is_one_clear_line(more: dict[str, str], says: str) -> None:
    with pytest.raises(Unreadable) as told:
        epub.read(book(**more), "书.epub")
    assert says in str(told.value) and "\n" not in str(told.value)


def test_a_chapter_that_is_missing_is_said() -> None:
    assert any("1 chapters" in w for w in epub.read(book(**{"OEBPS/b.xhtml": ""}), "书.epub").warnings)


# -- XLSX ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "pattern", "text"),
    [
        (4100, "General", "4100"), (0.1 + 0.2, "General", "0.3"), (212.6, "0.00", "212.60"), (1234567, "#,##0", "1,234,567"), (0.0615, "0.0%", "6.2%"), (-3.25, "0.0", "-3.3"),
        (12.5, "0.##", "12.5"), (12, "0.##", "12"), (1234.5, '#,##0.00"万元"', "1,234.50"), (-5, "0;(0)", "5"), (1e20, "General", "100000000000000000000"), (None, "General", ""),
        (datetime.datetime(2024, 12, 31), "yyyy-mm-dd", "2024-12-31"), (datetime.datetime(2024, 3, 1), 'yyyy"年"m"月"', "2024年3月"), (True, "General", "TRUE"), ("甲\n乙", "@", "甲 乙"),
    ],
)  # fmt: skip
def test_a_value_is_written_as_the_sheet_shows_it(value: Any, pattern: str, text: str) -> None:
    assert xlsx.shown(value, pattern) == text


def workbook(fill: Any) -> bytes:
    made = openpyxl.Workbook()
    fill(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def farm(made: Any) -> None:
    sheet = made.active
    for row in [["主要农产品产量"], [None, None, "单位：吨"], ["品种", "产量", None], [None, "2023年", "2024年"], ["粮食", 4050, 4100.5], ["蔬菜", 980, 1012], ["注：本表为快报数。"]]:
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("B3:C3")
    sheet.merge_cells("A3:A4")
    sheet["C5"].number_format = "0.00"


def test_a_sheet_is_a_table_with_caption_unit_head_and_note() -> None:
    data = workbook(farm)
    assert choose(data[:65536], "表.dat").form == "xlsx"
    source = xlsx.read(data, "表.xlsx")
    assert [(line.role, line.text) for line in source.pages[0].lines if line.role] == [("caption", "主要农产品产量"), ("unit", "单位：吨"), ("note", "注：本表为快报数。")]
    made = build(source)
    (table,) = made.tables
    assert account(made, source.text) == [] and table.header == 2
    assert [[made.text[c.start : c.end] for c in row] for row in table.rows][2] == ["粮食", "4050", "4100.50"]
    at = made.text.index("4100.50")
    assert made.place(at, at + 4).block == "Sheet!C5"


def test_several_sheets_stand_under_their_names_and_hidden_ones_are_left_out() -> None:
    def fill(made: Any) -> None:
        for title, state in (("农业", "visible"), ("工业", "visible"), ("底稿", "hidden")):
            sheet = made.create_sheet(title)
            sheet.append(["指标", "产值"])
            sheet.append([title + "总产值", 12])
            sheet.sheet_state = state
        del made["Sheet"]

    source = xlsx.read(workbook(fill), "表.xlsx")
    made = build(source)
    assert [n.title for n in made.nodes if n.level == "part"] == ["农业", "工业"]
    assert "底稿总产值" in source.text and "底稿总产值" not in made.text


def test_formulas_that_were_never_calculated_are_said() -> None:
    def fill(made: Any) -> None:
        for row in (["指标", "值"], ["甲", 1], ["乙", "=B2*2"]):
            made.active.append(row)

    assert any("1 formulas have no stored value" in w for w in xlsx.read(workbook(fill), "表.xlsx").warnings)


def test_an_empty_workbook_is_one_clear_line() -> None:
    with pytest.raises(Unreadable, match="holds no text"):
        xlsx.read(workbook(lambda made: None), "表.xlsx")


BOOKS = {"epub": book(), "xlsx": workbook(farm)}


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.sampled_from(["epub", "xlsx"]), st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=6), st.integers(0, 500))
def test_a_package_with_flipped_bytes_is_read_or_refused(form: str, flips: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(BOOKS[form])
    for at, value in flips:
        data[at % len(data)] = value
    try:
        source = {"epub": epub.read, "xlsx": xlsx.read}[form](bytes(data[: len(data) - (cut if cut > 400 else 0)]), "书")
    except Unreadable as told:
        assert "\n" not in str(told)
        return
    assert account(build(source), source.text) == []
