"""Dates: that exist, fit their weekday, run forward, last as long as is said, and lie before the book was closed (R26, R102)."""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from collections.abc import Iterator

from tongjian.check.context import Context
from tongjian.check.finding import Finding, Related, Relation
from tongjian.check.registry import Rule, check, declare, relate
from tongjian.language import dates, numerals
from tongjian.language.dates import DateSpan

SOURCE = "trade rules R26, R102"
declare(Rule("DAT101", "日期不存在", "there is no such date", "error", SOURCE, ("2024年2月30日，召开全区工作会议。", "全年开展检查。6月31日，完成验收。"), ("2024年2月29日，召开全区工作会议。", "完成比例为2.30。")))
declare(Rule("DAT102", "星期与日期不符", "the weekday does not fit the date", "error", SOURCE, ("2024年5月1日星期五，举办义诊。", "2024年5月1日（星期五），举办义诊。"), ("2024年5月1日星期三，举办义诊。",)))
declare(Rule("DAT103", "起止日期颠倒", "a range of dates runs backward", "error", SOURCE, ("9月25日至20日，举办展览。", "2024年9月至3月，开展整治。"), ("9月20日至25日，举办展览。", "2023年11月至2024年3月，开展整治。", "9月25日至次年1月20日，举办展览。")))
declare(Rule("DAT104", "大事记次序颠倒", "the chronicle goes back in time", "warning", SOURCE, (), (), whole_book=True))
declare(
    Rule(
        "DAT105", "起止日期与所说的时长不符", "a range of dates is not as long as is said", "warning", SOURCE,
        ("9月20日至25日，举办为期9天的展览。", "11月20日，提前51天完成全年任务。", "2019—2021年连续四年获评先进单位。", "自2021年以来，青石中学连续六年获评先进单位。"),
        ("9月20日至25日，举办为期6天的展览。", "9月20日至25日，举办为期5天的展览。", "11月20日，提前41天完成全年任务。", "2019—2021年连续三年获评先进单位。", "自2021年以来，青石中学连续四年获评先进单位。"),
    )
)  # fmt: skip
declare(
    Rule(
        "DAT108", "生卒年与年龄不符", "years of birth and death disagree with the age", "warning", SOURCE,
        ("李明德生于1925年，1998年5月病逝，享年83岁。",), ("李明德生于1925年，1998年5月病逝，享年73岁。", "李明德，1925年生，1998年病逝，享年74岁。"),
    )
)  # fmt: skip
declare(
    Rule(
        "DAT109", "周年数与年份不符", "an anniversary does not fit its year", "warning", SOURCE,
        ("2024年，举办庆祝中华人民共和国成立78周年歌咏会。", "青石公司成立于1991年5月。2024年5月，举行公司成立30周年庆典。"),
        ("2024年，举办庆祝中华人民共和国成立75周年歌咏会。", "2024年12月，筹备庆祝新中国成立76周年活动。", "青石公司成立于1991年5月。2024年5月，举行公司成立33周年庆典。"),
    )
)  # fmt: skip
declare(
    Rule(
        "DAT106", "日期晚于本卷下限", "a date lies behind the book's closing", "warning", SOURCE + "; the edition year is taken from the book",
        (), (), whole_book=True,
    )
)  # fmt: skip
declare(Rule("DAT107", "“是日”“是月”没有所指", "是日 or 是月 has nothing to point at", "warning", SOURCE, (), (), whole_book=True))
_ITEM = re.compile(r"(?:(?P<m>\d{1,2})月)?(?P<d>\d{1,2})(?:[—–~～\-、至和]+(?:\d{1,2}月)?\d{1,2})?日")
_SPAN = re.compile(r"(?:为期|历时|持续|共|连续|前后)(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})(?P<unit>天|日|个月|年)")
_YEARS = re.compile(r"(?P<a>(?:19|20)\d{2})(?:年)?[—–\-~～至](?P<b>(?:19|20)\d{2})年?，?[^，。；\d]{0,8}?连续(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,2})年")
_SINCE = re.compile(r"[自从](?P<y>(?:19|20)\d{2})年(?:以来|开始|起)?，?[^，。；\d]{0,20}?连续(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,2})年")
_BEGAN = re.compile(
    r"(?P<y>(?:19|20)\d{2})年(?:(?P<m>\d{1,2})月)?(?:\d{1,2}日)?(?:(?!\d{4}年)[^。；]){0,30}?(?:启动|开工|动工|开始|开展|实施|奠基|立项|兴建)(?:(?!\d{4}年)[^。；]){0,24}?(?P<word>历时|持续|建设周期|建设期|工期|周期)(?:为|约|近)?(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})(?P<unit>年|个月)(?![\u4e00-\u9fff]?度)"
)
_AHEAD = re.compile(r"提前(?P<n>\d{1,3})天(?:超额)?(?:完成|实现)[^，。；]{0,6}(?:全年|年度)")
_BORN = re.compile(r"生于(?P<a>(?:18|19|20)\d{2})年|(?P<b>(?:18|19|20)\d{2})年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:出生|生(?=[，。于]))")
_DIED = re.compile(r"(?P<year>(?:18|19|20)\d{2})年(?:(?!\d{4}年)[^。]){0,40}?(?:逝世|病逝|去世|牺牲|病故|遇害|就义|殉职)[^。]{0,12}?(?:享年|终年|时年|年仅|年)(?P<age>\d{1,3})岁")
_JUBILEE = re.compile(r"(?P<what>[\u4e00-\u9fff]{2,12}?)(?P<n>\d{1,4}|[一二三四五六七八九十百]{1,5})周年")
_FOUNDED = re.compile(r"(?:成立|始建|创建|创办|组建|建立|设立)于(?P<year>(?:18|19|20)\d{2})年")
_AGO = {  # what the whole country counts from
    "建党": 1921, "共产党成立": 1921, "建军": 1927, "新中国成立": 1949, "共和国成立": 1949, "建国": 1949, "国庆": 1949, "建团": 1922, "青年团成立": 1922,
    "五四运动": 1919, "辛亥革命": 1911, "抗日战争胜利": 1945, "抗战胜利": 1945, "改革开放": 1978, "香港回归": 1997, "澳门回归": 1999,
}  # fmt: skip
_PLAN = re.compile(r"计划|预计|将|拟|到$|至$|前$|规划|目标|力争|有效期|期限|截止|届满|任期|合同|租期")


