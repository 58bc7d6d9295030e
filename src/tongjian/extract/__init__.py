"""Extraction: Book → facts, events, people, organisations, systems, documents, tables."""

from tongjian.extract import events, facts, people
from tongjian.extract.registry import EXTRACTORS, extract, extractor, record

__all__ = ["EXTRACTORS", "events", "extract", "extractor", "facts", "people", "record"]
