"""Honours (光荣榜): who received what from whom; where a plain text has lost its merged cells, the record says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from tongjian.book import Book, Node, Span
from tongjian.extract.organisations import kind_of
from tongjian.extract.registry import extractor
from tongjian.language import names

_HEAD = re.compile(r"姓名|获奖|颁奖|授予|序号|荣誉名称|表彰单位|受表彰|备注")
_AWARD = re.compile(r"先进|优秀|模范|标兵|能手|好人|楷模|榜样|称号|烈士|明星|冠军|亚军|季军|奖|勋章|奖章|岗位?$|文明(?:单位|村|镇|家庭|校园|岗)|示范|红旗手|工人先锋号|突击队|党员$|大功|[一二三]等功|百强|十佳|最美|达人|组织$|集体$|个人$|社区$(?<=友好型社区)")
_GIVER = re.compile(r"(?:[委部局会府院办厅署社联馆校省市]|办公室|党委|党组|中央|总工会|妇联|政协|团委|协会|报社|集团|公司|大学|基金会|指挥部|领导小组|民[革盟建进]\S{0,6}|九三学社\S{0,6}|农工党\S{0,6}|致公党\S{0,6})等?$")
_WHOLE = re.compile(r"(?:单位|集体|组织|基地|品牌|模范|楷模|奖|号|岗|[村镇区县市手者员星兵军功庭校园样士体])”?$")  # what the name of an honour ends with
_MORE = re.compile(r"[、，]$")

Part = Literal["receiver", "honour", "giver"]


class Honour(msgspec.Struct, frozen=True):
    """One honour. `decided` is False where the print's merged or cut cells leave more than one reading: nothing is guessed then."""

    start: int
    end: int
    receiver: str | None
    honour: str | None
    giver: str | None
    decided: bool


@dataclass(slots=True)
class _Draft:
    receivers: list[str]
    shared: bool = False  # the receiver stands once for several honours
    merged: bool = False  # the receivers stand alone on their rows: the cells beside them may be merged
    honours: list[tuple[str, Span]] = field(default_factory=list)
    givers: list[tuple[str, Span]] = field(default_factory=list)


@extractor("honours")
def honours(book: Book) -> list[Honour]:
    """The honours of the lists of honours, in the order of the text."""
    found = [honour for node in lists(book) for honour in _of_list(_rows(book, *node.body))]
    return sorted({(h.start, h.end, h.receiver): h for h in found}.values(), key=lambda h: h.start)


def lists(book: Book) -> Iterator[Node]:
    """The nodes that hold a list of honours itself, not lists."""
    for index, node in enumerate(book.nodes):
        if node.kind == "honours" and node.level != "entry" and not any(book.nodes[i].kind == "honours" and book.nodes[i].level in ("part", "section") for i in book.children.get(index, ())):
            yield node


def _rows(book: Book, start: int, end: int) -> list[list[tuple[str, Span]]]:
    """Cells of each printed row; rows of column heads left out."""
    rows = []
    at = start
    while at < end:
        stop = book.text.find("\n", at, end)
        stop = end if stop < 0 else stop
        cells = [(m[0].strip(), (at + m.start(), at + m.end())) for m in re.finditer(r"[^\t]+", book.text[at:stop])]
        if cells and re.fullmatch(r"\d{1,4}", cells[0][0]):
            cells = cells[1:]  # a serial number
        if cells and not (len(cells) >= 2 and all(_HEAD.search(text) for text, _ in cells)):
            rows.append(cells)
        at = stop + 1
    return rows


def _of_list(rows: list[list[tuple[str, Span]]]) -> list[Honour]:
    out: list[Honour] = []
    draft: _Draft | None = None
    rows = list(_unwrapped(rows))
    for n, cells in enumerate(rows):
        parts = [_part(text) for text, _ in cells]
        if len(cells) == 3 and parts[:2] == ["honour", "giver"] and is_person(cells[2][0]) and draft is not None:  # the middle one of merged receivers
            draft.honours, draft.givers = [cells[0]], [cells[1]]
            draft.receivers.append(cells[2][0])
        elif len(cells) >= 3:
            out += _close(draft)
            draft = _Draft([cells[0][0]], honours=[cells[1]], givers=[_joined(cells[2:])])
        elif len(cells) == 2 and not (parts[0] == "honour" or (parts[1] == "giver" and draft is not None and draft.merged)):
            out += _close(draft)
            draft = _Draft([cells[0][0]], honours=[cells[1]])
        elif len(cells) == 2:
            receivers = draft.receivers if draft else []
            shared = draft is not None and (draft.shared or not draft.honours or bool(draft.givers))
            merged = draft is not None and draft.merged
            out += _close(draft)
            draft = _Draft(receivers, shared, merged, [cells[0]], [cells[1]])
        elif draft is not None and draft.merged and is_person(cells[0][0]) and (not draft.honours or (draft.givers and _orphan(rows[n + 1 :]))):
            draft.receivers.append(cells[0][0])  # 甲 / honour giver / 乙: one honour of two
        else:
            made, draft = _single(cells[0], parts[0], draft)
            out += made
    return out + _close(draft)


