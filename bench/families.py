"""The numbers family by family, like statcheck: what share of the relations in the gold is recognised, how many broken ones raise an alarm, and how many wrong figures planted in the kept ones do.

    families.py GOLD_FOLDER BOOK [--rounds N] [--show]

The gold's relations were reckoned by others, by hand or by machine, and say nothing of our codes; their form tells the family.
Two shares of the planted figures that are found are told: of all, and of those that a reader could see, namely those with
which the gold's own relation holds no more (a part far below its whole can be any figure). `--show` prints each planted
figure that was not found instead. Nothing of the gold is copied into the table: only figures are written.
"""

from __future__ import annotations

import argparse
import ast
import json
import operator
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import planter

from tongjian import check as checking
from tongjian.book import Book
from tongjian.check import Finding, Relation
from tongjian.read import open_book

FORMS = (  # family, the form of a relation in the gold
    ("lists against a count", re.compile(r"count\(|rows=")),
    ("shares and rates", re.compile(r"/[^=]*\*\s?100|k/n|^\d+\*0\.\d+=|/n=|=integer|integer$|GRIM")),
    ("whole and part", re.compile(r"<=|>=|<|>")),
    ("products and averages", re.compile(r"\*")),
    ("sums", re.compile(r"\+")),
    ("differences, dates, growth", re.compile(r"\d\s?-\s?\d|months|%=")),
    ("one figure twice", re.compile(r"=")),
)
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


def family(relation: str) -> str:
    """The family of a gold relation, by its form."""
    return next((name for name, form in FORMS if form.search(relation)), "other")


def _figures(*texts: object) -> set[str]:
    return {f"{float(n):.10g}" for t in texts for n in _FIGURE.findall(re.sub(r"\s", "", str(t or "")))}


def _lines(gold: dict[str, Any]) -> list[int]:
    return [v for k, v in gold.items() if k in ("line", "line2", "second_line", "other_line") and isinstance(v, int)]


def seen(gold: dict[str, Any], book: Book, rows: Sequence[Relation | Finding]) -> bool:
    """Whether one of ours stands within three lines of the gold's and rests on two of its figures (on all, where it has fewer)."""
    own = _figures(gold["quote"]) & _figures(gold["relation"], gold.get("stated"))
    for r in rows:
        if len(own & _figures(r.relation, r.computed, r.stated)) < min(2, len(own)):
            continue
        places = [book.place(x.start, x.end) for x in (r, *r.related)]
        if any(p.line and p.line - 3 <= at <= min(p.line_end or p.line, p.line + 24) + 3 for p in places for at in _lines(gold)):
            return True
    return False


def spots(gold: Sequence[dict[str, Any]], source: str, chance: random.Random) -> Iterator[tuple[dict[str, Any], int, int]]:
    """One printed figure of each kept relation, in the source: (relation, start, end)."""
    starts = [0]
    for row in source.split("\n"):
        starts.append(starts[-1] + len(row) + 1)
    for g in gold:
        named = _figures(g["relation"], g.get("stated"))
        figures = [f for f in _FIGURE.findall(re.sub(r"\s", "", g["quote"])) if f"{float(f):.10g}" in named]
        if not figures:
            continue
        figure, first = chance.choice(figures), starts[max(0, g["line"] - 2)]
        found = re.compile(rf"(?<![\d.]){re.escape(figure)}(?![\d.])").search(source, first, starts[min(len(starts) - 1, g["line"] + 5)])
        if found:
            yield g, found.start(), found.end()


@dataclass(frozen=True)
class Planted:
    """One wrong figure in a kept relation of the gold: what it was and is, whether a reader could see it, whether an alarm touches it."""

    relation: str
    line: int
    was: str
    words: str
    visible: bool
    found: bool


_SIGN = re.compile(r"<=|>=|≈|==|=|<|>")
_SUMS: dict[type[ast.operator], Callable[[float, float], float]] = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


def _value(node: ast.expr) -> float:
    """The value of an expression of figures and the four signs."""
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return float(node.value)
    if isinstance(node, ast.BinOp) and type(node.op) in _SUMS:
        return _SUMS[type(node.op)](_value(node.left), _value(node.right))
    raise ValueError(ast.dump(node))


