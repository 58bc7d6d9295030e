"""Events of chronicle and prose. Add a sentence and the dates on which it says that something happened."""

from __future__ import annotations

import pytest
from invented_entry import book_of, told

from tongjian.extract import extract, record

CHRONICLE = """# 大事记

## 1月

**3日**，区委经济工作会议在区会展中心召开。

**9日—11日**，青石区第十四届人民代表大会第四次会议举行。

**是月**，区图书馆新馆对外开放。

## 2月

**22日**，云岭大桥建成通车。
"""


def test_a_chronicle_gives_an_event_an_item_with_month_and_year_from_its_heads() -> None:
    found = [(e.date, e.date_end, e.what) for e in extract(book_of(CHRONICLE), "events")]
    assert found == [
        ("2024-01-03", None, "区委经济工作会议在区会展中心召开"),
        ("2024-01-09", "2024-01-11", "青石区第十四届人民代表大会第四次会议举行"),
        ("2024-01", None, "区图书馆新馆对外开放"),
        ("2024-02-22", None, "云岭大桥建成通车"),
    ]


def test_an_event_knows_where_it_happened() -> None:
    assert extract(book_of(CHRONICLE), "events")[0].where == "区会展中心"


PROSE = [
    # sentence, dates
    ("6月18日，区社会福利院新院启用。", ["2024-06-18"]),
    ("3月，区养老服务中心挂牌。", ["2024-03"]),
    ("3月5日，召开动员会，同日，区残联举行义诊。", ["2024-03-05"]),
    ("区社会福利院成立于1991年，2006年更名为区福利中心。", ["1991", "2006"]),
    ("该工程于年底对外开放。", ["2024-12"]),
    ("计划2025年底建成。", ["2025-12"]),
    ("“七一”期间，局机关开展慰问活动。", ["2024-07-01"]),
    ("在“6•26”禁毒日，会同区少年宫举办书画展。", ["2024-06-26"]),
    ("召开全区养老服务工作推进会议。", ["2024"]),
    ("区社会福利院荣获“全省敬老文明号”称号。", ["2024"]),
    # a date that opens a clause begins an event of its own
    ("1961年改为石盘区，1963年又改为跳山公社。", ["1961", "1963"]),
    ("1988年3月建立党支部.1990年5月，区社会福利院更名。", ["1988-03", "1990-05"]),
    ("2016年，区社会福利院完成适老化改造项目，投资2亿元。", ["2016"]),
    # what there is, what is counted and what is compared is no event
    ("截至2024年底，全区有养老机构9家。", []),
    ("2024年，全区有老年人8.9万人。", []),
    ("召开局务会议12次。", []),
    ("比2023年增长5%。", []),
    ("印发《养老服务三年行动方案（2022—2024年）》。", []),
    ("深化养老服务改革。", []),
    ("1991年，农业机械总动力8762千瓦。", []),
    ("2020年是全面小康的收官之年。", []),
    ("年底，全区已建成燃气管道554千米。", []),
    ("连续多年被评为“全省敬老文明号”。", []),
    ("区社会福利院先后荣获“全省敬老文明号”称号。", []),
    ("果实11月中下旬完全着色，成熟期在12月中旬。", []),
]


@pytest.mark.parametrize(("sentence", "expected"), PROSE)
def test_a_sentence_tells_when_something_happened(sentence: str, expected: list[str]) -> None:
    assert [e.date for e in told("events", sentence)] == expected


TWICE = CHRONICLE + """
# 城乡建设

## 交通

**【概况】** """ + "全区公路养护有序推进。" * 50 + """

**【云岭大桥】** 2月22日，云岭大桥建成通车，全长1.2千米。2月22日，区交通局召开党组会。

（区交通局）
"""


def test_an_event_told_by_chronicle_and_department_is_one_event_with_two_citations() -> None:
    book = book_of(TWICE)
    bridges = [e for e in extract(book, "events") if "大桥" in e.what]
    assert [(book.quote(e.start, e.end)[:9], [book.quote(a, b)[:9] for a, b in e.also]) for e in bridges] == [("22日，云岭大桥建", ["2月22日，云岭大"])]
    told_twice = record(book, bridges[0])
    assert [set(place) for place in told_twice["also"]] == [{"start", "end", "line", "line_end", "page", "sheet", "block", "node", "quote"}]
    assert told_twice["also"][0]["node"] != told_twice["node"]


