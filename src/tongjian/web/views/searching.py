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
FACETS = {"book": "书", "year": "年份", "part": "部分", "byline": "撰稿单位", "kind": "体裁"}
OFFERED = 7  # values of a facet
SUGGESTED = 8
_ASKS = re.compile(r"[？?]$|多少|几[个家所人名次项]|是谁|谁|何时|什么时候|哪[些个一]|多大|是否|有没有|how (many|much)|what|who|when|which", re.I)


def search(request: HttpRequest) -> HttpResponse:
    """Hits for a query, and above them the answer where the query asks for something that the books say."""
    query = " ".join(request.GET.get("q", "").split())
    chosen = {name: request.GET.get(name, "")[:LONGEST_FACET].replace('"', "").strip() for name in FACETS}
    narrowed = " ".join([query, *(f'{name}:"{value}"' for name, value in chosen.items() if value)])
    titles = {card.id: card.title for card in shelf.of(request).books()}
    hits: list[dict[str, Any]] = []
    answer: dict[str, Any] | None = None
    counts: dict[str, list[tuple[str, int]]] = {}
    meant = problem = ""
    if len(query) > LONGEST_QUERY:
        problem = say("检索词有 {n} 字，太长了；请缩短到 {most} 字以内。", n=len(query), most=LONGEST_QUERY)
    elif query:
        library = shelf.of(request)
        try:
            found = library.search(narrowed, limit=HITS)
            shown = words(parse(query))
            hits = [_hit(h.record(), titles, shown) for h in found]
            counts = library.facets(narrowed, OFFERED)
            loose = sum(n for _, n in counts.get("book", ())) < len(hits)  # nothing holds all words, as with a question: what comes near is shown
            counts = facet_counts(hits) if loose or not hits else counts
            if narrowed == query:
                answer = _answer(library, query)
                meant = "" if answer or (hits and not loose) else library.meant(query) or ""
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
    total = max(len(hits), sum(n for _, n in counts.get("book", ())))
    context = {
        "status": found_words(total, bool(answer and answer["answered"])) if query and not problem else "", "meant": meant,
        "facets": facets(counts, total, chosen, titles), "hits": hits, "answer": answer, "problem": problem, "asked": bool(query) and not problem, "one_book": len({h["book"] for h in hits}) < 2,
    }  # fmt: skip
    return render(request, "room/search.html", context, status=400 if problem else 200)


def suggest(request: HttpRequest) -> HttpResponse:
    """Titles, persons in office, bodies and indicators that begin with what is being typed, as a piece of a page."""
    begun = request.GET.get("q", "").strip()
    found = shelf.of(request).suggest(begun, SUGGESTED) if 0 < len(begun) <= LONGEST_NAMING else []
    return render(request, "room/suggestions.html", {"found": [s for s in found if s.text != begun]})


def found_words(total: int, answered: bool) -> str:
    """What is said of the number of hits."""
    if not total:
        return say("没有别的条目") if answered else say("没有找到。试试更短的词，或换一种说法。")
    return say("{n}个条目，先列最相近的{most}个", n=total, most=HITS) if total > HITS else say("{n}个条目", n=total)


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


def facet_counts(hits: list[dict[str, Any]]) -> dict[str, list[tuple[str, int]]]:
    """How many of the hits stand in each book and part."""
    return {"book": Counter(h["book"] for h in hits).most_common(OFFERED), "part": Counter((h["path"] or [h["title"]])[0] for h in hits).most_common(OFFERED)}


def facets(counts: dict[str, list[tuple[str, int]]], total: int, chosen: dict[str, str], titles: dict[str, str]) -> list[tuple[str, str, list[tuple[str, str, int, bool]]]]:
    """By what the hits can be narrowed: (parameter, heading, [(value, words, hits, chosen)]). What all hits share is offered only where it was chosen."""

    def words_of(name: str, value: str) -> str:
        return titles.get(value, value) if name == "book" else KINDS.get(value, value) if name == "kind" else value

    out = []
    for name, heading in FACETS.items():
        rows = [(value, words_of(name, value), n, chosen[name] == value) for value, n in counts.get(name, ()) if value and (name != "kind" or value in KINDS)]
        if chosen[name]:
            rows = [row for row in rows if row[3]] or [(chosen[name], words_of(name, chosen[name]), 0, True)]
        if chosen[name] or len(rows) > 1 or (rows and rows[0][2] < total):
            out.append((name, heading, rows))
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
