"""Facts: whose figure, which, for when, and how it changed. Add a sentence and what a careful reader would write down."""

from __future__ import annotations

import msgspec
import pytest
from invented_entry import book_of, told

from tongjian.extract import extract

OWN = "青石区民政局"

NAMED = [
    # sentence, [(subject, indicator, value, unit)]
    ("内设科室6个，在编职工31人。", [(OWN, "内设科室", "6", "个"), (OWN, "在编职工", "31", "人")]),
    ("全区有养老机构9家，床位1204张。", [("青石区", "养老机构", "9", "家"), ("青石区", "床位", "1204", "张")]),
    ("内设办公室、社会救助科、养老服务科3个科室。", [(OWN, "内设科室", "3", "个")]),
    ("获“全省文明单位”“敬老文明号”等省级荣誉2项。", [(OWN, "获省级荣誉", "2", "项")]),
    ("青石海川公司、青石远山公司、青石北斗公司3家企业获评养老示范企业。", [(OWN, "企业获评养老示范企业", "3", "家")]),
    ("向镇街、社区和养老机构等单位拨付防疫补助金19万元。", [(OWN, "拨付防疫补助金", "19", "万元")]),
    ("举办护理员培训班9期、培训199人。", [(OWN, "举办护理员培训班", "9", "期"), (OWN, "护理员培训班培训", "199", "人")]),
    ("接待祭扫群众1600人次，车辆310台次。", [(OWN, "接待祭扫群众", "1600", "人次"), (OWN, "接待车辆", "310", "台次")]),
    ("全区老年人2251人，已就业61人。", [("青石区", "老年人", "2251", "人"), ("青石区", "老年人就业", "61", "人")]),
    ("发现安全隐患35个，已完成整改34个。", [(OWN, "发现安全隐患", "35", "个"), (OWN, "发现安全隐患完成整改", "34", "个")]),
    ("完成城市低保标准调整工作，惠及低保对象860人，涉及资金64万元。", [(OWN, "城市低保标准调整惠及低保对象", "860", "人"), (OWN, "城市低保标准调整惠及低保对象涉及资金", "64", "万元")]),
    ("投入资金28.6万元，实施家庭无障碍改造135户。", [(OWN, "家庭无障碍改造投入资金", "28.6", "万元"), (OWN, "实施家庭无障碍改造", "135", "户")]),
    ("对2876条异常数据进行核查。", [(OWN, "核查异常数据", "2876", "条")]),
    ("学校团组织100%覆盖。", [(OWN, "学校团组织覆盖率", "100", "%")]),
    ("年度报告报送率、准时率均达100%。", [(OWN, "年度报告报送率", "100", "%"), (OWN, "准时率", "100", "%")]),
    ("改造公厕5座，全区有公厕40座。", [(OWN, "改造公厕", "5", "座"), ("青石区", "公厕", "40", "座")]),
    ("院坝（含改建）6处，（副处级）、政委1名。", [(OWN, "院坝（含改建）", "6", "处"), (OWN, "政委", "1", "名")]),
    ("比上年同期压缩出警时间近40%。", [(OWN, "出警时间压缩", "40", "%")]),
    ("协调化解纠纷67起，涉及劳动者56人、金额35万元。", [(OWN, "协调化解纠纷", "67", "起"), (OWN, "化解纠纷涉及劳动者", "56", "人"), (OWN, "纠纷涉及劳动者金额", "35", "万元")]),
    ("办公地点位于青石路12号2栋3层。", []),
    ("完成果农签约58户，商户签约17家。", [(OWN, "完成果农签约", "58", "户"), (OWN, "商户签约", "17", "家")]),
]

