"""What is only printed larger, on a band, bold or in another font is a heading or a run-in title."""

from __future__ import annotations

import pytest

from tongjian.book import Book, Line, Page, Run, Source, Style, account
from tongjian.structure import build

SONG = Style(font="宋体", size=10.5)
KAI = Style(font="楷体", size=10.5)
BOLD = Style(font="黑体", size=10.5, bold=True)
BODY = "全年办结群众来信321件，走访困难家庭1204户，发放救助金412.6万元，比上年增长3.2%。"


def large(size: float, fill: float | None = None) -> Style:
    return Style(font="黑体", size=size, bold=True, fill=fill)


def source(*rows: tuple[object, ...], whole: bool = True) -> Source:
    """Rows of (style, text) or (style, text, style of the rest, rest)."""
    text, lines = "", []
    for row in rows:
        style, words, *rest = row
        runs: tuple[Run, ...] = ()
        if rest:
            runs = (Run(0, len(str(words)), style),)  # type: ignore[arg-type]
            style, words = rest[0], str(words) + str(rest[1])
        lines.append(Line(str(words), len(text), style=style, whole=whole, starts=True, runs=runs))  # type: ignore[arg-type]
        text += str(words) + "\n"
    return Source(name="稿.docx", form="docx", text=text, pages=(Page(tuple(lines)),), numbered_lines=False)


def book(*rows: tuple[object, ...]) -> Book:
    made = source(*rows)
    built = build(made)
    assert account(built, made.text) == []
    return built


def outline(built: Book) -> list[tuple[str, str]]:
    return [(n.level, n.title) for n in built.nodes]


def test_headings_are_ranked_by_size() -> None:
    built = book((large(22), "政治"), (large(15), "民政"), (BOLD, "【概况】", SONG, "　" + BODY), (SONG, BODY), (large(15), "审计"), (BOLD, "【概况】", SONG, "　" + BODY))
    assert outline(built) == [("part", "政治"), ("section", "民政"), ("entry", "概况"), ("section", "审计"), ("entry", "概况")]


def test_of_one_size_the_darker_band_stands_higher() -> None:
    built = book((large(22), "经济"), (large(14, 0.7), "农业"), (large(14, 0.9), "种植业"), (SONG, BODY), (large(14, 0.9), "水利"), (SONG, BODY))
    parents = {n.title: built.nodes[n.parent].title for n in built.nodes if n.parent >= 0}
    assert parents == {"农业": "经济", "种植业": "农业", "水利": "农业"}


@pytest.mark.parametrize("style", [KAI, Style(font="楷体", size=10.5, bold=True)])
def test_a_title_in_another_font_before_its_text_is_a_subentry_where_brackets_mark_the_entries(style: Style) -> None:
    rows = [(BOLD, f"【条目{n}】", SONG, "　" + BODY) for n in "一二三"]
    built = book((large(22), "政治"), *rows, (style, "惠民行动。", SONG, BODY), (style, "阳光行动。", SONG, BODY))
    assert outline(built)[-2:] == [("subentry", "惠民行动"), ("subentry", "阳光行动")]
    assert built.body(len(built.nodes) - 1) == BODY and not built.nodes[-1].inferred


def test_without_brackets_the_usual_run_in_title_is_the_entry() -> None:
    built = book((large(22), "政治"), (BOLD, "综述", SONG, "　" + BODY), (KAI, "惠民行动。", SONG, BODY), (BOLD, "队伍建设", SONG, "　" + BODY))
    assert outline(built) == [("part", "政治"), ("entry", "综述"), ("subentry", "惠民行动"), ("entry", "队伍建设")]


def test_a_title_in_the_middle_of_a_paragraph_begins_a_subentry_there() -> None:
    text, lines = "", []
    for name in ("惠民行动。", "阳光行动。"):
        head = f"【{name[:2]}】{BODY}"
        words = head + name + BODY
        lines.append(Line(words, len(text), style=SONG, whole=True, starts=True, runs=(Run(0, 4, BOLD), Run(len(head), len(head) + len(name), KAI))))
        text += words + "\n"
    built = build(Source(name="稿", form="docx", text=text, pages=(Page(tuple(lines)),), numbered_lines=False))
    assert account(built, text) == []
    assert outline(built)[1:] == [("entry", "惠民"), ("subentry", "惠民行动"), ("entry", "阳光"), ("subentry", "阳光行动")]


@pytest.mark.parametrize("words", ["3日，", "（区民政局）", "12.5%", "注意，以下各项均含税，"])
def test_dates_signatures_and_figures_in_bold_are_no_titles(words: str) -> None:
    built = book((large(22), "政治"), (large(15), "民政"), (BOLD, words, SONG, BODY))
    assert [n.level for n in built.nodes] == ["part", "section"]


def test_a_text_in_one_face_is_left_to_its_words() -> None:
    made = source((SONG, "政治"), (SONG, BODY))
    assert [n.level for n in build(made).nodes] == ["part"]


def test_numbered_lines_in_another_font_are_steps_of_a_speech() -> None:
    built = book((large(22), "特载"), (large(15), "政府工作报告"), (BOLD, "一、工作回顾"), (SONG, BODY), (KAI, "（一）经济稳中有进"), (SONG, BODY), (KAI, "（二）民生持续改善"), (SONG, BODY))
    assert outline(built)[2:] == [("entry", "一、工作回顾"), ("subentry", "（一）经济稳中有进"), ("subentry", "（二）民生持续改善")]


def test_a_heading_broken_over_two_lines_is_one() -> None:
    def line(words: str, at: int, y: float, style: Style) -> Line:
        return Line(words, at, style=Style(font=style.font, size=style.size, bold=style.bold, y=y, x0=50, column=0), starts=False)

    text = "青石区人民政府关于\n二〇二四年工作的报告\n" + BODY
    lines = (line("青石区人民政府关于", 0, 100, large(16)), line("二〇二四年工作的报告", 10, 122, large(16)), line(BODY, 21, 150, SONG))
    built = build(Source(name="a.pdf", form="pdf", text=text, pages=(Page(lines, sheet=1),)))
    assert outline(built) == [("part", "青石区人民政府关于二〇二四年工作的报告")] and account(built, text) == []
