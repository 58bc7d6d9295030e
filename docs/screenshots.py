"""Take the pictures of the documentation: the reading room over the example library, in Debian's Chromium.

    python docs/screenshots.py            writes docs/images/*.png, 1200 px wide
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
SIZE = {"width": 1200, "height": 800}


def entry_page(library: Path) -> str:
    """The address of the entry with the most figures a line: the one that shows best what the room does."""
    from tongjian.library import Library

    opened = Library.open(library)
    card = opened.books()[-1]
    book = opened.book(card.id)
    facts = opened.facts(card.id)
    entries = [n for n in book.nodes if n.level == "entry" and n.kind == "prose" and 150 < n.end - n.start < 400]
    best = max(entries, key=lambda n: sum(n.start <= f["start"] < n.end and bool(f["indicator_norm"]) for f in facts))
    inside = [f for f in sorted(facts, key=lambda f: f["start"]) if best.start <= f["start"] and f["end"] <= best.end]
    first = next((n for n, f in enumerate(inside, 1) if f["indicator_norm"]), 1)
    return f"/books/{card.id}/nodes/{best.id}/#t{first}"


def pictures(library: Path, address: str, chromium: str) -> None:
    """Visit the pages and write the pictures."""
    from playwright.sync_api import sync_playwright

    from tongjian.library import Library

    book = Library.open(library).books()[-1].id
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE, locale="zh-CN", color_scheme="light")
        shown = {"reading-room": entry_page(library), "findings": f"/books/{book}/findings/?family=NUM", "two-editions": f"/books/{book}/beside/"}
        for name, path in shown.items():
            page.goto(address + path)
            page.evaluate("document.activeElement.blur(); document.fonts.ready.then(() => scrollTo(0, 0))")
            if name == "findings":  # where two places stand side by side
                page.evaluate("document.querySelector('.finding:has(blockquote + blockquote)')?.scrollIntoView({block: 'start'})")
            page.screenshot(path=IMAGES / f"{name}.png", animations="disabled")
            print(IMAGES.relative_to(ROOT) / f"{name}.png")
        browser.close()


def main() -> int:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        print("screenshots: chromium is not installed (apt-get install chromium); the pictures stay as they are", file=sys.stderr)
        return 3
    tongjian = [sys.executable, "-m", "tongjian.cli"]
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "qingshi"
        subprocess.run([*tongjian, "build", *(str(ROOT / "examples" / "qingshi" / f"qingshi-{year}.txt") for year in (2024, 2025)), "-o", str(library)], check=True, capture_output=True)
        server = subprocess.Popen([*tongjian, "serve", str(library), "--no-open", "--port", "0"], stdout=subprocess.PIPE, text=True, encoding="utf-8")
        try:
            assert server.stdout is not None
            found = re.search(r"http://\S+(?=/)", server.stdout.readline())
            if found is None:
                print("screenshots: the reading room did not start", file=sys.stderr)
                return 2
            pictures(library, found[0], chromium)
        finally:
            server.terminate()
            server.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
