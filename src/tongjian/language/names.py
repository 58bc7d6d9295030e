"""Names of persons: surnames, how long a name is, and what may stand right behind one. General knowledge, no list of persons."""

from __future__ import annotations

import re
from functools import lru_cache

# 《百家姓》 and the commonest surnames of the 2020 census (general knowledge); the double ones first
DOUBLE_SURNAMES = frozenset(
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 端木 夏侯 南宫 轩辕 宇文 长孙 鲜于 闻人 澹台 淳于 单于 申屠 公羊 赫连 呼延 太史 钟离 独孤 百里 东郭 西门".split()
)
SURNAMES_BY_USE = (
    "王李张刘陈杨黄赵习代洪傅骆赖阎吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛冉翁蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑"
    "景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖"
    "漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植富尧闭由邴撒牧山邺糜逄雒达"
    "凤萧贝诸钮荀隗訾竺庾蒯酆昌寿操谯税鄂芶寸刀闪旷苍双库瓮后有从候欣佃仉郇郤璩濮蔚郦步都殳沃蔡廷宦终暨衡逢莘扶堵宰郏贲邶羿仰仁宓蓬郗咸籍赖贡肇覃闾缑"
)
SURNAMES = frozenset(SURNAMES_BY_USE)
COMMON_SURNAMES = frozenset(SURNAMES_BY_USE[:200])
_WORDS_TOO = frozenset("高方金石夏任万常安文向温时江白严史龙易康施牛华路关包成明项和应全解单区水和林马黄江田钱程段于余贺顾毛武孔庄章鲁耿左甘祝宁尚纪梅童游辛管柴喻房屈饶阳农司古车连景党宫费席卫米第付平")
_RARE_AS_SURNAMES = frozenset("区和从有后展信观双战步终沙门相初国计支来经权强满第闪苍库候欣束植富能因由等宿居揭撒牧随藏")
_NO_NAMES = frozenset(  # words that begin like names; the dictionary takes some of them for names
    "张贴 许可 成渝 文明 阳光 安全 田园 高原 齐家 华章 卓越 康乐 康复 盛世 蓝天 梁山 史志 常规 常态 包村 关切 满意 朴素 丛林 白茅 黄荆 柏木 石林 农耕 胡豆 马尾松 范畴 辛香 程序 方便 和平 平安 安康 高速 高水平 马拉松 "
    "常见病 常年 万一 万众 全程 全力 全家 金秋 夏季 安心 安装 温馨 温泉 温泉水 华人 华侨 马路 马上 时代 时间 时候 方案 方式 高效 高度 高山 古树 古城 成立 成功 明显 明确 应急 应用 解放 单位 项目 项链 费用 水利 于是 左右 向前 任务 严格 严重 贺卡 贺电 章程 "
    "毛巾 施工 施肥 孔雀 汤圆 陶瓷 金牌 金融 龙头 龙舟 石油 石材 黎明 江河 江水 江湖 江南 江北 河水 洪水 洪灾 鲁班 祝福 祝贺 屈服 诸多 计划 计算 管理 路灯 路口 路线 车辆 车主 关爱 关注 关键 关怀 邓论 周边 周末 周年 周期 谢谢 宋代 唐代 元旦 余额 余款 余粮 万余 "
    "杨梅 柳树 桂花 梅花 松树 李子 花卉 花果 苗木 苗圃 林木 林业 林场 林地 黄桃 黄金 黄牛 白酒 白天 白内障 乌江 池塘 牛奶 牛羊 羊肉 鱼类 鱼塘 熊猫 燕窝 雷雨 雷电 霍乱 冷库 冷链 温差 温度 云端 云层 海绵 海外 海洋 幸福 充分 宁静 富裕 富强 强化 强制 丰收 丰富 殷切 殷殷 游客 游园 "
    "申请人 代理人 代表人 当事人 白云石 古建筑 陈列馆 陈列室 宣传队 管理员".split()
)
_ENDS_A_BODY = frozenset("部馆村县协委办局院会社园站化感力性者员团碑制湾路桥岛塔厂店率度型式型板镇乡街区市省")
_POSTS = frozenset("书记 主任 局长 主席 市长 区长 县长 镇长 部长 校长 院长 所长 会长 经理 代表 委员 常委 干部 同志 老师 教授 医生 院士 检察 法官".split())
_NEVER_GIVEN = frozenset("的了在是等被把这那该或你我他她它们吗呢吧很已均仍还使就而且但与及其某号第省市县镇乡")
_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")
_ETHNIC = re.compile(r"[\u4e00-\u9fff]{2,6}(?:[·•][\u4e00-\u9fff]{2,8}){1,3}")
MASKED = re.compile(r"(?<![\u4e00-\u9fff])?[\u4e00-\u9fff]某{1,2}(?![\u4e00-\u9fff]?(?:市|区|县|镇|乡|村|街道|公司|局|院|单位))")

