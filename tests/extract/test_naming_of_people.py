"""People: who is named, as what, of which body, and how sure the reading is. Add a sentence and the people a reader would note."""

from __future__ import annotations

import pytest
from invented_entry import book_of, told

from tongjian.extract import extract, record

PROSE = [
    # sentence, [(name, role, status)]
    ("6月3日，区委书记陆承川调研民政工作。", [("陆承川", "区委书记", "in office")]),
    ("区长沈若岚、副区长唐棣陪同。", [("沈若岚", "区长", "in office"), ("唐棣", "副区长", "in office")]),
    ("省民政厅党组书记、厅长韩叙白一行来区考察。", [("韩叙白", "省民政厅党组书记、厅长", "in office")]),
    ("会议选举何苇为区残联理事长。", [("何苇", "区残联理事长", "in office")]),
    ("会议同意骆青山辞去会长职务。", [("骆青山", "辞去会长职务", "left office")]),
    ("王振国、李若梅（女）、赵子明当选副会长。", [("王振国", "副会长", "in office"), ("李若梅", "副会长", "in office"), ("赵子明", "副会长", "in office")]),
    ("周明远获全省民政系统先进个人表彰。", [("周明远", "全省民政系统先进个人", "honour")]),
    ("区社会福利院孙晓岚被评为“青石好人”之一。", [("孙晓岚", "“青石好人”", "honour")]),
    ("青石海川养老服务有限公司总经理吴思远荣获“敬老之星”称号。", [("吴思远", "总经理；“敬老之星”", "honour")]),
    ("郑怀民等3人荣获“最美社工”称号。", [("郑怀民", "“最美社工”", "honour")]),
    ("侦破了以钱某为首的诈骗案。", [("钱某", "为首的诈骗案", "mention")]),
    ("社员冯立春所写《山水青石》获征文三等奖。", [("冯立春", "社员；征文三等奖", "honour")]),
    ("号召全区干部向陈志远同志学习。", [("陈志远", "学习", "mention")]),
    ("组织党员参观蒋南山烈士纪念馆。", [("蒋南山", "烈士纪念馆", "mention")]),
    ("郭某某将银行卡售予他人，以帮助信息网络犯罪活动罪提起公诉。", [("郭某某", "帮助信息网络犯罪活动罪涉案人", "mention")]),
    ("审结的程某诉青石区某镇人民政府不履行拆迁补偿协议案入选典型案例。", [("程某", "原告（不履行拆迁补偿协议案）", "mention")]),
    ("社员冯立春在石盘、松坪、跳山进行口腔保健知识宣讲。", [("冯立春", "社员；口腔保健知识宣讲", "mention")]),
    ("赴中共青石支部旧址（谢怀安故居）开展教育。", [("谢怀安", "中共青石支部旧址（故居）", "mention")]),
    ("宣传“时代楷模”许林生的故事。", [("许林生", "时代楷模；的故事", "mention")]),
    ("有奥运冠军苏晓晴相关实物档案。", [("苏晓晴", "奥运冠军；相关实物档案", "mention")]),
    ("县委书记王振国离职，周明远接任。", [("王振国", "县委书记", "left office"), ("周明远", "县委书记", "in office")]),
    ("县长韩叙白离职，王振国代理县长。", [("韩叙白", "县长", "left office"), ("王振国", "代理县长", "in office")]),
    ("受到时任省科学院院长韩叙白的接见。", [("韩叙白", "省科学院院长", "in office")]),
    ("市外办主任王振国一行和副主任周明远来区调研。", [("王振国", "市外办主任", "in office"), ("周明远", "副主任", "in office")]),
]

NOBODY = [
    "提升人民群众安全感。",
    "抓好常态化疫情防控，组织区政协委员视察。",
    "召开区委宣传部部长会议，安排部署金秋助学。",
    "跳山镇石盘村获评全国文明村。",
    "9月被授予陆军少将军衔。",
    "树种以马尾松、柏木为主。",
    "学习贯彻习近平新时代中国特色社会主义思想。",
    "下设办公室主任1名、副主任2名。",
    "高校毕业生、和谐社区、万众创新、文明单位、严格程序。",
]


