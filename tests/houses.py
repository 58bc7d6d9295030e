"""One yearbook printed as many houses would print it, with what a reader must find in each print.

The matter is the example's; a `House` says how it is set: marks of titles, headings, signatures, width of the line, paragraphs,
pages. `printed` gives the text and the truth beside it, `measured` counts what came back. Add a house by adding a record.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from tongjian.book import Book

NUMERALS = "零一二三四五六七八九十"
OPENING, CLOSING = "（“《【〔[", "，。、；：？！”）》】〕]%"
NAMES = ("王明远", "李青", "张　晓", "陈国栋", "刘　芳", "赵文清")


@dataclass(frozen=True)
class House:
    """How one house prints. `{}` stands for the words, `#` for a number in Chinese, `@` for one in Arabic numerals."""

    name: str
    entry: str = "【{}】　"
    part: str = "{}"
    group: str = "{}"
    section: str = "{}"
    subentry: str = "{}。"
    signature: str = "（{}）"  # {} the unit, & a person
    signed: str = "section"  # "section", "entry" (each entry, on a line of its own), "inline" (at the end of each entry's text), "tail" (of the last entry's) or "none"
    set_signature: str = "right"  # "left", "right", "centre"
    width: int = 0  # em a line; 0: a paragraph is one line
    indent: str = "　　"
    entry_indent: str | None = None  # None: as paragraphs
    heading_indent: str = ""  # "centre": set in the middle
    between: str = ""  # blank lines: "headings", "paragraphs" or "all" (a text layer)
    spread: int = 0  # headings of up to four characters are set wide
    pad: bool = False  # titles of two characters are set wide: 概　况
    page: int = 0  # lines a page; 0: no pages
    folio: str = "@"  # a number at the foot of the page; `@` its number
    head: str = ""  # a running head: {} the part's title
    feed: bool = False  # form feeds between pages
    contents: str = ""  # "dots", "plain", "entries" (each entry too): a contents list before the text
    index: bool = False  # an index behind the text
    note: bool = True  # an editorial note that names the parts
    wide_digits: bool = False
    chronicle: bool = True
    tables: bool = False  # the tables of entries as rows of words
    encoding: str = "utf-8"
    newline: str = "\n"


@dataclass
class Truth:
    """What a reader must find: one record a node, in the order of the print."""

    level: str
    title: str
    text: str = ""
    byline: str = ""
    page: str | None = None
    depth: int = 0  # of a heading: 0 a part's


@dataclass
class _Line:
    text: str
    truth: Truth | None = None  # the node that begins with the line
    part: str = ""
    blank: bool = False


@dataclass
class _Press:
    book: Book
    house: House
    truths: list[Truth] = field(default_factory=list)
    lines: list[_Line] = field(default_factory=list)
    part: str = ""
    counts: Counter[str] = field(default_factory=Counter)

    # -- setting -------------------------------------------------------------------------------------------------------
    def heading(self, level: str, words: str, depth: int = 0) -> Truth:
        h = self.house
        if level == "section" and depth == 1 and "#" in h.section:
            level = "group"  # steps count by depth: a section right under the part is numbered among its groups
        form = {"part": h.part, "group": h.group, "section": h.section}[level]
        self.counts[level] += 1
        for below in {"part": ("group", "section", "entry"), "group": ("section", "entry"), "section": ("entry",)}[level]:
            self.counts[below] = 0
        shown = (" " * h.spread).join(words) if h.spread and len(words) <= 4 else words
        title = _filled(form, shown, self.counts[level])
        if h.heading_indent == "centre":
            title = "　" * max(((h.width or 36) - len(title)) // 2, 2) + title
        truth = Truth("part" if level == "part" else "section", re.sub(r"\s", "", title), depth=depth)
        self.truths.append(truth)
        if level == "part":
            self.part = words
        if h.between in ("headings", "paragraphs"):
            self.lines.append(_Line("", blank=True))
        self.lines.append(_Line(h.heading_indent.replace("centre", "") + title, truth, self.part))
        if h.between in ("headings", "paragraphs"):
            self.lines.append(_Line("", blank=True))
        return truth

    def paragraph(self, text: str, truth: Truth | None = None, indent: str | None = None) -> None:
        h = self.house
        indent = h.indent if indent is None else indent
        rows = _wrapped(indent + text, h.width) if h.width else [indent + text]
        for n, row in enumerate(rows):
            self.lines.append(_Line(row, truth if n == 0 else None, self.part))
        if h.between == "paragraphs":
            self.lines.append(_Line("", blank=True))

    def sign(self, unit: str, truths: list[Truth]) -> None:
        h = self.house
        person = NAMES[len(self.truths) % len(NAMES)]
        words = h.signature.replace("{}", unit).replace("&", person)
        for truth in truths:
            truth.byline = _unlabelled(words)
        gap = {"left": h.indent, "right": "　" * max((h.width or 36) - len(words), 4), "centre": "　" * max(((h.width or 36) - len(words)) // 2, 4)}[h.set_signature]
        self.lines.append(_Line(gap + words, None, self.part))
        if h.between == "paragraphs":
            self.lines.append(_Line("", blank=True))

    # -- matter --------------------------------------------------------------------------------------------------------
    def entry(self, index: int, unit: str | None) -> None:
        h, book, node = self.house, self.book, self.book.nodes[index]
        self.counts["entry"] += 1
        title = "　".join(node.title) if h.pad and len(node.title) == 2 else node.title
        mark = _filled(h.entry, title, self.counts["entry"])
        paragraphs = _paragraphs(book, index, h)
        truth = Truth("entry", node.title, re.sub(r"\s", "", "".join(paragraphs)), depth=len(book.ancestors(index)))
        self.truths.append(truth)
        indent = h.entry_indent
        person = NAMES[len(self.truths) % len(NAMES)]
        if h.signed == "inline" and unit:
            words = h.signature.replace("{}", unit).replace("&", person)
            truth.byline = _unlabelled(words)
            paragraphs[-1] += words
        if mark.endswith("\n"):
            self.paragraph(mark.rstrip("\n"), truth, indent)
            first = paragraphs
        else:
            self.paragraph(mark + paragraphs[0], truth, indent)
            first = paragraphs[1:]
        for words in first:
            self.paragraph(words)
        if h.tables:
            self.lines += [_Line(row, None, self.part) for row in _table_rows(book, index)]
        if h.signed == "entry" and unit:
            self.sign(unit, [truth])

    def run(self) -> None:
        h, book = self.house, self.book
        parts = [i for i in book.children[-1] if book.nodes[i].kind == "prose" and book.nodes[i].title_span and not _special(book, i)]
        year = book.year or 2025
        if h.note:
            named = "".join(f"“{book.nodes[i].title}”" for i in parts)
            self.lines += [_Line("编辑说明"), *(_Line(row) for row in _wrapped(f"　　一、《{book.title}》由青石区地方志编纂中心编纂，记述时间为{year - 1}年1月1日至12月31日。", h.width or 400))]
            self.lines += [_Line(row) for row in _wrapped(f"　　二、全书设{named}等类目。", h.width or 400)]
        place = len(self.lines)
        if h.chronicle:
            self._chronicle()
        for i in parts:
            self.heading("part", book.nodes[i].title)
            self._below(i, None)
        if h.index:
            self.heading_plain("索  引")
            for t in self.truths[::3]:
                if t.level == "entry" and t.text:
                    self.lines.append(_Line(f"{t.title}　{len(t.title) * 7 + 3}", None, "索引"))
        if h.contents:
            deep = ("part", "section", "entry") if h.contents == "entries" else ("part", "section")
            listed = [t for t in self.truths if t.level in deep and not t.title.endswith("月") and (t.level != "entry" or t.depth)]
            rows = [_Line("目    录")]
            for n, t in enumerate(listed):
                lead = "　　" * t.depth
                tail = "…" * max(24 - len(t.title), 4) + str(n * 3 + 1) if h.contents != "plain" else f"　　{n * 3 + 1}"
                rows.append(_Line(lead + t.title + tail))
            self.lines[place:place] = rows

    def heading_plain(self, words: str) -> None:
        self.lines.append(_Line(words))

    def _chronicle(self) -> None:
        book = self.book
        top = next(i for i in book.children[-1] if book.nodes[i].kind == "chronicle")
        self.heading("part", book.nodes[top].title)
        for month in book.children[top]:
            truth = Truth("section", book.nodes[month].title)
            self.truths.append(truth)
            self.lines.append(_Line(self.house.indent + book.nodes[month].title, truth, self.part))
            for item in book.children[month]:
                node = book.nodes[item]
                words = book.text[node.start : node.end].split("\n")
                truth = Truth("entry", node.title, re.sub(r"\s", "", "".join(words)).removeprefix(node.title))
                self.truths.append(truth)
                for n, row in enumerate(words):
                    self.paragraph(row, truth if n == 0 else None)

    def _below(self, index: int, unit: str | None) -> None:
        book, h = self.book, self.house
        for i in book.children.get(index, []):
            node = book.nodes[i]
            if node.level == "entry":
                self.entry(i, unit)
            elif node.level == "section":
                group = any(book.nodes[c].level == "section" for c in book.children.get(i, []))
                truth = self.heading("group" if group else "section", node.title, len(book.ancestors(i)))
                below = node.byline or unit
                self._below(i, below)
                if h.signed == "section" and node.byline:
                    self.sign(node.byline, [truth])
                elif h.signed == "tail" and node.byline and self.lines[-1].text.endswith("。"):
                    words = h.signature.replace("{}", node.byline).replace("&", NAMES[0])
                    self.lines[-1].text += words
                    truth.byline = _unlabelled(words)


def printed(book: Book, house: House) -> tuple[str, list[Truth]]:
    """The text of a book as a house prints it, and what must be found in it."""
    press = _Press(book, house)
    press.run()
    return _pages(press).replace("\n", house.newline), press.truths


def _unlabelled(signature: str) -> str:
    return re.sub(r"\s", "", re.sub(r"(供稿|撰稿)(单位|人)?：", "", signature.strip("（）()[]〔〕［］")))


def _bare(title: str) -> str:
    """A title without white space, the point before it, and its number: houses differ, and either reading is right."""
    return re.sub(r"^(?:·|第[一二三四五六七八九十]+[编章节卷类]|[一二三四五六七八九十]+、|（[一二三四五六七八九十\d]+）|\d{1,2}[.．](?!\d))", "", re.sub(r"\s", "", title))


def _filled(form: str, words: str, number: int) -> str:
    return form.replace("{}", words).replace("#", _chinese(number)).replace("@", str(number))


def _chinese(n: int) -> str:
    if n <= 10:
        return NUMERALS[n]
    tens, ones = divmod(n, 10)
    return ("" if tens == 1 else NUMERALS[tens]) + "十" + (NUMERALS[ones] if ones else "")


def _special(book: Book, index: int) -> bool:
    below = [index]
    while below:
        at = below.pop()
        if book.nodes[at].kind not in ("prose", "group", "table"):
            return True
        below += book.children.get(at, [])
    return not book.children.get(index)


def _paragraphs(book: Book, index: int, house: House) -> list[str]:
    """The paragraphs of an entry, its subentries and tables as the house sets them."""
    node = book.nodes[index]
    tables = [(t.start, t.end) for t in book.tables] + [t.title for t in book.tables if t.title]
    lower = {book.nodes[i].start: book.nodes[i] for i in book.children.get(index, []) if book.nodes[i].kind == "prose"}
    out: list[str] = []
    at = node.title_span[1] + 1 if node.title_span else node.start
    for line in book.text[at : node.end].split("\n"):
        start = at
        at += len(line) + 1
        if not line.strip() or any(a <= start < b for a, b in tables):
            continue
        below = lower.get(start)
        if below is not None and house.subentry != "{}。":
            line = house.subentry.format(below.title) + line.removeprefix(below.title).lstrip("。")
        out.append(line)
    text = out or ["（文略）。"]
    if house.wide_digits:
        text = [t.translate(str.maketrans("0123456789", "０１２３４５６７８９")) for t in text]
    return text


def _table_rows(book: Book, index: int) -> list[str]:
    """The tables of an entry as a plain text leaves them: caption, unit, rows of words."""
    node = book.nodes[index]
    out: list[str] = []
    for table in book.tables:
        if node.start <= table.start < node.end:
            out += [book.text[slice(*table.title)]] if table.title else []
            out += [book.text[a:b] for a, b in table.notes if b <= table.rows[0][0].start]
            out += [" ".join(book.text[c.start : c.end] or "—" for c in row) for row in table.rows]
            out += [book.text[a:b] for a, b in table.notes if b > table.rows[0][0].start]
    return out


def _wrapped(text: str, width: int) -> list[str]:
    """Lines of `width` em; no line begins with a closing mark or ends with an opening one; numbers may be cut."""
    rows: list[str] = []
    row, size = "", 0.0
    for c in text:
        wide = 0.5 if c.isascii() else 1.0
        if size + wide > width and c not in CLOSING:
            if row[-1] in OPENING:
                rows.append(row[:-1])
                row, size = row[-1], 1.0
            else:
                rows.append(row)
                row, size = "", 0.0
        row += c
        size += wide
    return [*rows, row] if row.strip() else rows


def _pages(press: _Press) -> str:
    h = press.house
    lines = press.lines
    if not h.page:
        if h.between == "all":
            return "\n\n".join(line.text for line in lines) + "\n"
        return "\n".join(line.text for line in lines) + "\n"
    out: list[str] = []
    number, on, part = 1, 0, ""
    for line in lines:
        if line.blank and not on:
            continue
        if on >= h.page or ((h.feed or h.between == "all") and line.truth is not None and line.truth.level == "part" and on):
            _close(out, h, number, part)
            number += 1
            on = 0
        text = ("\f" if h.feed and number > 1 and on == 0 else "") + line.text
        if h.head and on == 0 and h.folio == "head":
            out.append(("\f" if h.feed and number > 1 else "") + (f"{number}　　{h.head.format(line.part)}" if number % 2 == 0 else f"{h.head.format(line.part)}　　{number}"))
            text = line.text
        out.append(text)
        if line.truth is not None:
            line.truth.page = str(number)
        part = line.part or part
        on += 1
    _close(out, h, number, part)
    if h.between == "all":
        return _layered(out, h.page)
    return "\n".join(out) + "\n"


def _layered(lines: list[str], page: int) -> str:
    """A text layer: a blank line behind each line but one that ends in a digit; a page begins with one space, none before it."""
    out = ""
    for n, line in enumerate(lines):
        opens = n > 0 and re.fullmatch(r"\d+", lines[n - 1]) is not None
        out += f" {line}\n" if opens else f"{line}\n"
        last = n + 1 < len(lines) and re.fullmatch(r"\d+", line) is not None
        out += "" if last or line[-1:].isascii() else "\n"
    return out


def _close(out: list[str], h: House, number: int, part: str) -> None:
    if h.folio == "head":
        return
    if h.head:
        out.append(h.head.format(part))
    out.append(h.folio.replace("@", str(number)))


# -- measuring -------------------------------------------------------------------------------------------------------
def measured(book: Book, truths: list[Truth]) -> dict[str, float]:
    """Recall and precision of parts, sections and entries; shares of exact texts, of signatures and of pages among those found."""
    found: dict[str, float] = {}
    rows = {level: [i for i, n in enumerate(book.nodes) if n.level == level and n.title_span] for level in ("part", "section", "entry")}
    for level in ("part", "section", "entry"):
        want = [t for t in truths if t.level == level]
        have = [i for i in rows[level] if book.nodes[i].kind != "frontmatter"]
        pairs = _paired(want, [_bare(book.nodes[i].title) for i in have])
        hits = [(t, have[k]) for t, k in pairs]
        found[f"{level}.recall"] = len(hits) / max(len(want), 1)
        found[f"{level}.precision"] = len(hits) / max(len(have), 1)
        if level == "entry":
            whole = [(t, i) for t, i in hits if re.sub(r"\s", "", book.text[slice(*book.nodes[i].body)]).rstrip("　") == t.text]
            found["exact"] = len(whole) / max(len(hits), 1)
        signed = [(t, i) for t, i in hits if t.byline]
        if signed and level in ("section", "entry"):
            right = [t for t, i in signed if re.sub(r"\s", "", book.nodes[i].byline or "") == t.byline]
            found["byline"] = len(right) / len(signed)
        paged = [(t, i) for t, i in hits if t.page]
        if paged and level == "entry":
            found["page"] = sum(book.place(*(book.nodes[i].title_span or (0, 1))).page == t.page for t, i in paged) / len(paged)
    return found


def _paired(want: list[Truth], have: list[str]) -> list[tuple[Truth, int]]:
    """The longest common sequence of titles, in the order of the book."""
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, [_bare(t.title) for t in want], have, autojunk=False)
    return [(want[a + k], b + k) for a, b, size in matcher.get_matching_blocks() for k in range(size)]


def misses(book: Book, truths: list[Truth]) -> list[str]:
    """What was not found, and what was found though it is not there; for whoever mends the reader."""
    out = []
    for level in ("part", "section", "entry"):
        want = [t for t in truths if t.level == level]
        have = [i for i, n in enumerate(book.nodes) if n.level == level and n.title_span and n.kind != "frontmatter"]
        pairs = _paired(want, [_bare(book.nodes[i].title) for i in have])
        seen, used = {id(t) for t, _ in pairs}, {have[k] for _, k in pairs}
        out += [f"missed {level} {t.title}" for t in want if id(t) not in seen]
        out += [f"extra {level} {book.nodes[i].title}" for i in have if i not in used]
        if level == "entry":
            for t, k in pairs:
                got = re.sub(r"\s", "", book.text[slice(*book.nodes[have[k]].body)])
                if got != t.text:
                    at = next((n for n, (a, b) in enumerate(zip(got, t.text, strict=False)) if a != b), min(len(got), len(t.text)))
                    out.append(f"text {t.title} at {at}: got {got[at:at+20]!r} want {t.text[at:at+20]!r}")
                if t.page and book.place(*(book.nodes[have[k]].title_span or (0, 1))).page != t.page:
                    out.append(f"page {t.title}: got {book.place(*(book.nodes[have[k]].title_span or (0, 1))).page} want {t.page}")
        if level in ("section", "entry"):
            out += [f"byline {t.title}: got {book.nodes[have[k]].byline} want {t.byline}" for t, k in pairs if t.byline and re.sub(r"\s", "", book.nodes[have[k]].byline or "") != t.byline]
    return out


HOUSES = (
    House("lenticular brackets, one paragraph a line"),
    House("lenticular brackets, narrow column", width=30, between="headings"),
    House("tortoise brackets, wide page", entry="〔{}〕", width=60, pad=True),
    House("square brackets", entry="[{}] ", width=42),
    House("black squares", entry="■{}　", width=38, between="headings"),
    House("triangles flush left", entry="▲{}\n", width=38, entry_indent=""),
    House("diamonds, signed by entry", entry="◆{}　", width=40, signed="inline", signature="（&）"),
    House("middle dots", entry="·{}·　", width=40, note=False),
    House("run-in titles", entry="{}　　", width=44, entry_indent="　　", between="headings"),
    House("run-in titles, a paragraph a line", entry="{}  ", between="headings"),
    House("编章节", part="第#编  {}", group="第#章  {}", section="第#章  {}", entry="第#节　{}\n", width=40, entry_indent="　　　　", between="headings", signed="none"),
    House("卷类目", part="第#卷　{}", group="第#类　{}", section="第#目　{}", width=40, heading_indent="centre"),
    House("numbered headings", part="{}", group="#、{}", section="（#）{}", entry="@．{}\n", width=40, signed="none"),
    House("numbered entries run in", entry="@.{}。", width=40, between="headings"),
    House("supplied by and written by", signature="（供稿单位：{}　撰稿人：&）", width=42, contents="dots"),
    House("square bracket signatures", signature="[{}　&]", width=42, contents="dots", index=True),
    House("persons sign, centred", signature="（&　李某某）", set_signature="centre", width=36),
    House("persons sign each entry", signature="（&）", signed="entry", width=36),
    House("wide headings, folios in the middle", spread=2, width=40, page=34, folio="　　　　　　　　　— @ —", heading_indent="centre"),
    House("running heads with form feeds", width=40, page=36, folio="head", head="青石年鉴（2025）·{}", feed=True),
    House("folios outside, form feeds", width=40, page=36, folio="@", feed=True),
    House("contents list without dots", contents="plain", width=40, index=True, note=False),
    House("contents list of chapters", part="第#章　{}", group="第#节　{}", section="第#目　{}", contents="dots", width=40),
    House("contents list with every entry", contents="entries", width=40),
    House("contents list with every entry, titles alone", entry="{}\n", contents="entries", width=40, between="paragraphs"),
    House("full-width digits", wide_digits=True, width=40),
    House("text layer with blank lines", between="all", width=24, indent=""),
    House("no indent, wrapped", indent="", width=40),
    House("numbers in brackets", entry="（@）{}　", width=40),
    House("titles alone on their line without a mark", entry="{}\n", width=40, between="paragraphs"),
    House("no note, no contents list, paragraphs parted by blank lines", width=52, between="paragraphs", note=False),
    House("GB 18030 with carriage returns", width=46, encoding="gb18030", newline="\r\n"),
    House("UTF-8 with a mark, 二级条目 by triangles", entry="■{}　", subentry="▲{}　", width=46, encoding="utf-8-sig"),
    House("UTF-16", entry="【{}】", encoding="utf-16"),
    House("tables among the entries", width=44, tables=True),
    House("tables among entries of a paragraph a line", tables=True, between="headings", entry="◆{}　"),
    House("pages, tables, run-in titles", width=38, tables=True, entry="{}　", page=38, folio="·@·", head="青石年鉴", signature="（供稿：{}）"),
    House("text layer with bare pages", between="all", width=24, indent="", page=60, folio="@", head="青石年鉴（2025）", spread=2),
    House("units sign at the end of the last entry", signed="tail", width=40),
    House("labels without brackets", signature="供稿单位：{}　　撰稿人：&", width=40, set_signature="left"),
    House("chapters and run-in titles", part="第#篇　{}", group="第#章　{}", section="第#节　{}", entry="{}　", width=40, between="headings", heading_indent="centre"),
)
