"""The library for agents: a server of the Model Context Protocol on standard input and output. Read-only; no answer without its citation."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar, cast

from mcp.server import MCPServer
from pydantic import Field

from tongjian import __version__
from tongjian.book import place_record
from tongjian.library import Library, LibraryError
from tongjian.publish.private import privacy

__all__ = ["serve", "server"]

_LONGEST = 20_000  # characters of one entry that are given at once
_WHAT = """Yearbooks (地方综合年鉴) of Chinese counties, cities and provinces as cited data. Ask in Chinese.
Every record carries `book`, printed `page`, `line` of the source and `quote`, the words it rests on: give these with whatever you say.
Where `answered` is false, the books do not say; do not fill in. Figures of several places may differ: name the one and the other."""

T = TypeVar("T")
Words = Annotated[str, Field(min_length=1, max_length=500)]
Name = Annotated[str, Field(min_length=1, max_length=200)]


def server(path: str | Path) -> MCPServer[Any]:
    """The server of a library; each call sees the newest generation. Raises LibraryError where there is no library."""
    Library.shared(path)
    made: MCPServer[Any] = MCPServer("tongjian", title="通鉴", version=__version__, instructions=_WHAT, log_level="WARNING")

    def _asked(call: Callable[[Library], T]) -> T:
        """What a call on the newest generation gives; a library's own complaint as a plain one."""
        try:
            return call(Library.shared(path))
        except LibraryError as error:
            raise ValueError(str(error)) from None

    def _told(records: T) -> T:
        """Records without the names that `private.toml` hides."""
        known = privacy()
        return cast(T, json.loads(known.covered(json.dumps(records, ensure_ascii=False)))) if known.hide else records

    @made.tool()
    def books() -> list[dict[str, Any]]:
        """The books of the library: id, title, edition year, year of the matter, region, counts."""
        return [
            {"id": c.id, "title": c.title, "year": c.year, "data_year": c.data_year, "region": c.region, "entries": c.entries, "facts": c.facts, "errors": c.errors, "warnings": c.warnings}
            for c in _asked(Library.books)
        ]

    @made.tool()
    def search(query: Words, limit: Annotated[int, Field(ge=1, le=50)] = 10) -> list[dict[str, Any]]:
        """Entries for words, "phrases", AND OR NOT and filters such as part:经济 or year:2024, best first, each with snippet and place. `read` gives the whole of one."""
        return _told([hit.record() for hit in _asked(lambda library: library.search(query, limit=limit))])

    @made.tool()
    def ask(question: Words) -> dict[str, Any]:
        """The figure or sentence that answers a question in Chinese (2024年青石区地区生产总值是多少？), with citations; `answered` is false where the books do not say."""
        reply: dict[str, Any] = _asked(lambda library: library.ask(question)).record()
        return _told(reply)

    @made.tool()
    def series(indicator: Name, subject: Annotated[str | None, Field(max_length=200)] = None, limit: Annotated[int, Field(ge=1, le=2000)] = 300) -> list[dict[str, Any]]:
        """Every figure of one indicator (地区生产总值, 常住人口 …; other names of it are known) over years, books and subjects, each with unit, status and place; `table` sorts them out."""
        return _told([point.record() for point in _asked(lambda library: library.series(indicator, subject=subject))[:limit]])

    @made.tool()
    def table(indicator: Name, subject: Annotated[str | None, Field(max_length=200)] = None) -> list[dict[str, Any]]:
        """One indicator of one subject (the region of the books unless named) as a row a year in one unit: years that no book gives have no value, `growth` is recomputed,
        `disagrees` says that the printed growth fits no rounding of the amounts, `notes` what the bulletin says on scope and prices, `places` where it is printed."""
        return _told([row.record() for row in _asked(lambda library: library.table(indicator, subject))])

    @made.tool()
    def ranking(indicator: Name, year: Annotated[int | None, Field(ge=1000, le=2999)] = None) -> dict[str, Any]:
        """Counties of the library, or the parts of the only one, by an indicator in a year (the last that most have unless named), greatest first, each with its place."""
        told, rows = _asked(lambda library: library.ranking(indicator, year))
        return _told({"indicator": indicator, "year": told, "ranking": [row.record() for row in rows[:200]]})

    @made.tool()
    def suggest(begun: Name, limit: Annotated[int, Field(ge=1, le=50)] = 10) -> list[dict[str, Any]]:
        """Titles, persons in office, bodies, systems and indicators of the books that begin with words, or that were probably `meant`."""
        return [found.record() for found in _asked(lambda library: library.suggest(begun, limit))]

    @made.tool()
    def read(book: Name, node: Name, offset: Annotated[int, Field(ge=0)] = 0) -> dict[str, Any]:
        """The text of an entry, section or part with title, path, signature and place. Long texts come in pieces: `next_offset` begins the next."""
        found = _asked(lambda library: library.book(book))
        index = found.by_id.get(node)
        if index is None:
            raise ValueError(f"{book} has no node {node!r}; search or contents name them")
        this = found.nodes[index]
        text = found.body(index)
        piece = text[offset : offset + _LONGEST]
        place = place_record(found, this.start, this.end)
        return _told({
            "book": book, "node": node, "level": this.level, "title": this.title, "path": found.path(index), "byline": found.byline_of(index),
            "page": place["page"], "line": place["line"], "line_end": place["line_end"], "text": piece,
            "next_offset": offset + len(piece) if offset + len(piece) < len(text) else None, "length": len(text),
        })  # fmt: skip

    @made.tool()
    def contents(book: Name, part: Annotated[str | None, Field(max_length=200)] = None) -> list[dict[str, Any]]:
        """Parts and sections of a book, or all nodes of one part by its title, with their ids and printed pages."""
        found = _asked(lambda library: library.book(book))
        return _told([
            {"node": n.id, "level": n.level, "title": n.title, "path": found.path(i), "page": found.place(n.start, n.start + 1).page}
            for i, n in enumerate(found.nodes)
            if (n.level in ("part", "section") if part is None else part in (n.title, *found.path(i)))
        ])

    @made.tool()
    def check(book: Name, severity: Annotated[str, Field(pattern="^(error|warning|info)$")] = "warning", limit: Annotated[int, Field(ge=1, le=200)] = 50) -> list[dict[str, Any]]:
        """What the checks say of a book, gravest first, down to a severity: message, the words, the other place, what was computed and what is printed."""
        ranks = {"error": 0, "warning": 1, "info": 2}
        rows = [f for f in _asked(lambda library: library.findings(book)) if ranks[f["severity"]] <= ranks[severity]]
        return _told([{"book": book, **f} for f in sorted(rows, key=lambda f: (ranks[f["severity"]], -(f["confidence"] or 0)))[:limit]])

    return made


def serve(path: str | Path) -> None:
    """Serve a library on standard input and output until it is closed. Raises LibraryError where there is none."""
    server(path).run("stdio")
