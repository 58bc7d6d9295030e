"""Extraction: Book → facts, events, people, organisations, systems, documents, tables."""

from tongjian.extract import events, facts, people, systems
from tongjian.extract.registry import EXTRACTORS, extract, extractor, record

__all__ = ["EXTRACTORS", "events", "extract", "extractor", "facts", "people", "record", "systems"]
