"""The words round a figure: what is indicator, what is time, adverb or verb of being; change, kind and status."""

from __future__ import annotations

import re
from functools import lru_cache

from tongjian.language.quantities import Quantity

# what a change is measured against: a time, a census, a plan; up to where the word of change begins
_AGAINST = (
    r"(?:上年|去年|上一年|前年|年初|期初|上届|上次|上月|上季|上期|同期|计划|预算|以往|以前|此前|前[一二两三四五六七八九十]+年|[一二两三四五六七八九十]+年前|法定[^，]{0,4}|(?:19|20)\d{2}年|第[一二三四五六七八九]次|“?十[一二三四五]五”?)"
    r"(?:年?同期|年度|年?[末底初]|时期?|决算数?|预算数?|执行数?|完成数|平均数?|平均水平|同口径|最[高低][值点]|峰值|水平|[^，。；\d]{0,8}普查(?:时|数据)?|（[^（）]*）|相比|的)*[^，]{0,3}?(?:相比)?(?:（下同）)?"
)
_UP = "增长|上升|提高|增加|上涨|提升|增幅|增速|升幅|涨幅|扩大|攀升|增收|增支|多收|多支|上浮|递增|净增[加长]?|(?<![新倍递激猛净扩调])增"
_DOWN = "下降|减少|降低|回落|缩小|压缩|缩短|减幅|降幅|下滑|下浮|下跌|负增长|递减|收窄|压减|减收|减支|少收|少支|净减少?|(?<![净缩递裁核调])减|(?<![上下升调])降"
CHANGE = re.compile(
    rf"(?P<noun>.*?)(?P<basis>(?:同比|环比|(?<![占对参可])(?:比|较|与){_AGAINST}))?"
    r"(?P<each>(?:分别|均|又|各|再|平均|实际|名义|净|年均|人均每月|人均月|每人每月|累计)*)"
    rf"(?P<word>(?:(?P<up>{_UP})|(?P<down>{_DOWN})))(?:(?P<named>率)|幅|了|幅度)?(?:为|达|达到|约|近|超|超过|了|高达)?$"
)
# the verb before its object: `比上年同期压缩警情近40%`
CHANGE_OF = re.compile(
    r"(?P<each>)(?P<named>)(?P<basis>同比|环比|(?:比|较|与)(?:上年|去年|上年同期|去年同期|同期)(?:相比)?)[^，]{0,6}?(?P<word>(?P<up>增长|上升|提高|增加|提升|扩大)|(?P<down>下降|减少|降低|压缩|缩短|压减))(?P<noun>[\u4e00-\u9fff]{2,14}?)(?:约|近|达|超|超过)?$"
)
BASE_ALONE = re.compile(rf"^(?:同?比|较){_AGAINST}$")  # `比上年的20万吨增1万吨`: the figure behind is what it was
_CALLED = {"增": "增加", "增收": "增加", "增支": "增加", "多收": "增加", "多支": "增加", "净增": "净增加", "减": "减少", "减收": "减少", "减支": "减少", "少收": "减少", "少支": "减少", "净减": "净减少", "降": "下降"}


def called(word: str) -> str:
    """How a change is named in an indicator: `增`, `增支` → `增加`."""
    return _CALLED.get(word, word)


