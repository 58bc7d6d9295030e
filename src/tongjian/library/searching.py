"""Search: a query → entries, best first, each with the printed words round the hit."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import tantivy

from tongjian.library import query as language
from tongjian.library.errors import LibraryError
from tongjian.library.index import exact, open_searcher
from tongjian.library.layout import Manifest
from tongjian.library.memory import Bounded
from tongjian.library.names import SHORTEST, Kind, Name
from tongjian.library.passages import Passage
from tongjian.library.query import All, Tree, Word
from tongjian.library.terms import bigrams, fold, runs, simplified, singles

_MUST, _SHOULD, _NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
_KEPT_CHARACTERS = 5_000_000  # of entries that a searcher keeps decoded: with their records about 100 MB
_TYPED = 30  # characters of what was typed that suggestions look at
_CORRECTED = 3  # characters of the shortest word that is taken for another
_NAMESAKES, _BODIES, _OTHERS = 40, 3, 6  # documents of a name that are looked at; bodies that it may be of; other names that are searched for
_SNIPPET = 90  # characters round the first hit
_SKIP = r"[\s“”‘’\"'《》〈〉「」『』【】〔〕\[\]（）()•·‧・—–\-－~～_*#`]*"
_WIDE = {0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: 0x20}


class Hit(msgspec.Struct, frozen=True):
    """An entry that a query found. `start`–`end` are the words shown."""

    passage: Passage
    score: float
    start: int
    end: int
    snippet: str

    def record(self) -> dict[str, Any]:
        """The record of the machine contract."""
        p = self.passage
        return {"book": p.book, "node": p.node, "title": p.title, "path": list(p.path), "level": p.level, "kind": p.kind, "byline": p.byline,
                "score": round(self.score, 3), "snippet": self.snippet, **p.place(self.start, self.end)}  # fmt: skip


class Suggestion(msgspec.Struct, frozen=True):
    """A name or title to search for. `count`: in how many entries or books; `meant`: it differs from what was typed."""

    text: str
    kind: Kind
    count: int
    meant: bool = False

    def record(self) -> dict[str, Any]:
        return msgspec.to_builtins(self)  # type: ignore[no-any-return]


class Searcher:
    """The index as one generation of the library sees it."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.manifest = manifest
        self._cards = {card.version: card for card in manifest.books}
        self._schema: Any
        self._searcher: Any
        if manifest.books:
            self._schema, self._searcher = open_searcher(folder)
        self._passage = msgspec.msgpack.Decoder(Passage).decode
        self._name = msgspec.msgpack.Decoder(Name).decode
        self._sentence = msgspec.msgpack.Decoder(tuple[str, int, int]).decode

    # -- queries ---------------------------------------------------------------------------------------------------
    def search(self, query: str, limit: int) -> list[Hit]:
        """Entries for a query of the query language. Where nothing holds it whole, those that hold most of it."""
        tree = language.parse(query)
        if tree is None or not self.manifest.books:
            return []
        entries = self._entries_only(tree)
        found = self._search(tree, limit, simplified(query).strip())
        shown = language.words(tree)
        if not found and isinstance(tree, Word | All):
            loose = self._loose(" ".join(shown))
            found = self._run([(_MUST, loose), *entries, *((_MUST, self._tree(part)) for part in self._filters(tree))], limit) if loose else []
        names = {word: [*synonyms(word), *self.other_names(word)] for word in shown}
        return [self._hit(passage, score, shown, names) for passage, score in found]

    def _search(self, tree: Tree, limit: int, plain: str = "") -> list[tuple[Passage, float]]:
        """What holds a query whole; first that whose title is `plain`."""
        whole = tantivy.Query.boost_query(tantivy.Query.const_score_query(self._term("exact", exact(plain)), 1.0), 100.0)
        return self._run([(_MUST, self._tree(tree)), *self._entries_only(tree), *([(_SHOULD, whole)] if plain else [])], limit)

    def sentences(self, text: str, limit: int, versions: list[str] | None = None, naming: Sequence[str] = ()) -> list[tuple[Passage, int, int, float]]:
        """Sentences that share most of the rare bigrams of a text: passage, span, score. `naming`: names of which they or their titles hold each."""
        terms = list(dict.fromkeys(bigrams(text)))
        if not terms or not self.manifest.books:
            return []
        wanted = [
            (_SHOULD, q)
            for term in terms
            for q in (self._term("sentence", term), tantivy.Query.boost_query(self._term("context", term), 0.5))
        ]  # fmt: skip
        named = [
            (_MUST, tantivy.Query.boolean_query([(_SHOULD, tantivy.Query.const_score_query(self._pairs(field, pairs), 0.0)) for field in ("sentence", "context")]))
            for name in naming
            if (pairs := bigrams(name))
        ]
        query = tantivy.Query.boolean_query([(_MUST, tantivy.Query.boolean_query(wanted)), *named, *self._seen(versions)])
        found = []
        for score, address in self._searcher.search(query, limit, count=False).hits:
            key, start, end = self._sentence(bytes(self._searcher.doc(address)["stored"][0]))
            found.append((self.passage(key), start, end, score))
        return found

    def titled(self, titles: Sequence[str], limit: int, versions: list[str] | None = None) -> list[Passage]:
        """Entries whose title is one of these, whole."""
        if not titles or not self.manifest.books:
            return []
        query = tantivy.Query.boolean_query([(_MUST, self._only("exact", [exact(title) for title in titles])), (_MUST, self._only("unit", ["entry"])), *self._seen(versions)])
        return [passage for passage, _ in self._run([(_MUST, query)], limit)]

    @cached_property
    def _passages(self) -> Bounded[Passage]:
        return Bounded(lambda: _KEPT_CHARACTERS, lambda passage: len(passage.text) + 500)

    def passage(self, key: str) -> Passage:
        """The passage of a key; kept for the next question where there is room."""
        return self._passages.get(key, lambda: self._read(key))

    def _read(self, key: str) -> Passage:
        hits = self._searcher.search(self._term("key", key), 1, count=False).hits
        if not hits:
            raise LibraryError("index", "an entry is missing", "build the library again from its books")
        return self._passage(bytes(self._searcher.doc(hits[0][1])["stored"][0]))

    def all_passages(self, version: str) -> Iterator[Passage]:
        """Every passage of a book's version, in no order."""
        query = tantivy.Query.boolean_query([(_MUST, self._only("unit", ["entry"])), (_MUST, self._versions([version]))])
        count = self._searcher.search(query, 1, count=True).count
        for _, address in self._searcher.search(query, max(int(count), 1), count=False).hits:
            yield self._passage(bytes(self._searcher.doc(address)["stored"][0]))

    def count_sentences(self, version: str) -> int:
        """How many sentences of a book's version the index holds."""
        return self._count("sentence", version)

    def count_names(self, version: str) -> int:
        """How many names of a book's version the index holds."""
        return self._count("name", version)

    def _count(self, unit: str, version: str) -> int:
        query = tantivy.Query.boolean_query([(_MUST, self._only("unit", [unit])), (_MUST, self._versions([version]))])
        return int(self._searcher.search(query, 1, count=True).count)

    def facets(self, query: str, limit: int = 20) -> dict[str, list[tuple[str, int]]]:
        """How many entries a query finds by book, year, place, part, section, byline and kind, most first; the filters of the query language take the values."""
        tree = language.parse(query)
        if tree is None or not self.manifest.books:
            return {}
        found = tantivy.Query.boolean_query([(_MUST, self._tree(tree)), (_MUST, self._only("unit", ["entry"])), *self._seen()])
        by = {field: [(str(value), int(n)) for value, n in self._searcher.terms_with_prefix(field, "", filter_query=found, limit=limit)] for field in ("part", "section", "byline", "kind")}
        counts: dict[str, Counter[str]] = {"book": Counter(), "year": Counter(), "region": Counter()}
        for version, number in self._searcher.terms_with_prefix("version", "", filter_query=found):
            card = self._cards.get(version)
            for name, value in (("book", card.id), ("year", card.data_year), ("region", card.region)) if card else ():
                if value is not None:
                    counts[name][str(value)] += int(number)
        return by | {name: count.most_common(limit) for name, count in counts.items()}

    # -- names -------------------------------------------------------------------------------------------------------
    def suggest(self, text: str, limit: int = 10) -> list[Suggestion]:
        """Titles, persons in office, bodies, systems and indicators that begin with what was typed, those of most books first; where nothing does, those
        that differ from it by one character (`meant`)."""
        from tongjian.publish.private import privacy  # late: a search needs no publisher

        begun = exact(simplified(text))[:_TYPED]
        if not begun or not self.manifest.books:
            return []
        found: dict[str, Suggestion] = {}
        for field in ("name", "exact"):
            for term, count in self._searcher.terms_with_prefix(field, begun, limit=limit * 3):
                shown = self._shown(field, term)
                if shown is not None and shown[1] not in found and privacy().covered(shown[1]) == shown[1]:
                    found[shown[1]] = Suggestion(shown[1], shown[0], count)
        for other in synonyms(text):  # GDP: the books print 地区生产总值
            if (shown := self._shown("name", exact(other))) is not None:
                found.setdefault(other, Suggestion(other, shown[0], 1))
        if not found:
            return [Suggestion(other.text, other.kind, other.count, True) for other in self._near(begun, limit)]
        return sorted(found.values(), key=lambda s: (exact(s.text) != begun, s.kind == "title", -s.count, len(s.text), s.text))[:limit]

    def meant(self, query: str) -> str | None:
        """The query with each word that stands nowhere put as the name or title that differs from it by one character; None where there is no such."""
        tree = language.parse(query)
        better = query = simplified(query)
        for word in language.words(tree):
            if len(exact(word)) >= _CORRECTED and not self._search(Word(word), 1) and (near := self._near(exact(word), 1)):
                better = better.replace(word, near[0].text)
        return better if better != query else None

    @lru_cache(maxsize=2048)  # noqa: B019 - a searcher lives as long as its library is open
    def other_names(self, text: str) -> list[str]:
        """What else a body goes by in the books, by its full or its short name; none where the name is that of several bodies."""
        if not self.manifest.books or len(exact(text)) < SHORTEST:
            return []
        query = tantivy.Query.boolean_query([(_MUST, self._term("name", exact(text))), *self._seen()])
        bodies: dict[str, list[str]] = {}
        for _, address in self._searcher.search(query, _NAMESAKES, count=False).hits:
            name = self._name(bytes(self._searcher.doc(address)["stored"][0]))
            bodies.setdefault(name.text, []).extend(name.others)
        if len(bodies) > _BODIES:
            return []
        names = dict.fromkeys(n for full, short in bodies.items() for n in (full, *short))
        return [name for name in names if exact(name) != exact(text)][:_OTHERS]

    @lru_cache(maxsize=512)  # noqa: B019 - a searcher lives as long as its library is open
    def named_in(self, text: str) -> dict[str, list[str]]:
        """The names of bodies that stand in a text, and what else each goes by."""
        plain = "\n".join("".join(run) for run in runs(text))
        stretches = {run[a:b] for run in plain.split("\n") for a in range(len(run)) for b in range(a + SHORTEST, min(len(run), a + 20) + 1)}
        known = [s for s in sorted(stretches)[:800] if self._searcher.doc_freq("name", s)] if self.manifest.books else []
        return {name: others for name in known if (others := self.other_names(name))}

    def _shown(self, field: str, term: str) -> tuple[Kind, str] | None:
        """Kind and printed form of a name or title that the manifest's books hold."""
        query = tantivy.Query.boolean_query([(_MUST, self._term(field, term)), *self._seen()])
        for _, address in self._searcher.search(query, 1, count=False).hits:
            stored = bytes(self._searcher.doc(address)["stored"][0])
            if field == "exact":
                return "title", self._passage(stored).title
            name = self._name(stored)
            return name.kind, next((n for n in (name.text, *name.others) if exact(n) == term), name.text)
        return None

    def _near(self, text: str, limit: int) -> list[Suggestion]:
        """Names and titles that differ from a text by one character (two neighbours that changed places are one)."""
        if len(text) < _CORRECTED:
            return []
        found: dict[str, Suggestion] = {}
        for field in ("name", "exact"):
            query = tantivy.Query.boolean_query([(_MUST, tantivy.Query.fuzzy_term_query(self._schema, field, text[:_TYPED], 1)), *self._seen()])
            for _, address in self._searcher.search(query, limit, count=False).hits:
                stored = bytes(self._searcher.doc(address)["stored"][0])
                if field == "exact":
                    title = self._passage(stored).title
                    found.setdefault(title, Suggestion(title, "title", int(self._searcher.doc_freq("exact", exact(title))), True))
                else:
                    name = self._name(stored)
                    shown = min((name.text, *name.others), key=lambda n: (abs(len(exact(n)) - len(text)), -sum(a == b for a, b in zip(exact(n), text, strict=False))))
                    found.setdefault(shown, Suggestion(shown, name.kind, 1, True))
        return list(found.values())[:limit]

    def frequency(self, term: str, unit: bool = False) -> int:
        """In how many sentences a bigram, or a single unit, stands."""
        return int(self._searcher.doc_freq("units" if unit else "sentence", term))

    @cached_property
    def sentences_in_all(self) -> int:
        """How many sentences the library holds."""
        if not self.manifest.books:
            return 0
        return int(self._searcher.search(self._term("unit", "sentence"), 1, count=True).count)

    # -- building ----------------------------------------------------------------------------------------------------
    def _run(self, clauses: list[tuple[Any, Any]], limit: int) -> list[tuple[Passage, float]]:
        result = self._searcher.search(tantivy.Query.boolean_query(clauses), limit, count=False)
        return [(self._passage(bytes(self._searcher.doc(address)["stored"][0])), float(score)) for score, address in result.hits]

    def _term(self, field: str, value: str) -> Any:
        return tantivy.Query.term_query(self._schema, field, value, "freq" if field in ("sentence", "context") else "basic")

    def _only(self, field: str, values: list[str]) -> Any:
        """A filter that adds nothing to the score."""
        return tantivy.Query.const_score_query(tantivy.Query.term_set_query(self._schema, field, values), 0.0)

    def _versions(self, versions: list[str] | None = None) -> Any:
        return self._only("version", list(self._cards) if versions is None else versions)

    @cached_property
    def _unseen(self) -> list[str]:
        """Versions that the index still holds and the manifest does not name: of books that were replaced, or of a build under way."""
        return [version for version, _ in self._searcher.terms_with_prefix("version", "") if version not in self._cards]

    def _seen(self, versions: list[str] | None = None) -> list[tuple[Any, Any]]:
        """The clauses that keep a search to the versions of the manifest, or to some of them.

        What is not to be seen is left out rather than what is to be seen asked for: of a million documents that are, none has to be looked at.
        """
        if versions is not None and len(versions) < len(self._cards):
            return [(_MUST, self._versions(versions))]
        return [(_NOT, self._versions(self._unseen))] if self._unseen else []

    def _entries_only(self, tree: Tree) -> list[tuple[Any, Any]]:
        """The clauses that keep a search to entries; a word that is looked for stands in fields that only entries have."""
        return self._seen() if _worded(tree) else [(_MUST, self._only("unit", ["entry"])), *self._seen()]

    def _tree(self, tree: Tree) -> Any:
        if isinstance(tree, Word):
            return self._filter(tree) if tree.field else self._word(tree.text)
        clauses: list[tuple[Any, Any]] = []
        if isinstance(tree, All):
            clauses = [(_MUST, self._tree(part)) for part in tree.parts] or [(_MUST, tantivy.Query.all_query())]
            clauses += [(_NOT, self._tree(part)) for part in tree.without]
        else:
            clauses = [(_SHOULD, self._tree(part)) for part in tree.parts]
        return tantivy.Query.boolean_query(clauses)

    def _word(self, text: str) -> Any:
        """A word in title, text or path, or another name of the same figure or body."""
        others = [(_SHOULD, tantivy.Query.boost_query(self._phrase(name), 0.7)) for name in dict.fromkeys([*synonyms(text), *self.other_names(text)])]
        whole = tantivy.Query.boost_query(tantivy.Query.const_score_query(self._term("exact", exact(text)), 1.0), 20.0)
        return tantivy.Query.boolean_query([(_SHOULD, self._phrase(text)), (_SHOULD, whole), *others])

    def _phrase(self, text: str) -> Any:
        parts = []
        for run in runs(text):
            if len(run) == 1:
                parts.append((_MUST, tantivy.Query.term_query(self._schema, "chars", run[0], "freq")))
                continue
            pairs = [a + b for a, b in pairwise(run)]
            fields = [(_SHOULD, tantivy.Query.boost_query(self._pairs(field, pairs), boost)) for field, boost in (("title", 3.0), ("body", 1.0), ("path", 0.5))]
            parts.append((_MUST, tantivy.Query.boolean_query(fields)))
        return tantivy.Query.boolean_query(parts) if parts else tantivy.Query.empty_query()

    def _pairs(self, field: str, pairs: list[str]) -> Any:
        if len(pairs) == 1:
            return tantivy.Query.term_query(self._schema, field, pairs[0], "freq")
        return tantivy.Query.phrase_query(self._schema, field, list[str | tuple[int, str]](pairs))

    def _filter(self, word: Word) -> Any:
        value = fold(word.text)
        if word.field in ("year", "region"):
            versions = [c.version for c in self.manifest.books if (word.text in (str(c.year), str(c.data_year)) if word.field == "year" else word.text in (c.region or ""))]
            return self._versions(versions)
        if word.field == "title":
            return self._pairs("title", pairs) if (pairs := bigrams(word.text)) else tantivy.Query.empty_query()
        field = str(word.field)
        known = self._values(field)
        values = [v for v in known if v == value] or [v for v in known if value in v] if field != "kind" else [KINDS.get(word.text, value)]
        return self._only(field, values)

    @lru_cache(maxsize=8)  # noqa: B019 - a searcher lives as long as its library is open
    def _values(self, field: str) -> tuple[str, ...]:
        return tuple(term for term, _ in self._searcher.terms_with_prefix(field, ""))

    def _filters(self, tree: Tree) -> list[Tree]:
        if isinstance(tree, Word):
            return [tree] if tree.field else []
        return [part for part in tree.parts for part in self._filters(part)] + ([All((), tree.without)] if isinstance(tree, All) and tree.without else [])

    def _loose(self, text: str) -> Any:
        """Most of the bigrams of a text, wherever they stand; None for a text of one character."""
        terms = list(dict.fromkeys(bigrams(text)))[:200]
        known = [t for t in terms if self._searcher.doc_freq("body", t) or self._searcher.doc_freq("title", t)]
        if len(known) < 2:
            return None
        each = [
            (_SHOULD, tantivy.Query.disjunction_max_query([tantivy.Query.boost_query(self._pairs("title", [t]), 2.0), self._pairs("body", [t])], 0.2)) for t in known
        ]
        return tantivy.Query.boolean_query(each, max(1, round(0.3 * len(terms))))

    # -- hits --------------------------------------------------------------------------------------------------------
    def _hit(self, passage: Passage, score: float, shown: list[str], others: Mapping[str, Sequence[str]]) -> Hit:
        start, end = around(passage, shown, others)
        lead = "…" if start > passage.start else ""
        tail = "…" if end < passage.end else ""
        return Hit(passage, score, start, end, lead + passage.words(start, end).replace("\t", " ").strip() + tail)


