"""Facts: every figure with its subject, indicator, period and change, cited by the words that carry it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

import msgspec

from tongjian.book import Book, Table, TableCell
from tongjian.extract.context import SENTENCE, Paragraph, full_name, paragraphs
from tongjian.extract.naming import completed, is_house, is_staff, name_of, purpose_of, rate_of, verb_of
from tongjian.extract.registry import extractor
from tongjian.extract.scope import Period, Scope
from tongjian.extract.vocabulary import Vocabulary, built_in
from tongjian.extract.wording import AIM, BASE_ALONE, CHANGE, CHANGE_OF, called, clean_indicator, kind_of, split_items, status_of
from tongjian.language import dates, numerals, quantities, units
from tongjian.language.names import is_name
from tongjian.language.quantities import Quantity

_DIGIT = re.compile(r"\d")
_QUOTED = re.compile(r"《[^》]*》|“[^”]*”|〔[^〕]*〕")
_RANK = re.compile(r"(?P<lead>[^，。；、]{0,30}?)(?:位居|居于|位列|居|列|排名|排在|排|进入|跻身|挺进)(?P<where>(?:全国|全省|全市|全区|全县|[\u4e00-\u9fff]{2,8}?(?:各区县|区县|首位)?)?)(?P<among>第|前)(?P<rank>[一二三四五六七八九十\d]{1,3})(?P<unit>位|名)?(?![届次期批轮季号个集章节条一二三四五六七八九十\d])")
_TIME_UNITS = {"年", "个月", "天", "日", "小时", "个小时", "分钟", "秒", "周", "岁", "周岁", "世纪", "个工作日", "工作日", "周年", "季度", "年度", "个季度"}
_TIME_LEAD = re.compile(r"(经过|历经|历时|连续|持续|遗留|平均|缩短|压缩|减少|提前|延长|达|为|年龄|寿命|长达|时间|时限|工期|周期|历时|用时|天数|日数|小时数)[^，。]{0,6}$")
_IN_A_HOUSE = frozenset({"栋", "幢", "单元", "层", "楼", "间", "号"})
_ADDRESS = re.compile(r"(?:位于|地处|坐落|地址|住所|驻地?)[^，。；]*$")  # 位于青石路12号2栋
_AMONG_FIRST = re.compile(r"(?:居|列|进入|跻身|挺进|排名?)[^，。；]{0,10}前$")  # 居全市前5位 is a rank
_NEGATED = re.compile(r"(?:(?:未|没有)(?:发生|出现|接到|新增|查出)?[^，。]{0,4}|无(?:发生|出现|新增)?)$")
_ASCII_COMMA = re.compile(r"(?<!\d),|,(?!\d)")
_NESTING = re.compile(r"其中")


class Fact(msgspec.Struct, frozen=True):
    """One fact of the machine contract; `start`–`end` are the words it rests on."""

    start: int
    end: int
    subject: str | None
    indicator: str
    indicator_norm: str | None
    value: str
    approx: str | None
    unit: str | None
    period: str | None
    change: str | None
    change_basis: str | None
    kind: str
    status: str
    amount: Decimal | None
    base_unit: str | None
    reported_by: str | None


@dataclass(slots=True)
class _Draft:
    quantity: Quantity
    start: int
    indicator: str
    subject: str
    period: str | None
    kind: str
    status: str
    base: str  # the indicator before it was nested or extended
    value: str
    change: str | None = None
    basis: str | None = None
    nested: bool = False
    is_change: bool = False
    own: bool = False  # whether the subject is the section's own body
    of: _Draft | None = None  # the level that a change in persons or money is of
    aside: bool = False  # whether it stands in brackets


@dataclass(slots=True)
class _Sentence:
    """What the figures of one sentence have said so far."""

    drafts: list[_Draft] = field(default_factory=list)
    parent: _Draft | None = None  # the whole behind 其中
    outer: _Draft | None = None  # the whole that counts again when a bracket closes
    open: bool = False  # whether the figure before stood in brackets
    head: str = ""  # what the paragraph tells of (小学), for nouns that say little alone
    queue: list[str] = field(default_factory=list)  # items of a distributive list that wait for their figures
    tail: str = ""  # what the items have in common
    shared: list[str] = field(default_factory=list)  # items that share the figure just read (公示率、准时率均达100%)
    rates: list[tuple[str, str, str]] = field(default_factory=list)  # items of a distributive list that wait for their rates: name, word, sign
    right: str = ""  # the noun behind the figure before
    sign: str = "+"  # and what their rates have in common
    basis: str | None = None
    changes: list[_Draft] = field(default_factory=list)  # levels that wait for their rates (分别增长)


@extractor("facts", naming=True)
def facts(book: Book, vocabulary: Vocabulary | None = None) -> list[Fact]:
    """All facts of the book's prose and tables, in the order of the text; `vocabulary`: gives `indicator_norm`, the built-in one where None."""
    if vocabulary is None:  # the checks and the register of unknown indicators ask again: kept with the book, as its own cached properties are
        kept: tuple[Fact, ...] | None = book.__dict__.get("_facts")
        if kept is None:
            kept = book.__dict__["_facts"] = tuple(_facts(book, built_in()))
        return list(kept)
    return _facts(book, vocabulary)


