"""Answers in two steps: a difference or share of two figures, a thing found by way of another, the same asked of several."""

from __future__ import annotations

import re
from decimal import Decimal

import msgspec

from tongjian.library.asking.question import Part, Question
from tongjian.library.asking.targets import PEOPLE, Target

_ENUMERATED = re.compile(r"(?P<items>[\u4e00-\u9fffA-Za-z\d]{2,10}(?:[、和与][\u4e00-\u9fffA-Za-z\d]{2,10}?)+)(?P<tail>[两三四五六七八九\d](?:家|个镇|个街道|个部门|家单位|者|人|所))?(?=\n*(?:各|分别|都))")
_OWNER = re.compile(r"[\u4e00-\u9fff]{1,10}?(?:局|委|办|院|会|馆|校|中心|公司|支行|街道|镇)(?=[\u4e00-\u9fff]{2})")
_BY_WAY = re.compile(r"(?P<known>.{4,}?)所在(?:的)?(?P<thing>公司|企业|单位|学校|中学|小学|医院|街道|镇|社区|村|局|部门)[，,]?(?P<rest>.{3,})")


class Operands(msgspec.Struct, frozen=True):
    """Two figures to be compared, by their words."""

    first: str
    second: str
    operation: str  # "difference", "share", "sum"


def operands(question: Question) -> Operands | None:
    """The two figures that a comparison is about: A比B多多少, A和B相差多少, A与B差多少, A占B的多少, A和B合计多少. None where it compares nothing."""
    text = re.sub(r"[？?。“”]", "", question.text)
    if summed(question) is not None:
        return None  # more than two
    for pattern, operation in (
        (r"(?P<a>[^，]+?)(?<!同)(?<!环)比(?P<b>[^，]+?)(?:多|少|高|低|大|小|长|短)(?:出|了)?(?:多少|几).*", "difference"),
        (r"(?P<a>.+?)[，,](?:与|和|跟|同)(?P<b>.+?)(?:相差|差)(?:了)?(?:多少|几).*", "difference"),
        (r"(?P<a>.+?)[和与跟、](?P<b>.+?)(?:的)?(?:相差|差额|差距|差)(?:了|是)?(?:多少|几)?.*", "difference"),
        (r"(?P<a>.+?)[和与加、](?P<b>.+?)(?:的)?(?:合计|总和|之和|加起来|加在一起|一共|总共|共计)(?:是|为|有)?(?:多少|几).*", "sum"),
        (r"(?P<b>.+?)[中里](?P<a>[^，]+?)占(?!地)(?:了)?(?:比|的比重|的比例|多少|几成|百分之几).*", "share"),
        (r"(?P<a>.+?)占(?!地)(?:了)?(?P<b>.+?)(?:的)?(?:比重|比例|百分比|多少|几成).*", "share"),
    ):
        m = re.fullmatch(pattern, text)
        if m and not re.search(r"上年|去年|同期|往年|年初", m["b"]):
            first = re.sub(r"(?:有|是)?多少(?:个|人|户|名|件)?", "", m["a"])
            return Operands(first, re.sub(r"全部|所有|总(?=[数量])", "", m["b"]), operation)
    return None


class Sum(msgspec.Struct, frozen=True):
    """Several figures to be added, and what their sum is to be a share of."""

    items: tuple[str, ...]
    of: str  # the words before them: 六大产业
    what: str  # what of each: 产值
    whole: str | None


_SUMMED = re.compile(
    r"(?P<of>[^(,，]{0,16}?)\((?P<items>[^()]+)\)(?:的)?(?P<what>[\u4e00-\u9fff]{1,8}?)(?:合计|总和|一共|总共|共计|之和|加起来)(?:是|为|有)?(?:占(?P<whole>.+?)(?:的)?(?:比重|比例|百分比|多少|几成|百分之几).*|多少.*|几.*)"
    r"|(?P<items2>[\u4e00-\u9fffA-Za-z\d]{2,10}(?:、[\u4e00-\u9fffA-Za-z\d]{2,10})+(?:[和及与][\u4e00-\u9fffA-Za-z\d]{2,10}?))(?:的)(?P<what2>[\u4e00-\u9fff]{2,8}?)(?:合计|总和|一共|总共|共计|之和|加起来).*"
)


def summed(question: Question) -> Sum | None:
    """Three figures and more that are to be added: 六大产业(甲、乙、丙…)产值合计占总产值的多少. None where the question is no such."""
    text = re.sub(r"(?:19|20)\d{2}年(?:底|末|度)?|[？?。“”]", "", question.text)
    m = _SUMMED.fullmatch(text)
    if m is None:
        return None
    items = tuple(re.split(r"[、和及与]", m["items"] or m["items2"]))
    return Sum(items, m["of"] or "", m["what"] or m["what2"], m["whole"]) if len(items) > 2 else None


