"""The figures that Tongjian finds beside what a user would try: the same entries, the same truth, one run.

    quantities.py --shared FOLDER [--python INTERPRETER] [--out docs/bench.md]

Runs whatever is there: `jieba` and `jionlp` in another interpreter (`--python`), regular expressions in this one. Nothing of them is a
dependency of the project. Each is given the running text with its lines joined, a paragraph a piece; seconds are for the whole book,
start of the process included. A figure is *found* where value and unit are those of the gold and it stands within three lines of it;
what else is said inside the exhaustively read entries is *wrong*.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

from tongjian.book import Book
from tongjian.read import open_book

HEADING = "## Figures, beside what a user would try"
_UNITS = r"(?:万|亿)?(?:元|人次|人|户|家|个|件|次|名|所|起|场|处|项|篇|期|公顷|亩|吨|千米|公里|平方米|平方千米|平方公里|立方米|辆|套|条|张|%)"

# each reads paragraphs (JSON) on standard input and prints [paragraph, offset, value, unit] of every figure
_REGEX = f"""
import sys, json, re
FIGURE = re.compile(r"(\\d+(?:\\.\\d+)?)\\s*({_UNITS})")
for n, p in enumerate(json.load(sys.stdin)):
    for m in FIGURE.finditer(p):
        print(json.dumps([n, m.start(), m[1], m[2]]))
"""
_JIEBA = f"""
import sys, json, re, jieba
UNIT = re.compile(r"{_UNITS}")
for n, p in enumerate(json.load(sys.stdin)):
    words, at = jieba.lcut(p), 0
    for i, word in enumerate(words):
        if re.fullmatch(r"\\d+(?:\\.\\d+)?%?", word):
            unit, j = ("%", i) if word.endswith("%") else ("", i + 1)
            while not unit.strip("万亿") and j < len(words) and j <= i + 2 and UNIT.match(unit + words[j]) or (j == i + 1 < len(words) and words[j] in ("万", "亿")):
                unit, j = unit + words[j], j + 1
            if unit:
                print(json.dumps([n, at, word.rstrip("%"), unit]))
        at += len(word)
"""
_JIONLP = """
import sys, json, re, io, contextlib
with contextlib.redirect_stdout(io.StringIO()):
    import jionlp
for n, p in enumerate(json.load(sys.stdin)):
    for found in jionlp.ner.extract_money(p):
        m = re.search(r"(\\d+(?:\\.\\d+)?)((?:万|亿|千|百)*[元美港欧镑]元?)", found["text"])
        if m:
            print(json.dumps([n, found["offset"][0], m[1], m[2]]))
