"""The HTML report: every finding with both places, what is decided, what was not checked; and nothing of the book ever runs."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from invented_report import YEARBOOK, book_of, decided, found, report_of
from lxml import html

from tongjian.check import Related
from tongjian.report import REPORTERS, Report, prepare
from tongjian.report.matter import sure, words_of_place
from tongjian.report.page import page

HOSTILE = """---
tongjian: 1
title: "青石</title><script>alert(1)</script>"
year: 2025
---

# 社会\\<img src=x onerror=alert(1)\\>

**【"\\>\\<script\\>alert(2)\\</script\\>】** 按装\\<script src="http://evil.example/x.js"\\>\\</script\\>路灯30盏\u202e。

（区"\\>\\<b\\>局）
"""


def tree(text: str) -> Any:
    return html.document_fromstring(text)


def test_every_finding_is_shown_once_with_its_words_and_place() -> None:
    report = report_of()
    articles = tree(page(report)).xpath("//article")
    assert [a.get("data-id") for a in articles] == [c.id for c in report.cases]
    for article, case in zip(articles, report.cases, strict=True):
        assert article.xpath(".//mark")[0].text_content() == case.record["quote"]
        assert f"第{case.record['line']}行" in article.text_content()
        assert case.finding.message in article.text_content() and case.finding.message_en in article.text_content()


def test_both_places_stand_side_by_side_and_many_more_fold() -> None:
    plain = report_of()
    first, other = plain.findings[0], plain.book.text.index("门诊3.2万人次")
    book = plain.book
    for many in (1, 6):
        places = tuple(Related(other + n, other + 8) for n in range(many))
        report = Report(book, (msgspec.structs.replace(first, related=places),))
        sides = tree(page(report)).xpath("//article//div[contains(@class, 'other')]")
        assert [s.xpath(".//mark")[0].text_content() for s in sides] == [book.text[r.start : r.end] for r in places]
        assert "社会事业 › 卫生 › 概况" in sides[0].text_content()
        assert len(tree(page(report)).xpath("//article//details//div[contains(@class, 'other')]")) == max(0, many - 3)


def test_the_working_and_the_certainty_are_told_in_words() -> None:
    report = report_of()
    (article,) = tree(page(report)).xpath(f"//article[@data-id='{found(report, 'NUM101')}']")
    words = article.text_content()
    assert "412+798" in words and "算得 1210" in words and "印作 1204" in words
    assert sure(next(c for c in report.cases if c.finding.code == "NUM101").finding.confidence)[0] in words


@pytest.mark.parametrize(("confidence", "words"), [(0.95, "几乎可以肯定"), (0.9, "几乎可以肯定"), (0.75, "很可能"), (0.5, "较可能"), (0.3, "存疑待查")])
def test_certainty_in_words(confidence: float, words: str) -> None:
    assert sure(confidence)[0] == words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"page": "26", "line": 12, "line_end": 12}, "第26页 第12行"),
        ({"page": "26", "line": 12, "line_end": 15}, "第26页 第12—15行"),
        ({"sheet": 30, "line": 2, "line_end": 2}, "第30张 第2行"),
        ({"line": 7, "line_end": 7, "block": "p3"}, "第7行"),
        ({"block": "p[12]"}, "第12段"),
        ({"block": "p[12]/footnote[2]"}, "第12段注"),
        ({"block": "tbl[2]/tr[3]/tc[1]/p[1]"}, "第2个表第3行第1格"),
        ({"block": "book/part-03.xhtml#/html[1]/body[1]/p[6]"}, ""),
        ({}, ""),
    ],
)
def test_a_place_in_words(fields: dict[str, Any], words: str) -> None:
    assert words_of_place({"page": None, "sheet": None, "line": None, "line_end": None, "block": None, **fields}) == words


def test_a_decided_finding_says_who_and_why_and_is_not_counted() -> None:
    plain = report_of()
    report = report_of(decisions=[decided(plain, "STY301", "reject", "引用原话")])
    (article,) = tree(page(report)).xpath(f"//article[@data-id='{found(report, 'STY301')}']")
    assert article.get("data-state") == "decided" and "settled" in article.get("class")
    assert "误报" in article.text_content() and "引用原话" in article.text_content() and "李编" in article.text_content()
    assert len(report.open) == len(plain.open) - 1
    assert "另有已决定的 1 条" in page(report)


def test_a_reopened_finding_is_open_again() -> None:
    plain = report_of()
    rows = [decided(plain, "STY301"), decided(plain, "STY301", "reopen")]
    assert report_of(decisions=rows).open == plain.open


def test_nothing_of_a_hostile_book_becomes_markup() -> None:
    plain = prepare(book_of(HOSTILE))
    assert plain.cases
    why = "</script><script>alert(3)</script><img src=x onerror=alert(4)>"
    report = prepare(book_of(HOSTILE), decisions=[{"id": plain.cases[0].id, "decision": "accept", "who": why, "when": why, "why": why}])
    text = page(report)
    root = tree(text)
    assert len(root.xpath("//script")) == 2 and not root.xpath("//img | //b/script | //article//script")
    assert not [a for a in root.xpath("//@*") if a.attrname.startswith("on")]
    assert "\u202e" not in text
    assert json.loads(root.xpath("//script[@id='rows']")[0].text)[0]["why"] == why


def test_the_page_asks_no_server_for_anything_and_its_policy_names_its_own_style_and_script() -> None:
    root = tree(page(report_of()))
    assert [a for a in root.xpath("//@src | //@href | //@action") if not a.startswith("data:")] == []
    policy = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    for element in (root.xpath("//style")[0], root.xpath("//script[not(@type)]")[0]):
        assert base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode() in policy
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy and not root.xpath("//@style")


def test_it_ends_with_what_was_not_checked() -> None:
    foot = tree(page(report_of())).xpath("//footer")[0]
    words = foot.text_content()
    assert "没有给出上一卷" in words and "NUM301" in words and "没有页码" in words and "图片" in words
    assert foot.getnext().tag == "script"


def test_with_last_years_book_it_does_not_say_that_there_was_none() -> None:
    assert "没有给出上一卷" not in page(report_of(previous=book_of()))


def test_a_manuscript_says_which_rules_need_the_whole_book() -> None:
    words = page(report_of(as_="manuscript"))
    assert "按稿件检查" in words and "NUM201" in words


def test_rules_that_were_left_out_are_named() -> None:
    assert "TXT、DAT101" in page(report_of(ignore=("TXT", "DAT101"))) and "只运行了选定的规则：NUM" in page(report_of(select=("NUM",)))


def test_scrambled_tables_are_named() -> None:
    book = book_of(YEARBOOK + "\n表1 学校一览 <!-- caption -->\n\n| 名称 | 数量 |\n|---|---|\n| 小学 | 20 |\n")
    (table,) = book.tables
    book = msgspec.structs.replace(book, tables=(msgspec.structs.replace(table, scrambled=True),))
    assert "1张表在来源文本里已散成文字" in page(prepare(book)) and "学校一览" in page(prepare(book)).split("<footer>")[1]


def test_a_book_without_findings_says_so() -> None:
    assert "没有查出问题" in page(report_of("# 政治\n\n**【概况】** 全年召开会议3次。\n", select=("TXT",)))


# -- in a browser ------------------------------------------------------------------------------------------------------
def test_an_editor_filters_decides_and_saves(browser: Any, tmp_path: Path) -> None:
    plain = report_of()
    before = decided(plain, "DAT101")
    report = report_of(decisions=[before])
    REPORTERS["html"](report, tmp_path / "报告.html")
    tab = browser.new_page(viewport={"width": 390, "height": 844}, accept_downloads=True)
    said: list[str] = []
    tab.on("console", lambda m: said.append(m.text))
    tab.on("pageerror", lambda e: said.append(str(e)))
    tab.goto((tmp_path / "报告.html").as_uri())
    assert tab.evaluate("document.documentElement.scrollWidth") == 390
    tab.locator("select[data-filter=byline]").select_option("区教育委员会")
    assert tab.locator("article:visible").count() == sum(c.sites[0].byline == "区教育委员会" for c in report.cases)
    tab.locator("select[data-filter=byline]").select_option("")
    tab.locator("#who").fill("王编")
    article = tab.locator(f"article[data-id='{found(report, 'STY301')}']")
    article.locator("input").fill('原话 "照录"')
    article.get_by_role("button", name=re.compile("误报")).click()
    tab.locator(f"article[data-id='{before['id']}']").get_by_role("button", name=re.compile("重新打开")).click()
    with tab.expect_download() as download:
        tab.locator("#save").click()
    rows = [json.loads(line) for line in Path(download.value.path()).read_text(encoding="utf-8").splitlines()]
    assert download.value.suggested_filename == "decisions.jsonl"
    assert rows[0] == before
    assert [(r["id"], r["decision"], r["who"], r["why"]) for r in rows[1:]] == [(found(report, "STY301"), "reject", "王编", '原话 "照录"'), (before["id"], "reopen", "王编", "")]
    assert said == []
    again = report_of(decisions=rows)
    assert {c.id for c in plain.open} - {c.id for c in again.open} == {found(plain, "STY301")}


def test_without_scripts_everything_can_be_read(browser: Any, tmp_path: Path) -> None:
    report = report_of()
    REPORTERS["html"](report, tmp_path / "a.html")
    tab = browser.new_context(java_script_enabled=False).new_page()
    tab.goto((tmp_path / "a.html").as_uri())
    assert tab.locator("article:visible").count() == len(report.cases)
    assert not tab.locator(".tools").is_visible() and not tab.locator(".act").first.is_visible()


def test_notes_wait_until_they_are_asked_for(browser: Any, tmp_path: Path) -> None:
    plain = report_of()
    note = msgspec.structs.replace(plain.findings[0], severity="info")
    report = Report(plain.book, (note, *plain.findings[1:]))
    REPORTERS["html"](report, tmp_path / "a.html")
    tab = browser.new_page()
    tab.goto((tmp_path / "a.html").as_uri())
    assert tab.locator("article:visible").count() == len(report.cases) - 1
    assert tab.locator("#shown").inner_text() == f"{len(report.cases) - 1} / {len(report.cases)}"
    tab.locator("select[data-filter=severity]").select_option("info")
    assert tab.locator("article:visible").count() == 1
    tab.locator("select[data-filter=severity]").select_option("")
    assert tab.locator("article:visible").count() == len(report.cases)


HABITS = YEARBOOK.replace("截止年底，全区有学校41所。", "截止年底，全区有学校41所。截止年末，有教师800人。").replace("全年门诊3.2万人次。", "截止年底，有医院3所。全年门诊3.2万人次。")


def test_a_habit_is_one_article_with_all_its_places_and_a_decision_is_about_each() -> None:
    report = report_of(HABITS)
    (bundle,) = [b for b in report.bundles if b.first.finding.code == "STY207"]
    (article,) = tree(page(report)).xpath(f"//article[@data-id='{bundle.first.id}']")
    assert [m.text_content() for m in article.xpath(".//mark")] == ["截止"] * 3
    assert "共3处，见于2个分目" in article.text_content()
    assert article.get("data-ids").split() == list(bundle.ids) and len({c.id for c in bundle.cases}) == len(bundle.ids)
    assert article.get("data-byline").split("\t") == ["区教育委员会", "-"]
    assert "2<small>（4处）</small>" in page(report)  # the habit, and 我区


def test_what_is_decided_of_a_habit_stands_apart_from_what_is_open() -> None:
    plain = report_of(HABITS)
    (bundle,) = [b for b in plain.bundles if b.first.finding.code == "STY207"]
    row = {"id": bundle.ids[-1], "decision": "accept", "who": "李编", "when": "2026-11-24T08:00:00+00:00", "why": ""}
    report = report_of(HABITS, decisions=[row])
    assert sorted(len(b.cases) for b in report.bundles if b.first.finding.code == "STY207") == [1, 2]
