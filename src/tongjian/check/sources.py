"""Where a rule comes from, in Chinese: its English source names the trade's rules by number and the standards by their names."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

import msgspec

_CITED = re.compile(
    r"\bR(?P<rule>\d{1,3})\b|(?P<standard>(?:GB|CY)(?:/T)? ?[\d—–-]+(?:—\d{4})?(?: \d+(?:\.\d+)+)?(?:, \d+(?:\.\d+)+)*)|(?P<book>(?:《[^》]+》|新华社[\u4e00-\u9fff]+))"
)
_NAMES = {"15834": "《标点符号用法》", "15835": "《出版物上数字用法》", "3101": "《有关量、单位和符号的一般原则》", "3100": "《国际单位制及其应用》", "36070": "《年鉴编制规范》"}


class _Trade(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """trade.toml: rule number → its Chinese words; English phrase of a source → Chinese."""

    rules: dict[str, str]
    phrases: dict[str, str]


@lru_cache(maxsize=1)
def trade() -> _Trade:
    """The table that the package carries."""
    return msgspec.convert(tomllib.loads((files("tongjian.check") / "trade.toml").read_text(encoding="utf-8")), _Trade)


@lru_cache(maxsize=1024)
def in_chinese(source: str) -> str:
    """A source in Chinese: `trade rule R58` → `行业规则R58（减少、降低、下降、缩小不用倍）`; as it stands where it names neither rule nor standard."""
    found: list[str] = []
    for m in _CITED.finditer(source):
        if m["rule"]:
            words = trade().rules.get(f"R{m['rule']}")
            found.append(f"行业规则R{m['rule']}" + (f"（{words}）" if words else ""))
        elif m["standard"]:
            name = next((name for number, name in _NAMES.items() if number in m["standard"]), "")
            found.append(re.sub(r"(?<=\d) (?=\d)", f"{name}第" if name else " 第", m["standard"], count=1).replace(", ", "、") if re.search(r"\d \d", m["standard"]) else m["standard"] + name)
        else:
            found.append(m["book"])
    said = source
    for phrase in sorted(trade().phrases, key=len, reverse=True):
        if phrase in said:
            found.append(trade().phrases[phrase])
            said = said.replace(phrase, "")
    return "；".join(dict.fromkeys(found)) or source
