"""People: name lists, honours, office-holders and mentions in prose, each with post, body, sex and dates as far as the text says."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

import ahocorasick_rs
import msgspec

from tongjian.book import Book
from tongjian.extract import honours, lives
from tongjian.extract.context import SENTENCE, Paragraph, full_name, paragraphs
from tongjian.extract.posts import body_of, is_bare
from tongjian.extract.registry import extractor
from tongjian.language import dates, names

_OFFICES = (
    "总书记 书记 主任委员 主任 局长 区长 县长 市长 省长 州长 旗长 镇长 乡长 街长 村长 部长 主席 主委 会长 理事长 秘书长 院长 校长 园长 所长 站长 队长 支队长 大队长 中队长 科长 处长 厅长 司长 署长 行长 社长 台长 馆长 "
    "厂长 总经理 经理 董事长 总裁 总监 检察长 政委 政治委员 参谋长 司令员 部队长 团长 师长 军长 连长 排长 组长 总编辑 主编 巡视员 调研员 督学 督察长 常委 委员长 总理 国务委员 河长 林长 专员 指挥长 总指挥 干事长 "
    "指挥员 总工程师 总会计师 总经济师 首席专家 支书 董事 监事 理事 领事 大使 秘书 助理 政协委员 人大代表 党代表 代表 委员 一级高级检察官 法定代表人 负责人 主持人 联络员 校监 教导员 指导员"
).split()
_CALLINGS = (
    "教授 院士 博士 研究员 专家 律师 检察官 法官 警官 干警 民警 交警 辅警 教师 老师 医生 医师 护士 护士长 记者 编辑 工程师 工匠 技师 设计师 社员 会员 党员 盟员 团员 成员 队员 消防员 战士 同志 烈士 元帅 将军 英雄 楷模 劳模 劳动模范 "
    "先进个人 志愿者 作家 诗人 画家 书法家 歌手 歌唱家 演员 导演 艺术家 传承人 运动员 残疾人运动员 教练 教练员 选手 冠军 亚军 季军 老红军 弟子 企业家 创始人 创办人 领衔人 带头人 标兵 好人 道德模范 "
    "先生 女士 老人 社工 网格员 讲师 讲解员 宣讲员 辅导员 乡贤 楷模 司机 驾驶员 船长"
).split()
_CROWD = "学生 同学 村民 居民 市民 业主 工人 职工 员工 农民 侨胞 台胞 青年 残疾人 老党员 党员干部".split()  # anybody: only a whole name of three characters behind them is read
_POST_BEFORE = re.compile("(?:" + "|".join(sorted({*_OFFICES, *_CALLINGS, *_CROWD}, key=len, reverse=True)) + r")(?:（[^（）]{1,12}）)?[：:“]?")
_OFFICE_SET = frozenset(_OFFICES)
_OFFICE = re.compile("(?:" + "|".join(sorted(_OFFICES, key=len, reverse=True)) + r")(?:（[^（）]{1,16}）)?$")
_AFTER = re.compile(r"(?:总书记|主席|总理|委员长|副总理|同志|(?:烈士|元帅|将军|先烈)(?:[\u4e00-\u9fff]{0,4}(?:陈列馆|纪念馆|故居|旧居|墓))?|先生|女士|老师|同学|教授|院士|老前辈|(?:故居|旧居)(?:陈列馆|纪念馆)?|纪念馆|(?:职工|名师|劳模|技能大师|工匠|创新|专家)[\u4e00-\u9fff]{0,8}工作室|工作室|(?:先进|英雄|感人)?事迹|家庭)")
_HONOUR = re.compile(r"(?:不再担任|担任|兼任|出任|当选为|(?<![主责现])任|为(?!代表|首|核心|主[的、，]))(?=[^，。；]{0,24}(?:主任|书记|长|主席|主委|委员|代表|理事|监事|董事|经理|行长|负责人))|被[^，。；]{2,20}?(?:评为|授予|评选为|命名为|确定为|聘为|推荐为)|被评为|被评选为|被授予|被命名为|被追授|被表彰|被确定为|被推选为|被聘为|被选为|获评|荣获|获得(?!者)|获颁|获(?![取悉批准知救得])|当选|入选|评为|荣登|荣立|荣膺|夺得|摘得|斩获|勇夺")
_BETWEEN = re.compile(r"(?:等)?(?:\d{1,4}|[一二两三四五六七八九十]{1,3})?(?:位|名|个)?(?:同志|人|家庭|一家|夫妇|先后|双双|分别|均|也|还|成功|光荣|同时|家庭均|在[^，。；]{2,24}|于[^，。；]{2,16}|\d{4}年)*$")
_ELECTED = re.compile(r"(?:选举产生|选举|推选|任命|聘任|聘请|增补|补选|推举|提名|同意|批准|免去|接受|追授|表彰|授予|邀请|特邀|评定|产生|以|由|向)(?:了|以)?")
_ELECTED_AFTER = re.compile(r"(?:（[^（）]{1,8}）)?(?:等?(?:\d+|[一二三四五六七八九十]+)?(?:(?:人|名|位)[^，。；“为任]{0,6})?)?(?:同志|老师|先生|女士|烈士|教授)?(?:分别)?(?:(?P<post>为|任|担任|辞去|兼任|当选)|的|“|同志|家庭|作)")
_STOP = "，。；：！？（）》\n\t"
_LEADING_WORDS = re.compile(
    r"^(?:——.{4,40}(?:上|会议)|均获|均|(?:\d{4}年)?\d{0,2}月?(?:\d{1,2}日)?|得到|邀请|特邀|经|由|在|对|向|与|和|及|以|如|因|将|为|把|被|其中|其|总结|学习|宣传|陪同|聘请|聘任|选举产生|选举|推选|推荐|任命|免去|支持|帮助|慰问|走访|看望|完成|打造|成立|开展|召开|举办|组织|号召|申请追授|申请|追授|授予|同意|批准|接受|受到|获|推进|观看|参观|赴|到|来自|来|现任|原任|现|原|时任|前|新任|先后|分别|聘请了|有(?![关限])|参加|出席|是日|是月|同日|上午|下午|晚|会上|会议由|随后|随|并|还|又|同|的)+"
)
_BODY_END = re.compile(r"公司|集团|银行|[局院所站队馆社村镇乡厂部厅会]|委员会|委(?!员)|政府|中心|学校|大学|学院|中学|小学|协会|联合会|商会|社区|街道|园区|办公室|办(?!事|公)|党校|纪委|工委")
_POST_ONLY = re.compile(r"(?:党组|党委|党工委|党总支|党支部|原|副|常务|代理|代|第一|专职|兼职|一级|二级|三级|四级|高级|首席|机关)*(?:" + "|".join(sorted({*_OFFICES, *_CALLINGS}, key=len, reverse=True)) + r")(?:（[^（）]*）)?")
_WOMAN = re.compile(r"[，（]女[，）、]")
_MAN = re.compile(r"[，（]男[，）、]")
_LEFT = re.compile(r"调离|离任|离职|免职|退休|卸任|不再担任")
_HEAD_CELLS = frozenset({"姓名", "职务", "获奖名称", "颁奖单位", "获奖单位", "序号", "备注", "荣誉称号", "授予单位", "单位", "获奖人", "奖项", "表彰单位", "获奖项目"})


class Person(msgspec.Struct, frozen=True):
    """One person in one place of the book (machine contract). `role` is the post, honour or part in the matter, in the text's words."""

    start: int
    end: int
    name: str
    role: str | None
    org: str | None
    sex: str | None
    status: str  # in office | left office | honour | mention
    from_: str | None = msgspec.field(name="from", default=None)
    to: str | None = None


