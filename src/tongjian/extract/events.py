"""Events: what happened when, from the chronicle and from dated sentences of prose."""

from __future__ import annotations

import re
from functools import lru_cache
from math import log

import msgspec

from tongjian.book import Book
from tongjian.extract.context import SENTENCE, Paragraph, full_name, paragraphs
from tongjian.extract.lives import lives
from tongjian.extract.organisations import kind_of
from tongjian.extract.registry import extractor
from tongjian.language import dates, names

_WHERE = re.compile(r"(?:在|于|赴|到)([\u4e00-\u9fff“”（）A-Za-z0-9]{2,24}?(?:省|市|区|县|镇|乡|街道|村|社区|厅|馆|中心|广场|公园|学校|中学|小学|大学|医院|会议室|剧院|礼堂|基地|园区|码头|站|公司|楼|湾|厂|酒店|宾馆))(?=举行|召开|开幕|闭幕|开展|举办|演出|开演|挂牌|成立|落成|调研|考察|视察|检查|签约|，|。|$)")
_WHO = re.compile(r"^(?:，)?([\u4e00-\u9fff（）“”、·]{2,40}?)(?=召开|举行|举办|开展|印发|出台|发布|获|被|荣获|到|来|赴|在(?!地|校|职|编|册|建)|与|率|深入|主持|出席|组织|启动|成立|完成|通过|签订|签署|更名|改名|改称|改为|改制|划归|并入|命名|授予|调研|视察|正式|接待|承办|联合|表彰|评为|下发|实施|研究决定|决定|建成|开业|开工|竣工|挂牌|揭牌)")
_FESTIVALS = {"元旦": "01-01", "“三八”": "03-08", "三八国际": "03-08", "植树节": "03-12", "“五一”": "05-01", "“五四”": "05-04", "“六一”": "06-01", "“七一”": "07-01", "“八一”": "08-01", "教师节": "09-10", "国庆节": "10-01", "“十一”": "10-01"}


class Event(msgspec.Struct, frozen=True):
    """One event of the machine contract. `date` is as exact as the words."""

    start: int
    end: int
    date: str
    date_end: str | None
    what: str
    who: tuple[str, ...]
    where: str | None
    also: tuple[tuple[int, int], ...] = ()  # other places of the book that tell the same event: spans of the running text

_FIRM = re.compile(r"[\u4e00-\u9fff（）]{2,30}?(?:有限责任公司|股份有限公司|有限公司|集团公司|公司|集团|银行|厂)")  # an entry that begins with a firm tells of it


@extractor("events")
def events(book: Book) -> list[Event]:
    """Dated happenings, in the order of the text; one told in several places once, with its other places in `also`."""
    found: list[Event] = []
    chronicle: list[bool] = []
    month: int | None = None
    day: int | None = None
    told = {n for n in (book.entry_at(node.body[0]) for node in lives(book)) if n is not None}
    topics: dict[int, str] = {}  # entry → the firm that a paragraph of it began with
    for paragraph in paragraphs(book):
        node = book.nodes[paragraph.entry]
        firm = _FIRM.match(book.text, paragraph.start, min(paragraph.end, paragraph.start + 40))
        if firm:
            topics[paragraph.entry] = firm[0]  # what follows tells of it, until a paragraph begins with another
        if paragraph.kind in ("namelist", "honours", "docindex", "table", "figure", "frontmatter", "speech", "report"):
            continue
        if paragraph.kind == "chronicle":
            section = re.search(r"(\d{1,2})月$", paragraph.section)
            if section and (month is None or int(section[1]) != month):
                month, day = int(section[1]), None
            made, month, day = _chronicle(book, paragraph, node.title_span, month, day)
        else:
            made = _prose(book, paragraph, paragraph.entry in told, topics)
        of = paragraph.subject or (paragraph.body if full_name(paragraph.title, book.region) == paragraph.body else "")
        found.extend(msgspec.structs.replace(event, who=(of,)) if of and not event.who and ((paragraph.subject and len(of) < 5) or _ITS_OWN.search(event.what)) else event for event in made)
        chronicle.extend([paragraph.kind == "chronicle"] * len(made))
    return _joined(found, chronicle)


