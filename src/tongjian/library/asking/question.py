"""A question taken apart: what kind of answer each part of it wants, and the words that the answer must speak of."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from typing import Any, Literal

import msgspec

from tongjian.library.terms import simplified

Kind = Literal["figure", "when", "who", "where", "list", "what", "yesno", "how"]
LONGEST = 500  # characters of a question that are looked at

_MEASURE = (
    r"(?:[万亿千百]{0,2}(?:平方千米|平方公里|平方米|立方米|千瓦时|人次|千米|公里|公顷|个百分点|百分点|小时|分钟|个月|岁|元|吨|亩|米|人|户|家|个|辆|座|件|条|次|项|所|名|位|种|类|起|场|台|处|间|栋|篇|部|册|本|期|批|例|只|头|"
    r"届|级|门|对|支|组|班|天|年|倍|度|株|张|份|枚|艘|套|口|面|幅|宗|笔|箱|棵|幢|堂|款|项次|件次|户次|家次|车次|万|亿))?"
)
_WORDS = re.compile(
    r"(?P<when>(?:是|在|于)?(?:什么时候|什么时间|何时|何日|何年何月何日|何年|何月|哪一?年哪?一?月?|哪一?[天日]|哪个月|几月几[日号]|几月|几号|几点钟?|几时|什么日期|多久以前))"
    r"|(?P<order>第几(?:[名位届次个期批])?)"
    r"|(?P<who>(?:是)?(?:由|被|是)?(?:谁|何人|哪[一几两三四五六七八九十\d]*[位名](?:人|同志)?|哪[一几两三四五六七八九十\d]*个?人|叫什么名字|叫什么|名叫什么|(?:的)?(?:姓名|名字)(?:是什么|叫什么|是)?))"
    rf"|(?P<figure>(?:各|分别|共|总共|一共|大约|大概|达到|达|占|为|是|有|约)*(?:了)?(?:百分之)?(?:多少|几(?!乎)){_MEASURE}|百分之(?:几|多少)|几分之几|多[大高长远宽重深](?![学力型规]))"
    r"|(?P<where>(?:是|位于|坐落)?(?:在|于)?(?:哪里|哪儿|何处|什么地方|何地|哪个地方))"
    r"|(?P<yesno>是不是|是否|有没有|有无|能否|可否|会不会|能不能|(?:了)?(?:吗|么|没有|没|否)(?=$|[？?。，]))"
    r"|(?P<how>如何|怎么样|怎样|怎么|为什么|为何|什么原因)"
    r"|(?P<list>(?:是|有|为|包括)?(?:哪些|哪(?:[几两三四五六七八九十\d]+|一)?(?:个|家|所|条|项|种|类|镇|村|区|国|省|市|县|场|届|部门|单位|级|批|支|座|处|本|部|篇|首|件|名|位|起|次)?))"
    r"|(?P<what>(?:是|为|有)?(?:什么|啥|何种|何))"
)
_YEAR = re.compile(r"(?<![〔\[(])((?:19|20)\d{2})(?:年度?|—|-|～|~|至)?(?:年?(?:底|末|初))?")
_DAY = re.compile(r"(?<!\d)(\d{1,2})月(?:份|底|初|末)?(?:(\d{1,2})[日号])?(?![均报刊])")
_FILLER = re.compile(r"(?<=[\u4e00-\u9fff])(?:现有|共有)(?=[\u4e00-\u9fff])|^其中|(?<=\n)其中|(?<=[区县市省州旗镇乡道村局校院])(?:现|共|目前)(?=\n)|请问|请告诉我|我想知道|想了解|告诉我|据此推算|推算|估算|据此|书[里中]|年鉴[里中]|记载|总共|一共|分别|各自|具体|大约|大概|[？?！!。“”\"'《》〈〉（）()「」『』]")
_SPLIT = re.compile(r"[，,、；;？?]|以及|和|及|与|并且|并|还")
_COMPARE = re.compile(r"相差|差(?:了)?(?:多少|几)|差距|差额|(?<!同)比[^，。？]{1,20}[多少高低大小](?:多少|出|几)|更[多少高低大小]|(?:谁|哪[个家所])[^，。？]{0,12}最[多少高低大小]")


class Part(msgspec.Struct, frozen=True):
    """One thing that a question asks."""

    kind: Kind
    content: str  # its words without the asking ones, stretches parted by line feeds
    asked: str  # the asking words
    unit: str | None = None  # the measure that is named: 户, 亿元
    dimensions: tuple[str, ...] = ()  # what the figure measures, where no unit is named
    change: bool = False  # how much something has grown or shrunk
    count: int | None = None  # how many are asked for: 哪两所 → 2
    head: str = ""  # the words next to the asking ones: what is counted or measured
    following: str = ""  # the words right behind the asking ones
    after: bool = False  # the head follows the asking words: 多少户低保家庭


class Question(msgspec.Struct, frozen=True):
    """A question. `content` holds the words of all parts."""

    text: str
    parts: tuple[Part, ...]
    years: tuple[int, ...]
    days: tuple[tuple[int, int | None], ...]  # months, and days of them
    compares: bool
    content: str


@lru_cache(maxsize=1)
def wording() -> dict[str, Any]:
    """The tables of wording.toml."""
    return tomllib.loads(resources.files("tongjian.library.asking").joinpath("wording.toml").read_text(encoding="utf-8"))


def parse(question: str) -> Question:
    """Take a question apart. Never fails: what shows no asking word asks `what`."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", simplified(question)))[:LONGEST]
    text = _chinese(question) or text
    for pattern, plain in _PLAINER:
        text = pattern.sub(plain, text)
    years = tuple(dict.fromkeys(int(m[1]) for m in _YEAR.finditer(text)))
    days = tuple(dict.fromkeys((int(m[1]), int(m[2]) if m[2] else None) for m in _DAY.finditer(text)))
    plain = _DAY.sub("\n", _YEAR.sub("\n", text))
    pieces = _pieces(plain)
    parts = tuple(part for piece in pieces for part in _each(_part(piece)))
    content = "\n".join(part.content for part in parts)
    return Question(text, parts, years, days, bool(_COMPARE.search(text)), content)