@pytest.mark.parametrize(("sentence", "expected"), PROSE)
def test_a_sentence_names_its_people_with_what_they_are(sentence: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(p.name, p.role, p.status) for p in told("people", sentence)] == expected


@pytest.mark.parametrize("sentence", NOBODY)
def test_a_word_that_begins_like_a_name_is_no_person(sentence: str) -> None:
    assert [p.name for p in told("people", sentence)] == []


def test_the_firm_before_a_post_is_the_persons_body_and_the_section_is_where_no_body_is_named() -> None:
    firm, own = told("people", "青石海川养老服务有限公司总经理吴思远出席。周明远获全省先进个人表彰。")
    assert firm.org == "青石海川养老服务有限公司"
    assert own.org == "青石区民政局"


def test_sex_is_told_only_where_the_book_tells_it() -> None:
    found = {p.name: p.sex for p in told("people", "选举王振国、李若梅（女）、赵子明（土家族）为区残联理事。")}
    assert found == {"王振国": None, "李若梅": "女", "赵子明": None}


def test_a_name_known_from_elsewhere_in_the_book_is_found_without_a_title() -> None:
    between = "全区养老机构开展服务质量提升行动。" * 10
    found = told("people", f"区社会福利院院长孙晓岚主持会议。{between}开展孙晓岚先进事迹宣讲12场。")
    assert [(p.name, p.status) for p in found] == [("孙晓岚", "in office"), ("孙晓岚", "mention")]


def test_a_bare_mention_beside_a_record_of_the_same_person_adds_nothing() -> None:
    found = told("people", "区社会福利院院长孙晓岚主持会议。孙晓岚指出，要抓好落实。")
    assert [(p.name, p.status) for p in found] == [("孙晓岚", "in office")]


def test_two_sentences_of_one_election_make_one_record() -> None:
    found = told("people", "组成以王振国、赵子明等9人为理事的理事会。王振国、赵子明、李若梅当选副会长。")
    assert [(p.name, p.role) for p in found] == [("王振国", "理事、副会长"), ("赵子明", "理事、副会长"), ("李若梅", "副会长")]


LISTS = """# 名录

## 2024年青石区领导名录

**中共青石区委员会**

*（一）在任*

- 陆承川 | 区委书记

- 方远 | 区委副书记、政法委书记（6月开始担任）

*（二）调离*

- 邵明霁 | 区委常委、宣传部部长（8月调离）

**青石区人民政府**

- 沈若岚 | 区委副书记、区长

# 光荣榜

## 2024年青石区获省级以上表彰的先进个人

- 姓名 | 获奖名称 | 颁奖单位

- 周明远 | 全省先进工作者 | 省人民政府

- 孙晓岚 | 敬老之星 | 民政部

## 2024年青石区获省级以上表彰的先进集体

- 获奖单位 | 获奖名称 | 颁奖单位

- 高桥村 | 全省文明村 | 省文明委
"""


def test_a_name_list_gives_post_body_dates_and_whether_the_post_was_left() -> None:
    found = [(p.name, p.role, p.org, p.status, p.from_, p.to) for p in extract(book_of(LISTS), "people") if p.status != "honour"]
    assert found == [
        ("陆承川", "区委书记", "中共青石区委员会", "in office", None, None),
        ("方远", "区委副书记、政法委书记", "中共青石区委员会", "in office", "2024-06", None),
        ("邵明霁", "区委常委、宣传部部长", "中共青石区委员会", "left office", None, "2024-08"),
        ("沈若岚", "区委副书记、区长", "青石区人民政府", "in office", None, None),
    ]


