"""The Book: one running text, a tree over it, and a two-way map to the source."""

from tongjian.book.accounting import account
from tongjian.book.content import Content, content
from tongjian.book.lines import Cell, Line, Mended, Page, Run, Source, Style
from tongjian.book.mending import MENDINGS, Mending, mendings
from tongjian.book.model import Book, Furniture, Node, Origin, PageMark, Place, Span, Table, TableCell, place_record

__all__ = [
    "MENDINGS",
    "Book",
    "Cell",
    "Content",
    "Furniture",
    "Line",
    "Mended",
    "Mending",
    "Node",
    "Origin",
    "Page",
    "PageMark",
    "Place",
    "Run",
    "Source",
    "Span",
    "Style",
    "Table",
    "TableCell",
    "account",
    "content",
    "mendings",
    "place_record",
]