@extractor("people")
def people(book: Book) -> list[Person]:
    """Persons of the name lists, the honours and the prose, in the order of the text."""
    listed = [*_name_lists(book), *_honours(book)]
    prose = list(paragraphs(book))
    found = [p for paragraph in prose if paragraph.kind in _PROSE for p in _of_paragraph(book, paragraph)]
    told = list(_lives(book))
    lived = {book.entry_at(p.start): p.name for p in told}
    known = {p.name for p in (*listed, *told, *found)}
    found += _known(book, [p for p in prose if p.kind in _PROSE], found, known)
    found = [p for p in found if lived.get(book.entry_at(p.start)) != p.name or p.status == "honour"]  # a life tells its own person's posts
    return sorted(listed + told + found, key=lambda p: (p.start, p.end))


_PROSE = frozenset({"prose", "group", "chronicle", "speech", "report", "bulletin", "frontmatter"})


# -- name lists and honours ------------------------------------------------------------------------------------------
def _rows(book: Book, start: int, end: int) -> Iterator[list[tuple[int, int]]]:
    """The rows of a stretch as spans of their cells."""
    at = start
    while at < end:
        stop = book.text.find("\n", at, end)
        stop = end if stop < 0 else stop
        cells, left = [], at
        for cell in book.text[at:stop].split("\t"):
            cells.append((left, left + len(cell)))
            left += len(cell) + 1
        yield cells
        at = stop + 1


