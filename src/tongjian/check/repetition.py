"""What stands twice: a clause of an entry, an item of a list, a word run on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tongjian.check.context import Context
from tongjian.check.finding import Finding, Related
from tongjian.check.ngrams import grams
from tongjian.check.registry import Rule, check, declare
from tongjian.check.scope import gap_in_print, view

SOURCE = "《图书质量管理规定》 counts superfluous characters as errors"
declare(
    Rule(
        "TXT301", "同一条目内语句重复", "a clause stands twice in an entry", "warning", SOURCE,
        ("形成多业务、多功能的综合服务网络。全区建成光端口20万个，形成多业务、多功能的综合服务网络。",),
        ("建成社区食堂3个，新增养老床位20张。建成社区食堂5个，新增托位30个。",),
    )
)  # fmt: skip
declare(
    Rule(
        "TXT302", "列举项重复", "an item stands twice in a list", "warning", SOURCE,
        ("承担防汛抗旱、森林防火、城市防汛抗旱、医疗救护等任务。", "检查餐饮、住宿、娱乐、餐饮等场所。"),
        ("选举主席1人、副主席2人、秘书长1人。", "检查餐饮、住宿、娱乐等场所。"),
    )
)  # fmt: skip
declare(
    Rule(
        "TXT304", "词语连写两遍", "a phrase is run on twice", "error", SOURCE,
        ("新建养老服务中心养老服务中心2个。", "强化责任责任担当。"), ("选任综合执法支队支队长1名。", "落实党组织组织生活制度。", "构建共建共治共享格局。"),
    )
)  # fmt: skip
_OFF = ("speech", "report", "table", "namelist", "honours", "docindex", "frontmatter", "bulletin", "figure")
_CLAUSE = re.compile(r"[^，。；：！？、“”【】\ue000\n\t]{10,}")
_LIST = re.compile(r"(?:[^，。；：！？、“”《》【】\ue000\n\t]{2,14}、){2,}[^，。；：！？、“”《》【】\ue000\n\t]{2,14}")
_LEAD = re.compile(r"^(?:以及|包括|包含|涵盖|涉及|承担|开展|检查|整治|排查|和|及|与|等)+")
_TAIL = re.compile(r"(?:等|和|以及|及|(?:场所|单位|企业|行业|领域|部门)(?=\d|$)).*$")
_SCOPE = ("城市", "全区", "全市", "全县", "区内", "县内", "辖区", "有关", "相关", "各类", "各种")
_NEAR = 110  # characters between two clauses that a slip of copying repeats
_TWICE = re.compile(r"(?P<word>[\u4e00-\u9fff]{2})(?P=word)")
_DOUBLE = re.compile(r"(?P<word>[\u4e00-\u9fff]{3,14})(?P=word)(?![长员科处室部站队组])")


@check("TXT301")
def clauses(context: Context) -> Iterator[Finding]:
    """A clause of ten characters or more that returns within an entry, close behind."""
    text = view(context, *_OFF)
    last: dict[tuple[int | None, str], tuple[int, int]] = {}
    for m in _CLAUSE.finditer(text):
        if re.search(r"\d|^并|^由|^其中", m[0]) or not re.search(r"[\u4e00-\u9fff]{8}", re.sub(r"《[^》]*》", "", m[0])):
            continue
        key = (context.book.entry_at(m.start()), m[0])
        before = last.get(key)
        last[key] = m.span()
        if before and m.start() - before[0] <= _NEAR:
            yield Finding("TXT301", "warning", 0.7, f"“{m[0]}”在本条目内重复", f"“{m[0]}” stands twice in this entry", *before, (Related(*m.span()),), None, SOURCE)


@check("TXT302")
def items(context: Context) -> Iterator[Finding]:
    """An item of a list that is there already, bare or with a word of scope before it."""
    for m in _LIST.finditer(view(context, *_OFF)):
        seen: dict[str, tuple[int, int]] = {}
        at = m.start()
        for n, item in enumerate(m[0].split("、")):
            start, at = at, at + len(item) + 1
            bare = _LEAD.sub("", item) if n == 0 else item
            start += len(item) - len(bare)
            bare = _TAIL.sub("", bare)
            core = next((bare[len(w) :] for w in _SCOPE if bare.startswith(w) and len(bare) - len(w) >= 3), bare)
            before = seen.get(core)
            if before and len(core) >= 2 and not re.search(r"\d|^[一二三四五六七八九十]", core):
                yield Finding("TXT302", "warning", 0.75, f"列举中“{core}”重复", f"“{core}” stands twice in the list", start, start + len(bare), (Related(*before),), None, SOURCE)
            seen.setdefault(core, (start, start + len(bare)))


@check("TXT304")
def doubles(context: Context) -> Iterator[Finding]:
    """A phrase of three characters or more that follows itself."""
    for m in _DOUBLE.finditer(view(context, "table", "quote", "namelist", "honours")):
        if len(set(m["word"])) > 1 and context.book.paragraph_at(m.start()) != m.span():  # two lines of a heading may say the same
            if any(gap_in_print(context.book, at) for at in (m.start(), m.start() + len(m["word"]))):
                continue  # two cells of a table that the text layer has flattened
            yield Finding("TXT304", "error", 0.85, f"“{m['word']}”连写两遍", f"“{m['word']}” is run on twice", *m.span(), (), m["word"], SOURCE)
    yield from _words(context)


def _words(context: Context) -> Iterator[Finding]:
    """A word of two characters that follows itself, where the dictionary cuts both there (党组织|组织|生活 has one of them)."""
    for m in _TWICE.finditer(view(context, "table", "quote", "title", "namelist", "honours", "docindex", "speech", "report")):
        start, end = m.span()
        if m["word"][0] == m["word"][1] or context.once(grams).cuts[start : end + 1] != "10101":
            continue
        if not any(gap_in_print(context.book, at) for at in (start, start + 2)):
            yield Finding("TXT304", "error", 0.85, f"“{m['word']}”连写两遍", f"“{m['word']}” is run on twice", start, end, (), m["word"], SOURCE)