def _side(words: str, rounded: Sequence[str]) -> tuple[float, float, float]:
    """Least, printed and greatest value of one side: decimals and the figures in `rounded` may have been rounded by half a unit."""
    value = _value(ast.parse(words.strip(), mode="eval").body)
    reach = 0.0
    for m in _FIGURE.finditer(words):
        places = len(m[0].partition(".")[2])
        if places or m[0] in rounded:
            half = 0.5 * 10**-places
            moved = words[: m.start()] + f"{float(m[0]) + half:f}" + words[m.end() :]
            reach += abs(_value(ast.parse(moved.strip(), mode="eval").body) - value)
    return value - reach, value, value + reach


def visible(gold: dict[str, Any], was: str, words: str) -> bool:
    """Whether a reader could see that `words` are wrong: the relation holds no more, and what it gives is printed for him to compare."""
    said = _FIGURE.search(str(gold.get("stated") or ""))
    told = _figures(gold["quote"])
    compared = re.search(r"count|rows", gold["relation"]) or (said is not None and (f"{float(said[0]):.10g}" in told))
    return bool(compared) and holds_with(gold, was, words) is not True


def holds_with(gold: dict[str, Any], was: str, words: str) -> bool | None:
    """Whether the gold's relation still holds with `words` printed for the figure `was`; None where its form cannot be reckoned."""
    place = re.compile(rf"(?<![\d.]){re.escape(was)}(?![\d.])")
    relation = re.sub(r"（[^）]*）|\([^()]*[^\d().+*/\s-][^()]*\)", "", gold["relation"])
    quote = re.sub(r"\s", "", gold["quote"])
    rounded = [m[1] for m in re.finditer(r"(\d+(?:\.\d+)?)[余多]?[万亿]", quote)]
    rounded += [words] if was in rounded else []
    for part in relation.split(";"):
        if not place.search(part):
            continue
        part = place.sub(words, part, count=1)
        signs = [m[0] for m in _SIGN.finditer(part)]
        try:
            sides = [_side(x, rounded) for x in _SIGN.split(part)]
        except (ValueError, SyntaxError, ZeroDivisionError):
            return None
        for sign, (a, _, b), (c, _, d) in zip(signs, sides, sides[1:], strict=False):
            step = 10.0 ** -len(_SIGN.split(part)[-1].strip().partition(".")[2]) if sign == "≈" else 0.0  # rounded or cut
            low, high = a - d - step, b - c + step
            if sign in ("=", "==", "≈") and not low - 1e-9 <= 0 <= high + 1e-9:
                return False
            if (sign[0] == "<" and low > 1e-9) or (sign[0] == ">" and high < -1e-9):
                return False
        return True
    return None


_APART = 400  # characters of the source between two plants of one batch
_Spot = tuple[int, int, str, dict[str, Any]]  # start and end in the source, what is put there, the relation


def _batches(spots_made: Sequence[_Spot]) -> list[list[_Spot]]:
    """Plants by text they can share: far apart, and no two in relations that rest on one figure, so that each is the only wrong one of its relations."""
    made: list[list[_Spot]] = []
    for spot in spots_made:
        own = _long(spot[3])
        free = next((b for b in made if all(abs(spot[0] - x[0]) >= _APART and not own & _long(x[3]) for x in b)), None)
        if free is None:
            made.append([spot])
        else:
            free.append(spot)
    return made


def _long(gold: dict[str, Any]) -> set[str]:
    """The figures of a relation with three digits and more: two relations that share one may rest on the same print."""
    return {f for f in _figures(gold["relation"]) if len(re.sub(r"\D", "", f).strip("0")) >= 3}


def planted(path: Path, gold: Sequence[dict[str, Any]], seeds: range) -> tuple[list[Planted], int]:
    """Wrong figures in the kept relations that were computed, one a relation and seed, and alarms that touch no plant."""
    source = path.read_bytes().decode("utf-8")
    before = planter.alarms(open_book(str(path)))
    kept = [g for g in gold if g["holds"] and g.get("basis", "computed") == "computed"]
    made: list[Planted] = []
    stray = 0
    for seed in seeds:
        chance = random.Random(f"{seed}:{path.name}")
        order = list(kept)
        chance.shuffle(order)
        drawn: list[_Spot] = []
        for g, start, end in spots(order, source, chance):
            kinds = list(planter.KINDS)
            chance.shuffle(kinds)
            words = next((w for k in kinds for w in [planter.KINDS[k](source[start:end], chance)] if w and float(w) != float(source[start:end])), None)
            if words is not None:
                drawn.append((start, end, words, g))
        for batch in _batches(drawn):
            changed = planter.reread(path, source, [(start, end, words) for start, end, words, _ in batch])
            fresh = [spans for _, spans in planter.fresh(changed, before)]
            lines = {source.count("\n", 0, start) + 1 for start, _, _, _ in batch}
            for start, end, words, g in batch:
                line, was = source.count("\n", 0, start) + 1, source[start:end]
                found = any(a <= line <= b for spans in fresh for a, b in spans)
                made.append(Planted(g["relation"], line, was, words, visible(g, was, words), found))
            stray += sum(not any(a <= line <= b for line in lines for a, b in spans) for spans in fresh)
    return made, stray


