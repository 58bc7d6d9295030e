"""The query language: words, "phrases", AND OR NOT (与 或 非), filters, brackets.

A space means AND; OR binds weaker than AND. `-word` and NOT leave out. A filter is `name:value` with the names of FILTERS.
Every other character stands for itself: there are no wildcards, so no query costs more than its length.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from tongjian.library.errors import LibraryError
from tongjian.library.terms import runs, simplified

LONGEST = 10_000  # bytes of a query
MOST = 64  # words of a query

FILTERS = {
    "book": "book", "书": "book", "year": "year", "年": "year", "卷": "year", "region": "region", "place": "region", "地区": "region",
    "part": "part", "类目": "part", "section": "section", "分目": "section", "byline": "byline", "署名": "byline",
    "kind": "kind", "体裁": "kind", "title": "title", "条目": "title",
}  # fmt: skip


class Word(msgspec.Struct, frozen=True):
    """A word or phrase that must stand in the text as it is; `field` is None or the name of a filter."""

    text: str
    field: str | None = None


class All(msgspec.Struct, frozen=True):
    """Every part holds; parts of `without` do not."""

    parts: tuple[Tree, ...]
    without: tuple[Tree, ...] = ()


class Any(msgspec.Struct, frozen=True):
    """One of the parts holds."""

    parts: tuple[Tree, ...]


Tree = Word | All | Any
_TOKEN = re.compile(
    r"(?P<open>[(（])|(?P<close>[)）])"
    r"|(?P<minus>(?<![^\s(（])-(?=[^\s-]))"
    r"|(?:(?P<field>[A-Za-z]+|[\u4e00-\u9fff]{1,2})[:：])?(?:\"(?P<quoted>[^\"]*)\"|“(?P<curly>[^”]*)”|(?P<word>[^\s()（）\"“]+))",
)
Operator = Literal["and", "or", "not"]
_OPERATORS: dict[str, Operator] = {"AND": "and", "OR": "or", "NOT": "not", "&&": "and", "||": "or", "与": "and", "或": "or", "非": "not"}


def parse(query: str) -> Tree | None:
    """The tree of a query; None where it holds nothing to look for. Raises LibraryError where it is too long."""
    if len(query.encode("utf-8", "surrogatepass")) > LONGEST:
        raise LibraryError("query", f"longer than {LONGEST} bytes", "ask for fewer words")
    tokens = list(_tokens(simplified(query)))
    if sum(not isinstance(t, str) for t in tokens) > MOST:
        raise LibraryError("query", f"more than {MOST} words", "ask for fewer words")
    return _any(tokens, 0, 0)[0]


def _tokens(query: str) -> list[Word | str]:
    found: list[Word | str] = []
    for m in _TOKEN.finditer(query):
        if m["open"] or m["close"]:
            found.append("(" if m["open"] else ")")
        elif m["minus"]:
            found.append("not")
        else:
            name, word = m["field"], m["word"]
            text = next((t for t in (m["quoted"], m["curly"], word) if t is not None), "")
            known = FILTERS.get(name.lower()) if name else None
            if name and known is None:
                text = f"{name}:{text}"
            if not name and word is not None and word in _OPERATORS:
                found.append(_OPERATORS[word])
            elif text.strip() and (known or runs(text)):
                found.append(Word(text.strip(), known))
    return found


_DEEPEST = 20  # brackets in brackets


def _any(tokens: list[Word | str], at: int, depth: int) -> tuple[Tree | None, int]:
    """`a b OR c` from a position: the tree, and where it ended."""
    parts: list[Tree] = []
    while True:
        part, at = _all(tokens, at, depth)
        if part is not None:
            parts.append(part)
        if at >= len(tokens) or tokens[at] != "or":
            break
        at += 1
    return (None if not parts else parts[0] if len(parts) == 1 else Any(tuple(parts))), at


def _all(tokens: list[Word | str], at: int, depth: int) -> tuple[Tree | None, int]:
    parts: list[Tree] = []
    without: list[Tree] = []
    leave = False
    while at < len(tokens) and tokens[at] != "or":
        token = tokens[at]
        at += 1
        part: Tree | None = None
        if token == ")":
            if depth:
                return _joined(parts, without), at - 1
            continue
        if token == "and":
            continue
        if token == "not":
            leave = not leave
            continue
        if token == "(":
            if depth >= _DEEPEST:
                raise LibraryError("query", "too many brackets in brackets", "ask more simply")
            part, at = _any(tokens, at, depth + 1)
            at += at < len(tokens) and tokens[at] == ")"
        elif isinstance(token, Word):
            part = token
        if part is not None:
            (without if leave else parts).append(part)
        leave = False
    return _joined(parts, without), at


def _joined(parts: list[Tree], without: list[Tree]) -> Tree | None:
    if len(parts) == 1 and not without:
        return parts[0]
    return All(tuple(parts), tuple(without)) if parts or without else None


def words(tree: Tree | None) -> list[str]:
    """The words that a hit may show, in the order of the query; those left out and the filters excluded."""
    if tree is None:
        return []
    if isinstance(tree, Word):
        return [tree.text] if tree.field in (None, "title") else []
    return [word for part in tree.parts for word in words(part)]
