"""Shares and rates: a percentage against the two numbers it comes from, against whole numbers, and against 100 (R65, R69, R72)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

import msgspec

from tongjian.check.context import Context
from tongjian.check.finding import Finding, Related, Relation
from tongjian.check.numbers.bases import by_names, named_wholes
from tongjian.check.numbers.common import (
    NO_COUNT,
    PERCENT,
    PERSONS,
    Sentence,
    counts_exactly,
    digits,
    interval,
    is_change,
    near_percent,
    one_slip,
    same_kind,
    sentences,
    show,
    slack,
)
from tongjian.check.numbers.quotients import SOURCE, broken, cut, kept, limits, quotient, scale, slip_within
from tongjian.check.registry import Rule, declare, relate
from tongjian.language.quantities import Quantity

declare(
    Rule(
        "NUM111", "比率与两个数字不符", "a share or rate disagrees with its two numbers", "error", SOURCE,
        ("全年调解纠纷5714件，调解成功4657件，调解成功率99%。", "现有教师1250人，其中高级教师375人，占50.0%。"),
        ("全年调解纠纷5714件，调解成功5657件，调解成功率99%。", "现有教师1250人，其中高级教师375人，占30.0%。"),
    )
)  # fmt: skip
declare(Rule("NUM112", "不可能超过100%的比率超过了100%", "a rate that cannot exceed 100 % does", "error", SOURCE, ("全区适龄儿童入学率102.5%。",), ("全区税收任务完成率102.5%。",)))
declare(
    Rule(
        "NUM114", "没有整数能得出这个比率", "no whole number gives this rate", "warning", SOURCE + "; the GRIM test of Brown and Heathers (2017)",
        ("创建节水型机关16个，创建率78.6%。",), ("创建节水型小区9个，创建率16.7%。",),
    )
)  # fmt: skip
_RATE = re.compile(r"(?P<stem>[\u4e00-\u9fff]{1,10}?)(?:率|占比|比例|比率|比重|(?<=结收|存贷|补偿|报销|赔付|结付)比)(?:分别|均|约|已|则|仅|就|也|高)*(?:为|达到|达|是|约为|约|在|至|到)?$")
_SHARE = re.compile(r"占(?P<whole>[^，。；、]{0,24}?)(?:的|比重|比例|比)?(?:分别|已|仅)?(?:为|达到|达|约)?$")
_CHANGE = re.compile(r"(?:增长|增加|增幅|增速|下降|减少|降低|降幅|提高|提升|上升|上涨|回落|同比|环比|上浮|下浮|增|降|减)[了约近为达超过到]{0,2}$")
_GROWTH = re.compile(r"增长率|下降率|增幅|升幅|涨幅|跌幅|增速")
_CAPPED = re.compile(
    r"(合格率|入学率|巩固率|覆盖率|参保率|办结率|满意率|满意度|普及率|就业率|处理率|达标率|优良率|知晓率|回访率|签约率|无害化率|治愈率|成活率|通畅率|通达率|破案率|接种率|建档率|持证率|入户率|绿化率|城镇化率|成功率|及时率"
    r"|准确率|公开率|抽检率|入住率|整改率|回复率|答复率|录取率|升学率|毕业率|结案率|调解率|受理率|反馈率|采纳率|出勤率|到位率|签到率|及格率|优秀率|发芽率|自给率|硬化率|供水率|排查率|登记率|化解率)[为达约是到]{0,3}$"
)
_UNCAPPED = re.compile(r"完成|增|利|益|周转|负债|产销|投|回报|比率|涨|超")
_DIRECT = re.compile(r"[\u4e00-\u9fff]{0,4}[，、（]?(?:约|仅)?占(?:比|总数|总量|总人数|总额|比例|比重)?(?:的|的比例|的比重)?(?:为|达到|达|约)?")
_SHARED = re.compile(r"[\u4e00-\u9fff]{0,4}[，、（]?(?:约|仅)?占[^，。；、\d]{0,16}\s?\d+(?:\.\d+)?\s?[%％]")
_ALL = re.compile(_DIRECT.pattern + r"\s?100(?:\.0+)?\s?[%％]")
_COMMON = frozenset("全区全县全市全省总数总量人数数量占比比例其中年度实现完成达到情况工作以上以下")


@relate("NUM111", "NUM112", "NUM114")
def shares(context: Context) -> Iterator[Relation]:
    """Every rate or share with its numbers, in its sentence, its entry, its section; every capped rate."""
    for _, group in groupby(sentences(context), key=lambda s: s.section):
        section = list(group)
        for n, s in enumerate(section):
            entry = [x for x in section[max(0, n - 12) : n] if x.entry == s.entry]
            if any(q.unit in PERCENT for q in s.quantities):
                yield from _rates(context, s, entry, section)
    yield from _of_one_whole(context)


def _rates(context: Context, s: Sentence, entry: list[Sentence], section: list[Sentence]) -> Iterator[Relation]:
    text = context.text
    siblings: list[Quantity] = []  # wholes that other shares of the sentence fit
    for i, rate in enumerate(s.quantities):  # a first look, so that a wrong first share is set against the others' whole
        if rate.unit in PERCENT and i and re.search(r"占", text[s.quantities[i - 1].end : rate.start]):
            pool = [q for q in s.quantities[:i] if q.unit not in NO_COUNT and q.high is None]
            part = pool[-1] if pool else None
            if part is not None and len(digits(rate)) >= 2:
                siblings += [q for q in (*(q for x in entry for q in x.quantities), *pool) if q is not part and q.unit == part.unit and part.amount < q.amount and quotient(part, q, rate) is not None]
    fitting = {id(q): sum(x is q for x in siblings) for q in siblings}
    siblings = [q for q in sorted(siblings, key=lambda q: fitting[id(q)]) if fitting[id(q)] >= 2]
    bare = [q for i, q in enumerate(s.quantities) if i and q.unit in ("%", "％") and _DIRECT.fullmatch(text[s.quantities[i - 1].end : q.start])]
    closed = len(bare) >= 3 and abs(sum((q.value for q in bare), Decimal(0)) - 100) <= 1  # they have one whole of their own, printed or not
    for i, rate in enumerate(s.quantities):
        if rate.unit not in PERCENT or rate.high is not None:
            continue
        previous = s.quantities[i - 1].end if i else s.start
        clause = re.split(r"[，；、：]", text[previous : rate.start])[-1]
        if _CHANGE.search(clause) or _GROWTH.search(clause):
            continue
        if rate.unit != "‰" and rate.value > 100 and _CAPPED.search(clause) and not re.search(r"毛|增长|提高|完成", clause):
            yield _capped(rate, clause)
            continue
        share, named = _SHARE.search(clause), _RATE.search(clause)
        if named and rate.unit != "‰" and rate.value > 100 and "率" in clause and not _UNCAPPED.search(clause) and re.search(named["stem"][-2:] + r"[\u4e00-\u9fff]{0,6}$", text[s.start : s.quantities[i - 1].start if i else s.start]):
            yield _over(rate, clause)
            continue
        if not share and not named:
            stated = _of_stated(text, s, i, rate)
            if stated is not None:
                yield stated
            continue
        pool = [q for q in s.quantities[:i] if q.unit not in NO_COUNT and q.high is None]
        saved = _saved(text, pool, rate, clause)
        if saved is not None:
            yield saved
            continue
        wide = [*(q for x in entry for q in x.quantities if q.unit not in NO_COUNT and q.high is None), *pool]
        base = share["whole"] if share else named["stem"] if named else ""
        stem = named["stem"][-2:] if named and ("率" in clause or _PAID.search(clause)) else ""
        if share and rate.unit != "‰" and rate.value > 100 and pool and counts_exactly(pool[-1]) and rate.start - pool[-1].end < 12 and "相当" not in clause:
            yield _over(rate, clause)
            continue
        stated = _of_stated(text, s, i, rate)
        if stated is not None:
            yield stated
            continue
        direct = bool(share and pool and _DIRECT.fullmatch(text[pool[-1].end : rate.start]))
        found = _kept_pair(pool[-1:], siblings[-1:], rate) or _kept_pair(pool[-1:], wide, rate) if direct else None
        if found is None and direct and siblings:
            found = _broken_share(text, s, pool, wide, rate, base, siblings)
        if found is None and direct and not siblings:
            carried = re.findall(r"占([^，。；、\d]{2,16}?)(?:的|比重|比例)*(?:为|达)?\d", text[s.paragraph : pool[-1].start])
            found = by_names(context, s, pool, rate, "占", carried[-1], True) if carried and "其中" not in text[max(s.start, pool[-1].start - 30) : pool[-1].start] else None
        if found is None and not direct and (share or "率" in clause or "比" in clause):
            found = by_names(context, s, pool, rate, clause, base if share else "")
        if found is None and len(stem) == 2 and not _LESS.search(clause):  # `分配入住716套，其中…，分配入住率95%`: the part bears the rate's own word
            labelled = [q for q in pool if re.search(f"{stem}[\u4e00-\u9fff]{{0,4}}$", text[max(s.start, q.start - 7) : q.start])][-1:]
            found = _kept_pair(labelled, [q for q in wide if q.amount > labelled[0].amount], rate) if labelled and len(digits(labelled[0])) >= 2 else None
        if found is None:
            found = _kept_pair(pool, wide, rate, "~" if direct or _chance(pool, wide, rate) > Decimal("0.2") else "=") or _kept_far(text, pool, section, rate, base, s)
        if found is None or (found.operator == "~" and direct):
            found = _units_differ(pool, s, rate, bool(share)) or _broken_among(text, s, pool, rate, clause) or _broken_named(text, pool, rate, stem) or _broken_beside(text, pool, rate, stem) or _broken_stem(text, pool, wide, rate, stem)
            if found is None and (share or "占比" in clause or "比例" in clause) and not (closed and not siblings):
                found = _broken_share(text, s, pool, wide, rate, base if share else "", siblings)
        if found is None:
            found = _kept_two(text, pool, s, rate) or _kept_rest(text, pool, rate) or _kept_across(pool, wide, rate)
        if found is None and pool:
            found = _of_people(text, s, pool, rate, clause) or _whole_number(text, s, pool, rate, clause, bool(share))
        if found is not None:
            yield found


_PAID = re.compile(r"(?:补偿|报销|赔付|结付)比")
_TASK = re.compile(r"(?:完成|达到?|实现|占|相当于|为)(?P<noun>[^，。；：\d]{2,20})$")
_WHOLES = re.compile(r"任务|计划|目标|预算|总|全[区县市省镇乡部年]|应")


def _of_stated(text: str, s: Sentence, i: int, rate: Quantity) -> Relation | None:
    """`到位资金 a，同比增长…，完成年度任务 T 的 r%`, `占公路总里程 T 的 r%`: the whole stands inside the share's own clause."""
    whole = s.quantities[i - 1] if i else None
    if whole is None or i < 2 or whole.unit in NO_COUNT or whole.high is not None or whole.approx or rate.approx or text[whole.end : rate.start] not in ("的", "的约", "的近"):
        return None
    told = _TASK.search(text[max(s.start, whole.start - 26) : whole.start])
    if not told or not (_WHOLES.search(told["noun"]) or told[0].startswith("占")):
        return None
    part = next((q for q in reversed(s.quantities[: i - 1]) if q.unit not in NO_COUNT), None)
    if part is None or not same_kind(part, whole) or part.approx or part.high is not None or is_change(text, part) or re.search(r"[；。]|其中", text[part.end : whole.start]) or len(text[part.end : whole.start]) > 48:
        return None
    low, high = limits(part, whole, rate)
    unit = Decimal(1).scaleb(-rate.decimals)
    value = part.amount / whole.amount * scale(rate)
    if low < rate.value + unit and high >= rate.value - unit / 2:
        return kept(part, whole, rate, value)
    return broken(part, whole, rate, value, "warning", 0.76)


