"""The planter: the same seed plants the same figures, each is really wrong, and most are found with nothing else shouted."""

from __future__ import annotations

import importlib.util
import random
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "examples" / "qingshi" / "qingshi-2024.txt"


@pytest.fixture(scope="module")
def planter() -> ModuleType:
    spec = importlib.util.spec_from_file_location("planter", ROOT / "bench" / "planter.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_a_seed_plants_the_same_figures_and_each_is_wrong(planter: ModuleType) -> None:
    (first, extra, _), (second, _, _) = planter.once(BOOK, 7, 12), planter.once(BOOK, 7, 12)
    assert first == second
    assert extra == []
    assert all(p.words != p.was for p, _ in first)
    assert len(first) >= 5


def test_sums_and_lists_that_were_made_wrong_are_mostly_found(planter: ModuleType) -> None:
    found = [ok for seed in (1, 2) for p, ok in planter.once(BOOK, seed, 12)[0] if p.code in ("NUM101", "NUM131", "NUM121", "TAB101")]
    assert sum(found) >= 0.6 * len(found)


@pytest.mark.parametrize("kind", ["digit", "swap", "length"])
def test_a_planted_figure_is_still_a_figure(planter: ModuleType, kind: str) -> None:
    for seed in range(40):
        words = planter.KINDS[kind]("1206.5", random.Random(seed))
        assert words is None or (float(words) > 0 and words != "1206.5")
