"""The PDF: every word of the book is on its pages, set as the field sets it, and nothing of it is taken for code."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tongjian.book import Book
from tongjian.publish import PUBLISHERS, PublishError, pdf
from tongjian.read.markdown import source_of
from tongjian.structure import build

HOSTILE = ["#let x = 1", "$a^2$", "*粗* _斜_", "@引用 <标签>", "反斜杠\\n", "`代码`", "= 不是标题", "[方括号]", "\"引号\" '引号'", "//注释 /*注释*/", "~--- 破折", "{花括号}", "https://a.example/#x"]
YEARBOOK = """---
tongjian: 1
title: "青石年鉴（2025）"
year: 2025
region: "青石区"
---

# 大事记

## 1月

**5日上午**，区两会召开。

# 经济

## 农业 <!-- group -->

### 种植业

**【概况】** 2024年，青石区粮食产量3.2万吨。

*病虫防治。* 统防12万亩次。

表1 主要农产品产量 <!-- caption -->

单位：吨 <!-- note -->

| 品种 | 产量 | < |
|---|---|---|
| ^ | 总产 | 单产 |
| 粮食 | 32000 | 420 |
| 注：单产为亩产 <!-- note --> |

（区农业农村局）

# 名录 <!-- namelist -->

**区农业农村局**

