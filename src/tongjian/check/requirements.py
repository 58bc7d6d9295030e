"""The trade's rules one by one: which codes test each, with what scope, and what is left to people."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import msgspec

from tongjian.check.registry import RULES

State = Literal["whole", "part", "reading", "person"]


class Requirement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a machine does about one rule of the trade: codes, how far, and a word on scope or reason (Chinese, English)."""

    state: State
    by: tuple[str, ...] = ()
    zh: str = ""
    en: str = ""


_CITED = re.compile(r"R\d+")


@lru_cache(maxsize=1)
def requirements() -> dict[str, Requirement]:
    """requirements.toml: rule number (R1–R103) → what is done about it, in order."""
    return msgspec.convert(tomllib.loads((files("tongjian.check") / "requirements.toml").read_text(encoding="utf-8")), dict[str, Requirement])


def codes_of(number: str) -> tuple[str, ...]:
    """The codes that test a rule: those that its row names, and those that no row names whose source cites it."""
    named = {code for row in requirements().values() for code in row.by}
    return (*requirements()[number].by, *(code for code, rule in sorted(RULES.items()) if code not in named and number in _CITED.findall(rule.source)))
