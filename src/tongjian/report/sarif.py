"""SARIF 2.1.0: findings for the tools of programmers: editors that jump to the place, repositories that show them beside a change."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tongjian import __version__
from tongjian.check import RULES, Rule
from tongjian.check.sources import in_chinese
from tongjian.publish.files import write_file
from tongjian.report.matter import DECIDED, SEVERITIES, Bundle, Case, Report, families, replacement, words_of_place
from tongjian.report.registry import reporter
from tongjian.report.unchecked import unchecked

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
FINGERPRINT = "tongjian/v1"


@reporter("sarif")
def publish(report: Report, output: Path) -> None:
    """Write the findings as one SARIF log."""
    write_file(output, (json.dumps(sarif(report), ensure_ascii=False, indent=1) + "\n").encode("utf-8", errors="replace"))


def sarif(report: Report) -> dict[str, Any]:
    """The log: one run with its rules, results and what was not checked (as notifications)."""
    codes = sorted({c.finding.code for c in report.cases})
    order = {code: n for n, code in enumerate(codes)}
    artifact: dict[str, Any] = {"location": {"uri": _uri(report)}}
    if report.book.source_digest and len(report.book.source_digest) == 64:
        artifact["hashes"] = {"sha-256": report.book.source_digest}
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "tongjian", "fullName": "通鉴 Tongjian", "version": __version__, "language": "zh-CN", "rules": [_rule(code) for code in codes]}},
                "columnKind": "unicodeCodePoints",
                "artifacts": [artifact],
                "invocations": [
                    {
                        "executionSuccessful": True,
                        "toolExecutionNotifications": [{"level": "note", "message": {"text": f"没有检查 not checked: {zh} {en}"}} for zh, en in unchecked(report)],
                    }
                ],
                "results": [_result(report, bundle, order[bundle.first.finding.code]) for bundle in report.bundles],
            }
        ],
    }


def _uri(report: Report) -> str:
    """The file relative to where the program was started; of a file elsewhere the name alone, for a log travels."""
    source = report.source
    path = source.as_posix() if source is not None and not source.is_absolute() and ".." not in source.parts else (report.book.source_name or "-")
    return quote(path, safe="/")


def _rule(code: str) -> dict[str, Any]:
    rule: Rule | None = RULES.get(code)
    if rule is None:
        return {"id": code, "shortDescription": {"text": code}, "help": {"text": code}}
    family = families().get(code[:3])
    text = [f"{rule.title}  {rule.title_en}", f"来源 source: {in_chinese(rule.source)}  {rule.source}"]
    text += [f"应查出 must fire: {x}" for x in rule.fires[:2]] + [f"不应查出 must not fire: {x}" for x in rule.silent[:2]]
    return {
        "id": code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": f"{rule.title}  {rule.title_en}"},
        "help": {"text": "\n".join(text)},
        "defaultConfiguration": {"level": SEVERITIES[rule.severity][1]},
        "properties": {"tags": [code[:3], *([family.zh, family.en] if family else [])], "wholeBook": rule.whole_book},
    }


def _result(report: Report, bundle: Bundle, rule: int) -> dict[str, Any]:
    """One result a habit: its first place is the location, the others are related ones; `ids` names all its findings."""
    case = bundle.first
    f = case.finding
    found: dict[str, Any] = {
        "ruleId": f.code,
        "ruleIndex": rule,
        "level": SEVERITIES[f.severity][1],
        "message": {"text": f"{bundle.message}  {bundle.message_en}"},
        "locations": [_location(report, case, -1)],
        "fingerprints": {FINGERPRINT: case.id},
        "rank": round(100 * f.confidence, 1),
        "properties": {k: case.record[k] for k in ("quote", "page", "sheet", "confidence", "relation", "computed", "stated", "suggestion", "rule", "rule_en")} | {"byline": case.sites[0].byline or None},
    }
    if len(bundle.cases) > 1:
        found["occurrenceCount"] = len(bundle.cases)
        found["properties"]["ids"] = list(bundle.ids)
        found["relatedLocations"] = [{"id": n, "message": {"text": f"同样 likewise: {c.record['quote']}"}, **_location(report, c, -1)} for n, c in enumerate(bundle.cases[1:], 1)]
    elif f.related:
        found["relatedLocations"] = [{"id": n + 1, "message": {"text": f"另一处 other place: {place['quote']}"}, **_location(report, case, n)} for n, place in enumerate(case.record["related"])]
    if case.decision is not None:
        why = " ".join(str(case.decision.get(k) or "") for k in ("who", "when", "why")).strip()
        found["suppressions"] = [{"kind": "external", "status": "accepted", "justification": f"{DECIDED[case.decision['decision']][1]}: {why}"}]
    put_right = [_put_right(report, c) for c in bundle.cases] if replacement(case) is not None else []
    if put_right and None not in put_right:  # a fix mends all its places or none
        change = {"artifactLocation": {"uri": _uri(report), "index": 0}, "replacements": put_right}
        found["fixes"] = [{"description": {"text": f"{case.record['quote']} → {replacement(case)}"}, "artifactChanges": [change]}]
    return found


def _put_right(report: Report, case: Case) -> dict[str, Any] | None:
    """The replacement of a finding's words where they stand in one stretch of the file."""
    f = case.finding
    region = _region(report, f.start, f.end)
    if f.suggestion is None or region is None or len(report.book.origin.to_source(f.start, f.end)) != 1:
        return None
    return {"deletedRegion": region, "insertedContent": {"text": f.suggestion}}


def _location(report: Report, case: Case, n: int) -> dict[str, Any]:
    """The place of a finding (−1) or of a related one: line and column of the file, and the way to the entry in the book."""
    f = case.finding
    place = case.record if n < 0 else case.record["related"][n]
    start, end = (f.start, f.end) if n < 0 else (f.related[n].start, f.related[n].end)
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(report), "index": 0}}
    region = _region(report, start, end)
    if region is not None:
        physical["region"] = region
    name = " ".join(x for x in (case.sites[n + 1].words, words_of_place(place)) if x)
    return {"physicalLocation": physical, "logicalLocations": [{"fullyQualifiedName": name, "kind": "element"}]}


def _region(report: Report, start: int, end: int) -> dict[str, int] | None:
    """Lines and columns (1-based, characters; the end is behind the last) of a span; None where the file has no lines of text."""
    book = report.book
    spans = book.origin.to_source(start, end)
    if not spans or not book.lines or book.source_form == "pdf":
        return None
    first, last = spans[0][0], spans[-1][1]
    if last <= first or any(b[0] < a[1] for a, b in pairwise(spans)):  # the print has parts of it elsewhere
        last = spans[0][1]
    top, bottom = book.line_of(first) or 1, book.line_of(last - 1) or 1
    return {"startLine": top, "startColumn": first - book.lines[top - 1] + 1, "endLine": bottom, "endColumn": last - book.lines[bottom - 1] + 1}
