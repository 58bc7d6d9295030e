"""A library is whole at every moment, whatever happens to a build."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from invented_yearbook import shelf, write

from tongjian.library import Library, LibraryError, build, layout


def schools(library: Library) -> str | None:
    return library.ask("全区有多少所义务教育学校？").value


def folders(root: Path) -> list[str]:
    return sorted(p.name for p in (root / "books").iterdir())


def test_a_card_counts_what_the_book_holds(tmp_path: Path) -> None:
    (card,) = shelf(tmp_path).books()
    assert (card.title, card.year, card.data_year, card.region) == ("青石年鉴（2025）", 2025, 2024, "青石区")
    assert card.entries == 9 and card.facts > 5 and card.parts and card.sections


def test_the_stored_book_is_the_book_that_was_read(tmp_path: Path) -> None:
    from tongjian.read import open_book

    path = write(tmp_path)
    assert shelf(tmp_path, path).book("青石年鉴2025") == open_book(path)


def test_records_come_back_as_the_contract_has_them(tmp_path: Path) -> None:
    library = shelf(tmp_path)
    fact = next(f for f in library.facts(book="青石年鉴2025") if f["value"] == "310.5")
    assert fact["indicator_norm"] == "地区生产总值" and fact["unit"] == "亿元" and fact["period"] == "2024"
    assert {"start", "end", "line", "page", "node", "quote"} <= set(fact)
    assert library.facts(indicator="GDP") == [{"book": "青石年鉴2025", **fact}]
    assert all("code" in f and isinstance(f["related"], list) for f in library.findings("青石年鉴2025"))


def test_a_folder_without_a_library_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match=r"no such library.*tongjian build"):
        Library.open(tmp_path / "无")
    with pytest.raises(LibraryError, match="not a library"):
        Library.open(tmp_path)
    (tmp_path / "文件").write_text("青石", encoding="utf-8")
    with pytest.raises(LibraryError, match="a file, not a library"):
        Library.open(tmp_path / "文件")


def test_a_library_is_not_made_in_a_folder_of_other_things(tmp_path: Path) -> None:
    (tmp_path / "照片").mkdir()
    with pytest.raises(LibraryError, match="holds other things"):
        build([write(tmp_path)], tmp_path)


def test_a_damaged_manifest_is_told(tmp_path: Path) -> None:
    library = shelf(tmp_path)
    layout.manifest_path(library.root, 1).write_text("{", encoding="utf-8")
    with pytest.raises(LibraryError, match="damaged"):
        Library.open(library.root)


def test_a_library_of_another_format_is_told(tmp_path: Path) -> None:
    library = shelf(tmp_path)
    path = layout.manifest_path(library.root, 1)
    path.write_text(path.read_text(encoding="utf-8").replace(f'"format": {layout.FORMAT}', '"format": 999'), encoding="utf-8")
    with pytest.raises(LibraryError, match="format 999"):
        Library.open(library.root)


def test_a_file_that_cannot_be_read_is_reported_and_the_others_are_built(tmp_path: Path) -> None:
    report = build([tmp_path / "没有.txt", write(tmp_path)], tmp_path / "库")
    assert [b.id for b in report.books] == ["青石年鉴2025"]
    assert len(report.failed) == 1 and "没有.txt" in report.failed[0] and "no such file" in report.failed[0]


def test_where_nothing_can_be_read_no_generation_appears(tmp_path: Path) -> None:
    report = build([tmp_path / "没有.txt"], tmp_path / "库")
    assert not report.books and report.failed
    with pytest.raises(LibraryError, match="not a library"):
        Library.open(tmp_path / "库")


def test_two_files_of_one_name_are_not_taken_for_one_book(tmp_path: Path) -> None:
    (tmp_path / "甲").mkdir()
    report = build([write(tmp_path), write(tmp_path / "甲", schools=31)], tmp_path / "库")
    assert len(report.books) == 1 and "same name" in report.failed[0]


def test_progress_names_every_stage(tmp_path: Path) -> None:
    seen: list[str] = []
    build([write(tmp_path)], tmp_path / "库", lambda stage, done, total: seen.append(stage))
    assert list(dict.fromkeys(seen)) == ["read", "structure", "extract", "check", "index", "write"]


def test_an_unchanged_book_is_left_as_it_is(tmp_path: Path) -> None:
    library = shelf(tmp_path)
    book = library.folder("青石年鉴2025") / "book.msgpack"
    before = book.stat().st_mtime_ns
    report = build([tmp_path / "青石年鉴2025.txt"], library.root)
    assert report.books[0].unchanged and book.stat().st_mtime_ns == before
    assert layout.generations(library.root) == [1]


def test_a_second_book_is_added(tmp_path: Path) -> None:
    root = shelf(tmp_path).root
    build([write(tmp_path, "青石年鉴2024.txt", year=2023, gdp="290.1")], root)
    assert [c.data_year for c in Library.open(root).books()] == [2023, 2024]


def test_a_book_that_is_built_again_replaces_itself_and_a_reader_sees_the_old_or_the_new(tmp_path: Path) -> None:
    old = shelf(tmp_path)
    build([write(tmp_path, schools=36)], old.root)
    new = Library.open(old.root)
    assert (schools(old), schools(new)) == ("30", "36")
    assert [h.record()["title"] for h in new.search("义务教育")] == [h.record()["title"] for h in old.search("义务教育")] == ["义务教育"]
    assert "增至30所" in old.book("青石年鉴2025").text and "增至36所" in new.book("青石年鉴2025").text


def test_a_book_that_goes_back_to_an_earlier_text_is_found_once(tmp_path: Path) -> None:
    root = shelf(tmp_path).root
    build([write(tmp_path, schools=36)], root)
    build([write(tmp_path, schools=30)], root)
    library = Library.open(root)
    assert schools(library) == "30" and len(library.search("title:义务教育")) == 1


def test_what_no_reader_can_need_any_more_is_removed(tmp_path: Path) -> None:
    root = shelf(tmp_path).root
    for number in (36, 37, 38):
        build([write(tmp_path, schools=number)], root)
    assert len(folders(root)) == 3  # of the newest two generations, and of this last build
    build([write(tmp_path, schools=39)], root)
    assert len(folders(root)) == 3 and len(layout.generations(root)) == 3


def test_another_book_under_the_same_name_replaces_the_first_with_a_warning(tmp_path: Path) -> None:
    root = shelf(tmp_path).root
    report = build([write(tmp_path, year=2023)], root)
    assert any("replaces" in w for w in report.warnings)


def test_a_second_build_at_the_same_time_is_told_to_wait(tmp_path: Path) -> None:
    root = shelf(tmp_path).root
    with layout.writing(root), pytest.raises(LibraryError, match="another build"):
        build([write(tmp_path, schools=36)], root)
    assert schools(Library.open(root)) == "30"


@pytest.mark.parametrize("stage", ["read", "extract", "check", "index", "write"])
def test_ctrl_c_in_any_stage_leaves_the_library_as_it_was(tmp_path: Path, stage: str) -> None:
    root = shelf(tmp_path).root

    def stop(name: str, done: int, total: int) -> None:
        if name == stage and done == total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([write(tmp_path, schools=36)], root, stop)
    assert schools(Library.open(root)) == "30"
    assert len(folders(root)) == 1
    build([write(tmp_path, schools=37)], root)
    assert schools(Library.open(root)) == "37"


KILLED = """
import os, sys
from tongjian.library import build, index, layout
if sys.argv[3] == "manifest":
    layout.write_manifest = lambda *a: os._exit(9)  # after the index was written, before the generation appears
