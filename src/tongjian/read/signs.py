"""Printed signs of a sheet, each with its place → fragments: turned upright, columns of vertical text laid level.

No PDF library is known here. Signs are joined by where they stand and by nothing else: what a library makes of them
(words, spaces, guesses at decimal points) is not taken over, so no character appears that was not printed.
All measures are points; `y` grows downwards and is a baseline.
"""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections import Counter
from typing import NamedTuple

from tongjian.read.layout import Face, Fragment, Rule, Sheet

_LATIN = re.compile(r"[A-Za-z]")
_CJK = re.compile(r"[\u3007\u3041-\u30ff\u4e00-\u9fff]")
_PARTED = 1.3  # squares between two words of one fragment: a full space and a bit; what stands farther apart may be two cells
_LEAST = 12  # Chinese characters that a sheet must show before it can be said to run downwards


_RADICALS = (
    "⺀冫⺁厂⺄乙⺅亻⺇几⺈刀⺉刂⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢水⺣灬⺤爪⺥爫⺦丬⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺳网⺴网⺵网⺶羊⺷羊⺸羊⺹老"
    "⺺聿⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃西⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞飠⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻭歯⻮齿⻰龙⻱龜⻲亀⻳龟"
)  # radicals of the supplement that have no decomposition, each before the character that it prints
LIKE = dict(zip(_RADICALS[::2], _RADICALS[1::2], strict=True)) | {
    c: unicodedata.normalize("NFKC", c) for c in map(chr, [*range(0x2F00, 0x2FD6), *range(0xF900, 0xFADA)]) if unicodedata.normalize("NFKC", c) != c
}
"""Signs that fonts give in the place of a character: radicals and compatibility forms, and the character that is printed."""
_UPRIGHT = str.maketrans("︐︑︒︓︔︕︖︗︘︙︰︱︳︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹇﹈", "，、。：；！？〖〗…‥——（）｛｝〔〕【】《》〈〉「」『』［］")


class Sign(NamedTuple):
    """One printed sign. `turn`: quarter turns counter-clockwise, 0 upright; −1 for a slant."""

    text: str
    x: float
    y: float
    width: float
    face: Face
    turn: int = 0


def place(value: float) -> float:
    """A coordinate that can be reckoned with: broken files place text nowhere, or a light year away."""
    return min(max(value, -2000.0), 20_000.0) if math.isfinite(value) else 0.0


def quarter(degrees: float) -> int:
    """Quarter turns of an angle; −1 where it is a slant."""
    turns = degrees / 90
    return round(turns) % 4 if abs(turns - round(turns)) < 0.12 else -1


def sheet_of(signs: list[Sign], width: float, height: float, rules: list[Rule]) -> Sheet:
    """The sheet that signs and rules make. What stands outside the page or aslant is put aside; most of the text stands upright after."""
    aside: list[str] = []
    on: list[Sign] = []
    slanted: list[Sign] = []
    for sign in signs:
        if not (-4 <= sign.x <= width + 4 and -4 <= sign.y <= height + 4 + sign.face[1]):
            if sign.text.strip():
                aside.append(sign.text)
        elif sign.turn < 0:
            slanted.append(sign)
        else:
            on.append(sign)
    if len(slanted) > len(on):  # a scan that lies askew: its text is the text
        on, slanted = [sign._replace(turn=0) for sign in [*on, *slanted]], []
    left_out = ["".join(aside)] if aside else []
    left_out += ["".join(s.text for s in group) for _, group in itertools.groupby(slanted, key=lambda s: s.face) if slanted]
    mended: list[tuple[str, int]] = []
    turns = Counter(sign.turn for sign in on if sign.text.strip())
    turn = turns.most_common(1)[0][0] if turns else 0
    if turn and turns[turn] >= 0.6 * turns.total():
        on, rules = _upright(on, turn, width, height), [_turned(rule, turn, width, height) for rule in rules]
        if turn % 2:
            width, height = height, width
        mended.append(("turned sheet", 1))
    elif not turn and _runs_downwards(on):
        on, rules = _laid_level(on, width, height), [_turned(rule, 1, width, height) for rule in rules]
        width, height = height, width
        mended.append(("vertical text", 1))
    return Sheet(width, height, fragments_of(on), rules, [text for text in left_out if text.strip()], mended)


def _upright(signs: list[Sign], turn: int, width: float, height: float) -> list[Sign]:
    """Signs of a sheet whose text lies on its side or on its head, set upright. What stood upright on it is its folio or head: it goes to the foot."""
    found: list[Sign] = []
    for sign in signs:
        if sign.turn != turn:
            found.append(sign._replace(y=0.99 * (width if turn % 2 else height)) if turn % 2 and sign.turn == 0 else sign)
        elif turn == 1:
            found.append(sign._replace(x=sign.y, y=width - sign.x))
        elif turn == 3:
            found.append(sign._replace(x=height - sign.y, y=sign.x))
        else:
            found.append(sign._replace(x=width - sign.x, y=height - sign.y))
    return found


def _turned(rule: Rule, turn: int, width: float, height: float) -> Rule:
    if turn == 1:
        return Rule(rule.y0, width - rule.x1, rule.y1, width - rule.x0, rule.fill)
    if turn == 3:
        return Rule(height - rule.y1, rule.x0, height - rule.y0, rule.x1, rule.fill)
    return Rule(width - rule.x1, height - rule.y1, width - rule.x0, height - rule.y0, rule.fill)