def _facts(book: Book, names: Vocabulary) -> list[Fact]:
    found: list[Fact] = []
    past: dict[int, str | None] = {}  # entry → the years that 五年来 has begun to tell of
    for paragraph in paragraphs(book):
        if paragraph.kind in ("namelist", "honours", "docindex", "table", "figure"):
            continue
        found.extend(_of_paragraph(book, paragraph, names, past))
    found.extend(_of_tables(book, names))
    found.sort(key=lambda f: (f.start, f.end))
    return found


def _of_paragraph(book: Book, paragraph: Paragraph, names: Vocabulary, past: dict[int, str | None]) -> Iterator[Fact]:
    text = book.text
    period = Period(paragraph.year, paragraph.era, life=2 <= len(paragraph.subject) <= 4 and is_name(paragraph.subject))
    period.past = past.get(paragraph.entry) if paragraph.era is None else None
    scope = Scope(paragraph, book.region)
    previous: list[_Draft] = []
    parent: _Draft | None = None
    head = _heads(text, paragraph.start, paragraph.end, paragraph.title)
    aiming = False  # whether the aims of a time to come have begun
    for match in SENTENCE.finditer(text, paragraph.start, paragraph.end):
        start, end = match.span()
        sentence = _Sentence(head=head)
        if text[max(start - 1, paragraph.start)] in "；;":
            area = next((d for d in reversed(previous[:-1]) if units.dimension(d.quantity.unit) == "area"), None)  # 棉花1890公顷 behind ； is of it
            sentence.drafts = [*([area] if area else []), *previous[-1:]]
            sentence.parent = parent
        kept = len(sentence.drafts)
        quoted = [m.span() for m in _QUOTED.finditer(text, start, end)]
        period.new_sentence(text, start, end, quoted)
        scope.new_sentence()
        scope.in_full(text[start : min(end, start + _REACH)])
        items = _figures(text, start, end, quoted, period.dated)
        if not items:
            scope.pass_over(text[start : min(end, start + _REACH)])
        last = start
        for n, quantity in enumerate(items):
            following = items[n + 1].start if n + 1 < len(items) else end
            if _qualifies(text, quantity, following):
                continue
            draft = _one(text, start, last, quantity, following, sentence, scope, period)
            last = quantity.end
            if draft is not None:
                draft.aside = sentence.open
                sentence.drafts.append(draft)
                sentence.drafts.extend(dataclasses.replace(draft, indicator=name, base=name) for name in sentence.shared)
            sentence.shared = []
        scope.after(text[start : min(end, start + _REACH)])
        previous, parent = sentence.drafts, sentence.parent
        aiming = (aiming or (text.find("目标", start, end) >= 0 and AIM.search(text, start, end) is not None)) and _DONE.match(text, start, end) is None
        if aiming:
            for draft in sentence.drafts[kept:]:
                if draft.status == "final":
                    draft.status, draft.kind = "target", draft.kind if draft.is_change else "target"
                if paragraph.kind in ("report", "speech") and paragraph.era is None and paragraph.year and draft.period == str(paragraph.year):
                    draft.period = str(paragraph.year + 1)  # a report on a year aims at the next
        for draft in sentence.drafts[kept:]:
            yield _fact(draft, paragraph, names, book.region)
        yield from _ranks(text, start, end, paragraph, period, scope, sentence.drafts, names)
    past[paragraph.entry] = period.past


def _figures(text: str, start: int, end: int, quoted: list[tuple[int, int]], dated: list[dates.DateSpan]) -> list[Quantity]:
    """The quantities of a sentence that are neither in a title or name nor part of a date."""
    names = iter([*quoted, (end + 1, end + 1)])
    spans = iter([*((s.start, s.end) for s in dated), (end + 1, end + 1)])
    name, span = next(names), next(spans)
    found: list[Quantity] = []
    if _DIGIT.search(text, start, end) is None:
        return found
    for q in quantities.find(text, start, end):
        while name[1] <= q.number_start:
            name = next(names)
        while span[1] <= q.number_start:
            span = next(spans)
        if not name[0] < q.number_start and not (span[0] <= q.number_start and q.unit in (None, "年", "月", "日")):
            found.append(q)
    for n in range(len(found) - 2, -1, -1):
        a, b = found[n], found[n + 1]
        if a.unit in ("万", "亿") and b.unit and b.unit != a.unit and b.unit.startswith(a.unit) and text[a.end : b.start] in ("、", "和"):
            found[n] = msgspec.structs.replace(a, unit=b.unit, base_unit=b.base_unit, amount=a.value * b.factor_of())  # 惠及120万、90万人次
    return found


_DONE = re.compile(r"(?:一年来|[三五]年来|过去|去年|上年|回顾)")
_BAND = re.compile(r"(?:（[^（）]{1,12}）)?(?:及?以[上下]|之?间)?(?:的)?[\u4e00-\u9fff“”、]{0,14}(?:[：:]?(?:\d|约\d|近\d)|占)")
_AGED = re.compile(r"(?:年龄|寿命|平均|年满|享年|终年|现年|时年|达|至|到)[为达到在约近是]{0,3}$")
_THRESHOLD = re.compile(r"(?:的)?[\u4e00-\u9fff“”（）]{2,16}?(?:分别|共|达到?|有|为|约|近|超)*\d")


def _qualifies(text: str, q: Quantity, following: int) -> bool:
    """Whether a figure is a part of a name: a band of age before what it holds (`30岁以下党员120名`), a threshold (`50万元以上案件9件`), a size (`30万吨级泊位`)."""
    if text[q.end : q.end + 1] == "级":
        return True
    if q.unit in ("岁", "周岁"):
        return _BAND.match(text, q.unit_end, q.unit_end + 40) is not None and _AGED.search(text, max(q.start - 12, 0), q.start) is None
    return (
        q.approx is not None
        and q.approx.rpartition("+")[2] in ("以上", "以下", "以内")
        and q.base_unit != "%"
        and _THRESHOLD.match(text, q.end, following + 1) is not None
    )


