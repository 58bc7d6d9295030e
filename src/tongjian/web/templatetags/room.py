"""Template tags: words in both languages, and places as a citation says them."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import translate_url

from tongjian.web.sorting import Order
from tongjian.web.words import STATUSES, in_english, say

register: Any = template.Library()


def t(words: str, **fields: Any) -> str:
    """Words in the language of the page."""
    return say(words, **fields)


def said(words: str) -> str:
    """Words of a variable in the language of the page."""
    return say(words) if words else ""


def where(place: Any) -> str:
    """A place as a citation says it: printed page and lines of the source, as far as they are known."""

    def get(name: str) -> Any:
        return place.get(name) if isinstance(place, dict) else getattr(place, name, None)

    page, sheet, line, last, block = get("page"), get("sheet"), get("line"), get("line_end"), get("block")
    lines = f"{line}" if last in (None, line) else f"{line}{'–' if in_english() else '—'}{last}"
    parts = []
    if page:
        parts.append(say("第{page}页", page=page))
    elif sheet:
        parts.append(say("第{sheet}张", sheet=sheet))
    if line:
        parts.append(say("第{lines}行", lines=lines))
    elif block and not page:
        parts.append(say("第{block}段", block=block))
    return (", " if in_english() else " ").join(parts)


def in_language(context: Any, code: str) -> str:
    """The address of this very page in another language."""
    request: HttpRequest | None = context.get("request")
    return str(translate_url(request.get_full_path(), code)) if request is not None else "/"


def narrowed_by(context: Any, name: str, value: str) -> str:
    """The query string of this page with one filter set, or left out where `value` is empty; the page number starts anew."""
    request: HttpRequest = context["request"]
    kept = request.GET.copy()
    for gone in ("page", name):
        kept.pop(gone, None)
    if value:
        kept[name] = value
    query = kept.urlencode()
    return f"?{query}" if query else "?"


def heading(context: Any, column: int, words: str, classes: str = "", ours: bool = True) -> dict[str, Any]:
    """The head of a column as a link that sorts by it: rising, then falling, then the order of the book again. `ours`: the words are not the book's."""
    order: Order = context["order"]
    here = order.column == column
    following = "" if here and order.falling else f"-{column}" if here else str(column)
    return {"words": say(words) if ours else words, "classes": classes, "address": narrowed_by(context, "sort", following), "sorted": ("descending" if order.falling else "ascending") if here else ""}


def turned(context: Any, page: int, by: int) -> str:
    """The query string of this page with another page number."""
    request: HttpRequest = context["request"]
    kept = request.GET.copy()
    kept["page"] = str(page + by)
    return f"?{kept.urlencode()}"


def title_of(node: Any) -> str:
    """The title of a node."""
    return str(node.title)


def status_word(status: str | None) -> str:
    """What a reader is told of a figure that is not final; nothing for a final one."""
    return STATUSES.get(status or "", "")


def alarms(card: Any) -> int:
    """How many errors and doubts a book has; notes are no alarm."""
    return int(card.errors + card.warnings)


def unlocalised(number: float) -> str:
    """A number as SVG wants it, whatever the language."""
    return f"{number:g}"


def title_of_card(card: Any) -> str:
    """The title of a book; where none was found in it, the name of its file without the ending."""
    return str(card.title).rsplit(".", 1)[0] if card.title == card.source else str(card.title)


register.simple_tag(t)
register.simple_tag(where)
register.simple_tag(in_language, takes_context=True)
register.simple_tag(narrowed_by, takes_context=True)
register.simple_tag(turned, takes_context=True)
register.inclusion_tag("room/heading.html", takes_context=True)(heading)
register.filter(said)
register.filter(unlocalised)
register.filter(title_of_card)
register.filter(alarms)
register.filter(title_of)
register.filter(status_word)
