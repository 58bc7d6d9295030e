"""What single rows of a plain text layer are: entry titles, signatures, headings, list items, table rows."""

from __future__ import annotations

import re

from tongjian.structure.rows import STOPS, Row, spaced

# an entry's title between brackets, or behind a printer's mark and before a gap
ENTRY = re.compile(
    r"[\s\ufeff]*(?:(?P<open>[【〖]|[〔［\[](?!\d{1,4}[〕］\]]))|(?P<mark>[■◆▲●★□◇△○☆▍※◎▼▽▶►◉❖♦])\s{0,2})"
    r"(?P<title>(?(open)[^【】〖〗〔〕［］\[\]]{1,60}|(?:[\u4e00-\u9fff][ \u3000]{1,4}[\u4e00-\u9fff](?=\s|$)|[^\s。，；：【】]{2,30})))(?(open)[】〗〕］\]]|(?=\s+\S|$))"
)
ENTRY_OPEN = re.compile(r"[\s\ufeff]*[【〖]([^【】〖〗]{0,40})$")
BYLINE = re.compile(r"（([^（）]{2,40}(?:（[^（）]{1,12}）[^（）]{0,12})?)）$|\(([^()]{2,40})\)$")
_NO_BYLINE = re.compile(r"^[一二三四五六七八九十百]+$|\d{2,}|^续|以下简称|^[注附见按含不其待]|在任|调离|离任|年|月|万元|单位")
_LABEL = re.compile(r"[，、；\s]*(?:撰稿|供稿|执笔|撰写|编写|审稿|审核)(?:单位|部门|人|者)?[:：]")  # 供稿单位：… 撰稿人：…
_BODY = re.compile(
    r"[委局办院会部中心镇乡街道馆校站处所队社团室公司行厂台党委员联办组科庭库署园区县市村报刊厅协军]$|[\u4e00-\u9fff]{2,4}(?:[\s、，][\u4e00-\u9fff]{2,4})*$"
)
NUMBERED = re.compile(r"([一二三四五六七八九十]{1,3})、\S")
BRACKETED = re.compile(r"[（(]([一二三四五六七八九十]{1,3})[）)]\S")
FIGURED = re.compile(r"\s*\d{1,2}[.．]\s*(?=[\u4e00-\u9fff“《])")  # 1.抓项目
BOX = re.compile(r"专栏[\d一二三四五六七八九十]{1,3}[：:]?[^。，；]{2,40}$")  # 专栏1：重点项目
MONTH = re.compile(r"([0-9]{1,2}|[一二三四五六七八九十]{1,2})月$")
DAY = re.compile(
    r"(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})(?:日?[—–\-－~～至](?:\d{1,2}月)?(?P<last>\d{1,2}))?日(?P<part>凌晨|早晨|早上|上午|中午|下午|傍晚|晚上|晚|夜)?(?P<on>起|前|后|前后|左右)?"
)
SAME = re.compile(r"(?P<words>是|同|当|该|本)(?P<unit>日|月|年|季)(?P<part>上午|下午|晚|晚上|凌晨|中午|[上中下]旬|底|初)?")
_DATE = r"(?:\d{1,2}月)?\d{1,2}日"
SPAN = re.compile(rf"{_DATE}(?:[和、及]{_DATE})+|\d{{1,2}}月\d{{1,2}}日[—–\-－~～至]{{1,2}}\d{{1,2}}月\d{{1,2}}日")
BARE_MONTH = re.compile(r"\d{1,2}(?:[—–\-－~～至]\d{1,2})?月(?:[上中下]旬|初|底|末)?|(?:[春夏秋冬]|[上下]半年|年[初末底])(?=[^\d])")
ITEM_MONTH = re.compile(r"(?P<month>\d{1,2})月(?P<part>[上中下]旬|初|底|末|间)?(?=[，,])")
TABLE_HEAD = re.compile(r"序\s*号|项\s*目|指\s*标|单位\s*[:：]|[（(]单位\s*[:：]|姓\s*名\s|名\s*称\s|年\s*份\s")
UNIT = re.compile(r"[（(]?(?:计量)?单位[:：]\s*(.{1,20}?)[）)]?$")
# a row of key figures (数字青石): a letter-spaced name, a gap, a figure with its unit
KEY_FIGURE = re.compile(r"\s*[\u4e00-\u9fff](?:\s[\u4e00-\u9fff]){2,20}\s+[\d.,]+\s*[\u4e00-\u9fff%℃]{1,8}\s*$")
UNIT_WORDS = re.compile(r"单位[:：]\s*([^\s，。）)]{1,20})")
FIGURE = re.compile(r"图\s*\d+(?:[-—.]\d+)?\s+\S")
_CJK = re.compile(r"[\u4e00-\u9fff]")
_NUMBER = re.compile(r"[-+]?\d[\d.,]*%?$|[—–-]$")


