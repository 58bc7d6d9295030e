"""Typed text without pages comes out as its editor would draw it, whatever marks the house uses."""

from __future__ import annotations

import pytest

from tongjian.book import Book, account
from tongjian.read.text import source_of
from tongjian.structure import build


def outline(text: str) -> list[str]:
    """The tree as lines: two spaces a level, 【】 round entries, ▲ before subentries, the signature behind."""
    source = source_of(text, "青石年鉴.txt", "utf-8", [])
    book: Book = build(source)
    assert account(book, source.text) == []
    rows = []
    for i, node in enumerate(book.nodes):
        title = {"entry": f"【{node.title}】", "subentry": f"▲{node.title}"}.get(node.level, node.title)
        rows.append("  " * len(book.ancestors(i)) + title + (f"（{node.byline}）" if node.byline else ""))
    return rows


WITH_CONTENTS = """青石年鉴（2025）

目    录

综合经济管理…………………………20
  发展和改革…………………………20
  统计…………………………………22
社会事业………………………………30
  教育…………………………………30

综合经济管理

发展和改革

　　【概况】2024年，青石区发展和改革局内设科室6个，在编职工31人。
　　全区重点项目开工42个，竣工20个。
　　【重点项目】2024年，全区实施重点项目85个，完成投资66亿元。
　　（区发展改革局）

统  计

　　【经济普查】完成第五次全国经济普查登记，普查单位4120家。
（区统计局  王小明）

社会事业

教育

　　【概况】2024年末，全区有学校45所。
（撰稿：李华）
"""

WITH_SQUARES = """青石县年鉴2023

农业

种植业

■概况　2022年，全县粮食播种面积24万亩，总产量10.2万吨。

■高标准农田建设　2022年，全县新建高标准农田3万亩。

▲石门片区　在石门镇实施，面积1.2万亩。

林业

■概况　2022年，全县森林覆盖率45.2%。

工业

综述

■概况　2022年，全县规模以上工业企业65家。
"""

GAZETTEER = """青石市志（1991—2010）

第一编  建置

第一章  政区

第一节  位置  面积

    青石市位于云泽省东部，总面积2100平方千米。

第二节  区划

    1991年，全市辖12个镇、8个乡。

    石门镇  位于市区东部，辖12个村。1995年撤乡设镇。
    平湖镇  位于市区西部，辖9个村。
    红山镇  位于市区北部，辖15个村。

第二章  人口

第一节  规模

    2010年末，全市有65.2万人。
"""


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        (
            WITH_CONTENTS,
            [
                "综合经济管理",
                "  发展和改革（区发展改革局）",
                "    【概况】",
                "    【重点项目】",
                "  统计（区统计局王小明）",
                "    【经济普查】",
                "社会事业",
                "  教育（李华）",
                "    【概况】",
            ],
        ),
        (
            WITH_SQUARES,
            [
                "农业",
                "  种植业",
                "    【概况】",
                "    【高标准农田建设】",
                "      ▲石门片区",
                "  林业",
                "    【概况】",
                "工业",
                "  综述",
                "    【概况】",
            ],
        ),
        (
            GAZETTEER,
            [
                "第一编建置",
                "  第一章政区",
                "    第一节位置面积",
                "    第二节区划",
                "      【石门镇】",
                "      【平湖镇】",
                "      【红山镇】",
                "  第二章人口",
                "    第一节规模",
            ],
        ),
    ],
    ids=["contents list", "squares and triangles", "编章节 with run-in titles"],
)
def test_headings_are_found_by_steps_contents_and_place(text: str, tree: list[str]) -> None:
    found = outline(text)
    assert found[1:] == tree  # the first line is the matter before the first part


def test_one_paragraph_a_line_stays_one_paragraph_a_line() -> None:
    text = "青石区民政局工作总结\n2024年，全区发放救助金412.6万元。\n新建养老机构2家，总床位达到1204张。\n办理结婚登记1630对，比上年减少4.1%。\n"
    book = build(source_of(text, "稿.txt", "utf-8", []))
    assert book.text.count("\n") == 3


SPEECHES = """青石年鉴（2025）

特载

政府工作报告
——2025年1月8日在青石区第九届人民代表大会第四次会议上
青石区区长 林远山

各位代表：
现在，我代表区人民政府向大会报告工作，请予审议。
一、2024年工作回顾
过去一年，我们攻坚克难，地区生产总值增长6.1%，城镇新增就业4200人。
二、2025年工作安排
今年，我们要做好以下工作。
（一）稳住经济增长。新开工项目42个，竣工20个，让我们的底盘更稳。
（二）办好民生实事。新建幼儿园3所，改造老旧小区12个，增设公交线路2条。

在全区经济工作会议上的讲话
（2025年1月20日）
周海宁
同志们：
这次会议的任务，是总结去年工作，部署今年任务。我们要认清形势。

综合经济管理

统计

　　【经济普查】完成第五次全国经济普查登记，普查单位4120家。
　　【统计服务】2024年，区统计局报送信息142条，被采用68条。
（区统计局  王小明）

财政

　　【财政收入】2024年，青石区一般公共预算收入完成16.9亿元，增长3.1%。
（区财政局）
"""


def test_what_opens_with_a_salutation_is_a_speech_and_its_chapters_stay_in_it() -> None:
    assert outline(SPEECHES)[1:] == [
        "特载",
        "  政府工作报告",
        "    【一、2024年工作回顾】",
        "    【二、2025年工作安排】",
        "      ▲（一）稳住经济增长",
        "      ▲（二）办好民生实事",
        "  在全区经济工作会议上的讲话",
        "综合经济管理",
        "  统计（区统计局王小明）",
        "    【经济普查】",
        "    【统计服务】",
        "  财政（区财政局）",
        "    【财政收入】",
    ]
    kinds = {node.title: node.kind for node in build(source_of(SPEECHES, "青石年鉴.txt", "utf-8", [])).nodes}
    assert (kinds["政府工作报告"], kinds["在全区经济工作会议上的讲话"]) == ("report", "speech")


def test_a_report_alone_is_a_report_whatever_stands_above_its_salutation() -> None:
    text = "下载\n打印\n2025年青石区政府工作报告\n——2025年1月8日在青石区第九届人民代表大会第四次会议上\n来源：青石日报\n区长 林远山\n各位代表：\n" + "我们要做好今年的各项工作，让群众满意。\n" * 4
    found = build(source_of(text, "报告.txt", "utf-8", []))
    assert [(n.title, n.kind) for n in found.nodes][-1] == ("2025年青石区政府工作报告", "report")


def test_a_greeting_told_of_in_an_entry_is_no_speech() -> None:
    text = SPEECHES.partition("政府工作报告")[0] + "专记\n\n灯会\n\n　　【灯会开幕】2024年2月，主持人说：“各位来宾：请入座。”灯会开幕，观众3200人。\n　　【灯会闭幕】3月，灯会闭幕。\n"
    assert not any(n.kind in ("speech", "report") for n in build(source_of(text, "年鉴.txt", "utf-8", [])).nodes)
