"""The addresses under /api/v1/."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from ninja import NinjaAPI, Query, Status
from ninja.errors import AuthenticationError, ValidationError
from ninja.security import HttpBearer

from tongjian.library import LibraryError
from tongjian.web import shelf
from tongjian.web.api.answering import MOST, Answers, href, page_of
from tongjian.web.api.shapes import BookCard, Decided, Decision, NodeWhole, Page, Problem, Reply, Suggested
from tongjian.web.citing import gbt7714
from tongjian.web.registers import REGISTERS, public
from tongjian.web.shelf import Record, Volume
from tongjian.web.views.checking import take_down
from tongjian.web.views.common import LONGEST_QUERY, is_key

api = NinjaAPI(
    title="通鉴 Tongjian",
    version="1",
    description="Yearbooks as data: every record carries the book, the printed page, the lines of the source and the words it rests on. Reading is free; writing a decision about a finding asks for a key (`Authorization: Bearer KEY`).",
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
    renderer=Answers(),
)
Limit = Annotated[int, Query(ge=1, le=MOST)]
Offset = Annotated[int, Query(ge=0, le=10_000_000)]
Words = Annotated[str, Query(min_length=1, max_length=LONGEST_QUERY)]
Word = Annotated[str | None, Query(max_length=LONGEST_QUERY)]
FAULTS = {404: Problem, 422: Problem, 503: Problem}


def _volume(request: HttpRequest, book: str) -> Volume:
    volume = shelf.volume(request, book)
    if volume is None:
        raise Http404(book)
    return volume


def _of(volume: Volume, records: list[Record]) -> list[Record]:
    return [{"book": volume.card.id, **r} for r in records]


@api.get("/books", response={200: list[BookCard], **FAULTS}, summary="The books of the library")
def books(request: HttpRequest) -> list[dict[str, Any]]:
    """All books, by region and year."""
    return [{**msgspec.structs.asdict(card), "href": reverse("contents", args=[card.id])} for card in shelf.of(request).books()]


@api.get("/books/{book}", response={200: BookCard, **FAULTS}, summary="One book")
def one_book(request: HttpRequest, book: str) -> dict[str, Any]:
    """The card of a book."""
    return {**msgspec.structs.asdict(_volume(request, book).card), "href": reverse("contents", args=[book])}


@api.get("/books/{book}/nodes", response={200: Page, **FAULTS}, summary="Parts, sections and entries, without their text")
def nodes(request: HttpRequest, book: str, level: Word = None, kind: Word = None, title: Word = None, limit: Limit = 100, offset: Offset = 0) -> Any:
    """Nodes in reading order, those of a level (part, section, entry, subentry), a kind, or a title alone where these are given."""
    volume = _volume(request, book)
    wanted = {"level": level, "kind": kind, "title": title}
    rows = [r for r in volume.records("entries") if all(value is None or r[name] == value for name, value in wanted.items())]
    return page_of(request, [{**r, "node": r["id"]} for r in _of(volume, rows)], limit, offset, lambda r: {k: v for k, v in r.items() if k not in ("text", "node")})


@api.get("/books/{book}/nodes/{node}", response={200: NodeWhole, **FAULTS}, summary="One node with its text, figures and findings")
def one_node(request: HttpRequest, book: str, node: str) -> dict[str, Any]:
    """The text is the node's whole body, children included; inserted line feeds part blocks, tabs part cells."""
    volume = _volume(request, book)
    index = volume.book.by_id.get(node)
    if index is None:
        raise Http404(node)
    found = volume.book.nodes[index]
    record = next(r for r in volume.records("entries") if r["id"] == node)
    facts, findings = (_of(volume, volume.within(kind, found.start, found.end)) for kind in ("facts", "findings"))
    return {
        **record, "book": book, "text": volume.book.body(index), "facts": [{**f, "href": href(f)} for f in facts], "findings": [{**f, "href": href(f)} for f in findings],
        "cite": gbt7714(volume.book, found.title, volume.book.byline_of(index), found.start, found.end),
    }  # fmt: skip


@api.get("/books/{book}/facts", response={200: Page, **FAULTS}, summary="Figures with their places")
def facts(request: HttpRequest, book: str, indicator: Word = None, subject: Word = None, period: Word = None, limit: Limit = 100, offset: Offset = 0) -> Any:
    """Facts in the order of the text, those of an indicator (or a name of the same figure), subject or period alone where these are given."""
    volume = _volume(request, book)
    rows = volume.records("facts") if indicator is subject is period is None else shelf.of(request).facts(book, indicator, subject, period)
    return page_of(request, _of(volume, rows), limit, offset)


