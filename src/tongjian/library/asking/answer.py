"""What an answer is."""

from __future__ import annotations

from typing import Any

import msgspec

from tongjian.library.passages import Passage


class Citation(msgspec.Struct, frozen=True):
    """Words of a book that an answer rests on."""

    passage: Passage
    start: int
    end: int

    @property
    def quote(self) -> str:
        return self.passage.words(self.start, self.end)

    def record(self) -> dict[str, Any]:
        p = self.passage
        return {"book": p.book, "title": p.title, "path": list(p.path), **p.place(self.start, self.end)}


class Answer(msgspec.Struct, frozen=True):
    """The answer to a question. Where `text` is None the books do not say; `alternatives` are then the nearest that they do say."""

    question: str
    text: str | None
    citations: tuple[Citation, ...] = ()
    alternatives: tuple[Citation, ...] = ()
    value: str | None = None
    unit: str | None = None
    period: str | None = None
    fact: dict[str, Any] | None = None  # that the figure rests on
    sure: float = 0.0  # share of the question's words that the places speak of

    def record(self) -> dict[str, Any]:
        """The record of the machine contract."""
        return {
            "question": self.question,
            "answered": self.text is not None,
            "answer": self.text,
            "value": self.value,
            "unit": self.unit,
            "period": self.period,
            "citations": [c.record() for c in self.citations],
            "alternatives": [c.record() for c in self.alternatives],
        }