# -- vertical text ---------------------------------------------------------------------------------------------------
def _runs_downwards(signs: list[Sign]) -> bool:
    """Whether text runs from top to bottom: Chinese characters have their next one below them, and not beside them."""
    chinese = [s for s in signs if _CJK.match(s.text)]
    if len(chinese) < _LEAST:
        return False
    below = _followed(sorted((round(s.x / 2), s.y, s.face[1]) for s in chinese))
    beside = _followed(sorted((round(s.y / 2), s.x, s.face[1]) for s in chinese))
    return below >= 0.5 * len(chinese) and below > 2 * beside


def _followed(places: list[tuple[int, float, float]]) -> int:
    """How many signs have another one right behind them on their line."""
    return sum(a[0] == b[0] and 0.7 * a[2] <= b[1] - a[1] <= 1.3 * a[2] for a, b in itertools.pairwise(places))


def _laid_level(signs: list[Sign], width: float, height: float) -> list[Sign]:
    """Columns that run downwards from the right become lines from the top. Figures set level in a column stay one word; a level head or folio goes to the foot."""
    columns = Counter(round(s.x / 2) for s in signs if _CJK.match(s.text))
    lying = [s for s in signs if s.turn]  # Western letters and figures that run down with the text
    found = [Sign(s.text, s.y, width - s.x + 0.1 * s.face[1], max(s.width, 0.6 * s.face[1]), s.face) for s in lying]
    for _, group in itertools.groupby(sorted((s for s in signs if not s.turn), key=lambda s: (round(s.y, 1), s.x)), key=lambda s: round(s.y, 1)):
        word: list[Sign] = []
        for sign in [*group, None]:
            if word and (sign is None or sign.x - word[-1].x > 0.75 * sign.face[1] or _CJK.match(sign.text) or _CJK.match(word[-1].text)):
                found.append(_cell_of(word, columns, width))
                word = []
            if sign is not None:
                word.append(sign)
    return found


def _cell_of(word: list[Sign], columns: Counter[int], width: float) -> Sign:
    """A sign of a column, or the figures set level in one square of it, laid level; what stands in no column goes to the foot."""
    first = word[0]
    size = first.face[1]
    left = (first.x + word[-1].x + word[-1].width) / 2 - 0.5 * size
    text = "".join(s.text for s in word).translate(_UPRIGHT)
    if not text.isascii() or any(columns[round(left / 2) + d] >= 3 for d in (-1, 0, 1)):
        return Sign(text, first.y - 0.88 * size, width - left, size, first.face)
    return Sign(text, first.x, 0.99 * width, sum(s.width for s in word), first.face)


# -- joining ---------------------------------------------------------------------------------------------------------
def fragments_of(signs: list[Sign]) -> list[Fragment]:
    """Signs that stand side by side in one face, as fragments."""
    found: list[Fragment] = []
    last: Fragment | None = None
    at = end = 0.0  # where the last sign of `last` begins, and where the spaces behind it end
    spaces = ""
    for text, x, y, width, face, _ in _once(sorted(signs, key=lambda s: (round(s.y, 1), s.x))):
        if last is not None and -0.3 <= y - last.y <= 0.3:
            size = face[1]
            if text.isspace():
                if x - end < 0.6 * size:
                    spaces, end = spaces + " ", max(end, x + width)
                continue
            if last.face == face and x - at > 0.05 * size and -0.75 * size < x - last.x1 < _PARTED * size:
                gap = x - end
                if not spaces and gap > 0.16 * size and _LATIN.match(last.text[-1]) and _LATIN.match(text):
                    spaces, gap = " ", 0.0
                if gap < 0.25 * size:
                    last.text += spaces + text
                    if x + width > last.x1:
                        last.x1 = x + width
                    at, end, spaces = x, last.x1, ""
                    continue
        if text.isspace():
            continue
        last = Fragment(text, x, x + width, y, face)
        found.append(last)
        at, end, spaces = x, last.x1, ""
    return found


def _once(signs: list[Sign]) -> list[Sign]:
    """A sign printed twice on one place, so that it looks bold or has a shadow, is one sign set bold."""
    if not _twice(signs):
        return signs
    at: dict[tuple[str, int, int], int] = {}
    found: list[Sign] = []
    for sign in signs:
        if sign.text.isspace():
            found.append(sign)
            continue
        x, y = round(sign.x), round(sign.y)
        same = next((k for dx in (0, -1, 1) for dy in (0, -1, 1) if (k := at.get((sign.text, x + dx, y + dy))) is not None), None)
        if same is not None and abs(found[same].x - sign.x) <= 0.2 * sign.face[1]:
            font, size, _ = found[same].face
            found[same] = found[same]._replace(face=(font, size, True))
            continue
        at[sign.text, x, y] = len(found)
        found.append(sign)
    return found


def _twice(signs: list[Sign]) -> bool:
    """Whether any sign may stand twice on one place: the same sign in one square of a grid, or of the grid between."""
    ink = [s for s in signs if not s.text.isspace()]
    return any(len({(s.text, int((s.x + shift) // 3), int((s.y + shift) // 3)) for s in ink}) < len(ink) for shift in (0.0, 1.5))
