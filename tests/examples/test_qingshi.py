"""The example yearbook: its planted errors are found where they stand, and nothing else in it is called wrong."""

from __future__ import annotations

import importlib.util
import sys
import tomllib
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tongjian.book import Book
from tongjian.check import Finding, check
from tongjian.read import open_book

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
HOUSE = EXAMPLES / "qingshi"
LISTED: dict[str, list[dict[str, Any]]] = tomllib.loads((HOUSE / "planted.toml").read_text(encoding="utf-8"))
PLANTED = LISTED["error"]
FALSE = LISTED.get("false_alarm", [])  # known, each with its reason, until the rule is mended
FORMS = ("qingshi-2025.txt", "qingshi-2025.md")


@cache
def book(name: str) -> Book:
    return open_book(str(HOUSE / name))


@cache
def findings(name: str, previous: str | None = None) -> list[Finding]:
    return check(book(name), previous=book(previous) if previous else None)


def alarms(name: str, previous: str | None = None) -> list[Finding]:
    return [f for f in findings(name, previous) if f.severity != "info"]


def places(name: str, quote: str) -> list[tuple[int, int]]:
    text = book(name).text
    starts = [i for i in range(len(text)) if text.startswith(quote, i)]
    return [(i, i + len(quote)) for i in starts]


def explains(error: dict[str, Any], name: str, finding: Finding) -> bool:
    """Whether a finding is about a planted error: one of its codes, on its words or on their counterpart."""
    spans = [(finding.start, finding.end), *((r.start, r.end) for r in finding.related)]
    (a, b), = places(name, error["quote"])
    return finding.code in (error["code"], *error.get("also", ())) and any(s < b and a < e for s, e in spans)


@cache
def text_layer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_text_layer", EXAMPLES / "make_text_layer.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_errors_are_of_many_kinds_and_each_has_a_name_of_its_own() -> None:
    assert len(PLANTED) >= 70
    assert len({e["code"] for e in PLANTED}) >= 70
    assert len({e["id"] for e in PLANTED}) == len(PLANTED)


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("error", PLANTED, ids=[e["id"] for e in PLANTED])
def test_a_planted_error_stands_at_one_place(error: dict[str, Any], name: str) -> None:
    assert len(places(name, error["quote"])) == 1


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("error", PLANTED, ids=[e["id"] for e in PLANTED])
def test_a_planted_error_is_found_by_its_rule_at_its_words(error: dict[str, Any], name: str) -> None:
    earlier = "qingshi-2024.txt" if error.get("previous") else None
    assert any(f.code == error["code"] and explains(error, name, f) for f in findings(name, earlier))


@pytest.mark.parametrize(("name", "previous"), [*((form, None) for form in FORMS), ("qingshi-2025.txt", "qingshi-2024.txt")])
def test_nothing_else_in_the_book_is_an_alarm(name: str, previous: str | None) -> None:
    text = book(name).text
    unexplained = [f for f in alarms(name, previous) if not any(explains(e, name, f) for e in [*PLANTED, *FALSE])]
    assert [(f.code, text[max(0, f.start - 20) : f.end + 10]) for f in unexplained] == []


@pytest.mark.parametrize("name", ["qingshi-2024.txt", "qingshi-2024.md"])
def test_the_edition_without_planted_errors_raises_no_alarm(name: str) -> None:
    text = book(name).text
    assert [(f.code, text[max(0, f.start - 20) : f.end + 10]) for f in alarms(name)] == []


@pytest.mark.parametrize("name", ["qingshi-2024", "qingshi-2025"])
def test_the_committed_text_layer_is_what_the_markdown_yields(name: str) -> None:
    made = text_layer().text_layer((HOUSE / f"{name}.md").read_text(encoding="utf-8"), f"青石年鉴（{name[-4:]}）")
    assert (HOUSE / f"{name}.txt").read_text(encoding="utf-8") == made


@pytest.mark.parametrize("name", ["qingshi-2024", "qingshi-2025"])
def test_the_parts_are_those_that_the_editorial_note_names_each_on_its_printed_page(name: str) -> None:
    printed = {p.head: p.number for p in reversed(list(text_layer().pages((HOUSE / f"{name}.md").read_text(encoding="utf-8"))))}
    read = book(f"{name}.txt")
    pages = {n.title: read.place(*n.body).page for n in read.nodes if n.level == "part"}
    assert pages == {title: str(number) if number else None for title, number in printed.items()}


@pytest.mark.parametrize("year", [2024, 2025])
def test_every_entry_of_the_text_layer_has_its_section_signature_and_words_back(year: int) -> None:
    def entries(name: str) -> list[tuple[list[str], str, str | None, str]]:
        b = book(name)
        return [(b.path(i), n.title, n.byline, b.quote(*n.body)) for i, n in enumerate(b.nodes) if n.level in ("section", "entry") and n.kind != "report"]

    assert entries(f"qingshi-{year}.txt") == entries(f"qingshi-{year}.md")


@pytest.mark.parametrize("year", [2024, 2025])
def test_every_table_of_the_text_layer_has_its_cells_back(year: int) -> None:
    def cells(name: str) -> list[list[list[str]]]:
        b = book(name)
        return [[[b.text[c.start : c.end] for c in row] for row in t.rows] for t in b.tables]

    assert cells(f"qingshi-{year}.txt") == cells(f"qingshi-{year}.md")