- 张三 | 局长
- 李四 | 副局长（8月开始担任）
"""


@pytest.fixture(scope="session", autouse=True)
def _printer() -> None:
    pytest.importorskip("typst", reason="Typst is not installed: pip install 'tongjian[pdf]'")
    pytest.importorskip("pypdfium2", reason="pypdfium2, which reads the pages back, is not installed: pip install 'tongjian[pdf]'")
    try:
        pdf._fonts()
    except PublishError as missing:
        pytest.skip(str(missing))


def book_of(text: str = YEARBOOK) -> Book:
    return build(source_of(text, "青石.md"))


def raw_pages(printed: bytes) -> list[str]:
    import pypdfium2

    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(printed)]


def pages_of(printed: bytes) -> list[str]:
    """The text of each page without white space."""
    return [re.sub(r"\s+", "", page) for page in raw_pages(printed)]


def words_of(book: Book) -> list[str]:
    """What must be found together on a page: paragraphs and cells, without white space."""
    return [re.sub(r"\s+", "", words) for words in re.split(r"[\n\t]", book.text) if words.strip()]


@pytest.fixture(scope="session")
def pages() -> list[str]:
    return pages_of(pdf.typeset(book_of()))


def test_every_word_is_printed(pages: list[str]) -> None:
    whole = "".join(pages)
    assert [words for words in words_of(book_of()) if words not in whole] == []


def test_hostile_text_is_printed_as_it_stands() -> None:
    lines = "\n\n".join(f"```\n{words}\n```" for words in HOSTILE)
    book = book_of(f"# 经济\n\n## 农业\n\n{lines}\n\n| {' | '.join(['#x', '$y$'])} |\n|---|---|\n| @z | <w> |\n")
    whole = "".join(pages_of(pdf.typeset(book)))
    assert [words for words in words_of(book) if words not in whole] == []


def test_parts_open_on_odd_pages_and_the_contents_give_their_numbers(pages: list[str]) -> None:
    contents = next(page for page in raw_pages(pdf.typeset(book_of())) if re.sub(r"\s+", "", page).startswith("目录"))
    first = next(i for i, page in enumerate(pages) if page.startswith("大事记1月"))
    assert first % 2 == 0  # sheets are counted from 0 here
    for title in ("大事记", "经济", "名录"):
        line = next(row for row in contents.splitlines() if row.startswith(title))
        number = int(re.search(r"(\d+)\s*$", line)[1])  # type: ignore[index]
        assert number % 2 == 1
        assert pages[first + number - 1].startswith(title)
        assert pages[first + number - 1].endswith(str(number))


def test_running_heads_name_the_book_on_the_left_and_the_part_on_the_right() -> None:
    body = "\n\n".join(f"**【条目{n}】** {'青石区农业平稳发展。' * 40}" for n in range(40))
    found = pages_of(pdf.typeset(book_of(f"---\ntongjian: 1\ntitle: 青石年鉴\n---\n\n# 经济\n\n## 农业\n\n{body}\n")))
    first = next(i for i, page in enumerate(found) if page.startswith("经济农业"))
    assert len(found) > first + 2
    assert found[first + 1].startswith("青石年鉴") and found[first + 1].endswith("2")
    assert found[first + 2].startswith("经济") and not found[first + 2].startswith("经济农业")


def test_the_head_of_a_long_table_stands_on_each_page_of_it() -> None:
    rows = "\n".join(f"| 产品{n} | {n * 7} |" for n in range(300))
    found = pages_of(pdf.typeset(book_of(f"---\ntongjian: 1\n---\n\n# 经济\n\n| 品名甲 | 产量乙 |\n|---|---|\n{rows}\n")))
    assert sum(page.count("品名甲产量乙") for page in found) >= 3
    assert "产品299" in "".join(found)


@pytest.mark.parametrize(
    "table",
    [
        "| 甲 | 乙 |\n|---|---|\n| 丙 |\n| 丁 | 戊 |",  # a short row
        "| 甲 | < | 乙 |\n|---|---|---|\n| 丙 | ^ | 丁 |",  # marks that cover nothing to speak of
        "|  |  |\n|---|---|\n| 丙 | 丁 |",  # no head
        "| 甲 | 乙 |\n|---|---|",  # a head alone
        "<!-- table head=2 scrambled -->\n| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |",
        "| 甲 <!-- rows=9 columns=9 --> | 乙 |\n|---|---|\n| 丙 | 丁 |",  # merged beyond the table
        "| " + " | ".join(f"列{n}" for n in range(14)) + " |\n" + "|---" * 14 + "|\n" + "\n".join("| " + " | ".join(f"{r}之{n}" for n in range(14)) + " |" for r in range(40)),
    ],
)
def test_tables_of_any_shape_are_printed(table: str) -> None:
    book = book_of(f"---\ntongjian: 1\n---\n\n# 经济\n\n**【概况】** 见表。\n\n{table}\n")
    whole = "".join(pages_of(pdf.typeset(book)))
    assert [words for words in words_of(book) if words not in whole] == []


def test_the_same_book_gives_the_same_bytes() -> None:
    assert pdf.typeset(book_of()) == pdf.typeset(book_of())


def test_a_book_without_any_text_is_still_a_book() -> None:
    assert pages_of(pdf.typeset(build(source_of("---\ntongjian: 1\ntitle: 青石年鉴\n---\n", "青石.md"))))


def test_missing_fonts_are_said_in_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pdf, "_families", lambda: frozenset(["DejaVu Sans"]))
    with pytest.raises(PublishError, match="fonts-noto-cjk") as found:
        PUBLISHERS["pdf"](book_of(), tmp_path / "a.pdf")
    assert "\n" not in str(found.value) and not (tmp_path / "a.pdf").exists()


def test_a_missing_typst_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(PublishError, match=r"pip install 'tongjian\[pdf\]'"):
        PUBLISHERS["pdf"](book_of(), tmp_path / "a.pdf")


def test_a_failure_leaves_the_earlier_pdf_as_it_was(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import typst

    out = tmp_path / "a.pdf"
    out.write_bytes(b"before")
    monkeypatch.setattr(typst, "compile", lambda *a, **k: (_ for _ in ()).throw(RuntimeError("boom")))
    with pytest.raises(PublishError, match="boom"):
        PUBLISHERS["pdf"](book_of(), out)
    assert out.read_bytes() == b"before" and [p.name for p in tmp_path.iterdir()] == ["a.pdf"]


def test_a_folder_is_no_place_for_a_pdf(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="folder"):
        PUBLISHERS["pdf"](book_of(), tmp_path)