_LESS = re.compile(r"节约率|审减率|核减率|节支率|节省率|下浮率|净?减幅|降幅|损失率|损耗率")
_MORE = re.compile(r"溢价率|增值率|上浮率")


def _saved(text: str, pool: Sequence[Quantity], rate: Quantity, clause: str) -> Relation | None:
    """`预算 a，成交 b，节约率 r`, `起拍价 a，成交价 b，溢价率 r`: the difference of two neighbours over the first."""
    word = _LESS.search(clause) or _MORE.search(clause)
    if not word or len(pool) < 2 or rate.approx:
        return None
    if len(pool) >= 3 and re.search(r"(?:审减|核减|节约|节支)[^，。；\d]{0,4}$", text[pool[-2].end : pool[-1].start]) and re.search(r"(?:审定|核定|成交|中标)[^，。；\d]{0,4}$", text[pool[-3].end : pool[-2].start]):
        if abs(pool[-3].amount - pool[-2].amount - pool[-1].amount) > slack(pool[-3]) + slack(pool[-2]) + slack(pool[-1]):
            return None  # the three amounts disagree and are told as a difference
        pool = [*pool[:-2], pool[-1]]  # `送审a，审定b，审减c，审减率r`: c is told of a
    first, second = pool[-2], pool[-1]
    between, behind = text[first.end : second.start], text[second.end : rate.start]
    less = _LESS.search(clause) is not None
    if not same_kind(first, second) or first.approx or second.approx or not first.amount or "。" in between + behind or len(between) > 32 or len(behind) > 16:
        return None
    if (first.amount > second.amount) != less:
        if first.scale == second.scale or not 1000 * min(first.amount, second.amount) < max(first.amount, second.amount):
            return None
        told = f"{first.number}{first.unit}与{second.number}{second.unit}相差千倍以上"
        wrong = Finding("NUM111", "error", 0.88, f"{told}，与{rate.number}{rate.unit}不合：疑万、亿有误", "one of the two units is wrong", first.start, rate.end, (), None, SOURCE, f"{first.number}{first.unit}-{second.number}{second.unit}", told, rate.number)
        return Relation("NUM111", f"({first.number}-{second.number})/{first.number}*100", "=", told, rate.number, "0", False, first.start, rate.end, finding=wrong)
    itself = less and re.search(r"(?:审减|核减|节约|节支|节省)[^，。；\d]{0,4}$", between) is not None  # the second is the difference itself
    ends = [(b if itself else abs(a - b)) / a * 100 for a in interval(first) for b in interval(second) if a]
    value = (second.amount if itself else abs(first.amount - second.amount)) / first.amount * 100
    unit = Decimal(1).scaleb(-rate.decimals)
    holds = min(ends) < rate.value + unit and max(ends) >= rate.value - unit / 2
    shown = show(value.quantize(unit, ROUND_HALF_UP))
    a, b = (first.number, second.number) if less else (second.number, first.number)
    words = f"{second.number}/{first.number}*100" if itself else f"({a}-{b})/{first.number}*100"
    finding = None
    if not holds:
        if not itself and re.search(r"[减节约省]", between):
            return None
        finding = Finding("NUM111", "warning", 0.72, f"按所列数字算得{shown}{rate.unit}，印作{rate.number}{rate.unit}", f"the figures give {shown}, printed {rate.number}", first.start, rate.end, (), None, SOURCE, words, shown, rate.number)
    return Relation("NUM111", words, "=", shown, rate.number, show(unit / 2), holds, first.start, rate.end, finding=finding)


