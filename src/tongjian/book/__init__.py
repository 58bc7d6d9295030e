"""The Book: one running text, a tree over it, and a two-way map to the source."""

from tongjian.book.accounting import account
from tongjian.book.content import Content, content
from tongjian.book.lines import Cell, Line, Page, Run, Source, Style
from tongjian.book.model import Book, Furniture, Node, Origin, PageMark, Place, Span, Table, TableCell, place_record

__all__ = [
    "Book",
    "Cell",
    "Content",
    "Furniture",
    "Line",
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
    "place_record",
]
