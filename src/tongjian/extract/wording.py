"""The words round a figure: what is indicator, what is time, adverb or verb of being; change, kind and status."""

from __future__ import annotations

import re

from tongjian.language.quantities import Quantity

CHANGE = re.compile(
    r"(?P<noun>.*?)(?P<basis>(?:同比|环比|(?:比|较|与)(?:上年|去年|上年度|上年同期|去年同期|年初|上届|上届同期|前年|同期|计划|法定[^，]{0,4}|\d{4}年(?:同期|末|底)?)[^，]{0,3}?(?:相比)?(?:（下同）)?))?"
    r"(?P<each>(?:分别|均|又|各|再|平均|实际|名义|净|年均|人均每月|人均月|每人每月|累计)*)"
    r"(?P<word>(?:(?P<up>增长|上升|提高|增加|上涨|提升|增幅|增速|扩大|攀升|增收|上浮|递增)|(?P<down>下降|减少|降低|回落|缩小|压缩|缩短|减幅|降幅|下滑|下浮|下跌|负增长|递减)))(?:(?P<named>率)|幅|了|幅度)?(?:为|达|达到|约|近|超|超过|了|高达)?$"
)
# the verb before its object: `比上年同期压缩警情近40%`
CHANGE_OF = re.compile(
    r"(?P<each>)(?P<named>)(?P<basis>同比|环比|(?:比|较|与)(?:上年|去年|上年同期|去年同期|同期)(?:相比)?)[^，]{0,6}?(?P<word>(?P<up>增长|上升|提高|增加|提升|扩大)|(?P<down>下降|减少|降低|压缩|缩短|压减))(?P<noun>[\u4e00-\u9fff]{2,14}?)(?:约|近|达|超|超过)?$"
)
_LEADING = re.compile(
    r"^(?:（[^（）]{1,8}）[、，]|其中|有(?=[\u4e00-\u9fff]{2})|另|另有|同时|并|且|还|共|共计|合计|总计|全年|年内|今年|当年|本年|全区|全县|全市|全省|全州|全镇|全街道|全乡|辖区内?|区内|县内|市内|境内|本区|本县|已经?|均|先后|实际|以及|和|及(?!时)|与|截至目前|目前|现|"
    r"截[至止][^，]{0,14}?[底末日月年](?:，)?|(?:19|20)\d{2}[—–～~-](?:19|20)\d{2}年，?|该年|同意|至?(?:19|20)\d{2}年(?:度)?(?:末|底)?(?:\d{1,2}月(?:\d{1,2}日)?(?:底|末|份)?)?(?:，)?|年末|年底|\d{1,2}月(?:份|底|末|\d{1,2}日)?(?:，)?|上半年|下半年|，|、|：|）|的|是|为|约(?![束定谈见])|达(?!成|标|产)|实现(?=.{3}))"
)
_TRAILING = re.compile(
    r"(?:分别|有望|(?<!平)均|共|共计|合计|总计|累计|已|就|仅|各|(?<![签合违公预节条民规])约|(?<!附)近|达到|达|(?<![行作])为|是|有|至|到|超过|超|突破|逾|保持在|保持|持续在|控制在|稳定在|提升至|提升到|提高至|提高到|增加到|增至|升至|降至|下降到|扩大到|增长到|长达|高达|了|(?<![审设统会估预])计|在|：|，|、|（|的|将|(?<!占)比|(?<=[\u4e00-\u9fff]{2})(?:以及|(?<![共饱缓温柔中总随])和|(?<![普涉顾危])及|(?<![参给])与))$"
)
_STATUS = (
    (re.compile(r"预计|预期(?!目标|性)"), "expected"),
    (
        re.compile(r"力争|计划(?!生育|单列|执行|免疫|生产)|拟(?=建|投|引|新|开)|规划(?=建设|总|面积|用地)|确保(?=[^，]{0,12}(?:达|完成|实现|增长|不低于))|争取(?=[^，]{0,8}(?:达|完成|实现|增长|到))|将(?=[^，]{0,4}(?:带动|建成|达到|新增|实现|完成|投入|新建|形成|超过|突破))"),
        "target",
    ),
    (re.compile(r"初步核算|初步统计|初步测算"), "preliminary"),
)
_AIM = re.compile(r"(?:预期目标|主要目标|总体目标|目标任务|奋斗目标|工作目标)(?:是|为|：)")
_STOCK = re.compile(r"年末|年底|现有|共有|拥有|^有|下设|内设|设有|下辖|编制|在编|在职|在岗|人口|辖|总动力|规模$|长度$|全长$|储备|总数|存量|余额|保有|参保|持证|登记在册|配备|床位|面积|里程|站点|^设|现|截[至止]")
VERB_WORDS = (
    r"举办|开展|完成|实现|引进|签约|新增|办理|受理|发放|召开|组织|举行|建成|新建|改造|收到|接待|检查|排查|查处|立案|审结|审核|核发|发布|编发|编印|印发|推进|实施|培训|培育|建立|成立|评选|获评|获得|获|走访|慰问|协调|化解|处置|制定|协助|出动|清理|整治|投入|支付|征收|补助|救助|约谈|评价|表彰|发展|拨付|落实|争取|服务|惠及|带动|覆盖|承办|参加|参与|选派|推荐|申报|登记|"
    r"出让|拆除|核发|筹集|采用|刊登|推送|赠送|捐赠|募集|核查|检查|抽查|评价|表彰|命名|认定|调解|破获|侦破|抓获|缴获|查获|追缴|注销|登记|采集|巡查|整改|关停|取缔|开设|开通|出版|刊发|报送|上报|采纳|解决|答复|回复|交办|转办|提供|达成|播发|修订|拍摄|抢救|扑救|处理|救援|选聘|招录|招聘|创建|增设|布设|选举|拍摄|赠阅"
)
_VERB = re.compile(rf"^(?:全面|广泛|共|累计|集中|积极|组织)?(?:{VERB_WORDS})")


