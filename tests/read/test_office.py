"""Files as LibreOffice writes them: tracked changes, comments, notes, text boxes, tables in tables, in every form that it saves."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tongjian.book import Book, account
from tongjian.read import How, read_source
from tongjian.structure import build

OFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not here")

NAMES = " ".join(
    f'xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{p}:1.0"' for p in ("office", "text", "table", "style")
) + ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
WHO = "<office:change-info><dc:creator>编辑甲</dc:creator><dc:date>2025-03-01T10:00:00</dc:date></office:change-info>"
INNER = "<table:table><table:table-column table:number-columns-repeated='2'/>{}</table:table>"


def row(*cells: str) -> str:
    return f"<table:table-row>{''.join(f'<table:table-cell><text:p>{c}</text:p></table:table-cell>' for c in cells)}</table:table-row>"


MANUSCRIPT = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {NAMES} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>
<text:tracked-changes>
<text:changed-region text:id="c1"><text:insertion>{WHO}</text:insertion></text:changed-region>
<text:changed-region text:id="c2"><text:deletion>{WHO}<text:p>31.5</text:p></text:deletion></text:changed-region>
</text:tracked-changes>
<text:h text:outline-level="1">经济</text:h>
<text:h text:outline-level="2">农业</text:h>
<text:p>【概况】2024年，青石区粮食产量<text:change text:change-id="c2"/><text:change-start text:change-id="c1"/>32.0<text:change-end text:change-id="c1"/>万吨<office:annotation><dc:creator>审稿人</dc:creator><text:p>请核对产量</text:p></office:annotation>，比上年增长2.1%<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>增长率按可比口径计算。</text:p></text:note-body></text:note>。</text:p>
<text:p><draw:frame text:anchor-type="paragraph" svg:width="6cm" svg:height="2cm"><draw:text-box><text:p>链接：青石大米获国家地理标志。</text:p></draw:text-box></draw:frame>蔬菜产量51万吨。</text:p>
{INNER.format(row("品种", "产量") + "<table:table-row><table:table-cell><text:p>粮食</text:p></table:table-cell><table:table-cell><text:p>32.0</text:p>" + INNER.format(row("夏粮", "5.1") + row("秋粮", "26.9")) + "</table:table-cell></table:table-row>")}
<text:p>（区农业农村局）</text:p>
</office:text></office:body></office:document>"""


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The manuscript in the forms that LibreOffice saves."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "稿.fodt").write_text(MANUSCRIPT, encoding="utf-8")
    for form in ("docx", "html", "doc"):
        subprocess.run([str(OFFICE), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", form, "--outdir", str(folder), str(folder / "稿.fodt")], capture_output=True, check=False, timeout=120)
        if not (folder / f"稿.{form}").exists():
            pytest.skip(f"LibreOffice wrote no {form} here")
    return folder


def read(file: Path, **how: bool) -> tuple[Book, tuple[str, ...]]:
    source = read_source(file, How(**how))
    book = build(source)
    assert account(book, source.text) == []
    return book, source.warnings


def body(book: Book) -> str:
    return next(book.body(i) for i, n in enumerate(book.nodes) if n.level == "section").replace("\n", " ")


@pytest.mark.parametrize("form", ["docx", "doc"])
def test_what_was_struck_out_and_what_stands_for_it_are_never_one_figure(saved: Path, form: str) -> None:
    book, warnings = read(saved / f"稿.{form}")
    assert "产量32.0万吨，比上年增长2.1%。" in body(book)
    assert any("accepted: 1 insertions, 1 deletions" in w for w in warnings)


def test_changes_refused_leave_the_text_as_it_was(saved: Path) -> None:
    book, warnings = read(saved / "稿.docx", refuse_changes=True)
    assert "产量31.5万吨，" in body(book) and any("refused" in w for w in warnings)


@pytest.mark.parametrize("form", ["docx", "doc"])
def test_a_comment_is_told_of_and_is_no_text(saved: Path, form: str) -> None:
    book, warnings = read(saved / f"稿.{form}")
    assert "请核对" not in book.text and any("1 comments" in w for w in warnings)


@pytest.mark.parametrize("form", ["docx", "doc", "html"])
def test_a_note_a_text_box_and_a_table_in_a_table_are_kept_whole(saved: Path, form: str) -> None:
    book, _ = read(saved / f"稿.{form}")
    assert "比上年增长2.1%。" in book.text and "增长率按可比口径计算。" in book.text and book.text.count("青石大米获国家地理标志") == 1
    cells = [[["".join(book.text[c.start : c.end].split()) for c in r] for r in t.rows] for t in book.tables]
    assert cells == [[["品种", "产量"], ["粮食", "32.0"]], [["夏粮", "5.1"], ["秋粮", "26.9"]]]
    assert [n.byline for n in book.nodes if n.byline] == ["区农业农村局"]
    assert [(n.level, n.title) for n in book.nodes if n.kind != "table"] == [("part", "经济"), ("section", "农业"), ("entry", "概况")]
