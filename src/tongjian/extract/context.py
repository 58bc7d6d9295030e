"""Where a sentence stands: its entry, the body that speaks, the year, and whether it is ordinary prose."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

import msgspec

from tongjian.book import Book
from tongjian.language.names import COMMON_SURNAMES, is_name

_BODY_TITLE = re.compile(r"(局|委|办|院|会|部|中心|社|团|公司|集团|银行|支行|镇|乡|街道|园区|支队|大队|所|站|馆|校|联)$")
# an entry that is told of one body or place and has its name for a title (【青石农村商业银行云岭支行】); work and deeds are none
_OF_ONE = re.compile(
    r"^(?!\d|国家A|.*(?:[属的]|建设|管理|打造|提升|发展|改革|活动|工作|推进|加强|保障|开发|治理|整治|运行|运营|服务(?!中心|站|所|有限)|开展|完成|举办|召开|创建|培育|成立|评选|检查|培训|走访|慰问|获))"
    r"[\u4e00-\u9fffA-Za-z0-9（）·“”•]{4,30}?(?:公司|集团|银行|[支分]行|医院|卫生院|中心|学校|[中小]学|幼儿园|大学|学院|馆|厂|合作社|街道|[镇乡村]|社区|公园|景区|基地|园区?|大桥|水库|广场|协会|学会|商会|联合会|剧院|站|所)(?:（[^（）]{1,20}）)?$"
)
NUMBERED_TITLE = re.compile(r"^(?:第[一二三四五六七八九十百\d]+[编章节篇卷]|[（(]?[一二三四五六七八九十]+[）)、.]|\d+[.、])")
# a sentence; one that runs on is cut at a comma, so that a book on one line costs no more than one in sentences
# an ASCII point between Chinese words is a full stop of typed text; one between figures is none
_POINT = r"\.(?<=[\u4e00-\u9fff”）]\.)(?=[\u4e00-\u9fff\d])"
SENTENCE = re.compile(rf"(?:[^。！？；;\n.]|(?!{_POINT})\.){{1,1200}}(?:[。！？；;]|{_POINT}|$|(?=\n))|[^。！？；;\n]{{1,1200}}(?<=，)|[^。！？；;\n]{{1,1200}}")


_FIGURE = re.compile(r"\d[\u4e00-\u9fff%]")


class Paragraph(msgspec.Struct, frozen=True):
    """A paragraph of prose. `start`–`end` excludes the entry's title."""

    start: int
    end: int
    entry: int  # index of the node that holds it (entry, or the deepest there is)
    body: str  # the body that the section belongs to, full as far as known; "" where the section is the region's
    reported_by: str | None
    year: int | None  # the year the text is about
    kind: str  # kind of the node
    title: str  # title of the entry
    section: str  # title of the section
    subject: str = ""  # the person, place or product that the entry has for its title and tells of; "" where it tells of the body's work
    era: str | None = None  # the years that a report's part speaks of where it is not the book's own: `2022`, `2022/2026`, `2017/2021`
    ahead: int | None = None  # the first of these years where the part tells plans and aims


def paragraphs(book: Book) -> tuple[Paragraph, ...]:
    """The paragraphs of the book's prose, in order; headings, signatures, rows and captions left out.

    Every extractor asks for them, so they are kept with the book, as its own cached properties are.
    """
    kept: tuple[Paragraph, ...] | None = book.__dict__.get("_paragraphs")
    if kept is None:
        kept = book.__dict__["_paragraphs"] = tuple(_paragraphs(book))
    return kept