WHOSE = [
    # sentence, subject of each figure
    ("区救助管理站救助流浪人员96人次，支出18万元。", ["青石区救助管理站", "青石区救助管理站"]),
    ("区级部门走访老人3万户。", ["青石区级部门"]),
    ("装备制造业实现产值32亿元。", ["装备制造业"]),
    ("云岭水库工程总投资8.7亿元，该工程占地7公顷。", ["云岭水库工程", "云岭水库工程"]),
    ("投资2800万元的引水工程建成。", ["引水工程"]),
    ("全区发放补贴12万元。", ["青石区"]),
    ("将区委组织部选派的11名干部派到村。", [OWN]),
    ("城镇新增就业120人。", ["青石区"]),  # a department tells the region's figure
    ("发放低保金120万元，行政编制12名。", [OWN, OWN]),  # what it does and has is its own
    ("云岭大桥项目开工，引进企业20家。", [OWN]),
    ("参与云岭中学捐赠活动，捐赠图书300册。", [OWN]),
]


OF_ONE = [
    # title of the entry, subject of `在职员工32人。`
    ("青石农村商业银行云岭支行", "青石农村商业银行云岭支行"),
    ("区养老服务中心", "青石区养老服务中心"),
    ("云岭镇松坪社区", "云岭镇松坪社区"),
    ("养老服务提升", OWN),
    ("创建市级示范社区", OWN),
    ("5家企业建成托育中心", OWN),
]


@pytest.mark.parametrize(("title", "subject"), OF_ONE)
def test_an_entry_that_has_a_body_for_its_title_tells_of_that_body(title: str, subject: str) -> None:
    assert [f.subject for f in told("facts", "在职员工32人。", title=title)] == [subject]


def test_a_body_is_called_by_the_full_name_that_its_entry_gives() -> None:
    found = told("facts", "经批准，云州市青石区农业农村和水利委员会加挂区乡村振兴局牌子。内设科室4个。", byline="区农水委", section="农业")
    assert [f.subject for f in found] == ["云州市青石区农业农村和水利委员会"]


