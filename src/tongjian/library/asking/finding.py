"""From question to answer: each part's best place among the sentences, or that the books do not say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from tongjian.library.asking import posts, steps
from tongjian.library.asking import targets as places
from tongjian.library.asking.answer import Answer, Citation
from tongjian.library.asking.evidence import Sentence, Term, Zones, candidates, cover, local, squeeze, terms, worth
from tongjian.library.asking.question import Part, Question, parse
from tongjian.library.asking.targets import Target
from tongjian.library.asking.window import LINE, tidy, windows
from tongjian.library.searching import synonyms

if TYPE_CHECKING:
    from tongjian.library.searching import Searcher
    from tongjian.library.shelf import Library

FLOORS = {"figure": 0.56, "when": 0.6, "who": 0.6, "where": 0.6, "list": 0.55, "what": 0.55, "yesno": 0.55, "how": 0.5}  # least cover of an answer
STRETCH, NAMED = 0.4, 0.6  # least cover of every stretch of the question's words; of one that names a body or place
LOST = 0.3  # most that may be missing of the words behind the asking ones; of an indicator before them, nothing
HEAD_AFTER = 0.34  # of those behind them, where verbs stand too: 多少考生报名
HEAD = 0.55  # least cover of the words next to the asking ones by the place itself
_SHOWN = 3  # citations, and alternatives
_NEAR = 8  # places looked through for them
_YEAR = re.compile(r"(?:19|20)\d{2}年?(?:度|底|末)?")
_CHANGE = re.compile(r"[比较](?:上年|去年|同期)|同比|环比")
_NAME = re.compile(r"(?:医院|学校|中学|小学|大学|局|公司|集团|中心|银行|支行|[馆站镇村校院厅桥]|街道|社区|公园|博物馆)$")
_SUB = re.compile(r"镇|乡|街道|村|社区|园区|公司|学校|中学|小学|医院")


class Found(msgspec.Struct, frozen=True):
    """A place that may answer a part, and how well."""

    target: Target
    cover: float
    score: float
    own: float = 0.0  # cover by the nearest words alone


class Desk(msgspec.Struct, frozen=True):
    """What answering needs at hand."""

    searcher: Searcher
    question: Question
    regions: frozenset[str]
    years: dict[str, int | None]  # book → year that its matter is about
    sentences: tuple[Sentence, ...]

    def about(self, part: Part) -> Desk:
        """The desk with the sentences for one part."""
        return msgspec.structs.replace(self, sentences=tuple(candidates(self.searcher, part.content)))

    def local(self, content: str) -> str:
        """Words without the name of the book's own region."""
        return local(content, self.regions)

    def terms(self, content: str, scale: float = 1.0) -> list[Term]:
        if len(re.sub(r"[省市区县州旗的\n]", "", local(content, self.regions))) <= 2:
            return terms(self.searcher, content, (), scale)  # the region itself is asked about
        return terms(self.searcher, content, self.regions, scale)


def find(library: Library, text: str) -> Answer:
    """Answer a question, or say that the books do not."""
    question = parse(text)
    cards = library.books()
    desk = Desk(
        library.searcher, question, frozenset(c.region for c in cards if c.region), {c.id: c.data_year for c in cards}, tuple(candidates(library.searcher, question.content))
    )
    return _compared(desk) or _by_way(desk) or _told(desk)


