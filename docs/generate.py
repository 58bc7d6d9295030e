"""Write the pages that are made from the code: the references of commands and API, the rule pages, and the terminal sessions of the others.

    python docs/generate.py            writes docs/reference/commands.md, docs/reference/api.md and docs/rules/*.md, and runs the sessions again
    python docs/generate.py --check    exits 1 where a committed reference or rule page is not what the code says

A session is a fenced block under a comment `<!-- session lines=12 -->`: its `$ tongjian …` lines are run in order, beside a copy of
the examples, and what they say (at most so many lines each) is put in the place of what stood there.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, get_args, get_type_hints

import typer.main

from tongjian.check import rule_records
from tongjian.check.requirements import codes_of, requirements
from tongjian.check.sources import trade
from tongjian.cli import app

DOCS = Path(__file__).resolve().parent
NOTE = "<!-- Made by docs/generate.py from the code: do not edit; run `make docs`. -->"
FAMILIES = {
    "NUM": ("数字", "Numbers"),
    "TAB": ("表格", "Tables"),
    "DAT": ("时间", "Dates"),
    "NAM": ("名称", "Names and abbreviations"),
    "STR": ("结构", "Structure"),
    "STY": ("行文规范", "Editorial rules"),
    "PUN": ("标点符号", "Punctuation and marks"),
    "TXT": ("文字", "Misprints"),
    "REF": ("参见与索引", "Cross-references"),
}
SEVERITIES = {"error": "错误 error", "warning": "疑问 warning", "info": "提示 info"}


def parameters(command: Any) -> Iterator[tuple[str, str, str, bool]]:
    """(name, how it is typed, help, whether it is an option) of each parameter of a command, but --help."""
    hints = get_type_hints(command.callback) if command.callback else {}
    for p in command.params:
        if p.name == "help":
            continue
        option = hasattr(p, "is_flag")
        if option:
            value = "" if p.is_flag else f" {p.metavar or _value_word(hints.get(p.name, str))}"
            shown = " / ".join(f"`{n}{value}`" for n in [*p.opts, *p.secondary_opts])
        else:
            shown = f"`{p.metavar or p.name.upper()}`"
        silent = not option or p.required or p.default in (None, "", False) or callable(p.default)
        yield p.name, shown, (p.help or "").strip() + ("" if silent else f" Default: `{'yes' if p.default is True else p.default}`."), option


def _value_word(hint: Any) -> str:
    """What the reference calls a value of a type: `int | None` → N."""
    kinds = [kind for kind in (get_args(hint) or (hint,)) if kind is not type(None)]
    return {int: "N", float: "N", Path: "PATH"}.get(kinds[0], "TEXT")


def commands() -> dict[str, Any]:
    """The commands of the program, by name, in the order of its help."""
    group: Any = typer.main.get_command(app)
    found: dict[str, Any] = {}
    for name, command in group.commands.items():
        inner = getattr(command, "commands", None)
        found |= {name: command} if inner is None else {f"{name} {sub}": under for sub, under in inner.items()}
    return found


def command_page() -> str:
    """docs/reference/commands.md."""
    out = [
        NOTE,
        "# 命令 Commands",
        "`tongjian COMMAND --help` says the same. `-` in the place of a file is standard input. Records go to standard output, progress and warnings to standard error.",
        "| exit status | meaning |\n|---|---|\n| 0 | done |\n| 1 | findings at or above `--fail-on LEVEL`, where that is given |\n"
        "| 2 | the input or the call cannot be used; one line says what, where, and what to do |\n| 3 | a partial result; what is missing is said on standard error |",
        "\n".join(f"- [`{name}`](#{name.replace(' ', '-')}) — {_first(command.help)}" for name, command in commands().items()),
    ]
    for name, command in commands().items():
        rows = list(parameters(command))
        usage = " ".join([f"tongjian {name}", *(["[OPTIONS]"] if any(option for *_, option in rows) else []), *(shown.strip("`") for _, shown, _, option in rows if not option)])
        out += [f"## {name}", f"```\n{usage}\n```", _help(command.help)]
        if rows:
            out.append("| | |\n|---|---|\n" + "\n".join(f"| {_cell(shown)} | {_cell(text)} |" for _, shown, text, _ in rows))
    return "\n\n".join(out) + "\n"


def _first(text: str | None) -> str:
    return (text or "").strip().split("\n")[0]


def _help(text: str | None) -> str:
    return "\n".join(line.strip() for line in (text or "").strip().splitlines())


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def rule_pages() -> dict[str, str]:
    """docs/rules/: an index, and a page for each family of rules."""
    records = rule_records()
    index = [
        NOTE,
        "# 规则 Rules",
        "`tongjian rules` lists them; `tongjian rules CODE` explains one. Numbers R1–R103 are the [rules of the trade](../trade-rules.md). A rule whose clause we have only by recollection says so and is at most a warning (疑问). "
        "[One by one](../reference/requirements.md): which codes test each of them, and what is left to people. "
        "Every example below is run by the tests: what must be found is found, what must not be found is not.",
    ]
    pages: dict[str, str] = {}
    for family, group in groupby(records, key=lambda r: r["code"][:3]):
        rows = list(group)
        chinese, english = FAMILIES.get(family, (family, family))
        index += [
            f"## {family} {chinese} {english}",
            "| 代码 | 规则 | rule | |\n|---|---|---|---|\n"
            + "\n".join(f"| [{r['code']}]({family}.md#{r['code'].lower()}) | {_cell(r['title'])} | {_cell(r['title_en'])} | {SEVERITIES[r['severity']]} |" for r in rows),
        ]
        pages[f"{family}.md"] = "\n\n".join([NOTE, f"# {family} {chinese} {english}", *(_rule(r) for r in rows)]) + "\n"
    pages["README.md"] = "\n\n".join(index) + "\n"
    return pages


def _rule(record: dict[str, Any]) -> str:
    recalled = "" if record["clause"] == "read" else "（凭记忆，未核原文 recalled, not read）"
    source = f"来源：{record['source_zh']}{recalled}\n\nSource: {record['source']}"
    out = [f"## {record['code']}", f"**{record['title']}** · {record['title_en']} · {SEVERITIES[record['severity']]}", source]
    if record["whole_book"]:
        out.append("需要全书：单篇稿件不查。Needs the whole book: silent on a single manuscript.")
    for name, examples in (("应查出 must fire", record["fires"]), ("不应查出 must not fire", record["silent"])):
        if examples:
            out.append(f"{name}:\n\n" + "\n".join(f"- {_cell(e)}" for e in examples))
    return "\n\n".join(out)


STATES = {"whole": "机器查 tested", "part": "部分 in part", "reading": "读入时可见 seen on reading", "person": "人查 for people"}
REQUIREMENTS = """\
每条行业规则（[R1—R103](../trade-rules.md)）由哪些代码检查、查到什么程度、什么留给人，逐条列在下面。“部分”和“人查”都写明理由：机器查不准的，宁可不报。
What is done about each of the [rules of the trade](../trade-rules.md): which codes test it, how far, and what is left to people, with the reason."""
CLAUSES = """\
## 依据核对 Which clauses were compared with their text