def _chance(pool: Sequence[Quantity], wide: Sequence[Quantity], rate: Quantity) -> Decimal:
    """How many pairs of the figures near by would give a rate of so few digits by chance."""
    pairs = sum(same_kind(a, b) for b in pool[-3:] or wide[-3:] for a in wide[-40:] if a is not b)
    return Decimal(1) if rate.value == 100 else pairs * Decimal(1).scaleb(-len(digits(rate).strip("0")))


def _kept_pair(pool: Sequence[Quantity], wide: Sequence[Quantity], rate: Quantity, operator: str = "=") -> Relation | None:
    """Two earlier figures, one of them near, whose quotient is the rate; `operator` `~` where it may be chance."""
    for b in reversed(pool[-3:] or wide[-3:]):
        for a in reversed(wide[-40:]):
            if a is b or not same_kind(a, b):
                continue
            for part, whole in ((b, a), (a, b)):
                if digits(whole).strip("0") == "1" and (whole.approx or not counts_exactly(whole)):
                    continue  # `100多人`: any figure of the same digits agrees
                value = quotient(part, whole, rate)
                if value is not None:
                    return kept(part, whole, rate, value, operator)
    return None


def _kept_two(text: str, pool: Sequence[Quantity], s: Sentence, rate: Quantity) -> Relation | None:
    """`W …，其中甲 a，乙 b，占 r`: the two last items together are the share, where so many digits agree."""
    if len(pool) < 3 or len(digits(rate)) < 3 or rate.approx:
        return None
    a, b = pool[-2], pool[-1]
    if not same_kind(a, b) or a.approx or b.approx or len(text[a.end : b.start]) > 16 or re.search(r"[；。]", text[a.end : rate.start]):
        return None
    for whole in reversed(pool[:-2]):
        if whole.start >= s.start and same_kind(whole, a) and not whole.approx and whole.amount > a.amount + b.amount and near_percent((a.amount + b.amount) / whole.amount * scale(rate), rate):
            value = (a.amount + b.amount) / whole.amount * scale(rate)
            return Relation("NUM111", f"({a.number}+{b.number})/{whole.number}*{scale(rate)}", "=", show(value.quantize(Decimal("0.01"))), rate.number, show(Decimal(1).scaleb(-rate.decimals) / 2), True, whole.start, rate.end)
    return None


