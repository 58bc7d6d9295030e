"""Places: towns, streets, communities and villages that the book names, each with the place it lies in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from tongjian.book import Book
from tongjian.extract.context import NUMBERED_TITLE, Paragraph, paragraphs
from tongjian.extract.registry import extractor
from tongjian.language import numerals

_HAN = r"[\u4e00-\u9fff]"
_SUFFIX = re.compile(rf"(?P<stem>{_HAN}{{1,5}}?)(?P<kind>街道|社区|镇|乡|村)$")
_TOWNS = frozenset({"镇", "乡", "街道"})
# 辖石盘、松坪2个村: the figure says how many names the list must have
_COUNTED = re.compile(r"(?P<more>等)?(?P<n>\d{1,3}|[两二三四五六七八九十]{1,3})个?(?P<kind>镇|乡|街道|社区|行政村|建制村|村|居委会|村委会)(?!级|办|民|集体)")
_LIST = re.compile(rf"{_HAN}{{2,12}}(?:[、和及]{_HAN}{{2,6}})+$")
_LISTED_RUN = re.compile(rf"(?:{_HAN}|、)+$")
_LONG = 400  # characters that a list of names may take
# 临江街道：平安社区、松坪社区；高桥镇：石盘村
_BY_TOWN = re.compile(rf"(?P<town>{_HAN}{{2,5}}?(?:镇|乡|街道))[：:](?P<list>{_HAN}{{1,6}}(?:社区|村)(?:[、和及]{_HAN}{{1,6}}(?:社区|村)){{0,80}})")
# 临江街道、高桥镇和跳山镇
_NAMED = re.compile(rf"{_HAN}{{2,5}}?(?:街道|社区|镇|乡|村)(?:[、和及]{_HAN}{{2,5}}?(?:街道|社区|镇|乡|村)){{2,80}}(?![民级])")
_WITHIN = re.compile(rf"(?P<town>{_HAN}{{2,4}}?(?:镇|乡|街道))(?P<name>{_HAN}{{2,4}}?(?:社区|村))(?![民级委干务])")
_ALONE = re.compile(
    rf"(?:(?<=[，。；：、“”（）《》\s在到对为由与和于赴是区县市旗])|^)(?![在到对为由与和及于赴即有是原各全该本从将被把])(?P<name>{_HAN}{{2,4}}(?:街道|社区|镇|乡|村))(?=[，。；：、“”（）\s和与等的]|党委|党支部|居委会|村委会|人民政府|办事处|全年|开展|辖区|位于)"
)
_FILLER = re.compile(r"^(?:下辖|管辖|划出|辖区?|包括|涉及|其中|以及|分别为|分布在|来自|位于|组织|指导|撤销|成立|设立|授予|源于|分属|原|撤|设|织|即|含|为|在|对|将|由|有|是|和|及|与|按|从|到|向)+")
_DISTRICT = re.compile(rf"{_HAN}{{1,4}}?[区县旗](?={_HAN}{{2,}})")  # 临河县高桥镇
_FIRST = re.compile(r"^.*(?:辖|即|[现共设区县市镇乡道]有|[在对为到含是将由](?!社区|街道))(?=..)")  # what stands before the first name of a list
_GENERIC = re.compile(
    r"示范|文明|农业|农村|行政|建制|自然|涉农|美丽|宜居|试点|城[市镇乡]?$|城中|古$|小$|副$|特色|重点|中心|平安|智慧|未来|绿色|数字|和美|和谐|无讼|健康|卫生|明星|全国|全市|全区|全县|全省|[各全本该某个名每]|新增|实现|开展|辖区|街道|社区|所属|有关|相关|部分|基层|老旧|试验|"
    r"第.|年|所有|完成|移民|贫困|脱贫|先进|优秀|模范|乡$|镇$|村、|住房|参与|推进|加强|建制|深入|^[老新]$|^驻|推进|走进"
)
_HEAD = re.compile(r"^(?:乡镇|镇街|镇、街道|镇（街道）|街道|社区|行政村|村|村庄|村（社区）|社区（村）)(?:名称?)?$")
_SUM = re.compile(r"合计|总计|小计|平均|^全[区县市]")
_OFTEN = 2  # times that a name must stand alone before it is taken without other grounds


class Locality(msgspec.Struct, frozen=True):
    """A town, street, community or village, cited at its first mention. `parent`: the town or district it lies in, as far as the book says."""

    start: int
    end: int
    name: str
    kind: str  # 镇, 乡, 街道, 社区 or 村
    parent: str | None


@dataclass(slots=True)
class _Draft:
    start: int
    end: int
    sure: bool = False
    alone: int = 0
    parents: Counter[str] = field(default_factory=Counter)


@extractor("places")
def places(book: Book) -> list[Locality]:
    """The places of lists, tables, headings and prose, one record a place, in the order of first mention."""
    drafts: dict[str, _Draft] = {}

    def note(name: str, start: int, parent: str | None, sure: bool) -> None:
        draft = drafts.setdefault(name, _Draft(start, start + len(name)))
        if start < draft.start:
            draft.start, draft.end = start, start + len(name)
        draft.sure, draft.alone = draft.sure or sure, draft.alone + (not sure)
        if parent and parent != name:
            draft.parents[parent] += 1 + sure

    for name, start, parent in [*_of_headings(book), *_of_tables(book)]:
        note(name, start, parent, True)
    for paragraph in paragraphs(book):
        town = _town_of(book, paragraph.entry)
        for name, start, parent, sure in _of_prose(book, paragraph, town):
            note(name, start, parent, sure)
    kept = {n: d for n, d in drafts.items() if d.sure or (d.alone >= _OFTEN and not any(n != other and n.endswith(other) for other in drafts))}
    found = []
    for name, draft in kept.items():
        kind = _SUFFIX.search(name)
        above = next((p for p, _ in draft.parents.most_common() if p in kept or p.endswith(("区", "县", "市", "旗"))), None)
        if kind is not None:
            found.append(Locality(draft.start, draft.end, name, kind["kind"], above or (book.region if kind["kind"] in _TOWNS else None)))
    return sorted(found, key=lambda p: (p.start, p.end))


def is_place(name: str) -> bool:
    """Whether a word with its suffix can be the name of one town, street, community or village."""
    parts = _SUFFIX.fullmatch(name)
    return parts is not None and len(parts["stem"]) >= 2 and not _GENERIC.search(parts["stem"])


def _town_of(book: Book, node: int) -> str | None:
    """The town or street whose section holds a node."""
    for i in reversed([*book.ancestors(node), node]):
        title = NUMBERED_TITLE.sub("", book.nodes[i].title)
        parts = _SUFFIX.fullmatch(title)
        if parts and parts["kind"] in _TOWNS and is_place(title):
            return title
    return None


def _of_headings(book: Book) -> Iterator[tuple[str, int, str | None]]:
    for node in book.nodes:
        title = NUMBERED_TITLE.sub("", node.title)
        if node.title_span and node.level == "section" and is_place(title):
            yield title, node.title_span[1] - len(title), book.region


def _of_tables(book: Book) -> Iterator[tuple[str, int, str | None]]:
    """The cells of a column that is headed by a word for places (乡镇名称, 村名)."""
    for table in book.tables:
        if table.scrambled or not table.rows:
            continue
        heads = [re.sub(r"\s", "", book.text[c.start : c.end]) for row in table.rows[: max(table.header, 1)] for c in row[:1]]
        kind = next((h for h in heads if _HEAD.match(h)), None)
        if kind is None:
            continue
        title = book.text[table.title[0] : table.title[1]] if table.title else ""
        node = book.entry_at(table.start)
        town = next((m[0] for m in re.finditer(rf"{_HAN}{{2,4}}?(?:镇|乡|街道)", re.sub(r"\d{4}年", "", title)) if is_place(m[0])), None) or (_town_of(book, node) if node is not None else None)
        only = "村" if re.match(r"行政村|村[名庄]?", kind) and "社区" not in kind else "社区" if kind.startswith("社区") and "村" not in kind else ""
        for row in table.rows[max(table.header, 1) :]:
            words = book.text[row[0].start : row[0].end] if row else ""
            name = words if _SUFFIX.fullmatch(words) else words + only
            if 2 <= len(words) <= 7 and not _SUM.search(words) and is_place(name):
                small = name.endswith(("村", "社区"))
                yield name, row[0].start, town if small else book.region


def _of_prose(book: Book, paragraph: Paragraph, town: str | None) -> Iterator[tuple[str, int, str | None, bool]]:
    """(name, start, parent, whether the words around leave no doubt) of the places that a paragraph names."""
    text = book.text
    last = paragraph.start
    for m in _COUNTED.finditer(text, paragraph.start, paragraph.end):
        before = _LISTED_RUN.search(text, max(last, m.start() - _LONG), m.start())
        last = m.end()
        listed = _LIST.search(before[0]) if before else None
        if before is None or listed is None:
            continue
        named = list(_items(listed[0], before.start() + listed.start()))
        count = int(m["n"]) if m["n"].isdigit() else numerals.parse(m["n"].replace("两", "二"))
        if count != len(named) and not (m["more"] and count is not None and count > len(named)):
            continue
        kind = {"行政村": "村", "建制村": "村", "村委会": "村", "居委会": "社区"}.get(m["kind"], m["kind"])
        for word, at in named:
            name = word if word.endswith(kind) or (len(word) > 3 and _SUFFIX.fullmatch(word)) else word + kind
            if is_place(name):
                yield name, at, book.region if name.endswith(("镇", "乡", "街道")) else town, True
    for m in _BY_TOWN.finditer(text, paragraph.start, paragraph.end):
        if is_place(m["town"]):
            yield m["town"], m.start("town"), book.region, True
            yield from ((word, at, m["town"], True) for word, at in _items(m["list"], m.start("list")) if _SUFFIX.fullmatch(word))
    for m in _NAMED.finditer(text, paragraph.start, paragraph.end):
        named = [(word, at) for word, at in _items(m[0], m.start()) if is_place(word)]
        for word, at in named:
            district = _DISTRICT.match(word)
            if district is None:
                yield word, at, book.region if word.endswith(("镇", "乡", "街道")) else town, len(named) > 2
            elif len(district[0]) > 2 and is_place(word[district.end() :]):
                yield word[district.end() :], at + district.end(), district[0], len(named) > 2
    for m in _WITHIN.finditer(text, paragraph.start, paragraph.end):
        above = _FILLER.sub("", m["town"])
        if is_place(above) and is_place(m["name"]):
            yield m["name"], m.start("name"), above, False
    for m in _ALONE.finditer(text, paragraph.start, paragraph.end):
        if is_place(m["name"]) and not _FILLER.match(m["name"]):
            yield m["name"], m.start("name"), town if m["name"].endswith(("村", "社区")) else book.region, False


def _items(words: str, start: int) -> Iterator[tuple[str, int]]:
    at = start
    for n, part in enumerate(re.split("([、和及])", words)):
        if part not in ("、", "和", "及"):
            word = _FILLER.sub("", _FIRST.sub("", part) if n == 0 else part)
            if word:
                yield word, at + len(part) - len(word)
        at += len(part)
