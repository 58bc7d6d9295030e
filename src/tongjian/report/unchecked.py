"""What a run did not check. A report that leaves this out is read as if it had checked everything."""

from __future__ import annotations

from tongjian.check.registry import RULES
from tongjian.report.matter import Report

_ACROSS_YEARS = "NUM3"  # the rules that hold a book against the edition before it
_NEVER = (
    "机器不懂文意：政治表述、史实、归类是否得当、有无漏记，都要人来审；没有列出的问题不等于没有问题。",
    "A machine does not understand: wording of policy, truth of events, order and omissions are for people. What is not listed is not thereby right.",
), (
    "图片、地图（审图号、国界）、版式、字体和印制质量没有检查；讲话、引文和文件标题里的用语照录，不按行文规范查。",
    "Pictures, maps, layout and print were not checked; the wording of speeches, quotations and titles of documents is left as it is.",
)  # fmt: skip


def unchecked(report: Report) -> list[tuple[str, str]]:
    """What was not checked and why, (Chinese, English), the particular before the general."""
    stopped = [(f"本社自定的规则没有跑完：{note}。", f"A rule of the house's own did not run to its end: {note}.") for note in report.notes]
    return [*_left_out(report), *stopped, *_lost(report), *_alone(report), *_NEVER]


def _left_out(report: Report) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if report.as_ == "manuscript":
        codes = [c for c, rule in RULES.items() if rule.whole_book]
        found.append((
            f"按稿件检查：需要全书才能判断的{len(codes)}条规则没有运行（{_listed(codes)}），如前后数字不一、名称不统一、目录与正文不符。",
            f"Checked as a manuscript: the {len(codes)} rules that need the whole book did not run.",
        ))  # fmt: skip
    if report.previous is None:
        codes = [c for c in RULES if c.startswith(_ACROSS_YEARS)]
        found.append((
            f"没有给出上一卷（--previous）：与上一卷数值的衔接没有核对（{_listed(codes)}）。",
            "No previous edition was given: figures were not held against last year's book.",
        ))  # fmt: skip
    if report.select:
        found.append((f"只运行了选定的规则：{'、'.join(report.select)}。", f"Only these rules ran: {', '.join(report.select)}."))
    off = [*report.ignore, *report.profile.off, *(code for code, level in report.profile.severity.items() if level == "off")]
    if off:
        found.append((f"这些规则被关闭：{'、'.join(dict.fromkeys(off))}。", f"These rules were switched off: {', '.join(dict.fromkeys(off))}."))
    return found


def _lost(report: Report) -> list[tuple[str, str]]:
    book = report.book
    found: list[tuple[str, str]] = []
    scrambled = [t for t in book.tables if t.scrambled]
    if scrambled:
        names = []
        for t in scrambled:
            title = book.quote(*t.title) if t.title else "无题表"
            page = book.place(t.start, t.end).page
            names.append(title[:30] + (f"（第{page}页）" if page else ""))
        found.append((
            f"{len(scrambled)}张表在来源文本里已散成文字，行列不能恢复，表内没有核算：{'；'.join(names)}。",
            f"{len(scrambled)} tables have lost their rows and columns in the source: nothing in them was added up.",
        ))  # fmt: skip
    bare = [n.title for n in book.nodes if n.level == "part" and n.end > n.start and not (p := book.place(n.start, n.end)).page and not p.sheet]
    if bare and not book.pages:
        found.append(("来源没有页码，各处只能按行或段落指认。", "The source has no pages: places are told by line or paragraph."))
    elif bare:
        found.append((f"这些部分没有页码：{'、'.join(bare)}。", f"These parts have no page numbers: {len(bare)}."))
    found += [(f"读取时的提示：{w}。", f"While reading: {w}.") for w in book.warnings]
    return found


def _alone(report: Report) -> list[tuple[str, str]]:
    """Figures that stand in no relation: nothing else in the book says what they should be."""
    printed, held = report.figures
    if printed == held:
        return []
    return [(
        f"全文带单位的数字{printed}个，{held}个（{held / printed:.0%}）能与别的数字互相核算；其余{printed - held}个没有可核对的另一处，是否抄错、印错查不出来。",
        f"Of {printed} figures {held} could be recomputed from others; the remaining {printed - held} stand alone, and a slip in them is not seen.",
    )]  # fmt: skip


def _listed(codes: list[str]) -> str:
    return "、".join(sorted(codes))
