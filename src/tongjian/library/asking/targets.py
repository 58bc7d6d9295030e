"""Targets: the places in a sentence that could be the answer to a part: a figure, a date, a clause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from tongjian.language import dates, quantities, units
from tongjian.language.quantities import Quantity
from tongjian.library.asking.evidence import Sentence, Zones, squeeze
from tongjian.library.asking.question import Part

_CLAUSE = re.compile(r"[^，；：。！？\n]+[，；：。！？\n]?")
_RIGHT = re.compile(r"[^，；。、：！？\n\d（）]{0,14}")
_FUTURE = re.compile(r"力争|预计|预期|目标|将(?!军|近)|拟|计划(?!生育|单列)|确保|争取|规划(?:建设|到)|到20[2-9]\d年")


class Target(msgspec.Struct, frozen=True):
    """A place that could be the answer. `start`–`end` (offsets in the book) must be shown; `zones` say what surrounds it."""

    sentence: Sentence
    start: int
    end: int
    zones: Zones
    value: str | None = None
    unit: str | None = None
    period: str | None = None
    fact: dict[str, Any] | None = None
    quantity: Quantity | None = None
    future: bool = False


def clauses(text: str) -> list[tuple[int, int]]:
    """Spans of the clauses of a text; marks inside brackets and quotation marks part nothing."""
    found: list[tuple[int, int]] = []
    depth = start = 0
    for m in re.finditer(r"[（“《〈「【(]|[）”》〉」】)]|[，；：。！？\n\t]", text):
        if m[0] in "（“《〈「【(":
            depth += 1
        elif m[0] in "）”》〉」】)":
            depth = max(0, depth - 1)
        elif not depth or m[0] in "。\n":
            depth = 0
            found.append((start, m.end()))
            start = m.end()
    if start < len(text):
        found.append((start, len(text)))
    return [(a, b) for a, b in found if text[a:b].strip()]


def figures(sentence: Sentence) -> Iterator[Target]:
    """Every figure of a sentence, with the words that name it nearest."""
    text = sentence.text
    found = [q for q in quantities.find(text) if q.unit or q.scale != 1]
    found += [q for q in quantities.find_chinese(text) if all(q.end <= f.start or q.start >= f.end for f in found)]
    found.sort(key=lambda q: q.start)
    facts = [f for f in sentence.passage.records.get("facts", ()) if sentence.start <= f["end"] <= sentence.end]
    marks = clauses(text)
    last = 0
    for n, q in enumerate(found):
        stop = found[n + 1].start if n + 1 < len(found) else len(text)
        right = _RIGHT.match(text, q.end, stop)
        end = right.end() if right else q.end
        first = max((a for a, b in marks if a <= q.start), default=0)
        begin = max(last, first)
        reach = squeeze(text[begin:end])
        earlier, later = squeeze(text[:begin]), squeeze(text[end:])
        zones: Zones = ((reach, 1.0), (earlier, 0.8), (sentence.titles, 0.75), (sentence.before, 0.4), (later, 0.25))
        fact = next((f for f in facts if f["end"] - sentence.start >= q.number_end and f["start"] - sentence.start <= q.number_start and f["value"].lstrip("0") in (q.number, q.number.lstrip("0"))), None)
        yield Target(
            sentence, sentence.start + first, sentence.start + q.end, zones, q.number, q.unit, fact["period"] if fact else None, fact, q,
            bool(_FUTURE.search(text[: q.start])) or bool(fact and fact["status"] in ("target", "expected")),
        )  # fmt: skip
        last = q.end


def measures(part: Part, q: Quantity) -> bool:
    """Whether a figure is in the measure that the question names."""
    share = q.unit in ("%", "％", "‰", "个百分点", "百分点")
    if part.unit:
        asked = units.split_unit(part.unit)[1]
        own = units.split_unit(q.unit)[1] if q.unit else ""
        if asked in ("万", "亿", ""):
            return not share
        if asked == own or units.base_of(asked)[0] == units.base_of(own)[0]:
            return True
        if units.dimension(asked) != "count" or units.dimension(own) != "count":
            return False
        people = {"人", "名", "位", "人次"}
        things = {"个", "家", "所", "户", "处", "座", "项", "种", "类", "条", "件", "起", "次", "场", "期", "支", "例"}
        return {asked, own} <= people or ({asked, own} <= things and "个" in (asked, own)) or own.startswith(asked)
    if part.dimensions:
        dimension = units.dimension(q.unit)
        return dimension in part.dimensions or ("share" in part.dimensions and (share or q.unit in ("倍", "番"))) or ("time" in part.dimensions and q.unit in ("岁", "周岁", "年", "天"))
    return not (share and not re.search(r"率|比|增|降|幅|占", part.content))


def dated(sentence: Sentence, year: int | None) -> Iterator[Target]:
    """Every date of a sentence with what happened then; for a sentence without a date the date of its event."""
    text = sentence.text
    month = next((int(m[1]) for title in reversed(sentence.passage.path) if (m := re.fullmatch(r"(\d{1,2})月", title))), None)
    spans = [s for s in dates.find(text, year, month=month) if s.iso]
    events = [e for e in sentence.passage.records.get("events", ()) if e["start"] < sentence.end and e["end"] > sentence.start]
    marks = clauses(text)
    chosen = [s for s in spans if text[max(s.start - 1, 0) : s.start] not in ("比", "较") and s.words not in ("上年", "去年", "全年", "年内")]
    for n, span in enumerate(chosen):
        first = max((a for a, _ in marks if a <= span.start), default=0)
        following = chosen[n + 1].start if n + 1 < len(chosen) else len(text)
        last = max((a for a, _ in marks if span.end < a <= following), default=following) if following < len(text) else len(text)
        last = max(last, span.end)
        zones: Zones = ((squeeze(text[first:last]), 1.0), (squeeze(text[:first]), 0.6), (sentence.titles, 0.75), (sentence.before, 0.4), (squeeze(text[last:]), 0.25))
        iso = next((e["date"] for e in events if len(e["date"]) > len(span.iso or "") and span.words in ("是日", "同日", "当日", "是月")), span.iso)
        yield Target(sentence, sentence.start + first, sentence.start + last, zones, period=f"{iso}/{span.iso_end}" if span.iso_end else iso)
    if not chosen:
        event = next((e for e in events if e["start"] <= sentence.start), None)
        if event is not None:
            whole: Zones = ((squeeze(text), 1.0), (sentence.titles, 0.75), (sentence.before, 0.6))
            yield Target(sentence, sentence.start, sentence.end, whole, period=event["date"])


def told(sentence: Sentence) -> Iterator[Target]:
    """Every clause of a sentence."""
    text = sentence.text
    for a, b in clauses(text):
        zones: Zones = ((squeeze(text[a:b]), 1.0), (squeeze(text[:a]), 0.8), (sentence.titles, 0.75), (sentence.before, 0.4), (squeeze(text[b:]), 0.7))
        yield Target(sentence, sentence.start + a, sentence.start + b, zones, future=bool(_FUTURE.search(text[:b])))


def whole(sentence: Sentence) -> Target:
    """A sentence as one place."""
    return Target(sentence, sentence.start, sentence.end, ((squeeze(sentence.text), 1.0), (sentence.titles, 0.75), (sentence.before, 0.4)))
