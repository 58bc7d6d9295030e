"""What the kinds share: a finding out of a record, and how often one habit is an alarm."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from tongjian.check.context import Context
from tongjian.check.finding import Finding, Related
from tongjian.check.terms.record import Term

Find = Callable[[Term, Context], Iterable[Finding]]
_CLAUSE = re.compile(r"[，。；！？：\n]")
_SENTENCE = re.compile(r"[。；！？\n]")
_PAIR = re.compile(r"“([^“”]*)”")
_ENDS = {"clause": _CLAUSE, "sentence": _SENTENCE}


def stretch(text: str, start: int, end: int, ends: re.Pattern[str] = _CLAUSE, reach: int = 120) -> tuple[int, int]:
    """The clause (or sentence) round a span, its closing mark excluded."""
    left = max(0, start - reach)
    marks = [m.end() for m in ends.finditer(text, left, start)]
    behind = ends.search(text, end, min(len(text), end + reach))
    return (marks[-1] if marks else left), (behind.start() if behind else min(len(text), end + reach))


def innocent(term: Term, text: str, start: int, end: int) -> bool:
    """Whether the words round a match excuse it (`unless`) or lack what the rule `needs`."""
    if term.unless:
        a, b = stretch(text, start, end, _ENDS[term.unless_in])
        if re.search(term.unless, text[a:b]):
            return True
    if term.needs:
        a, b = stretch(text, start, end, _SENTENCE)
        return not re.search(term.needs, text[a:b])
    return False


def finding(
    term: Term, quote: str, start: int, end: int, *, groups: Sequence[str | None] = (), to: str | None = None, n: int | None = None, related: tuple[Related, ...] = ()
) -> Finding:
    """A finding of a record; the messages' `{0}` is the quote, `{1}` … the groups, `{to}` the replacement, `{n}` a count."""
    words = [_inner(quote), *(_inner(g or "") for g in groups)]
    fields = {"to": _inner(to or ""), "n": n or 0}
    message, message_en = term.message.format(*words, **fields), term.message_en.format(*words, **fields)
    return Finding(term.code, term.severity, term.confidence, message, message_en, start, end, related, to, term.source)


def _inner(words: str) -> str:
    """Words as they stand inside quotation marks: pairs of their own become single ones (GB/T 15834—2011 4.8)."""
    return _PAIR.sub(r"‘\1’", words)


def seldom(context: Context, report: str, found: Iterable[Finding], by_word: bool = False) -> Iterator[Finding]:
    """A habit of the house is one alarm a unit (entry, section, book): the first keeps its severity and says how many, the rest are info.

    `by_word`: other words are another habit.
    """
    rows = list(found)
    if report == "each":
        yield from rows
        return
    units: dict[tuple[int, str], list[Finding]] = {}
    for f in rows:
        units.setdefault((unit_of(context, f.start, report), context.book.text[f.start : f.end] if by_word else ""), []).append(f)
    for group in units.values():
        first, *rest = group
        if rest:
            first = msgspec.structs.replace(
                first,
                message=f"{first.message}（{_UNITS[report]}共{len(group)}处）",
                message_en=f"{first.message_en} ({len(group)} times in this {report})",
                related=first.related + tuple(Related(f.start, f.end) for f in rest[:8]),
            )
        yield first
        for f in rest:
            yield msgspec.structs.replace(f, severity="info")


_UNITS = {"entry": "本条", "section": "本分目", "book": "全书"}
_COUNT = re.compile(r"（(?:本条|本分目|全书)共\d+处）$| \(\d+ times in this (?:entry|section|book)\)$")


def uncounted(message: str, message_en: str) -> tuple[str, str]:
    """Messages without how often `seldom` says the habit stands in its unit."""
    return _COUNT.sub("", message), _COUNT.sub("", message_en)


def unit_of(context: Context, position: int, report: str) -> int:
    """The entry, section or book (0) that holds a position, by index; -1 where there is none."""
    book = context.book
    if report == "book":
        return 0
    index = book.entry_at(position)
    if index is None or report == "entry":
        return -1 if index is None else index
    chain = [*book.ancestors(index), index]
    return next((i for i in reversed(chain) if book.nodes[i].level == "section"), chain[0])