_HALVES = frozenset("城镇 乡村 城市 农村 商品零售 餐饮收入 男性 女性 国有 民营 个体".split())  # parts that say nothing without their whole
_WHERE_MOST = re.compile(r"最[大多高低小少重](?:的)?(?:是)?([\u4e00-\u9fff]{1,8}(?:乡|镇|村|街道|社区|县|区|市|站))$")
_OF_A_WORK = re.compile(r"(?:项目|工程)?(?:总投资|投资|计划投资|完成投资|总造价|造价|占地|占地面积|建筑面积|总建筑面积)|桥?长度|桥?宽度|桥长|桥宽|全长|路面宽|路基宽|高度|年产.{0,8}|年加工.{0,8}|总库容|装机容量")
_OF_AN_ACTIVITY = re.compile(r"(?:线上|网上|总|累计)*(?:点击|观看|阅读|浏览|播放|点赞|关注|收看|收听)|收获点赞")
_WORK = re.compile(r"(?:项目|工程)(?:[一二三四]期)?$")
_MONEY = re.compile(r"(?:产值|投资|投入|利润|收入|支出|税收?|资金|金额|余额|总额|价款|额|效益|贷款|存款)$")
_ESTABLISHMENT = re.compile(r"编制|内设|下设|科室|在编|在职|在岗|工勤|行编|事编|干部职工")
_REACH = 300  # characters before a figure that its subject and status are looked for in


def _one(text: str, start: int, last: int, q: Quantity, following: int, s: _Sentence, scope: Scope, period: Period) -> _Draft | None:
    """The draft of one quantity; None where the figure is no fact or belongs to an earlier one as its change."""
    lead_start = _lead_start(text, last, q.start)
    lead = text[lead_start : q.start]
    if lead.endswith(("第", "“", "《")) or (q.unit is None and q.scale == 1):
        return None
    if q.unit in _TIME_UNITS and not _TIME_LEAD.search(text[max(last, q.start - 12) : q.start]):
        return None
    if q.unit in ("位", "名") and _AMONG_FIRST.search(text, max(last, q.start - 16), q.start):
        return None
    if q.unit == "部" and text.startswith("队", q.end):
        return None  # 60217部队
    if q.unit in _IN_A_HOUSE and _ADDRESS.search(text[max(start, q.number_start - 60) : q.number_start]):
        return None
    right = _right(text, q, following)
    if s.right and lead.strip("、和及与，") == s.right:
        lead_start, lead = q.start, ""  # 249名老人、112名儿童: what stands before is the noun of the figure before
    elif s.right and lead.startswith(s.right) and (joint := re.search("[和及与]", s.right)):
        lead_start, lead = lead_start + joint.end(), lead[joint.end() :]  # 2个村和柳荫社区、松坪社区2个社区
    s.right = right
    if right.endswith("中") and len(right) < 16 and not lead:
        return None  # `29个已签约项目中，`: takes up a figure told before
    clause = _ASCII_COMMA.sub("，", text[max(start, q.number_start - _REACH) : q.number_start])
    touching = not text[last : q.start].strip("，、, ") or last == q.start
    _enter(text, start, last, q, s)
    percent = q.unit in ("%", "％", "‰", "个百分点", "百分点", "倍")
    levels = [d for d in s.drafts[-40:] if not d.is_change and (s.open or not d.aside)]
    change = CHANGE.search(lead[-80:]) if not (levels and _REACHED.fullmatch(lead)) else None  # 由5%下降为2%
    if change and change["named"] and not change["basis"]:
        change = None  # 人口自然增长率2.12‰: the name of a rate
    if percent and change is None:
        change = CHANGE_OF.search(lead[-80:])
    if change and (percent or change["basis"] or not change["noun"]):
        return _change(text, last, lead_start, q, change, percent, s, levels, scope, period, clause)
    if s.changes and touching and percent:
        level = s.changes.pop(0)  # 分别增长5%、6%: the second rate
        level.change, level.basis = f"{s.sign}{q.number}", s.basis
        return None
    if s.rates and not touching:
        s.rates = []
    if s.rates:
        noun, word, sign = s.rates.pop(0)
        return _Draft(q, lead_start, f"{noun}{word}", scope.at(clause), period.at(q.start), "change", status_of(clause), noun, q.number, f"{sign}{q.number}" if q.unit in ("%", "％", "‰") else None, is_change=True)
    if levels and BASE_ALONE.match(lead) and _WENT.match(text, q.end):
        level = levels[-1]  # 比上年的20万吨增1万吨
        return _Draft(q, lead_start, level.indicator, level.subject, period.before(lead), level.kind, "final", level.base, q.number, is_change=True, of=level)
    subject = scope.at(clause, text[q.end : min(following, q.end + 40)])
    words = lead
    if scope.consumed and scope.consumed in lead:
        rest = lead[lead.index(scope.consumed) + len(scope.consumed) :]
        words = rest if len(clean_indicator(rest + right)) >= 2 else lead
    if s.queue and touching:
        base = s.queue.pop(0) + s.tail
    elif "分别" in words and "、" in words:
        base = _distribute(s, words)
    elif "均" in words and "、" in words and not right:
        parts, tail = split_items(words[: words.rindex("均")])
        base = clean_indicator(parts[0] + tail) if parts else clean_indicator(words)
        s.shared = [clean_indicator(p) + tail for p in parts[1:4]]
    else:
        base = _indicator(text, start, last, lead_start, q, words, right, s, levels, touching, words is not lead)
        base = completed(base, _before(text, levels, q, base), q.unit)
        base = purpose_of(base, text[q.end : q.end + 60])
        if s.head and (_OUTPUT if _BRANCH.fullmatch(s.head) else _SAYS_LITTLE).fullmatch(base) and base not in s.head:
            base = s.head + base
    if not base:
        return None
    if scope.region and subject == scope.region and len(base) > len(scope.region) + 1:
        base = base.removeprefix(scope.region)
    if scope.office and subject == scope.body and _ESTABLISHMENT.search(base):
        subject = scope.office
    place = _WHERE_MOST.search(clean_indicator(lead) or base)
    if place:
        subject = full_name(place[1], scope.region)
        base = base[: -len(place[0])] or base if base.endswith(place[0]) else base  # 面积最大的是高桥镇，71平方千米
    elif subject in (scope.body, scope.region) and _OF_AN_ACTIVITY.match(base):
        subject = scope.activity(clause) or subject
    elif subject in (scope.body, scope.region) and scope.last and _OF_A_WORK.fullmatch(base):
        subject = scope.last
    elif scope.carried and _WORK.search(subject) and not _OF_A_WORK.search(base) and (verb_of(base) or units.dimension(q.unit) == "count"):
        subject = scope.body or scope.region  # 云岭大桥项目开工，引进企业20家: the next clause is the body's own again
    nested = False
    indicator = base
    if base in _HALVES and levels and levels[0].quantity.base_unit == q.base_unit and levels[0].base not in _HALVES:
        indicator = f"{levels[0].base}（{base}）"
    if _NESTING.search(text, last, q.start) and levels:
        s.parent = next((d for d in reversed(levels) if _alike_unit(d.quantity, q) and not d.nested), levels[-1])
    if s.parent is not None and _alike_unit(s.parent.quantity, q) and s.parent.quantity is not q:
        nested = True
        indicator = f"{s.parent.indicator}（{base}）" if base not in s.parent.indicator else base
    elif s.parent is not None and not touching and not _alike_unit(s.parent.quantity, q):
        s.parent = None
    value = "0" if q.value == 1 and _NEGATED.search(lead) else q.number
    kind = kind_of(base if len(base) > 2 else lead + base, clause, q)
    if nested and s.parent is not None and s.parent.kind == "level" and kind == "flow":
        kind = "level"
    return _Draft(q, lead_start, indicator, subject, period.at(q.start, kind == "level"), kind, status_of(clause), base, value, nested=nested, own=subject == scope.body)


