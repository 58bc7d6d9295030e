"""The vocabulary of indicators: names and synonyms that mean one figure (地区生产总值, GDP, 生产总值)."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any

# what may stand before a name without changing what it means: a region, a verb of achieving, a word of time
_NEUTRAL = re.compile(r"(?:[\u4e00-\u9fff]{1,4}[省市区县州旗]|全[省市区县州旗]|全年|年末|年底|实现|完成|共有|拥有|现有|有|达到|全社会|其中|，|的)+")


@lru_cache(maxsize=1)
def entries() -> tuple[dict[str, Any], ...]:
    """The records of indicators.toml: name, synonyms, unit, additive, source."""
    raw = tomllib.loads(resources.files("tongjian.extract").joinpath("indicators.toml").read_text(encoding="utf-8"))
    return tuple(raw["indicator"])


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in entries():
        for name in (entry["name"], *entry.get("synonyms", ())):
            found[name] = entry["name"]
    return found


def normalise(indicator: str) -> str | None:
    """The vocabulary's name of an indicator; None where it has none. A region or verb before the name does not matter."""
    names = _names()
    if indicator in names:
        return names[indicator]
    for cut in range(1, min(len(indicator) - 1, 12)):
        if indicator[cut:] in names and _NEUTRAL.fullmatch(indicator[:cut]):
            return names[indicator[cut:]]
    return None
