"""Posts: which words are one, how a list of them parts, and the body that a post names itself."""

from __future__ import annotations

import re

# a post ends like this: 局长, 书记, 主任, 会计 …
_ENDS = re.compile(
    r"(?:[长员委官帅]|书记|主任|主席|经理|总裁|总监|秘书|参谋|干事|会计|教授|讲师|助教|助研|教师|老师|医师|医生|护士|兽医|[程会技审]师|经济师|农艺师|律师|导师|代表|政委|专员|助理|顾问|总理|理事|董事|监事|主编|编辑|记者|翻译|战士|司令|督学|文书|"
    r"出纳|调度|总管|负责人|主持人|院士|专家|教练|保管|采购|档)$"
)
_ASIDE = re.compile(r"（[^（）]*）$")
_TAIL = re.compile(r"等(?:职务?|职位|工作)?$")
_HEADS = (
    r"(?:候补|党组|党委|党工委|党总支|总支|党支部|支部|团委|工委|核心(?:领导)?小组|纪检|政治|行政|业务|技术|机关|原|副|常务|代理|代|正|第一|第二|专职|兼职|挂职|名誉|特聘|执行|总|[一二三四]级|正?副?[局处科厅]级|高级|首席|资深|主管|助理|见习)*"
)
_OFFICE = (
    r"(?:总书记|书记|主任委员|主任科员|主任医师|主任|主席|主委|委员长|委员|常委|理事长|会长|秘书长|秘书|董事长|总经理|经理|总裁|总监|检察长|审计长|政治委员|政委|教导员|指导员|参谋长|参谋|司令员|司令|总工程师|总会计师|总经济师|总编辑|主编|编辑|"
    r"工程师|会计师|经济师|农艺师|医师|教授|讲师|助教|教师|研究员|导师|巡视员|调研员|督学|督察长|总领事|领事|[支大中小总分]队长|专员|干事|会计|出纳员?|科员|办事员|技术员|统计员|顾问|总理|理事|董事|监事|代表|法官|检察官|助理|负责人|河长|领队|翻译|文书|战士|兽医|成员|"
    r"[局区县市省州旗镇乡村街部院校园所站队科股处厅司署行社台馆厂室店矿场段列课组团师旅营连排班军船机州盟]长)"
)
_POST_ONLY = re.compile(rf"{_HEADS}{_OFFICE}(?:（[^（）]*）)?(?:助理)?(?:(?:、|兼|和|及){_HEADS}{_OFFICE}(?:（[^（）]*）)?)*")
# a body ends like this; behind it stand only words of posts
_BODY_END = re.compile(
    r"公司|集团|银行|委员会|委(?!员)|政府|政协|人大|常委会|中心|学校|大学|学院|[中小]学|协会|学会|商会|联合会|社区|街道|园区|办公室|办(?!事|公)|党校|基地|工会|妇联|工商联|文联|科协|残联|侨联|学报》|杂志|军区|分区|支队|纵队|"
    r"(?<=[\d一二三四五六七八九十])[师团]|营(?![业养长])|军(?![官队事区医械长])|组(?!织|[长员])|会(?!计|[长员])|院(?!士|[长])|社(?!会(?!计)|[长员])|部(?!队|[长])|[局所站队馆村镇乡厂厅处科股室旅连班系司段矿场田行台店区县市省州旗校园署](?![长级员])"
)
_PLACE_HEAD = re.compile(r"^(?P<place>[\u4e00-\u9fff]{0,8}?)(?:代理|代|常务副|副)*(?P<level>[区县市省州旗镇乡])长(?![\u4e00-\u9fff])")


def is_post(words: str) -> bool:
    """Whether a run of words reads as a post: it ends like one and tells nothing else (`县卫生局副局长`, `战士`)."""
    plain = _ASIDE.sub("", words)
    return 2 <= len(words) <= 48 and bool(_ENDS.search(plain)) and not re.search(r"[。；：:！？]|\d{4}年|[加进考转调分]入|分配|毕业|学习|参加|获得|荣获|授予|担任|唯一|第一位|最[大早高]", plain)


def body_of(words: str) -> str | None:
    """The body that a post names (`青石区供销社党委副书记` → `青石区供销社党委`); None for a bare one (`党委副书记`, `组织部部长`).

    The head of a place's government heads that government: `青石区副区长` → `青石区人民政府`, `区长` → `区政府`.
    """
    plain = _ASIDES.sub("", words)
    if plain.endswith("总书记") and not _BODY_END.search(plain[:-3]):
        return "中共中央"
    first = re.split(r"[、，,]", plain, maxsplit=1)[0]
    return _body(first if is_post(first) else plain)


