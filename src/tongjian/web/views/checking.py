"""What the checks say of a book, both places side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongjian.check.render import excerpt
from tongjian.web.shelf import Record, Volume
from tongjian.web.views.common import link, opened, page_number
from tongjian.web.words import FAMILIES, SEVERITIES, in_english, sureness

ON_A_PAGE = 50


def findings(request: HttpRequest, book_id: str) -> HttpResponse:
    """Findings of a book, filtered by severity, family and part, gravest and surest first."""
    volume = opened(request, book_id)
    everything = volume.records("findings")
    asked = {name: request.GET.get(name, "") for name in ("severity", "family", "part")}
    tests: dict[str, Callable[[Record], bool]] = {
        "severity": lambda f: f["severity"] == asked["severity"],
        "family": lambda f: f["code"][:3] == asked["family"],
        "part": lambda f: part_of(volume, f)[0] == asked["part"],
    }
    tests = {name: test for name, test in tests.items() if asked[name]}

    def matching(but: str = "") -> list[Record]:
        return [f for f in everything if all(test(f) for name, test in tests.items() if name != but)]

    shown = sorted(matching(), key=lambda f: (list(SEVERITIES).index(f["severity"]), -(f["confidence"] or 0), f["start"]))
    last = max(1, -(-len(shown) // ON_A_PAGE))
    page = page_number(request, last)
    severities = Counter(f["severity"] for f in matching("severity"))
    families = Counter(f["code"][:3] for f in matching("family"))
    parts = Counter(part_of(volume, f) for f in matching("part"))
    filters = [
        ("severity", "轻重", [(key, word, severities[key], asked["severity"] == key) for key, word in SEVERITIES.items() if severities[key]]),
        ("family", "门类", [(key, FAMILIES.get(key, key), n, asked["family"] == key) for key, n in families.most_common()]),
        ("part", "部分", [(key, title, n, asked["part"] == key) for (key, title), n in parts.items()]),
    ]
    return render(
        request,
        "room/findings.html",
        {
            "card": volume.card,
            "book": volume.book,
            "here": "findings",
            "findings": [evidence(volume, f) for f in shown[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]],
            "total": len(shown),
            "everything": len(everything),
            "filters": [f for f in filters if f[2]],
            "narrowed": bool(tests),
            "page": page,
            "last": last,
        },
    )


def part_of(volume: Volume, found: Record) -> tuple[str, str]:
    """Id and title of the part that a finding stands in."""
    index = volume.book.node_at(found["start"])
    if index is None:
        return "-", "—"
    top = volume.book.nodes[([*volume.book.ancestors(index), index])[0]]
    return top.id, top.title


def evidence(volume: Volume, found: Record) -> dict[str, Any]:
    """A finding with what a page shows of it: each place with words around it, where it stands, and how sure we are in words."""
    message = found.get("message_en") if in_english() else None
    return {
        **found,
        "message": message or found["message"],
        "word": SEVERITIES.get(found["severity"], found["severity"]),
        "sure": sureness(found.get("confidence")),
        "percent": round(100 * (found.get("confidence") or 0)),
        "relation": printed_relation(found.get("relation")),
        "sides": [side(volume, place) for place in (found, *(found.get("related") or ()))],
    }


_SIGNS = (("<=", " ≤ "), (">=", " ≥ "), ("*", " × "), ("/", " ÷ "), ("+", " + "), ("-", " − "))


def printed_relation(relation: str | None) -> str:
    """An equation with the signs that people write."""
    shown = relation or ""
    for sign, printed in _SIGNS:
        shown = shown.replace(sign, printed)
    return " ".join(shown.split())


def side(volume: Volume, place: Record) -> dict[str, Any]:
    """One place of a finding: the words, what stands before and behind them, and the way there."""
    book = volume.book
    before, words, behind = excerpt(book, place["start"], place["end"])
    index = book.node_at(place["start"])
    path = [*book.path(index), book.nodes[index].title] if index is not None else []
    return {**place, "before": before, "words": words, "behind": behind, "path": path, "href": link(book.id, place.get("node"), place["start"], place["end"])}
