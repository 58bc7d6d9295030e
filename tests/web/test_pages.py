"""What a reader sees of a library: each promise of the pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from invented_room import node_id, text_of

pytest_plugins = ["room_fixtures"]
BOOK = "/books/qingshi-2025/"


def test_home_shows_each_book_with_its_counts(room: Any) -> None:
    page = text_of(room.get("/"))
    assert "青石年鉴（2025）" in page and "记述2024年" in page and "白鹿年鉴2025" in page


def test_contents_lists_every_entry_with_its_printed_page(room: Any, library: Path) -> None:
    page = room.get(BOOK)
    for title in ("政治", "法院", "法治宣传", "经济", "招商引资", "粮食生产"):
        assert title in page.content.decode()
    assert f"{BOOK}nodes/{node_id(library, 'qingshi-2025', '农业', '粮食生产')}/" in page.content.decode()


def test_an_entry_prints_its_paragraph_byline_and_place(room: Any, library: Path) -> None:
    page = text_of(room.get(f"{BOOK}nodes/{node_id(library, 'qingshi-2025', '综合', '概况')}/"))
    assert "青石区实现地区生产总值303.98亿元" in page.replace("\n", "")[:6000] or "303.98亿元" in page
    assert "（区发展改革委）" in page
    assert re.search(r"《青石年鉴（2025）》 ?第\S+[页张] 第\d+—\d+行", page)


def test_every_figure_of_an_entry_carries_its_own_citation(room: Any, library: Path) -> None:
    html = room.get(f"{BOOK}nodes/{node_id(library, 'qingshi-2025', '综合', '概况')}/").content.decode()
    figures = re.findall(r'<a class="fig" id="t(\d+)"[^>]*aria-describedby="c\1">(?:<span[^>]*>)?([^<]*)', html)
    assert "303.98亿元" in [text for _, text in figures]
    for number, _ in figures:
        note = re.search(rf'id="c{number}">(.*?)</span><a href="#f{number}"', html, re.S)
        assert note and re.search(r"第\d+(—\d+)?行", note[1])
        assert f'<tr id="f{number}">' in html


def test_previous_and_next_follow_the_printed_order(room: Any, library: Path) -> None:
    html = room.get(f"{BOOK}nodes/{node_id(library, 'qingshi-2025', '综合', '招商引资')}/").content.decode()
    assert f'rel="prev" href="{BOOK}nodes/{node_id(library, "qingshi-2025", "综合", "概况")}/"' in html
    assert f'rel="next" href="{BOOK}nodes/{node_id(library, "qingshi-2025", "农业", "粮食生产")}/"' in html


def test_a_table_is_a_table_with_its_head(room: Any, library: Path) -> None:
    html = room.get(f"/books/白鹿年鉴2025/nodes/{node_id(library, '白鹿年鉴2025', '经济', '农业')}/").content.decode()
    assert re.search(r'<th scope="col" class="num">(?:<[^>]+>)*2024年', html)
    assert re.search(r'<td class="num">(?:<[^>]+>)*9\.42', html)


def test_a_cited_span_is_marked_where_it_stands(room: Any, library: Path) -> None:
    from tongjian.library import Library

    book = Library.open(library).book("qingshi-2025")
    at = book.text.index("协议投资")
    address = f"{BOOK}nodes/{node_id(library, 'qingshi-2025', '综合', '招商引资')}/?at={at}-{at + 4}"
    assert '<span class="at" id="at">协议投资</span>' in room.get(address).content.decode()


@pytest.mark.parametrize("at", ["", "-", "5", "a-b", "999999999-0", "9" * 40 + "-" + "9" * 40, "-5-3", "１-２", "0-99999999"])
def test_a_span_that_makes_no_sense_is_passed_over(room: Any, library: Path, at: str) -> None:
    page = room.get(f"{BOOK}nodes/{node_id(library, 'qingshi-2025', '综合', '招商引资')}/", {"at": at})
    assert page.status_code == 200 and 'id="at"' not in page.content.decode()


def test_search_shows_hits_with_their_words_marked(room: Any) -> None:
    html = room.get("/search/", {"q": "协议投资"}).content.decode()
    assert "<mark>协议投资</mark>" in html and "招商引资" in html


def test_a_question_is_answered_above_the_hits_with_a_way_to_the_figure(room: Any) -> None:
    html = room.get("/search/", {"q": "2024年青石区地区生产总值是多少？"}).content.decode()
    answer = html[html.index('class="answer"') : html.index("</section>")]
    assert "303.98" in answer
    link = re.search(r'href="(/books/qingshi-2025/nodes/\w+/\?at=\d+-\d+)#at"', answer)
    assert link
    page = room.get(link[1]).content.decode()
    assert 'id="at"' in page


def test_a_question_the_books_do_not_answer_is_declined(room: Any) -> None:
    html = room.get("/search/", {"q": "青石区有多少座核电站？"}).content.decode()
    assert "书中没有" in html and "书中的回答" not in html


def test_a_search_without_hits_says_what_to_try(room: Any) -> None:
    assert "没有找到" in text_of(room.get("/search/", {"q": "饕餮纹青铜簋"}))


def test_a_word_that_is_one_character_off_is_answered_with_the_one_that_was_meant(room: Any) -> None:
    page = text_of(room.get("/search/", {"q": "招商引姿"}))
    assert "找的是不是 招商引资" in page
    assert "找的是不是" not in text_of(room.get("/search/", {"q": "招商引资"}))


def test_suggestions_are_a_piece_of_a_page_and_need_at_least_a_character(room: Any) -> None:
    said = room.get("/suggest/", {"q": "招商"}).content.decode()
    assert "/search/?q=%E6%8B%9B%E5%95%86%E5%BC%95%E8%B5%84" in said and "<html" not in said
    assert room.get("/suggest/").content.strip() == b"" and room.get("/suggest/", {"q": "x" * 9000}).content.strip() == b""


def test_findings_show_the_place_the_working_and_how_sure_we_are(room: Any) -> None:
    page = text_of(room.get(f"{BOOK}findings/"))
    assert "4月31日" in page and "几乎可以肯定" in page
    assert "2.0 + 42.3 + 57.7" in page and "算得 102" in page and "书上印作 100" in page


@pytest.mark.parametrize(("query", "codes"), [({"family": "DAT"}, {"DAT"}), ({"family": "STY"}, {"STY"}), ({"family": "NUM", "severity": "error"}, {"NUM"}), ({"family": "XXX"}, set())])
def test_findings_are_filtered_by_family_and_severity(room: Any, query: dict[str, str], codes: set[str]) -> None:
    html = room.get(f"{BOOK}findings/", query).content.decode()
    assert {code[:3] for code in re.findall(r"· ([A-Z]{3}\d{3})", html)} == codes


def test_findings_are_filtered_by_part_and_filters_combine(room: Any, library: Path) -> None:
    part = node_id(library, "qingshi-2025", "政治")
    page = text_of(room.get(f"{BOOK}findings/", {"part": part}))
    assert "4月31日" in page and "42.3" not in page
    html = room.get(f"{BOOK}findings/", {"part": part, "family": "DAT"}).content.decode()
    assert f"?part={part}&amp;family=STY" in html or f"?family=STY&amp;part={part}" in html


def test_a_page_says_its_language_and_english_links_stay_english(room: Any) -> None:
    html = room.get(f"/en{BOOK}findings/").content.decode()
    assert '<html lang="en">' in html and "Findings" in html
    assert not re.findall(r'href="/(?!en/|static/)[^"]+"', html.replace(f'href="{BOOK}findings/" lang="zh-Hans" hreflang', ""))


def test_every_word_of_the_pages_has_its_english() -> None:
    from tongjian.web import words

    room_folder = Path(words.__file__).parent
    said = {m for f in room_folder.rglob("*.html") for m in re.findall(r"""{% t ["']([^"']+)["']""", f.read_text(encoding="utf-8"))}
    said |= {m for f in room_folder.rglob("*.py") for m in re.findall(r"""\bsay\(\s*"([^"]+)\"""", f.read_text(encoding="utf-8"))}
    for table in (words.KINDS, words.SEVERITIES, words.FAMILIES, words.STATUSES):
        said |= set(table.values())
    said |= {words.sureness(n / 10) for n in range(11)}
    missing = sorted(word for word in said if word not in words.english())
    assert not missing
    unused = sorted(word for word in words.english() if word not in said and not any(word in f.read_text(encoding="utf-8") for f in room_folder.rglob("*.py")))
    assert not unused


@pytest.mark.parametrize("address", ["/", BOOK, f"{BOOK}findings/", "/search/?q=粮食", "/check/", "/nowhere/"])
def test_no_chinese_words_of_ours_are_left_on_english_pages(room: Any, address: str) -> None:
    html = room.get("/en" + address).content.decode()
    from lxml import html as markup

    def own(element: Any) -> Iterator[str]:
        if element.tag in ("title", "code", "h3", "cite"):  # the book's words are quoted in them
            return
        if element.get("lang", "en") != "en":
            yield from (text for child in element.iterdescendants() if child.get("lang") == "en" for text in own(child))
        else:
            yield element.text or ""
            yield from (element.get(name) or "" for name in ("aria-label", "placeholder", "alt"))
            for child in element:
                yield from own(child)
                yield child.tail or ""

    assert not [text for text in own(markup.fromstring(html)) if re.search(r"[\u4e00-\u9fff]", text)]


def test_hits_are_narrowed_by_book_and_part_and_taken_back(room: Any) -> None:
    html = room.get("/search/", {"q": "概况"}).content.decode()
    assert "?q=%E6%A6%82%E5%86%B5&amp;part=%E6%94%BF%E6%B2%BB" in html and "&amp;book=qingshi-2025" in html
    only = room.get("/search/", {"q": "概况", "part": "政治"}).content.decode()
    assert "法院" in only and "白鹿县粮食" not in only and 'aria-current="true" href="?q=%E6%A6%82%E5%86%B5"' in only
    assert room.get("/search/", {"q": "概况", "part": '"OR" (', "book": "none"}).status_code == 200


def test_an_entry_of_great_length_is_read_in_pages_and_a_cited_place_opens_its_own(tmp_path: Path, django_room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.test import Client, override_settings

    from tongjian.library import Library, build
    from tongjian.web.views import reading

    monkeypatch.setattr(reading, "LEAF", 6_000)  # a tenth of what the room has, for a book of a tenth of the length
    rows = "\n\n".join(f"第{n}组巡查河道{n}次，清理漂浮物{n * 3}吨，出动人员{n * 7}人次，沿岸居民共同参与，秩序良好。" for n in range(1, 360))
    (tmp_path / "巡河.md").write_text(f"# 经济\n\n## 水利\n\n【巡河】{rows}\n\n（区水利局）\n", encoding="utf-8")
    build([tmp_path / "巡河.md"], tmp_path / "库")
    book = Library.open(tmp_path / "库").book("巡河")
    node = next(n for n in book.nodes if n.title == "巡河")
    at = book.text.index("第350组")
    with override_settings(LIBRARY=str(tmp_path / "库")):
        room = Client(SERVER_NAME="127.0.0.1")
        first = room.get(f"/books/巡河/nodes/{node.id}/").content.decode()
        assert "第1组巡查" in first and "第350组" not in first and "第1页，共" in first and len(first) < 600_000
        cited = room.get(f"/books/巡河/nodes/{node.id}/?at={at}-{at + 6}").content.decode()
        assert '<span class="at" id="at">第350组' in cited and "第1组巡查" not in cited
        assert room.get(f"/books/巡河/nodes/{node.id}/?page=99999").status_code == 200


@pytest.mark.parametrize(
    ("relation", "printed"),
    [
        ("2.0+42.3+57.7", "2.0 + 42.3 + 57.7"),
        ("2.40/(31.20-2.40)*100", "2.40 ÷ (31.20 − 2.40) × 100"),
        ("+6.8%=+8.6%", "+6.8% ≠ +8.6%"),
        ("100.6<=100", "100.6 ≤ 100"),
        ("53570人=53750人", "53570人 ≠ 53750人"),
        ("4月31日", "4月31日"),
        (None, ""),
    ],
)
def test_a_relation_is_shown_with_the_signs_that_people_write(relation: str | None, printed: str) -> None:
    from tongjian.web.views.checking import printed_relation

    assert printed_relation(relation) == printed


def test_words_that_name_an_indicator_show_its_figure_and_other_words_no_answer(room: Any) -> None:
    named = room.get("/search/", {"q": "2024年青石区地区生产总值"}).content.decode()
    assert "书中的回答" in named and "303.98" in named[named.index("书中的回答") : named.index("</section>")]
    for words in ("法治宣传", "协议投资", "青石区一般公共预算支出"):
        html = room.get("/search/", {"q": words}).content.decode()
        assert "书中的回答" not in html and "书中没有" not in html


def test_a_table_of_the_book_has_a_page_where_it_is_sorted_and_downloaded(room: Any, library: Path) -> None:
    entry = room.get(f"/books/白鹿年鉴2025/nodes/{node_id(library, '白鹿年鉴2025', '经济', '农业')}/").content.decode()
    address = re.search(r'href="(/books/[^"]+/tables/\d+/)"', entry)
    assert address
    html = room.get(address[1]).content.decode()
    assert "茶叶" in html and "<b>" not in html
    order = re.search(r'href="(\?sort=1)">2024年<', html)
    assert order
    cells = re.findall(r"<tr><td>([^<]+)</td>", room.get(address[1] + order[1]).content.decode())
    assert [cell[:2] for cell in cells] == ["茶叶", "粮食", "蔬菜"]
    file = re.search(r'href="([^"]+\.csv)"', html)
    assert file and "9.42" in room.get(file[1]).content.decode("utf-8-sig")
    assert room.get(address[1].replace("/tables/", "/tables/9")).status_code == 404