def _paragraphs(book: Book) -> Iterator[Paragraph]:
    taken: list[tuple[int, int]] = sorted(
        [(t.start, t.end) for t in book.tables]
        + [n.byline_span for n in book.nodes if n.byline_span]
        + [n.title_span for n in book.nodes if n.title_span and n.level in ("part", "section")]
    )
    now = _now(book)
    eras = _eras(book, now)
    skip = {a for a, _ in taken}
    ends = [b for _, b in taken]
    starts = [a for a, _ in taken]
    years = _years(book)
    said: int | None = None  # the year that a line which stands like a title says, in a text that has no year of its own
    at = 0
    text = book.text
    while at <= len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if end > at:
            i = bisect_right(starts, at) - 1
            inside = i >= 0 and ends[i] > at
            if not inside and at not in skip and "\t" not in text[at:end]:
                if book.data_year is None and end - at < 40 and (title := _STANDS_ALONE.fullmatch(text, at, end)):
                    said = year_of_title(title[0]) or (None if _NAMES_A_TEXT.fullmatch(title[0]) else said)
                found = _paragraph(book, at, end, years, eras, now, said)
                if found is not None:
                    yield found
        at = end + 1


_STANDS_ALONE = re.compile(r"[^。；，！？：;]{4,38}(?<![。；，：])")
_NAMES_A_TEXT = re.compile(r"[\u4e00-\u9fff“”]{4,24}(?<!情况)(?<!方面)")


def _paragraph(book: Book, start: int, end: int, years: dict[int, int], eras: dict[int, tuple[int, int]], now: int | None, said: int | None) -> Paragraph | None:
    index = book.entry_at(start)
    if index is None:
        return None
    node = book.nodes[index]
    deepest = book.node_at(start)
    for i in (deepest, index):
        if i is None:
            continue
        span = book.nodes[i].title_span
        if book.nodes[i].level == "subentry" and _FIGURE.search(book.nodes[i].title):
            continue  # a topic sentence that tells a figure is prose too
        if span and span[0] >= start and span[1] <= end and book.nodes[i].level in ("entry", "subentry") and span[0] - start <= 2:
            start = span[1] + (1 if book.text[span[1] : span[1] + 1] in "】〕]。" else 0)
    if start >= end:
        return None
    chain = [*book.ancestors(index), index]
    section = next((book.nodes[i].title for i in reversed(chain) if book.nodes[i].level == "section"), book.nodes[chain[0]].title)
    byline = book.byline_of(index)
    year = next((years[i] for i in reversed(chain) if i in years), book.data_year or (now if node.kind in ("speech", "report") else said))
    body = full_name(NUMBERED_TITLE.sub("", node.title), book.region) if node.level == "entry" and _OF_ONE.match(node.title) else _body(book, section, byline)
    subject = node.title if _tells_of_its_title(book, index) else ""
    told = next((eras[i] for i in reversed(chain if deepest is None else [*book.ancestors(deepest), deepest]) if i in eras), None)
    if told is None or now is None:
        return Paragraph(start, end, index, body, byline, year, node.kind, node.title, section, subject)
    era = f"{told[0]}/{told[1]}" if told[0] != told[1] else str(told[0])
    return Paragraph(start, end, index, body, byline, told[1] if told[0] == told[1] else year, node.kind, node.title, section, subject, era, told[0] if told[0] > now else None)


_YEAR_NAMED = re.compile(r"((?:19|20)\d{2})年")
_OF_A_YEAR = re.compile(r"公报|决算|年报|统计")
_REPORT_OF = re.compile(r"政府工作报告|(?:[一二三四五六七八九十届]+次|代表大)[^，。]{0,12}会议上")  # told at the beginning of a year of the year before


def _years(book: Book) -> dict[int, int]:
    """Years that nodes name in their titles: of a chronicle, of a bulletin or final accounts, and, in a text that has no year of its own, of any."""
    found: dict[int, int] = {}
    for i, node in enumerate(book.nodes):
        if node.kind == "chronicle":
            named = re.match(r"\D{0,20}?((?:19|20)\d{2})年", node.title)
            if named and node.level in ("section", "part"):
                found[i] = int(named[1])
        elif node.kind not in ("speech", "report") and (book.data_year is None or _OF_A_YEAR.search(node.title)):
            said = year_of_title(node.title)
            if said is not None:
                found[i] = said
    return found


