"""One cause, one finding: the smallest set of figures whose correction mends every broken relation that shares figures.

Two sums and three shares may break because of one digit. Relations that carry their figures (`Relation.figures`) are linear:
the weighted figures add up to nothing, within `room`. Broken relations that share a figure are one knot. A knot is told at
the one figure whose correction mends it, where there is one that no kept relation vouches for; else `highspy` (the extra
`solve`) finds the smallest set, on the knot and the kept relations around it; without it the findings stay as they are.
"""

from __future__ import annotations

import importlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from importlib import metadata
from typing import Any

import msgspec

from tongjian.check.finding import Figure, Finding, Related, Relation

Key = tuple[int, int]
_MOST = 60  # figures of a knot that are given to the solver


def mend(relations: Sequence[Relation]) -> list[Finding]:
    """The findings of relations, those of one knot as one finding at the figure (or figures) to blame."""
    linear = [r for r in relations if r.figures]
    broken = [r for r in linear if not r.holds and r.finding is not None and r.finding.severity != "info"]
    kept: dict[Key, list[Relation]] = defaultdict(list)
    for r in linear:
        if r.holds and r.operator == "=":
            for f in r.figures:
                kept[f.start, f.end].append(r)
    told: dict[int, Finding] = {}  # by identity of the relation
    for knot in _knots(broken):
        for group, joined in _explained(knot, kept):
            told |= {id(r): joined for r in group}
    found = [told.get(id(r), r.finding) for r in relations if r.finding is not None and not r.holds]
    seen: set[int] = set()
    return [f for f in found if f is not None and not (id(f) in seen or seen.add(id(f)))]  # type: ignore[func-returns-value]


def _knots(broken: Sequence[Relation]) -> list[list[Relation]]:
    """Groups of two and more broken relations that hang together by figures."""
    groups: list[list[Relation]] = []
    for r in broken:
        keys = _keys([r])
        touching = [g for g in groups if _keys(g) & keys]
        groups = [g for g in groups if g not in touching] + [[*(x for g in touching for x in g), r]]
    return [g for g in groups if len(g) >= 2]


def _explained(knot: list[Relation], kept: dict[Key, list[Relation]]) -> Iterator[tuple[list[Relation], Finding]]:
    """The knot's relations by cause: the figure that mends most of them, then of what is left; last what the solver can say."""
    while len(knot) >= 2:
        group, ways = _single(knot, kept)
        if not ways:
            break
        yield group, _told(group, ways[:1], ways[1:])
        knot = [r for r in knot if r not in group]
    if len(knot) >= 3:
        ways = _several(knot, kept)
        if ways:
            yield knot, _told(knot, ways, [])


def _keys(relations: Iterable[Relation]) -> set[Key]:
    return {(f.start, f.end) for r in relations for f in r.figures}


def _needed(r: Relation, key: Key) -> tuple[Decimal, Decimal] | None:
    """Least and greatest amount that the figure would need for the relation to hold; None where it has no part in it."""
    own = [f for f in r.figures if (f.start, f.end) == key]
    if len(own) != 1 or not own[0].weight:
        return None
    rest = sum((f.weight * f.amount for f in r.figures if f is not own[0]), Decimal(0))
    ends = sorted(((-rest - r.room) / own[0].weight, (-rest + r.room) / own[0].weight))
    return ends[0], ends[1]


def _single(knot: Sequence[Relation], kept: dict[Key, list[Relation]]) -> tuple[list[Relation], list[tuple[Figure, str]]]:
    """The most relations (two at least) that one figure's correction mends, and every figure that would, with its right print."""
    best: list[Relation] = []
    ways: list[tuple[Figure, str]] = []
    for key in sorted(_keys(knot)):
        if kept.get(key):
            continue
        own = [(r, b) for r in knot for b in [_needed(r, key)] if b is not None]
        figure = next(f for r in knot for f in r.figures if (f.start, f.end) == key)
        for _, (at, _high) in own:  # a value that lies within most bounds lies at the lower end of one
            group = [(r, b) for r, b in own if b[0] <= at <= b[1]]
            if len(group) < max(2, len(best)):
                continue
            right = _printed(figure, max(b[0] for _, b in group), min(b[1] for _, b in group))
            if right is None or right == figure.printed:
                continue
            mended = [r for r, _ in group]
            if mended != best and len(mended) > len(best):
                best, ways = mended, []
            if mended == best and all(f is not figure for f, _ in ways):
                ways.append((figure, right))
    return best, ways


