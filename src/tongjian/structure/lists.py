"""Name lists, honours and the document index as a plain text layer leaves them: rows with cells."""

from __future__ import annotations

import itertools
import re
from collections import Counter

from tongjian.book.model import Kind
from tongjian.structure.blocks import Block, CellPieces, Pieces
from tongjian.structure.marks import cell_tokens
from tongjian.structure.rows import Row
from tongjian.structure.vocabulary import kind_of

_PERSON = re.compile(r"\s*(?P<name>[\u4e00-\u9fff](?:\s{2,6}|\u3000)[\u4e00-\u9fff]|[\u4e00-\u9fff·]{2,8})(?:\s{2,}|\u3000)(?P<post>[\u4e00-\u9fff（(].*\S)\s*$")
_PADDED = re.compile(r"\s*(?P<name>[\u4e00-\u9fff]\s{2,6}[\u4e00-\u9fff])\s+(?P<post>[\u4e00-\u9fff（(].*\S)\s*$")
_ROLE = re.compile(r"\s*(?P<role>[\u4e00-\u9fff](?:\s{0,4}[\u4e00-\u9fff]){1,9}?)(?P<gap>\s*[：:]\s*|\s{2,}|\u3000+)(?P<names>[\u4e00-\u9fff].*?)\s*$")
_ROLE_END = re.compile(r"(书记|主任|长|主席|常委|委员|巡视员|调研员|督导员|总经理|经理|董事|理事|监事|主委|代表)$")
_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{1,8})?(?:[（(][^（）()]{1,20}[）)])?")
_NUMBER = re.compile(r"\s*(?P<serial>\d{1,4})\s+(?P<number>\S{2,16}[〔［\[（(]\s*\d{4}\s*[〕］\])）]\s*\d+\s*号)\s*(?P<rest>.*)$")
_DOCUMENT = re.compile(r"\S{2,16}[〔［\[（(](?:19|20)\d{2}[〕］\])）]第?\d{1,4}号")
_TOLD = re.compile(r"(?:\d{1,3}[.．、])?《(?P<title>.{4,80})》[（(]?\S{2,16}[〔［\[（(](?:19|20)\d{2}[〕］\])）]第?\d{1,4}号[）)]?[。；]?")
_COLUMN = re.compile(r"姓名|获奖|颁奖|授予|序号|荣誉|表彰|受表彰|备注|单位|称号|奖项|个人|集体")
_HONOUR = re.compile(r"(?:标兵|先进个人|先进集体|先进单位|奖|称号|能手|模范|红旗手|示范岗)$")
_SUBHEAD = re.compile(r"[（(][一二三四五六七八九十][）)].{1,8}$")
_POST_END = re.compile(r"(主任|书记|长|委员|主席|员|代表|经理|校长|干部|调研|巡视员|[）)]|担任|职|师|理事|监事|董事)$")


def person_row(row: Row) -> re.Match[str] | None:
    """`name  post` on one row; None where the row is something else."""
    return _PERSON.match(row.text) or _PADDED.match(row.text)


def shows_names(rows: list[Row]) -> bool:
    """Whether a stretch of rows is a name list by its looks."""
    return len(rows) >= 6 and sum(person_row(r) is not None for r in rows) / len(rows) > 0.35