_WENT = re.compile(r"(?:净|又|再|均)?(?:增|减|降|提高|上升|回落|下滑|扩大|缩小|压减)")


def _enter(text: str, start: int, last: int, q: Quantity, s: _Sentence) -> None:
    """Keep account of brackets: what stands in one is told aside, and the figure behind it goes on with what stood before it."""
    inside = text.rfind("（", start, q.start) > text.rfind("）", start, q.start)
    if inside and not s.open:
        s.outer = s.parent
    elif s.open and not inside:
        s.parent = s.outer
    s.open = inside


def _change(
    text: str, last: int, lead_start: int, q: Quantity, change: re.Match[str], percent: bool, s: _Sentence, levels: list[_Draft], scope: Scope, period: Period, clause: str
) -> _Draft | None:
    """A rate of change goes to its level (None); one that has no level, and a change in persons or money, is a fact of its own."""
    sign = "-" if change["down"] else "+"
    s.sign, s.basis = sign, _basis(change["basis"])
    noun = clean_indicator(change["noun"] or "")
    word = called(change["word"])
    split = "分别" in text[lead_start : q.start] or ("、" in noun and "均" in change["each"])
    if "年均" in change["each"] or re.search(r"[两二三四五十]年平均$", change["noun"] + change["each"]):
        base = re.sub(r"[两二三四五十]年(?:平均)?$", "", noun) or (levels[-1].base if levels else "")
        base = _each_of(s, base, f"年均{word}", sign, _another(text, q)) if split and "、" in base else base
        return _yearly(q, lead_start, base, f"{'年均' if '年均' in change['each'] else '两年平均'}{word}", sign, scope.at(clause), period.at(q.start), clause, scope) if base else None
    rate = percent and q.unit not in ("个百分点", "百分点")
    if noun in ("均", "分别", "同比"):
        noun = ""
    target = _target(s, levels, "分别" in text[last : q.start], q.unit in ("个百分点", "百分点")) if not noun else next((d for d in reversed(levels[-3:]) if d.change is None and _same_thing(noun, d.base)), None)
    before = s.drafts[-1] if s.drafts else None
    if rate and not noun and before is not None and before.is_change and units.dimension(before.quantity.unit) not in ("share", "times", "point") and not split and s.open == before.aside:
        target = before.of  # 比上年增加120人，增长5%: of what the 120 are of
        noun = "" if target is not None else before.base
    if rate and target is not None:
        if target.change is None:
            target.change, target.basis = f"{sign}{q.number}", _basis(change["basis"])
        return None
    noun = noun or (target.base if target is not None else "")
    if split and "、" in noun:
        noun = _each_of(s, noun, word, sign, _another(text, q))
    if not noun:
        return None
    own = f"{sign}{q.number}" if q.unit in ("%", "％", "‰") else None
    subject = scope.at(clause)
    when = period.at(q.start, target is not None and target.kind == "level")
    return _Draft(q, lead_start, f"{noun}{word}", subject, when, "change", status_of(clause), noun, q.number, own, _basis(change["basis"]), is_change=True, own=subject == scope.body, of=target)


