"""What the API answers, as OpenAPI describes it."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Field, Schema


class Problem(Schema):
    """What was wrong and what to do."""

    error: str
    todo: str


class BookCard(Schema):
    """A book of the library."""

    id: str
    title: str
    year: int | None = Field(description="the edition (卷) year")
    data_year: int | None = Field(description="the year that its matter is about")
    region: str | None
    parts: int
    sections: int
    entries: int
    facts: int
    errors: int
    warnings: int
    infos: int
    version: str = Field(description="changes when the book is built again from another text or program")
    href: str


class Cited(Schema):
    """Where a record comes from: the span in the running text, lines of the source, printed page, entry, the words themselves."""

    start: int
    end: int
    line: int | None = None
    line_end: int | None = None
    page: str | None = Field(default=None, description="printed page")
    sheet: int | None = None
    block: str | None = None
    node: str | None = None
    quote: str
    href: str | None = Field(default=None, description="the page for people, with the words marked")


class NodeHead(Schema):
    """A node of a book's tree."""

    id: str
    level: str
    kind: str
    title: str
    path: list[str]
    byline: str | None
    date: str | None
    page: str | None
    line: int | None
    line_end: int | None


class NodeWhole(NodeHead):
    """A node with its text and what stands in it."""

    book: str
    text: str
    facts: list[dict[str, Any]]
    findings: list[dict[str, Any]]
    cite: str = Field(description="GB/T 7714")


class Decision(Schema):
    """What somebody decided about a finding."""

    decision: Literal["accept", "reject", "reopen"] = Field(description="accept: the words stay as they are; reject: the finding is wrong; reopen: take the last decision back")
    who: str = Field(min_length=1, max_length=60)
    why: str = Field(default="", max_length=500)


class Decided(Schema):
    """A finding's decision as it stands now; null where it is open."""

    id: str
    decision: str | None
    who: str | None
    when: str | None
    why: str | None


class Page(Schema):
    """One page of a list; `next` is the address of the page behind it."""

    total: int
    limit: int
    offset: int
    next: str | None
    items: list[dict[str, Any]]


class Suggested(Schema):
    """A name or title to search for. `meant`: it differs from what was typed."""

    text: str
    kind: str
    count: int
    meant: bool


class Reply(Schema):
    """The answer to a question; where `answered` is false the books do not say."""

    question: str
    answered: bool
    answer: str | None
    value: str | None
    unit: str | None
    period: str | None
    citations: list[dict[str, Any]]
    alternatives: list[dict[str, Any]]
