"""The desk: what answering needs at hand, and what a question demands of every answer: its place, its time, its named things."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from tongjian.library.asking.evidence import Sentence, Term, candidates, local, squeeze, terms
from tongjian.library.asking.question import Part, Question
from tongjian.library.asking.targets import Target

if TYPE_CHECKING:
    from tongjian.library.searching import Searcher

PLANNED = re.compile(r"目标|计划|预计|将|预期|规划|拟|力争")
_YEAR = re.compile(r"(?:19|20)\d{2}年?(?:度|底|末)?")
PART_OF_REGION = re.compile(r"镇|乡|街道|村|社区|园区|公司|学校|中学|小学|幼儿园|医院")
_PLACE = re.compile(r"(?:^|\n)[区县市省州]?[到在和与对向从由]?((?:(?![哪个几些各某该每全本我])[\u4e00-\u9fff]){1,3}?(?:县|镇|乡|街道)(?![长委级])|(?:(?![哪个几些各某该每全本我])[\u4e00-\u9fff]){2,3}?(?:(?<![城超夜股上贸都门集])市|(?<![小社园校景片库灾山街城郊湾商特新林港矿厂辖地护发范业])区))")
_NO_PLACE = frozenset("乡镇 城镇 各镇 某镇 某县 该镇 该县 村镇 全镇 全县 全乡 各县 区县 市县 街镇 各乡 城乡 家乡 故乡 社区 小区 园区 辖区 城区 地区".split())
_THING = re.compile(
    r"([\u4e00-\u9fff]{1,2})(公园|大桥|隧道|立交|医院|中学|小学|大学|学校|学院|公司|集团|银行|支行|图书馆|博物馆|文化馆|档案馆|古镇|温泉|商圈|音乐厅|广场|步道|污水处理厂|水厂|幼儿园|剧院|体育馆|陵园|寺|水库)"
)
_NO_THING = re.compile(r"哪|几|些|个|所|各|该|本|这|全|有|家|些|条|类|办|的|在|和|与|区|市|县")


_BODY = r"[\u4e00-\u9fff]{1,8}?(?:局|委|办|法院|检察院|联合会|协会|馆|中心|支队|党校)"


class Found(msgspec.Struct, frozen=True):
    """A place that may answer a part, and how well."""

    target: Target
    cover: float
    score: float
    own: float = 0.0  # cover by the nearest words alone


class Desk(msgspec.Struct, frozen=True):
    """What answering needs at hand."""

    searcher: Searcher
    question: Question
    regions: frozenset[str]
    years: dict[str, int | None]  # book → year that its matter is about
    versions: list[str]  # of the books that are asked
    sentences: tuple[Sentence, ...]

    def about(self, part: Part) -> Desk:
        """The desk with the sentences for one part."""
        return msgspec.structs.replace(self, sentences=tuple(candidates(self.searcher, part.content, self.versions, self.question.years, places_in(self, part.content))))

    def local(self, content: str) -> str:
        """Words without the name of the book's own region."""
        return local(content, self.regions)

    def terms(self, content: str, scale: float = 1.0) -> list[Term]:
        if len(re.sub(r"[省市区县州旗的\n]", "", local(content, self.regions))) <= 1:
            return terms(self.searcher, content, (), scale)  # the region itself is asked about
        return terms(self.searcher, content, self.regions, scale)


def places_named(desk: Desk) -> list[str]:
    """Places that the question names beside the book's own region: an answer must be of them."""
    return places_in(desk, desk.question.text)


def places_in(desk: Desk, words: str) -> list[str]:
    """Places that words of a question name beside the book's own region."""
    return list(_places_in(words, desk.regions))


@lru_cache(maxsize=512)
def _places_in(words: str, regions: frozenset[str]) -> tuple[str, ...]:
    found = [m[1] for m in _PLACE.finditer(local(_YEAR.sub("\n", words), regions))]
    return tuple(name for name in found if len(name) > 1 and name[0] not in "区县市省州" and name not in _NO_PLACE and not any(name in region or region.endswith(name) for region in regions))


