"""Totals and their parts: 其中, brackets, colons, 共 behind the parts, complements, and wholes whose parts come sentences later (R68, R74)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain, groupby, pairwise

import msgspec

from tongjian.check.context import Context
from tongjian.check.finding import Figure, Finding, Related, Relation, Severity
from tongjian.check.numbers.common import (
    NO_COUNT,
    PERSONS,
    Sentence,
    as_list,
    counts_exactly,
    digits,
    figure,
    interval,
    is_change,
    same_kind,
    sentences,
    show,
    slack,
    slip,
)
from tongjian.check.registry import Rule, declare, relate
from tongjian.language.quantities import Quantity

SOURCE = "trade rules R68, R74; 《图书质量管理规定》 counts a wrong figure as one error"
declare(
    Rule(
        "NUM101", "分项之和与总数不符", "the parts do not add up to the whole", "error", SOURCE,
        (
            "全区登记社会组织1204家（社会团体412家、民办非企业单位798家）。",
            "全年受理案件11995件，其中，民商事案件7426件、行政案件95件、刑事案件312件、执行案件4153件。",
            "全年办理业务1131件。其中，护照申请123件、往来港澳通行证1004件、往来台湾通行证14件。",
            "开展执法检查126次、专项检查38次，共计146次。",
            "工程试点项目18个，已完工15个，在建项目1个。",
        ),
        (
            "全区登记社会组织1210家（社会团体412家、民办非企业单位798家）。",
            "全区有企业88家，其中规模以上企业12家、外资企业3家。",
            "现有会员170人，其中女会员74人，中级职称74人，本科学历以上128人。",
            "全年办理业务1131件，其中护照申请123件、往来港澳通行证1004件、往来台湾通行证4件。",
        ),
    )
)  # fmt: skip
declare(
    Rule("NUM102", "部分大于总数", "a part is larger than its whole", "error", SOURCE, ("全年接待咨询320人次，其中老年人360人次。",), ("全年接待咨询320人次，其中老年人36人次。",))
)
_OPEN = re.compile(r"主要(?:有|包括|为|是|在)|包括|含有?|较大|重点(?![\u4e00-\u9fff]{0,8}(?:校|院|所|中心|中学|小学|室))|等\d|等[\u4e00-\u9fff]{0,6}$|以及其他")
_LAST_OPEN = re.compile(r"^[\u4e00-\u9fff]{0,6}等(?![级候])")
_OVERLAP = re.compile(r"女|男|学历|本科|硕士|博士|研究生|职称|高级(?!中学|人民法院|法院|技工)|中级(?!人民法院|法院)|岁|大专|中专|(?<![及其])以[上下]|少数民族|党员|团员|会员|代表|委员|兼职|专职|新增|新建|首次|重点|获|被(?!子)|入选|新任|连任|担任|在职|在编|退休|当年|本年|持证|常住|流动|户籍")
_ACTS = re.compile(r"党员|团员|会员|代表|委员")  # who did it, where all labels name the thing done (`委员提案、团体提案`)
_BAND = re.compile(r"\d+(?:周岁|岁)?[—–~～\-至到、及和以不]*\d*(?:周岁|岁)(?:[及（含）]*以[上下]|[上下])?|不满\d+岁")
_OPPOSITES = (("存款", "贷款"), ("贷款", "存款"), ("收入", "支出"), ("支出", "收入"), ("资产", "负债"))
_OUTCOME = re.compile(r"，(?:经|已)[\u4e00-\u9fff]{0,6}(?:立案|办结|审结|结案|采纳|办复|处理|答复)$")  # what came of them, no part
_ACCOUNT = re.compile(r"^[\u4e00-\u9fff]{0,4}[，；][\u4e00-\u9fff]{0,12}(?:收入(?:总计|合计|总量)|总收入)(?:为|达|达到|实现)?$")
_VIEWED = re.compile(r"^(?:其中，)?(?:从|按)?[\u4e00-\u9fff]{0,8}(?:的(?:职业|年龄|学历|性别|民族|文化程度|入党时间|行业|类别|地区)|(?:职业|年龄|学历|文化程度|行业|类别|区域|地域|类型|性质|隶属关系))[\u4e00-\u9fff]{0,4}(?:[看分]|划分|统计|构成)?[，：。]")
_TOTAL = re.compile(r"(?<![公中])(?:合计|总计|共计|一共|共有|共|总共|累计)(?:约|近)?[\u4e00-\u9fff]{0,6}$")
_ANOTHER = re.compile(r"；(?:另|还)?有(?![关效机限])[^，、；]*$")  # `甲3种；乙5种；有珍稀的2种`: behind the list
_DONE = re.compile(r"完成|完工|建成|竣工|整改|办结|审结|化解|销号|处置|解决|通过|合格|成功|到位|回复|采纳")
_LEFT = re.compile(r"余下|其余|推进|跟进|办理中|整改中|剩余|剩下|尚|在建|未|正在|不合格|另外?\d|还有")
_SCALES = (("万", "亿", Decimal(10) ** 4), ("亿", "万", Decimal("1e-4")), ("万", "", Decimal("1e-4")), ("亿", "", Decimal("1e-8")))
# words that part a whole in two with nothing between: who is not the one is the other
_CONTRASTS = tuple(
    tuple(pair.split("/"))
    for pair in (
        "男/女 城镇/农村 城镇/乡村 城市/农村 城市/乡村 公办/民办 行政/民事 行政/刑事 民事/刑事 行政编/事业编 内资/外资 国有/非国有 线上/线下 进口/出口 市内/市外 区内/区外 县内/县外 境内/境外 国内/国外"
        " 约束性/预期性 主要/次要 常住/流动 户籍/流动 室内/室外 新/续 存量/新增 存量/增量 自查/组织 自建/购买 自建/其他 企业/个人 单位/个人 集体/个人 先进集体/先进个人 中央/地方 第一批/第二批 上半年/下半年 专职/兼职 正式/临时 公/私 城区/乡镇 城区/农村 城镇/乡镇 税务/财政 汉族/少数民族 税收/非税 客运/货运 机动/非机动 水域/陆地 党员/群众"
    ).split()
)
_DEGREE = re.compile(r"博士|硕士|本科|大专|中专|高中|初中|其他")
_SEX = (re.compile(r"男"), re.compile(r"女"))


class _Part(msgspec.Struct, frozen=True):
    q: Quantity
    times: int
    segment: int  # the how-manieth ；-segment of the list


@relate("NUM101", "NUM102")
def sums(context: Context) -> list[Relation]:
    """Every whole with its parts: in one sentence by its words, across an entry by exact figures."""
    return context.once(_every)


def summed(context: Context) -> frozenset[int]:
    """Where the figures begin that stand in a sum that adds up: what is wrong must be elsewhere."""
    return context.once(_summed)


def _summed(context: Context) -> frozenset[int]:
    return frozenset(f.start for r in sums(context) if r.holds and r.operator == "=" for f in r.figures)


def _every(context: Context) -> list[Relation]:
    return list(_find(context))


def _find(context: Context) -> Iterator[Relation]:
    text = context.text
    seen: dict[int, list[tuple[int, int]]] = {}
    every = sentences(context)
    for n, s in enumerate(every):
        after = every[n + 1] if n + 1 < len(every) and every[n + 1].paragraph == s.paragraph else None
        behind = [q for q in after.quantities if q.start - s.end < 60] if after is not None else []
        earlier = [x for x in every[max(0, n - 6) : n] if x.entry == s.entry]
        finders: list[Iterator[Relation]] = []
        if len(s.quantities) > 1:  # a whole and its parts in one sentence
            finders += [_brackets(text, s), _of_which(text, s, behind), _colon(text, s), _together(text, s), _complement(text, s), _within(text, s), _in_a_row(text, s), _of_two(text, s), _of_named(text, s, earlier)]
            finders += [_viewed(text, s, earlier, every[max(0, n - 12) : n]), _banded(text, s, every[max(0, n - 12) : n]), _handled(text, s), _changes(text, s)]
        if after is not None:
            finders += [_halves(text, s, after), _parallel(text, s, after)]
        for found in chain(*finders, _by_turns(text, s, every[n + 1 : n + 7])):
            seen.setdefault(s.entry, []).append((found.start, found.end))
            yield found
    for entry, group in groupby(every, key=lambda s: s.entry):
        yield from _windows(text, list(group), seen.get(entry, []))


def _bare(text: str) -> str:
    """Text without what stands in brackets."""
    return re.sub(r"（[^（）]*）?", "", text)


def _read(text: str, figures: Sequence[Quantity], start: int, stop: int, whole: Quantity) -> list[_Part]:
    """The items of a list that begins at `start`: figures of the whole's kind at the list's own depth, without what 其中 nests."""
    parts: list[_Part] = []
    nested, segment, last = False, 0, start
    of = text[max(0, whole.start - 10) : whole.start]
    for q in figures:
        if q.start < start:
            continue
        if q.start >= stop:
            break
        before = text[start : q.start]
        if before.count("（") > before.count("）"):
            continue
        gap = _bare(text[last : q.start])
        last = q.end
        if "；" in gap or "。" in gap:
            nested = False
            segment += 1
        if "其中" in gap and parts:
            nested = True
        if not _countable(q, whole) or nested or is_change(text, q) or re.search(r"占[^，、；]{0,10}$", gap):
            continue
        if parts and (_TOTAL.search(gap) or _ANOTHER.search(gap) or _OUTCOME.search(gap) or any(x in of and y not in of and y in gap and x not in gap for x, y in _OPPOSITES)):
            break
        parts.append(_Part(q, _times(text, q, start), segment))
    return parts


def _countable(q: Quantity, whole: Quantity) -> bool:
    """Whether a figure may be a part: of the whole's kind (persons of 人次 too), and no threshold (`10亿元以上项目4个`)."""
    threshold = q.approx is not None and ("以上" in q.approx or "以下" in q.approx or "以内" in q.approx)
    return (same_kind(q, whole) or (whole.base_unit == "人次" and q.base_unit in PERSONS)) and not (threshold and not (whole.approx or "").endswith(("以上", "以下")))


