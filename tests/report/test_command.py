"""`tongjian report`: every form by name, and one line that says what to do where it cannot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from invented_report import YEARBOOK, decided, report_of
from typer.testing import CliRunner

from tongjian.cli import app
from tongjian.report import REPORTERS


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["report", *map(str, arguments)])
    return done.exit_code, " ".join(done.output.split())


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "青石.md"
    path.write_text(YEARBOOK, encoding="utf-8")
    return path


@pytest.mark.parametrize("form", sorted(REPORTERS))
@pytest.mark.parametrize("as_", ["book", "manuscript"])
def test_every_form_is_written(form: str, as_: str, book: Path, tmp_path: Path) -> None:
    code, said = run(book, "--to", form, "-o", tmp_path / "out", "--as", as_)
    assert code == 0 and (tmp_path / "out").exists() and "5 findings" in said
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_decisions_beside_the_book_are_known(book: Path, tmp_path: Path) -> None:
    (tmp_path / "decisions.jsonl").write_text(json.dumps(decided(report_of(), "TXT101")) + "\n", encoding="utf-8")
    code, said = run(book, "--to", "score", "-o", tmp_path / "a.json")
    assert code == 0 and "4 findings" in said
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["decided"] == 1


def test_select_ignore_profile_and_previous_are_obeyed(book: Path, tmp_path: Path) -> None:
    (tmp_path / "house.toml").write_text('off = ["DAT101"]\n', encoding="utf-8")
    code, said = run(book, "--to", "html", "-o", tmp_path / "a.html", "--select", "NUM,DAT,TXT", "--ignore", "TXT", "--profile", tmp_path / "house.toml", "--previous", book)
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert code == 0 and "1 findings" in said and "与上一卷" in page
    assert "只运行了选定的规则：NUM、DAT、TXT" in page and "这些规则被关闭：TXT、DAT101" in page


def test_the_books_of_a_library_are_evidence(book: Path, tmp_path: Path) -> None:
    other = tmp_path / "白石.md"
    other.write_text(YEARBOOK.replace("青石", "白石"), encoding="utf-8")
    assert CliRunner().invoke(app, ["build", str(book), str(other), "-o", str(tmp_path / "书库")]).exit_code == 0
    code, said = run(book, "--to", "score", "-o", tmp_path / "a.json", "--library", tmp_path / "书库")
    assert code == 0 and "5 findings" in said


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--to", "xls", "-o", "a"], "--to takes docx, html, letters, sarif, score"),
        (["--to", "html", "-o", "a", "--as", "draft"], "say book or manuscript"),
        (["--to", "html", "-o", "nowhere/a.html"], "make it first"),
        (["--to", "html", "-o", "."], "name a file"),
        (["--to", "html", "-o", "a.html", "--library", "nowhere"], "there is no such library"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_status_2(arguments: list[str], says: str, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, said = run(book, *arguments)
    assert code == 2 and says in said
    assert sorted(p.name for p in tmp_path.iterdir()) == ["青石.md"]