def _kept_rest(text: str, pool: Sequence[Quantity], rate: Quantity) -> Relation | None:
    """`国有a；非国有b。非国有占比r`: one of the two last figures over both, where three digits agree."""
    if len(pool) < 2 or len(digits(rate)) < 3 or rate.approx:
        return None
    a, b = pool[-2], pool[-1]
    if not same_kind(a, b) or a.approx or b.approx or "其中" in text[a.end : b.start] or len(text[a.end : b.start]) > 60:
        return None
    for part in (b, a):
        value = part.amount / (a.amount + b.amount) * scale(rate) if a.amount + b.amount else Decimal(0)
        if near_percent(value, rate):
            related = (Related(a.start, a.end), Related(b.start, b.end))
            return Relation("NUM111", f"{part.number}/({a.number}+{b.number})*{scale(rate)}", "=", show(value.quantize(Decimal("0.01"))), rate.number, show(Decimal(1).scaleb(-rate.decimals) / 2), True, rate.start, rate.end, related)
    return None


def _kept_across(pool: Sequence[Quantity], wide: Sequence[Quantity], rate: Quantity) -> Relation | None:
    """`床位n张。…入住老人k名，入住率r`: two counts of two units near by, where four digits agree."""
    if not pool or len(digits(rate)) < 4 or not 0 < rate.value < 100 or not counts_exactly(pool[-1]):
        return None
    for whole in reversed(wide[-12:]):
        if counts_exactly(whole) and whole.unit != pool[-1].unit:
            value = quotient(pool[-1], whole, rate)
            if value is not None:
                return kept(pool[-1], whole, rate, value)
    return None


_TRAIT = re.compile(r"(?:学历|党员|女性|男性|职称|少数民族|人才|硕士|博士|研究生|本科|大专|团员|青年|以[上下]|岁|年轻|女|征集|就业)[^，。；]{0,8}(?:占比?|比例|比重|率)(?:分别)?(?:为|达到|达|约)?$")
_GROUP = re.compile(r"委员|会员|社员|人员|职工|教师|干部|队伍|代表|班子|成员|队员|民警|学员|医师|护士|教职工|毕业生|[男女][兵生工]|新兵|学生")


def _of_people(text: str, s: Sentence, pool: Sequence[Quantity], rate: Quantity, clause: str) -> Relation | None:
    """`委员 n 人，…，硕士占比 r`, `男兵 n 人，…，其中男兵…率 r`: the rate is told of the n persons, so k of n must give it."""
    if not _TRAIT.search(clause) or not 0 < rate.value < 100 or rate.approx or rate.high is not None:
        return None
    people = [q for q in pool if q.base_unit in PERSONS and counts_exactly(q) and not is_change(text, q)]
    aged = "平均年龄" in text[s.start : rate.end + 8]
    told = text[people[-1].end : rate.start].rpartition("其中")[2] if people and "其中" in text[people[-1].end : rate.start] else ""
    whole = next((q for q in reversed(people) if told and _group_of(text, s, q) and _group_of(text, s, q) in told), None) or next((q for q in reversed(people) if aged or _group_of(text, s, q)), None)
    if whole is None or not 2 <= whole.amount <= 500 or re.search(r"[；。]", text[whole.end : rate.start]):
        return None
    name = _group_of(text, s, whole)
    between = text[whole.end : rate.start]
    named = bool(name) and "其中" in between and name in between[between.rindex("其中") :]
    if not named and (len(between) > 50 or whole is not people[-1] or "平均年龄" not in text[whole.start : rate.end + 8] or "其中" in between):
        return None
    half = Decimal(1).scaleb(-rate.decimals) / 2
    low, high = (rate.value - half) / scale(rate), (rate.value + 2 * half) / scale(rate)
    k = _integer_between(whole.amount * low, whole.amount * high)
    words = f"k/{whole.number}*{scale(rate)}"
    if k is not None:
        return Relation("NUM114", words, "=" if whole.amount * (high - low) < Decimal("0.5") else "~", f"{rate.number} (k={k})", rate.number, show(half), True, whole.start, rate.end)
    shown = show((whole.amount * rate.value / scale(rate)).quantize(Decimal("0.01")))
    finding = Finding(
        "NUM114", "warning", 0.66, f"{whole.number}{whole.unit}的{rate.number}{rate.unit}是{shown}{whole.unit}，不是整数", f"{rate.number} of {whole.number} is {shown}, no whole number",
        whole.start, rate.end, (), None, SOURCE, words, f"k={shown}", rate.number,
    )  # fmt: skip
    return Relation("NUM114", words, "=", f"k={shown}", rate.number, show(half), False, whole.start, rate.end, finding=finding)


def _group_of(text: str, s: Sentence, q: Quantity) -> str:
    """The group of persons that a count is told of (`委员人数充实到15人`: 委员); empty where its clause names none."""
    found = _GROUP.findall(re.split(r"[，；。、\d]", text[max(s.start, q.start - 16) : q.start])[-1] + re.split(r"[，。；、]", text[q.end : q.end + 4])[0])
    return found[-1] if found else ""


def _bigrams(words: str) -> set[str]:
    return {words[i : i + 2] for i in range(len(words) - 1)} - {"全区", "全县", "全市", "全省", "总数", "总量", "人数", "其中", "实现", "完成", "占比", "比例"}