def _another(text: str, q: Quantity) -> bool:
    """Whether the next figure of a list follows at once."""
    return re.match(r"[、，和及]?(?:约|近|超)?\d", text[q.end : q.end + 4]) is not None


def _each_of(s: _Sentence, words: str, word: str, sign: str, more: bool) -> str:
    """The first item of a list whose rates follow one by one (`more`): the others wait for theirs; where there is one rate for all they share it."""
    parts, tail = split_items(words)
    if len(parts) < 2:
        return words
    names = [clean_indicator(p) + tail for p in parts]
    if more:
        s.rates = [(name, word, sign) for name in names[1:]]
    else:
        s.shared = [f"{name}{word}" for name in names[1:4]]
    return names[0]


def _yearly(q: Quantity, start: int, base: str, word: str, sign: str, subject: str, when: str | None, clause: str, scope: Scope) -> _Draft:
    """A mean rate of several years: a fact of its own, never the change of a level."""
    own = f"{sign}{q.number}" if q.unit in ("%", "％", "‰") else None
    return _Draft(q, start, f"{base}{word}", subject, when, "change", status_of(clause), base, q.number, own, None, is_change=True, own=subject == scope.body)


def _before(text: str, levels: list[_Draft], q: Quantity, base: str) -> str:
    """The indicator that a bare head may take its noun from: the figure before in the same stretch between semicolons.

    Of an area the last area, also behind a semicolon (`面积2846公顷，总产7800吨；棉花1620公顷`); of teachers and pupils their school.
    """
    area, staff = units.dimension(q.unit) == "area", is_staff(base)
    for d in reversed(levels[-6:]):
        if "；" in text[d.quantity.end : q.start] and not area:
            return ""
        if (is_house(d.base) if staff else not area or units.dimension(d.quantity.unit) == "area"):
            return d.base
    return ""


def _same_thing(noun: str, base: str) -> bool:
    """Whether a rate names the level before it again (`9家企业上榜…，上榜企业数量增长20%`)."""
    if re.search(r"数量?$|人数$|户数$|总量$", noun) is None:
        return False
    pairs = {noun[i : i + 2] for i in range(len(noun) - 1)}
    return sum(p in base for p in pairs) >= 2


def _target(s: _Sentence, levels: list[_Draft], distributive: bool, points: bool) -> _Draft | None:
    """The level that a rate of change belongs to: the last one, or for 分别 the first of the last run without a change; of points, the last rate."""
    if not levels:
        return None
    if points and not distributive:
        rate = next((d for d in reversed(levels[-3:]) if d.quantity.unit in ("%", "％", "‰")), None)
        return rate or levels[-1]
    if distributive:
        run = [d for d in levels if d.change is None]
        s.changes = run[1:]
        return run[0] if run else levels[-1]
    if s.changes:
        return s.changes.pop(0)
    return next((d for d in reversed(levels[-3:]) if d.kind != "share"), levels[-1])


def _lead_start(text: str, last: int, position: int) -> int:
    """Where the clause that names a figure begins: behind the last comma outside brackets and quotation marks."""
    segment = text[last:position]
    depth = 0
    for i in range(len(segment) - 1, -1, -1):
        c = segment[i]
        if c in "）”》":
            depth += 1
        elif c in "（“《":
            if depth == 0 and c == "（":
                return last + i + 1
            depth -= 1
        elif depth <= 0 and (c in "，：；" or (c == "," and not segment[i - 1 : i].isdigit())):
            return last + i + 1
    return last + (1 if segment[:1] in ("、", "）") else 0)


_ACHIEVES = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:实现|完成)[\u4e00-\u9fff]{2,10}$")


def _right(text: str, q: Quantity, following: int) -> str:
    """The noun behind a counted figure, up to the next mark or figure."""
    if units.dimension(q.unit) != "count" and q.unit not in ("万", "亿", "千", "百"):
        return ""
    end = min(following, q.end + 60)
    found = re.match(r"(?:[^，,。；、：！？\n\d]|(?:19|20)\d{2}年(?:度)?)*", text[q.end : end])
    words = _ACHIEVES.sub("", found[0]) if found and _REACHED.match(found[0]) is None else ""  # 76家工业企业实现总产值: what they achieve is the next figure's
    if words.startswith(("（", "）", "的", "以", "和", "及", "，")) and not words.startswith("以上"):
        words = re.sub(r"^（[^）]*）?", "", words)
    return words if len(words) >= 2 else ""


