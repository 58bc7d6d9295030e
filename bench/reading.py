"""The alarms on real books that a person has read: how many he accepted, by severity, by rule and by how sure we said we were.

`verdicts.csv` holds what was said, a row an alarm: book, line, rule, and whether an editor who did not write the rules would mend the place
or ask the unit (`yes`) or wave it away (`no`). It holds no word of a book. An alarm that is not there is unread, and is counted as such.

    python bench/reading.py BOOK …        what is unread, to be read
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from tongjian.check import Finding, check
from tongjian.read import open_book

VERDICTS = Path(__file__).resolve().parent / "verdicts.csv"
FLOORS = {"error": 0.95, "warning": 0.80}
SURE = (0.9, 0.8, 0.7, 0.0)  # lower ends of the classes of confidence

Key = tuple[str, int, str]  # book, line, rule
Alarm = tuple[Key, Finding]


def verdicts() -> dict[Key, bool]:
    """What was said of each alarm."""
    with VERDICTS.open(encoding="utf-8", newline="") as rows:
        return {(r["book"], int(r["line"]), r["code"]): r["accepted"] == "yes" for r in csv.DictReader(rows)}


def alarms(path: Path) -> list[Alarm]:
    """Errors and warnings of a book with the key of each."""
    book = open_book(str(path))
    return [((path.stem, book.place(f.start, f.end).line or 0, f.code), f) for f in check(book) if f.severity != "info"]


def _row(name: str, of: Sequence[Alarm], said: dict[Key, bool], floor: float | None = None) -> str:
    read = [said[key] for key, _ in of if key in said]
    share = f"{sum(read) / len(read):.2f}" if read else "—"
    mark = "" if floor is None or not read else (" ✓" if sum(read) >= floor * len(read) else " ✗") + f" (floor {floor:.2f})"
    return f"| {name} | {len(of)} | {len(read)} | {sum(read)} | {len(read) - sum(read)} | {share}{mark} |"


def section(books: Iterable[Path]) -> list[str]:
    """The tables for docs/scores.md."""
    said = verdicts()
    found = [alarm for path in books for alarm in alarms(path)]
    head = ["| alarms | read | accepted | waved away | share of those read |", "|---|---|---|---|---|"]
    rows = [
        "", "## Alarms on real books, read by an editor", "",
        "Every alarm was read at its place by one who did not write the rules. *Accepted*: he would mend the place or ask the unit. "
        "Alarms of rules made since his reading are unread (`bench/reading.py` lists them).",
        "", f"| severity {head[0]}", "|---" + head[1],
    ]  # fmt: skip
    for severity, floor in FLOORS.items():
        rows.append(_row(severity, [a for a in found if a[1].severity == severity], said, floor))
    rows += ["", "How sure we said we were, and how often he agreed:", "", f"| confidence {head[0]}", "|---" + head[1]]
    for low, high in zip(SURE, (1.01, *SURE), strict=False):
        rows.append(_row(f"{low:.1f} and more" if high > 1 else f"below {high:.1f}" if not low else f"{low:.1f} to {high:.1f}", [a for a in found if low <= a[1].confidence < high], said))
    rows += ["", f"| rule {head[0]}", "|---" + head[1]]
    for code, _ in sorted(Counter(f.code for _, f in found).items()):
        rows.append(_row(code, [a for a in found if a[1].code == code], said))
    return [*rows, _row("all", found, said)]


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("books", nargs="+", type=Path)
    said = verdicts()
    for path in ask.parse_args().books:
        for key, finding in alarms(path):
            if key not in said:
                print(f"{path.name}:{key[1]}: {finding.severity} {finding.code} {finding.message}")


if __name__ == "__main__":
    main()