def _name_lists(book: Book) -> Iterator[Person]:
    """Rows `name  post` under a body's entry; `（二）调离` and its like say that the post was left."""
    for index, node in enumerate(book.nodes):
        if node.kind != "namelist" or any(book.nodes[i].kind == "namelist" for i in book.children.get(index, ())):
            continue
        chain = [book.nodes[i].title for i in book.ancestors(index)] + [node.title]
        body = next((book.nodes[i].title for i in [index, *reversed(book.ancestors(index))] if book.nodes[i].level == "entry"), None)
        gone = bool(_LEFT.search(chain[-1]))
        for cells in _rows(book, *node.body):
            if len(cells) < 2:
                continue
            name = book.text[cells[0][0] : cells[0][1]]
            if _POST_FIRST.search(name) and all(names.is_name(_BRACKET.sub("", book.text[a:b]).strip("：:、，")) for a, b in cells[1:]):
                for a, b in cells[1:]:
                    said = _BRACKET.findall(book.text[a:b])
                    held = name.strip("：:") + "".join(words for words in said if re.search(r"[月年任离兼]", words))
                    for role, since, until, left in _acts(held, book.data_year, gone):
                        org = body if body and not _SUNDRY.search(body) else body_of(role)
                        yield Person(a, b, _BRACKET.sub("", book.text[a:b]).strip("：:、，"), role, _full(org, book.region), _sex("".join(said)), "left office" if left else "in office", since, until)
                continue
            if name in _HEAD_CELLS or not (names.is_name(name) or 2 <= len(name) <= 3):
                continue
            post = book.text[cells[1][0] : cells[-1][1]].replace("\t", "")
            for role, since, until, left in _acts(post, book.data_year, gone):
                org = body if body and not _SUNDRY.search(body) and (role in post or not body_of(role)) else body_of(role) or body_of(post)
                yield Person(cells[0][0], cells[-1][1], name, role, _full(org, book.region), _sex(post), "left office" if left else "in office", since, until)


_POST_FIRST = re.compile(r"(书记|主任|长|主席|常委|委员|巡视员|调研员|督导员|经理|董事|理事|监事|主委|代表)[：:]?$")  # 副书记  王明  李国强
_BRACKET = re.compile(r"[（(][^（）()]*[）)]")
_SUNDRY = re.compile(r"其他|其它|有关|相关|部分")  # the head of a list that is no one body's
_DATED = re.compile(r"（(?P<acts>[^（）]*\d{1,2}月[^（）]*|[^（）]*(?:调离|免职|离任|退休|去世)[^（）]*)）")
_ACT = re.compile(
    r"(?:(?P<y>(?:19|20)\d{2})年)?(?P<m>\d{1,2})月(?:\d{1,2}日)?(?:(?:[—–\-～至到])(?:(?P<y2>(?:19|20)\d{2})年)?(?P<m2>\d{1,2})月(?:\d{1,2}日)?)?(?:起|后|以后|开始)*"
    r"(?P<ends>不再(?:担任|兼任|任)|免去|免|调离|调出|离任|离职|退休|辞去|卸任|去世|病逝|逝世|止)?(?:担任|任职|兼任|任|晋升为?|晋|当选为?|到任|就任|调入|主持工作|起)?(?P<post>[^；，]*)"
)


def _acts(post: str, year: int | None, gone: bool) -> list[tuple[str, str | None, str | None, bool]]:
    """The posts of a row, as (post, since, until, whether left): each date goes to the posts that its act names, one that names none to all.

    `区委常委、副区长（11月任常委）` → 区委常委 since November, 副区长 without a date; a post that only an act names is one more.
    """
    held = _DATED.sub("", post).strip("，、 ") or post
    acts = [m for bracket in _DATED.finditer(post) for m in _ACT.finditer(bracket["acts"])]
    roles = [r for r in re.split(r"[、，](?![^（]*）)", held) if r]
    gone = gone or any(_LEFT.search(bracket["acts"]) and not _ACT.search(bracket["acts"]) for bracket in _DATED.finditer(post))
    times: list[tuple[str | None, str | None, bool]] = [(None, None, gone)] * len(roles)
    more: list[tuple[str, str | None, str | None, bool]] = []
    for m in acts:
        since, until = _iso(m["y"], m["m"], year), _iso(m["y2"] or m["y"], m["m2"], year)
        ended = bool(m["ends"])
        if ended:
            since, until = None, until or since
        left = ended or gone or (until is not None and until != f"{year}-12")
        named = [w for w in re.split("[、和]", re.sub("(?:职务?|一职)$", "", m["post"])) if w]
        whom = [_same_post(w, roles) for w in named]
        for word, which in zip(named, whom, strict=True):
            for n in which:
                times[n] = (since or times[n][0], until or times[n][1], left)
            again = next((n for n, one in enumerate(more) if not which and one[0] == word and one[2] == since), None)
            if again is not None:  # held on: 1月至11月任常委、部长，11月至12月任常委
                more[again] = (word, more[again][1], until, left)
            elif not which:
                more.append((word, since, until, left))
        if not named:
            times = [(since or a, until or b, left if ended or until else c) for a, b, c in times]
    if len(set(times)) <= 1:
        return [(held, *(times[0] if times else (None, None, gone))), *more]
    groups: dict[tuple[str | None, str | None, bool], list[str]] = {}
    for role, time in zip(roles, times, strict=True):
        groups.setdefault(time, []).append(role)
    return [*(("、".join(names_), *time) for time, names_ in groups.items()), *more]


