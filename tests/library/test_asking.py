"""Questions as a clerk puts them, and what the yearbook of 青石区 answers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_yearbook import shelf, write

from conftest import text_layer
from tongjian.library import Library
from tongjian.library.asking.question import parse

STREETS = """山前街道
【概况】  山前街道面积 12.4 平方千米，辖 6 个社区，常住人口
31250 人，其中，男性 15120 人、女性 16130 人。
【平安建设】  全年调解纠纷 418 件，调解成功 416 件，成功率
99.5%，未发生重大安全事故。
（山前街道）
名    录
【青石区领导干部】
杨正明  区委副书记、区政府党组书记、区长
何秀兰  区政协党组书记、主席
赵启文  区法院党组书记、院长（9 月调离）
孙立群  区法院党组书记、副院长、代理院长（9 月开始担任）
"""
PLANS = """计划报告
【2025年主要目标】  2025 年，力争地区生产总值增长 7%，社会
消费品零售总额达到 120 亿元。
大 事 记
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("asked")
    path = write(folder)
    path.write_text(path.read_text(encoding="utf-8") + "\n" + text_layer(STREETS, PLANS), encoding="utf-8")
    return shelf(folder, path)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        # figures
        ("2024年青石区地区生产总值是多少？", "310.5亿元"),
        ("GDP是多少？", "310.5亿元"),
        ("地区生产总值", "310.5亿元"),
        ("What was the GDP in 2024?", "310.5亿元"),
        ("地区生产总值增长多少？", "6.2%"),
        ("全区有多少所义务教育学校？", "30所"),
        ("義務教育學校有多少所？", "30所"),
        ("学前三年毛入园率是多少？", "98.5%"),
        ("区法院新收和审结案件各多少，同比增幅多少？", "8214件.*7905件.*12%、9%"),
        ("全区有多少条公交线路、多少个站点？", "27条.*212个"),
        ("云岭大桥有多长？", "1.2千米"),
        # when
        ("少年法庭什么时候揭牌？", "^2024年5月20日"),
        ("区交通局何时更为现名？", "^2018年4月3日"),
        ("区交通局是哪年成立的？", "^1986年5月"),
        # who
        ("区政协主席是谁？", "何秀兰"),
        ("谁是青石区区长？", "杨正明"),
        ("区法院院长叫什么名字？", "赵启文.*9月调离.*孙立群"),
        ("谁被评为全省优秀调解员？", "韩雪梅"),
        ("云岭调解室主任是谁？", "韩雪梅"),
        # lists
        ("全年引进了哪几家企业？", "海川.*远山.*北斗"),
        ("全区有哪些省级名牌农产品？", "青石醋.*云岭茶"),
        # yes or no
        ("青石区有生猪规模养殖场吗？", "^没有"),
        ("云岭大桥通车了吗？", "^是"),
        ("山前街道有没有发生重大安全事故？", "^没有"),
        # two steps
        ("山前街道男性比女性少多少人？", "16130-15120=1010人"),
        ("男教师和女教师相差多少人？", "1500-815=685人"),
        ("法官人均结案255件，据此推算约有多少名法官？", "7905÷255≈31名"),
        ("据此推算2023年地区生产总值是多少亿元？", "310.5÷\\(1\\+6.2%\\)≈292.37亿元"),
        ("山前街道面积多大、辖几个社区？", "12.4平方千米.*6个社区"),
        ("5月20日哪个法庭揭牌？", "少年法庭"),
    ],
)
def test_a_question_is_answered_with_words_of_the_book(library: Library, question: str, said: str) -> None:
    reply = library.ask(question).record()
    assert reply["answered"] and re.search(said, reply["answer"]), reply["answer"]
    assert len(reply["answer"]) < 150
    assert reply["citations"] and all(c["line"] and c["quote"] and c["book"] == "青石年鉴2025" for c in reply["citations"])


