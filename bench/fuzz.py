"""Look for a file that crashes or hangs a reader, or of which a character is lost.

    python bench/fuzz.py [--seconds 60] [--seed N] [--forms text,markdown,…]    mutated files, through the readers as the program runs them
    python bench/fuzz.py --atheris [--seconds 60]                               coverage-guided, the readers of text alone (pip install atheris)

The files are the example yearbook in every form that the project writes, and the real books of `TONGJIAN_BOOKS` where that is set.
A zip is opened, one of its members changed, and packed again; so is a packed stream of a PDF. What must hold of each: it is refused in one line, or every
character of it is accounted for; within 60 seconds. What fails is kept in out/fuzz, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from pathlib import Path

from tongjian.book import account
from tongjian.read import Unreadable, choose
from tongjian.structure import build

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "out" / "fuzz"
EXAMPLES = HERE.parent / "examples" / "qingshi"
SLOW = 60.0  # seconds that one file may take
LARGEST = 400_000  # bytes of a real book that are taken: the mutations are the point, not the length
TOKENS = [
    "【", "】", "#", "|", "+---+", "┌─┬─┐", "<td rowspan=9>", "</table>", "<!--", "-->", "1月", "是日，", "（区民政局）", "表1-1", "续表", "单位：万元", "\0", "\f", "\u3000", "\ufeff", "\U000f0000",
    "999999999999", "-1", "0", "```", "&#x110000;", "<w:gridSpan w:val=\"99999\"/>", "<w:vMerge/>", "endobj", "/Length -1", "1e38", "\r", "\n\n\n",
]  # fmt: skip


def failure(data: bytes, name: str) -> str | None:
    """What is wrong with how a file is read; None where all is well."""
    began = time.monotonic()
    try:
        source = choose(data[:65536], name).read(data, name)
        lost = account(build(source), source.text)
        if lost:
            return f"not accounted for: {lost[:3]}"
    except Unreadable as told:
        if "\n" in str(told):
            return f"refused in several lines: {told}"
        if " crashed on it" in str(told):
            print(f"  {name}: contained: {told.what}", file=sys.stderr)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as fault:
        return f"{type(fault).__name__}: {' '.join(str(fault).split())[:200]}"
    took = time.monotonic() - began
    return f"took {took:.0f} seconds" if took > SLOW else None


def corpus(folder: Path) -> dict[str, list[bytes]]:
    """Files to mutate, by their ending."""
    found: dict[str, list[bytes]] = {"txt": [], "md": [], "html": []}
    for file in sorted(EXAMPLES.glob("qingshi-2024.*")):
        found[file.suffix[1:]].append(file.read_bytes())
    books = os.environ.get("TONGJIAN_BOOKS")
    for file in sorted(Path(books).iterdir()) if books else []:
        found.setdefault(file.suffix[1:].lower(), []).append(file.read_bytes()[:LARGEST])
    rows = "".join(f"<tr><td rowspan='{1 + n % 2}'>粮食{n}</td><td>{n * 31}.5</td></tr>" for n in range(9))
    found["html"].append(f"<html><h1>经济</h1><h2>农业</h2><p>【概况】2024年，青石区粮食增产3.2%。</p><table>{rows}</table><p>（区农业局）</p></html>".encode())
    from tongjian.cli.frame import load
    from tongjian.publish import PUBLISHERS, PublishError

    book = load(str(EXAMPLES / "qingshi-2024.md"))
    for form in ("pdf", "docx", "epub"):
        with contextlib.suppress(PublishError, KeyError):
            PUBLISHERS[form](book, folder / f"book.{form}")
            found[form] = [(folder / f"book.{form}").read_bytes()]
    with contextlib.suppress(ImportError):
        import openpyxl

        workbook = openpyxl.Workbook()
        for row in [["主要农产品产量", None], ["品种", "2024年"], ["粮食", 32000], ["蔬菜", "=B3*2"]]:
            workbook.active.append(row)
        workbook.active.merge_cells("A1:B1")
        workbook.save(folder / "book.xlsx")
        found["xlsx"] = [(folder / "book.xlsx").read_bytes()]
    return {form: files for form, files in found.items() if files}


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A file a little otherwise: bytes flipped, stretches cut, doubled, moved, tokens put in."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at, size = chance.randrange(len(made) + 1), chance.choice((1, 3, 20, 300, 5000))
        match chance.randrange(6):
            case 0 if at < len(made):
                made[at] = chance.randrange(256)
            case 1:
                del made[at : at + size]
            case 2:
                made[at:at] = made[at : at + size] * chance.choice((1, 2, 50))
            case 3:
                to = chance.randrange(len(made) + 1)
                made[to:to] = made[at : at + size]
            case 4:
                del made[at:]
            case _:
                made[at:at] = chance.choice(TOKENS).encode() * chance.choice((1, 1, 2, 1000))
        if not made:
            return b"\n"
    return bytes(made)


def repacked(data: bytes, chance: random.Random) -> bytes:
    """A zip with one member mutated."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        names = given.namelist()
        chosen = chance.choice([n for n in names if n.endswith(("document.xml", "xhtml", "sheet1.xml"))] or names) if chance.random() < 0.7 else chance.choice(names)
        for name in names:
            made.writestr(name, mutated(given.read(name), chance) if name == chosen else given.read(name))
    return out.getvalue()


