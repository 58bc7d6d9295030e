"""Documents, tables and organisations as records."""

from __future__ import annotations

import pytest
from invented_entry import book_of, told

from tongjian.extract import extract
from tongjian.extract.organisations import kind_of

INDEX = """# 文件索引

- 序号 | 发布文号 | 文件名称 | 发布机关

- 1 | 青石委发〔2024〕1号 | 关于做好乡村振兴工作的实施意见 | 区委、区政府

- 2 | 青石府发〔2024〕8号 | 关于公布非物质文化遗产名录的通知 | 区政府
"""


def test_the_document_index_is_read_row_by_row() -> None:
    assert [(d.number, d.title, d.issuer) for d in extract(book_of(INDEX), "documents")] == [
        ("青石委发〔2024〕1号", "关于做好乡村振兴工作的实施意见", "区委、区政府"),
        ("青石府发〔2024〕8号", "关于公布非物质文化遗产名录的通知", "区政府"),
    ]


DOCUMENTS = [
    ("根据《青石区养老服务办法》（青石府发〔2024〕3号）发放补贴。", [("青石府发〔2024〕3号", "青石区养老服务办法", None)]),
    ("按照青石民发〔2024〕12号文件执行。", [("青石民发〔2024〕12号", None, None)]),
    ("印发《青石区殡葬改革方案》。", [(None, "青石区殡葬改革方案", "青石区民政局")]),
    ("7月1日，区政府办公室印发《青石区防汛预案》。", [(None, "青石区防汛预案", "青石区政府办公室")]),
    ("学习《民法典》，观看《青石往事》。", []),
]


@pytest.mark.parametrize(("sentence", "expected"), DOCUMENTS)
def test_documents_of_prose_have_number_title_and_issuer_as_far_as_the_text_says(sentence: str, expected: list[tuple[str | None, str | None, str | None]]) -> None:
    assert [(d.number, d.title, d.issuer) for d in told("documents", sentence)] == expected


TABLE = """# 社会事业

## 教育

**【概况】** 2024年，青石区教育事业稳步发展。

| 镇、街道 | 学校数（所） | 在校学生（人） |
|---|---|---|
| 临江街道 | 12 | 8600 |
| 高桥镇 | 5 | 2140 |
| 合计 | 17 | 10740 |

（区教育局）
"""


def test_a_table_keeps_its_heads_rows_and_sums() -> None:
    (table,) = extract(book_of(TABLE), "tables")
    assert table.columns == ("镇、街道", "学校数（所）", "在校学生（人）")
    assert table.rows[0] == ("临江街道", "12", "8600")
    assert table.total_rows == (("合计", "17", "10740"),)


def test_every_cell_of_a_table_is_a_fact_of_its_row() -> None:
    found = {(f.subject, f.indicator): (f.value, f.unit, f.period) for f in extract(book_of(TABLE), "facts")}
    assert found["临江街道", "学校数"] == ("12", "所", "2024")
    assert found["高桥镇", "在校学生"] == ("2140", "人", "2024")
    assert found["青石区", "在校学生"] == ("10740", "人", "2024")


KINDS = [
    ("青石区民政局", "government"),
    ("青石海川科技有限公司", "firm"),
    ("青石区人民医院", "hospital"),
    ("云岭中学", "school"),
    ("青石区残联", "society"),
    ("中共青石区委员会", "party"),
    ("青石区人大常委会", "congress"),
    ("青石区政协", "consultative conference"),
    ("青石区人民法院", "court"),
    ("高桥村", "community"),
    ("养老服务科", "inner unit"),
    ("地形地貌", None),
]


@pytest.mark.parametrize(("name", "kind"), KINDS)
def test_a_bodys_ending_says_its_kind(name: str, kind: str | None) -> None:
    assert kind_of(name) == kind


def test_a_body_and_its_short_name_are_one_record() -> None:
    found = {o.name: o for o in told("organisations", "青石区社会福利协会（以下简称“区福协”）成立。联合区卫生健康委、青石海川养老服务有限公司开展服务。")}
    assert "区福协" in found["青石区社会福利协会"].short_names
    assert found["青石区民政局"].short_names == ("区民政局",)
    assert found["青石海川养老服务有限公司"].kind == "firm"


def test_inner_units_are_told_apart_from_bodies() -> None:
    found = {o.name: o.kind for o in told("organisations", "区民政局内设办公室、社会救助科、养老服务科、财务审计科4个科室。")}
    assert found["社会救助科"] == found["养老服务科"] == "inner unit"


