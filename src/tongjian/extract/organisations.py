"""Organisations: bodies, firms, schools and societies that the book names, with their short names and what kind they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import msgspec

from tongjian.book import Book
from tongjian.extract.context import NUMBERED_TITLE, SENTENCE, Paragraph, full_name, paragraphs
from tongjian.extract.registry import extractor
from tongjian.language import dates

# the word a name ends with says what kind of body it is; the first that fits decides
_KINDS: tuple[tuple[str, str], ...] = (
    ("party group", r"(?:民革|民盟|民建|民进|农工党|致公党|九三学社|台盟)[\u4e00-\u9fff]*(?:委员会|委会|[省市区县州旗]委|支社|支部|总支)"),
    ("party", r"(?:中共|中国共产党|共产党)[^，]*委员会|(?:区|县|市|省|州|镇|乡|党|街道)委(?:办公室|办|组织部|宣传部|统战部|政法委|网信办|编办|巡察办|党校|老干部?局|政研室)?|纪委(?:监委)?|党工委|工委|党组|党支部|党总支|党委"),
    ("congress", r"人大(?:常委会|机关)?|人民代表大会(?:常务委员会)?"),
    ("consultative conference", r"政协(?:[\u4e00-\u9fff]*委员会|机关)?|政治协商会议[\u4e00-\u9fff]*委员会"),
    ("court", r"人民法院|法院"),
    ("procuratorate", r"人民检察院|检察院"),
    ("firm", r"(?:有限责任|股份有限|有限|总|分)?公司|集团|(?:工业|商业|农业|建设|农村商业|村镇)?银行|(?:分|支)行|信用社|保险公司|厂|合作社|超市|酒店|宾馆"),
    ("school", r"大学|学院|学校|中学|(?<!中)小学|幼儿园(?:[\u4e00-\u9fff]{2,3}园)?|职教中心|党校|教师进修校"),
    ("hospital", r"医院|卫生院|卫生服务中心|卫生服务站|疾控中心|妇幼保健院"),
    ("party group", r"民革|民盟|民建|民进|农工党|致公党|九三学社|台盟"),
    ("society", r"协会|学会|商会|联合会|研究会|促进会|基金会|工商联|总工会|团[区县市]委|妇联|文联|科协|侨联|台联|残联|红十字会|社科联|志愿者?服务队"),
    ("government", r"人民政府|政府|管委会|局|(?:发展和改革|住房和城乡建设|教育|卫生健康|文化和旅游发展|农业农村|商务|经济和信息化|城乡建设)委员会|委员会|办公室|街道办事处|街道|镇|乡|公社|公安分局|派出所|司法所|支队|大队|总队"),
    ("government", r"(?:国家|中央|省|市|区|县|州|旗)[\u4e00-\u9fff]{0,10}(?:委|办|指挥部)"),
    ("society", r"(?:省|市|区|县|州|旗)[\u4e00-\u9fff]{0,6}(?:联|协|总会|工会)"),
    ("service unit", r"中心|事务所|研究所|研究院|博物馆|图书馆|文化馆|档案馆|美术馆|陈列馆|服务站|监测站|管理所|站|所|馆|社"),
    ("inner unit", r"科|股|室|处|队|组"),
    ("community", r"社区(?:居委会)?|村(?:委会|民委员会)?"),
)
_KIND = tuple((kind, re.compile(f"(?:{pattern})$")) for kind, pattern in _KINDS)
# bodies that prose names: a region or place word, then the body's own words, then an ending that only bodies have
_PROSE = re.compile(
    r"(?:中共|中国共产党)?(?:[\u4e00-\u9fff]{2,6}?(?:省|市|自治区|自治州|区|县|州|旗))?[\u4e00-\u9fffA-Za-z0-9（）·]{1,18}?"
    r"(?:(?:有限责任公司|股份有限公司|有限公司|集团公司)(?:[\u4e00-\u9fff]{2,8}?[分支]公司)?|人民政府|人民法院|人民检察院|委员会|管理局|监督局|公安分局|街道办事处|办公室|协会|联合会|研究会|促进会|(?<!协)商会|基金会|大学|学院|医院|(?<!集)(?<!至)中学(?!习)|(?<!中)小学|幼儿园(?:(?![\u4e00-\u9fff]{0,3}儿园)[\u4e00-\u9fff]{2,3}园(?=[、，。；）和及]))?|博物馆|图书馆|文化馆|支队|大队|管委会)(?![\u4e00-\u9fff]{0,2}(?:主任|书记|院长|校长|局长))"
)
# bodies by their short names: 区民政局, 市残联, 区政务服务中心
_BRIEF = re.compile(
    r"(?:(?<![\u4e00-\u9fff])|(?<=[和与及由向在被经对为获受以的各])|(?<=联合)|(?<=会同)|(?<=协调)|(?<=配合)|(?<=参加)|(?<=依托))"
    r"(?:国家|中央|[全本]?[省市区县州旗镇])(?:(?:(?![被的由与于将把对及])[\u4e00-\u9fff]){1,10}?)?(?:纪委监委|纪委|监委|政协|人大|政府|委会(?![议员])|[委局协]|(?<![举主承协督筹创开兴接交])办|(?<![互关串])联(?![谊系络合席])|管理中心|服务中心|事务中心|康复中心|指挥部|中心|工会|法院|检察院|党校|总会)(?=[、，。；和与及（）]|$|[\u4e00-\u9fff])(?![员公书常中调作助同商议]|组(?!织))"
)
_UNITS = re.compile(r"(?:内设|下设|下辖|设有|设立|直属)(?P<list>(?:[\u4e00-\u9fff（）]{2,16}(?:科|股|室|处|所|队|站|中心|党委|组|办公室)、?){2,})")
_SHORT = re.compile(r"(?P<full>[\u4e00-\u9fffA-Za-z（）]{4,30})[（(](?:以下)?简称[:：]?(?:为)?[“\"]?(?P<short>[^”\"）)，。]{2,16})[”\"]?[）)]")
_CUT = re.compile(
    r".*(?:(?:[局委办院会部所校司团行厂联]|中心|公司|学|府)[和及与、]|以|由|向|在|到|对|为|被|将|从|经|的|是|了|于|把|获|赴|来(?!福)|并|等|各|全(?![面国军])|该|本|我|其|邀请|联合|协助|配合|组织|支持|帮助|推动|协调|成立|设立|建立|组建|设有|下设|内设|下辖|辖|有(?!限)|提高|改称|确定为|设(?=机关)|开工建设|建设(?!银行|委|局|集团)|代表|进行|会同|指导|督促|通过|依托|委托|授权|引进|签约|走访|慰问|"
    r"开展|召开|完成|参加|推荐|报送|印发|撤销|更名为|命名|授予|评为|荣获|获得|获评|入选|新增|关于|根据|按照|加强|推进|前往|位于|隶属|调入|调至|任(?!公司)|改为|合并|划入|区内|辖区|共有|现有|挂牌|加挂|选举产生|听取|审议|充分发挥|发挥|时任|现任|发动|动员|鼓励|引导|涉及|包括|属|系|即|更名|划转|走访|职能|承担|集中|启动|深化|保障|着力|捐赠|建议|挂|还|建成|改建|迁建|新建|扩建|筹建|创建|暂设|距|带队|调研|察看|核销|产生|帮扶|引入|认定|整合|升级|制定|关于|裁定|批准|出台|拓展与|加快|抓好|企业(?=.{4,}公司)|）[和及与]|当年|旗下|参观|察看|打造|晋升|申报成?|助推|讨论|调整|提供给|培育|诉|代理(?=中国)|报告(?=[区市县省])|函(?=[区市县省])|暨|会议(?=.{4,}会)|与(?=.{2,}(?:大学|公司|银行|集团|政府|医院))|委(?=民[革盟建进]|农工党|致公党|九三学社))(?=.{3,})"
)
_NOT_A_BODY = re.compile(r"^(?:领导|大会|常务|各|本|该|全(?![国面])|其他|有关|相关|一|二|三|四|五|六|七|八|九|十|多|几|两|个|名|所|家|人|第|年|月|日|会|组织|专门|基层|社会|民办|公办|村级|街道办)|领导小组办公室$|主任|主席|书记|[区市县省镇]长(?!办)|校长|院长|所有|共有|率|督办|有关|兴办|确定|^[省市区县]级|部委$|常委$|^[省市区县][局办]$|^（|^(?:开发|咨询|管理|投资|科技|基金|保险|贸易|运输|物业|服务|担保|建设|工程|旅游|文化|传媒|环保|实业|控股|国有|平台|上市|民营|融资|小额贷款|汽车|供水|燃气|电力|房地产){1,3}(?:有限|责任|股份|集团)*公司$|\d+[个家所名]|地块|综合性医院$|[市区县]小学$|(?:新建|拟建|在建|配套|优质|公民办|公办|民办|中小|城区|农村|乡镇|行业|各类)(?:小学|中学|幼儿园|学校|大学|医院|卫生院|协会|商会|学会)|^.{0,2}(?:委员会|办公室|学院|大学|医院|中学|小学|大队|支队|协会|商会|管理局|有限公司)$")


# what becomes of bodies; `old` and `new` are runs of characters that hold the names
_BODY = r"[\u4e00-\u9fffA-Za-z（）·]"
_CHANGES = tuple(  # what, the words that every such sentence has, the whole pattern
    (what, re.compile(words), re.compile(pattern))
    for what, words, pattern in (
        ("renamed", "[更改][名称改组制]为", rf"(?P<old>{_BODY}{{3,40}}?)(?:正式)?(?:更名|改名|改称|更改|改组|改制)为(?P<new>{_BODY}{{3,30}})"),
        ("merged", "合并|整合", rf"(?P<old>{_BODY}{{3,40}}(?:、{_BODY}{{3,30}})*?[、和与及]{_BODY}{{3,30}}?)(?:合并|整合)(?:组建|成立|设立|为|到|至|进){{1,2}}(?P<new>{_BODY}{{3,30}})"),
        ("founded", "组建|[成设]立", rf"(?:组建|成立|设立)了?(?P<new>{_BODY}{{4,30}})"),
        ("abolished", "撤销|裁撤", rf"(?:撤销|裁撤)(?P<old>{_BODY}{{4,30}})"),
        ("also named", "[加增]挂", rf"(?P<old>{_BODY}{{3,40}}?)(?:加挂|增挂)(?P<new>{_BODY}{{3,30}}?)(?:的)?牌子"),
    )
)
_FOUNDED_KINDS = frozenset({"government", "service unit", "society", "party", "court", "procuratorate", "school", "hospital", "party group"})


class Change(msgspec.Struct, frozen=True):
    """What became of a body: renamed, merged, founded, abolished, also named; `of` and `into` are the other bodies, `date` as far as told."""

    what: str
    of: tuple[str, ...]
    into: str | None
    date: str | None


class Organisation(msgspec.Struct, frozen=True):
    """One organisation of the book (machine contract), cited at its first mention. `superior`: the body it stands under, where the book says so."""

    start: int
    end: int
    name: str
    short_names: tuple[str, ...]
    kind: str
    superior: str | None = None
    changes: tuple[Change, ...] = ()


@dataclass(slots=True)
class _Draft:
    start: int
    end: int
    kind: str
    short: list[str] = field(default_factory=list)
    superior: str | None = None
    seen: int = 0
    changes: list[Change] = field(default_factory=list)


def kind_of(name: str) -> str | None:
    """What kind of body a name is, by its ending; None where the ending is no body's."""
    return next((kind for kind, pattern in _KIND if pattern.search(name)), None)


