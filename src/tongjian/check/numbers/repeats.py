"""One figure, one value: an indicator stated twice, a sentence printed twice with another figure (R78, R81, R82)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

import msgspec

from tongjian.check.context import Context
from tongjian.check.finding import Finding, Related, Relation
from tongjian.check.numbers.common import PERCENT, PERSONS, digits, is_change, one_slip, sentences, show
from tongjian.check.numbers.sums import summed
from tongjian.check.registry import Rule, declare, relate
from tongjian.extract.facts import Fact
from tongjian.extract.vocabulary import entries, normalise
from tongjian.language import units
from tongjian.language.quantities import Quantity

SOURCE = "trade rules R78, R81, R82: one figure has one value across the book; the statistical office's figure wins"
declare(
    Rule(
        "NUM201", "同一指标前后数值不一", "one indicator is given two values", "warning", SOURCE,
        ("【综合】2024年，全区粮食播种面积184.27公顷。\n【种植业】2024年，全区粮食播种面积215.60公顷。",),
        ("【综合】2024年，全区粮食播种面积184.27公顷。\n【种植业】2024年，全区粮食播种面积184.3公顷。\n【规划】2025年，全区粮食播种面积计划达到190公顷。",),
        whole_book=True,
    )
)  # fmt: skip
declare(
    Rule(
        "NUM202", "同一指标前后升降相反或幅度不一", "one indicator is given two rates of change", "warning", SOURCE,
        ("【综合】2024年，全区工业增加值76.42亿元，比上年增长17.3%。\n【工业】2024年，全区工业增加值76.42亿元，比上年下降17.3%。",),
        ("【综合】2024年，全区工业增加值76.42亿元，比上年增长17.3%。\n【工业】2024年，全区工业增加值76.4亿元，比上年增长17.3%。",),
        whole_book=True,
    )
)  # fmt: skip
declare(
    Rule(
        "NUM204", "局部的数大于全区（县、市）的数", "a part of the region has more than the whole", "warning", "trade rule R74 (part ≤ whole) across entries",
        ("【人口】2024年，全区户籍人口28.6万人。\n【东山镇】2024年，全镇户籍人口34.5万人。",), ("【人口】2024年，全区户籍人口28.6万人。\n【东山镇】2024年，全镇户籍人口3.45万人。",),
        whole_book=True,
    )
)  # fmt: skip
_BRACKETS = re.compile(r"（[^（）]*）")
# words before a name that say how, when and by whom, not what
_NEUTRAL = (
    r"(?:全面|共(?!同)|累计|先后|已|现(?!代)|还|另|均|约|总(?=投|面|产|量)|年末|年底|全年|年内|当年|其中|全社会|全[省市区县州旗镇乡]|本[省市区县]|[\u4e00-\u9fff]{1,4}(?:[省市县州旗]|(?<![社园小片景地城山街库灾老厂校湾])区)(?![\u4e00-\u9fff]{0,2}(?:级|局|委))|区内|县内|辖区内?|境内|城市"
    r"|实现|完成|达到|开展|组织|举办|新建改建|新建|建成|建设|改建|新增|拥有|共有|现有|设有|有|对(?!外)|为(?!民)|将|在(?!校|职|编|岗)|各类|各级|全部|接待|发放|办理|受理|提供|收到|编发|推进|打造|创建|认定|获得|获批|的|，|、|“)"
)
_LEAD = re.compile(rf"^{_NEUTRAL}+")
_INNER = re.compile(r"作物|总(?=产量|面积|人口|里程)|累计|实现|完成|，|、|的|“|”|\s")
_LOCAL = re.compile(r"(?:镇|乡|街道|社区|村|公司|集团|银行|支行|分行|医院|学校|中学|小学|学院|园区|公园|景区|站|厂|所|馆|院|分局|大队|中队|支队|党组|支部|协会|学会|商会|联合会|项目|工程|片区|小区)(?:（[^（）]*）)?$")
_BODY = re.compile(r"(?:局|委|办|支队|大队|总队|中心|联合会|法院|检察院|协会)$")
_PLACE = re.compile(r"(?:镇|乡|街道|社区|村|片区|园区)$")
_TOWN = re.compile(r"[全该本][镇乡村街厂校院](?![\u4e00-\u9fff]?级)|(?:镇|乡|街道)(?:政府|办事处)?(?:驻地|位于|地处)")
_PARTIES = re.compile(r"^(?:民革|民盟|民建|民进|农工党|致公党|九三学社|台盟|工商联|政协|人大)|党派")
_OWN = re.compile(r"编制|在编|在岗|在职|职工|干部|党员|会员|团员|内设|下设|下辖|科室|支部|平均年龄|办公|占地|总建筑面积|注册资[本金]|营业网点|成员|委员|班子|队员|教职工|学历")
_TURN = re.compile(r"(?:增长|下降|增加|减少|增速|增幅|降幅|提高|上升)+$")
_PLANNED = re.compile(r"计划|预期|目标|安排|规划|预计|力争|左右|以上|上半年|季度|[1-9]月|两年平均|可比")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年")
_PHASE = re.compile(r"(?P<came>新收|受理|收到|立案|接到|登记|接收)|(?P<closed>审结|结案|办结|执结|审执结|办理完毕|化解|调解成功)")
_OVERVIEW = re.compile(r"国民经济|经济社会发展|经济和社会发展|统计公报|综合经济")
_FRESH = re.compile(r"新(?:增|建|认定|签|开|办|成立|引进|登记|招|发|改)|净增|认定|培育|引进|签约|注销|获批|入选|增加|减少")
_SUFFIX = re.compile(r"(?:.*(?:工作|任务|情况)|总?数量?|人数|户数|总量|总额|长度|里程)$")
_OBJECT = re.compile(r"(?:播种|种植|养殖|栽培)?(?:面积|产量|产值|收入|存栏|出栏)$")
_TWICE = re.compile(r"(?:播种|种植)?(?:面积|总数)(?=(?:总)?产量$)")  # `粮食播种面积产量`: the second figure of one clause
_KIND = re.compile(r"城镇|农村|城市|乡村|[男女老]|公办|民办|国有|集体|民营|非|新|市级|国家|省级")  # a kind of the thing, not its place
_MEASURED = re.compile(r"(?:总?面积|资金|金额|总?投资|收入|总?产值|总额|长度|规模|额|量|人数|数量)$")  # what is measured, not of what
_GENERIC = re.compile(r"^(?:收支|支出|总计|合计|结余|结转|上年|营业收入|营收|收入|实际|协议|合同|到位|到位资金|引资额|旅客|货物|周转量|利润|税收|产值|总产值|产量|投资|总投资|面积|建筑面积|项目|活动|会议|培训|检查|宣传|资金|人数|人员|群众|企业|案件|服务|场次|问题|居民|党员|学生|信息|文件|社区|户数|人口|贷款|存款|奖|名)+$")


@relate("NUM201", "NUM202", whole_book=True)
def repeats(context: Context) -> Iterator[Relation]:
    """Figures of one name, scope, unit and year: those that agree, and those that cannot all be right.

    All places of one name are one matter: the value that most places (or the bulletin) give is set against each other value
    once, and what two sentences give differently in several figures is one finding.
    """
    told: set[tuple[int, int]] = set()
    mates: dict[int, set[int]] = defaultdict(set)
    doubts: list[_Pair] = []
    for first, other, likeness in _pairs(context):
        pairs = list(_compare(first, other, likeness))
        if len(pairs) == 2 and all(p.holds for p in pairs):  # amount and change agree: one relation
            pairs = [msgspec.structs.replace(pairs[0], here=f"{pairs[0].here} {pairs[1].here}", there=f"{pairs[0].there} {pairs[1].there}")]
        for pair in pairs:
            if pair.holds:
                if pair.code == "NUM201":
                    mates[pair.fact.start].add(pair.other.start)
                    mates[pair.other.start].add(pair.fact.start)
                told.add((pair.fact.start, pair.other.start))
                yield pair.relation()
            elif pair.confidence:
                doubts.append(pair)
    doubts += [p for p in _bare_rates(context) if not p.holds]
    yield from (p.relation() for p in _bare_rates(context) if p.holds)
    yield from _told(context, doubts, mates)
    yield from _same_figures(context, told)
    doubted = bytearray(len(context.book.text) + 1)  # 1 where a figure is in doubt already
    for f in (f for p in doubts for f in (p.fact, p.other)):
        doubted[f.start : f.end] = b"\1" * (f.end - f.start)
    for r in _slipped(context, bytes(doubted)):
        yield r
        for a, b in ((r.start, r.end), *((x.start, x.end) for x in r.related)):
            doubted[a:b] = b"\1" * (b - a)
    yield from _misread(context, bytes(doubted))


def _bare_rates(context: Context) -> list[_Pair]:
    return context.once(_make_bare_rates)


def _make_bare_rates(context: Context) -> list[_Pair]:
    """Rates of change printed without their amounts (`房地产开发投资下降4.0%`), each against the bulletin's, else the first one's, of its name and year."""
    book = context.book
    groups: dict[tuple[str, str, str], list[Named]] = defaultdict(list)
    for n in named(context):
        name = n.norm or _TURN.sub("", n.core)
        if n.fact.change and len(n.fact.period or "") == 4 and len(name) >= 4 and not _GENERIC.match(name):
            groups[name, n.scope, n.fact.period or ""].append(n)
    made: list[_Pair] = []
    for (name, _, _), group in groups.items():
        first = next((n for n in group if n.kind == "bulletin"), group[0])
        seen: set[tuple[int, str]] = set()
        for n in group:
            alone = "change" in (n.fact.kind, first.fact.kind)
            if n is first or n.entry == first.entry or not alone or (n.entry, n.fact.change or "") in seen:
                continue
            seen.add((n.entry, n.fact.change or ""))
            a, b = Decimal((first.fact.change or "0").lstrip("+")), Decimal((n.fact.change or "0").lstrip("+"))
            places = min(len(x.fact.change.partition(".")[2]) for x in (first, n) if x.fact.change)
            if abs(a - b) <= Decimal(1).scaleb(-places) / 2 + Decimal("0.001"):
                made.append(_Pair("NUM202", f"{name}的增减幅度", f"{n.fact.change}%", f"{first.fact.change}%", True, False, 0.7, 1.0, n.fact, first.fact))
                continue
            early = any(x.kind in ("speech", "report", "chronicle") for x in (first, n))
            words = book.text[slice(*_around(context, n.fact.start))] + book.text[slice(*_around(context, first.fact.start))]
            hedged = _PLANNED.search("".join((*book.path(n.entry), book.nodes[n.entry].title)) + words)
            slipped = one_slip(f"{abs(a)}", f"{abs(b)}") or a == -b
            swapped = sorted(f"{abs(a)}") == sorted(f"{abs(b)}") and len(name) >= 8  # hardly the next layer of the same figure
            if (not early or swapped) and not hedged and not n.scope and (slipped or (n.norm and abs(a - b) <= 3)):
                made.append(_Pair("NUM202", f"{name}的增减幅度", f"{n.fact.change}%", f"{first.fact.change}%", False, False, 0.72 if slipped else 0.62, 1.0, n.fact, first.fact))
    return made


def _around(context: Context, position: int) -> tuple[int, int]:
    """The sentence that holds a position."""
    text = context.book.text
    ends = [e for e in (text.find(c, position) for c in "。\n") if e >= 0]
    return max(text.rfind(c, 0, position) for c in "。\n") + 1, min(ends, default=len(text))


def _told(context: Context, doubts: list[_Pair], mates: dict[int, set[int]]) -> Iterator[Relation]:
    """The doubts as relations, one a name and odd value, joined where two sentences disagree in several figures."""
    names: dict[tuple[str, str], list[_Pair]] = defaultdict(list)
    for p in doubts:
        names[(p.code, p.name)].append(p)
    joined: dict[tuple[int, int], list[_Pair]] = defaultdict(list)
    for group in names.values():
        votes: dict[str, set[int]] = defaultdict(set)
        for p in group:
            votes[p.here] |= {p.fact.start, *mates[p.fact.start]}
            votes[p.there] |= {p.other.start, *mates[p.other.start]}
        official = {p.here for p in group if _official(context, p.fact)} | {p.there for p in group if _official(context, p.other)}
        right = max(votes, key=lambda v: (v in official, len(votes[v]), -min(votes[v])))
        odd: set[str] = set()
        for p in group:
            turned = p if p.there == right else (p.turned() if p.here == right else None)
            if turned is not None and turned.here not in odd:
                odd.add(turned.here)
                joined[_sentence(context, turned.fact.start)].append(turned)
    everywhere: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for p in doubts:
        for shown, f in ((p.here, p.fact), (p.there, p.other)):
            everywhere[p.name].setdefault(shown, (f.start, f.end))
    for pairs in joined.values():
        yield _joined(context, pairs, everywhere)


def _official(context: Context, fact: Fact) -> bool:
    """Whether a figure is the statistical bulletin's."""
    index = context.book.entry_at(fact.start)
    return index is not None and context.book.nodes[index].kind == "bulletin"