def namelist_blocks(rows: list[Row], widths: list[float]) -> list[Block]:
    """An entry an organisation, a row a person; continuation rows join the post of the person above."""
    blocks: list[Block] = []
    person: list[Row] = []

    def close() -> None:
        if person:
            first = person_row(person[0])
            assert first is not None
            at = person[0].at
            name = CellPieces([(at + first.start("name"), at + first.end("name"))])
            post: Pieces = [(at + first.start("post"), at + first.end("post")), *((r.at, r.end) for r in person[1:])]
            blocks.append(Block("row", cells=[name, CellPieces(post)]))
            person.clear()

    for n, row in enumerate(rows):
        officers = _officers(row)
        if officers is not None:
            close()
            blocks.append(Block("row", cells=officers))
            continue
        found = person_row(row)
        if found is not None and not (row.lead >= 10 and person):
            close()
            person.append(row)
            continue
        follows = n + 1 < len(rows) and (person_row(rows[n + 1]) is not None or _SUBHEAD.match(rows[n + 1].squeezed))
        continues = bool(person) and (row.lead >= 4 or bool(_POST_END.search(row.squeezed)) or not follows)
        if continues:
            person.append(row)
            continue
        close()
        if _SUBHEAD.match(row.squeezed):
            blocks.append(Block("subentry", [(row.at, row.end)], title=[(row.at, row.end)], name=row.squeezed, kind="namelist"))
        else:
            blocks.append(Block("entry", [(row.at, row.end)], title=[(row.at, row.end)], name=row.squeezed, kind="namelist"))
    close()
    return blocks


def _officers(row: Row) -> list[CellPieces] | None:
    """A row that sets the post before the names, `副 书 记　王　明　李国强`: the post and each name; None where it is something else."""
    found = _ROLE.match(row.text)
    if found is None or not _ROLE_END.search(re.sub(r"\s", "", found["role"])):
        return None
    start = found.start("names")
    cells: list[CellPieces] = [CellPieces([(row.at + found.start("role"), row.at + found.end("role"))])]
    words: list[str] = []
    for token in re.finditer(r"[^\s、，]+", found["names"]):
        span = (row.at + start + token.start(), row.at + start + token.end())
        if words and len(re.sub(r"[（(].*", "", words[-1])) == 1 and len(re.sub(r"[（(].*", "", token[0])) == 1:
            cells[-1].pieces.append(span)
            words[-1] += token[0]
        else:
            cells.append(CellPieces([span]))
            words.append(token[0])
    if not words or not all(_NAME.fullmatch(word) and not _ROLE_END.search(word) for word in words):
        return None
    return _covered(row, cells)


def _covered(row: Row, cells: list[CellPieces]) -> list[CellPieces]:
    """Cells with the marks between them (：, 、) joined to the cell before, so that no character is lost."""
    for cell, following in itertools.pairwise(cells):
        end, begin = cell.pieces[-1][1], following.pieces[0][0]
        if row.text[end - row.at : begin - row.at].strip():
            cell.pieces.append((end, begin))
    return cells


def honours_blocks(rows: list[Row]) -> list[Block]:
    """A row a line of print, its cells parted at spaces; merged cells stay where the print has them."""
    return [Block("row", cells=_parted(row)) for row in rows]


def _parted(row: Row) -> list[CellPieces]:
    """The cells of a row; a padded name that stands right behind the last one (`市妇联张    莹`) is a cell of its own."""
    cells = [CellPieces([span]) for span in cell_tokens(row)]
    found = re.search(r"[\u4e00-\u9fff]{2}(?P<first>[\u4e00-\u9fff])\s{2,}(?P<last>[\u4e00-\u9fff])\s*$", row.text)
    if found and len(cells) >= 2:
        first, last = row.at + found.start("first"), row.at + found.start("last")
        cells[-2:] = [CellPieces([(cells[-2].pieces[0][0], first)]), CellPieces([(first, first + 1), (last, last + 1)])]
    return cells