def ends_a_body(words: str) -> bool:
    """Whether a run of words ends as bodies do (`县供销社`)."""
    return any(m.end() == len(words) for m in _BODY_END.finditer(words))


def _body(words: str) -> str | None:
    joint = next((m.start() for m in _AND.finditer(words) if is_post(words[: m.start()])), None)
    words = words[:joint]  # 县农办副主任及水利局局长: the first says the body
    ends = [m.end() for m in _BODY_END.finditer(words)]
    best = next((at for at in reversed(ends) if at >= 2 and _POST_ONLY.fullmatch(words, at)), None)
    head = _UNIT_HEAD.search(words)
    if best is None and head and head.start() >= 2 and not _HEADS_ONLY.fullmatch(words, 0, head.start()):
        best = head.start() + 1  # 计划科长 heads a 计划科
    if best is None:
        place = _PLACE_HEAD.match(words)
        if place:
            return _government(place["place"] if place["place"].endswith(place["level"]) else place["place"] + place["level"])
        best = next((at for at in reversed(ends) if at >= 4 and 2 <= len(words) - at <= 8), None)  # 农业局人事干事
    if best is None:
        return None
    body = words[:best]
    if body[-1] in "区县市省州旗镇乡" and words.endswith(body[-1] + "长"):
        return _government(body)
    body = _PARTY_GROUP.sub("", body)
    return None if len(body) < 2 or body.count("《") != body.count("》") or _INNER.fullmatch(body) else body


def is_bare(words: str) -> bool:
    """Whether a post says nothing of a body (`局长`, `党委副书记`, `组织部部长`)."""
    part = re.split(r"[、，,；]", _ASIDES.sub("", words), maxsplit=1)[0]
    if len(part) <= 8 and _body(part) is None:
        return True
    return bool(_POST_ONLY.fullmatch(part)) or any(_INNER.fullmatch(part, 0, m.end()) and _POST_ONLY.fullmatch(part, m.end()) for m in _BODY_END.finditer(part))


def _government(place: str) -> str:
    return place + ("政府" if len(place) < 3 else "人民政府")


_AND = re.compile("[及兼和]")
_ASIDES = re.compile(r"（[^（）]*）")
_PARTY_GROUP = re.compile(r"党组$|(?:(?<=[局司厂院校部处会行科办台矿团])|(?<=中心))(?:党委|党总支|党支部)$")  # the body is the one that it leads
_UNIT_HEAD = re.compile(r"[局院所站部处科股队组班排连营团旅师军系室厂矿段][长]$")
_HEADS_ONLY = re.compile(r"[副正总代第一二三四五六七八九十级常务大中小支分前原区县市省镇乡村]*")
# units within a body that do not say whose they are
_INNER = re.compile(r"(?:(?![区县市省州旗镇乡国中])[\u4e00-\u9fff]{0,3})(?:部|处|科|股|室|组|队|班|排|连|营|团|师|系)|(?:(?![区县市省州旗镇乡国中])[\u4e00-\u9fff]{0,2})(?:校|院|站|局|厂|社|场)|办公室|政治处|(?:党的)?核心领导小组|领导小组|(?:机关|分)?(?:党委|党组|总支|支部|党支部|党总支|团委|工委)")


def listed(text: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """The posts of a list that begins at `start`, as (start, end, whether it names its own body); empty where none begins there.

    `区供销社会计、副经理，区农业局科长` → three. What parts them may stand within one, too (`青石、云岭公社书记`): a part that is no
    post goes with the next. The list ends where a clause is no post any more.
    """
    found: list[tuple[int, int, bool]] = []
    at = start
    for m in _PARTS.finditer(text, start, end):
        stop = m.start()
        words = text[at:stop]
        if not words:
            at = m.end()
            continue
        tail = _TAIL.search(words)
        plain = words[: tail.start()] if tail else words
        if is_post(plain):
            body = body_of(plain)
            found.append((at, at + len(plain), body is not None))
            at = m.end()
            if tail:
                break
        elif not m[0].startswith("、") or "》" in words[:1]:
            break
    return found


_PARTS = re.compile(r"[、，,]\s*(?:并|还|又|同时)?(?:兼任?|任(?!务))?|(?<=[\u4e00-\u9fff）])兼(?:任)?(?=[\u4e00-\u9fff])(?!职)|并兼任|[。；（(]?(?=\n)|[。；.]|$")