_ORDINARY = frozenset("全区 全县 全市 全省 万元 亿元 其中 实现 完成 同比 增长 下降 截至 年底 年末 共有 达到 总计 合计 面积 公顷 平方 万平 方米 累计 全年 年全 区共 个、 人、".split())


def _same_figures(context: Context, told: set[tuple[int, int]]) -> Iterator[Relation]:
    """The same printed figure with enough digits, in two entries, with a word in common: a value that was told twice alike."""
    text = context.book.text
    index: dict[tuple[str, Decimal], list[tuple[Quantity, int, set[str]]]] = defaultdict(list)
    for s in sentences(context):
        for q in s.quantities:
            figures = len(digits(q).strip("0"))
            if figures < 2 or q.unit in PERCENT or not q.unit or q.high is not None or units.dimension(q.unit) == "time":
                continue
            label = re.split(r"[，。；：、\d（]", text[max(s.start, q.start - 16) : q.start])[-1] + "|" + re.split(r"[，。；：、\d（]", text[q.end : q.end + 10])[0]
            words = {label[i : i + 2] for i in range(len(label) - 1)} - _ORDINARY
            earlier = index[(q.base_unit or q.unit, q.amount)]
            for other, entry, known in earlier[:40]:
                if entry != s.entry and len(words & known) >= (1 if figures >= 3 else 2):
                    if (q.start, other.start) not in told:
                        sure = figures >= 3 and len(words & known) >= 3  # else two things may have one number by chance
                        yield Relation("NUM201", f"{q.number}{q.unit}={other.number}{other.unit}", "=" if sure else "~", f"{other.number}{other.unit}", f"{q.number}{q.unit}", "rounding", True, q.start, q.end, (Related(other.start, other.end),))
                    break
            earlier.append((q, s.entry, words))