_FROM = re.compile(r"[由从](?:最初|原来|原先|上年|去年|上年同期|(?:19|20)\d{2}年(?:末|底)?|建[区县市]之?初)?(?:每[人年月户亩天]|[人户亩]均){0,3}的?$")
_HANDLED = re.compile(r"^.*[将把](?=[\u4e00-\u9fff]{2})")
_REACHED = re.compile(r"(?:提高|增加|上升|调整|下降|降低|减少|增长|提升|增|升|降|发展|扩大|整合|减|调减|调增|调降|下调|上调|核减|核增)(?:到|至|为)")
_HOMES = frozenset({"户", "万户"})
_DWELLING = re.compile(r"(?:村|村民小组|居民小组|社区|居委会|村委会|乡镇)$")
_KEPT_UP = re.compile(r"[\u4e00-\u9fff“”（）]{2,20}")
_TO_WHOM = frozenset("让 使 为 给 向 对 将 把 帮助".split())
_SECOND_COUNT = re.compile(r"[\d.]+[万亿余多]*[人名户家个]?(?P<noun>[\u4e00-\u9fff]{2,16})")
_PART_OF_THEM = re.compile(r"(?:以上|左右)?的([\u4e00-\u9fff]{4,16})")
_HAS = re.compile(r"(?:现有|共有|拥有|(?<![所具没享专特含国公私民还])有(?!关|效|序|机|线|限))")  # 改造公厕5座，全区有公厕40座: a predicate of its own


def _indicator(text: str, start: int, last: int, lead_start: int, q: Quantity, lead: str, right: str, s: _Sentence, levels: list[_Draft], touching: bool, named: bool) -> str:
    previous = levels[-1].base if levels else ""
    words = clean_indicator(lead)
    if (was := _FROM.search(lead.rstrip("约近"))) and clean_indicator(lead[: was.start()] or previous):
        return f"{clean_indicator(_HANDLED.sub('', lead[: was.start()]) or previous)}（调整前）"
    if _REACHED.fullmatch(lead.rstrip("约近超")) and levels:
        return previous.removesuffix("（调整前）")
    if right and _NEGATED.search(lead):
        return clean_indicator(right)
    if q.unit in ("%", "％"):
        rate = rate_of(text[q.end : q.end + 8])
        if rate and not words.endswith("率"):
            return clean_indicator(lead) + rate
    done = re.match(r"^(.{4,})的[^的]{2,14}$", previous) if not words and not right and levels and levels[-1].quantity.base_unit != q.base_unit else None
    if done and verb_of(done[1]) and "，" not in text[last : q.start]:
        return done[1]  # 为3200家企业提供担保服务80亿元
    if not words and not right and q.unit in _HOMES and (touching or not lead or not levels):
        return "户数"  # 26个自然村，3140户，9860人
    if not words and not right and q.unit in ("人", "万人") and touching and levels and (previous == "户数" or (levels[-1].quantity.unit == "个" and _DWELLING.search(previous))):
        return "人口"
    if q.unit in ("%", "％") and not lead and (whose := _PART_OF_THEM.match(text, q.end, q.end + 24)):
        return f"{clean_indicator(whose[1])}占比"  # 62%的参训学员通过结业考核
    if not words and not right and previous and (touching or re.fullmatch(r"[，、]?(?:共|共计|合计|总计|累计|达|约)*", lead)):
        return _sum_of(q, levels) if "计" in lead else previous
    before = text[max(start, lead_start - 60) : max(lead_start - 1, start)]
    context = re.split(r"[，；：]", before)[-1]
    if lead_start - 1 - len(context) < last and last > start:
        context = ""  # the clause before holds the figure before
    if right == "" and words in _TO_WHOM and (whom := _SECOND_COUNT.match(text, q.end, q.end + 40)):
        return clean_indicator(whom["noun"])  # 让1200户4600人搬进新居
    if words == "连续" and (kept := _KEPT_UP.match(text, q.end, q.end + 24)):
        return f"连续{clean_indicator(kept[0])}"  # 连续9年获评先进
    if not words and not right:
        part = re.match(r"[\u4e00-\u9fff]{2,12}", text[q.end : q.end + 12]) if q.unit in ("%", "％") and not context else None
        return f"{clean_indicator(part[0])}占比" if part else clean_indicator(context)
    parallel = bool(levels) and text[last : last + 1] in "、，和及" and "，" not in text[last + 1 : q.start] and q.unit not in ("%", "％")
    if lead_start == q.start and last < q.start and levels and right:
        parallel = True  # 615个支部，619个村委会
    if text[last : last + 1] == "，" and (units.dimension(q.unit) != "count" or _HAS.search(lead)):
        parallel = False
    context = re.sub(r"(?:19|20)\d{2}年(?:度)?", "", context)
    return name_of(lead, right, "" if named or re.search(r"\d", context) else context, previous if s.parent is None or "占" in words[:2] else "", parallel)


def _sum_of(q: Quantity, levels: list[_Draft]) -> str:
    """What a bare 共计 sums: the last figure of its unit, else money of the last thing told (`补贴面积3公顷，共计2万元`)."""
    same = next((d.base for d in reversed(levels[-4:]) if d.quantity.base_unit == q.base_unit), None)
    name = re.sub(r"^每[\u4e00-\u9fff]{1,2}|^人均|^户均", "", same or levels[-1].base)
    return name if same or q.base_unit != "元" else re.sub(r"(?:面积|户数|人数|数量|次数)$", "", name) + "金额"


def _distribute(s: _Sentence, lead: str) -> str:
    parts, tail = split_items(lead[: lead.rindex("分别")])
    if len(parts) < 2:
        return clean_indicator(lead)
    change = CHANGE.match(lead, lead.rindex("分别"))
    tail += called(change["word"]) if change and not change["noun"] else clean_indicator(lead[lead.rindex("分别") + 2 :])
    verb = re.match(r"(?:征收|完成|实现|发放|新增|收到|办理|审结|受理|开展)", parts[0])
    rest = [p if not verb or p.startswith(verb[0]) else verb[0] + p for p in parts[1:]]
    s.queue, s.tail = [clean_indicator(p) for p in rest], tail
    return clean_indicator(parts[0]) + tail