@extractor("organisations")
def organisations(book: Book) -> list[Organisation]:
    """The bodies of name lists, signatures, section titles and prose, one record a body, in the order of first mention."""
    drafts: dict[str, _Draft] = {}
    for name, start, end in _of_structure(book):
        _note(drafts, book, name, start, end, seen=9)
    explained: Counter[tuple[str, str]] = Counter()
    for paragraph in paragraphs(book):
        if paragraph.kind in ("namelist", "honours", "docindex", "table", "figure", "frontmatter"):
            continue
        for name, start, end in _of_prose(book, paragraph.start, paragraph.end):
            _note(drafts, book, name, start, end)
        _note_changes(drafts, book, paragraph)
        for m in _SHORT.finditer(book.text, paragraph.start, paragraph.end):
            full = _CUT.sub("", m["full"])
            if kind_of(full) and len(m["short"]) < len(full):
                explained[full, m["short"]] += 1
                _note(drafts, book, full, m.start("full") + len(m["full"]) - len(full), m.end("full"), seen=9)
    owners: dict[str, set[str]] = {}
    for full, short in explained:
        owners.setdefault(short, set()).add(full_name(full, book.region))
    for short, bodies in owners.items():
        for body in bodies:
            draft = drafts.get(body)
            if draft is not None and short not in draft.short:
                draft.short.append(short)
        if len(bodies) == 1:
            _merge(drafts, next(iter(bodies)), full_name(short, book.region))
    found = [Organisation(d.start, d.end, name, tuple(s for s in d.short if s != name), d.kind, d.superior, tuple(dict.fromkeys(d.changes))) for name, d in drafts.items() if d.seen > 1 or len(name) > 5 or d.kind == "inner unit"]
    return sorted(found, key=lambda o: (o.start, o.end))


