"""Invented yearbooks of 青石区 and a library of them, for the tests of this folder."""

from __future__ import annotations

from pathlib import Path

from conftest import text_layer
from tongjian.library import Library, build

NOTE = """编辑说明
一、《青石年鉴（{edition}）》是反映青石区{year}年度情况的综合年鉴，由青石区人民
政府主办。全书分为“政治”“经济”“社会事业”“名录”4个部分。
"""

POLITICS = """法    院
【概况】  {year} 年，区法院新收案件 8214 件，审结案件 7905 件，分
别比上年增长 12%、9%。法官人均结案 255 件。
【法治宣传】  5 月 20 日，区法院少年法庭揭牌。云岭调解室主任
韩雪梅获评全省优秀调解员。
（区法院）
政    治
"""

ECONOMY = """综    合
【概况】  {year} 年，青石区实现地区生产总值 {gdp} 亿元，比上年
增长 6.2%。全区规模以上工业增加值增长 8.4%。
【云岭大桥建设】  云岭大桥建成通车，全长 1.2 千米，由区交通
局组织实施。
【招商引资】  全年引进青石海川科技有限公司、青石远山制药有
限公司、青石北斗重工有限公司 3 家企业，均在云岭产业园建厂。
（区发展改革委）
农    业
【概况】  全区均为限养区，无生猪规模养殖场。省级名牌农产品 2
个（“青石醋”“云岭茶”）。
（区农业农村局）
经    济
"""

SOCIETY = """教    育
【义务教育】  全区义务教育学校增至 {schools} 所，寄宿制学校 4 所。学
前三年毛入园率 98.5%。
【教师队伍】  年末，全区有专任教师 2315 人，其中男教师 815 人、
女教师 1500 人。
（区教委）
交    通
【区交通局】  区交通局成立于 1986 年 5 月，2018 年 4 月 3 日更名
为青石区交通局。全区有公交线路 27 条，站点 212 个。
（区交通局）
"""


def yearbook_text(year: int = 2024, gdp: str = "310.5", schools: int = 30) -> str:
    """A yearbook of 青石区 about `year`, as the text layer of a PDF."""
    pages = (page.format(year=year, edition=year + 1, gdp=gdp, schools=schools) for page in (NOTE, POLITICS, ECONOMY, SOCIETY))
    return text_layer(*pages)


def write(folder: Path, name: str = "青石年鉴2025.txt", year: int = 2024, gdp: str = "310.5", schools: int = 30) -> Path:
    """Write an edition into a folder."""
    path = folder / name
    path.write_text(yearbook_text(year, gdp, schools), encoding="utf-8")
    return path


def shelf(folder: Path, *files: Path) -> Library:
    """A library of these files, or of the edition about 2024."""
    build(files or (write(folder),), folder / "青石")
    return Library.open(folder / "青石")