_WHEN = r"(?:(?:今年|本年|当年|全年|(?:19|20)\d{2}年度?)?(?:第?[一二三四]季度|前[一二三]季度|[上下]半年|\d{1,2}月?[—–～~至-]\d{1,2}月(?:份)?)(?:末|底|（[^（）]{2,16}）)?，?)"
_NUMBERED = r"(?:\d{1,2}[、．]|\d{1,2}\.(?!\d)|[（(]\d{1,2}[）)]|[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、是](?![一二三四五六七八九十])(?=[\u4e00-\u9fff]{2})|第[一二三四五六七八九十][，、]|\d{5,8}[-—])"
_LEADING = re.compile(
    r"^(?:" + _NUMBERED + r"|" + _WHEN + r"|（[^（）]{1,8}）[、，]|——|其中|包?含(?=[\u4e00-\u9fff]{2})|有(?=[\u4e00-\u9fff]{2})|另|另有|同时|并(?![网轨购列入行举发])|且|还|共|共计|合计|总计|全年|年内|今年|当年|本年|[三五十]年来?(?![级行规期制计])(?=[\u4e00-\u9fff]{2})|该[月日]|翌年|次年|[这该](?![年月日])(?=[\u4e00-\u9fff]{3})|[把将](?=[\u4e00-\u9fff]{2})|(?:[一二三四五六七八九十]{1,2}[区县市])有|全区|全县|全市|全省|全州|全镇|全街道|全乡|我[省市县区州旗]|辖区内?|(?:[区县市镇乡村境场院校]|街道)内仅?|仅有|本区|本县|已经?|均|先后|实际|以及|和|及(?!时)|与(?!会)|截至目前|目前|现|"
    r"加上?(?=上级|上年|返还|税收返还|调入|转移)|减去?(?=上解)|(?:力争|确保|争取(?=[到实完达新])|预计|预期(?!寿命|目标|性)|计划(?!生育|免疫|单列|总?投资|投入))(?:到(?:20)?\d{2}年底?，?)?(?:实现|完成|达到|使)?(?=[\u4e00-\u9fff]{2})|(?:城区|市区|市辖区|城镇|乡镇|农村)?(?:共|现)?有(?=[\u4e00-\u9fff]{2})|"
    r"截[至止][^，]{0,14}?[底末日月年](?:，)?|(?:19|20)\d{2}[—–～~-](?:19|20)\d{2}年，?|该年|同意|至?(?:19|20)\d{2}年(?:度)?(?:末|底)?(?:\d{1,2}月(?:\d{1,2}日)?(?:底|末|份)?)?(?:，)?|年末|年底|\d{1,2}月(?:份|底|末|\d{1,2}日)?(?:，)?|上半年|下半年|，|、|：|）|的|是|为|约(?![束定谈见])|达(?!成|标|产)|实现(?=.{3})|完成(?=[\u4e00-\u9fff]{2,14}(?:投资额?|产值|增加值|收入|支出|税收|总额|利润|销售额|零售额)$))"
)
_TRAILING = re.compile(
    r"(?:分别|有望|(?<![平人户亩])均|(?<!公)共|共计|合计|(?<!收入)(?<!支出)总计|累计|已|就|仅|各|(?<![签合违公预节条民规])约|(?<!附)近|达到|达|(?<![行作])为|是|(?<![拥国占])有|拥有|至|到|超过|超|突破|逾|(?<=[\u4e00-\u9fff][税入额值售润])过|迈上|迈过|跃上|站上|跨上|不高于|不低于|不少于|不超过|保持在|保持|首次|历史性|持续在|控制在|稳定在|提升至|提升到|提高至|提高到|增加到|增至|升至|降至|下降到|扩大到|增长到|长达|高达|了|(?<![审设统会估预总])计|在|：|，|、|（|的|将|(?<![需主重首只])要|(?<!占)比|(?<=[\u4e00-\u9fff]{2})(?:以及|(?<![共饱缓温柔中总随])和|(?<![普涉顾危])及|(?<![参给])与)"
    r"|(?<=收入)(?:完成|实现)|(?<=支出)(?:完成|实现)|(?<=投资)(?:完成|实现)|(?<=[产总]值)(?:完成|实现)|(?<=增加值)(?:完成|实现)|(?<=[总售零税]额)(?:完成|实现)|(?<=税收)(?:完成|实现))$"
)
_STATUS = (
    (re.compile(r"预计|预期(?!目标|性|寿命)"), "expected"),
    (
        re.compile(
            r"力争|计划(?=[投引建新完实培争安改开到在用总招增利年])|拟(?=建|投|引|新|开)|规划(?=建设|总|面积|用地)|确保(?=[^，]{0,12}(?:达|完成|实现|增长|不低于))|争取(?=[^，]{0,8}(?:达|完成|实现|增长|到))|将(?=[^，]{0,4}(?:带动|建成|达到|新增|实现|完成|投入|新建|形成|超过|突破|安排))"
            r"|(?<![需主重首只不])要(?=(?:分别|力争|确保)?(?:增长|下降|达到|新增|完成|新建|提高|降低|控制在))|目标值?[为是]?$"
        ),
        "target",
    ),
    (re.compile(r"初步核算|初步统计|初步测算"), "preliminary"),
)
AIM = re.compile(r"(?:预期目标|主要目标|总体目标|目标任务|奋斗目标|工作目标)(?:是|为|：)")
_STOCK = re.compile(r"年末|年底|现有|共有|拥有|^有|下设|内设|设有|下辖|编制|在编|在职|在岗|人口|辖|总动力|规模$|长度$|全长$|储备|总数|存量|存栏|(?:^|总|净|固定|国有)资产$|资产总额$|负债(?:总额|率)?$|装机(?:容量|规模)|保有量|拥有量|余额|保有|参保|持证|登记在册|配备|床位|面积|里程|站点|^设|现|截[至止]")
VERB_WORDS = (
    r"举办|开展|完成|实现|引进|签约|新增|办理|受理|发放|召开|组织|举行|建成|新建|改造|收到|接待|检查|排查|查处|立案|审结|审核|核发|发布|编发|编印|印发|推进|实施|培训|培育|建立|成立|评选|获评|获得|获|走访|慰问|协调|化解|处置|制定|协助|出动|清理|整治|投入|支付|征收|补助|救助|约谈|评价|表彰|发展|拨付|落实|争取|服务|惠及|带动|覆盖|承办|参加|参与|选派|推荐|申报|登记|"
    r"出让|拆除|核发|筹集|采用|刊登|推送|赠送|捐赠|募集|核查|检查|抽查|评价|表彰|命名|认定|调解|破获|侦破|抓获|缴获|查获|追缴|注销|登记|采集|巡查|整改|关停|取缔|开设|开通|出版|刊发|报送|上报|采纳|解决|答复|回复|交办|转办|提供|达成|播发|修订|拍摄|抢救|扑救|处理|救援|选聘|招录|招聘|创建|增设|布设|选举|拍摄|赠阅"
)
_VERB = re.compile(rf"^(?:全面|广泛|共|累计|集中|积极|组织)?(?:{VERB_WORDS})")


