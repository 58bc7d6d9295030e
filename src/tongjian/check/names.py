"""Names: one body, place or activity has one form (R37, R44). A rare form is shown beside the common one with both counts; never corrected."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec
import rjieba

from tongjian.check.confusable import likeness
from tongjian.check.context import Context
from tongjian.check.finding import Finding, Related
from tongjian.check.ngrams import FEW, LOOSE, Grams, grams
from tongjian.check.registry import Rule, check, declare
from tongjian.check.scope import gap_in_print, inside, places, view
from tongjian.check.search import every_place
from tongjian.check.terms.common import seldom, unit_of
from tongjian.language import numerals
from tongjian.language.names import is_name

SOURCE = "trade rules R37, R44 (one body = one name per book; a name spelled two ways is shown); 名称 3.9 % of the errors counted in 平邑县志"
declare(
    Rule(
        "NAM101", "机构、项目名称前后不一", "one body, two forms of its name", "warning", SOURCE,
        (
            "青石区台湾中小企业产业园开园。\n依托青石区台湾中小企业产业园，引进企业5家。\n为青石区台湾中小产业园提供支持。",
            "东山新型复合材料股份有限公司投产。\n东山新型复合材料股份有限公司上市。\n走访东山新型复合材料有限公司。",
        ),
        ("青石区文化馆免费开放。\n青石区文化馆办展12次。\n青石区图书馆免费开放。", "青石区第一实验小学招生。\n青石区第一实验小学扩建。\n青石区第二实验小学招生。"),
        whole_book=True,
    )
)  # fmt: skip
declare(
    Rule(
        "NAM102", "站名、地名在列举中写法不一", "a stop or place written two ways in lists", "warning", SOURCE,
        ("东门—雅居苑—北湖—西站—南桥。\n南桥—西站—雅居苑—北湖—东门。\n东门—鸦居苑—北湖—西站—南桥。",),
        ("东门—雅居苑—北湖—西站—南桥。\n南桥—西站—雅居苑—北湖—东门。", "东门—东湖—北湖—南湖—南桥。\n南桥—南湖—北湖—东湖—东门。"),
        whole_book=True,
    )
)  # fmt: skip
declare(
    Rule(
        "NAM103", "简称写法不一", "a short name written two ways", "warning", SOURCE,
        ("区土储中心储备土地900公顷。\n2024年，区土储中心清理土地。\n此外，区土储中心收储12宗。\n区地储中心清理用地439公顷。",),
        ("区民政局召开会议。\n区民政局发放补贴。\n区民政局检查养老院。\n区民宗局检查寺庙。",),
        whole_book=True,
    )
)  # fmt: skip
declare(
    Rule(
        "NAM104", "同一活动、文件名称的字或标点不一", "an activity or document whose name differs by a character or mark", "warning", SOURCE,
        ("举办“人文青石•乐活江湾”活动。\n“人文青石，乐活江湾”获奖。", "印发《青石区养老服务设施规划》。\n落实《青石区养老服务设施规画》。"),
        ("举办“人文青石·乐活江湾”活动。\n“人文青石·乐活江湾”获奖。", "推行“一人一策”。\n推行“一户一策”。"),
        whole_book=True,
    )
)  # fmt: skip
declare(
    Rule(
        "NAM105", "同一文号有两个标题", "one document number with two titles", "warning", SOURCE,
        ("印发《青石区养老服务办法》（青石府发〔2024〕5号）。\n落实《青石区托育服务办法》（青石府发〔2024〕5号）。",),
        ("印发《青石区养老服务办法》（青石府发〔2024〕5号）。\n落实《青石区养老服务办法》（青石府发〔2024〕5号）。",),
        whole_book=True,
    )
)  # fmt: skip
declare(
    Rule(
        "NAM106", "简称未见全称", "a short name whose full name the book never gives", "warning", "trade rule R36 (first mention full name + （以下简称…）)",
        ("区土储中心储备土地900公顷。\n区土储中心收储12宗。",),
        ("青石区土地储备整治中心（以下简称“区土储中心”）储备土地900公顷。\n区土储中心收储12宗。", "区疾控中心开展监测。\n区疾控中心检测样品。"),
        whole_book=True,
    )
)  # fmt: skip

_SUFFIX = re.compile(
    r"有限责任公司|股份有限公司|集团有限公司|有限公司|产业园区|产业园|工业园|示范园|湾区|医院|卫生院|小学|中学|幼儿园|大学|学院|研究院|研究所|协会|学会|商会|基金会|中心|公园|广场|大桥|隧道|立交|"
    r"小区|图书馆|博物馆|纪念馆|文化馆|体育馆|水厂|电站|水库|基地|步行街|工作室|俱乐部|合作社|大厦|银行|运动学校|职业学校|学校|花园|家园"
)
_BRANCHES = re.compile(r"(?:小学|中学|幼儿园|小区|花园|家园|银行|学院)$")
_FIRM = re.compile(r"(?:股份|集团|控股)*有限(?:责任)?公司$")
_RUN = re.compile(r"[\u4e00-\u9fff（）]{5,}")
# words that make another body of the same stem, or that belong to the sentence and not to the name
_OTHER = re.compile(r"[一二三四五六七八九十百\d东西南北上下左右新老前后大小总分副各全等第内外主子母]|以上|以下|市级|区级|县级|国家|全国|省|市|县|区|镇|乡|村|街道|推动|建[好成设立]|打造|加[快强]|完成|率先|常务|监督|工作|选举|职[业工]|男|女|儿童|青年|少年|老年|[和与及或在为由从对将把被赴到至是的了]")
_BEFORE = re.compile(r".*(?:创建|打造|建设|建成|推进|推动|加快|举办|承办|位于|依托|成立|组建|引进|走访|[和与及为在对由将把被了到从向是以])")
_SHORT = re.compile(r"(?<![\u4e00-\u9fff])[省市区县州旗][\u4e00-\u9fff]{1,6}?(?:中心|办|局|委(?!员)|站|队|院|馆|所)")
_OPAQUE = re.compile(r"(?<![\u4e00-\u9fff])[省市区县州旗](?P<core>[\u4e00-\u9fff]{2,3})(?P<tail>中心|办|局|委(?!员)|站|队|馆|所)(?![员议长])")
_SHORT_ALONE = re.compile(r"(?<![\u4e00-\u9fff])[省市区县州旗][\u4e00-\u9fff]{2,8}?(?:中心|办|局|委(?!员)|站|院|馆|联)(?![员议长\u4e00-\u9fff])")
_PERSON = re.compile(
    r"(?:(?<=[\n\t、，（])|(?<=主任|书记|局长|主席|部长|区长|县长|市长|镇长|乡长|院长|校长|所长|经理|委员|代表|教师|医生|教授|队长|馆长|科长|处长|会长))([\u4e00-\u9fff]{3})(?=[\n\t、，（等。]|主持|出席|率|带|到|在|任|当选|获|被)"
)
_STOP_ENDS = "苑园区城路站村街桥场院校局厂湾"  # how the name of a stop ends
_FREE = 30  # times a character may stand alone before it is a word of its own (到, 等), not part of a name
_NAME = re.compile(r"[\u4e00-\u9fff（）A-Za-z]{2,14}")
_NUMERIC = re.compile(r"[一二三四五六七八九十百千万零〇两\d东西南北上下左右前后中新老大小总分男女春夏秋冬A-Za-z]")
_MARKS = re.compile(r"[\s，、。·•．—\-－；：“”‘’《》〈〉（）()【】！？!?,.]")


declare(
    Rule(
        "NAM107", "同一单位两种简称", "one body under two short names", "warning", SOURCE,
        ("区人民防空办开展演练。\n区人民防空办检查工事。\n区人民防空办组织培训。\n区人武部、区人民防空办、区教委发放手册。\n区人武部、区民防办、区教委开展宣传。",),
        ("区教委开展督导。\n区教委检查学校。\n区教委组织培训。\n区人武部、区教委、区住建委发放手册。\n区人武部、区商务委、区教委开展宣传。",),
        whole_book=True,
    )
)  # fmt: skip
declare(
    Rule(
        "NAM111", "人名、地名用字不一", "a person or place spelled two ways", "warning", "trade rule R44 (name spelled two ways → flag; 人名 2.5 % of the errors counted in 平邑县志)",
        ("整治渔鳅沟河道。\n渔鳅沟岸线绿化。\n建成渔鳅沟步道。\n推进鱼鳅沟消落带治理。", "副区长邵明川主持会议。\n副区长邵明川出席仪式。\n副区长邵明川带队检查。\n副区长邵鸣川率队调研。"),
        ("副区长邵明川主持会议。\n副区长邵明川出席仪式。\n副区长邵明川带队检查。\n副区长邵青川率队调研。",),
        whole_book=True,
    )
)  # fmt: skip

# short forms that every reader of the trade knows without their full names
_KNOWN = re.compile(
    r"委编|疾控|妇幼|人社|社保|医保|老干|[组宣统政]|编办|网信|信访|党代|人代|安委|安监|应急|消安|反诈|经信|工信|住建|建设|城建|文旅|文广|文管|卫健|卫计|计生|爱卫|民宗|侨台|台办|侨办|外办|关工|文明|发改|国资|公管|纪检|监察|巡察|政法|综治|维稳|法制|"
    r"环保|生态|城管|交通|交警|公路|运管|水利|水务|农委|农业|农机|农技|林业|气象|质监|食药|药监|市监|工商|税务|国税|地税|金融|银监|人行|公积金|就业|征收|征地|房管|规自|国土|供销|科协|残联|妇联|侨联|文联|工商联|社科|知联|记协|红会|"
    r"团|史志|方志|地志|党史|档案|机关|直属|事务|接待|保密|国安|国防|人防|民防|防办|防指|防汛|双拥|征兵|教委|教育|招考|考试|进修|体育|图书|文化|博物|法援|司法|检察|公证|禁毒|扫黑|创卫|创文|河长|林长|减灾|抗震|地灾|救助|敬老|殡葬|婚姻|慈善|常|全|各|级|属|内|外|和|与|驻|街|商|工|代|检|青"
)


class Form(msgspec.Struct, frozen=True):
    """One printed form of a name and the places where it stands."""

    text: str
    places: tuple[tuple[int, int], ...]


def _forms(found: Iterable[tuple[str, int, int]]) -> dict[str, Form]:
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for text, a, b in found:
        places[text].append((a, b))
    return {text: Form(text, tuple(spans)) for text, spans in places.items()}


def _apart(a: str, b: str) -> tuple[str, str]:
    """What is left of two strings without their common beginning and end."""
    i = 0
    while i < min(len(a), len(b)) and a[i] == b[i]:
        i += 1
    j = 0
    while j < min(len(a), len(b)) - i and a[-1 - j] == b[-1 - j]:
        j += 1
    return a[i : len(a) - j], b[i : len(b) - j]


def _neighbours(words: Iterable[str]) -> set[tuple[str, str]]:
    """Ordered pairs of different words that one character added, dropped or changed makes equal."""
    holes: dict[str, set[str]] = defaultdict(set)
    for w in words:
        holes[w].add(w)
        for i in range(len(w)):
            holes[w[:i] + w[i + 1 :]].add(w)
    return {(a, b) for ws in holes.values() if 1 < len(ws) < 40 for a in ws for b in ws if a != b and abs(len(a) - len(b)) <= 1 and len("".join(_apart(a, b))) <= 2}


def _report(context: Context, code: str, rare: Form, common: Form, confidence: float, word: str = "名称") -> Iterator[Finding]:
    """Each place of the rare form, with the nearest place of the common form beside it: an alarm a section, the others of the section info."""
    found: list[Finding] = []
    for start, end in rare.places:
        other = min(common.places, key=lambda p: abs(p[0] - start))
        found.append(Finding(
            code, "warning", confidence,
            f"{word}写法不一：“{rare.text}”{len(rare.places)}处，“{common.text}”{len(common.places)}处，请核对",
            f"two forms: “{rare.text}” {len(rare.places)} times, “{common.text}” {len(common.places)} times; check which is right",
            start, end, (Related(*other),), None, SOURCE,
        ))  # fmt: skip
    yield from seldom(context, "section", found)


def _together(context: Context, a: Form, b: Form) -> bool:
    """Whether both forms stand in one sentence: then they are two things."""
    text = context.book.text
    return any(abs(p[0] - q[0]) < 150 and not re.search(r"[。；\n]", text[min(p[1], q[1]) : max(p[0], q[0])]) for p in a.places[:12] for q in b.places[:40])


@check("NAM101", whole_book=True)
def bodies(context: Context) -> Iterator[Finding]:
    """Names that end like bodies, works or parks, set side by side from the right: long names that differ by one stretch of one or two characters."""
    text = context.book.text
    windows = _forms(
        (text[max(r.start(), m.end() - 18) : m.end()], max(r.start(), m.end() - 18), m.end())
        for r in _RUN.finditer(text)
        for m in _SUFFIX.finditer(text, r.start(), r.end())
    )
    groups: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for w in windows:
        found = [m for m in _SUFFIX.finditer(w) if m.end() == len(w)]
        size = min(len(found[-1][0]), 4) if found else 2
        for right in range(size, min(len(w) - 3, 12) + 1):
            for gap in (0, 1, 2, 4):
                left = len(w) - right - gap
                if left >= 2:
                    groups[w[left - 2 : left], w[len(w) - right :]][w[left : len(w) - right]].add(w)
    told: set[int] = set()
    for (_, tail), middles in groups.items():
        if len(middles) < 2:
            continue
        for odd, usual in _pairs(middles, windows):
            many = [e for w in middles[usual] for _, e in windows[w].places]
            for window in middles[odd]:
                stem = max((_stem(window, w, len(tail) + len(odd), len(tail) + len(usual)) for w in middles[usual]), key=len)
                few = [e for _, e in windows[window].places]
                score = _worth(odd, usual, len(stem), tail, len(few), len(many))
                if score is None or told.issuperset(few):
                    continue
                stem = _opened(text, stem, f"{odd}{tail}", few)
                a, b = (_form(text, f"{stem}{m}{tail}") for m in (odd, usual))
                if len(a.places) <= len(b.places) and b.places and not _together(context, a, b):
                    told.update(few)
                    yield from _report(context, "NAM101", a, b, score)


def _form(text: str, name: str) -> Form:
    """A name and all places where it stands."""
    return Form(name, tuple(m.span() for m in re.finditer(re.escape(name), text)))


def _opened(text: str, stem: str, rest: str, ends: list[int]) -> str:
    """The stem of a name with no verb or conjunction before it (创建, 和), and with the whole of its first word."""
    verb = _BEFORE.match(stem)
    if verb and len(stem) + len(rest) - verb.end() >= 6 and len(stem) - verb.end() >= 2:
        return stem[verb.end() :]
    start = ends[0] - len(stem) - len(rest)
    at = max(text.rfind("\n", 0, start) + 1, start - 4)
    for word in rjieba.cut(text[at : start + 2], False):
        if at < start < at + len(word):
            return text[at:start] + stem
        at += len(word)
    return stem


def _pairs(middles: dict[str, set[str]], windows: dict[str, Form]) -> Iterator[tuple[str, str]]:
    sizes = {m: sum(len(windows[w].places) for w in ws) for m, ws in middles.items()}
    for odd, n in sizes.items():
        for usual, many in sizes.items():
            marks = _marked(odd, usual)
            if odd != usual and many >= 2 * n and n <= (12 if marks else 2):
                yield odd, usual


def _stem(a: str, b: str, cut_a: int, cut_b: int) -> str:
    """What two windows have in common right before the stretch that differs."""
    x, y = a[: len(a) - cut_a], b[: len(b) - cut_b]
    n = 0
    while n < min(len(x), len(y), 10) and x[-1 - n] == y[-1 - n]:
        n += 1
    return x[len(x) - n :]


def _marked(odd: str, usual: str) -> bool:
    """Whether brackets are the whole difference: 国际, （国际）."""
    return f"（{odd}）" == usual or f"（{usual}）" == odd


def _worth(odd: str, usual: str, stem: int, tail: str, few: int, many: int) -> float | None:
    """Confidence that two names which differ by `odd` against `usual` mean one body; None where they may well be two."""
    firm = _FIRM.search(tail)
    if _marked(odd, usual):
        return 0.8 if stem >= 2 and stem + len(tail) >= 6 else None
    if odd and usual:
        if len(odd) != len(usual) or odd[0] == usual[0] or odd[-1] == usual[-1]:
            return None
        like = len(odd) == 1 and likeness(odd, usual) is not None
        if like and stem + len(tail) >= 5 and not _NUMERIC.search(odd + usual):
            return 0.75
        return 0.7 if many >= 15 * few and stem + len(tail) >= 6 and len(tail) >= 4 and not _OTHER.search(odd + usual) and not firm else None
    extra = odd or usual
    if len(extra) > 2 or (_OTHER.search(extra) and extra != "股份"):
        return None
    if firm:
        return 0.75 if stem >= 5 else None
    if not usual or _BRANCHES.search(tail):
        return None  # a word more, or a branch of a chain, may well be another body
    if stem >= 4 and stem + len(tail) >= 7:
        return 0.75
    return 0.7 if many >= 10 * few and stem >= 2 and stem + len(tail) >= 6 else None


class Stop(msgspec.Struct, frozen=True):
    """One stop of a route as printed. `cut`: a line ends at its beginning (1) or end (2), so it may be a piece of a name."""

    name: str
    start: int
    end: int
    cut: int = 0


def _stops(text: str) -> Iterator[Stop]:
    """The stops of routes (甲—乙—丙—丁) and the cells right beside them; a name that two lines share is given in pieces and whole."""
    lines = list(re.finditer(r"[^\n]+", text))
    routes = [m[0].count("—") >= 3 and re.search(r"[\u4e00-\u9fff]—[\u4e00-\u9fff]", m[0]) is not None for m in lines]
    for n, line in enumerate(lines):
        if not routes[n] and not any(routes[max(0, n - 2) : n + 3]):
            continue
        cells = list(re.finditer(r"[^\t]+", line[0]))
        for cell in cells:
            at = line.start() + cell.start()
            items = list(re.finditer(r"[^—]+", cell[0]))
            for item in items:
                first = item.start() == 0 and cell is cells[0]
                last = item.end() == len(cell[0]) and cell is cells[-1]
                if _NAME.fullmatch(item[0]):
                    edge = (first and n > 0 and (routes[n] or routes[n - 1])) + 2 * (last and n + 1 < len(lines) and (routes[n] or routes[n + 1]))
                    yield Stop(item[0], at + item.start(), at + item.end(), edge if "—" in cell[0] or len(cells) == 1 else 0)
        if routes[n] and n + 1 < len(lines) and (head := re.match(r"[^—\t，。]+", lines[n + 1][0])) and (tail := re.search(r"[^—\t，。]+$", line[0])):
            whole = tail[0] + head[0]
            if _NAME.fullmatch(whole):
                yield Stop(whole, line.start() + tail.start(), lines[n + 1].start() + head.end(), 4)


@check("NAM102", whole_book=True)
def chains(context: Context) -> Iterator[Finding]:
    """Stops of a route: one that differs by one character from a stop named elsewhere, or that is two stops run together."""
    text = context.book.text
    found = list(_stops(text))
    stops = _forms((s.name, s.start, s.end) for s in found)
    cut = {s.name for s in found if s.cut}
    sure = {s.name for s in found if not s.cut }
    best: dict[str, str] = {}
    known = {place for f in context.once(spelled) for place in range(f.start, f.end)}
    for odd, usual in _neighbours(w for w in stops if len(w) >= 3):
        few, many = len(stops[odd].places), len(stops[usual].places)
        if any(a in known for a, _ in stops[odd].places):
            continue
        if few > 2 or many < few or usual not in sure or (many == 1 and not (odd not in cut and (odd.startswith(usual) or odd.endswith(usual)))):
            continue
        x, y = _apart(odd, usual)
        if _NUMERIC.search(x + y) or (x + y in ("站", "口", "港", "门", "村", "路", "街") and (odd if x else usual).endswith(x + y)):
            continue
        if x and y and len(odd) < 4 and likeness(x, y) is None:
            continue
        if odd in cut and (odd[0] != usual[0] or odd[-1] != usual[-1]) and not (x and y and likeness(x, y)):
            continue  # a piece of a name that two lines share
        if odd not in best or many > len(stops[best[odd]].places):
            best[odd] = usual
    for odd, usual in best.items():
        if best.get(usual) != odd or odd > usual:
            yield from _report(context, "NAM102", stops[odd], stops[usual], 0.75, "站名")
    for word in sorted(sure - set(best)):
        if len(stops[word].places) > 1:
            continue
        cut_at = next((n for n in range(3, len(word) - 2) if word[n:] in sure and (word[:n] in sure or (len(word) >= 7 and word[n - 1] in _STOP_ENDS))), None)
        if cut_at is not None:
            (start, end), other = stops[word].places[0], stops[word[cut_at:]].places[0]
            yield Finding(
                "NAM102", "warning", 0.7, f"“{word}”像是“{word[:cut_at]}”与“{word[cut_at:]}”之间缺连接号", f"“{word}” looks like two names without a dash between them",
                start, end, (Related(*other),), None, SOURCE,
            )  # fmt: skip


@check("NAM103", whole_book=True)
def short_names(context: Context) -> Iterator[Finding]:
    """Short names with a level word (区土储中心): a rare one that differs by one character from a common one of the same kind."""
    text = context.book.text
    names = _forms((m[0], *m.span()) for m in _SHORT.finditer(text))
    for odd, usual in _neighbours(w for w in names if len(w) >= 4):
        few, many = len(names[odd].places), len(names[usual].places)
        x, y = _apart(odd, usual)
        if few > 2 or many < 3 * few or odd[0] != usual[0] or odd[-1] != usual[-1] or _NUMERIC.search(x + y):
            continue
        if len(odd) >= 5 and x and y and text.count(odd[1:]) <= few and len(odd[1:]) >= 4 and odd[2:] == usual[2:] and not _together(context, names[odd], names[usual]):
            yield from _report(context, "NAM103", names[odd], names[usual], 0.75, "简称")


@check("NAM106", whole_book=True)
def unexplained(context: Context) -> Iterator[Finding]:
    """Short names that the dictionary cannot read (区土储中心), used twice or more, where no full name in the book has their characters in order."""
    text = context.book.text
    found: dict[str, list[re.Match[str]]] = defaultdict(list)
    for m in _OPAQUE.finditer(text):
        found[m[0]].append(m)
    alarms: list[Finding] = []
    lists = places(context, "namelist")
    for name, places_ in found.items():
        core, tail = places_[0]["core"], places_[0]["tail"]
        if len(places_) < 2 or name in context.profile.short_names or _KNOWN.search(core) or any(len(w) > 1 for w in rjieba.cut(core, False)):
            continue
        full = "[\u4e00-\u9fff]{0,4}".join(core) + "[\u4e00-\u9fff]{1,8}?" + {"办": "办公室", "委": "委员会", "队": "队"}.get(tail, tail)
        if re.search(full, text) or re.search(f"简称[为“]{{1,2}}[\u4e00-\u9fff]?{core}", text):
            continue
        alarms += [
            Finding("NAM106", "warning", 0.6, f"简称“{name}”全书{len(places_)}处，未见全称", f"the full name of “{name}” ({len(places_)} times) stands nowhere in the book", *m.span(), (), None, "trade rule R36")
            for m in places_
            if not inside(lists, m.start())
        ]
    yield from seldom(context, "book", sorted(alarms, key=lambda f: f.start), by_word=True)


@check("NAM104", whole_book=True)
def quoted(context: Context) -> Iterator[Finding]:
    """Names in quotation marks or 《》: the same characters with other marks between them, or one character apart in a long name."""
    text = context.book.text
    index = places(context, "docindex")
    for opening, closing, least in (("“", "”", 6), ("《", "》", 6)):
        titles = places(context, "title") if opening == "“" else []
        names = _forms((m[1], *m.span(1)) for m in re.finditer(f"{opening}([^{opening}{closing}\\n]{{{least},60}}){closing}", text) if not inside(titles, m.start()))
        bare: dict[str, list[str]] = defaultdict(list)
        for name in names:
            bare[_MARKS.sub("", name)].append(name)
        for forms in bare.values():
            common, *others = sorted(forms, key=lambda f: -len(names[f].places))
            for odd in others:
                outside = [p for p in names[odd].places if not inside(index, p[0])]  # the index of documents parts joint issuers by a space
                if outside:
                    yield from _report(context, "NAM104", _spaced(context, Form(odd, tuple(outside))), _spaced(context, names[common]), 0.7)
        told: set[str] = set()
        for odd, usual in sorted(_neighbours(k for k in bare if len(k) >= 7)):
            x, y = _apart(odd, usual)
            a, b = names[bare[odd][0]], names[bare[usual][0]]
            if odd in told or len(a.places) > len(b.places) or (len(a.places) == len(b.places) and (len(odd), odd) > (len(usual), usual)):
                continue
            if re.search(r"[\d一二三四五六七八九十上中下年月日期届第]", x + y) or (x and y and likeness(x, y) is None) or _together(context, a, b):
                continue
            if not (x and y) and (odd.startswith(usual) or usual.startswith(odd)):
                continue  # 奖, 杯, 赛 behind a name make another thing
            told.update((odd, usual))
            yield from _report(context, "NAM104", a, b, 0.7)


def _spaced(context: Context, form: Form) -> Form:
    """The form as the print has it at its first place: with a space where the print has one between two characters."""
    start, end = form.places[0]
    text, book = context.book.text, context.book
    shown = "".join((" " if i > start and text[i - 1 : i + 1].isalpha() and gap_in_print(book, i) else "") + text[i] for i in range(start, end))
    return msgspec.structs.replace(form, text=shown)


@check("NAM105", whole_book=True)
def numbers(context: Context) -> Iterator[Finding]:
    """《title》（number）: one number, one title."""
    text = context.book.text
    seen: dict[str, tuple[str, int, int]] = {}
    for m in re.finditer(r"《([^《》\n]{4,80})》[（(]([\u4e00-\u9fff]{2,12}〔\d{4}〕\d+号)[）)]", text):
        key = _MARKS.sub("", m[1])
        first = seen.setdefault(m[2], (key, m.start(), m.end()))
        if first[0] != key and not (key in first[0] or first[0] in key):
            yield Finding("NAM105", "warning", 0.8, f"文号“{m[2]}”有两个标题", f"the number {m[2]} stands with two titles", m.start(), m.end(), (Related(first[1], first[2]),), None, SOURCE)


def _subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(c in rest for c in short)


@check("NAM107", whole_book=True)
def two_short_names(context: Context) -> Iterator[Finding]:
    """A rare short name whose characters stand in order in a common one (区民防办, 区人民防空办), in the text or as a signature."""
    text = context.book.text
    names = _forms((m[0], *m.span()) for m in _SHORT_ALONE.finditer(text))
    every = every_place(names, text)
    told: set[str] = set()
    for odd in names:
        few = len(every[odd])
        if few > 3 or len(odd) < 4:
            continue
        usual = [n for n in names if n[0] == odd[0] and n[-1] == odd[-1] and n != odd and len(every[n]) >= max(4, 2 * few) and (_subsequence(odd, n) or _subsequence(n, odd))]
        usual = [n for n in usual if n[:2] == odd[:2] or "委" not in (n[1], odd[1])]
        if usual and odd not in told:
            common = max(usual, key=lambda n: len(every[n]))
            a, b = Form(odd, tuple(every[odd])), Form(common, tuple(every[common]))
            if not _together(context, a, b):
                told.add(odd)
                yield from _report(context, "NAM107", a, b, 0.75, "简称")


@check("NAM111", whole_book=True)
def spellings(context: Context) -> Iterator[Finding]:
    """Three characters that make a name no dictionary reads, or a person's name: a rare one that sounds or looks like a common one is shown beside it."""
    yield from context.once(spelled)


