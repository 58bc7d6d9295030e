"""Quantities in running text: number, scale, unit, approximators, ranges, and the interval that rounding leaves open."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

import msgspec

from tongjian.language import numerals
from tongjian.language.units import base_of, pattern, split_unit

_THIN = "[ \u00a0\u2009\u202f]"  # what parts groups of three digits (GB/T 15835, 5.1.2), where it is no comma
_NUMBER = rf"(?<!\d{_THIN})\d{{1,3}}(?:{_THIN}\d{{3}})+(?![\d,])(?:\.\d+)?|\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:[.．]\d+)?"
_SIGN = r"(?<=[\u4e00-\u9fff：（])[-－−]"  # a minus behind a word; between figures the same mark is a range
_BEFORE = r"不超过|不低于|不少于|不足|不到|不满|不下于|超过|突破|逾越|将近|接近|大约|至少|至多|最多|约为|(?<!最)(?<!附)(?<!就)近|(?<![签合契违公条预节制和解民规])约|超|逾|达到|达|满|≥|≤|＞|＜|>|<"
_SCALE_WORD = r"万亿|千万|百万|十万|亿|万|千(?![米克瓦伏卡帕赫兆比])|百(?=[元万亿]|余|多|人|户|家|个|名|件|次|亩|吨)"
_MORE = r"余|多(?!媒|元|功|样|层)"  # 多媒体, 多功能 are words of their own
_AFTER = r"以上|以下|以内|左右|上下|之多|不等"
_NOT_BEFORE = r"(?<![\d.．〔［\[第A-Za-z№#])(?<![A-Za-z]-)(?<!\d[:：])(?<!〔\d{4}〕)(?<!GB/T)"

_UNPARTED = re.compile(_THIN)

# what an approximator leaves open: the value is at least, at most or about what is printed
_UPWARD = frozenset({"余", "多", "超", "超过", "逾", "逾越", "以上", "突破", "至少", "不低于", "不少于", "≥", ">", "＞", "之多", "不下于"})
_DOWNWARD = frozenset({"近", "将近", "接近", "不足", "不到", "不满", "不超过", "以下", "以内", "≤", "<", "＜", "至多", "最多"})
_EITHER_WAY = frozenset({"约", "约为", "大约", "左右", "上下"})
_REACHED = frozenset({"达", "达到", "满"})  # says that a mark was reached, not how near the figure is


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
    approx: str | None  # `近`, or `近+余` where two stand round one figure
    decimals: int
    chinese: bool = False

    def interval(self) -> tuple[Decimal, Decimal]:
        """Values, in base units, that may have been rounded to what is printed.

        Half a unit of the last decimal either way; 余, 多, 超, 以上 open it upward to the next unit of the leading figure's
        size, 近, 不足 downward, 约, 左右 both ways by 10 %.
        """
        half = Decimal(1).scaleb(-self.decimals) / 2
        low, top = self.value - half, (self.value if self.high is None else self.high) + half
        if self.high is None:
            for word in (self.approx or "").split("+"):
                if word in _UPWARD:
                    low, top = self.value, self.value + abs(self.value) / 5 + _room(self.value)
                elif word in _DOWNWARD:
                    low, top = self.value - abs(self.value) / 5, self.value
                elif word in _EITHER_WAY:
                    low, top = self.value - abs(self.value) / 10 - half, self.value + abs(self.value) / 10 + half
        return low * self.factor_of(), top * self.factor_of()

    def factor_of(self) -> Decimal:
        """Worth of one printed unit in base units."""
        bare = split_unit(self.unit)[1] if self.unit else ""
        return self.scale * (base_of(bare)[1] if bare else Decimal(1))


def _room(value: Decimal) -> Decimal:
    """What 余 may add to a round number: one unit of its last figure that is not zero (300余 → 100)."""
    digits = str(abs(value).to_integral_value())
    zeros = len(digits) - len(digits.rstrip("0"))
    return Decimal(10) ** zeros if digits.strip("0") else Decimal(1)


@lru_cache(maxsize=1)
def _compiled() -> re.Pattern[str]:
    units = pattern()
    return re.compile(
        rf"(?P<before>(?:{_BEFORE}){{1,2}})?{_NOT_BEFORE}(?P<number>(?:{_SIGN})?(?:{_NUMBER}))"
        rf"(?P<pct1>[%％‰])?(?:(?P<unit1>{units})?(?P<dash>[—–~～\-－至到]{{1,2}})(?P<high>{_NUMBER}))?"
        rf"(?P<mid>{_MORE}|几)?(?P<scale>{_SCALE_WORD})?(?P<mid2>{_MORE}|多(?=元))?(?P<unit>{units})?(?P<mid3>余|多(?=[，。、；）]))?(?P<after>{_AFTER})?"
    )


@lru_cache(maxsize=1)
def _chinese() -> re.Pattern[str]:
    units = pattern()
    return re.compile(rf"(?P<before>{_BEFORE})?(?P<number>[一二两三四五六七八九十百千]{{1,6}})(?P<mid>{_MORE})?(?P<unit>{units})(?P<after>{_AFTER})?")


def find(text: str, start: int = 0, end: int | None = None) -> list[Quantity]:
    """All quantities with Arabic figures in `text[start:end]`, in order.

    Left out: parts of dates (2021年, 5月, 3日), times (6：00), ordinals (第3), ratios (3:2), document and standard numbers
    (〔2021〕1号, GB/T 15834), model and grade names (5G, H7N9, 4A级), telephone-like strings, decimal section numbers (1.2.3).
    """
    made = (_quantity(text, match) for match in _compiled().finditer(text, start, len(text) if end is None else end))
    return [q for q in made if q is not None]


def find_chinese(text: str, start: int = 0, end: int | None = None) -> list[Quantity]:
    """Quantities written in Chinese numerals (`三个`, `十余家`); set words (三农, 四大) have no unit and are not found."""
    found: list[Quantity] = []
    for match in _chinese().finditer(text, start, len(text) if end is None else end):
        value = numerals.parse(match["number"])
        if value is None or match["number"] in ("百", "千") or match["unit"] == "分" or (match.start() and text[match.start() - 1] in "第数几〇一二三四五六七八九十百千万星期周"):
            continue  # 千米, 百分点; 第三名, 数百人; 三分之一
        unit = match["unit"]
        base, worth = base_of(unit)
        approx = "+".join(w for w in (match["before"], match["mid"], match["after"]) if w and w not in _REACHED) or None
        found.append(
            Quantity(
                *match.span(), *match.span("number"), *match.span("unit"),
                Decimal(value), None, str(value), unit, Decimal(1), base, Decimal(value) * worth, approx, 0, True,
            )
        )  # fmt: skip
    return found


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    """The quantity of one match; None where the figure is none."""
    unit, scale_word = match["unit"] or match["pct1"], match["scale"] or ""
    if (not unit and not scale_word) or any(rule(text, match, unit, scale_word) for rule in _NO_QUANTITY):
        return None
    printed, high_text = (_UNPARTED.sub("", match[name] or "") for name in ("number", "high"))
    value, high = numerals.decimal(printed), numerals.decimal(high_text) if high_text else None
    if value is None:
        return None
    if high is not None and match["unit1"] and not match["unit"]:
        unit = match["unit1"]
    base, worth = base_of(unit) if unit else (None, Decimal(1))
    scale = numerals.SCALES[scale_word]
    words = [match[name] for name in ("before", "mid", "mid2", "mid3", "after")]
    tails = [match.span(name) for name in ("pct1", "scale", "unit") if match[name]] or [(match.end("number"), match.end("number"))]
    wide = [span for span in tails if span[0] >= match.end("high" if high_text else "number")] or tails
    return Quantity(
        start=match.start(),
        end=match.end(),
        number_start=match.start("number"),
        number_end=match.end("high" if high_text else "number"),
        unit_start=wide[0][0],
        unit_end=wide[-1][1],
        value=value,
        high=high,
        number=f"{printed}-{high_text}" if high_text else printed,
        unit=scale_word + (unit or "") or None,
        scale=scale,
        base_unit=base,
        amount=value * scale * worth,
        approx="+".join(dict.fromkeys(w for w in words if w and w not in _REACHED)) or None,
        decimals=max(_decimals(printed), _decimals(high_text or "")),
    )


def _decimals(text: str) -> int:
    return len(text.replace("．", ".").partition(".")[2])


# -- figures that look like quantities and are none: each rule says which --------------------------------------------------
def _calendar_year(text: str, match: re.Match[str], unit: str | None, scale: str) -> bool:
    """`2021年`, `2019—2021年`, `2021年度`; but not 约1500年历史."""
    if unit not in ("年", "年度") or scale:
        return False
    if text.startswith(("历史", "的历史"), match.end()) and (match["before"] or text.endswith(("有", "达"), 0, match.start())):
        return False
    years = [n for n in (match["number"], match["high"]) if n]
    return any(re.fullmatch(r"1\d{3}|20\d{2}|2100", n) for n in years)


def _day_or_hour(text: str, match: re.Match[str], unit: str | None, scale: str) -> bool:
    """`3日`; `8时30分`, `下午3点`."""
    before = text[max(match.start("number") - 2, 0) : match.start("number")]
    return unit in ("日", "点") or (unit == "分" and before.endswith(("上午", "下午", "时", "点")))


def _name_or_ordinal(text: str, match: re.Match[str], unit: str | None, scale: str) -> bool:
    """`12号楼`, `68路公交`, `4级`; `5G`, `800M`."""
    return not scale and (unit in ("G", "M", "T") or (unit in ("号", "路", "级") and not match["mid"]))


def _rest_of_a_date(text: str, match: re.Match[str], unit: str | None, scale: str) -> bool:
    """The second half of a range of years, months or days that was not taken whole (`5月—11月`)."""
    start = match.start("number")
    return unit in ("年", "月", "日") and not match["before"] and start >= 2 and text[start - 1] in "–—-~～－至" and text[start - 2].isdigit()


def _code(text: str, match: re.Match[str], unit: str | None, scale: str) -> bool:
    """A figure that runs on into Latin letters (`20%—3F`)."""
    end = match.end()
    return end < len(text) and text[end - 1].isdigit() and text[end].isascii() and text[end].isalpha()


_NO_QUANTITY: tuple[Callable[[str, re.Match[str], str | None, str], bool], ...] = (
    _calendar_year, _day_or_hour, _name_or_ordinal, _rest_of_a_date, _code,
)  # fmt: skip