规则页把每条规则的依据标作“已核”或“凭记忆”。已核指在公开资料里见过条文原句（多是论文、教材和高校网页的引文，国家标准的正式文本没有随软件分发）；凭记忆的规则至多是疑问，不作错误。
A clause counts as read where its words were seen quoted (papers, textbooks and university pages quote them; the standards themselves are not shipped). A recalled one makes at most a warning.

| 依据 source | 已核 read as quoted | 凭记忆 recalled |
|---|---|---|
| GB/T 15834—2011 标点符号用法 | 3.1 点号；4.1 句号；4.5.3.4、4.5.3.5 顿号；4.8、4.9、4.15 的前后两半；4.11 省略号与“等”；4.13.3 连接号；4.14 间隔号；5.1 位置；A.13 书名号；B.2 引文；序次语 | 4.8 专名加引号；4.9 括号形式统一 |
| GB/T 15835—2011 出版物上数字用法 | 4.1 计量；4.2 汉字数字（概数、非公历纪年）；4.3 同类别同形式；〇；小数点 | 5.1.4 数值范围；行文日期不加 0 |
| GB 3100—3102—1993 量和单位 | 组合单位不混用符号与中文名称；摄氏度不拆开；词头大小写 | |
| 图书质量管理规定附件、图书编校质量差错认定细则 | 错字、别字、多字、漏字各计 1；数字计 1；语法、逻辑计 2；大小写、繁简计 0.5；标点以 GB/T 15834 为准 | 标点每处 0.1 |
| 现代汉语词典 | 截至、截止 | 其余用字 |"""
API_INTRO = """\
The reading room (`tongjian serve`) answers programs under `/api/v1/`; `/api/v1/openapi.json` describes it for code generators. Every record carries the book, the printed
page, the lines of the source, the words it rests on (`quote`) and `href`, the page for people with the words marked.

