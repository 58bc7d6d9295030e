"""What the book says of its own places: the contents list (目录) and the index (索引) against the body (R19, R95)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import partial

import msgspec

from tongjian.book import Book
from tongjian.book.compare import in_order
from tongjian.check.context import Context
from tongjian.check.finding import Finding, Related
from tongjian.check.registry import Rule, check, declare

CONTENTS_SOURCE = "trade rule R19 (contents titles and pages equal the body)"
ORDER_SOURCE = "trade rule R94 (index headings in the declared order)"
INDEX_SOURCE = "trade rule R95 (every page reference hits the term)"
declare(Rule("REF101", "目录所列标题正文中没有", "a title of the contents list is not in the body", "warning", CONTENTS_SOURCE, (), (), whole_book=True))
declare(Rule("REF102", "目录页码与正文不符", "a page of the contents list is not where the title stands", "warning", CONTENTS_SOURCE, (), (), whole_book=True))
declare(Rule("REF103", "正文的类目、分目未列入目录", "a part or section is missing from the contents list", "warning", CONTENTS_SOURCE, (), (), whole_book=True))
declare(Rule("REF105", "目录次序与正文不同，或同一标题列了两次", "the contents list has another order than the body, or a title twice", "warning", CONTENTS_SOURCE, (), (), whole_book=True))
declare(Rule("REF106", "索引中同一词列了两次", "the index has a term twice", "warning", INDEX_SOURCE, (), (), whole_book=True))
declare(Rule("REF107", "索引词条次序颠倒", "an index entry out of order", "warning", ORDER_SOURCE, (), (), whole_book=True))
declare(Rule("REF104", "索引所指页上没有这个词", "an index entry points at a page without its term", "warning", INDEX_SOURCE, (), (), whole_book=True))

_DOTTED = re.compile(r"(?P<title>[^\n\t….·．]{2,60}?)\s*[….·．—-]{3,}\s*[（(]?(?P<page>\d{1,4})[）)]?")
_PLAIN = re.compile(r"(?P<title>[^\d\n\t]{2,40}?)\s*[（(]?(?P<page>\d{1,4})[）)]?(?=\n|$|[\u4e00-\u9fff])")
_TERM = re.compile(r"(?P<term>[\u4e00-\u9fff《“A-Za-z][^\n\t，,；;]{0,30}?)\s*(?P<pages>\d{1,4}[a-d]?(?:[，,、；;]\s*\d{1,4}[a-d]?)*)(?=\n|$|[\u4e00-\u9fff《“])")
_MARKS = re.compile(r"[\s【】〔〕（）()《》“”、，·:：．.]")


class Listed(msgspec.Struct, frozen=True):
    """A line of the contents list or the index: its words, the pages it names, and where it stands."""

    words: str
    pages: tuple[str, ...]
    start: int
    end: int


def plain(title: str) -> str:
    """A title without marks and white space."""
    return _MARKS.sub("", title)


def contents_of(book: Book) -> list[Listed]:
    """The lines of the contents list, in order; an empty list where the book has none."""
    for node in book.nodes:
        if re.fullmatch(r"目[录次]", plain(node.title)) and node.kind == "frontmatter":
            body = partial(_lines, book, *node.body)
            dotted = body(_DOTTED, "title", "page")
            return dotted if len(dotted) >= 3 else body(_PLAIN, "title", "page")
    first = next((n.start for n in book.nodes if n.level == "part" and not n.inferred), len(book.text))
    front = _lines(book, 0, first, _DOTTED, "title", "page")
    return front if len(front) >= 5 else []


def index_of(book: Book) -> list[Listed]:
    """The terms of the index with their pages; an empty list where the book has none."""
    for node in book.nodes:
        if node.level in ("part", "section") and re.search(r"索引$", node.title) and not re.search(r"文件|题录", node.title):
            found = _lines(book, *node.body, _TERM, "term", "pages")
            if len(found) >= 5:
                return found
    return []


def _lines(book: Book, start: int, end: int, pattern: re.Pattern[str], words: str, pages: str) -> list[Listed]:
    found = []
    for m in pattern.finditer(book.text, start, end):
        name = m[words].strip("\n\t ·．.…")
        if plain(name):
            found.append(Listed(name, tuple(re.findall(r"\d{1,4}", m[pages])), m.start(words), m.end(pages)))
    return found


def page_texts(book: Book) -> dict[str, str]:
    """Printed page → the running text that stands on it."""
    found: dict[str, str] = {}
    for i, mark in enumerate(book.pages):
        if mark.label is None:
            continue
        stop = book.pages[i + 1].at if i + 1 < len(book.pages) else book.source_size
        found[mark.label] = "".join(book.text[a:b] for a, b in sorted(book.origin.to_text(mark.at, stop)))
    return found


@check("REF101", "REF102", "REF103", "REF105", whole_book=True)
def contents(context: Context) -> Iterator[Finding]:
    """Every line of the contents list against the titles of the body, and the parts and sections of the body against the list."""
    book = context.book
    listed = contents_of(book)
    if len(listed) < 3:
        return
    titles: dict[str, list[int]] = {}
    for i, node in enumerate(book.nodes):
        if node.kind not in ("frontmatter", "table", "figure"):
            titles.setdefault(plain(node.title), []).append(i)
    printed = any(mark.printed for mark in book.pages) or any(mark.label for mark in book.pages)
    shifts = [s for row in listed if (s := _shift(book, row, titles.get(plain(row.words), []))) is not None]
    steady = len(shifts) >= 3 and sum(s == 0 for s in shifts) >= 0.6 * len(shifts)
    for row in listed:
        name = plain(row.words)
        at = titles.get(name, [])
        if not at:
            near = get_close_matches(name, titles, n=1, cutoff=0.7)
            other = titles[near[0]][0] if near else None
            related = (Related(*_title(book, other)),) if other is not None else ()
            words = f"，正文作“{book.nodes[other].title}”" if other is not None else ""
            yield Finding("REF101", "warning", 0.8 if near else 0.65, f"目录列有“{row.words}”{words or '，正文没有这个标题'}", "the contents list has a title that the body has not", row.start, row.end, related, book.nodes[other].title if other is not None else None, CONTENTS_SOURCE)
            continue
        shift = _shift(book, row, at)
        if printed and steady and shift:
            page = book.place(*_title(book, at[0])).page
            yield Finding("REF102", "warning", 0.75, f"目录作第{row.pages[0]}页，标题在第{page}页", f"the contents list says page {row.pages[0]}, the title stands on {page}", row.start, row.end, (Related(*_title(book, at[0])),), page, CONTENTS_SOURCE, None, page, row.pages[0])
    yield from _unlisted(book, {plain(row.words) for row in listed})
    yield from _order(book, listed, titles)


def _order(book: Book, listed: list[Listed], titles: dict[str, list[int]]) -> Iterator[Finding]:
    """Titles that the list has before one that stands before them in the body; titles that it has twice and the body once."""
    once = [(row, titles[plain(row.words)][0]) for row in listed if len(titles.get(plain(row.words), ())) == 1]
    first: dict[int, Listed] = {}
    rows: list[tuple[Listed, int]] = []
    for row, at in once:
        if at in first:
            yield Finding("REF105", "warning", 0.7, f"目录两次列出“{row.words}”", f"the contents list has {row.words} twice", row.start, row.end, (Related(first[at].start, first[at].end),), None, CONTENTS_SOURCE)
        else:
            first[at] = row
            rows.append((row, at))
    kept = in_order([at for _, at in rows])
    if len(kept) < 0.8 * len(rows):
        return  # columns of the list were read across
    for n, (row, at) in enumerate(rows):
        if n not in kept:
            yield Finding("REF105", "warning", 0.7, f"“{row.words}”在目录中的位置与正文次序不同", f"{row.words} stands elsewhere in the body", row.start, row.end, (Related(*_title(book, at)),), None, CONTENTS_SOURCE)


def _title(book: Book, index: int) -> tuple[int, int]:
    node = book.nodes[index]
    return node.title_span or (node.start, min(node.start + 8, node.end))


def _shift(book: Book, row: Listed, at: list[int]) -> int | None:
    """How far the nearest node of a listed title stands from the page that the list names; None where pages are not known."""
    pages = [book.place(*_title(book, i)).page for i in at]
    known = [int(p) - int(row.pages[0]) for p in pages if p and p.isdigit()]
    return min(known, key=abs) if known else None


def _unlisted(book: Book, names: set[str]) -> Iterator[Finding]:
    """Parts and sections that the list leaves out, where it lists nearly all of their level."""
    for level in ("part", "section"):
        nodes = [n for n in book.nodes if n.level == level and not n.inferred and n.kind not in ("frontmatter", "table", "chronicle")]
        missing = [n for n in nodes if plain(n.title) not in names]
        if len(nodes) < 4 or len(missing) > 0.2 * len(nodes):
            continue
        for node in missing:
            if get_close_matches(plain(node.title), names, n=1, cutoff=0.7):
                continue  # REF101 shows the pair
            span = node.title_span or (node.start, min(node.start + 8, node.end))
            yield Finding("REF103", "warning", 0.7, f"“{node.title}”未列入目录", "the contents list leaves this title out", *span, (), None, CONTENTS_SOURCE)


@check("REF104", "REF106", whole_book=True)
def index(context: Context) -> Iterator[Finding]:
    """Every page that the index names holds the term, or the head of the term."""
    book = context.book
    terms = index_of(book)
    first: dict[str, Listed] = {}
    for row in terms:
        twice = first.setdefault(row.words, row)
        if twice is not row:
            yield Finding("REF106", "warning", 0.65, f"索引两次列出“{row.words}”", f"the index has {row.words} twice", row.start, row.end, (Related(twice.start, twice.end),), None, INDEX_SOURCE)
    texts = page_texts(book) if terms else {}
    known = [row for row in terms if any(p in texts for p in row.pages)]
    if len(known) < 5:
        return
    misses = [(row, page) for row in known for page in row.pages if page in texts and not _holds(texts[page], row.words)]
    if len(misses) > 0.4 * sum(len(row.pages) for row in known):
        return  # the index counts pages otherwise than the body: not an error of single entries
    for row, page in misses:
        elsewhere = [p for p, text in texts.items() if _holds(text, row.words)][:5]
        words = f"，见于第{'、'.join(elsewhere)}页" if elsewhere else ""
        yield Finding("REF104", "warning", 0.6, f"第{page}页没有“{row.words}”{words}", f"page {page} does not have the term", row.start, row.end, (), "、".join(elsewhere) or None, INDEX_SOURCE, None, "、".join(elsewhere) or "—", page)


@check("REF107", whole_book=True)
def index_order(context: Context) -> Iterator[Finding]:
    """Headings of an index by sound, where nearly all of them stand so; common characters stand by their sound in GB 2312.

    An index by strokes, by subject or by pages is left alone: its order is not seen here.
    """
    sounds = [(row, sound) for row in index_of(context.book) if (sound := _sound(row.words)) is not None]
    kept = in_order([sound * 100_000 + n for n, (_, sound) in enumerate(sounds)])
    if len(sounds) < 20 or len(kept) < 0.9 * len(sounds):
        return
    for n, (row, _) in enumerate(sounds):
        if n not in kept:
            before = sounds[n - 1 if n else 1][0]
            yield Finding("REF107", "warning", 0.65, f"索引按音序排列，“{row.words}”不在其位", f"the index goes by sound; {row.words} is out of place", row.start, row.end, (Related(before.start, before.end),), None, ORDER_SOURCE)


def _sound(words: str) -> int | None:
    """A number by which the first character of a heading stands by its sound; None for one that GB 2312 does not arrange so."""
    try:
        value = int.from_bytes(words[0].encode("gb2312"), "big")
    except UnicodeEncodeError:
        return None
    return value if 0xB0A1 <= value <= 0xD7F9 else None


def _holds(text: str, term: str) -> bool:
    """Whether a page has the words of a term; a head word before brackets or a dash is enough."""
    squeezed = re.sub(r"\s+", "", text)
    head = re.split(r"[（(—·]", term)[0]
    return re.sub(r"\s+", "", term) in squeezed or (len(head) >= 2 and re.sub(r"\s+", "", head) in squeezed)