def _kept_far(text: str, pool: Sequence[Quantity], section: list[Sentence], rate: Quantity, base: str, s: Sentence) -> Relation | None:
    """The figure before a rate over a figure of the same section whose words share something with the base that the rate names."""
    words = _bigrams(base)
    if not pool:
        return None
    part = pool[-1]
    weight = len(digits(part)) + len(digits(rate))
    for x in section:
        if x is s:
            continue
        for q in x.quantities:
            if not same_kind(q, part) or q.unit in NO_COUNT or q.high is not None:
                continue
            value = quotient(part, q, rate)
            if value is None:
                continue
            shared = len(words & _bigrams(text[max(x.start, q.start - 24) : q.start] + text[q.end : q.end + 8]))
            if (shared and weight >= 4) or shared >= 2 or weight >= 8:
                return kept(part, q, rate, value)
    return None


def _broken_named(text: str, pool: Sequence[Quantity], rate: Quantity, stem: str) -> Relation | None:
    """`受理 n 件，办结 k 件，办结率 r`: the words name both numbers, and they do not give the rate."""
    if not stem or len(pool) < 2 or rate.approx:
        return None
    part, whole = pool[-1], pool[-2]
    lead, between = text[whole.end : part.start], text[part.end : rate.start]
    if part.unit != whole.unit or whole.approx or part.approx or stem not in lead or not part.amount or len(lead) > 16 or re.search(r"[；。%％]", lead + between):
        return None
    low, high = limits(part, whole, rate)
    unit = Decimal(1).scaleb(-rate.decimals)
    value = part.amount / whole.amount * scale(rate)
    if low < rate.value + unit and high >= rate.value - unit / 2 and not cut(value, rate):
        return kept(part, whole, rate, value)
    return broken(part, whole, rate, value, "warning" if part.amount <= whole.amount else "error", 0.78)


def _broken_beside(text: str, pool: Sequence[Quantity], rate: Quantity, stem: str) -> Relation | None:
    """`受理 n 件，审结 k 件，结案率 r`: two neighbours of one unit and a rate that shares a word with the second; a slip in one of the three explains it."""
    if not stem or len(pool) < 2 or rate.approx or len(digits(rate)) < 3 or rate.value >= 100:
        return None
    part, whole = pool[-1], pool[-2]
    gap, between = text[whole.end : part.start], text[part.end : rate.start]
    if part.unit != whole.unit or part.approx or whole.approx or not part.amount or not whole.amount or len(gap) > 12 or len(between) > 10 or re.search(r"[；。%％]", gap + between) or not set(stem) & set(gap):
        return None
    value = part.amount / whole.amount * scale(rate)
    half = Decimal(1).scaleb(-rate.decimals)
    wanted = part.amount / (rate.value / scale(rate))
    if (
        one_slip(f"{rate.value:.{rate.decimals}f}", f"{value.quantize(half, ROUND_HALF_UP):.{rate.decimals}f}")
        or (len(digits(part)) >= 3 and slip_within(part, whole.amount * rate.value / scale(rate), whole.amount / scale(rate) * half / 2))
        or (len(digits(whole)) >= 2 and slip_within(whole, wanted, wanted * half / rate.value / 2))
    ):
        return broken(part, whole, rate, value, "warning" if part.amount <= whole.amount else "error", 0.75)
    return None


def _broken_stem(text: str, pool: Sequence[Quantity], wide: Sequence[Quantity], rate: Quantity, stem: str) -> Relation | None:
    """`完成整治 k 户，整治率 r` with one larger figure of the kind before in the entry: a slip in the rate or in the part explains it."""
    if len(stem) < 2 or not pool or len(digits(rate)) < 2 or rate.value >= 100:
        return None
    part = pool[-1]
    between = text[part.end : rate.start]
    labelled = [q for q in pool if re.search(f"{stem}[\u4e00-\u9fff]{{0,6}}$", text[max(0, q.start - 9) : q.start])]  # `分配入住716套，…，入住率95%`
    if labelled and not labelled[-1].approx and "；" not in text[labelled[-1].end : rate.start]:
        told = _broken_labelled(labelled[-1], wide, rate) or _broken_part(labelled[-1], wide, rate)
        if told is not None:
            return told
    if len(digits(rate)) < 3 or part.approx or len(between) > 12 or re.search(r"[；。]", between) or not re.search(f"[{stem}]", text[max(0, part.start - 10) : part.start]):
        return None
    others = {q.amount: q for q in wide if (same_kind(q, part) or (q.unit == "张" and part.base_unit in PERSONS)) and q.amount != part.amount and not q.approx}
    larger = [q for q in others.values() if q.amount > part.amount]
    smaller = [q for q in others.values() if q.amount < part.amount and len(digits(part)) >= 4][-3:]  # a digit too many makes a part larger than its whole
    for whole in (*larger[-2:], *smaller):
        value = part.amount / whole.amount * scale(rate)
        unit = Decimal(1).scaleb(-rate.decimals)
        right = f"{value.quantize(unit, ROUND_HALF_UP):.{rate.decimals}f}"
        if one_slip(f"{rate.value:.{rate.decimals}f}", right) or (
            len(digits(part)) >= (2 if len(digits(rate)) >= 4 else 3) and slip_within(part, whole.amount * rate.value / scale(rate), whole.amount / scale(rate) * unit / 2)
        ):
            return broken(part, whole, rate, value, "warning", 0.68)
    return None


def _broken_labelled(part: Quantity, wide: Sequence[Quantity], rate: Quantity) -> Relation | None:
    """A part that the rate's own word names, and the one larger figure of its unit near by: a slip in the rate explains it."""
    larger = {q.amount: q for q in wide[-12:] if (q.unit == part.unit or (q.base_unit in PERSONS and part.base_unit in PERSONS)) and q.amount > part.amount and not q.approx and q.start < part.start}
    if not 1 <= len(larger) <= (1 if len(digits(rate)) < 3 and not rate.decimals else 3) or len(digits(part)) < 2:
        return None
    whole = list(larger.values())[-1]
    value = part.amount / whole.amount * scale(rate)
    right = f"{value.quantize(Decimal(1).scaleb(-rate.decimals), ROUND_HALF_UP):.{rate.decimals}f}"
    printed = f"{rate.value:.{rate.decimals}f}"
    if one_slip(printed, right) or one_slip(rate.number, show(value.quantize(Decimal("0.1")))):
        return broken(part, whole, rate, value, "warning", 0.66)
    return None


