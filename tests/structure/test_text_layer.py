"""A two-column PDF's text layer comes out as its editor would draw it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import text_layer
from tongjian.book import Book, account
from tongjian.read.text import source_of
from tongjian.structure import build

Lay = Callable[..., Book]

NOTE = """编辑说明
一、《青石年鉴（2025）》是反映青石区2024年度情况的综合年鉴，由青石区人民
政府主办。全书分为“政治”“经济”“社会事业”“镇、街道”4个部分，另附“大事记”。
"""

POLITICS = """民    政
【概况】  2024 年，青石区民政局内设科室 6 个，
在编职工 31 人，全年发放救助金 412.6 万元，比
上年增长 3.2%。全区有养老机构 9 家，床位 1204
张。
【社会救助】  城市低保对象 812 户 1203 人，农
村低保对象 640 户 1011 人，临时救助 96 人次，发
放资金 18.4
政    治
"""

POLITICS_2 = """万元。开展“冬日送暖”行动，走访困难家庭 300 户。
（区民政局）
审  计  局
【概况】  2024 年，青石区审计局完成审计项目 22
个，查出主要问题金额 1.3 亿元。
（区审计局）
"""


def titles(book: Book, level: str) -> list[str]:
    return [n.title for n in book.nodes if n.level == level]


def test_a_part_title_printed_last_on_its_first_page_stands_before_the_page(lay: Lay) -> None:
    book = lay(NOTE, POLITICS, POLITICS_2)
    assert titles(book, "part") == ["编辑说明", "政治"]
    part = next(n for n in book.nodes if n.title == "政治")
    assert part.displaced
    assert book.body(book.nodes.index(part)).startswith("民政\n【概况】")


def test_a_figure_cut_by_the_page_is_whole_again(lay: Lay) -> None:
    book = lay(NOTE, POLITICS, POLITICS_2)
    assert "发放资金18.4万元。" in book.text


def test_sections_entries_and_signatures_are_found(lay: Lay) -> None:
    book = lay(NOTE, POLITICS, POLITICS_2)
    assert titles(book, "section") == ["民政", "审计局"]
    assert titles(book, "entry") == ["概况", "社会救助", "概况"]
    assert [n.byline for n in book.nodes if n.level == "section"] == ["区民政局", "区审计局"]


def test_an_entry_text_excludes_its_title_and_the_signature(lay: Lay) -> None:
    book = lay(NOTE, POLITICS, POLITICS_2)
    entries = [i for i, n in enumerate(book.nodes) if n.level == "entry"]
    assert book.body(entries[0]).startswith("2024年，青石区民政局") and book.body(entries[0]).endswith("1204张。")
    assert book.body(entries[1]).endswith("走访困难家庭300户。")


def test_a_group_signed_once_keeps_its_sections_together(lay: Lay) -> None:
    book = lay(
        NOTE,
        """农    业
概    述
【概况】  2024 年，全区实现农业总产值 2.1 亿元。
种  植  业
【粮食生产】  粮食播种面积 812 公顷，产量 4100 吨。
水    利
【水利工程】  整治山坪塘 12 口。
（区农业农村委）
工    业
【概况】  规模以上工业企业 88 家。
（区经信委）
经    济
""",
    )
    group = next(n for n in book.nodes if n.title == "农业")
    assert group.kind == "group" and group.byline == "区农业农村委"
    assert [book.nodes[i].title for i in book.children[book.nodes.index(group)]] == ["概述", "种植业", "水利"]
    other = next(n for n in book.nodes if n.title == "工业")
    assert book.path(book.nodes.index(other)) == ["经济"]


def test_running_head_and_folio_in_mid_sentence_leave_the_sentence_whole(lay: Lay) -> None:
    page = """【概况】  2024 年，全区新建公园 4 个，改造绿
地 12 公顷，栽植乔木 3200 株，城市绿化率达
青石年鉴（2025）
26
41.5%，比上年提高 0.6 个百分点。
"""
    book = lay(NOTE, page)
    assert "城市绿化率达41.5%" in book.text
    assert [f.kind for f in book.furniture] == ["running head", "folio"]


def test_printed_page_numbers_are_counted_on_from_the_ones_that_survive(lay: Lay) -> None:
    full = "【概况】  全年办理案件 10 件，\n受理群众来信，逐件答复，\n件件有回音。\n"
    book = lay(NOTE, full + "青石年鉴（2025）\n26\n", full, full)
    labels = [page.label for page in book.pages]
    assert labels[1:4] == ["26", "27", "28"]
    assert book.place(len(book.text) - 2, len(book.text) - 1).page == "28"


@pytest.mark.parametrize(
    ("row", "title"),
    [
        ("3 日下午，青石大桥合龙。", "3日下午"),
        ("26 日—28 日，区第六次党代会召开。", "26日—28日"),
        ("是日，区图书馆新馆开放。", "是日"),
        ("是月，全区投放共享单车 300 辆。", "是月"),
        ("12 日上午，青石区与邻县签订协议。", "12日上午"),
    ],
)
def test_a_chronicle_item_is_an_entry_titled_by_its_date_words(lay: Lay, row: str, title: str) -> None:
    book = lay(NOTE, f"1 月\n2 日，全区经济工作会议召开。\n{row}\n大 事 记\n")
    assert titles(book, "entry")[-1] == title
    assert next(n.kind for n in book.nodes if n.title == "大事记") == "chronicle"


def test_a_short_sentence_behind_the_title_becomes_an_inferred_subentry(lay: Lay) -> None:
    book = lay(
        NOTE,
        """【环境治理】  碧水行动。推进青石河沿线 14 个排口整
