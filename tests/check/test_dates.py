"""Dates in yearbook sentences and in the chronicle."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tongjian.book import Book
from tongjian.check import check, relations

Lay = Callable[..., Book]
NOTE = "编辑说明\n《青石年鉴（2025）》记述青石区2024年的情况。"


def found(lay: Lay, sentence: str) -> list[str]:
    return [f.code for f in check(lay(NOTE, f"社会事业\n民政\n【概况】{sentence}"), select=("DAT",))]


@pytest.mark.parametrize(
    ("sentence", "codes"),
    [
        ("2023年2月29日，举办培训班。", ["DAT101"]),
        ("2024年2月29日，举办培训班。", []),
        ("2月29日，举办培训班。", []),  # 2024, the year of the book
        ("全年无事故。11月31日，完成验收。", ["DAT101"]),
        ("13月5日，完成验收。", ["DAT101"]),
        ("2024年10月26日星期日，举办马拉松。", ["DAT102"]),
        ("2024年10月26日星期六，举办马拉松。", []),
        ("10月28日至25日，举办展览。", ["DAT103"]),
        ("10月25日至11月3日，举办展览。", []),
        ("2023年11月至2024年3月，开展整治。", []),
        ("9月20日至25日，举办为期9天的展览。", ["DAT105"]),
        ("9月20日至25日，举办为期6天的展览。", []),
        ("2021—2024年，连续四年获评先进单位。", []),
        ("2021—2024年，连续五年获评先进单位。", ["DAT105"]),
        ("2027年3月5日，大桥建成通车。", ["DAT106"]),
        ("合同期限至2027年3月5日。", []),
        ("计划于2027年3月5日建成通车。", []),
        ("李明德生于1925年，1950年参军，1998年5月病逝，享年83岁。", ["DAT108"]),
        ("李明德生于1925年，1950年参军，1998年5月病逝，享年73岁。", []),
        ("2025年3月5日，通过验收。", []),  # the year the edition is made in
    ],
)
def test_dates_of_prose(lay: Lay, sentence: str, codes: list[str]) -> None:
    assert found(lay, sentence) == codes


def chronicle(*items: str) -> str:
    return "大事记\n1月\n" + "\n".join(items)


@pytest.mark.parametrize(
    ("items", "codes"),
    [
        (("3日，区委召开工作会议，部署全年重点任务。", "8日，青石大桥开工建设。", "是日，区图书馆新馆开馆。", "20日，区人代会开幕。"), []),
        (("3日，区委召开工作会议，部署全年重点任务。", "20日，区人代会开幕。", "8日，青石大桥开工建设。", "26日，春节慰问开始。"), ["DAT104"]),
        (("3日—5日，区委召开工作会议，部署全年重点任务。", "4日，区图书馆新馆开馆。", "20日，区人代会开幕。"), []),
    ],
)
def test_the_chronicle_runs_forward(lay: Lay, items: tuple[str, ...], codes: list[str]) -> None:
    assert [f.code for f in check(lay(NOTE, chronicle(*items)), select=("DAT",))] == codes


def test_a_day_that_is_told_early_agrees_with_the_calendar(lay: Lay) -> None:
    rows = relations(lay(NOTE, "经济\n工业\n【概况】11月20日，全区提前41天完成全年任务。"))
    assert [(r.code, r.relation, r.stated, r.holds) for r in rows if r.code == "DAT105"] == [("DAT105", "30-20+31", "41", True)]
