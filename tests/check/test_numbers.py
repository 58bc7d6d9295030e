"""The numbers family in yearbook sentences: what must be found, what must be left alone, what counts as kept."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongjian.book import Book
from tongjian.check import RULES, check, relations
from tongjian.check.numbers.common import one_slip
from tongjian.read import open_book
from tongjian.read.text import source_of
from tongjian.structure import build

Lay = Callable[..., Book]
NOTE = "编辑说明\n《青石年鉴（2025）》记述青石区2024年的情况。"
OWN = [r for r in RULES.values() if r.code[:3] in ("NUM", "DAT")]


def book(lay: Lay, sentence: str) -> Book:
    """A small book: each line an entry, with its own title where it brings one."""
    entries = "\n".join(line if line.startswith("【") else f"【例{n}】{line}" for n, line in enumerate(sentence.split("\n"), 1))
    return lay(NOTE, f"社会事业\n民政\n{entries}")


def found(lay: Lay, sentence: str, *codes: str) -> list[str]:
    return [f.code for f in check(book(lay, sentence), select=codes or ("NUM",)) if f.severity != "info"]


def kept(lay: Lay, sentence: str) -> list[str]:
    return [f"{r.relation}{r.operator}{r.stated}" for r in relations(book(lay, sentence)) if r.holds]


@pytest.mark.parametrize(("code", "sentence"), [(r.code, s) for r in OWN for s in r.fires])
def test_a_rule_fires_on_its_own_examples(lay: Lay, code: str, sentence: str) -> None:
    assert code in found(lay, sentence, code)


@pytest.mark.parametrize(("code", "sentence"), [(r.code, s) for r in OWN for s in r.silent])
def test_a_rule_is_silent_on_its_own_examples(lay: Lay, code: str, sentence: str) -> None:
    assert code not in found(lay, sentence, code)


SUMS_KEPT = [
    ("全区有教师1250人，其中，小学教师620人、初中教师418人、高中教师212人。", "620+418+212=1250"),
    ("发现隐患1836处（其中自查隐患1720处、督查隐患116处）。", "1720+116=1836"),
    ("全区有养老机构24家，其中公办6家（含敬老院4家）、民办18家。", "6+18=24"),
    ("共立案46件。其中，民事案件40件；行政案件6件。", "40+6=46"),
    ("开展执法检查126次、专项检查38次，合计164次。", "126+38=164"),
    ("采收药材32.9千克。其中，根茎31.5千克、花叶600克、果实800克。", "31.5+0.6[600克]+0.8[800克]=32.9"),
    ("实有6人（其中，馆长1人，副馆长1人，一、二级馆员各1人，辅助人员2人）。", "1+1+1*2+2=6"),
    ("全年完成投资12.4亿元，其中工业投资7.3亿元，比上年增长5.1%；农业投资5.1亿元，增长3.2%。", "7.3+5.1=12.4"),
    ("水库加固项目16个，已完工15个，在建项目1个。", "15+1=16"),
    ("造林地块15处，面积386.45公顷。其中，续造地块12处，面积351.25公顷；新造地块3处，面积35.20公顷。", "351.25+35.20=386.45"),
    ("有行政编制5名、事业编制1名，其中，会长1人、副会长1人、秘书长1人、会计1人、干事1人。", "1+1+1+1+1=5"),
    ("全区有学校23所，其中，小学14所、初中5所、高中2所。职业学校2所。", ""),
]


@pytest.mark.parametrize(("sentence", "relation"), SUMS_KEPT)
def test_a_sum_in_any_shape_of_prose_is_seen_and_kept(lay: Lay, sentence: str, relation: str) -> None:
    assert found(lay, sentence, "NUM10") == []
    assert not relation or relation in kept(lay, sentence)


SUMS_BROKEN = [
    "全区有教师1250人，其中，小学教师620人、初中教师418人、高中教师222人。",
    "发现隐患1836处（其中自查隐患1720处、督查隐患126处）。",
    "共修缮老旧房屋746处，面积31.67万平方米。其中，公房72处，面积30.9万平方米；私房44处，面积7712平方米。",
    "开展执法检查126次、专项检查38次，合计146次。",
    "行政编制5名（馆长1名、副馆长1名、工作人员5名）。",
    "核发牌照12家，其中，新领4家、换领9家、注销1家。",
    "街道总人口52386人，其中，常住人口31240万人、流动人口21146人。",
]


@pytest.mark.parametrize("sentence", SUMS_BROKEN)
def test_a_sum_that_cannot_be_is_found(lay: Lay, sentence: str) -> None:
    assert found(lay, sentence, "NUM10")


SUMS_SILENT = [
    "现有教职工160人，其中女教工68人，中级职称68人，本科学历以上117人。",
    "全区有企业216家，其中，外资企业6家、规上企业21家、科技企业38家。",
    "居民人均可支配收入38120元，其中，城镇居民人均可支配收入40356元，农村居民人均可支配收入21874元。",
    "养殖企业281家、种植企业96家，分别增长18%、9%，其中规上养殖企业62家、规上种植企业52家。",
    "一般公共预算支出28.64亿元，其中，教育支出6.15亿元，增长12.4%；卫生支出2.08亿元，增长4.2%。",
    "全年储备土地约970公顷，主要包括东片区15公顷、西片区62公顷、南片区520公顷。",
    "区政协委员15名（其中副主席1名、常委2名）。",
]


@pytest.mark.parametrize("sentence", SUMS_SILENT)
def test_parts_that_overlap_or_are_not_all_are_no_error(lay: Lay, sentence: str) -> None:
    assert found(lay, sentence, "NUM1") == []


@pytest.mark.parametrize(
    ("sentence", "relation"),
    [
        ("全院在编医师62人，平均年龄39.6岁。有中共党员51人，占比82%。", "51/62*100=82"),
        ("全年受理诉求3200件，办结3136件，办结率98%。", "3136/3200*100=98"),
        ("对1640名有护理需求的老人建档。上门护理签约1353人，需求签约率82.5%。", "1353/1640*100=82.5"),
        ("创建节水型小区9个，创建率16.7%。", "9/n*100=16.7"),
        ("全区规上工业总产值264.5亿元。纺织产业产值74亿元，占全区规上工业产值28%。", "74/264.5*100=28"),
    ],
)
def test_a_rate_is_seen_with_the_numbers_it_comes_from(lay: Lay, sentence: str, relation: str) -> None:
    assert found(lay, sentence, "NUM11") == []
    assert relation in kept(lay, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "全年受理诉求3200件，办结3136件，办结率89%。",
        "全院在编医师62人。有中共党员43人，占比82%。",
        "交办提案184件，其中，经济类52件、占28.3%，城建类46件、占25.0%，社会类36件、占17.6%。",
        "三次产业结构比为0.4:46.0:63.6。",
        "全区义务教育巩固率101.2%。",
    ],
)
def test_a_rate_that_its_numbers_do_not_give_is_found(lay: Lay, sentence: str) -> None:
    assert found(lay, sentence, "NUM11")


@pytest.mark.parametrize(
    "sentence",
    [
        "签约面积58.46公顷，签约率82%；安置项目31.5公顷，签约率96%。",
        "全年完成税收任务的127.97%。",
        "全年举办培训班11期，满意率94%。",
        "招收学徒33名，其中本地学徒占比达91%。",
        "出生率为7.08‰，死亡率为4.89‰。",
    ],
)
def test_a_rate_of_something_else_is_left_alone(lay: Lay, sentence: str) -> None:
    assert found(lay, sentence, "NUM11") == []


def test_a_rate_that_was_cut_and_not_rounded_is_told_apart_as_info(lay: Lay) -> None:
    findings = check(book(lay, "全年受理1439件，办结1436件，办结率99.7%。"), select=("NUM111",))
    assert [(f.severity, f.suggestion) for f in findings] == [("info", "99.8%")]


@pytest.mark.parametrize(
    ("sentence", "relation"),
    [
        ("有运输船舶6艘，总载重量21480吨。", "21480吨/6艘in1..600000"),
        ("东山村420户1260人。", "1260人/420户in0.9..12"),
        ("为1200名老人发放津贴，每人300元，共计36万元。", "1200*300/10000=36"),
        ("审结案件14007件，法官人均结案389件。", "14007/n=389"),
        ("全年计划造林236.40公顷，实际造林248.75公顷，超额完成12.35公顷。", "248.75-236.40=12.35"),
        ("全年实现税收12.40亿元，比上年增加2.40亿元，增长24%。", "2.40/(12.40-2.40)*100=24"),
        ("平均降水量180毫米，最大降水量342毫米。", "342>=180>=180"),
    ],
)
def test_products_averages_and_differences_are_seen(lay: Lay, sentence: str, relation: str) -> None:
    assert found(lay, sentence, "NUM12", "NUM13") == []
    assert relation in kept(lay, sentence)


GROWTH = [  # a sentence that holds, its relation, and the figure that makes it wrong
    ("全年受理案件2046件，同比下降7.00%，同比减少154件。", "154/(2046+154)*100=7.00", ("154", "254")),
    ("区级税收收入86420万元，为调整预算的101.2%，比上年增收6420万元，增长8.03%。", "6420/(86420-6420)*100=8.03", ("8.03", "18.03")),
    ("教育支出46800万元，较上年增支3600万元，增长8.3%。", "3600/(46800-3600)*100=8.3", ("8.3%", "18.3%")),
    ("档案支出950万元，较上年减支120万元，下降11.2%。", "120/(950+120)*100=11.2", ("11.2", "21.2")),
    ("一般公共预算收入48060万元，同比增长6.80%，增收3060万元。", "3060/(48060-3060)*100=6.80", ("3060", "9060")),
    ("全区常住人口与2010年普查的640000人相比，增加32000人，增长5.00%。", "32000/640000*100=5.00", ("5.00", "15.00")),
    ("全年粮食总产21.6万吨，比上年的20.5416万吨增1.0584万吨，增5.2%。", "1.0584/20.5416*100=5.2", ("5.2%", "6.2%")),
    ("全院受理案件2140件，结案842件。与上年相比，受案增加215件，上升11.17%，结案增加47件，上升5.91%。", "47/(842-47)*100=5.91", ("47件", "74件")),
]


@pytest.mark.parametrize(("sentence", "relation", "slip"), GROWTH)
def test_a_change_and_its_rate_are_tested_in_any_order_and_a_slip_is_found(lay: Lay, sentence: str, relation: str, slip: tuple[str, str]) -> None:
    assert found(lay, sentence, "NUM12") == []
    assert relation in kept(lay, sentence)
    assert "NUM121" in found(lay, sentence.replace(*slip), "NUM12")


@pytest.mark.parametrize(
    "sentence",
    [
        "地区生产总值达到13600亿元，较“十三五”末的9300亿元增加4300亿元，增长33.6%。",  # at comparable prices
        "与第六次普查相比，回族人口增加1317人，增长28.46%。",  # a change is no amount: nothing says what it was
        "小学270所，并设有教学点115个，减少4.3%。",  # the rate may be the schools'
        "全年完成投资12.4亿元，比计划增加2.4亿元，同比增长8%。",  # against two things
        "全年实现税收12.4亿元，增加2.4亿元；企业所得税增长9%。",
    ],
)
def test_a_rate_of_another_base_is_no_growth_of_the_figure(lay: Lay, sentence: str) -> None:
    assert found(lay, sentence, "NUM12") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "下设东山、西溪、南塘和北岭4个社区。",
        "下设东山、西溪、南塘和北岭5个社区。",
        "与美国、印度、泰国等8个国家建立贸易关系。",
        "内设机关党委、政治部、办公室和6个业务部门。",
        "加宽、改线、加固、硬化道路9条。",
        "新建、改建学校10所。",
        "下辖5个街道和3个镇，即东山街道、西溪街道、南塘街道、北岭街道、临江街道、白鹿镇、桐坪镇和双河镇。",
    ],
)
def test_lists_that_are_not_the_counted_things_raise_no_alarm(lay: Lay, sentence: str) -> None:
    assert found(lay, sentence, "NUM141") == (["NUM141"] if "北岭5个" in sentence else [])


@pytest.mark.parametrize(
    ("sentence", "codes"),
    [
        ("【综合】2024年，全区出生人口2026人。\n【监测】2024年，全区出生人口2722人。", ["NUM201"]),
        ("【综合】2024年，全区出生人口2026人。\n【监测】2024年，全区出生人口2026人。", []),
        ("【综合】2024年，全区粮食产量982吨。\n【农业】2024年，全区粮食产量0.1万吨。", []),
        ("【综合】2024年，全区贷款余额910.8亿元，增长11.7%。\n【金融】2024年，全区贷款余额910.8亿元，增长17.1%。", ["NUM202"]),
        ("【综合】2024年，全区有高新技术企业104家。\n【科技】2024年，全区新增高新技术企业33家。", []),
        ("【综合】2024年，全区在校学生63265人。\n【规划】到2030年，全区在校学生预计达到70000人。", []),
        ("【综合】2024年，全区旅游收入21.45亿元。\n【旅游】2024年，全区旅游收入21.45万元。", ["NUM201"]),
        ("【残联】全年完成4182名持证残疾人调查工作。\n【救助】年末，全区共有持证残疾人4128人。", ["NUM201"]),
    ],
)
def test_one_figure_has_one_value_across_the_book(lay: Lay, sentence: str, codes: list[str]) -> None:
    assert found(lay, sentence, "NUM20") == codes


def test_last_years_book_is_set_against_this_years() -> None:
    def edition(year: int, text: str) -> Book:
        return build(source_of(f"青石年鉴（{year}）\n\n经济\n\n综合\n\n【概况】{text}\n", f"青石年鉴（{year}）.txt", "utf-8", []))

    last = edition(2024, "2023年，青石区粮食播种面积200公顷。青石区工业增加值80.00亿元。全年开展执法检查126次、专项检查38次，发现问题57个。")
    this = edition(2025, "2024年，青石区粮食播种面积230公顷，比上年增长1.0%。青石区工业增加值8800.00亿元。全年开展执法检查126次、专项检查38次，发现问题57个。")
    assert [f.code for f in check(this, previous=last, select=("NUM3",))] == ["NUM301", "NUM302", "NUM303"]
    assert check(this, select=("NUM3",)) == []


HEAD = "<html><head><title>青石年鉴（2025）</title></head><body><h1>经济</h1><h2>综合</h2><h3>概况</h3><p>2024年，青石区经济平稳运行。</p>"


def table(tmp_path: Path, *rows: str) -> Book:
    cells = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row.split()) + "</tr>" for row in rows)
    file = tmp_path / "表.html"
    file.write_text(f"{HEAD}<table>{cells}</table></body></html>", encoding="utf-8")
    return open_book(str(file))


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        (("学校 学生 教师", "小学 620 41", "初中 418 33", "高中 212 20", "合计 1250 94"), []),
        (("学校 学生 教师", "小学 620 41", "初中 418 33", "高中 212 20", "合计 1250 84"), ["TAB101"]),  # one of two, one slip away
        (("学校 学生 教师", "小学 620 41", "初中 418 33", "高中 212 20", "合计 1250 310"), []),  # one of two: the total may be of a wider field
        (("学校 学生 教师 教室", "小学 620 41 18", "初中 418 33 12", "高中 212 20 9", "合计 1250 84 39"), ["TAB101"]),
        (("年份 合计 税收 非税", "2021 30 20 10", "2022 33 22 11", "2023 36 24 12", "2024 49 26 13"), ["TAB101"]),
        (("产品 2023年 2024年 增长（%）", "粮食 200 210 5.0", "蔬菜 300 330 10.0", "水果 400 440 20.0"), ["TAB103"]),
        (("镇名 收入 位次", "东山镇 310 1", "西溪镇 280 2", "南塘镇 260 4", "北岭镇 255 4", "桐坪镇 120 5"), ["TAB103"]),
        (("镇名 收入 位次", "东山镇 310 1", "西溪镇 280 2", "南塘镇 260 3", "北岭镇 255 4", "桐坪镇 120 5"), []),
        (("镇名 收入 位次", "东山镇 310 11", "西溪镇 280 23", "南塘镇 260 30", "北岭镇 255 32", "桐坪镇 120 60"), []),  # ranks among all towns of the province
        (("序号 名称 成立时间", "1 东山汽车协会 1991-09", "2 西溪医药学会 1991-10", "3 南塘渔业协会 1993-05", "4 东山汽车协会 1991-09"), ["TAB104"]),
        (("序号 名称 人数", "1 东山协会 12", "2 西溪协会 14", "4 南塘协会 15", "5 北岭协会 16"), ["TAB102"]),
    ],
)
def test_tables_are_tested_by_what_most_of_their_rows_keep(tmp_path: Path, rows: tuple[str, ...], codes: list[str]) -> None:
    assert [f.code for f in check(table(tmp_path, *rows), select=("TAB10",)) if f.severity != "info"] == codes


def test_a_cell_that_breaks_its_row_and_its_column_is_one_finding_with_the_value_it_should_have(tmp_path: Path) -> None:
    b = table(tmp_path, "学校 合计 男 女", "小学 620 300 320", "初中 418 210 208", "高中 212 110 112", "中职 90 50 40", "合计 1340 670 670")
    findings = check(b, select=("TAB101",))
    assert [(b.text[f.start : f.end], f.suggestion, len(f.related)) for f in findings] == [("112", "102", 2)]


@pytest.mark.parametrize(
    ("printed", "right", "slipped"),
    [("3476", "3466", True), ("1602", "1062", True), ("757", "75", True), ("12.5", "12.6", True), ("3476", "3586", False), ("12", "12", False), ("5", "50", False)],
)
def test_a_slip_of_the_pen_is_one_digit_two_swapped_or_one_too_many(printed: str, right: str, slipped: bool) -> None:
    assert one_slip(printed, right) is slipped


@given(st.lists(st.integers(min_value=10, max_value=9999), min_size=2, max_size=6))
def test_parts_that_sum_to_their_whole_never_raise_an_alarm(parts: list[int]) -> None:
    listed = "、".join(f"第{n}类案件{p}件".replace("第", "").replace("类", "号") for n, p in zip("甲乙丙丁戊己", parts, strict=False))
    sentence = f"【受理案件】全年受理案件{sum(parts)}件，其中，{listed}。"
    small = build(source_of(f"青石年鉴（2025）\n\n政法\n\n法院\n\n{sentence}\n", "青石年鉴（2025）.txt", "utf-8", []))
    assert [f for f in check(small, select=("NUM10",)) if f.severity != "info"] == []


@given(st.integers(min_value=1, max_value=5000), st.integers(min_value=1, max_value=5000))
def test_a_rate_rounded_to_two_places_is_never_wrong(part: int, more: int) -> None:
    whole = part + more
    rate = (Decimal(part) * 100 / whole).quantize(Decimal("0.01"))
    sentence = f"【热线】全年受理诉求{whole}件，办结{part}件，办结率{rate}%。"
    small = build(source_of(f"青石年鉴（2025）\n\n政法\n\n信访\n\n{sentence}\n", "青石年鉴（2025）.txt", "utf-8", []))
    assert [f for f in check(small, select=("NUM111",)) if f.severity != "info"] == []


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("行政编制8名（局长1名、副局长1名、内设科室负责人2名）。", "NUM101"),  # a bracket lists all
        ("核发牌照12家，其中，新领2家、换领10家、注销1家。", "NUM101"),  # the list goes on behind what would fit
        ("核定编制16名，在职职工共15名，其中，站长2名、副站长1名、技术员1名、科员8名、炊事员4名。", "NUM101"),  # the nearest figure is the whole
        ("水库加固项目61个，目前已完工15个，在建项目1个。", "NUM101"),
        ("可储备土地约970公顷，主要包括东山片区15公顷、西溪片区16公顷、北岭片区5公顷、南塘片区5220公顷和河口片区261公顷。", "NUM101"),  # some of the parts are more than the whole
        ("全年支出总计6842亿元。其中，本级支出4130万元，调出资金2712万元。", "NUM101"),  # 亿 for 万
        ("全区退休1983人，其中正退1624人、病退205人、其他97人。", "NUM101"),  # an item is missing
        ("机关内设综合室、妇女权益部4个部室。", "NUM141"),
        ("紧紧抓住“学、讲、看、做”5个环节。", "NUM141"),
        ("下辖5个街道和8个镇，即东山街道、西溪街道、南塘街道、北岭街道、临江街道、白鹿镇、桐坪镇和双河镇。", "NUM141"),
        ("区委、区政府研究决定，授予李明德、张文清、王大力、赵一山、钱小河8名人才荣誉称号。", "NUM141"),
        ("共有变电站5座，分别是东山和北岭变电站。", "NUM141"),
        ("农民专业合作组织45个，占180%。", "NUM112"),
        ("开工工程86个，开工率达618.7%。", "NUM112"),
        ("房源648套，其中自建523套，购买125套。分配入住609套，其中老年户312套，青年户241套，入住率已达49%。", "NUM111"),
        ("处理各类案件54件，审结531件，结案率97.79%。", "NUM111"),
        ("客户端用户1.50万户，比上年增加1.90万户，增长22.1%。", "NUM121"),
    ],
)
def test_wrong_figures_of_short_and_open_lists_and_of_rates_are_found(lay: Lay, sentence: str, code: str) -> None:
    assert code in found(lay, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "核发牌照12家，其中，新领2家、换领9家、注销1家。",
        "编制14名，实有13名，其中男8名、女5名，党员6名。",
        "水库加固项目16个，目前已完工15个，在建项目1个。",
        "可储备土地约970公顷，主要包括东山片区15公顷、西溪片区16公顷、北岭片区5公顷和南塘片区520公顷。",
        "进出口总额相当于地区生产总值的160%。",
        "全年任务完成97个，任务完成率达122.9%。",
        "机关内设综合室、妇女权益部2个部室。",
    ],
)
def test_what_may_stand_is_left_alone(lay: Lay, sentence: str) -> None:
    assert found(lay, sentence) == []


@pytest.mark.parametrize("sentence", ["受理线索7050件，办结率99.9%。", "全区小学1所、中学1所，入学率100%。"])
def test_what_may_agree_by_chance_is_marked_so(lay: Lay, sentence: str) -> None:
    assert all(r.operator == "~" for r in relations(book(lay, sentence)) if r.holds and r.code in ("NUM111", "NUM114"))


@pytest.mark.parametrize(
    ("prose", "codes"),
    [("全区小学在校6203人，普通高中2421人。", []), ("全区小学在校6203人，普通高中2412人。", ["TAB106"]), ("全区小学在校6203人，普通高中教师124人。", [])],
)
def test_the_prose_is_set_against_the_table_it_introduces(tmp_path: Path, prose: str, codes: list[str]) -> None:
    file = tmp_path / "表.html"
    cells = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row.split()) + "</tr>" for row in ("序号 学校 人数", "1 小学 6203", "2 普通高中 2421", "3 初中 418"))
    file.write_text(f"{HEAD}<h1>教育</h1><h2>基础教育</h2><h3>概况</h3><p>2024年，{prose}</p><table>{cells}</table></body></html>", encoding="utf-8")
    assert [f.code for f in check(open_book(str(file)), select=("TAB106",))] == codes


def test_one_slip_among_figures_told_alike_elsewhere_is_found(lay: Lay) -> None:
    told = "【一】新建山城步道11.6千米。\n【二】新建山城步道11.6千米。\n【三】新建山城步道111.6千米。"
    assert found(lay, told, "NUM201") == ["NUM201"]
    assert found(lay, told.replace("111.6", "11.6"), "NUM201") == []


PARTITIONS = [  # a sentence that holds, a relation of it, and the figure that makes it wrong
    ("全区常住人口中，男性128400人，占53.50%；女性111600人，占46.50%。", "128400/(128400+111600)*100=53.50", ("111600", "116100")),
    ("税务部门完成收入18240万元，占一般公共预算收入的60.8%；财政部门完成11760万元，占一般公共预算收入的39.2%。", "60.8+39.2=100", ("39.2", "38.2")),
    ("公有制经济实现增加值840亿元，非公有制经济实现增加值360亿元，公有与非公有经济比重为70：30。", "840:360=70:30", ("70：30", "75：25")),
    ("油与非油经济比重为22.5：77.5。", "22.5+77.5=100", ("22.5", "24.5")),
    ("三次产业结构调整为11.2︰48.6︰40.2。", "11.2+48.6+40.2=100", ("40.2", "44.2")),
    ("三次产业贡献率分别为57%、35%、8%。", "57+35+8=100", ("、8%", "、18%")),
    ("全区总人口中，男性128400人，女性111600人，性别比（以女性为100）为115.05。", "128400/111600*100=115.05", ("115.05", "118.05")),
    ("按罪名：盗窃占17.1%；诈骗占12.5%；赌博占10.0%。上述三个罪名合占39.6%。", "17.1+12.5+10.0=39.6", ("39.6", "36.6")),
    ("办理来信190件，来访346件，网上投诉2032件，分别占总量的7.4%、13.5%和79.1%。", "346/(190+346+2032)*100=13.5", ("190", "109")),
    ("处理152人次，第一、二、三、四种形态分别占比76.3%、11.2%、4.6%、7.9%。", "76.3+11.2+4.6+7.9=100", ("11.2", "12.1")),
]


@pytest.mark.parametrize(("sentence", "relation", "slip"), PARTITIONS)
def test_shares_that_leave_nothing_out_are_tested_together_and_a_slip_is_found(lay: Lay, sentence: str, relation: str, slip: tuple[str, str]) -> None:
    assert found(lay, sentence, "NUM11") == []
    assert relation in kept(lay, sentence)
    assert found(lay, sentence.replace(*slip), "NUM11")


@pytest.mark.parametrize(
    "sentence",
    [
        "青年2434名，占24.3%；中年3362名，占33.6%；老年4204名，占42.1%。",  # one moved so that they are 100
        "公办园在园8321人，占53.2%；普惠园在园14537人，占93.0%。",
        "税务部门完成13866万元，占调整预算100.93%；财政部门完成14717万元，占调整预算110.14%。",
        "会议于18：30开始，比分为78：77。",
        "盗窃占17.1%；诈骗占12.5%；赌博占10.6%。",
    ],
)
def test_shares_that_overlap_or_leave_something_out_are_no_whole(lay: Lay, sentence: str) -> None:
    assert found(lay, sentence, "NUM11") == []


TRADE = [  # a sentence that holds, a relation of it, and the figure that makes it wrong
    ("全区有家庭户84000户，家庭户人口201600人，平均每个家庭户的人口为2.40人。", "201600/84000=2.40", ("2.40", "2.90")),
    ("夏粮播种面积32.5万亩，总产15.6万吨，平均亩产480公斤。", "32.5万亩*480公斤=15.6", ("480", "580")),
    ("夏粮总产量15.6万吨，增长1.9%；播种面积32.5万亩，增长0.5%；单产480公斤/亩，增长1.2%。", "32.5万亩*480公斤/亩=15.6", ("32.5", "23.5")),
    ("年初旧存1220件，新收21460件，审结20940件，年末未结1740件。", "1220+21460-20940=1740", ("1740", "1640")),
    ("每千人有床位2.66张，比2020年普查时的3.62张减少0.96张。", "3.62-2.66=0.96", ("0.96", "0.69")),
    ("移送人数从6.8万人上升至8.2万人、升幅20.6%。", "(8.2-6.8)/6.8*100=20.6", ("20.6", "26.0")),
    ("全年送审金额18.5亿元，审定16.7亿元，审减1.8亿元，审减率9.7%。", "1.8/18.5*100=9.7", ("9.7", "7.9")),
    ("全年送审金额18.5亿元，审定16.7亿元，审减1.8亿元。", "18.5-16.7=1.8", ("1.8亿", "5.1亿")),
    ("到位资金62.40亿元，同比增长9%，完成区下达任务数78.00亿元的80.0%。", "62.40/78.00*100=80.0", ("80.0", "90.0")),
    ("新开工项目42个，完成年度目标任务60个的70.00%。", "42/60*100=70.00", ("70.00", "77.00")),
    ("收费公路8.4公里，占公路总里程242.3公里的3.5%。", "8.4/242.3*100=3.5", ("3.5", "5.5")),
    ("医药费用6.40亿元，医保补偿5.76亿元，实际补偿比达到90.00%。", "5.76/6.40*100=90.00", ("90.00", "95.00")),
    ("困难家庭从2011年的5.5万人减少至2014年的2.6万人，4年来共减少困难人口2.9万人。", "5.5-2.6=2.9", ("2.9", "3.9")),
    ("造林面积92公顷，比1949年的3.20公顷增长27.75倍。", "(92-3.20)/3.20=27.75", ("27.75", "18.75")),
    ("结对帮扶6户困难群众，党员4次集中走访，共慰问24户。", "6*4=24", ("24", "84")),
]


@pytest.mark.parametrize(("sentence", "relation", "slip"), TRADE)
def test_the_trades_own_reckonings_are_tested_and_a_slip_is_found(lay: Lay, sentence: str, relation: str, slip: tuple[str, str]) -> None:
    assert found(lay, sentence, "NUM11", "NUM12", "NUM13") == []
    assert relation in kept(lay, sentence)
    assert found(lay, sentence.replace(*slip), "NUM11", "NUM12", "NUM13")


NAMED = [  # a sentence that holds, a relation of it, and the figure that makes it wrong
    ("【刑事】审结刑事案件264件，判处罪犯379人。审结速裁案件242件，占刑事结案总数的92%。", "242/264*100=92", ("92%", "29%")),
    ("【刑事】审结刑事案件264件，判处罪犯379人。审结速裁案件242件，占刑事结案总数的92%。", "242/264*100=92", ("242", "248")),
    ("【概况】审结案件11207件，法官人均结案409件，结收比101.8%。\n【立案】全年新收各类案件11005件。", "11207/11005*100=101.8", ("101.8", "104.8")),
    ("新培育科技型企业69家，累计达362家；认定高新技术企业23家，累计达94家；高新技术企业占科技型企业比重达26%。", "94/362*100=26", ("94家", "944家")),
    ("乡贤理事充实到15人，较上届增加2人，成员本科及以上学历占比46.6%，平均年龄44.9岁。", "k/15*100=46.6", ("15", "95")),
    ("招收学员男生80人、女生12人，其中男生本科学历占比42.5%。", "k/80*100=42.5", ("42.5", "42.1")),
    ("厂区占地7.46平方千米，其中车间2.64平方千米，库房2平方千米，占总面积62.2%。", "(2.64+2)/7.46*100=62.2", None),
    ("设置养老床位2179张，其中护理型984张。入住老人1314名，入住率60.30%。", "1314/2179*100=60.30", ("60.30", "63.30")),
    ("【概况】全区幅员面积102.83平方千米。\n【园区】园区面积55.6平方千米，约占青石区总面积的54.1%。", "55.6/102.83*100=54.1", None),
]


@pytest.mark.parametrize(("sentence", "relation", "slip"), NAMED)
def test_a_share_is_set_against_the_whole_that_its_words_name(lay: Lay, sentence: str, relation: str, slip: tuple[str, str] | None) -> None:
    assert found(lay, sentence, "NUM11") == []
    assert relation in kept(lay, sentence)
    assert slip is None or found(lay, sentence.replace(*slip), "NUM11")


@pytest.mark.parametrize(
    "sentence",
    [
        "女职工3120名，占职工总数的31.2%。少数民族职工640名，占6.4%。",  # of the same whole, which is not printed
        "基金收入合计2640亿元，比上年增长440亿元，增长率为20.0%。",
        "甲区有单位886个，乙区485个。东部有单位1408个，占57.4%；中部568个，占23.2%；西部477个，占19.4%。",
        "农业产值42600万元，占社会总产值的50.0%。在农业总产值中种植业产值24600万元，占农业产值的57.7%，畜牧业产值18000万元，占农业产值的42.3%。",
        "全区有调解委员会598个，其中一类占88.5%，二类占11.5%；规范化的449个。",
    ],
)
def test_a_share_of_another_whole_is_left_alone(lay: Lay, sentence: str) -> None:
    assert found(lay, sentence, "NUM11") == []


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("统计事务支出50万元，较2021年决算数减少87亿元，下降63.5%。", "NUM121"),
        ("年末户籍人口281.7亿人，其中非农业人口144.7万人，占总人口的比重达到51.4%。", "NUM111"),
        ("在园幼儿15634人。其中，公办园8321人，占53.2%；普惠园在园幼儿1437人，普惠率93%。", "NUM111"),
        ("对1864名有需求的人建档，投入资金22万元。家庭医生签约服务15755人，需求签约率84.5%。", "NUM111"),
        ("有5家综合医院，其中有5家开设心理门诊，开设比例达到60%。", "NUM111"),
    ],
)
def test_a_unit_or_a_digit_that_only_its_share_or_its_change_can_show_is_found(lay: Lay, sentence: str, code: str) -> None:
    assert code in found(lay, sentence, code)
