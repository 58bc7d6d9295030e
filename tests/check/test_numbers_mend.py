"""Several relations that break because of one figure are one finding, told at that figure."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tongjian.book import Book
from tongjian.check import Finding, check
from tongjian.check.numbers import mend

Lay = Callable[..., Book]
NOTE = "编辑说明\n《青石年鉴（2025）》记述青石区2024年的情况。"


def alarms(lay: Lay, sentence: str) -> tuple[Book, list[Finding]]:
    book = lay(NOTE, f"社会事业\n民政\n【例】{sentence}")
    return book, [f for f in check(book, select=("NUM1",)) if f.severity != "info"]


@pytest.mark.parametrize(
    ("sentence", "figure", "right"),
    [
        ("全年受理业务1200件，其中甲类900件（窗口办理500件、网上办理300件）、乙类400件。", "900", "900→800"),
        ("现有党员190人，其中男党员96人、占56.5%，女党员74人、占43.5%。", "190", "190→170"),
        ("全年受理提案148件，其中集体提案57件、占31.0%，委员提案127件、占69.0%。交办件中，经济类52件、占28.3%，城建类46件、占25.0%。", "148", "148→184"),
    ],
)
def test_relations_that_share_one_wrong_figure_are_told_once_at_it(lay: Lay, sentence: str, figure: str, right: str) -> None:
    book, (only,) = alarms(lay, sentence)
    assert book.text[only.start : only.end] == figure or book.text[only.start : only.end].startswith(figure)
    assert only.suggestion == right
    assert len(only.related) >= 2
    assert only.relation and only.computed and only.stated


def test_two_causes_stay_two_findings(lay: Lay) -> None:
    _, found = alarms(lay, "全年受理案件11995件，其中，民商事案件7426件、行政案件95件、刑事案件312件、执行案件4153件。\n【二】受理业务1131件。其中，护照申请123件、往来港澳通行证1004件、往来台湾通行证14件。")
    assert len(found) == 2


def test_with_the_solver_two_wrong_figures_in_three_sums_are_found_together(lay: Lay) -> None:
    pytest.importorskip("highspy")
    if mend._solver() is None:
        pytest.skip("this version of highspy writes to standard output")
    _, (only,) = alarms(lay, "全年受理业务120件，其中甲类90件（窗口办理50件、网上办理30件）、乙类60件（窗口办理25件、网上办理15件）。")
    assert only.suggestion == "90→80；60→40"


def test_without_the_solver_each_sum_is_told_by_itself(lay: Lay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mend, "_solver", lambda: None)
    _, found = alarms(lay, "全年受理业务120件，其中甲类90件（窗口办理50件、网上办理30件）、乙类60件（窗口办理25件、网上办理15件）。")
    assert len(found) == 3