def _orphan(rows: list[list[tuple[str, Span]]]) -> bool:
    """Whether a name before these rows has no honour below it: other names, a whole row or nothing follows."""
    for cells in rows:
        if len(cells) == 1 and is_person(cells[0][0]):
            continue
        return len(cells) >= 2 and _part(cells[0][0]) != "honour" and not (len(cells) == 2 and _part(cells[1][0]) == "giver")
    return True


_TAIL = re.compile(r"[会局委办厅部处院署社等][、，]|(?:个?人|单位|集体|组织|称号|者|手|号|奖|[明部办会等])$|.{0,5}(?:工委|机关|委)等?$")


def _unwrapped(rows: list[list[tuple[str, Span]]]) -> Iterator[list[tuple[str, Span]]]:
    """The rows with the cut lines of a cell joined: one that the next completes, or that begins with the tail of a word."""
    held: list[tuple[str, Span]] | None = None
    for cells in rows:
        if held is not None and len(cells) == 1 and _goes_on(held[-1][0], cells[0][0]):
            held[-1] = _joined([held[-1], cells[0]])
            continue
        if held is not None:
            yield held
        held = list(cells)
    if held is not None:
        yield held


def _goes_on(text: str, after: str) -> bool:
    """Whether a line of a cell goes on in the next line."""
    if is_person(after):
        return False
    if "、" in text and len(after) <= 3 and not _GIVER.search(text) and not _AWARD.search(text):
        return True
    if re.search(r"[、，][省市区县]?$", text) or re.match(r"[会局委办厅部处院署社等][、，]|[作设的、，]", after):
        return True
    whole = _AWARD.search(text) or _GIVER.search(text) or is_person(text) or kind_of(text)
    if len(after) <= 3 and _TAIL.match(after):
        return not _WHOLE.search(text) and not (_GIVER.search(text) and not re.match("[个人单集]", after))
    return not whole and len(text) >= 8 and bool(re.search(r"[、，]|\d{4}", text)) and _part(after) != "giver"


def _single(cell: tuple[str, Span], part: Part, draft: _Draft | None) -> tuple[list[Honour], _Draft]:
    """A row of one cell: the rest of a cut cell, or the next cell of the record, or a receiver alone."""
    if draft is None:
        return [], _Draft([cell[0]], merged=True)
    if draft.givers and not _GIVER.search(draft.givers[-1][0]) and not is_person(cell[0]):
        draft.givers[-1] = _joined([draft.givers[-1], cell])
        return [], draft
    if part == "giver" and draft.honours and len(draft.givers) < len(draft.honours):
        draft.givers.append(cell)
        return [], draft
    if draft.merged and not draft.honours and part != "giver" and not is_person(cell[0]):
        draft.honours.append(cell)
        return [], draft
    if part == "honour" and not draft.givers:
        draft.honours.append(cell)
        return [], draft
    if part == "honour" and draft.merged and not draft.shared and len(draft.honours) == len(draft.givers) == 1:
        return _close(draft), _Draft(draft.receivers, False, False, [cell], list(draft.givers))  # honour / giver / honour: the giver stands once for both
    if part == "honour" and draft.shared:
        return _close(draft), _Draft(draft.receivers, True, True, [cell])
    return _close(draft), _Draft([cell[0]], merged=True)


def is_person(text: str) -> bool:
    """Whether a cell is a person's name and no piece of a body's (`明|办`)."""
    return names.is_name(text) and text not in ("单位", "集体", "组织") and not text.endswith(("办", "局", "委", "厅", "处", "部", "院", "社"))


def _part(text: str) -> Part:
    giver = bool(_GIVER.search(text) or _MORE.search(text) or re.search(r"[委部局会府院办联]、", text))
    if _AWARD.search(text) and not (giver and re.search(r"(?:委员会|[局部厅委署])等?$", text)):
        return "honour"
    return "giver" if giver else "receiver"


def _joined(cells: list[tuple[str, Span]]) -> tuple[str, Span]:
    return "".join(text for text, _ in cells), (cells[0][1][0], cells[-1][1][1])


def _sound(receiver: str | None, honour: str, giver: str) -> bool:
    """Whether each cell reads like what it is taken for; a cut cell does not."""
    if receiver is None or not 2 <= len(receiver) <= 30 or re.search(r"\d{4}年|工作(?!室)|先进|优秀|[、，]", receiver):
        return False
    if (len(honour) < 4 and not _AWARD.fullmatch(honour)) or re.match(r"[作设的、，人员位]", honour) or re.search(r"[委局][^奖]{0,3}部、", honour):
        return False
    return len(giver) >= 3 and bool(_GIVER.search(giver)) and not re.match(r"[会、，等人员]", giver) and not re.search(r"[、，][省市区县]$", giver)


def _close(draft: _Draft | None) -> list[Honour]:
    """The honours of a record; several honours beside several givers are paired only where each has its own."""
    if draft is None or not draft.honours:
        return []
    who: list[str | None] = list(draft.receivers) or [None]
    if len(draft.honours) == len(draft.givers):
        alone = len(draft.honours) == 1
        return [
            Honour(span[0], max(span[1], giver[1][1]), one, text, giver[0], alone and _sound(one, text, giver[0]))
            for one in who
            for (text, span), giver in zip(draft.honours, draft.givers, strict=True)
        ]
    lone = draft.givers[0][0] if len(draft.givers) == 1 and len(draft.honours) == 1 else None
    return [Honour(*span, one, text, lone, False) for one in who for text, span in draft.honours]
