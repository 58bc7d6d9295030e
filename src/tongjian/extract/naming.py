"""What a figure is called: the words before and behind it made into an indicator."""

from __future__ import annotations

import re

from tongjian.extract.vocabulary import normalise
from tongjian.extract.wording import ACT_OF_ITS_OWN, VERB_WORDS, clean_indicator, object_of

_VERB_IN = re.compile("(?:" + VERB_WORDS + ")")
_VERB_AT_HEAD = re.compile("(?:(?:全面|广泛|大力|共|累计|集中|积极|组织|扎实|深入|持续)*)(" + VERB_WORDS + "|内设|下设|下辖|设有|设|辖|核查|检查|抽查|评价|涉及|惠及|新签约|签约|表彰|筹集|采用)")
_PREPOSITION = re.compile(r"^(?:向|为|对|给|在|通过|由|配合|联合|协助|与|会同|经|依托|针对|组织|围绕|利用|以)")
_SERVED = re.compile(r"^(?P<noun>[\u4e00-\u9fff]{2,14}?)(?P<act>(?:发放|颁发|赠送|捐赠|送去|送上|提供|办理|开展|安装|购买|落实|减免|解决|配备|争取|建立|实施|进行|开办|讲授|普及)[\u4e00-\u9fff“”]{2,16})$")
_OTHERS = re.compile(r"^(?P<list>.*[、“”》].*?)等(?P<head>[^、，]*)$")
_COVER_WORD = re.compile("^(?:有关|相关)?(?:单位|部门|方式|形式|渠道|媒体|地|机构|人员|群体|平台)(?=(?:" + VERB_WORDS + "))")
_NOUN_THEN_ACT = re.compile(r"^(?P<noun>[\u4e00-\u9fff“”]{2,20}?)(?:进行|开展|予以|给予)(?P<act>[\u4e00-\u9fff]{2,16})$")
# words that say too little alone: of what is told in the clause before
_DEPENDENT = re.compile(
    r"^(?:累计|共计|合计|总计|实际|预计)?(?:惠及|涉及|受益|覆盖|投入|追回|协议|到位|实际到位|成交|适用|金额|资金|总金额|价款|标的额|涉案|涉及金额|人均$|均$|户均$|平均$|完成整治|完成整改|整改|办结|结案|调解成功|成功率|占|同意率|"
    r"[\u4e00-\u9fff]{0,4}(?:率|占比|比重|增幅|降幅|资金|金额|价款)$|发放金额|补偿金额|开工项目|评价企业)"
)
_VERB_ALONE = re.compile("(?:已|共|累计)*(?:" + VERB_WORDS + "|就业|参训|受训|受众)(?:人数|人员)?")
_WHOLE_ALONE = re.compile(r"^(?:总投资|总面积|总产值|总收入|建筑面积|占地面积|总建筑面积|总人口|总户数|总额|总量)$")
_SHARE = re.compile(r"^(?:各|均|分别)?占(?![地用道压])(?:比|到|据)?(?P<of>[\u4e00-\u9fff“”（）]{0,20}?)(?:的|的比重|比重|的比例)?$")
_SHARE_OF = re.compile(r"占[^占]{0,20}比重$|占比$")  # 占预算的90%，占总额的40%: both are shares of the figure before them
_BARE_SHARE = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?<!侵)(?<![人户亩]均)占(?![地有用道压])(?:[\u4e00-\u9fff]{2,10}的?)?(?<!比重)(?<!比例)$")
_DIMENSION = {"长": "长度", "宽": "宽度", "高": "高度", "深": "深度", "重": "重量", "全长": "全长", "男": "男性", "女": "女性"}
_RATE_VERB = re.compile(r"^(?:的)?(?P<what>覆盖|完成|达标|侦破|通过(?=率|[，。；]|$)|到位|合格|办结|落实|入住|接入|签约|满意|执行)(?:率)?(?![\u4e00-\u9fff]{0,3}任务)")
_SUPERLATIVE = re.compile(r"最[大多高低小少](?:的)?(?:是)?[\u4e00-\u9fff]+$")
_STAFF = re.compile(r"^(?:在编|在岗|实有|在职|工勤|主任|副主任|局长|副局长|队长|政委|科长|女|男|党员|女性|男性)")


