"""Targets: the places in a sentence that could be the answer to a part: a figure, a date, a clause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from tongjian.language import dates, quantities, units
from tongjian.language.quantities import Quantity
from tongjian.library.asking.evidence import Sentence, Zones, squeeze
from tongjian.library.asking.question import Part

_RIGHT = re.compile(r"[^，；。、：！？\n\t\d（）]{0,30}")
_FUTURE = re.compile(r"力争|预计|预期|目标|将(?!军|近)|拟|计划(?!生育|单列)|确保|争取|规划(?:建设|到)|到20[2-9]\d年")
_ISO = re.compile(r"(?<!\d)((?:19|20)\d{2})-(\d{1,2})-(\d{1,2})(?!\d)")
_ROOM = 100  # characters of a clause beyond which its words count less, since they speak of many things


PEOPLE = frozenset({"人", "名", "位", "人次"})
BARE_MONEY = frozenset({"亿", "万亿"})  # 总产值309.8亿
TITLES = 0.85  # what a term is worth that only the titles speak of


_COUNTED = tuple(  # measures that stand for one another
    frozenset(row.split())
    for row in ("个 家 所 处 座 间 户", "个 项 种 类 条", "件 项 条", "件 起 宗 例", "次 场 期 届", "个 支 班 组 队", "篇 条 份 部 本 册", "条 座 栋 幢 片", "辆 台 部 架")
)
_IMPLIED = {"people": "人数", "area": "面积", "money": "金额", "share": "比例", "length": "长度"}  # what a unit says of its figure without the word


def _measure(q: Quantity) -> str:
    """What a figure measures: people, or the dimension of its unit."""
    bare = units.split_unit(q.unit)[1] if q.unit else ""
    return "people" if bare in PEOPLE else units.dimension(q.unit) or ""


class Target(msgspec.Struct, frozen=True):
    """A place that could be the answer. `start`–`end` (offsets in the book) must be shown; `zones` say what surrounds it, the nearest first."""

    sentence: Sentence
    start: int
    end: int
    zones: Zones
    value: str | None = None
    unit: str | None = None
    period: str | None = None
    fact: dict[str, Any] | None = None
    quantity: Quantity | None = None
    future: bool = False
    lead: str = ""  # the words since the figure before
    noun: str = ""  # what is counted, behind the figure
    said: str = ""  # what an answer prints in place of the words: 云岭镇 行政村数27

    @property
    def words(self) -> str:
        return self.sentence.passage.words(self.start, self.end)


def clauses(text: str) -> list[tuple[int, int]]:
    """Spans of the clauses of a text; marks inside brackets and quotation marks part nothing.

    A long row of items with figures or brackets of their own is parted at its 、 too.
    """
    found: list[tuple[int, int]] = []
    depth = start = 0
    for m in re.finditer(r"[（“《〈「【(]|[）”》〉」】)]|[，；。！？\n\t]|[：](?!\d)|(?<=[）\d个家人所项名件次户元%])、", text):
        if m[0] in "（“《〈「【(":
            depth += 1
        elif m[0] in "）”》〉」】)":
            depth = max(0, depth - 1)
        elif m[0] == "、":
            if not depth and m.end() - start > 12 and re.search(r"\d|）", text[start : m.end()]) and len(text) > 80:
                found.append((start, m.end()))
                start = m.end()
        elif not depth or m[0] in "。\n":
            depth = 0
            found.append((start, m.end()))
            start = m.end()
    if start < len(text):
        found.append((start, len(text)))
    return [(a, b) for a, b in found if text[a:b].strip()]


def _full(words: str) -> float:
    """What the nearest words are worth: 1, less for a clause so long that it speaks of many things."""
    return 1.0 if len(words) <= _ROOM else max(0.5, _ROOM / len(words))


_RATIO = re.compile(r"\d(?:\.\d+)?[：:]\d")


def ratios(sentence: Sentence) -> Iterator[Target]:
    """The clauses of a sentence that print a ratio: 1.2：40.3：58.5."""
    for target in told(sentence):
        if _RATIO.search(target.words):
            yield target


def planned(words: str) -> bool:
    """Whether words lead to something planned, not done: 力争实现…, but not 计划…，实际完成…"""
    last = max((m.end() for m in _FUTURE.finditer(words)), default=None)
    return last is not None and not re.search(r"实际|已|超额", words[last:])


_BARE_CHANGE = re.compile(r"[，；、（]?(?:其中)?[，]?(?:分别)?(?:[比较与](?:上年|去年|上一年|前年|年初|上届)(?:同期|末|底)?(?:相比)?|（下同）|同比|环比|同口径|名义|实际|又|约){0,3}(?:增长|下降|上升|提高|增加|减少|降低|回落|增幅为?|降幅为?|增|降|升|减)(?:了|约|近|超)?")
GOES_ON = 0.65  # what the sentence before is worth to one that goes on speaking of its subject
_GOING_ON = re.compile(r"\s*(?:该[\u4e00-\u9fff]|其(?!中)|项目|工程|总投资|计划总投资|占地|全长|总建筑面积|建筑面积|总面积|设计)")
_BARE_SHARE = re.compile(r"[，；、（]?(?:其中)?[，]?占(?:比|总数的?|总量的?|全部的?)?(?:为|达)?(?:约|近)?")  # 社会类36件、占18.6%
_IN_TURN = re.compile(r"[、和与及][^，。；\d]{1,24}分别")


def _in_turn(fact: dict[str, Any], figure: str) -> str:
    """The words of one of several figures that are told in turn: its indicator, and the figure itself."""
    return f"{fact['subject'] or ''}{fact['indicator']}{figure}"


def figures(sentence: Sentence) -> Iterator[Target]:
    """Every figure of a sentence, with the words that name it nearest."""
    text = sentence.text
    found = [q for q in quantities.find(text) if q.unit or q.scale != 1]
    figures_only = [q.start for q in found]
    found += [q for q in quantities.find_chinese(text) if q.unit != "级" and all(q.end <= f.start or q.start >= f.end for f in found)]
    found.sort(key=lambda q: q.start)
    facts = [f for f in sentence.passage.records.get("facts", ()) if sentence.start <= f["end"] <= sentence.end]
    marks = clauses(text)
    last = begin = 0
    carried = ""  # what the figure before is of, of which a bare change goes on speaking
    for q in found:
        stop = next((at for at in figures_only if at > q.start), len(text))
        right = _RIGHT.match(text, q.end, stop)
        end = right.end() if right else q.end
        first = max((a for a, b in marks if a <= q.start), default=0)
        begin = max(last, first) if last < q.start or not last else begin  # 251户812人: both are of the words before
        own = text[begin:end]
        fact = next((f for f in facts if f["end"] - sentence.start >= q.number_end and f["start"] - sentence.start <= q.number_start and f["value"].lstrip("0") in (q.number, q.number.lstrip("0"))), None)
        named = ""
        if fact is not None and "分别" in text[:begin] + own and _IN_TURN.search(text, 0, q.start):
            own = named = _in_turn(fact, text[q.start : end])  # A、B分别为1、2: the words before are of both
        elif carried and (_BARE_CHANGE.fullmatch(text[begin : q.start]) or _BARE_SHARE.fullmatch(text[begin : q.start])):
            named = carried
        else:
            carried = text[begin : q.start]
        reach = squeeze(f"{own}\n{named if named != own else ''}\n{_IMPLIED.get(_measure(q), '')}")
        earlier, later = squeeze(text[:begin]), squeeze(text[end:])
        before = GOES_ON if _GOING_ON.match(text) else 0.4
        zones: Zones = ((reach, _full(reach)), (earlier, 0.8), (sentence.titles, TITLES), (sentence.before, before), (later, 0.25))
        yield Target(
            sentence, sentence.start + first, sentence.start + q.end, zones, q.number, q.unit, fact["period"] if fact else None, fact, q,
            planned(text[: q.start]) or bool(fact and fact["status"] in ("target", "expected")),
            squeeze(f"{named}\n{text[last : q.start]}"), squeeze(text[q.end : min(end, q.end + 14)]),
        )  # fmt: skip
        last = last if q.chinese or not q.unit or q.unit in ("万", "亿") else q.end  # 100多万阅读量稿件11篇: the first figure is of the words for the second


_CELL = re.compile(r"-?\d+(?:\.\d+)?%?")
_YEAR_CELL = re.compile(r"(?:19|20)\d{2}年?")
_OF_COLUMN = (("户数", "户"), ("人数", "人"), ("人口", "人"), ("数", "个"))  # the measure of a column that names none


def _with_year(words: str) -> str:
    words = words.strip()
    return f"{words}年" if re.fullmatch(r"(?:19|20)\d{2}", words) else words


def cells(sentence: Sentence) -> Iterator[Target]:
    """Every figure of a row of a table that has a head: of the row's first words, and of its column."""
    row = sentence.text.strip("\n").split("\t")
    if len(row) < 2 or not (heads := sentence.columns) or len(heads) != len(row):
        return
    passage = sentence.passage
    over_it = next((head for a, b, head in passage.heads if a <= sentence.start < b), "")
    whole = re.search(r"单位[：:]?([\u4e00-\u9fff]+)$", over_it)
    titles = squeeze("\n".join([*passage.path, passage.title, over_it.split("\n")[0]]))
    label = next((cell for cell in row if cell.strip() and not _CELL.fullmatch(cell.strip())), row[0]) if not _YEAR_CELL.fullmatch(row[0].strip()) else row[0]
    at = sentence.start
    for column, cell in zip(heads, row, strict=True):
        start, at = at, at + len(cell) + 1
        bare = cell.strip()
        if start == sentence.start or not _CELL.fullmatch(bare) or not column.strip():
            continue
        named = re.sub(r"[（(][^（()）]*[)）]", "", column)
        unit = re.search(r"[（(]([^（()）]+)[)）]", column) or whole
        measure = "%" if bare.endswith("%") else unit[1] if unit else next((u for end, u in _OF_COLUMN if named.endswith(end)), "")
        found = quantities.find(f"{bare.rstrip('%')}{measure}") if measure else []
        year = next((m[0][:4] for words in (column, label) if (m := _YEAR_CELL.fullmatch(words.strip()))), None)
        near = squeeze(f"{label}\n{named}")
        yield Target(
            sentence, sentence.start, start + len(cell), ((near, 1.0), (titles, TITLES)), bare, measure or None, year, None, found[0] if found else None,
            lead=squeeze(named), said=f"{_with_year(label)} {_with_year(named)}：{bare}{measure if measure != '%' else ''}",
        )  # fmt: skip


