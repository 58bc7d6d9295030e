"""Words and helpers of a reading room over two invented yearbooks, for the tests of this folder: one as the text of a PDF, one in Markdown; a hostile hand wrote an entry of the first."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tongjian.library import Library, build

NOTE = """编辑说明
一、《青石年鉴（2025）》是反映青石区2024年度情况的综合年鉴，由青石区人民政府
主办，按类目、分目、条目编排。
"""
POLITICS = """法    院
【概况】  2024 年，区法院受理各类案件 8214 件，审执结案件
7905 件，同比分别增长 12%、9%。法官人均结案 255 件。
【法治宣传】  4 月 31 日，区法院少年法庭揭牌运行，全年开展
宣传活动约 300 场左右。
【<script>alert(3)</script>】  网页上照印“<img src=x onerror=
alert(1)>”与“&lt;i&gt;”约 30 处左右。
（区法院）
政    治
"""
ECONOMY = """综    合
【概况】  2024 年，青石区实现地区生产总值 303.98 亿元，比上
年增长 6.1%。其中，第一产业增加值 6.20 亿元，第二产业增加值
128.40 亿元，第三产业增加值 169.40 亿元。三次产业结构比为
2.0 : 42.3 : 57.7。
【招商引资】  全年引进项目 31 个，协议投资 48.60 亿元。
（区发展改革委）
农    业
【粮食生产】  全区粮食总产量 3.86 万吨，比上年增长 1.8%。
（区农业农村局）
经    济
"""
BAILU = """# 经济

## 农业

【概况】2024年，白鹿县粮食播种面积6120公顷，粮食总产量3.86万吨。

2024年白鹿县主要农产品产量表

| 品种 | 2024年 | 2023年 |
| --- | --- | --- |
| 粮食 | 3.86 | 3.79 |
| 蔬菜 | 9.42 | 9.05 |
| 茶叶"&lt;b&gt; | 0.42 | 0.40 |

（县农业农村局）

## 工业

【园区建设】白鹿县工业园区全年实现产值42.60亿元，比上年增长7.4%。&lt;i&gt;园区&lt;/i&gt;入驻企业{{settings.SECRET_KEY}}26家。

（县经济信息局）
"""


def laid(*pages: str) -> str:
    """Pages as a PDF's text layer prints them: a blank line after each line that does not end in a digit or sign, a page opened by one space."""
    out: list[str] = []
    for page in pages:
        lines = page.strip("\n").split("\n")
        for n, line in enumerate(lines):
            out.append((" " if n == 0 else "") + line)
            if n < len(lines) - 1 and not line[-1].isascii():
                out.append("")
    return "\n".join(out)


def write_books(folder: Path, gdp: str = "303.98") -> list[Path]:
    """Write the two books into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    qingshi, bailu = folder / "qingshi-2025.txt", folder / "白鹿年鉴2025.md"
    qingshi.write_text(laid(NOTE, POLITICS, ECONOMY.replace("303.98", gdp)), encoding="utf-8")
    bailu.write_text(BAILU, encoding="utf-8")
    return [qingshi, bailu]


def make_library(folder: Path, gdp: str = "303.98") -> Path:
    """Build both books into `folder/青石`, or build them again with another figure."""
    report = build(write_books(folder / "books", gdp), folder / "青石")
    assert not report.failed
    return folder / "青石"


def text_of(response: Any) -> str:
    """The words of a page, without markup."""
    html = response.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def node_id(library: Path, book: str, *path: str) -> str:
    """The id of a node by the titles from its part down."""
    found = Library.open(library).book(book)
    return next(n.id for i, n in enumerate(found.nodes) if (*found.path(i), n.title)[-len(path) :] == path)


# -- two editions of one yearbook --------------------------------------------------------------------------------------
LAST = """# 大事记

## 1月

3日，青石区召开经济工作会议。

# 经济

## 综合

**【概况】** 2023年，青石区实现地区生产总值286.50亿元，比上年增长5.9%。城镇化率83.4%。全区地处青石河中下游，东与平阜县接壤。

**【招商引资】** 全年引进项目28个，协议投资约45.20亿元。

**【外贸】** 全年进出口总额24.30亿元。

## 农业

**【概况】** 2023年，青石区粮食总产量3.79万吨。
"""
THIS = """# 大事记

## 1月

5日，青石区召开教育工作会议。

# 经济

## 综合

**【概况】** 2024年，青石区实现地区生产总值303.98亿元，比上年增长6.1%。城镇化率84.0%。全区地处青石河中下游，东与平阜县接壤。

**【招商引资】** 全年引进项目31个，协议投资约48.60亿元。

**【数字经济】** 全年数字经济核心企业120家。

## 农业

**【概况】** 2024年，青石区粮食总产量3.86万吨。
"""


def with_head(year: int, text: str, place: str = "region: 青石区\n") -> str:
    """An edition with its front matter and editorial note."""
    return f'---\ntongjian: 1\ntitle: "青石年鉴（{year}）"\nyear: {year}\n{place}---\n\n# 编辑说明\n\n《青石年鉴（{year}）》是反映青石区{year - 1}年度情况的综合年鉴，由青石区人民政府主办。\n\n{text}'


def make_editions(folder: Path) -> Path:
    """Build both editions, and a book of 420 entries, into `folder/青石`."""
    folder.mkdir(parents=True, exist_ok=True)
    many = "\n\n".join(f"## 分目{n}\n\n" + "\n\n".join(f"**【事项{n}之{k}】** 全年办理{n * 20 + k}件。" for k in range(21)) for n in range(10))
    texts = {"qingshi-2024": with_head(2024, LAST), "qingshi-2025": with_head(2025, THIS), "gaoqiao-2025": f'---\ntongjian: 1\ntitle: "高桥年鉴（2025）"\nyear: 2025\n---\n\n# 政治\n\n{many}\n\n# 经济\n\n{many}'}
    files = []
    for name, text in texts.items():
        files.append(folder / f"{name}.md")
        files[-1].write_text(text, encoding="utf-8")
    assert not build(files, folder / "青石").failed
    return folder / "青石"