def things_named(desk: Desk) -> list[re.Pattern[str]]:
    """What an answer must name: works and bodies that the question is about, by the end of their names, with two or three characters between at most
    (青江大桥, 青江公路大桥); grades and ordinals (二级, 第五届); the numbers of documents and every other number of the question."""
    content = desk.local(desk.question.content)
    found = [m for stretch in content.split("\n") for m in _THING.finditer(stretch)]
    named = [re.compile(f"{m[1]}\\w{{0,3}}{m[2]}") for m in found if not _NO_THING.search(m[1])]
    documents = document_numbers(desk.question)
    named += [re.compile(re.escape(number)) for number in documents]
    rest = content if not documents else ""
    named += [_ordinal(m[1], m[2]) for m in _GRADE.finditer(rest)]
    named += [re.compile(rf"(?<![a-z\d]){re.escape(code.lower())}(?![a-z\d])") for code in _CODE.findall(rest)]
    return named + [re.compile(rf"(?<![\d.]){re.escape(number)}(?![\d.])") for number in numbers_named(desk)]


def numbers_named(desk: Desk) -> list[str]:
    """The numbers of a question that are no years, days, ordinals or numbers of documents."""
    return [] if document_numbers(desk.question) else _NUMBER.findall(_GRADE.sub("", desk.local(desk.question.content)))


_GRADE = re.compile(r"(?<![一二三四五六七八九十\d])([一二三四五六七八九十]{1,3}|\d{1,3})(级|等奖|期|届|批|号线|中学|中)")
_CODE = re.compile(r"(?<![A-Za-z\d])(?:\d+[A-Za-z]+\d*|[A-Za-z]+\d+)(?![A-Za-z\d])")  # 5G, H16
_NUMBER = re.compile(r"(?<![A-Za-z\d.])\d+(?:\.\d+)?(?![A-Za-z\d])")
_DOCUMENT = re.compile(r"[〔\[(]((?:19|20)\d{2})[〕\])](\d+)号")


def document_numbers(question: Question) -> list[str]:
    """The numbers of documents that a question names, as the index sees them: 〔2024〕3号 → 20243号."""
    return [f"{m[1]}{m[2]}号" for m in _DOCUMENT.finditer(question.text)]


def _ordinal(number: str, of: str) -> re.Pattern[str]:
    """A grade or ordinal in figures or in Chinese: 第五届, 第5届."""
    small = "零一二三四五六七八九十"
    other = small[int(number)] if number.isdigit() and 0 < int(number) <= 10 else str(small.index(number)) if number in small else number
    return re.compile(rf"(?<![一二三四五六七八九十\d])(?:{number}|{other}){of}")


def is_about(sentence: Sentence, content: str, desk: Desk) -> bool:
    """Whether the question names what the sentence's entry, section or signature is of."""
    p = sentence.passage
    for title in {p.title, *p.path[1:], p.byline or ""}:
        words = squeeze(desk.local(title)).replace(" ", "")
        if len(words) >= 3 and (words in content or (len(words) >= 5 and words[1:] in content)):
            return True
    return False


def of_whole_region(desk: Desk) -> bool:
    """Whether the question asks of the whole region and names no part of it."""
    text = desk.question.text
    for region in desk.regions:
        if region in text and not PART_OF_REGION.search(text.replace(region, "")) and not re.search(region + _BODY, text):
            return True
    return bool(re.search(r"全[区县市省州旗]", text)) and not PART_OF_REGION.search(text)


def on_day(desk: Desk, target: Target) -> bool:
    """Whether a place tells of one of the days or months that the question names."""
    events = [e["date"] for e in target.sentence.passage.records.get("events", ()) if e["start"] < target.end and e["end"] > target.start]
    text = target.sentence.text
    for month, day in desk.question.days:
        words = f"{month}月{day}日" if day else f"{month}月"
        if re.search(rf"(?<!\d){words}", text) or any(date[5:7] == f"{month:02d}" and (day is None or date[8:10] == f"{day:02d}") for date in events):
            return True
    return False


def in_time(desk: Desk, target: Target, year: int | None) -> bool:
    """Whether a figure is of the year asked, or of the book's own where none is."""
    asked = desk.question.years
    headed = {int(y) for y in re.findall(r"((?:19|20)\d{2})年", target.sentence.passage.title)}
    if headed and year and min(headed) > year and not headed & set(asked):
        return False  # next year's plans
    told = {int(y) for y in re.findall(r"(?:19|20)\d{2}", target.period or "")}
    if asked and year in asked and target.future and not any(f"{y}年" in target.sentence.text for y in asked) and not PLANNED.search(desk.question.text):
        return False  # what is to come is not of the year that is told
    if asked:
        if told:
            return bool(told & set(asked))
        return year in asked or any(str(y) in target.sentence.text for y in asked)
    return True
