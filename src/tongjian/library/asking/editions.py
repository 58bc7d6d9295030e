"""A figure over the editions: where no year is asked, the answer is of the newest book, and the years before stand beside it; where several years are
asked, each is asked of its own edition, and they are set against each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from tongjian.language import quantities
from tongjian.library.asking import steps
from tongjian.library.asking.answer import Answer, Citation
from tongjian.library.asking.question import Question, parse
from tongjian.library.passages import Passage

if TYPE_CHECKING:
    from tongjian.library.layout import Card
    from tongjian.library.shelf import Shelf

TOLD = 3  # years before that the words of an answer tell; all of them are in the alternatives
MOST = 40  # years


def with_years_before(library: Shelf, answer: Answer, cards: Sequence[Card]) -> Answer:
    """The answer with its year in front and the last years before behind it, each with its citation; the figures of earlier years are the alternatives.

    The same figure is that of the same indicator and subject; the edition about a year tells it best, and its bulletin before other places.
    """
    assert answer.fact is not None and answer.text is not None
    about = {c.id: c.data_year for c in cards}
    year = (answer.period or "")[:4]
    name = answer.fact["indicator_norm"] or answer.fact["indicator"]
    rows = [r for r in library.facts(indicator=name) if r["book"] in about and _alike(r, answer.fact) and r["period"] and r["period"][:4].isdigit()]
    best: dict[str, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda r: (abs(int(r["period"][:4]) - (about[r["book"]] or 0)), r["status"] != "final", r["book"], r["start"])):
        best.setdefault(row["period"][:4], row)
    before = [best[y] for y in sorted(best, reverse=True) if y < year][:MOST]
    if not year or not before:
        return answer
    told = "，".join(f"{r['period'][:4]}年{r['value']}{r['unit'] or ''}" for r in before[:TOLD])
    cited = tuple(_citation(library, row) for row in before)
    return msgspec.structs.replace(answer, text=f"{year}年（最新一卷）：{answer.text}；此前{told}", citations=answer.citations + cited[:TOLD], alternatives=answer.alternatives + cited[TOLD:])


def _alike(row: dict[str, Any], fact: dict[str, Any]) -> bool:
    same = row["indicator_norm"] == fact["indicator_norm"] if fact["indicator_norm"] else row["indicator"] == fact["indicator"]
    return bool(same and row["subject"] == fact["subject"] and row["kind"] == fact["kind"] and row["base_unit"] == fact["base_unit"] and row["status"] not in ("target", "expected"))


def _citation(library: Shelf, row: dict[str, Any]) -> Citation:
    """A fact of the tables as the citation that the index would give."""
    entry = library.entry(row["book"], row["node"]) or {}
    passage = Passage(
        key="", book=row["book"], node=row["node"], level=entry.get("level", "entry"), kind=entry.get("kind", "prose"), title=entry.get("title", ""),
        path=tuple(entry.get("path") or ()), byline=row.get("reported_by"), start=row["start"], text=row["quote"],
        marks=((row["start"], row["line"], row["page"], row["sheet"], row["block"]),),
    )  # fmt: skip
    return Citation(passage, row["start"], row["start"] + len(row["quote"]))


_Y = r"(?:19|20)\d{2}年?(?:底|末|度)?"
_SET_AGAINST = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<x>.*?)(?P<a>{_Y})(?P<y>.*?)(?:比|较|与|同|和)(?P<b>{_Y})(?P<z>.*?)(?:相比)?[，,]?(?P<how>增加|增长|减少|下降|提高|降低|多|少|高|低|相差|差|变化)(?:了|出)?(?:多少|几|百分之).*",
        rf"(?P<x>.*?)(?P<a>{_Y})(?:到|至|和|与|、)(?P<b>{_Y})(?:的)?(?P<y>.*?)(?P<how>增加|增长|减少|下降|相差|差|变化)(?:了)?(?:多少|几).*",
    )
)
_EACH_YEAR = re.compile(rf"(?P<x>.*?)(?P<years>{_Y}(?:(?:、|和|与|及){_Y})+)(?:的)?(?P<y>.*?)(?:各|分别|都)(?:是|为|有|达)?(?:多少|几).*")
_MANY_YEARS = re.compile(r"(?P<x>.*?)(?:近|最近|过去|前)(?P<n>[两三四五六七八九十]|\d+)年(?:来)?(?:的)?(?P<y>.+?)(?:各|分别|都|是|为|有)*(?:多少|几).*")
_WHICH_YEAR = re.compile(r"(?P<x>.*?)哪一?年(?:的)?(?P<y>.+?)(?:最|更)(?P<how>[高多大低少小]).*|(?P<x2>.+?)(?:在)?哪一?年(?:最|更)(?P<how2>[高多大低少小]).*")

Ask = Callable[[Question, Sequence["Card"]], Answer]


def over_years(question: Question, cards: Sequence[Card], ask: Ask) -> Answer | None:
    """What is asked of several years: the difference of two, each of some, the last few, or the year of the greatest or least.

    None where the question is no such, or one of the years asked has no figure.
    """
    text = question.text.rstrip("？?。")
    for pattern in _SET_AGAINST:
        if (m := pattern.fullmatch(text)) is not None:
            what = "".join(m[name] or "" for name in ("x", "y", "z") if name in m.groupdict()).strip("的")
            both = _of_years(what, (int(m["a"][:4]), int(m["b"][:4])), cards, ask) if what else None
            return _difference(both) if both else None
    if (m := _EACH_YEAR.fullmatch(text)) is not None:
        years = tuple(dict.fromkeys(int(y) for y in re.findall(r"(?:19|20)\d{2}", m["years"])))
        told = _of_years(f"{m['x']}{m['y']}".strip("的"), years, cards, ask)
        return _listed(told) if told else None
    about = sorted({c.data_year for c in cards if c.data_year})
    if (m := _MANY_YEARS.fullmatch(text)) is not None and len(about) > 1:
        number = int(m["n"]) if m["n"].isdigit() else "..两三四五六七八九十".index(m["n"])
        told = _of_years(f"{m['x']}{m['y']}".strip("的"), about[-number:], cards, ask, all_of_them=False)
        return _listed(told) if len(told or ()) > 1 and told else None
    if (m := _WHICH_YEAR.fullmatch(text)) is not None and len(about) > 1:
        told = _of_years((m["x2"] or f"{m['x']}{m['y']}").strip("的"), about[-MOST:], cards, ask, all_of_them=False)
        return _extreme(told, (m["how"] or m["how2"]) in "高多大") if told and len(told) > 1 else None
    return None


def far_apart(question: Question) -> bool:
    """Whether two years are set against each other that do not follow one another, so that growth over the year before is no answer."""
    text = question.text.rstrip("？?。")
    return any((m := pattern.fullmatch(text)) and abs(int(m["a"][:4]) - int(m["b"][:4])) != 1 for pattern in _SET_AGAINST)


def _of_years(what: str, years: Sequence[int], cards: Sequence[Card], ask: Ask, all_of_them: bool = True) -> dict[int, Answer] | None:
    """The figure of each year, asked of the editions about it, or of all where there is none; None where one of them is not told and all are wanted."""
    told: dict[int, Answer] = {}
    for year in years:
        question = parse(f"{year}年{what}是多少？")
        of_year = [c for c in cards if c.data_year == year]
        answer = ask(question, of_year or cards)
        if answer.text is None and of_year and len(of_year) < len(cards):
            answer = ask(question, cards)
        if answer.text is not None and answer.value:
            told[year] = answer
        elif all_of_them:
            return None
    units = {_amount(answer)[1] for answer in told.values()}
    return told if len(units) == 1 and None not in units else None


def _amount(answer: Answer) -> tuple[Decimal, str | None]:
    """The figure of an answer in its base unit."""
    found = quantities.find(f"{answer.value}{answer.unit or ''}")
    return (found[0].amount, found[0].base_unit or found[0].unit) if found else (Decimal(0), None)


def _cited(told: dict[int, Answer]) -> tuple[Citation, ...]:
    return tuple(answer.citations[0] for answer in told.values())


def _difference(told: dict[int, Answer]) -> Answer:
    """The difference of two years, and in percent where the first is not nothing and no share."""
    early, late = sorted(told)
    (a, _), (b, _) = _amount(told[early]), _amount(told[late])
    made = _apart(f"{late}年", told[late], f"{early}年", told[early])
    share = (told[late].unit or "") in ("%", "％", "‰")
    rate = "" if not a or share else f"，按两数计算{'增长' if b >= a else '下降'}{steps.plain(abs((b - a) / a * 100).quantize(Decimal('0.1')))}%"
    return msgspec.structs.replace(made, text=f"{(made.text or '').removesuffix('）')}{rate}）", period=f"{early}/{late}")


def _apart(of: str, one: Answer, than: str, other: Answer) -> Answer:
    """The difference of two figures in the unit of the first, the greater in front."""
    (a, _), (b, _) = _amount(one), _amount(other)
    printed = Decimal(one.value or 0)
    scale = a / printed if printed else Decimal(1)
    high, low = max(a, b) / scale, min(a, b) / scale
    unit = "个百分点" if (one.unit or "") in ("%", "％", "‰") else one.unit or ""
    text = f"{steps.plain(high)}-{steps.plain(low)}={steps.plain(high - low)}{unit}（{of}{one.value}{one.unit or ''}，{than}{other.value}{other.unit or ''}）"
    return msgspec.structs.replace(one, text=text, value=steps.plain(high - low), unit=unit, citations=(one.citations[0], other.citations[0]), alternatives=(), fact=None)


_BESIDE = re.compile(r"(?:相差|差距?|[多少高低大小](?:出|了)?(?=多少|几))(?:了)?(?:多少|几).*")
_EACH = re.compile(r"(?:各|分别|都)(?:是|为|有|达)?(?:多少|几).*")
_WHOSE = re.compile(r"(?:(?:谁|哪(?:一)?(?:个|家)?[区县市州旗]?)(?:的)?(?:更|最|比较)?|更|最)(?P<how>[高多大低少小])$")


def over_regions(question: Question, cards: Sequence[Card], ask: Ask) -> Answer | None:
    """What is asked of two regions and more, each of its own books: the difference, each, or whose is greater. None where the question is no such."""
    text = question.text.rstrip("？?。")
    regions = sorted({c.region for c in cards if c.region and c.region in text}, key=text.index)
    if len(regions) < 2:
        return None
    rest = text
    for region in regions:
        rest = re.sub(rf"(?:[、,，和与及跟]|比)?{region}(?:[、,，和与及跟的]|比)?", "", rest)
    whose = _WHOSE.search(rest)
    what = _BESIDE.sub("", _EACH.sub("", _WHOSE.sub("", rest))).strip("的，,、")
    told: dict[str, Answer] = {}
    for region in regions:
        newest = max((c.data_year or 0 for c in cards if c.region == region), default=0)
        own = [c for c in cards if c.region == region and (c.data_year in question.years if question.years else (c.data_year or 0) == newest)]
        answer = ask(parse(f"{region}{what}是多少？"), own or [c for c in cards if c.region == region])
        if answer.text is None or not answer.value:
            return None
        told[region] = answer
    if len({_amount(answer)[1] for answer in told.values()}) > 1:
        return None
    if len(regions) == 2 and _BESIDE.search(rest):
        first, second = regions
        return _apart(first, told[first], second, told[second])
    order = sorted(told, key=lambda region: _amount(told[region])[0], reverse=whose is None or whose["how"] in "高多大") if whose else regions
    text = "，".join(f"{region}{told[region].value}{told[region].unit or ''}" for region in order)
    best = told[order[0]]
    return msgspec.structs.replace(best, text=text, citations=tuple(told[region].citations[0] for region in order), alternatives=(), fact=None)


def _listed(told: dict[int, Answer]) -> Answer:
    """The figures of the years, the last the value."""
    last = told[max(told)]
    text = "，".join(f"{year}年{answer.value}{answer.unit or ''}" for year, answer in sorted(told.items()))
    return msgspec.structs.replace(last, text=text, citations=_cited(dict(sorted(told.items(), reverse=True))), alternatives=(), fact=None)


def _extreme(told: dict[int, Answer], greatest: bool) -> Answer:
    """The year with the greatest or least figure, and the others."""
    order = sorted(told, key=lambda year: (_amount(told[year])[0], year), reverse=greatest)
    best = told[order[0]]
    others = "，".join(f"{year}年{told[year].value}{told[year].unit or ''}" for year in order[1 : TOLD + 1])
    text = f"{order[0]}年{best.value}{best.unit or ''}；其他：{others}"
    cited = tuple(told[year].citations[0] for year in order[: TOLD + 1])
    return msgspec.structs.replace(best, text=text, period=str(order[0]), citations=cited, alternatives=tuple(told[year].citations[0] for year in order[TOLD + 1 :]), fact=None)