def _times(text: str, q: Quantity, start: int) -> int:
    """How often an item counts: `一、二级调研员各1人` is two."""
    if text[q.start - 1 : q.start] != "各":
        return 1
    lead = re.split(r"[，；（：]|\d", text[max(start, q.start - 40) : q.start - 1])[-1].lstrip("、人名个家件")
    return len(re.split(r"[、和及]", lead))


def _total(parts: Sequence[_Part]) -> Decimal:
    return sum((p.q.amount * p.times for p in parts), Decimal(0))


def _room(whole: Quantity, parts: Sequence[_Part]) -> Decimal:
    return sum((slack(p.q) * p.times for p in parts), Decimal(0)) + slack(whole)


def _middle(q: Quantity) -> Decimal:
    low, high = interval(q)
    return q.amount if q.approx is None else (low + high) / 2


def _fits(whole: Quantity, parts: Sequence[_Part]) -> bool:
    """Whether the parts may sum to the whole; approximate figures fit where the printed figures do (`18696余`)."""
    total = _total(parts)
    return total == whole.amount or abs(total - _middle(whole)) <= _room(whole, parts)


def _surely(text: str, whole: Quantity, choice: list[_Part]) -> str:
    """`=` for a reading that its marks or its digits bear out, `~` for one that may fit by chance."""
    return "=" if len(digits(whole)) >= 3 or choice == _natural(text, choice) else "~"


def _choices(text: str, parts: list[_Part]) -> Iterator[list[_Part]]:
    """Ways to read a list: all its figures, the first of each ；-segment, then ever shorter beginnings that end where the list may."""
    yield parts
    firsts = _firsts(text, parts)
    if 2 <= len(firsts) < len(parts):
        yield firsts
    for n in range(len(parts) - 1, 1, -1):
        if not _goes_on(text, parts[n - 1].q, parts[n].q):
            yield parts[:n]


def _firsts(text: str, parts: list[_Part]) -> list[_Part]:
    """The first figure of each ；-segment; of `甲9人、乙12人；实有…` the first alone, for 、 parts its list and ； begins another."""
    segments = [list(g) for _, g in groupby(parts, key=lambda p: p.segment)]
    alone = bool(segments) and len(segments[0]) >= 2 and _goes_on(text, segments[0][0].q, segments[0][1].q)
    return [s[0] for s in segments[: 1 if alone else None]]


def _goes_on(text: str, a: Quantity, b: Quantity) -> bool:
    """Whether `b` is plainly the next item of the list that `a` is in: one unit, a 、 between, no kind that overlaps the others."""
    between = _bare(text[a.end : b.start])
    inside = between.startswith("，") and text.rfind("（", 0, a.start) > text.rfind("）", 0, b.start)  # `（甲1人，乙1人）`
    return a.unit == b.unit and (inside or re.match(r"、|[和及]|以及", between) is not None) and len(between) <= (40 if between.endswith("各") else 20) and not re.search(r"[，；。（）]", between[1:]) and not _OVERLAP.search(between + text[b.end : b.end + 2])


def _natural(text: str, parts: list[_Part]) -> list[_Part]:
    """The list as its marks have it: segments parted by ； where there are any, else the items with only a label between them."""
    firsts = _firsts(text, parts)
    if len(firsts) >= 2:
        return firsts
    kept = parts[:1]
    for p in parts[1:]:
        if p.segment != parts[0].segment or not as_list(text, [kept[-1].q, p.q]):
            break
        kept.append(p)
    return kept


def _brackets(text: str, s: Sentence) -> Iterator[Relation]:
    """`W（A x、B y）`: what the bracket lists is the whole."""
    for whole in s.quantities:
        opening = re.compile(r"[\u4e00-\u9fff]{0,8}（").match(text, whole.end, min(s.end, whole.end + 9))
        if not opening or whole.unit in NO_COUNT:
            continue
        depth, close = 1, opening.end()
        while close < s.end and depth:
            depth += {"（": 1, "）": -1}.get(text[close], 0)
            close += 1
        parts = _read(text, s.quantities, opening.end(), close - 1, whole)
        if len(parts) < 2:
            continue
        inside = text[opening.end() : close - 1]
        others = [q for q in s.quantities if opening.end() <= q.start < close and not any(q is p.q for p in parts)]
        complete = "其中" not in inside and not _OPEN.search(inside) and not others and as_list(text, [p.q for p in parts])
        yield from _test(text, whole, parts, complete)


