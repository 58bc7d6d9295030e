"""What a book's own editorial note (编辑说明) and habits propose as house settings; nothing is applied until a person saves it."""

from __future__ import annotations

import json
import math
import re

import msgspec

from tongjian.book import Book, Span
from tongjian.check.profile import Profile

_CLOSES = re.compile(r"(?:至|—|－|～)(?P<year>(?:19|20)\d{2})?年?12月31日|(?:时限|下限)[^。]{0,10}?(?P<until>(?:19|20)\d{2})年(?:12月31日|底|末)")
_SHORT = re.compile(r"“(?P<short>[\u4e00-\u9fff]{2,8})”")
_MEANS = re.compile(r"(?:本(?:卷|书|年鉴)(?:中|内)?用|文中|书中|以下)[^。]*?“[^。]*?(?:指|简称|代称|表示)[^。]*。|简称[^。]*“[^。]*。")
_USUAL = Profile().title_length


class Proposal(msgspec.Struct, frozen=True):
    """One setting that the book proposes, and the words that speak for it (None: the habit of the whole book)."""

    key: str
    value: int | str | tuple[str, ...]
    why: str
    span: Span | None = None


def propose(book: Book) -> list[Proposal]:
    """Settings for house.toml: `closes`, `short_names` from the editorial note, `title_length` from the titles.

    An empty list where the book says nothing of the kind.
    """
    found: list[Proposal] = []
    note = next((n for n in book.nodes if re.fullmatch(r"编辑说明|编纂说明|编写说明|凡例", n.title)), None)
    if note is not None:
        start, end = note.body
        closes = _CLOSES.search(book.text, start, end)
        if closes:
            year = closes["until"] or closes["year"] or (str(book.data_year) if book.data_year else None)
            if year:
                found.append(Proposal("closes", f"{year}-12-31", "编辑说明所定的下限 the closing date that the note sets", closes.span()))
        names: list[str] = []
        spans: list[Span] = []
        for clause in _MEANS.finditer(book.text, start, end):
            names += [m["short"] for m in _SHORT.finditer(book.text, *clause.span())]
            spans.append(clause.span())
        if names:
            found.append(Proposal("short_names", tuple(dict.fromkeys(names)), "编辑说明声明的简称 short names that the note declares", (spans[0][0], spans[-1][1])))
    titles = sorted(len(n.title) for n in book.nodes if n.level == "entry" and n.kind == "prose")
    if len(titles) >= 50:
        usual = titles[math.ceil(0.98 * len(titles)) - 1]
        if usual > _USUAL:
            found.append(Proposal("title_length", usual, f"全书98%的条目标题不超过{usual}字 98 % of the titles have at most {usual} characters"))
    return found


def house_toml(book: Book, found: list[Proposal]) -> str:
    """house.toml with the proposals, each under the words that speak for it."""
    rows = [f"# {book.title}：编辑说明和全书习惯所建议的设置 settings that the book itself proposes; read them before you save them."]
    for p in found:
        place = book.place(*p.span) if p.span else None
        cited = f"（{'第' + place.page + '页 ' if place and place.page else ''}第{place.line}行）“{place.quote[:60]}”" if place and place.line else ""
        value = list(p.value) if isinstance(p.value, tuple) else p.value
        rows += ["", f"# {p.why}{cited}", f"{p.key} = {json.dumps(value, ensure_ascii=False)}"]
    return "\n".join(rows) + "\n"