class _Told(msgspec.Struct, frozen=True):
    """A figure with the words of its clause that name it, and where it stands."""

    q: Quantity
    entry: int
    sentence: int
    early: bool  # of a speech or a report


def _slipped(context: Context, doubted: bytes) -> Iterator[Relation]:
    """Figures under the same words and unit in several entries, of which one is a slip of the pen away from the others.

    The same words may tell of two bodies, so there must be a reason to think of one figure: two other places agree with each
    other, or the two sentences share another figure under the same words. Reports tell an earlier layer, so there only the
    first counts. Figures that are in doubt already (`doubted`) are left alone.
    """
    text = context.book.text
    places: dict[tuple[str, str], list[_Told]] = defaultdict(list)
    mates: dict[int, set[tuple[str, str, Decimal]]] = defaultdict(set)
    for s in sentences(context):
        for q in s.quantities:
            if not q.unit or q.high is not None or units.dimension(q.unit) == "time" or is_change(text, q):
                continue
            printed = re.split(r"[，。；：、\d（）]", text[max(s.start, q.start - 20) : q.start])[-1]
            label = _LEAD.sub("", printed)
            if len(label) >= 4:
                mates[s.start].add((label, q.unit.lstrip("万亿"), q.amount))
                if len(printed) >= 5 and len(digits(q).strip("0")) >= 2:
                    places[label, q.base_unit or q.unit].append(_Told(q, s.entry, s.start, s.kind in ("speech", "report", "chronicle")))
    for group in places.values():
        amounts = Counter(t.q.amount for t in group)
        if not 2 <= len(group) <= 12 or len(amounts) < 2:
            continue
        for odd in group:
            others = [t for t in group if t.entry != odd.entry and t.q.amount != odd.q.amount and _one_off(odd.q, t.q)]
            if not others or amounts[odd.q.amount] > 1:
                continue
            mate = max(others, key=lambda t: amounts[t.q.amount])
            shared = {m for m in mates[odd.sentence] & mates[mate.sentence] if len(show(m[2]).strip("0")) >= 2}
            voted = amounts[mate.q.amount] >= 2 and len(amounts) == 2 and len(digits(mate.q).strip("0")) >= 3
            layered = odd.early and not (voted and any(t.early and t.q.amount == mate.q.amount for t in others))
            if doubted[odd.q.start] or layered or (not voted and mate.early):
                continue
            if not (voted or shared) or (not voted and odd.q.start < mate.q.start):
                continue
            here, there = f"{odd.q.number}{odd.q.unit}", f"{mate.q.number}{mate.q.unit}"
            related = (Related(mate.q.start, mate.q.end),)
            finding = Finding("NUM201", "warning", 0.68, f"同样的话另一处作{there}，此处作{here}", f"the same words give {there} elsewhere", odd.q.start, odd.q.end, related, None, SOURCE, f"{here}={there}", there, here)
            yield Relation("NUM201", f"{here}={there}", "=", there, here, "rounding", False, odd.q.start, odd.q.end, related, finding)