def restreamed(data: bytes, chance: random.Random) -> bytes:
    """A PDF with one of its packed streams opened, mutated and packed again."""
    streams = list(re.finditer(rb"/FlateDecode[^>]{0,400}>>\s*stream\r?\n(.*?)\r?\nendstream", data, re.S))
    if not streams:
        return mutated(data, chance)
    one = chance.choice(streams)
    try:
        plain = zlib.decompress(one[1])
    except zlib.error:
        return mutated(data, chance)
    return data[: one.start(1)] + zlib.compress(mutated(plain, chance)) + data[one.end(1) :]


def mutate(seconds: float, seed: int, forms: list[str]) -> int:
    """Mutated files until the time is over; how many of them failed."""
    chance = random.Random(seed)
    tried: dict[str, int] = {}
    bad = 0
    with tempfile.TemporaryDirectory() as name:
        files = {form: f for form, f in corpus(Path(name)).items() if not forms or form in forms}
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            form = min(files, key=lambda f: (tried.get(f, 0) * (20 if f in ("pdf", "docx", "epub", "xlsx") else 1), f))  # those start a process each
            data = chance.choice(files[form])
            opened = repacked if data.startswith(b"PK") else restreamed if data.startswith(b"%PDF") else mutated
            data = (opened if chance.random() < 0.8 else mutated)(data, chance)
            tried[form] = tried.get(form, 0) + 1
            problem = failure(data, f"fuzz.{form}")
            if problem:
                bad += 1
                keep(data, form, problem)
    print(f"seed {seed}: {', '.join(f'{n} {form}' for form, n in sorted(tried.items()))}; {bad} failed")
    return bad


def keep(data: bytes, form: str, problem: str) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    file = OUT / f"{hashlib.sha256(data).hexdigest()[:12]}.{form}"
    file.write_bytes(data)
    print(f"{file}: {problem}", file=sys.stderr)


def guided(seconds: float) -> int:
    """The readers of text under atheris, in a process of its own, which ends with it."""
    try:
        import atheris  # noqa: F401
    except ImportError:
        raise SystemExit("atheris is not installed: pip install atheris (Linux, Python 3.11)") from None
    with tempfile.TemporaryDirectory() as name:
        seeds = Path(name) / "seeds"
        seeds.mkdir()
        for form, files in corpus(Path(name)).items():
            if form in ("txt", "md", "html"):
                for n, data in enumerate(files):
                    (seeds / f"{n}.{form}").write_bytes(data[:4096])
        words = Path(name) / "words"
        words.write_text("\n".join('"' + "".join(f"\\x{b:02x}" for b in t.encode()) + '"' for t in TOKENS) + "\n", encoding="ascii")
        OUT.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, str(HERE / "fuzz.py"), "--under-atheris", str(seeds), f"-max_total_time={seconds:.0f}", f"-timeout={SLOW:.0f}", f"-dict={words}", "-max_len=8192", f"-artifact_prefix={OUT}/"]
        return int(subprocess.run(command, check=False).returncode != 0)


def under_atheris(arguments: list[str]) -> None:
    import atheris

    atheris.instrument_all()  # what is imported already
    apart = (b"PK", b"%PDF", b"\xd0\xcf", b"{\\rtf")

    def one(data: bytes) -> None:
        if not data or any(mark in data[:1024] for mark in apart):
            return
        for name in ("fuzz.txt", "fuzz.md"):
            problem = failure(data, name)
            if problem:
                raise AssertionError(problem)

    atheris.Setup([sys.argv[0], *arguments], one)
    atheris.Fuzz()


def main() -> None:
    if sys.argv[1:2] == ["--under-atheris"]:
        under_atheris(sys.argv[2:])
        return
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--seconds", type=float, default=60)
    ask.add_argument("--seed", type=int, default=None, help="as an earlier run printed it, to have the same files again; else a new one")
    ask.add_argument("--forms", default="", help="only these: txt,md,html,pdf,docx,epub,xlsx")
    ask.add_argument("--atheris", action="store_true", help="coverage-guided, for the readers of text")
    call = ask.parse_args()
    bad = guided(call.seconds) if call.atheris else mutate(call.seconds, call.seed if call.seed is not None else time.time_ns() % 10**9, [f for f in call.forms.split(",") if f])
    raise SystemExit(bool(bad))


if __name__ == "__main__":
    main()