def _same_post(word: str, roles: list[str]) -> list[int]:
    """Which of the posts of a row an act's words mean: the same, one that ends in them (`常委` of `区委常委`), or one that they end in."""
    plain = [re.sub(r"（[^）]*）$", "", r) for r in roles]
    return [n for n, r in enumerate(plain) if r == word] or [n for n, r in enumerate(plain) if r.endswith(word) or word.endswith(r)]


def _iso(said: str | None, month: str | None, year: int | None) -> str | None:
    when = said or year
    return f"{when}-{int(month):02d}" if month and when else None


def _sex(words: str) -> str | None:
    return "女" if _WOMAN.search(words) else "男" if _MAN.search(words) else None


def _honours(book: Book) -> Iterator[Person]:
    """The persons of the lists of honours whose head says that they list persons; honour and giver as the list gives them."""
    told = honours.honours(book)
    for node in honours.lists(book):
        heads = [(m.start(), m[0]) for m in _HEAD.finditer(book.text, *node.body)]
        for h in told:
            if h.receiver is None or not node.body[0] <= h.start < node.body[1] or not honours.is_person(h.receiver):
                continue
            if next((word for at, word in reversed(heads) if at <= h.start), None) not in ("姓名", "获奖人"):
                continue
            at = book.text.rfind(h.receiver, node.body[0], h.end)
            at = at if at >= 0 else book.text.find(h.receiver, h.end, node.body[1])
            start, end = (at, h.end) if 0 < h.end - at < 400 else (at, at + len(h.receiver))
            yield Person(start, end, h.receiver, (h.honour or "").strip("，、 ") or None, h.giver, None, "honour")


_HEAD = re.compile(r"^(?:姓名|获奖人|获奖单位|获奖集体|表彰单位|单位|序号)(?=[\t\n])", re.MULTILINE)


def _lives(book: Book) -> Iterator[Person]:
    """The persons whose lives entries tell, and each post of theirs with its time (`1990年2月任青石县委书记`)."""
    for node in lives.lives(book):
        life = book.text[node.body[0] : node.body[0] + 120]
        sex = _sex(life) or ("女" if re.match(r"[^。]{0,30}女", life) else None)
        held = lives.posts(book, node)
        if node.title_span:
            yield Person(*node.title_span, node.title, held[-1].role if held else None, held[-1].body if held else None, sex, "mention")
        for post in held:
            yield Person(post.start, post.end, node.title, post.role[:120], post.body, sex, "in office" if post.now else "left office", post.since, post.until)


# -- prose -----------------------------------------------------------------------------------------------------------
_Hit = tuple[int, int, str | None, str | None, str]  # start, end, role, body, status
_ORDER = {"took office": 0, "in office": 0, "left office": 0, "honour": 1, "mention": 2}


def _of_paragraph(book: Book, paragraph: Paragraph) -> list[Person]:
    found: list[Person] = []
    for match in SENTENCE.finditer(book.text, paragraph.start, paragraph.end):
        for person in _joined(book, paragraph, list(_of_sentence(book.text, *match.span()))):
            last = next((n for n in range(len(found) - 1, max(len(found) - 40, -1), -1) if found[n].name == person.name), None)
            if last is not None and found[last].status == person.status == "in office" and person.start - found[last].end < 120:
                both = "、".join(dict.fromkeys(r for r in (found[last].role, person.role) if r))  # one election, told in two sentences
                found[last] = msgspec.structs.replace(found[last], role=both or None)
            else:
                found.append(person)
    told = [(p.name, p.start) for p in found if p.status != "mention"]
    return [p for p in found if p.status != "mention" or "；" in (p.role or "") or not any(n == p.name and abs(at - p.start) < _SAME_NEWS for n, at in told)]


def _joined(book: Book, paragraph: Paragraph, hits: list[_Hit]) -> list[Person]:
    """One record a person and sentence: what several readings say of the same name is put together."""
    found: list[list[_Hit]] = []
    for hit in sorted(hits, key=lambda h: (h[0], _ORDER[h[4]])):
        name = book.text[hit[0] : hit[1]]
        group = next((g for g in found if book.text[g[0][0] : g[0][1]] == name), None)
        if group is not None:
            group.append(hit)
        elif not any(h[0] < hit[1] and hit[0] < h[1] for g in found for h in g):
            found.append([hit])
    made = [_person(book, paragraph, group) for group in found]
    for n in range(1, len(made)):
        before, one = made[n - 1], made[n]
        if one.role and before.org and one.status == before.status == "in office" and book.text[before.end : one.start] in (f"、{one.role}", f"和{one.role}", f"及{one.role}", f"，{one.role}") and is_bare(one.role) and not body_of(one.role):
            made[n] = msgspec.structs.replace(one, org=before.org)  # 区供销社主任甲、副主任乙
    return made


