"""The main job, step by step, on the example yearbook of the invented district 青石区.

    python examples/demo.py [FOLDER]        writes into FOLDER (default: out/)

Each step prints the command that you would type, runs it, and shows the beginning of what it says. The first step that
fails ends the demonstration with its exit status. A PDF needs Typst and Chinese fonts: where they are missing, one line says so.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BOOKS = [Path("examples/qingshi/qingshi-2024.txt"), Path("examples/qingshi/qingshi-2025.txt")]
QUESTIONS = ["2024年青石区地区生产总值是多少？", "东门历史文化街区一期什么时候开街？", "青石区有几座机场？"]


def program() -> str:
    """The installed command: beside this Python, else on the path."""
    beside = shutil.which("tongjian", path=str(Path(sys.executable).parent))
    found = beside or shutil.which("tongjian")
    if not found:
        sys.exit("demo: the command tongjian is not installed; run `make setup`, or pip install 'tongjian[all]'")
    return found


def shown(path: Path) -> str:
    """A path as one would type it at the project's root."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def step(title: str, *words: str, first: int | None = None, last: int = 0, optional: bool = False) -> None:
    """Announce and run one command; show its first and last lines. A missing part of an `optional` step is one line."""
    print(f"\n── {title}\n$ {shlex.join(['tongjian', *words])}", flush=True)
    columns = str(max(100, shutil.get_terminal_size((100, 24)).columns))
    environment = {**os.environ, "COLUMNS": columns, "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"}
    done = subprocess.run([program(), *words], cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8")
    said = done.stderr.strip().splitlines()
    if done.returncode == 2 and optional:
        print(f"  （跳过 skipped：{said[-1] if said else 'not available here'}）")
        return
    if done.returncode:
        print(done.stdout, end="")
        print(done.stderr, end="", file=sys.stderr)
        print(f"demo: this step failed with exit status {done.returncode}", file=sys.stderr)
        sys.exit(done.returncode)
    lines = done.stdout.rstrip().splitlines() or said
    if first is None or len(lines) <= first + last + 1:
        print("\n".join(lines))
    else:
        print("\n".join([*lines[:first], f"  …（其余{len(lines) - first - last}行 more lines）", *(lines[-last:] if last else [])]))


def main(arguments: list[str]) -> None:
    out = Path(arguments[0]).resolve() if arguments else ROOT / "out"
    out.mkdir(parents=True, exist_ok=True)
    library = out / "qingshi"
    shutil.rmtree(library, ignore_errors=True)
    place, book, earlier = shown(library), str(BOOKS[1]), str(BOOKS[0])

    print("通鉴 Tongjian：以虚构的《青石年鉴》演示，书中有意埋入若干差错。\nThe example is the yearbook of an invented district; some errors in it are deliberate.")
    step("重建结构 rebuild the structure", "outline", book, first=26)
    step("核对 check, also against last year's book", "check", book, "--previous", earlier, first=24, last=1)
    step("建库 build a library of both editions", "build", *map(str, BOOKS), "-o", place)
    step("检索 search", "search", place, "老旧小区改造", "--limit", "3")
    for question in QUESTIONS:
        step("提问 ask", "ask", place, question)
    step("按年比较 one indicator over the years", "series", place, "一般公共预算收入", "--subject", "青石区")
    step("再版：Markdown", "publish", book, "--to", "markdown", "-o", shown(out / "qingshi-2025.md"))
    step("再版：数据 data", "publish", book, "--to", "data", "-o", shown(out / "qingshi-2025-data"))
    step("再版：PDF", "publish", book, "--to", "pdf", "-o", shown(out / "qingshi-2025.pdf"), optional=True)

    step("再版：EPUB", "publish", book, "--to", "epub", "-o", shown(out / "qingshi-2025.epub"))
    step("再版：网站 static site", "publish", book, "--to", "site", "-o", shown(out / "qingshi-2025-site"))

    command = "tongjian" if shutil.which("tongjian") else shown(Path(program()))
    print(f"\n── 接着可以 next\n$ {command} serve {place}        打开阅览室 open the reading room\n$ {command} rules NUM101           一条规则的来历 what a rule says and where it comes from")


if __name__ == "__main__":
    main(sys.argv[1:])
