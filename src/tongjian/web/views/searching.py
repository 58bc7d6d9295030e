"""Search and answers."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongjian.extract.vocabulary import entries
from tongjian.library import Library, LibraryError
from tongjian.library.query import parse, words
from tongjian.library.searching import flat, pattern
from tongjian.web import shelf
from tongjian.web.views.common import LONGEST_QUERY, link
from tongjian.web.words import KINDS, say

HITS = 50
LONGEST_NAMING = 30  # characters of words that name an indicator and ask nothing
LONGEST_FACET = 80
FACETS = {"book": "书", "part": "部分", "kind": "体裁"}
_ASKS = re.compile(r"[？?]$|多少|几[个家所人名次项]|是谁|谁|何时|什么时候|哪[些个一]|多大|是否|有没有|how (many|much)|what|who|when|which", re.I)


def search(request: HttpRequest) -> HttpResponse:
    """Hits for a query, and above them the answer where the query asks for something that the books say."""
    query = " ".join(request.GET.get("q", "").split())
    chosen = {name: request.GET.get(name, "")[:LONGEST_FACET].replace('"', "").strip() for name in FACETS}
    narrowed = " ".join([query, *(f'{name}:"{value}"' for name, value in chosen.items() if value)])
    titles = {card.id: card.title for card in shelf.of(request).books()}
    hits: list[dict[str, Any]] = []
    answer: dict[str, Any] | None = None
    problem = ""
    if len(query) > LONGEST_QUERY:
        problem = say("检索词有 {n} 字，太长了；请缩短到 {most} 字以内。", n=len(query), most=LONGEST_QUERY)
    elif query:
        library = shelf.of(request)
        try:
            found = library.search(narrowed, limit=HITS)
            shown = words(parse(query))
            hits = [_hit(h.record(), titles, shown) for h in found]
            if narrowed == query:
                answer = _answer(library, query)
        except LibraryError as error:
            if error.where != "query":
                raise
            problem = say("检索词太复杂；请用少一些的词。")
        if answer is not None:
            quoted = any((answer["answer"] or "").rstrip("。") in row["quote"] for row in answer["citations"])
            answer["told"] = "" if answer["value"] and quoted else answer["answer"]
            for row in (*answer["citations"], *answer["alternatives"]):
                row["title_of_book"] = titles.get(row["book"], row["book"])
                row["href"] = link(row["book"], row["node"], row["start"], row["end"])
    context = {
        "status": found_words(len(hits), bool(answer and answer["answered"])) if query and not problem else "",
        "facets": facets(hits, chosen, titles), "hits": hits, "answer": answer, "problem": problem, "asked": bool(query) and not problem, "one_book": len({h["book"] for h in hits}) < 2,
    }  # fmt: skip
    return render(request, "room/search.html", context, status=400 if problem else 200)


def found_words(hits: int, answered: bool) -> str:
    """What is said of the number of hits."""
    if not hits:
        return say("没有别的条目") if answered else say("没有找到。试试更短的词，或换一种说法。")
    return say("最相近的{n}个条目", n=HITS) if hits == HITS else say("{n}个条目", n=hits)


def _answer(library: Library, query: str) -> dict[str, Any] | None:
    """The answer to a question, or that there is none; for words that merely name an indicator, its figure where the books have it."""
    if _ASKS.search(query):
        return library.ask(query).record()
    if len(query) > LONGEST_NAMING or not any(name in query for name in _indicators()):
        return None
    answer = library.ask(f"{query}是多少？").record()
    return answer if answer["answered"] and answer["value"] is not None else None


@lru_cache(maxsize=1)
def _indicators() -> frozenset[str]:
    return frozenset(name for entry in entries() for name in (entry["name"], *entry.get("synonyms", ())))


def facets(hits: list[dict[str, Any]], chosen: dict[str, str], titles: dict[str, str]) -> list[tuple[str, str, list[tuple[str, str, int, bool]]]]:
    """By what the hits can be narrowed: (parameter, heading, [(value, words, hits, chosen)]). What all hits share is offered only where it was chosen."""
    values = {
        "book": [h["book"] for h in hits],
        "part": [(h["path"] or [h["title"]])[0] for h in hits],
        "kind": [h["kind"] for h in hits if h["kind"] in KINDS],
    }
    out = []
    for name, heading in FACETS.items():
        counts = Counter(values[name])
        rows = [(value, titles.get(value, value) if name == "book" else KINDS[value] if name == "kind" else value, n, chosen[name] == value) for value, n in counts.most_common(12)]
        if chosen[name] or (len(rows) > 1 or (rows and rows[0][2] < len(hits))):
            known = any(on for *_, on in rows)
            out.append((name, heading, rows if known or not chosen[name] else [(chosen[name], titles.get(chosen[name], chosen[name]), 0, True), *rows]))
    return out


def _hit(hit: dict[str, Any], titles: dict[str, str], shown: list[str]) -> dict[str, Any]:
    hit["title_of_book"] = titles.get(hit["book"], hit["book"])
    hit["href"] = link(hit["book"], hit["node"], hit["start"], hit["end"])
    hit["parts"] = marked(hit["snippet"], shown)
    hit["title_parts"] = marked(hit["title"], shown)
    return hit


def marked(text: str, shown: list[str]) -> list[tuple[str, bool]]:
    """A text cut at the words of a query: (stretch, whether it is one of them)."""
    low = flat(text)
    spans: list[tuple[int, int]] = []
    for word in shown:
        whole = pattern(word)
        found = [m.span() for m in whole.finditer(low) if m.end() > m.start()] if whole is not None else []
        spans += found or [m.span() for part in shared(flat(word), low) for m in re.finditer(re.escape(part), low)]
    spans.sort()
    out: list[tuple[str, bool]] = []
    at = 0
    for start, end in spans:
        if start < at:
            continue
        out += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [(part, on) for part, on in [*out, (text[at:], False)] if part]


def shared(word: str, text: str) -> list[str]:
    """The longest stretches of a word, of two characters and more, that stand in a text: what a hit has of a question. A number is taken whole or not at all."""
    out: list[str] = []
    at = 0
    while at < len(word) - 1:
        end = at
        while end < len(word) and word[at : end + 1] in text:
            end += 1
        part = word[at:end]
        if len(part) >= 2 and not part.isspace() and not re.fullmatch(r"[\d.]+", part):
            out.append(part)
        at = max(end, at + 1)
    return out
