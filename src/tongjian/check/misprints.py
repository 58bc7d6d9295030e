"""Misprints with evidence from the book itself: a string of stranded characters one confusable character away from a word it prints elsewhere,
and a place where the book otherwise always prints one character more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tongjian.check.confusable import likeness
from tongjian.check.context import Context
from tongjian.check.finding import Finding, Related
from tongjian.check.misprints_likely import is_word, likely
from tongjian.check.names import spelled
from tongjian.check.ngrams import FEW, HAN, LOOSE, Grams, grams
from tongjian.check.registry import Rule, check, declare
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
_MANY = 20  # times the right reading stands, where only one side of the character is a word and the other a mark
_HEARD = 5  # times the right reading stands, where the two only sound alike
_TIMES = 3  # the right reading stands so many times oftener than the odd neighbours
_ALONE = 4  # times a suspicious character may stand alone in the book as a word of its own
_OFTEN = 20  # times a pair of characters stands in the book before what follows it is called a habit
_ALWAYS = 0.97  # share of them that one character follows


@check("TXT201", whole_book=True)
def lookalikes(context: Context) -> Iterator[Finding]:
    """A character that the dictionary leaves alone and that meets its neighbours here only, where one that looks or sounds alike is usual between them."""
    counts = context.once(grams)
    known = {place for f in context.once(spelled) for place in range(f.start, f.end)}
    told: set[int] = set()
    for m in re.finditer("1", counts.lone):
        i = m.start()
        if i not in known and counts.text[i] not in LOOSE and 3 <= i < len(counts.text) - 4:
            found = _between(counts, i) or _beside(counts, i, counts.alone[counts.text[i]] <= _ALONE)
            if found:
                yield from _reported(context, counts, i, *found)
                told.add(i)
    for slip in context.once(likely):
        if slip.kind == "alike" and slip.start not in known and slip.start not in told:
            yield from _reported(context, counts, slip.start, slip.meant, 0)


def _between(counts: Grams, i: int) -> tuple[str, int] | None:
    """What usually stands between the two neighbours of a character, and how often, where it is taken for it."""
    a, c, d = counts.text[i - 1], counts.text[i], counts.text[i + 1]
    if counts.triples[a, c, d] > 2:
        return None
    left, right = counts.pairs[a, c], counts.pairs[c, d]
    enough = FEW if HAN(a + d) else _MANY
    for usual, n in counts.middles.get((a, d), ()):
        if likeness(c, usual) == "sound" and n < _HEARD:
            continue
        if n >= enough and (left == 1 or left * _TIMES <= n) and (right == 1 or right * _TIMES <= n) and (HAN(a) or HAN(d)) and likeness(c, usual):
            return usual, n
    return None


def _beside(counts: Grams, i: int, seldom: bool) -> tuple[str, int] | None:
    """What usually stands before the three characters behind, or behind the three before, where it is taken for the character.

    A character that is often a word of its own (`seldom` is False) is taken for another by its looks only.
    """
    text = counts.text
    kinds = ("shape", "sound") if seldom else ("shape",)
    a, c, d = text[i - 1], text[i], text[i + 1]
    if counts.pairs[c, d] == 1 and HAN(text[i + 1 : i + 4]):
        for usual, _ in counts.firsts.get((d, text[i + 2]), ()):
            if likeness(c, usual) in kinds and (not HAN(a) or (a, usual, d) in counts.triples):
                n = text.count(usual + text[i + 1 : i + 4])
                if n >= FEW:
                    return usual, n
    if counts.pairs[a, c] == 1 and HAN(text[i - 3 : i]):
        for usual, _ in counts.lasts.get((text[i - 2], a), ()):
            if likeness(c, usual) in kinds and (not HAN(d) or (a, usual, d) in counts.triples):
                n = text.count(text[i - 3 : i] + usual)
                if n >= FEW:
                    return usual, n
    return None


def _reported(context: Context, counts: Grams, i: int, usual: str, n: int) -> Iterator[Finding]:
    """The finding, unless the right reading stands in this entry only."""
    text, book = counts.text, context.book
    a, c, d = text[i - 1], text[i], text[i + 1]
    left, right = (a if HAN(a) else ""), (d if HAN(d) else "")
    if len(left + right) == 1:  # the mark beside it says nothing: show one character more of the word
        right = right and text[i + 1 : i + 3]
        left = left and text[i - 2 : i]
    printed, meant = left + c + right, left + usual + right
    entry = book.entry_at(i)
    others = [m.start() for m in re.finditer(re.escape(meant), book.text)]
    if not others or all(book.entry_at(o) == entry for o in others):
        return
    other = min(others, key=lambda o: abs(o - i))
    why = "形近" if likeness(c, usual) == "shape" else "音近"
    # one place against one place says nothing, unless a word of the book's own stands in the right reading
    sure = len(others) > 1 or any(is_word(w) and book.text.count(w) > 2 for w in (left[-1:] + usual, usual + right[:1]))
    yield Finding(
        "TXT201", "warning" if sure else "info", 0.85 if sure else 0.5, f"“{printed}”疑为“{meant}”（{why}；本书“{meant}”{len(others)}处）",
        f"“{printed}” may be “{meant}”, which the book prints {len(others)} times",
        i - len(left), i + 1 + len(right), (Related(other, other + len(meant)),), None if names.is_name(printed) else meant, SOURCE,
    )  # fmt: skip


@check("TXT202", whole_book=True)
def dropped(context: Context) -> Iterator[Finding]:
    """A pair of characters that one and the same character follows all through the book, save where it is missing or a confusable stands."""
    counts = context.once(grams)
    text = counts.text
    for (a, x, usual), n in counts.triples.items():
        total = counts.pairs[a, x]
        if total < _OFTEN or n == total or n < _ALWAYS * (total - 1) or n < _OFTEN - 1 or not HAN(a + x + usual):
            continue
        for m in re.finditer(f"{a}{x}(?!{usual})([\u4e00-\u9fff]{{2}})", text):
            full = f"{a}{x}{usual}{m[1]}"
            like = likeness(m[1][0], usual)
            if text.count(full) < 2 and not (like and text.count(f"{a}{x}{usual}{m[1][1]}") >= 2):
                continue
            end = m.end() if counts.cuts[m.end() - 1] == "0" else m.end() - 1  # a word that begins behind is no part of it
            printed = text[m.start() : end]
            right = f"{a}{x}{usual}{printed[3:]}" if like and text.count(full) < 2 else f"{a}{x}{usual}{printed[2:]}"
            other = text.find(right)
            yield Finding(
                "TXT202", "warning", 0.8, f"“{printed}”疑为“{right}”：本书“{a}{x}”后面{total}处中{n}处是“{usual}”",
                f"“{printed}” may be “{right}”: “{usual}” follows “{a}{x}” at {n} of {total} places",
                m.start(), end, (Related(other, other + len(right)),) if other >= 0 else (), right, SOURCE,
            )  # fmt: skip


@check("TXT204", whole_book=True)
def doubled_or_swapped(context: Context) -> Iterator[Finding]:
    """A character that stands twice, or two neighbours in the wrong order, where the book prints the word far more readily without the slip."""
    text = context.once(grams).text
    for slip in context.once(likely):
        if slip.kind == "alike":
            continue
        a = next((k for k in range(slip.start, slip.start - 3, -1) if not HAN(text[k - 1])), slip.start - 2)
        b = next((k for k in range(slip.end, slip.end + 3) if not HAN(text[k])), slip.end + 2)
        printed, meant = text[a:b], text[a : slip.start] + slip.meant + text[slip.end : b]
        why = "多一字" if slip.kind == "doubled" else "二字颠倒"
        yield Finding("TXT204", "warning", 0.8, f"“{printed}”疑为“{meant}”（{why}）", f"“{printed}” may be “{meant}”", a, b, (), meant, SOURCE)
