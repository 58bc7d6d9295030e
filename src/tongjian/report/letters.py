"""A letter to each contributing unit: what in its entries wants looking at, where, and what to do. Ready to send."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

import msgspec

from tongjian.check.render import excerpt
from tongjian.check.terms.common import uncounted
from tongjian.publish.files import new_folder
from tongjian.report.matter import SEVERITIES, Bundle, Case, Report, advice, bundles, sure, words_of_place, working
from tongjian.report.registry import reporter
from tongjian.report.unchecked import unchecked

SHOWN = 8  # other places of a finding that are shown with their words
LONGEST = 40  # characters of a unit's name in the name of its file
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~])")
_UNSAFE = re.compile(r"[^\w（）()、—-]+")


class Letter(msgspec.Struct, frozen=True):
    """One letter. `unit` is the byline as printed, empty for entries without one; `name` is that of its file; `count` counts places."""

    unit: str
    name: str
    text: str
    count: int


@reporter("letters")
def publish(report: Report, output: Path) -> None:
    """Write a folder with a letter (Markdown) for each unit, and a list of them."""
    made = letters(report)
    with new_folder(output, "letters") as folder:
        for letter in made:
            (folder / letter.name).write_text(letter.text, encoding="utf-8", newline="\n")
        (folder / "00-清单.md").write_text(_list(report, made), encoding="utf-8", newline="\n")


def letters(report: Report) -> list[Letter]:
    """The letters, in the order in which the units first appear. Notes (提示) that belong to no alarm and decided findings are not sent."""
    own: dict[str, list[Case]] = {}
    others: dict[str, list[tuple[Case, int]]] = {}  # findings in other units' entries that rest on words of this one's
    for case in _alarms(report):
        unit = case.sites[0].byline
        own.setdefault(unit, []).append(case)
        seen = {unit, ""}
        for n, (site, _) in enumerate(zip(case.sites[1:], case.finding.related, strict=False)):
            if site.byline not in seen:
                seen.add(site.byline)
                others.setdefault(site.byline, []).append((case, n))
    units = list(dict.fromkeys([*own, *others]))
    return [
        Letter(unit, f"{number:02d}-{_file_name(unit or '未署名')}.md", _letter(report, unit, own.get(unit, []), others.get(unit, [])), len(own.get(unit, [])) + len(others.get(unit, [])))
        for number, unit in enumerate(units, 1)
    ]


def _alarms(report: Report) -> list[Case]:
    """What is sent, in the order of the text: open errors and warnings, and of a habit every place, each as grave as the one that is shown."""
    shown = [b for b in report.bundles if b.first.decision is None and b.first.finding.severity != "info"]
    return sorted((c if len(b.cases) == 1 else _alone(c, b) for b in shown for c in b.cases), key=lambda c: c.finding.start)


def _alone(case: Case, bundle: Bundle) -> Case:
    """A place of a habit by itself: other units' places are not this unit's business."""
    message, message_en = uncounted(case.finding.message, case.finding.message_en)
    return msgspec.structs.replace(case, finding=msgspec.structs.replace(case.finding, severity=bundle.first.finding.severity, message=message, message_en=message_en, related=()))


def _file_name(unit: str) -> str:
    return _UNSAFE.sub("_", unit)[:LONGEST].strip("_") or "单位"


def _md(text: str) -> str:
    """Words of a book in Markdown: nothing of them is markup, nor a line of its own."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _letter(report: Report, unit: str, own: list[Case], others: list[tuple[Case, int]]) -> str:
    manuscript = report.as_ == "manuscript"
    title = f"《{_md(report.book.title)}》"
    name = _md(unit) or ("供稿单位" if manuscript else "编辑部（未署名部分）")
    tally = "，".join(f"{SEVERITIES[s][0]}{n}处" for s in ("error", "warning") if (n := sum(c.finding.severity == s for c in [*own, *(c for c, _ in others)])))
    out = [f"# {title}稿件核对单", "", f"{name}：", ""]
    whose = "这些条目没有署名，请分送供稿单位。" if not unit and not manuscript else ""
    folded = bundles(report.book, own)
    items, places = len(folded) + len(others), len(own) + len(others)
    same = f"同一种写法合为一条，共{items}条。" if items < places else ""
    out += [f"{'送来的稿件' if manuscript else '贵单位为' + title + '提供的稿件'}经机器核校，有{places}处需要核对（{tally}）。{same}{whose}", ""]
    out += ["“错误”请改正；“疑问”未必有错，请对照原始材料核实。请在每条“答复”后写明改法，或写“无误”并说明依据，然后退回编辑部。", ""]
    number = 0
    for words, shown in groupby(folded, key=lambda b: b.first.sites[0].words):
        out += [f"## {_md(words) or '卷首'}", ""]
        for bundle in shown:
            number += 1
            out += _item(report, bundle, number)
    if others:
        out += ["## 其他单位的稿件与贵单位稿件不一致", "", "下面的问题在别处查出，与贵单位的稿件有关，请一并核对。", ""]
        for case, n in others:
            number += 1
            out += _item(report, Bundle((case,), case.finding.message, case.finding.message_en), number, n)
    out += ["---", "", "没有列出的内容不等于没有差错。这次没有检查的：", ""]
    out += [f"- {_md(zh)}" for zh, _ in unchecked(report)]
    return "\n".join([*out, "", f"{title}编辑部", *([report.made] if report.made else [])]) + "\n"