# what befalls the one that an entry has for its title: `1994年成立`, `1975年入伍`
_ITS_OWN = re.compile(r"^[^，。]{0,4}(?:成立|创建|创办|始建|建成|开业|设立|改制|改组|更名|改名|注册|挂牌|揭牌|迁|投产|毕业|任|入|参加|调|当选|获|被|荣|加入|考|担任|晋升|出生|生于|去世|病逝|退休|离休|转业|复员|回|在|到|赴|起)|(?:成立|创建|创办|始建|建成|开业|设立|注册|组建|生)于?$")


# -- one event told in two places --------------------------------------------------------------------------------------
_APART = 400  # characters: nearer than this, two like sentences tell two things of one entry
_TOLD = 80  # characters of an event that say what it is
_COMMON = 40  # events that share a pair of characters: one so common finds nothing
_ORDINAL = re.compile(r"第?[一二三四五六七八九十百\d]{1,4}(?=[届次期批季号场])")
_TITLE = re.compile(r"[“《]([^”》]{2,})[”》]")
_OPPOSITE = (("开幕", "闭幕"), ("开工", "竣工"), ("开工", "完工"), ("开工", "通车"), ("启动", "闭幕"), ("奠基", "竣工"), ("上午", "下午"))
_SAME_DAY, _SAME_TIME, _ELSEWHERE = 0.35, 0.48, 0.8  # likeness from which on: chronicle and department, same day; one of them less exact; two departments


def _joined(events: list[Event], chronicle: list[bool]) -> list[Event]:
    """Events that the book tells twice (chronicle and department) as one, at the more exact telling, with the other places in `also`.

    Likeness is that of their pairs of characters, rare ones counting more; ordinals, titles and opposite words must not contradict.
    """
    pairs = [{e.what[i : i + 2] for i in range(min(len(e.what), _TOLD) - 1)} for e in events]
    holders: dict[str, list[int]] = {}
    for n, own in enumerate(pairs):
        for pair in own:
            holders.setdefault(pair, []).append(n)
    weight = {pair: log(1 + len(events) / len(rows)) for pair, rows in holders.items()}
    whole = [sum(weight[p] for p in own) for own in pairs]
    found: list[tuple[float, int, int]] = []
    for n, own in enumerate(pairs):
        near = {m for pair in own if len(holders[pair]) <= _COMMON for m in holders[pair] if m > n and _same_time(events[n], events[m])}
        for m in near:
            shared = sum(weight[p] for p in own & pairs[m])
            like = 2 * shared / (whole[n] + whole[m])
            if abs(events[n].start - events[m].start) > _APART and _is_same(events[n], events[m], like, shared / min(whole[n], whole[m]), chronicle[n], chronicle[m]):
                found.append((like, n, m))
    first: dict[int, int] = {}  # an event told again → the telling that stays
    for _, n, m in sorted(found, reverse=True):
        if n not in first and m not in first:
            stays, goes = (n, m) if _exactness(events[n], chronicle[n]) >= _exactness(events[m], chronicle[m]) else (m, n)
            if goes not in first.values():
                first[goes] = stays
    also: dict[int, list[int]] = {}
    for goes, stays in sorted(first.items()):
        also.setdefault(stays, []).append(goes)
    return [_with(event, [events[m] for m in also.get(n, ())]) for n, event in enumerate(events) if n not in first]


def _same_time(one: Event, other: Event) -> bool:
    """Whether two dates may be one: the same, or one as far as the other goes."""
    return one.date.startswith(other.date) or other.date.startswith(one.date)


def _is_same(one: Event, other: Event, like: float, inside: float, *chronicle: bool) -> bool:
    if any(chronicle):
        enough = like >= (_SAME_DAY if one.date == other.date and len(one.date) == 10 else _SAME_TIME) and not all(chronicle)
    else:
        enough = like >= _ELSEWHERE and (one.what[:4] == other.what[:4] or inside >= 0.95)
    apart = one.who and other.who and one.who != other.who and all(names.is_name(w) for w in (*one.who, *other.who))  # two lives tell like things
    return enough and not apart and not _contradict(one.what, other.what)