def spelled(context: Context) -> list[Finding]:
    """The findings of NAM111; other rules leave their places alone."""
    counts = context.once(grams)
    text = context.book.text
    found: dict[str, int] = defaultdict(int)
    for run in re.finditer("1{3,}", counts.lone):
        for i in range(run.start(), run.end() - 2):
            found[counts.text[i : i + 3]] += 1
    usual = {n for n, k in found.items() if k >= FEW and _cohesive(counts, n, k)}
    persons = {p for p, places_ in every_place({m[1] for m in _PERSON.finditer(text) if is_name(m[1])}, text).items() if len(places_) >= FEW}
    holes: dict[tuple[int, str], list[str]] = defaultdict(list)
    for name in usual | persons:
        for i in range(3):
            holes[i, name[:i] + name[i + 1 :]].append(name)
    firsts = {p[0] for p in persons}
    odd = {n for n, k in found.items() if k <= 2}
    odd.update(t for t, k in counts.triples.items() if k <= 2 and t[0] in firsts and ((1, t[0] + t[2]) in holes or (2, t[:2]) in holes))
    told: list[Finding] = []
    for name in sorted(odd):
        for i in range(3):
            for other in holes.get((i, name[:i] + name[i + 1 :]), ()):
                if name != other and likeness(name[i], other[i]) and (name in found or (other in persons and i and _stands(counts, name))):
                    told += _two_spellings(context, counts, name, other, i)
    return told