def _item(report: Report, bundle: Bundle, number: int, mine: int = -1) -> list[str]:
    """One finding or habit. `mine`: index of the related place that is the reader's own, −1 where the finding's place is."""
    case = bundle.first
    f = case.finding
    spans = [(f.start, f.end), *((r.start, r.end) for r in f.related)]
    places = [case.record, *case.record["related"]]
    first = mine + 1
    out = [f"**{number}.** {words_of_place(places[first])}　{SEVERITIES[f.severity][0]}，{sure(f.confidence)[0]}（{f.code}）", "", f"> {_marked(report, *spans[first])}", ""]
    out.append(f"- 问题：{_md(bundle.message)}")
    worked = working(case)
    if worked:
        out.append(f"- 核算：{_md(worked)}")
    rest = bundle.cases[1:]
    out += [f"- 同样：{words_of_place(c.record)}（{_md(c.sites[0].words)}）：{_marked(report, c.finding.start, c.finding.end)}" for c in rest[:SHOWN]]
    if rest[SHOWN:]:
        out.append(f"- 还有{len(rest) - SHOWN}处：{'；'.join(words_of_place(c.record) for c in rest[SHOWN:])}")
    for n, span in () if rest else enumerate(spans):
        if n != first and n <= SHOWN:
            site = case.sites[n]
            whose = f"，{_md(site.byline)}供稿" if site.byline else ""
            out.append(f"- 另一处：{_md(words_of_place(places[n]))}（{_md(site.words)}{whose}）：{_marked(report, *span)}")
    return [*out, f"- 请做：{_md(advice(case))}", "- 答复：", ""]


def _marked(report: Report, start: int, end: int) -> str:
    """The words in their sentence, in bold."""
    before, words, behind = excerpt(report.book, start, end)
    return f"{_md(before)}**{_md(words)}**{_md(behind)}"


def _list(report: Report, made: list[Letter]) -> str:
    rows = [f"| {_md(letter.unit) or '（未署名）'} | {letter.count} | {_md(letter.name)} |" for letter in made]
    kept = sum(b.first.finding.severity == "info" for b in report.bundles if b.first.decision is None)
    more = f"提示{kept}条只供编辑参考，没有写进信里；已决定的{len(report.cases) - len(report.open)}条也没有。"
    return "\n".join([f"# 《{_md(report.book.title)}》核对单清单", "", "| 单位 | 处数 | 文件 |", "|---|---|---|", *rows, "", more]) + "\n"