CHANGES = [
    # sentence, [(what, of, into, date)]
    ("3月，区水务局更名为区水利局。", [("renamed", ("青石区水务局",), "青石区水利局", "2024-03")]),
    ("5月1日，将区信访接待中心、区应急协调中心整合为区群众服务中心。", [("merged", ("青石区信访接待中心", "青石区应急协调中心"), "青石区群众服务中心", "2024-05-01")]),
    ("撤销松坪镇和石盘乡。", [("abolished", ("松坪镇", "石盘乡"), None, None)]),
    ("7月，组建青石区大数据应用中心。", [("founded", (), "青石区大数据应用中心", "2024-07")]),
    ("青石区文化和旅游委员会加挂青石区文物局牌子。", [("also named", ("青石区文化和旅游委员会",), "青石区文物局", None)]),
    ("成立党支部，撤销区卫生健康委所属岗位。", []),  # not a body of its own name; not what is abolished
]


@pytest.mark.parametrize(("sentence", "expected"), CHANGES)
def test_what_became_of_a_body_stands_at_every_body_it_touches(sentence: str, expected: list[tuple[str, tuple[str, ...], str | None, str | None]]) -> None:
    found = told("organisations", sentence)
    assert list(dict.fromkeys((c.what, c.of, c.into, c.date) for o in found for c in o.changes)) == expected
    for _, old, new, _ in expected:
        assert {o.name for o in found if o.changes} == {*old, *([new] if new else [])}


NO_BODIES = [
    # sentence, what is no body of its own
    ("区残联被区委评为先进单位。", "残联被"),
    ("清理规范行业协会商会收费。", "规范"),
    ("青石路地块新建小学竣工。", "新建小学"),
    ("区政府和区残联慰问残疾人代表。", "和"),
    ("市委组织部举办专题培训班。", "举办"),
    ("“青石妇女大学法”宣讲走进社区。", "妇女大学"),
    ("引进管理咨询有限公司3家。", "管理咨询"),
    ("走访云岭学会等7个协会。", "7个"),
]


@pytest.mark.parametrize(("sentence", "words"), NO_BODIES)
def test_verbs_projects_and_two_bodies_in_one_breath_are_no_bodys_name(sentence: str, words: str) -> None:
    assert [o.name for o in told("organisations", sentence) if words in o.name] == []


KINDS_OF_BODY = [
    ("民建青石区第四届委员会成立。", "party group"),
    ("政协青石区委员会召开全会。", "consultative conference"),
    ("青石区文化和旅游发展委员会挂牌。", "government"),
    ("青石区发展和改革委员会印发通知。", "government"),
]


@pytest.mark.parametrize(("sentence", "kind"), KINDS_OF_BODY)
def test_the_kind_of_a_body_is_what_its_name_says(sentence: str, kind: str) -> None:
    assert kind in [o.kind for o in told("organisations", sentence)]


ISSUERS = [
    # sentence in a section of 区民政局, who issued the document
    ("贯彻落实省委办公厅、省政府办公厅印发《关于减轻基层负担的若干措施》。", ["省委办公厅、省政府办公厅"]),
    ("联合区财政局、区审计局印发《青石区社会救助资金管理办法》。", ["青石区民政局、青石区财政局、区审计局"]),
    ("印发《中共青石区委关于推动养老服务高质量发展的决定》。", ["中共青石区委"]),
    ("印发《民政信息》131期，《统计分析》64期。", []),
]


@pytest.mark.parametrize(("sentence", "expected"), ISSUERS)
def test_a_documents_issuer_is_who_the_sentence_or_the_title_names(sentence: str, expected: list[str]) -> None:
    assert [d.issuer for d in told("documents", sentence)] == expected


def test_one_document_named_in_several_places_is_one_record_at_its_number() -> None:
    index = INDEX.replace("关于公布非物质文化遗产名录的通知", "关于印发青石区养老服务三年行动方案的通知")
    book = book_of("# 社会事业\n\n## 民政\n\n**【概况】** 印发《青石区养老服务三年行动方案》。\n\n（区民政局）\n\n" + index)
    (found,) = [d for d in extract(book, "documents") if "养老" in (d.title or "")]
    assert (found.number, found.issuer, [book.quote(*place) for place in found.also]) == ("青石府发〔2024〕8号", "区政府", ["《青石区养老服务三年行动方案》"])


NAMES = [
    # sentence, bodies that it names whole
    ("党员参观青石革命博物馆。", ["青石革命博物馆"]),
    ("以合作形式与青石海川医药集团股份有限公司签约。", ["青石海川医药集团股份有限公司"]),
    ("天然气由青石燃气集团股份有限公司云岭分公司供应。", ["青石燃气集团股份有限公司云岭分公司"]),
    ("社区有青石区实验幼儿园春草园。", ["青石区实验幼儿园春草园"]),
    ("区政协召开专题活动协调会。", []),
]


@pytest.mark.parametrize(("sentence", "expected"), NAMES)
def test_a_bodys_name_has_its_tail_and_no_word_of_the_sentence_before_it(sentence: str, expected: list[str]) -> None:
    found = {o.name for o in told("organisations", sentence)}
    assert set(expected) <= found and not any(len(name) > len(body) and body in name for name in found for body in expected)
    assert not any("活动协" in name for name in found)
