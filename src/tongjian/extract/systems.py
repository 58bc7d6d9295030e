"""Systems: information systems, platforms, apps, hotlines, registries and automated monitoring, with status, operator and figures."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from typing import Any

import msgspec

from tongjian.book import Book
from tongjian.extract.context import SENTENCE, Paragraph, full_name, paragraphs
from tongjian.extract.registry import extractor
from tongjian.extract.wording import clean_indicator
from tongjian.language import dates, quantities

_NAME = re.compile(r"(?:“[^”\n]{1,30}”|[“\u4e00-\u9fffA-Za-z0-9+•·/%\-（）])*$")
# verbs and particles behind which a name begins, wherever they stand before its head
_VERB = re.compile(
    r"简称|深度应用|健全|印制|发送|新创|用好|获取|围绕|约谈|签约|调试|增设|创建|成功|提供|发展(?=电商|智慧|社区)|优化升级|建立健全|利用|依托|通过|运用|借助|基于|安装了?|搭建起?|建成|建立|开通|推行|启用|上线|接入|纳入|录入|打造|设立|设置|构建|完善|升级|下载|关注|登录|配备|配置|维护|依靠|引入|引进|新增|新编|投用|获评|入选|推广|布设|形成|制作|自制|联合|发挥|提升|实现|实行|实施|推动|推进|加快|"
    r"强化|加强|落实|拓展|采购|开发|研发|启动|完成|开展|持续|积极|督促|指导|要求|称为|命名为|确定|做好|督导|畅通|规范|组织|参加|收看|观看|学习(?!强国|平台|系统|网|通|培训|教育)|报送|发布(?!系统|平台|中心)|采用|上报|更新|汇集|按照|关于|针对|对于|包括|以及|进入|使用|处理|受理|接听|转办|办理(?!系统|平台|中心)|"
    r"反馈|响应|优化|整合至?|加入|共接(?=\d)|改版|整治|清理|出台|制定|印发|召开|处置|推送|运营|获得|从事|核发|提高|筹备|筹建|逐步|接报|共接处|接处|拨打|聘请|组建|支持|鼓励|办结|探索|挂牌|加挂|结合|制造(?=智)|各类|顺利|更换|补足|督查(?!图斑)|自主生成|新建|建设(?!工程|项目)|认证|注册|约有|设有|共有|拥有|对(?![外接象])|及(?!时)|(?<!面)向|在(?![线建册校])|有(?![线限色毒害机])|(?<![信应通专公商军民费])用(?![电水户地])|[将被把由从为与和以是的了等获让]|其中"
)
_LEAD = re.compile(
    r"^(?:提供|改造|全面|全部|全区|全县|全市|全国(?!第)|各类|各级|各|辖区|区内|目前|现|共|约|近|超|已|均|并|还|多个|多种|多家|一批|相关|重点|先后|定期|及时|严格|分别|统一|另|"
    r"[一二三四五六七八九十两]+(?:个|家|套|台|条|项|处|批)|\d[\d.]*万?[余多]?(?:个|家|套|台|条|项|处|批|名|户|座|部|年|件|起)[余多]?|不断|进一步|主动|充分|坚持|深化|探索|创新|首个|首批|大力|、|，|全年)+"
)
# what belongs to a name that another word has ended
_TAIL = re.compile(r"(?:系统|平台|软件|服务平台|监管平台|APP|小程序|机制|网点|接处警|设备)(?!内|性|治理)")
_NUMBERS = {"110": "报警服务", "119": "火警", "120": "急救", "122": "交通事故报警", "12345": "政务服务热线"}
_MEDIA = r"(?:微博|微信|抖音|快手|头条号?|今日头条|视频号|QQ|小红书|B站|“学习强国”)"
_LISTED = re.compile(rf"(?:{_MEDIA}、)*{_MEDIA}等?(?:\d+个)?(?:学习|网络|新媒体|短视频)?平台(?:账号)?")
_PLANNED = re.compile(r"计划|拟(?=建|开发|推)|谋划|规划建设|力争|将(?=建|启动|推|开)|确定.{0,12}建设对象|目标")
_BUILDING = re.compile(r"加快建设|正在建设|在建|推进.{0,24}建设|启动.{0,24}建设|加快推进|试运行|试点建设|有序推进|抓好.{0,20}建设")
_BUILT = re.compile(r"建成|建立|搭建|开通|上线|启用|投用|投入使用|新增|新建|安装|成立|打造|揭牌|创建|开发|研发|形成|自制|设立|布设|获评|完成.{0,24}(?:建设|改造|升级|安装)")


class Figure(msgspec.Struct, frozen=True):
    """A figure told of a system."""

    indicator: str
    value: str
    unit: str | None


class System(msgspec.Struct, frozen=True):
    """One system in one paragraph (machine contract); what `known_as` names is the same system elsewhere."""

    start: int
    end: int
    name: str
    what: str | None
    operator: str | None
    status: str | None
    since: str | None
    figures: tuple[Figure, ...]
    kind: str
    known_as: tuple[str, ...] = ()  # other names that the book has for the same system


@lru_cache(maxsize=1)
def kinds() -> tuple[dict[str, Any], ...]:
    """The records of systems.toml."""
    raw = tomllib.loads(resources.files("tongjian.extract").joinpath("systems.toml").read_text(encoding="utf-8"))
    return tuple(raw["kind"])


class _Kind(msgspec.Struct, frozen=True):
    name: str
    needs: re.Pattern[str] | None
    not_before: re.Pattern[str] | None
    never: re.Pattern[str] | None
    tallied: bool


@lru_cache(maxsize=1)
def _compiled() -> tuple[re.Pattern[str], tuple[_Kind, ...]]:
    """All heads in one pattern, a group a kind; and what each kind needs."""

    def words(raw: str) -> re.Pattern[str] | None:
        return re.compile("|".join(raw.split())) if raw else None

    heads = "|".join(f"(?P<k{n}>{kind['head']})" for n, kind in enumerate(kinds()))
    return re.compile(heads), tuple(_Kind(k["name"], words(k["needs"]), words(k["not_before"]), words(k["never"]), k.get("tallied", False)) for k in kinds())


@extractor("systems")
def systems(book: Book) -> list[System]:
    """The systems of the prose, one record a system and paragraph, in the order of the text."""
    found: list[System] = []
    place: dict[str, int] = {}  # of the paragraph at hand
    for paragraph in paragraphs(book):
        if paragraph.kind in ("namelist", "honours", "docindex", "table", "figure", "frontmatter"):
            continue
        for system in _of_paragraph(book, paragraph):
            alias = _ALIAS.match(book.text, found[-1].end) if found else None
            if alias and system.start < alias.end():
                continue  # （简称“三资平台”）is the system just named
            core = _core(system.name)
            at = next((place[c] for c in place if c == core or _is_short_of(c, core)), None)
            if at is not None and system.start - found[at].start < _SAME_NEWS:
                found[at] = _join(found[at], system)
            else:
                place[core] = len(found)
                found.append(system)
        place.clear()
    return _named_alike(book.text, found)


_ALIAS = re.compile(r"(?:（[^（）]{0,12}）)?（(?:以下)?(?:简称|即|又称|也称)(?:为)?[：:]?“?(?P<short>[^“”（）]{2,24})”?）")
_WHERE = re.compile(r"(?:全国|国家|[\u4e00-\u9fff]{0,6}(?:[省市区县州旗镇乡]|街道|社区|[局委院]))$")  # what a full name has before a short one


def _named_alike(text: str, found: list[System]) -> list[System]:
    """Tells each system under which other names the book speaks of it: a short name given in brackets, the same name in quotation marks, the name without its place."""
    names: dict[str, set[str]] = {}  # core → names as printed
    for system in found:
        names.setdefault(_core(system.name), set()).add(system.name)
    group = {core: core for core in names}

    def root(core: str) -> str:
        while group[core] != core:
            core = group[core]
        return core

    ends: dict[str, list[str]] = {}
    for core in names:
        if len(core) > _LAST:
            ends.setdefault(core[-_LAST:], []).append(core)
    for core in names:
        if "、" in core or len(core) < _LAST:
            continue
        for longer in ends.get(core[-_LAST:], ()):
            if longer != core and longer.endswith(core) and "、" not in longer and _WHERE.fullmatch(longer[: len(longer) - len(core)]):
                group[root(core)] = root(longer)
    for system in found:
        alias = _ALIAS.match(text, system.end)
        short = _core(f"“{alias['short']}”") if alias else ""
        if short in group:
            group[root(short)] = root(_core(system.name))
    alike: dict[str, set[str]] = {}
    for core, printed in names.items():
        alike.setdefault(root(core), set()).update(printed)
    return [
        msgspec.structs.replace(system, known_as=others) if (others := tuple(sorted(alike[root(_core(system.name))] - {system.name}))) else system for system in found
    ]


_LAST = 5  # characters: names that end in so many alike may be one


def _is_short_of(one: str, other: str) -> bool:
    """Whether one name is the other without its first words (`区政务云平台`, `政务云平台`)."""
    short, long = sorted((one, other), key=len)
    return len(short) >= 5 and long.endswith(short)


_SAME_NEWS = 300  # characters: a name that comes back later than this is news of its own


def _core(name: str) -> str:
    """What two names of one system share: the quoted name where there is one (`“青石发布”公众号`, `“青石发布”微信公众号`)."""
    quoted = re.search(r"“([^”]{2,})”", name) if "、" not in name else None
    return quoted[1] if quoted else re.sub(r"[“”‘’（）]", "", name)


def _join(first: System, second: System) -> System:
    figures = tuple(dict.fromkeys((*first.figures, *second.figures)))
    name = second.name if len(second.name) > len(first.name) and _core(first.name) in second.name else first.name
    return msgspec.structs.replace(first, name=name, since=first.since or second.since, figures=figures)


def names_in(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """(start, end, kind) of the systems named in one sentence."""
    pattern, rules = _compiled()
    last = start
    for listed in _LISTED.finditer(text, start, end):
        if "、" in listed[0]:
            last = listed.end()
            yield *listed.span(), "新媒体"
    for items in _ITEMS.finditer(text, last, end) if text.find("等", last, end) > 0 and text.find("、", last, end) > 0 else ():
        if not pattern.search(items["last"]) and sum(bool(pattern.search(item)) for item in items["all"].split("、")) >= 2:
            first = items["all"].index("、")
            last = items.end()
            yield _name_start(text, items.start(), items.start() + first, items.start() + first), items.end("all"), "平台"
    titles = [m.span() for m in _BOOK_TITLE.finditer(text, start, end)] if text.find("《", start, end) >= 0 else []
    found = [m for m in pattern.finditer(text, last, end) if not any(a < m.start() and m.end() < b for a, b in titles)]
    for match, after in zip(found, [*found[1:], None], strict=False):
        if after is not None and _runs_on(text[match.end() : after.start()]):
            continue  # 智慧停车|管理系统: the later word ends the name
        rule = rules[int((match.lastgroup or "k0")[1:])]
        tail = _TAIL.match(text, match.end(), end)
        stop = tail.end() if tail else match.end()
        if stop <= last or (rule.not_before and rule.not_before.match(text, stop)):
            continue
        if rule.name == "网上服务" and last > start and text[match.start() - 1] in "，、" and re.match(r"率?\d", text[stop : stop + 2]):
            continue  # 网上立案3883件: a figure of the system named before
        begin = _name_start(text, max(last, start, match.start() - 60), match.start(), stop)
        if text[begin:stop].count("“") < text[begin:stop].count("”"):
            opening = text.rfind("“", max(start, begin - 30), begin)
            begin = opening if opening >= 0 else begin
        if text[begin:stop].count("“") > text[begin:stop].count("”"):
            closing = _TO_CLOSING.match(text, stop, end)
            stop = closing.end() if closing else stop
        if rule.name == "新媒体" and text[begin - 1 : begin] == "》":
            begin = max(text.rfind("《", last, begin), last)
        if rule.name == "监测监控" and _ESTABLISHMENT.search(text, start, stop) and re.search(r"[站心]$", text[begin:stop]):
            continue  # 下设……、环境监测站: a body
        name = text[begin:stop]
        if rule.name == "数据库" and text[max(begin - 2, start) : begin] in ("入选", "进入", "选入"):
            continue  # who is chosen into a list of experts
        if (rule.needs and not rule.needs.search(name)) or (rule.never and rule.never.search(text, begin, min(stop + 4, end))):
            continue
        if len(name.strip("“”")) < 3 or name in _TOO_PLAIN:
            continue
        last = stop
        yield begin, stop, rule.name


_TO_CLOSING = re.compile(r"[^“”，。；\n]{0,16}”")
_BOOK_TITLE = re.compile(r"《[^》\n]*》")
_ITEM = r"(?:“[^”\n]{1,20}”|[\u4e00-\u9fffA-Za-z0-9·]){2,20}?"
_ITEMS = re.compile(rf"(?P<all>{_ITEM}(?:、{_ITEM})*、(?P<last>{_ITEM}))等[\u4e00-\u9fff]{{0,6}}?(?:平台|系统|软件)")  # A、B、C等学习平台 is one thing used


def _runs_on(between: str) -> bool:
    """Whether the words between two heads are part of one name."""
    return len(between) <= 8 and re.fullmatch(r"”?[\u4e00-\u9fff]*", between) is not None and not _VERB.search(between)


_ESTABLISHMENT = re.compile(r"下设|内设|直属|所属|下辖|管辖")
_TOO_PLAIN = frozenset("交易平台 监管平台 综合服务平台 政务平台 学习平台 新媒体平台 服务平台 公共服务平台 网课平台 信息平台 管理平台 网络平台 信息系统 管理系统 服务系统 业务系统 操作系统 监测点 检测点 监测网络 网络课程 数据库 专家库 人才库 项目库".split())


def _name_start(text: str, lower: int, head: int, stop: int) -> int:
    """Where the name whose head stands at `head` begins: behind the last mark, verb or particle before it."""
    run = _NAME.search(text, lower, head)
    begin = run.start() if run else head
    closed, opened = text.find("）", begin, head), text.find("（", begin, head)
    if closed >= 0 and (opened < 0 or closed < opened):
        begin = closed + 1
    elif opened >= 0 and closed < 0:
        begin = opened + 1
    words = _QUOTED.sub(lambda m: "＃" * len(m[0]), text[begin:stop])  # verbs inside “…” belong to the name
    open_quote = words.find("“", 0, head - begin)
    limit = open_quote if open_quote >= 0 else head - begin
    cuts = [m.end() for m in _VERB.finditer(words) if m.end() <= limit and not _PAIRED.search(words, max(m.start() - 4, 0), m.end())]
    cut = max(cuts, default=0)
    lead = _LEAD.match(words[cut:limit])
    cut += lead.end() if lead else 0
    dated = _DATED.match(words[cut:])
    begin += cut + (dated.end() if dated else 0)
    if _CLASS_WORD.match(text, begin):
        begin = _list_start(text, lower, begin)
    return _without_verb(text, begin, stop)


_DATED = re.compile(r"[\u4e00-\u9fff]{0,8}?(?:19|20)\d{2}年度?(?=[\u4e00-\u9fff]{4})")  # a year before a name is not of the name
_CLASS_WORD = re.compile(r"(?:[\u4e00-\u9fff]{2}化的)|监测预警")


def _list_start(text: str, lower: int, begin: int) -> int:
    """A name's end that is bare and stands in a list goes back to the list's start (`全自动化、智能化的生产线`, `隐患排查、监测预警`)."""
    before = _ITEM_BEFORE.search(text, lower, begin)
    if before is None:
        return begin
    words = before[0]
    cut = max((m.end() for m in _VERB.finditer(words) if m.end() < len(words)), default=0)
    return before.start() + cut


_ITEM_BEFORE = re.compile(r"[\u4e00-\u9fff]{3,14}、$")


def _without_verb(text: str, begin: int, stop: int) -> int:
    """Past the verbs at the head of a name that opens its clause, where a whole name follows them (`签约`, `调试`, `保障`)."""
    if begin and text[begin - 1] not in "，。；：！？\n】":
        return begin
    import rjieba  # late, as in people

    at = begin
    tokens = rjieba.tag(text[begin:stop])
    for (word, tag), (_, following) in pairwise(tokens):
        if tag not in _VERB_TAGS or not following.startswith(_NOUN_TAGS):
            break
        at += len(word)
    return at if stop - at >= _WHOLE else begin


_VERB_TAGS = frozenset({"v", "d", "p", "vd", "c"})
_NOUN_TAGS = ("n", "b", "f", "m", "x", "eng", *_VERB_TAGS)
_WHOLE = 6  # characters: what is left behind a verb is a name of its own


_PAIRED = re.compile(r"(?:[A-Za-z]{2,}|识别|监控|监测|定位|查询|管理|审批|监管)[和及与]$")  # 身份证识别和人脸识别系统 is one system
_QUOTED = re.compile(r"“[^”]*”")


def _of_paragraph(book: Book, paragraph: Paragraph) -> Iterator[System]:
    text = book.text
    operator = full_name(paragraph.body, book.region) or book.region
    for match in SENTENCE.finditer(text, paragraph.start, paragraph.end):
        start, end = match.span()
        for begin, stop, kind, name in _tallied(text, start, _coordinated(text, list(names_in(text, start, end)))):
            left = _clause_start(text, start, begin)
            right = text.find("，", stop, end)
            clause = text[left : right if right >= 0 else end]
            yield System(
                begin,
                stop,
                name,
                _what(text, left, end),
                operator,
                _status(clause) if paragraph.ahead is None or _ALREADY.search(clause) else "planned",
                _since(text, start, stop, end, paragraph.year),
                _figures(text, stop, min(end, stop + _TOLD)),
                kind,
            )


_ALREADY = re.compile(r"依托|利用|运用|用好|发挥|借助")  # a plan may rest on what there is


def _clause_start(text: str, start: int, at: int) -> int:
    return max(text.rfind("，", start, at) + 1, text.rfind("：", start, at) + 1, start)


def _tallied(text: str, start: int, found: list[tuple[int, int, str]]) -> list[tuple[int, int, str, str]]:
    """The names of a sentence, the classes that it counts together (`智能工厂2个、数字化车间5个`) as one record."""
    tallied = {rule.name for rule in _compiled()[1] if rule.tallied}
    rows: list[tuple[int, int, str, str]] = []
    for begin, stop, kind in found:
        name = _name(text, start, begin, stop, kind)
        at = next((n for n, row in enumerate(rows) if row[2] == kind), None) if kind in tallied and len(name) <= _CLASS_NAME else None
        if at is None:
            rows.append((begin, stop, kind, name))
        elif name not in rows[at][3].split("、"):
            rows[at] = (rows[at][0], stop, kind, f"{rows[at][3]}、{name}")
    return rows


_CLASS_NAME = 12  # characters: a longer one is a name of its own
_NOUN_BEHIND = re.compile(r"(?!推送|建设|对象|试点|工作|全覆盖|短板|强力|参与|在|被|为|的|等|是|和|与|开展|发布|平均|上|中|内|获)[\u4e00-\u9fff]{2,8}(?=等?[，。、；和“])")  # `“每日微课”` + `线上培训`
_TOLD = 200  # characters behind a name that its figures stand in
_BETWEEN = re.compile(r"(?:约?\d[\d.]*[万余多]*[\u4e00-\u9fff]{1,2}(?:（[^）]*）)?)?[、和及与]$")
_COUNT = re.compile(r"(?:约|近|超)?\d[\d.]*[万余多]*(?:台|个|部|套|条|家|处|座|辆)余?(?=[、和及与])")


def _coordinated(text: str, found: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Devices and channels that one breath names (`执法记录仪10台、无人机2台`) are one record; names in quotation marks stay apart."""
    joined: list[tuple[int, int, str]] = []
    for begin, stop, kind in found:
        if joined and begin - joined[-1][1] < 16 and "“" not in text[joined[-1][0] : stop] and not _own_names(joined[-1], (begin, stop, kind)) and _BETWEEN.match(text[joined[-1][1] : begin]):
            joined[-1] = (joined[-1][0], stop, joined[-1][2])
        else:
            joined.append((begin, stop, kind))
    return joined


