"""From question to answer: each part's best place among the sentences, or that the books do not say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from tongjian.library.asking import targets as places
from tongjian.library.asking.answer import Answer, Citation
from tongjian.library.asking.evidence import Sentence, Term, candidates, cover, others_words, terms, worth
from tongjian.library.asking.question import Part, Question, parse
from tongjian.library.asking.targets import Target
from tongjian.library.asking.window import LINE, tidy, window

if TYPE_CHECKING:
    from tongjian.library.shelf import Library

FLOORS = {"figure": 0.62, "when": 0.6, "who": 0.6, "where": 0.6, "list": 0.55, "what": 0.55, "yesno": 0.55, "how": 0.5}  # least cover of an answer
_SHOWN = 3  # alternatives


class Found(msgspec.Struct, frozen=True):
    """A place that may answer a part, and how well."""

    target: Target
    cover: float
    score: float


class Desk(msgspec.Struct, frozen=True):
    """What answering needs at hand."""

    library: object
    question: Question
    regions: frozenset[str]
    years: dict[str, int | None]  # book → year that its matter is about
    sentences: tuple[Sentence, ...]


def find(library: Library, text: str) -> Answer:
    """Answer a question, or say that the books do not."""
    question = parse(text)
    cards = library.books()
    sentences = candidates(library.searcher, question.content)
    desk = Desk(library, question, frozenset(c.region for c in cards if c.region), {c.id: c.data_year for c in cards}, tuple(sentences))
    found: list[Found] = []
    nearest: list[Found] = []
    for number, part in enumerate(question.parts):
        own = terms(library.searcher, part.content, desk.regions)
        shared = terms(library.searcher, others_words(question, number), desk.regions, 0.5)
        ranked = _ranked(desk, part, own, own + shared, found)
        nearest += ranked[:_SHOWN]
        if ranked and ranked[0].cover >= FLOORS[part.kind]:
            found.append(ranked[0])
        elif number == 0:
            break
    if not found:
        near = sorted(nearest, key=lambda f: -f.score) or [Found(places.whole(s), 0, 0) for s in sentences[:_SHOWN]]
        return Answer(text, None, alternatives=_citations(near))
    return _answer(desk, found, nearest)


def _ranked(desk: Desk, part: Part, own: list[Term], wanted: list[Term], before: list[Found]) -> list[Found]:
    """The places that may answer a part, best first."""
    rows: list[Found] = []
    chosen = {f.target.sentence.key for f in before}
    passages = {f.target.sentence.passage.key for f in before}
    for sentence in desk.sentences:
        for target in _targets(desk, part, sentence):
            got = cover(wanted, target.zones)
            score = got + _bonus(desk, part, target) + (0.12 if sentence.key in chosen else 0.06 if sentence.passage.key in passages else 0.0)
            rows.append(Found(target, got, score))
    rows.sort(key=lambda f: (-round(f.score, 3), len(f.target.sentence.text) // 40, f.target.sentence.passage.book, f.target.start))
    return rows


def _targets(desk: Desk, part: Part, sentence: Sentence) -> Iterator[Target]:
    year = desk.years.get(sentence.passage.book)
    if part.kind == "figure":
        for target in places.figures(sentence):
            if target.quantity is not None and places.measures(part, target.quantity) and _in_time(desk, target, year):
                yield target
    elif part.kind == "when":
        yield from places.dated(sentence, year)
    else:
        yield from places.told(sentence)


def _in_time(desk: Desk, target: Target, year: int | None) -> bool:
    """Whether a figure is of the year asked, or of the book's own where none is."""
    asked = desk.question.years
    told = {int(y) for y in re.findall(r"(?:19|20)\d{2}", target.period or "")}
    if asked:
        if told:
            return bool(told & set(asked))
        return year in asked or any(str(y) in target.sentence.text for y in asked)
    return True


def _bonus(desk: Desk, part: Part, target: Target) -> float:
    """What speaks for a place beside its words: final, of the book's year, official."""
    extra = 0.0
    if target.future and not re.search(r"目标|计划|预计|将|预期|规划", desk.question.text):
        extra -= 0.15
    kind = target.sentence.passage.kind
    if part.kind == "figure":
        if kind == "bulletin":
            extra += 0.05
        elif kind in ("report", "speech"):
            extra -= 0.03
        year = desk.years.get(target.sentence.passage.book)
        if target.period and year and not target.period.startswith(str(year)) and not desk.question.years:
            extra -= 0.08
    if part.kind == "who" and kind == "namelist":
        extra += 0.05
    return extra


def _citations(found: Iterable[Found]) -> tuple[Citation, ...]:
    made: dict[tuple[str, int], Citation] = {}
    for f in found:
        s = f.target.sentence
        made.setdefault(s.key, Citation(s.passage, s.start, s.end))
    return tuple(made.values())[:_SHOWN]


def _answer(desk: Desk, found: list[Found], nearest: list[Found]) -> Answer:
    """The answer of the parts that were found."""
    shown: list[str] = []
    spans: dict[tuple[str, int], list[int]] = {}
    order: dict[tuple[str, int], Sentence] = {}
    for f in found:
        key = f.target.sentence.key
        order[key] = f.target.sentence
        span = spans.setdefault(key, [f.target.start, f.target.end])
        span[0], span[1] = min(span[0], f.target.start), max(span[1], f.target.end)
    room = LINE if len(found) == 1 else LINE + 32
    cited: list[Citation] = []
    for key, sentence in order.items():
        a, b = window(sentence, *spans[key], size=max(room // len(order), 40))
        shown.append(tidy(sentence.passage.words(a, b)))
        cited.append(Citation(sentence.passage, sentence.start, sentence.end))
    first = found[0].target
    text = "；".join(shown)
    text = _led(desk, desk.question.parts[0], first, text)
    rest = tuple(c for c in _citations(nearest) if all((c.start, c.passage.key) != (d.start, d.passage.key) for d in cited))
    return Answer(desk.question.text, text, tuple(cited), rest, first.value, first.unit, first.period)


def _led(desk: Desk, part: Part, target: Target, text: str) -> str:
    """The answer with what was asked in front: the date, or yes or no."""
    if part.kind == "when" and target.period:
        return f"{spoken(target.period)}：{text}"
    if part.kind == "yesno":
        return f"{verdict(desk.question.text, target)}：{text}"
    return text


_NO = re.compile(r"(?:未|没有|无|不是|不存在|尚未|暂未|空缺|零)")


def verdict(question: str, target: Target) -> str:
    """Yes or no, in the words of the question."""
    words = target.sentence.passage.words(target.start, target.end)
    no = bool(_NO.search(words))
    if re.search(r"有没有|有无", question) or re.search(r"有.*[吗么]", question):
        return "没有" if no else "有"
    if "是不是" in question or "是否" in question:
        return "不是" if no else "是"
    return "没有" if no else "是"


def spoken(period: str) -> str:
    """An ISO date in Chinese: 2024-09-06 → 2024年9月6日."""

    def one(iso: str) -> str:
        parts = iso.split("-")
        return "".join(f"{int(p)}{u}" for p, u in zip(parts, "年月日", strict=False))

    return "至".join(one(p) for p in period.split("/"))


__all__ = ["find", "spoken", "verdict", "worth"]