def _broken_part(part: Quantity, wide: Sequence[Quantity], rate: Quantity) -> Relation | None:
    """`在园15634人。…普惠园1437人，普惠率93%`: a figure of four digits and more that the rate's own word names; one slip makes it the share of the largest before it."""
    larger = [q for q in wide[-12:] if q.unit == part.unit and q.amount > part.amount and not q.approx and q.start < part.start]
    if not larger or len(digits(part)) < 4 or not 0 < rate.value < 100:
        return None
    whole = max(larger, key=lambda q: q.amount)
    value, half = part.amount / whole.amount * scale(rate), Decimal(1).scaleb(-rate.decimals) / 2
    return broken(part, whole, rate, value, "warning", 0.66) if slip_within(part, whole.amount * rate.value / scale(rate), whole.amount / scale(rate) * half, 400) else None


def _broken_among(text: str, s: Sentence, pool: Sequence[Quantity], rate: Quantity, clause: str) -> Relation | None:
    """`n家…，其中有k家开设…，开设比例r`: two neighbours of one unit that 其中 joins, and a share that takes up a word of the second."""
    found = re.search(r"(?P<word>[\u4e00-\u9fff]{2})(?:的?(?:比例|比重)|占比|率)(?:为|达到|达)?$", clause)
    if found is None or len(pool) < 2 or rate.approx or rate.value >= 100:
        return None
    whole, part = pool[-2], pool[-1]
    gap, between = text[whole.end : part.start], text[part.end : rate.start]
    if whole.unit != part.unit or whole.approx or part.approx or not whole.amount or "其中" not in gap or len(gap) > 24 or len(between) > 24 or re.search(r"[；。%％]", gap + between) or found["word"] not in gap + between[: -len(found[0])]:
        return None
    low, high = limits(part, whole, rate)
    unit = Decimal(1).scaleb(-rate.decimals)
    value = part.amount / whole.amount * scale(rate)
    if low < rate.value + unit and high >= rate.value - unit / 2:
        return kept(part, whole, rate, value)
    return broken(part, whole, rate, value, "warning", 0.75)


def _units_differ(pool: Sequence[Quantity], s: Sentence, rate: Quantity, share: bool) -> Relation | None:
    """`281.7亿人，其中…144.7万人，占51.4%`: a part and its whole a thousand times apart, whose printed numbers give the share: 万 or 亿 is wrong."""
    if not share or not pool or len(digits(rate)) < 3 or rate.approx:
        return None
    part = pool[-1]
    for whole in reversed(pool[:-1]):
        if whole.start < s.start or whole.unit == part.unit or not same_kind(whole, part) or not whole.value or 1000 * min(whole.amount, part.amount) > max(whole.amount, part.amount):
            continue
        if near_percent(part.value / whole.value * scale(rate), rate):
            told = f"{part.number}{part.unit}与{whole.number}{whole.unit}"
            finding = Finding(
                "NUM111", "error", 0.88, f"{told}相差千倍以上，与{rate.number}{rate.unit}不合：疑万、亿有误", "one of the two units is wrong",
                whole.start, rate.end, (), None, SOURCE, f"{part.number}{part.unit}/{whole.number}{whole.unit}", told, rate.number,
            )  # fmt: skip
            return Relation("NUM111", f"{part.number}{part.unit}/{whole.number}{whole.unit}*{scale(rate)}", "=", told, rate.number, "0", False, whole.start, rate.end, finding=finding)
    return None


def _broken_share(text: str, s: Sentence, pool: Sequence[Quantity], wide: Sequence[Quantity], rate: Quantity, base: str, siblings: Sequence[Quantity]) -> Relation | None:
    """`W …，其中 A x，占 r`: the whole that governs the part does not give the share.

    The whole is the one that other shares of the sentence fit (`siblings`); else, where the share stands right behind its part
    and names no other whole, the nearest larger figure before it; else a slip must explain it.
    """
    if not pool or rate.approx:
        return None
    part = pool[-1]
    between = text[part.end : rate.start]
    if re.search(r"[；。]", between) or len(between) > 24 or part.approx:
        return None
    wholes = [q for q in wide if same_kind(q, part) and q is not part and not q.approx and q.amount]
    if not wholes:
        return None
    direct = _DIRECT.fullmatch(between)
    here = [q for q in wholes if q.start >= s.start]
    if siblings:
        whole, close = siblings[-1], True
    else:
        plain = [q for q in wholes if q.amount > part.amount and q.unit == part.unit and not (_SHARED.match(text, q.end) and not _ALL.match(text, q.end))]  # an item with its own share is a part itself
        larger = [q for q in plain if q.start >= s.start] or plain[-6:]
        whole, close = (larger[-1] if larger and direct else max(here or wholes[-3:], key=lambda q: q.amount)), bool(larger and direct and (here or len({q.amount for q in larger}) <= 3))
        near = [q for q in wholes[-8:] if q.unit == part.unit]
        before = pool[-2] if len(pool) >= 2 else max(near, key=lambda q: q.amount, default=whole)
        if direct and not _named_base(base) and before.unit == part.unit and part.amount > before.amount and rate.value < 100 and not before.approx and _either_slips(part, before, rate):
            return broken(part, before, rate, part.amount / before.amount * scale(rate), "error", 0.88)  # the part is more than its whole
    if not same_kind(part, whole) or part.amount > whole.amount:
        return None
    value = part.amount / whole.amount * scale(rate)
    low, high = limits(part, whole, rate)
    unit = Decimal(1).scaleb(-rate.decimals)
    if low < rate.value + unit and high >= rate.value - unit / 2:
        return None
    if close and direct and (siblings or not _named_base(base)):
        return broken(part, whole, rate, value, "warning", 0.78)
    right = f"{value.quantize(unit, ROUND_HALF_UP):.{rate.decimals}f}"
    wanted = whole.amount * rate.value / scale(rate)
    exact = len(digits(rate)) >= 3 or (len(digits(rate)) == 2 and bool(here))
    if exact and one_slip(f"{rate.value:.{rate.decimals}f}", right):
        return broken(part, whole, rate, value, "warning", 0.75)
    if len(digits(rate)) >= 3 and len(digits(part)) >= 3 and slip_within(part, wanted, whole.amount / scale(rate) * unit / 2):
        return broken(part, whole, rate, value, "warning", 0.7)
    return None


