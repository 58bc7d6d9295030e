"""Automatic numbers of DOCX paragraphs (`一、`, `（一）`, `1.`): the print has them, the file only counts them."""

from __future__ import annotations

from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = frozenset(("chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "taiwaneseCounting", "taiwaneseCountingThousand"))
_DIGITS = "〇一二三四五六七八九"


class Numbering:
    """Counts the numbered paragraphs of a document in reading order."""

    def __init__(self, root: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}  # numbering id → level → (format, pattern, start)
        self._abstract: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if root is None:
            return
        kinds = {a.get(f"{_W}abstractNumId"): self._read(a) for a in root.findall(f"{_W}abstractNum")}
        for number in root.findall(f"{_W}num"):
            given = number.find(f"{_W}abstractNumId")
            key = number.get(f"{_W}numId")
            if given is not None and key and given.get(f"{_W}val") in kinds:
                self._levels[key] = kinds[given.get(f"{_W}val")]
                restarts = number.find(f"{_W}lvlOverride/{_W}startOverride") is not None
                self._abstract[key] = key if restarts else f"abstract {given.get(f'{_W}val')}"

    @staticmethod
    def _read(abstract: Any) -> dict[int, tuple[str, str, int]]:
        found: dict[int, tuple[str, str, int]] = {}
        for level in abstract.findall(f"{_W}lvl"):
            number = level.get(f"{_W}ilvl") or "0"

            def value(tag: str, level: Any = level) -> str:
                given = level.find(f"{_W}{tag}")
                return (given.get(f"{_W}val") or "") if given is not None else ""

            start = value("start")
            if number.isdecimal():
                found[int(number)] = (value("numFmt"), value("lvlText"), int(start[:5]) if start.isdecimal() else 1)
        return found

    def label(self, numbering: tuple[str, int]) -> str:
        """The number of the next paragraph of a list as it is printed; empty for bullets and unknown lists."""
        key, level = numbering
        levels = self._levels.get(key)
        if levels is None or level not in levels:
            return ""
        counts = self._counts.setdefault(self._abstract[key], {})
        form, pattern, start = levels[level]
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [k for k in counts if k > level]:
            del counts[deeper]
        if form in ("bullet", "none") or "%" not in pattern:
            return ""
        text = pattern
        for k in range(level + 1):
            given = levels.get(k)
            if given is not None and f"%{k + 1}" in text:
                text = text.replace(f"%{k + 1}", numeral(counts.get(k, given[2]), given[0]))
        return text


def numeral(value: int, form: str) -> str:
    """A number in one of Word's formats."""
    if form in _CHINESE:
        return chinese(value)
    if form == "decimalEnclosedCircle" and 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    if form in ("upperLetter", "lowerLetter") and 1 <= value <= 26:
        return chr((65 if form == "upperLetter" else 97) + value - 1)
    if form in ("upperRoman", "lowerRoman") and 1 <= value < 40:
        text = "X" * (value // 10) + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[value % 10]
        return text if form == "upperRoman" else text.lower()
    if form == "decimalFullWidth":
        return "".join(chr(0xFF10 + int(c)) for c in str(value))
    return str(value)


def chinese(value: int) -> str:
    """1–999 as Chinese counting has it: 10 is 十, 21 二十一, 105 一百〇五."""
    if not 0 < value < 1000:
        return str(value)
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "〇"
    return text + (_DIGITS[ones] if ones else "")
