"""The machine contract: every command's records have the fields that other programs rely on, and scripts can trust the exit status."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
BOOK = ROOT / "examples" / "qingshi" / "qingshi-2025.txt"
EARLIER = ROOT / "examples" / "qingshi" / "qingshi-2024.txt"
PLACE = {"start", "end", "line", "line_end", "page", "sheet", "block", "node", "quote"}
FIELDS: dict[str, set[str]] = {
    "facts": {"subject", "indicator", "value", "approx", "unit", "period", "change", "change_basis", "kind", "status", "amount", "base_unit", "reported_by"},
    "events": {"date", "date_end", "what", "who", "where"},
    "people": {"name", "role", "org", "sex", "status", "from", "to"},
    "organisations": {"name", "short_names", "kind"},
    "systems": {"name", "what", "operator", "status", "since", "figures"},
    "documents": {"number", "title", "issuer"},
    "tables": {"title", "columns", "rows", "notes", "total_rows"},
}
FINDING = {"id", "code", "severity", "confidence", "message", "quote", "related", "suggestion", "rule", "relation", "computed", "stated"}


def tongjian(*words: str, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "tongjian.cli", *words], capture_output=True, input=stdin, check=False)


def records(*words: str) -> list[dict[str, Any]]:
    done = tongjian(*words, "--format", "jsonl")
    assert done.returncode in (0, 1, 3), done.stderr.decode()
    return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = str(tmp_path_factory.mktemp("contract") / "青石书库")
    done = tongjian("build", str(EARLIER), str(BOOK), "-o", folder)
    assert done.returncode == 0, done.stderr.decode()
    return folder


def test_outline_prints_every_node_with_its_path_and_place() -> None:
    rows = records("outline", str(BOOK))
    assert {r["level"] for r in rows} >= {"part", "section", "entry"}
    assert all({"id", "level", "title", "path", "kind", "byline", "inferred", "title_line", "text", *PLACE} <= r.keys() for r in rows)
    ids = [r["id"] for r in rows]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("what", sorted(FIELDS))
def test_each_kind_of_record_has_its_fields_and_cites_words_that_stand_there(what: str) -> None:
    from tongjian.read import open_book

    book = open_book(BOOK)
    rows = records("extract", str(BOOK), what)
    assert rows, f"no {what} in the example"
    for row in rows:
        assert FIELDS[what] | PLACE <= row.keys()
        assert book.quote(row["start"], row["end"]) == row["quote"]
        assert row["line"] and row["line_end"] >= row["line"]


def test_findings_and_relations_have_their_fields() -> None:
    findings = records("check", str(BOOK))
    assert findings and all(f.keys() >= FINDING | PLACE for f in findings)
    assert all(f["relation"] and f["computed"] and f["stated"] for f in findings if f["code"].startswith("NUM"))
    relations = records("check", str(BOOK), "--relations")
    assert relations and all({"code", "relation", "operator", "computed", "stated", "tolerance", "holds", "related", *PLACE} <= r.keys() for r in relations)


def test_search_ask_and_series_answer_from_a_library_with_places(library: str) -> None:
    hits = records("search", library, "义务教育", "--limit", "5")
    assert hits and all({"book", "node", "title", "path", "score", "snippet", *PLACE} <= h.keys() for h in hits)
    (answer,) = records("ask", library, "2024年青石区地区生产总值是多少？")
    assert {"question", "answered", "answer", "value", "unit", "period", "citations", "alternatives"} <= answer.keys()
    assert answer["answered"] and answer["value"] in answer["citations"][0]["quote"]
    (silence,) = records("ask", library, "2024年青石区有多少座核电站？")
    assert silence["answered"] is False and silence["answer"] is None
    points = records("series", library, "地区生产总值", "--subject", "青石区")
    assert {p["period"] for p in points} >= {"2023", "2024"}
    assert all({"book", "subject", "indicator", "period", "value", "unit", "amount", "base_unit", "change", *PLACE} <= p.keys() for p in points)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["check", str(BOOK)], 0),
        (["check", str(BOOK), "--fail-on", "error"], 1),
        (["check", str(BOOK), "--select", "DAT", "--ignore", "DAT", "--fail-on", "info"], 0),
        (["outline", "没有这本书.txt"], 2),
        (["extract", str(BOOK), "recipes"], 2),
        (["publish", str(BOOK), "--to", "clay", "-o", "x"], 2),
        (["search", "没有这个书库", "教育"], 2),
        (["rules", "NUM999"], 2),
        (["build", "没有这本书.txt", "-o", f"{tempfile.gettempdir()}/没有书的书库"], 2),
        (["check", str(BOOK), "--fail-on", "fatal"], 2),
    ],
)
def test_the_exit_status_says_what_happened_in_one_line(words: list[str], status: int) -> None:
    done = tongjian(*words)
    assert done.returncode == status, done.stderr.decode()
    if status == 2:
        assert done.stdout == b""
        assert len(done.stderr.decode("utf-8").strip().splitlines()) == 1


def test_a_dash_reads_standard_input() -> None:
    done = tongjian("outline", "-", "--format", "jsonl", stdin=BOOK.read_bytes())
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == len(records("outline", str(BOOK)))


def test_a_baseline_hides_what_was_known_and_a_decision_stays(tmp_path: Path) -> None:
    known = tmp_path / "known.jsonl"
    known.write_bytes(tongjian("check", str(BOOK), "--format", "jsonl").stdout)
    assert records("check", str(BOOK), "--baseline", str(known)) == []
    first, *rest = [json.loads(line) for line in known.read_text(encoding="utf-8").splitlines()]
    decisions = tmp_path / "decisions.jsonl"
    done = tongjian("decide", str(BOOK), first["id"], "accept", "--why", "原稿如此", "--who", "编辑甲", "--decisions", str(decisions))
    assert done.returncode == 0, done.stderr.decode()
    left = records("check", str(BOOK), "--decisions", str(decisions))
    assert [f["id"] for f in left] == [f["id"] for f in rest]


def test_every_command_explains_itself_with_an_example() -> None:
    from typer.main import get_command

    from tongjian.cli import app

    def leaves(command: Any, name: str) -> list[tuple[str, str]]:
        inner = getattr(command, "commands", None)
        return [leaf for key, sub in inner.items() for leaf in leaves(sub, f"{name} {key}")] if inner else [(name, command.help or "")]

    for name, words in leaves(get_command(app), "tongjian"):
        assert "Example" in words or name == "tongjian version", f"{name} --help has no example"