def _alike_unit(a: Quantity, b: Quantity) -> bool:
    """Whether two figures may be whole and part: same unit, or both count persons or things."""
    return a.base_unit == b.base_unit or {a.base_unit, b.base_unit} <= {"人", "名", "位"} or {a.base_unit, b.base_unit} <= {"个", "家", "户", "所"}


def _basis(words: str | None) -> str | None:
    if not words:
        return None
    for key, basis in (("环比", "上期"), ("年初", "年初"), ("同比", "上年同期"), ("同期", "上年同期"), ("上年", "上年"), ("去年", "上年"), ("上届", "上届")):
        if key in words:
            return basis
    return words.lstrip("比较与和")


_DEPARTMENT = re.compile(r"(?:局|政府|人大|政协|委|委员会|办|办公室|部|中心|院|队)$")  # who reports the region's figures
_REACHING = frozenset({"", "实现", "完成"})


def _fact(draft: _Draft, paragraph: Paragraph, names: Vocabulary, region: str | None) -> Fact:
    q = draft.quantity
    known = names.match(draft.base, None if draft.is_change else q.unit)
    if draft.nested and len(draft.base) < 3 and units.dimension(q.unit) == "area":
        known = None  # 修复面积（草地）is no grassland
    regional = draft.own and known is not None and known.regional and region and _DEPARTMENT.search(draft.subject) and verb_of(draft.base) in _REACHING
    approx = q.approx.split("+")[0] if q.approx else None
    aim = paragraph.ahead is not None and draft.status == "final" and (draft.period or "9999").rpartition("/")[2][:4] >= str(paragraph.ahead)  # told in a part of plans
    money = q.unit in ("亿", "万", "万亿") and _MONEY.search(draft.base) is not None  # 总产值309.8亿 says 元 by its name
    return Fact(
        start=draft.start,
        end=q.end,
        subject=(region if regional else draft.subject) or None,
        indicator=draft.indicator[:80],
        indicator_norm=known.name if known is not None else None,
        value=draft.value,
        approx=approx,
        unit=f"{q.unit}元" if money else q.unit,
        period=draft.period,
        change=draft.change,
        change_basis=draft.basis,
        kind="target" if aim and not draft.is_change else draft.kind,
        status="target" if aim else draft.status if paragraph.kind not in ("bulletin",) else ("preliminary" if draft.status == "final" else draft.status),
        amount=q.amount if draft.value == q.number or draft.value != "0" else Decimal(0),
        base_unit="元" if money else q.base_unit,
        reported_by=paragraph.reported_by,
    )


def _heads(text: str, start: int, end: int, title: str) -> str:
    """What a paragraph tells of, said at its head as a title of its own (`——小学。校数17所`), else by the entry's title where it is a branch (农业)."""
    head = _RUN_IN.match(text, start, min(end, start + 24))
    return head["name"] if head else title if _BRANCH.fullmatch(title) else ""


_RUN_IN = re.compile(r"\s*(?:——|—|[（(]?\d{1,2}[）)．.、]|[（(][一二三四五六七八九十]{1,2}[）)]|[一二三四五六七八九十]{1,2}、)?\s*(?P<name>(?:[\u4e00-\u9fff]{0,4}(?:小学|初中|初级中学|高中|中学|中专|幼儿园|幼儿教育|职业高中|职业教育|特殊教育|高等教育|学校|医院|卫生院|[农林牧渔工商旅建运输筑副业]业|畜牧业|养殖业|种植业|服务业)))[。：]")
_BRANCH = re.compile(r"(?:农|林|牧|渔|工|商|副|畜牧|养殖|种植|建筑|运输|旅游|服务|乡镇工|农林牧渔)业")
_OUTPUT = re.compile(r"总?产值|增加值|总收入|总产量")
_SAYS_LITTLE = re.compile(r"(?:校数|学校|毕业生?|招生|在校学?生|班级|教学班|专任教师|教职工|教师|校舍(?:总?面积|建筑面积)?|图书|仪器设备值|占地面积|总?产值|增加值|总收入|总产量|从业人员|企业|床位)(?:数|总数|人数)?")


_ASPECT = re.compile(r"增速|增幅|增量|总量|规模|水平|占比|比重|数量|总数|均|分别")


def _ranks(text: str, start: int, end: int, paragraph: Paragraph, period: Period, scope: Scope, drafts: list[_Draft], names: Vocabulary) -> Iterator[Fact]:
    """Ranks (`居全市第一`); a rank without words of its own is of the figure before it."""
    if text.find("第", start, end) < 0 and text.find("前", start, end) < 0:
        return
    for m in _RANK.finditer(text, start, end):
        value = int(m["rank"]) if m["rank"].isdigit() else numerals.parse(m["rank"])
        if value is None or (m["among"] == "前" and m["unit"] is None):
            continue
        lead, before = clean_indicator(m["lead"]), next((d.base for d in reversed(drafts) if d.start <= m.start()), "")
        if not lead or _ASPECT.fullmatch(lead):
            lead = before + lead
        if not lead:
            continue
        subject = scope.at(text[max(start, m.start() - _REACH) : m.start()])
        yield Fact(m.start(), m.end(), subject or None, f"{lead}排名", names.normalise(lead), str(value), "前" if m["among"] == "前" else None, m["unit"] or "位", period.at(m.start("rank")), None, None, "rank", "final", Decimal(value), "位", paragraph.reported_by)