def _of_which(text: str, s: Sentence, behind: Sequence[Quantity]) -> Iterator[Relation]:
    """`W，其中，A x、B y`: parts of the whole, perhaps not all; each measure before 其中 is tried as the whole."""
    for match in re.finditer(r"其中", text[s.start : s.end]):
        at = s.start + match.start()
        open_bracket = text.rfind("（", s.start, at) > text.rfind("）", s.start, at)
        stop = text.find("）", at) if open_bracket else s.end
        stop = s.end if stop < 0 else stop
        earlier = text.rfind("其中", s.start, at)
        before = [q for q in s.quantities if q.end <= at and (q.start > earlier or not open_bracket)]
        if open_bracket:
            before = before[-1:]
        after = [q for q in s.quantities if at <= q.start < stop]
        if not before or not after:
            continue
        wholes = [q for q in reversed(before) if q.unit not in NO_COUNT and not is_change(text, q)][:6]
        last = before[-1]
        if last not in wholes and last.unit not in NO_COUNT and _fitting(text, last, _read(text, s.quantities, at, stop, last)):
            wholes = [last]  # `增收节支492亿元，其中…`: no change, where the parts fill it
        kept = [(w, c) for w in wholes for c in [_fitting(text, w, _read(text, s.quantities, at, stop, w))] if c]
        kept = [k for k in kept if not _claimed(text, s, at, stop, wholes, k)]
        kinds: set[str | None] = set()
        judged: set[str | None] = {w.base_unit for w, _ in kept}
        for whole, choice in kept:
            if whole.base_unit not in kinds:
                kinds.add(whole.base_unit)
                yield _kept(whole, choice, _surely(text, whole, choice))
        for whole in wholes:  # `746处，面积31.67万平方米，其中…702处…；…44处…`: where one measure sums up, so must the others
            read = _read(text, s.quantities, at, stop, whole) if kinds and whole.base_unit not in kinds else []
            ways = [_natural(text, read), read, *(read[: len(c)] for _, c in kept)] if read else []
            parts = next((p for p in ways for _, c in kept if len(p) == len(c) >= 2 and (p[-1].segment == c[-1].segment > 0 or _side_by_side(text, c, p))), None)
            if parts is not None:
                kinds.add(whole.base_unit)
                judged.add(whole.base_unit)
                yield from _judge(text, whole, parts, complete=True, sure=True)
        first = next((q for q in after if not (q.approx and "以上" in q.approx) and q.unit not in NO_COUNT), after[0])
        nearest = next((w for w in wholes if _countable(first, w)), None)
        for whole in wholes:  # a measure whose parts do not fill it
            if whole is not nearest and whole.base_unit not in kinds and not (whole.approx or whole.high):
                kinds.add(whole.base_unit)
                parts = _natural(text, _read(text, s.quantities, at, stop, whole))
                if len(parts) >= 2 and _total(parts) < whole.amount:
                    yield _kept(whole, parts, "<=")
        if nearest is None or nearest.base_unit in judged:
            continue
        longer = [*_read(text, s.quantities, at, stop, nearest), *(_Part(q, 1, 0) for q in behind if q.unit == nearest.unit)]
        if behind and any(_fits(nearest, longer[:n]) for n in range(2, len(longer) + 1)):
            continue  # a full stop stands in the middle of the list
        parts = _natural(text, _read(text, s.quantities, at, stop, nearest))
        if len(parts) >= 3 and _beside_another(text, s, before, nearest):
            continue
        if len(parts) >= 2:
            nearest = _further(text, s, at, stop, nearest, wholes)
            parts = _natural(text, _read(text, s.quantities, at, stop, nearest))
            slipped = _scale_slip(text, nearest, _read(text, s.quantities, at, stop, nearest))
            if slipped is not None:
                yield slipped
                continue
            adjacent = re.fullmatch(r"（?[，。；]?", text[nearest.end : at]) is not None
            rival = not adjacent and any(w is not nearest and same_kind(w, nearest) and not re.search(r"[；。]", text[w.end : nearest.start]) for w in wholes)
            yield from _judge(text, nearest, parts, complete=False, rival=rival)
        elif parts and parts[0].q is after[0]:
            yield from _single(text, nearest, parts[0].q, at)


def _side_by_side(text: str, first: Sequence[_Part], second: Sequence[_Part]) -> bool:
    """Whether the figures of two measures stand in pairs (`城市1246户1785人、农村862户1324人`)."""
    return all(a.q is not b.q and not re.search(r"[，、；。]", text[min(a.q.end, b.q.end) : max(a.q.start, b.q.start)]) for a, b in zip(first, second, strict=True))


def _claimed(text: str, s: Sentence, at: int, stop: int, wholes: Sequence[Quantity], kept: tuple[Quantity, list[_Part]]) -> bool:
    """Whether a list that fills a figure further back is plainly that of the nearest: `编制14名，实有13名，其中甲…` (the nearest would be overrun)."""
    whole, _ = kept
    nearest = wholes[0]
    if whole is nearest or whole.unit != nearest.unit or re.fullmatch(r"（?[，。；]?", text[nearest.end : at]) is None or nearest.approx or nearest.high is not None:
        return False
    listed = _natural(text, _read(text, s.quantities, at, stop, nearest))
    return len(listed) >= 2 and _total(listed) > nearest.amount >= whole.amount / 3 and all(_goes_on(text, a.q, b.q) for a, b in pairwise(listed)) and not any(_OVERLAP.search(x) for x in _labels(text, nearest, listed))


def _further(text: str, s: Sentence, at: int, stop: int, nearest: Quantity, wholes: Sequence[Quantity]) -> Quantity:
    """The whole of a list, which may stand further back than the nearest figure: the one that a slip in a long list explains."""
    for whole in wholes:
        if whole is nearest or not same_kind(whole, nearest) or len(digits(whole)) < 3:
            continue
        listed = _natural(text, _read(text, s.quantities, at, stop, whole))
        if len(listed) >= 3 and _same_length(_mended(whole, listed, _room(whole, listed))):
            return whole
    return nearest


def _fitting(text: str, whole: Quantity, parts: list[_Part]) -> list[_Part] | None:
    return next((c for c in _choices(text, parts) if _fits(whole, c)), None) if len(parts) >= 2 else None


