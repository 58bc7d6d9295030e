"""Lists and tables of a plain text: each document, honour and numbered paragraph is a node; cells come back where they are certain."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tongjian.book import Book, account, mendings
from tongjian.book.content import content
from tongjian.publish.markdown import markdown
from tongjian.read import markdown as reader
from tongjian.read.text import source_of
from tongjian.structure import build

Lay = Callable[..., Book]

NOTE = """编辑说明
一、《青石年鉴（2025）》全书分为“特载”“政治”“经济”“社会事业”4个部分，另附“大事记”“光荣榜”“文件索引”。
"""

SPEECH = """特    载
青石区人民政府工作报告
——2025 年 1 月 9 日在青石区第十四届人民代表大会上
一、2024 年工作回顾
过去一年，全区上下团结一心，攻坚克难，较好完成各项任务。
（一）产业支撑更加有力。规模以上工业企业达到 88 家，
新增 6 家，工业投资增长 12%。
1. 抓项目。开工项目 42 个，竣工 20 个。
2. 抓企业。减免税费 3.84 亿元，帮助企业融资 12 亿元。
（二）城乡面貌更加宜居。新建公园 4 个，改造绿地 12 公顷。
3. 抓品质。整治背街小巷 18 条，更新管网 26 千米。
专栏 1：2024 年城市更新项目
东门片区更新、临江步道二期、望溪湿地公园二期。
二、2025 年工作安排
今年要办好十件民生实事，让发展成果惠及全区群众。
"""

DOCUMENTS = """文 件 索 引
序号 发布文号 文件名称 发布机关
1 青石委发〔2024〕1 号 关于做好乡村振兴工作的意见 区委
2 青石委发〔2024〕5 号
关于加快建设现代制造业强区若干
问题的决定
区委、
区政府
"""

HONOURS = """光 荣 榜
2024 年青石区获市级以上表彰的先进集体
获奖单位 获奖名称 颁奖单位
区审计局 全国审计系统先进集体 审计署
石门镇新建村 全国文明村
中央文明办
区图书馆 全省最美图书馆 省文化厅
"""


def children(book: Book, title: str) -> list[str]:
    index = next(i for i, node in enumerate(book.nodes) if node.title == title)
    return [book.nodes[i].title for i in book.children.get(index, ())]


def test_numbered_paragraphs_of_a_speech_stand_under_one_another(lay: Lay) -> None:
    book = lay(NOTE, SPEECH)
    assert children(book, "一、2024年工作回顾") == ["（一）产业支撑更加有力", "（二）城乡面貌更加宜居"]
    assert children(book, "（一）产业支撑更加有力") == ["1.抓项目", "2.抓企业"]
    assert children(book, "3.抓品质") == ["专栏1：2024年城市更新项目"]


def test_each_document_of_the_index_is_a_node_with_its_whole_row(lay: Lay) -> None:
    book = lay(NOTE, DOCUMENTS)
    found = [(node.title, book.quote(*node.body)) for node in book.nodes if node.level == "entry"]
    assert found == [
        ("关于做好乡村振兴工作的意见", "1 青石委发〔2024〕1号 关于做好乡村振兴工作的意见 区委"),
        ("关于加快建设现代制造业强区若干问题的决定", "2 青石委发〔2024〕5号 关于加快建设现代制造业强区若干问题的决定 区委、区政府"),
    ]


def test_an_honour_is_a_node_where_its_row_is_whole_and_only_there(lay: Lay) -> None:
    book = lay(NOTE, HONOURS)
    assert [node.title for node in book.nodes if node.level == "entry"] == ["区审计局", "区图书馆"]
    assert [book.body(i) for i, node in enumerate(book.nodes) if node.title == "区审计局"] == ["区审计局\t全国审计系统先进集体\t审计署"]


@pytest.mark.parametrize("page", [SPEECH, DOCUMENTS, HONOURS], ids=["speech", "documents", "honours"])
def test_such_nodes_come_back_from_markdown(lay: Lay, page: str) -> None:
    book = lay(NOTE, page)
    assert content(build(reader.read(markdown(book).encode(), "书.md"))) == content(book)


TABLE = """工    业
【概况】  2024 年，全区规模以上工业企业 88 家。
2024 年青石区主要指标完成情况表
序号 指标名称 单位 属性 完成数
1 地区生产总值增速 （%） 预期性 6
2 工业增加值增速 （%） 预期性 8
3 森林覆盖率 （%） 约束性 ≥ 40
4 每千人口拥有 3 岁以下婴幼儿托位数 （个） 预期性 3.6
5 建成区路网密度
（千米/
平方千米）
预期性 6.25
6 新增就业人数 （人） 预期性 8000
备注：托位数按常住人口计算。
（区发展改革委）
经    济
"""


def test_cells_come_back_where_only_one_way_of_parting_a_record_fits_the_columns(lay: Lay) -> None:
    book = lay(NOTE, TABLE)
    (table,) = book.tables
    rows = [[book.text[c.start : c.end] for c in row] for row in table.rows]
    assert not table.scrambled and table.header == 1
    assert rows[3:6] == [
        ["3", "森林覆盖率", "（%）", "约束性", "≥40"],
        ["4", "每千人口拥有3岁以下婴幼儿托位数", "（个）", "预期性", "3.6"],
        ["5", "建成区路网密度", "（千米/平方千米）", "预期性", "6.25"],
    ]
    assert [book.text[slice(*note)] for note in table.notes] == ["备注：托位数按常住人口计算。"]


def test_a_record_that_can_be_parted_in_two_ways_leaves_the_table_as_lines(lay: Lay) -> None:
    book = lay(NOTE, TABLE.replace("2 工业增加值增速 （%）", "2 工业 增加值 增速").replace("（%）", "百分比"))
    (table,) = book.tables
    assert table.scrambled


def test_the_head_repeated_on_the_next_page_is_furniture_and_the_table_goes_on(lay: Lay) -> None:
    rows = "".join(f"{n} 青石区第{n}养老服务站 2019-05-{n:02d}\n" for n in range(1, 9))
    more = "".join(f"{n} 青石区第{n}养老服务站 2020-06-{n:02d}\n" for n in range(9, 15))
    page = f"民    政\n【概况】  2024 年，全区有养老服务站 14 个。\n2024 年养老服务站一览表\n序号 名称 成立时间\n{rows}社 会 事 业\n"
    book = lay(NOTE, page, f"序号 名称 成立时间\n{more}（区民政局）\n")
    (table,) = book.tables
    assert len(table.rows) == 15 and [f.kind for f in book.furniture] == ["repeated head"]


def test_what_was_put_together_or_taken_out_of_tables_is_told(lay: Lay) -> None:
    assert {m.kind for m in mendings(lay(NOTE, TABLE))} >= {"rebuilt cell"}


def typed(text: str) -> Book:
    return build(source_of(text, "青石年鉴（2025）.txt", "utf-8", []))


def rows(book: Book) -> list[tuple[str, str]]:
    """Each entry with its words, cells parted by a stroke."""
    return [(node.title, book.body(i).strip("\n").replace("\t", "|").replace("\n", "/")) for i, node in enumerate(book.nodes) if node.level == "entry"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "组织机构及领导名录\n\n中共青石区委员会\n书　　记　沈若岚（女）\n副 书 记　王　明　李国强\n\n区人民政府\n区　　长　王　明\n",
            [("中共青石区委员会", "书记|沈若岚（女）/副书记|王明|李国强"), ("区人民政府", "区长|王明")],
        ),
        ("领导名录\n\n区民政局\n王　明　　局长\n李国强　　副局长（5月任）\n\n区财政局\n赵文清　　局长\n刘　芳　　副局长\n", [("区民政局", "王明|局长/李国强|副局长（5月任）"), ("区财政局", "赵文清|局长/刘芳|副局长")]),
        ("人物名录\n\n区民政局\n局　长：王　明\n副局长：李国强、张　晓\n", [("区民政局", "局长：|王明/副局长：|李国强、|张晓")]),
        ("文件目录\n\n关于做好乡村振兴工作的意见　青石委发〔2024〕1号\n关于加快建设制造业强区的决定　青石委发〔2024〕5号\n", [("关于做好乡村振兴工作的意见", "关于做好乡村振兴工作的意见|青石委发〔2024〕1号"), ("关于加快建设制造业强区的决定", "关于加快建设制造业强区的决定|青石委发〔2024〕5号")]),
        ("重要文件目录\n\n1.《青石区乡村振兴实施意见》（青石委发〔2024〕1号）\n", [("青石区乡村振兴实施意见", "1.《青石区乡村振兴实施意见》（青石委发〔2024〕1号）")]),
        ("先进集体名录\n\n全国先进集体\n区审计局　全国审计系统先进集体　审计署\n区图书馆　全国最美图书馆　文化和旅游部\n", [("区审计局", "区审计局|全国审计系统先进集体|审计署"), ("区图书馆", "区图书馆|全国最美图书馆|文化和旅游部")]),
    ],
    ids=["posts before names", "names before posts", "posts with a colon", "title before number", "titles in 《》", "honours without a head"],
)
def test_lists_of_other_houses(text: str, found: list[tuple[str, str]]) -> None:
    book = typed(text)
    assert rows(book) == found
    assert account(book, text) == []