_PLACE = re.compile(r"(?:省|市|区|县|旗|镇|乡|街道|村|社区|局|委|院|校|学|公司|中心|厂|站|园|集团|银行|支行)$")
_SUM = re.compile(r"(?:合|总|共)计|总数|全[区县市省州旗]$")
_NO_COLUMN = re.compile(r"序号|编号|^年度?$|年份|年别|电话|日期|时间|邮编|代码|名次|排名")
_NUMBER_CELL = re.compile(r"(?P<before>[≥≤>约超])?(?P<number>[-－]?\d[\d,]*(?:\.\d+)?)(?P<percent>[%％])?(?P<behind>左右|以上|以下|以内)?")
_WORDS_OF = {"≥": "以上", ">": "以上", "≤": "以下", "约": "约", "超": "超"}
_YEAR_HEAD = re.compile(r"年度?|年份|年别")
_PLACE_HEAD = re.compile(r"^(?!.*(?:指标|项目|品种|产品|科目|内容|事项|类别|作物))(?:行政村|自然村|村|社区|镇|乡|街道|乡镇|镇街|镇、街道|单位|企业|学校|地区|区县|县区)(?:名称?)?$|^(?!.*(?:指标|项目|品种|产品|科目|内容|事项|类别|作物)).*(?:名称|单位)$")
_YEAR_COLUMN = re.compile(r"((?:19|20)\d{2})年?度?(?P<as>目标|预期|计划|预计|实际|完成|实绩|实现)?(?:值|数|情况)?(?:（[^）]*）)?")
_AS = {"目标": ("target", "target"), "预期": ("target", "target"), "计划": ("target", "target"), "预计": ("level", "expected")}
_UNIT_HEAD = re.compile(r"(?:计量)?单位")


def _of_tables(book: Book, names: Vocabulary) -> Iterator[Fact]:
    """Cells of tables whose rows and head are whole: a place or body at the head of its row is the subject, else the row head names the item."""
    for table in book.tables:
        if table.scrambled or table.header != 1 or len(table.rows) < 2:
            continue
        head = [book.text[c.start : c.end] for c in table.rows[0]]
        if len(head) < 2 or any(len(row) != len(head) for row in table.rows):
            continue
        title = book.text[table.title[0] : table.title[1]] if table.title else ""
        named = re.search(r"((?:19|20)\d{2})年", title)
        year = named[1] if named else (str(book.data_year) if book.data_year else None)
        index = book.entry_at(table.start)
        byline = book.byline_of(index) if index is not None else None
        width = next((n for n in range(2, len(head) // 2 + 1) if head[:n] == head[n : 2 * n]), len(head))  # columns of one of several halves side by side
        for row in table.rows[1:]:
            for at in range(0, len(head), width):
                yield from _of_row(book, table, head[at : at + width], row[at : at + width], year, byline, names)


def _of_row(book: Book, table: Table, head: list[str], row: tuple[TableCell, ...], year: str | None, byline: str | None, names: Vocabulary) -> Iterator[Fact]:
    cells = [book.text[c.start : c.end] for c in row]
    label = next((c for n, c in zip(head, cells, strict=True) if re.search(r"[\u4e00-\u9fff]", c) and not _NUMBER_CELL.fullmatch(c) and not _UNIT_HEAD.fullmatch(n)), "")
    if _YEAR_HEAD.fullmatch(head[0]) and re.fullmatch(r"(?:19|20)\d{2}年?", cells[0]):
        year, label = cells[0][:4], ""  # a row a year
    own = next((c.strip("（）()") for n, c in zip(head, cells, strict=True) if _UNIT_HEAD.fullmatch(n) and re.fullmatch(r"[（(]?[^\d\s]{1,8}[）)]?", c)), None)
    own = own if own and (units.dimension(own) or "/" in own) else None  # a column that gives each row its unit
    for name, cell, printed in zip(head, row, cells, strict=True):
        number = _NUMBER_CELL.fullmatch(printed)
        if number is None or _NO_COLUMN.search(name):
            continue
        inside = re.search(r"[（(]([^（）()]{1,8})[）)]$", name)
        unit = inside[1] if inside else own or table.unit
        column = re.sub(r"[（(][^（）()]*[）)]$", "", name)
        period = year
        dated = _YEAR_COLUMN.fullmatch(name)
        kind, status = _AS.get(dated["as"] or "", ("level", "final")) if dated else ("level", "final")
        if dated:
            column, period = "", dated[1]
        elif column.startswith("上年") and year:
            column, period = column[2:], str(int(year) - 1)
        place = bool(label) and not _SUM.match(label) and bool(_PLACE.search(label) or _PLACE_HEAD.search(head[cells.index(label)]))
        item = "" if place or _SUM.match(label) else label
        indicator = f"{item}{column}" or label or column
        bare = number["number"].replace(",", "").replace("－", "-")
        use = "%" if number["percent"] else unit
        approx = number["behind"] or _WORDS_OF.get(number["before"] or "")
        scale, base = units.split_unit(use) if use else (Decimal(1), None)
        worth = units.base_of(base)[1] if base else Decimal(1)
        yield Fact(
            cell.start, cell.end, label if place else book.region, indicator, names.normalise(indicator, use), number["number"], approx, use, period, None, None,
            "rate" if use == "%" and kind == "level" else kind, status, Decimal(bare) * scale * worth, units.base_of(base)[0] if base else None, byline,
        )  # fmt: skip
