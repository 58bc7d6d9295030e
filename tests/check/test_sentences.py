"""Sentences of yearbooks, right and wrong, beside each rule's own examples. A person of the trade can add rows: `code: sentence`."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tongjian.book import Book
from tongjian.check import Context, Profile, check
from tongjian.check.terms import Term, shipped
from tongjian.check.terms.narrow import matches, needs

Lay = Callable[..., Book]
PAGES = ("编辑说明\n《青石年鉴（2025）》记述青石区2024年的情况。全书设“概览”“政治”“经济”“社会事业”等类目。", "概览\n区情\n【位置面积】青石区面积96平方千米。")

WRONG = """
STY101: 全年接待游客约12万余人次。
STY101: 收到来信近200余件。
STY101: 参加培训的大约有50人左右。
STY101: 资金到位率达到98%以上，至少20户以上受益。
STY101: 最多不超过30人以内。
STY101: 新增就业将近3000余人。
STY101: 投入资金超过500余万元。
STY101: 全长约8公里左右。
STY102: 收到意见建议1287余条。
STY102: 平均增速为6.35余个百分点。
STY151: 总投资2亿5千万元。
STY151: 植树3千余株。
STY152: 合格率达百分之98。
STY153: 增速在6-8%之间。
STY153: 税率由3至5%调整。
STY154: 二零二四年三月，成立联盟。
STY155: 三四类设施改造完成。
STY156: 增长6。5%。
STY158: 每组五、六人。
STY158: 相距二、三公里。
STY159: 每亩增收1～2万元。
STY160: 2024年05月，开工建设。
STY201: 今年新增学位500个。
STY201: 比去年增长5%。
STY202: 目前已建成10处。
STY202: 近几年来，投入逐年增加。
STY202: 协会成立于2008年，自成立以来至今已举办20届。
STY203: 98年底，建成投产。
STY203: 05年3月，改制为公司。
STY204: 70年代，修建水库。
STY205: 新建的医院是建国以来规模最大的。
STY205: 解放后，改名青石镇。
STY206: 民国三十九年，办学堂。
STY207: 截止12月31日，完成投资3亿元。
STY207: 截止目前，办结150件。
STY208: 日均每天客流3万人次。
STY209: 上世纪50年代，建成大坝。
STY301: 我县新建公路3条。
STY301: 我局全年检查企业120家。
STY301: 我们先后走访了30户。
STY302: 李青川同志主持会议。
STY302: 王大山先生捐款10万元。
STY302: 学习周远舟同志先进事迹。
STY303: 市委领导来我区调研。
STY305: 本县共有乡镇12个。
STY306: 填补我国空白2项。
STY401: 流转土地2300亩。
STY403: 产量达300斤。
STY403: 建筑面积5000平米。
STY403: 土石方2.5万立方。
STY404: 重量达5KG。
STY404: 建设10KV线路8条。
STY405: 浓度为25mg/立方米。
STY406: 平均气温摄氏18.5度。
STY407: 实现销售收入3.2亿，税收1200万元。
STY407: 累计拨付补助资金460万。
STY407: 授信总额5.6亿。
STY408: 投入资金20万元元。
STY409: 采集影像资料120G，照片3000张。
STY501: 事故起数下降2倍。
STY501: 成本降低了1.5倍。
STY502: 收入比城区少2倍。
STY503: 城镇化率提高1.2%。
STY503: 就业率比上年下降0.5%。
STY503: 所占比重比上年增加3%。
STY505: 较上年同期同比增长6%。
STY506: 增幅回落，工业下降-2.1%。
STY507: 优良率提高2%个百分点。
STY508: 产值翻了3倍。
STY801: 加大工作步伐，提前完工。
STY801: 加快项目建设力度。
STY802: 原因是由于管理不善造成的。
STY802: 本着实事求是为原则。
STY802: 涌现出见义勇为的周远舟为代表的一批先进人物。
STY803: 荣获全市先进企业名单。
STY804: 凯旋归来的运动员受到欢迎。
STY809: 办理提案36篇。
STY809: 接待来访群众120余件。
NAM301: 区爱委会组织消毒。
NAM302: 由村长负责管理。
NAM311: 产品出口到台湾、日本等5个国家。
NAM312: 引进外资企业12家，其中香港3家。
NAM313: 接待澳港台同胞30人。
NAM313: 推动大陆与香港交流。
NAM314: 全县GDP增长6.2%。
NAM314: 场馆免费提供WIFI。
PUN101: 开展“阳光行动专项整治。
PUN101: 区文化馆（位于东山路全年开放。
PUN201: 印发《养老办法》、《托育办法》。
PUN202: 建成学校3所。。新增学位200个。
PUN203: 全区有小学12所,中学5所。
PUN204: 区图书馆（总馆)开放。
PUN207: 主要工作：1、负责全区公路建设管理。
PUN208: 整治道路、桥梁、等设施。
PUN208: 种植水稻、小麦、以及油菜。
PUN209: 他说：“一切为了群众。”，与会者鼓掌。
PUN210: 完成十三五规划评估。
PUN215: 开展“阳光行动，”全面整治。
PUN216: 印发《青石区养老办法》（以下简称“《办法》”）。
PUN217: 有柑橘、李子……等。
PUN218: 做法有三。第一、健全机构。
TXT101: 按装路灯120盏。
TXT101: 幅员辽阔，辐员广大。
TXT101: 发放宜传资料3000份。
TXT101: 贯澈会议精神。
TXT101: 举办陪训班12期。
TXT103: 开展的的行动。
TXT104: 取的了明显成效。
TXT105: 陪孤寡老人渡过春节。
TXT106: 群众反应强烈的问题得到解决。
TXT108: 部份路段封闭施工。
TXT110: 徳育工作稳步推进。
TXT111: 传达十八大五中全会精神。
TXT112: 3岁下儿童免费体检。
TXT203: 贯彻《中华人民共和国未成年保护法》。
TXT203: 培育社会主义核心价直观。
TXT203: 城镇居民人均可支配收人4万元。
TXT301: 加强社区食堂运营管理和监督检查力量，新增3处。加强社区食堂运营管理和监督检查力量，提升水平。
TXT302: 检查餐饮、住宿、娱乐、餐饮场所20家。
TXT304: 新建养老服务中心养老服务中心3个。
"""

RIGHT = """
STY101: 全年接待游客约12万人次，收到来信200余件。
STY101: 节约资金30余万元，签约企业50余家。
STY101: 附近20余户居民受益。
STY101: 60岁以上老人近3000人。
STY101: 超过100人参加比赛，共30余场。
STY102: 收到意见建议1280余条，投入125余万元。
STY151: 总投资2.5亿元，建成3千米管道。
STY152: 走访20多个村。
STY153: 增速在6%～8%之间，2020—2024年增长8%。
STY154: 二〇二四年三月，农历正月初一。
STY155: 走访三四户，一二三产业融合。
STY156: 检查餐饮单位，5个街道参加。
STY158: 一、二等奖各3名，三、四年级参加。
STY159: 每亩增收1万～2万元。
STY160: 编号为2024-05-12的文件。
STY201: 2024年新增学位500个，上年为300个。
STY201: 会议强调“今年要开好头”。
STY202: 推进项目前期工作，召开节目前期会议。
STY202: 2024年末已建成10处。
STY203: 从业35年，建厂30年初具规模。
STY203: 28年党龄的党员获纪念章。
STY204: 20世纪70年代，修建水库。
STY205: 中华人民共和国成立后，改名青石镇。
STY206: 民国二十六年，办学堂。
STY207: 报名于5月30日截止，截至年底办结。
STY208: 日均客流3万人次，人均住房30平方米。
STY209: 20世纪50年代，建成大坝。
STY301: 开展“我和我的祖国”合唱，教育学生忘我工作。
STY301: 我省籍作家的表述出自《我省风物》。
STY302: 走访老同志30人，党员同志20人。
STY302: 先生小镇项目开工。
STY303: 市委领导到青石区调研。
STY305: 本区域联系企业，基本县情调查，本市场交易。
STY305: 成本局限于材料，根本区别在于管理。
STY306: 自我国有资产管理体制建立以来。
STY401: 流转土地153公顷，受理亩均论英雄评价企业30家。
STY403: 产量达300千克，3担保公司注册。
STY404: 重量达5kg，建设10kV线路。
STY405: 浓度为25毫克/立方米，人均绿地12m²/人。
STY406: 平均气温18.5摄氏度。
STY407: 人口120万，种植果树30万，株行距合理。
STY407: 实现销售收入3.2亿元，税收1200万元。
STY408: 完成2万户户籍核对，每个个案均建档，发放每人人均补贴。
STY409: 建设5G基站120个，升级千兆光纤。
STY501: 产值增长2倍，能耗下降20%。
STY502: 比上年少2家，比标准高3倍。
STY503: 城镇化率提高1.2个百分点，提高到65%。
STY505: 比上年同期增长6%。
STY506: 工业下降2.1%，在-5℃环境中试验。
STY507: 优良率提高2个百分点。
STY508: 产值翻两番，增长3倍。
STY801: 加大工作力度，加快建设步伐，打造高质量发展示范区。
STY802: 以便民为原则，原因是管理不善。
STY802: 涌现出以周远舟为代表的一批先进人物。
STY803: 荣获全市先进企业称号，入选资助项目名单。
STY804: 运动员凯旋，受到欢迎。
STY809: 办理提案36件，发现问题120个，发表论文30篇。
NAM301: 区爱卫会组织消毒，友爱委员会活动。
NAM302: 乡村长效管护机制建立，村民委员会主任负责。
NAM311: 产品出口到台湾、日本等5个国家和地区。
NAM311: 香港、澳门及国家级专家到会。
NAM313: 接待港澳台同胞30人，促进内地与香港交流。
NAM314: 全县地区生产总值增长6.2%。
PUN101: 开展“阳光行动”，印发《〈养老办法〉细则》。
PUN201: 印发《养老办法》（2024年版）、《托育办法》。
PUN202: 会议指出：“要为民办实事。”会后签约。
PUN203: GB/T 1.1—2020适用，总计1,234人。
PUN204: 区图书馆（总馆）开放。
PUN207: 主要工作：1.负责全区公路建设，3、4月间植树。
PUN208: 整治道路、桥梁等设施，评定质量、等级。
PUN209: 他说：“一切为了群众。”与会者鼓掌。
PUN210: 编制“十四五”规划。
PUN215: 开展“阳光行动”，全面整治。
PUN216: 印发《青石区养老规划》（以下简称《规划》）。
PUN217: 有柑橘、李子等。
PUN218: 第一、第二小学合并。
TXT101: 支付局部改造款，收人民来信，投人民币，加入民盟的会员3人。
TXT101: 便宜传统小吃，清理结未结案件。
TXT103: 和谐社区，在在建项目中，行行出状元。
TXT104: 取得明显成效，有效的推进机制。
TXT106: 应急反应机制完善。
TXT108: 各部份额不等，部分路段封闭施工。
TXT111: 传达十九届六中全会、十九大精神。
TXT112: 3岁以下儿童免费体检，印发《经费管理办法》。
TXT203: 构建社会主义核心价值体系，开展社会主义教育。
TXT203: 贯彻《中华人民共和国环境保护法》《中华人民共和国环境保护税法》。
TXT203: 大渡桥横，国家税务局旧址，不忘初心牢记使命。
TXT301: 新增床位20张，改造设施3处。新增床位30张，改造设施5处。
TXT302: 选举主席1人、副主席2人、秘书长1人。
TXT304: 综合执法支队支队长出席，落实党组织组织生活制度。
"""


def _rows(table: str) -> list[tuple[str, str]]:
    return [(code, sentence) for code, _, sentence in (row.partition(": ") for row in table.strip().splitlines())]


@pytest.mark.parametrize(("code", "sentence"), _rows(WRONG))
def test_what_is_wrong_is_said(lay: Lay, code: str, sentence: str) -> None:
    assert check(lay(*PAGES, f"社会事业\n教育\n【甲】{sentence}"), select=(code,)), f"{code} is silent on: {sentence}"


@pytest.mark.parametrize(("code", "sentence"), _rows(RIGHT))
def test_what_is_right_is_left_alone(lay: Lay, code: str, sentence: str) -> None:
    found = check(lay(*PAGES, f"社会事业\n教育\n【甲】{sentence}"), select=(code,))
    assert not found, f"{code} fires on: {sentence}: {[f.message for f in found]}"


@pytest.mark.parametrize("term", [t for t in shipped() if t.pattern], ids=lambda t: t.code)
def test_looking_only_where_a_needed_word_stands_loses_nothing(lay: Lay, term: Term) -> None:
    examples = [s for t in shipped() if t.code == term.code for s in (*t.fires, *t.silent)]
    rows = [*(s for _, s in _rows(WRONG + RIGHT)), *examples]
    context = Context(lay(*PAGES, "社会事业\n教育\n" + "\n".join(f"【{n}】{s}" for n, s in enumerate(rows))), Profile())
    text = context.book.text
    plain = list(re.finditer(term.pattern, text))
    assert [m.span() for m in matches(context, term.pattern, text)] == [m.span() for m in plain]
    assert all(any(word in m[0] for word in words) for words in needs(term.pattern).sets for m in plain)


@pytest.mark.parametrize(
    ("pattern", "sets", "width"),
    [
        ("(?:日报|晚报)、", [{"日报、", "晚报、"}], 4),
        ("(?<=[年月])至今(?!未)", [{"至今"}], 4),
        ("增长[^，。]{1,5}(?:余|多)?倍", [{"增长"}, {"余倍", "多倍", "倍"}], 10),
        ("(?:原因是[^，。]{2,9}所致|目的[^，。]{2,9}为目的)", [{"原因是", "为目的"}], 15),
        ("增长[^，。]*倍", [{"增长"}, {"倍"}], 0),
        (r"\d{2,9}|\d年", [], 10),
        ("(?i)gdp", [], 4),
    ],
)
def test_what_every_match_needs_is_read_off_the_expression(pattern: str, sets: list[set[str]], width: int) -> None:
    assert [set(s) for s in needs(pattern).sets] == sets and needs(pattern).width == width
