"""All that records say of one person, body, place, project or system, under every name it goes by, in the order of time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

Record = Mapping[str, Any]
Records = Mapping[str, Sequence[Record]]  # kind → records as the machine contract has them, `book` in them where they are of several

# kind → (field, how it concerns the name): is, acts, of (whose it is), in (named in the words)
_FIELDS: dict[str, tuple[tuple[str, str], ...]] = {
    "people": (("name", "is"), ("org", "of")),
    "organisations": (("name", "is"), ("superior", "of")),
    "systems": (("name", "is"), ("known_as", "is"), ("operator", "of")),
    "places": (("name", "is"), ("parent", "of")),
    "honours": (("receiver", "is"), ("giver", "of")),
    "documents": (("issuer", "of"), ("title", "in")),
    "events": (("who", "acts"), ("where", "of"), ("what", "in")),
    "facts": (("subject", "of"),),
}
KINDS = tuple(_FIELDS)
_TIMES = {"events": ("date",), "facts": ("period",), "people": ("from", "to"), "systems": ("since",)}
_WHOLE = 6  # characters: a system's name this long may leave out whose it is
_SHORTEST = 3  # characters: 市局 in the words of an event may be anybody's


class Mention(msgspec.Struct, frozen=True):
    """One record about a name. `time`: as far as the record tells, else the year its book is about; `as_`: the name that stands there.

    `how`: is (the record is its own), acts, of (it belongs to it), in (its words name it).
    """

    kind: str
    time: str | None
    how: str
    as_: str
    record: Record


def names_of(records: Records, name: str) -> tuple[str, ...]:
    """A name and the others of the same thing: a body's full and short names that no other body shares, a system's names in the book."""
    called: dict[str, set[str]] = {}  # a short name → the bodies that a book says it is short for
    for body in records.get("organisations", ()):
        for short in body.get("short_names") or ():
            if short != body["name"]:
                called.setdefault(short, set()).add(body["name"])
    itself = {short: next(iter(full)) for short, full in called.items() if len(full) == 1}

    def whole(body: str) -> str:  # what one book explains, another may only use
        return itself.get(body, body)

    owners = {short: {whole(body) for body in full} for short, full in called.items()}
    own = owners.get(name, {name})
    full = next(iter(own)) if len(own) == 1 else name
    shorts = [short for short, whose in owners.items() if whose == {full}]
    systems = [s for s in records.get("systems", ()) if name == s["name"] or name in (s.get("known_as") or ()) or (len(name) >= _WHOLE and s["name"].endswith(name))]
    others = [n for s in systems for n in (s["name"], *(s.get("known_as") or ()))]
    return tuple(dict.fromkeys((name, full, *shorts, *others)))


def mentions(records: Records, name: str, years: Mapping[str, int | None] | None = None) -> list[Mention]:
    """The records that concern a name, in the order of time, then of book and text; those without any time last.

    `years`: of each book, the year it is about, which stands in for a record that tells no time. Each record once, under the
    closest tie it has to the name. Persons whom the book merely mentions are given too: leaving them out is for who publishes.
    """
    names = names_of(records, name)
    found: list[Mention] = []
    for kind, fields in _FIELDS.items():
        for record in records.get(kind, ()):
            tie = _tie(record, fields, names)
            if tie is not None:
                found.append(Mention(kind, _time(kind, record, years or {}), *tie, record))
    return sorted(found, key=lambda m: (m.time is None, m.time or "", str(m.record.get("book") or ""), m.record.get("start") or 0))


def _tie(record: Record, fields: tuple[tuple[str, str], ...], names: tuple[str, ...]) -> tuple[str, str] | None:
    for field, how in fields:
        value = record.get(field)
        values = [value] if isinstance(value, str) else list(value or ())
        for name in names:
            if name in values or (how == "in" and len(name) >= _SHORTEST and any(name in v for v in values)):
                return how, name
    return None


def _time(kind: str, record: Record, years: Mapping[str, int | None]) -> str | None:
    told = next((str(record[field]) for field in _TIMES.get(kind, ()) if record.get(field)), None)
    year = years.get(str(record.get("book") or ""))
    return told.split("/")[0] if told else str(year) if year else None


def as_record(mention: Mention) -> dict[str, Any]:
    """A mention as one flat record: time, of which kind, how, under which name, then the record's own fields."""
    return {"time": mention.time, "record": mention.kind, "how": mention.how, "as": mention.as_, **mention.record}