class _Labelled(msgspec.Struct, frozen=True):
    """A figure with the pairs of characters of its label, whose it is, and whether a report tells it."""

    q: Quantity
    words: frozenset[str]
    entry: int
    scope: str
    early: bool
    year: int | None


def _misread(context: Context, doubted: bytes) -> Iterator[Relation]:
    """Two figures of one unit, one scope and nearly one label, of which one is the other misread: two digits swapped, or one wrong in four.

    `城镇新增就业13509人` and `13059人` are one figure; `存款余额95.1亿元` and `35.1亿元` of two banks are two (their scopes differ).
    """
    text, exact = context.text, summed(context)
    scopes: dict[int, str] = {}
    blocks: dict[tuple[str, str], list[_Labelled]] = defaultdict(list)
    for s in sentences(context):
        for q in s.quantities:
            figures = digits(q)
            if not q.unit or len(figures.strip("0")) < 3 or q.high is not None or q.approx or q.unit in PERCENT or units.dimension(q.unit) == "time" or is_change(text, q) or text.find("平均", max(s.start, q.start - 16), q.start) >= 0:
                continue
            label = re.split(r"[，。；：、\d（）]", text[max(s.start, q.start - 16) : q.start])[-1] + "|" + re.split(r"[，。；：、\d（）]", text[q.end : q.end + 10])[0]
            words = frozenset(label[i : i + 2] for i in range(len(label) - 1)) - _ORDINARY
            if len(words) < 3:
                continue
            if s.entry not in scopes:
                node = context.book.nodes[s.entry]
                scopes[s.entry] = _scope(context, s.entry)[0] or (node.id if _TOWN.search(text, node.start, node.end) else "")
            years = _YEAR.findall(text, s.paragraph, q.start)
            told = _Labelled(q, words, s.entry, scopes[s.entry], s.kind in ("speech", "report", "chronicle"), int(years[-1]) if years else s.year)
            blocks[q.unit, "".join(sorted(figures))].append(told)  # swapped
            blocks[q.unit.lstrip("万亿"), f"={q.number}"].append(told)  # 万 for 亿
            blocks[q.unit, f"-{figures}"].append(told)
            for i in range(len(figures)):
                blocks[q.unit, f"{figures[:i]}?{figures[i + 1 :]}"].append(told)  # one wrong
                blocks[q.unit, f"-{figures[:i]}{figures[i + 1 :]}"].append(told)  # one too many
    best: dict[int, tuple[int, _Labelled, _Labelled]] = {}
    for (_, key), block in blocks.items():
        if not 2 <= len(block) <= 30:
            continue
        for j, b in enumerate(block):
            for a in block[:j]:
                if a.q.amount == b.q.amount or a.entry == b.entry or a.scope != b.scope or a.year != b.year or not _misreads(key, a, b):
                    continue
                shared = len(a.words & b.words)
                if doubted[a.q.start] or doubted[b.q.start] or (a.q.start in exact and b.q.start in exact):
                    continue
                if shared > best.get(b.q.start, (0, a, b))[0]:
                    best[b.q.start] = (shared, a, b)
    matters: dict[tuple[str, frozenset[Decimal]], list[tuple[_Labelled, _Labelled]]] = defaultdict(list)
    for _, (_, a, b) in sorted(best.items()):
        matters[a.q.unit or "", frozenset((a.q.amount, b.q.amount))].append((a, b))
    for pairs in matters.values():  # one matter, however often the two figures are printed
        a, b = pairs[0]
        if context.book.nodes[b.entry].kind == "bulletin" or b.q.start in exact:  # told where there is something to mend
            a, b = b, a
        here, there = f"{b.q.number}{b.q.unit}", f"{a.q.number}{a.q.unit}"
        official = next((x.q for pair in pairs for x in pair if context.book.nodes[x.entry].kind == "bulletin"), None)
        sure = any(x.q.start in exact for pair in pairs for x in pair)  # the parts beside a figure may speak against the bulletin
        advice = f"（统计公报作{official.number}{official.unit}，宜从公报）" if official is not None and official.start != b.q.start and not sure else ""
        swapped = sorted(digits(a.q)) == sorted(digits(b.q))
        others = dict.fromkeys((x.q.start, x.q.end) for pair in pairs for x in pair if x.q.start != b.q.start)
        related = tuple(Related(*place) for place in others)
        finding = Finding("NUM201", "warning", 0.78 if swapped else 0.66, f"说法相近的一处作{there}，此处作{here}，只差一笔，疑是同一个数{advice}", f"nearly the same words give {there} elsewhere: one slip apart", b.q.start, b.q.end, related, None, SOURCE, f"{here}={there}", there, here)
        yield Relation("NUM201", f"{here}={there}", "=", there, here, "rounding", False, b.q.start, b.q.end, related, finding)