def _colon(text: str, s: Sentence) -> Iterator[Relation]:
    """`W：A x、B y` and `W，包括 A x、B y`: the list behind a colon is the whole unless it is open."""
    for whole in s.quantities:
        lead = re.compile(r"[\u4e00-\u9fff]{0,10}(?:：|，(?:分别(?:为|是)|即|(?:主要)?包括|含)|中，)").match(text, whole.end, min(s.end, whole.end + 18))
        if not lead or whole.unit in NO_COUNT:
            continue
        parts = _read(text, s.quantities, lead.end(), s.end, whole)
        overrun = len(parts) >= 2 and _total(parts) > whole.amount and as_list(text, [p.q for p in parts])
        if len(parts) >= 2 and (lead[0].endswith(("：", "为", "是", "即")) or overrun or (lead[0].endswith("含") and _total(parts) >= whole.amount * Decimal("0.75")) or _fitting(text, whole, parts)):
            filled = lead[0].endswith("含") and _total(parts) >= whole.amount * Decimal("0.75")
            yield from _test(text, whole, parts, False, filled)  # behind 中 and 包括 only what fits is a list of all, and what overruns is none


def _together(text: str, s: Sentence) -> Iterator[Relation]:
    """`A x、B y，共 W`: the parts come first."""
    for i, whole in enumerate(s.quantities):
        lead = text[(s.quantities[i - 1].end if i else s.start) : whole.start]
        account = _ACCOUNT.search(lead) is not None
        if i < 2 or not (account or re.search(r"^[\u4e00-\u9fff]{0,8}[，、；]?(?:合计|总计|共计|一共|共)[\u4e00-\u9fff]{0,6}$", lead)) or whole.unit in NO_COUNT:
            continue
        run: list[_Part] = []
        for k in range(i - 1, -1, -1):
            q = s.quantities[k]
            between = text[q.end : (run[-1].q.start if run else whole.start)]
            if "；" in between or "。" in between:
                break
            if same_kind(q, whole) and not is_change(text, q):
                run.append(_Part(q, _times(text, q, s.start), 0))
        run.reverse()
        if account and re.search(r"支出|减|总[收支]|总计", text[run[0].q.start - 12 if run else s.start : s.quantities[i - 1].end]):
            continue  # both sides of an account in one sentence
        for n in range(len(run) - 1):
            if _fits(whole, run[n:]):
                yield _kept(whole, run[n:])
                break
        else:
            if len(run) >= 2 and as_list(text, [p.q for p in run], 24) and all(p.q.unit == whole.unit for p in run):
                yield from _judge(text, whole, run, complete=True, apart=account)


def _parallel(text: str, s: Sentence, after: Sentence) -> Iterator[Relation]:
    """`W 个，面积 V 公顷。甲 x 个，面积 v 公顷；乙 y 个，面积 w 公顷。`: where one measure of the next sentence's segments sums up, so must the others."""
    segments: list[list[Quantity]] = [[]]
    last = after.start
    for q in after.quantities:
        if "；" in text[last : q.start]:
            segments.append([])
        last = q.end
        if not is_change(text, q):
            segments[-1].append(q)
    wholes = [q for q in s.quantities if not is_change(text, q)][-3:]
    if not 2 <= len(segments) <= 6 or len(wholes) < 2 or text.startswith("其中", after.start):
        return
    kinds = [w for w in wholes if w.unit not in NO_COUNT and all(sum(same_kind(q, w) for q in g) == 1 for g in segments)]
    if len(kinds) < 2:
        return
    lists = {w.start: [_Part(next(q for q in g if same_kind(q, w)), 1, n) for n, g in enumerate(segments)] for w in kinds}
    if not any(_fits(w, lists[w.start]) and len(digits(w)) >= 2 for w in kinds):
        return
    filled = [w for w in kinds if _fits(w, lists[w.start])]
    for w in kinds:
        if w in filled or not any(same_kind(w, f) for f in filled):  # another figure of this kind is the whole
            yield from _judge(text, w, lists[w.start], complete=True, sure=True)


def _within(text: str, s: Sentence) -> Iterator[Relation]:
    """`W，已完成 x` and `新增 x，总里程达到 W`: a part beside its whole."""
    for a, b in zip(s.quantities, s.quantities[1:], strict=False):
        if a.unit != b.unit or a.unit in NO_COUNT or a.unit is None or a.high is not None or b.high is not None:
            continue
        between = text[a.end : b.start]
        if re.match(r"[\u4e00-\u9fff]{0,8}[，；](?:其中)?(?:已|现已|目前已|现有)", between) and len(between) < 20 and not is_change(text, a) and not is_change(text, b):
            part, whole = b, a
        elif re.search(r"(?:新增|新建|新发展|净增)[^，；\d]{0,12}$", text[max(s.start, a.start - 16) : a.start]) and re.search(r"(?:总|累计)[^，；\d]{0,8}(?:达到?|为|有)?$", between) and len(between) < 20:
            part, whole = a, b
        else:
            continue
        if part.amount <= whole.amount:
            yield Relation("NUM102", f"{part.number}<={whole.number}", "<=", show(part.value), show(whole.value), "0", True, a.start, b.end)


def _complement(text: str, s: Sentence) -> Iterator[Relation]:
    """`W，已完成 x，余下 y`; `W，男 x、女 y`: two parts that leave nothing out."""
    for whole, a, b in zip(s.quantities, s.quantities[1:], s.quantities[2:], strict=False):
        if not (whole.unit == a.unit == b.unit) or whole.unit in NO_COUNT or any(is_change(text, q) for q in (whole, a, b)):
            continue
        first, second = text[whole.end : a.start], text[a.end : b.start]
        second_noun = second + text[b.end : b.end + 4]
        paired = (_DONE.search(first) and _LEFT.search(second) and len(first) < 24 and len(second) < 24) or (
            _SEX[0].search(first[-4:]) and _SEX[1].search(second[-4:])) or (_SEX[1].search(first[-4:]) and _SEX[0].search(second[-4:]))
        if not paired or "其中" in second_noun or "。" in first + second:
            continue
        pair = [_Part(a, 1, 0), _Part(b, 1, 0)]
        yield from _judge(text, whole, pair, complete=True, sure=bool(_mended(whole, pair, Decimal(0))))


def _beside_another(text: str, s: Sentence, before: Sequence[Quantity], nearest: Quantity) -> bool:
    """Whether posts are told of two kinds at once (`行政编制4名、事业编制1名，其中…`): the list is of both."""
    i = next((k for k, q in enumerate(before) if q is nearest), 0)
    return i > 0 and before[i - 1].unit == nearest.unit and re.fullmatch(r"[，、和][\u4e00-\u9fff]{1,12}编制[\u4e00-\u9fff]{0,4}", text[before[i - 1].end : nearest.start]) is not None and "编制" in text[max(s.start, before[i - 1].start - 8) : before[i - 1].start]


