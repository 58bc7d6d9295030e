"""The registry of rules. A rule is a header and a function; a term record (TOML) makes both."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from tongjian.check.context import Context
from tongjian.check.finding import Finding, Relation, Severity
from tongjian.check.sources import in_chinese


class Rule(msgspec.Struct, frozen=True):
    """The header of a rule. `fires` and `silent` are examples that tests run."""

    code: str
    title: str
    title_en: str
    severity: Severity
    source: str
    fires: tuple[str, ...]
    silent: tuple[str, ...]
    whole_book: bool = False
    clause: str = "read"
    habit: bool = False  # whoever reads is shown all its findings as one thing (check.habits)


Check = Callable[[Context], Iterable[Finding]]
Relate = Callable[[Context], list[Relation]]
RULES: dict[str, Rule] = {}
CHECKS: list[tuple[tuple[str, ...], Check, bool]] = []
RELATIONS: list[tuple[tuple[str, ...], Relate, bool]] = []


def declare(rule: Rule) -> None:
    RULES[rule.code] = rule


def check(*codes: str, whole_book: bool = False) -> Callable[[Check], Check]:
    """Register a function that yields findings of these codes."""

    def register(function: Check) -> Check:
        CHECKS.append((codes, function, whole_book))
        return function

    return register


def relate(*codes: str, whole_book: bool = False) -> Callable[[Callable[[Context], Iterable[Relation]]], Callable[[Context], Iterable[Relation]]]:
    """Register a function that yields relations among numbers, kept or broken; a context makes them once (`Context.once`)."""

    def register(function: Callable[[Context], Iterable[Relation]]) -> Callable[[Context], Iterable[Relation]]:
        def listed(context: Context) -> list[Relation]:
            return list(function(context))

        RELATIONS.append((codes, listed, whole_book))
        return function

    return register


def rule_records() -> list[dict[str, Any]]:
    """Every rule's header, by code; `source_zh` is its source in Chinese."""
    return [{**msgspec.to_builtins(RULES[code]), "source_zh": in_chinese(RULES[code].source)} for code in sorted(RULES)]