@pytest.mark.parametrize(("sentence", "expected"), NAMED)
def test_a_figure_has_the_name_and_the_owner_that_its_sentence_gives_it(sentence: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert [(f.subject, f.indicator, f.value, f.unit) for f in told("facts", sentence)] == expected


@pytest.mark.parametrize(("sentence", "expected"), WHOSE)
def test_the_subject_is_the_body_that_the_clause_names(sentence: str, expected: list[str]) -> None:
    assert [f.subject for f in told("facts", sentence)] == expected


WHEN = [
    # text, periods
    ("发放补贴12万元。", ["2024"]),
    ("2023年发放补贴12万元。", ["2023"]),
    ("6月发放补贴12万元。", ["2024-06"]),
    ("1—6月，发放补贴12万元。", ["2024-01/2024-06"]),
    ("截至2024年底，有养老机构9家。", ["2024-12-31"]),
    ("2024年末，有老年人8.9万人。高龄老人1.2万人。", ["2024-12-31", "2024-12-31"]),
    ("2024年末，有老年人8.9万人。发放补贴12万元。", ["2024-12-31", "2024"]),
    ("2021—2024年，累计投入120万元。", ["2021/2024"]),
    ("未来2—3年，将新建养老机构3家。", ["2025/2027"]),
    ("《养老规划（2021—2025年）》印发，补助9家。", ["2024"]),
]


@pytest.mark.parametrize(("text", "expected"), WHEN)
def test_a_figure_holds_for_the_time_that_its_sentence_sets(text: str, expected: list[str]) -> None:
    assert [f.period for f in told("facts", text)] == expected


CHANGES = [
    # sentence, [(value, change, basis)]
    ("发放救助金412.6万元，比上年增长3.2%。", [("412.6", "+3.2", "上年")]),
    ("办理离婚登记860对，同比下降12.5%。", [("860", "-12.5", "上年同期")]),
    ("城镇、农村低保金分别为62万元、38万元，分别增长5%、6%。", [("62", "+5", None), ("38", "+6", None)]),
    ("完成投资148亿元，占全区固定投资64%，同比下降5.3%。", [("148", "-5.3", "上年同期"), ("64", None, None)]),
    ("9家机构上榜省级百强榜单，上榜机构数量比上年增长20%。", [("9", "+20", "上年")]),
    ("人均收入、人均支出分别增长5%、6%。", [("5", "+5", None), ("6", "+6", None)]),
    ("办理时限压缩84%。", [("84", "-84", None)]),
    ("常住人口46.8万人，比上年增加0.42万人。", [("46.8", None, None), ("0.42", None, "上年")]),
]


@pytest.mark.parametrize(("sentence", "expected"), CHANGES)
def test_a_rate_of_change_belongs_to_its_level(sentence: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert [(f.value, f.change, f.change_basis) for f in told("facts", sentence)] == expected


NESTED = [
    ("有学校62所，其中小学17所、中学9所。", ["学校", "学校（小学）", "学校（中学）"]),
    ("基督教等信众1800人，其中女性900人；宗教活动场所6处，其中佛教4处；基督教2处。", ["基督教等信众", "基督教等信众（女性）", "宗教活动场所", "宗教活动场所（佛教）", "宗教活动场所（基督教）"]),
    ("零售总额50亿元，其中城镇35亿元，乡村15亿元。", ["零售总额", "零售总额（城镇）", "零售总额（乡村）"]),
    ("发展党员312名，其中女党员120名，占38.5%。", ["发展党员", "发展党员（女党员）", "女党员占比"]),
]


@pytest.mark.parametrize(("sentence", "expected"), NESTED)
def test_a_part_carries_its_whole(sentence: str, expected: list[str]) -> None:
    assert [f.indicator for f in told("facts", sentence)] == expected


def test_nothing_happened_is_zero() -> None:
    assert [(f.indicator, f.value) for f in told("facts", "全年未发生1起安全责任事故。")] == [("安全责任事故", "0")]


def test_a_rank_is_a_fact() -> None:
    assert [(f.kind, f.value, f.unit) for f in told("facts", "满意度居全市第三位。")] == [("rank", "3", "位")]


STATUS = [
    ("发放补贴12万元。", "final"),
    ("预计发放补贴12万元。", "expected"),
    ("力争发放补贴12万元。", "target"),
    ("主要预期目标是：补贴达到12万元。", "target"),
    ("初步核算，补贴12万元。", "preliminary"),
]


@pytest.mark.parametrize(("sentence", "status"), STATUS)
def test_a_promise_is_not_a_result(sentence: str, status: str) -> None:
    assert [f.status for f in told("facts", sentence)] == [status]


KINDS = [
    ("有养老机构9家。", "level"),
    ("发放补贴12万元。", "flow"),
    ("满意率98%。", "rate"),
    ("占总数的12%。", "share"),
    ("低保标准为每人每月720元。", "standard"),
    ("累计发放补贴12万元。", "cumulative"),
    ("创建标准化社区11个。", "flow"),
]


@pytest.mark.parametrize(("sentence", "kind"), KINDS)
def test_a_figure_is_of_the_kind_that_its_words_say(sentence: str, kind: str) -> None:
    assert [f.kind for f in told("facts", sentence)] == [kind]


NO_FACTS = [
    "2024年6月3日。",
    "位于春江路89号，邮编000000。",
    "根据青石民发〔2024〕12号文件。",
    "第3届理事会第12次会议。",
    "入选“百强县”100强。",
    "拨打12345热线。",
    "庆祝建党103周年。",
]


@pytest.mark.parametrize("sentence", NO_FACTS)
def test_dates_addresses_numbers_of_documents_and_names_are_no_facts(sentence: str) -> None:
    assert [(f.indicator, f.value) for f in told("facts", sentence)] == []


def test_amounts_meet_in_the_base_unit() -> None:
    (fact,) = told("facts", "投入近1.2亿元。")
    assert (fact.amount, fact.base_unit, fact.approx) == (120_000_000, "元", "近")


def test_a_fact_cites_the_words_it_rests_on() -> None:
    book = book_of("# 社会事业\n\n## 民政\n\n**【概况】** 全年发放补贴12万元，惠及300人。\n\n（区民政局）\n")
    assert [book.quote(f.start, f.end) for f in extract(book, "facts")] == ["全年发放补贴12万元", "惠及300人"]


SIDE_BY_SIDE = """# 镇、街道

## 高桥镇

**【概况】** 高桥镇辖2个村。

**2024年高桥镇行政村情况表**

| 行政村 | 人口（人） | 行政村 | 人口（人） |
|---|---|---|---|
| 石盘村 | 1200 | 云岭村 | 980 |

（高桥镇）
"""


def test_halves_of_a_table_side_by_side_keep_their_own_row_heads() -> None:
    found = [(f.subject, f.indicator, f.value) for f in extract(book_of(SIDE_BY_SIDE), "facts") if f.unit == "人"]
    assert found == [("石盘村", "人口", "1200"), ("云岭村", "人口", "980")]


def test_a_column_of_a_year_sets_the_period() -> None:
    table = "# 经济\n\n## 农业\n\n**【概况】** 农业稳定发展。\n\n**主要农产品产量（吨）**\n\n| 品种 | 2024年 | 2023年 |\n|---|---|---|\n| 粮食 | 386 | 379 |\n\n（区农业局）\n"
    found = [(f.subject, f.indicator, f.value, f.period) for f in extract(book_of(table), "facts")]
    assert found == [("青石区", "粮食", "386", "2024"), ("青石区", "粮食", "379", "2023")]


def test_a_book_on_one_line_is_read_whole() -> None:
    text = "，".join(f"发放第{n}类补贴{n}万元" for n in range(2, 1500))
    found = told("facts", text + "。")
    assert len(found) == 1498


HISTORY = """# 第十五编 乡村简述

## 第三节 高桥镇

**【工业】** 1986年，高桥镇有企业12家。从业人员340人。1990年,总产值达86万元,利税12万元。云岭浮桥建成通车。桥长400米,宽3米。
"""


def test_a_local_history_without_a_year_of_its_own_goes_on_with_the_last_year_named() -> None:
    found = [(f.subject, f.indicator, f.value, f.period) for f in extract(msgspec.structs.replace(book_of(HISTORY), data_year=None), "facts")]
    assert found == [
        ("高桥镇", "企业", "12", "1986"),
        ("高桥镇", "从业人员", "340", "1986"),
        ("高桥镇", "工业总产值", "86", "1990"),
        ("高桥镇", "利税", "12", "1990"),
        ("云岭浮桥", "桥长", "400", "1990"),
        ("云岭浮桥", "宽度", "3", "1990"),
    ]


def test_the_place_that_a_superlative_names_is_the_subject() -> None:
    found = told("facts", "平均降雨量180毫米，雨量最大的高桥镇达342毫米。")
    assert [(f.subject, f.indicator) for f in found] == [(OWN, "平均降雨量"), ("高桥镇", "平均降雨量")]


def test_a_table_with_a_row_a_year_takes_the_period_from_its_row() -> None:
    table = "# 经济\n\n## 财政\n\n**【概况】** 财政收入增长。\n\n**财政收入情况表（万元）**\n\n| 年度 | 合计 | 增值税 |\n|---|---|---|\n| 1998 | 620 | 310 |\n| 1999 | 660 | 330 |\n\n（区财政局）\n"
    found = [(f.indicator, f.value, f.period) for f in extract(book_of(table), "facts")]
    assert found == [("合计", "620", "1998"), ("增值税", "310", "1998"), ("合计", "660", "1999"), ("增值税", "330", "1999")]


SUBJECTS = [
    # text, {value: subject}
    ("联合青石网举办“春到青石”云展播，总点击量逾98万人次。", {"98": "“春到青石”云展播"}),
    ("海川公司在松坪园区投资21亿元，建设海川电子城项目。其中，项目一期占地9公顷，总投资8亿元。", {"21": "海川公司", "9": "海川电子城项目一期", "8": "海川电子城项目一期"}),
    ("完工青石河治理工程一期项目。该工程二期项目已完成土方量的35%。", {"35": "青石河治理工程二期"}),
    ("建立青石区危旧桥梁改造项目储备库，将386座桥梁划分为17个片区。", {"386": "青石区危旧桥梁改造项目储备库", "17": "青石区危旧桥梁改造项目储备库"}),
    ("电子制造产业是青石区发展较快的产业，实现产值89亿元，占全区工业产值29%。", {"89": "电子制造产业", "29": "电子制造产业"}),
]


@pytest.mark.parametrize(("text", "subjects"), SUBJECTS)
def test_a_figure_belongs_to_what_the_clause_before_names(text: str, subjects: dict[str, str]) -> None:
    assert {f.value: f.subject for f in told("facts", text)} == subjects


def test_money_printed_with_its_scale_alone_is_yuan() -> None:
    (firms, output) = told("facts", "全区64家规上工业企业实现总产值264.5亿，同比增长18.3%。")
    assert (firms.indicator, firms.value, firms.unit) == ("规上工业企业", "64", "家")
    assert (output.value, output.unit, output.base_unit, output.change) == ("264.5", "亿元", "元", "+18.3")
    assert output.amount == 26_450_000_000


def test_a_count_with_its_unit_in_brackets_is_of_the_noun_behind_it() -> None:
    assert next((f.indicator, f.value, f.unit) for f in told("facts", "为3712人（次）支付工伤待遇3964.50万元。")) == ("支付工伤待遇", "3712", "人（次）")


INDICATORS = [
    # text, [(indicator, value)]
    ("内设综合科、就业指导科2个职能科室。", [("内设职能科室", "2")]),
    ("下设青石区苗圃和区林木种苗中心2个全额拨款事业单位。", [("下设全额拨款事业单位", "2")]),
    ("辖石盘、云岭2个村和柳荫社区、松坪社区2个社区。", [("辖村", "2"), ("社区", "2")]),
    ("对68个水利项目开展资金专户拨付情况专项审查。", [("资金专户拨付情况专项审查的水利项目", "68")]),
    ("对287条异常数据进行核查。", [("核查异常数据", "287")]),
]


@pytest.mark.parametrize(("text", "expected"), INDICATORS)
def test_an_indicator_says_what_is_counted_and_for_what_without_the_list_before_it(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(f.indicator, f.value) for f in told("facts", text)] == expected


REPORT = """# 特载

## 政府工作报告 <!-- report -->

**一、过去五年的工作**

地区生产总值年均增长6.4%，新建学校6所。

**二、2024年工作回顾**

新建公厕12座。五年来，新增公园8个。2024年，新增步道3千米。

**三、今后五年的奋斗目标**

地区生产总值突破500亿元。

**四、全力建设宜居城区**

新建学校9所。

**五、2025年工作安排**

固定资产投资增长7%，新建公厕20座。2024年建成公厕12座。
"""


def test_a_report_tells_the_years_gone_the_year_and_the_years_to_come_each_by_its_part() -> None:
    told_of = {(f.indicator, f.value): (f.period, f.status) for f in extract(book_of(REPORT), "facts")}
    assert told_of == {
        ("地区生产总值年均增长", "6.4"): ("2020/2024", "final"),
        ("新建学校", "6"): ("2020/2024", "final"),
        ("新建公厕", "12"): ("2024", "final"),
        ("新增公园", "8"): ("2020/2024", "final"),
        ("新增步道", "3"): ("2024", "final"),
        ("地区生产总值", "500"): ("2025/2029", "target"),
        ("新建学校", "9"): ("2025/2029", "target"),
        ("固定资产投资增长", "7"): ("2025", "target"),
        ("新建公厕", "20"): ("2025", "target"),
        ("建成公厕", "12"): ("2024", "final"),
    }


HEADS = [
    # sentence, indicators: a bare head takes its noun from the figure before
    ("粮食作物种植面积2846公顷，总产7800吨；棉花1620公顷，总产435吨。", ["粮食作物种植面积", "粮食作物总产", "棉花种植面积", "棉花总产"]),
    ("有小学17所，教师163人；初级中学2所，教师154人，在校生2030人。", ["小学", "小学教师", "初级中学", "初级中学教师", "初级中学在校生"]),
    ("生猪存栏量8406头，羊1.2万只。", ["生猪存栏量", "羊存栏量"]),
    ("人口自然增长率2.12‰。", ["人口自然增长率"]),
    ("下辖营业部和1个代办点。", ["下辖营业部和代办点"]),
    ("占地面积82公顷。", ["占地面积"]),
    ("组织宣讲活动，为5名老党员发放纪念章。", ["发放纪念章的老党员"]),
    ("走访社区12个，为30户困难家庭安装扶手。", ["走访社区", "安装扶手的困难家庭"]),
    ("为3200家企业提供担保服务80亿元。", ["提供担保服务的企业", "提供担保服务"]),
    ("受理申请300件，其中85%以上通过网上办结。", ["受理申请", "通过网上办结占比"]),
]


@pytest.mark.parametrize(("sentence", "expected"), HEADS)
def test_a_name_is_whole_and_made_of_words_that_stand_there(sentence: str, expected: list[str]) -> None:
    assert [f.indicator for f in told("facts", sentence)] == expected


def test_the_name_of_a_rate_is_no_change_and_what_happens_is_a_flow() -> None:
    (rate,) = told("facts", "人口自然增长率2.12‰。")
    assert (rate.kind, rate.change, rate.indicator_norm) == ("rate", None, "人口自然增长率")
    (born,) = told("facts", "年末，出生人口2026人。")
    assert born.kind == "flow"
    (grown,) = told("facts", "生产总值265亿元，比上年（下同）增长7.4%。")
    assert grown.change == "+7.4"


def test_who_writes_for_the_government_tells_of_the_government_but_has_posts_of_its_own() -> None:
    found = told("facts", "召开常务会议41次。行政编制12名。", byline="区政府办公室", section="政府工作")
    assert [f.subject for f in found] == ["青石区政府", "青石区政府办公室"]


def test_a_life_is_told_of_its_person_and_a_place_of_itself() -> None:
    assert [f.subject for f in told("facts", "生于1950年3月，青石区云岭镇人。发表论文20篇。", title="李青山", byline="")] == ["李青山"]
    assert [f.subject for f in told("facts", "位于云岭镇北部，占地32公顷。年接待游客20万人次。", title="云岭古寨")] == ["云岭古寨", "云岭古寨"]
    assert [f.subject for f in told("facts", "全区养老服务有序推进，发放补贴20万元。", title="养老保障")] == ["青石区"]



AIMS = """# 经济

## 计划

**【预期目标】** 2025年的主要预期目标见下表。

表1 2025年青石区经济社会发展预期目标

| 序号 | 指标名称 | 单位 | 2025年目标 |
| --- | --- | --- | --- |
| 1 | 地区生产总值增速 | （%） | 6左右 |
| 2 | 空气质量优良天数 | （天） | ≥315 |
| 3 | 人均地区生产总值 | （万元） | 7.5 |

（区发展改革委）
"""


def test_a_table_of_aims_gives_each_row_its_unit_and_is_no_record_of_what_was_done() -> None:
    found = extract(book_of(AIMS), "facts")
    assert [(f.subject, f.indicator, f.approx, f.value, f.unit, f.period, f.status) for f in found] == [
        ("青石区", "地区生产总值增速", "左右", "6", "%", "2025", "target"),
        ("青石区", "空气质量优良天数", "以上", "315", "天", "2025", "target"),
        ("青石区", "人均地区生产总值", None, "7.5", "万元", "2025", "target"),
    ]


WORDED = [
    # sentence, [(indicator, value, change)]: a change in any wording is a change, and what it is of keeps its rate
    ("粮食总产21.6万吨，比上年增1.1万吨，增5.4%。", [("粮食总产", "21.6", "+5.4"), ("粮食总产增加", "1.1", None)]),
    ("教育支出46800万元，较上年增支3600万元，增长8.3%。", [("教育支出", "46800", "+8.3"), ("教育支出增加", "3600", None)]),
    ("档案支出950万元，较上年减支120万元，下降11.2%。", [("档案支出", "950", "-11.2"), ("档案支出减少", "120", None)]),
    ("党员总数9.8万名，比上年净增0.3万名，增幅为3.2%。", [("党员总数", "9.8", "+3.2"), ("党员总数净增加", "0.3", None)]),
    ("个体户640家，比2020年末（普查年份，下同）增加128家，增长25%。", [("个体户", "640", "+25"), ("个体户增加", "128", None)]),
    ("调解纠纷从65件上升至80件、升幅23.1%。", [("调解纠纷（调整前）", "65", None), ("调解纠纷", "80", "+23.1")]),
    ("规模以上工业增加值降幅收窄1.7个百分点。", [("规模以上工业增加值降幅收窄", "1.7", None)]),
    ("园区产值、上缴税收、出口额年均分别增长6.2%、8%、3.5%。", [("园区产值年均增长", "6.2", "+6.2"), ("上缴税收年均增长", "8", "+8"), ("出口额年均增长", "3.5", "+3.5")]),
    ("高龄津贴、孤儿养育费每月分别提高15元、80元。", [("高龄津贴提高", "15", None), ("孤儿养育费每月提高", "80", None)]),
    ("烟尘、废水排放量分别下降6%。", [("烟尘排放量下降", "6", "-6"), ("废水排放量下降", "6", "-6")]),
    ("费率由5%下降为2%。", [("费率（调整前）", "5", None), ("费率", "2", None)]),
]


@pytest.mark.parametrize(("sentence", "expected"), WORDED)
def test_a_change_is_told_from_its_level_in_whatever_words(sentence: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert [(f.indicator, f.value, f.change) for f in told("facts", sentence)] == expected


def test_what_a_change_is_measured_against_is_the_same_figure_of_that_time() -> None:
    found = [(f.indicator, f.value, f.period) for f in told("facts", "粮食总产21.6万吨，比上年的20.5万吨增1.1万吨。党员由2020年的812名增加至960名。")]
    assert found == [("粮食总产", "21.6", "2024"), ("粮食总产", "20.5", "2023"), ("粮食总产增加", "1.1", "2024"), ("党员（调整前）", "812", "2020"), ("党员", "960", "2024")]


BARE = [
    # sentence, indicators: no numbers of lists, verbs of reaching or words of time; bands and thresholds stay
    ("12、园林事务支出860万元。", ["园林事务支出"]),
    ("三是免费开展听力筛查320例。", ["免费开展听力筛查"]),
    ("1、公共财政预算收入完成48.6亿元。", ["公共财政预算收入"]),
    ("区属经济实现增加值39.2亿元。", ["区属经济增加值"]),
    ("完成固定资产投资额86.4亿元。", ["固定资产投资额"]),
    ("受理各类案件2046件（含旧存118件），审结1960件。", ["受理各类案件", "旧存", "各类案件审结"]),
    ("30岁及以下党员1240名，31至40岁党员2150名。", ["30岁及以下党员", "31至40岁党员"]),
    ("年龄结构中60岁以上占比18.4%。", ["年龄结构中60岁以上占比"]),
    ("投资在80万元以上的农场6家。", ["投资在80万元以上的农场"]),
    ("2万吨级泊位建成，港口吞吐量62万吨。", ["港口吞吐量"]),
    ("新增上市企业3家，扶持创业1260人，释放稳岗资金820万元。", ["新增上市企业", "扶持创业", "释放稳岗资金"]),
    ("一般公共预算收入36200万元，占调整预算的98.6%，占总收入的57.3%。", ["一般公共预算收入", "一般公共预算收入占调整预算比重", "一般公共预算收入占总收入比重"]),
    ("辖26个自然村，3140户，9860人。", ["辖自然村", "户数", "人口"]),
    ("——小学。校数23所；在校生8640人。", ["小学校数", "小学在校生"]),
    ("62%的参训学员通过结业考核。", ["参训学员通过结业考核占比"]),
    ("税收收入居全市前5位。", ["税收收入排名"]),
    ("60217部队后勤部到区慰问。", []),
]


@pytest.mark.parametrize(("sentence", "expected"), BARE)
def test_an_indicator_is_the_thing_counted_and_nothing_round_it(sentence: str, expected: list[str]) -> None:
    assert [f.indicator for f in told("facts", sentence)] == expected


STRETCHES = [
    # text, periods
    ("一季度，接待游客32万人次。实现旅游收入1.2亿元。", ["2024-01/2024-03", "2024-01/2024-03"]),
    ("今年前三季度（截至9月30日止），受理案件1099件。", ["2024-01/2024-09"]),
    ("“十三五”时期，新建公厕12座。", ["2016/2020"]),
    ("与2010年普查相比，常住人口增加1317人。", ["2024"]),
]


@pytest.mark.parametrize(("text", "expected"), STRETCHES)
def test_a_stretch_of_time_holds_for_what_is_told_of_it(text: str, expected: list[str]) -> None:
    assert [f.period for f in told("facts", text)] == expected


def test_aims_once_begun_go_on_over_the_sentences_that_follow() -> None:
    text = "主要预期目标是：地区生产总值增长5.5%左右，争取更好结果；第一产业增加值增长6%左右；城镇调查失业率5.5%左右。固定资产投资增长8%。"
    assert [f.status for f in told("facts", text)] == ["target"] * 4


STOCKS = [
    ("发电装机容量32万千瓦。", "level"),
    ("公路里程860千米。", "level"),
    ("资产总额3.4亿元。", "level"),
    ("打造综合服务体50个。", "flow"),
    ("更新加装电梯42台。", "flow"),
    ("招生1420人。", "flow"),
]


@pytest.mark.parametrize(("sentence", "kind"), STOCKS)
def test_what_there_is_is_a_level_and_what_was_done_a_flow(sentence: str, kind: str) -> None:
    assert [f.kind for f in told("facts", sentence)] == [kind]


def test_names_of_persons_under_a_section_are_no_body() -> None:
    assert [f.subject for f in told("facts", "发放补贴12万元。", byline="王青山 李云")] == ["青石区"]


BULLETIN = """# 公报

## 2019年青石区国民经济和社会发展统计公报

全年粮食总产21.6万吨。年末常住人口46.8万人。
"""


def test_a_text_without_a_year_of_its_own_takes_it_from_its_title() -> None:
    found = extract(msgspec.structs.replace(book_of(BULLETIN), data_year=None), "facts")
    assert [(f.indicator, f.period) for f in found] == [("粮食总产", "2019"), ("常住人口", "2019-12-31")]


def test_a_body_of_a_place_that_nothing_names_is_read_too() -> None:
    from tongjian.read.text import source_of
    from tongjian.structure import build

    book = build(source_of("妇女联合会\n【机构】 全县妇女联合会机关内设办公室、维权科、发展科3个科（室）。\n", "稿.txt", "utf-8", []))
    assert book.region is None
    assert [(f.value, f.unit) for f in extract(book, "facts")] == [("3", "个")]
