"""From question to answer: each part's best place among the sentences, or that the books do not say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from tongjian.library.asking import posts
from tongjian.library.asking import targets as places
from tongjian.library.asking.answer import Answer, Citation
from tongjian.library.asking.evidence import Sentence, Term, candidates, cover, local, squeeze, terms
from tongjian.library.asking.question import Part, Question, parse
from tongjian.library.asking.targets import Target
from tongjian.library.asking.window import LINE, tidy, window
from tongjian.library.searching import synonyms

if TYPE_CHECKING:
    from tongjian.library.searching import Searcher
    from tongjian.library.shelf import Library

FLOORS = {"figure": 0.56, "when": 0.6, "who": 0.6, "where": 0.6, "list": 0.55, "what": 0.55, "yesno": 0.55, "how": 0.5}  # least cover of an answer
HEAD = 0.5  # least cover of the words next to the asking ones by the place itself
_SHOWN = 3  # alternatives
_SUB = re.compile(r"镇|乡|街道|村|社区|园区|公司|学校|中学|小学|医院")


class Found(msgspec.Struct, frozen=True):
    """A place that may answer a part, and how well."""

    target: Target
    cover: float
    score: float


class Desk(msgspec.Struct, frozen=True):
    """What answering needs at hand."""

    searcher: Searcher
    question: Question
    regions: frozenset[str]
    years: dict[str, int | None]  # book → year that its matter is about
    sentences: tuple[Sentence, ...]

    def local(self, content: str) -> str:
        """Words without the name of the book's own region."""
        return local(content, self.regions)

    def terms(self, content: str, scale: float = 1.0) -> list[Term]:
        return terms(self.searcher, content, self.regions, scale)


def find(library: Library, text: str) -> Answer:
    """Answer a question, or say that the books do not."""
    question = parse(text)
    cards = library.books()
    sentences = candidates(library.searcher, question.content)
    desk = Desk(library.searcher, question, frozenset(c.region for c in cards if c.region), {c.id: c.data_year for c in cards}, tuple(sentences))
    found: list[tuple[Part, list[Found]]] = []
    nearest: list[Found] = []
    for number, part in enumerate(question.parts):
        before = [f for _, chosen in found for f in chosen]
        ranked = _holders(desk, part) if number == 0 else []
        if not ranked:
            ranked = _ranked(desk, part, number, before)
            nearest += ranked[:_SHOWN]
            ranked = [f for f in ranked[:1] if f.cover >= FLOORS[part.kind]]
        if ranked:
            found.append((part, ranked))
        elif number == 0:
            break
    if not found:
        near = sorted(nearest, key=lambda f: -f.score) or [Found(places.whole(s), 0, 0) for s in sentences[:_SHOWN]]
        return Answer(text, None, alternatives=_citations(near))
    return _answer(desk, found, nearest)


def _holders(desk: Desk, part: Part) -> list[Found]:
    """Everybody who held the post that a part asks for; the surest first."""
    asked = posts.post_of(part, desk.question.text)
    if asked is None:
        return []
    body = desk.terms(asked[0])
    rows = [Found(target, sure, sure) for sentence in desk.sentences for target, sure in posts.held(sentence, body, asked[1]) if sure >= FLOORS["who"]]
    rows.sort(key=lambda f: (-round(f.score, 2), f.target.sentence.passage.book, f.target.start))
    listed = [f for f in rows if f.target.sentence.passage.kind == "namelist" and f.score >= rows[0].score - 0.1]
    return listed[:3] or rows[:1]


