"""Figures against figures elsewhere: side by side, in sister entries, in the tables of a section, under nearly the same words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from tongjian.book import Book
from tongjian.check import Context, Profile, check, findings_of, relations, relations_of
from tongjian.check.numbers.products import bounds
from tongjian.check.registry import RELATIONS
from tongjian.read import open_book

Lay = Callable[..., Book]
NOTE = "编辑说明\n《青石年鉴（2025）》记述青石区2024年的情况。"


def book(lay: Lay, sentence: str) -> Book:
    entries = "\n".join(line if line.startswith("【") else f"【例{n}】{line}" for n, line in enumerate(sentence.split("\n"), 1))
    return lay(NOTE, f"社会事业\n民政\n{entries}")


def alarms(b: Book, *codes: str) -> list[str]:
    return [f.code for f in check(b, select=codes) if f.severity != "info"]


def kept(b: Book, *codes: str) -> list[str]:
    return [f"{r.relation}{r.operator}{r.stated}" for r in relations(b) if r.holds and r.code in codes]


@pytest.mark.parametrize("bound", bounds(), ids=lambda b: b.name)
def test_a_bound_of_nature_fires_on_its_own_sentence_and_tests_the_other(lay: Lay, bound: object) -> None:
    fires, silent = bound.fires, bound.silent  # type: ignore[attr-defined]
    assert alarms(book(lay, fires), "NUM133") == ["NUM133"]
    assert alarms(book(lay, silent), "NUM133") == []
    assert kept(book(lay, silent), "NUM133")


@pytest.mark.parametrize(
    ("sentence", "relation"),
    [
        ("全年受理拖欠工资投诉76件，办结43件。", "43<=76<=76件"),
        ("全镇区划面积96平方公里，耕地面积5130公顷。", "5130公顷<=96平方公里<=96平方公里"),
        ("共梳理问题54项，解决31项，持续推进23项。", "31+23=54"),
        ("全年财政支出38420万元，比上一个五年的总支出30185万元还多8235万元。", "38420-30185=8235"),
        ("预算金额28.40亿元，实际交易金额26.13亿元，节约率7.99%。", "(28.40-26.13)/28.40*100=7.99"),
        ("全年销售茶叶15240箱，实现销售收入5.64亿元；单箱销售收入3.70万元。", "5.64/15240=3.70"),
        ("10年财政总支出61385万元，年均支出6138.5万元。", "61385/10=6138.5"),
        ("征集男兵64人、女兵3人，其中男兵高中毕业生征集率达37.5%。", "k/64*100=37.5"),
        ("理事充实到17人，较上届多出3人，硕士及以上学历占比47.0%。", "k/17*100=47.0"),
        ("项目已于2023年5月开工兴建，建设周期18个月。", "2023-05+18个月=2024-11"),
        ("三次产业结构比由2.4:46.0:51.6调整为0.4:46.0:53.6。", "2.4+46.0+51.6=100"),
        ("白酒、钢材、陶瓷分别下降12.6%、17.2%、5.0%。", "count(list)=3=3"),
        ("机关行政编制10个，后勤事业编制2个，其中主任1名、副主任3名、总工程师1名（副处级）、调研员4名、司机3人。", "1+3+1+4+3=10+2"),
        ("共有课题96个，含应用课题81个、基础课题15个。基础课题中，农业类9个、医学类4个、教育类2个。", "9+4+2=15"),
        ("全年报送信息及建议53条，被区里采用19条。", "19<=53<=53条"),
    ],
)
def test_what_a_careful_editor_reckons_is_reckoned(lay: Lay, sentence: str, relation: str) -> None:
    b = book(lay, sentence)
    assert alarms(b, "NUM", "DAT") == []
    assert relation in [f"{r.relation}{r.operator}{r.stated}" for r in relations(b) if r.holds]


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("共有编制24人，其中行政编制10人、事业编制24人；实际在岗15人，其中行政人员8人、事业人员7人。", "NUM101"),
        ("共立案52件，其中，行政赔偿诉讼立案34件、民事赔偿诉讼立案8件。", "NUM101"),  # the two names leave nothing out
        ("共有课题95个，含应用课题81个、基础课题15个。", "NUM101"),
        ("小学在校生总数23148人，参与课后延时服务30128人，占比93.7%。", "NUM111"),
        ("全区有危房1288户需要整治。年底已完成整治4944户，整治率约38.4%。", "NUM111"),
        ("出生人口2418人，其中，一孩占比54.13%、二孩占比21.36%、多孩占比3.42%。", "NUM113"),
        ("全年争取资金501.59万元，较上年翻5番。", "NUM121"),
        ("低保对象2108户3109人，其中城市1246户1785人、农村862户3124人。", "NUM101"),  # where the households add up, so must the persons
        ("全区引进人才436人，其中博士28人、硕士169人、本科及其他246人。", "NUM101"),
        ("全年出生人口2456人，死亡人口2181人，自然增长人口725人。", "NUM124"),
        ("林场有维管植物860种，其中蕨类植物75种；裸子植物9种；被子植物767种；有珍稀植物10种。", "NUM101"),  # 有… stands behind the list
        ("全区有C、D级危房32栋。其中，C级危房12栋，住户391户；D级危房11栋，住户55户。", "NUM101"),  # two letters of one class
        ("全年巡查河道87次，其中，街道河长巡查26次、社区河长巡查16次。", "NUM101"),  # 16 for 61
        ("辖区有学校41所（其中，小学4所、幼儿园10所），医院7个。", "NUM101"),
        ("有行政编制4名、事业编制1名，其中，主席9人、副主席1人、办公室主任1人、宣传部部长1人。", "NUM101"),  # more than both together
        ("园区有项目122个，含建设项目88个、前期项目14个。", "NUM101"),
    ],
)
def test_figures_that_cannot_stand_together_are_found(lay: Lay, sentence: str, code: str) -> None:
    assert code in alarms(book(lay, sentence), "NUM")


@pytest.mark.parametrize(
    "sentence",
    [
        "全年受理案件87件，办结90件。",  # old cases
        "核定编制20名，在编22名。",
        "全年收入38420万元，支出30185万元，结余7235万元。",  # something may have been brought forward
        "全年通报问题7个，约谈和批评教育26人次。",
        "全年发展党员35名，其中女党员12名、少数民族党员3名。",
        "男性占总人口的51.2%、少数民族占2.1%。",
        "有行政编制14名、事业编制11名，其中，主席1人、副主席2人、办公室主任1人、宣传部部长1人。",  # posts may be vacant
        "全年巡查河道87次，其中，街道河长巡查26次、社区河长巡查31次。",
    ],
)
def test_what_a_reading_excuses_is_left_alone(lay: Lay, sentence: str) -> None:
    assert alarms(book(lay, sentence), "NUM") == []


def test_shares_of_one_whole_that_the_book_names_alike_vote_for_it(lay: Lay) -> None:
    told = "\n".join(f"【{name}】产值{n}亿元，比上年增长5%，占全区规上工业产值{r}%。" for name, n, r in (("纺织", 74, 28), ("医药", 41, 15), ("材料", 58, 22), ("环保", 29, 11), ("装备", 27, 10)))
    assert alarms(book(lay, told), "NUM111") == []
    assert alarms(book(lay, told.replace("产值27亿元", "产值72亿元")), "NUM111") == ["NUM111"]


@pytest.mark.parametrize(
    ("here", "there", "codes"),
    [
        ("全区城镇新增就业12604人。", "全年城镇新增就业12064人。", ["NUM201"]),  # swapped
        ("全区城镇新增就业12604人。", "全年城镇新增就业12604人。", []),
        ("全区城镇新增就业12604人。", "全年农村转移就业12064人。", []),
        ("全年新收刑事案件378件，其中盗窃案100件、其他278件。", "全年审结刑事案件387件，其中盗窃案100件、其他287件。", []),  # both add up: two figures
    ],
)
def test_two_figures_under_nearly_one_label_one_slip_apart_are_one(lay: Lay, here: str, there: str, codes: list[str]) -> None:
    assert alarms(book(lay, f"【就业】{here}\n【统计】{there}"), "NUM201") == codes


def test_a_rate_without_its_amount_is_set_against_the_same_rate_elsewhere(lay: Lay) -> None:
    told = "【综合】2024年，全区基础设施投资比上年下降5.0%。\n【住建】2024年，全区完成基础设施投资148.6亿元，比上年下降{}%。"
    assert alarms(book(lay, told.format("5.3")), "NUM202") == ["NUM202"]
    assert alarms(book(lay, told.format("5.0")), "NUM202") == []


HEAD = "<html><head><title>青石年鉴（2025）</title></head><body><h1>经济</h1><h2>财政</h2><h3>概况</h3>"


def laid(tmp_path: Path, prose: str, *rows: str, title: str = "") -> Book:
    cells = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row.split()) + "</tr>" for row in rows)
    caption = f"<caption>{title}</caption>" if title else ""
    file = tmp_path / "表.html"
    file.write_text(f"{HEAD}<p>{prose}</p><table>{caption}{cells}</table></body></html>", encoding="utf-8")
    return open_book(str(file))


YEARS = ("年度 财政收入合计 税收 非税", "2021 4440 3440 1000", "2022 7281 6081 1200", "2023 9350 8000 1350", "2024 12400 10400 2000")


@pytest.mark.parametrize(
    ("prose", "codes", "relation"),
    [
        ("2024年，全县财政收入12400万元。", [], "12400=12400=12400"),
        ("2024年，全县财政收入1.24亿元。", [], ""),
        ("2024年，全县财政收入12040万元。", ["TAB106"], ""),
        ("2021～2024年，4年财政总收入33471万元。", [], "4440+7281+9350+12400=33471"),
        ("2021～2024年，4年财政总收入33741万元。", ["TAB107"], ""),
        ("2024年，全县财政支出12040万元。", [], ""),
    ],
)
def test_prose_is_set_against_a_table_of_years(tmp_path: Path, prose: str, codes: list[str], relation: str) -> None:
    b = laid(tmp_path, prose, *YEARS)
    assert alarms(b, "TAB106", "TAB107") == codes
    assert not relation or relation in kept(b, "TAB106", "TAB107")


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (("项目 金额", "教育 620", "卫生 418", "交通 212", "合计 1250"), []),
        (("项目 金额", "教育 620", "卫生 418", "交通 212", "合计 1520"), ["TAB101"]),  # one column alone, one slip away
        (("项目 金额", "教育 620", "卫生 418", "交通 212", "合计 9000"), []),  # a total of more than is listed
    ],
)
def test_a_lone_total_that_is_only_missed_is_told(tmp_path: Path, rows: tuple[str, ...], found: list[str]) -> None:
    assert alarms(laid(tmp_path, "2024年，全县收支平稳。", *rows), "TAB101") == found


def test_a_context_makes_its_relations_once(lay: Lay, monkeypatch: pytest.MonkeyPatch) -> None:
    context = Context(book(lay, "全区有教师1250人，其中，小学教师620人、初中教师630人。"), Profile())
    assert findings_of(context) == []
    monkeypatch.setattr(type(context), "paragraphs", property(lambda _: pytest.fail("looked at the book again")))
    assert any(r.relation == "620+630" for r in relations_of(context))
    assert all(context.once(relate) is context.once(relate) for _, relate, _ in RELATIONS)


def test_a_long_row_printed_twice_is_found_in_a_table_that_stays_lines(tmp_path: Path) -> None:
    stops = ["—".join(f"{a}{b}站" for b in "东山西溪南塘北岭临江白鹿桐坪双河") for a in "甲乙丙丁戊己"]
    stops[4] = stops[1] + "—" + stops[2]
    stops[1] = stops[4]
    b = laid(tmp_path, "境内有6条线路。", "序号 线路", *(f"{n} {line}" for n, line in enumerate(stops, 1)))
    scrambled = msgspec.structs.replace(b, tables=tuple(msgspec.structs.replace(t, scrambled=True) for t in b.tables))
    assert alarms(scrambled, "TAB104") == ["TAB104"]
    other = laid(tmp_path, "境内有6条线路。", "序号 线路", *(f"{n} {line}" for n, line in enumerate(["—".join(f"{a}{b}站" for b in "东山西溪南塘北岭临江") for a in "甲乙丙丁戊己"], 1)))
    assert alarms(msgspec.structs.replace(other, tables=tuple(msgspec.structs.replace(t, scrambled=True) for t in other.tables)), "TAB104") == []
