"""Sessions by number: `区政协九届二十四次常委会` runs before `二十五次`, each has one date; the Party's congresses have their years (R102)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

import msgspec

from tongjian.check.context import Context
from tongjian.check.finding import Finding, Related, Relation
from tongjian.check.registry import Rule, declare, relate
from tongjian.language import dates, numerals

SOURCE = "trade rule R102 (ordinals and their dates); the years of the Party's congresses and plenary sessions are general knowledge"
declare(
    Rule(
        "DAT110", "届次与日期前后不合", "the number of a session does not fit its date", "warning", SOURCE,
        (
            "【常委会议】1月7日，召开区政协九届二十四次常委会。3月31日，召开区政协九届二十三次常委会。",
            "【人大】2024年3月22日，召开区第十三届人大第五次会议。\n【选举】2024年4月，召开青石区第十三届人民代表大会第五次会议。",
            "【学习】2017年10月18日，党的十八大召开，全区干部群众收听收看。",
        ),
        (
            "【常委会议】1月7日，召开区政协九届二十四次常委会。3月31日，召开区政协九届二十五次常委会。",
            "【人大】2024年3月22日，召开区第十三届人大第五次会议。\n【选举】2024年3月，召开青石区第十三届人民代表大会第五次会议。",
            "【学习】2017年10月18日，党的十九大召开，全区干部群众收听收看。\n【传达】2024年3月，召开会议传达市政协五届三次会议精神。",
            "【换届】2024年1月5日，召开区政协九届六次会议。2024年12月20日，召开区政协十届一次会议。",
        ),
    )
)  # fmt: skip
_N = r"[一二三四五六七八九十百]{1,5}|\d{1,3}"
_SESSION = re.compile(
    rf"第?(?P<n>{_N})届(?P<inner>[\u4e00-\u9fff（）]{{0,16}}?)第?(?P<k>{_N})次(?P<kind>(?:会员)?代表大会|全体会议|全体委员会议|全委会议?|全会|会议|常委会(?:会议)?|主席会(?:议)?|主任会议|常务委员会会议|理事会)"
)
_BODIES = (
    ("政协", re.compile(r"政协|政治协商")), ("民革", re.compile(r"民革")), ("民盟", re.compile(r"民盟")), ("民建", re.compile(r"民建")), ("民进", re.compile(r"民进")),
    ("农工党", re.compile(r"农工")), ("致公党", re.compile(r"致公")), ("九三学社", re.compile(r"九三")), ("工商联", re.compile(r"工商联|工商业联合会")),
    ("工会", re.compile(r"工会")), ("共青团", re.compile(r"共青团|团[区县市]委")), ("妇联", re.compile(r"妇联|妇女联合会")), ("科协", re.compile(r"科协|科学技术协会")),
    ("文联", re.compile(r"文联|文学艺术")), ("残联", re.compile(r"残联|残疾人联合会")), ("侨联", re.compile(r"侨联")), ("台联", re.compile(r"台联")),
    ("纪委", re.compile(r"纪委|纪律检查")), ("人大", re.compile(r"人大|人民代表大会")), ("党", re.compile(r"共产党|中共|[区县市省]委(?![员会])")),
)  # fmt: skip
_LEVEL = re.compile(r"全国|中央|省|自治区|市|区|县|旗|镇|乡|街道")
_HELD = re.compile(r"召开|举行|开幕")
_OTHER = re.compile(r"精神|部署|要求|决[议定]|以来|期间|筹备|准备|上(?:当选|获)|传达|贯彻|落实|学习")
_ITEM = re.compile(r"(?:(?P<m>\d{1,2})月)?(?P<d>\d{1,2})[—–~～\-、至和日]")
# years of the Party's congresses and of the plenary sessions between them
_CONGRESS = {7: 1945, 8: 1956, 9: 1969, 10: 1973, 11: 1977, 12: 1982, 13: 1987, 14: 1992, 15: 1997, 16: 2002, 17: 2007, 18: 2012, 19: 2017, 20: 2022}
_PLENUM = {
    (11, 3): 1978, (14, 3): 1993, (14, 5): 1995, (14, 6): 1996, (15, 3): 1998, (15, 4): 1999, (15, 5): 2000, (15, 6): 2001, (16, 3): 2003, (16, 4): 2004, (16, 5): 2005, (16, 6): 2006,
    (17, 3): 2008, (17, 4): 2009, (17, 5): 2010, (17, 6): 2011, (18, 3): 2013, (18, 4): 2014, (18, 5): 2015, (18, 6): 2016,
    (19, 2): 2018, (19, 3): 2018, (19, 4): 2019, (19, 5): 2020, (19, 6): 2021, (19, 7): 2022, (20, 2): 2023, (20, 3): 2024, (20, 4): 2025,
}  # fmt: skip
_NATIONAL = re.compile(
    r"(?P<y>(?:19|20)\d{2})年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:[—–~～至]\d{0,2}月?\d{1,2}日)?，?(?:召开的?|在[\u4e00-\u9fff]{2,6}召开的?)?(?:党的|中共|中国共产党)?第?(?P<n>十[一二三四五六七八九]?|二十|[七八九])"
    r"(?:届(?:中央委员会第)?(?P<k>[一二三四五六七])(?:中全会|次全体会议)|(?<!第)(?:大(?![会学队厦桥道院])|次全国代表大会))(?P<after>[\u4e00-\u9fff]{0,6})"
)


class _Held(msgspec.Struct, frozen=True):
    """A session that was held: its number, its day (year, month, day; 0: not told), and where it stands."""

    number: tuple[int, int]
    day: tuple[int, int, int]
    start: int
    end: int
    entry: int


@relate("DAT110")
def sessions(context: Context) -> Iterator[Relation]:
    """Sessions of one body in the order of their dates, and each with one date; the Party's congresses by their years."""
    groups: dict[tuple[str, str, str], list[_Held]] = defaultdict(list)
    for key, held in _held(context):
        groups[key].append(held)
    for key, group in groups.items():
        yield from _in_order(key, group)
    text = context.text
    for p in context.paragraphs:
        for m in _NATIONAL.finditer(text, p.start, p.end):
            n, k = numerals.parse(m["n"]), numerals.parse(m["k"]) if m["k"] else None
            right = _PLENUM.get((n or 0, k)) if k else _CONGRESS.get(n or 0)
            if right is None or not (_HELD.search(m[0]) or re.match(r"闭幕|胜利召开|审议", m["after"])):
                continue
            name = f"{m['n']}届{m['k']}中全会" if k else f"{m['n']}大"
            yield _relation(f"党的{name}", m["y"], str(right), int(m["y"]) == right, m.start(), m.end() - len(m["after"]), (), f"党的{name}在{right}年，此处作{m['y']}年")