_UNITS_LISTED = re.compile(r"(内设|下设|下辖|设有?|辖)[^，]+[、和及][^，]+(?:科|股|室|处|所|队|站|中心|馆|局|村|社区)$|^(下?辖)[^，]+、[^，]+$")  # 内设甲科、乙科2个科室


def shorten(lead: str, right: str) -> str:
    """The words before a figure without what only fills them: the members of a list that 等 sums up, prepositional phrases before the verb."""
    words = lead.replace("的的", "的")
    others = _OTHERS.match(words)
    if others and len(others["head"] + right) > 2:
        verb = _VERB_AT_HEAD.match(clean_indicator(words))
        words = (verb[1] if verb else "") + _COVER_WORD.sub("", others["head"])
    elif others and not others["head"] and not right:
        words = others["list"]
    elif right and (units := _UNITS_LISTED.match(clean_indicator(words))):
        words = units[1] or units[2]
    elif right and "、" in words and all(part.endswith(right) for part in re.split("[、和及]", words)):
        words = ""  # 柳荫社区、松坪社区2个社区
    elif right and words.count("、") >= 1 and len(words) > 14:
        verb = _VERB_AT_HEAD.match(clean_indicator(words))
        words = verb[1] if verb else "" if words.count("、") > 1 else words
    if len(words) > 8:
        clean = clean_indicator(words)
        if _PREPOSITION.match(clean):
            inside = next((m for m in _VERB_IN.finditer(clean, 8) if len(clean) - m.end() >= 2 or right), None)
            if inside:
                words = clean[inside.start() :]
    return words


def verb_of(indicator: str) -> str:
    """The verb that an indicator begins with; empty where it begins with none."""
    found = _VERB_AT_HEAD.match(indicator)
    return found[1] if found else ""


_JOINT = re.compile(r"(?:以及|和|及|与)$")  # 改造道路和3座桥梁: the joint stays between the two


def name_of(lead: str, right: str, context: str, previous: str, parallel: bool) -> str:
    """The indicator of one figure.

    `lead`: the words of its clause before it, the subject taken out; `right`: the noun behind it; `context`: the clause before,
    where that has no figure; `previous`: the indicator of the figure before it in the sentence; `parallel`: 、 joins the two.
    """
    act = _NOUN_THEN_ACT.match(right)
    if act and re.match(r"^对", clean_indicator(lead) or lead):
        return act["act"] + act["noun"] if len(act["act"]) <= 4 else f"{act['act']}的{act['noun']}"
    served = _SERVED.match(right) if re.search(r"(?<![作成改评选称行认])[为给向](?:约|近|超)?$", lead) else None
    if served and served["act"].count("“") == served["act"].count("”"):  # 为30户困难家庭安装扶手: whom it was done for
        return f"{served['act']}的{served['noun']}"
    if act:
        right = act["noun"]
    if re.match(r"^的[^，]{2,}", right):
        right = right[1:]
    if "、" in lead and re.search(r"[^，]+[和及]", right):
        right = re.split(r"[和及]", right)[0]
    words = clean_indicator(shorten(lead, right))
    joint = _JOINT.search(lead) if right and words else None
    joined = clean_indicator(words + (joint[0] if joint and not words.endswith(joint[0]) else "") + right) if right else words
    share = _SHARE.match(joined)
    if share and previous:
        part = _SHARE_OF.sub("", previous) or previous
        return f"{part}占{share['of']}比重" if share["of"] else f"{part}占比"
    if _BARE_SHARE.search(joined):
        joined += "比重"
    if words in _DIMENSION and not right:
        return _DIMENSION[words]
    if not joined:
        return previous
    if _SUPERLATIVE.search(joined) and previous and not right:
        return previous
    dependent = bool(_DEPENDENT.match(joined)) and not (len(joined) > 4 and ACT_OF_ITS_OWN.match(joined)) and not _WHOLE_ALONE.match(joined) and normalise(joined) is None
    if parallel and not dependent and verb_of(previous) not in ("", "完成", "实现") and not ACT_OF_ITS_OWN.match(joined) and not _STAFF.match(joined) and len(joined) <= 8 and not joined.endswith(("率", "比重")) and not _VERB_IN.search(joined):
        return verb_of(previous) + joined
    if dependent or _VERB_ALONE.fullmatch(joined):
        about = _about(previous, context)
        if about and about not in joined and not (joined.endswith("率") and joined[:2] in about):
            return about + joined
    return joined


