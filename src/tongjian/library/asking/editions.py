"""A figure over the editions: where no year is asked, the answer is of the newest book, and the years before stand beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from tongjian.library.asking.answer import Answer, Citation
from tongjian.library.passages import Passage

if TYPE_CHECKING:
    from tongjian.library.layout import Card
    from tongjian.library.shelf import Library

TOLD = 3  # years before that the words of an answer tell; all of them are in the alternatives
MOST = 40  # years


def with_years_before(library: Library, answer: Answer, cards: Sequence[Card]) -> Answer:
    """The answer with its year in front and the last years before behind it, each with its citation; the figures of earlier years are the alternatives.

    The same figure is that of the same indicator and subject; the edition about a year tells it best, and its bulletin before other places.
    """
    assert answer.fact is not None and answer.text is not None
    about = {c.id: c.data_year for c in cards}
    year = (answer.period or "")[:4]
    name = answer.fact["indicator_norm"] or answer.fact["indicator"]
    rows = [r for r in library.facts(indicator=name) if r["book"] in about and _alike(r, answer.fact) and r["period"] and r["period"][:4].isdigit()]
    best: dict[str, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda r: (abs(int(r["period"][:4]) - (about[r["book"]] or 0)), r["status"] != "final", r["book"], r["start"])):
        best.setdefault(row["period"][:4], row)
    before = [best[y] for y in sorted(best, reverse=True) if y < year][:MOST]
    if not year or not before:
        return answer
    told = "，".join(f"{r['period'][:4]}年{r['value']}{r['unit'] or ''}" for r in before[:TOLD])
    cited = tuple(_citation(library, row) for row in before)
    return msgspec.structs.replace(answer, text=f"{year}年（最新一卷）：{answer.text}；此前{told}", citations=answer.citations + cited[:TOLD], alternatives=answer.alternatives + cited[TOLD:])


def _alike(row: dict[str, Any], fact: dict[str, Any]) -> bool:
    same = row["indicator_norm"] == fact["indicator_norm"] if fact["indicator_norm"] else row["indicator"] == fact["indicator"]
    return bool(same and row["subject"] == fact["subject"] and row["kind"] == fact["kind"] and row["base_unit"] == fact["base_unit"] and row["status"] not in ("target", "expected"))


def _citation(library: Library, row: dict[str, Any]) -> Citation:
    """A fact of the tables as the citation that the index would give."""
    entry = library.entry(row["book"], row["node"]) or {}
    passage = Passage(
        key="", book=row["book"], node=row["node"], level=entry.get("level", "entry"), kind=entry.get("kind", "prose"), title=entry.get("title", ""),
        path=tuple(entry.get("path") or ()), byline=row.get("reported_by"), start=row["start"], text=row["quote"],
        marks=((row["start"], row["line"], row["page"], row["sheet"], row["block"]),),
    )  # fmt: skip
    return Citation(passage, row["start"], row["start"] + len(row["quote"]))