APART = [
    # chronicle item, sentence of a department: two events
    ("22日，青石区工商联第三次代表大会召开，选举产生新一届执委会。", "2月22日，召开青石区工商联第四次代表大会，选举产生新一届执委会。"),
    ("22日，云岭大桥开工建设，计划工期两年。", "2月22日，云岭大桥竣工，工期两年。"),
    ("22日，“青石之春”音乐会在区剧院举行，群众踊跃观看。", "2月22日，“翰墨飘香”音乐会在区剧院举行，群众踊跃观看。"),
    ("22日，云岭大桥建成通车。", "3月22日，云岭大桥建成通车。"),
]


@pytest.mark.parametrize(("item", "sentence"), APART)
def test_tellings_that_contradict_are_two_events(item: str, sentence: str) -> None:
    book = book_of(f"# 大事记\n\n## 2月\n\n{item}\n\n# 城乡建设\n\n## 交通\n\n**【概况】** " + "全区公路养护有序推进。" * 50 + f"\n\n**【要事】** {sentence}\n\n（区交通局）\n")
    found = extract(book, "events")
    assert len(found) == 2 and not any(e.also for e in found)


WHO = [
    ("2月22日，区民政局党组书记、局长李青山率队到云岭镇调研。", ("区民政局党组书记、局长李青山",)),
    ("2月22日，“邻里节”活动举行。", ()),
    ("2月22日，与白沙县民政局签订合作协议。", ("青石区民政局", "白沙县民政局")),
    ("2月22日，区养老服务中心成立。", ("区养老服务中心",)),
    ("6月，顺利召开第五次会员代表大会。", ("青石区民政局",)),
    ("2月22日，邀请白沙县民政局来区调研。", ("青石区民政局",)),
    ("青石区残联第五届委员会第二次全体会议于2024年5月28日召开。", ("青石区残联第五届委员会",)),
    ("青石海川养老服务有限公司创建于1993年。", ("青石海川养老服务有限公司",)),
    ("2月22日，青石区庆祝中国共产党成立103周年大会举行。", ()),
    ("该工程于2月22日完成验收。", ()),
    ("2月22日，区商会邀请海川公司来区考察。", ("区商会",)),
]


@pytest.mark.parametrize(("sentence", "expected"), WHO)
def test_who_acted_is_a_body_or_a_person_with_the_post(sentence: str, expected: tuple[str, ...]) -> None:
    assert [e.who for e in told("events", sentence)] == [expected]


def test_who_was_founded_is_told_by_the_title_where_the_sentence_begins_so() -> None:
    found = told("events", "成立于1994年，位于石盘路540号。1998年更名。", title="青石农村商业银行云岭支行", section="银行")
    assert [(e.date, e.who) for e in found] == [("1994", ("青石农村商业银行云岭支行",)), ("1998", ("青石农村商业银行云岭支行",))]


def test_every_date_of_a_life_is_an_event_of_the_person_and_a_bare_month_is_of_the_year_told_last() -> None:
    found = told("events", "生于1945年6月，青石县人。1966年1月参加工作，11月起任石盘公社秘书。1984年3月至1985年1月在省委党校学习。", title="陆承川", section="人物简介")
    assert [(e.date, e.date_end, e.who, e.what) for e in found] == [
        ("1945-06", None, ("陆承川",), "生于1945年6月，青石县人"),
        ("1966-01", None, ("陆承川",), "参加工作"),
        ("1966-11", None, ("陆承川",), "任石盘公社秘书"),
        ("1984-03", "1985-01", ("陆承川",), "在省委党校学习"),
    ]


def test_the_end_that_a_clause_goes_on_to_tell_ends_the_event() -> None:
    assert [(e.date, e.date_end) for e in told("events", "该项工作于2024年2月开展，至6月底结束。")] == [("2024-02", "2024-06")]
