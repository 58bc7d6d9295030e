"""A house's own rules: words and patterns in a file, each told by line where it is wrong, none of them able to hang the run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tongjian.book import Book
from tongjian.check import Profile, check, own_rules
from tongjian.check.terms import own
from tongjian.cli import app
from tongjian.report import prepare
from tongjian.report.unchecked import unchecked

Lay = Callable[..., Book]
FRONT = ("编辑说明\n《青石年鉴（2025）》记述青石区2024年的情况。", "概览\n区情\n【位置面积】青石区面积96平方千米。")
CSV = "错,对,模式,说明,级别,不查,除非\n帐户,账户,,,错误,,\n,,\\d+台套,“台套”不是量词,疑问,,\n,\\1名,(\\d+)个干部,,提示,none,挂职\n"
TOML = "[[rule]]\nwrong = '帐户'\nright = '账户'\nseverity = 'error'\n\n[[rule]]\npattern = '\\d+台套'\nmessage = '“台套”不是量词'\n\n[[rule]]\npattern = '(\\d+)个干部'\nright = '\\1名'\nseverity = 'info'\noff = []\nunless = '挂职'\n"


def house(text: str, name: str) -> Profile:
    return own_rules(Profile(), [(name, text.encode())])


@pytest.mark.parametrize(("text", "name"), [(CSV, "本社用语.csv"), (TOML, "本社用语.toml")])
def test_a_list_gives_findings_with_its_words_its_severity_and_where_it_stands(lay: Lay, text: str, name: str) -> None:
    book = lay(*FRONT, "社会事业\n教育\n【甲】开设帐户12个，购置设备30台套。培训5个干部，选派6个干部挂职。印发《帐户管理办法》。")
    found = check(book, profile=house(text, name), select=("TXT109", "STY901"))
    assert [(f.code, f.severity, book.quote(f.start, f.end), f.suggestion) for f in found] == [
        ("TXT109", "error", "帐户", "账户"),
        ("STY901", "warning", "30台套", None),
        ("STY901", "info", "5个干部", "5名"),
    ]
    assert all(f.rule.startswith(name + ":") for f in found) and "“台套”不是量词" in found[1].message


def test_a_list_of_excel_in_gb18030_is_read() -> None:
    assert own.parse_own("错,对\n帐户,账户\n".encode("gb18030"), "词表.csv")[0].right == "账户"


@pytest.mark.parametrize(
    ("text", "name", "told"),
    [
        ("词,改\n帐户,账户\n", "a.csv", "a.csv:1.*needs `wrong`"),
        ("错,对\n帐户,账户\n\n银户,账户,错误\n", "a.csv", "a.csv:4.*3 cells under 2 columns"),
        ("模式\n(亩\n", "a.csv", r"a.csv:2.*missing \)"),
        ("模式\n亩*\n", "a.csv", "a.csv:2.*matches nothing at all"),
        ("模式,对\n(亩),\\2\n", "a.csv", "a.csv:2.*a group that the pattern does not have"),
        ("错,级别\n帐户,严重\n", "a.csv", "a.csv:2.*'严重' is none of"),
        ("错,不查\n帐户,封面\n", "a.csv", "a.csv:2.*'封面' is no place"),
        ("错,模式\n帐户,亩\n", "a.csv", "a.csv:2.*either"),
        ("错,对\n", "a.csv", "no rule in it"),
        ("\n[[rule]]\nwrong = 5\n", "a.toml", "a.toml:2.*in quotation marks"),
        ("[[rule]]\nwrong = '帐户'\n\n[[rule]]\nword = '银户'\n", "a.toml", "a.toml:4.*'word' is not known"),
        ("[[rule]]\nwrong = \nright = '账户'\n", "a.toml", "a.toml:2"),
        ("wrong = '帐户'\n", "a.toml", "begins with"),
    ],
)
def test_a_list_that_is_wrong_is_told_by_file_and_line(text: str, name: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        house(text, name)


SLOW = "模式\n(?:[\\u4e00-\\u9fff]|[\\u4e00-\\u9fff]{2})+\\d{9}\n台套\n"


def test_a_pattern_that_would_run_for_ever_is_stopped_and_told_and_the_others_run(lay: Lay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "PATIENCE", 0.05)
    book = lay(*FRONT, "社会事业\n教育\n【甲】" + "青石区文化馆免费开放" * 40 + "，购置设备30台套。")
    notes: list[str] = []
    found = check(book, profile=house(SLOW, "慢.csv"), select=("STY901",), notes=notes)
    assert [book.quote(f.start, f.end) for f in found] == ["台套"]
    assert len(notes) == 1 and notes[0].startswith("慢.csv:2:")
    report = prepare(book, profile=house(SLOW, "慢.csv"), select=("STY901",))
    assert any("慢.csv:2" in zh for zh, _ in unchecked(report))


def test_the_command_takes_lists_and_the_profile_names_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("稿.txt").write_text("【甲】开设帐户12个。\n", encoding="utf-8")
    Path("词.csv").write_text("错,对\n帐户,账户\n", encoding="utf-8")
    Path("house.toml").write_text('rules = ["词.csv"]\n', encoding="utf-8")
    for how in (["--rules", "词.csv"], ["--profile", "house.toml"]):
        done = CliRunner().invoke(app, ["check", "稿.txt", "--select", "TXT109", "--as", "manuscript", *how])
        assert done.exit_code == 0 and "本社用“账户”" in done.stdout
    Path("词.csv").write_text("错,对\n,账户\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["check", "稿.txt", "--profile", "house.toml"])
    assert done.exit_code == 2 and "词.csv:2" in done.output


def test_a_run_that_left_a_pattern_out_ends_with_status_3(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(own, "PATIENCE", 0.05)
    Path("稿.txt").write_text("【甲】" + "青石区文化馆免费开放" * 40 + "。\n", encoding="utf-8")
    Path("慢.csv").write_text(SLOW, encoding="utf-8")
    done = CliRunner().invoke(app, ["check", "稿.txt", "--rules", "慢.csv", "--as", "manuscript"])
    assert done.exit_code == 3 and "慢.csv:2" in done.output
