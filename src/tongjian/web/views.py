"""The pages: books, contents, entry, search and answers, findings."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tongjian.book import Book
from tongjian.library import LibraryError
from tongjian.web import shelf
from tongjian.web.marked import paragraphs

LONGEST_QUERY = 200  # characters; longer ones are cut
KINDS = {"chronicle": "大事记", "speech": "讲话", "report": "报告", "namelist": "名录", "honours": "光荣榜", "docindex": "文件索引", "bulletin": "公报", "frontmatter": "书前", "table": "表"}
SEVERITIES = {"error": "错误", "warning": "疑问", "info": "提示"}
FAMILIES = {"NUM": "数字", "DAT": "日期", "NAM": "名称", "STR": "结构", "STY": "行文", "PUN": "标点", "TXT": "文字", "TAB": "表格", "REF": "参见"}


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """What every page shows: the query in the search box."""
    return {"query": request.GET.get("q", "")[:LONGEST_QUERY]}


def _opened(book_id: str) -> tuple[Any, Book]:
    """The library's card of a book and the book; 404 where there is none."""
    for card in shelf.library().books():
        if card.id == book_id:
            return card, shelf.book(book_id, card.version)
    raise Http404(book_id)


def home(request: HttpRequest) -> HttpResponse:
    """The books of the library."""
    return render(request, "room/home.html", {"books": shelf.library().books()})


def contents(request: HttpRequest, book_id: str) -> HttpResponse:
    """The contents tree of a book."""
    card, book = _opened(book_id)

    def branch(parent: int) -> list[dict[str, Any]]:
        return [
            {
                "node": node,
                "kind": KINDS.get(node.kind, "") if node.level in ("part", "section") else "",
                "page": book.place(node.start, node.start + 1).page,
                "entry": node.level == "entry" or not book.children.get(index),
                "children": branch(index) if node.level in ("part", "section") else [],
            }
            for index in book.children.get(parent, [])
            for node in [book.nodes[index]]
        ]

    return render(request, "room/contents.html", {"card": card, "book": book, "tree": branch(-1)})


def entry(request: HttpRequest, book_id: str, node_id: str) -> HttpResponse:
    """One node's text with its facts marked, each figure with its citation."""
    card, book = _opened(book_id)
    index = book.by_id.get(node_id)
    if index is None:
        raise Http404(node_id)
    node = book.nodes[index]
    facts = [f for f in shelf.library().facts(book=book_id) if node.start <= f["start"] and f["end"] <= node.end]
    found = [f for f in shelf.library().findings(book_id) if node.start <= f["start"] and f["end"] <= node.end]
    spans = [(f["start"], f["end"], n) for n, f in enumerate(facts, 1)]
    body_end = max(node.body[1], node.end if node.byline_span is None else node.byline_span[0])
    tables = [t for t in book.tables if node.start <= t.start < node.end and not t.scrambled]
    place = book.place(node.start, node.end)
    order = [i for i, n in enumerate(book.nodes) if n.level == "entry"]
    at = order.index(index) if index in order else -1
    return render(
        request,
        "room/entry.html",
        {
            "card": card,
            "book": book,
            "node": node,
            "path": [book.nodes[i] for i in book.ancestors(index)],
            "text": paragraphs(book.text, node.body[0], body_end, spans),
            "facts": [{"n": n, **f} for n, f in enumerate(facts, 1)],
            "findings": [_finding(f) for f in found],
            "tables": [_table(book, t) for t in tables],
            "byline": book.byline_of(index),
            "place": place,
            "before": book.nodes[order[at - 1]] if at > 0 else None,
            "after": book.nodes[order[at + 1]] if 0 <= at < len(order) - 1 else None,
        },
    )


def _table(book: Book, table: Any) -> dict[str, Any]:
    return {
        "title": book.text[table.title[0] : table.title[1]] if table.title else "",
        "head": [[book.text[c.start : c.end] for c in row] for row in table.rows[: table.header]],
        "rows": [[book.text[c.start : c.end] for c in row] for row in table.rows[table.header :]],
    }


def search(request: HttpRequest) -> HttpResponse:
    """Hits for a query, and above them an answer where the query is a question that the books answer."""
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    hits: list[dict[str, Any]] = []
    answer: dict[str, Any] | None = None
    problem = ""
    if query:
        try:
            books = shelf.library()
            hits = [h.record() for h in books.search(query, limit=30)]
            if len(query) > 5 or query.endswith(("？", "?")):
                answer = books.ask(query).record()
        except LibraryError as error:
            problem = str(error)
    for hit in hits:
        hit["href"] = reverse("entry", args=[hit["book"], hit["node"]]) if hit.get("node") else reverse("contents", args=[hit["book"]])
        hit["parts"] = _highlight(str(hit.get("snippet") or ""), query)
    for row in (answer or {}).get("citations") or []:
        row["href"] = reverse("entry", args=[row["book"], row["node"]]) if row.get("node") else ""
    return render(request, "room/search.html", {"hits": hits, "answer": answer, "problem": problem, "asked": bool(query)})


def _highlight(snippet: str, query: str) -> list[tuple[str, bool]]:
    """The snippet cut at the words of the query: (text, marked)."""
    import re

    words = [w for w in re.split(r"[\s“”\"，。？?]+", query) if w]
    if not words:
        return [(snippet, False)]
    pattern = re.compile("(" + "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) + ")")
    return [(part, n % 2 == 1) for n, part in enumerate(pattern.split(snippet)) if part]


def findings(request: HttpRequest, book_id: str) -> HttpResponse:
    """What the checks say of a book, filtered by family and severity, both places side by side."""
    card, book = _opened(book_id)
    everything = shelf.library().findings(book_id)
    family = request.GET.get("family", "")
    severity = request.GET.get("severity", "")
    shown = [f for f in everything if (not family or f["code"].startswith(family)) and (not severity or f["severity"] == severity)]
    families = Counter(f["code"][:3] for f in everything)
    severities = Counter(f["severity"] for f in everything)
    return render(
        request,
        "room/findings.html",
        {
            "card": card,
            "book": book,
            "findings": [_finding(f) for f in shown[:500]],
            "total": len(shown),
            "families": [(code, FAMILIES.get(code, code), n) for code, n in sorted(families.items())],
            "severities": [(s, SEVERITIES[s], severities[s]) for s in ("error", "warning", "info") if severities[s]],
            "family": family,
            "severity": severity,
        },
    )


def _finding(found: dict[str, Any]) -> dict[str, Any]:
    return {**found, "word": SEVERITIES.get(found["severity"], found["severity"]), "sure": round(100 * (found.get("confidence") or 0))}


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page that is not there, said with a way back."""
    return render(request, "room/not_found.html", status=404)
