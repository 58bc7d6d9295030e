"""Facts: every figure with its subject, indicator, period and change, cited by the words that carry it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

import msgspec

from tongjian.book import Book
from tongjian.extract.context import Paragraph, full_name, paragraphs
from tongjian.extract.registry import extractor
from tongjian.extract.vocabulary import normalise
from tongjian.extract.wording import CHANGE, clean_indicator, kind_of, object_of, split_items, status_of
from tongjian.language import dates, quantities, units
from tongjian.language.quantities import Quantity

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_QUOTED = re.compile(r"《[^》]*》|“[^”]*”|〔[^〕]*〕")
_RANK = re.compile(r"(?P<lead>[^，。；、]{0,30}?)(?:位居|居于|位列|居|列|排名|排在|排)(?P<where>(?:全国|全省|全市|全区|全县|[\u4e00-\u9fff]{2,8}?(?:各区县|区县|首位)?)?)第(?P<rank>[一二三四五六七八九十\d]{1,3})(?P<unit>位|名)?")
_TIME_UNITS = {"年", "个月", "天", "日", "小时", "个小时", "分钟", "秒", "周", "岁", "周岁", "世纪", "个工作日", "工作日", "周年", "季度", "年度", "个季度"}
_TIME_LEAD = re.compile(r"(平均|缩短|压缩|减少|提前|延长|达|为|年龄|寿命|长达|时间|时限|工期|周期|历时|用时|天数|日数|小时数)[^，。]{0,6}$")
_NEGATED = re.compile(r"(?:未|没有|无)(?:发生|出现|接到|新增|查出)?[^，。]{0,4}$")
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


@dataclass(slots=True)
class _Sentence:
    """What the figures of one sentence have said so far."""

    drafts: list[_Draft] = field(default_factory=list)
    parent: _Draft | None = None  # the whole behind 其中
    queue: list[str] = field(default_factory=list)  # items of a distributive list that wait for their figures
    tail: str = ""  # what the items have in common
    changes: list[_Draft] = field(default_factory=list)  # levels that wait for their rates (分别增长)


@extractor("facts")
def facts(book: Book) -> list[Fact]:
    """All facts of the book's prose and tables, in the order of the text."""
    found: list[Fact] = []
    for paragraph in paragraphs(book):
        if paragraph.kind in ("namelist", "honours", "docindex", "table", "figure"):
            continue
        found.extend(_of_paragraph(book, paragraph))
    found.extend(_of_tables(book))
    found.sort(key=lambda f: (f.start, f.end))
    return found


def _of_paragraph(book: Book, paragraph: Paragraph) -> Iterator[Fact]:
    text = book.text
    region = book.region
    period = _Period(paragraph.year)
    scope = _Scope(paragraph, region)
    previous: list[_Draft] = []
    for match in _SENTENCE.finditer(text, paragraph.start, paragraph.end):
        start, end = match.span()
        sentence = _Sentence()
        if text[max(start - 1, paragraph.start)] == "；":
            sentence.drafts = previous[-1:]
            kept = len(sentence.drafts)
        else:
            kept = 0
            period.new_sentence()
        scope.new_sentence(text[start:end])
        quoted = [m.span() for m in _QUOTED.finditer(text, start, end)]
        items = [q for q in quantities.find(text, start, end) if not any(a < q.number_start < b for a, b in quoted)]
        spans = dates.find(text, period.year, start, end, period.month)
        items = [q for q in items if not any(s.start <= q.number_start < s.end and s.words.endswith("日") is not False for s in spans) or q.unit not in (None, "年", "月", "日")]
        last = start
        for n, quantity in enumerate(items):
            following = items[n + 1].start if n + 1 < len(items) else end
            draft = _one(text, start, last, quantity, following, sentence, scope, period, spans, quoted)
            last = quantity.end
            if draft is not None:
                sentence.drafts.append(draft)
        previous = sentence.drafts
        for draft in sentence.drafts[kept:]:
            yield _fact(draft, paragraph)
        yield from _ranks(text, start, end, paragraph, period, scope)