def is_signature(text: str) -> str | None:
    """The name in a signature row `（区民政局）` or `供稿单位：区民政局　撰稿人：王明`; None where the row is no signature."""
    found = BYLINE.fullmatch(text)
    if not found and not (_LABEL.match(text) and len(text) <= 60 and not re.search(r"[。；]", text)):
        return None
    name = _LABEL.sub("", found[1] or found[2]) if found else _LABEL.sub("", text)
    if _NO_BYLINE.search(name) or not _BODY.search(name):
        return None
    return name


def signature_name(text: str) -> str:
    """The name in a row that is known to sign: without brackets and labels (供稿单位：)."""
    return _LABEL.sub("", text.strip("（）()[]［］〔〕 \u3000"))


def signs_alone(signature: str, section: str, group: str) -> bool:
    """Whether a signature is the section's own body by name: 区民政局 under 民政, where the group's title names another matter."""
    pairs = {signature[i : i + 2] for i in range(len(signature) - 1)}
    return any(p in section for p in pairs) and not any(p in group for p in pairs)


def may_head(row: Row) -> bool:
    """Whether a row can be a heading by its looks: short, no closing mark, Chinese, no figure leading it."""
    text = row.squeezed
    if not 2 <= len(text) <= 24 or STOPS.search(text) or text[0] in "，。；、）》”】—·•" or text.endswith(("、", "（", "《", "“", "—")):
        return False
    if text.endswith("）") and "（" not in text:
        return False
    if text.count("（") != text.count("）") or text.count("“") != text.count("”") or text.count("《") != text.count("》"):
        return False
    if re.match(r"[\d〇一二三四五六七八九十]+[、.．]|[（(]", text):
        return False
    return bool(_CJK.search(text)) and not re.search(r"[，。；]", text) and not re.match(r"\d+(\.\d+)?[%‰]?[^\d年届]", text)


def may_head_numbered(row: Row) -> bool:
    """`一、综合`: a numbered heading that stands alone on its row."""
    return len(row.squeezed) <= 24 and not row.squeezed.endswith(("。", "；", "，", "：")) and " " not in row.text.strip()


def sure_head(row: Row) -> bool:
    """A heading by its looks alone: letter-spaced."""
    return may_head(row) and spaced(row) and len(row.squeezed) <= 12


def cell_tokens(row: Row) -> list[tuple[int, int]]:
    """Offsets (in the source) of the cells of a table row: tokens between spaces; a padded two-character name is one."""
    found = [m.span() for m in re.finditer(r"\S+", row.text)]
    joined: list[tuple[int, int]] = []
    for a, b in found:
        if joined and b - a == 1 and joined[-1][1] - joined[-1][0] == 1 and _CJK.match(row.text[a]) and _CJK.match(row.text[joined[-1][0]]) and a - joined[-1][1] >= 2:
            joined[-1] = (joined[-1][0], b)
        elif joined and row.text[a] in "年月日" and b - a > 1 and row.text[joined[-1][1] - 1].isdigit():
            joined[-1] = (joined[-1][0], b)  # `2020 年度…` is one cell
        else:
            joined.append((a, b))
    return [(row.at + a, row.at + b) for a, b in joined]


def looks_tabular(row: Row) -> bool:
    """Several cells on one row, figures among them."""
    tokens = row.text.split()
    return len(tokens) >= 3 and sum(bool(_NUMBER.match(t)) for t in tokens) >= 2 and not re.search(r"[。，；]", row.text)