def _chinese(question: str) -> str | None:
    """An English question about a common indicator in Chinese; None where it is no such."""
    plain = question.lower()
    if re.search(r"[\u4e00-\u9fff]", plain):
        return None
    names = [name for name in wording()["english"] if re.search(rf"\b{name}\b", plain)]
    if not names:
        return None
    year = re.search(r"(?:19|20)\d{2}", plain)
    if re.match(r"how many (?:towns|villages|communities|schools|hospitals)", plain):
        named = max(names, key=len)
        return f"{year[0] + '年' if year else ''}全区有多少个{wording()['english'][named]}？"
    grown = "增长多少" if re.search(r"\bgr(?:ow|ew)|\bgrowth\b|\bincrease", plain) else "是多少"
    return f"{year[0] + '年' if year else ''}{wording()['english'][max(names, key=len)]}{grown}？"


def _pieces(text: str) -> list[str]:
    """The text cut so that each piece asks one thing, where there is a mark or an `and` to cut at."""
    asking = [m.span() for m in _WORDS.finditer(text)]
    cuts: list[int] = []
    for (_, end), (start, _) in pairwise(asking):
        seams = list(_SPLIT.finditer(text, end, start))
        if not seams and 0 < start - end <= 6 and re.match(r"几|多少", text[start:]):
            cuts.append(start)  # 几个镇几个街道
            continue
        if seams:
            cuts.append(seams[0].end() if len(seams) == 1 or seams[0][0] in "，,；;？?" else seams[-1].end())
    return [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]


_PLAINER = (  # ways to ask for a change or a count, in the words that books print
    (re.compile(r"(?:的)?(?:增速|增幅|增长率|涨幅)(?:是|为|有|达到?)?(?:多少|几)?(?=[？?。，]|$)"), "增长多少"),
    (re.compile(r"(?:的)?(?:降幅|下降率|跌幅)(?:是|为|有|达到?)?(?:多少|几)?(?=[？?。，]|$)"), "下降多少"),
    (re.compile(r"(?:是)?(?:增长|上升|增加|提高)还是(?:下降|减少|降低|回落)(?:[，,]?(?:变化)?幅度)?(?:是|为|有)?(?:多少|多大)?(?=[？?。，]|$)"), "增长多少"),
    (re.compile(r"多少钱"), "多少元"),
    (re.compile(r"((?:什么|何)(?:时候|时间|时))[、，和及]?((?:在|于)(?:哪里|哪儿|何处|何地|什么地方))"), r"\1"),  # the date's clause tells the place too
    (re.compile(r"([更改换])的名"), r"\1名"),  # 什么时候更的名
    (re.compile(r"(全国|全[省市区县])性(?=[\u4e00-\u9fff])"), r"\1"),
    (re.compile(r"(?:的)?(?:数量|总数|总量)(?:是|为|有|达到?)?(?:多少|几)?(?=[？?。，]|$)"), "有多少"),
)
_INDICATOR = re.compile(r"(?:率|数|数量|人口|总值|产值|增加值|收入|支出|面积|总额|金额|余额|增速|增幅|降幅|人数|总量|产量|价格|比重|里程|占比|GDP)[？?。]?$")


