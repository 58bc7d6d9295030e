"""PDF: what a publisher sets comes back as it was written; what cannot be read is said in one line."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("pdf_oxide")
pdfium = pytest.importorskip("pypdfium2")

from tongjian.book import Book, account  # noqa: E402
from tongjian.read import Unreadable, read_source  # noqa: E402
from tongjian.read import pdf as reader  # noqa: E402
from tongjian.read.guard import read_apart  # noqa: E402
from tongjian.read.text import source_of  # noqa: E402
from tongjian.structure import build  # noqa: E402


# -- PDFs by hand: no fonts are needed where a ToUnicode map says what a glyph is -----------------------------------------
def made(contents: list[bytes], to_unicode: bytes = b"", more: bytes = b"") -> bytes:
    """A PDF with one page for each content stream; codes of its only font mean what `to_unicode` says."""
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica" + (b"/ToUnicode 4 0 R" if to_unicode else b"") + b">>"
    objects.append(font)
    objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(to_unicode), to_unicode))
    kids = []
    for content in contents:
        packed = zlib.compress(content)
        objects.append(b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed))
        objects.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>" % len(objects))
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for n, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (n, body))
    at = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % p for p in places))
    out.write(b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, more, at))
    return out.getvalue()


def cmap(first: int) -> bytes:
    """A ToUnicode map of the codes A–Z on characters from `first` on."""
    return b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <41> <5A> <%04X> endbfrange endcmap end" % first


def page(lines: list[str], size: int = 10) -> bytes:
    return b"BT /F %d Tf 50 780 Td 14 TL %s ET" % (size, b" ".join(b"(%s) Tj T*" % line.encode() for line in lines))


def test_a_pdf_without_pictures_or_text_and_one_of_pictures_are_told_apart() -> None:
    with pytest.raises(Unreadable, match="its 3 pages show no text"):
        reader.read(made([b""] * 3), "空.pdf")
    document = pdfium.PdfDocument.new()
    for _ in range(4):
        sheet = document.new_page(200, 300)
        picture = pdfium.PdfImage.new(document)
        picture.set_bitmap(pdfium.PdfBitmap.new_native(20, 20, pdfium.raw.FPDFBitmap_BGR))
        picture.set_matrix(pdfium.PdfMatrix().scale(200, 300))
        sheet.insert_obj(picture)
        sheet.gen_content()
    out = io.BytesIO()
    document.save(out)
    with pytest.raises(Unreadable, match="its 4 pages are pictures without a text layer; put it through OCR"):
        reader.read(out.getvalue(), "扫描.pdf")


def test_a_pdf_whose_fonts_do_not_say_their_characters_is_refused_with_the_share() -> None:
    with pytest.raises(Unreadable, match=r"100 % of its characters have no meaning"):
        reader.read(made([page(["ABCDEFGH"] * 20)], cmap(0xE000)), "乱.pdf")


def test_a_few_characters_without_meaning_are_warned_of_with_their_sheets() -> None:
    source = reader.read(made([page(["abcdefgh"] * 20)] * 9 + [page(["ABCDEFGH"] * 3 + ["abcdefgh"] * 20)], cmap(0xE000)), "乱.pdf")
    assert any("no meaning" in w and "sheets 10" in w for w in source.warnings)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda d: d[: len(d) // 2], "cut off"),
        (lambda d: b"%PDF-1.7\n" + bytes(2000), "cut off"),
        (lambda d: b"%PDF-1.4\ntrailer<</Root 9 0 R>>\n%%EOF\n", "broken"),
        (lambda d: made([]), "no pages"),
    ],
    ids=["half of it", "a head alone", "no catalogue", "no page"],
)
def test_a_broken_pdf_is_one_clear_line(change: Callable[[bytes], bytes], says: str) -> None:
    document = made([page(["abc"] * 40)] * 5)
    try:
        source = read_apart("pdf", change(document), "坏.pdf")
    except Unreadable as told:
        assert "\n" not in str(told) and (says in str(told) or "show no text" in str(told) or "broken" in str(told))
    else:
        assert says == "cut off" and source.text  # PDFium mended it


def test_an_encrypted_pdf_is_said() -> None:
    import pdf_oxide

    locked = pdf_oxide.PdfDocument.from_bytes(made([page(["abc"] * 40)])).to_bytes_encrypted("secret", "owner")
    with pytest.raises(Unreadable, match="encrypted and asks for a password"):
        reader.read(bytes(locked), "锁.pdf")


def test_a_stream_that_swells_ends_at_the_memory_ceiling_or_is_read() -> None:
    bomb = made([page(["abcd"] * 30), b" " * 300_000_000])
    assert len(bomb) < 1_000_000
    try:
        read_apart("pdf", bomb, "弹.pdf", memory=1 << 30, deadline=60)
    except Unreadable as told:
        assert "\n" not in str(told)


@pytest.mark.parametrize("matrix", [b"1 0 0 1 1e30 0 Tm", b"1e38 0 0 1e38 1e38 1e38 Tm", b"0 0 0 0 0 0 Tm", b"1e-30 0 0 1e-30 0 0 Tm"])
def test_text_that_is_placed_nowhere_is_read_all_the_same(matrix: bytes) -> None:
    odd = b"BT /F 10 Tf " + matrix + b" (abcdef) Tj ET " + page(["ghijkl 12.5"] * 20)
    source = reader.read(made([odd] * 2, cmap(0x4E00)), "怪.pdf")
    assert "12.5" in source.text and account(build(source), source.text) == []


def test_too_many_pages_are_refused_by_their_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_PAGES", 3)
    with pytest.raises(Unreadable, match="4 pages, more than the 3"):
        reader.read(made([page(["abc"])] * 4), "厚.pdf")


def test_a_pdf_is_known_by_its_bytes_and_not_by_its_name(tmp_path: Path) -> None:
    file = tmp_path / "书.txt"
    file.write_bytes(made([page(["GDP grew by 6.1 percent"] * 20)]))
    source = read_source(file)
    assert source.form == "pdf" and source.pages[0].sheet == 1 and "6.1 percent" in source.text


DATA = made([page(["abcdefgh 12.5"] * 20)] * 2, cmap(0x4E00))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(DATA) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_pdf_with_flipped_bytes_is_read_or_refused(flips: list[tuple[int, int]]) -> None:
    data = bytearray(DATA)
    for at, value in flips:
        data[at] = value
    try:
        source = read_apart("pdf", bytes(data), "变.pdf")  # as the program reads it: native code may abort, which no `except` sees
    except Unreadable as told:
        assert "\n" not in str(told)
        return
    assert account(build(source), source.text) == []


class Panic(BaseException):
    """What a panic of Rust code is in Python: no Exception."""


@pytest.mark.parametrize("call", ["page_media_box", "extract_chars", "extract_paths", "page_rotation"])
def test_a_panic_of_the_first_reader_leaves_the_page_to_the_second(monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    import pdf_oxide

    class Faulty:
        def __init__(self, data: bytes) -> None:
            self.document = pdf_oxide.PdfDocument.from_bytes(data)

        def __getattr__(self, name: str) -> Any:
            if name == call:
                raise Panic("index out of bounds")
            return getattr(self.document, name)

    monkeypatch.setattr(reader, "pdf_oxide", type("Module", (), {"PdfDocument": type("D", (), {"from_bytes": Faulty}), "disable_logging": staticmethod(lambda: None)}))
    source = reader.read(DATA, "变.pdf")
    assert "12.5" in source.text and any("second reader" in w for w in source.warnings)


# -- the round trip through our own typesetting -----------------------------------------------------------------------
BOOK = """编辑说明