def year_of_title(title: str) -> int | None:
    """The one year that a title says its text is about; None where it names none or several, or a time to come."""
    years = _YEAR_NAMED.findall(title)
    if len(years) != 1 or _AHEAD_TITLE.search(title) or re.search(r"(?:19|20)\d{2}(?:年)?[—–～~-]", title):
        return None
    return int(years[0]) - 1 if _REPORT_OF.search(title) else int(years[0])


_LIFE = re.compile(r"生于|出生|原名|乳名|[，、][男女][，、。]|籍贯|[（(](?:19|18|20)\d{2}[—\-～~]|\d{4}年\d{0,2}月?生")
_WHAT_IT_IS = re.compile(r"(?:[^。，；]{2,24}。)?[^。，]{0,14}(?:流传于|[始首]创于|起源于|系[^，。]{0,12}(?:遗产|名录)|品种优良|种植(?:主要)?分布在?|又[称名]|位于|地处|坐落|始建于|[建成创]立于|创[建办]于|建于|产于|占地|因[^，。]{1,12}得名|是[^，。]{0,20}(?:之一|地|品|镇|村|园|馆|桥|寺|庙|塔|步道|景点|景区|特产|小吃|品牌|山|河|洞|湖|企业|公司|树|花|茶|菜|酒))")
_NO_THING = re.compile(r"^(?:\d|国家A)|概况|位置|区划|地貌|地形|地质|气候|水系|水文|资源|人口|交通|沿革|环境|面积|历史|由来|境域|区位|建置|机构|工作|建设|发展|改革|管理|活动|服务$|情况|综述|概述|简介|保障|教育|振兴|运输|卫生|体育|文化$|经济$|[，。：；]|成立|开展|完成")


def _tells_of_its_title(book: Book, index: int) -> bool:
    """Whether an entry tells of the person (a life) or the place or product (what and where it is) that it has for a title."""
    node = book.nodes[index]
    if node.level != "entry" or node.kind == "chronicle" or not 2 <= len(node.title) <= 16 or _NO_THING.search(node.title):
        return False
    text = book.text[node.body[0] : node.body[0] + 120].lstrip("】〕 \n")
    if len(node.title) <= 4 and _LIFE.search(text):
        return True
    return len(node.title) >= 3 and bool(_WHAT_IT_IS.match(text.removeprefix(node.title)))


_PLAN = re.compile(r"“?(?P<n>十[一二三四五六]|[七八九])五”?(?:规划)?(?:时期|期间)")
_PLANS = {"七": 1986, "八": 1991, "九": 1996, "十一": 2006, "十二": 2011, "十三": 2016, "十四": 2021, "十五": 2026, "十六": 2031}


def plan_years(text: str, start: int = 0, end: int | None = None) -> tuple[int, int, int, int] | None:
    """Where a text names the time of a five-year plan (`“十四五”时期`), and its first and last year."""
    end = len(text) if end is None else end
    m = _PLAN.search(text, start, end) if text.find("五", start, end) >= 0 else None
    return (m.start(), m.end(), _PLANS[m["n"]], _PLANS[m["n"]] + 4) if m else None


_MANY = {"三": 3, "五": 5, "十": 10}
_COMING = re.compile(r"(?:今后|未来)(?P<n>[三五十])年")
_GONE = re.compile(r"(?:过去|近|前)(?P<n>[三五十])年(?!及|和|以)|(?P<m>[三五十])年来(?:的)?工作")
_AHEAD_TITLE = re.compile(r"安排|重点(?:工作|任务)|打算|思路|目标|展望|规划")
_AIMS = re.compile(r"(?:主要|预期|奋斗|总体|发展)[^，]{0,6}目标|(?:工作|项目|重点)安排|工作打算|工作思路|下一步")


