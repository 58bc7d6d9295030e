"""Extraction: Book → facts, events, people, organisations, systems, documents, honours, places, tables."""

from tongjian.extract import documents, events, facts, honours, organisations, people, places, systems, tables
from tongjian.extract.registry import EXTRACTORS, extract, extractor, record

__all__ = ["EXTRACTORS", "documents", "events", "extract", "extractor", "facts", "honours", "organisations", "people", "places", "record", "systems", "tables"]