def stop(stage, done, total):
    if stage == sys.argv[3] and done == total:
        os._exit(9)
build([sys.argv[1]], sys.argv[2], stop)
"""


@pytest.mark.parametrize("stage", ["index", "write", "manifest"])
def test_a_killed_build_leaves_the_old_generation_and_the_next_one_cleans_up(tmp_path: Path, stage: str) -> None:
    root = shelf(tmp_path).root
    path = write(tmp_path, schools=36)
    done = subprocess.run([sys.executable, "-c", KILLED, str(path), str(root), stage], env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}, check=False)
    assert done.returncode == 9
    assert schools(Library.open(root)) == "30"
    assert len(Library.open(root).search("title:义务教育")) == 1
    build([path], root)
    library = Library.open(root)
    assert schools(library) == "36" and len(library.search("title:义务教育")) == 1
    assert not [name for name in folders(root) if name.startswith(".")]


def test_a_full_disk_is_told_and_the_library_is_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = shelf(tmp_path).root

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", str(root))

    monkeypatch.setattr("tongjian.library.building.write_table", full)
    with pytest.raises(LibraryError, match="No space left"):
        build([write(tmp_path, schools=36)], root)
    assert schools(Library.open(root)) == "30"


def test_places_stored_beside_the_index_are_those_of_the_book(tmp_path: Path) -> None:
    from tongjian.book import place_record
    from tongjian.library.passages import passages

    library = shelf(tmp_path)
    book = library.book("青石年鉴2025")
    for passage in passages(book, "v", {}):
        for start in range(passage.start, passage.end):
            for end in (start + 1, min(start + 7, passage.end)):
                own, whole = passage.place(start, end), place_record(book, start, end)
                assert own | {"node": None} == whole | {"node": None}