def _share(plants: Sequence[Planted]) -> str:
    return f"{sum(p.found for p in plants) / len(plants):.2f}" if plants else "—"


def table(name: str, path: Path, gold: Sequence[dict[str, Any]], seeds: range) -> list[str]:
    """The lines of docs/scores.md for one book of the gold."""
    book = open_book(str(path))
    known = [r for r in checking.relations(book) if r.holds]
    alarms = planter.alarms(book)
    made, stray = planted(path, gold, seeds)
    rows = [
        "", f"## Numbers by family: {name}", "",
        f"*Recognised*: kept relations of the gold that we test too. *Broken found*: relations of the gold that do not hold and raise an alarm. *Planted*: a digit changed, two swapped, one dropped or doubled in a figure of a kept computed relation of the gold, {len(seeds)} rounds. *Visible* are those of them with which the relation holds no more and whose result is printed; the others no reader could see (a part far below its whole, a second decimal that the rounded share does not tell, a sum that nobody prints).",
        "", "| family | kept in gold | recognised | broken in gold | found | planted | found | share | visible | found | share |", "|---|---|---|---|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    for form in (*(f for f, _ in FORMS), "other", "all"):
        own = [g for g in gold if form in ("all", family(g["relation"]))]
        kept, broken = [g for g in own if g["holds"]], [g for g in own if not g["holds"]]
        if not own:
            continue
        plants = [p for p in made if form in ("all", family(p.relation))]
        shares = " | ".join(f"{len(of)} | {sum(p.found for p in of)} | {_share(of)}" for of in (plants, [p for p in plants if p.visible]))
        rows.append(f"| {form} | {len(kept)} | {sum(seen(g, book, known) for g in kept)} | {len(broken)} | {sum(seen(g, book, alarms) for g in broken)} | {shares} |")
    rows += ["", f"Alarms in these rounds that touch no planted figure: {stray}."]
    tested = Counter(r.code for r in checking.relations(book) if r.operator != "~")
    rows += ["", f"Relations tested in the whole book (those that may agree by chance left out): {sum(tested.values())}; by rule: " + ", ".join(f"{code} {n}" for code, n in sorted(tested.items())) + "."]
    return rows


def load(path: Path) -> list[dict[str, Any]]:
    """The relations of a gold folder."""
    return [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines() if row.strip()] if path.exists() else []


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("gold", type=Path, help="the folder of the gold, with its checks.jsonl")
    ask.add_argument("book", type=Path)
    ask.add_argument("--rounds", type=int, default=3)
    ask.add_argument("--show", action="store_true", help="print each planted figure that was not found, and no table")
    call = ask.parse_args()
    gold = load(call.gold / "checks.jsonl")
    if not gold:
        raise SystemExit(f"families: {call.gold / 'checks.jsonl'} is not there or empty; give the folder of a gold that has relations")
    seeds = range(1, call.rounds + 1)
    if not call.show:
        print("\n".join(table(call.gold.name, call.book, gold, seeds)))
        return
    made, stray = planted(call.book, gold, seeds)
    for p in sorted(made, key=lambda p: (family(p.relation), p.line)):
        if not p.found:
            print(f"{'missed' if p.visible else 'unseen'}\t{p.line}\t{family(p.relation)}\t{p.relation}\t{p.was} → {p.words}")
    seen_by_eye = [p for p in made if p.visible]
    print(f"planted {len(made)}, found {_share(made)}; visible {len(seen_by_eye)}, found {_share(seen_by_eye)}; stray alarms {stray}", file=sys.stderr)


if __name__ == "__main__":
    main()