def _printed(figure: Figure, low: Decimal, high: Decimal) -> str | None:
    """A value between two amounts, as the figure would print it; None where none of its decimals lies there."""
    step = Decimal(1).scaleb(-figure.places)
    middle = ((low + high) / 2 / figure.worth).quantize(step)
    room = max((high - low) / 2, step * figure.worth / 2)
    return f"{middle:f}" if middle > 0 and abs(middle * figure.worth - (low + high) / 2) <= room else None


def _solver() -> Any:
    """The solver's module, where it is installed and keeps quiet: from 1.15 on it writes a banner to standard output."""
    try:
        if tuple(int(n) for n in metadata.version("highspy").split(".")[:2]) >= (1, 15):
            return None
        return importlib.import_module("highspy")
    except (ImportError, ValueError):
        return None


def _several(knot: Sequence[Relation], kept: dict[Key, list[Relation]]) -> list[tuple[Figure, str]]:
    """The smallest set by the solver, each figure of it in two broken relations; nothing without it, or where there is no such set."""
    highspy = _solver()
    if highspy is None:
        return []
    around = {id(r): r for key in _keys(knot) for r in kept.get(key, [])}
    rows = [*knot, *around.values()]
    figures = {(f.start, f.end): f for r in rows for f in r.figures}
    if len(figures) > _MOST:
        return []
    size = max((abs(f.amount) for f in figures.values()), default=Decimal(1)) or Decimal(1)
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    model.setOptionValue("log_to_console", False)
    model.setOptionValue("time_limit", 1.0)
    reach = 20.0  # a wrong figure is at most so many times the greatest
    moves = {k: model.addVariable(-reach, reach) for k in figures}
    blamed = {k: model.addBinary() for k in figures}
    for k in figures:
        model.addConstr(moves[k] <= reach * blamed[k])
        model.addConstr(moves[k] >= -reach * blamed[k])
    for r in rows:
        weight = max(abs(f.weight) for f in r.figures)
        gap = sum(f.weight * f.amount for f in r.figures)
        total = sum(float(f.weight / weight) * moves[f.start, f.end] for f in r.figures)
        model.addConstr(total <= float((r.room - gap) / weight / size) + 1e-9)
        model.addConstr(total >= float((-r.room - gap) / weight / size) - 1e-9)
    model.minimize(sum((1 + 0.01 * len(kept.get(k, []))) * blamed[k] for k in figures))
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return []
    ways = []
    for k, f in figures.items():
        if model.val(blamed[k]) > 0.5:
            wanted = f.amount + Decimal(model.val(moves[k])) * size
            right = _printed(f, wanted, wanted)
            if right is None or right == f.printed or sum(k in _keys([r]) for r in knot) < 2:
                return []
            ways.append((f, right))
    return ways


def _told(knot: Sequence[Relation], ways: Sequence[tuple[Figure, str]], others: Sequence[tuple[Figure, str]]) -> Finding:
    """One finding for a knot: what each blamed figure should be, every relation's place beside it."""
    findings = [r.finding for r in knot if r.finding is not None]
    surest = max(findings, key=lambda f: f.confidence)
    first = ways[0][0]
    fixes = [f"{f.printed}→{right}" for f, right in ways]
    more = [f"{f.printed}→{right}" for f, right in others]
    places = {(f.start, f.end) for f in findings} | {(x.start, x.end) for f, _ in ways[1:] for x in (f,)}
    message = f"{len(knot)}处关系同时不成立；改{'、'.join(fixes)}则全部成立" + (f"（或改{'、'.join(more)}）" if more else "")
    return msgspec.structs.replace(
        surest,
        confidence=max(surest.confidence, 0.9 if len(ways) == 1 else surest.confidence),
        message=message, message_en=f"{len(knot)} relations break together; {', '.join(fixes)} mends all" + (f" (or {', '.join(more)})" if more else ""),
        start=first.start, end=first.end, related=tuple(Related(a, b) for a, b in sorted(places)), suggestion="；".join([*fixes, *more]),
        relation="; ".join(f.relation or "" for f in findings), computed="; ".join(f.computed or "" for f in findings), stated="; ".join(f.stated or "" for f in findings),
    )  # fmt: skip
