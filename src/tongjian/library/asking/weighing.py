"""Weighing: the places that may answer a part of a question, those struck out that speak of something else, the rest by what speaks for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

import msgspec

from tongjian.library.asking import posts
from tongjian.library.asking import targets as places
from tongjian.library.asking.desk import (
    PART_OF_REGION,
    PLANNED,
    Desk,
    Found,
    document_numbers,
    in_time,
    is_about,
    numbers_named,
    of_whole_region,
    on_day,
    places_in,
    places_named,
    things_named,
)
from tongjian.library.asking.evidence import EMPTY, Sentence, Term, Zones, cover, known_indicator, same, squeeze, terms, verbs, worth
from tongjian.library.asking.question import Part, wording
from tongjian.library.asking.targets import Target
from tongjian.library.searching import synonyms

FLOORS = {"figure": 0.56, "when": 0.6, "who": 0.6, "where": 0.6, "list": 0.55, "what": 0.55, "yesno": 0.55, "how": 0.5}  # least cover of an answer
STRETCH, NAMED = 0.4, 0.6  # least cover of every stretch of the question's words; of one that names a body or place
_EXTENTS = {"宽": "宽", "高": "高|海拔", "深": "深", "重": "重"}  # what a figure must be called that answers 多宽
OWN = 0.35  # least cover of a site's question by its own clause
HEAD = 0.55  # least cover of the words next to the asking ones by the place itself
LOST_IN_ROW = 0.6  # a row of dates says of what only at the head of its column
HEAD_AFTER = 0.33  # of those behind them, where verbs stand too: 多少考生报名
LOST = 0.3  # most that may be missing of the words behind the asking ones; of an indicator before them, nothing
_CHANGE = re.compile(r"[比较](?:上年|去年|同期)|同比|环比")
_NAME = re.compile(r"(?:医院|学校|中学|小学|大学|局|公司|集团|中心|银行|支行|[馆站镇村校院厅桥]|街道|社区|公园|博物馆)$")


class Demand(msgspec.Struct, frozen=True):
    """What a part of a question demands of a place that answers it."""

    part: Part
    wanted: list[Term]
    ways: list[list[Term]]  # `wanted`, and for A和B各多少 that of each alone
    later: list[Term]  # what the parts after it ask: a place that tells that too is the better one
    heads: list[list[Term]]  # what is counted or dated; one of them must be met
    stretches: list[tuple[list[Term], float]]  # runs of words of the question, and how much of each must be met
    places: list[str]  # that must be named
    things: list[re.Pattern[str]]  # works and bodies that must be named
    names: frozenset[str]  # of the indicator, where the vocabulary has it
    predicate: list[Term]  # what yes or no is asked about
    post: list[Term]
    post_word: str
    content: str  # the question as the index sees it
    asked_name: str = ""  # of the indicator, as the question puts it
    named_by: tuple[Term, ...] = ()  # its words
    doing: Term | None = None  # what was done, by the verb before the asking words of a question for a list or place

    def called(self, target: Target) -> Target:
        """A figure whose fact goes by another name of the indicator asked for, with the name asked for beside it: 空气质量二级以上天数 for 优良天数."""
        if not self.asked_name or target.fact is None or target.fact["indicator_norm"] not in self.names or not target.zones:
            return target
        near, worth_ = target.zones[0]
        return msgspec.structs.replace(target, zones=((f"{near} {self.asked_name}", worth_), *target.zones[1:]))


def demand(desk: Desk, part: Part, number: int) -> Demand:
    """The demands of the part of that number."""
    parts = desk.question.parts
    wanted = desk.terms(part.content) + desk.terms("\n".join(p.content for p in parts[:number]), 0.5)
    post = posts.post_of(part, desk.question.text)
    named = indicator(desk, part) if part.kind == "figure" else None
    return Demand(
        part=part,
        wanted=wanted,
        ways=[wanted, *_one_by_one(desk, part, wanted)],
        later=desk.terms("\n".join(p.content for p in parts[number + 1 :])),
        heads=_heads(desk, part),
        stretches=[
            (made, NAMED if _NAME.search(words) else STRETCH)
            for words in _stretches(desk, part)
            if (made := desk.terms(words))
        ],
        places=places_named(desk),
        things=things_named(desk),
        names=frozenset([named[0], *synonyms(named[0])]) if named else frozenset(),
        predicate=_predicate(desk, part) if part.kind == "yesno" else [],
        post=desk.terms(post[0]) if post else [],
        post_word=post[1]["post"] if post else "",
        content=squeeze(desk.question.text),
        asked_name=squeeze(named[1]) if named else "",
        named_by=tuple(desk.terms(named[1])) if named else (),
        doing=_doing(desk, part),
    )


def _doing(desk: Desk, part: Part) -> Term | None:
    """The verb right before the asking words: 毕业 of 毕业于哪所学校. None where there is none that the library knows."""
    words = re.sub(r"(?:于|在|由|了|过|的|有|是|到|至)+$", "", part.head)
    if part.kind not in ("list", "where") or len(words) < 4 or (words[-2:] not in verbs(words) and not re.search(r"[于自]$", part.head)):
        return None
    return next((t for t in desk.terms(words[-2:]) if words[-2:] in t.words), None)


def _stretches(desk: Desk, part: Part) -> list[str]:
    """Runs of a part's words of which a place must speak; those that only name the kind of thing asked (什么荣誉称号) are none."""
    runs_of = [words for words in desk.local(part.content).split("\n") if not _CHANGE.search(words)]
    owners = [owner for words in runs_of if len(owner := words.rpartition("的")[0]) >= 4]  # 商会会员的平均年龄: of the members of it
    runs_of += owners
    posts_of = [of for owner in owners for place in places_in(desk, owner) if len(of := owner.partition(place)[2]) >= 3]  # 某镇党委书记的: not only of the town
    if part.kind in ("what", "list") and any(part.following.endswith(kind) for kind in _OPEN):
        runs_of = [words for words in runs_of if words not in part.following]
    if re.search(r"[和、与及]", part.head):
        runs_of = [words for words in runs_of if words != part.head]  # 村和社区: each of them is asked for alone
    return [words for words in runs_of if len(words) >= (3 if _NAME.search(words) else 5)] + posts_of