def _misreads(key: str, a: _Labelled, b: _Labelled) -> bool:
    """Whether two figures that share a key may be one: the less the slip tells, the more of the labels must be the same. `key`: sorted digits, `=` and the print, `?` for the wrong digit, `-` and the shorter."""
    shared, most, figures = len(a.words & b.words), max(len(a.words), len(b.words)), min(len(digits(x.q).strip("0")) for x in (a, b))
    if key[0] == "=":
        return (10 * shared >= 6 * most or (figures >= 4 and shared >= 4 and 10 * shared >= 4 * most)) and max(a.q.amount, b.q.amount) >= 1000 * min(a.q.amount, b.q.amount)
    if shared < 3 or 10 * shared < 6 * most or a.q.unit != b.q.unit or a.q.decimals != b.q.decimals or not one_slip(a.q.number, b.q.number):
        return False
    swapped = sorted(digits(a.q)) == sorted(digits(b.q))
    if a.early != b.early:  # a report tells an earlier layer
        return swapped and figures >= 4
    if swapped:
        return not a.early or figures >= 4
    if key[0] == "-":
        return shared >= 5 and 10 * shared >= 7 * most and len(digits(a.q)) != len(digits(b.q))
    return (figures >= 4 and shared >= 4 and not a.early) or (shared >= 6 and 10 * shared >= 8 * most)


def _one_off(a: Quantity, b: Quantity) -> bool:
    """Whether one slip of the pen makes one printed figure of the other: of its digits, or 万 for 亿."""
    if a.number == b.number:
        return a.unit != b.unit
    return a.unit == b.unit and one_slip(a.number, b.number)


class Named(msgspec.Struct, frozen=True):
    """A fact with what it is compared by."""

    fact: Fact
    core: str  # the name without neutral words
    norm: str | None  # the vocabulary's name
    tail: str | None  # the vocabulary's name that ends the name, behind a place
    bare: bool  # the name says what is measured, not of what
    scope: str  # whose figure: "" for the region, else the body or place
    kind: str  # kind of the node
    entry: int
    plain: bool  # region-wide by the words of its sentence, or by its bulletin
    fresh: bool  # what came newly in the year, not what there is
    part: bool  # behind 其中: a part of another figure
    section: str
    phase: str  # of a case or an application: came in, or was closed
    official: bool  # the bulletin's, or an overview's that reprints it


class _Pair(msgspec.Struct, frozen=True):
    """One figure given twice: `here` and `there` as printed."""

    code: str
    name: str
    here: str
    there: str
    holds: bool
    loose: bool  # the two may be one figure cut to fewer decimals
    confidence: float  # 0: likely two figures, nothing is said
    likeness: float  # of the names
    fact: Fact
    other: Fact

    def turned(self) -> _Pair:
        """The same doubt told from the other place."""
        return msgspec.structs.replace(self, here=self.there, there=self.here, fact=self.other, other=self.fact)

    def relation(self) -> Relation:
        words = f"{self.here}={self.there}"
        return Relation(self.code, words, "=" if self.confidence else "~", self.there, self.here, "rounding", True, self.fact.start, self.fact.end, (Related(self.other.start, self.other.end),))


def _core(indicator: str) -> str:
    """The name of a figure: the last of its joined clauses, without verbs, adverbs and the region."""
    name = indicator.strip("“”")
    nested = re.search(r"（(.*)）$", name)
    if nested:  # `whole（part）`: the part names the figure, unless it is one word (`男性`)
        name = nested[1] if len(nested[1]) >= 4 else name
    last = re.split(r"[，：；]", name)[-1]
    name = last if len(last) >= 3 else name
    return _TWICE.sub("", _INNER.sub("", _LEAD.sub("", re.sub(r"[（）]", "", name))))


def named(context: Context) -> list[Named]:
    return context.once(_make_named)


