"""Findings and relations: what a rule says, as values."""

from __future__ import annotations

import hashlib
import re
from decimal import Decimal
from typing import Any, Literal

import msgspec

from tongjian.book import Book, place_record
from tongjian.check.sources import in_chinese

Severity = Literal["error", "warning", "info"]
RANK = {"error": 0, "warning": 1, "info": 2}


class Related(msgspec.Struct, frozen=True):
    """Another place that a finding or relation rests on."""

    start: int
    end: int


class Finding(msgspec.Struct, frozen=True):
    """One thing that looks wrong. `start`–`end` is the place; `related` the other place or places."""

    code: str
    severity: Severity
    confidence: float  # 0..1, that an editor would agree
    message: str  # Chinese
    message_en: str
    start: int
    end: int
    related: tuple[Related, ...] = ()
    suggestion: str | None = None
    rule: str = ""  # where the rule comes from, in English; a record says it in Chinese too
    relation: str | None = None
    computed: str | None = None
    stated: str | None = None


class Figure(msgspec.Struct, frozen=True):
    """A printed figure in a linear relation: its amount in base units times `weight` is one term."""

    start: int
    end: int
    printed: str
    amount: Decimal
    weight: Decimal
    worth: Decimal = Decimal(1)  # base units of a printed 1
    places: int = 0  # decimals printed


class Relation(msgspec.Struct, frozen=True):
    """One relation among printed numbers that was recognised and tested."""

    code: str
    relation: str
    operator: str
    computed: str
    stated: str
    tolerance: str
    holds: bool
    start: int
    end: int
    related: tuple[Related, ...] = ()
    finding: Finding | None = None  # what to say where it does not hold; None where a reading excuses it
    figures: tuple[Figure, ...] = ()  # of a linear relation: the weighted amounts add up to nothing, within `room`
    room: Decimal = Decimal(0)


def _normal(text: str) -> str:
    return re.sub(r"\s+", "", text)


def identity(book: Book, found: Finding) -> str:
    """12 hexadecimal digits of code, node, quote and related quotes: edits elsewhere leave it alone."""
    place = book.place(found.start, found.end)
    parts = [found.code, place.node or "", _normal(place.quote), *(_normal(book.quote(r.start, r.end)) for r in found.related)]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]


def record(book: Book, found: Finding) -> dict[str, Any]:
    """A finding as the machine contract prints it."""
    fields = msgspec.structs.asdict(found)
    for key in ("start", "end", "related"):
        del fields[key]
    return {
        "id": identity(book, found),
        **fields,
        "rule": in_chinese(found.rule),
        "rule_en": found.rule,
        **place_record(book, found.start, found.end),
        "related": [place_record(book, r.start, r.end) for r in found.related],
    }


def relation_record(book: Book, found: Relation) -> dict[str, Any]:
    """A relation as `check --relations` prints it."""
    return {
        "code": found.code,
        "relation": found.relation,
        "operator": found.operator,
        "computed": found.computed,
        "stated": found.stated,
        "tolerance": found.tolerance,
        "holds": found.holds,
        **place_record(book, found.start, found.end),
        "related": [place_record(book, r.start, r.end) for r in found.related],
    }