def measures(part: Part, target: Target) -> bool:
    """Whether a figure is in the measure that the question names."""
    q = target.quantity
    if q is None:
        return part.unit is None
    if q.chinese and not part.unit:
        return False  # 三次产业, 一个窗口: a word more often than a figure
    share = q.unit in ("%", "％", "‰", "个百分点", "百分点")
    if part.change:
        return bool(re.search(r"(?:增|升|提|降|减|缩|回落)[^，]{0,5}$", target.lead))
    if part.unit:
        asked = units.split_unit(part.unit)[1]
        own = units.split_unit(q.unit)[1] if q.unit else ""
        if asked in ("万", "亿", ""):
            return not share
        if asked == own or units.base_of(asked)[0] == units.base_of(own)[0]:
            return True
        if units.dimension(asked) != "count" or units.dimension(own) != "count":
            return False
        return any({asked, own} <= group for group in (PEOPLE, (PEOPLE | {"个"}) - {"人次"}, *_COUNTED)) or own.startswith(asked)
    if part.dimensions:
        dimension = "money" if q.unit in BARE_MONEY else units.dimension(q.unit)
        return dimension in part.dimensions or ("share" in part.dimensions and (share or q.unit in ("倍", "番"))) or ("time" in part.dimensions and q.unit in ("岁", "周岁", "年", "天"))
    return True


