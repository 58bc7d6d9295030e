"""Set phrases and names of laws that are one slip away from how they are written (社会主义核心价直观, 《未成年保护法》)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from tongjian.check.confusable import likeness
from tongjian.check.context import Context
from tongjian.check.finding import Finding
from tongjian.check.registry import Rule, check, declare
from tongjian.check.scope import view
from tongjian.check.search import every_place

SOURCE = "《图书质量管理规定》 counts a wrong, missing or superfluous character as one error"
declare(
    Rule(
        "TXT203", "固定词语、法律名称差一字", "a set phrase or the name of a law, one slip away", "warning", SOURCE,
        ("践行社会主义核心价直观。", "宣传《中华人民共和国未成年保护法》。", "城镇居民人可均支配收入4万元。", "开展扫黑除恶专专项斗争。", "坚持因地治宜。"),
        ("践行社会主义核心价值观。", "构建社会主义核心价值体系。", "宣传《中华人民共和国未成年人保护法》。", "坚持不忘初心，牢记使命。", "全面从严治军，全面从严治党。"),
    )
)  # fmt: skip
_STATE = "中华人民共和国"
_LAW = re.compile(r"(?:法|条例|准则|章程)$")
_NUMERIC = re.compile(r"[一二三四五六七八九十百千万亿上下左右东西南北中年月日省市县区镇乡村]")
_HAN = re.compile(r"[\u4e00-\u9fff]").match
_LONG = 6  # characters from which a dropped or doubled one is no other phrase
_VERY_LONG = 8  # of a phrase that is not the name of a law
_SPARE = frozenset("和与及的总新党业税大和老小")  # characters without which a phrase may well stand


@lru_cache(maxsize=1)
def phrases() -> tuple[str, ...]:
    """The phrases as they are written; a law without the state's name too, where it is long enough."""
    text = (files("tongjian.check") / "misprints_phrases.txt").read_text(encoding="utf-8")
    found = [row for row in text.splitlines() if row and not row.startswith("#")]
    bare = [p.removeprefix(_STATE) for p in found if p.startswith(_STATE) and len(p) - len(_STATE) >= _LONG]
    return tuple(dict.fromkeys([*found, *bare]))


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """Every right form, short names of laws too: a slip that makes one of them is none."""
    return frozenset((*phrases(), *(p.removeprefix(_STATE) for p in phrases())))


@lru_cache(maxsize=1)
def _halves() -> dict[str, list[tuple[str, bool]]]:
    """Half of a phrase → phrases that begin (True) or end with it: one slip leaves one half as it was."""
    found: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for p in phrases():
        cut = len(p) // 2
        found[p[:cut]].append((p, True))
        found[p[cut:]].append((p, False))
    return found


@check("TXT203")
def slips(context: Context) -> Iterator[Finding]:
    """Every place where a phrase stands with one slip in it."""
    text = context.text
    seen = view(context, "table", "namelist", "honours")
    told: set[tuple[int, int]] = set()
    halves = _halves()
    for half, places in every_place([h for h in halves if len(h) > 1], text).items():
        for start, end in places:
            for phrase, first in halves[half]:
                if (first and text.startswith(phrase, start)) or (not first and text.startswith(phrase, end - len(phrase))):
                    continue
                for size in (len(phrase), len(phrase) - 1, len(phrase) + 1):
                    a, b = (start, start + size) if first else (end - size, end)
                    if a < 0 or (a, b) in told or not _slip(text[a:b], phrase):
                        continue
                    if "\ue000" in seen[a:b] or text[a:b] in _known() or any(text.startswith(p, a) for p in _known() if p.startswith(half) and p != phrase):
                        continue
                    told.add((a, b))
                    yield Finding("TXT203", "warning", 0.85, f"“{text[a:b]}”疑为“{phrase}”", f"“{text[a:b]}” may be “{phrase}”", a, b, (), phrase, SOURCE)
                    break


def _slip(printed: str, phrase: str) -> bool:
    """Whether a printed form is the phrase with one slip inside it: a confusable, two neighbours swapped, a character dropped or doubled."""
    if len(printed) == len(phrase):
        odd = [i for i in range(len(phrase)) if printed[i] != phrase[i]]
        if len(odd) == 1:
            c, u = printed[odd[0]], phrase[odd[0]]
            inner = 1 < odd[0] < len(phrase) - 2 and len(phrase) > _VERY_LONG and not {c, u} & _SPARE and not _NUMERIC.search(c + u)
            return bool(_HAN(c)) and (inner or likeness(c, u) is not None)
        return len(odd) == 2 and odd[1] == odd[0] + 1 and printed[odd[0]] == phrase[odd[1]] and printed[odd[1]] == phrase[odd[0]]
    if len(phrase) < (_LONG if _LAW.search(phrase) else _VERY_LONG):
        return False
    i = next((i for i, (a, b) in enumerate(zip(printed, phrase, strict=False)) if a != b), min(len(printed), len(phrase)))
    if len(printed) < len(phrase):  # the first and the last character may be cut on purpose
        return 0 < i < len(phrase) - 1 and printed[i:] == phrase[i + 1 :] and bool(_HAN(phrase[i])) and phrase[i] not in _SPARE
    return 0 < i < len(phrase) and printed[i + 1 :] == phrase[i:] and printed[i] in (phrase[i - 1], phrase[min(i, len(phrase) - 1)]) and bool(_HAN(printed[i]))