def _spans(context: Context) -> list[tuple[int, int, list[DateSpan]]]:
    return context.once(_make_spans)


def _make_spans(context: Context) -> list[tuple[int, int, list[DateSpan]]]:
    """The dates of every paragraph of prose, with its bounds."""
    text = context.book.text
    return [(p.start, p.end, dates.find(text, p.year, p.start, p.end)) for p in context.paragraphs]


def _is_date(text: str, d: DateSpan, start: int) -> bool:
    """Whether the words are a date, not a decimal (`2.3日`), a memorial (`“2·28日”`) or the tail of a number."""
    before = text[max(start, d.start - 1) : d.start]
    return not before or not re.match(r"[“.\d·•]", before)


@check("DAT101", "DAT102", "DAT103")
def calendar(context: Context) -> Iterator[Finding]:
    """Every date of the prose against the calendar."""
    text = context.book.text
    for start, _, found in _spans(context):
        for d in found:
            if not _is_date(text, d, start):
                continue
            if not d.possible:
                yield Finding("DAT101", "error", 0.95, f"“{d.words}”：历法里没有这一天", "there is no such day", d.start, d.end, (), None, SOURCE, d.words, "无此日", d.words)
            elif d.weekday_ok is False:
                day = datetime.date.fromisoformat(d.iso or "")
                right = "星期" + "一二三四五六日"[day.weekday()]
                yield Finding("DAT102", "error", 0.92, f"“{d.words}”：那天是{right}", f"that day was {day:%A}", d.start, d.end, (), right, SOURCE, d.iso, right, d.words)
            elif d.iso and d.iso_end and len(d.iso) == len(d.iso_end) and d.iso_end < d.iso and not re.search(r"次年|翌年|第二年", text[d.start : d.end + 2]):
                printed = re.findall(r"(?:19|20)\d{2}", d.words)
                wraps = d.iso[5:7] >= "07" and d.iso_end[5:7] <= "06" and len(printed) < 2 and not re.search(r"年", d.words)
                if not wraps:
                    yield Finding("DAT103", "error", 0.85, f"“{d.words}”：止日早于起日", "the end is before the beginning", d.start, d.end, (), None, SOURCE, f"{d.iso}<={d.iso_end}", d.iso_end, d.iso)


@check("DAT104", "DAT107", whole_book=True)
def order(context: Context) -> Iterator[Finding]:
    """Items of the chronicle run forward; 是日 and 是月 have a day and a month before them."""
    book = context.book
    for index, node in enumerate(book.nodes):
        if node.level != "section" or node.kind != "chronicle":
            continue
        head = re.search(r"(\d{1,2})月$", re.sub(r"\s", "", node.title))
        month = int(head[1]) if head else None
        last: tuple[tuple[int, int], int] | None = None
        for child in book.children.get(index, []):
            item = book.nodes[child]
            span = item.title_span or (item.start, item.start + 2)
            title = re.sub(r"\s", "", item.title)
            if re.match(r"[是该同当]日", title):
                if last is None:
                    yield Finding("DAT107", "warning", 0.75, f"“{title}”之前没有日期", "no day stands before it", *span, (), None, SOURCE, "是日", "无", title)
                continue
            found = _ITEM.match(title)
            if not found or not (found["m"] or month):
                continue
            day = (int(found["m"] or month or 0), int(found["d"]))
            if last is not None and day < last[0]:
                other = book.nodes[last[1]]
                place = other.title_span or (other.start, other.start + 2)
                shown, before = f"{day[0]}月{day[1]}日", f"{last[0][0]}月{last[0][1]}日"
                yield Finding("DAT104", "warning", 0.72, f"{shown}排在{before}之后", f"{shown} stands behind {before}", *span, (Related(*place),), None, SOURCE, f"{before}<={shown}", shown, before)
            last = (day, child)