def _make_named(context: Context) -> list[Named]:
    book = context.book
    made: list[Named] = []
    scopes: dict[int, tuple[str, str]] = {}
    towns: dict[tuple[int, int], bool] = {}
    twins = Counter((*book.path(i), n.title) for i, n in enumerate(book.nodes) if n.level == "entry")
    region = re.compile(r"全[省市区县州旗]|[驻辖][省市区县州旗]区?|辖区|[区县市]内" + (f"|{re.escape(book.region)}" if book.region else ""))
    for fact in context.facts:
        if fact.amount is None or not fact.period or fact.unit is None or fact.status in ("expected", "target") or fact.kind in ("target", "rank"):
            continue
        if "-" in fact.value:
            continue
        index = book.entry_at(fact.start)
        if index is None or "\t" in book.text[max(0, fact.start - 1) : fact.end + 1]:  # a cell: its row and table say what it is
            continue
        core = _core(fact.indicator)
        if index not in scopes:
            scopes[index] = _scope(context, index)
        scope, kind = scopes[index]
        norm = fact.indicator_norm or normalise(core)
        tail = None if norm else next((t for k in range(2, len(core) - 5) for t in [normalise(core[k:])] if t), None)
        bare = bool(_GENERIC.match(core))
        begin = max(book.text.rfind(c, 0, fact.start) for c in "。；\n")
        title = book.nodes[index].title
        about = re.split(r"[是为，的]", fact.subject or "")[0]
        if bare and re.search(r"(?:产业|行业|业)$", about):  # the extractor has made the trade the subject
            core, bare = about + core, False
        elif bare and made and made[-1].fact.start > begin and not made[-1].bare and _OBJECT.search(made[-1].core):
            core = _OBJECT.sub("", made[-1].core) + core  # `粮食播种面积20公顷，产量90吨`
            norm, bare = normalise(core), False
        elif bare and book.nodes[index].level == "entry" and not re.match(r"(?:概[况述]|综述)$|[一二三四五六七八九十]+、", title):
            core = _LEAD.sub("", title) + core
        if norm is None and len(core) < 3:
            continue
        if not scope and twins[(*book.path(index), book.nodes[index].title)] > 1:
            scope = book.nodes[index].id  # sections that the structure does not tell apart
        subject = fact.subject or ""
        own = bool(book.region and subject.startswith(book.region) and _BODY.search(subject))  # a body of the region tells of the region
        if not scope and subject and subject != book.region and not own and not re.search(r"全[省市区县州旗]", fact.indicator) and _LOCAL.search(subject):
            scope = subject
        if not scope:
            paragraph = book.paragraph_at(fact.start)
            if paragraph not in towns:
                towns[paragraph] = _TOWN.search(book.text, *paragraph) is not None
            scope = book.nodes[index].id if towns[paragraph] else ""
        if not scope and _OWN.search(fact.indicator):
            scope = "".join(book.path(index)[-1:])
        plain = kind in ("bulletin", "frontmatter") or bool(region.search(book.text, begin + 1, fact.end))
        fresh = bool(_FRESH.search(fact.indicator) or _FRESH.search(book.text, max(begin + 1, fact.start - 24), fact.start))
        part = book.text.find("其中", begin + 1, fact.start) >= 0
        section = book.path(index)[-1] if book.path(index) else ""
        back = begin if not book.text.startswith("其中", begin + 1) else max(book.text.rfind(c, 0, begin) for c in "。\n")
        told = [m.lastgroup or "" for m in _PHASE.finditer(book.text, back + 1, fact.end)]
        phase = told[-1] if told else ""
        made.append(Named(fact, core, norm, tail, bare, scope, kind, index, plain, fresh, part, section, phase, kind == "bulletin" or bool(_OVERVIEW.search(section))))
    return made


def _scope(context: Context, index: int) -> tuple[str, str]:
    """Whose entry it is: a place, firm or party in its titles, else "" for the region; and the kind of the node."""
    book = context.book
    for title in [book.nodes[index].title, *reversed(book.path(index)[1:])]:
        if _LOCAL.search(title) or _PARTIES.search(title) or re.search(r"(?:公司|银行)", title):
            return title, book.nodes[index].kind
    return "", book.nodes[index].kind


@lru_cache(maxsize=8192)
def _grams(core: str) -> frozenset[str]:
    return frozenset(core[i : i + 2] for i in range(len(core) - 1))


def _pairs(context: Context) -> Iterator[tuple[Named, Named, float]]:
    """Pairs of facts, earlier first, that may be one figure, with the likeness of their names (1: the same)."""
    blocks: dict[tuple[str, str], list[Named]] = defaultdict(list)
    for n in named(context):
        base = "人" if n.fact.base_unit in PERSONS else (n.fact.base_unit or n.fact.unit or "")
        keys = dict.fromkeys(k for k in (n.norm, n.tail) if k)  # in order, so that every run gives the same
        keys |= dict.fromkeys([n.core[i : i + 4] for i in range(len(n.core) - 3)] or [n.core])
        for key in keys:
            blocks[base, key].append(n)
    seen: set[tuple[int, int]] = set()
    for block in blocks.values():
        if len(block) > 60:
            continue
        for j, b in enumerate(block):
            for a in block[:j]:
                if (a.entry == b.entry and _sentence(context, a.fact.start) == _sentence(context, b.fact.start)) or (a.fact.start, b.fact.start) in seen:
                    continue
                seen.add((a.fact.start, b.fact.start))
                likeness = _likeness(a, b)
                if likeness and (a.entry != b.entry or likeness < 1.0):
                    yield a, b, likeness


def _likeness(a: Named, b: Named) -> float:
    """How likely two names name one figure; 0 where they do not."""
    x, y = a.core, b.core
    if a.norm and a.norm == b.norm:
        p, q = _grams(x), _grams(y)
        return 1.0 if x == y or 2 * len(p & q) >= (len(p) + len(q)) / 2 else 0.0
    if a.norm and b.norm:
        return 0.0
    if (a.tail and a.tail == b.norm) or (b.tail and b.tail == a.norm):
        return 0.0 if _KIND.search(x if a.tail else y) else 0.8
    if x == y:
        return 1.0 if len(x) >= 5 or not _GENERIC.match(x) else 0.5
    short, long = sorted((x, y), key=len)
    if len(short) >= 5 and ((long.startswith(short) and _SUFFIX.match(long[len(short) :])) or (long.endswith(short) and not _KIND.search(long[: -len(short)]))):
        return 0.8
    if len(short) >= 5 and (long.startswith(short) or long.endswith(short)):
        return 0.0  # a kind of it
    p, q = _grams(x), _grams(y)
    if _KIND.search("".join(sorted((set(x) ^ set(y)), key=(x + y).index))):
        return 0.0
    dice = 2 * len(p & q) / max(len(p) + len(q), 1)
    return dice if dice >= 0.72 and min(len(x), len(y)) >= 5 else 0.0


def half(fact: Fact) -> Decimal:
    places = len(fact.value.partition(".")[2])
    value = Decimal(fact.value)
    whole = fact.amount is not None and places == 0 and units.dimension(fact.unit) in ("count", "time") and fact.amount == value
    return Decimal(0) if whole else ((fact.amount / value * Decimal(1).scaleb(-places) / 2) if fact.amount and value else Decimal(0))


