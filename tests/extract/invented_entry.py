"""How a test of this folder gets a book: a yearbook of the invented 青石区 (2024年), one entry of it as the test says."""

from __future__ import annotations

from typing import Any

from tongjian.book import Book
from tongjian.extract import extract
from tongjian.read.registry import choose
from tongjian.structure import build

HEAD = """---
tongjian: 1
title: "青石年鉴（2025）"
year: 2025
region: "青石区"
---

"""


def book_of(markdown: str) -> Book:
    """A book in the project's own Markdown."""
    data = (HEAD + markdown).encode()
    return build(choose(data, "青石年鉴.md").read(data, "青石年鉴.md"))


def entry(text: str, title: str = "概况", section: str = "民政", byline: str = "区民政局", part: str = "社会事业") -> Book:
    """A book whose one entry reads `text`."""
    return book_of(f"# {part}\n\n## {section}\n\n**【{title}】** {text}\n\n（{byline}）\n")


def told(kind: str, text: str, **where: str) -> list[Any]:
    """The records of one kind that an entry's text gives: `told("people", "区长李青山主持会议。")`."""
    return extract(entry(text, **where), kind)