def _contradict(one: str, other: str) -> bool:
    """Whether two tellings cannot be of one event: other ordinals, other titles, one opens and the other closes."""
    for pattern in (_ORDINAL, _TITLE):
        a, b = set(pattern.findall(one[:_TOLD])), set(pattern.findall(other[:_TOLD]))
        if a and b and not (a <= b or b <= a) and (pattern is _ORDINAL or not any(x in y or y in x for x in a for y in b)):
            return True
    return any((x in one and y in other and x not in other) or (y in one and x in other and y not in other) for x, y in _OPPOSITE)


def _exactness(event: Event, chronicle: bool) -> tuple[int, bool, int]:
    return len(event.date), chronicle, -event.start


def _with(event: Event, others: list[Event]) -> Event:
    """An event with what its other tellings add."""
    if not others:
        return event
    who = tuple(dict.fromkeys((*event.who, *(name for other in others for name in other.who))))
    where = event.where or next((other.where for other in others if other.where), None)
    until = event.date_end or next((other.date_end for other in others if other.date_end and other.date == event.date), None)
    return msgspec.structs.replace(event, who=who, where=where, date_end=until, also=tuple((other.start, other.end) for other in others))


def _chronicle(book: Book, paragraph: Paragraph, title: tuple[int, int] | None, month: int | None, day: int | None) -> tuple[list[Event], int | None, int | None]:
    """An event for the item's date and one for each date that opens a later sentence of it; each has its own words."""
    start = title[0] if title and title[1] <= paragraph.start + 1 and title[0] <= paragraph.start else paragraph.start
    spans = dates.find(book.text, paragraph.year, start, paragraph.end, month, day)
    if not spans or spans[0].start - start > 2 or spans[0].iso is None:
        return [], month, day
    opening = [s for s in spans[1:] if s.iso and book.text[s.start - 1] in "。；" and len(s.iso) >= 7]
    stops = [*(s.start for s in opening), paragraph.end]
    events = [_event(book, paragraph, spans[0], start, stops[0])]
    events += [_event(book, paragraph, span, span.start, stop) for span, stop in zip(opening, stops[1:], strict=True)]
    first = spans[0].iso
    if len(first) >= 7:
        month = int(first[5:7])
        day = int((spans[0].iso_end or first)[8:10]) if len(first) == 10 and len(spans[0].iso_end or first) == 10 else day
    return events, month, day


def _prose(book: Book, paragraph: Paragraph, life: bool, topics: dict[int, str]) -> list[Event]:
    """Dated clauses, each date once a sentence; sentences that tell a happening without a date take the year of the text.

    A date that opens a clause begins an event of its own (`1961年改为…，1963年又改为…`). In a life every date is one of the
    person's, and a month alone belongs to the year told last.
    """
    text = book.text
    found: list[Event] = []
    year, month, day = None if life else paragraph.year, None, None
    for match in SENTENCE.finditer(text, paragraph.start, paragraph.end):
        start, end = match.span()
        spans = dates.find(text, year, start, end, month, day)
        telling: list[dates.DateSpan] = []
        for span in spans:
            if span.iso is None:
                continue
            month = int(span.iso[5:7]) if len(span.iso) >= 7 else month
            day = int(span.iso[8:10]) if len(span.iso) == 10 else None if len(span.iso) == 7 else day
            year = int((span.iso_end or span.iso)[:4]) if life else year
            span = _until(text, _loosened(text, start, span), end, paragraph.year)
            if all(span.iso != other.iso for other in telling) and (_lived(text, start, span) if life else _tells(text, start, end, span, paragraph.year)) and not _habit(text, span, end, paragraph):
                telling.append(span)
        cuts = sorted({span.start for span in telling if span.start > start and text[span.start - 1] in "，,；;（。."} | {end})
        made: list[Event] = []
        for span in telling:
            stop = next(c for c in cuts if c > span.start)
            opens = [c for c in cuts if c <= span.start]
            left = opens[-1] if opens and made else start if span.start - start < 30 else span.start
            made.append(_event(book, paragraph, span, left, stop, made[-1].who if made else (), topics.get(paragraph.entry, "")))
        used = {span.iso for span in telling}
        for iso in _named_days(text, start, end, paragraph.year):
            if iso not in used:
                used.add(iso)
                made.append(Event(start, end, iso, None, text[start:end].rstrip("。；")[:200], _who(text, start, end, paragraph), _place(text, start, end)))
        if not used and paragraph.year and paragraph.kind == "prose" and not life:
            happening = _happening(text, start, end)
            if happening is not None:
                at, stop = happening
                made.append(Event(at, stop, str(paragraph.year), None, text[at:stop].strip("，。；"), _of_happening(text, start, at, stop, paragraph, topics.get(paragraph.entry, "")), _place(text, at, stop)))
        found += made
    return found


