"""Systems: the sentences of systems.toml, and what a record says of status, operator, time and figures."""

from __future__ import annotations

import pytest
from invented_entry import told

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
    ("化工企业运用身份证识别和人脸识别系统实施比对。", "化工企业身份证识别和人脸识别系统"),
    ("“青石发布”微信公众号推送文章120篇。", "“青石发布”微信公众号"),
    ("开展“每日一课”线上培训，开通“书香青石”网上书柜。", "“书香青石”网上书柜"),
    ("新增注册认证微博、抖音、快手3个平台账号。", "微博、抖音、快手平台账号"),
    ("实现“110”接处警可视化监督全覆盖。", "“110”报警服务"),
    ("配备执法记录仪90余台、无人机2台。", "执法记录仪、无人机"),
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