KINDS = {"大事记": "chronicle", "讲话": "speech", "报告": "report", "名录": "namelist", "光荣榜": "honours", "文件索引": "docindex", "公报": "bulletin", "表": "table", "条目": "prose"}


def _worded(tree: Tree) -> bool:
    """Whether everything that a query finds holds a word of it, or a title, part or section; a year or region alone is of the book."""
    if isinstance(tree, Word):
        return tree.field not in ("year", "region")
    return any(map(_worded, tree.parts)) if isinstance(tree, All) else bool(tree.parts) and all(map(_worded, tree.parts))


def synonyms(text: str) -> list[str]:
    """Other names of the same figure: GDP → 地区生产总值, …"""
    from tongjian.extract.vocabulary import entries, normalise

    plain = unicodedata.normalize("NFKC", text)
    name = normalise(plain) or normalise(plain.upper())
    if name is None:
        return []
    return [other for entry in entries() if entry["name"] == name for other in (name, *entry.get("synonyms", ())) if other not in (text, plain)]


def flat(text: str) -> str:
    """Width, case and traditional forms folded, one character for one."""
    text = simplified(text)
    low = text.translate(_WIDE).lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text.translate(_WIDE))


def pattern(word: str) -> re.Pattern[str] | None:
    """A word as it may be printed: white space, brackets and quotation marks between its characters do not matter."""
    units = singles(word)
    return re.compile(_SKIP.join(re.escape(u) for u in units)) if units else None


