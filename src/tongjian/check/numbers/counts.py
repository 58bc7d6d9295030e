"""Lists against the count that is stated for them: `甲、乙、丙3个平台`, `4个区县（甲、乙、丙、丁）`, `3个：甲、乙和丙` (R68)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from tongjian.check.context import Context
from tongjian.check.finding import Finding, Relation
from tongjian.check.numbers.common import Sentence, counts_exactly, one_slip, sentences
from tongjian.check.registry import Rule, declare, relate
from tongjian.language.quantities import Quantity

SOURCE = "trade rule R68 (list against stated count)"
declare(
    Rule(
        "NUM141", "列举的项数与所说的数目不符", "a list has another number of items than stated", "warning", SOURCE,
        ("下设办公室、法规科、人事科、道路设施科、公园绿地科7个科室。", "建成文化广场3个（“东山”“西溪”）。", "新建东山、西溪、南塘、北岭5个社区服务站。"),
        (
            "下设办公室、法规科、人事科3个科室。", "与美国、印度、泰国等8个国家建立贸易关系。", "下设办公室、人事科，法规科、财务科、规划科5个科室。",
            "新建东山、西溪、南塘和北岭4个社区服务站。", "驻镇单位2个：青石供电所和望溪水文站。", "全年围绕增速、结构、效率提出5项目标。",
        ),
    )
)  # fmt: skip
declare(
    Rule(
        "NUM142", "“分别”前后的项数不等", "as many names as figures must stand round 分别", "warning", SOURCE,
        ("白酒、钢材、陶瓷、玻璃分别下降12.6%、17.2%、5.0%。", "小学、初中、高中在校生分别为3200人、1800人、900人、400人。"),
        ("白酒、钢材、陶瓷分别下降12.6%、17.2%、5.0%。", "小学、初中和高中在校生分别为3200人、1800人、900人。", "“学、讲、看、做”环节完成率分别为98%、97%。"),
    )
)  # fmt: skip
_EACH_OF = re.compile(r"(?P<names>[^，。；：\n\d]{3,80})(?:(?:同比|环比|[比较]上年|[比较]去年)[\u4e00-\u9fff]{0,4})?分别[\u4e00-\u9fff]{0,10}?(?=[\d约近达])")
_AND = re.compile(r"以及|[和及与]")
_VERB = re.compile(r"(?:建成|建设|新建|改建|设立|设置|成立|开展|举办|组织|完成|打造|创建|获得|获|评为|培育|引进|提出|办理|处理|整改|升级|改造|安装|购置|发放|查处|帮助|慰问|配备|编印|印发|拍摄|制作)[\u4e00-\u9fff]{0,2}$|^(?:开展|办理|查处|帮助|慰问|发放|组织|完成|培育|评定|调整|选任)")
_SETS = re.compile(r"(?:内设|下设|下辖|下属|设有|设立|辖有|内有|下有|包括|成立)了?")
_BOUNDARY = "，；：。！？\n"
_NOT_LISTED = re.compile(r"(?:各|均|每|另|其他|其它|另外|近|分别|共计|合计|达|超过|第|剩余|其余|上述|以上)$")
_AROUND = re.compile(r"(?:围绕|聚焦|针对|立足|着眼)[^，]*(?:提出|制定|实施|开展|推出|确定|明确|出台|形成)$")  # what the counted things are about
_NOT_BEHIND = re.compile(r"其中|含|不含|包括|详见|以下|下同|即|分别|见|截至|如|不|原")


class _List(msgspec.Struct, frozen=True):
    """A list of names: where it stands, how many items at least and at most (和 may join two or stand in a name)."""

    start: int
    end: int
    least: int
    most: int
    open: bool  # ends with 等: there may be more
    alike: bool  # items of one make: quoted, or most with one ending
    quoted: bool = False
    long: bool = False  # every item is a name of four characters and more
    verb: bool = False  # an item ends with a verb: a place or an object of several acts, no list of things
    told: bool = False  # words say that a list of things begins here: `内设…`, `分别是…`

    def holds(self, n: int) -> bool:
        return self.least <= n <= self.most or (self.open and self.least <= n)


@relate("NUM142")
def distributed(context: Context) -> Iterator[Relation]:
    """`A、B、C分别下降x、y、z`: as many names as figures."""
    text = context.text
    for s in sentences(context):
        if text.find("分别", s.start, s.end) < 0:
            continue
        for m in _EACH_OF.finditer(text, s.start, s.end):
            figures: list[Quantity] = []
            for q in s.quantities:
                if q.start >= m.end() - 1 and re.fullmatch(r"|[、和及与]|以及" if figures else r"[约近达]?", text[(figures[-1].end if figures else m.end()) : q.start]):
                    figures.append(q)
            parts = _split(m["names"])
            least, n = len(parts), len(figures)
            most = least + sum(len(_AND.findall(p)) for p in parts)  # 和 joins two names or stands in one
            if n < 2 or most < 2 or re.search(r"[“（《]|等|各(?!项)", m["names"]):
                continue
            start, end, holds = m.start(), figures[-1].end, least <= n <= most
            items = n if holds else (most if n > most else least)
            finding = None
            if not holds:
                if least < 3 or abs(n - items) > 2:
                    continue
                finding = Finding("NUM142", "warning", 0.65, f"“分别”之前{items}项，之后{n}个数", f"{items} names and {n} figures round 分别", start, end, (), None, SOURCE, f"count(list)={items}", str(items), str(n))
            yield Relation("NUM142", f"count(list)={items}", "=", str(items), str(n), "0", holds, start, end, finding=finding)


@relate("NUM141")
def counts(context: Context) -> Iterator[Relation]:
    """Every list that stands right before, in brackets behind, or behind the colon of a small count."""
    text = context.text
    for s in sentences(context):
        for i, q in enumerate(s.quantities):
            if not counts_exactly(q) or not 1 <= q.value <= 99 or q.unit in ("人次", "岁", "次", "票", "号"):
                continue
            yield from _listed(text, s, q, s.quantities[i - 1] if i else None)


def _listed(text: str, s: Sentence, q: Quantity, previous: Quantity | None) -> Iterator[Relation]:
    n = int(q.value)
    if previous is not None and re.fullmatch(r"[\u4e00-\u9fff]{1,6}[和、及]", text[previous.end : q.start]) and counts_exactly(previous):
        both, total = _behind(text, q, s.end), n + int(previous.value)  # `5个街道和3个镇，即…` lists both
        kind = text[previous.end : q.start].rstrip("和、及")
        if both is not None and (both.holds(total) or (both.least >= 4 and re.search(rf"{kind}[、和及]", text[both.start : both.end]))):
            yield _counted(both, total, f"{previous.number}+{q.number}", q.unit, previous.start, both.end)
            return
    behind = _behind(text, q, s.end)
    readings = [behind] if behind is not None else _before(text, q, s.start)
    if not readings:
        return
    found = next((r for r in readings if r.holds(n)), None)
    if found is not None:
        start, end = min(found.start, q.start), max(found.end, q.end)
        shown = str(n if found.least <= n <= found.most else found.least)
        exact = "=" if _plain(text, q, found, behind is not None) and len(readings) == 1 else "~"
        yield Relation("NUM141", f"count(list)={shown}", exact if found.least <= n <= found.most else "<=", shown, str(n), "0", True, start, end)
        return
    found = readings[0]
    if n == 1 and not (found.alike and found.least >= 3) and not (found.least >= 5 and found.long):
        return
    items = found.most if n > found.most else found.least
    if q.unit in ("名", "位") and found.alike and found.least >= 4:
        readings = readings[:1]  # names of persons, which nothing further back goes on with
    if len(readings) > 1 or not _plain(text, q, found, behind is not None) or (n > 4 * items and not (n < 10 or any(one_slip(str(n), str(k)) for k in range(found.least, found.most + 1)))) or (found.open and n >= found.least):
        return  # a phrase with 、 in it, not a list of what is counted
    yield _counted(found, n, str(n), q.unit, min(found.start, q.start), max(found.end, q.end))


def _counted(found: _List, n: int, stated: str, unit: str | None, start: int, end: int) -> Relation:
    """A list against a number of items."""
    holds = found.holds(n)
    items = n if holds else found.most if n > found.most else found.least
    finding = None
    if not holds:
        finding = Finding("NUM141", "warning", 0.75 if abs(n - items) <= 2 else 0.65, f"列举了{items}项，说的是{stated}{unit or ''}", f"{items} items are listed, {stated} are stated", start, end, (), None, SOURCE, f"count(list)={items}", str(items), stated)
    return Relation("NUM141", f"count(list)={items}", "=", str(items), stated, "0", holds, start, end, finding=finding)


def _plain(text: str, q: Quantity, found: _List, behind: bool) -> bool:
    """Whether the words are plainly a list of what is counted, so that a wrong count is told; else it may agree by chance."""
    told = found.told or (behind and text[found.start - 1] in "（：" and found.least == found.most and found.long)  # names in brackets or behind a colon
    if found.most < (2 if found.quoted or told else 3):
        return False
    return behind or told or found.alike or not (found.verb or (found.least < 4 and not re.match(r"[\u4e00-\u9fff“《]", text[q.end : q.end + 1])))


def _split(words: str) -> list[str]:
    """Items parted by 、, but not inside 《》 or “”; quoted names without a mark between them are items too."""
    kept = re.sub(r"《[^》]*》|“[^”]*”", lambda m: m[0].replace("、", "\x00").replace("和", "\x01").replace("与", "\x01").replace("及", "\x01"), words)
    return [p for p in re.split(r"、|(?<=”)(?=“)|(?<=》)(?=《)", kept) if p.strip()]


def _items(start: int, end: int, words: str, persons: bool = False, named: bool = True, noun: str = "") -> _List | None:
    """The list that `words` are; None where they are no plain list.

    `named`: a noun behind the count says what is listed; `noun`: that noun and what follows. A list of persons begins with the last name in front of the first short item: `授予张三、李四`.
    """
    words = re.sub(r"等[\u4e00-\u9fff]{0,4}$", "等", words)
    open_ended = words.endswith("等")
    if words.endswith(("和", "及", "与", "、")):
        return None
    bare = re.sub(r"（[^（）]*）", "", words.removesuffix("等"))
    inner = re.search(r"“([^“”]*、[^“”]*)”$", bare)
    if inner and bare.count("“") == 1:  # `“学、讲、看、做”4个环节`
        n = inner[1].count("、") + 1
        return _List(start, end, n, n + len(_AND.findall(inner[1])), open_ended, True, True)
    parts = _split(bare)
    joints = [len(_AND.findall(p)) for p in parts]
    if len(parts) + sum(joints) < 2 or any((len(p) > 30 and not persons) or re.search(r"[，。；：]", p) for p in parts):
        return None
    if any(re.search(r"(?<![A-Za-z\d\-])\d+(?!\d|毫升|号|中|小|社|院|路|厂)", p) for p in parts):
        return None
    if persons:  # names at the end of the clause, the first of them behind its verb (`表彰张三、李四2名同志`)
        names = 0
        while names < len(parts) and 2 <= len(parts[-1 - names]) <= 4 and not joints[-1 - names]:
            names += 1
        last = parts[-1 - names] if names < len(parts) else ""
        if not names or (last and joints[-1 - names]):
            return None
        count = names + bool(last)
        return _List(start, end, count, count, open_ended, names >= 2)
    begun = _SETS.search(parts[0])
    pieces = [x for p in [parts[0][begun.end() :] if begun else parts[0], *parts[1:]] for x in _AND.split(p)]
    last = re.split(r"[\u4e00-\u9fff]{0,2}[，。；（]", noun)[0]
    told = len(pieces) >= 2 and all(len(x) >= 3 for x in pieces) and (begun is not None or (bool(last) and all(x[-1] in last for x in pieces)))
    if len(parts) == 1:  # `甲和乙`
        return _List(start, end, 1, 1 + joints[0], open_ended, False, told=told)
    if len(parts) >= 3 and all(len(p) <= 2 for p in parts[:-1]) and len(parts[-1]) > 2 and not re.match(r"[“《]", parts[0]):
        return None  # `加宽、改线、加固、硬化道路9条` lists what was done
    ends = [p[-1] for p in parts]
    quoted = all(p.rstrip("等").endswith(("”", "》")) for p in parts)
    one_make = ends.count(ends[-1]) * 3 >= 2 * len(parts) or (named and sum(len(p) <= 4 for p in parts[1:]) == len(parts) - 1 >= 2)
    # 和 in a list parted by 、 joins its last two items; in one or two earlier ones it is part of a name (`权益和利用科`)
    if len(parts) >= 2 and sum(joints) == joints[-1] == 1 and len({x[-1] for x in pieces}) == 1 and all(len(x) >= 3 for x in pieces):
        return _List(start, end, len(pieces), len(pieces), open_ended, True, told=told)  # `市场部、风控部和财务部`: 和 joins the last two of one make
    named_so = len(parts) >= 4 and 3 * sum(j > 0 for j in joints[:-1]) <= len(parts)
    return _List(start, end, len(parts), len(parts) + (joints[-1] if named_so else sum(joints)), open_ended, quoted or (len(parts) >= 3 and one_make), quoted, all(len(p) >= 4 for p in parts), bool(_VERB.search(parts[-1]) or _VERB.match(parts[-1])), told)


def _masked(words: str) -> str:
    """The words with what stands in brackets or quotation marks covered, same length."""
    return re.sub(r"（[^（）]*）|“[^”]*”|《[^》]*》", lambda m: "＊" * len(m[0]), words)


def _before(text: str, q: Quantity, sentence: int) -> list[_List]:
    """`甲、乙、丙（等）3个…`: the list in the clause before the count, and longer ones that reach over a comma."""
    if not re.match(r"[\u4e00-\u9fff“《（]", text[q.end : q.end + 1] or "") and q.unit not in ("人", "名", "位", "家", "个", "所", "项", "条", "种", "类", "处", "座", "支", "部", "门", "件", "款"):
        return []
    lead = re.sub(r"(?:共有|共计|共|合计|这|总计|，共|一共)$", "", text[sentence : q.start])
    masked = _masked(lead)
    found: list[_List] = []
    cut = len(lead)
    for _ in range(3):
        cut = max(masked.rfind(c, 0, cut) for c in _BOUNDARY + "（")
        segment = lead[cut + 1 :].rstrip("，")
        more = re.search(r"等(?P<kind>[\u4e00-\u9fff]{0,14})$", segment)
        if more and "、" not in segment[more.start() :]:
            segment = segment[: more.start() + 1]
        if _NOT_LISTED.search(segment) or _AROUND.search(segment):
            return []
        one = _items(sentence + cut + 1, q.start, segment.replace("，", "、") if found else segment, q.unit in ("名", "人", "位"), bool(re.match(r"[\u4e00-\u9fff“《]", text[q.end : q.end + 1])), text[q.end : q.end + 10])
        if one is None:
            break
        found.append(one)
        if cut < 0 or masked[cut] != "，" or one.holds(int(q.value)) or one.told or one.quoted:
            break
        before = masked[max(masked.rfind(c, 0, cut) for c in _BOUNDARY + "（") + 1 : cut]
        if "、" not in before or re.search(r"\d", before):
            break
    return found


def _behind(text: str, q: Quantity, end: int) -> _List | None:
    """`3个平台（甲、乙、丙）` or `3个：甲、乙、丙。`."""
    opening = re.compile(r"[\u4e00-\u9fff]{0,10}(?P<open>[（：]|，分别[为是]|，即|，(?:主要)?(?:包括|包含|有|为|是))").match(text, q.end, min(end, q.end + 16))
    if not opening:
        return None
    at = opening.end()
    if opening["open"] == "（":
        depth, close = 1, at
        while close < end and depth:
            depth += {"（": 1, "）": -1}.get(text[close], 0)
            close += 1
        close -= 1
    else:
        stop = re.search(r"[。；，]", re.sub(r"（[^（）]*）|“[^”]*”", lambda m: "＊" * len(m[0]), text[at:end]))
        close = at + stop.start() if stop else end
    segment = text[at:close]
    if _NOT_BEHIND.match(segment) or re.search(r"[，；]", _masked(segment)):
        return None
    found = _items(at, close, segment)
    if found is not None and "主要" in opening["open"]:
        found = msgspec.structs.replace(found, open=True)
    elif found is not None and (re.search(r"分别|即", opening["open"]) or (opening["open"] == "：" and all(len(x) >= 4 for x in _AND.split(segment.replace("、", "和"))))):
        found = msgspec.structs.replace(found, told=True)
    return found