@pytest.mark.parametrize(
    "question",
    [
        "2022年地区生产总值是多少？",  # another year
        "2026年青石区地区生产总值是多少？",
        "白水县地区生产总值是多少？",  # another place
        "规模以上工业增加值是多少亿元？",  # only its growth is printed
        "云岭大桥总投资多少？",  # only its length is printed
        "云岭大桥什么时候通车？",  # no date is printed
        "全区有多少名医生？",
        "全区有多少辆出租车？",
        "山前街道有多少户低保家庭？",
        "区档案局局长是谁？",
        "区政协主席的年龄是多少？",
        "少年法庭有多少名法官？",
        "2024年社会消费品零售总额是多少？",  # a target of the year after
        "谁获得诺贝尔文学奖？",
        "？",
        "",
    ],
)
def test_what_the_book_does_not_say_is_declined(library: Library, question: str) -> None:
    reply = library.ask(question).record()
    assert not reply["answered"] and reply["answer"] is None and reply["value"] is None and reply["citations"] == [], reply["answer"]


def test_a_figure_comes_with_value_unit_and_period(library: Library) -> None:
    reply = library.ask("地区生产总值是多少？")
    assert (reply.value, reply.unit, reply.period) == ("310.5", "亿元", "2024")


def test_the_citation_holds_the_answer(library: Library) -> None:
    for question in ("地区生产总值是多少？", "全区有多少所义务教育学校？", "区政协主席是谁？"):
        reply = library.ask(question).record()
        shown = re.sub(r"\s", "", reply["answer"])
        assert shown in re.sub(r"\s", "", reply["citations"][0]["quote"])


def test_the_year_that_is_asked_chooses_the_book(tmp_path: Path) -> None:
    library = shelf(tmp_path, write(tmp_path), write(tmp_path, "青石年鉴2024.txt", year=2023, gdp="290.1"))
    assert library.ask("2023年地区生产总值是多少？").value == "290.1"
    assert library.ask("2024年地区生产总值是多少？").value == "310.5"
    assert not library.ask("2021年地区生产总值是多少？").record()["answered"]
    assert library.ask("地区生产总值是多少？").value == "310.5"  # the newest where no year is asked


def test_the_region_that_is_asked_chooses_the_books(tmp_path: Path) -> None:
    other = tmp_path / "白水年鉴2025.txt"
    other.write_text(write(tmp_path, gdp="88.8").read_text(encoding="utf-8").replace("青石", "白水"), encoding="utf-8")
    library = shelf(tmp_path, write(tmp_path), other)
    assert library.ask("白水区地区生产总值是多少？").value == "88.8"
    assert library.ask("青石区地区生产总值是多少？").value == "310.5"


def test_a_series_runs_over_the_books(tmp_path: Path) -> None:
    library = shelf(tmp_path, write(tmp_path), write(tmp_path, "青石年鉴2024.txt", year=2023, gdp="290.1"))
    points = [p.record() for p in library.series("GDP")]
    assert [(p["period"], p["value"], p["book"]) for p in points] == [("2023", "290.1", "青石年鉴2024"), ("2024", "310.5", "青石年鉴2025")]
    assert points[0]["line"] and points[0]["unit"] == "亿元" and points[0]["quote"]
    assert library.series("GDP", subject="青石") and not library.series("GDP", subject="白水")
    assert [p.record()["value"] for p in library.series("义务教育学校")] == ["30", "30"]
    assert library.series("没有的指标") == []


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("全区有多少条公交线路、多少个站点？", ["figure", "figure"]),
        ("少年法庭什么时候、由谁揭牌？", ["when", "who"]),
        ("区政协主席叫什么名字？", ["who"]),
        ("哪些企业在产业园建厂？", ["list"]),
        ("云岭大桥在哪里？", ["where"]),
        ("有生猪养殖场吗？", ["yesno"]),
        ("云岭大桥有多长？", ["figure"]),
        ("常住人口", ["figure"]),
        ("区法院几月几日揭牌？", ["when"]),
    ],
)
def test_a_question_says_what_kind_of_answer_it_wants(question: str, kinds: list[str]) -> None:
    assert [part.kind for part in parse(question).parts] == kinds


@settings(max_examples=60, deadline=None)
@given(question=st.text(alphabet="青石区法院教育多少是谁什么时候有没吗的和比占2024年，、？《》（）\n\t ab%", max_size=40))
def test_no_question_crashes_and_every_answer_is_cited(library: Library, question: str) -> None:
    reply = library.ask(question).record()
    assert reply["answered"] == (reply["answer"] is not None) == bool(reply["citations"])
