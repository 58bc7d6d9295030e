"""The editorial note (编辑说明, 凡例): what the book says of its own parts and region."""

from __future__ import annotations

import re
from collections import Counter

import msgspec

_TITLE = re.compile(r"《([\u4e00-\u9fff·]{2,20}年鉴)[（(]?(\d{4})?[）)]?》?")
_DATED_TITLE = re.compile(r"([\u4e00-\u9fff·]{2,20}年鉴)[（(]?(\d{4})[）)]?")
_QUOTED = re.compile(r"“([^”]{1,16})”")
_REGION = re.compile(r"[\u4e00-\u9fff]{1,8}?(?:自治州|自治县|自治旗|特区|新区|省|市|区|县|旗|州|盟)")
_NAMED = re.compile(r"(?<![\u4e00-\u9fff])([^\W\da-zA-Z年月日时的在和与及其他该各全本我两一同外到由对为是至从等了被把向以省市县区乡镇村]{2,3}[县区市旗])(?=[\u4e00-\u9fff])")
_SPAN = re.compile(r"(?:记述|收录|记载|反映|时限|时间|内容|资料)[^。；]{0,16}?((?:19|20)\d{2})年(?:1月1日(?:至|—|－|-|～)|度)|((?:19|20)\d{2})年1月1日(?:至|—|－|-|～)(?:(?:19|20)\d{2}年)?12月31日")
_COMMON = re.compile(r"(?:开发|经济|工业|管理|示范|试验|保护|风景|旅游|社|辖|园|景|地|校|小|灾|山|城|郊|库|牧|市|特|矿|林|渔|军|战|片)区$|[副全本各][县市]$")  # kinds of place, not names
_PARTS = re.compile(r"(?:分为|设有?|共分|包括|分设|由)(.{0,40}?“.+?)。")


class Note(msgspec.Struct, frozen=True):
    """What was learned before the structure: title, edition, region, names of the parts."""

    title: str | None = None
    year: int | None = None
    region: str | None = None
    parts: tuple[str, ...] = ()
    data_year: int | None = None  # the year that the matter is about, where the note says it


def read_note(text: str) -> Note:
    """Read title, edition year, region, part names and the year written about from squeezed text (white space removed).

    The title is the yearbook title that the text prints most; the parts are those that the note quotes.
    """
    head = text[:60000]
    titles = Counter((m[1], m[2]) for m in _DATED_TITLE.finditer(head) if m[2])
    title: str | None = None
    year: int | None = None
    if titles:
        (name, printed), _ = titles.most_common(1)[0]
        title, year = name, int(printed)
    else:
        bare = Counter(m[1] for m in _TITLE.finditer(head))
        if bare:
            title = bare.most_common(1)[0][0]
    parts: tuple[str, ...] = ()
    for found in _PARTS.finditer(text[:6000]):
        names = _QUOTED.findall(found[1])
        if len(names) >= 4:
            parts = tuple(dict.fromkeys(names))
            break
    said = _SPAN.search(text[:6000])
    data_year = int(next(g for g in said.groups() if g)) if said else (year - 1 if year else None)
    return Note(title, year, _region(text, title), parts, data_year)


def _region(text: str, title: str | None) -> str | None:
    """The region's full name: what the title names, with the class word that the text mostly gives it."""
    if title:
        stem = title.removesuffix("年鉴")
        if re.search(r"[省市区县旗州盟]$", stem):
            return stem
        follow = Counter(re.findall(re.escape(stem) + r"(自治县|自治州|自治旗|特区|新区|省|市|区|县|旗|州|盟)", text))
        if follow:
            return f"{stem}{follow.most_common(1)[0][0]}"
        return None
    sample = text[:200000]
    named = [name for name, count in Counter(_NAMED.findall(sample)).items() if count >= 3 and not _COMMON.search(name)]
    counted = [(sample.count(name), name) for name in named]
    most, name = max(counted, default=(0, ""))
    return name if most >= 10 else None