def around(passage: Passage, words: list[str], others: Mapping[str, Sequence[str]] | None = None) -> tuple[int, int]:
    """The span to show: the sentence or stretch of it round the first place where most of the words, or their other names, stand."""
    text = flat(passage.text)
    names = [w for word in words for w in (word, *(synonyms(word) if others is None else others.get(word, ())))]
    spans = sorted(m.span() for word in names if (p := pattern(word)) for m in list(p.finditer(text))[:50])
    if not spans:  # the hit is in the title, or only loose: show where most of the bigrams are
        pairs = [p for word in words for p in bigrams(word)]
        spans = sorted((at, at + len(p)) for p in pairs if (at := text.find(p)) >= 0)
    if not spans:
        return passage.start, passage.start + _ends(passage.text, 0, min(len(passage.text), _SNIPPET))
    best = max(range(len(spans)), key=lambda i: (len({text[a:b] for a, b in spans[i:] if b <= spans[i][0] + _SNIPPET}), -i))
    first = spans[best][0]
    last = max(b for a, b in spans[best:] if b <= first + _SNIPPET or a == first)
    start = max(passage.text.rfind(mark, 0, first) for mark in "。！？\n") + 1
    start = max(start, first - _SNIPPET // 3)
    return passage.start + start, passage.start + _ends(passage.text, start, max(last, min(len(passage.text), start + _SNIPPET)))


def _ends(text: str, start: int, end: int) -> int:
    """The end of a snippet: at the sentence's end where one comes, not over the block's."""
    stops = [at for mark in "。\n" if (at := text.find(mark, start + 1, end)) >= 0]
    later = [at + (text[at] == "。") for at in stops if at > start + _SNIPPET // 3]
    return min(later) if later else end
