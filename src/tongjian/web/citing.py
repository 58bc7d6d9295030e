"""How a page is cited: GB/T 7714 and BibTeX, made of what the book says of itself and nothing guessed."""

from __future__ import annotations

import re

from tongjian.book import Book

_SPECIAL = re.compile(r"([\\\\{}%&$#_~^])")


def pages(book: Book, start: int, end: int) -> str | None:
    """Printed pages of a span: 13 or 13-15; None where they are not known."""
    first, last = book.place(start, start + 1).page, book.place(max(end - 1, start), end).page
    if first is None:
        return None
    return first if last in (None, first) else f"{first}-{last}"


def gbt7714(book: Book, title: str, author: str | None, start: int, end: int) -> str:
    """An entry as a part of a book (GB/T 7714-2015, 4.2): what the book does not say stands as 不详 in square brackets."""
    leaf = pages(book, start, end)
    year = str(book.year) if book.year else "[出版年不详]"
    return f"{author + '. ' if author else ''}{title}[M]//{book.title}. [出版地不详]: [出版者不详], {year}{': ' + leaf if leaf else ''}."


def bibtex(book: Book, node: str, title: str, author: str | None, start: int, end: int) -> str:
    """An entry as @incollection, with the lines of the source in the note."""
    place = book.place(start, end)
    leaf = pages(book, start, end)
    fields = {
        "author": f"{{{_plain(author)}}}" if author else None,
        "title": f"{{{_plain(title)}}}",
        "booktitle": f"{{{_plain(book.title)}}}",
        "year": str(book.year) if book.year else None,
        "pages": leaf.replace("-", "--") if leaf else None,
        "note": f"lines {place.line}--{place.line_end} of {_plain(book.source_name)}" if place.line and place.line_end else None,
        "langid": "chinese",
    }
    key = re.sub(r"[^A-Za-z0-9]+", "-", book.id).strip("-") or "yearbook"
    rows = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@incollection{{{key}-{node[:6]},\n{rows}\n}}"


def _plain(text: str) -> str:
    """Words as BibTeX takes them: on one line, its own signs escaped."""
    return _SPECIAL.sub(lambda m: {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}.get(m[1], "\\" + m[1]), " ".join(text.split()))
