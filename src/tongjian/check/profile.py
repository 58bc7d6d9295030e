"""House settings (house.toml): which rules are on, how severe, and the limits that houses vary."""

from __future__ import annotations

from typing import Any, Literal

import msgspec


class OwnRule(msgspec.Struct, frozen=True):
    """One row of a house's own list: a word, or a pattern, that should not stand (see `terms/own.py`). `name`:`line` is where it is listed."""

    wrong: str = ""
    right: str = ""
    pattern: str = ""
    message: str = ""
    severity: Literal["error", "warning", "info"] = "warning"
    off: tuple[str, ...] = ("quote", "title")
    unless: str = ""
    name: str = ""
    line: int = 0


class Profile(msgspec.Struct, frozen=True):
    """Settings of a house. Codes and families (`STY`, `NUM101`) switch rules; severities are overridden by code."""

    off: tuple[str, ...] = ()
    severity: dict[str, str] = {}
    title_length: int = 18  # characters of an entry title
    entry_length: int | None = None  # characters of an entry; None: the house has no quota
    section_length: int | None = None  # characters of a section
    closes: str | None = None  # ISO date: matter behind it is out of the book's time; None: the end of the edition's year
    short_names: tuple[str, ...] = ()  # short names that the house declares in its editorial note
    extra_terms: dict[str, str] = {}  # wrong word → right word, of the house's own
    rules: tuple[str, ...] = ()  # files with rules of the house's own, beside house.toml
    own: tuple[OwnRule, ...] = ()  # what those files hold; whoever reads files fills it


_KEYS = {"off", "severity", "title_length", "entry_length", "section_length", "closes", "short_names", "extra_terms", "rules"}


def profile_of(raw: dict[str, Any]) -> Profile:
    """A Profile from a parsed house.toml. Raises ValueError that names the key which is wrong."""
    unknown = set(raw) - _KEYS
    if unknown:
        raise ValueError(f"house.toml: {sorted(unknown)[0]!r} is no setting; known are {', '.join(sorted(_KEYS))}")
    bad = [v for v in raw.get("severity", {}).values() if v not in ("error", "warning", "info", "off")]
    if bad:
        raise ValueError(f"house.toml: severity {bad[0]!r} is none of error, warning, info, off")
    try:
        return msgspec.convert(raw, Profile)
    except msgspec.ValidationError as problem:
        raise ValueError(f"house.toml: {problem}") from None