def _own_names(*found: tuple[int, int, str]) -> bool:
    """Whether one of the names is long enough to be a name of its own (`区智慧教育平台、区智慧停车管理平台`)."""
    return any(kind in ("平台", "信息系统", "指挥与数据中心") and stop - begin >= 8 for begin, stop, kind in found)


_OWNER = re.compile(
    r"^(?:.*[、；：])?(?:截至[^，]*|在|对|为|将|全区|全县|全市|组织|推动|督促|指导|其中)?(?:约|近|超)?(?:\d[\d.]*[万余多]*(?:家|个|名|辆|台|户|处|座|所|条)余?)?(?P<owner>[\u4e00-\u9fff“”]{2,16}?(?:企业|单位|机构|公司|工地|部门|[店校院所站局镇村区会社厂户员车辆场家道]|\d+[万余多]*[个处]重点[\u4e00-\u9fff]{2}))(?:均|全部|已|都|全面)?"
    r"(?<!全面)(?<!顺利)(?:纳入|接入|运用|推行|安装了?|实行|使用|启用|配备|采用|推广|落实|增设)$"
)


def _name(text: str, start: int, begin: int, stop: int, kind: str) -> str:
    """The name as the text has it; a plain one with the bodies or places that use it (`客运企业` + `信息化平台`)."""
    left = _clause_start(text, start, begin)
    name = re.sub(r"\d个(?=平台)", "", _COUNT.sub("", text[begin:stop]))
    if name.count("“") != name.count("”"):
        name = name.strip("“”")
    if name.strip("“”") in _NUMBERS:
        return f"“{name.strip('“”')}”{_NUMBERS[name.strip('“”')]}"
    if name.endswith("”"):
        more = _NOUN_BEHIND.match(text, stop)
        name += more[0] if more else ""
    owner = _OWNER.match(text[left:begin]) if len(name) <= 12 and "“" not in name and kind != "网上服务" else None
    if owner and not _VERB.search(owner["owner"]):
        return f"{owner['owner']}{name}"
    return _fuller(text, start, begin, name) if len(name) <= _SHORT else name