# what stands behind a name in running text: marks, words of respect, verbs of persons
_FOLLOW = re.compile(
    r"$|[，。、；：！？）（“”《》\s,;:()]|\d{1,3}(?:余)?[人名位]|同志|等|先生|女士|老师|同学|老人|老前辈|前辈|烈士|元帅|将军|教授|院士|一行|一家|家庭|夫妇|故居|旧居|事迹|先进事迹|英雄|劳模|工作室|"
    r"率|带队|带领|到|赴|前往|前来|深入|来[到渡区院校校局访所]|在|于|与|向|围绕|就任|主持|出席|参加|陪同|讲话|讲授|讲解|作[了为题专]|作[^，。]{0,8}(?:报告|讲话|发言)|做[^，。]{0,8}(?:报告|讲座|讲话)|致辞|致欢迎|调研|视察|考察|检查|督导|督查|督办|慰问|看望|走访|会见|接见|听取|"
    r"指出|强调|要求|表示|介绍|宣布|宣读|通报|传达|总结|部署|分管|负责|担任|任[^务]|当选|被|获|荣获|入选|评为|授予|提交|撰写|所[写作著]|主讲|授课|宣讲|创作|领衔|牵头|召开|组织|开展|参与|分别|受邀|应邀|代表|当场|亲自|多次|"
    r"先后|两次|现场|签[署约订]|共同|共[^同产]|均|双双|助力|诉|某|因[病公涉]|批示|辞去|离任|离职|辞职|卸任|退休|病逝|接任|继任|接替|代理[^，。]{0,4}长|调任|调离|免去|进行|接受|发表|的|率先|随[同队]|会同|一同|作为|自\d|从[^容]|通过|利用|历任|曾|生于|出生|领队|夺[得冠]|摘[得取]|勇夺|斩获|捐[款赠献资]|"
    r"牺牲|逝世|去世|病故|反映|提出|建议|主动|积极|带头|不幸|同时|还|已|也|携|题[词写为]|演唱|主演|对接|为[首核]|为[^民国]|以[^来]|将|和|及"
)
_MAY_BE_GIVEN = frozenset("和及为以将也还已从与向于")  # common in given names too: they end a name only where the longer reading does not fit


def split_surname(name: str) -> tuple[str, str] | None:
    """(surname, given name); None where no surname begins the word."""
    if name[:2] in DOUBLE_SURNAMES and len(name) > 2:
        return name[:2], name[2:]
    return (name[:1], name[1:]) if name[:1] in SURNAMES and len(name) > 1 else None


def is_name(text: str) -> bool:
    """Whether a whole string can be a person's name: surname and one or two characters, or an ethnic name with `·`."""
    if _ETHNIC.fullmatch(text):
        return True
    parts = split_surname(text) if _NAME.fullmatch(text) else None
    if parts is None:
        return False
    surname, given = parts
    return (1 <= len(given) <= 2 or (len(given) == 3 and len(surname) == 1 and given[0] in SURNAMES and len(text) == 4)) and not any(c in _NEVER_GIVEN for c in given)


def _tag(text: str, hmm: bool = True) -> list[tuple[str, str]]:
    """Words and their parts of speech. Loaded late: the dictionary takes a quarter of a second, which readers of a library need not wait."""
    import rjieba

    tagged: list[tuple[str, str]] = rjieba.tag(text, hmm)
    return tagged


@lru_cache(maxsize=65536)
def is_likely(text: str) -> bool:
    """Whether a string that could be a name is one in running text: it is no word, and no surname that is a word before a word (常态化, 区政协)."""
    if text[:2] in DOUBLE_SURNAMES:
        return True
    if "·" in text or "•" in text:
        return not any(len(w) > 1 and not t.startswith("nr") for w, t in _tag(re.sub("[·•]", " ", text)))
    if text in _NO_NAMES or text[:2] in _NO_NAMES or (text[-1] in _ENDS_A_BODY and len(text) == 3) or text[1:] in _POSTS:
        return False
    if text[0] in _WORDS_TOO and text[-1] in "山河湖溪沟坪寺林园水江海":
        return False
    tagged = _tag(text, hmm=False)
    first, last = tagged[0], tagged[-1]
    if len(tagged) == 1:
        return bool(first[1].startswith("nr"))
    if len(first[0]) == 2 and not first[1].startswith("nr") and text[0] in _WORDS_TOO | _RARE_AS_SURNAMES:  # 安全|感
        return False
    if len(last[0]) == 2 and not last[1].startswith(("nr", "ns")):  # 区|政协; but 张|建设 is a name
        return text[0] not in _WORDS_TOO | _RARE_AS_SURNAMES
    return text[0] not in _RARE_AS_SURNAMES


