"""Across years: this year's growth against last year's value, what this year's book says of last year, leaps, text carried over, indicators gone (R72, R76, R84, R85).

Last year's book is another text, so its place cannot be a related span: the message quotes it with its line and page. Statisticians
revise what they printed, so a small gap is `info`; an alarm needs a slip of the pen, a change of sign or a gap that no revision makes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from tongjian.book import Book
from tongjian.check.context import Context
from tongjian.check.finding import Finding, Related, Relation
from tongjian.check.numbers.common import one_slip, sentences, show
from tongjian.check.numbers.repeats import Named, half, named
from tongjian.check.registry import Rule, check, declare, relate
from tongjian.extract.facts import Fact

SOURCE = "trade rules R72, R76, R84, R85"
declare(Rule("NUM301", "增减幅度与上一卷的数值不符", "the rate of change disagrees with last year's value", "warning", SOURCE, (), (), whole_book=True))
declare(Rule("NUM302", "与上一卷相比数值大起大落", "a value leaps against last year's", "warning", SOURCE, (), (), whole_book=True))
declare(Rule("NUM303", "文字数字与上一卷完全相同", "text and figures are carried over from last year", "warning", SOURCE, (), (), whole_book=True, habit=True))
declare(Rule("NUM304", "上一卷有的指标本卷没有", "an indicator of last year is gone", "info", SOURCE, (), (), whole_book=True))
declare(Rule("NUM305", "本卷所说的上年数与上一卷不同", "what this book gives for last year is not what last year's book printed", "warning", SOURCE, (), (), whole_book=True))
declare(Rule("NUM306", "整条文字与上一卷相同", "an entry stands as it stood last year", "info", SOURCE, (), (), whole_book=True))
_YEAR = re.compile(r"(?:19|20)\d{2}(?=年)")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_STANDING = re.compile(r"辖|位于|面积|编制|占地|内设|下设|标准|里程|在职|在编|职工|员工|班子|党员|成员|委员|网点")  # what may well be as it was
_CONSTANT = re.compile(r"生产总值|GDP|增加值|产值")  # grows at constant prices: current values do not give the rate
_REVISED = Decimal(8)  # points that a revision, another field of survey or prices may make
_TARGETS = frozenset({"share", "rate", "change", "rank", "target", "standard", "cumulative"})


def _key(n: Named) -> tuple[str, str, str]:
    return n.norm or n.core, n.scope, n.fact.base_unit or n.fact.unit or ""


def _last_year(context: Context) -> dict[tuple[str, str, str], list[Named]]:
    """Last year's figures by name, scope and unit, those of its own year alone."""
    found: dict[tuple[str, str, str], list[Named]] = defaultdict(list)
    if context.before is None:
        return found
    year = context.before.book.data_year
    for n in named(context.before):
        if n.kind not in ("speech", "report") and n.fact.kind not in _TARGETS and year is not None and (n.fact.period or "")[:4] == str(year):
            found[_key(n)].append(n)
    return found


def _place(book: Book, fact: Fact) -> str:
    place = book.place(fact.start, fact.end)
    return "上一卷" + (f"第{place.page}页" if place.page else (f"第{place.line}行" if place.line else "")) + f"“{place.quote[:40]}”"


@relate("NUM301", "NUM302", whole_book=True)
def years(context: Context) -> Iterator[Relation]:
    """Every figure that last year's book gives too: its growth against that base; without a growth, a leap of ten times."""
    before = context.before
    if before is None or context.book.data_year is None or before.book.data_year != context.book.data_year - 1:
        return
    last = _last_year(context)
    for n in named(context):
        fact = n.fact
        if n.kind in ("speech", "report") or fact.kind in _TARGETS or (fact.period or "")[:4] != str(context.book.data_year) or fact.approx or not fact.amount:
            continue
        olds = [o for o in last.get(_key(n), []) if not o.fact.approx and o.fresh == n.fresh and o.fact.amount]
        amounts = {o.fact.amount for o in olds}
        if len(amounts) != 1 or (n.norm is None and len(n.core) < 4):
            continue
        old = olds[0].fact
        if fact.change and (fact.change_basis or "上年") in ("上年", "上年同期"):
            yield _grown(before.book, n, old)
        elif old.amount:
            yield _leap(before.book, n, old)