"""
OTHERS = (
    ("regular expressions, number and known unit", "json", _REGEX),
    ("regular expressions over jieba words", "jieba", _JIEBA),
    ("jionlp, its extractor of amounts of money", "jionlp", _JIONLP),
)


class Told(NamedTuple):
    line: int
    value: str
    unit: str


def plain(value: object) -> str:
    """A number in one spelling, as the gold is read."""
    text = re.sub(r"\s|,|，", "", str(value or ""))
    text = re.sub(r"^(?:近|约|超过|超|逾|突破|达)+|(?:余|多|以上|左右)+$", "", text).lstrip("+")
    try:
        return f"{float(text):.10g}"
    except ValueError:
        return re.sub("[—－~～]", "-", text)


def same(gold: dict[str, Any], told: Told) -> bool:
    unit = re.sub(r"\s", "", str(gold["unit"] or ""))
    return plain(gold["value"]) == plain(told.value) and unit == re.sub(r"\s", "", told.unit) and abs(told.line - gold["line"]) <= 3


def ours(file: Path) -> tuple[list[Told], float]:
    began = time.perf_counter()
    done = subprocess.run([str(Path(sys.executable).parent / "tongjian"), "extract", str(file), "facts", "--format", "jsonl"], capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - began
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return [Told(r["line_end"], r["value"], r["unit"] or "") for r in rows], seconds


def theirs(program: str, book: Book, python: str) -> tuple[list[Told], float] | None:
    """What another tool finds in the book, and how long it takes; None where it is not installed there."""
    starts, at = [], 0
    pieces = book.text.split("\n")
    for piece in pieces:
        starts.append(at)
        at += len(piece) + 1
    began = time.perf_counter()
    done = subprocess.run([python, "-c", program], input=json.dumps(pieces), capture_output=True, text=True)
    seconds = time.perf_counter() - began
    if done.returncode:
        return None
    rows = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("[")]
    return [Told(book.place(starts[n] + at, starts[n] + at + 1).line or 0, value, unit) for n, at, value, unit in rows], seconds


def scored(told: list[Told], gold: list[dict[str, Any]]) -> tuple[int, int]:
    """(found, wrong) inside the exhaustively read entries; each figure of the gold is found once."""
    ranges = {g["entry_line"]: g["entry_end"] for g in gold}
    inside = [t for t in told if any(a <= t.line <= b for a, b in ranges.items())]
    free = list(inside)
    found = 0
    for g in gold:
        hit = next((t for t in free if same(g, t)), None)
        if hit is not None:
            free.remove(hit)
            found += 1
    return found, len(free)


def section(shared: Path, name: str, python: str) -> list[str]:
    """The whole section of docs/bench.md."""
    file = shared / "books" / f"{name}.txt"
    gold = [json.loads(line) for line in (shared / "gold" / name / "exhaustive.jsonl").read_text(encoding="utf-8").splitlines()]
    book = open_book(str(file))
    money = [g for g in gold if str(g["unit"]).endswith("元")]
    rows: list[tuple[str, tuple[list[Told], float] | None]] = [("Tongjian, with subject, indicator, period and change", ours(file))]
    rows += [(what, theirs(program, book, sys.executable if needs == "json" else python)) for what, needs, program in OTHERS]
    out = [
        HEADING,
        "",
        f"Measured {datetime.datetime.now(tz=datetime.UTC).date().isoformat()} by `bench/quantities.py` on {name}: the {len(gold)} figures of the entries that a reader marked exhaustively, {len(money)} of them money.",
        "*Found*: value and unit; none of the others says whose figure it is, of what and when. Seconds are for the whole book, start of the process included.",
        "jionlp finds money, not other quantities. spaCy and HanLP are not in the table: the models that see Chinese figures come from the network alone",
        "(`zh_core_web_sm` has but a placeholder on PyPI; HanLP fetches its own), and without one neither finds any.",
        "",
        "| | found | of money | wrong | seconds |",
        "|---|---|---|---|---|",
    ]
    for what, result in rows:
        if result is None:
            out.append(f"| {what} | not installed | | | |")
            continue
        told, seconds = result
        found, wrong = scored(told, gold)
        out.append(f"| {what} | {found} of {len(gold)} | {scored(told, money)[0]} of {len(money)} | {wrong} | {seconds:.1f} |")
    return out


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--shared", type=Path, required=True, help="folder with books/ and gold/")
    ask.add_argument("--name", default="dadukou-2022")
    ask.add_argument("--python", default=sys.executable, help="an interpreter that has jieba and jionlp")
    ask.add_argument("--out", type=Path, default=Path(__file__).resolve().parent.parent / "docs" / "bench.md")
    call = ask.parse_args()
    if not (call.shared / "gold" / call.name / "exhaustive.jsonl").exists():
        raise SystemExit(f"{call.shared}: no exhaustively read entries of {call.name} there; name the folder that has books/ and gold/")
    page = call.out.read_text(encoding="utf-8") if call.out.exists() else ""
    kept = re.sub(rf"\n*{re.escape(HEADING)}.*?(?=\n## |\Z)", "", page, flags=re.S).rstrip("\n")
    beside = call.out.with_suffix(".new")
    beside.write_text(f"{kept}\n\n" + "\n".join(section(call.shared, call.name, call.python)) + "\n", encoding="utf-8")
    os.replace(beside, call.out)


if __name__ == "__main__":
    main()
