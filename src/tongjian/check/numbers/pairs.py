"""Figures that stand side by side and bound or make each other: stages of one matter, differences, balances, the most and the least (R71, R74)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import msgspec

from tongjian.check.context import Context
from tongjian.check.finding import Finding, Relation
from tongjian.check.numbers.common import NO_COUNT, Sentence, digits, figure, interval, is_change, same_kind, sentences, show, slack, slip
from tongjian.check.registry import Rule, declare, relate
from tongjian.language.quantities import Quantity

SOURCE = "trade rules R71, R74"
declare(
    Rule(
        "NUM103", "后一环节的数大于前一环节", "a later stage has more than the one before it", "warning", SOURCE,
        (
            "全年报送信息61条，被采用216条。", "登记选民17.84万名，参加投票的有175.26万名。", "人口最多的是东山镇，有6152人；人口最少的是西溪镇，有29846人。",
            "抽测28个柚子中，单果重8公斤以上的有31个。",
        ),
        (
            "全年报送信息61条，被采用21条。", "全年受理案件87件，办结90件。", "登记选民17.84万名，参加投票的有15.26万名。", "人口最多的是东山镇，有61527人；人口最少的是西溪镇，有29846人。",
            "抽测32个西瓜中，单果重9公斤以上的有13个，最大的一个达11.5公斤。", "推荐先进集体15个、先进个人26名，其他单位获评先进集体18个。",
        ),
    )
)  # fmt: skip
declare(
    Rule(
        "NUM124", "两数之差与所说的不符", "a difference disagrees with its two figures", "warning", SOURCE,
        ("全年财政支出38420万元，比上一个五年的总支出30185万元还多8335万元。", "人口出生率8.62‰，死亡率6.11‰，自然增长率2.61‰。", "全年进出口总额39.8亿元，出口22.4亿元，进口18.4亿元。"),
        ("全年财政支出38420万元，比上一个五年的总支出30185万元还多8235万元。", "人口出生率8.62‰，死亡率6.11‰，自然增长率2.51‰。", "全年进出口总额39.8亿元，其中出口22.4亿元，进口17.4亿元。", "资产总额6.45亿元，负债5.31亿元，所有者权益1.14亿元。"),
    )
)  # fmt: skip


class _Stage(msgspec.Struct, frozen=True):
    """Two stages of one matter: what the words of the first and of the later figure say. `strict`: the later cannot be more."""

    first: re.Pattern[str]
    later: re.Pattern[str]
    strict: bool


def _stage(first: str, later: str, strict: bool = False) -> _Stage:
    return _Stage(re.compile(first), re.compile(later), strict)


# What was handled in a year may exceed what came in (old cases), and posts may be overfilled: such pairs are tested, not blamed.
_STAGES = (
    _stage(r"(?:报送|上报|编报|提交|撰写|投稿|供稿|推荐|申报)[^，、。；\d]{0,18}$", r"(?:采用|采纳|录用|获评|入选|获批|刊发)[^，。；\d]{0,6}$", True),
    _stage(r"(?:登记选民|应到|应参加)[^，。；\d]{0,6}$", r"(?:参加投票|实到|参加选举)[^，。；\d]{0,4}$", True),
    _stage(r"(?:报考|报名|参考|应聘|参加考试)[^，。；\d]{0,6}$|^[^，。；\d]{0,2}(?:报考|报名|参加考试)", r"(?:录取|录用|上线|及格|考试合格|通过考试)[^，。；\d]{0,4}$", True),
    _stage(r"(?:协议|合同|签约|总)(?:引资|投资|资金|金额|总投资)?额?(?:为|达)?$", r"到位(?:资金)?(?:为|达)?$", True),
    _stage(r"(?:认缴|认购)[^，、。；\d]{0,8}$", r"(?:实缴|实际)[^，。；\d]{0,8}$"),
    _stage(r"(?:全长|总长|总里程|总长度)(?:为|达)?$", r"(?:境|区|县|市|镇)内(?:段)?长?(?:度)?(?:为|达)?$", True),
    _stage(r"(?:总|区划|区域|辖区|幅员|占地|规划)面积(?:为|达)?$", r"(?:耕地|起步区|建成区|绿化|林地|水域)[^，。；\d]{0,6}$", True),
    _stage(r"(?:总|区划|区域|辖区|幅员|占地|规划)面积(?:为|达)?$", r"(?:规划|建筑占地|核心|经济)[^，。；\d]{0,8}面积(?:为|达)?$"),
    _stage(r"(?:受理|收到|收案|接到|接收|新收|立案|登记|收集|征集|申请|接待|接报|发现|查出|查找|排查|摸排|梳理|核查)[^，。；\d]{0,16}$", r"(?:办结|审结|执结|结案|解决|整改|化解|回复|答复|销号|完成|立案|帮扶|处置|处罚|移送|推进)[^，。；\d]{0,8}$"),
    _stage(r"(?:检查|抽查|抽测|抽检|巡查|监测|走访|评选推荐|推荐评选|推荐)[^，。；\d]{0,14}$", r"(?:处罚|查处|查扣|整改|关停|取缔|不合格|责令|立案|获评|获奖|发现)[^，。；\d]{0,10}$"),
    _stage(r"(?:核定|定编|编制)[^，。；\d]{0,4}$", r"(?:实有|在编|在岗|现有|实际在[编岗])[^，。；\d]{0,4}$"),
    _stage(r"(?:建有|建成|建立|设有|拥有|现有|共有|投资额|投入)[^，。；\d]{0,14}$", r"(?:备案|开放|投用|启用|在用|正常运行|到位)[^，。；\d]{0,6}$"),
    _stage(r"(?:计划|任务|应完成|应)[^，。；\d]{0,10}$", r"(?:未完成|欠|短)[^，。；\d]{0,4}$"),
    _stage(r"(?:毕业|在校|应届)[^，。；\d]{0,6}$", r"(?:就业|升学|参与|住校|寄宿)[^，。；\d]{0,6}$"),
)
_MOST, _LEAST = re.compile(r"(?:最多|最大|最高|最长)[^，。；\d]{0,10}(?:，(?:有|为|达))?$"), re.compile(r"(?:最少|最小|最低|最短)[^，。；\d]{0,10}(?:，(?:有|为|达|仅))?$")
_AMONG = re.compile(r"[\u4e00-\u9fff]{0,6}[中里]，")
_THAN = re.compile(r"^，?(?:比|较|与)(?:[^。；\d]|\d{4}年){2,30}$")
_MORE = re.compile(r"^(?:相比)?，?(?:还|又|净)?(?P<way>多|高出?|增加|增长|净增|增收|增支|增|超出?|提高|上升|少|低|减少|减收|减支|下降|降低|减)(?:了)?$")


class _Balance(msgspec.Struct, frozen=True):
    """Three figures of one sentence by their labels: the first is the second and the third together. `strict`: nothing else comes in."""

    whole: re.Pattern[str]
    one: re.Pattern[str]
    other: re.Pattern[str]
    strict: bool
    sure: bool  # the trade's own three words: there is no other reading, however far the figures are apart


def _balance(whole: str, one: str, other: str, strict: bool = True, sure: bool = False) -> _Balance:
    a, b, c = (re.compile(rf"(?:{x})(?:总额|总值|金额|资金|率|人数|数)?(?:为|达|达到|是|约)?$") for x in (whole, one, other))
    return _Balance(a, b, c, strict, sure)


_BALANCES = (
    _balance("资产|资产总计", "负债|负债合计", "所有者权益|净资产"),
    _balance("进出口", "(?<!进)出口", "(?<!出)进口"),
    _balance("(?:人口)?出生(?:人口)?", "(?:人口)?死亡(?:人口)?", "(?:人口)?自然增长(?:人口)?"),
    _balance("原值", "折旧|累计折旧", "净值"),
    _balance("总?收入|总收益", "总?支出", "结余|结存|盈余|收支结余|收支相抵后?结余", strict=False),
    _balance("送审|报审", "审定|核定", "审减|核减", sure=True),
    _balance("应收", "实收", "欠收|未收", sure=True),
    _balance("报名|报考", "实考|参考", "缺考", sure=True),
    _balance("存贷款", "存款余额|各项存款余额|存款", "贷款余额|各项贷款余额|贷款", strict=False),
    _balance("工农业总产值|工农业产值", "工业总产值|工业产值", "农业总产值|农业产值"),
    _balance("常住人口|总人口", "城镇人口|城镇常住人口|非农业人口", "乡村人口|农村人口|农业人口|乡村常住人口"),
)


class _Stock(msgspec.Struct, frozen=True):
    """Four figures by their labels: what was left over, what came in, what was done, what is left."""

    old: re.Pattern[str]
    new: re.Pattern[str]
    done: re.Pattern[str]
    left: re.Pattern[str]


def _stock(old: str, new: str, done: str, left: str) -> _Stock:
    return _Stock(*(re.compile(rf"(?:{x})[^，、。；\d]{{0,8}}$") for x in (old, new, done, left)))


_STOCKS = (
    _stock("旧存|上年结转|上年未结|上年转来", "(?<!共)新收|收案|新受理", "审结|结案|办结|执结", "未结|结存|存案|结转下年|转入下年"),
    _stock("上年结转|上年结余|年初结余|年初结存|上年滚存结余", "本年收入|当年收入", "本年支出|当年支出", "年末结余|年末滚存结余|结转下年|年末结存"),
    _stock("年初存栏", "购入|新增|繁殖", "出栏|死亡", "年末存栏"),
)


@relate("NUM103", "NUM124")
def pairs(context: Context) -> Iterator[Relation]:
    """Stages, extremes, differences and balances, within a sentence."""
    text = context.text
    every = sentences(context)
    for at, s in enumerate(every):
        if "结" in text[s.start : s.end] or "存" in text[s.start : s.end]:
            yield from _stocked(text, [x for x in every[max(0, at - 2) : at + 1] if x.paragraph == s.paragraph])
        if len(s.quantities) < 2:
            continue
        yield from _staged(text, s)
        yield from _extremes(text, s)
        yield from _balanced(text, s)
        for a, b, c in zip(s.quantities, s.quantities[1:], s.quantities[2:], strict=False):
            found = _difference(text, a, b, c)
            if found is not None:
                yield found


def _lead(text: str, s: Sentence, i: int) -> str:
    """The words between a figure and the one before it (or its sentence's start)."""
    return text[max(s.quantities[i - 1].end if i else s.start, s.quantities[i].start - 24) : s.quantities[i].start]


def _staged(text: str, s: Sentence) -> Iterator[Relation]:
    for i, a in enumerate(s.quantities[:-1]):
        if a.unit is None or a.unit in NO_COUNT or a.high is not None or is_change(text, a):
            continue
        for k in range(i + 1, min(i + 3, len(s.quantities))):
            b = s.quantities[k]
            between = text[a.end : b.start]
            if b.base_unit != a.base_unit or b.high is not None or is_change(text, b) or re.search(r"[；。]", between) or between.count("（") > between.count("）") or len(between) > 40:
                continue
            among = _AMONG.match(between) and re.search(r"有$", between)
            stage = next((x for x in _STAGES if x.first.search(_lead(text, s, i)) and x.later.search(_lead(text, s, k))), None)
            if not among and stage is None:
                continue
            found = _at_most(b, a, bool(among or (stage and stage.strict and k == i + 1)))
            if found is not None:
                yield found
                break


def _extremes(text: str, s: Sentence) -> Iterator[Relation]:
    every = list(enumerate(s.quantities))
    for (i, a), (k, b) in (*pairwise(every), *zip(every, every[2:], strict=False)):
        if a.unit is None or a.base_unit != b.base_unit or a.high is not None or b.high is not None:
            continue
        first, second = _lead(text, s, i), _lead(text, s, k)
        threshold = "以上" in (a.approx or "") and _MOST.search(second)  # `9公斤以上的有13个，最大的一个达11.5公斤`
        if k == i + 1 and _MOST.search(first) and _LEAST.search(second):
            small, large = b, a
        elif threshold or (k == i + 1 and _LEAST.search(first) and _MOST.search(second)):
            small, large = (msgspec.structs.replace(a, approx=None) if threshold else a), b
        else:
            continue
        found = _at_most(small, large, True, 0.88)
        if found is not None:
            yield found


def _at_most(small: Quantity, large: Quantity, strict: bool, confidence: float = 0.7) -> Relation | None:
    """`small` is not more than `large`; None where it is and a reading excuses it."""
    start, end = min(small.start, large.start), max(small.end, large.end)
    computed, stated = f"{small.number}{small.unit}", f"{large.number}{large.unit}"
    words = f"{small.number}<={large.number}" if small.unit == large.unit else f"{computed}<={stated}"
    if small.amount <= large.amount or interval(small)[0] <= interval(large)[1]:
        return Relation("NUM103", words, "<=", computed, stated, "0", True, start, end)
    if not strict or small.approx or large.approx:
        return None
    sure = confidence >= 0.85
    finding = Finding("NUM103", "error" if sure else "warning", confidence, f"{computed}不应大于{stated}", f"{computed} should not be more than {stated}", start, end, (), None, SOURCE, words, computed, stated)
    return Relation("NUM103", words, "<=", computed, stated, "0", False, start, end, finding=finding)


def _difference(text: str, a: Quantity, b: Quantity, c: Quantity) -> Relation | None:
    """`a，比…b还多c`: the first less the second is the third."""
    if not (same_kind(a, b) and same_kind(b, c)) or a.unit in NO_COUNT or any(q.high is not None or q.approx for q in (a, b, c)):
        return None
    way = _MORE.match(text[b.end : c.start])
    if not way or not _THAN.match(text[a.end : b.start]):
        return None
    more = way["way"][0] in "多高增净超提上"
    first, second = (a, b) if more else (b, a)
    return _subtracted(first, second, c, True)


def _balanced(text: str, s: Sentence) -> Iterator[Relation]:
    """The balances whose three labels stand in the sentence."""
    leads = [_lead(text, s, i) for i in range(len(s.quantities))]
    for balance in _BALANCES:
        for i, lead in enumerate(leads):
            if not balance.whole.search(lead):
                continue
            a = s.quantities[i]
            behind = [k for k in range(i + 1, min(i + 6, len(leads))) if same_kind(a, s.quantities[k])]
            one = next((k for k in behind if balance.one.search(leads[k])), None)
            other = next((k for k in behind if k != one and balance.other.search(leads[k])), None)
            if one is None or other is None:
                continue
            b, c = s.quantities[one], s.quantities[other]
            if not any(q.high is not None or q.approx for q in (a, b, c)):
                found = _subtracted(a, b, c, balance.strict, balance.sure and (i, i + 1, i + 2) == (i, *sorted((one, other))))
                if found is not None:
                    yield found


def _stocked(text: str, near: list[Sentence]) -> Iterator[Relation]:
    """`旧存a，新收b，审结c，未结d`: d is a + b − c. The last stands in the last sentence, the others in it or the two before."""
    if not near:
        return
    figures = [(q, re.split(r"[，、；：（）。]", text[max(x.start, q.start - 16) : q.start])[-1], x is near[-1]) for x in near for q in x.quantities if q.unit not in NO_COUNT and q.high is None and not q.approx]
    for stock in _STOCKS:
        left = [q for q, label, last in figures if last and stock.left.search(label) and not stock.old.search(label)]
        old, new, done = ([q for q, label, _ in figures if pattern.search(label)] for pattern in (stock.old, stock.new, stock.done))
        if not len(left) == len(old) == len(new) == len(done) == 1 or not all(same_kind(left[0], q) for q in (*old, *new, *done)):
            continue
        a, b, c, d = old[0], new[0], done[0], left[0]
        value, room, unit = a.amount + b.amount - c.amount, slack(a) + slack(b) + slack(c) + slack(d), d.factor_of()
        holds = abs(value - d.amount) <= room
        words, shown = f"{a.number}+{b.number}-{c.number}", show(value / unit)
        ways = [f"{q.number}→{right}" for q, wanted in ((d, value), (a, a.amount + d.amount - value), (b, b.amount + d.amount - value), (c, c.amount + value - d.amount)) for right in [slip(q, wanted, room)] if right]
        if not holds and not ways:
            continue
        start, end = min(q.start for q in (a, b, c, d)), max(q.end for q in (a, b, c, d))
        finding = None
        if not holds:
            finding = Finding("NUM124", "warning", 0.75, f"旧存加新收减办结得{shown}{d.unit}，印作{d.number}{d.unit}", f"what was left and came in, less what was done, is {shown}", start, end, (), "；".join(ways), SOURCE, words, shown, d.number)
        yield Relation("NUM124", words, "=", shown, d.number, show(room / unit), holds, start, end, (), finding, (figure(a, 1), figure(b, 1), figure(c, -1), figure(d, -1)), room)


def _subtracted(a: Quantity, b: Quantity, c: Quantity, strict: bool, certain: bool = False) -> Relation | None:
    """a − b = c, within what rounding leaves open; None where it is not so and a reading excuses it."""
    gap, room, unit = a.amount - b.amount, slack(a) + slack(b) + slack(c), c.factor_of()
    start, end = min(q.start for q in (a, b, c)), max(q.end for q in (a, b, c))
    words, shown = f"{a.number}-{b.number}", show(gap / unit)
    figures = (figure(a, 1), figure(b, -1), figure(c, -1))
    if abs(gap - c.amount) <= room:
        return Relation("NUM124", words, "=", shown, c.number, show(room / unit), True, start, end, (), None, figures, room)
    if not strict or c.amount <= 0 or gap <= 0 or max(a.amount, b.amount, c.amount) > 1000 * min(a.amount, b.amount):
        return None
    ways = [f"{q.number}→{right}" for q, wanted in ((c, gap), (a, b.amount + c.amount), (b, a.amount - c.amount)) for right in [slip(q, wanted, room)] if right]
    mended = ways[:1] if slip(c, gap, room) else ways  # what is reckoned from the others is the likeliest to be wrong
    sure = bool(mended) and len(digits(c)) >= 2 and abs(gap - c.amount) > 3 * room
    if not mended and not certain and abs(gap - c.amount) > c.amount:
        return None
    finding = Finding(
        "NUM124", "error" if sure else "warning", 0.88 if sure else 0.7, f"两数相差{shown}{c.unit}，印作{c.number}{c.unit}", f"the difference is {shown}, printed {c.number}",
        start, end, (), "；".join(mended) or None, SOURCE, words, shown, c.number,
    )  # fmt: skip
    return Relation("NUM124", words, "=", shown, c.number, show(room / unit), False, start, end, (), finding, figures, room)
