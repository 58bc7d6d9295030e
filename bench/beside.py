"""Tongjian's editorial rules beside the checkers a Chinese editor would install: the same text, the same truth, one run.

    beside.py --shared FOLDER [--python INTERPRETER] [--zhlint node_modules/zhlint] [--out docs/bench.md]

Runs whatever is there: `autocorrect-py` and `pycorrector` in another interpreter (`--python`), `zhlint` by node. Nothing of them is
a dependency of the project. Each tool is given every favour: the running text with its lines joined and its furniture out, a paragraph
a line, so that no word of it is cut; and, beside its usual settings, a *tuned* run without the rules of spacing, which Chinese books do not follow.

An alarm is a stretch that a tool would change; a space put in or taken out mends none of the faults and finds none. A certain fault is *found* where an alarm within two lines of it shares two characters with its
words (the project's own measure). On the example every fault is known, so every other alarm there is *false*; on a real book the certain
faults of a part are known, and what else is said of that part is only *other*: some of it may be right.
"""

from __future__ import annotations

import argparse
import datetime
import difflib
import json
import os
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tongjian.book import Book
from tongjian.read import open_book

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "qingshi"
FAMILIES = ("NAM", "PUN", "STR", "STY", "TXT")  # the rules that the other tools could have too
HEADING = "## Beside other checkers of Chinese text"


class Alarm(NamedTuple):
    line: int  # of the source
    quote: str
    mends: bool = True  # False: nothing but a space is put in or taken out, which mends none of the faults


class Fault(NamedTuple):
    line: int
    quote: str


class Row(NamedTuple):
    tool: str
    alarms: list[Alarm]
    seconds: float


# each reads paragraphs (JSON) on standard input and prints [paragraph, start, end] of what it would change
_AUTOCORRECT = """
import sys, json, autocorrect_py as a
if sys.argv[1] == "tuned":
    a.load_config(json.dumps({"rules": {k: 0 for k in ("space-word", "space-punctuation", "space-bracket", "space-dash", "space-backticks", "space-dollar", "no-space-fullwidth-quote")}}))
for n, p in enumerate(json.load(sys.stdin)):
    for x in a.lint_for(p, "text").lines:
        print(json.dumps([n, x.old, x.new]))
"""
_PYCORRECTOR = """
import sys, json, types, importlib.util
place = importlib.util.find_spec("pycorrector")
package = types.ModuleType("pycorrector")
package.__path__ = list(place.submodule_search_locations)  # its own __init__ asks for torch, which this corrector does not use
sys.modules["pycorrector"] = package
from loguru import logger
logger.remove()
from pycorrector.proper_corrector import ProperCorrector
judge = ProperCorrector()
for n, p in enumerate(json.load(sys.stdin)):
    found = judge.correct(p)
    if found["errors"]:
        print(json.dumps([n, found["source"], found["target"]]))
"""
_ZHLINT = """
const { run } = require(process.argv[1]);
const off = process.argv[2] === "tuned" ? {noSpaceBeforePauseOrStop: undefined, spaceAfterHalfwidthPauseOrStop: undefined, spaceBetweenMixedwidthLetters: undefined,
  spaceBetweenHalfwidthContent: undefined, noSpaceBetweenFullwidthContent: undefined, spaceBetweenMixedwidthContent: undefined, spaceOutsideHalfwidthQuotation: undefined,
  spaceOutsideHalfwidthBracket: undefined, trimSpace: undefined, halfwidthPunctuation: "", adjustedFullwidthPunctuation: "" } : {};
const options = { rules: { preset: "default", ...off } };
let text = ""; process.stdin.on("data", d => text += d).on("end", () => {
  JSON.parse(text).forEach((p, n) => { const r = run(p, options).result; if (r !== p) console.log(JSON.stringify([n, p, r])); });
});
"""


def paragraphs(book: Book) -> list[tuple[int, str]]:
    """(start, words) of each paragraph of the running text."""
    return [(m.start(), m[0]) for m in re.finditer(r"[^\n]+", book.text)]


def changed(words: str, old: str, new: str) -> list[tuple[int, int, bool]]:
    """The stretches of a paragraph that a tool rewrites, and whether more than spaces is changed."""
    at = max(0, words.find(old))
    edits = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(at + a, at + max(b, a + 1), bool((old[a:b] + new[c:d]).strip())) for kind, a, b, c, d in edits if kind != "equal"]


def outside(name: str, command: list[str], book: Book) -> Row | None:
    """One tool over one book in a process of its own; None where it is not installed."""
    rows = paragraphs(book)
    began = time.perf_counter()
    done = subprocess.run(command, input=json.dumps([words for _, words in rows]), capture_output=True, text=True, encoding="utf-8", check=False, timeout=1800)
    seconds = time.perf_counter() - began
    if done.returncode:
        print(f"{name}: not run ({done.stderr.strip().splitlines()[-1] if done.stderr.strip() else done.returncode})", file=sys.stderr)
        return None
    alarms: list[Alarm] = []
    for line in done.stdout.splitlines():
        n, old, new = json.loads(line)
        start, words = rows[n]
        for a, b, mends in changed(words, old, new):
            place = book.place(start + a, start + min(b, len(words)))
            alarms.append(Alarm(place.line or 0, words[max(0, a - 4) : b + 4], mends))
    return Row(name, alarms, seconds)