def _told(desk: Desk) -> Answer:
    """The answer that the books give in so many words."""
    question = desk.question
    found: list[tuple[Part, list[Found]]] = []
    nearest: list[Found] = []
    for number, part in enumerate(question.parts):
        before = [f for _, chosen in found for f in chosen]
        ranked = _holders(desk, part)
        if not ranked:
            ranked = _ranked(desk, part, number, before)
            nearest += ranked[:_NEAR]
            floor = FLOORS[part.kind] + (0.1 if number and not found else 0.0)  # what the first part asks is not there: be surer
            ranked = [f for f in ranked[:1] if f.cover >= floor]
        if ranked:
            found.append((part, ranked))
    several = steps.each(question)
    if several and not (found and all(squeeze(p.content.split("\n")[0]) in squeeze(found[0][1][0].target.sentence.text) for p in several)):
        ways = [(part, _ranked(desk.about(part), part, 0, [])[:1]) for part in several]
        good = [(part, rows) for part, rows in ways if rows and rows[0].cover >= FLOORS[part.kind] - 0.05]
        found = good if len(good) > 1 else found
    if not found:
        near = sorted(nearest, key=lambda f: -f.score) or [Found(places.whole(s), 0, 0) for s in desk.sentences[:_SHOWN]]
        return Answer(question.text, None, alternatives=_citations(near))
    return _answer(desk, found, nearest)


def _compared(desk: Desk) -> Answer | None:
    """The difference or share of two figures that the books give; None where the question compares nothing or one of them is missing."""
    pair = steps.operands(desk.question)
    if pair is None:
        return None
    part = next((p for p in reversed(desk.question.parts) if p.kind == "figure"), None)
    if part is None:
        return None
    everything = desk.terms(desk.question.content)
    sides = []
    for words in (pair.first, pair.second):
        own, last = desk.terms(words), desk.terms(words[-4:])
        rows = []
        for sentence in desk.sentences:
            for target in places.figures(sentence):
                share = target.unit in ("%", "％", "个百分点")
                if share == ("率" in desk.question.content and pair.operation == "difference") and _in_time(desk, target, desk.years.get(sentence.passage.book)):
                    got = cover(own, target.zones)
                    exact = -0.2 if target.quantity is not None and target.quantity.approx else 0.0
                    exact += _bonus(desk, part, target)
                    if _SUB.search((target.fact or {}).get("subject") or "") and not _SUB.search(desk.question.text):
                        exact -= 0.3  # of a town or a body that was not asked for
                    rows.append(Found(target, got, got + cover(last, target.zones[:1]) + 2 * cover(everything, target.zones) + exact))
        rows.sort(key=lambda f: -f.score)
        sides.append([f for f in rows if f.cover >= 0.5][:8])
    best: tuple[float, Found, Found, tuple[str, str, str]] | None = None
    for a in sides[0]:
        for b in sides[1]:
            if (a.target.sentence.key, a.target.end) == (b.target.sentence.key, b.target.end):
                continue
            result = steps.computed(pair.operation, a.target, b.target)
            if result is None:
                continue
            near = 0.3 if a.target.sentence.key == b.target.sentence.key else 0.15 if a.target.sentence.passage.key == b.target.sentence.passage.key else 0.0
            score = a.score + b.score + near
            if best is None or score > best[0]:
                best = (score, a, b, result)
    if best is None:
        return None
    _, a, b, (relation, value, unit) = best
    made = _answer(desk, [(part, [a, b])], [])
    return msgspec.structs.replace(made, text=f"{relation}（{made.text}）", value=value, unit=unit)


