"""What a public output leaves out or masks: private persons, identity numbers, telephone numbers, and the persons of `private.toml`."""

from __future__ import annotations

import os
import re
import tomllib
from functools import lru_cache
from pathlib import Path

import msgspec

FILE = "private.toml"
SETTING = "TONGJIAN_PRIVATE"  # names the file where it is not beside the book or library

_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_IDENTITY = re.compile(rf"(?<![\dA-Za-z])([1-9]\d{{3}})(?:\d{{2}}(?:19|20)\d{{2}}{_DAY}\d{{3}}[\dXxＸ])(?![\dA-Za-z])")
_OLD_IDENTITY = re.compile(rf"(?<!\d)([1-9]\d{{3}})(?:\d{{2}}\d{{2}}{_DAY}\d{{3}})(?!\d)(?!\s*[元万亿千百吨公人户个件次平立米])")
_MOBILE = re.compile(r"(?<![\d.])((?:\+?86[- ]?)?1[3-9]\d)(?:[- ]?\d{4})([- ]?\d{4})(?![\d.])(?!\s*[元万亿千百吨公人户个件次平立米])")
_LANDLINE = re.compile(r"(?<!\d)((?:0\d{2,3}[-—－–]|[（(]0\d{2,3}[）)])\s?\d{3})\d{4,5}(?!\d)")
_NAMED = re.compile(r"((?:电话|手机|传真|联系方式|联系人)(?:号码)?\s*(?:[:：为是]\s*)?(?:[\u4e00-\u9fff]{2,4}\s*[,，]?\s*)?\d{3})\d{4,8}(?!\d)")


class Privacy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Persons by their names. `hide`: masked wherever words are shown and listed nowhere, whatever their office;
    `show`: whom the book merely mentions, and who may be listed all the same."""

    hide: frozenset[str] = frozenset()
    show: frozenset[str] = frozenset()

    def covered(self, text: str) -> str:
        """Text with every hidden name as its first character and circles: 王小明 → 王○○. White space inside a padded name does not matter."""
        return _names(self.hide).sub(lambda m: m[0][0] + "○" * (len(re.sub(r"\s", "", m[0])) - 1), text) if self.hide else text


def read(path: Path) -> Privacy:
    """The persons of a file. Raises ValueError, one line: what, where, what to do."""
    try:
        made = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8-sig")), Privacy)
    except OSError as error:
        raise ValueError(f"{path}: cannot be read ({error.strerror}); name a file with hide = [names] and show = [names], or unset {SETTING}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise ValueError(f"{path}: {error}; write hide = [\"姓名\"] and show = [\"姓名\"], each a list of names") from None
    short = sorted(name for name in made.hide | made.show if len(re.sub(r"\s", "", name)) < 2)
    if short:
        raise ValueError(f"{path}: {short[0]!r} is no name of a person; write two characters or more")
    return made


def beside(path: str | Path) -> None:
    """Let the `private.toml` beside a book or library be in force, where there is one and the setting names no other."""
    file = Path(path).absolute().parent / FILE
    if not os.environ.get(SETTING) and file.is_file():
        os.environ[SETTING] = str(file)


def privacy() -> Privacy:
    """Who is hidden and shown now: those of the file that the setting names, read again when it changes. Raises ValueError as `read` does."""
    path = os.environ.get(SETTING)
    if not path:
        return _NOBODY
    try:
        status = os.stat(path)
    except OSError:
        return read(Path(path))  # says why
    return _read(path, status.st_mtime_ns, status.st_size)


_NOBODY = Privacy()


@lru_cache(maxsize=4)
def _read(path: str, changed: int, size: int) -> Privacy:
    return read(Path(path))


@lru_cache(maxsize=8)
def _names(names: frozenset[str]) -> re.Pattern[str]:
    ordered = sorted((re.sub(r"\s", "", name) for name in names), key=lambda n: (-len(n), n))
    return re.compile("|".join(r"\s*".join(map(re.escape, name)) for name in ordered))


def mask(text: str) -> str:
    """Text with identity and telephone numbers masked: `138****5678`, `5001**************`; and the names of `private.toml`: 王○○.

    A long figure with a unit behind it (元, 吨, 人 …) is no telephone number and stays.
    """
    text = privacy().covered(text)
    if not re.search(r"\d{7}|\d{4}[- ]\d{4}", text):
        return text
    text = _IDENTITY.sub(lambda m: m[1] + "*" * (len(m[0]) - 4), text)
    text = _OLD_IDENTITY.sub(lambda m: m[1] + "*" * (len(m[0]) - 4), text)
    text = _MOBILE.sub(lambda m: f"{m[1]}****{m[2][-4:]}", text)
    text = _LANDLINE.sub(lambda m: f"{m[1]}****", text)
    return _NAMED.sub(lambda m: f"{m[1]}****", text)


def is_private(record: dict[str, object]) -> bool:
    """Whether a record of `people` is to be listed nowhere: a person whom the book merely mentions, or whom `private.toml` hides; not whom it shows."""
    named = privacy()
    name = re.sub(r"\s", "", str(record.get("name") or ""))
    return name in named.hide or (record.get("status") == "mention" and name not in named.show)