def _compare(first: Named, other: Named, likeness: float) -> Iterator[_Pair]:
    a, b = first.fact, other.fact
    if a.amount is None or b.amount is None or (a.period or "")[:4] != (b.period or "")[:4]:
        return
    name = other.norm or other.core
    room = half(a) + half(b)
    gap = abs(a.amount - b.amount)
    here, there = f"{b.value}{b.unit or ''}", f"{a.value}{a.unit or ''}"
    alike_scope = first.scope == other.scope
    figures = len(re.sub(r"\D", "", b.value).strip("0"))
    approximate = bool(a.approx or b.approx)
    if gap <= room or (approximate and gap <= b.amount / 10 and likeness >= 0.8):
        if units.dimension(b.unit) != "time" and (figures >= 2 or (likeness == 1.0 and len(other.core) >= 5 and not other.bare)):
            yield _Pair("NUM201", name, here, there, True, False, _sure(first, other, likeness, figures, gap), likeness, b, a)
    elif alike_scope and not approximate:
        sure = 0.0 if _cut(a, b) or _cut(b, a) else _sure(first, other, likeness, figures, gap)
        yield _Pair("NUM201", name, here, there, False, gap <= 2 * room, sure, likeness, b, a)
    if a.change and b.change and alike_scope and (likeness == 1.0 or gap <= room) and "change" not in (a.kind, b.kind):
        ratio = max(a.amount, b.amount) / max(min(a.amount, b.amount), Decimal("0.0001"))
        if ratio > Decimal("1.1") or first.kind in ("speech", "report") or other.kind in ("speech", "report"):
            return
        p, q = Decimal(a.change.lstrip("+")), Decimal(b.change.lstrip("+"))
        places = min(len(a.change.partition(".")[2]), len(b.change.partition(".")[2]))
        holds = abs(p - q) <= Decimal(1).scaleb(-places)
        yield _Pair("NUM202", f"{name}的增减幅度", f"{b.change}%", f"{a.change}%", holds, False, 0.8 if p * q < 0 else 0.7, likeness, b, a)


def _cut(a: Fact, b: Fact) -> bool:
    """Whether `b` prints `a` with fewer figures, rounded or cut (`3.57万户`, `3.5万户`)."""
    if a.amount is None or b.amount is None or not b.amount or len(re.sub(r"\D", "", b.value).strip("0")) >= len(re.sub(r"\D", "", a.value).strip("0")):
        return False
    step = b.amount / Decimal(b.value) * Decimal(1).scaleb(-len(b.value.partition(".")[2]))
    return -step / 2 <= a.amount - b.amount < step


def _sure(first: Named, other: Named, likeness: float, figures: int, gap: Decimal) -> float:
    """Confidence that two figures contradict each other; 0 where it is likelier that they are two figures."""
    a, b = first.fact, other.fact
    if a.amount is None or b.amount is None or not a.amount or not b.amount:
        return 0.0
    if first.kind in ("speech", "report", "chronicle") or other.kind in ("speech", "report", "chronicle") or "change" in (a.kind, b.kind):
        return 0.0  # layers: what was expected or told then is not the final figure
    if ("累计" in a.indicator) != ("累计" in b.indicator) or a.kind == "cumulative" or b.kind == "cumulative" or "standard" in (a.kind, b.kind):
        return 0.0
    if other.norm is None and re.match(r"平均|户均|每", other.core):
        return 0.0  # an average of some field that the words do not name
    months = {f.period[:7] for f in (a, b) if f.period and len(f.period) == 7}
    if len(months) == 2 or "/" in (a.period or "") + (b.period or ""):
        return 0.0
    if first.fresh != other.fresh or "share" in (a.kind, b.kind) or (first.phase and other.phase and first.phase != other.phase):
        return 0.0
    ratio = max(a.amount, b.amount) / min(a.amount, b.amount)
    slipped = a.amount / Decimal(a.value) == b.amount / Decimal(b.value) and one_slip(a.value, b.value) and figures >= 3
    same_digits = re.sub(r"\D", "", a.value).strip("0") == re.sub(r"\D", "", b.value).strip("0")
    if likeness == 1.0 and same_digits and figures >= 3 and ratio >= 10:
        return 0.75  # 万 for 亿, or the point in the wrong place
    counted = units.dimension(a.unit) == "count"
    known = first.norm is not None and first.norm == other.norm
    named = not (first.bare or other.bare) or not known
    both = (first.plain and other.plain) or first.section == other.section or (named and (first.plain or other.plain or known or not counted))
    own = len(_MEASURED.sub("", other.core)) >= (5 if counted and not (first.official or other.official) else 4)
    if likeness == 1.0 and (known or own) and figures >= 2:
        if counted and not known:
            if (first.official or other.official) and (both or likeness == 1.0) and ratio <= Decimal("1.25" if figures >= 3 else "1.1"):
                return 0.6
            close = (figures >= 3 and ratio <= Decimal("1.1")) or ratio <= Decimal("1.02")
            return 0.65 if slipped or close else 0.0
        if not both or (not named and not (first.plain and other.plain)) or (first.part != other.part and ratio > Decimal("1.1")):
            return 0.0
        limit = Decimal(6) if known and not counted and first.core == other.core else Decimal("1.75") if not counted else Decimal("1.5")
        return (0.72 if ratio <= 2 else 0.62) if ratio <= limit else 0.0
    if likeness >= 0.8 and figures >= 2 and (slipped or ratio <= Decimal("1.02")):
        return 0.6
    return 0.0


def _sentence(context: Context, position: int) -> tuple[int, int]:
    text = context.book.text
    start = max(text.rfind(c, 0, position) for c in "。\n")
    return start, context.book.entry_at(position) or 0