一、《青石年鉴（2025）》是反映青石区2024年度情况的综合年鉴。全书分为“政治”“经济”两个部分，另附“大事记”。

大事记

1月

3日，区委经济工作会议召开，部署全区2024年经济工作，提出以新型工业化为引领，统筹推进各项工作。

8日，区人民医院门诊综合楼投入使用。

政治

民政

【概况】　2024年，青石区民政局内设科室6个，在编职工31人，全年发放救助金412.6万元，比上年增长3.2%。全区有养老机构9家，床位1204张。

【社会救助】　城市低保对象812户1203人，农村低保对象640户1011人，临时救助96人次。

（区民政局）
"""


def published(book: Book, folder: Path) -> bytes:
    """The book as our publisher sets it; skips where typst or Chinese fonts are missing."""
    publish = pytest.importorskip("tongjian.publish")
    if "pdf" not in publish.PUBLISHERS:
        pytest.skip("no PDF publisher here")
    out = folder / "书.pdf"
    try:
        publish.PUBLISHERS["pdf"](book, out)
    except publish.PublishError as why:
        pytest.skip(f"a PDF cannot be set here: {why}")
    return out.read_bytes()


def content(book: Book) -> list[tuple[str, str, str | None, str]]:
    def plain(text: str) -> str:
        return re.sub(r"\s+", "", text)

    return [(n.level, plain(n.title), n.byline, plain(book.body(i))) for i, n in enumerate(book.nodes)]


@pytest.fixture(scope="module")
def example() -> Book:
    file = Path(__file__).resolve().parents[2] / "examples" / "qingshi" / "qingshi-2025.md"
    return build(read_source(file))


@pytest.fixture(scope="module")
def back(example: Book, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return reader.read(published(example, tmp_path_factory.mktemp("pdf")), "青石.pdf")


def test_the_example_set_as_pdf_comes_back_with_every_title_level_signature_and_word(example: Book, back: Any) -> None:
    book = build(back)
    assert account(book, back.text) == []
    theirs, ours = content(book), content(example)
    assert [(level, title) for level, title, *_ in theirs] == [(level, title) for level, title, *_ in ours]
    same = sum(a == b for a, b in zip(theirs, ours, strict=True))
    assert same >= 0.99 * len(ours)


def test_tables_of_the_example_come_back_cell_by_cell(example: Book, back: Any) -> None:
    def cells(book: Book) -> list[list[list[str]]]:
        return [[[re.sub(r"\s", "", book.text[c.start : c.end]) for c in row] for row in t.rows] for t in book.tables if not t.scrambled and t.title]

    assert cells(build(back)) == cells(example)


def test_running_heads_and_page_numbers_are_no_content_and_label_the_pages(example: Book, back: Any) -> None:
    book = build(back)
    assert back.title == example.title
    assert sum(page.label is not None and page.label.isdigit() for page in back.pages) > 10
    part = next(n for n in book.nodes if n.level == "part" and n.title == "大事记")
    place = book.place(part.start, part.end)
    printed = next(p for p in back.pages if p.sheet == place.sheet)
    assert place.page == printed.label and place.line is not None and place.line <= 3


# -- another house: no brackets, no bands, heads with folios, words to thumb for in the margin ------------------------------
HOUSE = r"""
#set page(width: 185mm, height: 260mm, margin: (x: 22mm, y: 25mm), columns: COLUMNS,
  header: context { set text(8pt); if calc.odd(here().page()) [青石年鉴 #h(1fr) #counter(page).display()] else [#counter(page).display() #h(1fr) 2025] },
  background: place(right + horizon, dx: -6mm, block(width: 10pt, text(9pt)[政 治 经 济])))
#set text(font: "Noto Serif CJK SC", size: 10pt, lang: "zh", cjk-latin-spacing: none)
#set par(first-line-indent: (amount: 2em, all: true), justify: true, leading: 0.7em, spacing: 0.7em)
"""
SENTENCES = ("全区坚持稳中求进，办结群众来信321件。", "走访困难家庭1204户，发放救助资金412.6万元，比上年增长3.2%。", "新建公园4个，改造绿地12公顷，城市绿化率达41.5%。", "完成投资18.40亿元，新增就业6820人。")


def house(columns: int) -> tuple[bytes, list[tuple[str, str]]]:
    """A book of two parts set in one, two or three columns, and its outline."""
    typst = pytest.importorskip("typst")
    out, tree = [HOUSE.replace("COLUMNS", str(columns))], []
    n = 0
    for part in ("第一编　政治", "第二编　经济"):
        out.append(f'#pagebreak(weak: true)\n#place(top + center, float: true, scope: "parent", text(font: "Noto Sans CJK SC", size: 20pt, weight: "bold")[{part}])\n')
        tree.append(("part", part.replace("\u3000", "")))
        for section in ("民政", "审计", "卫生健康"):
            out.append(f'#align(center, block(above: 1.2em, below: 1em, text(font: "Noto Sans CJK SC", size: 14pt)[{section}]))\n')
            tree.append(("section", section))
            for entry in ("综述", "重点工作推进", "队伍建设", "项目管理"):
                n += 1
                out.append(f'#text(font: "Noto Sans CJK SC", weight: "bold")[{entry}]　{"".join(SENTENCES[(n * k) % 4] for k in range(2, 5 + n % 3))}\n')
                tree.append(("entry", entry))
                for title in ("惠民行动", "阳光行动") if entry == "重点工作推进" else ():
                    out.append(f'#text(font: "AR PL UKai CN")[{title}。]{"".join(SENTENCES)}\n')
                    tree.append(("subentry", title))
            out.append(f'#align(right, text(font: "AR PL UKai CN")[（区{section}局）])\n')
    made_pdf: bytes = typst.compile("\n".join(out).encode("utf-8"))
    return made_pdf, tree


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_a_house_without_brackets_or_bands_keeps_its_outline_and_signatures(columns: int) -> None:
    data, tree = house(columns)
    source = reader.read(data, "别家.pdf")
    book = build(source)
    if not any("民政" in n.title for n in book.nodes):
        pytest.skip("the Chinese fonts of the test are not here")
    assert [(n.level, n.title) for n in book.nodes] == tree
    assert [n.byline for n in book.nodes if n.byline] == ["区民政局", "区审计局", "区卫生健康局"] * 2
    assert account(book, source.text) == [] and "政治经济" not in book.text and source.pages[0].label == "1"


@pytest.mark.parametrize("turn", ["-90deg", "90deg"])
def test_a_wide_table_that_lies_on_its_side_is_read_upright(turn: str) -> None:
    typst = pytest.importorskip("typst")
    table = "table(columns: (160pt, 80pt, 80pt), [主要农产品], [2023年], [2024年], [粮食产量], [4050], [4100], [蔬菜产量], [980], [1012])"
    text = '#set text(font: "Noto Serif CJK SC", size: 10pt, lang: "zh")\n#set page(footer: align(center, context counter(page).display()))\n' + "\n#pagebreak()\n".join(["全区粮食产量增长。" * 40, f"#rotate({turn}, reflow: true, {table})", "全区蔬菜产量增长。" * 40])
    source = reader.read(typst.compile(text.encode("utf-8")), "横表.pdf")
    book = build(source)
    if "粮食" not in book.text:
        pytest.skip("the Chinese fonts of the test are not here")
    (made_table,) = book.tables
    assert [["".join(book.text[c.start : c.end].split()) for c in row] for row in made_table.rows] == [["主要农产品", "2023年", "2024年"], ["粮食产量", "4050", "4100"], ["蔬菜产量", "980", "1012"]]
    assert [p.label for p in source.pages] == ["1", "2", "3"]


def test_a_small_text_keeps_its_outline(tmp_path: Path) -> None:
    first = build(source_of(BOOK, "青石.txt", "utf-8", []))
    book = build(reader.read(published(first, tmp_path), "青石.pdf"))
    assert [(n.level, n.title) for n in book.nodes] == [(n.level, n.title) for n in first.nodes]


# -- what files of other programs brought up ---------------------------------------------------------------------------
def test_text_drawn_round_is_bold_where_the_font_has_no_bold_cut() -> None:
    bold = b"BT /F 10 Tf 2 Tr 50 780 Td (abcd) Tj ET BT /F 10 Tf 0 Tr 90 780 Td (efgh) Tj ET " + page(["ijkl"] * 3).replace(b"780", b"700")
    source = reader.read(made([bold] * 2, cmap(0x4E00)), "粗.pdf")
    line = source.pages[0].lines[0]
    stretches = [(line.text[r.start : r.end], r.style.bold) for r in line.runs]
    assert (line.style is not None and line.style.bold) != any(b for _, b in stretches) and not source.pages[0].lines[1].style.bold


def test_a_page_box_that_is_inherited_places_head_and_foot() -> None:
    heads = [b"BT /F 8 Tf 50 480 Td (abcd    %d) Tj ET " % (n + 7) + page(["efgh ijkl mnop"] * 20).replace(b"780", b"440") for n in range(6)]
    data = made(heads, cmap(0x4E00)).replace(b"/MediaBox[0 0 595 842]", b"").replace(b"/Type/Pages", b"/Type/Pages/MediaBox[0 0 400 500]")
    source = reader.read(rebuilt(data), "承.pdf")
    assert [p.label for p in source.pages] == ["7", "8", "9", "10", "11", "12"]


def rebuilt(data: bytes) -> bytes:
    """A PDF whose table of offsets is made anew."""
    document = pdfium.PdfDocument(data)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


RUNNING = r"""
#set page(width: 150mm, height: 180mm, margin: 20mm, header: context { let n = here().page(); if n > 2 [#set text(8pt); §#calc.quo(n, 2).#n 第#{n}节标题 #h(1fr) #(n - 2)] })
#set text(font: "Noto Serif CJK SC", size: 10pt, lang: "zh", cjk-latin-spacing: none)
#align(center, text(18pt)[目　录])
民政 #h(1fr) 1\
审计 #h(1fr) 3\
教育 #h(1fr) 5\
卫生健康 #h(1fr) 6\
文化旅游 #h(1fr) 8\
附录 #h(1fr) 9
#pagebreak()
编辑说明：本书反映青石区2024年度情况。
"""


def test_heads_that_change_with_the_section_and_a_contents_list_without_leaders_leave_the_text() -> None:
    typst = pytest.importorskip("typst")
    body = "\n".join(f"#pagebreak()\n{''.join(SENTENCES) * 6}" for _ in range(10))
    source = reader.read(typst.compile((RUNNING + body).encode("utf-8")), "节.pdf")
    text = "".join(line.text for p in source.pages for line in p.lines)
    if "青石区" not in text:
        pytest.skip("the Chinese fonts of the test are not here")
    assert [p.label for p in source.pages][2:] == [str(n) for n in range(1, 11)]
    assert "节标题" not in text and "卫生健康" not in text and not any("no text layer" in w for w in source.warnings)


def test_a_table_continued_over_pages_is_one_table_and_its_mending_is_told() -> None:
    typst = pytest.importorskip("typst")
    head = "[镇街],[2023年户数],[2024年户数],[2024年人口]"
    grid = "table(stroke: none, columns: (3cm,2.2cm,2.2cm,2.2cm), align: (left,right,right,right), inset: 4pt, " + head + ", "
    pages = [
        f"#align(center)[表1　各镇街人口]\n#align(right)[单位：户、人]\n#{grid}[临江街道],[1024],[1100],[3120],[石桥镇],[2024],[2100],[6120],[白沙镇],[3024],[3100],[9120])",
        f"#align(center)[续表]\n#align(right)[单位：户、人]\n#{grid}[东山街道],[124],[110],[312],[西山镇],[204],[210],[612],[合计],[6400],[6620],[19284])",
    ]
    text = '#set page(width: 150mm, height: 90mm)\n#set text(font: "Noto Serif CJK SC", size: 10pt, lang: "zh", cjk-latin-spacing: none)\n' + "\n#pagebreak()\n".join(pages)
    source = reader.read(typst.compile(text.encode("utf-8")), "续.pdf")
    book = build(source)
    if "临江" not in book.text:
        pytest.skip("the Chinese fonts of the test are not here")
    (table,) = book.tables
    assert [next("".join(book.text[c.start : c.end].split()) for c in row) for row in table.rows] == ["镇街", "临江街道", "石桥镇", "白沙镇", "东山街道", "西山镇", "合计"]
    assert table.unit == "户、人" and "续表" not in book.text and [m.kind for m in source.mended] == ["joined table"] and account(book, source.text) == []


def test_two_titles_one_over_the_other_are_two_and_a_title_that_fills_its_line_is_one() -> None:
    typst = pytest.importorskip("typst")
    head = '#set page(width: 120mm, height: 200mm)\n#set text(font: "Noto Serif CJK SC", size: 10pt, lang: "zh", cjk-latin-spacing: none)\n#let h(t) = align(center, block(above: 1.2em, below: 1em, text(size: 14pt, t)))\n'
    long = "关于青石区2024年国民经济和社会发展计划执行情况的报告"
    source = reader.read(typst.compile((head + f"#h[群众团体]\n#h[总工会]\n{''.join(SENTENCES) * 3}\n#h[{long}]\n{''.join(SENTENCES) * 3}").encode("utf-8")), "题.pdf")
    if "总工会" not in source.text:
        pytest.skip("the Chinese fonts of the test are not here")
    assert [n.title for n in build(source).nodes if n.level in ("part", "section")][-3:] == ["群众团体", "总工会", long]