def _by_way(desk: Desk) -> Answer | None:
    """What is asked of a thing that is found by way of another; None where the question is no such or the way ends."""
    way = steps.by_way(desk.question)
    if way is None:
        return None
    known, thing, rest = way
    wanted = desk.terms(parse(known).content)
    firsts = sorted((Found(t, c := cover(wanted, t.zones), c) for s in candidates(desk.searcher, parse(known).content) for t in places.told(s)), key=lambda f: -f.cover)
    if not firsts or firsts[0].cover < FLOORS["what"]:
        return None
    first = firsts[0]
    asked = parse(rest)
    for name in steps.bodies(first.target.sentence.text, thing):
        wanted = desk.terms(asked.content)
        rows = [
            Found(t, c := cover(wanted, t.zones), c)
            for s in candidates(desk.searcher, f"{name}\n{asked.content}")
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


def _holders(desk: Desk, part: Part) -> list[Found]:
    """Everybody who held the post that a part asks for; the surest first."""
    asked = posts.post_of(part, desk.question.text)
    if asked is None:
        return []
    region_itself = not re.sub(r"[省市区县州旗的\n]", "", desk.local(asked[0]))
    body, among = [] if region_itself else desk.terms(asked[0]), desk.terms(asked[2])
    rows = []
    for sentence in desk.sentences:
        for target, sure in posts.held(sentence, body, asked[1]):
            if sure >= FLOORS["who"]:
                rows.append(Found(target, sure, sure + (0.3 * cover(among, target.zones) if among else 0.0)))
    rows.sort(key=lambda f: (-round(f.score, 2), f.target.sentence.passage.book, f.target.start))
    listed = [f for f in rows if f.target.sentence.passage.kind == "namelist" and f.score >= rows[0].score - 0.05]
    return listed[:6] or rows[:1]


def _ranked(desk: Desk, part: Part, number: int, before: list[Found]) -> list[Found]:
    """The places that may answer a part, best first."""
    parts = desk.question.parts
    wanted = desk.terms(part.content) + desk.terms("\n".join(p.content for p in parts[:number]), 0.5)
    ways = [wanted, *_one_by_one(desk, part, wanted)]
    later = desk.terms("\n".join(p.content for p in parts[number + 1 :]))
    heads = _heads(desk, part)
    stretches = [
        (made, NAMED if _NAME.search(words) else STRETCH)
        for words in desk.local(part.content).split("\n")
        if len(words) >= (3 if _NAME.search(words) else 5) and not _CHANGE.search(words) and (made := desk.terms(words))
    ]
    spots, things = _places(desk), _things(desk)
    names = _names(part) if part.kind == "figure" else frozenset()
    asked_post = posts.post_of(part, desk.question.text)
    post = desk.terms(asked_post[0]) if asked_post else []
    content = squeeze(desk.question.content)
    rows: list[Found] = []
    chosen = {f.target.sentence.key for f in before}
    passages = {f.target.sentence.passage.key for f in before}
    for sentence in desk.sentences:
        said = f"{sentence.squeezed} {sentence.titles} {sentence.before}"
        for region in desk.regions:
            said = re.sub(rf"[\u4e00-\u9fff]{{2,3}}[省市](?={region})", "", said)
        if any(name not in said for name in (*spots, *things)):
            continue
        if max(cover(way, ((sentence.squeezed, 1.0), (sentence.titles, 1.0), (sentence.before, 0.6))) for way in ways) < FLOORS[part.kind] - 0.1:
            continue  # whatever its place, it cannot answer
        subject = 0.1 if _is_about(sentence, content, desk) else 0.0
        for target in _targets(desk, part, sentence):
            if post and (sentence.passage.kind == "namelist" or not re.search(rf"{asked_post[1]['post']}[\u4e00-\u9fff]{{2,4}}|(?:选举|任命|推选|当选)[\u4e00-\u9fff]", target.words) or cover(post, target.zones[:4]) < FLOORS["who"]):  # type: ignore[index]
                continue
            if names and not _named(target, names, heads, part):
                continue
            if any(cover(stretch, target.zones) < least for stretch, least in stretches):
                continue
            if heads and not any(_speaks(part, target, head) for head in heads):
                continue
            got = max(cover(way, target.zones) for way in ways) - (0.08 if _counts_other(desk, part, target) else 0.0)
            if later:
                got_later = 0.2 * cover(later, target.zones)
            score = got + (got_later if later else 0.0) + _bonus(desk, part, target) + subject + (0.2 if sentence.key in chosen else 0.15 if sentence.passage.key in passages else 0.0)
            rows.append(Found(target, got, score, cover(wanted, target.zones[:1])))
    rows.sort(key=lambda f: (-round(f.score, 3), len(f.target.sentence.text) // 40, f.target.sentence.passage.book, f.target.start))
    return rows


_PLACE = re.compile(r"(?:^|\n)[区县市省州]?[到在和与对向从由]?((?!.{0,3}[哪个几些各某该每全本我])[\u4e00-\u9fff]{1,3}?(?:县|镇|乡|街道)|[\u4e00-\u9fff]{2,3}[市区](?=\n|的))")
_NO_PLACE = frozenset("乡镇 城镇 各镇 某镇 某县 该镇 该县 村镇 全镇 全县 全乡 各县 区县 市县 街镇 各乡 城乡 家乡 故乡 社区 小区 园区 辖区 城区 地区".split())


def _places(desk: Desk) -> list[str]:
    """Places that the question names beside the book's own region: an answer must be of them."""
    found = [m[1] for m in _PLACE.finditer(desk.local(_YEAR.sub("\n", desk.question.text)))]
    return [name for name in found if len(name) > 1 and name not in _NO_PLACE and not any(name in region or region.endswith(name) for region in desk.regions)]


_THING = re.compile(
    r"([\u4e00-\u9fff]{1,2})(公园|大桥|隧道|立交|医院|中学|小学|大学|学校|学院|公司|集团|银行|支行|图书馆|博物馆|文化馆|档案馆|古镇|温泉|商圈|音乐厅|广场|步道|污水处理厂|水厂|幼儿园|剧院|体育馆|陵园|寺|水库)"
)
_NO_THING = re.compile(r"哪|几|些|个|所|各|该|本|这|全|有|家|些|条|类|办|的|在|和|与|区|市|县")


def _things(desk: Desk) -> list[str]:
    """Named works and bodies that the question is about, by the end of their names: an answer must name them in one piece."""
    found = [m for stretch in desk.local(desk.question.content).split("\n") for m in _THING.finditer(stretch)]
    return [squeeze(m[0]) for m in found if not _NO_THING.search(m[1])]


def _is_about(sentence: Sentence, content: str, desk: Desk) -> bool:
    """Whether the question names what the sentence's entry, section or signature is of."""
    p = sentence.passage
    for title in {p.title, *p.path[1:], p.byline or ""}:
        words = squeeze(desk.local(title)).replace(" ", "")
        if len(words) >= 3 and (words in content or (len(words) >= 5 and words[1:] in content)):
            return True
    return False


def _heads(desk: Desk, part: Part) -> list[list[Term]]:
    """The terms of what is counted, dated or defined, that the place itself must speak of; one list an item of `A和B各多少`."""
    if not part.head or not (part.kind in ("figure", "when", "who") or (part.kind == "what" and part.asked.startswith("是"))):
        return []
    words = re.sub(r"(?:降低?|达|提高|增加|上升|下降|减少|增长|升|调整)?(?:到|至|为)?$", "", desk.local(part.head)) if not part.change else desk.local(part.head)
    words = words[:12] if part.head in desk.question.text and desk.question.text.find(part.asked) < desk.question.text.find(part.head) else words[-12:]
    words = re.sub(r"^.{3,}?中(?=[\u4e00-\u9fff]{3,}$)", "", words)
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

    words = re.sub(r"[的\n]|(?:增长|下降|增加|减少|提高|上升|回落)了?$", "", part.content.strip())
    if re.search(r"[和、与及]", part.head):
        return frozenset()
    name = next((name for at in range(len(words) - 2) if (name := normalise(words[at:]))), None)
    return frozenset([name, *synonyms(name)]) if name else frozenset()


def _named(target: Target, names: frozenset[str], heads: list[list[Term]], part: Part) -> bool:
    """Whether a figure goes by one of the names: its fact says so, or where the fact has none, the words round it."""
    if target.fact is not None and target.fact["indicator_norm"] is not None:
        return target.fact["indicator_norm"] in names
    if any(cover(head, _close(part, target)) >= 0.7 for head in heads):
        return True
    return any(squeeze(name) in target.lead or squeeze(name) in target.zones[0][0] for name in names)


def _targets(desk: Desk, part: Part, sentence: Sentence) -> Iterator[Target]:
    year = desk.years.get(sentence.passage.book)
    if part.kind == "figure":
        for target in (*places.figures(sentence), *(places.ratios(sentence) if re.search(r"比$|比[是为]|结构", part.head) else ())):
            if places.measures(part, target) and _in_time(desk, target, year):
                yield target
    elif part.kind == "when":
        yield from places.dated(sentence, year)
    else:
        yield from places.told(sentence)


def _in_time(desk: Desk, target: Target, year: int | None) -> bool:
    """Whether a figure is of the year asked, or of the book's own where none is."""
    asked = desk.question.years
    headed = {int(y) for y in re.findall(r"((?:19|20)\d{2})年", target.sentence.passage.title)}
    if headed and year and min(headed) > year and not headed & set(asked):
        return False  # next year's plans
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
        extra -= 0.15 if desk.question.years else 0.3
    if not desk.question.years and desk.years.get(target.sentence.passage.book) == max((y for y in desk.years.values() if y), default=None):
        extra += 0.05  # the newest book where no year is asked
    kind = target.sentence.passage.kind
    if part.kind == "figure":
        if kind == "bulletin":
            extra += 0.08
        elif kind in ("report", "speech"):
            extra -= 0.03
        year = desk.years.get(target.sentence.passage.book)
        if target.period and year and not target.period.startswith(str(year)) and not desk.question.years:
            extra -= 0.08
        if target.quantity is not None and target.quantity.approx:
            extra -= 0.02
        subject = (target.fact or {}).get("subject") or ""
        if subject and subject in desk.regions:
            extra += 0.04
        if part.unit and target.unit and target.unit.endswith(part.unit):
            extra += 0.03
        if part.unit is None and not part.dimensions and target.unit in ("%", "‰") and not re.search(r"率|比|增|降|幅|占|完成", part.content):
            extra -= 0.1
        if part.head and (target.noun == squeeze(part.head) or (len(part.head) > 1 and target.noun.startswith(squeeze(part.head)))):
            extra += 0.12
        words = target.words
        if any(w in words and w not in text for w in ("人均", "户均")):
            extra -= 0.12
        if _whole_region(desk) and (_SUB.search(subject) or any(_SUB.search(t) for t in target.sentence.passage.path)):
            extra -= 0.1
        if _whole_region(desk):
            said = target.sentence.text
            bodies = any(re.search(rf"{region}\w{{0,8}}(?:局|委|办|院|会|部|馆|中心|学|司)", said) for region in desk.regions)
            if re.search(r"全[区县市省州旗]|辖区面积|区域面积", said) or (not bodies and any(region[:-1] in said for region in desk.regions)):
                extra += 0.06
            elif bodies:
                extra -= 0.1
        if _whole_region(desk) and subject and subject not in desk.regions and subject not in text:
            extra -= 0.06
    if desk.question.days:
        extra += 0.15 if _on_day(desk, target) else -0.15
    if part.kind == "who" and kind == "namelist":
        extra += 0.05
    if part.kind == "list":
        extra += 0.04 if re.search(r"、|和|”“", target.words) else -0.04
        if part.count is not None and re.search(rf"(?<!\d)(?:{part.count}|{'..两三四五六七八九十'[part.count : part.count + 1] or '~'})(?=[个家所条项种类镇村社名位])", target.words):
            extra += 0.08
    return extra


def _speaks(part: Part, target: Target, head: list[Term]) -> bool:
    """Whether a place speaks of what is counted or dated: of most of its words, of every one that is surely a word, and of the last right there."""
    close = _close(part, target)
    order = sorted((t for t in head if t.sure), key=lambda t: part.head.find(t.words[0]))
    anchor = (order[0] if order else None) if part.after else max(head, key=lambda t: part.head.rfind(t.words[0]))
    lost = sum(t.weight for t in order if not worth(t, close))
    if len(part.head) <= 3 and not all(worth(t, close) for t in head):
        return False  # so short a word must stand whole
    if cover(head, close) < (HEAD_AFTER if part.after else HEAD) or (anchor is not None and not worth(anchor, close)) or lost > (LOST if part.after else 0.0) * sum(t.weight for t in head):
        return False
    if target.quantity is None:
        return True
    there = [target.zones[0], (target.lead, 1.0), (target.noun, 1.0), (target.sentence.titles, 1.0)]
    if re.search(r"分别|均|依次|各", target.sentence.text) or re.search(r"共计|合计|总计|共$|累计", target.lead):
        there += target.zones[1:2]
    return anchor is None or worth(anchor, there) > 0


def _close(part: Part, target: Target) -> Zones:
    """The zones that must speak of what is counted or dated: the place and its sentence; titles count for less."""
    if part.kind == "when" or "\t" in target.sentence.text:
        return target.zones[:4]
    return [(text, min(worth_, 0.4) if n == 2 else worth_) for n, (text, worth_) in enumerate(target.zones[:3])]


def _on_day(desk: Desk, target: Target) -> bool:
    """Whether a place tells of one of the days or months that the question names."""
    events = [e["date"] for e in target.sentence.passage.records.get("events", ()) if e["start"] < target.end and e["end"] > target.start]
    text = target.sentence.text
    for month, day in desk.question.days:
        words = f"{month}月{day}日" if day else f"{month}月"
        if re.search(rf"(?<!\d){words}", text) or any(date[5:7] == f"{month:02d}" and (day is None or date[8:10] == f"{day:02d}") for date in events):
            return True
    return False


def _counts_other(desk: Desk, part: Part, target: Target) -> bool:
    """Whether the figure counts something else than the question: 多少个加油站 is not answered by 加油站等3家企业."""
    return bool(part.unit and part.head and len(target.noun) >= 2 and cover(desk.terms(part.head), ((target.noun, 1.0),)) < HEAD / 2)


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
    spans: dict[tuple[str, int], list[tuple[int, int]]] = {}
    order: dict[tuple[str, int], Sentence] = {}
    for _, chosen in found:
        for f in chosen:
            key = f.target.sentence.key
            order[key] = f.target.sentence
            spans.setdefault(key, []).append((f.target.start, f.target.end))
    room = LINE if len(found) == 1 and not re.search(r"各|分别", desk.question.text) else LINE + 32
    shown: list[str] = []
    cited: list[Citation] = []
    for key, sentence in order.items():
        shown += [tidy(sentence.passage.words(a, b)) for a, b in windows(sentence, spans[key], max(room // len(order), 40))]
        cited.append(Citation(sentence.passage, sentence.start, sentence.end))
    first = found[0][1][0].target
    text = _led(desk, found[0][0], first, "；".join(shown))
    taken = {(c.passage.key, c.start) for c in cited}
    same, other = _elsewhere(found[0][1][0], [f for f in nearest if (f.target.sentence.passage.key, f.target.sentence.start) not in taken])
    cited += _citations(same)[: max(0, _SHOWN - len(cited))]
    return Answer(desk.question.text, text, tuple(cited), _citations(other), first.value, first.unit, first.period)


def _elsewhere(best: Found, near: list[Found]) -> tuple[list[Found], list[Found]]:
    """Other places that speak of the same as well: those that give the same figure or date, and those that give another."""
    close = [f for f in near if f.cover >= best.cover - 0.12]
    figure = best.target.quantity
    if figure is None:
        return [f for f in close if f.target.period == best.target.period and f.cover >= best.cover - 0.05 and f.own >= 0.8 * best.own], [f for f in close if f.target.period != best.target.period]
    agree = [f for f in close if f.target.quantity is not None and f.target.quantity.amount == figure.amount]
    return agree, [f for f in close if f not in agree]


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
