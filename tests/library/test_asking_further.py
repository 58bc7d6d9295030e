"""Questions that ask around a corner: several places, several figures, other words, what is only a part of what is asked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import text_layer
from tongjian.library import Library, build

NOTE = """编辑说明
一、《青石年鉴（2025）》是反映青石区2024年度情况的综合年鉴，由青石区人民
政府主办。全书分为“镇、街道”“经济”“社会事业”“统计资料”4个部分。
"""
TOWNS = """云岭镇
【概况】  2024 年，云岭镇辖区面积 22.46 平方千米，辖 13 个村、10
个社区，常住人口 53827 人，其中，男性 27914 人、女性 25913 人。全镇
有党员 832 人。
【基层党建】  10 个社区党建共同体解决民生问题 97 个。全年新发展
11 名党员。书记、主任的年龄下降 7.9 岁。
（云岭镇）
白鹿镇
【概况】  白鹿镇成立于 20 世纪 60 年代初。2024 年，辖建路、四胜、民胜 3 个村和新雨、建新 2 个
社区，面积 8.9 平方千米，常住人口 46552 人。
（白鹿镇）
双河街道
【概况】  双河街道辖 9 个社区，常住人口 31288 人。
（双河街道）
镇、街道
"""
ECONOMY = """工    业
【概况】  2024 年，全区 64 家规上工业企业实现总产值 265 亿，比
上年增长 5.7%。其中，电子产业实现产值 90 亿元，医药产业实现产值
48 亿元，材料产业实现产值 67 亿元。
（区经信局）
文    物
【云岭草画】  云岭草画始于明代，流传至今约有 500 年历史。
【文物保护】  全区有市级文物保护单位 3 处。
（区文旅委）
经    济
"""
SOCIETY = """教    育
【学前教育】  全区公、民办幼儿园教职工 1986 人、专任教师 1043 人。
【高中教育】  全区高中有 2 所，分别是云岭中学和白鹿中学。9 月
1 日，云岭大桥合拢仪式后，云岭中学新校区开学。
（区教委）
审    计
【换届】  召开会员大会，选举产生以王远山为主委，徐青、吴岭、黎白为
副主委的新一届审计学会班子。选举詹永胜为青石区第十三届人民代表大
会常务委员会副主任。
（区审计局）
社 会 事 业
"""
BULLETIN = """青石区2024年国民经济和社会发展统计公报
一、综合
2024年，全区各类学校教职工 4871 人，其中，专任教师 3692 人。全区共
有 32 个村、66 个社区。全年 1384 项专利获得授权，其中发明 126 项、
实用新型 1107 项。社会消费品零售总额 76.47 亿元，增长 10.3%。空气质
量在Ⅱ级以上天数 294 天。
统 计 资 料
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("further")
    path = folder / "青石年鉴2025.txt"
    path.write_text(text_layer(NOTE, TOWNS, ECONOMY, SOCIETY, BULLETIN), encoding="utf-8")
    build([path], folder / "青石")
    return Library.open(folder / "青石")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        # two places, each by its own entry
        ("云岭镇常住人口比白鹿镇多多少人？", r"53827-46552=7275人"),
        ("云岭镇和白鹿镇的常住人口相差多少？", r"53827-46552=7275人"),
        ("云岭镇面积比白鹿镇大多少？", r"22\.46-8\.9=13\.56平方千米"),
        # more than two
        ("云岭镇、白鹿镇和双河街道的常住人口合计多少？", r"53827\+46552\+31288=131667人"),
        ("三大产业（电子、医药、材料）产值合计占全区规上工业总产值的多少？", r"90\+48\+67=205亿元；205÷265≈77\.4%"),
        # the thing itself and not its kin
        ("全区共有多少个村、多少个社区？", "32个村、66个社区"),
        ("云岭镇有多少个村和社区？", "13个村、10个社区"),
        ("云岭镇有多少党员？", "832人"),
        ("全区专任教师有多少人？", "3692人"),
        ("专任教师占教职工的比重是多少？", r"3692÷4871≈75\.8%"),
        ("2024年获得授权的发明专利有多少项？", "126项"),
        ("白鹿镇下辖哪几个村？", "建路、四胜、民胜3个村"),
        ("青石区有哪两所高中？", "云岭中学和白鹿中学"),
        # other words for the same
        ("空气质量优良天数是多少？", "294天"),
        ("云岭大桥什么时候合龙？", "^2024年9月1日"),
        ("云岭草画有多少年历史？", "500年"),
        ("白鹿镇成立于什么时候？", "20世纪60年代初"),
        ("白鹿镇辖区面积多少？", r"8\.9平方千米"),
        ("社会消费品零售总额增速是多少？", r"10\.3%"),
        ("全区规上工业总产值是多少？", "265亿"),
        # who was elected
        ("审计学会有哪几位副主委？", "徐青、吴岭、黎白"),
        ("谁当选区人大常委会副主任？", "詹永胜"),
        # English
        ("What was the growth of retail sales in 2024?", r"10\.3%"),
        ("How many villages are there?", "32个村"),
    ],
)
def test_a_question_round_a_corner_is_answered(library: Library, question: str, said: str) -> None:
    reply = library.ask(question).record()
    assert reply["answered"] and re.search(said, reply["answer"]), reply["answer"]
    assert reply["citations"] and all(c["line"] and c["quote"] for c in reply["citations"])


@pytest.mark.parametrize(
    "question",
    [
        "云岭镇党委书记的年龄是多少？",  # an age is told, of others
        "云岭镇党委书记毕业于哪所学校？",
        "双河街道成立于什么时候？",
        "云岭大桥获得了什么奖？",
        "2020年云岭镇常住人口有多少？",
        "赤水镇、白鹿镇和双河街道的常住人口合计多少？",  # one of them is not there
    ],
)
def test_a_near_miss_is_declined(library: Library, question: str) -> None:
    assert library.ask(question).text is None


def test_no_share_is_more_than_its_whole(library: Library) -> None:
    answer = library.ask("教职工占专任教师的比重是多少？")
    assert answer.value is None or float(answer.value) <= 100


def test_figures_that_differ_are_shown_with_the_official_one(tmp_path: Path) -> None:
    other = SOCIETY.replace("【学前教育】", "【消费】  2024 年，全区社会消费品零售总额 74.10 亿元。\n【学前教育】")
    path = tmp_path / "青石年鉴2025.txt"
    path.write_text(text_layer(NOTE, TOWNS, ECONOMY, other, BULLETIN), encoding="utf-8")
    build([path], tmp_path / "青石")
    reply = Library.open(tmp_path / "青石").ask("2024年社会消费品零售总额是多少？").record()
    assert "76.47亿元" in reply["answer"] and "74.10亿元" in reply["answer"] and "统计公报" in reply["answer"]
    assert any("74.10" in c["quote"] for c in reply["alternatives"])
