"""Whose figures they are and for when: the subject and the period that a sentence sets for its figures."""

from __future__ import annotations

import re

from tongjian.extract.context import Paragraph, full_name, plan_years
from tongjian.extract.wording import VERB_WORDS
from tongjian.language import dates

# -- whose -----------------------------------------------------------------------------------------------------------
_BODY = (
    "镇 乡 街道 局 委员会 委 办 中心 支队 大队 中队 公司 银行 支行 分行 馆 医院 卫生院 学校 中学 小学 幼儿园 大学 学院 法院 检察院 园区 机构 大厅 所 站 集团 联合会 协会 商会 机关 部门 工会 妇联 工商联 残联 侨联 文联 科协 社科联 团区委 党委 支部 党组织 "
    "产业 制造业 服务业 建筑业 厂 工程 大桥 水库 浮桥 景区 公园 市场 小区 社区 片区 基地 平台 系统 国控站 断面 滩区 灌区 电站 开发区 村 调解委员会 项目部 服务队 合作社 铁路 公路 高速"
).split()
_ACTS = (
    "核定 事业编制 行政编制 编制 在编 有 现有 设 内设 下设 下辖 共 全年 全覆盖 实现 完成 获 被 开展 举办 新增 新建 收 办 接待 为 配备 承担 占地 拥有 累计 辖 总 年 发放 服务 组织 建成 竣工 投产 开工 产值 受淹 投资 位于 长 全长 "
    "在国内 空气 优良 水质 达到 达 销售 利税 营业 纳税 缴纳 审结 受理 调解 查处 立案 侦破 出动 培训 救助 走访 慰问 签约 引进 出口 进口 存款 贷款 各项 保费 床位 门诊 住院 毕业 招生 在校 入学 学生 教职工 面积 人口 户籍 常住 耕地 粮食 农民 村集体 "
    r"新签约 整体 进驻 公布 举行 召开 推出 上线 接入 覆盖 惠及 处理 处置 收入 支出 收集 报送 提交 采用 刊登 发布 推送 接受 是 于(?=\d) 揭牌 挂牌"
).split()
_NAMED = re.compile(
    r"(?:^|[，；：])(?:截至[^，]{2,14}，)?(?:(?:19|20)\d{2}年)?(?:\d{1,2}月)?(?:末|底|全年|年内|年末|年底|当年|上半年)?，?"
    r"(?P<name>(?:[^，。；：\d“”]|“[^”]{1,16}”){1,22}?(?:" + "|".join(sorted(_BODY, key=len, reverse=True)) + r")(?:[一二三四]期(?:工程)?)?(?:（[^（）]{1,20}）)?)"
    r"(?!组织部|宣传部|统战部|办公室|政法委|编办|网信办)(?=，?(?:均|共|已|全年)?(?:" + "|".join(sorted(_ACTS, key=len, reverse=True)) + "|(?:" + VERB_WORDS + r")(?!中心|部门?|局|委|站|所|办|公司|协会|大厅|支队|大队|院|馆|科|处)))"
)
_PROJECT = re.compile(r"(?:^|[，；：])(?:其中，?)?(?P<name>(?:[^，。；：\d“”]|“[^”]{1,16}”){2,24}?(?:项目|工程)(?:[一二三四]期)?)(?=占地|总投资|计划投资|建筑面积|投资|完成|预计|实现|建成|竣工|开工|涉及|年产|新签约|签约|净地|征地|交地|已|累计|共)")
_NO_NAME = re.compile(
    r"^(?:牵头|参与|参加|该|其|将|把|使|让|由|向|对|为|给|经|与|及|和|在|到|从|配合|协助|协调|指导|督促|移送|成功|完成|开展|推进|组织|引进|引入|联合|邀请|通过|依托|利用|其中|其|所有|进驻|担任|培育|建设|新建|打造|支持|帮助|服务|走访|慰问|检查|召开|举办|新增|共有|现有|内设|下设|下辖|设有|建立|成立|签约|推动|实施|落实|争取|获|被|于|以|参加|选派|"
    r"力争|确保|统筹|促进|扩大|大幅|滚动|坚持|协同|务实|开工|建成|形成|新(?:建|创|增|设|改|开)|布局|如期|高质量|高水平|[一二三四五六七八九十]{1,3}是|入选|争创|用|创新|谋划|聚焦|健全|稳步|有序|全力|奋力|抓|以|有力|有效|巩固|夯实|"
    r"办理|受理|排查|查处|整治|收到|接到|接待|发展|改造|拆除|关闭|取缔|清理|加强|深化|强化|扶持|培训|评选|命名|认定|申报|出动|投入|安排|拨付|发放|征收|救助|拥有|占|全部|累计|实现|审核|抽查|受|比|较|按|据|有|是|即|已|原|系|同意|平均|每|构建|组建|深入|动员|下沉|进入|走进|结合|围绕|发挥|持续|进一步|积极|主动|全面|严格|认真|扎实|定期|及时|不断|切实|着力|大力|加快|提升|提高|优化|完善|规范|健全|整合|盘活|启动|启用|筹建|挂牌|选派|鼓励|引导|接|建强|建好|抓好|打好|用好|做好|带动)|[的被了]|拥有|委托|全面|入选|获批|获评|跻身|(?<!^)对(?![外口台策])"
    r"|[率数量额]、|、.*(?:机构|企业|学校|医院|单位|部门|场所|场馆|产业|项目)$|^(?:农村|城镇|城市|城乡|乡村|重点|普惠性|高标准|规模化?|公共|地表水|[二三]级)?(?:公路|铁路|厕所|道路|供水工程|断面|文化机构|文化场馆|医疗机构)$"
)
_GENERAL = frozenset("城镇 城乡 乡村 农村 村镇 镇村 乡镇 镇乡 镇街 街镇 市县 区县 机关 学校 医院 企业 单位 部门 机构 村社 街道 社区 小区 园区 工程 项目 公司 协会 中心 平台 系统 上市公司 民营企业 规上企业 市场主体 经营主体".split())
_TIME_BEFORE = re.compile(r"^(?:全年|年内|当年|今年)")
_OURSELVES = re.compile(r"^(?:全[镇乡局委院校行馆办村]|全(?:街道|系统|社区)|[区县市我本]局|委机关|局机关|机关|[区县市]分局|[该本](?:局|委|院|行|馆|镇|街道))$")
_WORK = re.compile(r"(?:^|[，；：日月年])(?P<name>(?:[^，。；：\d“”]|“[^”]{1,16}”|第[一二三四五六七八九十]){2,24}?(?:工程|项目|大桥|浮桥|公路|铁路|水库|大厦|宾馆|酒店|市场|工厂|厂|站|馆|楼|园|中心|学校|医院)(?:[一二三四]期(?:工程)?)?)(?=(?:全线|正式|全面|如期|顺利)?(?:建成|竣工|开工|完工|完成|通车|投产|奠基|落成|启用|开业|动工|破土))")
_SELF = re.compile(r"(?:^|[，；])(?:该|本)(?P<what>厂|项目|工程|公司|镇|乡|校|院|桥|园|村|中心|平台|系统|社区|街道|集团|行|企业|景区|局|站|馆)")
_WHOLE = re.compile(r"(?:^|[，；：。])(?:截至[^，]{2,14}，)?(?:(?:19|20)\d{2}年)?(?:\d{1,2}月)?(?:末|底|全年|年内|年末|年底|当年|，)*(?:全(?:区|县|市|省|州|旗)|(?:本|区|县|市)域内|区内|县内|市内|境内|辖区内?)")
_OWN = re.compile(r"(?:^|[，；：。])(?:全(?:镇|乡|街道|局|院|校|系统|行|委|馆|社区|村)|辖区内?|境内|镇内)")
_COMPILER = re.compile(r"地方志|方志|史志|年鉴")  # who compiles the book signs what is told of the region
_LOCAL = re.compile(r"(?:镇|乡|街道|社区|村)$")
_RELATIVE = re.compile(r"的(?P<name>[\u4e00-\u9fff“”]{2,20}?(?:工程|项目|大桥|厂|站|馆|中心|学校|医院|公园|基地|市场|大楼|水库|公路|铁路))(?=建成|竣工|开工|启动|完工|投产|投入|通车|，|。|$)")