def _person(book: Book, paragraph: Paragraph, group: list[_Hit]) -> Person:
    start, end = group[0][:2]
    said = sorted((h for h in group if h[2]), key=lambda h: _ORDER[h[4]])
    if said and _ORDER[said[0][4]] < 2:
        said = [h for h in said if _ORDER[h[4]] < 2]
    every = list(dict.fromkeys(h[2] for h in said if h[2]))
    roles = [r for r in every if not any(r != other and r in other for other in every)]
    org = next((h[3] for h in group if h[3]), None)
    status = min((h[4] for h in group), key=lambda s: _ORDER[s])
    aside = re.match(r"（[^）]{1,10}）", book.text[end : end + 12])
    after = aside[0] if aside else book.text[end : end + 3]
    sex = "女" if "女" in after and (aside or after.startswith(("女士", "，女"))) else "男" if (aside and "男" in after) or after.startswith(("先生", "，男")) else None
    own = _own_body([] if status == "honour" else roles, org, paragraph.body)
    told = _told_at(book.text, paragraph, start) if status in ("took office", "left office") else None
    since, until = (told, None) if status == "took office" else (None, told)
    return Person(start, end, book.text[start:end], "；".join(roles)[:120] or None, _full(own, book.region), sex, "in office" if status == "took office" else status, since, until)


def _told_at(text: str, paragraph: Paragraph, at: int) -> str | None:
    """The day or month that a paragraph names last before `at`: when an election or dismissal told there took place."""
    spans = [s.iso for s in dates.find(text, paragraph.year, paragraph.start, at) if s.iso and len(s.iso) >= 7 and not s.point]
    return spans[-1] if spans else None


def _full(body: str | None, region: str | None) -> str | None:
    """A body with its region (`区委` → `青石区委`); a body of a higher level stays as it is printed."""
    if not body:
        return None
    return region[:-1] + body if region and len(body) == 2 and body[0] == region[-1] else full_name(body, region)


_OF_FOUR = re.compile(r"(?<=[省市区县州旗]委|政府|人大|政协)(?:机关|办公室|办)$|(?<=人大常委会)(?:机关|办公室|办)$")  # who signs for one of the four bodies
_HISTORY = re.compile(r"故居|旧居|烈士|先烈|元帅|陈列馆|纪念馆|^(?:主席|总理|委员长|副总理)(?:；|$)|^核心$")


def _own_body(roles: list[str], org: str | None, section: str) -> str | None:
    """The body of a person: what the post names, else what stands before the post, else the section's where the post is bare or none is told."""
    post = next((p for r in roles for p in r.split("；") if _OFFICE.search(p)), None)
    named = body_of(re.sub("职务?$|^(?:辞去|免去)", "", post)) if post else None
    if not org or (named and not named.endswith("政府")):
        org = named or org
    if org or (post and not is_bare(post)):
        return org
    if any(_HISTORY.search(r) for r in roles):
        return None
    return _OF_FOUR.sub("", section) or None


def _of_sentence(text: str, start: int, end: int) -> Iterator[_Hit]:
    """The persons of one sentence by each of the readings: after a post, before an honour, masked, elected, before a word of respect."""
    honours = [(m.start(), m) for m in _HONOUR.finditer(text, start, end)]
    yield from _after_posts(text, start, end, honours)
    yield from _before_honours(text, start, end, honours)
    yield from _elected(text, start, end)
    for m in _AFTER.finditer(text, start, end):
        for a, b in _likely(text, names.names_to(text, max(start, m.start() - 40), m.start())):
            if not (_opens(text, start, a) or (b - a == 3 and names.is_plain_name(text[a:b]))):
                continue
            deed = _deed(text, m.start() if m[0] in _PLAIN_RESPECT else m.end(), end)
            role = deed if m[0] in _PLAIN_RESPECT else "；".join(w for w in (m[0], deed) if w) if m[0] in _RESPECT else m[0]
            site = _SITE.search(text, start, a) if m[0].endswith("居") else None
            yield a, b, f"{_LEADING_WORDS.sub('', site['site'])}（{m[0]}）" if site else role, None, "mention"
    for m in names.MASKED.finditer(text, start, end):
        if m[0][0] in names.SURNAMES:
            yield m.start(), m.end(), _part_in_case(text, start, m.end(), end) or _deed(text, m.end(), end), None, "mention"
    yield from _with_titles(text, start, end)
    yield from _acting(text, start, end)


_CRIME = re.compile(r"(?:以|涉嫌|犯|构成|因)(?P<crime>[\u4e00-\u9fff、]{2,20}罪)")
_SUES = re.compile(r"诉[\u4e00-\u9fff、]{1,24}(?:政府|[局厅部会]|公司|银行|某{1,2}|中心|医院|学校)(?P<cause>[\u4e00-\u9fff]{2,24}?案)")


def _part_in_case(text: str, start: int, at: int, end: int) -> str | None:
    """The part that a masked person has in a case that the sentence tells: 原告 of it, or the one whom the named crime is laid to."""
    suit = _SUES.match(text, at, end)
    if suit:
        return f"原告（{suit['cause']}）"
    crime = _CRIME.search(text, at, end) or _CRIME.search(text, start, at)
    return f"{crime['crime']}涉案人" if crime else None


