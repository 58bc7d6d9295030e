"""Indicators that the vocabulary has not: those that a book uses again, clustered, and proposed for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import msgspec

from tongjian.book import Book
from tongjian.extract.facts import Fact, facts
from tongjian.extract.registry import extractor
from tongjian.extract.vocabulary import Vocabulary, built_in, summable
from tongjian.extract.wording import VERB_WORDS
from tongjian.language import units

_BEFORE = re.compile(
    rf"^(?:全(?:[省市区县州旗镇]|年|面)|年末|年底|其中|共有?|拥有|现有|累计|广泛|集中|积极|认真|已|均|各类|各级|各项|相关|有关|全部|其他|{VERB_WORDS}|实现|打造|启动|建设|下辖|下设|内设|辖|发行|投用|聘用|认领|推动|收集|提出)+(?=.{{3}})"
)
_COUNT = re.compile(r"(?<=.{2})(?:总数|数量|人数|户数|个数|次数|总量|数)$")
_NO_NAME = re.compile(r"[\d，。；：、《》“”％%?？…·]|^[的了和与及或对向在由从为被把将]|[的了和与及或在为是被把中]$|（调整前）$")
_LONGEST = 16  # characters: a longer one is a clause, not a name
_SHORTEST = 3  # characters: shorter ones (项目, 活动) say too little
_FEWEST = 2  # figures in places apart: what one entry says twice is no indicator yet
_HEAD = 4  # characters: names whose last so many are the same, and their unit too, are one cluster


class Proposal(msgspec.Struct, frozen=True):
    """A cluster of unknown indicators under its most frequent name; `start`–`end`: the first figure of it.

    `alike`: other names in the cluster, which may be the same figure or a narrower one; `figures`: how many the book gives;
    `entries`: in how many entries they stand.
    """

    start: int
    end: int
    name: str
    alike: tuple[str, ...]
    unit: str | None
    additive: bool
    figures: int
    entries: int


@extractor("indicators", naming=True)
def indicators(book: Book, vocabulary: Vocabulary | None = None) -> list[Proposal]:
    """Indicators of a book that no vocabulary has, the most used first; `vocabulary`: the built-in one where None."""
    unknown = [f for f in facts(book, vocabulary) if f.indicator_norm is None and f.kind not in ("change", "rank", "target") and f.base_unit]
    return proposed(unknown, {f.start: book.entry_at(f.start) for f in unknown}, vocabulary or built_in())


def proposed(unknown: Iterable[Fact], entry: dict[int, int | None], vocabulary: Vocabulary) -> list[Proposal]:
    """Clusters of facts by the thing they count and their unit; `entry`: of the start of a fact, the entry that it stands in."""
    found: dict[tuple[str, str], list[tuple[str, Fact]]] = {}
    for fact in unknown:
        name = core(fact.indicator)
        if name is not None and vocabulary.normalise(name, fact.unit) is None:
            found.setdefault((name[-_HEAD:], _measure(fact)), []).append((name, fact))
    rows = [row for same_head in found.values() for row in _clusters(same_head)]
    proposals = [_proposal(row, entry) for row in rows if len({entry.get(f.start) for _, f in row}) >= _FEWEST]
    return sorted(proposals, key=lambda p: (-p.entries, -p.figures, p.start))


def _measure(fact: Fact) -> str:
    """What a figure is measured in: all counting words are alike."""
    kind = units.dimension(fact.unit)
    return kind if kind is not None and kind != "count" else ("count" if kind == "count" else fact.base_unit or "")


def core(indicator: str) -> str | None:
    """The thing that an indicator tells of, without verb, region and counting word (`新建公厕数` → 公厕); None where it is no name."""
    words = re.sub(r"（.*$", "", indicator) if indicator.count("（") > 1 else re.sub(r"^.*（(?![含调])([^（）]+)）$", r"\1", indicator)
    words = _COUNT.sub("", _BEFORE.sub("", words))
    return words if _SHORTEST <= len(words) <= _LONGEST and not _NO_NAME.search(words) and re.fullmatch(r"[\u4e00-\u9fffA-Za-z0-9（）+.%/-]+", words) else None


def _clusters(rows: list[tuple[str, Fact]]) -> list[list[tuple[str, Fact]]]:
    """Rows of one head: those whose name is the shortest one of them or ends in it belong together (`违法建筑`, `各类违法建筑`)."""
    left = sorted(rows, key=lambda row: (len(row[0]), row[1].start))
    clusters: list[list[tuple[str, Fact]]] = []
    while left:
        short = left[0][0]
        inside = [row for row in left if row[0] == short or (len(short) >= _HEAD and row[0].endswith(short) and len(row[0]) - len(short) <= _MODIFIER)]
        clusters.append(inside)
        left = [row for row in left if row not in inside]
    return clusters


_MODIFIER = 2  # characters before a name that leave it the same; more make it narrower


def _proposal(rows: list[tuple[str, Fact]], entry: dict[int, int | None]) -> Proposal:
    names = Counter(name for name, _ in rows)
    printed = Counter(fact.unit for _, fact in rows)
    first = min((fact for _, fact in rows), key=lambda fact: fact.start)
    name = max(names, key=lambda n: (names[n], -len(n)))
    unit = printed.most_common(1)[0][0]
    others = tuple(n for n, _ in names.most_common() if n != name)
    return Proposal(first.start, first.end, name, others, unit, summable(name, unit), len(rows), len({entry.get(f.start) for _, f in rows}))


def as_toml(proposals: Iterable[Proposal]) -> str:
    """Proposals as a vocabulary file to be looked through, shortened and given to `--indicators`."""
    lines = ["# Proposed from a book: keep what is an indicator, name it well, and give this file to --indicators.", "[[area]]", 'name = "proposed"', "indicators = ["]
    for p in proposals:
        alike = f"; alike: {'、'.join(p.alike)}" if p.alike else ""
        lines.append(f'  {{ name = "{p.name}", unit = "{p.unit or ""}", additive = {"true" if p.additive else "false"}, synonyms = [] }},  # {p.figures} figures{alike}')
    return "\n".join([*lines, "]", ""])