```console
curl 'http://127.0.0.1:8321/api/v1/search?q=义务教育&limit=3'
curl -H 'Accept: text/csv' 'http://127.0.0.1:8321/api/v1/books/qingshi-2025/facts?indicator=地区生产总值'
curl -o facts.parquet 'http://127.0.0.1:8321/api/v1/books/qingshi-2025/facts?format=parquet&limit=1000'
curl -X POST -H 'Authorization: Bearer KEY' -H 'Content-Type: application/json' -d '{"decision": "accept", "who": "韩雪梅", "why": "原稿如此"}' http://127.0.0.1:8321/api/v1/books/qingshi-2025/findings/ID/decision
```

- **Forms**: lists come as JSON, CSV or Parquet, by `?format=json|csv|parquet` or as the `Accept` header likes best. CSV is UTF-8 with a byte order mark, formulas neutralised.
- **Pages**: `limit` (at most 1000) and `offset`; `total` and `next` in JSON, `X-Total-Count` and `Link: <…>; rel="next"` beside CSV and Parquet.
- **ETag**: send it back as `If-None-Match`; 304 while neither the library nor the decisions have changed.
- **Rate**: 429 with `Retry-After` where an address asks too fast ([`TONGJIAN_RATE`](settings.md)).
- **Writing** asks for one of the keys of [`TONGJIAN_KEY`](settings.md) as `Authorization: Bearer KEY`; where none is set nobody writes.
- **Other sites**: pages of the sites in [`TONGJIAN_CORS`](settings.md) may read the API from a browser.
- **Faults** are JSON with `error` and `todo`: 401 no key, 404 not there, 413 too long, 422 not understood, 503 the library is being replaced or damaged.
- **Private persons** are on no list; in a room that others read, telephone and identity numbers and the names of `private.toml` are masked in every form."""


def requirements_page() -> str:
    """docs/reference/requirements.md."""
    rows = requirements()
    tally = "，".join(f"{STATES[state].split()[0]} {sum(row.state == state for row in rows.values())} 条" for state in STATES)
    out = [NOTE, "# 规则逐条 Rules of the trade, one by one", REQUIREMENTS, f"{len(rows)} 条：{tally}。"]
    table = "| 号 | 规则 | | 代码 codes | 范围与理由 scope and reason |\n|---|---|---|---|---|\n"
    for number, row in rows.items():
        codes = " ".join(f"[{code}](../rules/{code[:3]}.md#{code.lower()})" for code in codes_of(number))
        table += f"| {number} | {_cell(trade().rules[number])} | {STATES[row.state]} | {codes} | {_cell('<br>'.join(x for x in (row.zh, row.en) if x))} |\n"
    return "\n\n".join([*out, table.rstrip("\n"), CLAUSES]) + "\n"


def api_page() -> str:
    """docs/reference/api.md: the addresses of the API, from what it says of itself."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tongjian.web.settings"
    import django

    django.setup()
    from tongjian.web.api.routes import api

    out = [NOTE, "# 接口 API", API_INTRO]
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, told in methods.items():
            rows = [
                f"| `{p['name']}`{' (required)' if p.get('required') else ''} | {_kind(p['schema'])} |" for p in told.get("parameters", ()) if p["in"] == "query"
            ]
            out += [f"## {method.upper()} {path}", f"**{told['summary']}.** {_help(told.get('description'))}"]
            if rows:
                out.append("| parameter | |\n|---|---|\n" + "\n".join(rows))
    return "\n\n".join(out) + "\n"