def _stands(counts: Grams, name: str) -> bool:
    """Whether a string can be a person's name where it stands: its surname a word of its own, no word reaching over its end."""
    at = counts.text.find(name)
    return is_name(name) and at >= 0 and counts.cuts[at] == counts.cuts[at + 1] == counts.cuts[at + 3] == "1"


def _two_spellings(context: Context, counts: Grams, odd: str, usual: str, i: int) -> Iterator[Finding]:
    text = context.book.text
    if len(set(odd)) < 3 or set(odd) & set("省市区县州旗委"):
        return
    if odd[i] in LOOSE or usual[i] in LOOSE or (counts.words.get(odd[i], 0) > _FREE and not is_name(odd)):
        return
    a, b = (Form(n, tuple(m.span() for m in re.finditer(n, text))) for n in (odd, usual))
    if 0 < len(a.places) <= 2 and len(b.places) >= 2 * len(a.places) and not _together(context, a, b):
        yield from _report(context, "NAM111", a, b, 0.8, "人名、地名用字")


def _cohesive(counts: Grams, name: str, times: int) -> bool:
    """Whether the characters seldom meet outside the name."""
    a, b, c = name[0], name[1], name[2]
    return 2 * times >= min(counts.pairs[a + b], counts.pairs[b + c])


declare(
    Rule(
        "NAM113", "专名里的数字写法不一", "a number inside a name written two ways", "warning", "trade rules R37, R50 (one body = one name per book; one style inside one group)",
        ("轨道3号线开通。\n轨道3号线延长。\n轨道三号线日均客流2万人次。", "三十七中、九中招生300人。\n三十七中和九中扩建。\n37中、九十五中举办运动会。"),
        ("轨道3号线开通。\n轨道3号线延长。\n轨道二号线改造。", "37中、九十五中举办运动会。", "全年3中4次。"),
        whole_book=True,
    )
)  # fmt: skip
_NUMBERED = re.compile(r"(?<![\d.第一二三四五六七八九十])(?P<number>\d{1,3}|[一二三四五六七八九十]{1,3})(?P<kind>号线|中(?=[、，。；）和与及等]|学(?![生校时位期分])))")


