"""The house's own rules: words and patterns that a user lists in a file (TOML or CSV). Each pattern runs under a time limit.

A row of a file says `wrong` (a word as it stands) or `pattern` (a regular expression), and may say `right` (what to write: for a pattern the
template of its expansion), `message`, `severity`, `off` (places that it keeps out of) and `unless` (a pattern: innocent where the clause has it).
"""

from __future__ import annotations

import csv
import io
import re
import time
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec
import regex

from tongjian.check.context import Context
from tongjian.check.finding import Finding, Severity
from tongjian.check.profile import OwnRule, Profile
from tongjian.check.registry import Rule, check, declare
from tongjian.check.scope import BLANK, PLACES, view
from tongjian.check.search import first_matches
from tongjian.check.terms.common import stretch

PATIENCE = 2.0  # seconds that one pattern may run over a book
ALL_PATIENCE = 20.0  # seconds that all of a house's patterns may run
MOST = 1000  # places that one pattern may find
_LONGEST = 1000  # characters of a pattern
_COLUMNS = {"错": "wrong", "对": "right", "模式": "pattern", "说明": "message", "级别": "severity", "不查": "off", "除非": "unless"}
_LEVELS: dict[str, Severity] = {"错误": "error", "疑问": "warning", "提示": "info", "error": "error", "warning": "warning", "info": "info"}
_FIELDS = ("wrong", "right", "pattern", "message", "severity", "off", "unless")

declare(Rule("TXT109", "本社自定的错词", "a word that the house itself lists as wrong", "warning", "the house's own list", (), ()))
declare(Rule("STY901", "本社自定的规则", "a pattern of the house's own", "warning", "the house's own list", (), ()))


class Judged(msgspec.Struct, frozen=True):
    """What the house's own rules found, and in words which of them could not be run to the end."""

    findings: tuple[Finding, ...]
    stopped: tuple[str, ...]


@check("TXT109", "STY901")
def house_rules(context: Context) -> Iterator[Finding]:
    """Every place of a word or pattern that the house lists."""
    yield from context.once(judged).findings


def judged(context: Context) -> Judged:
    """Run the house's own rules over a context; ask by `context.once(judged)`."""
    house = context.profile
    rules = [*(OwnRule(wrong=w, right=r, name="house.toml, extra_terms") for w, r in house.extra_terms.items()), *house.own]
    found = list(_words(context, [r for r in rules if r.wrong]))
    stopped: list[str] = []
    left = ALL_PATIENCE
    for rule in rules:
        if not rule.pattern:
            continue
        if left <= 0:
            stopped.append(f"{rule.name}:{rule.line}: 本社规则总共已运行{ALL_PATIENCE:g}秒，这一条没有运行 not run: the house's patterns had used up their time")
            continue
        began = time.perf_counter()
        try:
            found += _pattern(context, rule, min(PATIENCE, left), stopped)
        except TimeoutError:
            stopped.append(f"{rule.name}:{rule.line}: 模式运行超过{PATIENCE:g}秒，已停止，它的结果不算 the pattern took over {PATIENCE:g} s and was stopped: make it simpler")
        left -= time.perf_counter() - began
    return Judged(tuple(found), tuple(stopped))


def _words(context: Context, rules: list[OwnRule]) -> Iterator[Finding]:
    """The words, all that keep out of the same places in one pass, the longest first."""
    apart: dict[tuple[str, ...], dict[str, OwnRule]] = defaultdict(dict)
    for rule in rules:
        apart[rule.off].setdefault(rule.wrong, rule)
    for off, known in apart.items():
        for word, start, end in first_matches(tuple(known), view(context, *off)):
            if not _excused(context, known[word], start, end, PATIENCE):
                yield _finding(known[word], word, start, end, known[word].right or None)


def _pattern(context: Context, rule: OwnRule, patience: float, stopped: list[str]) -> list[Finding]:
    text = context.book.text
    found: list[Finding] = []
    for m in regex.finditer(rule.pattern, view(context, *rule.off), timeout=patience):
        if m.end() == m.start() or BLANK in m[0] or _excused(context, rule, m.start(), m.end(), patience):
            continue
        if len(found) == MOST:
            stopped.append(f"{rule.name}:{rule.line}: 只列前{MOST}处 only the first {MOST} places are listed")
            break
        found.append(_finding(rule, text[m.start() : m.end()], m.start(), m.end(), m.expand(rule.right) if rule.right else None))
    return found


def _excused(context: Context, rule: OwnRule, start: int, end: int, patience: float) -> bool:
    if not rule.unless:
        return False
    a, b = stretch(context.book.text, start, end)
    return regex.search(rule.unless, context.book.text[a:b], timeout=patience) is not None


def _finding(rule: OwnRule, quote: str, start: int, end: int, to: str | None) -> Finding:
    says = rule.message or (f"本社用“{to}”" if to else "本社不用")
    says_en = rule.message or (f"the house writes “{to}”" if to else "the house does not write this")
    source = f"{rule.name}:{rule.line}" if rule.line else rule.name
    code, sure = ("TXT109", 0.9) if rule.wrong else ("STY901", 0.8)
    return Finding(code, rule.severity, sure, f"“{quote}”：{says}", f"“{quote}”: {says_en}", start, end, (), to, source)