@api.get("/books/{book}/findings", response={200: Page, **FAULTS}, summary="What the checks say")
def findings(request: HttpRequest, book: str, severity: Word = None, code: Word = None, limit: Limit = 100, offset: Offset = 0) -> Any:
    """Findings in the order of the text; `severity`: error, warning or info; `code`: NUM101, or a family such as NUM. A decided one carries its `decision`."""
    volume = _volume(request, book)
    try:
        known = shelf.decided()
    except (ValueError, OSError):
        known = {}
    rows = [r for r in volume.records("findings") if (severity is None or r["severity"] == severity) and (code is None or r["code"].startswith(code))]
    return page_of(request, [{**r, "decision": (known.get(r["id"]) or {}).get("decision")} for r in _of(volume, rows)], limit, offset)


class Key(HttpBearer):
    """One of the keys of TONGJIAN_KEY. No cookie stands for it, so no page of another site can write here."""

    def authenticate(self, request: HttpRequest, token: str) -> str | None:
        return "writer" if is_key(token) else None


@api.post("/books/{book}/findings/{finding}/decision", response={200: Decided, 401: Problem, 500: Problem, **FAULTS}, auth=Key(), summary="Decide about a finding")
def decide(request: HttpRequest, book: str, finding: str, given: Decision) -> Any:
    """Write a decision into decisions.jsonl, where the command line, the report and the reading room read it too. The body is JSON: `decision` (accept, reject or reopen), `who`, and `why` where there is a reason."""
    if not any(f["id"] == finding for f in _volume(request, book).records("findings")):
        raise Http404(finding)
    who, why = " ".join(given.who.split()), " ".join(given.why.split())
    try:
        if not take_down(finding, given.decision, who, why):
            return Status(422, {"error": "who: nobody is named", "todo": "say who decides"})
        row = shelf.decided().get(finding) or {}
    except (OSError, ValueError) as error:
        return Status(500, {"error": f"decisions.jsonl: {error}", "todo": "mend the file or its permissions"})
    return {"id": finding, **{name: row.get(name) for name in ("decision", "who", "when", "why")}}


@api.get("/books/{book}/{kind}", response={200: Page, **FAULTS}, summary="People, organisations, places, systems, documents, tables, events")
def register(request: HttpRequest, book: str, kind: str, limit: Limit = 100, offset: Offset = 0) -> Any:
    """The records of a register in the order of the text; `kind`: people, organisations, places, systems, documents, tables or events. Private persons are on no list."""
    if kind not in REGISTERS:
        raise Http404(kind)
    volume = _volume(request, book)
    return page_of(request, _of(volume, public(volume, kind)), limit, offset)


@api.get("/search", response={200: Page, **FAULTS}, summary="Find entries")
def search(request: HttpRequest, q: Words, limit: Annotated[int, Query(ge=1, le=100)] = 10) -> Any:
    """Entries for a query, best first: words, "phrases", AND OR NOT, filters such as part:经济 and year:2024."""
    hits = [hit.record() for hit in shelf.of(request).search(q, limit=limit)]
    return page_of(request, hits, limit, 0)


@api.get("/suggest", response={200: list[Suggested], **FAULTS}, summary="What may be meant by what is being typed")
def suggest(request: HttpRequest, q: Words, limit: Annotated[int, Query(ge=1, le=50)] = 10) -> list[dict[str, Any]]:
    """Titles, persons in office, bodies and indicators that begin with `q`; where nothing does, those that differ from it by one character."""
    return [found.record() for found in shelf.of(request).suggest(q, limit)]


@api.get("/ask", response={200: Reply, **FAULTS}, summary="Answer a question")
def ask(request: HttpRequest, q: Words) -> dict[str, Any]:
    """The figure or sentence that answers a question, with the words that it rests on; `answered` is false where the books do not say."""
    reply = shelf.of(request).ask(q).record()
    for row in (*reply["citations"], *reply["alternatives"]):
        row["href"] = href(row)
    return reply


@api.get("/series", response={200: Page, **FAULTS}, summary="One indicator over years and books")
def series(request: HttpRequest, indicator: Words, subject: Word = None, limit: Limit = 1000, offset: Offset = 0) -> Any:
    """Figures of an indicator (or of another name of it) by subject and period."""
    return page_of(request, [point.record() for point in shelf.of(request).series(indicator, subject=subject)], limit, offset)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return api.create_response(request, {"error": f"there is no {error}", "todo": "ask /api/v1/books for what there is"}, status=404)


@api.exception_handler(AuthenticationError)
def _stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    response = api.create_response(request, {"error": "no key, or not one of this room's", "todo": "send Authorization: Bearer KEY, with a key that TONGJIAN_KEY holds"}, status=401)
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(ValidationError)
def _wrong(request: HttpRequest, error: ValidationError) -> HttpResponse:
    said = "; ".join(f"{e['loc'][-1]}: {e['msg']}" for e in error.errors)
    return api.create_response(request, {"error": said, "todo": "see /api/v1/openapi.json for what is asked"}, status=422)


@api.exception_handler(LibraryError)
def _closed(request: HttpRequest, error: LibraryError) -> HttpResponse:
    if not getattr(request, "again", False) and error.where != "query":
        raise error  # the room answers again out of the newest generation, and says 503 where that fails too
    return api.create_response(request, {"error": error.what, "todo": error.todo}, status=422 if error.where == "query" else 503)