@relate("DAT108")
def ages(context: Context) -> Iterator[Relation]:
    """Born, died, aged: within a year either way, as years are counted from birth or from one."""
    text = context.book.text
    for start, end, _ in _spans(context):
        died = _DIED.search(text, start, end)
        born = _BORN.search(text, start, died.start()) if died else None
        if not died or not born or _BORN.search(text, born.end(), died.start()):
            continue
        age = int(died["year"]) - int(born["a"] or born["b"])
        n = int(died["age"])
        yield _length("DAT108", f"{died['year']}-{born['a'] or born['b']}", age, n, abs(n - age) <= 1, born.start(), died.end())


@relate("DAT109")
def anniversaries(context: Context) -> Iterator[Relation]:
    """`建党100周年`, `公司成立30周年`: the year of the text less the year of founding, which all know or the entry tells; next year's is told ahead."""
    text = context.book.text
    for p in context.paragraphs:
        entry: tuple[int, int] | None = None
        for m in _JUBILEE.finditer(text, p.start, p.end):
            begin = next((y for words, y in _AGO.items() if m["what"].endswith(words)), None)
            start = m.start()
            if begin is None and re.search(r"(?:成立|创建|创办|组建|建[校院馆厂站社])$", m["what"]):
                if entry is None:
                    node = context.book.nodes[context.book.entry_at(p.start) or 0]
                    entry = (node.start, node.end)
                told = list(_FOUNDED.finditer(text, *entry))
                if len(told) == 1:
                    begin, start = int(told[0]["year"]), min(told[0].start(), m.start())
            n = _integer("一百" if m["n"] == "百" else m["n"])
            years = [int(y) for y in re.findall(r"(?<!\d)((?:19|20)\d{2})年", text[max(p.start, m.start() - 60) : m.start()]) if int(y) != begin]
            year = years[-1] if years else p.year
            if begin is None or n is None or year is None or not n or (begin > 2000 and n > 40):
                continue
            age = year - begin
            recalled = not years and (n == age - 1 or (n < age and p.kind in ("speech", "report")))  # a report may look back on years
            holds = n in (age, age + 1) or recalled
            yield _length("DAT109", f"{year}-{begin}", age, n, holds, start if m.end() - start < 260 else m.start(), m.end())


@relate("DAT105")
def lasting(context: Context) -> Iterator[Relation]:
    """`9月20日至25日 … 为期6天`; `提前41天完成全年任务`; `2019—2021年连续三年`."""
    text = context.book.text
    for start, end, found in _spans(context):
        for m in _YEARS.finditer(text, start, end):
            n = _integer(m["n"])
            years = int(m["b"]) - int(m["a"]) + 1
            if n is not None and years > 0:
                yield _length("DAT105", f"{m['b']}-{m['a']}+1", years, n, n == years, m.start(), m.end())
        for m in _AHEAD.finditer(text, start, end):
            day = next((d for d in reversed(found) if d.end <= m.start() and d.iso and len(d.iso) == 10), None)
            if day is not None and m.start() - day.end <= 90 and "。" not in text[day.end : m.start()]:
                date, begin = datetime.date.fromisoformat(day.iso or ""), day.start
            else:  # an item of the chronicle: its title is its day
                item = context.book.nodes[context.book.entry_at(start) or 0]
                title = _ITEM.match(re.sub(r"\s", "", item.title)) if item.kind == "chronicle" else None
                if not title or not title["m"] or "。" in text[start : m.start()]:
                    continue
                month_of, day_of = int(title["m"]), int(title["d"])
                if not 1 <= month_of <= 12 or not 1 <= day_of <= monthrange(2001, month_of)[1]:
                    continue  # no such day, which another rule tells
                date, begin = datetime.date(2001, month_of, day_of), start
            left = (datetime.date(date.year, 12, 31) - date).days
            n = int(m["n"])
            month = monthrange(date.year, date.month)[1]
            yield _length("DAT105", f"{month}-{date.day}+{left - month + date.day}", left, n, abs(n - left) <= 1, begin, m.end())
        for d in found:
            if not (d.iso and d.iso_end) or len(d.iso) != len(d.iso_end) or d.iso_end < d.iso:
                continue
            said = _SPAN.search(text, d.end, min(end, d.end + 40))
            if not said or re.search(r"[。；]", text[d.end : said.start()]) or re.search(r"\d", text[d.end : said.start()]):
                continue
            yield from _lasts(d, said)


