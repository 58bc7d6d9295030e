"""Units of measure: which words are units, their base unit, and what one of them is worth in it."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from typing import Any

_SCALE = re.compile(r"^(万亿|千万|百万|十万|亿|万|千(?![米克瓦伏卡帕赫比])|百)")
_ASIDE = re.compile(r"（[^）]*）次?$")
_SCALE_VALUE = {"百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12}


@lru_cache(maxsize=1)
def table() -> dict[str, tuple[str, Decimal, str]]:
    """Unit → (base unit, factor, dimension)."""
    raw: dict[str, Any] = tomllib.loads(resources.files("tongjian.language").joinpath("units.toml").read_text(encoding="utf-8"))
    found: dict[str, tuple[str, Decimal, str]] = {}
    for dimension, entries in raw.items():
        names = entries.get("names", [])
        for name in names.split() if isinstance(names, str) else names:
            found.setdefault(name, (name, Decimal(1), dimension))
        base = entries.get("base")
        for name, factor in entries.items():
            if name not in ("base", "names"):
                found[name] = (base, Decimal(str(factor)), dimension)
    return found


@lru_cache(maxsize=1)
def pattern() -> str:
    """A regular expression of all units, longest first, with compounds: `元/人/月`, `个（次）`, `人（次）`."""
    names = sorted(table(), key=len, reverse=True)
    plain = "|".join(re.escape(n) for n in names)
    return rf"(?:{plain})(?:（(?:人|次|户|家|个|件|处|项|台|场|所|名|套|批|起|期|组|班|份|间|栋|座|条|只|头|张|面)次?）次?)?(?:[/／每·](?:万)?(?:{plain}|月|日|人)){{0,2}}"


@lru_cache(maxsize=4096)  # a book prints few units, many times
def split_unit(unit: str) -> tuple[Decimal, str]:
    """A printed unit (`亿元`, `万人次`) as scale and bare unit."""
    found = _SCALE.match(unit)
    if found and (len(unit) > found.end() or unit in _SCALE_VALUE) and unit not in table():
        return Decimal(_SCALE_VALUE[found[1]]), unit[found.end() :]
    return Decimal(1), unit


@lru_cache(maxsize=4096)
def base_of(unit: str) -> tuple[str, Decimal]:
    """Base unit and worth of a bare unit in it; a unit that is not known is its own base."""
    if "/" in unit or "／" in unit:
        return unit.replace("／", "/"), Decimal(1)
    known = table().get(unit)
    return (known[0], known[1]) if known else (unit, Decimal(1))


@lru_cache(maxsize=4096)
def dimension(unit: str | None) -> str | None:
    """money, length, area, … count; None for a unit that is not known."""
    if not unit:
        return None
    known = table().get(_ASIDE.sub("", split_unit(unit)[1]))
    return known[2] if known else None
