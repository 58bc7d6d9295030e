"""The words of the pages: Chinese is written in templates and views, English stands here beside it."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language


@lru_cache(maxsize=1)
def english() -> dict[str, str]:
    """Chinese words of the pages → English."""
    return {k: v for k, v in tomllib.loads((Path(__file__).parent / "english.toml").read_text(encoding="utf-8")).items() if isinstance(v, str)}


def in_english() -> bool:
    """Whether this request is answered in English."""
    return (get_language() or "").startswith("en")


def say(words: str, **fields: Any) -> str:
    """Words in the language of the request, with `{fields}` filled in."""
    said = english().get(words, words) if in_english() else words
    return said.format(**fields) if fields else said


KINDS = {
    "chronicle": "大事记", "speech": "讲话", "report": "报告", "namelist": "名录", "honours": "光荣榜", "docindex": "文件索引",
    "bulletin": "公报", "frontmatter": "书前", "table": "表", "figure": "图",
}  # fmt: skip
SEVERITIES = {"error": "错误", "warning": "疑问", "info": "提示"}
FAMILIES = {
    "NUM": "数字", "DAT": "日期", "NAM": "名称", "STR": "结构", "STY": "行文", "PUN": "标点", "TXT": "文字", "TAB": "表格", "REF": "参见",
}  # fmt: skip
STATUSES = {"preliminary": "初步", "expected": "预计", "target": "目标"}
_SURE = ((0.9, "几乎可以肯定"), (0.7, "很可能"), (0.5, "较可能"), (0.0, "存疑待查"))


def sureness(confidence: float | None) -> str:
    """How sure a finding is, in words."""
    return next(word for floor, word in _SURE if (confidence or 0.0) >= floor)