def is_name_of_office(text: str) -> bool:
    """Whether a string behind a post (`副区长唐棣`) is a name: there a word of the dictionary may be one, too."""
    return is_likely(text) or (is_name(text) and text[0] in COMMON_SURNAMES and text[0] not in _WORDS_TOO and text not in _NO_NAMES and text[1:] not in _POSTS and text[-1] not in _ENDS_A_BODY)


def is_plain_name(text: str) -> bool:
    """Whether a string is a likely name with a common surname that is no word of its own: good without any word beside it."""
    return is_name(text) and text[0] in COMMON_SURNAMES and text[0] not in _WORDS_TOO and is_likely(text)


@lru_cache(maxsize=65536)
def is_word(text: str) -> bool:
    """Whether the dictionary knows the string as one word that is no person's name (高校, 金融)."""
    tagged = _tag(text, hmm=False)
    return len(tagged) == 1 and not tagged[0][1].startswith("nr")


def name_end(text: str, start: int, end: int) -> int | None:
    """Where a name that begins at `start` ends, judged by what follows; None where none fits."""
    ethnic = _ETHNIC.match(text, start, end)
    if ethnic:
        return ethnic.end()
    short = start + (3 if text[start : start + 2] in DOUBLE_SURNAMES else 2)
    fits = [stop for stop in (short, short + 1) if stop <= end and is_name(text[start:stop]) and _FOLLOW.match(text, stop)]
    return fits[-1] if len(fits) == 2 and text[short] in _MAY_BE_GIVEN else fits[0] if fits else None


def name_start(text: str, start: int, end: int) -> int | None:
    """Where a name that ends at `end` begins, not before `start`: the longer reading, unless its surname is the rarer one."""
    found = [at for at in (end - 3, end - 2) if at >= start and is_name(text[at:end])]
    if end - 4 >= start and text[end - 4 : end - 2] in DOUBLE_SURNAMES:
        return end - 4
    if not found:
        return None
    return next((at for at in found if text[at] in COMMON_SURNAMES), found[0])


_ASIDE = re.compile(r"（(?:男|女|[\u4e00-\u9fff]{1,5}族|满族|外聘|兼|挂职|[，、\s])+）")  # what a list says of one of its names


def names_from(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The names of a list that begins at `start`: `王强、李芳（女）和赵敏出席` → three spans; empty where no name begins there."""
    found: list[tuple[int, int]] = []
    while (stop := name_end(text, start, end) or _tagged_end(text, start, end) or (_listed_end(text, start, end) if len(found) > 1 else None)) is not None:
        found.append((start, stop))
        aside = _ASIDE.match(text, stop, end)
        after = aside.end() if aside else stop
        if text[after : after + 1] not in ("、", "和", "及", "与"):
            break
        start = after + 1
    return found


def names_to(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The names of a list that ends at `end`: `区法院王强、李芳|获奖` → two spans, in the order of the text."""
    found: list[tuple[int, int]] = []
    while True:
        if text[end - 1 : end] == "）":
            opened = text.rfind("（", start, end)
            if opened < 0 or not _ASIDE.fullmatch(text, opened, end):
                return found
            end = opened
        begin = name_start(text, start, end)
        if begin is None:
            return found
        found.insert(0, (begin, end))
        if begin - 1 < start or text[begin - 1] not in "、和及与":
            return found
        end = begin - 1


def _listed_end(text: str, start: int, end: int) -> int | None:
    """Two or three characters between two 、 of a list of names are a name whatever their surname."""
    listed = re.compile(r"[\u4e00-\u9fff]{2,3}(?=、)").match(text, start, end)
    return listed.end() if listed else None


def _tagged_end(text: str, start: int, end: int) -> int | None:
    """Where the dictionary and its model end a name that begins at `start`; a second opinion."""
    if start >= end or text[start] not in COMMON_SURNAMES:
        return None
    word, tag = _tag(text[start : min(start + 12, end)])[0]
    return start + len(word) if tag.startswith("nr") and is_name(word) else None
