"""Dates in running text: full and short, 是日 and 同日, ranges, year ends; with the year and month of their context."""

from __future__ import annotations

import calendar
import datetime
import re

import msgspec

_YEAR = r"(?:(?P<year>(?:19|20)\d{2})年(?:度)?)"
_DATE = re.compile(
    rf"(?:{_YEAR})?(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})日?(?:(?P<dash>[—–\-~～至])(?:(?P<year2>(?:19|20)\d{{2}})年)?(?:(?P<month2>\d{{1,2}})月)?(?P<day2>\d{{1,2}})日)?(?<=日)(?:（?星期(?P<week>[一二三四五六日天])）?)?"
    rf"|(?:{_YEAR.replace('year', 'ya')})(?P<ma>\d{{1,2}})月(?:(?P<da>[—–\-~～至])(?:(?P<ya2>(?:19|20)\d{{2}})年)?(?P<ma2>\d{{1,2}})月)?(?P<pa>份|底|末|初|[上中下]旬|起)?"
    r"|(?P<mb>\d{1,2})(?:月)?(?P<db>[—–\-~～至])(?P<mb2>\d{1,2})月(?P<pb>份|底|末|初)?"
    r"|(?<![\d个第])(?P<mc>\d{1,2})月(?P<pc>份|底|末|初|[上中下]旬|起|间)?(?![\d日])"
    r"|(?P<yd>(?:19|20)\d{2})(?:年?[—–\-~～至](?P<yd2>(?:19|20)\d{2}))?年(?:度)?(?P<pd>底|末|初|年底|年末|上半年|下半年|[一二三四]季度|第[一二三四]季度)?"
    r"|(?P<de>\d{1,2})日(?:(?P<dde>[—–\-~～至])(?P<de2>\d{1,2})日)?(?=[，,上下晚凌、至—])"
    r"|(?P<rel>是日|当日|同日|是月|当月|同月|该月|本月|是年|该年|当年|同年(?!级|龄|\d)|年底|年末|年初|年内|全年|上半年|下半年|(?:第?[一二三四]|前[二三])季度|上年|去年|翌日|次日)"
)
_QUARTER = {"一": ("01", "03"), "二": ("04", "06"), "三": ("07", "09"), "四": ("10", "12")}
_WEEK = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}


class DateSpan(msgspec.Struct, frozen=True):
    """A date in text. `iso` is as exact as the words (2021, 2021-06, 2021-06-01), None where the context is missing."""

    start: int
    end: int
    words: str
    iso: str | None
    iso_end: str | None = None
    point: bool = False  # a point in time that figures hold at: 年末, 12月底, 至6月30日
    possible: bool = True  # False: no such day in the calendar
    weekday_ok: bool | None = None  # whether the printed 星期 fits


def find(text: str, year: int | None, start: int = 0, end: int | None = None, month: int | None = None, day: int | None = None) -> list[DateSpan]:
    """All dates of `text[start:end]`, in order. `year`, `month`, `day`: the context before the text.

    A month without a year takes the last year named, else `year`; a day without a month the last month; 是日 the last day.
    """
    found: list[DateSpan] = []
    for m in _DATE.finditer(text, start, len(text) if end is None else end):
        span, year, month, day = _one(m, year, month, day)
        if span is not None:
            found.append(span)
    return found