_VERB_ANYWHERE = re.compile(VERB_WORDS)
_STANDING_UNIT = re.compile(r"万?(?:个|家|所|户|名|人|处|座|台|辆|条|栋|幢|间|亩|公顷|平方米|平方千米|平方公里|公里|千米|口|株|棵|张床位|床)$")


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
    if text.count("（") > text.count("）") and text.rindex("（") > 0:
        text = text[: text.rindex("（")] if len(text) - text.rindex("（") < 12 else text.replace("（", "", 1)
    return text.strip("，、：；。 “" if text.count("“") > text.count("”") else "，、：；。 ")


def object_of(indicator: str) -> str:
    """What an indicator is about without its leading verb: `举办主体班` → `主体班`."""
    shorter = _VERB.sub("", indicator)
    return shorter if len(shorter) >= 2 else indicator


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
    return parts, ""


# what happens over a time, whatever date stands before it
_FLOWS = re.compile(r"(?:保费收入|营业收入|销售收入|总收入|产值|增加值|销售额|零售总额|支出)$|^(?:动员|绿化|栽[种植]|发现|接收|安置|出生|死亡|迁[入出]|清运|处罚|收缴|没收|劝导|排查|巡查)|(?:出生|死亡|迁入|迁出)人[口数]$")


def kind_of(indicator: str, clause: str, q: Quantity) -> str:
    """level, flow, share, change, rate, rank, target, standard or cumulative, by the words."""
    if status_of(clause) in ("target",):
        return "target"
    if q.unit in ("%", "％", "‰"):
        return "share" if re.search(r"占|比重|比例|占比|份额", indicator) else "rate"
    if re.search(r"标准(?:为|$|（|提高|调整)|每人每月|每人每年|每月$|单价|均价", indicator) or (q.unit and ("/" in q.unit or "／" in q.unit)):
        return "standard"
    if "累计" in clause[-30:]:
        return "cumulative"
    if _FLOWS.search(indicator):
        return "flow"
    if q.unit and _STANDING_UNIT.match(q.unit) and not _VERB_ANYWHERE.search(indicator):
        return "level"  # a thing counted without a verb is what there is
    if _STOCK.search(indicator) or re.search(r"(年末|年底|截[至止])[^。；]*$", clause):
        return "level"
    return "flow"


def status_of(clause: str) -> str:
    """final, preliminary, expected or target, by the words of the clause."""
    if _AIM.search(clause):
        return "target"  # 主要预期目标是：… rules the whole sentence
    near = clause[max(clause.rfind("，"), clause.rfind("；"), len(clause) - 40, 0) :]
    if re.match(r"^[^，]{0,12}(?:初步核算|初步统计|预计)，", clause):
        near = clause[:16]
    for pattern, status in _STATUS:
        if pattern.search(near):
            return status
    return "final"
