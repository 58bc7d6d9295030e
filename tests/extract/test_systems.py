"""Systems: the sentences of systems.toml, and what a record says of status, operator, time and figures."""

from __future__ import annotations

import pytest
from invented_entry import book_of, told

from tongjian.extract import extract
from tongjian.extract.systems import kinds

FIRES = [(kind["name"], sentence) for kind in kinds() for sentence in kind["fires"]]
QUIET = [(kind["name"], sentence) for kind in kinds() for sentence in kind["quiet"]]


@pytest.mark.parametrize(("kind", "sentence"), FIRES)
def test_a_sentence_that_must_fire_names_a_system_of_the_kind(kind: str, sentence: str) -> None:
    assert kind in [s.kind for s in told("systems", sentence)]


@pytest.mark.parametrize(("kind", "sentence"), QUIET)
def test_a_sentence_that_must_be_quiet_names_none(kind: str, sentence: str) -> None:
    assert told("systems", sentence) == []


def test_every_kind_has_an_example_that_fires_and_one_that_does_not() -> None:
    assert all(kind["fires"] and kind["quiet"] for kind in kinds())


NAMES = [
    # sentence, name
    ("建成青石区智慧停车管理系统，接入泊位300个。", "青石区智慧停车管理系统"),
    ("优化升级交通综合服务平台软件15次。", "交通综合服务平台软件"),
    ("20家客运企业纳入信息化平台监管。", "客运企业信息化平台"),
    ("物流企业运用车牌识别和人脸识别系统核验来客。", "物流企业车牌识别和人脸识别系统"),
    ("“青石发布”微信公众号推送文章120篇。", "“青石发布”微信公众号"),
    ("开展“每日一课”线上培训，开通“书香青石”网上书柜。", "“书香青石”网上书柜"),
    ("新增注册认证微信、抖音、快手3个平台账号。", "微信、抖音、快手平台账号"),
    ("推行“110”接处警可视化督导。", "“110”报警服务"),
    ("配备执法记录仪90余台、无人机2台。", "执法记录仪、无人机"),
    # the whole noun phrase, back to the list that a class word or a bare end stands in
    ("有全自动化、智能化的面条机械化生产线6条。", "全自动化、智能化的面条机械化生产线"),
    ("强化森林火灾隐患排查、监测预警、分级处置。", "森林火灾隐患排查、监测预警"),
    ("开展博物馆面向市民开放“云”参观3次。", "博物馆面向市民开放“云”参观"),
    ("排查全区市政排水管网，形成管网一张图。", "市政排水管网一张图"),
    ("在营区12个重点部位安装视频监控。", "营区12个重点部位视频监控"),
    # things that one sentence counts, or uses under one head noun, are one
    ("建成45个800M基站，C网基站26个。", "800M基站、C网基站"),
    ("约有网络基站900个，其中5G基站300个。", "网络基站、5G基站"),
    ("运用“学习青石”APP、青石干部网络学院、中课网等学习平台组织培训。", "“学习青石”APP、青石干部网络学院、中课网"),
    # names long enough to be names of their own stay apart
    ("启动青石区智慧教育平台、青石区智慧停车平台等12个项目。", "青石区智慧停车平台"),
    # verbs and years before a name, and letters of 在线 and 信用, are not taken for each other
    ("签约垃圾焚烧炉智能管控系统项目。", "垃圾焚烧炉智能管控系统"),
    ("开展青石区2023年森林督查违法图斑整改。", "森林督查违法图斑"),
    ("启用一体化国资在线监管平台。", "一体化国资在线监管平台"),
    ("建立“青石有信”企业信用监管平台。", "“青石有信”企业信用监管平台"),
    ("督促审图机构落实联合审图的要求。", "联合审图"),
    ("“96123”便民热线受理诉求20件。", "“96123”便民热线"),
    ("《青石统战》公众号刊登信息21篇。", "《青石统战》公众号"),
    ("启动全国第五次经济普查登记。", "全国第五次经济普查"),
]


@pytest.mark.parametrize(("sentence", "name"), NAMES)
def test_the_name_is_the_texts_own_without_the_verb_before_it(sentence: str, name: str) -> None:
    assert name in [s.name for s in told("systems", sentence)]


STATUS = [
    ("建成青石区智慧养老服务平台。", "built"),
    ("依托青石区智慧养老服务平台开展服务。", "in use"),
    ("加快建设青石区智慧养老服务平台。", "under construction"),
    ("计划建设青石区智慧养老服务平台。", "planned"),
]


@pytest.mark.parametrize(("sentence", "status"), STATUS)
def test_the_status_is_what_the_clause_says(sentence: str, status: str) -> None:
    assert [s.status for s in told("systems", sentence)] == [status]


def test_a_record_carries_operator_opening_and_figures() -> None:
    (found,) = told("systems", "6月1日，青石区智慧养老服务平台上线，注册用户3200人，受理订单860单。")
    assert found.operator == "青石区民政局"
    assert found.since == "2024-06-01"
    assert [(f.indicator, f.value, f.unit) for f in found.figures] == [("注册用户", "3200", "人"), ("受理订单", "860", "单")]


def test_one_system_under_two_names_is_one_record_of_its_entry() -> None:
    found = told("systems", "“青石民政”公众号上线。全年“青石民政”微信公众号推送文章56篇。")
    assert [s.name for s in found] == ["“青石民政”微信公众号"]
    assert [f.value for f in found[0].figures] == ["56"]


NONE = [
    "《青石区政务云平台管理办法》印发。",  # a title is not what it tells of
    "中心下设青石地质环境监测站、青石林场。",  # a body
    "本校教师参加网络培训263人次。",  # attendance
]


@pytest.mark.parametrize("sentence", NONE)
def test_titles_bodies_and_attendance_are_no_systems(sentence: str) -> None:
    assert told("systems", sentence) == []


def test_a_paragraph_tells_one_system_once_under_its_longest_name() -> None:
    assert [s.name for s in told("systems", "采购青石区政务云平台运维服务，加强政务云平台运维。")] == ["青石区政务云平台"]


KNOWN_AS = [
    # the sentences of two entries, the names of the system
    ("建成青石区智慧养老服务平台。", "智慧养老服务平台受理订单860单。", {"青石区智慧养老服务平台", "智慧养老服务平台"}),
    ("“青石民政”公众号上线。", "“青石民政”微信公众号推送文章56篇。", {"“青石民政”公众号", "“青石民政”微信公众号"}),
    ("建成农村集体资产登记管理系统（简称“三资监管平台”）。", "录入“三资监管平台”合同56份。", {"农村集体资产登记管理系统", "“三资监管平台”"}),
]


@pytest.mark.parametrize(("one", "other", "names"), KNOWN_AS)
def test_a_system_that_the_book_calls_by_two_names_is_known_as_both(one: str, other: str, names: set[str]) -> None:
    filling = "全区养老服务有序推进。" * 40
    book = book_of(f"# 社会事业\n\n## 民政\n\n**【概况】** {one}{filling}\n\n**【服务】** {filling}{other}\n\n（区民政局）\n")
    assert [{s.name, *s.known_as} for s in extract(book, "systems")] == [names, names]


def test_like_systems_of_two_places_are_not_one() -> None:
    found = told("systems", "录入云岭镇智慧养老服务平台，" + "全区养老服务有序推进。" * 40 + "录入松坪镇智慧养老服务平台。")
    assert [s.known_as for s in found] == [(), ()]
