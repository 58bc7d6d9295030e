"""Persons who asked not to be found, and persons who may be listed: `private.toml`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tongjian.publish import private
from tongjian.publish.private import beside, is_private, mask, privacy, read


@pytest.fixture
def named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """王小明 and 欧阳青 are hidden, 李大山 may be shown."""
    path = tmp_path / "private.toml"
    path.write_text('hide = ["王小明", "欧阳青", "张涛"]\nshow = ["李大山"]\n', encoding="utf-8")
    monkeypatch.setenv(private.SETTING, str(path))
    return path


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("王小明当选区人大代表。", "王○○当选区人大代表。"),
        ("代表欧阳青、李大山发言。", "代表欧○○、李大山发言。"),
        ("张    涛  区教育局局长", "张○  区教育局局长"),  # a padded name of two characters
        ("王小明电话13812345678", "王○○电话138****5678"),
        ("王小 二当选。", "王小 二当选。"),
    ],
)
def test_a_hidden_name_is_masked_in_whatever_is_shown(named: Path, text: str, shown: str) -> None:
    assert mask(text) == shown


@pytest.mark.parametrize(
    ("name", "status", "hidden"),
    [("王小明", "in office", True), ("张 涛", "honour", True), ("李大山", "mention", False), ("赵六一", "mention", True), ("赵六一", "in office", False)],
)
def test_the_lists_leave_out_whom_the_file_hides_and_take_whom_it_shows(named: Path, name: str, status: str, hidden: bool) -> None:
    assert is_private({"name": name, "status": status}) is hidden


def test_a_change_of_the_file_is_heeded_without_a_new_start(named: Path) -> None:
    assert mask("李大山") == "李大山"
    named.write_text('hide = ["李大山", "甲乙丙丁"]\n', encoding="utf-8")
    assert mask("李大山、王小明") == "李○○、王小明"


def test_without_the_file_nobody_is_hidden(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(private.SETTING, raising=False)
    beside(tmp_path / "青石")
    assert privacy() == private.Privacy() and mask("王小明") == "王小明"


def test_the_file_beside_a_library_is_heeded_unless_another_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(private.SETTING, "")
    (tmp_path / "private.toml").write_text('hide = ["王小明"]\n', encoding="utf-8")
    beside(tmp_path / "青石")
    assert mask("王小明") == "王○○"


@pytest.mark.parametrize("text", ['hide = "王小明"\n', "hide = [1]\n", 'hidden = ["王小明"]\n', "hide = [\n", 'hide = ["王"]\n', 'hide = [""]\n'])
def test_a_file_that_cannot_be_understood_says_so_in_a_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "private.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"private\.toml") as told:
        read(path)
    assert "\n" not in str(told.value)


def test_a_file_that_is_named_and_not_there_is_an_error_and_not_nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(private.SETTING, str(tmp_path / "none.toml"))
    with pytest.raises(ValueError, match="cannot be read"):
        mask("王小明")