class _Period:
    """The time that figures hold for: the last date named, within a sentence."""

    def __init__(self, year: int | None) -> None:
        self.default = year
        self.year = year
        self.month: int | None = None
        self.current: str | None = str(year) if year else None

    def new_sentence(self) -> None:
        self.year = self.default
        self.current = str(self.default) if self.default else None

    def at(self, spans: list[dates.DateSpan], text: str, start: int, position: int) -> str | None:
        """The period of a figure at `position`: the last date before it in its sentence that is no basis of comparison."""
        for span in reversed([s for s in spans if s.end <= position]):
            before = text[max(span.start - 1, start) : span.start]
            if before in ("比", "较") or span.words in ("上年", "去年") or text[span.end : span.end + 2] in ("同期", "相比", "以来") or span.iso is None:
                continue
            if text[span.end : span.end + 1] in ("度",) and "“" in text[start : span.start]:
                continue
            if any(a <= span.start < b for a, b in [m.span() for m in _QUOTED.finditer(text, start, position)]):
                continue
            return f"{span.iso}/{span.iso_end}" if span.iso_end else span.iso
        return self.current


class _Scope:
    """Whose figures they are: a body named in the sentence, the region (全区), else the body of the section."""

    _ALL = re.compile(r"全(?:区|县|市|省|州|旗)|辖区|(?:本|区|县|市)域内|区内|县内|市内|境内")
    _NAMED = re.compile(
        r"(?:^|[，；])(?:截至[^，]{2,12}，|(?:\d{4}年)?(?:末|底|全年|年内|年末|年底)?，?)?"
        r"(?P<name>[^，。；：\d]{2,22}?(?:镇|乡|街道|局|委员会|委|中心|支队|大队|公司|银行|支行|馆|医院|学校|中学|小学|项目|法院|检察院|园区|机构|大厅|所|站|集团|联合会|协会|机关)(?:（[^（）]{1,20}）)?)"
        r"(?=，?(?:核定|事业|行政|编制|在编|有|现有|设|内设|下设|共|全年|实现|完成|获|被|开展|举办|新|收|办|接待|为|配备|承担|占地|拥有|累计|辖|总|年|发放|服务|组织))"
    )

    def __init__(self, paragraph: Paragraph, region: str | None) -> None:
        self.region = region or ""
        self.body = paragraph.body
        self.named = ""
        self.all = False

    def new_sentence(self, sentence: str) -> None:
        self.named = ""

    def at(self, clause: str) -> str:
        """The subject of a figure, from the clause up to it."""
        if self._ALL.search(clause) or (self.region and re.search(re.escape(self.region) + r"(?![\u4e00-\u9fff]{0,8}(?:局|委|办|中心|院|会|部))", clause)):
            return self.region or self.body
        named = self._NAMED.search(clause)
        if named:
            self.named = full_name(named["name"].lstrip("年全"), self.region)
        return self.named or self.body or self.region