def _merge(drafts: dict[str, _Draft], body: str, other: str) -> None:
    """What was noted under a body's short name with its region (`青石区养老中心`) goes to the body that it is short for."""
    kept, same = drafts.get(body), drafts.get(other)
    if kept is None or same is None or kept is same:
        return
    del drafts[other]
    kept.short.extend(name for name in (other, *same.short) if name not in kept.short)
    kept.seen += same.seen
    kept.changes.extend(same.changes)
    kept.superior = kept.superior or same.superior
    if same.start < kept.start:
        kept.start, kept.end = same.start, same.end


def _note_changes(drafts: dict[str, _Draft], book: Book, paragraph: Paragraph) -> None:
    """Note the foundings, renamings and mergers that a paragraph tells, at every body they touch."""
    text = book.text
    for sentence in SENTENCE.finditer(text, paragraph.start, paragraph.end):
        start, end = sentence.span()
        for what, words, pattern in _CHANGES:
            for m in pattern.finditer(text, start, end) if words.search(text, start, end) else ():
                groups, several = m.groupdict(), what in ("merged", "abolished")
                old = [n for part in _bodies(groups.get("old") or "", several) if (n := _body_in(part, last=what != "abolished"))]
                new = _body_in(groups["new"], last=False) if groups.get("new") else None
                if (what in ("renamed", "also named") and not (old and new)) or (what == "merged" and not (len(old) > 1 and new)) or not (old or new):
                    continue
                if what == "founded" and (new is None or kind_of(new) not in _FOUNDED_KINDS or _ANY.search(new) or not _OWN_NAME.match(new)):
                    continue
                when = [d.iso for d in dates.find(text, paragraph.year, start, m.start()) if d.iso]
                change = Change(what, tuple(full_name(n, book.region) for n in (old if several else old[-1:])), full_name(new, book.region) if new else None, when[-1] if when else None)
                for name in (*(old if several else old[-1:]), *([new] if new else [])):
                    at = text.find(name, m.start(), m.end())
                    _note(drafts, book, name, at, at + len(name), seen=9)
                    drafts[full_name(name, book.region)].changes.append(change)


