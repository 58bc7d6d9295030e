"""Extraction: Book → facts, events, people, organisations, systems, documents, honours, tables."""

from tongjian.extract import documents, events, facts, honours, organisations, people, systems, tables
from tongjian.extract.registry import EXTRACTORS, extract, extractor, record

__all__ = ["EXTRACTORS", "documents", "events", "extract", "extractor", "facts", "honours", "organisations", "people", "record", "systems", "tables"]