_LIVED = "，,；;、（(。.于在至和间起自从他她后又"


def _lived(text: str, start: int, span: dates.DateSpan) -> bool:
    """Whether a date of a life says when something came about: every one but those of titles and measures."""
    before = text[max(span.start - 1, start) : span.start]
    return span.words not in ("全年", "年内") and before not in ("《", "“", "〔", "（") and text[span.end : span.end + 2] not in ("以来", "之前", "以前") and text[max(span.start - 2, start) : span.start] != "预计"


_TO_MONTH = re.compile(r"[^，。；]{0,12}[，,]?(?:截?至|到)(?P<month>1[0-2]|[1-9])月(?:(?P<day>3[01]|[12]?\d)日|底|末)?(?:结束|完成|止|[，,。；])")


def _until(text: str, span: dates.DateSpan, end: int, year: int | None) -> dates.DateSpan:
    """A date with the end that its clause goes on to tell (`2月开展，至6月底结束`)."""
    goes = _TO_MONTH.match(text, span.end, end) if span.iso and not span.iso_end and len(span.iso) >= 7 else None
    if goes is None or year is None or span.iso is None or int(goes["month"]) < int(span.iso[5:7]):
        return span
    return msgspec.structs.replace(span, iso_end=f"{span.iso[:4]}-{int(goes['month']):02d}" + (f"-{int(goes['day']):02d}" if goes["day"] else ""))


_SEASON = re.compile(r"每年|常年|历年|往年|一般|通常|年均|次年|季节|成熟|上市|着色|开花|花期|果期|采收|采摘期|播种|气温|降[水雨]|果皮|口感|色泽")

_GROWS = re.compile(r"每年|常年|往年|成熟期|成熟，|着色|花期|果期|果皮|采收|采摘期|次年")


def _habit(text: str, span: dates.DateSpan, end: int, paragraph: Paragraph) -> bool:
    """Whether a month or day without a year, in what tells of a product or place, is one of every year (`11月中旬成熟`)."""
    if re.match(r"\d{4}", span.words) or len(span.iso or "") != 7 or _ACT.search(text, span.end, end):
        return False
    return bool((_SEASON if paragraph.subject else _GROWS).search(text, max(paragraph.start, span.start - 20), end))


def _loosened(text: str, start: int, span: dates.DateSpan) -> dates.DateSpan:
    """At a year's or month's end a figure holds on the last day; a happening falls in the month (`年底开放`)."""
    if span.point and span.iso and not text[max(span.start - 2, start) : span.start].endswith(("截至", "截止", "至")):
        return msgspec.structs.replace(span, iso=span.iso[:7])
    return span


