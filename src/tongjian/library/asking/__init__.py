"""Asking: a question in Chinese → a short answer whose citation holds it, or that the books do not say. No language model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongjian.library.asking.answer import Answer, Citation

if TYPE_CHECKING:
    from tongjian.library.shelf import Shelf

__all__ = ["Answer", "Citation", "ask"]


def ask(library: Shelf, question: str) -> Answer:
    """Answer a question out of a library."""
    from tongjian.library.asking.finding import find

    return find(library, question)
