"""The report as one HTML file that asks nothing of any server: what is wrong, both places side by side, and decisions that can be saved.

A book is a hostile input: every word of it is escaped, the page's one style and one script are the only ones its policy lets run.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable
from html import escape as _escape
from importlib.resources import files
from itertools import groupby
from pathlib import Path

from tongjian.check.render import excerpt
from tongjian.check.sources import in_chinese
from tongjian.publish.files import write_file
from tongjian.report.matter import DECIDED, SEVERITIES, Bundle, Case, Report, families, sure, words_of_place, working
from tongjian.report.registry import reporter
from tongjian.report.score import remains, score, verdict
from tongjian.report.unchecked import unchecked

_LIST = "\t"  # between the values of an attribute that holds several
_SHOWN = 3  # other places that are shown open; further ones fold
_NOT_SHOWN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")  # and no turning of the text's direction


@reporter("html")
def publish(report: Report, output: Path) -> None:
    """Write the report as one HTML file."""
    write_file(output, page(report).encode("utf-8"))


def page(report: Report) -> str:
    """The report as HTML."""
    style, script = _asset("page.css"), _asset("page.js")
    book = report.book
    digest = book.source_digest or book.id
    parts = "\n".join(_group(report, part, list(cases)) for part, cases in groupby(report.bundles, key=lambda b: b.first.sites[0].part))
    return (
        f'<!doctype html>\n<html lang="zh-CN" data-book="{esc(digest)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{esc(policy())}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="robots" content="noindex">\n<meta name="referrer" content="no-referrer">\n'
        f'<link rel="icon" href="data:,">\n<title>{esc(book.title)} 核校报告</title>\n<style>{style}</style>\n</head>\n<body>\n'
        f"{_top(report)}\n<main>\n{_tools(report)}\n{parts or _nothing()}\n</main>\n{_foot(report)}\n"
        f'<script type="application/json" id="rows">{_json(report)}</script>\n<script>{script}</script>\n</body>\n</html>\n'
    )


def policy() -> str:
    """The Content-Security-Policy of every report: its one style and its one script run, and nothing else. A server that sends a report sends it too."""
    style, script = _asset("page.css"), _asset("page.js")
    return f"default-src 'none'; img-src data:; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'"


def esc(text: str) -> str:
    """Words for HTML text and attributes."""
    return _escape(_NOT_SHOWN.sub("\ufffd", text), quote=True)


def _asset(name: str) -> str:
    return (files("tongjian.report") / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()


def _json(report: Report) -> str:
    """The earlier decisions as JSON that no `</script>` can end."""
    return json.dumps(report.decisions, ensure_ascii=True).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _both(zh: str, en: str) -> str:
    return f'{esc(zh)} <span lang="en">{esc(en)}</span>'


# -- the top -----------------------------------------------------------------------------------------------------------
def _top(report: Report) -> str:
    book = report.book
    facts = [
        book.source_name,
        "按单篇稿件检查" if report.as_ == "manuscript" else "按全书检查",
        f"与上一卷《{report.previous.title}》核对" if report.previous else "未给上一卷",
        report.made or "",
    ]
    return (
        f'<header class="top">\n<h1>{esc(book.title)} 核校报告 <span lang="en">Findings</span></h1>\n'
        f'<p class="soft">{" · ".join(esc(x) for x in facts if x)}</p>\n<div class="board">\n{_tally(report)}\n{_score(report)}\n</div>\n</header>'
    )


def _tally(report: Report) -> str:
    """Counts by family and severity, of what is open."""
    waiting = [b for b in report.bundles if b.first.decision is None]
    counts = Counter((b.first.finding.code[:3], str(b.first.finding.severity)) for b in waiting)
    places: Counter[tuple[str, str]] = Counter()
    for b in waiting:
        places[b.first.finding.code[:3], str(b.first.finding.severity)] += len(b.cases)
    rows = []
    for code, family in families().items():
        if any((code, s) in counts for s in SEVERITIES):
            cells = "".join(_number(counts[code, s], places[code, s], s) for s in SEVERITIES)
            rows.append(f"<tr><th scope=\"row\">{_both(family.zh, family.en)}</th>{cells}</tr>")
    head = "".join(f'<th scope="col" class="count-{s}">{esc(zh)}<br><span lang="en">{en}</span></th>' for s, (zh, en) in SEVERITIES.items())
    total = "".join(f"<td>{_both_counts(*(sum(n for (_, t), n in c.items() if t == s) for c in (counts, places)))}</td>" for s in SEVERITIES)
    decided = len(report.cases) - len(report.open)
    folded = '<p class="soft">同一种写法算一条，括号内是处数 <span lang="en">one habit counts once; places in brackets</span></p>' if counts != places else ""
    more = folded + f'<p class="soft">另有已决定的 {decided} 条 <span lang="en">{decided} decided</span></p>' if decided else folded
    return (
        f'<section class="card"><h2>{_both("待处理", "To be looked at")}</h2>\n<table><thead><tr><th></th>{head}</tr></thead>\n<tbody>{"".join(rows)}</tbody>\n'
        f'<tfoot><tr><th scope="row">{_both("合计", "all")}</th>{total}</tr></tfoot></table>{more}</section>'
    )


def _number(n: int, places: int, severity: str) -> str:
    return f'<td class="count-{severity}">{_both_counts(n, places)}</td>' if n else '<td class="soft">–</td>'


def _both_counts(n: int, places: int) -> str:
    """Things to look at, and the places they stand in where those are more."""
    return f"{n}<small>（{places}处）</small>" if places != n else str(n)


def _score(report: Report) -> str:
    s = score(report)
    zh, en = verdict(s)
    layout = f"<p>按版面字数估算，每万字 {s.layout_rate:g} <span lang=\"en\">by estimated layout characters</span></p>" if s.layout_characters else ""
    return (
        f'<section class="card"><h2>{_both("机检差错率", "Error rate a machine sees")}</h2>\n<p class="rate{" over" if min(s.rate, s.layout_rate or s.rate) > s.pass_line else ""}">{s.rate:g}<small> / 万字 · 合格线 {s.pass_line:g}</small></p>\n'
        f"<p>{_both(zh, en)}</p>\n<p>计错 {s.counted:g} 个（{s.places} 处），正文 {s.characters} 字</p>\n{layout}"
        f'<p>另有把握较大的疑问 {s.suspected:g} 个，未计入 <span lang="en">confident warnings, not counted</span></p>\n'
        f"<p>{_both(*remains(s))}</p>\n"
        f'<p class="soft">按《图书质量管理规定》折算，只是下限，不是质检结论 <span lang="en">a lower bound, no official verdict</span></p></section>'
    )


# -- filters -----------------------------------------------------------------------------------------------------------
def _tools(report: Report) -> str:
    shown = report.bundles
    heads = [b.first for b in shown]
    named = families()
    loud = sum(c.finding.severity != "info" for c in heads)
    alarms = [("alarm", "错误和疑问", loud)] if 0 < loud < len(heads) else []  # where there are notes as well, they wait until they are asked for
    choices = (
        ("family", "类别 family", [(k, f"{k} {named[k].zh if k in named else ''}", n) for k, n in sorted(Counter(c.finding.code[:3] for c in heads).items())]),
        ("severity", "程度 severity", [*alarms, *((s, SEVERITIES[s][0], n) for s in SEVERITIES if (n := sum(c.finding.severity == s for c in heads)))]),
        ("part", "类目 part", [(k or "-", k or "（卷首）", n) for k, n in _counted(p for b in shown for p in _parts(b))]),
        ("byline", "供稿单位 byline", [(k or "-", k or "（未署名）", n) for k, n in _counted(u for b in shown for u in _bylines(b))]),
        ("state", "处理 state", [(k, zh, n) for k, zh, n in (("open", "未决定", sum(c.decision is None for c in heads)), ("decided", "已决定", sum(c.decision is not None for c in heads)))]),
    )
    boxes = "".join(
        f'<label>{label}<select data-filter="{name}"><option value="">全部 all</option>'
        + "".join(f'<option value="{esc(value)}"{" selected" if value == "alarm" else ""}>{esc(text)}（{n}）</option>' for value, text, n in rows)
        + "</select></label>"
        for name, label, rows in choices
    )
    return (
        f'<div class="tools"><div class="row">{boxes}<label>查找 find<input id="words" type="search"></label></div>\n'
        '<div class="row"><span class="soft">显示 showing <b id="shown" aria-live="polite"></b></span>'
        '<label>决定人 who<input id="who" autocomplete="name"></label><button type="button" id="save" class="save"></button></div>\n'
        '<p class="soft">保存的文件含以前的决定，放在书稿旁边（替换旧文件）即生效 <span lang="en">put the saved file beside the book, in place of the old one</span></p></div>'
    )


def _counted(words: Iterable[str]) -> list[tuple[str, int]]:
    """Words with their counts, in the order of their first appearance."""
    return list(Counter(words).items())


def _parts(bundle: Bundle) -> list[str]:
    """The parts that a bundle's findings stand in, each once."""
    return list(dict.fromkeys(c.sites[0].part for c in bundle.cases))


