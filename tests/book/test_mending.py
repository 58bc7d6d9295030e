"""What was mended between print and running text is told: kind, place, how often."""

from __future__ import annotations

import pytest

from tongjian.book import MENDINGS, Book, Line, Mended, Page, Source, mendings
from tongjian.book.mending import by_node, count_by_kind
from tongjian.structure import build

FIRST = ["政治", "民政", "【概况】　2024年，青石区民政局内设科室6个，在编职工31人，", "全年发放救助金412.6万元，比上年增长3.2%。全区有养老机"]
SECOND = ["构9家，床位1204张，护理人员88人，为老年人提供日间照料和上", "门服务3.4万人次。"]
HEAD = ["青石年鉴（2025）", "26"]


def layer(*pages: list[str]) -> Book:
    """A text layer: a blank line after each printed one, a page begun by a line with one space."""
    lines = []
    for page in pages:
        for n, line in enumerate(page):
            if n == 0 and lines:
                lines.pop()
            lines += [(" " if n == 0 else "") + line, ""]
    text = "\n".join(lines)
    made, at = [], 0
    for line in text.split("\n"):
        made.append(Line(line, at))
        at += len(line) + 1
    return build(Source(name="青石.txt", form="text", text=text, pages=(Page(tuple(made)),)))


def kinds(book: Book) -> list[str]:
    return [m.kind for m in mendings(book)]


def test_a_sentence_cut_by_a_page_is_told_where_it_goes_on() -> None:
    book = layer(FIRST, SECOND, ["【社会救助】　城市低保对象812户1203人。"])
    (found,) = mendings(book)
    assert found.kind == "page break" and book.text[found.at :].startswith("构9家") and book.text[found.at - 1] == "机"
    assert "养老机构9家" in book.text
    (index,) = by_node(book)
    assert book.nodes[index].title == "概况"


def test_a_running_head_in_mid_sentence_is_told_with_its_line() -> None:
    book = layer([*FIRST, *HEAD], SECOND)
    assert set(kinds(book)) == {"running head", "page break"} and "养老机构9家" in book.text and "青石年鉴（2025）" not in book.text
    lines = {book.line_of(m.source[0]) for m in mendings(book) if m.kind == "running head"}
    assert lines == {9, 11}


def test_a_page_that_ends_with_its_sentence_needs_no_mending() -> None:
    assert kinds(layer([*FIRST[:2], "【概况】　2024年，青石区民政局内设科室6个。"], ["【社会救助】　城市低保对象812户1203人。"])) == []


@pytest.mark.parametrize("kind", ["vertical text", "radicals", "joined table", "turned sheet"])
def test_what_a_reader_mended_is_among_them_and_counted(kind: str) -> None:
    text = "全区粮食产量4100吨。"
    page = Page((Line(text, 0),), sheet=1)
    book = build(Source(name="青石.pdf", form="pdf", text=text, pages=(page,), mended=(Mended(kind, 0, len(text), 3),)))
    assert count_by_kind(book) == [(kind, 3)] and all(MENDINGS[kind])
