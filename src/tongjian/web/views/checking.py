"""What the checks say of a book, both places side by side."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from tongjian import decisions
from tongjian.check.habits import habits_of_records, told
from tongjian.check.render import excerpt
from tongjian.web import shelf
from tongjian.web.shelf import Record, Volume
from tongjian.web.views.common import about, has_key, link, may_decide, opened, page_number
from tongjian.web.words import FAMILIES, SEVERITIES, in_english, sureness

ON_A_PAGE = 50
LONGEST_NAME, LONGEST_REASON = 60, 500  # characters
Filter = tuple[str, str, list[tuple[str, str, int, bool]]]  # parameter, heading, values: (value, words, findings, whether it is chosen)
ALARMS = "alarms"  # errors and warnings: what is shown unless asked otherwise; a note is no alarm


def findings(request: HttpRequest, book_id: str) -> HttpResponse:
    """Findings of a book, filtered by severity, family and part, gravest and surest first."""
    volume = opened(request, book_id)
    known, problem = decisions_now()
    shown, filters = _narrowed(volume, request.GET, known)
    everything = things(volume, known)
    last = max(1, -(-len(shown) // ON_A_PAGE))
    page = page_number(request, last)
    context = {
        **about(volume, "findings"),
        **form(request),
        "problem": problem,
        "findings": [{**evidence(volume, f), "verdict": known.get(f["id"])} for f in shown[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]],
        "total": len(shown),
        "places": sum(1 + len(f["likewise"]) for f in shown),
        "everything": len(everything),
        "filters": filters,
        "narrowed": any(request.GET.get(name) for name in ("severity", "family", "part")),
        "notes": sum(f["severity"] == "info" for f in everything),
        "page": page,
        "last": last,
    }
    return render(request, "room/findings.html", context)


def things(volume: Volume, known: dict[str, Record]) -> list[Record]:
    """The findings as the list shows them: each habit once, with its further places in `likewise`; what is decided apart from what is open."""
    found: list[Record] = []
    for decided in (False, True):
        rows = [f for f in volume.records("findings") if (f["id"] in known) is decided]
        for habit in habits_of_records(volume.book, rows):
            first = rows[habit.first]
            message, message_en = told(first["message"], first.get("message_en") or first["message"], habit)
            likewise = [rows[n] for n in habit.rest]
            found.append({**first, "message": message, "message_en": message_en, "likewise": likewise, **({"related": []} if likewise else {})})
    return found


def _narrowed(volume: Volume, wanted: QueryDict, known: dict[str, Record]) -> tuple[list[Record], list[Filter]]:
    """The findings that the filters leave, and the filters with what each value of theirs would leave."""
    everything = things(volume, known)
    asked = {name: wanted.get(name, "") for name in ("severity", "family", "part", "decision")}
    asked["severity"] = "" if asked["severity"] == "all" else asked["severity"] or ALARMS
    tests: dict[str, Callable[[Record], bool]] = {
        "severity": lambda f: f["severity"] == asked["severity"] or (asked["severity"] == ALARMS and f["severity"] != "info"),
        "family": lambda f: f["code"][:3] == asked["family"],
        "part": lambda f: any(key == asked["part"] for key, _ in parts_of(volume, f)),
    }
    tests = {name: test for name, test in tests.items() if asked[name]}
    tests["decision"] = lambda f: (f["id"] in known) == (asked["decision"] == "made")

    def matching(but: str = "") -> list[Record]:
        return [f for f in everything if all(test(f) for name, test in tests.items() if name != but)]

    shown = sorted(matching(), key=lambda f: (list(SEVERITIES).index(f["severity"]), -(f["confidence"] or 0), f["start"]))
    severities = Counter(f["severity"] for f in matching("severity"))
    families = Counter(f["code"][:3] for f in matching("family"))
    parts = Counter(part for f in matching("part") for part in parts_of(volume, f))
    made = Counter("made" if f["id"] in known else "" for f in matching("decision"))
    graver = [(key, word, severities[key], asked["severity"] == key) for key, word in SEVERITIES.items() if severities[key]]
    if severities["info"]:
        graver.append(("all", "全部", severities.total(), not asked["severity"]))
    filters: list[Filter] = [
        ("severity", "轻重", graver),
        ("family", "门类", [(key, FAMILIES.get(key, key), n, asked["family"] == key) for key, n in families.most_common()]),
        ("part", "部分", [(key, title, n, asked["part"] == key) for (key, title), n in parts.items()]),
    ]
    if made["made"]:
        filters.insert(0, ("decision", "裁定", [(key, word, made[key], asked["decision"] == key) for key, word in (("", "未裁定"), ("made", "已裁定"))]))
    return shown, [f for f in filters if f[2]]


def form(request: HttpRequest) -> dict[str, Any]:
    """What the form of a decision shows: whether there is one, whether it asks for a key, who filled the last one in, and where it leads back to."""
    return {"can_decide": may_decide(request), "needs_key": settings.DECIDE == "key", "who": request.GET.get("who", "")[:LONGEST_NAME], "back": request.GET.urlencode()}


def decisions_now() -> tuple[dict[str, Record], str]:
    """The decisions on findings, and what is wrong with their file, if anything."""
    try:
        return shelf.decided(), ""
    except (ValueError, OSError) as error:
        return {}, str(error)


def decide(request: HttpRequest, book_id: str, finding_id: str) -> HttpResponse:
    """Write one decision into decisions.jsonl and go back to the list; asked by htmx, answer with the finding as it stands now and the filters."""
    volume = opened(request, book_id)
    found = next((f for f in volume.records("findings") if f["id"] == finding_id), None)
    if found is None:
        raise Http404(finding_id)
    if not may_decide(request) or not has_key(request):
        return refused(request, "key")
    who, why = (" ".join(request.POST.get(name, "").split()) for name in ("who", "why"))
    try:
        for other in (finding_id, *_shown_with(volume, finding_id, request.POST.get("ids", ""))):
            if not take_down(other, request.POST.get("decision", ""), who, why):
                return refused(request, "form")
    except (OSError, ValueError) as error:
        return refused(request, "file", error)
    back = QueryDict(request.POST.get("back", "")[:500], mutable=True)
    back["who"] = who
    if not by_htmx(request):
        response = HttpResponseRedirect(f"{reverse('findings', args=[book_id])}?{back.urlencode()}")
        response.status_code = 303
        return response
    request.GET = back  # the list that the form stood in: the links of its filters are made from it
    known, _ = decisions_now()
    thing = next((f for f in things(volume, known) if f["id"] == finding_id), found)
    context = {**form(request), "card": volume.card, "f": {**evidence(volume, thing), "verdict": known.get(finding_id)}, "filters": _narrowed(volume, back, known)[1]}
    return render(request, "room/decided.html", context)


def _shown_with(volume: Volume, finding_id: str, ids: str) -> list[str]:
    """The other findings that the form showed as one thing with this one: those that the book has."""
    asked = set(ids.split())
    return list(dict.fromkeys(f["id"] for f in volume.records("findings") if f["id"] in asked and f["id"] != finding_id))


def take_down(finding_id: str, verdict: str, who: str, why: str) -> bool:
    """Write one decision down; False where it says nothing that a decision can say, or too much. Raises OSError or ValueError where the file cannot take it."""
    if verdict not in decisions.DECISIONS or not who or len(who) > LONGEST_NAME or len(why) > LONGEST_REASON:
        return False
    decisions.decide(shelf.decisions_path(), finding_id, verdict, who, why)
    return True


def by_htmx(request: HttpRequest) -> bool:
    """Whether htmx asks, for a piece of a page."""
    return bool(request.headers.get("HX-Request") == "true")


def refused(request: HttpRequest, reason: str = "", error: Exception | None = None) -> HttpResponse:
    """A decision that was not taken down, and why."""
    context = {"reason": reason, "error": error}
    match = request.resolver_match
    if match is None or not by_htmx(request):
        return render(request, "room/refused.html", context, status={"form": 400, "file": 500}.get(reason, 403))
    response = render(request, "room/refusal.html", context, status=400)
    response["HX-Retarget"], response["HX-Reswap"] = f"#e{match.kwargs.get('finding_id', '')}", "innerHTML"
    return response


def part_of(volume: Volume, found: Record) -> tuple[str, str]:
    """Id and title of the part that a finding stands in."""
    index = volume.book.node_at(found["start"])
    if index is None:
        return "-", "—"
    top = volume.book.nodes[([*volume.book.ancestors(index), index])[0]]
    return top.id, top.title


def parts_of(volume: Volume, thing: Record) -> list[tuple[str, str]]:
    """The parts that a finding and its further places stand in, each once."""
    return list(dict.fromkeys(part_of(volume, f) for f in (thing, *thing["likewise"])))


def evidence(volume: Volume, found: Record) -> dict[str, Any]:
    """A finding with what a page shows of it: each place with words around it, where it stands, and how sure we are in words."""
    message = found.get("message_en") if in_english() else None
    return {
        **found,
        "message": message or found["message"],
        "rule": (found.get("rule_en") if in_english() else None) or found.get("rule"),
        "word": SEVERITIES.get(found["severity"], found["severity"]),
        "sure": sureness(found.get("confidence")),
        "percent": round(100 * (found.get("confidence") or 0)),
        "elsewhere": "=" in (found.get("relation") or "").replace("<=", "").replace(">=", ""),
        "relation": printed_relation(found.get("relation")),
        "sides": [side(volume, place) for place in (found, *(found.get("related") or ()))],
        "others": [side(volume, place) for place in found.get("likewise") or ()],
        "ids": " ".join(dict.fromkeys(f["id"] for f in (found, *(found.get("likewise") or ())))),
    }


_SIGNS = {"<=": "≤", ">=": "≥", "*": "×", "/": "÷", "+": "+", "-": "−", "=": "≠"}
_SIGN = re.compile(r"(?<=[\w%‰）)])\s*(<=|>=|[*/+=\-])\s*(?=[\w（(+\-])")


def printed_relation(relation: str | None) -> str:
    """A broken relation with the signs that people write between its sides; a sign before a figure stays with it."""
    return _SIGN.sub(lambda m: f" {_SIGNS[m[1]]} ", relation or "")


def side(volume: Volume, place: Record) -> dict[str, Any]:
    """One place of a finding: the words, what stands before and behind them, and the way there."""
    book = volume.book
    before, words, behind = excerpt(book, place["start"], place["end"])
    index = book.node_at(place["start"])
    path = [*book.path(index), book.nodes[index].title] if index is not None else []
    return {**place, "before": before, "words": words, "behind": behind, "path": path, "href": link(book.id, place.get("node"), place["start"], place["end"])}
