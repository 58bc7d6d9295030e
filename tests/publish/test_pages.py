"""The site and the EPUB: every word, escaped; every link leads somewhere; nothing private, nothing from elsewhere."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree, html

from tongjian.book import Book
from tongjian.publish import PUBLISHERS, PublishError
from tongjian.publish.epub import epub
from tongjian.publish.html import Heading, nested
from tongjian.read.markdown import source_of
from tongjian.structure import build

YEARBOOK = """---
tongjian: 1
title: "青石年鉴（2025）<b>"
year: 2025
region: "青石区"
opening: "卷首"
---

卷首的话，联系电话：13812345678。

# 大事记

## 1月

**5日**，区两会召开。

# 经济 & 产业

## 农业 <!-- group -->

### 种植业

**【概况】** 粮食产量3.2万吨，\\<script>alert(1)\\</script> "引号" &amp; 完。

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
- 李四 | 副局长
"""


@pytest.fixture
def book() -> Book:
    return build(source_of(YEARBOOK, "青石.md"))


def words_of(book: Book) -> list[str]:
    return [re.sub(r"\s+", "", w) for w in re.split(r"[\n\t]", book.text.replace("13812345678", "138****5678")) if w.strip()]


def site_of(book: Book, tmp_path: Path) -> Path:
    PUBLISHERS["site"](book, tmp_path / "site")
    return tmp_path / "site"


def epub_of(book: Book) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(epub(book)))


def text_of(document: str | bytes) -> str:
    return re.sub(r"\s+", "", html.fromstring(document).text_content())


def test_every_word_stands_on_the_site(book: Book, tmp_path: Path) -> None:
    whole = "".join(text_of(p.read_bytes()) for p in sorted(site_of(book, tmp_path).glob("part-*.html")))
    assert [w for w in words_of(book) if w not in whole] == []


def test_every_word_stands_in_the_epub(book: Book) -> None:
    package = epub_of(book)
    whole = "".join("".join(etree.fromstring(package.read(n)).itertext()) for n in sorted(package.namelist()) if "part-" in n)
    assert [w for w in words_of(book) if w not in re.sub(r"\s+", "", whole)] == []


def test_no_word_is_mark_up(book: Book, tmp_path: Path) -> None:
    for path in site_of(book, tmp_path).glob("*.html"):
        page = html.fromstring(path.read_bytes())
        assert all(s.get("src") in ("search.js", "entries.js") and not s.text for s in page.iter("script"))


def test_every_link_of_the_site_leads_somewhere_on_it(book: Book, tmp_path: Path) -> None:
    site = site_of(book, tmp_path)
    pages = {p.name: html.fromstring(p.read_bytes()) for p in site.glob("*.html")}
    rows = json.loads((site / "entries.js").read_text(encoding="utf-8").removeprefix("window.ENTRIES=").rstrip().removesuffix(";"))
    links = [(name, a.get("href")) for name, page in pages.items() for a in page.iter("a")] + [("index.html", row[0]) for row in rows]
    assert len(links) > 10
    for _, href in links:
        name, _, anchor = href.partition("#")
        assert name in pages, href
        assert not anchor or pages[name].xpath("//*[@id=$a]", a=anchor), href
    for page in pages.values():
        fetched = [e.get("href") or e.get("src") for e in page.iter("link", "script", "img")]
        assert not [f for f in fetched if f and "//" in f]


def test_the_search_index_holds_each_entry_with_its_path(book: Book, tmp_path: Path) -> None:
    rows = json.loads((site_of(book, tmp_path) / "entries.js").read_text(encoding="utf-8").removeprefix("window.ENTRIES=").rstrip().removesuffix(";"))
    entry = next(r for r in rows if r[1] == "概况")
    assert entry[2] == "经济&产业 › 农业 › 种植业" and "粮食产量3.2万吨" in entry[4] and "统防12万亩次" in entry[4]


def test_the_site_asks_to_be_left_alone_and_names_no_licence(book: Book, tmp_path: Path) -> None:
    site = site_of(book, tmp_path)
    for path in site.glob("*.html"):
        page = html.fromstring(path.read_bytes())
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex, nofollow"]
        assert "许可由权利人指定" in page.text_content()
    assert "Disallow: /" in (site / "robots.txt").read_text(encoding="utf-8")


def test_no_telephone_number_leaves_the_house(book: Book, tmp_path: Path) -> None:
    for path in site_of(book, tmp_path).iterdir():
        assert b"13812345678" not in path.read_bytes(), path.name
    package = epub_of(book)
    assert not [n for n in package.namelist() if b"13812345678" in package.read(n)]


def test_tables_keep_their_merged_cells(book: Book, tmp_path: Path) -> None:
    page = html.fromstring((site_of(book, tmp_path) / "part-03.html").read_bytes())
    spans = [(c.get("rowspan"), c.get("colspan"), c.text) for c in page.xpath("//table[thead]//tr[1]/th")]
    assert spans == [("2", None, "品种"), (None, "2", "产量")]


def test_the_epub_is_a_package_that_readers_accept(book: Book) -> None:
    package = epub_of(book)
    first = package.infolist()[0]
    assert (first.filename, first.compress_type, package.read("mimetype")) == ("mimetype", zipfile.ZIP_STORED, b"application/epub+zip")
    container = etree.fromstring(package.read("META-INF/container.xml"))
    assert container.xpath("//*[local-name()='rootfile']/@full-path") == ["book/package.opf"]
    opf = etree.fromstring(package.read("book/package.opf"))
    ns = {"o": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}
    listed = {f"book/{h}" for h in opf.xpath("//o:item/@href", namespaces=ns)} | {"book/package.opf", "mimetype", "META-INF/container.xml"}
    assert listed == set(package.namelist())
    ids = opf.xpath("//o:item/@id", namespaces=ns)
    assert len(ids) == len(set(ids)) and set(opf.xpath("//o:itemref/@idref", namespaces=ns)) <= set(ids)
    assert opf.xpath("//dc:title/text()", namespaces=ns) == ["青石年鉴（2025）<b>"]
    assert len(opf.xpath("//o:meta[@property='dcterms:modified']", namespaces=ns)) == 1


def test_every_entry_of_the_epub_contents_leads_somewhere(book: Book) -> None:
    package = epub_of(book)
    nav = etree.fromstring(package.read("book/contents.xhtml"))
    links = nav.xpath("//*[local-name()='nav']//*[local-name()='a']/@href")
    assert len(links) == 8
    for href in links:
        name, _, anchor = href.partition("#")
        assert etree.fromstring(package.read(f"book/{name}")).xpath("//*[@id=$a]", a=anchor), href
    for items in nav.xpath("//*[local-name()='ol']"):
        assert len(items) and all(etree.QName(i).localname == "li" for i in items)


@pytest.mark.parametrize("depths", [[1], [1, 1], [1, 2, 9, 9, 2, 9], [1, 9, 2, 3, 9, 2], [1, 2, 3, 9, 1], [1, 2, 9, 3, 9, 9, 2], [9, 1]])
def test_contents_nest_whatever_the_depths_are(depths: list[int]) -> None:
    level, shown = 0, 0
    for what, _ in nested(tuple(Heading("a", d, "t") for d in depths)):
        level += {"open": 1, "close": -1, "item": 0}[what]
        shown += what == "item"
        assert level > 0 or what == "close"
    assert (level, shown) == (0, len(depths))


def test_the_same_book_gives_the_same_bytes(book: Book, tmp_path: Path) -> None:
    assert epub(book) == epub(book)
    PUBLISHERS["site"](book, tmp_path / "a")
    PUBLISHERS["site"](book, tmp_path / "b")
    assert {p.name: p.read_bytes() for p in (tmp_path / "a").iterdir()} == {p.name: p.read_bytes() for p in (tmp_path / "b").iterdir()}


def test_a_site_does_not_take_the_place_of_a_data_package(book: Book, tmp_path: Path) -> None:
    PUBLISHERS["data"](book, tmp_path / "out")
    with pytest.raises(PublishError, match="something else"):
        PUBLISHERS["site"](book, tmp_path / "out")


def test_a_book_without_text_is_still_published(tmp_path: Path) -> None:
    empty = build(source_of("---\ntongjian: 1\ntitle: 空\n---\n", "空.md"))
    for form in ("site", "epub", "markdown", "data"):
        PUBLISHERS[form](empty, tmp_path / form)
        assert (tmp_path / form).exists()