def _thousandfold(p: _Pair) -> bool:
    """Whether two figures of one name print the same digits, one of them a thousand times the other and more: 万 was lost or is too much."""
    a, b = p.fact.amount, p.other.amount
    return bool(a and b) and p.fact.value == p.other.value and p.likeness == 1.0 and len(re.sub(r"\D", "", p.fact.value).strip("0")) >= 3 and max(a or 0, b or 0) >= 1000 * min(a or 1, b or 1)


def _beside(context: Context, p: _Pair) -> Iterator[tuple[str, Quantity, Quantity]]:
    """Other figures of the two sentences of a doubt that stand under one label and unit and differ: (label, here, there)."""
    text = context.text
    labelled: list[dict[tuple[str, str], Quantity]] = []
    for f in (p.fact, p.other):
        found: dict[tuple[str, str], Quantity] = {}
        start, end = _around(context, f.start)
        for q in context.quantities_in(start, end):
            label = _LEAD.sub("", re.split(r"[，。；：、\d（）]", text[max(start, q.start - 16) : q.start])[-1])
            if q.unit and q.unit not in PERCENT and len(label) >= 3 and q.high is None and not f.start <= q.start < f.end:
                found.setdefault((label, q.unit), q)
        labelled.append(found)
    for key, here in labelled[0].items():
        there = labelled[1].get(key)
        if there is not None and there.amount != here.amount:
            yield key[0], here, there


def _joined(context: Context, pairs: list[_Pair], everywhere: dict[str, dict[str, tuple[int, int]]]) -> Relation:
    """One finding for all that a sentence gives differently from others, with every other value of the name; a figure known by two names is one."""
    pairs = list({(p.code, p.here, p.there): p for p in reversed(pairs)}.values())[::-1]
    best = max(pairs, key=lambda p: p.confidence)
    start, end = min(p.fact.start for p in pairs), max(p.fact.end for p in pairs)
    places = sorted({(p.other.start, p.other.end) for p in pairs})
    related = tuple(Related(*place) for place in places)
    words = "; ".join(f"{p.here}={p.there}" for p in pairs)
    here, there = "; ".join(p.here for p in pairs), "; ".join(p.there for p in pairs)
    told = "；".join(f"“{p.name}”一处作{p.there}，此处作{p.here}" for p in pairs)
    names = "".join(p.name for p in pairs)
    beside = [x for x in _beside(context, best) if x[0] not in names]
    if beside and len(beside) <= 4:
        told += "；同句" + "、".join(f"“{label}”一处作{there.number}{there.unit}，此处作{here_.number}{here_.unit}" for label, here_, there in beside)
    others = [(shown, place) for p in pairs for shown, place in everywhere[p.name].items() if shown not in (p.here, p.there)]
    if others:
        told += f"；另有作{'、'.join(dict.fromkeys(shown for shown, _ in others))}的"
        places = sorted({*places, *(place for _, place in others)})
        related = tuple(Related(*place) for place in places)
    if any(_official(context, p.other) for p in pairs):
        told += "（另一处是统计公报，宜从公报）"
    loose = all(p.loose for p in pairs)
    scaled = any(_thousandfold(p) for p in pairs)
    finding = Finding(best.code, "info" if loose else "error" if scaled else "warning", 0.4 if loose else 0.9 if scaled else best.confidence, told, "one figure is given two values", start, end, related, None, SOURCE, words, there, here)
    return Relation(best.code, words, "=", there, here, "rounding", False, start, end, related, finding)


@relate("NUM204", whole_book=True)
def larger(context: Context) -> Iterator[Relation]:
    """Figures of towns, firms and sections against the region's figure of the same additive indicator and year."""
    additive = {str(e["name"]) for e in entries() if e.get("additive")}
    wholes: dict[tuple[str, str, str], Named] = {}
    for n in named(context):
        if n.norm in additive and not n.scope and n.plain and not n.part and not n.fact.approx and n.kind not in ("speech", "report") and n.fact.kind not in ("change", "rate", "share", "cumulative"):
            key = (n.norm or "", n.fact.base_unit or "", (n.fact.period or "")[:4])
            if key not in wholes or (n.kind == "bulletin" and wholes[key].kind != "bulletin"):
                wholes[key] = n
    for n in named(context):
        whole = wholes.get((n.norm or "", n.fact.base_unit or "", (n.fact.period or "")[:4]))
        if whole is None or not n.scope or n.entry == whole.entry or n.fact.amount is None or whole.fact.amount is None or n.fact.kind in ("change", "rate", "share", "cumulative"):
            continue
        if not _PLACE.search(n.scope) and n.scope != context.book.nodes[n.entry].id:
            continue  # a firm's figure may be of a wider field than the region
        a, b = n.fact, whole.fact
        holds = n.fact.amount <= whole.fact.amount + half(a) + half(b)
        words = f"{a.value}{a.unit}<={b.value}{b.unit}"
        related = (Related(b.start, b.end),)
        finding = None
        if not holds:
            far = n.fact.amount >= 10 * whole.fact.amount
            finding = Finding(
                "NUM204", "error" if far else "warning", 0.9 if far else 0.7, f"一处的{n.norm}{a.value}{a.unit}大于全域的{b.value}{b.unit}" + ("：疑单位有误" if far else ""), "a part has more than the whole region",
                a.start, a.end, related, None, SOURCE, words, f"{a.value}{a.unit}", f"{b.value}{b.unit}",
            )  # fmt: skip
        yield Relation("NUM204", words, "<=", f"{a.value}{a.unit}", f"{b.value}{b.unit}", "rounding", holds, a.start, a.end, related, finding)