def computed(operation: str, a: Target, b: Target) -> tuple[str, str, str] | None:
    """The relation, value and unit of two figures: `16130-15120=1010人`. None where they do not go together."""
    p, q = a.quantity, b.quantity
    if p is None or q is None or not (p.base_unit == q.base_unit or {p.base_unit, q.base_unit} <= PEOPLE):
        return None
    unit = p.unit or ""
    second = q.value if p.unit == q.unit or not p.value else q.amount * p.value / p.amount
    if operation == "share":
        if not second or p.value > second:
            return None  # no part is more than its whole
        share = (p.value / second * 100).quantize(Decimal("0.1"))
        return f"{plain(p.value)}÷{plain(second)}≈{plain(share)}%", plain(share), "%"
    if operation == "sum":
        return f"{plain(p.value)}+{plain(second)}={plain(p.value + second)}{unit}", plain(p.value + second), unit
    difference = abs(p.value - second)
    high, low = max(p.value, second), min(p.value, second)
    return f"{plain(high)}-{plain(low)}={plain(difference)}{unit}", plain(difference), unit


def plain(value: Decimal) -> str:
    """A decimal without needless zeros: 12.50 → 12.5."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


_DERIVED = re.compile(r"推算|估算|测算|折算|倒推|反推")
_PER = re.compile(r"(?:人均|户均|平均每[人户名所家个]|每[人户名所家个]平均)(?P<what>[\u4e00-\u9fff]{0,8}?)(?:为|是|达|约)?(?P<value>\d+(?:\.\d+)?)(?P<unit>[万亿]?[\u4e00-\u9fff])")


def derives(question: Question) -> bool:
    """Whether a question asks for what can be computed from the figures of the books, and says so (据此推算)."""
    return _DERIVED.search(question.text) is not None


def per_head(question: Question) -> tuple[str, str, str] | None:
    """The average that a question starts from: what, value and unit of `人均结案255件`."""
    m = _PER.search(question.text)
    return (m["what"], m["value"], m["unit"]) if m else None


def divided(total: Target, per: str, unit: str | None) -> tuple[str, str]:
    """The relation and value of a total over an average: `7905÷255≈31名`."""
    assert total.quantity is not None
    count = (total.quantity.value / Decimal(per)).quantize(Decimal(1))
    return f"{plain(total.quantity.value)}÷{per}≈{count}{unit or ''}", str(count)


def year_before(value: Decimal, change: str, unit: str) -> tuple[str, str]:
    """The relation and value of a figure a year before: `310÷(1+8%)≈287亿元`."""
    rate = Decimal(change) / 100
    base = (value / (1 + rate)).quantize(Decimal("0.01") if value < 1000 else Decimal(1))
    return f"{plain(value)}÷(1{'+' if rate >= 0 else '-'}{change.lstrip('+-')}%)≈{plain(base)}{unit}", plain(base)


def by_way(question: Question) -> tuple[str, str, str] | None:
    """What is known, the kind of thing that leads on, and what is asked of it: 甲所在公司还获评什么."""
    m = _BY_WAY.search(question.text)
    return (m["known"], m["thing"], m["rest"]) if m else None


def bodies(words: str, thing: str) -> list[str]:
    """Names of bodies of a kind in a clause, the longest stretch that ends in the word: …有限公司."""
    found = re.findall(rf"[\u4e00-\u9fff（）()]{{2,30}}?{thing}", words)
    return [re.sub(r"^.*(?:，|、|由|在|为|与|和|对|向|是|于)", "", name) for name in found]


def each(question: Question) -> list[Part]:
    """The same asked of several (A、B、C各…): a part for each of them; none where the question is no such."""
    text = re.sub(r"(?:19|20)\d{2}年(?:底|末|度)?|[“”]", "", question.text)
    m = _ENUMERATED.search(text)
    if m is None or len(question.parts) != 1:
        return []
    part = question.parts[0]
    items = re.split(r"[、和与]", m["items"])
    known = {*items, (items[-1] + m["tail"]) if m["tail"] else items[-1]}
    rest = "\n".join(re.sub(r"^各", "", stretch) for stretch in part.content.split("\n") if stretch not in known)
    if part.kind == "figure":
        owner = _OWNER.match(items[0])  # 区科技局专利申请数、授权数各多少: of the bureau both times
        whose = owner[0] if owner else ""
        named = [items[0][len(whose) :], *items[1:]]
        return [msgspec.structs.replace(part, content=f"{whose}\n{item}".strip("\n"), head=item, dimensions=()) for item in named if item]
    return [msgspec.structs.replace(part, content=f"{item}\n{rest}".strip("\n"), head="") for item in items if item]
