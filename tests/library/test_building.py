"""A library is whole at every moment, whatever happens to a build."""

from __future__ import annotations

from pathlib import Path

import pytest
from invented_yearbook import shelf, write

from tongjian.library import Library, LibraryError, build


def test_a_built_book_is_found_with_its_line(tmp_path: Path) -> None:
    hit = shelf(tmp_path).search("义务教育")[0].record()
    assert hit["title"] == "义务教育"
    assert hit["line"]
    assert "义务教育学校" in hit["quote"]


def test_a_folder_without_a_library_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match=r"no such library.*tongjian build"):
        Library.open(tmp_path / "无")
    with pytest.raises(LibraryError, match="not a library"):
        Library.open(tmp_path)


def test_a_file_that_cannot_be_read_is_reported_and_the_others_are_built(tmp_path: Path) -> None:
    report = build([tmp_path / "没有.txt", write(tmp_path)], tmp_path / "库")
    assert [b.id for b in report.books] == ["青石年鉴2025"]
    assert len(report.failed) == 1 and "没有.txt" in report.failed[0] and "no such file" in report.failed[0]