def _one(
    text: str, start: int, last: int, q: Quantity, following: int, s: _Sentence, scope: _Scope, period: _Period, spans: list[dates.DateSpan], quoted: list[tuple[int, int]]
) -> _Draft | None:
    """The draft of one quantity; None where the figure is no fact or belongs to an earlier one as its change."""
    lead_start = _lead_start(text, last, q.start, quoted)
    lead = text[lead_start : q.start]
    if lead.endswith(("第", "“", "《", "《")) or (q.unit is None and q.scale == 1):
        return None
    if q.unit in _TIME_UNITS and not _TIME_LEAD.search(text[max(last, q.start - 12) : q.start]):
        return None
    right = _right(text, q, following)
    when = period.at(spans, text, start, q.start)
    clause = text[start : q.number_start]
    touching = not text[last : q.start].strip("，、 ") or last == q.start
    change = CHANGE.search(lead)
    percent = q.unit in ("%", "％", "‰", "个百分点", "百分点", "倍")
    levels = [d for d in s.drafts if not d.is_change]
    if change and (percent or change["basis"] or not change["noun"]):
        sign = "-" if change["down"] else "+"
        noun = clean_indicator(change["noun"] or "")
        if not noun or noun in ("均", "分别", "同比"):
            target = _target(s, levels, "分别" in text[last : q.start])
            if percent and q.unit not in ("个百分点", "百分点") and target is not None:
                if target.change is None:
                    target.change = f"{sign}{q.number}"
                    target.basis = _basis(change["basis"])
                return None
            noun = target.base if target is not None else ""
        word = change["word"]
        if not noun:
            return None
        value_change = f"{sign}{q.number}" if percent and q.unit in ("%", "％", "‰") else None
        return _Draft(q, lead_start, f"{noun}{word}", scope.at(clause), when, "change", status_of(clause), noun, q.number, value_change, _basis(change["basis"]), is_change=True)
    if s.queue and touching:
        base = s.queue.pop(0) + s.tail
    elif "分别" in lead and "、" in text[lead_start : q.start]:
        base = _distribute(s, lead)
    elif "均" in lead and "、" in lead and not right:
        parts, tail = split_items(lead[: lead.rindex("均")])
        base = clean_indicator(parts[0] + tail) if parts else clean_indicator(lead)
    else:
        base = _indicator(text, q, lead, right, s, touching, last)
    if not base:
        return None
    nested = False
    indicator = base
    if _NESTING.search(text[last : q.start]) and levels:
        s.parent = next((d for d in reversed(levels) if _alike_unit(d.quantity, q) and not d.nested), levels[-1])
    if s.parent is not None and _alike_unit(s.parent.quantity, q) and s.parent.quantity is not q:
        nested = True
        indicator = f"{s.parent.indicator}（{base}）" if base not in s.parent.indicator else base
    elif s.parent is not None and not touching and not _alike_unit(s.parent.quantity, q):
        s.parent = None
    value = q.number
    if q.value == 1 and _NEGATED.search(lead):
        value = "0"
    return _Draft(q, lead_start, indicator, scope.at(clause), when, kind_of(base, clause, q), status_of(clause), base, value, nested=nested)


def _target(s: _Sentence, levels: list[_Draft], distributive: bool) -> _Draft | None:
    """The level that a rate of change belongs to: the last one, or for 分别 the first of the last run without a change."""
    if not levels:
        return None
    if distributive:
        run = [d for d in levels if d.change is None]
        s.changes = run[1:]
        return run[0] if run else levels[-1]
    if s.changes:
        return s.changes.pop(0)
    return levels[-1]


def _lead_start(text: str, last: int, position: int, quoted: list[tuple[int, int]]) -> int:
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
        elif depth <= 0 and c in "，：；" and segment[i + 1 :].strip():
            return last + i + 1
    return last + (1 if segment[:1] in "、，）" else 0)


def _right(text: str, q: Quantity, following: int) -> str:
    """The noun behind a counted figure, up to the next mark or figure."""
    if units.dimension(q.unit) != "count":
        return ""
    end = min(following, q.end + 60)
    found = re.match(r"[^，。；、：！？\n\d]*", text[q.end : end])
    words = found[0] if found else ""
    if words.startswith(("（", "）", "的", "以", "和", "及", "，")) and not words.startswith("以上"):
        words = re.sub(r"^（[^）]*）", "", words)
    return words if len(words) >= 2 else ""


def _indicator(text: str, q: Quantity, lead: str, right: str, s: _Sentence, touching: bool, last: int) -> str:
    words = clean_indicator(lead)
    levels = [d for d in s.drafts if not d.is_change]
    if re.search(r"(由|从)$", lead.rstrip("约近")) and words:
        return f"{re.sub(r'[由从]$', '', words)}（调整前）"
    if re.search(r"^(?:提高|增加|上升|调整|下降|降低|减少|增长|提升)(?:到|至|为)$", lead) and levels:
        return levels[-1].base.removesuffix("（调整前）")
    if right:
        joined = clean_indicator(lead + right)
        if len(words) < 2 and levels and len(joined) < 3:
            return object_of(levels[-1].base) + joined
        return joined
    if touching and not words and levels:
        return levels[-1].base
    if len(words) <= 3 and levels and not (s.parent is not None):
        return object_of(levels[-1].base) + words if words else levels[-1].base
    if not words:
        before = re.split(r"[，；：]", text[max(last, q.start - 80) : q.start])
        return clean_indicator(before[-2]) if len(before) >= 2 else ""
    return words


