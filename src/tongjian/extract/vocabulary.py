"""The vocabulary of indicators: names and synonyms that mean one figure (地区生产总值, GDP, 生产总值)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any

import msgspec

from tongjian.language import units

# what may stand before a name without changing what it means: a region, a verb of achieving, a word of time
NEUTRAL = re.compile(r"(?:(?![^省市区县州旗]*(?:[任为办中有入到对和在]|[社小园景厂库城][区市]))[\u4e00-\u9fff]{1,4}[省市区县州旗]|全[省市区县州旗]|全年|年末|年底|实现|完成|共有|拥有|现有|有|达到|全社会|其中|，|的)+")


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One indicator. `unit`: as it is usually printed, "" where it is a bare number; `additive`: the figures of parts may be summed.

    `regional`: where a department tells it without saying whose it is, it is the region's (公路客运量), not its own (行政编制); the area's word where None.
    """

    name: str
    unit: str
    additive: bool
    synonyms: tuple[str, ...] = ()
    source: str = ""
    area: str = ""
    regional: bool | None = None


class _Area(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    indicators: tuple[Entry, ...]
    source: str = ""
    regional: bool = True


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    area: tuple[_Area, ...]


class Vocabulary(msgspec.Struct, frozen=True, dict=True):
    """Indicators by name. No name, synonyms included, belongs to two of them."""

    entries: tuple[Entry, ...]

    @cached_property
    def names(self) -> dict[str, Entry]:
        """Every name and synonym with its indicator."""
        return {name: entry for entry in self.entries for name in (entry.name, *entry.synonyms)}

    def find(self, indicator: str) -> Entry | None:
        """The indicator that words name; None where they name none. A region or verb before the name does not matter."""
        names = self.names
        if indicator in names:
            return names[indicator]
        for cut in range(1, min(len(indicator) - 1, 12)):
            if indicator[cut:] in names and NEUTRAL.fullmatch(indicator[:cut]):
                return names[indicator[cut:]]
        return None

    def normalise(self, indicator: str, unit: str | None = None) -> str | None:
        """The one name of an indicator; None where there is none, or where a figure in `unit` cannot be of it (招生 in 万元)."""
        entry = self.match(indicator, unit)
        return entry.name if entry is not None else None

    def match(self, indicator: str, unit: str | None) -> Entry | None:
        """The indicator that words name and a figure in `unit` can be of; None where there is none."""
        entry = self.find(indicator)
        return entry if entry is not None and _may_be(unit, entry.unit) else None

    def extended(self, text: str) -> Vocabulary:
        """This vocabulary with the indicators of a file of the same form (TOML). One that has the name of an indicator here takes its place.

        Raises ValueError, in one line: no such form, or a name that stands for two indicators.
        """
        added = read(text)
        taken = {entry.name for entry in added}
        return _whole((*(entry for entry in self.entries if entry.name not in taken), *added))


_NOT_SUMMED = re.compile(r"率|比重|占比|比例|人均|平均|均价|每[千万百]|指数|浓度|密度|强度|系数|寿命|性别比|收入比|单产|标准$|气温|降水|日照|天数|噪声|能耗|万元.{2,6}用水量|存贷比")


def summable(name: str, unit: str | None) -> bool:
    """Whether the figures of parts may be summed, by the name and the unit: no rate, share, average, price or index."""
    ratio = units.dimension(unit) == "share" or bool(unit and ("/" in unit or "／" in unit))
    return not ratio and not _NOT_SUMMED.search(name)


_PERSONS = frozenset({"人", "名", "位", "人次", "人份"})


def _may_be(unit: str | None, usual: str) -> bool:
    if unit and usual and units.dimension(unit) == units.dimension(usual) == "count":
        return (units.split_unit(unit)[1] in _PERSONS) == (units.split_unit(usual)[1] in _PERSONS)  # 律师事务所12人 counts lawyers
    printed, known = units.dimension(unit), units.dimension(usual)
    return printed is None or known is None or printed == known or {printed, known} == {"money", "foreign"}


def read(text: str) -> tuple[Entry, ...]:
    """The indicators of a vocabulary file. Raises ValueError where it is none, in one line that says where."""
    try:
        file = msgspec.convert(tomllib.loads(text), _File)
    except tomllib.TOMLDecodeError as problem:
        raise ValueError(f"not TOML: {problem}") from None
    except msgspec.ValidationError as problem:
        raise ValueError(f"not a vocabulary: {problem}") from None
    return tuple(
        msgspec.structs.replace(entry, area=entry.area or area.name, source=entry.source or area.source, regional=area.regional if entry.regional is None else entry.regional)
        for area in file.area for entry in area.indicators
    )


def _whole(entries: Iterable[Entry]) -> Vocabulary:
    """A vocabulary in which no name stands twice."""
    kept = tuple(entries)
    owner: dict[str, str] = {}
    for entry in kept:
        for name in (entry.name, *entry.synonyms):
            if name in owner:
                raise ValueError(f"“{name}” is a name of “{owner[name]}” and of “{entry.name}”: let one have it")
            owner[name] = entry.name
    return Vocabulary(kept)


@lru_cache(maxsize=1)
def built_in() -> Vocabulary:
    """The vocabulary of indicators.toml."""
    return _whole(read(resources.files("tongjian.extract").joinpath("indicators.toml").read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def entries() -> tuple[dict[str, Any], ...]:
    """The records of indicators.toml: name, synonyms, unit, additive, source, area."""
    return tuple(msgspec.to_builtins(entry) for entry in built_in().entries)


def normalise(indicator: str, unit: str | None = None) -> str | None:
    """The one name of an indicator in the built-in vocabulary; None where it has none."""
    return built_in().normalise(indicator, unit)
