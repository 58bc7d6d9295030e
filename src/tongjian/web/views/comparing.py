"""Two editions side by side: the year's figures, the entries, and one entry beside what it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from tongjian.web import shelf
from tongjian.web.beside import Figures, Pair, counted, figures, growth, pairs, taken_over
from tongjian.web.shelf import Volume
from tongjian.web.typeset import Typesetter, Wash, change_shown, items_of
from tongjian.web.views.common import about, link, opened, page_number
from tongjian.web.views.surveying import tiles_of

ON_A_PAGE = 60
CHANGES = {"added": "新增", "removed": "不再有", "renamed": "改名", "moved": "移动", "changed": "改写", "same": "照旧"}
SHOWN_FIGURES = 3  # of an entry in the list


def before(request: HttpRequest, book_id: str) -> HttpResponse:
    """To the page of this edition beside the one before it; 404 where there is none."""
    card = opened(request, book_id).earlier
    if card is None:
        raise Http404(book_id)
    return HttpResponseRedirect(reverse("beside", args=[book_id, card.id]))


def beside(request: HttpRequest, book_id: str, other_id: str) -> HttpResponse:
    """The figures of two editions and their entries, narrowed by `?change=` and `?part=`; with `?node=` one entry beside what it was."""
    new, old = opened(request, book_id), opened(request, other_id)
    if old.card not in new.editions:  # two books that have nothing to do with each other pair by chance, and slowly
        raise Http404(other_id)
    rows = pairs(shelf.of(request), old.card.id, new.card.id)
    context = {**about(new, "beside"), "old": old.card, "new": new.card, "choice": [card for card in new.editions if card != old.card]}
    if node := request.GET.get("node"):
        return _entry(request, context, new, old, rows, node)
    asked = {name: request.GET.get(name, "") for name in ("change", "part")}
    tests: dict[str, Callable[[Pair], bool]] = {"change": lambda row: row.change == asked["change"], "part": lambda row: _part(new, old, row)[0] == asked["part"]}

    def left(but: str = "") -> list[Pair]:
        return [row for row in rows if all(test(row) for name, test in tests.items() if asked[name] and name != but)]

    shown = left()
    last = max(1, -(-len(shown) // ON_A_PAGE))
    page = page_number(request, last)
    changes = counted(left("change"))
    parts: dict[tuple[str, str], int] = {}
    for row in left("part"):
        parts[_part(new, old, row)] = parts.get(_part(new, old, row), 0) + 1
    context |= {
        "indicators": [] if any(asked.values()) or page > 1 else _indicators(new, old),
        "rows": [_row(new, old, row) for row in shown[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]],
        "total": len(shown),
        "changes": [(key, word, changes[key], asked["change"] == key) for key, word in CHANGES.items() if changes[key]],
        "parts": [(key, title, n, asked["part"] == key) for (key, title), n in parts.items()],
        "page": page,
        "last": last,
    }
    return render(request, "room/beside.html", context)


def _part(new: Volume, old: Volume, row: Pair) -> tuple[str, str]:
    """Id and title of the part that an entry stands in; of one that is gone, the old book's. A part of both books has one id."""
    book, index = (new.book, row.new) if row.new is not None else (old.book, row.old or 0)
    top = book.nodes[[*book.ancestors(index), index][0]]
    return top.id, top.title


def _indicators(new: Volume, old: Volume) -> list[dict[str, Any]]:
    """The place's own figure of each book's year, indicator by indicator."""
    ours, theirs = tiles_of(new), tiles_of(old)
    out = []
    for name in [*ours, *(name for name in theirs if name not in ours)]:
        now, then = ours.get(name), theirs.get(name)
        grown = growth(then["place"] if then else None, now["place"] if now else None)
        out.append({"name": name, "old": then, "new": now, "growth": grown, "change": now["change"] if now else ""})
    return out


def _row(new: Volume, old: Volume, row: Pair) -> dict[str, Any]:
    book, index = (new.book, row.new) if row.new is not None else (old.book, row.old or 0)
    both = row.old is not None and row.new is not None
    found = _figures(new, old, row) if both else []
    return {
        "change": row.change,
        "word": CHANGES[row.change],
        "node": book.nodes[index],
        "path": book.path(index),
        "was": old.book.nodes[row.old].title if row.old is not None and row.change == "renamed" else "",
        "came_from": " › ".join(old.book.path(row.old)) if row.old is not None and row.change == "moved" else "",
        "href": f"?node={book.nodes[index].id}" if both else link(book.id, book.nodes[index].id),
        "place": book.place(book.nodes[index].start, book.nodes[index].end),
        "figures": [f for f in found if f.old and f.new][:SHOWN_FIGURES],
    }


def _figures(new: Volume, old: Volume, row: Pair) -> list[Figures]:
    spans = [(v, v.book.nodes[i]) for v, i in ((old, row.old), (new, row.new)) if i is not None]
    theirs, ours = ([*v.within("facts", node.start, node.end)] for v, node in spans)
    return figures(theirs, ours)


def _entry(request: HttpRequest, context: dict[str, Any], new: Volume, old: Volume, rows: tuple[Pair, ...], node: str) -> HttpResponse:
    """One entry of both books: texts side by side with what was taken over, and their figures in one table."""
    whole = [row for row in rows if row.old is not None and row.new is not None]
    at = next((n for n, row in enumerate(whole) if node == new.book.nodes[row.new or 0].id), None)
    if at is None:
        raise Http404(node)
    row = whole[at]
    sides = []
    spans = [(v, v.book.nodes[i], i) for v, i in ((old, row.old), (new, row.new)) if i is not None]
    kept = taken_over(old.book, spans[0][1].body, new.book, spans[1][1].body)
    for (volume, found, index), same in zip(spans, kept, strict=True):
        setter = Typesetter(volume.book, (), [Wash(*span, "same") for span in same])
        sides.append(
            {
                "card": volume.card,
                "book": volume.book,
                "node": found,
                "path": volume.book.path(index),
                "blocks": setter.blocks(items_of(volume, found.start, found.end), skip_titles=[index]),
                "byline": volume.book.byline_of(index),
                "place": volume.book.place(found.start, found.end),
                "href": link(volume.card.id, found.id),
            }
        )
    found_figures = [
        {
            "row": f,
            "old_href": link(old.card.id, f.old["node"], f.old["start"], f.old["end"]) if f.old else "",
            "new_href": link(new.card.id, f.new["node"], f.new["start"], f.new["end"]) if f.new else "",
            "change": change_shown(new.book, f.new) if f.new else "",
        }
        for f in _figures(new, old, row)
    ]
    context |= {
        "sides": sides,
        "taken": len(kept[1]),
        "figures": found_figures,
        "word": CHANGES[row.change],
        "title": new.book.nodes[row.new or 0].title,
        "sooner": new.book.nodes[whole[at - 1].new or 0] if at > 0 else None,
        "later": new.book.nodes[whole[at + 1].new or 0] if at < len(whole) - 1 else None,
    }
    return render(request, "room/beside_entry.html", context)