def _distribute(s: _Sentence, lead: str) -> str:
    parts, tail = split_items(lead[: lead.rindex("分别")])
    if len(parts) < 2:
        return clean_indicator(lead)
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


def _fact(draft: _Draft, paragraph: Paragraph) -> Fact:
    q = draft.quantity
    approx = q.approx.split("+")[0] if q.approx else None
    return Fact(
        start=draft.start,
        end=q.end,
        subject=draft.subject or None,
        indicator=draft.indicator[:80],
        indicator_norm=normalise(draft.base),
        value=draft.value,
        approx=approx,
        unit=q.unit,
        period=draft.period,
        change=draft.change,
        change_basis=draft.basis,
        kind=draft.kind,
        status=draft.status if paragraph.kind not in ("bulletin",) else ("preliminary" if draft.status == "final" else draft.status),
        amount=q.amount if draft.value == q.number or draft.value != "0" else Decimal(0),
        base_unit=q.base_unit,
        reported_by=paragraph.reported_by,
    )


def _ranks(text: str, start: int, end: int, paragraph: Paragraph, period: _Period, scope: _Scope) -> Iterator[Fact]:
    from tongjian.language.numerals import parse

    for m in _RANK.finditer(text, start, end):
        value = int(m["rank"]) if m["rank"].isdigit() else parse(m["rank"])
        if value is None:
            continue
        lead = clean_indicator(m["lead"]) or paragraph.title
        yield Fact(m.start(), m.end(), scope.at(text[start : m.start()]) or None, f"{lead}排名", normalise(lead), str(value), None, m["unit"] or "位", period.current, None, None, "rank", "final", Decimal(value), "位", paragraph.reported_by)


def _of_tables(book: Book) -> Iterator[Fact]:
    """Cells of tables whose rows and head are whole: row head as subject or item, column head as indicator."""
    for table in book.tables:
        if table.scrambled or table.header != 1 or len(table.rows) < 2:
            continue
        head = [book.text[c.start : c.end] for c in table.rows[0]]
        if len(head) < 2 or any(len(row) != len(head) for row in table.rows):
            continue
        title = book.text[table.title[0] : table.title[1]] if table.title else ""
        named = re.search(r"((?:19|20)\d{2})年", title)
        index = book.entry_at(table.start)
        year = named[1] if named else (str(book.data_year) if book.data_year else None)
        unit = table.unit
        for row in table.rows[1:]:
            label = next((book.text[c.start : c.end] for c in row if re.search(r"[\u4e00-\u9fff]", book.text[c.start : c.end])), "")
            for name, cell in zip(head, row, strict=True):
                printed = book.text[cell.start : cell.end]
                if not re.fullmatch(r"-?\d+(?:\.\d+)?%?", printed) or re.search(r"序号|编号|年份|电话|日期|时间", name):
                    continue
                inside = re.search(r"[（(]([^（）()]{1,8})[）)]$", name)
                use = inside[1] if inside else unit
                indicator = re.sub(r"[（(][^（）()]*[）)]$", "", name)
                bare = printed.rstrip("%")
                scale, base = units.split_unit(use) if use else (Decimal(1), None)
                yield Fact(cell.start, cell.end, label or book.region, f"{label}{indicator}" if label else indicator, normalise(indicator), bare, None, "%" if printed.endswith("%") else use, year, None, None, "level", "final", Decimal(bare) * scale, base, book.byline_of(index) if index is not None else None)