def _dimensions(words: str) -> tuple[str, ...]:
    """What a figure of these words may measure."""
    return tuple(d for d, named in wording()["units"].items() if any(w in words for w in named.split()))


_PAIR = re.compile(r"(?P<of>.*?)(?:的)?(?P<first>[\u4e00-\u9fff]{2,8})[和、与](?P<second>[\u4e00-\u9fff]{2,8})$")


def _each(part: Part) -> list[Part]:
    """A part that asks for two persons at once (某镇的党委书记和镇长) as two."""
    pair = _PAIR.fullmatch(part.content) if part.kind == "who" and re.search(r"分别|各|是谁", part.asked + part.content + "是谁") else None
    if pair is None or not re.search(r"[长记任席员理]$", pair["first"]) or not re.search(r"[长记任席员理]$", pair["second"]):
        return [part]
    of = pair["of"].rstrip("的")
    return [msgspec.structs.replace(part, content=of + pair[name]) for name in ("first", "second")]


def _part(piece: str) -> Part:
    matches = list(_WORDS.finditer(piece))
    kind: Kind = "what"
    after_asked, following = False, ""
    asked = head = ""
    unit: str | None = None
    dimensions: tuple[str, ...] = ()
    bare = _INDICATOR.search(piece)
    if bare and (not matches or {m.lastgroup for m in matches} == {"what"}):  # 常住人口; 常住人口为
        kind, head = "figure", re.split(r"[的，,\n]", piece)[-1]
        dimensions = _dimensions(head)
    elif matches:
        order = ("order", "figure", "when", "who", "where", "list", "yesno", "what", "how")
        first = min(matches, key=lambda m: order.index(str(m.lastgroup)))
        kind = "what" if first.lastgroup == "order" else first.lastgroup  # type: ignore[assignment]
        asked = first[0]
        before, after = piece[: first.start()], piece[first.end() :]
        head = re.split(r"[的，,、；\n]|" + _FILLER.pattern, before)[-1]
        following = re.split(r"[，,、；？?\n。]", _FILLER.sub("", after))[0]
        if kind == "figure":
            named = re.search(r"(?:多少|几)(.*)$", asked)
            unit = (named[1] if named else "") or None
            follow = re.split(r"[，,、；？?\n。]", after)[0]
            if follow or len(head) < 2:
                head, after_asked = follow[:12], True
        if kind == "when":
            follow = re.split(r"[，,、；？?\n。]", after)[0]
            follow = max(re.sub(r"(?:由|被|与|和)?(?:哪[些几个家]*|什么)(?:部门|单位|机构|企业|公司|人)?", "\n", follow).split("\n"), key=len)  # 哪年由哪些部门组建
            head, after_asked = (follow, True) if follow else (head, False)
        if kind == "figure" and (unit is None or unit == "个") and not re.search(r"(?:规模|能力|容量|产能|力度|强度)[的了是有]*$", head):
            dimensions = ("share",) if re.search(r"占$", head) or asked.startswith("占") else _dimensions(head + asked)
    number = re.search(r"哪([两三四五六七八九十]|\d+)", asked)
    count = int(number[1]) if number and number[1].isdigit() else "..两三四五六七八九十".index(number[1]) if number else None
    change = kind == "figure" and unit is None and re.search(r"(?:增长|下降|增幅|降幅|增速|提高|上升|减少|增加|回落|提升)(?:了|率)?$", head) is not None
    content = _FILLER.sub("\n", _WORDS.sub("\n", piece))
    content = re.sub(r"[，,、；;：:]+|(?:^|\n)[的了是有和与及被]+|[的了是有在]+(?=\n|$)", "\n", content)
    if change:  # that it grew is asked by the measure; whatever grew stands in the words before
        content = re.sub(r"(?:(?<=[\u4e00-\u9fff]{2})|(?<=\n))(?:同比|环比|[比较](?:上年|去年)(?:同期)?)?(?:增长|下降|提高|上升|减少|增加|回落|提升)(?:了|率)?(?=\n|$)", "", content)
    return Part(kind, re.sub(r"\n+", "\n", content).strip("\n"), asked, unit, dimensions, change, count, head.strip("的了是有"), following, after_asked)
