"""The house's own words (`extra_terms` of house.toml): wrong → right."""

from __future__ import annotations

from collections.abc import Iterator

from tongjian.check.context import Context
from tongjian.check.finding import Finding
from tongjian.check.registry import Rule, check, declare
from tongjian.check.scope import view
from tongjian.check.search import first_matches

declare(Rule("TXT109", "本社自定的错词", "a word that the house itself lists as wrong", "warning", "house.toml, extra_terms", (), ()))


@check("TXT109")
def house_terms(context: Context) -> Iterator[Finding]:
    """Every place of a word that the profile lists, quotations and titles left out."""
    wrong = context.profile.extra_terms
    for word, start, end in first_matches(tuple(wrong), view(context, "quote", "title")):
        yield Finding("TXT109", "warning", 0.9, f"“{word}”：本社用“{wrong[word]}”", f"the house writes “{wrong[word]}”", start, end, (), wrong[word], "house.toml, extra_terms")