_PROJECT_TOLD = re.compile(r"(?:建设|实施|推进|开工|完工|完成|启动|新建|竣工)(?P<name>(?:[^，。；：\d“”]|“[^”]{1,16}”){3,24}?(?:项目|工程))(?:[一二三四]期)?(?:项目|工程)?(?=[，。；]|建设|$)")
_PHASE = re.compile(r"(?:^|[，；：。])(?:其中，)?(?:该|本)?(?:项目|工程)(?P<phase>[一二三四]期)(?:项目|工程)?")
_FOUNDED = re.compile(r"(?:^|[，；：])(?:建立|建成|设立|打造|组建)(?P<name>[^，。；：\d]{4,24}(?:库|平台|系统))(?=，(?:将|已|收|归集|接入|汇[聚集总]|入库|注册|覆盖|累计|纳入|储备|整合|录入|登记))")
_ACTIVITY = re.compile(r"(?:举办|开展|组织|举行|承办|推出)(?P<name>(?:“[^”]*”|[^，。；“”])+?(?:活动|[比大竞]赛|展播|展览|展演|直播|论坛|讲座|晚会|演出|云展))(?=，)")


_PART_OF = re.compile(r"机关|内设|下设|直属")
_IN_FULL = re.compile(r"[\u4e00-\u9fff]{6,26}?(?:委员会|办公室|联合会|[局厅])(?=[，、（]|加挂|内设|下设|是|为|成立|挂牌|机关)")