_AFTER_BODY = re.compile(r"$|[并的后及和与由于为等在共以时]|作为|负责|统一|加挂|下设|内设|机构|挂牌|揭牌|牌子|开展|完成|承担|召开|简称|（")
_OWN_NAME = re.compile(r"[国省市区县州旗镇乡街社村公][\u4e00-\u9fff（）]{2,}|[\u4e00-\u9fff]{2,}(?:镇|乡|公社|街道)$|.{8,}")  # what a founding must name: 研发中心 could be anybody's
_ANY = re.compile(r"^(?:后|各|机关|小区|社区|[省市区县镇]各)|党?支部$|各镇")


def _bodies(words: str, several: bool) -> list[str]:
    """The stretches of a list that hold one body each; 和 within a name (`文化和旅游局`) parts nothing."""
    if not several:
        return [words]
    found, at = [], 0
    for m in re.finditer("[、和与及]|$", words):
        if kind_of(words[at : m.start()]):
            found.append(words[at : m.start()])
            at = m.end()
    return found


def _body_in(words: str, last: bool) -> str | None:
    """The name of a body that a run of characters ends with (`last`) or begins with; None where there is none."""
    if last:
        name = _CUT.sub("", words)
        return name if 3 <= len(name) <= 30 and kind_of(name) and not _NOT_A_BODY.search(name) else None
    for stop in range(len(words), 2, -1):
        name = words[:stop]
        if _AFTER_BODY.match(words, stop) and kind_of(name) and kind_of(name) != "inner unit" and name.count("（") == name.count("）") and not _NOT_A_BODY.search(name) and not _CUT.match(name):
            return name
    return None


