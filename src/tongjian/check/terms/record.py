"""A term rule as a record: what TOML says, read once and checked."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Literal

import msgspec

from tongjian.check.finding import Severity
from tongjian.check.scope import PLACES
from tongjian.language.names import SURNAMES

# what patterns may say by name
MACROS = {
    "<NUM>": r"(?:\d[\d,]*(?:\.\d+)?|[一二两三四五六七八九十百千万亿]+)",
    "<UNIT>": "[个名户家次件人元亩米吨天年月日条项处台辆场所座期册篇份间套棵株只头幅幢栋艘张盏路期块片根段支批组对万亿千百平方立公顷升克里小时分钟钞%％℃岁㎡]",
    "<SURNAME>": f"(?:{'|'.join(sorted(SURNAMES, key=len, reverse=True))})",
}
Kind = Literal["existence", "substitution", "pattern", "frame", "occurrence", "consistency", "first-use", "sequence"]
Report = Literal["each", "entry", "section", "book"]


class Swap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A wrong word and the right one, unless it stands behind or before what the patterns say."""

    wrong: str
    right: str
    behind: str = ""  # regular expression: innocent when this ends right before the word
    before: str = ""  # regular expression: innocent when this begins right after the word


class Frame(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A set frame with a slip in it (regular expression), and what should stand there (template of `re.Match.expand`)."""

    wrong: str
    right: str


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule record. `off` names places that the rule keeps out of; `report` says how often one habit is an alarm."""

    code: str
    kind: Kind
    title: str
    title_en: str
    message: str  # Chinese; {0} is the quote, {1}… are groups, {to} the replacement, {n} a count
    message_en: str
    severity: Severity
    confidence: float
    source: str
    fires: tuple[str, ...]
    silent: tuple[str, ...]
    clause: Literal["read", "recalled"] = "read"
    pattern: str = ""
    unless: str = ""  # regular expression: innocent when found in the clause round the match
    unless_in: Literal["clause", "sentence"] = "clause"  # where `unless` is looked for
    needs: str = ""  # regular expression: the rule is silent unless the sentence has this
    words: tuple[str, ...] = ()
    swap: tuple[Swap, ...] = ()
    frames: tuple[Frame, ...] = ()
    segment: bool = False  # substitution: a wrong word that the word before it or behind it claims a character of is innocent
    groups: tuple[tuple[str, ...], ...] = ()  # consistency: the forms of one thing
    replacement: str | None = None  # template of `re.Match.expand`; `<group>` is the name of the group that matched
    off: tuple[str, ...] = ("speech", "quote", "title")
    only: tuple[str, ...] = ()  # places that the rule alone looks at; everything where empty
    report: Report = "each"
    by_word: bool = False  # with `report`: each word is a habit of its own
    habit: bool = False  # whoever reads is shown all its findings as one thing, though each is an alarm; so is a `report` that is not by word
    limit: int = 1  # occurrence: how many are allowed
    within: Literal["clause", "sentence", "entry"] = "sentence"
    whole_book: bool = False


class _File(msgspec.Struct, forbid_unknown_fields=True):
    rule: tuple[Term, ...]


def _named(pattern: str) -> str:
    for name, meaning in MACROS.items():
        pattern = pattern.replace(name, meaning)
    return pattern


def _checked(term: Term) -> Term:
    if not term.fires or not term.silent:
        raise ValueError(f"{term.code}: a rule needs an example that fires and one that does not")
    if term.clause == "recalled" and term.severity == "error":
        raise ValueError(f"{term.code}: a recalled clause is at most a warning")
    unknown = {*term.off, *term.only} - set(PLACES)
    if unknown:
        raise ValueError(f"{term.code}: {sorted(unknown)[0]!r} is no place; known are {', '.join(PLACES)}")
    term = msgspec.structs.replace(term, **{field: _named(getattr(term, field)) for field in ("pattern", "unless", "needs")})
    for pattern in (term.pattern, term.unless, term.needs, *(s for w in term.swap for s in (w.behind, w.before)), *(f.wrong for f in term.frames)):
        re.compile(pattern)
    return term


def parse(text: str, name: str) -> tuple[Term, ...]:
    """The records of one TOML text. Raises ValueError that names the file and what is wrong."""
    try:
        return tuple(_checked(t) for t in msgspec.convert(tomllib.loads(text), _File).rule)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, ValueError, re.error) as problem:
        raise ValueError(f"{name}: {problem}") from None


@lru_cache(maxsize=1)
def shipped() -> tuple[Term, ...]:
    """The records that the package carries, in the order of their codes."""
    folder = files("tongjian.check") / "rules"
    found = [t for f in sorted(folder.iterdir(), key=lambda f: f.name) if f.name.endswith(".toml") for t in parse(f.read_text(encoding="utf-8"), f.name)]
    return tuple(sorted(found, key=lambda t: t.code))