def _either_slips(part: Quantity, whole: Quantity, rate: Quantity) -> bool:
    """Whether one slip of the pen in the part or in the whole explains that they do not give the rate."""
    half = Decimal(1).scaleb(-rate.decimals) / 2
    share, wanted = whole.amount / scale(rate), part.amount / (rate.value / scale(rate))
    return slip_within(part, share * rate.value, share * half * 2, 200) or slip_within(whole, wanted, wanted * half * 2 / rate.value, 200)


def _named_base(base: str) -> bool:
    """Whether a share names its whole (`占全区常住人口的`), not just the total before it (`占总数的`, `占`)."""
    return len(re.sub(r"总数|总量|总人数|总额|比例|比重|其|全部|的", "", base)) >= 2


class _Member(msgspec.Struct, frozen=True):
    """A figure with its share of a whole that the words name: what the whole lies between."""

    part: Quantity
    rate: Quantity
    low: Decimal
    high: Decimal
    entry: int


def _of_one_whole(context: Context) -> Iterator[Relation]:
    """Shares of a whole that the book names alike in several places (`占全区规上工业产值22%`): they imply one whole, printed or not.

    The whole that most of them (three at least) allow is the whole; a member that does not allow it is wrong in its figure or
    its share.
    """
    text = context.text
    groups: dict[tuple[str, str, int | None], list[_Member]] = defaultdict(list)
    for s in sentences(context):
        for i, rate in enumerate(s.quantities):
            if rate.unit not in ("%", "％") or rate.high is not None or rate.approx or not 0 < rate.value < 100:
                continue
            clause = re.split(r"[，；、：]", text[s.quantities[i - 1].end if i else s.start : rate.start])[-1]
            share = _SHARE.search(clause)
            base = re.sub(r"总(?=产|数|量|额|面|投|收|支)|的|当年|比重|比例", "", share["whole"]) if share else ""
            part = next((q for q in reversed(s.quantities[:i]) if q.unit not in NO_COUNT), None)
            if len(base) < 4 or part is None or part.high is not None or part.approx or len(text[part.end : rate.start]) > 40 or re.search(r"[；。]", text[part.end : rate.start]):
                continue
            half = Decimal(1).scaleb(-rate.decimals) / 2
            (a, b), (low, high) = interval(part), (rate.value - half, rate.value + 2 * half)
            if low > 0:
                groups[base, part.base_unit or part.unit or "", s.year].append(_Member(part, rate, a / high * 100, b / low * 100, s.entry))
    for (base, _, _), members in groups.items():
        if len({m.entry for m in members}) >= 2 or len(members) >= 4:
            yield from _voted(context, base, members)


def _voted(context: Context, base: str, members: list[_Member]) -> Iterator[Relation]:
    """The members against the whole that the book prints under the base's own name, where half of them allow it; else against the one that most of them imply."""
    named = {q.amount: q for q in named_wholes(context, base, members[0].part)}
    trusted = [(q, [m for m in members if m.low <= q.amount <= m.high]) for q in named.values()]
    whole, within = max(trusted, key=lambda t: len(t[1]), default=(None, []))
    if whole is None or len(within) < 2 or 2 * len(within) < len(members):
        at = max((m.low for m in members), key=lambda x: sum(m.low <= x <= m.high for m in members))
        whole, within = None, [m for m in members if m.low <= at <= m.high]
        if len(within) < 3 or 3 * len(within) < 2 * len(members):
            return
    low, high = max(m.low for m in within), min(m.high for m in within)
    for m in members:
        if whole is not None:
            value = m.part.amount / whole.amount * 100
            if m in within:
                yield kept(m.part, whole, m.rate, value)
            elif not any(x.entry == m.entry and quotient(m.part, q, m.rate) is not None for x in sentences(context) for q in x.quantities if same_kind(q, m.part)):
                yield broken(m.part, whole, m.rate, value, "warning", 0.78)  # nor does a figure of its own entry give it
            continue
        factor = m.part.factor_of() or Decimal(1)
        value = m.part.amount / ((low + high) / 2) * 100
        shown, total = show(value.quantize(Decimal(1).scaleb(-max(m.rate.decimals, 2)), ROUND_HALF_UP)), show(((low + high) / 2 / factor).quantize(Decimal("0.1")))
        formula = f"{m.part.number}/{total}*100"
        related = tuple(Related(x.part.start, x.rate.end) for x in within if x is not m)[:3]
        holds, finding = m in within, None
        if not holds:
            finding = Finding(
                "NUM111", "warning", 0.7, f"另有{len(within)}处占“{base}”的比重都合总数{total}{m.part.unit or ''}左右，按此{m.part.number}占{shown}%，印作{m.rate.number}%", f"by the whole that {len(within)} other shares imply this is {shown} %",
                m.part.start, m.rate.end, related, None, SOURCE, formula, shown, m.rate.number,
            )  # fmt: skip
        yield Relation("NUM111", formula, "~", shown, m.rate.number, show(Decimal(1).scaleb(-m.rate.decimals) / 2), holds, m.part.start, m.rate.end, related, finding)