@relate("DAT105")
def lasted(context: Context) -> Iterator[Relation]:
    """`2018年9月启动…，历时3年`, `2022年3月开工，建设周期24个月`: what lasted has ended by the close of the edition; what is to last may end later."""
    text, closes = context.book.text, context.book.data_year
    for p in context.paragraphs:
        for m in _SINCE.finditer(text, p.start, p.end):
            n, year = _integer(m["n"]), p.year or closes
            if n and year is not None and int(m["y"]) <= year:
                span = year - int(m["y"]) + 1
                if n in (span, span - 1) or (n > span and p.kind not in ("speech", "report")):
                    yield _length("DAT105", f"{year}-{m['y']}+1", span, n, n <= span, m.start(), m.end())
        for m in _BEGAN.finditer(text, p.start, p.end):
            n = _integer(m["n"])
            if not n or closes is None or n > 60 or (m["unit"] == "年" and n > 30):
                continue
            months = n * (12 if m["unit"] == "年" else 1)
            begin = int(m["y"]) * 12 + int(m["m"] or 1) - 1
            end = begin + months
            shown = f"{end // 12}-{end % 12 + 1:02d}" if m["m"] else f"{end // 12}"
            told = m["word"] in ("历时", "持续")
            holds = end // 12 <= closes + 1 or not told or p.kind in ("speech", "report")
            words, stated = f"{m['y']}{'-' + m['m'].zfill(2) if m['m'] else ''}+{n}{m['unit']}", f"{closes}"
            finding = None
            if not holds:
                finding = Finding("DAT105", "warning", 0.65, f"{m['y']}年起{m['word']}{n}{m['unit']}，到{shown}，晚于本卷{closes}年", f"that would last until {shown}", m.start(), m.end(), (), None, SOURCE, words, shown, stated)
            yield Relation("DAT105", words, "<=" if told else "=", shown, stated if told else shown, "0", holds, m.start(), m.end(), (), finding)


def _lasts(d: DateSpan, said: re.Match[str]) -> Iterator[Relation]:
    """A range against its stated length; both ways of counting its ends are right."""
    n = _integer(said["n"])
    if n is None or d.iso is None or d.iso_end is None:
        return
    if len(d.iso) == 10 and said["unit"] in ("天", "日"):
        days = (datetime.date.fromisoformat(d.iso_end) - datetime.date.fromisoformat(d.iso)).days
        yield _length("DAT105", f"{d.iso_end}-{d.iso}", days + 1, n, n in (days, days + 1), d.start, said.end())
    elif len(d.iso) == 7 and said["unit"] == "个月":
        months = (int(d.iso_end[:4]) - int(d.iso[:4])) * 12 + int(d.iso_end[5:7]) - int(d.iso[5:7])
        yield _length("DAT105", f"{d.iso_end}-{d.iso}", months + 1, n, n in (months, months + 1), d.start, said.end())
    elif len(d.iso) == 4 and said["unit"] == "年":
        years = int(d.iso_end) - int(d.iso)
        yield _length("DAT105", f"{d.iso_end}-{d.iso}", years + 1, n, n in (years, years + 1), d.start, said.end())


def _integer(words: str) -> int | None:
    return int(words) if words.isdigit() else numerals.parse(words)


def _length(code: str, words: str, computed: int, stated: int, holds: bool, start: int, end: int) -> Relation:
    finding = None
    if not holds:
        finding = Finding(code, "warning", 0.75, f"按起止算是{computed}，说的是{stated}", f"the dates give {computed}, said {stated}", start, end, (), None, SOURCE, words, str(computed), str(stated))
    return Relation(code, words, "=", str(computed), str(stated), "1", holds, start, end, (), finding)


@check("DAT106", whole_book=True)
def closing(context: Context) -> Iterator[Finding]:
    """A full date behind the end of the edition's year, where the words tell of no plan."""
    book = context.book
    if book.year is None:
        return
    limit = context.profile.closes or f"{book.year}-12-31"
    for start, end, found in _spans(context):
        for d in found:
            if d.iso is None or len(d.iso) != 10 or d.iso <= limit or not re.match(r"(?:19|20)\d{2}年", d.words) or not d.possible:
                continue
            if _PLAN.search(book.text[max(start, d.start - 20) : d.start]) or _PLAN.search(book.text[d.end : min(end, d.end + 8)]):
                continue
            yield Finding("DAT106", "warning", 0.8, f"“{d.words}”在本卷（{book.year}）之后", f"{d.iso} lies behind the edition {book.year}", d.start, d.end, (), None, SOURCE, f"{d.iso}<={limit}", d.iso, limit)
