"""The round-trip law: a book printed as Markdown reads back to the same content."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import real_books
from tongjian.book import Book, Cell, Line, Page, Source, account, content
from tongjian.publish.markdown import markdown
from tongjian.read import markdown as reader
from tongjian.read import open_book
from tongjian.read.text import source_of as text_source
from tongjian.structure import build


def again(book: Book) -> Book:
    """The book, printed as Markdown and read back; the accounting law holds on the way."""
    printed = markdown(book)
    found = build(reader.source_of(printed, "again.md"))
    assert account(found, printed) == []
    return found


@pytest.mark.parametrize("path", real_books() or [pytest.param(Path(), marks=pytest.mark.skip("the real books are not here (set TONGJIAN_BOOKS)"))], ids=lambda p: p.name)
def test_every_real_book_reads_back_to_the_same_content(path: Path) -> None:
    book = open_book(path)
    found = again(book)
    assert found.text == book.text
    assert content(found) == content(book)
    assert markdown(found) == markdown(book)


def test_a_small_yearbook_reads_back(lay: Callable[..., Book]) -> None:
    book = lay(
        """
        编辑说明
        《青石年鉴（2025）》记述青石区2024年的情况。
        """,
        """
        经    济
        农    业
        【概况】 2024年，青石区粮食产量3.2万吨，比上年增长2.1%。
        碧水行动。推进河道整治12 条。
        表1 2024年青石区主要农产品产量
        单位：吨
        品种 产量 增长
        粮食 32000 2.1
        蔬菜 51000 3.4
        （区农业农村局）
        """,
    )
    found = again(book)
    assert content(found) == content(book)


# -- through other forms -----------------------------------------------------------------------------------------------
EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "qingshi" / "qingshi-2025.md"
BOOKS = [EXAMPLE, *(p for p in real_books() if p.suffix == ".txt")]


def through(path: Path, form: str, folder: Path) -> tuple[Book, Book]:
    """A book, and the same printed in another form and read back; the accounting law holds on the way."""
    from tongjian.publish import PUBLISHERS
    from tongjian.read import read_source

    book = open_book(path)
    made = folder / f"书.{form}"
    PUBLISHERS[form](book, made)
    source = read_source(made)
    found = build(source)
    assert account(found, source.text) == []
    return book, found


def test_the_example_reads_back_from_its_epub_to_the_same_content(tmp_path: Path) -> None:
    book, found = through(EXAMPLE, "epub", tmp_path)
    assert content(found) == content(book)


@pytest.mark.parametrize("form", ["epub", "docx"])
@pytest.mark.parametrize("path", BOOKS, ids=lambda p: p.name)
def test_every_book_keeps_its_text_titles_levels_and_signatures(path: Path, form: str, tmp_path: Path) -> None:
    book, found = through(path, form, tmp_path)

    def shape(b: Book) -> list[tuple[object, ...]]:
        return [(n.level, n.title, n.byline, n.start, n.title_span) for n in b.nodes if n.kind != "table"]

    assert found.text == book.text and (found.title, found.year, found.region) == (book.title, book.year, book.region)
    assert shape(found) == shape(book)
    if path == EXAMPLE:
        assert content(found).tables == content(book).tables


# -- properties ------------------------------------------------------------------------------------------------------
# What a hostile text would print to be taken for mark-up, beside what yearbooks print.
HOSTILE = st.sampled_from(
    [
        *"#*_`|<>^~$\\[]!-+=&{}:.()",
        "---", "***", "# ", "## ", "- ", "1. ", "1)", "> ", "```", "~~~", "| a | b |", "|---|---|", "<!-- part -->", "<!--", "-->", "&lt;", "<br>", "[x](y)",
        "![x](y)", "[x]: y", "**粗**", "*斜*", "_斜_", "\\*", "\\\\", "\t", " ", "  ", "\u3000", "\ufeff", "　　", "A", "GDP ", "x y", "3", "2.5", "％",
        "【概况】", "【", "】", "〖", "〗", "（区农业局）", "（", "）", "经　济", "大事记", "3月", "5日，", "是月，", "全年粮食产量3.2万吨。", "一、综合", "（一）", "表1 ",
        "单位：万元", "甲  局长", "碧水行动。", "续表", "§",
    ]
)
WORDS = st.lists(HOSTILE, min_size=1, max_size=6).map("".join)
SETTINGS = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SETTINGS
@given(st.lists(st.one_of(WORDS, st.just("")), min_size=1, max_size=30))
def test_hostile_plain_text_reads_back(rows: list[str]) -> None:
    book = build(text_source("\n".join(rows), "青石.txt", "utf-8", []))
    assert content(again(book)) == content(book)


@SETTINGS
@given(st.lists(st.one_of(WORDS, st.just(""), st.tuples(st.sampled_from(["# ", "## ", "### ", "- ", "> ", "| "]), WORDS).map("".join)), min_size=1, max_size=30))
def test_anybodys_markdown_reads_back_and_loses_nothing(rows: list[str]) -> None:
    printed = "\n".join(rows)
    book = build(reader.source_of(printed, "青石.md"))
    assert account(book, printed) == []
    assert content(again(book)) == content(book)


@st.composite
def told(draw: st.DrawFn) -> Source:
    """A complete source of any shape: roles in any order, titles anywhere, merged and empty cells, nodes closed early."""
    parts: list[str] = []
    lines: list[Line] = []

    def put(text: str, **about: Any) -> None:
        at = sum(map(len, parts))
        parts.append(text + "\n")
        lines.append(Line(text, at, whole=True, **about))

    kinds = st.sampled_from([None, None, None, "prose", "group", "chronicle", "table", "bulletin", "namelist"])
    within = st.one_of(st.none(), st.none(), st.none(), st.integers(1, 4))
    put("经济", role="part")
    table = 0
    for _ in range(draw(st.integers(0, 14))):
        role = draw(st.sampled_from(["part", "section", "section", "entry", "subentry", "text", "byline", "list", "table"]))
        if role == "table":
            for before in draw(st.sampled_from([[], ["caption"], ["note"], ["caption", "note"]])):
                put(draw(WORDS), role=before, cell=Cell(table, -1, 0), within=draw(within) if before == "caption" else None)
            heads = draw(st.integers(0, 2))
            lost = draw(st.booleans())
            for r in range(draw(st.integers(1, 4))):
                if r and draw(st.integers(0, 5)) == 0:
                    put(draw(WORDS), role="note", cell=Cell(table, r, 0))
                for c in range(draw(st.integers(1, 4))):
                    size = {"rows": draw(st.integers(1, 2)), "columns": draw(st.integers(1, 2))}
                    put(draw(st.one_of(st.just(""), WORDS)), cell=Cell(table, r, c, head=r < heads, scrambled=lost, **size))
            table += 1
        elif role == "list":
            row = len(lines)
            for c in range(draw(st.integers(2, 3))):
                put(draw(st.one_of(st.just(""), WORDS)), cell=Cell(-1, row, c))
        else:
            words = draw(WORDS)
            about: dict[str, Any] = {"role": role, "within": draw(within)}
            if role in ("part", "section", "entry", "subentry"):
                about["kind"] = draw(kinds)
                about["name"] = draw(st.one_of(st.none(), WORDS))
            if role == "section":
                about["depth"] = draw(st.integers(2, 8))
            if role in ("entry", "subentry"):
                at = sum(map(len, parts))
                a = draw(st.integers(0, len(words) - 1))
                b = draw(st.integers(a + 1, len(words)))
                about["title"] = draw(st.one_of(st.none(), st.just((at + a, at + b))))
            if role == "subentry":
                about["inferred"] = draw(st.booleans())
            if role == "byline":
                about["name"] = draw(st.one_of(st.none(), WORDS))
            put(words, **about)
    return Source("青石.docx", "docx", "".join(parts), (Page(tuple(lines)),), complete=True, title=draw(st.one_of(st.none(), WORDS)))


@SETTINGS
@given(told())
def test_a_book_of_any_shape_reads_back(source: Source) -> None:
    book = build(source)
    found, wanted = content(again(book)), content(book)
    assert found.text == wanted.text
    assert [(a, b) for a, b in zip(found.nodes, wanted.nodes, strict=True) if a != b] == []
    assert found == wanted