_ACT = re.compile(r"命名|印发|出台|成立|启动|启用|召开|举行|举办|获|入选|授予|评为|签订|签署|挂牌|揭牌|开工|竣工|投用|通车|开馆|更名|合并|撤销|划入|迁|改制|当选|任命|通过|批准|发布|上线|完工|建成|改为|改称|改名|并入|划归|划出|调整为?|设置|设立|创办|创建|始建|扩建|新建|修建|兴建|撤区|撤乡|分属|[，年]属|实施|进行[^，。；]{2,10}建设|建[^，。；设成\d]{2,10}[院楼校厂馆站桥]|拆分|完成[^，。；]{2,40}(?:项目|工程|改造|建设)")
# what there is, not what happened: `截至年底，全区有…`, `2021年，全区常住人口…`
_STANDING = re.compile(r"，?(?:全[区县市省镇]|区内|辖区|[^，。；\d]{0,14})?(?:已建成|建成区|完成率|现有|共有|拥有|有|人口|共(?![产青同和])|为|是|辖|下辖|下设|内设|总人口|面积|设有|户籍|累计)[^，。；]{0,20}?\d")
_ORIGIN = re.compile(r"(?:成立|创建|创办|始建|建成|设立|组建|改制|注册|开业|开馆|投产|建|生|迁|更名|挂牌|通车|竣工|开工|于)于?$")
_BEGINS = re.compile(r"[，]?(?:[^，。；]{0,16})?(?:成立|创建|创办|始建|建成|设立|组建|改制|注册|开业|开馆|投产|更名|挂牌|通车|竣工|开工|启用|上线|获|被|荣获|入选|举办|召开|[^，。；]{0,10}(?:会|赛|周|节)(?:上|时|期间|，|。))")


def _tells(text: str, start: int, end: int, span: dates.DateSpan, year: int | None) -> bool:
    """Whether a date says when something happened: not a basis of comparison, part of a title, or the year that figures hold for."""
    before, after = text[max(span.start - 1, start) : span.start], text[span.end : span.end + 1]
    until = text[max(span.start - 2, start) : span.start] in ("截至", "截止")
    if (until or span.point or span.start == start) and _STANDING.match(text, span.end, end):
        return False
    origin = _ORIGIN.search(text, max(start, span.start - 4), span.start)
    if not origin and re.match(r"[，]?是(?![日月年由])|，?[^，。；]{0,8}(?:继续保持|保持)", text[span.end : min(end, span.end + 24)]):
        return False  # 2023年是…之年
    if span.point and not until and _figures_only(text[span.end : end], False):
        return False
    if text[span.end : span.end + 2] in ("以来", "之前", "以前") or re.search(r"预期目标|主要目标", text[start:end]):
        return False
    if before in ("比", "较", "《", "“", "〔", "—", "第") or after in ("》", "”", "〕") or (before in ("至", "（") and not until):
        return False
    if span.words in ("上年", "去年", "全年", "年内", "当年", "是年"):
        return False
    at_head = span.start == start or before in "，。；、：）于在自从至入由"
    if span.iso is not None and len(span.iso) == 4:
        if _ORIGIN.search(text, max(start, span.start - 4), span.start) or (before in "在于入，；" and span.start > start and _BEGINS.match(text, span.end, end)):
            return True
        if before in "，；,." and span.start > start and span.iso != str(year) and _ACT.search(text, span.end, min(end, span.end + 24)):
            return True
        if span.start == start:
            clause = text[span.end : end]
            return not _figures_only(clause, span.iso != str(year)) and not (span.iso_end and not _ACT.search(clause)) and (span.iso != str(year) or bool(_HAPPENS.search(text, start, end) or _ACT.search(text, start, end)))
        return bool(re.match(r"(?:度)?[\u4e00-\u9fff“”]{0,14}(?:会|赛|周|节|活动|展)(?:[，。、]|专场)", text[span.end : span.end + 24]))
    return at_head or bool(_ORIGIN.search(text, max(start, span.start - 4), span.start)) or before in "划计订"


_DAY_NAME = re.compile(r"[“\"]?(?P<month>1[0-2]|[1-9])[•·．.](?P<day>3[01]|[12]\d|[1-9])[”\"]?(?=[”\"]|[^\d%％.]{0,14}(?:案|日|警报|活动|事件|事故|专项|宣传))")


