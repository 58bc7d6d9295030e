"""No rule of the trade is forgotten: each says which codes test it, or why people must."""

from __future__ import annotations

import re

import pytest

from tongjian.check import RULES
from tongjian.check.requirements import Requirement, codes_of, requirements
from tongjian.check.sources import trade


def test_every_rule_of_the_trade_has_its_row_and_no_row_is_of_another() -> None:
    assert list(requirements()) == list(trade().rules) == [f"R{n}" for n in range(1, 104)]


@pytest.mark.parametrize(("number", "row"), requirements().items())
def test_a_row_names_codes_that_exist_or_says_why_it_has_none(number: str, row: Requirement) -> None:
    assert not set(row.by) - set(RULES) and len(set(row.by)) == len(row.by)
    assert bool(row.by) == (row.state in ("whole", "part"))
    assert row.state == "whole" or (row.zh and row.en)
    assert bool(row.zh) == bool(row.en)


@pytest.mark.parametrize("code", [c for c, rule in RULES.items() if "trade rule" in rule.source])
def test_every_code_that_cites_the_trade_stands_in_a_row(code: str) -> None:
    assert any(code in codes_of(number) for number in requirements())


@pytest.mark.parametrize(("number", "row"), [(n, row) for n, row in requirements().items() if row.state == "whole"])
def test_what_tests_a_rule_as_it_is_said_cites_it(number: str, row: Requirement) -> None:
    assert any(re.search(rf"\b{number}\b", RULES[code].source) for code in row.by)
