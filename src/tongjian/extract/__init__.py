"""Extraction: Book → facts, events, people, organisations, systems, documents, honours, places, tables, unknown indicators."""

from tongjian.extract import documents, events, facts, honours, indicators, organisations, people, places, systems, tables
from tongjian.extract.registry import EXTRACTORS, NAMING, extract, extractor, record

__all__ = ["EXTRACTORS", "NAMING", "documents", "events", "extract", "extractor", "facts", "honours", "indicators", "organisations", "people", "places", "record", "systems", "tables"]
