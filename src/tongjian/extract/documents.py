"""Documents: the document index, document numbers in prose, and documents that a body issued by name."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from tongjian.book import Book
from tongjian.extract.context import Paragraph, full_name, paragraphs
from tongjian.extract.registry import extractor

NUMBER = re.compile(r"[\u4e00-\u9fff]{2,14}[〔［\[（(](?:19|20)\d{2}[〕］\])）]第?\d{1,4}号")
_TITLE = re.compile(r"《((?:[^《》\n]|《[^《》\n]*》){2,120})》")
_ISSUED = re.compile(r"(?:印发|出台|制定|下发|发布|颁布|公布|修订|转发|编制|审议(?:并)?通过)(?:了|并印发|完善)?$")
_ISSUER = re.compile(r"(?:^|[，。；：\n日]|落实|按照|根据|学习|执行)(?P<with>联合|会同)?(?P<who>(?:[\u4e00-\u9fff]{1,12}(?:委|府|局|办|会|院|部|室|大|厅|署)(?:、|和)?){1,3})(?:联合|共同|正式|先后|研究)?(?:印发|出台|制定|下发|发布|颁布|公布|修订|转发|编制)(?:了|并印发)?$")
_LEAD = re.compile(r"^(?:.*(?:根据|按照|依据|贯彻|落实|印发|下发|收到|执行|文件|以|和|及|与|的|《|关于|经|由))(?=.{2,}[〔［\[（(])")
_OF_ITS_TITLE = re.compile(r"(?P<who>(?:[\u4e00-\u9fff]{2,20}(?:委|府|局|办|会|院|部|室|厅|署)、?){1,3})关于")
_COUNTED = re.compile(r"(?:》《[^》]{1,20})*》?等?\d+[期份篇余]")  # 印发《民政信息》131期: a periodical
_OBEYS = re.compile(r"^(?:认真|深入|严格|全面)*(?:贯彻|落实|执行|学习|按照|根据|依据|传达)+")
_OF_FOUR = re.compile(r"(?<=[省市区县州旗]委|政府|人大|政协)(?:机关|办公室|办)$")  # who signs for one of the four bodies
_SERIAL = re.compile(r"\d{1,4}")


class Document(msgspec.Struct, frozen=True):
    """One document (machine contract). `number` is None where the book names a document without its number."""

    start: int
    end: int
    number: str | None
    title: str | None
    issuer: str | None
    also: tuple[tuple[int, int], ...] = ()  # other places of the book that name the same document: spans of the running text


@extractor("documents")
def documents(book: Book) -> list[Document]:
    """The documents of the index and of the prose, in the order of the text; one named in several places once, with its other places in `also`."""
    found = [d for node in book.nodes if node.kind == "docindex" for d in _index(book, *node.body)]
    for paragraph in paragraphs(book):
        if paragraph.kind != "docindex":
            found.extend(_prose(book, paragraph))
    unique = {(d.start, d.end): d for d in found}
    return _joined(sorted(unique.values(), key=lambda d: d.start), book.region)


def _joined(found: list[Document], region: str | None) -> list[Document]:
    """Tellings of one document as one: at the one with its number, else the first, with what the others add."""
    groups: dict[str, list[Document]] = {}
    for n, d in enumerate(found):
        groups.setdefault(_plain(d.title, region) or f"#{n}", []).append(d)
    kept: list[Document] = []
    for group in groups.values():
        numbers = {d.number for d in group if d.number}
        if len(numbers) > 1:  # one name, several years' documents
            kept += group
            continue
        stays = next((d for d in group if d.number), group[0])
        others = tuple(d for d in group if d is not stays)
        issuer = stays.issuer or next((d.issuer for d in others if d.issuer), None)
        kept.append(msgspec.structs.replace(stays, issuer=issuer, also=tuple((d.start, d.end) for d in others)) if others else stays)
    return sorted(kept, key=lambda d: d.start)


def _plain(title: str | None, region: str | None) -> str | None:
    """A title without its issuer, the region and the words of its cover letter: the same for all tellings of one document. None for short ones."""
    words = re.sub(r"[《》〈〉“”\s]", "", title or "")
    words = re.sub(r"^[^，]{0,30}?关于(?:印发|公布|转发|批转)?(?:实施)?", "", words)
    words = re.sub(r"的?通知$", "", words)
    if region:
        words = re.sub(rf"^[\u4e00-\u9fff]{{0,4}}{region}", "", words)
    return words if len(words) >= 10 else None


def _index(book: Book, start: int, end: int) -> Iterator[Document]:
    """Rows `serial  number  title  issuer` of a document index; a row without serial number begins with the document's number."""
    at = start
    while at < end:
        stop = book.text.find("\n", at, end)
        stop = end if stop < 0 else stop
        row = book.text[at:stop]
        cells = row.split("\t")
        if _SERIAL.fullmatch(cells[0]):
            cells = cells[1:]
        if len(cells) >= 2 and NUMBER.fullmatch(cells[0]):
            yield Document(at, stop, cells[0], cells[1] or None, cells[2] if len(cells) > 2 and cells[2] else None)
        elif len(cells) == 1 and (number := NUMBER.search(row)):
            rest = row[number.end() :].strip("：:，、 ")
            yield Document(at, stop, number[0], rest or row[: number.start()].strip("《》（） ") or None, None)
        at = stop + 1


def _prose(book: Book, paragraph: Paragraph) -> Iterator[Document]:
    text = book.text
    body = full_name(_OF_FOUR.sub("", paragraph.body), book.region) or None
    numbered: set[int] = set()
    for m in NUMBER.finditer(text, paragraph.start, paragraph.end):
        number = _LEAD.sub("", m[0])
        before = _last(_TITLE.finditer(text, max(paragraph.start, m.start() - 130), m.start()), m.start())
        begin = before.start() if before else m.end() - len(number)
        if before:
            numbered.add(before.start())
        yield Document(begin, m.end(), number, before[1] if before else None, None)
    for m in _TITLE.finditer(text, paragraph.start, paragraph.end):
        if m.start() not in numbered and _ISSUED.search(text, max(paragraph.start, m.start() - 8), m.start()):
            if _COUNTED.match(text, m.end() - 1, min(paragraph.end, m.end() + 60)):
                continue
            yield Document(m.start(), m.end(), None, m[1], _issuer(book, paragraph, m, body))


def _issuer(book: Book, paragraph: Paragraph, title: re.Match[str], body: str | None) -> str | None:
    """Who issued a document: named before the verb, else before 关于 in the title, else the section's body."""
    named = _ISSUER.search(book.text[max(paragraph.start, title.start() - 40) : title.start()])
    own = _OF_ITS_TITLE.match(title[1])
    if named:
        who = full_name(_OBEYS.sub("", named["who"]), book.region)
        return f"{body}、{who}" if named["with"] and body else who
    return own["who"] if own else body


def _last(titles: Iterator[re.Match[str]], at: int) -> re.Match[str] | None:
    """The title that ends right before a number (`《青石区…办法》（青石府发〔2021〕1号）`)."""
    return next((t for t in reversed(list(titles)) if at - t.end() <= 2), None)
