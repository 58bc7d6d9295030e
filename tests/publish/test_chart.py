"""A series as a picture that stands alone: every point a printed figure, a year without one a gap, the source below."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from tongjian.cli import app
from tongjian.publish.chart import picture
from tongjian.publish.figures import Measure, Record, years

SVG = "{http://www.w3.org/2000/svg}"
UNIT = Measure("元", "亿元", Decimal(10**8))


def figure(year: int, value: str, **more: str) -> Record:
    return {"period": str(year), "value": value, "unit": "亿元", "amount": Decimal(value) * 10**8, "base_unit": "元", "status": "final", **more}


def drawn(*records: Record, subject: str = "青石区", indicator: str = "地区生产总值", sources: tuple[str, ...] = ("《青石年鉴（2025）》第12页",)) -> ElementTree.Element:
    svg = picture(indicator, subject, years(records, UNIT), UNIT, sources)
    assert svg is not None
    return ElementTree.fromstring(svg)


def words(root: ElementTree.Element, css: str) -> list[str]:
    return [e.text or "" for e in root.iter(f"{SVG}text") if e.get("class") == css]


def test_a_picture_has_title_unit_values_years_and_source() -> None:
    root = drawn(figure(2023, "286.50"), figure(2024, "303.98"))
    assert words(root, "name") == ["青石区 · 地区生产总值"]
    assert words(root, "soft")[0].startswith("单位：亿元")
    assert words(root, "soft")[-1] == "来源：《青石年鉴（2025）》第12页"
    assert words(root, "value") == ["286.50", "303.98"]
    assert words(root, "across") == ["2023", "2024"]


def test_a_year_without_a_figure_is_a_gap_and_is_told() -> None:
    root = drawn(*(figure(year, f"{year - 1900}.5") for year in (2019, 2020, 2022, 2023)))
    assert len(list(root.iter(f"{SVG}polyline"))) == 2
    said = root.findtext(f"{SVG}desc") or ""
    assert "2021" in said and "没有数字的年份" in said and "2020年120.5亿元" in said


def test_a_picture_is_read_out_by_its_title_and_description() -> None:
    root = drawn(figure(2023, "286.50"), figure(2024, "303.98"))
    assert root.get("role") == "img" and root.get("aria-labelledby") == "title desc"
    assert root.findtext(f"{SVG}title") == "青石区地区生产总值，2023—2024年"


def test_a_picture_brings_nothing_from_elsewhere_and_no_markup_of_the_book() -> None:
    hostile = "<script>x</script>&“"
    svg = picture(hostile, hostile, years([figure(2023, "1"), figure(2024, "2")], UNIT), UNIT, [hostile]) or ""
    ElementTree.fromstring(svg)
    assert "<script" not in svg and "url(" not in svg and "@import" not in svg and "href" not in svg and "http" not in svg.replace("http://www.w3.org/2000/svg", "")


def test_a_target_is_hollow_and_a_second_figure_of_a_year_stands_beside() -> None:
    root = drawn(figure(2023, "286.50"), figure(2024, "303.98"), figure(2024, "304.10", reported_by="区发展改革委"), figure(2025, "320", status="target"))
    shapes = [c.get("class") for c in root.iter(f"{SVG}circle")]
    assert sorted(shapes) == ["beside", "hollow", "main", "main"]


def test_one_year_is_no_picture() -> None:
    assert picture("地区生产总值", "青石区", years([figure(2023, "286.50")], UNIT), UNIT, []) is None


def test_a_long_list_of_sources_is_cut_with_their_number_and_keeps_to_its_lines() -> None:
    root = drawn(figure(2023, "1"), figure(2024, "2"), sources=tuple(f"《青石年鉴（{year}）》第{year}页" for year in range(2001, 2021)))
    below = words(root, "soft")[1:]
    assert len(below) > 1 and max(map(len, below)) <= 58 and below[-1].endswith("等20处")


BOOK = """---
tongjian: 1
title: "青石年鉴（{year}）"
year: {year}
region: "青石区"
---

# 经济

## 综合

**【概况】** 全区实现地区生产总值{value}亿元。年末干毛茶产量{tea}吨。

（区统计局）
"""
OWN = '[[area]]\nname = "本区"\nindicators = [{ name = "毛茶产量", unit = "吨", additive = true, synonyms = ["干毛茶产量"] }]\n'


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shelf")
    for year, value, tea in ((2022, "280.5", 31), (2023, "290.1", 32), (2025, "310.2", 35)):
        (folder / f"青石{year}.md").write_text(BOOK.format(year=year, value=value, tea=tea), encoding="utf-8")
    done = CliRunner().invoke(app, ["build", *map(str, sorted(folder.glob("*.md"))), "-o", str(folder / "library")])
    assert done.exit_code == 0, done.output
    return folder / "library"


def test_series_draws_the_years_that_the_books_give(library: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["series", str(library), "GDP", "--chart", str(tmp_path / "gdp.svg")])
    assert done.exit_code == 0, done.output
    root = ElementTree.parse(tmp_path / "gdp.svg").getroot()
    assert words(root, "value") == ["280.5", "290.1", "310.2"]
    assert len(list(root.iter(f"{SVG}polyline"))) == 1  # 2023 is missing: the last point stands alone
    assert "《青石年鉴（2025）》第12行" in "".join(words(root, "soft"))


def test_series_says_why_there_is_no_picture(library: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["series", str(library), "粮食产量", "--chart", str(tmp_path / "x.svg")])
    assert done.exit_code == 2 and "two years" in done.stderr and done.stderr.count("\n") == 1 and not (tmp_path / "x.svg").exists()
    done = CliRunner().invoke(app, ["series", str(library), "GDP", "--chart", str(tmp_path / "no" / "x.svg")])
    assert done.exit_code == 2 and done.stderr.count("\n") == 1


def test_series_and_extract_know_the_indicators_of_ones_own_file(library: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(OWN, encoding="utf-8")
    run = CliRunner()
    done = run.invoke(app, ["series", str(library), "毛茶产量", "--indicators", str(own), "--chart", str(tmp_path / "tea.svg")])
    assert done.exit_code == 0 and words(ElementTree.parse(tmp_path / "tea.svg").getroot(), "value") == ["31", "32", "35"]
    book = str(next(library.parent.glob("*2025.md")))
    told = run.invoke(app, ["extract", book, "facts", "--format", "jsonl", "--indicators", str(own)])
    assert '"indicator_norm": "毛茶产量"' in told.stdout
    assert '"indicator_norm": "毛茶产量"' not in run.invoke(app, ["extract", book, "facts", "--format", "jsonl"]).stdout


@pytest.mark.parametrize(
    ("words_", "said"),
    [
        (["people", "--indicators", "own.toml"], "--indicators goes with facts and indicators"),
        (["facts", "--indicators", "none.toml"], "cannot be read"),
        (["facts", "--indicators", "bad.toml"], "not TOML"),
        (["facts", "--format", "toml"], "for indicators toml"),
    ],
)
def test_a_call_that_cannot_be_done_is_one_line(library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words_: list[str], said: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.toml").write_text(OWN, encoding="utf-8")
    (tmp_path / "bad.toml").write_text("[[", encoding="utf-8")
    done = CliRunner().invoke(app, ["extract", str(next(library.parent.glob("*2025.md"))), *words_])
    assert done.exit_code == 2 and said in done.stderr and done.stderr.count("\n") == 1