def dated(sentence: Sentence, year: int | None) -> Iterator[Target]:
    """Every date of a sentence with each clause that it dates; for a sentence without a date the date of its event."""
    text = sentence.text
    month = next((int(m[1]) for title in reversed(sentence.passage.path) if (m := re.fullmatch(r"(\d{1,2})月", title))), None)
    events = [e for e in sentence.passage.records.get("events", ()) if e["start"] < sentence.end and e["end"] > sentence.start]
    marks = clauses(text)
    points: list[tuple[int, int, str]] = [(m.start(), m.end(), f"{m[1]}-{int(m[2]):02d}-{int(m[3]):02d}") for m in _ISO.finditer(text)]
    for span in dates.find(text, year, month=month):
        if span.iso and text[max(span.start - 1, 0) : span.start] not in ("比", "较") and span.words not in ("上年", "去年", "全年", "年内"):
            finer = next((e["date"] for e in events if len(e["date"]) > len(span.iso) and span.words in ("是日", "同日", "当日", "是月")), span.iso)
            points.append((span.start, span.end, f"{finer}/{span.iso_end}" if span.iso_end else finer))
    points += [(m.start(), m.end(), "") for m in _DECADE.finditer(text)]
    if any(len(iso) > 4 for _, _, iso in points):
        points = [p for p in points if len(p[2]) > 4]  # beside a day or month of it, the year alone dates nothing
    points.sort()
    for n, (at, stop, iso) in enumerate(points):
        first = max((a for a, _ in marks if a <= at), default=0)
        following = points[n + 1][0] if n + 1 < len(points) else len(text)
        last = max([a for a, _ in marks if stop <= a <= following] or [len(text)]) if following < len(text) else len(text)
        if "\t" in text:
            first, last = 0, len(text)
        for a, b in marks:
            if first <= a < max(last, first + 1):
                near = squeeze(text[a:b] if "\t" not in text else text)
                zones: Zones = ((near, _full(near)), (squeeze(text[first:last]), 0.7), (squeeze(text[:first]), 0.5), (sentence.titles, TITLES), (sentence.before, 0.4), (squeeze(text[last:]), 0.2))
                yield Target(sentence, sentence.start + first, sentence.start + max(b, stop), zones, period=iso or None)
    if not points:
        event = next((e for e in events if e["start"] <= sentence.start and len(e["date"]) > 4), None)
        if event is not None:
            for a, b in marks:
                near = squeeze(text[a:b])
                yield Target(sentence, sentence.start + a, sentence.start + b, ((near, _full(near)), (squeeze(text), 0.7), (sentence.titles, TITLES), (sentence.before, 0.6)), period=event["date"])


