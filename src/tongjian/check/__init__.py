"""Checking: Book (+ facts, + last year's Book) → findings."""

from tongjian.check import dates, listing, misprints, names, numbers, punctuation, repetition, structure, terms
from tongjian.check.context import Context
from tongjian.check.engine import check, new_since, relations, undecided
from tongjian.check.finding import Finding, Related, Relation, identity, record, relation_record
from tongjian.check.profile import Profile, profile_of
from tongjian.check.registry import RULES, Rule, rule_records
from tongjian.check.render import render_text

__all__ = [
    "RULES",
    "Context",
    "Finding",
    "Profile",
    "Related",
    "Relation",
    "Rule",
    "check",
    "dates",
    "identity",
    "listing",
    "misprints",
    "names",
    "new_since",
    "numbers",
    "profile_of",
    "punctuation",
    "record",
    "relation_record",
    "relations",
    "render_text",
    "repetition",
    "rule_records",
    "structure",
    "terms",
    "undecided",
]
