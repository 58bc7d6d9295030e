"""Last year's edition beside this one: entries paired, figures paired, and the sentences that were taken over as they stood."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from tongjian.book import Book
from tongjian.book.compare import compare
from tongjian.library import Library
from tongjian.publish.figures import number
from tongjian.web.shelf import Record

# what every edition has anew: days, names and documents are no sequel of last year's, and their texts are not paired
ANEW = ("chronicle", "namelist", "honours", "docindex", "frontmatter")
_SENTENCE = re.compile(r"[^。！？；\n\t]+[。！？；]?")
_LEAST = 12  # characters of a sentence that is worth telling when it was taken over
_PERCENT = ("%", "‰")


class Pair(NamedTuple):
    """An entry of the new book and what it was in the old one. `change`: same, changed, renamed, moved, added or removed; the node indices, None where it is not there."""

    change: str
    old: int | None
    new: int | None


class Figures(NamedTuple):
    """One indicator of one subject in both books, None where one book does not give it. `growth`: recomputed, with its sign and unit; "" where the two cannot be reckoned."""

    indicator: str
    subject: str | None
    old: Record | None
    new: Record | None
    growth: str


@lru_cache(maxsize=8)
def pairs(library: Library, old_id: str, new_id: str) -> tuple[Pair, ...]:
    """The entries of two books in the order of the new one, those that are gone behind what stood before them."""
    return tuple(_pairs(library.book(old_id), library.book(new_id)))


def _pairs(old: Book, new: Book) -> Iterable[Pair]:
    found = compare(old, new)
    partner = {d.new: d.old for d in found if d.new is not None and d.old is not None}
    partner |= {i: old.by_id[node.id] for i, node in enumerate(new.nodes) if node.id in old.by_id and i not in partner}
    told = {d.new: d.change for d in found if d.new is not None}
    gone = [d for d in found if d.change == "removed" and d.old is not None and _paired(old, d.old)]
    before: dict[int | None, list[Pair]] = {}
    last: int | None = None
    for d in found:  # what is gone stands in `found` behind what stood before it
        if d.new is not None:
            last = d.new
        elif d in gone:
            before.setdefault(last, []).append(Pair("removed", d.old, None))
    yield from before.get(None, ())
    for index in range(len(new.nodes)):
        if _paired(new, index):
            there = partner.get(index)
            change = "added" if there is None else told.get(index, "same")
            if change == "moved" and there is not None and partner.get(new.nodes[index].parent) == old.nodes[there].parent:
                change = "changed"  # what it stands under has another name, as 2024年… behind 2023年…
            yield Pair(change, there, index)
        yield from before.get(index, ())


def _paired(book: Book, index: int) -> bool:
    return book.nodes[index].level == "entry" and book.nodes[index].kind not in ANEW


def figures(old: Sequence[Record], new: Sequence[Record]) -> list[Figures]:
    """Facts of two years paired by indicator and subject, each once, in the order of the new book and then what the old one has alone. Targets and bare changes are left out."""
    before, now = _first(old), _first(new)
    rows = [Figures(fact["indicator"], fact["subject"], before.get(key), fact, growth(before.get(key), fact)) for key, fact in now.items()]
    return rows + [Figures(fact["indicator"], fact["subject"], fact, None, "") for key, fact in before.items() if key not in now]


def _first(facts: Sequence[Record]) -> dict[tuple[str, str, str], Record]:
    """The first fact of each indicator of a subject. One that stands twice with different figures names two things: it is no pair for anything."""
    usable = [f for f in facts if f["kind"] != "change" and f.get("status") in ("final", "preliminary", None)]
    values: dict[tuple[str, str, str], set[str]] = {}
    for fact in usable:
        values.setdefault(_key(fact), set()).add(f"{fact['value']}{fact.get('unit')}")
    found: dict[tuple[str, str, str], Record] = {}
    for fact in usable:
        if len(values[_key(fact)]) == 1:
            found.setdefault(_key(fact), fact)
    return found


def _key(fact: Record) -> tuple[str, str, str]:
    percent = "%" if fact.get("unit") in _PERCENT else ""
    return (fact.get("indicator_norm") or fact["indicator"], fact.get("subject") or "", percent)


def growth(old: Record | None, new: Record | None) -> str:
    """From one figure to the other: percent, for shares and rates percentage points; "" where they are not in one unit or one of them is only approximate."""
    if old is None or new is None or old.get("approx") or new.get("approx") or (old.get("base_unit") or "") != (new.get("base_unit") or ""):
        return ""
    before, now = number(old), number(new)
    if new.get("unit") in _PERCENT:
        if old.get("unit") != new.get("unit"):
            return ""
        try:
            difference = Decimal(str(new["value"])) - Decimal(str(old["value"]))
        except ArithmeticError:
            return ""
        return f"{difference:+f}" + ("个百分点" if new["unit"] == "%" else "个千分点") if difference else "0"
    if before is None or now is None or before <= 0:
        return ""
    if now == before:
        return "0"
    percent = (now / before - 1) * 100
    return f"{percent:+.1f}%" if abs(percent) < 1000 else f"×{now / before:.1f}"


def taken_over(old: Book, a: tuple[int, int], new: Book, b: tuple[int, int]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The sentences that stand alike in both spans, white space apart: their spans in the old book and in the new one."""
    left, right = _sentences(old, a), _sentences(new, b)
    common = {text for text, _ in left} & {text for text, _ in right}
    return [span for text, span in left if text in common], [span for text, span in right if text in common]


def _sentences(book: Book, span: tuple[int, int]) -> list[tuple[str, tuple[int, int]]]:
    found = ((re.sub(r"\s+", "", m[0]), m.span()) for m in _SENTENCE.finditer(book.text, *span))
    return [(text, at) for text, at in found if len(text) >= _LEAST]


def counted(rows: Iterable[Pair]) -> Counter[str]:
    """How many entries of each kind of change."""
    return Counter(row.change for row in rows)