治，全年水质达到Ⅲ类标准。
蓝天行动。更新新能源公交车 40 辆，空气质量
优良天数 312 天。
社 会 事 业
""",
    )
    subs = [n for n in book.nodes if n.level == "subentry"]
    assert [n.title for n in subs] == ["碧水行动", "蓝天行动"] and all(n.inferred for n in subs)


def test_a_text_without_any_structure_becomes_one_part_of_paragraphs() -> None:
    source = source_of("今天下雨。\n明天也下雨。\n", "便条.txt", "utf-8", [])
    book = build(source)
    assert [(n.level, n.title, n.inferred) for n in book.nodes] == [("part", "便条", True)]
    assert account(book, source.text) == []


PIECES = st.sampled_from(
    [" ", "\n", "\n\n", "\n ", "【概况】", "2024 年，", "12.5%", "亿元", "。", "民    政", "（区民政局）", "1 月", "是日，", "政    治", "序号 名称 数量", "1 甲 20 30", "续表", "26",
     "青石年鉴（2025）", "一、综合", "张    三  区长", "\t", "\u3000", "碧水行动。", "青石区发〔2024〕1 号 关于", "\r\n", "——", "图 1  人口", "Big Data"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_no_character_is_lost_invented_or_printed_twice_whatever_the_text(text: str) -> None:
    source = source_of(text, "x.txt", "utf-8", [])
    book = build(source)
    assert account(book, text) == []
    for index, node in enumerate(book.nodes):
        assert 0 <= node.start <= node.body[0] <= node.body[1] <= node.end <= len(book.text)
        if node.parent >= 0:
            parent = book.nodes[node.parent]
            assert node.parent < index and parent.start <= node.start and node.end <= parent.end


def test_text_layer_helper_opens_each_page_with_one_space() -> None:
    assert text_layer("甲\n乙", "丙").split("\n") == [" 甲", "", "乙", " 丙"]


def test_a_heading_behind_a_table_heads_the_next_section_not_the_table(lay: Lay) -> None:
    book = lay(
        NOTE,
        """民    政
【社团登记】  全年新登记社会团体 4 个。
2024年青石区社会团体一览表
序号 社会团体名称 成立时间
1 青石区书法协会 2024-01-10
2 青石区羽毛球协会 2024-03-02
3 青石区果蔬种植协会 2024-05-11
4 青石区志愿者联合会 2024-08-20
劳动和就业
【概况】  全年城镇新增就业 4120 人。
（区人社局）
社 会 事 业
""",
    )
    assert titles(book, "section") == ["民政", "劳动和就业"]
    assert len(book.tables[0].rows) == 5


def test_the_head_over_a_list_that_goes_on_is_furniture_not_a_new_section(lay: Lay) -> None:
    award = "\n".join(f"区第{n}小学 市级文明校园 市精神文明办" for n in "一二三四五六")
    book = lay(
        NOTE,
        f"""2024 年青石区获市级以上表彰奖励的先进集体
获奖单位 获奖名称 颁奖单位
{award}
光  荣  榜
""",
        """获奖单位 获奖名称 颁奖单位
区图书馆 全民阅读先进单位 市文旅局
区文化馆 群众文化先进单位 市文旅局
""",
    )
    assert titles(book, "section") == ["2024年青石区获市级以上表彰奖励的先进集体"]
    assert any(f.kind == "running head" for f in book.furniture)


def test_a_heading_cut_inside_a_word_is_one_heading(lay: Lay) -> None:
    book = lay(
        NOTE,
        """民    政
【概况】  全区发放救助金 412.6 万元。
（区民政局）
中共青石区纪检委员
会、青石区监察委员会
【纪委全会】  召开区纪委全会 1 次，部署年度工作。
（区纪委监委）
政    治
""",
    )
    assert titles(book, "section") == ["民政", "中共青石区纪检委员会、青石区监察委员会"]


def test_a_signature_named_like_its_section_signs_the_section_and_not_the_group(lay: Lay) -> None:
    book = lay(
        NOTE,
        """社会生活
居民收入
【概况】  2024 年，全区居民人均可支配收入 41200 元。
民    政
【社会救助】  临时救助 96 人次。
（区民政局）
老  龄
【概况】  60 岁以上老年人 4.2 万人。
（区老龄办）
社 会 事 业
""",
    )
    signed = {n.title: n.byline for n in book.nodes if n.level == "section"}
    assert signed == {"社会生活": None, "居民收入": None, "民政": "区民政局", "老龄": "区老龄办"}


def test_two_cells_of_a_flattened_table_are_not_a_phrase_run_on_twice(lay: Lay) -> None:
    from tongjian.check import check

    page = """民    政
【养老服务】  全年建成养老服务中心 2 个。
建成石桥镇养老服务中心。 石桥镇养老服务中心
石桥镇养老服务中心一期建成投用。
东门街道养老服务站 东门街道养老服务站、
望溪街道养老服务站完成建设。
（区民政局）
政    治
"""
    assert [f for f in check(lay(NOTE, page)) if f.code == "TXT304"] == []
    wrong = page.replace("全年建成养老服务中心", "全年建成养老服务中心养老服务中心")
    assert [f.code for f in check(lay(NOTE, wrong)) if f.code == "TXT304"] == ["TXT304"]
