"""What a public output leaves out or masks: private persons, identity numbers, telephone numbers."""

from __future__ import annotations

import re

_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_IDENTITY = re.compile(rf"(?<![\dA-Za-z])([1-9]\d{{3}})(?:\d{{2}}(?:19|20)\d{{2}}{_DAY}\d{{3}}[\dXxＸ])(?![\dA-Za-z])")
_OLD_IDENTITY = re.compile(rf"(?<!\d)([1-9]\d{{3}})(?:\d{{2}}\d{{2}}{_DAY}\d{{3}})(?!\d)(?!\s*[元万亿千百吨公人户个件次平立米])")
_MOBILE = re.compile(r"(?<![\d.])((?:\+?86[- ]?)?1[3-9]\d)(?:[- ]?\d{4})([- ]?\d{4})(?![\d.])(?!\s*[元万亿千百吨公人户个件次平立米])")
_LANDLINE = re.compile(r"(?<!\d)((?:0\d{2,3}[-—－–]|[（(]0\d{2,3}[）)])\s?\d{3})\d{4,5}(?!\d)")
_NAMED = re.compile(r"((?:电话|手机|传真|联系方式|联系人)(?:号码)?\s*(?:[:：为是]\s*)?(?:[\u4e00-\u9fff]{2,4}\s*[,，]?\s*)?\d{3})\d{4,8}(?!\d)")


def mask(text: str) -> str:
    """Text with identity and telephone numbers masked: `138****5678`, `5001**************`.

    A long figure with a unit behind it (元, 吨, 人 …) is no telephone number and stays.
    """
    if not re.search(r"\d{7}|\d{4}[- ]\d{4}", text):
        return text
    text = _IDENTITY.sub(lambda m: m[1] + "*" * (len(m[0]) - 4), text)
    text = _OLD_IDENTITY.sub(lambda m: m[1] + "*" * (len(m[0]) - 4), text)
    text = _MOBILE.sub(lambda m: f"{m[1]}****{m[2][-4:]}", text)
    text = _LANDLINE.sub(lambda m: f"{m[1]}****", text)
    return _NAMED.sub(lambda m: f"{m[1]}****", text)


def is_private(record: dict[str, object]) -> bool:
    """Whether a record of `people` is a person whom the book merely mentions."""
    return record.get("status") == "mention"
