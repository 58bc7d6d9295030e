"""The engine: rules over a context → findings, selected, judged by the profile, each cause once, in the order of the text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from tongjian.book import Book
from tongjian.check.context import Context
from tongjian.check.finding import RANK, Finding, Related, Relation, identity
from tongjian.check.numbers.mend import mend
from tongjian.check.profile import Profile
from tongjian.check.registry import CHECKS, RELATIONS
from tongjian.check.terms.own import stopped
from tongjian.extract.facts import Fact

_FIGURE = re.compile(r"\D")


def _wanted(code: str, select: tuple[str, ...], ignore: tuple[str, ...], off: tuple[str, ...]) -> bool:
    if select and not any(code.startswith(s) for s in select):
        return False
    return not any(code.startswith(s) for s in (*ignore, *off))


def check(
    book: Book,
    *,
    previous: Book | None = None,
    profile: Profile | None = None,
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    as_: str = "book",
    facts: list[Fact] | None = None,
    notes: list[str] | None = None,
    others: tuple[Book, ...] = (),
) -> list[Finding]:
    """Findings of a book, or of one manuscript (`as_="manuscript"`), in the order of the text.

    `select` and `ignore` take codes or their beginnings (`NUM`, `STY2`). `previous` is last year's book: rules across years
    stay silent without it. A manuscript is not the whole of anything, so rules that need the whole book stay silent too.
    `facts`: those of the book, where they were extracted already. `others`: books of the user's library, as evidence of how words are written. What could not be run to the end is added to `notes`, in words.
    """
    context = Context(book, profile or Profile(), previous, as_ == "book", others)
    if facts is not None:
        context.__dict__["facts"] = facts
    found = findings_of(context, select, ignore)
    if notes is not None:
        notes.extend(stopped(context))
    return found


def findings_of(context: Context, select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> list[Finding]:
    """What `check` gives, of a context that the caller keeps: its relations are not made a second time by `relations_of`."""
    house = context.profile
    found: list[Finding] = []
    for codes, rule, whole in CHECKS:
        if (whole and not context.whole) or not any(_wanted(c, select, ignore, house.off) for c in codes):
            continue
        found.extend(rule(context))
    tested: list[Relation] = []
    for codes, relate, whole in RELATIONS:
        if (whole and not context.whole) or not any(_wanted(c, select, ignore, house.off) for c in codes):
            continue
        tested.extend(context.once(relate))
    found.extend(mend(list({(r.start, r.end, r.code, r.relation): r for r in tested}.values())))
    kept = [_judged(f, house) for f in found if _wanted(f.code, select, ignore, house.off)]
    return _settled(context.book, [f for f in kept if f is not None])


def relations(book: Book, previous: Book | None = None) -> list[Relation]:
    """Every relation among numbers that was recognised, kept or broken, in the order of the text, each once."""
    return relations_of(Context(book, Profile(), previous))


def relations_of(context: Context) -> list[Relation]:
    """What `relations` gives, of a context that the caller keeps."""
    found = {(r.start, r.end, r.code, r.relation): r for _, relate, whole in RELATIONS if context.whole or not whole for r in context.once(relate)}
    return sorted(found.values(), key=lambda r: (r.start, r.end, r.code))


def _judged(found: Finding, house: Profile) -> Finding | None:
    wanted = house.severity.get(found.code) or house.severity.get(found.code[:3])
    if wanted == "off":
        return None
    return msgspec.structs.replace(found, severity=wanted) if wanted else found


def _settled(book: Book, found: list[Finding]) -> list[Finding]:
    """In text order, each cause once.

    Of findings of one code on one place the surest stays. Words that are printed again elsewhere with the same working
    (a sentence reprinted in another part) are one cause: the first place is the finding, the others stand beside it.
    """
    best: dict[tuple[str, int, int], Finding] = {}
    for f in found:
        key = (f.code, f.start, f.end)
        if key not in best or f.confidence > best[key].confidence:
            best[key] = f
    causes: dict[tuple[str, ...], Finding] = {}
    for f in sorted(best.values(), key=lambda f: (f.start, RANK[f.severity], f.code)):
        if f.relation is None or f.related:
            cause: tuple[str, ...] = (f.code, str(f.start), str(f.end))
        elif len(_FIGURE.sub("", f"{f.relation}{f.stated}")) >= 7:  # the same working on so many digits is the same figures, whatever words join them
            cause = (f.code, f.relation, f.stated or "")
        else:
            cause = (f.code, f.relation, f.stated or "", re.sub(r"[\s，。、；]+", "", book.text[f.start : f.end]))
        first = causes.get(cause)
        causes[cause] = f if first is None else msgspec.structs.replace(first, related=(*first.related, Related(f.start, f.end)))
    return sorted(_surest(list(causes.values())), key=lambda f: (f.start, RANK[f.severity], f.code))


def _surest(found: list[Finding]) -> list[Finding]:
    """Of numeric findings that blame one figure (overlapping words, the same figure computed) the surest, with the others' places beside it."""
    plain = [f for f in found if not f.relation]
    kept: list[Finding] = []
    for f in sorted((f for f in found if f.relation), key=lambda f: -f.confidence):
        twin = next((i for i, k in enumerate(kept) if f.computed == k.computed and f.code != k.code and f.start < k.end and k.start < f.end), None)
        if twin is None:
            kept.append(f)
        else:
            more = tuple(r for r in f.related if r not in kept[twin].related)
            kept[twin] = msgspec.structs.replace(kept[twin], related=(*kept[twin].related, *more))
    return plain + kept


def new_since(book: Book, found: list[Finding], baseline: Iterable[dict[str, Any]]) -> list[Finding]:
    """Findings that an earlier run (its records) did not have."""
    known = {row.get("id") for row in baseline}
    return [f for f in found if identity(book, f) not in known]


def undecided(book: Book, found: list[Finding], decisions: Iterable[dict[str, Any]]) -> list[Finding]:
    """Findings without a decision: the last row of decisions.jsonl (id, decision, who, when, why) on an id counts."""
    decided: dict[str, str] = {}
    for row in decisions:
        if row.get("id"):
            decided[str(row["id"])] = str(row.get("decision", ""))
    return [f for f in found if decided.get(identity(book, f), "") not in ("accept", "reject")]
