"""Events: what happened when, from the chronicle and from dated sentences of prose."""

from __future__ import annotations

import re

import msgspec

from tongjian.book import Book
from tongjian.extract.context import Paragraph, paragraphs
from tongjian.extract.registry import extractor
from tongjian.language import dates

_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
_DATED = re.compile(r"[，,、；]")
_WHERE = re.compile(r"(?:在|于|赴|到)([\u4e00-\u9fff“”（）A-Za-z0-9]{2,24}?(?:省|市|区|县|镇|乡|街道|村|社区|厅|馆|中心|广场|公园|学校|中学|小学|大学|医院|会议室|剧院|礼堂|基地|园区|码头|站|公司|楼|湾|厂|酒店|宾馆))(?=举行|召开|开幕|闭幕|开展|举办|演出|开演|挂牌|成立|落成|调研|考察|视察|检查|签约|，|。|$)")
_WHO = re.compile(r"^(?:，)?([\u4e00-\u9fff（）“”、·]{2,40}?)(?=召开|举行|举办|开展|印发|出台|发布|获|被|荣获|到|来|赴|在|与|率|深入|主持|出席|组织|启动|成立|完成|通过|签订|签署|命名|授予|调研|视察|正式|接待|承办|联合|表彰|评为|下发|实施)")
_FESTIVALS = {"元旦": "01-01", "“三八”": "03-08", "三八国际": "03-08", "植树节": "03-12", "“五一”": "05-01", "“五四”": "05-04", "“六一”": "06-01", "“七一”": "07-01", "“八一”": "08-01", "教师节": "09-10", "国庆节": "10-01", "“十一”": "10-01"}


class Event(msgspec.Struct, frozen=True):
    """One event of the machine contract. `date` is as exact as the words."""

    start: int
    end: int
    date: str
    date_end: str | None
    what: str
    who: tuple[str, ...]
    where: str | None


@extractor("events")
def events(book: Book) -> list[Event]:
    """Dated happenings, in the order of the text."""
    found: list[Event] = []
    month: int | None = None
    day: int | None = None
    for paragraph in paragraphs(book):
        node = book.nodes[paragraph.entry]
        if paragraph.kind in ("namelist", "honours", "docindex", "table", "figure", "frontmatter", "speech", "report"):
            continue
        if paragraph.kind == "chronicle":
            section = re.search(r"(\d{1,2})月$", paragraph.section)
            if section and (month is None or int(section[1]) != month):
                month, day = int(section[1]), None
            made, month, day = _chronicle(book, paragraph, node.title_span, month, day)
            found.extend(made)
        else:
            found.extend(_prose(book, paragraph))
    return found


def _chronicle(book: Book, paragraph: Paragraph, title: tuple[int, int] | None, month: int | None, day: int | None) -> tuple[list[Event], int | None, int | None]:
    start = title[0] if title and title[1] <= paragraph.start + 1 and title[0] <= paragraph.start else paragraph.start
    spans = dates.find(book.text, paragraph.year, start, paragraph.end, month, day)
    if not spans or spans[0].start - start > 2 or spans[0].iso is None:
        return [], month, day
    events = [_event(book, spans[0], start, paragraph.end)]
    for span in spans[1:]:
        if span.iso and span.start and book.text[span.start - 1] in "。；" and len(span.iso) >= 7:
            stop = book.text.find("。", span.end, paragraph.end)
            events.append(_event(book, span, span.start, paragraph.end if stop < 0 else stop + 1))
    first = spans[0].iso
    if len(first) >= 7:
        month = int(first[5:7])
        day = int((spans[0].iso_end or first)[8:10]) if len(first) == 10 and len(spans[0].iso_end or first) == 10 else day
    return events, month, day


def _prose(book: Book, paragraph: Paragraph) -> list[Event]:
    text = book.text
    found: list[Event] = []
    month: int | None = None
    for match in _SENTENCE.finditer(text, paragraph.start, paragraph.end):
        start, end = match.span()
        spans = [s for s in dates.find(text, paragraph.year, start, end, month) if s.iso]
        used: set[str] = set()
        for span in spans:
            month = int(span.iso[5:7]) if span.iso and len(span.iso) >= 7 else month
            before, after = text[max(span.start - 1, 0)], text[span.end : span.end + 1]
            if before in "比较《“〔（至—第" or after in "》”〕" or span.words in ("上年", "去年", "全年", "年内", "当年", "是年"):
                continue
            if span.iso is None or span.iso in used:
                continue
            at_head = span.start == start or before in "，。；、：）于在自从至"
            if len(span.iso) == 4 and (not at_head or span.start != start or _figures_only(text[span.end : end])):
                continue
            used.add(span.iso)
            found.append(_event(book, span, start if span.start - start < 30 else span.start, end))
        if not spans:
            for words, iso in _FESTIVALS.items():
                if words in text[start:end] and paragraph.year and re.search(re.escape(words) + r".{0,12}(?:开展|举办|举行|慰问|活动)|(?:庆祝|迎|开展|举办)[^，]{0,6}" + re.escape(words), text[start:end]):
                    found.append(Event(start, end, f"{paragraph.year}-{iso}", None, text[start:end].rstrip("。"), (), None))
                    break
    return found


def _figures_only(text: str) -> bool:
    """Whether a clause tells figures of the year rather than a happening."""
    return len(re.findall(r"\d+(?:\.\d+)?(?:%|[亿万]?元|亿|个百分点)", text)) >= 2


def _event(book: Book, span: dates.DateSpan, start: int, end: int) -> Event:
    what = book.text[span.end : end].lstrip("，、,：").rstrip("。")
    if span.start > start:
        what = (book.text[start : span.start] + what).strip("，、")
    who = _WHO.match(book.text[span.end : end].lstrip("，"))
    where = _WHERE.search(book.text, span.end, end)
    names = tuple(w for w in re.split(r"[、]", who[1]) if 2 <= len(w) <= 24) if who else ()
    return Event(start, end, span.iso or "", span.iso_end, what[:200], names, where[1] if where else None)
