"""As much of CSS as says how a text was printed: weight, size, font, place, whether it is shown at all."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

_LIMIT = 1 << 20  # characters of style sheet that are read
_SIMPLE = re.compile(r"([a-z][a-z0-9]*)?(?:\.([\w-]+))?$", re.I)
_SIZE = re.compile(r"(\d{1,4}(?:\.\d{1,4})?)\s*(pt|px|em|rem|%)?")
_NAMED = {"xx-small": 7.0, "x-small": 7.5, "small": 10.0, "medium": 12.0, "large": 13.5, "x-large": 18.0, "xx-large": 24.0}


class Looks(NamedTuple):
    """How a stretch of a page looks; `size` in points, `outline` the heading depth that Word wrote, 0 where none."""

    font: str | None = None
    size: float | None = None
    bold: bool = False
    hidden: bool = False
    centred: bool = False
    outline: int = 0

    def replaced(self, **changes: Any) -> Looks:
        """A copy with some fields changed."""
        return self._replace(**changes)


class Sheet:
    """The style sheets of one page; only selectors of one tag, one class, or both are known."""

    def __init__(self) -> None:
        self._rules: dict[tuple[str, str], str] = {}
        self._read = 0

    def add(self, text: str) -> None:
        """Take in the text of a `<style>` element."""
        text = text[: max(_LIMIT - self._read, 0)]
        self._read += len(text)
        text = re.sub(r"/\*.*?(?:\*/|$)|<!--|-->", "", text, flags=re.S)
        depth, at, opened, skipped = 0, 0, 0, False
        selector = ""
        for brace in re.finditer(r"[{}]", text):
            if brace[0] == "{":
                if depth == 0:
                    selector = text[at : brace.start()].rsplit(";", 1)[-1].strip()
                    skipped = selector.startswith("@")
                    opened = brace.end()
                depth += 1
            elif depth:
                depth -= 1
                if depth == 0:
                    if not skipped:
                        self._rule(selector[:2000], text[opened : brace.start()][:2000])
                    at = brace.end()

    def _rule(self, selector: str, body: str) -> None:
        for one in selector.split(","):
            found = _SIMPLE.match(one.strip())
            if found and (found[1] or found[2]):
                key = ((found[1] or "").lower(), found[2] or "")
                self._rules[key] = f"{self._rules.get(key, '')};{body}"[-4000:]

    def looks(self, above: Looks, tag: str, classes: str, style: str) -> Looks:
        """The looks of an element inside another one."""
        looks = above._replace(outline=0)
        if self._rules:
            for key in ((tag, ""), *(k for c in classes.split()[:8] for k in (("", c), (tag, c)))):
                if key in self._rules:
                    looks = _apply(looks, self._rules[key])
        found = re.search(r"\bMsoHeading([1-9])\b", classes)
        if found:
            looks = looks._replace(outline=int(found[1]))
        return _apply(looks, style) if style else looks


def _apply(looks: Looks, style: str) -> Looks:
    changes = dict(_declared(style))
    size = changes.pop("scale", None)
    if size is not None:
        changes["size"] = round((looks.size or 12.0) * float(size), 2)
    return looks._replace(**changes) if changes else looks


@lru_cache(maxsize=4096)
def _declared(style: str) -> tuple[tuple[str, Any], ...]:
    """What one list of declarations says, as fields of Looks (`scale`: a size relative to the one outside)."""
    found: dict[str, Any] = {}
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        if not colon:
            continue
        name, value = name.strip().lower(), value.strip().lower().removesuffix("!important").strip()
        if name == "font-weight":
            found["bold"] = value in ("bold", "bolder") or (value.isdecimal() and int(value[:4]) >= 600)
        elif name in ("font-family", "mso-fareast-font-family"):
            found["font"] = declaration.partition(":")[2].split(",")[0].strip(" \"'")[:40] or None
        elif name == "font-size":
            _size(value, found)
        elif name == "text-align":
            found["centred"] = value == "center"
        elif (name == "display" and value == "none") or (name == "visibility" and value in ("hidden", "collapse")) or (name == "mso-hide" and value == "all"):
            found["hidden"] = True
        elif name == "mso-outline-level" and value[:1] in "123456789" and value:
            found["outline"] = int(value[0])
    return tuple(found.items())


def _size(value: str, found: dict[str, Any]) -> None:
    if value in _NAMED:
        found["size"] = _NAMED[value]
        return
    number = _SIZE.match(value)
    if not number:
        return
    amount, unit = float(number[1]), number[2]
    if unit in ("em", "rem"):
        found["scale"] = amount
    elif unit == "%":
        found["scale"] = amount / 100
    else:
        found["size"] = round(amount * 0.75, 2) if unit != "pt" else amount