def _bylines(bundle: Bundle) -> list[str]:
    """The units that signed for the entries of a bundle's findings, each once."""
    return list(dict.fromkeys(c.sites[0].byline for c in bundle.cases))


# -- findings ----------------------------------------------------------------------------------------------------------
def _group(report: Report, part: str, shown: list[Bundle]) -> str:
    return f'<section class="group"><h2>{esc(part) or "卷首"} <span lang="en">{len(shown)}</span></h2>\n' + "\n".join(_article(report, b) for b in shown) + "\n</section>"


def _article(report: Report, bundle: Bundle) -> str:
    case = bundle.first
    f = case.finding
    zh, en = SEVERITIES[f.severity]
    certain, certain_en = sure(f.confidence)
    here = _side(report, case, -1)
    likewise = [_side(report, c, -1, likewise=True) for c in bundle.cases[1:]]
    others = likewise or [_side(report, case, n) for n in range(len(f.related))]
    folded = f'<details><summary>另有 {len(others) - _SHOWN} 处 more places</summary><div class="sides">{"".join(others[_SHOWN:])}</div></details>' if len(others) > _SHOWN else ""
    facts = [("把握 how sure", f"{_both(certain, certain_en)}（{f.confidence:.0%}）")]
    worked = working(case)
    if worked:
        facts.insert(0, ("核算 working", f'<span class="working">{esc(worked)}</span>'))
    if f.suggestion:
        facts.append(("建议 suggestion", f"<b>{esc(f.suggestion)}</b>"))
    rule = case.rule
    facts.append(("规则 rule", " · ".join(esc(x) for x in (rule.title if rule else "", in_chinese(f.rule)) if x) + f'<br><span lang="en">{esc(f.rule)}</span>'))
    rows = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in facts)
    decided = case.decision is not None
    ids = esc(" ".join(bundle.ids))
    return (
        f'<article class="{f.severity}{" settled" if decided else ""}" data-id="{esc(case.id)}" data-ids="{ids}" data-family="{esc(f.code[:3])}" data-severity="{f.severity}" '
        f'data-part="{esc(_LIST.join(p or "-" for p in _parts(bundle)))}" data-byline="{esc(_LIST.join(u or "-" for u in _bylines(bundle)))}" data-state="{"decided" if decided else "open"}">\n'
        f'<h3><span class="grade">{zh} <span lang="en">{en}</span></span>{esc(bundle.message)} <span class="code">{esc(f.code)}</span></h3>\n<p lang="en">{esc(bundle.message_en)}</p>\n'
        f'<div class="sides">{here}{"".join(others[:_SHOWN])}</div>{folded}\n<dl>{rows}</dl>\n<p class="decision">{_decided(case)}</p>\n'
        '<div class="act"><input aria-label="理由 reason" placeholder="理由 reason"><button type="button" data-decision="accept">保留原文 keep</button>'
        f'<button type="button" data-decision="reject">误报 not an error</button><button type="button" data-decision="reopen"{"" if decided else " hidden"}>重新打开 reopen</button></div>\n</article>'
    )


