"""Lists and their wholes by what parts them: actors, ages, classes, accounts, halves in the next sentence, counts of names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tongjian.book import Book
from tongjian.check import check, relations

Lay = Callable[..., Book]
NOTE = "编辑说明\n《青石年鉴（2025）》记述青石区2024年的情况。"


def book(lay: Lay, sentence: str) -> Book:
    entries = "\n".join(line if line.startswith("【") else f"【例{n}】{line}" for n, line in enumerate(sentence.split("\n"), 1))
    return lay(NOTE, f"社会事业\n民政\n{entries}")


def alarms(lay: Lay, sentence: str, *codes: str) -> list[str]:
    return [f.code for f in check(book(lay, sentence), select=codes or ("NUM",)) if f.severity != "info"]


@pytest.mark.parametrize(
    "sentence",
    [
        "全年立案提案4980件。其中，委员提案4718件，民主党派提案203件，团体提案12件，界别提案57件。",  # who acted parts them
        "共有专任教师6480人（其中，幼儿园2100人、小学2600人、初中1900人、高级中学900人）。",
        "立案侦查案件640件812人，其中贪污案件520件640人，渎职案件210件172人，大案430件，要案21人。",  # the persons add up
        "基金收入64.2亿元，上级转移支付0.6亿元，上年结余3.4亿元，收入总计78.2亿元。",
        "国有资本经营预算收入2.4亿元，上年结转0.3亿元，国有资本经营预算总收入3.7亿元。",
        "全区有幼儿园465所。城区有幼儿园280所，乡镇有幼儿园195所。",
        "全区党员总数9800名。其中，30岁及以下1240名，31至40岁2150名，41至60岁3920名，61岁及以上2590名。",
        "全区党员总数9800名。从党员的职业看，工人2340名，农民3150名，干部2190名，学生520名，离退休人员1700名。",
        "共处理工伤认定案件1017件，认定工伤968件（其中工亡12件），不予认定13件，不予受理和驳回49件。",
        "发放慰问金22.68万元，慰问品约4.61万元，合计27.22万元。",  # 约 before two decimals is a slip of style
        "全县有教职工17557人。中学教职工9380人，比上年减少120人。小学教职工8277人，比上年减少85人。",
        "年末参保48074人，比上年末增加2453人。其中，职工34917人，离退休13157人，分别比上年末增加2058人和385人。",
    ],
)
def test_a_list_that_does_not_fill_its_whole_is_found(lay: Lay, sentence: str) -> None:
    assert alarms(lay, sentence) == ["NUM101"]


@pytest.mark.parametrize(
    "sentence",
    [
        "共收到提案214件，其中会后21件，经审查立案203件，立案率94.9%。",  # what came of them is no part
        "年末各项存款余额16.4亿元，其中储蓄存款余额12.9亿元，贷款余额3.9亿元。",
        "从业人员38323人，其中女性14447人，占37.7%。第二产业的从业人员为17256人，减少2005人，下降10.4%；第三产业的从业人员为21067人。",
        "全年收入64.2亿元，上年结余3.4亿元，支出60.1亿元，收入总计78.2亿元。",
        "共受理申请1017件，上门核查968件，电话核查413件，现场指导249件。",
    ],
)
def test_what_is_no_list_of_parts_is_left_alone(lay: Lay, sentence: str) -> None:
    assert alarms(lay, sentence) == []


@pytest.mark.parametrize(
    ("sentence", "relation"),
    [
        ("查出违规金额331亿元，为国家增收节支492亿元，其中已上交财政267亿元，已减少拨款33亿元，已归还渠道192亿元。", "267+33+192=492"),
        ("全县有教职工17557人。中学教职工9380人，比上年减少120人。小学教职工8177人，比上年减少85人。", "9380+8177=17557"),
        ("全区总人口13015人，男性7058人，占54.2%；女性5957人，占45.8%；14岁以下2011人，占15.5%；15～64岁9450人，占72.6%；65岁以上1554人，占11.9%。", "2011+9450+1554=13015"),
        ("全区党员总数9800名。从党员的职业看，工人2340名，农民3150名，干部2190名，学生520名，离退休人员1600名。", "2340+3150+2190+520+1600=9800"),
        ("共处理工伤认定案件1030件，认定工伤968件（其中工亡12件），不予认定13件，不予受理和驳回49件。", "968+13+49=1030"),
        ("基金收入64.2亿元，上级转移支付0.6亿元，上年结余3.4亿元，收入总计68.2亿元。", "64.2+0.6+3.4=68.2"),
    ],
)
def test_a_list_that_fills_its_whole_is_kept(lay: Lay, sentence: str, relation: str) -> None:
    b = book(lay, sentence)
    assert [f for f in check(b, select=("NUM",)) if f.severity != "info"] == []
    assert relation in [f"{r.relation}{r.operator}{r.stated}" for r in relations(b) if r.holds]