def ours(file: Path, name: str = "Tongjian, its editorial rules") -> Row:
    """Our own editorial alarms, the start of the program and the reading of the file included."""
    began = time.perf_counter()
    command = [str(Path(sys.executable).parent / "tongjian"), "check", str(file), "--select", ",".join(FAMILIES), "--format", "jsonl"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return Row(name, [Alarm(f["line"] or 0, f["quote"]) for f in found if f["severity"] != "info"], time.perf_counter() - began)


def tools(file: Path, book: Book, python: str, zhlint: str) -> list[Row]:
    """Every tool that runs here, ours first."""
    calls: list[tuple[str, list[str]]] = []
    for how in ("usual", "tuned"):
        calls += [(f"autocorrect, {how}", [python, "-c", _AUTOCORRECT, how]), (f"zhlint, {how}", ["node", "-e", _ZHLINT, str(Path(zhlint).resolve()), how])]
    calls.append(("pycorrector, names and set phrases", [python, "-c", _PYCORRECTOR]))
    return [ours(file), *(row for name, command in calls if (row := outside(name, command, book)))]


def bigrams(words: str) -> set[str]:
    bare = re.sub(r"\s+", "", words)
    return {bare[i : i + 2] for i in range(len(bare) - 1)}


def meets(alarm: Alarm, fault: Fault) -> bool:
    return alarm.mends and abs(alarm.line - fault.line) <= 2 and bool(bigrams(alarm.quote) & bigrams(fault.quote))


def table(rows: list[Row], faults: list[Fault], other: str, within: Callable[[Alarm], bool]) -> list[str]:
    out = [f"| checker | certain faults found | alarms | {other} | seconds |", "|---|---|---|---|---|"]
    for row in rows:
        seen = [a for a in row.alarms if within(a)]
        found = sum(any(meets(a, f) for a in seen) for f in faults)
        rest = sum(not any(meets(a, f) for f in faults) for a in seen)
        out.append(f"| {row.tool} | {found} of {len(faults)} | {len(seen)} | {rest} | {row.seconds:.1f} |")
    return out


def example(python: str, zhlint: str) -> list[str]:
    """The table of the example, whose faults are all known."""
    file = EXAMPLE / "qingshi-2025.txt"
    book = open_book(str(file))
    planted = [e for e in tomllib.loads((EXAMPLE / "planted.toml").read_text(encoding="utf-8"))["error"] if e["code"].startswith(FAMILIES)]
    faults = [Fault(book.place(at, at + len(e["quote"])).line or 0, e["quote"]) for e in planted if (at := book.text.find(e["quote"])) >= 0]
    return table(tools(file, book, python, zhlint), faults, "false", lambda a: True)


def real(folder: Path, name: str, python: str, zhlint: str) -> list[str]:
    """The table of a real book on the part whose certain faults are known."""
    file = folder / "books" / f"{name}.txt"
    rows = [json.loads(line) for line in (folder / "gold" / name / "rule_violations.jsonl").read_text(encoding="utf-8").splitlines()]
    faults = [Fault(r["line"], r["quote"]) for r in rows if r["certainty"] == "certain"]
    first, last = min(r["line"] for r in rows), max(r["line"] for r in rows)
    return table(tools(file, open_book(str(file)), python, zhlint), faults, "other", lambda a: first <= a.line <= last)


def section(shared: Path, name: str, python: str, zhlint: str) -> list[str]:
    """The whole section of docs/bench.md."""
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    busy = [f"Other work kept the machine busy meanwhile (load {load:.0f} on {cores} cores): the ratios of the seconds count, not the seconds."] if load > cores else []
    body = [
        HEADING,
        "",
        f"Measured {datetime.datetime.now(tz=datetime.UTC).date().isoformat()} by `bench/beside.py`: the editorial families of Tongjian (names, marks, wording, misprints) and the",
        "checkers that run without a network, on the same text in one run. Each of them gets the lines joined and the running heads taken out.",
        "*Tuned*: without the rules of spacing, which Chinese books do not follow. Seconds include the start of the process.",
        "A space put in or taken out is an alarm, but finds no fault: none of them is one of spacing.",
        "pycorrector is what it can do offline, its corrector of names and set phrases; its language-model corrector needs a model of 20 MB to 3 GB from",
        "the network, its list of confusions ships empty, and its list of names and phrases holds 13.",
        *busy,
        "",
        "The example yearbook, whose faults are all known:",
        "",
        *example(python, zhlint),
    ]
    if (shared / "gold" / name / "rule_violations.jsonl").exists():
        body += ["", f"{name}, the part whose certain faults a reader listed (*other* alarms may be right or wrong; ours were read by hand, see [scores](scores.md)):", "", *real(shared, name, python, zhlint)]
    return body


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--shared", type=Path, required=True, help="folder with books/ and gold/")
    ask.add_argument("--name", default="dadukou-2022")
    ask.add_argument("--python", default=sys.executable, help="an interpreter that has autocorrect-py and pycorrector")
    ask.add_argument("--zhlint", default="node_modules/zhlint", help="the folder of the zhlint package")
    ask.add_argument("--out", type=Path, default=Path(__file__).resolve().parent.parent / "docs" / "bench.md")
    call = ask.parse_args()
    made = section(call.shared, call.name, call.python, call.zhlint)
    page = call.out.read_text(encoding="utf-8") if call.out.exists() else ""  # now, not before: another bench may have written meanwhile
    kept = re.sub(rf"\n*{re.escape(HEADING)}.*?(?=\n## |\Z)", "", page, flags=re.S).rstrip("\n")
    beside = call.out.with_suffix(".new")
    beside.write_text(f"{kept}\n\n" + "\n".join(made) + "\n", encoding="utf-8")
    os.replace(beside, call.out)


if __name__ == "__main__":
    main()