_TITLED = re.compile(r"“(?P<title>[^“”\n]{1,12}(?:楷模|模范|标兵|好人|工匠|劳模|能手|先锋|旗手|之星|个人|英雄|人物|榜样))”")


def _with_titles(text: str, start: int, end: int) -> Iterator[_Hit]:
    """The names that stand right behind an honour in quotation marks (`“时代楷模”李青山`)."""
    for m in _TITLED.finditer(text, start, end):
        for a, b in _likely(text, names.names_from(text, m.end(), end)):
            yield a, b, m["title"], None, "mention"


def _acting(text: str, start: int, end: int) -> Iterator[_Hit]:
    """Names that the dictionary's model sees at the head of a clause or behind 的, before a verb."""
    at, before = start, ""
    import rjieba  # late: its dictionary takes a quarter of a second, and readers of a library need no segmentation

    tokens = rjieba.tag(text[start:end])
    for n, (word, tag) in enumerate(tokens):
        stop = at + len(word)
        if tag.startswith("nr") and len(word) in (2, 3) and before in ("", "，", "；", "：", "的", "”") and names.is_plain_name(word):
            follow = tokens[n + 1][1] if n + 1 < len(tokens) else "x"
            acts = follow in ("v", "p", "d", "vd") if len(word) == 2 else names.name_end(text, at, end) == stop
            if acts and not _inside_word(text, (at, stop)):
                deed = _deed(text, stop, end)
                yield at, stop, deed, None, "in office" if deed and _ACTING.fullmatch(deed) else "mention"
        at, before = stop, word


_SITE = re.compile(r"(?P<site>[\u4e00-\u9fff]{2,14}?旧?址)（$")
_ACTING = re.compile(r"代理[^，]{0,6}(?:[长任]|书记|主席)")
_PLAIN_RESPECT = frozenset({"同志", "家庭", "事迹", "先进事迹", "英雄事迹", "感人事迹"})
_RESPECT = frozenset({"先生", "女士", "老师", "同学", "教授", "院士", "老前辈", "将军"})