def parse_own(data: bytes, name: str) -> tuple[OwnRule, ...]:
    """The rules of a file, TOML or CSV by its name. Raises ValueError with file, line and what is wrong."""
    rows = _toml(data, name) if name.lower().endswith(".toml") else _csv(data, name)
    found = tuple(_rule(row, f"{name}:{line}", name, line) for line, row in rows)
    if not found:
        raise ValueError(f"{name}: no rule in it; each needs `wrong` (错) or `pattern` (模式)")
    return found


def own_rules(house: Profile, files: Iterable[tuple[str, bytes]]) -> Profile:
    """The profile with the rules of these files (name, bytes) added. Raises ValueError with file, line and what is wrong."""
    return msgspec.structs.replace(house, own=(*house.own, *(rule for name, data in files for rule in parse_own(data, name))))


def _decoded(data: bytes, name: str) -> str:
    for form in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(form)
        except UnicodeDecodeError:
            continue
    raise ValueError(f"{name}: neither UTF-8 nor GB 18030; save it as UTF-8")


def _toml(data: bytes, name: str) -> Iterator[tuple[int, dict[str, object]]]:
    text = _decoded(data, name)
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        at = re.search(r"line (\d+)", str(problem))
        raise ValueError(f"{name}{':' + at[1] if at else ''}: {problem}") from None
    lines = [n for n, line in enumerate(text.splitlines(), 1) if re.match(r"\s*\[\[\s*rule\s*\]\]", line)]
    rows = raw.pop("rule", [])
    if raw or not isinstance(rows, list) or len(rows) != len(lines):
        raise ValueError(f"{name}: {sorted(raw)[0] if raw else 'rule'!r} is not known here; each rule begins with [[rule]] on a line of its own")
    yield from zip(lines, rows, strict=True)


def _csv(data: bytes, name: str) -> Iterator[tuple[int, dict[str, object]]]:
    reader = csv.reader(io.StringIO(_decoded(data, name)))
    try:
        head = [_COLUMNS.get(c.strip(), c.strip()) for c in next(reader, [])]
        if not {"wrong", "pattern"} & set(head):
            raise ValueError(f"{name}:1: the first line names the columns; it needs `wrong` (错) or `pattern` (模式), and may have {', '.join(f'{v} ({k})' for k, v in _COLUMNS.items())}")
        for row in reader:
            if any(c.strip() for c in row) and not row[0].startswith("#"):
                if len(row) > len(head):
                    raise ValueError(f"{name}:{reader.line_num}: {len(row)} cells under {len(head)} columns; put quotation marks round a cell that holds a comma")
                yield reader.line_num, {k: v.strip() for k, v in zip(head, row, strict=False) if v.strip()}
    except csv.Error as problem:
        raise ValueError(f"{name}:{reader.line_num}: {problem}") from None


def _rule(row: dict[str, object], at: str, name: str, line: int) -> OwnRule:
    unknown = sorted(set(row) - set(_FIELDS))
    if unknown:
        raise ValueError(f"{at}: {unknown[0]!r} is not known; known are {', '.join(_FIELDS)}")
    off = row.get("off", ["quote", "title"])
    places = tuple(off if isinstance(off, list) else re.split(r"[\s,，、;；]+", str(off)))
    words = {k: row.get(k, "") for k in ("wrong", "right", "pattern", "message", "unless")}
    wrong_kind = [k for k, v in words.items() if not isinstance(v, str)]
    if wrong_kind:
        raise ValueError(f"{at}: {wrong_kind[0]} is text, in quotation marks")
    if bool(words["wrong"]) == bool(words["pattern"]):
        raise ValueError(f"{at}: say either `wrong` (a word) or `pattern` (a regular expression)")
    severity = _LEVELS.get(str(row.get("severity", "warning")))
    if severity is None:
        raise ValueError(f"{at}: severity {row['severity']!r} is none of error, warning, info (错误, 疑问, 提示)")
    strange = [p for p in places if p not in PLACES and p != "none"]
    if strange:
        raise ValueError(f"{at}: off {strange[0]!r} is no place; known are {', '.join(PLACES)}, or none")
    rule = OwnRule(**{k: str(v) for k, v in words.items()}, severity=severity, off=tuple(p for p in places if p != "none"), name=name, line=line)
    _compiled(rule, at)
    return rule


def _compiled(rule: OwnRule, at: str) -> None:
    """Raise ValueError where a pattern of a rule cannot be run."""
    for pattern in (rule.pattern, rule.unless):
        if len(pattern) > _LONGEST:
            raise ValueError(f"{at}: a pattern has at most {_LONGEST} characters")
        try:
            regex.compile(pattern)
        except regex.error as problem:
            raise ValueError(f"{at}: pattern {pattern!r}: {problem}") from None
    if rule.pattern and regex.match(f"(?:{rule.pattern})$", "", timeout=PATIENCE):
        raise ValueError(f"{at}: pattern {rule.pattern!r} matches nothing at all, so it would match everywhere")
    if rule.pattern and rule.right:
        try:
            groups = regex.compile(rule.pattern).groups
            if any(int(g) > groups for g in re.findall(r"\\(\d+)", rule.right)):
                raise ValueError(f"{at}: right {rule.right!r} names a group that the pattern does not have")
            empty = regex.compile(f"(?:{rule.pattern})|").match("")
            if empty is not None:
                empty.expand(rule.right)
        except (regex.error, IndexError, KeyError) as problem:
            raise ValueError(f"{at}: right {rule.right!r}: {problem}") from None


def stopped(context: Context) -> tuple[str, ...]:
    """Which of the house's own rules could not be run to the end, in words."""
    return context.once(judged).stopped if context.profile.own else ()