_SHORT = 6  # characters: a name this short takes up the fuller noun that its sentence has told already


def _fuller(text: str, start: int, begin: int, name: str) -> str:
    """`管网一张图` behind `排查市政排水管网` is the `市政排水管网一张图`."""
    told = re.search(rf"(?:^|[，、：；的对]|全[区县市镇乡]|完成|开展)(?P<more>[\u4e00-\u9fff]{{2,6}}){re.escape(name[:2])}", text[start:begin])
    return told["more"] + name if told and name.endswith("一张图") and not _VERB.search(told["more"]) else name


def _what(text: str, start: int, end: int) -> str | None:
    return text[start:end].strip("，。；、")[:160] or None


def _status(clause: str) -> str:
    for pattern, status in ((_PLANNED, "planned"), (_BUILDING, "under construction"), (_BUILT, "built")):
        if pattern.search(clause):
            return status
    return "in use"


def _since(text: str, start: int, stop: int, end: int, year: int | None) -> str | None:
    """The date beside a word of opening in the same sentence."""
    if not _BUILT.search(text, start, end):
        return None
    spans = [s for s in dates.find(text, year, start, end) if s.iso and s.words not in ("全年", "年内", "上年", "去年", "当年")]
    return spans[0].iso if spans else None


# what is told of a system: who is in it, who uses it, what goes through it
_OF_A_SYSTEM = re.compile(
    r"(?:共|累计|全年|已|并|现有|有)*(?:注册|用户|粉丝|关注|访问|点击|阅读|浏览|播放|下载|推送|发布|编发|刊发|受理|办理|办结|接听|接到|接入|接访|转办|回复|答复|处理|处置|预警|巡查|上线|入驻|交易|预约|纳入|覆盖|采集|录入|登记|上传|核查|生成|汇集|归集|共享|"
    r"整合|服务|推广|安装|投入|投资|接待|监测|识别|抓拍|查询|缴费|签发|发放|开通|设置|布设|建成|新增|完成|响应|派单|收到|发送|报送|更新|检测|使用率|满意率|办结率|结案率|覆盖率|在线率|准确率)"
)


def _figures(text: str, start: int, end: int) -> tuple[Figure, ...]:
    """The figures behind a name: those of its own clause, and those of the next ones that tell of use (`注册用户3200人，受理860单`)."""
    found: list[Figure] = []
    last = start
    first = text.find("，", start, end)
    first = end if first < 0 else first
    for q in quantities.find(text, start, end):
        clause = re.split(r"[，；：]", text[start : q.start])[-1]
        lead = re.split(r"[，、；：]", text[last : q.start])[-1]
        words = clean_indicator(lead)
        if q.start > first and not _OF_A_SYSTEM.match(clause):
            break  # another matter of the same sentence
        if not words:
            behind = re.match(r"[\u4e00-\u9fff]{2,12}", text[q.end : min(q.end + 12, end)])
            words = behind[0] if behind else ""
        if words:
            found.append(Figure(text[max(start - 4, 0) : start] + words if words == "率" else words, q.number, q.unit))  # 全程网办率99%
        last = q.end
    return tuple(found[:12])