def _of_two(text: str, s: Sentence) -> Iterator[Relation]:
    """`行政编制10个、事业编制2个，其中主任1名、副主任3名…`: the list fills two neighbours together; posts that overrun them are told."""
    at = text.find("其中", s.start, s.end)
    before = [q for q in s.quantities if q.end <= at]
    if at < 0 or len(before) < 2:
        return
    a, b = before[-2], before[-1]
    posts = "编制" in text[max(s.start, a.start - 12) : b.start]
    if a.unit != b.unit or not counts_exactly(a) or not counts_exactly(b) or not re.fullmatch(r"[，、][\u4e00-\u9fff]{1,16}", text[a.end : b.start]) or len(text[b.end : at]) > 3:
        return
    stop = text.find("；", at, s.end)
    parts = [_Part(q, _times(text, q, at), 0) for q in s.quantities if at < q.start < (stop if stop >= 0 else s.end) and counts_exactly(q) and (same_kind(q, a) or (posts and q.base_unit in PERSONS)) and not _inside(text, at, q.start)]
    total, words = _total(parts), _words(a, parts) if parts else ""
    stated = f"{a.number}+{b.number}"
    if len(parts) >= 3 and total == a.amount + b.amount:
        yield Relation("NUM101", words, "=", show(total), stated, "0", True, a.start, parts[-1].q.end)
    elif posts and len(parts) >= 3 and total > a.amount + b.amount and "编制" in text[a.end : b.start] and not any(_total(parts[:n]) == a.amount + b.amount for n in range(2, len(parts))):
        both = show(a.amount + b.amount)
        finding = Finding("NUM101", "warning", 0.75, f"分项相加得{show(total)}{parts[0].q.unit}，多于两项编制之和{both}{a.unit}", f"the parts add up to {show(total)}, the two wholes to {both}", a.start, parts[-1].q.end, (), None, SOURCE, words, show(total), stated)
        yield Relation("NUM101", words, "<=", show(total), stated, "0", False, a.start, parts[-1].q.end, (), finding)


def _inside(text: str, start: int, position: int) -> bool:
    """Whether a position stands in a bracket that was opened behind `start`."""
    return text.count("（", start, position) > text.count("）", start, position)


def _of_named(text: str, s: Sentence, earlier: Sequence[Sentence]) -> Iterator[Relation]:
    """`…前期项目14个。前期项目中，甲类8个、乙类3个、丙类3个`: the whole that a sentence's first words name stands in a sentence before."""
    named = re.compile(r"(?:其中，|在)?(?P<name>[\u4e00-\u9fff]{2,10}?)(?:之)?中，").match(text, s.start, s.end)
    if not named:
        return
    name = named["name"]
    for whole in (q for x in reversed(earlier) for q in reversed(x.quantities)):
        if whole.unit in NO_COUNT or whole.high is not None or not text[max(0, whole.start - 14) : whole.start].endswith(name):
            continue
        parts = _natural(text, _read(text, s.quantities, named.end(), s.end, whole))
        if len(parts) >= 2 and as_list(text, [p.q for p in parts]):
            choice = _fitting(text, whole, parts)
            if choice:
                yield _kept(whole, choice, _surely(text, whole, choice))
            elif len(parts) >= 3:
                yield from _judge(text, whole, parts, complete=False)
        return


def _viewed(text: str, s: Sentence, earlier: Sequence[Sentence], further: Sequence[Sentence]) -> Iterator[Relation]:
    """`…党员总数9800名。…从党员的职业看，工人2340名，农民3150名…`: a list of four and more of the entry's named total."""
    lead = _VIEWED.match(text[s.start : s.start + 24])
    if not lead:
        return
    start = s.start + lead.end()
    items = [q for q in s.quantities if q.start >= start and q.unit not in NO_COUNT]
    if not items:
        return
    wholes = [q for x in reversed(further) if x.entry == s.entry for q in reversed(x.quantities) if q.unit == items[0].unit and q.high is None and not is_change(text, q)]
    for whole in wholes:
        parts = _natural(text, _read(text, s.quantities, start, s.end, whole))
        if len(parts) >= 4 and len(digits(whole)) >= 3 and as_list(text, [p.q for p in parts]) and _fits(whole, parts):
            yield _kept(whole, parts)
            return
    named = next((q for q in wholes if re.search(r"总(?:数|人数|量|计)?(?:达到?|为|有)?$", text[max(0, q.start - 6) : q.start])), None)
    if named is not None:
        parts = _natural(text, _read(text, s.quantities, start, s.end, named))
        if len(parts) >= 4 and as_list(text, [p.q for p in parts]) and _same_length(_mended(named, parts, _room(named, parts))):
            yield from _judge(text, named, parts, complete=True, apart=True)


def _banded(text: str, s: Sentence, further: Sequence[Sentence]) -> Iterator[Relation]:
    """`…14岁以下2011人；15～64岁9450人；65岁以上1554人`: bands of age that leave nothing out, and the nearest figure that they fill."""
    if "岁" not in text[s.start : s.end]:
        return
    ages = [i for i, q in enumerate(s.quantities) if q.unit in ("岁", "周岁")]
    counted = [s.quantities[i + 1] for i in ages if i + 1 < len(s.quantities) and re.fullmatch(r"(?:[及（含）]*以[上下])?[\u4e00-\u9fff]{0,6}", text[s.quantities[i].end : s.quantities[i + 1].start])]
    run = [_Part(q, 1, 0) for q in counted if counted and q.unit == counted[0].unit and q.unit not in NO_COUNT]
    if len(run) < 3 or text.rfind("其中", s.start, run[0].q.start) >= run[0].q.start - 16:
        return
    labels = [text[s.quantities[i].start : s.quantities[i].end + 4] for i in ages]
    if not re.search(r"以?下|^0", labels[0]) or not re.search(r"以?上", labels[-1]):
        return
    wholes = [q for x in (s, *reversed(further)) if x.entry == s.entry for q in reversed(x.quantities) if q.end < run[0].q.start and q.unit == run[0].q.unit and q.high is None and len(digits(q)) >= 3 and not is_change(text, q)]
    whole = next((q for q in wholes if _fits(q, run)), None)
    if whole is not None:
        yield _kept(whole, run)
        return
    whole = next((q for q in wholes if _same_length(_mended(q, run, _room(q, run)))), None)
    if whole is not None and not any(q.amount > whole.amount for q in wholes if q is not whole):
        yield from _judge(text, whole, run, complete=True, apart=True)


def _handled(text: str, s: Sentence) -> Iterator[Relation]:
    """`共处理案件1017件，认定968件（…），不予认定13件，不予受理和驳回49件。`: behind 共 three clauses and more of its own measure word, to the end of the sentence."""
    if len(s.quantities) < 4 or text.find("共", s.start, s.end) < 0:
        return
    for i, whole in enumerate(s.quantities):
        if not counts_exactly(whole) or len(digits(whole)) < 2 or not re.search(r"(?:共|总共|一共|合计)[\u4e00-\u9fff“”]{2,14}$", text[max(s.start, whole.start - 18) : whole.start]):
            continue
        if re.match(r"[\u4e00-\u9fff]{0,6}[（：]|，?(?:其中|分别|包括)", text[whole.end : whole.end + 8]):
            continue  # other readings tell these
        run: list[_Part] = []
        for q in s.quantities[i + 1 :]:
            last = run[-1].q if run else whole
            gap = _bare(text[last.end : q.start])
            if gap.count("（") or text.count("（", whole.end, q.start) > text.count("）", whole.end, q.start):
                continue  # inside a bracket
            if q.unit != whole.unit or not counts_exactly(q) or not re.fullmatch(r"[\u4e00-\u9fff]{0,4}[，、；][\u4e00-\u9fff“”《》]{1,16}", gap) or is_change(text, q):
                break
            run.append(_Part(q, 1, 0))
        if len(run) < 3 or not re.match(r"[\u4e00-\u9fff]{0,4}[。；]", _bare(text[run[-1].q.end : run[-1].q.end + 20])):
            continue
        total, room = _total(run), Decimal(0)
        if total == whole.amount:
            yield _kept(whole, run)
        elif (1 < total / whole.amount <= Decimal("1.05") or (total >= whole.amount * Decimal("0.95") and _same_length(_mended(whole, run, room)))) and not any(_OVERLAP.search(x) for x in _labels(text, whole, run)):
            yield from _judge(text, whole, run, complete=True, apart=True)