@check("NAM113", whole_book=True)
def numbered(context: Context) -> Iterator[Finding]:
    """Names made of a number (3号线, 三十七中): the rarer of two ways to write one number is shown beside the other."""
    forms: dict[tuple[int, str], dict[str, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for m in _NUMBERED.finditer(context.book.text):
        value = int(m["number"]) if m["number"].isdigit() else int(numerals.parse(m["number"]) or 0)
        forms[value, m["kind"]][m[0]].append(m.span())
    for ways in forms.values():
        if len(ways) > 1:
            odd, *_, usual = sorted((Form(w, tuple(p)) for w, p in ways.items()), key=lambda f: len(f.places))
            yield from _report(context, "NAM113", odd, usual, 0.7)


declare(
    Rule(
        "NAM114", "简称未在本分目说明", "a short form that this section does not introduce", "warning", "trade rule R36 (first mention full name + （以下简称…）; short forms hold within their section)",
        ("【养老】全面落实《条例》各项要求。", "【养老】2024年，“中心”新增床位20张。", "【表彰】被五分院评为先进集体。"),
        (
            "【养老】印发《青石区养老服务条例》（以下简称《条例》）。全面落实《条例》各项要求。",
            "【养老】青石区养老服务中心（以下简称“中心”）开业。“中心”新增床位20张。",
            "【养老】开展“学党史、讲《条例》”活动。",
            "【表彰】东山市人民检察院第五分院到区调研。被五分院评为先进集体。",
        ),
    )
)  # fmt: skip
_DOCUMENT = re.compile(r"《(?P<kind>条例|规划|办法|方案|意见|通知|规定|纲要|决定|细则|准则|公约|协议|章程)》")
_GENERIC = re.compile(r"(?<!简称)(?<!称为)(?<!简称为)“(?P<kind>中心|公司|集团|协会|学会|支行|管委会|指挥部|基金会|研究院|园区)”")
_COURT = re.compile(r"(?<![第\u4e00-\u9fff])(?:[省市])?(?P<n>[一二三四五六])(?P<kind>分院|中院)|(?<=[被由经获对向与和])(?P<n2>[一二三四五六])(?P<kind2>分院|中院)")


@check("NAM114")
def introduced(context: Context) -> Iterator[Finding]:
    """《条例》, “中心”: short forms that mean nothing beyond their section, where the section has no full name before them; 五分院 where the book has no 第五分院."""
    text, book = context.book.text, context.book
    seen = view(context, "quote", "speech", "report", "heading", "entrytitle", "frontmatter")
    told: set[tuple[int, str]] = set()
    rows: list[tuple[re.Match[str], str]] = [(m, rf"《[^》\n]{{3,80}}{m['kind']}(?:（[^）]*）)?》") for m in _DOCUMENT.finditer(seen)]
    plain = view(context, "speech", "report", "heading", "entrytitle", "frontmatter")
    rows += [(m, rf"简称(?:为)?“{m['kind']}”|[\u4e00-\u9fff]{m['kind']}") for m in _GENERIC.finditer(plain)]
    for m, full in sorted(rows, key=lambda r: r[0].start()):
        unit = unit_of(context, m.start(), "section")
        start = book.nodes[unit].start if unit >= 0 else 0
        if (unit, m[0]) in told or re.search(full, text[start : m.start()]):
            continue
        told.add((unit, m[0]))
        yield Finding("NAM114", "warning", 0.7, f"{m[0]}：本分目前文没有全称，读者不知所指", f"{m[0]}: this section gives no full name before it", *m.span(), (), None, "trade rule R36")
    for m in _COURT.finditer(seen):
        n = m["n"] or m["n2"]
        if (0, m[0]) not in told and not re.search(f"第{n}(?:分院|中级)", text):
            told.add((0, m[0]))
            yield Finding("NAM114", "warning", 0.75, f"“{m[0]}”：全书未见全称", f"the full name of “{m[0]}” stands nowhere in the book", *m.span(), (), None, "trade rule R36")
