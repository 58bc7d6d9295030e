"""From question to answer: each part's best place among the sentences, or that the books do not say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING

import msgspec

from tongjian.language.quantities import Quantity
from tongjian.library.asking import editions, posts, steps
from tongjian.library.asking import targets as places
from tongjian.library.asking.answer import Answer, Citation
from tongjian.library.asking.desk import PART_OF_REGION, Desk, Found, in_time, places_in, places_named
from tongjian.library.asking.evidence import Sentence, candidates, cover, squeeze
from tongjian.library.asking.question import Part, Question, parse
from tongjian.library.asking.targets import Target
from tongjian.library.asking.weighing import FLOORS, bonus, opposed, ranked
from tongjian.library.asking.window import LINE, tidy, windows

if TYPE_CHECKING:
    from tongjian.library.layout import Card
    from tongjian.library.shelf import Shelf

_SHOWN = 3  # citations, and alternatives
LIST = 130  # characters of a list that is shown whole
_NEAR = 8  # places looked through for them


def find(library: Shelf, text: str) -> Answer:
    """Answer a question, or say that the books do not.

    Of several editions of a place the ones of the years asked are read first, and the newest where no year is asked; the others where those do not say.
    A figure of the newest says its year then, and the years before stand in the alternatives.
    """
    question = parse(text)
    cards = library.books()
    named = [c for c in cards if c.region and (c.region in question.text or c.region[:-1] in question.text)]
    cards = named or cards  # the books of the region that the question names, where there are any
    def ask(asked: Question, of: Sequence[Card]) -> Answer:
        return _asked(library, asked, of)

    several = editions.over_regions(question, cards, ask) or editions.over_years(question, cards, ask)
    answer = several or _of_first(library, question, cards, _first_asked(question, cards))
    if several is None and answer.text is not None and editions.far_apart(question) and not all(any(str(y) in c.quote for c in answer.citations) for y in question.years):
        answer = Answer(text, None, alternatives=answer.citations)  # one of the years alone
    return msgspec.structs.replace(answer, question=text)


def _first_asked(question: Question, cards: Sequence[Card]) -> list[Card]:
    """The editions that a question is about: of the years that it names, or the newest of each region; all where that parts nothing."""
    if question.years:
        return [c for c in cards if c.data_year in question.years]
    newest: dict[str | None, int] = {}
    for card in cards:
        newest[card.region] = max(newest.get(card.region, 0), card.data_year or 0)
    return [c for c in cards if (c.data_year or 0) == newest[c.region]]


_PLAIN_ENOUGH = 0.75  # cover of an answer beside which the other editions need not be asked


def _of_first(library: Shelf, question: Question, cards: Sequence[Card], first: Sequence[Card]) -> Answer:
    """The answer of the editions that are asked first, or of all where those do not say or hardly."""
    if not first or len(first) == len(cards):
        return _asked(library, question, cards)
    answer = _asked(library, question, first)
    if answer.text is None or answer.sure < _PLAIN_ENOUGH:
        wider = _asked(library, question, cards)
        if wider.text is not None and (answer.text is None or wider.sure > answer.sure + 0.05):
            return wider
    if answer.text is None or question.years or answer.fact is None or not answer.value:
        return answer
    return editions.with_years_before(library, answer, cards)


def _asked(library: Shelf, question: Question, cards: Sequence[Card]) -> Answer:
    """The answer of some books."""
    versions = [c.version for c in cards]
    regions = frozenset(c.region for c in cards if c.region)
    desk = Desk(library.searcher, question, regions, {c.id: c.data_year for c in cards}, versions, ())
    desk = msgspec.structs.replace(desk, sentences=tuple(candidates(library.searcher, question.content, versions, question.years, [*places_named(desk), *_honoured(desk)])))
    return _added(desk) or _compared(desk) or _derived(desk) or _by_way(desk) or _told(desk)


def _honoured(desk: Desk) -> list[str]:
    """Whose honours are asked for: they stand in lists that name everybody, so that those of one are sought by the name."""
    m = re.match(r"([\u4e00-\u9fffA-Za-z]{2,14}?)(?:共|还|先后|被)?(?:获得|荣获|获评|评为|获)", desk.local(re.sub(r"(?:19|20)\d{2}年", "", desk.question.text)).strip("\n"))
    return [m[1]] if m and re.search(r"奖|荣誉|称号|表彰", desk.question.text) else []


def _told(desk: Desk) -> Answer:
    """The answer that the books give in so many words."""
    question = desk.question
    found: list[tuple[Part, list[Found]]] = []
    nearest: list[Found] = []
    for number, part in enumerate(question.parts):
        before = [f for _, chosen in found for f in chosen]
        rows = _holders(desk, part)
        if not rows:
            rows = ranked(desk, part, number, before)
            nearest += rows[:_NEAR]
            floor = FLOORS[part.kind] + (0.1 if number and not found else 0.0)  # what the first part asks is not there: be surer
            rows = [f for f in rows[:1] if f.cover >= floor]
        if rows:
            found.append((part, rows))
    several = steps.each(question)
    together = _together(desk, several) if several and several[0].kind == "figure" else []
    if together:
        found = together
    elif several and not (found and all(squeeze(p.content.split("\n")[0]) in squeeze(found[0][1][0].target.sentence.text) for p in several)):
        ways = [(part, ranked(desk.about(part), part, 0, [])[:1]) for part in several]
        good = [(part, rows) for part, rows in ways if rows and rows[0].cover >= FLOORS[part.kind] - 0.05]
        found = good if len(good) > 1 else found
    if not found:
        near = sorted(nearest, key=lambda f: -f.score) or [Found(places.whole(s), 0, 0) for s in desk.sentences[:_SHOWN]]
        return Answer(question.text, None, alternatives=_citations(near))
    return _answer(desk, found, nearest)


def _together(desk: Desk, several: list[Part]) -> list[tuple[Part, list[Found]]]:
    """The figures of several things asked in one breath (甲、乙和丙各多少), all of them from one entry; none where no entry gives them all."""
    best: dict[str, dict[int, Found]] = {}
    for number, part in enumerate(several):
        for found in ranked(desk, part, 0, []):
            if found.cover >= FLOORS[part.kind] - 0.05:
                best.setdefault(found.target.sentence.passage.key, {}).setdefault(number, found)
    whole = desk.terms(desk.question.content)
    rows = [chosen for chosen in best.values() if len(chosen) == len(several) and len({f.target.end for f in chosen.values()}) > 1]
    if not rows:
        return []

    def worth_of(chosen: dict[int, Found]) -> float:
        said = " ".join({f.target.sentence.squeezed for f in chosen.values()})
        apart = 0.2 * (len({f.target.sentence.key for f in chosen.values()}) - 1)
        return sum(f.score for f in chosen.values()) / len(chosen) - apart + cover(whole, ((said, 1.0), (chosen[0].target.sentence.titles, places.TITLES)))

    chosen = max(rows, key=worth_of)
    return [(part, [chosen[number]]) for number, part in enumerate(several)]


def _added(desk: Desk) -> Answer | None:
    """The sum of several figures of one kind, and the share of a whole that it is; None where the question asks for no such or one of them is missing."""
    wanted = steps.summed(desk.question)
    if wanted is None:
        return None
    rows_of = [_of_item(desk, wanted, item) for item in wanted.items]
    bases = dict.fromkeys(_base(f.target.quantity) for f in rows_of[0] if f.target.quantity is not None)
    alike = ([[f for f in rows if f.target.quantity is not None and _base(f.target.quantity) == base] for rows in rows_of] for base in bases)
    found = next(([rows[0] for rows in each] for each in alike if all(each)), None)
    if found is None or (first := found[0].target.quantity) is None:
        return None
    scale = first.amount / first.value if first.value else Decimal(1)
    total = sum((f.target.quantity.amount for f in found if f.target.quantity is not None), Decimal(0)) / scale
    terms_ = "+".join(steps.plain(f.target.quantity.amount / scale) for f in found if f.target.quantity is not None)
    relation, value, unit = f"{terms_}={steps.plain(total)}{first.unit or ''}", steps.plain(total), first.unit
    cited = found
    if wanted.whole:
        question = parse(f"{wanted.whole}是多少？")
        of = question.parts[0]
        alone = msgspec.structs.replace(desk, question=msgspec.structs.replace(question, years=desk.question.years))
        rows = [f for f in ranked(alone.about(of), of, 0, []) if f.cover >= FLOORS["figure"] and f.target.quantity is not None and _base(f.target.quantity) == _base(first) and f.target.quantity.amount >= total * scale]
        near = {f.target.sentence.passage.key for f in found} | {tuple(f.target.sentence.passage.path) for f in found}
        rows.sort(key=lambda f: -(f.score + (0.2 if tuple(f.target.sentence.passage.path) in near else 0.0)))
        if not rows or (whole := rows[0].target.quantity) is None:
            return None
        share = (total * scale / whole.amount * 100).quantize(Decimal("0.1"))
        relation = f"{relation}；{steps.plain(total)}÷{steps.plain(whole.amount / scale)}≈{steps.plain(share)}%"
        value, unit, cited = steps.plain(share), "%", [rows[0], *found]
    citations = tuple(Citation(f.target.sentence.passage, f.target.sentence.start, f.target.sentence.end) for f in cited)
    return Answer(desk.question.text, relation, citations, (), value, unit, cited[0].target.period, None, min(f.cover for f in found))


def _base(q: Quantity) -> str | None:
    """The base unit of a figure; of 309.8亿 that of money."""
    return "元" if q.unit in places.BARE_MONEY else q.base_unit


def _of_item(desk: Desk, wanted: steps.Sum, item: str) -> list[Found]:
    """The figures of one of several things that are to be added, best first."""
    question = parse(f"{item}的{wanted.what}是多少？")
    part = msgspec.structs.replace(question.parts[0], content=f"{item}\n{wanted.what}", head=wanted.what)
    alone = msgspec.structs.replace(desk, question=msgspec.structs.replace(question, years=desk.question.years))
    about = alone.about(msgspec.structs.replace(part, content=f"{item}{wanted.of[-2:]}\n{wanted.what}"))
    rows = [f for f in ranked(about, part, 0, []) if f.cover >= FLOORS["figure"] and _speaks_of(item, f.target) and not f.target.future]
    return sorted(rows, key=lambda f: -(f.score + (0.3 if item in f.target.sentence.passage.title else 0.0)))


def _speaks_of(item: str, target: Target) -> bool:
    """Whether a figure is told of an item: its entry bears the name, or the words before it do."""
    return squeeze(item) in f"{target.sentence.titles} {target.zones[0][0]} {target.zones[1][0] if len(target.zones) > 1 else ''}"


def _compared(desk: Desk) -> Answer | None:
    """The difference or share of two figures that the books give; None where the question compares nothing or one of them is missing."""
    pair = steps.operands(desk.question)
    part = next((p for p in reversed(desk.question.parts) if p.kind == "figure"), None)
    if pair is None or part is None:
        return None
    if pair.operation == "share" and _prints_share(desk, part):
        return None
    best: tuple[float, Found, Found, tuple[str, str, str]] | None = None
    for a, b in product(_side(desk, part, pair, pair.first), _side(desk, part, pair, pair.second)):
        result = steps.computed(pair.operation, a.target, b.target)
        if result is None or (a.target.sentence.key, a.target.end) == (b.target.sentence.key, b.target.end):
            continue
        one, other = a.target.sentence, b.target.sentence
        score = a.score + b.score + (0.3 if one.key == other.key else 0.15 if one.passage.key == other.passage.key else 0.0)
        if best is None or score > best[0]:
            best = (score, a, b, result)
    if best is None:
        return None
    _, a, b, (relation, value, unit) = best
    made = _answer(desk, [(part, [a, b])], [])
    return msgspec.structs.replace(made, text=f"{relation}（{made.text}）", value=value, unit=unit)


def _prints_share(desk: Desk, part: Part) -> bool:
    """Whether the books print the share itself, so that none need be computed."""
    rows = [f for f in ranked(desk, part, 0, []) if f.target.unit in ("%", "％") and f.target.quantity is not None]
    return bool(rows) and rows[0].cover >= FLOORS["figure"] + 0.2


def _places_of(desk: Desk, pair: steps.Operands, words: str) -> tuple[list[str], list[str]]:
    """The places that one side of a comparison must name, and those of the other side, which are none of its business (甲镇比乙镇多多少)."""
    other = pair.second if words == pair.first else pair.first
    here, there = places_in(desk, words), places_in(desk, other)
    return (here, [n for n in there if n not in here]) if here and there else (places_named(desk), [])


def _whole_side(desk: Desk, pair: steps.Operands, words: str) -> str:
    """The words of one side; with what is measured where only the other side names it: 甲镇和乙镇的常住人口相差多少."""
    here, there = _places_of(desk, pair, words)
    other = pair.second if words == pair.first else pair.first
    measured = other.rpartition(there[-1])[2].strip("的") if there else ""
    return words + measured if here and words.endswith(here[-1]) and len(measured) > 1 else words


def _side(desk: Desk, part: Part, pair: steps.Operands, words: str) -> list[Found]:
    """The figures that could be one side of a comparison, best first."""
    side, words = words, _whole_side(desk, pair, words)
    own, last, everything = desk.terms(words), desk.terms(words[-4:]), desk.terms(desk.question.content)
    rates = pair.operation == "difference" and (part.unit in ("个百分点", "百分点") or re.search(r"率|比重|占比|系数|增速|增幅", desk.question.content) is not None)
    rows: list[Found] = []
    named, others = _places_of(desk, pair, side)
    about = desk.about(msgspec.structs.replace(part, content=words)) if others else desk
    for sentence in about.sentences:
        said = f"{sentence.squeezed} {sentence.titles} {sentence.before}"
        if any(name not in said for name in named) or (others and any(name in sentence.titles for name in others)):
            continue
        for target in places.figures(sentence):
            if (target.unit in ("%", "％", "个百分点")) != rates or not in_time(desk, target, desk.years.get(sentence.passage.book)):
                continue
            got = cover(own, target.zones)
            around = ((sentence.squeezed, 1.0), (sentence.titles, places.TITLES), (sentence.before, 0.4))
            score = got + cover(last, target.zones[:1]) + 2 * cover(everything, around) + bonus(desk, part, target)
            if target.quantity is not None and target.quantity.approx:
                score -= 0.2
            if opposed(words, target):
                score -= 0.6
            subject = (target.fact or {}).get("subject") or ""
            if PART_OF_REGION.search(subject) and not subject.startswith(("各", "全")) and not PART_OF_REGION.search(desk.question.text):
                score -= 0.3  # of a town or a body that was not asked for
            rows.append(Found(target, got, score))
    rows.sort(key=lambda f: -f.score)
    return [f for f in rows if f.cover >= 0.5][:8]


def _derived(desk: Desk) -> Answer | None:
    """What can be computed from the books where the question asks to: a number from a total and an average, last year's figure from this year's growth."""
    part = next((p for p in reversed(desk.question.parts) if p.kind == "figure"), None)
    if part is None or not steps.derives(desk.question):
        return None
    average = steps.per_head(desk.question)
    if average is not None:
        what, per, unit = average
        near = {s.passage.key for s in desk.sentences if per in s.squeezed}
        totals = [
            Found(t, c := cover(desk.terms(what), t.zones[:2]), c)
            for s in desk.sentences
            if s.passage.key in near
            for t in places.figures(s)
            if t.quantity is not None and t.unit == unit and t.value != per and t.quantity.value > Decimal(per)
        ]
        totals.sort(key=lambda f: (-round(f.cover, 2), -len(f.target.sentence.text)))
        if totals and totals[0].cover >= FLOORS["figure"]:
            relation, value = steps.divided(totals[0].target, per, part.unit)
            made = _answer(desk, [(part, [totals[0]])], [])
            return msgspec.structs.replace(made, text=f"{relation}（{made.text}）", value=value, unit=part.unit)
        return None
    year = max((y for y in desk.years.values() if y), default=None)
    if year is None or year - 1 not in desk.question.years:
        return None
    this_year = msgspec.structs.replace(desk, question=msgspec.structs.replace(desk.question, years=(year,)))
    for found in ranked(this_year, part, 0, [])[:1]:
        t = found.target
        change = (t.fact or {}).get("change")
        if found.cover >= FLOORS["figure"] and change and t.quantity is not None:
            relation, value = steps.year_before(t.quantity.value, change, t.unit or "")
            made = _answer(this_year, [(part, [found])], [])
            return msgspec.structs.replace(made, text=f"{relation}（{made.text}）", value=value, period=str(year - 1))
    return None


def _by_way(desk: Desk) -> Answer | None:
    """What is asked of a thing that is found by way of another; None where the question is no such or the way ends."""
    way = steps.by_way(desk.question)
    if way is None:
        return None
    known, thing, rest = way
    wanted = desk.terms(parse(known).content)
    firsts = sorted((Found(t, c := cover(wanted, t.zones), c) for s in candidates(desk.searcher, parse(known).content, desk.versions) for t in places.told(s)), key=lambda f: -f.cover)
    if not firsts or firsts[0].cover < FLOORS["what"]:
        return None
    asked = parse(rest)
    for first, name in ((f, name) for f in firsts[:5] if f.cover >= firsts[0].cover - 0.2 for name in steps.bodies(f.target.sentence.text, thing)):
        wanted = desk.terms(asked.content)
        rows = [
            Found(t, c := cover(wanted, t.zones), c)
            for s in candidates(desk.searcher, f"{name}\n{asked.content}", desk.versions)
            if squeeze(name) in squeeze(s.text) and s.key != first.target.sentence.key
            for t in places.told(s)
            if squeeze(name) in squeeze(t.words)
        ]
        rows.sort(key=lambda f: -f.cover)
        if rows and rows[0].cover >= FLOORS["what"] - 0.1:
            made = _answer(desk, [(asked.parts[0], _apart(rows))], [])
            return msgspec.structs.replace(made, question=desk.question.text, text=f"{name}：{made.text}", citations=made.citations + _citations([first]))
    return None


def _apart(rows: list[Found]) -> list[Found]:
    """The best place, and the next best of another sentence where it is nearly as good."""
    others = [f for f in rows if f.target.sentence.key != rows[0].target.sentence.key and f.cover >= rows[0].cover - 0.15]
    return [rows[0], *others[:1]]


_SESSION = re.compile(r"第[一二三四五六七八九十\d]+届(?:委员会)?")


def _holders(desk: Desk, part: Part) -> list[Found]:
    """Everybody who held the post that a part asks for; the surest first."""
    asked = posts.post_of(part, desk.question.text)
    if asked is None:
        return []
    region_itself = not re.sub(r"[省市区县州旗的\n]", "", desk.local(asked[0]))
    body, among = [] if region_itself else desk.terms(_SESSION.sub("", asked[0]) or asked[0]), desk.terms(asked[2])
    elected = re.search(r"当选|选举|推选|选为", desk.question.text) is not None
    several = re.search(r"哪[几些两三四五六七八九十\d]|哪些|分别", desk.question.text) is not None
    rows = []
    for sentence in desk.sentences:
        for target, sure in posts.held(sentence, body, asked[1]):
            if sure >= FLOORS["who"]:
                rows.append(Found(target, sure, sure + (0.3 * cover(among, target.zones) if among else 0.0) + (0.15 if several and "、" in target.words else 0.0) + (0.3 if elected and re.search(r"选|产生", sentence.text) else 0.0)))
    rows.sort(key=lambda f: (-round(f.score, 2), f.target.sentence.passage.book, f.target.start))
    listed = [f for f in rows if f.target.sentence.passage.kind == "namelist" and f.score >= rows[0].score - 0.05]
    return listed[:6] or rows[:1]


def _citations(found: Iterable[Found]) -> tuple[Citation, ...]:
    made: dict[tuple[str, int], Citation] = {}
    for f in found:
        s = f.target.sentence
        made.setdefault(s.key, Citation(s.passage, s.start, s.end))
    return tuple(made.values())[:_SHOWN]


def _answer(desk: Desk, found: list[tuple[Part, list[Found]]], nearest: list[Found]) -> Answer:
    """The answer of the parts that were found."""
    spans: dict[tuple[str, int], list[tuple[int, int]]] = {}
    order: dict[tuple[str, int], Sentence] = {}
    for _, chosen in found:
        for f in chosen:
            key = f.target.sentence.key
            order[key] = f.target.sentence
            spans.setdefault(key, []).append((f.target.start, f.target.end))
    longest = max(f.target.end - f.target.start for _, chosen in found for f in chosen)
    room = max(LINE, min(longest + 2, LIST)) if found[0][0].kind == "list" else LINE if len(found) == 1 and not re.search(r"各|分别", desk.question.text) else LINE + 32
    shown: list[str] = []
    cited: list[Citation] = []
    for key, sentence in order.items():
        told = [f.target.said for _, chosen in found for f in chosen if f.target.sentence.key == key and f.target.said]
        shown += told or [tidy(sentence.passage.words(a, b)) for a, b in windows(sentence, spans[key], max(room // len(order), 40))]
        cited.append(Citation(sentence.passage, sentence.start, sentence.end))
    first = found[0][1][0].target
    text = _led(desk, found[0][0], first, "；".join(shown))
    sure = min(f.cover for _, chosen in found for f in chosen)
    taken = {(c.passage.key, c.start) for c in cited}
    same, other = _elsewhere(found[0][1][0], [f for f in nearest if (f.target.sentence.passage.key, f.target.sentence.start) not in taken])
    cited += _citations(same)[: max(0, _SHOWN - len(cited))]
    if len(found) == 1:
        text += _otherwise(first, other)
    return Answer(desk.question.text, text, tuple(cited), _citations(other), first.value, first.unit, first.period, first.fact, sure)


def _otherwise(best: Target, other: Sequence[Found]) -> str:
    """What to say where the books give the same figure of the same thing and time otherwise: which place is the official one, and the other figure."""
    if best.fact is None or best.quantity is None or not best.fact["indicator_norm"]:
        return ""
    same = ("indicator_norm", "subject", "period", "kind")
    for found in other:
        fact, q = found.target.fact, found.target.quantity
        if fact is None or q is None or found.target.future or any(fact[k] != best.fact[k] for k in same) or q.base_unit != best.quantity.base_unit:
            continue
        if abs(q.amount - best.quantity.amount) > half(q) + half(best.quantity):
            official = "据统计公报；" if best.sentence.passage.kind == "bulletin" else ""
            place = found.target.sentence.passage.place(found.target.start, found.target.end)
            where = f"第{place['page']}页" if place["page"] else f"第{place['line']}行" if place["line"] else f"《{found.target.sentence.passage.title}》"
            return f"（{official}{where}另作{q.number}{q.unit or ''}）"
    return ""


def half(q: Quantity) -> Decimal:
    """Half of a figure's last place, in its base unit: within it lies what was rounded to the figure."""
    one = Decimal(1).scaleb(-q.decimals) * (q.amount / q.value if q.value else 1)
    return abs(one) / 2


def _elsewhere(best: Found, near: list[Found]) -> tuple[list[Found], list[Found]]:
    """Other places that speak of the same as well: those that give the same figure or date, and those that give another."""
    close = [f for f in near if f.cover >= best.cover - 0.12]
    figure = best.target.quantity
    if figure is None:
        return [f for f in close if f.target.period == best.target.period and f.cover >= best.cover - 0.05 and f.own >= 0.8 * best.own], [f for f in close if f.target.period != best.target.period]
    alike = [f for f in close if f.target.quantity is not None and f.target.quantity.base_unit == figure.base_unit and f.own >= 0.7 * best.own]
    agree = [f for f in alike if f.target.quantity is not None and f.target.quantity.amount == figure.amount]
    return agree, [f for f in alike if f not in agree]


def _led(desk: Desk, part: Part, target: Target, text: str) -> str:
    """The answer with what was asked in front: the date, or yes or no."""
    if part.kind == "when" and target.period:
        return f"{spoken(target.period)}：{text}"
    if part.kind == "who" and not posts.names_person(target) and (name := posts.titled_person(target)):
        return f"{name}：{text}"
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
