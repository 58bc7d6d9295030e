"""OCR: a scan comes back as the page that was scanned, page by page, and says how sure it is."""

from __future__ import annotations

import difflib
import importlib.util
import io
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

pdfium = pytest.importorskip("pypdfium2")
pytest.importorskip("pdf_oxide")

from tongjian.book import account  # noqa: E402
from tongjian.cli import app  # noqa: E402
from tongjian.read import How, read_source  # noqa: E402
from tongjian.structure import build  # noqa: E402

HERE = all(importlib.util.find_spec(m) for m in ("rapidocr", "onnxruntime", "cv2"))
needs_ocr = pytest.mark.skipif(not HERE, reason="the extra `ocr` is not installed (pip install 'tongjian[ocr]')")

PAGE = """#set page(width: 160mm, height: 150mm, margin: 15mm)
#set text(font: "Noto Serif CJK SC", size: 11pt, lang: "zh", cjk-latin-spacing: none)
#set par(first-line-indent: (amount: 2em, all: true), justify: true, leading: 0.8em, spacing: 0.8em)
#align(center, block(below: 1.5em, text(size: 17pt)[民政]))
【概况】2024年，青石区民政局内设科室6个，在编职工31人，全年发放救助金412.6万元，比上年增长3.2%。全区有养老机构9家，床位1204张。

【社会救助】全区有城市低保对象812户1203人，农村低保对象640户1011人，临时救助96人次。

（区民政局）
#v(1em)
#table(columns: (120pt, 80pt, 80pt), [指标名称], [2023年], [2024年], [救助金（万元）], [399.8], [412.6], [养老机构（家）], [8], [9])
"""


def typeset(text: str) -> bytes:
    typst = pytest.importorskip("typst")
    made: bytes = typst.compile(text.encode("utf-8"))
    probe = pdfium.PdfDocument(made)
    if "民政局" not in "".join(probe[0].get_textpage().get_text_range().split()):
        pytest.skip("the Chinese fonts of the test are not here")
    return made


def scanned(data: bytes, keep: bool = False) -> bytes:
    """The pages as pictures of 200 dots an inch; `keep`: behind the page with its text."""
    given, made = pdfium.PdfDocument(data), pdfium.PdfDocument.new()
    if keep:
        made.import_pages(given)
    for page in given:
        width, height = page.get_size()
        sheet = made.new_page(width, height)
        picture = pdfium.PdfImage.new(made)
        picture.set_bitmap(page.render(scale=200 / 72))
        picture.set_matrix(pdfium.PdfMatrix().scale(width, height))
        sheet.insert_obj(picture)
        sheet.gen_content()
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


@needs_ocr
def test_a_scan_comes_back_with_its_titles_signature_and_table(tmp_path: Path) -> None:
    data = typeset(PAGE)
    file = tmp_path / "扫描.pdf"
    file.write_bytes(scanned(data))
    heard: list[tuple[int, int]] = []
    source = read_source(file, How(ocr=True, tell=lambda done, total: heard.append((done, total))))
    book = build(source)
    assert account(book, source.text) == []
    assert [n.title for n in book.nodes if n.level == "entry"] == ["概况", "社会救助"]
    assert "区民政局" in [n.byline for n in book.nodes]
    (table,) = book.tables
    assert [[plain(book.text[c.start : c.end]) for c in row] for row in table.rows] == [["指标名称", "2023年", "2024年"], ["救助金（万元）", "399.8", "412.6"], ["养老机构（家）", "8", "9"]]
    whole = "".join(re.findall(r"[\u4e00-\u9fff\d.%]", PAGE.split("【", 1)[1].split("#v")[0]))
    read = "".join(re.findall(r"[\u4e00-\u9fff\d.%]", book.text))
    assert sum(m.size for m in difflib.SequenceMatcher(None, whole, read, autojunk=False).get_matching_blocks()) >= 0.98 * len(whole)
    assert heard == [(0, 1), (1, 1)]
    assert any(re.search(r"1 of 1 pages were read by OCR.*: 1 \((?:0\.[89]\d|1\.00)\)", w) for w in source.warnings)


@needs_ocr
def test_only_pages_without_text_are_read_as_pictures_and_progress_is_told(tmp_path: Path) -> None:
    file = tmp_path / "半.pdf"
    file.write_bytes(scanned(typeset(PAGE), keep=True))
    told = CliRunner().invoke(app, ["outline", str(file), "--ocr", "--format", "jsonl"])
    assert told.exit_code == 0 and told.stdout.count("【概况】") + told.stdout.count('"title": "概况"') >= 2
    assert "OCR, 1 of 1 pages" in told.stderr and "1 of 2 pages were read by OCR" in told.stderr and ": 2 (" in told.stderr
    silent = CliRunner().invoke(app, ["outline", str(file), "--format", "jsonl"])
    assert silent.exit_code == 0 and "1 of 2 pages have no text layer (sheets 2)" in silent.stderr and "--ocr" in silent.stderr