def _about(previous: str, context: str) -> str:
    """What a figure that says too little is about: the thing of the figure before it, else of the clause before it."""
    if previous:
        return object_of(re.sub(r"(?:人数|户数|金额|数量|资金|总数|个数)$|[^（）]{0,12}率$", "", previous)) if len(previous) > 2 else previous
    words = re.sub(r"(?:及发放)?工作$", "", clean_indicator(shorten(context, "")))
    return object_of(words) if 4 <= len(words) <= 44 else ""


_SPENT = re.compile(r"^(?:投入|投入资金|总投入|投资|筹资|筹集资金|争取资金|共投入)$")
_FOR = re.compile(r"^，(?:用于|新建|建设|建成|实施|完成|改造|开展|购买|支持|推进|修建|整治)(?P<what>[^，。；]{2,48})")


def purpose_of(indicator: str, behind: str) -> str:
    """What money was spent on, where the clause behind says it (`投入32万元，改造公厕8座` → 改造公厕投入); else the indicator as it is."""
    purpose = _FOR.match(behind) if _SPENT.match(indicator) else None
    if purpose is None:
        return indicator
    what = re.sub(r"^.*等\d*[个项处条座所]?(?=.{4,})", "", purpose["what"])
    what = re.sub(r"^\d+[个项处条座所]", "", re.sub(r"\d.*$", "", what) or what)
    return f"{what}{indicator}" if len(what) >= 2 else indicator


def rate_of(right: str) -> str:
    """The word behind a percentage that makes it a rate (`团组织100%覆盖` → 覆盖率); empty where there is none."""
    found = _RATE_VERB.match(right)
    return f"{found['what']}率" if found else ""


_YIELD = re.compile(r"^(?:总产量?|产量|单产|平均亩产|亩产|总产值)$")
_FIELD = re.compile(r"(?:播种|种植|栽培)?面积$")
_SOWN = re.compile(r"(?:播种|种植)面积$|(?<=作物)面积$")
_STAFF_OF = re.compile(r"^(?:教师|专任教师|教职工|在校生|在校学生|学生|毕业生|招生|教学班|床位|医护人员|医务人员|工作人员)$")
_HOUSE = re.compile(r"(?:小学|初中|初级中学|中学|高中|幼儿园|学校|大学|学院|医院|卫生院|敬老院|养老院|福利院)$")
_HERD = re.compile(r"(?:年末)?(?:存栏|出栏)(?:量|数)?$")


def is_staff(indicator: str) -> bool:
    """Whether it counts who or what is in a house without naming the house (教师, 床位)."""
    return bool(_STAFF_OF.match(indicator))


def is_house(indicator: str) -> bool:
    """Whether it counts schools, hospitals or homes."""
    return bool(_HOUSE.search(object_of(indicator)))


def completed(indicator: str, previous: str, unit: str | None) -> str:
    """A bare head with the noun of the figure before it: `粮食面积2846公顷，总产7800吨` → 粮食总产; `小学17所，教师163名` → 小学教师."""
    if not previous:
        return indicator
    if _YIELD.match(indicator):
        thing = _FIELD.sub("", previous)
        return thing + indicator if thing != previous or len(previous) <= 4 else indicator
    if _STAFF_OF.match(indicator):
        house = object_of(previous)
        return house + indicator if _HOUSE.search(house) and len(house) <= 8 else indicator
    sown = _SOWN.search(previous)
    if sown and unit in ("公顷", "亩", "万亩", "万公顷") and len(indicator) <= 6 and not indicator.endswith("面积"):
        return indicator + sown[0]
    herd = _HERD.search(previous)
    if herd and unit in ("头", "只", "万头", "万只", "羽", "万羽") and len(indicator) <= 4 and not _HERD.search(indicator):
        return indicator + herd[0]
    return indicator