def _ranked(desk: Desk, part: Part, number: int, before: list[Found]) -> list[Found]:
    """The places that may answer a part, best first."""
    parts = desk.question.parts
    wanted = desk.terms(part.content) + desk.terms("\n".join(p.content for p in parts[:number]), 0.5)
    ways = [wanted, *_one_by_one(desk, part, wanted)]
    later = desk.terms("\n".join(p.content for p in parts[number + 1 :]))
    heads = _heads(desk, part)
    names = _names(part) if part.kind == "figure" else frozenset()
    asked_post = posts.post_of(part, desk.question.text)
    rows: list[Found] = []
    chosen = {f.target.sentence.key for f in before}
    passages = {f.target.sentence.passage.key for f in before}
    for sentence in desk.sentences:
        for target in _targets(desk, part, sentence):
            if asked_post is not None and asked_post[1]["post"] not in target.words:
                continue
            if names and not _named(target, names):
                continue
            if heads and all(cover(head, target.zones[: 4 if part.kind == "when" else 3]) < HEAD for head in heads):
                continue
            got = max(cover(way, target.zones) for way in ways)
            if later:
                got_later = 0.1 * cover(later, target.zones)
            score = got + (got_later if later else 0.0) + _bonus(desk, part, target) + (0.12 if sentence.key in chosen else 0.06 if sentence.passage.key in passages else 0.0)
            rows.append(Found(target, got, score))
    rows.sort(key=lambda f: (-round(f.score, 3), len(f.target.sentence.text) // 40, f.target.sentence.passage.book, f.target.start))
    return rows


def _heads(desk: Desk, part: Part) -> list[list[Term]]:
    """The terms of what is counted, dated or defined, that the place itself must speak of; one list an item of `A和B各多少`."""
    if not part.head or not (part.kind in ("figure", "when") or (part.kind == "what" and part.asked.startswith("是"))):
        return []
    words = desk.local(part.head)
    words = words[:8] if part.head in desk.question.text and desk.question.text.find(part.asked) < desk.question.text.find(part.head) else words[-8:]
    return [made for item in re.split(r"[和、与及]", words) if (made := terms(desk.searcher, item))]


def _one_by_one(desk: Desk, part: Part, wanted: list[Term]) -> list[list[Term]]:
    """The terms of a part that asks for several things in one breath (A和B各多少), for each of them alone."""
    items = re.split(r"[和、与及]", part.head)
    if part.kind != "figure" or len(items) < 2 or min(map(len, items)) < 2:
        return []
    ways = []
    for item in items:
        others = {w for other in items if other is not item for t in desk.terms(other) for w in t.words[:1]} - {w for t in desk.terms(item) for w in t.words[:1]}
        ways.append([t for t in wanted if t.words[0] not in others])
    return ways


def _names(part: Part) -> frozenset[str]:
    """All names of the indicator that a part asks for, by the longest end of its words that the vocabulary has; none where it has none."""
    from tongjian.extract.vocabulary import normalise

    words = re.sub(r"[的\n]", "", part.content)
    name = next((name for at in range(len(words) - 2) if (name := normalise(words[at:]))), None)
    return frozenset([name, *synonyms(name)]) if name else frozenset()


def _named(target: Target, names: frozenset[str]) -> bool:
    """Whether a figure goes by one of the names: its fact says so, or where no fact was read of it, the words before it."""
    if target.fact is not None and target.fact["indicator_norm"] is not None:
        return target.fact["indicator_norm"] in names
    return any(squeeze(name) in zone for name in names for zone, _ in target.zones[:1])


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
    """What speaks for a place beside its words: final, exact, of the book's year and region, official."""
    extra = 0.0
    text = desk.question.text
    if target.future and not re.search(r"目标|计划|预计|将|预期|规划", text):
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
        if target.quantity is not None and target.quantity.approx:
            extra -= 0.02
        if part.unit and target.unit and target.unit.endswith(part.unit):
            extra += 0.03
        words = target.words
        if any(w in words and w not in text for w in ("人均", "户均", "其中")):
            extra -= 0.12
        if _whole_region(desk):
            subject = (target.fact or {}).get("subject") or ""
            if _SUB.search(subject) or any(_SUB.search(t) for t in target.sentence.passage.path):
                extra -= 0.1
    if part.kind == "who" and kind == "namelist":
        extra += 0.05
    if part.kind == "list":
        extra += 0.04 if re.search(r"、|和|”“", target.words) else -0.04
        if part.count is not None and re.search(rf"(?<!\d)(?:{part.count}|{'..两三四五六七八九十'[part.count : part.count + 1] or '~'})(?=[个家所条项种类镇村社名位])", target.words):
            extra += 0.08
    return extra


def _whole_region(desk: Desk) -> bool:
    """Whether the question asks of the whole region and names no part of it."""
    text = desk.question.text
    for region in desk.regions:
        if region in text and not _SUB.search(text.replace(region, "")):
            return True
    return bool(re.search(r"全[区县市省州旗]", text)) and not _SUB.search(text)


def _citations(found: Iterable[Found]) -> tuple[Citation, ...]:
    made: dict[tuple[str, int], Citation] = {}
    for f in found:
        s = f.target.sentence
        made.setdefault(s.key, Citation(s.passage, s.start, s.end))
    return tuple(made.values())[:_SHOWN]


def _answer(desk: Desk, found: list[tuple[Part, list[Found]]], nearest: list[Found]) -> Answer:
    """The answer of the parts that were found."""
    spans: dict[tuple[str, int], list[int]] = {}
    order: dict[tuple[str, int], Sentence] = {}
    for _, chosen in found:
        for f in chosen:
            key = f.target.sentence.key
            order[key] = f.target.sentence
            span = spans.setdefault(key, [f.target.start, f.target.end])
            span[0], span[1] = min(span[0], f.target.start), max(span[1], f.target.end)
    room = LINE if len(found) == 1 and not re.search(r"各|分别", desk.question.text) else LINE + 32
    shown: list[str] = []
    cited: list[Citation] = []
    for key, sentence in order.items():
        a, b = window(sentence, *spans[key], size=max(room // len(order), 40))
        shown.append(tidy(sentence.passage.words(a, b)))
        cited.append(Citation(sentence.passage, sentence.start, sentence.end))
    first = found[0][1][0].target
    text = _led(desk, found[0][0], first, "；".join(shown))
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
    no = bool(_NO.search(target.words))
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