_DECADE = re.compile(r"(?:\d{2}世纪|上世纪)(?:\d0|[一二三四五六七八九]十)年代(?:初期?|中期|末期?|中后期)?")
_ANNOUNCED = re.compile(r"(?:\d|[一二两三四五六七八九十])+[\u4e00-\u9fff]{1,4}[，：]$")
_LISTED = re.compile(r"分别|即|包括|包含|依次")


def told(sentence: Sentence) -> Iterator[Target]:
    """Every clause of a sentence; the whole row of a list of honours, which says who and what."""
    text = sentence.text
    if sentence.passage.kind == "honours" and "\t" in text:
        yield whole(sentence)
        return
    spans = clauses(text)
    for n, (a, b) in enumerate(spans):
        if n + 1 < len(spans) and _ANNOUNCED.search(text[a:b]) and (text[a:b].rstrip()[-1:] == "：" or _LISTED.match(text, b)):
            b = spans[n + 1][1]  # 有甲厂等企业3家，分别是…: the count with its list
        near = squeeze(text[a:b])
        zones: Zones = ((near, _full(near)), (squeeze(text[:a]), 0.8), (sentence.titles, TITLES), (sentence.before, 0.4), (squeeze(text[b:]), 0.7))
        yield Target(sentence, sentence.start + a, sentence.start + b, zones, future=planned(text[a:b]))


def whole(sentence: Sentence) -> Target:
    """A sentence as one place."""
    return Target(sentence, sentence.start, sentence.end, ((squeeze(sentence.text), 1.0), (sentence.titles, TITLES), (sentence.before, 0.4)))
