"""Structure: Lines → Book. It sees only the `Source` form and never asks which reader made it."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from tongjian.book import Book, Furniture, PageMark, Source
from tongjian.structure import styled, typed
from tongjian.structure.dated import with_dates
from tongjian.structure.declared import declared_blocks, is_declared, told_blocks, without_markup
from tongjian.structure.lists import list_items
from tongjian.structure.note import Note, read_note
from tongjian.structure.pages import Paged, has_pages, page_marks, paged
from tongjian.structure.plain import blocks_of
from tongjian.structure.signing import sign_entries
from tongjian.structure.tree import Grower, lines_of

__all__ = ["build"]


def build(source: Source) -> Book:
    """Rebuild the structure of a source: 类目 › 分目 › 条目 › 二级条目 over one running text.

    Never fails on text: what shows no structure becomes paragraphs under one part.
    """
    note = read_note(re.sub(r"\s+", "", f"{source.title}。{source.text}" if source.title else source.text))
    furniture: list[Furniture] = [Furniture(a, b, "markup") for a, b in source.markup]
    openings: set[int] = set()
    source = without_markup(source)
    if not source.complete:
        source = styled.declare(source)
    feeds: Paged | None = None  # the pages of typed text that form feeds part, or folios that have stayed
    if not source.complete and not is_declared(source) and not has_pages(source):
        feeds = paged(source)
        feeds = feeds if feeds.broken else None
        taken = frozenset(f.start for f in feeds.furniture) if feeds else frozenset()
        source = typed.declare(source, note, taken)
    if source.complete:
        blocks = told_blocks(source)
        marks: tuple[PageMark, ...] = ()
    elif is_declared(source):
        blocks = declared_blocks(source)
        marks = page_marks(paged(source).sheets, set()) if any(page.sheet for page in source.pages) else ()
        if feeds is not None:
            furniture += feeds.furniture
            marks = page_marks(feeds.sheets, set()) if feeds.broken else ()
    else:
        found = paged(source)
        blocks, heads, openings = blocks_of(found, note, source.text)
        furniture += [*found.furniture, *heads]
        marks = page_marks(found.sheets, openings) if found.broken else ()
        if feeds is not None:  # its furniture has left the lines already
            known = {f.start for f in furniture}
            furniture += [f for f in feeds.furniture if f.start not in known]
            marks = marks or page_marks(feeds.sheets, set())
    if not source.complete:
        blocks = sign_entries(blocks, source.text)
    blocks = list_items(blocks, source.text)
    grower = Grower(source.text, source.markup)
    if blocks and blocks[0].tag != "part":
        grower.open_unnamed(source.opening or source.title or _stem(source.name))
    for block in blocks:
        grower.add(block)
    text, nodes, tables, origin = grower.finish()
    title = source.title or (f"{note.title}（{note.year}）" if note.title and note.year else note.title) or source.name
    digest = hashlib.sha256(source.text.encode("utf-8", "surrogatepass")).hexdigest()
    named = re.search(r"年鉴\D{0,3}((?:19|20)\d{2})", source.name)
    year = source.year if source.complete else source.year or note.year or (int(named[1]) if named else None)
    data_year = note.data_year if note.data_year and year in (note.data_year, note.data_year + 1) else (year - 1 if year else None)
    block_paths = tuple((line.at, line.block) for page in source.pages for line in page.lines if line.block)
    return Book(
        id=_book_id(source.name, note),
        title=title,
        text=text,
        nodes=tuple(with_dates(nodes, data_year)),
        origin=origin,
        furniture=tuple(sorted(furniture, key=lambda f: f.start)),
        pages=marks,
        lines=lines_of(source.text) if source.numbered_lines else (),
        blocks=block_paths,
        tables=tuple(tables),
        source_name=source.name,
        source_form=source.form,
        source_size=len(source.text),
        source_digest=digest,
        year=year,
        data_year=data_year,
        region=source.region if source.complete else source.region or note.region,
        warnings=source.warnings,
        mended=source.mended,
    )


def _book_id(name: str, note: Note) -> str:
    """A file's stem as a path-safe id: letters, digits, Chinese characters, `-` and `_`."""
    safe = re.sub(r"[^\w\u4e00-\u9fff-]+", "-", _stem(name)).strip("-.")[:60]
    return safe or (f"book-{note.year}" if note.year else "book")


def _stem(name: str) -> str:
    return re.sub(r"\.[A-Za-z0-9]{1,8}$", "", unicodedata.normalize("NFC", name))
