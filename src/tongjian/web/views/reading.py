"""Books, their contents, and the text with its figures."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongjian.book import Node
from tongjian.publish.walk import Item
from tongjian.web import shelf
from tongjian.web.beside import ANEW
from tongjian.web.citing import bibtex, gbt7714
from tongjian.web.registers import named
from tongjian.web.shelf import Volume
from tongjian.web.typeset import Typesetter, Wash, items_of, numbered, washes_of
from tongjian.web.views.checking import decisions_now, evidence, form
from tongjian.web.views.common import about, asked_span, node_of, opened, page_number
from tongjian.web.words import KINDS

TURNS = {"part": ("前一类目", "后一类目"), "section": ("前一分目", "后一分目"), "entry": ("前一条目", "后一条目"), "subentry": ("前一子目", "后一子目")}
LOOKS = {"entry": "et", "subentry": "sub"}
FEW = 3  # books
FEW_ENTRIES = 400  # of a book whose whole contents tree is sent at once
LEAF = 60_000  # characters of one page of a long entry
WHOLE = 30_000  # characters; a longer part or section shows its own words and the list of what is in it


def home(request: HttpRequest) -> HttpResponse:
    """The books of the library; where there are few, each with its parts."""
    cards = shelf.of(request).books()
    few = len(cards) <= FEW
    return render(request, "room/home.html", {"books": [(card, parts(opened(request, card.id)) if few else []) for card in cards], "few": few})


def parts(volume: Volume) -> list[dict[str, Any]]:
    """The parts of a book with their printed pages."""
    book = volume.book
    return [{"node": book.nodes[i], "page": book.place(book.nodes[i].start, book.nodes[i].start + 1).page} for i in book.children.get(-1, [])]


def contents(request: HttpRequest, book_id: str) -> HttpResponse:
    """The contents tree of a book. Of a large one the parts alone, and below `?open=` a part, or all with `?open=all`."""
    volume = opened(request, book_id)
    wanted = request.GET.get("open", "")
    whole = wanted == "all" or volume.card.entries <= FEW_ENTRIES
    branches = tree(volume, -1, wanted == "all")
    for branch in branches:
        branch["open"] = wanted in ("all", branch["node"].id)
        branch["later"] = bool(branch["children"]) and not whole and branch["node"].id != wanted
    return render(request, "room/contents.html", {**about(volume, "contents"), "tree": branches, "all": wanted == "all", "folded": any(b["children"] for b in branches)})


def tree(volume: Volume, parent: int, opened_too: bool = False) -> list[dict[str, Any]]:
    """Parts, sections and entries below a node, each with its printed page and the number of its entries; folded unless said otherwise."""
    book = volume.book
    out = []
    for index in book.children.get(parent, []):
        node = book.nodes[index]
        below = tree(volume, index, opened_too) if node.level in ("part", "section") else []
        entries = sum(item["entries"] for item in below) if below else int(node.level == "entry")
        kind = KINDS.get(node.kind, "") if node.level == "part" else ""
        out.append({"node": node, "kind": kind, "page": book.place(node.start, node.start + 1).page, "children": below, "entries": entries, "open": opened_too})
    return out


def cut(items: list[Item]) -> list[list[Item]]:
    """Items in leaves of about LEAF characters: a book without structure is one entry, and nobody waits for a page of a million figures."""
    leaves: list[list[Item]] = [[]]
    length = 0
    for item in items:
        if length > LEAF:
            leaves.append([])
            length = 0
        leaves[-1].append(item)
        length += item.end - item.start
    return leaves


def _title(node: Node) -> list[Wash]:
    """How the title of an entry or subentry is set where it runs on into its paragraph."""
    if node.title_span is None or node.level not in LOOKS or node.kind in ("docindex", "honours"):
        return []
    return [Wash(node.start if node.level == "entry" else node.title_span[0], max(node.title_span[1], min(node.body[0], node.title_span[1] + 1)), LOOKS[node.level])]


def was_there(request: HttpRequest, volume: Volume, node_id: str) -> bool:
    """Whether the edition before has an entry under the same titles."""
    old = shelf.volume(request, volume.earlier.id) if volume.earlier else None
    return old is not None and node_id in old.book.by_id


def entry(request: HttpRequest, book_id: str, node_id: str) -> HttpResponse:
    """One node's text as it is printed, with its figures marked, each with its citation."""
    volume = opened(request, book_id)
    book = volume.book
    index = node_of(volume, node_id)
    node = book.nodes[index]
    whole = node.level in ("entry", "subentry") or node.end - node.start <= WHOLE
    items = items_of(volume, node.start, node.end)
    asked = asked_span(request, book, node.start, node.end)
    leaves = cut(items) if whole else [[item for item in items if item.node == index]]
    page = page_number(request, len(leaves))
    if asked and "page" not in request.GET:
        page = next((n for n, leaf in enumerate(leaves, 1) if leaf and asked[0] < leaf[-1].end), 1)
    items = leaves[page - 1]
    first, last = (items[0].start, items[-1].end) if items else (node.start, node.end)
    facts = numbered(book, volume.within("facts", first, last)) if whole else []
    known, _ = decisions_now()
    found = [f for f in volume.within("findings", first, last) if f["id"] not in known] if whole else []
    titles = [title for i, n in enumerate(book.nodes) if node.start <= n.start < node.end and i != index for title in _title(n)]
    setter = Typesetter(book, facts, [*titles, *washes_of(found), *([Wash(*asked, "at", "at")] if asked else [])])
    below = [] if whole else tree(volume, index)
    blocks = setter.blocks(items, skip_titles=[index])
    peers = [i for i, n in enumerate(book.nodes) if n.level == node.level]
    at = peers.index(index)
    own = [b for b in blocks if b.what == "byline"]
    return render(
        request,
        "room/entry.html",
        {
            **about(volume),
            "node": node,
            "kind": KINDS.get(node.kind, ""),
            "path": [book.nodes[i] for i in book.ancestors(index)],
            "blocks": blocks,
            "page": page,
            "last": len(leaves),
            "whole": whole,
            "tree": below,
            "facts": facts,
            "named": named(volume, first, last) if whole else [],
            "findings": [evidence(volume, f) for f in found],
            **({**form(request), "back": ""} if found else {}),
            "byline": None if own else book.byline_of(index),
            "place": book.place(node.start, node.end),
            "bracketed": book.text.startswith("【", node.start),
            "cite": {
                "gbt": gbt7714(book, node.title, book.byline_of(index), node.start, node.end),
                "bibtex": bibtex(book, node.id, node.title, book.byline_of(index), node.start, node.end),
            },
            "beside": node.level == "entry" and node.kind not in ANEW and was_there(request, volume, node.id),
            "turns": TURNS[node.level],
            "before": book.nodes[peers[at - 1]] if at > 0 else None,
            "after": book.nodes[peers[at + 1]] if at < len(peers) - 1 else None,
        },
    )