def list_items(blocks: list[Block], source: str) -> list[Block]:
    """Rows of document indexes and lists of honours become entries: a document under its title, a receiver under its name.

    A row is one where its cells are certain: a document has its number, an honour as many cells as the head has columns. Any
    other row stands beside them: a plain text has lost whose it is. A table with merged cells says it, and stays a table.
    """
    kind: Kind | None = None
    columns = 0
    merged = {block.table for block in blocks for cell in block.cells or () if cell.rows > 1 or cell.columns > 1}
    for n, block in enumerate(blocks):
        if block.tag in ("part", "section"):
            kind, columns = block.kind or kind_of(block.name), 0
            if kind == "honours":
                columns = _columns_of(blocks, n + 1)
        if kind not in ("docindex", "honours") or block.tag not in ("row", "para") or (block.table >= 0 and block.table in merged):
            continue
        block.table = -1  # a table of documents or honours without merged cells is a list
        block.apart = True
        parts = block.cells or ([CellPieces(block.pieces)] if kind == "docindex" else [])
        cells = [re.sub(r"[\s\\]+", "", "".join(source[a:b] for a, b in part.pieces)) for part in parts]
        if kind == "honours":
            heads = len(cells) >= 2 and all(_COLUMN.search(cell) and len(cell) <= 8 for cell in cells)
            columns = len(cells) if heads else columns
            named = 0 if not heads and len(cells) == columns >= 2 and all(cells) and not _HONOUR.search(cells[0]) else -1
        else:
            number = next((n for n, cell in enumerate(cells[:3]) if _DOCUMENT.fullmatch(cell)), -1)
            named = number + 1 if 0 <= number < len(cells) - 1 and len(cells[number + 1]) > 4 else number - 1 if number > 0 and len(cells[number - 1]) > 4 else -1
            told = _TOLD.fullmatch(cells[0]) if len(cells) == 1 else None
            if told:
                named, cells = 0, [told["title"]]
        if named >= 0:
            block.tag, block.kind, block.name, block.apart = "entry", kind, cells[named], False
            block.cells, block.named = block.cells or [CellPieces(block.pieces)], named
    return blocks


def _columns_of(blocks: list[Block], start: int) -> int:
    """How many cells most rows of a list have, where it has no head that says so; 0 where they do not agree on three or more."""
    sizes: Counter[int] = Counter()
    for block in itertools.takewhile(lambda b: b.tag not in ("part", "section"), blocks[start:]):
        if block.tag == "row" and block.cells and len(block.cells) >= 2:
            sizes[len(block.cells)] += 1
    size, count = sizes.most_common(1)[0] if sizes else (0, 0)
    return size if size >= 3 and count >= 0.5 * sizes.total() else 0


def docindex_blocks(rows: list[Row]) -> list[Block]:
    """One row a document: serial number, document number, title, issuer."""
    blocks: list[Block] = []
    held: list[Row] = []

    def close() -> None:
        if held:
            blocks.append(Block("row", cells=_document(held)))
            held.clear()

    for row in rows:
        if _NUMBER.match(row.text):
            close()
            held.append(row)
        elif held and not row.squeezed.startswith("序号"):
            held.append(row)
        else:
            close()
            blocks.append(Block("row", cells=[CellPieces([span]) for span in cell_tokens(row)], head=True))
    close()
    return blocks


def _document(rows: list[Row]) -> list[CellPieces]:
    first = _NUMBER.match(rows[0].text)
    assert first is not None
    at = rows[0].at
    cells = [CellPieces([(at + first.start(name), at + first.end(name))]) for name in ("serial", "number")]
    title: Pieces = []
    issuer: Pieces = []
    if first["rest"]:
        head, _, tail = first["rest"].rpartition(" ")
        start = at + first.start("rest")
        if head and len(tail) <= 16 and len(rows) == 1:
            title.append((start, start + len(head)))
            issuer.append((start + len(head) + 1, start + len(first["rest"])))
        else:
            title.append((start, at + len(rows[0].text)))
    rest = rows[1:]
    cut = len(rest)
    while cut > (0 if title else 1) and _is_issuer(rest[cut - 1].squeezed):
        cut -= 1
    title.extend((r.at, r.end) for r in rest[:cut])
    issuer.extend((r.at, r.end) for r in rest[cut:])
    return [*cells, CellPieces(title), CellPieces(issuer)]


def _is_issuer(text: str) -> bool:
    """A short run of bodies: `区委、`, `区政府办公室`."""
    return len(text) <= 14 and bool(re.search(r"([委局办院会部府室处]|人大|政协|人武部)、?$|^区?[^的]{0,8}[委局办院会部府室]、", text)) and "的" not in text
