"""Posts of one person that exclude each other are shown with both places; who moved, or may be a namesake, is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tongjian.check import check
from tongjian.read import open_book

BOOK = """---
tongjian: 1
title: 青石年鉴（2025）
---

# 政治

## 中共青石区委员会

**【会议】** {prose}

**【检查】** 全年检查3次。

# 名录 <!-- namelist -->

## 青石区领导干部

**【中共青石区委员会】**

- 李青川 | {post}
- 邵明川 | 副区长

**【青石区政协】**

- 周远舟 | 区政协党组副书记、副主席
"""


def found(tmp_path: Path, prose: str, post: str = "区委常委、组织部部长") -> list[tuple[str, str]]:
    file = tmp_path / "青石.md"
    file.write_text(BOOK.format(prose=prose, post=post), encoding="utf-8")
    book = open_book(file)
    return [(book.quote(f.start, f.end), book.quote(f.related[0].start, f.related[0].end)) for f in check(book, select=("NAM112",))]


@pytest.mark.parametrize(
    ("prose", "quote", "row"),
    [
        ("区委宣传部部长李青川主持会议。", "宣传部部长李青川", "李青川 区委常委、组织部部长"),
        ("区长邵明川出席会议。", "区长邵明川", "邵明川 副区长"),
        ("区政协主席周远舟讲话。", "政协主席周远舟", "周远舟 区政协党组副书记、副主席"),
    ],
)
def test_a_post_that_the_name_list_excludes_is_shown_with_its_row(tmp_path: Path, prose: str, quote: str, row: str) -> None:
    assert found(tmp_path, prose) == [(quote, row)]


@pytest.mark.parametrize(
    ("prose", "post"),
    [
        ("区委组织部部长李青川主持会议。", "区委常委、组织部部长"),
        ("副区长邵明川出席会议。", "区委常委"),
        ("区委宣传部部长李青川主持会议。", "区委常委、组织部部长（1月至6月任宣传部部长）"),  # moved within the year
        ("区文化馆馆长李青川到会。", "区委常委、组织部部长"),  # another kind of post: a namesake, or one post more
        ("市长邵明川到区调研。", "区委常委"),  # another level
        ("原区长邵明川回区参观。", "区委常委"),
    ],
)
def test_posts_that_go_together_or_may_be_a_namesakes_are_left_alone(tmp_path: Path, prose: str, post: str) -> None:
    assert found(tmp_path, prose, post) == []
