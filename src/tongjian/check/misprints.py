"""Misprints with evidence from the book itself: places one slip away from words it prints elsewhere (see misprints_likely),
and a place where the book otherwise always prints one character more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tongjian.check.confusable import likeness
from tongjian.check.context import Context
from tongjian.check.finding import Finding, Related
from tongjian.check.misprints_likely import Slip, likely, meant_word, sure
from tongjian.check.names import spelled
from tongjian.check.ngrams import HAN, Grams, grams
from tongjian.check.registry import Rule, check, declare
from tongjian.check.search import every_place
from tongjian.language import names

SOURCE = "《图书质量管理规定》 counts a wrong, missing or superfluous character as one error"
declare(
    Rule(
        "TXT201", "疑似形近、音近错字", "a look-alike or sound-alike of a word the book prints elsewhere", "warning", SOURCE,
        ("开展河道整治3次。\n推进环境整治。\n完成市容环境整治专项行动。\n实施水域环境整治专项行动。\n加强道路环境整治专项行动。\n开展校园环境整冶专项行动。",),
        ("开展河道整治3次。\n推进环境整治。\n完成市容整治。\n实施水域整治。\n加强道路整治。",),
        whole_book=True,
    )
)  # fmt: skip
declare(
    Rule(
        "TXT202", "疑似脱字", "a character that the book otherwise always prints is missing", "warning", SOURCE,
        ("\n".join(f"望溪镇{w}成立。\n望溪镇{w}换届。" for w in "商会 协会 学会 分会 总会 工会 诗会 书会 农会 茶会 花会 渔会".split()) + "\n位于望溪商会旁。",),
        ("望溪镇居民参加。\n望溪镇商会成立。",),
        whole_book=True,
    )
)  # fmt: skip
declare(
    Rule(
        "TXT204", "疑似多字、倒字", "a character doubled, or two neighbours swapped", "warning", SOURCE,
        (
            "\n".join(f"{w}镇检查食品安全监督情况。\n{w}镇开展监督检查。\n{w}镇实时监督动态。" for w in "东山 西山 南山 北山 中山 青山 玉山 石山 鹿山 龙山".split()) + "\n望溪镇实时监监督动态。",
            "\n".join(f"{w}镇推荐先进个人。\n{w}镇向全区推荐优秀作品。" for w in "东山 西山 南山 北山 中山 青山 玉山 石山 鹿山 龙山".split()) + "\n望溪镇荐推先进个人5名。",
        ),
        ("青石区区委召开会议。\n青石区检查道路。\n区委研究工作。\n青石区公布名单。\n区委印发通知。",),
        whole_book=True,
    )
)  # fmt: skip
_OFTEN = 20  # times a pair of characters stands in the book before what follows it is called a habit
_ALWAYS = 0.97  # share of them that one character follows


@check("TXT201", whole_book=True)
def lookalikes(context: Context) -> Iterator[Finding]:
    """A character that makes no words with its neighbours, where one that looks or sounds alike makes words that the book prints elsewhere."""
    known = {place for f in context.once(spelled) for place in range(f.start, f.end)}
    for slip in context.once(likely):
        if slip.kind == "alike" and slip.start not in known:
            c = context.once(grams).text[slip.start]
            yield from _slipped(context, "TXT201", slip, "形近" if likeness(c, slip.meant) == "shape" else "音近")


def _slipped(context: Context, code: str, slip: Slip, why: str) -> Iterator[Finding]:
    """The finding of a slip, its words shown whole, unless they stand as they are meant in this entry only."""
    counts, book = context.once(grams), context.book
    start, end, meant = _whole(counts, slip)
    others = [m.start() for m in re.finditer(re.escape(meant), book.text)]
    entry = book.entry_at(start)
    elsewhere = [o for o in others if book.entry_at(o) != entry]
    if others and not elsewhere:
        return
    printed = counts.text[start:end]
    near = min(elsewhere, key=lambda o: abs(o - start), default=None)
    seen = f"；本书“{meant}”{len(others)}处" if others else ""
    yield Finding(
        code, "warning" if sure(slip) else "info", 0.85 if sure(slip) else 0.5, f"“{printed}”疑为“{meant}”（{why}{seen}）",
        f"“{printed}” may be “{meant}”" + (f", which the book prints {len(others)} times" if others else ""),
        start, end, () if near is None else (Related(near, near + len(meant)),), None if names.is_name(printed) else meant, SOURCE,
    )  # fmt: skip


def _whole(counts: Grams, slip: Slip) -> tuple[int, int, str]:
    """The place that is shown and what is meant there: the word, and the neighbours of a character that is a word alone or missing."""
    if slip.kind == "dropped":
        left, right = counts.text[slip.start - 2 : slip.start], counts.text[slip.end : slip.end + 2]
        return slip.start - 2, slip.end + 2, left + slip.meant + right
    start, end, meant = meant_word(counts, slip)
    if len(meant) > 1:
        return start, end, meant
    left, right = counts.text[start - 1], counts.text[end]
    return start - bool(HAN(left)), end + bool(HAN(right)), (left if HAN(left) else "") + meant + (right if HAN(right) else "")


@check("TXT202", whole_book=True)
def dropped(context: Context) -> Iterator[Finding]:
    """A pair of characters that one and the same character follows all through the book, save where it is missing or a confusable stands;
    a place where a character more makes a string that the book prints elsewhere, neighbours and all."""
    counts = context.once(grams)
    text = counts.text
    told: set[int] = set()
    habits: dict[str, tuple[str, int, int]] = {}
    for triple, n in counts.triples.items():
        total = counts.pairs[triple[:2]] if n >= _OFTEN - 1 else 0
        if total >= _OFTEN and _ALWAYS * (total - 1) <= n < total and HAN(triple):
            habits[triple[:2]] = triple[2], n, total
    for pair, spans in every_place(habits, text).items():
        usual, n, total = habits[pair]
        for start, behind in spans:
            rest = text[behind : behind + 2]
            if rest[:1] == usual or not (len(rest) == 2 and HAN(rest)):
                continue
            like = likeness(rest[0], usual)
            whole = text.count(f"{pair}{usual}{rest}")
            if whole < 2 and not (like and text.count(f"{pair}{usual}{rest[1]}") >= 2):
                continue
            end = behind + 2 if counts.cuts[behind + 1] == "0" else behind + 1  # a word that begins behind is no part of it
            printed = text[start:end]
            right = f"{pair}{usual}{printed[3:] if like and whole < 2 else printed[2:]}"
            other = text.find(right)
            told.update(range(start, end))
            yield Finding(
                "TXT202", "warning", 0.8, f"“{printed}”疑为“{right}”：本书“{pair}”后面{total}处中{n}处是“{usual}”",
                f"“{printed}” may be “{right}”: “{usual}” follows “{pair}” at {n} of {total} places",
                start, end, (Related(other, other + len(right)),) if other >= 0 else (), right, SOURCE,
            )  # fmt: skip
    for slip in context.once(likely):
        if slip.kind == "dropped" and slip.start not in told:
            yield from _slipped(context, "TXT202", slip, "脱一字")


@check("TXT204", whole_book=True)
def doubled_or_swapped(context: Context) -> Iterator[Finding]:
    """A character that stands twice, or two neighbours in the wrong order, where the book prints the word far more readily without the slip."""
    for slip in context.once(likely):
        if slip.kind in ("doubled", "swapped"):
            yield from _slipped(context, "TXT204", slip, "多一字" if slip.kind == "doubled" else "二字颠倒")
