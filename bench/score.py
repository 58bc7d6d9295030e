"""`make score`: run the score script on every gold folder and write the figures, with the date, to docs/scores.md.

The gold and the real books are not part of the project; their folder is given by --shared. Nothing of them is copied: only
figures are written.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import families
import misprints
import planter
import reading

from tongjian.check import relations
from tongjian.read import open_book

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "qingshi" / "qingshi-2024.txt"
PLANTED_FLOOR = 0.85
GOALS = {
    "outline": {"part.recall": 1.0, "section.recall": 0.97, "section.precision": 0.97, "section.byline": 0.97, "entry.recall": 0.997, "entry.exact_text": 0.985, "special.recall": 0.95, "page": 0.98},
    "facts": {"complete.recall": 0.94, "complete.precision": 0.95, "complete.indicator": 0.82, "complete.subject_other": 0.75, "complete.period": 0.98, "complete.period_other": 0.75, "complete.change": 0.97},
    "events": {"recall": 0.85},
    "people": {"recall": 0.95, "role": 0.93},
    "systems": {"recall": 0.80, "precision_at_least": 0.70},
    "checks": {"relations.kept_seen": 0.70, "relations.hard_broken_found": 0.60, "rules.certain_found": 0.50},
    "qa": {"right": 0.70, "cited": 0.80, "declined": 0.90},
}


def run(script: Path, gold: Path, book: Path) -> dict[str, dict[str, float | int | None]]:
    """The figures of one gold folder."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "score.json"
        program = str(Path(sys.executable).parent / "tongjian")
        done = subprocess.run([sys.executable, str(script), str(gold), "--book", str(book), "--program", program, "--json", str(out)], capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"score failed on {gold.name}: {done.stderr.strip()[-600:]}")
        found: dict[str, dict[str, float | int | None]] = json.loads(out.read_text(encoding="utf-8"))
        return found


def planted(example: Path, seeds: range) -> list[str]:
    """The planter's table on the example: for each rule its relations, the wrong figures planted among them, those found, and alarms that touch no plant."""
    found: Counter[str] = Counter()
    made: Counter[str] = Counter()
    stray: Counter[str] = Counter()
    for seed in seeds:
        plants, extra, _ = planter.once(example, seed, 40)
        for plant, ok in plants:
            made[plant.code] += 1
            found[plant.code] += ok
        stray.update(row.split()[1] for row in extra)
    known = Counter(r.code for r in relations(open_book(str(example))) if r.holds)
    rows = [
        "", f"## Planted errors: {example.name}", "",
        f"One figure of a kept relation made wrong at a time (a digit changed, digits swapped, dropped or doubled, 万 for 亿, an item left out), {len(seeds)} rounds of `bench/planter.py`.",
        "*Recognised* counts the kept relations; those marked `~`, which may agree by chance, are not planted in.", "",
        "| rule | recognised | planted | found | share | extra alarms |", "|---|---|---|---|---|---|",
    ]  # fmt: skip
    for code in sorted(known | made):
        share = f"{found[code] / made[code]:.2f}" if made[code] else "—"
        rows.append(f"| {code} | {known[code]} | {made[code]} | {found[code]} | {share} | {stray[code]} |")
    total, right = sum(made.values()), sum(found.values())
    mark = "" if not total else (" ✓" if right >= PLANTED_FLOOR * total else " ✗")
    rows.append(f"| all | {sum(known.values())} | {total} | {right} | {right / total if total else 0:.2f}{mark} (floor {PLANTED_FLOOR}) | {sum(stray.values())} |")
    return rows


def page(results: dict[str, dict[str, dict[str, float | int | None]]], date: str, more: list[str]) -> str:
    """docs/scores.md."""
    rows = [
        "# Scores",
        "",
        f"Measured {date} by `make score` on the part of the gold that the developers see; other parts of the same book and other books are held back.",
        "Shares are of 1. *Floor* is what the product asks of itself on held-back text.",
    ]
    for name, kinds in results.items():
        rows += ["", f"## {name}", "", "| kind | figure | value | floor |", "|---|---|---|---|"]
        for kind, figures in kinds.items():
            for figure, value in figures.items():
                floor = GOALS.get(kind, {}).get(figure, "")
                mark = "" if floor == "" or value is None else (" ✓" if float(value) >= float(floor) else " ✗")
                rows.append(f"| {kind} | {figure} | {'—' if value is None else value}{mark} | {floor} |")
    return "\n".join([*rows, *more]) + "\n"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--shared", type=Path, required=True)
    ask.add_argument("--out", type=Path, required=True)
    call = ask.parse_args()
    script = call.shared / "score.py"
    if not script.exists():
        raise SystemExit(f"{script} is not here: the gold is not part of the project; give its folder by SHARED=…")
    results, by_family, slips = {}, [], []
    for gold in sorted((call.shared / "gold").iterdir()):
        book = call.shared / "books" / f"{gold.name}.txt"
        if book.exists():
            print(f"{gold.name} …", file=sys.stderr)
            results[gold.name] = run(script, gold, book)
            reckoned = families.load(gold / "checks.jsonl")
            slips += misprints.section(book, range(1, 4)) if (gold / "rule_violations.jsonl").exists() else []
            by_family += families.table(gold.name, book, reckoned, range(1, 4)) if reckoned else []
    beside = call.out.with_suffix(".new")
    beside.write_text(page(results, datetime.datetime.now(tz=datetime.UTC).date().isoformat(), [*by_family, *reading.section(sorted((call.shared / "books").glob("*.txt"))), *planted(EXAMPLE, range(1, 7)), *slips]), encoding="utf-8")
    os.replace(beside, call.out)
    print(call.out.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