ACT_OF_ITS_OWN = re.compile(  # verbs, besides those that figures are commonly told with, that need none lent by the figure before
    r"扶持|释放|更新|加装|支持|推动|促成|促进|吸引|拉动|减免|压减|淘汰|退出|消除|打通|打造|建设|改建|扩建|修建|修复|修缮|铺设|架设|栽植|种植|绿化|购置|购买|采购|安排|安置|转移|输送|招收|招生|毕业|录取|入学|升学|死亡|受伤|减少|增加|"
    r"起诉|批捕|批准|提起|抗诉|判处|宣判|执结|执行|结案|破案|逮捕|拘留|处警|接警|移送|受案|撤销|驳回|给予|追究|挽回|返还|兑现|偿还|贷款|放款|承保|理赔|赔付|上缴|缴纳|结转|结余|调入|上解|发行|出台|出动|下达|下拨|划拨|并网|投产|开工|竣工|在建|续建|储备|引导|引育|孵化|招引|迁入|迁出|出生|累计"
)
_NO_STOCK = re.compile(ACT_OF_ITS_OWN.pattern.replace("|在建", "").replace("|储备", ""))  # what is done, not what there is
_VERB_ANYWHERE = re.compile(VERB_WORDS)
_STANDING_UNIT = re.compile(r"万?(?:个|家|所|户|名|人|处|座|台|辆|条|栋|幢|间|亩|公顷|平方米|平方千米|平方公里|公里|千米|口|株|棵|张床位|床)$")


_REACHES = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:实现|完成)(?=[\u4e00-\u9fff]{0,6}(?:增加值|产值|收入|利润|利税|税收|零售额|销售额|进出口额|总额|总值)$)")  # 区属经济实现增加值


