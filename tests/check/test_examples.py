"""Every editorial rule's own examples: those that must fire do, those that must not do not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tongjian.book import Book
from tongjian.check import RULES, check

Lay = Callable[..., Book]
FAMILIES = ("NAM", "PUN", "REF", "STR", "STY", "TAB", "TXT")  # NUM and DAT have their own tables
PAGES = ("编辑说明\n《青石年鉴（2025）》记述青石区2024年的情况。全书设“概览”“政治”“经济”“社会事业”等类目。", "概览\n区情\n【位置面积】青石区面积96平方千米。")


def _examples(which: str) -> list[tuple[str, str]]:
    return [(rule.code, sentence) for rule in RULES.values() if rule.code[:3] in FAMILIES for sentence in getattr(rule, which)]


def _entries(sentence: str) -> str:
    """An example as a page of a yearbook: each of its lines an entry, or as it stands where it brings its own titles."""
    if "【" in sentence:
        return sentence
    return "\n".join(f"【例{n}】{line}" for n, line in enumerate(sentence.split("\n"), 1))


@pytest.mark.parametrize(("code", "sentence"), _examples("fires"))
def test_a_rule_fires_on_its_examples(lay: Lay, code: str, sentence: str) -> None:
    found = check(lay(*PAGES, f"社会事业\n教育\n{_entries(sentence)}"), select=(code,))
    assert found, f"{code} is silent on: {sentence}"


@pytest.mark.parametrize(("code", "sentence"), _examples("silent"))
def test_a_rule_is_silent_on_its_examples(lay: Lay, code: str, sentence: str) -> None:
    found = check(lay(*PAGES, f"社会事业\n教育\n{_entries(sentence)}"), select=(code,))
    assert not found, f"{code} fires on: {sentence}: {[f.message for f in found]}"
