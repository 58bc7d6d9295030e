"""The names of a book: persons in office, bodies with their short names, indicators; for suggestions and for searches by another name.

Pairs of names come from the book itself (以下简称, and the short forms that its organisations go by). A person whom the book merely mentions is none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import msgspec

Kind = Literal["person", "body", "indicator", "system", "title"]
SHORTEST = 3  # characters of a short name; 中心 and 市局 are as many bodies as there are sections


class Name(msgspec.Struct, frozen=True, array_like=True):
    """A name and what else the same goes by."""

    kind: Kind
    text: str
    others: tuple[str, ...] = ()


def names_of(records: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Name]:
    """The names in the records of a book, each once, in the order of the text."""
    found: dict[tuple[Kind, str], list[str]] = {}
    for row in records.get("people", ()):
        if row["status"] != "mention" and row["name"]:
            found.setdefault(("person", row["name"]), [])
    for row in records.get("organisations", ()):
        short = [name for name in row["short_names"] or () if len(name) >= SHORTEST and name != row["name"]]
        found.setdefault(("body", row["name"]), []).extend(short)
    for row in records.get("systems", ()):
        found.setdefault(("system", row["name"]), [])
    for row in records.get("facts", ()):
        if row["indicator_norm"]:
            found.setdefault(("indicator", row["indicator_norm"]), [])
    return [Name(kind, text, tuple(dict.fromkeys(others))) for (kind, text), others in found.items()]
