"""Checking: Book (+ facts, + last year's Book) → findings."""

from tongjian.check import (
    dates,
    listing,
    misprints,
    misprints_phrases,
    names,
    numbers,
    posts,
    punctuation,
    repetition,
    sessions,
    short_forms,
    spaces,
    structure,
    structure_order,
    table_form,
    terms,
    whole,
)
from tongjian.check.context import Context
from tongjian.check.engine import check, findings_of, new_since, relations, relations_of, undecided
from tongjian.check.finding import Finding, Related, Relation, identity, record, relation_record
from tongjian.check.profile import Profile, profile_of
from tongjian.check.registry import RULES, Rule, rule_records
from tongjian.check.render import render_text
from tongjian.check.score import BookScore, book_score, score_line
from tongjian.check.terms.own import own_rules

__all__ = [
    "RULES",
    "BookScore",
    "Context",
    "Finding",
    "Profile",
    "Related",
    "Relation",
    "Rule",
    "book_score",
    "check",
    "dates",
    "findings_of",
    "identity",
    "listing",
    "misprints",
    "misprints_phrases",
    "names",
    "new_since",
    "numbers",
    "own_rules",
    "posts",
    "profile_of",
    "punctuation",
    "record",
    "relation_record",
    "relations",
    "relations_of",
    "render_text",
    "repetition",
    "rule_records",
    "score_line",
    "sessions",
    "short_forms",
    "spaces",
    "structure",
    "structure_order",
    "table_form",
    "terms",
    "undecided",
    "whole",
]