class Scope:
    """Whose figures they are: a body or thing named in the sentence, the region (全区), else the body of the section."""

    def __init__(self, paragraph: Paragraph, region: str | None) -> None:
        self.region = region or ""
        self.body = paragraph.subject or ("" if _COMPILER.search(paragraph.body) else paragraph.body)
        wrote = full_name(paragraph.reported_by or "", self.region)
        self.office = wrote if wrote != self.body and wrote.startswith(self.body) and wrote.endswith("办公室") else ""  # who wrote for the body
        self.named = ""
        self.last = ""  # what 该厂, 该项目 point back to
        self.project = ""  # what 项目一期 is a phase of
        self.carried = False  # whether the subject last given was named in an earlier clause
        self.consumed = ""  # the subject's words in the clause last asked for, as printed

    def new_sentence(self) -> None:
        """Forget the subject that the last sentence named."""
        self.named = ""

    def pass_over(self, sentence: str) -> None:
        """Read a sentence without figures for the work or body that the next may speak of (`云岭大桥建成通车。桥长400米。`)."""
        found = [m for m in (*_NAMED.finditer(sentence), *_PROJECT.finditer(sentence), *_WORK.finditer(sentence)) if not _NO_NAME.search(m["name"]) and m["name"] not in _GENERAL]
        if found:
            self.last = full_name(max(found, key=lambda m: m.end())["name"], self.region)

    def after(self, sentence: str) -> None:
        """Keep the project that a sentence told of, for the phases that the next may count (`项目一期占地7公顷`)."""
        for m in _PROJECT_TOLD.finditer(sentence):
            self.project = m["name"]

    def activity(self, clause: str) -> str | None:
        """The activity that the clause names before a figure of its reach (`举办青石云展，点击量10万次`)."""
        found = [m["name"] for m in _ACTIVITY.finditer(clause)]
        return full_name(found[-1], self.region) if found else None

    def at(self, clause: str, right: str = "") -> str:
        """The subject of a figure: from the clause up to it, and the words behind it (`投资1亿元的引水工程`)."""
        return self._at(clause, right).replace("人民检察院", "检察院").replace("人民法院", "法院")

    def _at(self, clause: str, right: str) -> str:
        self.consumed, self.carried = "", False
        behind = _RELATIVE.match(right)
        if behind:
            self.named = self.last = full_name(behind["name"], self.region)
            return self.named
        found = [m for m in (*_NAMED.finditer(clause), *_PROJECT.finditer(clause)) if not _NO_NAME.search(m["name"]) and _TIME_BEFORE.sub("", m["name"]) not in _GENERAL]
        found += [m for m in _FOUNDED.finditer(clause) if clause.count("，", m.end()) < 3]
        whole = self._whole_at(clause)
        phase = next(reversed(list(_PHASE.finditer(clause))), None) if self.project else None
        if phase and phase.end() > max((m.end() for m in found), default=whole):
            self.consumed = phase[0].lstrip("，；：。其中")
            self.named = full_name(re.sub(r"[一二三四]期$", "", self.project) + phase["phase"], self.region)
            return self.named
        if found:
            best = max(found, key=lambda m: m.end())
            if best.end() > whole:
                self.consumed = best["name"]
                if self.body and _OURSELVES.match(best["name"]):
                    self.named = ""
                    return self.body
                name = re.sub(r"^全(?=区)|^(?:全年|年内|当年|今年)|(?:位于|地处|坐落).*$|(?:(?<=公司)|(?<=集团)|(?<=企业))在.{2,}$", "", best["name"]) if not best["name"].startswith("全区") else self.region + best["name"][2:]
                self.named = self.last = full_name(name, self.region)
                self.carried = "，" in clause[best.end() :]
                return self.named
        back = _SELF.search(clause)
        if back and self.last.rstrip("一二三四期").endswith(back["what"]):
            self.named = self.last
            return self.last
        if whole >= 0:
            return self.region or self.body
        self.carried = bool(self.named)
        return self.named or self.body or self.region

    def in_full(self, sentence: str) -> None:
        """Call the section's body by the full name that a sentence has for it (`青石区文化和旅游发展委员会加挂…牌子` where the section is 区文旅委's)."""
        stem = self.body.removeprefix(self.region)
        if len(stem) < 2 or self.body == self.region:
            return
        for m in _IN_FULL.finditer(sentence):
            name = m[0][m[0].find(self.region) :] if self.region and self.region in m[0] else m[0]
            rest = iter((name.partition(self.region)[2] if self.region else "") or name)
            if len(name) > len(self.body) and name.startswith(self.region) and not name.startswith(self.body) and not _PART_OF.search(name) and all(c in rest for c in stem):
                above = re.search(r"[\u4e00-\u9fff]{2}[省市州]$", m[0][: m[0].find(self.region)])
                self.body = (above[0] if above else "") + name
                return

    def _whole_at(self, clause: str) -> int:
        """Where a clause begins to speak of the whole region (全区, 青石区), −1 where it does not; 全镇 and 辖区 mean the section's own body."""
        if self.body and _OWN.search(clause) and (_LOCAL.search(self.body) or not _WHOLE.search(clause)):
            self.named = ""
            return -1
        ends = [m.end() for m in _WHOLE.finditer(clause)]
        if self.region:
            ends += [m.end() for m in re.finditer(r"(?:^|[，；：。年末底])" + re.escape(self.region) + r"(?=现?有|共|拥有|实现|完成|辖|(?![\u4e00-\u9fff]{0,8}(?:局|委|办|中心|院|会|部)))", clause)]
        return max(ends, default=-1)