def _likely(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans that read as persons' names here. A list of three and more vouches for those of its members that are words too (`李想`)."""
    good = [(a, b) for a, b in spans if names.is_likely(text[a:b]) and not _inside_word(text, (a, b)) and not _RANK.match(text, b - 1)]
    return spans if len(good) >= 2 and len(spans) - len(good) <= 1 and len(spans) > 2 else good


def _after_posts(text: str, start: int, end: int, honours: list[tuple[int, re.Match[str]]]) -> Iterator[_Hit]:
    for m in _POST_BEFORE.finditer(text, start, end):
        if text[m.end() : m.end() + 1] not in names.SURNAMES and not names.name_end(text, m.end(), end):
            continue
        whole = names.names_from(text, m.end(), end)
        if m[0] in _OFFICE_SET:
            spans = [(a, b) for a, b in whole if names.is_name_of_office(text[a:b]) and not _inside_word(text, (a, b))]
        else:
            spans = [(a, b) for a, b in _likely(text, whole) if b - a > 2 or not m[0].startswith(tuple(_CROWD))]
        if not spans:
            continue
        role, org = _post(text, start, m.end())
        extra = _honour_of(text, whole[-1][1], end, honours)
        office = bool(role and _OFFICE.search(role))
        deed = None if office or extra or not role else _deed(text, whole[-1][1], end)
        leaves = _LEAVES.match(text, whole[-1][1], end) if office else None
        for a, b in spans:
            yield a, b, "；".join(w for w in (role, extra or deed) if w) or None, org, "honour" if extra else "left office" if leaves else "in office" if office else "mention"
        for a, b in _likely(text, names.names_from(text, leaves.end(), end)) if leaves else ():
            follows = _ACTING.match(text, b) or _SUCCEEDS.match(text, b)
            if follows:
                yield a, b, follows[0] if follows[0].startswith("代理") else role, org, "in office"


_SUCCEEDS = re.compile("接任|继任|接替")
_LEAVES = re.compile(r"(?:因[病故公]|同志)?(?:离职|调离|离任|辞职|卸任|去职|免职|病逝|逝世|退休)[^，。；]{0,8}(?:[，；]由?|$|(?=。))")  # 县长甲离职，乙接任


def _before_honours(text: str, start: int, end: int, honours: list[tuple[int, re.Match[str]]]) -> Iterator[_Hit]:
    for at, verb in honours:
        left = max(text.rfind(mark, start, at) for mark in "，。；：\n")
        between = _BETWEEN.search(text, max(left + 1, start, at - 60), at)
        stop = between.start() if between else at
        whole = names.names_to(text, max(start, at - 120), stop)
        spans = _likely(text, whole)
        if spans and _opens(text, start, whole[0][0]):
            role = _honour_words(text, verb, end)
            _, org = _post(text, start, whole[0][0])
            status = "left office" if verb[0] == "不再担任" else "took office" if verb[0].startswith(("当选", "出任")) else "in office" if verb[0].startswith("当选") or (verb[0].endswith(("任", "为")) and verb[0][0] != "被" and verb[0] != "评为") else "honour"
            for a, b in spans:
                yield a, b, role, org, status


def _elected(text: str, start: int, end: int) -> Iterator[_Hit]:
    for m in _ELECTED.finditer(text, start, end):
        whole = names.names_from(text, m.end(), end)
        spans = _likely(text, whole)
        if m[0] in ("以", "向") and len(whole) == 1:
            spans = [(a, b) for a, b in spans if names.is_plain_name(text[a:b])]
        after = _ELECTED_AFTER.match(text, whole[-1][1], end) if spans else None
        if after is None:
            continue
        post = re.match(r"(?:“[^”]{2,30}”|[^，。；（的“]){1,40}", text[after.end() - (after[0][-1:] == "“") : end])
        role = re.sub(r"职务$|的职务$", "", post[0]) if post else None
        if m[0].startswith(("以", "向")) and after["post"] and not (role and (_OFFICE.search(role) or role in ("首", "核心", "代表"))):
            continue
        leaves = after["post"] == "辞去" or m[0].startswith("免去")
        role = re.sub(r"(?:荣誉)?称号.*$", "", role) if role else None
        status = "honour" if m[0].startswith(("授予", "追授", "表彰", "评定")) else "left office" if leaves else "took office" if role and _OFFICE.search(role) else "mention"
        if leaves and role:
            role = f"{after['post'] or '免去'}{role}{'职务' if post and '职务' in post[0] else ''}"
        for a, b in spans:
            yield a, b, role, None, status


def _opens(text: str, start: int, at: int) -> bool:
    """Whether a name may begin at `at`: a clause begins there, or a body or a calling stands before it."""
    return at <= start or text[at - 1] in "，。；：、“”》）（的和与\n" or bool(_BEFORE_NAME.search(text, max(start, at - 4), at))


_BEFORE_NAME = re.compile(r"(?:公司|局|院|校|学|社区|村|中心|部|队|所|站|会|委|办|厂|镇|街道|银行|行|馆|党|科|处|科技)$")


def _inside_word(text: str, span: tuple[int, int]) -> bool:
    """Whether the string goes on as the name of a place or body (`张家村`, `石盘社区`)."""
    return bool(_PLACE_GOES_ON.match(text, span[1]))


_RANK = re.compile(r"[少中上大][将校尉]")  # 陆军少将 is no 陆军少
_PLACE_GOES_ON = re.compile(r"(?:、[\u4e00-\u9fff、]{1,40})?等?\d+个?(?:乡|镇|村|社区|街道)|社区|村|镇|乡|街道|路|桥|河|湾|坝|山|公园|小区|中学|小学|有限|公司|片区|工业|广场|大道|景区|水库|市|县|区(?!委|长|政|法|检|人|调)|省|州|组|族|市场|大桥|立交|项目|集团|品牌|新时代|[\u4e00-\u9fff]{0,4}思想|理论")


def _post(text: str, start: int, end: int) -> tuple[str | None, str | None]:
    """The post words that end at `end` with the posts joined to them by 、, and the body they belong to."""
    at = end
    while at > max(start, end - 60) and (text[at - 1] not in _STOP or (text[at - 1] == "）" and text.find("（", max(start, at - 12), at) > 0)):
        at = text.rfind("（", start, at) if text[at - 1] == "）" else at - 1
        if text[at] == "、" and not _OFFICE.search(text, max(start, at - 20), at):
            at += 1
            break
    words = _LEADING_WORDS.sub("", text[at:end].rstrip("：:“")).strip("、")
    words = words.strip("“”") if words.count("“") != words.count("”") or words[:1] + words[-1:] == "“”" else words
    words = _TAKEN_IN.sub("", words) or words
    words = words[words.rfind("一行") + 2 :].lstrip("和、") if "一行" in words else words
    if len(words) > 14:
        words = _TAKEN_BY.sub("", words) or words
    if len(words) < 2:
        return None, None
    last = words.rfind("、") + 1
    org = next((words[last : m.end()] for m in _BODY_END.finditer(words, last) if m.end() > last + 2 and _POST_ONLY.fullmatch(words, m.end())), None)
    return (words[len(org) :] if org and len(org) > 8 and "、" not in words else words), org


_TAKEN_IN = re.compile(r"^.*(?:时任|现任|原任|曾任|[的还]有|包括|选为|任命为)(?=.{2,})|^兼(?=.{3,})")
_TAKEN_BY = re.compile(r"^.*(?:参加|邀请|表彰|聘请|慰问|接待|会见|陪同|由|在|负责人及|选为|确定为|一行和|一行、|均获)(?=.{2,})")


def _honour_of(text: str, at: int, end: int, honours: list[tuple[int, re.Match[str]]]) -> str | None:
    """The honour that a name at the left of a clause receives in the same clause."""
    stop = min((i for mark in "，；。" if (i := text.find(mark, at, end)) >= 0), default=end)
    for position, verb in honours:
        if at <= position <= stop and position - at <= 40:
            return _honour_words(text, verb, end)
    return None


def _honour_words(text: str, verb: re.Match[str], end: int) -> str | None:
    at = verb.end()
    found = re.match(r"(?:了)?((?:“[^”]*”|《[^》]*》|（[^）]*）|[^，。；“《（])+)", text[at : min(end, at + 120)])
    if not found:
        return None
    words = re.sub(r"(?:荣誉)?(?:称号|表彰|荣誉)$|之一$", "", found[1].strip("、等"))
    words = _OFFICE_OF.sub("", words)
    return words[:60].removeprefix("为") or None


_OFFICE_OF = re.compile(r"(?<=主任|书记|主委|委员|主席|会长|理事|代表|局长|院长|部长)的[\u4e00-\u9fff]{2,20}$")  # 委员的新一届班子: the post is 委员


def _deed(text: str, at: int, end: int) -> str | None:
    """What a person did or what became of them, to the end of the clause."""
    if text[at : at + 1] in "》”）」":
        return None
    found = re.match(r"(?:同志|等(?:\d+|[一二三四五六七八九十]+)?(?:人|名|位)?)?((?:《[^》]*》|“[^”]*”|（\d+[^）]{1,6}）|[^，。；（《“]){2,60})", text[at : min(end, at + 90)])
    words = _PLACE_OF_DEED.sub("", found[1]) if found else ""
    if _NO_DEED.search(words):
        return None
    proposal = _PROPOSAL.match(words)
    if proposal:
        return proposal[0]
    words = _NAMED_FOR.sub(r"\g<what>（冠名）", words)
    words = re.sub(r"等(?:感人|先进|英雄)?事迹.*$|(?<=事迹)[^，]{0,8}\d.*$|(?<=报告会)中.*$|(?<=[\u4e00-\u9fff]{4})《.*$", "", words).strip("、")
    return words if len(words) >= 2 and not words.startswith("为核心") else None


_NO_DEED = re.compile(r"^核心|所[作做]|[作做]的[^，]{0,8}报告|同志")
_PROPOSAL = re.compile(r"关于[^，。]{4,60}?的(?:建议|提案|议案)")
# a school or hall that bears the name: 苏晓晴全民健身中心
_NAMED_FOR = re.compile(r"^(?P<what>[\u4e00-\u9fff]{2,10}?(?:中心|学校|俱乐部|体育馆|图书馆|馆|广场|公园|基金会))(?:、.*|$)")
_PLACE_OF_DEED = re.compile(r"^在[^，。；“]{2,44}?(?:进行|开展|作了?|做了?|举行)(?=[^，。；]{4})|^(?:等?\d+)?[名位](?=“)")


_SAME_NEWS = 120  # characters: a bare mention this close behind a record of the same person adds nothing


def _known(book: Book, prose: list[Paragraph], found: list[Person], known: set[str]) -> list[Person]:
    """Other places where a name stands that the book gives elsewhere with a post, an honour or a word of respect."""
    words = sorted(n for n in known if "某" not in n and names.is_name(n) and names.is_likely(n))
    if not words:
        return []
    finder = ahocorasick_rs.AhoCorasick(words, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    covered = sorted((p.start, p.end) for p in found)
    told: dict[str, list[int]] = {}
    for p in found:
        told.setdefault(p.name, []).append(p.start)
    more: list[Person] = []
    for paragraph in prose:
        said: dict[tuple[int, str], list[_Hit]] = {}
        for which, a, b in finder.find_matches_as_indexes(book.text[paragraph.start : paragraph.end]):
            a, b = a + paragraph.start, b + paragraph.start
            if _covered(covered, a, b) or _inside_word(book.text, (a, b)) or any(0 < a - at < _SAME_NEWS for at in told.get(words[which], ())):
                continue
            if len(words[which]) == 2 and not (names.name_end(book.text, a, paragraph.end) == b and _opens(book.text, paragraph.start, a)):
                continue
            near_end = min(paragraph.end, b + _SAME_NEWS)
            whole = names.names_from(book.text, a, near_end)
            hit = (a, b, _deed(book.text, whole[-1][1] if whole and whole[0][1] == b else b, paragraph.end), None, "mention")
            said.setdefault((paragraph.start, words[which]), []).append(hit)
        more += [_person(book, paragraph, group[:1]) for group in said.values()]
    return more


def _covered(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of the sorted spans overlaps `start`–`end`."""
    i = bisect_left(spans, (start, 0))
    return any(a < end and start < b for a, b in spans[max(i - 2, 0) : i + 2])