def _side(report: Report, case: Case, n: int, likewise: bool = False) -> str:
    """One place: where it is, and its words in their sentence. n: index of the related place, −1 the finding's own; `likewise`: of a habit, not the first."""
    f = case.finding
    span = (f.start, f.end) if n < 0 else (f.related[n].start, f.related[n].end)
    place = case.record if n < 0 else case.record["related"][n]
    site = case.sites[n + 1]
    before, words, behind = excerpt(report.book, *span)
    signed = f"（{esc(site.byline)}）" if site.byline else ""
    return (
        f'<div class="side{" other" if n >= 0 else ""}"><p class="where"><b>{"同样 likewise" if likewise else "另一处 other place" if n >= 0 else "此处 here"}</b> {esc(words_of_place(place))}<br>{esc(site.words)}{signed}</p>'
        f"<blockquote>{esc(before)}<mark>{esc(words)}</mark>{esc(behind)}</blockquote></div>"
    )


def _decided(case: Case) -> str:
    row = case.decision
    if row is None:
        return ""
    zh, en = DECIDED[str(row["decision"])]
    why, who = str(row.get("why") or ""), str(row.get("who") or "")
    when = str(row.get("when") or "")[:10]
    return f"决定 decision：{zh} {en}{'，' + esc(why) if why else ''}{'（' + esc(' '.join(x for x in (who, when) if x)) + '）' if who or when else ''}"


def _nothing() -> str:
    return f'<p>{_both("没有查出问题；请看文末没有检查的内容。", "Nothing was found; see below what was not checked.")}</p>'


def _foot(report: Report) -> str:
    rows = "".join(f"<li>{_both(zh, en)}</li>" for zh, en in unchecked(report))
    return f'<footer><section class="card"><h2>{_both("没有检查的", "What was not checked")}</h2><ul class="plain">{rows}</ul></section></footer>'
