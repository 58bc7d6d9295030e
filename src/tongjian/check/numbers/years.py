"""Across years: this year's growth against last year's value, leaps, text carried over, indicators gone (R72, R76, R84, R85).

Last year's book is another text, so its place cannot be a related span: the message quotes it with its line and page.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from tongjian.book import Book
from tongjian.check.context import Context
from tongjian.check.finding import Finding, Relation
from tongjian.check.numbers.common import sentences, show
from tongjian.check.numbers.repeats import Named, half, named
from tongjian.check.registry import Rule, check, declare, relate
from tongjian.extract.facts import Fact

SOURCE = "trade rules R72, R76, R84, R85"
declare(Rule("NUM301", "增减幅度与上一卷的数值不符", "the rate of change disagrees with last year's value", "warning", SOURCE, (), (), whole_book=True))
declare(Rule("NUM302", "与上一卷相比数值大起大落", "a value leaps against last year's", "warning", SOURCE, (), (), whole_book=True))
declare(Rule("NUM303", "文字数字与上一卷完全相同", "text and figures are carried over from last year", "warning", SOURCE, (), (), whole_book=True))
declare(Rule("NUM304", "上一卷有的指标本卷没有", "an indicator of last year is gone", "info", SOURCE, (), (), whole_book=True))
_YEAR = re.compile(r"(?:19|20)\d{2}(?=年)")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_STANDING = re.compile(r"辖|位于|面积|编制|占地|内设|下设|标准|里程")  # what may well be as it was
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


def _grown(book: Book, n: Named, old: Fact) -> Relation:
    """value ÷ (1 + rate) against last year's value; statisticians revise, so a small gap is `info`."""
    fact = n.fact
    amount, base, rate = fact.amount or Decimal(0), old.amount or Decimal(1), Decimal((fact.change or "0").lstrip("+"))
    step = Decimal(1).scaleb(-len((fact.change or "").partition(".")[2]))
    computed = (amount / base - 1) * 100
    room = step + (half(fact) / base + amount * half(old) / (base * base)) * 100
    holds = abs(computed - rate) <= room
    shown, words = show(computed.quantize(Decimal("0.1"))), f"({fact.value}{fact.unit}-{old.value}{old.unit})/{old.value}{old.unit}*100"
    finding = None
    if not holds:
        revised = abs(computed - rate) <= 8 and computed * rate > 0
        finding = Finding(
            "NUM301", "info" if revised else "warning", 0.4 if revised else 0.7, f"{_place(book, old)}：按此算{'增长' if computed >= 0 else '下降'}{shown.lstrip('-')}%，本卷作{fact.change}%", f"with last year's value the change is {shown} %",
            fact.start, fact.end, (), None, SOURCE, words, shown, fact.change,
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


@check("NUM303", "NUM304", whole_book=True)
def carried(context: Context) -> Iterator[Finding]:
    """Sentences that tell of a year with last year's figures unchanged; vocabulary indicators that are gone."""
    before = context.before
    if before is None or before.book.text == context.book.text:
        return
    known: dict[str, tuple[int, int]] = {}
    for s in sentences(before):
        known.setdefault(_YEAR.sub("#", before.text[s.start : s.end]), (s.start, s.end))
    for s in sentences(context):
        words = context.text[s.start : s.end]
        told = re.search(r"全年|年内|当年|本年|(?:19|20)\d{2}年", words)
        if not told or len(words) < 24 or s.kind in ("speech", "report", "chronicle"):
            continue
        mask = _YEAR.sub("#", words)
        figures = len(_DIGITS.findall(mask))
        if figures >= 3 and not _STANDING.search(words) and mask in known and (words != before.text[slice(*known[mask])] or "全年" in words):
            place = before.book.place(*known[mask])
            yield Finding(
                "NUM303", "warning", 0.75, f"这句话的{figures}个数字与上一卷（第{place.page or place.line}{'页' if place.page else '行'}）全部相同，疑沿用旧稿", "all figures are last year's",
                s.start, s.end, (), None, SOURCE, f"figures={figures}", "last year's", "unchanged",
            )  # fmt: skip
    if context.whole:
        here = {n.norm for n in named(context) if n.norm and not n.scope}
        gone = sorted({n.norm for n in named(before) if n.norm and not n.scope and n.plain and n.kind == "bulletin"} - here)
        if gone and here:
            end = max(1, min(len(context.book.title), len(context.book.text)))
            yield Finding("NUM304", "info", 0.5, f"上一卷有而本卷没有的指标{len(gone)}个：{'、'.join(gone[:12])}", f"{len(gone)} indicators of last year are gone", 0, end, (), None, SOURCE, f"gone={len(gone)}", str(len(gone)), "0")