@relate("NUM305", whole_book=True)
def recalled(context: Context) -> Iterator[Relation]:
    """`由上年的1250张`: figures of this book that are told of last year, against last year's book."""
    before = context.before
    if before is None or context.book.data_year is None or before.book.data_year != context.book.data_year - 1:
        return
    last = _last_year(context)
    for n in named(context):
        fact = n.fact
        if n.kind in ("speech", "report") or fact.kind in _TARGETS or (fact.period or "") not in (f"{before.book.data_year}", f"{before.book.data_year}-12-31") or fact.approx or not fact.amount or (n.norm is None and len(n.core) < 4):
            continue
        olds = [o for o in last.get(_key(n), []) if not o.fact.approx and o.fresh == n.fresh and o.fact.amount]
        if len({o.fact.amount for o in olds}) == 1:
            yield _recalled(before.book, n, olds[0].fact)


def _recalled(book: Book, n: Named, old: Fact) -> Relation:
    fact = n.fact
    here, there = f"{fact.value}{fact.unit or ''}", f"{old.value}{old.unit or ''}"
    amount, base = fact.amount or Decimal(0), old.amount or Decimal(1)
    holds = abs(amount - base) <= half(fact) + half(old)
    finding = None
    if not holds:
        slipped = fact.unit == old.unit and one_slip(fact.value, old.value)
        alarm = slipped or (n.norm is not None and not Decimal("0.7") <= amount / base <= Decimal("1.4"))
        finding = Finding("NUM305", "warning" if alarm else "info", 0.7 if slipped else 0.6 if alarm else 0.4, f"{_place(book, old)}，本卷说上年是{here}", f"last year's book gives {there}", fact.start, fact.end, (), None, SOURCE, f"{here}={there}", there, here)
    return Relation("NUM305", f"{here}={there}", "=", there, here, "rounding", holds, fact.start, fact.end, (), finding)


def _grown(book: Book, n: Named, old: Fact) -> Relation:
    """value ÷ (1 + rate) against last year's value; statisticians revise, so a small gap is `info`."""
    fact = n.fact
    amount, base, rate = fact.amount or Decimal(0), old.amount or Decimal(1), Decimal((fact.change or "0").lstrip("+"))
    step = Decimal(1).scaleb(-len((fact.change or "").partition(".")[2]))
    computed = (amount / base - 1) * 100
    room = step + (half(fact) / base + amount * half(old) / (base * base)) * 100
    constant = _CONSTANT.search(n.norm or n.core) is not None
    holds = abs(computed - rate) <= (_REVISED if constant else room)
    shown, words = show(computed.quantize(step if step < 1 else Decimal("0.1"))), f"({fact.value}{fact.unit}-{old.value}{old.unit})/{old.value}{old.unit}*100"
    finding = None
    if not holds:
        printed, right = f"{abs(rate)}", f"{abs(computed).quantize(step)}"
        slipped = computed * rate > 0 and one_slip(printed.replace(".", ""), right.replace(".", "")) and len(printed.replace(".", "").lstrip("0")) >= 2 and not constant
        revised = not slipped and (constant or (abs(computed - rate) <= _REVISED and computed * rate >= 0))
        finding = Finding(
            "NUM301", "info" if revised else "warning", 0.4 if revised else 0.75 if slipped else 0.65, f"{_place(book, old)}：按此算{'增长' if computed >= 0 else '下降'}{shown.lstrip('-')}%，本卷作{fact.change}%", f"with last year's value the change is {shown} %",
            fact.start, fact.end, (), f"{rate}→{shown}" if slipped else None, SOURCE, words, shown, fact.change,
        )  # fmt: skip
    return Relation("NUM301", words, "=", shown, fact.change or "", show(room.quantize(Decimal("0.01"))), holds, fact.start, fact.end, (), finding)


def _leap(book: Book, n: Named, old: Fact) -> Relation:
    fact = n.fact
    ratio = (fact.amount or Decimal(0)) / (old.amount or Decimal(1))
    words = f"{fact.value}{fact.unit}/{old.value}{old.unit}"
    least = Decimal(8) if n.norm else Decimal(80)
    small = max(fact.amount or Decimal(0), old.amount or Decimal(0)) < 100
    holds = small or 1 / least <= ratio <= least
    shown = show(ratio.quantize(Decimal("0.001")))
    finding = None
    if not holds:
        finding = Finding("NUM302", "warning", 0.7, f"{_place(book, old)}，本卷是它的{shown}倍：疑单位或数位有误", f"{shown} times last year's value", fact.start, fact.end, (), None, SOURCE, words, shown, f"{show(1 / least)}..{least}")
    return Relation("NUM302", words, "in", shown, f"{show((1 / least).quantize(Decimal('0.001')))}..{least}", "0", holds, fact.start, fact.end, (), finding)


