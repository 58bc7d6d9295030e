"""Posts of one person that cannot be true together (R44): what the name list says against what the prose says, both places shown."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from tongjian.check.context import Context
from tongjian.check.finding import Finding, Related
from tongjian.check.registry import Rule, check, declare
from tongjian.check.scope import inside, places, view
from tongjian.check.search import every_place
from tongjian.language.names import is_name

SOURCE = "trade rule R44 (same name + different post in one year → flag; namesakes are told apart by post)"
declare(
    Rule(
        "NAM112", "同一人职务前后矛盾", "one person, two posts that exclude each other", "warning", SOURCE,
        (), (),  # a name list is a part of its own: tests/check/test_posts.py
        whole_book=True,
    )
)  # fmt: skip
# posts that one person holds at a time, by group: two of one group exclude each other
_POSTS: tuple[tuple[str, str, str], ...] = (
    ("部门", "组织部部长", r"组织部部?长"),
    ("部门", "宣传部部长", r"宣传部部?长"),
    ("部门", "统战部部长", r"统战部部?长"),
    ("部门", "政法委书记", r"政法委(?:员会)?书记"),
    ("部门", "纪委书记", r"纪委书记"),
    ("政府", "副职", r"副(?:区|县|市)长"),
    ("政府", "正职", r"(?<![副原前任])(?:区|县|市)长"),
    ("人大", "副职", r"人大常委会(?:党组(?:副书记|书记|成员)、?)?副主任"),
    ("人大", "正职", r"人大常委会(?:党组(?:副书记|书记|成员)、?)?主任"),
    ("政协", "副职", r"政协(?:党组(?:副书记|书记|成员)、?)?副主席"),
    ("政协", "正职", r"政协(?:党组(?:副书记|书记|成员)、?)?主席"),
    ("党委", "副职", r"(?<!政法)(?<!纪)委副书记"),
    ("党委", "正职", r"(?<!政法)(?<!纪)(?<!工)(?<!团)[区县市]委书记"),
)
_POST = re.compile("|".join(f"(?P<p{n}>{pattern})" for n, (_, _, pattern) in enumerate(_POSTS)))
_REACH = 18  # characters before a name that hold its post
_LEVEL = re.compile(r"[省市区县州旗]")
_ROW = re.compile(r"^([\u4e00-\u9fff]{2,4})\t([^\n]+)$", re.M)


def _held(words: str) -> dict[str, set[str]]:
    """Group → posts of it that a text names."""
    found: dict[str, set[str]] = defaultdict(set)
    for m in _POST.finditer(words):
        group, post, _ = _POSTS[int(str(m.lastgroup)[1:])]
        found[group].add(post)
    return found


@check("NAM112", whole_book=True)
def posts(context: Context) -> Iterator[Finding]:
    """A post right before a name in the prose that excludes the post which the name lists give the same person, in the same body.

    A row with dates (a person who moved within the year), a name that stands twice in the lists with other posts (namesakes) and a post of
    another level (a city's) are left alone.
    """
    text = context.book.text
    lists = places(context, "namelist")
    rows: dict[str, list[re.Match[str]]] = defaultdict(list)
    for m in _ROW.finditer(text):
        if inside(lists, m.start()) and is_name(m[1]):
            rows[m[1]].append(m)
    known = {name: found for name, found in rows.items() if not any(re.search(r"\d{1,2}月|\d{4}年|[至任调]", m[2]) for m in found)}
    seen = view(context, "namelist", "honours", "docindex", "quote", "title")
    told: set[tuple[str, str]] = set()
    for name, spans in every_place(known, seen).items():
        for start, end in spans:
            before = seen[max(0, start - _REACH) : start]
            post = next((p for p in _POST.finditer(before) if p.end() == len(before)), None)
            if post is not None:
                yield from _against(before, post, (start, end), name, known[name], told)


def _against(before: str, m: re.Match[str], span: tuple[int, int], name: str, rows: list[re.Match[str]], told: set[tuple[str, str]]) -> Iterator[Finding]:
    """The finding of a post that ends right before a name at `span`, where the rows of that name exclude it."""
    group, post, _ = _POSTS[int(str(m.lastgroup)[1:])]
    if (name, post) in told or not _same_level(before, m, rows):
        return
    held = [_held(row[2])[group] for row in rows]
    if all(not h for h in held) or any(post in h for h in held):
        return
    other = next(row for row, h in zip(rows, held, strict=True) if h)
    told.add((name, post))
    yield Finding(
        "NAM112", "warning", 0.75, f"“{name}”：这里是“{m[0]}”，名录里是“{'、'.join(sorted(_printed(other[2], group)))}”，请核对（也可能同名）",
        f"“{name}”: {m[0]} here, another post in the name list; check (or they are namesakes)", span[0] - len(m[0]), span[1], (Related(*other.span()),), None, SOURCE,
    )  # fmt: skip


def _printed(words: str, group: str) -> set[str]:
    return {m[0] for m in _POST.finditer(words) if _POSTS[int(str(m.lastgroup)[1:])][0] == group}


def _same_level(text: str, m: re.Match[str], rows: list[re.Match[str]]) -> bool:
    """Whether the body before a post is of the level that the rows name (区委 against 市委)."""
    before = re.search(r"([省市区县州旗])[\u4e00-\u9fff]{0,2}$", text[max(0, m.start() - 3) : m.start()]) or _LEVEL.search(m[0])
    level = before[0][0] if before else None
    return level is None or any(level in row[2] for row in rows) or all(not _LEVEL.search(row[2]) for row in rows)