def ranked(desk: Desk, part: Part, number: int, before: list[Found]) -> list[Found]:
    """The places that may answer a part, best first; `before`: those that answer the parts before it, beside which it is sought first."""
    wants = demand(desk, part, number)
    content = squeeze(desk.question.content)
    sentences = {f.target.sentence.key for f in before}
    passages = {f.target.sentence.passage.key for f in before}
    rows: list[Found] = []
    for sentence in desk.sentences:
        if not _may(desk, wants, sentence):
            continue
        nearby = sentence.passage.key, sentence.number - 1  # what follows goes on speaking of the same
        beside = 0.2 if sentence.key in sentences or nearby in sentences else 0.1 if sentence.passage.key in passages else 0.0
        subject = 0.1 if is_about(sentence, content, desk) else 0.0
        for target in map(wants.called, _targets(desk, part, sentence)):
            if _meets(wants, target) and not (part.kind == "figure" and opposed(desk.question.text, target, strictly=True)):
                got = max(cover(way, target.zones) for way in wants.ways) - (0.08 if _counts_other(desk, part, target) else 0.0)
                further = 0.2 * cover(wants.later, ((sentence.squeezed, 1.0), *target.zones[1:])) if wants.later else 0.0
                rows.append(Found(target, got, got + further + bonus(desk, part, target) + subject + beside, cover(wants.wanted, target.zones[:1])))
    rows.sort(key=lambda f: (-round(f.score, 3), len(f.target.sentence.text) // 40, f.target.sentence.passage.book, f.target.start))
    return rows


def _may(desk: Desk, wants: Demand, sentence: Sentence) -> bool:
    """Whether any place of a sentence could meet the demands: it names what must be named and holds enough of the words."""
    said = f"{sentence.squeezed} {sentence.titles} {sentence.before}"
    for region in desk.regions:
        said = re.sub(rf"[\u4e00-\u9fff]{{2,3}}[省市](?={region})", "", said)  # 某市青石区 does not speak of 某市
    if any(name not in said for name in wants.places) or not all(thing.search(said) for thing in wants.things):
        return False
    whole: Zones = ((sentence.squeezed, 1.0), (sentence.titles, 1.0), (sentence.before, 0.6))
    return max(cover(way, whole) for way in wants.ways) >= FLOORS[wants.part.kind] - 0.1


def _meets(wants: Demand, target: Target) -> bool:
    """Whether a place meets what a part demands; how well it does so is weighed afterwards."""
    if wants.post and not _gives_post(wants, target):
        return False
    if wants.names and not _named(target, wants):
        return False
    if any(cover(stretch, target.zones) < least for stretch, least in wants.stretches):
        return False
    if wants.part.kind in ("list", "where", "how", "what") and not _of_kind(wants.part, target):
        return False
    if wants.part.kind == "who" and wants.part.following.startswith("的") and wants.part.following[1:3] not in target.sentence.squeezed:
        return False  # whose pupil: the pupil must be told of
    if wants.doing and not worth(wants.doing, ((target.sentence.squeezed, 1.0), (target.sentence.titles, 1.0), (target.sentence.before, 1.0))):
        return False
    if wants.part.kind == "where" and not _titled(target, wants.content) and cover(wants.wanted, target.zones[:1]) < OWN:
        return False
    if wants.part.kind == "figure" and not wants.part.change and not _CHANGES.search(wants.content) and _CHANGED.search(target.lead):
        return False  # by how much, where how much is asked
    extent = re.search(r"多([宽高深重])", wants.part.asked)
    if extent and not re.search(_EXTENTS[extent[1]], target.zones[0][0]):
        return False
    if wants.part.asked.startswith("第几") and not re.search(r"第[一二三四五六七八九十\d]+(?![届次梯产季期批中小版人线])", target.words):
        return False
    if wants.part.kind == "yesno":
        return not wants.predicate or _says(wants.predicate, target)
    return not wants.heads or any(_speaks(wants.part, target, head, wants.content) for head in wants.heads)


_OPEN = frozenset("荣誉 称号 奖项 奖励 单位 部门 地方 方面 措施 成果 内容 活动 项目 工作 情况 问题 人员 特点 变化".split())  # kinds that a list seldom names
_SITED = re.compile(r"(?:[于至到]|在(?!全|此|建|校|职))[^，。；]{2,20}?(?:成功|隆重|顺利|正式)?(?:上演|举行|召开|举办|开幕|揭牌|启动|落户|落成|建厂|成立|演出|出土|发现)|来自|源于|位于|坐落|地处|设在|设于|驻地?在|驻(?=[^，。]{2,20}(?:路|街|镇|村|号))|迁至|迁入|地址|[在于][^，。]{2,20}(?:路|街|村|镇|区|号|楼|旁|侧|内|处)")
_HONOUR = re.compile(r"^(?:[\u4e00-\u9fff]{0,4}(?:奖|荣誉|称号|奖项|奖励|表彰))")
_HONOURED = re.compile(r"奖|荣誉|称号|获|授予|评为|表彰|入选|认定|当选|命名|先进|优秀")
_CAUSE = re.compile(r"因|由于|为了?|受|致|使|目的|旨在|以便")
_AMONG = re.compile(r"(镇|村|区|国|省|市|县|部门|单位|机构)$")
_BODY_NAMED = r"(?:局|委|办|会|院|部|中心|厅|队|所|站|公司|集团|校|学)(?!.?员)"
_AMONG_NAMED = {"部门": _BODY_NAMED, "单位": _BODY_NAMED, "机构": _BODY_NAMED}


def _of_kind(part: Part, target: Target) -> bool:
    """Whether a clause is of the kind asked: a list of what was asked for, a site, a cause."""
    if part.kind == "where":
        return _SITED.search(target.words) is not None
    if part.kind == "how":
        return not re.search(r"为什么|为何|原因", part.asked) or _CAUSE.search(target.sentence.text) is not None
    if _HONOUR.search(part.following) and not _HONOURED.search(target.words):
        return False
    if part.kind == "what":
        return True
    among = _AMONG.search(part.asked) or _AMONG.match(part.following)
    if among:
        return re.search(_AMONG_NAMED.get(among[1], among[1]), target.sentence.text) is not None
    thing = part.following[:2]
    if len(thing) == 1:
        return thing in target.sentence.text
    return not thing or thing in _OPEN or thing[0] in "村镇街区县乡" or thing in target.sentence.squeezed or any(word in target.sentence.squeezed for word in same().get(thing, ()))


def _says(predicate: list[Term], target: Target) -> bool:
    """Whether a clause speaks of what yes or no is asked about: of its last word, and of most of the rest."""
    near = target.zones[:1]
    around = [*target.zones[:2], (target.sentence.titles, 1.0)]
    lost = sum(t.weight for t in predicate if not worth(t, around))
    return worth(predicate[-1], near) > 0 and lost <= 0.6 * sum(t.weight for t in predicate)


def _gives_post(wants: Demand, target: Target) -> bool:
    """Whether prose gives the post to a person: 书记某某, 选举某某为书记. (Name lists are read before.)"""
    given = re.search(rf"{wants.post_word}[\u4e00-\u9fff]{{2,4}}|(?:选举|任命|推选|当选)[\u4e00-\u9fff]", target.words)
    return given is not None and target.sentence.passage.kind != "namelist" and cover(wants.post, target.zones[:4]) >= FLOORS["who"]


def _predicate(desk: Desk, part: Part) -> list[Term]:
    """The last stretch of a yes-or-no question in the order of its words; words that say little left out."""
    words = re.split(r"\n", desk.local(part.content))[-1]
    made = [t for t in desk.terms(words) if t.words[0] not in EMPTY]
    return sorted(made, key=lambda t: squeeze(words).find(t.words[0]))


def _targets(desk: Desk, part: Part, sentence: Sentence) -> Iterator[Target]:
    year = desk.years.get(sentence.passage.book)
    if part.kind == "figure":
        for target in (*places.figures(sentence), *places.cells(sentence), *(places.ratios(sentence) if re.search(r"比$|比[是为]|结构", part.head) else ())):
            if places.measures(part, target) and in_time(desk, target, year):
                yield target
    elif part.kind == "when":
        yield from places.dated(sentence, year)
    else:
        yield from places.told(sentence)


def _heads(desk: Desk, part: Part) -> list[list[Term]]:
    """The terms of what is counted, dated or defined, that the place itself must speak of; one list an item of `A和B各多少`."""
    if document_numbers(desk.question):
        return []
    if not part.head or not (part.kind in ("figure", "when", "who") or (part.kind == "what" and part.asked.startswith("是"))):
        return []
    words = re.sub(r"^\n[区县市省州旗]", "", desk.local(part.head)) if part.kind == "figure" else desk.local(part.head)
    if part.change:
        words = re.sub(r"(?:[比较](?:上年|去年)(?:同期)?|同比|环比)?(?:增长|上升|提高|增加|下降|减少|降低|回落|提升)(?:了|率)?$", "", words) or words  # a fall answers how much it grew
    else:
        words = re.sub(r"(?:降低?|达|提高|增加|上升|下降|减少|增长|升|调整)?(?:到|至|为)?$", "", words)
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


def _speaks(part: Part, target: Target, head: list[Term], content: str) -> bool:
    """Whether a place speaks of what is counted or dated: of most of its words, of every one that is surely a word, and of the last right there."""
    close = _close(part, target, content)
    order = sorted((t for t in head if t.sure), key=lambda t: part.head.find(t.words[0]))
    nouns = head if part.kind == "when" else _nouns(part.head, head)  # what happened is what is dated
    order = [t for t in order if t in nouns]
    anchor = (order[-1 if part.kind == "figure" else 0] if order else None) if part.after else max(nouns, key=lambda t: part.head.rfind(t.words[0]))
    if part.kind == "when" and "\t" in target.sentence.text:
        anchor = next((t for t in order if worth(t, close)), anchor)
    lost = sum(t.weight for t in order if not worth(t, close))
    if len(part.head) <= 3 and not all(worth(t, close) for t in head):
        return False  # so short a word must stand whole
    if cover(head, close) < (HEAD_AFTER if part.after and (len(part.head) > 5 or not order or part.kind == "when") else HEAD) or (anchor is not None and not worth(anchor, close)) or lost > (LOST_IN_ROW if part.kind == "when" and "\t" in target.sentence.text else LOST if part.after or target.said else 0.0) * sum(t.weight for t in head):
        return False
    if target.quantity is None:
        return True
    there = [target.zones[0], (target.lead, 1.0), (target.noun, 1.0), *([] if target.said else [(target.sentence.titles, 1.0)])]
    if re.search(r"分别|均|依次|各", target.sentence.text) or _AMONG_THEM.search(target.sentence.text, 0, target.end - target.sentence.start) or re.search(r"共计|合计|总计|共$|累计", target.lead):
        there += target.zones[1:2]
    return anchor is None or worth(anchor, there) > 0


def _nouns(words: str, head: list[Term]) -> list[Term]:
    """The terms of a head that touch no verb, which books may put in another word; all of them where nothing else is left."""
    done = [span for verb in verbs(words) for m in re.finditer(verb, words) for span in [m.span()]]

    def touches(term: Term) -> bool:
        at = words.rfind(term.words[0])
        return at >= 0 and any(at < b and at + len(term.words[0]) > a for a, b in done)

    kept = [t for t in head if not touches(t)] or head
    return [t for t in kept if t.words[0][-1] not in "额数量值"] or kept  # 销售额, of which books say 销售


_AMONG_THEM = re.compile(r"其中[^；。]*$")  # what follows goes on counting what was counted before


def _titled(target: Target, content: str) -> bool:
    """Whether a question names the entry that a place stands in."""
    title = squeeze(target.sentence.passage.title)
    return len(title) >= 3 and title in content


def _close(part: Part, target: Target, content: str) -> Zones:
    """The zones that must speak of what is counted or dated: the place and its sentence; titles count for less, but where the question names the entry itself."""
    if part.kind == "when" or "\t" in target.sentence.text or _titled(target, content):
        return target.zones[:4]
    reach = 4 if len(target.zones) > 3 and target.zones[3][1] >= places.GOES_ON else 3
    return [(text, min(worth_, 0.4) if n == 2 else worth_) for n, (text, worth_) in enumerate(target.zones[:reach])]


def indicator(desk: Desk, part: Part) -> tuple[str, str] | None:
    """The indicator that a part asks for, and its words for it: the longest end of them that the vocabulary has; None where it has none, or where
    the end is the smaller part of what is asked (社会事业类提案 is not 提案)."""
    if re.search(r"[和、与及]", part.head):
        return None
    words = re.sub(r"[的\n]|(?:增长|下降|增加|减少|提高|上升|回落)了?$", "", part.content.strip())
    found = known_indicator(words)
    if found is None:
        return None
    rest = desk.local(words.removesuffix(found[1]))
    for place in places_in(desk, words):
        rest = rest.replace(place, "")
    return found if len(re.sub(r"[省市区县州旗\n]", "", rest)) <= len(found[1]) else None


def _named(target: Target, wants: Demand) -> bool:
    """Whether a figure goes by one of the indicator's names: its fact says so, or where the fact has none, the words round it."""
    if target.fact is not None and target.fact["indicator_norm"] is not None:
        return target.fact["indicator_norm"] in wants.names
    if any(cover(head, _close(wants.part, target, wants.content)) >= 0.7 for head in wants.heads):
        return True
    if wants.asked_name and cover(wants.named_by, target.zones[:2]) >= 0.6:
        return True
    return any(squeeze(name) in target.lead or squeeze(name) in target.zones[0][0] for name in wants.names)


def _counts_other(desk: Desk, part: Part, target: Target) -> bool:
    """Whether the figure counts something else than the question: 多少个加油站 is not answered by 加油站等3家企业."""
    return bool(part.unit and part.head and len(target.noun) >= 2 and cover(desk.terms(part.head), ((target.noun, 1.0),)) < HEAD / 2)


@lru_cache(maxsize=1)
def _opposites() -> tuple[tuple[re.Pattern[str], ...], ...]:
    return tuple(tuple(re.compile(word) for word in row.split()) for row in wording()["opposite"])


def opposed(question: str, target: Target, strictly: bool = False) -> bool:
    """Whether a figure is of the other of two that exclude each other: exports asked, imports beside the figure. `strictly`: and its sentence and titles speak of the asked one nowhere."""
    near = squeeze(target.words[-40:]).rpartition("，")[2] + target.zones[0][0]
    for row in _opposites():
        asked = [word for word in row if word.search(question)]
        if not asked or len(asked) == len(row) or any(word.search(near) for word in asked):
            continue
        if any(word.search(target.sentence.squeezed if strictly else near) for word in row if word not in asked):
            around = f"{target.sentence.squeezed} {target.sentence.titles} {target.sentence.before}"
            if not strictly or not any(word.search(around) for word in asked):
                return True
    return False


_CHANGES = re.compile(r"增|升|提高|改善|降|减|回落|少了|多了|变化|扩大|缩|压|节约|涨|跌")
_CHANGED = re.compile(r"(?:下降|上升|提高|增加|减少|降低|增长|回落)(?:了|约|近)?$")
_RATE = re.compile(r"率|比|增|降|幅|占|完成")
_BODY = r"\w{0,8}(?:局|委|办|院|会|部|馆|中心|学|司)"
_COUNTED = r"(?=[个家所条项种类镇村社名位支座处本部篇首件人])"


def bonus(desk: Desk, part: Part, target: Target) -> float:
    """What speaks for a place, or against it, beside the words of the question: done and not planned, of the newest book, of the day asked, official."""
    asked = desk.question
    year, newest = desk.years.get(target.sentence.passage.book), max((y for y in desk.years.values() if y), default=None)
    extra = 0.0
    if target.future and not PLANNED.search(asked.text):
        extra -= 0.15 if asked.years else 0.3
    if not asked.years and year == newest:
        extra += 0.05
    if part.kind == "figure":
        extra -= 0.2 if opposed(asked.text, target) else 0.0
        extra -= 0.15 if any(not re.search(rf"(?<![\d.]){re.escape(n)}(?![\d.])", target.zones[0][0]) for n in numbers_named(desk)) else 0.0
    if any(name in target.sentence.titles for name in places_named(desk)):
        extra += 0.12  # told of the place itself, not beside others
    if asked.days:
        extra += 0.15 if on_day(desk, target) else -0.15
    if part.kind == "figure":
        extra += _of_figure(desk, part, target, year)
        if of_whole_region(desk):
            extra += _of_region(desk, target)
    if part.kind == "who":
        extra += 0.05 if target.sentence.passage.kind == "namelist" else 0.08 if posts.names_person(target) or posts.titled_person(target) else -0.1
    if part.kind == "when" and re.search(r"[天日号]", part.asked) and len((target.period or "").split("/")[0]) < 10:
        extra -= 0.15
    if part.head[-1:] in ("在", "由", "于", "向") and part.kind != "figure":
        extra += 0.08 if part.head[-1] in target.words else -0.04
    if part.kind == "where" and re.search(r"\d+号", target.words):
        extra += 0.15
    if part.kind in ("what", "list") and _HONOUR.search(part.following):
        whose = squeeze(re.sub(r"(?:获得|荣获|获评|被?评为|获)了?$", "", desk.local(part.head).strip("\n")))
        extra += 0.15 if len(whose) > 1 and whose in squeeze(target.words) else 0.0
    if part.kind == "list":
        extra += 0.04 if re.search(r"、|和|”“", target.words) else -0.04
        if part.count is not None:
            numeral = "..两三四五六七八九十"[part.count : part.count + 1] or "~"
            extra += 0.08 if re.search(rf"(?<!\d)(?:{part.count}|{numeral}){_COUNTED}", target.sentence.text) else 0.0
            extra += 0.15 if re.search(rf"(?<!\d)(?:{part.count}|{numeral})[\u4e00-\u9fff]{{1,3}}{re.escape(part.following[:2])}", target.sentence.squeezed) and part.following else 0.0
        elif (of := _AMONG.search(part.asked) or _AMONG.match(part.following)) and re.search(rf"(?:\d|[一二两三四五六七八九十])个{of[1]}", target.words):
            extra += 0.12  # 辖甲、乙、丙3个村
    return extra


_ABOVE = re.compile(r"限额以上|限上|规模以上|规上")  # not all there are
_STANDING_BEFORE = re.compile(r"(?:有|辖|设|达|共|计|为|成|布|个|年末|累计)$")
_STANDING = re.compile(r"现有|共有|拥有|总数|年末")
_ONE_OF_THEM = re.compile(r"(?:^|[，；：])(?:其中[，：]?)?([\u4e00-\u9fff\d]{1,14}?(?:中学|小学|[\d一二三四五六七八九十]中|公司|集团|镇|街道|村|社区|支行|医院|学校|学院))")


def _of_figure(desk: Desk, part: Part, target: Target, year: int | None) -> float:
    """For a figure: the bulletin before reports and speeches, the book's own year, exact before about, of the region, in the measure and of the very thing asked."""
    extra = {"bulletin": 0.08, "report": -0.03, "speech": -0.03}.get(target.sentence.passage.kind, 0.0)
    if target.period and year and not target.period.startswith(str(year)) and not desk.question.years:
        extra -= 0.08
    if target.quantity is not None and target.quantity.approx:
        extra -= 0.02
    if ((target.fact or {}).get("subject") or "") in desk.regions:
        extra += 0.04
    if part.unit and target.unit and target.unit.endswith(part.unit):
        extra += 0.03
    if part.unit and target.unit == "人次" and part.unit != "人次":
        extra -= 0.06
    if part.unit is None and not part.dimensions and target.unit in ("%", "‰") and not _RATE.search(part.content):
        extra -= 0.1
    for counted in filter(None, map(squeeze, re.split(r"[和、与及]", part.head))):
        if target.noun == counted or (len(counted) > 1 and target.noun.startswith(counted)):
            extra += 0.12 if len(target.noun) - len(counted) <= 3 else 0.04  # 10个社区党建共同体 counts no 社区
            break
    if any(word in target.words and word not in desk.question.text for word in ("人均", "户均")) or (_ABOVE.search(target.words) and not _ABOVE.search(desk.question.text)):
        extra -= 0.12
    if part.after and len(part.head) <= 2 and target.noun.startswith(part.head) and len(target.noun) >= len(part.head) + 4:
        extra -= 0.06  # 89个村便民服务中心 counts no villages
    if _narrower(desk, target):
        extra -= 0.1
    kind_of = target.lead.rpartition(" ")[2].removeprefix("其中")
    if part.after and kind_of.endswith(squeeze(part.head)) and len(kind_of) >= len(part.head) + 2 and kind_of[-len(part.head) - 2 :] not in squeeze(desk.question.text) and not _STANDING_BEFORE.search(kind_of[: -len(part.head)]):
        extra -= 0.06  # 引用国家标准4项 counts some of the standards
    if re.search(r"有(?:多少|几)", desk.question.text) and part.after and re.search(rf"(?:有|辖|设|达){re.escape(squeeze(part.head))}?$", target.lead):
        extra += 0.08  # so many there are, not so many more
    if part.head and target.lead.endswith(squeeze(part.head)):
        extra += 0.06 + (0.04 if _STANDING.search(target.lead) and "新" not in desk.question.text else 0.0)
    said = target.sentence.text[: target.end - target.sentence.start]
    among = list(_ONE_OF_THEM.finditer(said, said.rfind("；") + 1))
    own = _ALL.search(said, max(said.rfind("，", 0, len(said) - 1), said.rfind("；"), 0)) or (among and _ALL.match(among[-1][1]))
    if among and not own and not re.search(r"\d+[个所家]", among[-1][1]) and among[-1][1] not in desk.question.text and not _titled(target, squeeze(desk.question.text)):
        extra -= 0.12  # of one school or town among them
    return extra


_ALL = re.compile(r"各类|各级|全部|所有|全[区县市省州旗]")


def _narrower(desk: Desk, target: Target) -> bool:
    """Whether a figure is of something that the question names with no word: of the kindergartens where all teachers are asked for."""
    subject = squeeze(re.sub(r"[省市区县州旗]?\n[省市区县州旗]?|的", "", desk.local((target.fact or {}).get("subject") or ""))).replace(" ", "")
    asked = squeeze(desk.question.text)
    if subject and squeeze((target.fact or {}).get("reported_by") or "").endswith(subject):
        return False  # who tells it, not what it is of
    return len(subject) >= 3 and not _ALL.search(subject) and not any(a + b in asked for a, b in pairwise(subject))


def _of_region(desk: Desk, target: Target) -> float:
    """Where the whole region is asked about: its own figures before those of a town, a body or a person in it."""
    subject = (target.fact or {}).get("subject") or ""
    said = target.sentence.text
    extra = 0.0
    if (PART_OF_REGION.search(subject) and not _ALL.match(subject)) or any(PART_OF_REGION.search(title) for title in target.sentence.passage.path):
        extra -= 0.1
    if subject and subject not in desk.regions and subject not in desk.question.text and not _ALL.match(subject):
        extra -= 0.06
    bodies = any(re.search(region + _BODY, said) for region in desk.regions)
    if re.search(r"全[区县市省州旗]|辖区面积|区域面积", said) or (not bodies and any(region[:-1] in said for region in desk.regions)):
        return extra + 0.06
    return extra - 0.1 if bodies else extra
