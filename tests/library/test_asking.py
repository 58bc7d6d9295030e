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
BESIDE = """青石海关
【概况】  {year} 年，青石海关监管出口货值 26.2 亿元，比上年
增长 6.3%；进口货值 13.5 亿元，比上年下降 1.9%。有关员 251 名，
其中兼职教师 18 名。征收关税、增值税、船舶吨税分别为 710.5
万元、88.4 万元、5.2 万元。全年查验 1040 批次，布控 96 批次。
【海关展厅】  始建于 1998 年，位于山前街道云岭路 7 号，占地面积
1570 平方米，能容纳观众 320 人。全年有 100 多万点击量讲解稿 3
篇，10 多万点击量讲解稿 9 篇。
【表彰】  青石海关获评省级文明单位。展厅由区文化旅游委加挂青
石海关史陈列馆牌子。原创话剧《潮声》在青石剧院成功上演。全年有
业务科室 3 个，分别是监管科、稽查科和审单科。
【学校联系】  {year} 年，全区高考上线 900 人，上线率 61%。其
中云岭中学上线 400 人，上线率 72.5%。一级通关员 30 人，二级通关
员 64 人。
（青石海关）
青 石 海 关
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
    path.write_text(path.read_text(encoding="utf-8") + "\n" + text_layer(BESIDE.format(year=2024), STREETS, PLANS), encoding="utf-8")
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
        # what stands beside
        ("青石海关出口货值增长多少？", "6.3%"),
        ("进口货值是增长还是下降，幅度多大？", "下降1.9%"),
        ("青石海关进口货值是多少？", "^进口货值13.5亿元|13.5亿元"),
        ("船舶吨税征收了多少万元？", "5.2万元"),
        ("海关展厅占地面积是多少？", "1570平方米"),
        ("海关展厅能坐多少观众？", "320人"),
        ("100多万点击量的讲解稿有多少篇？", "3篇"),
        ("全区高考上线率是多少？", "61%"),
        ("青石海关查验多少批次，布控多少批次？", "1040批次.*96批次"),
        ("出口货值和进口货值各是多少？", "26.2亿元.*13.5亿元"),
        ("青石海关史陈列馆的牌子挂在哪个部门？", "区文化旅游委"),
        ("话剧《潮声》在哪里上演？", "青石剧院"),
        ("海关展厅在什么地方？", "云岭路7号"),
        ("青石海关有哪些业务科室？", "监管科、稽查科和审单科"),
        # two steps
        ("出口货值和进口货值合计多少？", "26.2\\+13.5=39.7亿元"),
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
        "青石海关有多少名专职教师？",  # the other of two is printed
        "三级通关员有几人？",  # another grade
        "青石海关有多少个6G基站？",
        "江南区高考上线率是多少？",  # another place
        "云岭大桥有多宽？",  # only its length is printed
        "谁获得诺贝尔文学奖？",
        "？",
        "",
    ],
)
def test_what_the_book_does_not_say_is_declined(library: Library, question: str) -> None:
    reply = library.ask(question).record()
    assert not reply["answered"] and reply["answer"] is None and reply["value"] is None and reply["citations"] == [], reply["answer"]


def test_a_question_comes_back_as_it_was_asked(library: Library) -> None:
    for question in ("義務教育學校的数量是多少？", "What was the GDP in 2024?", "？"):
        assert library.ask(question).question == question


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


TABLES = """# 青石年鉴（2025）

## 经济

### 乡镇

#### 乡镇情况

2024年乡镇基本情况表

| 乡镇名称 | 行政村数 | 总人口（人） | 粮食总产（吨） |
| --- | --- | --- | --- |
| 云岭镇 | 27 | 46663 | 9703 |
| 山后乡 | 32 | 47077 | 3699 |

#### 财政收入

2022—2024年财政收入情况表

| 年度 | 财政收入合计（万元） | 增值税（万元） | 资源税（万元） |
| --- | --- | --- | --- |
| 2022 | 1640 | 451 | 12 |
| 2023 | 2135 | 522 | 17 |
| 2024 | 2214 | 601 | 25 |

## 文件选编

### 文件索引

#### 文件索引

| 序号 | 发布文号 | 文件名称 | 发布机关 |
| --- | --- | --- | --- |
| 1 | 青石府发〔2024〕1号 | 关于加强河道管理的通知 | 区政府 |
| 2 | 青石府发〔2024〕11号 | 关于推进校园阅读的意见 | 区政府 |
"""


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("tables")
    (folder / "青石年鉴2025.md").write_text(TABLES, encoding="utf-8")
    return shelf(folder, folder / "青石年鉴2025.md")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("云岭镇有多少个行政村？", "云岭镇 行政村数：27个"),
        ("山后乡粮食总产多少吨？", "山后乡 粮食总产：3699吨"),
        ("山后乡总人口有多少人？", "山后乡 总人口：47077人"),
        ("2023年财政收入合计是多少？", "2023年 财政收入合计：2135"),
        ("2022年资源税多少万元？", "12"),
        ("青石府发〔2024〕11号文件是什么？", "校园阅读"),
    ],
)
def test_a_figure_of_a_table_is_read_by_its_row_and_column(tables: Library, question: str, said: str) -> None:
    reply = tables.ask(question).record()
    assert reply["answered"] and said in reply["answer"], reply["answer"]
    assert reply["value"] is None or reply["value"] in reply["citations"][0]["quote"]


@pytest.mark.parametrize("question", ["2021年财政收入合计是多少？", "云岭镇有多少所学校？", "河西镇总人口有多少人？", "2024年印花税多少万元？", "青石府发〔2024〕111号文件是什么？"])
def test_what_no_row_or_column_says_is_declined(tables: Library, question: str) -> None:
    assert not tables.ask(question).record()["answered"]