@lru_cache(maxsize=8192)
def clean_indicator(words: str) -> str:
    """A clause up to a figure (or round it) without time words, adverbs, and verbs of being at its ends."""
    text = words.replace(",", "，")
    for _ in range(8):
        shorter = _LEADING.sub("", text)
        if shorter == text:
            break
        text = shorter
    for _ in range(6):
        shorter = _TRAILING.sub("", text)
        if shorter == text or len(shorter) < 1:
            text = shorter
            break
        text = shorter
    text = _REACHES.sub("", text)
    if text.count("（") > text.count("）") and text.rindex("（") > 0:
        text = text[: text.rindex("（")] if len(text) - text.rindex("（") < 12 else text.replace("（", "", 1)
    return text.strip("，、：；。 “" if text.count("“") > text.count("”") else "，、：；。 ")


def object_of(indicator: str) -> str:
    """What an indicator is about without its leading verb: `举办主体班` → `主体班`."""
    shorter = _VERB.sub("", indicator)
    return shorter if len(shorter) >= 2 else indicator


_MEASURE = re.compile(r"(?:居民)?(?:人均(?:可支配|纯)?)?(?:排放总?量|参保人数|就业人数|人数|产量|增加值|总?产值|收入|支出|面积|标准|参保率|入学率|覆盖率|余额|销售额|零售额|投资|使用量|利用率|死亡人数|总额|数量)$")


def split_items(words: str) -> tuple[list[str], str]:
    """The items of a distributive list and what they share at the end.

    `养老保险、工伤保险参保人数` → (`养老保险`, `工伤保险`), `参保人数`.
    """
    text = clean_indicator(words)
    parts = re.split(r"[、和及]", text)
    parts = [p for p in parts if p]
    if len(parts) < 2:
        return parts, ""
    last = parts[-1]
    for size in (4, 3, 2, 1):
        ending = parts[0][-size:]
        at = last.find(ending)
        if len(parts[0]) >= size and at >= 0 and at + size < len(last):
            return [*parts[:-1], last[: at + size]], last[at + size :]
    measured = _MEASURE.search(last)
    if measured and measured.start() >= 2 and not any(_MEASURE.search(p) for p in parts[:-1]):
        return [*parts[:-1], last[: measured.start()]], measured[0]  # 烟尘、废水排放量
    return parts, ""


# what happens over a time, whatever date stands before it
_FLOWS = re.compile(r"(?:保费收入|营业收入|销售收入|总收入|产值|总值|增加值|销售额|零售总额|支出|国税|地税)$|^(?:新[设建改扩增]|打造|建设|动员|绿化|栽[种植]|发现|接收|安置|出生|死亡|迁[入出]|清运|处罚|收缴|没收|劝导|排查|巡查)|(?:出生|死亡|迁入|迁出)人[口数]$|(?:招生|毕业)(?:人?数|生数?)?$")


def kind_of(indicator: str, clause: str, q: Quantity) -> str:
    """level, flow, share, change, rate, rank, target, standard or cumulative, by the words."""
    if status_of(clause) in ("target",):
        return "target"
    if q.unit in ("%", "％", "‰"):
        return "share" if re.search(r"占|比重|比例|占比|份额", indicator) else "rate"
    if re.search(r"标准(?:为|$|（|提高|调整)|每人每月|每人每年|每月$|单价|均价", indicator) or (q.unit and q.base_unit and "元/" in q.base_unit):
        return "standard"
    if "累计" in clause[-30:]:
        return "cumulative"
    if _FLOWS.search(indicator):
        return "flow"
    if q.unit and _STANDING_UNIT.match(q.unit) and not _VERB_ANYWHERE.search(indicator) and not _NO_STOCK.match(indicator):
        return "level"  # a thing counted without a verb is what there is
    if _STOCK.search(indicator) or re.search(r"(年末|年底|截[至止])[^。；]*$", clause):
        return "level"
    return "flow"


def status_of(clause: str) -> str:
    """final, preliminary, expected or target, by the words of the clause."""
    if AIM.search(clause):
        return "target"  # 主要预期目标是：… rules the whole sentence
    near = clause[max(clause.rfind("，"), clause.rfind("；"), len(clause) - 40, 0) :]
    if re.match(r"^[^，]{0,12}(?:初步核算|初步统计|预计)，", clause):
        near = clause[:16]
    for pattern, status in _STATUS:
        if pattern.search(near):
            return status
    return "final"