def _named_days(text: str, start: int, end: int, year: int | None) -> list[str]:
    """Days that go by a name: `“七一”期间`, `“6·26”禁毒日`, `“3·29”案`."""
    if year is None:
        return []
    found = [f"{year}-{iso}" for words, iso in _FESTIVALS.items() if words in text[start:end] and _festive(words).search(text, start, end)]
    named = (m for m in _DAY_NAME.finditer(text, start, end) if m[0].startswith(("“", '"')))
    return [*found, *(f"{year}-{int(m['month']):02d}-{int(m['day']):02d}" for m in named)]


@lru_cache(maxsize=64)
def _festive(words: str) -> re.Pattern[str]:
    """A festival named as the time of something done."""
    name = re.escape(words) + _NO_FESTIVAL
    return re.compile(name + r"(?:[^，。；]{0,10}(?:期间|前夕|之际|当天|节日)|.{0,12}(?:开展|举办|举行|慰问|活动))|(?:庆祝|迎|开展|举办|在)[^，]{0,6}" + name)


_NO_FESTIVAL = r"(?!”?(?:重要讲话|讲话|精神|勋章|红旗|劳动奖|口号|表彰))"
_HAPPENS = re.compile(
    r"(?:顺利|成功|隆重|胜利)?(?:召开|举行)[^，。；\d]{2,24}(?:大会|会议|全会|代表会|全委会|论坛|仪式)|(?:成功|顺利)?(?:举办|承办)[^，。；]{3,30}(?:节|赛|展|会|论坛|运动会|晚会|比赛|仪式|启动仪式)|"
    r"(?:获评|荣获|被评为|被授予|被命名为|入选|荣膺|获得|获批|获)(?:“[^”]{2,30}”|[^，。；\d]{2,30}(?:称号|奖|先进(?:集体|个人|单位)?|示范[^，。；]{0,8}|第一名|冠军|金牌|典型案例|名单))|(?:挂牌|揭牌)(?:成立|运行|开业)|正式(?:挂牌|启用|成立|运行|开业|开放|投用|通车|开工|签约|揭牌)|"
    r"(?:建成|竣工|完工|投入)(?:投用|通车|使用|开放|投产|并投入使用)|选举产生[^，。；]{3,30}|(?:侦破|破获)[^，。；]{0,14}“?[^，。；]{2,14}案|赴[^，。；]{2,14}(?:参加|考察|学习|支教|调研|交流|巡讲|援助)|签订[^，。；]{2,24}协议|签署[^，。；]{2,24}协议|在[^，。；]{4,24}(?:运动会|比赛|大赛|锦标赛|竞赛|艺术节)(?:上|中)"
)
_COUNTED = re.compile(r"\d+[余多]?(?:次|场|期|个|项|人|件|起|篇|家|例|名|批|所|处|套|户|万)")


_OFTEN = re.compile(r"连续(?:多|数|\d+|[两二三四五六七八九十]+)[年届次]|先后|多次|历年|历届|继续保持|曾[经获被]|多年来")  # several, at no date


