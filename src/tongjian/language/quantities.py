"""Quantities in running text: number, scale, unit, approximators, ranges, and the interval that rounding leaves open."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

import msgspec

from tongjian.language import numerals
from tongjian.language.units import base_of, pattern, split_unit

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.．]\d+)?"
_BEFORE = r"不超过|不低于|不少于|不足|不到|不满|不下于|超过|突破|逾越|将近|接近|大约|至少|至多|最多|约为|近|约|超|逾|达到|达|满|≥|≤|＞|＜|>|<"
_SCALE_WORD = r"万亿|千万|百万|十万|亿|万|千(?![米克瓦伏卡帕赫兆比])|百(?=[元万亿]|余|多|人|户|家|个|名|件|次|亩|吨)"
_AFTER = r"以上|以下|以内|左右|上下|之多|不等"
_NOT_BEFORE = r"(?<![\d.．〔［\[第A-Za-z№#])(?<![A-Za-z]-)(?<!\d[:：])(?<!〔\d{4}〕)(?<!GB/T)"
_APPROX = {"约", "约为", "大约", "近", "将近", "接近", "余", "多", "几", "左右", "上下"}


class Quantity(msgspec.Struct, frozen=True):
    """One quantity. `value` is as printed; `amount` is value × scale in `base_unit` (万元 → 元, 公顷 → 平方米)."""

    start: int  # number, unit and approximators
    end: int
    number_start: int
    number_end: int
    unit_start: int
    unit_end: int
    value: Decimal
    high: Decimal | None  # end of a range, as printed
    number: str  # the number alone, a range with a hyphen
    unit: str | None  # as printed, 万 and 亿 included
    scale: Decimal
    base_unit: str | None
    amount: Decimal
    approx: str | None
    decimals: int
    chinese: bool = False

    @property
    def factor(self) -> Decimal:
        """What one unit as printed is worth in the base unit."""
        return self.amount / self.value if self.value else self.scale

    def interval(self) -> tuple[Decimal, Decimal]:
        """Values, in base units, that may have been rounded to what is printed.

        Half a unit of the last decimal either way; 余, 多, 超, 以上 open it upward to the next unit of the leading figure's
        size, 近, 不足 downward, 约, 左右 both ways by 10 %.
        """
        if self.high is not None:
            half = Decimal(1).scaleb(-self.decimals) / 2
            return (self.value - half) * self.factor_of(), (self.high + half) * self.factor_of()
        half = Decimal(1).scaleb(-self.decimals) / 2
        low, top = self.value - half, self.value + half
        if self.approx:
            for word in re.split(r"[+、]", self.approx):
                if word in ("余", "多", "超", "超过", "逾", "以上", "突破", "至少", "不低于", "不少于", "≥", ">", "＞", "之多", "不下于"):
                    low, top = self.value, self.value * Decimal("1.2") + _room(self.value)
                elif word in ("近", "将近", "接近", "不足", "不到", "不满", "不超过", "以下", "以内", "≤", "<", "＜", "至多", "最多"):
                    low, top = self.value * Decimal("0.8"), self.value
                elif word in ("约", "约为", "大约", "左右", "上下"):
                    low, top = self.value * Decimal("0.9") - half, self.value * Decimal("1.1") + half
        return low * self.factor_of(), top * self.factor_of()

    def factor_of(self) -> Decimal:
        """Worth of one printed unit in base units."""
        bare = split_unit(self.unit)[1] if self.unit else ""
        return self.scale * (base_of(bare)[1] if bare else Decimal(1))


def _room(value: Decimal) -> Decimal:
    """What 余 may add to a round number: one unit of its last figure that is not zero (300余 → 100)."""
    digits = str(value.to_integral_value())
    zeros = len(digits) - len(digits.rstrip("0"))
    return Decimal(10) ** zeros if digits.strip("0") else Decimal(1)


@lru_cache(maxsize=1)
def _compiled() -> re.Pattern[str]:
    units = pattern()
    return re.compile(
        rf"(?P<before>(?:{_BEFORE}){{1,2}})?{_NOT_BEFORE}(?P<number>{_NUMBER})"
        rf"(?P<pct1>[%％‰])?(?:(?P<unit1>{units})?(?P<dash>[—–~～\-－至到]{{1,2}})(?P<high>{_NUMBER}))?"
        rf"(?P<mid>余|多(?!媒|元|功|样|层)|几)?(?P<scale>{_SCALE_WORD})?(?P<mid2>余|多(?!媒|元|功|样|层))?(?P<unit>{units})?(?P<mid3>余|多(?=[，。、；）]))?(?P<after>{_AFTER})?"
    )


@lru_cache(maxsize=1)
def _chinese() -> re.Pattern[str]:
    units = pattern()
    return re.compile(rf"(?P<before>{_BEFORE})?(?P<number>[一二两三四五六七八九十百千]{{1,6}})(?P<mid>余|多)?(?P<unit>{units})(?P<after>{_AFTER})?")


_DATE_AFTER = re.compile(r"年(?![内来前后以之]?[^\d]{0,1}$)|月(?!均)|日(?!均)|时\d|：\d|:\d|[:：]\d")
_ORDINAL_UNITS = frozenset({"号", "路", "级"})


def find(text: str, start: int = 0, end: int | None = None) -> list[Quantity]:
    """All quantities with Arabic figures in `text[start:end]`, in order.

    Left out: parts of dates (2021年, 5月, 3日), times (6：00), ordinals (第3), ratios (3:2), document and standard numbers
    (〔2021〕1号, GB/T 15834), model and grade names (5G, H7N9, 4A级), telephone-like strings, decimal section numbers (1.2.3).
    """
    stop = len(text) if end is None else end
    found: list[Quantity] = []
    for match in _compiled().finditer(text, start, stop):
        made = _quantity(text, match)
        if made is not None:
            found.append(made)
    return found


def find_chinese(text: str, start: int = 0, end: int | None = None) -> list[Quantity]:
    """Quantities written in Chinese numerals (`三个`, `十余家`); set words (三农, 四大) have no unit and are not found."""
    found: list[Quantity] = []
    for match in _chinese().finditer(text, start, len(text) if end is None else end):
        value = numerals.parse(match["number"])
        if value is None or (match.start() and text[match.start() - 1] in "第〇一二三四五六七八九十百千星期周"):
            continue
        unit = match["unit"]
        base, worth = base_of(unit)
        approx = match["before"] or match["mid"] or match["after"]
        found.append(
            Quantity(match.start(), match.end(), match.start("number"), match.end("number"), match.start("unit"), match.end("unit"), Decimal(value), None, str(value), unit, Decimal(1), base, Decimal(value) * worth, approx, 0, True)
        )
    return found


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    printed = match["number"]
    after = text[match.end() : match.end() + 6]
    unit = match["unit"] or match["pct1"]
    scale_word = match["scale"] or ""
    if not _is_quantity(text, match, unit, scale_word, after):
        return None
    high_text = match["high"]
    value = numerals.decimal(printed)
    high = numerals.decimal(high_text) if high_text else None
    if value is None:
        return None
    if high is not None and match["unit1"] and not match["unit"]:
        unit = match["unit1"]
    decimals = max(_decimals(printed), _decimals(high_text or ""))
    scale = numerals.SCALES[scale_word]
    base: str | None = None
    worth = Decimal(1)
    if unit:
        base, worth = base_of(unit)
    words = [w for w in (match["before"], match["mid"], match["mid2"], match["mid3"], match["after"]) if w and w not in ("达", "达到", "满")]
    whole = (scale_word + (unit or "")) or None
    unit_start = match.start("scale") if match["scale"] else (match.start("unit") if match["unit"] else (match.start("pct1") if match["pct1"] else match.end("number")))
    unit_end = match.end("unit") if match["unit"] else (match.end("scale") if match["scale"] else (match.end("pct1") if match["pct1"] else unit_start))
    number = printed if not high_text else f"{printed}-{high_text}"
    return Quantity(
        match.start(),
        match.end(),
        match.start("number"),
        match.end("high") if high_text else match.end("number"),
        unit_start,
        unit_end,
        value,
        high,
        number,
        whole,
        scale,
        base,
        value * scale * worth,
        "+".join(dict.fromkeys(words)) or None,
        decimals,
    )


def _decimals(text: str) -> int:
    return len(text.split(".")[1]) if "." in text else 0


def _is_quantity(text: str, match: re.Match[str], unit: str | None, scale: str, after: str) -> bool:
    number = match["number"]
    start = match.start("number")
    end = match.end()
    if not unit and not scale:
        follow = text[match.end("high") if match["high"] else match.end("number") :][:3]
        if follow[:1] in "年月日时点号级届路线栋楼室座幢A" or not follow or re.match(r"[:：/／.．A-Za-z〕）\])-]", follow):
            return False
        if re.match(r"[，。、；\s\t\n”》]", follow):
            return False
        return False
    if unit == "年" and not scale:
        year = number if "." not in number else ""
        if len(year) == 4 and 1000 <= int(year) <= 2100:
            return False
        if match["high"] and len(match["high"]) == 4:
            return False
        if start and text[start - 1] in "—–-~～至" and len(year) == 4:
            return False
    if unit in ("日",):
        return False
    if unit in _ORDINAL_UNITS and not scale and re.match(r"", text) and not match["mid"]:
        return False
    if unit in ("G", "M", "T", "度") and not scale and unit != "度":
        return False
    if unit == "分" and (text[start - 2 : start] in ("上午", "下午") or text[start - 1 : start] in "时点"):
        return False
    if unit == "点" or (unit == "届" and text[start - 1 : start] == "第"):
        return False
    if start >= 1 and text[start - 1] in "–—-~～－至" and start >= 2 and text[start - 2].isdigit() and not match["before"]:
        # the second half of a date range or number range that was not taken whole
        return unit not in ("年", "月", "日", None)
    if end < len(text) and text[end - 1].isdigit() and text[end].isalpha() and text[end].isascii():
        return False
    return True
