"""Headings and run-in titles from how a text is printed: size, ground, weight and font, where the source tells them.

A heading stands alone on its lines and is larger than the running text, or on a band, or bold. Its kinds are ranked by
size, then by the darkness of the band: the first is the part's, the next are sections', one under another. A title set
bold or in another font at a paragraph's start is an entry's, or a subentry's where 【】 already marks the entries.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import NamedTuple

import msgspec

from tongjian.book import Line, Page, Source, Style
from tongjian.structure.marks import BOX, BRACKETED, DAY, ENTRY, MONTH, NUMBERED, SAME, is_signature

_SPACE = re.compile(r"\s+")
_CJK = re.compile(r"[\u3007\u4e00-\u9fff]")
_STOP = re.compile(r"[。，；！？,;!?]$")
_DATE = re.compile(r"[\d\s年月日至起、—–\-－~～]+(?:[上中下]旬|上午|下午|晚上?|凌晨|中午|初|底)?$")


class Face(NamedTuple):
    """How a stretch is printed."""

    font: str | None
    size: float
    bold: bool


class Look(NamedTuple):
    """What tells one kind of heading from another."""

    size: float
    ground: float | None
    bold: bool


def face_of(style: Style | None) -> Face:
    """The face of a style; what it leaves out counts as unknown."""
    return Face(style.font, style.size or 0.0, style.bold) if style else Face(None, 0.0, False)


def declare(source: Source) -> Source:
    """The source with headings and run-in titles declared; unchanged where nothing tells how it is printed."""
    lines = [line for page in source.pages for line in page.lines]
    body = body_face(lines)
    if body is None:
        return source
    told = any(line.depth or line.role in ("part", "section", "entry") for line in lines)
    source = msgspec.structs.replace(source, pages=tuple(msgspec.structs.replace(page, lines=_wrapped_titles(page.lines, body)) for page in source.pages))
    pages = source.pages if told else tuple(msgspec.structs.replace(page, lines=_joined(page.lines, body)) for page in source.pages)
    if not told:
        pages = _with_headings(pages, body)
    pages = _with_titles(pages, body)
    return msgspec.structs.replace(source, pages=pages)


def body_face(lines: list[Line]) -> Face | None:
    """The face of most characters outside tables; None where lines have no style, or all have the same."""
    weight: Counter[Face] = Counter()
    for line in lines:
        if line.style is None or line.cell is not None or line.role is not None:
            continue
        left = len(line.text)
        for run in line.runs:
            weight[face_of(run.style)] += run.end - run.start
            left -= run.end - run.start
        weight[face_of(line.style)] += left
    return weight.most_common(1)[0][0] if len(weight) > 1 else None


# -- headings --------------------------------------------------------------------------------------------------------
def heading_look(line: Line, body: Face) -> Look | None:
    """The look of a line that is set as a heading; None where it is set as text."""
    if line.style is None or line.cell is not None or line.role is not None or line.depth:
        return None
    text = _SPACE.sub("", line.text)
    if not 1 <= len(text) <= 60 or not _CJK.search(text) or _STOP.search(text):
        return None
    if any(line.text[r.start : r.end].strip() and (r.style.size or 0.0) <= body.size + 0.5 and not r.style.bold for r in line.runs):
        return None
    size = line.style.size or 0.0
    larger = bool(body.size) and size >= body.size + 0.9
    bold = line.style.bold and not body.bold
    other = _stands_out(face_of(line.style), body) and abs(size - body.size) < 0.6 and bool(NUMBERED.match(text) or BRACKETED.match(text))
    if not (larger or line.style.fill is not None or bold or other):
        return None
    return Look(round(size * 2) / 2, line.style.fill, bold)


def _joined(lines: tuple[Line, ...], body: Face) -> tuple[Line, ...]:
    """A heading that is broken over lines becomes one line, where both halves look and stand alike."""
    out: list[Line] = []
    room = _room(lines)
    for line in lines:
        look = heading_look(line, body)
        last = out[-1] if out else None
        if look is not None and last is not None and heading_look(last, body) == look and _wraps(last, line, body, room):
            gap = line.at - (last.at + len(last.text))
            out[-1] = msgspec.structs.replace(last, text=last.text + "\n" * gap + line.text, runs=(), style=line.style)
        else:
            out.append(line)
    return tuple(out)


def _room(lines: tuple[Line, ...]) -> dict[int | None, float]:
    """How wide each column of a sheet is, by its lines of text."""
    sides: dict[int | None, tuple[float, float]] = {}
    for line in lines:
        if line.style is not None and line.style.x0 is not None and line.style.x1 is not None and line.cell is None:
            a, b = sides.get(line.style.column, (line.style.x0, line.style.x1))
            sides[line.style.column] = min(a, line.style.x0), max(b, line.style.x1)
    return {column: b - a for column, (a, b) in sides.items()}


def _wraps(last: Line, line: Line, body: Face, room: dict[int | None, float]) -> bool:
    if last.style is None or line.style is None or last.whole or line.whole:
        return False
    if last.style.y is None or line.style.y is None or last.style.column != line.style.column or line.at - (last.at + len(last.text)) > 2:
        return False
    sides = (last.style.x0, last.style.x1, line.style.x0, line.style.x1)
    widths = [b - a for a, b in itertools.pairwise(sides) if a is not None and b is not None][::2]
    if len(widths) == 2 and "\n" not in last.text:
        wide = room.get(line.style.column, 0.0)
        full = widths[0] >= 0.65 * wide
        if sum(widths) <= 0.8 * wide or not (full or min(widths) >= 0.55 * max(widths)):
            return False  # both fit on one line, or the first had room left: two titles, one over the other
    text = _SPACE.sub("", line.text)
    if NUMBERED.match(text) or BRACKETED.match(text) or ENTRY.match(line.text) or MONTH.fullmatch(text):
        return False
    size = line.style.size or 10.0
    return 0 < line.style.y - last.style.y < 1.75 * size and (line.style.size or 0.0) >= body.size + 0.9


def _with_headings(pages: tuple[Page, ...], body: Face) -> tuple[Page, ...]:
    looks: Counter[Look] = Counter()
    for page in pages:
        for line in page.lines:
            look = heading_look(line, body)
            if look is not None:
                looks[look] += 1
    rank = _ranks(looks, body)
    headed = tuple(msgspec.structs.replace(page, lines=tuple(_headed(line, heading_look(line, body), rank, body) for line in page.lines)) for page in pages)
    return _signed_groups(headed)


def _signed_groups(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """A group of sections that is signed once ends there: the next sections stand beside it, not in it."""
    sections = 0  # of the open group
    signed = False  # a section of the group has a signature of its own
    group: int | None = None  # depth of the open group
    ended = False
    out: list[Page] = []
    for page in pages:
        lines: list[Line] = []
        for line in page.lines:
            if line.role == "part":
                group, ended = None, False
            elif line.role == "section" and line.depth is not None:
                if group is None or line.depth <= group:
                    group, sections, signed, ended = line.depth, 0, False, False
                elif ended:
                    line = msgspec.structs.replace(line, depth=group)
                else:
                    sections += 1
            elif group is not None and sections and line.role is None and line.cell is None and is_signature(_SPACE.sub("", line.text)):
                ended = ended or (sections > 1 and not signed)
                signed = True
            lines.append(line)
        out.append(msgspec.structs.replace(page, lines=tuple(lines)))
    return tuple(out)


def _ranks(looks: Counter[Look], body: Face) -> dict[Look, int]:
    """Looks of headings → 0 for a part, 1 and on for sections; looks of body size without a ground have no rank."""
    large = [look for look in looks if look.ground is not None or look.size >= body.size + 0.9]
    order = sorted(large, key=lambda look: (-look.size, look.ground if look.ground is not None else 1.0, not look.bold))
    found: dict[Look, int] = {}
    rank = -1
    last: Look | None = None
    for look in order:
        alike = last is not None and abs(last.size - look.size) < 0.6 and last.bold == look.bold and abs((last.ground or 1.0) - (look.ground or 1.0)) < 0.04
        rank += not alike
        found[look] = rank
        last = look
    return found


def _headed(line: Line, look: Look | None, rank: dict[Look, int], body: Face) -> Line:
    if look is None or ENTRY.match(line.text):
        return line
    if look in rank:
        depth = rank[look] + 1
        return msgspec.structs.replace(line, role="part" if depth == 1 else "section", depth=depth, runs=())
    text = _SPACE.sub("", line.text)
    if len(text) < 2 or len(text) > 40:
        return line
    if look.size <= body.size - 0.5:
        return msgspec.structs.replace(line, role="caption", runs=(), whole=True)
    under = BRACKETED.match(text) or BOX.match(text)
    return msgspec.structs.replace(line, role="subentry" if under else "entry", runs=())


# -- run-in titles ---------------------------------------------------------------------------------------------------
def faces(line: Line) -> list[tuple[int, int, Face]]:
    """The stretches of a line with their faces, in order, white space left to the stretch before it."""
    own = face_of(line.style)
    cuts: list[tuple[int, int, Face]] = []
    at = len(line.text) - len(line.text.lstrip())
    for run in sorted(line.runs, key=lambda r: r.start):
        if run.start > at and line.text[at : run.start].strip():
            cuts.append((at, run.start, own))
        cuts.append((run.start, run.end, face_of(run.style)))
        at = run.end
    if line.text[at:].strip():
        cuts.append((at, len(line.text), own))
    return cuts


def _stands_out(face: Face, body: Face) -> bool:
    return (face.bold and not body.bold) or (face.font is not None and body.font is not None and face.font != body.font and abs(face.size - body.size) < 0.6)


def _run_ins(line: Line, body: Face) -> list[tuple[int, int, Face]]:
    """Stretches of a line that are set as titles before text in the body's face: at a paragraph's start, or behind a full stop."""
    if line.style is None or line.cell is not None or line.role is not None or line.depth or not line.runs:
        return []
    cuts = faces(line)
    found: list[tuple[int, int, Face]] = []
    for n, (start, end, face) in enumerate(cuts):
        text = line.text[start:end].strip()
        words = text.rstrip("。：: ")
        if not _stands_out(face, body) or not 2 <= len(words) <= 30 or not _CJK.search(words) or ENTRY.match(text) or "【" in text or "】" in text:
            continue
        squeezed = _SPACE.sub("", words)
        listed = NUMBERED.match(squeezed) or BRACKETED.match(squeezed)  # （一）… may hold a comma
        if DAY.fullmatch(squeezed) or SAME.fullmatch(squeezed) or _DATE.match(squeezed) or (re.search(r"[，；]", words) and not listed) or (words[0] in "（(" and words[-1] in "）)"):
            continue
        after = line.text[end:].strip()
        closed = text.endswith(("。", "：", ":")) or after[:1] in ("。", "：", ":")
        opens = n == 0 and bool(line.starts or line.whole) and bool(after) and (closed or cuts[-1][2] != face)
        inside = n > 0 and closed and cuts[n - 1][2] != face and line.text[:start].rstrip().endswith(("。", "；", "！", "？", "】"))
        if opens or inside:
            found.append((start, end, face))
    return found


def _wrapped_titles(lines: tuple[Line, ...], body: Face) -> tuple[Line, ...]:
    """A run-in title that takes a whole line and ends on the next one."""
    out = list(lines)
    for n, (line, following) in enumerate(itertools.pairwise(lines)):
        if line.style is None or not line.starts or line.runs or line.role is not None or line.cell is not None or following.starts is not False or not following.runs:
            continue
        face = face_of(line.style)
        start, end, first = faces(following)[0]
        words = line.text.strip() + following.text[start:end].strip()
        if face != first or not _stands_out(face, body) or abs(face.size - body.size) > 0.6 or end >= len(following.text.rstrip()) or ENTRY.match(line.text):
            continue
        closed = words.endswith(("。", "：", ":")) or following.text[end:].lstrip()[:1] in ("。", "：", ":")
        if len(words) <= 60 and closed and not re.search(r"[。：；]", words[:-1]):
            lead = len(line.text) - len(line.text.lstrip())
            last = following.at + len(following.text[:end].rstrip().rstrip("。：:"))
            out[n] = msgspec.structs.replace(line, role="subentry", title=(line.at + lead, last))
            out[n + 1] = msgspec.structs.replace(following, runs=tuple(r for r in following.runs if r.start >= end))
    return tuple(out)


def _with_titles(pages: tuple[Page, ...], body: Face) -> tuple[Page, ...]:
    seen: Counter[tuple[str | None, bool]] = Counter()
    inside: Counter[tuple[str | None, bool]] = Counter()
    marked = 0
    for page in pages:
        for line in page.lines:
            marked += ENTRY.match(line.text) is not None
            for start, _, face in _run_ins(line, body):
                (seen if start == len(line.text) - len(line.text.lstrip()) else inside)[face.font, face.bold] += 1
    seen.update({face: 0 for face, count in inside.items() if count >= 2})
    usual = seen.most_common(1)[0][0] if +seen and marked < max(1, 0.2 * seen.total()) else None
    if not seen:
        return pages
    return tuple(msgspec.structs.replace(page, lines=tuple(part for line in page.lines for part in _titled(line, body, seen, usual))) for page in pages)


def _titled(line: Line, body: Face, seen: Counter[tuple[str | None, bool]], usual: tuple[str | None, bool] | None) -> list[Line]:
    """A line with its run-in titles declared; cut before a title that stands in its middle."""
    found = [(a, b, f) for a, b, f in _run_ins(line, body) if (f.font, f.bold) in seen]
    if not found:
        return [line]
    out: list[Line] = []
    lead = len(line.text) - len(line.text.lstrip())
    if found[0][0] > lead:
        out.append(msgspec.structs.replace(line, text=line.text[: found[0][0]], runs=()))
    for n, (start, end, face) in enumerate(found):
        stop = found[n + 1][0] if n + 1 < len(found) else len(line.text)
        words = line.text[start:end].rstrip().rstrip("。：:").rstrip()
        role = "entry" if usual == (face.font, face.bold) else "subentry"
        at = line.at + start
        lead_in = len(words) - len(words.lstrip())
        out.append(
            msgspec.structs.replace(
                line, text=line.text[start:stop], at=at, role=role, title=(at + lead_in, at + len(words)), starts=True, runs=(), whole=line.whole and n == len(found) - 1
            )
        )
    return out
