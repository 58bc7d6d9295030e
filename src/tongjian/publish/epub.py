"""The book as EPUB 3: our own zip and documents. The bytes depend on the book alone."""

from __future__ import annotations

import io
import uuid
import zipfile
from importlib.resources import files
from pathlib import Path

from tongjian.book import Book
from tongjian.publish.files import write_file
from tongjian.publish.html import Heading, PartPage, nested, part_pages, shown
from tongjian.publish.registry import publisher

_XHTML = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="zh-Hans" xml:lang="zh-Hans">\n'
_CONTAINER = (
    '<?xml version="1.0" encoding="utf-8"?>\n<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">\n'
    '<rootfiles><rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles>\n</container>\n'
)
_NOT_XML = {i: None for i in range(32) if i not in (9, 10, 13)} | {0xFFFE: None, 0xFFFF: None} | dict.fromkeys(range(0xD800, 0xE000))


@publisher("epub")
def publish(book: Book, output: Path) -> None:
    """Write the book as one EPUB file."""
    write_file(output, epub(book))


def epub(book: Book) -> bytes:
    """The EPUB of a book."""
    pages = part_pages(book)
    names = [f"part-{n:02}.xhtml" for n in range(1, len(pages) + 1)]
    documents = {
        "META-INF/container.xml": _CONTAINER,
        "book/package.opf": _package(book, names),
        "book/contents.xhtml": _contents(book, pages, names),
        "book/title.xhtml": _document(book.title, f'<h1 class="book">{shown(book.title)}</h1>'),
        "book/page.css": files("tongjian.publish").joinpath("page.css").read_text(encoding="utf-8"),
        **{f"book/{name}": _document(page.title, page.body) for name, page in zip(names, pages, strict=True)},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(_entry("mimetype"), "application/epub+zip", zipfile.ZIP_STORED)
        for name, text in documents.items():
            package.writestr(_entry(name), text.translate(_NOT_XML).encode("utf-8"), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    info.external_attr = 0o644 << 16
    info.create_system = 3
    return info


def _document(title: str, body: str) -> str:
    return f'{_XHTML}<head><title>{shown(title) or "—"}</title><link rel="stylesheet" type="text/css" href="page.css"/></head>\n<body>\n{body}\n</body>\n</html>\n'


def _package(book: Book, names: list[str]) -> str:
    """The package document. Its date is the edition's: a clock would change the bytes."""
    identifier = uuid.uuid5(uuid.NAMESPACE_URL, f"tongjian:{book.source_digest}:{book.title}")
    region = f"<dc:coverage>{shown(book.region)}</dc:coverage>\n" if book.region else ""
    items = "\n".join(f'<item id="p{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(names, 1))
    spine = "\n".join(f'<itemref idref="p{n}"/>' for n in range(1, len(names) + 1))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="zh-Hans">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f'<dc:identifier id="id">urn:uuid:{identifier}</dc:identifier>\n<dc:title>{shown(book.title) or "—"}</dc:title>\n<dc:language>zh-Hans</dc:language>\n{region}'
        "<dc:rights>正文的使用许可由权利人指定。 The licence of the text is for its owner to name.</dc:rights>\n"
        f'<meta property="dcterms:modified">{book.year or 2000:04}-01-01T00:00:00Z</meta>\n</metadata>\n<manifest>\n'
        '<item id="contents" href="contents.xhtml" media-type="application/xhtml+xml" properties="nav"/>\n'
        '<item id="title" href="title.xhtml" media-type="application/xhtml+xml"/>\n<item id="css" href="page.css" media-type="text/css"/>\n'
        f'{items}\n</manifest>\n<spine>\n<itemref idref="title"/>\n<itemref idref="contents"/>\n{spine}\n</spine>\n</package>\n'
    )


def _contents(book: Book, pages: list[PartPage], names: list[str]) -> str:
    """The navigation document: parts, sections and entries."""
    heads = [(name, head) for name, page in zip(names, pages, strict=True) for head in page.heads]
    if not heads:
        heads = [("title.xhtml", Heading("", 1, book.title))]
    where = iter(heads)
    out: list[str] = []
    fresh = True
    for what, head in nested(tuple(head for _, head in heads)):
        if what == "open":
            out.append("<ol>")
            fresh = True
        elif what == "close":
            out.append("</li></ol>")
        elif head is not None:
            name, _ = next(where)
            out.append(("" if fresh else "</li>") + f'<li><a href="{name}{"#" + head.anchor if head.anchor else ""}">{shown(head.title) or "—"}</a>')
            fresh = False
    return _document("目录", f'<nav epub:type="toc" id="toc"><h1>目录</h1>\n{chr(10).join(out)}\n</nav>')
