"""The form of tables and maps: what the trade asks of them, and the tables that are as they should be."""

from __future__ import annotations

from pathlib import Path

import pytest

from tongjian.check import check
from tongjian.read import open_book

GOOD = "表1 2024年青石区主要农产品产量表（单位：万吨）\n\n| 品名 | 产量 | 增长 |\n|---|---|---|\n| 粮食 | 3.21 | 0.12 |\n| 蔬菜 | 8.40 | 0.31 |\n| 水果 | 1.05 | 0.02 |\n"


def codes(tmp_path: Path, text: str) -> list[str]:
    file = tmp_path / "青石.md"
    file.write_text(f"# 经济\n\n## 农业\n\n### 概况\n\n2024年，青石区粮食丰收。\n\n{text}\n", encoding="utf-8")
    return [f.code for f in check(open_book(file), select=("TAB2",))]


def test_a_table_as_it_should_be_is_silent(tmp_path: Path) -> None:
    assert codes(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("表1 2024年青石区主要农产品产量表（单位：万吨）\n\n", ""), "TAB201"),
        (("（单位：万吨）", ""), "TAB203"),
        (("8.40 | 0.31", "8.40 |  "), "TAB204"),
        (("8.40 | 0.31", "8.40 | 同上"), "TAB205"),
    ],
)
def test_what_a_table_lacks_is_said(tmp_path: Path, change: tuple[str, str], code: str) -> None:
    assert code in codes(tmp_path, GOOD.replace(*change))


@pytest.mark.parametrize("head", ["产量（万吨）", "产量/万吨", "增长率", "序号"])
def test_a_column_with_its_unit_or_without_need_of_one_is_silent(tmp_path: Path, head: str) -> None:
    text = GOOD.replace("（单位：万吨）", "").replace("产量 | 增长", f"{head} | 增长率").replace("| 0.12", "| 5%").replace("| 0.31", "| 4%").replace("| 0.02", "| 2%")
    assert "TAB203" not in codes(tmp_path, text)


@pytest.mark.parametrize(("second", "found"), [("表2", False), ("表3", True), ("表1", True)])
def test_the_numbers_of_tables_run_one_by_one(tmp_path: Path, second: str, found: bool) -> None:
    assert ("TAB202" in codes(tmp_path, GOOD + "\n2024年，畜牧业发展。\n\n" + GOOD.replace("表1", second))) is found


@pytest.mark.parametrize(("head", "found"), [("品名 | 产量 | 增长", False), ("茶叶 | 0.31 | 0.01", True)])
def test_a_continued_table_repeats_its_head(tmp_path: Path, head: str, found: bool) -> None:
    second = GOOD.replace("表1 2024年青石区主要农产品产量表", "续表 2024年青石区主要农产品产量表").replace("品名 | 产量 | 增长", head)
    assert ("TAB206" in codes(tmp_path, GOOD + "\n" + second)) is found


@pytest.mark.parametrize(("caption", "found"), [("青石区行政区划图", True), ("青石区行政区划图\n\n审图号：青S〔2024〕12号", False), ("绘制青石区行政区划图3幅。", False)])
def test_a_map_carries_its_approval_number(tmp_path: Path, caption: str, found: bool) -> None:
    assert ("TAB207" in codes(tmp_path, caption)) is found