def _whole_number(text: str, s: Sentence, pool: Sequence[Quantity], rate: Quantity, clause: str, share: bool) -> Relation | None:
    """A count and a rate alone: some whole number must make the other term of the quotient (either way round).

    The count is the one that has a word in common with the clause of the rate, else the last one, else any that a whole
    number fits and chance would not (`委员15人，…，硕士占比46.7%`: seven of fifteen).
    """
    words = _bigrams(clause)
    named = next((q for q in reversed(pool) if words & _bigrams(re.split(r"[，；。、\d]", text[max(s.start, q.start - 12) : q.start])[-1] + re.split(r"[，；。、]", text[q.end : q.end + 6])[0])), None)
    found = _implied(text, s, named or pool[-1], rate, clause, share)
    if found is not None or not 0 < rate.value < 100 or rate.approx:
        return found
    half = Decimal(1).scaleb(-rate.decimals)
    low, high = (rate.value - half / 2) / scale(rate), (rate.value + half) / scale(rate)
    candidates = [named] if named is not None else [q for q in reversed(pool) if counts_exactly(q) and q.amount > 1][:4]
    chance = sum((q.amount * (high - low) for q in candidates), Decimal(0))
    for q in candidates:
        k = _integer_between(q.amount * low, q.amount * high) if counts_exactly(q) and rate.start - q.end < 80 else None
        if k is not None and chance < 1:
            return Relation("NUM114", f"k/{q.number}*{scale(rate)}", "=" if chance < Decimal("0.15") else "~", f"{rate.number} (k={k})", rate.number, show(half / 2), True, q.start, rate.end)
    return None


def _implied(text: str, s: Sentence, count: Quantity, rate: Quantity, clause: str, share: bool) -> Relation | None:
    """The whole number that one count and a rate imply; where there is none, and the words tie the two, the rate is wrong."""
    between = text[count.end : rate.start]
    if not counts_exactly(count) or rate.approx or rate.value >= 100 or not rate.value or re.search(r"[；。]", between) or len(between) > 30 or count.start < s.start:
        return None
    half = Decimal(1).scaleb(-rate.decimals)
    low, high = (rate.value - half / 2) / scale(rate), (rate.value + half) / scale(rate)
    n = count.amount
    as_part = _integer_between(n / high, n / low) if low > 0 else None
    as_whole = _integer_between(n * low, n * high)
    words = f"{count.number}/n*{scale(rate)}" if as_part is not None and not share else f"k/{count.number}*{scale(rate)}"
    other = as_part if as_part is not None and not share else as_whole
    if as_part is not None or as_whole is not None:
        if other is None:
            other, words = (as_part, f"{count.number}/n*{scale(rate)}") if as_part is not None else (as_whole, f"k/{count.number}*{scale(rate)}")
        sign = "n" if "/n" in words else "k"
        chance = max(n * (high - low), n / low - n / high if low > 0 and not share else Decimal(0))
        if chance >= 100:
            return None  # a hundred whole numbers fit: nothing is tested
        sure = chance < Decimal("0.5") and not share and _counted(text, s, count, clause)
        return Relation("NUM114", words, "=" if sure else "~", f"{rate.number} ({sign}={other})", rate.number, show(half / 2), True, count.start, rate.end)
    if share or not _counted(text, s, count, clause):
        return None  # the rate may be about something else than this count
    a, b = n / (rate.value / scale(rate)), n * rate.value / scale(rate)
    shown = show(a.quantize(Decimal("0.01")))
    finding = Finding(
        "NUM114", "warning", 0.7, f"{count.number}除以任何整数都得不到{rate.number}{rate.unit}（须除以{shown}）", f"no whole number gives {rate.number} with {count.number}",
        count.start, rate.end, (), None, SOURCE, f"{count.number}/n*{scale(rate)}", f"n={shown}; k={show(b.quantize(Decimal('0.01')))}", rate.number,
    )  # fmt: skip
    return Relation("NUM114", f"{count.number}/n*{scale(rate)}", "=", f"n={shown}", rate.number, show(half), False, count.start, rate.end, finding=finding)


def _counted(text: str, s: Sentence, count: Quantity, clause: str) -> bool:
    """Whether a bare rate (`结案率`) has a word of the count before it (`结案158件`)."""
    bare = re.fullmatch(r"([\u4e00-\u9fff]{2,3})率[为达]?", clause)
    return bare is not None and bool(set(bare[1]) & set(text[max(s.start, count.start - 10) : count.start]))


def _integer_between(low: Decimal, high: Decimal) -> int | None:
    n = int(high)
    return n if n >= 1 and n >= low else None


def _capped(rate: Quantity, clause: str) -> Relation:
    finding = Finding("NUM112", "error", 0.9, f"“{clause.strip('为达到约')}”不可能超过100%", "this rate cannot exceed 100 %", rate.start, rate.end, (), None, SOURCE, f"{rate.number}<=100", rate.number, "100")
    return Relation("NUM112", f"{rate.number}<=100", "<=", rate.number, "100", "0", False, rate.start, rate.end, finding=finding)


def _over(rate: Quantity, clause: str) -> Relation:
    finding = Finding("NUM112", "warning", 0.85, f"“{clause}{rate.number}{rate.unit}”：部分不可能超过总数的100%", "a part cannot be more than 100 % of its whole", rate.start, rate.end, (), None, SOURCE, f"{rate.number}<=100", rate.number, "100")
    return Relation("NUM112", f"{rate.number}<=100", "<=", rate.number, "100", "0", False, rate.start, rate.end, finding=finding)