@needs_ocr
def test_a_page_whose_fonts_do_not_say_their_characters_is_read_as_it_looks(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("pdfs_by_hand", Path(__file__).with_name("test_pdf.py"))
    assert spec is not None and spec.loader is not None
    by_hand = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(by_hand)
    file = tmp_path / "乱.pdf"
    file.write_bytes(by_hand.made([by_hand.page(["GDP GREW BY SIX PERCENT"] * 12, size=14)], by_hand.cmap(0xE000)))
    source = read_source(file, How(ocr=True))
    assert source.text.replace(" ", "").count("GDPGREWBYSIXPERCENT") >= 10
    assert any("read by OCR" in w for w in source.warnings) and not any("no meaning" in w for w in source.warnings)


@pytest.mark.skipif(HERE, reason="the extra `ocr` is installed")
def test_without_the_extra_one_line_says_how(tmp_path: Path) -> None:
    file = tmp_path / "扫描.pdf"
    file.write_bytes(scanned(typeset(PAGE)))
    told = CliRunner().invoke(app, ["outline", str(file), "--ocr", "--format", "jsonl"])
    assert told.exit_code == 2 and told.stdout == ""
    assert "OCR needs the package" in told.stderr and "pip install 'tongjian[ocr]'" in told.stderr and told.stderr.count("\n") == 1


def test_ocr_is_not_asked_of_pages_that_have_their_text(tmp_path: Path) -> None:
    file = tmp_path / "书.pdf"
    file.write_bytes(typeset(PAGE))
    told = CliRunner().invoke(app, ["outline", str(file), "--ocr", "--format", "jsonl"])
    assert told.exit_code == 0 and "OCR" not in told.stderr


# -- picture files -----------------------------------------------------------------------------------------------------
def pictured(data: bytes, form: str, times: int = 1) -> bytes:
    """The first page as a picture file, `times` over where the form holds several."""
    image = pytest.importorskip("PIL.Image")
    picture = image.fromarray(pdfium.PdfDocument(data)[0].render(scale=150 / 72).to_numpy()[:, :, 2::-1])
    out = io.BytesIO()
    more = {"save_all": True, "append_images": [picture] * (times - 1)} if times > 1 else {}
    picture.save(out, form, **more)
    return out.getvalue()


@needs_ocr
@pytest.mark.parametrize(("form", "pages"), [("PNG", 1), ("JPEG", 1), ("TIFF", 2)])
def test_a_picture_file_is_read_as_the_pages_that_it_shows(tmp_path: Path, form: str, pages: int) -> None:
    file = tmp_path / f"扫描.{form.lower()}"
    file.write_bytes(pictured(typeset(PAGE), form, pages))
    source = read_source(file)
    book = build(source)
    assert source.form == "picture" and len(source.pages) == pages and account(book, source.text) == []
    assert [n.title for n in book.nodes if n.level == "entry"] == ["概况", "社会救助"] * pages
    assert any("read by OCR" in w for w in source.warnings)


@needs_ocr
@pytest.mark.parametrize("cut", [40, 3000])
def test_a_broken_picture_is_one_clear_line(tmp_path: Path, cut: int) -> None:
    file = tmp_path / "坏.tif"
    file.write_bytes(pictured(typeset(PAGE), "TIFF")[:cut])
    told = CliRunner().invoke(app, ["outline", str(file)])
    assert told.exit_code == 2 and "the picture is broken" in told.stderr and told.stderr.count("\n") == 1


@pytest.mark.skipif(HERE, reason="the extra `ocr` is installed")
@pytest.mark.parametrize("magic", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"II*\0", b"MM\0*", b"GIF89a", b"BM\0\0", b"RIFF\0\0\0\0WEBP"])
def test_without_the_extra_a_picture_is_named_and_what_it_needs(tmp_path: Path, magic: bytes) -> None:
    file = tmp_path / "扫描.png"
    file.write_bytes(magic + bytes(900))
    told = CliRunner().invoke(app, ["outline", str(file)])
    assert told.exit_code == 2 and "this is a picture" in told.stderr and "pip install 'tongjian[ocr]'" in told.stderr and told.stderr.count("\n") == 1