def test_honours_of_persons_are_people_and_honours_of_bodies_are_not() -> None:
    found = [(p.name, p.role, p.org) for p in extract(book_of(LISTS), "people") if p.status == "honour"]
    assert found == [("周明远", "全省先进工作者", "省人民政府"), ("孙晓岚", "敬老之星", "民政部")]


def test_a_record_has_the_fields_of_the_contract() -> None:
    book = book_of(LISTS)
    printed = record(book, extract(book, "people")[1])
    assert {"name", "role", "org", "sex", "status", "from", "to", "start", "end", "line", "page", "node", "quote"} <= set(printed)
    assert printed["from"] == "2024-06"


BRACKETS = [
    # post of a row under 中共青石区委员会, [(post, from, to, status)]
    ("区委副书记（11月晋升一级巡视员）", [("区委副书记", None, None, "in office"), ("一级巡视员", "2024-11", None, "in office")]),
    ("区委常委、副区长（6月任区委常委）", [("区委常委", "2024-06", None, "in office"), ("副区长", None, None, "in office")]),
    ("区委党组书记、主任（7月免党组书记）", [("区委党组书记", None, "2024-07", "left office"), ("主任", None, None, "in office")]),
    ("区政协副主席（6月不再担任商会会长）", [("区政协副主席", None, None, "in office"), ("商会会长", None, "2024-06", "left office")]),
    ("区委副书记（1月至9月担任宣传部部长，9月担任区委副书记）", [("区委副书记", "2024-09", None, "in office"), ("宣传部部长", "2024-01", "2024-09", "left office")]),
    ("区委常委、纪委书记（8月调离）", [("区委常委、纪委书记", None, "2024-08", "left office")]),
    ("副区长（3月至8月）", [("副区长", "2024-03", "2024-08", "left office")]),
    ("区委常委（兼）", [("区委常委（兼）", None, None, "in office")]),
]


@pytest.mark.parametrize(("post", "expected"), BRACKETS)
def test_each_date_of_a_bracket_goes_to_the_post_that_it_names(post: str, expected: list[tuple[str, str | None, str | None, str]]) -> None:
    book = book_of(f"# 名录\n\n## 2024年青石区领导名录\n\n**中共青石区委员会**\n\n- 陆承川 | {post}\n\n- 方远 | 区委常委\n")
    assert [(p.role, p.from_, p.to, p.status) for p in extract(book, "people") if p.name == "陆承川"] == expected


ORGS = [
    # sentence in a section of 区委办公室, whose body each person is
    ("区委书记陆承川、区长沈若岚出席会议。", ["青石区委", "青石区政府"]),
    ("市政协副主席韩叙白来区调研。", ["市政协"]),
    ("主任周明远主持会议。", ["青石区委"]),
    ("市供销社副主任韩叙白、二级巡视员王振国陪同调研。", ["市供销社", "市供销社"]),
    ("区委书记、区农村（社区）“三资”清理领导小组组长陆承川出席。", ["青石区委"]),
]


@pytest.mark.parametrize(("sentence", "expected"), ORGS)
def test_a_post_that_names_its_body_never_takes_the_sections(sentence: str, expected: list[str]) -> None:
    assert [p.org for p in told("people", sentence, byline="区委办公室")] == expected


def test_an_election_tells_since_when_a_post_is_held() -> None:
    found = told("people", "11月29日，召开区残联第五次代表大会，会议同意骆青山辞去理事长职务，选举何苇为区残联理事长。")
    assert [(p.name, p.from_, p.to) for p in found] == [("骆青山", None, "2024-11-29"), ("何苇", "2024-11-29", None)]


def test_what_bears_a_persons_name_is_not_what_the_person_did() -> None:
    assert [(p.name, p.role) for p in told("people", "奥运冠军苏晓晴出席。" + "全区体育事业发展。" * 20 + "开工建设苏晓晴全民健身中心。")][-1] == ("苏晓晴", "全民健身中心（冠名）")
