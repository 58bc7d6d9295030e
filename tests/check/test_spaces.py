"""A stray space within a word is seen in a manuscript; where a page's lines were set to one width it means nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tongjian.check import check
from tongjian.read import open_book

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "qingshi"


def broken(folder: Path, sentence: str) -> list[str]:
    path = folder / "稿件.md"
    path.write_text(f"# 社会事业\n\n## 教 育\n\n**【职工培训】** {sentence}\n", encoding="utf-8")
    book = open_book(str(path))
    return [book.quote(f.start, f.end) for f in check(book, select=("TXT205",), as_="manuscript")]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("2024年，举办劳动和社会 保障培训班6期。", ["社会保障"]),
        ("全年办理高层次人才特 殊津贴32人。", ["特殊津贴"]),
        ("学习中国人民 解放军优良传统。", ["中国人民解放军"]),
        ("全年办理高层次人才特殊津贴32人。", []),
        ("区教育局 区财政局联合印发通知。", []),
        ("社 会 保 障 资 金 专 户", []),
        ("2024年 经济责任审计完成12项。", []),
        ("培训教育干部。教育支出增加。教育资源均衡。教育督导6次。教育经费到位。教育宣传3次。推进教 育改革。", ["教育"]),
    ],
)
def test_a_word_that_one_space_breaks_is_shown(tmp_path: Path, sentence: str, words: list[str]) -> None:
    assert broken(tmp_path, sentence) == words


@pytest.mark.parametrize("name", ["qingshi-2024.txt", "qingshi-2025.txt", "qingshi-2025.md"])
def test_lines_set_to_a_page_and_titles_set_wide_are_no_slips(name: str) -> None:
    assert check(open_book(str(EXAMPLES / name)), select=("TXT205",)) == []
