"""Lives (人物传略): the posts a person held, clause by clause, each with the time the text gives and the body it names."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from tongjian.book import Book, Node
from tongjian.extract.posts import body_of, ends_a_body, is_bare, listed
from tongjian.language import dates, names

_LIFE = re.compile(r"生于|出生|\d{4}年\d{0,2}月?生|[（(]\d{4}[—\-～~]|原名|，男，|，女，|籍贯|^女[，,]")
_STOP = re.compile(r"[。；]|(?<=[\u4e00-\u9fff）”])\.(?=[\u4e00-\u9fff\d])")
_ASK = re.compile(r"其间|期间")
# how a post is taken; 先后, 历, 曾 tell several in a row, of which a date gives only the first
_TAKES = re.compile(
    r"(?P<series>(?:先后|曾经?|历)(?:兼|担|调|出)?任|历任)|(?P<now>现(?:在)?(?:担|兼)?任|现为)|(?:当选为?|被?选为|被?推选为|任命为|聘为|晋升为?|晋为|提升为|升为)|[。，,](?:为|系|是)(?=[^。，,；]{2,30}(?:委员|理事|会员|长|顾问|代表|编委|成员|专家))|"
    r"(?:[担兼调升改转出就连提]|当|时|后|又|并|被)?(?<![主责离到卸信前重胜委辞原聘现上历])任(?!务|何|期|免|意|用|教(?![师导授练研务员])|[^，。、]{0,3}期间|职[，。]|中共党员)|(?<=[^相应适])当(?=[\u4e00-\u9fff]{0,4}(?:战士|工人|教师|演员|学徒|记者|医生|编辑|兵)[，。、,])"
)
_PLACE_OF_WORK = re.compile(r"(?:到|在|调入|调到|调|入|分配到|转业到|转入|回|于)(?P<body>[\u4e00-\u9fffA-Za-z0-9]{3,24}?)(?:机关)?(?:工作|任职|任|当|历任|，|,|$)")
_AT_MEETING = re.compile(r"在(?P<body>政协[\u4e00-\u9fff]{2,10}?|[\u4e00-\u9fff]{2,10}?(?:政协|人大|人代会|党代会))第?(?=[一二三四五六七八九十]{1,3}届)[^，。]{2,14}会议上[，,]?(?:被)?(?:当选|选举?|推选)为?$")
_LEAVES = re.compile(r"离休|退休|离职|病逝|逝世|去世|离世|退役|牺牲|病故|退居二线")
_WORKS = re.compile(r"^起?[，, ]{0,2}(?:他|她)?$|(?:后|工作|[调转分]\S{2,24})[，, ]{0,2}$")
_JOINS = re.compile("加入|入党|入团")
_LATER = re.compile(r"[，,]\s*(?:以|此|其|之|不久)?后(?:来|又)?$")  # after what the sentence tells, not at its date


class Post(msgspec.Struct, frozen=True):
    """One post of a life. `start`–`end`: the clause, from its date on; `since`/`until` as exact as the words, None where they are silent."""

    start: int
    end: int
    role: str
    body: str | None
    since: str | None
    until: str | None
    now: bool  # the text says that it is held (现任), or it is the last and no leave is told


def lives(book: Book) -> Iterator[Node]:
    """The entries that tell a person's life: their title is a name, and the text begins as lives do."""
    for node in book.nodes:
        if node.level == "entry" and node.title_span and len(node.title) <= 4 and names.is_name(node.title) and _LIFE.search(book.text[node.body[0] : node.body[0] + 120]):
            yield node


def posts(book: Book, node: Node) -> list[Post]:
    """The posts that a life tells, in the order of the text."""
    text, (start, end) = book.text, node.body
    spans = [s for s in dates.find(text, None, start, end) if s.iso]
    found: list[Post] = []
    at = start
    for stop in [*(m.start() for m in _STOP.finditer(text, start, end)), end]:
        found += _of_sentence(text, at, stop, [s for s in spans if at <= s.start < stop])
        at = stop + 1
    if found and not any(p.now for p in found) and not _LEAVES.search(text, found[-1].start, end) and found[-1].since:
        last = found[-1].since
        found = [msgspec.structs.replace(p, now=p.since == last and p.until is None) if p.start == found[-1].start else p for p in found]
    return found


def _of_sentence(text: str, start: int, end: int, spans: list[dates.DateSpan]) -> Iterator[Post]:
    told, now = start, False
    for m in _TAKES.finditer(text, start, end):
        if m.start() < told:
            continue
        until = min((s.start for s in spans if s.start > m.end() and text[s.start - 1] in "，,、（"), default=end)
        items = listed(text, m.end(), until)
        if not items:
            continue
        told = items[-1][1]
        date = None if now else next((s for s in reversed(spans) if s.end <= m.start()), None)
        now = now or m["now"] is not None  # …毕业，现任A，兼任B: B too is told of now
        between = text[date.end : m.start()] if date else ""
        series = m["series"] is not None or (len(items) > 1 and "先后" in text[max(start, m.start() - 6) : m.start()])
        loose = bool(date and ((series and not date.iso_end and (not _WORKS.search(between) or _JOINS.search(between))) or _LATER.search(between)))  # 2月加入…，先后任…: some time after
        since = None if date is None or date.point or loose or now else date.iso
        until_ = date.iso_end if date and not loose else None
        began = date.start if date else max(text.rfind(mark, start, m.start()) for mark in "，,") + 1 or start
        meeting = _AT_MEETING.search(text, start, m.end())
        work = [w["body"] for w in _PLACE_OF_WORK.finditer(text, began, m.end()) if ends_a_body(w["body"])]
        place = meeting["body"] if meeting else work[-1] if work else None
        last: str | None = None
        for group in _grouped(text, items, series):
            a, b = group[0][0], group[-1][1]
            role = text[a:b]
            own = _placed(body_of(role), last or place)
            last = own or last or place
            body = last if own or is_bare(text[a : group[0][1]]) else None
            first = group is items or a == items[0][0]
            yield Post(max(began, start), b, role, body, since if first or not series or until_ else None, until_, now)


def _placed(body: str | None, before: str | None) -> str | None:
    """A body named by its level only, with the place that the post before it names (`县政府` after `青石县委` → `青石县政府`)."""
    if body and before and body[0] in "区县市省州旗镇乡" and (at := before.find(body[0], 1)) > 0:
        return re.sub("^(?:中共|政协)", "", before[:at]) + body
    return body


def _grouped(text: str, items: list[tuple[int, int, bool]], series: bool) -> list[list[tuple[int, int, bool]]]:
    """Posts held at once under one body are one (`局长、党组书记`); in a row of posts each stands for itself."""
    groups: list[list[tuple[int, int, bool]]] = []
    for item in items:
        if groups and not item[2] and not series and is_bare(text[item[0] : item[1]]):
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups
