"""The dates of chronicle items: 3日, 是日, 该月 under their month's and year's headings become ISO dates."""

from __future__ import annotations

import datetime
import re

import msgspec

from tongjian.book.model import Node
from tongjian.language.numerals import parse

_YEAR = re.compile(r"(\d{4}|[一二三四五六七八九〇○零]{4})年")
_MONTH = re.compile(r"(\d{1,2}|[一二三四五六七八九十]{1,3})月$")
_DAY = re.compile(r"(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日?")
_BARE = re.compile(r"(?P<month>\d{1,2})(?:[—–\-－~～至]\d{1,2})?月(?!\d)")
_SAME = re.compile(r"[是同当该本](?P<unit>[日月年])")
_CHINESE = re.compile(r"([一二三四五六七八九十]{1,3})([月日])")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def with_dates(nodes: list[Node], data_year: int | None) -> list[Node]:
    """The nodes with `date` set on chronicle items whose words can be resolved: `2024-03-05`, `2024-03` or `2024`.

    `data_year` is the year of an annual chronicle; headings of years overrule it. A range gives its first day. 是日 takes the
    day, 是月 the month of the item before it; what cannot be (31 June, 是日 with nothing before it) stays without a date.
    """
    out: list[Node] = []
    year, month, day = data_year, None, None
    holders: dict[int, tuple[int | None, int | None]] = {}
    for i, node in enumerate(nodes):
        if node.kind != "chronicle":
            out.append(node)
            continue
        if node.level in ("part", "section"):
            held = holders.get(node.parent, (data_year, None))
            year, month = _year(node.title) or held[0], _month(node.title)
            day = None
            holders[i] = (year, month)
            out.append(node)
            continue
        if node.level != "entry":
            out.append(node)
            continue
        moved = holders.get(node.parent)
        if moved is not None and moved[0] is not None:
            year = moved[0]
        month = moved[1] if moved is not None and moved[1] is not None and month is None else month
        iso, month, day = _resolve(node.title, year, month, day)
        out.append(msgspec.structs.replace(node, date=iso) if iso else node)
    return out


def _year(title: str) -> int | None:
    found = _YEAR.search(title)
    return int(found[1].translate(_DIGITS)) if found else None


def _month(title: str) -> int | None:
    found = _MONTH.search(title)
    if not found:
        return None
    value = int(found[1]) if found[1].isdigit() else parse(found[1])
    return value if value is not None and 1 <= value <= 12 else None


def _resolve(words: str, year: int | None, month: int | None, day: int | None) -> tuple[str | None, int | None, int | None]:
    """ISO date of an item's words, and the month and day that 是月 and 是日 after it mean."""
    own = re.match(r"((?:19|20)\d{2})年", words)
    if own:
        year, words = int(own[1]), words[own.end() :]
    if year is None:
        return None, month, day
    if words in ("△", "▲"):  # another matter of the same day
        return (_iso(year, month, day) if month and day else f"{year}-{month:02d}" if month else None), month, day
    words = _CHINESE.sub(lambda m: f"{parse(m[1])}{m[2]}", words)
    same = _SAME.match(words)
    if same:
        if same["unit"] == "年":
            return f"{year}", month, day
        if month is None:
            return None, None, None
        if same["unit"] == "月":
            return f"{year}-{month:02d}", month, day
        return (_iso(year, month, day) if day else None), month, day
    bare = _BARE.match(words)
    found = _DAY.match(words)
    if found and (found["month"] or not bare):
        month = int(found["month"]) if found["month"] else month
        iso = _iso(year, month, int(found["day"]))
        return iso, month, int(found["day"]) if iso else day
    if bare and 1 <= int(bare["month"]) <= 12:
        return f"{year}-{int(bare['month']):02d}", int(bare["month"]), None
    return None, month, day


def _iso(year: int, month: int | None, day: int) -> str | None:
    try:
        return datetime.date(year, month, day).isoformat() if month else None
    except ValueError:
        return None