def exists(year: int, month: int, day: int) -> bool:
    """Whether the calendar has the day."""
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _one(m: re.Match[str], year: int | None, month: int | None, day: int | None) -> tuple[DateSpan | None, int | None, int | None, int | None]:
    words = m[0]
    a, b = m.span()
    if m["day"]:
        y = int(m["year"]) if m["year"] else year
        mo, d = int(m["month"]), int(m["day"])
        possible = 1 <= mo <= 12 and 1 <= d <= 31 and (exists(y, mo, d) if y else d <= calendar.monthrange(2000, mo)[1])
        iso = f"{y}-{mo:02d}-{d:02d}" if y else None
        iso_end = None
        if m["day2"]:
            y2 = int(m["year2"]) if m["year2"] else y
            mo2, d2 = int(m["month2"]) if m["month2"] else mo, int(m["day2"])
            possible = possible and 1 <= mo2 <= 12 and 1 <= d2 <= 31 and (not y2 or exists(y2, mo2, d2))
            iso_end = f"{y2}-{mo2:02d}-{d2:02d}" if y2 else None
        ok = None
        if m["week"] and y and possible:
            ok = datetime.date(y, mo, d).weekday() == _WEEK[m["week"]]
        return DateSpan(a, b, words, iso, iso_end, False, possible, ok), (y if m["year"] else year), mo, d
    if m["ma"]:
        y = int(m["ya"])
        return _months(m, a, b, y, int(m["ma"]), m["ma2"], m["ya2"], m["pa"]), y, int(m["ma2"] or m["ma"]), None
    if m["mb"]:
        return _months(m, a, b, year, int(m["mb"]), m["mb2"], None, m["pb"]), year, int(m["mb2"]), None
    if m["mc"]:
        return _months(m, a, b, year, int(m["mc"]), None, None, m["pc"]), year, int(m["mc"]), None
    if m["yd"]:
        y = int(m["yd"])
        tail = m["pd"] or ""
        if m["yd2"]:
            return DateSpan(a, b, words, str(y), m["yd2"]), int(m["yd2"]), None, None
        return _year(a, b, words, y, tail), y, None, None
    if m["de"]:
        d = int(m["de"])
        if year is None or month is None:
            return DateSpan(a, b, words, None, None, False, 1 <= d <= 31), year, month, d
        possible = exists(year, month, d)
        iso_end = f"{year}-{month:02d}-{int(m['de2']):02d}" if m["de2"] else None
        return DateSpan(a, b, words, f"{year}-{month:02d}-{d:02d}", iso_end, False, possible), year, month, d
    return _relative(m["rel"], a, b, year, month, day), year, month, day


def _months(m: re.Match[str], a: int, b: int, y: int | None, first: int, last: str | None, y2: str | None, tail: str | None) -> DateSpan:
    second = int(last) if last else None
    possible = 1 <= first <= 12 and (second is None or 1 <= second <= 12)
    if y is None or not possible:
        return DateSpan(a, b, m[0], None, None, False, possible)
    if tail in ("底", "末") and second is None:
        return DateSpan(a, b, m[0], f"{y}-{first:02d}-{calendar.monthrange(y, first)[1]:02d}", None, True)
    iso_end = f"{y2 or y}-{second:02d}" if second else None
    return DateSpan(a, b, m[0], f"{y}-{first:02d}", iso_end, False, possible)


def _year(a: int, b: int, words: str, y: int, tail: str) -> DateSpan:
    if tail in ("底", "末", "年底", "年末"):
        return DateSpan(a, b, words, f"{y}-12-31", None, True)
    if tail == "上半年":
        return DateSpan(a, b, words, f"{y}-01", f"{y}-06")
    if tail == "下半年":
        return DateSpan(a, b, words, f"{y}-07", f"{y}-12")
    if tail.endswith("季度"):
        first, last = _QUARTER[tail.removeprefix("第")[0]]
        return DateSpan(a, b, words, f"{y}-{first}", f"{y}-{last}")
    return DateSpan(a, b, words, str(y))


def _relative(words: str, a: int, b: int, year: int | None, month: int | None, day: int | None) -> DateSpan | None:
    if words in ("是日", "当日", "同日"):
        iso = f"{year}-{month:02d}-{day:02d}" if year and month and day else None
        return DateSpan(a, b, words, iso)
    if words in ("翌日", "次日"):
        if year and month and day and exists(year, month, day):
            return DateSpan(a, b, words, (datetime.date(year, month, day) + datetime.timedelta(days=1)).isoformat())
        return DateSpan(a, b, words, None)
    if words in ("是月", "当月", "同月", "该月", "本月"):
        return DateSpan(a, b, words, f"{year}-{month:02d}" if year and month else None)
    if year is None:
        return DateSpan(a, b, words, None)
    if words in ("年底", "年末"):
        return DateSpan(a, b, words, f"{year}-12-31", None, True)
    if words == "上半年":
        return DateSpan(a, b, words, f"{year}-01", f"{year}-06")
    if words == "下半年":
        return DateSpan(a, b, words, f"{year}-07", f"{year}-12")
    if words.endswith("季度"):
        first, last = _QUARTER[words[-3]]
        return DateSpan(a, b, words, f"{year}-{'01' if words[0] == '前' else first}", f"{year}-{last}")
    if words in ("上年", "去年"):
        return DateSpan(a, b, words, str(year - 1))
    return DateSpan(a, b, words, str(year))