def _changes(text: str, s: Sentence) -> Iterator[Relation]:
    """`48074人，比上年末增加2453人。其中，甲…人，乙…人，分别增加2058人和395人`: the changes of the parts are the whole's."""
    if text.find("分别", s.start, s.end) < 0:
        return
    each = re.search(r"分别(?:[比较](?:上年末?|上年底|去年同期|上年同期))?(?P<way>增加|减少|增长|下降)(?:了)?(?=\d)", text[s.start : s.end])
    if not each:
        return
    at = s.start + each.end()
    run: list[_Part] = []
    for q in (q for q in s.quantities if q.start >= at):
        if not re.fullmatch(r"[、，和及]|以及|", text[(run[-1].q.end if run else at) : q.start]):
            break
        run.append(_Part(q, 1, 0))
    whole = next((q for q in s.quantities if q.end < s.start + each.start() and re.search(rf"{each['way']}(?:了)?$", text[max(s.start, q.start - 4) : q.start])), None)
    if whole is None or len(run) < 2 or any(p.q.unit != whole.unit for p in run) or whole.unit in NO_COUNT:
        return
    if _fits(whole, run):
        yield _kept(whole, run)
    elif _same_length(_mended(whole, run, _room(whole, run))) and len(digits(whole)) >= 3:
        yield from _judge(text, whole, run, complete=True, apart=True)


def _halves(text: str, s: Sentence, after: Sentence) -> Iterator[Relation]:
    """`有幼儿园465所。城区有280所，乡镇有185所。`: a whole alone, and its two halves in the next sentence."""
    if text.startswith("其中", after.start):
        return
    for whole in s.quantities:
        pair = [q for q in after.quantities if q.unit == whole.unit]
        if len(pair) != 2 or not counts_exactly(whole) or sum(q.unit == whole.unit for q in s.quantities) != 1 or is_change(text, whole) or any(is_change(text, q) for q in pair):
            continue
        parts = [_Part(q, 1, 0) for q in pair]
        labels = _labels(text, whole, parts)
        noun = re.split(r"[，。；：、\d（）]", text[max(s.start, whole.start - 8) : whole.start])[-1][-2:]
        if len(noun) < 2 or noun not in labels[0] or not any(_parted(c, labels[0], labels[1]) for c in _CONTRASTS):
            continue
        yield from _judge(text, whole, parts, complete=True, apart=True)


def _by_turns(text: str, s: Sentence, following: Sequence[Sentence]) -> Iterator[Relation]:
    """`全县有教职工17557人。中学教职工9380人，…。小学教职工8177人，…。`: sentences that each begin with a kind of what the first one counts."""
    if not following or following[0].entry != s.entry:
        return
    whole = next((q for q in s.quantities if counts_exactly(q) and len(digits(q)) >= 2 and not is_change(text, q) and q.unit not in NO_COUNT), None)
    if whole is None:
        return
    noun = re.split(r"[，。；：、\d（）]|[有共计为]", text[max(s.start, whole.start - 12) : whole.start])[-1]
    noun = re.sub(r"^(?:全[区县市省镇乡]|总)", "", noun)
    if not 2 <= len(noun) <= 6:
        return
    run: list[_Part] = []
    kinds: set[str] = set()
    for x in following:
        q = x.quantities[0]
        label = text[x.start : q.start]
        kind = label.removesuffix("有").removesuffix("共").removesuffix(noun)
        if x.entry != s.entry or q.unit != whole.unit or not counts_exactly(q) or kind == label or not re.fullmatch(r"(?:其中，?|——)?[\u4e00-\u9fff]{1,8}", kind) or kind in kinds:
            break
        kinds.add(kind)
        run.append(_Part(q, 1, len(run)))
    if len(run) < 2 or any(_OVERLAP.search(k) for k in kinds):
        return
    if _total(run) == whole.amount:
        yield _kept(whole, run)
    elif len(digits(whole)) >= 3 and _same_length(_mended(whole, run, Decimal(0))):
        yield from _judge(text, whole, run, complete=True, apart=True)


def _in_a_row(text: str, s: Sentence) -> Iterator[Relation]:
    """`查找问题60项，解决35项，推进25项`: two to four figures of the whole's own measure word right behind it that fill it exactly; kept ones only."""
    for i, whole in enumerate(s.quantities):
        if not counts_exactly(whole) or whole.amount < 10:
            continue
        run: list[_Part] = []
        for q in s.quantities[i + 1 : i + 5]:
            last = run[-1].q if run else whole
            if q.unit != whole.unit or not counts_exactly(q) or not re.fullmatch(r"[\u4e00-\u9fff]{0,12}[，、][\u4e00-\u9fff]{1,14}", text[last.end : q.start]) or is_change(text, q):
                break
            run.append(_Part(q, 1, 0))
            if len(run) >= 2 and _total(run) == whole.amount:
                yield _kept(whole, run, "=" if len(digits(whole).strip("0")) >= 2 or len(run) == 2 else "~")
                break


def _windows(text: str, group: list[Sentence], seen: list[tuple[int, int]]) -> Iterator[Relation]:
    """Wholes whose parts stand later (or before) in the entry: a run of figures of one unit that sum to a figure, digit for digit.

    No words tie them, so only figures with three digits that count are looked at, none that a list has used already; such
    relations are kept ones, never alarms.
    """
    units: dict[str, list[Quantity]] = {}
    for s in group:
        for q in s.quantities:
            used = any(a <= q.start and q.end <= b for a, b in seen)
            if q.unit and q.unit not in NO_COUNT and q.high is None and not q.approx and not used and not is_change(text, q):
                units.setdefault(q.base_unit or q.unit, []).append(q)
    for figures in units.values():
        for i, whole in enumerate(figures):
            if len(digits(whole).strip("0")) < 3:
                continue
            found = _window(figures, i, 1) or _window(figures, i, -1)
            if found:
                yield _kept(whole, [_Part(q, 1, 0) for q in found], "~")


def _window(figures: list[Quantity], i: int, step: int) -> list[Quantity] | None:
    whole = figures[i]
    for skip in range(3):
        chosen: list[Quantity] = []
        total = Decimal(0)
        k = i + step * (1 + skip)
        while 0 <= k < len(figures) and len(chosen) < len(digits(whole)):
            q = figures[k]
            if q.amount >= whole.amount or abs(q.start - whole.start) > 300:
                break
            chosen.append(q)
            total += q.amount
            if len(chosen) >= 2 and total == whole.amount:
                return chosen if step > 0 else chosen[::-1]
            if total > whole.amount:
                break
            k += step
    return None


