"""Two human readers' marks: how many errors they both found tells how many neither found (capture and recapture)."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from typing import Any

import msgspec

FEW = 7  # marks in common below which the estimate is a guess
_LINES = 1  # lines between two marks of one error
_COLUMNS = {"行": "line", "行号": "line", "文字": "quote", "原文": "quote"}


class Mark(msgspec.Struct, frozen=True):
    """An error that a reader marked: the finding's id where it has one, else its line and words."""

    id: str | None
    line: int | None
    quote: str


class Recapture(msgspec.Struct, frozen=True):
    """What two readers' marks say. `first`, `second` marks of each, `both` in common, `seen` different errors;
    `remaining` the estimate of what neither saw (None where the two have no mark in common), from `low` to `high` with 95 % confidence."""

    first: int
    second: int
    both: int
    seen: int
    remaining: int | None
    low: int | None
    high: int | None


def read_marks(data: bytes, name: str) -> tuple[Mark, ...]:
    """The marks of one reader: JSON Lines (records of findings, or `{"line", "quote"}`), or CSV with 行 (line) and 文字 (quote).

    Raises ValueError that names file and line.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            raise ValueError(f"{name}: neither UTF-8 nor GB 18030; save it as UTF-8") from None
    rows = _csv(text, name) if name.lower().endswith(".csv") else _jsonl(text, name)
    found: dict[tuple[str | None, int | None, str], Mark] = {}
    for at, row in rows:
        line, quote, known = row.get("line"), str(row.get("quote") or ""), row.get("id")
        if isinstance(line, str) and line.strip().isdigit():
            line = int(line)
        if not isinstance(line, int) or not quote.strip():
            if not known:
                raise ValueError(f"{name}:{at}: a mark needs `line` (行) and `quote` (文字), or the `id` of a finding")
            line = line if isinstance(line, int) else None
        mark = Mark(str(known) if known else None, line, re.sub(r"\s+", "", quote))
        found[(mark.id, None, "") if mark.id else (None, mark.line, mark.quote)] = mark
    if not found:
        raise ValueError(f"{name}: no mark in it")
    return tuple(found.values())


def _jsonl(text: str, name: str) -> list[tuple[int, dict[str, Any]]]:
    rows: list[tuple[int, dict[str, Any]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError:
            row = None
        if not isinstance(row, dict):
            raise ValueError(f"{name}:{number}: this line is no record; mend or remove it")
        if row.get("severity") != "info":
            rows.append((number, row))
    return rows


def _csv(text: str, name: str) -> list[tuple[int, dict[str, Any]]]:
    reader = csv.reader(io.StringIO(text))
    head = [_COLUMNS.get(c.strip(), c.strip()) for c in next(reader, [])]
    if "quote" not in head or "line" not in head:
        raise ValueError(f"{name}:1: the first line names the columns 行 (line) and 文字 (quote)")
    return [(reader.line_num, dict(zip(head, row, strict=False))) for row in reader if any(c.strip() for c in row)]


def _same(a: Mark, b: Mark) -> bool:
    if a.id and b.id:
        return a.id == b.id
    if a.line is None or b.line is None or abs(a.line - b.line) > _LINES:
        return False
    pairs = {a.quote[i : i + 2] for i in range(max(1, len(a.quote) - 1))}
    return any(p in b.quote for p in pairs)


def recapture(first: tuple[Mark, ...], second: tuple[Mark, ...]) -> Recapture:
    """Chapman's estimate of all errors from two independent readings, with the log-normal interval of Chao (1987)."""
    left = list(second)
    both = 0
    for a in first:
        match = next((b for b in left if _same(a, b)), None)
        if match is not None:
            left.remove(match)
            both += 1
    n, m = len(first), len(second)
    seen = n + m - both
    if not both:
        return Recapture(n, m, both, seen, None, None, None)
    unseen = (n + 1) * (m + 1) / (both + 1) - 1 - seen
    variance = (n + 1) * (m + 1) * (n - both) * (m - both) / ((both + 1) ** 2 * (both + 2))
    if unseen <= 0 or not variance:
        return Recapture(n, m, both, seen, 0, 0, 0)
    spread = math.exp(1.96 * math.sqrt(math.log(1 + variance / unseen**2)))
    return Recapture(n, m, both, seen, round(unseen), math.floor(unseen / spread), math.ceil(unseen * spread))


def in_words(found: Recapture) -> tuple[str, str]:
    """The estimate and what it rests on, (Chinese, English)."""
    base = f"两位读者各标出{found.first}处、{found.second}处，其中{found.both}处相同，合计{found.seen}处不同的差错"
    base_en = f"Two readers marked {found.first} and {found.second} errors, {found.both} of them the same, {found.seen} different ones in all"
    if found.remaining is None:
        return f"{base}；没有一处相同，无从估计还剩多少。", f"{base_en}; none in common, so nothing can be said of what remains."
    doubt = "（相同的太少，只是粗估）" if found.both < FEW else ""
    doubt_en = " (few in common: a rough guess)" if found.both < FEW else ""
    return (
        f"{base}；照此估计约还有{found.remaining}处两人都没有发现（95%的把握在{found.low}到{found.high}处之间）{doubt}。"
        "前提：两人各读各的，读的是同一稿、同样的范围，标的都是真差错；容易的差错两人都易发现，所以实际剩下的多半比这个数多。",
        f"{base_en}; by that about {found.remaining} more remain that neither saw (95 %: {found.low} to {found.high}){doubt_en}. "
        "This holds where both read the same text, each alone, and all marks are real errors; what is easy is seen by both, so more are likely left.",
    )
