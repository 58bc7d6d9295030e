"""One indicator over years and subjects: figures of one unit side by side, what agrees within rounding, and where to look each up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

Record = dict[str, Any]  # a fact, as the machine contract has it

_YEAR = re.compile(r"(\d{4})(?:-12(?:-31)?)?")
_FIRM = ("final", "preliminary", None)


class Value(NamedTuple):
    """A figure as it is printed, and every place that prints it so. `half`: half a unit of its last digit, or a whole one where it may be cut off."""

    shown: str
    amount: Decimal
    slack: Decimal
    status: str | None
    places: tuple[Record, ...]

    @property
    def firm(self) -> bool:
        """Neither a target nor an expectation."""
        return self.status in _FIRM


class Year(NamedTuple):
    """The figures of one year, the one to go by first. `agree`: all firm ones may be roundings of one; `growth`: percent over the year before, recomputed."""

    year: int
    values: tuple[Value, ...]
    agree: bool
    growth: str | None
    changes: tuple[str, ...]


class Measure(NamedTuple):
    """What all amounts of a table are in: base unit, the unit that is printed most, and how many base units that is."""

    base: str
    unit: str
    scale: Decimal


def number(record: Record) -> Decimal | None:
    """The amount of a fact in base units; None where it has none."""
    try:
        amount = Decimal(str(record.get("amount")))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None


def year_of(record: Record) -> int | None:
    """The year that a figure is about; None for parts of a year and spans of years."""
    match = _YEAR.fullmatch(record.get("period") or "")
    return int(match[1]) if match else None


def foretold(record: Record, data_year: int | None) -> Record:
    """A record whose year lies behind the year that its book is about, as the target that it can only be."""
    year = int(record["period"][:4]) if re.match(r"\d{4}", record.get("period") or "") else None
    later = year is not None and data_year is not None and year > data_year
    return {**record, "status": "target"} if later and record.get("status") in _FIRM else record


def measure(records: Iterable[Record]) -> Measure | None:
    """The unit that most figures with an amount and a year are in."""
    known = [r for r in records if number(r) is not None and year_of(r) is not None]
    if not known:
        return None
    base = Counter(r.get("base_unit") or "" for r in known).most_common(1)[0][0]
    unit = Counter(r.get("unit") or "" for r in known if (r.get("base_unit") or "") == base).most_common(1)[0][0]
    for record in known:
        amount, printed = number(record), _printed(record)
        if (record.get("base_unit") or "") == base and (record.get("unit") or "") == unit and amount and printed:
            return Measure(base, unit, amount / printed)
    return Measure(base, unit, Decimal(1))


def _printed(record: Record) -> Decimal | None:
    try:
        return Decimal(str(record.get("value")))
    except InvalidOperation:
        return None


def values_of(records: Sequence[Record]) -> tuple[Value, ...]:
    """Records of one year as values, those that are printed alike joined; firm ones first, then the office's own, then the finer."""
    joined: dict[tuple[str, str | None], list[Record]] = {}
    for record in records:
        shown = f"{record.get('approx') or ''}{record['value']}{record.get('unit') or ''}"
        status = record.get("status")
        joined.setdefault((shown, None if status in _FIRM else status), []).append(record)
    values = []
    for (shown, status), rows in joined.items():
        amount = number(rows[0])
        if amount is not None:
            values.append(Value(shown, amount, _slack(rows[0], amount), status, tuple(rows)))
    return tuple(sorted(values, key=lambda v: (not v.firm, not any(map(_official, v.places)), v.slack, -len(v.places))))


def _official(record: Record) -> bool:
    """Whether the statistical office says so: it signed the entry, or the figure is its bulletin's, which are preliminary all."""
    return "统计" in (record.get("reported_by") or "") or record.get("status") == "preliminary"


def _slack(record: Record, amount: Decimal) -> Decimal:
    """One unit of the last printed digit, in base units; more where the figure is said to be approximate."""
    printed = _printed(record)
    if not printed:
        return Decimal(0)
    exponent = printed.as_tuple().exponent
    unit = abs(amount / printed) * (Decimal(1).scaleb(int(exponent)) if isinstance(exponent, int) else Decimal(1))
    return max(unit, abs(amount) / 10) if record.get("approx") else unit


def agree(values: Iterable[Value]) -> bool:
    """Whether the firm values may all be roundings of one figure."""
    firm = [v for v in values if v.firm]
    return all(abs(a.amount - b.amount) <= max(a.slack, b.slack) for a in firm for b in firm)


def years(records: Iterable[Record], unit: Measure) -> list[Year]:
    """The years of one subject, in order. A year that the books do not give is not there."""
    by_year: dict[int, list[Record]] = {}
    for record in records:
        year = year_of(record)
        if year is not None and number(record) is not None and (record.get("base_unit") or "") == unit.base:
            by_year.setdefault(year, []).append(record)
    out: list[Year] = []
    for year in sorted(by_year):
        values = values_of(by_year[year])
        changes = tuple(dict.fromkeys(str(r["change"]) for r in by_year[year] if r.get("change")))
        before = out[-1] if out and out[-1].year == year - 1 else None
        out.append(Year(year, values, agree(values), _growth(before.values[0], values[0]) if before else None, changes))
    return out


def _growth(before: Value, now: Value) -> str | None:
    """Percent from one year to the next, to one decimal; None where one of them is no firm figure or says little of the size."""
    if not (before.firm and now.firm and before.amount > 0) or before.slack * 20 > before.amount:
        return None
    return f"{(now.amount / before.amount - 1) * 100:+.1f}%"