@check("NUM303", "NUM306", whole_book=True)
def carried(context: Context) -> Iterator[Finding]:
    """Entries that tell of a year with last year's figures unchanged, one finding an entry; entries that stand as they stood, one finding a book."""
    before = context.before
    if before is None or before.book.text == context.book.text:
        return
    known: dict[str, tuple[int, int]] = {}
    for s in sentences(before):
        known.setdefault(_YEAR.sub("#", before.text[s.start : s.end]), (s.start, s.end))
    told: dict[int, list[tuple[int, int, int]]] = defaultdict(list)  # entry → start, end and figures of its sentences
    for s in sentences(context):
        words = context.text[s.start : s.end]
        if len(words) < 24 or s.kind in ("speech", "report", "chronicle") or not re.search(r"全年|年内|当年|本年|(?:19|20)\d{2}年", words):
            continue
        mask = _YEAR.sub("#", words)
        figures = _DIGITS.findall(mask)
        full = sum(len(re.sub(r"\D", "", f).strip("0")) >= 2 for f in figures)
        if len(figures) >= 3 and full >= 2 and not _STANDING.search(words) and mask in known and (words != before.text[slice(*known[mask])] or "全年" in words):
            told[s.entry].append((s.start, s.end, len(figures)))
    for group in told.values():
        start, end, _ = group[0]
        figures_told = sum(n for *_, n in group)
        place = before.book.place(*known[_YEAR.sub("#", context.text[start:end])])
        where = f"第{place.page}页" if place.page else f"第{place.line}行"
        yield Finding(
            "NUM303", "warning", 0.75, f"{'这句话' if len(group) == 1 else f'这一条里{len(group)}句话'}的{figures_told}个数字与上一卷（{where}）全部相同，疑沿用旧稿", "all figures are last year's",
            start, end, tuple(Related(a, b) for a, b, _ in group[1:]), None, SOURCE, f"figures={figures_told}", "last year's", "unchanged",
        )  # fmt: skip
    yield from _unchanged(context, before, set(told))


def _bodies(book: Book) -> Iterator[tuple[int, str]]:
    """The entries of prose with their words, years and white space left out."""
    for i, n in enumerate(book.nodes):
        if n.level == "entry" and n.kind == "prose" and n.body[1] - n.body[0] >= 60:
            yield i, _YEAR.sub("#", re.sub(r"\s", "", book.text[slice(*n.body)]))


def _unchanged(context: Context, before: Context, told: set[int]) -> Iterator[Finding]:
    book, known = context.book, {words for _, words in _bodies(before.book)}
    same = [book.nodes[i] for i, words in _bodies(book) if words in known and i not in told]
    if same:
        first, *more = [n.title_span or (n.start, n.start + 1) for n in same]
        names = "、".join(f"【{n.title}】" for n in same[:12])
        yield Finding("NUM306", "info", 0.6, f"{len(same)}个条目除年份外与上一卷逐字相同：{names}{'等' if len(same) > 12 else ''}", f"{len(same)} entries stand as they stood last year", *first, tuple(Related(*m) for m in more[:40]), None, SOURCE, f"entries={len(same)}", str(len(same)), "0")


@check("NUM304", whole_book=True)
def gone(context: Context) -> Iterator[Finding]:
    """Indicators of the vocabulary that last year's bulletin or overviews gave for the region and this book gives nowhere."""
    before = context.before
    if before is None or before.book.text == context.book.text or not context.whole:
        return
    here = {n.norm for n in named(context) if n.norm}
    gone: dict[str, Named] = {}
    for n in named(before):
        if n.norm and not n.scope and n.plain and (n.official or n.kind == "bulletin") and n.norm not in here:
            gone.setdefault(n.norm, n)
    if gone and here:
        end = max(1, min(len(context.book.title), len(context.book.text)))
        listed = "、".join(f"{name}（{_where(before.book, n.fact)}）" for name, n in sorted(gone.items())[:12])
        yield Finding("NUM304", "info", 0.5, f"上一卷有而本卷没有的指标{len(gone)}个：{listed}{'等' if len(gone) > 12 else ''}", f"{len(gone)} indicators of last year are gone", 0, end, (), None, SOURCE, f"gone={len(gone)}", str(len(gone)), "0")


def _where(book: Book, fact: Fact) -> str:
    place = book.place(fact.start, fact.end)
    return f"第{place.page}页" if place.page else f"第{place.line}行"
