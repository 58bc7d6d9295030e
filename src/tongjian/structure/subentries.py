"""Subentries (二级条目) whose bold type a plain text layer has lost: topic sentences that a house sets in 楷体.

A topic sentence is short, has no comma, and stands behind 】, at a paragraph's start, or in mid-paragraph. What is found is
`inferred`: some are no more than topic sentences.
"""

from __future__ import annotations

import re

from tongjian.book.model import Kind
from tongjian.structure.blocks import Block, Pieces
from tongjian.structure.stretches import between, cut_at, raw_of, source_at

_TOPIC = re.compile(r"(?P<before>^|[。！？】])\s*(?P<topic>(?:[\u4e00-\u9fff“”、《》A-Za-z0-9+·•—-]\s*){4,26}?)(?P<stop>。)(?=\s*\S)")
_TAIL = re.compile(r"(?:^|[。！？】])\s*((?:[\u4e00-\u9fff“”、《》A-Za-z0-9+·•—-]\s*){4,26})。\s*$")
_COLON = re.compile(r"(?P<before>^|[。！？】])\s*(?P<topic>(?:[\u4e00-\u9fff“”]\s*){4,14}?)(?P<stop>：)(?=\s*\S)")
# sentences that tell an event or a state rather than name a topic
_TELLS = re.compile(
    r"(会议|讲话|召开|举行|调研|开幕|闭幕|出席|参加|主持|致辞|陪同|称号|表彰|成立|通过|零|无|等|了|[\d一两三四五六七八九十百][人件起场名户项例]|元|年|月|日|次|个|家|奖|奖项|验收|开工|运行|投用|开通|竣工|完工|任务|目标|[一二三四五六七八九十]等奖)$"
    r"|^(是|其|该|此|这|截至|全年|同时|另|目前|年内|年末|会议|活动|据|经|由|获|被|均|并|共|以上|以下|大会|公司|本|我|他|她|它|各位|详见|见)|[，；：]|\d{2,}|是一|属于|隶属|地处|位于|(?:为|是|有|达|获得?|被|已|未|均)\S{0,6}$"
)


def mark_subentries(blocks: list[Block], source: str) -> list[Block]:
    """Split the paragraphs of entries at their topic sentences."""
    out: list[Block] = []
    i = 0
    kind: Kind | None = None  # of the section that stands open
    while i < len(blocks):
        if blocks[i].tag in ("part", "section"):
            kind = blocks[i].kind
        if blocks[i].tag != "entry" or blocks[i].kind not in (None, "prose") or kind not in (None, "prose", "group"):
            out.append(blocks[i])
            i += 1
            continue
        end = i + 1
        while end < len(blocks) and blocks[end].tag in ("para", "row", "caption", "note"):
            end += 1
        out.extend(_split_entry(blocks[i:end], source))
        i = end
    return out


def _split_entry(blocks: list[Block], source: str) -> list[Block]:
    blocks = _join_topics(blocks, source)
    found = [_topics(block, source, first=n == 0) if block.tag in ("entry", "para") else [] for n, block in enumerate(blocks)]
    flat = [(topic, n) for n, topics in enumerate(found) for topic in topics]
    opens = bool(found[0]) and found[0][0][2]
    if not flat or not (opens or len(flat) >= 2 or flat[0][0][2]):
        return blocks
    out: list[Block] = []
    for block, topics in zip(blocks, found, strict=True):
        kept = topics if opens or len(flat) >= 2 else [t for t in topics if t[2]]
        out.extend(_cut(block, kept, source) if kept else [block])
    return out


def _join_topics(blocks: list[Block], source: str) -> list[Block]:
    """Join a paragraph to the one above where that ends with a topic sentence: the print runs on behind it."""
    out: list[Block] = []
    for block in blocks:
        if out and block.tag == "para" and out[-1].tag in ("entry", "para") and out[-1].pieces:
            tail = "".join(source[a:b] for a, b in out[-1].pieces[-2:])
            match = _TAIL.search(tail)
            if match and not _TELLS.search(re.sub(r"\s+", "", match[1])):
                out[-1].pieces.extend(block.pieces)
                continue
        out.append(block)
    return out


def _topics(block: Block, source: str, first: bool) -> list[tuple[int, int, bool]]:
    """Source spans of the topics of a block, and whether each opens its paragraph (or its entry)."""
    raw, starts, offsets = raw_of(block.pieces, source)
    begin = 0
    if first and block.title:
        begin = _behind_title(block, raw, starts, offsets)
    found: list[tuple[int, int, bool]] = []
    for match in _TOPIC.finditer(raw, begin):
        words = re.sub(r"\s+", "", match["topic"])
        if 4 <= len(words) <= 24 and not _TELLS.search(words) and words.count("“") == words.count("”"):
            opening = not raw[begin : match.start("topic")].strip("】 \t\r\n\ufeff")
            found.append((source_at(match.start("topic"), starts, offsets), source_at(match.end("topic") - 1, starts, offsets) + 1, opening))
    if found:
        return found
    colons = [(m, re.sub(r"\s+", "", m["topic"])) for m in _COLON.finditer(raw, begin)]
    if len(colons) >= 2 and len({words[-2:] for _, words in colons}) == 1:
        for match, _ in colons:
            opening = not raw[begin : match.start("topic")].strip("】 \t\r\n\ufeff")
            found.append((source_at(match.start("topic"), starts, offsets), source_at(match.end("topic") - 1, starts, offsets) + 1, opening))
    return found


def _behind_title(block: Block, raw: str, starts: list[int], offsets: list[int]) -> int:
    """Where the text begins behind a title that opens the block: at 】, or right behind a run-in title."""
    last = block.title[-1][1]
    n = max((n for n, offset in enumerate(offsets) if offset < last), default=0)
    begin = starts[n] + last - offsets[n]
    return raw.find("】", begin) if raw[begin : begin + 3].lstrip().startswith("】") else begin


def _cut(block: Block, topics: list[tuple[int, int, bool]], source: str) -> list[Block]:
    """A block cut before each topic; pieces keep their order."""
    out: list[Block] = []
    rest: Pieces = list(block.pieces)
    current = Block(block.tag, [], title=block.title, name=block.name, kind=block.kind, confidence=block.confidence)
    for start, end, opening in topics:
        head, rest = cut_at(rest, start)
        if block.tag == "entry" and opening and current.tag == "entry":
            # 【title】 and the first subentry share a paragraph: the entry keeps its title alone
            current.pieces.extend(head)
        elif head:
            current.pieces.extend(head)
        if any(source[a:b].strip() for a, b in current.pieces):
            out.append(current)
        title = between(rest, start, end)
        name = re.sub(r"\s+", "", "".join(source[a:b] for a, b in title))
        current = Block("subentry", [], title=title, name=name, inferred=True, confidence=0.7 if opening else 0.5)
    current.pieces.extend(rest)
    out.append(current)
    return out
