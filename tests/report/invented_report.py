"""What the tests of reports share: an invented yearbook with findings in it."""

from __future__ import annotations

from typing import Any

from tongjian.book import Book
from tongjian.read.markdown import source_of
from tongjian.report import Report, prepare
from tongjian.structure import build

YEARBOOK = """---
tongjian: 1
title: "青石年鉴（2025）"
year: 2025
region: "青石区"
---

# 政治

## 司法行政

**【人民调解】** 全区登记社会组织1204家（社会团体412家、民办非企业单位798家）。2024年4月31日召开工作会议。

（区司法局）

# 社会事业

## 教育

**【学校建设】** 新建学校2所，按装路灯30盏。截止年底，全区有学校41所。<b>R&amp;D</b>经费1.2亿元。

（区教育委员会）

## 卫生

**【概况】** 全年门诊3.2万人次。我区新建医院1所。
"""


def book_of(text: str = YEARBOOK, name: str = "青石.md") -> Book:
    return build(source_of(text, name))


def report_of(text: str = YEARBOOK, **said: Any) -> Report:
    return prepare(book_of(text), **said)


def found(report: Report, code: str) -> str:
    """The id of the only finding of a code."""
    (case,) = [c for c in report.cases if c.finding.code == code]
    return case.id


def decided(report: Report, code: str, decision: str = "accept", why: str = "原件如此") -> dict[str, Any]:
    return {"id": found(report, code), "decision": decision, "who": "李编", "when": "2026-11-24T08:00:00+00:00", "why": why}