def _test(text: str, whole: Quantity, parts: list[_Part], complete: bool, filled: bool = False) -> Iterator[Relation]:
    """A list against its whole: any reading that fits is kept, else the natural one is judged. `filled`: it all but fills the whole, so 含 opens no open list."""
    choice = _fitting(text, whole, parts)
    if choice:
        yield _kept(whole, choice, _surely(text, whole, choice))
    else:
        natural = parts if complete else _natural(text, parts)
        if len(natural) >= 2:
            yield from _judge(text, whole, natural, complete, filled=filled)


def _span(whole: Quantity, parts: Sequence[_Part]) -> tuple[int, int]:
    return min(whole.start, parts[0].q.start), max(whole.end, parts[-1].q.end)


def _words(whole: Quantity, parts: Sequence[_Part]) -> str:
    """`7426+95+312*2`, in the unit of the whole; a part in another unit keeps its print beside it."""
    unit = whole.factor_of()
    shown = []
    for p in parts:
        same = p.q.factor_of() == unit
        figure = p.q.number if same else f"{show(p.q.amount / unit)}[{p.q.number}{p.q.unit}]"
        shown.append(f"{figure}*{p.times}" if p.times > 1 else figure)
    return "+".join(shown)


def _kept(whole: Quantity, parts: Sequence[_Part], operator: str = "=") -> Relation:
    unit = whole.factor_of()
    start, end = _span(whole, parts)
    related: tuple[Related, ...] = ()
    if end - start > 260:  # cite the two places, not all that stands between them
        first, last = parts[0].q, parts[-1].q
        start, end = whole.start, whole.end
        related = (Related(first.start, last.end),)
    figures, room = (_linear(whole, parts), _room(whole, parts)) if operator == "=" else ((), Decimal(0))
    return Relation("NUM101", _words(whole, parts), operator, show(_total(parts) / unit), show(whole.value), show(_room(whole, parts) / unit), True, start, end, related, None, figures, room)


def _linear(whole: Quantity, parts: Sequence[_Part]) -> tuple[Figure, ...]:
    """The sum as a linear relation: parts less the whole are nothing."""
    return (figure(whole, -1), *(figure(p.q, p.times) for p in parts))


def _judge(text: str, whole: Quantity, parts: list[_Part], complete: bool, rival: bool = False, sure: bool = False, filled: bool = False, apart: bool = False) -> Iterator[Relation]:
    """A sum that may be wrong: what the gap, the form and the words say about it.

    `rival`: another figure may be the whole; `sure`: another measure of the same list sums up; `filled`: 含 opens no open list;
    `apart`: the list stands apart from its whole, by one classification (`从职业看`): its items do not overlap, and no word ties the two, so it is at most a warning.
    """
    if _fits(whole, parts):
        yield _kept(whole, parts)
        return
    total, room = _total(parts), _room(whole, parts)
    over = total > _middle(whole)
    labels = _labels(text, whole, parts)
    start, end = _span(whole, parts)
    is_open = bool((not filled and _OPEN.search(_bare(text[whole.end : parts[0].q.start]))) or _LAST_OPEN.match(text[parts[-1].q.end : parts[-1].q.end + 10]))
    rough = any(q.high is not None or (q.approx and len(digits(q).strip("0")) <= 3 and q.decimals < 2) for q in (whole, *(p.q for p in parts)))
    ranks = [_DEGREE.findall(x) for x in labels]
    degrees = len(parts) >= 3 and all(ranks) and len({r[0] for r in ranks}) == len(parts)  # `博士28人、硕士162人、本科及其他246人` are one kind each
    overlapping = 0 if apart or degrees or _bands(labels) else sum(_OVERLAP.search(x) is not None for x in _acted(labels))
    overlap = overlapping > 0
    long = len(digits(whole)) >= 3
    mended = _mended(whole, parts, room) if not rough and len(digits(whole)) >= 2 else ()
    gap = abs(total - whole.amount)
    share = total / whole.amount if whole.amount else Decimal(0)
    marks = {text[a.q.end] for a in parts[:-1]}
    alike = whole.unit == parts[0].q.unit or (whole.base_unit in PERSONS and parts[0].q.base_unit in PERSONS)
    plain = alike and (marks == {"、"} or (whole.base_unit in PERSONS and whole.amount < 100 and marks <= {"、", "，"} and as_list(text, [p.q for p in parts], 14)))
    listed = all(_goes_on(text, a.q, b.q) for a, b in pairwise(parts)) and alike  # items parted by 、 alone
    closed = re.match(r"[\u4e00-\u9fff]{0,4}[。；）]|$", text[parts[-1].q.end :][:6]) is not None  # the list ends its sentence or bracket
    contrasted = (listed or (alike and ({p.segment for p in parts} == {0, 1} or (marks == {"，"} and as_list(text, [p.q for p in parts], 14))))) and len(parts) == 2 and (not overlap or overlapping == 2) and (_lettered(labels[0], labels[1]) or any(_parted(a, labels[0], labels[1]) for a in _CONTRASTS))
    severity: Severity | None = None
    confidence = 0.0
    scaled = _scaled(whole, parts) if not rough else ()
    if scaled:
        severity, confidence, mended = "error", 0.92, scaled
    elif (rough or is_open) and listed and not overlap and len(parts) >= 2 and total - room > whole.amount * Decimal("1.1"):
        severity, confidence = "warning", 0.7  # even some of the parts are more than the whole
    elif rough or is_open or share > 20:
        pass
    elif complete:
        if mended and (long or over or sure):
            severity, confidence = ("error" if not overlap and (long or over) and not apart else "warning"), (0.8 if apart else 0.9) if long or over else 0.8
        elif over or sure or share >= Decimal("0.5") or (len(parts) >= 3 and listed and share >= Decimal("0.4")):
            severity, confidence = "warning", 0.75
    elif not overlap and mended and ((long and (share >= Decimal("0.4") or _same_length(mended))) or (len(parts) >= 3 and share >= Decimal("0.3")) or share >= Decimal("0.85")):
        severity, confidence = "warning", (0.85 if over else 0.75)
    elif not overlap and not over and counts_exactly(whole) and gap <= 9 and len(digits(whole)) >= 2 and (share >= Decimal("0.85") or (len(parts) >= 3 and share >= Decimal("0.4") and plain)):
        severity, confidence = "warning", 0.65
    elif not overlap and not over and closed and alike and as_list(text, [p.q for p in parts]) and any(_turned(m) for m in mended):
        severity, confidence = "warning", 0.68  # two digits changed places: hardly by chance
    elif contrasted and mended:
        severity, confidence = "warning", 0.72
    elif over and not overlap and not rival and (plain or (closed and len(parts) >= 3 and marks <= {"、", "，"} and whole.unit == parts[0].q.unit and as_list(text, [p.q for p in parts], 20))):
        severity, confidence = "warning", 0.7
    elif over and overlapping == 1 and not rival and listed and mended:
        severity, confidence = "warning", 0.65
    elif not over and not overlap and listed and closed and len(parts) >= 3 and (
        (share >= Decimal("0.25") and _same_length(mended)) or (long and share >= Decimal("0.9")) or (len(digits(whole)) == 1 and share >= Decimal("0.6"))
    ):
        severity, confidence = "warning", 0.6  # an item that was left out, or a wrong total
    unit = whole.factor_of()
    words, computed, stated, tolerance = _words(whole, parts), show(total / unit), show(whole.value), show(room / unit)
    if severity is None:
        if not over:  # parts that overlap are no sum, so there is nothing to say of them
            yield Relation("NUM101", words, "<=", computed, stated, tolerance, True, start, end)
        return
    finding = Finding(
        "NUM101", severity, confidence, f"分项相加得{computed}{whole.unit or ''}，与总数{stated}{whole.unit or ''}差{show(gap / unit)}", f"the parts add up to {computed}, the whole says {stated}",
        start, end, (), "；".join(mended[:4]) or None, SOURCE, words, computed, stated,
    )  # fmt: skip
    yield Relation("NUM101", words, "=", computed, stated, tolerance, False, start, end, (), finding, _linear(whole, parts), room)