def _kind(schema: dict[str, Any]) -> str:
    """What a parameter takes: `integer 1–1000, 100 unless told otherwise`."""
    inner = next((s for s in schema.get("anyOf", ()) if s.get("type") != "null"), schema)
    least, most = inner.get("minimum", inner.get("minLength")), inner.get("maximum", inner.get("maxLength"))
    bounds = f" {least if least is not None else ''}–{most}" if most is not None else ""
    unit = " characters" if bounds and inner.get("type") == "string" else ""
    default = schema.get("default")
    return f"{inner.get('type', '')}{bounds.replace(' –', ' up to ')}{unit}{f', {default} unless told otherwise' if default is not None else ''}"


# -- sessions ----------------------------------------------------------------------------------------------------------
_SESSION = re.compile(r"(<!-- session lines=(\d+) -->\n+```console\n)(.*?)(```)", re.S)
_FLEETING = re.compile(r"用时|接着可以")  # lines that differ from run to run or only make sense in a terminal


def with_sessions(text: str, place: Path) -> str:
    """A page with its sessions run again in the folder `place`."""
    return _SESSION.sub(lambda m: m[1] + "\n\n".join(_ran(line, int(m[2]), place) for line in m[3].splitlines() if line.startswith("$ ")) + "\n" + m[4], text)


def _ran(line: str, most: int, place: Path) -> str:
    """A `$ tongjian …` line and what it says."""
    program = shutil.which("tongjian", path=str(Path(sys.executable).parent)) or "tongjian"
    environment = {**os.environ, "COLUMNS": "110", "PYTHONUTF8": "1"}
    done = subprocess.run([program, *shlex.split(line)[2:]], cwd=place, env=environment, capture_output=True, text=True, encoding="utf-8")
    if done.returncode not in (0, 1):
        sys.exit(f"{line}: {done.stderr.strip()}")
    said = [row.rstrip() for row in done.stdout.rstrip().splitlines() if not _FLEETING.match(row)]
    return "\n".join([line, *said[:most], *(["…"] if len(said) > most else [])])


def refresh_sessions() -> int:
    """Run the sessions of all pages, each page in a folder of its own; returns how many pages changed."""
    changed = 0
    for page in sorted([*DOCS.parent.glob("README*.md"), *DOCS.glob("*.md")]):
        text = page.read_text(encoding="utf-8")
        if not _SESSION.search(text):
            continue
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            shutil.copytree(DOCS.parent / "examples", place / "examples")
            made = with_sessions(text, place)
        if made != text:
            page.write_text(made, encoding="utf-8", newline="\n")
            changed += 1
    return changed


def pages() -> dict[Path, str]:
    """Every generated page and its text."""
    return {DOCS / "reference" / "commands.md": command_page(), DOCS / "reference" / "api.md": api_page(), DOCS / "reference" / "requirements.md": requirements_page(), **{DOCS / "rules" / name: text for name, text in rule_pages().items()}}


def main(arguments: list[str]) -> int:
    made = pages()
    gone = {p for p in (DOCS / "rules").glob("*.md") if p not in made}
    stale = [p for p, text in made.items() if not p.exists() or p.read_text(encoding="utf-8") != text] + sorted(gone)
    if "--check" in arguments:
        for page in stale:
            print(f"{page.relative_to(DOCS.parent)} is stale: run `make docs`")
        return 1 if stale else 0
    for page in stale:
        if page in gone:
            page.unlink()
            continue
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(made[page], encoding="utf-8", newline="\n")
    print(f"{len(made)} pages, {len(stale)} changed; sessions of {refresh_sessions()} pages changed")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
