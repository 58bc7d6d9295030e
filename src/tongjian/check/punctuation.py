"""Marks in pairs: quotation marks, brackets and book marks that lack their partner (GB/T 15834—2011)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tongjian.check.context import Context
from tongjian.check.finding import Finding
from tongjian.check.registry import Rule, check, declare

SOURCE = "GB/T 15834—2011 4.8 引号, 4.9 括号, 4.15 书名号, 5.1 (each has two halves: marks are used in pairs; read as quoted)"
declare(
    Rule(
        "PUN101", "引号、括号、书名号不成对", "a mark of a pair lacks its partner", "error", SOURCE,
        ("开展“清风行动专项检查，覆盖12个村。", "印发《青石区养老服务办法，明确补贴标准。", "区图书馆（区文化馆开放360天。", "举办“书香青石阅读活动，参加“亲子共读”500人次。"),
        ("开展“清风行动”专项检查，覆盖12个村。", "印发《青石区〈养老服务办法〉实施细则》。", "分为1）查验、2）登记两步。"),
    )
)  # fmt: skip
_PAIRS = {"“": "”", "‘": "’", "《": "》", "〈": "〉", "（": "）", "【": "】", "〔": "〕", "「": "」", "『": "』", "(": ")", "[": "]"}
_CLOSE = {"”": "“", "’": "‘", "》": "《", "〉": "〈", "）": "（", "】": "【", "〕": "〔", "」": "「", "』": "『", ")": "（", "]": "["}
_MARK = re.compile("[" + re.escape("".join([*_PAIRS, *_CLOSE])) + "]")
_NUMBERED = re.compile(r"(?:^|[，。；：、\s”])[A-Za-z一二三四五六七八九十]{1,3}$|(?<![\d.〕])\d{1,2}$")
_NAMES = {"“": "双引号", "‘": "单引号", "《": "书名号", "〈": "单书名号", "（": "圆括号", "【": "方头括号", "〔": "六角括号", "「": "直角引号", "『": "直角引号", "[": "方括号"}
_CLOSE_BY = 80  # characters: a text layer may take a wrapped line for a heading and part a pair
_DEEP = 40  # marks that may wait for their partners: a text with more is no text
_LONG = 600  # characters of one paragraph of a quotation
_END = re.compile(r"[，。；！？\n\t]|$")


@check("PUN101")
def pairs(context: Context) -> Iterator[Finding]:
    """Every mark without a partner in its paragraph nor in another paragraph of its node.

    A text layer cuts cells and paragraphs anywhere, so a pair may meet across them; an opening quotation mark repeated at
    the beginning of a paragraph is the print's own habit in long quotations.
    """
    text = context.book.text
    lone: list[tuple[str, int]] = []
    for line in re.finditer(r"[^\n]+", text):
        if line[0][0] == "“":  # a long quotation opens anew at each paragraph and closes once
            before = next((i for i in range(len(lone) - 1, max(-1, len(lone) - _DEEP), -1) if lone[i][0] == "“" and line.start() - lone[i][1] <= _LONG), None)
            if before is not None and context.book.node_at(lone[before][1]) == context.book.node_at(line.start()):
                del lone[before]
        for mark, place in _unpaired(line[0]):
            _meet(context, lone, mark, line.start() + place)
    yield from _report(text, lone)


def _unpaired(line: str) -> list[tuple[str, int]]:
    """Marks of a line that have no partner in it, in order."""
    stack: list[tuple[str, int]] = []
    lost: list[tuple[str, int]] = []
    for m in _MARK.finditer(line):
        mark = m[0]
        if mark in _PAIRS:
            stack.append(("（" if mark == "(" else mark, m.start()))
            continue
        kind = _CLOSE[mark]
        if stack and stack[-1][0] == kind:
            stack.pop()
        elif any(s[0] == kind for s in stack[-_DEEP:]):
            while stack[-1][0] != kind:
                lost.append(stack.pop())
            stack.pop()
        elif not (mark in "）)" and _NUMBERED.search(line[: m.start()])):
            lost.append((mark, m.start()))
    return sorted(lost + stack, key=lambda s: s[1])


def _meet(context: Context, lone: list[tuple[str, int]], mark: str, place: int) -> None:
    """Let a mark meet its partner of an earlier line of its node (or close by), or wait."""
    holder = context.book.node_at(place)
    for i in range(len(lone) - 1, max(-1, len(lone) - _DEEP), -1):
        other, at = lone[i]
        if context.book.node_at(at) != holder and place - at > _CLOSE_BY:
            break
        if mark in _CLOSE and other == _CLOSE[mark]:
            del lone[i]
            return
    lone.append((mark, place))


def _report(text: str, lone: list[tuple[str, int]]) -> Iterator[Finding]:
    for mark, place in lone:
        if mark in _CLOSE:
            opening = _CLOSE[mark]
            start = max((m.end() for m in re.finditer(r"[，。；！？\n\t]", text[max(0, place - 60) : place])), default=0) + max(0, place - 60)
            yield Finding(
                "PUN101", "error", 0.9, f"“{mark}”没有与它成对的前半个{_NAMES[opening]}", f"“{mark}” has no opening partner", min(start, place), place + 1, (), None, SOURCE
            )
        else:
            found = _END.search(text, place + 1, min(len(text), place + 60))
            end = found.start() if found else min(len(text), place + 60)
            yield Finding(
                "PUN101", "error", 0.9, f"“{mark}”没有与它成对的后半个{_NAMES[mark]}", f"“{mark}” has no closing partner", place, max(end, place + 1), (), None, SOURCE
            )