# -- when ------------------------------------------------------------------------------------------------------------
_YEARS_GONE = re.compile(r"(?:回顾|这)?(?:过去(?:的)?)?[五三]年(?:来|间)|过去(?:的)?[五三]年")
_ONE_YEAR = re.compile(r"(?:刚刚过去的|过去一年|一年来|回顾)?(?:19|20)\d{2}年")
_FOUNDED_AT = re.compile(r"(?:建|成立|创办|设立|组建|竣工|投产)于$")  # 始建于1992年，占地…: the area is today's
_AHEAD = re.compile(r"(?:未来|今后)(\d{1,2})(?:[—–\-~～至](\d{1,2}))?年")
_NO_PERIOD = frozenset({"上年", "去年"})
_WENT_TO = re.compile(r"[\u4e00-\u9fff](?<=[加高升长低少展大降增到])(?:到|至|为)")


class Period:
    """The time that figures hold for: the last date named in the sentence, else the year that the paragraph is about."""

    def __init__(self, year: int | None, era: str | None = None, life: bool = False) -> None:
        self.year = year
        self.month: int | None = None
        self.default = era or (str(year) if year else None)
        self.past: str | None = None  # the years that 五年来 has begun to tell of
        self.run: str | None = None  # the months that the sentence before began with (一季度，…。)
        self.standing: str | None = None  # an as-of date (截至年底) that the stocks of the next sentences hold at
        self.spans: list[dates.DateSpan] = []
        self.dated: list[dates.DateSpan] = []
        self.headed = False  # whether the sentence begins with a date
        self.closes: dict[int, int] = {}  # date in brackets → where they close: it tells of what they hold
        self.roams = year is None and not life  # a life sums up without dates (发表论文20篇); no year of the book's own: the last one named goes on (local histories)

    def new_sentence(self, text: str, start: int, end: int, quoted: list[tuple[int, int]]) -> None:
        """Read the dates of a sentence; those in titles and names, and those that only compare, set no period."""
        if any(s.point for s in self.spans):
            last = [s for s in self.spans if s.point][-1]
            self.standing = last.iso
        elif self.spans:
            self.standing = None
        if self.spans:
            head = self.spans[0]
            self.run = f"{head.iso}/{head.iso_end}" if len(self.spans) == 1 and self.headed and len(head.iso_end or "") == 7 else None
        if self.roams and self.spans and (headed := [s for n, s in enumerate(self.spans) if (n == 0 and self.headed) or self._at_head(text, s)]):
            since, until = (headed[-1].iso or "0")[:4], (headed[-1].iso_end or headed[-1].iso or "0")[:4]
            self.year, self.default = int(until), until if since == until else f"{since}/{until}"  # 1991～1999年，…。九年总支出3.6亿元
        gone = _YEARS_GONE.match(text, start, end)
        if gone and self.year and not self.roams:
            self.past = f"{self.year - (5 if '五' in gone[0] else 3) + 1}/{self.year}"
        elif _ONE_YEAR.match(text, start, end):
            self.past = None
        found = dates.find(text, self.year, start, end, self.month)
        self.dated = found
        self.spans = [s for s in found if s.iso is not None and not self._compares(text, start, s) and not any(a <= s.start < b for a, b in quoted)]
        if plan := plan_years(text, start, end):
            self.spans = sorted([*self.spans, dates.DateSpan(plan[0], plan[1], text[plan[0] : plan[1]], str(plan[2]), str(plan[3]))], key=lambda s: s.start)
        self.headed = bool(self.spans) and self.spans[0].start - start < 3
        self.closes = {}
        for span in self.spans:
            if text[span.start - 1 : span.start] in ("由", "从") and (went := _WENT_TO.search(text, span.end, end)):
                self.closes[span.start] = went.start()  # 由2020年的812名增加至960名: the second is of today
        for span in self.spans[1:]:
            opened = text.rfind("（", start, span.start)
            if opened >= 0 and text.find("）", opened, span.start) < 0 and (closed := text.find("）", span.end, end)) > 0:
                self.closes[span.start] = closed
        self.ahead = _AHEAD.search(text, start, end)

    @staticmethod
    def _at_head(text: str, span: dates.DateSpan) -> bool:
        """Whether a date opens its clause: one in the middle of words tells of its thing alone (`修订2011年版方案`)."""
        return re.match(r"[\u4e00-\u9fff\d（“《](?<![至到自从在于])", text[max(span.start - 1, 0)]) is None

    @staticmethod
    def _compares(text: str, start: int, span: dates.DateSpan) -> bool:
        before, after = text[max(span.start - 1, start) : span.start], text[span.end : span.end + 2]
        if re.match(r"[^，。；]{0,14}(?:相比|同比|相较|的总和)", text[span.end : span.end + 18]) and re.search(r"(?:[与和同]|是|相当于)[^，。；]{0,8}$", text[max(start, span.start - 10) : span.start]):
            return True  # 与2010年普查相比, 是1980年到1995年的总和
        return before in ("比", "较") or bool(_FOUNDED_AT.search(text, max(start, span.start - 4), span.start)) or span.words in _NO_PERIOD or after in ("同期", "相比", "以来") or (after[:1] == "度" and "“" in text[start : span.start])

    def before(self, words: str) -> str | None:
        """The period that a change is measured against (`比上年的`, `比2020年的`); None where it is no year."""
        named = re.search(r"(?:19|20)\d{2}", words)
        return named[0] if named else str(self.year - 1) if self.year and re.search("上年|去年|上一年", words) else None

    def at(self, position: int, stock: bool = False) -> str | None:
        """The period of a figure at `position`; `stock`: it tells what there is, not what happened."""
        if self.ahead and self.ahead.end() <= position and self.year:
            return f"{self.year + 1}/{self.year + int(self.ahead[2] or self.ahead[1])}"
        for span in reversed(self.spans):
            if span.end <= position and position < self.closes.get(span.start, position + 1):
                return f"{span.iso}/{span.iso_end}" if span.iso_end else span.iso
        if self.spans:
            return self.past or self.default
        return self.standing if stock and self.standing else self.run or self.past or self.default