def _happening(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The clause of a sentence that tells one happening; a clause that counts (`召开会议5次`) tells none."""
    if _OFTEN.search(text, start, end):
        return None
    for m in _HAPPENS.finditer(text, start, end):
        left = max(text.rfind("，", start, m.start()), text.rfind("；", start, m.start()), start - 1) + 1
        right = min((i for i in (text.find("，", m.end(), end), text.find("；", m.end(), end)) if i >= 0), default=end)
        if not _COUNTED.search(text, left, right) and "系列" not in text[left:right]:
            if text[left : m.start()].count("》") > text[left : m.start()].count("《"):
                left = max(text.rfind("《", start, left), start)  # the comma stood inside a title
            if text[right - 1 : right] in "中上时":
                onward = text.find("，", right + 1, end)
                right = onward if onward >= 0 else end  # 在…竞赛中，获…
            return left, right
    return None


def _figures_only(text: str, other_year: bool) -> bool:
    """Whether a clause tells figures of a year rather than a happening; of a year that is not the book's, an act weighs more than figures."""
    figures = len(re.findall(r"\d+(?:\.\d+)?[余多]?(?:[%‰]|[亿万千百]|[\u4e00-\u9fff])(?<![年月日届次批号])", text))
    happens = bool(_HAPPENS.search(text))
    acts = happens or bool(_ACT.search(text))
    return (figures >= 2 and not (acts if other_year else happens)) or (figures == 1 and not acts)


def _event(book: Book, paragraph: Paragraph, span: dates.DateSpan, start: int, end: int, before: tuple[str, ...] = (), topic: str = "") -> Event:
    """The event of a date whose clause is `start`–`end`. `before`: who acted in the clause before it; `topic`: the firm that its entry begins with."""
    what = book.text[span.end if span.start == start else start : end].lstrip("，、,：:").rstrip("。；，,.")
    what = re.sub(r"^起[，,]?(?![重义草诉步源])", "", what)
    who = _before_date(book.text, start, span, paragraph) if span.start > start else None
    if who == () and topic and book.text.startswith(("该公司", "公司", "该企业", "企业", "该厂"), start):
        who = (topic,)
    if who is None:
        who = _who(book.text, span.end, end, paragraph, before or ((topic,) if topic else ()))
    return Event(start, end, span.iso or "", span.iso_end, what[:200], who, _place(book.text, span.end, end))


_FOUNDED = re.compile(r"(?P<who>[\u4e00-\u9fff（）“”·]{0,40}?)(?:成立|始建|创建|创办|创立|建成|组建|设立|兴建|修建|建|开业|注册)于$")
_LED = re.compile(r"(?:^|[，；：])(?P<who>[\u4e00-\u9fff（）“”·]{2,40}?)(?:拟|将|已|计划)?[于在自从]?$")
_OF_MEETING = re.compile(r"^(?P<body>.*?委员会)(?:第[一二三四五六七八九十百\d]+次)?(?:全体|常务|扩大|全委)*会议?$")


def _before_date(text: str, start: int, span: dates.DateSpan, paragraph: Paragraph) -> tuple[str, ...] | None:
    """Who is named before the date in its clause (`区供销社于3月…`, `成立于…`); None where the clause begins with the date."""
    lead = text[start : span.start]
    if lead.endswith(("，", "：", ",")):
        return None
    if paragraph.subject and names.is_name(paragraph.subject):
        return (paragraph.subject,)
    found = _FOUNDED.search(lead)
    if found and len(found["who"]) < 2:
        return (paragraph.subject or paragraph.title,) if paragraph.subject or kind_of(paragraph.title) else ()
    found = found or _LED.search(lead)
    if found is None:
        return ()
    meeting = _OF_MEETING.match(found["who"])
    who = meeting["body"] if meeting else found["who"]
    return (who,) if kind_of(who) and _is_somebody(who) and not who.startswith("该") else ()


# a clause that begins so names nobody who acts: its own body does
_ACTS = re.compile(
    r"[，,]?(?:上午|下午|晚上?|期间|前夕|顺利|成功|正式|先后|共同|联合|积极|组织|又|再次|首次|还|并|再|召集|会同|率先|在全[省市区县国]|每季度|全面|配合)*"
    r"(?:召开|举行|举办|承办|开展|印发|出台|发布|启动|完成|通过|签订|签署|组织|参加|成立|荣?获|获得|被|入选|组建|与|和|同|联合|邀请|接待|赴|到|选举产生|开通|建成|建立|新增|引进|更名|改为|改称|迁|搬迁|慰问|走访|表彰|协助|配合|创建|加入|任|当选|考入|毕业|参军|入伍|调)"
)


_OCCASION = re.compile(r"^在?“[^”]{1,8}”[^，。；]{0,14}，")  # “七一”期间，


def _who(text: str, start: int, end: int, paragraph: Paragraph, before: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Who acts in a clause: a body, a person with the post or a group that it names first; none named, whom its entry or section tells of."""
    if paragraph.subject and names.is_name(paragraph.subject):
        return (paragraph.subject,)
    clause = _OCCASION.sub("", text[start : min(end, start + 80)].lstrip("，,"))
    found = _WHO.match(clause)
    words = (re.sub(r"^(?:其中|由|经|邀请|在|以|与|同|和|指导)|(?:带队|率队|一行|整建制|整体|成功|将|正式|联合|共同|已|共|全面)$", "", w) for w in _BETWEEN_NAMES.split(found[1])) if found else ()
    words = (re.sub(r"（(?:以下)?简称[^）]*）|(?<=[\u4e00-\u9fff]{2})邀请.*$", "", w) for w in words)
    named = tuple(w for w in words if 2 <= len(w) <= 24 and _is_somebody(w))
    if not _ACTS.match(clause):
        return named
    section = _OF_FOUR.sub("", paragraph.body)
    own = before or tuple(w for w in (paragraph.subject or section,) if w)
    partner = named if clause.startswith(("与", "和", "同", "联合", "会同")) else ()
    return tuple(dict.fromkeys((*own, *partner)))


def _of_happening(text: str, start: int, at: int, stop: int, paragraph: Paragraph, topic: str) -> tuple[str, ...]:
    """Who acts in the clause `at`–`stop` of a sentence that begins at `start`: named there, else in a clause before it, else the section's body."""
    if not _ACTS.match(text, at, stop):
        return _who(text, at, stop, paragraph)
    for clause in reversed(text[start:at].split("，")):
        named = () if _ACTS.match(clause) else _who(clause, 0, len(clause), paragraph)
        if named:
            return named
    return _who(text, at, stop, paragraph, (topic,) if topic else ())


_OF_FOUR = re.compile(r"(?<=[省市区县州旗]委|政府|人大|政协)(?:机关|办公室|办)$")


def _is_somebody(words: str) -> bool:
    """Whether words name a body, a person with the post, a group or a thing: no verb phrase, no cut of a longer name."""
    return not _NOBODY.search(words) and words.count("“") == words.count("”") and words.count("（") == words.count("）")


_POST = r"(?:书记|主任|主席|部长|局长|区长|县长|市长|镇长|乡长|校长|院长|检察长|会长|主委|常委|委员|总河长|总经理|董事长)"
_BETWEEN_NAMES = re.compile(rf"、(?!(?:[\u4e00-\u9fff]{{0,8}}){_POST}[\u4e00-\u9fff]{{2,3}}(?:、|$|一行|率|带|等))")  # 党组书记、局长李青山 is one
_NOBODY = re.compile(
    r"(?:得|利用|每.度|每年|成功|积极|顺利|上午|下午|先后|受邀|组织|连续|高分|基本|率先|牵头|实际|主办|挂牌|广泛|审议|常态化|多年|分季度|及时|相继|建成使用以|"
    r"大会|会议|座谈会|音乐会|推介会|发布会|动员会|运动会|联席会|调度会|晚会|仪式|活动|大赛|比赛中?|竞赛中?|论坛|节|展览|工程|项目|案|建设|工作|理念|方案|风险|隐患)$"
    r"|^(?:任|历任|毕业|分配|随|考入|加入|入|协助|督促|指导|配合|为|以|对|向|按照|根据|通过|完成|开展|举办|举行|召开|获|被|参与|支持|推荐|联合|邀请|成立|赴|针对|是|庆祝|撤|全年|共(?![产青])|牵头|成功|顺利|率先|深入|近年|任|历任|随|毕业|调|考入|参军|入伍|转业|分配|加入|生于|当选|不|再|又|继续|正式|全区(?!.{0,6}[局委办会])|该|[^，]{0,6}工作中$)"
    r"|庆祝|纪念.{2,}|迎接"
)


def _place(text: str, start: int, end: int) -> str | None:
    found = _WHERE.search(text, start, end)
    where = found[1] if found else None
    return where if where is None or where.count("“") == where.count("”") else re.split("[在于]", where)[-1]