def _now(book: Book) -> int | None:
    """The year that a report tells of: the book's own, else what the titles of its parts let know (2025年工作回顾; 2026年工作安排)."""
    if book.data_year is not None:
        return book.data_year
    said: list[int] = []
    for node in book.nodes:
        years: list[str] = _YEAR_NAMED.findall(node.title) if node.kind in ("speech", "report") else []
        if len(set(years)) == 1:
            said.append(int(years[0]) - (1 if _AHEAD_TITLE.search(node.title) or _REPORT_OF.search(node.title) else 0))
    return min(said, default=None)


def _eras(book: Book, now: int | None) -> dict[int, tuple[int, int]]:
    """The years that the parts of speeches and reports speak of, where their titles say that it is not the book's own year.

    What follows a part that speaks of the years to come is of these years too, until a title names others (三、2022年工作安排 …).
    """
    found: dict[int, tuple[int, int]] = {}
    if now is None:
        return found
    carried: dict[int, tuple[int, int]] = {}  # parent → the years that its last child spoke of
    for i, node in enumerate(book.nodes):
        if node.kind not in ("speech", "report"):
            continue
        coming, gone = _COMING.search(node.title), _GONE.search(node.title)
        named = [int(y) - (_REPORT_OF.search(node.title) is not None) for y in re.findall(r"(?<!\d)((?:19|20)\d{2})年", node.title)]
        plan = plan_years(node.title)
        whole = node.level == "section" and NUMBERED_TITLE.match(node.title) is None  # a report among others, not a part of one
        if coming:
            told = (now + 1, now + _MANY[coming["n"]])
        elif plan and not named:
            told = (plan[2], plan[3])
        elif gone:
            told = (now - _MANY[gone["n"] or gone["m"]] + 1, now)
        elif named and not whole:
            if named[-1] <= now:
                carried.pop(node.parent, None)
                continue
            told = (named[-1], named[-1])
        elif node.parent in carried and not whole:
            told = carried[node.parent]
        elif _AIMS.search(node.title) and not whole and not any(a in found for a in book.ancestors(i)):
            told = (now + 1, now + 1)
        else:
            continue
        found[i] = told
        if told[0] > now:
            carried[node.parent] = told
    return found


def full_name(short: str, region: str | None) -> str:
    """`区民政局` → `青石区民政局`; names that carry their region already stay."""
    if not region or short.startswith(region):
        return short
    level = region[-1]
    if short.startswith(level) and len(short) > 2:
        return region[:-1] + short
    stem = region[:-1]
    if short.startswith(stem):
        return short
    return short


# who writes for the party committee, the government, the congress and the conference tells of these
_OFFICE = re.compile(r"(?:(?<=[区县市省州旗]委)|(?<=政府)|(?<=政协)|(?<=人大)(?:常委会)?|(?<=人大常委会))办公室$")


_ENDS_A_BODY = re.compile(r"[区县市省州旗镇乡村道局委办院会部社站所馆厂校团联司行速段网]$")
_PERSONS = re.compile(r"[\u4e00-\u9fff]{2,8}(?:[、，\s][\u4e00-\u9fff]{2,8})*")


def _signed_by_persons(byline: str) -> bool:
    """Whether a signature gives names of persons (`王青山 李云`), also where the print has run them together."""
    if not _PERSONS.fullmatch(byline) or _ENDS_A_BODY.search(byline):
        return False
    for word in re.split(r"[、，\s]", byline):
        cuts = [word] if len(word) < 4 else [f"{word[:n]} {word[n:]}" for n in (2, 3) if 2 <= len(word) - n <= 3]
        if not any(all(n[0] in COMMON_SURNAMES and is_name(n) for n in cut.split()) for cut in cuts):
            return False
    return True


def _body(book: Book, section: str, byline: str | None) -> str:
    """The body whose work a section tells: its signature, where no persons signed it, else a section title that names a body."""
    if byline and not _signed_by_persons(byline):
        return _OFFICE.sub("", full_name(re.split(r"[、，\s]", byline)[0], book.region))
    title = NUMBERED_TITLE.sub("", section)
    if _BODY_TITLE.search(title) and len(title) >= 3:
        return full_name(title, book.region)
    return ""
