"""A file that would fill the memory is refused in one line, before it has."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tongjian.cli import app
from tongjian.read import Unreadable, bounds, read_source

DENSE = {
    "页.html": "<table>" + "<tr>" + "<td>1.5</td>" * 10 + "</tr>",
    "书.md": "# 经济\n\n|甲|乙|\n|-|-|\n" + "|1|2|\n" * 10,
    "格.md": "# 经济\n\n+-+-+\n" + "|1|2|\n+-+-+\n" * 10,
}


@pytest.mark.parametrize("name", DENSE)
def test_dense_tables_are_refused_by_their_cells(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / name
    file.write_text(DENSE[name], encoding="utf-8")
    read_source(file)
    monkeypatch.setattr(bounds, "MOST_CELLS", 9)
    told = CliRunner().invoke(app, ["outline", str(file), "--format", "jsonl"])
    assert told.exit_code == 2 and told.stdout == "" and told.stderr.count("\n") == 1
    assert "more than 9 cells" in told.stderr and "split it" in told.stderr


@pytest.mark.parametrize("name", ["书.txt", "书.md"])
def test_lines_without_end_are_refused_by_their_number(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / name
    file.write_text("# 经济\n\n粮食丰收。\n" + "\n" * 40, encoding="utf-8")
    read_source(file)
    monkeypatch.setattr(bounds, "MOST_LINES", 30)
    with pytest.raises(Unreadable, match="more than 30 lines"):
        read_source(file)


def test_every_reader_that_writes_lines_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    from tongjian.book import Cell
    from tongjian.read.writer import Writer

    monkeypatch.setattr(bounds, "MOST_CELLS", 5000)
    writer = Writer("表.xlsx")
    with pytest.raises(Unreadable, match=r"表\.xlsx: its tables have more than 5,000 cells"):
        for n in range(20_000):
            writer.add("1", cell=Cell(0, n, 0))


def test_a_21_MB_page_of_dense_tables_is_refused_at_once(tmp_path: Path) -> None:
    file = tmp_path / "页.html"
    file.write_text("<h1>经济</h1><table>" + ("<tr>" + "<td>12.5</td>" * 10 + "</tr>\n") * 150_000, encoding="utf-8")
    with pytest.raises(Unreadable, match="more than 400,000 cells"):
        read_source(file)
