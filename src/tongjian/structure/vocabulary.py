"""What the trade calls the parts of a yearbook, and what kind of matter stands under such a title."""

from __future__ import annotations

import re

from tongjian.book.model import Kind

# 地方综合年鉴编纂出版规定 and the fifteen basic parts of four 中国精品年鉴 name these.
_KINDS: tuple[tuple[str, Kind], ...] = (
    (r"编辑说明|编纂说明|编写说明|凡例|编辑委员会.*|编委会.*|编辑部.*|编审人员.*|前言|序言?|出版说明|后记|编后记|目[录次]|数字(?!化|经济|产业|乡村|农业|政府|政务|社会|治理|城|生活|文化|文旅|技术|档案|校园|教育|医疗|健康|人社|法治|警务|检察|赋能|转型|建设|基础|金融|人民币|图书).{1,6}|图说.*|要目|(主题|内容|条目|综合|人名|地名|机构|表格|图片)?索引", "frontmatter"),
    (r".*大事记|大事纪要|大事要览", "chronicle"),
    (r".*(统计)?公报", "bulletin"),
    (r".*(文件索引|文件目录|文件选目|文件题录|重要文件目录|规范性文件.*目录)", "docindex"),
    (r"光荣榜|荣誉榜|荣誉|先进(集体|个人|名录|人物).*|表彰.*|获奖.*|.*(获得?|授予).*(表彰|荣誉|奖励|称号).*", "honours"),
    (r"(.*领导)?.*名录|.*名单|(.*)领导干部|组织机构及(负责人|领导).*|机构(与|及)?(领导|负责人).*", "namelist"),
)
_COMPILED = [(re.compile(pattern), kind) for pattern, kind in _KINDS]

PARTS = frozenset(
    "编辑说明 特载 特辑 专文 专记 专载 大事记 概览 概况 综述 总述 政治 党政 党政群团 中国共产党 人民代表大会 人民政府 人民政协 纪检监察 群众团体 群团 法治 法制 政法 军事 "
    "经济 经济管理 经济监管 综合经济管理 农业 农业农村 工业 商贸 商业贸易 财税 财政税务 财政·税务 金融 交通 交通运输 城乡建设 城市建设 城建环保 生态环境 "
    "社会事业 社会 社会生活 社会民生 文化 教育 科技 科学技术 教育科技 卫生 卫生健康 文化旅游 文化体育 镇街道 街镇 乡镇 乡镇街道 镇乡 街道 街道乡镇 区县概况 "
    "人物 人物名录 人物光荣榜 名录 光荣榜 先进名录 统计资料 统计公报 附录 索引 主题索引 内容索引 条目索引 文献 文件索引 文献选载 重要文献 重要文件".split()
)
# parts that take others in: where a book has the first, the others are groups or sections in it
UMBRELLAS = {
    "政治": frozenset("中国共产党 人民代表大会 人民政府 人民政协 纪检监察 群众团体 群团".split()),
    "党政群团": frozenset("中国共产党 人民代表大会 人民政府 人民政协 纪检监察 群众团体 群团".split()),
    "经济": frozenset("经济管理 经济监管 综合经济管理 农业 农业农村 工业 商贸 商业贸易 财税 财政税务 金融 交通 交通运输".split()),
    "社会事业": frozenset("文化 教育 科技 科学技术 教育科技 卫生 卫生健康 文化旅游 文化体育 社会生活 社会民生".split()),
}
APPENDED = frozenset("附录 特载 特辑 专记 专文 专载 文献 文献选载 统计资料 重要文献 重要文件".split())  # never the name of a section
SPEECHES = re.compile(r"特载|特辑|专文|专载|文献|重要(文件|讲话|文献)")
_NOT_WORD = re.compile(r"[、，·\s（）()]")


def plain(title: str) -> str:
    """A title without the marks that houses vary: `镇、街道` → `镇街道`."""
    return _NOT_WORD.sub("", title)


def kind_of(title: str) -> Kind | None:
    """The kind of matter that a part or section title promises; None where it is ordinary prose."""
    text = plain(title)
    for pattern, kind in _COMPILED:
        if pattern.fullmatch(text):
            return kind
    return None


def is_part_name(title: str, region: str | None = None) -> bool:
    """Whether the trade uses the title for a part, with or without the region's name before it."""
    text = plain(title)
    if region:
        text = text.removeprefix(region).removeprefix(region.rstrip("省市区县旗"))
    return text in PARTS or (len(text) >= 5 and all(name in PARTS for name in re.split(r"[与和及]", text)))
