"""`tongjian mentions`: one name over all books of a library."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from tongjian.cli import app

BOOK = """---
tongjian: 1
title: "青石年鉴（{year}）"
year: {year}
region: "青石区"
---

# 社会事业

## 民政

**【概况】** {text}

（区民政局）
"""
TEXTS = {2025: "区养老中心举办护理员技能大赛，床位160张。", 2024: "青石区养老服务指导中心（简称“区养老中心”）成立。区养老中心床位120张。"}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("shelf")
    for year, text in TEXTS.items():
        (folder / f"青石{year}.md").write_text(BOOK.format(year=year, text=text), encoding="utf-8")
    done = CliRunner().invoke(app, ["build", *map(str, sorted(folder.glob("*.md"))), "-o", str(folder / "library")])
    assert done.exit_code == 0, done.output
    return str(folder / "library")


@pytest.mark.parametrize("name", ["区养老中心", "青石区养老服务指导中心"])
def test_a_name_is_followed_through_the_books_in_the_order_of_time(library: str, name: str) -> None:
    done = CliRunner().invoke(app, ["mentions", library, name, "--format", "jsonl"])
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 0
    assert [r["time"] for r in rows] == sorted(r["time"] for r in rows)
    assert {(r["book"], r["value"]) for r in rows if r["record"] == "facts"} == {("青石2024", "120"), ("青石2025", "160")}
    assert all(r["quote"] and r["line"] for r in rows)


def test_a_name_that_no_book_has_is_said_so(library: str) -> None:
    done = CliRunner().invoke(app, ["mentions", library, "白沙县养老中心"])
    assert done.exit_code == 0 and "没有提到" in done.stdout


def test_people_read_a_table(library: str) -> None:
    done = CliRunner().invoke(app, ["mentions", library, "区养老中心"])
    assert "数字" in done.stdout and "机构" in done.stdout