def _bands(labels: Sequence[str]) -> bool:
    """Whether the labels are the bands of one scale of ages, from 以下 to 以上 (`30岁及以下、31至40岁、41岁及以上`)."""
    return len(labels) >= 3 and all(_BAND.search(x) for x in labels) and bool(re.search(r"以?下|不满|^0", labels[0])) and bool(re.search(r"以?上", labels[-1]))


def _acted(labels: Sequence[str]) -> list[str]:
    """The labels without who acted, where all end in the thing done: `委员提案、民主党派提案、团体提案` overlap in nothing."""
    alike = len(labels) >= 3 and len({x[-2:] for x in labels}) == 1 and not any(_ACTS.fullmatch(x[-2:]) for x in labels)
    return [_ACTS.sub("", x) for x in labels] if alike else list(labels)


def _turned(mended: str) -> bool:
    """Whether a correction swaps two digits."""
    a, _, b = mended.partition("→")
    return len(a) == len(b) and sorted(a) == sorted(b)


def _lettered(first: str, second: str) -> bool:
    """Whether two labels are one but for a letter or numeral of their class (`C级危房`, `D级危房`)."""
    other = [(a, b) for a, b in zip(first, second, strict=False) if a != b] if len(first) == len(second) else []
    return len(other) == 1 and all(re.fullmatch("[A-Za-z甲乙丙一二]", x) for x in other[0])


def _parted(pair: Sequence[str], first: str, second: str) -> bool:
    """Whether the two labels stand one on each side of a contrast (`行政公益诉讼`, `民事公益诉讼`)."""
    a, b = pair
    return (a in first and b in second and b not in first and a not in second) or (b in first and a in second and a not in first and b not in second)


def _labels(text: str, whole: Quantity, parts: Sequence[_Part]) -> list[str]:
    """The words that name each part."""
    starts = [whole.end if whole.end < parts[0].q.start else 0, *(p.q.end for p in parts)]
    return [
        re.split(r"[，；：、。（]", _bare(text[max(s, p.q.start - 30) : p.q.start]))[-1] + re.split(r"[，；：、。（）\d]", text[p.q.end : p.q.end + 8])[0]
        for s, p in zip(starts, parts, strict=False)
    ]


def _mended(whole: Quantity, parts: Sequence[_Part], room: Decimal) -> tuple[str, ...]:
    """Every single figure that one slip of the pen explains, as `3476→3466`: the smallest corrections, alternatives included."""
    total = _total(parts)
    found = []
    for q, wanted in [(whole, total), *((p.q, whole.amount - (total - p.q.amount)) for p in parts if p.times == 1)]:
        right = slip(q, wanted, room)
        if right is not None and len(digits(q)) >= 2:
            found.append(f"{q.number}→{right}")
    return tuple(found)


def _scaled(whole: Quantity, parts: Sequence[_Part]) -> tuple[str, ...]:
    """The figures whose 万 or 亿 alone is wrong: with the other of the two the parts fill the whole."""
    total, room, found = _total(parts), _room(whole, parts), []
    for q, rest in [(whole, total), *((p.q, whole.amount - (total - p.q.amount)) for p in parts if p.times == 1)]:
        for old, new, factor in _SCALES:
            if (q.unit or "").startswith(old) and rest > 0 and len(digits(q)) >= 3 and abs(q.amount * factor - rest) <= room:
                found.append(f"{q.number}{q.unit}→{q.number}{new}{(q.unit or '')[1:]}")
    return tuple(found)


def _scale_slip(text: str, whole: Quantity, parts: list[_Part]) -> Relation | None:
    """A part a thousand times its whole and more: 万 or 亿 stands where it does not belong (`52386人，其中 31240万人`)."""
    for p in parts:
        if p.q.scale > whole.scale and whole.amount and p.q.amount > 1000 * whole.amount and p.q.value <= whole.amount * p.q.factor_of() / p.q.scale:
            words = f"{p.q.number}{p.q.unit}<={whole.number}{whole.unit}"
            unit = (p.q.unit or "").lstrip("万亿千百")
            finding = Finding(
                "NUM102", "error", 0.93, f"其中的{p.q.number}{p.q.unit}是总数{whole.number}{whole.unit}的千倍以上：疑多一个“{(p.q.unit or '')[0]}”字", "a part is a thousand times its whole",
                whole.start, p.q.end, (), f"{p.q.number}{unit}", SOURCE, words, f"{p.q.number}{p.q.unit}", f"{whole.number}{whole.unit}",
            )  # fmt: skip
            return Relation("NUM102", words, "<=", f"{p.q.number}{p.q.unit}", f"{whole.number}{whole.unit}", "0", False, whole.start, p.q.end, finding=finding)
    return None


def _same_length(mended: tuple[str, ...]) -> bool:
    """Whether a correction keeps the number of digits: a lost digit explains too much of a list that is far from its whole."""
    return any(len(a) == len(b) or len(b.replace(".", "")) >= (4 if len(b) > len(a) else 3) for a, _, b in (m.partition("→") for m in mended))


def _single(text: str, whole: Quantity, part: Quantity, at: int) -> Iterator[Relation]:
    """`W，其中 A x`: the part is not larger than the whole."""
    if is_change(text, part) or whole.unit != part.unit or whole.high is not None or part.high is not None:
        return
    words = f"{part.number}<={whole.number}"
    if part.amount <= whole.amount or interval(part)[0] <= interval(whole)[1]:
        yield Relation("NUM102", words, "<=", show(part.value), show(whole.value), "0", True, whole.start, part.end)
        return
    if whole.approx or part.approx:
        return
    sure = "。" not in text[whole.end : part.start] and len(text[whole.end : part.start]) < 40
    finding = Finding(
        "NUM102", "error" if sure else "warning", 0.9 if sure else 0.7, f"其中的{part.number}{part.unit or ''}大于总数{whole.number}{whole.unit or ''}", "a part is larger than its whole",
        whole.start, part.end, (), None, SOURCE, words, show(part.value), show(whole.value),
    )  # fmt: skip
    yield Relation("NUM102", words, "<=", show(part.value), show(whole.value), "0", False, whole.start, part.end, finding=finding)
