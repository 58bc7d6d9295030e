"""Lives: each post a person held, with its time as exact as the text and the body that the post names. Add a sentence of a life and its posts."""

from __future__ import annotations

import pytest
from invented_entry import book_of

from tongjian.extract import extract
from tongjian.extract.posts import body_of

LIVES = [
    # sentence of a life, [(post, body, from, to)]
    ("1990年2月任青石县委书记。", [("青石县委书记", "青石县委", "1990-02", None)]),
    ("1990年2月任青石县委书记兼县人大常委会主任。", [("青石县委书记", "青石县委", "1990-02", None), ("县人大常委会主任", "青石县人大常委会", "1990-02", None)]),
    ("1985年任云岭县交通局局长、党组书记。", [("云岭县交通局局长、党组书记", "云岭县交通局", "1985", None)]),
    ("1943年至1945年任东山县保卫队队长。", [("东山县保卫队队长", "东山县保卫队", "1943", "1945")]),
    ("1960年参加工作,同年任石盘公社会计。", [("石盘公社会计", "石盘公社", "1960", None)]),
    ("1971年3月起，历任青石县农机厂党支部书记，县卫生局副局长。", [("青石县农机厂党支部书记", "青石县农机厂", "1971-03", None), ("县卫生局副局长", "青石县卫生局", None, None)]),
    ("1965年2月加入中国共产党，先后任跳山公社秘书、副书记。", [("跳山公社秘书", "跳山公社", None, None), ("副书记", "跳山公社", None, None)]),
    ("1973年调青石县电机厂工作，历任技术员、厂长。", [("技术员", "青石县电机厂", "1973", None), ("厂长", "青石县电机厂", None, None)]),
    ("1986年2月在政协青石县二届三次会议上当选为主席。", [("主席", "政协青石县", "1986-02", None)]),
    ("1988年9月任青石县委副书记.1990年2月任云岭县县长。", [("青石县委副书记", "青石县委", "1988-09", None), ("云岭县县长", "云岭县人民政府", "1990-02", None)]),
    ("1994年1月任石盘乡党委书记，3月任青石县妇联副主任。", [("石盘乡党委书记", "石盘乡党委", "1994-01", None), ("青石县妇联副主任", "青石县妇联", "1994-03", None)]),
    # what is no post
    ("1993年7月被授予大校军衔，主要任务是教学。", []),
    ("在校期间担负的责任重大，1975年在石盘小学任教。", []),
]


@pytest.mark.parametrize(("sentence", "expected"), LIVES)
def test_a_life_tells_each_post_with_its_time_and_its_body(sentence: str, expected: list[tuple[str, str, str | None, str | None]]) -> None:
    book = book_of(f"# 人物\n\n## 人物简介\n\n**【陆承川】** 生于1930年5月，青石县人。{sentence}1999年离休。\n")
    posts = [(p.role, p.org, p.from_, p.to) for p in extract(book, "people") if p.name == "陆承川" and p.status == "left office"]
    assert posts == expected


def test_each_post_of_a_life_is_cited_where_it_is_told() -> None:
    book = book_of("# 人物\n\n## 人物简介\n\n**【陆承川】** 生于1930年5月，青石县人。1990年2月任青石县委书记。现任青石学会会长。\n")
    told = {p.role: (book.quote(p.start, p.end), p.status) for p in extract(book, "people") if p.status != "mention"}
    assert told == {"青石县委书记": ("1990年2月任青石县委书记", "left office"), "青石学会会长": ("现任青石学会会长", "in office")}


BODIES = [
    # post, the body it names
    ("青石区民政局局长", "青石区民政局"),
    ("区卫生局党委副书记", "区卫生局"),
    ("市政协副主席", "市政协"),
    ("青石区副区长", "青石区人民政府"),
    ("区长", "区政府"),
    ("民政局社救科长", "民政局社救科"),
    ("县农业局人事干事", "县农业局"),
    ("县农办副主任及水利局局长", "县农办"),
    ("总书记", "中共中央"),
    ("局长", None),
    ("党委副书记", None),
    ("组织部部长", None),
]


@pytest.mark.parametrize(("post", "body"), BODIES)
def test_a_post_names_its_own_body_or_none(post: str, body: str | None) -> None:
    assert body_of(post) == body