def _of_structure(book: Book) -> Iterator[tuple[str, int, int]]:
    """Bodies that the book's own frame names: entries of the name lists, signatures, section titles."""
    for node in book.nodes:
        if node.title_span and ((node.kind == "namelist" and node.level == "entry") or node.level == "section") and kind_of(node.title) and len(node.title) > 2 and "、" not in node.title:
            name = NUMBERED_TITLE.sub("", node.title)
            yield name, node.title_span[1] - len(name), node.title_span[1]
        if node.byline and node.byline_span:
            for part in re.split(r"[、，\s]", node.byline):
                at = book.text.find(part, *node.byline_span)
                if at >= 0 and kind_of(part) and len(part) > 2:
                    yield part, at, at + len(part)


def _of_prose(book: Book, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    for m in _PROSE.finditer(book.text, start, end):
        whole = _from_word(book.text, m.start(), m[0])
        name = _CUT.sub("", whole)
        if name.count("（") != name.count("）"):
            name = name[max(name.rfind("（"), name.rfind("）")) + 1 :]
        name = _last_of(_without_verbs(name))
        name = re.sub(r"^原(?=.{3,}(?:公司|厂|社|集团|局|委员会)$)", "", name)
        name = re.sub(r"^(?:\d+(?:所|家|名|个|位)?|20\d\d年|[与和及自行])+", "", name)
        at = m.end() - len(name)
        cut_short = book.text[max(at - 1, 0)] == "“" and book.text[m.end() : m.end() + 1] != "”"  # “青石妇女大学法”: the quotation marks hold more
        if 4 <= len(name) <= 30 and not cut_short and not _NOT_A_BODY.search(name) and kind_of(name):
            yield name, at, m.end()
    for m in _BRIEF.finditer(book.text, start, end):
        if (_JOINT.match(m[0]) and _last_of(m[0]) != m[0]) or re.search("[和与][省市区县]", m[0]):
            continue
        if (_inside_a_word(book.text, m.end()) and book.text[m.end() : m.end() + 1] != m[0][-1]) or re.search("(?:委|政府)中心$", m[0]):
            continue  # 区活动协|调会
        if 2 <= len(m[0]) <= 14 and kind_of(m[0]) and not _NOT_A_BODY.search(m[0]):
            yield m[0], *m.span()
    for m in _UNITS.finditer(book.text, start, end):
        at = m.start("list")
        for part in _each(m["list"]):
            if len(part) >= 3 and part.count("（") == part.count("）") and not re.match(r"\d", part):
                yield part, at, at + len(part)
            at += len(part) + 1


def _each(words: str) -> Iterator[str]:
    """The bodies of a list: 、 parts them, and 和 where a body stands on both its sides."""
    for part in words.split("、"):
        joint = _JOINT.match(part)
        if joint and kind_of(joint["one"]) and kind_of(joint["other"]) and len(joint["one"]) > 3:
            yield from (joint["one"], joint["other"])
        else:
            yield part


@lru_cache(maxsize=65536)
def _bounds(words: str) -> frozenset[int]:
    """Where words end in a run of characters, as the dictionary parts it."""
    import rjieba  # late, as in people

    at, found = 0, {0}
    for word, _ in rjieba.tag(words, False):
        at += len(word)
        found.add(at)
    return frozenset(found)


def _inside_a_word(text: str, at: int) -> bool:
    """Whether a place in running text lies within a word (`协|调`)."""
    left = max(at - 4, 0)
    return at - left not in _bounds(text[left : at + 3])


def _from_word(text: str, at: int, name: str) -> str:
    """A run of words from a whole word on: a pattern of limited length may begin within one (`全|国种子协会`, `经|营（集团）有限公司`).

    The word is taken in where nothing stands before it, and left out where more does.
    """
    if at == 0 or not "\u4e00" <= text[at - 1] <= "\u9fff" or not _inside_a_word(text, at):
        return name
    left = max(at - 4, 0)
    bounds = _bounds(text[left : at + 3])
    begins = left + max(b for b in bounds if b < at - left)
    goes = min((b for b in bounds if b > at - left), default=None)
    if begins == 0 or not "\u4e00" <= text[begins - 1] <= "\u9fff" or text[begins - 1] in "为是任系的和与":
        return text[begins:at] + name
    return name if goes is None else name[goes - (at - left) :]


_DOING = frozenset({"v", "vd", "d", "p", "c", "r", "u", "ul", "uj", "zg"})


_JOINT = re.compile(r"^(?P<one>.{2,}?)[和与](?P<other>.{2,})$")


def _last_of(name: str) -> str:
    """The last of two bodies that 和 joins (`区政府和区残联`); one within a name (`发展和改革委员会`) joins none."""
    joint = _JOINT.match(name)
    two = joint and kind_of(joint["other"]) and (kind_of(joint["one"]) or joint["one"].endswith(("机构", "单位", "部门", "企业", "部署")))
    return joint["other"] if joint and two else name


def _without_verbs(name: str) -> str:
    """A name without the verbs that stand before it (`清理规范行业协会` → `行业协会`); a verb of one character may be the name's own."""
    import rjieba  # late, as in people

    cut = 0
    for word, tag in rjieba.tag(name)[:-1]:
        if tag not in _DOING or word in _IN_NAMES or (len(word) == 1 and word not in "受对由按将向"):
            break
        cut += len(word)
    return name[cut:] if len(name) - cut >= 2 else name


_IN_NAMES = frozenset("专卖 稽查 巡逻 巡察 督查 督导 就业 建设 管理 服务 监督 监察 检察 应急 交通 投资 发展 改革 教育 保障 预防 治理 执法 救助 养护 开发 经营 运营 实验 综合 统计 审计 信访 合作 促进 研究 培训 指挥 调解 仲裁 公证 招商 采购 评审 联合 代表 工作 生产 制造 运输 经济 卫生 保健 测绘 勘察 设计 广播 合同 协调 组织 宣传 统战 编制 接待 保密 档案 慈善 救援 救护 控制 防治 检验 检测 监测 登记 交易".split())


def _note(drafts: dict[str, _Draft], book: Book, name: str, start: int, end: int, seen: int = 1) -> None:
    kind = kind_of(name)
    if kind is None:
        return
    full = full_name(name, book.region)
    draft = drafts.setdefault(full, _Draft(start, end, kind))
    draft.seen += seen
    if start < draft.start:
        draft.start, draft.end = start, end
    if name != full and name not in draft.short:
        draft.short.append(name)