def _held(context: Context) -> Iterator[tuple[tuple[str, str, str], _Held]]:
    book, text = context.book, context.text
    own = (book.region or "")[-1:]
    for p in context.paragraphs:
        if text.find("届", p.start, p.end) < 0:
            continue
        node = book.nodes[p.entry]
        title = _ITEM.match(re.sub(r"\s", "", node.title)) if node.kind == "chronicle" else None
        found = dates.find(text, p.year, p.start, p.end)
        for m in _SESSION.finditer(text, p.start, p.end):
            begin = max(text.rfind(c, p.start, m.start()) for c in "。；\n") + 1
            begin = max(begin, p.start)
            lead, after = text[max(begin, m.start() - 30) : m.start()], text[m.end() : m.end() + 16]
            if _OTHER.search(re.split(r"[，。]", after)[0]) or _OTHER.search(lead[-8:]) or not (_HELD.search(text, begin, m.start()) or _HELD.search(after)):
                continue
            number = numerals.parse(m["n"]) if not m["n"].isdigit() else int(m["n"]), numerals.parse(m["k"]) if not m["k"].isdigit() else int(m["k"])
            said = lead + m["inner"] + m["kind"]
            body = next((name for place in (said, f"{p.body}{p.section}") for name, words in _BODIES if words.search(place)), None)
            near = [d for d in found if begin <= d.start and d.end <= m.start() and d.iso and m.start() - d.end <= 40]
            if body is None or number[0] is None or number[1] is None or len(_SESSION.findall(text[near[-1].end : m.start()] if near else "")):
                continue
            if near:
                parts = [int(x) for x in (near[-1].iso or "").split("-")]
            elif title and p.year and m.start() - p.start <= 60:
                above = re.search(r"(\d{1,2})月$", re.sub(r"\s", "", (book.path(p.entry) or [""])[-1]))
                month = int(title["m"] or (above[1] if above else 0))
                parts = [p.year, month, int(title["d"])] if month else []
            else:
                continue
            if len(parts) < 2:
                continue
            levels = _LEVEL.findall(lead)
            level = levels[-1] if levels else own
            kind = re.sub(r"(?:会员)?代表大会.*", "代表大会", m["kind"].replace("全体委员会议", "全会").replace("全体会议", "全会").replace("全委会议", "全会").replace("全委会", "全会"))
            if "常" in m["inner"] and kind in ("会议", "全会"):
                kind = "常委会"
            kind = "全会" if kind == "会议" else kind[:3]
            yield (level, body, kind), _Held((number[0], number[1]), (parts[0], parts[1], parts[2] if len(parts) > 2 else 0), m.start(), m.end(), p.entry)


def _in_order(key: tuple[str, str, str], group: list[_Held]) -> Iterator[Relation]:
    """Held sessions by their days: numbers run forward, and one number has one month (and day, where both tell it)."""
    first: dict[tuple[int, int], _Held] = {}
    for h in group:
        other = first.setdefault(h.number, h)
        if other is not h and other.entry != h.entry:
            same = other.day[:2] == h.day[:2] and (0 in (other.day[2], h.day[2]) or abs(other.day[2] - h.day[2]) <= 4)  # the day before a session its members gather
            yield _relation(_name(key, h), _day(h), _day(other), same, h.start, h.end, (Related(other.start, other.end),), f"{_name(key, h)}另一处是{_day(other)}，此处作{_day(h)}")
    ordered = sorted(first.values(), key=lambda h: h.day)
    for a, b in pairwise(ordered):
        if a.day[:2] == b.day[:2] and 0 in (a.day[2], b.day[2]):
            continue
        holds = a.number <= b.number
        yield _relation(f"{_name(key, a)}<{_name(key, b)}", _day(a), _day(b), holds, b.start, b.end, (Related(a.start, a.end),), f"{_day(b)}是{_name(key, b)}，{_day(a)}却已是{_name(key, a)}")


def _name(key: tuple[str, str, str], h: _Held) -> str:
    return f"{key[0]}{key[1]}{h.number[0]}届{h.number[1]}次{key[2]}"


def _day(h: _Held) -> str:
    year, month, day = h.day
    return f"{year}年{month}月" + (f"{day}日" if day else "")


def _relation(words: str, stated: str, computed: str, holds: bool, start: int, end: int, related: tuple[Related, ...], told: str) -> Relation:
    finding = None
    if not holds:
        finding = Finding("DAT110", "warning", 0.7, told, "the number of the session and its date disagree", start, end, related, None, SOURCE, words, computed, stated)
    return Relation("DAT110", words, "<=" if "<" in words else "=", computed, stated, "0", holds, start, end, related, finding)
